"""Who may do what in a shared workspace: three roles of the database, their rights taken from the description of the tables.

``<schema>_technician`` edits everything, ``<schema>_facilitator`` writes what belongs to workshops and reads what a workshop shows
(:mod:`.postgis_workshops`), ``<schema>_reader`` reads what the federation may see. An administrator grants them to logins:
``GRANT orpio_reader TO rosa``.
"""

from __future__ import annotations

from typing import Iterator, Sequence

from . import postgis_workshops
from .attachments import CONTENT
from .identity import ROLES
from .model import SENSITIVITIES
from .schema import TABLES, Table, stored_columns, table
from .sql import quoted, statement

# Raised whenever the statements below change, so that workspaces that are there get the new rights.
RIGHTS_VERSION = 2
_MARKED = ("people_who_write", "place")
_POLICIES = ("people_who_write", "people_who_read", "workshops_read", "workshops_add", "workshops_change")
_OPEN_LEVELS = SENSITIVITIES[:2]
# What a reader sees nothing of.
_HIDDEN = ("audit_log", "audit_salt", "former_value", "merge_claim", "writer", "release_log", "export_package")
# Where rows go when a conflict is decided or a person's data is erased.
_FORGOTTEN = ("merge_claim", "audit_salt", "former_value", "attachment_content")
_SALTS = "audit_salt"
_LONGEST_SCHEMA = 50


def role_name(schema: str, role: str) -> str:
    """Name of the database role of a workspace for one of ``technician``, ``facilitator``, ``reader``."""
    return f"{schema[:_LONGEST_SCHEMA]}_{role}"


def role_statements(schema: str) -> Iterator[str]:
    """Make the roles unless they are there, and give them their rights in the place of those they had."""
    for role in ROLES:
        name = role_name(schema, role)
        yield statement(
            "DO $$$$ BEGIN IF to_regrole('$role') IS NULL THEN CREATE ROLE $role NOLOGIN; END IF; END $$$$", role=name
        )
        yield f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {quoted(name)}"
    for described in TABLES:
        yield from right_statements(schema, described)
    policy, name = _MARKED
    yield f"COMMENT ON POLICY {policy} ON {quoted(schema)}.{quoted(name)} IS '{RIGHTS_VERSION}'"


def rights_query(schema: str) -> tuple[str, list[str]]:
    """Query, with its values, for the version of the rights that a workspace has; no row, or NULL, for those of the first version."""
    policy, name = _MARKED
    sql = "SELECT obj_description(oid, 'pg_policy') FROM pg_policy WHERE polname = ? AND polrelid = to_regclass(?)"
    return sql, [policy, f"{quoted(schema)}.{quoted(name)}"]


def right_statements(schema: str, described: Table) -> Iterator[str]:
    """Rights and row-level security of one table."""
    place = f"{quoted(schema)}.{quoted(described.name)}"
    technician, facilitator, reader = (quoted(role_name(schema, role)) for role in ROLES)
    yield f"REVOKE ALL ON {place} FROM {technician}, {facilitator}, {reader}"
    removes = described.editable or not (described.guarded or described.append_only)
    changes = "SELECT, INSERT" if described.append_only else "SELECT, INSERT, UPDATE"
    deletes = ", DELETE" if removes or described.name in _FORGOTTEN else ""
    yield f"GRANT {changes}{deletes} ON {place} TO {technician}"
    rights = postgis_workshops.rights(described, _open_columns(described), described.name in _HIDDEN)
    if rights:
        yield f"GRANT {rights} ON {place} TO {facilitator}"
    if described.name not in _HIDDEN:
        yield f"GRANT {postgis_workshops.select_right(described, _open_columns(described))} ON {place} TO {reader}"
    if described.name == _SALTS or (described.name not in _HIDDEN and is_protected(described)):
        yield from _policy_statements(schema, described)


