"""Datum and UTM zones of a territory: its numbers are of one zone, and its documents say when it reaches into another."""

from __future__ import annotations

import math

from osgeo import osr

from .technical_table import TechnicalTable

_ZONE_DEGREES = 6.0
# About a millimetre on the ground, more than coordinates are rounded by: a boundary along the meridian between two zones does not cross it.
_TOUCH_DEGREES = 1e-8


def crossed_zones(table: TechnicalTable) -> tuple[str, ...]:
    """Zones from west to east when there are several; empty when the territory lies in one, be it up to its edge."""
    projected, degrees = osr.SpatialReference(), osr.SpatialReference()
    projected.SetFromUserInput(table.crs)
    degrees.SetFromUserInput("EPSG:4326")
    for system in (projected, degrees):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transformation = osr.CoordinateTransformation(projected, degrees)
    points = [(float(easting), float(northing)) for ring in table.rings for easting, northing in ring.points]
    longitudes = [point[0] for point in transformation.TransformPoints(points)]
    west, east = min(longitudes) + _TOUCH_DEGREES, max(longitudes) - _TOUCH_DEGREES
    first, last = (math.floor((edge + 180.0) / _ZONE_DEGREES) + 1 for edge in (west, east))
    return tuple(f"{number}{table.zone[-1:]}" for number in range(first, last + 1)) if last > first else ()


def datum_of(table: TechnicalTable) -> str:
    """Datum of the coordinates as plans write it, ``WGS84`` or ``Peru96``."""
    system = osr.SpatialReference()
    system.SetFromUserInput(table.crs)
    name = str(system.GetAttrValue("GEOGCS") or "").replace("_", " ")
    return "WGS84" if name == "WGS 84" else name
