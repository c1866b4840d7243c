"""The demo's layers with their styles, and the picture of its results.

`make demo` renders the picture with a print layout; `make demo-gui` opens the same layers in a project. The words come from the
caller in one language; the figures come from the layers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsBasicNumericFormat,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLabeling,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsLineSymbol,
    QgsMapLayerLegendUtils,
    QgsMarkerSymbol,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QFont

MAP_CRS = "EPSG:32720"
MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
SCALE = 22_500
# Where the names of the communities lie on no alert.
LABEL_AT = {
    "EJ-01": (453_330.0, 8_346_640.0),
    "EJ-02": (454_960.0, 8_347_250.0),
    "EJ-03": (453_655.0, 8_345_830.0),
    "EJ-04": (453_300.0, 8_348_820.0),
}
CENTRE = (453_390.0, 8_347_505.0)
DPI = 200
INK, GREEN, FAINT, PAPER = "#22302a", "#1f5c3a", "#5d6a62", "#fbfaf5"
ALERT_COLOURS = {"low": "#f2b05e", "high": "#e4572e", "highest": "#7d1138"}
ALERT_CODES = {"low": 29_999, "high": 39_999, "highest": 49_999}
POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
OVERLAP = "#b5179e"
FONT = "Open Sans"

Words = Mapping[str, str]


def vector_layer(path: Path, table: str, name: str) -> QgsVectorLayer:
    """A layer of a GeoPackage; an error when it cannot be opened."""
    layer = QgsVectorLayer(f"{path}|layername={table}", name, "ogr")
    if not layer.isValid():
        raise SystemExit(f"{path}|{table}")
    return layer


def fill(colour: str, outline: str, width: float, style: str = "solid", dash: str = "solid") -> QgsFillSymbol:
    """A plain polygon symbol; colours may carry an alpha value, ``#rrggbbaa`` read as red, green, blue, alpha."""
    return QgsFillSymbol.createSimple(
        {
            "color": rgba(colour), "style": style, "outline_color": rgba(outline), "outline_width": str(width),
            "outline_style": dash, "joinstyle": "round",
        }
    )  # fmt: skip


def rgba(colour: str) -> str:
    """``#rrggbb`` or ``#rrggbbaa`` as the text that symbols take."""
    digits = colour.lstrip("#").ljust(8, "f")
    return ",".join(str(int(digits[i : i + 2], 16)) for i in range(0, 8, 2))


def text_format(
    size: float, colour: str = INK, bold: bool = False, halo: str = "", italic: bool = False
) -> QgsTextFormat:
    """Lettering in points, with a halo where it lies on the map."""
    font = QFont(FONT)
    font.setBold(bold)
    font.setItalic(italic)
    lettering = QgsTextFormat()
    lettering.setFont(font)
    lettering.setSize(size)
    lettering.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    lettering.setColor(QColor(colour))
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.7)
        buffer.setColor(QColor(halo))
        lettering.setBuffer(buffer)
    return lettering


