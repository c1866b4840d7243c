"""Fixes that take land out of a boundary or close the slivers beside it, and find the vertices that stayed again by their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsRectangle, QgsSpatialIndex

from ...errors import Message
from ...geo.progress import IsCancelled, never_cancelled, stop_if
from ...overlay.repair import polygons_only
from .vertices import ADDED, REMOVED, FixedBoundary, FixRing, FixVertex, VertexChange, may_go, removed

EXCLUDE, SLIVERS = "exclude", "close_slivers"
_SAME_M = 1e-4
_SEGMENTS = 8
_DUST_M2 = 1e-4


@dataclass(frozen=True)
class CutUnit:
    """Land of another layer near the boundary, in its system.

    Attributes
    ----------
    layer, unit : str
    wkb : bytes
        Valid polygon; lines are given as the strip along them.
    """

    layer: str
    unit: str
    wkb: bytes


def exclude(
    rings: Sequence[FixRing], units: Sequence[CutUnit], is_cancelled: IsCancelled = never_cancelled
) -> FixedBoundary:
    """Take the land of `units` (rivers, strips, roads, registered parcels) out of the boundary.

    What is left of a territory cut in two stays, both parts; nothing is dropped but dust below a square centimetre.

    Parameters
    ----------
    rings : sequence of FixRing
        A valid boundary.
    units : sequence of CutUnit
    """
    before = polygon_of(rings)
    after = QgsGeometry(before)
    reasons: list[tuple[QgsGeometry, Message]] = []
    for unit in units:
        stop_if(is_cancelled)
        land = _geometry(unit.wkb)
        if not land.boundingBoxIntersects(before):
            continue
        shared = polygons_only(before.intersection(land))
        if shared.isEmpty() or shared.area() <= _DUST_M2:
            continue
        after = polygons_only(after.difference(land))
        facts = {"layer": unit.layer, "unit": unit.unit, "area_ha": f"{shared.area() / 10_000.0:.4f}"}
        reasons.append((land, Message("fix.excluded", **facts)))
    return _matched(rings, after, EXCLUDE, reasons)


def close_slivers(
    rings: Sequence[FixRing],
    units: Sequence[CutUnit],
    width_m: float,
    beyond_sigma: bool = False,
    is_cancelled: IsCancelled = never_cancelled,
) -> FixedBoundary:
    """Give thin overlaps with neighbours back and take thin gaps to them in, so that both share one line.

    Overlaps and gaps wider than `width_m` on the mean (twice the area by the perimeter) are no slivers and stay as they are.

    Parameters
    ----------
    rings : sequence of FixRing
        A valid boundary.
    units : sequence of CutUnit
        Registered neighbours.
    width_m : float
        Metres.
    beyond_sigma : bool
        Whether surveyed vertices may give way by more than their accuracy; without it such a sliver stays, and is asked about.
    """
    before = polygon_of(rings)
    after = QgsGeometry(before)
    reasons: list[tuple[QgsGeometry, Message]] = []
    asked: list[VertexChange] = []
    reach = QgsRectangle(before.boundingBox())
    reach.grow(2 * width_m)
    for unit in units:
        stop_if(is_cancelled)
        land = _geometry(unit.wkb)
        if not land.boundingBox().intersects(reach):
            continue
        for sliver in _slivers(polygons_only(after.intersection(land)), width_m):
            reason = _sliver_message("fix.sliver_given", unit, sliver)
            held = [] if beyond_sigma else _held(rings, sliver, land, reason)
            asked += held
            if not held:
                after = polygons_only(after.difference(sliver))
                reasons.append((sliver, reason))
        for gap in _gaps(after, land, width_m):
            reason = _sliver_message("fix.sliver_taken", unit, gap)
            held = [] if beyond_sigma else _held(rings, gap, land, reason)
            asked += held
            if not held:
                after = polygons_only(after.combine(gap))
                reasons.append((gap, reason))
    done = _matched(rings, after, SLIVERS, reasons)
    return replace(done, changes=(*done.changes, *asked))


def _held(rings: Sequence[FixRing], sliver: QgsGeometry, land: QgsGeometry, reason: Message) -> list[VertexChange]:
    """Surveyed vertices at a sliver that stand farther from the neighbour's line than their accuracy leaves open."""
    line = _outline(land)
    box = QgsRectangle(sliver.boundingBox())
    box.grow(_SAME_M)
    held = []
    for ring in rings:
        for vertex in ring.vertices:
            place = QgsPointXY(*vertex.place)
            if not box.contains(place) or sliver.distance(QgsGeometry.fromPointXY(place)) > _SAME_M:
                continue
            distance = _distance(line, place)
            if distance > _SAME_M and not may_go(vertex, distance, False):
                held.append(removed(SLIVERS, ring, vertex, distance, reason, True))
    return held


def polygon_of(rings: Sequence[FixRing]) -> QgsGeometry:
    """Multipolygon of the rings."""
    parts: dict[int, list[list[QgsPointXY]]] = {}
    for ring in rings:
        points = [QgsPointXY(*vertex.place) for vertex in ring.vertices]
        parts.setdefault(ring.part, []).append([*points, points[0]] if points else points)
    return QgsGeometry.fromMultiPolygonXY(list(parts.values()))


