"""Topology among boundaries, and between them and other layers: overlaps, gaps, doubles, sides that do not share their vertices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Callable, Iterator, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsSpatialIndex,
    QgsUnitTypes,
)

from ..errors import Message
from ..geo.arrays import Floats, Ints
from ..geo.features import FeatureTally, PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from ..geo.wkb import Rings, multipolygons, rings_of
from .boundary import OverlayError, PreparedBoundary
from .boundary_lines import LINE_KINDS, BoundaryLine, line_defects
from .gaps import Gap, enclosed_gaps, open_gaps
from .interior import UNDECIDED, InteriorGrid
from .measure import METRES_PER_DEGREE, AreaMeasure, measure_for
from .near_vertices import NearVertices, SortedPlaces, near_vertices
from .overlaps import OverlapEngine, Overlaps, OverlapTally, Reference, box_in_layer
from .transformation import transform_points

OVERLAP = "overlap"
DUPLICATE = "duplicate"
GAP = "gap"
UNSHARED_VERTEX = "unshared_vertex"
KINDS = (DUPLICATE, OVERLAP, GAP, UNSHARED_VERTEX, *LINE_KINDS)

# What the same survey writes twice agrees to the millimetre; more is another place.
SAME_PLACE_M = 1e-3
_LEAST_WIDTH_M = SAME_PLACE_M / 10
_DUPLICATE_PERCENT = 99.0
_CHUNK = 10_000
_WORTH_A_GRID = 24
_LEAST_OCTAGON_M = 0.5
_MOST_NAMED = 20
_OCTAGON = np.stack([np.cos(np.pi / 4 * np.arange(9)), np.sin(np.pi / 4 * np.arange(9))], -1)


@dataclass(frozen=True)
class Defect:
    """Something that does not fit.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    boundary_id : str
        Of an unshared vertex: whose vertex it is.
    layer : str
        Reference layer of the other polygon; empty among the boundaries.
    other_id : str
        The other polygons, several of a gap among more than two.
    area_ha, width_m : float
        Zero for a vertex.
    distance_m : float
        Of a vertex from the other's side; of a piece of a line or a side its length.
    x, y : float
        Where, in the boundaries' reference system.
    is_within_tolerance : bool
        Whether it is narrower than the tolerance: two surveys of one line rather than a conflict.
    wkb : bytes
        Multipolygon in the boundaries' reference system; of a vertex a small octagon round it.
    """

    kind: str
    boundary_id: str
    layer: str
    other_id: str
    area_ha: float
    width_m: float
    distance_m: float
    x: float
    y: float
    is_within_tolerance: bool
    wkb: bytes


@dataclass
class PairFacts:
    """What stands between a boundary and another one, or between a boundary and a reference layer.

    Attributes
    ----------
    boundary_id, layer, other_id : str
        `other_id` is empty for a reference layer.
    units : int
        Polygons of the reference layer with a defect; 1 for a boundary.
    """

    boundary_id: str
    layer: str
    other_id: str
    duplicates: int = 0
    overlaps: int = 0
    overlap_ha: float = 0.0
    gaps: int = 0
    gap_ha: float = 0.0
    shared_vertices: int = 0
    unshared_vertices: int = 0
    units: int = 0


@dataclass
class LayerFacts:
    """What became of a reference layer."""

    pairs: OverlapTally = field(default_factory=OverlapTally)


class TopologyEngine:
    """Check boundaries among themselves and against reference layers.

    Distances are measured in a plane that keeps straight edges straight: the boundaries' own where it is projected, else degrees
    stretched to metres at the middle latitude.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem
        Of the boundaries, and of the result.
    context : QgsCoordinateTransformContext
    tolerance_m : float
        Gaps and overlaps narrower than this count as two surveys of one line; sides this near belong together.
    area_method : str
        See :data:`~rainforest_alert_plugin.overlay.measure.AREA_METHODS`.
    """

    def __init__(
        self,
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
        tolerance_m: float,
        area_method: str,
    ) -> None:
        self._crs = crs
        self._context = context
        self._tolerance = tolerance_m
        self._method = area_method
        self._overlaps = OverlapEngine(crs, context, area_method, unfolds=True)
        self.matrix: list[PairFacts] = []
        self.layers: list[LayerFacts] = []
        self.failed: list[Message] = []

    @property
    def tally(self) -> OverlapTally:
        """What became of the pairs."""
        return self._overlaps.tally

    def check(
        self,
        boundaries: Sequence[PolygonFeature],
        references: Sequence[Reference] = (),
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> Iterator[Defect]:
        """Give the defects: among the boundaries first, then boundary by boundary with the reference layers.

        Parameters
        ----------
        boundaries : sequence of PolygonFeature
            Valid multipolygons in the engine's reference system.
        references : sequence of Reference
            Polygons that should not overlap the boundaries and should share sides with them.

        Raises
        ------
        CancelledError
        """
        numbered = [replace(feature, fid=number) for number, feature in enumerate(boundaries)]
        self._plane = _Plane(self._crs, rings_of([feature.wkb for feature in numbered]))
        self.layers = [LayerFacts() for _ in references]
        share = 40.0 if references else 100.0
        found = self._found = _Boundaries(numbered, self._plane)
        yield from self._among(found, span(progress, 0.0, share), is_cancelled)
        for number, feature in enumerate(numbered):
            stop_if(is_cancelled)
            for reference, facts in zip(references, self.layers):
                yield from self._with_layer(found, feature, reference, facts, is_cancelled)
            progress(share + (100.0 - share) * (number + 1) / len(numbered))

    def check_lines(
        self, lines: Sequence[tuple[str, bytes]], is_cancelled: IsCancelled = never_cancelled
    ) -> Iterator[Defect]:
        """Check boundary lines among themselves and against the boundaries that :meth:`check` was given.

        Parameters
        ----------
        lines : sequence of (str, bytes)
            Name and binary of lines or multilines, in the engine's reference system.
        """
        drawn = []
        for name, wkb in lines:
            geometry = _geometry(wkb)
            for part in geometry.asGeometryCollection() if geometry.isMultipart() else [geometry]:
                xy = np.array([(vertex.x(), vertex.y()) for vertex in part.vertices()])
                if len(xy) > 1:
                    drawn.append(BoundaryLine(name, (xy - self._plane.origin) * self._plane.scale))
        polygons = [(feature.id, self._found.shape(feature.fid)) for feature in self._found.features]
        radius = max(self._tolerance, _LEAST_OCTAGON_M)
        for found in line_defects(drawn, polygons, SAME_PLACE_M, is_cancelled):
            place = _geometry(found.wkb)
            area = bytes(place.buffer(radius, 2).asWkb())
            wkb = multipolygons(self._plane.brought_back(rings_of([area])))[0]
            middle = place.interpolate(place.length() / 2) if found.length_m else place
            at = np.array([middle.asPoint().x(), middle.asPoint().y()])
            x, y = self._plane.points_back(at).tolist()
            yield Defect(found.kind, found.id, "", found.other, 0.0, 0.0, found.length_m, x, y, False, wkb)

    # Among the boundaries

    def _among(self, found: _Boundaries, progress: Progress, is_cancelled: IsCancelled) -> Iterator[Defect]:
        near = near_vertices(found.plane, found.plane, self._tolerance, True, is_cancelled)
        progress(10.0)
        pairs: dict[tuple[int, int], PairFacts] = {}

        def facts(one: int, other: int) -> PairFacts:
            low, high = min(one, other), max(one, other)
            if (low, high) not in pairs:
                ids = found.features[low].id, found.features[high].id
                pairs[low, high] = PairFacts(ids[0], "", ids[1], units=1)
            return pairs[low, high]

        thin: list[tuple[bytes, Sequence[int]]] = []
        for number, feature in enumerate(found.features):
            stop_if(is_cancelled)
            found.after = number
            source = Reference(found, self._crs, is_boundaries=True)
            for overlaps in self._overlaps.overlaps([feature], [source], is_cancelled=is_cancelled):
                for defect, other in self._overlap_defects(overlaps, ""):
                    _count_overlap(facts(number, other), defect)
                    if defect.is_within_tolerance:
                        thin.append((defect.wkb, (number, other)))
                    yield defect
            progress(10.0 + 50.0 * (number + 1) / len(found.features))
        for gap in self._gaps_among(found, near, list(pairs), span(progress, 60.0, 95.0), is_cancelled):
            defect = self._gap_defect(gap, [feature.id for feature in found.features], "")
            if defect.is_within_tolerance:
                thin.append((defect.wkb, gap.between))
            for position, one in enumerate(gap.between):
                for other in gap.between[position + 1 :]:
                    fact = facts(one, other)
                    fact.gaps += 1
                    fact.gap_ha += defect.area_ha
            yield defect
        is_shared = near.vertex_distance <= SAME_PLACE_M
        meeting = np.sort(np.stack([near.owner[is_shared], near.other[is_shared]], -1), axis=1)
        together, counts = np.unique(meeting, axis=0, return_counts=True)
        for (one, other), count in zip(together.tolist(), counts.tolist()):
            facts(one, other).shared_vertices += count
        features = found.features
        chosen = self._unshared(near, np.stack([near.owner, near.other], -1), thin)
        vertices = self._vertex_defects(near, chosen, lambda one, other: (features[one].id, features[other].id), "")
        for defect, one, other in vertices:
            facts(one, other).unshared_vertices += 1
            yield defect
        self.matrix += [pairs[key] for key in sorted(pairs)]
        progress(100.0)

    def _gaps_among(
        self,
        found: _Boundaries,
        near: NearVertices,
        overlapping: list[tuple[int, int]],
        progress: Progress,
        is_cancelled: IsCancelled,
    ) -> Iterator[Gap]:
        together = np.array(overlapping, dtype=np.int64).reshape(-1, 2)
        linked = np.concatenate([np.stack([near.owner, near.other], -1), together])
        groups = [group for group in _groups(len(found.features), linked) if len(group) > 1]
        known = _Places()
        for number, group in enumerate(groups):
            stop_if(is_cancelled)
            search = partial(enclosed_gaps, group, found.shape, found.sides(group), _LEAST_WIDTH_M, is_cancelled)
            for gap in self._or_failed(search, found, group):
                known.add(gap.wkb)
                yield gap
            progress(50.0 * (number + 1) / len(groups))
        # Strips open to the outside: only where sides come near each other without touching.
        is_apart = (near.distance > SAME_PLACE_M) & (near.distance <= self._tolerance)
        uneasy = np.unique(np.stack([near.owner, near.other], -1)[is_apart], axis=0)
        linked_to: dict[int, set[int]] = {}
        for one, other in np.unique(np.concatenate([linked, uneasy]), axis=0).tolist():
            linked_to.setdefault(one, set()).add(other)
            linked_to.setdefault(other, set()).add(one)
        members = sorted(set(uneasy.ravel().tolist()))
        for number, member in enumerate(members):
            stop_if(is_cancelled)
            if max(linked_to[member]) < member:
                continue  # whatever it has in common with another was given by that one
            neighbours = [(other, found.shape(other)) for other in sorted(linked_to[member])]
            search = partial(
                open_gaps, member, found.shape(member), neighbours, self._tolerance, _LEAST_WIDTH_M, known.hold
            )
            for gap in self._or_failed(search, found, [member]):
                if member == min(gap.between):  # the polygon before gave it otherwise
                    yield gap
            progress(50.0 + 50.0 * (number + 1) / len(members))

    def _or_failed(
        self, find: Callable[[], list[Gap]], found: _Boundaries, members: Sequence[int], layer: str = ""
    ) -> list[Gap]:
        """Gaps, or none and a note of what was not looked at when the geometry engine gives up."""
        try:
            return find()
        except OverlayError as error:
            names = ", ".join(found.features[member].id for member in members[:_MOST_NAMED])
            reason = str(error.message.facts["reason"])
            self.failed.append(Message("topology.gaps_failed", boundaries=names, layer=layer or "–", reason=reason))
            return []

    def _unshared(self, near: NearVertices, ends: Ints, thin: Sequence[tuple[bytes, Sequence[int]]]) -> Ints:
        """Rows of vertices that lie on the other's side where it has none, or on the outline of a narrow gap or overlap with it.

        Parameters
        ----------
        ends : ndarray of int64, shape (n, 2)
            Whose vertex each row is and whose side is near, numbered as in `thin`.
        thin : sequence of (bytes, sequence of int)
            Narrow gaps and overlaps, and between whom they lie.
        """
        is_alone = near.vertex_distance > SAME_PLACE_M
        on_side = is_alone & (near.distance <= SAME_PLACE_M)
        beside = np.flatnonzero(is_alone & ~on_side)
        if not thin or not len(beside):
            return np.flatnonzero(on_side)
        outlines = self._plane.carried(rings_of([wkb for wkb, _ in thin]))
        polygon_of = outlines.geometry[outlines.ring_of_vertex()]
        count = 1 + max(int(ends.max()), *(max(members) for _, members in thin))
        of_whom = np.array([number * count + member for number, (_, members) in enumerate(thin) for member in members])
        kept = [np.flatnonzero(on_side)]
        corners = SortedPlaces(outlines.xy, SAME_PLACE_M)
        for first in range(0, len(beside), _CHUNK):
            some = beside[first : first + _CHUNK]
            point, corner = corners.at(near.xy[some])
            key = polygon_of[corner] * count
            both = np.isin(key + ends[some[point], 0], of_whom) & np.isin(key + ends[some[point], 1], of_whom)
            kept.append(np.unique(some[point[both]]))
        return np.sort(np.concatenate(kept))

    # With a reference layer

    def _with_layer(
        self,
        found: _Boundaries,
        feature: PolygonFeature,
        reference: Reference,
        facts: LayerFacts,
        is_cancelled: IsCancelled,
    ) -> Iterator[Defect]:
        if reference.is_boundaries:
            return  # they were compared among themselves
        row = PairFacts(feature.id, reference.source.name, "")
        crossing: set[int] = set()
        units: set[int] = set()
        for overlaps in self._overlaps.overlaps([feature], [reference], is_cancelled=is_cancelled):
            for defect, fid in self._overlap_defects(overlaps, reference.source.name):
                _count_overlap(row, defect)
                units.add(fid)
                if not defect.is_within_tolerance:
                    crossing.add(fid)
                yield defect
        _add_tally(facts.pairs, self._overlaps.by_reference[0])
        for fids, names, plane in self._near_units(feature, reference, crossing, is_cancelled):
            yield from self._with_units(found, feature, reference, fids, names, plane, row, units)
        row.units = len(units)
        if row.units or row.shared_vertices:
            self.matrix.append(row)

    def _near_units(
        self, feature: PolygonFeature, reference: Reference, crossing: set[int], is_cancelled: IsCancelled
    ) -> Iterator[tuple[Ints, list[str], Rings]]:
        """Units whose boxes come near the boundary's outline, in the plane; those that lie across it are no neighbours."""
        boundary = PreparedBoundary(feature.wkb)
        to_boundary = QgsCoordinateTransform(reference.crs, self._crs, self._context)
        reach = self._plane.in_crs(self._tolerance)
        x0, y0, x1, y1 = boundary.box()
        grown = x0 - reach[0], y0 - reach[1], x1 + reach[0], y1 + reach[1]
        source = self._overlaps.checked(reference.source)
        fids, boxes = source.source.search(box_in_layer(grown, to_boundary))
        if to_boundary.isShortCircuited() and len(fids) >= _WORTH_A_GRID:
            wide = boxes + np.array([-reach[0], -reach[1], reach[0], reach[1]])
            fids = fids[InteriorGrid(boundary.shape, len(fids)).classify(wide) == UNDECIDED]
        fids = fids[~np.isin(fids, np.fromiter(crossing, np.int64, len(crossing)))]
        for first in range(0, len(fids), _CHUNK):
            stop_if(is_cancelled)
            some = fids[first : first + _CHUNK]
            wkbs, shapes, names = source.read(some)
            if not to_boundary.isShortCircuited():
                try:
                    shapes = replace(shapes, xy=transform_points(shapes.xy, to_boundary))
                except QgsCsException:
                    shapes = source.leave_out_untransformable(wkbs, some, names, to_boundary)
                    shapes = replace(shapes, xy=transform_points(shapes.xy, to_boundary))
            yield some, names, self._plane.carried(shapes)

    def _with_units(
        self,
        found: _Boundaries,
        feature: PolygonFeature,
        reference: Reference,
        fids: Ints,
        names: list[str],
        plane: Rings,
        row: PairFacts,
        units: set[int],
    ) -> Iterator[Defect]:
        own = self._plane.carried(rings_of([feature.wkb]))
        theirs = near_vertices(plane, own, self._tolerance, False)
        mine = near_vertices(own, plane, self._tolerance, False)
        labels = [name or f"#{fid}" for name, fid in zip(names, fids.tolist())]
        layer = reference.source.name
        own_number = plane.count
        row.shared_vertices += int((mine.vertex_distance <= SAME_PLACE_M).sum())
        thin: list[tuple[bytes, Sequence[int]]] = []
        is_apart = np.r_[theirs.owner[theirs.distance > SAME_PLACE_M], mine.other[mine.distance > SAME_PLACE_M]]
        if len(is_apart):
            wkbs = multipolygons(plane)
            neighbours = [(int(index), _geometry(wkbs[index])) for index in np.unique(np.r_[theirs.owner, mine.other])]
            shape = found.shape(feature.fid)
            for gap in self._or_failed(
                partial(open_gaps, -1, shape, neighbours, self._tolerance, _LEAST_WIDTH_M), found, [feature.fid], layer
            ):
                others = [index for index in gap.between if index >= 0]
                if self._is_covered(found, feature, gap):
                    continue
                defect = self._gap_defect(gap, labels, layer, feature.id)
                row.gaps += 1
                row.gap_ha += defect.area_ha
                units.update(int(fids[index]) for index in others)
                thin.append((defect.wkb, (*others, own_number)))
                yield defect
        for near, is_mine in ((mine, True), (theirs, False)):
            number = np.full(len(near.owner), own_number)
            ends = np.stack([number, near.other] if is_mine else [near.owner, number], -1)
            ids = (
                (lambda _, other: (feature.id, labels[other]))
                if is_mine
                else (lambda owner, _: (feature.id, labels[owner]))
            )
            for defect, owner, other in self._vertex_defects(near, self._unshared(near, ends, thin), ids, layer):
                row.unshared_vertices += 1
                units.add(int(fids[other if is_mine else owner]))
                yield defect

    def _is_covered(self, found: _Boundaries, feature: PolygonFeature, gap: Gap) -> bool:
        """Whether another boundary lies where a gap to a reference layer seems to be."""
        geometry = _geometry(gap.wkb)
        middle = geometry.pointOnSurface()
        box = middle.boundingBox()
        x, y = box.xMinimum(), box.yMinimum()
        boxes = found.plane_boxes
        near = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        return any(
            number != feature.fid and found.shape(number).intersects(middle) for number in np.flatnonzero(near).tolist()
        )

    # Defects

    def _overlap_defects(self, overlaps: Overlaps, layer: str) -> Iterator[tuple[Defect, int]]:
        # What is thinner is two writings of one line: coordinates rounded to millimetres.
        real = np.flatnonzero(overlaps.width_m >= _LEAST_WIDTH_M).tolist()
        for index in real:
            fid = int(overlaps.feature_ids[index])
            shares = min(float(overlaps.percent[index]), float(overlaps.percent_of_feature[index]))
            x, y = _middle(overlaps.wkbs[index])
            yield (
                Defect(
                    DUPLICATE if shares >= _DUPLICATE_PERCENT else OVERLAP,
                    overlaps.boundary.id,
                    layer,
                    overlaps.names[index] or f"#{fid}",
                    float(overlaps.area_ha[index]),
                    float(overlaps.width_m[index]),
                    0.0,
                    x,
                    y,
                    float(overlaps.width_m[index]) <= self._tolerance,
                    overlaps.wkbs[index],
                ),
                fid,
            )

    def _gap_defect(self, gap: Gap, ids: Sequence[str], layer: str, boundary_id: str = "") -> Defect:
        shape = self._plane.brought_back(rings_of([gap.wkb]))
        measured = self._measure(shape).measure(shape)
        wkb = multipolygons(shape)[0]
        others = [ids[index] for index in gap.between if index >= 0]
        x, y = _middle(wkb)
        width = float(measured.width_m[0])
        return Defect(
            GAP,
            boundary_id or others.pop(0),
            layer,
            ", ".join(others),
            float(measured.area_ha[0]),
            width,
            0.0,
            x,
            y,
            width <= self._tolerance,
            wkb,
        )

    def _vertex_defects(
        self, near: NearVertices, rows: Ints, ids: Callable[[int, int], tuple[str, str]], layer: str
    ) -> Iterator[tuple[Defect, int, int]]:
        """Defects of vertices, with the positions of both polygons."""
        for first in range(0, len(rows), _CHUNK):
            some = rows[first : first + _CHUNK]
            at = near.xy[some]
            corners = (at[:, None, :] + max(self._tolerance, _LEAST_OCTAGON_M) * _OCTAGON).reshape(-1, 2)
            number = np.arange(len(some))
            none = np.zeros(len(some), dtype=np.int64)
            start = len(_OCTAGON) * np.arange(len(some) + 1)
            octagons = Rings(corners, start, number, none, none.astype(bool), len(some))
            wkbs = multipolygons(self._plane.brought_back(octagons))
            columns = zip(
                wkbs,
                self._plane.points_back(at).tolist(),
                near.distance[some].tolist(),
                near.owner[some].tolist(),
                near.other[some].tolist(),
            )
            for wkb, (x, y), distance, owner, other in columns:
                one, its_neighbour = ids(owner, other)
                defect = Defect(UNSHARED_VERTEX, one, layer, its_neighbour, 0.0, 0.0, distance, x, y, True, wkb)
                yield defect, owner, other

    def _measure(self, shape: Rings) -> AreaMeasure:
        return measure_for(self._method, shape, self._crs, self._context)


