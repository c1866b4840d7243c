"""Datum operations pinned by their EPSG code, because the defaults of QGIS and PROJ differ by metres."""

from __future__ import annotations

from dataclasses import dataclass

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
    x, y, z = operation.shift_m
    # Step by step, so that no installation can choose another operation.
    pipeline = (
        f"+proj=pipeline +step +inv +proj=utm +zone={zone} +south +ellps={_INTERNATIONAL_1924} "
        f"+step +proj=push +v_3 +step +proj=cart +ellps={_INTERNATIONAL_1924} "
        f"+step +proj=helmert +x={x} +y={y} +z={z} "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        f"+step +proj=utm +zone={zone} +south +ellps=WGS84"
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
    x, y, z = (-shift for shift in operation.shift_m)
    pipeline = (
        f"+proj=pipeline +step +inv +proj=utm +zone={zone} +south +ellps=WGS84 "
        "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +proj=helmert +x={x} +y={y} +z={z} "
        f"+step +inv +proj=cart +ellps={_INTERNATIONAL_1924} +step +proj=pop +v_3 "
        f"+step +proj=utm +zone={zone} +south +ellps={_INTERNATIONAL_1924}"
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
    return _degrees_moved(longitude, latitude, operation, (_INTERNATIONAL_1924, "WGS84"), 1.0)


def wgs84_degrees_to_psad56(longitude: Floats, latitude: Floats, operation: DatumOperation) -> tuple[Floats, Floats]:
    """The way back of :func:`psad56_degrees_to_wgs84`."""
    return _degrees_moved(longitude, latitude, operation, ("WGS84", _INTERNATIONAL_1924), -1.0)


def _degrees_moved(
    longitude: Floats, latitude: Floats, operation: DatumOperation, ellipsoids: tuple[str, str], sign: float
) -> tuple[Floats, Floats]:
    x, y, z = (sign * shift for shift in operation.shift_m)
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 "
        f"+step +proj=cart +ellps={ellipsoids[0]} +step +proj=helmert +x={x} +y={y} +z={z} "
        f"+step +inv +proj=cart +ellps={ellipsoids[1]} +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    return _carried(longitude, latitude, _DEGREES, _DEGREES, options)


def _carried(
    x: Floats, y: Floats, source: int, target: int, options: osr.CoordinateTransformationOptions
) -> tuple[Floats, Floats]:
    transformation = osr.CoordinateTransformation(_longitude_first(source), _longitude_first(target), options)
    points = np.column_stack([np.asarray(x, float), np.asarray(y, float), np.zeros(len(x))])
    moved = np.asarray(transformation.TransformPoints(points.tolist()), float).reshape(-1, 3)
    return moved[:, 0], moved[:, 1]
