"""Which column means what, and dates that cannot be."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from rainforest_alert_plugin.alerts.collection import Wanted, collect_points
from rainforest_alert_plugin.alerts.encoding import date_of
from rainforest_alert_plugin.alerts.mapping import ColumnMapping, header_signature, mapping_of_json
from rainforest_alert_plugin.alerts.plausibility import without_impossible_dates
from rainforest_alert_plugin.alerts.tables import Table, alert_points, mapping_of
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.alerts import named_keys

TODAY = datetime.date(2026, 11, 23)
ROW = {"punto": "7", "este_gd": -74.5, "norte_gd": -8.4, "registrado": "14/03/2026", "nivel": "high", "sup": 1.5}
GIVEN = (
    '{"longitude": "este_gd", "latitude": "NORTE_GD", "date": "registrado", "confidence": "nivel", "area_ha": "sup"}'
)


def test_columns_of_any_name_are_read_as_the_person_says():
    points = alert_points(Table("rondas.csv", [ROW]), mapping=mapping_of_json(GIVEN, ROW))
    assert (points.longitude[0], points.latitude[0], date_of(points.day[0])) == (
        -74.5,
        -8.4,
        datetime.date(2026, 3, 14),
    )
    assert (points.confidence[0], points.area_ha[0], points.source) == (2, 1.5, "other")


def test_a_column_full_of_dates_is_found_without_a_name():
    guess = mapping_of(Table("a.csv", [{**ROW, "x": "-74.5", "y": "-8.4"}]))
    assert (guess.longitude, guess.latitude, guess.date) == ("x", "y", "registrado")


def test_columns_of_deter_and_mapbiomas_are_known():
    deter = {"gid": "DETER.1", "view_date": "2026-08-01", "areamunkm": 0.4, "longitude": -70.1, "latitude": -10.0}
    peru = {"codealerta": 41, "datadetec": "2026-08-01", "areaha": 3.2, "longitude": -74.1, "latitude": -9.0}
    found = [mapping_of(Table("a", [row], is_polygons=True)) for row in (deter, peru)]
    assert [(guess.date, guess.identity, guess.area_ha) for guess in found] == [
        ("view_date", "gid", ""),
        ("datadetec", "codealerta", "areaha"),
    ]


def test_a_polygon_is_known_by_its_number_when_its_outline_moves():
    rows = [{"codealerta": 41, "datadetec": "2026-08-01", "longitude": x, "latitude": -9.0} for x in (-74.1, -74.1003)]
    keys = {int(alert_points(Table("a", [row], is_polygons=True)).pixel[0]) for row in rows}
    assert keys == {int(named_keys(["41"])[0])}


def test_a_header_has_one_signature_in_whatever_order_and_case():
    assert header_signature(["Fecha", "x", "y"]) == header_signature(["y", "fecha", "x"])
    assert header_signature(["fecha", "x", "y"]) != header_signature(["fecha", "x", "y", "z"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{longitude: este}", "alerts.mapping_unreadable"),
        ('["este"]', "alerts.mapping_unreadable"),
        ('{"longitud": "este_gd"}', "alerts.mapping_unreadable"),
        ('{"longitude": 3}', "alerts.mapping_unreadable"),
        ('{"longitude": "east"}', "alerts.mapping_column_missing"),
    ],
)
def test_a_meaning_that_cannot_be_read_is_refused(text, message):
    with pytest.raises(InputError) as caught:
        mapping_of_json(text, ROW)
    assert caught.value.message.id == message


def test_a_mapping_survives_being_written_down():
    mapping = mapping_of_json(GIVEN, ROW)
    assert mapping_of_json(mapping.to_json(), ROW) == mapping
    assert mapping == ColumnMapping("este_gd", "norte_gd", "registrado", "nivel", "sup")


def test_milliseconds_of_arcgis_are_dates():
    row = {"x": -74.5, "y": -8.4, "fe_alerta": 1792800000000}
    # 2026-10-24T00:00:00Z by date -u -d @1792800000
    assert date_of(alert_points(Table("a", [row])).day[0]) == datetime.date(2026, 10, 24)


def collected(source, *dates):
    rows = [{"x": -74.5 + i / 100, "y": -8.4, "date": day, "source": source} for i, day in enumerate(dates)]
    return collect_points(alert_points(Table("a", rows)), None, Wanted())


def test_dates_in_the_future_and_before_2014_are_counted_and_left_out_and_the_rest_goes_on():
    given = collected("other", "2026-11-23", "2026-12-31", "1999-01-01", "2026-11-24", "2014-01-01")
    kept = without_impossible_dates(given, TODAY)
    assert [date_of(day).isoformat() for day in kept.points.day] == ["2026-11-23", "2026-11-24", "2014-01-01"]
    assert np.allclose(kept.points.longitude[kept.alert], [-74.5, -74.47, -74.46])
    assert [(message.id, message.facts["count"]) for message in kept.messages[-2:]] == [
        ("alerts.dates_in_future", 1),
        ("alerts.dates_too_early", 1),
    ]


def test_a_clock_that_is_behind_is_named_with_the_date_it_shows():
    kept = without_impossible_dates(collected("other", "2026-11-20"), datetime.date(2016, 1, 1))
    assert (len(kept.points.day), kept.messages[-1].facts["today"]) == (0, "2016-01-01")


def test_fires_of_2003_are_fires():
    assert len(without_impossible_dates(collected("modis", "2003-08-01"), TODAY).points.day) == 1
