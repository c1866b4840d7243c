"""Pixels as runs: neighbours of one row that belong together, and which runs of the next row touch them.

Most work on alert pixels need not look at each of them. Runs and what they are compared with stand in row order both, so that two
ordered lists put into one say how many of the one come before each of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Iterator

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Ints
from ..geo.runs import repeated, stepped

Numbers = npt.NDArray[np.int32]
Places = npt.NDArray[Any]

_DIGIT = 16
# twice a place one row beyond either end still fits into 32 bits
_NARROW = 1 << 30
# few runs touch more of the row above
_OFTEN_TOUCHED = 3


@dataclass(frozen=True, eq=False)
class PixelRuns:
    """Runs of pixels in row order.

    A place is a number that is 1 more for the right neighbour and `stride` more for the lower one, and that no other pixel is near.

    Attributes
    ----------
    first, last : numpy.ndarray of int32, or int64 in rasters too large for it, shape (runs,)
        Places of the first and the last pixel of each run.
    stride : int
        Places of a row.
    """

    first: Places
    last: Places
    stride: int

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def length(self) -> Ints:
        """Number of pixels of each run."""
        length: Ints = (self.last - self.first).astype(np.int64)
        length += 1
        return length

    @cached_property
    def start(self) -> Ints:
        """Of all pixels in row order run r holds those from ``start[r]`` to before ``start[r + 1]``; shape (runs + 1,)."""
        return np.append(0, np.cumsum(self.length))

    def places(self) -> Ints:
        """Place of each pixel."""
        return stepped(self.first.astype(np.int64), self.length)


def find_runs(row: npt.NDArray[Any], col: npt.NDArray[Any], is_cut: Bools | None = None) -> PixelRuns:
    """Runs of pixels that are given in row order, each once.

    Parameters
    ----------
    row, col : numpy.ndarray of int, shape (n,)
    is_cut : numpy.ndarray of bool, shape (n - 1,), optional
        Where pixel i + 1 does not go on the run of pixel i though it is its neighbour.
    """
    if len(row) == 0:
        nothing = np.zeros(0, np.int64)
        return PixelRuns(nothing, nothing, 1)
    least = int(col.min())
    # one column of nothing: the end of a row does not touch the start of the next
    stride = int(col.max()) - least + 2
    rows = int(row[-1]) - int(row[0]) + 1
    place = (row - row[0]).astype(np.int32 if (rows + 2) * stride <= _NARROW else np.int64)
    place *= stride
    place += (col - least).astype(place.dtype, copy=False)
    return runs_of_places(place, stride, is_cut)


def runs_of_places(place: Places, stride: int, is_cut: Bools | None = None) -> PixelRuns:
    """Runs of at least one pixel, given by their places; see :class:`PixelRuns` and :func:`find_runs`."""
    begins = np.diff(place) != 1
    if is_cut is not None:
        begins |= is_cut
    before = np.flatnonzero(begins)
    first, last = np.empty((2, len(before) + 1), place.dtype)
    first[0], last[-1] = place[0], place[-1]
    place.take(before, out=last[:-1])
    place.take(before + 1, out=first[1:])
    return PixelRuns(first, last, stride)


def merged_runs(runs: PixelRuns, event: Ints) -> tuple[PixelRuns, Ints]:
    """Runs of events, those of one event that touch within a row made one.

    Runs whose event is -1 are left out.

    Parameters
    ----------
    event : numpy.ndarray of int64, shape (runs,)

    Returns
    -------
    runs : PixelRuns
    event : numpy.ndarray of int64, shape (runs,)
        Of those.
    """
    first, last = runs.first, runs.last
    kept = np.flatnonzero(event >= 0)
    if len(kept) < len(event):
        first, last, event = first[kept], last[kept], event[kept]
    begins = np.ones(len(first) + 1, bool)
    begins[1:-1] = (first[1:] - last[:-1] != 1) | (event[1:] != event[:-1])
    return PixelRuns(first[begins[:-1]], last[begins[1:]], runs.stride), event[begins[:-1]]


def ranks(ones: Places, others: Places) -> tuple[Ints, Ints]:
    """How many of `others` are less than each of `ones`, and how many of `ones` are no greater than each of `others`.

    Both ascend, so that the stable sort but puts the one list into the other.
    """
    key = np.concatenate([ones, others])
    key <<= 1
    key[len(ones) :] |= 1
    key.sort(kind="stable")
    is_other = (key & 1).astype(bool)
    of_others = np.flatnonzero(is_other)
    of_ones = np.flatnonzero(~is_other)
    of_ones -= np.arange(len(ones))
    of_others -= np.arange(len(others))
    return of_ones, of_others


def touching_runs(runs: PixelRuns, with_diagonals: bool = True) -> tuple[Ints, Ints]:
    """Pairs of a run and a run of the next row that touch, each pair once."""
    reach = 1 if with_diagonals else 0
    # each touches the runs from the first that does not end too early to before the first that begins too late
    begin, _ = ranks(runs.first, runs.last + (runs.stride + reach))
    _, end = ranks(runs.first + (runs.stride - reach), runs.last)
    count = end - begin
    uppers, lowers = [], []
    lower = np.flatnonzero(count)
    for number in range(_OFTEN_TOUCHED):
        uppers.append(begin.take(lower) + number)
        lowers.append(lower)
        lower = lower[count.take(lower) > number + 1]
    many = count.take(lower) - _OFTEN_TOUCHED
    uppers.append(stepped(begin.take(lower) + _OFTEN_TOUCHED, many))
    lowers.append(repeated(lower, many))
    return np.concatenate(uppers), np.concatenate(lowers)


def order_of(key: npt.NDArray[Any]) -> Ints:
    """Stable order of numbers from 0 on: sixteen bits at a time, for which numpy counts instead of comparing."""
    most = int(key.max(initial=0))
    order = np.argsort((key & 0xFFFF).astype(np.uint16), kind="stable")
    shift = _DIGIT
    while most >> shift:
        order = order[np.argsort(((key >> shift) & 0xFFFF).astype(np.uint16)[order], kind="stable")]
        shift += _DIGIT
    return order


def pixels_that_touch(
    runs: PixelRuns, upper: Ints, lower: Ints, with_diagonals: bool = True
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Pairs of neighbouring pixels of pairs of touching runs: which pair of runs, upper pixel, lower pixel."""
    first, last = runs.first, runs.last
    begin, end = first[lower] - runs.stride, last[lower] - runs.stride
    for shift in (-1, 0, 1) if with_diagonals else (0,):
        left = np.maximum(first[upper], begin - shift)
        count = np.maximum(np.minimum(last[upper], end - shift) - left + 1, 0)
        pair = np.flatnonzero(count)
        many = count[pair]
        if len(pair):
            one = stepped((left - first[upper] + runs.start[upper])[pair], many)
            other = stepped((left + shift - begin + runs.start[lower])[pair], many)
            yield repeated(pair, many), one, other
