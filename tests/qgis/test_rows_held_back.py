"""What is made of a layer of which rows stay in the workspace says so, and is never falsely clean.

The boundary is a square of 1 000 m (100 ha). Of the two polygons in dispute, of 400 m by 500 m, the secret one begins 100 m before its
eastern side: 100 m by 500 m, 5 ha, in common. The other lies 10 km to the east and touches nothing.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess

import openpyxl
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from tests.qgis.test_title_package_workspace import workspace
from tests.qgis.title_packages import export, layer_of, processing, provider, verify

__all__ = ["provider", "workspace"]
SQUARE = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
SAID = "NOT EVALUATED whole"
NAME = "Ñahuinco"


class Log(QgsProcessingFeedback):
    """Keeps what is said as a warning."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


def box(east):
    """Degrees of a polygon of 400 m by 500 m."""
    west, north = east + 400, 9000500
    found = QgsGeometry.fromWkt(
        f"MULTIPOLYGON((({east} 9000000,{west} 9000000,{west} {north},{east} {north},{east} 9000000)))"
    )
    systems = (QgsCoordinateReferenceSystem(name) for name in ("EPSG:32718", "EPSG:4326"))
    found.transform(QgsCoordinateTransform(*systems, QgsProject.instance()))
    return bytes(found.asWkb())


def workspace_with(folder, level):
    with create_workspace("prueba", str(folder)) as made:
        location = made.location
    with open_workspace(location) as opened, opened.write() as work:
        community = work.insert("community", {"name": "Vecina", "sensitivity": "federation"})
        for east, sensitivity in ((500900, level), (510900, "federation")):
            row = {"community_id": community, "other_side": NAME, "sensitivity": sensitivity, "geom": box(east)}
            work.insert("dispute", row)
    return location


@pytest.fixture
def partial(tmp_path):
    """The layer with the secret row."""
    (tmp_path / "w").mkdir()
    return f"{workspace_with(tmp_path / 'w', 'secret')}|layername=dispute"


@pytest.fixture
def whole(tmp_path):
    """The layer of which all rows may go."""
    (tmp_path / "v").mkdir()
    return f"{workspace_with(tmp_path / 'v', 'federation')}|layername=dispute"


def run(name, log=None, **parameters):
    return processing.run(f"rainforestalert:{name}", parameters, feedback=log or Log())


def boundary():
    return layer_of(("Nueva Vida", SQUARE))


def referenced(reference):
    return {"REFERENCE": [QgsVectorLayer(reference, "Disputas", "ogr")]}


def test_overlaps_and_topology_count_the_rows_that_stay(partial, tmp_path):
    for name in ("overlapanalysis", "checktopology"):
        given = {"BOUNDARIES": boundary(), **referenced(partial)}
        seen = run(name, OUTPUT="TEMPORARY_OUTPUT", **given)
        assert (seen["OVERLAP_COUNT"], seen["HELD_BACK_COUNT"]) == (1, 0)
        log = Log()
        found = run(name, log, OUTPUT=str(tmp_path / f"{name}.gpkg"), **given)
        assert (found["OVERLAP_COUNT"], found["HELD_BACK_COUNT"]) == (0, 1)
        (facts,) = json.loads(found["LAYERS"])
        assert (facts["read"], facts["used"], facts["left_out"], facts["evaluated"]) == (2, 1, 1, False)
        assert SAID in facts["reason"]
        assert "were not compared: 1" in facts["reason"]
        assert any("take no part in this run: 1" in each for each in log.warnings)


def test_boundaries_that_stay_are_left_out(partial, tmp_path):
    found = run(
        "overlapanalysis",
        BOUNDARIES=partial,
        REFERENCE=[boundary()],
        OUTPUT=str(tmp_path / "o.gpkg"),
    )
    assert (found["OVERLAP_COUNT"], found["BOUNDARIES_LEFT_OUT"], found["HELD_BACK_COUNT"]) == (0, 1, 1)


