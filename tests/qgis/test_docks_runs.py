"""How a dock stands before, during and after a run."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from window_iface import WindowIface

from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider
from rainforest_alert_plugin.gui.territory_dock import TerritoryDock
from rainforest_alert_plugin.gui.validation_dock import ValidationDock

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
    qtbot.waitUntil(lambda: not dock.is_running, timeout=30_000)


def test_during_a_run_only_cancel_can_be_pressed(qtbot):
    dock = opened(TerritoryDock, qtbot)
    dock.run_algorithm("runs:slow", {}, lambda outcome: None)
    assert not dock.run_button.isEnabled()
    assert dock.cancel_button.isEnabled()
    assert dock.progress.isVisibleTo(dock)
    qtbot.waitUntil(lambda: dock.progress.value() == 40, timeout=30_000)
    qtbot.mouseClick(dock.cancel_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.run_button.isEnabled()
    assert not dock.cancel_button.isEnabled()
    assert not dock.progress.isVisibleTo(dock)
    assert dock.status.level == "warning"
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
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
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
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.text() == "No overlap was found in the 2 layers compared, as they are today."
    lines = [dock.tree.topLevelItem(row).text(0) for row in range(dock.tree.topLevelItemCount())]
    assert sorted(lines) == [
        "comunidades: not found in this layer (date unknown)",
        "concesiones: not found in this layer (date unknown)",
    ]


def test_a_reference_layer_without_reference_system_is_named(qtbot, provider):
    squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000), "B": (505_000, 9_000_000)})
    squares("concesiones", "", {"K": (500_000, 9_000_000)})
    dock = opened(ValidationDock, qtbot)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.level == "error"
    assert "“concesiones” has no coordinate reference system" in dock.status.text()
    assert QgsProject.instance().mapLayersByName("Overlaps of comunidades") == []


def test_the_table_of_one_square_of_a_layer_has_right_angles(qtbot, provider):
    squares("comunidades", "EPSG:32718", {"A": (500_000, 9_000_000), "B": (505_000, 9_000_000)})
    dock = opened(TerritoryDock, qtbot)
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
