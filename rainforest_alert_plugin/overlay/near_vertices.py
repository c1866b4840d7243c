"""Which vertices lie near the sides of other polygons, for millions of vertices at once without a geometry engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np

from ..geo.arrays import Floats, Ints
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..geo.wkb import Rings

_POINTS_AT_ONCE = 20_000
_SIDES_AT_ONCE = 50_000
# Fewer points than this are not divided: long sides that pass everywhere would otherwise come again and again.
_FEW_POINTS = 500


@dataclass(frozen=True)
class NearVertices:
    """Vertices within a distance of another polygon's sides, as columns; one row for each vertex and polygon.

    Attributes
    ----------
    xy : ndarray of float64, shape (n, 2)
    owner : ndarray of int64
        Polygon the vertex belongs to.
    other : ndarray of int64
        Polygon whose side is near.
    distance : ndarray of float64
        To its nearest side.
    vertex_distance : ndarray of float64
        To the nearest end of those sides.
    """

    xy: Floats
    owner: Ints
    other: Ints
    distance: Floats
    vertex_distance: Floats

    @classmethod
    def none(cls) -> NearVertices:
        """No row."""
        numbers, lengths = np.zeros(0, np.int64), np.zeros(0)
        return cls(np.zeros((0, 2)), numbers, numbers, lengths, lengths)


def near_vertices(
    points: Rings, sides: Rings, distance: float, is_same: bool, is_cancelled: IsCancelled = never_cancelled
) -> NearVertices:
    """Vertices of `points` within `distance` of the sides of `sides`, in one plane.

    The points are divided in halves until there are few of them, and of the sides only those near by are indexed: what is held
    at a time does not grow with the layers.

    Parameters
    ----------
    is_same : bool
        Whether both are the same polygons: then a polygon is not compared with itself.
    """
    xy, owner = vertices_of(points)
    a, b, polygon = sides_of(sides)
    found: list[tuple[Ints, NearVertices]] = []
    for some, near in _divided(xy, a, b, distance):
        stop_if(is_cancelled)
        begin, end, whose = a[near], b[near], polygon[near]
        place, of_whom = xy[some], owner[some]
        point, side = SideGrid(begin, end, distance).candidates(place)
        if is_same:
            apart = whose[side] != of_whom[point]
            point, side = point[apart], side[apart]
        found.append(_measured(place, of_whom, point, begin[side], end[side], whose[side], distance, some))
    return _in_order(found)


def _divided(xy: Floats, a: Floats, b: Floats, distance: float) -> Iterator[tuple[Ints, Ints]]:
    """Points by neighbourhoods, each point once, with the sides that come near the box of these."""
    waiting = [(np.arange(len(xy)), np.arange(len(a)))]
    while waiting:
        point, side = waiting.pop()
        if not len(point):
            continue
        place = xy[point]
        low, high = place.min(axis=0), place.max(axis=0)
        for axis in (0, 1):
            one, other = a[side, axis], b[side, axis]
            is_near = np.minimum(one, other) <= high[axis] + distance
            is_near &= np.maximum(one, other) >= low[axis] - distance
            side = side[is_near]
        if not len(side):
            continue
        is_small = len(point) <= _POINTS_AT_ONCE and (len(side) <= _SIDES_AT_ONCE or len(point) <= _FEW_POINTS)
        axis = int(np.argmax(high - low))
        middle = (low[axis] + high[axis]) / 2
        if is_small or middle >= high[axis]:
            yield from (
                (point[first : first + _POINTS_AT_ONCE], side) for first in range(0, len(point), _POINTS_AT_ONCE)
            )
            continue
        is_lower = place[:, axis] <= middle
        waiting += [(point[~is_lower], side), (point[is_lower], side)]


def _in_order(found: list[tuple[Ints, NearVertices]]) -> NearVertices:
    """Rows of all neighbourhoods by point and polygon."""
    if not found:
        return NearVertices.none()
    order = np.lexsort(
        (np.concatenate([near.other for _, near in found]), np.concatenate([point for point, _ in found]))
    )
    return NearVertices(
        np.concatenate([near.xy for _, near in found])[order],
        np.concatenate([near.owner for _, near in found])[order],
        np.concatenate([near.other for _, near in found])[order],
        np.concatenate([near.distance for _, near in found])[order],
        np.concatenate([near.vertex_distance for _, near in found])[order],
    )


class SortedPlaces:
    """Corners sorted by small cells, so that those at a place are found without comparing all with all."""

    def __init__(self, corners: Floats, distance: float) -> None:
        self._distance = distance
        self._corners = corners
        self._cell = 4.0 * distance
        self._origin = corners.min(axis=0) - 4 * self._cell
        cells = np.floor((corners - self._origin) / self._cell).astype(np.int64)
        self._rows = int(cells[:, 1].max()) + 8
        keys = cells[:, 0] * self._rows + cells[:, 1]
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def at(self, points: Floats) -> tuple[Ints, Ints]:
        """Pairs of a point and a corner that lie at most the distance apart."""
        cells = np.floor((points - self._origin) / self._cell).astype(np.int64)
        cells[(cells[:, 1] < 1) | (cells[:, 1] > self._rows - 2)] = -9
        found = []
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                key = (cells[:, 0] + dx) * self._rows + cells[:, 1] + dy
                begin = np.searchsorted(self._keys, key, "left")
                count = np.searchsorted(self._keys, key, "right") - begin
                point = np.repeat(np.arange(len(points)), count)
                within = np.arange(len(point)) - np.repeat(np.cumsum(count) - count, count)
                corner = self._order[begin[point] + within]
                near = np.hypot(*(points[point] - self._corners[corner]).T) <= self._distance
                found.append((point[near], corner[near]))
        return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def vertices_of(shapes: Rings) -> tuple[Floats, Ints]:
    """Vertices, each ring's closing one left out, and their polygons."""
    keep = np.ones(len(shapes.xy), dtype=bool)
    keep[shapes.start[1:][shapes.lengths() > 0] - 1] = False
    return shapes.xy[keep], shapes.geometry[shapes.ring_of_vertex()][keep]


