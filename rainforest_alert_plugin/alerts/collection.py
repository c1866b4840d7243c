"""Alerts of a raster or table brought to one form: points in degrees, with the territories they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from osgeo import osr

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.scanline import pixel_spans
from ..geo.wkb import rings_of
from ..workspace.alerts import NO_RAW_VALUE, AlertColumns, pixel_keys
from .encoding import LOW
from .pixel_area import pixel_areas
from .pixels import AlertPixels, read_pixels
from .raster import AlertRaster, Grid, quiet_gdal, spatial_reference
from .reach import outside_messages, territory_windows
from .statistics import territories_of_points
from .tables import AlertPoints

_CHUNK = 200_000


@dataclass(frozen=True)
class Wanted:
    """Which alerts to keep.

    Attributes
    ----------
    first_day, last_day : int or None
        Days since 1970-01-01, both included.
    min_confidence : int
        1 low, 2 high, 3 highest.
    """

    first_day: int | None = None
    last_day: int | None = None
    min_confidence: int = LOW

    def of(self, points: AlertPoints) -> Bools:
        """Which of the points are wanted."""
        keep = points.confidence >= self.min_confidence
        if self.first_day is not None:
            keep &= points.day >= self.first_day
        if self.last_day is not None:
            keep &= points.day <= self.last_day
        return keep


@dataclass(frozen=True, eq=False)
class Collection:
    """Alerts and where they lie.

    Attributes
    ----------
    points : AlertPoints
        Alerts with the wanted dates and confidence.
    alert, territory : numpy.ndarray of int64, shape (m,)
        A line for each alert and territory it lies in, in the alerts' order; `territory` is -1 where no territories were given.
    messages : list of Message
        What to tell the user.
    """

    points: AlertPoints
    alert: Ints
    territory: Ints
    messages: list[Message]

    def outside(self) -> int:
        """Number of alerts in no territory."""
        return len(self.points.day) - len(np.unique(self.alert))


def collect_raster(
    raster: AlertRaster,
    territories: Sequence[PolygonFeature] | None,
    wanted: Wanted,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Collection:
    """Alert pixels of a raster as points at their centres.

    Parameters
    ----------
    raster : AlertRaster
        Opened raster.
    territories : sequence of PolygonFeature or None
        In the raster's reference system; None for all alerts.

    Raises
    ------
    InputError
        ``alerts.territories_outside`` and the like, ``input.unreadable``, ``input.outside_world``.
    """
    name = raster.path.replace("\\", "/").split("/")[-1]
    windows = None
    outside: list[str] = []
    beyond: list[str] = []
    if territories is not None:
        windows, outside, beyond = territory_windows(territories, raster.grid, name)
    pixels = read_pixels(
        raster, windows, wanted.first_day, wanted.last_day, wanted.min_confidence, progress, is_cancelled
    )
    said = pixels.tally.messages(name)
    if not raster.encoding.epoch_certain:
        said.append(Message("alerts.epoch_uncertain"))
    said += outside_messages(name, outside, beyond)
    longitude, latitude = _degrees(pixels, is_cancelled)
    points = AlertPoints(
        longitude,
        latitude,
        pixels.day,
        pixels.confidence,
        pixel_areas(raster.grid).at(pixels.row, pixels.col),
        pixel_keys(longitude, latitude),
        raster.encoding.source,
    )
    if territories is None:
        return Collection(points, np.arange(len(points.day)), np.full(len(points.day), -1), said)
    flat = pixels.row.astype(np.int64) * pixels.width + pixels.col
    found = []
    for spans in pixel_spans(rings_of([t.wkb for t in territories]), pixels.transform, pixels.width, pixels.height):
        stop_if(is_cancelled)
        begin = np.searchsorted(flat, spans.start)
        count = np.searchsorted(flat, spans.end) - begin
        found.append(np.arange(int(count.sum())) + np.repeat(begin - (np.cumsum(count) - count), count))
    return Collection(points, *_by_alert(found), said)


def collect_points(
    points: AlertPoints,
    territories: Sequence[PolygonFeature] | None,
    wanted: Wanted,
    is_cancelled: IsCancelled = never_cancelled,
) -> Collection:
    """Alerts of a table, see :func:`collect_raster`; the territories are in WGS 84 degrees."""
    keep = wanted.of(points)
    kept = AlertPoints(
        points.longitude[keep],
        points.latitude[keep],
        points.day[keep],
        points.confidence[keep],
        points.area_ha[keep],
        points.pixel[keep],
        points.source,
        points.messages,
    )
    if territories is None:
        return Collection(kept, np.arange(len(kept.day)), np.full(len(kept.day), -1), list(points.messages))
    found = [np.zeros(0, np.int64)] * len(territories)
    for index, inside in territories_of_points(kept.longitude, kept.latitude, territories, is_cancelled):
        found[index] = inside
    return Collection(kept, *_by_alert(found), list(points.messages))


def workspace_alerts(collection: Collection, ids: Sequence[str]) -> AlertColumns:
    """Alerts as the workspace takes them in, each once; in several territories the first is named."""
    lines = np.unique(collection.alert, return_index=True)[1]
    which, points = collection.alert[lines], collection.points
    # The territory -1, in which alerts of no territory lie, is the last.
    territories = np.array([*ids, None], dtype=object)
    return AlertColumns(
        {
            "pixel": points.pixel[which],
            "lon": points.longitude[which],
            "lat": points.latitude[which],
            "date": points.day[which].astype("M8[D]"),
            "confidence": points.confidence[which].astype(np.int8) - np.int8(1),
            "area_ha": points.area_ha[which],
            "territory_id": territories[collection.territory[lines]],
            "raw_value": np.full(len(which), NO_RAW_VALUE),
        }
    )


def _by_alert(found: list[Ints]) -> tuple[Ints, Ints]:
    alert = np.concatenate([*found, np.zeros(0, np.int64)]).astype(np.int64)
    territory = np.repeat(np.arange(len(found)), [len(mine) for mine in found])
    order = np.lexsort((territory, alert))
    return alert[order], territory[order]


def _degrees(pixels: AlertPixels, is_cancelled: IsCancelled) -> tuple[Floats, Floats]:
    """Centres of the pixels in degrees of WGS 84."""
    x, y = pixels.centres()
    reference = spatial_reference(Grid(pixels.transform, pixels.crs_wkt, pixels.width, pixels.height))
    world = osr.SpatialReference()
    world.ImportFromEPSG(4326)
    world.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if reference.IsSame(world):
        return x, y
    with quiet_gdal():
        transformation = osr.CoordinateTransformation(reference, world)
        for start in range(0, len(x), _CHUNK):
            stop_if(is_cancelled)
            part = slice(start, start + _CHUNK)
            try:
                moved = np.array(transformation.TransformPoints(np.column_stack([x[part], y[part]]).tolist()))
            except RuntimeError as error:
                raise _off_the_world(reference) from error
            x[part], y[part] = moved[:, 0], moved[:, 1]
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise _off_the_world(reference)
    return x, y


def _off_the_world(reference: osr.SpatialReference) -> InputError:
    return InputError("input.outside_world", layer=reference.GetName(), crs=reference.GetName())
