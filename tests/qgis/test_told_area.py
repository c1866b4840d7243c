"""What services are told of a workspace's boundaries, by everything that a server on this machine receives."""

from __future__ import annotations

import datetime
import json
import math
import sqlite3
from pathlib import Path

import processing
import pytest
import shapely
from osgeo import ogr
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from rainforest_alert_plugin.gui.choosers import communities_combo
from rainforest_alert_plugin.gui.territory_filter import TerritoryFilter
from rainforest_alert_plugin.host.drafts import drafts_path
from rainforest_alert_plugin.host.told_area import area_table
from rainforest_alert_plugin.host.workspace_layers import add_workspace
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from tests.qgis.test_download_alerts import Log, api, key_of  # noqa: F401  (fixtures)
from tests.qgis.test_download_reference_layers import arcgis, provider  # noqa: F401  (fixtures)

STEP = 5000 / (6_371_008.8 * math.pi / 180)
# In two cells: 74.5083 to 74.4184 W, 8.4985 to 8.4536 S.
OUTLINE = shapely.Polygon([(-74.49237, -8.49316), (-74.42764, -8.48829), (-74.43381, -8.45913), (-74.48572, -8.46618)])
CELLS = shapely.box(-1657 * STEP, -189 * STEP, -1655 * STEP, -188 * STEP)
# Another one in the same cells, and one elsewhere.
NEIGHBOUR = shapely.Polygon([(-74.50613, -8.47214), (-74.42281, -8.47317), (-74.42375, -8.45539)])
FAR = shapely.Polygon([(-74.21347, -8.27316), (-74.17764, -8.27829), (-74.19381, -8.22913)])
TODAY = datetime.date.today()


def code(days_ago):
    return 30000 + (TODAY - datetime.date(2014, 12, 31)).days - days_ago


def forms(shape):
    """Coordinates of an outline as text with four decimals, cut and rounded."""
    values = [value for xy in shapely.get_coordinates(shape).tolist() for value in xy]
    return {text for value in values for text in (f"{value:.4f}", f"{value:.6f}"[:-2])}


@pytest.fixture
def location(tmp_path):
    (tmp_path / "ws").mkdir()
    with create_workspace("prueba", str(tmp_path / "ws")) as made:
        return made.location


@pytest.fixture
def boundary(location):
    """Write an agreed boundary and give the layer of them."""

    def write(shape, level, name="Nueva Vida", consent=None):
        with open_workspace(location) as workspace, workspace.write() as work:
            community = work.insert("community", {"name": name})
            values = {"community_id": community, "number": 1, "reason": name, "epsg": 32718, "sensitivity": level}
            work.insert("boundary_version", {**values, "geom": shapely.to_wkb(shapely.MultiPolygon([shape]))})
            if consent is not None:
                said = {
                    "community_id": community,
                    "what": "everything",
                    "audience": "public",
                    "given_on": "2026-01-02",
                    "act": "Acta 1",
                }
                work.insert("consent", {**said, **consent})
        return f"{location}|layername=boundary_version"

    return write


@pytest.fixture
def download(api, key_of, tmp_path):  # noqa: F811
    auth = key_of(api.key)

    def run(area, **parameters):
        log = Log()
        given = {"SOURCE": "gfw_integrated", "AREA": area, "AUTH": auth, "ADDRESS": api.service.url}
        result = processing.run(
            "rainforestalert:downloadalerts",
            {**given, "OUTPUT_FOLDER": str(tmp_path / "out"), **parameters},
            feedback=log,
        )
        return result, log.said

    return run


def received(service):
    """All that reached the server, and the polygons among it."""
    text = "\n".join(
        f"{asked.path}\n{asked.headers}\n{asked.body.decode('utf-8', 'replace')}" for asked in service.asked
    )
    posted = [asked.json()["geometry"] for asked in service.asked if asked.body]
    return text, [shapely.geometry.shape(geometry) for geometry in posted]


def told(text, shape):
    return {form for form in forms(shape) if form in text}


def is_cells(shape):
    return shapely.normalize(shape).equals_exact(shapely.normalize(CELLS), 1e-9)


@pytest.mark.parametrize("level", ["federation", "community", "secret"])
def test_the_outline_of_a_community_is_told_to_no_source_of_alerts(api, boundary, download, tmp_path, level):  # noqa: F811
    api.alerts = [(-74.45005, -8.47505, code(3)), (-74.50705, -8.49705, code(3))]
    result, said = download(boundary(OUTLINE, level))
    text, posted = received(api.service)
    assert told(text, OUTLINE) == set()
    assert posted
    assert all(is_cells(shape) for shape in posted)
    # the second alert lies in the cells and outside the community
    assert "-74.50705" not in Path(result["POINTS"][0]).read_text(encoding="utf-8")
    assert "-74.45005" in Path(result["POINTS"][0]).read_text(encoding="utf-8")
    beside = Path(result["POINTS"][0] + ".source.json").read_text(encoding="utf-8")
    assert told(beside, OUTLINE) == set()
    assert json.loads(beside)["area_box"] == pytest.approx(CELLS.bounds, abs=1e-6)
    assert any("asked for by the cells" in line and line.endswith(": 1.") for line in said)


