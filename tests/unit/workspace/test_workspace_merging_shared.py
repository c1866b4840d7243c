"""A shared workspace in PostGIS among the laptops: it merges like a file, in both directions, and nothing is lost."""

from __future__ import annotations

import random
import shutil
import uuid

import psycopg2
import pytest

from rainforest_alert_plugin.errors import InputError, WorkspaceError
from rainforest_alert_plugin.workspace.attachments import attach
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import restore
from rainforest_alert_plugin.workspace.clock import utc_now
from rainforest_alert_plugin.workspace.copying import copy_rows, save_database
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, erase_person
from rainforest_alert_plugin.workspace.merging import merge, note_outside_edits
from rainforest_alert_plugin.workspace.merging_conflicts import conflicts, decide
from rainforest_alert_plugin.workspace.postgis import create_postgis, open_postgis
from rainforest_alert_plugin.workspace.schema import TABLES
from rainforest_alert_plugin.workspace.store import new_id

LOCAL = {"fid", "row_version", "is_here", "known"}
BOOKKEEPING = ("audit_log", "replica", "schema_version", "merge_claim")


class Shared:
    """A workspace in a schema; laptop `replica` opens it."""

    def __init__(self, dsn, schema, replica):
        self.dsn, self.schema, self.replica = dsn, schema, replica

    def open(self, read_only=False):
        return open_postgis(self.dsn, f"federation/{self.schema}", self.schema, self.replica, "server", read_only)

    def copied(self, _):
        """The same workspace in another schema, down to its chains."""
        other = "copy_" + uuid.uuid4().hex[:12]
        with self.open(read_only=True) as original:

            def fill(target):
                mark = new_id()
                target.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
                copy_rows(original.connection, target)
                target.run('DELETE FROM "writer" WHERE "id" = ?', [mark])
                return self.replica

            create_postgis(self.dsn, f"federation/{other}", other, "", "server", fill=fill).close()
        return Shared(self.dsn, other, self.replica)


class File:
    """A workspace in a file."""

    def __init__(self, path):
        self.path = path

    def open(self, read_only=False):
        return open_geopackage(self.path, read_only)

    def copied(self, folder):
        target = folder / f"{uuid.uuid4().hex[:8]}-{self.path.name}"
        shutil.copyfile(self.path, target)
        return File(target)


@pytest.fixture
def places(postgis, tmp_path):
    """A shared workspace in which two laptops work, and two files that parted from it."""
    schema = "merge_" + uuid.uuid4().hex[:12]
    with create_postgis(postgis.dsn, f"federation/{schema}", schema, "ORPIO", "server") as made:
        with made.write() as work:
            community = work.insert("community", {"name": "Nueva Vida"})
            place = work.insert("place", {"community_id": community, "name": "Tambo", "season": "seca"})
        shared = Shared(postgis.dsn, schema, made.replica_id)
        save_database(made, tmp_path / "copy.gpkg")
    files = [File(restore(tmp_path / f"laptop{number}.gpkg", tmp_path / "copy.gpkg").path) for number in (1, 2)]
    with open_postgis(postgis.dsn, f"federation/{schema}", schema, None, "laptop B") as joined:
        beside = Shared(postgis.dsn, schema, joined.replica_id)
    return shared, beside, files[0], files[1], place


def bring(into, other):
    with into.open() as ours, other.open(read_only=True) as theirs:
        return merge(ours, theirs)


def change(where, place, **values):
    with where.open() as workspace, workspace.write() as work:
        work.update("place", place, values)


def place_of(where, place):
    with where.open(read_only=True) as workspace:
        return workspace.read("place", '"id" = ?', [place])[0]


def content(where):
    """All rows without what is each laptop's own, and what waits for a decision."""
    with where.open(read_only=True) as workspace:
        found = {
            table.name: {
                row["id"]: {name: value for name, value in row.items() if name not in LOCAL}
                for row in workspace.read(table.name)
            }
            for table in TABLES
            if table.name not in BOOKKEEPING
        }
        found["open"] = [
            (c.id, sorted((claim.replica_id, str(claim.value)) for claim in (c.ours, *c.theirs)))
            for c in conflicts(workspace)
        ]
        assert all(chain.intact for chain in verify_audit(workspace.connection))
    return found


def test_a_file_into_the_shared_workspace_and_back_end_alike(places):
    shared, _, laptop, _, place = places
    square = bytes.fromhex("0101000000" + "0000000000C052C0" + "00000000000020C0")
    change(shared, place, name="Tambo del servidor")
    change(laptop, place, season="lluvias", geom=square)
    with laptop.open() as workspace, workspace.write() as work:
        other = work.insert("place", {"name": "Collpa", "sensitivity": "secret"})
        work.insert("attendance", {"workshop_id": work.insert("workshop", _workshop(workspace)), **_people()})
    done = bring(shared, laptop)
    assert (done.rows["place"], done.rows["attendance"], done.conflicts) == (1, 1, 0)
    assert bring(laptop, shared).values == 1
    assert content(shared) == content(laptop)
    row = place_of(shared, place)
    assert (row["name"], row["season"], row["geom"]) == ("Tambo del servidor", "lluvias", square)
    assert place_of(shared, other)["name"] == "Collpa"
    again = bring(shared, laptop)
    assert (sum(again.rows.values()), again.values, again.conflicts) == (0, 0, 0)


def _workshop(workspace):
    return {"community_id": workspace.read("community")[0]["id"], "held_on": "2026-05-02"}


def _people():
    return {"role": "mayores", "people_count": 7, "consented": True, "name": "Rosa"}


