"""Alert pixels joined to events: 8-neighbours whose dates differ by at most a window.

The pixels stay a sparse list. Neighbouring pixels of one row form runs; runs of a row and the next are linked where two of their
pixels are neighbours in space and time; the links are resolved by union-find with pointer jumping, all of it in numpy. Measured
against a dense labelling of the same raster it needs neither its memory nor its time (see benchmarks/alert_events.py).
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Floats, Ints
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .encoding import date_of

UNLIMITED = np.iinfo(np.int32).max
"""Window under which dates do not matter."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "event.rainforest-alert")
_DEGREES_DECIMALS = 5
_STRIP_CELLS = 1 << 17
_INDEX_BITS = 40


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Which pixels touch, among pixels in row order.

    Attributes
    ----------
    right : numpy.ndarray of bool, shape (n - 1,)
        Whether pixel i + 1 is the right neighbour of pixel i.
    lower : numpy.ndarray of int32, shape (3, n)
        Index of the lower left, lower and lower right neighbour of each pixel; -1 where there is none.
    """

    right: Bools
    lower: npt.NDArray[np.int32]

    def pairs(self, shift: int) -> tuple[Ints, npt.NDArray[np.int32]]:
        """Pixels that have a neighbour one row below and `shift` (-1, 0, 1) columns to the right, and those neighbours."""
        neighbour = self.lower[shift + 1]
        upper = np.flatnonzero(neighbour >= 0)
        return upper, neighbour[upper]


def find_neighbours(row: npt.NDArray[Any], col: npt.NDArray[Any], width: int) -> Neighbours:
    """Find which pixels touch; they are given in row order, each once.

    The index of each pixel is noted in a dense strip of a few rows, which stays in the processor's cache; looking neighbours up
    there is several times faster than searching them in the list.
    """
    n = len(row)
    # one column of nothing on both sides: the end of a row does not touch the start of the next
    stride = width + 2
    right = (np.diff(row) == 0) & (np.diff(col) == 1)
    lower = np.full((3, n), -1, np.int32)
    if n == 0:
        return Neighbours(right, lower)
    depth = max(_STRIP_CELLS // stride, 1)
    strip = np.full((depth + 1) * stride, -1, np.int32)
    first = int(row[0])
    while True:
        limits = np.array((first, first + depth, first + depth + 1), row.dtype)
        begin, end, beyond = np.searchsorted(row, limits).tolist()
        place = (row[begin:beyond].astype(np.int64) - first) * stride + col[begin:beyond] + 1
        strip[place] = np.arange(begin, beyond, dtype=np.int32)
        below = place[: end - begin] + stride
        for number, shift in enumerate((-1, 0, 1)):
            lower[number, begin:end] = strip[below + shift]
        strip[place] = -1
        if end == n:
            return Neighbours(right, lower)
        first = int(row[end])


def label_pixels(
    neighbours: Neighbours, day: npt.NDArray[Any], window_days: int, with_diagonals: bool = True
) -> tuple[Ints, int]:
    """Number the events and say which one each pixel belongs to.

    Parameters
    ----------
    neighbours : Neighbours
    day : numpy.ndarray of int, shape (n,)
        Days since any epoch.
    window_days : int
        Neighbours join if their days differ by at most this; a chain of neighbours may span more.
    with_diagonals : bool
        Whether pixels that share only a corner are neighbours.

    Returns
    -------
    label : numpy.ndarray of int64, shape (n,)
        From 0, in the order of the events' first pixels.
    count : int
    """
    run, of_run, count = _label_runs(neighbours, day, window_days, with_diagonals)
    return of_run[run], count


def _label_runs(
    neighbours: Neighbours, day: npt.NDArray[Any], window_days: int, with_diagonals: bool
) -> tuple[npt.NDArray[np.int32], Ints, int]:
    """Run of each pixel (neighbours in a row that join), event of each run, number of events."""
    n = neighbours.lower.shape[1]
    if n == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int64), 0
    day = day.astype(np.int32)
    run = np.zeros(n, np.int32)
    np.cumsum(~(neighbours.right & (np.abs(np.diff(day)) <= window_days)), out=run[1:])
    firsts, seconds = [], []
    for shift in (-1, 0, 1) if with_diagonals else (0,):
        upper, lower = neighbours.pairs(shift)
        near = np.abs(day[upper] - day[lower]) <= window_days
        first, second = run[upper[near]], run[lower[near]]
        if len(first):
            # neighbouring pixels of two runs repeat the same link
            new = np.ones(len(first), bool)
            new[1:] = (np.diff(first) != 0) | (np.diff(second) != 0)
            firsts.append(first[new])
            seconds.append(second[new])
    roots = components(int(run[-1]) + 1, firsts, seconds)
    is_root = roots == np.arange(len(roots), dtype=np.int32)
    number = np.cumsum(is_root) - 1
    return run, number[roots], int(is_root.sum())


def components(
    size: int, firsts: list[npt.NDArray[np.int32]], seconds: list[npt.NDArray[np.int32]]
) -> npt.NDArray[np.int32]:
    """Smallest member of the component of each of `size` things that are linked in pairs."""
    parent = np.arange(size, dtype=np.int32)
    first = np.concatenate(firsts) if firsts else np.zeros(0, np.int32)
    second = np.concatenate(seconds) if seconds else np.zeros(0, np.int32)
    while len(first):
        parent[np.maximum(first, second)] = np.minimum(first, second)
        while True:
            grand = parent[parent]
            if np.array_equal(grand, parent):
                break
            parent = grand
        first, second = parent[first], parent[second]
        apart = first != second
        first, second = first[apart], second[apart]
    return parent


@dataclass(frozen=True, eq=False)
class Events:
    """Events of a list of pixels; all arrays have one entry per event.

    Attributes
    ----------
    label : numpy.ndarray of int64, shape (pixels,)
        Event of each pixel; -1 where the event was left out.
    first_day, last_day : numpy.ndarray of int64
        Days since 1970-01-01.
    pixel_count : numpy.ndarray of int64
    area_ha : numpy.ndarray of float64
        On the ellipsoid.
    max_confidence : numpy.ndarray of uint8
        1 low, 2 high, 3 highest.
    earliest : numpy.ndarray of int64
        Index of the earliest pixel; among those of one day the first in row order.
    """

    label: Ints
    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    area_ha: Floats
    max_confidence: npt.NDArray[np.uint8]
    earliest: Ints

    def __len__(self) -> int:
        return len(self.pixel_count)

    def keep(self, kept: Bools) -> Events:
        """Only the events that are True in `kept`."""
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        label = np.where(self.label >= 0, number[self.label], -1) if len(self) else self.label
        return Events(
            label,
            self.first_day[kept],
            self.last_day[kept],
            self.pixel_count[kept],
            self.area_ha[kept],
            self.max_confidence[kept],
            self.earliest[kept],
        )


def join_events(
    row: npt.NDArray[Any],
    col: npt.NDArray[Any],
    day: npt.NDArray[Any],
    confidence: npt.NDArray[Any],
    width: int,
    pixel_area_ha: Floats,
    window_days: int,
    is_cancelled: IsCancelled = never_cancelled,
) -> Events:
    """Join pixels to events.

    Parameters
    ----------
    row, col : numpy.ndarray of int, shape (n,)
        Pixels in row order, each once.
    day : numpy.ndarray of int, shape (n,)
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    width : int
        Of the raster, in pixels.
    pixel_area_ha : numpy.ndarray of float64, shape (n,)
        Area of each pixel.
    window_days : int
        See :func:`label_pixels`.
    """
    neighbours = find_neighbours(row, col, width)
    stop_if(is_cancelled)
    run, of_run, count = _label_runs(neighbours, day, window_days, True)
    del neighbours
    stop_if(is_cancelled)
    return _describe(run, of_run, count, day, confidence, pixel_area_ha)


def describe_events(
    label: Ints, count: int, day: npt.NDArray[Any], confidence: npt.NDArray[Any], pixel_area_ha: Floats
) -> Events:
    """Dates, counts, areas and confidence of pixels that are labelled from 0 to `count` - 1, each label at least once."""
    return _describe(np.arange(len(label), dtype=np.int32), label, count, day, confidence, pixel_area_ha)


def _describe(
    run: npt.NDArray[np.int32],
    of_run: Ints,
    count: int,
    day: npt.NDArray[Any],
    confidence: npt.NDArray[Any],
    pixel_area_ha: Floats,
) -> Events:
    """Dates, counts, areas and confidence: of the runs first, which lie together, then of the events."""
    if count == 0:
        nothing = np.zeros(0, np.int64)
        return Events(nothing, nothing, nothing, nothing, np.zeros(0), np.zeros(0, np.uint8), nothing)
    at = np.flatnonzero(np.diff(run, prepend=-1))
    # day and index in one number: its least says both when an event began and where
    started = (day.astype(np.int64) << _INDEX_BITS) | np.arange(len(day))
    order = np.argsort(of_run, kind="stable")
    runs = np.bincount(of_run, minlength=count)
    start = np.cumsum(runs) - runs
    earliest = np.minimum.reduceat(np.minimum.reduceat(started, at)[order], start)
    last = np.maximum.reduceat(np.maximum.reduceat(day, at)[order], start)
    highest = np.maximum.reduceat(np.maximum.reduceat(confidence, at)[order], start)
    length = np.diff(at, append=len(run))
    return Events(
        of_run[run],
        earliest >> _INDEX_BITS,
        last.astype(np.int64),
        np.add.reduceat(length[order], start),
        np.add.reduceat(np.add.reduceat(pixel_area_ha, at)[order], start),
        highest.astype(np.uint8),
        earliest & ((1 << _INDEX_BITS) - 1),
    )


@dataclass(frozen=True, eq=False)
class Growth:
    """Area of events by date.

    Attributes
    ----------
    event, day : numpy.ndarray of int64, shape (n,)
        Ascending by event, then by day (since 1970-01-01).
    area_ha : numpy.ndarray of float64, shape (n,)
        Area that was first seen on that day.
    """

    event: Ints
    day: Ints
    area_ha: Floats

    def of(self, event: int) -> dict[datetime.date, float]:
        """Area in hectares by date, of one event."""
        begin, end = np.searchsorted(self.event, [event, event + 1])
        return {date_of(day): float(area) for day, area in zip(self.day[begin:end], self.area_ha[begin:end])}


def growth_of(events: Events, day: npt.NDArray[Any], pixel_area_ha: Floats) -> Growth:
    """How each event grew: the area that each of its dates added."""
    inside = events.label >= 0
    label, when, area = events.label[inside], day[inside].astype(np.int64), pixel_area_ha[inside]
    if len(label) == 0:
        return Growth(label, when, area)
    first = int(when.min())
    span = int(when.max()) - first + 1
    key, inverse = np.unique(label * span + (when - first), return_inverse=True)
    added = np.bincount(inverse.ravel(), weights=area).astype(np.float64)
    return Growth(key // span, key % span + first, added)


def event_ids(source: str, first_day: Ints, longitude: Floats, latitude: Floats) -> list[str]:
    """Identifiers that stay while an event grows: they depend on the source and on its earliest pixel only.

    Parameters
    ----------
    source : str
        Source of the alerts.
    first_day : numpy.ndarray of int64, shape (n,)
        Days since 1970-01-01.
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Centre of the earliest pixel in degrees (WGS 84); five decimals tell the pixels of every source apart.

    Returns
    -------
    list of str
        UUIDs of version 5.
    """
    names = []
    for day, x, y in zip(first_day.tolist(), longitude.tolist(), latitude.tolist()):
        place = f"{round(x, _DEGREES_DECIMALS):.5f}/{round(y, _DEGREES_DECIMALS):.5f}"
        names.append(str(uuid.uuid5(_NAMESPACE, f"{source}/{date_of(day).isoformat()}/{place}")))
    return names
