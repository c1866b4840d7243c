"""Confirming what the columns of a table of coordinates hold."""

from __future__ import annotations

import json
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QTableWidget, QTableWidgetItem, QWidget

from ..host.field_tables import ROLES, TableLook
from ..i18n import translate
from .territory_dialogs import FormDialog


class ColumnsDialog(FormDialog):
    """The first rows of the table, and a box for each thing that a column may hold; guesses stand in them already."""

    def __init__(self, parent: QWidget, look: TableLook) -> None:
        super().__init__(
            parent,
            translate("RainforestAlert", "What the columns hold"),
            translate(
                "RainforestAlert",
                "These columns were guessed from their headers and numbers. Confirm them, or correct what is wrong, before anything "
                "is read.",
            ),
            translate("RainforestAlert", "Confirm"),
        )
        self.look = look
        self.preview = QTableWidget(len(look.rows), len(look.headers))
        self.preview.setHorizontalHeaderLabels(list(look.headers))
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setFixedHeight(150)
        self.preview.setTabKeyNavigation(False)
        for number, row in enumerate(look.rows):
            for column, cell in enumerate(row[: len(look.headers)]):
                self.preview.setItem(number, column, QTableWidgetItem(cell))
        self.preview.resizeColumnsToContents()
        self.form.addRow(self.preview)
        self.boxes: dict[str, QComboBox] = {}
        names = _role_names()
        grid = QGridLayout()
        for number, role in enumerate(ROLES):
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.addItem("–", "")
            for header in look.headers:
                box.addItem(header, header)
            box.setCurrentIndex(max(0, box.findData(look.roles.get(role, ""))))
            box.setToolTip(look.reasons.get(role, ""))
            box.currentIndexChanged.connect(self._mark_used)
            label = QLabel(names[role])
            label.setBuddy(box)
            line, side = divmod(number, 2)
            grid.addWidget(label, line, 2 * side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(box, line, 2 * side + 1)
            self.boxes[role] = box
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.form.addRow(grid)
        self._mark_used()

    def columns(self) -> str:
        """The columns as ``importfieldgeometry`` takes them."""
        chosen = {role: str(box.currentData()) for role, box in self.boxes.items()}
        # what was guessed and is not wanted is said too, otherwise it would be guessed again
        return json.dumps(
            {role: column for role, column in chosen.items() if column or role in self.look.roles}, ensure_ascii=False
        )

    def missing(self) -> tuple[str, QWidget] | None:
        chosen = {role: box.currentData() for role, box in self.boxes.items() if box.currentData()}
        if not ({"easting", "northing"} <= set(chosen) or {"longitude", "latitude"} <= set(chosen)):
            return translate("RainforestAlert", "Say which columns hold the two coordinates."), self.boxes["easting"]
        repeated = [role for role in chosen if list(chosen.values()).count(chosen[role]) > 1]
        if repeated:
            return (
                translate("RainforestAlert", "The column “{column}” cannot hold two things.").format(
                    column=chosen[repeated[0]]
                ),
                self.boxes[repeated[-1]],
            )
        return None

    def _mark_used(self, *_: Any) -> None:
        used = {box.currentData() for box in self.boxes.values()}
        for column, header in enumerate(self.look.headers):
            item = self.preview.horizontalHeaderItem(column)
            font = item.font()
            font.setBold(header in used)
            item.setFont(font)


def _role_names() -> dict[str, str]:
    return {
        "easting": translate("RainforestAlert", "East (X)"),
        "northing": translate("RainforestAlert", "North (Y)"),
        "longitude": translate("RainforestAlert", "Longitude"),
        "latitude": translate("RainforestAlert", "Latitude"),
        "vertex": translate("RainforestAlert", "Name of the vertex"),
        "name": translate("RainforestAlert", "Name of the place"),
        "sigma": translate("RainforestAlert", "Accuracy (m)"),
        "method": translate("RainforestAlert", "Method"),
        "time": translate("RainforestAlert", "Date and hour"),
        "date": translate("RainforestAlert", "Date"),
        "height": translate("RainforestAlert", "Height"),
        "group": translate("RainforestAlert", "Community or parcel"),
    }
