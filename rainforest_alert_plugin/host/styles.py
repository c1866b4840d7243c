"""How results look: QML files of ``resources/styles``, their legend in the person's language, their place in time."""

from __future__ import annotations

import datetime
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ..alerts.encoding import DATE_CONF, GFW_EPOCH, unix_day
from ..alerts.raster import open_alerts
from ..errors import InputError
from ..i18n import translate
from ..paths import resource
from .alert_layers import DATE_FIELDS, raster_path

CONFIDENCE, AGE = "confidence", "age"
LOOKS = (CONFIDENCE, AGE)
AGE_DAYS = (7, 30, 90)
AGE_COLORS = ("#b3001b", "#f0641e", "#f6c443", "#8a8fa3")
_VECTOR_STYLES = {
    ("points", CONFIDENCE): "alert_points",
    ("points", AGE): "alert_points_age",
    ("events", CONFIDENCE): "events_confidence",
    ("events", AGE): "events_age",
}
MISSIONS_MARK = "rainforest_alert/missions"
_LOOK_PROPERTY = "rainforest_alert/look"
_CODES_OF_A_CONFIDENCE = 10000
_CLASSES = (2, 3, 4)


def apply_style(layer: QgsVectorLayer, style: str) -> None:
    """Give a layer one of the styles of the plugin.

    Parameters
    ----------
    layer : QgsVectorLayer
        Result of an algorithm.
    style : str
        Name of the file below ``resources/styles``, without ``.qml``.
    """
    layer.loadNamedStyle(str(resource("styles", f"{style}.qml")))
    renderer = layer.renderer().clone()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        names = _legend()
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, names.get(category.value(), category.label()))
        layer.setRenderer(renderer)
    elif isinstance(renderer, QgsGraduatedSymbolRenderer):
        for index, name in enumerate(_age_names()):
            renderer.updateRangeLabel(index, name)
        layer.setRenderer(renderer)
    layer.triggerRepaint()
    layer.emitStyleChanged()


def kind_of(layer: QgsMapLayer | None) -> str:
    """What a layer holds of alerts, by its fields: ``raster``, ``points``, ``events``, or empty; missions have their own look."""
    if isinstance(layer, QgsRasterLayer):
        return "raster" if layer.providerType() == "gdal" else ""
    if not isinstance(layer, QgsVectorLayer) or not layer.isSpatial() or layer.customProperty(MISSIONS_MARK):
        return ""
    names = set(layer.fields().names())
    is_points = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    if is_points and {"confidence", "date"} <= names:
        return "points"
    is_polygons = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    if is_polygons and {"first_date", "last_date", "max_confidence", "area_ha"} <= names:
        return "events"
    return ""


def apply_look(layer: QgsMapLayer, look: str, today: datetime.date | None = None) -> bool:
    """Show alerts or events by confidence or by age, and tell QGIS when each of them was.

    Parameters
    ----------
    layer : QgsMapLayer
        A raster of Global Forest Watch, alert points or events.
    look : str
        One of :data:`LOOKS`.
    today : datetime.date, optional
        Day from which the age of a raster's alerts counts; vectors count anew whenever they are drawn.

    Returns
    -------
    bool
        Whether the layer is one of these; any other is left as it is.
    """
    kind = kind_of(layer)
    if kind == "raster" and not _color_raster(layer, look, today or datetime.date.today()):
        return False
    if kind in ("points", "events"):
        apply_style(layer, _VECTOR_STYLES[kind, look])
        set_times(layer)
    if kind:
        layer.setCustomProperty(_LOOK_PROPERTY, look)
    return bool(kind)


def look_of(layer: QgsMapLayer) -> str:
    """Look that was chosen for a layer; empty when none was."""
    return str(layer.customProperty(_LOOK_PROPERTY, ""))


def set_times(layer: QgsVectorLayer) -> None:
    """Let QGIS's temporal controller show alerts on their day, and events from their first to their last day."""
    names = layer.fields().names()
    date = next((name for name in DATE_FIELDS if name in names), "")
    first, last = ("first_date", "last_date") if "first_date" in names else (date, date)
    if not first:
        return
    properties = layer.temporalProperties()
    # QGIS 3.22 compares a bare date with a moment a day off; as moments they compare rightly everywhere.
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression(f'to_datetime("{first}")')
    properties.setEndExpression(f'to_datetime("{last}")')
    # The last day belongs to the event; one of a single day would never be drawn otherwise.
    properties.setLimitMode(Qgis.VectorTemporalLimitMode.IncludeBeginIncludeEnd)
    properties.setIsActive(True)


