"""Outlines of events: polygons made of whole pixel squares.

All events are drawn together, from the runs of their pixels. The sides of a run go on in the run below where that begins or ends in
the same column; where they do not, the outline has a corner. Corners of one grid line pair up in their order to the horizontal
edges, so that nothing needs to be sorted but two ordered lists put into one. Edges are walked with the event on the left hand: above
it to the left, below it to the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Floats, Ints
from ..geo.runs import stepped
from ..geo.wkb import Rings
from .events import components
from .pixel_runs import Numbers, PixelRuns, Places, find_runs, ranks

_SHORT_RING = 4
_FEW_RINGS = 32


def outlines(
    row: npt.NDArray[Any],
    col: npt.NDArray[Any],
    label: Ints,
    count: int,
    transform: tuple[float, float, float, float, float, float],
) -> Rings:
    """Outline of each event, as valid polygons: parts that meet in a corner only are parts of a multipolygon.

    Parameters
    ----------
    row, col : numpy.ndarray of int, shape (n,)
        Pixels in row order, each once.
    label : numpy.ndarray of int64, shape (n,)
        Event of each pixel, from 0; -1 for pixels of none.
    count : int
        Number of events.
    transform : tuple of six floats
        GDAL's affine transform.

    Returns
    -------
    Rings
        Shells counter-clockwise where rows count southward, each followed by its holes.
    """
    inside = label >= 0
    if not inside.all():
        row, col, label = row[inside], col[inside], label[inside]
    if len(row) == 0:
        nothing = np.zeros(0, np.int64)
        return Rings(np.zeros((0, 2)), np.zeros(1, np.int64), nothing, nothing, nothing.astype(bool), count)
    runs = find_runs(row, col, np.diff(label) != 0)
    return outlines_of_runs(runs, label.take(runs.start[:-1]), count, (int(row[0]), int(col.min())), transform)


def outlines_of_runs(
    runs: PixelRuns,
    event: Ints,
    count: int,
    origin: tuple[int, int],
    transform: tuple[float, float, float, float, float, float],
) -> Rings:
    """Outline of each event, see :func:`outlines`.

    Parameters
    ----------
    runs : PixelRuns
        At least one; runs of one event do not touch within a row.
    event : numpy.ndarray of int64, shape (runs,)
        Event of each run.
    origin : tuple of two int
        Row and column of place 0.
    """
    sides = _sides(runs, event)
    edges = _edges(sides, runs.stride)
    start, edge = _walk(edges.following)
    start, corner = _split_touching(start, edge, edges.touching)
    x, y = edges.corners(corner, *origin)
    return _assemble(start, x, y, edges.run[corner >> 1], event, sides, count, transform)


@dataclass(frozen=True, eq=False)
class _Sides:
    """Vertical sides of the runs: side 2 r is the left one of run r, 2 r + 1 the right one; all arrays have shape (2 * runs,).

    Attributes
    ----------
    top : numpy.ndarray of int
        Place of the upper end.
    above, below : numpy.ndarray of int32
        Same side of the run of the same event that lies over and under the pixel at the side; -1 where there is none.
    goes_up, goes_down : numpy.ndarray of bool
        Whether that side stands in the same column, so that the two are one.
    touching : numpy.ndarray of int32
        Other side of the run of the same event that touches the upper end in a corner only; -1 where there is none.
    """

    top: Places
    above: Numbers
    below: Numbers
    goes_up: Bools
    goes_down: Bools
    touching: Numbers


def _sides(runs: PixelRuns, event: Ints) -> _Sides:
    stride, own = runs.stride, event.astype(np.int32)
    # numbers of runs before the first and after the last stand for one of no event, put at the end
    first, last, of_event = (np.append(column, column.dtype.type(-1)) for column in (runs.first, runs.last, own))
    top = np.empty(2 * len(runs), first.dtype)
    top[0::2], top[1::2] = runs.first, runs.last + 1
    above, below, touching = np.empty((3, 2 * len(runs)), np.int32)
    goes_up, goes_down = np.empty((2, 2 * len(runs)), bool)

    def noted(run: Ints, is_there: Bools, side: int) -> Numbers:
        return np.where(is_there & (of_event.take(run) == own), 2 * run + side, -1)

    # over the first pixel: the first run to reach as far; under the last one: the last run to begin as early
    reaching, beginning = ranks(runs.first, runs.last + stride)
    step = first.take(reaching) - (runs.first - stride)
    above[0::2] = noted(reaching, step <= 0, 0)
    goes_up[0::2] = step == 0
    before = reaching - 1
    touching[0::2] = noted(before, last.take(before) == runs.first - (stride + 1), 1)
    beginning -= 1
    step = last.take(beginning) - (runs.last + stride)
    below[1::2] = noted(beginning, step >= 0, 1)
    goes_down[1::2] = step == 0
    # under the first pixel, and over the last one
    reaching, beginning = ranks(runs.first + stride, runs.last)
    step = first.take(reaching) - (runs.first + stride)
    below[0::2] = noted(reaching, step <= 0, 0)
    goes_down[0::2] = step == 0
    touching[1::2] = noted(beginning, first.take(beginning) == runs.last - (stride - 1), 0)
    beginning -= 1
    step = last.take(beginning) - (runs.last - stride)
    above[1::2] = noted(beginning, step >= 0, 1)
    goes_up[1::2] = step == 0
    goes_up &= above >= 0
    goes_down &= below >= 0
    np.copyto(touching, -1, where=above >= 0)
    return _Sides(top, above, below, goes_up, goes_down, touching)


@dataclass(frozen=True, eq=False)
class _Edges:
    """Horizontal edges; corner 2 k is where edge k begins on the walk, corner 2 k + 1 where it ends.

    Attributes
    ----------
    line : numpy.ndarray of int, shape (edges,)
        Grid line, counted from that of the first pixel.
    left, right : numpy.ndarray of int, shape (edges,)
        Columns of its ends, counted from the leftmost.
    upper : int
        Edges from this number on have the event above them and are walked to the right.
    run : numpy.ndarray of int32, shape (edges,)
        A run at the edge.
    following : numpy.ndarray of int32, shape (edges,)
        Edge that the walk comes to next.
    touching : numpy.ndarray of int32, shape (m, 2)
        Corners that stand in one place.
    """

    line: Places
    left: Places
    right: Places
    upper: int
    run: Numbers
    following: Numbers
    touching: Numbers

    def corners(self, corner: Numbers, first_line: int, first_column: int) -> tuple[Places, Places]:
        """Column and line of corners."""
        x = np.empty((len(self.line), 2), self.left.dtype)
        x[: self.upper, 0], x[: self.upper, 1] = self.right[: self.upper], self.left[: self.upper]
        x[self.upper :, 0], x[self.upper :, 1] = self.left[self.upper :], self.right[self.upper :]
        return x.ravel().take(corner) + first_column, self.line.take(corner >> 1) + first_line


def _edges(sides: _Sides, stride: int) -> _Edges:
    """Horizontal edges of all outlines."""
    top, bottom = sides.top, sides.top + stride
    above, below = sides.above >= 0, sides.below >= 0
    edge_at_top, edge_at_bottom = np.full((2, len(top)), -1, np.int32)
    # An end that the next row covers turns the outline inward: its edge lies on the other side of the line.
    lower = _paired(top, ~above, bottom, below & ~sides.goes_down, edge_at_top, edge_at_bottom, 0)
    upper = _paired(bottom, ~below, top, above & ~sides.goes_up, edge_at_bottom, edge_at_top, len(lower.run))
    begin = np.flatnonzero(~sides.goes_up)
    end = _lowest(sides)[begin]
    from_edge, to_edge = edge_at_top[begin], edge_at_bottom[end]
    is_right = (begin & 1).astype(bool)
    following = np.empty(len(from_edge), np.int32)
    following[np.where(is_right, to_edge, from_edge)] = np.where(is_right, from_edge, to_edge)
    # Left ends are where the walk leaves an edge below the line, right ends where it comes to it; above the line likewise.
    met = np.flatnonzero(sides.touching >= 0)
    touching = np.column_stack([edge_at_top[met], edge_at_bottom[sides.touching[met]]])
    touching = 2 * touching + (1 - (met & 1))[:, None]
    left = np.concatenate([lower.left, upper.left])
    line = left // stride
    begin_of_line = line * stride
    right = np.concatenate([lower.right, upper.right]) - begin_of_line
    left -= begin_of_line
    return _Edges(line, left, right, len(lower.run), np.concatenate([lower.run, upper.run]), following, touching)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Edges on one side of the grid lines: places of their ends and the run of the left one, in row order."""

    left: Places
    right: Places
    run: Numbers


