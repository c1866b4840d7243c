"""Layers of a workspace as an audience may see them: what is made of a layer passes the gate like what is read from the workspace."""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QUrl

from ..compat import is_null
from ..errors import InputError, Message, RainforestAlertError
from ..workspace.consents import ASKING
from ..workspace.derived import release_again
from ..workspace.geopackage import is_workspace
from ..workspace.origins import ASKED, Origin, OriginRow
from ..workspace.release import WHOLE, Record, Released, release, release_alike
from ..workspace.release_rules import read_rules
from ..workspace.schema import TABLES, table
from ..workspace.store import Workspace
from .asking_expressions import asking_columns, asking_style, asks_others
from .behind_layers import is_behind, layers_below
from .database_layers import table_of_database
from .drafts import drafts_of_workspace
from .layer_files import file_of, table_of
from .layer_marks import MARK_PROPERTY, mark_of
from .made_of import origins_of
from .release_words import is_whole
from .released_style import carry_style, changes_of_style
from .workspace_layers import LOCATION_PROPERTY, TABLE_PROPERTY
from .workspaces import open_workspace

_TABLES = frozenset(table.name for table in TABLES)
_DRAFTS = "proposal"
COMMUNITY_COLUMN = "community_id"
"""Where a row of a workspace says whose it is."""
_COPY_OF_PROPERTY = "rainforest_alert/copy_of"
_QUERIES = ("select", "with")
_DEGREES = "EPSG:4326"
# Features that are added at once, and the highest number that a copy keeps.
_AT_ONCE, _MOST_NUMBERED = 50_000, 300_000
# Where the header of a SQLite file says how it is written, and the number for a journal beside the file.
_JOURNAL_BYTE, _OWN_JOURNAL = 18, 1
_ADDRESSES = re.compile(r'\burl="([^"]+)"')
_OWN_PROPERTIES = (LOCATION_PROPERTY, TABLE_PROPERTY, MARK_PROPERTY)


def workspace_table(layer: QgsMapLayer) -> tuple[str, str] | None:
    """Workspace and table that a layer shows, however it came into the project; None for any other layer.

    The workspace is empty where it lies in a database of which QGIS has no stored connection, and of drafts where it cannot be told.
    """
    if not isinstance(layer, QgsVectorLayer):
        return None
    if layer.providerType() == "ogr":
        # What the address says counts: a layer whose source was changed shows the file that it was changed to.
        drafted = drafts_of_workspace(layer)
        if drafted is not None:
            return drafted, _DRAFTS
        path = file_of(layer)
        if path:
            return (path, table_of(layer)) if is_workspace(Path(path)) else None
    if layer.providerType() != "postgres":
        # A style brings the properties of another layer.
        return mark_of(layer).place
    location, name = layer.customProperty(LOCATION_PROPERTY, ""), layer.customProperty(TABLE_PROPERTY, "")
    return (str(location), str(name)) if name else table_of_database(layer)


def let_read_beside_a_writer(layer: QgsVectorLayer) -> None:
    """Let a layer of a workspace be read while the workspace is open in this process; to be called on the main thread.

    QGIS opens a GeoPackage that nobody writes without any lock, and then reads nothing at all of it, without a word, as soon as
    somebody does. Opened beside a writer it reads on.
    """
    location, _ = workspace_table(layer) or ("", "")
    if not os.path.isfile(location) or layer.providerType() != "ogr" or layer.isEditable():
        return
    with open(location, "rb") as file:
        head = file.read(_JOURNAL_BYTE + 1)
    if head[-1] == _OWN_JOURNAL:
        chosen = layer.selectedFeatureIds()
        with open_workspace(location):
            layer.dataProvider().reloadData()
        layer.selectByIds(chosen)


def refuse_asking_template(text: str, path: str) -> None:
    """Refuse a template of a page whose expressions read layers of the project, where one of these has rows of a workspace.

    Raises
    ------
    InputError
        ``plan.template_asks``.
    """
    texts = [text]
    for address in _ADDRESSES.findall(text):
        # A frame of HTML has its expressions in a file of its own.
        file = QUrl(html.unescape(address)).toLocalFile() or html.unescape(address)
        if os.path.isfile(file):
            texts.append(Path(file).read_text(encoding="utf-8", errors="replace"))
    if any(reads_rows(each) for each in texts):
        raise InputError("plan.template_asks", path=path)


