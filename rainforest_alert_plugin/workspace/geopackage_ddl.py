"""The statements that make a GeoPackage out of the description of the tables (OGC 12-128r18, GeoPackage 1.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Template
from typing import Callable, Iterator, Mapping

from .model import FRESH_ID, NOW
from .schema import GUARD_SENTENCE, TABLES, UNLISTED, Column, Table, stored_columns
from .sql import quoted, quoted_any, statement

APPLICATION_ID = 0x47504B47
GEOPACKAGE_VERSION = 10300
_TYPES = {
    "uuid": "TEXT(36)",
    "text": "TEXT",
    "timestamp": "DATETIME",
    "date": "DATE",
    "integer": "INTEGER",
    "real": "REAL",
    "boolean": "BOOLEAN",
    "json": "TEXT",
    "bytes": "BLOB",
}
_DEFAULTS = {"TRUE": "1", "FALSE": "0"}
# What the database gives to a row drawn in QGIS. Not by DEFAULT: QGIS writes the text of an expression instead of its value.
_FILLED = {
    NOW: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    FRESH_ID: """lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' ||
       substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))""",
}
_FILL = """CREATE TRIGGER "fill_${t}_$column" AFTER INSERT ON "$t" WHEN NEW."$column" IS NULL
   BEGIN UPDATE "$t" SET "$column" = $value WHERE "fid" = NEW."fid"; END"""
_TYPE = re.compile(r"[A-Za-z0-9_ (),]*\Z")
_DAY = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"

CORE = (
    """CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
       organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
       description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
       min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
       CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
       srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
       CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
       CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
       CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
       scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
    """CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
       mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
       CONSTRAINT gdc_tn UNIQUE (table_name, name))""",
    """CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
       min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
       CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))""",
)

_SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
_RTREE_EXTENSION = "http://www.geopackage.org/spec120/#extension_rtree"
_INSERT_CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?,?,?,?,?)"
)
_INSERT_GEOMETRY = "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)"
_INSERT_EXTENSION = "INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)"
_INSERT_ALIAS = (
    "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, constraint_name) VALUES (?,?,?,?,?)"
)
_INSERT_CHOICE = (
    "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) VALUES (?, 'enum', ?)"
)

Statement = tuple[str, tuple[object, ...]]


def statements(wgs84_wkt: str, words: Callable[[str], str]) -> Iterator[Statement]:
    """All statements of a fresh workspace, in order, each with its values.

    Parameters
    ----------
    wgs84_wkt : str
        Definition of EPSG:4326.
    words : callable
        Turns an English label into the user's language.
    """
    for core in CORE:
        yield core, ()
    yield from _reference_systems(wgs84_wkt)
    for meta in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        yield _INSERT_EXTENSION, (meta, None, "gpkg_schema", _SCHEMA_EXTENSION, "read-write")
    for table in TABLES:
        yield from table_statements(table, words)


def table_statements(table: Table, words: Callable[[str], str]) -> Iterator[Statement]:
    """Make one table: its columns, indexes, registration, spatial index and guards; migrations use it too."""
    yield create_table(table), ()
    yield from _indexes(table)
    if table.name not in UNLISTED:
        yield from _register(table, words)
    if table.geometry:
        yield f'CREATE VIRTUAL TABLE "rtree_{table.name}_geom" USING rtree(id, minx, maxx, miny, maxy)', ()
        yield _INSERT_EXTENSION, (table.name, "geom", "gpkg_rtree_index", _RTREE_EXTENSION, "write-only")
        for trigger in _rtree_triggers(table.name):
            yield trigger, ()
    for trigger in _guards(table, words(GUARD_SENTENCE)):
        yield trigger, ()


def rebuild_statements(table: Table, further: Mapping[str, str], words: Callable[[str], str]) -> Iterator[Statement]:
    """Make a table without geometry, to which no other refers, anew with all conditions of its description; its rows stay.

    SQLite adds no condition to a table that is there.

    Parameters
    ----------
    further : mapping of str to str
        Types of columns that people added, by name; they stay as well.
    """
    fresh = f"{table.name}_rebuilt"
    own = ("fid", *(column.name for column in stored_columns(table)))
    names = ", ".join(quoted_any(name) for name in (*own, *further))
    yield create_table(replace(table, name=fresh)), ()
    for name, kind in further.items():
        yield f"ALTER TABLE {quoted(fresh)} ADD COLUMN {quoted_any(name)} {kind if _TYPE.match(kind) else ''}", ()
    moved = Template("INSERT INTO $fresh ($names) SELECT $names FROM $table")
    yield moved.substitute(fresh=quoted(fresh), names=names, table=quoted(table.name)), ()
    yield statement("DROP TABLE $table", table=table.name), ()
    yield statement("ALTER TABLE $fresh RENAME TO $table", fresh=fresh, table=table.name), ()
    yield from _indexes(table)
    for trigger in _guards(table, words(GUARD_SENTENCE)):
        yield trigger, ()


