"""A file made for an audience: what may not leave is not in it, it verifies, and merging it takes nothing away."""

from __future__ import annotations

import json
import random
import sqlite3
import struct
from contextlib import closing

import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.workspace.attachments import attach
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, restore
from rainforest_alert_plugin.workspace.extract import make_extract
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.merging_conflicts import conflicts, decide

from .conftest import bystander
from .test_photo_metadata import CANARY, exif, segment
from .test_workspace_merging import bring, change, intact, laptops, place_of, state
from .test_workspace_merging import content as content_with_salts

EXACT = (-74.512345, -8.398765)


def point(x, y):
    geometry = ogr.Geometry(ogr.wkbPoint)
    geometry.AddPoint_2D(x, y)
    return bytes(geometry.ExportToIsoWkb())


def content(path):
    """Everything but the bookkeeping; a laptop also keeps the salts under which others wrote of the same row."""
    return {name: rows for name, rows in content_with_salts(path).items() if name != "audit_salt"}


def fill(path):
    """Places of every level, one of them renamed; returns their identities by level."""
    with open_geopackage(path) as workspace, workspace.write() as work:
        (community,) = workspace.read("community")
        made = {
            level: work.insert(
                "place",
                {
                    "community_id": community["id"],
                    "name": f"qzname{level}",
                    "notes": f"qznotes{level}",
                    "use": "hunting",
                    "sensitivity": level,
                    "geom": point(*EXACT),
                },
            )
            for level in ("public", "federation", "community", "secret")
        }
        work.insert("organization", {"name": "qzformer", "kind": "federation"})
    with open_geopackage(path) as workspace, workspace.write() as work:
        work.update("place", made["federation"], {"name": "qzrenamed"})
        (organization,) = workspace.read("organization")
        work.update("organization", organization["id"], {"name": "qzlater"})
    return made


def extract(path, target, audience="federation"):
    with open_geopackage(path) as workspace:
        return make_extract(workspace, target, audience, "exportworkspace")


@pytest.fixture
def origin(tmp_path):
    """A laptop, what it made for the federation, and the identities of its places by level."""
    (path,), _ = laptops(tmp_path, 1)
    made = fill(path)
    file = tmp_path / "for the federation.gpkg"
    done = extract(path, file)
    return path, file, made, done


def stranger(folder, name="federation laptop"):
    """A laptop of somebody else, which knows nothing of the first."""
    path = folder / f"{name}.gpkg"
    create_geopackage(path, "Federation", name).close()
    return path


def everything_in(path):
    """Bytes of a file and of what SQLite may have left beside it."""
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(f"*{path.name}*")) if p.is_file())


def test_nothing_that_stays_is_in_the_file_not_even_as_a_former_value(origin):
    _, file, made, _ = origin
    data = everything_in(file)
    names = {level: f"qzname{level}".encode() for level in made}
    assert names["public"] in data
    assert b"qzrenamed" in data
    for gone in (names["secret"], names["community"], names["federation"], b"qznotes", b"qzformer", b"qzlater"):
        assert gone not in data, gone
    assert made["secret"].encode() not in data
    # of the four places at the same spot, two may be shown there: each once as a geometry and once in the index
    assert data.count(struct.pack("<dd", *EXACT)) == 2
    assert not list(file.parent.glob(f"{file.name}-*"))


def test_salts_in_the_file_fit_no_digest_of_what_stays(origin):
    path, file, made, _ = origin
    with open_geopackage(path, read_only=True) as workspace:
        salts = {row["row_id"]: row["salt"] for row in workspace.read("audit_salt")}
    data = file.read_bytes()
    for level, identity in made.items():
        # the notes of every place stay, and the community's place stays in part
        assert salts[identity].encode() not in data, level


