"""Events of several sources at once: the same clearing seen by several systems is one event that lists each of them.

Which alerts belong together is said in :mod:`~rainforest_alert_plugin.alerts.touching`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import ogr, osr

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.authalic import WGS84_A_M, WGS84_F, ellipsoidal_area_m2
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.wkb import Rings, multipolygons, rings_of
from .encoding import CONFIDENCE_WORDS, date_of, unix_day
from .event_search import EventSearch, cell_areas_ha, degrees_of, territories_of_events
from .event_table import EventRecord, SourceShare
from .events import Events, describe_events, event_ids, growth_of
from .outlines import outlines
from .pixel_area import M2_PER_HA, pixel_areas
from .pixels import AlertPixels
from .point_grid import grid_of_points
from .raster import Grid, spatial_reference
from .tables import MODIS, VIIRS
from .touching import Squares, label_squares

FIRES = (VIIRS, MODIS)
"""Sources of fires, which are no clearings: they have a place, but neither pixel nor area."""

_PIXEL_GRID = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
_TOUCHING = "+"
_JOINED = "; "
_SAME_PLACE = 1e-9
_LIKELY_RATIO = 2.0
_LIKELY_NEIGHBOURS = 0.2


@dataclass(frozen=True, eq=False)
class SourceAlerts:
    """Alerts of one source, each pixel once; all arrays have shape (n,).

    Attributes
    ----------
    source : str
    x, y : numpy.ndarray of float64
        Centres, in the reference system that all sources share.
    half_x, half_y : numpy.ndarray of float64
        Half the pixels' sides.
    day : numpy.ndarray of int64
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8
        1 low, 2 high, 3 highest.
    area_ha : numpy.ndarray of float64
        On the ellipsoid.
    row, col : numpy.ndarray of int64, or None
        Pixels of the source's grid; None for alerts that lie on none.
    x_edges, y_edges : numpy.ndarray of float64, or None
        Coordinates of the grid lines.
    key : numpy.ndarray of int64
        What the caller knows each alert by.
    """

    source: str
    x: Floats
    y: Floats
    half_x: Floats
    half_y: Floats
    day: Ints
    confidence: npt.NDArray[np.uint8]
    area_ha: Floats
    row: Ints | None
    col: Ints | None
    x_edges: Floats | None
    y_edges: Floats | None
    key: Ints

    def keep(self, kept: Bools) -> SourceAlerts:
        """Only the alerts that are True in `kept`."""
        return SourceAlerts(
            self.source,
            self.x[kept],
            self.y[kept],
            self.half_x[kept],
            self.half_y[kept],
            self.day[kept],
            self.confidence[kept],
            self.area_ha[kept],
            None if self.row is None else self.row[kept],
            None if self.col is None else self.col[kept],
            self.x_edges,
            self.y_edges,
            self.key[kept],
        )

    def wanted(self, search: EventSearch) -> SourceAlerts:
        """Only the alerts with the dates and the confidence asked for."""
        kept = self.confidence >= search.min_confidence
        if search.start is not None:
            kept &= self.day >= unix_day(search.start)
        if search.end is not None:
            kept &= self.day <= unix_day(search.end)
        return self if kept.all() else self.keep(kept)


def source_of_pixels(pixels: AlertPixels) -> SourceAlerts:
    """Alert pixels of a raster whose rows run from west to east.

    Raises
    ------
    InputError
        ``alerts.turned_raster``.
    """
    t = pixels.transform
    if t[2] != 0.0 or t[4] != 0.0 or t[1] <= 0.0 or t[5] >= 0.0:
        raise InputError("alerts.turned_raster")
    x, y = pixels.centres()
    count = len(x)
    return SourceAlerts(
        pixels.source,
        x,
        y,
        np.full(count, t[1] / 2),
        np.full(count, -t[5] / 2),
        pixels.day.astype(np.int64),
        pixels.confidence,
        pixel_areas(pixels.grid()).at(pixels.row, pixels.col),
        pixels.row.astype(np.int64),
        pixels.col.astype(np.int64),
        t[0] + np.arange(pixels.width + 1) * t[1],
        t[3] + np.arange(pixels.height + 1) * t[5],
        np.arange(count),
    )


def source_of_points(
    source: str,
    x: Floats,
    y: Floats,
    day: Ints,
    confidence: npt.NDArray[Any],
    area_ha: Floats,
    crs_wkt: str,
    pixel_size: float | None = None,
) -> SourceAlerts:
    """Alerts of one source that came as points: as the pixels of their grid, or else as squares of their area.

    Points in one place count once, with the earliest date and the highest confidence.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Centres.
    area_ha : numpy.ndarray of float64, shape (n,)
        Area of each; NaN where it is not known and that of the grid's pixels is taken.
    pixel_size : float, optional
        Size of a pixel in the unit of the reference system, for points too few to show it.

    Raises
    ------
    InputError
        ``alerts.source_without_size`` (facts ``source``, ``count``) when the points lie on no grid and have no area.
    """
    order = np.lexsort((day, x, -y))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(x[order]) != 0) | (np.diff(y[order]) != 0)
    first = order[new]
    highest = np.maximum.reduceat(confidence[order], np.flatnonzero(new)) if len(order) else confidence
    x, y, day, area_ha = x[first], y[first], day[first].astype(np.int64), area_ha[first]
    confidence = highest.astype(np.uint8)
    try:
        if source in FIRES:
            raise InputError("alerts.points_off_grid")
        grid = grid_of_points(x, y, pixel_size)
        area = cell_areas_ha(grid.row, grid.col, grid.x_edges, grid.y_edges, crs_wkt)
        if pixel_size is None and not _is_likely(grid.row, grid.col, area, area_ha):
            raise InputError("alerts.points_off_grid")
    except InputError as error:
        if not np.isfinite(area_ha).all() or not (area_ha > 0).all():
            raise InputError("alerts.source_without_size", source=source, count=len(x)) from error
        half_x, half_y = _half_sides(y, area_ha, crs_wkt)
        nothing = (None, None, None, None)
        return SourceAlerts(source, x, y, half_x, half_y, day, confidence, area_ha, *nothing, key=first)
    area = np.where(np.isfinite(area_ha), area_ha, area)
    size_x, size_y = np.diff(grid.x_edges)[grid.col], -np.diff(grid.y_edges)[grid.row]
    edges = (grid.x_edges, grid.y_edges)
    return SourceAlerts(
        source, x, y, size_x / 2, size_y / 2, day, confidence, area, grid.row, grid.col, *edges, key=first
    )


def _is_likely(row: Ints, col: Ints, cell_ha: Floats, area_ha: Floats) -> bool:
    """Whether the grid found is that of the pixels: a few places far apart seem to stand on a grid of kilometres."""
    if np.isfinite(area_ha).all():
        ratio = float(np.median(cell_ha) / max(float(np.median(area_ha)), _SAME_PLACE))
        return 1.0 / _LIKELY_RATIO < ratio < _LIKELY_RATIO
    order = np.lexsort((col, row))
    beside = (np.diff(row[order]) == 0) & (np.diff(col[order]) == 1)
    return int(beside.sum()) > _LIKELY_NEIGHBOURS * len(row)


def _half_sides(y: Floats, area_ha: Floats, crs_wkt: str) -> tuple[Floats, Floats]:
    """Half the sides of squares of a given area, in the unit of the reference system."""
    half_m = np.sqrt(area_ha * M2_PER_HA) / 2
    reference = spatial_reference(Grid(_PIXEL_GRID, crs_wkt, 1, 1))
    if not reference.IsGeographic():
        half = half_m / reference.GetLinearUnits()
        return half, half.copy()
    sine, e2 = np.sin(np.radians(y)), WGS84_F * (2 - WGS84_F)
    normal = WGS84_A_M / np.sqrt(1 - e2 * sine * sine)
    meridian = normal * (1 - e2) / (1 - e2 * sine * sine)
    return (
        np.degrees(half_m / (normal * np.maximum(np.cos(np.radians(y)), _SAME_PLACE))),
        np.degrees(half_m / meridian),
    )


@dataclass(frozen=True, eq=False)
class JointEvents:
    """Alerts of several sources with their events.

    Attributes
    ----------
    parts : tuple of SourceAlerts
        Ordered by source.
    part, place : numpy.ndarray of int64, shape (n,)
        Part of each alert and its place there; alerts are ordered from north to south, then from west to east.
    events : Events
        ``area_ha`` is the sum of the pixels' areas, overlaps counted twice.
    """

    parts: tuple[SourceAlerts, ...]
    part: Ints
    place: Ints
    events: Events

    def column(self, name: str) -> npt.NDArray[Any]:
        """A column of all parts, in the alerts' order."""
        begin = np.cumsum([0, *(len(part.x) for part in self.parts)])
        joined = np.concatenate([getattr(part, name) for part in self.parts])
        return joined[begin[self.part] + self.place]


