"""The Territory dock in the order of the work, on a real map canvas: draw, follow, propose, compare, agree, bring back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest
from pyproj import Transformer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QDate, QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QLabel, QPushButton
from window_iface import WindowIface

from rainforest_alert_plugin.gui.territory_dialogs import SideDialog
from rainforest_alert_plugin.gui.territory_dock import TerritoryDock
from rainforest_alert_plugin.host.draft_autosave import autosave_path
from rainforest_alert_plugin.host.drafts import drafts_path
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.territory.draft import SideFacts
from rainforest_alert_plugin.territory.line_following import LineNetwork, ReferenceLine
from tests.qgis.test_proposals import CHANGED, SQUARE, accept, agree, propose, rows
from tests.qgis.test_surveyed_boundaries import imported, table, told
from tests.qgis.title_packages import layer_of, provider

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
        self.bar = QgsMessageBar(self.window)
        self.triggered = []
        self.actions = {name: QAction(name, self.window) for name in ("polygon", "vertices")}
        for name, action in self.actions.items():
            action.triggered.connect(lambda _, name=name: self.triggered.append(name))

    def actionAddFeature(self):
        return self.actions["polygon"]

    def actionVertexTool(self):
        return self.actions["vertices"]

    def messageBar(self):
        return self.bar

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
    remember("alerts", "workspaces", workspace)
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
    qtbot.waitUntil(lambda: not dock.is_running, timeout=120_000)


def reached_from(widget, wanted):
    """Those of some widgets that the tab key reaches, in its order."""
    found, at = [], widget.nextInFocusChain()
    while at is not widget:
        found += [at] if at in wanted else []
        at = at.nextInFocusChain()
    return found


def look_at(canvas, qtbot, x=500_500, y=9_000_500, width=2_600):
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
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("Version 1", Qt.MatchFlag.MatchStartsWith))
    qtbot.mouseClick(dock.draw.begin_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.drafts.draft) == 4, dock.status.text()


def test_a_side_is_laid_along_the_creek_by_two_clicks_and_taken_back(dock, iface, qtbot):
    begin(dock, qtbot)
    layer = rivers(("Quebrada Sábalo", CREEK))
    qtbot.wait(20)
    look_at(iface.canvas, qtbot)
    dock.draw.follower.lines.setLayer(layer)
    assert dock.draw.follower.kind.currentData() == "river"
    qtbot.mouseClick(dock.draw.tools.follow_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 500_000, 8_999_937.5)
    click(iface.canvas, qtbot, 501_000, 8_999_945)
    assert dock.status.level == "success", dock.status.text()
    south = next(side for side in dock.draw.sides.sides if side.facts.kind == "river")
    places = [one.vertex.place for one in south.vertices]
    # the surveyed corners stay, the creek's own two vertices stand between exactly
    assert {places[0], places[-1]} == {(500_000.0, 9_000_000.0), (501_000.0, 9_000_000.0)}
    assert {(500_300.0, 8_999_900.0), (500_700.0, 8_999_960.0)} < set(places)
    assert (south.facts.neighbour, south.facts.linked_layer) == ("Quebrada Sábalo", "rios")
    qtbot.mouseClick(dock.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.drafts.draft) == 4
    qtbot.mouseClick(dock.draw.tools.redo_button, Qt.MouseButton.LeftButton)
    assert len(dock.draw.drafts.draft) == 8


def test_a_side_is_laid_exactly_onto_the_neighbours_registered_line(dock, iface, qtbot):
    begin(dock, qtbot)
    # a draft whose eastern side stands 4 m inside of the neighbour's registered one
    inside = {(501_000.0, 9_000_000.0): (500_996.0, 9_000_000.0), (501_000.0, 9_001_000.0): (500_996.0, 9_001_000.0)}
    feature = dock.draw.drafts.zone.feature(dock.community_id)
    geometry = feature.geometry()
    for index, vertex in enumerate(list(geometry.vertices())[:-1]):
        if (vertex.x(), vertex.y()) in inside:
            geometry.moveVertex(*inside[vertex.x(), vertex.y()], index)
    dock.draw.drafts.zone.layer.changeGeometry(feature.id(), geometry)
    look_at(iface.canvas, qtbot)
    dock.draw.follower.move_ends.setValue(5.0)
    assert dock.draw.follower.kind.currentData() == "community"
    qtbot.mouseClick(dock.draw.tools.follow_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 501_000, 9_000_000)
    click(iface.canvas, qtbot, 501_000, 9_001_000)
    assert dock.status.level == "success", dock.status.text()
    (side,) = [side for side in dock.draw.sides.sides if side.facts.kind == "community"]
    assert side.facts.neighbour == "Puerto Azul"
    assert side.facts.neighbour_id == {name: identity for identity, name in dock.book.communities}["Puerto Azul"]
    # a hand that points within some metres of the neighbour's corners ends on its line, exactly
    assert {one.vertex.easting for one in side.vertices} == {501_000.0}


def test_qgis_own_edits_keep_what_the_survey_knows_and_are_undone_whole(dock, qtbot):
    begin(dock, qtbot)
    page = dock.draw
    x, y = page.drafts.draft[0].vertex.place
    page.tools.mark(x, y)
    page.tools.mark_dialog.label.setText("P-1")
    page.tools.mark_dialog.monument.setEditText("shihuahuaco")
    page.tools.mark_dialog.accept()
    assert page.drafts.draft[0].vertex.label == "P-1"
    layer = page.drafts.zone.layer
    feature = page.drafts.zone.feature(dock.community_id)
    index = [(v.x(), v.y()) for v in feature.geometry().vertices()].index((x, y))
    moved = QgsGeometry(feature.geometry())
    moved.moveVertex(x + 7, y, index)
    layer.beginEditCommand("vertex tool")
    layer.changeGeometry(feature.id(), moved)
    layer.endEditCommand()
    after = {one.vertex.label: one.vertex for one in page.drafts.draft}["P-1"]
    assert (after.place, after.monument) == ((x + 7, y), "shihuahuaco")
    # what is stored beside the polygon went with it in the same step of undo
    assert str(x + 7) in layer.getFeature(feature.id())["facts"]
    layer.undoStack().undo()
    assert {one.vertex.label: one.vertex for one in page.drafts.draft}["P-1"].place == (x, y)
    assert str(x + 7) not in layer.getFeature(feature.id())["facts"]
    layer.undoStack().undo()
    assert "P-1" not in {one.vertex.label for one in page.drafts.draft}


def test_a_polygon_drawn_with_qgis_is_the_draft_of_the_chosen_community(dock, iface, qtbot):
    dock.show_page("draw")
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("Nothing: draw anew"))
    look_at(iface.canvas, qtbot)
    qtbot.mouseClick(dock.draw.begin_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dock.draw.tools.outline_button, Qt.MouseButton.LeftButton)
    assert iface.triggered == ["polygon"]
    layer = iface.activeLayer()
    assert (layer.crs().authid(), layer.isEditable()) == ("EPSG:32718", True)
    assert QgsProject.instance().topologicalEditing()
    assert QgsProject.instance().snappingConfig().enabled()
    for corner in (503_000, 505_000):
        drawn = QgsGeometry.fromWkt(
            f"POLYGON(({corner} 9000000,{corner + 500} 9000000,{corner + 500} 9000500,{corner} 9000000))"
        )
        layer.beginEditCommand("add polygon")
        layer.addFeature(QgsVectorLayerUtils.createFeature(layer, drawn))
        layer.endEditCommand()
        qtbot.wait(20)
    # a second outline is a further part of the same draft
    assert layer.featureCount() == 1
    assert {one.vertex.part for one in dock.draw.drafts.draft} == {0, 1}
    assert len({one.vertex.label for one in dock.draw.drafts.draft}) == 6


def test_a_corner_that_two_communities_share_moves_in_both_by_one_step(dock, iface, qtbot):
    begin(dock, qtbot)
    look_at(iface.canvas, qtbot)
    qtbot.mouseClick(dock.draw.tools.corner_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 501_000, 9_001_000)
    click(iface.canvas, qtbot, 501_050, 9_001_060)
    assert "Nueva Vida, Puerto Azul" in dock.status.text()
    drafts = {
        entry.community: dock.draw.drafts.zone.draft(entry.community_id) for entry in dock.draw.drafts.zone.entries()
    }
    places = [{one.vertex.place for one in drafts[name]} for name in ("Nueva Vida", "Puerto Azul")]
    (shared,) = [place for place in places[0] & places[1] if place[1] > 9_000_500]
    assert shared == pytest.approx((501_050, 9_001_060), abs=5)
    assert all((501_000.0, 9_001_000.0) not in one for one in places)
    qtbot.mouseClick(dock.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert [entry.community for entry in dock.draw.drafts.zone.entries()] == ["Nueva Vida"]
    assert (501_000.0, 9_001_000.0) in {one.vertex.place for one in dock.draw.drafts.draft}


TO_19 = Transformer.from_crs(32718, 32719, always_xy=True)


@pytest.fixture
def at_the_meridian(workspace, iface, qtbot):
    """At 72 W Nueva Vida is in zone 18, Puerto Azul in zone 19; their common corner is 830 000, 9 001 000, in zone 19 by pyproj."""
    easting, northing = (round(value, 2) for value in TO_19.transform(830_000, 9_001_000))
    outline = ",".join(f"{easting + dx} {northing + dy}" for dx, dy in ((0, 0), (900, 0), (900, 900), (0, 0)))
    agree(workspace, SQUARE.replace("500000 ", "829000 ").replace("501000 ", "830000 "))
    other = layer_of(("Puerto Azul", f"POLYGON(({outline}))"), kind="Polygon", crs="EPSG:32719")
    accept(workspace, propose(workspace, f"POLYGON(({outline}))", BOUNDARY=other, COMMUNITY="Puerto Azul"))
    return opened(workspace, iface, qtbot)


def test_a_corner_moves_in_one_gesture_where_the_neighbour_has_it_in_another_zone(
    at_the_meridian, workspace, iface, qtbot
):
    dock = at_the_meridian
    begin(dock, qtbot)
    look_at(iface.canvas, qtbot, x=830_000)
    qtbot.mouseClick(dock.draw.tools.corner_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 830_000, 9_001_000)
    click(iface.canvas, qtbot, 830_050, 9_001_060)
    assert dock.status.level == "success"
    (ours,) = {one.vertex.place for one in dock.draw.drafts.draft if one.vertex.northing > 9_001_000}
    assert ours == pytest.approx((830_050, 9_001_060), abs=5)
    there = TO_19.transform(*ours)
    for words in (
        "in: Nueva Vida, Puerto Azul. Propose each of them.",
        f"In zone 19S (Puerto Azul) it stands at E {there[0]:.2f}, N {there[1]:.2f}.",
        "By this a draft began from the agreed boundary of: Puerto Azul.",
    ):
        assert words in dock.status.text()
    qtbot.mouseClick(dock.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert dock.status.text() == "“Move a corner” was taken back in: Nueva Vida, Puerto Azul."
    qtbot.mouseClick(dock.draw.tools.redo_button, Qt.MouseButton.LeftButton)
    assert "done again in: Nueva Vida, Puerto Azul" in dock.status.text()
    # the neighbour's draft is the one that is drawn on when it is chosen, and is taken back from there too
    dock.community.setCurrentIndex(dock.community.findText("Puerto Azul"))
    assert dock.draw.drafts.zone.epsg == 32719
    assert min(one.vertex.place for one in dock.draw.drafts.draft) == pytest.approx(there, abs=1e-6)
    qtbot.mouseClick(dock.draw.tools.outline_button, Qt.MouseButton.LeftButton)
    assert QgsVectorLayerUtils.createFeature(iface.activeLayer())["community"] == "Puerto Azul"
    x, y = max(one.vertex.place for one in dock.draw.drafts.draft)
    dock.draw.tools.split(x, y)
    dock.community.setCurrentIndex(dock.community.findText("Nueva Vida"))
    qtbot.mouseClick(dock.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert "among the drafts of Puerto Azul something was changed after it" in dock.status.text()
    assert ours in {one.vertex.place for one in dock.draw.drafts.draft}
    # Ctrl+Z of QGIS is told where QGIS tells, too
    dock.draw.drafts.zone.layer.undoStack().undo()
    qtbot.waitUntil(lambda: bool(iface.bar.items()))
    assert "was changed after it" in iface.bar.items()[0].findChildren(QLabel)[-1].text()
    assert ours in {one.vertex.place for one in dock.draw.drafts.draft}
    # each is proposed, and both proposals have the corner at one place on the ground
    for name in ("Nueva Vida", "Puerto Azul"):
        dock.community.setCurrentIndex(dock.community.findText(name))
        dock.draw.propose({"AUTHOR": "Rosa", "REASON": "el hito nuevo"})
        end(dock, qtbot)
        assert dock.status.level == "success", dock.status.text()
    corners = []
    for row in rows(workspace, "proposal"):
        if row["state"] == "open":
            corners += [(v["easting"], v["northing"]) for v in json.loads(row["vertices"]) if v["northing"] != 0]
    assert {ours} <= set(corners)
    assert min(np.hypot(*np.subtract(place, there)) for place in corners) < 0.01
    assert dock.draw.drafts.zones.epsg_of(dock.community_id) is None


def test_a_proposed_draft_goes_though_another_zone_is_worked_in_when_it_is_in(at_the_meridian, qtbot):
    dock = at_the_meridian
    begin(dock, qtbot)
    dock.draw.corners.move(830_000.0, 9_001_000.0, 830_007.0, 9_001_009.0)
    zones, ours = dock.draw.drafts.zones, dock.community_id
    dock.draw.propose({"AUTHOR": "Rosa", "REASON": "el hito nuevo"})
    dock.community.setCurrentIndex(dock.community.findText("Puerto Azul"))
    assert dock.draw.drafts.zone.epsg == 32719
    end(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    assert zones.epsg_of(ours) is None
    assert zones.epsg_of(dock.community_id) == 32719
    assert not any(one.layer.isModified() for one in zones.opened.values())


def test_edits_are_followed_on_while_another_workspace_is_worked_in(at_the_meridian, workspace, tmp_path, qtbot):
    from rainforest_alert_plugin.host.workspaces import create_workspace

    dock = at_the_meridian
    begin(dock, qtbot)
    dock.draw.drafts.save()
    before = {one.vertex.place for one in dock.draw.drafts.draft}
    dock.draw.corners.move(830_000.0, 9_001_000.0, 830_007.0, 9_001_009.0)
    layers = {epsg: one.layer for epsg, one in dock.draw.drafts.zones.opened.items()}
    assert sorted(layers) == [32718, 32719]
    with create_workspace("otra", str(tmp_path)) as other:
        location = other.location
    dock.workspace.choose(location)
    dock.refresh()
    assert dock.location == location
    assert (dock.draw.drafts.zones, dock.draw.drafts.zone) == (None, None)
    # Ctrl+Z of QGIS goes through both zones, and what it left is kept by itself
    layers[32719].undoStack().undo()
    assert not layers[32718].isModified()
    assert not layers[32719].isModified()
    layers[32719].undoStack().redo()
    assert layers[32718].isModified()
    assert layers[32719].isModified()
    dock.workspace.choose(workspace)
    dock.refresh()
    # nothing broke off: nothing is offered, and the draft is the one that was drawn on
    assert not dock.draw.recovery.isVisibleTo(dock.draw)
    dock.community.setCurrentIndex(dock.community.findText("Nueva Vida"))
    assert (830_007.0, 9_001_009.0) in {one.vertex.place for one in dock.draw.drafts.draft}
    qtbot.mouseClick(dock.draw.tools.undo_button, Qt.MouseButton.LeftButton)
    assert {one.vertex.place for one in dock.draw.drafts.draft} == before
    assert not layers[32719].isModified()


def test_a_corner_snapped_onto_a_vertex_of_another_zone_stands_there_for_both(at_the_meridian, iface, qtbot):
    dock = at_the_meridian
    begin(dock, qtbot)
    goal = (170_300.37, 9_001_033.61)
    layer = QgsVectorLayer("Point?crs=EPSG:32719", "hitos", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*goal)))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    iface.canvas.setLayers([layer])
    look_at(iface.canvas, qtbot, x=830_000, y=9_001_000, width=600)
    iface.canvas.snappingUtils().setConfig(QgsProject.instance().snappingConfig())
    qtbot.mouseClick(dock.draw.tools.corner_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 830_000, 9_001_000)
    near = Transformer.from_crs(32719, 32718, always_xy=True).transform(goal[0] + 4, goal[1] - 3)
    # QGIS indexes the layer while the hand hovers
    assert iface.canvas.snappingUtils().snapToMap(QgsPointXY(*near)).isValid()
    click(iface.canvas, qtbot, *near)
    (ours,) = {one.vertex.place for one in dock.draw.drafts.draft if one.vertex.northing > 9_001_000}
    (entry,) = dock.draw.drafts.zones.opened[32719].entries()
    theirs = min(one.vertex.place for one in dock.draw.drafts.zones.opened[32719].draft(entry.community_id))
    assert np.hypot(*np.subtract(theirs, goal)) < 0.001
    assert np.hypot(*np.subtract(TO_19.transform(*ours), goal)) < 0.001


def test_a_corner_saved_in_one_zone_when_qgis_ended_is_told_with_what_is_offered(
    at_the_meridian, workspace, iface, qtbot
):
    dock = at_the_meridian
    begin(dock, qtbot)
    dock.draw.corners.move(830_000, 9_001_000, 830_010, 9_001_000)
    dock.draw.drafts.zones.autosave()
    saved = autosave_path(drafts_path(workspace))
    kept = saved.read_bytes()
    # QGIS saved the one zone and was gone before it saved the other
    dock.draw.drafts.zone.save()
    dock.draw.drafts.let_go()
    QgsProject.instance().removeAllMapLayers()
    saved.write_bytes(kept)
    dock.refresh()
    assert (
        "at its new place in the saved draft of Nueva Vida, and at its old one in that of Puerto Azul"
        in dock.draw.recovery.note.text()
    )
    qtbot.mouseClick(dock.draw.recovery.bring_back_button, Qt.MouseButton.LeftButton)
    found = [entry.community for zone in dock.draw.drafts.zones.opened.values() for entry in zone.entries()]
    assert sorted(found) == ["Nueva Vida", "Puerto Azul"]
    dock.draw.drafts.zones.let_go()
    saved.write_bytes(kept)
    dock.draw.drafts.let_go()
    QgsProject.instance().removeAllMapLayers()
    dock.refresh()
    qtbot.mouseClick(dock.draw.recovery.aside_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"
    assert "at its old one in that of Puerto Azul" in dock.status.text()


def test_the_log_of_changes_is_said_to_be_intact_or_broken_at_its_row(dock, workspace, qtbot):
    dock.show_page("record")
    qtbot.mouseClick(dock.record.log_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert (dock.status.level, "intact" in dock.status.text()) == ("success", True), dock.status.text()
    with closing(sqlite3.connect(workspace)) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_log'"):
            file.execute(f'DROP TRIGGER "{trigger}"')
        file.execute("UPDATE audit_log SET happened_at = '2020-01-01T00:00:00.000Z' WHERE sequence = 3")
        file.commit()
    qtbot.mouseClick(dock.record.log_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.level == "error"
    assert "broken at row 3" in dock.status.text()


def test_sides_are_split_and_described_by_clicks_and_numbered_from_the_north(dock, iface, qtbot):
    begin(dock, qtbot)
    look_at(iface.canvas, qtbot)
    page = dock.draw
    qtbot.mouseClick(page.tools.split_button, Qt.MouseButton.LeftButton)
    for corner in ((500_000, 9_000_000), (501_000, 9_000_000)):
        click(iface.canvas, qtbot, *corner)
    assert sorted(side.length_m for side in page.sides.sides) == [1000.0, 3000.0]
    click(iface.canvas, qtbot, 501_000, 9_000_000)
    assert "A side begins at" in dock.status.text()
    click(iface.canvas, qtbot, 501_000, 9_000_000, Qt.KeyboardModifier.ShiftModifier)
    assert [side.length_m for side in page.sides.sides] == [4000.0]
    qtbot.mouseClick(page.tools.undo_button, Qt.MouseButton.LeftButton)
    assert sorted(side.length_m for side in page.sides.sides) == [1000.0, 3000.0]
    qtbot.mouseClick(page.tools.side_button, Qt.MouseButton.LeftButton)
    click(iface.canvas, qtbot, 500_500, 9_000_000)
    dialog = page.sides.side_dialog
    dialog.accept_button.click()  # the first kind is a community: it needs its name
    assert dialog.isVisible()
    assert dialog.warning.text() == "Write who the neighbour is."
    dialog.neighbour.setEditText("Puerto Azul")
    dialog.record_act.setText("Acta 3")
    dialog.accept_button.click()
    told = next(side for side in page.sides.sides if side.length_m == 1000.0)
    assert (told.facts.kind, told.facts.neighbour, told.facts.record_act) == ("community", "Puerto Azul", "Acta 3")
    assert told.facts.neighbour_id
    qtbot.mouseClick(page.tools.number_button, Qt.MouseButton.LeftButton)
    assert {one.vertex.label: one.vertex.place for one in page.drafts.draft}["V-1"] == (500_000.0, 9_001_000.0)
    assert next(side for side in page.sides.sides if side.length_m == 1000.0).facts == told.facts


def test_a_side_says_when_its_creek_has_moved_in_a_newer_layer(dock, iface, qtbot):
    begin(dock, qtbot)
    page = dock.draw
    old = rivers(("Quebrada Sábalo", CREEK))
    look_at(iface.canvas, qtbot)
    page.follower.lines.setLayer(old)
    way = page.follower.network([]).follow((500_000, 8_999_940), (501_000, 8_999_945))
    page.follower.lay_along(way)
    page.follower.check_lines()
    assert dock.status.level == "success", dock.status.text()
    newer = rivers(("Quebrada Sábalo", CREEK.replace("500300 8999900", "500300 8999860")), name="rios 2026")
    page.follower.lines.setLayer(newer)
    page.follower.check_lines()
    # its vertex at 500 300 stands 40 m north of the new one; the line to 500 700 passes it at less
    assert dock.status.level == "warning"
    assert "Quebrada Sábalo has moved by up to" in dock.status.text()


def edits_of_every_tool(page):
    """What each tool of the page does to the square of the fixture."""
    creek = LineNetwork([ReferenceLine("Sábalo", np.array([(500_000.0, 8_999_990.0), (501_000.0, 8_999_990.0)]))])

    def mark():
        page.tools.mark(501_000, 9_001_000)
        page.tools.mark_dialog.label.setText("H-7")
        page.tools.mark_dialog.monument.setEditText("hito de concreto")
        page.tools.mark_dialog.accept_button.click()

    def side():
        page.sides.pick(501_000, 9_000_500)
        page.sides.side_dialog.kind.setCurrentIndex(page.sides.side_dialog.kind.findData("state"))
        page.sides.side_dialog.record_act.setText("Acta 3")
        page.sides.side_dialog.accept_button.click()

    return {
        "follow": lambda: page.follower.lay_along(creek.follow((500_000, 8_999_990), (501_000, 8_999_990))),
        "corner": lambda: page.corners.move(501_000, 9_001_000, 501_050, 9_001_060),
        "split": lambda: page.tools.split(501_000, 9_000_000),
        "side": side,
        "mark": mark,
        "number": page.tools.number_anew,
    }


@pytest.mark.parametrize("tool", ["follow", "corner", "split", "side", "mark", "number"])
def test_every_tool_is_one_step_of_undo_and_redo(dock, qtbot, tool):
    begin(dock, qtbot)
    page = dock.draw
    if tool == "number":
        page.tools.mark(501_000, 9_000_000)
        page.tools.mark_dialog.label.setText("P-9")
        page.tools.mark_dialog.accept_button.click()

    def state():
        """The features as QGIS holds them, without the hour of the change."""
        features = page.drafts.zone.layer.getFeatures()
        return sorted((f["community"], f.geometry().asWkt(3), f["facts"]) for f in features)

    before, steps = state(), page.drafts.zone.layer.undoStack().index()
    edits_of_every_tool(page)[tool]()
    after = state()
    assert after != before, dock.status.text()
    assert page.drafts.zone.layer.undoStack().index() == steps + 1
    qtbot.mouseClick(page.tools.undo_button, Qt.MouseButton.LeftButton)
    assert state() == before
    qtbot.mouseClick(page.tools.redo_button, Qt.MouseButton.LeftButton)
    assert state() == after


def test_what_was_not_saved_is_offered_after_a_break_down(dock, workspace, iface, qtbot):
    begin(dock, qtbot)
    dock.draw.tools.number_anew()
    dock.draw.drafts.zones.autosave()
    saved = autosave_path(drafts_path(workspace))
    assert json.loads(saved.read_text(encoding="utf-8"))["zones"]["32718"][0]["community"] == "Nueva Vida"
    kept = saved.read_bytes()
    # QGIS is gone, nothing was committed
    places = {one.vertex.label: one.vertex.place for one in dock.draw.drafts.draft}
    dock.draw.drafts.let_go()
    QgsProject.instance().removeAllMapLayers()
    saved.write_bytes(kept)
    # QGIS starts again: the bar above the map leads to the draft
    dock.show_page("table")
    dock.draw.recovery.offer()
    message = iface.bar.items()[0]
    assert "The draft of Nueva Vida was not saved" in message.text()
    message.findChildren(QPushButton)[0].click()
    assert dock.page == "draw"
    assert dock.draw.recovery.isVisibleTo(dock.draw)
    assert "Nueva Vida" in dock.draw.recovery.note.text()
    look_at(iface.canvas, qtbot, x=300_000)
    qtbot.mouseClick(dock.draw.recovery.bring_back_button, Qt.MouseButton.LeftButton)
    assert {one.vertex.label: one.vertex.place for one in dock.draw.drafts.draft} == places
    assert all(iface.canvas.extent().contains(QgsPointXY(*place)) for place in places.values())
    qtbot.mouseClick(dock.draw.tools.save_button, Qt.MouseButton.LeftButton)
    assert not saved.exists()
    assert dock.draw.drafts.zone.entries()[0].fid > 0


def test_edits_are_saved_beside_by_themselves_and_a_damaged_autosave_harms_nobody(dock, workspace, qtbot, monkeypatch):
    monkeypatch.setattr("rainforest_alert_plugin.host.draft_zones._SAVE_AFTER_MS", 30)
    begin(dock, qtbot)
    saved = autosave_path(drafts_path(workspace))
    qtbot.waitUntil(saved.is_file, timeout=120_000)
    dock.draw.drafts.let_go()
    QgsProject.instance().removeAllMapLayers()
    saved.write_text('{"drafts": [{"wkb": "zz"}]', encoding="utf-8")
    dock.refresh()
    assert not dock.draw.recovery.isVisibleTo(dock.draw)
    assert saved.exists()


def test_a_draft_is_proposed_compared_accepted_and_an_earlier_version_brought_back(dock, workspace, iface, qtbot):
    begin(dock, qtbot)
    page = dock.draw
    page.corners.move(501_000.0, 9_001_000.0, 501_100.0, 9_001_000.0)
    page.sides.selectRow(0)
    dock.start_job()
    page.propose_dialog.accept_button.click()
    assert page.propose_dialog.warning.text() == "Write why the boundary changes."
    assert page.propose_dialog.author.text() == "Rosa Ampush"
    page.propose_dialog.reason.setPlainText("El río se llevó el hito")
    page.propose_dialog.accept_button.click()
    end(dock, qtbot)
    assert dock.status.level == "success", dock.status.text()
    assert page.drafts.draft == ()  # it is in the workspace now; the neighbour's draft waits for its own proposal
    assert [entry.community for entry in page.drafts.zone.entries()] == ["Puerto Azul"]
    # compare: a triangle of 1 000 m by 100 m is gained
    dock.show_page("compare")
    dock.start_job()
    end(dock, qtbot)
    assert dock.compare.sums.text().startswith("Gained: 5.0000 ha. Lost: 0.0000 ha")
    assert [row[0] for row in dock.compare.table.rows_model.rows].count("vertex moved") == 1
    dock.compare.show_beside()
    two = dock.compare.window_of_two
    assert two.canvases[0].extent() == two.canvases[1].extent()
    dock.compare.overlay()
    dock.compare.keep_dispute({"OTHER_SIDE": "Fundo X", "OUR_CLAIM": "la quebrada", "THEIR_CLAIM": "la trocha"})
    end(dock, qtbot)
    assert "Fundo X" in dock.compare.disputes.item(0).text()
    dock.compare.disputes.setCurrentRow(0)
    dock.compare.ask_settlement()
    dock.compare.act_dialog.act.setText("Acta 19")
    dock.compare.act_dialog.accept_button.click()
    end(dock, qtbot)
    (dispute,) = rows(workspace, "dispute")
    assert (dispute["state"], dispute["settled_act"], dispute["their_claim"]) == ("settled", "Acta 19", "la trocha")
    # accept: only with the record
    dock.show_page("agree")
    dock.agree.table.selectRow(0)
    dock.start_job()
    dialog = dock.agree.record_dialog
    dialog.accept_button.click()
    assert dialog.warning.text() == "Write the number or name of the act."
    dock.agree.accept(
        rows(workspace, "proposal")[-1]["id"], {"act": "Acta 20", "date": "2026-11-02", "signed_by": ["Rosa"]}
    )
    dialog.reject()
    end(dock, qtbot)
    assert "Version 2 of Nueva Vida" in dock.status.text()
    # bring version 1 back: a proposal first, then version 3
    dock.show_page("record")
    assert [row[0] for row in dock.record.table.rows_model.rows] == [2, 1]
    first = dock.known.versions[-1]
    dock.record.bring_back(first["id"], {"AUTHOR": "Rosa", "REASON": "como antes", "WORKSHOP": ""})
    end(dock, qtbot)
    assert dock.page == "agree"
    assert next(row["state"] for row in dock.known.proposals) == "open"
    dock.agree.table.selectRow(0)
    dock.agree.close("withdrawn")
    end(dock, qtbot)
    assert next(row["state"] for row in dock.known.proposals) == "withdrawn"


def test_two_proposals_of_one_author_and_day_are_told_apart_in_lists_and_on_the_map(dock, workspace, iface, qtbot):
    for east, reason in ((500_990, "la trocha"), (500_980, "la quebrada"), (500_970, "la quebrada")):
        propose(workspace, SQUARE.replace("501000 9001000", f"{east} 9001000"), AUTHOR="Rosa", REASON=reason)
    dock.refresh()
    dock.show_page("compare")
    page = dock.compare
    ids = {row["id"]: row["geom"] for row in rows(workspace, "proposal") if row["state"] == "open"}
    for box in (page.first, page.second, dock.draw.source):
        names = {box.itemText(i) for i in range(box.count()) if box.itemData(i) in ids}
        assert len(names) == 3, names
        assert sum("la trocha" in name for name in names) == 1
        # what tells them apart stands where a narrow list still shows it
        assert len({name[:18] for name in names}) == 3, names
    page.choose(*list(ids)[1:])
    page.overlay()
    (layer,) = [layer for layer in QgsProject.instance().mapLayers().values() if "one over the other" in layer.name()]
    drawn = {bytes(feature.geometry().asWkb()): feature["name"] for feature in layer.getFeatures()}
    # each in a colour of its own
    colors = {c.value(): c.symbol().symbolLayer(0).strokeColor().name() for c in layer.renderer().categories()}
    assert len({colors[drawn[ids[one]]] for one in list(ids)[1:]}) == 2


def test_the_tab_key_goes_through_the_fields_of_a_form_before_its_buttons(qtbot):
    dialog = SideDialog(None, "V-1 – V-2", SideFacts(), [])
    qtbot.addWidget(dialog)
    fields = [dialog.kind, dialog.neighbour, dialog.record_act, dialog.record_on]
    for _ in range(2):
        dialog.show()
        wanted = [*fields, dialog.accept_button, dialog.cancel_button]
        assert reached_from(dialog, wanted) == wanted
        dialog.hide()


def test_two_laptops_conflict_is_decided_stretch_by_stretch_in_the_panel(tmp_path, workspace, iface, qtbot):
    from rainforest_alert_plugin.host.workspaces import backup_workspace, open_workspace, restore_workspace

    agree(workspace, SQUARE)
    copy, second = str(tmp_path / "copia.gpkg"), str(tmp_path / "otra.gpkg")
    with open_workspace(workspace) as opened_one, opened_one.write() as transaction:
        transaction.insert("place", {"name": "Collpa"})
    backup_workspace(workspace, copy, lambda _: None, lambda: False)
    restore_workspace(second, copy, lambda _: None)
    agree(workspace, CHANGED)
    agree(second, SQUARE.replace("501000 9001000", "501200 9001000").replace("500000 9000000", "500030 9000000"))
    for location, name in ((workspace, "Collpa Grande"), (second, "Collpa del Tigre")):
        with open_workspace(location) as one, one.write() as transaction:
            (place,) = one.read("place")
            transaction.update("place", place["id"], {"name": name})
    dock = opened(workspace, iface, qtbot)
    look_at(iface.canvas, qtbot)
    dock.get_in.merge(second)
    end(dock, qtbot)
    assert dock.page == "agree"
    panel = dock.agree.conflicts
    lines = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert [line.startswith("Boundary of Nueva Vida, stretch") for line in lines] == [True, True, False]
    assert len(panel.choices) == 3
    # on the map each version runs from the vertex that all share before the stretch to the one behind it
    assert len(panel._bands) == 3
    drawn = [side.geometry for side in panel.found[0].sides]
    assert {line.constGet().numPoints() for line in drawn} == {3}
    assert len({line.asWkt(8).split(",")[0] for line in drawn}) == 1
    # the tab key goes from the list to the sides of the chosen conflict and then to the button
    panel.list.setCurrentRow(1)
    assert reached_from(panel.list, [panel.apply_button, *panel.choices]) == [*panel.choices, panel.apply_button]
    panel.list.setCurrentRow(0)
    panel.apply()
    assert "Nothing is decided yet" in dock.status.text()
    panel.choose(0, "theirs")
    panel.choose(1, "ours")
    other = next(side for side in panel.found[2].sides if side.text == "Collpa del Tigre")
    panel.choose(2, other.choice)
    panel.apply()
    dialog = panel.record_dialog
    dialog.act.setText("Acta 30")
    dialog.held_on.setDate(QDate(2026, 11, 20))
    dialog.signed_by.setPlainText("Rosa Ampush\nLuis Wajai")
    dialog.accept_button.click()
    end(dock, qtbot)
    assert dock.status.text() == "2 decisions applied; 0 conflicts still wait.", dock.status.text()
    assert not panel.isVisibleTo(dock.agree)
    assert rows(workspace, "place")[0]["name"] == "Collpa del Tigre"
    last = max(rows(workspace, "boundary_version"), key=lambda row: row["number"])
    assert (last["merged_id"] is not None, last["signed_by"]) == (True, "Rosa Ampush; Luis Wajai")
    corners = {(v["easting"], v["northing"]) for v in rows(workspace, "vertex") if v["version_id"] == last["id"]}
    # each stretch from its own side
    assert len(corners & {(500_050.0, 9_000_000.0), (500_030.0, 9_000_000.0)}) == 1
    assert len(corners & {(501_100.0, 9_001_000.0), (501_200.0, 9_001_000.0)}) == 1


def track_layer(sigma_m=4.0):
    layer = QgsVectorLayer(
        "LineString?crs=EPSG:32718&field=method:string&field=vertex_sigma_m:string&field=vertex_time:string(2000)",
        "recorrido",
        "memory",
    )
    # ten minutes from the house, then around a square of 400 m with a jump of the receiver, 90 m per minute
    places = [
        (499_910, 9_000_000),
        (500_000, 9_000_000),
        (500_200, 9_000_003),
        (500_400, 9_000_000),
        (509_000, 9_000_200),
    ]
    places += [
        (500_400, 9_000_200),
        (500_400, 9_000_400),
        (500_200, 9_000_396),
        (500_000, 9_000_400),
        (500_000, 9_000_008),
    ]
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in places]))
    times = [f"2026-05-01T10:{3 * minute:02d}:00.000Z" for minute in range(len(places))]
    feature.setAttributes(["gnss_handheld", json.dumps([sigma_m] * len(places)), json.dumps(times)])
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


def test_a_track_becomes_a_draft_in_four_steps_each_taken_back(dock, iface, qtbot):
    dock.show_page("get_in")
    panel = dock.get_in.track
    qtbot.mouseClick(panel.take_button, Qt.MouseButton.LeftButton)
    assert "Select one track" in dock.status.text()
    layer = track_layer()
    layer.selectAll()
    iface.setActiveLayer(layer)
    qtbot.mouseClick(panel.take_button, Qt.MouseButton.LeftButton)
    assert panel.tolerance.value() == 8.0  # twice the median sigma of 4 m
    panel.first.setValue(2)
    counts = [10]
    for button in panel.step_buttons[:3]:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        counts.append(len(panel.session.vertices))
    # the end at the house, the jump, and three vertices within 8 m of straight sides
    assert counts == [10, 9, 8, 5]
    assert "at most 4.00 m" in dock.status.text()  # the fix at 9 000 396 stands 4 m off the northern side
    qtbot.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert len(panel.session.vertices) == 8
    qtbot.mouseClick(panel.redo_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.step_buttons[3], Qt.MouseButton.LeftButton)
    assert panel.session.is_closed
    qtbot.mouseClick(panel.draft_button, Qt.MouseButton.LeftButton)
    assert dock.page == "draw", dock.status.text()
    draft = dock.draw.drafts.draft
    assert [one.vertex.place for one in draft] == [
        (500_000, 9_000_000), (500_400, 9_000_000), (500_400, 9_000_400), (500_000, 9_000_400), (500_000, 9_000_008),
    ]  # fmt: skip
    assert {(one.vertex.sigma_m, one.vertex.method) for one in draft} == {(4.0, "gnss_handheld")}
    assert draft[0].vertex.surveyed_at == "2026-05-01T10:03:00.000Z"


def test_a_track_of_centimetres_is_simplified_and_cleaned_within_centimetres(dock, iface):
    dock.show_page("get_in")
    panel = dock.get_in.track
    layer = track_layer(0.014)
    layer.selectAll()
    iface.setActiveLayer(layer)
    assert dock.guarded(panel.take_track), dock.status.text()
    assert panel.tolerance.value() == 0.028  # twice the median sigma
    assert dock.guarded(panel.step_buttons[2].click), dock.status.text()
    assert panel.session.done[-1].tolerance_m == 0.028
    assert "0.028 m" in dock.status.text()
    panel.sigma.setValue(0.013)
    assert panel.sigma.value() == 0.013


def test_a_draft_keeps_what_the_imported_polygon_knows_of_each_vertex_and_its_file(
    dock, workspace, iface, tmp_path, qtbot
):
    name, expected = table(tmp_path)
    layer = QgsProject.instance().addMapLayer(imported(tmp_path / name))
    layer.selectAll()
    iface.setActiveLayer(layer)
    dock.show_page("draw")
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("The polygon selected on the map"))
    assert dock.guarded(dock.draw.begin), dock.status.text()
    assert told(one.vertex.values() for one in dock.draw.drafts.draft) == expected
    # kept through saving and opening again, and proposed with the draft
    dock.draw.drafts.save()
    dock.draw.close_down()
    QgsProject.instance().removeAllMapLayers()
    dock.refresh()
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("The draft that was saved"))
    assert dock.guarded(dock.draw.begin), dock.status.text()
    dock.start_job()
    dialog = dock.draw.propose_dialog
    assert dialog.source.text() == "a.csv, EPSG:32718"
    dialog.source.setText("a.csv, levantado con el RTK de la federación")
    dialog.reason.setPlainText("levantamiento nuevo")
    dialog.accept_button.click()
    end(dock, qtbot)
    assert rows(workspace, "proposal")[-1]["source"] == "a.csv, levantado con el RTK de la federación"


def test_the_source_of_a_draft_is_what_it_began_from_and_never_the_community(dock, workspace, iface, qtbot):
    begin(dock, qtbot)
    page = dock.draw
    agreed = page.source.itemText(page.source.findText("Version 1", Qt.MatchFlag.MatchStartsWith))
    assert page.drafts.source == agreed
    page.corners.move(501_000.0, 9_001_000.0, 501_100.0, 9_001_000.0)
    # the neighbour's draft began by the shared corner
    sources = {entry.community: entry.source for entry in page.drafts.zone.entries()}
    assert sources == {"Nueva Vida": agreed, "Puerto Azul": "Agreed boundary, with a shared corner moved"}
    page.propose({"AUTHOR": "Rosa", "WORKSHOP": "", "REASON": "x", "SOURCE": ""})
    end(dock, qtbot)
    assert rows(workspace, "proposal")[-1]["source"] == "Draft of Nueva Vida, EPSG:32718"


def test_drafts_of_an_earlier_version_get_a_place_for_their_source(dock, workspace, qtbot):
    begin(dock, qtbot)
    dock.draw.drafts.save()
    dock.draw.close_down()
    QgsProject.instance().removeAllMapLayers()
    with closing(sqlite3.connect(drafts_path(workspace))) as database:
        database.execute("ALTER TABLE draft_32718 DROP COLUMN source")
    dock.refresh()
    dock.draw.source.setCurrentIndex(dock.draw.source.findText("The draft that was saved"))
    assert dock.guarded(dock.draw.begin), dock.status.text()
    assert (len(dock.draw.drafts.draft), dock.draw.drafts.source) == (4, "")
    layer = dock.draw.drafts.zone.layer
    fid = next(layer.getFeatures()).id()
    layer.changeAttributeValue(fid, layer.fields().lookupField("source"), "acta de 1998")
    dock.draw.drafts.save()
    with closing(sqlite3.connect(drafts_path(workspace))) as database:
        assert database.execute("SELECT source FROM draft_32718").fetchall() == [("acta de 1998",)]


@pytest.mark.parametrize("is_joined", [True, False])
def test_parts_of_a_track_are_joined_only_when_that_is_wanted(dock, iface, qtbot, is_joined):
    layer = QgsVectorLayer("MultiLineString?crs=EPSG:32718", "recorrido", "memory")
    feature = QgsFeature(layer.fields())
    parts = "(500000 9000000,500400 9000000),(500400 9000400,500000 9000400),(500000 9000397,500000 9000100)"
    feature.setGeometry(QgsGeometry.fromWkt(f"MultiLineString({parts})"))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    layer.selectAll()
    asked = []

    def answer():
        question = QApplication.activeModalWidget()
        asked.append(question.text())
        wanted = "Join the parts" if is_joined else "Cancel"
        next(button for button in question.buttons() if button.text() == wanted).click()

    dock.show_page("get_in")
    QTimer.singleShot(200, answer)
    qtbot.mouseClick(dock.get_in.track.take_button, Qt.MouseButton.LeftButton)
    assert "part by part: 1–2: 400 m; 2–3: 3 m." in asked[0]
    session = dock.get_in.track.session
    assert (session is not None and len(session.vertices) == 6) == is_joined
    assert ("1–2: 400 m; 2–3: 3 m" in dock.status.text()) == is_joined
    assert dock.status.level == ("warning" if is_joined else "info")


def test_columns_of_a_table_are_confirmed_before_it_is_read(dock, tmp_path, qtbot):
    path = tmp_path / "vertices.csv"
    path.write_text("Punto;X;Y;Z;Precision\nP1;500000,5;9000000,25;210;0,4\nP2;501000,0;9000000,0;211;0,5\n", "utf-8")
    dock.show_page("get_in")
    dock.get_in.import_file(str(path))
    dialog = dock.get_in.columns_dialog
    guessed = {role: box.currentText() for role, box in dialog.boxes.items() if box.currentData()}
    assert guessed == {"easting": "X", "northing": "Y", "vertex": "Punto", "height": "Z", "sigma": "Precision"}
    assert dialog.delimiter.currentData() == ";"
    assert dialog.marks.text() == "Decimal mark by column: X: comma, Y: comma, Precision: comma."
    dialog.boxes["northing"].setCurrentIndex(0)
    dialog.accept_button.click()
    assert dialog.warning.text() == "Say which columns hold the two coordinates."
    dialog.boxes["northing"].setCurrentIndex(dialog.boxes["northing"].findText("Y"))
    dialog.boxes["vertex"].setCurrentIndex(0)  # the person says that the first column names nothing
    dock.get_in.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    dialog.accept_button.click()
    end(dock, qtbot)
    assert dock.status.level in ("success", "warning"), dock.status.text()
    (layer,) = QgsProject.instance().mapLayersByName("vertices")
    points = sorted((f["easting"], f["northing"], f["sigma_m"], f["label"] or "") for f in layer.getFeatures())
    assert points == [(500000.5, 9000000.25, 0.4, ""), (501000.0, 9000000.0, 0.5, "")]
    # the system was said of this file, not of the next one
    assert not dock.get_in.crs.crs().isValid()


def test_how_a_table_is_written_is_confirmed_before_it_is_read(dock, tmp_path, qtbot):
    path = tmp_path / "vertices.csv"
    path.write_text(
        "Punto;X;Y;Cota;Calidad\nP1;500000,5;9000000,25;1.250;RTK\nP2;501000,0;9000000,0;2.100;RTK\n", "utf-8"
    )
    dock.show_page("get_in")
    dock.get_in.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    dock.get_in.import_file(str(path))
    dialog = dock.get_in.columns_dialog
    assert dialog.boxes["quality"].currentText() == "Calidad"
    assert "“1.250” in the column “Cota”" in dialog.marks.text()
    assert "taken as 1250" in dialog.marks.text()
    dialog.delimiter.setCurrentIndex(dialog.delimiter.findData(","))
    assert dialog.preview.item(0, 0).text() == "P1;500000"
    dialog.delimiter.setCurrentIndex(dialog.delimiter.findData(";"))
    dialog.decimal.setCurrentIndex(dialog.decimal.findData("."))
    assert "“1.250”" not in dialog.marks.text()
    dialog.accept_button.click()
    end(dock, qtbot)
    (layer,) = QgsProject.instance().mapLayersByName("vertices")
    points = sorted((f.geometry().constGet().x(), f.geometry().constGet().z()) for f in layer.getFeatures())
    assert points == [(500000.5, 1.25), (501000.0, 2.1)]


def test_who_works_is_asked_when_nobody_is_chosen(tmp_path, iface, qtbot):
    from rainforest_alert_plugin.host.workspaces import create_workspace

    folder = tmp_path / "nuevo"
    folder.mkdir()
    with create_workspace("nuevo", str(folder)) as made:
        location = made.location
    dock = opened(location, iface, qtbot)
    assert dock.who_dialog.isVisible()
    assert not dock.who_dialog.ok_button.isEnabled()
    dock.who_dialog.name.setText("Luis Wajai")
    dock.who_dialog.ok_button.click()
    assert dock.who_button.text() == "Luis Wajai"
    assert [row["name"] for row in rows(location, "person")] == ["Luis Wajai"]


def test_a_file_for_an_audience_is_made_on_the_page_of_records_and_never_over_another(
    dock, workspace, qtbot, tmp_path, releases_agreed
):
    dock.show_page("record")
    qtbot.mouseClick(dock.record.file_button, Qt.MouseButton.LeftButton)
    dialog = dock.record.file_dialog
    assert [dialog.audience.itemData(n) for n in range(dialog.audience.count())] == [
        "public",
        "federation",
        "office",
        "community",
    ]
    dialog.audience.setCurrentIndex(dialog.audience.findData("public"))
    dialog.accept_button.click()
    assert "Choose where" in dialog.warning.text()
    dialog.file.setFilePath(workspace)
    dialog.accept_button.click()
    assert "there already" in dialog.warning.text()
    dialog.file.setFilePath(str(tmp_path / "público"))
    dialog.accept_button.click()
    end(dock, qtbot)
    assert (tmp_path / "público.gpkg").is_file()
    assert str(tmp_path / "público.gpkg") in dock.status.text()
    # both communities are the federation's, so that nothing is public yet
    assert {(line["audience"], line["released_count"]) for line in rows(workspace, "release_log")} == {("public", 0)}
    assert len(releases_agreed) == 1


@pytest.mark.parametrize("page", ["draw", "compare", "agree", "record"])
def test_without_a_community_every_page_says_what_is_missing(iface, qtbot, page, tmp_path):
    dock = TerritoryDock(iface)
    qtbot.addWidget(iface.window)
    qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    dock.show_page(page)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"
    assert dock.status.text().startswith("Choose the ")


def test_a_project_that_is_closed_while_a_draft_is_open_keeps_its_edits(dock, workspace, qtbot):
    begin(dock, qtbot)
    dock.draw.tools.number_anew()
    QgsProject.instance().removeAllMapLayers()
    qtbot.wait(20)
    assert dock.draw.drafts.zone is None
    assert autosave_path(drafts_path(workspace)).exists()
    dock.show_page("table")
    dock.show_page("draw")
    assert dock.draw.recovery.isVisibleTo(dock.draw)


def test_a_track_near_the_neighbours_line_is_moved_onto_it_wherever_the_map_is(dock, iface, qtbot):
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dock.show_page("get_in")
    panel = dock.get_in.track
    layer = QgsVectorLayer("LineString?crs=EPSG:32718", "recorrido", "memory")
    feature = QgsFeature(layer.fields())
    # the eastern side of the walk runs 3 m beside the neighbour's registered one
    feature.setGeometry(QgsGeometry.fromWkt("LINESTRING(500500 9000000,500997 9000000,500997 9001000,500500 9001000)"))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    layer.selectAll()
    iface.setActiveLayer(layer)
    qtbot.mouseClick(panel.take_button, Qt.MouseButton.LeftButton)
    assert panel.tolerance.value() == 0.0
    qtbot.mouseClick(panel.step_buttons[2], Qt.MouseButton.LeftButton)
    assert "does not state the accuracy" in dock.status.text()
    panel.reach.setValue(5.0)
    qtbot.mouseClick(panel.step_buttons[3], Qt.MouseButton.LeftButton)
    assert "2 vertices were moved onto the registered line, by at most 3.00 m." in dock.status.text()
    assert sorted({float(x) for x in panel.session.vertices["x"]}) == [500_500.0, 501_000.0]
    assert [step.name for step in panel.session.done] == ["close", "snap"]
