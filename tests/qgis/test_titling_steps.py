"""The road of the title files, and the federation's overview of it."""

from __future__ import annotations

import csv
import datetime
from xml.dom import minidom

import openpyxl
import processing
import pytest
from qgis.core import QgsGeometry, QgsProcessingException

from tests.qgis.title_packages import Log, provider

__all__ = ["provider"]


@pytest.fixture
def workspace(tmp_path):
    """Three communities of a federation; the first two have an agreed boundary, of 1 200 and 800 ha."""
    from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    with open_workspace(location) as opened, opened.write() as transaction:
        for name, west, area in (
            ("Nueva Vida", -75.0, 1200.5),
            ("Puerto Azul", -74.5, 800.25),
            ("San Roque", None, None),
        ):
            community = transaction.insert("community", {"name": name, "sensitivity": "federation"})
            if west is not None:
                square = f"MULTIPOLYGON((({west} -9,{west} -8.9,{west + 0.1} -8.9,{west + 0.1} -9,{west} -9)))"
                transaction.insert(
                    "boundary_version",
                    {
                        "community_id": community,
                        "number": 1,
                        "reason": "prueba",
                        "epsg": 32718,
                        "area_ha": area,
                        "sensitivity": "federation",
                        "geom": bytes(QgsGeometry.fromWkt(square).asWkb()),
                    },
                )
    return location


def write_down(location, community, **values):
    return processing.run(
        "rainforestalert:recordtitlingstep", {"WORKSPACE": location, "COMMUNITY": community, **values}, feedback=Log()
    )["ENTRY_ID"]


def overview(location, log=None, **parameters):
    return processing.run(
        "rainforestalert:titlingoverview",
        {"WORKSPACE": location, "OUTPUT": "memory:", **parameters},
        feedback=log or Log(),
    )


def by_community(result):
    return {feature["community"]: feature for feature in result["OUTPUT"].getFeatures()}


def days_since(text):
    return (datetime.date.today() - datetime.date.fromisoformat(text)).days


def test_the_furthest_step_counts_and_a_community_without_steps_has_not_started(workspace):
    write_down(workspace, "Nueva Vida", STEP="soil_study", REACHED_ON="2026-03-10", HELD_BY="DGAAA")
    write_down(workspace, "Nueva Vida", STEP="recognition", REACHED_ON="2026-05-01", DOCUMENT="RD 012-2026")
    result = overview(workspace)
    found = by_community(result)
    assert (found["Nueva Vida"]["step"], found["Nueva Vida"]["since"]) == ("soil_study", "2026-03-10")
    assert found["Nueva Vida"]["waiting_days"] == days_since("2026-03-10")
    assert found["Nueva Vida"]["held_by"] == "DGAAA"
    assert not found["San Roque"]["step"]
    assert result["COMMUNITY_COUNT"] == 3
    assert result["AREA_HA"] == pytest.approx(2000.75)


