"""Open lengths of a memoria (``1,250 metros``): read as its vertices, its perimeter and its area show."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Callable, Sequence

import numpy as np

from ..errors import Message
from ..geo.arrays import Floats
from .bearings import NUMBER
from .closure import closure_m
from .memoria import Memoria
from .memoria_boundary import MemoriaBoundary, place_vertices
from .open_lengths import CLOSES, FITS_AREA, FITS_PERIMETER, Check, Length, read_lengths
from .written_values import is_open_number, number

_LEAST_COORDINATE = 100_000.0
_STATED = {
    "area": re.compile(
        rf"(?:[aá]rea|superficie|extensi[oó]n|cabida)\b[^.;\d]{{0,60}}(?P<number>{NUMBER})\s*"
        r"(?:(?P<large>has?\b|hect[aá]reas?)|m2\b|m²|metros\s+cuadrados)",
        re.IGNORECASE,
    ),
    "perimeter": re.compile(
        rf"per[ií]metro\b[^.;\d]{{0,40}}(?P<number>{NUMBER})\s*(?:(?P<large>km|kil[oó]metros)|metros|ml|mts?|m)\b",
        re.IGNORECASE,
    ),
}
_LARGE_UNIT = {"area": 10_000.0, "perimeter": 1000.0}


def with_lengths_read(memoria: Memoria, text: str, stated: str) -> tuple[Memoria, tuple[Message, ...]]:
    """A memoria whose open lengths are read as :func:`~rainforest_alert_plugin.territory.open_lengths.read_lengths` decides, and its notes.

    Parameters
    ----------
    memoria : Memoria
    text : str
        What it was read from.
    stated : str
        Decimal mark that the person states, blank for none.
    """
    lengths = [leg.length for leg in memoria.legs if leg.length is not None]
    if not any(is_open_number(length.text) for length in lengths):
        return memoria, ()
    coordinates = (found for found in re.findall(NUMBER, text) if number(found) >= _LEAST_COORDINATE)
    reading = read_lengths(lengths, stated, coordinates, _checks(memoria, text))
    return _taken(memoria, [length.metres(reading.thousands) for length in lengths]), reading.notes


def _taken(memoria: Memoria, metres: Sequence[float]) -> Memoria:
    """The memoria with these lengths of its legs, in order."""
    left = iter(metres)
    legs = tuple(leg if leg.length is None else replace(leg, distance_m=next(left)) for leg in memoria.legs)
    return replace(memoria, legs=legs)


def _checks(memoria: Memoria, text: str) -> list[Check]:
    def placed(metres: Sequence[float]) -> MemoriaBoundary:
        return place_vertices(_taken(memoria, metres), adjust=False)

    checks = [Check("field.length_by_closure", lambda metres: _closure(memoria, metres, placed(metres)), CLOSES)]
    for name, measure, limit in (("perimeter", _perimeter, FITS_PERIMETER), ("area", _area, FITS_AREA)):
        found = _STATED[name].search(text)
        if found is not None:
            written = Length(found["number"], _LARGE_UNIT[name] if found["large"] else 1.0)
            checks.append(Check(f"field.length_by_{name}", _error_of(written, measure, placed), limit))
    return checks


def _error_of(
    written: Length,
    measure: Callable[[MemoriaBoundary], float],
    placed: Callable[[Sequence[float]], MemoriaBoundary],
) -> Callable[[Sequence[float]], float | None]:
    """How far a boundary is from what is stated of it, which may be open itself."""
    stated = {written.metres(), written.metres(".,")}

    def error(metres: Sequence[float]) -> float | None:
        boundary = placed(metres)
        return min(abs(measure(boundary) / value - 1.0) for value in stated) if boundary.is_closed else None

    return error


def _closure(memoria: Memoria, metres: Sequence[float], boundary: MemoriaBoundary) -> float | None:
    """How far the sides miss, of their length: where the boundary closes, where they reach a stated vertex, and between stated ones."""
    missed = []
    if boundary.traverse is not None:
        missed.append(1.0 / boundary.traverse.precision)
    misfit = closure_m(boundary.notes)
    if misfit is not None:
        missed.append(misfit / sum(metre for metre in metres if metre > 0.0))
    places = {vertex.label: vertex for vertex in memoria.vertices if vertex.is_placed}
    between = []
    for leg, metre in zip((leg for leg in memoria.legs if leg.length is not None), metres):
        if leg.length is not None and is_open_number(leg.length.text) and leg.start in places and leg.end in places:
            start, end = places[leg.start], places[leg.end]
            apart = math.hypot(end.easting - start.easting, end.northing - start.northing)
            between.append(abs(metre - apart) / max(apart, metre))
    if between:
        missed.append(float(np.median(between)))
    return max(missed, default=None)


def _ring(boundary: MemoriaBoundary) -> tuple[Floats, Floats]:
    points = np.array([(station.easting, station.northing) for station in boundary.stations])
    points = points - points[0]
    return points, np.roll(points, -1, axis=0)


def _perimeter(boundary: MemoriaBoundary) -> float:
    points, following = _ring(boundary)
    return float(np.hypot(*(following - points).T).sum())


def _area(boundary: MemoriaBoundary) -> float:
    points, following = _ring(boundary)
    return abs(float((points[:, 0] * following[:, 1] - following[:, 0] * points[:, 1]).sum())) / 2.0
