"""The mapping between a flat sheet and its photo (homography), from corresponding places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats

_LEAST = 4


@dataclass(frozen=True)
class Lines:
    """Places seen on a line, so that only their departure across it is known.

    Attributes
    ----------
    source, target, normals : ndarray of float64, (n, 2)
        `normals` of length 1, across the line in the target.
    """

    source: Floats
    target: Floats
    normals: Floats


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
    return settled(found, source, target) if len(source) > _LEAST else np.asarray(found)


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


def settled(homography: Floats, source: Floats, target: Floats, lines: Lines | None = None) -> Floats:
    """Homography with the least squared departures near a given one, by steps of Gauss and Newton.

    Parameters
    ----------
    lines : Lines, optional
        Further places of which only the departure across a line is known.
    """
    for _ in range(5):
        slope, apart = _equations(homography, source, target)
        rows = slope.reshape(-1, 8)
        rest = apart.ravel()
        if lines is not None:
            slope, apart = _equations(homography, lines.source, lines.target)
            rows = np.concatenate([rows, np.einsum("na,nap->np", lines.normals, slope)])
            rest = np.concatenate([rest, (lines.normals * apart).sum(axis=1)])
        size = np.abs(rows).max(axis=0)
        change, *_ = np.linalg.lstsq(rows / size, rest, rcond=None)
        homography = homography + np.append(change / size, 0.0).reshape(3, 3)
    return homography


def _equations(homography: Floats, source: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Change of the image of each place with the eight parameters, (n, 2, 8), and how far it is from its target, (n, 2)."""
    x, y = source.T
    bottom = homography[2, 0] * x + homography[2, 1] * y + 1.0
    image = moved(homography, source)
    u, v = image.T
    slope = np.zeros((len(source), 2, 8))
    for row, along in ((0, u), (1, v)):
        slope[:, row, 3 * row : 3 * row + 3] = np.column_stack([x, y, np.ones_like(x)])
        slope[:, row, 6:] = np.column_stack([-along * x, -along * y])
    return slope / bottom[:, None, None], target - image
