"""Asking for the key of a service, once, and trying it out."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import InputError
from ..host.keys import Issuer, KeyTest, forget_key, keep_key, kept_auth_id
from ..host.messages import describe
from ..i18n import translate
from .dialog_buttons import accept_and_cancel
from .dock import StatusLine


class KeyDialog(QDialog):
    """Takes a key into the password store of QGIS.

    Parameters
    ----------
    issuer : Issuer
        Whose key.
    parent : QWidget
    """

    def __init__(self, issuer: Issuer, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.issuer = issuer
        self.setWindowTitle(translate("RainforestAlert", "Key of {title}").format(title=issuer.title))
        column = QVBoxLayout(self)
        about = QLabel(
            translate(
                "RainforestAlert",
                "{title} gives its data to those who have a key of their own, which is free: {page}<br>It is kept in the QGIS "
                "password store on this computer, never in a project or a log. Keys may expire after a year.",
            ).format(title=issuer.title, page=f'<a href="{issuer.page}">{issuer.page}</a>')
        )
        about.setWordWrap(True)
        about.setOpenExternalLinks(True)
        column.addWidget(about)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        if kept_auth_id(issuer.id):
            self.edit.setPlaceholderText(translate("RainforestAlert", "a key is kept; paste another to replace it"))
        form = QFormLayout()
        label = QLabel(translate("RainforestAlert", "&Key"))
        label.setBuddy(self.edit)
        form.addRow(label, self.edit)
        column.addLayout(form)
        self.test_button = QPushButton(translate("RainforestAlert", "Keep and &test"))
        self.test_button.setIcon(QgsApplication.getThemeIcon("/mActionStart.svg"))
        self.test_button.setToolTip(
            translate("RainforestAlert", "Keep the key and ask the service whether it accepts it.")
        )
        self.test_button.clicked.connect(self.test)
        self.forget_button = QPushButton(translate("RainforestAlert", "&Forget the key"))
        self.forget_button.setToolTip(translate("RainforestAlert", "Delete it from the password store."))
        self.forget_button.setEnabled(bool(kept_auth_id(issuer.id)))
        self.forget_button.clicked.connect(self.forget)
        column.addWidget(self.test_button)
        column.addWidget(self.forget_button)
        self.status = StatusLine()
        column.addWidget(self.status)
        column.addWidget(accept_and_cancel(self, translate("RainforestAlert", "Keep")))
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self._task: KeyTest | None = None

    def accept(self) -> None:
        """Keep what was typed and close; stay open when it cannot be kept."""
        if self.edit.text().strip() and not self._keep():
            return
        super().accept()

    def done(self, result: int) -> None:
        """Close; an answer that comes later is not waited for."""
        if self._task is not None:
            self._task.forget()
            self._task = None
        super().done(result)

    def test(self) -> None:
        """Keep the key and ask the service, in the background."""
        if self.edit.text().strip() and not self._keep():
            return
        self.test_button.setEnabled(False)
        self.status.say("info", translate("RainforestAlert", "Asking {title}…").format(title=self.issuer.title))
        self._task = KeyTest(self.issuer, self._take)
        self._task.begin()

    def forget(self) -> None:
        """Delete the key."""
        forget_key(self.issuer)
        self.forget_button.setEnabled(False)
        self.edit.clear()
        self.edit.setPlaceholderText("")
        self.status.say("info", translate("RainforestAlert", "The key was deleted."))

    def _keep(self) -> bool:
        try:
            keep_key(self.issuer, self.edit.text())
        except InputError as error:
            self.status.say("error", describe(error.message))
            return False
        self.edit.clear()
        self.edit.setPlaceholderText(translate("RainforestAlert", "a key is kept; paste another to replace it"))
        self.forget_button.setEnabled(True)
        return True

    def _take(self, is_good: bool, sentence: str) -> None:
        self._task = None
        self.test_button.setEnabled(True)
        self.status.say("success" if is_good else "warning", sentence)
