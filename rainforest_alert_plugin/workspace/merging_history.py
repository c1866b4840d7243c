"""Who knew what when: the lines of the audit log as a history of several laptops.

A line knows every earlier line of its own chain, and what its laptop had taken in by then: the lines ``merge``, ``restore``, ``join`` and,
in a shared database, ``know`` carry, by laptop, the number of the last line that was known (``known``). Of two changes of one value,
the one that knew the other follows it; when neither knew the other, both stand side by side.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, NamedTuple

from .audit import value_digest
from .schema import table
from .store import Connection

_KNOWING = ("merge", "restore", "join", "know")


class Dot(NamedTuple):
    """A line of the log: its laptop and its number."""

    replica_id: str
    sequence: int


Cell = tuple[str, str, str]  # table, row, column


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
    hash: str

    @property
    def order(self) -> tuple[str, str, int]:
        """The same order on every laptop."""
        return (self.happened_at, *self.dot)


class History:
    """Lines of the log of one workspace, or of two together."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = {line.dot: line for line in lines}
        self.by_cell: dict[Cell, list[Dot]] = {}
        self.created: set[tuple[str, str]] = set()
        self.erased: dict[tuple[str, str], list[Dot]] = {}
        self._known: dict[Dot, Mapping[str, int]] = {}
        known: dict[str, dict[str, int]] = {}
        for dot in sorted(self.lines):
            line = self.lines[dot]
            present = known.setdefault(dot.replica_id, {})
            if line.action in _KNOWING and isinstance(line.content.get("known"), dict):
                grown = dict(present)
                for replica_id, sequence in line.content["known"].items():
                    grown[replica_id] = max(grown.get(replica_id, 0), int(sequence))
                known[dot.replica_id] = present = grown
            self._known[dot] = present
            if line.action == "erase":
                self.erased.setdefault((line.table, str(line.content["erased_row"])), []).append(dot)
            if line.row_id is None or line.action not in ("create", "update"):
                continue
            if line.action == "create":
                self.created.add((line.table, line.row_id))
            for column in line.content:
                self.by_cell.setdefault((line.table, line.row_id, column), []).append(dot)

    def knows(self, later: Dot, earlier: Dot) -> bool:
        """Whether who wrote the one line knew the other."""
        if later.replica_id == earlier.replica_id:
            return later.sequence >= earlier.sequence
        return self._known[later].get(earlier.replica_id, 0) >= earlier.sequence

    def last(self, dots: Iterable[Dot]) -> list[Dot]:
        """Lines that no other of them knew, in the order that is the same everywhere."""
        among = set(dots)
        found = [dot for dot in among if not any(other != dot and self.knows(other, dot) for other in among)]
        return sorted(found, key=lambda dot: self.lines[dot].order)

    def newest(self, cell: Cell) -> Dot | None:
        """The line that a value stems from, when nothing else is known about it."""
        dots = self.last(self.by_cell.get(cell, ()))
        return dots[-1] if dots else None

    def ends(self) -> dict[str, int]:
        """Number of the last line of each laptop."""
        found: dict[str, int] = {}
        for dot in self.lines:
            found[dot.replica_id] = max(found.get(dot.replica_id, 0), dot.sequence)
        return found


def read_history(connection: Connection) -> History:
    """The whole log of a workspace."""
    rows = connection.read("audit_log", order="sequence")
    return History(
        Line(
            Dot(row["replica_id"], row["sequence"]),
            row["happened_at"],
            row["person_id"],
            row["action"],
            row["table_name"],
            row["row_id"],
            json.loads(row["content"]),
            row["hash"],
        )
        for row in rows
    )


def explains(entry: Any, salt: str | None, described_name: str, column: str, value: Any) -> bool:
    """Whether a line of the log wrote this very value; a digest without its salt explains whatever stands there."""
    candidates = _forms(described_name, column, value)
    if isinstance(entry, dict) and set(entry) == {"digest"}:
        if salt is None:
            return True
        return any(value_digest(bytes.fromhex(salt), column, form) == entry["digest"] for form in candidates)
    return any(entry == value_as_logged(form) for form in candidates)


def value_as_logged(value: Any) -> Any:
    """Geometry enters the log as the SHA-256 of its binary."""
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


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
