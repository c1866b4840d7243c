"""Findings set aside in a workspace: who, why, and that it can be taken back without being forgotten."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.cadastre.waivers import set_aside, take_back, waivers_of
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage

KEY = "G08:predios:#13"


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "trabajo.gpkg"
    create_geopackage(path, "ORAU", "laptop").close()
    with open_geopackage(path) as opened:
        yield opened


def validated(workspace, name="Nueva Vida", key=KEY):
    """A community with one validation that found one thing."""
    with workspace.write() as transaction:
        community = transaction.insert("community", {"name": name})
        run = transaction.insert(
            "validation_run",
            {"community_id": community, "profile": "peru_native_community", "not_evaluated": []},
        )
        transaction.insert(
            "finding", {"run_id": run, "rule": "G08", "severity": "blocker", "message": "superposición", "key": key}
        )
    return community


def test_a_finding_set_aside_says_who_why_and_on_what_document(workspace):
    community = validated(workspace)
    set_aside(workspace, community, KEY, "Acuerdo con el vecino", "Rosa Ñahui", "Acta 7-2026")
    waiver = waivers_of(workspace, community)[KEY]
    assert (waiver.rule, waiver.reason, waiver.author, waiver.document) == (
        *("G08", "Acuerdo con el vecino", "Rosa Ñahui"),
        "Acta 7-2026",
    )


def test_taken_back_it_counts_again_and_stays_on_record(workspace):
    community = validated(workspace)
    set_aside(workspace, community, KEY, "Acuerdo", "Rosa")
    take_back(workspace, community, KEY, "Juan")
    assert waivers_of(workspace, community) == {}
    (row,) = workspace.read("waiver")
    assert row["reason"] == "Acuerdo"
    assert row["withdrawn_by"] == "Juan"
    assert row["withdrawn_at"]
    set_aside(workspace, community, KEY, "Otra vez", "Rosa")
    assert waivers_of(workspace, community)[KEY].reason == "Otra vez"


def test_the_waiver_of_one_community_says_nothing_of_another(workspace):
    one, other = validated(workspace), validated(workspace, "Otra")
    set_aside(workspace, one, KEY, "Acuerdo", "Rosa")
    assert waivers_of(workspace, other) == {}


@pytest.mark.parametrize(
    ("key", "reason", "author", "said"),
    [
        (KEY, " ", "Rosa", "waiver.no_reason"),
        (KEY, "Acuerdo", "", "waiver.no_author"),
        ("G08:otra:#1", "Acuerdo", "Rosa", "waiver.no_finding"),
    ],
)
def test_without_reason_author_or_finding_nothing_is_set_aside(workspace, key, reason, author, said):
    community = validated(workspace)
    with pytest.raises(InputError) as refused:
        set_aside(workspace, community, key, reason, author)
    assert refused.value.message.id == said
    assert workspace.count("waiver") == 0


def test_twice_set_aside_or_never_set_aside_is_said(workspace):
    community = validated(workspace)
    with pytest.raises(InputError) as refused:
        take_back(workspace, community, KEY, "Rosa")
    assert refused.value.message.id == "waiver.not_set"
    set_aside(workspace, community, KEY, "Acuerdo", "Rosa")
    with pytest.raises(InputError) as refused:
        set_aside(workspace, community, KEY, "Acuerdo", "Rosa")
    assert refused.value.message.id == "waiver.set_already"


def test_waivers_are_in_the_log_and_the_author_is_not_in_plain_text_there(workspace):
    community = validated(workspace)
    set_aside(workspace, community, KEY, "Acuerdo", "Rosa Ñahui")
    lines = [row["content"] for row in workspace.read("audit_log") if row["table_name"] == "waiver"]
    assert len(lines) == 1
    assert "Acuerdo" in lines[0]
    assert "Ñahui" not in lines[0]
