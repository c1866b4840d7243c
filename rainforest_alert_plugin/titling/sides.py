"""What each side of a boundary follows: a channel becomes one side of the table, from vertex to vertex."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Collection, Mapping, Sequence

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle

from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .technical_table import UNKNOWN_SIDE, SideFacts

Point = tuple[float, float]
Segment = frozenset[Point]

RIVER = "river"
_SEGMENTS = 8


@dataclass(frozen=True)
class Channel:
    """A line that part of a boundary follows, in the reference system of the boundary.

    Attributes
    ----------
    name : str
        Of the river; it is written as the neighbour of the side. Empty when not known.
    geometry : QgsGeometry
        Line or polygon.
    """

    name: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class Sides:
    """Facts of the sides of a boundary.

    Attributes
    ----------
    known : Mapping
        By the two ends of a side, in any order.
    marks : collection of Point
        Points that are vertices of the table even amid a channel: a boundary mark, a surveyed label.
    """

    known: Mapping[Segment, SideFacts] = field(default_factory=dict)
    marks: Collection[Point] = frozenset()

    def facts(self, ring: Sequence[Point]) -> tuple[SideFacts, ...]:
        """Facts of the side that leaves each point of a ring.

        A point is one along a channel, and no vertex, when the sides before and after it follow the same river beside the
        same neighbour and no mark stands there.
        """
        sides = [
            self.known.get(frozenset((here, there)), UNKNOWN_SIDE) for here, there in zip(ring, [*ring[1:], ring[0]])
        ]
        return tuple(
            SideFacts(
                side.kind,
                side.neighbour,
                side.kind == RIVER
                and (before.kind, before.neighbour) == (side.kind, side.neighbour)
                and point not in self.marks,
            )
            for point, side, before in zip(ring, sides, [sides[-1], *sides[:-1]])
        )


def sides_along(
    rings: Sequence[Sequence[Point]],
    channels: Sequence[Channel],
    distance_m: float,
    marks: Collection[Point] = frozenset(),
    is_cancelled: IsCancelled = never_cancelled,
) -> Sides:
    """Find the sides that follow a channel: those that lie within `distance_m` of it over their whole length."""
    points = [point for ring in rings for point in ring]
    extent = QgsRectangle(
        min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)
    )
    extent.grow(distance_m + 1.0)
    near = []
    for channel in channels:
        stop_if(is_cancelled)
        line = channel.geometry.clipped(extent) if channel.geometry.boundingBoxIntersects(extent) else QgsGeometry()
        if not line.isEmpty():
            zone = line.buffer(distance_m, _SEGMENTS)
            engine = QgsGeometry.createGeometryEngine(zone.constGet())
            engine.prepareGeometry()
            near.append((channel.name, zone, zone.boundingBox(), engine))
    known: dict[Segment, SideFacts] = {}
    for ring in rings:
        for here, there in zip(ring, [*ring[1:], ring[0]]):
            stop_if(is_cancelled)
            side = QgsGeometry.fromPolylineXY([QgsPointXY(*here), QgsPointXY(*there)])
            box = side.boundingBox()
            for name, _, zone_box, engine in near:
                if zone_box.intersects(box) and engine.contains(side.constGet()):
                    known[frozenset((here, there))] = SideFacts(RIVER, name)
                    break
    return Sides(known, marks)
