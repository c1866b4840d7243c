"""Layers of a workspace given to algorithms that read any layer: the log says that nothing is held back."""

from __future__ import annotations

from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

from tests.qgis.test_title_package_workspace import processing, provider, workspace
from tests.qgis.title_packages import Log, layer_of

__all__ = ["provider", "workspace"]
CLAIM = "POLYGON((500100 9000000,500300 9000000,500300 9000200,500100 9000200,500100 9000000))"


def warned(boundaries, reference, output):
    log = Log()
    processing.run(
        "rainforestalert:overlapanalysis",
        {"BOUNDARIES": boundaries, "REFERENCE": [reference], "OUTPUT": output},
        feedback=log,
    )
    return [line for line in log.lines if "passes no control" in line]


def test_who_writes_a_file_from_a_workspace_s_layer_is_told_that_nothing_is_held_back(workspace, tmp_path):
    agreed = QgsVectorLayer(f"{workspace}|layername=boundary_version", "Linderos", "ogr")
    claim = layer_of(("M1", CLAIM))
    (line,) = warned(agreed, claim, str(tmp_path / "a.gpkg"))
    assert "“Linderos”" in line
    assert len(warned(claim, agreed, str(tmp_path / "b.gpkg"))) == 1  # among several layers too
    assert warned(agreed, claim, "TEMPORARY_OUTPUT") == []  # only looked at
    assert warned(claim, claim, str(tmp_path / "c.gpkg")) == []


def test_it_is_told_of_selected_features_too(workspace, qgis_new_project, tmp_path):
    agreed = QgsVectorLayer(f"{workspace}|layername=boundary_version", "Linderos", "ogr")
    QgsProject.instance().addMapLayer(agreed)
    agreed.selectAll()
    selected = QgsProcessingFeatureSourceDefinition(agreed.id(), True)
    (line,) = warned(selected, layer_of(("M1", CLAIM)), str(tmp_path / "a.gpkg"))
    assert "“Linderos”" in line
