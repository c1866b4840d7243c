"""Datum operations pinned by their EPSG code, because the defaults of QGIS and PROJ differ by metres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from osgeo import osr

from ..errors import InputError
from .arrays import Floats

_INTERNATIONAL_1924 = "intl"
_DEGREES = 4326


@dataclass(frozen=True)
class DatumOperation:
    """A geocentric translation to WGS 84.

    Attributes
    ----------
    code : int
        EPSG code of the operation.
    name : str
        Its name in the EPSG registry.
    shift_m : tuple of float
        Translation along X, Y and Z, in metres.
    accuracy_m : float
        Accuracy that the registry states, in metres.
    area : str
        Where it holds.
    """

    code: int
    name: str
    shift_m: tuple[float, float, float]
    accuracy_m: float
    area: str


# Parameters and accuracies of the EPSG registry, as printed by ``projinfo EPSG:<code>``.
OPERATIONS = {
    operation.code: operation
    for operation in (
        DatumOperation(1201, "PSAD56 to WGS 84 (1)", (-288.0, 175.0, -376.0), 42.0, "South America"),
        DatumOperation(1208, "PSAD56 to WGS 84 (8)", (-279.0, 175.0, -379.0), 16.0, "Peru, onshore"),
    )
}

# Of the operations known for Peru, the one whose area is Peru alone, and the surest.
PERU_OPERATION = OPERATIONS[1208]

# UTM zone (all south) of the PSAD56 systems in use in Peru.
PSAD56_UTM_ZONES = {24877: 17, 24878: 18, 24879: 19}


def psad56_to_wgs84(
    easting: Floats, northing: Floats, epsg: int, operation: DatumOperation
) -> tuple[Floats, Floats, int]:
    """Carry PSAD56 / UTM coordinates to WGS 84 / UTM of the same zone, at ellipsoidal height zero.

    Parameters
    ----------
    easting, northing : ndarray of float, shape (n,)
        Metres in the system `epsg`.
    epsg : int
        24877, 24878 or 24879.
    operation : DatumOperation
        One of :data:`OPERATIONS`. Its accuracy is the accuracy of the result: no operation known to the EPSG registry turns
        a PSAD56 title into a survey.

    Returns
    -------
    easting, northing : ndarray of float, shape (n,)
        Metres.
    epsg : int
        WGS 84 / UTM zone of the result (32717, 32718 or 32719).

    Raises
    ------
    InputError
        ``datum.unknown_system`` for any other `epsg`.
    """
    zone = PSAD56_UTM_ZONES.get(epsg)
    if zone is None:
        raise InputError("datum.unknown_system", epsg=epsg, known=", ".join(str(code) for code in PSAD56_UTM_ZONES))
    # Step by step, so that no installation can choose another operation.
    pipeline = (
        f"+proj=pipeline +step +inv +proj=utm +zone={zone} +south +ellps={_INTERNATIONAL_1924} "
        f"{_shift_steps(operation, from_wgs84=False)} +step +proj=utm +zone={zone} +south +ellps=WGS84"
    )
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(pipeline)
    source = _system(epsg)
    target_epsg = 32700 + zone
    transformation = osr.CoordinateTransformation(source, _system(target_epsg), options)
    points = np.column_stack([np.asarray(easting, float), np.asarray(northing, float), np.zeros(len(easting))])
    moved = np.asarray(transformation.TransformPoints(points.tolist()), float).reshape(-1, 3)
    return moved[:, 0], moved[:, 1], target_epsg


def _longitude_first(epsg: int) -> osr.SpatialReference:
    """The system; for degrees the one whose first axis is the longitude, which a pipeline given as text takes literally."""
    if epsg != _DEGREES:
        return _system(epsg)
    system = osr.SpatialReference()
    system.SetFromUserInput("OGC:CRS84")
    return system


def _system(epsg: int) -> osr.SpatialReference:
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def wgs84_to_psad56(easting: Floats, northing: Floats, epsg: int, operation: DatumOperation) -> tuple[Floats, Floats]:
    """The way back: WGS 84 / UTM coordinates of a zone to PSAD56 / UTM `epsg` of the same zone, at ellipsoidal height zero.

    Parameters
    ----------
    easting, northing : ndarray of float, shape (n,)
        Metres in the WGS 84 / UTM system of the zone of `epsg`.
    epsg : int
        24877, 24878 or 24879.

    Raises
    ------
    InputError
        ``datum.unknown_system`` for any other `epsg`.
    """
    zone = PSAD56_UTM_ZONES.get(epsg)
    if zone is None:
        raise InputError("datum.unknown_system", epsg=epsg, known=", ".join(str(code) for code in PSAD56_UTM_ZONES))
    pipeline = (
        f"+proj=pipeline +step +inv +proj=utm +zone={zone} +south +ellps=WGS84 "
        f"{_shift_steps(operation, from_wgs84=True)} +step +proj=utm +zone={zone} +south +ellps={_INTERNATIONAL_1924}"
    )
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(pipeline)
    transformation = osr.CoordinateTransformation(_system(32700 + zone), _system(epsg), options)
    points = np.column_stack([np.asarray(easting, float), np.asarray(northing, float), np.zeros(len(easting))])
    moved = np.asarray(transformation.TransformPoints(points.tolist()), float).reshape(-1, 3)
    return moved[:, 0], moved[:, 1]


def utm_to_degrees(easting: Floats, northing: Floats, zone: int, south: bool = True) -> tuple[Floats, Floats]:
    """WGS 84 / UTM coordinates to longitude and latitude in degrees."""
    options = osr.CoordinateTransformationOptions()
    hemisphere = " +south" if south else ""
    options.SetOperation(
        f"+proj=pipeline +step +inv +proj=utm +zone={zone}{hemisphere} +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    base = 32700 if south else 32600
    return _carried(easting, northing, base + zone, _DEGREES, options)


def degrees_to_utm(longitude: Floats, latitude: Floats, zone: int, south: bool = True) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees to WGS 84 / UTM coordinates of a zone."""
    options = osr.CoordinateTransformationOptions()
    hemisphere = " +south" if south else ""
    options.SetOperation(
        f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=utm +zone={zone}{hemisphere} +ellps=WGS84"
    )
    base = 32700 if south else 32600
    return _carried(longitude, latitude, _DEGREES, base + zone, options)


