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


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Which pixels touch, among pixels in row order.

    Attributes
    ----------
    stride : int
        Key of a pixel is row * stride + col; wider than the raster by one, so that the end of a row does not touch the next one's start.
    key : numpy.ndarray of int64, shape (n,)
        Ascending.
    below : numpy.ndarray of int64, shape (n,)
        Index of the first pixel in the row below that is not left of the lower left neighbour's place.
    """

    stride: int
    key: Ints
    below: Ints

    def right(self) -> Bools:
        """Whether pixel i + 1 is the right neighbour of pixel i, shape (n - 1,)."""
        return np.diff(self.key) == 1

    def lower(self, shift: int) -> tuple[Ints, Ints]:
        """Pixels that have a neighbour one row below and `shift` (-1, 0, 1) columns to the right, and those neighbours."""
        wanted = self.key + (self.stride + shift)
        last = len(self.key) - 1
        upper, neighbour = [], []
        for step in range(shift + 2):
            at = np.minimum(self.below + step, last)
            met = np.flatnonzero(self.key[at] == wanted)
            upper.append(met)
            neighbour.append(at[met])
        return np.concatenate(upper), np.concatenate(neighbour)


def find_neighbours(row: npt.NDArray[Any], col: npt.NDArray[Any], width: int) -> Neighbours:
    """Index pixels, given in row order and each once, for the questions of :class:`Neighbours`."""
    stride = width + 1
    key = row.astype(np.int64) * stride + col
    return Neighbours(stride, key, np.searchsorted(key, key + (stride - 1)))


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
    n = len(neighbours.key)
    if n == 0:
        return np.zeros(0, np.int64), 0
    day = day.astype(np.int64)
    joined = neighbours.right() & (np.abs(np.diff(day)) <= window_days)
    run = np.concatenate([[0], np.cumsum(~joined)])
    firsts, seconds = [], []
    for shift in (-1, 0, 1) if with_diagonals else (0,):
        upper, lower = neighbours.lower(shift)
        near = np.abs(day[upper] - day[lower]) <= window_days
        first, second = run[upper[near]], run[lower[near]]
        if len(first):
            # neighbouring pixels of two runs repeat the same link
            new = np.ones(len(first), bool)
            new[1:] = (np.diff(first) != 0) | (np.diff(second) != 0)
            firsts.append(first[new])
            seconds.append(second[new])
    roots = _union(int(run[-1]) + 1, firsts, seconds)
    is_root = roots == np.arange(len(roots))
    number = np.cumsum(is_root) - 1
    return number[roots][run], int(is_root.sum())


def _union(size: int, firsts: list[Ints], seconds: list[Ints]) -> Ints:
    """Smallest member of the component of each of `size` things that are linked in pairs."""
    parent = np.arange(size)
    first = np.concatenate(firsts) if firsts else np.zeros(0, np.int64)
    second = np.concatenate(seconds) if seconds else np.zeros(0, np.int64)
    while len(first):
        larger, smaller = np.maximum(first, second), np.minimum(first, second)
        parent[larger] = smaller
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
    label, count = label_pixels(neighbours, day, window_days)
    stop_if(is_cancelled)
    return describe_events(label, count, day, confidence, pixel_area_ha)


def describe_events(
    label: Ints, count: int, day: npt.NDArray[Any], confidence: npt.NDArray[Any], pixel_area_ha: Floats
) -> Events:
    """Dates, counts, areas and confidence of labelled pixels."""
    pixel_count = np.bincount(label, minlength=count)
    order = np.argsort(label, kind="stable")
    start = np.cumsum(pixel_count) - pixel_count
    nothing = count == 0
    sorted_day = day[order].astype(np.int64)
    first = np.zeros(0, np.int64) if nothing else np.minimum.reduceat(sorted_day, start)
    last = np.zeros(0, np.int64) if nothing else np.maximum.reduceat(sorted_day, start)
    highest = np.zeros(0, np.uint8) if nothing else np.maximum.reduceat(confidence[order], start)
    is_first = np.flatnonzero(sorted_day == np.repeat(first, pixel_count))
    event_of_first = label[order[is_first]]
    new = np.ones(len(is_first), bool)
    new[1:] = np.diff(event_of_first) != 0
    return Events(
        label,
        first,
        last,
        pixel_count,
        np.bincount(label, weights=pixel_area_ha, minlength=count).astype(np.float64),
        highest.astype(np.uint8),
        order[is_first[new]],
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
