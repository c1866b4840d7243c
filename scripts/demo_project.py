"""Run inside QGIS by ``make demo-gui``: load the demo's layers with their styles and show the docks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
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
    x, y = demo_map.CENTRE
    iface.mapCanvas().setExtent(QgsRectangle(x - 2250, y - 1900, x + 2250, y + 1900))
    iface.mapCanvas().refresh()
    project.setDirty(False)


def show_docks() -> None:
    """Show the four docks, the first one in front."""
    docks = plugins["rainforest_alert_plugin"].window_parts.docks
    for dock in docks:
        dock.setVisible(True)
    docks[0].raise_()


load()
show_docks()
