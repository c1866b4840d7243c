"""Geometry as GeoPackage and PostGIS store it, and the SQL functions that GeoPackage's spatial index needs.

Formats: OGC 12-128r18 (GeoPackage 1.3), clause 2.1.3; ISO WKB as well as EWKB flags are read.
"""

from __future__ import annotations

import math
import struct
from typing import Any, Callable, NamedTuple

_POINT_BLOB_BYTES = 29
_HEADER = struct.Struct("<2sBBi")
_ENVELOPE_DOUBLES = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}
_EMPTY_FLAG = 0x10
_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
_POINT, _LINESTRING, _POLYGON, _LAST_COLLECTION = 1, 2, 3, 7
_ISO_DIMENSION = 1000
_POINT_X = struct.Struct("<d")


class Bounds(NamedTuple):
    """Smallest box of a geometry, in degrees."""

    min_x: float
    max_x: float
    min_y: float
    max_y: float


def encode(wkb: bytes, srid: int = 4326) -> bytes:
    """Wrap well-known binary as a GeoPackage geometry, with its envelope unless it is a point or empty."""
    bounds = wkb_bounds(wkb)
    if bounds is None:
        return _HEADER.pack(b"GP", 0, 0x01 | _EMPTY_FLAG, srid) + wkb
    if bounds.min_x == bounds.max_x and bounds.min_y == bounds.max_y:
        return _HEADER.pack(b"GP", 0, 0x01, srid) + wkb
    return _HEADER.pack(b"GP", 0, 0x03, srid) + struct.pack("<4d", *bounds) + wkb


def decode(blob: bytes) -> bytes:
    """Well-known binary inside a GeoPackage geometry.

    Raises
    ------
    ValueError
        When the bytes are not a GeoPackage geometry.
    """
    return bytes(blob[_wkb_offset(blob) :])


def ewkb_hex(wkb: bytes, srid: int = 4326) -> str:
    """Well-known binary as the text that PostGIS reads, with its reference system."""
    order = "<" if wkb[0] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, 1)
    return (wkb[:1] + struct.pack(order + "II", kind | _EWKB_SRID, srid) + wkb[5:]).hex()


def from_ewkb_hex(text: str) -> bytes:
    """Well-known binary out of what PostGIS answers."""
    ewkb = bytes.fromhex(text)
    order = "<" if ewkb[0] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", ewkb, 1)
    if not kind & _EWKB_SRID:
        return ewkb
    return ewkb[:1] + struct.pack(order + "I", kind & ~_EWKB_SRID) + ewkb[9:]


def wkb_bounds(wkb: bytes) -> Bounds | None:
    """Box of a geometry; None when it is empty or holds coordinates that are not numbers only."""
    box = [math.inf, -math.inf, math.inf, -math.inf]
    _extend(wkb, 0, box)
    if box[0] > box[1]:
        return None
    return Bounds(*box)


def blob_bounds(blob: Any) -> Bounds | None:
    """Box of a GeoPackage geometry; None for NULL, for empty geometry and for bytes that are no geometry."""
    if not isinstance(blob, bytes) or len(blob) < _HEADER.size or blob[:2] != b"GP":
        return None
    flags = blob[3]
    if flags & _EMPTY_FLAG:
        return None
    if (flags >> 1) & 0x07:
        order = "<" if flags & 1 else ">"
        return Bounds(*struct.unpack_from(order + "4d", blob, _HEADER.size))
    return wkb_bounds(decode(blob))


def sql_functions() -> dict[str, Callable[[Any], Any]]:
    """The functions of one argument that the triggers of a GeoPackage call, by name."""
    return {
        "ST_MinX": _coordinate(0, 13),
        "ST_MaxX": _coordinate(1, 13),
        "ST_MinY": _coordinate(2, 21),
        "ST_MaxY": _coordinate(3, 21),
        "ST_IsEmpty": _is_empty,
    }


def _coordinate(index: int, point_offset: int) -> Callable[[Any], float | None]:
    read_double = _POINT_X.unpack_from

    def coordinate(blob: Any) -> float | None:
        # A point without envelope is the common row, a million times over: its place in the bytes is fixed.
        if blob.__class__ is bytes and len(blob) == _POINT_BLOB_BYTES and blob[3] == 1 and blob[8] == 1:
            value: float = read_double(blob, point_offset)[0]
            return value
        bounds = blob_bounds(blob)
        return None if bounds is None else bounds[index]

    return coordinate


def _is_empty(blob: Any) -> int | None:
    if blob is None:
        return None
    if blob.__class__ is bytes and len(blob) == _POINT_BLOB_BYTES and blob[3] == 1 and blob[8] == 1:
        (x,) = _POINT_X.unpack_from(blob, 13)
        return int(math.isnan(x))
    return int(blob_bounds(blob) is None)


def _wkb_offset(blob: bytes) -> int:
    if len(blob) < _HEADER.size or blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    return _HEADER.size + 8 * _ENVELOPE_DOUBLES[(blob[3] >> 1) & 0x07]


def _extend(wkb: bytes, offset: int, box: list[float]) -> int:
    """Widen `box` by the geometry at `offset`; returns the offset behind it."""
    order = "<" if wkb[offset] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, offset + 1)
    offset += 5
    dimension = 2 + bool(kind & _EWKB_Z) + bool(kind & _EWKB_M)
    if kind & _EWKB_SRID:
        offset += 4
    kind &= 0x0FFFFFFF
    dimension += (0, 1, 1, 2)[kind // _ISO_DIMENSION]
    kind %= _ISO_DIMENSION
    if kind == _POINT:
        return _extend_by(wkb, offset, order, dimension, 1, box)
    (count,) = struct.unpack_from(order + "I", wkb, offset)
    offset += 4
    if kind == _LINESTRING:
        return _extend_by(wkb, offset, order, dimension, count, box)
    if kind == _POLYGON:
        for _ in range(count):
            (points,) = struct.unpack_from(order + "I", wkb, offset)
            offset = _extend_by(wkb, offset + 4, order, dimension, points, box)
        return offset
    if kind <= _LAST_COLLECTION:
        for _ in range(count):
            offset = _extend(wkb, offset, box)
        return offset
    raise ValueError(f"geometry type {kind} is not a simple feature")


def _extend_by(wkb: bytes, offset: int, order: str, dimension: int, count: int, box: list[float]) -> int:
    values = struct.unpack_from(f"{order}{count * dimension}d", wkb, offset)
    xs = [x for x in values[0::dimension] if not math.isnan(x)]
    ys = [y for y in values[1::dimension] if not math.isnan(y)]
    if xs and ys:
        box[0], box[1] = min(box[0], *xs), max(box[1], *xs)
        box[2], box[3] = min(box[2], *ys), max(box[3], *ys)
    return offset + 8 * count * dimension
