"""Type or paste an old paper: its bearings and distances in a small table, or its text; what was read so far is said while one types."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..errors import Message, RainforestAlertError
from ..host.messages import describe
from ..host.typed_titles import keep_typed, kept_typed
from ..i18n import translate
from ..territory.field_formats.typed import Mark, Typed, TypedLook, look_at_typed
from .leg_table import MARKED, MARKED_TEXT, LegTable
from .table import number
from .territory_page import tool_button

_PAUSE_MS = 350
_LEAST_M = 0.0005
_SIZE = (600, 620)
_MARKS_HEIGHT = 110
_MOST_NAMED = 8


class TypedTitleDialog(QDialog):
    """Stays beside the map. What is typed is kept in the profile until it is emptied.

    Parameters
    ----------
    parent : QWidget
    bring_in : callable
        Receives the :class:`Typed`, the format it was read as and whether to adjust, when the person presses *Bring in*.
    """

    def __init__(self, parent: QWidget, bring_in: Callable[[Typed, str, bool], None]) -> None:
        super().__init__(parent)
        self._bring_in = bring_in
        self._look = TypedLook("bearings")
        self._emptied: Typed | None = None
        self.setWindowTitle(translate("RainforestAlert", "Type or paste an old title"))
        column = QVBoxLayout(self)
        column.addLayout(self._build_head())
        self.tabs = QTabWidget()
        self.tabs.addTab(self._build_table(), translate("RainforestAlert", "Bearings and distances"))
        self.tabs.addTab(self._build_text(), translate("RainforestAlert", "Text"))
        column.addWidget(self.tabs, 1)
        self.state = QLabel()
        self.state.setWordWrap(True)
        column.addWidget(self.state)
        self.marks = QListWidget()
        self.marks.setWordWrap(True)
        self.marks.setMaximumHeight(_MARKS_HEIGHT)
        self.marks.setAccessibleName(translate("RainforestAlert", "Not understood"))
        self.marks.setToolTip(translate("RainforestAlert", "Press a line to go there."))
        self.marks.itemActivated.connect(self._go_to)
        self.marks.itemClicked.connect(self._go_to)
        column.addWidget(self.marks)
        self.adjusts = QCheckBox(translate("RainforestAlert", "Adjust by the compass rule"))
        self.adjusts.setToolTip(
            translate(
                "RainforestAlert",
                "Spread the closure error over the sides by their lengths. It does not mend a figure that was copied wrongly.",
            )
        )
        self.adjusting = QLabel()
        self.adjusting.setWordWrap(True)
        column.addWidget(self.adjusts)
        column.addWidget(self.adjusting)
        column.addWidget(self._build_buttons())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.show_typed(kept_typed())
        for changed in (
            self.name.textChanged,
            self.easting.textChanged,
            self.northing.textChanged,
            self.text.textChanged,
            self.legs.typed,
            self.tabs.currentChanged,
            self.system.crsChanged,
        ):
            changed.connect(lambda *_: self._pause.start())
        self.resize(*_SIZE)

    def typed(self) -> Typed:
        """What stands in the dialog."""
        system = self.system.crs()
        return Typed(
            self.name.text().strip(),
            self.tabs.currentIndex() == 0,
            self.easting.text(),
            self.northing.text(),
            self.legs.legs(),
            self.text.toPlainText(),
            str(system.authid()) if system.isValid() else "",
        )

    def show_typed(self, typed: Typed) -> None:
        """Put something into the dialog."""
        self.name.setText(typed.name)
        self.easting.setText(typed.easting)
        self.northing.setText(typed.northing)
        self.legs.show_legs(typed.legs)
        self.text.setPlainText(typed.text)
        self.tabs.setCurrentIndex(0 if typed.is_table else 1)
        self.system.setCrs(QgsCoordinateReferenceSystem(typed.system))
        self.look()

    def look(self) -> None:
        """Read what was typed so far, say it, and keep it."""
        self._pause.stop()
        typed = self.typed()
        self._look = look_at_typed(typed)
        self.state.setText(_state(self._look))
        self.marks.clear()
        for mark in self._look.marks:
            item = QListWidgetItem("⚠ " + describe(mark.said))
            item.setData(Qt.ItemDataRole.UserRole, mark)
            self.marks.addItem(item)
        self.marks.setVisible(bool(self._look.marks))
        self.legs.show_marks(self._look.marks if typed.is_table else (), lambda mark: describe(mark.said))
        self._colour(() if typed.is_table else tuple(self._look.marks))
        closure, largest = self._look.closure_m, self._look.largest_m
        self.adjusts.setVisible(closure is not None and closure >= _LEAST_M and largest is not None)
        self.adjusting.setVisible(not self.adjusts.isHidden())
        self.adjusting.setText(
            translate(
                "RainforestAlert",
                "Closure error {before} m before, {after} m after; a vertex moves by {largest} m at most.",
            ).format(before=number(3)(closure or 0.0), after=number(3)(0.0), largest=number(3)(largest or 0.0))
        )
        self._keep(typed)

    def bring_in(self) -> None:
        """Hand over what was typed, unless something is lacking."""
        self.look()
        if self._look.lacking is not None:
            self.say(describe(self._look.lacking))
            return
        self._bring_in(self.typed(), self._look.format, not self.adjusts.isHidden() and self.adjusts.isChecked())

    def say(self, sentence: str) -> None:
        """Say why it was not brought in."""
        self.state.setText("✖ " + sentence)

    def empty(self) -> None:
        """Empty the dialog; pressed again before it is closed or anything else is typed, it takes that back."""
        if self._emptied is not None:
            emptied, self._emptied = self._emptied, None
            self.show_typed(emptied)
        else:
            self._emptied = self.typed()
            self.show_typed(Typed(is_table=self._emptied.is_table))
        self._name_empty_button()

    def done(self, result: int) -> None:
        self.look()
        if self._emptied is not None:
            self._emptied = None
            self._name_empty_button()
            self._keep(self.typed())
        super().done(result)

    def _build_head(self) -> QFormLayout:
        form = QFormLayout()
        self.name = QLineEdit()
        self.name.setPlaceholderText(translate("RainforestAlert", "for instance Title 058-1977"))
        self.system = QgsProjectionSelectionWidget()
        self.system.setOptionVisible(QgsProjectionSelectionWidget.CrsOption.CrsNotSet, True)
        for text, widget, tip in (
            (
                translate("RainforestAlert", "Name"),
                self.name,
                translate("RainforestAlert", "What the paper is called; the layer gets this name."),
            ),
            (
                translate("RainforestAlert", "System"),
                self.system,
                translate(
                    "RainforestAlert",
                    "Coordinate system, as the paper says: PSAD56 or WGS84, and the UTM zone. Numbers do not tell PSAD56.",
                ),
            ),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            label.setToolTip(tip)
            label.setContentsMargins(0, 0, 4, 0)
            widget.setToolTip(tip)
            form.addRow(label, widget)
        return form

    def _build_table(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        row = QHBoxLayout()
        self.easting, self.northing = QLineEdit(), QLineEdit()
        for box, text, example in (
            (self.easting, translate("RainforestAlert", "First vertex: east"), "640 000,00"),
            (self.northing, translate("RainforestAlert", "north"), "8 812 000,00"),
        ):
            label = QLabel(text)
            label.setBuddy(box)
            box.setPlaceholderText(example)
            box.setAccessibleName(text)
            row.addWidget(label)
            row.addWidget(box, 1)
        column.addLayout(row)
        self.legs = LegTable()
        self.legs.text_pasted.connect(self._take_text)
        column.addWidget(self.legs, 1)
        self.easting.returnPressed.connect(self.northing.setFocus)
        self.northing.returnPressed.connect(self.legs.setFocus)
        self.delete_button = tool_button(
            translate("RainforestAlert", "Delete row"),
            translate("RainforestAlert", "Delete the rows in which cells are selected."),
            self.legs.delete_rows,
            "/mActionDeleteSelected.svg",
        )
        column.addWidget(self.delete_button)
        return page

    def _build_text(self) -> QWidget:
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            translate(
                "RainforestAlert",
                "The text of the memoria, as it is written: “Partiendo del vértice V-1 (E 640 000,00, N 8 812 000,00), con "
                "rumbo N 45°30' E y una distancia de 125,40 m, se llega al vértice V-2 …”. Or a table with its headers, from a "
                "spreadsheet.",
            )
        )
        self.text.setAccessibleName(translate("RainforestAlert", "Text of the memoria"))
        return self.text

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.bring_button = buttons.addButton(translate("RainforestAlert", "Bring in"), roles.ActionRole)
        self.empty_button = buttons.addButton("", roles.ResetRole)
        self.close_button = buttons.addButton(translate("RainforestAlert", "Close"), roles.RejectRole)
        self.close_button.setToolTip(translate("RainforestAlert", "What was typed is kept."))
        self.bring_button.clicked.connect(self.bring_in)
        self.empty_button.clicked.connect(self.empty)
        buttons.rejected.connect(self.reject)
        # Enter belongs to the table
        for button in (self.bring_button, self.empty_button, self.close_button):
            button.setAutoDefault(False)
        self._name_empty_button()
        return buttons

    def _name_empty_button(self) -> None:
        self.empty_button.setText(
            translate("RainforestAlert", "Empty")
            if self._emptied is None
            else translate("RainforestAlert", "Take back what was emptied")
        )

    def _take_text(self, text: str) -> None:
        """What is no row of cells goes where text goes."""
        self.text.appendPlainText(text)
        self.tabs.setCurrentIndex(1)

    def _keep(self, typed: Typed) -> None:
        if self._emptied is not None and typed != Typed(is_table=typed.is_table):
            self._emptied = None
            self._name_empty_button()
        try:
            keep_typed(self._emptied or typed)
        except RainforestAlertError as error:
            self.state.setText("✖ " + describe(error))

    def _colour(self, marks: tuple[Mark, ...]) -> None:
        """Colour the sentences that were not understood."""
        text = self.text.toPlainText()
        shown = []
        for mark in marks:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(text, mark.start, mark.stop)
            selection.format.setBackground(MARKED)
            selection.format.setForeground(MARKED_TEXT)
            selection.format.setToolTip(describe(mark.said))
            shown.append(selection)
        self.text.setExtraSelections(shown)

    def _cursor(self, text: str, start: int, stop: int) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:stop]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _go_to(self, item: QListWidgetItem) -> None:
        mark: Mark = item.data(Qt.ItemDataRole.UserRole)
        if self.tabs.currentIndex() == 0:
            self.legs.setCurrentCell(mark.line - 1, max(0, mark.column))
            self.legs.setFocus()
            return
        cursor = self._cursor(self.text.toPlainText(), mark.start, mark.start)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
        self.text.setFocus()


def _units(text: str) -> int:
    """Length as Qt counts it, in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _state(look: TypedLook) -> str:
    """What was read so far, in a few sentences."""
    said = [Message("typed.read", count=len(look.vertices), vertices=_named(look.vertices))] if look.vertices else []
    if look.missing:
        said.append(Message("field.boundary_open", vertices=", ".join(look.missing)))
    if look.closure is not None:
        said.append(look.closure)
    said += look.doubts
    if look.marks:
        said.append(Message("typed.marked", count=len(look.marks)))
    if look.lacking is not None:
        said.append(look.lacking)
    return " ".join(describe(one) for one in said)


def _named(labels: list[str]) -> str:
    return ", ".join(labels) if len(labels) <= _MOST_NAMED else f"{', '.join(labels[: _MOST_NAMED - 2])} … {labels[-1]}"
