"""Well-known binary of polygons to coordinate arrays and back, many geometries at a time.

Reading each ring in Python costs more than the geometry work itself, so all geometries walk in step: one numpy pass reads the
next ring of every geometry that has one left.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Sequence

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .arrays import Bools, Columns, Floats, Ints
from .runs import repeated

_POLYGON = 3
_MULTIPOLYGON = 6
_HEADER = 9
# Rings of this many vertices are copied one by one: that then costs less than an index of every vertex.
_LONG_RING = 100
_ENVELOPE_BYTES = (0, 32, 48, 48, 64, 0, 0, 0)
_EMPTY_FLAG = 0x10
_EWKB_Z = 0x80000000
_EWKB_M = 0x40000000
_EWKB_SRID = 0x20000000
# What comes before the number of vertices in a plain multipolygon of one part with one ring.
_ONE_RING = struct.pack("<BIIBII", 1, _MULTIPOLYGON, 1, 1, _POLYGON, 1)
_ONE_RING_HEADER = len(_ONE_RING) + 4
_EMPTY = struct.pack("<BII", 1, _MULTIPOLYGON, 0)
# All that may come before the coordinates of a ring: head of the multipolygon, head of the polygon, number of vertices.
_RING_HEAD = np.dtype(
    [("order", "u1"), ("kind", "<u4"), ("parts", "<u4"), ("part_order", "u1"), ("part_kind", "<u4"), ("rings", "<u4"),
     ("points", "<u4")]
)  # fmt: skip
_heading = itemgetter(slice(_ONE_RING_HEADER))
_coordinates = itemgetter(slice(_ONE_RING_HEADER, None))


@dataclass(frozen=True)
class Rings:
    """Rings of many polygons as flat arrays.

    Attributes
    ----------
    xy : ndarray of float64, shape (n, 2)
        Vertices of all rings, each ring closed as it was stored.
    start : ndarray of int64, shape (rings + 1,)
        Ring ``r`` is ``xy[start[r]:start[r + 1]]``.
    geometry : ndarray of int64, shape (rings,)
        Index of the geometry the ring belongs to, ascending.
    part : ndarray of int64, shape (rings,)
        Index of the polygon within its geometry.
    is_hole : ndarray of bool, shape (rings,)
        Whether the ring is not the first of its polygon.
    count : int
        Number of geometries, those without rings included.
    """

    xy: Floats
    start: Ints
    geometry: Ints
    part: Ints
    is_hole: Bools
    count: int

    def lengths(self) -> Ints:
        """Number of vertices of each ring."""
        return np.diff(self.start)

    def boxes(self) -> Floats:
        """Bounding boxes of the geometries, shape (count, 4): x min, y min, x max, y max; nan where there are no vertices."""
        boxes = np.full((self.count, 4), np.nan)
        filled = self.lengths() > 0
        if not filled.any():
            return boxes
        geometry = self.geometry[filled]
        first = np.flatnonzero(np.r_[True, geometry[1:] != geometry[:-1]])
        begin = self.start[:-1][filled][first]
        # one axis after the other: along rows of two numpy takes one step at a time
        for axis in range(2):
            along = np.ascontiguousarray(self.xy[:, axis])
            boxes[geometry[first], axis] = np.minimum.reduceat(along, begin)
            boxes[geometry[first], axis + 2] = np.maximum.reduceat(along, begin)
        return boxes

    def has_open_ring(self) -> Bools:
        """Whether a ring of the geometry ends elsewhere than it began, shape (count,)."""
        found = np.zeros(self.count, dtype=bool)
        filled = np.flatnonzero(self.lengths() > 0)
        first, last = self.start[:-1][filled], self.start[1:][filled] - 1
        found[self.geometry[filled[(self.xy[first] != self.xy[last]).any(axis=1)]]] = True
        return found

    def ring_of_vertex(self) -> Ints:
        """Index of the ring each vertex belongs to, shape (n,)."""
        return np.repeat(np.arange(len(self.geometry)), self.lengths())


def as_multipolygon(wkb: bytes) -> bytes | None:
    """The same binary as a multipolygon when it is plain, two-dimensional and little-endian; otherwise None."""
    if wkb[:5] == b"\x01\x06\x00\x00\x00":
        return wkb
    if wkb[:5] == b"\x01\x03\x00\x00\x00":
        return b"\x01\x06\x00\x00\x00\x01\x00\x00\x00" + wkb
    return None


def rings(wkb: bytes) -> Rings:
    """Rings of one polygon or multipolygon; see :func:`rings_of`."""
    return rings_of([wkb])


def rings_of(wkbs: Sequence[bytes]) -> Rings:
    """Rings of many polygons and multipolygons.

    Parameters
    ----------
    wkbs : sequence of bytes
        ISO or extended well-known binary, any byte order; an empty value is a geometry without rings. Z and M are dropped.

    Raises
    ------
    InputError
        ``wkb.not_polygon`` or ``wkb.truncated`` with ``index`` of the geometry.
    """
    return _of_one_ring_each(wkbs) or _Walk(wkbs).rings()


def _of_one_ring_each(wkbs: Sequence[bytes]) -> Rings | None:
    """Rings of plain multipolygons of one ring, as most parcels are; None when one of them is anything else."""
    count = len(wkbs)
    if not count or not wkbs[0].startswith(_ONE_RING):
        return None
    joined_headings = b"".join(map(_heading, wkbs))
    if len(joined_headings) != count * _ONE_RING_HEADER:
        return None
    headings = np.frombuffer(joined_headings, dtype=np.uint8).reshape(count, _ONE_RING_HEADER)
    if (headings[:, :-4] != np.frombuffer(_ONE_RING, dtype=np.uint8)).any():
        return None
    points = np.ascontiguousarray(headings[:, -4:]).view("<u4")[:, 0].astype(np.int64)
    if (np.fromiter(map(len, wkbs), np.int64, count) != _ONE_RING_HEADER + 16 * points).any():
        return None
    xy = np.frombuffer(b"".join(map(_coordinates, wkbs)), dtype="<f8").reshape(-1, 2)
    nothing = np.zeros(count, dtype=np.int64)
    return Rings(xy, np.concatenate([[0], np.cumsum(points)]), np.arange(count), nothing, nothing.astype(bool), count)


def geopackage_header(blob: bytes) -> int:
    """Number of bytes before the well-known binary in a geometry value of a GeoPackage (OGC 12-128, clause 2.1.3).

    Of a value that is marked empty it is all of them.

    Raises
    ------
    InputError
        ``wkb.not_geopackage`` when the value has no such header.
    """
    if blob[:2] != b"GP" or len(blob) < 8:
        raise InputError("wkb.not_geopackage")
    return len(blob) if blob[3] & _EMPTY_FLAG else 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7]


def joined(first: Rings, second: Rings) -> Rings:
    """Geometries of `first` followed by those of `second`."""
    return Rings(
        np.concatenate([first.xy, second.xy]),
        np.concatenate([first.start, second.start[1:] + first.start[-1]]),
        np.concatenate([first.geometry, second.geometry + first.count]),
        np.concatenate([first.part, second.part]),
        np.concatenate([first.is_hole, second.is_hole]),
        first.count + second.count,
    )


class _Walk:
    """Cursors of all geometries in one joined buffer."""

    def __init__(self, blobs: Sequence[bytes]) -> None:
        lengths = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
        ends = np.cumsum(lengths)
        self.count = len(blobs)
        self.buffer = np.frombuffer(b"".join([*blobs, b"\0" * 16]), dtype=np.uint8)
        self.at = ends - lengths
        self.end = ends

    def _take(self, who: Ints, size: int) -> Ints:
        """Advance the cursors of `who` by `size` bytes and return where they stood."""
        at = self.at[who]
        short = at + size > self.end[who]
        if short.any():
            raise InputError("wkb.truncated", index=int(who[short][0]))
        self.at[who] = at + size
        return at

    def _uint32(self, at: Ints, little: Bools) -> Ints:
        value = np.zeros(len(at), dtype=np.int64)
        for byte in range(4):
            shift = np.where(little, 8 * byte, 24 - 8 * byte)
            value |= self.buffer[at + byte].astype(np.int64) << shift
        return value

    def _header(self, who: Ints, expected: tuple[int, ...]) -> tuple[Bools, Ints, Ints, Ints]:
        """Read byte order, kind, number of dimensions and number of children of one geometry per cursor."""
        at = self._take(who, _HEADER)
        little = self.buffer[at] == 1
        code = self._uint32(at + 1, little)
        with_srid = (code & _EWKB_SRID) != 0
        dimensions = 2 + ((code & _EWKB_Z) != 0).astype(np.int64) + ((code & _EWKB_M) != 0)
        code &= 0x0FFFFFFF
        thousands = code // 1000
        dimensions += np.array([0, 1, 1, 2])[np.clip(thousands, 0, 3)]
        kind = code % 1000
        wrong = ~np.isin(kind, expected) | (thousands > 3)
        if wrong.any():
            raise InputError("wkb.not_polygon", index=int(who[wrong][0]))
        children = self._uint32(at + 5, little)
        if with_srid.any():
            again = self._take(who[with_srid], 4)
            children[with_srid] = self._uint32(again, little[with_srid])
        return little, kind, dimensions, children

    def rings(self) -> Rings:
        """Read everything."""
        live = np.flatnonzero(self.at < self.end)
        parts_left = np.zeros(self.count, dtype=np.int64)
        rings_left = np.zeros(self.count, dtype=np.int64)
        part = np.full(self.count, -1, dtype=np.int64)
        ring = np.zeros(self.count, dtype=np.int64)
        little = np.ones(self.count, dtype=bool)
        dimensions = np.full(self.count, 2, dtype=np.int64)
        if len(live):
            order, kind, size, children = self._header(live, (_POLYGON, _MULTIPOLYGON))
            single = kind == _POLYGON
            parts_left[live] = np.where(single, 0, children)
            rings_left[live[single]] = children[single]
            part[live[single]] = 0
            little[live], dimensions[live] = order, size
        found: list[Columns] = []
        while len(live):
            fresh = live[(rings_left[live] == 0) & (parts_left[live] > 0)]
            if len(fresh):
                order, _, size, children = self._header(fresh, (_POLYGON,))
                parts_left[fresh] -= 1
                part[fresh] += 1
                ring[fresh] = 0
                rings_left[fresh] = children
                little[fresh], dimensions[fresh] = order, size
            reading = live[rings_left[live] > 0]
            if len(reading):
                at = self._take(reading, 4)
                points = self._uint32(at, little[reading])
                width = dimensions[reading]
                begin = self.at[reading]
                after = begin + points * width * 8
                short = after > self.end[reading]
                if short.any():
                    raise InputError("wkb.truncated", index=int(reading[short][0]))
                self.at[reading] = after
                found.append((reading, part[reading], ring[reading], begin, points, width, little[reading]))
                rings_left[reading] -= 1
                ring[reading] += 1
            live = live[(rings_left[live] > 0) | (parts_left[live] > 0)]
        return self._gather(found)

    def _gather(self, found: list[Columns]) -> Rings:
        if not found:
            nothing = np.zeros(0, dtype=np.int64)
            return Rings(
                np.zeros((0, 2)), np.zeros(1, dtype=np.int64), nothing, nothing, nothing.astype(bool), self.count
            )
        geometry, part, ring, begin, points, width, little = (np.concatenate(column) for column in zip(*found))
        if len(found) > 1:
            by_geometry = np.lexsort((ring, part, geometry))
            geometry, part, ring, begin, points, width, little = (
                column[by_geometry] for column in (geometry, part, ring, begin, points, width, little)
            )
        start = np.concatenate([[0], np.cumsum(points)])
        xy = np.empty((int(start[-1]), 2))
        plain = little & (width == 2) & (points >= _LONG_RING)
        for first, first_byte, n in zip(start[:-1][plain].tolist(), begin[plain].tolist(), points[plain].tolist()):
            xy[first : first + n] = np.frombuffer(self.buffer, "<f8", 2 * n, first_byte).reshape(n, 2)
        # A ring starts at any byte; there are eight ways to see the buffer as doubles, and each ring fits one of them.
        for shift in range(8):
            for order in ("<f8", ">f8"):
                some = (begin % 8 == shift) & (little == (order == "<f8")) & (points > 0) & ~plain
                if not some.any():
                    continue
                doubles = np.frombuffer(self.buffer, dtype=order, offset=shift, count=(len(self.buffer) - shift) // 8)
                vertices, step = _spread(points[some], width[some])
                first = np.repeat((begin[some] - shift) // 8, points[some]) + step
                target = np.repeat(start[:-1][some], points[some]) + vertices
                xy[target, 0] = doubles[first]
                xy[target, 1] = doubles[first + 1]
        return Rings(xy, start, geometry, part, ring > 0, self.count)


def _spread(points: Ints, width: Ints) -> tuple[Ints, Ints]:
    """Index of each vertex within its ring, and its distance in doubles from the ring's first."""
    total = int(points.sum())
    vertices = np.arange(total) - np.repeat(np.cumsum(points) - points, points)
    return vertices, vertices * np.repeat(width, points)


