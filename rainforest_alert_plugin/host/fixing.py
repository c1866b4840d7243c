"""A boundary and the layers around it as the fixes take them, and a mended boundary as vertices of a proposal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..cadastre.case import rings_drawn
from ..cadastre.fixes.cutting import CutUnit, polygon_of
from ..cadastre.fixes.registered_line import RegisteredRing
from ..cadastre.fixes.run import FRAME, FixRun
from ..cadastre.fixes.vertices import FixRing, FixVertex
from ..cadastre.profile import Profile
from ..compat import is_null
from ..errors import InputError, Message
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..geo.utm import utm_epsg
from ..overlay.repair import repair_polygon
from ..territory.versions import Vertex
from .boundary import zone_of
from .layers import WGS84, all_features, crs_of, id_text, refuse_impossible_box
from .reference_roles import layer_role

_PLACE_M = 0.01
_SEGMENTS = 8
_SAME_SHARE = 0.5
REGISTERED = "registered_land"


@dataclass(frozen=True)
class FixInput:
    """A boundary to be mended.

    Attributes
    ----------
    rings : tuple of FixRing
    epsg : int
        UTM system of the rings.
    feature_id : str
    known : dict of str to Vertex
        Surveyed vertices by their label, when it comes from a workspace.
    notes : tuple of Message
    """

    rings: tuple[FixRing, ...]
    epsg: int
    feature_id: str
    known: dict[str, Vertex]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What lies around a boundary, by what the fixes need it for."""

    registered: tuple[RegisteredRing, ...]
    neighbours: tuple[CutUnit, ...]
    excluded: tuple[CutUnit, ...]
    notes: tuple[Message, ...]


def boundary_to_fix(
    source: Any,
    layer: str,
    id_field: str,
    id_value: str,
    context: QgsCoordinateTransformContext,
    vertices: Any = None,
    label_field: str = "",
    may_be_swapped: bool = False,
    frame_fixes: Sequence[str] = (),
) -> FixInput:
    """Read one boundary as it is drawn, faults included.

    Parameters
    ----------
    source : QgsFeatureSource
        Polygons; with several features, `id_field` and `id_value` choose one.
    vertices : QgsFeatureSource, optional
        Surveyed points: label in `label_field`, accuracy in ``sigma_m``, mark in ``monument``.
    may_be_swapped : bool
        Whether coordinates with swapped axes are let in, to be mended.
    frame_fixes : sequence of str
        Fixes that are asked for and that read the numbers as they stand in the layer, so that it has to be in UTM.

    Raises
    ------
    InputError
        ``titling.no_geometry``, ``fix.several_features``, ``fix.needs_utm``, ``input.swapped_axes`` and the like.
    """
    crs = crs_of(source)
    if frame_fixes and zone_of(crs) is None:
        # carried to UTM first, swapped axes land on another continent and a datum would be shifted twice
        raise InputError("fix.needs_utm", fix=", ".join(frame_fixes), layer=layer, crs=crs.authid())
    index = source.fields().lookupField(id_field) if id_field else -1
    found = [
        feature
        for feature in all_features(source)
        if not id_value or index < 0 or id_text(feature.attribute(index)) == id_value
    ]
    if len(found) != 1:
        raise InputError("fix.several_features", layer=layer, count=len(found))
    feature = found[0]
    if not feature.hasGeometry() or feature.geometry().isEmpty():
        raise InputError("titling.no_geometry")
    geometry = QgsGeometry(feature.geometry())
    if not may_be_swapped:
        refuse_impossible_box(geometry.boundingBox(), layer, crs)
    notes = []
    target = crs
    if zone_of(crs) is None:
        centre = geometry.boundingBox().center()
        if not crs.isGeographic():
            centre = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context).transform(centre)
        target = QgsCoordinateReferenceSystem(f"EPSG:{utm_epsg(centre.x(), centre.y())}")
        geometry.transform(QgsCoordinateTransform(crs, target, context))
        notes.append(Message("titling.transformed", layer=layer, source=crs.authid(), target=target.authid()))
    rings = rings_drawn(bytes(geometry.asWkb()))
    if not rings:
        raise InputError("titling.not_polygon")
    facts = _vertex_facts(vertices, label_field, target, context) if vertices is not None else _Facts([])
    fixed = []
    for ring in rings:
        points = ring.open_points
        if any(not (math.isfinite(x) and math.isfinite(y)) for x, y in points):
            raise InputError(
                "titling.not_finite", vertex=next(n for n, p in enumerate(points, 1) if not math.isfinite(sum(p)))
            )
        fixed.append(FixRing(ring.part, ring.ring, tuple(facts.at(point) for point in points)))
    identity = (id_text(feature.attribute(index)) if index >= 0 else None) or str(feature.id())
    code = target.authid().partition(":")[2]
    return FixInput(tuple(fixed), int(code) if code.isdigit() else 0, identity, {}, tuple(notes))


