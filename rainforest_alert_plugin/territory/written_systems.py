"""EPSG codes of reference systems that a program wrote down whole (``.prj``), also where it left the code out."""

from __future__ import annotations

import math
from typing import Any

from osgeo import gdal, osr

from .datum_names import datum_of, degrees_code, utm_code

# Agreement with the registry that PROJ states in percent: below it names or parameters differ.
_SURE = 90
_AXIS_M = 0.01
_FLATTENING = 1e-4


def code_of(system: Any) -> int | None:
    """EPSG code of a reference system, None when it is none of the registry.

    Parameters
    ----------
    system : osr.SpatialReference

    Notes
    -----
    The code that stands in it; otherwise the one system of the registry that is like it in all that counts; otherwise a UTM zone, or
    longitude and latitude, on a datum that it names and whose ellipsoid it has. A name of the whole is no proof: writers leave it
    behind when they change the zone.
    """
    if system.GetAuthorityName(None) == "EPSG" and str(system.GetAuthorityCode(None)).isdigit():
        return int(system.GetAuthorityCode(None))
    return _like(system) or _by_datum(system)


def _like(system: Any) -> int | None:
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        found = system.FindMatches() or []
    except RuntimeError:  # raised where another plugin lets GDAL raise: none was found
        return None
    finally:
        gdal.PopErrorHandler()
    codes = {
        int(match.GetAuthorityCode(None))
        for match, percent in found
        if percent >= _SURE and match.GetAuthorityName(None) == "EPSG"
    }
    return codes.pop() if len(codes) == 1 else None


def _by_datum(system: Any) -> int | None:
    datum = datum_of(str(system.GetAttrValue("DATUM") or ""))
    degrees = degrees_code(datum)
    if degrees is None or not _has_ellipsoid(system, degrees):
        return None
    zone = system.GetUTMZone()
    if system.IsProjected() and zone and math.isclose(system.GetLinearUnits(), 1.0):
        return utm_code(datum, abs(zone), zone > 0)
    is_plain = system.IsGeographic() and str(system.GetAttrValue("PRIMEM") or "Greenwich") == "Greenwich"
    return degrees if is_plain else None


def _has_ellipsoid(system: Any, degrees: int) -> bool:
    """Whether a system has the ellipsoid of the datum it names, whose longitude and latitude is the system `degrees`."""
    own = osr.SpatialReference()
    own.ImportFromEPSG(degrees)
    return bool(
        math.isclose(own.GetSemiMajor(), system.GetSemiMajor(), abs_tol=_AXIS_M, rel_tol=0.0)
        and math.isclose(own.GetInvFlattening(), system.GetInvFlattening(), abs_tol=_FLATTENING, rel_tol=0.0)
    )
