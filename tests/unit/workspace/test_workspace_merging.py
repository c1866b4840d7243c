"""Several laptops, one territory: nothing is lost, whatever the order in which they come together."""

from __future__ import annotations

import random
import shutil
from contextlib import closing

import pytest

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.attachments import attach
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, restore
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, erase_person
from rainforest_alert_plugin.workspace.merging import merge, note_outside_edits
from rainforest_alert_plugin.workspace.merging_conflicts import conflicts, decide
from rainforest_alert_plugin.workspace.schema import TABLES

from .conftest import batch, bystander, pixels

LOCAL = {"fid", "row_version", "is_here"}


def laptops(folder, count):
    """Workspaces that parted: the first, and copies of it brought to other laptops."""
    paths = [folder / f"laptop{number}.gpkg" for number in range(count)]
    create_geopackage(paths[0], "Federation", "laptop 0").close()
    with open_geopackage(paths[0]) as first, first.write() as work:
        community = work.insert("community", {"name": "Nueva Vida"})
        place = work.insert("place", {"community_id": community, "name": "Tambo", "name_es": "Tambo", "season": "seca"})
    copy = backup(paths[0], folder / "copy.gpkg").path
    for path in paths[1:]:
        restore(path, copy)
    return paths, place


def bring(into, other):
    with open_geopackage(into) as ours, open_geopackage(other, read_only=True) as theirs:
        return merge(ours, theirs)


def change(path, place, **values):
    with open_geopackage(path) as workspace, workspace.write() as work:
        work.update("place", place, values)


def state(path, ignored=()):
    """All rows of all tables, without what is each laptop's own."""
    with open_geopackage(path, read_only=True) as workspace:
        return {
            table.name: {
                row["id"]: {k: v for k, v in row.items() if k not in LOCAL} for row in workspace.read(table.name)
            }
            for table in TABLES
            if table.name not in ignored
        }


def content(path):
    """The same without the bookkeeping of merging."""
    found = state(path, ("audit_log", "replica", "schema_version", "merge_claim"))
    with open_geopackage(path, read_only=True) as workspace:
        found["open"] = [
            (c.id, sorted((claim.replica_id, str(claim.value)) for claim in (c.ours, *c.theirs)))
            for c in conflicts(workspace)
        ]
    return found


def intact(path):
    with open_geopackage(path, read_only=True) as workspace:
        return all(chain.intact for chain in verify_audit(workspace.connection))


def place_of(path, place):
    with open_geopackage(path, read_only=True) as workspace:
        return workspace.read("place", '"id" = ?', [place])[0]


