"""An event keeps its identity while it grows, splits and joins, and so does what people decided about it."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import CancelledError, InputError
from rainforest_alert_plugin.workspace.alerts import alert_ids, import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.events import (
    Event,
    dismiss,
    keep_events,
    mark_seen,
    take_back,
)

from .conftest import SOURCE, batch, pixels

IDS = alert_ids(SOURCE, pixels(40)["pixel"])


@pytest.fixture
def stocked(workspace):
    import_batch(workspace, batch(), pixels(40))
    return workspace


def event(first: int, last: int, confidence: str = "low", **named) -> Event:
    """Event of the pixels `first` to `last`, without the last; its box is drawn around their centres."""
    west, east = -74.0 + first * 1e-4, -74.0 + last * 1e-4
    ring = f"{west} -8.5,{east} -8.5,{east} -8.4999,{west} -8.4999,{west} -8.5"
    wkb = bytes(ogr.CreateGeometryFromWkt(f"MULTIPOLYGON ((({ring})))").ExportToIsoWkb(ogr.wkbNDR))
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, str(first)))
    days = date(2024, 5, 1), date(2024, 5, 20)
    return Event(name, SOURCE, *days, (last - first) * 0.0122, confidence, wkb, IDS[first:last], **named)


def take(workspace, *events):
    with workspace.write() as transaction:
        return keep_events(transaction, events)


def members(workspace):
    found = workspace.connection.query("SELECT event_id, alert_id FROM alert_event_member")
    return {held: {alert for of, alert in found if of == held} for held, _ in found}


def states(workspace):
    return {row["id"]: row["state"] for row in workspace.read("alert_event")}


def test_an_event_found_again_is_the_same_and_nothing_is_written_twice(stocked):
    first = take(stocked, event(0, 5), event(10, 12))
    assert (first.new, first.grown, first.unchanged, first.merged) == (2, 0, 0, 0)
    assert first.ids == (event(0, 5).id, event(10, 12).id)
    lines = stocked.count("audit_log")
    again = take(stocked, event(0, 5), event(10, 12))
    assert (again.ids, again.new, again.unchanged) == (first.ids, 0, 2)
    assert stocked.count("audit_log") == lines
    assert members(stocked) == {first.ids[0]: set(IDS[0:5]), first.ids[1]: set(IDS[10:12])}


def test_a_seen_event_that_grows_is_reported_again_and_keeps_its_identity(stocked):
    (kept,) = take(stocked, event(2, 5)).ids
    with stocked.write() as transaction:
        mark_seen(transaction, [kept])
    assert states(stocked) == {kept: "seen"}
    # It grew to the west too, so that its earliest pixel, and with it the id it would get, is another.
    grown = take(stocked, event(0, 8))
    assert (grown.ids, grown.grown, grown.new) == ((kept,), 1, 0)
    (row,) = stocked.read("alert_event")
    assert (row["state"], row["pixel_count"], row["area_ha"]) == ("grown", 8, pytest.approx(8 * 0.0122))
    assert row["seen_at"] is not None
    assert members(stocked) == {kept: set(IDS[0:8])}


def test_a_raised_confidence_counts_as_growth_and_a_shrunk_area_does_not(stocked):
    (kept,) = take(stocked, event(0, 5)).ids
    with stocked.write() as transaction:
        mark_seen(transaction, [kept])
    assert take(stocked, event(0, 5, "highest")).grown == 1
    with stocked.write() as transaction:
        mark_seen(transaction, [kept])
    smaller = take(stocked, event(0, 4, "highest"))
    assert (smaller.ids, smaller.changed, smaller.grown) == ((kept,), 1, 0)
    assert states(stocked) == {kept: "seen"}


def test_what_was_dismissed_stays_dismissed_with_its_reason(stocked):
    (kept,) = take(stocked, event(0, 5)).ids
    with stocked.write() as transaction:
        dismiss(transaction, kept, "our own farm plots")
    take(stocked, event(0, 9))
    (row,) = stocked.read("alert_event")
    assert (row["state"], row["dismissed_reason"], row["pixel_count"]) == ("dismissed", "our own farm plots", 9)


def test_two_events_that_join_keep_the_identity_of_the_elder_and_the_other_says_so(stocked):
    (elder,) = take(stocked, event(0, 3)).ids
    (younger,) = take(stocked, event(5, 12)).ids
    joined = take(stocked, event(0, 12))
    assert (joined.ids, joined.merged, joined.new) == ((elder,), 1, 0)
    rows = {row["id"]: row for row in stocked.read("alert_event")}
    assert (rows[younger]["state"], rows[younger]["merged_into_id"]) == ("merged", elder)
    assert (rows[younger]["last_change"], rows[elder]["last_change"]) == ("merged", "grown")
    assert rows[elder]["merged_into_id"] is None
    assert members(stocked) == {elder: set(IDS[0:12])}


def test_withdrawn_alerts_stay_members_and_the_event_counts_them(stocked):
    (kept,) = take(stocked, event(0, 6)).ids
    take(stocked, event(0, 6, withdrawn_count=2))
    (row,) = stocked.read("alert_event")
    assert (row["pixel_count"], row["withdrawn_count"], row["last_change"]) == (4, 2, "withdrawn")
    take(stocked, event(0, 6, withdrawn_count=6))
    (row,) = stocked.read("alert_event")
    assert (row["id"], row["pixel_count"], row["withdrawn_count"]) == (kept, 0, 6)
    assert members(stocked) == {kept: set(IDS[0:6])}
    take(stocked, event(0, 6))
    (row,) = stocked.read("alert_event")
    assert (row["pixel_count"], row["withdrawn_count"], row["last_change"]) == (6, 0, "grown")


def test_what_people_decide_stands_in_the_log_with_who_and_when(stocked):
    first, second = take(stocked, event(0, 5), event(10, 12)).ids
    with stocked.write() as transaction:
        person = transaction.insert("person", {"name": "Rosa"})
        transaction.set_person(person)
        mark_seen(transaction, [first, second])
        dismiss(transaction, first, " our own plots ")
        transaction.update("alert_event", second, {"state": "mission"})
    rows = {row["id"]: row for row in stocked.read("alert_event")}
    assert (rows[first]["state"], rows[first]["dismissed_reason"]) == ("dismissed", "our own plots")
    assert rows[second]["state"] == "mission"
    lines = stocked.connection.query(
        "SELECT person_id, happened_at, content FROM audit_log WHERE row_id = ? ORDER BY sequence", [second]
    )
    assert [json.loads(content).get("state") for _, _, content in lines] == ["new", "seen", "mission"]
    assert [who for who, _, _ in lines[1:]] == [person, person]
    assert all(when for _, when, _ in lines)
    with stocked.write() as transaction:
        take_back(transaction, first)
    row = next(row for row in stocked.read("alert_event") if row["id"] == first)
    assert (row["state"], row["dismissed_reason"]) == ("seen", None)


def test_nothing_is_dismissed_without_a_reason(stocked):
    (kept,) = take(stocked, event(0, 5)).ids
    with pytest.raises(InputError) as caught, stocked.write() as transaction:
        dismiss(transaction, kept, "  ")
    assert caught.value.message.id == "workspace.reason_missing"
    assert states(stocked) == {kept: "new"}


def test_an_event_that_falls_apart_stays_the_larger_part(stocked):
    (whole,) = take(stocked, event(0, 12)).ids
    parts = take(stocked, event(0, 3), event(5, 12))
    assert parts.ids[1] == whole
    assert parts.ids[0] not in (whole, event(0, 3).id), "that identity is the whole event's"
    assert (parts.new, parts.changed, parts.merged) == (1, 1, 0)
    # What is in neither part stays where it was.
    assert members(stocked) == {parts.ids[0]: set(IDS[0:3]), whole: set(IDS[3:12])}


def test_a_cancelled_search_changes_nothing_and_the_log_stays_intact(stocked):
    take(stocked, event(0, 5))
    with pytest.raises(CancelledError), stocked.write() as transaction:
        keep_events(transaction, [event(0, 9)], is_cancelled=lambda: True)
    (row,) = stocked.read("alert_event")
    assert row["pixel_count"] == 5
    assert verify_audit(stocked.connection)[0].intact


def test_every_event_found_has_one_identity_of_its_own(stocked):
    twins = [event(0, 3), event(0, 3)]
    assert len(set(take(stocked, *twins).ids)) == 2
