"""Fixes of a boundary's own line: repeated vertices, spikes, vertices on a straight line, direction of the rings."""

from __future__ import annotations

import math
from typing import Callable, Sequence

from ...errors import Message
from ...geo.progress import IsCancelled, never_cancelled, stop_if
from .vertices import (
    REVERSED,
    FixedBoundary,
    FixRing,
    FixVertex,
    VertexChange,
    angle_deg,
    distance_to_segment,
    may_change,
    may_go,
    removed,
    same_place,
    weight,
)

_FEWEST = 3


def remove_duplicates(
    rings: Sequence[FixRing], least_m: float, beyond_sigma: bool = False, is_cancelled: IsCancelled = never_cancelled
) -> FixedBoundary:
    """Keep one vertex where several stand within `least_m` of each other in a row; the one with a label or a mark stays.

    Parameters
    ----------
    least_m : float
        Metres below which two vertices in a row are one.
    """
    return _thinned(rings, is_cancelled, lambda ring: _duplicates(ring, least_m, beyond_sigma))


def remove_spikes(
    rings: Sequence[FixRing],
    least_deg: float,
    least_m: float,
    beyond_sigma: bool = False,
    is_cancelled: IsCancelled = never_cancelled,
) -> FixedBoundary:
    """Take out the tips of spikes, again and again until none is left: below a tip there may be another.

    Parameters
    ----------
    least_deg : float
        A vertex whose sides stand closer than this, in degrees, is the tip of a spike.
    least_m : float
        Vertices that fall together when a tip is gone count as one.
    """
    return _thinned(rings, is_cancelled, lambda ring: _spikes(ring, least_deg, least_m, beyond_sigma))


def remove_collinear(
    rings: Sequence[FixRing],
    tolerance_m: float,
    beyond_sigma: bool = False,
    is_cancelled: IsCancelled = never_cancelled,
) -> FixedBoundary:
    """Take out vertices that lie within `tolerance_m` of the line between those that stay; never one with a mark
    on the ground or one that is shared with a registered line.

    The departure is measured for every vertex taken out along a stretch, so that many small ones do not add up to a bend.
    """
    return _thinned(rings, is_cancelled, lambda ring: _collinear(ring, tolerance_m, beyond_sigma))


def orient_rings(rings: Sequence[FixRing]) -> FixedBoundary:
    """Outer rings clockwise, enclaves counterclockwise, each from the same vertex as before."""
    turned, changes = [], []
    for ring in rings:
        is_clockwise = ring.area_m2() < 0
        if is_clockwise == (ring.ring == 0) or len(ring.vertices) < _FEWEST:
            turned.append(ring)
            continue
        first, *others = ring.vertices
        turned.append(FixRing(ring.part, ring.ring, (first, *reversed(others))))
        reason = Message("fix.direction", part=ring.part + 1, ring=ring.ring)
        changes.append(
            VertexChange(
                "orient_rings", REVERSED, ring.part, ring.ring, first.label, first.place, first.place, 0.0, None, reason
            )
        )
    return FixedBoundary(tuple(turned), tuple(changes))


_Thinning = Callable[[FixRing], "tuple[list[FixVertex], list[VertexChange]]"]


def _thinned(rings: Sequence[FixRing], is_cancelled: IsCancelled, thin: _Thinning) -> FixedBoundary:
    kept, changes = [], []
    for ring in rings:
        stop_if(is_cancelled)
        vertices, of_ring = thin(ring)
        if len(vertices) < _FEWEST <= len(ring.vertices):
            # a ring smaller than the distance itself: without three vertices it would be no ring, and the boundary no polygon
            vertices, of_ring = list(ring.vertices), []
        kept.append(FixRing(ring.part, ring.ring, tuple(vertices)))
        changes += of_ring
    return FixedBoundary(tuple(kept), tuple(changes))


def _duplicates(ring: FixRing, least_m: float, beyond_sigma: bool) -> tuple[list[FixVertex], list[VertexChange]]:
    kept: list[FixVertex] = []
    changes: list[VertexChange] = []
    for vertex in ring.vertices:
        if kept and math.dist(kept[-1].place, vertex.place) < least_m:
            _drop_one(ring, kept, vertex, changes, beyond_sigma)
        else:
            kept.append(vertex)
    while len(kept) > 1 and math.dist(kept[0].place, kept[-1].place) < least_m:
        last = kept.pop()
        first = [kept[0]]
        _drop_one(ring, first, last, changes, beyond_sigma)
        if len(first) > 1:
            kept.append(last)
            break
        kept[0] = first[0]
    return kept, changes


