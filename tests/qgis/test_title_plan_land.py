"""Property, cession in use and exclusions on paper and in words: read back by poppler, shapely and the standard library."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile

import openpyxl
import processing
import pytest
import shapely
from qgis.core import QgsGeometry, QgsLayoutFrame, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.host.plan_layers import regime_layers
from rainforest_alert_plugin.host.plan_layout import PlanLayout
from rainforest_alert_plugin.titling.land_capacity import ExclusionInput, UnitInput, divide_land
from rainforest_alert_plugin.titling.plan import PlanContent
from rainforest_alert_plugin.titling.plan_labels import UNIT
from rainforest_alert_plugin.titling.technical_table import SurveyedBoundary, SurveyedRing, build_technical_table
from tests.qgis.test_land_capacity import RIVER, SQUARE, UNITS, box, divided, units_of
from tests.qgis.title_packages import UTM18, Log, layer_of, provider, verify

__all__ = ["provider"]

PERU = load_profile("peru_native_community")
# of 1 000 m by 1 000 m the river takes 50 m along the south: property and cession are 500 m by 950 m each, 2 900 m around
PROPERTY_CORNERS = {("500000.0000", "9000050.0000"), ("500000.0000", "9001000.0000")} | {
    ("500500.0000", "9000050.0000"),
    ("500500.0000", "9001000.0000"),
}


def text_of(path):
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    return " ".join(unicodedata.normalize("NFKC", done.stdout).split())


@pytest.fixture(scope="module")
def package(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "p"
    numbers = divided(folder, exclusions=[layer_of(RIVER, kind="Polygon", name="ríos")], PLAN=True)
    return folder, numbers


def test_the_plan_states_each_regime_with_its_area_and_they_add_up(package):
    folder, _ = package
    said = text_of(folder / "plano.pdf")
    for words in ("Propiedad: 47.5000 ha", "Cesión en uso: 47.5000 ha", "Exclusión: 5.0000 ha"):
        assert words in said
    # 47.5 + 25 + 22.5 + 5 = 100 ha, in the table of the last sheet
    assert re.search(r"Propiedad A1s 47\.5000 475000\.00", said)
    assert re.search(r"Cesión en uso F2se 25\.0000 250000\.00", said)
    assert re.search(r"Cesión en uso Xse 22\.5000 225000\.00", said)
    assert re.search(r"Cauce o faja marginal Río Tigre 5\.0000 50000\.00", said)
    assert "TOTAL 100.0000 1000000.00" in said


def test_property_and_cession_have_plans_of_their_own(package):
    folder, numbers = package
    for name, title, label, regime in (
        ("plano_propiedad.pdf", "PLANO DE LA PARTE EN PROPIEDAD", "P-", "property"),
        ("plano_cesion_en_uso.pdf", "PLANO DE LA PARTE EN CESIÓN EN USO", "C-", "cession"),
    ):
        said = text_of(folder / name)
        assert title in said
        assert "47.5000 ha (475000.00 m2)" in said
        assert "2900.00 m" in said
        assert numbers["land_capacity"]["tables"][regime]["geometry_sha256"] in said
        assert {f"{label}{n}" for n in range(1, 5)} <= set(re.findall(r"[PC]-\d+", said))
    property_plan = text_of(folder / "plano_propiedad.pdf")
    assert all(f"{east} {north}" in property_plan for east, north in PROPERTY_CORNERS)


def test_the_report_has_the_tables_of_both_boundaries(package):
    folder, _ = package
    with zipfile.ZipFile(folder / "memoria_descriptiva.docx") as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    words = " ".join(re.sub(r"<[^>]+>", " ", xml).split())
    assert "Propiedad: cuadro de datos técnicos Área: 47.5000 ha (475000.00 m²); perímetro: 2900.00 m" in words
    assert "Cesión en uso: cuadro de datos técnicos Área: 47.5000 ha" in words
    property_table = words.split("Propiedad: cuadro")[1].split("Cesión en uso: cuadro")[0]
    assert set(re.findall(r"(\d{6}\.\d{4}) (\d{7}\.\d{4})", property_table)) == PROPERTY_CORNERS


def test_a_report_a_plan_or_a_sheet_of_another_land_is_found(package, tmp_path):
    folder, _ = package
    assert verify(folder)[0]["VERIFIED"]

    def changed(name, change):
        copy = tmp_path / name
        shutil.copytree(folder, copy)
        change(copy)
        manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
        for entry in manifest["files"]:
            data = (copy / entry["name"]).read_bytes()
            entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        result, lines = verify(copy)
        assert not result["VERIFIED"]
        return " ".join(lines)

    def other_plan(copy):
        shutil.copy(copy / "plano_cesion_en_uso.pdf", copy / "plano_propiedad.pdf")

    assert "plano_propiedad.pdf" in changed("plan", other_plan)

    def other_cell(copy):
        book = openpyxl.load_workbook(copy / "cuadro_tecnico.xlsx")
        cell = next(c for row in book["Propiedad"].iter_rows() for c in row if c.value == 9000050)
        cell.value = 9000051
        book.save(copy / "cuadro_tecnico.xlsx")

    said = changed("sheet", other_cell)
    assert "Propiedad" in said
    assert "9000051.0000" in said

    def other_words(copy):
        place = copy / "memoria_descriptiva.docx"
        with zipfile.ZipFile(place) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"500500.0000", b"500600.0000")
        with zipfile.ZipFile(place, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    assert "500500.0000" in changed("report", other_words)


def drawn(*units, exclusions=()):
    corners = ((500000.0, 9001000.0), (501000.0, 9001000.0), (501000.0, 9000000.0), (500000.0, 9000000.0))
    table = build_technical_table(SurveyedBoundary(((SurveyedRing(corners),),), UTM18, "18S"), PERU)
    land = divide_land(
        table,
        [UnitInput(code, QgsGeometry.fromWkt(wkt)) for code, wkt in units],
        [ExclusionInput("riverbed", name, "ríos", QgsGeometry.fromWkt(wkt)) for name, wkt in exclusions],
        PERU,
    )
    return PlanContent(table, {"community": "Nueva Vida"}, load_phrases("es"), PERU.table_columns, land=land)


def test_what_is_drawn_is_what_is_stated_and_covers_the_territory_once(qgis_app):
    plan = PlanLayout(drawn(*UNITS, exclusions=[RIVER]), "A3")
    layers = regime_layers(plan.drawing)
    shapes = [
        shapely.unary_union([shapely.from_wkb(bytes(f.geometry().asWkb())) for f in layer.getFeatures()])
        for layer in layers
    ]
    assert [layer.name() for layer in layers] == [
        "Propiedad: 47.5000 ha",
        "Cesión en uso: 47.5000 ha",
        "Exclusión: 5.0000 ha",
    ]
    assert [shape.area for shape in shapes] == [475000.0, 475000.0, 50000.0]
    assert shapely.unary_union(shapes).area == 1_000_000.0
    assert {layer.name() for layer in layers} <= {layer.name() for layer in plan.map_item().layers()}


def test_each_unit_bears_its_code_within_it_and_over_no_other_label(qgis_app):
    plan = PlanLayout(drawn(*UNITS), "A3")
    labels = plan.drawing.labels.labels
    codes = [label for label in labels if label.kind == UNIT]
    assert sorted(label.text for label in codes) == ["A1s", "F2se", "Xse"]
    for label in codes:
        ground = shapely.Polygon([plan.drawing.frame.on_ground(*corner) for corner in label.corners()])
        assert shapely.from_wkt(dict(UNITS)[label.text]).contains(ground), label.text
    boxes = [shapely.Polygon(label.corners()) for label in labels]
    assert not [1 for i, one in enumerate(boxes) for other in boxes[:i] if one.intersects(other)]


def test_a_unit_without_room_for_its_code_is_named_below_the_table(qgis_app):
    narrow = (("A1s", box(0, 0, 995, 1000)), ("F2se", box(995, 0, 1000, 1000)))  # 5 m at 1:5 000 are 1 mm
    plan = PlanLayout(drawn(*narrow), "A4")
    assert plan.drawing.units_left_out == ("F2se",)
    assert any("F2se" in note for note in plan.drawing.notes())


def test_a_long_legend_does_not_cover_the_table(qgis_app):
    below = [QgsVectorLayer(f"LineString?crs={UTM18}", f"Capa {number}", "memory") for number in range(12)]
    plan = PlanLayout(drawn(*UNITS), "A3", base_layers=below)
    legend = plan.layout.itemById("legend")
    bottom = legend.pos().y() + legend.rect().height()
    frames = [
        item for item in plan.layout.items() if isinstance(item, QgsLayoutFrame) and item.pos().y() > legend.pos().y()
    ]
    assert frames
    assert min(item.pos().y() for item in frames if item.page() == 0) >= bottom


def test_titleplan_draws_the_whole_or_one_part_and_says_when_there_is_none(provider, tmp_path):
    def plan(name, **parameters):
        path = tmp_path / name
        processing.run(
            "rainforestalert:titleplan",
            {"BOUNDARY": layer_of(("Nueva Vida", SQUARE)), "OUTPUT": str(path), "PAPER": "A4", **parameters},
            feedback=Log(),
        )
        return text_of(path)

    land = {"LAND_CAPACITY": units_of(), "LAND_CAPACITY_CODE": "nombre"}
    assert "Propiedad: 50.0000 ha" in plan("whole.pdf", **land)
    said = plan("part.pdf", PART="cession", **land)
    assert "PLANO DE LA PARTE EN CESIÓN EN USO" in said
    assert "50.0000 ha (500000.00 m2)" in said
    with pytest.raises(QgsProcessingException, match="Give the units of land capacity, or draw the whole"):
        plan("none.pdf", PART="cession")
    assert not (tmp_path / "none.pdf").exists()


def test_the_plan_of_third_parties_names_no_owner_of_excluded_land(provider, tmp_path):
    parcels = layer_of(("Fundo Ñato de J. Pérez", box(0, 0, 100, 100)), kind="Polygon", name="predios")
    divided(tmp_path / "p", exclusions=[parcels], PLAN=True, REDACTED_FOLDER=str(tmp_path / "t"))
    assert "Fundo Ñato de J. Pérez" in text_of(tmp_path / "p" / "plano.pdf")
    for path in (tmp_path / "t").glob("*.pdf"):
        said = text_of(path)
        assert "Pérez" not in said, path.name
    # 100 m by 100 m stay excluded, by area
    assert "Exclusión: 1.0000 ha" in text_of(tmp_path / "t" / "plano.pdf")
    assert verify(tmp_path / "t")[0]["VERIFIED"]
