"""Layers of a workspace as an audience may see them: what is made of a layer passes the gate like what is read from the workspace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Callable, Sequence

from osgeo import gdal
from qgis.core import (
    QgsDataProvider,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QUrl

from ..compat import is_null
from ..errors import InputError, Message
from ..geo.files import sqlite_uri
from ..workspace.release import Record, Released, release, release_alike
from ..workspace.release_rules import read_rules
from ..workspace.schema import TABLES, table
from ..workspace.store import Workspace
from .drafts import DRAFTS_ENDING, drafts_of_workspace
from .release_words import is_whole
from .workspace_layers import LOCATION_PROPERTY, TABLE_PROPERTY
from .workspaces import open_workspace

_TABLES = frozenset(table.name for table in TABLES)
_DRAFTS = "proposal"
_GDAL_PREFIX, _SQLITE_PREFIX = "GPKG:", "SQLITE:"
_SQLITE_MAGIC = b"SQLite format 3\0"
_OF_A_WORKSPACE = frozenset({"schema_version", "replica", "audit_log", "gpkg_contents"})
_OVER_A_NETWORK = tuple(f"/vsi{name}" for name in ("curl", "s3", "gs", "az", "adls", "oss", "swift", "hdfs", "webhdfs"))
_MADE_OF_PROPERTY = "rainforest_alert/made_of_workspace"
_COPY_OF_PROPERTY = "rainforest_alert/copy_of"
_QUERIES = ("select", "with")
# Where the header of a SQLite file says how it is written, and the number for a journal beside the file.
_JOURNAL_BYTE, _OWN_JOURNAL = 18, 1
_OWN_PROPERTIES = (LOCATION_PROPERTY, TABLE_PROPERTY)


def workspace_table(layer: QgsMapLayer) -> tuple[str, str] | None:
    """Workspace and table that a layer shows, however it came into the project; None for any other layer.

    The workspace is empty where only the table is known.
    """
    if not isinstance(layer, QgsVectorLayer):
        return None
    location, name = layer.customProperty(LOCATION_PROPERTY, ""), layer.customProperty(TABLE_PROPERTY, "")
    if name:
        return str(location), str(name)
    if layer.providerType() == "postgres":
        # Added by hand: which stored connection it is cannot be told, so the gate decides by the levels alone.
        name = QgsDataSourceUri(layer.source()).table()
        return ("", name) if name in _TABLES and layer.fields().lookupField("id") >= 0 else None
    if layer.providerType() != "ogr":
        return None
    drafted = drafts_of_workspace(layer)
    if drafted is not None:
        return drafted, _DRAFTS
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = str(parts.get("path") or "")
    if path.upper().startswith(_GDAL_PREFIX):
        # QGIS opens the first table of the file, whichever the address names.
        path = path[len(_GDAL_PREFIX) :].rpartition(":")[0]
    if not _is_workspace(Path(path)):
        return None
    return path, str(parts.get("layerName") or "") or _table_by_number(layer, int(parts.get("layerId") or 0))


def _is_workspace(file: Path) -> bool:
    """Whether a file is a workspace of any version; asked without a lock, for whoever else has the file open keeps nobody waiting."""
    try:
        with open(file, "rb") as opened:
            if opened.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
                return False
        address = f"{sqlite_uri(file.absolute(), 'ro')}&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (OSError, sqlite3.Error):
        return False
    return names >= _OF_A_WORKSPACE


def _is_behind(source: str) -> bool:
    """Whether GDAL reads a workspace, or its drafts, through an address that is no plain path: an archive, a driver's name, a VRT."""
    address = source.split("|", 1)[0]
    is_vrt = address.lower().endswith(".vrt") or address.lstrip().startswith("<OGRVRT")
    is_virtual = address.startswith("/vsi") and not address.startswith(_OVER_A_NETWORK)
    if not (is_vrt or is_virtual or address.upper().startswith(_SQLITE_PREFIX)):
        return False
    try:
        opened = gdal.OpenEx(address, gdal.OF_VECTOR)
        if opened is None:
            return False
        if is_vrt:
            files = map(Path, opened.GetFileList() or ())
            return any(file.name.endswith(DRAFTS_ENDING) or _is_workspace(file) for file in files)
        found = opened.ExecuteSQL("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = {row.GetField(0) for row in found} if found is not None else set()
    except RuntimeError:
        return False
    return names >= _OF_A_WORKSPACE or any(name.startswith("draft_") for name in names)


def _table_by_number(layer: QgsVectorLayer, number: int) -> str:
    """Name of a table of the file of a layer by its number; empty when there is none."""
    if not layer.isValid():
        return ""
    tables = [each.split(QgsDataProvider.sublayerSeparator()) for each in layer.dataProvider().subLayers()]
    return next((parts[1] for parts in tables if int(parts[0]) == number), "")


def let_read_beside_a_writer(layer: QgsVectorLayer) -> None:
    """Let a layer of a workspace be read while the workspace is open in this process; to be called on the main thread.

    QGIS opens a GeoPackage that nobody writes without any lock, and then reads nothing at all of it, without a word, as soon as
    somebody does. Opened beside a writer it reads on.
    """
    location, _ = workspace_table(layer) or ("", "")
    if not location or layer.providerType() != "ogr" or layer.isEditable():
        return
    with open(location, "rb") as file:
        head = file.read(_JOURNAL_BYTE + 1)
    if head[-1] == _OWN_JOURNAL:
        chosen = layer.selectedFeatureIds()
        with open_workspace(location):
            layer.dataProvider().reloadData()
        layer.selectByIds(chosen)


def note_made_of_workspace(layer: QgsMapLayer) -> None:
    """Note on a layer in memory that rows of a workspace went into it as they are."""
    layer.setCustomProperty(_MADE_OF_PROPERTY, True)


def is_made_of_workspace(layer: QgsMapLayer) -> bool:
    """Whether rows of a workspace went into a layer without passing the gate: in an earlier run, a query, a join or another address."""
    if layer.customProperty(_MADE_OF_PROPERTY, False):
        return True
    if isinstance(layer, QgsVectorLayer) and layer.providerType() == "ogr" and _is_behind(layer.source()):
        return True
    return any(workspace_table(each) is not None or is_made_of_workspace(each) for each in _layers_below(layer))


def _layers_below(layer: QgsMapLayer) -> list[QgsMapLayer]:
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


def refuse_changed(layer: QgsVectorLayer) -> None:
    """Refuse a layer of a workspace that does not show its rows as they are stored: the gate could not tell their level.

    Raises
    ------
    InputError
        ``workspace.layer_changed`` for a query in place of a filter, a table that is not the workspace's, rows whose level is not
        shown, and edits that nobody saved.
    """
    _, name = workspace_table(layer) or ("", "")
    is_query = layer.subsetString().lstrip().lower().startswith(_QUERIES)
    lacks_level = False
    if name in _TABLES and drafts_of_workspace(layer) is None:
        needed = {"id", *(("sensitivity",) if table(name).has_sensitivity() else ())}
        shown = set(layer.fields().names()), set(layer.dataProvider().fields().names())
        lacks_level = any(not needed <= names for names in shown) or layer.isModified()
    if is_query or lacks_level or name not in _TABLES:
        raise InputError("workspace.layer_changed", layer=layer.name())


def original_id(layer: QgsMapLayer) -> str:
    """Identity of the layer that a released one was copied from, or its own."""
    return str(layer.customProperty(_COPY_OF_PROPERTY, "") or layer.id())


def released_layers(
    layers: Sequence[QgsMapLayer], audience: str, purpose: str, extent: QgsRectangle | None = None
) -> tuple[list[QgsMapLayer], list[Message]]:
    """The same layers with those of workspaces reduced to what an audience may have.

    Parameters
    ----------
    extent : QgsRectangle, optional
        In EPSG:4326; what lies elsewhere is not asked for.

    Returns
    -------
    layers : list of QgsMapLayer
        Layers of workspaces are replaced by copies in memory that look the same, and what was made of their rows as they are is left
        away; the others are the same objects.
    messages : list of Message
        What the gate held back, for each workspace layer.
    """
    found: list[QgsMapLayer] = []
    messages: list[Message] = []
    request = QgsFeatureRequest()
    if extent is not None:
        request.setFilterRect(extent)
    for layer in layers:
        if is_made_of_workspace(layer):
            messages.append(Message("workspace.made_for_the_screen", layer=layer.name()))
            continue
        if workspace_table(layer) is None:
            found.append(layer)
            continue
        copy, released = released_layer(layer, audience, purpose, request)
        found.append(copy)
        messages.append(released.message())
    return found, messages


def released_layer(
    layer: QgsVectorLayer, audience: str, purpose: str, request: QgsFeatureRequest, whole_only: bool = False
) -> tuple[QgsVectorLayer, Released[Record]]:
    """What an audience may have of a layer of a workspace, as a copy in memory that looks the same.

    Parameters
    ----------
    request : QgsFeatureRequest
        Which rows are asked for.
    whole_only : bool
        See :func:`~rainforest_alert_plugin.workspace.release.release`.
    """
    refuse_changed(layer)
    location, name = workspace_table(layer) or ("", "")
    # Read first: QGIS may read nothing while the workspace is open.
    if _is_alike(location, name):
        ids = _identities(layer, request)
        if not ids:
            return layer, release((), audience, purpose)
        released = _asked(location, lambda workspace: release_alike(name, ids, audience, purpose, workspace))
        return (layer if is_whole(released.shares) else _copy(layer, [])), released
    records = _records(layer, name, request)
    released = _asked(location, lambda workspace: release(records, audience, purpose, workspace, whole_only))
    return _copy(layer, released.rows), released


def _asked(location: str, gate: Callable[[Workspace | None], Released[Record]]) -> Released[Record]:
    """What the gate says, with the workspace open where it can be told."""
    if not location:
        return gate(None)
    with open_workspace(location) as workspace:
        return gate(workspace)


def _identities(layer: QgsVectorLayer, request: QgsFeatureRequest) -> list[str]:
    asked = QgsFeatureRequest(request)
    asked.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    asked.setSubsetOfAttributes(["id"], layer.fields())
    place = layer.fields().lookupField("id")
    return [str(feature.attribute(place)) for feature in layer.getFeatures(asked)]


def _records(layer: QgsVectorLayer, name: str, request: QgsFeatureRequest) -> list[Record]:
    """Rows of a layer as the gate takes them."""
    names = layer.fields().names()
    records = []
    for feature in layer.getFeatures(request):
        values: dict[str, Any] = {
            name: None if is_null(value) else value for name, value in zip(names, feature.attributes())
        }
        values["geom"] = bytes(feature.geometry().asWkb()) if feature.hasGeometry() else None
        records.append(Record(name, str(values.get("id")), values))
    return records


def _is_alike(location: str, name: str) -> bool:
    """Whether the gate decides alike about all rows of a table, of which there may be a million."""
    if name not in _TABLES or not table(name).is_bulk or table(name).has_sensitivity():
        return False
    if not location:
        return not any(rule.table == name for rule in read_rules().all())
    with open_workspace(location, read_only=True) as workspace:
        return not any(rule.table == name for rule in read_rules(workspace).all())


def _copy(layer: QgsVectorLayer, rows: Sequence[Record]) -> QgsVectorLayer:
    names = layer.fields().names()
    kind = QgsWkbTypes.displayString(layer.wkbType())
    copy = QgsVectorLayer(f"{kind}?crs={layer.crs().authid()}", layer.name(), "memory")
    copy.setCrs(layer.crs())
    copy.dataProvider().addAttributes(layer.fields().toList())
    copy.updateFields()
    features = []
    for row in rows:
        feature = QgsFeature(copy.fields())
        feature.setAttributes([row.values.get(name) for name in names])
        if row.values.get("geom") is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(row.values["geom"])
            feature.setGeometry(geometry)
        features.append(feature)
    copy.dataProvider().addFeatures(features)
    copy.updateExtents()
    for key in layer.customPropertyKeys():
        if key not in _OWN_PROPERTIES:
            copy.setCustomProperty(key, layer.customProperty(key))
    copy.setCustomProperty(_COPY_OF_PROPERTY, layer.id())
    copy.setDisplayExpression(layer.displayExpression())
    if layer.renderer() is not None:
        copy.setRenderer(layer.renderer().clone())
    if layer.labeling() is not None:
        copy.setLabeling(layer.labeling().clone())
        copy.setLabelsEnabled(layer.labelsEnabled())
    return copy
