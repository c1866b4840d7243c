"""Rows carried from one kind of workspace to the other: a shared one into a file, and a file into a new schema."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, Callable

from ..errors import WorkspaceError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from .attachments import CONTENT, put_inside
from .backup import Copy, clear_sidecars, verify_copy
from .clock import plain, utc_now
from .creation import add_replica, same_words
from .geopackage import GeoPackageConnection, check_is_workspace, checked_path, make_tables, open_geopackage
from .postgis import PostgisWorkspace
from .schema import SCHEMA_VERSION, TABLES, Table, stored_columns
from .sql import statement
from .store import Connection, new_id

_CHUNK = 10_000
_PARTS_AT_ONCE = 16


def save_database(
    workspace: PostgisWorkspace,
    file: Path | str,
    words: Callable[[str], str] = same_words,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Copy:
    """Save a shared workspace to a GeoPackage, as it is at one moment, and verify the copy before it takes its name.

    Raises
    ------
    WorkspaceError
        ``workspace.copy_damaged`` when the copy is not sound; then no file is left.
    """
    target = checked_path(file)
    source = workspace.connection
    with replaced_file(target) as partial:
        partial.touch()
        try:
            source.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                make_tables(
                    partial, words, lambda made: _fill_file(source, made, workspace.replica_id, progress, is_cancelled)
                )
                expected = {table.name: source.count(table.name) for table in TABLES}
            finally:
                source.rollback()
            counts, chains = verify_copy(partial)
            if counts != expected:
                raise WorkspaceError("workspace.copy_damaged", path=str(target), reason="row counts differ")
        finally:
            clear_sidecars(partial)
    return Copy(target, counts, chains)


def rows_of_copy(file: Path | str, replica_name: str, progress: Progress = no_progress) -> Callable[[Connection], str]:
    """What fills a new schema with the rows of a copy; gives the identity of this laptop, which begins a new chain.

    Raises
    ------
    WorkspaceError
        ``workspace.copy_damaged``, ``workspace.older_copy`` when the copy must first be restored to a file, which brings it forward.
    """
    source = checked_path(file)
    if check_is_workspace(source) != SCHEMA_VERSION:
        raise WorkspaceError("workspace.older_copy", path=str(source))
    verify_copy(source)

    def fill(target: Connection) -> str:
        fresh, mark = new_id(), new_id()
        with closing(GeoPackageConnection(source, read_only=True)) as original:
            target.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
            copy_rows(original, target, progress)
            with open_geopackage(source, read_only=True) as beside:
                put_inside(beside, target)
            target.run('UPDATE "replica" SET "is_here" = ?', [False])
            origin, name = original.query('SELECT "id", "workspace_name" FROM "replica" WHERE "is_here" = 1')[0]
            facts = {"from": origin}
            add_replica(target, name, replica_name, fresh, "restore", is_here=False, facts=facts)
            target.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
        return fresh

    return fill


def copy_rows(
    source: Connection,
    target: Connection,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> None:
    """Carry every row of every table over, a few thousand at a time; `target` is empty and inside a transaction."""
    tables = [table for table in TABLES if table.name != "writer"]
    for number, table in enumerate(tables):
        part = span(progress, 100.0 * number / len(tables), 100.0 * (number + 1) / len(tables))
        _copy_table(source, target, table, is_cancelled)
        part(100.0)


def _copy_table(source: Connection, target: Connection, table: Table, is_cancelled: IsCancelled) -> None:
    columns = stored_columns(table)
    names = [column.name for column in columns] + (["geom"] if table.geometry else [])
    booleans = {column.name for column in columns if column.kind == "boolean"}
    sql = statement(
        'SELECT "fid", $columns FROM $table WHERE "fid" > ? ORDER BY "fid" LIMIT ?', columns=names, table=table.name
    )
    last, chunk = 0, _PARTS_AT_ONCE if table.name == CONTENT else _CHUNK
    while True:
        stop_if(is_cancelled)
        found = source.query(sql, [last, chunk])
        if not found:
            return
        last = found[-1][0]

        def carried(name: str, value: Any) -> Any:
            if name == "geom":
                return target.geometry_in(source.geometry_out(value))
            if name in booleans and value is not None:
                return bool(value)
            return plain(value)

        target.add_rows(table.name, names, [[carried(n, v) for n, v in zip(names, row[1:])] for row in found])


def _fill_file(
    source: Connection, made: Connection, replica_id: str, progress: Progress, is_cancelled: IsCancelled
) -> None:
    mark = new_id()
    made.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
    copy_rows(source, made, progress, is_cancelled)
    # A file belongs to one laptop: the one that saved it.
    made.run('UPDATE "replica" SET "is_here" = ("id" = ?)', [replica_id])
    made.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
