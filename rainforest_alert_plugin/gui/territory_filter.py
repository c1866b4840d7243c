"""Only some of the territories: those of one federation, one basin, one community."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsExpression, QgsFeatureRequest, QgsMapLayer, QgsVectorLayer
from qgis.gui import QgsFieldComboBox
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ..compat import is_null
from ..host.settings import recall, remember
from ..host.told_area import mark_copy
from ..i18n import translate
from .choosers import LayerCombo

_MOST_VALUES = 2000


class TerritoryFilter(QWidget):
    """A field of the layer of territories, and one of its values; without one all territories count.

    Parameters
    ----------
    layers : LayerCombo
        Whose layer it follows.
    dock : str
        Under which the choice is remembered.
    """

    def __init__(self, layers: LayerCombo, dock: str) -> None:
        super().__init__()
        self._dock = dock
        self.field = QgsFieldComboBox()
        self.field.setAllowEmptyFieldName(True)
        self.field.setAccessibleName(translate("RainforestAlert", "Field of the territories"))
        self.field.setToolTip(
            translate(
                "RainforestAlert", "Field with the federation, the basin or the community; empty for all territories."
            )
        )
        self.value = QComboBox()
        self.value.setAccessibleName(translate("RainforestAlert", "Only where the field has this value"))
        self.value.setToolTip(translate("RainforestAlert", "Only where the field has this value"))
        for combo in (self.field, self.value):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(7)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.value, 1)
        self.setFocusProxy(self.field)
        self._layer: QgsVectorLayer | None = None
        layers.layerChanged.connect(self.follow)
        self.field.fieldChanged.connect(lambda _: self._fill())
        self.follow(layers.currentLayer())

    def follow(self, layer: QgsMapLayer | None) -> None:
        """List the fields of a layer; the one used last is taken again."""
        self._layer = layer if isinstance(layer, QgsVectorLayer) else None
        self.field.setLayer(self._layer)
        if self._layer is not None:
            name = recall(self._dock, "only_field", "")
            self.field.setField(name if self._layer.fields().lookupField(name) >= 0 else "")
        self._fill()
        self.value.setCurrentIndex(max(0, self.value.findText(recall(self._dock, "only_value", ""))))

    def keep(self) -> None:
        """Remember the choice for the next session."""
        remember(self._dock, "only_field", self.field.currentField())
        remember(self._dock, "only_value", self.value.currentText() if self.value.currentIndex() > 0 else "")

    def chosen_layer(self) -> QgsVectorLayer | None:
        """The layer itself, or a copy in memory with the chosen territories alone."""
        field, value = self.field.currentField(), self.value.currentData()
        if self._layer is None or not field or value is None:
            return self._layer
        request = QgsFeatureRequest()
        request.setFilterExpression(QgsExpression.createFieldEqualityExpression(field, value))
        request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
        chosen = self._layer.materialize(request)
        chosen.setName(self._layer.name())
        mark_copy(chosen, self._layer)
        # QGIS 3.22 gives a layer made from one without reference system its default one.
        chosen.setCrs(self._layer.crs())
        return chosen

    def _fill(self, *_: Any) -> None:
        self.value.clear()
        self.value.addItem(translate("RainforestAlert", "all"), None)
        field = self.field.currentField()
        index = self._layer.fields().lookupField(field) if self._layer is not None and field else -1
        self.value.setEnabled(index >= 0)
        if self._layer is None or index < 0:
            return
        values = [value for value in self._layer.uniqueValues(index, _MOST_VALUES) if not is_null(value)]
        for value in sorted(values, key=str):
            self.value.addItem(str(value), value)
