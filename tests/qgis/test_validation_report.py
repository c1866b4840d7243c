"""The validation report as a person reads it: in Spanish whatever QGIS speaks, each overlap with its unit, what was not looked at."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata

import processing
import pytest
import shapely
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from title_packages import UTM18, Log, layer_of, provider  # noqa: F401

from rainforest_alert_plugin.i18n import speaking, translate
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

E, N = 500_000.0, 9_000_000.0
SQUARE = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"


def reference(name, *rows, fields="nombre:string,titular:string,resolucion:string"):
    query = "&".join(f"field={field}" for field in fields.split(","))
    layer = QgsVectorLayer(f"Polygon?crs={UTM18}&{query}", name, "memory")
    features = []
    for attributes, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setDisplayExpression('"nombre"')
    return layer


def box(x0, y0, x1, y1):
    return shapely.box(E + x0, N + y0, E + x1, N + y1).wkt


def validate(folder, log=None, **parameters):
    return processing.run(
        "rainforestalert:validateboundary",
        {
            "BOUNDARY": layer_of(("Nueva Vida", SQUARE)),
            "OUTPUT": "TEMPORARY_OUTPUT",
            "REPORT_JSON": str(folder / "informe.json"),
            "REPORT_HTML": str(folder / "informe.html"),
            "REPORT_PDF": str(folder / "informe.pdf"),
            **parameters,
        },
        feedback=log or Log(),
    )


def text_of(path):
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
        return " ".join(unicodedata.normalize("NFKC", done.stdout).split())
    html = re.sub(r"<img[^>]*>|<style.*?</style>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&").replace("&lt;", "<").split())


@pytest.fixture
def parcels():
    # 100 m by 50 m of the parcel lie within: 0.5 ha, 0.5 % of 100 ha, half of the parcel
    return reference("Predios inscritos", (("Fundo El Sol", "Pérez & Hnos.", "058-2016"), box(900, 0, 1100, 50)))


def test_the_report_names_the_other_unit_with_hectares_percent_layer_and_date(tmp_path, parcels, qgis_app):
    result = validate(tmp_path, REFERENCE=[parcels])
    assert result["BLOCKERS"] >= 1
    for name in ("informe.html", "informe.pdf"):
        text = text_of(tmp_path / name)
        assert "0.5000 ha (0.50 % del territorio; 50.00 % de la otra unidad)" in text, name
        assert "«Fundo El Sol»" in text
        assert "titular Pérez & Hnos." in text
        assert "resolución 058-2016" in text
        assert "«Predios inscritos»" in text
        assert "INFORME DE VALIDACIÓN DEL LINDERO" in text


def test_the_report_is_in_spanish_although_qgis_runs_in_english(tmp_path, parcels, qgis_app):
    assert translate("RainforestAlert", "Reason") == "Reason"
    with speaking("es"):
        assert translate("RainforestAlert", "Reason") == "Motivo"
    assert translate("RainforestAlert", "Reason") == "Reason"
    validate(tmp_path, REFERENCE=[parcels])
    text = text_of(tmp_path / "informe.html")
    for english in ("blocker", "Overlap", "was not", "reference layer", "boundary "):
        assert english not in text, english


@pytest.mark.parametrize("chosen", ["", "HOJA"], ids=["guessed", "chosen"])
def test_a_unit_has_the_name_and_code_its_service_publishes_unless_a_person_chose_another(tmp_path, chosen, qgis_app):
    fields = "OBJECTID:integer,CODIGOU:string,CONCESION:string,HOJA:string,TIT_CONCES:string,FEC_DENU:datetime"
    layer = QgsVectorLayer(
        f"Polygon?crs={UTM18}&field={'&field='.join(fields.split(','))}", "Catastro minero", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setAttributes(
        [7, "010539807", "AGUACATILLAL 1", "11-F", "Minera X", QDateTime(QDate(2007, 10, 18), QTime(0, 0))]
    )
    feature.setGeometry(QgsGeometry.fromWkt(box(100, 100, 200, 200)))
    layer.dataProvider().addFeatures([feature])
    if chosen:
        layer.setDisplayExpression(f'"{chosen}"')
    validate(tmp_path, REFERENCE=[layer])
    name = "11-F" if chosen else "AGUACATILLAL 1"
    assert f"«{name}», código 010539807, titular Minera X" in text_of(tmp_path / "informe.html")
    report = json.loads((tmp_path / "informe.json").read_text(encoding="utf-8"))
    (finding,) = [each for each in report["boundaries"][0]["findings"] if each["rule"] == "O01"]
    assert finding["details"]["document_date"] == "2007-10-18"


def test_where_an_unverified_value_comes_from_is_said_in_spanish(tmp_path, qgis_app):
    validate(tmp_path, REFERENCE=[reference("Catastro minero", (("P-1", "", ""), box(100, 100, 200, 200)))])
    for name in ("informe.html", "informe.pdf"):
        text = text_of(tmp_path / name)
        assert "no verificado en norma (el subsuelo es aparte: no detiene un título)" in text, name
        assert "subsoil" not in text


def test_the_first_line_says_what_nobody_read_in_the_norm(tmp_path, qgis_app):
    validate(tmp_path)
    text = text_of(tmp_path / "informe.html")
    assert text.index("no se leyó el texto mismo de RM 0443-2019-MINAGRI") < text.index("Resumen")


def test_nothing_found_is_said_of_the_layer_and_its_date_and_never_of_the_land(tmp_path, qgis_app):
    far = reference("Predios lejanos", (("Lejos", "", ""), box(5000, 5000, 5100, 5100)))
    validate(tmp_path, REFERENCE=[far])
    for name in ("informe.html", "informe.pdf"):
        text = text_of(tmp_path / name)
        assert "Predios lejanos" in text
        assert "no se halló superposición" in text
        assert not re.search(r"libre de (toda )?superposici|sin superposiciones", text, re.IGNORECASE)


def test_a_layer_that_cannot_be_read_is_listed_as_not_evaluated(tmp_path, parcels, qgis_app):
    broken = QgsVectorLayer("Polygon?field=nombre:string", "Concesiones sin sistema", "memory")
    validate(tmp_path, REFERENCE=[parcels, broken])
    text = text_of(tmp_path / "informe.pdf")
    assert "1 capa NO EVALUADA" in text
    assert text.rindex("Concesiones sin sistema") > text.index("NO EVALUADO Lo que sigue")


def test_each_finding_with_a_place_has_a_picture_and_the_boundary_an_overview(tmp_path, parcels, qgis_app):
    validate(tmp_path, REFERENCE=[parcels])
    html = (tmp_path / "informe.html").read_text(encoding="utf-8")
    findings = json.loads((tmp_path / "informe.json").read_text(encoding="utf-8"))["boundaries"][0]["findings"]
    placed = [finding for finding in findings if finding["geometry_wkt"]]
    assert html.count("<img") == len(placed) + 1
    assert html.count("data:image/png;base64,") == len(placed) + 1
    assert "http" not in re.sub(r"data:image/png;base64,[^\"]+", "", html)


def test_a_finding_set_aside_stays_in_every_report_and_no_longer_counts(tmp_path, parcels, qgis_app):
    path = tmp_path / "trabajo.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        transaction.insert("community", {"name": "Nueva Vida"})
    place = {"WORKSPACE": str(path), "COMMUNITY": "Nueva Vida"}
    before = validate(tmp_path, REFERENCE=[parcels], **place)
    findings = json.loads((tmp_path / "informe.json").read_text(encoding="utf-8"))["boundaries"][0]["findings"]
    (overlap,) = [finding for finding in findings if finding["message"]["id"] == "finding.overlap"]
    processing.run(
        "rainforestalert:waivefinding",
        {**place, "FINDING": overlap["key"], "REASON": "Acuerdo firmado", "AUTHOR": "Rosa", "DOCUMENT": "Acta 7"},
        feedback=Log(),
    )
    after = validate(tmp_path, REFERENCE=[parcels], **place)
    assert after["BLOCKERS"] == before["BLOCKERS"] - 1
    assert after["SET_ASIDE"] == 1
    kept = json.loads((tmp_path / "informe.json").read_text(encoding="utf-8"))["boundaries"][0]
    (still,) = [finding for finding in kept["findings"] if finding["key"] == overlap["key"]]
    assert still["set_aside"]["reason"] == "Acuerdo firmado"
    for name in ("informe.html", "informe.pdf"):
        text = text_of(tmp_path / name)
        assert "Hallazgos apartados" in text
        assert "Acuerdo firmado" in text
        assert "«Fundo El Sol»" in text
    rows = {row["key"]: row["set_aside"] for row in after["OUTPUT"].getFeatures()}
    assert rows[overlap["key"]] == "Acuerdo firmado"
    processing.run(
        "rainforestalert:waivefinding",
        {**place, "FINDING": overlap["key"], "AUTHOR": "Juan", "WITHDRAW": True},
        feedback=Log(),
    )
    assert validate(tmp_path, REFERENCE=[parcels], **place)["BLOCKERS"] == before["BLOCKERS"]


def test_when_all_is_set_aside_the_report_does_not_say_that_nothing_was_found(tmp_path, parcels, qgis_app):
    path = tmp_path / "trabajo.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        transaction.insert("community", {"name": "Nueva Vida"})
    place = {"WORKSPACE": str(path), "COMMUNITY": "Nueva Vida"}
    validate(tmp_path, REFERENCE=[parcels], **place)
    (boundary,) = json.loads((tmp_path / "informe.json").read_text(encoding="utf-8"))["boundaries"]
    for key in {finding["key"] for finding in boundary["findings"]}:
        processing.run(
            "rainforestalert:waivefinding",
            {**place, "FINDING": key, "REASON": "Acuerdo firmado", "AUTHOR": "Rosa"},
            feedback=Log(),
        )
    validate(tmp_path, REFERENCE=[parcels], **place)
    text = text_of(tmp_path / "informe.html")
    assert "no hallaron nada" not in text
    assert "está apartado" in text


def test_a_boundary_that_crosses_itself_is_reported_and_drawn(tmp_path, qgis_app):
    bow_tie = "POLYGON((500000 9000000,501000 9001000,501000 9000000,500000 9001000,500000 9000000))"
    validate(tmp_path, BOUNDARY=layer_of(("Corbata", bow_tie)))
    assert "G02" in text_of(tmp_path / "informe.pdf")


def test_hostile_names_stand_as_they_are_and_run_nothing(tmp_path, qgis_app):
    hostile = reference("Predios <b>&", (("<script>alert(1)</script> Ñ 🌳", "", ""), box(900, 0, 1100, 50)))
    validate(tmp_path, REFERENCE=[hostile])
    html = (tmp_path / "informe.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Ñ 🌳" in html
