"""Verified copies of a workspace, and bringing one back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from ..errors import InputError, WorkspaceError
from ..geo.files import output_error, replaced_file
from ..geo.progress import Progress, no_progress, span
from .attachments import put_inside
from .audit import ChainState, verify_audit
from .clock import utc_now
from .creation import add_replica
from .geopackage import (
    BUSY_SECONDS,
    GeoPackageConnection,
    check_is_workspace,
    checked_path,
    explained,
    open_geopackage,
)
from .location import check_writable_place
from .migration import migrate
from .schema import SCHEMA_VERSION, TABLES
from .sql import statement
from .store import new_id, transaction

_PAGES = 512
_SIDECARS = ("-journal", "-wal", "-shm")
_DAMAGED = ("workspace.corrupted", "workspace.copy_damaged")
_BUSY_CODES = (5, 6)  # SQLITE_BUSY and SQLITE_LOCKED


@dataclass(frozen=True)
class Copy:
    """A copy that was read back and compared.

    Attributes
    ----------
    path : Path
    counts : dict of str to int
        Rows by table.
    chains : tuple of ChainState
    aside : Path, optional
        Where the workspace that was replaced is kept.
    """

    path: Path
    counts: dict[str, int]
    chains: tuple[ChainState, ...]
    aside: Path | None = None


def backup(workspace: Path | str, file: Path | str, progress: Progress = no_progress) -> Copy:
    """Copy a workspace while others work in it, and verify the copy before it takes its name; its attachments lie inside.

    Raises
    ------
    WorkspaceError
        ``workspace.copy_damaged`` when the copy is not sound; then no file is left.
    OutputError
        When the destination cannot be written.
    """
    source, target = checked_path(workspace), checked_path(file)
    if source.resolve() == target.resolve():
        raise InputError("workspace.copy_onto_itself", path=str(target))
    check_is_workspace(source)
    with replaced_file(target) as partial:
        try:
            _copy(source, partial, span(progress, 0.0, 40.0))
            _pack(source, partial, span(progress, 40.0, 60.0))
            counts, chains = verify_copy(partial)
        finally:
            clear_sidecars(partial)
    return Copy(target, counts, chains)


def restore(workspace: Path | str, file: Path | str, progress: Progress = no_progress) -> Copy:
    """Bring a copy back into the place of a workspace.

    What stood there before is kept beside it. The laptop begins a new chain in the audit log, since the old one may have gone on
    after the copy was made. The pages are exchanged in one transaction, so that QGIS may have the workspace open, and a run
    that is killed leaves the workspace as before or as after.
    """
    target, source = checked_path(workspace), checked_path(file)
    if source.resolve() == target.resolve():
        raise InputError("workspace.copy_onto_itself", path=str(target))
    check_is_workspace(source)
    check_writable_place(target)
    staged = target.with_name(f".{target.name}.{new_id()[:8]}.partial.gpkg")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, staged, span(progress, 0.0, 40.0))
        older = migrate(staged)
        if older is not None:
            older.unlink()
        _begin_new_chain(staged)
        counts, chains = verify_copy(staged)
        aside = _replace(target, staged, span(progress, 60.0, 100.0))
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        if staged.exists():
            staged.unlink()
        clear_sidecars(staged)
    return Copy(target, counts, chains, aside)


def verify_copy(path: Path) -> tuple[dict[str, int], tuple[ChainState, ...]]:
    """Read a closed workspace through and through: pages, foreign keys, chains, counts.

    Raises
    ------
    WorkspaceError
        ``workspace.copy_damaged`` with fact ``reason``.
    """
    with closing(GeoPackageConnection(path, read_only=True)) as connection:
        verdict = connection.query("PRAGMA integrity_check(1)")[0][0]
        if verdict != "ok":
            raise WorkspaceError("workspace.copy_damaged", path=str(path), reason=verdict)
        orphans = connection.query("PRAGMA foreign_key_check")
        if orphans:
            raise WorkspaceError("workspace.copy_damaged", path=str(path), reason=f"foreign key: {orphans[0][0]}")
        chains = tuple(verify_audit(connection))
        there = _row_counts(connection)
        # A copy of an older version lacks the newer tables.
        counts = {table.name: there[table.name] for table in TABLES if table.name in there}
    return counts, chains


def copy_database(source: Path, target: Path) -> None:
    """Copy a database by SQLite's backup interface; `target` appears whole or not at all."""
    with replaced_file(target) as partial:
        try:
            _copy(source, partial)
        finally:
            clear_sidecars(partial)


