"""Each pixel of each source once, whatever is fetched how often."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

import numpy as np
import pytest

from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.workspace.alerts import (
    Coverage,
    alert_ids,
    empty_alerts,
    import_batch,
    last_batch,
    named_keys,
    pixel_keys,
)

from .conftest import SOURCE, batch, pixels

WHOLE = Coverage(-75.0, -9.0, -73.0, -8.0, date(2024, 1, 1), date(2024, 12, 31))


def counts_of(done):
    return done.new, done.updated, done.unchanged, done.withdrawn


def test_the_same_pixel_fetched_twice_is_one_row(workspace):
    assert counts_of(import_batch(workspace, batch(), pixels(10))) == (10, 0, 0, 0)
    assert counts_of(import_batch(workspace, batch(), pixels(10))) == (0, 0, 10, 0)
    assert counts_of(import_batch(workspace, batch(), pixels(10, first=5))) == (5, 0, 5, 0)
    assert workspace.count("alert") == 15
    assert workspace.count("alert_batch") == 3


def test_the_same_pixel_of_another_source_is_another_row(workspace):
    import_batch(workspace, batch(), pixels(4))
    assert counts_of(import_batch(workspace, batch("radd"), pixels(4))) == (4, 0, 0, 0)
    assert workspace.count("alert") == 8


def test_a_raised_confidence_and_a_moved_date_are_updates_that_say_what_was_before(workspace):
    import_batch(workspace, batch(), pixels(6))
    again = pixels(6)
    again["confidence"][0] = 2
    again["date"][1] = np.datetime64("2024-05-09")
    again["confidence"][2], again["date"][2] = 1, np.datetime64("2024-04-30")
    done = import_batch(workspace, batch(), again)
    assert counts_of(done) == (0, 3, 3, 0)
    assert (done.raised, done.redated, done.lowered) == (2, 2, 0)
    rows = workspace.read("alert", order="pixel")
    assert [(row["confidence"], row["date"]) for row in rows[:4]] == [
        ("highest", "2024-05-01"),
        ("low", "2024-05-09"),
        ("high", "2024-04-30"),
        ("low", "2024-05-01"),
    ]
    assert [(row["previous_confidence"], row["previous_date"]) for row in rows[:4]] == [
        ("low", "2024-05-01"),
        ("low", "2024-05-01"),
        ("low", "2024-05-01"),
        (None, None),
    ]
    assert rows[0]["changed_batch_id"] == done.batch_id != rows[0]["first_batch_id"]


def test_an_alert_that_its_source_takes_back_is_marked_and_may_return(workspace):
    import_batch(workspace, batch(), pixels(5))
    done = import_batch(workspace, batch(), pixels(4), WHOLE)
    assert counts_of(done) == (0, 0, 4, 1)
    assert workspace.count("alert") == 5
    assert [row["withdrawn_batch_id"] for row in workspace.read("alert", order="pixel")] == [None] * 4 + [done.batch_id]
    assert counts_of(import_batch(workspace, batch(), pixels(4), WHOLE)) == (0, 0, 4, 0)
    back = import_batch(workspace, batch(), pixels(5), WHOLE)
    assert (counts_of(back), back.returned) == ((0, 1, 4, 0), 1)
    assert {row["withdrawn_batch_id"] for row in workspace.read("alert")} == {None}


def test_what_was_not_asked_for_is_not_taken_for_withdrawn(workspace):
    import_batch(workspace, batch(), pixels(5))
    import_batch(workspace, batch("radd"), pixels(5))
    nothing = empty_alerts(0)
    later = Coverage(-75, -9, -73, -8, date(2025, 1, 1), date(2025, 12, 31))
    elsewhere = Coverage(-76, -9, -75, -8, date(2024, 1, 1), date(2024, 12, 31))
    outside_the_territory = Coverage(
        -75, -9, -73, -8, date(2024, 1, 1), date(2024, 12, 31), contains=lambda lon, lat: lon > -73.9
    )
    still_there = Coverage(-75, -9, -73, -8, date(2024, 1, 1), date(2024, 12, 31), present=pixels(5)["pixel"])
    for coverage in (None, later, elsewhere, outside_the_territory, still_there):
        assert import_batch(workspace, batch(), nothing, coverage).withdrawn == 0
    # The first two pixels only: -74 + 0.00005 and -74 + 0.00015.
    two = Coverage(-74.0, -9, -73.9998, -8, date(2024, 5, 1), date(2024, 5, 1))
    assert import_batch(workspace, batch(), nothing, two).withdrawn == 2
    assert import_batch(workspace, batch(), nothing, WHOLE).withdrawn == 3
    assert {row["withdrawn_batch_id"] for row in workspace.read("alert", '"source" = ?', ["radd"])} == {None}


def test_a_pixel_named_twice_in_one_batch_counts_once_with_its_best_confidence_and_earliest_date(workspace):
    twice = np.concatenate([pixels(3, day="2024-05-03"), pixels(3, day="2024-05-02"), pixels(3, confidence=1)])
    twice["date"][6:] = np.datetime64("2024-05-04")
    done = import_batch(workspace, batch(), twice)
    assert (done.new, done.repeated) == (3, 6)
    assert {(row["confidence"], row["date"]) for row in workspace.read("alert")} == {("high", "2024-05-04")}


def test_alerts_that_their_source_names_are_told_apart_by_name_and_withdrawn_by_place(workspace):
    fires = pixels(3)
    fires["pixel"] = named_keys(["VIIRS 1", "VIIRS 2", "VIIRS 3"])
    import_batch(workspace, batch("firms"), fires)
    assert counts_of(import_batch(workspace, batch("firms"), fires[:2], WHOLE)) == (0, 0, 2, 1)
    elsewhere = Coverage(-76, -9, -75, -8, date(2024, 1, 1), date(2024, 12, 31))
    assert import_batch(workspace, batch("firms"), empty_alerts(0), elsewhere).withdrawn == 0


def test_a_cancelled_import_leaves_nothing(workspace):
    with pytest.raises(CancelledError):
        import_batch(workspace, batch(), pixels(10), is_cancelled=lambda: True)
    assert (workspace.count("alert"), workspace.count("alert_batch"), workspace.count("audit_log")) == (0, 0, 1)


def test_a_batch_says_what_was_fetched_and_what_it_brought(workspace):
    import_batch(workspace, batch(), pixels(10))
    done = import_batch(workspace, batch(), pixels(12, confidence=1))
    kept = last_batch(workspace, SOURCE)
    assert kept["id"] in {done.batch_id} | {row["id"] for row in workspace.read("alert_batch")}
    (row,) = workspace.read("alert_batch", '"id" = ?', [done.batch_id])
    assert (row["alert_count"], row["new_count"], row["updated_count"], row["unchanged_count"]) == (12, 2, 10, 0)
    assert row["origin"] == "window.tif"
    assert row["fetched_at"] == "2026-11-23T10:00:00.000Z"
    assert last_batch(workspace, "radd") is None


def test_neighbouring_pixels_of_the_finest_grid_have_different_keys_in_order():
    lon = np.array([-74.00005, -73.99995, -73.99995, 180.0, -180.0])
    lat = np.array([-8.49995, -8.49995, -8.49985, 90.0, -90.0])
    # 106.00005 E of -180 and 81.50005 N of -90, in microdegrees, the second in the lower 28 bits.
    expected = [
        105999950 * 2**28 + 81500050,
        106000050 * 2**28 + 81500050,
        106000050 * 2**28 + 81500150,
        360000000 * 2**28 + 180000000,
        0,
    ]
    assert pixel_keys(lon, lat).tolist() == expected
    assert int(named_keys(["a"])[0]) > max(expected)
    with pytest.raises(ValueError, match="globe"):
        pixel_keys([-8.0], [-174.0])
    with pytest.raises(ValueError, match="globe"):
        pixel_keys([np.nan], [0.0])


def test_the_identity_of_an_alert_is_the_same_on_every_laptop_and_a_uuid():
    keys = [0, 1, 5, 2**51 - 1, 2**51, 2**62, 2**63 - 1]
    ids = alert_ids("radd", np.array(keys))
    tag = hashlib.sha256(b"radd").hexdigest()[:12]
    for text, key in zip(ids, keys):
        parsed = uuid.UUID(text)
        bits = parsed.int
        assert text == str(parsed)
        assert parsed.hex[:12] == tag
        assert (bits >> 76) & 0xF == 8
        assert (bits >> 62) & 0b11 == 0b10
        assert ((bits >> 64) & 0xFFF) << 51 | bits & ((1 << 62) - 1) == key
    assert ids == sorted(ids)
    assert set(ids).isdisjoint(alert_ids("glad_l", np.array(keys)))
