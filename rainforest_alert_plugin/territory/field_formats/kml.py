"""KML and KMZ: Google Earth, Locus, Guardian Connector.

Schema: OGC 12-007r2 (KML 2.3) with Google's ``gx:Track``. A file may carry stray characters, as Locus writes them.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Iterator
from urllib.parse import unquote

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ..field_feature import (
    WGS84_EPSG,
    FieldFeature,
    FieldReading,
    Vertices,
    line_feature,
    point_feature,
    polygon_feature,
    vertices_of,
)
from ..markup import Element, unescape
from ..persons import person_of
from ..source_file import SourceFile, checked_members, missing_attachments
from ..written_values import number, utc_time
from .protocol import ReadingOptions, kept, left_out, markup_of

_GEOMETRIES = ("point", "linestring", "linearring", "polygon", "multigeometry", "track", "multitrack")
_MOST_LINKED_BYTES = 256 << 20
_USER_TEXT = re.compile(r"<!--\s*desc_user:start\s*-->(.*?)<!--\s*desc_user:end\s*-->", re.DOTALL)
_HTML = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_DATA_NAMES = ("data", "simpledata", "value")


class KmlReader:
    """Reader of KML, and of the KML inside a KMZ."""

    name = "kml"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether the first element is ``kml``, or there is a placemark."""
        lowered = head.lower()
        return "<kml" in lowered or "<placemark" in lowered

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Points become places, lines and ``gx:Track`` tracks, polygons boundaries; a placemark may become one of each.

        Raises
        ------
        InputError
            As :func:`~rainforest_alert_plugin.territory.field_formats.protocol.markup_of`; ``field.wrong_format``.
        """
        tally = FeatureTally(file.name)
        notes: list[Message] = []
        found: list[tuple[Element, str]] = []
        for root in self._documents(file, options, notes):
            author = next((one.word("name") for one in root.all("author") if one.word("name")), "")
            placemarks = [root] if root.name == "placemark" else list(root.all("placemark"))
            found += [(placemark, author) for placemark in placemarks]
        features = list(kept((f for placemark, author in found for f in _features(placemark, author, tally)), tally))
        wanted = {photo for feature in features for photo in feature.photos}
        notes += missing_attachments(wanted, file.attachments)
        return FieldReading(self.name, features, WGS84_EPSG, tally, notes, attachments=list(file.attachments))

    def _documents(self, file: SourceFile, options: ReadingOptions, notes: list[Message]) -> list[Element]:
        """The document, and those of its archive that it links, as Google Earth shows them; what is not read is noted."""
        there = _documents_of_archive(file)
        roots: list[Element] = []
        links = 0
        room = _MOST_LINKED_BYTES
        waiting = [file]
        seen = {file.member}
        while waiting:
            one = waiting.pop(0)
            root = markup_of(one, options, notes).root
            if root.name not in ("kml", "document", "folder", "placemark"):
                raise InputError("field.wrong_format", path=one.name, format=self.name, found=root.name)
            roots.append(root)
            for link in root.all("networklink"):
                member = _linked(one.member, link.word("link", "href") or link.word("url", "href"))
                if member not in there:
                    links += 1
                elif member not in seen and there[member] <= room:
                    room -= there[member]
                    seen.add(member)
                    waiting.append(replace(file, name=f"{file.name}/{member}", member=member))
        unread = [member for member in there if member not in seen]
        if len(seen) > 1:
            notes.append(Message("field.kml_linked", count=len(seen) - 1))
        if unread:
            notes.append(Message("field.kml_unread", count=len(unread), members=", ".join(unread[:5])))
        if links:
            notes.append(Message("field.network_links", count=links))
        return roots


def _documents_of_archive(file: SourceFile) -> dict[str, int]:
    """Members of an archive that are KML, in its order, with their bytes; none of a file by itself."""
    members = checked_members(file.path) if file.member else []
    return {
        member.filename: member.file_size
        for member in members
        if member.filename.lower().endswith(".kml") and "__MACOSX" not in member.filename
    }


def _linked(member: str, href: str) -> str:
    """Member of the same archive that a link means, by the folder of the document in which it stands."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(member), unquote(href.replace("\\", "/"))))


