"""Statistics and overlaps of agreed boundaries name the communities, where their names may go to whom the run is for."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.algorithms.alert_events import AlertEventsAlgorithm
from rainforest_alert_plugin.algorithms.alert_statistics import AlertStatisticsAlgorithm
from rainforest_alert_plugin.algorithms.layer_gate import GateOrder, gated_inputs
from rainforest_alert_plugin.algorithms.overlap_analysis import OverlapAnalysisAlgorithm
from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.host.made_of import register_file
from rainforest_alert_plugin.host.workspaces import open_workspace
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.test_workspace_inputs import everywhere, overlay
from tests.qgis.title_packages import Log

__all__ = ["provider", "workspace"]


@pytest.fixture(autouse=True)
def register():
    register_file().unlink(missing_ok=True)
    yield
    register_file().unlink(missing_ok=True)


@pytest.fixture
def boundaries(workspace):
    """Agreed boundaries that anybody may have, and their community, whose name is the federation's."""
    with open_workspace(workspace) as opened, opened.write() as work:
        for table, level in (("boundary_version", "public"), ("community", "federation")):
            for row in opened.read(table):
                work.update(table, row["id"], {"sensitivity": level})
    return f"{workspace}|layername=boundary_version"


def told(algorithm, layer, audience, output):
    """What the algorithm is told in place of the identity of the community."""
    names = ("BOUNDARIES", "BOUNDARY_ID") if algorithm is OverlapAnalysisAlgorithm else ("TERRITORIES", "TERRITORY_ID")
    given = {**dict(zip(names, (layer, "community_id"))), "AUDIENCE": audience, "OUTPUT": str(output)}
    log, made, context = Log(), algorithm().create(), QgsProcessingContext()
    copy = gated_inputs(made, GateOrder(named=made.named), given, context, log).values[names[0]]
    return {feature["community_id"] for feature in copy.getFeatures()}, log.lines


@pytest.mark.parametrize("algorithm", [AlertStatisticsAlgorithm, OverlapAnalysisAlgorithm])
def test_the_community_is_named_where_its_name_may_go(boundaries, workspace, tmp_path, algorithm):
    (identity,) = [row["id"] for row in rows(workspace, "community") if row["name"] == "Nueva Vida"]
    assert told(algorithm, boundaries, "federation", tmp_path / "a.gpkg")[0] == {"Nueva Vida"}
    assert ("community", 1) in [(row["table_name"], row["released_count"]) for row in rows(workspace, "release_log")]
    found, lines = told(algorithm, boundaries, "public", tmp_path / "a.gpkg")
    assert found == {identity}
    assert any("the name may not go to the public" in line for line in lines)


def test_events_are_told_apart_by_identities(boundaries, workspace, tmp_path):
    found, _ = told(AlertEventsAlgorithm, boundaries, "federation", tmp_path / "a.gpkg")
    assert "Nueva Vida" not in found


def test_what_was_made_bears_the_row_of_the_name(boundaries, tmp_path):
    made = str(tmp_path / "a.gpkg")
    given = {"BOUNDARIES": boundaries, "REFERENCE": [everywhere()], "BOUNDARY_ID": "community_id"}
    processing.run(
        "rainforestalert:overlapanalysis", {**given, "AUDIENCE": "federation", "OUTPUT": made}, feedback=Log()
    )
    assert b"Nueva Vida" in (tmp_path / "a.gpkg").read_bytes()
    with pytest.raises(QgsProcessingException, match="may not go to the public"):
        overlay(made, str(tmp_path / "b.gpkg"), AUDIENCE="public")


def test_a_column_that_qgis_computes_is_refused_with_what_to_choose(boundaries, tmp_path):
    layer = QgsVectorLayer(boundaries, "Linderos", "ogr")
    layer.addExpressionField("'N-' || \"number\"", field("nombre", "string"))
    given = {"BOUNDARIES": layer, "REFERENCE": [everywhere()], "BOUNDARY_ID": "nombre"}
    with pytest.raises(QgsProcessingException, match=r"QGIS computes or joins the column “nombre”.*community_id"):
        processing.run("rainforestalert:overlapanalysis", {**given, "OUTPUT": str(tmp_path / "a.gpkg")}, feedback=Log())
    processing.run("rainforestalert:overlapanalysis", {**given, "OUTPUT": "memory:"}, feedback=Log())
