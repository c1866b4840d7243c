"""The layers of drafts of a workspace, one per UTM zone, as one: a corner moves in all zones at once, and so does the undo of it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Iterator, Mapping

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..errors import InputError, OutputError
from ..i18n import translate
from ..territory.differences import SAME_PLACE_M
from ..territory.draft import Draft, Place
from ..territory.draft_edits import move_vertex, nearest_vertex
from .draft_autosave import Autosaved, autosave_path, half_saved, keep, left_behind, put_aside
from .drafts import DraftEntry, DraftLayer, draft_systems, drafts_of_zone, drafts_path, open_drafts
from .neighbour_lines import ROUNDED_M
from .shared_steps import SharedSteps
from .zones import are_of_one_datum, carried_places

_SAVE_AFTER_MS = 3000


@dataclass(frozen=True)
class MovedCorner:
    """A corner that was moved in a community's draft.

    Attributes
    ----------
    community_id, community : str
    epsg : int
    place : (float, float)
        Where it is now, in the system `epsg`.
    is_begun : bool
        Whether the draft began by this, from the agreed version.
    """

    community_id: str
    community: str
    epsg: int
    place: Place
    is_begun: bool


@dataclass(frozen=True)
class _Move:
    """A draft with its corner moved; of one that begins by this the entry has no feature yet."""

    entry: DraftEntry
    draft: Draft
    target: Place
    is_begun: bool


class DraftZones(QObject):
    """The layers of drafts of a workspace that are open, by the EPSG code of their zone.

    Parameters
    ----------
    location : str
        The workspace.
    label_pattern : str
        How vertices are named, with ``{n}`` for the number.
    """

    changed = pyqtSignal()
    gone = pyqtSignal(int)
    not_kept = pyqtSignal(object)

    def __init__(self, location: str, label_pattern: str) -> None:
        super().__init__()
        self.location = location
        self.opened: dict[int, DraftLayer] = {}
        self.steps = SharedSteps()
        self._label_pattern = label_pattern
        self._path = drafts_path(location)
        # Zones whose edits in the autosave are of this session, or were brought back into it.
        self._own: set[int] = set()
        self._is_saving = False
        self._save_later = _single_shot(self, self._autosave_or_tell, _SAVE_AFTER_MS)
        self._save_rest = _single_shot(self, self.save, 0)

    def open(self, epsg: int) -> DraftLayer:
        """The drafts of a zone, in the project; made when there are none.

        Raises
        ------
        InputError, OutputError
            As :func:`.drafts.open_drafts`.
        """
        if epsg not in self.opened:
            one = DraftLayer(open_drafts(self.location, epsg), self.location, self._label_pattern)
            one.changed.connect(self.changed)
            one.touched.connect(self._save_later.start)
            one.saving.connect(partial(self._keep_whole, one))
            one.settled.connect(partial(self._settle, one))
            one.gone.connect(partial(self._lose, epsg))
            self.steps.watch(one.layer)
            self.opened[epsg] = one
            if one.layer.isModified():
                self._own.add(epsg)
        return self.opened[epsg]

    def let_go(self) -> None:
        """Stop following the layers; what was not saved stays in the autosave."""
        if self._save_later.isActive():
            self._autosave_or_tell()
        self._save_rest.stop()
        for epsg in list(self.opened):
            self._close(epsg)

    def epsg_of(self, community_id: str) -> int | None:
        """Zone in which a community's draft is open; None when it is in none."""
        return next((epsg for epsg, one in self.opened.items() if one.draft(community_id)), None)

    def undo(self, epsg: int) -> None:
        """Take the last step of a zone back, in all zones that have it.

        Raises
        ------
        InputError
            ``draft.shared_saved``, ``draft.shared_changed``: in another zone it cannot be taken back.
        """
        self._go(epsg, forth=False)

    def redo(self, epsg: int) -> None:
        """Do the step again that was taken back, in all zones that have it; raises as :meth:`undo`."""
        self._go(epsg, forth=True)

    def _go(self, epsg: int, forth: bool) -> None:
        layer = self.opened[epsg].layer
        hindrance = self.steps.hindrance(layer, forth)
        if hindrance is not None:
            raise InputError(hindrance.id, **hindrance.facts)
        (layer.undoStack().redo if forth else layer.undoStack().undo)()
        layer.triggerRepaint()
        self.changed.emit()

    def save(self) -> str:
        """Save the edits of all zones and go on editing; the reason when that failed, otherwise nothing."""
        self._is_saving = True
        try:
            for epsg, one in self.opened.items():
                reason = one.save()
                if reason:
                    return f"{epsg % 100}: {reason}"
        finally:
            self._is_saving = False
            self._autosave_or_tell()
        return ""

    def move_corner(
        self, epsg: int, place: Place, target: Place, neighbours: Mapping[str, tuple[str, str, Draft]]
    ) -> list[MovedCorner]:
        """Move the corner at a place in every draft that has it, and in agreed boundaries that have it, whose drafts begin by this.

        In another zone the corner is the one that stands there within :data:`.neighbour_lines.ROUNDED_M`, and goes to the same place on
        the ground.

        Parameters
        ----------
        epsg : int
            Zone of `place` and `target`; its drafts are open.
        neighbours : mapping of community's identity to (name, version's identity, draft from it)

        Returns
        -------
        list of MovedCorner
            The zone `epsg` first.

        Raises
        ------
        InputError
            ``draft.no_vertex``; ``draft.left_in_zone`` when edits of another session wait for a decision where the corner is.
        """
        moves = {zone: found for zone, found in self._moves(epsg, place, target, neighbours) if found}
        if epsg not in moves:
            raise InputError("draft.no_vertex", easting=f"{place[0]:.2f}", northing=f"{place[1]:.2f}")
        self._refuse_what_waits(moves)
        layers = {zone: self.open(zone) for zone in moves}
        words = translate("RainforestAlert", "Move a corner")
        with ExitStack() as steps:
            for zone, found in moves.items():
                steps.enter_context(layers[zone].edit(words))
                for move in found:
                    _put(layers[zone], move)
        if len(moves) > 1:
            corner = {
                zone: {one.entry.community_id: one.entry.community for one in found} for zone, found in moves.items()
            }
            names = [list(found.values()) for found in corner.values()]
            self.steps.share(words, [layers[zone].layer for zone in moves], names, [corner])
        return [
            MovedCorner(move.entry.community_id, move.entry.community, zone, move.target, move.is_begun)
            for zone, found in moves.items()
            for move in found
        ]

    def _moves(
        self, epsg: int, place: Place, target: Place, neighbours: Mapping[str, tuple[str, str, Draft]]
    ) -> Iterator[tuple[int, list[_Move]]]:
        systems = {*draft_systems(self._path), *self.opened}
        prefix = self._label_pattern.split("{n}", maxsplit=1)[0]
        drawn = [(zone, *found) for zone in systems for found in drafts_of_zone(self._path, zone, prefix)]
        known = {entry.community_id for _, entry, _ in drawn}
        agreed = [
            (int(draft[0].vertex.epsg), DraftEntry(0, community_id, name, version_id), draft)
            for community_id, (name, version_id, draft) in neighbours.items()
            if draft and community_id not in known
        ]
        zones = {epsg, *(one[0] for one in (*drawn, *agreed) if are_of_one_datum(epsg, one[0]))}
        for zone in sorted(zones, key=lambda one: (one != epsg, one)):
            is_here = zone == epsg
            at, to = (place, target) if is_here else carried_places([place, target], epsg, zone)
            reach = SAME_PLACE_M if is_here else ROUNDED_M
            moves = []
            for is_begun, found in ((False, drawn), (True, agreed)):
                for _, entry, draft in (one for one in found if one[0] == zone and one[2]):
                    nearest, distance = nearest_vertex(draft, at)
                    if distance <= reach:
                        moves.append(_Move(entry, move_vertex(draft, nearest.vertex.place, to), to, is_begun))
            yield zone, moves

    def _refuse_what_waits(self, zones: Mapping[int, object]) -> None:
        left = self.left_behind()
        waiting = left.of_zones(zones) if left is not None else None
        if waiting is not None:
            raise InputError("draft.left_in_zone", communities=", ".join(waiting.communities()))

    # what was not saved

    def left_behind(self) -> Autosaved | None:
        """Edits of an earlier session in zones that are not open here."""
        left = left_behind(self._path)
        return left.of_zones(set(left.zones) - set(self.opened)) if left is not None else None

    def bring_back(self, left: Autosaved) -> None:
        """Take the edits of a session that broke off in again, as one step of undo for all zones."""
        layers = {epsg: self.open(epsg) for epsg in left.zones}
        words = translate("RainforestAlert", "Bring back what was not saved")
        with ExitStack() as steps:
            for epsg, one in layers.items():
                steps.enter_context(one.edit(words))
                one.bring_back(left.zones[epsg])
        self._own |= set(layers)
        if len(layers) > 1:
            names = [[str(kept.get("community") or "–") for kept in left.zones[epsg]] for epsg in layers]
            self.steps.share(words, [one.layer for one in layers.values()], names, left.corners)

    def autosave(self) -> None:
        """Keep what was not saved yet beside the file of drafts, whole or not at all.

        Raises
        ------
        OutputError
            What the file system says.
        """
        self._save_later.stop()
        before = left_behind(self._path)
        unsaved = {epsg: one.kept() for epsg, one in self.opened.items() if one.layer.isModified()}
        waiting = before.of_zones(set(before.zones) - self._own) if before is not None else None
        replaced = waiting.of_zones(unsaved) if waiting is not None else None
        if replaced is not None:
            put_aside(replaced)
            waiting = waiting.of_zones(set(waiting.zones) - set(unsaved))
        self._own |= set(unsaved)
        zones, corners = dict(unsaved), self.steps.corners()
        if waiting is not None:
            zones.update(waiting.zones)
            corners += [corner for corner in waiting.corners if set(corner) & set(waiting.zones)]
        if zones or before is not None:
            keep(autosave_path(self._path), zones, corners)

    def _autosave_or_tell(self) -> None:
        """A full disk stops nobody from drawing on; it is said."""
        try:
            self.autosave()
        except OutputError as error:
            self.not_kept.emit(error)

    def _keep_whole(self, one: DraftLayer) -> None:
        """Before one of several zones with a common step is saved, all of them are in the autosave."""
        if any(layer.isModified() for layer in self.steps.partners(one.layer)):
            self._autosave_or_tell()

    def _settle(self, one: DraftLayer, is_saved: bool) -> None:
        """A zone was saved or its edits were discarded; zones with a common step are saved with it."""
        if self._is_saving:
            return
        if is_saved and any(layer.isModified() for layer in self.steps.partners(one.layer)):
            self._save_rest.start()
        else:
            self._autosave_or_tell()

    def _lose(self, epsg: int) -> None:
        """When a layer goes away with the project its edits stay in the autosave."""
        if self.opened[epsg].layer.isModified():
            self._autosave_or_tell()
        self._close(epsg)
        self.gone.emit(epsg)

    def _close(self, epsg: int) -> None:
        one = self.opened.pop(epsg)
        self._own.discard(epsg)
        one.let_go()
        self.steps.unwatch(one.layer)


def half_saved_corner(location: str, left: Autosaved, label_pattern: str) -> tuple[list[str], list[str]]:
    """Of a corner that QGIS saved in some zones when it ended in the middle of it: names of those communities, and of the others."""
    if not left.corners:
        return [], []
    prefix = label_pattern.split("{n}", maxsplit=1)[0]
    stored = {
        epsg: {entry.community_id: draft for entry, draft in drafts_of_zone(drafts_path(location), epsg, prefix)}
        for epsg in left.zones
    }
    return half_saved(left, stored)


def _put(layer: DraftLayer, move: _Move) -> None:
    entry = move.entry
    if move.is_begun:
        layer.add_draft(entry.community_id, entry.community, entry.base_version_id, move.draft)
    else:
        layer.set_draft(entry.fid, move.draft)


def _single_shot(owner: QObject, act: object, wait_ms: int) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(act)
    return timer
