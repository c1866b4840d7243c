"""Workspaces as QGIS users name them: a file, or a stored PostgreSQL connection and a schema."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Callable

from qgis.core import QgsDataSourceUri, QgsProviderConnectionException, QgsProviderRegistry, QgsSettings

from ..errors import InputError, OutputError, WorkspaceError
from ..geo.progress import IsCancelled, Progress
from ..workspace.audit import verify_audit
from ..workspace.backup import Copy, backup, restore
from ..workspace.copying import rows_of_copy, save_database
from ..workspace.extract import Extract, make_extract
from ..workspace.geopackage import create_geopackage
from ..workspace.location import workspace_file
from ..workspace.merging import Merged, merge, note_outside_edits
from ..workspace.opening import database_address
from ..workspace.opening import open_workspace as open_by_location
from ..workspace.postgis import PostgisWorkspace, create_postgis, open_postgis
from ..workspace.release import note_full_copy
from ..workspace.schema import TABLES
from ..workspace.store import Workspace
from .messages.workspace_labels import labels

_UNWRITABLE_PLACES = ("workspace.synchronised_folder", "workspace.network_drive")
_REPLICA_SETTING = "rainforest_alert/replica/{connection}/{schema}"


def label_words() -> Callable[[str], str]:
    """Turns a label of the tables into the user's language."""
    words = labels()
    return lambda label: words.get(label, label)


def laptop_name() -> str:
    """What this computer calls itself."""
    return platform.node() or "QGIS"


def open_workspace(location: str, read_only: bool = False) -> Workspace:
    """Open a workspace, see :func:`rainforest_alert_plugin.workspace.opening.open_workspace`; stored connections are found."""
    return open_by_location(location, read_only, _open_database)


def create_workspace(name: str, location: str) -> Workspace:
    """Make an empty workspace in a folder, or in a new schema of a stored connection, and open it.

    Parameters
    ----------
    name : str
    location : str
        Folder, or ``connection/schema``.
    """
    address = database_address(location)
    if address is None or Path(location).is_dir():
        return create_geopackage(workspace_file(name, Path(location)), name, laptop_name(), label_words())
    connection, schema = address
    made = create_postgis(_dsn(connection), location, schema, name, laptop_name(), label_words())
    _remember(connection, schema, made.replica_id)
    return made


def backup_workspace(location: str, file: str, progress: Progress, is_cancelled: IsCancelled) -> Copy:
    """Save a workspace, in a file or in a database, to a verified GeoPackage."""
    address = database_address(location)
    write_down_edits(location, "backupworkspace")
    if address is None:
        return backup(location, file, progress)
    with _open_database(*address, read_only=True) as workspace:
        return save_database(workspace, file, label_words(), progress, is_cancelled)


def export_workspace(
    location: str, audience: str, file: str, purpose: str, progress: Progress, is_cancelled: IsCancelled
) -> Extract:
    """Write what an audience may have of a workspace, in a file or in a database, to a new GeoPackage that can be merged."""
    with open_workspace(location) as workspace:
        return make_extract(workspace, file, audience, purpose, label_words(), progress, is_cancelled)


def write_down_edits(location: str, purpose: str = "") -> int:
    """Note in the log what was drawn or typed in QGIS itself, so that a copy can be merged; returns the number of rows.

    What cannot be written, or not by this login or in this place, is taken as it is.

    Parameters
    ----------
    purpose : str
        For which all of the workspace is about to leave; noted as a release.
    """
    try:
        with open_workspace(location) as workspace:
            with workspace.write() as transaction:
                noted = note_outside_edits(transaction)
            if purpose:
                note_full_copy(workspace, purpose)
            return noted
    except OutputError:
        return 0
    except WorkspaceError as error:
        if error.message.id not in _UNWRITABLE_PLACES:
            raise
        return 0


def merge_workspaces(location: str, other: str, progress: Progress, is_cancelled: IsCancelled) -> Merged:
    """Take another workspace's rows and history into a workspace; each is a file or in a stored connection.

    What was drawn or typed in QGIS itself in a database is written down there first, where the login may write.
    """
    if database_address(other) is not None:
        write_down_edits(other)
    with open_workspace(location) as ours, open_workspace(other, read_only=True) as theirs:
        return merge(ours, theirs, progress, is_cancelled)


def restore_workspace(location: str, file: str, progress: Progress) -> Copy:
    """Bring a copy back: into the place of a file, which is kept aside, or into a new schema of a stored connection."""
    address = database_address(location)
    if address is None:
        return restore(location, file, progress)
    connection, schema = address
    fill = rows_of_copy(file, laptop_name(), progress)
    with create_postgis(_dsn(connection), location, schema, "", laptop_name(), label_words(), fill) as made:
        _remember(connection, schema, made.replica_id)
        counts = {table.name: made.count(table.name) for table in TABLES}
        return Copy(Path(location), counts, tuple(verify_audit(made.connection)))


def _open_database(connection: str, schema: str, read_only: bool) -> PostgisWorkspace:
    key = _REPLICA_SETTING.format(connection=connection, schema=schema)
    replica_id = QgsSettings().value(key, "", type=str) or None
    opened = open_postgis(_dsn(connection), f"{connection}/{schema}", schema, replica_id, laptop_name(), read_only)
    if opened.replica_id and opened.replica_id != replica_id:
        _remember(connection, schema, opened.replica_id)
    return opened


def _remember(connection: str, schema: str, replica_id: str) -> None:
    QgsSettings().setValue(_REPLICA_SETTING.format(connection=connection, schema=schema), replica_id)


def _dsn(connection: str) -> str:
    """Connection string of a stored connection, with the credentials that QGIS keeps for it."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    try:
        stored = metadata.findConnection(connection) if metadata else None
    except QgsProviderConnectionException:
        stored = None
    if stored is None:
        raise InputError("workspace.no_connection", connection=connection)
    return QgsDataSourceUri(stored.uri()).connectionInfo(True)


def event_table_uri(connection: str, schema: str) -> str:
    """Address of the table of events in a stored connection; see :func:`table_uri`."""
    return table_uri(connection, schema, "alert_event", "geom")


def table_uri(connection: str, schema: str, name: str, geometry: str) -> str:
    """Address of a table in a stored connection, as QGIS opens it; `geometry` is its geometry column, or empty.

    Raises
    ------
    InputError
        ``workspace.no_connection``.
    """
    uri = QgsDataSourceUri(_dsn(connection))
    uri.setDataSource(schema, name, geometry, "", "fid")
    return str(uri.uri(False))
