"""The grid behind alerts that were delivered as points: services give the centres of pixels, not the pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats, Ints

_SLACK = 0.2
_MERGE = 0.02
_MOST_OFF_GRID = 0.01


@dataclass(frozen=True, eq=False)
class PointGrid:
    """Points as pixels.

    Attributes
    ----------
    row, col : numpy.ndarray of int64, shape (n,)
        Pixel of each point; rows count southward. Only steps of one are true to scale: wide gaps between points are kept, but
        may be a pixel wider or narrower than in the raster they came from.
    x_edges, y_edges : numpy.ndarray of float64, shape (columns + 1,), (rows + 1,)
        Coordinates of the grid lines.
    """

    row: Ints
    col: Ints
    x_edges: Floats
    y_edges: Floats


def grid_of_points(x: Floats, y: Floats, pixel_size: float | None = None) -> PointGrid:
    """Find the pixels whose centres the points are.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        Coordinates.
    pixel_size : float, optional
        Size of a pixel in the same unit, for points that are too few to show it.

    Raises
    ------
    InputError
        ``alerts.points_off_grid`` when the points are no pixel centres.
    """
    size_x, size_y = _spacing(x, pixel_size), _spacing(y, pixel_size)
    if size_x is None and size_y is None:
        raise InputError("alerts.points_off_grid")
    size_x, size_y = size_x or size_y or 0.0, size_y or size_x or 0.0
    col, x_edges = _positions(x, size_x)
    down, y_edges = _positions(-y, size_y)
    return PointGrid(down, col, x_edges, -y_edges)


def _spacing(values: Floats, pixel_size: float | None) -> float | None:
    """Distance of neighbouring centres along one axis; the given size where there is only one."""
    distinct = np.unique(values)
    steps = np.diff(distinct)
    if len(steps) == 0:
        return pixel_size
    # Coordinates of one column differ by the rounding of whoever wrote them.
    steps = steps[steps > _MERGE * float(np.median(steps))]
    smallest = float(np.min(steps))
    near = steps[steps < (1.0 + _SLACK) * smallest]
    size = float(np.median(near))
    if pixel_size is not None and abs(size / pixel_size - round(size / pixel_size)) < _SLACK:
        size /= max(round(size / pixel_size), 1)
    return size


def _positions(values: Floats, size: float) -> tuple[Ints, Floats]:
    """Number of each value's column and the coordinates of the lines between columns."""
    distinct, inverse = np.unique(values, return_inverse=True)
    gaps = np.diff(distinct) / size
    steps = np.round(gaps).astype(np.int64)
    # Far apart, rounding says nothing about the grid; near, a step must be whole.
    judged = gaps < 1.0 / _SLACK
    off = judged & (np.abs(gaps - steps) > _SLACK)
    if judged.any() and off.sum() > _MOST_OFF_GRID * judged.sum():
        raise InputError("alerts.points_off_grid")
    number = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    count = int(number[-1]) + 1
    first = np.concatenate([[True], steps > 0])
    centres = np.interp(np.arange(count), number[first], distinct[first])
    edges = np.concatenate([[centres[0] - size / 2], (centres[:-1] + centres[1:]) / 2, [centres[-1] + size / 2]])
    # Beside a gap the middle between two centres is no grid line.
    known = np.zeros(count, bool)
    known[number] = True
    edges[:-1] = np.where(known, centres - size / 2, edges[:-1])
    edges[1:] = np.where(known & ~np.append(known[1:], False), centres + size / 2, edges[1:])
    return number[inverse.ravel()], edges
