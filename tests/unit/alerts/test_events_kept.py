"""The workspace's events follow its alerts: batch by batch the same as all at once, and known by the same identity."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.alerts.workspace_events import refresh_events, take_in
from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.workspace import events
from rainforest_alert_plugin.workspace.alerts import Batch, Coverage, alert_ids, empty_alerts, pixel_keys
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.events import mark_seen
from rainforest_alert_plugin.workspace.geopackage import create_geopackage
from rainforest_alert_plugin.workspace.news import source_status

SIZE = {"radd": 1e-4, "glad_l": 2.5e-4}
START = np.datetime64("2024-05-01")


@pytest.fixture
def workspace(tmp_path):
    with create_geopackage(tmp_path / "federation.gpkg", "Federation", "laptop") as opened:
        yield opened


def alerts(source, rows):
    """Alerts out of (column, row, day, rank) on the source's grid from 74° W, 8° S."""
    made = empty_alerts(len(rows))
    col, row, day, rank = np.array(rows).reshape(-1, 4).T
    size = SIZE[source]
    made["lon"], made["lat"] = -74.0 + (col + 0.5) * size, -8.0 - (row + 0.5) * size
    made["pixel"] = pixel_keys(made["lon"], made["lat"])
    made["date"] = START + day
    made["confidence"] = rank
    made["area_ha"] = size * size * 1.22e6
    made["territory_id"] = "CN1"
    return made


def bring(workspace, rows, source="radd", coverage=None, **named):
    batch = Batch(source, "tile.tif", {}, "2026-11-23T10:00:00.000Z", source_version="v20261120")
    return take_in(workspace, batch, alerts(source, rows), coverage, **named)


def line(first, last, row=0, day=0, rank=0):
    return [(col, row, day, rank) for col in range(first, last)]


def groups(workspace):
    """Alerts of each event that is no part of another."""
    held = {}
    for event, alert in workspace.connection.query("SELECT event_id, alert_id FROM alert_event_member"):
        held.setdefault(event, set()).add(alert)
    return {frozenset(alerts) for alerts in held.values()}


def walked(sources, window=90):
    """Events by trying every pair of alerts, with the rule written out again."""
    left = []
    for source, rows in sources.items():
        ids = alert_ids(source, alerts(source, rows)["pixel"])
        left += [(id, source, col, row, day) for id, (col, row, day, _) in zip(ids, rows)]

    def same(a, b):
        side = SIZE[a[1]], SIZE[b[1]]
        reach = sum(side) / 2 + max(side) / 10 + 1e-9
        near = all(abs((a[k] + 0.5) * side[0] - (b[k] + 0.5) * side[1]) <= reach for k in (2, 3))
        return near and abs(a[4] - b[4]) <= window + (a[1] != b[1])

    found = set()
    while left:
        event, edge = [], [left.pop()]
        while edge:
            here = edge.pop()
            event.append(here[0])
            joined = [other for other in left if same(here, other)]
            left = [other for other in left if other not in joined]
            edge += joined
        found.add(frozenset(event))
    return found


def test_a_repeated_import_changes_nothing(workspace):
    rows = line(0, 5) + line(20, 22)
    first = bring(workspace, rows)
    assert (first.alerts.new, first.events.new) == (7, 2)
    before = workspace.read("alert_event")
    again = bring(workspace, rows)
    assert (again.alerts.new, again.alerts.unchanged, again.events) == (0, 7, type(again.events)())
    assert workspace.read("alert_event") == before
    lines = workspace.connection.query("SELECT COUNT(*) FROM audit_log WHERE table_name = 'alert_event'")
    assert lines[0][0] == 2


def test_an_event_keeps_its_identity_while_it_grows_in_any_direction(workspace):
    bring(workspace, line(100, 103))
    (kept,) = workspace.read("alert_event")
    grown = bring(workspace, line(90, 100, day=-5) + line(103, 110, day=9, rank=2))
    assert (grown.events.grown, grown.events.new) == (1, 0)
    (row,) = workspace.read("alert_event")
    assert (row["id"], row["pixel_count"], row["max_confidence"]) == (kept["id"], 20, "highest")
    assert (row["first_date"], row["last_date"]) == ("2024-04-26", "2024-05-10")
    assert row["area_ha"] == pytest.approx(20 * 0.0122)
    assert row["territory_id"] == "CN1"
    drawn = shapely.from_wkb(row["geom"])
    assert drawn.bounds == pytest.approx((-74 + 90e-4, -8.0001, -74 + 110e-4, -8))


def test_an_event_much_longer_than_what_is_looked_at_first_is_still_one(workspace):
    # Half a degree of touching pixels; the second batch touches its eastern end only.
    long = line(0, 5000)
    bring(workspace, long)
    (kept,) = workspace.read("alert_event")
    added = bring(workspace, line(5000, 5002))
    assert (added.events.grown, added.events.new) == (1, 0)
    (row,) = workspace.read("alert_event")
    assert (row["id"], row["pixel_count"]) == (kept["id"], 5002)


def test_two_events_that_grow_together_are_the_elder_and_the_other_says_so(workspace):
    bring(workspace, line(10, 12))
    (elder,) = workspace.read("alert_event")
    bring(workspace, line(0, 8))
    younger = next(row for row in workspace.read("alert_event") if row["id"] != elder["id"])
    joined = bring(workspace, line(8, 10))
    assert (joined.events.merged, joined.events.grown) == (1, 1)
    rows = {row["id"]: row for row in workspace.read("alert_event")}
    assert rows[elder["id"]]["pixel_count"] == 12
    assert (rows[younger["id"]]["state"], rows[younger["id"]]["merged_into_id"]) == ("merged", elder["id"])


