"""What one boundary changes against another: land gained and lost, vertices and sides moved, drawn and measured."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsPointXY

from ..errors import InputError
from ..geo.wkb import rings
from ..overlay.measure import ELLIPSOIDAL, UTM, AreaMeasure
from ..overlay.pinned import pinned_context, shift_between
from ..overlay.repair import polygons_only, repair_polygon
from .carried_datum import with_shift
from .versions import WGS84, Vertex, carried, polygon_of, system_of

MOVED, ADDED, REMOVED = "moved", "added", "removed"
# Vertices nearer than the coordinates' own rounding are one vertex.
SAME_PLACE_M = 0.0005
# Places that two UTM zones state to the centimetre for one corner are no farther apart.
ROUNDED_M = 0.02
_STEPS = 100
_M2_PER_HA = 10_000.0
_THIN_M = 1e-6


@dataclass(frozen=True)
class VertexChange:
    """A vertex that is not where it was.

    Attributes
    ----------
    kind : str
        ``moved``, ``added`` or ``removed``.
    label : str
        In the new boundary, or in the old one when it was removed.
    before, after : (float, float) or None
        Easting and northing, both in the new boundary's system.
    distance_m : float
        From its old place; of an added or removed vertex from the other boundary's line.
    """

    kind: str
    label: str
    before: tuple[float, float] | None
    after: tuple[float, float] | None
    distance_m: float


@dataclass(frozen=True)
class SideChange:
    """A side that does not run as before.

    Attributes
    ----------
    start, end : str
        Labels of its vertices.
    distance_m : float
        Its largest departure from the old boundary, looked at in steps of a hundredth of its length.
    line : QgsGeometry
        In the new boundary's system.
    """

    start: str
    end: str
    distance_m: float
    line: QgsGeometry


@dataclass(frozen=True)
class Difference:
    """What the new boundary changes against the old one.

    Attributes
    ----------
    epsg : int
        System of all geometry here: the new boundary's.
    gained, lost : QgsGeometry
        Land that only the new, or only the old boundary holds; empty when there is none.
    gained_ha, lost_ha : float
        On the ellipsoid.
    gained_plane_ha, lost_plane_ha : float
        In the plane of `epsg`, as Peruvian titles state areas.
    vertices : tuple of VertexChange
    sides : tuple of SideChange
    repaired : tuple of str
        Which boundaries (``old``, ``new``) are no valid polygons: their land is that which their rings go round.
    """

    epsg: int
    gained: QgsGeometry
    lost: QgsGeometry
    gained_ha: float
    lost_ha: float
    gained_plane_ha: float
    lost_plane_ha: float
    vertices: tuple[VertexChange, ...]
    sides: tuple[SideChange, ...]
    repaired: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether both boundaries are the same."""
        return not (self.vertices or self.sides or self.gained_ha or self.lost_ha)

    def furthest_m(self) -> float:
        """Largest distance that a vertex moved or a side departs."""
        return max([change.distance_m for change in (*self.vertices, *self.sides)], default=0.0)


def compare(
    old: Sequence[Vertex], new: Sequence[Vertex], context: QgsCoordinateTransformContext, is_proposed: bool = True
) -> Difference:
    """Compare two boundaries by their surveyed vertices; with no `old` one everything is gained.

    The old one may be no valid polygon, as other bodies list some: nobody can correct it but by proposing another.

    Parameters
    ----------
    is_proposed : bool
        Whether the new one is being proposed, and has to be a valid polygon.

    Raises
    ------
    InputError
        ``territory.mixed_systems``, ``territory.untransformable``, ``territory.invalid_polygon``.
    """
    epsg = system_of(new)
    after = polygon_of(new)
    if is_proposed and not after.isGeosValid():
        raise InputError("territory.invalid_polygon", which="new", reason=after.lastError() or "?")
    held, fault = repair_polygon(after)
    repaired = ["new"] if fault else []
    if not old:
        areas = _areas(held, epsg, context)
        return Difference(epsg, held, QgsGeometry(), areas[0], 0.0, areas[1], 0.0, (), (), tuple(repaired))
    old = in_system(old, epsg, context, new)
    before = polygon_of(old)
    known, fault = repair_polygon(before)
    repaired += ["old"] if fault else []
    gained, lost = _land(_without(held, known)), _land(_without(known, held))
    gained_ha, lost_ha = _areas(gained, epsg, context), _areas(lost, epsg, context)
    return Difference(
        epsg,
        gained,
        lost,
        gained_ha[0],
        lost_ha[0],
        gained_ha[1],
        lost_ha[1],
        tuple(_vertex_changes(old, new, before, after)),
        tuple(_side_changes(old, new, before)),
        tuple(repaired),
    )


