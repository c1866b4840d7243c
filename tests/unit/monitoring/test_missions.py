"""A mission lists the events to visit; sending is undone whole, and no event is visited twice at the same time."""

from __future__ import annotations

import json
import uuid
from datetime import date
from pathlib import Path

import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.monitoring.missions import add_events, create_mission, open_missions, take_out
from rainforest_alert_plugin.workspace.alerts import Batch, alert_ids, empty_alerts, import_batch, pixel_keys
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.events import Event, dismiss, keep_events
from rainforest_alert_plugin.workspace.geopackage import create_geopackage

SOURCE = "gfw_integrated_alerts"


@pytest.fixture
def workspace(tmp_path: Path):
    with create_geopackage(tmp_path / "federation.gpkg", "Federation", "laptop A") as opened:
        alerts = empty_alerts(40)
        alerts["lon"], alerts["lat"] = [-74.0 + (number + 0.5) * 1e-4 for number in range(40)], -8.5 + 5e-5
        alerts["pixel"] = pixel_keys(alerts["lon"], alerts["lat"])
        alerts["date"], alerts["area_ha"] = "2024-05-01", 0.0122
        import_batch(opened, Batch(SOURCE, "window.tif", {}, "2026-11-23T10:00:00.000Z"), alerts)
        yield opened


def event(workspace, first: int, last: int) -> Event:
    """Event of the pixels `first` to `last`, without the last."""
    pixels = [row[0] for row in workspace.connection.query("SELECT pixel FROM alert ORDER BY pixel")]
    ring = f"-74 {first},-74.1 {first},-74.1 {first + 1},-74 {first}"
    wkb = bytes(ogr.CreateGeometryFromWkt(f"MULTIPOLYGON ((({ring})))").ExportToIsoWkb(ogr.wkbNDR))
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, str(first)))
    days = date(2024, 5, 1), date(2024, 5, 20)
    return Event(name, SOURCE, *days, 0.05, "high", wkb, alert_ids(SOURCE, pixels[first:last]))


@pytest.fixture
def events(workspace):
    """Four events: new, new, dismissed, confirmed."""
    with workspace.write() as transaction:
        ids = keep_events(transaction, [event(workspace, first, first + 2) for first in (0, 10, 20, 30)]).ids
        dismiss(transaction, ids[2], "our own plots")
        transaction.update("alert_event", ids[3], {"state": "confirmed"})
    return ids


def states(workspace):
    return {row["id"]: row["state"] for row in workspace.read("alert_event")}


def made(workspace, name, ids, day=None):
    with workspace.write() as transaction:
        return create_mission(transaction, name, day, ids)


def test_a_mission_keeps_its_events_its_day_and_is_in_the_log(workspace, events):
    sent = made(workspace, "  Quebrada   Tahuayo ", events[:2], date(2026, 12, 5))
    assert (sent.mission.name, sent.added) == ("Quebrada Tahuayo", events[:2])
    (mission,) = open_missions(workspace.connection)
    assert mission == sent.mission
    assert (mission.planned_on, mission.state, mission.event_ids) == (date(2026, 12, 5), "planned", events[:2])
    assert [states(workspace)[one] for one in events] == ["mission", "mission", "dismissed", "confirmed"]
    lines = workspace.connection.query("SELECT action FROM audit_log WHERE table_name = 'mission' ORDER BY sequence")
    assert [action for (action,) in lines] == ["create", "update"]
    assert verify_audit(workspace.connection)[0].intact


def test_what_was_dismissed_is_not_sent_and_what_was_confirmed_stays_confirmed(workspace, events):
    sent = made(workspace, "Tahuayo", events)
    assert (sent.added, sent.left_out) == ((events[0], events[1], events[3]), (events[2],))
    assert states(workspace)[events[3]] == "confirmed"