def label(
    layer: QgsVectorLayer,
    expression: str,
    lettering: QgsTextFormat,
    over_point: bool = False,
    at: Mapping[str, tuple[float, float]] | None = None,
) -> None:
    """Label the features of a layer by an expression; `at` gives the middle of the label by the feature's ``codigo``."""
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.wrapChar = "\n"
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.setFormat(lettering)
    settings.placement = (
        QgsPalLayerSettings.Placement.OverPoint if over_point else QgsPalLayerSettings.Placement.Horizontal
    )
    settings.displayAll = over_point
    if at:
        properties = settings.dataDefinedProperties()
        kinds = QgsPalLayerSettings.Property
        for axis, kind in enumerate((kinds.PositionX, kinds.PositionY)):
            cases = " ".join(f"WHEN \"codigo\" = '{code}' THEN {place[axis]}" for code, place in at.items())
            properties.setProperty(kind, QgsProperty.fromExpression(f"CASE {cases} END"))
        properties.setProperty(kinds.Hali, QgsProperty.fromValue("Center"))
        properties.setProperty(kinds.Vali, QgsProperty.fromValue("Half"))
        settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def base_layers(demo: Path, words: Words) -> list[QgsVectorLayer]:
    """The invented land, topmost layer first."""
    gpkg = demo / "demo.gpkg"
    community = vector_layer(gpkg, "comunidad", words["community"])
    outline = fill("#ffffff00", GREEN, 0.8, "no")
    band = fill("#ffffff00", GREEN + "40", 2.6, "no")
    outline.insertSymbolLayer(0, band.symbolLayer(0).clone())
    community.setRenderer(QgsSingleSymbolRenderer(outline))
    neighbours = vector_layer(gpkg, "comunidades", words["communities"])
    neighbours.setRenderer(QgsSingleSymbolRenderer(fill("#d9e6c8b0", "#6f9660", 0.4, "solid", "dash")))
    name = "replace(\"nomcom\", ' de ejemplo ', ' de ejemplo\\n')"
    label(neighbours, name, text_format(7.5, GREEN, True, "#f4f7ec"), at=LABEL_AT)
    parcels = vector_layer(gpkg, "predios", words["parcels"])
    parcels.setRenderer(QgsSingleSymbolRenderer(fill("#f5e9cf", "#bf9b5f", 0.18)))
    label(parcels, 'right("cod_predio", 3)', text_format(4.5, "#9a7a42"))
    concession = vector_layer(gpkg, "concesion", words["concession"])
    concession.setRenderer(QgsSingleSymbolRenderer(fill("#8d6cab", "#6d4c8d", 0.35, "b_diagonal")))
    label(
        concession,
        "replace(\"nombre\", ' de ejemplo ', '\\nde ejemplo ')",
        text_format(6.5, "#5a3c78", True, "#f4f7ec"),
    )
    river = vector_layer(gpkg, "rio", words["river"])
    river.setRenderer(QgsSingleSymbolRenderer(fill("#a9d3e6", "#5e9fbd", 0.2)))
    axis = vector_layer(gpkg, "rio_eje", words["river_axis"])
    axis.setRenderer(QgsNullSymbolRenderer())
    label(axis, '"nombre"', text_format(6, "#2f7393", italic=True))
    settings = axis.labeling().settings()
    settings.placement = QgsPalLayerSettings.Placement.Curved
    lines = settings.lineSettings()
    lines.setPlacementFlags(QgsLabeling.LinePlacementFlags(QgsLabeling.LinePlacementFlag.OnLine))
    settings.setLineSettings(lines)
    axis.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    return [community, concession, axis, river, parcels, neighbours]


def alert_points(path: Path, words: Words) -> QgsVectorLayer:
    """The imported alerts as squares of the size of their pixels."""
    layer = QgsVectorLayer(str(path), words["alerts"], "ogr")
    present = layer.uniqueValues(layer.fields().lookupField("confidence"))
    categories = []
    for confidence, colour in ALERT_COLOURS.items():
        if confidence not in present:
            continue
        symbol = QgsMarkerSymbol.createSimple(
            {
                "name": "square",
                "color": rgba(colour),
                "outline_style": "no",
                "size": "9.6",
                "size_unit": "RenderMetersInMapUnits",
            }
        )
        categories.append(QgsRendererCategory(confidence, symbol, words[confidence]))
    layer.setRenderer(QgsCategorizedSymbolRenderer("confidence", categories))
    return layer


def alert_raster(path: Path, words: Words) -> QgsRasterLayer:
    """The alert window coloured by the confidence in its codes (2xxxx low, 3xxxx high, 4xxxx highest)."""
    layer = QgsRasterLayer(str(path), words["alerts"])
    ramp = QgsColorRampShader(20_000, 49_999, None, QgsColorRampShader.Type.Discrete)
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(ALERT_CODES[c], QColor(ALERT_COLOURS[c]), words[c]) for c in ALERT_COLOURS]
    )
    shader = QgsRasterShader(20_000, 49_999)
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    return layer


