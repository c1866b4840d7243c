"""Field features as the kind that a person asked for: vertices of a track, a boundary through vertices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Collection, Iterable, Iterator, Sequence

import numpy as np

from ..errors import Message
from ..geo.features import FeatureTally
from .field_feature import FieldFeature, Vertices, closed, line_feature, point_feature, polygon_feature

AUTO = "auto"


def with_labels_of_points(features: Collection[FieldFeature]) -> Collection[FieldFeature]:
    """Features of which each vertex of a line or polygon has the name of the point that the file places on it.

    So do the stations of a title and the texts of a drawing name the vertices of the outline.
    """
    names: dict[tuple[float, float], str] = {}
    for feature in features:
        word = feature.label if feature.kind == "vertex" else feature.name
        if feature.shape == "point" and word:
            names.setdefault(_place(feature.vertices[0]), word)
    return [_named(feature, names) for feature in features] if names else features


def _named(feature: FieldFeature, names: dict[tuple[float, float], str]) -> FieldFeature:
    if feature.shape == "point" or feature.vertex_labels:
        return feature
    labels = tuple(names.get(_place(vertex), "") for vertex in feature.vertices)
    return replace(feature, vertex_labels=labels) if any(labels) else feature


def _place(vertex: Any) -> tuple[float, float]:
    return float(vertex["x"]), float(vertex["y"])


def as_kind(features: Iterable[FieldFeature], kind: str, tally: FeatureTally) -> Iterator[FieldFeature]:
    """Features as `kind`; what cannot be is left out with its reason.

    ``auto`` leaves each as the file has it. ``vertex`` gives every vertex as a point, once where the file has it both alone and in an
    outline (the stations of a title). ``track`` joins points in the order of the file and
    takes rings as lines. ``boundary`` closes lines, but none of which vertices are missing, and joins
    points. ``place`` takes points.

    A boundary of a line of several parts stays open: nobody walked between them.

    The tally is brought up to date when the last feature was taken.
    """
    if kind == AUTO:
        yield from features
    elif kind == "vertex":
        # the rows of a long table are points only: they are walked through once
        stations = _places_of_vertices(features) if isinstance(features, Sequence) else frozenset()
        for feature in features:
            yield from _vertices(feature, stations)
    elif kind == "place":
        yield from _places(features, tally)
    else:
        yield from _joined(features, kind, tally)


def _places_of_vertices(features: Iterable[FieldFeature]) -> frozenset[tuple[float, float]]:
    return frozenset(_place(f.vertices[0]) for f in features if f.shape == "point" and f.kind == "vertex")


def _vertices(feature: FieldFeature, stations: Collection[tuple[float, float]]) -> Iterator[FieldFeature]:
    if feature.shape == "point":
        yield replace(feature, kind="vertex", label=feature.label or feature.name)
        return
    number = 0
    for part in feature.parts:
        # a ring repeats its first vertex
        stop = part.stop - 1 if feature.shape == "polygon" else part.stop
        for index in range(part.start, stop):
            number += 1
            if _place(feature.vertices[index]) in stations:
                continue
            yield point_feature(
                "vertex",
                feature.vertices[index : index + 1],
                name=feature.name,
                label=(feature.vertex_labels[index] if feature.vertex_labels else "") or str(number),
                method=feature.vertex_methods[index] if feature.vertex_methods else feature.method,
                author=feature.author,
                line=feature.line,
            )


def _places(features: Iterable[FieldFeature], tally: FeatureTally) -> Iterator[FieldFeature]:
    for feature in features:
        if feature.shape == "point":
            yield replace(feature, kind="place", name=feature.name or feature.label)
        else:
            _leave(tally, feature, Message("field.not_a_point"))


def _joined(features: Iterable[FieldFeature], kind: str, tally: FeatureTally) -> Iterator[FieldFeature]:
    groups: dict[str, list[FieldFeature]] = {}
    others: list[FieldFeature] = []
    for feature in features:
        if feature.shape == "point":
            groups.setdefault(feature.properties.get("group", ""), []).append(feature)
        else:
            others.append(feature)
    # where lines or polygons are there already, single points are something else
    for points in groups.values() if others else ():
        for point in points:
            _leave(tally, point, Message("field.not_a_line"))
    made = others if others else [_line(name, points) for name, points in groups.items()]
    for feature in made:
        if kind == "track":
            yield replace(feature, kind="track", shape="line")
            continue
        if feature.shape == "polygon" or feature.is_open:
            yield replace(feature, kind="boundary")
            continue
        runs = [slice(part.start, part.stop) for part in feature.parts]
        if len(runs) > 1 and any(_is_open(feature.vertices[run]) for run in runs):
            tally.repaired.append(
                (feature.name or f"#{feature.line}", Message("field.boundary_in_parts", count=len(runs)))
            )
            yield replace(feature, kind="boundary", is_open=True)
            continue
        good = [run for run in runs if len(np.unique(feature.vertices[run][["x", "y"]])) > 2]
        if not good:
            _leave(tally, feature, Message("field.no_ring"))
            continue
        yield polygon_feature(
            "boundary",
            [[feature.vertices[run]] for run in good],
            vertex_labels=_words_of_rings(feature, feature.vertex_labels, good),
            vertex_methods=_words_of_rings(feature, feature.vertex_methods, good),
            **_words(feature),
        )


def _is_open(run: Vertices) -> bool:
    return bool(run["x"][0] != run["x"][-1] or run["y"][0] != run["y"][-1])


def _words_of_rings(feature: FieldFeature, words: Sequence[str], runs: Iterable[slice]) -> tuple[str, ...]:
    """Words of vertices of a line for the rings that its runs become: where a ring is closed, its first word comes again."""
    found: list[str] = []
    for run in runs if words else ():
        ring = feature.vertices[run]
        found += words[run]
        found += words[run][:1] if len(closed(ring)) > len(ring) else ()
    return tuple(found)


def _line(name: str, points: list[FieldFeature]) -> FieldFeature:
    vertices: Vertices = np.concatenate([point.vertices for point in points])
    first = points[0]
    labels = tuple(point.label or point.name for point in points)
    methods = tuple(point.method for point in points)
    is_one_method = len(set(methods)) == 1
    return line_feature(
        "track",
        [vertices],
        name=name,
        method=methods[0] if is_one_method else "",
        author=first.author,
        line=first.line,
        vertex_labels=labels if any(labels) else (),
        vertex_methods=() if is_one_method else methods,
    )


def _words(feature: FieldFeature) -> dict[str, object]:
    return {
        "name": feature.name,
        "label": feature.label,
        "description": feature.description,
        "method": feature.method,
        "photos": feature.photos,
        "author": feature.author,
        "properties": feature.properties,
        "line": feature.line,
    }


def _leave(tally: FeatureTally, feature: FieldFeature, reason: Message) -> None:
    tally.used -= 1
    tally.left_out.append((feature.label or feature.name or f"#{feature.line}", reason))
