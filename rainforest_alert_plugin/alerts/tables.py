"""Alerts as rows: answers of services and files with a place and a date per alert, in the columns each producer uses."""

from __future__ import annotations

import datetime
import json
import math
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.ellipsoid import WGS84
from ..workspace.alerts import named_keys, pixel_keys
from .columns import Table, delimited_rows, each_of, number_of, numbers_of
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
_CSV_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


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
    return _read_points(table, source, chosen, legacy)


def _read_points(table: Table, source: str, chosen: ColumnMapping, legacy: bool) -> AlertPoints:
    """Alerts of a table whose columns are known; `legacy` when GLAD's older API tells the date."""
    days = _legacy_days(table) if legacy else each_of(table.column(chosen.date), day_of)
    x, y = numbers_of(table.column(chosen.longitude)), numbers_of(table.column(chosen.latitude))
    said, placed = [], _placed(table.name, x, y, days)
    if not placed.all():
        lost = np.flatnonzero(~placed)
        said.append(Message("alerts.points_without", name=table.name, count=len(lost), first=int(lost[0]) + 1))
    words = table.column(chosen.confidence) if chosen.confidence else [None] * len(days)
    confidence = each_of(words, lambda word: _confidence(word, source))
    unknown = np.flatnonzero(placed & np.isnan(confidence)).tolist()
    if unknown:
        confidence[unknown] = LOW
        named = ", ".join(sorted({str(words[row]) for row in unknown}))
        said.append(Message("alerts.words_unknown", name=table.name, count=len(unknown), words=named))
    undetected = placed & (confidence == NONE)
    if undetected.any():
        said.append(Message("alerts.points_undetected", name=table.name, count=int(undetected.sum())))
    rows = np.flatnonzero(placed & ~undetected)
    area = numbers_of(table.column(chosen.area_ha)) if chosen.area_ha else np.full(len(days), math.nan)
    found = AlertPoints(
        x[rows],
        y[rows],
        days[rows].astype(np.int32),
        confidence[rows].astype(np.uint8),
        area[rows],
        np.empty(0, np.int64),
        source,
        said,
    )
    return _on_pixels(found, _names(table, chosen, found, rows), table.name)


def _known_dates(columns: set[str]) -> tuple[str, tuple[str, ...], str] | None:
    """Date and confidence columns of a producer, and the source they tell."""
    return next((known for known in _DATES if known[0] in columns), None)


def _placed(name: str, x: Floats, y: Floats, days: Floats) -> Bools:
    """Which rows have a place on the globe and a date.

    Raises
    ------
    InputError
        ``alerts.points_swapped``.
    """
    dated = ~np.isnan(x) & ~np.isnan(y) & ~np.isnan(days) & (np.abs(x) <= 180.0)
    beyond = dated & (np.abs(y) > 90.0)
    if (beyond & (np.abs(y) <= 180.0) & (np.abs(x) <= 90.0)).any():
        raise InputError("alerts.points_swapped", name=name)
    return dated & ~beyond


def _names(table: Table, chosen: ColumnMapping, found: AlertPoints, rows: Ints) -> list[str]:
    """By what a source names the alerts of some rows; empty where the place is the identity."""
    if found.source in FIRE_SOURCES:
        # a fire is named by its scan: the same place burns again on another day
        times, satellites = list(table.column("acq_time")), list(table.column("satellite"))
        places = zip(found.longitude.tolist(), found.latitude.tolist(), found.day.tolist(), rows.tolist())
        return [f"{x:.6f} {y:.6f} {day} {_time(times[row])} {satellites[row] or ''}" for x, y, day, row in places]
    if not chosen.identity:
        return []
    identities = list(table.column(chosen.identity))
    return ["" if identities[row] is None else str(identities[row]).strip() for row in rows.tolist()]


