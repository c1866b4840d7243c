"""A workspace in the project: its tables as a group of layers with styles, names, and forms that offer words instead of codes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsDataSourceUri,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import field, is_null
from ..errors import InputError, OutputError
from ..paths import resource
from ..territory.consent import ASKING, MATTERS
from ..territory.listed_words import LISTED, ListedWords
from ..territory.words import Words
from ..workspace.model import Column, Table
from ..workspace.opening import database_address
from ..workspace.schema import stored_columns, table
from ..workspace.sql import statement
from .words import choice_word, federation_words
from .workspaces import label_words, open_workspace, table_uri

TABLE_PROPERTY = "rainforest_alert/workspace_table"
LOCATION_PROPERTY = "rainforest_alert/workspace"
_TECHNICAL = frozenset(("fid", "id", "row_version", "created_at", "withdrawn_at", "ubigeo_source"))
_LONG_TEXTS = frozenset(
    (
        "notes",
        "decided",
        "left_open",
        "purpose",
        "our_claim",
        "their_claim",
        "reason",
        "summary",
        "observation",
        "answer",
    )
)
# What people see of a row that another one names.
_NAMED_BY = {
    "community": '"name"',
    "organization": '"name"',
    "workshop": 'trim(concat(to_string("held_on"), \' \', "place"))',
    "boundary_version": "concat('v', \"number\", ' · ', \"reason\")",
    "proposal": 'concat("author", \' · \', "reason")',
    "mission": '"name"',
    "case_file": 'coalesce("number", "addressee", left("id", 8))',
    "alert_event": "concat(to_string(\"last_date\"), ' · ', round(\"area_ha\", 2), ' ha')",
    "place": 'coalesce("name", "name_es")',
}
_SHOWN = "shown_as"
_KEY = "fid"
# What QGIS itself stores for "nothing chosen".
NOTHING = {"": "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"}


@dataclass(frozen=True)
class LayerPlan:
    """One layer of the group.

    Attributes
    ----------
    table : str
    style : str
        File below ``resources/styles``; none for tables without geometry.
    geometry : str
        Kind of geometry shown, where a table holds several.
    part : str
        Last word of the ids of its name, where a table has several layers.
    is_editable : bool
        Whether people change it by hand; what is computed or agreed is not, whatever the database would allow.
    is_shown : bool
        Whether it is drawn at first.
    """

    table: str
    style: str = ""
    geometry: str = ""
    part: str = ""
    is_editable: bool = True
    is_shown: bool = True


# From top to bottom.
PLANS = (
    LayerPlan("attachment", "workspace_attachment", is_editable=False),
    LayerPlan("field_report", "workspace_field_report"),
    LayerPlan("place", "workspace_place_points", "Point", "points"),
    LayerPlan("place", "workspace_place_lines", "LineString", "lines"),
    LayerPlan("vertex", "workspace_vertex", is_editable=False, is_shown=False),
    LayerPlan("boundary_side", "workspace_boundary_side", is_editable=False),
    LayerPlan("dispute", "workspace_dispute"),
    LayerPlan("place", "workspace_place_areas", "Polygon", "areas"),
    LayerPlan("alert_event", "events_confidence", is_editable=False, is_shown=False),
    LayerPlan("proposal", "workspace_proposal", is_editable=False),
    LayerPlan("boundary_version", "workspace_boundary_version", is_editable=False),
    LayerPlan("community"),
    LayerPlan("organization"),
    LayerPlan("workshop"),
    LayerPlan("attendance"),
    LayerPlan("workshop_sheet", is_editable=False),
    LayerPlan("consent"),
    LayerPlan("mission"),
    LayerPlan("case_file"),
    LayerPlan("activity"),
    LayerPlan("titling_step"),
)
_CHOICES_OF_ROOMS = {("consent", "audience"): ASKING, ("consent", "what"): MATTERS}
# QGIS of 3.22 knows no constraint of a GeoPackage but NOT NULL; what the database would refuse is said in the form.
_EXPECTED = {
    ("attendance", "name"): '"name" IS NULL OR "name" = \'\' OR "consented"',
    ("attendance", "people_count"): '"people_count" > 0',
    ("community", "ubigeo"): '"ubigeo" IS NULL OR regexp_match("ubigeo", \'^[0-9]{6}$\')',
    ("activity", "end_on"): '"end_on" IS NULL OR "end_on" >= "start_on"',
    ("consent", "until"): '"until" IS NULL OR "until" >= "given_on"',
}


def add_workspace(location: str) -> list[QgsVectorLayer]:
    """Add the layers of a workspace to the project, in a group of their own; layers of an earlier call are replaced.

    Tables of which a login may read nothing are left out; where it may not read some columns, the layer shows the others.

    Raises
    ------
    RainforestAlertError
        When it cannot be opened.
    """
    title, hidden = _looked_at(location)
    words, _ = federation_words()
    layers: dict[LayerPlan, QgsVectorLayer] = {}
    for plan in PLANS:
        if _KEY in hidden[plan.table]:
            continue
        layer = QgsVectorLayer(*_address(location, plan, hidden[plan.table]))
        if not layer.isValid():
            raise InputError("workspace.layer_unreadable", path=location, table=plan.table)
        layers[plan] = layer
    group = _fresh_group(location, title)
    by_table = {plan.table: layer for plan, layer in layers.items()}
    for plan, layer in layers.items():
        dress(layer, plan, words, by_table)
        layer.setCustomProperty(TABLE_PROPERTY, plan.table)
        layer.setCustomProperty(LOCATION_PROPERTY, location)
    # The project must own them before the forms point to each other; the order of the tree is that of the plans.
    QgsProject.instance().addMapLayers(list(layers.values()), False)
    tables = None
    for plan, layer in layers.items():
        if table(plan.table).geometry:
            group.addLayer(layer).setItemVisibilityChecked(plan.is_shown)
            continue
        if tables is None:
            tables = group.addGroup(words.say("legend.tables"))
            tables.setExpanded(False)
        tables.addLayer(layer)
    return list(layers.values())


def workspace_layers(location: str, name: str = "") -> list[QgsVectorLayer]:
    """Layers of a workspace that the project holds, of one table when it is named."""
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if layer.customProperty(LOCATION_PROPERTY, "") == location
        and (not name or layer.customProperty(TABLE_PROPERTY, "") == name)
    ]


def refresh_workspace(location: str, name: str) -> None:
    """Let the layers of a table be read anew, after the plugin wrote to it."""
    for layer in workspace_layers(location, name):
        layer.dataProvider().reloadData()
        layer.triggerRepaint()


def dress(layer: QgsVectorLayer, plan: LayerPlan, words: Words, by_table: Mapping[str, QgsVectorLayer]) -> None:
    """Give a layer of a workspace its name, style, aliases and form.

    Parameters
    ----------
    by_table : mapping of str to QgsVectorLayer
        Layers that rows of this one may point to.
    """
    described = table(plan.table)
    layer.setName(table_word(words, described, plan.part))
    if plan.style:
        layer.loadNamedStyle(str(resource("styles", f"{plan.style}.qml")))
        _name_categories(layer, words)
    if any(column.name == "withdrawn_at" for column in described.columns):
        layer.setSubsetString('"withdrawn_at" IS NULL')
    if plan.table in _NAMED_BY:
        layer.setDisplayExpression(_NAMED_BY[plan.table])
        # a style that is loaded takes such fields away
        layer.addExpressionField(_NAMED_BY[plan.table], field(_SHOWN, "string"))
    columns = {column.name: column for column in stored_columns(described)}
    for index, name in enumerate(layer.fields().names()):
        column = columns.get(name)
        if name == _SHOWN or column is None or name in _TECHNICAL or column.kind == "json":
            hide(layer, index)
            continue
        layer.setFieldAlias(index, column_word(words, described, column))
        listed = LISTED.get((plan.table, name))
        if listed is not None:
            layer.setEditorWidgetSetup(index, _listed_widget(layer, index, column, listed, words))
        else:
            layer.setEditorWidgetSetup(index, _widget(described, column, words, by_table))
        if plan.is_editable:
            _expect(layer, index, described, column, words)
    if not plan.is_editable or described.guarded:
        layer.setReadOnly(True)


def table_word(words: Words, described: Table, part: str = "") -> str:
    """What a table is called, or the layer of one kind of its geometries."""
    ids = (f"table.{described.name}.{part}", f"table.{described.name}")
    return next((words.find(id) for id in ids if words.find(id)), label_words()(described.label))


def column_word(words: Words, described: Table, column: Column) -> str:
    """What a column is called: in this table, or in all tables that have one of its name."""
    ids = (f"{described.name}.{column.name}", f"column.{column.name}")
    return next((words.find(id) for id in ids if words.find(id)), label_words()(column.label))


def _looked_at(location: str) -> tuple[str, dict[str, frozenset[str]]]:
    """What the federation calls the workspace, and what of each table is hidden from here; opening it brings an older one forward."""
    try:
        workspace = open_workspace(location)
    except OutputError:  # it may be looked at where it cannot be written
        workspace = open_workspace(location, read_only=True)
    with workspace:
        names = [row["workspace_name"] for row in workspace.read("replica") if row["id"] == workspace.replica_id]
        hidden = {plan.table: workspace.connection.hidden_columns(plan.table) for plan in PLANS}
    return (str(names[0]) if names and names[0] else Path(location).stem), hidden


def _address(location: str, plan: LayerPlan, hidden: frozenset[str]) -> tuple[str, str, str]:
    address = database_address(location)
    if address is None:
        kind = f"|geometrytype={plan.geometry}" if plan.geometry else ""
        return f"{location}|layername={plan.table}{kind}", plan.table, "ogr"
    described = table(plan.table)
    geometry = "geom" if described.geometry else ""
    uri = QgsDataSourceUri(table_uri(*address, plan.table, geometry))
    if hidden:
        uri.setDataSource("", _query(address[1], described, hidden), geometry, "", _KEY)
    if described.geometry:
        uri.setSrid(str(described.geometry.srid))
        uri.setWkbType(QgsWkbTypes.parseType(plan.geometry or described.geometry.type))
    return uri.uri(False), plan.table, "postgres"


def _query(schema: str, described: Table, hidden: frozenset[str]) -> str:
    """What a login may read of a table: QGIS opens no table of which some columns are hidden."""
    names = [_KEY, *(["geom"] if described.geometry else []), *(column.name for column in stored_columns(described))]
    shown = [name for name in names if name not in hidden]
    return statement("(SELECT $columns FROM $schema.$table)", columns=shown, schema=schema, table=described.name)


def _fresh_group(location: str, title: str) -> QgsLayerTreeGroup:
    """The group of a workspace, empty; where it stood before, or on top."""
    project = QgsProject.instance()
    root = project.layerTreeRoot()
    for group in root.findGroups():
        if group.customProperty(LOCATION_PROPERTY, "") == location:
            project.removeMapLayers([layer.id() for layer in workspace_layers(location)])
            group.removeAllChildren()
            group.setName(title)
            return group
    group = root.insertGroup(0, title)
    group.setCustomProperty(LOCATION_PROPERTY, location)
    return group


def _name_categories(layer: QgsVectorLayer, words: Words) -> None:
    renderer = layer.renderer().clone()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    for index, category in enumerate(renderer.categories()):
        value = str(category.value() or "")
        name = choice_word(words, renderer.classAttribute(), value) if value else ""
        renderer.updateCategoryLabel(index, name or words.say("legend.not_said"))
    layer.setRenderer(renderer)


def hide(layer: QgsVectorLayer, index: int) -> None:
    """Keep a field out of the form and of the table of attributes."""
    layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("Hidden", {}))
    config = layer.attributeTableConfig()
    columns = config.columns()
    if not columns:
        config.update(layer.fields())
        columns = config.columns()
    for column in columns:
        if column.name == layer.fields().at(index).name():
            column.hidden = True
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)


def value_relation(target: QgsVectorLayer, table: str, allows_nothing: bool) -> QgsEditorWidgetSetup:
    """A widget that shows rows of a table by their names, in place of their identities.

    Parameters
    ----------
    target : QgsVectorLayer
        The layer of the table, as :func:`add_workspace` adds it.
    """
    return QgsEditorWidgetSetup(
        "ValueRelation",
        {
            "Layer": target.id(),
            "LayerName": target.name(),
            "LayerSource": target.source(),
            "LayerProviderName": target.providerType(),
            "Key": "id",
            "Value": _SHOWN if table in _NAMED_BY else "id",
            "AllowNull": allows_nothing,
            "OrderByValue": True,
            "UseCompleter": False,
            "AllowMulti": False,
        },
    )


def _widget(
    described: Table, column: Column, words: Words, by_table: Mapping[str, QgsVectorLayer]
) -> QgsEditorWidgetSetup:
    choices = column.choices or _CHOICES_OF_ROOMS.get((described.name, column.name), ())
    if column.references:
        target = by_table.get(column.references)
        if target is None:
            return QgsEditorWidgetSetup("Hidden", {})
        return value_relation(target, column.references, not column.required)
    if choices:
        pairs = [{_choice(described, column, value, words): value} for value in choices]
        if not column.required:
            pairs.insert(0, NOTHING)
        return QgsEditorWidgetSetup("ValueMap", {"map": pairs})
    return QgsEditorWidgetSetup(*_plain_widget(column))


def _listed_widget(
    layer: QgsVectorLayer, index: int, column: Column, listed: ListedWords, words: Words
) -> QgsEditorWidgetSetup:
    """The values that have words, then whatever else rows of the layer say, as they say it.

    Words that come later, QGIS shows in parentheses and leaves as they are.
    """
    pairs = [] if column.required else [NOTHING]
    pairs += [{listed.word_of(words, id): id} for id in listed.ids]
    offered = {word for pair in pairs for word in pair}
    for said in sorted(
        str(value) for value in layer.uniqueValues(index) if not is_null(value) and value not in listed.ids
    ):
        pairs.append({f"«{said}»" if said in offered else said: said})
    return QgsEditorWidgetSetup("ValueMap", {"map": pairs})


def _choice(described: Table, column: Column, value: str, words: Words) -> str:
    if described.name == "consent":
        if column.name == "audience":
            return choice_word(words, "sensitivity", value)
        if value in _tables_of_matters():
            return table_word(words, table(value))
        return words.say("choice.what.everything")
    return choice_word(words, column.name, value)


def _tables_of_matters() -> frozenset[str]:
    return frozenset(matter for matter in MATTERS if matter != "everything")


def _plain_widget(column: Column) -> tuple[str, dict[str, Any]]:
    if column.kind == "boolean":
        return "CheckBox", {}
    if column.kind == "date":
        return "DateTime", {
            "display_format": "dd/MM/yyyy",
            "field_format": "yyyy-MM-dd",
            "field_iso_format": False,
            "calendar_popup": True,
            "allow_null": not column.required,
        }
    if column.kind == "timestamp":
        return "DateTime", {
            "display_format": "dd/MM/yyyy HH:mm",
            "field_format": "yyyy-MM-dd HH:mm:ss",
            "field_iso_format": False,
            "calendar_popup": True,
            "allow_null": not column.required,
        }
    return "TextEdit", {"IsMultiline": column.name in _LONG_TEXTS, "UseHtml": False}


def _expect(layer: QgsVectorLayer, index: int, described: Table, column: Column, words: Words) -> None:
    """What the form fills in by itself, and what it insists on."""
    hard = QgsFieldConstraints.ConstraintStrength.ConstraintStrengthHard
    if column.required:
        layer.setFieldConstraint(index, QgsFieldConstraints.Constraint.ConstraintNotNull, hard)
    expression = _EXPECTED.get((described.name, column.name))
    if expression:
        layer.setConstraintExpression(index, expression, words.say(f"expect.{described.name}.{column.name}"))
        layer.setFieldConstraint(index, QgsFieldConstraints.Constraint.ConstraintExpression, hard)
    default = column.default
    if column.kind == "date" and column.required:
        default = "to_date(now())"
    if default is not None and column.kind != "timestamp":
        layer.setDefaultValueDefinition(index, QgsDefaultValue(default, False))
