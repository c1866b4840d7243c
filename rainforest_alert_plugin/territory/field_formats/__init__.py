"""Readers of field formats: one small module each behind :class:`~rainforest_alert_plugin.territory.field_formats.protocol.FieldReader`.

XML is read by :mod:`rainforest_alert_plugin.territory.markup` and not by OGR's GPX and KML drivers: these drop the hdop, the accuracy and
the links of a point, stop at a stray character and at a file that breaks off, and expand entities where libexpat lets them.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import numpy as np

from ...errors import InputError, Message
from ...geo.arrays import Floats
from ..field_feature import Attachment, FieldReading
from ..plane import is_geographic
from ..source_file import SourceFile, checked_members
from ..stated_systems import elsewhere_notes
from ..track_gaps import gap_notes
from .bearings import BearingReader
from .drawings import DxfReader, ShapefileReader
from .geojson import GeojsonReader
from .gpx import GpxReader
from .kml import KmlReader
from .memoria import MemoriaReader
from .protocol import FieldReader, ReadingOptions
from .receivers import NmeaReader, RtklibReader
from .survey_forms import SurveyFormReader
from .vertex_table import TableRows, VertexTableReader

AUTO = "auto"
# In the order in which they are asked whether a file is theirs: the more particular first.
READERS: tuple[FieldReader, ...] = (
    GpxReader(),
    KmlReader(),
    ShapefileReader(),
    DxfReader(),
    RtklibReader(),
    NmeaReader(),
    SurveyFormReader(),
    GeojsonReader(),
    MemoriaReader(),
    BearingReader(),
    VertexTableReader(),
)
# The readers by the names that people choose from; three names share GeoJSON's.
FORMATS = {
    "gpx": "gpx",
    "kml": "kml",
    "csv": "csv",
    "geojson": "geojson",
    "comapeo": "geojson",
    "mapeo": "geojson",
    "odk": "odk",
    "rtklib_pos": "rtklib_pos",
    "nmea": "nmea",
    "dxf": "dxf",
    "shapefile": "shapefile",
    "bearings": "bearings",
    "memoria": "memoria",
}
_MAIN_ENDINGS = (".kml", ".shp", ".geojson", ".json", ".gpx", ".csv", ".dxf", ".pos", ".txt", ".nmea")
_DOCUMENT = "doc.kml"
_MEDIA_ENDINGS = (
    ".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".gif", ".mp4", ".mov", ".avi", ".webm", ".3gp", ".m4a", ".aac",
    ".amr", ".mp3", ".ogg", ".opus", ".wav",
)  # fmt: skip
_ZIP_MARK = b"PK\x03\x04"
_EMPTY_ZIP_MARK = b"PK\x05\x06"
_HEAD_BYTES = 64 << 10


def read_field_file(path: Path | str, format: str, options: ReadingOptions) -> FieldReading:
    """Read a field file, or the one inside an archive.

    Parameters
    ----------
    path : Path or str
    format : str
        ``auto`` or one of :data:`FORMATS`.
    options : ReadingOptions

    Raises
    ------
    InputError
        ``input.unreadable``, ``field.empty``, ``field.unknown_format``, ``field.too_deep``, what the readers raise, and what
        :func:`~rainforest_alert_plugin.territory.source_file.checked_members` raises about archives.
    """
    file = source_file(Path(path))
    head = file.head(_HEAD_BYTES)
    if not head.strip(b"\0 \r\n\t"):
        raise InputError("field.empty", path=file.name)
    text = head.decode(file.encoding(), "replace").lstrip("\ufeff")
    if format == AUTO:
        reader = next((reader for reader in READERS if reader.recognises(file, text)), None)
        if reader is None:
            raise InputError("field.unknown_format", path=file.name, formats=", ".join(FORMATS))
    else:
        reader = next(reader for reader in READERS if reader.name == FORMATS[format])
    try:
        reading = reader.read(file, options)
    except RecursionError as error:
        raise InputError("field.too_deep", path=file.name) from error
    if isinstance(reading.features, list):  # a table holds points only, and is not walked through for this
        reading.notes += gap_notes(reading.features, reading.epsg)
    reading.notes += elsewhere_notes(*_places(reading), reading.epsg)
    reading.notes.insert(0, Message("field.read_as", format=reading.format))
    return reading


def _places(reading: FieldReading) -> tuple[Floats, Floats]:
    """Coordinates of all that was read."""
    if isinstance(reading.features, TableRows):
        return reading.features.places()
    if not reading.features or reading.epsg is None or is_geographic(reading.epsg):
        return np.empty(0), np.empty(0)
    vertices = np.concatenate([feature.vertices[["x", "y"]] for feature in reading.features])
    return vertices["x"], vertices["y"]


def source_file(path: Path) -> SourceFile:
    """The file to read: `path` itself, or the one field file inside an archive, with the photos that stand by it.

    Raises
    ------
    InputError
        ``input.unreadable``, ``field.zip_empty``, ``field.zip_several``.
    """
    try:
        with path.open("rb") as file:
            mark = file.read(4)
    except OSError as error:
        raise InputError("input.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    if mark not in (_ZIP_MARK, _EMPTY_ZIP_MARK):
        if path.suffix.lower() in (".kmz", ".zip"):
            raise InputError("field.zip_broken", path=path.name)
        return SourceFile(path, path.name, attachments=_photos_beside(path))
    members = [member.filename for member in checked_members(path)]
    inside = [name for name in members if "__MACOSX" not in name]
    photos = tuple(
        Attachment(PurePosixPath(name).name, path, name)
        for name in inside
        if PurePosixPath(name).suffix.lower() in _MEDIA_ENDINGS
    )
    for ending in _MAIN_ENDINGS:
        found = [name for name in inside if name.lower().endswith(ending)]
        document = _document(path, found) if ending == ".kml" else None
        if document is not None:
            return SourceFile(path, path.name, document, photos)
        if len(found) > 1:
            raise InputError("field.zip_several", path=path.name, members=", ".join(found[:5]))
        if found:
            return SourceFile(path, path.name, found[0], photos)
    raise InputError("field.zip_empty", path=path.name)


def _document(path: Path, members: list[str]) -> str | None:
    """The KML that Google Earth opens of a KMZ: ``doc.kml``, otherwise the first one, of the folder that is least deep.

    None of a zip of several that names none so: nobody can tell which of them is meant.
    """
    if not members:
        return None
    places = [PurePosixPath(member.lower()) for member in members]
    at = min(range(len(members)), key=lambda number: (len(places[number].parts), places[number].name != _DOCUMENT))
    is_meant = len(members) == 1 or path.suffix.lower() == ".kmz" or places[at].name == _DOCUMENT
    return members[at] if is_meant else None


def _photos_beside(path: Path) -> tuple[Attachment, ...]:
    """Photos in the folder of a file and in the folders that Locus and CoMapeo put next to it."""
    try:
        folders = [
            path.parent,
            *(p for p in path.parent.iterdir() if p.is_dir() and _is_media_folder(p.name, path.stem)),
        ]
        photos = [photo for folder in folders for photo in sorted(folder.iterdir())]
    except OSError:
        # a folder that may not be listed holds no photos for us; the file itself was readable
        return ()
    return tuple(
        Attachment(photo.name, None, str(photo))
        for photo in photos
        if photo.suffix.lower() in _MEDIA_ENDINGS and photo.is_file()
    )


def _is_media_folder(name: str, stem: str) -> bool:
    lowered = name.lower()
    return lowered in (f"{stem.lower()}-attachments", "media", "files", "photos", "fotos") or "_media_" in lowered


__all__ = ["AUTO", "FORMATS", "READERS", "ReadingOptions", "read_field_file", "source_file"]