def _copy(source: Path, target: Path, progress: Progress = no_progress) -> None:
    with closing(GeoPackageConnection(source, read_only=True)) as original:
        # One snapshot for copying and counting, however much others write meanwhile.
        original.run("BEGIN")
        expected = _row_counts(original)
        try:
            with closing(sqlite3.connect(str(target))) as made:
                original.database.backup(made, pages=_PAGES, progress=_watch(source, progress))
                # One file again: a copy in write-ahead mode could not be read from a read-only disk.
                made.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.Error as error:
            raise explained(error, target) from error
        original.run("ROLLBACK")
    with closing(GeoPackageConnection(target, read_only=True)) as copied:
        if _row_counts(copied) != expected:
            raise WorkspaceError("workspace.copy_damaged", path=str(target), reason="row counts differ")


def _pack(source: Path, target: Path, progress: Progress) -> None:
    """Put the files beside a workspace into its copy; one that no program may bring forward keeps them beside."""
    if check_is_workspace(source) != SCHEMA_VERSION:
        return
    with open_geopackage(source, read_only=True) as original, closing(GeoPackageConnection(target)) as made:
        mark = new_id()
        made.begin()
        made.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
        put_inside(original, made, progress)
        made.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
        made.commit()


def _row_counts(connection: GeoPackageConnection) -> dict[str, int]:
    """Rows of every table there is, those of other versions of the schema too."""
    found = connection.query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return {name: connection.query(statement("SELECT COUNT(*) FROM $table", table=name))[0][0] for (name,) in found}


def _begin_new_chain(path: Path) -> None:
    with closing(GeoPackageConnection(path)) as connection:
        found = connection.query(
            'SELECT "id", "name", "workspace_name", "person_id" FROM "replica" WHERE "is_here" = 1'
        )
        old_id, name, workspace_name, person_id = found[0]
        fresh = new_id()
        with transaction(connection, old_id, connection.begin, connection.commit, connection.rollback) as work:
            connection.run('UPDATE "replica" SET "is_here" = 0')
            add_replica(connection, workspace_name, name, fresh, "restore", facts={"from": old_id})
            work.set_person(None)
            connection.run('UPDATE "replica" SET "person_id" = ? WHERE "id" = ?', [person_id, fresh])


def _replace(target: Path, staged: Path, progress: Progress) -> Path | None:
    if not target.exists():
        staged.replace(target)
        return None
    aside = target.with_name(f"{target.stem}.before-restore.{utc_now()[:19].replace(':', '')}{target.suffix}")
    try:
        check_is_workspace(target)
        copy_database(target, aside)
        _exchange_pages(target, staged, progress)
    except WorkspaceError as error:
        if error.message.id not in _DAMAGED:
            raise
        # A damaged workspace is what restoring is for; its file is kept as it is, by another name.
        for ending in ("", *_SIDECARS):
            left = Path(f"{target}{ending}")
            if left.exists():
                left.replace(f"{aside}{ending}")
        staged.replace(target)
    return aside


def _exchange_pages(target: Path, staged: Path, progress: Progress) -> None:
    with (
        closing(GeoPackageConnection(target)) as there,
        closing(GeoPackageConnection(staged, read_only=True)) as brought,
    ):
        try:
            brought.database.backup(there.database, pages=_PAGES, progress=_watch(target, progress))
        except sqlite3.Error as error:
            raise explained(error, target) from error


def _watch(path: Path, progress: Progress) -> Callable[[int, int, int], None]:
    """Follow the copying of pages; SQLite itself would wait for another program for ever."""
    deadline = time.monotonic() + BUSY_SECONDS

    def watch(status: int, remaining: int, total: int) -> None:
        if status in _BUSY_CODES and time.monotonic() > deadline:
            raise WorkspaceError("workspace.busy", path=str(path), seconds=int(BUSY_SECONDS))
        progress(100.0 * (total - remaining) / total if total else 100.0)

    return watch


def clear_sidecars(path: Path) -> None:
    """Delete what SQLite leaves beside a file that was given up."""
    for ending in _SIDECARS:
        left = Path(f"{path}{ending}")
        # Asked first, because a read-only disk refuses to delete even what is not there.
        if left.exists():
            left.unlink()
