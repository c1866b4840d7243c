"""The gate: who may have what, and what is written down about it."""

from __future__ import annotations

import hashlib
import json
import uuid

import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.clock import plain
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person
from rainforest_alert_plugin.workspace.postgis import create_postgis
from rainforest_alert_plugin.workspace.release import AUDIENCES, Record, Released, preview, release, writing
from rainforest_alert_plugin.workspace.unended_releases import unended_releases

LEVELS = ("public", "federation", "community", "secret")


def workshops():
    return [
        Record("workshop", f"{number}-{level}", {"place": f"{level} {number}", "sensitivity": level})
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
    passed = release(workshops(), audience, "test")
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
        assert row.values["notes"] == ("vio" if audience in ("community", "office", "replica") else None)
        assert row.values["cause"] == "tala"
        expected = {"replica": {}, "community": {"author": 1}, "office": {"author": 1}}.get(
            audience, {"author": 1, "notes": 1}
        )
        assert passed.blanked == expected
    assert report.values["author"] == "Rosa"


def test_who_came_to_a_workshop_is_named_only_where_the_person_agreed():
    came = {"role": "apu", "people_count": 1, "name": "Rosa", "sensitivity": "public"}
    rows = [
        Record("attendance", "agreed", {**came, "consented": 1}),
        Record("attendance", "did not", {**came, "consented": 0}),
        Record("attendance", "nobody knows", came),
    ]
    names = {audience: [r.values["name"] for r in release(rows, audience, "test").rows] for audience in AUDIENCES}
    assert names["community"] == names["office"] == ["Rosa", None, None]
    assert names["replica"] == ["Rosa", "Rosa", "Rosa"]
    assert names["federation"] == names["public"] == [None, None, None]
    passed = release(rows, "community", "closeworkshop")
    assert passed.blanked == {"name": 2}
    assert [row.values["people_count"] for row in passed.rows] == [1, 1, 1]


def test_a_row_without_a_level_counts_as_the_community_s():
    rows = [Record("my layer", "1", {"name": "x"}), Record("my layer", "2", {"name": "y"}, sensitivity="public")]
    assert [record.id for record in release(rows, "federation", "test").rows] == ["2"]
    assert len(release(rows, "community", "test").rows) == 2


def test_nothing_leaves_by_a_misspelling():
    with pytest.raises(InputError) as refused:
        release(workshops(), "Public", "test")
    assert refused.value.message.id == "workspace.unknown_audience"
    with pytest.raises(InputError) as refused:
        release([Record("place", "1", {"sensitivity": "secreto"})], "replica", "test")
    assert refused.value.message.id == "workspace.unknown_sensitivity"


def test_only_the_gate_makes_released_values():
    with pytest.raises(TypeError):
        Released((1, 2), "public", "bypass", {})


def test_every_release_is_written_down_per_table(path):
    rows = [*workshops(), Record("dispute", "d", {"other_side": "x", "sensitivity": "secret"})]
    with open_geopackage(path) as workspace:
        passed = release(rows, "federation", "exporttitlepackage", workspace)
        logged = workspace.read("release_log")
        lines = workspace.read("audit_log", order="sequence")
    assert [(row["table_name"], row["released_count"], json.loads(row["held_back"])) for row in logged] == [
        ("workshop", 4, {"community": 2, "secret": 2}),
        ("dispute", 0, {"secret": 1}),
    ]
    ids = "\n".join(sorted(record.id for record in passed.rows))
    assert logged[0]["content_sha256"] == hashlib.sha256(ids.encode()).hexdigest()
    assert passed.log_id == logged[0]["id"]
    assert [line["action"] for line in lines[-4:]].count("release") == 2


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToIsoWkb())


def place(level="community", use="hunting", geom="POINT (-74.512345 -8.398765)", **values):
    known = {
        "name": "Tsukanká",
        "notes": "collpa",
        "season": "seca",
        "community_id": "c",
        "use": use,
        "geom": wkb(geom),
    }
    return Record("place", "p", {**known, "sensitivity": level, **values})


