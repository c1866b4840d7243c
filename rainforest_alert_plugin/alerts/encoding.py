"""What the codes of an alert raster mean: confidence and day, as look-up tables over all 65,536 codes.

Two forms exist. Global Forest Watch packs both into one number (``date_conf``); the producers publish a pair of rasters, one with
a confidence or status code and one with a date.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Mapping

import numpy as np
import numpy.typing as npt

Classes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint16]
Days = npt.NDArray[np.int32]

CODES = 65536
NONE, LOW, HIGH, HIGHEST = 0, 1, 2, 3
FIRST = 254
INVALID = 255
NO_DAY = np.iinfo(np.int32).min
CONFIDENCE_WORDS = ("", "low", "high", "highest")

GFW_INTEGRATED, GLAD_L, GLAD_S2, RADD, DIST_ALERT = "gfw_integrated", "glad_l", "glad_s2", "radd", "dist_alert"
SOURCES = (GFW_INTEGRATED, GLAD_L, GLAD_S2, RADD, DIST_ALERT)
DATE_CONF, PAIR = "date_conf", "pair"

_UNIX = datetime.date(1970, 1, 1)
_DECIMAL = 10000
_DIST_STATUS_V1 = {
    0: NONE, 1: FIRST, 2: LOW, 3: HIGH, 4: FIRST, 5: LOW, 6: HIGH, 7: HIGH, 8: HIGH, 255: NONE,
}  # fmt: skip
_DIST_STATUS_V0 = {0: NONE, 1: LOW, 2: HIGH, 3: LOW, 4: HIGH, 255: NONE}
_DIST_WORDS = {
    "no_disturbance": NONE, "no_data": NONE, "nodata": NONE, "fill": NONE, "first": FIRST, "provisional": LOW,
    "confirmed": HIGH,
}  # fmt: skip


def unix_day(date: datetime.date) -> int:
    """Days since 1970-01-01."""
    return (date - _UNIX).days


def date_of(day: int) -> datetime.date:
    """Date of a number of days since 1970-01-01."""
    return _UNIX + datetime.timedelta(days=int(day))


def day_texts(days: npt.NDArray[Any]) -> list[str]:
    """Days since 1970-01-01 as ``YYYY-MM-DD``; each date is written but once."""
    day, of_day = np.unique(days, return_inverse=True)
    texts = np.datetime_as_string(day.astype("datetime64[D]")).tolist()
    return [texts[number] for number in of_day.tolist()]


GFW_EPOCH = unix_day(datetime.date(2014, 12, 31))
"""Day 0 of ``date_conf`` rasters: their encoders count 2015-01-01 as 1 (the Data API has counted it as 0 since March 2026)."""

GLAD_S2_EPOCH = unix_day(datetime.date(2018, 12, 31))
"""Day 0 of GLAD-S2 at source. GFW's own conversion (+1461 on 2014-12-31) makes 2019-01-01 day 1; the producer's documents do not
say whether it is day 0 or 1, so that its dates are certain to one day only."""

DIST_EPOCH = unix_day(datetime.date(2020, 12, 31))
"""Day 0 of VEG-DIST-DATE."""

DIST_MIN_ANOMALY = 30
"""Vegetation loss in percent from which GFW takes a DIST-ALERT pixel for an alert."""


@dataclass(frozen=True, eq=False)
class Encoding:
    """How one alert raster, or a pair of them, is read.

    Attributes
    ----------
    source : str
        One of `SOURCES`.
    form : str
        ``date_conf``: the tables are looked up with the same code. ``pair``: `confidence` with the first raster's code, `day` with
        the date raster's.
    confidence : numpy.ndarray, shape (65536,), uint8
        0 none, 1 low, 2 high, 3 highest, 254 seen once only (DIST-ALERT; not an alert yet), 255 invalid.
    day : numpy.ndarray, shape (65536,), int32
        Days since 1970-01-01; `NO_DAY` where the code is no date.
    epoch_certain : bool
        False where a date may be a day off, because the producer does not say where counting starts.
    """

    source: str
    form: str
    confidence: Classes
    day: Days
    epoch_certain: bool = True

    def decode(self, codes: Codes, dates: Codes | None = None) -> tuple[Classes, Days]:
        """Confidence class and day of each pixel.

        Parameters
        ----------
        codes, dates : numpy.ndarray of uint16
            Codes of the first and of the date raster; `dates` only for the form ``pair``. A code with a confidence whose date is
            none comes back as invalid.
        """
        if dates is None:
            # of one raster the code tells all, so that the table is looked through, not the pixels
            return _dated(self.confidence, self.day).take(codes), self.day.take(codes)
        day = self.day.take(dates)
        return _dated(self.confidence.take(codes), day), day

    def without(self, nodata: int | None) -> Encoding:
        """The same encoding in which the code `nodata` means nothing."""
        if nodata is None or self.confidence[nodata] == NONE:
            return self
        confidence = self.confidence.copy()
        confidence[nodata] = NONE
        return Encoding(self.source, self.form, confidence, self.day, self.epoch_certain)


def _dated(confidence: Classes, day: Days) -> Classes:
    """Confidence that is invalid where the date is missing."""
    undated = (day == NO_DAY) & (confidence != NONE) & (confidence != FIRST)
    return np.where(undated, np.uint8(INVALID), confidence) if undated.any() else confidence


def date_conf(source: str) -> Encoding:
    """Global Forest Watch's code ``C * 10000 + D``: C 2 low, 3 high, 4 highest; D days since 2014-12-31.

    Only the integrated alerts have C 4 (two systems or more); the other sources' rasters use 2 and 3.
    """
    codes = np.arange(CODES)
    leading = codes // _DECIMAL
    confidence = np.full(CODES, INVALID, np.uint8)
    confidence[leading == 2] = LOW
    confidence[leading == 3] = HIGH
    if source == GFW_INTEGRATED:
        confidence[leading == 4] = HIGHEST
    confidence[0] = NONE
    day = np.where(confidence == INVALID, NO_DAY, GFW_EPOCH + codes % _DECIMAL).astype(np.int32)
    return Encoding(source, DATE_CONF, confidence, day)


def glad_l(year: int) -> Encoding:
    """GLAD-L at source: ``alert`` (1, 2 probable; 3 confirmed) and ``alertDate``, the day of the year `year`."""
    first = unix_day(datetime.date(year, 1, 1))
    last = unix_day(datetime.date(year, 12, 31)) - first + 1
    return Encoding(GLAD_L, PAIR, _classes({1: LOW, 2: LOW, 3: HIGH}), _days(np.arange(1, last + 1), first - 1))


def glad_s2() -> Encoding:
    """GLAD-S2 at source: ``alert`` (1 seen once, 2 to 4 repeatedly) and ``alertDate``; see `GLAD_S2_EPOCH`."""
    classes = {1: LOW, 2: HIGH, 3: HIGH, 4: HIGH}
    return Encoding(GLAD_S2, PAIR, _classes(classes), _days(np.arange(1, CODES), GLAD_S2_EPOCH), epoch_certain=False)


def radd() -> Encoding:
    """RADD at source: ``Alert`` (2 unconfirmed, 3 confirmed) and ``Date``, written YYDOY (24184 is 2 July 2024)."""
    day = np.full(CODES, NO_DAY, np.int32)
    for years in range(66):
        new_year = unix_day(datetime.date(2000 + years, 1, 1))
        length = unix_day(datetime.date(2001 + years, 1, 1)) - new_year
        codes = years * 1000 + np.arange(1, length + 1)
        codes = codes[codes < CODES]
        day[codes] = new_year + codes % 1000 - 1
    return Encoding(RADD, PAIR, _classes({2: LOW, 3: HIGH}), day)


def dist_alert(status: Mapping[int, int] | None = None) -> Encoding:
    """OPERA DIST-ALERT: VEG-DIST-STATUS and VEG-DIST-DATE (days since 2020-12-31).

    Provisional (two or three observations) is low, confirmed (four or more) high, as GFW has it; a first observation is no alert
    yet. `status` maps the file's codes to classes; see :func:`dist_status`.
    """
    classes = _classes(_DIST_STATUS_V1 if status is None else status)
    last = np.iinfo(np.int16).max
    return Encoding(DIST_ALERT, PAIR, classes, _days(np.arange(1, last + 1), DIST_EPOCH))


def dist_status(metadata: Mapping[str, str], name: str) -> dict[int, int]:
    """Confidence class by VEG-DIST-STATUS code, which changed between versions.

    The file's own ``flag_values`` and ``flag_meanings`` decide where it has them; otherwise the version in its name (``_v0``: codes
    0 to 4, provisional product; else version 1: codes 0 to 8).
    """
    values = metadata.get("flag_values", "").replace(" ", "").split(",")
    meanings = metadata.get("flag_meanings", "").replace(" ", ",").split(",")
    if len(values) == len(meanings) and all(value.isdigit() for value in values):
        status = {}
        for value, meaning in zip(values, meanings):
            status[int(value)] = next(
                (kind for word, kind in _DIST_WORDS.items() if meaning.lower().startswith(word)), INVALID
            )
        return status
    return dict(_DIST_STATUS_V0 if "_v0" in name.lower() else _DIST_STATUS_V1)


def _classes(classes: Mapping[int, int]) -> Classes:
    table = np.full(CODES, INVALID, np.uint8)
    table[0] = NONE
    for code, kind in classes.items():
        table[code] = kind
    return table


def _days(codes: npt.NDArray[Any], epoch: int) -> Days:
    table = np.full(CODES, NO_DAY, np.int32)
    table[codes] = epoch + codes
    return table
