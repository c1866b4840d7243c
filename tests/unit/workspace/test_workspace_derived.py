"""What was made of rows of a workspace is judged again by the rows as they are now."""

from __future__ import annotations

import uuid

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.derived import release_again
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.origins import Origin, OriginRow, from_json, merged, to_json
from rainforest_alert_plugin.workspace.release import Record, Writing, beginning, release, release_alike, writing
from tests.unit.workspace.test_workspace_release import place


def made_for(audience, records, workspace):
    """What is kept of a release in a run."""
    with writing(open_geopackage) as run:
        release(records, audience, "first", workspace)
    return run.origins


def again(origins, audience):
    release_again(origins, audience, "second", open_geopackage, "mapa")


def refusal(origins, audience):
    with pytest.raises(InputError) as refused:
        again(origins, audience)
    return refused.value.message


def stored(workspace, table, **values):
    with workspace.write() as work:
        work.insert(table, values)
    return Record(table, workspace.read(table)[-1]["id"], workspace.read(table)[-1])


def test_each_audience_that_may_have_all_rows_gets_it(workspace):
    row = stored(workspace, "community", name="ORAU", sensitivity="federation")
    origins = made_for("community", [row], workspace)
    for audience in ("community", "office", "federation"):
        again(origins, audience)
    said = refusal(origins, "public")
    assert (said.id, said.facts["origin"], said.facts["count"]) == ("workspace.made_for_another", "community", 1)


def test_the_row_counts_as_it_is_now(workspace):
    row = stored(workspace, "community", name="ORAU", sensitivity="public")
    origins = made_for("public", [row], workspace)
    again(origins, "public")
    with workspace.write() as work:
        work.update("community", row.id, {"sensitivity": "secret"})
    assert refusal(origins, "public").id == refusal(origins, "community").id == "workspace.made_for_another"


def test_a_row_that_is_gone_counts_as_it_was(workspace):
    origins = made_for("community", [Record("community", "gone", {"sensitivity": "federation"})], workspace)
    again(origins, "federation")
    assert refusal(origins, "public").id == "workspace.made_for_another"


def test_what_went_in_part_goes_to_the_same_audience_again_and_to_no_other_with_a_rule(workspace):
    origins = made_for("federation", [place()], workspace)
    again(origins, "federation")
    again(origins, "community")
    assert refusal(origins, "public").id == "workspace.made_for_another"
    # the community's file holds the place itself, of which the federation gets a cell
    assert refusal(made_for("community", [place()], workspace), "federation").id == "workspace.made_for_another"


def test_a_name_that_others_may_not_read_keeps_a_public_row_inside(workspace):
    came = Record(
        "attendance", "1", {"role": "apu", "people_count": 1, "name": "Rosa", "consented": 0, "sensitivity": "public"}
    )
    whole = [Origin("", "replica", "attendance", (OriginRow("1", came.values),), 1)]
    assert refusal(whole, "public").id == "workspace.made_of_all_rows"
    assert refusal(whole, "community").id == "workspace.made_of_all_rows"


def test_of_many_rows_alike_one_stands_for_all(workspace):
    with writing(open_geopackage) as run:
        release_alike("alert", [str(number) for number in range(1000)], "community", "first", workspace)
    (origin,) = run.origins
    assert (len(origin.rows), origin.count) == (1, 1000)
    again(run.origins, "community")
    assert refusal(run.origins, "public").facts["count"] == 1000
    assert [line["released_count"] for line in workspace.read("release_log")] == [1000, 1000, 0]


def test_origins_come_back_from_their_text_and_each_row_is_there_once(workspace):
    subject = ("place", "c1")
    rows = (OriginRow("1", {"sensitivity": "public", "community_id": "c1"}, "community", subject), OriginRow("2"))
    origins = [Origin("w.gpkg", "office", "place", rows, 2), Origin("w.gpkg", "office", "place", rows[:1], 1)]
    assert from_json(to_json(origins)) == merged(origins) == (Origin("w.gpkg", "office", "place", rows, 2),)


def test_origins_of_many_rows_alike_take_little_room():
    ids = [str(uuid.UUID(int=number * 0x9E3779B97F4A7C15 << 40 & (1 << 128) - 1)) for number in range(10_000)]
    rows = tuple(OriginRow(id, {"sensitivity": "public", "community_id": ids[0]}) for id in ids)
    text = to_json([Origin("w.gpkg", "office", "place", rows, len(rows))])
    # 36 characters of each identity, its quotes and a comma
    assert len(text) < 10_000 * 39 + 500
    assert from_json(text)[0].rows == rows


def test_of_two_drafts_with_one_identity_the_more_secret_counts(workspace):
    drafts = [Record("proposal", "copied", {"sensitivity": level}) for level in ("community", "public")]
    origins = made_for("community", drafts, workspace)
    assert refusal(origins, "federation").id == "workspace.made_for_another"


def test_of_a_row_only_what_the_gate_asks_is_kept(workspace):
    (origin,) = made_for("community", [place(notes="collpa")], workspace)
    assert "collpa" not in to_json([origin])
    assert "Tsukank" not in to_json([origin])
    assert "-74" not in to_json([origin])


def test_what_waits_is_begun_when_the_run_writes_and_leaves_nothing_when_it_does_not(workspace):
    record = Record("community", "1", {"sensitivity": "public"})
    before = [line["action"] for line in workspace.read("audit_log", order="sequence")]
    begun = Writing(open_geopackage)
    with beginning(begun):
        release([record], "public", "test", workspace)
    assert [line["action"] for line in workspace.read("audit_log", order="sequence")] == before
    with pytest.raises(OSError), writing(open_geopackage, begun):
        raise OSError
    told = [line["action"] for line in workspace.read("audit_log", order="sequence")]
    assert told == [*before, "release_begun", "release_failed"]
    assert workspace.count("release_log") == 0
