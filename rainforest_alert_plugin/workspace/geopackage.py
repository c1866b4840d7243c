"""A workspace in a GeoPackage: one file on one laptop, safe with QGIS open beside it."""

from __future__ import annotations

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Callable, ContextManager, Iterable, Iterator, Mapping, Sequence

import numpy as np
from osgeo import osr

from ..errors import InputError, OutputError, RainforestAlertError, WorkspaceError
from ..geo.files import output_error, sqlite_uri
from . import geometry_blob
from .creation import same_words, start
from .geopackage_ddl import (
    APPLICATION_ID,
    GEOPACKAGE_VERSION,
    column_statements,
    rebuild_statements,
    statements,
    table_statements,
)
from .location import check_writable_place
from .model import ONLY_WITH_CONSENT, WGS84_SRID
from .points import point_blobs
from .schema import SCHEMA_VERSION, Column, Table, stored_columns
from .spatial_index import Growth, boxes_of_points, tree_name
from .sql import placeholders, statement
from .store import Connection, Transaction, Workspace, new_id, transaction

BUSY_SECONDS = 20.0
_MANY_POINTS = 1000
# Every SQLite takes this many values in one statement; from 3.32 more.
_MOST_VALUES = 999
_MOST_FLAT_VALUES = 32_766 if sqlite3.sqlite_version_info >= (3, 32) else _MOST_VALUES
_INSERT = "INSERT INTO $table ($all) VALUES "
# A statement that may have to be undone alone copies every page that leaves memory while it runs.
_INSERT_OR_FAIL = "INSERT OR FAIL INTO $table ($all) VALUES "
_OPEN_SAVEPOINT = "SAVEPOINT without_triggers"
_UNDO_TO_SAVEPOINT = "ROLLBACK TO without_triggers"
_RELEASE_SAVEPOINT = "RELEASE without_triggers"
_BUSY_STEP_SECONDS = 0.05
_SQLITE_MAGIC = b"SQLite format 3\x00"
_OF_A_WORKSPACE = frozenset({"schema_version", "replica", "audit_log", "gpkg_contents"})
_PATH_CONTROL = "\x00"


class FlatRows(Sequence[Sequence[Any]]):
    """Rows of a table whose values stand one behind the other, as SQLite takes them for many rows at once.

    Parameters
    ----------
    values : list
        Of the first row, of the second, and so on.
    width : int
        Number of values in a row.
    """

    def __init__(self, values: list[Any], width: int) -> None:
        self.values = values
        self.width = width

    def __len__(self) -> int:
        return len(self.values) // self.width

    def __getitem__(self, index: Any) -> Any:
        return self.values[index * self.width : (index + 1) * self.width]


