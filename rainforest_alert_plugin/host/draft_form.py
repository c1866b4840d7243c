"""QGIS's own form of a draft: names and words in place of identities, and nothing in sight that only programs read."""

from __future__ import annotations

from qgis.core import QgsEditFormConfig, QgsEditorWidgetSetup, QgsVectorLayer

from ..errors import RainforestAlertError
from ..i18n import translate
from .workspace_layers import NOTHING, hide, value_relation, workspace_layers
from .workspaces import open_workspace

# Columns whose values are identities of rows, and the tables of these.
_REFERENCES = {"community_id": "community", "base_version_id": "boundary_version"}
_MOMENT = {
    "display_format": "dd/MM/yyyy HH:mm",
    "field_format": "yyyy-MM-ddTHH:mm:ss.zzzZ",
    "field_iso_format": False,
    "calendar_popup": False,
    "allow_null": True,
}


def give_form(layer: QgsVectorLayer, location: str) -> None:
    """Give a layer of drafts the form that people open on a draft; it does not come up by itself when an outline was drawn.

    Community and version are shown by a relation to the workspace's layers where the project has them, and otherwise by the names that
    the workspace has now. Which they are is decided where a draft begins, and when is kept by itself: only the source is open to edits.
    """
    words = {
        "community_id": translate("RainforestAlert", "Community"),
        "community": translate("RainforestAlert", "Community"),
        "base_version_id": translate("RainforestAlert", "Changes the version"),
        "source": translate("RainforestAlert", "Source"),
        "changed_at": translate("RainforestAlert", "Changed (UTC)"),
    }
    widgets = {name: widget for name in _REFERENCES if (widget := _reference(name, location)) is not None}
    widgets["changed_at"] = QgsEditorWidgetSetup("DateTime", _MOMENT)
    widgets["source"] = QgsEditorWidgetSetup("TextEdit", {"IsMultiline": False, "UseHtml": False})
    if "community_id" not in widgets:
        widgets["community"] = QgsEditorWidgetSetup("TextEdit", {})
    form = layer.editFormConfig()
    form.setSuppress(QgsEditFormConfig.FeatureFormSuppress.SuppressOn)
    for index, name in enumerate(layer.fields().names()):
        if name in widgets:
            layer.setFieldAlias(index, words[name])
            layer.setEditorWidgetSetup(index, widgets[name])
            form.setReadOnly(index, name != "source")
        else:
            hide(layer, index)
    layer.setEditFormConfig(form)
    layer.setDisplayExpression('"community"')


def is_shown_by(layer: QgsVectorLayer, layer_ids: list[str]) -> bool:
    """Whether the form of drafts shows names out of one of some layers."""
    setups = [layer.editorWidgetSetup(index) for index in layer.fields().allAttributesList()]
    return any(setup.config().get("Layer") in layer_ids for setup in setups)


def is_of_form(layer: object, location: str) -> bool:
    """Whether a layer is one that forms of drafts of a workspace can show names out of."""
    return any(layer in workspace_layers(location, table) for table in _REFERENCES.values())


def _reference(name: str, location: str) -> QgsEditorWidgetSetup | None:
    """Words for a column of identities; none where the workspace cannot be read."""
    table = _REFERENCES[name]
    shown = workspace_layers(location, table)
    if shown:
        return value_relation(shown[0], table, allows_nothing=True)
    try:
        with open_workspace(location, read_only=True) as workspace:
            rows = workspace.read(table)
    except RainforestAlertError:
        return None
    if table == "community":
        pairs = [{str(row["name"]): row["id"]} for row in rows]
    else:
        pairs = [{f"v{row['number']} · {row['reason'] or '–'}": row["id"]} for row in rows]
    return QgsEditorWidgetSetup("ValueMap", {"map": [NOTHING, *sorted(pairs, key=lambda pair: next(iter(pair)))]})
