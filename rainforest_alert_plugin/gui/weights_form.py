"""The weights of the priority, to be tried out while looking at the list they sort."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QPushButton, QSpinBox, QWidget

from ..alerts.priority import PARTS
from ..errors import InputError
from ..host.messages import describe
from ..host.priorities import default_weights, reset_weights, weights, write_weights
from ..i18n import translate

_WAIT_MS = 400
_MOST = 100


class WeightsForm(QWidget):
    """A box for each part; whatever is changed is kept in the person's own profile, and told a moment later."""

    changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, QSpinBox] = {}
        names = part_names()
        for number, part in enumerate(PARTS):
            box = QSpinBox()
            box.setRange(0, _MOST)
            name, tip = names[part]
            label = QLabel(name)
            label.setBuddy(box)
            for widget in (label, box):
                widget.setToolTip(tip)
            row, column = number // 2, 2 * (number % 2)
            grid.addWidget(label, row, column)
            grid.addWidget(box, row, column + 1)
            box.valueChanged.connect(self._wait)
            self.boxes[part] = box
        self.reset_button = QPushButton(translate("RainforestAlert", "Weights of the plugin"))
        self.reset_button.setToolTip(translate("RainforestAlert", "Forget your own weights."))
        self.reset_button.clicked.connect(self.reset)
        grid.addWidget(self.reset_button, (len(PARTS) + 1) // 2, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT_MS)
        self._later.timeout.connect(self._keep)
        self._show(weights())

    def reset(self) -> None:
        """Go back to the weights that come with the plugin."""
        reset_weights()
        self._show(default_weights())
        self.changed.emit()

    def _show(self, wanted: dict[str, float]) -> None:
        for part, box in self.boxes.items():
            box.blockSignals(True)
            box.setValue(round(wanted[part]))
            box.blockSignals(False)
        self._later.stop()

    def _wait(self, *_: Any) -> None:
        self._later.start()

    def _keep(self) -> None:
        try:
            write_weights({part: float(box.value()) for part, box in self.boxes.items()})
        except InputError as error:
            self.refused.emit(describe(error.message))
            return
        self.changed.emit()


def part_names() -> dict[str, tuple[str, str]]:
    """Name of each part of the priority, and what it means."""
    return {
        "area": (translate("RainforestAlert", "Area"), translate("RainforestAlert", "The larger, the more urgent.")),
        "growth": (
            translate("RainforestAlert", "Growth"),
            translate("RainforestAlert", "Hectares of the 30 days up to the last alert."),
        ),
        "recency": (
            translate("RainforestAlert", "Recency"),
            translate("RainforestAlert", "How long ago the last alert was."),
        ),
        "confidence": (
            translate("RainforestAlert", "Confidence"),
            translate("RainforestAlert", "How sure the source is."),
        ),
        "territory": (
            translate("RainforestAlert", "Position"),
            translate("RainforestAlert", "Inside a territory, or how far from it."),
        ),
        "access": (
            translate("RainforestAlert", "Access"),
            translate("RainforestAlert", "How near a river, a road or a settlement is."),
        ),
        "history": (
            translate("RainforestAlert", "History"),
            translate("RainforestAlert", "How near a confirmed report of the field is."),
        ),
        "concession": (
            translate("RainforestAlert", "Concession"),
            translate("RainforestAlert", "How much of it lies in a concession."),
        ),
    }