def _paired(
    convex_place: Places,
    is_convex: Bools,
    concave_place: Places,
    is_concave: Bools,
    edge_at_convex: Numbers,
    edge_at_concave: Numbers,
    first_edge: int,
) -> _Pairs:
    """Pair corners up along the grid lines, and note at each side the edge that has its end there.

    Where one edge ends and another begins, the end comes first. Left sides begin an edge where they are convex, and end it where
    they are concave.
    """
    convex, concave = np.flatnonzero(is_convex), np.flatnonzero(is_concave)
    side = np.concatenate([convex, concave]).astype(np.int32)
    key = np.concatenate([convex_place[convex], concave_place[concave]])
    key <<= 1
    key |= side & 1
    key[: len(convex)] ^= 1
    # Both lists are in order: the stable sort but puts the one into the other.
    order = np.argsort(key, kind="stable")
    edge = np.empty(len(order), np.int32)
    edge[order] = np.arange(2 * first_edge, 2 * first_edge + len(order), dtype=np.int32) >> 1
    edge_at_convex[convex], edge_at_concave[concave] = edge[: len(convex)], edge[len(convex) :]
    left, right = order[0::2], order[1::2]
    return _Pairs(key[left] >> 1, key[right] >> 1, side[left] >> 1)


def _lowest(sides: _Sides) -> Numbers:
    """Side at which each side ends that goes on downwards; others end themselves."""
    lowest = np.arange(len(sides.top), dtype=np.int32)
    going = np.flatnonzero(sides.goes_down)
    lowest[going] = sides.below[going]
    while len(going):
        following = lowest[going]
        further = lowest[following]
        lowest[going] = further
        going = going[further != following]
    return lowest