def _policy_statements(schema: str, described: Table) -> Iterator[str]:
    """Row-level security of one table, in the place of that which it had."""
    place = f"{quoted(schema)}.{quoted(described.name)}"
    technician, facilitator, reader = (quoted(role_name(schema, role)) for role in ROLES)
    yield f"ALTER TABLE {place} ENABLE ROW LEVEL SECURITY"
    for policy in _POLICIES:
        yield f"DROP POLICY IF EXISTS {policy} ON {place}"
    yield f"CREATE POLICY people_who_write ON {place} TO {technician} USING (TRUE) WITH CHECK (TRUE)"
    if described.name not in _HIDDEN:
        yield f"CREATE POLICY people_who_read ON {place} FOR SELECT TO {reader} USING ({_open_rows(schema, described)})"
    of_workshops = postgis_workshops.rows_of_workshops(schema, described, TABLES)
    others = (
        "" if described.name in _HIDDEN else _open_rows(schema, described, postgis_workshops.seen_levels(described))
    )
    seen = " OR ".join(f"({condition})" for condition in (of_workshops, others) if condition)
    yield f"CREATE POLICY workshops_read ON {place} FOR SELECT TO {facilitator} USING ({seen})"
    own = postgis_workshops.own_rows(schema, described, TABLES)
    if own:
        yield f"CREATE POLICY workshops_add ON {place} FOR INSERT TO {facilitator} WITH CHECK ({own})"
        yield f"CREATE POLICY workshops_change ON {place} FOR UPDATE TO {facilitator} USING ({own}) WITH CHECK ({own})"


def _open_columns(described: Table) -> list[str]:
    """Columns without a level of their own, or with one that the federation may see."""
    names = ["fid"] + (["geom"] if described.geometry else [])
    for column in stored_columns(described):
        if column.sensitivity is None or column.sensitivity in _OPEN_LEVELS:
            names.append(column.name)
    return names


def is_protected(described: Table) -> bool:
    """Whether some rows are not for a reader: by their own level, or by what they belong to."""
    return described.has_sensitivity() or described.name == CONTENT or bool(_parents(described))


def _parents(described: Table) -> list[tuple[str, str]]:
    """References to other tables whose rows are protected, as (column, table)."""
    return [
        (column.name, column.references)
        for column in described.columns
        if column.references
        and column.references != described.name
        and _is_levelled(column.references, (described.name,))
    ]


def _is_levelled(name: str, passed: tuple[str, ...]) -> bool:
    described = table(name)
    if described.has_sensitivity():
        return True
    further = {column.references for column in described.columns if column.references} - {name, *passed}
    return any(_is_levelled(other, (*passed, name)) for other in further)


def _open_rows(schema: str, described: Table, levels: Sequence[str] = _OPEN_LEVELS) -> str:
    """Condition of rows of some levels, by default a reader's; rows of other tables are looked up under that table's own condition."""
    if described.name == CONTENT:
        return statement(
            "EXISTS (SELECT 1 FROM $schema.attachment a WHERE a.sha256 = $here.sha256)", schema=schema, here=CONTENT
        )
    if described.has_sensitivity():
        own = "sensitivity IN (" + ", ".join(f"'{level}'" for level in levels) + ")"
        return f"{own} AND {_open_owner(schema)}" if described.name == "attachment" else own
    return " AND ".join(
        statement(
            "($column IS NULL OR EXISTS (SELECT 1 FROM $schema.$other o WHERE o.id = $here.$column))",
            column=column,
            schema=schema,
            other=other,
            here=described.name,
        )
        for column, other in _parents(described)
    )


def _open_owner(schema: str) -> str:
    """Condition of an attachment whose owner a reader may see: a place may have become a secret after its photo was taken."""
    cases = []
    for described in TABLES:
        if described.name in _HIDDEN:
            cases.append(f"WHEN '{described.name}' THEN FALSE")
        elif is_protected(described) and described.name not in ("attachment", CONTENT):
            owner = statement(
                "EXISTS (SELECT 1 FROM $schema.$other o WHERE o.id = attachment.row_id)",
                schema=schema,
                other=described.name,
            )
            cases.append(f"WHEN '{described.name}' THEN {owner}")
    return "CASE table_name " + " ".join(cases) + " ELSE TRUE END"
