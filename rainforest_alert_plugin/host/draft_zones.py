"""The layers of drafts of a workspace, one per UTM zone, as one: a corner moves in all zones at once, and so does the undo of it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Iterator, Mapping

from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..compat import edits_in_transactions
from ..errors import InputError, OutputError
from ..i18n import translate
from ..territory.differences import SAME_PLACE_M
from ..territory.draft import Draft, Place, label_prefix
from ..territory.draft_edits import move_vertex, nearest_vertex
from .draft_autosave import Autosaved, autosave_path, half_saved, keep, left_behind, put_aside
from .drafts import DraftEntry, DraftLayer, draft_systems, drafts_of_zone, drafts_path, open_drafts
from .neighbour_lines import ROUNDED_M
from .shared_steps import SharedSteps
from .zones import are_of_one_datum, carried_places

_SAVE_AFTER_MS = 3000
# A corner as near as this, and no nearer than rounding, is likely to have been meant as the same one.
_BESIDE_M = 1.0
# Of a layer, for as long as QGIS has it: its edits in the autosave are those of this session.
_KEPT = "rainforest_alert_kept"


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
class CornerMove:
    """What moving a corner did.

    Attributes
    ----------
    moved : tuple of MovedCorner
        The zone that is worked in first.
    beside : tuple of (str, float)
        Communities with a corner so near that it may have been meant as the same one, and its distance in metres; it stayed.
    """

    moved: tuple[MovedCorner, ...]
    beside: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _Near:
    """A draft's vertex near the corner, both in the draft's zone; of a draft that would begin by moving it the entry has no feature."""

    epsg: int
    entry: DraftEntry
    draft: Draft
    vertex: Place
    distance_m: float
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
    not_saved = pyqtSignal(str)
    laid_aside = pyqtSignal(str)

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
        self._save_rest = _single_shot(self, self._save_or_tell, 0)

    def open(self, epsg: int) -> DraftLayer:
        """The drafts of a zone, in the project; made when there are none.

        Raises
        ------
        InputError, OutputError
            As :func:`.drafts.open_drafts`; ``draft.transactions`` in a project that edits in transactions: QGIS then locks the file of
            drafts for all zones but one, and what cannot be written is lost without a word.
        """
        if edits_in_transactions(QgsProject.instance()):
            raise InputError("draft.transactions")
        if epsg not in self.opened:
            one = DraftLayer(open_drafts(self.location, epsg), self.location, self._label_pattern)
            one.changed.connect(self.changed)
            one.touched.connect(self._save_later.start)
            one.saving.connect(partial(self._keep_whole, one))
            one.settled.connect(partial(self._settle, one))
            one.gone.connect(partial(self._lose, epsg))
            self.steps.watch(one.layer)
            self.opened[epsg] = one
            if one.layer.isModified() and one.layer.property(_KEPT):
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
            for one in self.opened.values():
                reason = one.save()
                if reason:
                    return f"{one.layer.name()}: {reason}"
        finally:
            self._is_saving = False
            self._autosave_or_tell()
        return ""

    def move_corner(
        self, epsg: int, place: Place, target: Place, neighbours: Mapping[str, tuple[str, str, Draft]]
    ) -> CornerMove:
        """Move the corner at a place in every draft that has it, and in agreed boundaries that have it, whose drafts begin by this.

        In another zone the corner is the one that stands there within :data:`.neighbour_lines.ROUNDED_M`, and goes to the same place on
        the ground.

        Parameters
        ----------
        epsg : int
            Zone of `place` and `target`; its drafts are open.
        neighbours : mapping of community's identity to (name, version's identity, draft from it)

        Raises
        ------
        InputError
            ``draft.no_vertex``; ``draft.left_in_zone`` when edits of another session wait for a decision where the corner is.
        """
        near = list(self._near(epsg, place, target, neighbours))
        moves: dict[int, list[_Near]] = {}
        for one in near:
            if one.distance_m <= (SAME_PLACE_M if one.epsg == epsg else ROUNDED_M):
                moves.setdefault(one.epsg, []).append(one)
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
        moved = [move for found in moves.values() for move in found]
        beside = [(one.entry.community, one.distance_m) for one in near if one not in moved]
        return CornerMove(
            tuple(
                MovedCorner(move.entry.community_id, move.entry.community, move.epsg, move.target, move.is_begun)
                for move in moved
            ),
            tuple(beside),
        )

    def _near(
        self, epsg: int, place: Place, target: Place, neighbours: Mapping[str, tuple[str, str, Draft]]
    ) -> Iterator[_Near]:
        """Vertices at the corner and beside it, of drafts and of agreed boundaries without one; those of the zone `epsg` first."""
        prefix = label_prefix(self._label_pattern)
        ends: dict[int, list[Place]] = {}
        drawn = []
        for zone in {*draft_systems(self._path), *self.opened}:
            if are_of_one_datum(epsg, zone):
                ends[zone] = carried_places([place, target], epsg, zone)
                around = QgsRectangle(*ends[zone][0], *ends[zone][0]).buffered(_BESIDE_M)
                drawn += [(zone, *found, False) for found in drafts_of_zone(self._path, zone, prefix, around)]
        known = {entry.community_id for _, entry, _, _ in drawn}
        agreed = [
            (int(draft[0].vertex.epsg), DraftEntry(0, community_id, name, version_id, _agreed_words()), draft, True)
            for community_id, (name, version_id, draft) in neighbours.items()
            if draft and community_id not in known
        ]
        for zone, entry, draft, is_begun in sorted((*drawn, *agreed), key=lambda one: (one[0] != epsg, one[0])):
            if not draft or not are_of_one_datum(epsg, zone):
                continue
            if zone not in ends:
                ends[zone] = carried_places([place, target], epsg, zone)
            at, to = ends[zone]
            nearest, distance = nearest_vertex(draft, at)
            if distance <= _BESIDE_M:
                yield _Near(zone, entry, draft, nearest.vertex.place, distance, to, is_begun)

    def _refuse_what_waits(self, zones: Mapping[int, object]) -> None:
        left = self.left_behind()
        waiting = left.of_zones(zones) if left is not None else None
        if waiting is not None:
            raise InputError("draft.left_in_zone", communities=", ".join(waiting.communities()))

    # what was not saved

    def left_behind(self) -> Autosaved | None:
        """Edits of an earlier session, until they are brought back or this session's own take their place."""
        left = left_behind(self._path)
        return left.of_zones(set(left.zones) - self._own) if left is not None else None

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
            self.laid_aside.emit(str(put_aside(replaced)))
            waiting = waiting.of_zones(set(waiting.zones) - set(unsaved))
        self._own |= set(unsaved)
        for epsg in unsaved:
            self.opened[epsg].layer.setProperty(_KEPT, True)
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

    def _save_or_tell(self) -> None:
        reason = self.save()
        if reason:
            self.not_saved.emit(reason)

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
    prefix = label_prefix(label_pattern)
    stored = {
        epsg: {entry.community_id: draft for entry, draft in drafts_of_zone(drafts_path(location), epsg, prefix)}
        for epsg in left.zones
    }
    return half_saved(left, stored)


def _agreed_words() -> str:
    """Source of a draft that begins by a corner of which the neighbour moved theirs."""
    return translate("RainforestAlert", "Agreed boundary, with a shared corner moved")


def _put(layer: DraftLayer, move: _Near) -> None:
    entry, draft = move.entry, move_vertex(move.draft, move.vertex, move.target)
    if move.is_begun:
        layer.add_draft(entry.community_id, entry.community, entry.base_version_id, draft, entry.source)
    else:
        layer.set_draft(entry.fid, draft)


def _single_shot(owner: QObject, act: object, wait_ms: int) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(act)
    return timer