def in_system(
    vertices: Sequence[Vertex], epsg: int, context: QgsCoordinateTransformContext, stated: Sequence[Vertex] = ()
) -> tuple[Vertex, ...]:
    """The same vertices with coordinates of another system.

    Where the datums differ they are carried by the operation of the house: each says so, and is as accurate as that lets it.

    Parameters
    ----------
    stated : sequence of Vertex
        Of that system. What they state is taken for a corner that both have, for either may have been rounded to the centimetre.
    """
    if system_of(vertices) == epsg:
        return tuple(vertices)
    line = QgsGeometry.fromPolylineXY([QgsPointXY(*vertex.place) for vertex in vertices])
    moved, _ = carried(line, f"EPSG:{system_of(vertices)}", f"EPSG:{epsg}", context)
    shift = shift_between(*(QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (system_of(vertices), epsg)))
    there = [
        replace(with_shift(vertex, shift), easting=point.x(), northing=point.y(), epsg=epsg)
        for vertex, point in zip(vertices, moved.vertices())
    ]
    known = _Places(stated)
    return tuple(
        vertex if match is None else replace(vertex, easting=match.easting, northing=match.northing)
        for vertex, match in ((vertex, known.find(vertex, ROUNDED_M)) for vertex in there)
    )


def same_place(one: Vertex, other: Vertex) -> bool:
    """Whether two vertices of one system are one."""
    return math.dist(one.place, other.place) <= SAME_PLACE_M


def rings_by_place(vertices: Sequence[Vertex]) -> dict[tuple[int, int], list[Vertex]]:
    """Vertices of each ring, by part and ring."""
    found: dict[tuple[int, int], list[Vertex]] = {}
    for vertex in vertices:
        found.setdefault((vertex.part, vertex.ring), []).append(vertex)
    return found


