"""The gate: who may have what, and what is written down about it."""

from __future__ import annotations

import hashlib
import json

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.release import AUDIENCES, Record, Released, release

LEVELS = ("public", "federation", "community", "secret")


def places():
    return [
        Record("place", f"{number}-{level}", {"name": f"{level} {number}", "sensitivity": level})
        for level in LEVELS
        for number in range(2)
    ]


@pytest.mark.parametrize(
    ("audience", "allowed"),
    [
        ("public", {"public"}),
        ("federation", {"public", "federation"}),
        ("community", {"public", "federation", "community"}),
        ("replica", set(LEVELS)),
    ],
)
def test_each_audience_gets_what_its_level_allows_and_is_told_how_much_was_held_back(audience, allowed):
    passed = release(places(), audience, "test")
    assert {record.values["sensitivity"] for record in passed.rows} == allowed
    assert passed.held_back == {level: 2 for level in LEVELS if level not in allowed}
    assert passed.held_back_count() + len(passed.rows) == 8
    assert passed.message().facts["held_back"] == 8 - len(passed.rows)


def test_names_of_people_who_denounce_go_to_no_other_audience_even_in_a_public_row():
    report = Record("field_report", "1", {"author": "Rosa", "notes": "vio", "cause": "tala", "sensitivity": "public"})
    for audience in AUDIENCES:
        passed = release([report], audience, "evidencedossier")
        (row,) = passed.rows
        assert row.values["author"] == ("Rosa" if audience == "replica" else None)
        assert row.values["notes"] == ("vio" if audience in ("community", "replica") else None)
        assert row.values["cause"] == "tala"
        expected = {"replica": {}, "community": {"author": 1}}.get(audience, {"author": 1, "notes": 1})
        assert passed.blanked == expected
    assert report.values["author"] == "Rosa"


def test_a_row_without_a_level_counts_as_the_community_s():
    rows = [Record("my layer", "1", {"name": "x"}), Record("my layer", "2", {"name": "y"}, sensitivity="public")]
    assert [record.id for record in release(rows, "federation", "test").rows] == ["2"]
    assert len(release(rows, "community", "test").rows) == 2


def test_nothing_leaves_by_a_misspelling():
    with pytest.raises(InputError) as refused:
        release(places(), "Public", "test")
    assert refused.value.message.id == "workspace.unknown_audience"
    with pytest.raises(InputError) as refused:
        release([Record("place", "1", {"sensitivity": "secreto"})], "replica", "test")
    assert refused.value.message.id == "workspace.unknown_sensitivity"


def test_only_the_gate_makes_released_values():
    with pytest.raises(TypeError):
        Released((1, 2), "public", "bypass", {})


def test_every_release_is_written_down_per_table(path):
    rows = [*places(), Record("dispute", "d", {"other_side": "x", "sensitivity": "secret"})]
    with open_geopackage(path) as workspace:
        passed = release(rows, "federation", "exporttitlepackage", workspace)
        logged = workspace.read("release_log")
        lines = workspace.read("audit_log", order="sequence")
    assert [(row["table_name"], row["released_count"], json.loads(row["held_back"])) for row in logged] == [
        ("place", 4, {"community": 2, "secret": 2}),
        ("dispute", 0, {"secret": 1}),
    ]
    ids = "\n".join(sorted(record.id for record in passed.rows))
    assert logged[0]["content_sha256"] == hashlib.sha256(ids.encode()).hexdigest()
    assert passed.log_id == logged[0]["id"]
    assert [line["action"] for line in lines[-4:]].count("release") == 2
