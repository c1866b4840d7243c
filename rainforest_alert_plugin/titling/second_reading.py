"""Shapefiles and GeoPackages read without the library that wrote them: bytes by their published layout, SQLite by Python's own."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Mapping, Sequence

from ..errors import InputError
from ..geo.files import sqlite_uri
from ..workspace.sql import quoted_any

Line = tuple[tuple[float, float], ...]
_POINT, _LINE, _POLYGON = 1, 3, 5
_SHAPE_HEADER = 100
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_ALL_ROWS = Template("SELECT $columns FROM $table ORDER BY rowid")
_WKB_POINT, _WKB_LINE, _WKB_POLYGON = 1, 2, 3


@dataclass(frozen=True)
class SecondReading:
    """A feature as another reader sees it.

    Attributes
    ----------
    lines : tuple of tuple of (float, float)
        Its points: one, a line, or one line for each ring.
    values : mapping of str to str
        Fields as text; dates as ``2026-11-20``, empty for none.
    """

    lines: tuple[Line, ...]
    values: Mapping[str, str]


def read_shapefile(path: Path) -> list[SecondReading]:
    """Features of a shapefile in UTF-8.

    Raises
    ------
    InputError
        ``input.unreadable`` when the bytes are not laid out as the format says.
    """
    try:
        shapes = _shapes(path.read_bytes())
        rows = _dbf_rows(path.with_suffix(".dbf").read_bytes())
        if len(shapes) != len(rows):
            raise ValueError(f"{len(shapes)} != {len(rows)}")
    except (OSError, struct.error, ValueError, IndexError) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    return [SecondReading(lines, values) for lines, values in zip(shapes, rows)]


def read_geopackage(path: Path, table: str, fields: Sequence[str]) -> list[SecondReading]:
    """Features of a table of a GeoPackage, in their order.

    Raises
    ------
    InputError
        ``input.unreadable`` when SQLite or the layout of the geometries says so.
    """
    try:
        with closing(sqlite3.connect(sqlite_uri(path.resolve(), "ro") + "&immutable=1", uri=True)) as database:
            (geometry,) = database.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
            ).fetchone()
            columns = ", ".join(quoted_any(name) for name in (geometry, *fields))
            rows = database.execute(_ALL_ROWS.substitute(columns=columns, table=quoted_any(table))).fetchall()
        return [
            SecondReading(
                _geopackage_lines(row[0]),
                {name: "" if value is None else str(value) for name, value in zip(fields, row[1:])},
            )
            for row in rows
        ]
    except (OSError, sqlite3.Error, struct.error, ValueError, IndexError, TypeError, RecursionError) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error


def _shapes(data: bytes) -> list[tuple[Line, ...]]:
    shapes = []
    at = _SHAPE_HEADER
    while at < len(data):
        _, words = struct.unpack_from(">2i", data, at)
        shapes.append(_shape(data[at + 8 : at + 8 + 2 * words]))
        at += 8 + 2 * max(words, 2)
    return shapes


def _shape(content: bytes) -> tuple[Line, ...]:
    (kind,) = struct.unpack_from("<i", content)
    if kind == _POINT:
        return ((struct.unpack_from("<2d", content, 4),),)  # type: ignore[return-value]
    if kind not in (_LINE, _POLYGON):
        raise ValueError(f"shape {kind}")
    parts, count = struct.unpack_from("<2i", content, 36)
    starts = struct.unpack_from(f"<{parts}i", content, 44)
    points = _points("<", content, 44 + 4 * parts, count)
    ends = [*starts[1:], count]
    return tuple(points[start:end] for start, end in zip(starts, ends))


def _points(order: str, data: bytes, at: int, count: int) -> Line:
    flat = struct.unpack_from(f"{order}{2 * count}d", data, at)
    return tuple(zip(flat[::2], flat[1::2]))


def _dbf_rows(data: bytes) -> list[dict[str, str]]:
    count, header, size = struct.unpack_from("<IHH", data, 4)
    if not size or header + count * size > len(data):
        raise ValueError(f"{count} × {size}")
    fields = []
    at = 32
    while data[at] != 0x0D:
        name = data[at : at + 11].split(b"\0")[0].decode("ascii")
        fields.append((name, chr(data[at + 11]), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        place = header + number * size + 1
        row = {}
        for name, kind, width in fields:
            text = data[place : place + width].decode("utf-8").strip(" \0")
            row[name] = _dbf_text(kind, text)
            place += width
        rows.append(row)
    return rows


def _dbf_text(kind: str, text: str) -> str:
    """A cell without the signs that stand for nothing: naughts of a date, asterisks of a number."""
    if kind == "D":
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text.strip("0") else ""
    return text.strip("*") if kind in "NF" else text


def _geopackage_lines(blob: bytes) -> tuple[Line, ...]:
    if blob[:2] != b"GP":
        raise ValueError("GP")
    lines, _ = _wkb_lines(blob, 8 + _ENVELOPE_BYTES[blob[3] >> 1 & 7])
    return tuple(lines)


def _wkb_lines(data: bytes, at: int) -> tuple[list[Line], int]:
    """Lines of a geometry in plain well-known binary, and where it ends."""
    order = "<" if data[at] else ">"
    (kind,) = struct.unpack_from(f"{order}I", data, at + 1)
    at += 5
    if kind == _WKB_POINT:
        return [_points(order, data, at, 1)], at + 16
    (count,) = struct.unpack_from(f"{order}I", data, at)
    at += 4
    if kind == _WKB_LINE:
        return [_points(order, data, at, count)], at + 16 * count
    found: list[Line] = []
    for _ in range(count):
        if kind == _WKB_POLYGON:
            (size,) = struct.unpack_from(f"{order}I", data, at)
            found.append(_points(order, data, at + 4, size))
            at += 4 + 16 * size
        else:
            some, at = _wkb_lines(data, at)
            found += some
    return found, at


def same_value(kind: str, one: str, other: str) -> bool:
    """Whether two readers say the same of a field; numbers by their value."""
    if kind in ("number", "integer") and one and other:
        try:
            return float(one) == float(other)
        except ValueError:
            return False
    return one == other


def all_lines(geometry: Any) -> tuple[Line, ...]:
    """The same of an OGR geometry."""
    count = geometry.GetGeometryCount()
    if count:
        return tuple(line for number in range(count) for line in all_lines(geometry.GetGeometryRef(number)))
    return (tuple(geometry.GetPoint_2D(number) for number in range(geometry.GetPointCount())),)
