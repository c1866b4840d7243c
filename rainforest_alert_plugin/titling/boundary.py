"""From a polygon as drawn to a boundary as surveyed: nothing is repaired here, for a title's area must not come from a guess."""

from __future__ import annotations

import math
from typing import Sequence

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes

from ..errors import InputError
from .sides import Sides
from .technical_table import SurveyedBoundary, SurveyedRing, TechnicalTable

# QGIS 3.22 knows this engine in the new spelling only.
_ENGINES = QgsGeometry.ValidationMethod
_GEOS = getattr(_ENGINES, "ValidatorGeos", None) or getattr(_ENGINES, "Geos", None)


def surveyed_boundary(
    geometry: QgsGeometry,
    crs: str,
    zone: str,
    labels: dict[tuple[float, float], str] | None = None,
    label_m: float = 0.0,
    sides: Sides | None = None,
) -> SurveyedBoundary:
    """Rings of a polygon, its geometry checked.

    Parameters
    ----------
    geometry : QgsGeometry
        Polygon or multipolygon in UTM metres; Z and M are dropped.
    crs, zone : str
        Reference system (``EPSG:32718``) and zone (``18S``).
    labels : dict of (easting, northing) to str, optional
        Names of the surveyed vertices. Each vertex of the boundary must then have one.
    label_m : float
        A label belongs to the vertex that is nearest, within this distance in metres.
    sides : Sides, optional
        Which sides follow a channel, and who adjoins them. Points along a channel need no label.

    Raises
    ------
    InputError
        ``titling.no_geometry``, ``titling.not_polygon``, ``titling.curved``, ``titling.not_finite``, ``titling.invalid``
        (with reason and place), ``titling.label_missing``, ``titling.label_unused``.
    """
    if geometry.isNull() or geometry.isEmpty():
        raise InputError("titling.no_geometry")
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise InputError("titling.not_polygon")
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        raise InputError("titling.curved")
    flat = QgsGeometry(geometry)
    flat.get().dropZValue()
    flat.get().dropMValue()
    flat.convertToMultiType()
    parts = [[_open_ring(ring) for ring in rings] for rings in flat.asMultiPolygon() if rings]
    _refuse_repeated(parts)
    refuse_invalid(flat, "titling.invalid")
    named = _Labels(labels, label_m)
    boundary = SurveyedBoundary(
        tuple(tuple(_surveyed_ring(ring, named, sides) for ring in rings) for rings in parts), crs, zone
    )
    named.refuse_unused()
    return boundary


def _surveyed_ring(ring: Sequence[tuple[float, float]], named: _Labels, sides: Sides | None) -> SurveyedRing:
    facts = sides.facts(ring) if sides is not None else None
    listed = [not fact.continues for fact in facts] if facts else None
    return SurveyedRing(tuple(ring), named.of(ring, listed), facts)


def printed_polygon(table: TechnicalTable) -> QgsGeometry:
    """Multipolygon of the printed coordinates, outer rings clockwise and enclaves counterclockwise."""
    parts: list[list[list[QgsPointXY]]] = []
    for ring in table.rings:
        points = [QgsPointXY(float(east), float(north)) for east, north in ring.points]
        points.append(points[0])
        if ring.ring == 0:
            parts.append([points])
        else:
            parts[-1].append(points[::-1])
    return QgsGeometry.fromMultiPolygonXY(parts)


def refuse_invalid(geometry: QgsGeometry, message_id: str) -> None:
    """Raise :class:`InputError` with reason and place when a polygon is not valid.

    Parameters
    ----------
    message_id : str
        ``titling.invalid``, or ``titling.invalid_when_printed`` for coordinates already rounded.
    """
    if geometry.isGeosValid():
        return
    faults = geometry.validateGeometry(_GEOS)
    reason = faults[0].what() if faults else geometry.lastError()
    place = faults[0].where() if faults and faults[0].hasWhere() else geometry.boundingBox().center()
    raise InputError(message_id, reason=reason, easting=f"{place.x():.2f}", northing=f"{place.y():.2f}")


def _open_ring(ring: Sequence[QgsPointXY]) -> list[tuple[float, float]]:
    points = [(point.x(), point.y()) for point in ring]
    for number, (x, y) in enumerate(points, start=1):
        if not (math.isfinite(x) and math.isfinite(y)):
            raise InputError("titling.not_finite", vertex=number)
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def _refuse_repeated(parts: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> None:
    for ring in (ring for rings in parts for ring in rings):
        for here, there in zip(ring, [*ring[1:], ring[0]] if ring else []):
            if here == there:
                raise InputError("titling.repeated_vertex", easting=f"{here[0]:.4f}", northing=f"{here[1]:.4f}")


class _Labels:
    """Surveyed names waiting for their vertices."""

    def __init__(self, labels: dict[tuple[float, float], str] | None, label_m: float) -> None:
        self.labels = labels
        self.label_m = label_m
        self.used: set[tuple[float, float]] = set()

    def of(self, ring: Sequence[tuple[float, float]], listed: Sequence[bool] | None) -> tuple[str, ...] | None:
        """Names of the vertices of a ring; None when there are no surveyed names at all."""
        if self.labels is None:
            return None
        return tuple(
            self._nearest(point) if listed is None or listed[index] else "" for index, point in enumerate(ring)
        )

    def _nearest(self, point: tuple[float, float]) -> str:
        nearest = min(self.labels or {}, key=lambda place: math.dist(place, point), default=None)
        if nearest is None or math.dist(nearest, point) > self.label_m:
            raise InputError(
                "titling.label_missing", easting=f"{point[0]:.2f}", northing=f"{point[1]:.2f}", distance_m=self.label_m
            )
        self.used.add(nearest)
        return (self.labels or {})[nearest]

    def refuse_unused(self) -> None:
        """A label that names no vertex means that the boundary and the survey differ."""
        for place in self.labels or {}:
            if place not in self.used:
                raise InputError(
                    "titling.label_unused",
                    label=(self.labels or {})[place],
                    easting=f"{place[0]:.2f}",
                    northing=f"{place[1]:.2f}",
                )