def _drop_one(
    ring: FixRing, kept: list[FixVertex], vertex: FixVertex, changes: list[VertexChange], beyond_sigma: bool
) -> None:
    """Of two vertices in one place keep the one that says more."""
    stays, goes = kept[-1], vertex
    if weight(goes) > weight(stays):
        stays, goes = goes, stays
    distance = math.dist(stays.place, goes.place)
    is_asked = not may_go(goes, distance, beyond_sigma)
    changes.append(removed("remove_duplicates", ring, goes, distance, same_place(stays, goes), is_asked))
    if is_asked:
        kept.append(vertex)
    else:
        kept[-1] = stays


def _spikes(
    ring: FixRing, least_deg: float, least_m: float, beyond_sigma: bool
) -> tuple[list[FixVertex], list[VertexChange]]:
    vertices = list(ring.vertices)
    changes: list[VertexChange] = []
    asked: set[int] = set()
    number = 0
    steady = 0
    while len(vertices) > _FEWEST and steady < len(vertices):
        number %= len(vertices)
        here = vertices[number]
        before, after = vertices[number - 1], vertices[(number + 1) % len(vertices)]
        angle = angle_deg(before.place, here.place, after.place)
        falls_together = math.dist(before.place, after.place) < least_m
        if (angle >= least_deg and not falls_together) or id(here) in asked:
            number, steady = number + 1, steady + 1
            continue
        distance, _ = distance_to_segment(here.place, before.place, after.place)
        reason = Message("fix.spike", angle_deg=f"{angle:.3f}")
        if not may_go(here, distance, beyond_sigma):
            asked.add(id(here))
            changes.append(removed("remove_spikes", ring, here, distance, reason, True))
            number, steady = number + 1, steady + 1
            continue
        changes.append(removed("remove_spikes", ring, here, distance, reason))
        del vertices[number]
        # what the tip hid may be a spike, or the same vertex twice
        if len(vertices) > _FEWEST and falls_together:
            twin = number % len(vertices)
            if weight(vertices[twin]) > weight(vertices[twin - 1]):
                twin = (twin - 1) % len(vertices)
                stays, goes = vertices[(twin + 1) % len(vertices)], vertices[twin]
            else:
                stays, goes = vertices[twin - 1], vertices[twin]
            apart = math.dist(stays.place, goes.place)
            # two marks within a centimetre are for somebody to look at
            is_asked = not may_go(goes, apart, beyond_sigma)
            changes.append(removed("remove_spikes", ring, goes, apart, same_place(stays, goes), is_asked))
            if not is_asked:
                del vertices[twin]
        number, steady = max(0, number - 2), 0
    return vertices, changes


def _collinear(ring: FixRing, tolerance_m: float, beyond_sigma: bool) -> tuple[list[FixVertex], list[VertexChange]]:
    vertices = ring.vertices
    count = len(vertices)
    if count <= _FEWEST:
        return list(vertices), []
    start = next((n for n in range(count) if not _may_go(vertices, n, tolerance_m)), 0)
    line = [vertices[(start + n) % count] for n in range(count)]
    kept = [line[0]]
    changes: list[VertexChange] = []
    pending: list[FixVertex] = []
    for number in range(1, count):
        here, after = line[number], line[(number + 1) % count]
        waiting = [*pending, here]
        departures = [distance_to_segment(v.place, kept[-1].place, after.place)[0] for v in waiting]
        # the line to the next vertex leaves those that wait farther off than the one before did
        fits = (
            not here.is_kept
            and max(departures) < tolerance_m
            and all(may_change(vertex, off, beyond_sigma) for vertex, off in zip(pending, departures))
        )
        left = len(kept) + (count - number - 1)
        if not fits or left < _FEWEST:
            _settle(ring, pending, kept[-1], here, changes)
            pending = []
            kept.append(here)
            continue
        if not may_change(here, departures[-1], beyond_sigma):
            changes.append(removed("remove_collinear", ring, here, departures[-1], _straight(departures[-1]), True))
            _settle(ring, pending, kept[-1], here, changes)
            pending = []
            kept.append(here)
            continue
        pending.append(here)
    _settle(ring, pending, kept[-1], kept[0], changes)
    order = {id(vertex): number for number, vertex in enumerate(vertices)}
    kept.sort(key=lambda vertex: order[id(vertex)])
    return kept, changes


def _may_go(vertices: Sequence[FixVertex], number: int, tolerance_m: float) -> bool:
    here = vertices[number]
    before, after = vertices[number - 1], vertices[(number + 1) % len(vertices)]
    return not here.is_kept and distance_to_segment(here.place, before.place, after.place)[0] < tolerance_m


def _settle(
    ring: FixRing, gone: Sequence[FixVertex], start: FixVertex, end: FixVertex, changes: list[VertexChange]
) -> None:
    for vertex in gone:
        distance, _ = distance_to_segment(vertex.place, start.place, end.place)
        changes.append(removed("remove_collinear", ring, vertex, distance, _straight(distance)))


def _straight(distance: float) -> Message:
    return Message("fix.collinear", distance_m=f"{distance:.3f}")
