"""Rows of a workspace that a layer shows without being a layer of one: by a query, a view, a join, another address or an expression."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Callable

from osgeo import gdal
from qgis.core import (
    QgsFields,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtXml import QDomDocument

from ..workspace.geopackage import is_workspace
from .database_layers import SCHEMAS, reads_workspace
from .draft_file import holds_drafts
from .layer_files import OVER_A_NETWORK, file_of, files_of

_SERVER_PREFIXES = ("PG:", "POSTGRESQL:")
_SQLITE_PREFIX = "SQLITE:"
_DEEPEST_ESCAPE = 3
_TABLES_OF_A_WORKSPACE = ("schema_version", "replica", "audit_log")
# What may stand between the name of a function and its bracket, or between the bracket and what it is given.
_GAP = r"(?:\s|/\*.*?\*/|--[^\n]*\n)*"
_FIRST = r"(?:layer\s*:=)?" + _GAP + r"(?P<first>'(?:[^']|'')*'|@\w+)?" + _GAP + r"(?P<after>[,)]?)"
# Functions of expressions that read rows of the layer that they are given, or of whichever their words say.
_OF_A_LAYER = re.compile(
    r"\b(?:aggregate|get_feature\w*|overlay_\w+|layer_property)" + _GAP + r"\(" + _GAP + _FIRST,
    re.IGNORECASE | re.DOTALL,
)
_OF_ANY = re.compile(
    r"\b(?P<name>relation_aggregate|eval|eval_template|load_layer|with_variable)" + _GAP + r"\(" + _GAP + _FIRST,
    re.IGNORECASE | re.DOTALL,
)
# Functions that show what a form's list, of another layer, says of a value.
_OF_A_FORM = re.compile(r"\b(?:represent_value|represent_attributes|display_expression)" + _GAP + r"\(", re.IGNORECASE)
_OWN_LAYER = "@layer"


def is_behind(layer: QgsMapLayer) -> bool:
    """Whether a layer reads a workspace or its drafts in another way than as a table of the file."""
    if layer.providerType() == "postgres":
        return reads_workspace(layer)
    direct = file_of(layer)
    if any(_holds_rows(file) for file in files_of(layer) if file != direct):
        return True
    if layer.providerType() != "ogr":
        return bool(direct) and _holds_rows(direct)
    return _is_behind_gdal(layer.source())


def _holds_rows(file: str) -> bool:
    return holds_drafts(Path(file)) or is_workspace(Path(file))


def _is_behind_gdal(source: str) -> bool:
    """Whether an address reads a workspace through a driver, a server, or an archive that only GDAL looks into."""
    address = source.split("|", 1)[0]
    is_virtual = (
        "/vsi" in address and not os.path.isfile(address) and not any(name in address for name in OVER_A_NETWORK)
    )
    is_server = address.upper().startswith(_SERVER_PREFIXES)
    if not (is_virtual or is_server or address.upper().startswith(_SQLITE_PREFIX)):
        return False
    try:
        opened = gdal.OpenEx(address, gdal.OF_VECTOR)
        if opened is None:
            return False
        if is_server:
            return bool(_first_column(opened, SCHEMAS))
        names = _first_column(opened, "SELECT name FROM sqlite_master WHERE type = 'table'")
    except RuntimeError:
        return False
    return names >= set(_TABLES_OF_A_WORKSPACE) or any(name.startswith("draft_") for name in names)


def _first_column(opened: gdal.Dataset, sql: str) -> set[str]:
    rows = opened.ExecuteSQL(sql)
    return {row.GetField(0) for row in rows} if rows is not None else set()


def layers_below(layer: QgsMapLayer) -> list[QgsMapLayer]:
    """Layers whose rows a layer shows beside its own: by a query over them, a join, or as a group that is drawn as one."""
    if hasattr(layer, "childLayers"):
        # Of layers of a group, from QGIS 3.24 on.
        return list(layer.childLayers())
    if not isinstance(layer, QgsVectorLayer):
        return []
    project = QgsProject.instance()
    found = [join.joinLayer() for join in layer.vectorJoins()]
    if layer.providerType() == "virtual":
        found += [project.mapLayer(each.layerId()) for each in layer.dataProvider().dependencies()]
        definition = QgsVirtualLayerDefinition.fromUrl(QUrl.fromEncoded(layer.source().encode("utf-8")))
        for each in definition.sourceLayers():
            if not each.isReferenced():
                found.append(QgsVectorLayer(each.source(), each.name(), each.provider()))
    return [each for each in found if each is not None]


def columns_ask_others(layer: QgsVectorLayer, is_sensitive: Callable[[QgsMapLayer], bool]) -> bool:
    """Whether a column that QGIS computes reads other layers, where the project has one whose rows must not leave so."""
    fields = layer.fields()
    computed = [
        layer.expressionField(number)
        for number in range(fields.count())
        if fields.fieldOrigin(number) == QgsFields.FieldOrigin.OriginExpression
    ]
    return bool(computed) and asks_others("\n".join(computed), is_sensitive, layer)


def style_asks_others(layer: QgsMapLayer, is_sensitive: Callable[[QgsMapLayer], bool]) -> bool:
    """Whether what is drawn of a layer (labels, symbols, diagrams, notes) reads rows that must not leave so."""
    document = QDomDocument()
    if isinstance(layer, QgsVectorLayer):
        kinds = QgsMapLayer.StyleCategory
        layer.exportNamedStyle(
            document, QgsReadWriteContext(), kinds.Symbology | kinds.Symbology3D | kinds.Labeling | kinds.Diagrams
        )
    elif not isinstance(layer, QgsRasterLayer):
        element = document.createElement("maplayer")
        document.appendChild(element)
        layer.writeLayerXml(element, document, QgsReadWriteContext())
    return asks_others(document.toString(), is_sensitive, layer)


def asks_others(text: str, is_sensitive: Callable[[QgsMapLayer], bool], layer: QgsMapLayer | None = None) -> bool:
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
    plain = _unescaped(text)
    layers = list(QgsProject.instance().mapLayers().values())
    for found in _OF_A_LAYER.finditer(plain):
        first = (found["first"] or "").lower()
        if first == _OWN_LAYER:
            continue
        named = first[1:-1].replace("''", "'") if first.startswith("'") and found["after"] else ""
        # What is put together only when it is drawn can be any layer.
        asked = [each for each in layers if named in (each.id().lower(), each.name().lower())] if named else layers
        if any(is_sensitive(each) for each in asked):
            return True
    for found in _OF_ANY.finditer(plain):
        name = found["name"].lower()
        if name == "with_variable" and found["first"] and found["first"].strip("'").lower() != _OWN_LAYER[1:]:
            continue
        if name == "load_layer" or any(is_sensitive(each) for each in layers):
            return True
    return layer is not None and bool(_OF_A_FORM.search(plain)) and _form_asks(layer, layers, is_sensitive)


def _unescaped(text: str) -> str:
    """Text of XML without its escapes, those of an expression inside a text inside XML too."""
    for _ in range(_DEEPEST_ESCAPE):
        text = html.unescape(text)
    return text


def _form_asks(layer: QgsMapLayer, layers: list[QgsMapLayer], is_sensitive: Callable[[QgsMapLayer], bool]) -> bool:
    """Whether a list of the form of a layer takes its words from rows that must not leave so."""
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext())
    text = _unescaped(document.toString())
    return any(each.id() in text and is_sensitive(each) for each in layers if each.id() != layer.id())