def multipolygons(shapes: Rings) -> list[bytes]:
    """Two-dimensional little-endian multipolygon binary of each geometry of `shapes`; see :class:`Rings`."""
    n_rings = len(shapes.geometry)
    if n_rings == 0:
        return [_EMPTY] * shapes.count
    new_geometry = np.ones(n_rings, dtype=bool)
    new_geometry[1:] = shapes.geometry[1:] != shapes.geometry[:-1]
    new_part = new_geometry.copy()
    new_part[1:] |= shapes.part[1:] != shapes.part[:-1]
    part_of_ring = np.cumsum(new_part) - 1
    heads = np.empty(n_rings, _RING_HEAD)
    heads["order"] = heads["part_order"] = 1
    heads["kind"], heads["part_kind"] = _MULTIPOLYGON, _POLYGON
    heads["parts"] = np.bincount(shapes.geometry[new_part], minlength=shapes.count)[shapes.geometry]
    heads["rings"] = np.bincount(part_of_ring)[part_of_ring]
    heads["points"] = points = shapes.lengths()
    # a ring that begins neither a geometry nor a part has but the last of its head
    skipped = np.where(new_geometry, 0, np.where(new_part, _HEADER, 2 * _HEADER))
    ends = np.cumsum(_ONE_RING_HEADER - skipped + 16 * points)
    coordinates = ends - 16 * points
    # The skipped bytes of a head lie over the end of the ring before, whose head and coordinates are written afterwards.
    buffer = np.empty(_ONE_RING_HEADER + int(ends[-1]), np.uint8)
    _anywhere(buffer, _ONE_RING_HEADER)[coordinates[::-1]] = heads.view(f"V{_ONE_RING_HEADER}")[::-1]
    filled = np.flatnonzero(points)
    at = repeated((_ONE_RING_HEADER + coordinates - 16 * shapes.start[:-1])[filled], points[filled])
    at += np.arange(0, 16 * len(at), 16)
    xy = np.ascontiguousarray(shapes.xy, dtype="<f8")
    _anywhere(buffer, 16)[at] = xy.view("V16")[: len(at), 0]
    together = buffer[_ONE_RING_HEADER:].tobytes()
    bounds = np.append(0, ends)[np.searchsorted(shapes.geometry, np.arange(shapes.count + 1))].tolist()
    return [together[begin:end] or _EMPTY for begin, end in zip(bounds, bounds[1:])]


def _anywhere(buffer: npt.NDArray[np.uint8], size: int) -> npt.NDArray[Any]:
    """Pieces of `size` bytes of a buffer, one beginning at each byte."""
    return np.ndarray((len(buffer) - size + 1,), f"V{size}", buffer, strides=(1,))
