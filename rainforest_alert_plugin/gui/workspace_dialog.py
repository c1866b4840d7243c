"""Which workspace to show on the map."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ..about import name as plugin_name
from ..errors import RainforestAlertError
from ..host.messages import describe
from ..host.words import federation_words
from ..host.workspace_layers import add_workspace
from ..i18n import translate
from .attachments import offer_files
from .dialog_buttons import accept_and_cancel
from .workspace_box import WorkspaceBox

# The workspace that the morning page works with is the one that all of the plugin proposes.
_REMEMBERED_BY = "alerts"
_TEXT_WIDTH = 460


class WorkspaceDialog(QDialog):
    """Asks for one of the workspaces used before, or another file."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("RainforestAlert", "Workspace on the map"))
        self.box = WorkspaceBox(_REMEMBERED_BY)
        self.box.new_button.hide()
        self.box.combo.setMinimumContentsLength(28)
        text = QLabel(
            translate(
                "RainforestAlert",
                "Adds the tables of a workspace as layers. Agreed boundaries and proposals can only be looked at; places, workshops and "
                "the like have forms. What you save from these layers with QGIS itself does not pass the control of what may leave.",
            )
        )
        text.setWordWrap(True)
        # A dialog does not ask a text that wraps how high it will be.
        text.setMinimumWidth(_TEXT_WIDTH)
        text.setMinimumHeight(text.heightForWidth(_TEXT_WIDTH))
        buttons = accept_and_cancel(self, translate("RainforestAlert", "Add to the map"))
        self.ok_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        column = QVBoxLayout(self)
        for widget in (text, self.box, buttons):
            column.addWidget(widget)
        self.box.changed.connect(self._allow)
        self._allow()

    def _allow(self) -> None:
        self.ok_button.setEnabled(bool(self.box.location()))


def show_workspace(iface: Any, location: str) -> bool:
    """Add a workspace's layers to the project and say how it went in the message bar."""
    try:
        layers = add_workspace(location)
    except RainforestAlertError as error:
        iface.messageBar().pushCritical(plugin_name(), describe(error))
        return False
    offer_files(layers)
    iface.messageBar().pushSuccess(
        plugin_name(), translate("RainforestAlert", "{count} layers of the workspace added.").format(count=len(layers))
    )
    for message in federation_words()[1]:
        iface.messageBar().pushWarning(plugin_name(), describe(message))
    return True


def ask_and_show_workspace(iface: Any) -> None:
    """Ask for a workspace and add its layers to the project."""
    dialog = WorkspaceDialog(iface.mainWindow())
    if dialog.exec() == QDialog.DialogCode.Accepted:
        show_workspace(iface, dialog.box.location())
    dialog.deleteLater()
