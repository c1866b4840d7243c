"""How far rasters reach: which part of a raster territories touch, and which territories lie outside, wholly or in part."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from osgeo import osr

from ..errors import InputError, Message
from ..geo.arrays import Floats
from ..geo.features import PolygonFeature
from ..geo.scanline import pixel_coordinates
from ..geo.wkb import Rings, rings_of
from .pixels import Window
from .raster import Grid, quiet_gdal, spatial_reference

_NAMED = 20
# Up to half a pixel beyond the edge there is no centre, so nothing that could have counted.
_HALF_PIXEL = 0.5 + 1e-6


def outside_messages(name: str, outside: Sequence[str], beyond: Sequence[str]) -> list[Message]:
    """What the figures do not say, because territories lie wholly (`outside`) or in part (`beyond`) outside a raster."""
    return [
        Message(identity, name=name, count=len(ids), ids=", ".join(ids[:_NAMED]) + (", …" if len(ids) > _NAMED else ""))
        for identity, ids in (
            ("alerts.some_territories_outside", outside),
            ("alerts.some_territories_partly_outside", beyond),
        )
        if ids
    ]


def territory_windows(
    territories: Sequence[PolygonFeature], grid: Grid, name: str
) -> tuple[list[Window], list[str], list[str]]:
    """Rectangles of a raster that hold the territories, and the ids of those wholly outside and of those partly outside.

    Parameters
    ----------
    territories : sequence of PolygonFeature
        In the raster's reference system.
    grid : Grid
        The raster's pixels.
    name : str
        Name of the raster, for messages.

    Raises
    ------
    InputError
        ``alerts.territories_outside`` or ``alerts.territories_swapped`` when no territory meets the raster.
    """
    shapes = rings_of([territory.wkb for territory in territories])
    return windows_of(shapes, grid, name, [territory.id for territory in territories])


def windows_of(shapes: Rings, grid: Grid, name: str, ids: Sequence[str]) -> tuple[list[Window], list[str], list[str]]:
    """The same for shapes that were parsed already."""
    boxes = _pixel_boxes(shapes, grid.transform)
    inside = (boxes[:, 0] < grid.width) & (boxes[:, 2] > 0) & (boxes[:, 1] < grid.height) & (boxes[:, 3] > 0)
    if not inside.any():
        extent = _extent(shapes.boxes())
        raise InputError(
            "alerts.territories_swapped" if _meet_when_swapped(shapes.boxes(), grid) else "alerts.territories_outside",
            name=name,
            raster_extent=_corner_text(grid.bounds()),
            territories_extent=_corner_text(extent),
        )
    box = np.round(boxes[inside]).astype(np.int64)
    windows = [
        Window(int(top) - 1, int(left) - 1, int(bottom - top) + 2, int(right - left) + 2)
        for left, top, right, bottom in box
    ]
    # up to half a pixel beyond the edge there is no centre, so nothing that could have counted
    beyond = inside & (
        (boxes[:, 0] < -_HALF_PIXEL)
        | (boxes[:, 1] < -_HALF_PIXEL)
        | (boxes[:, 2] > grid.width + _HALF_PIXEL)
        | (boxes[:, 3] > grid.height + _HALF_PIXEL)
    )
    return (
        windows,
        [identity for identity, within in zip(ids, inside) if not within],
        [identity for identity, sticks_out in zip(ids, beyond) if sticks_out],
    )


def outside_of_all(territories: Sequence[PolygonFeature], grids: Sequence[Grid], name: str) -> list[Message]:
    """What rasters of one source, taken together, do not say because territories lie outside all of them, wholly or in part.

    Parameters
    ----------
    territories : sequence of PolygonFeature
        In the rasters' reference system.
    grids : sequence of Grid
        Tiles that lie side by side, or one raster.
    name : str
        What to call them.
    """
    shapes = rings_of([territory.wkb for territory in territories])
    boxes = _pixel_boxes(shapes, grids[0].transform)
    tiles = np.array([_corners_in(grid, grids[0].transform) for grid in grids])
    outside, beyond = [], []
    for territory, box in zip(territories, boxes):
        meets = (box[0] < tiles[:, 2]) & (box[2] > tiles[:, 0]) & (box[1] < tiles[:, 3]) & (box[3] > tiles[:, 1])
        if not meets.any():
            outside.append(territory.id)
        elif not _is_covered(box, tiles[meets]):
            beyond.append(territory.id)
    return outside_messages(name, outside, beyond)


def _corners_in(grid: Grid, transform: tuple[float, ...]) -> list[float]:
    """Left, top, right and bottom of a grid in the pixels of another."""
    t = grid.transform
    across, down = t[1] * grid.width + t[2] * grid.height, t[4] * grid.width + t[5] * grid.height
    corners = pixel_coordinates(np.array([[t[0], t[3]], [t[0] + across, t[3] + down]]), transform)
    return [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]


def _is_covered(box: Floats, tiles: Floats) -> bool:
    """Whether tiles hold all of a box but half a pixel: no piece that the tiles' edges cut it into lies in none of them."""
    left, top, right, bottom = box.tolist()
    across = np.unique(np.concatenate([[left, right], np.clip(tiles[:, [0, 2]].ravel(), left, right)]))
    down = np.unique(np.concatenate([[top, bottom], np.clip(tiles[:, [1, 3]].ravel(), top, bottom)]))
    # Slivers thinner than half a pixel hold no centre.
    x = ((across[1:] + across[:-1]) / 2)[np.diff(across) > _HALF_PIXEL]
    y = ((down[1:] + down[:-1]) / 2)[np.diff(down) > _HALF_PIXEL]
    x, y = (grid.ravel() for grid in np.meshgrid(x, y))
    held = (
        (x[:, None] > tiles[:, 0])
        & (x[:, None] < tiles[:, 2])
        & (y[:, None] > tiles[:, 1])
        & (y[:, None] < tiles[:, 3])
    )
    return bool(held.any(axis=1).all())


