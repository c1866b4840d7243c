"""Distances on the ellipsoid WGS 84, many at a time."""

from __future__ import annotations

import numpy as np

from .arrays import Floats

_A_M = 6378137.0
_F = 1.0 / 298.257223563
_B_M = _A_M * (1.0 - _F)
_E2 = _F * (2.0 - _F)
_MOST_STEPS = 50
_CLOSE = 1e-13


def distance_m(lon0: Floats, lat0: Floats, lon1: Floats, lat1: Floats) -> Floats:
    """Length of the geodesic between pairs of points, in metres.

    Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (1975); right to a tenth of a
    millimetre for points that do not lie on opposite sides of the earth.

    Parameters
    ----------
    lon0, lat0, lon1, lat1 : ndarray of float64, broadcastable
        Degrees on WGS 84.
    """
    lon0, lat0, lon1, lat1 = np.broadcast_arrays(
        *(np.radians(np.asarray(v, np.float64)) for v in (lon0, lat0, lon1, lat1))
    )
    difference = lon1 - lon0
    tan0, tan1 = (1.0 - _F) * np.tan(lat0), (1.0 - _F) * np.tan(lat1)
    cos0, cos1 = 1.0 / np.sqrt(1.0 + tan0**2), 1.0 / np.sqrt(1.0 + tan1**2)
    sin0, sin1 = tan0 * cos0, tan1 * cos1
    lam = difference
    for _ in range(_MOST_STEPS):
        sin_lam, cos_lam = np.sin(lam), np.cos(lam)
        sin_sigma = np.hypot(cos1 * sin_lam, cos0 * sin1 - sin0 * cos1 * cos_lam)
        cos_sigma = sin0 * sin1 + cos0 * cos1 * cos_lam
        sigma = np.arctan2(sin_sigma, cos_sigma)
        apart = np.where(sin_sigma == 0.0, 1.0, sin_sigma)
        sin_alpha = cos0 * cos1 * sin_lam / apart
        cos2_alpha = 1.0 - sin_alpha**2
        # on the equator cos2_alpha is 0 and the term with it vanishes
        cos_2m = np.where(
            cos2_alpha == 0.0, 0.0, cos_sigma - 2.0 * sin0 * sin1 / np.where(cos2_alpha == 0.0, 1.0, cos2_alpha)
        )
        c = _F / 16.0 * cos2_alpha * (4.0 + _F * (4.0 - 3.0 * cos2_alpha))
        next_lam = difference + (1.0 - c) * _F * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2.0 * cos_2m**2 - 1.0))
        )
        is_settled = bool(np.all(np.abs(next_lam - lam) < _CLOSE))
        lam = next_lam
        if is_settled:
            break
    u2 = cos2_alpha * (_A_M**2 - _B_M**2) / _B_M**2
    big_a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)))
    big_b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)))
    correction = (
        big_b
        * sin_sigma
        * (
            cos_2m
            + big_b
            / 4.0
            * (
                cos_sigma * (2.0 * cos_2m**2 - 1.0)
                - big_b / 6.0 * cos_2m * (4.0 * sin_sigma**2 - 3.0) * (4.0 * cos_2m**2 - 3.0)
            )
        )
    )
    return np.asarray(_B_M * big_a * (sigma - correction), np.float64)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of one degree of longitude and of latitude at a latitude, in metres."""
    sine = np.sin(np.radians(latitude))
    bend = 1.0 - _E2 * sine**2
    along_parallel = np.radians(_A_M * np.cos(np.radians(latitude)) / np.sqrt(bend))
    along_meridian = np.radians(_A_M * (1.0 - _E2) / bend**1.5)
    return float(along_parallel), float(along_meridian)
