"""What fixes work on: rings of vertices with their labels and accuracies, and the record of what was changed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Iterator, Sequence

from ...errors import Message

Point = tuple[float, float]
MOVED, ADDED, REMOVED, REVERSED = "moved", "added", "removed", "reversed"
_SAME_M = 1e-6


@dataclass(frozen=True)
class FixVertex:
    """A vertex that may be mended.

    Attributes
    ----------
    x, y : float
        Easting and northing in metres.
    label : str
        Its surveyed name; empty for none.
    sigma_m : float, optional
        Accuracy of its survey; None when it was not surveyed or nobody wrote it down.
    is_kept : bool
        Whether something else depends on it (a mark on the ground, a registered line that shares it): it is not taken out as superfluous.
    """

    x: float
    y: float
    label: str = ""
    sigma_m: float | None = None
    is_kept: bool = False

    @property
    def place(self) -> Point:
        """Easting and northing."""
        return self.x, self.y

    def at(self, place: Point) -> FixVertex:
        """The same vertex elsewhere."""
        return replace(self, x=place[0], y=place[1])


@dataclass(frozen=True)
class FixRing:
    """A ring without its closing vertex; ring 0 of a part is the outer one."""

    part: int
    ring: int
    vertices: tuple[FixVertex, ...]

    def area_m2(self) -> float:
        """Area inside the ring, positive when it runs counterclockwise."""
        origin = self.vertices[0] if self.vertices else FixVertex(0.0, 0.0)
        places = [(vertex.x - origin.x, vertex.y - origin.y) for vertex in self.vertices]
        return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs(places))


@dataclass(frozen=True)
class VertexChange:
    """What became of one vertex.

    Attributes
    ----------
    fix : str
        Which fix did it.
    kind : str
        ``moved``, ``added``, ``removed`` or ``reversed`` (of a whole ring).
    part, ring : int
    label : str
    before, after : Point, optional
        None where it was not, or is not any more.
    distance_m : float
        How far it moved; of a vertex added or removed, how far it lies from the boundary before or after.
    sigma_m : float, optional
        Its accuracy.
    reason : Message
    is_asked : bool
        Whether the change was not made because it exceeds the accuracy of the survey: somebody must decide.
    """

    fix: str
    kind: str
    part: int
    ring: int
    label: str
    before: Point | None
    after: Point | None
    distance_m: float
    sigma_m: float | None
    reason: Message
    is_asked: bool = False


@dataclass(frozen=True)
class FixedBoundary:
    """A boundary after a fix, and what the fix did."""

    rings: tuple[FixRing, ...]
    changes: tuple[VertexChange, ...] = field(default=())

    @property
    def made(self) -> tuple[VertexChange, ...]:
        """Changes that were made."""
        return tuple(change for change in self.changes if not change.is_asked)

    @property
    def asked(self) -> tuple[VertexChange, ...]:
        """Changes that wait for somebody's word."""
        return tuple(change for change in self.changes if change.is_asked)

    def area_ha(self) -> float:
        """Plane area, enclaves taken off."""
        return sum(-abs(r.area_m2()) if r.ring else abs(r.area_m2()) for r in self.rings) / 10_000.0


def may_change(vertex: FixVertex, distance_m: float, beyond_sigma: bool) -> bool:
    """Whether a change of this size stays within what the survey of the vertex leaves open, or was allowed anyway."""
    return beyond_sigma or vertex.sigma_m is None or distance_m <= vertex.sigma_m + _SAME_M


def may_go(vertex: FixVertex, distance_m: float, beyond_sigma: bool) -> bool:
    """Whether a vertex may be taken out: as :func:`may_change`, and something else does not depend on it."""
    return beyond_sigma or (not vertex.is_kept and may_change(vertex, distance_m, beyond_sigma))


def weight(vertex: FixVertex) -> tuple[bool, bool, bool]:
    """How much a vertex says: of two in one place the one that says more stays."""
    return vertex.is_kept, vertex.sigma_m is not None, bool(vertex.label)


def name_of(vertex: FixVertex) -> str:
    """Label of a vertex, or its place."""
    return vertex.label or f"E {vertex.x:.2f}, N {vertex.y:.2f}"


def removed(
    fix: str, ring: FixRing, vertex: FixVertex, distance_m: float, reason: Message, is_asked: bool = False
) -> VertexChange:
    """Record of a vertex that is taken out, or would be."""
    facts = (fix, REMOVED, ring.part, ring.ring, vertex.label, vertex.place, None)
    return VertexChange(*facts, distance_m, vertex.sigma_m, reason, is_asked)


def same_place(stays: FixVertex, goes: FixVertex) -> Message:
    """Why a vertex goes that stands where another does."""
    distance = math.dist(stays.place, goes.place)
    return Message("fix.duplicate", other=name_of(stays), distance_m=f"{distance:.4f}")


def pairs(items: Sequence) -> Iterator[tuple]:
    """Each item with the one that follows, around the ring."""
    for number, here in enumerate(items):
        yield here, items[(number + 1) % len(items)]


def distance_to_segment(place: Point, start: Point, end: Point) -> tuple[float, Point]:
    """Distance from a place to a segment, and the nearest point on it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    if length2 == 0.0:
        return math.dist(place, start), start
    share = ((place[0] - start[0]) * dx + (place[1] - start[1]) * dy) / length2
    share = min(1.0, max(0.0, share))
    nearest = (start[0] + share * dx, start[1] + share * dy)
    return math.dist(place, nearest), nearest


def angle_deg(before: Point, here: Point, after: Point) -> float:
    """Angle between the two sides at a vertex, 0 for a spike and 180 for a straight line."""
    a = math.atan2(before[1] - here[1], before[0] - here[0])
    b = math.atan2(after[1] - here[1], after[0] - here[0])
    turned = abs(math.degrees(a - b)) % 360.0
    return min(turned, 360.0 - turned)
