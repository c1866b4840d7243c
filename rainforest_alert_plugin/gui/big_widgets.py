"""Widgets for a projector and a finger: 18 point letters and more, high contrast, large targets."""

from __future__ import annotations

from typing import Callable, Iterable, Sequence

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from ..paths import resource


def _arrow(direction: str) -> str:
    """Path of an arrow, as style sheets read it on every system."""
    return resource("icons", f"big_{direction}.svg").as_posix()


LEAST_POINTS = 18
TARGET_PIXELS = 52
# Black, white and yellow: contrast 21 to 1 and 14 to 1.
STYLE = f"""
QWidget {{ background: #000000; color: #ffffff; font-size: {LEAST_POINTS}pt; }}
QLabel#title {{ font-size: 22pt; font-weight: bold; color: #ffd600; }}
QPushButton {{ background: #1a1a1a; color: #ffffff; border: 2px solid #ffffff; border-radius: 6px; padding: 4px 10px;
  min-height: {TARGET_PIXELS - 12}px; }}
QPushButton:checked, QPushButton:pressed, QPushButton[primary="true"] {{ background: #ffd600; color: #000000; border-color: #ffd600; }}
QPushButton:disabled {{ background: #000000; color: #8a8a8a; border-color: #5a5a5a; }}
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {{
  border: 3px solid #40c4ff; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit {{ background: #ffffff; color: #000000; border: 2px solid #ffffff;
  border-radius: 4px; padding: 2px 6px; min-height: {TARGET_PIXELS - 14}px;
  selection-background-color: #ffd600; selection-color: #000000; }}
QComboBox QAbstractItemView {{ background: #ffffff; color: #000000; selection-background-color: #ffd600; selection-color: #000000; }}
QComboBox::drop-down, QDateEdit::drop-down {{ width: 40px; background: #ffd600; border: none; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QSpinBox::down-arrow {{ image: url({_arrow("down")}); width: 22px; height: 22px; }}
QSpinBox::up-arrow {{ image: url({_arrow("up")}); width: 22px; height: 22px; }}
QSpinBox {{ padding: 2px 0px; min-width: {2 * TARGET_PIXELS + 76}px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: {TARGET_PIXELS - 6}px; height: {TARGET_PIXELS - 6}px; background: #ffd600;
  border: none; subcontrol-origin: border; }}
QSpinBox::up-button {{ subcontrol-position: center right; }}
QSpinBox::down-button {{ subcontrol-position: center left; }}
QCheckBox {{ spacing: 10px; min-height: 40px; }}
QCheckBox::indicator {{ width: 32px; height: 32px; border: 2px solid #ffffff; background: #000000; }}
QCheckBox::indicator:checked {{ background: #ffd600; }}
QToolButton {{ background: #1a1a1a; color: #ffffff; border: 2px solid #ffffff; border-radius: 6px; min-height: 40px; padding: 2px 8px; }}
QListWidget {{ background: #111111; border: 1px solid #ffffff; }}
QScrollBar:vertical {{ background: #000000; width: 26px; }}
QScrollBar::handle:vertical {{ background: #ffd600; min-height: 60px; border-radius: 6px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0px; }}
"""


class Page(QWidget):
    """A column of large widgets that scrolls when it is higher than the screen, and buttons below that always stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(10, 8, 10, 8)
        self.column.setSpacing(6)
        self.scroller.setWidget(content)
        QScroller.grabGesture(self.scroller.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(10, 4, 10, 8)
        self.foot.setSpacing(6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.scroller, 1)
        rows.addLayout(self.foot)

    def minimumSizeHint(self) -> QSize:
        size = super().minimumSizeHint()
        content = self.scroller.widget().minimumSizeHint().width()
        bar = self.scroller.verticalScrollBar().sizeHint().width()
        return QSize(max(size.width(), content + bar + 4), size.height())

    def add_title(self, text: str = "") -> QLabel:
        """A heading; a long one wraps."""
        label = self.add_text(text)
        label.setObjectName("title")
        return label

    def add_text(self, text: str = "") -> QLabel:
        """A line of text; a long one wraps."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(label)
        return label

    def add_field(self, text: str, widget: QWidget) -> QWidget:
        """A field below its name."""
        label = self.add_text(text)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        self.column.addWidget(widget)
        return widget

    def add_buttons(self, buttons: Sequence[QPushButton], columns: int = 2, at_foot: bool = False) -> None:
        """Buttons in rows, in the column or below it; the last one of an odd number takes the whole row."""
        grid = QGridLayout()
        grid.setSpacing(6)
        for index, button in enumerate(buttons):
            is_alone = columns > 1 and index == len(buttons) - 1 and index % columns == 0
            grid.addWidget(button, index // columns, index % columns, 1, columns if is_alone else 1)
        (self.foot if at_foot else self.column).addLayout(grid)


def big_button(
    text: str, press: Callable[[], object], is_primary: bool = False, is_switch: bool = False
) -> QPushButton:
    """A large button."""
    button = QPushButton(text)
    button.setCheckable(is_switch)
    button.setProperty("primary", is_primary)
    button.clicked.connect(lambda _checked=False: press())
    button.setMinimumHeight(TARGET_PIXELS)
    return button


def big_text(lines: int) -> QPlainTextEdit:
    """Some lines to write on; the tab key leads on to the next field."""
    text = QPlainTextEdit()
    text.setTabChangesFocus(True)
    text.setFixedHeight(lines * 34 + 16)
    return text


def big_combo(entries: Iterable[tuple[str, str]] = (), is_editable: bool = False) -> QComboBox:
    """A list of words to choose from; each entry is its word and the value it stands for."""
    combo = QComboBox()
    combo.setEditable(is_editable)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    for word, value in entries:
        combo.addItem(word, value)
    return combo
