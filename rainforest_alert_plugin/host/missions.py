"""Missions as the Alerts panel sends events to them and shows them; short reads and writes on the main thread."""

from __future__ import annotations

from datetime import date
from typing import Mapping, Sequence

from qgis.core import (
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QDate, QLocale
from qgis.PyQt.QtGui import QColor

from ..i18n import translate
from ..monitoring.missions import Mission, Sent, add_events, create_mission, take_out
from .news import event_layer
from .styles import MISSIONS_MARK
from .workspaces import open_workspace

_OUTLINE = {"color": "0,0,0,0", "outline_color": "#1f5fbf", "outline_width": "0.9", "joinstyle": "round"}
_INK = "#0b3a82"
_LABEL_SIZE = 11
_BUFFER_MM = 1.2


def send_to_new_mission(location: str, name: str, planned_on: date | None, event_ids: Sequence[str]) -> Sent:
    """Plan a mission to events."""
    with open_workspace(location) as workspace, workspace.write() as transaction:
        return create_mission(transaction, name, planned_on, event_ids)


def send_to_mission(location: str, mission_id: str, event_ids: Sequence[str]) -> Sent:
    """Add events to a planned mission."""
    with open_workspace(location) as workspace, workspace.write() as transaction:
        return add_events(transaction, mission_id, event_ids)


def take_out_of_missions(location: str, event_ids: Sequence[str], former_states: Mapping[str, str]) -> tuple[str, ...]:
    """Take events out of planned missions."""
    with open_workspace(location) as workspace, workspace.write() as transaction:
        return take_out(transaction, event_ids, former_states)


def mission_title(mission: Mission) -> str:
    """Name of a mission, with its day where it has one."""
    if mission.planned_on is None:
        return mission.name
    day = QDate(mission.planned_on.year, mission.planned_on.month, mission.planned_on.day)
    return f"{mission.name} ({QLocale().toString(day, 'dd/MM/yyyy')})"


def sent_words(sent: Sent) -> str:
    """What came of sending events, in words."""
    said = [
        translate("RainforestAlert", "Sent to the mission “{mission}”: {count}. “Undo” takes it back.").format(
            mission=mission_title(sent.mission), count=len(sent.added)
        )
    ]
    if sent.there_before:
        said.append(
            translate("RainforestAlert", "In this mission already: {count}.").format(count=len(sent.there_before))
        )
    if sent.elsewhere:
        said.append(
            translate("RainforestAlert", "Left in another mission that is not over: {count}.").format(
                count=len(sent.elsewhere)
            )
        )
    if sent.left_out:
        said.append(
            translate("RainforestAlert", "Dismissed or part of another event, not sent: {count}.").format(
                count=len(sent.left_out)
            )
        )
    return " ".join(said)


def mission_layer(location: str, missions: Sequence[Mission]) -> QgsVectorLayer:
    """Events of the missions that are not over as a layer, one line of the legend for each mission."""
    layer = event_layer(location, translate("RainforestAlert", "Missions"))
    layer.setCustomProperty(MISSIONS_MARK, location)
    show_missions(layer, missions)
    return layer


def show_missions(layer: QgsVectorLayer, missions: Sequence[Mission]) -> None:
    """Let a layer made by :func:`mission_layer` show what the missions are now."""
    events = [event for mission in missions for event in mission.event_ids]
    layer.setSubsetString(_among(events))
    root = QgsRuleBasedRenderer.Rule(None)
    cases = []
    for mission in missions:
        if not mission.event_ids:
            continue
        title = mission_title(mission)
        symbol = QgsFillSymbol.createSimple(_OUTLINE)
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, _among(mission.event_ids), title))
        cases.append(f"WHEN {_among(mission.event_ids)} THEN {_quoted(title)}")
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_labels("CASE " + " ".join(cases) + " END" if cases else "''")))
    layer.setLabelsEnabled(bool(cases))
    layer.triggerRepaint()
    layer.emitStyleChanged()


def _labels(expression: str) -> QgsPalLayerSettings:
    text = QgsTextFormat()
    text.setSize(_LABEL_SIZE)
    text.setColor(QColor(_INK))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(_BUFFER_MM)
    buffer.setColor(QColor("white"))
    text.setBuffer(buffer)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text)
    return settings


def _among(event_ids: Sequence[str]) -> str:
    """Condition that holds for these events; identities of events are UUIDs."""
    return '"id" IN (' + ", ".join(_quoted(event) for event in event_ids) + ")" if event_ids else "FALSE"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
