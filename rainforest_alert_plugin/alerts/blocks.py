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
from ..geo.features import PolygonFeature
from ..geo.scanline import pixel_coordinates
from ..geo.wkb import Rings, rings_of
from .encoding import LOW, NONE
from .event_search import MARGIN_M
from .pixel_area import pixel_areas
from .pixels import ReadingTally, Window
from .raster import AlertRaster, Grid, RasterPlan, nodata_code
from .statistics import AlertCounts, count_alert_pixels

BLOCK_PIXELS = 2048 * 2048
"""Pixels worked on at once; were every one an alert, the events of a block would still need less than 1 GB."""

JOB_PIXELS = 8 * BLOCK_PIXELS
"""Pixels of a job: enough that opening the raster does not count, few enough that a row of blocks full of alerts needs 0.5 GB."""

_ALIGNED = 1e-3
_M_PER_SQRT_HA = 100.0
_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))


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
