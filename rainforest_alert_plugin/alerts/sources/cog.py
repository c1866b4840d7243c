"""Parts of a remote GeoTIFF: only the blocks that are needed travel, as they are, into a small GeoTIFF of the same grid.

TIFF 6.0 and BigTIFF, tiled or in strips, one file directory. The blocks are copied without being decoded, so that every compression
GDAL reads on the spot works.
"""

from __future__ import annotations

import math
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import numpy as np
from osgeo import gdal

from ...errors import InputError, ServiceError
from ...geo.arrays import Bools, Ints
from ...geo.files import replaced_file
from ...geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ...net.client import HttpClient
from ...net.ranges import RemoteFile
from ...net.settings import Credential

_HEAD = 4096
_GAP = 4096
_MOST_PER_READ = 8 * 1024 * 1024
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_FORMATS = {1: "B", 3: "H", 4: "I", 16: "Q", 12: "d"}
_WIDTH, _HEIGHT, _STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_COUNTS = 256, 257, 273, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_COUNTS = 322, 323, 324, 325
_PIXEL_SCALE, _TIEPOINT, _MATRIX = 33550, 33922, 34264
# bits, compression, photometric, samples, planar, predictor, extra samples, sample format, jpeg tables, geokeys, metadata, nodata
_COPIED = (258, 259, 262, 277, 284, 317, 338, 339, 347, 34735, 34736, 34737, 42112, 42113)


@dataclass(frozen=True)
class _Tag:
    kind: int
    count: int
    at: int
    data: bytes | None


