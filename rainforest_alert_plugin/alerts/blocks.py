"""Statistics and events of rasters of any size, block by block, in whatever process a block is worked on.

A job is a small picklable value, its function is pure, and its result merges with the others' without loss: counts add up, and events
are put together across seams from the pixels along them. What a worker holds is bounded by a block, not by the raster.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from ..errors import InputError
from ..geo.arrays import Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.scanline import pixel_coordinates
from ..geo.wkb import Rings, rings_of
from .encoding import CONFIDENCE_WORDS, LOW, NONE, Encoding, date_of, unix_day
from .event_search import MARGIN_M, degrees_of
from .events import components, event_ids, join_events
from .pixel_area import pixel_areas
from .pixels import ReadingTally, Window, read_pixels
from .raster import AlertRaster, Grid, nodata_code, open_raster
from .recognition import Recognition
from .statistics import AlertCounts, count_alert_pixels, territories_of_points

BLOCK_PIXELS = 2048 * 2048
"""Pixels worked on at once; were every one an alert, the events of a block would still need less than 1 GB."""

JOB_PIXELS = 8 * BLOCK_PIXELS
"""Pixels of a job: enough that opening the raster does not count, few enough that a row of blocks full of alerts needs 0.5 GB."""

_ALIGNED = 1e-3
_M_PER_SQRT_HA = 100.0
_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True, eq=False)
class RasterPlan:
    """All it takes to open an alert raster again elsewhere without recognising it again.

    Attributes
    ----------
    codes, dates, anomaly : tuple of (str, int) or None
        Path and number of the band.
    grid, encoding, recognition
        See :class:`~rainforest_alert_plugin.alerts.raster.AlertRaster`.
    """

    codes: tuple[str, int]
    dates: tuple[str, int] | None
    anomaly: tuple[str, int] | None
    grid: Grid
    encoding: Encoding
    recognition: Recognition

    @staticmethod
    def of(raster: AlertRaster) -> RasterPlan:
        """Plan of an opened raster."""
        return RasterPlan(
            _place(raster.codes) or (raster.path, 1),
            _place(raster.dates),
            _place(raster.anomaly),
            raster.grid,
            raster.encoding,
            raster.recognition,
        )

    def open(self) -> AlertRaster:
        """Open it, with datasets of its own, as each thread needs them."""
        datasets: list[Any] = []

        def band(place: tuple[str, int] | None) -> Any:
            if place is None:
                return None
            datasets.append(open_raster(place[0]))
            return datasets[-1].GetRasterBand(place[1])

        codes, dates, anomaly = band(self.codes), band(self.dates), band(self.anomaly)
        return AlertRaster(
            self.codes[0], codes, dates, anomaly, self.grid, self.encoding, self.recognition, tuple(datasets)
        )


def _place(band: Any) -> tuple[str, int] | None:
    return None if band is None else (band.GetDataset().GetDescription(), band.GetBand())


@dataclass(frozen=True, eq=False)
class Job:
    """Some blocks of a raster, and what is asked about them.

    Attributes
    ----------
    raster : RasterPlan
    windows : tuple of Window
        Whole blocks of the file that do not overlap.
    territories : tuple of PolygonFeature
        Those that may have pixels in the windows, in the raster's reference system; empty for all alerts.
    numbers : tuple of int
        Their numbers among all territories.
    period, start, end, window_days, min_confidence
        See :mod:`~rainforest_alert_plugin.alerts.statistics` and :mod:`~rainforest_alert_plugin.alerts.event_search`.
    row, col : int
        Place of the raster's first pixel in the grid that all rasters share.
    """

    raster: RasterPlan
    windows: tuple[Window, ...]
    territories: tuple[PolygonFeature, ...]
    numbers: tuple[int, ...]
    period: str = "month"
    start: datetime.date | None = None
    end: datetime.date | None = None
    window_days: int = 90
    min_confidence: int = LOW
    row: int = 0
    col: int = 0


def plan_jobs(
    raster: AlertRaster,
    territories: Sequence[PolygonFeature] | None,
    margin_m: float = 0.0,
    block_pixels: int = BLOCK_PIXELS,
    job_pixels: int = JOB_PIXELS,
    **asked: Any,
) -> list[Job]:
    """Jobs that together cover the part of a raster that territories touch; blocks known to be empty are left out.

    Parameters
    ----------
    raster : AlertRaster
    territories : sequence of PolygonFeature or None
        In the raster's reference system; None for the whole raster.
    margin_m : float
        How far around the territories' boxes pixels count.
    **asked
        The other attributes of :class:`Job`.
    """
    plan = RasterPlan.of(raster)
    boxes = None if territories is None else _boxes(raster.grid, territories, margin_m)
    jobs: list[Job] = []
    windows: list[Window] = []

    def close() -> None:
        chosen: list[int] = []
        if boxes is not None:
            chosen = [number for number, box in enumerate(boxes) if any(_meets(box, window) for window in windows)]
        mine = tuple((territories or ())[number] for number in chosen)
        jobs.append(Job(plan, tuple(windows), mine, tuple(chosen), **asked))
        windows.clear()

    for window in _blocks(raster, block_pixels):
        if boxes is not None and not any(_meets(box, window) for box in boxes):
            continue
        if _known_empty(raster, window):
            continue
        windows.append(window)
        if sum(one.height * one.width for one in windows) >= job_pixels:
            close()
    if windows:
        close()
    return jobs


def _blocks(raster: AlertRaster, block_pixels: int) -> Iterator[Window]:
    """Windows of whole blocks, of about `block_pixels` each."""
    width, height = raster.grid.width, raster.grid.height
    block_width, block_height = raster.codes.GetBlockSize()
    side = int(np.sqrt(block_pixels))
    across = width if block_width >= width else max(side // block_width, 1) * block_width
    down = max(block_pixels // across // block_height, 1) * block_height
    for row in range(0, height, down):
        for col in range(0, width, across):
            yield Window(row, col, min(down, height - row), min(across, width - col))


def _known_empty(raster: AlertRaster, window: Window) -> bool:
    nodata = nodata_code(raster.codes)
    if nodata is not None and raster.encoding.confidence[nodata] != NONE:
        return False
    status, _ = raster.codes.GetDataCoverageStatus(window.col, window.row, window.width, window.height)
    return bool(status & gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY) and not status & gdal.GDAL_DATA_COVERAGE_STATUS_DATA


def _boxes(grid: Grid, territories: Sequence[PolygonFeature], margin_m: float) -> list[tuple[float, ...]]:
    """Left, top, right and bottom of each territory in pixels."""
    shapes = rings_of([territory.wkb for territory in territories])
    pixel = pixel_coordinates(shapes.xy, grid.transform)
    boxes = Rings(pixel, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count).boxes()
    margin = 1.0
    if margin_m:
        middle = (np.array([grid.height // 2]), np.array([grid.width // 2]))
        margin += margin_m / (float(np.sqrt(pixel_areas(grid).at(*middle)[0])) * _M_PER_SQRT_HA)
    around = np.array([-margin, -margin, margin, margin])
    return [tuple(box) for box in (boxes + around).tolist()]


def _meets(box: tuple[float, ...], window: Window) -> bool:
    left, top, right, bottom = box
    return (
        left < window.col + window.width
        and right > window.col
        and top < window.row + window.height
        and bottom > window.row
    )


@dataclass(frozen=True, eq=False)
class PartialCounts:
    """What a job counted; `counts.territory` are numbers among all territories."""

    counts: AlertCounts
    tally: ReadingTally


def count_job(job: Job) -> PartialCounts:
    """Count the alert pixels of a job per territory, period and confidence."""
    raster = job.raster.open()
    found = count_alert_pixels(raster, job.territories, job.period, job.start, job.end, only=job.windows)
    counts = found.counts
    numbers = np.array(job.numbers, np.int64)
    columns = (counts.period_day, counts.confidence, counts.pixel_count, counts.area_ha)
    return PartialCounts(AlertCounts((), numbers[counts.territory], *columns), found.tally)


def merge_counts(ids: tuple[str, ...], parts: Sequence[AlertCounts]) -> AlertCounts:
    """Add up counts: one line per combination of territory, period and confidence, in this order.

    Parameters
    ----------
    ids : tuple of str
        Territories that the parts' numbers stand for.
    """
    territory = _joined([part.territory for part in parts], np.int64)
    day = _joined([part.period_day for part in parts], np.int32)
    confidence = _joined([part.confidence for part in parts], np.uint8)
    count = _joined([part.pixel_count for part in parts], np.int64)
    area_ha = _joined([part.area_ha for part in parts], np.float64)
    order = np.lexsort((confidence, day, territory))
    territory, day, confidence = territory[order], day[order], confidence[order]
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(territory) != 0) | (np.diff(day) != 0) | (np.diff(confidence) != 0)
    start = np.flatnonzero(new)
    if len(start) == 0:
        return AlertCounts(ids, territory, day, confidence, count, area_ha)
    return AlertCounts(
        ids,
        territory[start],
        day[start],
        confidence[start],
        np.add.reduceat(count[order], start),
        np.add.reduceat(area_ha[order], start),
    )


def merge_tallies(tallies: Sequence[ReadingTally]) -> ReadingTally:
    """Add up what became of the pixels."""
    whole = ReadingTally()
    for tally in tallies:
        for name in ("alerts", "first", "weak", "undated", "clipped"):
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
        for code, count in tally.invalid.items():
            whole.invalid[code] = whole.invalid.get(code, 0) + count
    return whole


def _joined(columns: Sequence[npt.NDArray[Any]], dtype: Any) -> npt.NDArray[Any]:
    return np.concatenate([*columns, np.zeros(0, dtype)]).astype(dtype)


@dataclass(frozen=True, eq=False)
class PartialEvents:
    """Events of some blocks, some of which go on in other blocks.

    Attributes
    ----------
    source : str
    first_day, last_day, pixel_count, row, col : numpy.ndarray of int64, shape (n,)
        Of each event; `row` and `col` of its earliest pixel, in the grid that all rasters share.
    area_ha : numpy.ndarray of float64, shape (n,)
    confidence : numpy.ndarray of uint8, shape (n,)
        Highest.
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Centre of the earliest pixel on WGS 84.
    held_event, held_territory : numpy.ndarray of int64, shape (m,)
        Events that have pixels in territories (numbers among all).
    held_area_ha : numpy.ndarray of float64, shape (m,)
    seam_row, seam_col, seam_day, seam_event : numpy.ndarray of int64, shape (k,)
        Alert pixels along the blocks' sides.
    tally : ReadingTally
    """

    source: str
    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    row: Ints
    col: Ints
    area_ha: Floats
    confidence: npt.NDArray[np.uint8]
    longitude: Floats
    latitude: Floats
    held_event: Ints
    held_territory: Ints
    held_area_ha: Floats
    seam_row: Ints
    seam_col: Ints
    seam_day: Ints
    seam_event: Ints
    tally: ReadingTally


_OF_EVENTS = (
    "first_day", "last_day", "pixel_count", "row", "col", "area_ha", "confidence", "longitude", "latitude",
)  # fmt: skip


def events_job(job: Job) -> PartialEvents:
    """Join the alert pixels of each block of a job to events."""
    raster = job.raster.open()
    return _together([_events_of_block(raster, job, window) for window in job.windows])


def _events_of_block(raster: AlertRaster, job: Job, window: Window) -> PartialEvents:
    pixels = read_pixels(
        raster,
        [window],
        None if job.start is None else unix_day(job.start),
        None if job.end is None else unix_day(job.end),
        job.min_confidence,
        refuse=False,
    )
    area_ha = pixel_areas(raster.grid).at(pixels.row, pixels.col)
    events = join_events(pixels.row, pixels.col, pixels.day, pixels.confidence, pixels.width, area_ha, job.window_days)
    x, y = pixels.centres()
    longitude, latitude = degrees_of(x[events.earliest], y[events.earliest], raster.grid.crs_wkt)
    held: list[tuple[int, int, float]] = []
    if job.territories:
        held = _held(x, y, area_ha, events.label, job)
    table = np.array(held, np.float64).reshape(-1, 3)
    along = np.flatnonzero(
        (pixels.row == window.row)
        | (pixels.row == window.row + window.height - 1)
        | (pixels.col == window.col)
        | (pixels.col == window.col + window.width - 1)
    )
    return PartialEvents(
        pixels.source,
        events.first_day,
        events.last_day,
        events.pixel_count.astype(np.int64),
        pixels.row[events.earliest].astype(np.int64) + job.row,
        pixels.col[events.earliest].astype(np.int64) + job.col,
        events.area_ha,
        events.max_confidence,
        longitude,
        latitude,
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int64),
        table[:, 2].copy(),
        pixels.row[along].astype(np.int64) + job.row,
        pixels.col[along].astype(np.int64) + job.col,
        pixels.day[along].astype(np.int64),
        events.label[along].astype(np.int64),
        pixels.tally,
    )


def _held(x: Floats, y: Floats, area_ha: Floats, label: Ints, job: Job) -> list[tuple[int, int, float]]:
    """Event, territory and hectares, for every territory that holds pixel centres of an event."""
    found = []
    for index, inside in territories_of_points(x, y, job.territories):
        area = np.bincount(label[inside], weights=area_ha[inside])
        for event in np.unique(label[inside]).tolist():
            found.append((event, job.numbers[index], float(area[event])))
    return found


def _together(parts: Sequence[PartialEvents]) -> PartialEvents:
    """Events side by side, not yet put together."""
    begin = np.cumsum([0, *(len(part.first_day) for part in parts)])
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _OF_EVENTS}
    held = np.concatenate([part.held_event + first for part, first in zip(parts, begin)])
    seam = np.concatenate([part.seam_event + first for part, first in zip(parts, begin)])
    return PartialEvents(
        source="+".join(sorted({part.source for part in parts})),
        held_event=held,
        held_territory=np.concatenate([part.held_territory for part in parts]),
        held_area_ha=np.concatenate([part.held_area_ha for part in parts]),
        seam_row=np.concatenate([part.seam_row for part in parts]),
        seam_col=np.concatenate([part.seam_col for part in parts]),
        seam_day=np.concatenate([part.seam_day for part in parts]),
        seam_event=seam,
        tally=merge_tallies([part.tally for part in parts]),
        **columns,
    )


@dataclass(frozen=True)
class EventRow:
    """An event as a line of a table; see :class:`~rainforest_alert_plugin.alerts.event_search.EventRecord`.

    `longitude` and `latitude` are the centre of its earliest pixel on WGS 84.
    """

    event_id: str
    first_date: datetime.date
    last_date: datetime.date
    pixel_count: int
    area_ha: float
    max_confidence: str
    source: str
    territory_id: str
    longitude: float
    latitude: float


def merge_events(
    parts: Sequence[PartialEvents], window_days: int, ids: Sequence[str] | None = None
) -> tuple[list[EventRow], ReadingTally]:
    """Put events together across the seams of blocks and rasters.

    Parameters
    ----------
    parts : sequence of PartialEvents
        Of one source, each pixel in one of them.
    window_days : int
        Neighbours join if their dates differ by at most this.
    ids : sequence of str, optional
        Territories; then only events with a pixel centre in one are kept.

    Returns
    -------
    events : list of EventRow
        By date, then from north to south.
    tally : ReadingTally
    """
    if not parts:
        return [], ReadingTally()
    whole = _together(parts)
    count = len(whole.first_day)
    if count == 0:
        return [], whole.tally
    first, second = _links(whole, window_days)
    root = components(count, [first], [second])
    _, label = np.unique(root, return_inverse=True)
    label = label.ravel()
    # The earliest pixel of an event is the first of its parts in this order.
    order = np.lexsort((whole.col, whole.row, whole.first_day, label))
    start = np.flatnonzero(np.diff(label[order], prepend=-1))
    leading = order[start]
    last_day = np.maximum.reduceat(whole.last_day[order], start)
    pixel_count = np.add.reduceat(whole.pixel_count[order], start)
    area_ha = np.add.reduceat(whole.area_ha[order], start)
    confidence = np.maximum.reduceat(whole.confidence[order], start)
    owners: list[dict[int, float]] = [{} for _ in range(len(start))]
    for event, territory, area in zip(
        label[whole.held_event].tolist(), whole.held_territory.tolist(), whole.held_area_ha.tolist()
    ):
        owners[event][territory] = owners[event].get(territory, 0.0) + area
    identities = event_ids(whole.source, whole.first_day[leading], whole.longitude[leading], whole.latitude[leading])
    rows = []
    for index in np.lexsort((whole.col[leading], whole.row[leading], whole.first_day[leading])).tolist():
        if ids is not None and not owners[index]:
            continue
        largest_first = sorted((-area, territory) for territory, area in owners[index].items())
        rows.append(
            EventRow(
                identities[index],
                date_of(whole.first_day[leading[index]]),
                date_of(last_day[index]),
                int(pixel_count[index]),
                float(area_ha[index]),
                CONFIDENCE_WORDS[int(confidence[index])],
                whole.source,
                "; ".join((ids or ())[territory] for _, territory in largest_first),
                float(whole.longitude[leading[index]]),
                float(whole.latitude[leading[index]]),
            )
        )
    return rows, whole.tally


def _links(whole: PartialEvents, window_days: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Pairs of events whose pixels along the seams are neighbours in space and time."""
    stride = int(whole.seam_col.max(initial=0)) + 3
    key = whole.seam_row * stride + whole.seam_col + 1
    order = np.argsort(key, kind="stable")
    key, day, event = key[order], whole.seam_day[order], whole.seam_event[order]
    firsts, seconds = [], []
    for down, right in _NEIGHBOURS:
        wanted = key + down * stride + right
        at = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
        here = np.flatnonzero(key[at] == wanted) if len(key) else at
        there = at[here]
        near = np.abs(day[here] - day[there]) <= window_days
        firsts.append(event[here[near]])
        seconds.append(event[there[near]])
    return np.concatenate(firsts).astype(np.int32), np.concatenate(seconds).astype(np.int32)