def overlap_layers(path: Path, words: Words) -> tuple[QgsVectorLayer, QgsVectorLayer]:
    """The overlaps, and a numbered mark on each, the largest first."""
    layer = QgsVectorLayer(str(path), words["overlaps"], "ogr")
    layer.setRenderer(QgsSingleSymbolRenderer(fill(OVERLAP + "38", OVERLAP, 0.5)))
    marks = QgsVectorLayer(f"Point?crs={layer.crs().authid()}&field=number:integer", "", "memory")
    features = []
    ranked = sorted(layer.getFeatures(), key=lambda feature: -float(feature["area_ha"]))
    for number, feature in enumerate(ranked, 1):
        mark = QgsFeature(marks.fields())
        mark.setGeometry(QgsGeometry(feature.geometry()).poleOfInaccessibility(1.0)[0])
        mark["number"] = number
        features.append(mark)
    marks.dataProvider().addFeatures(features)
    symbol = QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "255,255,255",
            "outline_color": rgba(OVERLAP),
            "outline_width": "0.45",
            "size": "4.2",
        }
    )
    marks.setRenderer(QgsSingleSymbolRenderer(symbol))
    label(marks, '"number"', text_format(7, OVERLAP, True), over_point=True)
    return layer, marks


def render(
    picture: Path, demo: Path, alerts: Path, overlaps: Path, words: Words, notes: Mapping[str, Sequence[str]]
) -> None:
    """Draw the picture of the results.

    Parameters
    ----------
    picture : Path
        PNG to write, A4 across.
    notes : mapping of str to sequence of str
        Lines of the panel beside the map, under the headings ``alerts``, ``overlaps`` and ``title``.
    """
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem(MAP_CRS))
    overlap, marks = overlap_layers(overlaps, words)
    base = base_layers(demo, words)
    points = alert_points(alerts, words)
    layers = [marks, base[0], points, overlap, *base[1:]]
    project.addMapLayers(layers)
    legend_layers = [points, overlap, *(layer for layer in base if layer.geometryType() == POLYGON)]
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageStyleSymbol(fill(PAPER, PAPER, 0))
    write(layout, words["map_title"], 10, 7, 200, text_format(17, GREEN, True))
    write(layout, words["map_subtitle"], 10, 15.5, 199, text_format(8.5, FAINT))
    map_item = add_map(layout, layers, QRectF(10, 23, 199, 168))
    panel = 214.0
    y = 23.0
    for heading in ("alerts", "overlaps", "title"):
        write(layout, words[f"panel_{heading}"], panel, y, 75, text_format(8.5, GREEN, True))
        y += 5
        for line in notes[heading]:
            rows = 1 + len(line) // 66
            write(layout, line, panel, y, 75, text_format(6.8), 3.4 * rows + 1)
            y += 3.5 * rows
        y += 2.5
    write(layout, words["legend"], panel, y, 75, text_format(8.5, GREEN, True))
    add_legend(layout, map_item, legend_layers, panel - 2, y + 4)
    add_scale(layout, map_item, words, panel, 180)
    write(layout, words["credits"], 10, 194, 277, text_format(6.2, FAINT), 12)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    settings.generateWorldFile = False
    if QgsLayoutExporter(layout).exportToImage(str(picture), settings) != QgsLayoutExporter.ExportResult.Success:
        raise SystemExit(words["no_picture"].format(path=picture))


