"""Alert pixels joined to events: 8-neighbours whose dates differ by at most a window.

The pixels stay a sparse list. Neighbouring pixels of one row form runs; runs of a row and the next are linked where two of their
pixels are neighbours in space and time; the links are resolved by union-find with pointer jumping, all of it in numpy. What it takes
follows the number of alerts, not the size of the raster (see benchmarks/alert_events.py).
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Floats, Ints
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..geo.runs import repeated, stepped
from .encoding import date_of, day_texts
from .pixel_runs import Numbers, PixelRuns, find_runs, order_of, pixels_that_touch, touching_runs

UNLIMITED = np.iinfo(np.int32).max
"""Window under which dates do not matter."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "event.rainforest-alert")
_DEGREES_DECIMALS = 5
# first digit of the fourth group of a UUID: its two upper bits say by which rule it is made
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def label_pixels(
    row: npt.NDArray[Any], col: npt.NDArray[Any], day: npt.NDArray[Any], window_days: int, with_diagonals: bool = True
) -> tuple[Ints, int]:
    """Number the events and say which one each pixel belongs to.

    Parameters
    ----------
    row, col : numpy.ndarray of int, shape (n,)
        Pixels in row order, each once.
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
    joined = _join(row, col, day.astype(np.int32), window_days, with_diagonals)
    return joined.label(), joined.count


@dataclass(frozen=True, eq=False)
class JoinedRuns:
    """Runs of neighbours whose dates join them, and what they are part of.

    Attributes
    ----------
    runs : PixelRuns
    first_day, last_day : numpy.ndarray of int32, shape (runs,)
    event : numpy.ndarray of int64, shape (runs,)
    count : int
        Number of events.
    """

    runs: PixelRuns
    first_day: Numbers
    last_day: Numbers
    event: Ints
    count: int

    def label(self) -> Ints:
        """Event of each pixel."""
        return repeated(self.event, self.runs.length)


def _join(
    row: npt.NDArray[Any],
    col: npt.NDArray[Any],
    day: Numbers,
    window_days: int,
    with_diagonals: bool = True,
    is_cancelled: IsCancelled = never_cancelled,
) -> JoinedRuns:
    return join_runs(find_runs(row, col, days_part(day, window_days)), day, window_days, with_diagonals, is_cancelled)


def numbered(kept: Bools) -> Ints:
    """Number of each that is kept among those, -1 of the others."""
    return np.where(kept, np.cumsum(kept) - 1, -1)


def days_part(day: Numbers, window_days: int) -> Bools:
    """Whether each pixel but the first is too far in time from the one before, shape (n - 1,)."""
    step = np.diff(day)
    return np.abs(step, out=step) > window_days


def join_runs(
    runs: PixelRuns,
    day: Numbers,
    window_days: int,
    with_diagonals: bool = True,
    is_cancelled: IsCancelled = never_cancelled,
) -> JoinedRuns:
    """Join runs to events; those of one row must be parted where :func:`days_part` says so.

    Parameters
    ----------
    runs : PixelRuns
    day : numpy.ndarray of int32, shape (n,)
        Of each pixel.
    window_days, with_diagonals
        See :func:`label_pixels`.
    """
    if len(runs) == 0:
        nothing = np.zeros(0, np.int32)
        return JoinedRuns(runs, nothing, nothing, np.zeros(0, np.int64), 0)
    first_day, last_day = (reduce.reduceat(day, runs.start[:-1]) for reduce in (np.minimum, np.maximum))
    stop_if(is_cancelled)
    upper, lower = touching_runs(runs, with_diagonals)
    stop_if(is_cancelled)
    if int(day.max()) - int(day.min()) > window_days:
        joins = _dates_join(runs, upper, lower, day, first_day, last_day, window_days, with_diagonals)
        upper, lower = upper[joins], lower[joins]
    roots = components(len(runs), [upper], [lower])
    is_root = roots == np.arange(len(roots))
    number = np.cumsum(is_root) - 1
    return JoinedRuns(runs, first_day, last_day, number.take(roots), int(number[-1]) + 1)


def _dates_join(
    runs: PixelRuns,
    upper: Ints,
    lower: Ints,
    day: Numbers,
    first_day: Numbers,
    last_day: Numbers,
    window_days: int,
    with_diagonals: bool,
) -> Bools:
    """Whether some neighbouring pixels of two touching runs are near in time: the runs' first and last days mostly tell."""
    begin, other_begin, end, other_end = first_day[upper], first_day[lower], last_day[upper], last_day[lower]
    joins = np.maximum(end, other_end) - np.minimum(begin, other_begin) <= window_days
    unsure = np.flatnonzero(~joins & (np.maximum(begin, other_begin) - np.minimum(end, other_end) <= window_days))
    for pair, one, other in pixels_that_touch(runs, upper[unsure], lower[unsure], with_diagonals):
        joins[unsure[pair[np.abs(day[one] - day[other]) <= window_days]]] = True
    return joins


