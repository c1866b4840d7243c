"""What a file made for another audience says of itself, in the first line of its own chain of the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Mapping

from .audit import EXTRACT

if TYPE_CHECKING:
    from .store import Connection

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class ExtractNote:
    """For whom a file was made, when, and what stayed behind.

    Attributes
    ----------
    audience : str
    made_at : str
        UTC time.
    held_back, reduced, blanked : mapping
        By table: rows that stayed, by level or reason; rows in reduced form, by what became of their geometry; values blanked, by
        column.
    """

    audience: str
    made_at: str
    held_back: Counts
    reduced: Counts
    blanked: Counts

    def held_back_count(self) -> int:
        """Rows that stayed."""
        return _sum(self.held_back)

    def reduced_count(self) -> int:
        """Rows that went in reduced form."""
        return _sum(self.reduced)

    def blanked_count(self) -> int:
        """Values taken out of rows that went."""
        return _sum(self.blanked)

    def content(self) -> dict[str, Any]:
        """As the line of the log says it."""
        counts = {"held_back": self.held_back, "reduced": self.reduced, "blanked": self.blanked}
        return {"audience": self.audience, "made_at": self.made_at, **counts}


def read_note(connection: Connection, replica_id: str) -> ExtractNote | None:
    """What a file says of itself; None when it was not made for another audience, or has taken in other laptops' work since."""
    sql = 'SELECT "content" FROM "audit_log" WHERE "replica_id" = ? AND "action" = ?'
    found = connection.query(sql, [replica_id, EXTRACT])
    if not found or connection.query(sql, [replica_id, "merge"]):
        return None
    content = json.loads(found[0][0])
    return ExtractNote(*(content[name] for name in ("audience", "made_at", "held_back", "reduced", "blanked")))


def _sum(counts: Counts) -> int:
    return sum(sum(of_table.values()) for of_table in counts.values())
