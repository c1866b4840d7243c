"""Page of the Territory dock on which a boundary is drawn: a draft with QGIS's own editing, and the tools that know sides and corners."""

from __future__ import annotations

import datetime
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsTolerance,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvasTracer, QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from ..cadastre.profile import load_profile
from ..compat import layer_filters
from ..errors import InputError, Message
from ..geo.utm import utm_epsg
from ..host.boundary import zone_of
from ..host.draft_autosave import Autosaved, left_behind, put_aside
from ..host.draft_zones import CornerMove, DraftZones, MovedCorner, half_saved_corner
from ..host.drafts import DraftLayer, drafts_path, is_drafts, proposal_layers, stored_drafts
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.moved_lines import AGREED, MARGIN_M, ROUNDING_M, boundaries_of, names_followed
from ..host.neighbour_lines import NeighbourLine, check_neighbours_line, neighbour_lines, settled
from ..host.reference_lines import area_around, lines_around
from ..host.shared_steps import SharedStep
from ..host.tasks import Outcome
from ..host.territory import agreed_boundaries, draft_from, neighbours_drafts
from ..i18n import translate
from ..territory.draft import Draft, DraftSide, Place, SideFacts, carried_over, label_prefix, sides, vertices
from ..territory.draft_edits import (
    Replaced,
    describe_side,
    mark_monument,
    nearest_side,
    nearest_vertex,
    number_vertices,
    replace_stretch,
    split_side,
)
from ..territory.line_following import (
    Followed,
    LineNetwork,
    LinkCheck,
    ReferenceLine,
    check_link,
    followed_part,
    line_digest,
)
from ..territory.versions import polygon_of
from ..workspace.tables.territory import SIDE_KINDS
from .boundary_form import DEFAULT_PROFILE
from .dock import NotReadyError
from .draft_marks import DraftMarks
from .map_tools import CornerTool, DraftTool, FollowTool, PlaceTool, VertexTool
from .map_view import zoom_to_geometry
from .message_bar import push_warning
from .table import Column, ResultTable, number
from .territory_dialogs import MarkDialog, ProposeDialog, SideDialog
from .territory_page import TerritoryPage, button_grid, tool_button
from .territory_words import hour_name, proposal_name, side_kind_name, told_apart, version_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

# What a layer's name says of those who adjoin along its lines.
_KINDS_BY_NAME = (
    ("river", re.compile(r"r[ií]o|quebrada|hidro|river|creek|cauce", re.IGNORECASE)),
    ("road", re.compile(r"carretera|camino|trocha|\bv[ií]as?\b|road", re.IGNORECASE)),
    ("community", re.compile(r"comunidad|communit|ccnn|nativa", re.IGNORECASE)),
    ("state", re.compile(r"estado|\banp\b|reserva|\bbpp\b", re.IGNORECASE)),
)
_SELECTED, _NOTHING = "selected", "nothing"
_SNAP_PIXELS = 12.0
_MARGIN_DEGREES = 0.05
_M2_PER_HA = 10_000.0