def test_an_outline_that_the_public_may_have_is_asked_for_as_it_is(api, boundary, download):  # noqa: F811
    layer = boundary(FAR, "public")
    boundary(OUTLINE, "community", "Puerto Azul")
    _, said = download(layer)
    text, posted = received(api.service)
    cells, outlines = [s for s in posted if is_cells(s)], [s for s in posted if not is_cells(s)]
    assert cells
    assert outlines
    assert all(shape.covers(FAR) and shape.hausdorff_distance(FAR) < 0.01 for shape in outlines)
    assert told(text, OUTLINE) == set()
    assert any(line.endswith(": 1.") for line in said if "asked for by the cells" in line)


@pytest.mark.parametrize(("withdrawn_on", "by_cells"), [(None, False), ("2026-01-03", True)])
def test_a_public_outline_is_told_only_while_the_community_consents(
    api,  # noqa: F811
    boundary,
    download,
    withdrawn_on,
    by_cells,
):
    download(boundary(OUTLINE, "public", consent={"withdrawn_on": withdrawn_on}))
    assert {is_cells(shape) for shape in received(api.service)[1]} == {by_cells}


def test_a_rule_of_the_workspace_with_larger_cells_holds(api, boundary, download, location):  # noqa: F811
    layer = boundary(OUTLINE, "community")
    with open_workspace(location) as workspace, workspace.write() as work:
        rule = {"table_name": "boundary_version", "level": "community", "audience": "public"}
        work.insert("release_rule", {**rule, "geometry": "grid", "size_m": 20000})
    download(layer)
    for shape in received(api.service)[1]:
        corners = shapely.get_coordinates(shape) / (4 * STEP)
        assert abs(corners - corners.round()).max() < 1e-9


