"""Alerts as rows: answers of services and files with a place and a date per alert, in the columns each producer uses."""

from __future__ import annotations

import csv
import datetime
import json
import math
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from ..geo.arrays import Floats, Ints
from ..geo.ellipsoid import WGS84
from ..workspace.alerts import named_keys, pixel_keys
from .encoding import (
    DIST_ALERT,
    GFW_INTEGRATED,
    GLAD_L,
    GLAD_S2,
    HIGH,
    HIGHEST,
    LOW,
    NONE,
    RADD,
    Classes,
    Days,
    unix_day,
)
from .mapping import ColumnMapping, guess_mapping
from .recognition import AUTO

VIIRS, MODIS, OTHER = "viirs", "modis", "other"
FIRE_SOURCES = (VIIRS, MODIS)
PIXEL_DEG = {GFW_INTEGRATED: 0.0001, GLAD_S2: 0.0001, RADD: 0.0001, GLAD_L: 0.00025, DIST_ALERT: 0.00025}
"""Pixel size of each source in degrees, on grids that start at a whole degree."""

# (column of the date, columns of the confidence, source); the first that a table has is taken
_DATES = (
    ("gfw_integrated_alerts__date", ("gfw_integrated_alerts__confidence",), GFW_INTEGRATED),
    ("gfw_integrated_dist_alerts__date", ("gfw_integrated_dist_alerts__confidence",), GFW_INTEGRATED),
    ("umd_glad_landsat_alerts__date", ("umd_glad_landsat_alerts__confidence",), GLAD_L),
    ("glad_alerts__date", ("glad_alerts__confidence",), GLAD_L),
    ("umd_glad_sentinel2_alerts__date", ("umd_glad_sentinel2_alerts__confidence",), GLAD_S2),
    ("wur_radd_alerts__date", ("wur_radd_alerts__confidence",), RADD),
    ("umd_glad_dist_alerts__date", ("umd_glad_dist_alerts__confidence",), DIST_ALERT),
    ("alert__date", ("confidence__cat", "confidence"), VIIRS),
    ("acq_date", ("confidence", "confidence__cat"), VIIRS),
)
_WORDS = {
    "low": LOW, "nominal": LOW, "l": LOW, "n": LOW, "": LOW, "probable": LOW, "unconfirmed": LOW,
    "high": HIGH, "h": HIGH, "confirmed": HIGH, "highest": HIGHEST, "not_detected": NONE,
}  # fmt: skip
_ROUNDED = 0.1
_MODIS_HIGH = 80
_GLAD_CONFIRMED = 3
_LEAST_MILLISECONDS = 1e11
_DAY_MS = 86_400_000
_KNOWN_TEXTS = 4096
_CSV_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True)
class Table:
    """Rows of a file or layer.

    Attributes
    ----------
    name : str
        Name for messages.
    rows : list of mapping
        Values by column name in lower case; None or blank where there is nothing.
    is_polygons : bool
        Whether each row stands for a polygon, with a place in it and its area.
    """

    name: str
    rows: Sequence[Mapping[str, Any]]
    is_polygons: bool = False

    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.rows[0]) if self.rows else []


@dataclass(frozen=True, eq=False)
class AlertPoints:
    """Alerts with a place.

    Attributes
    ----------
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Degrees, WGS 84.
    day : numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    area_ha : numpy.ndarray of float64, shape (n,)
        Area of the pixel on the ellipsoid; nan where its size is not known.
    pixel : numpy.ndarray of int64, shape (n,)
        Key of the pixel, as the workspace has it: with the source it makes the alert's identity.
    source : str
        Source.
    messages : list of Message
        What to tell the user.
    """

    longitude: Floats
    latitude: Floats
    day: Days
    confidence: Classes
    area_ha: Floats
    pixel: Ints
    source: str
    messages: list[Message] = field(default_factory=list)


def confidence_class(word: str) -> int | None:
    """Class of a confidence in words (0 for ``not_detected``); None when the word is not known."""
    return _WORDS.get(word.strip().lower())