def test_a_package_is_no_final_one_and_its_cover_says_why(partial, tmp_path):
    given = {"boundary": SQUARE, "attributes": {"community": "Nueva Vida"}, **referenced(partial)}
    with pytest.raises(QgsProcessingException, match=f"O01.*{SAID}"):
        export(tmp_path / "refused", **given)
    assert not (tmp_path / "refused").exists()
    folder = tmp_path / "draft"
    result = export(folder, ALLOW_BLOCKERS=True, **given)
    assert (result["STATE"], result["BLOCKERS"], result["HELD_BACK_COUNT"]) == ("draft", 1, 1)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (use,) = manifest["inputs"]["references"]
    assert (use["read"], use["used"], use["left_out"], use["evaluated"]) == (2, 1, 1, False)
    assert manifest["state"] == "draft"
    assert manifest["overlaps"] == []
    (cover,) = folder.glob("*caratula.pdf")
    text = " ".join(
        subprocess.run(["pdftotext", "-layout", cover, "-"], check=True, capture_output=True, text=True).stdout.split()
    )
    assert "Disputas: NO EVALUADA (leídos 2)" in text
    assert "no se hallaron" not in text
    assert verify(folder)[0]["VERIFIED"] is True


def test_a_package_of_a_layer_that_goes_whole_says_nothing_of_rows_held_back(whole, tmp_path):
    given = {"boundary": SQUARE, "attributes": {"community": "Nueva Vida"}, **referenced(whole)}
    result = export(tmp_path / "p", ALLOW_BLOCKERS=True, **given)
    manifest = json.loads((tmp_path / "p" / "manifest.json").read_text(encoding="utf-8"))
    # The overlap itself stops the title: 5 ha.
    assert (result["BLOCKERS"], result["HELD_BACK_COUNT"]) == (1, 0)
    assert [each["area_ha"] for each in manifest["overlaps"]] == ["5.0000"]
    (use,) = manifest["inputs"]["references"]
    assert set(use) == {"layer", "crs", "read", "used", "repaired", "left_out", "evaluated"}
    assert use["evaluated"] is True


def test_side_beyond_which_a_neighbour_may_lie_is_no_land_of_the_state(partial, tmp_path):
    given = {"BOUNDARY": boundary(), "NEIGHBOUR_NAME": "other_side", "NEIGHBOURS": partial}
    table = QgsVectorLayer(run("technicaltable", OUTPUT=str(tmp_path / "t.gpkg"), **given)["OUTPUT"], "t", "ogr")
    assert {feature["neighbour"] for feature in table.getFeatures()} == {"NO EVALUADO (filas retenidas)"}
    result = export(
        tmp_path / "p", boundary=SQUARE, attributes={}, ALLOW_BLOCKERS=True,
        NEIGHBOURS=partial, NEIGHBOUR_NAME="other_side",
    )  # fmt: skip
    assert result["STATE"] == "draft"


def test_plan_with_neighbours_held_back_is_a_draft(partial, whole, tmp_path):
    place = tmp_path / "plan.pdf"
    for neighbours, is_draft in ((partial, True), (whole, False)):
        run("titleplan", BOUNDARY=boundary(), NEIGHBOURS=neighbours, NEIGHBOUR_NAME="other_side", OUTPUT=str(place))
        said = subprocess.run(["pdftotext", place, "-"], check=True, capture_output=True, text=True).stdout
        assert ("BORRADOR" in said) == is_draft


def test_atlas_says_for_each_community_what_was_not_compared(partial, workspace, tmp_path):
    found = run(
        "titleatlas",
        WORKSPACE=workspace,
        COMMUNITIES="Nueva Vida",
        PLAN=False,
        OUTPUT_FOLDER=str(tmp_path / "a"),
        **referenced(partial),
    )
    assert (found["WRITTEN"], found["FAILED"], found["HELD_BACK_COUNT"]) == (0, 1, 1)
    assert "NO SE EVALUÓ por completo" in (tmp_path / "a" / "resumen.csv").read_text(encoding="utf-8-sig")