def _walk(following: Numbers) -> tuple[Ints, Numbers]:
    """Follow the edges; ring r has the edges ``edge[start[r]:start[r + 1]]``."""
    left = np.arange(len(following), dtype=np.int32)
    ahead, least = following, np.minimum(left, following)
    found: list[Numbers] = []
    lengths: list[Ints] = []
    for length in range(2, _SHORT_RING + 1):
        ahead = following.take(ahead)
        is_closed = ahead == left
        ring = np.empty((np.count_nonzero(is_closed) // length, length), np.int32)
        ring[:, 0] = left[is_closed & (least == left)]
        for step in range(1, length):
            ring[:, step] = following.take(ring[:, step - 1])
        found.append(ring.ravel())
        lengths.append(np.full(len(ring), length))
        is_open = np.flatnonzero(~is_closed)
        left, ahead = left.take(is_open), ahead.take(is_open)
        least = np.minimum(least.take(is_open), ahead)
    walked, sizes = _walk_long(left, following)
    return np.concatenate([[0], np.cumsum(np.concatenate([*lengths, sizes]))]), np.concatenate([*found, walked])


def _walk_long(edges: Numbers, following: Numbers) -> tuple[Numbers, Ints]:
    """Edges of rings one after the other, and the number of edges of each ring.

    All rings are walked in step; when few are left, each by itself.
    """
    place = np.empty(len(following), np.int32)
    own = np.arange(len(edges), dtype=np.int32)
    place[edges] = own
    successor = place[following[edges]]
    ring = components(len(edges), [own], [successor])
    at = np.flatnonzero(ring == own)
    size = np.bincount(ring, minlength=len(edges))[at]
    by_size = np.argsort(-size, kind="stable")
    at, size = at[by_size], size[by_size]
    start = np.cumsum(size) - size
    # rings that have more edges than so many steps come first
    longer = np.searchsorted(-size, -np.arange(int(size[0]) if len(size) else 0)).tolist()
    walked = np.empty(len(edges), np.int32)
    step = 0
    while step < len(longer) and longer[step] >= _FEW_RINGS:
        at = at[: longer[step]]
        walked[start[: len(at)] + step] = at
        at = successor[at]
        step += 1
    if step < len(longer):
        steps = successor.tolist()
        for here, first, number in zip(at.tolist(), start.tolist(), size[: longer[step]].tolist()):
            alone = [here]
            for _ in range(number - step - 1):
                alone.append(steps[alone[-1]])
            walked[first + step : first + number] = alone
    return edges[walked], size


def _split_touching(start: Ints, edge: Numbers, touching: Numbers) -> tuple[Ints, Numbers]:
    """Corners of the rings; a ring that passes a point twice is cut in two: a ring of a valid polygon does not touch itself.

    A ring passes a point twice where two of its pixels meet in a corner and the outside goes through between them. All such chords
    lie on one side of the ring, so that they nest like brackets: what lies at one depth between two of them is a ring of its own.
    """
    corner = np.empty(2 * len(edge), np.int32)
    np.left_shift(edge, 1, out=corner[0::2])
    np.add(corner[0::2], 1, out=corner[1::2])
    start = 2 * start
    place = np.empty(len(edge), np.int32)
    place[edge] = np.arange(len(edge), dtype=np.int32)
    passes = np.sort(2 * place[touching >> 1] + (touching & 1), axis=1)
    ring = np.searchsorted(start, passes, "right")
    passes = passes[ring[:, 0] == ring[:, 1]]
    if len(passes) == 0:
        return start, corner
    opening, closing = passes[:, 0] + 1, passes[:, 1] + 1
    step = np.zeros(len(corner) + 1, np.int32)
    step[opening] += 1
    step[closing] -= 1
    depth = np.cumsum(step[:-1], dtype=np.int32)
    begins = np.zeros(len(corner), bool)
    begins[start[:-1]] = True
    begins[opening] = True
    most = int(depth.max())
    # the fewer digits, the less there is to count
    narrow = np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.int32
    by_depth = np.argsort(depth.astype(narrow), kind="stable")
    starts = np.flatnonzero(begins[by_depth])
    return np.append(starts, len(corner)), corner[by_depth]


def _assemble(
    start: Ints,
    x: Places,
    y: Places,
    run: Numbers,
    event_of_run: Ints,
    sides: _Sides,
    count: int,
    transform: tuple[float, float, float, float, float, float],
) -> Rings:
    """Put shells and holes in order and close them."""
    begin, end = start[:-1], start[1:] - 1
    step = np.empty_like(x)
    np.subtract(x[1:], x[:-1], out=step[:-1])
    step[end] = x[begin] - x[end]
    # above an event the walk goes to the left, below it to the right: lines count downwards
    is_hole = np.add.reduceat(step.astype(np.int64) * y, begin) < 0
    a_run = run[begin]
    event = event_of_run[a_run]
    block = _blocks(a_run, event, is_hole, event_of_run, sides, count)
    order = _order(event, block, is_hole)
    size = np.diff(start)[order]
    new_start = np.concatenate([[0], np.cumsum(size + 1)])
    picked = stepped(begin[order], size + 1)
    picked[new_start[1:] - 1] = begin[order]
    event, block, is_hole = event[order], block[order], is_hole[order]
    xy = _mapped(x.take(picked), y.take(picked), transform)
    return Rings(xy, new_start, event, _part_numbers(event, block), is_hole, count)


def _mapped(x: Places, y: Places, transform: tuple[float, float, float, float, float, float]) -> Floats:
    t = transform
    xy = np.empty((len(x), 2))
    if t[2] == 0.0 and t[4] == 0.0:
        # few grid lines, many corners
        xy[:, 0] = (t[0] + np.arange(int(x.max()) + 1) * t[1]).take(x)
        xy[:, 1] = (t[3] + np.arange(int(y.max()) + 1) * t[5]).take(y)
        return xy
    xy[:, 0] = t[0] + x * t[1] + y * t[2]
    xy[:, 1] = t[3] + x * t[4] + y * t[5]
    return xy


def _order(event: Ints, block: Ints, is_hole: Bools) -> Ints:
    """Order by event, block, shell before hole: by one number made of all where it fits, which sorts much faster."""
    bits = int(block.max()).bit_length() + 1
    if int(event.max()).bit_length() + bits > 62:
        return np.lexsort((is_hole, block, event))
    return np.argsort((event << bits) | (block << 1) | is_hole, kind="stable")


def _blocks(a_run: Numbers, event: Ints, is_hole: Bools, event_of_run: Ints, sides: _Sides, count: int) -> Ints:
    """Which of an event's shells a ring belongs to, as any number that shell and holes share."""
    shells = np.bincount(event[~is_hole], minlength=count)
    holes = np.bincount(event[is_hole], minlength=count)
    mixed = (shells > 1) & (holes > 0)
    block = np.where(shells[event] > 1, a_run, 0)
    if not mixed.any():
        return block
    # Pixels that share sides form the inside of one shell. Two runs share sides first where one of them begins.
    run = np.flatnonzero(mixed[event_of_run]).astype(np.int32)
    number = np.zeros(len(event_of_run), np.int32)
    number[run] = np.arange(len(run), dtype=np.int32)
    firsts, seconds = [], []
    for side in (sides.below, sides.above):
        other = side[2 * run]
        met = np.flatnonzero(other >= 0)
        firsts.append(met.astype(np.int32))
        seconds.append(number[other[met] >> 1])
    solid = components(len(run), firsts, seconds)
    is_mixed = mixed[event]
    block[is_mixed] = solid[number[a_run[is_mixed]]]
    return block


def _part_numbers(event: Ints, block: Ints) -> Ints:
    new_event = np.ones(len(event), bool)
    new_event[1:] = np.diff(event) != 0
    new_block = new_event.copy()
    new_block[1:] |= np.diff(block) != 0
    number = np.cumsum(new_block) - 1
    return number - np.repeat(number[new_event], np.diff(np.append(np.flatnonzero(new_event), len(event))))