def day_of_text(text: str) -> int | None:
    """Days since 1970-01-01 of text that begins with year-month-day, or is day/month/year; None when it is neither."""
    text = text.strip()
    match = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", text)
    if match:
        year, month, day = (int(part) for part in match.groups())
    else:
        match = re.match(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)", text)
        if not match:
            return None
        day, month, year = (int(part) for part in match.groups())
    try:
        return unix_day(datetime.date(year, month, day))
    except ValueError:
        return None


def read_table(path: str) -> Table:
    """Rows of a delimited text file or of a service's JSON answer.

    Raises
    ------
    InputError
        ``input.unreadable``, ``alerts.no_points`` when there are no rows.
    """
    name = Path(path).name
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError("input.unreadable", path=path, reason=error.strerror or str(error)) from error
    text = _decoded(data)
    rows = _delimited(text, path) if Path(path).suffix.lower() in _CSV_SUFFIXES else _json_rows(text, path)
    if not rows:
        raise InputError("alerts.no_points", name=name)
    return Table(name, rows)


def is_feature_collection(path: str) -> bool:
    """Whether a JSON file is GeoJSON, which QGIS itself reads."""
    with open(path, "rb") as file:
        start = file.read(65536)
    return re.search(rb'"type"\s*:\s*"Feature(Collection)?"', start) is not None


def mapping_of(table: Table) -> ColumnMapping:
    """Columns of a table as this room reads them when nobody says otherwise."""
    columns = set(table.columns())
    guess = guess_mapping(table.rows, lambda value: day_of(value) is not None, table.is_polygons)
    known = _known_dates(columns)
    if known is None:
        return guess
    date, words, _ = known
    return replace(guess, date=date, confidence=_first(words, columns) or "")


def alert_points(table: Table, source: str = AUTO, mapping: ColumnMapping | None = None) -> AlertPoints:
    """Alerts of a table, with what was left out and why.

    An alert that stands several times is taken once, with its highest confidence and then its earliest date.

    Parameters
    ----------
    table : Table
        Rows with latitude, longitude and a date: of the GFW Data API, GLAD's older API (``year``, ``julian_day``), FIRMS, or with
        plain names.
    source : str
        ``auto`` to tell by the columns.
    mapping : ColumnMapping, optional
        What the columns mean; guessed when not given.

    Raises
    ------
    InputError
        ``alerts.points_unreadable``, ``alerts.daily_totals``, ``alerts.points_swapped``.
    """
    columns = set(table.columns())
    chosen = mapping if mapping is not None else mapping_of(table)
    known = _known_dates(columns)
    legacy = not chosen.date and {"year", "julian_day"} <= columns
    if not (chosen.latitude and chosen.longitude):
        if "alert__count" in columns:
            raise InputError("alerts.daily_totals", name=table.name)
        raise InputError("alerts.points_unreadable", name=table.name, fields=", ".join(sorted(columns)))
    if not chosen.date and not legacy:
        raise InputError("alerts.points_unreadable", name=table.name, fields=", ".join(sorted(columns)))
    if source == AUTO:
        kind = GLAD_L if legacy else known[2] if known is not None and known[0] == chosen.date else OTHER
        source = _source(table, kind, columns)
    found = _Found(table.name, source)
    for number, row in enumerate(table.rows):
        x, y = _number(row.get(chosen.longitude)), _number(row.get(chosen.latitude))
        day = _legacy_day(row) if legacy else _day_of_value(row.get(chosen.date))
        if x is None or y is None or day is None or abs(x) > 180.0:
            found.lose(number)
            continue
        if abs(y) > 90.0:
            if abs(y) <= 180.0 and abs(x) <= 90.0:
                raise InputError("alerts.points_swapped", name=table.name)
            found.lose(number)
            continue
        area = _number(row.get(chosen.area_ha)) if chosen.area_ha else None
        word = row.get(chosen.confidence) if chosen.confidence else None
        identity = row.get(chosen.identity) if chosen.identity else None
        found.add(x, y, day, word, area, row, "" if identity is None else str(identity).strip())
    return found.points()


