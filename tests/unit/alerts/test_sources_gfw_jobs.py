"""The GFW Data API for many territories, large ones, versions that vanish and runs that were killed."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.alerts.sources import gfw_api, gfw_jobs, gfw_query, raster_tiles
from rainforest_alert_plugin.alerts.sources.gfw_api import fetch
from rainforest_alert_plugin.alerts.sources.gfw_versions import kept_versions
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, note_path, read_services
from rainforest_alert_plugin.errors import CancelledError, ServiceError
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from rainforest_alert_plugin.paths import resource
from tests.unit.alerts.gfw_service import VERSION, DataApi
from tests.unit.alerts.test_sources_gfw_api import DATASET, OCTOBER, TODAY, expected, found_in, pixels
from tests.unit.net import loopback

VILLAGES = [shapely.box(x, y, x + 0.02, y + 0.02) for x in np.arange(-74.6, -74.41, 0.04) for y in (-8.6, -8.5, -8.4)]
ALL = shapely.union_all(VILLAGES)


@pytest.fixture
def service():
    with loopback.running() as running:
        yield running


@pytest.fixture
def api(service):
    return DataApi(service, DATASET, pixels(1500))


@pytest.fixture
def catalogue(service):
    return replace(read_services(resource("services", "alerts.json"))["gfw_integrated"], base=service.url)


@pytest.fixture
def request_for(tmp_path, api, monkeypatch):
    monkeypatch.setattr(gfw_api, "_FIRST_JOB_WAIT_S", 0.01)

    def make(*shapes, **more):
        area = [PolygonFeature(str(i), shapely.to_wkb(shape)) for i, shape in enumerate(shapes or VILLAGES)]
        client = HttpClient(NetworkSettings(first_wait_s=0.01, attempts=2))
        return AlertRequest(area, *OCTOBER, tmp_path, client, Credential(api.key, header="x-api-key"), TODAY, **more)

    return make


def asked(service, part):
    return [each for each in service.asked if part in each.path]


def messages(fetched):
    return [message.id for message in fetched.messages]


def test_many_territories_are_asked_for_in_one_job_and_every_alert_comes_once(catalogue, request_for, api, service):
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert len(expected(api, ALL)) > 20
    assert (len(asked(service, "query/batch")), len(asked(service, "query/csv"))) == (2, 0)
    assert max(api.job_body_bytes) < 256 * 1024
    assert set(api.jobs[0]) == {"sql", "id_field", "feature_collection"}


def test_a_job_is_asked_about_with_growing_patience(catalogue, request_for, api, monkeypatch):
    api.job_states = ["pending"] * 5 + ["success"]
    waits = []
    monkeypatch.setattr(HttpClient, "wait", lambda self, seconds, is_cancelled: waits.append(seconds))
    fetch(catalogue, request_for())
    assert waits[:5] == [0.01, 0.02, 0.04, 0.08, 0.16]


def test_progress_of_a_job_is_passed_on(catalogue, request_for, api):
    seen = []
    fetch(catalogue, request_for(progress=seen.append))
    # 42 % of the first of two jobs, which are 90 % of the work
    assert any(abs(value - 0.9 * 0.5 * 42) < 0.01 for value in seen)
    assert seen[-1] == 100.0


@pytest.mark.parametrize("state", ["failed", "error"])
def test_a_job_that_fails_says_so_and_the_pieces_are_asked_one_by_one(catalogue, request_for, api, service, state):
    api.job_states = ["pending", state]
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert messages(found)[0] == "sources.job_failed"
    assert found.messages[0].facts["reason"] == "Lambda ran out of memory"
    assert len(asked(service, "query/json")) >= len(VILLAGES)


@pytest.mark.parametrize("tells", [True, False])
def test_pieces_that_a_job_could_not_answer_are_asked_one_by_one(catalogue, request_for, api, service, tells):
    api.job_states = ["partial_success"]
    api.failing, api.tells_failing = {"3", "7"}, tells
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert messages(found)[0] == "sources.job_partial"
    assert len(asked(service, "query/json")) == 2


def test_a_service_without_jobs_is_asked_in_pieces(catalogue, request_for, api, service):
    service.on(f"/dataset/{DATASET}/{VERSION}/query/batch", loopback.text('{"detail":"Not Found"}', 404))
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert "sources.job_failed" in messages(found)


def test_a_job_that_never_ends_is_given_up(catalogue, request_for, api, monkeypatch):
    api.job_states = ["pending"]
    monkeypatch.setattr(gfw_jobs, "_PATIENCE_S", 0.05)
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert "pending" in found.messages[0].facts["reason"]


def test_an_expired_key_is_named_by_a_job_too(catalogue, request_for, api, tmp_path):
    request = replace(request_for(), credential=Credential("made-two-years-ago", header="x-api-key"))
    with pytest.raises(ServiceError, match=r"net\.key_refused"):
        fetch(catalogue, request)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_waiting_for_a_job_can_be_cancelled(catalogue, request_for, api, service, monkeypatch):
    monkeypatch.setattr(gfw_api, "_FIRST_JOB_WAIT_S", 60.0)
    api.job_states = ["pending", "success"]
    stop = loopback.stop_after(loopback.LOOKS, lambda: asked(service, "/job/"))
    with pytest.raises(CancelledError):
        fetch(catalogue, request_for(is_cancelled=stop))
    assert len(asked(service, "/job/")) == 1


def test_a_large_territory_is_stored_at_the_service_once_and_named_from_then_on(
    catalogue, request_for, api, service, monkeypatch
):
    monkeypatch.setattr(gfw_query, "_LONGEST_SHAPE", 2000)
    api.longest_shape = 3000
    around = shapely.Point(-74.5, -8.45).buffer(0.1, quad_segs=100)
    found = fetch(catalogue, request_for(around))[0]
    assert found_in(found) == expected(api, around)
    assert len(asked(service, "/geostore/")) == 1
    queries = asked(service, "/query/")
    assert {each.method for each in queries} == {"GET"}
    assert all("geostore_id=" in each.path for each in queries)


@pytest.mark.parametrize("status", [404, 422])
def test_a_service_that_keeps_no_geometry_is_asked_with_the_geometry_itself(
    catalogue, request_for, api, service, monkeypatch, status
):
    monkeypatch.setattr(gfw_query, "_LONGEST_SHAPE", 100)
    service.on("/geostore/", loopback.text('{"detail":"no"}', status))
    around = shapely.Point(-74.5, -8.45).buffer(0.1)
    assert found_in(fetch(catalogue, request_for(around))[0]) == expected(api, around)
    assert {each.method for each in asked(service, "/query/")} == {"POST"}


def test_a_version_that_is_still_kept_is_asked_again(catalogue, request_for, api, service):
    api.kept_versions = [VERSION, "v20260815"]
    api.versions = ["v20260815"]
    found = fetch(catalogue, request_for(version=VERSION))[0]
    assert (found.note["version"], found.note["version_wanted"]) == (VERSION, "")
    assert "sources.version_gone" not in messages(found)


def test_a_version_that_vanished_is_replaced_by_the_latest_and_the_difference_is_marked(catalogue, request_for, api):
    found = fetch(catalogue, request_for(version="v20250101"))[0]
    assert (found.note["version"], found.note["version_wanted"]) == (VERSION, "v20250101")
    said = found.messages[0]
    assert (said.id, said.facts["wanted"], said.facts["version"]) == ("sources.version_gone", "v20250101", VERSION)


def test_a_version_that_vanishes_between_two_questions_is_replaced(catalogue, request_for, api, service):
    api.kept_versions = ["v20260815"]
    api.versions = [VERSION, "v20260815"]
    found = fetch(catalogue, request_for(shapely.box(-74.6, -8.6, -74.4, -8.3)))[0]
    assert (found.note["version"], found.note["version_wanted"]) == ("v20260815", VERSION)
    assert found_in(found) == expected(api, shapely.box(-74.6, -8.6, -74.4, -8.3))


def test_versions_are_read_from_all_pages(catalogue, request_for, api):
    api.kept_versions = [f"v2026{number:04d}" for number in range(120)]
    assert kept_versions(catalogue, request_for()) == api.kept_versions


def test_a_vanished_version_of_a_raster_is_said_too(request_for, api, service, tmp_path):
    api.alerts = [(-74.50005, -8.45005, 34292)]
    api.offer_raster(tmp_path / "tile.tif", "00N_080W", -80.0, 0.0)
    entry = read_services(resource("services", "alerts.json"))["gfw_integrated_raster"]
    found = raster_tiles.fetch(replace(entry, base=service.url), request_for(VILLAGES[0], version="v20250101"))
    assert [message.id for message in found[-1].messages] == ["sources.version_gone"]


KILLED = """
import datetime, sys
from dataclasses import replace
from pathlib import Path
from rainforest_alert_plugin.alerts.sources.gfw_api import fetch
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, read_services
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from rainforest_alert_plugin.paths import resource
url, folder, key, *shapes = sys.argv[1:]
entry = replace(read_services(resource("services", "alerts.json"))["gfw_integrated"], base=url)
area = [PolygonFeature(str(i), bytes.fromhex(shape)) for i, shape in enumerate(shapes)]
days = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
client = HttpClient(NetworkSettings(read_timeout_s=60.0))
fetch(entry, AlertRequest(area, *days, Path(folder), client, Credential(key, header="x-api-key"), datetime.date(2026, 11, 23)))
"""


def test_a_download_killed_by_force_goes_on_with_the_answers_it_had(catalogue, request_for, api, service, tmp_path):
    shapes = VILLAGES[:4]
    answer = api._query

    def stuck_at_the_seventh(handler, each):
        if len(asked(service, "/query/")) < 7:
            answer(handler, each)
        else:
            time.sleep(30.0)

    for form in ("json", "csv"):
        service.on(f"/dataset/{DATASET}/{VERSION}/query/{form}", stuck_at_the_seventh)
    arguments = [service.url, str(tmp_path), api.key, *(shapely.to_wkb(shape).hex() for shape in shapes)]
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", KILLED, *arguments], cwd=root)
    deadline = time.monotonic() + 60.0
    while len(asked(service, "/query/")) < 7 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not list(tmp_path.glob("*.csv"))
    had = len(asked(service, "/query/"))
    assert had == 7
    for form in ("json", "csv"):
        service.on(f"/dataset/{DATASET}/{VERSION}/query/{form}", answer)
    found = fetch(catalogue, request_for(*shapes))[0]
    assert found_in(found) == expected(api, shapely.union_all(shapes))
    # four counts and four tables, of which six had come
    assert len(asked(service, "/query/")) - had == 2
    assert (found.note["answers_reused"], messages(found)[0]) == (6, "sources.resumed")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([found.path.name, note_path(found.path).name])


def test_a_job_that_was_begun_before_the_run_was_killed_is_waited_for_again(catalogue, request_for, api, service):
    api.job_states = ["pending"]
    with pytest.raises(CancelledError):
        fetch(catalogue, request_for(is_cancelled=lambda: len(asked(service, "/job/0")) > 1))
    api.job_states = ["success"]
    service.on("/job/0", api._job(0, "success"))
    found = fetch(catalogue, request_for())[0]
    assert found_in(found) == expected(api, ALL)
    assert len(asked(service, "query/batch")) == 2


def test_dates_that_are_a_day_late_are_put_right_in_what_a_job_brought(catalogue, request_for, api, tmp_path):
    api.late_days = 1
    api.offer_raster(tmp_path / "t.tif", "00N_080W", -80.0, 0.0)
    found = fetch(catalogue, request_for())[0]
    assert found.note["epoch_check"] == "shifted"
    assert found_in(found) == expected(api, ALL)
    assert json.loads(note_path(found.path).read_text(encoding="utf-8"))["date_shift_days"] == -1
    assert datetime.date(2014, 12, 31) == gfw_query.GFW_EPOCH
