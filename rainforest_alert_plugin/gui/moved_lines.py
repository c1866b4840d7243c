"""The Territory dock's watch over creeks and neighbours' lines: says once, with a way to the side, when one has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QPushButton

from ..about import name as plugin_name
from ..host.drafts import is_drafts
from ..host.moved_lines import AGREED, MovedLine, MovedLinesTask, copies_in_project, layers_of, linked_sides, news
from ..host.settings import recall, remember
from ..i18n import translate
from .map_view import zoom_to_geometry
from .message_bar import push_warning
from .table import number
from .territory_words import day_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_TOLD = "moved_lines"
_MOST_REMEMBERED = 500
_MOST_MESSAGES = 3
_SETTLE_MS = 200


class MovedLinesWatch(QObject):
    """Looks when a community is opened, when a layer comes into the project, and when newer copies were downloaded."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(dock)
        self.dock = dock
        self.task: MovedLinesTask | None = None
        self._is_stale = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        QgsProject.instance().layersAdded.connect(self.look)
        news.came.connect(self._take_news)

    def look(self, *_: Any) -> None:
        """Look again soon; several reasons at once are one look."""
        self._soon.start(_SETTLE_MS)

    def close_down(self) -> None:
        """Stop looking."""
        self._soon.stop()
        QgsProject.instance().layersAdded.disconnect(self.look)
        news.came.disconnect(self._take_news)
        if self.task is not None:
            self.task.taskCompleted.disconnect(self._end)
            self.task.taskTerminated.disconnect(self._end)
            self.task.cancel()
            self.task = None

    def _take_news(self, location: str) -> None:
        if location == self.dock.location:
            self.look()

    def _look(self) -> None:
        if self.task is not None:
            self._is_stale = True
            return
        known = self.dock.known
        if known is None or not self.dock.location:
            return
        draft = self.dock.draw.drafts.draft
        linked = linked_sides(draft)
        if not (known.followed or linked):
            return
        names = sorted({*known.followed, *layers_of(linked)} - {AGREED})
        drafts = [layer for layer in QgsProject.instance().mapLayers().values() if is_drafts(layer)]
        version_id = known.agreed_id if known.followed else ""
        self.task = MovedLinesTask(self.dock.location, version_id, draft, copies_in_project(names, drafts))
        self.task.taskCompleted.connect(self._end)
        self.task.taskTerminated.connect(self._end)
        QgsApplication.taskManager().addTask(self.task)

    def _end(self) -> None:
        task, self.task = self.task, None
        if task is not None:
            self._tell(task.found)
        if self._is_stale:
            self._is_stale = False
            self.look()

    def _tell(self, found: list[MovedLine]) -> None:
        told = [key for key in recall(self.dock.name, _TOLD, "").split() if key]
        fresh = [moved for moved in found if moved.key not in told]
        for moved in fresh[:_MOST_MESSAGES]:
            self._push(moved)
        if len(fresh) > _MOST_MESSAGES:
            self.dock.iface.messageBar().pushWarning(
                plugin_name(),
                translate(
                    "RainforestAlert", "{count} more sides follow lines that have moved. See all with “Check lines”."
                ).format(count=len(fresh) - _MOST_MESSAGES),
            )
        if fresh:
            remember(self.dock.name, _TOLD, " ".join([*told, *(moved.key for moved in fresh)][-_MOST_REMEMBERED:]))

    def _push(self, moved: MovedLine) -> None:
        bar = self.dock.iface.messageBar()
        button = QPushButton(translate("RainforestAlert", "Show the side"))
        message = push_warning(bar, sentence_of(moved), button)
        # the message of this side goes, whichever lies on top by then
        button.clicked.connect(lambda: (bar.popWidget(message), self.lead_to(moved)))

    def lead_to(self, moved: MovedLine) -> None:
        """Show a side on the map, and choose it where its draft is open."""
        self.dock.setUserVisible(True)
        self.dock.show_page("draw")
        self.dock.draw.sides.choose(moved.side.name)
        line = QgsGeometry.fromPolylineXY([QgsPointXY(*place) for place in moved.side.places])
        zoom_to_geometry(self.dock.iface, line, QgsCoordinateReferenceSystem(f"EPSG:{moved.side.epsg}"))


def sentence_of(moved: MovedLine) -> str:
    """What has become of a line, for the person."""
    if moved.layer == AGREED and moved.is_gone:
        sentence = translate(
            "RainforestAlert",
            "The boundary of {line}, agreed anew on {day}, does not run along side {side} any more, which follows it.",
        )
    elif moved.layer == AGREED:
        sentence = translate(
            "RainforestAlert",
            "The boundary of {line}, agreed anew on {day}, runs up to {distance} m away from side {side}, which follows it.",
        )
    elif moved.is_gone:
        sentence = translate(
            "RainforestAlert", "{line}, which side {side} follows, is not in the layer {layer} of {day} any more."
        )
    else:
        sentence = translate(
            "RainforestAlert", "{line} has moved by up to {distance} m along side {side} in the layer {layer} of {day}."
        )
    return sentence.format(
        line=moved.side.facts.linked_feature,
        side=moved.side.name,
        layer=moved.layer,
        day=day_name(moved.day),
        distance="" if moved.is_gone else number(2 if moved.layer == AGREED else 1)(moved.departure_m),
    )
