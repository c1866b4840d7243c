"""What is missing for a title: a list whose lines lead to where it is mended."""

from __future__ import annotations

from typing import Callable, Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ..i18n import translate
from .copying import CopyGate

_MOST_SHOWN = 4

Missing = tuple[str, Callable[[], None]]


class MissingList(QListWidget):
    """Lines that can be clicked, or chosen with the keyboard and opened with Enter."""

    def __init__(self) -> None:
        super().__init__()
        self._leads: list[Callable[[], None]] = []
        self.setAccessibleName(translate("RainforestAlert", "What is missing"))
        self.setToolTip(translate("RainforestAlert", "Click a line to go where it is mended."))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.itemClicked.connect(self._follow)
        self.itemActivated.connect(self._follow)
        self.copy_gate = CopyGate(self, self.copied_text)

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Replace the lines; an empty list says that nothing is missing."""
        self.clear()
        self._leads = [lead for _, lead in missing]
        for text, _ in missing:
            self.addItem(QListWidgetItem(text))
        if not missing:
            self.addItem(QListWidgetItem(translate("RainforestAlert", "Nothing is missing.")))
        rows = min(max(self.count(), 1), _MOST_SHOWN)
        self.setFixedHeight(rows * (self.fontMetrics().height() + 5) + 2 * self.frameWidth() + 2)

    def texts(self) -> list[str]:
        """Lines as shown."""
        return [self.item(row).text() for row in range(self.count())]

    def copied_text(self) -> str:
        """Lines that are selected."""
        return "\n".join(item.text() for item in self.selectedItems())

    def _follow(self, item: QListWidgetItem) -> None:
        row = self.row(item)
        if 0 <= row < len(self._leads):
            self._leads[row]()


def lead_to(widget: QWidget) -> Callable[[], None]:
    """Go to a widget of the dock."""
    return widget.setFocus
