"""Leading the map to what a row of results speaks of."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..geo.features import unique_ids
from ..host.layers import id_text

_CLOSE_SCALE = 5000.0
# Of more features the map shows where they lie, at once, and lets none flash.
_MOST_FLASHED = 1000
_ROOM_AROUND = 1.6


def zoom_to_features(iface: Any, layer_id: str, fids: Sequence[int]) -> None:
    """Show features of a project layer and let them flash; a layer that is gone is passed over."""
    layer = QgsProject.instance().mapLayer(layer_id)
    if not isinstance(layer, QgsVectorLayer) or not layer.isSpatial() or not fids:
        return
    canvas = iface.mapCanvas()
    canvas.zoomToFeatureIds(layer, list(fids))
    if layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry and canvas.scale() > _CLOSE_SCALE:
        canvas.zoomScale(_CLOSE_SCALE)
    canvas.flashFeatureIds(layer, list(fids))


def zoom_to_layer(iface: Any, layer: QgsVectorLayer) -> None:
    """Show all features of a project layer and let them flash, where they are few enough to be told apart."""
    if layer.featureCount() <= _MOST_FLASHED:
        zoom_to_features(iface, layer.id(), layer.allFeatureIds())
        return
    canvas = iface.mapCanvas()
    transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        extent = transform.transformBoundingBox(layer.extent())
    except QgsCsException:  # the place cannot be drawn in the map's reference system
        return
    extent.scale(_ROOM_AROUND)
    canvas.setExtent(extent, True)
    canvas.refresh()


def zoom_to_geometry(iface: Any, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
    """Show a geometry and let it flash, whether or not a layer of the project holds it."""
    canvas = iface.mapCanvas()
    transform = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        extent = transform.transformBoundingBox(geometry.boundingBox())
    except QgsCsException:  # the place cannot be drawn in the map's reference system
        return
    extent.scale(_ROOM_AROUND)
    canvas.setExtent(extent, True)
    if canvas.scale() < _CLOSE_SCALE:
        canvas.zoomScale(_CLOSE_SCALE)
    canvas.refresh()
    canvas.flashGeometries([geometry], crs)


def features_by_identity(layer: QgsVectorLayer, id_field: str) -> dict[str, int]:
    """Feature ids by the identity that the algorithms give each feature (see :func:`geo.features.unique_ids`)."""
    request = QgsFeatureRequest()
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([id_field] if id_field else [], layer.fields())
    values = []
    fids = []
    for feature in layer.getFeatures(request):
        values.append(id_text(feature.attribute(id_field)) if id_field else str(feature.id()))
        fids.append(feature.id())
    identities, _ = unique_ids(values, fids)
    return dict(zip(identities, fids))
