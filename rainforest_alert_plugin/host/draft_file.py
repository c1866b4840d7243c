"""The file of drafts, a GeoPackage with a table for each UTM zone; what GDAL and SQLite refuse is said in a sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any, Iterator

from osgeo import gdal, ogr, osr
from qgis.core import QgsVectorLayer

from ..compat import field
from ..errors import InputError, Message, OutputError
from ..geo.files import replaced_file, sqlite_uri
from ..i18n import translate

COLUMNS = ("community_id", "community", "base_version_id", "facts", "changed_at", "source")
TABLE = "draft_{epsg}"
ENDING = ".drafts.gpkg"
_WORKSPACE_ITEM = "RAINFOREST_ALERT_WORKSPACE"
_TABLES_OF_DRAFTS = (
    "SELECT 1 FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
    "WHERE t.type = 'table' AND t.name GLOB 'draft_[0-9]*' AND c.name = 'community_id'"
)
_LONGEST_REASON = 120
# Of SQLite, of the C library and of GDAL.
_FULL = ("is full", "no space left", "disk i/o error")
_LEAST_FREE_BYTES = 16_384


def make_table(path: Path, epsg: int) -> None:
    """Make the table of a zone, and the file where there is none.

    Raises
    ------
    OutputError
        ``output.no_space``, ``draft.read_only``, ``output.folder_unwritable``.
    """
    if path.is_file():
        _add_table(path, epsg, path)
        return
    with replaced_file(path) as partial:
        _add_table(partial, epsg, path)


def complete_table(layer: QgsVectorLayer, path: Path) -> None:
    """Give a table that an earlier version of the plugin made the columns it lacks.

    Raises
    ------
    OutputError
        As :func:`make_table`.
    """
    lacking = [field(name, "string") for name in COLUMNS if layer.fields().lookupField(name) < 0]
    if not lacking:
        return
    if not layer.dataProvider().addAttributes(lacking):
        raise unwritten(path, layer.dataProvider().error().message())
    layer.updateFields()


def holds_drafts(path: Path) -> bool:
    """Whether a file holds drafts, by its tables; asked without a lock. By its name where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{sqlite_uri(path.absolute(), 'ro')}&immutable=1", uri=True)) as database:
            return database.execute(_TABLES_OF_DRAFTS).fetchone() is not None
    except (OSError, sqlite3.Error):
        return path.name.endswith(ENDING)


def note_workspace(path: Path, location: str) -> None:
    """Let a file of drafts say of which workspace they are; a file that cannot be written stays as it is."""
    if noted_workspace(path) == location:
        return
    with _heard() as said:
        _tried(lambda: _write_item(path, location), said)


def noted_workspace(path: Path) -> str:
    """Location of the workspace that a file of drafts says it is of; empty where it says none, as earlier versions made it."""
    with _heard() as said:
        source = _tried(lambda: gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY), said)
        return str(source.GetMetadataItem(_WORKSPACE_ITEM) or "") if source is not None else ""


def _write_item(path: Path, location: str) -> None:
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    if source is not None:
        source.SetMetadataItem(_WORKSPACE_ITEM, location)
        source.FlushCache()


def opened_drafts(path: Path) -> Any:
    """A file of drafts, to be read.

    Raises
    ------
    InputError
        ``draft.unreadable``.
    """
    with _heard() as said:
        source = _tried(lambda: gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY), said)
    if source is None:
        raise unreadable(path, said[-1] if said else "")
    return source


def unreadable(path: Path, text: str) -> InputError:
    """What a refusal to read a file of drafts means to the person."""
    return InputError("draft.unreadable", path=str(path), reason=_short(text))


def unwritten(path: Path, text: str) -> OutputError:
    """What a refusal to make a file of drafts, or a table of it, means to the person."""
    if is_disk_full(path, text):
        return OutputError("output.no_space", path=str(path))
    if path.is_file() and not os.access(path, os.W_OK):
        return OutputError("draft.read_only", path=str(path))
    return OutputError("output.folder_unwritable", path=str(path), reason=_short(text))


def unsaved(path: Path, text: str) -> Message:
    """Why edits of drafts were not saved, and what to do."""
    if is_disk_full(path, text):
        return Message("draft.no_space", path=str(path))
    return Message("draft.not_written", path=str(path), reason=_short(text))


def is_disk_full(path: Path, text: str) -> bool:
    """Whether a write failed because the disk of a file is full, as the refusal or the disk itself says."""
    if any(word in text.lower() for word in _FULL):
        return True
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def _add_table(path: Path, epsg: int, named: Path) -> None:
    with _heard() as said:
        is_made = _tried(lambda: _write_table(path, epsg), said)
    if said or not is_made:
        raise unwritten(named, "\n".join(said))


def _write_table(path: Path, epsg: int) -> bool:
    driver = ogr.GetDriverByName("GPKG")
    source = driver.Open(str(path), 1) if path.is_file() else driver.CreateDataSource(str(path))
    if source is None:
        return False
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    table = source.CreateLayer(TABLE.format(epsg=epsg), system, ogr.wkbMultiPolygon, ["FID=fid", "GEOMETRY_NAME=geom"])
    is_made = table is not None and all(table.CreateField(ogr.FieldDefn(name, ogr.OFTString)) == 0 for name in COLUMNS)
    source.FlushCache()
    return is_made


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What GDAL says of failures, in place of its own lines on the terminal."""
    said: list[str] = []

    def hear(kind: int, _number: int, text: str) -> None:
        if kind >= gdal.CE_Failure:
            said.append(text)

    gdal.PushErrorHandler(hear)
    try:
        yield said
    finally:
        gdal.PopErrorHandler()


def _tried(act: Any, said: list[str]) -> Any:
    """What GDAL gives, None where it raises, as it does where another plugin switched its exceptions on."""
    try:
        return act()
    except RuntimeError as error:
        said.append(str(error))
        return None


def _short(text: str) -> str:
    """The last thing that a program said, without the statement that failed: people can do nothing with it."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    last = lines[-1].rsplit("failed: ", 1)[-1] if lines else ""
    return shorten(last, _LONGEST_REASON, placeholder="…") or translate("RainforestAlert", "unknown")
