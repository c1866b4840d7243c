"""Periods that alerts are counted by."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .encoding import Days

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"
PERIODS = (DAY, WEEK, MONTH, YEAR)
_MONDAY = 4  # 1970-01-05 was a Monday


def period_start(day: npt.NDArray[Any], period: str) -> Days:
    """First day of the period that each day falls in.

    Parameters
    ----------
    day : numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    period : str
        ``day``, ``week`` (ISO 8601, from Monday), ``month`` or ``year``.

    Returns
    -------
    numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    """
    if period == DAY:
        return np.asarray(day, np.int32)
    if period == WEEK:
        return ((np.asarray(day) - _MONDAY) // 7 * 7 + _MONDAY).astype(np.int32)
    unit = {MONTH: "datetime64[M]", YEAR: "datetime64[Y]"}[period]
    return np.asarray(day).astype("datetime64[D]").astype(unit).astype("datetime64[D]").astype(np.int32)


def check_dates(start: datetime.date | None, end: datetime.date | None) -> None:
    """Raise ``alerts.dates_reversed`` when `start` is after `end`."""
    if start is not None and end is not None and start > end:
        raise InputError("alerts.dates_reversed", start=start.isoformat(), end=end.isoformat())
