"""Who works on this laptop: chosen from the people of a workspace, added, or erased on request."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import RainforestAlertError
from ..host import people
from ..host.messages import describe
from ..i18n import translate
from .dialog_buttons import accept_and_cancel
from .dock import StatusLine
from .release_question import forget_agreements
from .words import role_name
from .workspace_box import WorkspaceBox

# The workspace that the morning page works with is the one that all of the plugin proposes.
_REMEMBERED_BY = "alerts"


class IdentityDialog(QDialog):
    """Chooses who works; what is done from then on carries this name in the log.

    Parameters
    ----------
    location : str
        Workspace; when empty, the dialog asks for it.
    parent : QWidget
    """

    def __init__(self, location: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("RainforestAlert", "Who works"))
        self._given = location
        self.people = people.People((), None)
        column = QVBoxLayout(self)
        about = QLabel(
            translate(
                "RainforestAlert",
                "Everything done in a workspace is written down with who did it. The name stays in the workspace: it goes to other "
                "laptops of the circle of trust and to nobody else.",
            )
        )
        about.setWordWrap(True)
        column.addWidget(about)
        self.box = WorkspaceBox(_REMEMBERED_BY)
        self.box.new_button.hide()
        self.box.combo.setMinimumContentsLength(24)
        self.box.setVisible(not location)
        column.addWidget(self.box)
        column.addLayout(self._build_known())
        column.addWidget(self._build_new())
        self.status = StatusLine()
        column.addWidget(self.status)
        buttons = accept_and_cancel(self, translate("RainforestAlert", "I work"))
        self.ok_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
        self.box.changed.connect(self.fill)
        self.fill()

    @property
    def location(self) -> str:
        """The workspace."""
        return self._given or self.box.location()

    def _build_known(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.combo = QComboBox()
        self.combo.currentIndexChanged.connect(self._allow)
        label = QLabel(translate("RainforestAlert", "&Person"))
        label.setBuddy(self.combo)
        form.addRow(label, self.combo)
        self.erase_button = QPushButton(translate("RainforestAlert", "&Erase the data of this person…"))
        self.erase_button.setToolTip(
            translate("RainforestAlert", "On request of the person: the name goes, and the log stays intact.")
        )
        self.erase_button.setAutoDefault(False)
        self.erase_button.clicked.connect(self.ask_and_erase)
        form.addRow("", self.erase_button)
        return form

    def _build_new(self) -> QGroupBox:
        group = QGroupBox(translate("RainforestAlert", "Somebody who is not in the list"))
        form = QFormLayout(group)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = QLineEdit()
        self.name.textChanged.connect(self._allow)
        label = QLabel(translate("RainforestAlert", "&Name"))
        label.setBuddy(self.name)
        form.addRow(label, self.name)
        self.role = QComboBox()
        for role in people.ROLES:
            self.role.addItem(role_name(role), role)
        label = QLabel(translate("RainforestAlert", "Ro&le"))
        label.setBuddy(self.role)
        form.addRow(label, self.role)
        return group

    def fill(self) -> None:
        """Show who is known in the workspace."""
        self.combo.clear()
        self.people = people.People((), None)
        if self.location:
            try:
                self.people = people.people_of(self.location)
            except RainforestAlertError as error:
                self.status.say("error", describe(error))
        for person in self.people.all:
            self.combo.addItem(f"{person.name} ({role_name(person.role)})", person.id)
        self.combo.setEnabled(bool(self.people.all))
        self.combo.setCurrentIndex(self.combo.findData(self.people.present) if self.people.present else -1)
        self._allow()

    def _allow(self) -> None:
        is_chosen = self.combo.currentIndex() >= 0
        self.erase_button.setEnabled(is_chosen)
        self.ok_button.setEnabled(bool(self.location) and (is_chosen or bool(self.name.text().strip())))

    def accept(self) -> None:
        """Keep the choice; a name that was typed goes before the list."""
        try:
            if self.name.text().strip():
                people.add_and_work_as(self.location, self.name.text(), str(self.role.currentData()))
            else:
                people.work_as(self.location, str(self.combo.currentData()))
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        # what one person did not want to be asked about again, another is asked about
        forget_agreements()
        super().accept()

    def ask_and_erase(self) -> None:
        """Ask whether the chosen person is to be erased, and do so."""
        person_id = str(self.combo.currentData())
        person = next(one for one in self.people.all if one.id == person_id)
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle(translate("RainforestAlert", "Erase the data of a person"))
        question.setText(
            translate(
                "RainforestAlert",
                "Erase the name of “{name}” from this workspace? It cannot be brought back. The log stays intact, and other laptops "
                "erase the name when they are merged.",
            ).format(name=person.name)
        )
        everywhere = QCheckBox()
        try:
            count = people.mentions_of(self.location, person.name)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        if count:
            everywhere.setText(
                translate("RainforestAlert", "Also where the name is written in other records ({count})").format(
                    count=count
                )
            )
            everywhere.setChecked(True)
            question.setCheckBox(everywhere)
        yes = question.addButton(translate("RainforestAlert", "Erase"), QMessageBox.ButtonRole.DestructiveRole)
        no = question.addButton(translate("RainforestAlert", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(no)
        question.exec()
        if question.clickedButton() is yes:
            self.erase(person_id, bool(count) and everywhere.isChecked())

    def erase(self, person_id: str, everywhere: bool) -> None:
        """Erase a person and say so."""
        try:
            said = people.erase(self.location, person_id, everywhere)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        self.fill()
        self.status.say("success" if said.id == people.ERASED else "warning", describe(said))


def ask_identity(location: str, parent: QWidget | None) -> bool:
    """Let the person say who works; whether somebody is chosen in the end."""
    dialog = IdentityDialog(location, parent)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return is_chosen
