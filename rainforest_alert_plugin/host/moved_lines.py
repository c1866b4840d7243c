"""Sides that follow a line, compared with it as it runs now, in the background, and each state told of once.

A creek is looked up in the newest copy of its layer, a neighbour's line in the neighbour's agreed boundary, in its own UTM zone.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsFeatureRequest,
    QgsFields,
    QgsProject,
    QgsRectangle,
    QgsTask,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..cadastre.reference_layers import latest_layers
from ..errors import InputError, RainforestAlertError
from ..geo.progress import IsCancelled
from ..i18n import translate
from ..overlay.pinned import pinned_transform
from ..territory.draft import Draft, Place, SideFacts, sides
from ..territory.line_following import check_link, followed_part, line_digest
from .neighbour_lines import check_neighbours_line, neighbour_lines
from .reference_lines import area_around, lines_around
from .territory import VERSION, AgreedBoundary, agreed_boundaries, draft_from
from .workspaces import open_workspace

# Further off than this nobody would call it the same creek.
MARGIN_M = 2000.0
# What rounding and another path through PROJ move a coordinate by.
ROUNDING_M = 0.5
# What a side is linked to that follows a neighbour's agreed boundary.
AGREED = VERSION
_KEY_LENGTH = 16
# How QGIS joins the file's name and the table's.
_JOINT = " \u2014 "
_BETWEEN_WORDS = re.compile(r"[\W\d_]+")


class ReferenceNews(QObject):
    """Tells whoever listens that a workspace has got newer copies of reference layers."""

    came = pyqtSignal(str)


news = ReferenceNews()


@dataclass(frozen=True)
class LinkedSide:
    """A side that follows a line of a reference layer, or of a neighbour's agreed boundary.

    Attributes
    ----------
    name : str
        Its two corners.
    places : tuple of (float, float)
        Its vertices, in the UTM system `epsg`.
    """

    name: str
    facts: SideFacts
    places: tuple[Place, ...]
    epsg: int


@dataclass(frozen=True)
class MovedLine:
    """A line that runs elsewhere now than the side that follows it.

    Attributes
    ----------
    side : LinkedSide
    layer, day : str
        The layer in which it moved, or :data:`AGREED`; and the day of that copy, or of that agreement (ISO 8601).
    departure_m : float
        Largest distance between side and line; NaN when the line is no longer there.
    key : str
        Stands for this line in this state: the same for every copy in which it runs alike.
    """

    side: LinkedSide
    layer: str
    day: str
    departure_m: float
    key: str

    @property
    def is_gone(self) -> bool:
        """Whether no line runs there any more."""
        return math.isnan(self.departure_m)


class LineCopy:
    """A layer's lines for another thread; made on the thread of the layer.

    Parameters
    ----------
    layer : QgsVectorLayer
    day : str
        Of the copy, ISO 8601.
    titles : iterable of str
        Further names by which sides may know it.
    """

    def __init__(self, layer: QgsVectorLayer, day: str, titles: Iterable[str] = ()) -> None:
        self.title, self.day = layer.name(), day
        self._names = {name for title in (layer.name(), *titles) for name in _names(title)}
        self._crs, self._fields, self._extent = layer.crs(), layer.fields(), layer.extent()
        self._source = QgsVectorLayerFeatureSource(layer)

    def is_called(self, name: str) -> bool:
        """Whether a side that follows the layer `name` follows this one."""
        return not self._names.isdisjoint(_names(name))

    def crs(self) -> QgsCoordinateReferenceSystem:
        """Its system."""
        return self._crs

    def fields(self) -> QgsFields:
        """Its columns."""
        return self._fields

    def getFeatures(self, request: QgsFeatureRequest) -> Any:
        """Its features."""
        return self._source.getFeatures(request)

    def covers(self, area: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> bool:
        """Whether the whole of an area lies where the layer has anything: otherwise it was cut off there."""
        try:
            context = QgsProject.instance().transformContext()
            carried = pinned_transform(crs, self._crs, context).transformBoundingBox(area)
        except QgsCsException:
            return False
        return bool(self._extent.contains(carried))


def linked_sides(draft: Draft) -> list[LinkedSide]:
    """Sides of a boundary that follow a line."""
    return [
        LinkedSide(
            f"{side.start.vertex.label}\u2013{side.end.vertex.label}",
            side.facts,
            tuple(one.vertex.place for one in side.vertices),
            int(side.start.vertex.epsg),
        )
        for side in sides(draft)
        if side.facts.linked_digest
    ]


def layers_of(linked: Iterable[LinkedSide]) -> list[str]:
    """Reference layers that sides follow, by name."""
    return sorted({side.facts.linked_layer for side in linked} - {AGREED})


def moved_lines(
    linked: Sequence[LinkedSide], copies: Sequence[LineCopy], is_cancelled: IsCancelled = lambda: False
) -> list[MovedLine]:
    """Which lines run elsewhere in the newest copy of their layer; sides whose layer is not among the copies are passed over."""
    found: dict[str, MovedLine] = {}
    for side in linked:
        if is_cancelled():
            break
        is_layer = side.facts.linked_layer != AGREED
        named = [copy for copy in copies if is_layer and copy.is_called(side.facts.linked_layer)]
        moved = _moved(side, max(named, key=lambda copy: (copy.day, copy.title))) if named else None
        if moved is not None:
            found.setdefault(moved.key, moved)
    return list(found.values())


def _moved(side: LinkedSide, copy: LineCopy) -> MovedLine | None:
    crs = QgsCoordinateReferenceSystem(f"EPSG:{side.epsg}")
    part = followed_part(side.places, side.facts.linked_digest)
    alone = area_around(QgsRectangle(*part[0], *part[0]), [(float(x), float(y)) for x, y in part], 0.0)
    features = tuple(side.facts.linked_feature.split(" + "))
    try:
        lines = lines_around(copy, crs, alone.buffered(MARGIN_M), features)
    except InputError:  # of a layer whose datum cannot be carried nothing is known
        return None
    check = check_link(part, side.facts.linked_digest, lines, ROUNDING_M)
    is_gone = not check.departure_m <= MARGIN_M
    if check.state == "same" or (is_gone and not copy.covers(alone, crs)):
        return None
    key = _key(side, [line.points for line in lines])
    return MovedLine(side, copy.title, copy.day, math.nan if is_gone else check.departure_m, key)


def moved_boundaries(
    linked: Sequence[LinkedSide], agreed: Sequence[AgreedBoundary], is_cancelled: IsCancelled = lambda: False
) -> list[MovedLine]:
    """Which neighbours' agreed boundaries run elsewhere now; sides whose neighbour has none in force are passed over."""
    found: dict[str, MovedLine] = {}
    for side in linked:
        if is_cancelled():
            break
        followed = boundaries_of(side.facts, agreed) if side.facts.linked_layer == AGREED else []
        lines = neighbour_lines(((one.name, one.draft) for one in followed), side.epsg)
        if not lines:
            continue
        check = check_neighbours_line(side.places, side.epsg, side.facts.linked_digest, lines)
        if check.state != "same":
            departure = check.departure_m if check.departure_m <= MARGIN_M else math.nan
            key = _key(side, [line.own for line in lines])
            found.setdefault(key, MovedLine(side, AGREED, max(one.day for one in followed), departure, key))
    return list(found.values())


