"""Where everything stands on a printed sheet, in millimetres from its upper left corner; and where on the ground its map lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Mapping

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats
from ..workspace.tables.territory import PAPERS
from .sheet_code import CELLS, CORNERS, SheetCode

# ISO 216, short and long side.
_PAPER_MM: Mapping[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}
# A cell of a mark stays three pixels wide on a photo of the whole sheet by a camera of five megapixels.
_MARK_MM: Mapping[str, float] = {"A4": 17.0, "A3": 22.0, "A2": 30.0, "A1": 40.0, "A0": 55.0}
_MARGIN_MM = 10.0
_LEGEND_SHARE = 0.2
# The frame of the map is printed so thick that a photo shows it, as a check of how flat the sheet lay.
_FRAME_MM = 0.7
SCALES = tuple(step * 10**power for power in range(2, 6) for step in (1, 2, 5) if step * 10**power <= 1_000_000) + (
    2_500,
    15_000,
    25_000,
    75_000,
    250_000,
)
_M_PER_MM = 0.001


@dataclass(frozen=True)
class Box:
    """A rectangle on paper, in millimetres from the upper left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class SheetGeometry:
    """Places on the paper of a sheet.

    Attributes
    ----------
    width, height : float
        Of the paper.
    marks : mapping of str to Box
        By corner.
    head, map, legend, foot : Box
    frame_mm : float
        Thickness of the map's frame, whose middle runs along the edge of `map`.
    unit : float
        What text and lines are measured in: 1 on A4, more on larger paper.
    """

    width: float
    height: float
    marks: Mapping[str, Box]
    head: Box
    map: Box
    legend: Box
    foot: Box
    frame_mm: float
    unit: float


def sheet_geometry(paper: str, landscape: bool) -> SheetGeometry:
    """Places on a sheet of a size."""
    short, long = _PAPER_MM[paper]
    width, height = (long, short) if landscape else (short, long)
    mark = _MARK_MM[paper]
    # The quiet field around a mark is one cell wide.
    quiet = mark / CELLS
    near, far_x, far_y = _MARGIN_MM, width - _MARGIN_MM - mark, height - _MARGIN_MM - mark
    marks = {
        "nw": Box(near, near, mark, mark),
        "ne": Box(far_x, near, mark, mark),
        "se": Box(far_x, far_y, mark, mark),
        "sw": Box(near, far_y, mark, mark),
    }
    top, bottom = near + mark + quiet, far_y - quiet
    inner = width - 2 * _MARGIN_MM
    legend = inner * _LEGEND_SHARE
    gap = quiet
    return SheetGeometry(
        width=width,
        height=height,
        marks=marks,
        head=Box(near + mark + 2 * quiet, near, inner - 2 * mark - 4 * quiet, mark),
        map=Box(near, top, inner - legend - gap, bottom - top),
        legend=Box(width - _MARGIN_MM - legend, top, legend, bottom - top),
        foot=Box(near + mark + 2 * quiet, far_y, inner - 2 * mark - 4 * quiet, mark),
        frame_mm=_FRAME_MM * mark / _MARK_MM["A3"],
        unit=short / 210.0 if paper == "A4" else (short / 210.0) ** 0.75,
    )


def fitting_scale(width_m: float, height_m: float, paper: str, landscape: bool) -> int:
    """Largest round scale at which a stretch of land fits the map of a sheet.

    Raises
    ------
    InputError
        ``sheet.too_large`` when it fits at no scale.
    """
    frame = sheet_geometry(paper, landscape).map
    needed = max(width_m / (frame.width * _M_PER_MM), height_m / (frame.height * _M_PER_MM))
    for scale in sorted(SCALES):
        if scale >= needed:
            return scale
    raise InputError("sheet.too_large", width_km=round(width_m / 1000, 1), height_km=round(height_m / 1000, 1))


def sheet_over(
    middle: tuple[float, float], epsg: int, scale: int, paper: str, landscape: bool, made_on: date
) -> SheetCode:
    """The sheet whose map has its middle at a place; its corner falls on a whole metre.

    Raises
    ------
    InputError
        ``sheet.unknown_paper``, ``sheet.bad_scale``, ``sheet.outside``.
    """
    if paper not in PAPERS:
        raise InputError("sheet.unknown_paper", paper=paper, papers=", ".join(PAPERS))
    if not 100 <= scale <= 1_000_000:
        raise InputError("sheet.bad_scale", scale=scale)
    frame = sheet_geometry(paper, landscape).map
    half_width, half_height = frame.width * _M_PER_MM * scale / 2, frame.height * _M_PER_MM * scale / 2
    code = SheetCode(
        epsg, round(middle[0] - half_width), round(middle[1] - half_height), scale, paper, landscape, made_on
    )
    code.packed()
    return code


def ground_extent(code: SheetCode) -> tuple[float, float, float, float]:
    """West, south, east and north of the map of a sheet, metres in its UTM system."""
    frame = sheet_geometry(code.paper, code.landscape).map
    width, height = frame.width * _M_PER_MM * code.scale, frame.height * _M_PER_MM * code.scale
    return code.easting, code.northing, code.easting + width, code.northing + height


def ground_of_paper(code: SheetCode, places_mm: Floats) -> Floats:
    """Easting and northing of places on the paper.

    Parameters
    ----------
    places_mm : ndarray of float64, (n, 2)
        From the upper left corner of the sheet, to the right and down.

    Returns
    -------
    ndarray of float64, (n, 2)
    """
    frame = sheet_geometry(code.paper, code.landscape).map
    metres = _M_PER_MM * code.scale
    ground = np.empty_like(places_mm, np.float64)
    ground[:, 0] = code.easting + (places_mm[:, 0] - frame.left) * metres
    ground[:, 1] = code.northing + (frame.bottom - places_mm[:, 1]) * metres
    return ground


def mark_corners_mm(code: SheetCode, corner: str) -> Floats:
    """Outer corners of a mark on paper, from its upper left one clockwise; (4, 2)."""
    box = sheet_geometry(code.paper, code.landscape).marks[corner]
    return np.array(
        [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)], np.float64
    )


def map_corners_mm(code: SheetCode) -> Floats:
    """Corners of the map's frame on paper, from the north-western one clockwise; (4, 2)."""
    box = sheet_geometry(code.paper, code.landscape).map
    return np.array(
        [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)], np.float64
    )


def grid_interval_m(scale: int) -> int:
    """Distance of the lines of the grid, a round number of metres of some four to ten centimetres on paper."""
    wanted = 0.04 * scale
    return next(step * 10**power for power in range(1, 7) for step in (1, 2, 5) if step * 10**power >= wanted)


__all__ = [
    "CORNERS",
    "SCALES",
    "Box",
    "SheetGeometry",
    "fitting_scale",
    "grid_interval_m",
    "ground_extent",
    "ground_of_paper",
    "map_corners_mm",
    "mark_corners_mm",
    "sheet_geometry",
    "sheet_over",
]
