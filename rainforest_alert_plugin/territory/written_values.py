"""Numbers, angles and times as people and instruments write them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone

import numpy as np

_NUMBER = re.compile(r"[-+]?(?:\d[\d .,'\u00a0\u2009\u202f]*\d|\d|[.,]\d+)(?:[eE][-+]?\d+)?")
_SPACES = str.maketrans("", "", " '\u00a0\u2009\u202f")
_MARK = r"[°º˚dD]|\bgrados?\b"
_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[-+])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|˚|d\b|grados?\b|\s|:|-(?=\d))\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:'|’|′|´|m\b|minutos?\b|\s|:|-(?=\d)|(?=$))\s*"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|’’|′′|´´|s\b|segundos?\b|(?=\s|$))?\s*)?)?"
    r"(?P<after>[NSEWO])?\s*\.?",
    re.IGNORECASE,
)
_LOCAL_OFFSET = timedelta(hours=-5)
_DATE_FORMS = (
    "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S.%f%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M%z",
)
_PLAIN_FORMS = (
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S.%f",
    "%Y/%m/%d %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d",
    "%d/%m/%Y",
)
NO_TIME = np.datetime64("NaT", "ms")


def number(text: str, decimal: str = "") -> float:
    """Number in a text, NaN when it is none.

    Parameters
    ----------
    text : str
        ``8695972.000``, ``8 695 972,00``, ``8.695.972,00``, ``1e3``.
    decimal : str
        ``.`` or ``,`` when the file is known to write so; otherwise the last of the two marks parts the decimals when both occur
        or it occurs once without three digits behind it.
    """
    written = text.strip().translate(_SPACES)
    if decimal == ",":
        written = written.replace(".", "").replace(",", ".") if written.count(",") <= 1 else written.replace(",", "")
    elif decimal == ".":
        written = written.replace(",", "")
    else:
        written = _unmarked(written)
    try:
        return float(written)
    except ValueError:
        return math.nan


def _unmarked(written: str) -> str:
    dot, comma = written.rfind("."), written.rfind(",")
    if dot >= 0 and comma >= 0:
        thousands = "." if comma > dot else ","
        return written.replace(thousands, "").replace(",", ".")
    mark = "." if dot >= 0 else ","
    if written.count(mark) > 1:
        return written.replace(mark, "")
    return written.replace(",", ".")


def degrees(text: str) -> float:
    """Angle in degrees out of decimal degrees or degrees, minutes and seconds, NaN when it is none.

    South and west are negative, by sign or by letter (``S``, ``W``, ``O``).
    """
    plain = number(text)
    if not math.isnan(plain):
        return plain
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        return math.nan
    value = sexagesimal(found["degrees"], found["minutes"], found["seconds"])
    letter = (found["before"] or found["after"] or "").upper()
    return -value if letter in ("S", "W", "O") or found["sign"] == "-" else value


def sexagesimal(whole: str, minutes: str | None, seconds: str | None) -> float:
    """Degrees out of degrees, minutes and seconds as written; NaN when minutes or seconds reach sixty."""
    m, s = number(minutes or "0"), number(seconds or "0")
    return number(whole) + m / 60.0 + s / 3600.0 if m < 60.0 and s < 60.0 else math.nan


def utc_time(text: str, assume_local: bool = False) -> np.datetime64:
    """Instant as ``datetime64[ms]`` in UTC, NaT when it is none.

    A time without its zone is taken as UTC, or as Peru's time (UTC-5) with `assume_local`. Impossible times (``04:20:69``) are none.
    """
    written = text.strip()
    if not written:
        return NO_TIME
    # Python 3.9 reads at most six decimals of a second
    written = re.sub(r"(\.\d{6})\d+", r"\1", written)
    written = written[:-1] + "+0000" if written[-1] in "zZ" else written
    for form in _DATE_FORMS:
        try:
            moment = datetime.strptime(written, form).astimezone(timezone.utc).replace(tzinfo=None)
        except (ValueError, OverflowError):
            continue
        return np.datetime64(moment, "ms")
    for form in _PLAIN_FORMS:
        try:
            moment = datetime.strptime(written, form) - (_LOCAL_OFFSET if assume_local else timedelta(0))
        except (ValueError, OverflowError):
            continue
        return np.datetime64(moment, "ms")
    return NO_TIME


def iso_time(time: np.datetime64) -> str:
    """``2025-01-17T14:13:32.653Z``, blank for none."""
    return "" if np.isnat(time) else f"{time.astype('M8[ms]')}Z"
