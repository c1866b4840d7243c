"""What a facilitator of workshops may do in a shared workspace: write what belongs to workshops, read what a workshop shows.

A workshop shows the communities with their boundaries, places, proposals, disputes and consents, secrets apart; what was written in a
workshop is shown whatever its level. Who signed, who denounced and what was overwritten is not a facilitator's to read.
"""

from __future__ import annotations

from typing import Collection, Sequence

from .attachments import CONTENT
from .model import SENSITIVITIES, Table
from .schema import stored_columns
from .sql import quoted_list, statement

_ROOM = "territory"
_NOT_SECRET = f"sensitivity <> '{SENSITIVITIES[-1]}'"
# What every write needs besides the table itself.
_BOOKKEEPING = {
    "replica": "SELECT, INSERT, UPDATE",
    "person": "SELECT, INSERT",
    "release_log": "SELECT, INSERT",
    "audit_log": "SELECT, INSERT",
    "audit_salt": "SELECT, INSERT",
    "former_value": "INSERT",
    "writer": "SELECT, INSERT, DELETE",
}
_WHOLLY = ("workshop", "attendance")
_DISPUTES = "dispute"
# Tables of which a row is shown, whatever its level, when its community has a workshop; and by which column it tells the community.
_OF_COMMUNITIES = {"community": "id", "boundary_version": "community_id"}


def rights(described: Table, open_columns: Sequence[str], is_hidden: bool) -> str:
    """What a facilitator may do with a table, as ``GRANT`` words it; empty for nothing.

    Parameters
    ----------
    open_columns : sequence of str
        Columns that a reader may read.
    is_hidden : bool
        Whether a reader may read nothing of it.
    """
    if described.name in _BOOKKEEPING:
        return _BOOKKEEPING[described.name]
    if described.in_workshops:
        return "SELECT, INSERT" if described.name in (_DISPUTES, CONTENT) else "SELECT, INSERT, UPDATE"
    if is_hidden:
        return ""
    shown = set(open_columns)
    if described.room == _ROOM:
        shown |= {column.name for column in described.columns if not column.personal}
    return select_right(described, shown)


def select_right(described: Table, shown: Collection[str]) -> str:
    """Right to read some columns of a table, as ``GRANT`` words it; the right to all of it when they are all, which QGIS asks for."""
    names = ["fid", *(["geom"] if described.geometry else []), *(column.name for column in stored_columns(described))]
    chosen = [name for name in names if name in shown]
    return "SELECT" if chosen == names else f"SELECT ({quoted_list(chosen)})"


def seen_levels(described: Table) -> tuple[str, ...]:
    """Levels of the rows that a facilitator reads of a table, where they belong to no workshop."""
    is_shown = described.room == _ROOM or described.name in ("attachment", "person")
    return SENSITIVITIES[:-1] if is_shown else SENSITIVITIES[:2]


def rows_of_workshops(schema: str, described: Table, tables: Sequence[Table]) -> str:
    """Condition of the rows that a facilitator reads whatever their level; empty for none."""
    if described.name in _OF_COMMUNITIES:
        return _has_workshop(schema, described.name, _OF_COMMUNITIES[described.name])
    return "" if described.name == CONTENT else own_rows(schema, described, tables)


def own_rows(schema: str, described: Table, tables: Sequence[Table]) -> str:
    """Condition of the rows that a facilitator writes; empty for none.

    Parameters
    ----------
    tables : sequence of Table
        All tables of the workspace.
    """
    name = described.name
    if name in (*_WHOLLY, "replica", CONTENT):
        return "TRUE"
    if name == "person":
        return _NOT_SECRET
    if name in ("attachment", "audit_salt"):
        return _owner_of_workshop(schema, name, tables)
    if name == _DISPUTES:
        return f"{_NOT_SECRET} AND {_has_workshop(schema, name, 'community_id', is_open=True)}"
    return "workshop_id IS NOT NULL" if described.in_workshops else ""


def _has_workshop(schema: str, name: str, column: str, is_open: bool = False) -> str:
    text = "EXISTS (SELECT 1 FROM $schema.workshop w WHERE w.community_id = $here.$column"
    text += " AND w.closed_at IS NULL)" if is_open else ")"
    return statement(text, schema=schema, here=name, column=column)


def _owner_of_workshop(schema: str, here: str, tables: Sequence[Table]) -> str:
    """Condition of what belongs to a row by ``table_name`` and ``row_id``: whether a facilitator writes that row."""
    cases = []
    for described in tables:
        is_owner = described.in_workshops or (described.name == "person" and here == "audit_salt")
        if described.name in (here, CONTENT) or not is_owner:
            continue
        in_workshop = " AND o.workshop_id IS NOT NULL" if described.find_column("workshop_id") else ""
        owner = statement(
            "EXISTS (SELECT 1 FROM $schema.$other o WHERE o.id = $here.row_id",
            schema=schema,
            other=described.name,
            here=here,
        )
        cases.append(f"WHEN '{described.name}' THEN {owner}{in_workshop})")
    return "CASE table_name " + " ".join(cases) + " ELSE FALSE END"