def join_sources(
    parts: Sequence[SourceAlerts], window_days: int, is_cancelled: IsCancelled = never_cancelled
) -> JointEvents:
    """Join the alerts of all parts to events; the parts' order does not matter, and two of one source are as one."""
    ordered = tuple(sorted((part for part in parts if len(part.x)), key=_order))
    names = sorted({part.source for part in ordered})
    if not ordered:
        nothing = np.zeros(0, np.int64)
        empty = Events(nothing, nothing, nothing, nothing, np.zeros(0), np.zeros(0, np.uint8), nothing)
        return JointEvents((), nothing, nothing, empty)
    part = np.repeat(np.arange(len(ordered)), [len(one.x) for one in ordered])
    place = np.concatenate([np.arange(len(one.x)) for one in ordered])
    source = np.array([names.index(one.source) for one in ordered])[part]
    x, y = np.concatenate([one.x for one in ordered]), np.concatenate([one.y for one in ordered])
    half = np.concatenate([one.half_x for one in ordered]), np.concatenate([one.half_y for one in ordered])
    day = np.concatenate([one.day for one in ordered])
    order = np.lexsort((day, source, x, -y))
    squares = Squares(x[order], y[order], half[0][order], half[1][order], day[order], source[order])
    label, count = label_squares(squares, window_days, is_cancelled)
    confidence = np.concatenate([one.confidence for one in ordered])[order]
    area_ha = np.concatenate([one.area_ha for one in ordered])[order]
    events = describe_events(label, count, day[order], confidence, area_ha)
    return JointEvents(ordered, part[order], place[order], events)


