"""Consent at the gate: what was agreed goes, what was withdrawn or has run out goes no more."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.consent import give_consent, withdraw_consent
from rainforest_alert_plugin.workspace.consents import ASKING, Consents
from rainforest_alert_plugin.workspace.release import Record, release


def day(offset):
    return (date.today() + timedelta(days=offset)).isoformat()


@pytest.fixture
def community(workspace):
    with workspace.write() as work:
        identity = work.insert("community", {"name": "Nueva Vida", "sensitivity": "public"})
        work.insert("community", {"name": "Puerto Azul", "sensitivity": "public"})
        work.insert("place", {"community_id": identity, "name": "Collpa", "sensitivity": "public"})
        work.insert("place", {"community_id": identity, "name": "Sagrado", "use": "sacred", "sensitivity": "community"})
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


def test_what_belongs_to_a_row_of_the_community_goes_only_with_its_consent(workspace, community):
    with workspace.write() as work:
        workshop = work.insert(
            "workshop", {"community_id": community["id"], "held_on": "2026-05-02", "sensitivity": "public"}
        )
        work.insert("attendance", {"workshop_id": workshop, "role": "r", "people_count": 3, "sensitivity": "public"})
        (place,) = workspace.read("place", '"name" = ?', ["Collpa"])
        photo = {"relative_path": "x.jpg", "sha256": "0" * 64, "size_bytes": 1, "sensitivity": "public"}
        work.insert("attachment", {"table_name": "place", "row_id": place["id"], **photo})
    assert len(gone(workspace, "public", "attendance")[0]) == len(gone(workspace, "public", "attachment")[0]) == 1
    for matter in ("workshop", "place"):
        withdraw_consent(workspace, give_consent(workspace, community, matter, "public", "Acta 3", day(-10)))
    assert gone(workspace, "public", "attendance")[0] == gone(workspace, "public", "attachment")[0] == []


@pytest.mark.parametrize(
    ("given", "reached"),
    [("public", {"public", "federation", "office"}), ("office", {"office"}), ("federation", {"federation"})],
)
def test_who_is_covered_by_a_consent_to_whom(workspace, community, given, reached):
    give_consent(workspace, community, "place", given, "Acta 3", day(-10))
    for audience in ("public", "federation", "office"):
        assert ("Collpa" in gone(workspace, audience)[0]) == (audience in reached), audience


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
    ("taken", "everything", "given_on", "still"),
    [
        # of the whole given to the public, places are taken back from the public: nobody has them by it
        ("public", "public", -10, set()),
        # from the federation: nor the public, of which the federation is; the office keeps them
        ("federation", "public", -10, {"office"}),
        # what the federation alone was given is another word
        ("public", "federation", -10, {"federation"}),
        ("office", "federation", -10, {"federation"}),
        # said on the day of the withdrawal: the narrower word governs; given afterwards: it goes again
        ("public", "public", 0, set()),
        ("public", "public", 1, {"public", "federation", "office"}),
    ],
)
def test_a_matter_that_was_taken_back_is_no_longer_meant_by_everything(
    workspace, community, taken, everything, given_on, still
):
    give_consent(workspace, community, "everything", everything, "Acta 3", day(given_on))
    withdraw_consent(workspace, give_consent(workspace, community, "place", taken, "Acta 4", day(-10)), day(0))
    consents = Consents(workspace, date.today() + timedelta(days=1))
    assert {one for one in ASKING if consents.covers("place", community["id"], one)} == still
    # other matters are not touched, and a new word on places counts
    given = {"public": set(ASKING)}.get(everything, {everything})
    assert {one for one in ASKING if consents.covers("vertex", community["id"], one)} == given
    give_consent(workspace, community, "place", "public", "Acta 5", day(0))
    assert all(Consents(workspace, date.today()).covers("place", community["id"], one) for one in ASKING)


def test_a_place_taken_back_from_the_public_stays_behind_at_once(workspace, community):
    give_consent(workspace, community, "everything", "public", "Acta 3", day(-10))
    narrow = give_consent(workspace, community, "place", "public", "Acta 4", day(-10))
    assert gone(workspace, "public")[0] == ["Collpa"]
    withdraw_consent(workspace, narrow)
    assert gone(workspace, "public")[0] == gone(workspace, "federation")[0] == []
    assert gone(workspace, "public", "vertex")[0] == ["H-1"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "alert"}, "territory.consent_matter"),
        ({"audience": "community"}, "territory.consent_audience"),
        ({"act": " "}, "territory.consent_act"),
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
