"""Times of the rows of a table: of one column, or of a date and an hour, in the time that their headers state."""

from __future__ import annotations

import re
from array import array
from datetime import datetime, timedelta
from typing import Any, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..errors import Message
from .persons import plain_words
from .written_values import PERU_OFFSET, iso_time, written_moment

ROLES = ("time", "date", "clock")
_EPOCH = datetime(1970, 1, 1)
_NONE = np.iinfo(np.int64).min
_UNIVERSAL = re.compile(r"\b(?:utc|gps|gmt|z|zulu)\b")
_STATED_OFFSET = re.compile(r"(?:utc|gmt)\s*([-+−–])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
# What a spreadsheet puts beside a date without an hour, and before an hour without a date.
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_NO_DAY = re.compile(r"^(?:30/12/1899|31/12/1899|0?0/01/1900|1899-12-3[01])[ T]")
_DATE_SIGNS = re.compile(r"[-/]|\d\.\d+\.")


class RowTimes:
    """Times of rows, taken row by row.

    A time without an offset is Peru's, as people note it, unless the header names another (UTC, GPS time, UTC-3).

    Parameters
    ----------
    headers : sequence of str
    roles : mapping of str to int
        Column of each role.
    """

    def __init__(self, headers: Sequence[str], roles: Mapping[str, int]) -> None:
        self._columns = tuple(roles.get(role, -1) for role in ROLES)
        named = [headers[column] for column in self._columns if column >= 0]
        self._header = ", ".join(named)
        self._offset = _offset_of(named)
        self._instants = array("q")
        self._first: tuple[str, int] | None = None
        self._unread: tuple[int, int, str] | None = None

    @property
    def are_there(self) -> bool:
        """Whether the table has a column of times."""
        return bool(self._header)

    def take(self, line: int, row: Sequence[str]) -> None:
        """Take the time of the next row."""
        time, date, clock = (row[at].strip() if 0 <= at < len(row) else "" for at in self._columns)
        text = _joined(time, date, clock)
        if not text:
            self._instants.append(_NONE)
            return
        moment = written_moment(text)
        instant = None if moment is None else _utc(moment[0], self._offset if moment[1] is None else moment[1])
        if moment is None or instant is None:
            count, first, said = self._unread or (0, line, text)
            self._unread = (count + 1, first, said)
            self._instants.append(_NONE)
            return
        self._instants.append(instant)
        if moment[1] is None and self._first is None:
            self._first = text, instant

    def instants(self) -> npt.NDArray[Any]:
        """Instants in UTC, datetime64[ms] of shape (rows,); NaT where a row has none."""
        return np.array(self._instants, dtype=np.int64).view("M8[ms]")

    def notes(self) -> list[Message]:
        """What was taken for the offset of times that state none, and how many times could not be read."""
        notes = []
        if self._first is not None:
            text, instant = self._first
            utc = iso_time(np.datetime64(instant, "ms"))
            said = {PERU_OFFSET: "field.times_local", timedelta(0): "field.times_utc"}
            notes.append(Message(said.get(self._offset, "field.times_stated"), column=self._header, text=text, utc=utc))
        if self._unread is not None:
            count, line, text = self._unread
            notes.append(Message("field.times_unread", column=self._header, count=count, line=line, text=text[:60]))
        return notes


def _utc(local: datetime, offset: timedelta) -> int | None:
    """Milliseconds since 1970; None outside of the years 1 to 9999."""
    try:
        since = local - offset - _EPOCH
    except OverflowError:
        return None
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def _offset_of(headers: Sequence[str]) -> timedelta:
    """Offset of times that state none, by the headers of their columns."""
    for header in headers:
        found = _STATED_OFFSET.search(header)
        if found is not None:
            hours = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
            return hours if found[1] == "+" else -hours
    if any(_UNIVERSAL.search(plain_words(header)) for header in headers):
        return timedelta(0)
    return PERU_OFFSET


def _joined(time: str, date: str, clock: str) -> str:
    """The text of an instant out of the cells of a row."""
    if time and (not date or _DATE_SIGNS.search(time)):
        return time
    clock = time or clock
    if clock and date:
        return f"{_MIDNIGHT.sub('', date)} {_NO_DAY.sub('', clock)}"
    return date or clock