class _Places:
    """Polygons that were found, asked by a place inside another."""

    def __init__(self) -> None:
        self._shapes: list[QgsGeometry] = []
        self._index = QgsSpatialIndex()

    def add(self, wkb: bytes) -> None:
        """Remember a polygon."""
        shape = _geometry(wkb)
        self._index.addFeature(len(self._shapes), shape.boundingBox())
        self._shapes.append(shape)

    def hold(self, piece: QgsGeometry) -> bool:
        """Whether a place inside a piece lies in one of them."""
        middle = piece.pointOnSurface()
        return any(self._shapes[index].intersects(middle) for index in self._index.intersects(middle.boundingBox()))


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _middle(wkb: bytes) -> tuple[float, float]:
    """A place inside a polygon."""
    place = _geometry(wkb).pointOnSurface()
    if place.isEmpty():
        box = rings_of([wkb]).boxes()[0]
        return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2
    return place.asPoint().x(), place.asPoint().y()


def _count_overlap(facts: PairFacts, defect: Defect) -> None:
    if defect.kind == DUPLICATE:
        facts.duplicates += 1
    else:
        facts.overlaps += 1
    facts.overlap_ha += defect.area_ha


def _add_tally(total: OverlapTally, more: OverlapTally) -> None:
    total.pairs += more.pairs
    total.touching += more.touching
    total.failed += more.failed