def test_edits_of_different_records_and_different_fields_come_together(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    change(a, place, name="Tambo Viejo")
    change(b, place, season="lluvias")
    with open_geopackage(b) as workspace, workspace.write() as work:
        other = work.insert("place", {"name": "Collpa", "sensitivity": "secret"})
    done = bring(a, b)
    assert (done.rows["place"], done.values, done.conflicts) == (1, 1, 0)
    assert (place_of(a, place)["name"], place_of(a, place)["season"]) == ("Tambo Viejo", "lluvias")
    assert place_of(a, other)["name"] == "Collpa"
    assert intact(a)


def test_a_change_that_knew_the_other_replaces_it_without_asking(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    change(a, place, name="Tambo 2")
    bring(b, a)
    change(b, place, name="Tambo 3")
    assert bring(a, b).conflicts == 0
    assert place_of(a, place)["name"] == "Tambo 3"


def test_two_changes_of_one_value_wait_for_a_decision_with_base_who_and_when(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    with open_geopackage(b) as workspace:
        rosa = add_person(workspace, "Rosa")
    change(a, place, name="de A")
    change(b, place, name="de B")
    assert bring(a, b).conflicts == 1
    assert bring(b, a).conflicts == 1
    assert content(a) == content(b)
    with open_geopackage(a) as workspace:
        (waiting,) = conflicts(workspace)
        assert (waiting.base, waiting.ours.value, [claim.value for claim in waiting.theirs]) == (
            "Tambo",
            "de A",
            ["de B"],
        )
        assert waiting.ours.replica_id == workspace.replica_id
        assert waiting.theirs[0].person_id == rosa
        assert waiting.sensitivity == "community"
        with pytest.raises(InputError), workspace.write() as work:
            decide(work, waiting, "somebody")
        with workspace.write() as work:
            decide(work, waiting, "theirs")
        assert conflicts(workspace) == []
    # the decision reaches the other laptop and closes it there
    assert bring(b, a).conflicts == 0
    assert place_of(b, place)["name"] == place_of(a, place)["name"] == "de B"
    assert bring(a, b).conflicts == 0


@pytest.mark.parametrize("content", ["no JSON", "[1]", "{}"])
def test_a_log_whose_line_tells_nothing_any_more_is_said_to_be_broken_there(tmp_path, content):
    (a, b), place = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace:
        erase_person(workspace, add_person(workspace, "Rosa"))
    change(a, place, name="de A")
    change(b, place, name="de B")
    bring(a, b)
    with closing(bystander(a)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE audit_log SET content = ? WHERE action = 'erase'", [content])
        (line,) = database.execute("SELECT sequence FROM audit_log WHERE action = 'erase'").fetchone()
    with open_geopackage(a, read_only=True) as workspace, pytest.raises(WorkspaceError) as refused:
        conflicts(workspace)
    assert (refused.value.message.id, refused.value.message.facts["line"]) == ("workspace.chain_broken_changed", line)


def test_the_same_change_on_both_is_no_conflict(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    for path in (a, b):
        change(path, place, name="Tambo Nuevo")
    assert bring(a, b).conflicts == 0


def test_merging_twice_changes_nothing(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    change(a, place, name="de A")
    change(b, place, name="de B")
    bring(a, b)
    before = state(a)
    again = bring(a, b)
    assert state(a) == before
    assert (sum(again.rows.values()), again.values, again.lines) == (0, 0, 0)
    bring(b, a)
    bring(a, b)
    settled = state(a)
    bring(b, a)
    bring(a, b)
    assert state(a) == settled


@pytest.mark.parametrize("seed", range(4))
def test_random_histories_of_three_laptops_lose_no_row_and_end_alike_in_every_order(tmp_path, seed):
    chance = random.Random(seed)
    paths, place = laptops(tmp_path, 3)
    written: set[str] = {place}
    values: dict[str, set[str]] = {}
    for step in range(14):
        path = chance.choice(paths)
        act = chance.random()
        if act < 0.25:
            bring(path, chance.choice([other for other in paths if other != path]))
        elif act < 0.5:
            with open_geopackage(path) as workspace, workspace.write() as work:
                written.add(work.insert("place", {"name": f"new {step}", "season": "seca"}))
        elif act < 0.6:
            with open_geopackage(path) as workspace:
                waiting = conflicts(workspace)
                if waiting:
                    with workspace.write() as work:
                        decide(work, waiting[0], None, f"decided {step}")
        else:
            with open_geopackage(path) as workspace, workspace.write() as work:
                row = chance.choice(workspace.read("place", order="id"))
                column = chance.choice(["name", "season", "notes"])
                work.update("place", row["id"], {column: f"value {step}"})
                values.setdefault(row["id"], set()).add(f"value {step}")
    # every order of coming together, until nothing is left to say
    outcomes = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        copies = []
        for path in paths:
            copies.append(tmp_path / f"order{number}-{path.name}")
            shutil.copyfile(path, copies[-1])
        for _ in range(2):
            for into in order:
                for other in order:
                    if into != other:
                        bring(copies[into], copies[other])
        ends = [content(path) for path in copies]
        assert ends[0] == ends[1] == ends[2]
        assert set(ends[0]["place"]) == written
        assert all(intact(path) for path in copies)
        outcomes.append({k: v for k, v in ends[0].items() if k not in ("former_value", "audit_salt")})
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_what_was_typed_in_qgis_itself_is_written_down_and_merged(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    with bystander(b) as database:
        database.execute("UPDATE place SET name = 'a mano'")
        database.execute("INSERT INTO place (name) VALUES ('dibujado')")
    database.close()
    with pytest.raises(WorkspaceError) as refused:
        bring(a, b)
    assert (refused.value.message.id, refused.value.message.facts["count"]) == ("merging.unwritten", 2)
    with open_geopackage(b) as workspace, workspace.write() as work:
        assert note_outside_edits(work) == 2
    with open_geopackage(b) as workspace, workspace.write() as work:
        assert note_outside_edits(work) == 0
    done = bring(a, b)
    assert (done.rows["place"], done.values) == (1, 1)
    assert place_of(a, place)["name"] == "a mano"


def test_a_file_made_for_another_audience_says_what_it_lacks_and_deletes_nothing(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace, workspace.write() as work:
        secret = work.insert("place", {"name": "sagrado", "sensitivity": "secret"})
    bring(b, a)
    with bystander(b) as database:
        database.execute("DELETE FROM place WHERE id = ?", [secret])
        database.execute("UPDATE place SET name_es = NULL")
    database.close()
    change(b, place, season="lluvias")
    done = bring(a, b)
    assert (done.lacking, done.withheld) == (1, 1)
    assert place_of(a, secret)["name"] == "sagrado"
    assert (place_of(a, place)["name_es"], place_of(a, place)["season"]) == ("Tambo", "lluvias")


def test_attachments_come_along_by_their_content(tmp_path):
    (a, _), place = laptops(tmp_path, 2)
    there = tmp_path / "elsewhere"
    there.mkdir()
    b = restore(there / "b.gpkg", tmp_path / "copy.gpkg").path
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(b"photo of a corner")
    lost = tmp_path / "otra.jpg"
    lost.write_bytes(b"another photo")
    with open_geopackage(b) as workspace, workspace.write() as work:
        attach(work, b, photo, "place", place)
        gone = attach(work, b, lost, "place", place)
    with open_geopackage(b) as workspace:
        (row,) = workspace.read("attachment", '"id" = ?', [gone])
        (b.parent / row["relative_path"]).unlink()
    done = bring(a, b)
    assert (done.files, done.missing_files, done.rows["attachment"]) == (1, 1, 2)
    with open_geopackage(a) as workspace:
        kept = [a.parent / row["relative_path"] for row in workspace.read("attachment")]
    assert [path.read_bytes() for path in kept if path.is_file()] == [b"photo of a corner"]


def test_alerts_of_two_laptops_are_each_there_once_and_the_later_fetch_stands(tmp_path):
    (a, b), _ = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace:
        import_batch(workspace, batch(), pixels(30))
    later = pixels(40, first=10)
    later["confidence"][:] = 2
    newer = batch()
    newer = type(newer)(**{**newer.__dict__, "fetched_at": "2026-11-24T10:00:00.000Z"})
    with open_geopackage(b) as workspace:
        import_batch(workspace, newer, later)
    bring(a, b)
    bring(b, a)
    assert state(a)["alert"] == state(b)["alert"]
    alerts = state(a)["alert"].values()
    assert (len(alerts), sum(row["confidence"] == "highest" for row in alerts)) == (50, 40)


def test_a_person_erased_on_one_laptop_is_erased_on_all(tmp_path):
    (a, b), _ = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace:
        rosa = add_person(workspace, "Rosa Ampush")
    bring(b, a)
    with open_geopackage(a) as workspace:
        erase_person(workspace, rosa)
    bring(b, a)
    bring(a, b)
    for path in (a, b):
        (row,) = state(path)["person"].values()
        assert (row["name"], row["erased_at"] is not None) == (None, True)
        with open_geopackage(path, read_only=True) as workspace:
            assert workspace.read("audit_salt", '"row_id" = ?', [rosa]) == []
        assert intact(path)


def test_the_moment_of_an_erasure_is_that_of_the_log_and_the_earlier_of_two(tmp_path):
    (a, b), _ = laptops(tmp_path, 2)
    with open_geopackage(a) as workspace:
        rosa = add_person(workspace, "Rosa Ampush")
    bring(b, a)
    for path in (b, a):
        with open_geopackage(path) as workspace:
            erase_person(workspace, rosa)
    told = {}
    for path in (a, b):
        with open_geopackage(path, read_only=True) as workspace:
            (line,) = workspace.read("audit_log", '"action" = ?', ["erase"])
        told[path] = line["happened_at"]
        (row,) = state(path)["person"].values()
        assert row["erased_at"] == told[path]
    bring(b, a)
    bring(a, b)
    for path in (a, b):
        (row,) = state(path)["person"].values()
        assert row["erased_at"] == min(told.values())


def test_the_same_community_brought_in_twice_stays_twice_and_keeps_its_key_once(tmp_path):
    (a, b), _ = laptops(tmp_path, 2)
    for path in (a, b):
        with open_geopackage(path) as workspace, workspace.write() as work:
            work.insert("community", {"name": "Puerto Azul", "source": "BDPI", "key": "C-7"})
    bring(a, b)
    bring(b, a)
    bring(a, b)
    assert content(a) == content(b)
    keys = [row["key"] for row in state(a)["community"].values() if row["name"] == "Puerto Azul"]
    assert sorted(keys, key=str) == ["C-7", None]


def test_what_cannot_be_merged_is_said_and_nothing_is_changed(tmp_path):
    (a, b), place = laptops(tmp_path, 2)
    twin = tmp_path / "twin.gpkg"
    shutil.copyfile(a, twin)
    change(a, place, name="de A")
    change(twin, place, name="del gemelo")
    before = state(a)
    with pytest.raises(WorkspaceError) as refused:
        bring(a, twin)
    assert refused.value.message.id == "merging.same_laptop"
    with pytest.raises(InputError) as refused:
        bring(a, a)
    assert refused.value.message.id == "merging.same_file"
    with bystander(b) as database:
        database.execute("DROP TRIGGER guard_audit_log_UPDATE")
        database.execute("UPDATE audit_log SET action = 'x' WHERE sequence = 1")
    database.close()
    with pytest.raises(WorkspaceError) as refused:
        bring(a, b)
    assert refused.value.message.id == "merging.chain_broken"
    assert state(a) == before
