"""Rows of a workspace that a layer shows without being a layer of one: by a query, a view, a join or another address."""

from __future__ import annotations

import os
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer, QgsVirtualLayerDefinition
from qgis.PyQt.QtCore import QUrl

from ..workspace.geopackage import is_workspace
from .database_layers import SCHEMAS, reads_workspace
from .draft_file import holds_drafts
from .layer_files import OVER_A_NETWORK, file_of, files_of

_SERVER_PREFIXES = ("PG:", "POSTGRESQL:")
_SQLITE_PREFIX = "SQLITE:"
_TABLES_OF_A_WORKSPACE = ("schema_version", "replica", "audit_log")


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
