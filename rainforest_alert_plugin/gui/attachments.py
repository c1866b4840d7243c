"""Photos and sounds of a workspace: opened from the layer of attachments, kept with a place from the layers of places."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable

from qgis import utils
from qgis.core import QgsAction, QgsVectorLayer
from qgis.PyQt.QtWidgets import QFileDialog

from ..about import name as plugin_name
from ..errors import RainforestAlertError
from ..host.attachments import show_attachment
from ..host.messages import describe
from ..host.workspace_layers import LOCATION_PROPERTY, TABLE_PROPERTY, refresh_workspace
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.places import PHOTO_TYPES, SOUND_TYPES, attach_to_place

_SCOPES = ("Feature", "Canvas", "Form")
# A row that was merged may come from anybody: nothing of it but letters and figures gets into the command.
_IDENTITY = "[% regexp_replace(\"id\", '[^0-9A-Za-z-]', '') %]"


def offer_files(layers: Iterable[QgsVectorLayer]) -> None:
    """Give layers of attachments the action “Open the file”, and layers of places “Add a photo or sound…”.

    Both stand in the form, in the table and on the map.
    """
    offered = {
        "attachment": (translate("RainforestAlert", "Open the file"), open_file.__name__),
        "place": (translate("RainforestAlert", "Add a photo or sound…"), ask_and_attach.__name__),
    }
    for layer in layers:
        table = str(layer.customProperty(TABLE_PROPERTY))
        if table not in offered:
            continue
        words, function = offered[table]
        location = str(layer.customProperty(LOCATION_PROPERTY))
        command = f"from {__name__} import {function}; {function}({location!r}, '{_IDENTITY}')"
        action = QgsAction(QgsAction.ActionType.GenericPython, words, command, "", False, words, set(_SCOPES))
        layer.actions().clearActions()
        layer.actions().addAction(action)
        if table == "attachment":
            layer.actions().setDefaultAction("Canvas", action.id())


def ask_and_attach(location: str, place_id: str) -> None:
    """Ask for a photo or a sound and keep it with a place."""
    title = translate("RainforestAlert", "Photo or sound of the place")
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in (*PHOTO_TYPES, *SOUND_TYPES))
    path, _ = QFileDialog.getOpenFileName(utils.iface.mainWindow(), title, str(Path.home()), f"{title} ({patterns})")
    if path:
        attach_file(location, place_id, path)


def attach_file(location: str, place_id: str, path: str) -> None:
    """Keep a file with a place and say so, or say why not."""
    try:
        with open_workspace(location) as workspace:
            attach_to_place(workspace, place_id, path)
    except RainforestAlertError as error:
        utils.iface.messageBar().pushWarning(plugin_name(), describe(error))
        return
    refresh_workspace(location, "attachment")
    said = translate("RainforestAlert", "Kept with the place: {name}").format(name=Path(path).name)
    utils.iface.messageBar().pushSuccess(plugin_name(), said)


def open_file(location: str, attachment_id: str) -> None:
    """Open the file of an attachment with the computer's own program, or say why not."""
    try:
        if show_attachment(location, attachment_id):
            return
        reason = translate("RainforestAlert", "This computer has no program for the file.")
    except RainforestAlertError as error:
        reason = describe(error)
    utils.iface.messageBar().pushWarning(plugin_name(), reason)