def boundaries_of(facts: SideFacts, agreed: Iterable[AgreedBoundary]) -> list[AgreedBoundary]:
    """Boundaries that a side follows: that of the community it names, under whatever name now, or those of its names."""
    named = names_followed(facts)
    known = list(agreed)
    return [one for one in known if one.community_id in named] or [one for one in known if one.name in named]


def names_followed(facts: SideFacts) -> set[str]:
    """Identity, or names, of the neighbours whose agreed boundaries a side follows."""
    names = facts.linked_feature.split(" + ")
    return {facts.neighbour_id, *names} if facts.neighbour_id and len(names) == 1 else set(names)


def _key(side: LinkedSide, lines: Iterable[Any]) -> str:
    state = "|".join([side.facts.linked_digest, *sorted(map(line_digest, lines))])
    return hashlib.sha256(state.encode("ascii")).hexdigest()[:_KEY_LENGTH]


def copies_in_project(names: Sequence[str], excluded: Iterable[QgsVectorLayer] = ()) -> list[LineCopy]:
    """Copies of the project's line and polygon layers that go by one of some names."""
    kinds = (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PolygonGeometry)
    left_out = {layer.id() for layer in excluded}
    wanted = {one for name in names for one in _names(name)}
    return [
        LineCopy(layer, _day_of(layer))
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.id() not in left_out
        and not wanted.isdisjoint(_names(layer.name()))
        and layer.geometryType() in kinds
    ]


