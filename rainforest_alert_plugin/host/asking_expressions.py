"""Expressions of columns, labels and symbols that read rows of other layers, of which some must not leave so."""

from __future__ import annotations

import html
import re
from typing import Callable, Iterator

from qgis.core import (
    QgsAnnotationLayer,
    QgsExpression,
    QgsFields,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument, QDomNode

_DEEPEST_ESCAPE = 3
_TEMPLATE = "[%"
# Functions of expressions that read rows of the layer that they are given, or of whichever their words say.
_OF_A_LAYER_NAMES = r"aggregate|get_feature\w*|overlay_\w+|layer_property"
_OF_ANY_NAMES = r"relation_aggregate|eval|eval_template|load_layer|with_variable"
# Functions that show what a form's list, of another layer, says of a value.
_OF_A_FORM_NAMES = r"represent_value|represent_attributes|display_expression"
# What may stand between the name of a function and its bracket, or between the bracket and what it is given.
_GAP = r"(?:\s|/\*.*?\*/|--[^\n]*\n)*"
_FIRST = r"(?:layer\s*:=)?" + _GAP + r"(?P<first>'(?:[^']|'')*'|@\w+)?" + _GAP + r"(?P<after>[,)]?)"
_KINDS = re.IGNORECASE | re.DOTALL
_OF_A_LAYER = re.compile(rf"\b(?P<name>{_OF_A_LAYER_NAMES})" + _GAP + r"\(" + _GAP + _FIRST, _KINDS)
_OF_ANY = re.compile(rf"\b(?P<name>{_OF_ANY_NAMES})" + _GAP + r"\(" + _GAP + _FIRST, _KINDS)
_OF_A_FORM = re.compile(rf"\b(?:{_OF_A_FORM_NAMES})" + _GAP + r"\(", _KINDS)
_READING = re.compile(rf"{_OF_A_LAYER_NAMES}|{_OF_ANY_NAMES}", re.IGNORECASE)
# Variables by which an expression names the layer that evaluates it; by its name QGIS may find another one.
_OWN_LAYER = ("@layer", "@layer_id")
_OWN_NAME = "@layer_name"

IsSensitive = Callable[[QgsMapLayer], bool]


def asking_columns(layer: QgsVectorLayer, is_sensitive: IsSensitive) -> list[str]:
    """Columns that QGIS computes from other layers, where the project has one whose rows must not leave so."""
    fields = layer.fields()
    return [
        fields.at(number).name()
        for number in range(fields.count())
        if fields.fieldOrigin(number) == QgsFields.FieldOrigin.OriginExpression
        and asks_others(layer.expressionField(number), is_sensitive, layer)
    ]


def asking_style(layer: QgsMapLayer, is_sensitive: IsSensitive) -> str:
    """What is drawn of a layer from rows that must not leave so: ``symbols``, ``labels``, ``diagrams`` or ``notes``; empty for none."""
    if isinstance(layer, QgsRasterLayer):
        return ""
    kinds = QgsMapLayer.StyleCategory
    parts = {"symbols": kinds.Symbology | kinds.Symbology3D, "labels": kinds.Labeling, "diagrams": kinds.Diagrams}
    if not isinstance(layer, QgsVectorLayer):
        parts = {"notes" if isinstance(layer, QgsAnnotationLayer) else "symbols": kinds.AllStyleCategories}
    return next((part for part, of in parts.items() if _style_asks(layer, of, is_sensitive)), "")


def _style_asks(layer: QgsMapLayer, categories: QgsMapLayer.StyleCategory, is_sensitive: IsSensitive) -> bool:
    document = QDomDocument()
    if isinstance(layer, QgsVectorLayer):
        layer.exportNamedStyle(document, QgsReadWriteContext(), categories)
    else:
        element = document.createElement("maplayer")
        document.appendChild(element)
        layer.writeLayerXml(element, document, QgsReadWriteContext())
    text = _unescaped(document.toString())
    if not any(known.search(text) for known in (_OF_A_LAYER, _OF_ANY, _OF_A_FORM)):
        return False
    return any(asks_others(each, is_sensitive, layer) for each in dict.fromkeys(_texts(document)))


def _texts(node: QDomNode) -> Iterator[str]:
    """Values of attributes and texts of a document."""
    attributes = node.attributes()
    for number in range(attributes.count()):
        yield attributes.item(number).nodeValue()
    if node.isText() or node.isCDATASection():
        yield node.nodeValue()
    child = node.firstChild()
    while not child.isNull():
        yield from _texts(child)
        child = child.nextSibling()


def asks_others(text: str, is_sensitive: IsSensitive, layer: QgsMapLayer | None = None) -> bool:
    """Whether expressions in a text read layers of the project whose rows must not leave so.

    Parameters
    ----------
    text : str
        An expression, or the XML of a style or a template.
    is_sensitive : callable
        Whether rows of a layer must not leave so.
    layer : QgsMapLayer, optional
        The one that evaluates them, whose forms say what lists show.
    """
    called = _called(text)
    if called is not None and not any(_READING.fullmatch(name) for name in called):
        return _form_is_asked(text, called, layer, is_sensitive)
    plain = _unescaped(text) if called is None else text
    layers = list(QgsProject.instance().mapLayers().values())
    calls = [*_OF_A_LAYER.finditer(plain), *_OF_ANY.finditer(plain)]
    for found in calls:
        if any(is_sensitive(each) for each in _asked(found, layers, layer)):
            return True
        if found["name"].lower() == "load_layer":
            return True
    # What QGIS finds called in a way of writing that was not seen here can be of any layer.
    unseen = {name for name in called or () if _READING.fullmatch(name)} - {found["name"].lower() for found in calls}
    if unseen and any(is_sensitive(each) for each in layers):
        return True
    return _form_is_asked(plain, called, layer, is_sensitive)


def _called(text: str) -> set[str] | None:
    """Functions that an expression calls; None for a text that is none, or that holds several."""
    if _TEMPLATE in text:
        return None
    expression = QgsExpression(text)
    return None if expression.hasParserError() else {name.lower() for name in expression.referencedFunctions()}


def _asked(found: re.Match[str], layers: list[QgsMapLayer], layer: QgsMapLayer | None) -> list[QgsMapLayer]:
    """Layers that a call may read beside the one that evaluates it."""
    first, is_all = found["first"] or "", bool(found["after"])
    word = first[1:-1].replace("''", "'").lower() if first.startswith("'") and is_all else ""
    if found.re is _OF_ANY:
        own = {each[1:] for each in (*_OWN_LAYER, _OWN_NAME)}
        is_other = found["name"].lower() == "with_variable" and bool(word) and word not in own
        return [] if is_other else layers
    if layer is not None and is_all and first.lower() in _OWN_LAYER:
        return []
    if layer is not None and is_all and first.lower() == _OWN_NAME:
        word = layer.name().lower()
    # What is put together only when it is drawn can be any layer.
    return [each for each in layers if word in (each.id().lower(), each.name().lower())] if word else layers


def _unescaped(text: str) -> str:
    """Text of XML without its escapes, those of an expression inside a text inside XML too."""
    for _ in range(_DEEPEST_ESCAPE):
        text = html.unescape(text)
    return text


def _form_is_asked(text: str, called: set[str] | None, layer: QgsMapLayer | None, is_sensitive: IsSensitive) -> bool:
    """Whether a list of the form of a layer is shown that takes its words from rows that must not leave so."""
    asks = _OF_A_FORM.search(text) is not None and (called is None or bool(called & set(_OF_A_FORM_NAMES.split("|"))))
    if layer is None or not asks:
        return False
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext())
    style = _unescaped(document.toString())
    layers = QgsProject.instance().mapLayers().values()
    return any(each.id() in style and is_sensitive(each) for each in layers if each.id() != layer.id())
