"""The Territory dock in the order of the work, on a real map canvas: draw, follow, propose, compare, agree, bring back."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAction
from window_iface import WindowIface

from rainforest_alert_plugin.gui.territory_dock import TerritoryDock
from rainforest_alert_plugin.host.settings import remember
from tests.qgis.test_proposals import SQUARE, accept, agree, propose
from tests.qgis.title_packages import provider

__all__ = ["provider"]
pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings")

NEIGHBOUR = "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"


class MapIface(WindowIface):
    """A window with a map of 600 by 600 pixels and QGIS's own drawing actions."""

    def __init__(self):
        super().__init__()
        self.window.resize(1100, 700)
        self.window.show()
        self.active = None
        self.triggered = []
        self.actions = {name: QAction(name, self.window) for name in ("polygon", "vertices")}
        for name, action in self.actions.items():
            action.triggered.connect(lambda _, name=name: self.triggered.append(name))

    def actionAddFeature(self):
        return self.actions["polygon"]

    def actionVertexTool(self):
        return self.actions["vertices"]

    def setActiveLayer(self, layer):
        self.active = layer

    def activeLayer(self):
        return self.active


@pytest.fixture
def workspace(tmp_path):
    from rainforest_alert_plugin.host.workspaces import create_workspace
    from rainforest_alert_plugin.workspace.identity import add_person

    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        with made.write() as transaction:
            transaction.insert("community", {"name": "Nueva Vida"})
            transaction.insert("community", {"name": "Puerto Azul"})
        add_person(made, "Rosa Ampush")
        return made.location


@pytest.fixture
def iface():
    return MapIface()


@pytest.fixture
def dock(workspace, iface, qtbot):
    agree(workspace, SQUARE)
    accept(workspace, propose(workspace, NEIGHBOUR, COMMUNITY="Puerto Azul"))
    return opened(workspace, iface, qtbot)


def opened(workspace, iface, qtbot):
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    remember("territory", "workspaces", workspace)
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    made = TerritoryDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    qtbot.addWidget(iface.window)
    qtbot.addWidget(made, before_close_func=lambda dock: dock.close_down())
    made.refresh()
    made.community.setCurrentIndex(made.community.findText("Nueva Vida"))
    qtbot.wait(20)
    return made


def end(dock, qtbot):
    qtbot.waitUntil(lambda: not dock.is_running, timeout=30_000)


def look_at(canvas, qtbot, x=500_500, y=9_000_500, width=2_600):
    from qgis.core import QgsRectangle

    canvas.setExtent(QgsRectangle(x - width / 2, y - width / 2, x + width / 2, y + width / 2))
    qtbot.wait(20)


def on_screen(canvas, x, y):
    point = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(point.x()), round(point.y()))


def click(canvas, qtbot, x, y, modifier=Qt.KeyboardModifier.NoModifier):
    place = on_screen(canvas, x, y)
    qtbot.mouseMove(canvas.viewport(), place)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def rivers(*lines, name="rios"):
    layer = QgsVectorLayer("LineString?crs=EPSG:32718&field=nombre:string", name, "memory")
    features = []
    for text, line in lines:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([text])
        feature.setGeometry(QgsGeometry.fromWkt(line))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


CREEK = "LINESTRING(499900 8999950,500300 8999900,500700 8999960,501100 8999940)"


def begin(dock, qtbot):
    dock.show_page("draw")
    dock.source = dock.draw.source
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("Version 1", Qt.MatchFlag.MatchStartsWith))
    qtbot.mouseClick(dock.draw.begin_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.draft) == 4, dock.status.text()


def test_a_side_is_laid_along_the_creek_by_two_clicks_and_taken_back(dock, iface, qtbot):
    begin(dock, qtbot)
    layer = rivers(("Quebrada Sábalo", CREEK))
    qtbot.wait(20)
    look_at(iface.canvas, qtbot)
    dock.draw.lines.setLayer(layer)
    assert dock.draw.kind.currentData() == "river"
    qtbot.mouseClick(dock.draw.follow_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 500_000, 8_999_937.5)
    click(iface.canvas, qtbot, 501_000, 8_999_945)
    assert dock.status.level == "success", dock.status.text()
    south = next(side for side in dock.draw._sides if side.facts.kind == "river")
    places = [one.vertex.place for one in south.vertices]
    # the surveyed corners stay, the creek's own two vertices stand between exactly
    assert {places[0], places[-1]} == {(500_000.0, 9_000_000.0), (501_000.0, 9_000_000.0)}
    assert {(500_300.0, 8_999_900.0), (500_700.0, 8_999_960.0)} < set(places)
    assert (south.facts.neighbour, south.facts.linked_layer) == ("Quebrada Sábalo", "rios")
    qtbot.mouseClick(dock.draw.undo_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.draft) == 4
    qtbot.mouseClick(dock.draw.redo_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.draft) == 8
