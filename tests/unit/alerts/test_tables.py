from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
from pyproj import Geod

from rainforest_alert_plugin.alerts.encoding import HIGH, HIGHEST, LOW, date_of, unix_day
from rainforest_alert_plugin.alerts.tables import Table, alert_points, day_of_text, pixel_area_ha, read_table
from rainforest_alert_plugin.errors import InputError

INTEGRATED = ["latitude", "longitude", "gfw_integrated_alerts__date", "gfw_integrated_alerts__confidence"]


def integrated(*rows):
    return Table("t", [dict(zip(INTEGRATED, row)) for row in rows])


def ids(points):
    return [message.id for message in points.messages]


def test_data_api_words_are_one_ladder():
    points = alert_points(
        integrated(
            (-8.00005, -74.99995, "2024-02-29", "nominal"),
            (-8.00015, -74.99995, "2024-02-28", "high"),
            (-8.00025, -74.99995, "2024-02-27", "highest"),
            (-8.00035, -74.99995, "2024-02-27", ""),
            (-8.00045, -74.99995, "2024-02-27", "not_detected"),
        )
    )
    assert points.source == "gfw_integrated"
    assert points.confidence.tolist() == [LOW, HIGH, HIGHEST, LOW]
    assert date_of(points.day[0]) == datetime.date(2024, 2, 29)
    assert ids(points) == ["alerts.points_undetected"]


def test_unknown_confidence_is_low_and_said():
    points = alert_points(integrated((-8.00005, -74.99995, "2024-02-29", "medium")))
    assert points.confidence.tolist() == [LOW]
    assert points.messages[0].facts["words"] == "medium"


def test_a_pixel_named_twice_is_one_alert_with_the_highest_confidence_then_the_earliest_date():
    points = alert_points(
        integrated(
            (-8.00005, -74.99995, "2024-02-29", "nominal"),
            (-8.00005, -74.99995, "2024-03-05", "high"),
            (-8.00005, -74.99995, "2024-03-02", "high"),
        )
    )
    assert (points.confidence.tolist(), points.day.tolist()) == ([HIGH], [unix_day(datetime.date(2024, 3, 2))])
    assert points.messages[0].facts["count"] == 2


def test_area_of_an_integrated_pixel_is_that_of_geographiclib():
    points = alert_points(integrated((-8.00005, -74.99995, "2024-02-29", "high")))
    x, y = [-75.0, -74.9999, -74.9999, -75.0], [-8.0001, -8.0001, -8.0, -8.0]
    assert points.area_ha[0] == pytest.approx(abs(Geod(ellps="WGS84").polygon_area_perimeter(x, y)[0]) / 1e4, rel=3e-6)
    assert pixel_area_ha(np.array([-8.00005]), 0.0001)[0] == points.area_ha[0]


def test_glad_coordinates_cut_to_five_decimals_are_put_back_on_the_pixel():
    # centres of 0.00025 degree pixels end in 125 or 375 millionths; the API rounds to five decimals
    cut = Table(
        "t",
        [{"lat": -8.00013, "long": -74.99988, "glad_alerts__date": "2025-01-15", "glad_alerts__confidence": "high"}],
    )
    full = Table(
        "t",
        [{"lat": -8.000125, "long": -74.999875, "glad_alerts__date": "2025-01-15", "glad_alerts__confidence": "high"}],
    )
    assert alert_points(cut).pixel.tolist() == alert_points(full).pixel.tolist()


def test_older_glad_api_gives_year_and_day_of_year():
    points = alert_points(
        Table("t", [{"year": 2020, "julian_day": 65, "long": 98.449875, "lat": 15.966125, "confidence": 2}])
    )
    # 2020 is a leap year: 31 + 29 + 5 = day 65 is 5 March
    assert (points.source, date_of(points.day[0]), points.confidence.tolist()) == (
        "glad_l",
        datetime.date(2020, 3, 5),
        [LOW],
    )


def test_fires_of_two_scans_on_one_spot_are_two_alerts():
    row = {
        "latitude": "-8.1",
        "longitude": "-75.1",
        "acq_date": "2024-08-05",
        "confidence": "n",
        "satellite": "N",
        "bright_ti4": "330",
    }
    points = alert_points(
        Table("t", [{**row, "acq_time": "149"}, {**row, "acq_time": "0149"}, {**row, "acq_time": "1812"}])
    )
    assert points.source == "viirs"
    assert len(points.day) == 2
    assert np.isnan(points.area_ha).all()


def test_rows_without_place_or_date_are_counted_with_the_first():
    points = alert_points(
        integrated(
            (-8.00005, -74.99995, "2024-02-29", "high"),
            (None, -74.99995, "2024-02-29", "high"),
            (-8.00025, -74.99995, "31-31-2024", "high"),
        )
    )
    assert len(points.day) == 1
    assert points.messages[0].facts == {"name": "t", "count": 2, "first": 2}


