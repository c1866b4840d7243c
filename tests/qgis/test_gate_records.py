"""Erasing a person and writing consents down without a dialog, as qgis_process does."""

from __future__ import annotations

import json
from datetime import date

import pytest
from qgis.core import QgsProcessingException

from rainforest_alert_plugin.host.workspaces import open_workspace
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.identity import add_person
from tests.qgis.test_title_package_workspace import processing, provider, rows, workspace
from tests.qgis.title_packages import Log

__all__ = ["provider", "workspace"]


def run(name, location, **parameters):
    log = Log()
    done = processing.run(f"rainforestalert:{name}", {"WORKSPACE": location, **parameters}, feedback=log)
    return done, "\n".join(log.lines)


def known(location, *names):
    with open_workspace(location) as opened:
        return [add_person(opened, name) for name in names]


def test_a_person_named_in_any_spelling_is_erased_everywhere_with_the_reason_in_an_intact_log(workspace):
    rosa, _ = known(workspace, "Rosa Ámpush Díaz", "Luis Wajai")
    with open_workspace(workspace) as opened, opened.write() as work:
        work.insert("field_report", {"observed_at": "2026-05-01T10:00:00.000Z", "author": "ROSA AMPUSH DIAZ"})
    outputs, said = run("eraseperson", workspace, PERSON="rosa ampush diaz", REASON="Solicitud del 23 de noviembre")
    assert (outputs["PERSON_ID"], outputs["RECORDS"]) == (rosa, 1)
    assert "in 1 other records" in said
    assert {row["name"] for row in rows(workspace, "person")} == {None, "Luis Wajai"}
    assert rows(workspace, "field_report")[0]["author"] is None
    with open_workspace(workspace) as opened:
        assert all(chain.intact for chain in verify_audit(opened.connection))
        (line,) = [
            row for row in opened.read("audit_log") if row["action"] == "erase" and row["table_name"] == "person"
        ]
        assert "Solicitud del 23 de noviembre" in str(line["content"])


def test_where_the_name_cannot_be_erased_is_told_by_table_row_and_column(workspace):
    known(workspace, "Rosa Ampush")
    with open_workspace(workspace) as opened, opened.write() as work:
        version = opened.read("boundary_version")[0]
        agreed = {
            "community_id": version["community_id"],
            "number": 9,
            "reason": "pedido de Rosa Ampush",
            "epsg": 32718,
        }
        added = work.insert("boundary_version", agreed)
    outputs, said = run("eraseperson", workspace, PERSON="Rosa Ampush")
    assert json.loads(outputs["LEFT"]) == [{"table": "boundary_version", "row_id": added, "column": "reason"}]
    assert "still stands in 1 texts" in said
    assert "was erased" not in said


def test_where_it_is_not_wanted_other_records_keep_the_name(workspace):
    (rosa,) = known(workspace, "Rosa Ampush")
    with open_workspace(workspace) as opened, opened.write() as work:
        work.insert("field_report", {"observed_at": "2026-05-01T10:00:00.000Z", "author": "Rosa Ampush"})
    assert run("eraseperson", workspace, PERSON=rosa, EVERYWHERE=False)[0]["RECORDS"] == 0
    assert rows(workspace, "person")[0]["name"] is None
    assert rows(workspace, "field_report")[0]["author"] == "Rosa Ampush"


@pytest.mark.parametrize("reason", ["Rosa lo pidió", "pedido de la señora AMPUSH."])
def test_a_reason_that_names_the_person_is_refused_and_nothing_is_erased(workspace, reason):
    known(workspace, "Rosa Ámpush del Río")
    with pytest.raises(QgsProcessingException, match="Write it without the name"):
        run("eraseperson", workspace, PERSON="Rosa Ámpush del Río", REASON=reason)
    assert rows(workspace, "person")[0]["name"] == "Rosa Ámpush del Río"


def test_two_people_of_one_name_are_told_apart_by_their_identity(workspace):
    first, second = known(workspace, "Rosa Ampush", "Rosa Ampush")
    with pytest.raises(QgsProcessingException, match="2 people of the workspace have this name") as refused:
        run("eraseperson", workspace, PERSON="Rosa Ampush")
    assert first in str(refused.value)
    run("eraseperson", workspace, PERSON=second, EVERYWHERE=False)
    assert {row["id"]: row["name"] for row in rows(workspace, "person")} == {first: "Rosa Ampush", second: None}


def test_nobody_is_erased_when_nobody_has_the_name(workspace):
    known(workspace, "Rosa Ampush")
    with pytest.raises(QgsProcessingException, match="knows nobody"):
        run("eraseperson", workspace, PERSON="Rosa")
    assert rows(workspace, "person")[0]["name"] == "Rosa Ampush"


ASKED = {"COMMUNITY": "Nueva Vida", "MATTER": "place", "AUDIENCE": "federation"}


def test_a_consent_is_written_down_with_its_act_and_period(workspace):
    outputs, said = run("recordconsent", workspace, **ASKED, ACT="Acta 12", GIVEN_ON="2026-01-02", UNTIL="2026-12-31")
    (row,) = rows(workspace, "consent")
    assert row["id"] == outputs["CONSENT_ID"]
    fields = ("what", "audience", "act", "given_on", "until", "withdrawn_on")
    assert [row[name] for name in fields] == ["place", "federation", "Acta 12", "2026-01-02", "2026-12-31", None]
    assert "holds for everything that leaves" in said


def test_without_dates_it_holds_from_today_until_it_is_withdrawn(workspace):
    run("recordconsent", workspace, **ASKED, ACT="Acta 12")
    (row,) = rows(workspace, "consent")
    assert (row["given_on"], row["until"]) == (date.today().isoformat(), None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ACT": ""}, "only with the act"),
        ({"UNTIL": "31/12/2026"}, "is not a date"),
        ({"GIVEN_ON": "2026-05-02", "UNTIL": "2026-05-01"}, "before it begins"),
        ({"COMMUNITY": "Nadie"}, "Nadie"),
        ({"WITHDRAW": True}, "has no consent"),
    ],
)
def test_a_consent_that_says_too_little_is_refused(workspace, wrong, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run("recordconsent", workspace, **{**ASKED, "ACT": "Acta 12", **wrong})
    assert rows(workspace, "consent") == []


def test_a_withdrawal_takes_back_what_was_said_of_the_matter_and_tells_what_still_covers_it(workspace):
    for act, matter, audience in (
        ("Acta 12", "place", "federation"),
        ("Acta 13", "place", "federation"),
        ("Acta 14", "everything", "public"),
        ("Acta 15", "place", "office"),
    ):
        run("recordconsent", workspace, **{**ASKED, "MATTER": matter, "AUDIENCE": audience}, ACT=act)

    def withdrawn():
        return {row["act"] for row in rows(workspace, "consent") if row["withdrawn_on"] == date.today().isoformat()}

    _, said = run("recordconsent", workspace, **ASKED, ACT="Acta 12", WITHDRAW=True)
    assert (withdrawn(), "still goes to" in said) == ({"Acta 12"}, True)
    outputs, said = run("recordconsent", workspace, **ASKED, WITHDRAW=True)
    # what was given for everything does not mean places any more
    assert (withdrawn(), "still goes to" in said) == ({"Acta 12", "Acta 13"}, False)
    assert "," not in outputs["CONSENT_ID"]
    _, said = run(
        "recordconsent", workspace, COMMUNITY="Nueva Vida", MATTER="everything", AUDIENCE="public", WITHDRAW=True
    )
    assert (withdrawn(), "still goes to" in said) == ({"Acta 12", "Acta 13", "Acta 14"}, False)
