"""Ellipsoidal and plane area of many polygons at once.

The ellipsoid is mapped onto the sphere of equal area (authalic sphere; Snyder, Map Projections: A Working Manual, 1987,
equations 3-11 to 3-13), where the area between an edge and the equator is a trapezium of longitude and sine of the latitude,
and what the edge bulges over it. Edges are geodesics, as in PostGIS's geography and in QgsDistanceArea: with y the area per
radian of longitude between the equator and a point of the geodesic, and r the radius of its parallel, the geodesic equations of
a surface of revolution give y'' = -sin(latitude) (r² + 3 y'² / r²) by longitude, hence the bulge -y'' · (step of longitude)³ / 12.
"""

from __future__ import annotations

import numpy as np

from .arrays import Floats
from .wkb import Rings

WGS84_A_M = 6378137.0
WGS84_F = 1 / 298.257223563
_E2 = WGS84_F * (2 - WGS84_F)
# Of the next one only what is below the rounding of a double remains (e² to the eighth is 4e-18).
_TERMS = 8
_LONG_EDGE_DEGREES = 0.25


def _authalic_series() -> tuple[Floats, float]:
    """Coefficients of sin(authalic latitude) / sin(latitude) in powers of sin² of the latitude, and the sphere's R²."""
    powers = np.arange(_TERMS)
    series = _E2**powers * (1 + 1 / (2 * powers + 1)) * (1 - _E2)
    at_pole = series.sum()
    return series / at_pole, WGS84_A_M**2 * at_pole / 2


_SERIES, _RADIUS_SQUARED = _authalic_series()


def _authalic_sine(sine: Floats) -> Floats:
    """Sine of the authalic latitude from the sine of the geodetic latitude."""
    square = sine * sine
    value = np.full_like(sine, _SERIES[-1])
    for coefficient in _SERIES[-2::-1]:
        value *= square
        value += coefficient
    value *= sine
    return value


def _steps(values: Floats, shapes: Rings) -> Floats:
    """Change of a value of the vertices along each edge; the edge that would leave a ring closes it."""
    steps = np.empty_like(values)
    np.subtract(values[1:], values[:-1], out=steps[:-1])
    filled = shapes.lengths() > 0
    last, first = shapes.start[1:][filled] - 1, shapes.start[:-1][filled]
    steps[last] = values[first] - values[last]
    return steps


def _columns(shapes: Rings) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(shapes.xy[:, 0]), np.ascontiguousarray(shapes.xy[:, 1])


def _per_ring(values: Floats, shapes: Rings) -> Floats:
    """Sum of the edges' values over each ring."""
    sums = np.zeros(len(shapes.geometry))
    filled = shapes.lengths() > 0
    if filled.any():
        sums[filled] = np.add.reduceat(values, shapes.start[:-1][filled])
    return sums


def _per_geometry(ring_area: Floats, shapes: Rings) -> Floats:
    """Shells less holes, whatever way the rings turn."""
    signed = np.abs(ring_area) * np.where(shapes.is_hole, -1.0, 1.0)
    return np.bincount(shapes.geometry, weights=signed, minlength=shapes.count).astype(np.float64)


def ellipsoidal_area_m2(shapes: Rings) -> Floats:
    """Area on the WGS 84 ellipsoid.

    Parameters
    ----------
    shapes : Rings
        Valid polygons; `xy` is longitude, latitude in degrees. Rings round a pole or over the 180th meridian are not supported.

    Returns
    -------
    ndarray of float64, shape (shapes.count,)
        Square metres. Relative difference to PROJ's geodesic area: below 1e-9 for parcels, 1e-10 for communities, 1e-7 for edges of
        a degree.
    """
    if not len(shapes.xy):
        return np.zeros(shapes.count)
    longitude, latitude = _columns(shapes)
    geodetic = np.sin(np.radians(latitude))
    sine = _authalic_sine(geodetic)
    width = np.radians(_steps(longitude, shapes))
    rise = _steps(sine, shapes)
    mean = sine + rise / 2
    # A parallel near the ring instead of the equator keeps the digits of small parcels.
    lengths = shapes.lengths()
    origin = np.repeat(sine[shapes.start[:-1][lengths > 0]], lengths[lengths > 0])
    middle = geodetic + _steps(geodetic, shapes) / 2
    middle2 = middle * middle
    parallel2 = (1 - middle2) / (1 - _E2 * middle2)
    parallel2 *= WGS84_A_M**2 / _RADIUS_SQUARED
    bulge = middle * width / 12 * (parallel2 * width * width + 3 * rise * rise / parallel2)
    excess = width * (mean - origin) + bulge
    far = (np.abs(width) > np.radians(_LONG_EDGE_DEGREES)) | (np.abs(_steps(latitude, shapes)) > _LONG_EDGE_DEGREES)
    if far.any():
        # The bulge is a third-order term. Of a long edge it gives only what the ellipsoid adds to the great circle.
        step, lift, level = width[far], rise[far], mean[far]
        beta, beta_there = np.arcsin(sine[far]), np.arcsin(np.clip(sine[far] + lift, -1.0, 1.0))
        tangent = np.tan(step / 2) * np.sin((beta + beta_there) / 2) / np.cos((beta - beta_there) / 2)
        cosine2 = 1 - level * level
        of_sphere = level * step / 12 * (cosine2 * step * step + 3 * lift * lift / cosine2)
        excess[far] = 2 * np.arctan(tangent) - step * origin[far] + bulge[far] - of_sphere
    return _per_geometry(_per_ring(excess, shapes) * _RADIUS_SQUARED, shapes)


def plane_area_m2(shapes: Rings) -> Floats:
    """Area in the plane of the coordinates; see :func:`ellipsoidal_area_m2`, with `xy` in metres."""
    if not len(shapes.xy):
        return np.zeros(shapes.count)
    x, y = _columns(shapes)
    lengths = shapes.lengths()
    first = shapes.start[:-1][lengths > 0]
    x -= np.repeat(x[first], lengths[lengths > 0])
    y -= np.repeat(y[first], lengths[lengths > 0])
    return _per_geometry(_per_ring((x * _steps(y, shapes) - y * _steps(x, shapes)) / 2, shapes), shapes)


def perimeter_m(shapes: Rings, is_geographic: bool) -> Floats:
    """Length of all rings, for judging how thin a polygon is.

    Parameters
    ----------
    shapes : Rings
        `xy` in degrees of longitude and latitude, or in metres.
    is_geographic : bool
        Whether `xy` is in degrees: edges are then measured with the radii of curvature at their middle, which is right to
        about 1e-4 for edges of some kilometres.
    """
    if not len(shapes.xy):
        return np.zeros(shapes.count)
    x, y = _columns(shapes)
    step_x, step_y = _steps(x, shapes), _steps(y, shapes)
    if is_geographic:
        sine2 = np.sin(np.radians(y + step_y / 2)) ** 2
        w2 = 1 - _E2 * sine2
        normal = np.radians(WGS84_A_M) / np.sqrt(w2)
        step_x *= normal * np.sqrt(1 - sine2)
        step_y *= normal * (1 - _E2) / w2
    lengths = _per_ring(np.sqrt(step_x * step_x + step_y * step_y), shapes)
    return np.bincount(shapes.geometry, weights=lengths, minlength=shapes.count).astype(np.float64)
