"""The Processing provider ``rainforestalert``."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..about import name, version
from ..paths import resource


class RainforestAlertProvider(QgsProcessingProvider):
    """Algorithms of Rainforest Alert; ids and parameter names are stable."""

    def id(self) -> str:
        return "rainforestalert"

    def name(self) -> str:
        return name()

    def longName(self) -> str:
        return f"{name()} {version()}"

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "rainforest_alert.svg")))

    def loadAlgorithms(self) -> None:
        from .overlap_analysis import OverlapAnalysisAlgorithm
        from .technical_table import TechnicalTableAlgorithm

        for algorithm in (
            OverlapAnalysisAlgorithm,
            TechnicalTableAlgorithm,
        ):
            self.addAlgorithm(algorithm())
