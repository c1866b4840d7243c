"""A small table into which the sides of an old title are typed: vertex, bearing, distance."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ..i18n import translate
from ..territory.field_formats.typed import BEARING, DISTANCE, VERTEX, Leg, Mark

# Dark letters on a light ground, in dark themes too.
MARKED, MARKED_TEXT = QColor("#ffe0b2"), QColor("#1c2226")
_COLUMNS = (VERTEX, BEARING, DISTANCE)
_LONGEST_CELL = 8


class LegTable(QTableWidget):
    """Enter goes to the next row and makes one where there is none; Tab goes from cell to cell, and on after the last one."""

    typed = pyqtSignal()
    # Text with more than cells: headers, or sentences.
    text_pasted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(1, len(_COLUMNS))
        self.setHorizontalHeaderLabels(
            [
                translate("RainforestAlert", "Vertex"),
                translate("RainforestAlert", "Bearing or azimuth"),
                translate("RainforestAlert", "Distance (m)"),
            ]
        )
        self.setAccessibleName(translate("RainforestAlert", "Sides"))
        self.setToolTip(
            translate(
                "RainforestAlert",
                "Vertex from which the side leaves, its bearing (N 45°30'20\" E) or azimuth (123°45'10\"), and its length in metres "
                "(125,40 or 125.40). Enter goes to the next row. Cells of a spreadsheet can be pasted.",
            )
        )
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(lambda _: self.typed.emit())

    def legs(self) -> tuple[Leg, ...]:
        """What was typed, row by row; empty rows at the end are left away."""
        rows = [tuple(self._text(row, column) for column in _COLUMNS) for row in range(self.rowCount())]
        while rows and not any(cell.strip() for cell in rows[-1]):
            rows.pop()
        return tuple((row[VERTEX], row[BEARING], row[DISTANCE]) for row in rows)

    def show_legs(self, legs: Sequence[Leg]) -> None:
        """Put rows into the table, and an empty one below."""
        with QSignalBlocker(self):
            self.clearContents()
            self.setRowCount(len(legs) + 1)
            for row, leg in enumerate(legs):
                for column, cell in enumerate(leg):
                    self.setItem(row, column, QTableWidgetItem(cell))
        self.typed.emit()

    def show_marks(self, marks: Iterable[Mark], said: Any) -> None:
        """Colour the cells that were not understood; `said` words a mark for the tip."""
        by_cell = {(mark.line - 1, mark.column): mark for mark in marks}
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                for column in _COLUMNS:
                    mark = by_cell.get((row, column))
                    item = self.item(row, column)
                    if item is None and mark is None:
                        continue
                    if item is None:
                        item = QTableWidgetItem("")
                        self.setItem(row, column, item)
                    item.setToolTip(said(mark) if mark else "")
                    item.setData(Qt.ItemDataRole.BackgroundRole, MARKED if mark else None)
                    item.setData(Qt.ItemDataRole.ForegroundRole, MARKED_TEXT if mark else None)

    def next_row(self) -> None:
        """Go to the first cell of the next row that is filled in this one."""
        row = max(0, self.currentRow())
        if row + 1 == self.rowCount():
            self.insertRow(row + 1)
        is_unnamed = not self._text(row, VERTEX).strip() and bool(self._text(row, BEARING).strip())
        self.setCurrentCell(row + 1, BEARING if is_unnamed else VERTEX)

    def delete_rows(self) -> None:
        """Delete the rows in which cells are selected."""
        for row in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
            self.removeRow(row)
        if not self.rowCount():
            self.insertRow(0)
        self.typed.emit()

    def paste(self, text: str) -> None:
        """Cells of a spreadsheet go into the cells from the current one on; a single column or sentences are text."""
        rows = [line.split("\t") for line in text.splitlines() if line.strip()]
        widest = max(map(len, rows), default=0)
        is_headed = len(rows) > 1 and not any(letter.isdigit() for cell in rows[0] for letter in cell)
        if not rows or widest > len(_COLUMNS) or is_headed or (widest == 1 and len(rows[0][0].split()) > _LONGEST_CELL):
            self.text_pasted.emit(text)
            return
        top, left = max(0, self.currentRow()), max(0, self.currentColumn())
        left = min(left, len(_COLUMNS) - widest)
        with QSignalBlocker(self):
            self.setRowCount(max(self.rowCount(), top + len(rows) + 1))
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    self.setItem(top + row, left + column, QTableWidgetItem(cell.strip()))
        self.setCurrentCell(top + len(rows), left)
        self.typed.emit()

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # of a cell that is being typed the key comes here too, before the editor closes
            if self.state() != QTableWidget.State.EditingState:
                self.next_row()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for item in self.selectedItems():
                item.setText("")
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab within the table; behind its last filled row, and before its first cell, it leaves."""
        if QApplication.focusWidget() is not self:
            return bool(super().focusNextPrevChild(forwards))
        return self._step(forwards) or bool(super().focusNextPrevChild(forwards))

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        if hint not in (hints.EditNextItem, hints.EditPreviousItem, hints.SubmitModelCache):
            super().closeEditor(editor, hint)
            return
        super().closeEditor(editor, hints.NoHint)
        self.setFocus()
        if hint == hints.SubmitModelCache:
            self.next_row()
        elif not self._step(hint == hints.EditNextItem):
            super().focusNextPrevChild(hint == hints.EditNextItem)

    def _step(self, forwards: bool) -> bool:
        """One cell on or back; False at the end of the table."""
        at = max(0, self.currentRow()) * len(_COLUMNS) + max(0, self.currentColumn()) + (1 if forwards else -1)
        row, column = divmod(at, len(_COLUMNS))
        if row < 0 or (row >= self.rowCount() and not any(self._text(row - 1, cell).strip() for cell in _COLUMNS)):
            return False
        if row >= self.rowCount():
            self.insertRow(row)
        self.setCurrentCell(row, column)
        return True

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return "" if item is None else str(item.text())
