"""Area on the ellipsoid of the pixels of a raster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import osr

from ..errors import InputError
from ..geo.arrays import Floats
from ..geo.ellipsoid import Ellipsoid
from .raster import Grid, spatial_reference

M2_PER_HA = 10000.0
_NODE_DISTANCE_M = 4000.0
_MOST_NODES = 257
_SAME_PIXELS = 1e-7
_ROUNDING_DEG = 1e-9


@dataclass(frozen=True, eq=False)
class PixelAreas:
    """Area of each pixel in hectares.

    Attributes
    ----------
    rows : ndarray of float64, shape (height,), or None
        Where a row's pixels are all alike: rasters in degrees, in EPSG:3857 and other normal cylindrical projections. Exact.
    nodes : ndarray of float64, or None
        Elsewhere, areas on a net of pixels at most 4 km apart, between which areas are taken linearly. The scale of a
        conformal or equal-area projection bends so little that a pixel's area is right to one part in ten million.
    node_rows, node_cols : ndarray of float64, or None
        Rows and columns of the net.
    """

    rows: Floats | None
    nodes: Floats | None = None
    node_rows: Floats | None = None
    node_cols: Floats | None = None

    def at(self, row: npt.NDArray[Any], col: npt.NDArray[Any]) -> Floats:
        """Hectares of the pixels at `row`, `col`, shape (n,)."""
        if self.rows is not None:
            return self.rows[row]
        if self.nodes is None or self.node_rows is None or self.node_cols is None:
            return np.zeros(len(row))
        i, down = _between(self.node_rows, row)
        j, right = _between(self.node_cols, col)
        upper = self.nodes[i, j] * (1.0 - right) + self.nodes[i, j + 1] * right
        lower = self.nodes[i + 1, j] * (1.0 - right) + self.nodes[i + 1, j + 1] * right
        return upper * (1.0 - down) + lower * down


def pixel_areas(grid: Grid) -> PixelAreas:
    """Ellipsoidal area of a grid's pixels, on the ellipsoid of its reference system.

    Raises
    ------
    InputError
        ``input.outside_world`` when the grid leaves what its reference system can describe.
    """
    reference = spatial_reference(grid)
    ellipsoid = Ellipsoid(reference.GetSemiMajor(), _flattening(reference))
    t = grid.transform
    to_degrees = _ToDegrees(reference)
    if t[2] == 0.0 and t[4] == 0.0:
        edges = np.arange(grid.height + 1)
        middle = edges[:: max(grid.height // 4, 1)]
        left, right = t[0], t[0] + grid.width * t[1]
        west = to_degrees(np.full(len(middle), left), t[3] + middle * t[5])
        east = to_degrees(np.full(len(middle), right), t[3] + middle * t[5])
        width = east[0] - west[0]
        same_deg = _SAME_PIXELS * abs(float(width[0])) / grid.width
        if np.abs(west[1] - east[1]).max() <= same_deg and np.abs(width - width[0]).max() <= same_deg:
            latitude = to_degrees(np.full(len(edges), left), t[3] + edges * t[5])[1]
            return PixelAreas(ellipsoid.row_areas_m2(latitude, float(width[0]) / grid.width) / M2_PER_HA)
    return _net(grid, ellipsoid, to_degrees, reference)


class _ToDegrees:
    """Longitude and latitude, in degrees on the grid's own datum, of map coordinates."""

    def __init__(self, reference: Any) -> None:
        self.name = reference.GetName() or ""
        self.geographic = bool(reference.IsGeographic())
        self.unit_deg = math.degrees(reference.GetAngularUnits()) if self.geographic else 1.0
        if not self.geographic:
            base = reference.CloneGeogCS()
            base.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            self.base_unit_deg = math.degrees(base.GetAngularUnits())
            self.transformation = osr.CoordinateTransformation(reference, base)

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        if self.geographic:
            longitude, latitude = x * self.unit_deg, y * self.unit_deg
        else:
            try:
                points = np.array(self.transformation.TransformPoints(np.column_stack([x, y]).tolist()))
            except RuntimeError as error:
                raise InputError("input.outside_world", layer=self.name, crs=self.name) from error
            longitude, latitude = points[:, 0] * self.base_unit_deg, points[:, 1] * self.base_unit_deg
        if (
            not np.isfinite(longitude).all()
            or not np.isfinite(latitude).all()
            or np.abs(latitude).max() > 90.0 + _ROUNDING_DEG
        ):
            raise InputError("input.outside_world", layer=self.name, crs=self.name)
        return longitude, np.clip(latitude, -90.0, 90.0)


def _net(grid: Grid, ellipsoid: Ellipsoid, to_degrees: _ToDegrees, reference: Any) -> PixelAreas:
    t = grid.transform
    unit_m = reference.GetLinearUnits() if not to_degrees.geographic else 111320.0
    node_rows = _node_positions(grid.height, math.hypot(t[2], t[5]) * unit_m)
    node_cols = _node_positions(grid.width, math.hypot(t[1], t[4]) * unit_m)
    row, col = (a.ravel() for a in np.meshgrid(node_rows, node_cols, indexing="ij"))
    longitude = np.empty((4, len(row)))
    zone = np.empty((4, len(row)))
    for corner, (down, right) in enumerate(((0, 0), (0, 1), (1, 1), (1, 0))):
        x = t[0] + (col + right) * t[1] + (row + down) * t[2]
        y = t[3] + (col + right) * t[4] + (row + down) * t[5]
        degrees = to_degrees(x, y)
        longitude[corner] = np.radians(degrees[0])
        zone[corner] = ellipsoid.zone_m2(degrees[1])
    # Corners relative to the first keep the digits that the difference of large numbers would lose.
    longitude -= longitude[0].copy()
    zone -= zone[0].copy()
    area = np.abs(np.sum(longitude * np.roll(zone, -1, 0) - np.roll(longitude, -1, 0) * zone, axis=0)) / 2.0
    return PixelAreas(None, area.reshape(len(node_rows), len(node_cols)) / M2_PER_HA, node_rows, node_cols)


def _node_positions(size: int, pixel_m: float) -> Floats:
    wanted = math.ceil(size * pixel_m / _NODE_DISTANCE_M) + 1
    return np.linspace(0.0, max(size - 1, 1), min(max(wanted, 2), _MOST_NODES))


def _between(nodes: Floats, position: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], Floats]:
    index = np.clip(np.searchsorted(nodes, position, "right") - 1, 0, len(nodes) - 2)
    return index, (position - nodes[index]) / (nodes[index + 1] - nodes[index])


def _flattening(reference: Any) -> float:
    inverse = reference.GetInvFlattening()
    return 1.0 / inverse if inverse else 0.0
