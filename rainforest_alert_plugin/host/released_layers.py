"""Layers of a workspace as an audience may see them: what leaves on paper or in a picture passes the gate like everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

from qgis.core import (
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import is_null
from ..errors import Message, RainforestAlertError
from ..workspace.geopackage import check_is_workspace
from ..workspace.release import Record, release
from ..workspace.schema import TABLES
from .workspace_layers import LOCATION_PROPERTY, TABLE_PROPERTY
from .workspaces import open_workspace

_TABLES = frozenset(table.name for table in TABLES)


def workspace_table(layer: QgsMapLayer) -> tuple[str, str] | None:
    """Workspace and table that a layer shows, however it came into the project; None for any other layer.

    The workspace is empty where only the table is known.
    """
    if not isinstance(layer, QgsVectorLayer):
        return None
    location, name = layer.customProperty(LOCATION_PROPERTY, ""), layer.customProperty(TABLE_PROPERTY, "")
    if location and name:
        return str(location), str(name)
    if layer.providerType() == "postgres":
        # Added by hand: which stored connection it is cannot be told, so the gate decides by the levels alone.
        table = QgsDataSourceUri(layer.source()).table()
        return ("", table) if table in _TABLES and layer.fields().lookupField("id") >= 0 else None
    if layer.providerType() != "ogr":
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, table = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    if table not in _TABLES or not path.lower().endswith(".gpkg"):
        return None
    try:
        check_is_workspace(Path(path))
    except RainforestAlertError:
        return None
    return path, table


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
        Layers of workspaces are replaced by copies in memory that look the same; the others are the same objects.
    messages : list of Message
        What the gate held back, for each workspace layer.
    """
    found: list[QgsMapLayer] = []
    messages: list[Message] = []
    for layer in layers:
        place = workspace_table(layer)
        if place is None:
            found.append(layer)
            continue
        copy, message = _released(layer, place[0], place[1], audience, purpose, extent)
        found.append(copy)
        messages.append(message)
    return found, messages


def _released(
    layer: QgsVectorLayer, location: str, table: str, audience: str, purpose: str, extent: QgsRectangle | None
) -> tuple[QgsVectorLayer, Message]:
    names = layer.fields().names()
    request = QgsFeatureRequest()
    if extent is not None:
        request.setFilterRect(extent)
    records = []
    for feature in layer.getFeatures(request):
        values: dict[str, Any] = {
            name: None if is_null(value) else value for name, value in zip(names, feature.attributes())
        }
        values["geom"] = bytes(feature.geometry().asWkb()) if feature.hasGeometry() else None
        records.append(Record(table, str(values.get("id")), values))
    if location:
        with open_workspace(location) as workspace:
            released = release(records, audience, purpose, workspace)
    else:
        released = release(records, audience, purpose)
    kind = QgsWkbTypes.displayString(layer.wkbType())
    copy = QgsVectorLayer(f"{kind}?crs={layer.crs().authid()}", layer.name(), "memory")
    copy.dataProvider().addAttributes(layer.fields().toList())
    copy.updateFields()
    features = []
    for row in released.rows:
        feature = QgsFeature(copy.fields())
        feature.setAttributes([row.values.get(name) for name in names])
        if row.values.get("geom") is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(row.values["geom"])
            feature.setGeometry(geometry)
        features.append(feature)
    copy.dataProvider().addFeatures(features)
    copy.updateExtents()
    if layer.renderer() is not None:
        copy.setRenderer(layer.renderer().clone())
    if layer.labeling() is not None:
        copy.setLabeling(layer.labeling().clone())
        copy.setLabelsEnabled(layer.labelsEnabled())
    return copy, released.message()
