"""Small dialogs of the Territory dock: what a side is, a mark, a proposal, the record of an assembly, a dispute."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..i18n import translate
from ..territory.draft import SideFacts
from ..workspace.store import Row
from ..workspace.tables.territory import SIDE_KINDS
from .territory_words import side_kind_name

_WIDTH = 430


class FormDialog(QDialog):
    """A form with a sentence above it and one line below that says what is missing.

    Subclasses add rows to ``self.form`` and say in :meth:`missing` what is not filled in.
    """

    def __init__(self, parent: QWidget, title: str, purpose: str, accept_text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        said = QLabel(purpose)
        said.setWordWrap(True)
        column.addWidget(said)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(self.form)
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setStyleSheet("QLabel { color: #b3001b; }")
        self.warning.hide()
        column.addWidget(self.warning)
        column.addStretch(1)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = self.buttons.addButton(
            translate("RainforestAlert", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self.buttons.accepted.connect(self._accept_when_complete)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)

    def missing(self) -> tuple[str, QWidget] | None:
        """What is not filled in, and where; None when all is."""
        return None

    def showEvent(self, event: Any) -> None:
        # a width that is set outright would let the layout cut its labels
        self.setMinimumWidth(max(_WIDTH, self.layout().minimumSize().width()))
        self._put_buttons_last()
        super().showEvent(event)

    def add_row(self, text: str, widget: QWidget, tip: str = "") -> None:
        """Add a line."""
        label = QLabel(text)
        label.setBuddy(widget)
        label.setContentsMargins(0, 0, 4, 0)
        label.setToolTip(tip)
        widget.setToolTip(tip)
        self.form.addRow(label, widget)

    def _put_buttons_last(self) -> None:
        """Let the tab key reach the buttons after the fields, which subclasses add later."""
        last = self.previousInFocusChain()
        while last is not self and (last.focusPolicy() == Qt.FocusPolicy.NoFocus or self.buttons.isAncestorOf(last)):
            last = last.previousInFocusChain()
        for button in (self.cancel_button, self.accept_button):
            QWidget.setTabOrder(last, button)

    def _accept_when_complete(self) -> None:
        lacking = self.missing()
        if lacking is None:
            self.accept()
            return
        self.warning.setText(lacking[0])
        self.warning.show()
        lacking[1].setFocus()


class SideDialog(FormDialog):
    """Who lives beyond a side, and by which record the neighbour agreed."""

    def __init__(self, parent: QWidget, side: str, facts: SideFacts, communities: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Side {side}").format(side=side),
            translate("RainforestAlert", "Who lives beyond this side, and by which record they agreed to it."),
            translate("RainforestAlert", "Keep"),
        )
        self._facts = facts
        self.kind = QComboBox()
        for kind in SIDE_KINDS:
            self.kind.addItem(side_kind_name(kind), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(facts.kind)))
        self.neighbour = QComboBox()
        self.neighbour.setEditable(True)
        self.neighbour.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for identity, name in communities:
            self.neighbour.addItem(name, identity)
        self.neighbour.setCurrentIndex(self.neighbour.findData(facts.neighbour_id) if facts.neighbour_id else -1)
        self.neighbour.setEditText(facts.neighbour)
        self.record_act = QLineEdit(facts.record_act)
        self.record_on = date_box(facts.record_on)
        self.add_row(translate("RainforestAlert", "Kind"), self.kind)
        self.add_row(
            translate("RainforestAlert", "Neighbour"),
            self.neighbour,
            translate("RainforestAlert", "Choose a community of the workspace, or write the name of whoever it is."),
        )
        self.add_row(translate("RainforestAlert", "Record of agreement"), self.record_act)
        self.add_row(translate("RainforestAlert", "Date of the record"), self.record_on)

    def facts(self) -> SideFacts:
        """What was said; the link to a line stays."""
        index = self.neighbour.findText(self.neighbour.currentText().strip())
        return SideFacts(
            str(self.kind.currentData()),
            self.neighbour.currentText().strip(),
            str(self.neighbour.itemData(index)) if index >= 0 else "",
            self.record_act.text().strip(),
            date_text(self.record_on),
            self._facts.linked_layer,
            self._facts.linked_feature,
            self._facts.linked_digest,
            self._facts.linked_on,
        )

    def missing(self) -> tuple[str, QWidget] | None:
        if self.kind.currentData() in ("community", "private_parcel") and not self.neighbour.currentText().strip():
            return translate("RainforestAlert", "Write who the neighbour is."), self.neighbour
        return None


class MarkDialog(FormDialog):
    """Name of a vertex and the mark that stands there."""

    def __init__(self, parent: QWidget, label: str, monument: str) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Vertex {vertex}").format(vertex=label),
            translate("RainforestAlert", "Name of the vertex, and the mark that stands on the ground."),
            translate("RainforestAlert", "Keep"),
        )
        self.label = QLineEdit(label)
        self.monument = QComboBox()
        self.monument.setEditable(True)
        self.monument.addItems(
            [
                "",
                translate("RainforestAlert", "Concrete mark"),
                translate("RainforestAlert", "Wooden stake"),
                translate("RainforestAlert", "Tree"),
                translate("RainforestAlert", "Rock"),
                translate("RainforestAlert", "River mouth"),
            ]
        )
        self.monument.setEditText(monument)
        self.add_row(translate("RainforestAlert", "Name"), self.label)
        self.add_row(translate("RainforestAlert", "Boundary mark"), self.monument)

    def missing(self) -> tuple[str, QWidget] | None:
        if not self.label.text().strip():
            return translate("RainforestAlert", "Give the vertex a name."), self.label
        return None


class ProposeDialog(FormDialog):
    """Why a boundary changes, who proposes, in which workshop, and which file or survey it comes from.

    Without a source nobody is asked for it: an earlier version is its own.
    """

    def __init__(
        self, parent: QWidget, community: str, author: str, workshops: Sequence[Row], source: str | None = None
    ) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Propose the boundary of {community}").format(community=community),
            translate(
                "RainforestAlert",
                "The agreed boundary stays as it is until an assembly accepts the proposal. Whoever asks later who moved a corner and why "
                "will read this.",
            ),
            translate("RainforestAlert", "Propose"),
        )
        self.author = QLineEdit(author)
        self.workshop = QComboBox()
        self.workshop.addItem(translate("RainforestAlert", "none"), "")
        for row in workshops:
            self.workshop.addItem(" · ".join(str(row[name]) for name in ("held_on", "place") if row[name]), row["id"])
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(90)
        self.add_row(translate("RainforestAlert", "Author"), self.author)
        self.add_row(translate("RainforestAlert", "Workshop"), self.workshop)
        self.add_row(translate("RainforestAlert", "Reason"), self.reason)
        self.source = QLineEdit(source)
        if source is not None:
            self.add_row(
                translate("RainforestAlert", "Source"),
                self.source,
                translate("RainforestAlert", "The file, survey or version that the boundary comes from."),
            )

    def missing(self) -> tuple[str, QWidget] | None:
        if not self.author.text().strip():
            return translate("RainforestAlert", "Write who proposes the boundary."), self.author
        if not self.reason.toPlainText().strip():
            return translate("RainforestAlert", "Write why the boundary changes."), self.reason
        return None

    def parameters(self) -> dict[str, str]:
        """Parameters of ``proposeboundary``."""
        return {
            "AUTHOR": self.author.text().strip(),
            "WORKSHOP": str(self.workshop.currentData() or ""),
            "REASON": self.reason.toPlainText().strip(),
            "SOURCE": self.source.text().strip(),
        }


class RecordDialog(FormDialog):
    """The record by which an assembly agreed."""

    def __init__(self, parent: QWidget, purpose: str, asks_reason: bool = False) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Record of the assembly"),
            purpose,
            translate("RainforestAlert", "Accept"),
        )
        self.act = QLineEdit()
        self.act.setPlaceholderText(translate("RainforestAlert", "for instance Acta 12"))
        self.held_on = date_box("")
        self.held_on.setMaximumDate(QDate.currentDate())
        self.signed_by = QPlainTextEdit()
        self.signed_by.setTabChangesFocus(True)
        self.signed_by.setMaximumHeight(90)
        self.add_row(translate("RainforestAlert", "Act"), self.act)
        self.add_row(translate("RainforestAlert", "Date"), self.held_on)
        self.add_row(
            translate("RainforestAlert", "Signed by"),
            self.signed_by,
            translate("RainforestAlert", "One name per line."),
        )
        self.reason = QLineEdit()
        if asks_reason:
            self.add_row(translate("RainforestAlert", "Reason"), self.reason)

    def record(self) -> dict[str, Any]:
        """The record as the algorithms read it."""
        names = [name.strip() for name in self.signed_by.toPlainText().splitlines() if name.strip()]
        return {"act": self.act.text().strip(), "date": date_text(self.held_on), "signed_by": names}

    def missing(self) -> tuple[str, QWidget] | None:
        if not self.act.text().strip():
            return translate("RainforestAlert", "Write the number or name of the act."), self.act
        if not date_text(self.held_on):
            return translate("RainforestAlert", "Give the day of the assembly."), self.held_on
        if not self.record()["signed_by"]:
            return translate("RainforestAlert", "Write who signed, one name per line."), self.signed_by
        return None


class DisputeDialog(FormDialog):
    """Land that two sides claim, and what each of them says."""

    def __init__(self, parent: QWidget, area: str) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Disputed part"),
            translate(
                "RainforestAlert",
                "The land in which the two boundaries differ ({area}) is kept as disputed, with the claims of both.",
            ).format(area=area),
            translate("RainforestAlert", "Keep"),
        )
        self.other_side = QLineEdit()
        self.our_claim = QPlainTextEdit()
        self.their_claim = QPlainTextEdit()
        for edit in (self.our_claim, self.their_claim):
            edit.setTabChangesFocus(True)
            edit.setMaximumHeight(70)
        self.add_row(translate("RainforestAlert", "Other side"), self.other_side)
        self.add_row(translate("RainforestAlert", "What we claim"), self.our_claim)
        self.add_row(translate("RainforestAlert", "What they claim"), self.their_claim)

    def missing(self) -> tuple[str, QWidget] | None:
        for edit in (self.other_side, self.our_claim, self.their_claim):
            text = edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
            if not text.strip():
                return translate("RainforestAlert", "Write who the other side is and what each side claims."), edit
        return None

    def parameters(self) -> dict[str, str]:
        """Parameters of ``compareboundaries``."""
        return {
            "OTHER_SIDE": self.other_side.text().strip(),
            "OUR_CLAIM": self.our_claim.toPlainText().strip(),
            "THEIR_CLAIM": self.their_claim.toPlainText().strip(),
        }


class ActDialog(FormDialog):
    """The act that settled a dispute."""

    def __init__(self, parent: QWidget, other_side: str) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "Settled dispute"),
            translate(
                "RainforestAlert",
                "The part disputed with {other} stays in the workspace with both claims, and with the act that settled it.",
            ).format(other=other_side),
            translate("RainforestAlert", "Keep"),
        )
        self.act = QLineEdit()
        self.add_row(translate("RainforestAlert", "Act that settled it"), self.act)

    def missing(self) -> tuple[str, QWidget] | None:
        if not self.act.text().strip():
            return translate("RainforestAlert", "Write the number or name of the act."), self.act
        return None


def date_box(day: str) -> QgsDateEdit:
    """A box for a day that may stay open; `day` as 2026-11-23."""
    box = QgsDateEdit()
    box.setAllowNull(True)
    box.setNullRepresentation(translate("RainforestAlert", "not given"))
    box.setCalendarPopup(True)
    box.setDisplayFormat("dd/MM/yyyy")
    if day:
        box.setDate(QDate.fromString(day[:10], Qt.DateFormat.ISODate))
    else:
        box.clear()
    return box


def date_text(box: QgsDateEdit) -> str:
    """The day of a box as 2026-11-23; empty when it stays open."""
    return "" if box.isNull() else str(box.date().toString(Qt.DateFormat.ISODate))