def _features(placemark: Element, author: str, tally: FeatureTally) -> Iterator[FieldFeature]:
    words = _words(placemark, author)
    points: list[Vertices] = []
    stood: list[Vertices] = []
    lines: list[Vertices] = []
    polygons: list[list[Vertices]] = []
    waiting = [child for child in placemark.children if child.name in _GEOMETRIES]
    while waiting:
        element = waiting.pop(0)
        if element.name in ("multigeometry", "multitrack"):
            waiting = [child for child in element.children if child.name in _GEOMETRIES] + waiting
        elif element.name == "polygon":
            sides = sorted(element.children, key=lambda child: child.name != "outerboundaryis")
            rings = [_coordinates(ring) for side in sides for ring in side.all("coordinates")]
            polygons.append([ring for ring in rings if len(ring)])
        elif element.name == "track":
            walked = _timed(element)
            # a piece of one fix is no line, but it is a place where somebody stood
            (stood if len(walked) == 1 else lines).append(walked)
        else:
            found = _coordinates(element.child("coordinates"))
            (points if element.name == "point" else lines).append(found)
    time = utc_time(placemark.word("timestamp", "when"))
    for vertices in points:
        if len(vertices):
            vertices["time"] = time
            yield point_feature("place", vertices[:1], **words)
    for vertices in stood:
        yield point_feature("place", vertices, **words)
    whole_lines = [line for line in lines if len(line) > 1]
    outlines = [rings for rings in polygons if rings and len(rings[0]) > 2]
    if whole_lines:
        yield line_feature("track", whole_lines, **words)
    if outlines:
        yield polygon_feature("boundary", outlines, **words)
    name = str(words["name"]) or f"#{placemark.line}"
    if not (whole_lines or outlines or stood or any(map(len, points))):
        left_out(tally, name, Message("field.no_points", line=placemark.line))
        return
    short = sum(len(line) == 1 for line in lines) + sum(bool(rings) for rings in polygons) - len(outlines)
    for _ in range(short):
        left_out(tally, name, Message("field.piece_too_short", line=placemark.line))


def _coordinates(element: Element | None) -> Vertices:
    """``longitude,latitude[,height]`` separated by blanks."""
    if element is None:
        return vertices_of(np.zeros((0, 2)))
    rows = [[number(value, ".") for value in triple.split(",")] for triple in element.text.split()]
    xy = [[row[0], row[1]] if len(row) > 1 else [np.nan, np.nan] for row in rows]
    return vertices_of(xy, [row[2] if len(row) > 2 else np.nan for row in rows])


def _timed(track: Element) -> Vertices:
    """``gx:Track``: instants and coordinates in the same order."""
    places = [child.text.split() for child in track.children if child.name == "coord"]
    times = [utc_time(child.text) for child in track.children if child.name == "when"]
    rows = [[number(value, ".") for value in place] for place in places]
    xy = [row[:2] if len(row) > 1 else [np.nan, np.nan] for row in rows]
    time = np.array(times, dtype="M8[ms]") if len(times) == len(rows) and rows else None
    return vertices_of(xy, [row[2] if len(row) > 2 else np.nan for row in rows], None, time)


def _plain(description: str) -> str:
    """Text of a description without the pages of HTML that apps wrap around it."""
    own = _USER_TEXT.search(description)
    text = own.group(1) if own else description
    return " ".join(unescape(_HTML.sub(" ", text)).split()) if "<" in description else text


def _words(placemark: Element, author: str) -> dict[str, Any]:
    properties: dict[str, str] = {}
    photos: list[str] = []
    extended = placemark.child("extendeddata")
    waiting = list(extended.children) if extended is not None else []
    while waiting:
        child = waiting.pop(0)
        if child.name == "schemadata":
            waiting = child.children + waiting
        elif child.name == "attachment":
            photos.append(child.text.strip())
        elif child.name in _DATA_NAMES:
            value = child.word("value") or child.text.strip()
            if value:
                properties[child.attributes.get("name", child.name)] = value
        elif child.text.strip():
            properties[child.name] = child.text.strip()
    properties, person = person_of(properties)
    return {
        "name": placemark.word("name"),
        "description": _plain(placemark.word("description")),
        "photos": tuple(PurePosixPath(photo.replace("\\", "/")).name for photo in photos if photo),
        "author": person or author,
        "properties": properties,
        "line": placemark.line,
    }
