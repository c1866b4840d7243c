"""What other programs draw: DXF and shapefiles, read through OGR."""

from __future__ import annotations

import io
import math
import struct
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Iterator

import numpy as np
from osgeo import gdal, ogr

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..columns import role_of_header
from ..datum_names import Stated
from ..field_feature import (
    FieldFeature,
    FieldReading,
    Vertices,
    line_feature,
    point_feature,
    polygon_feature,
    vertices_of,
)
from ..persons import person_of
from ..plane import is_geographic, system_name
from ..source_file import SourceFile, checked_members, legacy_encoding, read_member
from ..stated_systems import settled, with_name
from ..written_systems import code_of
from .dxf_arcs import Arcs, straighten
from .protocol import ReadingOptions, kept, left_out
from .shapefile_parts import WholeParts, has_header, rebuilt_index, whole_parts

_CHECK_EVERY = 500
_NAMES = ("name", "vertex")
_LONGEST_DBF = 200 << 20
UNREADABLE = object()
_TAIL_BYTES = 1024
_METRES_PER_DEGREE = 111_320.0
_PARTS_OF_OBJECTS = ("VERTEX", "SEQEND", "ATTRIB")


class DxfReader:
    """Reader of AutoCAD's exchange format."""

    name = "dxf"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By the ending, or the first group of a drawing."""
        return file.suffix == ".dxf" or head.split()[:2] == ["0", "SECTION"]

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Closed lines become boundaries, open ones tracks, points vertices, texts places with their words.

        Arcs become short straight sides, and that is said with how far these depart from them. Of a drawing that breaks off, what stands
        whole before the break is read, and said.

        Raises
        ------
        InputError
            ``field.ogr_unreadable``; ``field.drawing_broken`` when nothing stands before the break.
        """
        tally = FeatureTally(file.name)
        with _straightened(file) as (path, arcs):
            source = _open(path, ["DXF"], [], file.name)
            found = list(_drawn(source.GetLayer(0), tally, options, is_drawing=True))
            # Windows deletes no file that is open
            del source
        notes = []
        if not _has_end_mark(file):
            begun = _objects_begun(file)
            if not found:
                raise InputError("field.drawing_broken", path=file.name, begun=begun)
            notes.append(Message("field.drawing_cut", begun=begun, count=len(found)))
        stated = with_name(Stated(), file.name, options.epsg)
        reading = _reading(self.name, file, found, stated, tally, options, notes)
        reading.notes += _notes_of_arcs(arcs, reading.epsg)
        return reading


class ShapefileReader:
    """Reader of shapefiles, also inside a zip."""

    name = "shapefile"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By the ending."""
        return file.suffix == ".shp"

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Polygons become boundaries, lines tracks, points places, or vertices when a field has labels of vertices.

        The encoding is that of the ``.cpg``, otherwise guessed from the letters of the table. Where the table breaks off, the geometry
        comes in without its words; where the geometry does, features are left out. An index (``.shx``) that is missing is made anew, in a
        folder of its own.

        Raises
        ------
        InputError
            ``field.ogr_unreadable``; ``field.index_missing`` when no index can be made.
        """
        tally = FeatureTally(file.name)
        notes: list[Message] = []
        options_of_open = []
        if not _beside(file, ".cpg"):
            encoding = _encoding(_beside(file, ".dbf"))
            if encoding:
                options_of_open = [f"ENCODING={encoding}"]
                notes.append(Message("field.encoding_guessed", encoding=encoding))
        with _whole(file, notes) as path:
            source = _open(path, ["ESRI Shapefile"], options_of_open, file.name)
            layer = source.GetLayer(0)
            system = _system(layer)
            found = list(_drawn(layer, tally, options, is_drawing=False))
            # Windows deletes no file that is open
            del layer, source
        stated: Stated | None = with_name(Stated(), file.name, options.epsg)
        if system is not None:
            stated, options = _written(system, options, notes)
        if any("\ufffd" in "".join(feature.properties.values()) + feature.name for feature in found):
            notes.append(Message("field.lost_accents"))
        return _reading(self.name, file, found, stated, tally, options, notes)


def _written(system: Any, options: ReadingOptions, notes: list[Message]) -> tuple[Stated | None, ReadingOptions]:
    """What a ``.prj`` says, None when it is no system of the registry; it holds against what the person chose."""
    name, code = str(system.GetName()), code_of(system)
    if code is None:
        if options.epsg is None:
            notes.append(Message("field.prj_unknown", name=name, datum=str(system.GetAttrValue("DATUM") or "?")))
            return None, options
        return Stated(), options
    if system.GetAuthorityCode(None) is None:
        notes.append(Message("field.prj_recognised", name=name, system=system_name(code)))
    if options.epsg not in (None, code):
        said = {"chosen": system_name(int(options.epsg or 0)), "system": system_name(code)}
        notes.append(Message("field.choice_not_needed", **said))
    return Stated(code=code), replace(options, epsg=None)


