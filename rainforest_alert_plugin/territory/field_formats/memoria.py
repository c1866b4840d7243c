"""A memoria descriptiva as plain text."""

from __future__ import annotations

import math
import re

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ..field_feature import FieldReading
from ..memoria import Memoria, MemoriaLeg, read_memoria
from ..plane import guess_system
from ..source_file import SourceFile
from ..traverse import adjust_by_compass_rule, compute_traverse
from .bearings import closure_notes, stations_and_boundary
from .protocol import ReadingOptions

_WORDS = ("vértice", "vertice", "rumbo", "azimut", "acimut", "distancia", "colinda", "partiendo", "lindero", "se llega")
_FEWEST_WORDS = 2
_LARGEST_DIFFERENCE_M = 1.0
_MOST_NOTES = 50


class MemoriaReader:
    """Reader of prose."""

    name = "memoria"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether a text speaks of vertices, bearings and distances in sentences."""
        if file.suffix not in (".txt", ".md", ""):
            return False
        lowered = head.lower()
        longest = max((len(line.split()) for line in lowered.splitlines()), default=0)
        return sum(word in lowered for word in _WORDS) >= _FEWEST_WORDS and longest >= 8

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """The boundary and its vertices: by the coordinates that the text gives, or by its bearings and distances.

        Raises
        ------
        InputError
            ``field.memoria_few`` when neither makes three vertices, ``field.no_start`` when no vertex has coordinates.
        """
        memoria = read_memoria(file.text())
        notes = [
            Message("field.not_understood", line=line, text=text[:200])
            for line, text in memoria.not_understood[:_MOST_NOTES]
        ]
        if len(memoria.not_understood) > _MOST_NOTES:
            notes.append(Message("field.not_understood_more", count=len(memoria.not_understood) - _MOST_NOTES))
        placed = [vertex for vertex in memoria.vertices if not math.isnan(vertex.easting)]
        complete = [leg for leg in memoria.legs if not (math.isnan(leg.azimuth_deg) or math.isnan(leg.distance_m))]
        if len(placed) >= 3 and len(placed) == len(memoria.vertices):
            points = np.array([[vertex.easting, vertex.northing] for vertex in placed])
            labels = [vertex.label for vertex in placed]
            lines = [vertex.line for vertex in placed]
            notes += _differences(memoria)
        elif len(complete) >= 3:
            if not placed:
                raise InputError("field.no_start", path=file.name)
            first = next((i for i, leg in enumerate(complete) if leg.start == placed[0].label), -1)
            if first < 0:
                raise InputError("field.no_start", path=file.name)
            legs = complete[first:] + complete[:first]
            _refuse_gaps(legs, file.name)
            traverse = compute_traverse(
                np.array([leg.azimuth_deg for leg in legs]),
                np.array([leg.distance_m for leg in legs]),
                (placed[0].easting, placed[0].northing),
            )
            notes += closure_notes(traverse)
            if options.adjust:
                traverse = adjust_by_compass_rule(traverse)
                notes.append(Message("field.traverse_adjusted"))
            points = traverse.points[:-1]
            labels = [leg.start for leg in legs]
            lines = [leg.line for leg in legs]
        else:
            raise InputError(
                "field.memoria_few",
                path=file.name,
                vertices=len(placed),
                legs=len(complete),
                mentioned=len(memoria.vertices),
            )
        epsg = options.epsg or memoria.epsg
        if epsg is None:
            guess = guess_system(points[:, 0], points[:, 1])
            epsg = guess.epsg
            notes += guess.notes
        features = stations_and_boundary(points, labels, lines, re.sub(r"\.\w+$", "", file.name))
        tally = FeatureTally(file.name, read=len(features), used=len(features))
        return FieldReading(self.name, features, epsg, tally, notes)


def _refuse_gaps(legs: list[MemoriaLeg], path: str) -> None:
    """A leg that was not understood leaves a hole: what follows would stand at a wrong place."""
    for leg, following in zip(legs, legs[1:]):
        if leg.end != following.start:
            raise InputError("field.memoria_gap", path=path, start=leg.end, end=following.start)


def _differences(memoria: Memoria) -> list[Message]:
    """Sides whose stated length is not the distance between the stated coordinates."""
    places = {vertex.label: vertex for vertex in memoria.vertices}
    notes = []
    for leg in memoria.legs:
        start, end = places.get(leg.start), places.get(leg.end)
        if start is None or end is None or math.isnan(leg.distance_m):
            continue
        between = math.hypot(end.easting - start.easting, end.northing - start.northing)
        if abs(between - leg.distance_m) > _LARGEST_DIFFERENCE_M:
            notes.append(
                Message(
                    "field.side_differs",
                    side=f"{leg.start} - {leg.end}",
                    stated_m=f"{leg.distance_m:.2f}",
                    computed_m=f"{between:.2f}",
                )
            )
    return notes
