"""Which layers, files and tables on servers runs made of rows of a workspace, and of which: a layer in memory bears it as a mark, for
all else this profile of QGIS keeps a register.

What another program, QGIS's own tools among them, makes of such a file is not known, nor is a file under a new name.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import tempfile
import threading
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

from qgis.core import QgsApplication, QgsDataSourceUri, QgsMapLayer, QgsVectorLayer

from ..errors import OutputError
from ..geo.files import replaced_file, sqlite_uri
from ..workspace.origins import Origin, from_json, merged, to_json
from .layer_files import file_of, files_of, paths_in, table_of
from .layer_marks import mark_of

_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'made'"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS made "
    "(path TEXT NOT NULL, part TEXT NOT NULL, origins BLOB NOT NULL, PRIMARY KEY (path, part))"
)
# Another run of this profile may be writing its own line; on the main thread QGIS stands still meanwhile.
_WAIT_S = 30.0
_WAIT_ON_MAIN_THREAD_S = 5.0
_MEMORY = "memory"
_OGR = "ogr"
_QUERIES = ("select", "with")
_POSTGRES = "postgres"
_POSTGRES_PORT = "5432"
_ADDRESS = "address:"
_VIRTUAL = "/vsi"
# How SQLite says what keeps it from a file; other words say that the file is none of its own.
_CAUSES = {
    "locked": "locked",
    "busy": "locked",
    "full": "full",
    "readonly": "read_only",
    "unable to open": "read_only",
    "i/o": "read_only",
}


@dataclass(frozen=True)
class Made:
    """What a run wrote, and of which rows.

    Attributes
    ----------
    place : str
        Path of a file or a folder, or the key of an address that is none (:func:`made_elsewhere`).
    part : str
        Table in the file; empty for all of it.
    origins : tuple of Origin
    is_added : bool
        Whether what was there before is still in it.
    """

    place: str
    part: str
    origins: tuple[Origin, ...]
    is_added: bool = False


def register_file() -> Path:
    """Where the register of this profile stands."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "made_of_workspaces.sqlite"


def places_file() -> Path:
    """Where the list of the things that the register knows stands: nothing else needs the register, be it locked or spoilt."""
    return register_file().with_suffix(".places.json")


def _has_register() -> bool:
    """Whether there is a register; a disk that was full, or a power cut, leaves one without a byte."""
    file = register_file()
    return file.is_file() and file.stat().st_size > 0


