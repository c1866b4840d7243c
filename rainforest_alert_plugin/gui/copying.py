"""Copying from the lists of the docks: rows of a workspace pass its gate on their way to the clipboard."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QCursor, QGuiApplication, QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QAction, QToolTip

from ..errors import RainforestAlertError
from ..host.messages import describe
from ..i18n import translate


class CopyGate(QObject):
    """Takes the copying of a list over, since Qt would copy the cell as it is shown.

    Parameters
    ----------
    view : QAbstractItemView
    text : callable
        What may be copied of the selection; may raise a
        :class:`~rainforest_alert_plugin.errors.RainforestAlertError`, which is shown and nothing is copied.
    """

    def __init__(self, view: QAbstractItemView, text: Callable[[], str]) -> None:
        super().__init__(view)
        self._view, self._text = view, text
        view.installEventFilter(self)
        self.action = QAction(translate("RainforestAlert", "Copy the rows"), view)
        self.action.triggered.connect(lambda _checked=False: self.copy())
        view.addAction(self.action)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def take(self, text: Callable[[], str]) -> None:
        """Copy something else from now on than what the list was made with."""
        self._text = text

    def copy(self) -> None:
        """Put on the clipboard what may leave of the selection."""
        try:
            text = self._text()
        except RainforestAlertError as error:
            QToolTip.showText(QCursor.pos(), describe(error), self._view)
            return
        if text:
            QGuiApplication.clipboard().setText(text)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Take the keys of copying before the list sees them."""
        if event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        return super().eventFilter(watched, event)