def _without(land: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Land less other land, of which there may be none."""
    return land if land.isEmpty() or other.isEmpty() else land.difference(other)


def _land(difference: QgsGeometry) -> QgsGeometry:
    """Polygons of a difference without slivers of the coordinates' own rounding."""
    parts = [
        part
        for part in polygons_only(difference).asGeometryCollection()
        if part.length() and 2 * part.area() / part.length() > _THIN_M
    ]
    if not parts:
        return QgsGeometry()
    land = QgsGeometry.collectGeometry(parts)
    land.convertToMultiType()
    return land


def _areas(land: QgsGeometry, epsg: int, context: QgsCoordinateTransformContext) -> tuple[float, float]:
    """Hectares on the ellipsoid and in the plane."""
    if land.isNull() or land.isEmpty():
        return 0.0, 0.0
    crs = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    context = pinned_context(crs, QgsCoordinateReferenceSystem(WGS84), context)
    shapes = rings(bytes(land.asWkb()))
    ellipsoidal = AreaMeasure(ELLIPSOIDAL, crs, context).measure(shapes).area_ha[0]
    plane = AreaMeasure(UTM, crs, context, epsg).measure(shapes).area_ha[0]
    return float(ellipsoidal), float(plane)


def plane_area_ha(vertices: Sequence[Vertex]) -> float:
    """Area in the plane of the vertices' own system, in hectares."""
    return float(polygon_of(vertices).area()) / _M2_PER_HA


def _outline(polygon: QgsGeometry) -> QgsGeometry:
    return QgsGeometry(polygon.constGet().boundary())


def _vertex_changes(
    old: Sequence[Vertex], new: Sequence[Vertex], before: QgsGeometry, after: QgsGeometry
) -> list[VertexChange]:
    """Vertices kept are those in the same place; between two kept ones, as many new as old are the old ones moved."""
    changes: list[VertexChange] = []
    old_line, new_line = _outline(before), _outline(after)
    kept = _Places(old)
    lines = rings_by_place(old)
    used: set[int] = set()
    for ring in rings_by_place(new).values():
        for source, target in _aligned(_like(ring, lines, kept), ring):
            used.update(id(vertex) for vertex in source)
            paired = len(source) == len(target)
            for one, other in zip(source, target) if paired else ():
                if not same_place(one, other):
                    distance = math.dist(one.place, other.place)
                    changes.append(VertexChange(MOVED, other.label, one.place, other.place, distance))
            if not paired:
                changes += [_lone(ADDED, vertex, old_line) for vertex in target]
                changes += [_lone(REMOVED, vertex, new_line) for vertex in source]
    changes += [_lone(REMOVED, vertex, new_line) for vertex in old if id(vertex) not in used]
    return changes


def _lone(kind: str, vertex: Vertex, line: QgsGeometry) -> VertexChange:
    distance = line.distance(QgsGeometry.fromPointXY(QgsPointXY(*vertex.place)))
    before, after = (vertex.place, None) if kind == REMOVED else (None, vertex.place)
    return VertexChange(kind, vertex.label, before, after, distance)


def _like(ring: Sequence[Vertex], lines: dict[tuple[int, int], list[Vertex]], kept: _Places) -> list[Vertex]:
    """The old ring that shares most vertices with a new one, turned to begin and run as the new one does."""
    shared = [kept.find(vertex) for vertex in ring]
    counts: dict[tuple[int, int], int] = {}
    for match in shared:
        if match is not None:
            counts[match.part, match.ring] = counts.get((match.part, match.ring), 0) + 1
    if not counts:
        return []
    source = lines[max(counts, key=lambda key: (counts[key], key))]
    places = [
        (index, source.index(match)) for index, match in enumerate(shared) if match is not None and match in source
    ]
    forward = sum((b[1] - a[1]) % len(source) <= len(source) / 2 for a, b in zip(places, places[1:]))
    if len(places) > 2 and 2 * forward < len(places) - 1:
        source = source[::-1]
        places = [(index, len(source) - 1 - at) for index, at in places]
    begin = (places[0][1] - places[0][0]) % len(source)
    return source[begin:] + source[:begin]


def _aligned(old: list[Vertex], new: list[Vertex]) -> list[tuple[list[Vertex], list[Vertex]]]:
    """Runs of vertices of two rings that stand for each other."""
    keep = _Places(old)
    names = [str(index) for index in range(len(old))]
    index_of = {id(vertex): str(index) for index, vertex in enumerate(old)}
    matched = [keep.find(vertex) for vertex in new]
    words = [index_of[id(match)] if match is not None else f"+{i}" for i, match in enumerate(matched)]
    codes = SequenceMatcher(None, names, words, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for _, a, b, c, d in codes]


def _side_changes(old: Sequence[Vertex], new: Sequence[Vertex], before: QgsGeometry) -> list[SideChange]:
    kept = _Places(old)
    sides = {frozenset((id(a), id(b))) for ring in rings_by_place(old).values() for a, b in sides_of(ring)}
    outline = _outline(before)
    changes = []
    for ring in rings_by_place(new).values():
        for start, end in sides_of(ring):
            ends = (kept.find(start), kept.find(end))
            if None not in ends and frozenset(map(id, ends)) in sides:
                continue
            line = QgsGeometry.fromPolylineXY([QgsPointXY(*start.place), QgsPointXY(*end.place)])
            departure = _departure(line, outline)
            if departure > SAME_PLACE_M:
                changes.append(SideChange(start.label, end.label, departure, line))
    return changes


def sides_of(ring: Sequence[Vertex]) -> list[tuple[Vertex, Vertex]]:
    """Vertex and next vertex, around a ring."""
    return list(zip(ring, [*ring[1:], *ring[:1]]))


def _departure(line: QgsGeometry, outline: QgsGeometry) -> float:
    length = line.length()
    return max(outline.distance(line.interpolate(length * step / _STEPS)) for step in range(_STEPS + 1))


class _Places:
    """Vertices found by where they stand."""

    def __init__(self, vertices: Sequence[Vertex]) -> None:
        self._cells: dict[tuple[int, int], list[Vertex]] = {}
        for vertex in vertices:
            self._cells.setdefault(self._cell(vertex), []).append(vertex)

    @staticmethod
    def _cell(vertex: Vertex) -> tuple[int, int]:
        return math.floor(vertex.easting), math.floor(vertex.northing)

    def find(self, wanted: Vertex, within_m: float = SAME_PLACE_M) -> Vertex | None:
        """The vertex in the same place, or the nearest within some distance below a metre, if any."""
        east, north = self._cell(wanted)
        near = [
            vertex
            for column in (east - 1, east, east + 1)
            for row in (north - 1, north, north + 1)
            for vertex in self._cells.get((column, row), ())
        ]
        nearest = min(near, key=lambda vertex: math.dist(vertex.place, wanted.place), default=None)
        return nearest if nearest is not None and math.dist(nearest.place, wanted.place) <= within_m else None


def known_vertex(vertices: Sequence[Vertex]) -> _Places:
    """Vertices of a boundary, to be found by their place."""
    return _Places(vertices)
