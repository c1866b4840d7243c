"""``exporttitlepackage`` and ``verifypackage`` as Processing runs them; files read by pyshp, openpyxl and plain zip."""

from __future__ import annotations

import csv
import datetime
import errno
import hashlib
import json
import os
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import processing
import pytest
import shapefile
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

UTM18 = "EPSG:32718"
# 1 000 m by 1 000 m less an enclave of 100 m by 100 m, and a second part of 10 m by 10 m to the south
BOUNDARY = (
    "MULTIPOLYGON(((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000),"
    "(500400 9000400,500500 9000400,500500 9000500,500400 9000500,500400 9000400)),"
    "((500000 8999000,500010 8999000,500010 8999010,500000 8999010,500000 8999000)))"
)
ATTRIBUTES = {
    "community": "Nueva Vida “Ñahuinco” & anexo <Sol> 🌳 مجتمع",
    "department": "San Martín",
    "ubigeo": "060301",
    "titling_resolution": "058-2016-GRL-DRA-L",
    "titling_resolution_date": "2016-03-31",
    "registry_entry": "11001234",
    "document_date": "2026-11-20",
}
FILES = sorted(
    [f"{n}{s}" for n in ("perimetro", "vertices", "lados") for s in (".shp", ".shx", ".dbf", ".prj", ".cpg")]
    + ["cuadro_tecnico.xlsx", "cuadro_tecnico.csv", "paquete.gpkg", "manifest.json"]
)


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


class Log(QgsProcessingFeedback):
    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.lines = []
        self.cancel_at = cancel_at
        self.progressChanged.connect(self.look)

    def look(self, percent):
        if self.cancel_at is not None and percent >= self.cancel_at:
            self.cancel()

    def pushWarning(self, text):
        self.lines.append(text)

    def pushInfo(self, text):
        self.lines.append(text)

    def reportError(self, text, fatalError=False):
        self.lines.append(text)


