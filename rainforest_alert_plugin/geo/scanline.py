"""Which pixels of a grid have their centre in a polygon, as runs of pixels; nothing is rasterised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .arrays import Bools, Floats, Ints
from .runs import stepped
from .wkb import Rings

_PAIRS_AT_ONCE = 4_000_000
_VERTICES_AT_ONCE = 32_768
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
class OwnedSpans:
    """Runs of pixels of several polygons in one grid, in order of their first pixel; they may overlap.

    Attributes
    ----------
    start, end : ndarray of int64, shape (n,)
        As in :class:`Spans`.
    owner : ndarray of int64, shape (n,)
        Index of the polygon.
    """

    start: Ints
    end: Ints
    owner: Ints

    def between(self, first: int, last: int) -> OwnedSpans:
        """Those of the rows from pixel `first` to before pixel `last`, which both begin a row."""
        part = slice(*np.searchsorted(self.start, (first, last)).tolist())
        return OwnedSpans(self.start[part], self.end[part], self.owner[part])


def in_one_order(spans: Sequence[Spans]) -> OwnedSpans:
    """Runs of several polygons in order of their first pixel."""
    nothing = [np.zeros(0, np.int64)]
    start = np.concatenate([each.start for each in spans] or nothing)
    order = np.argsort(start, kind="stable")
    end = np.concatenate([each.end for each in spans] or nothing)
    owner = np.repeat(np.arange(len(spans)), [len(each.start) for each in spans])
    return OwnedSpans(start.take(order), end.take(order), owner.take(order))


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which polygon of several covers each pixel; what more than one covers is told a second time.

    Attributes
    ----------
    begin : ndarray of int64, shape (n,)
        Where runs of pixels begin, ascending; each ends where the next begins.
    owner : ndarray of int64, shape (n,)
        Index of a polygon that covers the run; -1 where none does, as after the last span.
    again : OwnedSpans
        Runs of a polygon that another one in `owner` covers already.
    """

    begin: Ints
    owner: Ints
    again: OwnedSpans


def coverage(spans: OwnedSpans) -> Coverage:
    """Tell the pixels of spans apart: together `owner` and `again` hold each pixel of each span once."""
    start, end = spans.start, spans.end
    covered_to = np.zeros(len(end), np.int64)
    np.maximum.accumulate(end[:-1], out=covered_to[1:])
    shared = np.flatnonzero(start < covered_to)
    again = OwnedSpans(start[shared], np.minimum(end, covered_to)[shared], spans.owner[shared])
    fresh = np.flatnonzero(end > covered_to)
    start, end = np.maximum(start, covered_to)[fresh], end[fresh]
    before_gap = np.ones(len(start), bool)
    before_gap[:-1] = end[:-1] < start[1:]
    place = np.arange(len(start)) + np.cumsum(before_gap) - before_gap
    begin = np.empty(len(start) + np.count_nonzero(before_gap), np.int64)
    owner = np.full(len(begin), -1)
    begin[place], owner[place] = start, spans.owner[fresh]
    begin[place[before_gap] + 1] = end[before_gap]
    return Coverage(begin, owner, again)


def pixel_coordinates(xy: Floats, transform: tuple[float, ...]) -> Floats:
    """Columns and rows (fractional, from the outer corner) of map coordinates, shape (n, 2); `transform` as GDAL's."""
    return np.column_stack(_columns_and_rows(xy, transform))


def _columns_and_rows(xy: Floats, transform: tuple[float, ...]) -> tuple[Floats, Floats]:
    t = transform
    x, y = xy[:, 0] - t[0], xy[:, 1] - t[3]
    if t[2] == 0.0 and t[4] == 0.0:
        return np.divide(x, t[1], out=x), np.divide(y, t[5], out=y)
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
    begin = np.flatnonzero(_within_ring(shapes, 0, len(xy)) & (xy[:-1, 1] != xy[1:, 1]))
    upward = xy[begin, 1] < xy[begin + 1, 1]
    low = np.where(upward, begin, begin + 1)
    high = np.where(upward, begin + 1, begin)
    geometry = shapes.geometry[np.searchsorted(shapes.start, begin, "right") - 1]
    first = np.searchsorted(geometry, np.arange(shapes.count + 1))
    return Edges(xy[low, 0], xy[low, 1], xy[high, 0], xy[high, 1], first)


def _within_ring(shapes: Rings, low: int, high: int) -> Bools:
    """Whether each of the vertices ``low:high`` and the next one are of the same ring, shape (high - low - 1,)."""
    within = np.ones(max(high - low - 1, 0), bool)
    ring = slice(*np.searchsorted(shapes.start, (low + 1, high)).tolist())
    within[shapes.start[ring] - 1 - low] = False
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
    vertex = shapes.start[np.searchsorted(shapes.geometry, np.arange(shapes.count + 1))]
    # Some whole polygons at a time, whose vertices stay in the processor's cache.
    batch = np.flatnonzero(np.diff(vertex[:-1] // _VERTICES_AT_ONCE)) + 1
    spans: list[Spans] = []
    for polygons in np.split(vertex[:-1], batch):
        first = len(spans)
        spans += _batch_spans(shapes, vertex[first : first + len(polygons) + 1], transform, width, height)
    return spans


def _batch_spans(shapes: Rings, vertex: Ints, transform: tuple[float, ...], width: int, height: int) -> list[Spans]:
    """Spans of consecutive polygons, of which polygon ``i`` has the vertices ``vertex[i]:vertex[i + 1]``."""
    low, high = int(vertex[0]), int(vertex[-1])
    x, y = _columns_and_rows(shapes.xy[low:high], transform)
    # The first row whose centre is not above a vertex: an edge crosses the rows between those of its ends, mostly none.
    row = np.clip(np.ceil(y - 0.5), 0, height).astype(np.int64)
    begin = np.flatnonzero(_within_ring(shapes, low, high) & (row[:-1] != row[1:]))
    here, there = row.take(begin), row.take(begin + 1)
    first, count = np.minimum(here, there), np.abs(there - here)
    upper = begin + (here > there)
    lower = 2 * begin + 1 - upper
    x0, y0 = x.take(upper), y.take(upper)
    slope = (x.take(lower) - x0) / (y.take(lower) - y0)
    bound = np.searchsorted(begin, vertex - low).tolist()
    spans = []
    for start, end in zip(bound[:-1], bound[1:]):
        mine = slice(start, end)
        spans.append(_spans(first[mine], count[mine], x0[mine], y0[mine], slope[mine], width, height))
    return spans


def _spans(first: Ints, count: Ints, x0: Floats, y0: Floats, slope: Floats, width: int, height: int) -> Spans:
    edge = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(edge)) + (first - (np.cumsum(count) - count)).take(edge)
    x = x0.take(edge) + (row + 0.5 - y0.take(edge)) * slope.take(edge)
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
