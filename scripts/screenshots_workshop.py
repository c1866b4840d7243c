"""Pictures of a workshop: its mode, the form of a place, the sheet. Part of screenshots_window.py."""

from __future__ import annotations

import subprocess
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject
from qgis.gui import QgsAttributeDialog
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, plugins

import window_driver as window

STROKES: tuple[tuple[str, tuple[tuple[int, int], ...], dict[str, Any]], ...] = (
    ("area", ((300, 250), (420, 240), (440, 380), (320, 390)), {"name": "Yomibato", "name_es": "Chacra", "use": 3}),
    ("point", ((500, 300),), {"name": "Shori", "use": 2}),
    ("line", ((350, 450), (450, 430), (560, 500), (600, 560)), {"name_es": "Lindero norte", "kind": 2}),
)


def tap(place: tuple[int, int]) -> None:
    """Tap the map."""
    QTest.mouseClick(iface.mapCanvas().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(*place))


def workshop(layers: dict[str, Any], out: Path, take: Callable[[str], None]) -> None:
    """Open a workshop, draw, print a sheet, leave."""
    create = import_module(f"{window.PLUGIN}.host.workspaces").create_workspace
    remember = import_module(f"{window.PLUGIN}.host.settings").remember
    with create("Federación", tempfile.mkdtemp()) as made:
        with made.write() as transaction:
            transaction.insert("community", {"name": "Nueva Vida"})
        location = made.location
    remember("alerts", "workspaces", location)
    remember("alerts", "workspace", location)
    main = iface.mainWindow()
    plugins[window.PLUGIN].window_parts.workshop_action.trigger()
    main.setWindowState(Qt.WindowState.WindowNoState)
    main.resize(1366, 768)
    QTest.qWait(500)
    mode = plugins[window.PLUGIN].window_parts.workshop_mode
    page = mode.open_page
    page.place.setText("Local comunal")
    page.purpose.setText("Mapa de usos")
    page.people_form.role.setEditText("sabias y sabios")
    page.people_form.number.setValue(6)
    page.add_people()
    take("workshop_open")
    mode.begin()
    iface.mapCanvas().setExtent(layers["comunidad"].extent())
    iface.mapCanvas().zoomByFactor(1.3)
    window.settle()
    for stroke, places, facts in STROKES:
        mode.choose_tool(stroke)
        for place in places:
            tap(place)
        mode.finish_stroke()
        form = mode.describe_page
        for name, value in facts.items():
            widget = getattr(form, name)
            widget.setText(value) if isinstance(value, str) else widget.setCurrentIndex(value)
        if stroke == "area":
            take("workshop_describe")
        mode.save_description()
    mode.choose_tool("line")
    for place in ((250, 500), (300, 600)):
        tap(place)
    take("workshop_mode")
    mode.tool.clear()
    mode.print_sheet_to(str(out / "workshop_sheet.pdf"))
    window.wait_for(lambda: mode.current_run is None)
    subprocess.run(
        [
            *("pdftoppm", "-r", "70", "-png", "-singlefile"),
            *(str(out / "workshop_sheet.pdf"), str(out / "workshop_sheet")),
        ],
        check=True,
    )
    mode.leave()
    main.resize(1366, 768)
    places_layer = next(
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if layer.customProperty("rainforest_alert/workspace_table", "") == "place" and layer.featureCount() == 1
    )
    dialog = QgsAttributeDialog(places_layer, next(places_layer.getFeatures()), False)
    dialog.resize(560, 420)
    dialog.show()
    QTest.qWait(400)
    dialog.grab().save(str(out / "workshop_form.png"))
    dialog.close()