def places_in_common(grids: Sequence[Grid]) -> list[tuple[int, int]]:
    """Row and column of each raster's first pixel in the grid that all of them share.

    Raises
    ------
    InputError
        ``alerts.tiles_differ`` when they share none: other pixel sizes, other reference systems, or pixels that are not aligned.
    """
    first = grids[0].transform
    places = []
    for number, grid in enumerate(grids):
        t = grid.transform
        same_pixels = np.allclose((t[1], t[2], t[4], t[5]), (first[1], first[2], first[4], first[5]), rtol=1e-9, atol=0)
        col, row = pixel_coordinates(np.array([[t[0], t[3]]]), first)[0].tolist()
        aligned = abs(col - round(col)) < _ALIGNED and abs(row - round(row)) < _ALIGNED
        if not (same_pixels and aligned and grid.crs_wkt == grids[0].crs_wkt):
            raise InputError("alerts.tiles_differ", number=number + 1)
        places.append((round(row), round(col)))
    least_row, least_col = min(row for row, _ in places), min(col for _, col in places)
    return [(row - least_row, col - least_col) for row, col in places]


def jobs_of_rasters(
    rasters: Sequence[AlertRaster], territories: Sequence[PolygonFeature] | None, for_events: bool, **asked: Any
) -> list[Job]:
    """Jobs of several rasters, for :func:`events_job` placed in the grid that they share."""
    if not for_events:
        return [job for raster in rasters for job in plan_jobs(raster, territories, **asked)]
    places = places_in_common([raster.grid for raster in rasters])
    return [
        job
        for raster, (row, col) in zip(rasters, places)
        for job in plan_jobs(raster, territories, MARGIN_M, row=row, col=col, **asked)
    ]
