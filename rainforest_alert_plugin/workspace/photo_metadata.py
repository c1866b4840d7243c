"""Photos without what their file tells besides the picture: where, when, with which phone, and the small picture inside.

Formats: JPEG, ISO/IEC 10918-1 annex B (markers and segments); PNG, ISO/IEC 15948 (chunks).
"""

from __future__ import annotations

import struct

from ..errors import InputError

_JPEG_START, _PNG_START = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN, _END_OF_IMAGE, _COMMENT = 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
# JFIF (APP0) and Adobe's transform (APP14) say how to decode; a colour profile (APP2, ICC_PROFILE) how to show.
_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_ALONE = (0x01, *range(0xD0, 0xD8))
_ORIENTATION = 0x0112
_NORMAL = 1
_CRITICAL_CHUNKS = (
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"bKGD",
    b"pHYs",
)


def without_metadata(data: bytes, name: str = "") -> bytes:
    """The same picture with nothing else; pixels are not decoded. Which side is up stays.

    Parameters
    ----------
    data : bytes
        A JPEG or a PNG.
    name : str
        For messages.

    Raises
    ------
    InputError
        ``workspace.photo_kind`` for any other kind of file, and ``workspace.photo_damaged``: what cannot be cleaned does not leave.
    """
    try:
        if data.startswith(_JPEG_START):
            return _clean_jpeg(data)
        if data.startswith(_PNG_START):
            return _clean_png(data)
    except (struct.error, IndexError, ValueError) as error:
        raise InputError("workspace.photo_damaged", path=name) from error
    raise InputError("workspace.photo_kind", path=name)


def _clean_jpeg(data: bytes) -> bytes:
    kept = [_JPEG_START]
    orientation = _NORMAL
    segments: list[bytes] = []
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError("no marker")
        while data[place] == 0xFF:  # fill bytes may stand before a marker
            place += 1
        marker = data[place]
        place += 1
        if marker in _ALONE:
            continue
        if marker == _END_OF_IMAGE:
            raise ValueError("no picture")
        (length,) = struct.unpack_from(">H", data, place)
        content = data[place + 2 : place + length]
        if length < 2 or len(content) != length - 2:
            raise ValueError("short segment")
        if marker == 0xE1 and content.startswith(b"Exif\x00\x00"):
            orientation = _orientation(content[6:])
        if marker not in _APPLICATION and marker != _COMMENT:
            segments.append(b"\xff" + bytes([marker]) + data[place : place + length])
        elif marker in _KEPT and content.startswith(_KEPT[marker]):
            segments.append(_application(marker, content))
        place += length
        if marker == _START_OF_SCAN:
            break
    if orientation != _NORMAL:
        kept.append(_exif_of(orientation))
    return b"".join([*kept, *segments, _scans(data, place)])


def _application(marker: int, content: bytes) -> bytes:
    if marker == 0xE0:
        # a JFIF segment may hold a small picture: two bytes at the end of its head count its pixels
        content = content[:12] + b"\x00\x00"
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def _scans(data: bytes, place: int) -> bytes:
    """Everything from the first scan to the end of the picture, without segments that tell more and without what follows the end."""
    parts = []
    start = place
    while True:
        place = data.index(b"\xff", place)
        marker = data[place + 1]
        if marker in (0x00, 0xFF, *_ALONE):
            place += 1 if marker == 0xFF else 2
            continue
        parts.append(data[start:place])
        if marker == _END_OF_IMAGE:
            parts.append(b"\xff\xd9")
            return b"".join(parts)
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if marker not in _APPLICATION and marker != _COMMENT:
            parts.append(data[place:end])
        start = place = end


def _orientation(tiff: bytes) -> int:
    """Which side is up, out of the first directory of EXIF; 1 when it is not said or cannot be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (offset,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, offset)
        for number in range(count):
            tag, kind, amount, value = struct.unpack_from(order + "HHIH", tiff, offset + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3 and amount == 1 and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        return _NORMAL
    return _NORMAL


def _exif_of(orientation: int) -> bytes:
    """An EXIF segment that says which side is up and nothing else."""
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    content = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _clean_png(data: bytes) -> bytes:
    parts = [_PNG_START]
    place = len(_PNG_START)
    while True:
        (length,) = struct.unpack_from(">I", data, place)
        kind = data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data):
            raise ValueError("short chunk")
        if kind in _CRITICAL_CHUNKS:
            parts.append(data[place:end])
        if kind == b"IEND":
            return b"".join(parts)
        place = end
