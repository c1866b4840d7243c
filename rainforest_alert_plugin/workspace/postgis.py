"""A workspace in a schema of PostgreSQL with PostGIS: several technicians work in it at once."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Any, Callable, ContextManager, Iterable, Iterator, Mapping, Sequence

import psycopg2
import psycopg2.extensions
import psycopg2.extras

from ..errors import InputError, OutputError, RainforestAlertError, WorkspaceError
from . import geometry_blob
from .audit import Chain
from .creation import add_replica, same_words, start
from .identity import ROLES
from .migration import MIGRATIONS, apply
from .model import ONLY_WITH_CONSENT
from .postgis_ddl import (
    WRITER_SETTING,
    column_statements,
    condition_statements,
    reference_statements,
    statements,
    table_statements,
)
from .postgis_roles import RIGHTS_VERSION, rights_query, role_name, role_statements
from .schema import SCHEMA_VERSION, Column, Table
from .sql import quoted, statement
from .store import Connection, Transaction, Workspace, new_id, transaction

_SCHEMA_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}\Z")
_PAGE_ROWS = 1000
_CONNECT_SECONDS = 15
# Within a minute both ends know that the other is gone, and the database undoes what a dead laptop left half written.
_ALIVE = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
_UNANSWERED_MS = 30_000
_FIRST_LIBPQ_THAT_GIVES_UP = 120_000
# Two that wait for each other: the database lets one of them go after a second (deadlock_timeout).
_HELD = (psycopg2.errors.DeadlockDetected, psycopg2.errors.LockNotAvailable, psycopg2.errors.SerializationFailure)
_HELD_SECONDS = 1
_RENEWAL_MS = 5_000


class PostgisConnection(Connection):
    """A connection of psycopg2 whose statements carry ``?``, inside one schema.

    Parameters
    ----------
    dsn : str
        As libpq reads it; given by the host, never kept.
    schema : str
    """

    def __init__(self, dsn: str, schema: str) -> None:
        self.schema = schema
        self._hidden: dict[str, frozenset[str]] = {}
        try:
            self.database = psycopg2.connect(dsn, connect_timeout=_CONNECT_SECONDS, **_patience())
        except psycopg2.Error as error:
            raise WorkspaceError("workspace.database_gone", location=schema, reason=_plain(error)) from error
        try:
            self.database.autocommit = True
            for name, value in _ALIVE.items():
                self.query("SELECT set_config(?, ?, FALSE)", [f"tcp_{name}", str(value)])
            found = self.query(
                "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
                "WHERE e.extname = 'postgis'"
            )
            if not found:
                raise WorkspaceError("workspace.no_postgis", location=self.location)
            self.run("SET search_path TO " + quoted(schema) + ", " + quoted(found[0][0]))
        except psycopg2.Error as error:
            raise self._explained(error) from error

    @property
    def location(self) -> str:
        """Schema, for messages."""
        return self.schema

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a ``SELECT``."""
        try:
            with self.database.cursor() as cursor:
                cursor.execute(_numbered(sql), tuple(values) or None)
                found: list[tuple[Any, ...]] = cursor.fetchall()
                return found
        except psycopg2.Error as error:
            raise self._explained(error) from error

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement."""
        try:
            with self.database.cursor() as cursor:
                cursor.execute(_numbered(sql) if values else sql, tuple(values) or None)
                return int(cursor.rowcount)
        except psycopg2.Error as error:
            raise self._explained(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        try:
            with self.database.cursor() as cursor:
                psycopg2.extras.execute_batch(cursor, _numbered(sql), list(rows), page_size=_PAGE_ROWS)
        except psycopg2.Error as error:
            raise self._explained(error) from error

    def add_rows(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        same: Mapping[str, Any] | None = None,
    ) -> None:
        """Add many rows by few statements."""
        if same:
            values = tuple(same.values())
            columns, rows = [*columns, *same], ((*row, *values) for row in rows)
        sql = statement("INSERT INTO $table ($columns) VALUES ", table=name, columns=columns) + "%s"
        try:
            with self.database.cursor() as cursor:
                psycopg2.extras.execute_values(cursor, sql, rows, page_size=_PAGE_ROWS)
        except psycopg2.Error as error:
            raise self._explained(error) from error

    def add_table(self, described: Table) -> None:
        """Make one table with its guards, rights and references."""
        for sql in table_statements(self.schema, described, same_words):
            self.run(sql)
        for sql in reference_statements(self.schema, described):
            self.run(sql)

    def add_column(self, described: Table, column: Column) -> None:
        """Add a column that may be empty."""
        for sql in column_statements(self.schema, described, column, same_words):
            self.run(sql)

    def add_conditions(self, described: Table) -> None:
        """Let the database refuse rows that break the conditions of a table."""
        for sql in condition_statements(self.schema, described):
            self.run(sql)

    def stored_column_names(self, name: str) -> frozenset[str]:
        """Columns that a table has in the schema."""
        found = self.query(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?",
            [self.schema, name],
        )
        return frozenset(row[0] for row in found)

    def add_roles(self) -> None:
        """Make the roles of the workspace with their rights, where the login may make roles or they are there.

        Otherwise only the owner works in it.
        """
        may_make = self.query("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]
        names = [role_name(self.schema, role) for role in ROLES]
        there = self.query("SELECT rolname FROM pg_roles WHERE rolname = ANY(?)", [names])
        if may_make or len(there) == len(ROLES):
            for sql in role_statements(self.schema):
                self.run(sql)

    def has_old_rights(self) -> bool:
        """Whether the roles have rights of an earlier version of the plugin, and this login may give them those of this one."""
        owned = self.query("SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = ?", [self.schema])
        if not owned or not owned[0][0]:
            return False
        found = self.query(*rights_query(self.schema))
        return not found or int(found[0][0] or 1) < RIGHTS_VERSION

    def hidden_columns(self, name: str) -> frozenset[str]:
        """Columns that the login may not read."""
        if name not in self._hidden:
            found = self.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped "
                "AND NOT has_column_privilege(attrelid, attnum, 'SELECT')",
                [f"{quoted(self.schema)}.{quoted(name)}"],
            )
            self._hidden[name] = frozenset(column for (column,) in found)
        return self._hidden[name]

    def lock_row(self, name: str, id: str) -> None:
        """Hold a row until this write ends."""
        # Not FOR UPDATE, which a facilitator who only proposes may not do.
        self.query("SELECT pg_advisory_xact_lock(hashtext(?))", [f"{self.schema}/{name}/{id}"])

    def lock_all(self) -> None:
        """Hold the mark that every write begins with; writes that began already are waited for."""
        self.run("LOCK TABLE writer IN EXCLUSIVE MODE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything in the block as it is at one moment."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self.rollback()

    def geometry_in(self, wkb: bytes | None) -> str | None:
        """EWKB text of well-known binary."""
        return None if wkb is None else geometry_blob.ewkb_hex(wkb)

    def geometry_out(self, stored: Any) -> bytes | None:
        """Well-known binary of EWKB text."""
        return None if stored is None else geometry_blob.from_ewkb_hex(stored)

    def begin(self) -> None:
        """Start writing."""
        self.run("BEGIN")
        self.query("SELECT set_config(?, 'on', TRUE)", [WRITER_SETTING])

    def commit(self) -> None:
        """End the write.

        Raises
        ------
        WorkspaceError
            ``workspace.commit_unknown`` when the connection broke meanwhile: the database has all of the write or nothing of it.
        """
        try:
            self.run("COMMIT")
        except WorkspaceError as error:
            if error.message.id == "workspace.database_gone":
                raise WorkspaceError("workspace.commit_unknown", **error.message.facts) from error
            raise

    def rollback(self) -> None:
        """Undo the write; a connection that is gone has undone it already."""
        if not self.database.closed:
            try:
                with self.database.cursor() as cursor:
                    cursor.execute("ROLLBACK")
            except psycopg2.Error as error:
                if not self.database.closed:
                    raise self._explained(error) from error

    def close(self) -> None:
        """Let the database go."""
        self.database.close()

    def _explained(self, error: psycopg2.Error) -> RainforestAlertError:
        reason = _plain(error)
        if isinstance(error, psycopg2.errors.InsufficientPrivilege):
            return OutputError("workspace.not_allowed", location=self.location, reason=reason)
        if isinstance(error, psycopg2.errors.CheckViolation) and ONLY_WITH_CONSENT in reason:
            return WorkspaceError("workspace.name_without_consent", path=self.location)
        if isinstance(error, (psycopg2.IntegrityError, psycopg2.DataError)):
            return WorkspaceError("workspace.rejected", path=self.location, reason=reason)
        if isinstance(error, _HELD):
            return WorkspaceError("workspace.busy", path=self.location, seconds=_HELD_SECONDS)
        if isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError)) or self.database.closed:
            return WorkspaceError("workspace.database_gone", location=self.location, reason=reason)
        raise error


class PostgisWorkspace(Workspace):
    """An open workspace in PostGIS; made by :func:`open_postgis`."""

    def __init__(self, connection: PostgisConnection, location: str, replica_id: str, read_only: bool) -> None:
        self._connection = connection
        self.location = location
        self.replica_id = replica_id
        self.read_only = read_only

    @property
    def connection(self) -> PostgisConnection:
        """For reading; writing goes through :meth:`write`."""
        return self._connection

    def write(self) -> ContextManager[Transaction]:
        """Write in one transaction; the laptop's chain is locked meanwhile, other laptops' are not."""
        if self.read_only:
            raise OutputError("workspace.read_only", path=self.location)
        opened = self._connection

        def begin() -> None:
            opened.begin()
            opened.query("SELECT 1 FROM replica WHERE id = ? FOR UPDATE", [self.replica_id])

        return transaction(opened, self.replica_id, begin, opened.commit, opened.rollback, is_shared=True)

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()


def create_postgis(
    dsn: str,
    location: str,
    schema: str,
    name: str,
    replica_name: str,
    words: Callable[[str], str] = same_words,
    fill: Callable[[Connection], str] | None = None,
) -> PostgisWorkspace:
    """Make an empty workspace in a new schema and open it; in one transaction.

    Parameters
    ----------
    dsn : str
        As libpq reads it.
    location : str
        ``connection/schema``, as the user names it.
    fill : callable, optional
        Puts the rows of a copy in and returns this laptop's identity; without it the workspace is empty.

    Raises
    ------
    WorkspaceError, OutputError
        ``workspace.bad_schema``, ``workspace.exists``, ``workspace.no_postgis``, ``workspace.not_allowed``, ``workspace.database_gone``.
    """
    if not _SCHEMA_NAME.match(schema):
        raise WorkspaceError("workspace.bad_schema", name=schema)
    connection = PostgisConnection(dsn, schema)
    try:
        if connection.query("SELECT 1 FROM pg_namespace WHERE nspname = ?", [schema]):
            raise WorkspaceError("workspace.exists", path=location)
        connection.begin()
        try:
            for sql in statements(schema, words):
                connection.run(sql)
            connection.add_roles()
            replica_id = fill(connection) if fill else start(connection, name, replica_name, is_here=False)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
    except BaseException:
        connection.close()
        raise
    return PostgisWorkspace(connection, location, replica_id, False)


def open_postgis(
    dsn: str, location: str, schema: str, replica_id: str | None, replica_name: str, read_only: bool = False
) -> PostgisWorkspace:
    """Open a workspace in PostGIS.

    Parameters
    ----------
    replica_id : str, optional
        Identity that this laptop was given when it opened the workspace before; without it, or when the workspace does not know
        it, the laptop is made known and begins its chain.

    Raises
    ------
    InputError, WorkspaceError
        ``workspace.missing``, ``workspace.newer``, ``workspace.older``, ``workspace.database_gone``.
    """
    connection = PostgisConnection(dsn, schema)
    try:
        if not connection.query("SELECT to_regclass(?)", [f"{quoted(schema)}.schema_version"])[0][0]:
            raise InputError("workspace.missing", path=location)
        found = connection.query("SELECT MAX(version) FROM schema_version")[0][0]
        if found is None or found > SCHEMA_VERSION:
            raise WorkspaceError("workspace.newer", path=location, found=found, known=SCHEMA_VERSION)
        if found < SCHEMA_VERSION:
            if read_only:
                raise WorkspaceError("workspace.older", path=location, found=found, known=SCHEMA_VERSION)
            replica_id = _bring_forward(connection, int(found), replica_id, replica_name)
        elif not read_only:
            _renew_rights(connection)
        if not _is_known(connection, replica_id) and not read_only:
            replica_id = _join(connection, replica_name)
        return PostgisWorkspace(connection, location, replica_id or "", read_only)
    except BaseException:
        connection.close()
        raise


def _is_known(connection: PostgisConnection, replica_id: str | None) -> bool:
    return bool(replica_id and connection.query("SELECT 1 FROM replica WHERE id = ?", [replica_id]))


def _bring_forward(connection: PostgisConnection, found: int, replica_id: str | None, replica_name: str) -> str:
    """Bring the tables to this version, in one transaction; whoever comes second finds it done. Returns this laptop's identity."""
    connection.begin()
    try:
        connection.run("LOCK TABLE schema_version IN EXCLUSIVE MODE")
        if not _is_known(connection, replica_id):
            replica_id = _add_laptop(connection, replica_name)
        for number in range(found + 1, SCHEMA_VERSION + 1):
            # The first versions did not note how far each laptop knew the others.
            is_shared = "known" in connection.stored_column_names("replica")
            _check_references(connection)
            chain = Chain(connection, str(replica_id), is_shared)
            apply(Transaction(connection, chain), MIGRATIONS[number], number)
            chain.finish()
        _check_references(connection)
        connection.add_roles()
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return str(replica_id)


