"""The layers of a plan's map: perimeter, enclaves, vertices, labels in their places and the lines that lead to them."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProperty,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF

from ..compat import font_families
from ..errors import OutputError
from ..titling.boundary import printed_polygon
from ..titling.land_capacity import CESSION, EXCLUDED, PROPERTY, UNCLASSIFIED
from ..titling.plan import PlanDrawing
from ..titling.plan_labels import NEIGHBOUR, SIDE, UNIT, VERTEX

INK = "#22302a"
FAMILIES = ("Open Sans", "Arial", "Liberation Sans", "Noto Sans", "DejaVu Sans")
_MM = QgsUnitTypes.RenderUnit.RenderMillimeters
_MEASURED_PX = 200
_DEEP = set("gjpqyçÇ,;()_|")
_COLOURS = {VERTEX: INK, SIDE: "#1f4e79", NEIGHBOUR: "#5b2c12", UNIT: "#2f6b3a"}
# told apart by their hatching where the plan is printed without colours
_LAND = {
    PROPERTY: {"style": "solid", "color": "255,236,179"},
    CESSION: {"style": "f_diagonal", "color": "110,160,110"},
    UNCLASSIFIED: {"style": "dense6", "color": "150,150,150"},
    EXCLUDED: {"style": "cross", "color": "120,160,200"},
}


def letter_family() -> str:
    """First of the known families that this computer has; QGIS carries Open Sans, Windows has Arial.

    Raises
    ------
    OutputError
        ``pdf.no_fonts`` when it has none at all.
    """
    present = set(font_families())
    if not present:
        raise OutputError("pdf.no_fonts")
    return next((family for family in FAMILIES if family in present), QFont().defaultFamily())


class TextMeasure:
    """Width and height in millimetres of a text, several lines included; the height is that of its capitals and of what hangs below."""

    def __init__(self, family: str) -> None:
        font = QFont(family)
        font.setPixelSize(_MEASURED_PX)
        self._metrics = QFontMetricsF(font)

    def __call__(self, text: str, height_mm: float) -> tuple[float, float]:
        """Width and height of `text` with letters of `height_mm`."""
        scale = height_mm / _MEASURED_PX
        lines = text.split("\n")
        width = max(self._metrics.horizontalAdvance(line) for line in lines)
        height = self._metrics.capHeight() + (len(lines) - 1) * self._metrics.lineSpacing()
        if set(text) & _DEEP or len(lines) > 1:
            height += 2 * self._metrics.descent()
        return width * scale, height * scale


def text_format(
    family: str, height_mm: float, colour: str = INK, halo: bool = False, bold: bool = False
) -> QgsTextFormat:
    """Letters of a height in millimetres."""
    font = QFont(family)
    font.setBold(bold)
    lettering = QgsTextFormat()
    lettering.setFont(font)
    lettering.setSize(height_mm)
    lettering.setSizeUnit(_MM)
    lettering.setColor(QColor(colour))
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.35)
        buffer.setSizeUnit(_MM)
        buffer.setColor(QColor(255, 255, 255, 220))
        lettering.setBuffer(buffer)
    return lettering


def perimeter_layer(drawing: PlanDrawing) -> QgsVectorLayer:
    """The territory, enclaves taken out."""
    part = drawing.content.part
    layer = _layer("MultiPolygon", drawing, f"regime.{part}" if part else "plan.layer.perimeter")
    _add(layer, [(printed_polygon(drawing.content.table), [])])
    fill = {"color": "255,246,196,90"} if drawing.content.land is None else {"style": "no"}
    symbol = QgsFillSymbol.createSimple(
        {**fill, "outline_color": "34,48,42", "outline_width": "0.6", "joinstyle": "miter"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def enclave_layer(drawing: PlanDrawing) -> QgsVectorLayer | None:
    """Land of others within, hatched; None when there is none."""
    rings = [ring for ring in drawing.content.table.rings if ring.ring]
    if not rings:
        return None
    layer = _layer("Polygon", drawing, "plan.layer.enclaves")
    polygons = []
    for ring in rings:
        points = [QgsPointXY(float(easting), float(northing)) for easting, northing in ring.points]
        polygons.append((QgsGeometry.fromPolygonXY([[*points, points[0]]]), []))
    _add(layer, polygons)
    symbol = QgsFillSymbol.createSimple(
        {"style": "b_diagonal", "color": "150,60,40", "outline_color": "34,48,42", "outline_width": "0.4"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def regime_layers(drawing: PlanDrawing) -> list[QgsVectorLayer]:
    """Property, cession in use, land without class and exclusions, each named with its area; none when it was not divided."""
    land = drawing.content.land
    layers = []
    for regime, words in drawing.content.regimes():
        layer = QgsVectorLayer(f"MultiPolygon?crs={drawing.content.table.crs}", words, "memory")
        pieces = []
        for row in land.of(regime) if land is not None else ():
            piece = QgsGeometry()
            piece.fromWkb(row.wkb)
            pieces.append((piece, []))
        _add(layer, pieces)
        outline = {"outline_color": "90,100,90", "outline_width": "0.2"}
        layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({**_LAND[regime], **outline})))
        layers.append(layer)
    return layers


def vertex_layer(drawing: PlanDrawing) -> QgsVectorLayer:
    """All vertices."""
    layer = _layer("Point", drawing, "plan.layer.vertices")
    _add(
        layer,
        [
            (QgsGeometry.fromPointXY(QgsPointXY(float(row.easting), float(row.northing))), [])
            for row in drawing.content.table.rows
        ],
    )
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "size": "0.9", "color": "255,255,255", "outline_color": "34,48,42", "outline_width": "0.25"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def leader_layer(drawing: PlanDrawing) -> QgsVectorLayer:
    """Lines from vertices and sides to labels that stand apart."""
    layer = _layer("LineString", drawing, "")
    lines = [
        (QgsGeometry.fromPolylineXY([QgsPointXY(*drawing.frame.on_ground(*end)) for end in label.leader]), [])
        for label in drawing.labels.labels
        if label.leader is not None
    ]
    _add(layer, lines)
    symbol = QgsLineSymbol.createSimple({"line_color": "110,110,110", "line_width": "0.12"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def label_layer(drawing: PlanDrawing, family: str, text_mm: dict[str, float]) -> QgsVectorLayer:
    """The labels, each pinned where it was placed.

    Parameters
    ----------
    text_mm : dict of str to float
        Height of the letters of each kind.
    """
    layer = _layer("Point", drawing, "", "&field=text:string&field=angle:double&field=size:double&field=colour:string")
    points = []
    for label in drawing.labels.labels:
        ground = QgsPointXY(*drawing.frame.on_ground(label.x, label.y))
        # QGIS turns labels clockwise
        points.append(
            (
                QgsGeometry.fromPointXY(ground),
                [label.text, -label.rotation_deg, text_mm[label.kind], _COLOURS[label.kind]],
            )
        )
    _add(layer, points)
    layer.setRenderer(QgsNullSymbolRenderer())
    settings = QgsPalLayerSettings()
    settings.fieldName = "text"
    settings.enabled = True
    settings.displayAll = True
    settings.setFormat(text_format(family, text_mm[VERTEX], halo=True))
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    properties = settings.dataDefinedProperties()
    of = QgsPalLayerSettings.Property
    for key, value in (
        (of.PositionX, QgsProperty.fromExpression("$x")),
        (of.PositionY, QgsProperty.fromExpression("$y")),
        (of.Hali, QgsProperty.fromValue("Center")),
        (of.Vali, QgsProperty.fromValue("Half")),
        (of.LabelRotation, QgsProperty.fromField("angle")),
        (of.Size, QgsProperty.fromField("size")),
        (of.Color, QgsProperty.fromField("colour")),
        (of.AlwaysShow, QgsProperty.fromValue(1)),
    ):
        properties.setProperty(key, value)
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def _layer(kind: str, drawing: PlanDrawing, phrase: str, fields: str = "") -> QgsVectorLayer:
    name = drawing.content.phrases.say(phrase) if phrase else phrase
    return QgsVectorLayer(f"{kind}?crs={drawing.content.table.crs}{fields}", name, "memory")


def _add(layer: QgsVectorLayer, rows: Sequence[tuple[QgsGeometry, list[Any]]]) -> None:
    features = []
    for geometry, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes(attributes)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
