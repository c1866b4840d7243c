"""A federation's whole table: 2,000 territories, every source, no period left out."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pytest

from rainforest_alert_plugin.alerts import reports
from rainforest_alert_plugin.alerts.encoding import unix_day
from rainforest_alert_plugin.alerts.reports import period_areas, period_sheets, summary_sheet
from rainforest_alert_plugin.alerts.statistics import AlertCounts


def counts(rows, territories=3):
    """Counts out of (territory, first day of the period, confidence, alerts, hectares)."""
    columns = list(zip(*rows))
    days = [unix_day(datetime.date.fromisoformat(day)) for day in columns[1]]
    return AlertCounts(
        tuple(f"CN {number}" for number in range(territories)),
        np.array(columns[0]),
        np.array(days, np.int32),
        np.array(columns[2], np.uint8),
        np.array(columns[3]),
        np.array(columns[4], float),
    )


def test_empty_periods_are_there_and_the_sum_begins_anew_with_the_year():
    areas = period_areas(
        [counts([(0, "2023-11-01", 1, 1, 2.0), (1, "2024-02-01", 3, 1, 3.0)]), counts([(0, "2024-01-01", 2, 4, 0.5)])],
        "month",
    )
    assert [day.isoformat() for day in areas.periods] == ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"]
    assert areas.area_ha == ((2.0, 0, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 3.0))
    assert areas.cumulative_ha == (2.0, 2.0, 0.5, 3.5)
    assert areas.is_new_year == (True, False, True, False)


def test_weeks_begin_on_monday_and_none_is_left_out():
    areas = period_areas([counts([(0, "2024-04-29", 1, 1, 1.0), (0, "2024-05-20", 1, 1, 1.0)])], "week")
    assert [day.isoformat() for day in areas.periods] == ["2024-04-29", "2024-05-06", "2024-05-13", "2024-05-20"]


def test_two_thousand_territories_have_a_line_for_each_source_with_or_without_alerts():
    rng = np.random.default_rng(1)
    rows = [
        (int(t), "2024-05-01", int(k), 1, 0.25) for t, k in zip(rng.integers(0, 2000, 900), rng.integers(1, 4, 900))
    ]
    by_source = [("glad_l", counts(rows[:400], 2000)), ("radd", counts(rows[400:], 2000))]
    sheet = summary_sheet("Territories", ["t", "s", "n", "low", "high", "highest", "all"], by_source)
    assert len(sheet.rows) == 4000
    assert sum(row[2] for row in sheet.rows) == 900
    assert sum(row[6] for row in sheet.rows) == Decimal("225")
    assert all(row[3] + row[4] + row[5] == row[6] for row in sheet.rows)


def test_more_rows_than_a_worksheet_holds_go_on_the_next(monkeypatch):
    monkeypatch.setattr(reports, "MOST_ROWS", 2)
    found = [("radd", counts([(number, "2024-05-01", 1, 1, 0.5) for number in range(3)]))]
    first, second = period_sheets("Periods", ["t"] * 6, ("low", "high", "highest"), found)
    assert [(first.name, len(first.rows)), (second.name, len(second.rows))] == [("Periods", 2), ("Periods 2", 1)]
    assert second.rows[0] == ("CN 2", "radd", "2024-05-01", "low", 1, Decimal("0.5000"))


def test_no_alerts_at_all_give_no_periods():
    assert period_areas([], "month").periods == ()
    with pytest.raises(KeyError):
        period_areas([counts([(0, "2024-05-01", 1, 1, 1.0)])], "decade")
