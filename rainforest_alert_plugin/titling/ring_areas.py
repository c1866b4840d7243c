"""Areas of rings by the method of a profile that does not take them in the plane of the projection."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Sequence

from osgeo import osr
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from ..errors import InputError
from .ellipsoid import ellipsoidal_area_m2

UTM_GRID, ELLIPSOIDAL, LOCAL_GEODETIC = "utm_grid", "ellipsoidal", "sgl"
Point = tuple[float, float]


def ring_areas_m2(rings: Sequence[Sequence[Point]], crs: str, method: str) -> list[Fraction]:
    """Area inside each ring, positive, in square metres.

    Parameters
    ----------
    rings : sequence of sequence of (float, float)
        Eastings and northings of open rings, as printed.
    crs : str
        Their reference system.
    method : str
        ``ellipsoidal``: geodesics between the vertices on the ellipsoid of WGS 84. ``sgl``: the local geodetic system, as
        INCRA's Manual Técnico para Georreferenciamento asks: geocentric coordinates at ellipsoidal height 0, turned into east and
        north about the mean of all vertices, and there the area in the plane.

    Raises
    ------
    InputError
        ``input.outside_world`` when coordinates cannot be carried to longitude and latitude.
    """
    if method == ELLIPSOIDAL:
        system = QgsCoordinateReferenceSystem(crs)
        return [Fraction(ellipsoidal_area_m2(_polygon(ring), system)) for ring in rings]
    local = local_geodetic([point for ring in rings for point in ring], crs)
    areas = []
    at = 0
    for ring in rings:
        areas.append(Fraction(abs(_shoelace(local[at : at + len(ring)]))))
        at += len(ring)
    return areas


def local_geodetic(points: Sequence[Point], crs: str) -> list[Point]:
    """East and north of points in the local geodetic system about their mean, in metres."""
    source = osr.SpatialReference()
    source.SetFromUserInput(crs)
    geographic = source.CloneGeogCS()
    for system in (source, geographic):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(source, geographic)
    a = source.GetSemiMajor()
    flattening = 1.0 / source.GetInvFlattening()
    e2 = flattening * (2.0 - flattening)
    degrees = [transform.TransformPoint(*point)[:2] for point in points]
    if not all(math.isfinite(value) and abs(value) <= 360.0 for place in degrees for value in place):
        raise InputError("input.outside_world", layer=crs, crs=crs)
    longitude = math.radians(math.fsum(place[0] for place in degrees) / len(degrees))
    latitude = math.radians(math.fsum(place[1] for place in degrees) / len(degrees))
    origin = _geocentric(longitude, latitude, a, e2)
    found = []
    for place in degrees:
        x, y, z = (one - zero for one, zero in zip(_geocentric(*map(math.radians, place), a, e2), origin))
        east = -math.sin(longitude) * x + math.cos(longitude) * y
        north = -math.sin(latitude) * (math.cos(longitude) * x + math.sin(longitude) * y) + math.cos(latitude) * z
        found.append((east, north))
    return found


def _geocentric(longitude: float, latitude: float, a: float, e2: float) -> tuple[float, float, float]:
    n = a / math.sqrt(1.0 - e2 * math.sin(latitude) ** 2)
    return (
        n * math.cos(latitude) * math.cos(longitude),
        n * math.cos(latitude) * math.sin(longitude),
        n * (1.0 - e2) * math.sin(latitude),
    )


def _shoelace(points: Sequence[Point]) -> float:
    return math.fsum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]])) / 2.0


def _polygon(ring: Sequence[Point]) -> QgsGeometry:
    return QgsGeometry.fromPolygonXY([[QgsPointXY(*point) for point in (*ring, ring[0])]])
