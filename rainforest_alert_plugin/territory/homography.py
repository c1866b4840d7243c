"""The mapping between a flat sheet and its photo (homography), from corresponding places."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats

_LEAST = 4


def homography_of(source: Floats, target: Floats) -> Floats:
    """Homography that brings places to places with the least squared departure in the target.

    The normalised direct linear transformation (Hartley, In Defense of the Eight-Point Algorithm, 1997), then steps of Gauss and Newton on
    the departures themselves.

    Parameters
    ----------
    source, target : ndarray of float64, (n, 2)
        At least four, not three of them on one line.

    Returns
    -------
    ndarray of float64, (3, 3)
        Its last element is 1.

    Raises
    ------
    InputError
        ``sheet.bad_corners`` when they do not determine it.
    """
    if len(source) < _LEAST:
        raise InputError("sheet.bad_corners")
    to_unit, back = _normalising(source), _normalising(target)
    (x, y), (u, v) = _applied(to_unit, source).T, _applied(back, target).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = np.concatenate(
        [
            np.column_stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u]),
            np.column_stack([zero, zero, zero, x, y, one, -v * x, -v * y, -v]),
        ]
    )
    _, sizes, axes = np.linalg.svd(rows)
    if sizes[7] < 1e-9 * sizes[0]:
        raise InputError("sheet.bad_corners")
    unit = axes[8].reshape(3, 3)
    found = np.linalg.inv(back) @ unit @ to_unit
    if abs(found[2, 2]) < 1e-12:
        raise InputError("sheet.bad_corners")
    found /= found[2, 2]
    return _settled(found, source, target) if len(source) > _LEAST else np.asarray(found)


def moved(homography: Floats, places: Floats) -> Floats:
    """Places under a homography, (n, 2)."""
    return _applied(homography, np.asarray(places, np.float64))


def _applied(matrix: Floats, places: Floats) -> Floats:
    carried = np.column_stack([places, np.ones(len(places))]) @ matrix.T
    return np.asarray(carried[:, :2] / carried[:, 2:])


def _normalising(places: Floats) -> Floats:
    """Similarity that brings places around the origin, at a mean distance of the square root of two."""
    middle = places.mean(axis=0)
    spread = float(np.hypot(*(places - middle).T).mean())
    if not np.isfinite(spread) or spread == 0.0:
        raise InputError("sheet.bad_corners")
    size = np.sqrt(2.0) / spread
    return np.array([[size, 0.0, -size * middle[0]], [0.0, size, -size * middle[1]], [0.0, 0.0, 1.0]])


def _settled(homography: Floats, source: Floats, target: Floats) -> Floats:
    x, y = source.T
    for _ in range(5):
        bottom = homography[2, 0] * x + homography[2, 1] * y + 1.0
        u, v = moved(homography, source).T
        zero = np.zeros_like(x)
        slope = np.concatenate(
            [
                np.column_stack([x, y, np.ones_like(x), zero, zero, zero, -u * x, -u * y]) / bottom[:, None],
                np.column_stack([zero, zero, zero, x, y, np.ones_like(x), -v * x, -v * y]) / bottom[:, None],
            ]
        )
        apart = np.concatenate([target[:, 0] - u, target[:, 1] - v])
        size = np.abs(slope).max(axis=0)
        change, *_ = np.linalg.lstsq(slope / size, apart, rcond=None)
        homography = homography + np.append(change / size, 0.0).reshape(3, 3)
    return homography
