"""The plugin's place in the QGIS window: toolbar, menu, four docks and the options page."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..about import name as plugin_name
from ..i18n import translate
from ..paths import resource
from .alerts_dock import AlertsDock
from .consents_dialog import show_consents
from .dock import JobDock
from .identity_dialog import ask_identity
from .locator import PlaceLocator
from .options import OptionsFactory
from .territory_dock import TerritoryDock
from .title_dock import TitleDock
from .validation_dock import ValidationDock
from .workshop_mode import WorkshopMode
from .workspace_dialog import ask_and_show_workspace


class WindowParts:
    """Everything the plugin adds to the window; what ``add`` makes, ``remove`` takes away in reverse.

    Parameters
    ----------
    iface : QgisInterface
        The running application.
    """

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.docks: list[JobDock] = []
        self.commands: list[QAction] = []
        self.toolbar: Any = None
        self.workshop_mode: WorkshopMode | None = None
        self.options: OptionsFactory | None = None
        self.locator: PlaceLocator | None = None

    def add(self) -> None:
        """Add toolbar, menu, docks and options page; the docks stay closed until they are asked for."""
        self.toolbar = self.iface.addToolBar(plugin_name())
        self.toolbar.setObjectName("RainforestAlertToolbar")
        self.toolbar.setToolTip(
            translate("RainforestAlert", "Rainforest Alert: from the alerts to the title package, from left to right")
        )
        # The order of the work.
        for dock_class in (AlertsDock, TerritoryDock, ValidationDock, TitleDock):
            self._add_dock(dock_class(self.iface))
        self._add_command(
            translate("RainforestAlert", "Workspace on the map…"),
            translate("RainforestAlert", "Add the tables of a workspace to the map, with styles and forms."),
            "workspace.svg",
            lambda: ask_and_show_workspace(self.iface),
        )
        self._add_command(
            translate("RainforestAlert", "Who works…"),
            translate("RainforestAlert", "Say who works on this laptop, add somebody, or erase the data of a person."),
            "people.svg",
            lambda: ask_identity("", self.iface.mainWindow()),
        )
        self._add_command(
            translate("RainforestAlert", "Consent of the communities…"),
            translate(
                "RainforestAlert", "Write down and withdraw what a community lets leave, and see what would leave."
            ),
            "consent.svg",
            lambda: show_consents(self.iface.mainWindow()),
        )
        self.workshop_mode = WorkshopMode(self.iface, self._show_workshop_mode)
        self.workshop_action = self._add_command(
            translate("RainforestAlert", "Workshop mode"),
            translate(
                "RainforestAlert",
                "The map full, the controls few and large: for a workshop with a projector or a touch screen.",
            ),
            "workshop.svg",
            self._switch_workshop_mode,
        )
        self.workshop_action.setCheckable(True)
        self.toolbar.addAction(self.workshop_action)
        for dock in self.docks:
            if isinstance(dock, TerritoryDock):
                dock.offer_workshops(self.workshop_action)
        self.options = OptionsFactory()
        self.iface.registerOptionsWidgetFactory(self.options)
        self.locator = PlaceLocator(self.iface)
        self.iface.registerLocatorFilter(self.locator)

    def remove(self) -> None:
        """Stop what runs and take everything away."""
        if self.locator is not None:
            # QGIS deletes the filter itself.
            self.iface.deregisterLocatorFilter(self.locator)
            self.locator = None
        if self.options is not None:
            self.iface.unregisterOptionsWidgetFactory(self.options)
            self.options.deleteLater()
            self.options = None
        if self.workshop_mode is not None:
            self.workshop_mode.close_down()
            self.workshop_mode = None
        while self.commands:
            self._remove_command(self.commands.pop())
        while self.docks:
            self._remove_dock(self.docks.pop())
        if self.toolbar is not None:
            self.iface.mainWindow().removeToolBar(self.toolbar)
            self.toolbar.deleteLater()
            self.toolbar = None

    def dock(self, name: str) -> JobDock:
        """The dock of a name: ``alerts``, ``territory``, ``validation`` or ``title``."""
        return next(dock for dock in self.docks if dock.name == name)

    def _add_command(self, text: str, tip: str, icon: str, run: Callable[[], object]) -> QAction:
        """Add an entry to the plugin's menu."""
        action = QAction(QIcon(str(resource("icons", icon))), text, self.iface.mainWindow())
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False: run())
        self.iface.addPluginToMenu(plugin_name(), action)
        self.commands.append(action)
        return action

    def _switch_workshop_mode(self) -> None:
        if self.workshop_mode is not None:
            if self.workshop_mode.is_on:
                self.workshop_mode.leave()
            else:
                self.workshop_mode.enter()
        self._show_workshop_mode()

    def _show_workshop_mode(self) -> None:
        """Let the switch say how it stands, also after somebody left by the panel."""
        self.workshop_action.setChecked(self.workshop_mode is not None and self.workshop_mode.is_on)

    def _remove_command(self, action: QAction) -> None:
        self.iface.removePluginMenu(plugin_name(), action)
        action.deleteLater()

    def _add_dock(self, dock: JobDock) -> None:
        action = dock.toggleViewAction()
        action.setIcon(dock.icon)
        action.setToolTip(f"{dock.windowTitle()}: {dock.purpose}")
        dock.setVisible(False)
        if self.docks:
            self.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock, [self.docks[0].objectName()])
        else:
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.setVisible(False)
        self.toolbar.addAction(action)
        self.iface.addPluginToMenu(plugin_name(), action)
        self.docks.append(dock)

    def _remove_dock(self, dock: JobDock) -> None:
        action = dock.toggleViewAction()
        self.iface.removePluginMenu(plugin_name(), action)
        self.toolbar.removeAction(action)
        dock.close_down()
        self.iface.removeDockWidget(dock)
        dock.deleteLater()
