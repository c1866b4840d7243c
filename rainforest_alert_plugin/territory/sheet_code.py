"""What the corner marks of a printed sheet say: which sheet it is and where its map lies, in any three of the four marks.

A mark is a square of ten by ten cells: a black rim, and inside it eight by eight cells of 64 bits, read row by row. In each mark stand its
corner (2 bits), the sheet's number (16), a third of what the sheet says (30) and a checksum (16). The fourth mark holds the sum modulo two
(exclusive or) of the other three thirds, so that a torn or covered corner loses nothing. The checksum is CRC-16/CCITT-FALSE; all bits of a
mark are turned by a fixed pattern, so that no mark is a plain field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Mapping

import numpy as np

from ..errors import InputError
from ..geo.arrays import Bools
from ..workspace.tables.territory import PAPERS

CORNERS = ("nw", "ne", "se", "sw")
CELLS = 10
_INSIDE = 8
_THIRD_BITS = 30
_THIRD = (1 << _THIRD_BITS) - 1
_PATTERN = 0x9C35_A6D2_5B61_E84F
_FIRST_DAY = date(2020, 1, 1)
_NORTH, _SOUTH = 32600, 32700
# Field of the code, its bits; the sum is three thirds.
_FIELDS = (
    ("day", 14),
    ("landscape", 1),
    ("paper", 3),
    ("scale", 20),
    ("northing", 24),
    ("easting", 20),
    ("zone", 7),
    ("spare", 1),
)
_WRITTEN = re.compile(
    r"(?P<number>[0-9A-F]{4})-(?P<zone>\d{1,2})(?P<half>[NS])-(?P<easting>\d{1,7})-(?P<northing>\d{1,8})-(?P<scale>\d{1,7})-"
    r"(?P<paper>A[0-4])(?P<turn>[HV])-(?P<day>\d{8})\Z"
)


@dataclass(frozen=True)
class SheetCode:
    """Where the map of a sheet lies.

    Attributes
    ----------
    epsg : int
        WGS 84 / UTM system: 32601 to 32660 or 32701 to 32760.
    easting, northing : int
        South-western corner of the map, whole metres.
    scale : int
        Denominator.
    paper : str
        ``A4`` to ``A0``.
    landscape : bool
    made_on : date
    """

    epsg: int
    easting: int
    northing: int
    scale: int
    paper: str
    landscape: bool
    made_on: date

    def packed(self) -> int:
        """The code as 90 bits.

        Raises
        ------
        InputError
            ``sheet.outside`` when the place cannot be written down, on another planet or outside UTM.
        """
        is_south = self.epsg > _SOUTH
        values = {
            "day": (self.made_on - _FIRST_DAY).days,
            "landscape": int(self.landscape),
            "paper": PAPERS.index(self.paper),
            "scale": self.scale,
            "northing": self.northing,
            "easting": self.easting,
            "zone": (self.epsg - (_SOUTH if is_south else _NORTH)) + (64 if is_south else 0),
            "spare": 0,
        }
        code = 0
        for name, bits in _FIELDS:
            if not 0 <= values[name] < 1 << bits:
                raise InputError("sheet.outside", easting=self.easting, northing=self.northing, epsg=self.epsg)
            code = code << bits | values[name]
        return code

    def number(self) -> int:
        """Number of the sheet: the checksum of the code, by which its four marks know each other."""
        return crc16(self.packed().to_bytes(12, "big"))

    def written(self) -> str:
        """The code as people read and type it, for instance ``7F3A-18S-512000-9012000-10000-A3H-20261123``."""
        half = "S" if self.epsg > _SOUTH else "N"
        return (
            f"{self.number():04X}-{self.epsg % 100}{half}-{self.easting}-{self.northing}-{self.scale}-"
            f"{self.paper}{'H' if self.landscape else 'V'}-{self.made_on:%Y%m%d}"
        )


def unpacked(code: int) -> SheetCode | None:
    """The code out of its 90 bits; None when they say nothing that a sheet would."""
    values: dict[str, int] = {}
    for name, bits in reversed(_FIELDS):
        values[name] = code & ((1 << bits) - 1)
        code >>= bits
    zone = values["zone"] & 63
    if not 1 <= zone <= 60 or values["paper"] >= len(PAPERS) or values["scale"] == 0 or values["spare"]:
        return None
    return SheetCode(
        epsg=(_SOUTH if values["zone"] >> 6 else _NORTH) + zone,
        easting=values["easting"],
        northing=values["northing"],
        scale=values["scale"],
        paper=PAPERS[values["paper"]],
        landscape=bool(values["landscape"]),
        made_on=_FIRST_DAY + timedelta(days=values["day"]),
    )


def read_written(text: str) -> SheetCode:
    """The code as it was typed off a sheet.

    Raises
    ------
    InputError
        ``sheet.bad_code`` when it is not one, or a digit is wrong.
    """
    found = _WRITTEN.match("".join(text.split()).upper())
    if found is None:
        raise InputError("sheet.bad_code", code=text.strip()[:80])
    zone = int(found["zone"])
    day = found["day"]
    try:
        code = SheetCode(
            epsg=(_SOUTH if found["half"] == "S" else _NORTH) + zone,
            easting=int(found["easting"]),
            northing=int(found["northing"]),
            scale=int(found["scale"]),
            paper=found["paper"],
            landscape=found["turn"] == "H",
            made_on=date(int(day[:4]), int(day[4:6]), int(day[6:])),
        )
        is_right = 1 <= zone <= 60 and code.scale > 0 and code.number() == int(found["number"], 16)
    except (ValueError, InputError) as error:
        raise InputError("sheet.bad_code", code=text.strip()[:80]) from error
    if not is_right:
        raise InputError("sheet.bad_code", code=text.strip()[:80])
    return code


def mark_cells(code: SheetCode, corner: str) -> Bools:
    """Cells of the mark of one corner.

    Returns
    -------
    ndarray of bool, (10, 10)
        True is black; row 0 is the north of the sheet.
    """
    index = CORNERS.index(corner)
    body = (index << 16 | code.number()) << _THIRD_BITS | _thirds(code.packed())[index]
    bits = (body << 16 | crc16(body.to_bytes(6, "big"))) ^ _PATTERN
    inside = np.array([bits >> (63 - place) & 1 for place in range(64)], bool).reshape(_INSIDE, _INSIDE)
    cells = np.ones((CELLS, CELLS), bool)
    cells[1:-1, 1:-1] = inside
    return cells


def read_cells(inside: Bools) -> tuple[str, int, int] | None:
    """Corner, number of the sheet and third of its code out of the eight by eight inner cells; None when the checksum does not agree."""
    bits = 0
    for cell in inside.ravel().tolist():
        bits = bits << 1 | int(cell)
    bits ^= _PATTERN
    body, checksum = bits >> 16, bits & 0xFFFF
    if crc16(body.to_bytes(6, "big")) != checksum:
        return None
    return CORNERS[body >> 46], body >> _THIRD_BITS & 0xFFFF, body & _THIRD


def joined(thirds: Mapping[str, int], number: int) -> SheetCode | None:
    """The code out of what at least three marks say; None when they do not agree with the sheet's number.

    Parameters
    ----------
    thirds : mapping of str to int
        By corner.
    """
    known = [thirds.get(corner) for corner in CORNERS]
    absent = [place for place, third in enumerate(known) if third is None]
    if len(absent) > 1:
        return None
    if absent:
        total = 0
        for third in known:
            total ^= third or 0
        known[absent[0]] = total
    first, second, last, total = (third or 0 for third in known)
    if first ^ second ^ last != total:
        return None
    code = unpacked(first << 2 * _THIRD_BITS | second << _THIRD_BITS | last)
    return code if code is not None and code.number() == number else None


def crc16(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1
    return value


def _thirds(code: int) -> tuple[int, int, int, int]:
    first, second, last = code >> 2 * _THIRD_BITS, code >> _THIRD_BITS & _THIRD, code & _THIRD
    return first, second, last, first ^ second ^ last
