"""Geometry that tells roughly where: the cell of a grid, or an outline without its details and without a vertex it had."""

from __future__ import annotations

import math

from osgeo import ogr

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
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)):
        ring.AddPoint_2D(x, y)
    box = ogr.Geometry(ogr.wkbPolygon)
    box.AddGeometry(ring)
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
