"""Directions as old titles write them: bearings of a quadrant, and azimuths."""

from __future__ import annotations

import math
import re

from .written_values import number, sexagesimal

NUMBER = r"\d{1,3}(?:[ .,'\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_MINUTE, _SECOND = "['’‘′´`]", '["”“″]'
# No number of an angle is a part of a longer one: 30" is never 3' 0".
_WHOLE = r"(?:[.,]\d+)?(?![.,]?\d)"
_GRADIANS = r"(?P<{0}g>\s*(?:g|gon|gones|grad|gradianes|grados?\s+centesimales)\b)"
_DEGREE_SIGN = r"(?P<{0}sign>\s*(?:[°º˚⁰]|grados?\b|(?-i:(?<=\d)o)))"
_BETWEEN = rf"(?:[\s:-]*|(?<=[°º˚⁰os'’′´])\s*(?:,|y\b|con\b)\s*(?=\d+(?:[.,]\d+)?\s*(?:{_MINUTE}|{_SECOND}|minutos?\b|segundos?\b)))"
_ANGLE = (
    rf"(?P<{{0}}d>\d{{{{1,3}}}}{_WHOLE})(?:{_GRADIANS}|{_DEGREE_SIGN}{{1}}"
    rf"(?:{_BETWEEN}(?P<{{0}}m>\d{{{{1,2}}}}{_WHOLE})\s*(?:{_MINUTE}|minutos?\b)?"
    rf"(?:{_BETWEEN}(?P<{{0}}s>\d{{{{1,2}}}}{_WHOLE})\s*(?:{_SECOND}|{_MINUTE}{{{{2}}}}|segundos?\b)?)?)?)"
)
_NORTH_SOUTH = r"(?P<{0}ns>NORTE|SUR|N|S)"
_EAST_WEST = r"(?P<{0}ew>ESTE|OESTE|E|W|O)"
_LENGTH_UNIT = r"\s*(?:km|kil[oó]metros|metros|ml|mts?|m)\b"
_GAP, _JOINED = r"[\s.-]*", r"\.?\s?"
_QUADRANT = _NORTH_SOUTH + _GAP + "{1}" + _GAP + _EAST_WEST
# From east or west towards north or south, and both letters on one side of the angle.
_OTHER_QUADRANTS = (
    _EAST_WEST + _GAP + "{1}" + _GAP + _NORTH_SOUTH,
    _NORTH_SOUTH + _JOINED + _EAST_WEST + _GAP + "{1}",
    "{1}" + _GAP + _NORTH_SOUTH + _JOINED + _EAST_WEST,
)
_PREFIXES = ("b", "be", "bl", "bt")
_FROM_EAST_WEST = "be"
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


def angle_pattern(prefix: str, needs_sign: bool = False) -> str:
    """Regular expression of an angle in degrees (decimal, or with minutes and seconds) or gradians; its groups start with `prefix`."""
    return _ANGLE.format(prefix, "" if needs_sign else "?")


def angle_of(found: re.Match[str], prefix: str) -> float:
    """The angle in degrees that :func:`angle_pattern` found; NaN when its minutes or seconds cannot be."""
    if found[f"{prefix}g"]:
        return number(found[f"{prefix}d"]) * 0.9
    return sexagesimal(found[f"{prefix}d"], found[f"{prefix}m"], found[f"{prefix}s"])


def angle_in_prose(prefix: str) -> str:
    """As :func:`angle_pattern`, but not where more of an angle follows that it does not take, nor where it would take a length."""
    more = rf"\s*[-:]?\s*(?:\d+(?:[.,]\d+)?\s*)?(?:[°º˚⁰]|{_MINUTE}|{_SECOND}|(?:grados?|minutos?|segundos?|g|gon)\b)"
    return angle_pattern(prefix) + rf"(?!{more}|{_LENGTH_UNIT}|[.,]?\d)"


def quadrant_pattern() -> str:
    """Regular expression of a bearing in prose, for :func:`quadrant_of`.

    What begins with east or west, or has both letters on one side, needs the sign of degrees: other letters and numbers stand in prose too.
    """
    forms = [_QUADRANT.format("b", angle_pattern("b"))]
    for form, prefix in zip(_OTHER_QUADRANTS, _PREFIXES[1:]):
        forms.append(form.format(prefix, angle_pattern(prefix, needs_sign=True)))
    tail = rf"(?!{_LENGTH_UNIT}|\s*(?:{_MINUTE}|{_SECOND})|\s*\d+(?:[.,]\d+)?\s*(?:[°º˚⁰]|{_MINUTE}|{_SECOND}))"
    return r"\b(?:" + "|".join(rf"{form}(?!\w){tail}" for form in forms) + ")"


_BEARING = re.compile(
    r"(?:"
    + "|".join(
        form.format(prefix, angle_pattern(prefix)) for form, prefix in zip((_QUADRANT, *_OTHER_QUADRANTS), _PREFIXES)
    )
    + r")\.?",
    re.IGNORECASE,
)
_AZIMUTH = re.compile(rf"(?:az(?:imuth?)?|acimut)?[\s.:=]*{angle_pattern('z')}\.?", re.IGNORECASE)


def azimuth_of(text: str, in_gradians: bool = False) -> float:
    """Azimuth in degrees, clockwise from north; NaN when the text is none, or leaves open what it is.

    Parameters
    ----------
    text : str
        ``N 45°30'20" E``, ``NE 45°``, ``E 30° N`` (from east towards north), ``123°45'``, ``123.75``, ``50 gon`` or ``Norte``.
    in_gradians : bool
        Whether a number without a unit counts gradians, 400 to the circle.
    """
    written = text.strip()
    if written.upper().rstrip(".") in _CARDINAL:
        return _CARDINAL[written.upper().rstrip(".")]
    found = _BEARING.fullmatch(written)
    if found is not None:
        return quadrant_of(found)
    found = _AZIMUTH.fullmatch(written)
    if found is None:
        return math.nan
    value = angle_of(found, "z")
    if in_gradians and not (found["zsign"] or found["zg"]):
        value = math.nan if found["zm"] else value * 0.9
    return value if 0.0 <= value <= 360.0 else math.nan


def quadrant_of(found: re.Match[str]) -> float:
    """Azimuth of a bearing that :func:`quadrant_pattern` found; NaN when it is none."""
    prefix = next(prefix for prefix in _PREFIXES if found.groupdict().get(f"{prefix}d"))
    angle = angle_of(found, prefix)
    letters = found[f"{prefix}ns"], found[f"{prefix}ew"]
    if letters[0].isupper() and letters[1] == "o" and not found[f"{prefix}sign"]:
        return math.nan  # "N 45o": the sign of degrees without a letter behind it, or west
    if prefix == _FROM_EAST_WEST:
        angle = 90.0 - angle
    return quadrant_azimuth(*letters, angle)


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
