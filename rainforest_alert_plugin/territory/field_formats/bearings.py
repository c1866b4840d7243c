"""A table of bearings (or interior angles) and distances, typed from an old paper title."""

from __future__ import annotations

import csv
import itertools
import math
import re
from dataclasses import dataclass
from typing import Callable, Mapping, Sequence

import numpy as np

from ...errors import InputError, Message
from ...geo.arrays import Floats
from ...geo.features import FeatureTally
from ..bearings import azimuth_of, coordinate_number
from ..datum_names import Stated, stated_system
from ..field_feature import ColumnGuess, FieldFeature, FieldReading, point_feature, polygon_feature, vertices_of
from ..open_lengths import CLOSES, Check, Length, length_of, read_lengths, stated_decimal
from ..persons import plain_words
from ..source_file import SourceFile
from ..stated_systems import settled, with_name
from ..traverse import (
    CLOCKWISE,
    COUNTERCLOCKWISE,
    Traverse,
    adjust_by_compass_rule,
    azimuths_from_angles,
    compute_traverse,
    polygon_angles,
)
from ..written_values import degrees
from .protocol import ReadingOptions

METHOD = "paper_title"
_HEADERS: Mapping[str, str] = {
    "bearing": r"(rumbos?|bearing|a[cz]imuth?|a[cz]imutes|direccion|orientacion)"
    r"( (en )?(grados|g|gon|gones|gradianes|grados (sexagesimales|centesimales|decimales)))?",
    "angle": r"angulo( interno| interior| derecho| a la derecha)?|angle( right| to the right)?|interior angle",
    "distance": r"(distancia|dist|longitud|largo|length|distance|medida)"
    r"( ml?| metros| en metros| mts| km| en km| kilometros| en kilometros|( en)? (varas|pies|yardas|leguas|cuadras|feet|ft))?",
    "vertex": r"vertices?|vertex|v|puntos?|estacion|est|pto|from|de|desde",
    "side": r"lado|side|tramo|linea|line|colindancia lado",
    "easting": r"(coord\w* )?(e|este|x|easting)( x| m)?|x este",
    "northing": r"(coord\w* )?(n|norte|y|northing)( y| m)?|y norte",
}
_HEADER_ROWS = 25
_SIDE = re.compile(r"\s*(.+?)\s*(?:-|–|—|\ba\b|→|/)\s*\S")
_TO_THE_RIGHT = r"\b(derech[oa]|right)\b"
_IN_OTHER_UNITS = r"\b(varas|pies|yardas|leguas|cuadras|feet|ft)\b"
_IN_KILOMETRES = r"\b(km|kilometros)\b"
_IN_GRADIANS = r"\b(g|gon|gones|gradianes|centesimales)\b"
_LEAST_MISCLOSURE_DEG = 1.0 / 3600.0
_POOR_PRECISION = 200.0
# No closure is known better than the digits that are shown of it.
_LEAST_CLOSURE_M = 0.001


@dataclass(frozen=True)
class BearingTable:
    """Legs as typed.

    Attributes
    ----------
    labels : tuple of str
        Station each leg leaves from.
    azimuth_deg, distance_m : ndarray of float, shape (legs,)
    start : tuple of float, optional
        Easting and northing of the first station.
    columns : tuple of ColumnGuess
    stated : Stated
        System that the headers of the coordinates name, or the lines above them.
    lines : tuple of int
    delimiter : str
    notes : tuple of Message
        What lengths and angles leave open, and how they were taken.
    """

    labels: tuple[str, ...]
    azimuth_deg: Floats
    distance_m: Floats
    start: tuple[float, float] | None
    columns: tuple[ColumnGuess, ...]
    stated: Stated
    lines: tuple[int, ...]
    delimiter: str
    notes: tuple[Message, ...] = ()