def _on_pixels(found: AlertPoints, names: list[str], name: str) -> AlertPoints:
    """Alerts on the pixels of their source, each once, with the area of the pixel where the table has none."""
    longitude, latitude = found.longitude, found.latitude
    size = PIXEL_DEG.get(found.source)
    if size is not None:
        longitude, latitude = _centre(longitude, -180.0, size), _centre(latitude, -90.0, size)
    pixel = pixel_keys(longitude, latitude)
    named = np.array([bool(one) for one in names], bool)
    if named.any():
        pixel[named] = named_keys([one for one in names if one])
    kept = _first_of_each(pixel, found.confidence, found.day)
    area = found.area_ha[kept]
    unsized = np.isnan(area)
    if size is not None and unsized.any():
        area[unsized] = pixel_area_ha(latitude[kept][unsized], size)
    said = list(found.messages)
    if len(kept) < len(pixel):
        said.append(Message("alerts.points_repeated", name=name, count=len(pixel) - len(kept)))
    if np.isnan(area).any():
        said.append(Message("alerts.no_pixel_size", name=name))
    return AlertPoints(
        longitude[kept],
        latitude[kept],
        found.day[kept],
        found.confidence[kept],
        area,
        pixel[kept],
        found.source,
        said,
    )


def _first_of_each(pixel: Ints, confidence: Classes, day: Days) -> Ints:
    """Where each pixel stands, in order: of several alerts the highest confidence, then the earliest date, then the first."""
    ordered = np.sort(pixel)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.arange(len(pixel))
    order = np.lexsort((day, -confidence.astype(np.int16), pixel))
    first = np.ones(len(order), bool)
    first[1:] = pixel[order][1:] != pixel[order][:-1]
    return np.sort(order[first])


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
        named = {str(value).strip() for value in table.column("source") if value}
        if len(named) == 1:
            return named.pop()
    if kind == VIIRS:
        instruments = {str(row.get("instrument", "")).upper() for row in table.rows[:10]}
        if "MODIS" in instruments or ("brightness" in columns and "VIIRS" not in instruments):
            return MODIS
    return kind


def _confidence(word: Any, source: str) -> int | None:
    number = number_of(word)
    if number is None:
        return confidence_class("" if word is None else str(word))
    if source == MODIS:
        return HIGH if number >= _MODIS_HIGH else LOW
    if source == GLAD_L:
        return HIGH if number >= _GLAD_CONFIRMED else LOW
    return {2: LOW, 3: HIGH, 4: HIGHEST}.get(int(number))


def _first(names: Iterable[str], columns: set[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def day_of(value: Any) -> int | None:
    """Days since 1970-01-01 of a date, a text (:func:`day_of_text`) or milliseconds since then, as ArcGIS has it; None otherwise."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return unix_day(value)
    number = number_of(value)
    if number is not None and abs(number) > _LEAST_MILLISECONDS:
        return math.floor(number / _DAY_MS)
    return None if value is None else day_of_text(str(value))


def _legacy_days(table: Table) -> Floats:
    """Days since 1970-01-01 of GLAD's older API; nan where they are none."""
    days = (_legacy_day(*row) for row in zip(table.column("year"), table.column("julian_day")))
    return np.array([math.nan if day is None else day for day in days], np.float64)


def _legacy_day(year_value: Any, day_value: Any) -> int | None:
    """GLAD's older API: year and day of the year."""
    year, day = number_of(year_value), number_of(day_value)
    if year is None or day is None or not 1 <= day <= 366 or not 2000 <= year <= 2100:
        return None
    date = datetime.date(int(year), 1, 1) + datetime.timedelta(days=int(day) - 1)
    return unix_day(date) if date.year == int(year) else None


def _time(value: Any) -> str:
    """Hour and minute of FIRMS, which loses its leading zeros (149 is 01:49)."""
    return "" if value in (None, "") else "T" + str(value).strip().split(".")[0].replace(":", "").zfill(4)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _delimited(text: str, path: str) -> Sequence[Mapping[str, Any]]:
    header = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=header.count)
    if header.count(delimiter) == 0:
        if header.strip():
            raise InputError("alerts.points_unreadable", name=Path(path).name, fields=header.strip()[:80])
        return []
    return delimited_rows(text, delimiter) or []


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