class DrawPage(TerritoryPage):
    """Begin a draft, change it by tools, say who lives beyond each side, propose."""

    def __init__(self, dock: TerritoryDock) -> None:
        super().__init__(
            dock,
            translate("RainforestAlert", "Propose…"),
            translate("RainforestAlert", "Keep the draft in the workspace as a proposal, beside the agreed boundary."),
        )
        self.canvas = dock.iface.mapCanvas()
        # All layers of drafts that are open, by workspace: those of another one are followed on, since QGIS still has their edits.
        self._zones_of: dict[str, DraftZones] = {}
        # Those of the workspace that is worked in, and the one of the zone.
        self.zones: DraftZones | None = None
        self.drafts: DraftLayer | None = None
        self._pattern = load_profile(DEFAULT_PROFILE).vertex.label_pattern
        self._sides: list[DraftSide] = []
        self._left: Autosaved | None = None
        self._is_closed = False
        self._near: tuple[QgsRectangle, dict[str, tuple[str, str, Draft]]] | None = None
        self._tools: list[DraftTool] = []
        self._marks: DraftMarks | None = None
        self._build_recovery()
        self._build_begin()
        self._build_tools()
        self._build_sides()
        self.refresh()

    # what the person sees

    def refresh(self) -> None:
        self._near = None
        self._turn_to_workspace()
        self._turn_to_zone()
        self._fill_begin()
        self._look_for_left_edits()
        self.show_draft()

    def turned_to(self) -> None:
        self._look_for_left_edits()

    def propose_lines(self) -> None:
        """The project's layers changed: drafts and their autosaves are no lines to follow."""
        excluded = [layer for layer in QgsProject.instance().mapLayers().values() if is_drafts(layer)]
        self.lines.setExceptedLayerList(excluded)

    def close_down(self) -> None:
        """Put tools and marks away, and let go of the layer; what was not saved stays in the autosave."""
        self._is_closed = True
        self._let_go()
        for tool in self._tools:
            tool.put_away()
        self._tools.clear()
        if self._marks is not None:
            self.canvas.scene().removeItem(self._marks)
            self._marks = None

    @property
    def draft(self) -> Draft:
        """The community's draft as it stands; empty when there is none."""
        return self.drafts.draft(self.dock.community_id) if self.drafts is not None else ()

    def show_draft(self) -> None:
        """Show the draft on the map, in the table and in a line."""
        draft = self.draft
        self._sides = sides(draft)
        self.table.show_in_order(
            [
                (
                    f"{side.start.vertex.label} – {side.end.vertex.label}",
                    side_kind_name(side.facts.kind),
                    side.facts.neighbour,
                    side.facts.record_act,
                    side.length_m,
                    index,
                )
                for index, side in enumerate(self._sides)
            ]
        )
        self._show_marks()
        for button in self._needs_draft:
            button.setEnabled(bool(draft))
        for button in self._needs_layer:
            button.setEnabled(self.drafts is not None)
        if draft:
            outline = _polygon(draft)
            self.state.setText(
                translate(
                    "RainforestAlert", "Draft: vertices {vertices}, sides {sides}, {area} ha in the UTM plane{state}"
                ).format(
                    vertices=len(draft),
                    sides=len(self._sides),
                    area=number(4)(outline.area() / _M2_PER_HA),
                    state=translate("RainforestAlert", ", not saved yet.")
                    if self.drafts is not None and self.drafts.layer.isModified()
                    else translate("RainforestAlert", ", saved."),
                )
            )
        elif self.drafts is not None:
            self.state.setText(translate("RainforestAlert", "The draft is empty: draw its outline on the map."))
        else:
            self.state.setText(
                translate("RainforestAlert", "No draft is open. Begin one, or go on with the one that was saved.")
            )

    # beginning, saving, proposing

    def begin(self) -> None:
        """Open the drafts of the community's zone and begin, or go on where the saved draft stands."""
        community_id = self.dock.community_or_ask()
        source = str(self.source.currentData())
        stored = self._stored_epsg(community_id)
        if stored is not None and source == "":
            self._open(stored)
        elif source == _SELECTED:
            self._begin_with_selected(community_id)
        elif source == _NOTHING:
            self._open(stored or self._epsg_of_map())
        else:
            draft = draft_from(self.dock.location, source)
            self._open(draft[0].vertex.epsg)
            self._begin_with(community_id, draft)
        self._make_ready()

    def begin_with_draft(self, draft: Draft, epsg: int) -> bool:
        """Begin with a draft that was made elsewhere, for instance from a track; whether it went well."""

        def act() -> None:
            self._open(epsg)
            self._begin_with(self.dock.community_or_ask(), draft)
            self.dock.show_page("draw")
            self._make_ready()

        return bool(self.dock.guarded(act))

    def _make_ready(self) -> None:
        """Let the draft be edited, with the snapping it needs, and show it."""
        if self.drafts is None:
            return
        self.drafts.draw_for(self.dock.community_id, self.dock.community_name, self._agreed_id())
        self.drafts.start_editing()
        self._snap()
        self.dock.iface.setActiveLayer(self.drafts.layer)
        self.show_draft()
        self.dock.moved_lines.look()
        if self.draft:
            zoom_to_geometry(self.dock.iface, _polygon(self.draft), self.drafts.crs)
        self.dock.status.say(
            "info",
            translate(
                "RainforestAlert", "The draft is open. It is saved by itself every few seconds; keep it with “Save”."
            ),
        )

    def save(self) -> None:
        """Save the drafts of all zones and go on."""
        if self.zones is None:
            return
        reason = self.zones.save()
        if reason:
            self._tell_not_saved(reason)
        else:
            self.dock.status.say("success", translate("RainforestAlert", "The drafts are saved."))
        self.show_draft()

    def _tell_not_saved(self, reason: str) -> None:
        self.dock.status.say(
            "error", translate("RainforestAlert", "The drafts could not be saved: {reason}").format(reason=reason)
        )

    def _tell_laid_aside(self, path: str) -> None:
        """Edits of this session took the place of those that an earlier one left."""
        self._look_for_left_edits()
        self.dock.status.say(
            "warning",
            translate(
                "RainforestAlert",
                "The draft was changed before it was decided what becomes of what QGIS had not saved: that was kept aside as {path}.",
            ).format(path=path),
        )

    def start(self) -> None:
        """Ask why and by whom, and propose."""
        self.dock.community_or_ask()
        if not self.draft:
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
        )
        self.propose_dialog.accepted.connect(lambda: self.propose(self.propose_dialog.parameters()))
        self.propose_dialog.open()

    def propose(self, said: dict[str, str]) -> None:
        """Take the draft into the workspace as a proposal; it leaves the drafts once it is in."""
        zones, drafts = self.zones, self.drafts
        if zones is None or drafts is None:
            return
        community_id = self.dock.community_id
        layers = proposal_layers(self.dock.community_name, drafts.crs.authid(), self.draft)
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
            if zones.opened.get(drafts.epsg) is drafts:
                drafts.remove(community_id)
                reason = zones.save()
            self.dock.refresh()
            self.dock.status.say("success", str(outcome.outputs["SUMMARY"]))
            if reason:
                self._tell_not_saved(reason)

        self.dock.run_algorithm("rainforestalert:proposeboundary", parameters, take)

    def bring_back(self) -> None:
        """Take in what an earlier session did not save."""
        if self._left is None:
            return
        left = self._left
        zones = self._all_zones()
        zones.bring_back(left)
        self.drafts = zones.opened[next(iter(left.zones))]
        self._turn_to_zone()
        self._left = None
        self.recovery.hide()
        self.show_draft()
        if self.draft:
            zoom_to_geometry(self.dock.iface, _polygon(self.draft), self.drafts.crs)
        self.dock.status.say(
            "success", translate("RainforestAlert", "The draft is back as it was. Save it to keep it.")
        )

    def offer_left_edits(self) -> None:
        """Say at the start of QGIS that edits wait which were not saved when it ended."""
        self._look_for_left_edits()
        if self._left is None or self._is_closed:
            return
        bar = self.dock.iface.messageBar()
        message = bar.createMessage(
            translate("RainforestAlert", "Rainforest Alert"),
            translate("RainforestAlert", "The draft of {communities} was not saved ({time}).").format(
                communities=", ".join(self._left.communities()), time=hour_name(self._left.saved_at)
            ),
        )
        button = QPushButton(translate("RainforestAlert", "Look at it"))
        button.clicked.connect(self._lead_here)
        message.layout().addWidget(button)
        bar.pushWidget(message)

    def _lead_here(self) -> None:
        self.dock.iface.messageBar().popWidget()
        self.dock.setUserVisible(True)
        self.dock.refresh()
        self.dock.show_page("draw")

    def leave_aside(self) -> None:
        """Do not take it in; it is kept under another name."""
        if self._left is None:
            return
        apart = self._half_saved(self._left)
        aside = put_aside(self._left)
        self._left = None
        self.recovery.hide()
        sentence = translate("RainforestAlert", "It was kept aside as {path}.").format(path=aside)
        self.dock.status.say("warning" if apart else "info", f"{sentence} {apart}".strip())

    # edits

    def change(self, words: str, edit: Callable[[Draft], Draft]) -> bool:
        """Change the draft in one step of undo; whether it was changed."""
        if self.drafts is None or not self.draft:
            return False

        def act() -> None:
            if self.drafts is not None:
                self.drafts.put(words, {self.dock.community_id: edit(self.draft)})

        return self.dock.guarded(act)

    def lay_along(self, way: Followed) -> None:
        """Lay the boundary along the stretch of line that was pointed out."""
        if self.drafts is None:
            return
        if not self.draft:
            self.dock.status.say("warning", describe(Message("draft.empty")))
            return
        done: list[tuple[Replaced, Followed, float | None]] = []

        def edit(draft: Draft) -> Draft:
            exact, apart = self._on_neighbours_line(way)
            points = [(float(x), float(y)) for x, y in exact.points]
            start, end = self._ends_for(draft, points)
            facts = self._facts_of(exact)
            result = replace_stretch(draft, start, end, points, facts, self.drafts_prefix, self.move_ends.value())
            done.append((result, exact, apart))
            return result.draft

        if self.change(translate("RainforestAlert", "Follow a line"), edit):
            result, exact, apart = done[0]
            sentence = translate(
                "RainforestAlert",
                "The side follows {line} for {length} m: {added} vertices came, {removed} went. Its ends were moved by {first} "
                "m and {last} m.",
            ).format(
                line=", ".join(exact.features) or "–",
                length=number(1)(exact.length_m),
                added=result.added,
                removed=result.removed,
                first=number(2)(result.moved_m[0]),
                last=number(2)(result.moved_m[1]),
            )
            if apart is not None:
                sentence += " " + translate(
                    "RainforestAlert",
                    "That boundary is stored in another UTM zone: its corners were carried exactly; between two corners a side that is "
                    "straight there and one that is straight here part by up to {departure} m.",
                ).format(departure=number(3)(apart))
            self.dock.status.say("success", sentence)

    def _on_neighbours_line(self, way: Followed) -> tuple[Followed, float | None]:
        """The way as the neighbours' zones have it, and how far straight sides part; None where no line is of another zone."""
        if self.drafts is None or self.lines.currentLayer() is not None:
            return way, None
        epsg = self.drafts.epsg
        lines = [line for line in self._neighbour_lines(way.points.tolist()) if line.feature in way.features]
        exact, apart = settled(way, lines, epsg)
        return exact, apart if any(line.epsg != epsg for line in lines) else None

    def split(self, x: float, y: float) -> None:
        """Let two sides meet at a vertex, or make them one."""
        self.change(translate("RainforestAlert", "Split a side"), lambda draft: split_side(draft, (x, y)))

    def mark(self, x: float, y: float) -> None:
        """Ask for the name and the mark of a vertex."""
        one, _ = nearest_vertex(self.draft, (x, y))
        self.mark_dialog = MarkDialog(self.dock, one.vertex.label, one.vertex.monument or "")
        self.mark_dialog.accepted.connect(
            lambda: self.change(
                translate("RainforestAlert", "Mark a vertex"),
                lambda draft: mark_monument(
                    draft, (x, y), self.mark_dialog.monument.currentText(), self.mark_dialog.label.text()
                ),
            )
        )
        self.mark_dialog.open()

    def move_corner(self, from_x: float, from_y: float, to_x: float, to_y: float) -> None:
        """Move a corner in the drafts and agreed boundaries of all communities that have it, in whichever zone."""
        zones, drafts = self.zones, self.drafts
        if zones is None or drafts is None:
            return
        done: list[CornerMove] = []

        def act() -> None:
            done.append(zones.move_corner(drafts.epsg, (from_x, from_y), (to_x, to_y), self.neighbours()))

        if self.dock.guarded(act):
            (found,) = done
            distance = ((from_x - to_x) ** 2 + (from_y - to_y) ** 2) ** 0.5
            sentence = translate(
                "RainforestAlert", "The corner was moved by {distance} m in: {communities}. Propose each of them."
            ).format(distance=number(2)(distance), communities=", ".join(one.community for one in found.moved))
            said = [sentence, *_said_of_zones(found.moved, drafts.epsg)]
            if found.beside:
                near = ", ".join(f"{name} ({number(3)(distance)} m)" for name, distance in found.beside)
                said.append(
                    translate(
                        "RainforestAlert", "Beside it stands another corner, which was not moved: {communities}."
                    ).format(communities=near)
                )
            self.dock.status.say("warning" if found.beside else "success", " ".join(said))

    def undo(self) -> None:
        """Take the last step back, in all zones that have it."""
        self._go(DraftZones.undo)

    def redo(self) -> None:
        """Do the step again that was taken back, in all zones that have it."""
        self._go(DraftZones.redo)

    def _go(self, act: Callable[[DraftZones, int], None]) -> None:
        zones, drafts = self.zones, self.drafts
        if zones is not None and drafts is not None:
            self.dock.guarded(lambda: act(zones, drafts.epsg))

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

    def number_anew(self) -> None:
        """Number the vertices from the northernmost, clockwise."""
        self.change(
            translate("RainforestAlert", "Number the vertices"), lambda draft: number_vertices(draft, self._pattern)
        )

    def pick_side(self, x: float, y: float) -> None:
        """Choose the side under the hand and ask what it is."""
        if not self.draft:
            return
        side, _ = nearest_side(self.draft, (x, y))
        index = next(i for i, one in enumerate(self._sides) if one.start == side.start and one.end == side.end)
        self.table.selectRow(index)
        self.ask_side()

    def choose_side(self, name: str) -> None:
        """Choose a side of the draft by its two corners; of an agreed version there is none to choose."""
        for index, side in enumerate(self._sides):
            if f"{side.start.vertex.label}\u2013{side.end.vertex.label}" == name:
                self.table.selectRow(index)

    def ask_side(self) -> None:
        """Ask who lives beyond the chosen side."""
        side = self._chosen_side()
        if side is None:
            self.dock.status.say("warning", translate("RainforestAlert", "Choose a side in the list, or on the map."))
            return
        others = [one for one in self.dock.book.communities if one[0] != self.dock.community_id]
        words = f"{side.start.vertex.label} – {side.end.vertex.label}"
        self.side_dialog = SideDialog(self.dock, words, side.facts, others)
        self.side_dialog.accepted.connect(
            lambda: self.change(
                translate("RainforestAlert", "Describe a side"),
                lambda draft: describe_side(draft, side, self.side_dialog.facts()),
            )
        )
        self.side_dialog.open()

    def check_lines(self) -> None:
        """Say of each side that follows a line whether that runs there still, in the layer that is chosen now."""
        linked = [side for side in self._sides if side.facts.linked_digest]
        if not linked or self.drafts is None:
            self.dock.status.say("info", translate("RainforestAlert", "No side of the draft follows a line."))
            return
        found = []
        sources: set[str] = set()
        for side in linked:
            check = self._check_line(side)
            name = f"{side.start.vertex.label} – {side.end.vertex.label}"
            is_agreed = side.facts.linked_layer == AGREED
            sources.add(translate("RainforestAlert", "the workspace") if is_agreed else self._line_name())
            if check.state == "gone" and is_agreed:
                found.append(
                    translate("RainforestAlert", "{side}: the workspace has no agreed boundary of {line} now.").format(
                        side=name, line=side.facts.linked_feature
                    )
                )
            elif check.state == "gone":
                found.append(
                    translate("RainforestAlert", "{side}: the layer has no line there any more.").format(side=name)
                )
            elif check.state == "moved":
                found.append(
                    translate("RainforestAlert", "{side}: {line} has moved by up to {distance} m since {day}.").format(
                        side=name,
                        line=side.facts.linked_feature,
                        distance=number(2 if is_agreed else 1)(check.departure_m),
                        day=side.facts.linked_on,
                    )
                )
        if found:
            self.dock.status.say("warning", " ".join(found))
        else:
            self.dock.status.say(
                "success",
                translate("RainforestAlert", "{count} sides follow their line as it stands in {layer}.").format(
                    count=len(linked), layer=", ".join(sorted(sources))
                ),
            )

    def _check_line(self, side: DraftSide) -> LinkCheck:
        """How a side stands to its line: the neighbour's agreed boundary, or the layer that is chosen now."""
        places, facts = [one.vertex.place for one in side.vertices], side.facts
        if facts.linked_layer == AGREED:
            agreed = boundaries_of(facts, agreed_boundaries(self.dock.location, names_followed(facts)))
            epsg = side.start.vertex.epsg
            lines = neighbour_lines(((one.name, one.draft) for one in agreed), epsg)
            return check_neighbours_line(places, epsg, facts.linked_digest, lines)
        near = self._lines_near(places, tuple(facts.linked_feature.split(" + ")), only_places=True)
        return check_link(followed_part(places, facts.linked_digest), facts.linked_digest, near, ROUNDING_M)

    # parts of the page

    def _build_recovery(self) -> None:
        self.recovery = QWidget()
        row = QHBoxLayout(self.recovery)
        row.setContentsMargins(0, 0, 0, 0)
        self.recovery_note = QLabel()
        self.recovery_note.setWordWrap(True)
        self.bring_back_button = QPushButton(translate("RainforestAlert", "Bring back"))
        self.bring_back_button.clicked.connect(lambda: self.dock.guarded(self.bring_back))
        self.aside_button = QPushButton(translate("RainforestAlert", "Not now"))
        self.aside_button.setToolTip(translate("RainforestAlert", "Keep it aside under another name."))
        self.aside_button.clicked.connect(lambda: self.dock.guarded(self.leave_aside))
        row.addWidget(self.recovery_note, 1)
        row.addWidget(self.bring_back_button)
        row.addWidget(self.aside_button)
        self.recovery.hide()
        self.column.addWidget(self.recovery)

    def _build_begin(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.source = QComboBox()
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.setMinimumContentsLength(12)
        self.source.setToolTip(translate("RainforestAlert", "What the draft begins from."))
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

    def _build_tools(self) -> None:
        iface = self.dock.iface
        self.outline_button = tool_button(
            translate("RainforestAlert", "Outline"),
            translate("RainforestAlert", "Draw the polygon with QGIS's own tool; T traces along other layers."),
            lambda: self._qgis_tool(iface.actionAddFeature),
            "/mActionCapturePolygon.svg",
        )
        self.vertex_button = tool_button(
            translate("RainforestAlert", "Vertices"),
            translate("RainforestAlert", "Move, add and delete vertices with QGIS's own tool."),
            lambda: self._qgis_tool(iface.actionVertexTool),
            "/mActionVertexTool.svg",
        )
        self.follow_button = tool_button(
            translate("RainforestAlert", "Follow line"),
            translate(
                "RainforestAlert",
                "Click where the stretch of river, ridge or neighbour's line begins, then where it ends. Shift takes the other way around, "
                "the right button begins anew.",
            ),
            lambda: self._own_tool(self._follow_tool),
            "/mActionTracing.svg",
        )
        self.corner_button = tool_button(
            translate("RainforestAlert", "Move corner"),
            translate(
                "RainforestAlert",
                "Move a corner in both communities that share it: click it, then click its new place.",
            ),
            lambda: self._own_tool(self._corner_tool),
            "/mActionMoveVertex.svg",
        )
        self.split_button = tool_button(
            translate("RainforestAlert", "Split side"),
            translate(
                "RainforestAlert", "Click the vertex at which one side ends and the next begins; again to join them."
            ),
            lambda: self._own_tool(self._split_tool),
            "/mActionSplitFeatures.svg",
        )
        self.side_button = tool_button(
            translate("RainforestAlert", "Side…"),
            translate("RainforestAlert", "Click a side to say who lives beyond it and by which record they agreed."),
            lambda: self._own_tool(self._side_tool),
            "/mActionIdentify.svg",
        )
        self.mark_button = tool_button(
            translate("RainforestAlert", "Mark…"),
            translate("RainforestAlert", "Click a vertex to name it and to say which mark stands there."),
            lambda: self._own_tool(self._mark_tool),
            "/mActionAddMarker.svg",
        )
        self.number_button = tool_button(
            translate("RainforestAlert", "Number all"),
            translate(
                "RainforestAlert",
                "Number all vertices from the northernmost, clockwise. Without it the surveyed names stay and new vertices get the "
                "next number.",
            ),
            self.number_anew,
            "/mActionSortNumbers.svg",
        )
        self.undo_button = tool_button(
            translate("RainforestAlert", "Undo"),
            translate("RainforestAlert", "Take the last step back."),
            self.undo,
            "/mActionUndo.svg",
        )
        self.redo_button = tool_button(
            translate("RainforestAlert", "Redo"),
            translate("RainforestAlert", "Do the step again that was taken back."),
            self.redo,
            "/mActionRedo.svg",
        )
        self.save_button = tool_button(
            translate("RainforestAlert", "Save"),
            translate("RainforestAlert", "Save the drafts and go on."),
            self.save,
            "/mActionSaveEdits.svg",
        )
        self.check_button = tool_button(
            translate("RainforestAlert", "Check lines"),
            translate(
                "RainforestAlert",
                "Say whether the rivers that sides follow run there still, in the layer that is chosen below.",
            ),
            lambda: self.dock.guarded(self.check_lines),
            "/mActionCheckGeometry.svg",
        )
        buttons = [
            *(self.outline_button, self.vertex_button, self.save_button),
            *(self.follow_button, self.undo_button, self.redo_button),
            *(self.corner_button, self.split_button, self.side_button),
            *(self.mark_button, self.number_button, self.check_button),
        ]
        self._needs_layer = [
            self.outline_button,
            self.vertex_button,
            self.save_button,
            self.undo_button,
            self.redo_button,
        ]
        self._needs_draft = [button for button in buttons if button not in self._needs_layer]
        self.column.addLayout(button_grid(buttons, 3))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.lines = QgsMapLayerComboBox()
        filters = QgsMapLayerProxyModel.Filter
        self.lines.setFilters(layer_filters(filters.LineLayer | filters.PolygonLayer))
        self.lines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lines.setMinimumContentsLength(12)
        self.lines.setAdditionalItems([translate("RainforestAlert", "Agreed boundaries of the neighbours")])
        self.lines.setLayer(None)
        self.lines.setCurrentIndex(self.lines.count() - 1)
        self.lines.currentIndexChanged.connect(self._propose_kind)
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(5)
        for kind in SIDE_KINDS:
            self.kind.addItem(side_kind_name(kind), kind)
        self.move_ends = QDoubleSpinBox()
        self.move_ends.setRange(0.0, 500.0)
        self.move_ends.setDecimals(1)
        self.move_ends.setSuffix(" m")
        choices = QHBoxLayout()
        choices.setContentsMargins(0, 0, 0, 0)
        choices.addWidget(self.kind, 1)
        ends = QLabel(translate("RainforestAlert", "ends move up to"))
        ends.setBuddy(self.move_ends)
        choices.addWidget(ends)
        choices.addWidget(self.move_ends)
        _add_row(
            form,
            translate("RainforestAlert", "Line"),
            self.lines,
            translate(
                "RainforestAlert", "Layer of rivers, ridges or registered parcels that “Follow line” runs along."
            ),
        )
        tip = translate(
            "RainforestAlert",
            "What lies beyond the followed side; and how far its two ends may be moved to stand exactly on the line. At 0 the "
            "surveyed corners stay.",
        )
        self.kind.setToolTip(tip)
        self.move_ends.setToolTip(tip)
        label = QLabel(translate("RainforestAlert", "Beyond"))
        label.setBuddy(self.kind)
        form.addRow(label, choices)
        self.column.addLayout(form)
        self._propose_kind()

    def _build_sides(self) -> None:
        self.table = ResultTable(
            [
                Column(translate("RainforestAlert", "Side")),
                Column(translate("RainforestAlert", "Kind")),
                Column(translate("RainforestAlert", "Neighbour")),
                Column(translate("RainforestAlert", "Record")),
                Column(translate("RainforestAlert", "Length (m)"), number(1), is_number=True),
            ]
        )
        self.table.setMinimumHeight(95)
        self.table.setAccessibleName(translate("RainforestAlert", "Sides of the draft"))
        self.table.chosen.connect(lambda _: self._show_marks())
        self.table.activated.connect(lambda _: self.ask_side())
        self.table.setToolTip(translate("RainforestAlert", "Press Enter on a side to say who lives beyond it."))
        self.column.addWidget(self.table, 1)

    # what stands behind it

    @property
    def drafts_prefix(self) -> str:
        """Of the names of new vertices."""
        return label_prefix(self._pattern)

    def _fill_begin(self) -> None:
        self.source.clear()
        known = self.dock.known
        community_id = self.dock.community_id
        has_stored = False
        if community_id and self.dock.location:
            try:
                has_stored = self._stored_epsg(community_id) is not None
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

    def _look_for_left_edits(self) -> None:
        self._left = None
        if self.dock.location:
            zones = self._zones_of.get(self.dock.location)
            self._left = zones.left_behind() if zones is not None else left_behind(drafts_path(self.dock.location))
        self.recovery.setVisible(self._left is not None)
        if self._left is not None:
            sentence = translate(
                "RainforestAlert", "QGIS ended before the draft of {communities} was saved ({time})."
            ).format(communities=", ".join(self._left.communities()), time=hour_name(self._left.saved_at))
            self.recovery_note.setText(f"{sentence} {self._half_saved(self._left)}".strip())

    def _half_saved(self, left: Autosaved) -> str:
        """What is to be said when QGIS ended after it saved a moved corner in one zone and before it did in the other."""
        if self.zones is not None and self.zones.opened:
            return ""
        there, missing = half_saved_corner(self.dock.location, left, self._pattern)
        if not missing:
            return ""
        return translate(
            "RainforestAlert",
            "A corner that several share stands at its new place in the saved draft of {there}, and at its old one in that of "
            "{missing}: bring this back to have it at the new place in all of them.",
        ).format(there=", ".join(there), missing=", ".join(missing))

    def _stored_epsg(self, community_id: str) -> int | None:
        opened = self.zones.epsg_of(community_id) if self.zones is not None else None
        if opened is not None:
            return opened
        found = [epsg for epsg, one in stored_drafts(drafts_path(self.dock.location)) if one == community_id]
        return found[0] if found else None

    def _all_zones(self) -> DraftZones:
        """The drafts of the workspace."""
        self._turn_to_workspace()
        if self.zones is None:
            self.zones = zones = self._zones_of[self.dock.location] = DraftZones(self.dock.location, self._pattern)
            zones.changed.connect(self.show_draft)
            zones.gone.connect(partial(self._lose_drafts, zones.location))
            zones.not_kept.connect(lambda error: self.dock.status.say("error", describe(error)))
            zones.not_saved.connect(self._tell_not_saved)
            zones.laid_aside.connect(self._tell_laid_aside)
            zones.steps.followed.connect(self._tell_followed)
            zones.steps.refused.connect(self._tell_refused)
        return self.zones

    def _turn_to_workspace(self) -> None:
        zones = self._zones_of.get(self.dock.location)
        if zones is not self.zones:
            self.zones, self.drafts = zones, None

    def _open(self, epsg: int) -> None:
        self.drafts = self._all_zones().open(epsg)

    def _turn_to_zone(self) -> None:
        """The community's draft may be open in another zone than that of the community before it."""
        if self.zones is not None:
            epsg = self.zones.epsg_of(self.dock.community_id)
            self.drafts = self.zones.opened[epsg] if epsg is not None else self.drafts

    def _let_go(self) -> None:
        """Stop following the layers of all workspaces."""
        every, self.zones, self.drafts = list(self._zones_of.values()), None, None
        self._zones_of.clear()
        for zones in every:
            zones.changed.disconnect(self.show_draft)
            zones.let_go()

    def _lose_drafts(self, location: str, epsg: int) -> None:
        is_here = self.zones is not None and self.zones.location == location
        if is_here and self.drafts is not None and self.drafts.epsg == epsg:
            self.drafts = None
        self.show_draft()

    def _begin_with(self, community_id: str, draft: Draft) -> None:
        if self.drafts is not None:
            self.drafts.begin(community_id, self.dock.community_name, self._agreed_id(), draft)

    def _begin_with_selected(self, community_id: str) -> None:
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
        geometry = QgsGeometry(layer.selectedFeatures()[0].geometry())
        epsg = _utm_code(layer.crs()) or self._epsg_of(geometry.boundingBox(), layer.crs())
        target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
        if layer.crs() != target:
            geometry.transform(QgsCoordinateTransform(layer.crs(), target, QgsProject.instance()))
        self._open(epsg)
        polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
        places = {
            (part, ring): [(point.x(), point.y()) for point in line[:-1]]
            for part, lines in enumerate(polygons)
            for ring, line in enumerate(lines)
        }
        self._begin_with(community_id, carried_over((), places, epsg, self.drafts_prefix))

    def _epsg_of_map(self) -> int:
        return self._epsg_of(self.canvas.extent(), self.canvas.mapSettings().destinationCrs())

    def _epsg_of(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> int:
        transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), QgsProject.instance())
        middle = transform.transformBoundingBox(extent).center() if crs.isValid() else None
        if middle is None or extent.isEmpty() or not (abs(middle.x()) <= 180.0 and abs(middle.y()) <= 84.0):
            raise InputError("draft.no_zone", community=self.dock.community_name)
        return utm_epsg(middle.x(), middle.y())

    def _agreed_id(self) -> str:
        return self.dock.known.agreed_id if self.dock.known is not None else ""

    def _snap(self) -> None:
        """Snapping to vertices and sides of all layers, tracing, and topological editing: what drawing a boundary needs of QGIS."""
        project = QgsProject.instance()
        config = QgsSnappingConfig(project.snappingConfig())
        config.setEnabled(True)
        config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
        flags = QgsSnappingConfig.SnappingTypes
        config.setTypeFlag(flags.VertexFlag | flags.SegmentFlag)
        config.setTolerance(_SNAP_PIXELS)
        config.setUnits(QgsTolerance.UnitType.Pixels)
        project.setSnappingConfig(config)
        project.setTopologicalEditing(True)
        tracer = QgsMapCanvasTracer.tracerForCanvas(self.canvas)
        if tracer is not None and tracer.actionEnableTracing() is not None:
            tracer.actionEnableTracing().setChecked(True)

    def _qgis_tool(self, action: Callable[[], Any]) -> None:
        if self.drafts is None:
            return
        self.drafts.draw_for(self.dock.community_id, self.dock.community_name, self._agreed_id())
        self.dock.iface.setActiveLayer(self.drafts.layer)
        self.drafts.start_editing()
        action().trigger()

    def _own_tool(self, make: Callable[[], DraftTool]) -> None:
        if self.drafts is None:
            return
        self.dock.iface.setActiveLayer(self.drafts.layer)
        self.drafts.start_editing()
        self.canvas.setMapTool(make())

    def _kept(self, kind: type[DraftTool], number: int, make: Callable[[], DraftTool]) -> DraftTool:
        key = f"{kind.__name__}{number}"
        known = next((tool for tool in self._tools if tool.objectName() == key), None)
        if known is None:
            known = make()
            known.setObjectName(key)
            known.refused.connect(lambda error: self.dock.status.say("warning", describe(error)))
            self._tools.append(known)
        return known

    def _follow_tool(self) -> DraftTool:
        def make() -> DraftTool:
            tool = FollowTool(
                self.canvas, lambda: self.draft, self._crs, lambda places: LineNetwork(self._lines_near(places))
            )
            tool.followed.connect(self.lay_along)
            return tool

        return self._kept(FollowTool, 0, make)

    def _corner_tool(self) -> DraftTool:
        def make() -> DraftTool:
            tool = CornerTool(self.canvas, lambda: self.draft, self._crs)
            tool.moved.connect(self.move_corner)
            return tool

        return self._kept(CornerTool, 0, make)

    def _split_tool(self) -> DraftTool:
        return self._kept(VertexTool, 0, lambda: self._picking(VertexTool, self.split))

    def _mark_tool(self) -> DraftTool:
        return self._kept(VertexTool, 1, lambda: self._picking(VertexTool, self.mark))

    def _side_tool(self) -> DraftTool:
        return self._kept(PlaceTool, 0, lambda: self._picking(PlaceTool, self.pick_side))

    def _picking(self, kind: Any, act: Callable[[float, float], None]) -> DraftTool:
        tool: DraftTool = kind(self.canvas, lambda: self.draft, self._crs)
        tool.picked.connect(act)  # type: ignore[attr-defined]
        return tool

    def _crs(self) -> QgsCoordinateReferenceSystem:
        return self.drafts.crs if self.drafts is not None else self.canvas.mapSettings().destinationCrs()

    def _lines_near(
        self, places: Sequence[Place], features: Sequence[str] = (), only_places: bool = False
    ) -> list[ReferenceLine]:
        """Lines of the chosen layer, or of the neighbours' agreed boundaries in the draft's zone, around the map and some places."""
        crs = self._crs()
        layer = self.lines.currentLayer()
        if layer is None:
            return [
                line.carried(_utm_code(crs) or line.epsg)
                for line in self._neighbour_lines(places)
                if not features or line.feature in features
            ]
        shown = _carried_box(self.canvas.extent(), self.canvas.mapSettings().destinationCrs(), crs)
        if only_places:
            shown = QgsRectangle(places[0][0], places[0][1], places[0][0], places[0][1])
        return lines_around(layer, crs, area_around(shown, places, MARGIN_M), features)

    def _neighbour_lines(self, places: Sequence[Place]) -> list[NeighbourLine]:
        """Agreed boundaries of the neighbours around the map and some places, each in its own zone."""
        if self.drafts is None:
            return []
        return neighbour_lines(((name, draft) for name, _, draft in self.neighbours(places).values()), self.drafts.epsg)

    def neighbours(
        self, places: Sequence[Place] = (), crs: QgsCoordinateReferenceSystem | None = None
    ) -> dict[str, tuple[str, str, Draft]]:
        """Agreed boundaries of other communities around the map, the draft and some places; read once for each part of the map.

        Parameters
        ----------
        crs : QgsCoordinateReferenceSystem, optional
            Of the places; the draft's without it.
        """
        degrees = QgsCoordinateReferenceSystem(WGS84)
        wanted = _carried_box(self.canvas.extent(), self.canvas.mapSettings().destinationCrs(), degrees)
        for corners, system in ((places, crs or self._crs()), ([one.vertex.place for one in self.draft], self._crs())):
            if corners:
                wanted.combineExtentWith(_carried_box(area_around(QgsRectangle(), corners, 1.0), system, degrees))
        if self._near is None or not self._near[0].contains(wanted):
            area = wanted.buffered(_MARGIN_DEGREES)
            self._near = (area, neighbours_drafts(self.dock.location, self.dock.community_id, area))
        return self._near[1]

    def _line_name(self) -> str:
        layer = self.lines.currentLayer()
        return layer.name() if layer is not None else translate("RainforestAlert", "the workspace")

    def _facts_of(self, way: Followed) -> SideFacts:
        layer = self.lines.currentLayer()
        name = " + ".join(way.features)
        identity = {name: identity for identity, name in self.dock.book.communities}.get(name, "")
        return SideFacts(
            str(self.kind.currentData()),
            name if not name.startswith("#") else "",
            identity if layer is None else "",
            linked_layer=AGREED if layer is None else layer.name(),
            linked_feature=name,
            linked_digest=line_digest(way.points),
            linked_on=datetime.date.today().isoformat(),
        )

    def _ends_for(self, draft: Draft, points: Sequence[Place]) -> tuple[Place, Place]:
        """Ends of the side that is laid along a line: those of the chosen side, or the vertices nearest to the line's ends."""
        side = self._chosen_side()
        if side is not None and side.start != side.end:
            return side.start.vertex.place, side.end.vertex.place
        first = nearest_vertex(draft, points[0])[0].vertex.place
        others = tuple(one for one in draft if one.vertex.place != first)
        return first, nearest_vertex(others, points[-1])[0].vertex.place

    def _chosen_side(self) -> DraftSide | None:
        index = self.table.currentIndex()
        if not index.isValid() or not self.table.selectionModel().hasSelection():
            return None
        return self._sides[self.table.row(index.row())[-1]]

    def _show_marks(self) -> None:
        if self._marks is None:
            if self.drafts is None:
                return
            self._marks = DraftMarks(self.canvas)
        side = self._chosen_side() if self._sides else None
        chosen = self._sides.index(side) if side is not None else -1
        self._marks.show_draft(self.draft, self._crs(), chosen)

    def _propose_kind(self, *_: Any) -> None:
        layer = self.lines.currentLayer()
        kind = (
            "community"
            if layer is None
            else next(
                (kind for kind, words in _KINDS_BY_NAME if words.search(layer.name())),
                "river" if layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry else "private_parcel",
            )
        )
        self.kind.setCurrentIndex(self.kind.findData(kind))