def test_a_conflict_with_the_shared_workspace_is_decided_once_for_all(places):
    shared, _, laptop, second, place = places
    change(shared, place, name="de la base")
    change(laptop, place, name="de la laptop")
    assert bring(shared, laptop).conflicts == bring(laptop, shared).conflicts == 1
    assert content(shared) == content(laptop)
    with shared.open() as workspace:
        (waiting,) = conflicts(workspace)
        assert (waiting.base, waiting.ours.value, waiting.theirs[0].value) == ("Tambo", "de la base", "de la laptop")
        with workspace.write() as work:
            decide(work, waiting, "theirs")
    for where in (laptop, second):
        assert bring(where, shared).conflicts == 0
        assert place_of(where, place)["name"] == "de la laptop"


def test_who_overwrites_in_the_shared_workspace_what_another_laptop_wrote_there_is_not_in_conflict_with_it(places):
    shared, beside, laptop, _, place = places
    change(shared, place, name="uno")
    bring(laptop, shared)
    change(beside, place, name="dos")
    assert bring(laptop, shared).conflicts == 0
    assert place_of(laptop, place)["name"] == "dos"
    # what neither knew of the other is
    change(laptop, place, name="tres")
    change(shared, place, name="cuatro")
    assert bring(laptop, shared).conflicts == 1


def test_what_was_drawn_in_qgis_itself_on_either_side_is_written_down_first(places, postgis):
    shared, _, laptop, _, place = places
    with psycopg2.connect(postgis.dsn) as database, database.cursor() as cursor:
        cursor.execute(f"UPDATE {shared.schema}.place SET name = 'a mano'")
    database.close()
    with pytest.raises(WorkspaceError) as refused:
        bring(laptop, shared)
    assert refused.value.message.id == "merging.unwritten"
    with shared.open() as workspace, workspace.write() as work:
        assert note_outside_edits(work) == 1
    bring(laptop, shared)
    assert place_of(laptop, place)["name"] == "a mano"


def test_photos_reach_the_laptops_through_the_database(places, tmp_path):
    shared, _, laptop, second, place = places
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(b"photo of a corner")
    with laptop.open() as workspace, workspace.write() as work:
        attach(work, laptop.path, photo, "place", place)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = File(elsewhere / "second.gpkg")
    shutil.move(second.path, moved.path)
    assert bring(shared, laptop).files == 1
    photo.unlink()
    assert bring(moved, shared).files == 1
    done = bring(moved, laptop)
    assert (done.files, sum(done.rows.values())) == (0, 0)
    with moved.open(read_only=True) as workspace:
        (row,) = workspace.read("attachment")
    assert (elsewhere / row["relative_path"]).read_bytes() == b"photo of a corner"


def test_a_person_erased_on_a_laptop_is_erased_in_the_shared_workspace(places):
    shared, _, laptop, second, _ = places
    with shared.open() as workspace:
        rosa = add_person(workspace, "Rosa Ampush")
        with workspace.write() as work:
            work.insert("workshop", {**_workshop(workspace), "facilitator": "Rosa Ampush", "place": "Casa comunal"})
    for where in (laptop, second):
        bring(where, shared)
    with laptop.open() as workspace:
        assert erase_person(workspace, rosa, everywhere=True).rows == 1
    bring(shared, laptop)
    bring(second, shared)
    for where in (shared, laptop, second):
        with where.open(read_only=True) as workspace:
            assert [row["name"] for row in workspace.read("person")] == [None]
            (workshop,) = workspace.read("workshop")
            # what does not name the person stays
            assert (workshop["facilitator"], workshop["place"]) == (None, "Casa comunal")
    assert content(shared) == content(laptop) == content(second)


def test_a_workspace_is_not_merged_with_itself(places):
    shared, beside, *_ = places
    with pytest.raises(InputError) as refused:
        bring(shared, beside)
    assert refused.value.message.id == "merging.same_file"


@pytest.mark.parametrize("seed", range(2))
def test_random_histories_of_laptops_and_a_shared_workspace_lose_no_row_and_end_alike_in_every_order(
    places, tmp_path, seed
):
    shared, beside, first, second, place = places
    writers, chance = [shared, beside, first, second], random.Random(seed)
    written = {place}
    for step in range(12):
        where = chance.choice(writers)
        act = chance.random()
        if act < 0.25:
            other = chance.choice([one for one in (shared, first, second) if _name(one) != _name(where)])
            bring(where, other)
        elif act < 0.5:
            with where.open() as workspace, workspace.write() as work:
                written.add(work.insert("place", {"name": f"new {step}", "season": "seca"}))
        elif act < 0.6:
            with where.open() as workspace:
                waiting = conflicts(workspace)
                if waiting:
                    with workspace.write() as work:
                        decide(work, waiting[0], None, f"decided {step}")
        else:
            with where.open() as workspace, workspace.write() as work:
                row = chance.choice(workspace.read("place", order="id"))
                work.update("place", row["id"], {chance.choice(["name", "season", "notes"]): f"value {step}"})
    outcomes = []
    for order in ([0, 1, 2], [2, 1, 0]):
        copies = [one.copied(tmp_path) for one in (shared, first, second)]
        for _ in range(2):
            for into in order:
                for other in order:
                    if into != other:
                        bring(copies[into], copies[other])
        ends = [content(one) for one in copies]
        assert ends[0] == ends[1] == ends[2]
        assert set(ends[0]["place"]) == written
        outcomes.append({k: v for k, v in ends[0].items() if k not in ("former_value", "audit_salt")})
    assert outcomes[0] == outcomes[1]


def _name(where):
    return where.schema if isinstance(where, Shared) else str(where.path)