def test_events_are_added_to_a_planned_mission_once(workspace, events):
    first = made(workspace, "Tahuayo", events[:1])
    with workspace.write() as transaction:
        again = add_events(transaction, first.mission.id, events[:2])
    assert (again.there_before, again.added) == (events[:1], events[1:2])
    assert open_missions(workspace.connection)[0].event_ids == events[:2]


def test_an_event_of_another_open_mission_is_left_there(workspace, events):
    made(workspace, "Tahuayo", events[:1])
    second = made(workspace, "Aguaytía", events[:2])
    assert (second.elsewhere, second.added) == (events[:1], events[1:2])
    with pytest.raises(InputError) as caught:
        made(workspace, "Ucayali", events[:1])
    assert caught.value.message.id == "monitoring.nothing_to_visit"
    assert [mission.name for mission in open_missions(workspace.connection)] == ["Aguaytía", "Tahuayo"]


def test_missions_are_listed_by_their_day_and_those_without_one_last(workspace, events):
    made(workspace, "sin fecha", events[:1])
    made(workspace, "después", events[1:2], date(2027, 1, 2))
    made(workspace, "antes", events[3:], date(2026, 12, 2))
    assert [mission.name for mission in open_missions(workspace.connection)] == ["antes", "después", "sin fecha"]


@pytest.mark.parametrize(
    ("name", "said"), [("  ", "monitoring.mission_name_missing"), ("TAHUAYO", "monitoring.mission_name_taken")]
)
def test_a_mission_without_a_name_of_its_own_is_refused_and_nothing_is_written(workspace, events, name, said):
    made(workspace, "Tahuayo", events[:1])
    before = workspace.count("mission"), workspace.count("audit_log")
    with pytest.raises(InputError) as caught:
        made(workspace, name, events[1:2])
    assert caught.value.message.id == said
    assert (workspace.count("mission"), workspace.count("audit_log")) == before
    assert states(workspace)[events[1]] == "new"


def test_a_mission_that_has_set_out_takes_no_events_and_gives_none_back(workspace, events):
    sent = made(workspace, "Tahuayo", events[:1])
    with workspace.write() as transaction:
        transaction.update("mission", sent.mission.id, {"state": "out"})
    with pytest.raises(WorkspaceError) as caught, workspace.write() as transaction:
        add_events(transaction, sent.mission.id, events[1:2])
    assert caught.value.message.id == "monitoring.mission_not_planned"
    with workspace.write() as transaction:
        assert take_out(transaction, events[:1]) == ()
    assert states(workspace)[events[0]] == "mission"


def test_taking_events_out_brings_back_what_they_were_and_closes_an_empty_mission(workspace, events):
    sent = made(workspace, "Tahuayo", [events[0], events[1], events[3]])
    with workspace.write() as transaction:
        assert take_out(transaction, events[1:2]) == events[1:2]
    assert states(workspace)[events[1]] == "seen"
    with workspace.write() as transaction:
        assert set(take_out(transaction, sent.added, sent.former_states)) == {events[0], events[3]}
    assert [states(workspace)[one] for one in events] == ["new", "seen", "dismissed", "confirmed"]
    assert open_missions(workspace.connection) == ()
    assert [row["state"] for row in workspace.read("mission")] == ["closed"]


def test_an_event_that_becomes_part_of_another_is_visited_with_it(workspace, events):
    made(workspace, "Tahuayo", events[1:2])
    with workspace.write() as transaction:
        joined = keep_events(transaction, [event(workspace, 0, 12)])
    assert joined.ids == events[:1]
    assert states(workspace)[events[0]] == "mission"
    assert open_missions(workspace.connection)[0].event_ids == events[:1]


def test_what_somebody_typed_into_the_list_of_events_stops_nothing(workspace, events):
    sent = made(workspace, "Tahuayo", events[:1])
    for typed in ("los de arriba", "7", json.dumps({"a": 1})):
        workspace.connection.run("UPDATE mission SET events = ? WHERE id = ?", [typed, sent.mission.id])
        assert open_missions(workspace.connection)[0].event_ids == ()
