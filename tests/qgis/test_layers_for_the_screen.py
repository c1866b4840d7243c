"""What was made of rows of a workspace for the screen goes on where all of its rows may go, whatever style it bears, and else nowhere."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsGeometry,
    QgsMapLayerStyle,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.host.layer_marks import mark, mark_of
from rainforest_alert_plugin.host.made_of import origins_of
from rainforest_alert_plugin.host.released_layers import unseen_rows, workspace_table
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_made_of import change, register
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.test_workspace_inputs import CLAIM, DISPUTES, disputes, everywhere, noted, overlay, wests
from tests.qgis.title_packages import Log, layer_of

__all__ = ["disputes", "provider", "register", "workspace"]
FEDERATION, COMMUNITY = DISPUTES["federation"], DISPUTES["community"]
REFUSED = "for the screen; 1 of them may not go to the community itself"


@pytest.fixture
def without_secrets(disputes, workspace):
    change(workspace, "secret", sensitivity="federation")
    return disputes


def paste(source, target, way):
    """Give a layer the style of another, with all that QGIS counts as style."""
    document = QDomDocument()
    source.exportNamedStyle(document, QgsReadWriteContext())
    if way == "paste":
        assert target.importNamedStyle(document)[0]
    else:
        style = QgsMapLayerStyle()
        style.readFromLayer(source)
        target.styleManager().addStyle("other", style)
        assert target.styleManager().setCurrentStyle("other")


def test_what_may_go_whole_goes_on(without_secrets, workspace, tmp_path):
    shown = overlay(without_secrets, "memory:shown")
    assert {origin.audience for origin in origins_of(shown)} == {"replica"}
    further = overlay(shown, "memory:further")
    assert len(wests(overlay(further, str(tmp_path / "a.gpkg")))) == 3
    assert noted(workspace) == [("overlapanalysis", "community", "dispute", 3, {})]
    with pytest.raises(QgsProcessingException, match="1 of them may not go to the federation"):
        overlay(further, str(tmp_path / "b.gpkg"), AUDIENCE="federation")
    # the file that came of it is the community's
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(str(tmp_path / "a.gpkg"), str(tmp_path / "c.gpkg"), AUDIENCE="federation")


def test_rows_are_asked_as_they_are_now(without_secrets, workspace, tmp_path):
    shown = overlay(without_secrets, "memory:shown")
    change(workspace, "community", sensitivity="secret")
    with pytest.raises(QgsProcessingException, match=REFUSED):
        overlay(shown, str(tmp_path / "a.gpkg"))


def test_only_the_rows_that_were_taken_are_asked(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    disputes.selectByExpression("\"sensitivity\" = 'federation'")
    chosen = QgsProcessingFeatureSourceDefinition(disputes.id(), True)
    given = {"BOUNDARIES": chosen, "REFERENCE": [everywhere()], "OUTPUT": "memory:shown"}
    shown = processing.run("rainforestalert:overlapanalysis", given, feedback=Log())["OUTPUT"]
    assert wests(overlay(shown, str(tmp_path / "a.gpkg"), AUDIENCE="federation")) == [FEDERATION]


def test_a_column_that_tells_of_all_rows_is_asked_for_all(disputes, qgis_new_project, tmp_path):
    QgsProject.instance().addMapLayer(disputes)
    disputes.addExpressionField('concatenate("other_side")', field("all", "string"))
    disputes.selectByExpression("\"sensitivity\" = 'federation'")
    chosen = QgsProcessingFeatureSourceDefinition(disputes.id(), True)
    given = {"BOUNDARIES": chosen, "REFERENCE": [everywhere()], "BOUNDARY_ID": "all", "OUTPUT": "memory:shown"}
    shown = processing.run("rainforestalert:overlapanalysis", given, feedback=Log())["OUTPUT"]
    with pytest.raises(QgsProcessingException, match=REFUSED):
        overlay(shown, str(tmp_path / "a.gpkg"))


def test_where_nobody_can_tell_the_rows_nothing_goes_on(disputes, workspace, qgis_new_project, tmp_path):
    """A query over the layer, and a filter by which its levels are not seen."""
    QgsProject.instance().addMapLayer(disputes)
    query = QgsVectorLayer(f'?query=SELECT id, geometry FROM "{disputes.id()}"', "w", "virtual")
    hidden = QgsVectorLayer(disputes.source(), "hidden", "ogr")
    assert hidden.setSubsetString("SELECT fid, id, other_side, geom FROM dispute")
    for layer in (query, hidden):
        shown = overlay(layer, "memory:shown")
        with pytest.raises(QgsProcessingException, match="as they are, for the screen"):
            overlay(shown, str(tmp_path / "a.gpkg"))


@pytest.mark.parametrize("way", ["paste", "switch"])
@pytest.mark.parametrize("audience", [None, "community"])
def test_no_style_takes_the_mark_off_a_layer(without_secrets, tmp_path, way, audience):
    made = overlay(without_secrets, "memory:made", **({"AUDIENCE": audience} if audience else {}))
    paste(everywhere(), made, way)
    with pytest.raises(QgsProcessingException, match="may not go to the federation"):
        overlay(made, str(tmp_path / "a.gpkg"), AUDIENCE="federation")


@pytest.mark.parametrize("way", ["paste", "switch"])
def test_no_style_brings_a_mark_to_another_layer(disputes, tmp_path, way):
    made = overlay(disputes, "memory:made")
    plain = str(tmp_path / "p.gpkg")
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": plain})
    same = overlay(layer_of(("M1", CLAIM)), "memory:same")
    for honest in (QgsVectorLayer(plain, "p", "ogr"), everywhere(), same):
        paste(made, honest, way)
        overlay(honest, str(tmp_path / "a.gpkg"), AUDIENCE="public")


def test_the_style_of_a_layer_of_a_workspace_makes_no_sketch_one(disputes, workspace, tmp_path):
    disputes.setCustomProperty("rainforest_alert/workspace", workspace)
    disputes.setCustomProperty("rainforest_alert/workspace_table", "dispute")
    sketch = everywhere()
    paste(disputes, sketch, "paste")
    assert workspace_table(sketch) is None
    overlay(sketch, str(tmp_path / "a.gpkg"), AUDIENCE="public")


def test_a_copy_bears_the_mark_through_styles_and_without_columns(disputes, qgis_new_project, tmp_path):
    made = overlay(disputes, "memory:made")
    copy = made.clone()
    QgsProject.instance().addMapLayer(copy)
    paste(everywhere(), copy, "paste")
    assert copy.dataProvider().deleteAttributes([0, 1])
    copy.updateFields()
    for layer in (copy, made.clone()):
        with pytest.raises(QgsProcessingException, match=REFUSED):
            overlay(layer, str(tmp_path / "a.gpkg"))


def test_a_project_that_is_opened_again_knows_its_layers(disputes, qgis_new_project, tmp_path):
    project = QgsProject.instance()
    made = overlay(disputes, "memory:made")
    project.addMapLayer(made)
    known, identity = origins_of(made), made.id()
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "p.qgz"))
    assert known
    assert origins_of(project.mapLayer(identity)) == known


def test_a_layer_whose_source_was_changed_bears_nothing_of_before(disputes, provider, tmp_path):
    plain = str(tmp_path / "p.gpkg")
    processing.run("native:savefeatures", {"INPUT": everywhere(), "OUTPUT": plain})
    made = overlay(disputes, "memory:made")
    made.setDataSource(plain, "plain", "ogr")
    assert origins_of(made) == ()


def test_an_unseen_mark_and_a_place_are_kept(qgis_app):
    layer = everywhere()
    mark(layer, is_unseen=True)
    assert unseen_rows(layer) is not None
    mark(layer, place=("w.gpkg", "dispute"))
    assert (mark_of(layer).is_unseen, workspace_table(layer)) == (False, ("w.gpkg", "dispute"))


def boundary(workspace, wkt, level):
    with open_workspace(workspace) as opened, opened.write() as work:
        community = opened.read("community")[0]["id"]
        geometry = bytes(QgsGeometry.fromWkt(wkt).asWkb())
        row = {
            "community_id": community,
            "number": 3,
            "reason": "x",
            "epsg": 32718,
            "sensitivity": level,
            "geom": geometry,
        }
        work.insert("boundary_version", row)
    layer = QgsVectorLayer(f"{workspace}|layername=boundary_version", "Linderos", "ogr")
    layer.selectByExpression('"number" = 3')
    QgsProject.instance().addMapLayer(layer)
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


SPIKED = "MULTIPOLYGON(((-75 -9,-74.99 -9,-74.99 -8.99,-74.995 -8.99,-74.9950001 -8.985,-74.9950002 -8.99,-75 -8.99,-75 -9)))"


def test_a_boundary_that_was_fixed_on_screen_is_validated(workspace, provider, qgis_new_project, tmp_path):
    """As the dock does: a report into a file of each validation, and a fix that is only shown."""
    chosen = boundary(workspace, SPIKED, "federation")
    given = {"BOUNDARY": chosen, "RULES": ["remove_spikes"], "OUTPUT": "TEMPORARY_OUTPUT"}
    fixed = processing.run("rainforestalert:fixboundary", given, feedback=Log())["OUTPUT"]
    report = str(tmp_path / "r.json")
    given = {"BOUNDARY": fixed, "OUTPUT": "TEMPORARY_OUTPUT", "REPORT_JSON": report}
    assert processing.run("rainforestalert:validateboundary", given, feedback=Log())["OUTPUT"]
    table = processing.run("rainforestalert:technicaltable", {"BOUNDARY": chosen, "OUTPUT": "memory:"}, feedback=Log())
    given = {**given, "BOUNDARY": chosen, "TABLE": table["OUTPUT"]}
    assert processing.run("rainforestalert:validateboundary", given, feedback=Log())["OUTPUT"]


@pytest.mark.parametrize("level", ["federation", "secret"])
def test_what_was_fixed_on_screen_comes_back_no_less_closed(workspace, provider, qgis_new_project, tmp_path, level):
    chosen = boundary(workspace, SPIKED, level)
    given = {"BOUNDARY": chosen, "RULES": ["remove_spikes"], "OUTPUT": "TEMPORARY_OUTPUT"}
    fixed = processing.run("rainforestalert:fixboundary", given, feedback=Log())["OUTPUT"]
    given = {
        "WORKSPACE": workspace,
        "COMMUNITY": "Nueva Vida",
        "BOUNDARY": fixed,
        "REASON": "sin la punta",
        "AUTHOR": "Ana",
    }
    if level == "secret":
        with pytest.raises(QgsProcessingException, match=REFUSED):
            processing.run(
                "rainforestalert:proposeboundary", {**given, "OUTPUT": str(tmp_path / "a.gpkg")}, feedback=Log()
            )
    proposed = processing.run("rainforestalert:proposeboundary", given, feedback=Log())["PROPOSAL_ID"]
    (proposal,) = rows(workspace, "proposal")
    assert proposal["sensitivity"] == ("secret" if level == "secret" else "community")
    record = '{"act": "acta 1", "date": "2026-11-01", "signed_by": "X"}'
    given = {"WORKSPACE": workspace, "PROPOSAL_ID": proposed, "RECORD": record}
    number = processing.run("rainforestalert:acceptproposal", given, feedback=Log())["NUMBER"]
    (agreed,) = [row for row in rows(workspace, "boundary_version") if row["number"] == number]
    assert agreed["sensitivity"] == level