@dataclass(frozen=True, eq=False)
class RemoteImage:
    """A remote GeoTIFF whose directory was read.

    Attributes
    ----------
    width, height : int
        In pixels.
    block_width, block_height : int
    columns, rows : int
        In blocks.
    transform : tuple of six floats
        As GDAL's.
    """

    file: RemoteFile
    order: str
    is_big: bool
    tags: Mapping[int, _Tag]
    width: int
    height: int
    block_width: int
    block_height: int
    columns: int
    rows: int
    transform: tuple[float, float, float, float, float, float]

    def blocks_at(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Offset and length of blocks; length 0 where a block is empty and not stored."""
        offsets = self.tags.get(_TILE_OFFSETS) or self.tags[_STRIP_OFFSETS]
        counts = self.tags.get(_TILE_COUNTS) or self.tags[_STRIP_COUNTS]
        return self._values(offsets, numbers), self._values(counts, numbers)

    def _values(self, tag: _Tag, numbers: Ints) -> Ints:
        """Some members of a long list, read in stretches."""
        size = _SIZES[tag.kind]
        values = np.zeros(len(numbers), np.int64)
        dtype = np.dtype(self.order + {2: "u2", 4: "u4", 8: "u8"}[size])
        if tag.data is not None:
            return np.frombuffer(tag.data, dtype)[numbers].astype(np.int64)
        for begin, end in _stretches(numbers * size, np.full(len(numbers), size)):
            first, last = int(numbers[begin]), int(numbers[end - 1])
            part = np.frombuffer(self.file.read(tag.at + first * size, (last - first + 1) * size), dtype)
            values[begin:end] = part[numbers[begin:end] - first]
        return values


def open_image(
    client: HttpClient, url: str, is_cancelled: IsCancelled = never_cancelled, credential: Credential | None = None
) -> RemoteImage:
    """Read the directory of a remote GeoTIFF.

    Raises
    ------
    ServiceError
        As :class:`~rainforest_alert_plugin.net.ranges.RemoteFile`; ``sources.not_a_tiff`` when it is none.
    """
    file = RemoteFile(client, url, credential, is_cancelled)
    head = file.read(0, _HEAD)
    if head[:4] not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        raise ServiceError("sources.not_a_tiff", url=url.partition("?")[0])
    order = "<" if head[:2] == b"II" else ">"
    is_big = head[2:4] in (b"+\0", b"\0+")
    at = struct.unpack_from(order + ("Q" if is_big else "I"), head, 8 if is_big else 4)[0]
    reader = _Head(file, head)
    try:
        tags = _directory(reader, order, is_big, at)
        width, height = (_numbers(reader, order, tags[name])[0] for name in (_WIDTH, _HEIGHT))
        if _TILE_WIDTH in tags:
            block_width = _numbers(reader, order, tags[_TILE_WIDTH])[0]
            block_height = _numbers(reader, order, tags[_TILE_HEIGHT])[0]
        else:
            block_width = width
            block_height = min(_numbers(reader, order, tags[_ROWS_PER_STRIP])[0], height)
        transform = _transform(reader, order, tags)
        columns, rows = math.ceil(width / block_width), math.ceil(height / block_height)
        offsets = tags[_TILE_OFFSETS if _TILE_WIDTH in tags else _STRIP_OFFSETS]
        if offsets.count != rows * columns:
            # bands stored one after the other; alert rasters have one band
            raise ServiceError("sources.not_a_tiff", url=url.partition("?")[0])
    except (KeyError, IndexError, struct.error) as error:
        raise ServiceError("sources.not_a_tiff", url=url.partition("?")[0]) from error
    return RemoteImage(
        file,
        order,
        is_big,
        tags,
        width,
        height,
        block_width,
        block_height,
        columns,
        rows,
        transform,
    )


class _Head:
    """The first bytes, and more where the directory reaches beyond them."""

    def __init__(self, file: RemoteFile, head: bytes) -> None:
        self.file = file
        self.head = head

    def read(self, at: int, size: int) -> bytes:
        if at + size <= len(self.head):
            return self.head[at : at + size]
        return self.file.read(at, size)


def _directory(reader: _Head, order: str, is_big: bool, at: int) -> dict[int, _Tag]:
    count = struct.unpack(order + ("Q" if is_big else "H"), reader.read(at, 8 if is_big else 2))[0]
    size = 20 if is_big else 12
    entries = reader.read(at + (8 if is_big else 2), count * size)
    tags = {}
    for index in range(count):
        entry = entries[index * size : (index + 1) * size]
        number, kind = struct.unpack_from(order + "HH", entry)
        members = struct.unpack_from(order + ("Q" if is_big else "I"), entry, 4)[0]
        value = entry[12:20] if is_big else entry[8:12]
        length = members * _SIZES.get(kind, 1)
        inline = value[:length] if length <= len(value) else None
        place = 0 if inline is not None else struct.unpack(order + ("Q" if is_big else "I"), value)[0]
        tags[number] = _Tag(kind, members, place, inline)
    return tags


def _raw(reader: _Head, tag: _Tag) -> bytes:
    return tag.data if tag.data is not None else reader.read(tag.at, tag.count * _SIZES[tag.kind])


def _numbers(reader: _Head, order: str, tag: _Tag) -> tuple[Any, ...]:
    return struct.unpack(f"{order}{tag.count}{_FORMATS[tag.kind]}", _raw(reader, tag))


def _transform(reader: _Head, order: str, tags: Mapping[int, _Tag]) -> tuple[float, float, float, float, float, float]:
    if _MATRIX in tags:
        m = _numbers(reader, order, tags[_MATRIX])
        return m[3], m[0], m[1], m[7], m[4], m[5]
    scale, tie = _numbers(reader, order, tags[_PIXEL_SCALE]), _numbers(reader, order, tags[_TIEPOINT])
    return tie[3] - tie[0] * scale[0], scale[0], 0.0, tie[4] + tie[1] * scale[1], 0.0, -scale[1]


def _stretches(begin: Ints, size: Ints) -> list[tuple[int, int]]:
    """Which neighbours among ascending byte ranges are read together: those with little between them."""
    stretches = []
    first = 0
    for index in range(1, len(begin) + 1):
        is_end = index == len(begin)
        if not is_end:
            gap = int(begin[index] - begin[index - 1] - size[index - 1])
            length = int(begin[index] + size[index] - begin[first])
            is_end = gap > _GAP or gap < 0 or length > _MOST_PER_READ
        if is_end:
            stretches.append((first, index))
            first = index
    return stretches


def read_pixel(
    client: HttpClient, url: str, x: float, y: float, is_cancelled: IsCancelled = never_cancelled
) -> int | None:
    """Value of the one pixel at a place; None outside the image."""
    image = open_image(client, url, is_cancelled)
    t = image.transform
    col, row = math.floor((x - t[0]) / t[1]), math.floor((y - t[3]) / t[5])
    if not (0 <= col < image.width and 0 <= row < image.height):
        return None
    wanted = np.zeros((image.rows, image.columns), bool)
    wanted[row // image.block_height, col // image.block_width] = True
    name = f"/vsimem/rainforest-alert-{uuid.uuid4().hex}.tif"
    content, window, _ = _small_tiff(image, wanted, no_progress, is_cancelled)
    gdal.FileFromMemBuffer(name, content)
    try:
        dataset = gdal.Open(name)
        value = dataset.GetRasterBand(1).ReadAsArray(col - window[0], row - window[1], 1, 1)
        return None if value is None else int(value[0, 0])
    finally:
        gdal.Unlink(name)


@dataclass(frozen=True)
class CopiedWindow:
    """What was copied of a remote image.

    Attributes
    ----------
    blocks, stored_blocks : int
        Blocks that were wanted, and those among them that hold anything.
    block_bytes : int
        Their size in the remote file.
    fetched_bytes : int
        What came over the network for it.
    version : str
    """

    blocks: int
    stored_blocks: int
    block_bytes: int
    fetched_bytes: int
    version: str


def copy_blocks(
    image: RemoteImage,
    wanted: Bools,
    path: Path,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> CopiedWindow:
    """Write a GeoTIFF with the wanted blocks; what lies between them in its rectangle is empty.

    Parameters
    ----------
    wanted : ndarray of bool, shape (rows, columns) in blocks

    Raises
    ------
    InputError
        ``sources.nothing_wanted`` when no block is.
    ServiceError, CancelledError
    """
    if not wanted.any():
        raise InputError("sources.nothing_wanted")
    content, _, lengths = _small_tiff(image, wanted, progress, is_cancelled)
    with replaced_file(path) as partial:
        partial.write_bytes(content)
    return CopiedWindow(
        len(lengths), int((lengths > 0).sum()), int(lengths.sum()), image.file.fetched_bytes, image.file.version
    )


def _small_tiff(
    image: RemoteImage, wanted: Bools, progress: Progress, is_cancelled: IsCancelled
) -> tuple[bytes, tuple[int, int], Ints]:
    """Bytes of a GeoTIFF of the wanted blocks' rectangle, the column and row where it begins, and the blocks' lengths."""
    used_rows, used_cols = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
    top, left = int(used_rows[0]), int(used_cols[0])
    rows, columns = int(used_rows[-1]) - top + 1, int(used_cols[-1]) - left + 1
    numbers = np.flatnonzero(wanted.ravel())
    offsets, lengths = image.blocks_at(numbers)
    blocks = _fetch_blocks(image, offsets, lengths, progress, is_cancelled)
    origin = (left * image.block_width, top * image.block_height)
    width = min(columns * image.block_width, image.width - origin[0])
    height = min(rows * image.block_height, image.height - origin[1])
    places = (numbers // image.columns - top) * columns + numbers % image.columns - left
    return _write(image, width, height, rows * columns, places, blocks, origin), origin, lengths


def _fetch_blocks(
    image: RemoteImage, offsets: Ints, lengths: Ints, progress: Progress, is_cancelled: IsCancelled
) -> list[bytes]:
    blocks = [b""] * len(offsets)
    order = np.argsort(offsets, kind="stable")
    order = order[lengths[order] > 0]
    begin, size = offsets[order], lengths[order]
    stretches = _stretches(begin, size) if len(order) else []
    for number, (first, last) in enumerate(stretches):
        stop_if(is_cancelled)
        progress(100.0 * number / len(stretches))
        start = int(begin[first])
        data = image.file.read(start, int(begin[last - 1] + size[last - 1]) - start)
        for index in range(first, last):
            at = int(begin[index]) - start
            block = data[at : at + int(size[index])]
            if len(block) < int(size[index]):
                raise ServiceError("sources.truncated_file", url=image.file.url.partition("?")[0])
            blocks[int(order[index])] = block
    progress(100.0)
    return blocks


def _write(
    image: RemoteImage,
    width: int,
    height: int,
    count: int,
    places: Ints,
    blocks: list[bytes],
    origin: tuple[int, int],
) -> bytes:
    """A BigTIFF in the byte order of the remote file, since blocks of two-byte pixels are kept in it."""
    order = image.order
    t = image.transform
    x = t[0] + origin[0] * t[1] + origin[1] * t[2]
    y = t[3] + origin[0] * t[4] + origin[1] * t[5]
    matrix = (t[1], t[2], 0.0, x, t[4], t[5], 0.0, y, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    reader = _Head(image.file, b"")
    entries: dict[int, tuple[int, int, bytes]] = {}
    for number in _COPIED:
        if number in image.tags:
            tag = image.tags[number]
            entries[number] = (tag.kind, tag.count, _raw(reader, tag))
    entries[_WIDTH] = (4, 1, struct.pack(order + "I", width))
    entries[_HEIGHT] = (4, 1, struct.pack(order + "I", height))
    entries[_MATRIX] = (12, 16, struct.pack(order + "16d", *matrix))
    is_tiled = _TILE_WIDTH in image.tags
    if is_tiled:
        entries[_TILE_WIDTH] = (4, 1, struct.pack(order + "I", image.block_width))
        entries[_TILE_HEIGHT] = (4, 1, struct.pack(order + "I", image.block_height))
    else:
        entries[_ROWS_PER_STRIP] = (4, 1, struct.pack(order + "I", image.block_height))
    at_offsets, at_counts = (_TILE_OFFSETS, _TILE_COUNTS) if is_tiled else (_STRIP_OFFSETS, _STRIP_COUNTS)
    empty = bytes(8 * count)
    entries[at_offsets] = (16, count, empty)
    entries[at_counts] = (16, count, empty)
    directory = 16
    after = directory + 8 + 20 * len(entries) + 8
    extra_at: dict[int, int] = {}
    for number in sorted(entries):
        if len(entries[number][2]) > 8:
            extra_at[number] = after
            after += len(entries[number][2]) + -len(entries[number][2]) % 8
    offsets, lengths = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for place, block in zip(places.tolist(), blocks):
        if block:
            offsets[place], lengths[place] = after, len(block)
            after += len(block)
    entries[at_offsets] = (16, count, offsets.astype(order + "u8").tobytes())
    entries[at_counts] = (16, count, lengths.astype(order + "u8").tobytes())
    mark = b"II" if order == "<" else b"MM"
    out = [mark, struct.pack(order + "HHHQ", 43, 8, 0, directory), struct.pack(order + "Q", len(entries))]
    for number in sorted(entries):
        kind, members, data = entries[number]
        value = struct.pack(order + "Q", extra_at[number]) if number in extra_at else data.ljust(8, b"\0")
        out.append(struct.pack(order + "HHQ", number, kind, members) + value)
    out.append(struct.pack(order + "Q", 0))
    for number in sorted(extra_at, key=lambda name: extra_at[name]):
        data = entries[number][2]
        out.append(data + bytes(-len(data) % 8))
    out += [block for block in blocks if block]
    return b"".join(out)
