"""A sheet to draw on: base map with grid, scale, north, a blank legend, and corner marks by which its photo finds back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..compat import always_text, font_families
from ..errors import CancelledError
from ..geo.progress import IsCancelled
from ..territory.sheet_code import CELLS, CORNERS, SheetCode, mark_cells
from ..territory.sheet_geometry import Box, SheetGeometry, grid_interval_m, ground_extent, sheet_geometry
from ..territory.words import Words
from .layout_export import write_layout_pdf
from .main_thread import while_alive

_MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
_INK = QColor("#1c2226")
_FAINT = QColor("#55616a")
_FAMILIES = ("Arial", "Open Sans", "Liberation Sans", "DejaVu Sans")
_DPI = 300
_LEGEND_ROW = 11.0
_SEGMENTS = 4


@dataclass(frozen=True)
class SheetContent:
    """What stands on a sheet.

    Attributes
    ----------
    code : SheetCode
    words : Words
    layers : sequence of QgsMapLayer
        Base map, the uppermost first, released already.
    community, place : str
        Empty for lines to write on.
    held_on : date, optional
    """

    code: SheetCode
    words: Words
    layers: Sequence[QgsMapLayer]
    community: str = ""
    place: str = ""
    held_on: date | None = None


def write_sheet(content: SheetContent, path: Path | str, project: QgsProject, is_cancelled: IsCancelled) -> None:
    """Write a sheet as PDF; text stays text. Main thread only, as all print layouts.

    Raises
    ------
    OutputError
        When the file cannot be written.
    CancelledError
    """
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as folder:
        layout = sheet_layout(content, project, Path(folder))
        if is_cancelled():
            raise CancelledError
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = _DPI
        settings.textRenderFormat = always_text()
        # Author and the like of the project are nobody's business on paper that goes round.
        settings.exportMetadata = False
        write_layout_pdf(layout, path, settings, while_alive(is_cancelled))


def sheet_layout(content: SheetContent, project: QgsProject, folder: Path) -> QgsPrintLayout:
    """The layout of a sheet; `folder` keeps the drawings of its marks for as long as it is needed."""
    code = content.code
    place = sheet_geometry(code.paper, code.landscape)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(place.width, place.height, _MM))
    map_item = _add_map(layout, content, place)
    _add_marks(layout, code, place, folder)
    _add_head(layout, content, place)
    _add_legend(layout, content, place)
    _add_foot(layout, content, place, map_item)
    return layout


def _add_map(layout: QgsPrintLayout, content: SheetContent, place: SheetGeometry) -> QgsLayoutItemMap:
    code, unit = content.code, place.unit
    item = QgsLayoutItemMap(layout)
    _put(item, place.map)
    item.setCrs(QgsCoordinateReferenceSystem(f"EPSG:{code.epsg}"))
    item.setLayers(list(content.layers))
    item.setKeepLayerSet(True)
    item.setBackgroundColor(QColor("#ffffff"))
    item.setExtent(QgsRectangle(*ground_extent(code)))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#000000"))
    item.setFrameStrokeWidth(QgsLayoutMeasurement(place.frame_mm, _MM))
    item.setFrameJoinStyle(Qt.PenJoinStyle.MiterJoin)
    interval = grid_interval_m(code.scale)
    grid = QgsLayoutItemMapGrid("UTM", item)
    grid.setIntervalX(interval)
    grid.setIntervalY(interval)
    grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Solid)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": "120,130,138,150", "width": str(0.12 * unit)}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationPrecision(0)
    grid.setAnnotationFrameDistance(0.8 * unit)
    lettering = _lettering(6.0 * unit, _FAINT)
    rim = QgsTextBufferSettings()
    rim.setEnabled(True)
    rim.setSize(0.5 * unit)
    rim.setColor(QColor("#ffffff"))
    lettering.setBuffer(rim)
    if hasattr(grid, "setAnnotationTextFormat"):
        grid.setAnnotationTextFormat(lettering)
    else:
        grid.setAnnotationFont(_font(lettering))
    for side in (QgsLayoutItemMapGrid.BorderSide.Left, QgsLayoutItemMapGrid.BorderSide.Right):
        grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
    for side in (
        QgsLayoutItemMapGrid.BorderSide.Left,
        QgsLayoutItemMapGrid.BorderSide.Right,
        QgsLayoutItemMapGrid.BorderSide.Top,
        QgsLayoutItemMapGrid.BorderSide.Bottom,
    ):
        # The white field around the marks must stay white.
        grid.setAnnotationPosition(QgsLayoutItemMapGrid.AnnotationPosition.InsideMapFrame, side)
    item.grids().addGrid(grid)
    layout.addLayoutItem(item)
    return item


def _add_marks(layout: QgsPrintLayout, code: SheetCode, place: SheetGeometry, folder: Path) -> None:
    for corner in CORNERS:
        drawing = folder / f"{corner}.svg"
        drawing.write_text(mark_svg(code, corner), encoding="utf-8")
        item = QgsLayoutItemPicture(layout)
        item.setPicturePath(str(drawing))
        item.setResizeMode(QgsLayoutItemPicture.ResizeMode.Stretch)
        _put(item, place.marks[corner])
        layout.addLayoutItem(item)


def mark_svg(code: SheetCode, corner: str) -> str:
    """Drawing of a mark: one rectangle for each run of black cells, so that no hairline shows between cells."""
    rows = []
    for y, row in enumerate(mark_cells(code, corner)):
        start = None
        for x in range(CELLS + 1):
            is_dark = x < CELLS and bool(row[x])
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                # A touch of overlap downwards closes the seam that renderers leave between rows.
                height = 1.02 if y + 1 < CELLS else 1
                rows.append(f'<rect x="{start}" y="{y}" width="{x - start}" height="{height}"/>')
                start = None
    cells = "".join(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CELLS} {CELLS}" width="{CELLS}" height="{CELLS}">'
        f'<g fill="#000000" stroke="none">{cells}</g></svg>'
    )


def _add_head(layout: QgsPrintLayout, content: SheetContent, place: SheetGeometry) -> None:
    head, unit, words = place.head, place.unit, content.words
    _write(layout, words.say("sheet.title"), head, _lettering(15 * unit, _INK, is_bold=True))
    if content.held_on is not None and content.community:
        line = words.say(
            "sheet.workshop",
            community=content.community,
            place=content.place,
            date=f"{content.held_on:%d/%m/%Y}",
        )
    elif content.community:
        line = words.say("sheet.community", community=content.community)
    else:
        line = words.say("sheet.blank")
    below = Box(head.left, head.top + 8 * unit, head.width, head.height - 8 * unit)
    _write(layout, line, below, _lettering(9 * unit, _INK))


def _add_legend(layout: QgsPrintLayout, content: SheetContent, place: SheetGeometry) -> None:
    legend, unit = place.legend, place.unit
    arrow = 12 * unit
    north = Box(legend.left + (legend.width - arrow) / 2, legend.top, arrow, arrow * 1.6)
    _add_north(layout, north, content.words, unit)
    heading = Box(legend.left, north.bottom + 3 * unit, legend.width, 13 * unit)
    _write(layout, content.words.say("sheet.legend"), heading, _lettering(8 * unit, _INK, is_bold=True))
    top = heading.bottom + 1 * unit
    row = _LEGEND_ROW * unit
    sign = 13 * unit
    while top + row <= legend.bottom + 0.01:
        _draw_box(layout, Box(legend.left, top, sign, row - 2.5 * unit), unit)
        _draw_box(
            layout,
            Box(legend.left + sign + 2 * unit, top + row - 2.7 * unit, legend.width - sign - 2 * unit, 0.2 * unit),
            unit,
        )
        top += row


def _add_north(layout: QgsPrintLayout, box: Box, words: Words, unit: float) -> None:
    letter = _lettering(12 * unit, _INK, is_bold=True)
    middle = Box(box.left, box.top, box.width, 6 * unit)
    item = _write(layout, words.say("sheet.north"), middle, letter)
    item.setHAlign(Qt.AlignmentFlag.AlignHCenter)
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Triangle)
    shape.setSymbol(QgsFillSymbol.createSimple({"color": "28,34,38", "outline_style": "no"}))
    _put(shape, Box(box.left + box.width * 0.3, box.top + 6.5 * unit, box.width * 0.4, box.height - 6.5 * unit))
    layout.addLayoutItem(shape)


def _add_foot(layout: QgsPrintLayout, content: SheetContent, place: SheetGeometry, map_item: Any) -> None:
    foot, unit, words, code = place.foot, place.unit, content.words, content.code
    left = Box(foot.left, foot.top, foot.width * 0.36, foot.height)
    right = Box(left.right + 3 * unit, foot.top, foot.width - left.width - 3 * unit, foot.height)
    scale = words.say("sheet.scale", scale=_thousands(code.scale))
    _write(layout, scale, left, _lettering(10 * unit, _INK, is_bold=True))
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(map_item)
    bar.setStyle("Single Box")
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnitLabel("m")
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(_SEGMENTS)
    bar.setUnitsPerSegment(_segment_m(left.width * 0.8 / 1000 * code.scale / _SEGMENTS))
    bar.setHeight(1.6 * unit)
    bar.setBoxContentSpace(0)
    bar.setTextFormat(_lettering(6.5 * unit, _INK))
    bar.attemptMove(QgsLayoutPoint(left.left, left.top + 6 * unit, _MM))
    layout.addLayoutItem(bar)
    zone = f"{code.epsg % 100}{'S' if code.epsg > 32700 else 'N'}"
    facts = "   ".join(
        (
            words.say("sheet.scale_note", metres=_thousands(code.scale / 100)),
            words.say("sheet.grid", zone=zone, interval=_thousands(grid_interval_m(code.scale))),
        )
    )
    lines = (
        (facts, 7.0, 3.6, _INK),
        (words.say("sheet.marks"), 7.0, 7.4, _INK),
        (words.say("sheet.code", code=code.written()), 7.0, 4.0, _FAINT),
    )
    top = right.top
    for text, size, height, color in lines:
        _write(layout, text, Box(right.left, top, right.width, height * unit), _lettering(size * unit, color))
        top += height * unit


def _put(item: Any, box: Box) -> None:
    item.attemptMove(QgsLayoutPoint(box.left, box.top, _MM))
    item.attemptResize(QgsLayoutSize(box.width, box.height, _MM))


def _write(layout: QgsPrintLayout, text: str, box: Box, lettering: QgsTextFormat) -> QgsLayoutItemLabel:
    item = QgsLayoutItemLabel(layout)
    # A name that looks like an expression of QGIS stays a name.
    item.setText(text.replace("[%", "[ %"))
    if hasattr(item, "setTextFormat"):
        item.setTextFormat(lettering)
    else:
        item.setFont(_font(lettering))
        item.setFontColor(lettering.color())
    item.setMarginX(0)
    item.setMarginY(0)
    _put(item, box)
    layout.addLayoutItem(item)
    return item


def _draw_box(layout: QgsPrintLayout, box: Box, unit: float) -> None:
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    shape.setSymbol(
        QgsFillSymbol.createSimple(
            {"color": "255,255,255", "outline_color": "85,97,106", "outline_width": str(0.2 * unit)}
        )
    )
    _put(shape, box)
    layout.addLayoutItem(shape)


def _lettering(points: float, color: QColor, is_bold: bool = False) -> QgsTextFormat:
    lettering = QgsTextFormat()
    font = lettering.font()
    known = set(font_families())
    font.setFamily(next((family for family in _FAMILIES if family in known), font.family()))
    font.setBold(is_bold)
    lettering.setFont(font)
    lettering.setSize(points)
    lettering.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    lettering.setColor(color)
    return lettering


def _font(lettering: QgsTextFormat) -> Any:
    font = lettering.font()
    font.setPointSizeF(lettering.size())
    return font


def _thousands(number: float) -> str:
    """A number as a map writes it, thousands apart by a space that does not break."""
    return f"{number:,.{0 if float(number).is_integer() else 1}f}".replace(",", "\u00a0")


def _segment_m(longest: float) -> float:
    return max(
        step * 10.0**power for power in range(7) for step in (1, 2, 5) if step * 10.0**power <= max(longest, 1.0)
    )
