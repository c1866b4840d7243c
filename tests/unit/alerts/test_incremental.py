"""Asked for is what is new since the last batch; absence is withdrawal only where the file is the whole truth."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.alerts.incremental import (
    Import,
    LastBatch,
    batch_of,
    coverage_of_note,
    is_known,
    last_batch,
    note_of_file,
    start_of_question,
)
from rainforest_alert_plugin.alerts.sources.catalogue import services
from rainforest_alert_plugin.alerts.sources.service import area_digest, file_sha256
from rainforest_alert_plugin.alerts.workspace_events import take_in
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.workspace.alerts import empty_alerts, pixel_keys
from rainforest_alert_plugin.workspace.geopackage import create_geopackage

AREA = [PolygonFeature("CN1", shapely.to_wkb(shapely.Polygon([(-74.6, -8.6), (-74.4, -8.6), (-74.5, -8.3)])))]
END = datetime.date(2026, 11, 23)
INSIDE, IN_THE_BOX = (-74.5, -8.5), (-74.59, -8.31)


@pytest.fixture
def workspace(tmp_path):
    with create_geopackage(tmp_path / "federation.gpkg", "Federation", "laptop") as opened:
        yield opened


def note(**facts):
    return {
        "service": "gfw_integrated",
        "start": "2026-05-27",
        "end": "2026-11-23",
        "version": "v20261120",
        "licence": "CC BY 4.0",
        "attribution": "UMD",
        "address": "https://example.org",
        "asked_at": "2026-11-23T11:00:00+00:00",
        "sha256": "a" * 64,
        "area_digest": area_digest(AREA),
        "keeps_all": True,
        **facts,
    }


def asked(path="alerts.csv", **more):
    values = {"start": None, "end": None, "min_confidence": "low", "area": AREA, **more}
    territories = [] if values["area"] is None else [each.id for each in values["area"]]
    return Import(
        path, "gfw_integrated", values["start"], values["end"], values["min_confidence"], territories, values["area"]
    )


def alerts(*places, date="2026-11-01"):
    made = empty_alerts(len(places))
    made["lon"], made["lat"] = np.array(places).T
    made["pixel"] = pixel_keys(made["lon"], made["lat"])
    made["date"] = np.datetime64(date)
    made["area_ha"] = 0.01
    return made


def bring(workspace, places, what=None, of=None, date="2026-11-01"):
    what, of = what or asked(), note() if of is None else of
    return take_in(
        workspace, batch_of(what, of), alerts(*places, date=date), coverage_of_note(workspace, what, of)
    ).alerts


def test_the_next_question_reaches_back_half_a_year_before_the_end_of_the_last_batch(workspace):
    bring(workspace, [INSIDE])
    last = last_batch(workspace, "gfw_integrated", area_digest(AREA))
    assert last == LastBatch(datetime.date(2026, 5, 27), END, "v20261120")
    assert start_of_question(last, "gfw_api", datetime.date(2026, 12, 1)) == datetime.date(2026, 5, 27)
    # 180 days before 23 November: 23 + 31 + 30 + 31 + 31 + 30 are 176 to 31 May, four more to 27 May
    assert start_of_question(last, "firms", datetime.date(2026, 12, 1)) == datetime.date(2026, 11, 20)


def test_a_gap_since_the_last_batch_is_closed(workspace):
    bring(workspace, [INSIDE], of=note(start="2025-01-01", end="2025-12-31"), date="2025-10-01")
    last = last_batch(workspace, "gfw_integrated", area_digest(AREA))
    assert start_of_question(last, "gfw_api", END) == datetime.date(2025, 7, 4)


def test_without_a_batch_half_a_year_is_asked_for():
    assert start_of_question(None, "gfw_api", END) == datetime.date(2026, 5, 27)


def test_a_batch_that_ends_in_the_future_by_a_wrong_clock_leaves_no_gap():
    last = LastBatch(END, datetime.date(2031, 1, 1), "v1")
    assert start_of_question(last, "gfw_api", END) == datetime.date(2026, 5, 27)


@pytest.mark.parametrize(
    ("what", "of"),
    [
        (asked(min_confidence="high"), note()),
        (asked(area=[PolygonFeature("x", shapely.to_wkb(shapely.box(-74.5, -8.5, -74.4, -8.4)))]), note()),
        (asked(), note(service="glad_l")),
        (asked(), note(tile="00N_080W")),
    ],
)
def test_a_batch_of_a_part_is_no_last_batch(workspace, what, of):
    bring(workspace, [INSIDE], what, of)
    assert last_batch(workspace, "gfw_integrated", area_digest(AREA)) is None


def test_the_same_version_of_the_same_span_is_known():
    last = LastBatch(datetime.date(2026, 5, 1), END, "v20261120")
    assert is_known(last, "v20261120", datetime.date(2026, 5, 27), END)
    assert not is_known(last, "v20261121", datetime.date(2026, 5, 27), END)
    assert not is_known(last, "v20261120", datetime.date(2026, 4, 30), END)
    assert not is_known(last, "v20261120", datetime.date(2026, 5, 27), datetime.date(2026, 11, 24))
    assert not is_known(LastBatch(last.start, last.end, ""), "", last.start, last.end)


def test_the_batch_carries_version_licence_digest_and_question(workspace):
    bring(workspace, [INSIDE])
    (row,) = workspace.read("alert_batch")
    assert (row["source_version"], row["licence"], row["sha256"]) == ("v20261120", "CC BY 4.0. UMD", "a" * 64)
    assert (str(row["start_date"]), str(row["end_date"])) == ("2026-05-27", "2026-11-23")
    facts = json.loads(row["asked"]) if isinstance(row["asked"], str) else row["asked"]
    assert (facts["service"], facts["whole"], facts["min_confidence"]) == ("gfw_integrated", True, "low")


def test_an_alert_that_the_source_took_back_is_marked_and_not_deleted(workspace):
    bring(workspace, [INSIDE, (-74.5001, -8.5)])
    counts = bring(workspace, [INSIDE])
    assert (counts.withdrawn, counts.unchanged, workspace.count("alert")) == (1, 1, 2)


def test_an_alert_outside_the_territory_is_never_taken_for_withdrawn(workspace):
    bring(workspace, [INSIDE, IN_THE_BOX])
    assert bring(workspace, [INSIDE]).withdrawn == 0


def test_an_alert_whose_date_may_have_left_the_span_is_not_taken_for_withdrawn(workspace):
    bring(workspace, [INSIDE], date="2026-08-20")
    assert bring(workspace, [(-74.5001, -8.5)]).withdrawn == 0  # 85 days after the first day of the span


@pytest.mark.parametrize("word", ["high", "highest"])
def test_a_batch_filtered_by_confidence_withdraws_nothing(workspace, word):
    bring(workspace, [INSIDE, (-74.5001, -8.5)])
    assert bring(workspace, [INSIDE], asked(min_confidence=word)).withdrawn == 0


def test_a_part_of_the_span_withdraws_nothing_outside_it(workspace):
    bring(workspace, [INSIDE, (-74.5001, -8.5)])
    assert bring(workspace, [INSIDE], asked(end=datetime.date(2026, 10, 30))).withdrawn == 0


def test_another_service_of_the_same_source_withdraws_nothing(workspace):
    bring(workspace, [INSIDE, (-74.5001, -8.5)])
    assert bring(workspace, [INSIDE], of=note(service="gfw_integrated_raster")).withdrawn == 0


def test_without_territories_or_note_nothing_is_withdrawn(workspace):
    bring(workspace, [INSIDE, (-74.5001, -8.5)])
    assert bring(workspace, [INSIDE], asked(area=None)).withdrawn == 0
    assert coverage_of_note(workspace, asked(), None) is None


def test_a_note_of_a_file_that_was_edited_is_not_believed(tmp_path):
    path = tmp_path / "alerts.csv"
    path.write_text("latitude,longitude\n")
    beside = tmp_path / "alerts.csv.source.json"
    beside.write_text(json.dumps(note(sha256=file_sha256(path))))
    found, said = note_of_file(str(path))
    assert (found["version"], said) == ("v20261120", ())
    path.write_text("latitude,longitude\n1,2\n")
    found, said = note_of_file(str(path))
    assert (found, [message.id for message in said]) == (None, ["alerts.note_differs"])


def test_a_service_that_gives_only_its_latest_alerts_withdraws_nothing(workspace):
    latest = note(service="geobosques_latest", keeps_all=False)
    bring(workspace, [INSIDE, (-74.5001, -8.5)], of=latest)
    assert bring(workspace, [INSIDE], of=latest).withdrawn == 0


def test_only_services_of_whole_histories_are_said_to_keep_all():
    keeping = {service.kind for service in services().values() if service.options.get("keeps_all")}
    assert keeping == {"gfw_api", "raster_tiles"}