def age_ranges(day: int) -> list[tuple[int, int]]:
    """Days of the four ages, newest first, as first and last day since 1970-01-01; `day` is today."""
    bounds = [day + 1_000_000, *(day - age - 1 for age in AGE_DAYS), -1_000_000]
    return [(low + 1, high) for high, low in zip(bounds, bounds[1:])]


def _color_raster(layer: QgsRasterLayer, look: str, today: datetime.date) -> bool:
    try:
        is_packed = open_alerts(raster_path(layer)).recognition.form == DATE_CONF
    except InputError:  # not a raster of alerts: it keeps its own colours
        return False
    if not is_packed:
        return False
    if look == CONFIDENCE:
        layer.loadNamedStyle(str(resource("styles", "alert_raster_confidence.qml")))
        items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
        names = ["", *(_legend()[word] for word in ("low", "high", "highest"))]
        for item, name in zip(items, names):
            item.label = name
        _set_items(layer, items)
    else:
        _set_items(layer, _age_items(unix_day(today)))
    layer.triggerRepaint()
    layer.emitStyleChanged()
    return True


def _age_items(day: int) -> list[QgsColorRampShader.ColorRampItem]:
    """Upper ends of the codes of each age, in each of the three confidences."""
    nothing = QColor(0, 0, 0, 0)
    items = [QgsColorRampShader.ColorRampItem(_CLASSES[0] * _CODES_OF_A_CONFIDENCE - 1, nothing, "")]
    oldest_first = list(zip(reversed(age_ranges(day)), reversed(AGE_COLORS), reversed(_age_names())))
    for number in _CLASSES:
        start = number * _CODES_OF_A_CONFIDENCE
        end = start + _CODES_OF_A_CONFIDENCE - 1
        for (_, last), color, name in oldest_first:
            code = min(start + last - GFW_EPOCH, end)
            if code >= start:
                # One line of the legend for each age, not one for each age of each confidence.
                label = name if number == _CLASSES[0] else ""
                items.append(QgsColorRampShader.ColorRampItem(code, QColor(color), label))
    return items


def _set_items(layer: QgsRasterLayer, items: list[QgsColorRampShader.ColorRampItem]) -> None:
    largest = (_CLASSES[-1] + 1) * _CODES_OF_A_CONFIDENCE - 1
    function = QgsColorRampShader(0, largest, None, QgsColorRampShader.Type.Discrete)
    function.setColorRampItemList(items)
    shader = QgsRasterShader(0, largest)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0)
    renderer.setClassificationMax(largest)
    layer.setRenderer(renderer)


def refresh_raster_ages(layers: list[QgsMapLayer], today: datetime.date | None = None) -> None:
    """Count the ages of rasters anew, for a project that was saved on another day."""
    for layer in layers:
        if isinstance(layer, QgsRasterLayer) and look_of(layer) == AGE and Path(raster_path(layer)).is_file():
            apply_look(layer, AGE, today)


def _legend() -> dict[str, str]:
    return {
        "low": translate("RainforestAlert", "low confidence"),
        "high": translate("RainforestAlert", "high confidence"),
        "highest": translate("RainforestAlert", "highest confidence"),
        "blocker": translate("RainforestAlert", "Blocker"),
        "review": translate("RainforestAlert", "For review"),
        "exclude": translate("RainforestAlert", "To be excluded"),
        "note": translate("RainforestAlert", "Note"),
        "duplicate": translate("RainforestAlert", "drawn twice"),
        "overlap": translate("RainforestAlert", "overlap"),
        "gap": translate("RainforestAlert", "gap"),
        "unshared_vertex": translate("RainforestAlert", "vertex that the neighbour lacks"),
        "split_line": translate("RainforestAlert", "boundary line cut in two"),
        "unsplit_line": translate("RainforestAlert", "boundary line to be cut here"),
        "loose_end": translate("RainforestAlert", "loose end of a line"),
        "side_without_line": translate("RainforestAlert", "side without a line"),
        "line_without_side": translate("RainforestAlert", "line along no side"),
    }


def _age_names() -> list[str]:
    return [
        translate("RainforestAlert", "last 7 days"),
        translate("RainforestAlert", "8 to 30 days"),
        translate("RainforestAlert", "31 to 90 days"),
        translate("RainforestAlert", "older than 90 days"),
    ]
