"""A table of results: typed values, sorted as numbers, and a place on the map for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Sequence

from qgis.PyQt.QtCore import QAbstractTableModel, QLocale, QModelIndex, QSize, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ..host.clipboard import released_text
from .copying import CopyGate

_INDICATOR_WIDTH = 14
_SORT_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes
    ----------
    title : str
        Heading.
    show : callable
        Turns a value into the text of its cell.
    is_number : bool
        Whether values stand on the right.
    tip : str
        What the column means.
    """

    title: str
    show: Callable[[Any], str] = str
    is_number: bool = False
    tip: str = ""


def number(decimals: int) -> Callable[[Any], str]:
    """How a number is shown, with the separators of the person's language; an absent one stays empty."""

    def show(value: Any) -> str:
        return "" if value is None else QLocale().toString(float(value), "f", decimals)

    return show


def count(value: Any) -> str:
    """How a count is shown, with the separators of the person's language."""
    return QLocale().toString(int(value))


class RowsModel(QAbstractTableModel):
    """Rows of plain values under typed columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Sequence[Any]] = []

    def set_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Replace all rows; a row may be longer than the columns, the rest is the caller's."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.rows[index.row()][index.column()]
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.show(value)
        if role == _SORT_ROLE:
            if column.is_number:
                return -1.0 if value is None else float(value)
            return column.show(value) if isinstance(value, str) else str(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].tip or self.columns[section].title
        return None


class ResultTable(QTableView):
    """Results that can be sorted; choosing a row tells which."""

    chosen = pyqtSignal(object)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.rows_model = RowsModel(columns)
        self.sorted_model = QSortFilterProxyModel(self)
        self.sorted_model.setSourceModel(self.rows_model)
        self.sorted_model.setSortRole(_SORT_ROLE)
        self.setModel(self.sorted_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSortingEnabled(True)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMinimumHeight(150)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self._workspace: Callable[[], str] | None = None
        self._workspace_table = ""
        self.copy_gate = CopyGate(self, self.copied_text)

    def shows_workspace(self, location: Callable[[], str], table: str) -> None:
        """Say that the last value of each row is the identity of a row of a workspace, so that copying passes its gate.

        Parameters
        ----------
        location : callable
            Gives the workspace that is shown now.
        table : str
            Table of the workspace.
        """
        self._workspace, self._workspace_table = location, table

    def copied_text(self) -> str:
        """Selected rows, tabs between their cells, under the headings; of a workspace, those that may leave."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = ["\t".join(self.text_rows()[row]) for row in chosen]
        if not lines:
            return ""
        heading = "\t".join(column.title for column in self.rows_model.columns)
        if self._workspace is None:
            return "\n".join([heading, *lines])
        identities = [str(self.row(row)[-1]) for row in chosen]
        return heading + "\n" + released_text(self._workspace(), self._workspace_table, dict(zip(identities, lines)))

    def show_rows(self, rows: Sequence[Sequence[Any]], sort_column: int, descending: bool = False) -> None:
        """Replace the rows and sort them."""
        self.rows_model.set_rows(rows)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.sortByColumn(sort_column, order)
        self._fit_columns()

    def show_in_order(self, rows: Sequence[Sequence[Any]]) -> None:
        """Replace the rows and leave them as they come, for instance in the order of a boundary."""
        self.rows_model.set_rows(rows)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.sorted_model.sort(-1)
        self._fit_columns()

    def row(self, index: int) -> Sequence[Any]:
        """Values of a row, counted as it stands in the table now."""
        return self.rows_model.rows[self.sorted_model.mapToSource(self.sorted_model.index(index, 0)).row()]

    def text_rows(self) -> list[list[str]]:
        """All cells as shown, in the present order."""
        model = self.sorted_model
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def sizeHint(self) -> QSize:
        """Room for about eight rows."""
        return QSize(300, 9 * self.verticalHeader().defaultSectionSize())

    def _fit_columns(self) -> None:
        """Columns as wide as their content; what is left over goes to the first column that holds text."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # With the indicator shown, Qt keeps room for it in every heading; only one has it.
        header.setSortIndicatorShown(False)
        self.resizeColumnsToContents()
        header.setSortIndicatorShown(True)
        if 0 <= header.sortIndicatorSection() < header.count():
            indicated = header.sortIndicatorSection()
            header.resizeSection(indicated, header.sectionSize(indicated) + _INDICATOR_WIDTH)
        text_column = next((i for i, column in enumerate(self.rows_model.columns) if not column.is_number), 0)
        free = self.viewport().width() - sum(header.sectionSize(i) for i in range(header.count()))
        if free > 0:
            header.resizeSection(text_column, header.sectionSize(text_column) + free)

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.rows_model.rows[self.sorted_model.mapToSource(current).row()])
