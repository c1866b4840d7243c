"""The stretch of a river, a ridge or a registered line "from here to here": its own vertices, exactly, and what was followed.

Plain coordinates in metres of one system; whoever calls carries the reference layer there first.
"""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats
from .track import distance_to_segment

# Ends of lines nearer than this are one place; layers drawn by hand leave such gaps at confluences.
TOUCH_M = 0.01
_Node = tuple[int, int]


@dataclass(frozen=True)
class ReferenceLine:
    """A line that may be followed.

    Attributes
    ----------
    feature : str
        Identity of its feature in the reference layer.
    points : ndarray of float, shape (n, 2)
        Metres; a ring repeats its first point at the end.
    """

    feature: str
    points: Floats


@dataclass(frozen=True)
class Followed:
    """A stretch between two places on reference lines.

    Attributes
    ----------
    points : ndarray of float, shape (n, 2)
        From the first place to the second; between them the vertices of the line itself, unchanged.
    features : tuple of str
        Features that it runs along, in their order.
    length_m : float
    start_gap_m, end_gap_m : float
        How far the places that were pointed at lie from the line.
    """

    points: Floats
    features: tuple[str, ...]
    length_m: float
    start_gap_m: float
    end_gap_m: float


@dataclass(frozen=True)
class _Station:
    """A place on a line: number of the line, distance along it, and where that is."""

    line: int
    along_m: float
    x: float
    y: float

    @property
    def node(self) -> _Node:
        return round(self.x / TOUCH_M), round(self.y / TOUCH_M)