def psad56_degrees_to_wgs84(longitude: Floats, latitude: Floats, operation: DatumOperation) -> tuple[Floats, Floats]:
    """PSAD56 longitude and latitude to WGS 84, at ellipsoidal height zero."""
    return _degrees_moved(longitude, latitude, operation, from_wgs84=False)


def wgs84_degrees_to_psad56(longitude: Floats, latitude: Floats, operation: DatumOperation) -> tuple[Floats, Floats]:
    """The way back of :func:`psad56_degrees_to_wgs84`."""
    return _degrees_moved(longitude, latitude, operation, from_wgs84=True)


def _degrees_moved(
    longitude: Floats, latitude: Floats, operation: DatumOperation, from_wgs84: bool
) -> tuple[Floats, Floats]:
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"{_shift_steps(operation, from_wgs84)} +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    return _carried(longitude, latitude, _DEGREES, _DEGREES, options)


def _shift_steps(operation: DatumOperation, from_wgs84: bool) -> str:
    """Steps of PROJ between radians of PSAD56 and of WGS 84, at ellipsoidal height zero."""
    source, target, sign = ("WGS84", _INTERNATIONAL_1924, -1.0) if from_wgs84 else (_INTERNATIONAL_1924, "WGS84", 1.0)
    x, y, z = (sign * shift for shift in operation.shift_m)
    return (
        f"+step +proj=push +v_3 +step +proj=cart +ellps={source} +step +proj=helmert +x={x} +y={y} +z={z} "
        f"+step +inv +proj=cart +ellps={target} +step +proj=pop +v_3"
    )


@dataclass(frozen=True)
class PinnedShift:
    """How coordinates of one datum come to another one.

    Attributes
    ----------
    operation : DatumOperation
    pipeline : str
        Steps of PROJ, from x and y (degrees or metres) of the one system to those of the other.
    """

    operation: DatumOperation
    pipeline: str

    @property
    def code(self) -> str:
        """Of the operation: ``EPSG:1208``."""
        return f"EPSG:{self.operation.code}"