def _may_know(places: Sequence[str], within: str = "") -> bool:
    """Whether the register may have a line of some places, or of anything in a folder."""
    if not _has_register():
        return False
    try:
        listed = set(json.loads(places_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return True
    return not listed.isdisjoint(places) or bool(within and any(each.startswith(within) for each in listed))


def origins_of(layer: QgsMapLayer) -> tuple[Origin, ...]:
    """Rows of workspaces that a layer was made of; empty where none are known."""
    borne = mark_of(layer).origins
    if borne or layer.providerType() == _MEMORY:
        return borne
    if not _has_register():
        return ()
    direct, table = file_of(layer), _part_of(layer)
    found = [origin for file in files_of(layer) for origin in origins_of_file(file, table if file == direct else "")]
    key = _key_of(layer)
    if key:
        found += _origins_at([key], is_whole=True)
    return merged(found)


def _part_of(layer: QgsMapLayer) -> str:
    """Table of a file that a layer shows; empty for a query, which may read any, and for what is no table."""
    if not isinstance(layer, QgsVectorLayer) or layer.subsetString().lstrip().lower().startswith(_QUERIES):
        return ""
    return table_of(layer) if layer.providerType() == _OGR else ""


def origins_of_file(path: str, part: str = "") -> tuple[Origin, ...]:
    """Rows of workspaces that a file, one of the folders it lies in, or where it is a folder anything in it, was made of.

    Parameters
    ----------
    path : str
    part : str
        Table in the file; empty for all of it.

    Raises
    ------
    OutputError
        ``workspace.register_unreadable``, or as the cause is.
    """
    return merged(_origins_at(_places(path), not part, part, os.path.isdir(path)))


def _origins_at(places: Sequence[str], is_whole: bool, part: str = "", is_folder: bool = False) -> list[Origin]:
    """Origins noted for the first of some places, or its part, for what lies in it, and for the others."""
    found: list[Origin] = []
    if not _may_know(places, places[0].rstrip(os.sep) + os.sep if is_folder else ""):
        return found
    try:
        # What was being written when the power went is taken back by whoever opens it next for writing.
        with closing(_opened("rw")) as register:
            if register.execute(_HAS_TABLE).fetchone() is None:
                return found
            for number, place in enumerate(places):
                lines = register.execute("SELECT part, origins FROM made WHERE path = ?", (place,)).fetchall()
                # GDAL finds a table by its name in capitals too.
                parts = ("", part.casefold())
                texts = [text for name, text in lines if number or is_whole or name.casefold() in parts]
                if is_folder and not number:
                    begin = place.rstrip(os.sep)
                    within = (begin + os.sep, begin + chr(ord(os.sep) + 1))
                    asked = "SELECT origins FROM made WHERE path > ? AND path < ?"
                    texts += [text for (text,) in register.execute(asked, within).fetchall()]
                found += [origin for text in texts for origin in _unpacked(text)]
    except (sqlite3.Error, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _unreadable(error) from error
    return found


def made_elsewhere(layer: QgsMapLayer, origins: tuple[Origin, ...], is_added: bool) -> list[Made]:
    """What to note of a layer that is no file: a table on a server, or something in an archive or in memory of GDAL."""
    key = _key_of(layer)
    archives = [Made(file, "", origins, is_added=True) for file in files_of(layer)]
    return [Made(key, "", origins, is_added), *archives] if key else archives


def made_at(destination: str, origins: tuple[Origin, ...], is_added: bool) -> list[Made]:
    """What to note of a destination of which QGIS keeps no layer: a provider before an address, as ``postgis:dbname=…``, or an archive."""
    if destination.startswith(_VIRTUAL):
        place = destination.split("|", 1)[0]
        archives = [Made(file, "", origins, is_added=True) for file in paths_in(place)]
        return [Made(_ADDRESS + place, "", origins, is_added), *archives]
    provider, _, address = destination.partition(":")
    uri = QgsDataSourceUri(address)
    if provider.lower() in (_POSTGRES, "postgis"):
        return [Made(_key_of_table(uri), "", origins, is_added)]
    if os.path.isfile(uri.database()):
        return [Made(uri.database(), "", origins, is_added=True)]
    return []


def note_made(notes: Sequence[Made]) -> None:
    """Write down of which rows things were made, all or nothing; of no rows, what was written down about a thing goes.

    Of what has no rows and no line the register is not opened. What was made and is no longer there leaves the register when
    something is written into it.

    Raises
    ------
    OutputError
        ``workspace.register_unreadable``, or as the cause is.
    """
    try:
        places = [note.place if _is_key(note.place) else _normal(note.place) for note in notes]
        has_rows = any(note.origins for note in notes)
        if not has_rows and not _may_know(places):
            return
        register_file().parent.mkdir(parents=True, exist_ok=True)
        with closing(_opened("rwc")) as register, register:
            register.execute("BEGIN IMMEDIATE")
            register.execute(_TABLE)
            known = _known(register)
            for place, note in zip(places, notes):
                _note(register, place, note)
            for gone in list(_gone(known)) if has_rows else ():
                register.execute("DELETE FROM made WHERE path = ?", (gone,))
            # Named before they are in the register and until they are out of it.
            _list_places(known | _known(register))
    except (OSError, OutputError, sqlite3.Error, zlib.error, ValueError, KeyError, TypeError) as error:
        raise _unreadable(error) from error


def _known(register: sqlite3.Connection) -> set[str]:
    return {path for (path,) in register.execute("SELECT DISTINCT path FROM made")}


def _list_places(places: Iterable[str]) -> None:
    text = json.dumps(sorted(places), ensure_ascii=False)
    with replaced_file(places_file()) as partial:
        partial.write_text(text, encoding="utf-8")


def _note(register: sqlite3.Connection, place: str, note: Made) -> None:
    origins = list(note.origins)
    # A run writes into a folder beside what is there.
    is_added = note.is_added or os.path.isdir(place)
    if is_added:
        asked = "SELECT origins FROM made WHERE path = ? AND part = ?"
        origins += [each for (text,) in register.execute(asked, (place, note.part)) for each in _unpacked(text)]
    if note.part or is_added:
        register.execute("DELETE FROM made WHERE path = ? AND part = ?", (place, note.part))
    else:
        register.execute("DELETE FROM made WHERE path = ?", (place,))
    if origins:
        packed = zlib.compress(to_json(origins).encode("utf-8"))
        register.execute("INSERT INTO made VALUES (?, ?, ?)", (place, note.part, packed))


def _unpacked(packed: bytes) -> tuple[Origin, ...]:
    return from_json(zlib.decompress(packed).decode("utf-8"))


def _gone(known: Iterable[str]) -> Iterator[str]:
    """Temporary files that are no more, and others in folders that hold something: where nothing is, a drive may not be connected."""
    temporary = _normal(tempfile.gettempdir()) + os.sep
    for path in known:
        if _is_key(path) or os.path.exists(path):
            continue
        if path.startswith(temporary) or _holds_something(os.path.dirname(path)):
            yield path


def _holds_something(folder: str) -> bool:
    try:
        return bool(os.listdir(folder))
    except OSError:
        return False


def _key_of(layer: QgsMapLayer) -> str:
    """By what the register knows a layer that is no file; empty for layers in memory."""
    if layer.providerType() == _POSTGRES:
        return _key_of_table(QgsDataSourceUri(layer.source()))
    address = layer.source().split("|", 1)[0]
    return "" if layer.providerType() == _MEMORY or os.path.exists(address) else _ADDRESS + address


def _key_of_table(uri: QgsDataSourceUri) -> str:
    server = f"{uri.host().lower() or uri.service()}:{uri.port() or _POSTGRES_PORT}"
    return f"{_POSTGRES}:{server}/{uri.database()}/{uri.schema() or 'public'}.{uri.table()}"


def _is_key(place: str) -> bool:
    return place.startswith((_POSTGRES + ":", _ADDRESS))


def _places(path: str) -> list[str]:
    """A file and the folders it lies in, as the register knows them."""
    place = Path(_normal(path))
    return [str(place), *map(str, place.parents)]


def _normal(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _opened(mode: str) -> Any:
    is_main = threading.current_thread() is threading.main_thread()
    wait_s = _WAIT_ON_MAIN_THREAD_S if is_main else _WAIT_S
    return sqlite3.connect(sqlite_uri(register_file().absolute(), mode), timeout=wait_s, uri=True)


def _unreadable(error: Exception) -> OutputError:
    """What keeps the register from being read or written, and so what helps."""
    cause = "unreadable"
    if isinstance(error, OutputError):
        cause = "full" if error.message.id == "output.no_space" else "read_only"
    elif isinstance(error, OSError):
        cause = "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "read_only"
    elif isinstance(error, sqlite3.OperationalError):
        cause = next((cause for word, cause in _CAUSES.items() if word in str(error).lower()), cause)
    return OutputError(f"workspace.register_{cause}", path=str(register_file()), reason=str(error))