class BearingReader:
    """Reader of bearings and distances."""

    name = "bearings"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether a row of headers names directions and distances, and not every row has its coordinates."""
        if file.suffix not in (".csv", ".txt", ".tsv"):
            return False
        lines = head.splitlines()[:200]
        found = _header(lines)
        if found is None:
            return False
        at, delimiter, roles = found
        if "bearing" not in roles and "angle" not in roles:
            return False
        if {"easting", "northing"} <= set(roles):
            rows = [row for row in csv.reader(lines[at + 1 :], delimiter=delimiter) if row]
            filled = sum(len(row) > roles["northing"] and bool(row[roles["northing"]].strip()) for row in rows)
            return filled < max(3, len(rows))
        return True

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """The boundary, and its stations as vertices; the closure is said, and adjusted when the person asks for it.

        Raises
        ------
        InputError
            ``field.bearings_header``, ``field.bearings_row``, ``field.no_start``, ``field.bad_writing``, and what
            :func:`~rainforest_alert_plugin.territory.traverse.compute_traverse` raises.
        """
        decimal = stated_decimal(options.columns)
        table = read_bearing_table(file.text().splitlines(), file.name, options.turn, decimal)
        if table.start is None:
            raise InputError("field.no_start", path=file.name)
        traverse = compute_traverse(table.azimuth_deg, table.distance_m, table.start)
        notes = [*table.notes, *closure_notes(traverse)]
        if options.adjust:
            traverse = adjust_by_compass_rule(traverse)
            notes.append(Message("field.traverse_adjusted"))
        stated = with_name(table.stated, file.name, options.epsg)
        guess = settled(stated, np.array([table.start[0]]), np.array([table.start[1]]), options.epsg)
        notes += guess.notes
        features = stations_and_boundary(traverse.points[:-1], table.labels, table.lines, file.name)
        tally = FeatureTally(file.name, read=len(features), used=len(features))
        return FieldReading(
            self.name, features, guess.epsg, tally, notes, list(table.columns), delimiter=table.delimiter
        )


def stations_and_boundary(points: Floats, labels: Sequence[str], lines: Sequence[int], name: str) -> list[FieldFeature]:
    """A boundary through the stations, and each of them as a vertex."""
    boundary = polygon_feature(
        "boundary", [[vertices_of(points)]], name=name.rsplit(".", 1)[0], method=METHOD, line=lines[0]
    )
    stations = [
        point_feature("vertex", vertices_of(points[i : i + 1]), label=labels[i], method=METHOD, line=lines[i])
        for i in range(len(points))
    ]
    return [boundary, *stations]


def closure_notes(traverse: Traverse) -> list[Message]:
    """How well a traverse closes."""
    facts = {
        "closure_m": f"{traverse.closure_m:.3f}",
        "east_m": f"{_millimetres(traverse.closure_east_m):.3f}",
        "north_m": f"{_millimetres(traverse.closure_north_m):.3f}",
        "perimeter_m": f"{traverse.perimeter_m:.2f}",
        "precision": f"{traverse.perimeter_m / max(traverse.closure_m, _LEAST_CLOSURE_M):.0f}",
    }
    notes = [Message("field.traverse_closure", **facts)]
    if traverse.precision < _POOR_PRECISION:
        notes.append(Message("field.traverse_poor", closure_m=facts["closure_m"]))
    return notes


def _millimetres(value: float) -> float:
    return round(value, 3) + 0.0  # and no zero below zero


def read_bearing_table(lines: Sequence[str], path: str, turn: str = "", decimal: str = "") -> BearingTable:
    """Legs of a table; see :class:`BearingTable`.

    `decimal` is the mark that the person states for distances that leave it open (``1,250``); otherwise
    :func:`~rainforest_alert_plugin.territory.open_lengths.read_lengths` decides.

    Angles need the coordinates of the first two stations, which give the direction of the first side; see :func:`_from_angles`.

    Raises
    ------
    InputError
        ``field.bearings_header``, ``field.bearings_unit``, ``field.bearings_row`` with the line that cannot be read,
        ``field.bearings_angles``.
    """
    found = _header(lines)
    if found is None:
        raise InputError("field.bearings_header", path=path)
    at, delimiter, roles = found
    headers = next(csv.reader([lines[at]], delimiter=delimiter))
    rows = [
        (at + 2 + i, row)
        for i, row in enumerate(csv.reader(lines[at + 1 :], delimiter=delimiter))
        if any(cell.strip() for cell in row)
    ]
    if re.search(_IN_OTHER_UNITS, plain_words(headers[roles["distance"]])):
        raise InputError("field.bearings_unit", path=path, column=headers[roles["distance"]].strip())
    unit_m = 1000.0 if re.search(_IN_KILOMETRES, plain_words(headers[roles["distance"]])) else 1.0
    in_gradians = bool(re.search(_IN_GRADIANS, plain_words(headers[roles["bearing"]]))) if "bearing" in roles else False
    lengths: list[Length] = []
    azimuths: list[float] = []
    angles: list[float] = []
    labels: list[str] = []
    places: list[tuple[float, float]] = []
    numbers: list[int] = []
    without_side: tuple[int, list[str]] | None = None
    for line, row in rows:

        def cell(role: str, row: list[str] = row) -> str:
            column = roles.get(role, -1)
            return row[column].strip() if 0 <= column < len(row) else ""

        if not cell("distance") and not cell("bearing") and not cell("angle"):
            without_side = without_side or (line, row)
            continue
        if without_side:
            # only after the last side may a row have none: the first vertex once more, a note
            raise InputError(
                "field.bearings_row", path=path, line=without_side[0], text=" ".join(without_side[1])[:120]
            )
        length = length_of(cell("distance"), unit_m)
        azimuth, angle = azimuth_of(cell("bearing"), in_gradians), degrees(cell("angle"))
        if np.isnan(length.metres()) or (np.isnan(azimuth) if "bearing" in roles else np.isnan(angle)):
            raise InputError("field.bearings_row", path=path, line=line, text=" ".join(row)[:120])
        lengths.append(length)
        azimuths.append(azimuth)
        angles.append(angle)
        labels.append(cell("vertex") or _from_side(cell("side")) or f"V-{len(labels) + 1}")
        places.append((coordinate_number(cell("easting") or "nan"), coordinate_number(cell("northing") or "nan")))
        numbers.append(line)
    known = [place for place in places if np.isfinite(place).all()]
    start = places[0] if places and np.isfinite(places[0]).all() else None

    def directions(distance_m: Floats) -> tuple[Floats, list[Message]]:
        """Azimuths of the sides, and what is to be said of them."""
        if "bearing" in roles:
            return np.array(azimuths, dtype=float), []
        if start is None or len(known) < 2 or not np.isfinite(places[1]).all():
            raise InputError("field.bearings_angles", path=path)
        first = np.degrees(np.arctan2(places[1][0] - places[0][0], places[1][1] - places[0][1]))
        is_to_the_right = bool(re.search(_TO_THE_RIGHT, plain_words(headers[roles["angle"]])))
        return _from_angles(np.array(angles), float(first), distance_m, np.array(places), labels, turn, is_to_the_right)

    others = [
        row[roles[role]] for _, row in rows for role in ("easting", "northing") if roles.get(role, len(row)) < len(row)
    ]
    reading = read_lengths(lengths, decimal, others, (_closure_check(directions, places),))
    distance_m = np.array([length.metres(reading.thousands) for length in lengths], dtype=float)
    azimuth_deg, notes = directions(distance_m)
    columns = tuple(
        ColumnGuess(role, headers[i], Message("field.column_named"), reading.decimal if role == "distance" else "")
        for role, i in roles.items()
    )
    columns_said = " ".join(headers[roles[role]] for role in ("easting", "northing") if role in roles)
    stated = stated_system(columns_said, " ".join(lines[:at]), lines[at])
    return BearingTable(
        tuple(labels),
        azimuth_deg,
        distance_m,
        start,
        columns,
        stated,
        tuple(numbers),
        delimiter,
        (*reading.notes, *notes),
    )


def _closure_check(
    directions: Callable[[Floats], tuple[Floats, list[Message]]], places: Sequence[tuple[float, float]]
) -> Check:
    """Whether lengths close the boundary and lead to the stated places: how far they miss them, of the perimeter."""

    def error(metres: Sequence[float]) -> float | None:
        distance_m = np.array(metres, dtype=float)
        start = places[0] if places and np.isfinite(places[0]).all() else (0.0, 0.0)
        try:
            traverse = compute_traverse(directions(distance_m)[0], distance_m, start)
        except InputError:
            return math.inf
        missed = [traverse.closure_m]
        if start == places[0]:
            missed += [math.hypot(*(point - place)) for point, place in zip(traverse.points, np.array(places))]
        return float(np.nanmax(missed)) / traverse.perimeter_m

    return Check("field.length_by_closure", error, CLOSES)


def _from_angles(
    angles_deg: Floats,
    first_deg: float,
    distance_m: Floats,
    places: Floats,
    labels: Sequence[str],
    turn: str,
    is_to_the_right: bool,
) -> tuple[Floats, list[Message]]:
    """Azimuths of the sides out of the angles of a polygon, and what is to be said of them.

    Interior angles fit a polygon and its mirror image alike. The way round is what the person says; otherwise what the coordinates of a
    third station show; otherwise, of angles that were turned to the right from the station behind to the one ahead, what their sum shows
    (outside of the polygon when it is walked clockwise, inside when it is not); otherwise clockwise, as in Peru's tables, with a warning.
    """
    found = polygon_angles(angles_deg)
    notes = []
    misclosure = found.sum_deg - found.expected_deg
    if abs(misclosure) > _LEAST_MISCLOSURE_DEG:
        facts = {"sum": f"{found.sum_deg:.4f}", "expected": f"{found.expected_deg:.0f}", "rest": f"{misclosure:+.4f}"}
        notes.append(Message("field.angles_misclosure", **facts))
    if found.are_outer and not is_to_the_right:
        notes.append(Message("field.angles_outer", sum=f"{found.sum_deg:.0f}"))
    ways = {
        way: azimuths_from_angles(first_deg, found.interior_deg, way == CLOCKWISE)
        for way in (CLOCKWISE, COUNTERCLOCKWISE)
    }
    shown, witness = _way_of_stations(ways, distance_m, places)
    by_sum = (CLOCKWISE if found.are_outer else COUNTERCLOCKWISE) if is_to_the_right else ""
    way = turn or shown or by_sum or CLOCKWISE
    if turn and shown and turn != shown:
        notes.append(Message("field.turn_contradicted", vertex=labels[witness]))
    elif shown and not turn:
        notes.append(Message(f"field.turn_shown_{shown}", vertex=labels[witness]))
    elif by_sum and not turn:
        notes.append(Message(f"field.turn_by_sum_{by_sum}", sum=f"{found.sum_deg:.0f}"))
    elif not turn:
        notes.append(Message("field.turn_assumed"))
    return ways[way], notes


def _way_of_stations(ways: Mapping[str, Floats], distance_m: Floats, places: Floats) -> tuple[str, int]:
    """Way round that leads near the stated coordinates of a station, and which station; blank when none tells the two apart."""
    best, witness, clearest = "", -1, 0.0
    misfits = {}
    for way, azimuth_deg in ways.items():
        angle = np.radians(azimuth_deg)
        # lengths that no side has are refused where the traverse is computed
        with np.errstate(invalid="ignore", over="ignore"):
            moves = np.column_stack([distance_m * np.sin(angle), distance_m * np.cos(angle)])
            misfits[way] = np.hypot(*(places[0] + np.cumsum(moves, axis=0)[:-1] - places[1:]).T)
    one, other = misfits[CLOCKWISE], misfits[COUNTERCLOCKWISE]
    for index in np.flatnonzero(np.isfinite(one) & np.isfinite(other)):
        least, most = sorted((float(one[index]), float(other[index])))
        if least < most / 2.0 and most - least > clearest:
            best = CLOCKWISE if one[index] < other[index] else COUNTERCLOCKWISE
            witness, clearest = int(index) + 1, most - least
    return best, witness


def _header(lines: Sequence[str]) -> tuple[int, str, dict[str, int]] | None:
    """Index of the row of headers, its delimiter and the column of each role."""
    for index, line in enumerate(itertools.islice(lines, _HEADER_ROWS)):
        for delimiter in (";", "\t", "|", ","):
            roles: dict[str, int] = {}
            for column, header in enumerate(next(csv.reader([line], delimiter=delimiter), [])):
                words = plain_words(header)
                role = next((r for r, pattern in _HEADERS.items() if re.fullmatch(pattern, words)), "")
                if role and role not in roles:
                    roles[role] = column
            if "distance" in roles and ("bearing" in roles or "angle" in roles):
                return index, delimiter, roles
    return None


def _from_side(side: str) -> str:
    found = _SIDE.match(side)
    return found.group(1) if found else side
