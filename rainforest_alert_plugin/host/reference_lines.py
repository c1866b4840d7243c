"""Lines and outlines of a layer as lines to be followed, in another system and around what the map shows."""

from __future__ import annotations

from typing import Any, Iterable, Protocol, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)

from ..compat import is_null
from ..overlay.pinned import pinned_transform
from ..territory.line_following import ReferenceLine


class LineLayer(Protocol):
    """What is asked of a layer whose lines are followed; a copy for another thread answers it too."""

    def crs(self) -> QgsCoordinateReferenceSystem:
        """Its system."""

    def fields(self) -> QgsFields:
        """Its columns."""

    def getFeatures(self, request: QgsFeatureRequest) -> Iterable[QgsFeature]:
        """Its features."""


_NAMES = ("nombre", "name", "nomrio", "nom_rio", "nombre_rio", "nomcom", "codigo", "code", "id")


def lines_around(
    layer: LineLayer, crs: QgsCoordinateReferenceSystem, area: QgsRectangle, features: Iterable[str] = ()
) -> list[ReferenceLine]:
    """Lines and outlines of a layer that meet an area.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem
        System of `area` and of the result: metres.
    features : iterable of str
        Only these, by :func:`feature_identity`; when none of them is there, and when none is given, all.

    Raises
    ------
    InputError
        ``datum.not_pinned``.
    """
    context = QgsProject.instance().transformContext()
    to_layer = pinned_transform(crs, layer.crs(), context)
    to_crs = pinned_transform(layer.crs(), crs, context)
    try:
        extent = to_layer.transformBoundingBox(area)
    except QgsCsException:
        return []
    request = QgsFeatureRequest(extent)
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    found = []
    for feature in layer.getFeatures(request):
        geometry = QgsGeometry(feature.geometry())
        try:
            geometry.transform(to_crs)
        except QgsCsException:  # what cannot be carried to the zone lies nowhere near it
            continue
        identity = feature_identity(layer, feature)
        found += [ReferenceLine(identity, points) for points in geometry_lines(geometry)]
    wanted = set(features)
    named = [line for line in found if line.feature in wanted]
    return named or found


def geometry_lines(geometry: QgsGeometry) -> list[Any]:
    """Lines and rings of a geometry, each of shape (n, 2)."""
    found = []
    for part in geometry.asGeometryCollection():
        shape = part.constGet()
        outlines = [shape] if not hasattr(shape, "exteriorRing") else []
        if hasattr(shape, "exteriorRing"):
            outlines = [shape.exteriorRing(), *(shape.interiorRing(n) for n in range(shape.numInteriorRings()))]
        for outline in outlines:
            points = np.array([(vertex.x(), vertex.y()) for vertex in outline.vertices()], dtype=float)
            if len(points) > 1:
                found.append(points)
    return found


def feature_identity(layer: LineLayer, feature: Any) -> str:
    """Name or code of a feature, which a newer layer is likely to keep; its number where it has neither."""
    names = {field.name().lower(): field.name() for field in layer.fields()}
    for wanted in _NAMES:
        value = feature.attribute(names[wanted]) if wanted in names else None
        if not is_null(value) and str(value).strip():
            return str(value).strip()
    return f"#{feature.id()}"


def area_around(rectangle: QgsRectangle, places: Sequence[tuple[float, float]], margin_m: float) -> QgsRectangle:
    """A rectangle with some places and a margin."""
    area = QgsRectangle(rectangle)
    for place in places:
        area.combineExtentWith(QgsPointXY(*place))
    return area.buffered(margin_m)