def test_validation_lists_the_layer_as_not_evaluated(partial, tmp_path):
    given = {"BOUNDARY": boundary(), **referenced(partial)}
    seen = run("validateboundary", **given)
    assert (seen["BLOCKERS"], seen["NOT_EVALUATED"]) == (1, 0)
    paths = {f"REPORT_{kind}": str(tmp_path / f"v.{kind.lower()}") for kind in ("JSON", "HTML", "PDF")}
    found = run("validateboundary", **given, **paths)
    assert (found["BLOCKERS"], found["NOT_EVALUATED"], found["HELD_BACK_COUNT"]) == (0, 1, 1)
    (told,) = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))["boundaries"]
    (layer,) = [each for each in told["not_evaluated"] if each["is_layer"]]
    assert layer["subject"] == "Disputas"
    assert "were not compared: 1" in layer["reason"]["text"]
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", (tmp_path / "v.html").read_text(encoding="utf-8")))
    assert "NO SE EVALUÓ por completo" in page
    printed = subprocess.run(["pdftotext", tmp_path / "v.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "NO SE EVALUÓ por completo" in " ".join(printed.split())
    assert NAME not in page + printed


def test_validated_boundaries_of_which_one_stays_are_not_all(partial, tmp_path):
    found = run("validateboundary", BOUNDARY=partial, REPORT_JSON=str(tmp_path / "v.json"))
    assert (found["NOT_EVALUATED"], found["HELD_BACK_COUNT"]) == (1, 1)


def test_nothing_is_cut_with_a_part_of_a_layer(partial, tmp_path):
    given = {"BOUNDARY": boundary(), "CUT_REGISTERED": True, **referenced(partial)}
    seen = run("fixboundary", RULES=["exclude"], OUTPUT="TEMPORARY_OUTPUT", **given)
    assert seen["AREA_AFTER_HA"] == pytest.approx(95.0, abs=1e-6)
    place = tmp_path / "fixed.gpkg"
    for fix in ("exclude", "close_slivers", "snap_to_registered"):
        with pytest.raises(QgsProcessingException, match="Without them the result would be false"):
            run("fixboundary", RULES=[fix], OUTPUT=str(place), **given)
    assert not place.exists()
    # What does not look round the boundary is made as before.
    run("fixboundary", RULES=["remove_collinear"], OUTPUT=str(place), **given)
    assert place.exists()


def test_no_land_is_divided_by_a_part_of_a_layer(partial, tmp_path):
    exclusions = {"EXCLUSIONS": [QgsVectorLayer(partial, "Rio", "ogr")]}
    with pytest.raises(QgsProcessingException, match="Without them the result would be false"):
        export(tmp_path / "p", boundary=SQUARE, attributes={}, ALLOW_BLOCKERS=True, **exclusions)
    assert not (tmp_path / "p").exists()


def alerts():
    """One alert of 0.5 ha in the middle of each territory."""
    columns = "source:string&field=date:date&field=confidence:string&field=area_ha:double"
    layer = QgsVectorLayer(f"Point?crs=EPSG:32718&field={columns}", "alerts", "memory")
    features = []
    for east in (501100, 511100):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["gfw_integrated", "2026-05-02", "high", 0.5])
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({east} 9000250)"))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def test_statistics_say_in_every_file_that_a_territory_is_not_in_them(partial, whole, tmp_path):
    paths = {
        f"REPORT_{kind.upper()}": str(tmp_path / f"s.{end}")
        for kind, end in (("xlsx", "xlsx"), ("csv", "csv"), ("chart", "svg"))
    }
    given = {"ALERTS": alerts(), "OUTPUT": str(tmp_path / "s.gpkg"), **paths}
    found = run("alertstatistics", TERRITORIES=partial, **given)
    assert (found["PIXEL_COUNT"], found["AREA_HA"], found["HELD_BACK_COUNT"]) == (1, 0.5, 1)
    said = "take no part in this run: 1"
    lines = list(csv.reader((tmp_path / "s.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines) == 3
    assert said in lines[-1][0]
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert all(said in sheet["A1"].value for sheet in book.worksheets)
    assert "rows held back, which take no part: 1" in (tmp_path / "s.svg").read_text(encoding="utf-8")
    found = run("alertstatistics", TERRITORIES=whole, **given)
    assert (found["PIXEL_COUNT"], found["AREA_HA"], found["HELD_BACK_COUNT"]) == (2, 1.0, 0)
    assert "held back" not in (tmp_path / "s.svg").read_text(encoding="utf-8")
    assert len((tmp_path / "s.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_events_and_imported_alerts_count_the_territories_that_stay(partial, tmp_path):
    log = Log()
    place = {"OUTPUT": str(tmp_path / "a.gpkg"), "TERRITORIES": partial}
    assert run("importalerts", log, INPUT=alerts(), **place)["HELD_BACK_COUNT"] == 1
    assert any("take no part in this run: 1" in each for each in log.warnings)
    place["OUTPUT"] = str(tmp_path / "e.gpkg")
    assert run("alertevents", ALERTS=alerts(), **place)["HELD_BACK_COUNT"] == 1
