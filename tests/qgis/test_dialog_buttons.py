"""Buttons at the foot of dialogs speak the plugin's language, also where Qt's own translation is not installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QDialog

import rainforest_alert_plugin
from rainforest_alert_plugin.gui.dialog_buttons import accept_and_cancel, close_only
from rainforest_alert_plugin.i18n import speaking

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_their_texts_are_the_plugin_s_and_they_end_the_dialog(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    with speaking("es"):
        pair, one = accept_and_cancel(dialog, "Guardar"), close_only(dialog)
    assert sorted(button.text() for button in (*pair.buttons(), *one.buttons())) == ["Cancelar", "Cerrar", "Guardar"]
    for button, result in zip((*pair.buttons(), *one.buttons()), (1, 0, 0)):
        dialog.setResult(2)
        button.click()
        assert dialog.result() == result


def test_no_dialog_has_buttons_with_qt_s_own_texts():
    gui = Path(rainforest_alert_plugin.__file__).parent / "gui"
    made = {path.name for path in gui.glob("*.py") if re.search(r"QDialogButtonBox\([^)]", path.read_text("utf-8"))}

    assert made == {"dialog_buttons.py"}
