"""Opening a workspace by what the user wrote: the path of a GeoPackage, or ``connection/schema`` of a database."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from ..errors import InputError
from .geopackage import open_geopackage
from .store import Workspace

# Gives the workspace of ``connection/schema``; the host knows the stored connections, the room does not.
OpenDatabase = Callable[[str, str, bool], Workspace]


def database_address(location: str) -> tuple[str, str] | None:
    """Connection and schema out of ``connection/schema``; None when `location` is the path of a file."""
    text = str(location).strip()
    if text.lower().endswith(".gpkg") or text.count("/") != 1 or "\\" in text or text.startswith(("/", ".", "~")):
        return None
    connection, schema = text.split("/")
    return (connection, schema) if connection and schema and not Path(text).exists() else None


def open_workspace(
    location: Path | str, read_only: bool = False, open_database: OpenDatabase | None = None
) -> Workspace:
    """Open a workspace for writing, or only for reading.

    Parameters
    ----------
    location : Path or str
    read_only : bool
    open_database : callable, optional
        Opens ``connection/schema``; without it only GeoPackages can be opened.

    Raises
    ------
    InputError, OutputError, WorkspaceError
        As :func:`~rainforest_alert_plugin.workspace.geopackage.open_geopackage` says; ``workspace.no_connection`` when the location
        names a database and none can be reached from here.
    """
    address = database_address(str(location))
    if address is None:
        return open_geopackage(location, read_only)
    if open_database is None:
        raise InputError("workspace.no_connection", connection=address[0])
    return open_database(address[0], address[1], read_only)
