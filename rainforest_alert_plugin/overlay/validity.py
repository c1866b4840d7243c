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
    begin, end = shapes.start[:-1][asked], shapes.start[1:][asked]
    asked = asked[(shapes.xy[begin] == shapes.xy[end - 1]).all(axis=1)]
    if not len(asked):
        return valid
    n = lengths[asked]
    local = np.cumsum(n) - n
    if len(asked) == len(lengths):
        x, y = shapes.xy[:, 0], shapes.xy[:, 1]
    else:
        vertex = np.repeat(shapes.start[:-1][asked] - local, n) + np.arange(int(n.sum()))
        x, y = shapes.xy[vertex, 0], shapes.xy[vertex, 1]
    last = local + n - 1
    # vertices as arms from the mean of each ring; what is not a number fails every comparison below
    arm_x = x - np.repeat((np.add.reduceat(x, local) - x[last]) / (n - 1), n)
    arm_y = y - np.repeat((np.add.reduceat(y, local) - y[last]) / (n - 1), n)
    size = np.maximum.reduceat(np.maximum(np.abs(arm_x), np.abs(arm_y)), local)
    reach = np.abs(x[local]) + np.abs(y[local]) + 2 * size
    tolerance = _ROUNDING * (reach + size) * size
    turn = np.empty_like(x)
    turn[:-1] = arm_x[:-1] * arm_y[1:] - arm_y[:-1] * arm_x[1:]
    # The step from the closing vertex leaves the ring: it says what the step before it says.
    turn[last] = turn[last - 1]
    one_way = (np.minimum.reduceat(turn, local) > tolerance) | (np.maximum.reduceat(turn, local) < -tolerance)
    above = arm_y >= 0
    rises = np.zeros(len(x), dtype=np.int64)
    rises[1:] = above[1:] & ~above[:-1]
    rises[local] = 0
    valid[shapes.geometry[asked]] = one_way & (np.add.reduceat(rises, local) == 1)
    return valid
