"""Draw the templates of the plan, one for each paper, into ``resources/layouts``.

The plan finds its items by their ids: ``map``, ``location``, ``legend``, ``scalebar``, ``north``, ``mark``, ``checksum``, and the areas
``table_area`` and ``title_block_area``. Labels may hold any of the plan's variables, for instance ``[% @plan_area_ha %]``. A federation
edits a copy in
QGIS (Layout > Layout Manager > New from template) and keeps the ids.

Drawn with QGIS 3.22 (``scripts/qgis322.sh``), the oldest that must read them: a newer QGIS reads what an older one wrote, not the reverse.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import uuid
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_HASH_SEED"] = "0"  # attributes of XML in one order

from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "layouts"
MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
INK = "#22302a"
RED = "#38c0392b"  # alpha first: the map stays legible below it

# width, height, width of the column at the right, height of the title block, height of its letters, all in millimetres
PAPERS = {
    "A4": (297.0, 210.0, 84.0, 92.0, 1.9),
    "A3": (420.0, 297.0, 112.0, 118.0, 2.4),
    "A2": (594.0, 420.0, 140.0, 138.0, 2.8),
    "A1": (841.0, 594.0, 185.0, 176.0, 3.4),
    "A0": (1189.0, 841.0, 230.0, 220.0, 4.2),
}
MARGIN = 10.0
BINDING = 20.0


def text_format(size_mm: float, bold: bool = False, colour: str = INK) -> QgsTextFormat:
    """Letters of a height in millimetres."""
    font = QFont("Open Sans")
    font.setBold(bold)
    lettering = QgsTextFormat()
    lettering.setFont(font)
    if bold:
        lettering.setNamedStyle("Bold")
    lettering.setSize(size_mm)
    lettering.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    lettering.setColor(QColor(colour))
    return lettering


def font_of(size_mm: float, bold: bool = False) -> QFont:
    """The same letters for items that take a font in points."""
    font = QFont("Open Sans")
    font.setPointSizeF(size_mm * 72 / 25.4)
    font.setBold(bold)
    return font


def place(item: QgsLayoutItem, layout: QgsPrintLayout, name: str, x: float, y: float, w: float, h: float) -> None:
    """Give an item its id, its place and its size."""
    item.setId(name)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(w, h, MM))


def label(
    layout: QgsPrintLayout, name: str, text: str, box: tuple[float, float, float, float], size: float,
    bold: bool = False, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft, colour: str = INK,
) -> QgsLayoutItemLabel:  # fmt: skip
    """A label of the template."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    item.setHAlign(align)
    item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    item.setFont(font_of(size, bold))
    item.setFontColor(QColor(colour))
    place(item, layout, name, *box)
    return item


def area(layout: QgsPrintLayout, name: str, box: tuple[float, float, float, float]) -> None:
    """An empty frame that the plan fills."""
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    shape.setSymbol(QgsFillSymbol.createSimple({"style": "no", "outline_color": "34,48,42", "outline_width": "0.2"}))
    place(shape, layout, name, *box)


def draw(paper: str) -> QgsPrintLayout:
    """The template of one paper."""
    width, height, column, block, size = PAPERS[paper]
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.setName(f"Plano {paper}")
    page = layout.pageCollection().pages()[0]
    page.setPageSize(paper, QgsLayoutItemPage.Orientation.Landscape)

    left, top, bottom = BINDING, MARGIN, height - MARGIN
    x = width - MARGIN - column
    map_width, band = x - left - 3.0, 5.5 * size
    framed = QgsLayoutMeasurement(0.4, MM)

    chart = QgsLayoutItemMap(layout)
    place(chart, layout, "map", left, top, map_width, bottom - top - band)
    chart.setFrameEnabled(True)
    chart.setFrameStrokeWidth(framed)

    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(chart)
    bar.setStyle("Single Box")
    bar.setTextFormat(text_format(size * 0.9))
    bar.setHeight(size * 0.7)
    place(bar, layout, "scalebar", left + 0.24 * map_width, bottom - band + 1.0, map_width * 0.3, band - 1.0)
    label(
        layout,
        "scale",
        "[% @plan_scale_text %]",
        (left, bottom - band + 1.0, map_width * 0.24, band - 1.0),
        size * 1.5,
        True,
    )
    label(
        layout, "frame_text", "[% @plan_frame_text %]",
        (left + map_width * 0.55, bottom - band + 1.0, map_width * 0.45, band - 1.0),
        size * 0.85, align=Qt.AlignmentFlag.AlignRight,
    )  # fmt: skip

    inset = min(column * 0.62, (height - 2 * MARGIN) * 0.2)
    north = QgsLayoutItemPicture(layout)
    place(north, layout, "north", x + 2.0, top + 2.0, inset * 0.5, inset * 0.75)
    location = QgsLayoutItemMap(layout)
    place(location, layout, "location", x + column - inset, top, inset, inset)
    location.setFrameEnabled(True)
    location.setFrameStrokeWidth(framed)

    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(chart)
    legend.setAutoUpdateModel(False)
    legend.setResizeToContents(True)
    legend.setTitle("")
    for style, share in (
        (QgsLegendStyle.Style.Title, 1.1),
        (QgsLegendStyle.Style.Group, 1.0),
        (QgsLegendStyle.Style.Subgroup, 1.0),
        (QgsLegendStyle.Style.SymbolLabel, 1.0),
    ):
        of_style = legend.style(style)
        of_style.setFont(font_of(size * share))
        legend.setStyle(style, of_style)
    legend.setSymbolHeight(size * 1.3)
    legend.setSymbolWidth(size * 2.6)
    place(legend, layout, "legend", x, top + inset + 1.0, column, size * 14)

    table_top = top + inset + 1.0 + size * 15
    area(layout, "table_area", (x, table_top, column, bottom - block - table_top - 2.0))
    area(layout, "title_block_area", (x, bottom - block, column, block - 2.6 * size))
    label(
        layout, "checksum", "[% @plan_checksum_text %]", (x, bottom - 2.4 * size, column, 2.4 * size), size * 0.62,
        align=Qt.AlignmentFlag.AlignLeft,
    )  # fmt: skip
    mark = label(
        layout, "mark", "[% @plan_mark %]", (left, top + 0.3 * height, map_width, 0.25 * height), height * 0.13, True,
        Qt.AlignmentFlag.AlignHCenter, RED,
    )  # fmt: skip
    mark.setZValue(90)
    return layout


def save(layout: QgsPrintLayout, path: Path) -> None:
    """Write a template without what changes from run to run."""
    layout.saveAsTemplate(str(path), QgsReadWriteContext())
    text = path.read_text(encoding="utf-8")
    known: dict[str, str] = {}

    def steady(found: re.Match[str]) -> str:
        key = found.group(0)
        return known.setdefault(key, "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"plan-{len(known)}")) + "}")

    text = re.sub(r"\{[0-9a-f]{8}-[0-9a-f-]{27}\}", steady, text)
    text = re.sub(r"<customproperties>.*?</customproperties>", "<customproperties/>", text, flags=re.S)
    path.write_text(text, encoding="utf-8")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--target", type=Path, default=TARGET)
    target = parser.parse_args().target
    application = QgsApplication([], False)
    application.initQgis()
    for paper in PAPERS:
        save(draw(paper), target / f"plan_{paper.lower()}.qpt")
        print(f"layouts: plan_{paper.lower()}.qpt")
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
