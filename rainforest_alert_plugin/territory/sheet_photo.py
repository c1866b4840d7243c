"""A photo or scan of a drawn sheet: its corner marks found, and by them every place of the photo on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping

import numpy as np
from osgeo import gdal, ogr

from ..errors import InputError
from ..geo.arrays import Bools, Floats
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .homography import Lines, homography_of, moved, settled
from .sheet_code import CELLS, CORNERS, SheetCode, joined, read_cells
from .sheet_geometry import map_corners_mm, mark_corners_mm, sheet_geometry

# Marks are looked for in a picture of about this size; where they were found they are measured in the full one.
_LOOKED_AT_PIXELS = 2000
_MOST_PIXELS = 60_000_000
_LARGEST_PIXELS = 500_000_000
# Side of the neighbourhood that a pixel is darker than, as a share of the longer side of the picture; and half the width in pixels of
# what is wiped out first, since a pen stroke that touches a mark would be part of its outline.
_LOOKS = ((1 / 12, 0), (1 / 12, 2), (1 / 25, 0), (1 / 6, 2))
_DARKER_BY = 0.12
_SMALLEST_MARK_PIXELS = 20
_LARGEST_MARK_SHARE = 0.4
_SQUARE_ENOUGH = 0.85
_EDGE_SAMPLES = 60
_EDGE_STEP = 0.25
_LIGHT_SHARE = 0.75
_LEAST_CONTRAST = 20
_QUAD = 4
_STATIONS = 50
_FRAME_STEP_MM = 0.1
_BELIEVED_SHARE = 0.95
_REFITS = 4


@dataclass(frozen=True)
class Photo:
    """A picture in memory.

    Attributes
    ----------
    bands : ndarray of uint8, (3, height, width)
        Red, green, blue.
    """

    bands: Any

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.bands.shape[2])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.bands.shape[1])

    def grey(self) -> Floats:
        """Brightness, float32."""
        red, green, blue = (band.astype(np.float32) for band in self.bands)
        return np.asarray(0.299 * red + 0.587 * green + 0.114 * blue)


@dataclass(frozen=True)
class FoundMark:
    """A corner mark in a photo.

    Attributes
    ----------
    corner : str
    number, third : int
        What it says, see :mod:`sheet_code`.
    pixels : ndarray of float64, (4, 2)
        Its outer corners from the sheet's upper left one clockwise; pixels from the left and top edge of the photo.
    """

    corner: str
    number: int
    third: int
    pixels: Floats


@dataclass(frozen=True)
class Placement:
    """Where a photo lies.

    Attributes
    ----------
    code : SheetCode
    to_pixels : ndarray of float64, (3, 3)
        Homography from millimetres on the sheet to pixels of the photo.
    corners : tuple of str
        Marks that were used; empty when a person clicked the corners of the map.
    residuals_m : ndarray of float64
        How far the corners of the marks and the frame of the map lie from where the sheet has them, on the ground; empty when nothing is
        left over to compare.
    unseen_share : float
        Part of the frame that was not found near its place: covered, or far off.
    """

    code: SheetCode
    to_pixels: Floats
    corners: tuple[str, ...]
    residuals_m: Floats
    unseen_share: float = 0.0

    def largest_residual_m(self) -> float:
        """The largest of the residuals, 0 without any."""
        return float(self.residuals_m.max()) if self.residuals_m.size else 0.0

    def root_mean_square_m(self) -> float:
        """The root of the mean of the squared residuals, 0 without any."""
        return float(np.sqrt((self.residuals_m**2).mean())) if self.residuals_m.size else 0.0

    def pixel_size_m(self) -> float:
        """Side of a pixel of the photo on the ground, in the middle of the map."""
        middle = map_corners_mm(self.code).mean(axis=0)
        around = moved(self.to_pixels, middle + np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]))
        (ax, ay), (bx, by) = around[1] - around[0], around[2] - around[0]
        pixels_per_mm2 = abs(ax * by - ay * bx)
        return self.code.scale * 0.001 / math.sqrt(pixels_per_mm2)


def read_photo(path: Path | str) -> Photo:
    """Read a photo; a very large scan is read smaller.

    Raises
    ------
    InputError
        ``sheet.photo_unreadable`` with the reason.
    """
    try:
        dataset = gdal.Open(str(path))
    except RuntimeError as error:
        raise InputError("sheet.photo_unreadable", path=str(path), reason=str(error)) from error
    if dataset is None or dataset.RasterCount == 0:
        raise InputError("sheet.photo_unreadable", path=str(path), reason=gdal.GetLastErrorMsg() or "GDAL")
    width, height = dataset.RasterXSize, dataset.RasterYSize
    if width * height > _LARGEST_PIXELS:
        raise InputError("sheet.photo_unreadable", path=str(path), reason=f"{width} x {height}")
    factor = min(1.0, math.sqrt(_MOST_PIXELS / (width * height)))
    size = {"buf_xsize": max(1, round(width * factor)), "buf_ysize": max(1, round(height * factor))}
    try:
        bands = [_band(dataset.GetRasterBand(number), size) for number in range(1, min(dataset.RasterCount, 3) + 1)]
        palette = dataset.GetRasterBand(1).GetColorTable()
    except RuntimeError as error:
        raise InputError("sheet.photo_unreadable", path=str(path), reason=str(error)) from error
    if any(band is None for band in bands):
        raise InputError("sheet.photo_unreadable", path=str(path), reason=gdal.GetLastErrorMsg() or "GDAL")
    if palette is not None:
        colors = np.zeros((256, 3), np.uint8)
        for index in range(min(palette.GetCount(), 256)):
            colors[index] = palette.GetColorEntry(index)[:3]
        return Photo(np.moveaxis(colors[bands[0]], -1, 0))
    if len(bands) < 3:
        bands = [bands[0]] * 3
    return Photo(np.stack(bands))


def _band(band: Any, size: Mapping[str, int]) -> Any:
    values = band.ReadAsArray(resample_alg=gdal.GRIORA_Average, **size)
    if values is None or values.dtype == np.uint8:
        return values
    low, high = float(values.min()), float(values.max())
    return ((values - low) * (255.0 / (high - low if high > low else 1.0))).astype(np.uint8)


def place_photo(
    photo: Photo, progress: Progress = no_progress, is_cancelled: IsCancelled = never_cancelled
) -> Placement:
    """Place a photo by the corner marks in it; three of the four suffice.

    Raises
    ------
    InputError
        ``sheet.marks_not_found`` (facts ``found``, ``needed``), ``sheet.several_sheets``.
    """
    grey = photo.grey()
    marks = find_marks(grey, progress, is_cancelled)
    sheets: dict[int, dict[str, FoundMark]] = {}
    for mark in marks:
        sheets.setdefault(mark.number, {})[mark.corner] = mark
    codes = {}
    for number, found in sheets.items():
        code = joined({corner: mark.third for corner, mark in found.items()}, number)
        if code is not None:
            codes[number] = code
    if len(codes) > 1:
        raise InputError("sheet.several_sheets", codes=", ".join(sorted(code.written() for code in codes.values())))
    if not codes:
        most = max((len(found) for found in sheets.values()), default=0)
        raise InputError("sheet.marks_not_found", found=most, needed=3)
    number, code = next(iter(codes.items()))
    return with_frame(grey, placement_of(code, sheets[number]), sheets[number])


def placement_of(code: SheetCode, marks: Mapping[str, FoundMark]) -> Placement:
    """Placement by found marks."""
    corners = tuple(corner for corner in CORNERS if corner in marks)
    paper, pixels = _corners_of(code, corners, marks)
    to_pixels = homography_of(paper, pixels)
    return Placement(code, to_pixels, corners, _departures_m(code, to_pixels, paper, pixels))


def _corners_of(code: SheetCode, corners: Iterable[str], marks: Mapping[str, FoundMark]) -> tuple[Floats, Floats]:
    paper = np.concatenate([mark_corners_mm(code, corner) for corner in corners])
    return paper, np.concatenate([marks[corner].pixels for corner in corners])


def _departures_m(code: SheetCode, to_pixels: Floats, paper: Floats, pixels: Floats) -> Floats:
    back = moved(np.linalg.inv(to_pixels), pixels)
    return np.asarray(np.hypot(*(back - paper).T) * code.scale * 0.001)


def with_frame(grey: Floats, placement: Placement, marks: Mapping[str, FoundMark]) -> Placement:
    """Placement checked along the printed frame of the map; where a mark is missing the frame also takes part in placing.

    Four marks fit four corners whatever the paper does between them: a fold, a roll or the bend of a lens shows only along the frame. The
    twentieth part that departs most is left out, since people draw across the frame.
    """
    if len(placement.corners) < len(CORNERS):
        for _ in range(_REFITS):
            placement = _refitted(placement, marks, seen_frame(grey, placement))
    frame = seen_frame(grey, placement)
    departures = np.sort(np.abs(frame.depths_mm))
    kept = departures[: math.ceil(len(departures) * _BELIEVED_SHARE)]
    residuals = np.concatenate([placement.residuals_m, kept * placement.code.scale * 0.001])
    return replace(placement, residuals_m=residuals, unseen_share=frame.unseen_share)


def _refitted(placement: Placement, marks: Mapping[str, FoundMark], frame: SeenFrame) -> Placement:
    paper, pixels = _corners_of(placement.code, placement.corners, marks)
    depth = np.sort(np.abs(frame.depths_mm))
    if not len(depth):
        return placement
    is_believed = np.abs(frame.depths_mm) <= depth[max(0, math.ceil(len(depth) * _BELIEVED_SHARE) - 1)]
    places, outwards = frame.places_mm[is_believed], frame.outwards[is_believed]
    seen = moved(placement.to_pixels, places + frame.depths_mm[is_believed][:, None] * outwards)
    across = moved(placement.to_pixels, places + outwards) - moved(placement.to_pixels, places)
    normals = across / np.hypot(*across.T)[:, None]
    to_pixels = settled(placement.to_pixels, paper, pixels, Lines(places, seen, normals))
    residuals = _departures_m(placement.code, to_pixels, paper, pixels)
    return replace(placement, to_pixels=to_pixels, residuals_m=residuals)


@dataclass(frozen=True)
class SeenFrame:
    """Outer edge of the map's frame as a photo shows it.

    Attributes
    ----------
    places_mm : ndarray of float64, (n, 2)
        Stations along the edge, on paper.
    outwards : ndarray of float64, (n, 2)
        Direction away from the map.
    depths_mm : ndarray of float64, (n,)
        How far outwards the edge is seen.
    unseen_share : float
        Part of the stations where it is not seen.
    """

    places_mm: Floats
    outwards: Floats
    depths_mm: Floats
    unseen_share: float


def seen_frame(grey: Floats, placement: Placement) -> SeenFrame:
    """Look for the frame of the map near where a placement expects it."""
    place = sheet_geometry(placement.code.paper, placement.code.landscape)
    corners = map_corners_mm(placement.code)
    reach_out = place.marks["nw"].width / CELLS * 0.85
    depths = np.arange(reach_out, -2 * reach_out, -_FRAME_STEP_MM)
    stations = np.linspace(0.03, 0.97, _STATIONS)
    half = place.frame_mm / 2
    places: list[Floats] = []
    directions: list[Floats] = []
    found: list[float] = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0)):
        along = (end - start) / math.hypot(*(end - start))
        # Clockwise on paper, whose rows go down, the outside is to the left.
        outwards = np.array([along[1], -along[0]])
        points = start + stations[:, None] * (end - start)
        looked_at = points[:, None, :] + depths[None, :, None] * outwards
        values = sampled(grey[None], moved(placement.to_pixels, looked_at.reshape(-1, 2)))[0]
        for point, profile in zip(points, values.reshape(len(stations), len(depths))):
            depth = _first_edge(profile, depths)
            if depth is not None:
                places.append(point + half * outwards)
                directions.append(outwards)
                found.append(depth - half)
    return SeenFrame(
        np.array(places, np.float64).reshape(-1, 2),
        np.array(directions, np.float64).reshape(-1, 2),
        np.array(found, np.float64),
        1 - len(found) / (_QUAD * _STATIONS),
    )


def _first_edge(profile: Floats, depths: Floats) -> float | None:
    """Where a profile that comes in from the white margin first turns dark; None when it never does, or begins dark."""
    white = float(profile[: len(profile) // 6].mean())
    below = np.flatnonzero(profile < white - _LEAST_CONTRAST)
    if not len(below) or below[0] == 0:
        return None
    first = int(below[0])
    dark = float(profile[first : first + round(0.7 / _FRAME_STEP_MM)].min())
    half = (white + dark) / 2
    after = np.flatnonzero(profile[first - 1 :] < half)
    if not len(after):
        return None
    inner = first - 1 + int(after[0])
    if inner == 0:
        return None
    share = (profile[inner - 1] - half) / max(profile[inner - 1] - profile[inner], 1e-6)
    return float(depths[inner - 1] + share * (depths[inner] - depths[inner - 1]))


def place_by_hand(photo: Photo, code: SheetCode, map_corners: Floats) -> Placement:
    """Placement by the four corners of the map's frame that a person clicked, from the north-western one clockwise.

    Raises
    ------
    InputError
        ``sheet.bad_corners`` when they do not go round the map, or lie outside the photo.
    """
    corners = np.asarray(map_corners, np.float64)
    if corners.shape != (_QUAD, 2) or not np.isfinite(corners).all():
        raise InputError("sheet.bad_corners")
    inside = (corners >= 0).all() and (corners[:, 0] <= photo.width).all() and (corners[:, 1] <= photo.height).all()
    turns = [_turn(corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]) for i in range(_QUAD)]
    # On a photo, whose rows go down, clockwise corners turn to the right everywhere.
    if not inside or min(turns) <= 0:
        raise InputError("sheet.bad_corners")
    return Placement(code, homography_of(map_corners_mm(code), corners), (), np.zeros(0))


def find_marks(
    grey: Floats, progress: Progress = no_progress, is_cancelled: IsCancelled = never_cancelled
) -> list[FoundMark]:
    """Marks in a picture, each corner of each sheet once.

    Parameters
    ----------
    grey : ndarray of float32, (height, width)
        Brightness, 0 to 255.
    """
    factor = max(1, math.ceil(max(grey.shape) / _LOOKED_AT_PIXELS))
    small = _shrunk(grey, factor)
    # Grains of noise would be thousands of blots.
    smooth = _mean_around(small, 1)
    best: dict[tuple[int, str], FoundMark] = {}
    for step, (share, thin) in enumerate(_LOOKS):
        stop_if(is_cancelled)
        dark = _darker_than_around(smooth, max(3, round(share * max(small.shape) / 2)))
        if thin:
            dark = _without_strokes(dark, thin)
        for quad in _square_blots(dark, is_cancelled):
            mark = _read_mark(grey, quad * factor, factor)
            if mark is not None:
                best.setdefault((mark.number, mark.corner), mark)
        progress(100.0 * (step + 1) / len(_LOOKS))
        if len(best) >= len(CORNERS):
            break
    return list(best.values())


def _shrunk(grey: Floats, factor: int) -> Floats:
    if factor == 1:
        return grey
    height, width = grey.shape[0] // factor * factor, grey.shape[1] // factor * factor
    blocks = grey[:height, :width].reshape(height // factor, factor, width // factor, factor)
    return np.asarray(blocks.mean(axis=(1, 3)))


def _darker_than_around(grey: Floats, radius: int) -> Bools:
    """Pixels darker than the mean of their neighbourhood, which a shadow across the sheet does not change."""
    return np.asarray(grey < _mean_around(grey, radius) * (1 - _DARKER_BY))


def _without_strokes(dark: Bools, thin: int) -> Bools:
    """Dark areas less what is no wider than twice `thin` pixels (morphological opening)."""
    core = _mean_around(dark.astype(np.float64), thin) > 1 - 1e-9
    return np.asarray(_mean_around(core.astype(np.float64), thin) > 1e-9)


def _mean_around(grey: Floats, radius: int) -> Floats:
    """Mean of the square neighbourhood of each pixel."""
    sums = np.pad(grey.astype(np.float64), ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    height, width = grey.shape
    top, bottom = np.clip(np.arange(height) - radius, 0, height), np.clip(np.arange(height) + radius + 1, 0, height)
    left, right = np.clip(np.arange(width) - radius, 0, width), np.clip(np.arange(width) + radius + 1, 0, width)
    total = sums[bottom][:, right] - sums[bottom][:, left] - sums[top][:, right] + sums[top][:, left]
    count = (bottom - top)[:, None] * (right - left)[None, :]
    return np.asarray(total / count)


def _square_blots(dark: Bools, is_cancelled: IsCancelled) -> Iterator[Floats]:
    """Connected dark areas whose outline is a quadrilateral; their corners, clockwise in the picture."""
    height, width = dark.shape
    picture = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
    band = picture.GetRasterBand(1)
    band.WriteArray(dark.astype(np.uint8))
    source = _memory_driver().CreateDataSource("blots")
    layer = source.CreateLayer("blots", None, ogr.wkbPolygon)
    gdal.Polygonize(band, band, layer, -1, ["8CONNECTED=8"])
    largest = _LARGEST_MARK_SHARE * max(dark.shape)
    for feature in layer:
        stop_if(is_cancelled)
        geometry = feature.GetGeometryRef()
        west, east, south, north = geometry.GetEnvelope()
        sides = (east - west, north - south)
        if not (min(sides) >= _SMALLEST_MARK_PIXELS and max(sides) <= largest):
            continue
        shell = ogr.Geometry(ogr.wkbPolygon)
        shell.AddGeometry(geometry.GetGeometryRef(0))
        hull = shell.ConvexHull()
        if hull is None or shell.GetArea() < _SQUARE_ENOUGH * hull.GetArea():
            continue
        quad = _quadrilateral(np.array(hull.GetGeometryRef(0).GetPoints(), np.float64)[:-1, :2])
        if quad is not None and _area(quad) > _SQUARE_ENOUGH * hull.GetArea():
            yield quad


def _memory_driver() -> Any:
    # GDAL 3.11 folds the driver "Memory" into "MEM".
    return ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")


def _quadrilateral(hull: Floats) -> Floats | None:
    """Corners of the quadrilateral that a convex outline nearly is."""
    if len(hull) < _QUAD:
        return None
    first = hull[np.argmax(((hull - hull.mean(axis=0)) ** 2).sum(axis=1))]
    third = hull[np.argmax(((hull - first) ** 2).sum(axis=1))]
    along = third - first
    away = (hull - first) @ np.array([-along[1], along[0]])
    second, fourth = hull[np.argmax(away)], hull[np.argmin(away)]
    quad = np.array([first, second, third, fourth])
    if min(away.max(), -away.min()) <= 0:
        return None
    return quad if _signed_area(quad) > 0 else quad[::-1].copy()


def _read_mark(grey: Floats, rough: Floats, factor: int) -> FoundMark | None:
    """The mark at a quadrilateral, its corners measured to a fraction of a pixel; None when there is none."""
    quad = _refined(grey, rough, reach=2.0 * factor + 2.0)
    if quad is None:
        return None
    cells = _brightness_of_cells(grey, quad)
    if cells is None:
        return None
    rim = np.ones((CELLS + 2, CELLS + 2), bool)
    rim[2:-2, 2:-2] = False
    outside = np.ones_like(rim)
    outside[1:-1, 1:-1] = False
    black = float(np.median(cells[rim & ~outside]))
    white = float(np.median(cells[outside]))
    if white - black < _LEAST_CONTRAST:
        return None
    is_dark = cells < (black + white) / 2
    if is_dark[rim & ~outside].mean() < _LIGHT_SHARE or (~is_dark[outside]).mean() < _LIGHT_SHARE:
        return None
    inside = is_dark[2:-2, 2:-2]
    for turns in range(_QUAD):
        # The cells as they look when the sheet's upper left corner is corner number `turns` of the quadrilateral.
        read = read_cells(np.rot90(inside, turns))
        if read is not None:
            corner, number, third = read
            return FoundMark(corner, number, third, np.roll(quad, -turns, axis=0))
    return None


def _brightness_of_cells(grey: Floats, quad: Floats) -> Floats | None:
    """Mean brightness in the middle of each cell of a mark and of the field around it, (12, 12)."""
    cells = np.array([(0, 0), (CELLS, 0), (CELLS, CELLS), (0, CELLS)], np.float64)
    to_pixels = homography_of(cells, quad)
    offsets = np.linspace(0.3, 0.7, 5)
    along = (np.arange(-1, CELLS + 1)[:, None] + offsets[None, :]).ravel()
    x, y = np.meshgrid(along, along)
    places = moved(to_pixels, np.column_stack([x.ravel(), y.ravel()]))
    if not np.isfinite(places).all():
        return None
    values = sampled(grey[None], places)[0].reshape(CELLS + 2, 5, CELLS + 2, 5)
    return np.asarray(values.mean(axis=(1, 3)))


def _refined(grey: Floats, quad: Floats, reach: float) -> Floats | None:
    """Corners where the lines through the edges of a dark quadrilateral meet."""
    middle = quad.mean(axis=0)
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0)):
        side = end - start
        length = math.hypot(*side)
        if length < _SMALLEST_MARK_PIXELS / 2:
            return None
        normal = np.array([side[1], -side[0]]) / length
        if normal @ (start + side / 2 - middle) < 0:
            normal = -normal
        steps = np.arange(-reach, reach + _EDGE_STEP, _EDGE_STEP)
        share = np.linspace(0.08, 0.92, _EDGE_SAMPLES)
        points = start + share[:, None] * side
        places = points[:, None, :] + steps[None, :, None] * normal
        values = sampled(grey[None], places.reshape(-1, 2))[0].reshape(len(share), len(steps))
        rise = np.clip(np.diff(values, axis=1), 0, None)
        weight = rise.sum(axis=1)
        at = (steps[:-1] + steps[1:]) / 2
        is_edge = weight > _LEAST_CONTRAST
        if is_edge.sum() < _EDGE_SAMPLES / 4:
            return None
        depth = (rise[is_edge] * at).sum(axis=1) / weight[is_edge]
        line = _line_through(points[is_edge] + depth[:, None] * normal)
        if line is None:
            return None
        lines.append(line)
    corners = [_meeting(lines[place - 1], lines[place]) for place in range(_QUAD)]
    refined = np.array([corner for corner in corners if corner is not None])
    if refined.shape != (_QUAD, 2) or np.abs(refined - quad).max() > 4 * reach:
        return None
    return refined


def _line_through(points: Floats) -> tuple[Floats, Floats] | None:
    """Point and direction of the line that fits best, those that lie far off left out."""
    for _ in range(3):
        if len(points) < 3:
            return None
        middle = points.mean(axis=0)
        _, _, axes = np.linalg.svd(points - middle, full_matrices=False)
        off = np.abs((points - middle) @ axes[1])
        limit = max(3 * float(np.median(off)), 0.05)
        kept = points[off <= limit]
        if len(kept) == len(points):
            break
        points = kept
    return middle, axes[0]


def _meeting(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats | None:
    matrix = np.column_stack([one[1], -other[1]])
    if abs(float(np.linalg.det(matrix))) < 1e-6:
        return None
    return np.asarray(one[0] + np.linalg.solve(matrix, other[0] - one[0])[0] * one[1])


def sampled(bands: Any, places: Floats) -> Floats:
    """Values of a picture between its pixels (bilinear); beyond the edge those of the edge.

    Parameters
    ----------
    bands : ndarray, (b, height, width)
    places : ndarray of float64, (n, 2)
        Pixels from the left and top edge; the middle of the first pixel is 0.5, 0.5.

    Returns
    -------
    ndarray of float32, (b, n)
    """
    height, width = bands.shape[1:]
    x = np.clip(places[:, 0] - 0.5, 0, width - 1)
    y = np.clip(places[:, 1] - 0.5, 0, height - 1)
    left, top = np.minimum(x.astype(np.int64), max(width - 2, 0)), np.minimum(y.astype(np.int64), max(height - 2, 0))
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    share_x, share_y = (x - left).astype(np.float32), (y - top).astype(np.float32)
    upper = bands[:, top, left] * (1 - share_x) + bands[:, top, right] * share_x
    lower = bands[:, below, left] * (1 - share_x) + bands[:, below, right] * share_x
    return np.asarray(upper * (1 - share_y) + lower * share_y, np.float32)


def _turn(first: Floats, second: Floats, third: Floats) -> float:
    (ax, ay), (bx, by) = second - first, third - second
    return float(ax * by - ay * bx)


def _signed_area(quad: Iterable[Any]) -> float:
    points = np.asarray(list(quad))
    x, y = points.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def _area(quad: Floats) -> float:
    return abs(_signed_area(quad))