def test_the_file_verifies_and_says_how_many_lines_it_lacks(origin):
    path, file, _, done = origin
    with open_geopackage(file, read_only=True) as workspace:
        states = verify_audit(workspace.connection)
    assert all(state.intact for state in states)
    with open_geopackage(path, read_only=True) as workspace:
        (whole,) = verify_audit(workspace.connection)
    old = next(state for state in states if state.replica_id == whole.replica_id)
    # lines that the release itself wrote came after the file was read
    with open_geopackage(path, read_only=True) as workspace:
        releases = sum(row["action"] == "release" for row in workspace.read("audit_log"))
    assert old.lines + old.withheld == whole.lines - releases
    assert old.message().id == "workspace.chain_partial"
    assert sum(done.counts[name] for name in ("former_value", "merge_claim", "release_log", "release_rule")) == 0


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        ("UPDATE audit_log SET content = '{}' WHERE fid = (SELECT MIN(fid) FROM audit_log)", "changed"),
        ("DELETE FROM audit_log WHERE fid = (SELECT MIN(fid) FROM audit_log)", "cut_off"),
        ("UPDATE replica SET audit_sequence = audit_sequence + 1", "cut_off"),
        ("UPDATE audit_log SET content = '{}' WHERE action = 'extract'", "changed"),
        ("UPDATE audit_log SET content = 'no JSON' WHERE action = 'extract'", "changed"),
        ("UPDATE audit_log SET content = '[1]' WHERE action = 'extract'", "changed"),
        ("UPDATE audit_log SET content = '{\"gaps\": {\"a\": [[1]]}}' WHERE action = 'extract'", "changed"),
    ],
)
def test_a_file_in_part_that_was_changed_is_broken(origin, spoil, cause):
    _, file, _, _ = origin
    with closing(bystander(file)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(spoil)
    with open_geopackage(file, read_only=True) as workspace:
        assert cause in {
            (state.cause or "").replace("missing", "cut_off") for state in verify_audit(workspace.connection)
        }


def test_what_stayed_is_counted_by_table_in_the_log_of_releases_and_in_the_file(origin):
    path, file, _, done = origin
    shares = {share.table: share for share in done.shares}
    # the secret place stays; the community's place and the one of the history go as a cell of a grid
    assert (shares["place"].held_back, shares["place"].reduced) == ({"secret": 1}, {"grid": 2})
    with open_geopackage(path, read_only=True) as workspace:
        (line,) = [row for row in workspace.read("release_log") if row["table_name"] == "place"]
    assert (line["audience"], line["purpose"], line["released_count"]) == ("federation", "exportworkspace", 4)
    assert json.loads(line["held_back"]) == {"secret": 1}
    here = stranger(file.parent)
    said = bring(here, file)
    assert said.made_for is not None
    assert (said.made_for.audience, said.made_for.held_back["place"]) == ("federation", {"secret": 1})
    assert said.made_for.made_at == done.note.made_at
    assert said.lacking == sum(sum(share.held_back.values()) for share in done.shares)


def test_brought_back_it_changes_nothing_but_the_log_and_the_second_time_nothing_at_all(origin):
    path, file, _, _ = origin
    before = content(path)
    bring(path, file)
    assert content(path) == before
    once = state(path)
    bring(path, file)
    assert state(path) == once
    assert intact(path)


def test_it_comes_into_another_federations_workspace_once_and_completes_when_the_whole_comes(origin, tmp_path):
    path, file, made, _ = origin
    here = stranger(tmp_path)
    bring(here, file)
    rows = {row["id"]: row for row in state(here)["place"].values()}
    assert made["secret"] not in rows
    assert rows[made["community"]]["geom"] not in (None, point(*EXACT))
    assert (rows[made["federation"]]["name"], rows[made["federation"]]["geom"]) == ("qzrenamed", point(*EXACT))
    assert rows[made["federation"]]["notes"] is None
    once = state(here)
    bring(here, file)
    assert state(here) == once
    assert intact(here)
    # whole copies of a circle of trust agree on everything
    bring(here, path)
    bring(path, here)
    assert content(here) == content(path)
    assert place_of(here, made["community"])["geom"] == point(*EXACT)
    assert intact(here)
    assert intact(path)


def test_work_on_the_part_comes_back_and_exact_geometry_waits_beside_what_was_drawn_without_knowing_it(
    origin, tmp_path
):
    path, file, made, _ = origin
    here = stranger(tmp_path)
    bring(here, file)
    drawn = point(-74.6, -8.4)
    change(here, made["community"], geom=drawn)
    change(here, made["public"], name="named there")
    done = bring(path, here)
    assert done.conflicts == 1
    assert place_of(path, made["public"])["name"] == "named there"
    with open_geopackage(path) as workspace:
        (waiting,) = conflicts(workspace)
        assert {waiting.ours.value, *(claim.value for claim in waiting.theirs)} == {point(*EXACT), drawn}
        with workspace.write() as work:
            decide(work, waiting, "ours")
    bring(here, path)
    assert place_of(path, made["community"])["geom"] == point(*EXACT)
    assert content(here) == content(path)


def test_what_was_drawn_in_qgis_on_a_part_is_written_down_and_kept(origin, tmp_path):
    path, file, made, _ = origin
    here = stranger(tmp_path)
    bring(here, file)
    with closing(bystander(here)) as database:
        database.execute("UPDATE place SET season = 'lluvias', name = 'drawn' WHERE id = ?", [made["community"]])
        database.execute("UPDATE place SET name = 'drawn' WHERE id = ?", [made["federation"]])
    copy = backup_of(here, tmp_path / "copy.gpkg")
    done = bring(path, copy)
    assert done.conflicts == 1
    assert place_of(path, made["community"])["season"] == "lluvias"
    assert place_of(path, made["federation"])["name"] == "drawn"
    with open_geopackage(path) as workspace:
        assert {claim.value for one in conflicts(workspace) for claim in (one.ours, *one.theirs)} == {
            "qznamecommunity",
            "drawn",
        }


def backup_of(path, copy):
    """A backup with what was drawn in QGIS written down first, as the algorithm makes it."""
    from rainforest_alert_plugin.workspace.merging import note_outside_edits

    with open_geopackage(path) as workspace, workspace.write() as work:
        note_outside_edits(work)
    return backup(path, copy).path


def test_a_newer_value_that_is_withheld_leaves_the_older_one_that_is_there(origin, tmp_path):
    """The other laptop had the place whole, then only a file for the federation came."""
    path, _, made, _ = origin
    other = tmp_path / "other.gpkg"
    restore(other, backup(path, tmp_path / "whole.gpkg").path)
    change(path, made["community"], geom=point(-74.9, -8.9), name="newer")
    file = tmp_path / "second.gpkg"
    extract(path, file)
    bring(other, file)
    row = place_of(other, made["community"])
    assert (row["geom"], row["name"]) == (point(*EXACT), "qznamecommunity")
    # it does not take its older value for a change of its own
    assert bring(path, other).values == 0
    assert place_of(path, made["community"])["name"] == "newer"
    third = stranger(tmp_path, "third")
    bring(third, other)
    bring(third, path)
    assert (place_of(third, made["community"])["name"], conflicts_of(third)) == ("newer", [])
    bring(other, path)
    assert place_of(other, made["community"])["geom"] == point(-74.9, -8.9)
    assert content(other) == content(path)


def conflicts_of(path):
    with open_geopackage(path) as workspace:
        return conflicts(workspace)


def test_somebody_may_begin_from_the_file_and_work_in_it(origin, tmp_path):
    path, file, made, _ = origin
    begun = tmp_path / "begun.gpkg"
    restore(begun, file)
    change(begun, made["community"], geom=point(-74.6, -8.4))
    change(file, made["public"], season="seca")
    assert bring(path, begun).conflicts == 1
    assert bring(path, file).conflicts == 1
    assert place_of(path, made["public"])["season"] == "seca"
    assert intact(path)


def test_a_photo_leaves_without_what_it_tells_and_the_whole_one_replaces_it_later(tmp_path):
    (path,), place = laptops(tmp_path, 1)
    jpeg = tmp_path / "hito.jpg"
    image = b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + segment(0xDA, b"\0") + b"picture\xff\xd9"
    jpeg.write_bytes(image[:2] + segment(0xE1, exif("<", 1)) + segment(0xFE, CANARY) + image[2:])
    sound = tmp_path / "voice.ogg"
    sound.write_bytes(b"OggS" + CANARY)
    with open_geopackage(path) as workspace, workspace.write() as work:
        work.update("place", place, {"sensitivity": "public"})
        photo = attach(work, path, jpeg, "place", place, sensitivity="public", caption="qzcaption")
        attach(work, path, sound, "place", place, sensitivity="public")
    file = tmp_path / "public.gpkg"
    done = extract(path, file, "public")
    (share,) = [share for share in done.shares if share.table == "attachment"]
    assert (done.files, share.held_back, share.blanked) == (1, {"file": 1}, {"caption": 1})
    assert b"picture" in everything_in(file)
    assert CANARY not in everything_in(file)
    assert b"qzcaption" not in everything_in(file)
    here = stranger(tmp_path)
    assert bring(here, file).files == 1
    bring(here, path)
    (row,) = [row for row in state(here)["attachment"].values() if row["id"] == photo]
    assert (here.parent / row["relative_path"]).read_bytes() == jpeg.read_bytes()
    bring(path, here)
    assert [row["sha256"] for row in state(path)["attachment"].values()] == [
        row["sha256"] for row in state(here)["attachment"].values()
    ]


def test_what_hangs_on_a_row_that_stays_stays_too(tmp_path):
    (path,), _ = laptops(tmp_path, 1)
    with open_geopackage(path) as workspace, workspace.write() as work:
        hidden = work.insert("community", {"name": "qzhidden", "sensitivity": "secret"})
        workshop = work.insert("workshop", {"community_id": hidden, "held_on": "2026-05-02", "sensitivity": "public"})
        work.insert("attendance", {"workshop_id": workshop, "role": "r", "people_count": 3, "sensitivity": "public"})
        loose = work.insert("place", {"community_id": hidden, "name": "qzloose", "sensitivity": "public"})
    file = tmp_path / "public.gpkg"
    shares = {share.table: share for share in extract(path, file, "public").shares}
    assert shares["workshop"].held_back == {"belongs": 1}
    assert shares["attendance"].held_back == {"belongs": 1}
    assert state(file)["place"][loose]["community_id"] is None
    assert hidden.encode() not in everything_in(file)
    before = content(path)
    bring(path, file)
    assert content(path) == before


def test_consent_taken_back_holds_from_the_next_file_on(tmp_path):
    (path,), _ = laptops(tmp_path, 1)
    made = fill(path)
    with open_geopackage(path) as workspace, workspace.write() as work:
        (community,) = workspace.read("community")
        asked = {"community_id": community["id"], "what": "place", "audience": "public", "act": "A"}
        consent = work.insert("consent", {**asked, "given_on": "2026-01-02"})
    extract(path, tmp_path / "one.gpkg", "public")
    assert made["public"] in state(tmp_path / "one.gpkg")["place"]
    with open_geopackage(path) as workspace, workspace.write() as work:
        work.update("consent", consent, {"withdrawn_on": "2026-01-03"})
    shares = {share.table: share for share in extract(path, tmp_path / "two.gpkg", "public").shares}
    assert state(tmp_path / "two.gpkg")["place"] == {}
    assert shares["place"].held_back["consent"] == 1
    assert b"qznamepublic" not in everything_in(tmp_path / "two.gpkg")


def test_a_file_that_is_there_is_never_written_over_and_trust_needs_a_backup(origin, tmp_path):
    path, file, _, _ = origin
    before = file.read_bytes()
    with pytest.raises(WorkspaceError) as refused:
        extract(path, file)
    assert (refused.value.message.id, file.read_bytes()) == ("workspace.exists", before)
    with pytest.raises(InputError) as refused:
        extract(path, tmp_path / "x.gpkg", "replica")
    assert refused.value.message.id == "workspace.extract_for_replica"
    assert not (tmp_path / "x.gpkg").exists()


@pytest.mark.parametrize("audience", ["public", "federation", "office", "community"])
def test_the_file_is_a_geopackage_that_gdal_reads_through(origin, tmp_path, audience):
    file = tmp_path / f"{audience}.gpkg"
    extract(origin[0], file, audience)
    source = ogr.Open(str(file))
    counts = {source.GetLayer(n).GetName(): source.GetLayer(n).GetFeatureCount() for n in range(source.GetLayerCount())}
    expected = {"public": 1, "federation": 4, "office": 4, "community": 4}[audience]
    assert counts["place"] == expected
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)