class GeoPackageConnection(Connection):
    """A connection of sqlite3 that says what went wrong in the workspace's words.

    Parameters
    ----------
    path : Path
    read_only : bool
        Open without ever writing; works on read-only disks.
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._rows_added = 0
        self._is_undone_whole = False
        if read_only:
            _undo_interrupted_write(path)
        uri = sqlite_uri(path.absolute(), "ro" if read_only else "rw")
        try:
            self.database = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise self._explained(error) from error
        for name, function in geometry_blob.sql_functions().items():
            self.database.create_function(name, 1, function, deterministic=True)
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA trusted_schema = ON")
        self.run("PRAGMA synchronous = FULL")

    @property
    def location(self) -> str:
        """Path, for messages."""
        return str(self.path)

    def overwrite_deleted(self) -> None:
        """Leave nothing in the file of what was deleted or replaced; when it cannot be written anew now, of what will be."""
        self.run("PRAGMA secure_delete = ON")
        try:
            self.run("VACUUM")
        except RainforestAlertError as error:
            if error.message.id not in ("workspace.busy", "workspace.no_space"):
                raise

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a ``SELECT``."""
        try:
            return self.database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement."""
        try:
            return self.database.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        try:
            self.database.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def add_rows(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        same: Mapping[str, Any] | None = None,
    ) -> None:
        """Add many rows by few statements, whose journals a table with triggers opens for each."""
        fixed = dict(same or {})
        insert = _INSERT_OR_FAIL if self._is_undone_whole else _INSERT
        head = statement(insert, table=name, all=[*fixed, *columns])
        # Only what stands in all rows is numbered: from 3.12, Python seeks the name of every number among all of them.
        row = "(" + "".join(f"?{number}, " for number in range(1, len(fixed) + 1)) + placeholders(len(columns)) + ")"
        values, width = list(fixed.values()), len(columns)
        for part in _parts(rows, width, len(fixed)):
            self._rows_added += self.run(head + ", ".join([row] * (len(part) // width)), [*values, *part])

    def rows_of(self, columns: Sequence[Sequence[Any]]) -> FlatRows:
        """Rows of columns of one length, laid out as :meth:`add_rows` hands them to SQLite."""
        width = len(columns)
        values: list[Any] = [None] * (width * len(columns[0]))
        for number, column in enumerate(columns):
            values[number::width] = column
        return FlatRows(values, width)

    @contextmanager
    def adding_points(self, name: str, longitudes: Any, latitudes: Any, is_checked: bool) -> Iterator[None]:
        """Add many points without a trigger for each, and index all of them at the end.

        Conditions that hold already are not checked again: for a million rows that would take as long as writing them.
        """
        if len(longitudes) < _MANY_POINTS:
            yield
            return
        # One writer at a time: the rows of one transaction are numbered without a gap, from the highest number ever given.
        last = statement('SELECT COALESCE(MAX("fid"), 0) FROM $table', table=name)
        ever = 'SELECT COALESCE(MAX("seq"), 0) FROM "sqlite_sequence" WHERE "name" = ?'
        given = max(self.query(last)[0][0], self.query(ever, [name])[0][0])
        ids = np.arange(given + 1, given + 1 + len(longitudes))
        growth = Growth(self, tree_name(name), len(ids))
        if is_checked:
            self.run("PRAGMA ignore_check_constraints = ON")
        before = self._rows_added
        try:
            with ThreadPoolExecutor(1, "rainforest-alert-index") as pool, self._without_insert_triggers(name):
                packing = pool.submit(lambda: growth.prepare(boxes_of_points(ids, longitudes, latitudes)))
                yield
                # No number is given twice: as many rows as points, up to the last number, leave none out.
                found = (self._rows_added - before, self.query(last)[0][0])
                if found != (len(ids), ids[-1]):
                    raise ValueError(f"rows and last number {found} for {len(ids)} points from {ids[0]}")
                packing.result()
                growth.store(self)
        finally:
            self.run("PRAGMA ignore_check_constraints = OFF")

    @contextmanager
    def _without_insert_triggers(self, name: str) -> Iterator[None]:
        """Take the room's own triggers for new rows of a table away for a block, and put them back, word for word.

        Inside a write only: other connections see the file as it was before until the commit, and by then the triggers stand again; the
        lock of the one writer keeps everybody else from adding rows without them; a kill or a power cut undoes the write, and with it
        their absence. A block that fails is undone by its savepoint, rows and triggers, whatever the caller does with the error.
        """
        if not self.database.in_transaction:
            raise ValueError("triggers are dropped within a write only")
        own = [f"rtree_{name}_geom_insert", f"guard_{name}_INSERT"]
        sql = 'SELECT "name", "sql" FROM "sqlite_master" WHERE "type" = \'trigger\' AND "tbl_name" = ? AND "name" IN (?, ?)'
        found = self.query(sql + " ORDER BY rowid", [name, *own])
        self.run(_OPEN_SAVEPOINT)
        within, self._is_undone_whole = self._is_undone_whole, True
        try:
            for trigger, _ in found:
                self.run(statement("DROP TRIGGER $name", name=trigger))
            yield
            for _, words in found:
                self.run(words)
            self.run(_RELEASE_SAVEPOINT)
        except BaseException:
            # SQLite itself has undone the whole write when the disk is full or fails.
            if self.database.in_transaction:
                self.run(_UNDO_TO_SAVEPOINT)
                self.run(_RELEASE_SAVEPOINT)
            raise
        finally:
            self._is_undone_whole = within

    def add_table(self, described: Table) -> None:
        """Make one table with its guards; its labels stay English until the workspace is made anew."""
        for sql, values in table_statements(described, same_words):
            self.run(sql, values)

    def add_column(self, described: Table, column: Column) -> None:
        """Add a column that may be empty, with its alias."""
        for sql, values in column_statements(described, column, same_words):
            self.run(sql, values)

    def add_conditions(self, described: Table) -> None:
        """Let the file refuse rows that break the conditions of a table."""
        known = {"fid", *(column.name for column in stored_columns(described))}
        sql = "SELECT name, type FROM pragma_table_info(?)"
        further = {name: kind for name, kind in self.query(sql, [described.name]) if name not in known}
        for sql, values in rebuild_statements(described, further, same_words):
            self.run(sql, values)

    def guard_after_rows(self, described: Table) -> None:
        """Put another guard for new rows in the place of the one that asks before them, in the same transaction and words."""
        name = f"guard_{described.name}_INSERT"
        ((sql,),) = self.query('SELECT "sql" FROM "sqlite_master" WHERE "type" = \'trigger\' AND "name" = ?', [name])
        self.run(statement("DROP TRIGGER $name", name=name))
        self.run(sql.replace(" BEFORE INSERT ", " AFTER INSERT ", 1))

    def stored_column_names(self, name: str) -> frozenset[str]:
        """Columns that a table has in the file."""
        return frozenset(row[0] for row in self.query("SELECT name FROM pragma_table_info(?)", [name]))

    def lock_row(self, name: str, id: str) -> None:
        """Nothing to do: a file has one writer at a time."""

    def lock_all(self) -> None:
        """Nothing to do: a file has one writer at a time."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything in the block as it is at one moment."""
        self.run("BEGIN")
        try:
            yield
        finally:
            self.rollback()

    def geometry_in(self, wkb: bytes | None) -> bytes | None:
        """GeoPackage geometry of well-known binary."""
        return None if wkb is None else geometry_blob.encode(wkb, WGS84_SRID)

    def geometry_out(self, stored: Any) -> bytes | None:
        """Well-known binary of a GeoPackage geometry."""
        return None if stored is None else geometry_blob.decode(stored)

    def points_in(self, longitudes: Any, latitudes: Any) -> list[Any]:
        """GeoPackage geometries of many points."""
        return point_blobs(longitudes, latitudes)

    def close(self) -> None:
        """Let the file go, as one file again unless another program holds it open."""
        if not self.read_only:
            try:
                self.database.execute("PRAGMA busy_timeout = 0")
                self.database.execute("PRAGMA journal_mode = DELETE").fetchall()
            except sqlite3.OperationalError:
                self.database.close()
                return
        self.database.close()

    def begin(self) -> None:
        """Start writing: waits for other writers, QGIS among them, up to :data:`BUSY_SECONDS`."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.database.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise self._explained(error) from error
            time.sleep(_BUSY_STEP_SECONDS)

    def commit(self) -> None:
        """End the write; other programs' reading is waited for."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.database.execute("COMMIT")
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise self._explained(error) from error
            except sqlite3.Error as error:
                raise self._explained(error) from error
            time.sleep(_BUSY_STEP_SECONDS)

    def rollback(self) -> None:
        """Undo the write."""
        if self.database.in_transaction:
            self.database.execute("ROLLBACK")

    def _explained(self, error: sqlite3.Error) -> RainforestAlertError:
        return explained(error, self.path)