def reads_rows(expression: str) -> bool:
    """Whether an expression, or a text with expressions, reads layers of the project that have rows of a workspace."""
    return asks_others(expression, _is_sensitive)


def unseen_rows(layer: QgsMapLayer, is_drawn: bool = False) -> Message | None:
    """What to say of a layer into which rows of a workspace went without passing the gate; None for any other.

    Either an earlier run took them as they are, or the layer shows them by a query or a view, a join, a column that QGIS computes,
    another address, as a group, or where it is drawn by its labels and symbols.
    """
    if mark_of(layer).is_unseen:
        return Message("workspace.made_for_the_screen", layer=layer.name())
    location, table_name = workspace_table(layer) or ("", "")
    if layer.providerType() == "postgres" and table_name and not location:
        return Message("workspace.connection_not_stored", layer=layer.name())
    way = _way_of_showing(layer, is_drawn)
    return Message("workspace.shows_rows", layer=layer.name(), way=way) if way is not None else None


def _way_of_showing(layer: QgsMapLayer, is_drawn: bool) -> Message | None:
    """By what a layer shows rows of a workspace that are not its own; None when it shows none."""
    below = [each for each in layers_below(layer) if _is_sensitive(each) or unseen_rows(each, is_drawn) is not None]
    if below:
        return Message("workspace.way_layers", layers=", ".join(each.name() for each in below))
    if is_behind(layer):
        return Message("workspace.way_address")
    # Of a layer of a workspace no such column leaves.
    if isinstance(layer, QgsVectorLayer) and workspace_table(layer) is None:
        columns = asking_columns(layer, _is_sensitive)
        if columns:
            return Message("workspace.way_columns", columns=", ".join(columns))
    part = asking_style(layer, _is_sensitive) if is_drawn else ""
    return Message(f"workspace.way_{part}") if part else None


def _is_sensitive(layer: QgsMapLayer) -> bool:
    """Whether rows of a workspace are in a layer, whichever may leave."""
    return mark_of(layer).is_unseen or workspace_table(layer) is not None or bool(origins_of(layer))


def refuse_changed(layer: QgsVectorLayer) -> None:
    """Refuse a layer of a workspace that does not show its rows as they are stored: the gate could not tell their level.

    Raises
    ------
    InputError
        ``workspace.layer_changed`` for a query in place of a filter, rows whose level is not shown, and edits that nobody saved;
        ``workspace.table_of_others`` for a table in the file that is not the workspace's.
    """
    _, name = workspace_table(layer) or ("", "")
    is_query = layer.subsetString().lstrip().lower().startswith(_QUERIES)
    if name not in _TABLES and not is_query:
        raise InputError("workspace.table_of_others", layer=layer.name())
    lacks_level = False
    if name in _TABLES and drafts_of_workspace(layer) is None:
        needed = {"id", *(("sensitivity",) if table(name).has_sensitivity() else ())}
        shown = set(layer.fields().names()), set(layer.dataProvider().fields().names())
        lacks_level = any(not needed <= names for names in shown) or layer.isModified()
    if is_query or lacks_level:
        raise InputError("workspace.layer_changed", layer=layer.name())


def shown_origins(layer: QgsVectorLayer, request: QgsFeatureRequest) -> tuple[Origin, ...]:
    """Rows of a layer of a workspace that are taken as they are, for the screen.

    Columns that QGIS computes may tell of all rows of the layer.

    Raises
    ------
    InputError
        Where nobody can tell which rows they are: as :func:`refuse_changed`, and for columns that read other layers.
    """
    refuse_changed(layer)
    columns = asking_columns(layer, _is_sensitive)
    if columns:
        way = Message("workspace.way_columns", columns=", ".join(columns))
        raise InputError("workspace.shows_rows", layer=layer.name(), way=way)
    location, name = workspace_table(layer) or ("", "")
    asked = QgsFeatureRequest() if computed_columns(layer) else QgsFeatureRequest(request)
    if _is_alike(location, name):
        ids = _identities(layer, asked)
        return (Origin(location, WHOLE, name, (OriginRow(ids[0]),), len(ids)),) if ids else ()
    asked.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    names = [each for each in ("id", *ASKED) if layer.fields().lookupField(each) >= 0]
    asked.setSubsetOfAttributes(names, layer.fields())
    records = _records(layer, name, asked, names)
    rows = tuple(OriginRow.of(record.id, record.values, None, None) for record in records)
    return (Origin(location, WHOLE, name, rows, len(rows)),) if rows else ()


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
    for layer in layers:
        unseen = unseen_rows(layer, is_drawn=True)
        if unseen is not None:
            messages.append(unseen)
            continue
        if workspace_table(layer) is None:
            try:
                release_again(origins_of(layer), audience, purpose, open_workspace, layer.name())
            except InputError as error:
                messages.append(error.message)
                continue
            found.append(layer)
            continue
        copy, released = released_layer(layer, audience, purpose, _within(layer, extent))
        found.append(copy)
        messages.append(released.message())
        messages += changes_of_style(layer, copy)
    return found, messages


