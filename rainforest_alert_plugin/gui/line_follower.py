"""Sides of the draft that follow a line: a creek or a parcel of a layer, or the neighbours' agreed boundaries."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Sequence

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from ..compat import layer_filters
from ..errors import InputError, Message
from ..geo.datum import PinnedShift
from ..host.drafts import is_drafts
from ..host.messages import describe
from ..host.moved_lines import AGREED, MARGIN_M, ROUNDING_M, boundaries_of, names_followed
from ..host.neighbour_lines import check_neighbours_line, neighbour_lines, settled
from ..host.reference_lines import area_around, lines_around
from ..host.territory import agreed_boundaries
from ..i18n import translate
from ..overlay.pinned import shift_between
from ..territory.carried_datum import new_with_shift
from ..territory.draft import Draft, DraftSide, Place, SideFacts, vertices
from ..territory.draft_edits import Replaced, nearest_vertex, replace_stretch
from ..territory.line_following import (
    Followed,
    LineNetwork,
    LinkCheck,
    ReferenceLine,
    check_link,
    followed_part,
    line_digest,
)
from ..workspace.tables.territory import SIDE_KINDS
from .datum_question import said_of_line
from .draft_sides import DraftSides
from .near_neighbours import NearNeighbours, carried_box
from .open_drafts import OpenDrafts
from .table import number
from .territory_words import side_kind_name

if TYPE_CHECKING:
    from .territory_dock import TerritoryDock

# What a layer's name says of those who adjoin along its lines.
_KINDS_BY_NAME = (
    ("river", re.compile(r"r[ií]o|quebrada|hidro|river|creek|cauce", re.IGNORECASE)),
    ("road", re.compile(r"carretera|camino|trocha|\bv[ií]as?\b|road", re.IGNORECASE)),
    ("community", re.compile(r"comunidad|communit|ccnn|nativa", re.IGNORECASE)),
    ("state", re.compile(r"estado|\banp\b|reserva|\bbpp\b", re.IGNORECASE)),
)


class LineFollower(QWidget):
    """Asks which lines are followed and what lies beyond them, lays sides along them, and checks whether they run there still."""

    def __init__(self, dock: TerritoryDock, drafts: OpenDrafts, neighbours: NearNeighbours, sides: DraftSides) -> None:
        super().__init__()
        self.dock = dock
        self.drafts = drafts
        self.neighbours = neighbours
        self.sides = sides
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._ask_lines(form)
        self._ask_beyond(form)
        self._propose_kind()

    def propose_lines(self) -> None:
        """The project's layers changed: drafts and their autosaves are no lines to follow."""
        excluded = [layer for layer in QgsProject.instance().mapLayers().values() if is_drafts(layer)]
        self.lines.setExceptedLayerList(excluded)

    def network(self, places: Sequence[Place]) -> LineNetwork:
        """The chosen lines around the map and some places, to be followed."""
        try:
            return LineNetwork(self._lines_near(places))
        except InputError as error:
            self.dock.status.say("error", describe(error))
            return LineNetwork([])

    def lay_along(self, way: Followed) -> None:
        """Lay the boundary along the stretch of line that was pointed out."""
        if self.drafts.zone is None:
            return
        if not self.drafts.draft:
            self.dock.status.say("warning", describe(Message("draft.empty")))
            return
        done: list[tuple[Replaced, Followed, float | None]] = []

        def edit(draft: Draft) -> Draft:
            exact, apart = self._on_neighbours_line(way)
            points = [(float(x), float(y)) for x, y in exact.points]
            start, end = self._ends_for(draft, points)
            facts = self._facts_of(exact)
            result = replace_stretch(draft, start, end, points, facts, self.drafts.prefix, self.move_ends.value())
            done.append((result, exact, apart))
            marked = new_with_shift(vertices(result.draft), vertices(draft), self._shift())
            return tuple(replace(one, vertex=vertex) for one, vertex in zip(result.draft, marked))

        if self.drafts.change(translate("RainforestAlert", "Follow a line"), edit):
            told = said_of_line(self._line_name(), self._shift())
            sentence = " ".join(filter(None, (_said_of(*done[0]), told)))
            self.dock.status.say("warning" if told else "success", sentence)

    def check_lines(self) -> None:
        """Say of each side that follows a line whether that runs there still, in the layer that is chosen now."""
        linked = [side for side in self.sides.sides if side.facts.linked_digest]
        if not linked or self.drafts.zone is None:
            self.dock.status.say("info", translate("RainforestAlert", "No side of the draft follows a line."))
            return
        departed = [_said_of_check(side, self._check_line(side)) for side in linked]
        if any(departed):
            self.dock.status.say("warning", " ".join(filter(None, departed)))
            return
        sources = {
            translate("RainforestAlert", "the workspace") if _follows_agreed(side) else self._line_name()
            for side in linked
        }
        self.dock.status.say(
            "success",
            translate("RainforestAlert", "{count} sides follow their line as it stands in {layer}.").format(
                count=len(linked), layer=", ".join(sorted(sources))
            ),
        )

    # parts of the form

    def _ask_lines(self, form: QFormLayout) -> None:
        self.lines = QgsMapLayerComboBox()
        filters = QgsMapLayerProxyModel.Filter
        self.lines.setFilters(layer_filters(filters.LineLayer | filters.PolygonLayer))
        self.lines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lines.setMinimumContentsLength(12)
        self.lines.setAdditionalItems([translate("RainforestAlert", "Agreed boundaries of the neighbours")])
        self.lines.setLayer(None)
        self.lines.setCurrentIndex(self.lines.count() - 1)
        self.lines.currentIndexChanged.connect(self._propose_kind)
        tip = translate(
            "RainforestAlert", "Layer of rivers, ridges or registered parcels that “Follow line” runs along."
        )
        label = QLabel(translate("RainforestAlert", "Line"))
        label.setBuddy(self.lines)
        label.setContentsMargins(0, 0, 4, 0)
        label.setToolTip(tip)
        self.lines.setToolTip(tip)
        form.addRow(label, self.lines)

    def _ask_beyond(self, form: QFormLayout) -> None:
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
        ends.setContentsMargins(4, 0, 4, 0)
        choices.addWidget(ends)
        choices.addWidget(self.move_ends)
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

    # what stands behind it

    def _lines_near(
        self, places: Sequence[Place], features: Sequence[str] = (), only_places: bool = False
    ) -> list[ReferenceLine]:
        """Lines of the chosen layer, or of the neighbours' agreed boundaries in the draft's zone, around the map and some places."""
        layer, zone = self.lines.currentLayer(), self.drafts.zone
        if layer is None:
            if zone is None:
                return []
            near = self.neighbours.lines(places, zone.epsg)
            return [line.carried(zone.epsg) for line in near if not features or line.feature in features]
        crs = self.drafts.crs
        if only_places:
            shown = QgsRectangle(places[0][0], places[0][1], places[0][0], places[0][1])
        else:
            canvas = self.dock.iface.mapCanvas()
            shown = carried_box(canvas.extent(), canvas.mapSettings().destinationCrs(), crs)
        return lines_around(layer, crs, area_around(shown, places, MARGIN_M), features)

    def _on_neighbours_line(self, way: Followed) -> tuple[Followed, float | None]:
        """The way as the neighbours' zones have it, and how far straight sides part; None where no line is of another zone."""
        zone = self.drafts.zone
        if zone is None or self.lines.currentLayer() is not None:
            return way, None
        lines = [line for line in self.neighbours.lines(way.points.tolist(), zone.epsg) if line.feature in way.features]
        exact, apart = settled(way, lines, zone.epsg)
        return exact, apart if any(line.epsg != zone.epsg for line in lines) else None

    def _ends_for(self, draft: Draft, points: Sequence[Place]) -> tuple[Place, Place]:
        """Ends of the side that is laid along a line: those of the chosen side, or the vertices nearest to the line's ends."""
        side = self.sides.chosen_side()
        if side is not None and side.start != side.end:
            return side.start.vertex.place, side.end.vertex.place
        first = nearest_vertex(draft, points[0])[0].vertex.place
        others = tuple(one for one in draft if one.vertex.place != first)
        return first, nearest_vertex(others, points[-1])[0].vertex.place

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

    def _shift(self) -> PinnedShift | None:
        """Operation that brings the chosen layer's lines to the draft; none for those of its datum."""
        layer = self.lines.currentLayer()
        return None if layer is None else shift_between(layer.crs(), self.drafts.crs)

    def _line_name(self) -> str:
        layer = self.lines.currentLayer()
        return layer.name() if layer is not None else translate("RainforestAlert", "the workspace")

    def _check_line(self, side: DraftSide) -> LinkCheck:
        """How a side stands to its line: the neighbour's agreed boundary, or the layer that is chosen now."""
        places, facts = [one.vertex.place for one in side.vertices], side.facts
        if _follows_agreed(side):
            agreed = boundaries_of(facts, agreed_boundaries(self.dock.location, names_followed(facts)))
            epsg = side.start.vertex.epsg
            lines = neighbour_lines(((one.name, one.draft) for one in agreed), epsg)
            return check_neighbours_line(places, epsg, facts.linked_digest, lines)
        near = self._lines_near(places, tuple(facts.linked_feature.split(" + ")), only_places=True)
        return check_link(followed_part(places, facts.linked_digest), facts.linked_digest, near, ROUNDING_M)


