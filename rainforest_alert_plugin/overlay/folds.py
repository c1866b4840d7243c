"""Folds of overlay results: where two polygons share a side but not its vertices, what is computed of them may run along it and back."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry

from ..geo.arrays import Bools, Ints
from ..geo.authalic import perimeter_m, plane_area_m2
from ..geo.wkb import Rings, rings_of
from .near_vertices import SideGrid, sides_of, vertices_of
from .repair import polygons_only

# Only polygons this much longer than wide can carry a fold that matters.
_COMPACT = 8.0
_BYTES_AT_ONCE = 1 << 20


def without_folds(wkbs: list[bytes], width: float) -> list[bytes]:
    """Valid polygons without what of them is folded along a line: it has no width, but an area in another plane.

    Parameters
    ----------
    width : float
        What is narrower is a fold, in the units of the coordinates. A polygon that is nothing else stays as it is.
    """
    cleaned = list(wkbs)
    sizes = np.cumsum([len(wkb) for wkb in wkbs]) // _BYTES_AT_ONCE
    for some in np.split(np.arange(len(wkbs)), np.flatnonzero(np.diff(sizes)) + 1):
        for index in _doubtful(wkbs, some, width):
            geometry = QgsGeometry()
            geometry.fromWkb(wkbs[index])
            core = polygons_only(geometry.buffer(-width, 1).buffer(2 * width, 1).intersection(geometry))
            if not core.isEmpty():
                cleaned[index] = bytes(core.asWkb())
    return cleaned


def _doubtful(wkbs: list[bytes], some: Ints, width: float) -> list[int]:
    """Which of some polygons are long and folded."""
    shapes = rings_of([wkbs[index] for index in some.tolist()])
    if not shapes.count:
        return []
    length = np.maximum(perimeter_m(shapes, is_geographic=False), 1e-300)
    area = plane_area_m2(shapes)
    is_long = 2 * area / length < np.sqrt(area) / _COMPACT
    doubtful: list[int] = some[is_long & folded(shapes, width)].tolist()
    return doubtful


def folded(shapes: Rings, distance: float) -> Bools:
    """Which polygons fold back on themselves: a vertex lies within `distance` of a side of the same polygon, away from its ends.

    Where two polygons share a side but not its vertices, what they have in common may carry a fold along it that has no width in
    their own plane, and an area as soon as it is measured in another.

    Returns
    -------
    ndarray of bool, shape (shapes.count,)
    """
    found = np.zeros(shapes.count, dtype=bool)
    xy, owner = vertices_of(shapes)
    a, b, polygon = sides_of(shapes)
    if not len(xy):
        return found
    point, side = SideGrid(a, b, distance).candidates(xy)
    same = polygon[side] == owner[point]
    point, side = point[same], side[same]
    p, begin, along = xy[point], a[side], (b - a)[side]
    length = np.maximum(np.hypot(*along.T), 1e-300)
    t = ((p - begin) * along).sum(axis=1) / length
    off = np.abs(along[:, 0] * (p - begin)[:, 1] - along[:, 1] * (p - begin)[:, 0]) / length
    within = (off <= distance) & (t > 2 * distance) & (t < length - 2 * distance)
    found[owner[point[within]]] = True
    return found
