"""Pixels as runs: neighbours of one row that belong together, and which runs of the next row touch them.

Most work on alert pixels need not look at each of them: a run touches another first at the beginning of one of the two, so that
three looks per run find every pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Ints
from ..geo.runs import repeated, stepped

Numbers = npt.NDArray[np.int32]
Places = npt.NDArray[Any]

_STRIP = 1 << 18
_DIGIT = 16
# twice a place one row beyond either end still fits into 32 bits
_NARROW = 1 << 30


@dataclass(frozen=True, eq=False)
class PixelRuns:
    """Runs of pixels in row order.

    Attributes
    ----------
    start : numpy.ndarray of int64, shape (runs + 1,)
        Run r holds the pixels from ``start[r]`` to before ``start[r + 1]``.
    place : numpy.ndarray of int32, or int64 in rasters too large for it, shape (n,)
        Of each pixel: a number that is 1 more for the right neighbour and `stride` more for the lower one, and that no other
        pixel is near.
    number : numpy.ndarray of int32, shape (n,)
        Run of each pixel.
    stride : int
        Places of a row.
    """

    start: Ints
    place: Places
    number: Numbers
    stride: int

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def first(self) -> Places:
        """Place of each run's first pixel."""
        return self.place.take(self.start[:-1])

    @property
    def last(self) -> Places:
        """Place of each run's last pixel."""
        return self.place.take(self.start[1:] - 1)

    @property
    def length(self) -> Ints:
        """Number of pixels of each run."""
        return np.diff(self.start)

    def at(self, *places: Places) -> list[Numbers]:
        """Run at each of some ascending places, -1 where no pixel stands.

        The pixels are noted strip by strip in a few dense rows, which stay in the processor's cache: looking runs up there is
        several times faster than searching them in the list.
        """
        found = [np.full(len(asked), -1, np.int32) for asked in places]
        if not len(self.place):
            return found
        origin = int(self.place[0])
        bounds = origin + _STRIP * np.arange((int(self.place[-1]) - origin) // _STRIP + 2)
        cut = np.searchsorted(self.place, bounds)
        cuts = [np.searchsorted(asked, bounds).tolist() for asked in places]
        strip = np.full(_STRIP, -1, np.int32)
        filled = np.flatnonzero(np.diff(cut)).tolist()
        cut = cut.tolist()
        for i in filled:
            offset = origin + _STRIP * i
            here = (self.place[cut[i] : cut[i + 1]] - offset).astype(np.intp, copy=False)
            strip[here] = self.number[cut[i] : cut[i + 1]]
            for asked, ends, answer in zip(places, cuts, found):
                begin, end = ends[i], ends[i + 1]
                if begin < end:
                    answer[begin:end] = strip.take((asked[begin:end] - offset).astype(np.intp, copy=False))
            strip[here] = -1
        return found


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
        return PixelRuns(np.zeros(1, np.int64), nothing, nothing.astype(np.int32), 1)
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
    start = np.empty(int(np.count_nonzero(begins)) + 2, np.int64)
    start[0], start[-1] = 0, len(place)
    np.add(np.flatnonzero(begins), 1, out=start[1:-1])
    number = np.zeros(len(place), np.int32)
    np.cumsum(begins, dtype=np.int32, out=number[1:])
    return PixelRuns(start, place, number, stride)


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
    is_kept = event >= 0
    if not is_kept.all():
        kept = np.flatnonzero(is_kept)
        length = runs.length[kept]
        place = runs.place.take(stepped(runs.start[kept], length))
        number = repeated(np.arange(len(kept)), length).astype(np.int32)
        runs = PixelRuns(np.append(0, np.cumsum(length)), place, number, runs.stride)
        event = event[kept]
    begins = np.ones(len(runs), bool)
    begins[1:] = (runs.first[1:] - runs.last[:-1] != 1) | (event[1:] != event[:-1])
    number = np.cumsum(begins, dtype=np.int32) - 1
    start = np.append(runs.start[:-1][begins], runs.start[-1])
    return PixelRuns(start, runs.place, number.take(runs.number), runs.stride), event[begins]


def touching_runs(runs: PixelRuns, with_diagonals: bool = True) -> tuple[Numbers, Numbers]:
    """Pairs of a run and a run of the next row that touch, each pair once.

    Looked at from the left, two runs touch first where the upper one begins or where the lower one does.
    """
    first, own = runs.first, np.arange(len(runs), dtype=np.int32)
    if with_diagonals:
        left, below, above = runs.at(first + (runs.stride - 1), first + runs.stride, first - (runs.stride + 1))
        below[below == left] = -1
        downward = [left, below]
    else:
        below, above = runs.at(first + runs.stride, first - runs.stride)
        downward = [below]
        # two runs that begin in one column are found from the upper one
        met = np.flatnonzero(above >= 0)
        above[met[first[above[met]] == first[met] - runs.stride]] = -1
    has_above = np.flatnonzero(above >= 0)
    uppers, lowers = [above[has_above]], [own[has_above]]
    for found in downward:
        has_below = np.flatnonzero(found >= 0)
        uppers.append(own[has_below])
        lowers.append(found[has_below])
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
    runs: PixelRuns, upper: Numbers, lower: Numbers, with_diagonals: bool = True
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
