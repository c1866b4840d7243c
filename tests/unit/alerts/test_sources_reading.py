"""What the sources write is what the import reads."""

from __future__ import annotations

import datetime

import pytest

from rainforest_alert_plugin.alerts.encoding import GFW_INTEGRATED, date_of
from rainforest_alert_plugin.alerts.sources import gfw_api, gfw_query
from rainforest_alert_plugin.alerts.tables import alert_points, read_table


def test_rows_of_the_data_api_are_read_back_with_their_dates_and_confidence(tmp_path):
    rows = [
        gfw_query.Row("-74.50005", "-8.45005", datetime.date(2026, 10, 1), "nominal"),
        gfw_query.Row("-74.50015", "-8.45005", datetime.date(2026, 10, 5), "highest"),
    ]
    path = tmp_path / "gfw_integrated_alerts.csv"
    path.write_text(gfw_api._csv("gfw_integrated_alerts", rows), encoding="utf-8")
    points = alert_points(read_table(str(path)))
    assert [date_of(day) for day in points.day] == [row.day for row in rows]
    assert points.confidence.tolist() == [1, 3]
    assert points.longitude == pytest.approx([-74.50005, -74.50015])
    assert points.source == GFW_INTEGRATED


def test_rows_of_geobosques_are_read_back_with_their_dates(tmp_path):
    path = tmp_path / "geobosques.csv"
    path.write_text(
        "latitude,longitude,date,confidence,source\n-8.3528350,-74.5471650,2026-11-01,,geobosques\n", encoding="utf-8"
    )
    points = alert_points(read_table(str(path)))
    assert [date_of(day).isoformat() for day in points.day] == ["2026-11-01"]