@contextmanager
def _straightened(file: SourceFile) -> Iterator[tuple[str, Arcs]]:
    """Path by which OGR opens a drawing; of one with arcs a copy in which these are straight sides."""
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as folder:
        copy = Path(folder) / "drawing.dxf"
        with io.BytesIO(file.data()) if file.member else file.path.open("rb") as lines, copy.open("wb") as written:
            arcs = straighten(lines, written.write)
        yield (str(copy) if arcs.count else _ogr_path(file)), arcs


def _notes_of_arcs(arcs: Arcs, epsg: int | None) -> list[Message]:
    notes = []
    if arcs.count:
        departure = arcs.departure * (_METRES_PER_DEGREE if is_degrees(epsg) else 1.0)
        notes.append(Message("field.drawing_arcs", count=arcs.count, departure_m=departure))
    if arcs.curves:
        notes.append(Message("field.drawing_curves", count=arcs.curves))
    return notes


@contextmanager
def _whole(file: SourceFile, notes: list[Message]) -> Iterator[str]:
    """Path by which OGR opens a shapefile; where a part is missing or breaks off, that of a filled up copy, and a note says so."""
    parts = {suffix: _beside(file, suffix) for suffix in (".shx", ".dbf", ".prj", ".cpg")}
    size = len(file.data()) if file.member else file.path.stat().st_size
    is_short = len(parts[".dbf"]) < _LONGEST_DBF
    lacks_index = not has_header(parts[".shx"])
    if lacks_index:
        parts[".shx"] = rebuilt_index(file.data(), parts[".dbf"]) if is_short else b""
        if not parts[".shx"]:
            raise InputError("field.index_missing", path=file.name)
        notes.append(Message("field.index_rebuilt"))
    whole = whole_parts(size, file.data, parts[".shx"], parts[".dbf"]) if is_short else None
    if whole is None and not lacks_index:
        yield _ogr_path(file)
        return
    parts[".shp"] = file.data()
    if whole is not None:
        _fill_up(parts, whole, notes)
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as folder:
        for suffix, data in parts.items():
            if data:
                (Path(folder) / f"parts{suffix}").write_bytes(data)
        yield str(Path(folder) / "parts.shp")


def _fill_up(parts: dict[str, bytes], whole: WholeParts, notes: list[Message]) -> None:
    if whole.shapes is not None:
        parts[".shp"] = whole.shapes
    if whole.table is not None:
        parts[".dbf"] = whole.table
        notes.append(Message("field.table_cut", whole=whole.whole_records, expected=whole.expected))
    if whole.lost_shapes:
        notes.append(Message("field.shapes_cut", missing=whole.lost_shapes, expected=whole.expected))


def _ogr_path(file: SourceFile) -> str:
    """Path by which OGR opens a file, also inside an archive."""
    return f"/vsizip/{{{file.path}}}/{file.member}" if file.member else str(file.path)


def _open(path: str, drivers: list[str], open_options: list[str], name: str) -> Any:
    """Open a file whether or not another plugin lets GDAL raise."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, drivers, open_options)
        reason = gdal.GetLastErrorMsg()
    except RuntimeError as error:
        source, reason = None, str(error)
    finally:
        gdal.PopErrorHandler()
    if source is None or source.GetLayerCount() == 0:
        raise InputError("field.ogr_unreadable", path=name, reason=reason.strip() or "OGR")
    return source


def _reading(
    format: str,
    file: SourceFile,
    found: list[FieldFeature],
    stated: Stated | None,
    tally: FeatureTally,
    options: ReadingOptions,
    notes: list[Message],
) -> FieldReading:
    epsg = options.epsg or (stated.code if stated else 0) or None
    if found and stated is not None and not stated.code:
        vertices = np.concatenate([feature.vertices for feature in found])
        guess = settled(stated, vertices["x"], vertices["y"], options.epsg)
        epsg = guess.epsg
        notes += guess.notes
        if guess.swapped:
            found = [_swapped(feature) for feature in found]
    features = list(kept(found, tally, is_degrees(epsg)))
    return FieldReading(format, features, epsg, tally, notes, attachments=list(file.attachments))


def is_degrees(epsg: int | None) -> bool:
    """Whether coordinates are certainly degrees."""
    return epsg is not None and is_geographic(epsg)


def _swapped(feature: FieldFeature) -> FieldFeature:
    feature.vertices["x"], feature.vertices["y"] = feature.vertices["y"].copy(), feature.vertices["x"].copy()
    return feature


def _drawn(layer: Any, tally: FeatureTally, options: ReadingOptions, is_drawing: bool) -> Iterator[FieldFeature]:
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    roles = {role_of_header(name): name for name in reversed(fields)}
    has_labels = "vertex" in roles
    count = 0
    while True:
        feature = _next(layer)
        if feature is None or (feature is UNREADABLE and (is_drawing or count >= layer.GetFeatureCount())):
            return
        count += 1
        if feature is UNREADABLE:
            left_out(tally, f"#{count}", Message("feature.null_geometry"))
            continue
        if count % _CHECK_EVERY == 0:
            stop_if(options.is_cancelled)
        values = {name: _text(feature, i) for i, name in enumerate(fields) if feature.IsFieldSetAndNotNull(i)}
        values = {name: value for name, value in values.items() if value}
        properties, author = person_of(values)
        name = properties.get(roles.get("name", ""), "") or (properties.get("Text", "") if is_drawing else "")
        label = properties.get(roles.get("vertex", ""), "") if not is_drawing else ""
        words = {
            "name": name or (properties.get("Layer", "") if is_drawing else ""),
            "label": label,
            "author": author,
            "properties": properties,
            "line": count,
        }
        geometry = feature.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            left_out(tally, name or f"#{count}", Message("feature.null_geometry"))
            continue
        # drawings of release 12 name no subclasses
        is_text = is_drawing and ("Text" in properties or "TEXT" in properties.get("SubClasses", "").upper())
        point_kind = "place" if is_text or not (has_labels or is_drawing) else "vertex"
        yield from _shapes(geometry, point_kind, is_drawing, words)


def _next(layer: Any) -> Any:
    """Next feature, None after the last; :data:`UNREADABLE` where another plugin lets GDAL raise, and it does."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return layer.GetNextFeature()
    except RuntimeError:
        return UNREADABLE
    finally:
        gdal.PopErrorHandler()


