"""The vertices of a proposal out of QGIS layers, with what the survey knows of each."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsFeature, QgsGeometry
from qgis.PyQt.QtCore import QDateTime, Qt

from ..cadastre.profile import Profile
from ..compat import READS_ZONES_OF_FILES, is_null
from ..errors import InputError
from ..territory.differences import SAME_PLACE_M, known_vertex, rings_by_place, sides_of
from ..territory.draft import FACT_NAMES, complete_labels, label_prefix
from ..territory.field_feature import method_with_quality
from ..territory.versions import WGS84, Vertex, carried
from ..territory.written_values import iso_time, utc_time
from ..titling.technical_table import build_technical_table
from ..workspace.clock import utc_of_text
from ..workspace.tables.territory import SIDE_KINDS
from .boundary import TitleBoundary
from .layers import all_features, crs_of
from .surveyed_outlines import Facts, attribute_text, facts_of_vertices, open_rings

# Coordinates as printed stand within a coarse decimal of the surveyed ones.
_ROUNDING_M = 1.0
_FACTS = ("method", "quality", "sigma_m", "surveyed_at", "monument", "access")


def proposed_vertices(
    boundary: TitleBoundary,
    profile: Profile,
    context: QgsCoordinateTransformContext,
    vertices: Any = None,
    outlines: Any = None,
) -> tuple[tuple[Vertex, ...], bool]:
    """Vertices of a boundary in surveyed coordinates; those without a surveyed label are numbered as the profile numbers a title's.

    Parameters
    ----------
    vertices : QgsFeatureSource, optional
        Surveyed points. Their fields ``method`` with ``quality``, ``sigma_m``, ``surveyed_at`` (or ``time``), ``monument`` and ``access``
        go to the vertex they stand on.
    outlines : QgsFeatureSource, optional
        Where the boundary was read from. What ``importfieldgeometry`` wrote there of a vertex goes to it, where no point tells of it.

    Returns
    -------
    vertices : tuple of Vertex
    labels_are_surveyed : bool
        Whether their labels were given in the field.
    """
    surveyed = boundary.boundary
    epsg = _epsg(surveyed.crs)
    numbered = _numbered(boundary, profile)
    points = _Near(_survey_facts(vertices, surveyed.crs, context) if vertices is not None else {})
    outline = _Near(_outline_facts(outlines, boundary.fid, surveyed.crs, context) if outlines is not None else {})
    found: list[Vertex] = []
    told: list[str] = []
    for part, part_rings in enumerate(surveyed.parts):
        for ring, line in enumerate(part_rings):
            for position, place in enumerate(line.coordinates):
                label = line.labels[position] if line.labels else numbered.find(place, _ROUNDING_M)
                own = outline.find(place, SAME_PLACE_M) or {}
                told.append(str(own.get("label", "")))
                known = dict(points.find(place, profile.tolerances.label_m) or own)
                known.pop("label", None)
                found.append(Vertex(part, ring, position + 1, str(label), *place, epsg, **known))
    if vertices is not None or not any(told):
        return tuple(found), vertices is not None
    labels = complete_labels(told, label_prefix(profile.vertex.label_pattern))
    return tuple(replace(vertex, label=label) for vertex, label in zip(found, labels)), True


def source_of(boundary: TitleBoundary, outlines: Any) -> str:
    """Where a boundary comes from: the field file, otherwise its layer; its system, and how its coordinates came into the UTM system."""
    feature = _feature_of(outlines, boundary.fid)
    file = attribute_text(feature, "source_file") if feature is not None else ""
    return ", ".join(filter(None, (file or boundary.layer, boundary.layer_crs, boundary.operation)))


def proposed_sides(
    source: Any, vertices: Sequence[Vertex], context: QgsCoordinateTransformContext
) -> tuple[list[dict[str, Any]], int]:
    """What is known of the sides, out of lines that run along them: their fields are those of ``boundary_side``.

    Returns
    -------
    rows : list of dict
        One for each segment of the boundary, as :func:`~rainforest_alert_plugin.territory.draft.side_rows` gives them.
    unmatched : int
        Segments of the lines that are none of the boundary.

    Raises
    ------
    InputError
        ``territory.side_kind``.
    """
    places = known_vertex(vertices)
    segments = {
        frozenset((id(start), id(end))): start
        for ring in rings_by_place(vertices).values()
        for start, end in sides_of(ring)
    }
    crs, target = crs_of(source), f"EPSG:{vertices[0].epsg}"
    names = [name for name in FACT_NAMES if source.fields().lookupField(name) >= 0]
    rows: dict[tuple[int, int, int], dict[str, Any]] = {}
    unmatched = stretch = 0
    for feature in all_features(source):
        if not feature.hasGeometry():
            continue
        facts = {name: text for name in names if (text := _plain(name, feature.attribute(name)))}
        if facts.get("kind") not in SIDE_KINDS:
            raise InputError("territory.side_kind", kind=facts.get("kind", ""), kinds=", ".join(SIDE_KINDS))
        geometry = QgsGeometry(feature.geometry())
        if crs != QgsCoordinateReferenceSystem(target):
            geometry, _ = carried(geometry, crs.authid() or WGS84, target, context)
        stretch += 1
        for part in geometry.asGeometryCollection():
            ends = [
                places.find(Vertex(0, 0, 0, "", point.x(), point.y(), vertices[0].epsg)) for point in part.vertices()
            ]
            for pair in zip(ends, ends[1:]):
                start = segments.get(frozenset(map(id, pair))) if None not in pair else None
                if start is None:
                    unmatched += 1
                else:
                    place = {"part": start.part, "ring": start.ring, "number": start.number}
                    rows[start.part, start.ring, start.number] = {**place, "stretch": stretch, **facts}
    return [rows[place] for place in sorted(rows)], unmatched


def _epsg(name: str) -> int:
    authority, _, code = name.partition(":")
    crs = QgsCoordinateReferenceSystem(name)
    if authority != "EPSG" or not code.isdigit() or not crs.isValid():
        raise InputError("territory.no_epsg", crs=name)
    return int(code)


def _numbered(boundary: TitleBoundary, profile: Profile) -> _Near:
    """Labels as the technical table of the boundary has them, by the place of the vertex as printed."""
    table = build_technical_table(boundary.boundary, profile)
    return _Near({(float(row.easting), float(row.northing)): row.vertex for row in table.rows})


def _feature_of(outlines: Any, fid: int) -> QgsFeature | None:
    return next((one for one in all_features(outlines) if one.id() == fid), None)


def _outline_facts(
    outlines: Any, fid: int, crs: str, context: QgsCoordinateTransformContext
) -> dict[tuple[float, float], Facts]:
    feature = _feature_of(outlines, fid)
    known = facts_of_vertices(crs_of(outlines), feature) if feature is not None else []
    if feature is None or not any(known):
        return {}
    geometry = _carried_to(QgsGeometry(feature.geometry()), crs_of(outlines), crs, context)
    places = [place for ring in open_rings(geometry).values() for place in ring]
    return dict(zip(places, known))


def _carried_to(
    geometry: QgsGeometry, source: QgsCoordinateReferenceSystem, crs: str, context: QgsCoordinateTransformContext
) -> QgsGeometry:
    if source == QgsCoordinateReferenceSystem(crs):
        return geometry
    return carried(geometry, source.authid() or WGS84, crs, context)[0]


def _survey_facts(
    vertices: Any, crs: str, context: QgsCoordinateTransformContext
) -> dict[tuple[float, float], dict[str, Any]]:
    indexes = {name: _field_of(vertices, name) for name in _FACTS}
    # What the importer writes as ``time`` is in UTC.
    is_in_utc = not READS_ZONES_OF_FILES and vertices.fields().lookupField("surveyed_at") < 0
    source = crs_of(vertices)
    facts: dict[tuple[float, float], dict[str, Any]] = {}
    for feature in all_features(vertices):
        if not feature.hasGeometry():
            continue
        geometry = _carried_to(QgsGeometry(feature.geometry()), source, crs, context)
        values = {name: feature.attribute(index) if index >= 0 else None for name, index in indexes.items()}
        if is_in_utc and isinstance(values["surveyed_at"], QDateTime):
            values["surveyed_at"].setTimeSpec(Qt.TimeSpec.UTC)
        known = {name: plain for name, value in values.items() if (plain := _plain(name, value)) is not None}
        method = method_with_quality(str(known.pop("method", "")), str(known.pop("quality", "")))
        for point in geometry.vertices():
            facts[point.x(), point.y()] = {**known, "method": method} if method else known
    return facts


def _field_of(vertices: Any, name: str) -> int:
    """Index of a field of the survey; ``importfieldgeometry`` calls the time ``time``."""
    index = vertices.fields().lookupField(name)
    return vertices.fields().lookupField("time") if index < 0 and name == "surveyed_at" else index


def _plain(name: str, value: Any) -> Any:
    if is_null(value) or not str(value).strip():
        return None
    if name == "sigma_m":
        return float(value)
    if name == "surveyed_at":
        return _time(value)
    return str(value)


def _time(value: Any) -> str | None:
    """A time of a layer in UTC; none where it cannot be read."""
    if isinstance(value, QDateTime):
        return str(value.toUTC().toString("yyyy-MM-ddTHH:mm:ss.zzz")) + "Z"
    text = str(value.toString(Qt.DateFormat.ISODate)) if hasattr(value, "toString") else str(value)
    try:
        return utc_of_text(text)
    except ValueError:
        return iso_time(utc_time(text)) or None


class _Near:
    """Things by the place where they stand, found again from nearby."""

    def __init__(self, things: dict[tuple[float, float], Any]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[tuple[float, float], Any]]] = {}
        for place, thing in things.items():
            self._cells.setdefault((math.floor(place[0]), math.floor(place[1])), []).append((place, thing))

    def find(self, place: tuple[float, float], within_m: float) -> Any:
        """What stands nearest, within a distance; None when nothing does."""
        reach = math.ceil(within_m)
        east, north = math.floor(place[0]), math.floor(place[1])
        near = [
            (math.dist(place, there), number, thing)
            for column in range(east - reach, east + reach + 1)
            for row in range(north - reach, north + reach + 1)
            for number, (there, thing) in enumerate(self._cells.get((column, row), ()))
        ]
        distance, _, thing = min(near, key=lambda one: one[:2], default=(math.inf, 0, None))
        return thing if distance <= within_m else None
