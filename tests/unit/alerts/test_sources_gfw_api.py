"""The GFW Data API as it behaves: cut answers, late dates, keys that expire, versions that change."""

from __future__ import annotations

import csv
import datetime
import json
from dataclasses import replace

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.alerts.pixels import read_pixels
from rainforest_alert_plugin.alerts.raster import open_alerts
from rainforest_alert_plugin.alerts.sources import gfw_api, raster_tiles
from rainforest_alert_plugin.alerts.sources.gfw_api import fetch, tile_id
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, note_path, read_services
from rainforest_alert_plugin.errors import CancelledError, InputError, ServiceError
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from rainforest_alert_plugin.paths import resource
from tests.unit.alerts.gfw_service import VERSION, DataApi
from tests.unit.net import loopback

DATASET = "gfw_integrated_alerts"
TODAY = datetime.date(2026, 11, 23)
OCTOBER = (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31))
DAY_1_OCTOBER = (datetime.date(2026, 10, 1) - datetime.date(2014, 12, 31)).days
TERRITORY = shapely.Polygon([(-74.6, -8.6), (-74.4, -8.6), (-74.5, -8.3)])


def pixels(count=400, seed=1, first_day=DAY_1_OCTOBER, days=31):
    """Alerts scattered over the box of the territory: about half of them lie in it."""
    generator = np.random.default_rng(seed)
    cells = generator.choice(2000 * 3000, count, replace=False)
    found = []
    for cell in cells.tolist():
        code = int(generator.choice([2, 3, 4])) * 10000 + first_day + int(generator.integers(days))
        found.append((round(-74.6 + (cell % 2000 + 0.5) * 1e-4, 5), round(-8.6 + (cell // 2000 + 0.5) * 1e-4, 5), code))
    return found


@pytest.fixture
def service():
    with loopback.running() as running:
        yield running


@pytest.fixture
def api(service):
    return DataApi(service, DATASET, pixels())


@pytest.fixture
def catalogue(service):
    entry = read_services(resource("services", "alerts.json"))["gfw_integrated"]
    return replace(entry, base=service.url)


@pytest.fixture
def request_for(tmp_path, api):
    def make(*shapes, start=OCTOBER[0], end=OCTOBER[1], key=None, **more):
        area = [PolygonFeature(str(i), shapely.to_wkb(shape)) for i, shape in enumerate(shapes or [TERRITORY])]
        client = HttpClient(NetworkSettings(first_wait_s=0.01, attempts=2))
        return AlertRequest(
            area, start, end, tmp_path, client, Credential(key or api.key, header="x-api-key"), TODAY, **more
        )

    return make


def rows_of(fetched):
    with open(fetched.path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(api, shape=TERRITORY, start=OCTOBER[0], end=OCTOBER[1]):
    days = range((start - datetime.date(2014, 12, 31)).days, (end - datetime.date(2014, 12, 31)).days + 1)
    return {
        (f"{y:.5f}", f"{x:.5f}", (datetime.date(2014, 12, 31) + datetime.timedelta(days=code % 10000)).isoformat())
        for x, y, code in api.alerts
        if code % 10000 in days and shapely.contains_xy(shape, x, y)
    }


def found_in(fetched):
    return {(row["latitude"], row["longitude"], row[f"{DATASET}__date"]) for row in rows_of(fetched)}


def test_every_alert_in_the_territory_and_the_period_comes_once_and_no_other(catalogue, request_for, api):
    fetched = fetch(catalogue, request_for())[0]
    assert found_in(fetched) == expected(api)
    assert 150 < len(rows_of(fetched)) == fetched.note["rows"]


def test_the_note_says_what_was_asked_when_and_in_which_version(catalogue, request_for, api):
    fetched = fetch(catalogue, request_for())[0]
    note = json.loads(note_path(fetched.path).read_text(encoding="utf-8"))
    assert (note["version"], note["dataset"], note["start"], note["end"]) == (
        VERSION,
        DATASET,
        "2026-10-01",
        "2026-10-31",
    )
    assert note["licence"] == "CC BY 4.0"
    assert "2026-11-23" in note["attribution"]
    assert note["asked_at"].endswith("+00:00")
    assert note["rows_outside"] > 0


def test_the_key_is_in_no_file_that_is_written(catalogue, request_for, api, tmp_path):
    fetch(catalogue, request_for())
    assert all(api.key not in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())


def test_an_answer_that_would_be_cut_off_is_split_before(catalogue, request_for, api, service, monkeypatch):
    monkeypatch.setattr(gfw_api, "_ROWS_PER_ANSWER", 60)
    api.most_bytes = 60 * 60
    fetched = fetch(catalogue, request_for())[0]
    assert found_in(fetched) == expected(api)
    assert sum("query/csv" in asked.path for asked in service.asked) > 3


def test_an_answer_that_was_cut_off_all_the_same_is_noticed_and_asked_for_in_halves(
    catalogue, request_for, api, service
):
    api.most_bytes = 2000
    fetched = fetch(catalogue, request_for())[0]
    assert found_in(fetched) == expected(api)
    assert sum("query/csv" in asked.path for asked in service.asked) > 8


def test_a_question_that_takes_the_service_too_long_is_asked_in_halves(catalogue, request_for, api):
    api.most_rows_in_time = 50
    assert found_in(fetch(catalogue, request_for())[0]) == expected(api)


def test_one_crowded_place_is_split_by_time(catalogue, request_for, api):
    # all alerts of a month within twenty metres: no use in cutting the area any further
    api.alerts = [(-74.49995, -8.44995, 30000 + DAY_1_OCTOBER + day) for day in range(31)]
    api.most_rows_in_time = 4
    assert len(rows_of(fetch(catalogue, request_for())[0])) == 31


def test_no_pixel_is_lost_or_doubled_on_a_cut(catalogue, request_for, api):
    # a row of pixels across the whole territory, asked for in pieces of a few
    api.alerts = [(round(-74.55 + (i + 0.5) * 1e-4, 5), -8.55005, 30000 + DAY_1_OCTOBER) for i in range(1000)]
    api.most_rows_in_time = 60
    assert found_in(fetch(catalogue, request_for())[0]) == expected(api)


def test_dates_that_are_a_day_late_are_put_right_by_the_raster(catalogue, request_for, api, tmp_path):
    api.late_days = 1
    api.offer_raster(tmp_path / "tile.tif", "00N_080W", -80.0, 0.0)
    fetched = fetch(catalogue, request_for())[0]
    assert found_in(fetched) == expected(api)
    assert (fetched.note["epoch_check"], fetched.note["date_shift_days"]) == ("shifted", -1)
    assert "sources.epoch_shifted" in [message.id for message in fetched.messages]


def test_dates_that_agree_with_the_raster_are_left_as_they_are(catalogue, request_for, api, tmp_path):
    api.offer_raster(tmp_path / "tile.tif", "00N_080W", -80.0, 0.0)
    fetched = fetch(catalogue, request_for())[0]
    assert (fetched.note["epoch_check"], fetched.note["date_shift_days"]) == ("equal", 0)
    assert fetched.messages == ()
    assert found_in(fetched) == expected(api)


def test_dates_that_could_not_be_compared_are_flagged(catalogue, request_for, api):
    fetched = fetch(catalogue, request_for())[0]
    assert fetched.note["epoch_check"] == "not_checked"
    assert "sources.epoch_not_checked" in [message.id for message in fetched.messages]


def test_dates_that_differ_by_a_month_are_not_put_right_but_flagged(catalogue, request_for, api, tmp_path):
    api.offer_raster(tmp_path / "tile.tif", "00N_080W", -80.0, 0.0)
    api.alerts = [(x, y, code - 20) for x, y, code in api.alerts if code % 10000 > DAY_1_OCTOBER + 20]
    assert fetch(catalogue, request_for())[0].note["epoch_check"] == "unexplained"


def test_a_repeat_asks_for_nothing_but_the_version(catalogue, request_for, api, service):
    first = fetch(catalogue, request_for())[0]
    content = first.path.read_bytes()
    service.asked.clear()
    again = fetch(catalogue, request_for())[0]
    assert [asked.path for asked in service.asked] == [f"/dataset/{DATASET}/latest"]
    assert (again.path, again.path.read_bytes()) == (first.path, content)
    assert [message.id for message in again.messages] == ["sources.unchanged"]


def test_a_new_version_is_fetched_beside_the_old_one(catalogue, request_for, api):
    api.versions = [VERSION, "v20260815"]
    first, second = fetch(catalogue, request_for())[0], fetch(catalogue, request_for())[0]
    assert first.path != second.path
    assert first.path.is_file()


def test_a_file_that_was_damaged_since_is_fetched_again(catalogue, request_for, api):
    first = fetch(catalogue, request_for())[0]
    content = first.path.read_bytes()
    first.path.write_bytes(content[:50])
    assert fetch(catalogue, request_for())[0].path.read_bytes() == content


def test_an_expired_key_is_named_and_leaves_no_file(catalogue, request_for, api, tmp_path):
    with pytest.raises(ServiceError) as caught:
        fetch(catalogue, request_for(key="expired-last-week"))
    assert (caught.value.message.id, caught.value.message.facts["detail"]) == (
        "net.key_refused",
        "No valid API Key found.",
    )
    assert list(tmp_path.glob("*")) == []


def test_a_key_can_be_tested_with_the_smallest_question(catalogue, request_for, api, service):
    gfw_api.test_key(catalogue, request_for())
    with pytest.raises(ServiceError, match=r"net\.key_refused"):
        gfw_api.test_key(catalogue, request_for(key="expired-last-week"))
    assert len(service.asked) == 2


def test_changed_columns_are_named(catalogue, request_for, api):
    api.columns = ("lat", "lon", "alert_date", "confidence")
    with pytest.raises(ServiceError) as caught:
        fetch(catalogue, request_for())
    assert caught.value.message.id == "sources.columns_changed"
    assert caught.value.message.facts["found"] == "lat, lon, alert_date, confidence"


def test_dates_in_the_future_and_before_the_first_satellite_are_counted_and_left_out(catalogue, request_for, api):
    inside = [(-74.5, -8.4, 30000 + DAY_1_OCTOBER), (-74.5, -8.41, 39999)]
    api.alerts = inside
    request = request_for(end=datetime.date(2043, 12, 31))
    fetched = fetch(catalogue, request)[0]
    assert len(rows_of(fetched)) == 1
    assert fetched.note["rows_impossible"] == 1
    assert "sources.impossible_rows" in [message.id for message in fetched.messages]


def test_an_unknown_confidence_is_kept_and_flagged(catalogue, request_for, api):
    api.word_of_two = "perhaps"
    fetched = fetch(catalogue, request_for())[0]
    assert found_in(fetched) == expected(api)
    flagged = next(message for message in fetched.messages if message.id == "sources.unknown_confidence")
    assert flagged.facts["count"] >= sum(row[f"{DATASET}__confidence"] == "perhaps" for row in rows_of(fetched)) > 0


def test_no_alerts_make_a_table_with_a_header_and_no_rows(catalogue, request_for, api):
    api.alerts = []
    fetched = fetch(catalogue, request_for())[0]
    assert fetched.path.read_text(encoding="utf-8") == f"latitude,longitude,{DATASET}__date,{DATASET}__confidence\n"
    assert fetched.note["epoch_check"] == "not_needed"


def test_a_territory_with_a_million_vertices_is_asked_for_simply_and_cut_exactly(catalogue, request_for, api, service):
    angle = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    radius = 0.08 + 0.01 * np.sin(40 * angle)
    lake = shapely.Polygon(np.column_stack([-74.5 + radius * np.cos(angle), -8.45 + radius * np.sin(angle)]))
    fetched = fetch(catalogue, request_for(lake))[0]
    assert found_in(fetched) == expected(api, lake)
    assert max(len(asked.body) for asked in service.asked) < 32_000


@pytest.mark.parametrize(
    ("shape", "dates", "reason"),
    [
        (TERRITORY, (OCTOBER[1], OCTOBER[0]), r"alerts\.dates_reversed"),
        (TERRITORY, (datetime.date(2001, 1, 1), datetime.date(2002, 1, 1)), r"sources\.period_impossible"),
        (TERRITORY, (datetime.date(2030, 1, 1), datetime.date(2031, 1, 1)), r"sources\.period_impossible"),
        (shapely.box(-179.9, -9, 179.9, -8), OCTOBER, r"sources\.area_impossible"),
        (shapely.box(-190, -9, -185, -8), OCTOBER, r"sources\.area_impossible"),
    ],
)
def test_questions_that_have_no_answer_are_refused_before_they_are_asked(
    catalogue, request_for, service, shape, dates, reason
):
    with pytest.raises(InputError, match=reason):
        fetch(catalogue, request_for(shape, start=dates[0], end=dates[1]))
    assert service.asked == []


def test_cancelling_leaves_no_file(catalogue, request_for, api, service, tmp_path):
    request = request_for(is_cancelled=lambda: any("query" in asked.path for asked in service.asked))
    with pytest.raises(CancelledError):
        fetch(catalogue, request)
    assert list(tmp_path.glob("*")) == []


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((-74.5, -8.5), "00N_080W"),
        ((-74.5, -10.5), "10S_080W"),
        ((-69.5, -12.0), "10S_070W"),
        ((-70.1, 0.5), "10N_080W"),
    ],
)
def test_tiles_are_named_by_their_north_western_corner(place, name):
    assert tile_id(*place) == name


def test_the_raster_of_a_version_is_read_in_blocks_with_the_version_in_its_note(request_for, api, service, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    api.offer_raster(served / "tile.tif", "00N_080W", -80.0, 0.0)
    entry = replace(read_services(resource("services", "alerts.json"))["gfw_integrated_raster"], base=service.url)
    fetched = raster_tiles.fetch(entry, request_for())[0]
    opened = open_alerts(str(fetched.path))
    pixels = read_pixels(opened)
    x, y = pixels.centres()
    found = {(round(a, 5), round(b, 5)) for a, b in zip(x.tolist(), y.tolist())}
    expected_places = {(a, b) for a, b, _ in api.alerts if shapely.contains_xy(TERRITORY, a, b)}
    assert expected_places <= found <= {(a, b) for a, b, _ in api.alerts}
    assert opened.encoding.source == "gfw_integrated"
    note = json.loads(note_path(fetched.path).read_text(encoding="utf-8"))
    assert (note["version"], note["etag"], note["tile"]) == (VERSION, "v1", "00N_080W")
    assert note["fetched_bytes"] < 0.5 * (served / "tile.tif").stat().st_size
