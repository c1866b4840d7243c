"""Buttons at the foot of a dialog, with texts of the plugin's own: those of Qt stay English where its translation is not installed."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox

from ..i18n import translate


def accept_and_cancel(dialog: QDialog, accept: str) -> QDialogButtonBox:
    """A button that accepts the dialog, with the text `accept`, and “Cancel”."""
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.button(standard.Ok).setText(accept)
    buttons.button(standard.Cancel).setText(translate("RainforestAlert", "Cancel"))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons


def close_only(dialog: QDialog) -> QDialogButtonBox:
    """One button that closes the dialog."""
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Close)
    buttons.button(standard.Close).setText(translate("RainforestAlert", "Close"))
    buttons.rejected.connect(dialog.reject)
    return buttons