def test_a_federation_learns_in_which_five_kilometres_a_community_hunts_and_not_where_nor_its_name():
    passed = release([place()], "federation", "test")
    (row,) = passed.rows
    assert {name for name, value in row.values.items() if value is not None} == {
        "community_id",
        "use",
        "sensitivity",
        "geom",
    }
    west, east, south, north = ogr.CreateGeometryFromWkb(row.values["geom"]).GetEnvelope()
    # a degree of a sphere of 6371.0088 km is 111 195.08 m: the place lies in the 1658th cell west and the 187th south of the origin
    side = 5000 / 111_195.08
    assert (west, east) == pytest.approx((-1658 * side, -1657 * side), abs=1e-6)
    assert (south, north) == pytest.approx((-187 * side, -186 * side), abs=1e-6)
    assert west < -74.512345 < east
    assert south < -8.398765 < north
    assert passed.reduced == {"grid": 1}
    assert passed.message().id == "workspace.held_back_reduced"
    # the same cell wherever in it the place lies, so that nothing can be read from its edge
    other = release([place(geom="POINT (-74.5301 -8.3801)")], "federation", "test").rows[0]
    assert other.values["geom"] == row.values["geom"]


@pytest.mark.parametrize(
    "hidden", [place(use="sacred"), place(use="burial"), place("secret"), place("secret", "sacred")]
)
def test_sacred_burial_and_secret_places_stay_behind_whole(hidden):
    assert release([hidden], "federation", "test").rows == ()
    assert release([place()], "public", "test").rows == ()


def test_the_people_of_the_community_and_laptops_of_the_circle_see_the_place_itself():
    for audience in ("community", "replica"):
        (row,) = release([place()], audience, "test").rows
        assert row.values == place().values


def rule(workspace, geometry, level="public", audience="public", **values):
    with workspace.write() as work:
        given = {"table_name": "place", "level": level, "audience": audience, "geometry": geometry}
        work.insert("release_rule", {**given, **values})


def test_a_federation_writes_its_own_rules(workspace):
    assert release([place("public")], "public", "test", workspace).rows[0].values["geom"] == place().values["geom"]
    rule(workspace, "drop")
    (row,) = release([place("public")], "public", "test", workspace).rows
    assert (row.values["geom"], row.values["name"], row.values["season"]) == (None, "Tsukanká", "seca")
    assert json.loads(workspace.read("release_log")[-1]["reduced"]) == {"drop": 1}
    rule(workspace, "hold", "community", "federation")
    assert release([place()], "federation", "test", workspace).held_back == {"community": 1}


def test_a_generalised_outline_has_no_vertex_of_the_true_one(workspace):
    rule(workspace, "generalise", size_m=1000)
    true = "POLYGON ((-74.5 -8.5,-74.3111 -8.5003,-74.31 -8.3,-74.4002 -8.3101,-74.5007 -8.2999,-74.5 -8.5))"
    (row,) = release([place("public", geom=true)], "public", "test", workspace).rows
    shown, outline = ogr.CreateGeometryFromWkb(row.values["geom"]), ogr.CreateGeometryFromWkt(true)
    assert shown.IsValid()
    assert shown.SymDifference(outline).Area() < 0.1 * outline.Area()
    points = {(x, y) for x, y in shown.GetGeometryRef(0).GetPoints()}
    assert not points & set(outline.GetGeometryRef(0).GetPoints())
    # what is smaller than the detail is not shown at all
    tiny = release([place("public", geom="LINESTRING (-74.5 -8.5,-74.50001 -8.5)")], "public", "test", workspace).rows
    assert tiny[0].values["geom"] is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"geometry": "grid"}, "size_m"),
        ({"geometry": "keep", "level": "community"}, "keep"),
        ({"geometry": "drop", "keep": "[1"}, "keep"),
        ({"geometry": "drop", "hold_if": '"x"'}, "hold_if"),
    ],
)
def test_a_rule_that_cannot_be_followed_lets_nothing_through(workspace, values, reason):
    rule(workspace, **{"geometry": "drop", **values})
    with pytest.raises(InputError) as refused:
        release([place(values.get("level", "public"))], "public", "test", workspace)
    assert refused.value.message.id == "workspace.bad_release_rule"
    assert reason in refused.value.message.facts["reason"]


