"""Directions as old titles write them: bearings of a quadrant, and azimuths."""

from __future__ import annotations

import math
import re

from .written_values import degrees, number, sexagesimal

NUMBER = r"\d{1,3}(?:[ .,'\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
ANGLE = (
    r"(?P<{0}d>\d{{1,3}}(?:[.,]\d+)?)\s*(?:[°º˚]|grados?)?"
    r"(?:[\s:-]*(?P<{0}m>\d{{1,2}}(?:[.,]\d+)?)\s*(?:['’′´]|minutos?)?"
    r"(?:[\s:-]*(?P<{0}s>\d{{1,2}}(?:[.,]\d+)?)\s*(?:\"|”|″|''|’’|´´|segundos?)?)?)?"
)
_QUADRANT = re.compile(
    r"(?P<ns>N(?:ORTE)?|S(?:UR)?)\.?\s*" + ANGLE.format("") + r"\s*(?P<ew>E(?:STE)?|W|O(?:ESTE)?)\b\.?", re.IGNORECASE
)
_CARDINAL = {
    "N": 0.0,
    "NORTE": 0.0,
    "E": 90.0,
    "ESTE": 90.0,
    "S": 180.0,
    "SUR": 180.0,
    "W": 270.0,
    "O": 270.0,
    "OESTE": 270.0,
}


def quadrant_pattern() -> str:
    """Regular expression of a bearing in prose; its groups start with ``b``."""
    return r"\b(?P<bns>N(?:ORTE)?|S(?:UR)?)\.?\s*" + ANGLE.format("b") + r"\s*(?P<bew>ESTE|OESTE|E|W|O)\b"


def azimuth_of(text: str) -> float:
    """Azimuth in degrees, clockwise from north, out of ``N 45°30'20" E``, ``123°45'``, ``123.75`` or ``Norte``; NaN when it is none."""
    written = text.strip()
    if written.upper().rstrip(".") in _CARDINAL:
        return _CARDINAL[written.upper().rstrip(".")]
    found = _QUADRANT.fullmatch(written)
    if found is not None:
        return quadrant_azimuth(found["ns"], found["ew"], sexagesimal(found["d"], found["m"], found["s"]))
    value = degrees(written)
    return value if 0.0 <= value < 360.0 + 1e-9 else math.nan


def quadrant_azimuth(north_south: str, east_west: str, angle_deg: float) -> float:
    """Azimuth of a bearing; NaN when its angle leaves the quadrant."""
    if not 0.0 <= angle_deg <= 90.0:
        return math.nan
    is_north, is_east = north_south[0].upper() == "N", east_west[0].upper() == "E"
    if is_north:
        return angle_deg if is_east else (360.0 - angle_deg) % 360.0
    return 180.0 - angle_deg if is_east else 180.0 + angle_deg


def coordinate_number(text: str) -> float:
    """Easting or northing in metres: what would be smaller than a thousand was written with separators of thousands."""
    value = number(text)
    return number(text, "," if "." in text else ".") if value < 1000.0 else value