@lru_cache(maxsize=64)
def pinned_shift(source: str, target: str) -> PinnedShift | None:
    """The operation of the house between two systems; None where their datum is one, so that there is nothing to choose.

    WGS 84 and the frames that stand for it at the accuracy of a plan (Peru96, SIRGAS 2000 and all others on the ellipsoids of GRS 1980 or
    WGS 84) are one datum here.

    Parameters
    ----------
    source, target : str
        As WKT, PROJ text or code (``EPSG:24878``).

    Raises
    ------
    InputError
        ``datum.not_pinned`` between datums for which no operation is pinned.
    """
    systems = [_described(text) for text in (source, target)]
    frames = [_frame(system) for system in systems]
    if frames[0] == frames[1] and (frames[0] != _OTHER or systems[0].IsSameGeogCS(systems[1])):
        return None
    if _OTHER in frames:
        raise InputError("datum.not_pinned", source=_called(systems[0]), target=_called(systems[1]))
    down, up = (_projection_steps(system) for system in systems)
    inverse = down.replace("+step ", "+step +inv ")
    shift = _shift_steps(PERU_OPERATION, from_wgs84=frames[0] == _GEOCENTRIC)
    return PinnedShift(PERU_OPERATION, f"+proj=pipeline {inverse} {shift} {up}")


@lru_cache(maxsize=64)
def is_psad56(system: str) -> bool:
    """Whether coordinates of a system, given as in :func:`pinned_shift`, stand in PSAD56."""
    return _frame(_described(system)) == _PSAD56


def psad56_utm(longitude: float) -> int | None:
    """PSAD56 / UTM system of a place in Peru, all of which lies south; None where Peru has no zone."""
    zone = int((longitude + 180.0) // 6.0) + 1
    return next((code for code, one in PSAD56_UTM_ZONES.items() if one == zone), None)


def wgs84_utm_like(epsg: int) -> int | None:
    """WGS 84 / UTM system of the zone of a PSAD56 / UTM system; None for all others."""
    zone = PSAD56_UTM_ZONES.get(epsg)
    return None if zone is None else 32700 + zone


_PSAD56, _GEOCENTRIC, _OTHER = "psad56", "geocentric", ""
_GEOCENTRIC_AXIS_M = 6378137.0
_PSAD56_NAME = re.compile(r"Provisional[ _]S(outh)?[ _]American", re.IGNORECASE)
# What says of a projection in which datum it stands, not how it is computed.
_DATUM_WORDS = re.compile(r"\s*\+(datum|towgs84|nadgrids|wktext|no_defs|type)(=\S*)?")


def _described(text: str) -> osr.SpatialReference:
    system = osr.SpatialReference()
    try:
        system.SetFromUserInput(text)
    except RuntimeError:  # another plugin may have told GDAL to raise; the system stays empty
        return osr.SpatialReference()
    return system


def _frame(system: osr.SpatialReference) -> str:
    if _PSAD56_NAME.search(str(system.GetAttrValue("DATUM") or "")):
        return _PSAD56
    return _GEOCENTRIC if system.GetSemiMajor() == _GEOCENTRIC_AXIS_M else _OTHER


def _called(system: osr.SpatialReference) -> str:
    code = system.GetAuthorityCode(None)
    return f"{system.GetName()} ({system.GetAuthorityName(None)}:{code})" if code else str(system.GetName())


def _projection_steps(system: osr.SpatialReference) -> str:
    """The step of PROJ from radians to x and y of a system."""
    if system.IsGeographic():
        return "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    plain = system.ExportToProj4()
    ellipsoid = "" if "+ellps=" in plain or "+a=" in plain else " +ellps=WGS84"
    return f"+step {_DATUM_WORDS.sub('', plain).strip()}{ellipsoid}"


def _carried(
    x: Floats, y: Floats, source: int, target: int, options: osr.CoordinateTransformationOptions
) -> tuple[Floats, Floats]:
    transformation = osr.CoordinateTransformation(_longitude_first(source), _longitude_first(target), options)
    points = np.column_stack([np.asarray(x, float), np.asarray(y, float), np.zeros(len(x))])
    moved = np.asarray(transformation.TransformPoints(points.tolist()), float).reshape(-1, 3)
    return moved[:, 0], moved[:, 1]
