"""Which pixels of a grid have their centre in a polygon, as runs of pixels; nothing is rasterised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .arrays import Bools, Floats, Ints
from .runs import stepped
from .wkb import Rings

_PAIRS_AT_ONCE = 4_000_000
_LARGEST_INT32 = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Spans:
    """Runs of pixels of one polygon in a grid, within rows, in row order.

    Attributes
    ----------
    start, end : ndarray of int64, shape (n,)
        row * width + col of the first pixel and of the one after the last.
    """

    start: Ints
    end: Ints


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which polygon of several covers each pixel of a grid; what more than one covers is told a second time.

    Attributes
    ----------
    begin : ndarray of int64, shape (n,)
        Where runs of pixels begin, ascending; each ends where the next begins, the last with the grid.
    owner : ndarray of int64, shape (n,)
        Index of a polygon that covers the run; -1 where none does.
    again : Spans
        Runs that a polygon covers and another in `owner` already did, in order of their first pixel; they may overlap.
    again_owner : ndarray of int64, shape (m,)
        Index of that polygon.
    """

    begin: Ints
    owner: Ints
    again: Spans
    again_owner: Ints


def coverage(spans: Sequence[Spans]) -> Coverage:
    """Put the runs of several polygons in one order; together `owner` and `again` hold each run of each polygon once."""
    nothing = [np.zeros(0, np.int64)]
    start = np.concatenate([each.start for each in spans] or nothing)
    end = np.concatenate([each.end for each in spans] or nothing)
    owner = np.repeat(np.arange(len(spans)), [len(each.start) for each in spans])
    order = np.argsort(start, kind="stable")
    start, end, owner = start[order], end[order], owner[order]
    covered_to = np.concatenate([np.zeros(min(len(end), 1), np.int64), np.maximum.accumulate(end)[:-1]])
    shared = np.flatnonzero(start < covered_to)
    again = Spans(start[shared], np.minimum(end, covered_to)[shared])
    fresh = np.flatnonzero(end > covered_to)
    start, end, again_owner, owner = np.maximum(start, covered_to)[fresh], end[fresh], owner[shared], owner[fresh]
    before_gap = np.ones(len(start), bool)
    before_gap[:-1] = end[:-1] < start[1:]
    place = np.arange(len(start)) + np.cumsum(before_gap) - before_gap
    begin = np.empty(len(start) + int(before_gap.sum()), np.int64)
    owners = np.full(len(begin), -1, np.int64)
    begin[place], owners[place] = start, owner
    begin[place[before_gap] + 1] = end[before_gap]
    return Coverage(begin, owners, again, again_owner)


def pixel_coordinates(xy: Floats, transform: tuple[float, ...]) -> Floats:
    """Columns and rows (fractional, from the outer corner) of map coordinates, shape (n, 2); `transform` as GDAL's."""
    return np.column_stack(_columns_and_rows(xy, transform))


