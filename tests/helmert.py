"""EPSG:1208 by hand: the parameters that the EPSG registry publishes, added to coordinates on the International 1924 ellipsoid."""

from __future__ import annotations

import math

from pyproj import Proj

SHIFT_M = (-279.0, 175.0, -379.0)
ACCURACY_M = 16.0
_INTERNATIONAL_1924 = (6378388.0, 1 / 297.0)
_WGS84 = (6378137.0, 1 / 298.257223563)


def carried_degrees(longitude: float, latitude: float) -> tuple[float, float]:
    """Longitude and latitude of PSAD56 in WGS 84, at height zero."""
    a, f = _INTERNATIONAL_1924
    e2 = f * (2 - f)
    lam, phi = math.radians(longitude), math.radians(latitude)
    n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    x = n * math.cos(phi) * math.cos(lam) + SHIFT_M[0]
    y = n * math.cos(phi) * math.sin(lam) + SHIFT_M[1]
    z = n * (1 - e2) * math.sin(phi) + SHIFT_M[2]
    a, f = _WGS84
    e2 = f * (2 - f)
    flat = math.hypot(x, y)
    phi = math.atan2(z, flat * (1 - e2))
    for _ in range(12):
        n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + e2 * n * math.sin(phi), flat)
    return math.degrees(math.atan2(y, x)), math.degrees(phi)


def carried_utm(easting: float, northing: float, zone: int = 18) -> tuple[float, float]:
    """PSAD56 / UTM of a southern zone in WGS 84 / UTM of the same zone; PROJ computes the projections alone."""
    longitude, latitude = Proj(proj="utm", zone=zone, south=True, ellps="intl")(easting, northing, inverse=True)
    return Proj(proj="utm", zone=zone, south=True, ellps="WGS84")(*carried_degrees(longitude, latitude))
