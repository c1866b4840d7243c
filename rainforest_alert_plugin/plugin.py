"""The plugin object that QGIS drives; everything made in ``initGui`` has its mirror line in ``unload``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from .algorithms.provider import RainforestAlertProvider
from .host.expressions import register_functions, unregister_functions
from .i18n import install_translator

if TYPE_CHECKING:
    from .gui.window import WindowParts


class RainforestAlertPlugin:
    """Rainforest Alert in a running QGIS, or in ``qgis_process`` when `iface` is None."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: RainforestAlertProvider | None = None
        self.window_parts: WindowParts | None = None
        self.translator = install_translator()

    def initProcessing(self) -> None:
        """Register the algorithms and the functions of expressions; all that ``qgis_process`` needs."""
        self.provider = RainforestAlertProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        register_functions()

    def initGui(self) -> None:
        """Add toolbar, menu, docks and options."""
        from .gui.window import WindowParts

        self.initProcessing()
        self.window_parts = WindowParts(self.iface)
        self.window_parts.add()

    def unload(self) -> None:
        """Take away what ``initGui`` added, in reverse."""
        if self.window_parts is not None:
            self.window_parts.remove()
            self.window_parts = None
        unregister_functions()
        if self.provider is not None:
            self.provider.leave_project()
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
