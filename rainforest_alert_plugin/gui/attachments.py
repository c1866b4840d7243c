"""Looking at a photo or listening to a sound of a workspace, from its layer of attachments."""

from __future__ import annotations

from typing import Iterable

from qgis import utils
from qgis.core import QgsAction, QgsVectorLayer

from ..about import name as plugin_name
from ..errors import RainforestAlertError
from ..host.attachments import show_attachment
from ..host.messages import describe
from ..host.workspace_layers import LOCATION_PROPERTY, TABLE_PROPERTY
from ..i18n import translate

_SCOPES = ("Feature", "Canvas", "Form")
# A row that was merged may come from anybody: nothing of it but letters and figures gets into the command.
_IDENTITY = "[% regexp_replace(\"id\", '[^0-9A-Za-z-]', '') %]"


def offer_files(layers: Iterable[QgsVectorLayer]) -> None:
    """Give layers of attachments the action “Open the file”: in the form, in the table and on the map."""
    for layer in layers:
        if layer.customProperty(TABLE_PROPERTY) != "attachment":
            continue
        location = str(layer.customProperty(LOCATION_PROPERTY))
        words = translate("RainforestAlert", "Open the file")
        command = f"from {__name__} import open_file; open_file({location!r}, '{_IDENTITY}')"
        action = QgsAction(QgsAction.ActionType.GenericPython, words, command, "", False, words, set(_SCOPES))
        layer.actions().clearActions()
        layer.actions().addAction(action)
        layer.actions().setDefaultAction("Canvas", action.id())


def open_file(location: str, attachment_id: str) -> None:
    """Open the file of an attachment with the computer's own program, or say why not."""
    try:
        if show_attachment(location, attachment_id):
            return
        reason = translate("RainforestAlert", "This computer has no program for the file.")
    except RainforestAlertError as error:
        reason = describe(error)
    utils.iface.messageBar().pushWarning(plugin_name(), reason)
