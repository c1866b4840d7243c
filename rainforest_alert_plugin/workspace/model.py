"""The words in which the tables of a workspace are described, whatever database holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Mapping

SENSITIVITIES = ("public", "federation", "community", "secret")
KINDS = ("uuid", "text", "timestamp", "date", "integer", "real", "boolean", "json", "bytes")
WGS84_SRID = 4326
# Name of the condition in the database, by which its refusal is known; QGIS shows it where people edit a table without its form.
ONLY_WITH_CONSENT = "name_only_with_consent"
NOW = "now"
FRESH_ID = "fresh id"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name, kind : str
        `kind` is one of :data:`KINDS`. Times are UTC, ISO 8601 with milliseconds and ``Z``; dates are local days.
    label : str
        English words for people, translated by the host when a workspace is made.
    required : bool
        Whether NULL is refused.
    default : str, optional
        SQL literal, or :data:`NOW` or :data:`FRESH_ID`, which each database words in its way.
    choices : tuple of str
        The only values allowed, when not empty.
    check : str, optional
        Further condition, in SQL that SQLite and PostgreSQL both read.
    references : str, optional
        Table whose ``id`` this column holds.
    sensitivity : str, optional
        Least level of this column's values, whatever the level of their row; a value with a level enters the audit log as a
        salted digest.
    personal : bool
        Whether erasing a person's data blanks it.
    agreed_by : str, optional
        Boolean column of the same table that says whether the person agreed; without it this column holds nothing.
    """

    name: str
    kind: str
    label: str
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    check: str | None = None
    references: str | None = None
    sensitivity: str | None = None
    personal: bool = False
    agreed_by: str | None = None

    def conditions(self) -> list[str]:
        """SQL conditions that each value must meet."""
        found = []
        if self.choices:
            words = ", ".join("'" + choice + "'" for choice in self.choices)
            found.append(f'"{self.name}" IN ({words})')
        if self.check:
            found.append(self.check)
        return found


@dataclass(frozen=True)
class Geometry:
    """The geometry column ``geom`` of a table, in EPSG:4326 (longitude, latitude)."""

    type: str
    srid: int = WGS84_SRID
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a workspace.

    Besides its columns every table has ``fid`` (local row number, which QGIS needs; never an identity) and ``id`` (UUID).

    Attributes
    ----------
    name, room, label : str
    columns : tuple of Column
    geometry : Geometry, optional
    unique : tuple of tuple of str
        Groups of columns whose values occur once.
    indexes : tuple of tuple of str
    guarded : bool
        Whether only the room may write: anything else is rejected by triggers, QGIS included.
    is_bulk : bool
        Whether a million rows come in at once: the guard then asks after a new row is in, which is faster. A stranger's row that breaks a
        condition of the table is refused for that, and not with the guard's sentence.
    append_only : bool
        Whether rows are never changed or deleted, not even by the room.
    audited : bool
        Whether each row's changes enter the audit log (bulk tables enter as one line per batch).
    in_workshops : bool
        Whether a facilitator of workshops may write it in a shared workspace.
    """

    name: str
    room: str
    label: str
    columns: tuple[Column, ...]
    geometry: Geometry | None = None
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    guarded: bool = False
    is_bulk: bool = False
    append_only: bool = False
    audited: bool = True
    in_workshops: bool = False

    @property
    def editable(self) -> bool:
        """Whether people edit it in QGIS forms; such rows carry a ``row_version``."""
        return not (self.guarded or self.append_only)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return self._by_name[name]

    def find_column(self, name: str) -> Column | None:
        """The column called `name`; None when there is none, as for ``id`` and ``geom``."""
        return self._by_name.get(name)

    def column_names(self) -> tuple[str, ...]:
        """Names of all columns that rows carry between laptops: ``id``, the columns, ``geom``; neither ``fid`` nor ``row_version``."""
        geometry = ("geom",) if self.geometry else ()
        return ("id", *(column.name for column in self.columns), *geometry)

    def conditions(self) -> list[tuple[str, str]]:
        """Conditions that each row must meet across columns, as name and SQL that SQLite and PostgreSQL both read."""
        return [
            (ONLY_WITH_CONSENT, f'"{column.name}" IS NULL OR "{column.name}" = \'\' OR "{column.agreed_by}"')
            for column in self.columns
            if column.agreed_by
        ]

    def withheld_names(self, row: Mapping[str, Any]) -> list[str]:
        """Columns of a row that hold what the person did not agree to have written down."""
        return [
            column.name
            for column in self.columns
            if column.agreed_by and row.get(column.name) and not row.get(column.agreed_by)
        ]

    def has_sensitivity(self) -> bool:
        """Whether its rows carry a level of sensitivity."""
        return "sensitivity" in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def reference(name: str, table: str, label: str, required: bool = False) -> Column:
    """Column that holds the id of a row of `table`."""
    return Column(name, "uuid", label, required=required, references=table)


def sensitivity(default: str) -> Column:
    """The level of a row: who may see it."""
    return Column("sensitivity", "text", "Sensitivity", required=True, default=f"'{default}'", choices=SENSITIVITIES)


def created_at() -> Column:
    """When a row was made, UTC."""
    return Column("created_at", "timestamp", "Created", required=True, default=NOW)
