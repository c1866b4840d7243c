"""Nothing sensitive leaves by way of a layer: every algorithm that reads layers, given those of a workspace, for every audience."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPalLayerSettings,
    QgsProcessingException,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from canaries import ALLOWED, sightings

from rainforest_alert_plugin.host.workspaces import create_workspace
from tests.qgis.test_canaries import OF_A_PHOTO, planted, provider, run

__all__ = ["planted", "provider"]

AUDIENCES = ("public", "federation", "office", "community", None)
# Round everything that is planted.
EVERYWHERE = "POLYGON((-76 -10,-73 -10,-73 -7.5,-76 -7.5,-76 -10))"
POLYGONS = ("proposal", "dispute", "alert_event")
ALERTS = "source:string&field=date:date&field=confidence:string&field=area_ha:double"


class Case:
    """Inputs and outputs of runs of one algorithm over layers of a workspace."""

    def __init__(self, location, folder, planting, canaries):
        self.location, self.folder, self.planting, self.canaries = location, folder, planting, canaries
        self.others = 0

    def layer(self, table):
        return f"{self.location}|layername={table}"

    def layers(self, *tables):
        return [self.layer(table) for table in tables]

    def plain(self, wkt=EVERYWHERE):
        made = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "plain", "memory")
        feature = QgsFeature(made.fields())
        feature["name"] = "everywhere"
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        made.dataProvider().addFeatures([feature])
        made.updateExtents()
        return made

    def points(self):
        """An alert in the middle of every polygon that is planted."""
        made = QgsVectorLayer(f"Point?crs=EPSG:4326&field={ALERTS}", "alerts", "memory")
        features = []
        for table in POLYGONS:
            for source in QgsVectorLayer(self.layer(table), table, "ogr").getFeatures():
                feature = QgsFeature(made.fields())
                feature.setAttributes(["gfw_integrated", "2026-05-02", "high", 0.01])
                feature.setGeometry(source.geometry().centroid())
                features.append(feature)
        made.dataProvider().addFeatures(features)
        made.updateExtents()
        return made

    def named(self, table, level):
        """How the identity of a planted row is chosen from its layer."""
        return {"BOUNDARY": self.layer(table), "BOUNDARY_ID": "id", "BOUNDARY_VALUE": self.planting.ids[table, level]}


def overlaps(case):
    for table in POLYGONS:
        yield "overlapanalysis", {"BOUNDARIES": case.plain(), "REFERENCE": [case.layer(table)]}, {"OUTPUT": "gpkg"}
        yield "overlapanalysis", {"BOUNDARIES": case.layer(table), "REFERENCE": [case.plain()]}, {"OUTPUT": "gpkg"}


def topology(case):
    for table in POLYGONS:
        yield (
            "checktopology",
            {"BOUNDARIES": case.layer(table), "REFERENCE": [case.plain()], "BOUNDARY_ID": "id"},
            {"OUTPUT": "gpkg", "OUTPUT_MATRIX": "csv"},
        )


def statistics(case):
    outputs = {"OUTPUT": "gpkg", "REPORT_XLSX": "xlsx", "REPORT_CSV": "csv", "REPORT_CHART": "svg"}
    yield (
        "alertstatistics",
        {"ALERTS": case.points(), "TERRITORIES": case.layer("proposal"), "TERRITORY_ID": "reason"},
        outputs,
    )
    yield "alertstatistics", {"ALERTS": case.layer("alert"), "TERRITORIES": case.plain()}, outputs


def events(case):
    territories = {"TERRITORIES": case.layer("proposal"), "TERRITORY_ID": "reason"}
    yield "alertevents", {"ALERTS": case.points(), **territories}, {"OUTPUT": "gpkg"}


def priority(case):
    yield "prioritizeevents", {"EVENTS": case.layer("alert_event")}, {"OUTPUT": "gpkg"}


def alerts(case):
    territories = {"TERRITORIES": case.layer("proposal"), "TERRITORY_ID": "reason"}
    yield "importalerts", {"INPUT": case.points(), **territories}, {"OUTPUT": "gpkg"}
    yield "importalerts", {"INPUT": case.layer("alert")}, {"OUTPUT": "gpkg"}


def table_of(case, level):
    yield "technicaltable", case.named("dispute", level), {"OUTPUT": "gpkg"}
    neighbours = {"NEIGHBOURS": case.layer("proposal"), "NEIGHBOUR_NAME": "reason"}
    around = case.plain("POLYGON((-75 -9,-74 -9,-74 -8,-75 -8,-75 -9))")
    yield "technicaltable", {"BOUNDARY": around, **neighbours}, {"OUTPUT": "csv"}


def findings(case, level):
    outputs = {"OUTPUT": "gpkg", "REPORT_JSON": "json", "REPORT_HTML": "html", "REPORT_PDF": "pdf"}
    yield (
        "validateboundary",
        {**case.named("dispute", level), "REFERENCE": [case.plain(), case.layer("proposal")]},
        outputs,
    )


def fixes(case, level):
    given = {**case.named("dispute", level), "RULES": ["remove_collinear"], "REFERENCE": case.layers("proposal")}
    yield "fixboundary", given, {"OUTPUT": "geojson", "OUTPUT_CHANGES": "gpkg"}


def proposals(case, level):
    given = {"WORKSPACE": case.location, "COMMUNITY": "Nueva Vida", "AUTHOR": "a", "REASON": "r"}
    outputs = {"OUTPUT": "gpkg", "OUTPUT_SIDES": "gpkg", "OUTPUT_VERTICES": "gpkg"}
    yield "proposeboundary", {**case.named("dispute", level), **given}, outputs


def labelled(case, table, field):
    """A layer that writes a column of each row on the map."""
    layer = QgsVectorLayer(case.layer(table), table, "ogr")
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def plans(case, level):
    below = [labelled(case, "place", "name_es"), labelled(case, "proposal", "reason")]
    yield "titleplan", {**case.named("dispute", level), "BASE_LAYERS": below}, {"OUTPUT": "pdf"}


def packages(case, level):
    below = [labelled(case, "place", "name_es"), labelled(case, "proposal", "reason")]
    given = {**case.named("dispute", level), "PLAN_LAYERS": below, "REFERENCE": case.layers("alert_event")}
    yield "exporttitlepackage", {**given, "ALLOW_BLOCKERS": True}, {"OUTPUT_FOLDER": ""}


def communities(case):
    case.others += 1
    with create_workspace(f"otra {case.others}", str(case.folder)) as made:
        location = made.location
    given = {"INPUT": case.layer("proposal"), "NAME_FIELD": "reason", "WORKSPACE": location}
    yield "importcommunities", given, {"OUTPUT": "gpkg"}


def atlas(case):
    below = [labelled(case, "place", "name_es")]
    given = {"WORKSPACE": case.location, "COMMUNITIES": "Nueva Vida", "ALLOW_BLOCKERS": True, "PLAN_LAYERS": below}
    yield "titleatlas", {**given, "REFERENCE": case.layers("proposal")}, {"OUTPUT_FOLDER": ""}


OF_LAYERS = {
    "overlapanalysis": overlaps,
    "checktopology": topology,
    "alertstatistics": statistics,
    "alertevents": events,
    "prioritizeevents": priority,
    "importalerts": alerts,
    "importcommunities": communities,
    "titleatlas": atlas,
}
OF_ONE_ROW = {
    "technicaltable": table_of,
    "validateboundary": findings,
    "fixboundary": fixes,
    "proposeboundary": proposals,
    "titleplan": plans,
    "exporttitlepackage": packages,
}
# For the office of the State or for anybody; the others have all four.
OFFICE_OR_PUBLIC = {"titleplan", "titleatlas", "exporttitlepackage"}
# What they write of a workspace is for the community.
COMMUNITY_ONLY = {"proposeboundary"}
ELSEWHERE = {
    "printworkshopsheet": "searched in test_canaries",
    "downloadalerts": "asks for an area: searched where what a service received is",
    "downloadreferencelayers": "asks for an area: searched where what a service received is",
}


def refusal(algorithm, **parameters):
    """Run, and return the sentence with which the run was refused."""
    try:
        run(algorithm, **parameters)
    except QgsProcessingException as error:
        return str(error)
    return ""


def audiences_of(name):
    if name in OFFICE_OR_PUBLIC:
        return ("office", "public")
    return ("community", None) if name in COMMUNITY_ONLY else AUDIENCES


def runs(case, name, audience):
    """Runs for an audience, each with whether a row that it may not have is all that was asked for."""
    if name in OF_LAYERS:
        for given in OF_LAYERS[name](case):
            yield (*given, False)
        return
    for level in ("public", "federation", "community", "secret"):
        for given in OF_ONE_ROW[name](case, level):
            is_held = level not in ALLOWED[audience or "community"] and "BOUNDARY_VALUE" in given[1]
            yield (*given, is_held)


@pytest.fixture(scope="module")
def case(planted, tmp_path_factory):
    location, canaries, planting = planted
    return Case(location, tmp_path_factory.mktemp("layers"), planting, canaries)


def test_every_algorithm_that_reads_layers_is_searched(provider):
    found = set()
    for algorithm in QgsApplication.processingRegistry().providerById("rainforestalert").algorithms():
        kinds = {definition.type() for definition in algorithm.parameterDefinitions()}
        if kinds & {"source", "layer", "vector", "multilayer"}:
            found.add(algorithm.name())
            names = {definition.name() for definition in algorithm.parameterDefinitions()}
            assert "AUDIENCE" in names or algorithm.name().startswith("download")
    assert found == {*OF_LAYERS, *OF_ONE_ROW, *ELSEWHERE}


@pytest.mark.parametrize("level", ["public", "federation", "community", "secret"])
def test_the_package_for_third_parties_holds_no_boundary_that_they_may_not_have(case, tmp_path, level):
    folders = {"OUTPUT_FOLDER": str(tmp_path / "office"), "REDACTED_FOLDER": str(tmp_path / "redacted")}
    given = {**case.named("dispute", level), "AUDIENCE": "office", "PLAN": False, "ALLOW_BLOCKERS": True}
    said = refusal("exporttitlepackage", **given, **folders)
    assert (said == "") == (level == "public")
    assert (tmp_path / "redacted").exists() == (level == "public")
    assert said == "" or "Nothing of “" in said


@pytest.mark.parametrize("name", [*OF_LAYERS, *OF_ONE_ROW])
def test_no_canary_leaves_by_a_layer(case, tmp_path, name):
    for audience in audiences_of(name):
        allowed = ALLOWED[audience or "community"]
        hidden = [canary for canary in case.canaries if canary.level not in allowed] + OF_A_PHOTO
        shown = [canary for canary in case.canaries if canary.level in allowed]
        met: set[str] = set()
        written = 0
        for number, (algorithm, given, endings, is_held) in enumerate(runs(case, name, audience)):
            outputs = {
                key: str(tmp_path / f"{audience} {number} {key}{'.' if ending else ''}{ending}")
                for key, ending in endings.items()
            }
            chosen = {} if audience is None else {"AUDIENCE": audience}
            said = refusal(algorithm, **given, **outputs, **chosen)
            if said:
                # All rows of a table without levels are for the community: to others nothing of it goes, in a sentence.
                assert is_held or "Nothing of “" in said, f"{algorithm} for {audience}: {said}"
                assert not any(Path(path).is_file() for path in outputs.values())
                continue
            assert not is_held, f"{algorithm} for {audience}: {given}"
            for path in map(Path, outputs.values()):
                if path.exists():
                    assert sightings(path, hidden) == set(), f"{path.name} for {audience}"
                    met |= sightings(path, shown)
                    written += 1
        assert written, f"{name} wrote nothing for {audience}"
        # the search is of no use where nothing of the layers goes at all
        assert met or name in ("titleatlas", "proposeboundary"), (
            f"nothing of the layers is in what {name} wrote for {audience}"
        )