def _within(layer: QgsMapLayer, extent: QgsRectangle | None) -> QgsFeatureRequest:
    """Ask for the rows of a layer in an extent in EPSG:4326; for all where that cannot be told in the layer's own system."""
    request = QgsFeatureRequest()
    if extent is None or not layer.crs().isValid():
        return request
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(_DEGREES), layer.crs(), QgsProject.instance().transformContext()
    )
    try:
        here = transform.transformBoundingBox(extent)
    except QgsCsException:
        return request
    return request.setFilterRect(here) if here.isFinite() else request


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
    if _is_alike(location, name) and not computed_columns(layer):
        ids = _identities(layer, request)
        if not ids:
            return layer, release((), audience, purpose)
        released = _asked(
            layer, location, audience, lambda workspace: release_alike(name, ids, audience, purpose, workspace)
        )
        return (layer if is_whole(released.shares) else _copy(layer, ())), released
    records = _records(layer, name, request)
    released = _asked(
        layer, location, audience, lambda workspace: release(records, audience, purpose, workspace, whole_only)
    )
    shows_all = not layer.subsetString() and len(released.rows) == layer.featureCount()
    return _copy(layer, released.rows, shows_all and is_whole(released.shares)), released


def name_communities(layer: QgsVectorLayer, copy: QgsVectorLayer, audiences: Sequence[str], purpose: str) -> int:
    """Put names of communities in place of their identities in a copy of a layer of a workspace, where the audiences may have them.

    A name passes the gate with the row of its community. Two communities of one name keep their identities.

    Returns
    -------
    unnamed : int
        Communities of which the identity stays.
    """
    location, _ = workspace_table(layer) or ("", "")
    place = copy.fields().lookupField(COMMUNITY_COLUMN)
    numbers = {feature.id(): feature.attribute(place) for feature in copy.getFeatures()} if place >= 0 else {}
    asked = {str(each) for each in numbers.values() if not is_null(each)}
    if not location or not asked or drafts_of_workspace(layer) is not None:
        return len(asked)
    with open_workspace(location) as workspace:
        records = [Record("community", row["id"], row) for row in workspace.read("community") if row["id"] in asked]
        for audience in audiences:
            records = list(release(records, audience, purpose, workspace).rows)
    names = {record.id: str(record.values["name"]) for record in records if record.values.get("name")}
    told = Counter(names.values())
    names = {each: name for each, name in names.items() if told[name] == 1}
    changes = {number: {place: names[str(each)]} for number, each in numbers.items() if str(each) in names}
    copy.dataProvider().changeAttributeValues(changes)
    return len(asked - set(names))


def _asked(
    layer: QgsVectorLayer, location: str, audience: str, gate: Callable[[Workspace | None], Released[Record]]
) -> Released[Record]:
    """What the gate says, with the workspace open; of drafts whose workspace cannot be found, who needs a consent gets nothing.

    Raises
    ------
    InputError
        ``workspace.origin_unknown``, ``workspace.origin_gone``.
    """
    if not location:
        if audience in ASKING:
            raise InputError("workspace.origin_unknown", layer=layer.name())
        return gate(None)
    try:
        workspace = open_workspace(location)
    except RainforestAlertError as error:
        if drafts_of_workspace(layer) is None:
            raise
        if audience in ASKING:
            raise InputError("workspace.origin_gone", layer=layer.name(), location=location) from error
        return gate(None)
    with workspace:
        return gate(workspace)


def _identities(layer: QgsVectorLayer, request: QgsFeatureRequest) -> list[str]:
    asked = QgsFeatureRequest(request)
    asked.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    asked.setSubsetOfAttributes(["id"], layer.fields())
    place = layer.fields().lookupField("id")
    return [str(feature.attribute(place)) for feature in layer.getFeatures(asked)]