def _groups(count: int, linked: Ints) -> list[list[int]]:
    """Members that are linked with each other, directly or through others."""
    root = list(range(count))

    def find(member: int) -> int:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for one, other in np.unique(linked, axis=0).tolist():
        a, b = find(one), find(other)
        if a != b:
            root[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for member in range(count):
        groups.setdefault(find(member), []).append(member)
    return list(groups.values())


class _Plane:
    """Metres in which straight edges of a reference system stay straight."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, shapes: Rings) -> None:
        self.origin = np.zeros(2)
        if crs.isGeographic():
            boxes = shapes.boxes()
            low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
            middle = (low + high) / 2
            self.scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])
            self.origin = middle
        else:
            metres = QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), QgsUnitTypes.DistanceUnit.DistanceMeters)
            self.scale = np.array([metres, metres])

    def carried(self, shapes: Rings) -> Rings:
        """Rings of the reference system in the plane."""
        return replace(shapes, xy=(shapes.xy - self.origin) * self.scale)

    def brought_back(self, shapes: Rings) -> Rings:
        """Rings of the plane in the reference system."""
        return replace(shapes, xy=shapes.xy / self.scale + self.origin)

    def points_back(self, at: Floats) -> Floats:
        """Places of the plane in the reference system."""
        return at / self.scale + self.origin

    def in_crs(self, distance_m: float) -> Floats:
        """A distance along both axes of the reference system."""
        return distance_m / self.scale


class _Boundaries:
    """The boundaries as a reference source of their own: a boundary is compared with those after it only."""

    def __init__(self, features: Sequence[PolygonFeature], plane: _Plane) -> None:
        self.name = ""
        self.tally = FeatureTally("", len(features), len(features))
        self.features = features
        self.after = -1
        shapes = rings_of([feature.wkb for feature in features])
        self._boxes = shapes.boxes()
        self.plane = plane.carried(shapes)
        self.plane_boxes = self.plane.boxes()
        self._plane_wkbs = multipolygons(self.plane)

    def shape(self, number: int) -> QgsGeometry:
        """A boundary in the plane."""
        return _geometry(self._plane_wkbs[number])

    def sides(self, numbers: Sequence[int]) -> Rings:
        """Rings of some boundaries in the plane, in ascending order of their numbers."""
        if len(numbers) == len(self.features):
            return self.plane
        return rings_of([self._plane_wkbs[number] for number in numbers])

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        b = self._boxes
        apart = (b[:, 0] > box[2]) | (b[:, 2] < box[0]) | (b[:, 1] > box[3]) | (b[:, 3] < box[1])
        apart[: self.after + 1] = True
        rows = np.flatnonzero(~apart)
        return rows, b[rows]

    def read(self, fids: Ints) -> tuple[list[bytes], list[str]]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        some = [self.features[number] for number in fids.tolist()]
        return [feature.wkb for feature in some], [feature.id for feature in some]

    def close(self) -> None:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