@pytest.mark.parametrize("seed", range(12))
def test_over_random_histories_nothing_exact_is_lost_and_whole_copies_agree(tmp_path, seed):
    """Two laptops of a circle of trust and a federation that only gets files: whatever the order, the circle loses nothing."""
    random_ = random.Random(seed)
    (a, b), first = laptops(tmp_path, 2)
    outside = stranger(tmp_path)
    places, written = [first], {}
    levels = ("public", "federation", "community", "secret")
    for step in range(14):
        act = random_.choice(("edit", "edit", "add", "merge", "file", "back"))
        inside = random_.choice((a, b))
        if act == "add":
            with open_geopackage(inside) as workspace, workspace.write() as work:
                values = {
                    "name": f"n{step}",
                    "geom": point(-74 - step / 100, -8.4),
                    "sensitivity": random_.choice(levels),
                }
                places.append(work.insert("place", values))
        elif act == "edit":
            where = random_.choice((a, b, outside))
            there = sorted(state(where)["place"])
            if there:
                column, place = random_.choice(("name", "season", "geom")), random_.choice(there)
                value = point(-73 - step / 100, -8.1) if column == "geom" else f"{column}{step}"
                if where != outside:
                    written[place, column, step] = value
                change(where, place, **{column: value})
        elif act == "merge":
            bring(*random_.sample((a, b), 2))
        elif act == "file":
            file = tmp_path / f"file{step}.gpkg"
            extract(inside, file, random_.choice(("public", "federation", "community")))
            bring(outside, file)
            once = state(outside)
            bring(outside, file)
            assert state(outside) == once
            before = content(inside)
            bring(inside, file)
            assert content(inside) == before
        else:
            bring(inside, outside)
        assert all(intact(path) for path in (a, b, outside))
    for into, other in ((a, outside), (b, a), (a, b)):
        bring(into, other)
    assert content(a) == content(b)
    assert set(state(a)["place"]) >= set(places)
    assert_nothing_vanished(a, written)
    bring(outside, a)
    bring(a, outside)
    assert content(outside) == content(a)


def assert_nothing_vanished(path, written):
    """The last value that a laptop of the circle wrote is there, was replaced by one that knew it, or waits for a decision."""
    with open_geopackage(path, read_only=True) as workspace:
        kept = {(row["row_id"], row["column_name"], row["value"]) for row in workspace.read("former_value")}
        waiting = {
            (one.row_id, one.column, str(claim.value))
            for one in conflicts(workspace)
            for claim in (one.ours, *one.theirs)
        }
        rows = {row["id"]: row for row in workspace.read("place")}
    for (place, column, _), value in written.items():
        text = json.dumps(value.hex() if isinstance(value, bytes) else value)
        found = rows[place][column] == value or (place, column, text) in kept
        assert found or (place, column, str(value)) in waiting, (place, column, value)
