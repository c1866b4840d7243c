"""What GNSS receivers write: RTKLIB's solutions and NMEA 0183, with the quality of each fix.

Formats: RTKLIB 2.4.2 manual, appendix B (``.pos``); NMEA 0183 sentences GGA, RMC and GST.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Iterator, Sequence

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..field_feature import WGS84_EPSG, FieldReading, line_feature, point_feature, vertices_of
from ..source_file import SourceFile
from ..written_values import NO_TIME, utc_time
from .protocol import ReadingOptions

# Seconds by which GPS time is ahead of UTC, from each day on (IERS Bulletin C).
_LEAP_SECONDS = (
    (datetime(2017, 1, 1), 18),
    (datetime(2015, 7, 1), 17),
    (datetime(2012, 7, 1), 16),
    (datetime(2009, 1, 1), 15),
    (datetime(2006, 1, 1), 14),
    (datetime(1999, 1, 1), 13),
)
_GPS_EPOCH = datetime(1980, 1, 6)
_QUALITIES = {"1": "fix", "2": "float", "3": "sbas", "4": "dgps", "5": "single", "6": "ppp"}
_NMEA_QUALITIES = {
    "1": "single",
    "2": "dgps",
    "3": "pps",
    "4": "fix",
    "5": "float",
    "6": "estimated",
    "7": "manual",
    "8": "simulated",
}
# Mode of an RMC sentence, since NMEA 2.3.
_RMC_MODES = {
    "A": "single",
    "D": "dgps",
    "P": "pps",
    "R": "fix",
    "F": "float",
    "E": "estimated",
    "M": "manual",
    "S": "simulated",
}
# Of one instant the position is taken that was computed of the most systems.
_TALKERS = ("GN", "GP", "GL", "GA", "GB", "BD", "GQ", "GI")
_SENTENCE = re.compile(r"\$([A-Z]{2})(GGA|RMC|GST),([^*]*)(?:\*([0-9A-Fa-f]{2}))?")
# The line of a solution's header that names its columns; others hold paths of the files that were computed.
_POS_COLUMNS = re.compile(r"%\s*(?P<clock>[A-Z]*)[\s,;]+(?P<first>latitude|x-ecef|e-baseline)\(")
_JAPAN_OFFSET = np.timedelta64(9, "h")
_CHECK_EVERY = 5000


@dataclass
class Fix:
    """One position of a receiver."""

    line: int
    longitude: float
    latitude: float
    height: float
    sigma_m: float
    time: np.datetime64
    quality: str


class RtklibReader:
    """Reader of RTKLIB's ``.pos``."""

    name = "rtklib_pos"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By its header."""
        return head.startswith("%") and (
            "latitude" in head or "RTKLIB" in head or "x-ecef" in head or "e-baseline" in head
        )

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """One track with quality and sigma per vertex.

        Raises
        ------
        InputError
            ``field.pos_not_geographic`` for solutions in geocentric or baseline coordinates, ``field.empty``.
        """
        tally = FeatureTally(file.name)
        fixes: list[Fix] = []
        clock, is_sexagesimal, in_degrees = "GPST", False, False
        for line, text in enumerate(file.lines(), start=1):
            if line % _CHECK_EVERY == 0:
                stop_if(options.is_cancelled)
            if text.startswith("%"):
                columns = _POS_COLUMNS.match(text)
                if columns is not None:
                    if columns["first"] != "latitude":
                        raise InputError("field.pos_not_geographic", path=file.name)
                    in_degrees, clock, is_sexagesimal = True, columns["clock"], "d'" in text
                continue
            if not text.strip():
                continue
            tally.read += 1
            fix = _solution(line, re.split(r"[\s,;]+", text.strip()), clock, is_sexagesimal)
            if fix is None or not in_degrees:
                tally.left_out.append((f"#{line}", Message("field.bad_line", line=line)))
            else:
                fixes.append(fix)
        return _reading(self.name, file, tally, fixes, "gnss_postprocessed")


def _solution(line: int, words: Sequence[str], clock: str, is_sexagesimal: bool) -> Fix | None:
    try:
        if "/" in words[0]:
            moment = utc_time(f"{words[0]} {words[1]}")
        else:
            moment = np.datetime64(_GPS_EPOCH + timedelta(weeks=int(words[0]), seconds=float(words[1])), "ms")
        rest = words[2:]
        if is_sexagesimal:
            latitude, longitude = _sexagesimal(rest[0:3]), _sexagesimal(rest[3:6])
            rest = rest[6:]
        else:
            latitude, longitude = float(rest[0]), float(rest[1])
            rest = rest[2:]
        height, quality = float(rest[0]), rest[1]
        north, east = (float(rest[3]), float(rest[4])) if len(rest) > 4 else (math.nan, math.nan)
    except (ValueError, IndexError, OverflowError):
        return None
    if not _on_globe(longitude, latitude):
        return None
    if clock == "JST":
        moment = moment - _JAPAN_OFFSET
    elif clock != "UTC" and not np.isnat(moment):
        moment = moment - np.timedelta64(leap_seconds(moment), "s")
    return Fix(line, longitude, latitude, height, math.hypot(north, east), moment, _QUALITIES.get(quality, quality))


def _sexagesimal(words: Sequence[str]) -> float:
    sign = -1.0 if words[0].startswith("-") else 1.0
    return sign * (abs(float(words[0])) + float(words[1]) / 60.0 + float(words[2]) / 3600.0)


def leap_seconds(moment: np.datetime64) -> int:
    """Seconds by which GPS time was ahead of UTC."""
    when = moment.astype("M8[ms]").astype(datetime)
    return next((seconds for since, seconds in _LEAP_SECONDS if when >= since), 13)


class NmeaReader:
    """Reader of NMEA 0183."""

    name = "nmea"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether there are sentences of a receiver."""
        return bool(re.search(r"(?m)^\$[A-Z]{2}(GGA|RMC|GST|GSA|GSV|GLL),", head))

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """One track of the positions, with the date of RMC and the sigma of GST; sentences with a wrong checksum are left out.

        Positions are those of GGA; of RMC, which has neither height nor hdop, where no GGA has any. One instant gives one vertex.

        Raises
        ------
        InputError
            ``field.empty``.
        """
        tally = FeatureTally(file.name)
        full, bare = _Positions(), _Positions()
        dates: dict[str, str] = {}
        sigmas: dict[str, float] = {}
        day = ""
        for line, talker, kind, fields in _sentences(file, tally, options):
            clock = _without_zeros(fields[0])
            if kind == "RMC" and len(fields) > 8:
                day = fields[8]
                dates[clock] = day
                if not full.heard:
                    bare.take(line, _bare_position(line, fields), fields[1] == "A", (talker, clock, day))
            elif kind == "GST" and len(fields) > 6:
                sigma = math.hypot(_float(fields[5]), _float(fields[6]))
                # kept with and without the day, since the sentence with the day may follow
                for key in (f"{day}{clock}", clock):
                    sigmas[key] = sigmas[f"{talker}{key}"] = sigma
            elif kind == "GGA":
                full.take(line, _position(line, fields), _has_fix(fields), (talker, clock, ""))
        notes = []
        if not full.heard and bare.heard:
            full, bare = bare, full
            tally.read += len(bare.left_out)
            tally.left_out += bare.left_out
            notes.append(Message("field.rmc_only"))
        kept, dropped = _one_per_instant(full.heard)
        if dropped:
            notes.append(Message("field.epochs_again", count=dropped))
        tally.read += len(kept) + len(full.left_out)
        tally.left_out = sorted(tally.left_out + full.left_out, key=lambda one: int(one[0][1:]))
        _date(kept, dates, sigmas)
        reading = _reading(self.name, file, tally, [heard.fix for heard in kept], "nmea")
        reading.notes += notes
        return reading


