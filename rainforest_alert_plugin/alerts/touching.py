"""Alert squares of any sizes and grids that belong to one clearing.

The rule
--------
Two alerts are of the same clearing when

- their squares touch or overlap: along both axes the gap between them is at most :data:`SLACK` of the larger square's side, which
  forgives what sources' coordinates are rounded by and the slant of a UTM pixel in degrees; and
- their dates differ by at most the window, one day more (:data:`EPOCH_DAYS`) when two sources saw them, because sources count
  days from epochs that readers place a day apart.

An event is everything that a chain of such pairs holds together. The rule looks at pairs only and treats both alike, so that the
events are the same in whatever order sources or alerts come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .events import components

SLACK = 0.1
"""Gap that still counts as touching, as part of the larger square's side."""

EPOCH_DAYS = 1
"""Days that the dates of two sources may differ by besides the window."""

_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, eq=False)
class Squares:
    """Alerts as rectangles along the axes of one reference system; all arrays have shape (n,).

    Attributes
    ----------
    x, y : numpy.ndarray of float64
        Centres.
    half_x, half_y : numpy.ndarray of float64
        Half the sides, above 0.
    day : numpy.ndarray of int64
        Days since any epoch.
    source : numpy.ndarray of int64
        Number of the source.
    """

    x: Floats
    y: Floats
    half_x: Floats
    half_y: Floats
    day: Ints
    source: Ints


def label_squares(squares: Squares, window_days: int, is_cancelled: IsCancelled = never_cancelled) -> tuple[Ints, int]:
    """Number the events and say which one each square belongs to.

    Parameters
    ----------
    squares : Squares
    window_days : int
        See the rule above.

    Returns
    -------
    label : numpy.ndarray of int64, shape (n,)
        From 0, in the order of the events' first squares.
    count : int
    """
    if len(squares.x) == 0:
        return np.zeros(0, np.int64), 0
    # Sizes of one group differ by less than two, so that a cell of the largest holds few of them.
    level = np.floor(np.log2(squares.half_y)).astype(np.int64)
    groups = [np.flatnonzero(level == value) for value in np.unique(level)]
    firsts, seconds = [], []
    for number, fine in enumerate(groups):
        index = _Cells(squares, fine)
        for coarse in groups[number:]:
            for one, other in index.near(coarse):
                stop_if(is_cancelled)
                met = _meet(squares, one, other, window_days)
                firsts.append(one[met].astype(np.int32))
                seconds.append(other[met].astype(np.int32))
    roots = components(len(squares.x), firsts, seconds)
    is_root = roots == np.arange(len(roots))
    number_of = np.cumsum(is_root) - 1
    return number_of[roots].astype(np.int64), int(is_root.sum())


def _meet(squares: Squares, one: Ints, other: Ints, window_days: int) -> Bools:
    """Whether each pair is of the same clearing."""
    reach = window_days + EPOCH_DAYS * (squares.source[one] != squares.source[other])
    met = (one != other) & (np.abs(squares.day[one] - squares.day[other]) <= reach)
    for centre, half in ((squares.x, squares.half_x), (squares.y, squares.half_y)):
        larger = np.maximum(half[one], half[other])
        met &= np.abs(centre[one] - centre[other]) <= half[one] + half[other] + 2.0 * SLACK * larger
    return met


class _Cells:
    """Squares of nearly one size, found by the cell of their centre."""

    def __init__(self, squares: Squares, members: Ints) -> None:
        self.squares = squares
        self.half_x = float(squares.half_x[members].max())
        self.half_y = float(squares.half_y[members].max())
        self.west, self.south = float(squares.x.min()), float(squares.y.min())
        col, row = self._col(squares.x[members]), self._row(squares.y[members])
        # Wider than any question may reach, so that the end of a row of cells never meets the next one's start.
        self.stride = int(self._col(squares.x.max())) + 8
        key = row * self.stride + col
        order = np.argsort(key, kind="stable")
        self.key, self.member = key[order], members[order]

    def _col(self, x: Floats) -> Ints:
        return np.floor((x - self.west) / (2.0 * self.half_x)).astype(np.int64)

    def _row(self, y: Floats) -> Ints:
        return np.floor((y - self.south) / (2.0 * self.half_y)).astype(np.int64)

    def near(self, askers: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Pairs of an asker and a member of these cells that may touch, some at a time."""
        squares = self.squares
        half_x, half_y = squares.half_x[askers], squares.half_y[askers]
        reach_x = half_x + self.half_x + 2.0 * SLACK * np.maximum(half_x, self.half_x)
        reach_y = half_y + self.half_y + 2.0 * SLACK * np.maximum(half_y, self.half_y)
        x, y = squares.x[askers], squares.y[askers]
        last_col = self.stride - 8
        left = np.clip(self._col(x - reach_x), 0, last_col)
        right = np.clip(self._col(x + reach_x), 0, last_col)
        bottom, top = np.maximum(self._row(y - reach_y), 0), self._row(y + reach_y)
        for step in range(int((top - bottom).max()) + 1):
            asked = np.flatnonzero(bottom + step <= top)
            row = (bottom[asked] + step) * self.stride
            begin = np.searchsorted(self.key, row + left[asked])
            count = np.searchsorted(self.key, row + right[asked], "right") - begin
            batch = np.cumsum(count) // _PAIRS_AT_ONCE
            for number in range(int(batch[-1]) + 1 if len(batch) else 0):
                part = np.flatnonzero((batch == number) & (count > 0))
                ends = np.cumsum(count[part])
                place = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
                    begin[part] - (ends - count[part]), count[part]
                )
                yield np.repeat(askers[asked[part]], count[part]), self.member[place]