def selected(location):
    layer = QgsVectorLayer(f"{location}|layername=boundary_version", "boundaries", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("reason = 'Nueva Vida'")
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def of_the_project(location):
    add_workspace(location)
    return next(one for one in QgsProject.instance().mapLayers().values() if "boundary_version" in one.source())


def by_number(location):
    source = ogr.Open(location)
    names = [source.GetLayer(index).GetName() for index in range(source.GetLayerCount())]
    return f"{location}|layerid={names.index('boundary_version')}"


def of_a_newer_version(location):
    with open_workspace(location) as workspace, workspace.write() as work:
        work.connection.run(
            'INSERT INTO "schema_version" ("id", "version", "applied_at", "plugin_version") VALUES (?,?,?,?)',
            ["7" * 36, 99, "2031-01-01T00:00:00.000Z", "9.0.0"],
        )
    return f"{location}|layername=boundary_version"


def of_the_drafts(location):
    layer = QgsVectorLayer(f"{location}|layername=boundary_version", "", "ogr")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "draft_4326"
    path = drafts_path(location)
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return str(path)


def by_a_query(location):
    layer = of_the_project(location)
    return QgsVectorLayer(f'?query=SELECT * FROM "{layer.id()}"', "query", "virtual")


def one_of_the_dock(location):
    layer = of_the_project(location)
    chooser = TerritoryFilter(communities_combo(QgsMapLayerProxyModel.Filter.PolygonLayer, "test"), "test")
    chooser.follow(layer)
    chooser.field.setField("reason")
    chooser.value.setCurrentText("Nueva Vida")
    chosen = chooser.chosen_layer()
    assert (chosen.providerType(), chosen.featureCount()) == ("memory", 1)
    return chosen


@pytest.mark.parametrize(
    "given",
    [
        lambda location: QgsVectorLayer(f"{location}|layername=boundary_version", "any name", "ogr"),
        lambda location: QgsProcessingFeatureSourceDefinition(f"{location}|layername=boundary_version", False),
        lambda location: QgsProcessingFeatureSourceDefinition(
            QgsProperty.fromExpression(f"'{location}|layername=boundary_version'"), False
        ),
        lambda location: of_the_project(location).name(),
        by_number,
        of_a_newer_version,
        of_the_drafts,
        by_a_query,
        selected,
        one_of_the_dock,
    ],
    ids=["layer", "definition", "expression", "name", "number", "newer", "drafts", "query", "selected", "filtered"],
)
def test_however_the_layer_is_given_the_outline_stays(api, boundary, download, location, given, qgis_new_project):  # noqa: F811
    boundary(OUTLINE, "community")
    download(given(location))
    text, posted = received(api.service)
    assert posted
    assert all(is_cells(shape) for shape in posted)
    assert told(text, OUTLINE) == set()


def test_a_workspace_is_known_by_the_address_that_gdal_writes_too(boundary, location, tmp_path):
    boundary(OUTLINE, "community")
    assert area_table(QgsVectorLayer(f"GPKG:{location}:boundary_version", "", "ogr")) is not None
    plain = tmp_path / "other.geojson"
    plain.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    assert area_table(QgsVectorLayer(str(plain), "", "ogr")) is None


def rows(location, sql):
    with sqlite3.connect(f"file:{location}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


def test_only_what_lies_in_the_territory_counts_as_taken_back(api, boundary, download, location, tmp_path):  # noqa: F811
    mine, beside, gone = (-74.45005, -8.47505), (-74.49055, -8.47055), (-74.45015, -8.47505)
    api.alerts = [(*place, code(20)) for place in (mine, beside, gone)]
    area = boundary(OUTLINE, "community")

    def morning():
        result, _ = download(area, WORKSPACE=location)
        taken = {"INPUT": result["POINTS"][0], "TERRITORIES": area, "WORKSPACE": location}
        return processing.run("rainforestalert:importalerts", {**taken, "OUTPUT": "TEMPORARY_OUTPUT"})

    assert morning()["NEW_COUNT"] == 2
    # the alert beside the territory is in the workspace too, from a download over another area
    both = QgsVectorLayer("Polygon?crs=EPSG:4326", "both", "memory")
    neighbour = QgsFeature()
    neighbour.setGeometry(QgsGeometry.fromWkt(NEIGHBOUR.wkt))
    both.dataProvider().addFeature(neighbour)
    both.updateExtents()
    result, _ = download(both, OUTPUT_FOLDER=str(tmp_path / "both"))
    taken = {"INPUT": result["POINTS"][0], "TERRITORIES": both, "WORKSPACE": location, "OUTPUT": "TEMPORARY_OUTPUT"}
    processing.run("rainforestalert:importalerts", taken)
    assert len(rows(location, "SELECT 1 FROM alert")) == 3
    api.alerts, api.versions = [(*mine, code(20))], ["v20260815"]
    morning()
    withdrawn = rows(location, "SELECT pixel FROM alert WHERE withdrawn_batch_id IS NOT NULL")
    assert len(withdrawn) == 1
    asked = [json.loads(text) for (text,) in rows(location, "SELECT asked FROM alert_batch ORDER BY fetched_at")]
    ours = [facts for facts in asked if facts["area_box"] == pytest.approx(CELLS.bounds, abs=1e-6)]
    assert (len(asked), len(ours)) == (3, 2)
    assert all(facts["whole"] for facts in ours)
    # and the next question is about the same area
    questions = len(api.service.asked)
    assert download(area, WORKSPACE=location)[0]["FILE_COUNT"] == 0
    assert len(api.service.asked) == questions + 1


def boxes(server):
    asked = [json.loads(query["geometry"]) for query in server.queries if "geometry" in query]
    return {tuple(box[side] for side in ("xmin", "ymin", "xmax", "ymax")) for box in asked}


def test_reference_layers_are_asked_for_by_the_box_of_the_cells(arcgis, boundary, location, tmp_path):  # noqa: F811
    given = {"AREA": boundary(OUTLINE, "community"), "SERVICES": ["ingemmet_catastro"], "MARGIN_M": 0}
    log = Log()
    processing.run(
        "rainforestalert:downloadreferencelayers", {**given, "OUTPUT_FOLDER": str(tmp_path / "a")}, feedback=log
    )
    west, south, east, north = CELLS.bounds
    outward = [math.floor(west * 1000), math.floor(south * 1000), math.ceil(east * 1000), math.ceil(north * 1000)]
    assert boxes(arcgis) == {tuple(side / 1000 for side in outward)}
    (note,) = (tmp_path / "a").glob("*.source.json")
    everything = note.read_text(encoding="utf-8") + "".join(
        f"{asked.path}{asked.body}" for asked in arcgis.service.asked
    )
    assert told(everything, OUTLINE) == set()
    assert any("asked for by the cells" in line for line in log.said)


def test_an_outline_that_the_public_may_have_gives_its_own_box(arcgis, boundary, tmp_path):  # noqa: F811
    given = {"AREA": boundary(OUTLINE, "public"), "SERVICES": ["ingemmet_catastro"], "MARGIN_M": 0}
    processing.run("rainforestalert:downloadreferencelayers", {**given, "OUTPUT_FOLDER": str(tmp_path / "a")})
    assert boxes(arcgis) == {(-74.493, -8.494, -74.427, -8.459)}