def _parts(rows: Iterable[Sequence[Any]], width: int, fixed: int) -> Iterator[list[Any]]:
    """Values of as many rows as go into one statement beside `fixed` values that all share."""
    if isinstance(rows, FlatRows):
        size = max((_MOST_FLAT_VALUES - fixed) // width, 1) * width
        for first in range(0, len(rows.values), size):
            yield rows.values[first : first + size]
        return
    at_once = max((_MOST_VALUES - fixed) // width, 1)
    rest = iter(rows)
    while True:
        part = list(chain.from_iterable(islice(rest, at_once)))
        if not part:
            return
        yield part


def _undo_interrupted_write(path: Path) -> None:
    """Let SQLite undo what a program that was killed left half written: a connection that only reads may not."""
    journal = Path(f"{path}-journal")
    try:
        if not journal.is_file():
            return
        with closing(sqlite3.connect(sqlite_uri(path.absolute(), "rw"), uri=True, timeout=BUSY_SECONDS)) as database:
            database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except (OSError, sqlite3.Error):
        # The disk cannot be written; what follows says so in the workspace's words.
        return


def explained(error: sqlite3.Error, path: Path) -> RainforestAlertError:
    """What SQLite's refusal means to the person whose workspace it is."""
    text = str(error)
    lower = text.lower()
    if "disk is full" in lower or "disk i/o error" in lower:
        return OutputError("workspace.no_space" if "full" in lower else "workspace.disk_error", path=str(path))
    if "readonly" in lower or "read-only" in lower:
        return OutputError("workspace.read_only", path=str(path))
    if _is_busy(error):
        return WorkspaceError("workspace.busy", path=str(path), seconds=int(BUSY_SECONDS))
    if "malformed" in lower or "not a database" in lower:
        return WorkspaceError("workspace.corrupted", path=str(path), reason=text)
    if "unable to open" in lower:
        return WorkspaceError("workspace.cannot_open", path=str(path))
    if ONLY_WITH_CONSENT in text:
        return WorkspaceError("workspace.name_without_consent", path=str(path))
    if isinstance(error, sqlite3.IntegrityError):
        return WorkspaceError("workspace.rejected", path=str(path), reason=text)
    raise error


def _is_busy(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))


class GeoPackageWorkspace(Workspace):
    """An open workspace in a GeoPackage; made by :func:`open_geopackage`."""

    def __init__(self, connection: GeoPackageConnection) -> None:
        self._connection = connection
        self.location = connection.location
        self.read_only = connection.read_only
        found = connection.query('SELECT "id" FROM "replica" WHERE "is_here" = 1')
        if len(found) != 1:
            raise WorkspaceError("workspace.corrupted", path=self.location, reason=f"replica: {len(found)}")
        self.replica_id = str(found[0][0])

    @property
    def connection(self) -> GeoPackageConnection:
        """For reading; writing goes through :meth:`write`."""
        return self._connection

    def write(self) -> ContextManager[Transaction]:
        """Write in one transaction, waiting for other writers."""
        if self.read_only:
            raise OutputError("workspace.read_only", path=self.location)
        opened = self._connection
        return transaction(opened, self.replica_id, opened.begin, opened.commit, opened.rollback)

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def create_geopackage(
    path: Path | str, name: str, replica_name: str, words: Callable[[str], str] = same_words
) -> GeoPackageWorkspace:
    """Make an empty workspace and open it.

    Parameters
    ----------
    path : Path
        File to make; it appears whole or not at all.
    name : str
        What the federation calls it.
    replica_name : str
        What this laptop is called.
    words : callable
        Turns English labels into the user's language.

    Raises
    ------
    WorkspaceError
        ``workspace.exists``, ``workspace.synchronised_folder``, ``workspace.network_drive``.
    OutputError
        When the folder cannot be written or the disk is full.
    """
    target = checked_path(path)
    check_writable_place(target)
    if target.exists():
        raise WorkspaceError("workspace.exists", path=str(target))
    partial = target.with_name(f".{target.name}.{new_id()[:8]}.partial.gpkg")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(partial, "xb"):
            pass
        fill_geopackage(partial, name, replica_name, words)
        _put_in_place(partial, target)
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        for left in (partial, Path(f"{partial}-journal"), Path(f"{partial}-wal"), Path(f"{partial}-shm")):
            # Asked first, because a read-only disk refuses to delete even what is not there.
            if left.exists():
                left.unlink()
    return open_geopackage(target)


def fill_geopackage(path: Path, name: str, replica_name: str, words: Callable[[str], str]) -> None:
    """Make all tables in an empty file that nobody else has open, and their first rows."""

    def begin(connection: GeoPackageConnection) -> None:
        start(connection, name, replica_name)

    make_tables(path, words, begin)


def make_tables(path: Path, words: Callable[[str], str], fill: Callable[[GeoPackageConnection], None]) -> None:
    """Make all tables in an empty file that nobody else has open, and let `fill` put rows in; all in one transaction."""
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(WGS84_SRID)
    connection = GeoPackageConnection(path)
    try:
        connection.run(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.run(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
        connection.begin()
        for sql, values in statements(wgs84.ExportToWkt(), words):
            connection.run(sql, values)
        fill(connection)
        connection.commit()
    finally:
        connection.close()


def checked_path(path: Path | str) -> Path:
    """`path` as a Path.

    Raises
    ------
    WorkspaceError
        ``workspace.bad_name`` when it cannot be the path of a file.
    """
    if not str(path).strip() or _PATH_CONTROL in str(path):
        raise WorkspaceError("workspace.bad_name", name=str(path).replace(_PATH_CONTROL, "␀"))
    return Path(path)


def open_geopackage(path: Path | str, read_only: bool = False) -> GeoPackageWorkspace:
    """Open a workspace.

    Parameters
    ----------
    path : Path
    read_only : bool
        For verifying and copying; then the place and the disk need not be writable.

    Raises
    ------
    InputError, WorkspaceError
        ``workspace.missing``, ``workspace.not_a_workspace``, ``workspace.corrupted``, ``workspace.newer`` (facts ``found``,
        ``known``), ``workspace.synchronised_folder``, ``workspace.network_drive``, ``workspace.read_only``.
    """
    from .migration import migrate

    target = checked_path(path)
    check_is_workspace(target)
    if not read_only:
        check_writable_place(target)
        if not os.access(target, os.W_OK):
            raise OutputError("workspace.read_only", path=str(target))
        migrate(target)
    connection = GeoPackageConnection(target, read_only)
    try:
        if not read_only:
            _use_write_ahead_log(connection)
        return GeoPackageWorkspace(connection)
    except BaseException:
        connection.close()
        raise


def is_workspace(file: Path) -> bool:
    """Whether a file is a workspace of any version; asked without a lock, for whoever else has the file open keeps nobody waiting."""
    try:
        with open(file, "rb") as opened:
            if opened.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
                return False
        address = f"{sqlite_uri(file.absolute(), 'ro')}&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (OSError, sqlite3.Error):
        return False
    return names >= _OF_A_WORKSPACE


def check_is_workspace(target: Path) -> int:
    """Refuse a file that is not a workspace this version can read; returns its schema version."""
    try:
        if not target.is_file():
            raise InputError("workspace.missing", path=str(target))
        with open(target, "rb") as file:
            head = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise InputError("workspace.cannot_open", path=str(target)) from error
    if head != _SQLITE_MAGIC:
        raise InputError("workspace.not_a_workspace", path=str(target))
    with closing(GeoPackageConnection(target, read_only=True)) as connection:
        names = {row[0] for row in connection.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not names >= _OF_A_WORKSPACE:
            raise InputError("workspace.not_a_workspace", path=str(target))
        found = connection.query('SELECT MAX("version") FROM "schema_version"')[0][0]
    if found is None:
        raise InputError("workspace.not_a_workspace", path=str(target))
    if found > SCHEMA_VERSION:
        raise WorkspaceError("workspace.newer", path=str(target), found=found, known=SCHEMA_VERSION)
    return int(found)


def _use_write_ahead_log(connection: GeoPackageConnection) -> None:
    """Let readers and one writer work at once; as it is when another program holds the file in its own mode."""
    try:
        connection.database.execute("PRAGMA journal_mode = WAL").fetchall()
    except sqlite3.OperationalError as error:
        if not _is_busy(error):
            raise explained(error, connection.path) from error


def _put_in_place(partial: Path, target: Path) -> None:
    """Give the file its name, never over another that appeared meanwhile."""
    try:
        os.link(partial, target)
    except FileExistsError as error:
        raise WorkspaceError("workspace.exists", path=str(target)) from error
    except OSError:
        if target.exists():
            raise WorkspaceError("workspace.exists", path=str(target)) from None
        os.rename(partial, target)