def _has_end_mark(file: SourceFile) -> bool:
    """Whether a drawing ends as drawings do."""
    if file.member:
        tail = file.data()[-_TAIL_BYTES:]
    else:
        with file.path.open("rb") as opened:
            opened.seek(max(0, file.path.stat().st_size - _TAIL_BYTES))
            tail = opened.read()
    return tail.split()[-2:] == [b"0", b"EOF"]


def _objects_begun(file: SourceFile) -> int:
    """Number of objects that begin in the section of entities of a drawing, whether or not they are whole."""
    count = 0
    is_inside = False
    lines = (line.strip() for line in file.lines())
    for code, value in zip(lines, lines):
        if code == "2" and value == "ENTITIES":
            is_inside = True
        elif code == "0" and is_inside:
            is_inside = value != "ENDSEC"
            count += is_inside and value not in _PARTS_OF_OBJECTS
    return count


def _text(feature: Any, index: int) -> str:
    return str(feature.GetFieldAsString(index)).strip()


def _shapes(geometry: Any, point_kind: str, is_drawing: bool, words: dict[str, Any]) -> Iterator[FieldFeature]:
    linear = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry
    points: list[Vertices] = []
    lines: list[Vertices] = []
    polygons: list[list[Vertices]] = []
    waiting = [linear]
    while waiting:
        part = waiting.pop(0)
        kind = ogr.GT_Flatten(part.GetGeometryType())
        if kind == ogr.wkbPoint:
            points.append(_vertices(part))
        elif kind == ogr.wkbLineString:
            lines.append(_vertices(part))
        elif kind == ogr.wkbPolygon:
            polygons.append([_vertices(part.GetGeometryRef(i)) for i in range(part.GetGeometryCount())])
        else:
            waiting = [part.GetGeometryRef(i) for i in range(part.GetGeometryCount())] + waiting
    if is_drawing:
        polygons += [[line] for line in lines if _is_closed(line)]
        lines = [line for line in lines if not _is_closed(line)]
    for vertices in points:
        yield point_feature(point_kind, vertices, **words)
    if lines:
        yield line_feature("track", lines, **words)
    if polygons:
        yield polygon_feature("boundary", polygons, **words)


def _is_closed(line: Vertices) -> bool:
    return len(line) > 3 and line["x"][0] == line["x"][-1] and line["y"][0] == line["y"][-1]


def _vertices(part: Any) -> Vertices:
    """Vertices of a simple geometry; a measure (M) is dropped."""
    points = part.GetPoints() or []
    is_3d = bool(part.Is3D())
    return vertices_of(
        [[point[0], point[1]] for point in points], [point[2] if is_3d else math.nan for point in points]
    )


def _system(layer: Any) -> Any:
    try:
        return layer.GetSpatialRef()
    except RuntimeError:  # a damaged .prj is none, also where another plugin lets GDAL raise
        return None


def _beside(file: SourceFile, suffix: str) -> bytes:
    """Bytes of the file with another ending, empty when there is none."""
    if file.member:
        wanted = str(PurePosixPath(file.member).with_suffix(suffix)).lower()
        found = next((m.filename for m in checked_members(file.path) if m.filename.lower() == wanted), "")
        return read_member(file.path, found) if found else b""
    for candidate in file.path.parent.iterdir():
        if candidate.stem == file.path.stem and candidate.suffix.lower() == suffix:
            return Path(candidate).read_bytes()[:_LONGEST_DBF]
    return b""


def _encoding(dbf: bytes) -> str:
    """Encoding of a table by its letters; blank when it has none beyond ASCII."""
    if len(dbf) < 32:
        return ""
    (header,) = struct.unpack_from("<H", dbf, 8)
    letters = bytes(byte for byte in dbf[header:] if byte > 0x7F)
    if not letters:
        return ""
    try:
        dbf[header:].decode("utf-8")
    except UnicodeDecodeError:
        return legacy_encoding(letters).upper()
    return "UTF-8"