def _known_dates(columns: set[str]) -> tuple[str, tuple[str, ...], str] | None:
    """Date and confidence columns of a producer, and the source they tell."""
    return next((known for known in _DATES if known[0] in columns), None)


class _Found:
    """Alerts gathered row by row."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.alerts: list[tuple[float, float, int, int, float]] = []
        self.names: list[str] = []
        self.lost, self.first_lost, self.undetected = 0, 0, 0
        self.unknown: dict[str, int] = {}

    def lose(self, number: int) -> None:
        self.lost += 1
        self.first_lost = self.first_lost or number + 1

    def add(
        self, x: float, y: float, day: int, word: Any, area: float | None, row: Mapping[str, Any], identity: str
    ) -> None:
        confidence = _confidence_of_value(word, self.source)
        if confidence is None:
            self.unknown[str(word)] = self.unknown.get(str(word), 0) + 1
            confidence = LOW
        if confidence == NONE:
            self.undetected += 1
            return
        self.alerts.append((x, y, day, confidence, math.nan if area is None else area))
        if self.source in (VIIRS, MODIS):
            # a fire is named by its scan: the same place burns again on another day
            self.names.append(f"{x:.6f} {y:.6f} {day} {_time(row)} {row.get('satellite') or ''}")
        else:
            self.names.append(identity)

    def points(self) -> AlertPoints:
        table = np.array(self.alerts, np.float64).reshape(-1, 5)
        size = PIXEL_DEG.get(self.source)
        if size is not None:
            table[:, 0], table[:, 1] = _centre(table[:, 0], -180.0, size), _centre(table[:, 1], -90.0, size)
        pixel = pixel_keys(table[:, 0], table[:, 1])
        named = np.array([bool(name) for name in self.names], bool)
        if named.any():
            pixel[named] = named_keys([name for name in self.names if name])
        order = np.lexsort((table[:, 2], -table[:, 3], pixel))
        first = np.ones(len(order), bool)
        first[1:] = pixel[order][1:] != pixel[order][:-1]
        kept = np.sort(order[first])
        repeated = len(table) - len(kept)
        table, pixel = table[kept], pixel[kept]
        area = table[:, 4].copy()
        unsized = np.isnan(area)
        if size is not None and unsized.any():
            area[unsized] = pixel_area_ha(table[unsized, 1], size)
        said = []
        if self.lost:
            said.append(Message("alerts.points_without", name=self.name, count=self.lost, first=self.first_lost))
        if self.unknown:
            words = ", ".join(sorted(self.unknown))
            said.append(Message("alerts.words_unknown", name=self.name, count=sum(self.unknown.values()), words=words))
        if self.undetected:
            said.append(Message("alerts.points_undetected", name=self.name, count=self.undetected))
        if repeated:
            said.append(Message("alerts.points_repeated", name=self.name, count=repeated))
        if np.isnan(area).any():
            said.append(Message("alerts.no_pixel_size", name=self.name))
        return AlertPoints(
            table[:, 0].copy(),
            table[:, 1].copy(),
            table[:, 2].astype(np.int32),
            table[:, 3].astype(np.uint8),
            area,
            pixel,
            self.source,
            said,
        )


def _centre(degrees: Floats, start: float, size: float) -> Floats:
    """Centre of the pixel, for coordinates that are one but for the digits a service cut off."""
    centre = start + (np.floor((degrees - start) / size) + 0.5) * size
    return np.where(np.abs(centre - degrees) <= _ROUNDED * size, centre, degrees)


def pixel_area_ha(latitude: Floats, size_deg: float) -> Floats:
    """Area in hectares of square pixels of `size_deg` degrees that hold the latitudes, on WGS 84."""
    row = np.floor((90.0 - latitude) / size_deg)
    upper, lower = WGS84.zone_m2(90.0 - row * size_deg), WGS84.zone_m2(90.0 - (row + 1.0) * size_deg)
    return (upper - lower) * math.radians(size_deg) / 10000.0


def _source(table: Table, kind: str, columns: set[str]) -> str:
    if "source" in columns:
        named = {str(row["source"]).strip() for row in table.rows if row["source"]}
        if len(named) == 1:
            return named.pop()
    if kind == VIIRS:
        instruments = {str(row.get("instrument", "")).upper() for row in table.rows[:10]}
        if "MODIS" in instruments or ("brightness" in columns and "VIIRS" not in instruments):
            return MODIS
    return kind


def _confidence(word: Any, source: str) -> int | None:
    number = _number(word)
    if number is None:
        return confidence_class("" if word is None else str(word))
    if source == MODIS:
        return HIGH if number >= _MODIS_HIGH else LOW
    if source == GLAD_L:
        return HIGH if number >= _GLAD_CONFIRMED else LOW
    return {2: LOW, 3: HIGH, 4: HIGHEST}.get(int(number))


def _first(names: Iterable[str], columns: set[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value if value.__class__ is str else str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def day_of(value: Any) -> int | None:
    """Days since 1970-01-01 of a date, a text (:func:`day_of_text`) or milliseconds since then, as ArcGIS has it; None otherwise."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return unix_day(value)
    number = _number(value)
    if number is not None and abs(number) > _LEAST_MILLISECONDS:
        return math.floor(number / _DAY_MS)
    return None if value is None else day_of_text(str(value))


