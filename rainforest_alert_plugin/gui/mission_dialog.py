"""Asking which mission selected events are for: a new one, or one that is planned."""

from __future__ import annotations

import datetime
from typing import Callable, Sequence

from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..errors import RainforestAlertError
from ..host.messages import describe
from ..host.missions import mission_title
from ..i18n import translate
from ..monitoring.missions import PLANNED, Mission
from .dialog_buttons import accept_and_cancel
from .dock import StatusLine

_MIN_WIDTH = 380


class MissionDialog(QDialog):
    """Sends events to a mission and closes when that is written.

    Parameters
    ----------
    count : int
        Of the events.
    missions : sequence of Mission
        Those that are not over; events can be added to the planned ones.
    plan : callable
        ``plan(name, day)`` sends the events to a new mission; `day` is None when it is not known yet.
    add : callable
        ``add(mission_id)`` sends them to a planned one.
    parent : QWidget
    """

    def __init__(
        self,
        count: int,
        missions: Sequence[Mission],
        plan: Callable[[str, datetime.date | None], None],
        add: Callable[[str], None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._plan, self._add = plan, add
        self.setWindowTitle(translate("RainforestAlert", "Send to a mission"))
        self.setMinimumWidth(_MIN_WIDTH)
        column = QVBoxLayout(self)
        column.addWidget(
            QLabel(
                translate("RainforestAlert", "Events to visit: {count}").format(count=QLocale().toString(int(count)))
            )
        )
        self.new_button = QRadioButton(translate("RainforestAlert", "&New mission"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(translate("RainforestAlert", "for instance the river or the place"))
        self.day = QgsDateEdit()
        self.day.setAllowNull(True)
        self.day.setNullRepresentation(translate("RainforestAlert", "not known yet"))
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.day.clear()
        new = QFormLayout()
        for text, widget in (
            (translate("RainforestAlert", "Na&me"), self.name),
            (translate("RainforestAlert", "&Day of leaving"), self.day),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            new.addRow(label, widget)
        column.addWidget(self.new_button)
        column.addLayout(new)
        self.planned_button = QRadioButton(translate("RainforestAlert", "&Planned mission"))
        self.planned = QComboBox()
        self.planned.setAccessibleName(translate("RainforestAlert", "Planned mission"))
        self.planned.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for mission in missions:
            if mission.state == PLANNED:
                text = translate("RainforestAlert", "{mission}, events: {count}").format(
                    mission=mission_title(mission), count=len(mission.event_ids)
                )
                self.planned.addItem(text, mission.id)
        self._choice = QButtonGroup(self)
        for button in (self.new_button, self.planned_button):
            self._choice.addButton(button)
        has_planned = self.planned.count() > 0
        self.planned_button.setVisible(has_planned)
        self.planned.setVisible(has_planned)
        column.addWidget(self.planned_button)
        column.addWidget(self.planned)
        self.status = StatusLine()
        column.addWidget(self.status)
        self.buttons = accept_and_cancel(self, translate("RainforestAlert", "&Send"))
        column.addWidget(self.buttons)
        self.new_button.toggled.connect(self._choose)
        (self.planned_button if has_planned else self.new_button).setChecked(True)
        self._choose()

    def accept(self) -> None:
        """Send and close; stay open, saying why, when it cannot be done."""
        try:
            if self.new_button.isChecked():
                self._plan(self.name.text(), None if self.day.isNull() else self.day.date().toPyDate())
            else:
                self._add(str(self.planned.currentData()))
        except RainforestAlertError as error:
            self.status.say("error", describe(error.message))
            return
        super().accept()

    def _choose(self, *_: object) -> None:
        is_new = self.new_button.isChecked()
        self.name.setEnabled(is_new)
        self.day.setEnabled(is_new)
        self.planned.setEnabled(not is_new)
        (self.name if is_new else self.planned).setFocus()
