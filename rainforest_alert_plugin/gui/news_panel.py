"""The list of what is new: events by priority, each with its reason, and what a person decides about them."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from qgis.PyQt.QtCore import QDate, QLocale, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..host.missions import mission_title
from ..host.news import NEW_STATES, AlertEvent, News
from ..host.settings import CONFIDENCES, recall, remember
from ..i18n import translate
from ..monitoring.missions import PLANNED, Mission
from .source_lines import source_lines
from .weights_form import WeightsForm
from .words import CONFIDENCE_COLORS, change_name, confidence_name, state_name

_EVENT = Qt.ItemDataRole.UserRole
_MOST_LISTED = 500
_LARGE = 1.4
_SETTLE_MS = 250
_SQUARE = 12


class NewsPanel(QWidget):
    """Shows events; decisions are asked for by signals and made by whoever owns the workspace."""

    chosen = pyqtSignal(object)
    seen_asked = pyqtSignal(object)
    dismiss_asked = pyqtSignal(object, str)
    mission_asked = pyqtSignal(object)
    undo_asked = pyqtSignal(object)
    map_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[AlertEvent, ...] = ()
        self._ranks: dict[str, tuple[float, str]] = {}
        self._missions: dict[str, Mission] = {}
        self._decided_last: list[str] = []
        self._can_decide = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._filters())
        column.addLayout(self._head())
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(190)
        self.list.setAccessibleName(translate("RainforestAlert", "Events by priority"))
        self.list.itemSelectionChanged.connect(self._selection_changed)
        self.list.itemActivated.connect(self._choose)
        column.addWidget(self.list, 1)
        column.addLayout(self._actions())
        column.addLayout(self._below())
        self.weights = WeightsForm()
        self.weights.hide()
        self.weights_button.toggled.connect(self.weights.setVisible)
        column.addWidget(self.weights)
        self.sources_label = QLabel()
        self.sources_label.setWordWrap(True)
        self.sources_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self.sources_label)
        # While somebody walks through the list with the arrow keys the map follows once the hand rests.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._tell_chosen)
        self._base_font = QFont(self.font())
        self.large_button.setChecked(bool(recall("alerts", "large_text", False)))
        self.show_news(News(), {})

    def _filters(self) -> QGridLayout:
        self.state = _combo(
            translate("RainforestAlert", "Which events"),
            [
                (translate("RainforestAlert", "New and grown"), NEW_STATES),
                (translate("RainforestAlert", "Seen events"), ("seen",)),
                (translate("RainforestAlert", "Dismissed"), ("dismissed",)),
                (translate("RainforestAlert", "Mission or confirmed"), ("mission", "confirmed")),
                (translate("RainforestAlert", "All events"), ()),
            ],
        )
        self.confidence = _combo(
            translate("RainforestAlert", "Confidence at least"),
            [
                (translate("RainforestAlert", "confidence {level} or more").format(level=confidence_name(word)), word)
                for word in CONFIDENCES[:-1]
            ]
            + [(translate("RainforestAlert", "confidence highest"), CONFIDENCES[-1])],
        )
        self.territory = _combo(translate("RainforestAlert", "Territory"), [])
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.setPlaceholderText(translate("RainforestAlert", "Search in the list"))
        self.text.setAccessibleName(translate("RainforestAlert", "Search in the list"))
        self.text.textChanged.connect(self._fill)
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, widget in enumerate((self.state, self.confidence, self.territory, self.text)):
            if isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(self._fill)
            grid.addWidget(widget, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _actions(self) -> QHBoxLayout:
        self.seen_button = _button(
            translate("RainforestAlert", "See&n"),
            translate("RainforestAlert", "The selected events were looked at: they leave the list of new ones."),
            lambda: self.seen_asked.emit(self.selected_ids()),
        )
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason.setMinimumContentsLength(6)
        self.reason.addItems(
            [
                "",
                translate("RainforestAlert", "Farm plot of the community"),
                translate("RainforestAlert", "River or landslide"),
                translate("RainforestAlert", "Cloud or shadow"),
                translate("RainforestAlert", "Already known"),
            ]
        )
        self.reason.lineEdit().setPlaceholderText(translate("RainforestAlert", "Reason to dismiss"))
        self.reason.setAccessibleName(translate("RainforestAlert", "Reason to dismiss"))
        self.reason.setToolTip(translate("RainforestAlert", "Why the event needs no visit; kept in the workspace."))
        self.reason.editTextChanged.connect(self._selection_changed)
        self.dismiss_button = _button(
            translate("RainforestAlert", "Dismiss"),
            translate("RainforestAlert", "Set the selected events aside, with the reason beside this button."),
            self._dismiss,
        )
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.seen_button)
        row.addWidget(self.reason, 1)
        row.addWidget(self.dismiss_button)
        return row

    def _below(self) -> QHBoxLayout:
        self.undo_button = _button(
            translate("RainforestAlert", "Undo"),
            translate("RainforestAlert", "Take back the last dismissal or mission, or those of the selected events."),
            lambda: self.undo_asked.emit(self.undoable_ids()),
        )
        self.mission_button = _button(
            translate("RainforestAlert", "To a &mission…"),
            translate("RainforestAlert", "Send the selected events to a new or a planned mission, to be visited."),
            lambda: self.mission_asked.emit(self.selected_ids()),
        )
        self.map_button = _button(
            translate("RainforestAlert", "Events on the map"),
            translate("RainforestAlert", "Add the events and missions of the workspace to the project as layers."),
            self.map_asked.emit,
        )
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.undo_button)
        row.addWidget(self.mission_button, 1)
        row.addWidget(self.map_button)
        return row

    def _head(self) -> QHBoxLayout:
        self.count_label = QLabel()
        self.count_label.setWordWrap(True)
        self.weights_button = QToolButton()
        self.weights_button.setText(translate("RainforestAlert", "Weights"))
        self.weights_button.setCheckable(True)
        self.weights_button.setToolTip(
            translate("RainforestAlert", "What counts how much for the priority; the list follows at once.")
        )
        self.large_button = QToolButton()
        self.large_button.setText(translate("RainforestAlert", "Large text"))
        self.large_button.setCheckable(True)
        self.large_button.setToolTip(translate("RainforestAlert", "Larger letters in the list, for a projector."))
        self.large_button.toggled.connect(self._enlarge)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.count_label, 1)
        row.addWidget(self.weights_button)
        row.addWidget(self.large_button)
        return row

    def show_news(self, news: News, ranks: dict[str, tuple[float, str]]) -> None:
        """Show other events, or other priorities of the same; filters and selection stay."""
        self._events = news.events
        self._ranks = ranks
        self._missions = {event: mission for mission in news.missions for event in mission.event_ids}
        undoable = {event.id for event in news.events if self._is_undoable(event)}
        self._decided_last = [event_id for event_id in self._decided_last if event_id in undoable]
        territory = self.territory.currentData()
        self.territory.blockSignals(True)
        self.territory.clear()
        self.territory.addItem(translate("RainforestAlert", "All territories"), None)
        for name in sorted({name for event in news.events for name in _territories(event)}):
            self.territory.addItem(name, name)
        self.territory.setCurrentIndex(max(0, self.territory.findData(territory)))
        self.territory.blockSignals(False)
        lines, tip = source_lines(news.sources)
        self.sources_label.setText("\n".join(lines))
        self.sources_label.setToolTip(tip)
        self.map_button.setEnabled(bool(news.events))
        self._fill()

    def selected(self) -> list[AlertEvent]:
        """Events that are selected."""
        return [item.data(_EVENT) for item in self.list.selectedItems()]

    def selected_ids(self) -> list[str]:
        """Ids of the selected events."""
        return [event.id for event in self.selected()]

    def undoable_ids(self) -> list[str]:
        """Events among the selected ones that were dismissed or are in a planned mission; without one, those decided last."""
        return [event.id for event in self.selected() if self._is_undoable(event)] or list(self._decided_last)

    def _is_undoable(self, event: AlertEvent) -> bool:
        mission = self._missions.get(event.id)
        return event.state == "dismissed" or (mission is not None and mission.state == PLANNED)

    def remember_decided(self, event_ids: Sequence[str]) -> None:
        """These are what “Undo” takes back when none is selected."""
        self._decided_last = list(event_ids)

    def _dismiss(self) -> None:
        self.remember_decided(self.selected_ids())
        self.dismiss_asked.emit(self.selected_ids(), self.reason.currentText().strip())

    def let_decide(self, is_free: bool) -> None:
        """Whether the workspace takes decisions now; while alerts are taken in it does not."""
        self._can_decide = is_free
        self._selection_changed()

    def clear_reason(self) -> None:
        """Begin the next dismissal with no reason."""
        self.reason.setCurrentIndex(0)
        self.reason.setEditText("")

    def _fill(self, *_: Any) -> None:
        chosen = set(self.selected_ids())
        shown = self._shown()
        self.list.blockSignals(True)
        self.list.clear()
        for event in shown[:_MOST_LISTED]:
            item = QListWidgetItem(_square(event.confidence), self.text_of(event))
            item.setData(_EVENT, event)
            self.list.addItem(item)
            item.setSelected(event.id in chosen)
        self.list.blockSignals(False)
        self._count(len(shown))
        self._selection_changed()

    def _count(self, shown: int) -> None:
        if not self._events:
            text = translate("RainforestAlert", "The workspace holds no events yet. “Update” asks the sources.")
        elif shown > _MOST_LISTED:
            text = translate(
                "RainforestAlert", "The {listed} most urgent of {shown} events are listed; filter to see others."
            ).format(listed=_MOST_LISTED, shown=QLocale().toString(shown))
        else:
            text = translate("RainforestAlert", "{shown} of {all} events, the most urgent first.").format(
                shown=QLocale().toString(shown), all=QLocale().toString(len(self._events))
            )
        self.count_label.setText(text)

    def _shown(self) -> list[AlertEvent]:
        states = self.state.currentData()
        least = CONFIDENCES.index(self.confidence.currentData())
        territory = self.territory.currentData()
        words = self.text.text().casefold().split()
        found = []
        for event in self._events:
            if states and event.state not in states:
                continue
            if CONFIDENCES.index(event.confidence) < least or (territory and territory not in _territories(event)):
                continue
            if words and not all(word in self.text_of(event).casefold() for word in words):
                continue
            found.append(event)
        return sorted(found, key=lambda event: (-self._ranks.get(event.id, (-1.0, ""))[0], -event.area_ha, event.id))

    def text_of(self, event: AlertEvent) -> str:
        """Two lines about an event: what and where, and why it stands where it stands."""
        locale = QLocale()
        last = event.last_date
        head = [
            event.territory or translate("RainforestAlert", "outside"),
            locale.toString(event.area_ha, "f", 2) + " ha",
            locale.toString(QDate(last.year, last.month, last.day), "dd/MM/yyyy"),
            change_name(event.last_change) if event.state in NEW_STATES else state_name(event.state),
        ]
        mission = self._missions.get(event.id)
        if mission is not None:
            head.append(translate("RainforestAlert", "mission {mission}").format(mission=mission_title(mission)))
            if event.state == "mission":
                head.remove(state_name("mission"))
        rank = self._ranks.get(event.id)
        if rank is not None:
            head.insert(0, locale.toString(rank[0], "f", 0))
        why = [event.dismissed_reason if event.state == "dismissed" else "", rank[1] if rank is not None else ""]
        return " · ".join(part for part in head if part) + "\n" + " · ".join(part for part in why if part)

    def _selection_changed(self, *_: Any) -> None:
        selected = self.selected()
        deciding = selected if self._can_decide else []
        self.seen_button.setEnabled(any(event.state in NEW_STATES for event in deciding))
        self.mission_button.setEnabled(
            any(event.state != "dismissed" and event.id not in self._missions for event in deciding)
        )
        is_free = all(
            event.state not in ("dismissed", "confirmed") and event.id not in self._missions for event in deciding
        )
        can_dismiss = bool(deciding) and is_free
        self.dismiss_button.setEnabled(can_dismiss and bool(self.reason.currentText().strip()))
        self.undo_button.setEnabled(self._can_decide and bool(self.undoable_ids()))
        if len(selected) == 1 and self.sender() is self.list:
            self._settled.start()

    def _tell_chosen(self) -> None:
        selected = self.selected()
        if len(selected) == 1:
            self.chosen.emit(selected[0])

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_EVENT))

    def _enlarge(self, is_large: bool) -> None:
        remember("alerts", "large_text", is_large)
        font = QFont(self._base_font)
        if is_large:
            font.setPointSizeF(self._base_font.pointSizeF() * _LARGE)
        for widget in (self.list, self.count_label, self.sources_label):
            widget.setFont(font)


def _territories(event: AlertEvent) -> list[str]:
    return [name for name in event.territory.split("; ") if name]


def _combo(name: str, entries: Sequence[tuple[str, Any]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    for text, value in entries:
        combo.addItem(text, value)
    return combo


def _button(text: str, tip: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    # The signal's own argument says whether the button is down.
    button.clicked.connect(lambda _: act())
    return button


def _square(confidence: str) -> QIcon:
    pixmap = QPixmap(_SQUARE, _SQUARE)
    pixmap.fill(QColor(CONFIDENCE_COLORS[confidence]))
    return QIcon(pixmap)
