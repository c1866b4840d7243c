"""Workshop mode: one switch, large controls, every stroke kept at once, and the window put back as it was."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from contextlib import closing

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QLabel, QPushButton, QStyle, QStyleOptionSpinBox, QWidget
from window_iface import WindowIface

from rainforest_alert_plugin.gui.photo_corners import CornersDialog
from rainforest_alert_plugin.gui.stroke_tool import AREA, LINE, POINT
from rainforest_alert_plugin.gui.window import WindowParts
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from rainforest_alert_plugin.paths import resource
from rainforest_alert_plugin.territory.places import places_of_workshop
from rainforest_alert_plugin.territory.words import load_words
from rainforest_alert_plugin.territory.workshops import open_workshop
from tests.qgis.title_packages import provider

__all__ = ["provider"]
pytestmark = pytest.mark.usefixtures("provider", "qgis_new_project", "fresh_settings")


@pytest.fixture
def location(tmp_path):
    folder = tmp_path / "datos"
    folder.mkdir()
    with create_workspace("prueba", str(folder)) as made:
        with made.write() as transaction:
            transaction.insert("community", {"name": "Nueva Vida"})
        remember("alerts", "workspaces", made.location)
        remember("alerts", "workspace", made.location)
        return made.location


@pytest.fixture
def parts(location, qtbot):
    iface = WindowIface()
    qtbot.addWidget(iface.window)
    iface.window.resize(1366, 768)
    made = WindowParts(iface)
    made.add()
    iface.window.menuBar().addMenu("Proyecto")
    iface.window.statusBar().showMessage("listo")
    made.dock("alerts").setVisible(True)
    iface.window.show()
    canvas = iface.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    canvas.setExtent(QgsRectangle(510_000, 9_010_000, 520_000, 9_016_000))
    QTest.qWait(30)
    yield made
    made.remove()


@pytest.fixture
def mode(parts):
    """In the mode, with a workshop open."""
    parts.workshop_action.trigger()
    mode = parts.workshop_mode
    page = mode.open_page
    page.place.setText("Local comunal")
    page.purpose.setText("Mapa de usos")
    page.people_form.role.setEditText("sabias y sabios")
    page.people_form.number.setValue(6)
    press(page.open_button)
    assert mode.workshop is not None, mode.status.text()
    return mode


def press(button):
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def strokes(mode):
    with open_workspace(mode.location, read_only=True) as opened:
        return places_of_workshop(opened, mode.workshop["id"])


def tap(mode, x, y):
    QTest.mouseClick(mode.iface.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))


def sweep(mode, *places):
    viewport = mode.iface.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*places[0]))
    for (x, y), (to_x, to_y) in zip(places, places[1:]):
        for step in range(1, 11):
            move(viewport, x + (to_x - x) * step // 10, y + (to_y - y) * step // 10)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*places[-1]))


def move(viewport, x, y):
    from qgis.PyQt.QtCore import QEvent, QPointF
    from qgis.PyQt.QtGui import QMouseEvent
    from qgis.PyQt.QtWidgets import QApplication

    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def standing(window):
    """How the window stands: every part by name, whether it is shown, where it is and how large."""
    parts = {}
    for child in window.findChildren(QWidget):
        is_dock = isinstance(child, QDockWidget) and child.objectName()
        if is_dock or child in (window.menuBar(), window.statusBar()):
            geometry = child.geometry()
            parts[child.objectName() or type(child).__name__] = (child.isHidden(), geometry.getRect())
    return parts, window.geometry().getRect(), window.isFullScreen(), window.centralWidget().geometry().getRect()


def test_no_stroke_is_begun_that_could_not_be_kept(mode):
    mode.iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4618"))  # SAD69
    mode.choose_tool(LINE)
    assert (mode.tool, mode.status.level) == (None, "error")
    assert "SAD69" in mode.status.text()
    mode.iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    mode.choose_tool(LINE)
    assert mode.tool is not None


def test_names_on_the_map_are_of_eighteen_points_while_the_mode_is_on(parts):
    canvas = parts.iface.mapCanvas()
    before = canvas.magnificationFactor()
    parts.workshop_action.trigger()
    styles = [path.read_text(encoding="utf-8") for path in resource("styles").glob("workspace_*.qml")]
    sizes = [float(size) for style in styles for size in re.findall(r'fontSize="([0-9.]+)"', style)]
    assert sizes
    assert min(sizes) * canvas.magnificationFactor() >= 18.0
    # the same land before the eyes, there and back; the window's other panels come and go
    sides = [(canvas.extent().xMinimum(), canvas.extent().xMaximum())]
    parts.workshop_action.trigger()
    assert canvas.magnificationFactor() == before
    sides.append((canvas.extent().xMinimum(), canvas.extent().xMaximum()))
    assert sides == [pytest.approx((510_000, 520_000), abs=2_000)] * 2


def test_the_switch_empties_the_window_and_leaving_restores_it_exactly(parts):
    window = parts.iface.window
    tool = QgsMapToolPan(parts.iface.canvas)
    parts.iface.canvas.setMapTool(tool)
    QTest.qWait(50)
    before, state, extent = standing(window), bytes(window.saveState()), parts.iface.canvas.extent()
    parts.workshop_action.trigger()
    QTest.qWait(50)
    assert parts.workshop_action.isChecked()
    assert window.isFullScreen()
    shown = [dock.objectName() for dock in window.findChildren(QDockWidget) if dock.isVisible()]
    assert shown == ["RainforestAlert_workshop_mode"]
    assert window.menuBar().isHidden()
    assert window.statusBar().isHidden()
    assert parts.workshop_mode.leave()
    QTest.qWait(50)
    assert not parts.workshop_action.isChecked()
    assert standing(window) == before
    assert bytes(window.saveState()) == state
    assert parts.iface.canvas.mapTool() is tool
    assert parts.iface.canvas.extent().center().distance(extent.center()) < extent.width() / 100


def test_a_plugin_switched_off_in_the_middle_leaves_the_window_as_it_was(location, qtbot):
    iface = WindowIface()
    qtbot.addWidget(iface.window)
    parts = WindowParts(iface)
    parts.add()
    iface.window.show()
    parts.workshop_action.trigger()
    QTest.qWait(30)
    parts.remove()
    QTest.qWait(20)
    assert not iface.window.isFullScreen()
    assert not [dock for dock in iface.window.findChildren(QDockWidget) if "workshop" in dock.objectName()]


def test_letters_are_large_and_nothing_is_cut_off_on_a_small_screen(mode):
    from qgis.PyQt.QtWidgets import QLineEdit

    window = mode.iface.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    pages = (mode.open_page, mode.draw_page, mode.describe_page, mode.people_page)
    for page in (*pages, mode.sheet_page, mode.bring_page, mode.close_page):
        mode.show_page(page)
        QTest.qWait(30)
        # the map keeps the greater part of the screen
        assert mode.panel.width() < 560, type(page).__name__
        for widget in page.findChildren(QWidget):
            if isinstance(widget, (QPushButton, QLabel, QLineEdit)) and widget.isVisible():
                assert widget.font().pointSizeF() >= 18 or widget.fontInfo().pointSizeF() >= 17.5, widget.objectName()
            if isinstance(widget, QPushButton) and widget.isVisible():
                needed = widget.fontMetrics().boundingRect(widget.text()).width()
                assert widget.width() >= needed + 16, (widget.text(), widget.width(), needed)
                assert widget.height() >= 44, widget.text()


def test_the_number_of_people_is_counted_with_a_finger(mode):
    """A finger needs 44 pixels and more in both directions, beside each other and not one over the other."""
    press(mode.draw_page.people_button)
    box = mode.people_page.people_form.number
    QTest.qWait(30)
    option = QStyleOptionSpinBox()
    box.initStyleOption(option)
    parts = QStyle.SubControl.SC_SpinBoxUp, QStyle.SubControl.SC_SpinBoxDown
    more, less = (box.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, box) for part in parts)
    for button in (more, less):
        assert min(button.width(), button.height()) >= 44, button
    assert not more.intersects(less)
    for button, value in ((more, 1), (more, 2), (less, 1)):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=button.center())
        assert box.value() == value
    box.setValue(9999)
    middle = box.lineEdit()
    assert middle.width() >= middle.fontMetrics().boundingRect("9999").width() + 8


def test_a_line_swept_with_a_finger_is_kept_and_belongs_to_the_workshop(mode):
    press(mode.draw_page.strokes[LINE])
    sweep(mode, (100, 100), (200, 150), (300, 120))
    rows = strokes(mode)
    assert len(rows) == 1
    assert rows[0]["workshop_id"] == mode.workshop["id"]
    assert (rows[0]["kind"], rows[0]["sensitivity"]) == ("path", "community")
    from osgeo import ogr

    line = ogr.CreateGeometryFromWkb(rows[0]["geom"])
    assert line.GetGeometryName() == "LINESTRING"
    assert 3 <= line.GetPointCount() < 15  # simplified
    # where the canvas had it: its first point, in degrees
    to_map = mode.iface.canvas.getCoordinateTransform().toMapCoordinates(QPoint(100, 100))
    from pyproj import Transformer

    expected = Transformer.from_crs(32718, 4326, always_xy=True).transform(to_map.x(), to_map.y())
    assert line.GetPoint_2D(0) == pytest.approx(expected, abs=1e-6)


def test_an_area_tapped_point_by_point_can_take_back_its_points(mode):
    press(mode.draw_page.strokes[AREA])
    for place in ((100, 100), (200, 100), (200, 200)):
        tap(mode, *place)
    assert mode.draw_page.finish_button.isEnabled()
    assert mode.tool.band.isVisible()  # people see what they draw
    assert mode.tool.band.numberOfVertices() >= 3
    press(mode.draw_page.undo_button)
    assert not mode.draw_page.finish_button.isEnabled()
    tap(mode, 150, 250)
    press(mode.draw_page.finish_button)
    rows = strokes(mode)
    assert [row["kind"] for row in rows] == ["area"]


def test_people_say_what_they_drew_and_who_may_see_it(mode):
    press(mode.draw_page.strokes[POINT])
    tap(mode, 150, 150)
    page = mode.describe_page
    assert mode.pages.currentWidget() is page
    assert page.facts().sensitivity == "community"
    page.name.setText("Ani Paru")
    page.name_es.setText("Río Grande")
    page.use.setCurrentIndex(page.use.findData("fishing"))
    page.season.setEditText("vaciante")
    page.sensitivity.setCurrentIndex(page.sensitivity.findData("secret"))
    mode.save_description()
    row = strokes(mode)[0]
    assert [row[name] for name in ("name", "name_es", "use", "season", "sensitivity")] == [
        "Ani Paru",
        "Río Grande",
        "fishing",
        "low_water",  # what every laptop keeps for it, whatever its words
        "secret",
    ]
    page.season.setEditText("cuando madura el aguaje")
    assert page.facts().season == "cuando madura el aguaje"
    # asked anew for the next one
    press(mode.draw_page.strokes[POINT])
    tap(mode, 200, 150)
    assert (page.facts().name, page.facts().sensitivity) == ("", "community")


def test_undo_and_redo_go_through_all_strokes_of_the_workshop(mode):
    press(mode.draw_page.strokes[POINT])
    for x in (100, 150, 200):
        tap(mode, x, 150)
        mode.show_page(mode.draw_page)
    press(mode.draw_page.undo_button)
    press(mode.draw_page.undo_button)
    assert len(strokes(mode)) == 1
    press(mode.draw_page.redo_button)
    assert len(strokes(mode)) == 2
    tap(mode, 250, 150)
    mode.show_page(mode.draw_page)
    assert not mode.draw_page.redo_button.isEnabled()
    assert len(strokes(mode)) == 3


def test_a_stroke_that_cannot_be_written_stays_on_the_map_and_is_kept_later(mode, monkeypatch):
    from rainforest_alert_plugin.workspace import geopackage

    monkeypatch.setattr(geopackage, "BUSY_SECONDS", 0.1)
    press(mode.draw_page.strokes[POINT])
    other = sqlite3.connect(mode.location, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tap(mode, 150, 150)
    assert mode.status.level == "error"
    assert len(mode.unsaved) == 1
    assert not mode.leave()  # nobody leaves while something is not kept
    other.execute("ROLLBACK")
    other.close()
    tap(mode, 200, 150)
    assert mode.unsaved == []
    assert len(strokes(mode)) == 2
    assert mode.leave()


def test_after_a_crash_the_open_workshop_goes_on(parts, location):
    with open_workspace(location) as opened:
        community = opened.read("community")[0]["id"]
        identity = open_workshop(opened, community, "2026-09-12", "Escuela", "mapa")
    parts.workshop_action.trigger()
    mode = parts.workshop_mode
    assert mode.open_page.workshop.itemText(0) == "Escuela, 12/09/2026"
    press(mode.open_page.open_button)
    assert mode.workshop["id"] == identity
    assert not mode.open_page.place.isEnabled()


def test_the_map_goes_to_the_land_of_the_community_unless_it_shows_it_already(parts, location):
    from pyproj import Transformer

    with open_workspace(location) as opened, opened.write() as transaction:
        community = opened.read("community")[0]["id"]
        square = "MultiPolygon(((-75.5 -9.5,-75.4 -9.5,-75.4 -9.4,-75.5 -9.4,-75.5 -9.5)))"
        transaction.insert(
            "boundary_version",
            {
                "community_id": community,
                "number": 1,
                "reason": "prueba",
                "epsg": 32718,
                "geom": bytes(QgsGeometry.fromWkt(square).asWkb()),
            },
        )
    with open_workspace(location) as opened:
        open_workshop(opened, community, "2026-09-12", "Escuela", "mapa")
    parts.workshop_action.trigger()
    press(parts.workshop_mode.open_page.open_button)
    middle = QgsPointXY(*Transformer.from_crs(4326, 32718, always_xy=True).transform(-75.45, -9.45))
    assert parts.iface.canvas.extent().contains(middle)
    parts.workshop_mode.zoom(0.5)
    closer = parts.iface.canvas.extent()
    parts.workshop_mode.go_on(location, parts.workshop_mode.workshop["id"])
    assert parts.iface.canvas.extent() == closer


def test_what_is_missing_to_open_a_workshop_is_said(parts):
    parts.workshop_action.trigger()
    mode = parts.workshop_mode
    press(mode.open_page.open_button)
    assert mode.status.text() == "Say where the workshop is held."
    mode.open_page.place.setText("Local")
    mode.open_page.purpose.setText("mapa")
    mode.open_page.people_form.role.setEditText("apu")
    mode.open_page.people_form.number.setValue(1)
    mode.open_page.people_form.name.setText("Rosa")
    press(mode.open_page.open_button)
    assert "a name is written down only when the person agreed" in mode.status.text()
    press(mode.open_page.forget_button)
    press(mode.open_page.open_button)
    assert mode.workshop is not None


def attendance(mode):
    """What the file holds, read without the plugin."""
    with closing(sqlite3.connect(mode.location)) as file:
        rows = file.execute("SELECT role, people_count, name, consented, workshop_id FROM attendance ORDER BY fid")
        return [tuple(row) for row in rows]


def test_people_who_come_later_are_noted_and_stand_in_the_act(mode, qtbot, tmp_path):
    press(mode.draw_page.people_button)
    page, workshop = mode.people_page, mode.workshop["id"]
    assert mode.pages.currentWidget() is page
    assert page.came.text() == "6 elders"
    page.people_form.role.setEditText("jóvenes")
    page.people_form.number.setValue(4)
    press(page.add_button)
    assert page.came.text() == "6 elders\n4 young people"
    page.people_form.role.setEditText("apu")
    page.people_form.number.setValue(1)
    page.people_form.name.setText("Rosa Ampush")
    press(page.back_button)
    assert "a name is written down only when the person agreed" in mode.status.text()
    assert (mode.pages.currentWidget(), page.people_form.name.text()) == (page, "Rosa Ampush")
    assert attendance(mode) == [("elders", 6, None, 0, workshop), ("youth", 4, None, 0, workshop)]
    page.people_form.consent.setChecked(True)
    press(page.back_button)
    assert mode.pages.currentWidget() is mode.draw_page
    assert attendance(mode)[2:] == [("apu", 1, "Rosa Ampush", 1, workshop)]
    mode.close_page.decided.setPlainText("El lindero sigue la quebrada.")
    mode.close_workshop_to(str(tmp_path / "acta.docx"))
    wait(mode, qtbot)
    with zipfile.ZipFile(tmp_path / "acta.docx") as act:
        written = act.read("word/document.xml").decode("utf-8")
    # held in English, and its act is in Spanish
    assert all(word in written for word in ("sabias y sabios", "jóvenes", ">apu<", "Rosa Ampush"))
    assert "young people" not in written


def test_nobody_is_noted_without_a_group_or_by_a_file_that_cannot_be_written(mode, monkeypatch):
    press(mode.draw_page.people_button)
    press(mode.people_page.add_button)
    assert mode.status.level == "error"
    mode.people_page.people_form.role.setEditText("jóvenes")
    mode.people_page.people_form.number.setValue(1)
    mode.people_page.people_form.name.setText("Rosa")
    press(mode.people_page.add_button)
    assert mode.status.text().startswith("young people: a name is written down only")
    mode.people_page.people_form.name.clear()
    mode.people_page.people_form.role.setEditText("mujeres")
    mode.people_page.people_form.number.setValue(3)
    location = mode.location
    monkeypatch.setattr(mode, "location", location + ".gone")
    press(mode.people_page.back_button)
    assert mode.status.level == "error"
    assert mode.pages.currentWidget() is mode.people_page
    assert mode.people_page.people_form.number.value() == 3
    monkeypatch.setattr(mode, "location", location)
    press(mode.people_page.back_button)
    assert [row[:2] for row in attendance(mode)] == [("elders", 6), ("women", 3)]


def wait(mode, qtbot):
    qtbot.waitUntil(lambda: mode.current_run is None, timeout=120_000)


def test_closing_writes_the_act_and_the_next_workshop_can_begin(mode, qtbot, tmp_path):
    press(mode.draw_page.strokes[POINT])
    tap(mode, 150, 150)
    mode.close_page.decided.setPlainText("El lindero sigue la quebrada.")
    mode.close_workshop_to(str(tmp_path / "acta.docx"))
    wait(mode, qtbot)
    assert (tmp_path / "acta.docx").is_file(), mode.status.text()
    assert mode.workshop is None
    assert mode.pages.currentWidget() is mode.open_page
    assert mode.open_page.chosen_workshop() == ""


def test_a_sheet_is_printed_of_what_the_map_shows(mode, qtbot, tmp_path):
    mode.print_sheet_to(str(tmp_path / "hoja.pdf"))
    wait(mode, qtbot)
    assert (tmp_path / "hoja.pdf").read_bytes()[:5] == b"%PDF-", mode.status.text()
    assert mode.status.level == "success"


def test_a_photo_without_marks_leads_to_tapping_its_corners(mode, qtbot, tmp_path, monkeypatch):
    import numpy as np
    from osgeo import gdal

    memory = gdal.GetDriverByName("MEM").Create("", 400, 300, 3, gdal.GDT_Byte)
    for number in range(3):
        memory.GetRasterBand(number + 1).WriteArray(np.full((300, 400), 200, np.uint8))
    path = str(tmp_path / "foto.png")
    gdal.GetDriverByName("PNG").CreateCopy(path, memory)
    asked = []
    monkeypatch.setattr(mode, "ask_corners", asked.append)
    mode.place_photo(path)
    wait(mode, qtbot)
    assert asked == [path]
    from datetime import date

    from rainforest_alert_plugin.territory.sheet_geometry import sheet_over

    code = sheet_over((515_000, 9_013_000), 32718, 10_000, "A3", True, date(2026, 9, 12)).written()
    mode.place_photo(path, "20,20 380,20 380,280 20,280", code)
    wait(mode, qtbot)
    assert mode.status.text() == "The sheet lies where its four corners were tapped."
    assert mode.iface.canvas.extent().contains(QgsPointXY(515_000, 9_013_000))
    # kept beside the workspace, so that the project finds it tomorrow
    assert [file.name for file in (tmp_path / "datos" / "hojas").iterdir()] == ["foto.tif"]


def test_the_corners_tapped_are_pixels_of_the_photo_itself(qtbot, tmp_path):
    from qgis.PyQt.QtCore import QPointF
    from qgis.PyQt.QtGui import QImage

    image = QImage(5000, 2500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(tmp_path / "foto.png"))
    dialog = CornersDialog(str(tmp_path / "foto.png"), load_words("es"))
    qtbot.addWidget(dialog)
    dialog.code.setText("7F3A")
    # shown at half its size
    for x, y in ((10, 10), (2000, 10), (2000, 1000), (99, 99), (9999, 1)):
        dialog.tap(QPointF(x, y))
    dialog.take_back()
    assert not dialog.place_button.isEnabled()
    dialog.tap(QPointF(20, 1100))
    assert dialog.place_button.isEnabled()
    assert dialog.corners() == "20.0,20.0 4000.0,20.0 4000.0,2000.0 40.0,2200.0"
