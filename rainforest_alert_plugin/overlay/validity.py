"""Polygons that are valid beyond doubt, recognised in numpy so that only the others need a geometry engine's check."""

from __future__ import annotations

import numpy as np

from ..geo.arrays import Bools
from ..geo.wkb import Rings

_FEWEST_VERTICES = 4
_ROUNDING = 1e-14


def surely_valid(shapes: Rings) -> Bools:
    """Whether a geometry is one ring that turns once round the mean of its vertices, always the same way.

    Such a ring cannot cross itself: each ray from the mean meets it once. Most parcels are of this kind. False means
    undecided, not invalid.

    Returns
    -------
    ndarray of bool, shape (shapes.count,)
    """
    valid = np.zeros(shapes.count, dtype=bool)
    lengths = shapes.lengths()
    rings_of_geometry = np.bincount(shapes.geometry, minlength=shapes.count)
    asked = np.flatnonzero((rings_of_geometry[shapes.geometry] == 1) & (lengths >= _FEWEST_VERTICES))
    if not len(asked):
        return valid
    begin, end = shapes.start[:-1][asked], shapes.start[1:][asked]
    closed = (shapes.xy[begin] == shapes.xy[end - 1]).all(axis=1)
    finite = np.ones(len(lengths), dtype=bool)
    filled = lengths > 0
    finite[filled] = np.logical_and.reduceat(np.isfinite(shapes.xy).all(axis=1), shapes.start[:-1][filled])
    asked = asked[closed & finite[asked]]
    if not len(asked):
        return valid
    n = lengths[asked]
    local = np.cumsum(n) - n
    vertex = np.repeat(shapes.start[:-1][asked] - local, n) + np.arange(int(n.sum()))
    xy = shapes.xy[vertex]
    last = local + n - 1
    mean = (np.add.reduceat(xy, local) - xy[last]) / (n - 1)[:, None]
    arm = xy - np.repeat(mean, n, axis=0)
    size = np.maximum.reduceat(np.abs(arm).max(axis=1), local)
    reach = np.maximum.reduceat(np.abs(xy).max(axis=1), local)
    tolerance = _ROUNDING * (reach + size) * size
    following = np.roll(arm, -1, axis=0)
    turn = arm[:, 0] * following[:, 1] - arm[:, 1] * following[:, 0]
    # The step from the closing vertex leaves the ring: it says what the step before it says.
    turn[last] = turn[last - 1]
    one_way = (np.minimum.reduceat(turn, local) > tolerance) | (np.maximum.reduceat(turn, local) < -tolerance)
    above = arm[:, 1] >= 0
    rises = above & ~np.roll(above, 1)
    rises[local] = False
    valid[shapes.geometry[asked]] = one_way & (np.add.reduceat(rises.astype(np.int64), local) == 1)
    return valid
