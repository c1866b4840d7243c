"""Events of an alert raster, strip by strip in threads: numpy and GDAL work side by side for most of their time.

Strips are cut by the raster's blocks, however many threads there are, so that results do not depend on their number. Each strip is
read and joined alone; what touches across a seam is put together from the pixels along it. Events of one strip are drawn there,
those of several in groups of their own.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, Sequence, TypeVar

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Bools, Columns, Floats, Ints
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.runs import repeated, stepped
from ..geo.wkb import multipolygons
from .drivers import Serial, Threads
from .events import Events, Growth, JoinedRuns, components, days_part, describe_runs, join_runs, numbered
from .outlines import outlines, outlines_of_runs
from .pixel_area import PixelAreas, pixel_areas
from .pixel_runs import Numbers, PixelRuns, Places, merged_runs, order_of, runs_of_places
from .pixels import (
    ALL_ALERTS,
    AlertChoice,
    Buffers,
    ReadingTally,
    StripReading,
    StripTally,
    Window,
    refuse_foreign_codes,
)
from .raster import AlertRaster, Grid, RasterPlan, small_block_cache

J = TypeVar("J")
R = TypeVar("R")

_MOST_THREADS = 8
_GROUP_PIXELS = 1 << 17
# of so many that are wanted the few others are drawn in vain, which takes less than looking for their pixels
_NEARLY_ALL = 0.9
# places of 32 bits may be doubled, and looked up a row beyond either end
_NARROW = 1 << 30


def thread_count(threads: int | None = None) -> int:
    """As many as asked for; otherwise as there are processors, at most eight."""
    return max(threads or min(os.cpu_count() or 1, _MOST_THREADS), 1)


@dataclass(frozen=True, eq=False)
class _Strip:
    """Alerts of some rows and their events, numbered from 0 in the order of their first pixels.

    Attributes
    ----------
    row, height : int
        First row in the raster, number of rows.
    runs : PixelRuns
        A place is row in the strip times `runs.stride`, plus column in the raster.
    day : numpy.ndarray of int32, shape (n,)
    event : numpy.ndarray of int64, shape (runs,)
    figures : tuple of arrays, shape (events,)
        As :func:`~rainforest_alert_plugin.alerts.events.describe_runs` gives them, then row and column of the earliest pixel.
    """

    row: int
    height: int
    runs: PixelRuns
    day: Numbers
    event: Ints
    figures: Columns

    def count(self) -> int:
        return len(self.figures[0])

    def row_of(self, place: Places) -> Ints:
        return place // self.runs.stride + np.int64(self.row)

    def col_of(self, place: Places) -> Places:
        return place % self.runs.stride

    def place_of(self, pixel: Ints) -> Places:
        """Places of some pixels, counted among all of the strip."""
        run = np.searchsorted(self.runs.start, pixel, "right") - 1
        return self.runs.first.take(run) + (pixel - self.runs.start.take(run))

    def area_of(self, areas: PixelAreas, at: Places, begin: Ints) -> Floats:
        """Hectares of the pixels from each of `begin` (ascending, from 0 on), whose places are `at`, to before the next.

        A run does not end between.
        """
        if areas.rows is not None:
            return areas.rows[self.row_of(at)] * np.diff(begin, append=len(self.day))
        place = self.runs.places()
        return np.add.reduceat(areas.at(self.row_of(place), self.col_of(place)), begin)

    def line(self, is_last: bool) -> tuple[Places, Numbers, Ints]:
        """Column, day and event of the pixels of the first or the last row."""
        row = self.height - 1 if is_last else 0
        begin, end = np.searchsorted(self.runs.first, [row * self.runs.stride, (row + 1) * self.runs.stride]).tolist()
        length = self.runs.length[begin:end]
        place = stepped(self.runs.first[begin:end], length)
        day = self.day[self.runs.start[begin] : self.runs.start[end]]
        return self.col_of(place), day, repeated(self.event[begin:end], length)


class _Hands(threading.local):
    """What each thread has of its own: datasets, and memory to read into."""

    def __init__(self, plan: RasterPlan) -> None:
        self.raster = plan.open()
        self.buffers = Buffers()


@dataclass(frozen=True, eq=False)
class DrawnEvents:
    """Outlines of events.

    Attributes
    ----------
    wkbs : list of bytes
        Multipolygon of each.
    boxes : numpy.ndarray of float64, shape (n, 4)
        x min, y min, x max, y max.
    """

    wkbs: list[bytes]
    boxes: Floats


@dataclass(frozen=True, eq=False)
class RasterEvents:
    """Events of a raster in the order of their first pixels; arrays have one entry per event.

    Attributes
    ----------
    first_day, last_day, pixel_count, area_ha, max_confidence, earliest
        See :class:`~rainforest_alert_plugin.alerts.events.Events`.
    row, col : numpy.ndarray of int64
        Of the earliest pixel.
    grid : Grid
    areas : PixelAreas
    tally : ReadingTally
    """

    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    area_ha: Floats
    max_confidence: npt.NDArray[np.uint8]
    earliest: Ints
    row: Ints
    col: Ints
    grid: Grid
    areas: PixelAreas
    tally: ReadingTally
    _strips: list[_Strip]
    _events: list[Ints]
    _is_cut: Bools

    def __len__(self) -> int:
        return len(self.first_day)

    def pixels(self) -> tuple[Ints, Ints, Events]:
        """Row and column of all alerts, in row order, and the events with the label of each alert."""
        row, col, label = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for strip, event in zip(self._strips, self._events):
            place = strip.runs.places()
            row.append(strip.row_of(place))
            col.append(strip.col_of(place))
            label.append(repeated(event[strip.event], strip.runs.length))
        figures = (self.first_day, self.last_day, self.pixel_count, self.area_ha, self.max_confidence, self.earliest)
        return np.concatenate(row), np.concatenate(col), Events(np.concatenate(label), *figures)

    def draw(
        self,
        kept: Bools,
        threads: int | None = None,
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> DrawnEvents:
        """Outlines of the events that are True in `kept`, in their order."""
        number = numbered(kept)
        count = int(np.count_nonzero(kept))
        transform = self.grid.transform

        def draw_in(index: int) -> _Drawing:
            event = self._events[index]
            return _drawn_in(self._strips[index], np.where(self._is_cut[event], -1, number[event]), transform)

        def draw_group(group: _Group) -> _Drawing:
            rings = outlines(group.row, group.col, group.label, len(group.event), transform)
            return _Drawing(group.event, multipolygons(rings), rings.boxes())

        def draw_one(job: int | _Group) -> _Drawing:
            stop_if(is_cancelled)
            return draw_in(job) if isinstance(job, int) else draw_group(job)

        jobs = [*range(len(self._strips)), *_groups(*self._cut_pixels(number))]
        wkbs, boxes = np.empty(count, object), np.zeros((count, 4))
        for drawing in _run(draw_one, jobs, threads, progress, is_cancelled):
            boxes[drawing.event] = drawing.boxes
            wkbs[drawing.event] = drawing.wkbs
        progress(100.0)
        return DrawnEvents(wkbs.tolist(), boxes)

    def growth(
        self,
        kept: Bools,
        threads: int | None = None,
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> Growth:
        """How the events grew that are True in `kept`."""
        number = numbered(kept)

        def grown_in(index: int) -> Growth:
            stop_if(is_cancelled)
            return _growth_of(self._strips[index], number[self._events[index]], self.areas)

        return _merged_growth(_run(grown_in, range(len(self._strips)), threads, progress, is_cancelled))

    def _cut_pixels(self, number: Ints) -> tuple[Ints, Ints, Ints]:
        """Row, column and number of the pixels of events that lie in several strips, in row order."""
        row, col, label = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for strip, event in zip(self._strips, self._events):
            of_run = np.where(self._is_cut[event], number[event], -1)[strip.event]
            run = np.flatnonzero(of_run >= 0)
            length = strip.runs.length[run]
            place = stepped(strip.runs.first[run], length)
            row.append(strip.row_of(place))
            col.append(strip.col_of(place))
            label.append(repeated(of_run[run], length))
        return np.concatenate(row), np.concatenate(col), np.concatenate(label)


def find_events(
    raster: AlertRaster,
    window_days: int,
    choice: AlertChoice = ALL_ALERTS,
    threads: int | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> RasterEvents:
    """Read the alerts of a raster and join them to events.

    Parameters
    ----------
    raster : AlertRaster
    window_days : int
        Neighbours join if their days differ by at most this; a chain of neighbours may span more.
    choice : AlertChoice
        Which alerts count.
    threads : int, optional
        See :func:`thread_count`; the result is the same for any.

    Raises
    ------
    InputError
        As :func:`~rainforest_alert_plugin.alerts.pixels.read_pixels`.
    CancelledError
        When stopped.
    """
    reading = StripReading.of(raster, choice.windows)
    areas = pixel_areas(raster.grid)
    hands = _Hands(RasterPlan.of(raster))

    def work(window: Window) -> tuple[_Strip | None, StripTally]:
        stop_if(is_cancelled)
        codes, counted = reading.read(hands.raster, window, hands.buffers)
        if codes is None:
            return None, counted
        stop_if(is_cancelled)
        position, day, confidence = choice.of(codes, hands.raster)
        strip = None
        if len(position):
            strip = _joined(window, raster.grid.width, position, day, confidence, areas, window_days, is_cancelled)
        return strip, counted

    with small_block_cache():
        done = _run(work, reading.strips, threads, progress, is_cancelled)
    tally = ReadingTally()
    reading.settle([counted for _, counted in done], tally)
    refuse_foreign_codes(raster, tally)
    return _put_together([strip for strip, _ in done if strip is not None], window_days, raster.grid, areas, tally)


def _run(
    function: Callable[[J], R],
    jobs: Sequence[J],
    threads: int | None,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> list[R]:
    workers = min(thread_count(threads), len(jobs))
    driver = Threads(workers) if workers > 1 else Serial()
    return driver.run(function, jobs, progress, is_cancelled)


def _joined(
    window: Window,
    width: int,
    position: npt.NDArray[Any],
    day: Numbers,
    confidence: npt.NDArray[np.uint8],
    areas: PixelAreas,
    window_days: int,
    is_cancelled: IsCancelled,
) -> _Strip:
    """Events of the alerts of a strip."""
    # one column of nothing: the end of a row does not touch the start of the next
    stride = width + 1
    if (window.height + 2) * stride > _NARROW:
        position = position.astype(np.int64)
    place = position // width
    place += position
    runs = runs_of_places(place, stride, days_part(day, window_days))
    joined: JoinedRuns = join_runs(runs, day, window_days, is_cancelled=is_cancelled)
    strip = _Strip(window.row, window.height, runs, day, joined.event, ())
    run_area_ha = strip.area_of(areas, runs.first, runs.start[:-1])
    figures = describe_runs(joined, day, confidence, run_area_ha)
    place = strip.place_of(figures[-1])
    columns = (*figures, strip.row_of(place), strip.col_of(place))
    return _Strip(window.row, window.height, runs, day, joined.event, columns)


def _put_together(
    strips: list[_Strip], window_days: int, grid: Grid, areas: PixelAreas, tally: ReadingTally
) -> RasterEvents:
    """Make one of the events that touch across seams."""
    begin = np.cumsum([0, *(strip.count() for strip in strips)])
    pixels = np.cumsum([0, *(len(strip.day) for strip in strips)])
    first, second = _seam_links(strips, begin, window_days)
    cut = np.unique(np.concatenate([first, second]))
    root = components(
        len(cut), [np.searchsorted(cut, first).astype(np.int32)], [np.searchsorted(cut, second).astype(np.int32)]
    )
    head = np.arange(int(begin[-1]))
    head[cut] = cut[root]
    columns = _with_all_parts(_columns(strips, pixels), cut, root)
    is_head = head == np.arange(len(head))
    heads = np.flatnonzero(is_head)
    number = (np.cumsum(is_head) - 1)[head]
    is_cut = np.zeros(len(head), bool)
    is_cut[cut] = True
    first_day, last_day, pixel_count, area_ha, confidence, earliest, row, col = (
        column.take(heads) for column in columns
    )
    return RasterEvents(
        first_day,
        last_day,
        pixel_count,
        area_ha,
        confidence,
        earliest,
        row,
        col,
        grid,
        areas,
        tally,
        strips,
        [number[begin_of:end] for begin_of, end in zip(begin, begin[1:])],
        is_cut[heads],
    )


def _columns(strips: list[_Strip], pixels: Ints) -> Columns:
    """Figures of the events of all strips, the earliest pixel among all; then its row and column."""
    nothing = np.zeros(0, np.int64)
    parts: list[Columns] = [(nothing, nothing, nothing, np.zeros(0), np.zeros(0, np.uint8), nothing, nothing, nothing)]
    for strip, before in zip(strips, pixels.tolist()):
        *figures, earliest, row, col = strip.figures
        parts.append((*figures, earliest + before, row, col))
    return tuple(np.concatenate(column) for column in zip(*parts))


def _with_all_parts(columns: Columns, cut: Ints, root: Ints) -> Columns:
    """Figures of which those of events with several parts hold all of them at the first part."""
    if len(cut) == 0:
        return columns
    first_day, last_day, pixel_count, area_ha, confidence, earliest, row, col = columns
    order = np.lexsort((earliest[cut], first_day[cut], root))
    start = np.flatnonzero(np.diff(root[order], prepend=-1))
    heads, part, before_all = cut[root[order[start]]], cut[order], cut[order[start]]
    for reduce, column in (
        (np.maximum, last_day),
        (np.add, pixel_count),
        (np.add, area_ha),
        (np.maximum, confidence),
    ):
        column[heads] = reduce.reduceat(column[part], start)
    for column in (first_day, earliest, row, col):
        column[heads] = column[before_all]
    return columns


def _seam_links(strips: list[_Strip], begin: Ints, window_days: int) -> tuple[Ints, Ints]:
    """Pairs of events, numbered through all strips, of which pixels above and below a seam are neighbours in space and time."""
    firsts, seconds = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for number, (upper, lower) in enumerate(zip(strips, strips[1:])):
        if upper.row + upper.height != lower.row:
            continue
        col, day, event = upper.line(is_last=True)
        other_col, other_day, other_event = lower.line(is_last=False)
        if len(other_col) == 0:
            continue
        for shift in (-1, 0, 1):
            at = np.minimum(np.searchsorted(other_col, col + shift), len(other_col) - 1)
            near = (other_col[at] == col + shift) & (np.abs(other_day[at] - day) <= window_days)
            firsts.append(event[near] + begin[number])
            seconds.append(other_event[at[near]] + begin[number + 1])
    return np.concatenate(firsts), np.concatenate(seconds)


@dataclass(frozen=True, eq=False)
class _Drawing:
    """Outlines of some events; `event` are their numbers, ascending."""

    event: Ints
    wkbs: list[bytes]
    boxes: Floats


def _drawn_in(strip: _Strip, number: Ints, transform: tuple[float, float, float, float, float, float]) -> _Drawing:
    """Outlines of the events of a strip that have a number, others -1."""
    wanted = np.flatnonzero(number >= 0)
    if len(wanted) == 0:
        return _Drawing(np.zeros(0, np.int64), [], np.zeros((0, 4)))
    drawn = np.arange(len(number))
    if len(wanted) < _NEARLY_ALL * len(number):
        drawn = np.full(len(number), -1)
        drawn[wanted] = np.arange(len(wanted))
    runs, event = merged_runs(strip.runs, drawn[strip.event])
    rings = outlines_of_runs(runs, event, int(drawn.max()) + 1, (strip.row, 0), transform)
    wkbs, boxes = multipolygons(rings), rings.boxes()
    if len(wanted) == len(wkbs):
        return _Drawing(number[wanted], wkbs, boxes)
    chosen = drawn[wanted]
    return _Drawing(number[wanted], [wkbs[each] for each in chosen.tolist()], boxes[chosen])


@dataclass(frozen=True, eq=False)
class _Group:
    """Pixels of some events, in row order; `label` are places in `event`, the ascending numbers of the events."""

    row: Ints
    col: Ints
    label: Ints
    event: Ints


def _groups(row: Ints, col: Ints, label: Ints) -> list[_Group]:
    """Pixels parted by their events into groups that are worth a thread's while."""
    event, of_pixel = np.unique(label, return_inverse=True)
    of_pixel = of_pixel.ravel().astype(np.int64)
    group = np.cumsum(np.bincount(of_pixel, minlength=len(event))) // _GROUP_PIXELS
    found = []
    for each in np.unique(group):
        mine = np.flatnonzero(group[of_pixel] == each)
        first = int(np.searchsorted(group, each))
        found.append(_Group(row[mine], col[mine], of_pixel[mine] - first, event[group == each]))
    return found


