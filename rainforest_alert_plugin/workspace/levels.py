"""The level of a row of a workspace: its own, or taken from what it belongs to."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from .model import SENSITIVITIES, Table
from .origins import Origin, OriginRow
from .schema import table as described_table
from .store import Row, Workspace

# What belongs to a row and says no more than that row has the row's level; nobody drew it apart.
_PARENTS = ("version_id", "workshop_id", "event_id")
# Findings name neighbours and units of other layers, and a manifest lists what was made for another audience: they say more.
_SAYING_MORE = ("validation_run", "finding", "waiver", "export_package")
UNSAID = "community"
_ATTACHMENT = "attachment"


def stricter(*levels: str) -> str:
    """The most closed of some levels."""
    return max(levels, key=SENSITIVITIES.index)


def strictest_of(origins: Iterable[Origin]) -> str:
    """Level of the most closed row that something was made of; ``public`` where it was made of none.

    A row without a level counts as ``community``, as at the gate; so does an attachment, which may belong to such a row.
    """
    return stricter(
        SENSITIVITIES[0], *(_level_of_origin(origin.table, row) for origin in origins for row in origin.rows)
    )


def _level_of_origin(table: str, row: OriginRow) -> str:
    said = [str(level) for level in (row.values.get("sensitivity"), row.sensitivity) if level]
    return stricter(UNSAID, *said) if table == _ATTACHMENT or not said else stricter(*said)


def has_level_of_its_own(table: str) -> bool:
    """Whether the column ``sensitivity`` of a row of a table tells all of its level."""
    return table != _ATTACHMENT and described_table(table).has_sensitivity()


def level_of(
    workspace: Workspace, described: Table, row: Row, known: dict[tuple[str, str], str | None] | None = None
) -> str | None:
    """Level of a row, its own or the strictest of those it belongs to; None when nothing says: the gate takes it for ``community``."""
    known = {} if known is None else known
    if described.name in _SAYING_MORE:
        return None
    if described.name == _ATTACHMENT:
        return _level_of_attachment(workspace, row, known)
    if described.has_sensitivity():
        return str(row["sensitivity"])
    found = [
        _level_of_other(workspace, str(described.column(column).references), row[column], known)
        for column in _PARENTS
        if row.get(column) and any(one.name == column for one in described.columns)
    ]
    levels = [level for level in found if level is not None]
    return max(levels, key=SENSITIVITIES.index) if levels and len(levels) == len(found) else None


def _level_of_attachment(workspace: Workspace, row: Row, known: dict[tuple[str, str], str | None]) -> str:
    """The stricter of its own level and its owner's, which may have become a secret after the photo was taken."""
    own = str(row["sensitivity"])
    return max(own, owner_level(workspace, row, known) or own, key=SENSITIVITIES.index)


def owner_level(
    workspace: Workspace, attachment: Mapping[str, Any], known: dict[tuple[str, str], str | None] | None = None
) -> str | None:
    """Level of what an attachment belongs to; None when nothing says."""
    known = {} if known is None else known
    try:
        return _level_of_other(workspace, str(attachment["table_name"]), attachment["row_id"], known)
    except KeyError:  # a table that another version of the plugin knows
        return None


def _level_of_other(workspace: Workspace, name: str, id: Any, known: dict[tuple[str, str], str | None]) -> str | None:
    key = (name, str(id))
    if key not in known:
        rows = workspace.read(name, '"id" = ?', [key[1]])
        known[key] = level_of(workspace, described_table(name), rows[0], known) if rows else None
    return known[key]
