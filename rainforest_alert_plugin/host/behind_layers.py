"""Rows of a workspace that a layer shows without being a layer of one: by a query, a view, a join, another address or an expression."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable

from osgeo import gdal
from qgis.core import (
    QgsDataSourceUri,
    QgsFields,
    QgsMapLayer,
    QgsProject,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtXml import QDomDocument

from ..workspace.geopackage import is_workspace
from .drafts import DRAFTS_ENDING
from .made_of import origins_of_file

_SERVER_PREFIXES = ("PG:", "POSTGRESQL:")
_SQLITE_PREFIX = "SQLITE:"
_OVER_A_NETWORK = tuple(f"/vsi{name}" for name in ("curl", "s3", "gs", "az", "adls", "oss", "swift", "hdfs", "webhdfs"))
_TABLES_OF_A_WORKSPACE = ("schema_version", "replica", "audit_log")
_SCHEMAS = (
    "SELECT table_schema FROM information_schema.tables WHERE table_name IN ('schema_version', 'replica', 'audit_log') "
    "GROUP BY table_schema HAVING count(DISTINCT table_name) = 3"
)
_VIEWS = (
    "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('v', 'm', 'f')"
)
# Functions of expressions that read rows of other layers, or of whatever an expression in a column says.
_ASKS_OTHERS = re.compile(
    r"\b(aggregate|relation_aggregate|get_feature\w*|overlay_\w+|layer_property|represent_value|represent_attributes|"
    r"display_expression|eval|eval_template|load_layer)\s*\("
)


def is_behind(layer: QgsVectorLayer) -> bool:
    """Whether a layer reads a workspace, its drafts, or what was made of its rows through an address that is no plain path."""
    if layer.providerType() == "postgres":
        return _is_behind_a_database(layer)
    return layer.providerType() == "ogr" and _is_behind_gdal(layer.source())


def _is_behind_gdal(source: str) -> bool:
    address = source.split("|", 1)[0]
    is_vrt = address.lower().endswith(".vrt") or address.lstrip().startswith("<OGRVRT")
    is_virtual = address.startswith("/vsi") and not address.startswith(_OVER_A_NETWORK)
    is_server = address.upper().startswith(_SERVER_PREFIXES)
    if not (is_vrt or is_virtual or is_server or address.upper().startswith(_SQLITE_PREFIX)):
        return False
    try:
        opened = gdal.OpenEx(address, gdal.OF_VECTOR)
        if opened is None:
            return False
        if is_server:
            return bool(_first_column(opened, _SCHEMAS))
        if is_vrt:
            files = [Path(file) for file in opened.GetFileList() or ()]
            return any(
                file.name.endswith(DRAFTS_ENDING) or is_workspace(file) or bool(origins_of_file(str(file)))
                for file in files
            )
        names = _first_column(opened, "SELECT name FROM sqlite_master WHERE type = 'table'")
    except RuntimeError:
        return False
    return names >= set(_TABLES_OF_A_WORKSPACE) or any(name.startswith("draft_") for name in names)


def _first_column(opened: gdal.Dataset, sql: str) -> set[str]:
    rows = opened.ExecuteSQL(sql)
    return {row.GetField(0) for row in rows} if rows is not None else set()


def _is_behind_a_database(layer: QgsVectorLayer) -> bool:
    """Whether a query, or a view, is read in a database in which a workspace lies."""
    uri = QgsDataSourceUri(layer.source())
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    try:
        connection = metadata.createConnection(uri.connectionInfo(True), {})
        schemas = {str(row[0]) for row in connection.executeSql(_SCHEMAS)}
        if not schemas:
            return False
        if uri.table().lstrip().startswith("("):
            return True
        return [uri.schema() or "public", uri.table()] in [list(map(str, row)) for row in connection.executeSql(_VIEWS)]
    except QgsProviderConnectionException:
        # Where nobody can be asked, no row can be read either.
        return False


def layers_below(layer: QgsMapLayer) -> list[QgsMapLayer]:
    """Layers whose rows a layer shows beside its own, by a query over them or a join."""
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
    return asks_others(" ".join(computed), is_sensitive, layer.id())


def style_asks_others(layer: QgsVectorLayer, is_sensitive: Callable[[QgsMapLayer], bool]) -> bool:
    """Whether labels, symbols or diagrams read other layers, where the project has one whose rows must not leave so."""
    document = QDomDocument()
    kinds = QgsMapLayer.StyleCategory
    layer.exportNamedStyle(document, QgsReadWriteContext(), kinds.Symbology | kinds.Labeling | kinds.Diagrams)
    return asks_others(document.toString(), is_sensitive, layer.id())


def asks_others(text: str, is_sensitive: Callable[[QgsMapLayer], bool], own_id: str = "") -> bool:
    """Whether expressions in a text read layers other than their own, where the project has one whose rows must not leave so."""
    asked = [found.group(1) for found in _ASKS_OTHERS.finditer(text)]
    if not asked:
        return False
    others = QgsProject.instance().mapLayers().values()
    return "load_layer" in asked or any(is_sensitive(each) for each in others if each.id() != own_id)
