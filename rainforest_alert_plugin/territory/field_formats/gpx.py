"""GPX 1.0 and 1.1: waypoints, routes and tracks of Garmin, Locus, OsmAnd and others.

Schemas: topografix.com/GPX/1/0 and /1/1. Names of elements are read without regard to their namespace or case.
"""

from __future__ import annotations

import math
from pathlib import PurePosixPath
from typing import Any, Iterator

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ..field_feature import WGS84_EPSG, FieldFeature, FieldReading, Vertices, line_feature, point_feature, vertices_of
from ..markup import Element
from ..persons import person_of
from ..source_file import SourceFile, missing_attachments
from ..written_values import NO_TIME, number, utc_time
from .protocol import ReadingOptions, kept, left_out, markup_of

METHOD = "gnss_handheld"
_KNOWN = frozenset(
    (
        "ele",
        "time",
        "name",
        "desc",
        "cmt",
        "link",
        "url",
        "urlname",
        "author",
        "email",
        "extensions",
        "hdop",
        "fix",
        "sat",
        "vdop",
    )
    + ("pdop", "rtept", "trkseg", "bounds")
)
_ACCURACIES = ("accuracy", "acc", "hacc", "horizontalaccuracy", "gpsaccuracy")


class GpxReader:
    """Reader of GPX."""

    name = "gpx"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether the first element is ``gpx``."""
        return "<gpx" in head.lower()

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Waypoints become places; routes and tracks become tracks, a track with several segments one of several runs.

        Raises
        ------
        InputError
            As :func:`~rainforest_alert_plugin.territory.field_formats.protocol.markup_of`; ``field.wrong_format``.
        """
        tally = FeatureTally(file.name)
        notes: list[Message] = []
        root = markup_of(file, options, notes).root
        if root.name != "gpx":
            raise InputError("field.wrong_format", path=file.name, format=self.name, found=root.name)
        author = root.word("metadata", "author", "name") or root.word("author")
        features = list(kept(_features(root, author, tally), tally))
        names = [feature.name for feature in features if feature.shape == "point" and feature.name]
        repeated = sorted({name for name in names if names.count(name) > 1}) if len(names) < 5000 else []
        if repeated:
            notes.append(Message("field.names_repeated", count=len(repeated), example=repeated[0]))
        wanted = {photo for feature in features for photo in feature.photos}
        notes += missing_attachments(wanted, file.attachments)
        return FieldReading(self.name, features, WGS84_EPSG, tally, notes, attachments=list(file.attachments))


def _features(root: Element, author: str, tally: FeatureTally) -> Iterator[FieldFeature]:
    for element in root.children:
        if element.name == "wpt":
            yield point_feature("place", _vertices([element]), **_words(element, author), method=METHOD)
        elif element.name == "rte":
            yield from _line(element, [[p for p in element.children if p.name == "rtept"]], author, "", tally)
        elif element.name == "trk":
            segments = [segment for segment in element.children if segment.name == "trkseg"]
            runs = [[p for p in segment.children if p.name == "trkpt"] for segment in segments]
            yield from _line(element, runs, author, METHOD, tally)


def _line(
    element: Element, runs: list[list[Element]], author: str, method: str, tally: FeatureTally
) -> Iterator[FieldFeature]:
    words = _words(element, author)
    filled = [run for run in runs if run]
    lines = [_vertices(run) for run in filled if len(run) > 1]
    alone = [run for run in filled if len(run) == 1]
    if not filled:
        left_out(tally, words["name"] or f"#{element.line}", Message("field.no_points", line=element.line))
    if lines:
        yield line_feature("track", lines, method=method, **words)
    # a segment of one fix is no line, but it is a place where somebody stood
    for run in alone:
        yield point_feature("place", _vertices(run), method=method, **{**words, "line": run[0].line})


def _vertices(points: list[Element]) -> Vertices:
    return vertices_of(
        [[number(p.attributes.get("lon", ""), "."), number(p.attributes.get("lat", ""), ".")] for p in points],
        [number(p.word("ele"), ".") for p in points],
        [_sigma(p) for p in points],
        np.array([utc_time(p.word("time")) for p in points] or [NO_TIME], dtype="M8[ms]")[: len(points)],
        [_quality(p) for p in points],
    )


def _sigma(point: Element) -> float:
    extensions = point.child("extensions")
    if extensions is None:
        return math.nan
    for name in _ACCURACIES:
        for found in extensions.all(name):
            return number(found.text, ".")
    return math.nan


def _quality(point: Element) -> str:
    """What the receiver says of the fix; dilution is not metres and is never taken for them."""
    said = [point.word("fix")]
    for name in ("hdop", "sat"):
        if point.word(name):
            said.append(f"{name}={point.word(name)[:6]}")
    return " ".join(word for word in said if word)


def _words(element: Element, author: str) -> dict[str, Any]:
    photos = []
    for child in element.children:
        if child.name == "link" and child.attributes.get("href"):
            photos.append(child.attributes["href"])
        elif child.name == "url" and child.text.strip():
            photos.append(child.text.strip())
    links = [photo for photo in photos if "://" in photo or not PurePosixPath(photo).suffix]
    properties = {}
    for child in element.children:
        if child.name not in _KNOWN and not child.children and child.text.strip():
            properties[child.name] = child.text.strip()
    if links:
        properties["link"] = " ".join(links)
    properties, recorder = person_of(properties)
    description = "\n".join(dict.fromkeys(filter(None, (element.word("desc"), element.word("cmt")))))
    return {
        "name": element.word("name"),
        "description": description,
        "photos": tuple(PurePosixPath(photo).name for photo in photos if photo not in links),
        "author": recorder or author,
        "properties": properties,
        "line": element.line,
    }
