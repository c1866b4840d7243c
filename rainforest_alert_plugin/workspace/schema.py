"""All tables of a workspace, described once; GeoPackage and PostGIS are both made from this."""

from __future__ import annotations

from .model import FRESH_ID, Column, Geometry, Table
from .tables import alerts, cadastre, monitoring, territory, titling, workspace

SCHEMA_VERSION = 5
GUARD_SENTENCE = "This table changes only through Rainforest Alert. Propose the change there."
UNLISTED = ("writer", "audit_salt", "former_value", "merge_claim", "attachment_content")

TABLES: tuple[Table, ...] = (
    *workspace.TABLES,
    *territory.TABLES,
    *alerts.TABLES,
    *monitoring.TABLES,
    *cadastre.TABLES,
    *titling.TABLES,
)
_BY_NAME = {table.name: table for table in TABLES}


def table(name: str) -> Table:
    """The table called `name`; KeyError when there is none."""
    return _BY_NAME[name]


def stored_columns(of: Table) -> tuple[Column, ...]:
    """All columns of a table but ``fid`` and ``geom``, in their order in the database."""
    identity = Column("id", "uuid", "Identity", required=True, default=FRESH_ID)
    if not of.editable or of.name in UNLISTED:
        return (identity, *of.columns)
    version = Column("row_version", "integer", "Version of the row", required=True, default="1")
    return (identity, *of.columns, version)


def labels() -> tuple[str, ...]:
    """Every English label that people may read, each once: of tables, of columns, and the sentence of the guard."""
    found = [GUARD_SENTENCE]
    for described in TABLES:
        found.append(described.label)
        found.extend(column.label for column in stored_columns(described))
    return tuple(dict.fromkeys(found))


__all__ = [
    "GUARD_SENTENCE",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "Geometry",
    "Table",
    "labels",
    "stored_columns",
    "table",
]
