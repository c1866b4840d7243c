"""What other programs draw: DXF and shapefiles, read through OGR."""

from __future__ import annotations

import math
import struct
from pathlib import Path, PurePosixPath
from typing import Any, Iterator

import numpy as np
from osgeo import gdal, ogr

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..columns import role_of_header
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
from ..plane import guess_system, is_geographic
from ..source_file import SourceFile, checked_members, legacy_encoding, read_member
from .protocol import ReadingOptions, kept, left_out

_CHECK_EVERY = 500
_WGS84_UTM = {True: 32600, False: 32700}
_NAMES = ("name", "vertex")
_LONGEST_DBF = 200 << 20


class DxfReader:
    """Reader of AutoCAD's exchange format."""

    name = "dxf"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By the ending, or the first group of a drawing."""
        return file.suffix == ".dxf" or head.split()[:2] == ["0", "SECTION"]

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Closed lines become boundaries, open ones tracks, points vertices, texts places with their words.

        Raises
        ------
        InputError
            ``field.ogr_unreadable``.
        """
        tally = FeatureTally(file.name)
        source = _open(_ogr_path(file), ["DXF"], [], file.name)
        found = list(_drawn(source.GetLayer(0), tally, options, is_drawing=True))
        return _reading(self.name, file, found, None, tally, options, [])


class ShapefileReader:
    """Reader of shapefiles, also inside a zip."""

    name = "shapefile"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By the ending."""
        return file.suffix == ".shp"

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Polygons become boundaries, lines tracks, points places, or vertices when a field has labels of vertices.

        The encoding is that of the ``.cpg``, otherwise guessed from the letters of the table.

        Raises
        ------
        InputError
            ``field.ogr_unreadable``.
        """
        tally = FeatureTally(file.name)
        notes: list[Message] = []
        options_of_open = []
        if not _beside(file, ".cpg"):
            encoding = _encoding(_beside(file, ".dbf"))
            if encoding:
                options_of_open = [f"ENCODING={encoding}"]
                notes.append(Message("field.encoding_guessed", encoding=encoding))
        source = _open(_ogr_path(file), ["ESRI Shapefile"], options_of_open, file.name)
        layer = source.GetLayer(0)
        system = _system(layer)
        epsg = _epsg(system)
        if system is not None and epsg is None and options.epsg is None:
            notes.append(Message("field.system_unknown", name=str(system.GetName())))
        found = list(_drawn(layer, tally, options, is_drawing=False))
        if any("\ufffd" in "".join(feature.properties.values()) + feature.name for feature in found):
            notes.append(Message("field.lost_accents"))
        return _reading(self.name, file, found, epsg, tally, options, notes)


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
    epsg: int | None,
    tally: FeatureTally,
    options: ReadingOptions,
    notes: list[Message],
) -> FieldReading:
    epsg = epsg or options.epsg
    if epsg is None and found:
        vertices = np.concatenate([feature.vertices for feature in found])
        guess = guess_system(vertices["x"], vertices["y"])
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
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            feature = layer.GetNextFeature()
        finally:
            gdal.PopErrorHandler()
        if feature is None:
            return
        count += 1
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
        is_text = is_drawing and "TEXT" in properties.get("SubClasses", "").upper()
        point_kind = "place" if is_text or not (has_labels or is_drawing) else "vertex"
        yield from _shapes(geometry, point_kind, is_drawing, words)


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


def _epsg(system: Any) -> int | None:
    """EPSG code of a reference system; that of the UTM zone when its writer left the code out."""
    if system is None:
        return None
    copy = system.Clone()
    try:
        copy.AutoIdentifyEPSG()
    except RuntimeError:  # raised where another plugin lets GDAL raise: no code was found
        copy = system.Clone()
    code = copy.GetAuthorityCode(None)
    if code and copy.GetAuthorityName(None) == "EPSG":
        return int(code)
    zone = system.GetUTMZone()
    datum = str(system.GetAttrValue("DATUM") or "").upper().replace("_", " ")
    if zone and "WGS" in datum and "84" in datum:
        return int(_WGS84_UTM[zone > 0] + abs(zone))
    if not system.IsProjected() and "WGS" in datum and "84" in datum:
        return 4326
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
