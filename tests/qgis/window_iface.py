"""An interface with a real main window behind it, so that leftovers of the plugin can be counted."""

from __future__ import annotations

from qgis.core import QgsExpression
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar


class WindowIface:
    """The part of QgisInterface that the plugin uses, on a plain main window."""

    def __init__(self):
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.plugin_menu = QMenu("Plugins", self.window)
        self.factories = []
        self.locator_filters = []

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def addToolBar(self, name):
        return self.window.addToolBar(name)

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)
        dock.show()

    def addTabifiedDockWidget(self, area, dock, names, raise_tab=False):
        self.window.addDockWidget(area, dock)
        for other in self.window.findChildren(QDockWidget):
            if other.objectName() in names:
                self.window.tabifyDockWidget(other, dock)
        dock.show()

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def addPluginToMenu(self, name, action):
        self.plugin_menu.addAction(action)

    def removePluginMenu(self, name, action):
        self.plugin_menu.removeAction(action)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def registerLocatorFilter(self, locator_filter):
        self.locator_filters.append(locator_filter)

    def deregisterLocatorFilter(self, locator_filter):
        self.locator_filters.remove(locator_filter)

    def parts(self):
        """What the plugin may leave behind, counted."""
        return {
            "docks": len(self.window.findChildren(QDockWidget)),
            "toolbars": len(self.window.findChildren(QToolBar)),
            "menu": len(self.plugin_menu.actions()),
            "options": len(self.factories),
            "locators": len(self.locator_filters),
            "functions": sum(QgsExpression.isFunctionName(name) for name in ("alert_date", "alert_confidence")),
        }