def write(
    layout: Any, text: str, x: float, y: float, width: float, lettering: QgsTextFormat, height: float = 9
) -> None:
    """Put text on the sheet; millimetres from its upper left corner."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    if hasattr(item, "setTextFormat"):
        item.setTextFormat(lettering)
    else:
        font = lettering.font()
        font.setPointSizeF(lettering.size())
        item.setFont(font)
        item.setFontColor(lettering.color())
    item.setMarginX(0)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))
    layout.addLayoutItem(item)


def add_map(layout: Any, layers: list[Any], frame: QRectF) -> QgsLayoutItemMap:
    """The map, with its UTM grid written along the frame."""
    item = QgsLayoutItemMap(layout)
    item.attemptMove(QgsLayoutPoint(frame.x(), frame.y(), MM))
    item.attemptResize(QgsLayoutSize(frame.width(), frame.height(), MM))
    item.setCrs(QgsCoordinateReferenceSystem(MAP_CRS))
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    item.setBackgroundColor(QColor("#eef1e4"))
    half_width, half_height = frame.width() * SCALE / 2000, frame.height() * SCALE / 2000
    x, y = CENTRE
    item.setExtent(QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#9aa59d"))
    grid = QgsLayoutItemMapGrid("UTM", item)
    grid.setIntervalX(1000)
    grid.setIntervalY(1000)
    grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Cross)
    grid.setCrossLength(1.2)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": rgba("#8b968e"), "width": "0.15"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationPrecision(0)
    grid.setAnnotationFrameDistance(0.6)
    if hasattr(grid, "setAnnotationTextFormat"):
        grid.setAnnotationTextFormat(text_format(5.5, FAINT))
    for side in (QgsLayoutItemMapGrid.BorderSide.Left, QgsLayoutItemMapGrid.BorderSide.Right):
        grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
    for side in (QgsLayoutItemMapGrid.BorderSide.Top, QgsLayoutItemMapGrid.BorderSide.Right):
        grid.setAnnotationDisplay(QgsLayoutItemMapGrid.DisplayMode.HideAll, side)
    for side in (QgsLayoutItemMapGrid.BorderSide.Left, QgsLayoutItemMapGrid.BorderSide.Bottom):
        grid.setAnnotationPosition(QgsLayoutItemMapGrid.AnnotationPosition.InsideMapFrame, side)
    item.grids().addGrid(grid)
    layout.addLayoutItem(item)
    return item


def add_legend(layout: Any, map_item: Any, layers: list[Any], x: float, y: float) -> None:
    """Legend of the layers, in the order given."""
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(map_item)
    legend.setAutoUpdateModel(False)
    entries = legend.model().rootGroup()
    entries.clear()
    for layer in layers:
        entry = entries.addLayer(layer)
        renderer = layer.renderer()
        if isinstance(renderer, QgsCategorizedSymbolRenderer):
            # In the map these squares are as large as a pixel on the ground: too small to tell their colours in the legend.
            for node, category in enumerate(renderer.categories()):
                symbol = category.symbol().clone()
                symbol.setSize(2.8)
                symbol.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
                QgsMapLayerLegendUtils.setLegendNodeCustomSymbol(entry, node, symbol)
            legend.model().refreshLayerLegend(entry)
    for kind, size, bold in (
        (QgsLegendStyle.Style.Subgroup, 7.0, True),
        (QgsLegendStyle.Style.SymbolLabel, 7.0, False),
        (QgsLegendStyle.Style.Group, 7.0, True),
    ):
        style = legend.style(kind)
        style.setTextFormat(text_format(size, INK, bold))
        style.setMargin(QgsLegendStyle.Side.Top, 1.3)
        legend.setStyle(kind, style)
    legend.setSymbolWidth(6)
    legend.setSymbolHeight(3.2)
    legend.setBackgroundEnabled(False)
    legend.attemptMove(QgsLayoutPoint(x, y, MM))
    layout.addLayoutItem(legend)
    legend.adjustBoxSize()


def add_scale(layout: Any, map_item: Any, words: Words, x: float, y: float) -> None:
    """Scale bar, scale and north arrow."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(map_item)
    bar.setStyle("Single Box")
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnitLabel("m")
    bar.setUnitsPerSegment(500)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    numbers = QgsBasicNumericFormat()
    numbers.setShowThousandsSeparator(False)
    bar.setNumericFormat(numbers)
    bar.setHeight(1.6)
    bar.setFillColor(QColor(INK))
    bar.setTextFormat(text_format(6.5))
    bar.attemptMove(QgsLayoutPoint(x - 1, y, MM))
    layout.addLayoutItem(bar)
    write(
        layout, words["scale"].format(scale=f"{SCALE:,}".replace(",", " ")), x, y + 9.6, 60, text_format(6.5, FAINT), 4
    )
    arrow = QgsLayoutItemPicture(layout)
    arrows = [Path(p) / "arrows" / "NorthArrow_04.svg" for p in QgsApplication.svgPaths()]
    arrow.setPicturePath(str(next(path for path in arrows if path.is_file())))
    arrow.setSvgFillColor(QColor(INK))
    arrow.attemptMove(QgsLayoutPoint(x + 60, y - 2, MM))
    arrow.attemptResize(QgsLayoutSize(10, 12, MM))
    layout.addLayoutItem(arrow)


def main() -> int:
    """Draw the sheet that standard input describes in JSON."""
    sheet = json.load(sys.stdin)
    application = QgsApplication([], True)
    application.initQgis()
    try:
        sheet["words"]["credits"] = sheet["words"]["credits"].format(version=sheet["version"], qgis=Qgis.version())
        render(*(Path(sheet[key]) for key in ("picture", "demo", "alerts", "overlaps")), sheet["words"], sheet["notes"])
    finally:
        application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
