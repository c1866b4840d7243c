"""Page of the Territory dock on which a boundary is drawn: begin a draft, change it, propose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QPushButton

from ..cadastre.profile import load_profile
from ..errors import InputError
from ..geo.datum import wgs84_utm_like
from ..geo.utm import utm_epsg
from ..host.boundary import refuse_system
from ..host.drafts import proposal_layers
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.surveyed_outlines import source_words, surveyed_draft
from ..host.tasks import Outcome
from ..host.territory import carried_draft, draft_from
from ..i18n import translate
from ..overlay.pinned import pinned_transform, shift_between
from ..territory.carried_datum import source_with_shift
from ..territory.draft import Draft, vertices
from ..territory.versions import polygon_of
from .boundary_form import DEFAULT_PROFILE
from .datum_question import carry_when_agreed
from .dock import NotReadyError
from .draft_recovery import DraftRecovery
from .draft_sides import DraftSides
from .draft_tools import DraftTools, snap_and_trace
from .line_follower import LineFollower
from .near_neighbours import NearNeighbours
from .open_drafts import OpenDrafts
from .shared_corners import SharedCorners
from .table import number
from .territory_dialogs import FormDialog, ProposeDialog
from .territory_page import TerritoryPage
from .territory_words import proposal_name, told_apart, version_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

_SELECTED, _NOTHING = "selected", "nothing"
_M2_PER_HA = 10_000.0


class DrawPage(TerritoryPage):
    """Begin a draft, change it by tools, say who lives beyond each side, propose."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Propose…"),
            translate("RainforestAlert", "Keep the draft in the workspace as a proposal, beside the agreed boundary."),
        )
        self.carry_dialog: FormDialog | None = None
        self.drafts = OpenDrafts(dock)
        self.recovery = DraftRecovery(dock, self.drafts)
        self.neighbours = NearNeighbours(dock, self.drafts)
        self.sides = DraftSides(dock, self.drafts)
        self.follower = LineFollower(dock, self.drafts, self.neighbours, self.sides)
        self.corners = SharedCorners(dock, self.drafts, self.neighbours)
        self.tools = DraftTools(dock, self.drafts, self.sides, self.follower, self.corners)
        self.column.addWidget(self.recovery)
        self._build_begin()
        self.column.addWidget(self.tools)
        self.column.addWidget(self.follower)
        self.column.addWidget(self.sides, 1)
        self.drafts.changed.connect(self.show_draft)
        self.refresh()

    # what the person sees

    def refresh(self) -> None:
        self.neighbours.forget()
        self.drafts.turn()
        self._fill_begin()
        self.recovery.look()
        self.show_draft()

    def turned_to(self) -> None:
        self.recovery.look()

    def close_down(self) -> None:
        """Put tools and marks away, and let go of the layer; what was not saved stays in the autosave."""
        self.recovery.close_down()
        self.drafts.let_go()
        self.tools.close_down()
        self.sides.close_down()

    def show_draft(self) -> None:
        """Show the draft on the map, in the table and in a line."""
        self.sides.show_draft()
        self.tools.show_draft()
        self.state.setText(self._said_of_draft())

    def _said_of_draft(self) -> str:
        draft, zone = self.drafts.draft, self.drafts.zone
        if draft and zone is not None:
            return translate(
                "RainforestAlert", "Draft: vertices {vertices}, sides {sides}, {area} ha in the UTM plane{state}"
            ).format(
                vertices=len(draft),
                sides=len(self.sides.sides),
                area=number(4)(polygon_of(vertices(draft)).area() / _M2_PER_HA),
                state=translate("RainforestAlert", ", not saved yet.")
                if zone.layer.isModified()
                else translate("RainforestAlert", ", saved."),
            )
        if zone is not None:
            return translate("RainforestAlert", "The draft is empty: draw its outline on the map.")
        return translate("RainforestAlert", "No draft is open. Begin one, or go on with the one that was saved.")

    # beginning and proposing

    def begin(self) -> None:
        """Open the drafts of the community's zone and begin, or go on where the saved draft stands.

        From PSAD56 it is carried first, when the person agrees.
        """
        self.dock.community_or_ask()
        source = str(self.source.currentData())
        stored = self.drafts.epsg_of_draft()
        if stored is not None and source == "":
            self.drafts.open(stored)
        elif source == _SELECTED:
            self._begin_with_selected()
            return
        elif source == _NOTHING:
            self.drafts.open(stored or self._epsg_of_map())
        else:
            self._begin_with_kept(source, self.source.currentText())
            return
        self._make_ready()

    def begin_with_draft(self, draft: Draft, epsg: int, source: str) -> bool:
        """Begin with a draft that was made elsewhere, for instance from a track; whether it went well."""

        def act() -> None:
            self.dock.community_or_ask()
            self.dock.show_page("draw")
            self._open_with(draft, epsg, source)

        return bool(self.dock.guarded(act))

    def start(self) -> None:
        """Ask why and by whom, and propose."""
        self.dock.community_or_ask()
        if not self.drafts.draft:
            raise NotReadyError(
                translate("RainforestAlert", "There is no draft of this community yet. Begin one first."),
                self.begin_button,
            )
        known = self.dock.known
        person = self.dock.book.person
        self.propose_dialog = ProposeDialog(
            self.dock,
            self.dock.community_name,
            str(person["name"] or "") if person else "",
            known.workshops if known else (),
            self.drafts.source,
        )
        self.propose_dialog.accepted.connect(lambda: self.propose(self.propose_dialog.parameters()))
        self.propose_dialog.open()

    def propose(self, said: dict[str, str]) -> None:
        """Take the draft into the workspace as a proposal; it leaves the drafts once it is in."""
        zones, zone = self.drafts.zones, self.drafts.zone
        if zones is None or zone is None:
            return
        community_id = self.dock.community_id
        layers = proposal_layers(self.dock.community_name, zone.crs.authid(), self.drafts.draft)
        parameters: dict[str, Any] = {
            "WORKSPACE": self.dock.location,
            "COMMUNITY": community_id,
            "VERTEX_LABEL": "label",
            **layers,
            **said,
        }

        def take(outcome: Outcome) -> None:
            reason = ""
            # meanwhile another zone may be worked in, or the layer may have been taken out of the project
            if zones.opened.get(zone.epsg) is zone:
                zone.remove(community_id)
                reason = zones.save()
            self.dock.refresh()
            self.dock.status.say("success", str(outcome.outputs["SUMMARY"]))
            if reason:
                self.drafts.tell_not_saved(reason)

        self.dock.run_algorithm("rainforestalert:proposeboundary", parameters, take)

    # what stands behind it

    def _build_begin(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.source = QComboBox()
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.setMinimumContentsLength(12)
        self.source.currentTextChanged.connect(self._tell_source)
        self.source.setAccessibleName(translate("RainforestAlert", "Begin from"))
        self.begin_button = QPushButton(translate("RainforestAlert", "Begin draft"))
        self.begin_button.setToolTip(
            translate(
                "RainforestAlert",
                "Open the draft on the map. It is saved by itself every few seconds, and offered again after a break-down.",
            )
        )
        self.begin_button.clicked.connect(lambda: self.dock.guarded(self.begin))
        row.addWidget(self.source, 1)
        row.addWidget(self.begin_button)
        self.column.addLayout(row)
        self.state = self.add_note()

    def _fill_begin(self) -> None:
        self.source.clear()
        known = self.dock.known
        has_stored = False
        if self.dock.community_id and self.dock.location:
            try:
                has_stored = self.drafts.epsg_of_draft() is not None
            except InputError as error:
                self.dock.status.say("error", describe(error))
        if has_stored:
            self.source.addItem(translate("RainforestAlert", "The draft that was saved"), "")
        if known is not None:
            if known.agreed_id:
                agreed = next(row for row in known.versions if row["id"] == known.agreed_id)
                self.source.addItem(version_name(agreed), agreed["id"])
            still_open = [row for row in known.proposals if row["state"] == "open"]
            for name, row in zip(told_apart(map(proposal_name, still_open)), still_open):
                self.source.addItem(name, row["id"])
        self.source.addItem(translate("RainforestAlert", "The polygon selected on the map"), _SELECTED)
        self.source.addItem(translate("RainforestAlert", "Nothing: draw anew"), _NOTHING)

    def _tell_source(self, chosen: str) -> None:
        tip = translate("RainforestAlert", "What the draft begins from.")
        self.source.setToolTip(f"{tip}\n{chosen}")

    def _make_ready(self) -> None:
        """Let the draft be edited, with the snapping it needs, and show it.

        Raises
        ------
        InputError
            ``datum.not_pinned`` where the map's datum is one that cannot be carried: what is drawn there has no certain place.
        """
        if self.drafts.zone is None:
            return
        shift_between(self.dock.iface.mapCanvas().mapSettings().destinationCrs(), self.drafts.zone.crs)
        self.drafts.draw_for_community()
        snap_and_trace(self.dock.iface.mapCanvas())
        self.drafts.edit_zone()
        self.show_draft()
        self.dock.moved_lines.look()
        self.drafts.show_on_map()
        self.dock.status.say(
            "info",
            translate(
                "RainforestAlert", "The draft is open. It is saved by itself every few seconds; keep it with “Save”."
            ),
        )

    def _begin_with_selected(self) -> None:
        layer = self.dock.iface.activeLayer()
        is_fitting = (
            isinstance(layer, QgsVectorLayer)
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
            and layer.selectedFeatureCount() == 1
        )
        if not is_fitting:
            raise NotReadyError(
                translate("RainforestAlert", "Select one polygon of the active layer on the map first."), self.source
            )
        feature = layer.selectedFeatures()[0]
        own = _utm_code(layer.crs())
        if own is None and shift_between(layer.crs(), QgsCoordinateReferenceSystem(WGS84)) is None:
            refuse_system(layer.crs(), layer.name(), load_profile(DEFAULT_PROFILE))
        epsg = own or self._epsg_of(feature.geometry().boundingBox(), layer.crs())
        self.carry_dialog = carry_when_agreed(
            self.dock, layer.name(), layer.crs(), epsg, lambda: self._begin_with_feature(layer, feature, epsg)
        )

    def _begin_with_feature(self, layer: QgsVectorLayer, feature: QgsFeature, epsg: int) -> None:
        def act() -> None:
            draft = surveyed_draft(layer, feature, epsg, self.drafts.prefix)
            self._open_with(draft, epsg, source_words(layer, feature, epsg))

        self.dock.guarded(act)

    def _begin_with_kept(self, identity: str, name: str) -> None:
        """Begin with a version or a proposal."""
        draft = draft_from(self.dock.location, identity)
        own = draft[0].vertex.epsg
        epsg = wgs84_utm_like(own) or own
        crs = QgsCoordinateReferenceSystem(f"EPSG:{own}")

        def act() -> None:
            shift = shift_between(crs, QgsCoordinateReferenceSystem(f"EPSG:{epsg}"))
            source = source_with_shift(f"{name}, {crs.authid()}", epsg, shift) if shift is not None else name
            context = QgsProject.instance().transformContext()
            self._open_with(carried_draft(draft, epsg, context) if shift is not None else draft, epsg, source)

        self.carry_dialog = carry_when_agreed(self.dock, name, crs, epsg, lambda: self.dock.guarded(act))

    def _open_with(self, draft: Draft, epsg: int, source: str) -> None:
        self.drafts.open(epsg)
        self.drafts.begin(draft, source)
        self._make_ready()

    def _epsg_of_map(self) -> int:
        canvas = self.dock.iface.mapCanvas()
        return self._epsg_of(canvas.extent(), canvas.mapSettings().destinationCrs())

    def _epsg_of(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> int:
        context = QgsProject.instance().transformContext()
        transform = pinned_transform(crs, QgsCoordinateReferenceSystem(WGS84), context)
        middle = transform.transformBoundingBox(extent).center() if crs.isValid() else None
        if middle is None or extent.isEmpty() or not (abs(middle.x()) <= 180.0 and abs(middle.y()) <= 84.0):
            raise InputError("draft.no_zone", community=self.dock.community_name)
        return utm_epsg(middle.x(), middle.y())


def _utm_code(crs: QgsCoordinateReferenceSystem) -> int | None:
    """WGS 84 / UTM system of the zone in which coordinates stand, in WGS 84 or PSAD56; None for all others."""
    authority, _, code = str(crs.authid()).partition(":")
    like = wgs84_utm_like(int(code)) if authority == "EPSG" and code.isdigit() else None
    if like is not None:
        return like
    is_utm = authority == "EPSG" and code.isdigit() and 32601 <= int(code) <= 32760 and int(code) % 100 <= 60
    return int(code) if is_utm and int(code) // 100 in (326, 327) else None
