"""Which layers and files runs made of rows of a workspace, and of which: a layer bears it, for files this profile keeps a register.

What another program, QGIS's own tools among them, makes of such a file is not known, nor is a file under a new name.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, Iterator, Sequence

from qgis.core import QgsApplication, QgsMapLayer, QgsProviderRegistry

from ..errors import OutputError
from ..geo.files import sqlite_uri
from ..workspace.origins import Origin, from_json, merged, to_json
from .layer_files import file_of, files_of

_ORIGINS_PROPERTY = "rainforest_alert/origins"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS made "
    "(path TEXT NOT NULL, part TEXT NOT NULL, origins TEXT NOT NULL, PRIMARY KEY (path, part))"
)
# Another run of this profile may be writing its own line.
_WAIT_S = 30.0


def register_file() -> Path:
    """Where the register of this profile stands."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "made_of_workspaces.sqlite"


def origins_of(layer: QgsMapLayer) -> tuple[Origin, ...]:
    """Rows of workspaces that a layer was made of; empty where none are known."""
    text = str(layer.customProperty(_ORIGINS_PROPERTY, "") or "")
    if text:
        return from_json(text)
    if not register_file().is_file():
        return ()
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    direct, table = file_of(layer), str(parts.get("layerName") or "")
    return merged(
        origin for file in files_of(layer) for origin in origins_of_file(file, table if file == direct else "")
    )


def origins_of_file(path: str, part: str = "") -> tuple[Origin, ...]:
    """Rows of workspaces that a file, or one of the folders it lies in, was made of.

    Parameters
    ----------
    path : str
    part : str
        Table in the file; empty for all of it.

    Raises
    ------
    OutputError
        ``workspace.register_unreadable``.
    """
    if not register_file().is_file():
        return ()
    places = _places(path)
    found: list[Origin] = []
    try:
        with closing(_opened("ro")) as register:
            for number, place in enumerate(places):
                lines = register.execute("SELECT part, origins FROM made WHERE path = ?", (place,)).fetchall()
                found += [
                    origin
                    for name, origins in lines
                    if number or not part or name in ("", part)
                    for origin in from_json(origins)
                ]
    except (sqlite3.Error, ValueError) as error:
        raise _unreadable(error) from error
    return merged(found)


def note_origins_of_layer(layer: QgsMapLayer, origins: Sequence[Origin]) -> None:
    """Let a layer in memory bear of which rows it was made."""
    if origins:
        layer.setCustomProperty(_ORIGINS_PROPERTY, to_json(origins))


def note_origins_of_file(path: str, part: str, origins: Sequence[Origin]) -> None:
    """Write down of which rows a file, or a table of it, was made; of no rows, what was written down about it goes.

    Raises
    ------
    OutputError
        ``workspace.register_unreadable``.
    """
    if not origins and not register_file().is_file():
        return
    place = _places(path)[0]
    try:
        register_file().parent.mkdir(parents=True, exist_ok=True)
        with closing(_opened("rwc")) as register, register:
            register.execute(_TABLE)
            if part:
                register.execute("DELETE FROM made WHERE path = ? AND part = ?", (place, part))
            else:
                register.execute("DELETE FROM made WHERE path = ?", (place,))
            if origins:
                register.execute("INSERT INTO made VALUES (?, ?, ?)", (place, part, to_json(origins)))
            for gone in _gone(register):
                register.execute("DELETE FROM made WHERE path = ?", (gone,))
    except (OSError, sqlite3.Error) as error:
        raise _unreadable(error) from error


def _gone(register: sqlite3.Connection) -> Iterator[str]:
    """Temporary files that are no more."""
    folder = _normal(tempfile.gettempdir()) + os.sep
    for (path,) in register.execute("SELECT DISTINCT path FROM made").fetchall():
        if path.startswith(folder) and not os.path.exists(path):
            yield path


def _places(path: str) -> list[str]:
    """A file and the folders it lies in, as the register knows them."""
    place = Path(_normal(path))
    return [str(place), *map(str, place.parents)]


def _normal(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _opened(mode: str) -> Any:
    return sqlite3.connect(sqlite_uri(register_file().absolute(), mode), timeout=_WAIT_S, uri=True)


def _unreadable(error: Exception) -> OutputError:
    return OutputError("workspace.register_unreadable", path=str(register_file()), reason=str(error))
