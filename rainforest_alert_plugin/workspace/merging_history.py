"""Who knew what when: the lines of the audit log as a history of several laptops.

A line knows every earlier line of its own chain, and what its laptop had taken in by then: the lines ``merge``, ``restore``, ``join`` and,
in a shared database, ``know`` carry, by laptop, the number of the last line that was known (``known``). Of two changes of one value,
the one that knew the other follows it; when neither knew the other, both stand side by side.

A file made for another audience (:mod:`.extract`) lacks lines and values. Its first line, ``extract``, says which: of lines about rows
that it holds it gives what may be told (*stands*), and of values that it lacks (``withheld``) it names the lines that wrote them. A line
written where a value is lacking knows nothing of that value, whatever else its laptop knows; nor does a laptop know the lines that
stayed (``gaps``) when files in part are all that it was given.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from ..errors import WorkspaceError
from .audit import EXTRACT, value_digest, verify_audit
from .schema import table
from .store import Connection, value_text

# What stands in place of a value of the log that a file does not hold.
WITHHELD: Mapping[str, Any] = {"withheld": True}
_KNOWING = ("merge", "restore", "join", "know", EXTRACT)


# After every line of a chain.
_LAST = 1 << 62


class Dot(NamedTuple):
    """A line of the log: its laptop and its number."""

    replica_id: str
    sequence: int


Cell = tuple[str, str, str]  # table, row, column
_Holes = Mapping[str, Sequence[tuple[int, int]]]


class Lack(NamedTuple):
    """What a workspace lacks of a value: the lines that wrote it, and :func:`entry_of` what stands there instead."""

    dots: frozenset[Dot]
    entry: Any = None


NOTHING = Lack(frozenset())


@dataclass(frozen=True)
class _Mark:
    """A line of a laptop that changes what it lacks: by itself, or by what the laptops say on whose rows it goes on."""

    sequence: int
    lacks: Mapping[Cell, Lack]
    heirs_of: Mapping[str, int]
    is_copy: bool


@dataclass(frozen=True)
class Line:
    """A line of the log, read."""

    dot: Dot
    happened_at: str
    person_id: str | None
    action: str
    table: str
    row_id: str | None
    content: Mapping[str, Any]
    is_stand: bool = False

    @property
    def order(self) -> tuple[str, str, int]:
        """The same order on every laptop."""
        return (self.happened_at, *self.dot)


class History:
    """Lines of the log of one workspace, or of two together."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: dict[Dot, Line] = {}
        for line in lines:
            self._add(line)
        self.by_cell: dict[Cell, list[Dot]] = {}
        self.created: set[tuple[str, str]] = set()
        self.erased: dict[tuple[str, str], list[Dot]] = {}
        self._known: dict[Dot, Mapping[str, int]] = {}
        self._knowing: dict[str, list[Line]] = {}
        self._holes: dict[Dot, _Holes] = {}
        self._marks: dict[str, list[_Mark]] = {}
        self._lacking: set[Cell] = set()
        self._extracts: set[str] = set()
        known: dict[str, dict[str, int]] = {}
        for dot in sorted(self.lines):
            line = self.lines[dot]
            present = known.setdefault(dot.replica_id, {})
            if line.action in _KNOWING and isinstance(line.content.get("known"), dict):
                grown = dict(present)
                for replica_id, sequence in line.content["known"].items():
                    grown[replica_id] = max(grown.get(replica_id, 0), int(sequence))
                known[dot.replica_id] = present = grown
                self._knowing.setdefault(dot.replica_id, []).append(line)
                self._mark(line)
            self._known[dot] = present
            if line.action == "erase":
                self.erased.setdefault((line.table, str(line.content["erased_row"])), []).append(dot)
            if line.row_id is None or line.action not in ("create", "update"):
                continue
            if line.action == "create":
                self.created.add((line.table, line.row_id))
            for column in line.content:
                self.by_cell.setdefault((line.table, line.row_id, column), []).append(dot)

    def _add(self, line: Line) -> None:
        """Keep the line itself before what stands for it, and of two stands what either tells."""
        there = self.lines.get(line.dot)
        if there is not None and there.is_stand and line.is_stand:
            told = {name: entry for name, entry in line.content.items() if entry != WITHHELD}
            line = replace(there, content={**line.content, **there.content, **told})
        if there is None or there.is_stand:
            self.lines[line.dot] = line

    def _mark(self, line: Line) -> None:
        lacks = lacks_of(line.content.get("withheld"))
        heirs_of: Mapping[str, int] = {}
        origin = line.content.get("from")
        if line.action == EXTRACT:
            self._extracts.add(line.dot.replica_id)
        elif line.action in ("know", "join"):
            # Laptops that share a database share what it lacks.
            heirs_of = {k: int(v) for k, v in line.content["known"].items()}
        elif origin:
            heirs_of = {origin: int(line.content["known"].get(origin, 0))}
        if lacks or heirs_of:
            self._lacking |= lacks.keys()
            mark = _Mark(line.dot.sequence, lacks, heirs_of, bool(origin))
            self._marks.setdefault(line.dot.replica_id, []).append(mark)

    def lack(self, replica_id: str, cell: Cell, sequence: int = _LAST, is_shared: bool = False) -> Lack:
        """What a laptop lacks of a value as of a line of its chain.

        Parameters
        ----------
        is_shared : bool
            Whether other laptops write to the same database, so that what they took in counts too.
        """
        if cell not in self._lacking:
            return NOTHING
        for mark in reversed(self._marks.get(replica_id, ())):
            if mark.sequence > sequence:
                continue
            if cell in mark.lacks:
                return mark.lacks[cell]
            for other, end in mark.heirs_of.items():
                found = self.lack(other, cell, end) if mark.is_copy else self._own_lack(other, cell, end)
                if found.dots:
                    return found
        others = (self._own_lack(name, cell, _LAST) for name in self._marks if is_shared and name != replica_id)
        return next((found for found in others if found.dots), NOTHING)

    def _own_lack(self, replica_id: str, cell: Cell, sequence: int) -> Lack:
        """What a laptop that is no file for an audience said itself."""
        marks = () if replica_id in self._extracts else self._marks.get(replica_id, ())
        said = (mark.lacks[cell] for mark in reversed(marks) if mark.sequence <= sequence and cell in mark.lacks)
        return next(said, NOTHING)

    def lacking_cells(self) -> set[Cell]:
        """Cells of which some laptop lacked the value at some time."""
        return self._lacking

    def knows(self, later: Dot, earlier: Dot) -> bool:
        """Whether who wrote the one line knew the other."""
        if later.replica_id == earlier.replica_id:
            return later.sequence >= earlier.sequence
        if self._known[later].get(earlier.replica_id, 0) < earlier.sequence:
            return False
        holes = self._holes_of(*later).get(earlier.replica_id, ()) if self._extracts else ()
        return not any(first <= earlier.sequence <= last for first, last in holes)

    def _holes_of(self, replica_id: str, sequence: int) -> _Holes:
        """Lines, by laptop as (first, last), that a laptop was not given though it knows later ones, as of a line of its chain."""
        found: _Holes = {}
        former: Mapping[str, int] = {}
        for line in self._knowing.get(replica_id, ()):
            if line.dot.sequence > sequence:
                break
            if line.dot not in self._holes:
                self._holes[line.dot] = self._holes_after(line, found, former)
            found, former = self._holes[line.dot], self._known[line.dot]
        return found

    def _holes_after(self, line: Line, before: _Holes, former: Mapping[str, int]) -> _Holes:
        if line.action == EXTRACT:
            return holes_of_extract(line.content)
        known = {name: int(sequence) for name, sequence in line.content["known"].items()}
        origin = line.content.get("other") if line.action == "merge" else line.content.get("from")
        if not isinstance(origin, str) or origin not in known:
            # Laptops that share a database share what they were not given.
            sharing = (self._holes_of(name, end) for name, end in known.items() if name not in self._extracts)
            return {name: holes for one in (before, *sharing) for name, holes in one.items()}
        given = self._holes_of(origin, known[origin])
        if not (before or given):
            return {}
        lines = [one for one in self._knowing.get(origin, ()) if one.dot.sequence <= known[origin]]
        seen = dict(self._known[lines[-1].dot]) if lines else {}
        seen[origin] = known[origin]
        found = {}
        for name, end in known.items():
            mine = [*before.get(name, ()), (former.get(name, 0) + 1, end)]
            theirs = [*given.get(name, ()), (seen.get(name, 0) + 1, end)]
            found[name] = _common(mine, theirs)
        return {name: holes for name, holes in found.items() if holes}

    def follows(self, later: Dot, earlier: Dot, cell: Cell) -> bool:
        """Whether who wrote the one line about a value knew the value that the other wrote."""
        if not self.knows(later, earlier):
            return False
        if later.replica_id == earlier.replica_id or not self._marks:
            return True
        return earlier not in self.lack(later.replica_id, cell, later.sequence).dots

    def last(self, dots: Iterable[Dot], cell: Cell) -> list[Dot]:
        """Lines about a value that no other of them knew, in the order that is the same everywhere."""
        among = set(dots)
        found = [dot for dot in among if not any(other != dot and self.follows(other, dot, cell) for other in among)]
        return sorted(found, key=lambda dot: self.lines[dot].order)

    def held(self, cell: Cell, lack: Lack = NOTHING) -> list[Dot]:
        """The last lines of a value among those whose value is there."""
        return self.last((dot for dot in self.by_cell.get(cell, ()) if dot not in lack.dots), cell)

    def ends(self) -> dict[str, int]:
        """Number of the last line of each laptop."""
        found: dict[str, int] = {}
        for dot in self.lines:
            found[dot.replica_id] = max(found.get(dot.replica_id, 0), dot.sequence)
        return found


