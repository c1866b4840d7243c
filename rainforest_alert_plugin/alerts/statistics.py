"""Alerts counted per territory, period and confidence."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..errors import Message
from ..geo.arrays import Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.runs import repeated, stepped
from ..geo.scanline import OwnedSpans, coverage, edges_of, in_one_order, pixel_spans, points_inside
from ..geo.wkb import rings_of
from .encoding import CONFIDENCE_WORDS, DATE_CONF, FIRST, NO_DAY, NONE, Classes, Days, date_of, unix_day
from .periods import check_dates, period_start
from .pixel_area import PixelAreas, pixel_areas
from .pixels import CodeStrip, ReadingTally, Window, read_strips, refuse_foreign_codes
from .raster import AlertRaster
from .reach import outside_messages, windows_of

_DENSE_CELLS = 16_000_000
_KINDS = len(CONFIDENCE_WORDS) - 1


@dataclass(frozen=True)
class StatisticsRow:
    """Alerts of one territory, period and confidence.

    Attributes
    ----------
    territory_id : str
        Territory.
    period_start : datetime.date
        First day of the period.
    confidence : str
        ``low``, ``high`` or ``highest``.
    pixel_count : int
        Pixels whose centre lies in the territory (or points in it).
    area_ha : float
        Their area on the ellipsoid, in hectares.
    """

    territory_id: str
    period_start: datetime.date
    confidence: str
    pixel_count: int
    area_ha: float


@dataclass(frozen=True, eq=False)
class AlertCounts:
    """Alerts counted; one line per combination of territory, period and confidence that occurs, in this order.

    Attributes
    ----------
    ids : tuple of str
        All territories.
    territory : numpy.ndarray of int64, shape (n,)
        Index in `ids`.
    period_day : numpy.ndarray of int32, shape (n,)
        First day of the period, days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    pixel_count : numpy.ndarray of int64, shape (n,)
        Pixels or points.
    area_ha : numpy.ndarray of float64, shape (n,)
        Hectares.
    """

    ids: tuple[str, ...]
    territory: Ints
    period_day: Days
    confidence: Classes
    pixel_count: Ints
    area_ha: Floats

    def rows(self) -> Iterator[StatisticsRow]:
        """The lines as records."""
        columns = (self.territory, self.period_day, self.confidence, self.pixel_count, self.area_ha)
        for territory, day, confidence, count, area_ha in zip(*(column.tolist() for column in columns)):
            yield StatisticsRow(self.ids[territory], date_of(day), CONFIDENCE_WORDS[confidence], count, area_ha)


@dataclass(frozen=True)
class AlertStatistics:
    """Result of counting a raster.

    Attributes
    ----------
    counts : AlertCounts
        What was counted.
    outside : list of str
        Territories that lie wholly outside the raster.
    tally : ReadingTally
        What was read and left out.
    messages : list of Message
        What to tell the user.
    """

    counts: AlertCounts
    outside: list[str]
    tally: ReadingTally
    messages: list[Message] = field(default_factory=list)


class _Classes:
    """Numbers 1, 2, ... for the combinations of period and confidence that can occur; 0 for what is not counted."""

    def __init__(
        self, first_day: int, last_day: int, period: str, start: datetime.date | None, end: datetime.date | None
    ) -> None:
        if start is not None:
            first_day = max(first_day, unix_day(start))
        if end is not None:
            last_day = min(last_day, unix_day(end))
        self.first_day = first_day
        days = np.arange(first_day, max(last_day + 1, first_day), dtype=np.int32)
        self.periods, self.index = np.unique(period_start(days, period), return_inverse=True)
        self.count = 1 + _KINDS * len(self.periods)

    def of(self, confidence: Classes, day: Days) -> npt.NDArray[np.int32]:
        """Class of each alert."""
        offset = day.astype(np.int64) - self.first_day
        counted = (confidence != NONE) & (confidence < FIRST) & (offset >= 0) & (offset < len(self.index))
        classes = np.zeros(len(day), np.int32)
        classes[counted] = 1 + _KINDS * self.index[offset[counted]] + confidence[counted] - 1
        return classes


class _Sums:
    """Counts and hectares per territory and class."""

    def __init__(self, territories: int, classes: int) -> None:
        self.classes = classes
        # Only the memory of periods that occur is ever touched; beyond this size what was counted is kept in pieces.
        self.dense = territories * classes <= _DENSE_CELLS
        size = (territories, classes) if self.dense else (0, 0)
        self.count = np.zeros(size, np.int64)
        self.area = np.zeros(size, np.float64)
        self.pieces: list[tuple[Ints, Ints, Floats]] = []

    def add(self, owner: Ints, length: Ints, numbers: npt.NDArray[np.int32], area_ha: Floats) -> None:
        """Add alerts of the classes `numbers` run by run: the next ``length[i]`` lie in territory ``owner[i]``, -1 in none."""
        runs = np.flatnonzero(length)
        owner, length = owner[runs], length[runs]
        territories = np.flatnonzero(np.bincount(owner + 1)[1:])
        if len(territories) == 0:
            return
        lowest = int(numbers.min())
        span = int(numbers.max()) - lowest + 1
        size = len(territories) * span
        slot_of = np.full(int(territories[-1]) + 2, len(territories))
        slot_of[territories] = np.arange(len(territories))
        key = repeated(slot_of[owner] * span - lowest, length)
        key += numbers
        if not self.dense and size > _DENSE_CELLS:
            found, inverse = np.unique(key, return_inverse=True)
            count = np.bincount(inverse)
            area = np.bincount(inverse, weights=area_ha).astype(np.float64)
            inside = found < size
            found, count, area = found[inside], count[inside], area[inside]
        else:
            count = np.bincount(key, minlength=size)[:size]
            area = np.bincount(key, weights=area_ha, minlength=size)[:size].astype(np.float64)
            if self.dense:
                self.count[territories, lowest : lowest + span] += count.reshape(-1, span)
                self.area[territories, lowest : lowest + span] += area.reshape(-1, span)
                return
            found = np.flatnonzero(count)
            count, area = count[found], area[found]
        self.pieces.append((territories[found // span] * self.classes + found % span + lowest, count, area))

    def result(self) -> tuple[Ints, Ints, Ints, Floats]:
        """Territory, class, count and hectares of all combinations that occur, in order."""
        if self.dense:
            territory, number = np.nonzero(self.count)
            return territory, number, self.count[territory, number], self.area[territory, number]
        keys = np.concatenate([piece[0] for piece in self.pieces] or [np.zeros(0, np.int64)])
        found, inverse = np.unique(keys, return_inverse=True)
        counts = np.concatenate([piece[1] for piece in self.pieces] or [np.zeros(0, np.int64)])
        areas = np.concatenate([piece[2] for piece in self.pieces] or [np.zeros(0)])
        count = np.bincount(inverse, weights=counts, minlength=len(found)).astype(np.int64)
        area = np.bincount(inverse, weights=areas, minlength=len(found)).astype(np.float64)
        return found // self.classes, found % self.classes, count, area


def count_alert_pixels(
    raster: AlertRaster,
    territories: Sequence[PolygonFeature],
    period: str,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    only: Sequence[Window] | None = None,
) -> AlertStatistics:
    """Count alert pixels per territory, period and confidence.

    A pixel belongs to a territory if its centre does; a centre exactly on a boundary two territories share falls to one of
    them. Where territories overlap, both count.

    The polygons are not rasterised: their scan lines' crossings are looked up in the ascending list of alert pixels, which is
    far longer than the crossings are many.

    Parameters
    ----------
    raster : AlertRaster
        See :func:`~rainforest_alert_plugin.alerts.raster.open_alerts`.
    territories : sequence of PolygonFeature
        Valid polygons in the raster's reference system.
    period : str
        ``day``, ``week``, ``month`` or ``year``.
    start, end : datetime.date, optional
        First and last day that count.
    only : sequence of Window, optional
        Only these parts of the raster: whole blocks of the file that do not overlap. What parts give adds up to the whole.

    Raises
    ------
    InputError
        ``alerts.territories_outside`` or ``alerts.territories_swapped`` when no territory meets the raster,
        ``alerts.dates_reversed``, ``alerts.no_alert_codes``, ``input.unreadable``.
    CancelledError
        When stopped.
    """
    check_dates(start, end)
    grid = raster.grid
    name = raster.path.replace("\\", "/").split("/")[-1]
    shapes = rings_of([territory.wkb for territory in territories])
    windows, outside, beyond = windows_of(shapes, grid, name, [territory.id for territory in territories])
    if only is not None:
        windows = list(only)
    areas = pixel_areas(grid)
    stop_if(is_cancelled)
    spans = in_one_order(pixel_spans(shapes, grid.transform, grid.width, grid.height))
    days = raster.encoding.day[raster.encoding.day != NO_DAY]
    classes = _Classes(int(days.min()), int(days.max()), period, start, end)
    by_code = classes.of(raster.encoding.confidence, raster.encoding.day) if raster.encoding.form == DATE_CONF else None
    sums = _Sums(shapes.count, classes.count)
    tally = ReadingTally()
    for strip in read_strips(raster, tally, windows, progress, is_cancelled):
        _add_strip(*_classified(strip, raster, classes, by_code), spans, grid.width, areas, sums)
    if only is None:
        refuse_foreign_codes(raster, tally)
    messages = list(tally.messages(name))
    if not raster.encoding.epoch_certain:
        messages.append(Message("alerts.epoch_uncertain"))
    if not tally.alerts and not messages:
        messages.append(Message("alerts.none_in_raster", name=name))
    messages += outside_messages(name, outside, beyond)
    return AlertStatistics(_counts(territories, sums, classes), outside, tally, messages)


def _counts(territories: Sequence[PolygonFeature], sums: _Sums, classes: _Classes) -> AlertCounts:
    territory, number, count, area_ha = sums.result()
    return AlertCounts(
        ids=tuple(feature.id for feature in territories),
        territory=territory,
        period_day=classes.periods[(number - 1) // _KINDS],
        confidence=(1 + (number - 1) % _KINDS).astype(np.uint8),
        pixel_count=count,
        area_ha=area_ha,
    )


def _classified(
    strip: CodeStrip, raster: AlertRaster, classes: _Classes, by_code: npt.NDArray[np.int32] | None
) -> tuple[CodeStrip, npt.NDArray[np.int32]]:
    """The alerts of a strip that count, and their classes."""
    if by_code is not None:
        numbers = by_code.take(strip.codes)
    else:
        numbers = classes.of(*raster.encoding.decode(strip.codes, strip.dates))
    if len(numbers) == 0 or numbers.min() > 0:
        return strip, numbers
    counted = np.flatnonzero(numbers)
    return CodeStrip(strip.first, strip.position[counted], strip.codes[counted], None), numbers[counted]


def _add_strip(
    strip: CodeStrip,
    numbers: npt.NDArray[np.int32],
    spans: OwnedSpans,
    width: int,
    areas: PixelAreas,
    sums: _Sums,
) -> None:
    """Count the alerts of some whole rows in every territory."""
    position = strip.position
    if len(position) == 0:
        return
    last = strip.first + (int(position[-1]) // width + 1) * width
    covered = coverage(spans.between(strip.first, last))
    owner = np.concatenate([[-1], covered.owner])
    cut = np.searchsorted(position, (covered.begin - strip.first).astype(position.dtype))
    cut = np.concatenate([[0], cut, [len(position)]])
    length = np.diff(cut)
    within = owner >= 0
    inside = int(length[within].sum())
    if inside == 0:
        return
    if 2 * inside < len(position):
        index = stepped(cut[:-1][within], length[within])
        position, numbers = position[index], numbers[index]
        owner, length = owner[within], length[within]
    area_ha = _areas(position, strip.first, width, areas)
    sums.add(owner, length, numbers, area_ha)
    begin, end = (
        np.searchsorted(position, (side - strip.first).astype(position.dtype))
        for side in (covered.again.start, covered.again.end)
    )
    index = stepped(begin, end - begin)
    sums.add(covered.again.owner, end - begin, numbers[index], area_ha[index])


def _areas(position: npt.NDArray[Any], first: int, width: int, areas: PixelAreas) -> Floats:
    """Hectares of pixels at ascending `position`, counted from `first`, where a row begins."""
    top = first // width
    if areas.rows is None:
        return areas.at(top + position // width, position % width)
    bottom = top + int(position[-1]) // width + 1
    cut = np.searchsorted(position, (np.arange(bottom - top + 1) * width).astype(position.dtype))
    area_ha = np.empty(len(position))
    # A row at a time: numpy repeats element by element, several times slower than it fills.
    for begin, end, row_ha in zip(cut[:-1].tolist(), cut[1:].tolist(), areas.rows[top:bottom].tolist()):
        area_ha[begin:end] = row_ha
    return area_ha


@dataclass(frozen=True, eq=False)
class CountablePoints:
    """Alerts as points.

    Attributes
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Coordinates, in the territories' reference system.
    day : numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    area_ha : numpy.ndarray of float64, shape (n,)
        Area each stands for.
    source : numpy.ndarray of str, shape (n,), or None
        Source of each; empty where it is not known.
    """

    x: Floats
    y: Floats
    day: Days
    confidence: Classes
    area_ha: Floats
    source: npt.NDArray[Any] | None = None

    def by_source(self) -> list[tuple[str, CountablePoints]]:
        """The points of each source, ordered by its name."""
        if self.source is None:
            return [("", self)]
        parts = []
        for name in np.unique(self.source).tolist():
            mine = self.source == name
            columns = (self.x, self.y, self.day, self.confidence, self.area_ha, self.source)
            parts.append((str(name), CountablePoints(*(column[mine] for column in columns))))
        return parts


def count_alert_points(
    points: CountablePoints,
    territories: Sequence[PolygonFeature],
    period: str,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> AlertCounts:
    """Count alert points per territory, period and confidence; see :func:`count_alert_pixels`."""
    check_dates(start, end)
    edges = edges_of(rings_of([territory.wkb for territory in territories]))
    first_day, last_day = (int(points.day.min()), int(points.day.max())) if len(points.day) else (0, 0)
    classes = _Classes(first_day, last_day, period, start, end)
    numbers = classes.of(points.confidence, points.day)
    sums = _Sums(len(territories), classes.count)
    for index in range(len(territories)):
        stop_if(is_cancelled)
        progress(100.0 * index / len(territories))
        inside = np.flatnonzero(points_inside(edges, index, points.x, points.y) & (numbers > 0))
        sums.add(np.array([index]), np.array([len(inside)]), numbers[inside], points.area_ha[inside])
    return _counts(territories, sums, classes)


def territories_of_points(
    x: Floats, y: Floats, territories: Sequence[PolygonFeature], is_cancelled: IsCancelled = never_cancelled
) -> list[tuple[int, Ints]]:
    """Index of each territory that holds points, with the indices of the points in it; one reference system for both."""
    edges = edges_of(rings_of([territory.wkb for territory in territories]))
    found = []
    for index in range(len(territories)):
        stop_if(is_cancelled)
        inside = np.flatnonzero(points_inside(edges, index, x, y))
        if len(inside):
            found.append((index, inside))
    return found
