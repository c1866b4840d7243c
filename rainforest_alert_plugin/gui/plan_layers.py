"""The part of the Title dock that chooses what is drawn under the plan for the office."""

from __future__ import annotations

from qgis.core import QgsMapLayer
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtWidgets import QVBoxLayout

from ..host.project import drawn_layers
from ..i18n import translate
from .choosers import LayerChecklist

_LINES = 3


class PlanLayerChecklist(LayerChecklist):
    """Layers of all kinds in drawing order; none is ticked unless somebody did."""

    def candidates(self) -> list[QgsMapLayer]:
        """Whatever a map draws."""
        return drawn_layers()

    def lists_own(self, layer: QgsMapLayer) -> bool:
        """The boundary is on every plan."""
        return False

    def is_likely(self, layer: QgsMapLayer, is_own: bool) -> bool:
        """What lies under a plan is for a person to say."""
        return False


class PlanLayersGroup(QgsCollapsibleGroupBox):
    """A closed group with the layers under the plan; its title says how many there are.

    Parameters
    ----------
    dock : str
        Under which the choice is remembered.
    """

    def __init__(self, dock: str) -> None:
        super().__init__()
        tip = translate(
            "RainforestAlert",
            "Rivers, roads or imagery drawn under the plan for the office. Plans for third parties are drawn without them.",
        )
        self.checklist = PlanLayerChecklist(dock, "plan_layers", _LINES)
        self.checklist.setAccessibleName(tip)
        self.checklist.setToolTip(tip)
        self.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.checklist)
        self.setCollapsed(True)
        self._show_count()
        self.checklist.model().itemChanged.connect(lambda _: self._show_count())

    def refill(self, boundaries: QgsMapLayer | None) -> None:
        """List anew what may lie under the plan of the boundaries of a layer."""
        self.checklist.refill(boundaries)
        self._show_count()

    def chosen(self) -> list[QgsMapLayer]:
        """Layers that are ticked, the uppermost first; remembers them."""
        self.checklist.keep()
        return self.checklist.checked()

    def _show_count(self) -> None:
        title = translate("RainforestAlert", "Under the plan")
        count = len(self.checklist.checked())
        self.setTitle(f"{title} ({count})" if count else title)
