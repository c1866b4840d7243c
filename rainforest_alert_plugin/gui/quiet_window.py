"""The window emptied down to the map, and put back exactly as it was."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QToolBar, QWidget


class QuietWindow:
    """Hides panels, toolbars, menu and status bar of a window; remembers what there was.

    Parameters
    ----------
    window : QMainWindow
    """

    def __init__(self, window: Any) -> None:
        self._window = window
        self._state: Any = None
        self._geometry: Any = None
        self._window_state: Any = None
        self._shown: list[QWidget] = []

    @property
    def is_quiet(self) -> bool:
        """Whether the window is emptied now."""
        return self._state is not None

    def empty(self) -> None:
        """Leave the map alone in the window, as large as the screen."""
        if self.is_quiet:
            return
        window = self._window
        self._state = window.saveState()
        self._geometry = window.geometry()
        self._window_state = window.windowState()
        parts: list[QWidget] = [*window.findChildren(QDockWidget), *window.findChildren(QToolBar)]
        parts += [window.menuBar(), window.statusBar()]
        # Asked of the part itself: what lies behind another tab is open too, although nobody sees it.
        self._shown = [part for part in parts if not part.isHidden()]
        for part in self._shown:
            part.hide()
        window.setWindowState(self._window_state | Qt.WindowState.WindowFullScreen)

    def restore(self) -> None:
        """Put everything back where it was."""
        if not self.is_quiet:
            return
        window = self._window
        window.setWindowState(self._window_state)
        if not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(self._geometry)
        for part in self._shown:
            part.show()
        window.restoreState(self._state)
        self._state = self._geometry = self._window_state = None
        self._shown = []
