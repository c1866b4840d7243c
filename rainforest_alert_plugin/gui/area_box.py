"""A box for an area in hectares."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDoubleSpinBox

_LARGEST_AREA_HA = 1_000_000.0


def area_box(value_ha: float) -> QDoubleSpinBox:
    """A box for an area in hectares."""
    box = QDoubleSpinBox()
    box.setRange(0.0, _LARGEST_AREA_HA)
    box.setDecimals(4)
    box.setSingleStep(0.1)
    box.setSuffix(" ha")
    box.setValue(value_ha)
    return box