def test_the_preview_says_what_would_go_and_leaves_no_trace(workspace):
    records = [*workshops(), place(), Record("field_report", "f", {"author": "Rosa", "sensitivity": "public"})]
    before = (workspace.count("release_log"), workspace.count("audit_log"))
    shares = {share.table: share for share in preview(records, "federation", workspace)}
    assert (shares["workshop"].released, shares["workshop"].held_back) == (4, {"community": 2, "secret": 2})
    assert (shares["place"].released, shares["place"].reduced) == (1, {"grid": 1})
    assert shares["field_report"].blanked == {"author": 1}
    assert (workspace.count("release_log"), workspace.count("audit_log")) == before
    passed = release(records, "federation", "test", workspace)
    assert len(passed.rows) == sum(share.released for share in shares.values())


@pytest.mark.parametrize("broken", [b"", b"\x01", wkb("POINT EMPTY"), b"\x01\x01\x00\x00\x00" + 16 * b"\xff"])
def test_a_geometry_that_cannot_be_read_does_not_go(broken):
    record = place()
    hidden = Record("place", "p", {**record.values, "geom": broken})
    assert release([hidden], "federation", "test").rows[0].values["geom"] is None


def told(workspace):
    lines = workspace.read("audit_log", order="sequence")
    return [line["action"] for line in lines if line["table_name"] == "release_log"]


def test_the_log_says_that_something_left_once_it_is_written(path, workspace):
    """Inside, another package of the same run fails; of each the log says how it ended."""
    record = Record("place", "1", {"name": "Collpa", "sensitivity": "public"})
    with writing(open_geopackage):
        released = release([record], "public", "first", workspace)
        with pytest.raises(OSError), writing(open_geopackage):
            release([record], "public", "second", workspace)
            raise OSError
        assert workspace.read("release_log") == []
    (line,) = workspace.read("release_log")
    assert (line["id"], line["purpose"], line["released_count"]) == (released.log_id, "first", 1)
    assert told(workspace) == ["release_begun", "release_begun", "release_failed", "release"]
    assert verify_audit(workspace.connection)[0].intact


def test_a_workspace_that_cannot_be_opened_again_keeps_that_a_release_began(path, workspace):
    def gone(location):
        raise WorkspaceError("workspace.database_gone", location=location, reason="")

    with writing(gone):
        release([Record("place", "1", {"sensitivity": "public"})], "public", "test", workspace)
    assert (told(workspace), workspace.count("release_log")) == (["release_begun"], 0)


@pytest.fixture(params=["file", "database"])
def either(request, workspace):
    """A workspace in a file, and one in PostGIS."""
    if request.param == "file":
        yield workspace
        return
    server, schema = request.getfixturevalue("postgis"), "orpio_" + uuid.uuid4().hex[:8]
    with create_postgis(server.dsn, f"federation/{schema}", schema, "Federation", "laptop A") as shared:
        yield shared


def test_releases_without_an_end_are_those_that_are_said_neither_to_have_left_nor_failed(either):
    rosa = add_person(either, "Rosa Ampush")
    left, failed, killed = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))
    lines = [("release_begun", killed), ("release_begun", left), ("release_begun", failed)]
    for action, identity in [*lines, ("release", left), ("release_failed", failed)]:
        with either.write() as work:
            work.log(action, "release_log", identity, {"audience": "office", "table": "place", "count": 7})
    (found,) = unended_releases(either.connection)
    assert (found.id, found.audience, found.table, found.count) == (killed, "office", "place", 7)
    assert (found.replica_id, found.replica, found.person_id) == (either.replica_id, "laptop A", rosa)
    (began_at,) = [str(plain(row["happened_at"])) for row in either.read("audit_log", '"row_id" = ?', [killed])]
    assert found.began_at == began_at
    (chain,) = verify_audit(either.connection)
    assert chain.intact
