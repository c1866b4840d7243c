"""Outlines of a layer with what ``importfieldgeometry`` wrote of each vertex: name, method, accuracy, time and quality of the fix."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Mapping

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..compat import is_null
from ..overlay.pinned import pinned_transform, shift_between
from ..territory.carried_datum import source_with_shift, with_shift
from ..territory.differences import SAME_PLACE_M
from ..territory.draft import Draft, DraftVertex, Place, Ring, complete_labels, joined
from ..territory.field_feature import method_with_quality
from ..territory.versions import Vertex
from ..territory.written_values import iso_time, utc_time

# Half a millimetre on the ground, as SAME_PLACE_M.
_SAME_PLACE_DEGREES = 5e-9
Facts = Mapping[str, Any]  # of a vertex: ``label``, ``method``, ``sigma_m`` and ``surveyed_at``, those that are known


def surveyed_draft(layer: QgsVectorLayer, feature: QgsFeature, epsg: int, prefix: str) -> Draft:
    """A draft that begins from a polygon of a layer: each vertex with what the layer tells of it.

    From another datum it is carried by the operation of the house, and each vertex says so.

    Parameters
    ----------
    epsg : int
        System of the draft.
    prefix : str
        Of the names of vertices that have none.

    Raises
    ------
    QgsCsException
        When the polygon has no place in that system.
    InputError
        ``datum.not_pinned``.
    """
    facts = iter(facts_of_vertices(layer.crs(), feature))
    geometry = QgsGeometry(feature.geometry())
    target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    shift = shift_between(layer.crs(), target)
    if layer.crs() != target:
        geometry.transform(pinned_transform(layer.crs(), target, QgsProject.instance().transformContext()))
    found: list[tuple[Ring, Place, Facts]] = []
    for ring, places in open_rings(geometry).items():
        known = [next(facts) for _ in places]
        found += [(ring, place, known[at]) for at, place in enumerate(places) if is_new_vertex(places, at)]
    labels = complete_labels([str(one.get("label", "")) for _, _, one in found], prefix)
    by_ring: dict[Ring, list[DraftVertex]] = {}
    for label, (ring, place, one) in zip(labels, found):
        own = {name: value for name, value in one.items() if name != "label"}
        vertex = with_shift(Vertex(*ring, 0, label, *place, epsg, **own), shift)
        by_ring.setdefault(ring, []).append(DraftVertex(vertex))
    return joined(by_ring)


def source_words(layer: QgsVectorLayer, feature: QgsFeature, epsg: int) -> str:
    """Where a feature comes from: the field file that it was read from, or layer and file; its reference system, and by which
    operation it came into the system `epsg` when that is of another datum.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    file = Path(str(parts.get("path") or "")).name
    words = f"{layer.name()} ({file})" if file and Path(file).stem != layer.name() else file or layer.name()
    crs = layer.crs().authid() or layer.crs().description()
    told = ", ".join(filter(None, (attribute_text(feature, "source_file") or words, crs)))
    return source_with_shift(told, epsg, shift_between(layer.crs(), QgsCoordinateReferenceSystem(f"EPSG:{epsg}")))


def facts_of_vertices(crs: QgsCoordinateReferenceSystem, feature: QgsFeature) -> list[Facts]:
    """What is told of each vertex of a polygon, in the order of :func:`open_rings`; nothing of one that stands elsewhere than surveyed.

    Parameters
    ----------
    crs : QgsCoordinateReferenceSystem
        Of the feature. The survey's is the one that the feature names.

    Raises
    ------
    QgsCsException
        When the polygon has no place in the survey's system.
    """
    surveyed = _surveyed(feature)
    geometry = QgsGeometry(feature.geometry())
    of_survey = QgsCoordinateReferenceSystem(f"EPSG:{attribute_text(feature, 'epsg')}")
    if surveyed and crs != of_survey:
        geometry.transform(pinned_transform(crs, of_survey, QgsProject.instance().transformContext()))
    near = _SAME_PLACE_DEGREES if of_survey.isGeographic() else SAME_PLACE_M
    cells: dict[tuple[int, int], list[tuple[Place, Facts]]] = {}
    for place, known in surveyed:
        cells.setdefault(_cell(place, near), []).append((place, known))
    return [_of_place(place, cells, near) for places in open_rings(geometry).values() for place in places]


def _surveyed(feature: QgsFeature) -> list[tuple[Place, Facts]]:
    """Vertices as they were surveyed; none where the layer is not of ``importfieldgeometry``."""
    count = attribute_text(feature, "vertex_count")
    places = values_of_vertices(feature, "vertex_place", int(count)) if count.isdigit() else []
    if not all(isinstance(place, list) and len(place) == 2 for place in places):
        return []
    of_all = attribute_text(feature, "method")
    columns = [
        values_of_vertices(feature, f"vertex_{name}", len(places))
        for name in ("label", "method", "quality", "sigma_m", "time")
    ]
    return [((float(x), float(y)), _facts(of_all, *values)) for (x, y), *values in zip(places, *columns)]


def _cell(place: Place, size: float) -> tuple[int, int]:
    return math.floor(place[0] / size), math.floor(place[1] / size)


def _of_place(place: Place, cells: Mapping[tuple[int, int], list[tuple[Place, Facts]]], near: float) -> Facts:
    east, north = _cell(place, near)
    for column in (east, east - 1, east + 1):
        for row in (north, north - 1, north + 1):
            for there, known in cells.get((column, row), ()):
                if math.dist(place, there) <= near:
                    return known
    return {}


def _facts(of_all: str, label: Any, method: Any, quality: Any, sigma_m: Any, time: Any) -> Facts:
    known = {
        "label": str(label or ""),
        "method": method_with_quality(str(method or of_all), str(quality or "")),
        "sigma_m": None if sigma_m is None else float(sigma_m),
        "surveyed_at": iso_time(utc_time(str(time or ""))),
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def open_rings(geometry: QgsGeometry) -> dict[Ring, list[Place]]:
    """Rings of a polygon by part and ring, without the last vertex, which only repeats the first."""
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    found: dict[Ring, list[Place]] = {}
    for part, lines in enumerate(polygons):
        for ring, points in enumerate(lines):
            places = [(point.x(), point.y()) for point in points]
            found[part, ring] = places[:-1] if len(places) > 1 and places[0] == places[-1] else places
    return found


def is_new_vertex(places: list[Place], at: int) -> bool:
    """Whether a place of an open ring is not the one before once more."""
    return places[at] != places[at - 1] or len(places) == 1


def values_of_vertices(feature: QgsFeature, name: str, count: int) -> list[Any]:
    """A value per vertex out of the JSON that ``importfieldgeometry`` writes; nothing where it does not fit the line any more."""
    try:
        values = json.loads(attribute_text(feature, name) or "[]")
    except ValueError:
        values = []
    return values if isinstance(values, list) and len(values) == count else [None] * count


def attribute_text(feature: QgsFeature, name: str) -> str:
    """An attribute as text; empty where the layer has no such field, or no value."""
    index = feature.fields().lookupField(name)
    value = feature.attribute(index) if index >= 0 else None
    return "" if is_null(value) else str(value)