def components(size: int, firsts: Sequence[npt.NDArray[Any]], seconds: Sequence[npt.NDArray[Any]]) -> Ints:
    """Smallest member of the component of each of `size` things that are linked in pairs."""
    parent = np.arange(size)
    first = np.concatenate([*firsts, np.zeros(0, np.int64)])
    second = np.concatenate([*seconds, np.zeros(0, np.int64)])
    if len(first) == 0:
        return parent
    parent[np.maximum(first, second)] = np.minimum(first, second)
    while True:
        grand = parent.take(parent)
        if np.array_equal(grand, parent):
            break
        parent = grand
    first, second = parent.take(first), parent.take(second)
    apart = np.flatnonzero(first != second)
    if len(apart):
        # What was given several parents hangs on one of them only: few are left, and are linked among themselves.
        first, second = first.take(apart), second.take(apart)
        is_left = np.zeros(size, bool)
        is_left[first] = is_left[second] = True
        root = np.flatnonzero(is_left)
        number = np.empty(size, np.int64)
        number[root] = np.arange(len(root))
        parent[root] = root[components(len(root), [number.take(first)], [number.take(second)])]
        parent = parent.take(parent)
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
        number = numbered(kept)
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
    pixel_area_ha : numpy.ndarray of float64, shape (n,)
        Area of each pixel.
    window_days : int
        See :func:`label_pixels`.
    """
    days = day.astype(np.int32)
    joined = _join(row, col, days, window_days, is_cancelled=is_cancelled)
    stop_if(is_cancelled)
    return _described(joined, days, confidence, pixel_area_ha)


def describe_events(
    label: Ints, count: int, day: npt.NDArray[Any], confidence: npt.NDArray[Any], pixel_area_ha: Floats
) -> Events:
    """Dates, counts, areas and confidence of pixels that are labelled from 0 to `count` - 1, each label at least once."""
    each = np.arange(len(label))
    runs = PixelRuns(each, each, 1)
    days = day.astype(np.int32)
    return _described(JoinedRuns(runs, days, days, label, count), days, confidence, pixel_area_ha)


def _described(joined: JoinedRuns, day: Numbers, confidence: npt.NDArray[Any], pixel_area_ha: Floats) -> Events:
    if joined.count == 0:
        nothing = np.zeros(0, np.int64)
        return Events(nothing, nothing, nothing, nothing, np.zeros(0), np.zeros(0, np.uint8), nothing)
    run_area_ha = np.add.reduceat(pixel_area_ha, joined.runs.start[:-1])
    return Events(joined.label(), *describe_runs(joined, day, confidence, run_area_ha))


def describe_runs(
    joined: JoinedRuns, day: Numbers, confidence: npt.NDArray[Any], run_area_ha: Floats
) -> tuple[Ints, Ints, Ints, Floats, npt.NDArray[np.uint8], Ints]:
    """Dates, counts, areas, confidence and earliest pixel of at least one event, as in :class:`Events` after the label.

    Figures are those of the runs first, whose pixels lie together, then of the events.
    """
    event = joined.event
    order = order_of(event)
    runs = np.bincount(event, minlength=joined.count)
    start = np.cumsum(runs) - runs
    first_day = np.minimum.reduceat(joined.first_day[order], start)
    highest = np.maximum.reduceat(confidence, joined.runs.start[:-1])
    return (
        first_day.astype(np.int64),
        np.maximum.reduceat(joined.last_day[order], start).astype(np.int64),
        np.add.reduceat(joined.runs.length[order], start),
        np.add.reduceat(run_area_ha[order], start),
        np.maximum.reduceat(highest[order], start).astype(np.uint8),
        _earliest(joined, first_day, day),
    )


def _earliest(joined: JoinedRuns, first_day: Numbers, day: npt.NDArray[Any]) -> Ints:
    """First pixel in row order of the first day of each event."""
    runs, event = joined.runs, joined.event
    run = np.empty(joined.count, np.int64)
    candidates = np.flatnonzero(joined.first_day == first_day[event])[::-1]
    # of several numbers put in one place the last one stays
    run[event[candidates]] = candidates
    pixel = stepped(runs.start[run], runs.length[run])
    owner = repeated(np.arange(joined.count), runs.length[run])
    on_first = np.flatnonzero(day[pixel] == first_day[owner])[::-1]
    earliest = np.empty(joined.count, np.int64)
    earliest[owner[on_first]] = pixel[on_first]
    return earliest


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
    begun = hashlib.sha1(_NAMESPACE.bytes + source.encode() + b"/", usedforsecurity=False)
    identities = []
    for date, x, y in zip(day_texts(first_day), longitude.tolist(), latitude.tolist()):
        name = begun.copy()
        name.update(f"{date}/{x:.{_DEGREES_DECIMALS}f}/{y:.{_DEGREES_DECIMALS}f}".encode())
        digits = name.hexdigest()
        identities.append(
            f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{_VARIANT[digits[16]]}{digits[17:20]}-{digits[20:32]}"
        )
    return identities
