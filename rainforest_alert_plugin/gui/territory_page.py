"""What the pages of the Territory dock share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class TerritoryPage(QWidget):
    """A step of the work; its main act is started by the dock's large button.

    Parameters
    ----------
    dock : TerritoryDock
    run_text, run_tip : str
        What the large button says on this page.
    """

    def __init__(self, dock: TerritoryDock, run_text: str, run_tip: str) -> None:
        super().__init__()
        self.dock = dock
        self.run_text = run_text
        self.run_tip = run_tip
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def start(self) -> None:
        """Do the main act of the page."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the dock knows now."""

    def turned_to(self) -> None:
        """The page came into sight."""

    def add_note(self, text: str = "") -> QLabel:
        """A line of text over the width of the page."""
        label = QLabel(text)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label

    def add_heading(self, text: str) -> QLabel:
        """A heading."""
        label = QLabel(text)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self.column.addWidget(label)
        return label


def tool_button(
    text: str, tip: str, act: Callable[..., Any], icon: str = "", is_checkable: bool = False
) -> QToolButton:
    """A button of a tool; it can be reached by the tab key."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setCheckable(is_checkable)
    if icon:
        show_icon(button, QgsApplication.getThemeIcon(icon))
    button.clicked.connect(act)
    return button


def show_icon(button: QToolButton, icon: QIcon) -> None:
    """Put an icon before the text of a button."""
    button.setIcon(icon)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def button_grid(buttons: list[QToolButton], columns: int) -> QGridLayout:
    """Buttons in columns of one width."""
    grid = QGridLayout()
    grid.setSpacing(3)
    for number, button in enumerate(buttons):
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        button.setSizePolicy(policy)
        grid.addWidget(button, number // columns, number % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return grid
