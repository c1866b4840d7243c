"""Bringing a workspace of an older version forward: a copy aside first, then one transaction per version."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Mapping

from ..about import version as plugin_version
from .clock import utc_now
from .schema import SCHEMA_VERSION, TABLES, stored_columns, table
from .store import new_id, transaction

if TYPE_CHECKING:
    from .store import Transaction

Migration = Callable[["Transaction"], None]


def _second(work: Transaction) -> None:
    """Room for merging: what a value was before a change, what laptops do not agree on, versions with two parents; news of events."""
    connection = work.connection
    for name in ("former_value", "merge_claim"):
        connection.add_table(table(name))
    added = {
        "boundary_version": ("merged_id",),
        "alert_event": ("sources", "withdrawn_count", "last_change", "changed_at"),
    }
    for name, columns in added.items():
        for column in columns:
            connection.add_column(table(name), table(name).column(column))


def _follow_description(work: Transaction) -> None:
    """Everything that the description of the tables has gained since: whole tables, and columns that may be empty."""
    connection = work.connection
    for described in TABLES:
        present = connection.stored_column_names(described.name)
        if not present:
            connection.add_table(described)
            continue
        for column in stored_columns(described):
            if column.name not in present:
                connection.add_column(described, column)


def _fifth(work: Transaction) -> None:
    """The guard of bulk tables asks after a new row is in; no name of a workshop without the mark that the person agreed.

    A name that breaks this goes from its row to the former values, which only a laptop of the circle of trust receives; the log says so.
    """
    _follow_description(work)
    for bulk in (described for described in TABLES if described.is_bulk):
        work.connection.guard_after_rows(bulk)
    described = table("attendance")
    for row in work.connection.read(described.name):
        withheld = described.withheld_names(row)
        if withheld:
            work.update(described.name, row["id"], dict.fromkeys(withheld))
    work.connection.add_conditions(described)


# By the version they lead to. Each works through the connection, so that GeoPackage and PostGIS both follow.
MIGRATIONS: Mapping[int, Migration] = {2: _second, 3: _follow_description, 4: _follow_description, 5: _fifth}


def migrate(path: Path, migrations: Mapping[int, Migration] = MIGRATIONS, target: int = SCHEMA_VERSION) -> Path | None:
    """Bring a GeoPackage workspace to the version this plugin writes.

    Returns
    -------
    Path, optional
        The copy of the older version, kept beside the workspace; None when nothing was to be done.

    Raises
    ------
    WorkspaceError
        When the workspace is newer, or the copy could not be made; the workspace is then as it was.
    """
    from .backup import copy_database
    from .geopackage import GeoPackageConnection, check_is_workspace

    found = check_is_workspace(path)
    if found >= target:
        return None
    aside = path.with_name(f"{path.stem}.version{found}.{utc_now()[:19].replace(':', '')}{path.suffix}")
    copy_database(path, aside)
    with closing(GeoPackageConnection(path)) as connection:
        replica_id = str(connection.query('SELECT "id" FROM "replica" WHERE "is_here" = 1')[0][0])
        for number in range(found + 1, target + 1):
            with transaction(connection, replica_id, connection.begin, connection.commit, connection.rollback) as work:
                apply(work, migrations[number], number)
                work.log("migrate", "schema_version", None, {"version": number, "plugin_version": plugin_version()})
    return aside


def apply(work: Transaction, migration: Migration, number: int) -> None:
    """Run one migration unless another process did meanwhile, and note the version."""
    connection = work.connection
    present = connection.query('SELECT MAX("version") FROM "schema_version"')[0][0]
    if present >= number:
        return
    migration(work)
    connection.run(
        'INSERT INTO "schema_version" ("id", "version", "applied_at", "plugin_version") VALUES (?,?,?,?)',
        [new_id(), number, utc_now(), plugin_version()],
    )
