"""Numbers, angles and times as people and instruments write them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

import numpy as np

_THOUSANDS = re.compile(
    r"(?P<whole>[-+]?\d{1,3}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*)(?P<rest>(?!(?P=mark))[.,]\d*|)", re.ASCII
)
# 8'695,972.10 parts the millions by another sign than the thousands.
_MILLIONS = re.compile(r"(?<=\d)['\u00a0 ](?=\d{3}([.,])\d{3}(?!\1)[.,]\d)", re.ASCII)
_OPEN = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_ONE_MARK = re.compile(r"[-+]?\d*[.,]\d*(?:[eE][-+]?\d+)?", re.ASCII)
# A space or an apostrophe within a number parts groups of three digits.
_GROUPS = re.compile(r"(?<=\d)[ '’\u00a0\u2009\u202f](?=\d{3}(?!\d))|^'|(?<=^[-+])\s+", re.ASCII)
_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[-+])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|˚|d\b|grados?\b|\s|:|-(?=\d))\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:'|’|′|´|m\b|minutos?\b|\s|:|-(?=\d)|(?=$))\s*"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|’’|′′|´´|s\b|segundos?\b|(?=\s|$))?\s*)?)?"
    r"(?P<after>[NSEWO])?\s*\.?",
    re.IGNORECASE,
)
PERU_OFFSET = timedelta(hours=-5)
_MONTHS = {
    **{name: month for month, name in enumerate(("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"), 1)},
    "jan": 1, "apr": 4, "aug": 8, "sep": 9, "dec": 12,
}  # fmt: skip
_TIME = re.compile(
    r"(?:(?P<y>\d{4})(?P<sign>[-/.])(?P<mo>\d{1,2})(?P=sign)(?P<d>\d{1,2})"
    r"|(?P<day>\d{1,2})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)|[-/ ](?:de )?(?P<name>[a-z]{3,10})\.?[-/ ](?:del? )?)"
    r"(?P<year>\d{4}|\d{2}))"
    r"(?:(?:\s*[T,]\s*|\s+)(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"\s*(?:(?P<half>[ap])\.?\s*m\b\.?|(?P<noon>m)\b\.?|h(?:rs?|oras?)?\b\.?)?"
    r"\s*(?:(?P<zero>z|utc|gmt)|(?:utc|gmt)?\s*(?P<plus>[-+])(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?)?)?",
    re.IGNORECASE | re.ASCII,
)
NO_TIME = np.datetime64("NaT", "ms")


def number(text: str, decimal: str = "") -> float:
    """Number in a text, NaN when it is none.

    Parameters
    ----------
    text : str
        ``8695972.000``, ``8 695 972,00``, ``8.695.972,00``, ``1e3``.
    decimal : str
        ``.`` or ``,`` where the column is known to write so. It decides what only it can: one mark with one to three digits before it and
        exactly three behind it (``1,250``), which is a decimal mark without it. A mark with another number of digits behind it never
        parts thousands.
    """
    plain = text.strip()
    whole, comma, decimals = plain.partition(",")
    # what nearly all cells are is read without looking at its digits one by one
    if (decimal != "," or "." not in plain) and not (decimal == "." and comma and len(decimals) == 3):
        try:
            return float(f"{whole}.{decimals}" if comma else plain)
        except ValueError:
            pass
    written = _bare(text)
    if written.count(".") + written.count(",") == 1:
        mark = "." if "." in written else ","
        parts_thousands = decimal not in ("", mark) and is_open_number(written)
        written = written.replace(mark, "" if parts_thousands else ".")
    else:
        found = _THOUSANDS.fullmatch(written)
        if found is not None:
            written = written[: found.end("whole")].replace(found["mark"], "") + found["rest"].replace(",", ".")
    try:
        return float(written)
    except ValueError:
        return math.nan


def decimal_mark(text: str) -> str:
    """Mark that parts the decimals of a number as its digits show, blank when they do not: ``,`` of ``484780,25`` and ``8.695.972``."""
    written = _bare(text)
    marks = re.sub(r"[^.,]", "", written)
    if len(marks) == 1:
        return marks if _ONE_MARK.fullmatch(written) and not is_open_number(written) else ""
    found = _THOUSANDS.fullmatch(written)
    return "" if found is None else {".": ",", ",": "."}[found["mark"]]


def is_open_number(text: str) -> bool:
    """Whether the one mark of a number may part thousands or decimals: ``1,250``, but not ``0,250`` or ``1250,250``."""
    return _OPEN.fullmatch(_bare(text)) is not None


def open_sign(text: str) -> str:
    """The one mark of an open number, blank for any other text."""
    return ("." if "." in text else ",") if is_open_number(text) else ""


def _bare(text: str) -> str:
    return _GROUPS.sub("", _MILLIONS.sub(r"\1", text.strip()))


def degrees(text: str) -> float:
    """Angle in degrees out of decimal degrees or degrees, minutes and seconds, NaN when it is none.

    South and west are negative, by sign or by letter (``S``, ``W``, ``O``).
    """
    plain = number(text)
    if not math.isnan(plain):
        return plain
    found = _DEGREES.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]):
        return math.nan
    value = sexagesimal(found["degrees"], found["minutes"], found["seconds"])
    letter = (found["before"] or found["after"] or "").upper()
    return -value if letter in ("S", "W", "O") or found["sign"] == "-" else value


def sexagesimal(whole: str, minutes: str | None, seconds: str | None) -> float:
    """Degrees out of degrees, minutes and seconds as written; NaN when minutes or seconds reach sixty, or what they divide has decimals."""
    m, s = number(minutes or "0"), number(seconds or "0")
    is_broken = (minutes and not whole.isdecimal()) or (seconds and not (minutes or "").isdecimal())
    return number(whole) + m / 60.0 + s / 3600.0 if m < 60.0 and s < 60.0 and not is_broken else math.nan


def utc_time(text: str, assume_local: bool = False) -> np.datetime64:
    """Instant as ``datetime64[ms]`` in UTC, NaT when it is none; written as :func:`written_moment` says.

    A time without its zone is taken as UTC, or as Peru's time (UTC-5) with `assume_local`.
    """
    found = written_moment(text)
    if found is None:
        return NO_TIME
    moment, offset = found
    try:
        return np.datetime64(
            moment - (PERU_OFFSET if offset is None and assume_local else offset or timedelta(0)), "ms"
        )
    except OverflowError:
        return NO_TIME


def written_moment(text: str) -> tuple[datetime, timedelta | None] | None:
    """Date and time as written, to the millisecond, and the offset from UTC that is written with them; None when they are none.

    The year comes first or, as in Peru, the day: ``2026-05-01T08:00:00.5-05:00``, ``2026/05/01 08:00``, ``01-05-2026``,
    ``1/5/26 8:00 a. m.``, ``1 de mayo de 2026``. Impossible ones (``04:20:69``, ``05/13/2026``, ``14:00 a. m.``) are none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour = _hour(int(found["h"] or 0), (found["half"] or "").lower(), bool(found["noon"]))
    month = found["mo"] or found["month"] or _MONTHS.get((found["name"] or "")[:3].lower(), 0)
    year = int(found["y"] or found["year"])
    if not (found["y"] or len(found["year"]) == 4):
        year += 1900 if year >= 70 else 2000
    try:
        moment = datetime(
            year, int(month), int(found["d"] or found["day"]), hour, int(found["mi"] or 0), int(found["s"] or 0),
            int(f"{found['part'] or 0:0<3}"[:3]) * 1000,
        )  # fmt: skip
    except ValueError:
        return None
    if found["zero"]:
        return moment, timedelta(0)
    if not found["plus"]:
        return moment, None
    offset = timedelta(hours=int(found["oh"]), minutes=int(found["om"] or 0))
    return moment, offset if found["plus"] == "+" else -offset


def _hour(hour: int, half: str, is_noon: bool) -> int:
    """Hour of the day, 0 to 23, with ``a. m.``, ``p. m.`` or ``m.`` (noon); 24 when they contradict each other."""
    if is_noon:
        return 12 if hour == 12 else 24
    if half == "a":
        return hour % 12 if 1 <= hour <= 12 else 24
    if half == "p":
        return hour % 12 + 12 if 1 <= hour <= 23 else 24
    return hour


def iso_time(time: np.datetime64) -> str:
    """``2025-01-17T14:13:32.653Z``, blank for none."""
    return "" if np.isnat(time) else f"{time.astype('M8[ms]')}Z"