def _order(part: SourceAlerts) -> tuple[Any, ...]:
    """By source; parts of one source by where they begin."""
    return part.source, -float(part.y.max()), float(part.x.min()), len(part.x)


def events_of_sources(
    parts: Sequence[SourceAlerts],
    crs_wkt: str,
    territories: Sequence[PolygonFeature] | None,
    search: EventSearch,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[list[EventRecord], list[Message]]:
    """Events of alerts of several sources.

    The area of an event that several sources saw is that of their pixels together, overlaps counted once; its growth is shared out
    by date so that it adds up to that area.

    Parameters
    ----------
    parts : sequence of SourceAlerts
        In one reference system; their order does not matter.
    crs_wkt : str
        That system.
    territories : sequence of PolygonFeature, optional
        Only events with a pixel centre in one of them are kept, whole.
    search : EventSearch

    Returns
    -------
    events : list of EventRecord
    messages : list of Message
        What was left out.
    """
    search.check()
    wanted = [part.wanted(search) for part in parts]
    if not any(len(part.x) for part in wanted):
        return [], [Message("alerts.no_alerts_to_join", name=", ".join(sorted({part.source for part in parts})))]
    joint = join_sources(wanted, search.window_days, is_cancelled)
    progress(40.0)
    owners: list[list[str]] = [[] for _ in range(len(joint.events))]
    if territories is not None:
        owners = territories_of_events(
            joint.column("x"), joint.column("y"), joint.column("area_ha"), joint.events, territories, is_cancelled
        )
        kept = np.array([bool(owner) for owner in owners], bool)
        owners = [owner for owner in owners if owner]
        joint = JointEvents(joint.parts, joint.part, joint.place, joint.events.keep(kept))
    progress(60.0)
    records = describe_joint(joint, crs_wkt, owners, is_cancelled)
    small = [record for record in records if record.area_ha < search.min_area_ha]
    said = [Message("alerts.small_events", count=len(small), min_area_ha=search.min_area_ha)] if small else []
    progress(100.0)
    return [record for record in records if record.area_ha >= search.min_area_ha], said


def describe_joint(
    joint: JointEvents, crs_wkt: str, owners: Sequence[Sequence[str]], is_cancelled: IsCancelled = never_cancelled
) -> list[EventRecord]:
    """Records of joint events: figures, shares of the sources, outlines."""
    events = joint.events
    if not len(events):
        return []
    day, area_ha, confidence = joint.column("day"), joint.column("area_ha"), joint.column("confidence")
    shares = _shares(joint, day, area_ha, confidence)
    stop_if(is_cancelled)
    wkbs, is_shared = draw_joint(joint, is_cancelled)
    total = events.area_ha.copy()
    if is_shared.any():
        together = np.flatnonzero(is_shared)
        total[together] = _areas_ha([wkbs[index] for index in together.tolist()], crs_wkt)
    x, y = joint.column("x"), joint.column("y")
    longitude, latitude = degrees_of(x[events.earliest], y[events.earliest], crs_wkt)
    seen_first = [joint.parts[part].source for part in joint.part[events.earliest].tolist()]
    growth = growth_of(events, day, area_ha)
    records = []
    for index in range(len(events)):
        scale = float(total[index] / events.area_ha[index])
        identity = event_ids(
            seen_first[index],
            events.first_day[index : index + 1],
            longitude[index : index + 1],
            latitude[index : index + 1],
        )[0]
        records.append(
            EventRecord(
                event_id=identity,
                first_date=date_of(events.first_day[index]),
                last_date=date_of(events.last_day[index]),
                pixel_count=int(events.pixel_count[index]),
                area_ha=float(total[index]),
                max_confidence=CONFIDENCE_WORDS[int(events.max_confidence[index])],
                source=_TOUCHING.join(share.source for share in shares[index]),
                territory_id=_JOINED.join(owners[index]),
                growth={date: area * scale for date, area in growth.of(index).items()},
                wkb=wkbs[index],
                sources=tuple(shares[index]),
            )
        )
    return records


def _shares(
    joint: JointEvents, day: npt.NDArray[Any], area_ha: Floats, confidence: npt.NDArray[Any]
) -> list[list[SourceShare]]:
    """What each source saw of each event, ordered by source."""
    names = sorted({part.source for part in joint.parts})
    source = np.array([names.index(part.source) for part in joint.parts])[joint.part]
    inside = joint.events.label >= 0
    key, label = np.unique(joint.events.label[inside] * len(names) + source[inside], return_inverse=True)
    seen = describe_events(label.ravel(), len(key), day[inside], confidence[inside], area_ha[inside])
    shares: list[list[SourceShare]] = [[] for _ in range(len(joint.events))]
    for index, value in enumerate(key.tolist()):
        shares[value // len(names)].append(
            SourceShare(
                names[value % len(names)],
                date_of(seen.first_day[index]),
                date_of(seen.last_day[index]),
                CONFIDENCE_WORDS[int(seen.max_confidence[index])],
                int(seen.pixel_count[index]),
                float(seen.area_ha[index]),
            )
        )
    return shares


def draw_joint(joint: JointEvents, is_cancelled: IsCancelled = never_cancelled) -> tuple[list[bytes], Bools]:
    """Multipolygon of each event, and whether its alerts may overlap (several parts, or squares that lie on no grid)."""
    count = len(joint.events)
    drawn: list[list[bytes]] = [[] for _ in range(count)]
    loose = np.zeros(count, bool)
    for number, part in enumerate(joint.parts):
        stop_if(is_cancelled)
        mine = np.flatnonzero((joint.part == number) & (joint.events.label >= 0))
        label, place = joint.events.label[mine], joint.place[mine]
        shapes = _outlines(part, place, label, count)
        if shapes is None:
            shapes = _squares(part, place, label, count)
            loose[np.unique(label)] = True
        held = np.zeros(count, bool)
        held[label] = True
        for index, wkb in enumerate(multipolygons(shapes)):
            if held[index]:
                drawn[index].append(wkb)
    shared = loose | np.array([len(wkbs) > 1 for wkbs in drawn], bool)
    united = []
    for index, wkbs in enumerate(drawn):
        if index % 100 == 0:
            stop_if(is_cancelled)
        united.append(_united(wkbs) if shared[index] else wkbs[0])
    return united, shared


def _outlines(part: SourceAlerts, place: Ints, label: Ints, count: int) -> Rings | None:
    """Outlines of the pixels of a part that has a grid."""
    if part.row is None or part.col is None or part.x_edges is None or part.y_edges is None:
        return None
    row, col = part.row[place], part.col[place]
    order = np.lexsort((col, row))
    shapes = outlines(row[order], col[order], label[order], count, _PIXEL_GRID)
    corner = shapes.xy.astype(np.int64)
    xy = np.column_stack([part.x_edges[corner[:, 0]], part.y_edges[corner[:, 1]]])
    return Rings(xy, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count)


def _squares(part: SourceAlerts, place: Ints, label: Ints, count: int) -> Rings:
    """Every alert a square of its own; squares of one event may overlap."""
    order = np.argsort(label, kind="stable")
    place, label = place[order], label[order]
    x, y, half_x, half_y = part.x[place], part.y[place], part.half_x[place], part.half_y[place]
    corners = np.stack(
        [
            np.column_stack([x + right * half_x, y + up * half_y])
            for right, up in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        ],
        axis=1,
    )
    first = np.searchsorted(label, np.arange(count))
    return Rings(
        corners.reshape(-1, 2),
        np.arange(len(place) + 1) * 5,
        label,
        np.arange(len(place)) - first[label],
        np.zeros(len(place), bool),
        count,
    )


def _united(wkbs: Sequence[bytes]) -> bytes:
    """Land of several multipolygons, whose parts may overlap, as one."""
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb in wkbs:
        shape = ogr.CreateGeometryFromWkb(wkb)
        for index in range(shape.GetGeometryCount()):
            together.AddGeometry(shape.GetGeometryRef(index))
    united = ogr.ForceToMultiPolygon(together.UnionCascaded())
    return bytes(united.ExportToIsoWkb(ogr.wkbNDR))


def _areas_ha(wkbs: Sequence[bytes], crs_wkt: str) -> Floats:
    """Area on the WGS 84 ellipsoid of polygons in a reference system."""
    shapes = rings_of(wkbs)
    reference = spatial_reference(Grid(_PIXEL_GRID, crs_wkt, 1, 1))
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if not reference.IsSame(wgs84):
        points = osr.CoordinateTransformation(reference, wgs84).TransformPoints(shapes.xy.tolist())
        xy = np.array(points, np.float64)[:, :2]
        shapes = Rings(xy, shapes.start, shapes.geometry, shapes.part, shapes.is_hole, shapes.count)
    return ellipsoidal_area_m2(shapes) / M2_PER_HA
