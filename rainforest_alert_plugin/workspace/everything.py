"""All rows of a workspace as records for the gate, each with the level that it has or takes from what it belongs to."""

from __future__ import annotations

from typing import Iterator

from .consents import Consents
from .levels import level_of
from .release import Record
from .schema import TABLES, UNLISTED, Table
from .store import Workspace

# What tells of the workspace itself; none of it leaves with the data.
INTERNAL = ("schema_version", "replica", "audit_log", "release_log", "release_rule", *UNLISTED)


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
