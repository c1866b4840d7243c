"""How a copy of a layer of a workspace looks: like the layer, without classes that tell of rows that stay behind."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRenderer,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsReadWriteContext,
    QgsRenderContext,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ..errors import Message

# Renderers whose legend does not depend on rows.
_WITHOUT_CLASSES = ("singleSymbol", "nullSymbol", "heatmapRenderer", "25dRenderer", "embeddedSymbol")
_DIGITS = 6
_NUMBER_MASK = 0xFFFFFF


def carry_style(layer: QgsVectorLayer, copy: QgsVectorLayer, left_behind: Sequence[str], is_whole: bool) -> None:
    """Let a copy look like its layer.

    Parameters
    ----------
    left_behind : sequence of str
        Columns of the layer that the copy lacks.
    is_whole : bool
        Whether all rows of the layer are in the copy as they are; otherwise classes that no row of the copy is in are left out, and
        graduated ones reach no further than its rows.
    """
    kinds = QgsMapLayer.StyleCategory
    carried = kinds.Symbology | kinds.Labeling | kinds.Diagrams | kinds.Rendering
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), carried)
    copy.importNamedStyle(document, carried)
    if layer.renderer() is None:
        return
    renderer = layer.renderer().clone()
    if set(left_behind) & _columns_of(renderer, layer):
        renderer = _plain(copy)
    elif not is_whole:
        renderer = _reduced(renderer, copy)
        diagrams = copy.diagramRenderer()
        if hasattr(diagrams, "setDataDefinedSizeLegend"):
            bare = diagrams.clone()
            bare.setDataDefinedSizeLegend(None)
            copy.setDiagramRenderer(bare)
    copy.setRenderer(renderer)


def changes_of_style(layer: QgsVectorLayer, copy: QgsVectorLayer) -> list[Message]:
    """What to say of a copy that cannot look like its layer."""
    lost = set(layer.fields().names()) - set(copy.fields().names())
    messages = []
    used = (_columns_of(layer.renderer(), layer) | _columns_of_labels(layer)) & lost
    if used:
        columns = ", ".join(sorted(used))
        messages.append(Message("workspace.drawn_without", layer=layer.name(), columns=columns))
    if layer.renderer() is not None and _kind(copy.renderer()) != _kind(layer.renderer()):
        messages.append(Message("workspace.drawn_plain", layer=layer.name()))
    return messages


def _kind(renderer: QgsFeatureRenderer | None) -> list[str]:
    """Types of a renderer and of those that it draws by."""
    return [renderer.type(), *_kind(renderer.embeddedRenderer())] if renderer is not None else []


def _context(layer: QgsVectorLayer) -> QgsRenderContext:
    """Context in which rules of a layer are asked; without a scale, so that those of any scale are."""
    context = QgsRenderContext()
    context.setRendererScale(0)
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    return context


def _columns_of(renderer: QgsFeatureRenderer | None, layer: QgsVectorLayer) -> set[str]:
    if renderer is None:
        return set()
    return set(renderer.usedAttributes(_context(layer))) | _columns_of(renderer.embeddedRenderer(), layer)


def _columns_of_labels(layer: QgsVectorLayer) -> set[str]:
    labeling = layer.labeling()
    if labeling is None or not layer.labelsEnabled():
        return set()
    context = _context(layer)
    return {
        name
        for provider in labeling.subProviders()
        for name in labeling.settings(provider).referencedFields(context)
    }  # fmt: skip


def _plain(copy: QgsVectorLayer) -> QgsFeatureRenderer:
    return QgsSingleSymbolRenderer(QgsSymbol.defaultSymbol(copy.geometryType()))


def _reduced(renderer: QgsFeatureRenderer, copy: QgsVectorLayer) -> QgsFeatureRenderer:
    """Renderer without what its legend says of rows that are not in the copy; a single symbol where nobody can tell."""
    if hasattr(renderer, "setDataDefinedSizeLegend"):
        # Sizes and their values are those of all rows.
        renderer.setDataDefinedSizeLegend(None)
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        _keep_categories(renderer, copy)
    elif isinstance(renderer, QgsGraduatedSymbolRenderer):
        _keep_ranges(renderer, copy)
    elif isinstance(renderer, QgsRuleBasedRenderer):
        _keep_rules(renderer, copy)
    elif renderer.embeddedRenderer() is not None:
        renderer.setEmbeddedRenderer(_reduced(renderer.embeddedRenderer().clone(), copy))
    elif renderer.type() not in _WITHOUT_CLASSES:
        return _plain(copy)
    return renderer


def _classes(renderer: QgsFeatureRenderer, count: int, copy: QgsVectorLayer) -> Iterable[tuple[int, Any]]:
    """Number of the class that draws each row of a copy, and the value that it is in it by.

    Each of the `count` classes is drawn in a colour of its own, so that QGIS itself says which one it is.
    """
    probe = renderer.clone()
    for number in range(count):
        symbol = QgsMarkerSymbol.createSimple({})
        symbol.setColor(QColor.fromRgb(number))
        if isinstance(probe, QgsCategorizedSymbolRenderer):
            probe.updateCategorySymbol(number, symbol)
        else:
            probe.updateRangeSymbol(number, symbol)
    context = _context(copy)
    place = copy.fields().lookupField(probe.classAttribute())
    expression = QgsExpression(probe.classAttribute())
    expression.prepare(context.expressionContext())
    probe.startRender(context, copy.fields())
    for feature in copy.getFeatures():
        context.expressionContext().setFeature(feature)
        symbol = probe.originalSymbolForFeature(feature, context)
        if symbol is not None:
            value = feature.attribute(place) if place >= 0 else expression.evaluate(context.expressionContext())
            yield symbol.color().rgb() & _NUMBER_MASK, value
    probe.stopRender(context)


def _keep_categories(renderer: QgsCategorizedSymbolRenderer, copy: QgsVectorLayer) -> None:
    categories = renderer.categories()
    values: dict[int, set[str]] = {}
    for number, value in _classes(renderer, len(categories), copy):
        values.setdefault(number, set()).add(str(value))
    renderer.deleteAllCategories()
    for number, category in enumerate(categories):
        if number not in values:
            continue
        kept = QgsRendererCategory(category)
        if isinstance(category.value(), list):
            # One class of several values tells of those too that no row has.
            kept.setValue([value for value in category.value() if str(value) in values[number]])
            kept.setLabel(", ".join(sorted(values[number])))
        renderer.addCategory(kept)


def _keep_ranges(renderer: QgsGraduatedSymbolRenderer, copy: QgsVectorLayer) -> None:
    ranges = renderer.ranges()
    values: dict[int, list[float]] = {}
    for number, value in _classes(renderer, len(ranges), copy):
        values.setdefault(number, []).append(float(value))
    renderer.deleteAllClasses()
    for number, each in enumerate(ranges):
        if number in values:
            lowest, highest = min(values[number]), max(values[number])
            label = f"{lowest:.{_DIGITS}g}" + (f" – {highest:.{_DIGITS}g}" if highest > lowest else "")
            renderer.addClassRange(QgsRendererRange(lowest, highest, each.symbol().clone(), label, each.renderState()))


def _keep_rules(renderer: QgsRuleBasedRenderer, copy: QgsVectorLayer) -> None:
    context = _context(copy)
    used: set[str] = set()
    renderer.startRender(context, copy.fields())
    for feature in copy.getFeatures():
        context.expressionContext().setFeature(feature)
        used |= set(renderer.legendKeysForFeature(feature, context))
    renderer.stopRender(context)
    _drop_rules(renderer.rootRule(), used)


def _drop_rules(rule: QgsRuleBasedRenderer.Rule, used: set[str]) -> None:
    """Take out rules below a rule that draw no row, and groups of rules of which none is left."""
    for child in rule.children():
        is_group = bool(child.children())
        _drop_rules(child, used)
        if child.ruleKey() not in used or (is_group and child.symbol() is None and not child.children()):
            rule.removeChild(child)
