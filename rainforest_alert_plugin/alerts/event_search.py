"""Events of an alert raster or of alert points: found, measured, drawn and assigned to territories."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Callable, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import osr

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from ..geo.scanline import pixel_coordinates
from ..geo.wkb import Rings, multipolygons, rings_of
from .encoding import LOW, Classes, Days, unix_day
from .event_table import EventTable
from .events import Events, event_ids, growth_of, join_events
from .outlines import outlines
from .periods import check_dates
from .pixel_area import pixel_areas
from .pixels import AlertChoice, Window
from .point_grid import grid_of_points
from .raster import AlertRaster, Grid, spatial_reference
from .reach import outside_of_all
from .statistics import territories_of_points
from .strip_events import find_events

MARGIN_M = 2000.0
"""How far around the territories alerts are looked at, so that an event across a boundary is whole."""

_M_PER_SQRT_HA = 100.0
_JOINED = "; "
_PIXEL_GRID = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class EventSearch:
    """How events are formed and which are kept.

    Attributes
    ----------
    window_days : int
        Neighbours join if their dates differ by at most this.
    min_area_ha : float
        Smaller events are left out.
    start, end : datetime.date or None
        First and last day of the alerts that count.
    min_confidence : int
        1 low, 2 high, 3 highest: lowest confidence of the alerts that count.
    """

    window_days: int = 90
    min_area_ha: float = 0.0
    start: datetime.date | None = None
    end: datetime.date | None = None
    min_confidence: int = LOW

    def check(self) -> None:
        """Raise ``alerts.dates_reversed`` or ``alerts.window_negative`` when the choices make no sense."""
        check_dates(self.start, self.end)
        if self.window_days < 0:
            raise InputError("alerts.window_negative", days=self.window_days)


@dataclass(frozen=True, eq=False)
class _Found:
    """Pixels with all that events need of them."""

    row: npt.NDArray[Any]
    col: npt.NDArray[Any]
    day: Days
    confidence: Classes
    x: Floats
    y: Floats
    area_ha: Floats


def events_of_raster(
    raster: AlertRaster,
    territories: Sequence[PolygonFeature] | None,
    search: EventSearch,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    threads: int | None = None,
) -> tuple[EventTable, list[Message]]:
    """Events of an alert raster.

    Parameters
    ----------
    raster : AlertRaster
        See :func:`~rainforest_alert_plugin.alerts.raster.open_alerts`.
    territories : sequence of PolygonFeature, optional
        Valid polygons in the raster's reference system. Alerts in their bounding boxes and :data:`MARGIN_M` around them are joined;
        events with at least one pixel centre in a territory are kept, whole. Without territories all events are.
    search : EventSearch
    threads : int, optional
        See :func:`~rainforest_alert_plugin.alerts.strip_events.thread_count`.

    Returns
    -------
    events : EventTable
        In row order of their first pixels.
    messages : list of Message
        What was left out.

    Raises
    ------
    InputError
        ``alerts.territories_outside`` when no territory meets the raster; as :func:`~.pixels.read_pixels`.
    """
    search.check()
    name = raster.path.replace("\\", "/").rsplit("/", 1)[-1]
    windows = None
    outside: list[Message] = []
    if territories is not None:
        windows = territory_margins(raster.grid, territories, name)
        outside = outside_of_all(territories, [raster.grid], name)
    choice = AlertChoice(
        windows,
        None if search.start is None else unix_day(search.start),
        None if search.end is None else unix_day(search.end),
        search.min_confidence,
    )
    found = find_events(raster, search.window_days, choice, threads, span(progress, 0.0, 60.0), is_cancelled)
    owners: list[list[str]] | None = None
    if territories is not None:
        row, col, labelled = found.pixels()
        x, y = raster.grid.centres(row, col)
        owners = territories_of_events(x, y, found.areas.at(row, col), labelled, territories, is_cancelled)
    kept, small = _kept(found.area_ha, owners, search.min_area_ha)
    drawn = found.draw(kept, threads, span(progress, 60.0, 90.0), is_cancelled)
    growth = found.growth(kept, threads, span(progress, 90.0, 100.0), is_cancelled)
    x, y = raster.grid.centres(found.row[kept], found.col[kept])
    longitude, latitude = degrees_of(x, y, raster.grid.crs_wkt)
    source = raster.encoding.source
    events = EventTable(
        event_ids(source, found.first_day[kept], longitude, latitude),
        found.first_day[kept],
        found.last_day[kept],
        found.pixel_count[kept],
        found.area_ha[kept],
        found.max_confidence[kept],
        [source] * len(x),
        _names(owners, kept),
        growth,
        drawn.wkbs,
        drawn.boxes,
    )
    progress(100.0)
    none = [] if len(found) else [Message("alerts.no_alerts_to_join", name=name)]
    return events, [*found.tally.messages(name), *none, *outside, *small]


def _kept(area_ha: Floats, owners: Sequence[Sequence[str]] | None, min_area_ha: float) -> tuple[Bools, list[Message]]:
    """Which events lie in a territory and are large enough, and how many were too small."""
    kept = np.ones(len(area_ha), bool) if owners is None else np.array([bool(owner) for owner in owners], bool)
    small = kept & (area_ha < min_area_ha)
    if not small.any():
        return kept, []
    return kept & ~small, [Message("alerts.small_events", count=int(small.sum()), min_area_ha=min_area_ha)]


def _names(owners: Sequence[Sequence[str]] | None, kept: Bools) -> list[str]:
    """Territories of the kept events, as written."""
    if owners is None:
        return [""] * int(np.count_nonzero(kept))
    return [_JOINED.join(owners[index]) for index in np.flatnonzero(kept).tolist()]


@dataclass(frozen=True, eq=False)
class EventPoints:
    """Alerts as points, in one reference system.

    Attributes
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Pixel centres.
    day : numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    crs_wkt : str
        Reference system, x before y.
    source : str
        Several are joined by "+".
    name : str
        Name of the layer, for messages.
    area_ha : numpy.ndarray of float64, shape (n,)
        Area of each pixel; NaN where the layer does not say it.
    source_names : numpy.ndarray of str, shape (n,)
        Source of each point.
    """

    x: Floats
    y: Floats
    day: Days
    confidence: Classes
    crs_wkt: str
    source: str
    name: str
    area_ha: Floats
    source_names: npt.NDArray[Any]


def events_of_points(
    points: EventPoints,
    territories: Sequence[PolygonFeature] | None,
    search: EventSearch,
    pixel_size: float | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[EventTable, list[Message]]:
    """Events of alert points; see :func:`events_of_raster`.

    Several points in one pixel count once, with the earliest date and the highest confidence.

    Parameters
    ----------
    pixel_size : float, optional
        Size of a pixel in the unit of the points' reference system, for points too few to show it.

    Raises
    ------
    InputError
        ``alerts.points_off_grid`` when the points are no pixel centres.
    """
    search.check()
    counted = points.confidence >= search.min_confidence
    if search.start is not None:
        counted &= points.day >= unix_day(search.start)
    if search.end is not None:
        counted &= points.day <= unix_day(search.end)
    if not counted.any():
        return EventTable.of([]), [Message("alerts.no_alerts_to_join", name=points.name)]
    grid = grid_of_points(points.x[counted], points.y[counted], pixel_size)
    width = len(grid.x_edges) - 1
    key = grid.row * width + grid.col
    order = np.lexsort((points.day[counted], key))
    key = key[order]
    new = np.ones(len(key), bool)
    new[1:] = np.diff(key) != 0
    chosen = np.flatnonzero(counted)[order[new]]
    confidence = np.maximum.reduceat(points.confidence[counted][order], np.flatnonzero(new))
    row, col = grid.row[order[new]], grid.col[order[new]]
    found = _Found(
        row,
        col,
        points.day[chosen],
        confidence,
        points.x[chosen],
        points.y[chosen],
        cell_areas_ha(row, col, grid.x_edges, grid.y_edges, points.crs_wkt),
    )
    progress(40.0)

    def placed(corner: Floats) -> Floats:
        at = corner.astype(np.int64)
        return np.column_stack([grid.x_edges[at[:, 0]], grid.y_edges[at[:, 1]]])

    events, said = _search(
        found, points.source, points.crs_wkt, placed, territories, search, span(progress, 40.0, 100.0), is_cancelled
    )
    if len(key) > len(chosen):
        said.append(Message("alerts.points_merged", name=points.name, count=len(key) - len(chosen)))
    return events, said


def cell_areas_ha(row: Ints, col: Ints, x_edges: Floats, y_edges: Floats, crs_wkt: str) -> Floats:
    """Hectares of the pixels of a point grid: those of a raster with the same pixel size laid through the middle of each row's pixels."""
    size_x = float(np.median(np.diff(x_edges)))
    size_y = float(np.median(-np.diff(y_edges)))
    transform = (float(x_edges[0]), size_x, 0.0, float(y_edges[0]), 0.0, -size_y)
    span_cols = int(np.ceil((x_edges[-1] - x_edges[0]) / size_x))
    span_rows = int(np.ceil((y_edges[0] - y_edges[-1]) / size_y))
    areas = pixel_areas(Grid(transform, crs_wkt, span_cols + 1, span_rows + 1))
    at_row = np.clip(((y_edges[0] - y_edges[row]) / size_y).round().astype(np.int64), 0, span_rows)
    at_col = np.clip(((x_edges[col] - x_edges[0]) / size_x).round().astype(np.int64), 0, span_cols)
    return areas.at(at_row, at_col)