def agreed_to_fix(vertices: Sequence[Vertex], community: str) -> FixInput:
    """The agreed boundary of a community, with the accuracy and the marks of its survey."""
    rings: dict[tuple[int, int], list[FixVertex]] = {}
    for vertex in sorted(vertices, key=lambda v: (v.part, v.ring, v.number)):
        rings.setdefault((vertex.part, vertex.ring), []).append(
            FixVertex(vertex.easting, vertex.northing, vertex.label, vertex.sigma_m, bool(vertex.monument))
        )
    fixed = tuple(FixRing(part, ring, tuple(line)) for (part, ring), line in sorted(rings.items()))
    return FixInput(fixed, vertices[0].epsg, community, {vertex.label: vertex for vertex in vertices})


def surroundings(
    layers: Sequence[QgsVectorLayer],
    boundary: FixInput,
    profile: Profile,
    context: QgsCoordinateTransformContext,
    reach_m: float,
    strip_m: float,
    cut_registered: bool,
    is_cancelled: IsCancelled = never_cancelled,
) -> Surroundings:
    """Features of the reference layers near a boundary, in its system, each layer by its role.

    Parameters
    ----------
    reach_m : float
        How far around the boundary they are read.
    strip_m : float
        Half width of the strip along lines (rivers, roads) that is taken out.
    cut_registered : bool
        Whether registered parcels within the boundary are taken out too.
    """
    polygon = polygon_of(boundary.rings)
    area = polygon.makeValid()
    target = QgsCoordinateReferenceSystem(f"EPSG:{boundary.epsg}")
    registered: list[RegisteredRing] = []
    neighbours: list[CutUnit] = []
    excluded: list[CutUnit] = []
    notes: list[Message] = []
    for layer in layers:
        role = layer_role(layer, profile)
        is_registered = role == REGISTERED or not role
        severity = profile.overlap_rule(layer.name()).severity
        is_excluded = severity == "exclude"
        if not (is_registered or is_excluded):
            notes.append(Message("fix.layer_unused", layer=layer.name()))
            continue
        try:
            near, lost = _near(layer, area, target, context, reach_m, strip_m, is_cancelled)
        except QgsCsException as error:
            notes.append(Message("fix.layer_unread", layer=layer.name(), reason=str(error)))
            continue
        if lost:
            notes.append(Message("fix.lines_without_strip", layer=layer.name(), count=lost))
        for unit, geometry in near:
            if is_registered and _is_same_unit(geometry, area):
                notes.append(Message("fix.own_unit", layer=layer.name(), unit=unit))
                continue
            cut = CutUnit(layer.name(), unit, bytes(geometry.asWkb()))
            if is_excluded:
                excluded.append(cut)
                continue
            neighbours.append(cut)
            if cut_registered:
                excluded.append(cut)
            for ring in rings_drawn(cut.wkb):
                registered.append(RegisteredRing(layer.name(), unit, ring.open_points))
    return Surroundings(tuple(registered), tuple(neighbours), tuple(excluded), tuple(notes))


def mended_vertices(run: FixRun, known: dict[str, Vertex]) -> tuple[Vertex, ...]:
    """Vertices of a mended boundary; those that were surveyed keep their facts, those that came in are ``derived``.

    So are those that somebody let move by more than their accuracy: nobody surveyed the place where they stand now.
    """
    names = _free_names(run)
    is_same_frame = not set(run.applied) & set(FRAME)
    found = []
    for ring in run.after:
        for number, vertex in enumerate(ring.vertices, start=1):
            before = known.get(vertex.label) if vertex.label else None
            label = vertex.label or next(names)
            facts: dict[str, Any] = {"method": "derived", "sigma_m": vertex.sigma_m}
            if before is not None and is_same_frame and _has_left(vertex, before):
                facts["sigma_m"] = None
            elif before is not None:
                facts = {
                    "method": before.method,
                    "sigma_m": vertex.sigma_m,
                    "surveyed_at": before.surveyed_at,
                    "monument": before.monument,
                    "access": before.access,
                }
            elif vertex.label:
                facts = {"method": None, "sigma_m": vertex.sigma_m}
            found.append(Vertex(ring.part, ring.ring, number, label, vertex.x, vertex.y, run.epsg, **facts))
    return tuple(found)


def _has_left(vertex: FixVertex, before: Vertex) -> bool:
    """Whether a vertex stands farther from where it was surveyed than the accuracy of that."""
    moved = math.dist(vertex.place, (before.easting, before.northing))
    return before.sigma_m is not None and moved > before.sigma_m + _PLACE_M