def _slivers(shared: QgsGeometry, width_m: float) -> list[QgsGeometry]:
    found = []
    for part in shared.asGeometryCollection():
        area, length = part.area(), part.length()
        if area > _DUST_M2 and length and 2.0 * area / length < width_m:
            found.append(part)
    return found


def _gaps(boundary: QgsGeometry, land: QgsGeometry, width_m: float) -> list[QgsGeometry]:
    """Thin land between the two that touches both."""
    near = QgsRectangle(land.boundingBox())
    near.grow(2 * width_m)
    one = boundary.clipped(near)
    if one.isEmpty():
        return []
    other = land
    both = one.combine(other)
    closed = both.buffer(width_m / 2, _SEGMENTS).buffer(-width_m / 2, _SEGMENTS)
    between = polygons_only(closed.difference(both))
    found = []
    for part in between.asGeometryCollection():
        area, length = part.area(), part.length()
        if area <= _DUST_M2 or not length or 2.0 * area / length >= width_m:
            continue
        rim = part.buffer(_SAME_M, _SEGMENTS)
        along = [_shared_length(rim, side) for side in (boundary, land)]
        # a bay of one of the two touches only that one; rounded corners of the closing touch both in a point
        if min(along) > width_m:
            found.append(part)
    return found


def _shared_length(rim: QgsGeometry, polygon: QgsGeometry) -> float:
    line = QgsGeometry(polygon.constGet().boundary())
    return rim.intersection(line).length()


def _sliver_message(id: str, unit: CutUnit, sliver: QgsGeometry) -> Message:
    return Message(
        id,
        layer=unit.layer,
        unit=unit.unit,
        area_m2=f"{sliver.area():.1f}",
        width_m=f"{2.0 * sliver.area() / sliver.length():.2f}",
    )


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _matched(
    rings: Sequence[FixRing], after: QgsGeometry, fix: str, reasons: Sequence[tuple[QgsGeometry, Message]]
) -> FixedBoundary:
    """Rings of the result; vertices that stand where one stood are that one, with its label and its accuracy."""
    if not reasons:
        return FixedBoundary(tuple(rings))
    known = _Places([vertex for ring in rings for vertex in ring.vertices])
    old_line, new_line = (_outline(geometry) for geometry in (polygon_of(rings), after))
    fixed, changes = [], []
    polygon = QgsGeometry(after)
    polygon.convertToMultiType()
    for part, part_rings in enumerate([] if polygon.isNull() else polygon.asMultiPolygon()):
        for number, points in enumerate(part_rings):
            vertices = []
            for point in points[:-1]:
                found = known.take((point.x(), point.y()))
                if found is None:
                    found = FixVertex(point.x(), point.y())
                    distance = _distance(old_line, point)
                    changes.append(
                        VertexChange(
                            *(fix, ADDED, part, number, "", None, found.place, distance, None),
                            _reason(reasons, point),
                        )
                    )
                vertices.append(found)
            fixed.append(FixRing(part, number, tuple(vertices)))
    for ring in rings:
        for vertex in ring.vertices:
            if not known.was_taken(vertex):
                point = QgsPointXY(*vertex.place)
                changes.append(
                    VertexChange(
                        *(fix, REMOVED, ring.part, ring.ring, vertex.label, vertex.place, None),
                        *(_distance(new_line, point), vertex.sigma_m, _reason(reasons, point)),
                    )
                )
    return FixedBoundary(tuple(fixed), tuple(changes))


def _outline(polygon: QgsGeometry) -> QgsGeometry:
    line = None if polygon.isNull() or polygon.isEmpty() else polygon.constGet().boundary()
    return QgsGeometry(line) if line is not None else QgsGeometry()


def _distance(line: QgsGeometry, point: QgsPointXY) -> float:
    return line.distance(QgsGeometry.fromPointXY(point)) if not line.isNull() and not line.isEmpty() else 0.0


def _reason(reasons: Sequence[tuple[QgsGeometry, Message]], point: QgsPointXY) -> Message:
    """Of the units that were cut, the one nearest to a place."""
    place = QgsGeometry.fromPointXY(point)
    return min(reasons, key=lambda reason: reason[0].distance(place))[1]


class _Places:
    """Vertices by the place where they stand; each is given out once."""

    def __init__(self, vertices: Sequence[FixVertex]) -> None:
        self._vertices = list(vertices)
        self._index = QgsSpatialIndex()
        self._taken: set[int] = set()
        self._numbers = {id(vertex): number for number, vertex in enumerate(self._vertices)}
        for number, vertex in enumerate(self._vertices):
            feature = QgsFeature(number)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*vertex.place)))
            self._index.addFeature(feature)

    def take(self, place: tuple[float, float]) -> FixVertex | None:
        """The vertex that stands here, or None."""
        x, y = place
        box = QgsRectangle(x - _SAME_M, y - _SAME_M, x + _SAME_M, y + _SAME_M)
        for number in sorted(self._index.intersects(box)):
            if number not in self._taken:
                self._taken.add(number)
                return self._vertices[number]
        return None

    def was_taken(self, vertex: FixVertex) -> bool:
        """Whether a vertex is in the result."""
        return self._numbers[id(vertex)] in self._taken