def _search(
    found: _Found,
    source: str,
    crs_wkt: str,
    placed: Callable[[Floats], Floats],
    territories: Sequence[PolygonFeature] | None,
    search: EventSearch,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> tuple[EventTable, list[Message]]:
    """Join pixels and describe and draw the events; `placed` gives the coordinates of corners that are counted in pixels."""
    events = join_events(
        found.row,
        found.col,
        found.day,
        found.confidence,
        found.area_ha,
        search.window_days,
        is_cancelled,
    )
    owners: list[list[str]] | None = None
    if territories is not None:
        owners = territories_of_events(found.x, found.y, found.area_ha, events, territories, is_cancelled)
    kept, said = _kept(events.area_ha, owners, search.min_area_ha)
    events = events.keep(kept)
    stop_if(is_cancelled)
    progress(30.0)
    shapes = outlines(found.row, found.col, events.label, len(events), _PIXEL_GRID)
    stop_if(is_cancelled)
    progress(60.0)
    longitude, latitude = degrees_of(found.x[events.earliest], found.y[events.earliest], crs_wkt)
    ids = event_ids(source, events.first_day, longitude, latitude)
    xy = placed(shapes.xy)
    drawn = Rings(xy, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count)
    table = EventTable(
        ids,
        events.first_day,
        events.last_day,
        events.pixel_count,
        events.area_ha,
        events.max_confidence,
        [source] * len(events),
        _names(owners, kept),
        growth_of(events, found.day, found.area_ha),
        multipolygons(drawn),
        drawn.boxes(),
    )
    progress(100.0)
    return table, said


def territories_of_events(
    x: Floats,
    y: Floats,
    area_ha: Floats,
    events: Events,
    territories: Sequence[PolygonFeature],
    is_cancelled: IsCancelled = never_cancelled,
) -> list[list[str]]:
    """Ids of the territories that hold a pixel centre of each event, the one that holds most of it first.

    Parameters
    ----------
    x, y, area_ha : numpy.ndarray of float64, shape (n,)
        Centres and hectares of the events' pixels, in the territories' reference system.
    """
    shares: list[list[tuple[float, int]]] = [[] for _ in range(len(events))]
    for territory, inside in territories_of_points(x, y, territories, is_cancelled):
        area = np.bincount(events.label[inside], weights=area_ha[inside], minlength=len(events))
        for event in np.unique(events.label[inside]).tolist():
            shares[event].append((-float(area[event]), territory))
    return [[territories[territory].id for _, territory in sorted(share)] for share in shares]


def degrees_of(x: Floats, y: Floats, crs_wkt: str) -> tuple[Floats, Floats]:
    """Longitude and latitude on WGS 84 of places in a reference system."""
    if len(x) == 0:
        return x, y
    reference = spatial_reference(Grid(_PIXEL_GRID, crs_wkt, 1, 1))
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if reference.IsSame(wgs84):
        return x, y
    points = np.array(osr.CoordinateTransformation(reference, wgs84).TransformPoints(np.column_stack([x, y]).tolist()))
    return points[:, 0], points[:, 1]


def territory_margins(
    grid: Grid, territories: Sequence[PolygonFeature], name: str, is_one_of_many: bool = False
) -> list[Window]:
    """Rectangles of the raster that hold the territories and :data:`MARGIN_M` around them.

    Parameters
    ----------
    is_one_of_many : bool
        Whether other tiles lie beside it, so that one which holds but the surroundings of a territory counts too.

    Raises
    ------
    InputError
        ``alerts.events_outside`` when no territory meets the raster.
    """
    middle = (np.array([grid.height // 2]), np.array([grid.width // 2]))
    pixel_m = float(np.sqrt(pixel_areas(grid).at(*middle)[0])) * _M_PER_SQRT_HA
    margin = round(MARGIN_M / pixel_m)
    shapes = rings_of([territory.wkb for territory in territories])
    pixel = pixel_coordinates(shapes.xy, grid.transform)
    boxes = Rings(pixel, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count).boxes()
    reach = margin if is_one_of_many else 0
    meets = (boxes[:, 0] < grid.width + reach) & (boxes[:, 2] > -reach)
    meets &= (boxes[:, 1] < grid.height + reach) & (boxes[:, 3] > -reach)
    if not meets.any():
        raise InputError("alerts.events_outside", name=name)
    windows = []
    for left, top, right, bottom in boxes[meets]:
        col, row = max(int(left) - margin, 0), max(int(top) - margin, 0)
        last_col, last_row = min(int(right) + margin + 1, grid.width), min(int(bottom) + margin + 1, grid.height)
        windows.append(Window(row, col, last_row - row, last_col - col))
    return windows
