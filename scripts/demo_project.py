"""Run inside QGIS by ``make demo-gui``: load the demo's layers with their styles and show the docks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins

sys.path.insert(0, os.environ["RAINFOREST_ALERT_DEMO_SCRIPTS"])

import demo_map
from demo_words import words


def load() -> None:
    """Fill the project, topmost layer first, and look at the community."""
    said = words(os.environ["RAINFOREST_ALERT_DEMO_LANGUAGE"])
    demo = Path(os.environ["RAINFOREST_ALERT_DEMO"])
    project = QgsProject.instance()
    project.setTitle(said["map_title"])
    project.setCrs(QgsCoordinateReferenceSystem(demo_map.MAP_CRS))
    project.setEllipsoid("EPSG:7030")
    community, *others = demo_map.base_layers(demo, said)
    for layer in (community, demo_map.alert_raster(demo / "alerts.tif", said), *others):
        project.addMapLayer(layer, False)
        project.layerTreeRoot().addLayer(layer)
    adjoining = demo_map.vector_layer(demo / "demo.gpkg", "colindantes", said["adjoining"])
    project.addMapLayer(adjoining, False)
    project.layerTreeRoot().addLayer(adjoining).setItemVisibilityChecked(False)
    x, y = demo_map.CENTRE
    iface.mapCanvas().setExtent(QgsRectangle(x - 2250, y - 1900, x + 2250, y + 1900))
    iface.mapCanvas().refresh()
    project.setDirty(False)


def show_docks() -> None:
    """Show the four docks behind each other, the first one in front, and give the map the room of the browser."""
    window = iface.mainWindow()
    first, *others = plugins["rainforest_alert_plugin"].window_parts.docks
    first.setVisible(True)
    for dock in others:
        dock.setVisible(True)
        window.tabifyDockWidget(first, dock)
    first.raise_()
    for name in ("Browser", "Browser2"):
        browser = window.findChild(QDockWidget, name)
        if browser is not None:
            browser.setVisible(False)
    layers = window.findChild(QDockWidget, "Layers")
    window.resizeDocks([layers, first], [300, 420], Qt.Orientation.Horizontal)


load()
show_docks()