def _add_row(form: QFormLayout, text: str, widget: QWidget, tip: str) -> None:
    label = QLabel(text)
    label.setBuddy(widget)
    label.setContentsMargins(0, 0, 4, 0)
    label.setToolTip(tip)
    widget.setToolTip(tip)
    form.addRow(label, widget)


def _said_of_zones(moved: Sequence[MovedCorner], epsg: int) -> list[str]:
    """Where a corner stands now in zones other than the one that is worked in, and whose drafts began by moving it."""
    said = []
    for zone in sorted({one.epsg for one in moved} - {epsg}):
        here = [one for one in moved if one.epsg == zone]
        said.append(
            translate(
                "RainforestAlert", "In zone {zone} ({communities}) it stands at E {easting}, N {northing}."
            ).format(
                zone=zone_of(QgsCoordinateReferenceSystem(f"EPSG:{zone}")),
                communities=", ".join(one.community for one in here),
                easting=f"{here[0].place[0]:.2f}",
                northing=f"{here[0].place[1]:.2f}",
            )
        )
    begun = [one.community for one in moved if one.is_begun]
    if begun:
        said.append(
            translate("RainforestAlert", "By this a draft began from the agreed boundary of: {communities}.").format(
                communities=", ".join(begun)
            )
        )
    return said


def _polygon(draft: Draft) -> QgsGeometry:
    return polygon_of(vertices(draft))


def _carried_box(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    """A rectangle in another system; an empty one where it has no place there, as the whole world has none in a UTM zone."""
    try:
        return QgsCoordinateTransform(source, target, QgsProject.instance()).transformBoundingBox(box)
    except QgsCsException:
        return QgsRectangle()


def _utm_code(crs: QgsCoordinateReferenceSystem) -> int | None:
    authority, _, code = str(crs.authid()).partition(":")
    is_utm = authority == "EPSG" and code.isdigit() and 32601 <= int(code) <= 32760 and int(code) % 100 <= 60
    return int(code) if is_utm and int(code) // 100 in (326, 327) else None
