"""Dialogs of the Validation dock: which fixes, and why a finding is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..cadastre.fixes.run import FIXES
from ..errors import Message
from ..geo.datum import OPERATIONS
from ..host.messages import describe
from ..i18n import translate
from .dialog_buttons import accept_and_cancel

_FIX = Qt.ItemDataRole.UserRole
_LONGEST_WORD = 40


@dataclass(frozen=True)
class FixChoice:
    """What somebody chose to be mended."""

    fixes: tuple[str, ...]
    tolerance_m: float
    strip_m: float
    beyond_sigma: bool
    cut_registered: bool
    operation: str = ""


class FixDialog(QDialog):
    """Which fixes to apply, with the one that the finding asks for ticked.

    Parameters
    ----------
    fix : str
        Fix of the finding.
    tolerance_m : float
        Proposed tolerance.
    has_workspace : bool
        Whether the result becomes a proposal.
    """

    def __init__(self, fix: str, tolerance_m: float, has_workspace: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("RainforestAlert", "Fix the boundary"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        said = (
            translate(
                "RainforestAlert",
                "The result becomes a proposal: the agreed boundary stays until an assembly accepts it.",
            )
            if has_workspace
            else translate(
                "RainforestAlert",
                "The result comes as a new layer, with a point for every vertex that changed. Your layer stays as it is.",
            )
        )
        label = QLabel(said)
        label.setWordWrap(True)
        column.addWidget(label)
        self.list = QListWidget()
        wanted = "remove_duplicates" if fix == "close_rings" else fix
        for name in FIXES:
            if name in ("swap_axes", "shift_datum") and name != wanted:
                continue
            offered = describe(Message(f"fix.offer.{name}")).split(": ", 1)[-1]
            item = QListWidgetItem(offered[:1].upper() + offered[1:])
            item.setData(_FIX, name)
            item.setCheckState(Qt.CheckState.Checked if name == wanted else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setMinimumHeight(150)
        column.addWidget(self.list)
        form = QFormLayout()
        self.tolerance = _metres(tolerance_m)
        form.addRow(translate("RainforestAlert", "Tolerance"), self.tolerance)
        self.strip = _metres(0.0)
        form.addRow(translate("RainforestAlert", "Half width of the strip along rivers and roads"), self.strip)
        self.operation = QComboBox()
        for operation in OPERATIONS.values():
            self.operation.addItem(
                f"EPSG:{operation.code}, {operation.name} (± {operation.accuracy_m:.0f} m)", f"EPSG:{operation.code}"
            )
        if wanted == "shift_datum":
            form.addRow(translate("RainforestAlert", "Datum operation"), self.operation)
        column.addLayout(form)
        self.cut_registered = QCheckBox(translate("RainforestAlert", "Take registered parcels out too"))
        column.addWidget(self.cut_registered)
        self.beyond_sigma = QCheckBox(translate("RainforestAlert", "Move surveyed vertices beyond their accuracy"))
        column.addWidget(self.beyond_sigma)
        self.buttons = accept_and_cancel(self, translate("RainforestAlert", "Fix"))
        column.addWidget(self.buttons)

    def choice(self) -> FixChoice:
        """What is chosen."""
        items = [self.list.item(row) for row in range(self.list.count())]
        fixes = tuple(str(item.data(_FIX)) for item in items if item.checkState() == Qt.CheckState.Checked)
        return FixChoice(
            fixes,
            self.tolerance.value(),
            self.strip.value(),
            self.beyond_sigma.isChecked(),
            self.cut_registered.isChecked(),
            str(self.operation.currentData()) if "shift_datum" in fixes else "",
        )


class WaiverDialog(QDialog):
    """Who sets a finding aside, why, and on what document.

    Parameters
    ----------
    sentence : str
        The finding, in words.
    author : str
        Who works on this laptop.
    is_withdrawal : bool
        Whether a waiver is taken back: then no reason is asked.
    """

    def __init__(self, sentence: str, author: str, is_withdrawal: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(
            translate("RainforestAlert", "Count the finding again")
            if is_withdrawal
            else translate("RainforestAlert", "Set the finding aside")
        )
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        label = QLabel(_breakable(sentence))
        # names come from the layers of others: what looks like HTML in them stays text
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        column.addWidget(label)
        form = QFormLayout()
        self.reason = QPlainTextEdit()
        self.reason.setMaximumHeight(80)
        self.reason.setTabChangesFocus(True)
        self.document = QLineEdit()
        self.author = QLineEdit(author)
        if not is_withdrawal:
            form.addRow(translate("RainforestAlert", "Reason"), self.reason)
            form.addRow(translate("RainforestAlert", "Document that supports it"), self.document)
        form.addRow(translate("RainforestAlert", "Who decides"), self.author)
        column.addLayout(form)
        said = translate("RainforestAlert", "It stays in every report as set aside, with who decided and why.")
        note = QLabel(said)
        note.setWordWrap(True)
        column.addWidget(note)
        self.buttons = accept_and_cancel(self, self.windowTitle())
        column.addWidget(self.buttons)


def _breakable(text: str) -> str:
    """A sentence whose longest words may be broken: a code of three hundred letters would make the window wider than the screen."""
    return " ".join(
        "\u200b".join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
        for word in text.split(" ")
    )


def _metres(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(0.0, 1000.0)
    box.setSuffix(" m")
    box.setValue(value)
    return box