def layer_of(*rows, crs=UTM18, kind="MultiPolygon", name="linderos"):
    layer = QgsVectorLayer(f"{kind}?field=nombre:string(400)", name, "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttribute("nombre", identity)
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    layer.setDisplayExpression('"nombre"')
    return layer


def export(folder, feedback=None, boundary=BOUNDARY, attributes=ATTRIBUTES, **parameters):
    return processing.run(
        "rainforestalert:exporttitlepackage",
        {
            "BOUNDARY": layer_of(("Nueva Vida", boundary)),
            "ATTRIBUTES": json.dumps(attributes, ensure_ascii=False) if isinstance(attributes, dict) else attributes,
            "OUTPUT_FOLDER": str(folder),
            **parameters,
        },
        feedback=feedback or QgsProcessingFeedback(False),
    )


def verify(folder, **parameters):
    log = Log()
    result = processing.run("rainforestalert:verifypackage", {"FOLDER": str(folder), **parameters}, feedback=log)
    return result, log.lines


@pytest.fixture(scope="module")
def package(provider, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "paquete"
    neighbours = layer_of(
        (
            "=Fundo “El Ñato” & Hnos. <S.A.>",
            "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))",
        ),
        name="vecinos",
    )
    result = export(folder, NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    return folder, result, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_the_package_has_its_files_and_the_manifest_their_fingerprints(package):
    folder, _, manifest = package
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert [entry["name"] for entry in manifest["files"]] == [name for name in FILES if name != "manifest.json"]
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_manifest_states_the_numbers(package):
    # 1 000 000 m2 - 10 000 m2 + 100 m2 = 990 100 m2; 4 000 m + 400 m + 40 m
    _, result, manifest = package
    numbers = manifest["numbers"]
    assert numbers["area_ha"] == "99.0100"
    assert numbers["area_m2"] == "990100.00"
    assert numbers["perimeter_m"] == "4440.00"
    assert (numbers["vertices"], numbers["parts"], numbers["enclaves"]) == (12, 2, 1)
    assert [ring["area_ha"] for ring in numbers["rings"]] == ["100.0000", "1.0000", "0.0100"]
    assert result["AREA_HA"] == 99.01
    assert result["STATE"] == "final"
    assert manifest["state"] == "final"
    assert manifest["profile"]["norm_read"] is False
    assert "decimals.angle_s" in manifest["profile"]["unverified"]
    assert set(manifest["versions"]) == {"rainforest_alert", "qgis", "gdal", "proj", "python"}
    assert manifest["operations"] == []


def test_pyshp_reads_the_perimeter_with_the_ring_order_of_the_standard(package):
    folder, _, manifest = package
    with shapefile.Reader(str(folder / "perimetro.shp"), encoding="utf-8") as reader:
        assert reader.shapeType == shapefile.POLYGON
        (record,) = reader.shapeRecords()
    parts = [*record.shape.parts, len(record.shape.points)]
    rings = [record.shape.points[a:b] for a, b in zip(parts, parts[1:])]

    def signed_area(points):
        return sum(a * d - c * b for (a, b), (c, d) in zip(points, points[1:])) / 2

    # outer rings clockwise (negative), the enclave counterclockwise
    assert sorted(signed_area(ring) for ring in rings) == [-1000000, -100, 10000]
    assert abs(sum(signed_area(ring) for ring in rings)) == float(manifest["numbers"]["area_m2"])
    values = record.record.as_dict()
    assert values["nomcom"] == ATTRIBUTES["community"]
    assert values["depar"] == "San Martín"
    assert values["ubidis"] == "060301"
    assert values["fereti"] == datetime.date(2016, 3, 31)
    assert values["fectit"] is None
    assert values["Aarea"] == 99.01
    assert values["perime"] == 4440.0
    assert values["zutm"] == "18S"
    assert values["estado"] == "DEFINITIVO"


def test_vertices_and_sides_state_the_technical_table(package):
    folder, _, _ = package
    with shapefile.Reader(str(folder / "vertices.shp"), encoding="utf-8") as reader:
        vertices = reader.shapeRecords()
    assert [(v.record["vertice"], v.shape.points[0]) for v in vertices[:4]] == [
        ("V-1", (500000, 9001000)),
        ("V-2", (501000, 9001000)),
        ("V-3", (501000, 9000000)),
        ("V-4", (500000, 9000000)),
    ]
    assert all(v.shape.points[0] == (v.record["este"], v.record["norte"]) for v in vertices)
    with shapefile.Reader(str(folder / "lados.shp"), encoding="utf-8") as reader:
        sides = reader.shapeRecords()
    assert [s.record["lado"] for s in sides[:4]] == ["V-1 - V-2", "V-2 - V-3", "V-3 - V-4", "V-4 - V-1"]
    assert sides[1].record["colindante"] == "=Fundo “El Ñato” & Hnos. <S.A.>"
    assert sides[0].record["colindante"] == "Terrenos del Estado"
    assert sum(Decimal(str(s.record["distancia"])) for s in sides) == Decimal("4440")
    assert list(sides[3].shape.points) == [(500000, 9000000), (500000, 9001000)]


def test_shapefile_says_its_system_and_encoding(package):
    folder, _, _ = package
    for name in ("perimetro", "vertices", "lados"):
        assert (folder / f"{name}.cpg").read_text(encoding="ascii").strip() == "UTF-8"
        prj = (folder / f"{name}.prj").read_text(encoding="ascii")
        assert prj.startswith('PROJCS["WGS_1984_UTM_Zone_18S"')  # Esri's name, not EPSG's
        # bytes 1 to 3 of a DBF: year since 1900, month, day
        assert tuple((folder / f"{name}.dbf").read_bytes()[1:4]) == (126, 11, 20)


def test_workbook_holds_numbers_widths_header_and_totals(package):
    folder, _, _ = package
    book = openpyxl.load_workbook(folder / "cuadro_tecnico.xlsx")
    sheet = book["Cuadro técnico"]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(i for i, row in enumerate(rows) if row[0] == "PARTE")
    assert rows[top] == (
        "PARTE",
        "ANILLO",
        "VÉRTICE",
        "LADO",
        "DISTANCIA (m)",
        "ÁNGULO INTERNO",
        "AZIMUT",
        "COLINDANTE",
        "ESTE (X)",
        "NORTE (Y)",
    )
    assert rows[top + 1] == (
        1,
        0,
        "V-1",
        "V-1 - V-2",
        1000,
        "90°00'00\"",
        "90°00'00\"",
        "Terrenos del Estado",
        500000,
        9001000,
    )
    assert rows[top + 2][7] == "=Fundo “El Ñato” & Hnos. <S.A.>"
    assert sheet.cell(top + 3, 8).data_type == "s"  # text, never a formula
    assert sheet.cell(top + 2, 9).number_format == "0.0000"
    assert sheet.cell(top + 2, 5).number_format == "0.00"
    totals = rows[top + 13 : top + 16]
    assert [(row[2], row[4]) for row in totals] == [("TOTAL", 4000), ("TOTAL DEL ENCLAVE", 400), ("TOTAL", 40)]
    assert totals[0][5] == "360°00'00\""
    assert sheet.column_dimensions["D"].width >= len("V-12 - V-9")
    data = dict(list(book["Datos"].iter_rows(values_only=True))[1:])
    assert data["Área (ha)"] == 99.01
    assert data["Comunidad"] == ATTRIBUTES["community"]
    assert book.properties.created == datetime.datetime(2026, 11, 20)


def test_csv_opens_in_excel_with_its_accents_and_runs_nothing(package):
    folder, _, _ = package
    content = (folder / "cuadro_tecnico.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 12
    assert rows[0]["VÉRTICE"] == "V-1"
    assert rows[0]["ESTE (X)"] == "500000.0000"
    assert rows[1]["COLINDANTE"] == "'=Fundo “El Ñato” & Hnos. <S.A.>"


def test_geopackage_holds_the_same_layers(package):
    folder, _, _ = package
    from osgeo import ogr

    source = ogr.Open(str(folder / "paquete.gpkg"))
    assert sorted(layer.GetName() for layer in source) == ["lados", "perimetro", "vertices"]
    (feature,) = list(source.GetLayerByName("perimetro"))
    assert feature.GetGeometryRef().GetArea() == 990100
    assert feature["fereti"] == "2016/03/31"
    assert source.GetLayerByName("perimetro").GetSpatialRef().GetAuthorityCode(None) == "32718"


def test_two_runs_give_the_same_bytes(package, tmp_path):
    folder, _, manifest = package
    neighbours = layer_of(
        (
            "=Fundo “El Ñato” & Hnos. <S.A.>",
            "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))",
        ),
        name="vecinos",
    )
    export(tmp_path / "otra", NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    for name in FILES:
        if name != "manifest.json":
            assert (folder / name).read_bytes() == (tmp_path / "otra" / name).read_bytes(), name
    again = json.loads((tmp_path / "otra" / "manifest.json").read_text(encoding="utf-8"))
    assert {**again, "made_at": ""} == {**manifest, "made_at": ""}


def test_an_intact_package_is_verified(package, tmp_path):
    folder, _, _ = package
    report = tmp_path / "informe.json"
    result, lines = verify(folder, REPORT_JSON=str(report))
    assert result["VERIFIED"] is True
    assert result["DIFFERENCES"] == 0
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["verified"] is True
    assert content["differences"] == []
    assert any("agree" in line for line in lines)


def rehash(folder):
    """Somebody who changes a file and mends the manifest, so that only the numbers can tell."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        entry.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    path.write_text(json.dumps(manifest), encoding="utf-8")


def change_csv(folder, old, new):
    path = folder / "cuadro_tecnico.csv"
    text = path.read_bytes()
    assert old.encode() in text
    path.write_bytes(text.replace(old.encode(), new.encode(), 1))


def move_vertex(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "perimetro.shp"), 1)
    layer = source.GetLayer(0)
    feature = layer.GetFeature(0)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(BOUNDARY.replace("501000 9001000", "501000 9001000.01")))
    layer.SetFeature(feature)


def change_area(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "perimetro.shp"), 1)
    layer = source.GetLayer(0)
    feature = layer.GetFeature(0)
    feature["Aarea"] = 99.0101
    layer.SetFeature(feature)


def change_gpkg(folder):
    from osgeo import ogr

    source = ogr.Open(str(folder / "paquete.gpkg"), 1)
    layer = source.GetLayerByName("lados")
    feature = layer.GetFeature(2)
    feature["distancia"] = 999.99
    layer.SetFeature(feature)


def change_xlsx(folder):
    book = openpyxl.load_workbook(folder / "cuadro_tecnico.xlsx")
    sheet = book["Cuadro técnico"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == 9001000:
                cell.value = 9001000.0001
    book.save(folder / "cuadro_tecnico.xlsx")


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (lambda f: (f / "lados.dbf").unlink(), "difference.missing_file"),
        (lambda f: (f / "nota.txt").write_text("x"), "difference.extra_file"),
        (lambda f: change_csv(f, "V-1,", "V-9,"), "difference.sha256"),
        (lambda f: (change_csv(f, "500000.0000", "500000.0001"), rehash(f)), "difference.geometry"),
        (lambda f: (change_csv(f, "1000.00", "1000.01"), rehash(f)), "difference.value"),
        (lambda f: (move_vertex(f), rehash(f)), "difference.geometry"),
        (lambda f: (change_area(f), rehash(f)), "difference.value"),
        (lambda f: (change_gpkg(f), rehash(f)), "difference.value"),
        (lambda f: (change_xlsx(f), rehash(f)), "difference.value"),
        (lambda f: ((f / "vertices.prj").write_text(""), rehash(f)), "difference.crs"),
    ],
    ids=[
        "file deleted",
        "file added",
        "CSV edited",
        "coordinate edited, manifest mended",
        "distance edited, manifest mended",
        "vertex moved by a centimetre",
        "area attribute edited by one digit",
        "GeoPackage edited",
        "workbook edited by a tenth of a millimetre",
        "reference system taken away",
    ],
)
def test_each_tampering_is_found(package, tmp_path, tamper, what):
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    tamper(folder)
    report = tmp_path / "informe.json"
    result, _ = verify(folder, REPORT_JSON=str(report))
    assert result["VERIFIED"] is False
    content = json.loads(report.read_text(encoding="utf-8"))
    assert what in {difference["id"] for difference in content["differences"]}


def test_a_folder_without_manifest_or_with_a_broken_one_is_named(tmp_path):
    with pytest.raises(QgsProcessingException, match=r"manifest\.json"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        verify(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(package, tmp_path):
    folder = tmp_path / "copia"
    shutil.copytree(package[0], folder)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"].append({"name": "../secreto", "bytes": 1, "sha256": ""})
    path.write_text(json.dumps(manifest), encoding="utf-8")
    _, lines = verify(folder)
    assert any("outside the folder: ../secreto" in line for line in lines)


OVERLAP = "POLYGON((500900 9000000,501100 9000000,501100 9000100,500900 9000100,500900 9000000))"


def test_an_overlap_with_registered_land_stops_the_export(tmp_path):
    parcels = layer_of(("UC 123", OVERLAP), name="Predios rurales")
    with pytest.raises(QgsProcessingException, match=r"Predios rurales, UC 123.*1\.0000 ha"):
        export(tmp_path / "p", REFERENCE=[parcels])
    assert list(tmp_path.iterdir()) == []


def test_a_draft_bears_its_word_on_every_file(tmp_path):
    # 100 m by 100 m of the parcel of 200 m by 100 m lie inside: 1 ha, 50 %
    folder = tmp_path / "p"
    parcels = layer_of(("UC 123", OVERLAP), name="Predios rurales")
    result = export(folder, REFERENCE=[parcels], ALLOW_BLOCKERS=True)
    assert result["STATE"] == "draft"
    assert result["BLOCKERS"] == 1
    names = [path.name for path in folder.iterdir() if path.name != "manifest.json"]
    assert names
    assert all(name.startswith("BORRADOR_") for name in names)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "draft"
    (overlap,) = manifest["overlaps"]
    assert overlap["area_ha"] == "1.0000"
    assert overlap["percent"] == "50.00"
    assert overlap["severity"] == "blocker"
    assert overlap["role"] == "registered_land"
    book = openpyxl.load_workbook(folder / "BORRADOR_cuadro_tecnico.xlsx")
    for sheet in book:
        assert sheet["A1"].value.startswith("BORRADOR")
        assert "UC 123" in sheet["A2"].value
    with shapefile.Reader(str(folder / "BORRADOR_perimetro.shp"), encoding="utf-8") as reader:
        assert reader.record(0)["estado"] == "BORRADOR"
    assert verify(folder)[0]["VERIFIED"] is True


def test_overlaps_that_do_not_stop_a_title_are_listed(tmp_path):
    river = layer_of(("Río Tigre", OVERLAP), name="Ríos principales")
    mining = layer_of(("M-1", OVERLAP), name="Concesiones mineras")
    sliver = layer_of(
        ("UC 9", "POLYGON((500999.9 9000000,501500 9000000,501500 9001000,500999.9 9001000,500999.9 9000000))"),
        name="Predios rurales",
    )
    points = layer_of(("x", "POINT(500000 9000000)"), kind="Point", name="Centros poblados")
    log = Log()
    result = export(tmp_path / "p", log, REFERENCE=[river, mining, sliver, points])
    assert result["STATE"] == "final"
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    # the sliver of 0.1 m by 1 000 m is 0.0100 ha and 0.02 % of its parcel: below both thresholds
    assert [(o["role"], o["severity"], o["area_ha"]) for o in manifest["overlaps"]] == [
        ("riverbed", "exclude", "1.0000"),
        ("mining", "note", "1.0000"),
        ("registered_land", "note", "0.0100"),
    ]
    references = manifest["inputs"]["references"]
    assert [(r["layer"], r["read"], r["evaluated"]) for r in references] == [
        ("Ríos principales", 1, True),
        ("Concesiones mineras", 1, True),
        ("Predios rurales", 1, True),
        ("Centros poblados", 1, False),
    ]
    assert any("NOT EVALUATED" in line and "Centros poblados" in line for line in log.lines)


def test_a_layer_of_unknown_kind_is_taken_for_registered_land(tmp_path):
    with pytest.raises(QgsProcessingException, match="xyz"):
        export(tmp_path / "p", REFERENCE=[layer_of(("1", OVERLAP), name="xyz")])


def test_the_public_gets_no_neighbours_and_no_registry_entry(tmp_path):
    neighbours = layer_of(
        ("Juan Pérez", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    folder = tmp_path / "p"
    export(folder, NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre", AUDIENCE="public")
    for path in folder.iterdir():
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        assert "Juan Pérez".encode() not in content, path.name
        assert b"11001234" not in content, path.name
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["withheld"] == ["attribute:registry_entry", "row:neighbour"]
    assert verify(folder)[0]["VERIFIED"] is True


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ("{", "not valid JSON"),
        ("[1]", "not valid JSON"),
        ({"comunidad": "x"}, "no attribute “comunidad”"),
        ({"ubigeo": 60301}, "leading zeros"),
        ({"ubigeo": "60301"}, "does not have the form"),
        ({"document_date": "20/11/2026"}, "must be a date"),
        ({"community": "Nueva\nVida"}, "line break"),
        ({"community": "ñ" * 300}, "600 bytes.*“nomcom”.*200"),
    ],
    ids=["broken", "list", "unknown", "number", "five digits", "date", "line break", "300 letters"],
)
def test_attributes_that_cannot_be_printed_are_named(tmp_path, attributes, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        export(tmp_path / "p", attributes=attributes)
    assert list(tmp_path.iterdir()) == []


def test_attributes_come_from_a_file_too(tmp_path):
    path = tmp_path / "datos.json"
    path.write_text(json.dumps({"community": "Nueva Vida"}), encoding="utf-8")
    log = Log()
    export(tmp_path / "p", log, attributes=str(path))
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["attributes"] == {"community": "Nueva Vida"}
    assert "ubigeo" in manifest["missing_attributes"]
    assert any("ubigeo" in line and "stay empty" in line for line in log.lines)


def test_a_neighbour_with_300_letters_is_refused_and_not_cut(tmp_path):
    neighbours = layer_of(
        ("N" * 300, "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"),
        name="vecinos",
    )
    with pytest.raises(QgsProcessingException, match=r"300 bytes.*“colindante”.*254"):
        export(tmp_path / "p", NEIGHBOURS=neighbours, NEIGHBOUR_NAME="nombre")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path):
    folder = tmp_path / "fotos"
    folder.mkdir()
    (folder / "foto.jpg").write_bytes(b"x")
    with pytest.raises(QgsProcessingException, match="holds other files"):
        export(folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["fotos", "foto.jpg"]


def test_an_earlier_package_is_replaced_whole(tmp_path):
    export(tmp_path / "p", boundary="POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000000))")
    export(tmp_path / "p")
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["numbers"]["area_ha"] == "99.0100"


@pytest.mark.parametrize("at", [10, 60, 75, 85, 97])
def test_cancel_in_the_middle_leaves_the_earlier_package(tmp_path, at):
    export(tmp_path / "p")
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        export(
            tmp_path / "p",
            Log(cancel_at=at),
            boundary="POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000000))",
        )
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == before


def test_a_full_disk_at_each_file_leaves_nothing(tmp_path, monkeypatch):
    real = Path.write_bytes
    written = []

    def count(path, content):
        written.append(path.name)
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", count)
    export(tmp_path / "p")
    monkeypatch.undo()
    assert len(written) == len(FILES)
    for stop in range(len(written)):
        seen = []

        def full(path, content, stop=stop, seen=seen):
            seen.append(path.name)
            if len(seen) > stop:
                real(path, content[: len(content) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(path, content)

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(QgsProcessingException, match="disk is full"):
            export(tmp_path / "otro")
        monkeypatch.undo()
        assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_destination_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "archivo").write_text("x")
    with pytest.raises(QgsProcessingException, match="Nothing can be written"):
        export(tmp_path / "archivo" / "p")
    assert [path.name for path in tmp_path.iterdir()] == ["archivo"]


@pytest.fixture
def workspace(tmp_path):
    """A workspace with a community and two agreed versions of its boundary, the second a square of 200 m."""
    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    square = QgsGeometry.fromWkt("MULTIPOLYGON(((-75 -9,-74 -9,-74 -8,-75 -9)))").asWkb()
    with open_workspace(location) as opened, opened.write() as transaction:
        community = transaction.insert(
            "community", {"name": "Nueva Vida", "ubigeo": "060301", "district": "Ñahuín", "sensitivity": "federation"}
        )
        for number, size in ((1, 100), (2, 200)):
            version = transaction.insert(
                "boundary_version",
                {
                    "community_id": community,
                    "number": number,
                    "reason": "prueba",
                    "epsg": 32718,
                    "sensitivity": "federation",
                    "geom": bytes(square),
                },
            )
            corners = [(0, 0), (0, size), (size, size), (size, 0)]
            for position, (east, north) in enumerate(corners, start=1):
                transaction.insert(
                    "vertex",
                    {
                        "version_id": version,
                        "part": 0,
                        "ring": 0,
                        "number": position,
                        "label": f"H-{position}",
                        "easting": 500000.0 + east,
                        "northing": 9000000.0 + north,
                        "epsg": 32718,
                    },
                )
        transaction.insert("community", {"name": "Puerto Azul", "sensitivity": "federation"})
    return location


def rows(location, table):
    from rainforest_alert_plugin.host.workspaces import open_workspace

    with open_workspace(location, read_only=True) as opened:
        return opened.read(table)


def from_workspace(location, folder, feedback=None, **parameters):
    return processing.run(
        "rainforestalert:exporttitlepackage",
        {"WORKSPACE": location, "COMMUNITY": "Nueva Vida", "OUTPUT_FOLDER": str(folder), **parameters},
        feedback=feedback or QgsProcessingFeedback(False),
    )


def test_the_newest_agreed_boundary_is_exported_and_recorded(workspace, tmp_path):
    folder = tmp_path / "p"
    result = from_workspace(workspace, folder, ATTRIBUTES='{"district": "Otro"}')
    assert result["AREA_HA"] == 4.0  # 200 m by 200 m
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["attributes"] == {"community": "Nueva Vida", "district": "Otro", "ubigeo": "060301"}
    with shapefile.Reader(str(folder / "vertices.shp"), encoding="utf-8") as reader:
        assert [record["vertice"] for record in reader.records()] == ["H-1", "H-2", "H-3", "H-4"]
    (package,) = rows(workspace, "export_package")
    assert package["id"] == result["PACKAGE_ID"]
    assert package["sha256"] == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert package["draft"] is False
    newest = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    assert package["version_id"] == newest["id"]
    assert {line["audience"] for line in rows(workspace, "release_log")} == {"community"}
    assert verify(folder)[0]["VERIFIED"] is True


def test_a_layer_in_place_of_the_agreed_boundary_is_recorded_without_version(workspace, tmp_path):
    result = from_workspace(workspace, tmp_path / "p", BOUNDARY=layer_of(("Nueva Vida", BOUNDARY)))
    assert result["AREA_HA"] == 99.01
    (package,) = rows(workspace, "export_package")
    assert package["version_id"] is None
    assert package["community_id"] is not None


def test_a_run_that_fails_records_no_package(workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        from_workspace(workspace, tmp_path / "p", Log(cancel_at=75))
    assert rows(workspace, "export_package") == []
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"COMMUNITY": "Nadie"}, "no community “Nadie”.*Nueva Vida"),
        ({"COMMUNITY": "Puerto Azul"}, "no agreed boundary"),
        ({"COMMUNITY": ""}, "no boundary"),
        ({"WORKSPACE": ""}, "choose also the workspace"),
    ],
    ids=["unknown community", "no agreed boundary", "no community", "no workspace"],
)
def test_a_community_without_boundary_is_named(workspace, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        from_workspace(workspace, tmp_path / "p", **parameters)
    assert not (tmp_path / "p").exists()


def test_the_community_itself_in_a_layer_of_communities_does_not_stop_it(tmp_path):
    communities = layer_of(("Nueva Vida", BOUNDARY), name="Comunidades nativas")
    attributes = {"community": "Nueva Vida"}
    assert export(tmp_path / "p", attributes=attributes, REFERENCE=[communities])["STATE"] == "final"
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert [(o["role"], o["severity"], o["percent"]) for o in manifest["overlaps"]] == [("own_unit", "note", "100.00")]
    # the same land under another name is somebody else's
    with pytest.raises(QgsProcessingException, match="Nueva Vida"):
        export(tmp_path / "otro", attributes={"community": "Puerto Azul"}, REFERENCE=[communities])
    # the same name on other land is a conflict too
    half = layer_of(("Nueva Vida", OVERLAP), name="Comunidades nativas")
    with pytest.raises(QgsProcessingException, match="Nueva Vida"):
        export(tmp_path / "otro", attributes=attributes, REFERENCE=[half])


def test_a_boundary_in_degrees_says_how_its_coordinates_were_made(tmp_path):
    square = "MULTIPOLYGON(((-74.5 -8.5,-74.5 -8.49,-74.49 -8.49,-74.49 -8.5,-74.5 -8.5)))"
    log = Log()
    processing.run(
        "rainforestalert:exporttitlepackage",
        {"BOUNDARY": layer_of(("x", square), crs="EPSG:4326"), "OUTPUT_FOLDER": str(tmp_path / "p")},
        feedback=log,
    )
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["boundary"]["crs"] == "EPSG:4326"
    (operation,) = manifest["operations"]
    assert "+proj=utm +zone=18 +south" in operation
    assert any("not the surveyed ones" in line for line in log.lines)
    assert verify(tmp_path / "p")[0]["VERIFIED"] is True
