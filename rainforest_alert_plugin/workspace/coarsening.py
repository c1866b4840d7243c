"""Geometry that tells roughly where: the cell of a grid, or an outline without its details and without a vertex it had."""

from __future__ import annotations

import math
from typing import Sequence

import numpy as np
from osgeo import ogr

from ..geo.arrays import Floats, Ints
from ..geo.runs import stepped
from ..geo.scanline import pixel_spans
from ..geo.wkb import Rings, rings_of

# Length of a degree of a meridian, mean sphere of the WGS 84 ellipsoid (R = 6 371 008.8 m); a cell is a square in degrees, so that it
# covers at least what it says along the meridian and hardly less across it between 20 degrees south and 20 degrees north.
_M_PER_DEGREE = 6_371_008.8 * math.pi / 180.0


def cell_of(wkb: bytes, size_m: float, as_point: bool = False, as_multi: bool = False) -> bytes | None:
    """Cells of a grid that a geometry in EPSG:4326 touches, as one box; None when it is empty or cannot be read.

    Parameters
    ----------
    wkb : bytes
    size_m : float
        Side of a cell.
    as_point : bool
        Centre of the box, for tables of points.
    as_multi : bool
        As a multipolygon.
    """
    geometry = _read(wkb)
    if geometry is None:
        return None
    west, east, south, north = geometry.GetEnvelope()
    if not all(math.isfinite(side) for side in (west, east, south, north)):
        return None
    step = size_m / _M_PER_DEGREE
    west, south = (math.floor(side / step) * step for side in (west, south))
    east, north = ((math.floor(side / step) + 1) * step for side in (east, north))
    if as_point:
        made = ogr.Geometry(ogr.wkbPoint)
        made.AddPoint_2D((west + east) / 2, (south + north) / 2)
        return bytes(made.ExportToIsoWkb())
    box = _rectangle(west, south, east, north)
    return bytes((ogr.ForceToMultiPolygon(box) if as_multi else box).ExportToIsoWkb())


def generalised(wkb: bytes, size_m: float, as_multi: bool = False) -> bytes | None:
    """A geometry whose details below `size_m` are gone and whose vertices stand on a grid of that size; None when nothing is left."""
    geometry = _read(wkb)
    if geometry is None:
        return None
    geometry.FlattenTo2D()
    step = size_m / _M_PER_DEGREE
    simple = geometry.Simplify(step)
    if simple is None or simple.IsEmpty():
        return None
    _snap(simple, step)
    if simple.GetDimension() == 2:
        simple = simple.MakeValid()
        if simple is not None and simple.GetDimension() != 2:
            simple = None
        elif simple is not None and as_multi:
            simple = ogr.ForceToMultiPolygon(simple)
    if simple is None or simple.IsEmpty() or (simple.GetDimension() == 1 and simple.Length() == 0):
        return None
    return bytes(simple.ExportToIsoWkb())


def touched_cells(wkbs: Sequence[bytes], size_m: float) -> list[bytes]:
    """Cells of a grid that polygons touch, dissolved: every vertex is a corner of a cell, whatever the outlines within the cells.

    Parameters
    ----------
    wkbs : sequence of bytes
        Polygons and multipolygons in EPSG:4326.
    size_m : float
        Side of a cell.

    Returns
    -------
    list of bytes
        Polygons in EPSG:4326, none of which has a side in common with another.
    """
    step = size_m / _M_PER_DEGREE
    shapes = rings_of(wkbs)
    if len(shapes.xy) == 0:
        return []
    column, row = _cells_along(shapes, step)
    west, south, width, height = column.min(), row.min(), int(np.ptp(column)) + 1, int(np.ptp(row)) + 1
    found = [(row - south) * width + column - west]
    # A cell that no side touches lies inside or outside as a whole, and so does its centre.
    for spans in pixel_spans(shapes, (west * step, step, 0.0, south * step, 0.0, step), width, height):
        found.append(stepped(spans.start, spans.end - spans.start))
    cells = np.unique(np.concatenate(found))
    return _dissolved(cells % width + west, cells // width + south, step)


def _cells_along(shapes: Rings, step: float) -> tuple[Ints, Ints]:
    """Columns and rows of the cells in which the sides of rings lie: each side is cut at the lines of the grid."""
    xy = shapes.xy / step
    begin = np.setdiff1d(np.arange(len(xy) - 1), shapes.start[1:-1] - 1)
    side = [np.arange(len(begin)), np.arange(len(begin))]
    share: list[Floats] = [np.zeros(len(begin)), np.ones(len(begin))]
    start, end = xy[begin], xy[begin + 1]
    for axis in range(2):
        low, high = (
            np.floor(bound(start[:, axis], end[:, axis])).astype(np.int64) for bound in (np.minimum, np.maximum)
        )
        crossed = np.repeat(np.arange(len(begin)), high - low)
        line = stepped(low + 1, high - low)
        side.append(crossed)
        share.append((line - start[crossed, axis]) / (end[crossed, axis] - start[crossed, axis]))
    of, at = np.concatenate(side), np.concatenate(share)
    order = np.lexsort((at, of))
    of, at = of[order], at[order]
    piece = np.flatnonzero(of[1:] == of[:-1])
    middle = ((at[piece] + at[piece + 1]) / 2)[:, None]
    places = np.concatenate([xy, start[of[piece]] + middle * (end - start)[of[piece]]])
    column, row = np.floor(places).astype(np.int64).T
    return column, row


def _dissolved(column: Ints, row: Ints, step: float) -> list[bytes]:
    """Polygons of cells in order of their rows and columns; runs along a row, and the same run in rows that follow, are one rectangle."""
    new_run = np.ones(len(column), bool)
    new_run[1:] = (np.diff(row) != 0) | (np.diff(column) != 1)
    first = np.flatnonzero(new_run)
    last = np.append(first[1:], len(column)) - 1
    top: dict[tuple[int, int], list[int]] = {}
    rectangles: list[list[int]] = []
    for west, east, at in zip(column[first].tolist(), column[last].tolist(), row[first].tolist()):
        below = top.get((west, east))
        if below is not None and below[3] == at:
            below[3] = at + 1
            continue
        top[west, east] = [west, at, east + 1, at + 1]
        rectangles.append(top[west, east])
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for sides in rectangles:
        whole.AddGeometryDirectly(_rectangle(*(side * step for side in sides)))
    whole = ogr.ForceToMultiPolygon(whole.UnionCascaded().Simplify(0.0))
    return [bytes(whole.GetGeometryRef(part).ExportToIsoWkb()) for part in range(whole.GetGeometryCount())]


def _rectangle(west: float, south: float, east: float, north: float) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)):
        ring.AddPoint_2D(x, y)
    box = ogr.Geometry(ogr.wkbPolygon)
    box.AddGeometry(ring)
    return box


def _read(wkb: bytes) -> ogr.Geometry | None:
    try:
        geometry = ogr.CreateGeometryFromWkb(wkb)
    except RuntimeError:  # with GDAL's exceptions on
        return None
    return None if geometry is None or geometry.IsEmpty() else geometry


def _snap(geometry: ogr.Geometry, step: float) -> None:
    for index in range(geometry.GetGeometryCount()):
        _snap(geometry.GetGeometryRef(index), step)
    for index in range(geometry.GetPointCount()):
        x, y = geometry.GetX(index), geometry.GetY(index)
        geometry.SetPoint_2D(index, round(x / step) * step, round(y / step) * step)
