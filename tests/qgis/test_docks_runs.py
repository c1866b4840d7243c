"""How a dock stands before, during and after a run."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from window_iface import WindowIface

from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider
from rainforest_alert_plugin.gui.choosers import _LAYER_ID
from rainforest_alert_plugin.gui.territory_dock import TerritoryDock
from rainforest_alert_plugin.gui.validation_dock import ValidationDock
from rainforest_alert_plugin.overlay.boundary import OverlayError, PreparedBoundary

pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings", "run_provider")


@pytest.fixture
def provider():
    provider = RainforestAlertProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


def opened(dock_class, qtbot):
    dock = dock_class(WindowIface())
    qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    dock.show()
    qtbot.wait(10)
    return dock


def squares(name, crs, corners, side=1000):
    """A project layer of squares by code; each is given by its lower left corner."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=codigo:string", name, "memory")
    features = []
    for code, (x, y) in corners.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


def end(dock, qtbot):
    qtbot.waitUntil(lambda: not dock.is_running, timeout=120_000)


def test_during_a_run_only_cancel_can_be_pressed(qtbot):
    dock = opened(TerritoryDock, qtbot)
    dock.run_algorithm("runs:slow", {}, lambda outcome: None)
    assert not dock.run_button.isEnabled()
    assert dock.cancel_button.isEnabled()
    assert dock.progress.isVisibleTo(dock)
    qtbot.waitUntil(lambda: dock.progress.value() == 40, timeout=120_000)
    qtbot.mouseClick(dock.cancel_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.run_button.isEnabled()
    assert not dock.cancel_button.isEnabled()
    assert not dock.progress.isVisibleTo(dock)
    assert dock.status.level == "warning"
    assert dock.status.text() == "Cancelled. Nothing was written."


def test_the_status_line_says_what_the_run_is_at_until_it_is_cancelled(qtbot):
    dock = opened(ValidationDock, qtbot)
    dock.run_algorithm("runs:stepping", {}, lambda outcome: None)
    qtbot.waitUntil(lambda: dock.status.text() == "Checking G11: datum of the coordinates…", timeout=120_000)
    assert dock.status.level == "info"
    qtbot.mouseClick(dock.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Checking G12" in dock.log.toPlainText(), timeout=120_000)
    assert dock.status.text() == "Cancelling…"
    end(dock, qtbot)
    assert dock.status.text() == "Cancelled. Nothing was written."


def test_an_error_stands_in_the_status_line_and_in_the_details(qtbot):
    dock = opened(TerritoryDock, qtbot)
    dock.run_algorithm("runs:failing", {}, lambda outcome: pytest.fail("there is no result"))
    end(dock, qtbot)
    assert dock.status.level == "error"
    assert dock.status.text() == "The river has no name. Name it."
    qtbot.mouseClick(dock.details_button, Qt.MouseButton.LeftButton)
    assert dock.log.isVisibleTo(dock)
    assert "The river has no name. Name it." in dock.log.toPlainText()


def test_warnings_are_counted_on_the_button_of_the_details(qtbot):
    dock = opened(TerritoryDock, qtbot)
    dock.run_algorithm("runs:talking", {"LINES": 2}, lambda outcome: None)
    end(dock, qtbot)
    assert dock.details_button.text() == "Details (1)"
    assert dock.log.toPlainText().splitlines() == ["line 0", "line 1", "⚠ that was all"]


def test_communities_are_compared_among_themselves_but_none_with_itself(qtbot, provider):
    # Two squares of 1 km share a strip of 250 m: 25 ha, a quarter of each; the third lies apart.
    layer = squares(
        "comunidades",
        "EPSG:32718",
        {"A": (500_000, 9_000_000), "B": (500_750, 9_000_000), "C": (510_000, 9_000_000)},
    )
    dock = opened(ValidationDock, qtbot)
    dock.area_method.setCurrentIndex(dock.area_method.findData("utm"))
    layer.selectByIds([f.id() for f in layer.getFeatures() if f["codigo"] in "AC"])
    dock.selected_only.setChecked(True)
    qtbot.mouseClick(dock.overlaps_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    overlaps = QgsProject.instance().mapLayersByName("Overlaps of comunidades")[0]
    found = [(f["boundary_id"], f["feature_name"], f["area_ha"], f["percent"]) for f in overlaps.getFeatures()]
    assert [row[:2] for row in found] == [("A", "B")]
    assert found[0][2] == pytest.approx(25.0)
    assert found[0][3] == pytest.approx(25.0)


def test_no_overlap_is_said_with_the_layers_that_were_looked_at(qtbot, provider):
    squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000), "B": (505_000, 9_000_000)})
    squares("concesiones", "EPSG:32718", {"K": (520_000, 9_000_000)})
    dock = opened(ValidationDock, qtbot)
    qtbot.mouseClick(dock.overlaps_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.text() == "No overlap was found in the 2 layers compared, as they are today."
    lines = [dock.tree.topLevelItem(row).text(0) for row in range(dock.tree.topLevelItemCount())]
    assert sorted(lines) == [
        "comunidades: not found in this layer (date unknown)",
        "concesiones: not found in this layer (date unknown)",
    ]


def without_geometry(name, count=1):
    """A project layer of features that have no geometry."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=codigo:string", name, "memory")
    layer.dataProvider().addFeatures([QgsFeature(layer.fields()) for _ in range(count)])
    return QgsProject.instance().addMapLayer(layer)


def said_of_layers(qtbot, boundaries, references, min_area_ha=0.0):
    """Status line, and the lines of the tree, of a run with these layers only."""
    dock = opened(ValidationDock, qtbot)
    dock.boundaries.setLayer(boundaries)
    dock.area_method.setCurrentIndex(dock.area_method.findData("utm"))
    dock.min_area.setValue(min_area_ha)
    model = dock.references.model()
    asked = {layer.id() for layer in references}
    for row in range(model.rowCount()):
        item = model.item(row)
        item.setCheckState(Qt.CheckState.Checked if item.data(_LAYER_ID) in asked else Qt.CheckState.Unchecked)
    qtbot.mouseClick(dock.overlaps_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    lines = [dock.tree.topLevelItem(row).text(0) for row in range(dock.tree.topLevelItemCount())]
    return dock.status, [line for line in lines if "not ticked" not in line]


def test_overlaps_below_the_smallest_area_are_not_said_to_be_absent(qtbot, provider):
    boundaries = squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000)})
    # 10 m x 1 km = 1 ha in common
    concession = squares("concesion", "EPSG:32718", {"K": (500_990, 9_000_000)})
    status, lines = said_of_layers(qtbot, boundaries, [concession], min_area_ha=5.0)
    assert lines == ["concesion: only overlaps below the smallest area: 1"]
    assert status.level == "warning"
    assert status.text().startswith(
        "All overlaps found are below the smallest area and are not listed. Overlaps below the smallest area: 1."
    )


def test_a_layer_of_nothing_usable_is_not_evaluated_and_not_counted_as_compared(qtbot, provider):
    boundaries = squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000)})
    far = squares("concesiones", "EPSG:32718", {"K": (520_000, 9_000_000)})
    status, lines = said_of_layers(qtbot, boundaries, [without_geometry("predios", 2), far])
    assert len(lines) == 2
    assert "concesiones: not found in this layer (date unknown)" in lines
    assert any(line.startswith("predios: NOT EVALUATED (none of its 2 features can be used") for line in lines)
    assert status.level == "warning"
    assert status.text().startswith("No overlap was found in the 1 layers compared")
    assert "Layers not evaluated: 1." in status.text()


def test_boundaries_without_geometry_are_an_error_and_no_result(qtbot, provider):
    boundaries = without_geometry("comunidades", 2)
    concessions = squares("concesiones", "EPSG:32718", {"K": (500_000, 9_000_000)})
    status, lines = said_of_layers(qtbot, boundaries, [concessions])
    assert status.level == "error"
    assert "None of the 2 boundaries of “comunidades” can be used" in status.text()
    assert lines == []


def test_two_layers_of_one_name_stand_apart_and_count_as_two(qtbot, provider):
    boundaries = squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000)})
    first = squares("predios", "EPSG:32718", {"P": (500_500, 9_000_000)})
    second = squares("predios", "EPSG:32718", {"Q": (500_900, 9_000_000), "R": (499_100, 9_000_000)})
    status, lines = said_of_layers(qtbot, boundaries, [first, second])
    assert sorted(line.rsplit(" ", 1)[1] for line in lines) == ["(1)", "(2)"]
    assert {line.rsplit(" ", 1)[0] for line in lines} == {"predios", "predios (2)"}
    assert status.text().startswith("Overlaps found: 3, with 2 of the 2 layers compared.")


def test_pairs_that_could_not_be_overlaid_are_said_to_be_not_evaluated(qtbot, provider, monkeypatch):
    def failing(boundary, wkbs, boxes, vertices):
        for position in range(len(wkbs)):
            yield position, OverlayError("overlap.failed", reason="side location conflict")

    monkeypatch.setattr(PreparedBoundary, "common", failing)
    boundaries = squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000)})
    concession = squares("concesion", "EPSG:32718", {"K": (500_500, 9_000_000)})
    status, lines = said_of_layers(qtbot, boundaries, [concession])
    assert lines == ["concesion: NOT EVALUATED (pairs the geometry engine failed on: 1)"]
    assert status.level == "warning"
    assert "No overlap was found" not in status.text()
    assert "Pairs not evaluated: 1." in status.text()


def test_a_reference_layer_without_reference_system_is_named(qtbot, provider):
    squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000), "B": (505_000, 9_000_000)})
    squares("concesiones", "", {"K": (500_000, 9_000_000)})
    dock = opened(ValidationDock, qtbot)
    qtbot.mouseClick(dock.overlaps_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.level == "error"
    assert "“concesiones” has no coordinate reference system" in dock.status.text()
    assert QgsProject.instance().mapLayersByName("Overlaps of comunidades") == []


def test_the_table_of_one_square_of_a_layer_has_right_angles(qtbot, provider):
    squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000), "B": (505_000, 9_000_000)})
    dock = opened(TerritoryDock, qtbot)
    dock.show_page("table")
    dock.boundary.feature.setCurrentIndex(1)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert "B: " in dock.status.text()
    rows = dock.table.rows_model.rows
    # Clockwise from the northernmost, of two the western one.
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("V-1", 505_000.0, 9_001_000.0),
        ("V-2", 506_000.0, 9_001_000.0),
        ("V-3", 506_000.0, 9_000_000.0),
        ("V-4", 505_000.0, 9_000_000.0),
    ]
    assert {row[2] for row in rows} == {1000.0}
    assert {row[3] for row in rows} == {"90°00'00\""}
