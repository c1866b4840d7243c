"""A memoria descriptiva as plain text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Iterator

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ..field_feature import FieldFeature, FieldReading, line_feature, point_feature, polygon_feature, vertices_of
from ..memoria import Memoria, read_memoria
from ..memoria_boundary import MemoriaBoundary, place_vertices
from ..memoria_lengths import with_lengths_read
from ..open_lengths import stated_decimal
from ..source_file import SourceFile
from ..stated_systems import settled, with_name
from .bearings import METHOD, closure_notes
from .protocol import ReadingOptions, left_out

_WORDS = ("vértice", "vertice", "rumbo", "azimut", "acimut", "distancia", "colinda", "partiendo", "lindero", "se llega")
_FEWEST_WORDS = 2
_CORNERS = re.compile(r"v[ée]rtices?\b|hitos?\b|moj[oó]n\b")
_FEWEST_CORNERS = 3
_MOST_NOTES = 50
_MOST_SAID = 5
_LONGEST_QUOTE = 200


class MemoriaReader:
    """Reader of prose."""

    name = "memoria"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether a text speaks of vertices, bearings and distances in sentences."""
        if file.suffix not in (".txt", ".md", ""):
            return False
        lowered = head.lower()
        longest = max((len(line.split()) for line in lowered.splitlines()), default=0)
        speaks_of_corners = len(_CORNERS.findall(lowered)) >= _FEWEST_CORNERS
        return (sum(word in lowered for word in _WORDS) >= _FEWEST_WORDS or speaks_of_corners) and longest >= 8

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """The vertices in the order of the walk, and the boundary: closed where every vertex has a place, otherwise as open lines.

        Raises
        ------
        InputError
            ``field.bad_writing``, ``field.memoria_few``, and ``field.no_start`` when sides are written but no vertex has coordinates; with
            the sentences that were not understood as ``marked``.
        """
        text = file.text()
        memoria, length_notes = with_lengths_read(read_memoria(text), text, stated_decimal(options.columns))
        marked = _marked(memoria)
        boundary = place_vertices(memoria, options.adjust)
        placed = [station for station in boundary.stations if station.is_placed]
        if not placed:
            raise InputError(
                "field.memoria_no_start" if any(leg.is_complete for leg in memoria.legs) else "field.memoria_few",
                path=file.name,
                mentioned=len(memoria.vertices),
                legs=sum(leg.is_complete for leg in memoria.legs),
                marked=tuple(marked),
                notes=tuple(marked[:_MOST_SAID]),
            )
        notes = [*length_notes, *boundary.notes, *marked]
        if boundary.traverse is not None:
            notes = closure_notes(boundary.traverse) + notes
            if options.adjust:
                notes.append(Message("field.traverse_adjusted"))
        guess = settled(
            with_name(memoria.stated, file.name, options.epsg),
            np.array([station.easting for station in placed]),
            np.array([station.northing for station in placed]),
            options.epsg,
        )
        notes += guess.notes
        features = list(_features(boundary, re.sub(r"\.\w+$", "", file.name)))
        tally = FeatureTally(file.name, read=len(features), used=len(features))
        for station in boundary.stations:
            if not station.is_placed:
                left_out(tally, station.label, Message("field.no_place", line=station.line))
        return FieldReading(self.name, features, guess.epsg, tally, notes)


def _marked(memoria: Memoria) -> list[Message]:
    """What was not understood, with its line and the vertex that is spoken of there."""
    notes = [
        Message(
            "field.not_understood_of" if left.vertex else "field.not_understood",
            line=left.line,
            vertex=left.vertex,
            text=left.text[:_LONGEST_QUOTE],
        )
        for left in memoria.not_understood[:_MOST_NOTES]
    ]
    if len(memoria.not_understood) > _MOST_NOTES:
        notes.append(Message("field.not_understood_more", count=len(memoria.not_understood) - _MOST_NOTES))
    return notes


def _features(boundary: MemoriaBoundary, name: str) -> Iterator[FieldFeature]:
    """The boundary as a polygon, or as open lines with the labels of the vertices that it lacks; and each vertex that has a place."""
    runs = [vertices_of([[s.easting, s.northing] for s in run]) for run in boundary.runs()]
    line = boundary.stations[0].line
    if boundary.is_closed:
        yield polygon_feature("boundary", [runs], name=name, method=METHOD, line=line)
    else:
        lines = [run for run in runs if len(run) > 1]
        missing = boundary.missing()
        if lines:
            yield replace(
                line_feature("boundary", lines, name=name, method=METHOD, line=line),
                is_open=True,
                missing=missing,
                properties={"missing_vertices": ", ".join(missing)} if missing else {},
            )
    for station in boundary.stations:
        if station.is_placed:
            yield point_feature(
                "vertex",
                vertices_of([[station.easting, station.northing]]),
                label=station.label,
                method=METHOD,
                line=station.line,
                properties={"computed_from": station.computed_from} if station.computed_from else {},
            )