@pytest.mark.parametrize("longitude", [285.0, -180.1, 1e9])
def test_longitudes_beyond_the_antimeridian_are_counted_and_the_rest_goes_on(longitude):
    points = alert_points(
        integrated((-8.00005, longitude, "2024-02-29", "high"), (-8.00025, -74.99995, "2024-02-29", "high"))
    )
    assert points.longitude == pytest.approx([-74.99995], abs=1e-5)
    assert points.messages[0].facts == {"name": "t", "count": 1, "first": 1}


def test_latitude_beyond_the_pole_looks_swapped():
    with pytest.raises(InputError) as error:
        alert_points(integrated((-105.2, -8.1, "2024-02-29", "high")))
    assert error.value.message.id == "alerts.points_swapped"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-02-29", "2024-02-29"),
        ("2024/2/9", "2024-02-09"),
        ("2020-02-25T00:00:00Z", "2020-02-25"),
        ("29/02/2024", "2024-02-29"),
        (" 09-08-2026 ", "2026-08-09"),
    ],
)
def test_dates_as_they_are_written(text, date):
    assert day_of_text(text) == unix_day(datetime.date.fromisoformat(date))


@pytest.mark.parametrize("text", ["", "None", "2023-02-29", "20240229", "31/31/2024"])
def test_what_is_no_date_is_none(text):
    assert day_of_text(text) is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_decimal_commas_of_spanish_spreadsheets(tmp_path, delimiter):
    values = ["-8.00005", "-74.99995", "2024-02-29", "high"]
    if delimiter == ";":
        values[:2] = ["-8,00005", "-74,99995"]
    lines = [delimiter.join(INTEGRATED), delimiter.join(values)]
    path = tmp_path / "alertas.csv"
    path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    points = alert_points(read_table(str(path)))
    assert (points.longitude[0], points.latitude[0]) == pytest.approx((-74.99995, -8.00005))


def test_short_long_and_blank_lines_of_a_table_are_read_by_their_place(tmp_path):
    path = tmp_path / "alertas.csv"
    path.write_text(
        " Latitude ,Longitude,date,confidence\n\n-8.5,-74.5,2024-05-01,high,more\n-8.6,-74.6,2024-05-01\n-8.7,-74.7\n"
        '"-8.8","-74.8","2024-05-02","low"\n'
    )
    table = read_table(str(path))
    assert table.rows[1] == {"latitude": "-8.6", "longitude": "-74.6", "date": "2024-05-01", "confidence": None}
    points = alert_points(table)
    assert points.latitude.tolist() == [-8.5, -8.6, -8.8]
    # days from 1970-01-01 to 2024-05-01: 54 years with 13 leap days and 121 days of 2024
    assert points.day.tolist() == [54 * 365 + 13 + 121, 54 * 365 + 13 + 121, 54 * 365 + 13 + 122]
    assert points.confidence.tolist() == [2, 1, 1]
    assert points.messages[0].facts["count"] == 1


def test_an_answer_without_alerts_says_so(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": [], "status": "success"}))
    with pytest.raises(InputError) as error:
        read_table(str(path))
    assert error.value.message.id == "alerts.no_points"


def test_an_error_body_of_a_service_is_no_table(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"detail":"No valid API Key found."}')
    with pytest.raises(InputError) as error:
        read_table(str(path))
    assert (error.value.message.id, error.value.message.facts["fields"]) == ("alerts.points_unreadable", "detail")


def test_cut_json_is_unreadable(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"data":[{"latitude":-8.0')
    with pytest.raises(InputError) as error:
        read_table(str(path))
    assert error.value.message.id == "input.unreadable"


def test_a_key_refused_by_firms_is_no_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Invalid MAP_KEY.\n")
    with pytest.raises(InputError) as error:
        read_table(str(path))
    assert error.value.message.id == "alerts.points_unreadable"


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "source", "count", "first", "last"),
    [
        ("gc-scripts-hub/gfw/gfw_integrated_alerts.json", "gfw_integrated", 8, "2024-07-03", "2024-10-31"),
        ("gc-scripts-hub/gfw/glad_alerts.json", "glad_l", 5, "2025-01-15", "2025-03-30"),
        ("gc-scripts-hub/gfw/gfw_viirs_fire_alerts.json", "viirs", 3, "2024-10-31", "2024-10-31"),
        ("earthranger/glad_alerts_legacy_api_528.json", "glad_l", 528, "2020-03-05", "2020-03-06"),
        ("earthranger/viirs_firms_schema_derived.csv", "viirs", 181, "2020-02-25", "2020-02-25"),
        ("gfw-datapump/geotrellis_sample_fire_alert.tsv", "modis", 4, "2022-02-06", "2025-02-06"),
    ],
)
def test_real_answers_are_read_whole(shared_data, name, source, count, first, last):
    points = alert_points(read_table(str(shared_data / "alerts" / name)))
    assert (points.source, len(points.day)) == (source, count)
    assert (date_of(points.day.min()).isoformat(), date_of(points.day.max()).isoformat()) == (first, last)


@pytest.mark.realdata
def test_real_daily_totals_have_no_place(shared_data):
    with pytest.raises(InputError) as error:
        alert_points(read_table(str(shared_data / "alerts" / "gfw-datapump" / "integrated_daily_alerts_part0.csv")))
    assert error.value.message.id == "alerts.daily_totals"
