"""Snapping to the registered line of a neighbour: where a side runs along it, the registered vertices are taken over exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Iterator, Sequence

from ...errors import Message
from ...geo.progress import IsCancelled, never_cancelled, stop_if
from .vertices import (
    ADDED,
    MOVED,
    FixedBoundary,
    FixRing,
    FixVertex,
    Point,
    VertexChange,
    distance_to_segment,
    may_change,
    removed,
    same_place,
    weight,
)

_EXACT_M = 1e-4
_FEWEST = 3
FIX = "snap_to_registered"


@dataclass(frozen=True)
class RegisteredRing:
    """A ring of a registered neighbour, in the system of the boundary, without its closing vertex."""

    layer: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Hit:
    """Where a vertex meets a registered ring: at a vertex of it, or between two."""

    ring: int
    position: float  # whole at a vertex, between n and n + 1 on the side that follows
    place: Point
    distance: float


def snap_to_registered(
    rings: Sequence[FixRing],
    registered: Sequence[RegisteredRing],
    tolerance_m: float,
    beyond_sigma: bool = False,
    is_cancelled: IsCancelled = never_cancelled,
) -> FixedBoundary:
    """Move vertices that stand within `tolerance_m` of a registered line onto it, and take over the registered vertices between them.

    A vertex goes to the registered vertex within the tolerance, otherwise to the nearest place on the line. Two vertices in a row that
    reach the same registered vertex become one. Between two vertices in a row on the same ring, the registered vertices are added when the
    registered line between them nowhere departs from the side by more than the tolerance: the registered line governs.

    Parameters
    ----------
    registered : sequence of RegisteredRing
    tolerance_m : float
        Metres.
    beyond_sigma : bool
        Whether surveyed vertices may move by more than their accuracy; without it such moves are asked, not made.
    """
    index = _Index(registered, tolerance_m)
    fixed, changes = [], []
    for ring in rings:
        vertices: list[FixVertex] = []
        hits: list[_Hit | None] = []
        for vertex in ring.vertices:
            stop_if(is_cancelled)
            hit = index.nearest(vertex.place)
            if hit is None:
                vertices.append(vertex)
                hits.append(None)
                continue
            source = registered[hit.ring]
            reason = Message("fix.snapped", layer=source.layer, unit=source.unit)
            # a mark on the ground does not follow the line, least of all when nobody knows how well it was surveyed
            is_free = beyond_sigma or not vertex.is_kept or vertex.sigma_m is not None
            may_move = is_free and may_change(vertex, hit.distance, beyond_sigma)
            is_asked = hit.distance > _EXACT_M and not may_move
            if hit.distance > _EXACT_M:
                changes.append(
                    VertexChange(
                        *(FIX, MOVED, ring.part, ring.ring, vertex.label, vertex.place, hit.place),
                        *(hit.distance, vertex.sigma_m, reason, is_asked),
                    )
                )
            if is_asked:
                vertices.append(vertex)
                hits.append(None)
            else:
                vertices.append(vertex.at(hit.place))
                hits.append(hit)
        followed, added = _followed(ring, vertices, hits, registered, tolerance_m)
        changes += added
        merged = _merged(ring, followed, changes)
        shared = {hit.place for hit in hits if hit is not None and hit.position.is_integer()}
        shared |= {change.after for change in added if change.after is not None}
        # a vertex of both lines, taken out of one as superfluous, would part them again
        kept = (replace(each, is_kept=each.is_kept or each.place in shared) for each in merged)
        fixed.append(FixRing(ring.part, ring.ring, tuple(kept)))
    return FixedBoundary(tuple(fixed), tuple(changes))


def _followed(
    ring: FixRing,
    vertices: Sequence[FixVertex],
    hits: Sequence[_Hit | None],
    registered: Sequence[RegisteredRing],
    tolerance_m: float,
) -> tuple[list[FixVertex], list[VertexChange]]:
    """The ring with the registered vertices that lie between two of its vertices on the same registered ring."""
    followed: list[FixVertex] = []
    changes = []
    for number, (vertex, hit) in enumerate(zip(vertices, hits)):
        followed.append(vertex)
        after, next_hit = vertices[(number + 1) % len(vertices)], hits[(number + 1) % len(hits)]
        if hit is None or next_hit is None or hit.ring != next_hit.ring:
            continue
        source = registered[hit.ring]
        between = _between(source.points, hit, next_hit)
        departures = [distance_to_segment(point, vertex.place, after.place)[0] for point in between]
        if not between or max(departures) > tolerance_m:
            continue
        reason = Message("fix.shared_vertex", layer=source.layer, unit=source.unit)
        for point, departure in zip(between, departures):
            followed.append(FixVertex(*point))
            changes.append(VertexChange(FIX, ADDED, ring.part, ring.ring, "", None, point, departure, None, reason))
    return followed, changes


def _between(points: Sequence[Point], start: _Hit, end: _Hit) -> list[Point]:
    """Registered vertices on the shorter way along the ring from one hit to the other."""
    count = len(points)
    forward = _walk(count, start.position, end.position)
    backward = list(reversed(_walk(count, end.position, start.position)))
    lines = [[start.place, *(points[n] for n in way), end.place] for way in (forward, backward)]
    lengths = [sum(math.dist(a, b) for a, b in zip(line, line[1:])) for line in lines]
    shorter = lines[0] if lengths[0] <= lengths[1] else lines[1]
    return [
        point
        for point in shorter[1:-1]
        if math.dist(point, start.place) > _EXACT_M and math.dist(point, end.place) > _EXACT_M
    ]


def _walk(count: int, start: float, end: float) -> list[int]:
    """Vertices strictly after one position and strictly before another, in the direction of the ring."""
    first = math.floor(start) + 1
    last = math.ceil(end) - 1
    if end <= start:
        last += count
    return [number % count for number in range(first, last + 1)]


def _merged(ring: FixRing, vertices: Sequence[FixVertex], changes: list[VertexChange]) -> list[FixVertex]:
    """Vertices in a row that now stand in one place as one, the surveyed one of them; those that go are written down."""
    merged: list[FixVertex] = []

    def drop(vertex: FixVertex, place: int) -> None:
        stays, goes = merged[place], vertex
        if weight(goes) > weight(stays):
            stays, goes = goes, stays
        changes.append(removed(FIX, ring, goes, math.dist(stays.place, goes.place), same_place(stays, goes)))
        merged[place] = stays

    for vertex in vertices:
        if merged and math.dist(merged[-1].place, vertex.place) <= _EXACT_M:
            drop(vertex, -1)
        else:
            merged.append(vertex)
    while len(merged) > _FEWEST and math.dist(merged[0].place, merged[-1].place) <= _EXACT_M:
        drop(merged.pop(), 0)
    return merged


class _Index:
    """Segments of the registered rings by cells a little larger than the tolerance."""

    def __init__(self, registered: Sequence[RegisteredRing], tolerance_m: float) -> None:
        self.registered = registered
        self.tolerance_m = tolerance_m
        self.cell = max(tolerance_m, 1e-3) * 4.0
        self.cells: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for number, ring in enumerate(registered):
            for side in range(len(ring.points)):
                for cell in self._cells_along(ring.points[side], ring.points[(side + 1) % len(ring.points)]):
                    self.cells.setdefault(cell, []).append((number, side))

    def nearest(self, place: Point) -> _Hit | None:
        """The registered vertex within the tolerance, otherwise the nearest place on a registered line within it."""
        at_vertex: _Hit | None = None
        on_line: _Hit | None = None
        for number, side in dict.fromkeys(self.cells.get(self._cell(place), ())):
            points = self.registered[number].points
            start, end = points[side], points[(side + 1) % len(points)]
            for position, vertex in ((side, start), ((side + 1) % len(points), end)):
                distance = math.dist(place, vertex)
                if distance <= self.tolerance_m and (at_vertex is None or distance < at_vertex.distance):
                    at_vertex = _Hit(number, float(position), vertex, distance)
            distance, nearest = distance_to_segment(place, start, end)
            if distance <= self.tolerance_m and (on_line is None or distance < on_line.distance):
                length = math.dist(start, end)
                share = math.dist(start, nearest) / length if length else 0.0
                on_line = _Hit(number, side + min(max(share, 0.0), 1.0 - 1e-12), nearest, distance)
        return at_vertex or on_line

    def _cell(self, place: Point) -> tuple[int, int]:
        return math.floor(place[0] / self.cell), math.floor(place[1] / self.cell)

    def _cells_along(self, start: Point, end: Point) -> Iterator[tuple[int, int]]:
        pieces = max(1, math.ceil(math.dist(start, end) / self.cell))
        seen = set()
        for piece in range(pieces + 1):
            share = piece / pieces
            column, row = self._cell((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
            for near in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                if near not in seen:
                    seen.add(near)
                    yield near
