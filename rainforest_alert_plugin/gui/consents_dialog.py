"""What communities agreed to share: written down with its act, taken back, and what would leave by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import Message, RainforestAlertError
from ..host import consents
from ..host.acts import act_counts, attach_act
from ..host.messages import describe
from ..host.messages.workspace_words import audiences, matter_words
from ..i18n import translate
from .act_file import ask_act, kept_acts
from .dialog_buttons import close_only
from .dock import StatusLine
from .release_preview import ReleasePreview
from .table import Column, ResultTable
from .workspace_box import WorkspaceBox

_REMEMBERED_BY = "alerts"
_DAY = "dd/MM/yyyy"


class ConsentsDialog(QDialog):
    """Consents of one community at a time."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("RainforestAlert", "Consent of the communities"))
        self._known: dict[str, consents.Consent] = {}
        column = QVBoxLayout(self)
        about = QLabel(
            translate(
                "RainforestAlert",
                "Once a community said what may be shared of a matter, only what a consent in force covers goes to others. What is "
                "withdrawn leaves no more, from that moment, in no export. Consent never opens what is marked as more sensitive.",
            )
        )
        about.setWordWrap(True)
        column.addWidget(about)
        column.addLayout(self._build_choice())
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "What")),
                Column(translate("RainforestAlert", "With whom")),
                Column(translate("RainforestAlert", "In which act")),
                Column(translate("RainforestAlert", "Act kept")),
                Column(translate("RainforestAlert", "From"), _shown),
                Column(translate("RainforestAlert", "Until"), _shown),
                Column(translate("RainforestAlert", "State")),
            ]
        )
        self.table.setMinimumHeight(110)
        self.table.shows_workspace(self.box.location, "consent")
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.withdraw_button = QPushButton(translate("RainforestAlert", "&Withdraw…"))
        self.withdraw_button.setToolTip(translate("RainforestAlert", "Take the chosen consent back from today."))
        self.withdraw_button.clicked.connect(self.ask_and_withdraw)
        self.preview_button = QPushButton(translate("RainforestAlert", "&What would leave…"))
        self.preview_button.setToolTip(
            translate("RainforestAlert", "Show what would go to whom, and what would stay, without anything leaving.")
        )
        self.preview_button.clicked.connect(self.show_preview)
        self.act_button = QPushButton(translate("RainforestAlert", "A&ttach the act…"))
        self.act_button.setToolTip(
            translate(
                "RainforestAlert",
                "Keep the scan or a photo of the act with the chosen consent. Nobody beyond the community receives it.",
            )
        )
        self.act_button.clicked.connect(self.ask_act)
        for button in (self.withdraw_button, self.preview_button, self.act_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._build_form())
        self.status = StatusLine()
        column.addWidget(self.status)
        column.addWidget(close_only(self))
        self.resize(980, 600)
        self.box.changed.connect(self.fill_communities)
        self.community.currentIndexChanged.connect(self.fill)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.fill_communities()

    def _build_choice(self) -> QFormLayout:
        self.box = WorkspaceBox(_REMEMBERED_BY)
        self.box.new_button.hide()
        self.community = QComboBox()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, widget in (
            (translate("RainforestAlert", "Wor&kspace"), self.box),
            (translate("RainforestAlert", "&Community"), self.community),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            form.addRow(label, widget)
        return form

    def _build_form(self) -> QGroupBox:
        group = QGroupBox(translate("RainforestAlert", "Write a consent down"))
        self.what, self.audience = QComboBox(), QComboBox()
        for matter in consents.MATTERS:
            self.what.addItem(matter_words(matter), matter)
        for name in consents.GIVEN_TO:
            self.audience.addItem(audiences()[name], name)
        self.act = QLineEdit()
        self.act.setPlaceholderText(translate("RainforestAlert", "for instance Act 12 of the assembly"))
        self.given_on, self.until = QDateEdit(QDate.currentDate()), QDateEdit(QDate.currentDate().addYears(1))
        for edit in (self.given_on, self.until):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat(_DAY)
        self.ends = QCheckBox(translate("RainforestAlert", "&Until"))
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        days = QHBoxLayout()
        for widget in (self.given_on, self.ends, self.until):
            days.addWidget(widget)
        days.addStretch(1)
        self.record_button = QPushButton(translate("RainforestAlert", "Write &down"))
        self.record_button.setDefault(True)
        self.record_button.clicked.connect(self.record)
        form = QFormLayout(group)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, widget in (
            (translate("RainforestAlert", "W&hat"), self.what),
            (translate("RainforestAlert", "With wh&om"), self.audience),
            (translate("RainforestAlert", "&Act"), self.act),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            form.addRow(label, widget)
        label = QLabel(translate("RainforestAlert", "F&rom"))
        label.setBuddy(self.given_on)
        form.addRow(label, days)
        form.addRow("", self.record_button)
        return group

    def fill_communities(self) -> None:
        """Show the communities of the workspace."""
        self.community.blockSignals(True)
        self.community.clear()
        self.status.hide()
        if self.box.location():
            try:
                for identity, name in consents.communities_of(self.box.location()):
                    self.community.addItem(name, identity)
            except RainforestAlertError as error:
                self.status.say("error", describe(error))
        self.community.blockSignals(False)
        self.fill()

    def fill(self) -> None:
        """Show the consents of the chosen community."""
        rows: list[tuple[object, ...]] = []
        self._known = {}
        if self.community.currentData():
            try:
                found = consents.consents_of(self.box.location(), str(self.community.currentData()))
                kept = act_counts(self.box.location(), "consent")
            except RainforestAlertError as error:
                self.status.say("error", describe(error))
                found, kept = [], {}
            self._known = {one.id: one for one in found}
            for one in found:
                words = audiences().get(one.audience, one.audience)
                rows.append(
                    (
                        matter_words(one.what),
                        words,
                        one.act,
                        kept_acts(kept.get(one.id, 0)),
                        one.given_on,
                        one.until,
                        _state(one),
                        one.id,
                    )
                )
        self.table.show_in_order(rows)
        self._allow()

    def _chosen(self) -> consents.Consent | None:
        rows = self.table.selectionModel().selectedRows()
        return self._known.get(str(self.table.row(rows[0].row())[-1])) if rows else None

    def _allow(self) -> None:
        has_community = bool(self.community.currentData())
        chosen = self._chosen()
        self.withdraw_button.setEnabled(chosen is not None and chosen.withdrawn_on is None)
        self.act_button.setEnabled(chosen is not None)
        self.preview_button.setEnabled(has_community)
        self.record_button.setEnabled(has_community)

    def record(self) -> None:
        """Write down what the form says."""
        until = _iso(self.until.date()) if self.ends.isChecked() else None
        try:
            consents.record(
                self.box.location(),
                str(self.community.currentData()),
                str(self.what.currentData()),
                str(self.audience.currentData()),
                self.act.text(),
                _iso(self.given_on.date()),
                until,
            )
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        self.act.clear()
        self.fill()
        self.status.say("success", translate("RainforestAlert", "Written down; it holds for everything that leaves."))

    def ask_and_withdraw(self) -> None:
        """Ask whether the chosen consent is to be withdrawn, and do so."""
        chosen = self._chosen()
        if chosen is None:
            return
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(translate("RainforestAlert", "Withdraw a consent"))
        question.setText(
            translate(
                "RainforestAlert",
                "Withdraw the consent of “{act}”? From this moment nothing that it alone covered leaves any more; what was given for "
                "everything until today no longer means this matter. What was handed over "
                "before cannot be called back.",
            ).format(act=chosen.act)
        )
        yes = question.addButton(translate("RainforestAlert", "Withdraw"), QMessageBox.ButtonRole.AcceptRole)
        no = question.addButton(translate("RainforestAlert", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(no)
        question.exec()
        if question.clickedButton() is yes:
            self.withdraw(chosen.id)

    def withdraw(self, consent_id: str) -> None:
        """Take a consent back from today."""
        try:
            covered = consents.withdraw(self.box.location(), consent_id)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        self.fill()
        if covered is None:
            self.status.say(
                "success", translate("RainforestAlert", "Withdrawn; nothing that it alone covered leaves any more.")
            )
            return
        facts = {
            "community": self.community.currentText(),
            "matter": matter_words(covered.what),
            "audience": audiences()[covered.audience],
        }
        self.status.say("warning", describe(Message("territory.still_covered", **facts)))

    def ask_act(self) -> None:
        """Ask for the scan of the act of the chosen consent, and keep it."""
        chosen = self._chosen()
        path = ask_act(self) if chosen is not None else ""
        if chosen is not None and path:
            self.attach_act(chosen, path)

    def attach_act(self, consent: consents.Consent, path: str) -> None:
        """Keep the scan of the act of a consent."""
        try:
            attach_act(self.box.location(), "consent", consent.id, path)
        except RainforestAlertError as error:
            self.status.say("error", describe(error))
            return
        self.fill()
        self.status.say(
            "success",
            translate("RainforestAlert", "Kept with the consent of “{act}”: {file}").format(
                act=consent.act, file=Path(path).name
            ),
        )

    def show_preview(self) -> None:
        """Show what would leave of the chosen community."""
        community = (str(self.community.currentData()), self.community.currentText())
        dialog = ReleasePreview(self.box.location(), community, str(self.audience.currentData()), self)
        dialog.exec()
        dialog.deleteLater()


def _state(one: consents.Consent) -> str:
    if one.withdrawn_on is not None:
        return translate("RainforestAlert", "withdrawn on {day}").format(day=_shown(one.withdrawn_on))
    if one.is_in_force:
        return translate("RainforestAlert", "in force")
    if one.given_on > date.today().isoformat():
        return translate("RainforestAlert", "not yet in force")
    return translate("RainforestAlert", "has run out")


def _shown(day: object) -> str:
    return QDate.fromString(str(day), "yyyy-MM-dd").toString(_DAY) if day else ""


def _iso(day: QDate) -> str:
    return str(day.toString("yyyy-MM-dd"))


def show_consents(parent: QWidget | None) -> None:
    """Open the dialog."""
    dialog = ConsentsDialog(parent)
    dialog.exec()
    dialog.deleteLater()
