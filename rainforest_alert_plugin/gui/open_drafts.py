"""The drafts that the Draw page works on: those that are open, by workspace and zone, and the community's among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Callable

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..cadastre.profile import load_profile
from ..errors import Message
from ..host.draft_autosave import Autosaved, left_behind
from ..host.draft_zones import DraftZones
from ..host.drafts import DraftLayer, drafts_path, stored_drafts
from ..host.messages import describe
from ..host.shared_steps import SharedStep
from ..i18n import translate
from ..territory.draft import Draft, label_prefix, vertices
from ..territory.versions import polygon_of
from .boundary_form import DEFAULT_PROFILE
from .map_view import zoom_to_geometry
from .message_bar import push_warning

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock


class OpenDrafts(QObject):
    """Opens, changes and saves the drafts of the dock's workspace; `zone` is the one of them that is worked in.

    Notes
    -----
    `changed` tells the page to show the draft anew, and `laid_aside` under which path edits were kept that an earlier session left.
    """

    changed = pyqtSignal()
    laid_aside = pyqtSignal(str)

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__()
        self.dock = dock
        self.label_pattern = load_profile(DEFAULT_PROFILE).vertex.label_pattern
        self.prefix = label_prefix(self.label_pattern)
        # All layers of drafts that are open, by workspace: those of another one are followed on, since QGIS still has their edits.
        self._zones_of: dict[str, DraftZones] = {}
        # Those of the workspace that is worked in, and the one of the zone.
        self.zones: DraftZones | None = None
        self.zone: DraftLayer | None = None

    @property
    def draft(self) -> Draft:
        """The community's draft as it stands; empty when there is none."""
        return self.zone.draft(self.dock.community_id) if self.zone is not None else ()

    @property
    def source(self) -> str:
        """The file or survey that the community's draft began from; empty when nobody knows."""
        entry = self.zone.entry(self.dock.community_id) if self.zone is not None else None
        return entry.source if entry is not None else ""

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """System of the zone that is worked in; the map's when none is."""
        return self.zone.crs if self.zone is not None else self.dock.iface.mapCanvas().mapSettings().destinationCrs()

    def epsg_of_draft(self) -> int | None:
        """Zone of the community's draft, open or saved; None when it has none.

        Raises
        ------
        InputError
            As :func:`.drafts.stored_drafts`.
        """
        community_id = self.dock.community_id
        opened = self.zones.epsg_of(community_id) if self.zones is not None else None
        if opened is not None:
            return opened
        found = [epsg for epsg, one in stored_drafts(drafts_path(self.dock.location)) if one == community_id]
        return found[0] if found else None

    # opening, and letting go

    def turn(self) -> None:
        """Turn to the dock's workspace and to the zone in which its community's draft is open."""
        self._turn_to_workspace()
        self._turn_to_zone()

    def open(self, epsg: int) -> None:
        """Work in a zone; raises as :meth:`.DraftZones.open`."""
        self.zone = self._zones_here().open(epsg)

    def begin(self, draft: Draft, source: str) -> None:
        """Begin the community's draft in the zone that is worked in, from a file, a survey or a version."""
        if self.zone is not None:
            self.zone.begin(self.dock.community_id, self.dock.community_name, self._agreed_id(), draft, source)

    def edit_zone(self) -> None:
        """Make the layer of the zone QGIS's current one, open for editing."""
        if self.zone is not None:
            self.dock.iface.setActiveLayer(self.zone.layer)
            self.zone.start_editing()

    def draw_for_community(self) -> None:
        """What QGIS's own tools draw from now on is the draft of the dock's community."""
        if self.zone is not None:
            self.zone.draw_for(self.dock.community_id, self.dock.community_name, self._agreed_id())

    def let_go(self) -> None:
        """Stop following the layers of all workspaces; what was not saved stays in the autosave."""
        every, self.zones, self.zone = list(self._zones_of.values()), None, None
        self._zones_of.clear()
        for zones in every:
            zones.changed.disconnect(self.changed)
            zones.let_go()

    # what an earlier session left

    def left_behind(self) -> Autosaved | None:
        """Edits of an earlier session that wait for a decision in the dock's workspace."""
        if not self.dock.location:
            return None
        zones = self._zones_of.get(self.dock.location)
        return zones.left_behind() if zones is not None else left_behind(drafts_path(self.dock.location))

    def bring_back(self, left: Autosaved) -> None:
        """Take them in, and work in a zone that has them."""
        zones = self._zones_here()
        zones.bring_back(left)
        self.zone = zones.opened[next(iter(left.zones))]
        self._turn_to_zone()
        self.changed.emit()

    # edits

    def change(self, words: str, edit: Callable[[Draft], Draft]) -> bool:
        """Change the draft in one step of undo; whether it was changed.

        Parameters
        ----------
        words : str
            What QGIS calls the step.
        edit : callable
            Gives the draft as it is to be.
        """
        zone, draft = self.zone, self.draft
        if zone is None or not draft:
            return False
        return self.dock.guarded(lambda: zone.put(words, {self.dock.community_id: edit(draft)}))

    def undo(self) -> None:
        """Take the last step back, in all zones that have it."""
        self._go(DraftZones.undo)

    def redo(self) -> None:
        """Do the step again that was taken back, in all zones that have it."""
        self._go(DraftZones.redo)

    def save(self) -> None:
        """Save the drafts of all zones and go on."""
        if self.zones is None:
            return
        reason = self.zones.save()
        if reason:
            self.tell_not_saved(reason)
        else:
            self.dock.status.say("success", translate("RainforestAlert", "The drafts are saved."))
        self.changed.emit()

    def tell_not_saved(self, reason: str) -> None:
        """Say why QGIS did not save."""
        self.dock.status.say(
            "error", translate("RainforestAlert", "The drafts could not be saved: {reason}").format(reason=reason)
        )

    def show_on_map(self) -> None:
        """Lead the map to the draft."""
        if self.draft:
            zoom_to_geometry(self.dock.iface, polygon_of(vertices(self.draft)), self.crs)

    # what stands behind it

    def _agreed_id(self) -> str:
        return self.dock.known.agreed_id if self.dock.known is not None else ""

    def _zones_here(self) -> DraftZones:
        """The drafts of the workspace."""
        self._turn_to_workspace()
        if self.zones is None:
            self.zones = zones = self._zones_of[self.dock.location] = DraftZones(self.dock.location, self.label_pattern)
            zones.changed.connect(self.changed)
            zones.gone.connect(partial(self._lose, zones.location))
            zones.not_kept.connect(lambda error: self.dock.status.say("error", describe(error)))
            zones.not_saved.connect(self.tell_not_saved)
            zones.laid_aside.connect(self.laid_aside)
            zones.steps.followed.connect(self._tell_followed)
            zones.steps.refused.connect(self._tell_refused)
        return self.zones

    def _turn_to_workspace(self) -> None:
        zones = self._zones_of.get(self.dock.location)
        if zones is not self.zones:
            self.zones, self.zone = zones, None

    def _turn_to_zone(self) -> None:
        """The community's draft may be open in another zone than that of the community before it."""
        if self.zones is not None:
            epsg = self.zones.epsg_of(self.dock.community_id)
            self.zone = self.zones.opened[epsg] if epsg is not None else self.zone

    def _lose(self, location: str, epsg: int) -> None:
        is_here = self.zones is not None and self.zones.location == location
        if is_here and self.zone is not None and self.zone.epsg == epsg:
            self.zone = None
        self.changed.emit()

    def _go(self, act: Callable[[DraftZones, int], None]) -> None:
        zones, zone = self.zones, self.zone
        if zones is not None and zone is not None:
            self.dock.guarded(lambda: act(zones, zone.epsg))

    def _tell_followed(self, step: SharedStep, forth: bool) -> None:
        """A step of several zones went back or forth in all of them."""
        sentence = (
            translate("RainforestAlert", "“{step}” was done again in: {communities}.")
            if forth
            else translate("RainforestAlert", "“{step}” was taken back in: {communities}.")
        )
        self.dock.status.say("info", sentence.format(step=step.words, communities=step.communities()))

    def _tell_refused(self, reason: Message) -> None:
        """QGIS's own undo went on in one zone only and was put back; whoever pressed Ctrl+Z may look at the map alone."""
        self.dock.status.say("warning", describe(reason))
        push_warning(self.dock.iface.messageBar(), describe(reason))
