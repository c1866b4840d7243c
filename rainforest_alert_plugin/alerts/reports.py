"""Statistics put together for tables and charts: of all territories by source, period and confidence, empty periods included."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Sequence

import numpy as np

from ..documents.sheet import Cell, Sheet
from .encoding import CONFIDENCE_WORDS, date_of
from .periods import period_start
from .statistics import AlertCounts

MOST_ROWS = 1_000_000
"""Rows of one worksheet; a workbook has room for 1,048,576."""

_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True)
class PeriodAreas:
    """Hectares of all territories together.

    Attributes
    ----------
    periods : tuple of datetime.date
        First day of each period, from the first with alerts to the last, none left out.
    area_ha : tuple of tuple of float
        Hectares of each period: low, high, highest.
    cumulative_ha : tuple of float
        Hectares from the beginning of the period's year on.
    is_new_year : tuple of bool
        Whether adding up begins anew.
    """

    periods: tuple[datetime.date, ...]
    area_ha: tuple[tuple[float, ...], ...]
    cumulative_ha: tuple[float, ...]
    is_new_year: tuple[bool, ...]


def period_areas(counts: Sequence[AlertCounts], period: str) -> PeriodAreas:
    """Add up territories and sources by period.

    Parameters
    ----------
    counts : sequence of AlertCounts
        Counted by `period`; territories that overlap count twice, as in the table.
    period : str
        ``day``, ``week``, ``month`` or ``year``.
    """
    day = np.concatenate([one.period_day for one in counts]) if counts else np.zeros(0, np.int32)
    if len(day) == 0:
        return PeriodAreas((), ((), (), ()), (), ())
    confidence = np.concatenate([one.confidence for one in counts])
    area_ha = np.concatenate([one.area_ha for one in counts])
    periods = np.unique(period_start(np.arange(int(day.min()), int(day.max()) + 1, dtype=np.int32), period))
    place = np.searchsorted(periods, day)
    by_kind = [
        np.bincount(place[confidence == kind], weights=area_ha[confidence == kind], minlength=len(periods))
        for kind in range(1, len(CONFIDENCE_WORDS))
    ]
    total = np.sum(by_kind, axis=0)
    dates = [date_of(one) for one in periods.tolist()]
    new = [index == 0 or date.year != dates[index - 1].year for index, date in enumerate(dates)]
    cumulative: list[float] = []
    for index, is_new in enumerate(new):
        cumulative.append(float(total[index]) + (0.0 if is_new else cumulative[-1]))
    return PeriodAreas(tuple(dates), tuple(tuple(one.tolist()) for one in by_kind), tuple(cumulative), tuple(new))


def summary_sheet(name: str, headings: Sequence[str], counts: Sequence[tuple[str, AlertCounts]]) -> Sheet:
    """A line for each territory and source, also for territories without alerts.

    Parameters
    ----------
    name : str
        Of the worksheet.
    headings : sequence of str
        Territory, source, alerts, hectares low, high, highest, and in all.
    counts : sequence of (str, AlertCounts)
        By source, all of the same territories.
    """
    rows: list[tuple[Cell, ...]] = []
    tables = []
    for source, one in counts:
        number = len(one.ids)
        area = [
            np.bincount(
                one.territory[one.confidence == kind], weights=one.area_ha[one.confidence == kind], minlength=number
            )
            for kind in range(1, len(CONFIDENCE_WORDS))
        ]
        tables.append((source, np.bincount(one.territory, weights=one.pixel_count, minlength=number), area))
    for index, identity in enumerate(counts[0][1].ids if counts else ()):
        for source, alerts, area in tables:
            kinds = [float(one[index]) for one in area]
            rows.append((identity, source, int(alerts[index]), *map(_hectares, kinds), _hectares(sum(kinds))))
    return Sheet(name, (), tuple(headings), tuple(rows))


def period_sheets(
    name: str, headings: Sequence[str], words: Sequence[str], counts: Sequence[tuple[str, AlertCounts]]
) -> list[Sheet]:
    """A line for each territory, source, period and confidence with alerts, on as many worksheets as it takes.

    Parameters
    ----------
    headings : sequence of str
        Territory, source, first day of the period, confidence, alerts, hectares.
    words : sequence of str
        What low, high and highest confidence are called.
    """
    rows: list[tuple[Cell, ...]] = []
    for source, one in counts:
        columns = (one.territory, one.period_day, one.confidence, one.pixel_count, one.area_ha)
        for territory, day, confidence, count, area_ha in zip(*(column.tolist() for column in columns)):
            when = date_of(day).isoformat()
            rows.append((one.ids[territory], source, when, words[confidence - 1], count, _hectares(area_ha)))
    parts = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)] or [[]]
    names = [name if number == 0 else f"{name} {number + 1}" for number in range(len(parts))]
    return [Sheet(title, (), tuple(headings), tuple(part)) for title, part in zip(names, parts)]


def _hectares(area_ha: float) -> Decimal:
    return Decimal(area_ha).quantize(_DECIMALS)