def _growth_of(strip: _Strip, number: Ints, areas: PixelAreas) -> Growth:
    """Hectares by event and day of the events of a strip that have a number, others -1."""
    runs = strip.runs
    begins_run, begins = np.zeros((2, len(strip.day)), bool)
    begins_run[runs.start[:-1]] = True
    begins[1:] = np.diff(strip.day) != 0
    begins |= begins_run
    begin = np.flatnonzero(begins)
    run = np.cumsum(begins_run[begin]) - 1
    at = runs.first.take(run) + (begin - runs.start.take(run))
    area_ha = strip.area_of(areas, at, begin)
    local = strip.event[run]
    day: Ints = strip.day[begin].astype(np.int64)
    kept = np.flatnonzero(number[local] >= 0)
    local, day, area_ha = local[kept], day[kept], area_ha[kept]
    order = order_of(day - day.min(initial=0))
    order = order[order_of(local[order])]
    return _summed(number[local[order]], day[order], area_ha[order])


def _summed(event: Ints, day: Ints, area_ha: Floats) -> Growth:
    """Growth of sorted parts, of which several may be of one event and day."""
    begins = np.ones(len(event), bool)
    begins[1:] = (np.diff(event) != 0) | (np.diff(day) != 0)
    start = np.flatnonzero(begins)
    if len(start) == 0:
        return Growth(event, day, area_ha)
    return Growth(event[start], day[start], np.add.reduceat(area_ha, start))


def _merged_growth(parts: Sequence[Growth]) -> Growth:
    event = np.concatenate([np.zeros(0, np.int64), *(part.event for part in parts)])
    day = np.concatenate([np.zeros(0, np.int64), *(part.day for part in parts)])
    area_ha = np.concatenate([np.zeros(0), *(part.area_ha for part in parts)])
    since = int(day.min(initial=0))
    span_days = int(day.max(initial=0)) - since + 1
    # parts are sorted, but for the events that lie in several: a stable sort only puts them one into the other
    order = np.argsort(event * span_days + (day - since), kind="stable")
    return _summed(event[order], day[order], area_ha[order])
