"""Which boxes lie wholly inside a polygon, decided for thousands at once without a geometry engine.

Cells of a grid that no edge passes are wholly inside or wholly outside. A box over such cells only is decided exactly; any
other is left to the engine.
"""

from __future__ import annotations

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..geo.wkb import Rings

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
        a = (shape.xy - self._origin) / self._cell
        b = np.roll(a, -1, axis=0)
        filled = shape.lengths() > 0
        b[shape.start[1:][filled] - 1] = a[shape.start[:-1][filled]]
        passed = self._passed(a, b)
        self._passed_sum = np.zeros((self._n + 1, self._n + 1), dtype=np.int64)
        self._passed_sum[1:, 1:] = passed.cumsum(axis=0).cumsum(axis=1)
        self._is_inside = self._parity(a, b)

    def _passed(self, a: Floats, b: Floats) -> Bools:
        """Cells that an edge passes or comes within the margin of."""
        passed = np.zeros((self._n, self._n), dtype=bool)
        pieces = np.ceil(1.01 * np.abs(b - a).max(axis=1)).astype(np.int64)
        pieces = np.maximum(pieces, 1)
        owner = np.repeat(np.arange(len(a)), pieces)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        step = (b - a)[owner] / pieces[owner, None]
        p = a[owner] + number[:, None] * step
        q = p + step
        low = np.floor(np.minimum(p, q) - _MARGIN).astype(np.int64)
        high = np.floor(np.maximum(p, q) + _MARGIN).astype(np.int64)
        np.clip(low, 0, self._n - 1, out=low)
        np.clip(high, 0, self._n - 1, out=high)
        for x in (low[:, 0], high[:, 0]):
            for y in (low[:, 1], high[:, 1]):
                passed[y, x] = True
        return passed

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