def _indexes(table: Table) -> Iterator[Statement]:
    for group in table.indexes:
        yield _index(table.name, group), ()
    # Bulk tables do without: an index per reference would double the time that a million alerts take to come in.
    for column in table.columns:
        if column.references and table.audited and (column.name,) not in table.indexes:
            yield _index(table.name, (column.name,)), ()


def column_statements(table: Table, column: Column, words: Callable[[str], str]) -> Iterator[Statement]:
    """Add a column that may be empty to a table that is there; migrations use it."""
    link = f' REFERENCES "{column.references}" ("id") DEFERRABLE INITIALLY DEFERRED' if column.references else ""
    yield f'ALTER TABLE "{table.name}" ADD COLUMN {_column(column, table.editable)}{link}', ()
    if (column.references and table.audited) or (column.name,) in table.indexes:
        yield _index(table.name, (column.name,)), ()
    yield _INSERT_ALIAS, (table.name, column.name, words(column.label), words(column.label), None)


def create_table(table: Table) -> str:
    """``CREATE TABLE`` of one table."""
    lines = ['"fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    if table.geometry:
        required = " NOT NULL" if table.geometry.required else ""
        lines.append(f'"geom" {table.geometry.type}{required}')
    lines.extend(_column(column, table.editable) for column in stored_columns(table))
    lines.append('UNIQUE ("id")')
    lines.append('CHECK (length("id") = 36)')
    lines.extend(f"CONSTRAINT {quoted(name)} CHECK ({condition})" for name, condition in table.conditions())
    for group in table.unique:
        lines.append(f"UNIQUE ({_names(group)})")
    for column in table.columns:
        if column.references:
            lines.append(
                f'FOREIGN KEY ("{column.name}") REFERENCES "{column.references}" ("id") DEFERRABLE INITIALLY DEFERRED'
            )
    return f'CREATE TABLE "{table.name}" (' + ", ".join(lines) + ")"


def _column(column: Column, editable: bool) -> str:
    parts = [f'"{column.name}" {_TYPES[column.kind]}']
    filled = column.default in _FILLED
    if column.required and not (filled and editable):
        parts.append("NOT NULL")
    if column.default is not None and not filled:
        parts.append(f"DEFAULT {_DEFAULTS.get(column.default, column.default)}")
    conditions = column.conditions()
    if column.kind == "boolean":
        conditions.append(f'"{column.name}" IN (0, 1)')
    name = quoted(column.name)
    if column.kind == "timestamp":
        conditions.append(f"{name} IS NULL OR ({name} GLOB '{_DAY}T*' AND julianday({name}) IS NOT NULL)")
    if column.kind == "date":
        conditions.append(f"{name} IS NULL OR ({name} GLOB '{_DAY}' AND date({name}, '+0 days') = {name})")
    parts.extend(f"CHECK ({condition})" for condition in conditions)
    return " ".join(parts)


def _index(table: str, group: tuple[str, ...]) -> str:
    return f'CREATE INDEX "idx_{table}_{"_".join(group)}" ON "{table}" ({_names(group)})'


def _names(group: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in group)


def _reference_systems(wgs84_wkt: str) -> Iterator[Statement]:
    sql = "INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)"
    yield (
        sql,
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    )
    yield (
        sql,
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    )
    yield sql, ("WGS 84 geodetic", 4326, "EPSG", 4326, wgs84_wkt, "longitude/latitude coordinates in decimal degrees")


def _register(table: Table, words: Callable[[str], str]) -> Iterator[Statement]:
    kind = "features" if table.geometry else "attributes"
    srid = table.geometry.srid if table.geometry else None
    yield _INSERT_CONTENTS, (table.name, kind, table.name, words(table.label), srid)
    if table.geometry:
        yield _INSERT_GEOMETRY, (table.name, table.geometry.type, table.geometry.srid)
    taken: set[str] = set()
    for column in stored_columns(table):
        alias = words(column.label)
        while alias.lower() in taken:
            alias += "'"
        taken.add(alias.lower())
        constraint = f"{table.name}_{column.name}" if column.choices else None
        yield _INSERT_ALIAS, (table.name, column.name, alias, alias, constraint)
        for choice in column.choices:
            yield _INSERT_CHOICE, (constraint, choice)


_BOX = 'ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")'
_RTREE_TRIGGERS = (
    """CREATE TRIGGER "rtree_${t}_geom_insert" AFTER INSERT ON "$t"
       WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
       BEGIN INSERT OR REPLACE INTO "rtree_${t}_geom" VALUES (NEW."fid", $box); END""",
    """CREATE TRIGGER "rtree_${t}_geom_update1" AFTER UPDATE OF "geom" ON "$t"
       WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
       BEGIN INSERT OR REPLACE INTO "rtree_${t}_geom" VALUES (NEW."fid", $box); END""",
    """CREATE TRIGGER "rtree_${t}_geom_update2" AFTER UPDATE OF "geom" ON "$t"
       WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
       BEGIN DELETE FROM "rtree_${t}_geom" WHERE id = OLD."fid"; END""",
    """CREATE TRIGGER "rtree_${t}_geom_update3" AFTER UPDATE ON "$t"
       WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
       BEGIN DELETE FROM "rtree_${t}_geom" WHERE id = OLD."fid";
       INSERT OR REPLACE INTO "rtree_${t}_geom" VALUES (NEW."fid", $box); END""",
    """CREATE TRIGGER "rtree_${t}_geom_update4" AFTER UPDATE ON "$t"
       WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
       BEGIN DELETE FROM "rtree_${t}_geom" WHERE id IN (OLD."fid", NEW."fid"); END""",
    """CREATE TRIGGER "rtree_${t}_geom_delete" AFTER DELETE ON "$t" WHEN OLD."geom" NOTNULL
       BEGIN DELETE FROM "rtree_${t}_geom" WHERE id = OLD."fid"; END""",
)
_REFUSE_STRANGERS = """CREATE TRIGGER "guard_${t}_$action" $moment $action ON "$t" WHEN NOT EXISTS (SELECT 1 FROM writer)
   BEGIN SELECT RAISE(ABORT, $sentence); END"""
_REFUSE_ALL = """CREATE TRIGGER "guard_${t}_$action" BEFORE $action ON "$t" BEGIN SELECT RAISE(ABORT, $sentence); END"""
_COUNT_VERSIONS = """CREATE TRIGGER "version_$t" AFTER UPDATE ON "$t"
   WHEN NEW.row_version = OLD.row_version AND OLD.id IS NOT NULL AND $filled
   BEGIN UPDATE "$t" SET row_version = OLD.row_version + 1 WHERE fid = NEW.fid; END"""


def _rtree_triggers(name: str) -> Iterator[str]:
    """The triggers of the R-tree extension, clause F.3 of the standard."""
    for trigger in _RTREE_TRIGGERS:
        yield Template(trigger).substitute(t=name, box=_BOX)


def _guards(table: Table, sentence: str) -> Iterator[str]:
    """Triggers that keep strangers out of guarded tables, and everybody from changing what is only appended.

    The room proves itself by a row in ``writer`` that lives only inside its transaction: no other connection can see it, and
    a crash takes it away.
    """
    literal = "'" + sentence.replace("'", "''") + "'"
    for action in ("INSERT", "UPDATE", "DELETE"):
        if table.append_only and action != "INSERT":
            yield Template(_REFUSE_ALL).substitute(t=table.name, action=action, sentence=literal)
        elif table.guarded:
            moment = "AFTER" if table.is_bulk and action == "INSERT" else "BEFORE"
            yield Template(_REFUSE_STRANGERS).substitute(t=table.name, action=action, moment=moment, sentence=literal)
    if table.editable and table.name not in UNLISTED:
        filled = "OLD.created_at IS NOT NULL" if _has_time(table) else "TRUE"
        yield Template(_COUNT_VERSIONS).substitute(t=table.name, filled=filled)
        for column in stored_columns(table):
            if column.default in _FILLED:
                value = _FILLED[str(column.default)]
                yield Template(_FILL).substitute(t=table.name, column=column.name, value=value)


def _has_time(table: Table) -> bool:
    return any(column.name == "created_at" for column in table.columns)
