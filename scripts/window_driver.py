"""What a script inside QGIS's window needs to use the docks as a person would: choose, click, wait."""

from __future__ import annotations

import faulthandler
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox
from qgis.utils import iface, plugins

PLUGIN = "rainforest_alert_plugin"
DEMO = Path(os.environ["RAINFOREST_ALERT_ROOT"]) / "resources" / "demo"
DEMO_LAYERS = ("rio", "concesion", "predios", "colindantes", "comunidades", "comunidad")
_START_MS = 500
_LONGEST_SCENARIO_S = 1200


def run(scenario: Callable[[], None]) -> None:
    """Run a scenario once the window stands, and end QGIS whatever happens."""

    def act() -> None:
        code = 0
        faulthandler.dump_traceback_later(_LONGEST_SCENARIO_S, exit=True)
        sys.excepthook = _end_with
        try:
            scenario()
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        os._exit(code)

    iface.mainWindow().resize(1366, 768)
    QTimer.singleShot(_START_MS, act)


def _end_with(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """An exception in a slot ends QGIS too; QGIS itself would show it and go on."""
    traceback.print_exception(kind, error, trace)
    sys.stdout.flush()
    os._exit(1)


def docks() -> dict[str, Any]:
    """Docks of the plugin by name."""
    return {dock.name: dock for dock in plugins[PLUGIN].window_parts.docks}


def show_only(name: str) -> Any:
    """Open one dock and close the others, by their actions in the toolbar."""
    for other, dock in docks().items():
        if dock.isVisible() != (other == name):
            dock.toggleViewAction().trigger()
    dock = docks()[name]
    dock.raise_()
    QTest.qWait(200)
    return dock


def load_demo() -> dict[str, Any]:
    """Add the layers of the demo to the project; by name."""
    project = QgsProject.instance()
    layers: dict[str, Any] = {"alerts": QgsRasterLayer(str(DEMO / "alerts.tif"), "alerts")}
    for name in DEMO_LAYERS:
        layers[name] = QgsVectorLayer(f"{DEMO / 'demo.gpkg'}|layername={name}", name, "ogr")
    for layer in layers.values():
        if not layer.isValid():
            raise RuntimeError(f"{layer.name()} of the demo cannot be opened")
    project.addMapLayers(list(layers.values()))
    QTest.qWait(200)  # QGIS itself gives a new project the system of its first layer, a moment later
    project.setCrs(layers["comunidad"].crs())
    iface.mapCanvas().setExtent(layers["comunidades"].extent())
    QTest.qWait(300)
    return layers


def click(button: QAbstractButton) -> None:
    """Click a button that is on."""
    if not button.isEnabled():
        raise RuntimeError(f"the button “{button.text()}” is off")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(combo: QComboBox, text: str) -> None:
    """Choose an entry of a combo by the beginning of its text, with the keyboard's way of doing it."""
    for index in range(combo.count()):
        if combo.itemText(index).startswith(text):
            combo.setFocus()
            combo.setCurrentIndex(index)
            combo.activated[int].emit(index)
            return
    entries = [combo.itemText(index) for index in range(combo.count())]
    raise RuntimeError(f"“{text}” is not among {entries}")


def wait_for(condition: Callable[[], bool], seconds: float = 180.0) -> float:
    """Let the window live until something holds; the seconds it took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise RuntimeError(f"waited {seconds} s in vain")
        QTest.qWait(20)
    return time.monotonic() - started


def settle() -> None:
    """Let the map finish drawing."""
    canvas = iface.mapCanvas()
    QTest.qWait(300)
    wait_for(lambda: not canvas.isDrawing())
    QTest.qWait(300)


def options_page() -> Any:
    """The plugin's page of QGIS's options, as the options window would make it."""
    return plugins[PLUGIN].window_parts.options.createWidget(None)
