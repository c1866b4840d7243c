"""Layers of a workspace given to algorithms that read any layer pass the release gate."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from unittest import mock

import pytest
from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt import sip

from rainforest_alert_plugin.host.drafts import open_drafts
from rainforest_alert_plugin.host.released_layers import released_layers, workspace_table
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.title_packages import Log, layer_of

__all__ = ["provider", "workspace"]
CLAIM = "POLYGON((500100 9000000,500300 9000000,500300 9000200,500100 9000200,500100 9000000))"
# 0.001 by 0.001 degrees west of the claim, in degrees
DISPUTES = {"community": -75.0004, "federation": -75.0002, "secret": -75.0}


@pytest.fixture
def disputes(workspace):
    """Three polygons in dispute at three levels, 0.0001 degrees wide each."""
    with open_workspace(workspace) as opened, opened.write() as work:
        community = opened.read("community")[0]
        for level, west in DISPUTES.items():
            wkt = f"MULTIPOLYGON((({west} -9.05,{west + 0.0001} -9.05,{west + 0.0001} -9.049,{west} -9.049,{west} -9.05)))"
            work.insert(
                "dispute",
                {
                    "community_id": community["id"], "other_side": level, "sensitivity": level,
                    "geom": bytes(QgsGeometry.fromWkt(wkt).asWkb()),
                },
            )  # fmt: skip
    layer = QgsVectorLayer(f"{workspace}|layername=dispute", "Disputas", "ogr")
    yield layer
    # The last test of a session would hold it until after QGIS has ended.
    if not sip.isdeleted(layer):
        sip.delete(layer)


def everywhere():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "everywhere", "memory")
    feature = QgsFeature(layer.fields())
    feature["name"] = "x"
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((-76 -10,-74 -10,-74 -8,-76 -8,-76 -10))"))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer


def overlay(reference, output, log=None, **parameters):
    given = {"BOUNDARIES": everywhere(), "REFERENCE": [reference], "OUTPUT": output, **parameters}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return processing.run("rainforestalert:overlapanalysis", given, feedback=log or Log(), context=context)["OUTPUT"]


def wests(layer):
    """The western edge of each overlap to a ten-thousandth of a degree."""
    layer = layer if isinstance(layer, QgsVectorLayer) else QgsVectorLayer(str(layer), "found", "ogr")
    assert layer.isValid()
    return sorted(round(feature.geometry().boundingBox().xMinimum(), 4) for feature in layer.getFeatures())


def noted(location):
    return [
        (line["purpose"], line["audience"], line["table_name"], line["released_count"], json.loads(line["held_back"]))
        for line in rows(location, "release_log")
    ]


def test_a_file_is_for_the_community_unless_somebody_says_for_whom(disputes, workspace, tmp_path):
    log = Log()
    assert wests(overlay(disputes, str(tmp_path / "a.gpkg"), log)) == [-75.0004, -75.0002]
    assert noted(workspace) == [("overlapanalysis", "community", "dispute", 2, {"secret": 1})]
    assert any("“Disputas”" in line or "Disputas: " in line for line in log.lines)
    assert wests(overlay(disputes, str(tmp_path / "b.gpkg"), AUDIENCE="federation")) == [-75.0002]
    with pytest.raises(QgsProcessingException, match="Nothing of “Disputas” may go to the public: 3 rows stay"):
        overlay(disputes, str(tmp_path / "c.gpkg"), AUDIENCE="public")
    assert not (tmp_path / "c.gpkg").exists()


def test_what_is_only_looked_at_is_whole_and_does_not_leave_by_another_run(disputes, workspace, tmp_path):
    shown = overlay(disputes, "memory:shown")
    assert wests(shown) == [-75.0004, -75.0002, -75.0]
    assert noted(workspace) == []
    with pytest.raises(QgsProcessingException, match="for the screen; 1 of them may not go to the community itself"):
        overlay(shown, str(tmp_path / "a.gpkg"))
    # and neither does what is made of that in turn
    further = overlay(shown, "memory:further")
    with pytest.raises(QgsProcessingException, match="for the screen"):
        overlay(further, str(tmp_path / "a.gpkg"))
    assert not (tmp_path / "a.gpkg").exists()
    # who says for whom may go on with it
    chosen = overlay(disputes, "memory:chosen", AUDIENCE="community")
    assert wests(overlay(chosen, str(tmp_path / "b.gpkg"))) == [-75.0004, -75.0002]


def test_a_layer_that_goes_whole_keeps_its_feature_numbers(disputes, workspace, tmp_path):
    with open_workspace(workspace) as opened, opened.write() as work:
        (first, *_) = opened.read("dispute", '"sensitivity" = ?', ["community"])
        work.update("dispute", first["id"], {"state": "settled"})
    disputes.setSubsetString("\"sensitivity\" = 'federation'")
    (fid,) = [feature.id() for feature in disputes.getFeatures()]
    found = QgsVectorLayer(overlay(disputes, str(tmp_path / "a.gpkg")), "found", "ogr")
    assert fid != 1
    assert [str(feature["feature_id"]) for feature in found.getFeatures()] == [str(fid)]
    assert noted(workspace) == [("overlapanalysis", "community", "dispute", 1, {})]


def test_of_selected_features_only_those_pass(disputes, workspace, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    disputes.selectByExpression("\"sensitivity\" IN ('federation', 'secret')")
    selected = QgsProcessingFeatureSourceDefinition(disputes.id(), True)
    given = {"BOUNDARIES": selected, "REFERENCE": [everywhere()], "OUTPUT": str(tmp_path / "a.gpkg")}
    processing.run("rainforestalert:overlapanalysis", given, feedback=Log())
    assert wests(tmp_path / "a.gpkg") == [-75.0002]
    assert noted(workspace) == [("overlapanalysis", "community", "dispute", 1, {"secret": 1})]


def test_the_boundaries_do_not_overlap_themselves_where_some_of_them_stay(disputes, tmp_path):
    given = {"BOUNDARIES": disputes, "REFERENCE": [disputes, everywhere()], "OUTPUT": str(tmp_path / "a.gpkg")}
    processing.run("rainforestalert:overlapanalysis", given, feedback=Log())
    assert wests(tmp_path / "a.gpkg") == [-75.0004, -75.0002]


@pytest.mark.parametrize("way", ["file", "number", "join", "query"])
def test_no_way_of_opening_the_file_passes_the_gate_by(disputes, workspace, qgis_new_project, tmp_path, way):
    """The first table of the file, a table by its number, a column that is joined, a query over the layer."""
    QgsProject.instance().addMapLayer(disputes)
    if way == "file":
        reference = QgsVectorLayer(workspace, "w", "ogr")
    elif way == "number":
        number = next(
            line.split("!!::!!")[0] for line in reference_tables(workspace) if line.split("!!::!!")[1] == "dispute"
        )
        reference = QgsVectorLayer(f"{workspace}|layerid={number}", "w", "ogr")
    elif way == "join":
        reference = everywhere()
        join = QgsVectorLayerJoinInfo()
        join.setJoinLayer(disputes)
        join.setJoinFieldName("other_side")
        join.setTargetFieldName("name")
        join.setUsingMemoryCache(True)
        reference.addJoin(join)
    else:
        reference = QgsVectorLayer(f'?query=SELECT id, geometry FROM "{disputes.id()}"', "w", "virtual")
    assert reference.isValid()
    output = str(tmp_path / "a.gpkg")
    if way == "number":
        assert wests(overlay(reference, output)) == [-75.0004, -75.0002]
        return
    with pytest.raises(QgsProcessingException):
        overlay(reference, output)
    assert not (tmp_path / "a.gpkg").exists()


def reference_tables(workspace):
    layer = QgsVectorLayer(workspace, "w", "ogr")
    return layer.dataProvider().subLayers()


def test_a_layer_is_read_whole_while_its_workspace_is_open(disputes, workspace):
    """QGIS opened it while nobody wrote, and then reads nothing of it while somebody does."""
    with open_workspace(workspace) as opened:
        by_level = sorted(row["sensitivity"] for row in opened.read("dispute"))
    assert len(list(disputes.getFeatures())) == 3
    with open_workspace(workspace):
        assert len(list(disputes.getFeatures())) == 0
    given = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "BOUNDARY": disputes, "REFERENCE": [everywhere()]}
    log = Log()
    processing.run(
        "rainforestalert:validateboundary", {**given, "OUTPUT": "memory:x", "BOUNDARY_ID": "other_side"}, feedback=log
    )
    assert sum(line.startswith("G08") for line in log.lines) == 3
    with open_workspace(workspace):
        assert sorted(feature["sensitivity"] for feature in disputes.getFeatures()) == by_level


def test_the_address_that_gdal_writes_is_known(workspace):
    layer = QgsVectorLayer(f"GPKG:{workspace}:dispute", "w", "ogr")
    # QGIS shows the first table of the file, whatever table the address names
    assert "relative_path" in layer.fields().names()
    assert workspace_table(layer) == (workspace, "attachment")


@pytest.mark.parametrize("way", ["query", "level stated", "renamed", "vrt", "zip", "part of a file", "driver"])
def test_a_layer_that_hides_the_level_of_its_rows_is_refused(disputes, workspace, tmp_path, way):
    reference = disputes
    if way == "query":
        assert disputes.setSubsetString("SELECT fid, id, other_side, geom FROM dispute")
    elif way == "level stated":
        assert disputes.setSubsetString("SELECT fid, id, 'public' AS sensitivity, geom FROM dispute")
    elif way == "renamed":
        assert disputes.startEditing()
        assert disputes.renameAttribute(disputes.fields().lookupField("sensitivity"), "level")
    else:
        reference = QgsVectorLayer(_behind(workspace, tmp_path, way), "w", "ogr")
    assert reference.isValid()
    assert reference.featureCount() == 3
    with pytest.raises(QgsProcessingException, match=r"as they are stored|past the control of what may leave"):
        overlay(reference, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    assert not (tmp_path / "a.gpkg").exists()


def _behind(workspace, folder, way):
    """An address by which GDAL reads the file through something else."""
    if way == "vrt":
        inner = f"<SrcDataSource>{workspace}</SrcDataSource><SrcSQL>SELECT id, geom FROM dispute</SrcSQL>"
        (folder / "w.vrt").write_text(
            f'<OGRVRTDataSource><OGRVRTLayer name="d">{inner}</OGRVRTLayer></OGRVRTDataSource>', encoding="utf-8"
        )
        return str(folder / "w.vrt")
    if way == "zip":
        with zipfile.ZipFile(folder / "w.zip", "w") as archive:
            archive.write(workspace, "w.gpkg")
        return f"/vsizip/{folder}/w.zip/w.gpkg|layername=dispute"
    prefix = "/vsisubfile/0_," if way == "part of a file" else "SQLITE:"
    return f"{prefix}{workspace}|layername=dispute"


def test_another_layer_of_the_same_name_hides_none(disputes, qgis_new_project, tmp_path):
    raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "r.tif"), 2, 2)
    raster.SetProjection(disputes.crs().toWkt())
    raster = None
    other = QgsRasterLayer(str(tmp_path / "r.tif"), "Disputas")
    assert other.isValid()
    QgsProject.instance().addMapLayers([other, disputes])
    given = {"REFERENCE": [everywhere()], "OUTPUT": str(tmp_path / "a.gpkg")}
    for boundaries in ("Disputas", QgsProcessingOutputLayerDefinition(disputes.id())):
        processing.run("rainforestalert:overlapanalysis", {**given, "BOUNDARIES": boundaries}, feedback=Log())
        assert wests(tmp_path / "a.gpkg") == [-75.0004, -75.0002]


def test_what_is_made_of_a_workspace_by_a_query_is_not_drawn(disputes, qgis_new_project):
    QgsProject.instance().addMapLayer(disputes)
    query = QgsVectorLayer(f'?query=SELECT id, geometry FROM "{disputes.id()}"', "q", "virtual")
    plain = everywhere()
    drawn, messages = released_layers([query, disputes, plain], "federation", "test")
    assert [layer.name() for layer in drawn] == ["Disputas", "everywhere"]
    assert [message.id for message in messages] == ["workspace.shows_rows", "workspace.held_back"]


def test_a_plan_is_drawn_without_what_a_query_shows(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    query = QgsVectorLayer(f'?query=SELECT id, geometry FROM "{disputes.id()}"', "Consulta", "virtual")
    log = Log()
    given = {"BOUNDARY": layer_of(("M1", CLAIM)), "BASE_LAYERS": [query], "OUTPUT": str(tmp_path / "a.pdf")}
    processing.run("rainforestalert:titleplan", given, feedback=log)
    assert any("Not on the plan: “Consulta”. “Consulta” shows rows of a workspace" in line for line in log.lines)


def test_a_secret_row_becomes_no_proposal(disputes, workspace):
    with open_workspace(workspace) as opened:
        before = opened.count("proposal")
        (secret,) = opened.read("dispute", '"sensitivity" = ?', ["secret"])
    given = {"WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "AUTHOR": "a", "REASON": "r", "BOUNDARY": disputes}
    with pytest.raises(QgsProcessingException):
        processing.run(
            "rainforestalert:proposeboundary",
            {**given, "BOUNDARY_ID": "id", "BOUNDARY_VALUE": secret["id"]},
            feedback=Log(),
        )
    with open_workspace(workspace) as opened:
        assert opened.count("proposal") == before


def test_a_file_that_another_program_locks_keeps_no_run_waiting(everywhere_file):
    with closing(sqlite3.connect(everywhere_file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with mock.patch.object(sqlite3, "connect", wraps=sqlite3.connect) as connect:
            assert workspace_table(QgsVectorLayer(str(everywhere_file), "o", "ogr")) is None
        assert all("immutable=1" in call.args[0] for call in connect.call_args_list)


@pytest.fixture
def everywhere_file(provider, tmp_path):
    path = tmp_path / "o.gpkg"
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": str(path)})
    return path


def test_drafts_are_for_the_community(workspace, qgis_new_project, tmp_path):
    drafts = open_drafts(workspace, 32718)
    feature = QgsFeature(drafts.fields())
    with open_workspace(workspace) as opened:
        feature["community_id"] = opened.read("community")[0]["id"]
    feature.setGeometry(QgsGeometry.fromWkt(CLAIM))
    assert drafts.dataProvider().addFeatures([feature])[0]
    given = {"BOUNDARIES": drafts, "REFERENCE": [everywhere()]}
    processing.run("rainforestalert:overlapanalysis", {**given, "OUTPUT": str(tmp_path / "a.gpkg")}, feedback=Log())
    assert noted(workspace) == [("overlapanalysis", "community", "proposal", 1, {})]
    with pytest.raises(QgsProcessingException, match="Nothing of"):
        processing.run(
            "rainforestalert:overlapanalysis",
            {**given, "AUDIENCE": "federation", "OUTPUT": str(tmp_path / "b.gpkg")},
            feedback=Log(),
        )


def test_a_release_is_logged_as_left_only_when_it_was_written(disputes, workspace, tmp_path):
    with pytest.raises(QgsProcessingException):
        overlay(disputes, str(tmp_path / "no such folder" / "x" / "a.gpkg"))
    assert noted(workspace) == []
    actions = [line["action"] for line in rows(workspace, "audit_log")]
    assert actions.count("release_begun") == actions.count("release_failed") == 1


def test_who_is_asked_first_can_keep_it_all_inside(disputes, workspace, tmp_path):
    log = Log()
    asked = []
    log.ask_release = lambda leaving: bool(asked.append((leaving.audience, len(leaving.going), len(leaving.staying))))
    with pytest.raises(QgsProcessingException):
        overlay(disputes, str(tmp_path / "a.gpkg"), log)
    assert asked == [("community", 2, 1)]
    assert not (tmp_path / "a.gpkg").exists()
    assert noted(workspace) == []


def test_what_is_read_from_a_workspace_by_name_is_for_the_community(workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match="is for the community, not for the public"):
        processing.run(
            "rainforestalert:technicaltable",
            {
                "WORKSPACE": workspace, "COMMUNITY": "Nueva Vida", "AUDIENCE": "public",
                "OUTPUT": str(tmp_path / "a.gpkg"),
            },
            feedback=Log(),
        )  # fmt: skip


def test_a_layer_of_no_workspace_is_the_layer_itself(workspace, tmp_path):
    log = Log()
    assert len(wests(overlay(layer_of(("M1", CLAIM)), str(tmp_path / "a.gpkg"), log, AUDIENCE="public"))) == 1
    assert noted(workspace) == []
