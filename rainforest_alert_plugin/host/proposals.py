"""The vertices of a proposal out of QGIS layers, with what the survey knows of each."""

from __future__ import annotations

import math
from typing import Any, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from ..cadastre.profile import Profile
from ..compat import is_null
from ..errors import InputError
from ..territory.differences import known_vertex, rings_by_place, sides_of
from ..territory.draft import FACT_NAMES
from ..territory.versions import WGS84, Vertex, carried
from ..titling.technical_table import build_technical_table
from ..workspace.clock import utc_of_text
from ..workspace.tables.territory import SIDE_KINDS
from .boundary import TitleBoundary
from .layers import all_features, crs_of

# Coordinates as printed stand within a coarse decimal of the surveyed ones.
_ROUNDING_M = 1.0
_FACTS = ("method", "sigma_m", "surveyed_at", "monument", "access")


def proposed_vertices(
    boundary: TitleBoundary,
    profile: Profile,
    context: QgsCoordinateTransformContext,
    vertices: Any = None,
    label_field: str = "",
) -> tuple[Vertex, ...]:
    """Vertices of a boundary in surveyed coordinates; those without a surveyed label are numbered as the profile numbers a title's.

    Parameters
    ----------
    vertices : QgsFeatureSource, optional
        Surveyed points. Their fields ``method``, ``sigma_m``, ``surveyed_at``, ``monument`` and ``access`` go to the vertex they stand on.
    """
    surveyed = boundary.boundary
    epsg = _epsg(surveyed.crs)
    named = _numbered(boundary, profile)
    facts = _Near(_survey_facts(vertices, surveyed.crs, context) if vertices is not None else {})
    found = []
    for part, part_rings in enumerate(surveyed.parts):
        for ring, line in enumerate(part_rings):
            for position, place in enumerate(line.coordinates):
                label = line.labels[position] if line.labels else named.find(place, _ROUNDING_M)
                known = facts.find(place, profile.tolerances.label_m) or {}
                found.append(Vertex(part, ring, position + 1, str(label), *place, epsg, **known))
    return tuple(found)


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


def _survey_facts(
    vertices: Any, crs: str, context: QgsCoordinateTransformContext
) -> dict[tuple[float, float], dict[str, Any]]:
    indexes = {name: vertices.fields().lookupField(name) for name in _FACTS}
    source = crs_of(vertices)
    facts: dict[tuple[float, float], dict[str, Any]] = {}
    for feature in all_features(vertices):
        if not feature.hasGeometry():
            continue
        geometry = QgsGeometry(feature.geometry())
        if source != QgsCoordinateReferenceSystem(crs):
            geometry, _ = carried(geometry, source.authid() or WGS84, crs, context)
        values = {name: feature.attribute(index) if index >= 0 else None for name, index in indexes.items()}
        known = {name: _plain(name, value) for name, value in values.items()}
        for point in geometry.vertices():
            facts[point.x(), point.y()] = known
    return facts


def _plain(name: str, value: Any) -> Any:
    if is_null(value) or not str(value).strip():
        return None
    if name == "sigma_m":
        return float(value)
    if name == "surveyed_at":
        text = value.toString("yyyy-MM-ddTHH:mm:ss") if hasattr(value, "toString") else str(value)
        return utc_of_text(text)
    return str(value)


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