def _pixel_boxes(shapes: Rings, transform: tuple[float, ...]) -> Floats:
    if transform[2] == 0.0 and transform[4] == 0.0:
        corners = pixel_coordinates(shapes.boxes().reshape(-1, 2), transform).reshape(-1, 2, 2)
        return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    pixels = Rings(
        pixel_coordinates(shapes.xy, transform),
        shapes.start,
        shapes.geometry,
        shapes.part,
        shapes.is_hole,
        shapes.count,
    )
    return pixels.boxes()


def _meet_when_swapped(boxes: Floats, grid: Grid) -> bool:
    """Whether some territory would lie on the raster if its latitude and longitude were exchanged."""
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    corners = boxes.reshape(-1, 2)
    reference = spatial_reference(grid)
    if not reference.IsGeographic():
        base = reference.CloneGeogCS()
        base.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        with quiet_gdal():
            try:
                degrees = osr.CoordinateTransformation(reference, base).TransformPoints(corners.tolist())
                swapped = [(point[1], point[0]) for point in degrees]
                corners = np.array(osr.CoordinateTransformation(base, reference).TransformPoints(swapped))[:, :2]
            except RuntimeError:
                return False
    else:
        corners = corners[:, ::-1]
    pairs = corners.reshape(-1, 2, 2)
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    left, bottom, right, top = grid.bounds()
    meets = (low[:, 0] < right) & (high[:, 0] > left) & (low[:, 1] < top) & (high[:, 1] > bottom)
    return bool((meets & np.isfinite(pairs).all(axis=(1, 2))).any())


def _extent(boxes: Floats) -> tuple[float, float, float, float]:
    low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _corner_text(box: tuple[float, float, float, float]) -> str:
    digits = 3 if max(abs(value) for value in box) <= 360.0 else 0
    return "{:.{d}f}, {:.{d}f} – {:.{d}f}, {:.{d}f}".format(*box, d=digits)