def test_a_withdrawn_alert_stays_in_its_event_which_says_so(workspace):
    bring(workspace, line(0, 4) + line(50, 51))
    events = {row["pixel_count"]: row["id"] for row in workspace.read("alert_event")}
    whole = Coverage(-75, -9, -73, -7, date(2024, 1, 1), date(2024, 12, 31))
    taken = bring(workspace, line(0, 1) + line(2, 4), coverage=whole)
    assert taken.alerts.withdrawn == 2
    rows = {row["id"]: row for row in workspace.read("alert_event")}
    # The second of four pixels is gone: one event still, of two parts.
    part = rows[events[4]]
    assert (part["pixel_count"], part["withdrawn_count"], part["last_change"]) == (3, 1, "withdrawn")
    assert part["area_ha"] == pytest.approx(3 * 0.0122)
    assert len(shapely.from_wkb(part["geom"]).geoms) == 2
    gone = rows[events[1]]
    assert (gone["pixel_count"], gone["withdrawn_count"], gone["area_ha"]) == (0, 1, 0.0)
    assert workspace.count("alert") == 5
    back = bring(workspace, line(0, 4) + line(50, 51), coverage=whole)
    assert back.alerts.returned == 2
    rows = {row["id"]: row for row in workspace.read("alert_event")}
    assert [(rows[events[n]]["pixel_count"], rows[events[n]]["withdrawn_count"]) for n in (4, 1)] == [(4, 0), (1, 0)]


def test_a_second_system_joins_the_event_and_is_listed(workspace):
    bring(workspace, line(0, 5, day=10, rank=1))
    (kept,) = workspace.read("alert_event")
    bring(workspace, [(1, 0, 0, 0)], source="glad_l")
    (row,) = workspace.read("alert_event")
    assert (row["id"], row["source"], row["pixel_count"]) == (kept["id"], "glad_l+radd", 6)
    assert [
        (share["source"], share["first_date"], share["max_confidence"]) for share in json.loads(row["sources"])
    ] == [
        ("glad_l", "2024-05-01", "low"),
        ("radd", "2024-05-11", "high"),
    ]


def test_a_raised_confidence_is_reported_and_so_is_nothing_else(workspace, monkeypatch):
    bring(workspace, line(0, 5) + line(50, 52))
    with workspace.write() as transaction:
        mark_seen(transaction, [row["id"] for row in workspace.read("alert_event")])
    later = "2099-11-26T10:00:00.000Z"
    monkeypatch.setattr(events, "utc_now", lambda: later)
    bring(workspace, line(0, 5, rank=1) + line(50, 52))
    (news,) = (row for row in workspace.read("alert_event") if row["changed_at"] == later)
    assert (news["last_change"], news["state"], news["pixel_count"]) == ("raised", "grown", 5)
    assert workspace.count("alert_event") == 2


@pytest.mark.parametrize("seed", range(4))
def test_batch_by_batch_gives_the_events_of_all_alerts_at_once(workspace, seed):
    rng = np.random.default_rng(seed)
    sources = {
        "radd": [(int(c), int(r), int(d), 0) for c, r, d in zip(*rng.integers(0, (60, 60, 300), (400, 3)).T)],
        "glad_l": [(int(c), int(r), int(d), 0) for c, r, d in zip(*rng.integers(0, (24, 24, 300), (100, 3)).T)],
    }
    for source, rows in sources.items():
        sources[source] = list({row[:2]: row for row in rows}.values())
    parts = [(source, rows[k::3]) for source, rows in sources.items() for k in range(3)]
    for number in rng.permutation(len(parts)):
        source, rows = parts[number]
        bring(workspace, rows, source)
    assert groups(workspace) == walked(sources)
    standing = [row for row in workspace.read("alert_event") if row["state"] != "merged"]
    assert sum(row["pixel_count"] for row in standing) == workspace.count("alert")
    with workspace.write() as transaction:
        counts, _ = refresh_events(transaction)
    assert (counts.new, counts.grown, counts.changed, counts.merged) == (0, 0, 0, 0)
    assert counts.unchanged == len(standing)
    assert verify_audit(workspace.connection)[0].intact


def test_a_cancelled_import_leaves_neither_alerts_nor_events(workspace):
    asked = iter(range(100))
    with pytest.raises(CancelledError):
        bring(workspace, line(0, 5), is_cancelled=lambda: next(asked) > 1)
    assert [workspace.count(name) for name in ("alert", "alert_batch", "alert_event", "alert_event_member")] == [0] * 4


def test_each_source_says_how_old_it_is_and_what_it_holds(workspace):
    bring(workspace, line(0, 3))
    bring(workspace, [(40, 0, 7, 0)], source="glad_l")
    now = datetime(2026, 11, 25, 22, 0, tzinfo=timezone.utc)
    glad, radd = source_status(workspace, now)
    assert (glad.source, glad.alert_count, glad.last_date) == ("glad_l", 1, "2024-05-08")
    assert (radd.source, radd.alert_count, radd.batch_count, radd.source_version) == ("radd", 3, 1, "v20261120")
    # Fetched on the 23rd at 10:00.
    assert radd.age_days == pytest.approx(timedelta(days=2, hours=12) / timedelta(days=1))
