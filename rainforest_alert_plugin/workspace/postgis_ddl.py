"""The statements that make a PostGIS schema out of the description of the tables."""

from __future__ import annotations

from string import Template
from typing import Callable, Iterator

from .model import FRESH_ID, NOW
from .schema import GUARD_SENTENCE, TABLES, UNLISTED, Column, Table, stored_columns
from .sql import quoted, quoted_list, statement

WRITER_SETTING = "rainforest_alert.writer"
_TYPES = {
    "uuid": "varchar(36)",
    "text": "text",
    "timestamp": "timestamptz",
    "date": "date",
    "integer": "bigint",
    "real": "double precision",
    "boolean": "boolean",
    "json": "text",
    "bytes": "bytea",
}
_DEFAULTS = {NOW: "now()", FRESH_ID: "gen_random_uuid()::text"}
_REFUSE = """CREATE FUNCTION $schema.rainforest_alert_refuse() RETURNS trigger LANGUAGE plpgsql AS $$body$$
BEGIN
  IF TG_ARGV[0] = 'append' AND TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION USING MESSAGE = $sentence, ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_ARGV[0] <> 'version' AND COALESCE(current_setting('rainforest_alert.writer', TRUE), '') <> 'on' THEN
    RAISE EXCEPTION USING MESSAGE = $sentence, ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$body$$"""
_VERSION = """CREATE FUNCTION $schema.rainforest_alert_version() RETURNS trigger LANGUAGE plpgsql AS $$body$$
BEGIN
  IF NEW.row_version = OLD.row_version THEN
    NEW.row_version := OLD.row_version + 1;
  END IF;
  RETURN NEW;
END $$body$$"""


def statements(schema: str, words: Callable[[str], str]) -> Iterator[str]:
    """All statements of a fresh workspace, in order; the search path leads to `schema` meanwhile."""
    yield statement("CREATE SCHEMA $schema", schema=schema)
    yield from _functions(schema, words(GUARD_SENTENCE))
    for table in TABLES:
        yield from table_statements(schema, table, words)
    for table in TABLES:
        yield from reference_statements(schema, table)


def reference_statements(schema: str, table: Table) -> Iterator[str]:
    """Foreign keys of a table; all tables they lead to are there."""
    for column in table.columns:
        if column.references:
            yield _reference(schema, table, column)


def column_statements(schema: str, table: Table, column: Column, words: Callable[[str], str]) -> Iterator[str]:
    """Add a column that may be empty to a table that is there; migrations use it."""
    place = f"{quoted(schema)}.{quoted(table.name)}"
    yield f"ALTER TABLE {place} ADD COLUMN {_column(column)}"
    yield f"COMMENT ON COLUMN {place}.{quoted(column.name)} IS {_literal(words(column.label))}"
    if (column.name,) in table.indexes:
        yield statement("CREATE INDEX ON $schema.$table ($column)", schema=schema, table=table.name, column=column.name)
    if column.references:
        yield _reference(schema, table, column)


def condition_statements(schema: str, table: Table) -> Iterator[str]:
    """Add the conditions across columns to a table whose rows meet them; migrations use it."""
    place = f"{quoted(schema)}.{quoted(table.name)}"
    for name, condition in table.conditions():
        yield f"ALTER TABLE {place} DROP CONSTRAINT IF EXISTS {quoted(name)}"
        yield f"ALTER TABLE {place} ADD {_condition(name, condition)}"


def _reference(schema: str, table: Table, column: Column) -> str:
    return statement(
        "ALTER TABLE $schema.$table ADD FOREIGN KEY ($column) REFERENCES $schema.$other (id) "
        "DEFERRABLE INITIALLY DEFERRED",
        schema=schema,
        table=table.name,
        column=column.name,
        other=str(column.references),
    )


def table_statements(schema: str, table: Table, words: Callable[[str], str]) -> Iterator[str]:
    """Make one table without its foreign keys: columns, indexes, comments, guards."""
    place = f"{quoted(schema)}.{quoted(table.name)}"
    yield f"CREATE TABLE {place} (" + ", ".join(_lines(table)) + ")"
    for group in table.indexes:
        yield statement("CREATE INDEX ON $schema.$table ($columns)", schema=schema, table=table.name, columns=group)
    if table.geometry:
        yield statement('CREATE INDEX ON $schema.$table USING gist ("geom")', schema=schema, table=table.name)
    yield f"COMMENT ON TABLE {place} IS {_literal(words(table.label))}"
    for column in stored_columns(table):
        yield f"COMMENT ON COLUMN {place}.{quoted(column.name)} IS {_literal(words(column.label))}"
    yield from _triggers(schema, table)


def _lines(table: Table) -> Iterator[str]:
    yield '"fid" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY'
    if table.geometry:
        required = " NOT NULL" if table.geometry.required else ""
        yield f'"geom" geometry({table.geometry.type}, {table.geometry.srid}){required}'
    for column in stored_columns(table):
        yield _column(column)
    yield 'UNIQUE ("id")'
    yield from (_condition(*condition) for condition in table.conditions())
    for group in table.unique:
        yield f"UNIQUE ({quoted_list(group)})"


def _condition(name: str, condition: str) -> str:
    return f"CONSTRAINT {quoted(name)} CHECK ({condition})"


def _column(column: Column) -> str:
    parts = [f"{quoted(column.name)} {_TYPES[column.kind]}"]
    if column.required:
        parts.append("NOT NULL")
    if column.default is not None:
        parts.append(f"DEFAULT {_DEFAULTS.get(column.default, column.default)}")
    parts.extend(f"CHECK ({condition})" for condition in column.conditions())
    return " ".join(parts)


def _functions(schema: str, sentence: str) -> Iterator[str]:
    yield Template(_REFUSE).substitute(schema=quoted(schema), sentence=_literal(sentence))
    yield Template(_VERSION).substitute(schema=quoted(schema))


def _triggers(schema: str, table: Table) -> Iterator[str]:
    if table.guarded or table.append_only:
        kind = "append" if table.append_only else "guard"
        yield (
            f"CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON {quoted(schema)}.{quoted(table.name)} "
            f"FOR EACH ROW EXECUTE FUNCTION {quoted(schema)}.rainforest_alert_refuse('{kind}')"
        )
    elif table.name not in UNLISTED:
        yield (
            f"CREATE TRIGGER version BEFORE UPDATE ON {quoted(schema)}.{quoted(table.name)} "
            f"FOR EACH ROW EXECUTE FUNCTION {quoted(schema)}.rainforest_alert_version()"
        )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
