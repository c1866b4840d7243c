"""What two laptops changed differently: base, ours and theirs of each value and stretch of a boundary, on the map, decided one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import RainforestAlertError
from ..host.clipboard import released_text
from ..host.conflicts import WaitingConflict, waiting_conflicts
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.tasks import Outcome
from ..i18n import translate
from .copying import CopyGate
from .map_view import zoom_to_geometry
from .territory_dialogs import RecordDialog
from .territory_page import tool_button
from .territory_words import hour_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_COLORS = {"base": "#616161", "ours": "#1565c0", "theirs": "#e65100"}
_LONGEST_TEXT = 160


class ConflictPanel(QWidget):
    """The list of conflicts, and the sides of the chosen one; hidden while there is none."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__()
        self.dock = dock
        self.found: list[WaitingConflict] = []
        self.decided: dict[str, str] = {}
        self._bands: list[QgsRubberBand] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(3)
        self.heading = QLabel()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setWordWrap(True)
        column.addWidget(self.heading)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setFixedHeight(4 * (self.list.fontMetrics().height() + 4))
        self.list.setAccessibleName(translate("RainforestAlert", "Conflicts between laptops"))
        self.list.currentRowChanged.connect(self._show_sides)
        self.copy_gate = CopyGate(self.list, self._copied)
        column.addWidget(self.list)
        self._sides = QWidget()
        self._sides_column = QVBoxLayout(self._sides)
        self._sides_column.setContentsMargins(0, 0, 0, 0)
        self._sides_column.setSpacing(2)
        column.addWidget(self._sides)
        self.choices: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._decide)
        self.apply_button = tool_button(
            translate("RainforestAlert", "Apply the decisions"),
            translate(
                "RainforestAlert",
                "Write down what was decided; a boundary needs the record of the assembly. The rest goes on waiting.",
            ),
            lambda: self.dock.guarded(self.apply),
            "/mActionSaveAllEdits.svg",
        )
        column.addWidget(self.apply_button)
        self.hide()

    def refresh(self) -> None:
        """Read what waits; decisions that were taken but not applied stay."""
        self.found = []
        if self.dock.book.waiting:
            try:
                self.found = waiting_conflicts(self.dock.location, QgsProject.instance().transformContext())
            except RainforestAlertError as error:
                self.dock.status.say("error", describe(error))
        known = {one.id for one in self.found}
        self.decided = {identity: choice for identity, choice in self.decided.items() if identity in known}
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.found:
            self.list.addItem(QListWidgetItem(self._line(one)))
        self.list.blockSignals(False)
        self.setVisible(bool(self.found))
        self.heading.setText(
            translate("RainforestAlert", "{count} conflicts between laptops wait for a decision").format(
                count=len(self.found)
            )
        )
        if self.found:
            self.list.setCurrentRow(min(row, len(self.found) - 1))
        self._show_sides()

    def show_on_map(self) -> None:
        """Draw the sides of the chosen conflict."""
        self._clear_map()
        conflict = self._chosen()
        if conflict is None or not self.isVisible():
            return
        canvas = self.dock.iface.mapCanvas()
        system = QgsCoordinateReferenceSystem(WGS84)
        whole = None
        for number, side in enumerate(conflict.sides):
            if side.geometry.isNull():
                continue
            band = QgsRubberBand(canvas, side.geometry.type())
            color = QColor(_COLORS.get(side.choice, ("#616161", "#1565c0", "#e65100")[min(number, 2)]))
            band.setColor(color)
            band.setWidth(5 if number else 3)
            band.setLineStyle(Qt.PenStyle.SolidLine if number else Qt.PenStyle.DashLine)
            geometry = side.geometry
            transform = QgsCoordinateTransform(system, canvas.mapSettings().destinationCrs(), QgsProject.instance())
            moved = type(geometry)(geometry)
            moved.transform(transform)
            band.setToGeometry(moved, QgsCoordinateReferenceSystem())
            self._bands.append(band)
            whole = geometry if whole is None else whole.combine(geometry)
        if whole is not None:
            zoom_to_geometry(self.dock.iface, whole, system)

    def _copied(self) -> str:
        """What may be copied of the chosen conflict: it passes the gate as the row that it is about."""
        conflict = self._chosen()
        if conflict is None:
            return ""
        table, row_id = ("community", conflict.community_id) if conflict.community_id else conflict.id.split("/")[:2]
        text = "\n".join([self._line(conflict), *(f"{side.text} · {side.who}" for side in conflict.sides)])
        return released_text(self.dock.location, table, {row_id: text})

    def hideEvent(self, event: Any) -> None:
        self._clear_map()
        super().hideEvent(event)

    def close_down(self) -> None:
        """Take the lines off the map."""
        self._clear_map()

    def choose(self, row: int, choice: str) -> None:
        """Decide a conflict."""
        self.list.setCurrentRow(row)
        conflict = self.found[row]
        self.decided[conflict.id] = choice
        self.list.item(row).setText(self._line(conflict))
        self._show_sides()

    def apply(self) -> None:
        """Apply what was decided; a boundary that is decided in all its stretches asks for its record first."""
        boundaries = [one for one in self.found if one.community_id]
        ready = [
            community
            for community in dict.fromkeys(one.community_id for one in boundaries)
            if all(one.id in self.decided or not one.stretch for one in boundaries if one.community_id == community)
        ]
        if ready:
            self._ask_record(ready[0])
            return
        self.send([])

    def send(self, joined: list[dict[str, Any]]) -> None:
        """Run ``resolveconflicts`` with the decisions about values, and about one boundary with its record."""
        values = [
            {"conflict": one.id, "take": self.decided[one.id]}
            for one in self.found
            if not one.community_id and one.id in self.decided
        ]
        if not values and not joined:
            self.dock.status.say(
                "warning",
                translate(
                    "RainforestAlert",
                    "Nothing is decided yet. Choose a side of a conflict; of a boundary, of each of its stretches.",
                ),
            )
            return

        def take(outcome: Outcome) -> None:
            self.dock.refresh()
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "{applied} decisions applied; {remaining} conflicts still wait.").format(
                    applied=outcome.outputs["APPLIED"], remaining=outcome.outputs["REMAINING"]
                ),
            )

        decisions = json.dumps({"conflicts": values, "boundaries": joined}, ensure_ascii=False)
        parameters = {"WORKSPACE": self.dock.location, "DECISIONS": decisions}
        self.dock.run_algorithm("rainforestalert:resolveconflicts", parameters, take)

    def _ask_record(self, community_id: str) -> None:
        stretches = [one for one in self.found if one.community_id == community_id]
        self.record_dialog = RecordDialog(
            self.dock,
            translate(
                "RainforestAlert",
                "The two agreed boundaries of {community} become one more version that follows both, as decided side by side of the line.",
            ).format(community=stretches[0].title),
            asks_reason=True,
        )
        person = self.dock.book.person

        def send() -> None:
            self.send(
                [
                    {
                        "community": community_id,
                        "stretches": {str(one.stretch): self.decided[one.id] for one in stretches if one.stretch},
                        "author": str(person["name"] or "") if person else "",
                        "reason": self.record_dialog.reason.text().strip(),
                        "record": self.record_dialog.record(),
                    }
                ]
            )

        self.record_dialog.accepted.connect(send)
        self.record_dialog.open()

    def _chosen(self) -> WaitingConflict | None:
        row = self.list.currentRow()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _line(self, conflict: WaitingConflict) -> str:
        text = conflict.title
        if conflict.stretch:
            text = translate("RainforestAlert", "Boundary of {community}, stretch {number}").format(
                community=conflict.title, number=conflict.stretch
            )
        elif conflict.community_id:
            text = translate("RainforestAlert", "Boundary of {community}: both changed other parts; join them").format(
                community=conflict.title
            )
        return f"✔ {text}" if conflict.id in self.decided else text

    def _show_sides(self, *_: Any) -> None:
        for button in self.choices:
            self._group.removeButton(button)
            self._sides_column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.choices = []
        conflict = self._chosen()
        is_open = conflict is not None and (conflict.stretch > 0 or not conflict.community_id)
        for number, side in enumerate(conflict.sides if conflict is not None and is_open else ()):
            button = QRadioButton(self._side_text(number, side))
            button.setToolTip(side.text)
            color = ("#616161", "#1565c0", "#e65100")[min(number, 2)]
            button.setStyleSheet(f"QRadioButton {{ border-left: 4px solid {color}; padding-left: 4px; }}")
            button.setProperty("choice", side.choice)
            if conflict is not None and self.decided.get(conflict.id) == side.choice:
                button.setChecked(True)
            self._group.addButton(button)
            self._sides_column.addWidget(button)
            self.choices.append(button)
        for before, after in zip([self.list, *self.choices], [*self.choices, self.apply_button]):
            QWidget.setTabOrder(before, after)
        self.show_on_map()

    def _side_text(self, number: int, side: Any) -> str:
        conflict = self._chosen()
        is_boundary = conflict is not None and bool(conflict.community_id)
        # Of two agreed boundaries neither belongs to a laptop: they are told apart by their time.
        names = (
            translate("RainforestAlert", "Before"),
            translate("RainforestAlert", "Agreed first") if is_boundary else translate("RainforestAlert", "Ours"),
            translate("RainforestAlert", "Agreed later") if is_boundary else translate("RainforestAlert", "Theirs"),
        )
        value = side.text if len(side.text) <= _LONGEST_TEXT else side.text[:_LONGEST_TEXT] + "…"
        value = "\n".join(_wrapped(value))
        said = f"{names[min(number, 2)]}: {value}"
        return f"{said}\n{side.who} · {hour_name(side.when)}" if side.when else said

    def _decide(self, button: QRadioButton) -> None:
        conflict = self._chosen()
        if conflict is not None:
            self.decided[conflict.id] = str(button.property("choice"))
            self.list.item(self.list.currentRow()).setText(self._line(conflict))

    def _clear_map(self) -> None:
        canvas = self.dock.iface.mapCanvas()
        for band in self._bands:
            canvas.scene().removeItem(band)
        self._bands = []


def _wrapped(text: str, width: int = 46) -> list[str]:
    """A radio button does not wrap its text by itself."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
