"""Results in the project: one group, the drawing order of a map, and what the layers of a project look like."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QFileInfo, QLocale

from ..about import name as plugin_name
from ..i18n import translate
from .project_datum import pin_in_project

_RANKS = {
    QgsWkbTypes.GeometryType.PointGeometry: 0,
    QgsWkbTypes.GeometryType.LineGeometry: 1,
    QgsWkbTypes.GeometryType.PolygonGeometry: 2,
}
_RASTER_RANK = 3
_TABLE_RANK = 4


def add_result(layer: QgsMapLayer, name: str) -> QgsMapLayer:
    """Add a result to the project, in the plugin's group, points above lines above polygons above rasters.

    A result of an earlier run keeps its place and its name; the new one is numbered.

    Returns
    -------
    QgsMapLayer
        The same layer, now owned by the project.
    """
    project = QgsProject.instance()
    layer.setName(_free_name(project, name))
    pin_in_project(layer.crs())
    project.addMapLayer(layer, False)
    group = _group(project)
    group.insertLayer(_position(group, layer), layer)
    return layer


def marked_layer(mark: str, value: str) -> QgsVectorLayer | None:
    """The vector layer of the project that carries a custom property with this value."""
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.customProperty(mark) == value:
            return layer
    return None


def _group(project: QgsProject) -> QgsLayerTreeGroup:
    root = project.layerTreeRoot()
    return root.findGroup(plugin_name()) or root.insertGroup(0, plugin_name())


def _free_name(project: QgsProject, name: str) -> str:
    taken = {layer.name() for layer in project.mapLayers().values()}
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _rank(layer: Any) -> int:
    if isinstance(layer, QgsRasterLayer):
        return _RASTER_RANK
    return _RANKS.get(layer.geometryType(), _TABLE_RANK) if isinstance(layer, QgsVectorLayer) else _TABLE_RANK


def _position(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> int:
    """Place above the first entry that is drawn no higher than the layer."""
    for index, node in enumerate(group.children()):
        if isinstance(node, QgsLayerTreeLayer) and node.layer() is not None and _rank(node.layer()) >= _rank(layer):
            return index
    return len(group.children())


def polygon_layers() -> list[QgsVectorLayer]:
    """Polygon layers of the project, in the order of the layer tree."""
    return [layer for layer in _layers_in_order() if is_polygons(layer)]


def drawn_layers() -> list[QgsMapLayer]:
    """Layers of the project that a map draws, the uppermost first."""
    return [layer for layer in _layers_in_order() if layer.isSpatial()]


def layer_date(layer: QgsMapLayer) -> str:
    """How old the data of a layer are, in words: the date of its file, or that it is not known."""
    provider = layer.dataProvider()
    parts = QgsProviderRegistry.instance().decodeUri(provider.name(), layer.source()) if provider is not None else {}
    path = QFileInfo(str(parts.get("path") or ""))
    if not path.isFile():
        return translate("RainforestAlert", "date unknown")
    return translate("RainforestAlert", "file of {date}").format(
        date=QLocale().toString(path.lastModified().date(), "dd/MM/yyyy")
    )


def is_polygons(layer: Any) -> bool:
    """Whether a layer holds polygons."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    )


def is_result(layer: QgsMapLayer) -> bool:
    """Whether a layer stands in the plugin's group of results."""
    group = QgsProject.instance().layerTreeRoot().findGroup(plugin_name())
    return group is not None and group.findLayer(layer.id()) is not None


def _layers_in_order() -> list[QgsMapLayer]:
    return [node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers() if node.layer() is not None]
