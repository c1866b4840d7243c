"""The table of alert statistics as plain rows, and its sums by period without gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Iterable

from .settings import CONFIDENCES

_MONTHS = 12
_DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class StatisticsRow:
    """Alerts of one territory, period and confidence; ``period_start`` is its first day."""

    territory_id: str
    period_start: date
    confidence: str
    pixel_count: int
    area_ha: float


def read_statistics(layer: Any) -> list[StatisticsRow]:
    """Rows of the table that ``alertstatistics`` writes."""
    return [
        StatisticsRow(
            str(feature["territory_id"]),
            _day(feature["period_start"]),
            str(feature["confidence"]),
            int(feature["pixel_count"]),
            float(feature["area_ha"]),
        )
        for feature in layer.getFeatures()
    ]


def by_period(rows: Iterable[StatisticsRow], period: str) -> tuple[list[date], dict[str, list[float]]]:
    """Hectares of each period from the first to the last, the empty ones between included.

    Parameters
    ----------
    rows : iterable of StatisticsRow
    period : str
        ``day``, ``week``, ``month`` or ``year``.

    Returns
    -------
    days : list of date
        First day of each period.
    areas : dict of str to list of float
        Hectares by confidence, one for each period.
    """
    rows = list(rows)
    days: list[date] = []
    if rows:
        day, last = min(row.period_start for row in rows), max(row.period_start for row in rows)
        while day <= last:
            days.append(day)
            day = next_period(day, period)
    places = {day: index for index, day in enumerate(days)}
    areas = {confidence: [0.0] * len(days) for confidence in CONFIDENCES}
    for row in rows:
        areas[row.confidence][places[row.period_start]] += row.area_ha
    return days, areas


def next_period(day: date, period: str) -> date:
    """First day of the period after the one that begins at `day`."""
    if period == "day":
        return day + timedelta(days=1)
    if period == "week":
        return day + timedelta(days=_DAYS_OF_WEEK)
    if period == "month":
        return date(day.year + day.month // _MONTHS, day.month % _MONTHS + 1, 1)
    return date(day.year + 1, 1, 1)


def _day(value: Any) -> date:
    return value.toPyDate() if hasattr(value, "toPyDate") else date.fromisoformat(str(value)[:10])
