"""What a person types or pastes of an old paper: legs in a small table, or text; looked at while it is written, without a file."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import InputError, Message
from ...geo.arrays import Floats
from ..bearings import azimuth_of, coordinate_number
from ..closure import closure_m
from ..columns import table_head, table_layout
from ..datum_names import Stated
from ..memoria import Memoria, read_memoria
from ..memoria_boundary import place_vertices
from ..memoria_lengths import with_lengths_read
from ..open_lengths import LENGTH_NOTES, length_of
from ..source_file import SourceFile
from ..stated_systems import settled
from ..traverse import adjust_by_compass_rule, compute_traverse
from .bearings import BearingReader, closure_notes, read_bearing_table
from .memoria import MemoriaReader

_HEADERS = ("Vértice", "Rumbo", "Distancia", "Este", "Norte")
_MOST_MARKS = 200
_HEAD = 64 << 10
_DELIMITERS = re.compile(r"[;\t|]|,(?=\S)")
_FEWEST_COLUMNS = 3
VERTEX, BEARING, DISTANCE = range(3)
Leg = tuple[str, str, str]


@dataclass(frozen=True)
class Typed:
    """What was typed.

    Attributes
    ----------
    name : str
        What the paper is called; the layer gets this name.
    is_table : bool
        Whether `legs` hold, otherwise `text`.
    easting, northing : str
        Of the first vertex, as written.
    legs : tuple of (vertex, bearing, distance)
        As written; rows may be empty.
    text : str
    system : str
        Reference system that the person chose, ``EPSG:…``; empty when the numbers or the text tell.
    """

    name: str = ""
    is_table: bool = True
    easting: str = ""
    northing: str = ""
    legs: tuple[Leg, ...] = ()
    text: str = ""
    system: str = ""

    def as_text(self) -> str:
        """The text as a file would hold it; row ``n`` of the table is line ``n + 2``, counted from 0."""
        if not self.is_table:
            return self.text
        made = io.StringIO()
        writer = csv.writer(made, delimiter=";", lineterminator="\n")
        writer.writerow(_HEADERS)
        start: tuple[str, ...] = (self.easting.strip(), self.northing.strip())
        for leg in self.legs:
            is_blank = not any(cell.strip() for cell in leg)
            writer.writerow([*(cell.strip() for cell in leg), *(("", "") if is_blank else start)])
            start = start if is_blank else ("", "")
        return made.getvalue()


@dataclass(frozen=True)
class Mark:
    """Something that was not understood.

    Attributes
    ----------
    said : Message
    line : int
        Line of the text, or row of the table, from 1.
    start, stop : int
        Characters of the text.
    column : int
        Cell of the row; -1 for all of it.
    """

    said: Message
    line: int
    start: int = 0
    stop: int = 0
    column: int = -1


@dataclass
class TypedLook:
    """What was read so far.

    Attributes
    ----------
    format : str
        One of the formats of ``importfieldgeometry``.
    vertices : list of str
        Labels that were read, in order.
    missing : tuple of str
        Those without a place.
    closure : Message, optional
        How the traverse closes.
    closure_m, largest_m : float, optional
        Closure error, and by how much adjusting would move a vertex at most.
    marks : list of Mark
    doubts : tuple of Message
        How lengths were read whose mark may part thousands or decimals.
    lacking : Message, optional
        Why it cannot be brought in yet.
    """

    format: str
    vertices: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    closure: Message | None = None
    closure_m: float | None = None
    largest_m: float | None = None
    marks: list[Mark] = field(default_factory=list)
    doubts: tuple[Message, ...] = ()
    lacking: Message | None = None


def look_at_typed(typed: Typed) -> TypedLook:
    """Read what was typed so far."""
    text = typed.as_text()
    if typed.is_table:
        return _look_at_legs(typed, text)
    if not text.strip():
        return TypedLook("memoria", lacking=Message("typed.nothing"))
    file, head = SourceFile(Path("typed.txt"), "typed.txt"), text[:_HEAD]
    is_prose = max(map(len, text.splitlines())) > _HEAD
    if not is_prose and BearingReader().recognises(file, head):
        return _look_at_bearings(text, bool(typed.system))
    if not (is_prose or MemoriaReader().recognises(file, head)) and _is_table(text):
        return _look_at_vertices(text)
    return _look_at_memoria(text, bool(typed.system))


def _look_at_legs(typed: Typed, text: str) -> TypedLook:
    """The small table: what is wrong is said of its row and cell."""
    marks = []
    filled = [(row, leg) for row, leg in enumerate(typed.legs, 1) if any(cell.strip() for cell in leg)]
    if not filled:
        return TypedLook("bearings", lacking=Message("typed.nothing"))
    for row, leg in filled:
        marks += _marks_of_leg(row, leg, is_end=row == filled[-1][0] and _same(leg[VERTEX], filled[0][1][VERTEX]))
    look = _look_at_bearings(text, bool(typed.system)) if not marks else TypedLook("bearings")
    if marks:
        bad = {mark.line for mark in marks}
        look.vertices = [leg[VERTEX].strip() or f"V-{row}" for row, leg in filled if row not in bad]
        look.lacking = Message("typed.rows_marked", count=len(bad))
    look.marks = marks
    for value, name in ((typed.easting, "easting"), (typed.northing, "northing")):
        if value.strip() and not math.isfinite(coordinate_number(value)):
            look.lacking = Message(f"typed.bad_{name}", text=value.strip())
    return look


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().upper() == other.strip().upper()


def _marks_of_leg(row: int, leg: Leg, is_end: bool) -> list[Mark]:
    bearing, distance = leg[BEARING].strip(), leg[DISTANCE].strip()
    if is_end and not bearing and not distance:
        return []
    marks = []
    if math.isnan(azimuth_of(bearing)):
        name = "typed.bad_bearing" if bearing else "typed.no_bearing"
        marks.append(Mark(Message(name, row=row, vertex=leg[VERTEX].strip(), text=bearing), row, column=BEARING))
    metres = length_of(distance).metres()
    if not 0.0 < metres < math.inf:
        name = "typed.bad_distance" if distance else "typed.no_distance"
        marks.append(Mark(Message(name, row=row, vertex=leg[VERTEX].strip(), text=distance), row, column=DISTANCE))
    return marks


def _look_at_bearings(text: str, has_system: bool) -> TypedLook:
    """A table with headers; rows that cannot be read are marked one by one."""
    look = TypedLook("bearings")
    lines = text.splitlines()
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
    while len(look.marks) < _MOST_MARKS:
        try:
            table = read_bearing_table(lines, "")
            break
        except InputError as error:
            if error.message.id != "field.bearings_row":
                look.lacking = error.message
                return look
            line = int(error.message.facts["line"])
            said = Message("field.not_understood", line=line, text=" ".join(lines[line - 1].split()))
            look.marks.append(Mark(said, line, starts[line - 1], starts[line - 1] + len(lines[line - 1])))
            lines[line - 1] = ""
    else:
        look.lacking = Message("typed.rows_marked", count=len(look.marks))
        return look
    look.vertices = list(table.labels)
    if look.marks:
        look.lacking = Message("typed.rows_marked", count=len(look.marks))
        return look
    try:
        traverse = compute_traverse(table.azimuth_deg, table.distance_m, table.start or (0.0, 0.0))
    except InputError as error:
        look.lacking = error.message
        return look
    look.doubts = tuple(note for note in table.notes if note.id in LENGTH_NOTES)
    look.closure, look.closure_m = closure_notes(traverse)[0], traverse.closure_m
    look.largest_m = float(np.hypot(*(adjust_by_compass_rule(traverse).points - traverse.points)[:-1].T).max())
    if table.start is None:
        look.lacking = Message("typed.no_start")
    elif not has_system:
        look.lacking = _lacking_system(table.stated, np.array([table.start]))
    return look


def _look_at_memoria(text: str, has_system: bool) -> TypedLook:
    memoria, doubts = with_lengths_read(read_memoria(text), text, "")
    boundary = place_vertices(memoria, adjust=False)
    placed = [station for station in boundary.stations if station.is_placed]
    look = TypedLook("memoria", [station.label for station in placed], boundary.missing())
    look.marks, look.doubts = _marks_of_memoria(memoria), doubts
    notes = list(boundary.notes)
    if boundary.traverse is not None:
        notes = [*closure_notes(boundary.traverse)[:1], *notes]
    look.closure_m = closure_m(notes)
    look.closure = next((note for note in notes if note.id in ("field.traverse_closure", "field.misfit")), None)
    if look.closure_m:
        moved = place_vertices(memoria, adjust=True).stations
        shifts = [
            math.hypot(a.easting - b.easting, a.northing - b.northing)
            for a, b in zip(moved, boundary.stations)
            if a.is_placed
        ]
        look.largest_m = max(shifts)
    if not placed:
        look.lacking = Message("typed.no_vertex")
    elif not has_system:
        points = np.array([(station.easting, station.northing) for station in placed])
        look.lacking = _lacking_system(memoria.stated, points)
    return look


def _marks_of_memoria(memoria: Memoria) -> list[Mark]:
    return [
        Mark(
            Message(
                "field.not_understood_of" if left.vertex else "field.not_understood",
                line=left.line,
                vertex=left.vertex,
                text=left.text,
            ),
            left.line,
            left.start,
            left.stop,
        )
        for left in memoria.not_understood[:_MOST_MARKS]
    ]


def _look_at_vertices(text: str) -> TypedLook:
    """A table of coordinates, whose columns are confirmed when it is brought in."""
    look = TypedLook("csv")
    lines = text.splitlines()
    try:
        table_layout(lines, {}, "")
    except InputError as error:
        look.lacking = error.message
        return look
    body = table_head(lines)[2]
    look.vertices = [str(row) for row in range(1, len(body) + 1)]
    return look


def _is_table(text: str) -> bool:
    """Whether most lines are parted into three columns or more."""
    lines = [line for line in text.splitlines() if line.strip()]
    parted = sum(len(_DELIMITERS.findall(line)) >= _FEWEST_COLUMNS - 1 and len(line.split(" ")) <= 8 for line in lines)
    return len(lines) > 1 and parted * 2 > len(lines)


def _lacking_system(stated: Stated, points: Floats) -> Message | None:
    guess = settled(stated, points[:, 0], points[:, 1], None)
    return None if guess.epsg is not None else Message("typed.no_system", hint=guess.notes)