@dataclass
class _Heard:
    """A position as a sentence gives it.

    Attributes
    ----------
    fix : Fix
    talker, clock : str
        Satellite system, and time of day, as written.
    day : str
        Date in the sentence itself, blank where it has none.
    """

    fix: Fix
    talker: str
    clock: str
    day: str


@dataclass
class _Positions:
    """Positions of sentences of one kind, and those that have none.

    Attributes
    ----------
    heard : list of _Heard
    left_out : list of (str, Message)
    """

    heard: list[_Heard] = field(default_factory=list)
    left_out: list[tuple[str, Message]] = field(default_factory=list)

    def take(self, line: int, fix: Fix | None, has_fix: bool, heard_as: tuple[str, str, str]) -> None:
        """Keep a position with its talker, clock and day, or why there is none."""
        if fix is None:
            reason = "field.no_place" if has_fix else "field.no_fix"
            self.left_out.append((f"#{line}", Message(reason, line=line)))
        else:
            self.heard.append(_Heard(fix, *heard_as))


def _one_per_instant(fixes: list[_Heard]) -> tuple[list[_Heard], int]:
    """Positions of one talker per instant, and how many of others were dropped."""
    kept: list[_Heard] = []
    dropped = 0
    for clock, run in groupby(fixes, lambda heard: heard.clock):
        together = list(run)
        talker = min((heard.talker for heard in together), key=_rank)
        for heard in together:
            if clock and heard.talker != talker:
                dropped += 1
            else:
                kept.append(heard)
    return kept, dropped


def _rank(talker: str) -> int:
    return _TALKERS.index(talker) if talker in _TALKERS else len(_TALKERS)