def sides_of(shapes: Rings) -> tuple[Floats, Floats, Ints]:
    """Beginnings and ends of all sides, and their polygons."""
    is_first = np.ones(len(shapes.xy), dtype=bool)
    is_first[shapes.start[1:][shapes.lengths() > 0] - 1] = False
    first = np.flatnonzero(is_first)
    return shapes.xy[first], shapes.xy[first + 1], shapes.geometry[shapes.ring_of_vertex()[first]]


def _measured(
    xy: Floats, owner: Ints, point: Ints, a: Floats, b: Floats, polygon: Ints, distance: float, numbers: Ints
) -> tuple[Ints, NearVertices]:
    """Rows of some points with the numbers of these."""
    p = xy[point]
    along = b - a
    length2 = np.maximum((along**2).sum(axis=1), 1e-300)
    t = np.clip(((p - a) * along).sum(axis=1) / length2, 0.0, 1.0)
    to_side = np.hypot(*(p - a - t[:, None] * along).T)
    near = to_side <= distance
    point, polygon, p, to_side = point[near], polygon[near], p[near], to_side[near]
    if not len(point):
        return numbers[:0], NearVertices.none()
    to_end = np.minimum(np.hypot(*(p - a[near]).T), np.hypot(*(p - b[near]).T))
    order = np.lexsort((polygon, point))
    point, polygon = point[order], polygon[order]
    begins = np.flatnonzero(np.r_[True, (np.diff(point) != 0) | (np.diff(polygon) != 0)])
    chosen = point[begins]
    return numbers[chosen], NearVertices(
        xy[chosen],
        owner[chosen],
        polygon[begins],
        np.minimum.reduceat(to_side[order], begins),
        np.minimum.reduceat(to_end[order], begins),
    )


class SideGrid:
    """Sides by the square cells that they pass or come near to."""

    def __init__(self, a: Floats, b: Floats, distance: float) -> None:
        lengths = np.hypot(*(b - a).T)
        self._cell = max(4.0 * distance, float(lengths.mean()), 1e-9)
        pieces = np.maximum(np.ceil(lengths / self._cell).astype(np.int64), 1)
        owner = np.repeat(np.arange(len(a)), pieces)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        step = (b - a)[owner] / pieces[owner, None]
        p = a[owner] + number[:, None] * step
        q = p + step
        self._origin = np.minimum(a.min(axis=0), b.min(axis=0)) - 2 * self._cell
        low = self._cells_of(np.minimum(p, q) - distance)
        high = self._cells_of(np.maximum(p, q) + distance)
        self._rows = int(high[:, 1].max()) + 2
        tall = high[:, 1] - low[:, 1] + 1
        count = (high[:, 0] - low[:, 0] + 1) * tall
        first = low[:, 0] * self._rows + low[:, 1]
        del p, q, step, number, high, low
        # a side stands in several cells: these arrays are several times as long as the sides, and as few as can be
        piece = np.repeat(np.arange(len(owner), dtype=np.int32), count)
        within = np.arange(len(piece), dtype=np.int32) - np.repeat((np.cumsum(count) - count).astype(np.int32), count)
        tall = tall.astype(np.int32)[piece]
        key = first[piece] + (within // tall).astype(np.int64) * self._rows + within % tall
        del within, tall
        order = np.argsort(key, kind="stable").astype(np.int32)
        self._key = key[order]
        self._side = owner.astype(np.int32)[piece[order]]

    def candidates(self, xy: Floats) -> tuple[Ints, Ints]:
        """Pairs of a point and a side in the point's cell; a side cut in pieces may come twice."""
        cell = self._cells_of(xy)
        inside = (cell >= 0).all(axis=1) & (cell[:, 1] < self._rows)
        key = np.where(inside, cell[:, 0] * self._rows + cell[:, 1], -1)
        begin = np.searchsorted(self._key, key, "left")
        count = np.searchsorted(self._key, key, "right") - begin
        point = np.repeat(np.arange(len(xy)), count)
        within = np.arange(len(point)) - np.repeat(np.cumsum(count) - count, count)
        return point, self._side[begin[point] + within]

    def _cells_of(self, xy: Floats) -> Ints:
        return np.floor((xy - self._origin) / self._cell).astype(np.int64)
