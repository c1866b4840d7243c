"""Messages over the map that are longer than the one line which QGIS's own text would show."""

from __future__ import annotations

from html import escape
from typing import Any

from qgis.core import Qgis
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from ..about import name as plugin_name


def push_warning(bar: Any, sentence: str, *widgets: QWidget) -> Any:
    """Push a warning whose text is wrapped, with what stands beside it; gives the message, by which the bar takes it away again."""
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    text = QLabel(f"<b>{escape(plugin_name())}:</b> {escape(sentence)}")
    text.setWordWrap(True)
    row.addWidget(text, 1)
    for widget in widgets:
        row.addWidget(widget)
    return bar.pushWidget(content, Qgis.MessageLevel.Warning)
