"""Which workspace a dock works with: remembered, made in a folder, or opened."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QToolButton, QWidget

from ..host.settings import recall, remember
from ..i18n import translate

_MOST_REMEMBERED = 8
_SEPARATOR = "\n"


class WorkspaceBox(QWidget):
    """Workspaces used before, the last one first, and two buttons for others."""

    changed = pyqtSignal()
    folder_chosen = pyqtSignal(str)

    def __init__(self, dock: str) -> None:
        super().__init__()
        self._dock = dock
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setAccessibleName(translate("RainforestAlert", "Workspace"))
        self.new_button = _tool(
            translate("RainforestAlert", "New…"),
            translate("RainforestAlert", "Make an empty workspace in a folder that you choose."),
        )
        self.open_button = _tool(
            translate("RainforestAlert", "Open…"),
            translate("RainforestAlert", "Work with a workspace that exists already."),
        )
        self.new_button.clicked.connect(self._ask_folder)
        self.open_button.clicked.connect(self._ask_file)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.combo, 1)
        row.addWidget(self.new_button)
        row.addWidget(self.open_button)
        self.setFocusProxy(self.combo)
        self._fill()
        self.combo.activated.connect(lambda _: self.choose(self.location()))

    def location(self) -> str:
        """Path, or connection/schema; empty when none was chosen yet."""
        return str(self.combo.currentData() or "")

    def look_again(self) -> None:
        """Follow what was chosen elsewhere in the plugin meanwhile."""
        before = self.location()
        self._fill()
        if self.location() != before:
            self.changed.emit()

    def choose(self, location: str) -> None:
        """Take a workspace and remember it."""
        known = [one for one in self._remembered() if one != location]
        remember(self._dock, "workspaces", _SEPARATOR.join([location, *known][:_MOST_REMEMBERED]))
        remember(self._dock, "workspace", location)
        self._fill()
        self.changed.emit()

    def _remembered(self) -> list[str]:
        return [one for one in recall(self._dock, "workspaces", "").split(_SEPARATOR) if one]

    def _fill(self) -> None:
        self.combo.blockSignals(True)
        self.combo.clear()
        for location in self._remembered():
            self.combo.addItem(Path(location).stem if location.endswith(".gpkg") else location, location)
            self.combo.setItemData(self.combo.count() - 1, location, Qt.ItemDataRole.ToolTipRole)
        if not self.combo.count():
            self.combo.addItem(translate("RainforestAlert", "none yet"), "")
        self.combo.setToolTip(self.location())
        self.combo.blockSignals(False)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, translate("RainforestAlert", "Folder for the new workspace"), str(Path.home())
        )
        if folder:
            self.folder_chosen.emit(folder)

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("RainforestAlert", "Open a workspace"),
            str(Path.home()),
            translate("RainforestAlert", "Workspace (*.gpkg)"),
        )
        if path:
            self.choose(path)


def _tool(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    return button
