"""Numbers, angles and times as people and instruments write them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone

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