def _follows_agreed(side: DraftSide) -> bool:
    return side.facts.linked_layer == AGREED


def _said_of(result: Replaced, way: Followed, apart_m: float | None) -> str:
    sentence = translate(
        "RainforestAlert",
        "The side follows {line} for {length} m: {added} vertices came, {removed} went. Its ends were moved by {first} "
        "m and {last} m.",
    ).format(
        line=", ".join(way.features) or "–",
        length=number(1)(way.length_m),
        added=result.added,
        removed=result.removed,
        first=number(2)(result.moved_m[0]),
        last=number(2)(result.moved_m[1]),
    )
    if apart_m is None:
        return sentence
    return f"{sentence} " + translate(
        "RainforestAlert",
        "That boundary is stored in another UTM zone: its corners were carried exactly; between two corners a side that is "
        "straight there and one that is straight here part by up to {departure} m.",
    ).format(departure=number(3)(apart_m))


def _said_of_check(side: DraftSide, check: LinkCheck) -> str:
    """What became of the line that a side follows; nothing where the side follows it still."""
    name, facts = f"{side.start.vertex.label} – {side.end.vertex.label}", side.facts
    if check.state == "gone" and _follows_agreed(side):
        return translate("RainforestAlert", "{side}: the workspace has no agreed boundary of {line} now.").format(
            side=name, line=facts.linked_feature
        )
    if check.state == "gone":
        return translate("RainforestAlert", "{side}: the layer has no line there any more.").format(side=name)
    if check.state == "moved":
        return translate("RainforestAlert", "{side}: {line} has moved by up to {distance} m since {day}.").format(
            side=name,
            line=facts.linked_feature,
            distance=number(2 if _follows_agreed(side) else 1)(check.departure_m),
            day=facts.linked_on,
        )
    return ""