def _columns_and_rows(xy: Floats, transform: tuple[float, ...]) -> tuple[Floats, Floats]:
    t = transform
    x, y = xy[:, 0] - t[0], xy[:, 1] - t[3]
    if t[2] == 0.0 and t[4] == 0.0:
        return x / t[1], y / t[5]
    determinant = t[1] * t[5] - t[2] * t[4]
    return (x * t[5] - y * t[2]) / determinant, (y * t[1] - x * t[4]) / determinant


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges of polygons, each with its lower y first, those without height left out.

    An edge two polygons share is the same four numbers in both, whichever way their rings run, so that both compute the same
    crossings and a point on it falls to exactly one of them.

    Attributes
    ----------
    x0, y0, x1, y1 : ndarray of float64, shape (n,)
        Ends; y0 < y1.
    first : ndarray of int64, shape (geometries + 1,)
        Edges of geometry ``g`` are ``first[g]:first[g + 1]``.
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    first: Ints

    def of(self, geometry: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Ends of the edges of one geometry."""
        part = slice(int(self.first[geometry]), int(self.first[geometry + 1]))
        return self.x0[part], self.y0[part], self.x1[part], self.y1[part]


def edges_of(shapes: Rings) -> Edges:
    """Edges of all rings of polygons whose rings are closed."""
    xy = shapes.xy
    begin = np.flatnonzero(_within_ring(shapes) & (xy[:-1, 1] != xy[1:, 1]))
    upward = xy[begin, 1] < xy[begin + 1, 1]
    low = np.where(upward, begin, begin + 1)
    high = np.where(upward, begin + 1, begin)
    geometry = shapes.geometry[np.searchsorted(shapes.start, begin, "right") - 1]
    first = np.searchsorted(geometry, np.arange(shapes.count + 1))
    return Edges(xy[low, 0], xy[low, 1], xy[high, 0], xy[high, 1], first)


def _within_ring(shapes: Rings) -> Bools:
    """Whether each vertex and the next one are of the same ring, shape (vertices - 1,)."""
    within = np.ones(max(len(shapes.xy) - 1, 0), bool)
    last = shapes.start[1:-1] - 1
    within[last[(last >= 0) & (last < len(within))]] = False
    return within


def pixel_spans(shapes: Rings, transform: tuple[float, ...], width: int, height: int) -> list[Spans]:
    """Pixels whose centre lies in each polygon, by the even-odd rule.

    Rows and columns are half-open: a centre on a left or upper side belongs to the polygon, one on a right or lower side does not.

    Parameters
    ----------
    shapes : Rings
        Valid polygons (parts that overlap would cancel each other) in the grid's reference system.
    transform : tuple of six floats
        GDAL's affine transform of the grid.
    width, height : int
        Size of the grid; what sticks out is cut off.
    """
    x, y = _columns_and_rows(shapes.xy, transform)
    # The first row whose centre is not above a vertex: an edge crosses the rows between those of its ends, mostly none.
    row = np.clip(np.ceil(y - 0.5), 0, height).astype(np.int64)
    begin = np.flatnonzero(_within_ring(shapes) & (row[:-1] != row[1:]))
    upper = begin + (row[begin] > row[begin + 1])
    lower = 2 * begin + 1 - upper
    first = row[upper]
    count = row[lower] - first
    x0, y0 = x[upper], y[upper]
    slope = (x[lower] - x0) / (y[lower] - y0)
    vertex = shapes.start[np.searchsorted(shapes.geometry, np.arange(shapes.count + 1))]
    bound = np.searchsorted(begin, vertex).tolist()
    spans = []
    for index in range(shapes.count):
        mine = slice(bound[index], bound[index + 1])
        spans.append(_spans(first[mine], count[mine], x0[mine], y0[mine], slope[mine], width, height))
    return spans


def _spans(first: Ints, count: Ints, x0: Floats, y0: Floats, slope: Floats, width: int, height: int) -> Spans:
    edge = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(edge)) + (first - (np.cumsum(count) - count))[edge]
    x = x0[edge] + (row + 0.5 - y0[edge]) * slope[edge]
    position = row * width + np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)
    if width * height < _LARGEST_INT32:
        position = position.astype(np.int32)
    # Along a boundary the crossings already come in long runs up and down, which this sort only merges.
    position.sort(kind="stable")
    start, end = position[::2], position[1::2]
    filled = end > start
    return Spans(start[filled].astype(np.int64), end[filled].astype(np.int64))


def points_inside(edges: Edges, geometry: int, x: Floats, y: Floats) -> Bools:
    """Which points lie in a polygon, by the same rule as :func:`pixel_spans` (y downwards there, upwards here).

    Parameters
    ----------
    edges : Edges
        In the points' coordinates.
    geometry : int
        Which polygon.
    x, y : ndarray of float64, shape (n,)
        Points.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    x0, y0, x1, y1 = edges.of(geometry)
    inside = np.zeros(len(x), bool)
    if len(x0) == 0 or len(x) == 0:
        return inside
    near = np.flatnonzero(
        (y >= y0.min()) & (y < y1.max()) & (x <= max(x0.max(), x1.max())) & (x >= min(x0.min(), x1.min()))
    )
    near = near[np.argsort(y[near], kind="stable")]
    if len(near) == 0:
        return inside
    px, py = x[near], y[near]
    first = np.searchsorted(py, y0)
    count = np.searchsorted(py, y1) - first
    crossings = np.zeros(len(near), np.int64)
    batch = np.cumsum(count) // _PAIRS_AT_ONCE
    for number in range(int(batch[-1]) + 1):
        part = np.flatnonzero((batch == number) & (count > 0))
        point = stepped(first[part], count[part])
        edge = np.repeat(part, count[part])
        slope = (x1[edge] - x0[edge]) / (y1[edge] - y0[edge])
        left = x0[edge] + (py[point] - y0[edge]) * slope <= px[point]
        crossings += np.bincount(point[left], minlength=len(near))
    inside[near] = crossings % 2 == 1
    return inside