def _free_names(run: FixRun) -> Any:
    """Labels that no vertex has had, in the style of those there are."""
    taken = {vertex.label for rings in (run.before, run.after) for ring in rings for vertex in ring.vertices}
    # sorted: a set's order changes from one start of QGIS to the next, and the labels with it
    prefix = next((label.rstrip("0123456789") for label in sorted(taken) if label and label[-1].isdigit()), "V-")
    number = len(taken)
    while True:
        number += 1
        if f"{prefix}{number}" not in taken:
            yield f"{prefix}{number}"


def _near(
    layer: QgsVectorLayer,
    area: QgsGeometry,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    reach_m: float,
    strip_m: float,
    is_cancelled: IsCancelled,
) -> tuple[list[tuple[str, QgsGeometry]], int]:
    """Names and valid polygons of features near the boundary, and the number of lines that have no width."""
    crs = crs_of(layer)
    box = QgsRectangle(area.boundingBox())
    box.grow(reach_m + strip_m)
    to_layer = QgsCoordinateTransform(target, crs, context)
    to_target = QgsCoordinateTransform(crs, target, context)
    request = QgsFeatureRequest().setFilterRect(to_layer.transformBoundingBox(box))
    found = []
    lost = 0
    for feature in all_features(layer, request):
        stop_if(is_cancelled)
        if not feature.hasGeometry():
            continue
        geometry = QgsGeometry(feature.geometry())
        is_line = geometry.type() == QgsWkbTypes.GeometryType.LineGeometry
        if geometry.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
            geometry, _ = repair_polygon(geometry)
        elif not is_line:
            continue
        geometry.transform(to_target)
        if is_line:
            if not strip_m:
                lost += 1
                continue
            geometry = geometry.buffer(strip_m, _SEGMENTS)
        if not geometry.isGeosValid():
            geometry, _ = repair_polygon(geometry)
        if not geometry.isEmpty() and geometry.boundingBox().intersects(box):
            found.append((_name_of(layer, feature), geometry))
    return found, lost


def _name_of(layer: QgsVectorLayer, feature: Any) -> str:
    index = layer.fields().lookupField(layer.displayField())
    text = id_text(feature.attribute(index)) if index >= 0 and not is_null(feature.attribute(index)) else None
    return text or f"#{feature.id()}"


def _is_same_unit(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two polygons are drawings of one unit: the community itself in a layer of all communities."""
    if not one.boundingBoxIntersects(other):
        return False
    shared = one.intersection(other).area()
    return shared > _SAME_SHARE * one.area() and shared > _SAME_SHARE * other.area()


class _Facts:
    """What a survey knows, by the place of the vertex."""

    def __init__(self, rows: Sequence[tuple[float, float, str, float | None, bool]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, str, float | None, bool]]] = {}
        for row in rows:
            self._cells.setdefault(self._cell(row[0], row[1]), []).append(row)

    def at(self, point: tuple[float, float]) -> FixVertex:
        """The vertex at a place, with what is known of it."""
        x, y = point
        column, row = self._cell(x, y)
        near = [
            fact
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for fact in self._cells.get((column + dx, row + dy), ())
            if math.dist(fact[:2], point) <= _PLACE_M
        ]
        if not near:
            return FixVertex(x, y)
        _, _, label, sigma, is_kept = min(near, key=lambda fact: math.dist(fact[:2], point))
        return FixVertex(x, y, label, sigma, is_kept)

    @staticmethod
    def _cell(x: float, y: float) -> tuple[int, int]:
        return math.floor(x), math.floor(y)


def _metres(value: Any, layer: str, label: str) -> float:
    """An accuracy, also from a field of text with a decimal comma."""
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        number = -1.0
    if not (math.isfinite(number) and number >= 0.0):
        raise InputError("fix.bad_sigma", layer=layer, vertex=label, value=str(value))
    return number


def _vertex_facts(
    source: Any, label_field: str, target: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> _Facts:
    names = source.fields()
    indexes = {name: names.lookupField(name) for name in (label_field or "label", "sigma_m", "monument")}
    transform = QgsCoordinateTransform(crs_of(source), target, context)
    rows = []
    for feature in all_features(source):
        if not feature.hasGeometry():
            continue
        geometry = QgsGeometry(feature.geometry())
        geometry.transform(transform)
        values = [feature.attribute(index) if index >= 0 else None for index in indexes.values()]
        label = "" if is_null(values[0]) else str(values[0])
        sigma = None if is_null(values[1]) else _metres(values[1], source.sourceName(), label)
        is_kept = not is_null(values[2]) and values[2] is not False and str(values[2]).strip() not in ("", "0")
        rows += [(point.x(), point.y(), label, sigma, is_kept) for point in geometry.vertices()]
    return _Facts(rows)
