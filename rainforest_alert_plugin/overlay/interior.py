"""Which boxes lie wholly inside a polygon, decided for thousands at once without a geometry engine.

Cells of a grid that no edge passes are wholly inside or wholly outside. A box over such cells only is decided exactly; any
other is left to the engine.
"""

from __future__ import annotations

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..geo.wkb import Rings
from .loops import Loops, loops_of, spread

OUTSIDE = 0
INSIDE = 1
UNDECIDED = 2

_FEWEST_CELLS = 16
_MOST_CELLS = 1024
# Cells are widened by this share of their size wherever a rounding error could put a point on the wrong side.
_MARGIN = 1e-6


class InteriorGrid:
    """Grid over one polygon or multipolygon.

    Parameters
    ----------
    shape : Rings
        One valid geometry, in any plane of coordinates.
    boxes_expected : int
        How many boxes will be asked about; the grid is made fine enough for boxes that tile the polygon.
    """

    def __init__(self, shape: Rings, boxes_expected: int) -> None:
        cells = int(np.clip(4 * np.sqrt(boxes_expected), _FEWEST_CELLS, _MOST_CELLS))
        box = shape.boxes()[0]
        size = np.maximum(box[2:] - box[:2], 1e-9 * np.maximum(1.0, np.abs(box[:2])))
        self._cell = size / cells
        # One ring of cells round the polygon, so that every edge lies within the grid.
        self._origin = box[:2] - self._cell
        self._n = cells + 2
        self.loops = loops_of(shape)
        self.loop_boxes = _boxes(self.loops)
        a = (self.loops.xy - self._origin) / self._cell
        b = a[self.loops.following]
        self._edges, self._cells = self._cells_passed(a, b)
        passed = np.zeros((self._n, self._n), dtype=bool)
        passed.ravel()[self._cells] = True
        self._is_passed = passed
        self._passed_sum = np.zeros((self._n + 1, self._n + 1), dtype=np.int64)
        self._passed_sum[1:, 1:] = passed.cumsum(axis=0).cumsum(axis=1)
        self._is_inside = self._parity(a, b)
        self._is_sorted = False

    def _cells_passed(self, a: Floats, b: Floats) -> tuple[Ints, Ints]:
        """Each edge with each cell it passes or comes within the margin of, cells numbered row by row."""
        pieces = np.ceil(1.01 * np.abs(b - a).max(axis=1)).astype(np.int64)
        pieces = np.maximum(pieces, 1)
        number, owner = spread(np.zeros(len(pieces), dtype=np.int64), pieces)
        step = (b - a)[owner] / pieces[owner, None]
        p = a[owner] + number[:, None] * step
        q = p + step
        low = np.floor(np.minimum(p, q) - _MARGIN).astype(np.int64)
        high = np.floor(np.maximum(p, q) + _MARGIN).astype(np.int64)
        np.clip(low, 0, self._n - 1, out=low)
        np.clip(high, 0, self._n - 1, out=high)
        x0, y0, x1, y1 = low[:, 0], low[:, 1] * self._n, high[:, 0], high[:, 1] * self._n
        wide, tall = x1 > x0, y1 > y0
        both = wide & tall
        cells = [y0 + x0, (y0 + x1)[wide], (y1 + x0)[tall], (y1 + x1)[both]]
        return np.concatenate([owner, owner[wide], owner[tall], owner[both]]), np.concatenate(cells)

    def _parity(self, a: Floats, b: Floats) -> Bools:
        """Whether the middle of each cell is inside, by the number of edges west of it; meaningful where none passes."""
        low = np.ceil(np.minimum(a[:, 1], b[:, 1]) - 0.5).astype(np.int64)
        high = np.ceil(np.maximum(a[:, 1], b[:, 1]) - 0.5).astype(np.int64)
        rows = high - low
        owner = np.repeat(np.arange(len(a)), rows)
        row = low[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(rows) - rows, rows)
        p, q = a[owner], b[owner]
        x = p[:, 0] + (row + 0.5 - p[:, 1]) * (q[:, 0] - p[:, 0]) / (q[:, 1] - p[:, 1])
        column = np.clip(np.floor(x).astype(np.int64), 0, self._n - 1)
        crossings = np.bincount(row * self._n + column, minlength=self._n * self._n).reshape(self._n, self._n)
        inside: Bools = (crossings.cumsum(axis=1) & 1).astype(bool)
        return inside

    def edges_near(self, xy: Floats, following: Ints) -> tuple[Ints, Ints]:
        """Pairs of edges that pass a common cell: every pair that meets is among them, some more than once.

        Parameters
        ----------
        xy : ndarray of float64, shape (n, 2)
        following : ndarray of int64, shape (n,)
            Edges from each vertex to its following one.

        Returns
        -------
        own, other : ndarray of int64
            Numbers of an edge of the grid's own loops and of an edge given.
        """
        if not self._is_sorted:
            order = np.argsort(self._cells, kind="stable")
            self._edges, self._cells = self._edges[order], self._cells[order]
            self._is_sorted = True
        a = (xy - self._origin) / self._cell
        others, cells = self._cells_passed(a, a[following])
        passed = self._is_passed.ravel()[cells]
        others, cells = others[passed], cells[passed]
        first = np.searchsorted(self._cells, cells, "left")
        own, owner = spread(first, np.searchsorted(self._cells, cells, "right") - first)
        return self._edges[own], others[owner]

    def locate(self, xy: Floats) -> Ints:
        """Say of points whether they are ``INSIDE``, ``OUTSIDE`` or, in a cell that an edge passes, ``UNDECIDED``."""
        x, y = np.floor((xy - self._origin) / self._cell).T
        away = (x < 0) | (y < 0) | (x >= self._n) | (y >= self._n)
        column = np.clip(x, 0, self._n - 1).astype(np.int64)
        row = np.clip(y, 0, self._n - 1).astype(np.int64)
        where = np.where(self._is_inside[row, column], INSIDE, OUTSIDE)
        where[self._is_passed[row, column]] = UNDECIDED
        where[away] = OUTSIDE
        return where

    def cells_across(self, boxes: Floats) -> Floats:
        """How many cells the longer side of each box spans."""
        span: Floats = ((boxes[:, 2:] - boxes[:, :2]) / self._cell).max(axis=1)
        return span

    def classify(self, boxes: Floats) -> Ints:
        """Say for each box where it lies.

        Parameters
        ----------
        boxes : ndarray of float64, shape (n, 4)
            x min, y min, x max, y max, in the coordinates of the polygon; a box that is not a number is undecided.

        Returns
        -------
        ndarray of int64, shape (n,)
            ``INSIDE`` and ``OUTSIDE`` are exact; ``UNDECIDED`` boxes meet a cell that an edge passes.
        """
        unknown = np.isnan(boxes).any(axis=1)
        if unknown.any():
            boxes = np.where(unknown[:, None], self._origin[[0, 1, 0, 1]], boxes)
        low = np.floor((boxes[:, :2] - self._origin) / self._cell - _MARGIN)
        high = np.floor((boxes[:, 2:] - self._origin) / self._cell + _MARGIN)
        away = (high < 0).any(axis=1) | (low >= self._n).any(axis=1)
        reaches_out = (low < 0).any(axis=1) | (high >= self._n).any(axis=1)
        x0, y0 = np.clip(low, 0, self._n - 1).astype(np.int64).T
        x1, y1 = np.clip(high, 0, self._n - 1).astype(np.int64).T + 1
        total = self._passed_sum
        passed = total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]
        where = np.where(self._is_inside[y0, x0] & ~reaches_out, INSIDE, OUTSIDE)
        where[passed > 0] = UNDECIDED
        where[away] = OUTSIDE
        where[unknown] = UNDECIDED
        return where.astype(np.int64)


def _boxes(loops: Loops) -> Floats:
    boxes = np.full((len(loops.start) - 1, 4), np.nan)
    filled = loops.lengths() > 0
    begin = loops.start[:-1][filled]
    boxes[filled, :2] = np.minimum.reduceat(loops.xy, begin)
    boxes[filled, 2:] = np.maximum.reduceat(loops.xy, begin)
    return boxes