_day_of_text = lru_cache(_KNOWN_TEXTS)(day_of)
_confidence_of_text = lru_cache(_KNOWN_TEXTS)(_confidence)


def _day_of_value(value: Any) -> int | None:
    """:func:`day_of`, which looks at each text once: a million alerts fall on few days."""
    return _day_of_text(value) if value.__class__ is str else day_of(value)


def _confidence_of_value(value: Any, source: str) -> int | None:
    """:func:`_confidence`, which looks at each word once."""
    return _confidence_of_text(value, source) if value.__class__ is str else _confidence(value, source)


def _legacy_day(row: Mapping[str, Any]) -> int | None:
    """GLAD's older API: year and day of the year."""
    year, day = _number(row.get("year")), _number(row.get("julian_day"))
    if year is None or day is None or not 1 <= day <= 366 or not 2000 <= year <= 2100:
        return None
    date = datetime.date(int(year), 1, 1) + datetime.timedelta(days=int(day) - 1)
    return unix_day(date) if date.year == int(year) else None


def _time(row: Mapping[str, Any]) -> str:
    """Hour and minute of FIRMS, which loses its leading zeros (149 is 01:49)."""
    value = row.get("acq_time")
    return "" if value in (None, "") else "T" + str(value).strip().split(".")[0].replace(":", "").zfill(4)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _delimited(text: str, path: str) -> list[dict[str, Any]]:
    header = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=header.count)
    if header.count(delimiter) == 0:
        if header.strip():
            raise InputError("alerts.points_unreadable", name=Path(path).name, fields=header.strip()[:80])
        return []
    lines = (line for line in csv.reader(text.splitlines(), delimiter=delimiter) if line)
    names = [name.strip().lower() for name in next(lines, [])]
    if delimiter == ";":
        lines = ([_with_point(value) for value in line] for line in lines)
    return [dict(zip_longest(names, line[: len(names)])) for line in lines]


def _with_point(value: str) -> str:
    """A number with a decimal point; spreadsheets in Spanish write semicolons between fields and commas in numbers."""
    return value.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", value.strip()) else value


def _json_rows(text: str, path: str) -> list[dict[str, Any]]:
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise InputError("input.unreadable", path=path, reason=str(error)) from error
    rows = answer.get("data", answer.get("rows")) if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        fields = ", ".join(answer) if isinstance(answer, dict) else type(answer).__name__
        raise InputError("alerts.points_unreadable", name=Path(path).name, fields=fields)
    return [{str(key).lower(): value for key, value in row.items()} for row in rows]
