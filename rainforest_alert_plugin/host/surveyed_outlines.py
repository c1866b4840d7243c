"""Outlines of a layer with what ``importfieldgeometry`` wrote of each vertex: name, method, accuracy, time and quality of the fix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..compat import is_null
from ..territory.draft import Draft, DraftVertex, Place, Ring, complete_labels, joined
from ..territory.field_feature import method_with_quality
from ..territory.versions import Vertex
from ..territory.written_values import iso_time, utc_time

Facts = Mapping[str, Any]  # of a vertex: ``label``, ``method``, ``sigma_m`` and ``surveyed_at``, those that are known


def surveyed_draft(layer: QgsVectorLayer, feature: QgsFeature, epsg: int, prefix: str) -> Draft:
    """A draft that begins from a polygon of a layer: each vertex with what the layer tells of it.

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
    """
    facts = iter(facts_of_vertices(feature))
    geometry = QgsGeometry(feature.geometry())
    target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}")
    if layer.crs() != target:
        geometry.transform(QgsCoordinateTransform(layer.crs(), target, QgsProject.instance()))
    found: list[tuple[Ring, Place, Facts]] = []
    for ring, places in open_rings(geometry).items():
        known = [next(facts, {}) for _ in places]
        found += [(ring, place, known[at]) for at, place in enumerate(places) if is_new_vertex(places, at)]
    labels = complete_labels([str(one.get("label", "")) for _, _, one in found], prefix)
    by_ring: dict[Ring, list[DraftVertex]] = {}
    for label, (ring, place, one) in zip(labels, found):
        own = {name: value for name, value in one.items() if name != "label"}
        by_ring.setdefault(ring, []).append(DraftVertex(Vertex(*ring, 0, label, *place, epsg, **own)))
    return joined(by_ring)


def source_words(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """Where a feature comes from: the field file that it was read from, or layer and file; and its reference system."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    file = Path(str(parts.get("path") or "")).name
    words = f"{layer.name()} ({file})" if file and Path(file).stem != layer.name() else file or layer.name()
    crs = layer.crs().authid() or layer.crs().description()
    return ", ".join(filter(None, (attribute_text(feature, "source_file") or words, crs)))


def facts_of_vertices(feature: QgsFeature) -> list[Facts]:
    """What is told of each vertex of a polygon, in the order of :func:`open_rings`.

    Nothing where the number of vertices is no longer that of the survey: nobody knows then of which vertex it is told.
    """
    count = sum(len(places) for places in open_rings(feature.geometry()).values())
    if attribute_text(feature, "vertex_count") != str(count):
        return []
    of_all = attribute_text(feature, "method")
    columns = [
        values_of_vertices(feature, f"vertex_{name}", count)
        for name in ("label", "method", "quality", "sigma_m", "time")
    ]
    return [_facts(of_all, *values) for values in zip(*columns)]


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