def _records(
    layer: QgsVectorLayer, name: str, request: QgsFeatureRequest, names: Sequence[str] | None = None
) -> list[Record]:
    """Rows of a layer as the gate takes them, with some of their columns or all."""
    columns = {column: place for column, place in _stored_columns(layer).items() if names is None or column in names}
    records = []
    for feature in layer.getFeatures(request):
        read = feature.attributes()
        values: dict[str, Any] = {
            column: None if is_null(read[place]) else read[place] for column, place in columns.items()
        }
        values["geom"] = bytes(feature.geometry().asWkb()) if feature.hasGeometry() else None
        # A draft that nobody saved yet has no identity.
        identity = str(values.get("id") or f"#{feature.id()}")
        records.append(Record(name, identity, values, number=feature.id()))
    return records


def _stored_columns(layer: QgsVectorLayer) -> dict[str, int]:
    """Places of the columns that a layer reads from its table, by name."""
    fields = layer.fields()
    return {
        fields.at(place).name(): place
        for place in range(fields.count())
        if fields.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider
    }


def computed_columns(layer: QgsVectorLayer) -> list[str]:
    """Columns that QGIS computes or joins, which no copy has: their values can be those of other rows."""
    stored = _stored_columns(layer)
    return [name for name in layer.fields().names() if name not in stored]


def _is_alike(location: str, name: str) -> bool:
    """Whether the gate decides alike about all rows of a table, of which there may be a million."""
    if name not in _TABLES or not table(name).is_bulk or table(name).has_sensitivity():
        return False
    if not location:
        return not any(rule.table == name for rule in read_rules().all())
    with open_workspace(location, read_only=True) as workspace:
        return not any(rule.table == name for rule in read_rules(workspace).all())


def _copy(layer: QgsVectorLayer, rows: Sequence[Record], is_all: bool = False) -> QgsVectorLayer:
    """Rows in a layer in memory that looks the same; where they are not all of its rows, without classes that tell of others."""
    names = list(_stored_columns(layer))
    kind = QgsWkbTypes.displayString(layer.wkbType())
    copy = QgsVectorLayer(f"{kind}?crs={layer.crs().authid()}", layer.name(), "memory")
    copy.setCrs(layer.crs())
    copy.dataProvider().addAttributes([layer.fields().field(name) for name in names])
    copy.updateFields()
    if copy.fields().names() != names:
        # A column of a kind that layers in memory do not have would shift the others.
        raise InputError("workspace.layer_changed", layer=layer.name())
    features = {}
    for row in rows:
        feature = QgsFeature(copy.fields())
        feature.setAttributes([row.values.get(name) for name in names])
        if row.values.get("geom") is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(row.values["geom"])
            feature.setGeometry(geometry)
        features[row.number] = feature
    _add_numbered(copy, features)
    copy.updateExtents()
    for key in layer.customPropertyKeys():
        if key not in _OWN_PROPERTIES:
            copy.setCustomProperty(key, layer.customProperty(key))
    copy.setCustomProperty(_COPY_OF_PROPERTY, layer.id())
    copy.setDisplayExpression(layer.displayExpression())
    carry_style(layer, copy, computed_columns(layer), is_all)
    return copy


def _add_numbered(copy: QgsVectorLayer, features: Mapping[int, QgsFeature]) -> None:
    """Fill an empty layer in memory so that features bear their numbers: results name them by these, and no other row's.

    Such a layer counts from 1 and gives no number twice, so that what lies between is added empty and deleted. Numbers above
    300,000 would take too long: these rows are numbered after the others, as are those that nobody saved yet.
    """
    provider = copy.dataProvider()
    nothing = QgsFeature(copy.fields())
    waiting: list[QgsFeature] = []
    empty: list[int] = []

    def add() -> None:
        provider.addFeatures(waiting)
        provider.deleteFeatures(empty)
        waiting.clear()
        empty.clear()

    numbered = sorted(number for number in features if 0 < number <= _MOST_NUMBERED)
    for before, number in zip((0, *numbered), numbered):
        for between in range(before + 1, number):
            waiting.append(nothing)
            empty.append(between)
            if len(waiting) >= _AT_ONCE:
                add()
        waiting.append(features[number])
    # What nobody saved yet has a number below zero, which changes when it is saved.
    waiting += [feature for number, feature in features.items() if not 0 < number <= _MOST_NUMBERED]
    add()
