"""The one boundary that a title is made for, taken from a QGIS layer in the coordinates it was surveyed in."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
)

from ..cadastre.profile import Profile
from ..compat import is_null
from ..errors import InputError, Message
from ..geo.utm import utm_epsg
from ..overlay.pinned import pinned_transform, shift_between
from ..titling.attributes import one_line
from ..titling.boundary import surveyed_boundary
from ..titling.register import AgreedBoundary, AgreedVertex
from ..titling.sides import Channel, Sides, sides_along
from ..titling.technical_table import SideFacts, SurveyedBoundary
from .layers import WGS84, all_features, crs_of, id_text, refuse_impossible_box

AUTO = "auto"
_UTM = re.compile(r"\+proj=utm\b.*\+zone=(\d+)\b")
_NORTH, _SOUTH = 32600, 32700
_FALSE_NORTHING_M = 10_000_000


@dataclass(frozen=True)
class TitleBoundary:
    """A boundary ready for its technical table.

    Attributes
    ----------
    boundary : SurveyedBoundary
    feature_id : str
        Identity of the feature in its layer.
    fid : int
        Its feature id.
    layer, layer_crs : str
        Where it came from.
    operation : str
        How its coordinates came into the UTM system: empty when they were taken as they are, otherwise the operation.
    notes : tuple of Message
        What the person should know: a zone crossed, coordinates transformed.
    """

    boundary: SurveyedBoundary
    feature_id: str
    fid: int
    layer: str
    layer_crs: str
    operation: str
    notes: tuple[Message, ...]


def read_title_boundary(
    source: Any,
    layer: str,
    id_field: str,
    id_value: str,
    zone: str,
    profile: Profile,
    transform_context: QgsCoordinateTransformContext,
    vertices: Any = None,
    label_field: str = "",
    rivers: Any = None,
    river_field: str = "",
) -> TitleBoundary:
    """Read one boundary.

    Parameters
    ----------
    source : QgsFeatureSource
        Polygons. With several features, `id_field` and `id_value` choose one.
    layer : str
        Name of the layer, for messages.
    zone : str
        ``auto`` or a zone of the profile. ``auto`` keeps the zone of a UTM layer, and takes the zone of the centroid for all
        others, whatever it is.
    vertices : QgsFeatureSource, optional
        Points with the surveyed names of the vertices, in `label_field`.
    rivers : QgsFeatureSource, optional
        Lines or polygons of rivers, named by `river_field`. Sides that follow one become one side, from vertex to vertex.

    Raises
    ------
    InputError
        When there is no single feature, or its reference system, coordinates or geometry cannot carry a title.
    """
    crs = crs_of(source)
    feature, feature_id = _one_feature(source, layer, id_field, id_value)
    if not feature.hasGeometry():
        raise InputError("titling.no_geometry")
    refuse_system(crs, layer, profile)
    geometry = QgsGeometry(feature.geometry())
    if geometry.isEmpty():
        raise InputError("titling.no_geometry")
    _refuse_not_finite(geometry)
    refuse_impossible_box(geometry.boundingBox(), layer, crs)
    centroid = _centroid_degrees(geometry, crs, layer, transform_context)
    target, notes = _target_system(crs, centroid, zone, profile)
    operation = ""
    # A UTM system without an EPSG code (from a .prj of another program) is the same grid: nothing is transformed.
    if target != crs and (_is_known(crs) or zone_of(crs) != zone_of(target)):
        operation = _transform(geometry, crs, target, layer, transform_context)
        notes.append(Message("titling.transformed", layer=layer, source=_name_of(crs), target=_name_of(target)))
    _refuse_impossible(geometry, layer, target, profile)
    labels = None
    if vertices is not None:
        labels = _labels(vertices, label_field, target, transform_context)
    sides = None
    if rivers is not None:
        channels = _channels(rivers, river_field, target, transform_context)
        rings = _rings(geometry)
        marks = _marks(rings, labels, profile.tolerances.label_m)
        sides = sides_along(rings, channels, profile.tolerances.neighbour_m, marks)
    boundary = surveyed_boundary(
        geometry, _name_of(target), zone_of(target) or "", labels, profile.tolerances.label_m, sides
    )
    notes.extend(_zone_notes(geometry, target, transform_context))
    return TitleBoundary(boundary, feature_id, feature.id(), layer, _name_of(crs), operation, tuple(notes))


def agreed_title_boundary(
    agreed: AgreedBoundary, community: str, profile: Profile, transform_context: QgsCoordinateTransformContext
) -> TitleBoundary:
    """Take the agreed boundary of a community from its workspace, in its surveyed coordinates and with its labels.

    Raises
    ------
    InputError
        As :func:`read_title_boundary`; ``titling.not_utm`` when the vertices do not stand in a UTM system.
    """
    crs = QgsCoordinateReferenceSystem(f"EPSG:{agreed.epsg}")
    rings: dict[tuple[int, int], list[AgreedVertex]] = {}
    for vertex in agreed.vertices:
        rings.setdefault((vertex.part, vertex.ring), []).append(vertex)
    sides = _agreed_sides(agreed, rings)
    parts: dict[int, list[list[QgsPointXY]]] = {}
    labels = {}
    for (part, _), vertices in sorted(rings.items()):
        places = [(vertex.easting, vertex.northing) for vertex in vertices]
        points = [QgsPointXY(*place) for place in places]
        parts.setdefault(part, []).append([*points, points[0]])
        for vertex, place, fact in zip(vertices, places, sides.facts(places)):
            if not fact.continues:
                labels[place] = one_line(vertex.label)
    geometry = QgsGeometry.fromMultiPolygonXY(list(parts.values()))
    refuse_system(crs, community, profile)
    zone = zone_of(crs)
    if zone is None:
        centre = geometry.boundingBox().center()
        raise InputError(
            "titling.not_utm",
            layer=community,
            crs=_name_of(crs),
            easting=f"{centre.x():.1f}",
            northing=f"{centre.y():.1f}",
        )
    _refuse_not_finite(geometry)
    _refuse_impossible(geometry, community, crs, profile)
    boundary = surveyed_boundary(geometry, _name_of(crs), zone, labels, profile.tolerances.label_m, sides)
    notes = _zone_notes(geometry, crs, transform_context)
    if agreed.note is not None:
        notes = [agreed.note, *notes]
    return TitleBoundary(boundary, agreed.version_id, -1, community, _name_of(crs), agreed.operation, tuple(notes))


def zone_of(crs: QgsCoordinateReferenceSystem) -> str | None:
    """UTM zone of a reference system (``18S``), None when it is no UTM system."""
    definition = crs.toProj()
    found = _UTM.search(definition)
    if found is None or "+units=m" not in definition:
        return None
    return f"{int(found.group(1))}{'S' if '+south' in definition else 'N'}"


def system_of_zone(zone: str) -> QgsCoordinateReferenceSystem:
    """WGS 84 / UTM system of a zone."""
    base = _SOUTH if zone.endswith("S") else _NORTH
    return QgsCoordinateReferenceSystem(f"EPSG:{base + int(zone[:-1])}")


def _one_feature(source: Any, layer: str, id_field: str, id_value: str) -> tuple[QgsFeature, str]:
    names = source.fields().names()
    index = source.fields().lookupField(id_field) if id_field else -1
    if id_field and index < 0:
        raise InputError("input.unknown_field", layer=layer, field=id_field, fields=", ".join(names))
    chosen: list[QgsFeature] = []
    count = 0
    examples: list[str] = []
    for feature in all_features(source):
        count += 1
        text = id_text(feature.attribute(index)) if index >= 0 else None
        if text is not None and len(examples) < 5:
            examples.append(text)
        if not id_value or text == id_value:
            chosen.append(QgsFeature(feature))
        if len(chosen) > 1 and not id_value:
            break
    if count == 0:
        raise InputError("input.empty", layer=layer)
    if id_value and index < 0:
        raise InputError("titling.value_without_field", value=id_value)
    if not chosen:
        raise InputError(
            "titling.no_such_feature", layer=layer, field=id_field, value=id_value, examples=", ".join(examples)
        )
    if len(chosen) > 1:
        if id_value:
            raise InputError("titling.value_repeated", layer=layer, field=id_field, value=id_value, count=len(chosen))
        raise InputError("titling.several_features", layer=layer)
    feature = chosen[0]
    value = feature.attribute(index) if index >= 0 else None
    return feature, str(feature.id()) if value is None or is_null(value) else str(value)


def _refuse_not_finite(geometry: QgsGeometry) -> None:
    for number, vertex in enumerate(geometry.vertices(), start=1):
        if not (math.isfinite(vertex.x()) and math.isfinite(vertex.y())):
            raise InputError("titling.not_finite", vertex=number)


def refuse_system(crs: QgsCoordinateReferenceSystem, layer: str, profile: Profile) -> None:
    """Refuse a datum that is not WGS 84 at plan accuracy: it needs an operation that a person chooses and signs for.

    Raises
    ------
    InputError
        ``titling.crs_psad56``, ``titling.crs_deprecated``, ``titling.crs_other_datum``.
    """
    geographic = crs.authid() if crs.isGeographic() else crs.geographicCrsAuthId()
    for system in (crs.authid(), geographic):
        reason = profile.refused_systems.get(system)
        if reason is not None:
            raise InputError(f"titling.crs_{reason}", layer=layer, crs=_name_of(crs))
    if geographic not in profile.equivalent_geographic and "+datum=WGS84" not in crs.toProj():
        raise InputError("titling.crs_other_datum", layer=layer, crs=_name_of(crs))


def _centroid_degrees(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, layer: str, context: QgsCoordinateTransformContext
) -> tuple[float, float]:
    point = geometry.centroid()
    if point.isNull() or point.isEmpty():
        point = QgsGeometry.fromPointXY(geometry.boundingBox().center())
    _transform(point, crs, QgsCoordinateReferenceSystem(WGS84), layer, context)
    place = point.asPoint()
    return place.x(), place.y()


def _target_system(
    crs: QgsCoordinateReferenceSystem, centroid: tuple[float, float], zone: str, profile: Profile
) -> tuple[QgsCoordinateReferenceSystem, list[Message]]:
    own = zone_of(crs)
    if zone != AUTO:
        if own == zone:
            return (crs if _is_known(crs) else system_of_zone(own)), []
        epsg = profile.zones.get(zone)
        return (QgsCoordinateReferenceSystem(f"EPSG:{epsg}") if epsg else system_of_zone(zone)), []
    if own is not None:
        return (crs if _is_known(crs) else system_of_zone(own)), []
    return QgsCoordinateReferenceSystem(f"EPSG:{utm_epsg(*centroid)}"), []


def _transform(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    layer: str,
    context: QgsCoordinateTransformContext,
) -> str:
    """Transform in place and return the operation used."""
    transform = pinned_transform(source, target, context)
    try:
        geometry.transform(transform)
    except QgsCsException as error:
        raise InputError("input.outside_world", layer=layer, crs=_name_of(source)) from error
    shift = shift_between(source, target)
    if shift is not None:
        return shift.code
    return transform.instantiatedCoordinateOperationDetails().proj or transform.coordinateOperation()


def _refuse_impossible(geometry: QgsGeometry, layer: str, crs: QgsCoordinateReferenceSystem, profile: Profile) -> None:
    box = geometry.boundingBox()
    low, high = profile.easting_range_m
    is_inside = low <= box.xMinimum() and box.xMaximum() <= high
    is_inside = is_inside and box.yMinimum() >= 0 and box.yMaximum() <= _FALSE_NORTHING_M
    if not is_inside:
        raise InputError(
            "titling.not_utm",
            layer=layer,
            crs=_name_of(crs),
            easting=f"{box.center().x():.1f}",
            northing=f"{box.center().y():.1f}",
        )


def _zone_notes(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> list[Message]:
    """Say when the territory reaches into another zone, or lies in another zone than its coordinates state."""
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context)
    own = zone_of(crs)
    centre = geometry.centroid()
    centre.transform(transform)
    degrees = QgsGeometry(geometry)
    degrees.transform(transform)
    box = degrees.boundingBox()
    latitude = centre.asPoint().y()
    zones = [_zone_name(utm_epsg(x, latitude)) for x in (box.xMinimum(), centre.asPoint().x(), box.xMaximum())]
    if zones[1] != own:
        return [Message("titling.other_zone", zone=own, centre_zone=zones[1])]
    if zones[0] != zones[2]:
        return [Message("titling.zone_crossed", zone=own, zones=f"{zones[0]}, {zones[2]}")]
    return []


def _zone_name(epsg: int) -> str:
    return f"{epsg - _SOUTH}S" if epsg > _SOUTH else f"{epsg - _NORTH}N"


def _labels(
    vertices: Any, label_field: str, target: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> dict[tuple[float, float], str]:
    """Surveyed names by their place."""
    name = vertices.sourceName()
    crs = crs_of(vertices)
    index = vertices.fields().lookupField(label_field) if label_field else -1
    if index < 0:
        fields = ", ".join(vertices.fields().names())
        raise InputError("input.unknown_field", layer=name, field=label_field, fields=fields)
    labels: dict[tuple[float, float], str] = {}
    for feature in all_features(vertices):
        text = id_text(feature.attribute(index))
        if text is None or not feature.hasGeometry():
            raise InputError("titling.label_empty", layer=name, feature=feature.id())
        geometry = QgsGeometry(feature.geometry())
        if crs != target:
            _transform(geometry, crs, target, name, context)
        for point in geometry.vertices():
            labels[(point.x(), point.y())] = one_line(text)
    if not labels:
        raise InputError("input.empty", layer=name)
    return labels


def _agreed_sides(agreed: AgreedBoundary, rings: Mapping[tuple[int, int], Sequence[AgreedVertex]]) -> Sides:
    """What the workspace knows of the sides; a boundary mark stays a vertex even amid a channel."""
    facts = {(side.part, side.ring, side.number): side for side in agreed.sides}
    known = {}
    for (part, ring), vertices in rings.items():
        for start, end in zip(vertices, [*vertices[1:], vertices[0]]):
            side = facts.get((part, ring, start.number))
            if side is not None:
                ends = frozenset(((start.easting, start.northing), (end.easting, end.northing)))
                known[ends] = SideFacts(side.kind, one_line(side.neighbour))
    marks = {(vertex.easting, vertex.northing) for vertex in agreed.vertices if vertex.monument.strip()}
    return Sides(known, marks)


def _rings(geometry: QgsGeometry) -> list[list[tuple[float, float]]]:
    """Open rings of a polygon, as :func:`~..titling.boundary.surveyed_boundary` takes them."""
    flat = QgsGeometry(geometry)
    flat.convertToMultiType()
    rings = [[(point.x(), point.y()) for point in ring] for part in flat.asMultiPolygon() for ring in part]
    return [ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring for ring in rings if ring]


def _marks(
    rings: Sequence[Sequence[tuple[float, float]]], labels: Mapping[tuple[float, float], str] | None, label_m: float
) -> set[tuple[float, float]]:
    """Points of the boundary at which a surveyed label stands."""
    return {
        point for ring in rings for point in ring if any(math.dist(place, point) <= label_m for place in labels or ())
    }


def _channels(
    rivers: Any, name_field: str, target: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> list[Channel]:
    """Rivers in the reference system of the boundary."""
    layer = rivers.sourceName()
    crs = crs_of(rivers)
    index = rivers.fields().lookupField(name_field) if name_field else -1
    if name_field and index < 0:
        fields = ", ".join(rivers.fields().names())
        raise InputError("input.unknown_field", layer=layer, field=name_field, fields=fields)
    found = []
    for feature in all_features(rivers):
        if not feature.hasGeometry():
            continue
        geometry = QgsGeometry(feature.geometry())
        if crs != target:
            _transform(geometry, crs, target, layer, context)
        name = id_text(feature.attribute(index)) if index >= 0 else None
        found.append(Channel(one_line(name or ""), geometry))
    if not found:
        raise InputError("input.empty", layer=layer)
    return found


def _is_known(crs: QgsCoordinateReferenceSystem) -> bool:
    return str(crs.authid()).startswith("EPSG:")


def _name_of(crs: QgsCoordinateReferenceSystem) -> str:
    return crs.authid() or crs.description() or crs.toProj()