def _sentences(
    file: SourceFile, tally: FeatureTally, options: ReadingOptions
) -> Iterator[tuple[int, str, str, list[str]]]:
    for line, text in enumerate(file.lines(), start=1):
        if line % _CHECK_EVERY == 0:
            stop_if(options.is_cancelled)
        found = _SENTENCE.search(text)
        if found is None:
            continue
        if found[4] and checksum(text[found.start() + 1 : found.end() - 3]) != int(found[4], 16):
            tally.read += 1
            tally.left_out.append((f"#{line}", Message("field.checksum", line=line)))
            continue
        yield line, found[1], found[2], found[3].split(",")


def _without_zeros(clock: str) -> str:
    """A time of day without the zeros behind its seconds: receivers write the same one as 120000 and as 120000.00."""
    return clock.rstrip("0").rstrip(".") if "." in clock else clock


def checksum(sentence: str) -> int:
    """Exclusive or of all characters between ``$`` and ``*``."""
    value = 0
    for character in sentence:
        value ^= ord(character)
    return value


def _position(line: int, fields: Sequence[str]) -> Fix | None:
    if not _has_fix(fields):
        return None
    latitude, longitude = _minutes(fields[1], fields[2]), _minutes(fields[3], fields[4])
    if not _on_globe(longitude, latitude):
        return None
    quality = " ".join(
        filter(None, (_NMEA_QUALITIES.get(fields[5], fields[5]), f"hdop={fields[7]}" if fields[7] else ""))
    )
    return Fix(line, longitude, latitude, _float(fields[8]), math.nan, NO_TIME, quality)


def _bare_position(line: int, fields: Sequence[str]) -> Fix | None:
    """Position of RMC."""
    if fields[1] != "A":
        return None
    latitude, longitude = _minutes(fields[2], fields[3]), _minutes(fields[4], fields[5])
    if not _on_globe(longitude, latitude):
        return None
    mode = fields[11] if len(fields) > 11 else ""
    return Fix(line, longitude, latitude, math.nan, math.nan, NO_TIME, _RMC_MODES.get(mode, mode))


def _has_fix(fields: Sequence[str]) -> bool:
    return len(fields) > 8 and fields[5] not in ("", "0")


def _date(positions: list[_Heard], dates: dict[str, str], sigmas: dict[str, float]) -> None:
    """Give each fix its instant and sigma; without any RMC the day is unknown, and so is the instant."""
    day = next(iter(dates.values()), "")
    for heard in positions:
        fix, clock = heard.fix, heard.clock
        day = heard.day or dates.get(clock, day)
        keys = (f"{heard.talker}{day}{clock}", f"{day}{clock}", f"{heard.talker}{clock}", clock)
        fix.sigma_m = next((sigmas[key] for key in keys if key in sigmas), math.nan)
        if len(day) == 6 and len(clock) >= 6 and day.isdecimal():
            century = "20" if int(day[4:]) < 80 else "19"
            date = f"{century}{day[4:]}-{day[2:4]}-{day[:2]}"
            fix.time = utc_time(f"{date}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z")


def _minutes(value: str, hemisphere: str) -> float:
    """``ddmm.mmmm`` in degrees."""
    number = _float(value)
    if not math.isfinite(number):
        return math.nan
    whole = math.floor(number / 100.0)
    angle = whole + (number - whole * 100.0) / 60.0
    return -angle if hemisphere in ("S", "W") else angle


def _float(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan


def _on_globe(longitude: float, latitude: float) -> bool:
    return abs(longitude) <= 180.0 and abs(latitude) <= 90.0


def _reading(format: str, file: SourceFile, tally: FeatureTally, fixes: list[Fix], method: str) -> FieldReading:
    """One track of all fixes; every fix counts as a feature of the tally, since each can be lost."""
    if not fixes:
        raise InputError("field.empty", path=file.name)
    tally.used = len(fixes)
    vertices = vertices_of(
        [[fix.longitude, fix.latitude] for fix in fixes],
        [fix.height for fix in fixes],
        [fix.sigma_m for fix in fixes],
        np.array([fix.time for fix in fixes], dtype="M8[ms]"),
        [fix.quality for fix in fixes],
    )
    counts: dict[str, int] = {}
    for fix in fixes:
        word = fix.quality.split(" ", 1)[0]
        if word:
            counts[word] = counts.get(word, 0) + 1
    said = ", ".join(f"{word} {count}" for word, count in sorted(counts.items(), key=lambda item: -item[1]))
    words = {"name": file.name.rsplit(".", 1)[0], "method": method, "line": fixes[0].line}
    feature = (
        line_feature("track", [vertices], **words) if len(fixes) > 1 else point_feature("place", vertices, **words)
    )
    notes = [Message("field.qualities", counts=said)] if said else []
    return FieldReading(format, [feature], WGS84_EPSG, tally, notes)
