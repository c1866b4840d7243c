"""Which reference system the numbers of a file are in, and field coordinates in metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from osgeo import gdal, osr

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats
from ..geo.datum import pinned_shift
from ..geo.utm import utm_epsg
from .field_feature import WGS84_EPSG

# Peru and a margin of some twenty kilometres around it, drawn coarsely by hand: it tells zones apart, it is no boundary of anything.
PERU_OUTLINE = (
    (-81.6, -4.2), (-81.0, -3.6), (-80.4, -3.0), (-79.9, -3.5), (-79.8, -4.0), (-79.2, -4.6), (-78.7, -4.2), (-78.3, -3.1),
    (-77.7, -2.7), (-76.4, -2.2), (-75.8, -1.4), (-75.6, -0.7), (-76.0, 0.0), (-75.5, 0.2), (-74.0, -0.1), (-73.2, -1.3),
    (-72.0, -2.0), (-71.2, -1.9), (-69.9, -2.3), (-69.6, -3.6), (-69.6, -4.6), (-70.6, -4.5), (-71.2, -4.7), (-72.3, -5.2),
    (-72.6, -5.6), (-72.8, -6.3), (-73.2, -6.8), (-73.4, -7.1), (-72.6, -8.3), (-72.7, -9.1), (-71.9, -9.7), (-70.8, -9.2),
    (-70.3, -9.2), (-70.3, -10.7), (-69.4, -10.6), (-68.4, -12.4), (-68.6, -14.0), (-68.7, -15.2), (-68.5, -16.2),
    (-68.7, -17.3), (-69.5, -18.6), (-70.7, -18.6), (-72.4, -17.6), (-75.4, -15.9), (-76.6, -14.2), (-77.7, -11.8),
    (-79.1, -9.0), (-80.3, -6.8), (-81.6, -6.2), (-81.7, -5.0),
)  # fmt: skip
PERU_ZONES = (17, 18, 19)
_EASTINGS = (100_000.0, 900_000.0)
_NORTHINGS = (1_000_000.0, 10_100_000.0)
_SOUTH = 32700
_MOST_SAMPLE = 2000
_FEW = 0.02  # share of readings that may be mistyped without changing what the rest says


@dataclass(frozen=True)
class SystemGuess:
    """What the numbers say about their reference system.

    Attributes
    ----------
    epsg : int, optional
        None when they do not tell.
    swapped : bool
        Whether the two columns stand in each other's place.
    notes : tuple of Message
        Why, or which systems are possible.
    zones : tuple of int
        UTM zones in which the coordinates lie in Peru; empty for degrees.
    """

    epsg: int | None
    swapped: bool
    notes: tuple[Message, ...]
    zones: tuple[int, ...] = ()


def guess_system(x: Floats, y: Floats) -> SystemGuess:
    """Look at coordinates by their magnitude.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
        What the file gives as longitude or easting, and as latitude or northing. Values that are not finite are not looked at.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    step = max(1, int(finite.sum()) // _MOST_SAMPLE)
    x, y = x[finite][::step], y[finite][::step]
    if not len(x):
        return SystemGuess(None, False, ())
    if _most((np.abs(x) <= 360.0) & (np.abs(y) <= 360.0)):
        return _guess_degrees(x, y)
    swapped = _most(_within(x, _NORTHINGS) & _within(y, _EASTINGS))
    if swapped:
        x, y = y, x
    notes = (Message("field.swapped_utm", easting=f"{x[0]:.1f}", northing=f"{y[0]:.1f}"),) if swapped else ()
    if not _most(_within(x, _EASTINGS) & _within(y, _NORTHINGS)):
        return SystemGuess(None, False, (Message("field.strange_numbers", x=f"{x[0]:.3f}", y=f"{y[0]:.3f}"),))
    zones = [zone for zone in PERU_ZONES if _most(_in_peru(*_degrees_of(x, y, _SOUTH + zone)))]
    if len(zones) == 1:
        said = Message("field.zone_guessed", zone=f"{zones[0]}S", epsg=_SOUTH + zones[0])
        return SystemGuess(_SOUTH + zones[0], swapped, (*notes, said), tuple(zones))
    if zones:
        listed = ", ".join(f"{zone}S (EPSG:{_SOUTH + zone})" for zone in zones)
        return SystemGuess(None, swapped, (*notes, Message("field.zone_open", zones=listed)), tuple(zones))
    return SystemGuess(None, swapped, (*notes, Message("field.zone_outside")))


def _guess_degrees(x: Floats, y: Floats) -> SystemGuess:
    is_beyond = bool((np.abs(y) > 90.0).mean() > _FEW)
    straight, crossed = _in_peru(x, y).mean(), _in_peru(y, x).mean()
    if (is_beyond and _most(np.abs(x) <= 90.0)) or (crossed > 1.0 - _FEW and straight < _FEW):
        return SystemGuess(
            WGS84_EPSG, True, (Message("field.swapped_degrees", latitude=f"{x[0]:.5f}", longitude=f"{y[0]:.5f}"),)
        )
    notes = []
    if straight < _FEW and _most(_in_peru(-np.abs(x), -np.abs(y))):
        notes.append(Message("field.sign_missing", longitude=f"{x[0]:.5f}", latitude=f"{y[0]:.5f}"))
    return SystemGuess(WGS84_EPSG, False, tuple(notes))


def share_in_peru(x: Floats, y: Floats, epsg: int) -> float:
    """Share of places in the system `epsg` that lie in Peru or near its border."""
    return float(_in_peru(*_degrees_of(x, y, epsg)).mean())


def system_name(epsg: int) -> str:
    """Name of a system as the registry has it, with its code.

    Raises
    ------
    InputError
        ``field.unknown_system``.
    """
    return f"{_system(epsg).GetName()} (EPSG:{epsg})"


def is_geographic(epsg: int) -> bool:
    """Whether coordinates of this system are degrees.

    Raises
    ------
    InputError
        ``field.unknown_system``.
    """
    return bool(_system(epsg).IsGeographic())


def in_metres(x: Floats, y: Floats, epsg: int) -> Floats:
    """Coordinates in metres, shape (n, 2): as they are, or in the UTM zone of their middle when they are degrees.

    Lengths in UTM differ from those on the ellipsoid by at most 1 in 1000 within a zone, which a tolerance of metres does not feel.
    """
    points = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
    if not len(points) or not is_geographic(epsg):
        return points
    target = utm_epsg(float(np.nanmean(points[:, 0])), float(np.nanmean(points[:, 1])))
    return roughly_transformed(points, epsg, target)


def transformed(points: Floats, source: int, target: int) -> Floats:
    """Points of one reference system in another, shape (n, 2); easting or longitude first on both sides.

    What has no place in the other system is infinite.

    Raises
    ------
    InputError
        ``datum.not_pinned``.
    """
    if source == target or not len(points):
        return np.asarray(points, float)
    return _through(_transformation(source, target), points)


def roughly_transformed(points: Floats, source: int, target: int) -> Floats:
    """As :func:`transformed`, but only for lengths and to see where on Earth points lie; nothing of it may be kept.

    What no pinned operation carries goes by one that PROJ chooses, which may be tens of metres off.
    """
    if source == target or not len(points):
        return np.asarray(points, float)
    return _through(_transformation(source, target, is_rough=True), points)


def _through(transformation: osr.CoordinateTransformation, points: Floats) -> Floats:
    places = np.asarray(points, float).tolist()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        found = transformation.TransformPoints(places)
    except RuntimeError:  # raised for a single point where another plugin lets GDAL raise
        found = [_single(transformation, place) for place in places]
    finally:
        gdal.PopErrorHandler()
    return np.asarray(found, float).reshape(-1, 3)[:, :2]


def _single(transformation: osr.CoordinateTransformation, place: list[float]) -> tuple[float, float, float]:
    try:
        return cast("tuple[float, float, float]", transformation.TransformPoint(*place))
    except RuntimeError:
        return math.inf, math.inf, math.inf


@lru_cache(maxsize=16)
def _transformation(source: int, target: int, is_rough: bool = False) -> osr.CoordinateTransformation:
    systems = _system(source), _system(target)
    try:
        shift = pinned_shift(f"EPSG:{source}", f"EPSG:{target}")
    except InputError:
        if not is_rough:
            raise
        shift = None
    if shift is None:
        return osr.CoordinateTransformation(*systems)
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(shift.pipeline)
    return osr.CoordinateTransformation(*map(_longitude_first, systems), options)


def _longitude_first(system: osr.SpatialReference) -> osr.SpatialReference:
    """A system whose first axis is the longitude or easting by its own definition, as a pipeline given as text takes it."""
    plain = osr.SpatialReference()
    plain.ImportFromProj4(system.ExportToProj4())
    return plain


@lru_cache(maxsize=16)
def _system(epsg: int) -> osr.SpatialReference:
    system = osr.SpatialReference()
    try:
        failed = system.ImportFromEPSG(int(epsg)) != 0
    except RuntimeError:  # another plugin may have told GDAL to raise
        failed = True
    if failed:
        raise InputError("field.unknown_system", epsg=epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def _degrees_of(x: Floats, y: Floats, epsg: int) -> tuple[Floats, Floats]:
    points = roughly_transformed(np.column_stack([x, y]), epsg, WGS84_EPSG)
    return points[:, 0], points[:, 1]


def _in_peru(longitude: Floats, latitude: Floats) -> Bools:
    """Whether each place lies in the coarse outline: crossings of a ray to the east."""
    inside = np.zeros(len(longitude), dtype=bool)
    corners = [*PERU_OUTLINE, PERU_OUTLINE[0]]
    for (x1, y1), (x2, y2) in zip(corners[:-1], corners[1:]):
        if y1 == y2:
            continue
        crosses = (y1 > latitude) != (y2 > latitude)
        with np.errstate(invalid="ignore"):  # what lies nowhere lies not in Peru
            inside ^= crosses & (longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1)
    return inside


def _within(values: Floats, span: tuple[float, float]) -> Bools:
    return (values >= span[0]) & (values <= span[1])


def _most(which: Bools) -> bool:
    return bool(which.mean() >= 1.0 - _FEW)
