"""What a workspace can do, whichever database keeps it: read, and write in short transactions that the audit log follows."""

from __future__ import annotations

import json
import re
import uuid
from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import Any, Callable, ContextManager, Iterable, Iterator, Mapping, Sequence, TypeVar

from ..errors import OutputError, RainforestAlertError, WorkspaceError
from . import audit
from .clock import plain, utc_now, utc_of_text
from .points import point_wkbs
from .schema import Column, Table, stored_columns, table
from .sql import placeholders, quoted, statement

Row = dict[str, Any]  # of column name to value: geometry as WKB, times and dates as text, JSON as text


_UTC_TEXT = re.compile(r"[0-9-]{10}T[0-9:]{8}\.[0-9]{3}Z\Z")
# Tables whose rows are computed anew from others; nobody's words are lost when they change.
REBUILT = ("alert_event",)
# The order of a write; a process may be killed in any of them, and all before the last leave the workspace as it was.
WRITE_PHASES = ("begun", "marked", "worked", "logged", "unmarked", "committed")
W = TypeVar("W", bound="Workspace")


class Connection(ABC):
    """An open database. Statements carry ``?`` for values, whichever database it is."""

    def at(self, phase: str) -> None:  # noqa: B027  (most connections are not watched)
        """Called as a write reaches each of :data:`WRITE_PHASES`; what must know where a write stands overrides it."""

    @property
    @abstractmethod
    def location(self) -> str:
        """File or schema, for messages."""

    @abstractmethod
    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a ``SELECT``; geometry as WKB bytes under :meth:`geometry_out`."""

    @abstractmethod
    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns the number of rows touched."""

    @abstractmethod
    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""

    @abstractmethod
    def add_rows(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        same: Mapping[str, Any] | None = None,
    ) -> None:
        """Add many rows to a table, fast; values as :meth:`geometry_in` and text give them.

        Parameters
        ----------
        same : mapping, optional
            Further columns, which have the same value in all rows.
        """

    def rows_of(self, columns: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Rows of columns of one length, as :meth:`add_rows` takes them fastest; asks nothing of the database.

        Another thread may call it, as :meth:`points_in`, while this one adds other rows.
        """
        return zip(*columns)

    @contextmanager
    def adding_points(self, name: str, longitudes: Any, latitudes: Any, is_checked: bool) -> Iterator[None]:
        """Block in which just these points (float64 arrays) come into a table by :meth:`add_rows`, in this order.

        A database that can index them all at once does so at the end of the block.

        Parameters
        ----------
        is_checked : bool
            Whether the rows are known to meet the conditions of the table's columns, so that the database need not ask again.
        """
        yield

    @abstractmethod
    def add_table(self, described: Table) -> None:
        """Make one table, as a migration does."""

    @abstractmethod
    def add_column(self, described: Table, column: Column) -> None:
        """Add a column that may be empty to a table, as a migration does."""

    def guard_after_rows(self, described: Table) -> None:  # noqa: B027  (only a file has a guard for each row)
        """Let the guard of a bulk table ask after a new row is in, as a migration does."""

    @abstractmethod
    def add_conditions(self, described: Table) -> None:
        """Let the database refuse rows that break the conditions of a table, as a migration does; those that are there meet them."""

    @abstractmethod
    def stored_column_names(self, name: str) -> frozenset[str]:
        """Columns that a table has in the database; empty when there is no such table."""

    def overwrite_deleted(self) -> None:  # noqa: B027  (a database is not a file that is handed on)
        """Leave nothing in the file of what was deleted or replaced; when it cannot be written anew now, of what will be."""

    @abstractmethod
    def lock_row(self, name: str, id: str) -> None:
        """Let no other writer decide about a row until this write ends."""

    @abstractmethod
    def lock_all(self) -> None:
        """Let no other writer write until this write ends."""

    @abstractmethod
    def snapshot(self) -> ContextManager[None]:
        """Read everything in the block as it is at one moment, whatever others write meanwhile."""

    @abstractmethod
    def geometry_in(self, wkb: bytes | None) -> Any:
        """Value to store for well-known binary in EPSG:4326."""

    @abstractmethod
    def geometry_out(self, stored: Any) -> bytes | None:
        """Well-known binary out of a stored value."""

    def points_in(self, longitudes: Any, latitudes: Any) -> list[Any]:
        """Values to store for many points (float64 arrays of one length)."""
        return [self.geometry_in(wkb) for wkb in point_wkbs(longitudes, latitudes)]

    def read(self, name: str, where: str = "", values: Sequence[Any] = (), order: str = "fid") -> list[Row]:
        """Rows of a table as dictionaries; none of a table that the login may not read.

        Parameters
        ----------
        name : str
            Table.
        where : str
            Condition with ``?`` for each of `values`; a constant of the caller, never put together from input.
        """
        described = table(name)
        columns = list(stored_columns(described))
        hidden = self.hidden_columns(name)
        if "id" in hidden:
            return []
        names = [column.name for column in columns] + (["geom"] if described.geometry else [])
        withheld = {column: None for column in names if column in hidden}
        names = [column for column in names if column not in hidden]
        sql = statement("SELECT $columns FROM $table", columns=names, table=name)
        if where:
            sql += " WHERE " + where
        sql += " ORDER BY " + quoted(order)
        kinds = {column.name: column.kind for column in columns}
        return [{**withheld, **self._row(names, kinds, found)} for found in self.query(sql, values)]

    def hidden_columns(self, name: str) -> frozenset[str]:
        """Columns of a table that the login may not read; a file hides none."""
        return frozenset()

    def count(self, name: str) -> int:
        """Number of rows of a table."""
        return int(self.query(statement("SELECT COUNT(*) FROM $table", table=name))[0][0])

    def _row(self, names: list[str], kinds: Mapping[str, str], found: Sequence[Any]) -> Row:
        row: Row = {}
        for column, value in zip(names, found):
            if column == "geom":
                row[column] = self.geometry_out(value)
            elif kinds[column] == "boolean" and value is not None:
                row[column] = bool(value)
            elif kinds[column] == "timestamp" and isinstance(value, str) and not _UTC_TEXT.match(value):
                row[column] = utc_of_text(value)
            else:
                row[column] = plain(value)
        return row


class Transaction:
    """One write: all of it or nothing. Made by :meth:`Workspace.write`."""

    def __init__(self, connection: Connection, chain: audit.Chain) -> None:
        self.connection = connection
        self._chain = chain

    @property
    def replica_id(self) -> str:
        """Identity of this laptop."""
        return self._chain.replica_id

    @property
    def is_shared(self) -> bool:
        """Whether other laptops write to the same database."""
        return self._chain.is_shared

    @property
    def person_id(self) -> str | None:
        """Who works."""
        return self._chain.person_id

    def insert(self, name: str, values: Mapping[str, Any]) -> str:
        """Add a row and log it; ``id`` and ``created_at`` are made when absent.

        Returns
        -------
        str
            Identity of the row.
        """
        described = table(name)
        row = dict(values)
        row.setdefault("id", new_id())
        if any(column.name == "created_at" for column in described.columns):
            row.setdefault("created_at", utc_now())
        self._refuse_unknown(described, row)
        sql = statement("INSERT INTO $table ($columns) VALUES ", table=name, columns=list(row))
        self.connection.run(sql + "(" + placeholders(len(row)) + ")", self._stored(row))
        if described.audited:
            self._chain.append("create", described, row["id"], row)
        return str(row["id"])

    def insert_many(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows and log each, by few statements.

        Parameters
        ----------
        rows : sequence of mapping
            All with the same columns, ``id`` among them.
        """
        if not rows:
            return
        described = table(name)
        self._refuse_unknown(described, rows[0])
        self.connection.add_rows(name, list(rows[0]), (self._stored(row) for row in rows))
        if described.audited:
            self._chain.append_many("create", described, {str(row["id"]): row for row in rows})

    def update(self, name: str, id: str, values: Mapping[str, Any], expected_version: int | None = None) -> None:
        """Change columns of a row and log it.

        Parameters
        ----------
        expected_version : int, optional
            ``row_version`` that the caller read; the write is refused when somebody changed the row since.

        Raises
        ------
        WorkspaceError
            ``workspace.row_missing``, or ``workspace.changed_meanwhile`` (facts ``table``, ``id``).
        """
        described = table(name)
        self._refuse_unknown(described, values)
        former = self._former(described, id, values)
        assignments = ", ".join(quoted(column) + " = ?" for column in values)
        stored = self._stored(values)
        condition = '"id" = ?'
        parameters = [*stored, id]
        if described.editable:
            assignments += ', "row_version" = "row_version" + 1'
            if expected_version is not None:
                condition += ' AND "row_version" = ?'
                parameters.append(expected_version)
        sql = statement("UPDATE $table SET ", table=name) + assignments + " WHERE " + condition
        if self.connection.run(sql, parameters) == 0:
            raise self._untouched(described, id, expected_version)
        if described.audited:
            self._chain.append("update", described, id, values)
            for column, value in former.items():
                self.keep_former(name, id, column, value)

    def _untouched(self, described: Table, id: str, expected_version: int | None) -> RainforestAlertError:
        """Why a change reached no row: it is not there, has changed, or the login may see it and not change it."""
        version = "row_version" if described.editable else "fid"
        sql = statement('SELECT $version FROM $table WHERE "id" = ?', version=version, table=described.name)
        present = self.connection.query(sql, [id])
        if not present:
            return WorkspaceError("workspace.row_missing", table=described.label, id=id)
        if described.editable and expected_version is not None and present[0][0] != expected_version:
            return WorkspaceError("workspace.changed_meanwhile", table=described.label, id=id)
        return OutputError("workspace.not_allowed", location=self.connection.location, reason=described.label)

    def _former(self, described: Table, id: str, values: Mapping[str, Any]) -> Row:
        """What is about to be overwritten by people's hand; merging shows it as the value both sides began from."""
        if not (described.editable and described.audited) or described.name in REBUILT:
            return {}
        rows = self.connection.read(described.name, '"id" = ?', [id])
        return {name: rows[0][name] for name in values} if rows else {}

    def keep_former(self, name: str, id: str, column: str, value: Any) -> None:
        """Keep what the last line of the log replaced in a row."""
        replica_id, sequence = self._chain.replica_id, self._chain.sequence
        self.connection.run(
            'INSERT INTO "former_value" ("id", "table_name", "row_id", "column_name", "replica_id", "sequence", "value") '
            "VALUES (?,?,?,?,?,?,?)",
            [
                audit.named_id(f"former/{replica_id}/{sequence}/{column}"),
                name,
                id,
                column,
                replica_id,
                sequence,
                value_text(value),
            ],
        )

    def log(self, action: str, name: str, id: str | None, content: Mapping[str, Any]) -> str:
        """Add a line to the audit log about something that is not the change of one row; returns the moment it tells."""
        return self._chain.append(action, table(name), id, content)

    def note(self, action: str, name: str, id: str, content: Mapping[str, Any]) -> None:
        """Add a line about the change of one row that was made already; sensitive values enter as digests."""
        self._chain.append(action, table(name), id, content)

    def set_person(self, person_id: str | None) -> None:
        """Say who works from now on."""
        sql = 'UPDATE "replica" SET "person_id" = ? WHERE "id" = ?'
        self.connection.run(sql, [person_id, self._chain.replica_id])
        self._chain.person_id = person_id

    def _stored(self, row: Mapping[str, Any]) -> list[Any]:
        return [self._value(name, value) for name, value in row.items()]

    def _value(self, name: str, value: Any) -> Any:
        if name == "geom":
            return self.connection.geometry_in(value)
        if isinstance(value, (dict, list)):
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        return value

    @staticmethod
    def _refuse_unknown(described: Table, row: Mapping[str, Any]) -> None:
        known = set(described.column_names())
        unknown = [name for name in row if name not in known]
        if unknown:
            raise KeyError(f"{described.name} has no column {unknown[0]}")


class Workspace(ABC):
    """A federation's data, open.

    Attributes
    ----------
    location : str
        Path of the GeoPackage, or ``connection/schema`` of a PostGIS workspace.
    replica_id : str
        This laptop, whose chain of the audit log grows.
    read_only : bool
    """

    location: str
    replica_id: str
    read_only: bool

    @property
    @abstractmethod
    def connection(self) -> Connection:
        """For reading; writing goes through :meth:`write`."""

    @abstractmethod
    def write(self) -> Any:
        """Context manager that gives a :class:`Transaction`: committed when its block ends well, undone otherwise."""

    @abstractmethod
    def close(self) -> None:
        """Let the database go."""

    def read(self, name: str, where: str = "", values: Sequence[Any] = (), order: str = "fid") -> list[Row]:
        """Rows of a table; see :meth:`Connection.read`."""
        return self.connection.read(name, where, values, order)

    def count(self, name: str) -> int:
        """Number of rows of a table."""
        return self.connection.count(name)

    def __enter__(self: W) -> W:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def transaction(
    connection: Connection,
    replica_id: str,
    begin: Callable[[], None],
    commit: Callable[[], None],
    rollback: Callable[[], None],
    is_shared: bool = False,
) -> Iterator[Transaction]:
    """The order of a write: begin, mark the writer, work, log, unmark, commit; whatever fails undoes all of it.

    Parameters
    ----------
    is_shared : bool
        Whether other laptops write to the same database.
    """
    begin()
    try:
        connection.at("begun")
        mark = new_id()
        connection.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
        connection.at("marked")
        chain = audit.Chain(connection, replica_id, is_shared)
        work = Transaction(connection, chain)
        yield work
        connection.at("worked")
        chain.finish()
        connection.at("logged")
        connection.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
        connection.at("unmarked")
        commit()
    except BaseException:
        rollback()
        raise
    connection.at("committed")


def value_text(value: Any) -> str | None:
    """A value of a column as JSON text; geometry as the hexadecimal text of its binary."""
    if value is None:
        return None
    return json.dumps(value.hex() if isinstance(value, bytes) else value, ensure_ascii=False, sort_keys=True)


def value_of_text(column: str, text: str | None) -> Any:
    """The value that :func:`value_text` wrote."""
    if text is None:
        return None
    value = json.loads(text)
    return bytes.fromhex(value) if column == "geom" else value


def new_id() -> str:
    """A fresh identity for a row."""
    return str(uuid.uuid4())
