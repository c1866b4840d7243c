"""Below an import: to run it again with the traverse adjusted, or with what a broken file still holds; shown only where it applies."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..host.field_runs import can_recover
from ..host.tasks import Outcome
from ..i18n import translate
from .table import number
from .territory_page import button_grid, tool_button

_LEAST_M = 0.0005


class ImportAgain(QWidget):
    """Two buttons and the closure error.

    Parameters
    ----------
    run : callable
        Runs the last import again with further parameters of ``importfieldgeometry``.
    """

    def __init__(self, run: Callable[..., None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.closure = QLabel()
        self.closure.setWordWrap(True)
        column.addWidget(self.closure)
        self.adjust_button = tool_button(
            translate("RainforestAlert", "Adjust by the compass rule"),
            translate(
                "RainforestAlert",
                "Bring it in once more, with the closure error spread over the sides by their lengths. It does not mend a figure that was "
                "copied wrongly.",
            ),
            lambda: run(ADJUST=True),
            "/mActionRefresh.svg",
        )
        self.recover_button = tool_button(
            translate("RainforestAlert", "Take what stands before the break"),
            translate("RainforestAlert", "Bring in what the broken file still holds. Compare it with the device."),
            lambda: run(RECOVER=True),
            "/mActionRefresh.svg",
        )
        column.addLayout(button_grid([self.adjust_button, self.recover_button], 1))
        self.clear()

    def clear(self) -> None:
        """Offer nothing."""
        for widget in (self, self.closure, self.adjust_button, self.recover_button):
            widget.hide()

    def offer_after(self, outcome: Outcome, name: str, was_adjusted: bool) -> None:
        """Offer what applies to how an import ended."""
        self.clear()
        closure = outcome.outputs.get("CLOSURE_M")
        if outcome.error:
            self.recover_button.setVisible(can_recover(outcome.error, name))
        elif closure is not None:
            said = (
                translate("RainforestAlert", "Closure error: {before} m before, {after} m after adjusting.")
                if was_adjusted
                else translate("RainforestAlert", "Closure error: {before} m.")
            )
            self.closure.setText(said.format(before=number(3)(closure), after=number(3)(0.0)))
            self.closure.show()
            self.adjust_button.setVisible(not was_adjusted and closure >= _LEAST_M)
        self.setVisible(not (self.closure.isHidden() and self.recover_button.isHidden()))