def test_an_observation_without_answer_is_what_the_file_waits_for(workspace):
    entry = write_down(
        workspace,
        "Nueva Vida",
        STEP="demarcation_plan",
        REACHED_ON="2026-06-01",
        OBSERVATION="Falta el acta con Puerto Azul",
        OBSERVED_ON="2026-07-15",
    )
    found = by_community(overview(workspace))["Nueva Vida"]
    assert (found["open_observations"], found["since"]) == (1, "2026-07-15")
    again = write_down(workspace, "Nueva Vida", ENTRY_ID=entry, ANSWER="Acta 14 presentada", ANSWERED_ON="2026-08-02")
    assert again == entry
    found = by_community(overview(workspace))["Nueva Vida"]
    assert (found["open_observations"], found["since"]) == (0, "2026-06-01")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"STEP": "soil_study"}, "Nothing was given"),
        ({"STEP": "soil_study", "REACHED_ON": "10/03/2026"}, "“10/03/2026” is not a date"),
        ({"STEP": "soil_study", "REACHED_ON": "2999-01-01"}, "future"),
        ({"STEP": "soil_study", "ANSWER": "Acta 3"}, "needs the observation"),
        ({"REACHED_ON": "2026-03-10"}, "no step “”.*soil_study"),
        ({"ENTRY_ID": "no hay", "ANSWER": "Acta 3"}, "no entry “no hay”"),
        (
            {"STEP": "title_and_cession", "OBSERVATION": "x", "OBSERVED_ON": "2026-03-10", "ANSWERED_ON": "2026-03-09"},
            "older than its observation",
        ),
    ],
)
def test_what_cannot_be_written_down_is_refused_with_a_sentence(workspace, values, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        write_down(workspace, "Nueva Vida", **values)
    assert all(feature["step_number"] == 0 for feature in by_community(overview(workspace)).values())


def test_an_entry_of_another_community_cannot_be_completed(workspace):
    entry = write_down(workspace, "Nueva Vida", STEP="sketch", OBSERVATION="Hito 3 sin ubicar")
    with pytest.raises(QgsProcessingException, match="no entry"):
        write_down(workspace, "Puerto Azul", ENTRY_ID=entry, ANSWER="Ubicado")


def test_workbook_table_chart_map_and_report_tell_the_same(workspace, tmp_path):
    write_down(workspace, "Nueva Vida", STEP="soil_study", REACHED_ON="2026-03-10", HELD_BY="DGAAA & “Loreto” <DRA>")
    write_down(
        workspace,
        "Puerto Azul",
        STEP="soil_study",
        REACHED_ON="2026-04-01",
        OBSERVATION="=Falta el mapa",
        OBSERVED_ON="2026-05-01",
    )
    names = {
        "REPORT_XLSX": "a.xlsx",
        "REPORT_CSV": "a.csv",
        "REPORT_PDF": "a.pdf",
        "REPORT_CHART": "g.svg",
        "REPORT_MAP": "m.png",
    }
    result = overview(workspace, **{name: str(tmp_path / file) for name, file in names.items()})
    book = openpyxl.load_workbook(result["REPORT_XLSX"])
    assert book.sheetnames == ["Comunidades", "Pasos", "Detalle"]
    steps = {row[0].value: (row[2].value, row[3].value) for row in book["Pasos"].iter_rows(min_row=4)}
    assert steps["Estudio de suelos y clasificación por capacidad de uso mayor"] == (2, 2000.75)
    assert steps["Sin iniciar"] == (1, 0)
    with open(result["REPORT_CSV"], encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert [row[1] for row in table[1:]] == ["Nueva Vida", "Puerto Azul", "San Roque"]
    assert table[1][5] == "DGAAA & “Loreto” <DRA>"
    chart = minidom.parse(result["REPORT_CHART"])
    assert "2  (2000.7500 ha)" in [node.firstChild.data for node in chart.getElementsByTagName("text")]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")


def test_the_map_draws_each_agreed_boundary_and_says_who_has_none():
    from rainforest_alert_plugin.cadastre.profile import load_profile
    from rainforest_alert_plugin.documents.phrases import load_phrases
    from rainforest_alert_plugin.titling.overview import map_svg
    from rainforest_alert_plugin.titling.steps import Road

    profile = load_profile("peru_native_community")
    enclave = "POLYGON((-75 -9,-75 -8,-74 -8,-74 -9,-75 -9),(-74.6 -8.6,-74.6 -8.4,-74.4 -8.4,-74.4 -8.6,-74.6 -8.6))"
    wkb = bytes(QgsGeometry.fromWkt(enclave).asWkb())
    found = [
        Road("1", "Ñahuín <&> 🌳", (), profile.procedure[3], None, "", 0, None, wkb),
        Road("2", "Sin lindero", (), None, None, "", 0, None, None),
    ]
    drawing = minidom.parseString(map_svg(found, profile, load_phrases("es"), datetime.date(2026, 11, 26)).encode())
    (path,) = drawing.getElementsByTagName("path")
    assert path.getAttribute("d").count("M") == 2
    texts = [node.firstChild.data for node in drawing.getElementsByTagName("text")]
    assert path.getElementsByTagName("title")[0].firstChild.data == "Ñahuín <&> 🌳"
    assert "1" in texts  # its number in the table
    assert "Sin lindero acordado, no dibujadas: 1" in texts


def test_third_parties_learn_nothing_of_the_federations_files(workspace, tmp_path):
    write_down(workspace, "Nueva Vida", STEP="soil_study", REACHED_ON="2026-03-10", HELD_BY="María Canario")
    log = Log()
    result = overview(
        workspace, log, AUDIENCE="public", REPORT_XLSX=str(tmp_path / "a.xlsx"), REPORT_CSV=str(tmp_path / "a.csv")
    )
    assert result["COMMUNITY_COUNT"] == 0
    assert "Canario" not in (tmp_path / "a.csv").read_text("utf-8")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not any("Canario" in str(cell) or "Nueva Vida" in str(cell) for cell in cells)
    # three communities, two boundaries and one step
    assert "No se muestran 6 registros que este destinatario no puede ver." in cells
