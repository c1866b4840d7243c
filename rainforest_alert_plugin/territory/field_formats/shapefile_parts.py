"""Parts of a shapefile that break off, filled up so that GDAL reads what stands whole.

GDAL stops at a record of the table that it can read in part only, and raises where another plugin lets it. Layouts: ESRI Shapefile
Technical Description (1998); dBASE III.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Callable

import numpy as np

from ...geo.arrays import Ints

_DBF_HEADER = struct.Struct("<4xLHH")  # records, length of the header, length of a record
_HEADER_BYTES = 100
_LENGTH_AT = 24  # in words of two bytes
_KIND_AT = 32
_LONGEST_FILLING = 512 << 20
_NULL_SHAPE = 0
_SHORTEST_RECORD = 12  # header and kind of a shape


@dataclass(frozen=True)
class WholeParts:
    """Parts of a shapefile as they are read.

    Attributes
    ----------
    shapes, table : bytes, optional
        Contents of the ``.shp`` and the ``.dbf`` where they were filled up: cut shapes are null, records that are not there blank.
    expected : int
        Number of features by the index.
    whole_records : int
        Number of records that stand whole in the table.
    lost_shapes : int
    """

    shapes: bytes | None
    table: bytes | None
    expected: int
    whole_records: int
    lost_shapes: int


def whole_parts(size: int, shapes: Callable[[], bytes], index: bytes, table: bytes) -> WholeParts | None:
    """Fill up the parts of a shapefile; None when nothing is missing, or so much that it is no shapefile any more.

    Parameters
    ----------
    size : int
        Bytes of the ``.shp``.
    shapes : callable
        Gives its contents; asked only when it is cut.
    index, table : bytes
        Contents of the ``.shx`` and ``.dbf``; a table may be lacking altogether.
    """
    if size < _HEADER_BYTES or len(index) < _HEADER_BYTES:
        return None
    entries = np.frombuffer(index[_HEADER_BYTES:][: (len(index) - _HEADER_BYTES) // 8 * 8], ">i4").reshape(-1, 2)
    starts, sizes = 2 * entries[:, 0].astype(np.int64), 2 * entries[:, 1].astype(np.int64)
    is_cut = (starts > 0) & (sizes > 0) & (starts + 8 + sizes > size)
    records = len(entries)
    whole = _whole_records(table) if len(table) >= _DBF_HEADER.size else records
    if not is_cut.any() and whole >= records:
        return None
    length = int((starts + 8 + sizes).max()) if records else 0
    filled = None
    if is_cut.any():
        if length - size > _LONGEST_FILLING:
            return None
        filled = _with_null_shapes(shapes(), starts[is_cut], sizes[is_cut], length)
    blank = None
    if whole < records:
        blank = _with_blank_records(table, whole, records)
        if not blank:
            return None
    return WholeParts(filled, blank, records, min(whole, records), int(is_cut.sum()))


def has_header(index: bytes) -> bool:
    """Whether there is an index at all."""
    return len(index) >= _HEADER_BYTES


def rebuilt_index(shapes: bytes, table: bytes) -> bytes:
    """Index of a shapefile whose own is missing; empty when its shapes do not follow each other.

    Parameters
    ----------
    shapes, table : bytes
        Contents of the ``.shp`` and ``.dbf``. Records of the table for which the shapes break off get an entry behind their end.
    """
    if len(shapes) < _HEADER_BYTES:
        return b""
    (said,) = struct.unpack_from(">i", shapes, _LENGTH_AT)
    (kind,) = struct.unpack_from("<i", shapes, _KIND_AT)
    end = min(len(shapes), 2 * said) if 2 * said >= _HEADER_BYTES else len(shapes)
    entries = []
    at = _HEADER_BYTES
    while at + _SHORTEST_RECORD <= end:
        (words,) = struct.unpack_from(">i", shapes, at + 4)
        (own,) = struct.unpack_from("<i", shapes, at + 8)
        if words < 2 or own not in (_NULL_SHAPE, kind):
            return b""
        entries.append((at // 2, words))
        at += 8 + 2 * words
    records = _whole_records(table) if len(table) >= _DBF_HEADER.size else 0
    if (records - len(entries)) * _SHORTEST_RECORD > _LONGEST_FILLING:
        return b""
    behind = max(at, len(shapes))
    entries += [((behind + _SHORTEST_RECORD * step) // 2, 2) for step in range(records - len(entries))]
    body = np.array(entries, ">i4").tobytes()
    header = bytearray(shapes[:_HEADER_BYTES])
    struct.pack_into(">l", header, _LENGTH_AT, (_HEADER_BYTES + len(body)) // 2)
    return bytes(header) + body


def _whole_records(table: bytes) -> int:
    count, header, length = _DBF_HEADER.unpack_from(table)
    return int(min(count, max(0, len(table) - header) // max(1, length)))


def _with_null_shapes(shapes: bytes, starts: Ints, sizes: Ints, length: int) -> bytes:
    data = bytearray(shapes).ljust(length, b"\0")
    for start, size in zip(starts.tolist(), sizes.tolist()):
        data[start + 8 : start + 8 + size] = bytes(size)
    struct.pack_into(">l", data, _LENGTH_AT, length // 2)
    return bytes(data)


def _with_blank_records(table: bytes, whole: int, records: int) -> bytes:
    """The table with blank records up to the number of shapes; empty when that would be too long."""
    _, header, length = _DBF_HEADER.unpack_from(table)
    if len(table) < header or (records - whole) * length > _LONGEST_FILLING:
        return b""
    data = bytearray(table[: header + whole * length])
    struct.pack_into("<L", data, 4, records)
    return bytes(data) + b" " * ((records - whole) * length) + b"\x1a"
