"""All rows of a workspace as records for the gate, each with the level that it has or takes from what it belongs to."""

from __future__ import annotations

from typing import Any, Iterator

from .consents import Consents
from .model import SENSITIVITIES
from .release import Record
from .schema import TABLES, UNLISTED, Table
from .schema import table as described_table
from .store import Row, Workspace

# What tells of the workspace itself; none of it leaves with the data.
INTERNAL = ("schema_version", "replica", "audit_log", "release_log", "release_rule", *UNLISTED)
# What belongs to a row and says no more than that row has the row's level; nobody drew it apart.
_PARENTS = ("version_id", "workshop_id", "event_id", "run_id", "finding_id")


def leaving_tables() -> tuple[Table, ...]:
    """Tables whose rows may leave."""
    return tuple(described for described in TABLES if described.name not in INTERNAL)


def records_of(workspace: Workspace, community_id: str | None = None) -> Iterator[Record]:
    """Every row that may leave, or those about one community."""
    levels: dict[tuple[str, str], str | None] = {}
    consents = Consents(workspace)
    for described in leaving_tables():
        for row in workspace.read(described.name):
            if community_id is None or consents.community_of(described.name, row["id"], row) == community_id:
                yield Record(described.name, row["id"], row, level_of(workspace, described, row, levels))


def level_of(
    workspace: Workspace, described: Table, row: Row, known: dict[tuple[str, str], str | None] | None = None
) -> str | None:
    """Level of a row, its own or the strictest of those it belongs to; None when nothing says: the gate takes it for ``community``."""
    known = {} if known is None else known
    if described.has_sensitivity():
        return str(row["sensitivity"])
    found = [
        _level_of_other(workspace, str(described.column(column).references), row[column], known)
        for column in _PARENTS
        if row.get(column) and any(one.name == column for one in described.columns)
    ]
    levels = [level for level in found if level is not None]
    return max(levels, key=SENSITIVITIES.index) if levels and len(levels) == len(found) else None


def _level_of_other(workspace: Workspace, name: str, id: Any, known: dict[tuple[str, str], str | None]) -> str | None:
    key = (name, str(id))
    if key not in known:
        rows = workspace.read(name, '"id" = ?', [key[1]])
        known[key] = level_of(workspace, described_table(name), rows[0], known) if rows else None
    return known[key]