class MovedLinesTask(QgsTask):
    """Looks in the background whether the lines that a community's sides follow have moved.

    Parameters
    ----------
    location : str
    version_id : str
        Agreed version whose sides are looked at; empty for none.
    draft : Draft
        Looked at too.
    copies : list of LineCopy
        Of the project; the workspace's own latest copies join them.
    """

    def __init__(self, location: str, version_id: str, draft: Draft, copies: list[LineCopy]) -> None:
        super().__init__(
            translate("RainforestAlert", "Looking whether followed lines have moved"), QgsTask.Flag.CanCancel
        )
        self.location, self.version_id = location, version_id
        self.draft, self.copies = draft, copies
        self.found: list[MovedLine] = []

    def run(self) -> bool:
        """Do the work, on a thread of its own."""
        try:
            linked = linked_sides(self.draft)
            if self.version_id:
                linked += linked_sides(draft_from(self.location, self.version_id))
            names = layers_of(linked)
            self.copies += self._kept(names) if names else []
            self.found = moved_lines(linked, self.copies, self.isCanceled)
            named = {
                name for side in linked if side.facts.linked_layer == AGREED for name in names_followed(side.facts)
            }
            agreed = agreed_boundaries(self.location, named) if named else []
            self.found += moved_boundaries(linked, agreed, self.isCanceled)
        except RainforestAlertError:
            # nobody asked for it: whoever works with the workspace is told by what they do there
            return False
        return True

    def _kept(self, names: Sequence[str]) -> list[LineCopy]:
        wanted = {one for name in names for one in _names(name)}
        with open_workspace(self.location, read_only=True) as workspace:
            kept = latest_layers(workspace)
        copies = []
        for one in kept:
            if wanted.isdisjoint({*_names(one.name), *_names(one.table)}):
                continue
            layer = QgsVectorLayer(f"{one.path}|layername={one.table}", one.name, "ogr")
            if layer.isValid():
                copies.append(LineCopy(layer, one.fetched_at[:10], (one.table,)))
        return copies


def _names(title: str) -> set[str]:
    """Names under which a layer may be known: the whole, and the file's and the table's where QGIS joined both.

    Accents, and the year or number by which copies are told apart, do not count.
    """
    return {_plain(part) for part in (title, *title.split(_JOINT))} - {""}


def _plain(name: str) -> str:
    letters = "".join(one for one in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(one))
    return " ".join(_BETWEEN_WORDS.sub(" ", letters).split()) or letters.strip()


def _day_of(layer: QgsVectorLayer) -> str:
    """Day of a layer's file; today for one that comes from a server."""
    path = Path(layer.source().split("|", maxsplit=1)[0])
    try:
        moment = path.stat().st_mtime
    except OSError:
        return datetime.date.today().isoformat()
    return datetime.date.fromtimestamp(moment).isoformat()