def _renew_rights(connection: PostgisConnection) -> None:
    """Give the roles the rights of this version, when the owner opens the workspace; while others hold its tables, the next time."""
    if not connection.has_old_rights():
        return
    connection.begin()
    try:
        connection.run(f"SET LOCAL lock_timeout = {_RENEWAL_MS}")
        connection.run("LOCK TABLE schema_version IN EXCLUSIVE MODE")
        connection.add_roles()
        connection.commit()
    except WorkspaceError as error:
        connection.rollback()
        if error.message.id != "workspace.busy":
            raise
    except BaseException:
        connection.rollback()
        raise


def _check_references(connection: PostgisConnection) -> None:
    """Check now what is checked at the end otherwise: tables with checks to come cannot be altered."""
    connection.run("SET CONSTRAINTS ALL IMMEDIATE")
    connection.run("SET CONSTRAINTS ALL DEFERRED")


def _join(connection: PostgisConnection, replica_name: str) -> str:
    connection.begin()
    try:
        fresh = _add_laptop(connection, replica_name)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return fresh


def _add_laptop(connection: PostgisConnection, replica_name: str) -> str:
    name = connection.query("SELECT workspace_name FROM replica ORDER BY fid")[0][0]
    fresh = new_id()
    add_replica(connection, name, replica_name, fresh, "join", is_here=False)
    return fresh


def _patience() -> dict[str, Any]:
    """How long an answer is waited for, in the words of libpq."""
    gives_up = psycopg2.extensions.libpq_version() >= _FIRST_LIBPQ_THAT_GIVES_UP
    return {**_ALIVE, "tcp_user_timeout": _UNANSWERED_MS} if gives_up else dict(_ALIVE)


def _plain(error: psycopg2.Error) -> str:
    """What the database says, in one line."""
    return " ".join(str(error).split())


def _numbered(sql: str) -> str:
    """The statement with the places for values as psycopg2 marks them."""
    return sql.replace("%", "%%").replace("?", "%s")
