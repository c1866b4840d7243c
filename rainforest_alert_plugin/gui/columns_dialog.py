"""Confirming how a table of coordinates is written, and what its columns hold."""

from __future__ import annotations

import json
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QTableWidget, QTableWidgetItem, QWidget

from ..host.field_tables import ROLES, TableLook, look_at_lines
from ..host.field_words import column_roles, decimal_marks, delimiters
from ..i18n import translate
from ..territory.columns import DECIMAL, DELIMITER
from .territory_dialogs import FormDialog

_COLUMNS_OF_BOXES = 3


class ColumnsDialog(FormDialog):
    """The first rows of the table, how it is written, and a box for each thing that a column may hold; guesses stand in them already."""

    def __init__(self, parent: QWidget, look: TableLook) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "What the columns hold"),
            translate(
                "RainforestAlert",
                "How the table is written and what its columns hold was guessed from headers and numbers. Confirm it, or correct what is "
                "wrong, before anything is read.",
            ),
            translate("RainforestAlert", "Confirm"),
        )
        self.look = look
        self.delimiter, self.decimal = QComboBox(), QComboBox()
        for sign, word in delimiters().items():
            self.delimiter.addItem(word, sign)
        self.delimiter.setCurrentIndex(self.delimiter.findData(look.delimiter))
        self.decimal.addItem(translate("RainforestAlert", "as each column shows"), "")
        for sign, word in decimal_marks().items():
            self.decimal.addItem(word, sign)
        self.form.addRow(self._writing())
        self.marks = QLabel()
        self.marks.setWordWrap(True)
        self.marks.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = QTableWidget()
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setFixedHeight(150)
        self.preview.setTabKeyNavigation(False)
        self.form.addRow(self.preview)
        self.form.addRow(self.marks)
        self.boxes: dict[str, QComboBox] = {}
        self.form.addRow(self._roles())
        self._show(look)
        self.delimiter.currentIndexChanged.connect(self._look_again)
        self.decimal.currentIndexChanged.connect(self._say_marks)

    def columns(self) -> str:
        """How the table is written and its columns, as ``importfieldgeometry`` takes them."""
        return json.dumps(self._chosen(), ensure_ascii=False)

    def missing(self) -> tuple[str, QWidget] | None:
        chosen = {role: box.currentData() for role, box in self.boxes.items() if box.currentData()}
        if not ({"easting", "northing"} <= set(chosen) or {"longitude", "latitude"} <= set(chosen)):
            return translate("RainforestAlert", "Say which columns hold the two coordinates."), self.boxes["easting"]
        repeated = [role for role in chosen if list(chosen.values()).count(chosen[role]) > 1]
        if repeated:
            return (
                translate("RainforestAlert", "The column “{column}” cannot hold two things.").format(
                    column=chosen[repeated[0]]
                ),
                self.boxes[repeated[-1]],
            )
        return None

    def _writing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, box, tip in (
            (
                translate("RainforestAlert", "Columns parted by"),
                self.delimiter,
                translate("RainforestAlert", "The sign between the columns of the file."),
            ),
            (
                translate("RainforestAlert", "Decimal mark"),
                self.decimal,
                translate(
                    "RainforestAlert",
                    "Of numbers such as 1,250 or 1.250, which leave it open. A mark with any other number of digits behind it is always "
                    "that of the decimals.",
                ),
            ),
        ):
            label = QLabel(text)
            label.setBuddy(box)
            box.setToolTip(tip)
            row.addWidget(label)
            row.addWidget(box)
        row.addStretch(1)
        return row

    def _roles(self) -> QGridLayout:
        grid = QGridLayout()
        names = column_roles()
        for number, role in enumerate(ROLES):
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.currentIndexChanged.connect(self._role_changed)
            label = QLabel(names[role])
            label.setBuddy(box)
            line, side = divmod(number, _COLUMNS_OF_BOXES)
            grid.addWidget(label, line, 2 * side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(box, line, 2 * side + 1)
            self.boxes[role] = box
        for side in range(_COLUMNS_OF_BOXES):
            grid.setColumnStretch(2 * side + 1, 1)
        return grid

    def _show(self, look: TableLook) -> None:
        """Show a look at the table, with its guesses in the boxes."""
        self.look = look
        self.preview.clear()
        self.preview.setRowCount(len(look.rows))
        self.preview.setColumnCount(len(look.headers))
        self.preview.setHorizontalHeaderLabels(list(look.headers))
        for number, row in enumerate(look.rows):
            for column, cell in enumerate(row[: len(look.headers)]):
                self.preview.setItem(number, column, QTableWidgetItem(cell))
        self.preview.resizeColumnsToContents()
        for role, box in self.boxes.items():
            box.blockSignals(True)
            box.clear()
            box.addItem("–", "")
            for header in look.headers:
                box.addItem(header, header)
            box.setCurrentIndex(max(0, box.findData(look.roles.get(role, ""))))
            box.setToolTip(look.reasons.get(role, ""))
            box.blockSignals(False)
        self._mark_used()
        self._say_marks()

    def _chosen(self) -> dict[str, str]:
        chosen = {role: str(box.currentData()) for role, box in self.boxes.items()}
        # what was guessed and is not wanted is said too, otherwise it would be guessed again
        roles = {role: column for role, column in chosen.items() if column or role in self.look.roles}
        return {**self._chosen_writing(), **roles}

    def _chosen_writing(self) -> dict[str, str]:
        chosen = {DELIMITER: str(self.delimiter.currentData()), DECIMAL: str(self.decimal.currentData())}
        return {key: sign for key, sign in chosen.items() if sign}

    def _look_again(self, *_: Any) -> None:
        self._show(look_at_lines(self.look.lines, self._chosen_writing()))

    def _say_marks(self, *_: Any) -> None:
        """Say the decimal mark of each column as it is taken now, and what stays in doubt."""
        look = look_at_lines(self.look.lines, self._chosen())
        words = decimal_marks()
        said = ", ".join(f"{look.roles[role]}: {words[mark]}" for role, mark in look.decimals.items())
        sentences = (
            [translate("RainforestAlert", "Decimal mark by column: {marks}.").format(marks=said)] if said else []
        )
        self.marks.setText("\n".join([*sentences, *(f"⚠ {doubt}" for doubt in look.doubts)]))
        self.marks.setVisible(bool(self.marks.text()))

    def _role_changed(self, *_: Any) -> None:
        self._mark_used()
        self._say_marks()

    def _mark_used(self) -> None:
        used = {box.currentData() for box in self.boxes.values()}
        for column, header in enumerate(self.look.headers):
            item = self.preview.horizontalHeaderItem(column)
            font = item.font()
            font.setBold(header in used)
            item.setFont(font)
