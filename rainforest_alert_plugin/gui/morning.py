"""What the news page of the Alerts dock does: open the workspace, bring it up to date, rank its events, keep decisions."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer

from ..alerts.sources.catalogue import services
from ..errors import RainforestAlertError
from ..host import missions, news
from ..host.keys import Issuer, auth_id_of, issuer_id, issuers
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.priorities import profile_in_use
from ..host.project import add_result, is_result, marked_layer
from ..host.settings import remember
from ..host.styles import MISSIONS_MARK, apply_look
from ..host.tasks import Outcome
from ..i18n import translate
from ..monitoring.missions import Sent
from ..workspace.opening import database_address
from .alert_update import AlertUpdate, Wanted
from .dock import NotReadyError
from .key_dialog import KeyDialog
from .map_view import zoom_to_geometry
from .mission_dialog import MissionDialog

if TYPE_CHECKING:
    from .alerts_dock import AlertsDock

NEWS = "news"
_FOLDER = "alertas"
# What lies around events, told by the names of the project's layers.
_AROUND = {
    "RIVERS": re.compile(r"\br[ií]os?\b|^r[ií]o|river|hidro|quebrada", re.IGNORECASE),
    "ROADS": re.compile(r"carretera|camino|trocha|\bv[ií]as?\b|road", re.IGNORECASE),
    "SETTLEMENTS": re.compile(r"poblado|centros?_?pob|ccpp|settlement|caser[ií]o", re.IGNORECASE),
    "CONCESSIONS": re.compile(r"concesi", re.IGNORECASE),
    "REPORTS": re.compile(r"reporte|denuncia|field_report", re.IGNORECASE),
}


class Morning:
    """Acts for the news page of a dock.

    Parameters
    ----------
    dock : AlertsDock
    """

    def __init__(self, dock: AlertsDock) -> None:
        self._dock = dock
        self._panel = dock.news
        self._news = news.News()
        self._ranks: dict[str, tuple[float, str]] = {}
        # What events were before they were sent to a mission, as long as the dock lives.
        self._former_states: dict[str, str] = {}
        self._was_asked: set[str] = set()
        self._rank_again = False
        self._ranked_with: dict[str, str] = {}
        self._said: tuple[str, str] | None = None
        dock.workspace.changed.connect(self.open)
        dock.workspace.folder_chosen.connect(self.create_workspace)
        self._panel.chosen.connect(self._zoom)
        self._panel.seen_asked.connect(self.mark_seen)
        self._panel.dismiss_asked.connect(self.dismiss)
        self._panel.mission_asked.connect(self.ask_mission)
        self._panel.undo_asked.connect(self.undo)
        self._panel.map_asked.connect(self.show_on_map)
        self._panel.weights.changed.connect(self.rank)
        self._panel.weights.refused.connect(lambda sentence: dock.status.say("warning", sentence))
        self._is_read = False

    def close_down(self) -> None:
        """Nothing more is to be started."""
        self._rank_again = False

    def wake(self) -> None:
        """Read the remembered workspace the first time the dock is seen."""
        if not self._is_read and self._dock.workspace.location():
            self.open()

    def look_around(self) -> None:
        """Rank anew when other layers lie around the events than the last time."""
        if self._is_read and self._dock.page == NEWS and self._surroundings_ids() != self._ranked_with:
            self.rank()

    def create_workspace(self, folder: str) -> None:
        """Make a workspace in a folder, named after it, and open it."""
        name = Path(folder).name or translate("RainforestAlert", "alerts")

        def take(outcome: Outcome) -> None:
            self._dock.workspace.choose(str(outcome.outputs["WORKSPACE"]))
            self._say(
                "success",
                translate("RainforestAlert", "The workspace “{workspace}” is ready.").format(
                    workspace=outcome.outputs["WORKSPACE"]
                ),
            )

        self._dock.run_algorithm("rainforestalert:createworkspace", {"NAME": name, "LOCATION": folder}, take)

    def open(self) -> None:
        """Read the chosen workspace and rank its events."""
        self._is_read = True
        self._news, self._ranks = news.News(), {}
        if self._read():
            self.rank()

    def update(self) -> None:
        """Ask the chosen sources, take in what they give, and rank.

        Raises
        ------
        NotReadyError
            When something has to be chosen first.
        """
        wanted = self._wanted()
        ids = self._dock.sources.checkedItemsData()
        if not ids:
            raise NotReadyError(
                translate("RainforestAlert", "Choose at least one source, or import a file."), self._dock.sources
            )
        remember(self._dock.name, "sources", ",".join(ids))
        chosen = [services()[source] for source in ids]
        for service in chosen:
            issuer = issuer_id(service)
            if issuer and not auth_id_of(service) and issuer not in self._was_asked:
                self._was_asked.add(issuer)
                self.ask_key(next(one for one in issuers() if one.id == issuer))
        self._panel.let_decide(False)
        AlertUpdate(self._dock, wanted, self._end_update).download(chosen)

    def import_file(self, path: str) -> None:
        """Take alerts of a file into the workspace, and rank.

        Raises
        ------
        NotReadyError
            When something has to be chosen first.
        """
        wanted = self._wanted()
        self._panel.let_decide(False)
        AlertUpdate(self._dock, wanted, self._end_update).import_files([path])

    def ask_keys(self) -> None:
        """Ask for all keys, one after the other."""
        for issuer in issuers():
            if not self.ask_key(issuer):
                return

    def ask_key(self, issuer: Issuer) -> bool:
        """Ask for one key; false when the person does not want to be asked on."""
        dialog = KeyDialog(issuer, self._dock)
        is_accepted = bool(dialog.exec())
        dialog.deleteLater()
        return is_accepted

    def rank(self) -> None:
        """Compute priorities and reasons anew and sort the list by them."""
        if self._dock.is_running:
            self._rank_again = True
            return
        if not self._news.events:
            self._finish()
            return
        self._ranked_with = self._surroundings_ids()
        parameters: dict[str, Any] = {
            "EVENTS": news.layer_to_rank(self._news.events),
            "PROFILE": str(profile_in_use()),
            "OUTPUT": "TEMPORARY_OUTPUT",
            **self._around(),
        }
        self._dock.run_algorithm(
            "rainforestalert:prioritizeevents", parameters, self._take_ranks, self._fail_ranks, keeps_log=True
        )

    def mark_seen(self, event_ids: Sequence[str]) -> None:
        """Take events out of the list of new ones."""
        self._decide(lambda: news.mark_seen(self._dock.workspace.location(), event_ids))

    def dismiss(self, event_ids: Sequence[str], reason: str) -> None:
        """Set events aside, with the reason."""
        if self._decide(lambda: news.dismiss(self._dock.workspace.location(), event_ids, reason)):
            self._panel.clear_reason()
            self._dock.status.say(
                "info",
                translate("RainforestAlert", "Dismissed: {count}. “Undo” takes it back.").format(count=len(event_ids)),
            )

    def ask_mission(self, event_ids: Sequence[str]) -> None:
        """Ask which mission events are for, and send them there."""
        location = self._dock.workspace.location()

        def plan(name: str, day: datetime.date | None) -> None:
            self._sent(missions.send_to_new_mission(location, name, day, event_ids))

        def add(mission_id: str) -> None:
            self._sent(missions.send_to_mission(location, mission_id, event_ids))

        dialog = MissionDialog(len(event_ids), self._news.missions, plan, add, self._dock)
        dialog.exec()
        dialog.deleteLater()

    def undo(self, event_ids: Sequence[str]) -> None:
        """Take back dismissals, and take events out of planned missions."""
        states = {event.id: event.state for event in self._news.events}
        dismissed = [event_id for event_id in event_ids if states.get(event_id) == "dismissed"]
        sent = [event_id for event_id in event_ids if event_id not in dismissed]
        location = self._dock.workspace.location()
        said = []

        def take_back() -> None:
            if dismissed:
                news.take_back(location, dismissed)
                said.append(
                    translate("RainforestAlert", "Taken back: {count}. They stand among the seen ones.").format(
                        count=len(dismissed)
                    )
                )
            if sent:
                taken = missions.take_out_of_missions(location, sent, self._former_states)
                said.append(
                    translate("RainforestAlert", "Taken out of their mission: {count}.").format(count=len(taken))
                )

        if self._decide(take_back):
            self._dock.status.say("info", " ".join(said))

    def show_on_map(self) -> None:
        """Add the events and missions of the workspace as layers, or draw those that are there anew."""
        location = self._dock.workspace.location()
        layer = marked_layer(news.EVENTS_MARK, location)
        try:
            if layer is None:
                layer = news.event_layer(location, translate("RainforestAlert", "Events of the workspace"))
                layer.setCustomProperty(news.EVENTS_MARK, location)
                add_result(layer, layer.name())
            else:
                layer.reload()
            self._show_missions(adds=True)
        except RainforestAlertError as error:
            self._dock.status.say("error", describe(error.message))
            return
        apply_look(layer, self._dock.look.currentData())
        self._dock.iface.mapCanvas().refresh()

    def _show_missions(self, adds: bool = False) -> None:
        """Let the layer of missions show what they are now; make it where there is none and there are missions."""
        location = self._dock.workspace.location()
        layer = marked_layer(MISSIONS_MARK, location)
        if layer is not None:
            missions.show_missions(layer, self._news.missions)
        elif adds and self._news.missions:
            made = missions.mission_layer(location, self._news.missions)
            add_result(made, made.name())

    def _sent(self, sent: Sent) -> None:
        self._former_states.update(sent.former_states)
        if self._read():
            self._panel.remember_decided(sent.added)
            self._panel.show_news(self._news, self._ranks)
            self._show_missions(adds=True)
            self._dock.status.say("success", missions.sent_words(sent))

    def _wanted(self) -> Wanted:
        dock = self._dock
        location = dock.workspace.location()
        if not location:
            raise NotReadyError(
                translate("RainforestAlert", "Choose the workspace, or make one with “New…”."), dock.workspace
            )
        dock.territories_or_ask()
        period = dock.period_parameters()
        dock.territories.keep()
        dock.id_field.keep()
        dock.only.keep()
        folder = Path(location).parent if database_address(location) is None else Path.home()
        common = {"TERRITORY_ID": dock.id_field.currentField(), "MIN_CONFIDENCE": "low"}
        return Wanted(location, dock.only.chosen_layer(), common, period, folder / _FOLDER)

    def _end_update(self, level: str, sentence: str) -> None:
        self._panel.let_decide(True)
        self._said = level, sentence
        if self._read():
            self.rank()
            if self._news.events:
                # From now on the list is what the page is for.
                self._dock.choices_button.setChecked(False)
            layer = marked_layer(news.EVENTS_MARK, self._dock.workspace.location())
            if layer is not None:
                layer.reload()
                layer.triggerRepaint()

    def _read(self) -> bool:
        try:
            self._news = news.read_news(self._dock.workspace.location())
        except RainforestAlertError as error:
            self._said = None
            self._dock.status.say("error", describe(error.message))
            self._panel.show_news(news.News(), {})
            return False
        self._panel.show_news(self._news, self._ranks)
        self._show_missions()
        return True

    def _take_ranks(self, outcome: Outcome) -> None:
        self._ranks = news.ranks(outcome.layers["OUTPUT"])
        self._panel.show_news(self._news, self._ranks)
        self._finish()

    def _fail_ranks(self, outcome: Outcome) -> None:
        if outcome.error and self._said is None:
            self._said = "error", outcome.error
        self._finish()

    def _finish(self) -> None:
        """Rank again when weights or layers were changed meanwhile; else say how it stands."""
        if self._rank_again:
            self._rank_again = False
            self.rank()
            return
        new = sum(event.state in news.NEW_STATES for event in self._news.events)
        standing = translate("RainforestAlert", "{count} events are new or have grown.").format(count=new)
        level, sentence = self._said or ("info", "")
        self._said = None
        self._dock.status.say(level, f"{sentence}\n{standing}".strip())

    def _say(self, level: str, sentence: str) -> None:
        self._said = level, sentence
        self._finish()

    def _decide(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except RainforestAlertError as error:
            self._dock.status.say("error", describe(error.message))
            return False
        return self._read()

    def _around(self) -> dict[str, QgsVectorLayer]:
        """The territories, and layers of the project that lie around events, each of a kind by its name."""
        territories = self._dock.territories.currentLayer()
        found: dict[str, QgsVectorLayer] = {} if territories is None else {"TERRITORIES": territories}
        for layer in QgsProject.instance().mapLayers().values():
            if not isinstance(layer, QgsVectorLayer) or not layer.isSpatial() or is_result(layer):
                continue
            if not layer.crs().isValid() or layer is territories:
                continue
            for name, wanted in _AROUND.items():
                if name not in found and wanted.search(layer.name()):
                    found[name] = layer
        return found

    def _surroundings_ids(self) -> dict[str, str]:
        return {name: layer.id() for name, layer in self._around().items()}

    def _zoom(self, event: news.AlertEvent) -> None:
        zoom_to_geometry(self._dock.iface, news.geometry_of(event), QgsCoordinateReferenceSystem(WGS84))
