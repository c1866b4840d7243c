"""Consent at the gate: what was agreed goes, what was withdrawn or has run out goes no more."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.consent import consents_in_force, give_consent, withdraw_consent
from rainforest_alert_plugin.workspace.release import Record, release

TODAY = date.today()


def day(offset):
    return (TODAY + timedelta(days=offset)).isoformat()


@pytest.fixture
def community(workspace):
    with workspace.write() as work:
        identity = work.insert("community", {"name": "Nueva Vida", "sensitivity": "public"})
        work.insert("community", {"name": "Puerto Azul", "sensitivity": "public"})
        work.insert("place", {"community_id": identity, "name": "Collpa", "sensitivity": "public"})
        work.insert("place", {"community_id": identity, "name": "Sagrado", "sensitivity": "community"})
        version = work.insert(
            "boundary_version",
            {"community_id": identity, "number": 1, "reason": "x", "epsg": 32718, "sensitivity": "public"},
        )
        corner = {"part": 0, "ring": 0, "number": 1, "label": "H-1", "easting": 1.0, "northing": 1.0, "epsg": 32718}
        work.insert("vertex", {"version_id": version, **corner})
    return workspace.read("community", '"id" = ?', [identity])[0]


def gone(workspace, audience, table="place"):
    records = [Record(table, row["id"], row, "public") for row in workspace.read(table)]
    passed = release(records, audience, "test", workspace)
    return [record.values.get("name") or record.values.get("label") or record.id for record in passed.rows], passed


def test_without_a_word_of_the_community_the_sensitivity_decides(workspace, community):
    assert gone(workspace, "public")[0] == ["Collpa"]


def test_consent_covers_its_matter_its_audience_and_its_days_and_never_opens_what_is_sensitive(workspace, community):
    give_consent(workspace, community, "place", "federation", "Acta 3", day(-10), day(0))
    assert gone(workspace, "federation")[0] == ["Collpa"]
    names, passed = gone(workspace, "public")
    assert (names, passed.held_back) == ([], {"consent": 1, "community": 1})
    assert json.loads(workspace.read("release_log")[-1]["held_back"]) == {"consent": 1, "community": 1}
    assert gone(workspace, "public", "community")[0] == ["Nueva Vida", "Puerto Azul"]
    give_consent(workspace, community, "place", "public", "Acta 4", day(0))
    assert gone(workspace, "public")[0] == gone(workspace, "federation")[0] == ["Collpa"]


@pytest.mark.parametrize(("first", "last"), [(-10, -1), (1, 10)])
def test_a_consent_that_ran_out_or_has_not_begun_lets_nothing_through(workspace, community, first, last):
    give_consent(workspace, community, "place", "public", "Acta 3", day(first), day(last))
    assert gone(workspace, "public")[0] == []
    assert consents_in_force(workspace, community["id"]) == []


def test_withdrawal_takes_effect_at_once_and_the_record_of_it_stays(workspace, community):
    consent = give_consent(workspace, community, "everything", "public", "Acta 3", day(-10))
    assert gone(workspace, "public")[0] == ["Collpa"]
    assert gone(workspace, "public", "vertex")[0] == ["H-1"]
    withdraw_consent(workspace, consent)
    for audience in ("federation", "public"):
        assert gone(workspace, audience)[0] == []
        # vertices go with their boundary
        assert gone(workspace, audience, "vertex")[0] == []
        assert gone(workspace, audience, "community")[0] == ["Puerto Azul"]
    # its own people and the other laptops of the circle keep what is theirs
    assert gone(workspace, "community")[0] == ["Collpa", "Sagrado"]
    assert len(gone(workspace, "replica")[0]) == 2
    (row,) = workspace.read("consent")
    assert (row["withdrawn_on"], row["act"]) == (day(0), "Acta 3")
    with pytest.raises(InputError) as refused:
        withdraw_consent(workspace, consent)
    assert refused.value.message.id == "territory.consent_withdrawn"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "alert"}, "territory.consent_matter"),
        ({"audience": "community"}, "territory.consent_audience"),
        ({"act": " "}, "territory.record_incomplete"),
        ({"given_on": "ayer"}, "territory.record_date"),
        ({"until": "2020-01-01"}, "territory.consent_period"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(workspace, community, change, said):
    given = {"what": "place", "audience": "public", "act": "Acta 3", "given_on": day(0), "until": None, **change}
    with pytest.raises(InputError) as refused:
        give_consent(workspace, community, **given)
    assert refused.value.message.id == said
    assert workspace.count("consent") == 0
    with pytest.raises(InputError) as missing:
        withdraw_consent(workspace, "x")
    assert missing.value.message.id == "territory.no_consent"