class LineNetwork:
    """Reference lines joined where they touch: at their ends, and where one ends on another (a confluence).

    Parameters
    ----------
    lines : sequence of ReferenceLine
        Points that are not finite, and lines with fewer than two, are left out.
    """

    def __init__(self, lines: Sequence[ReferenceLine]) -> None:
        self._features: list[str] = []
        self._points: list[Floats] = []
        self._along: list[Floats] = []
        for line in lines:
            points = np.asarray(line.points, float).reshape(-1, 2)
            points = points[np.isfinite(points).all(axis=1)]
            different = np.r_[True, (np.diff(points, axis=0) != 0.0).any(axis=1)] if len(points) else np.zeros(0, bool)
            points = points[different]
            if len(points) < 2:
                continue
            self._features.append(line.feature)
            self._points.append(points)
            self._along.append(np.r_[0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        self._junctions = self._find_junctions()

    @property
    def is_empty(self) -> bool:
        """Whether there is no line to follow."""
        return not self._points

    def nearest(self, place: tuple[float, float], corner_m: float = 0.0) -> tuple[tuple[float, float], float]:
        """Nearest place on any line, and its distance in metres.

        Parameters
        ----------
        corner_m : float
            A vertex of that line no farther away than this is meant, even where the line itself runs nearer.

        Raises
        ------
        InputError
            ``follow.no_line``.
        """
        station, gap = self._nearest(place)
        points = self._points[station.line]
        away = np.hypot(*(points - np.asarray(place, float)).T)
        corner = int(np.argmin(away))
        if away[corner] <= corner_m:
            return (float(points[corner][0]), float(points[corner][1])), float(away[corner])
        return (station.x, station.y), gap

    def follow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        reach_m: float = np.inf,
        other_way: bool = False,
    ) -> Followed:
        """The shortest way along the lines between the places nearest to `start` and `end`.

        Parameters
        ----------
        reach_m : float
            How far the places may lie from a line.
        other_way : bool
            Take the way around instead: the shortest one that avoids the longest stretch of the shortest (the far bank of a river that is
            drawn as an area, the other side of an island).

        Raises
        ------
        InputError
            ``follow.no_line``, ``follow.too_far`` with the distance, ``follow.not_connected``, ``follow.same_place``.
        """
        first, start_gap = self._nearest(start)
        last, end_gap = self._nearest(end)
        for gap in (start_gap, end_gap):
            if gap > reach_m:
                raise InputError("follow.too_far", distance_m=gap, reach_m=reach_m)
        if first.node == last.node:
            raise InputError("follow.same_place")
        edges = self._edges([first, last])
        steps = _shortest(edges, first.node, last.node)
        if steps and other_way:
            longest = max(steps, key=lambda step: abs(step[0].along_m - step[1].along_m))
            steps = _shortest(edges, first.node, last.node, without=longest)
        if not steps:
            raise InputError("follow.not_connected")
        return self._followed(steps, start_gap, end_gap)

    def _nearest(self, place: tuple[float, float]) -> tuple[_Station, float]:
        point = np.asarray(place, float)
        best: tuple[float, _Station] | None = None
        for number, (points, along) in enumerate(zip(self._points, self._along)):
            start, step = points[:-1], np.diff(points, axis=0)
            square = (step**2).sum(axis=1)
            share = np.clip(((point - start) * step).sum(axis=1) / square, 0.0, 1.0)
            feet = start + share[:, None] * step
            away = np.hypot(*(feet - point).T)
            side = int(np.argmin(away))
            if best is None or away[side] < best[0]:
                foot = points[side] if share[side] == 0.0 else points[side + 1] if share[side] == 1.0 else feet[side]
                at = along[side] + share[side] * (along[side + 1] - along[side])
                best = (float(away[side]), _Station(number, float(at), float(foot[0]), float(foot[1])))
        if best is None:
            raise InputError("follow.no_line")
        return best[1], best[0]

    def _find_junctions(self) -> list[list[_Station]]:
        """Stations of each line: its ends, and where the ends of others stand on it."""
        found: list[list[_Station]] = []
        ends = np.array([points[at] for points in self._points for at in (0, -1)]).reshape(-1, 2)
        for number, (points, along) in enumerate(zip(self._points, self._along)):
            stations = [
                _Station(number, 0.0, float(points[0][0]), float(points[0][1])),
                _Station(number, float(along[-1]), float(points[-1][0]), float(points[-1][1])),
            ]
            low, high = points.min(axis=0) - TOUCH_M, points.max(axis=0) + TOUCH_M
            near = ends[((ends >= low) & (ends <= high)).all(axis=1)]
            for side in range(len(points) - 1) if len(near) else ():
                for touching in near[distance_to_segment(near, points[side], points[side + 1]) <= TOUCH_M]:
                    at = along[side] + float(np.hypot(*(touching - points[side])))
                    stations.append(_Station(number, float(at), float(touching[0]), float(touching[1])))
            found.append(stations)
        return found

    def _edges(self, more: Sequence[_Station]) -> dict[_Node, list[tuple[_Node, float, _Station, _Station]]]:
        edges: dict[_Node, list[tuple[_Node, float, _Station, _Station]]] = {}
        for number, stations in enumerate(self._junctions):
            ordered = sorted(
                [*stations, *(one for one in more if one.line == number)], key=lambda station: station.along_m
            )
            for one, other in zip(ordered, ordered[1:]):
                length = other.along_m - one.along_m
                if one.node == other.node and length <= TOUCH_M:
                    continue
                edges.setdefault(one.node, []).append((other.node, length, one, other))
                edges.setdefault(other.node, []).append((one.node, length, other, one))
        return edges

    def _followed(self, steps: Sequence[tuple[_Station, _Station]], start_gap: float, end_gap: float) -> Followed:
        runs: list[Floats] = []
        features: list[str] = []
        for one, other in steps:
            points, along = self._points[one.line], self._along[one.line]
            low, high = sorted((one.along_m, other.along_m))
            between = points[(along > low) & (along < high)]
            if one.along_m > other.along_m:
                between = between[::-1]
            runs.append(np.vstack([[one.x, one.y], between, [other.x, other.y]]))
            if not features or features[-1] != self._features[one.line]:
                features.append(self._features[one.line])
        joined = np.vstack(runs)
        apart = np.r_[True, np.hypot(*np.diff(joined, axis=0).T) > TOUCH_M]
        line = joined[apart]
        # a vertex that stands where the walk ends counts as its end, so that both are one to the last digit
        if not apart[-1]:
            line[-1] = joined[-1]
        return Followed(line, tuple(features), float(np.hypot(*np.diff(line, axis=0).T).sum()), start_gap, end_gap)


def _shortest(
    edges: dict[_Node, list[tuple[_Node, float, _Station, _Station]]],
    start: _Node,
    end: _Node,
    without: tuple[_Station, _Station] | None = None,
) -> list[tuple[_Station, _Station]]:
    """Dijkstra's walk (1959); empty when there is none."""
    best: dict[_Node, float] = {start: 0.0}
    came: dict[_Node, tuple[_Node, _Station, _Station]] = {}
    waiting = [(0.0, start)]
    while waiting:
        distance, node = heapq.heappop(waiting)
        if node == end:
            break
        if distance > best[node]:
            continue
        for target, length, one, other in edges.get(node, ()):
            if without is not None and {one, other} == set(without):
                continue
            if distance + length < best.get(target, np.inf):
                best[target] = distance + length
                came[target] = (node, one, other)
                heapq.heappush(waiting, (distance + length, target))
    steps: list[tuple[_Station, _Station]] = []
    while end in came:
        end, one, other = came[end]
        steps.append((one, other))
    return steps[::-1] if end == start else []


def line_digest(points: Floats) -> str:
    """SHA-256 of a line's coordinates to the millimetre, by which a newer layer shows whether it still runs there."""
    millimetres = np.round(np.asarray(points, float) * 1000.0).astype("<i8")
    return hashlib.sha256(millimetres.tobytes()).hexdigest()


def followed_part(places: Sequence[tuple[float, float]], digest: str) -> Floats:
    """Vertices of a side that were taken from its line: without the surveyed corners that stayed beside it.

    Where the digest tells nothing, since the boundary was stated anew in another zone, the corners are left out if a line remains.
    """
    side = np.asarray(places, float)
    for first in (0, 1):
        for last in (len(side), len(side) - 1):
            part = side[first:last]
            if len(part) and digest in (line_digest(part), line_digest(part[::-1])):
                return part
    return side[1:-1] if len(side) > 3 else side


@dataclass(frozen=True)
class LinkCheck:
    """How a side stands to the line that it follows.

    Attributes
    ----------
    state : str
        ``same``; ``moved`` when the line in the layer runs elsewhere now; ``gone`` when the feature is no longer there.
    departure_m : float
        Largest distance of the side's vertices from the line as it is now; NaN when it is gone.
    """

    state: str
    departure_m: float


def check_link(side: Floats, digest: str, lines: Sequence[ReferenceLine], tolerance_m: float) -> LinkCheck:
    """Whether the line that a side follows still runs there.

    Parameters
    ----------
    side : ndarray of float, shape (n, 2)
        Vertices of the side as they were taken from the line.
    digest : str
        :func:`line_digest` of the stretch when it was followed.
    lines : sequence of ReferenceLine
        The linked features as they are now.
    tolerance_m : float
        Distance that is no move: the rounding of coordinates.
    """
    network = LineNetwork(lines)
    if network.is_empty:
        return LinkCheck("gone", float("nan"))
    places = [(float(x), float(y)) for x, y in np.asarray(side, float)]
    departure = max((network.nearest(place)[1] for place in places), default=0.0)
    if departure > tolerance_m:
        return LinkCheck("moved", departure)
    if len(places) > 1 and digest:
        # the vertices lie on the line still; it may have grown a bend between two of them
        try:
            now = network.follow(places[0], places[-1])
        except InputError:
            return LinkCheck("moved", departure)
        if line_digest(now.points) != digest and line_digest(now.points[::-1]) != digest:
            sides = np.asarray(side, float)
            away = np.full(len(now.points), np.inf)
            for start, stop in zip(sides[:-1], sides[1:]):
                away = np.minimum(away, distance_to_segment(now.points, start, stop))
            if float(away.max()) > tolerance_m:
                return LinkCheck("moved", float(away.max()))
    return LinkCheck("same", departure)