def holes_of_extract(content: Mapping[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Lines, by laptop as (first, last), of which a file tells nothing: neither the line nor what stands for it."""
    told: dict[str, list[int]] = {}
    for replica_id, sequence, *_ in content.get("lines", ()):
        told.setdefault(replica_id, []).append(int(sequence))
    found: dict[str, list[tuple[int, int]]] = {}
    for replica_id, gaps in content.get("gaps", {}).items():
        for first, last in sorted((int(gap[0]), int(gap[1])) for gap in gaps):
            start = first
            for sequence in sorted(told.get(replica_id, ())):
                if start <= sequence <= last:
                    if start < sequence:
                        found.setdefault(replica_id, []).append((start, sequence - 1))
                    start = sequence + 1
            if start <= last:
                found.setdefault(replica_id, []).append((start, last))
    return found


def _common(one: Iterable[tuple[int, int]], other: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What two lists of spans (first, last) have in common."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return sorted((first, last) for first, last in pairs if first <= last)


def lacks_of(content: Any) -> dict[Cell, Lack]:
    """What a line says is lacking, by cell."""
    return {
        (table, row, column): Lack(frozenset(Dot(r, int(s)) for r, s in record[1:]), record[0] if record else None)
        for table, rows in (content or {}).items()
        for row, columns in rows.items()
        for column, record in columns.items()
    }


def lacks_content(lacks: Mapping[Cell, Lack]) -> dict[str, dict[str, dict[str, list[Any]]]]:
    """The same as a line says it; a value that is lacking no more has an empty record."""
    content: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for (name, row, column), lack in sorted(lacks.items()):
        record = [lack.entry, *(list(dot) for dot in sorted(lack.dots))] if lack.dots else []
        content.setdefault(name, {}).setdefault(row, {})[column] = record
    return content


def read_history(connection: Connection) -> History:
    """The whole log of a workspace, with what stands for lines that it does not hold.

    Raises
    ------
    WorkspaceError
        ``workspace.chain_broken_changed`` and its kin: a line was changed so that it tells nothing any more.
    """
    try:
        return _read_history(connection)
    except (AttributeError, KeyError, TypeError, ValueError):
        for chain in verify_audit(connection):
            if not chain.intact:
                said = chain.message()
                raise WorkspaceError(said.id, **said.facts) from None
        raise


def _read_history(connection: Connection) -> History:
    lines = []
    for row in connection.read("audit_log", order="sequence"):
        content = json.loads(row["content"])
        dot = Dot(row["replica_id"], row["sequence"])
        lines.append(
            Line(dot, row["happened_at"], row["person_id"], row["action"], row["table_name"], row["row_id"], content)
        )
        if row["action"] == EXTRACT:
            lines += [
                Line(Dot(replica_id, sequence), happened_at, None, action, table_name, row_id, told, is_stand=True)
                for replica_id, sequence, happened_at, action, table_name, row_id, told in content["lines"]
            ]
    return History(lines)


def explains(entry: Any, salts: Sequence[str], described_name: str, column: str, value: Any) -> bool:
    """Whether a line of the log wrote this very value; a digest without its salt explains whatever stands there."""
    if entry == WITHHELD:
        return False
    candidates = _forms(described_name, column, value)
    if isinstance(entry, dict) and set(entry) == {"digest"}:
        if not salts:
            return True
        return any(
            value_digest(bytes.fromhex(salt), column, form) == entry["digest"] for salt in salts for form in candidates
        )
    return any(entry == value_as_logged(form) for form in candidates)


def value_as_logged(value: Any) -> Any:
    """Geometry enters the log as the SHA-256 of its binary."""
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def entry_of(value: Any) -> str | None:
    """How a line names the value that stands in place of one that is lacking."""
    text = value_text(value)
    return None if text is None else hashlib.sha256(text.encode("utf-8")).hexdigest()


def _forms(table_name: str, column: str, value: Any) -> list[Any]:
    """A stored value and what it may have been before the database read it its own way."""
    forms = [value]
    kind = "" if column in ("id", "geom", "row_version") else table(table_name).column(column).kind
    if kind == "json" and isinstance(value, str):
        forms.append(json.loads(value))
    if isinstance(value, float) and value.is_integer():
        forms.append(int(value))
    if isinstance(value, bool):
        forms.append(int(value))
    elif isinstance(value, int):
        forms.append(float(value))
    return forms
