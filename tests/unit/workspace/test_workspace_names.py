"""Names of those who came to a workshop: stored only with the mark that they agreed, whatever writes, merges or migrates."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

from rainforest_alert_plugin.errors import WorkspaceError
from rainforest_alert_plugin.workspace import creation, geopackage, geopackage_ddl, postgis_ddl
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, restore
from rainforest_alert_plugin.workspace.geopackage import create_geopackage, open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, erase_person
from rainforest_alert_plugin.workspace.merging import merge, note_outside_edits
from rainforest_alert_plugin.workspace.merging_conflicts import conflicts
from rainforest_alert_plugin.workspace.postgis import create_postgis, open_postgis
from rainforest_alert_plugin.workspace.schema import SCHEMA_VERSION, TABLES

from .conftest import bystander

CAME = {"role": "apu", "people_count": 1}


@pytest.fixture(params=["file", "database"])
def opened(request, tmp_path):
    """A workspace with a workshop, in each kind of database."""
    if request.param == "file":
        made = create_geopackage(tmp_path / "a.gpkg", "ORPIO", "laptop A")
    else:
        schema = "orpio_" + uuid.uuid4().hex[:8]
        dsn = request.getfixturevalue("postgis").dsn
        made = create_postgis(dsn, f"federation/{schema}", schema, "ORPIO", "laptop A")
    with made:
        with made.write() as work:
            work.insert("workshop", workshop(work))
        yield made


def workshop(work):
    return {"community_id": work.insert("community", {"name": "Nueva Vida"}), "held_on": "2026-09-12"}


def came(work, **values):
    (held,) = work.connection.read("workshop")
    return work.insert("attendance", {**CAME, "workshop_id": held["id"], **values})


def who(workspace):
    return {row["id"]: (row["name"], row["consented"]) for row in workspace.read("attendance")}


def kept(workspace):
    return sorted(
        row["value"] for row in workspace.read("former_value") if row["column_name"] == "name" and row["value"]
    )


def test_a_name_without_its_mark_is_refused_with_a_sentence_and_nothing_is_written(opened):
    with opened.write() as work:
        agreed = came(work, name="Rosa", consented=True)
        came(work, name="", consented=False)
        came(work)
    before = who(opened)
    for writes in (
        lambda work: came(work, name="Luis"),
        lambda work: work.update("attendance", agreed, {"consented": False}),
        lambda work: [came(work), came(work, name="Ana", consented=False)],
    ):
        with pytest.raises(WorkspaceError) as refused, opened.write() as work:
            writes(work)
        assert refused.value.message.id == "workspace.name_without_consent"
        assert who(opened) == before
    with opened.write() as work:
        work.update("attendance", agreed, {"name": None, "consented": False})
    assert who(opened)[agreed] == (None, False)


def test_another_program_cannot_write_a_name_without_its_mark(tmp_path, request):
    path = tmp_path / "a.gpkg"
    with create_geopackage(path, "ORPIO", "laptop A") as made, made.write() as work:
        work.insert("workshop", workshop(work))
        came(work, name="Rosa", consented=True)
    with bystander(path) as database, pytest.raises(sqlite3.IntegrityError, match="name_only_with_consent"):
        database.execute("UPDATE attendance SET consented = 0")
    dsn, schema = request.getfixturevalue("postgis").dsn, "orpio_" + uuid.uuid4().hex[:8]
    with create_postgis(dsn, f"federation/{schema}", schema, "ORPIO", "A") as made, made.write() as work:
        work.insert("workshop", workshop(work))
        came(work, name="Rosa", consented=True)
    broken = pytest.raises(psycopg2.errors.CheckViolation, match="name_only_with_consent")
    with closing(psycopg2.connect(dsn)) as database, database.cursor() as cursor, broken:
        cursor.execute(f"UPDATE {schema}.attendance SET consented = FALSE")


def test_a_person_s_name_is_erased_from_former_values_too(opened):
    with opened.write() as work:
        row = came(work, name="Rosa Ampush", consented=True)
    with opened.write() as work:
        work.update("attendance", row, {"name": None, "consented": False})
    assert kept(opened) == ['"Rosa Ampush"']
    person = add_person(opened, "Rosa Ampush")
    assert erase_person(opened, person, everywhere=True).rows == 1
    assert kept(opened) == []
    assert verify_audit(opened.connection)[0].intact


def described_as_before(monkeypatch):
    """The tables as version 4 had them: nothing tied a name to its mark."""
    before = tuple(
        replace(table, columns=tuple(replace(column, agreed_by=None) for column in table.columns)) for table in TABLES
    )
    monkeypatch.setattr(geopackage_ddl, "TABLES", before)
    monkeypatch.setattr(postgis_ddl, "TABLES", before)
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 4)


def with_people(made):
    """Four who came: one agreed to be named, one did not, a group without a name, one did not."""
    with made, made.write() as work:
        work.insert("workshop", workshop(work))
        return [
            came(work, name="Rosa", consented=True),
            came(work, name="Luis", consented=False),
            came(work, people_count=7),
            came(work, name="Ana", consented=False),
        ]


@pytest.fixture
def fourth_file(monkeypatch, tmp_path):
    path = tmp_path / "fourth.gpkg"
    path.touch()
    with monkeypatch.context() as patch:
        described_as_before(patch)
        geopackage.fill_geopackage(path, "ORPIO", "laptop A", str)
    return path, with_people(geopackage.GeoPackageWorkspace(geopackage.GeoPackageConnection(path)))


@pytest.fixture
def fourth_database(monkeypatch, postgis):
    schema = "orpio_" + uuid.uuid4().hex[:8]
    address = (postgis.dsn, f"federation/{schema}", schema)
    with monkeypatch.context() as patch:
        described_as_before(patch)
        made = create_postgis(*address, "ORPIO", "laptop A")
    return (*address, made.replica_id), with_people(made)


def check_brought_forward(workspace, rows):
    assert [who(workspace)[row] for row in rows] == [("Rosa", True), (None, False), (None, False), (None, False)]
    assert [row["people_count"] for row in workspace.read("attendance")] == [1, 1, 7, 1]
    assert kept(workspace) == ['"Ana"', '"Luis"']
    assert max(row["version"] for row in workspace.read("schema_version")) == SCHEMA_VERSION
    told = workspace.read("audit_log", '"table_name" = ?', ["attendance"])
    assert [row["action"] for row in told] == ["create"] * 4 + ["update"] * 2
    assert all(chain.intact for chain in verify_audit(workspace.connection))
    with workspace.write() as work:
        assert note_outside_edits(work) == 0  # the log knows of all of it
        came(work, name="Inés", consented=True)
    with pytest.raises(WorkspaceError) as refused, workspace.write() as work:
        came(work, name="Eva")
    assert refused.value.message.id == "workspace.name_without_consent"


def test_names_without_their_mark_in_an_older_file_move_to_the_former_values(fourth_file, tmp_path):
    path, rows = fourth_file
    with open_geopackage(path) as workspace:
        check_brought_forward(workspace, rows)
    (aside,) = tmp_path.glob("fourth.version4.*")
    with bystander(aside) as database:
        names = [name for (name,) in database.execute("SELECT name FROM attendance ORDER BY fid")]
    assert names == ["Rosa", "Luis", None, "Ana"]


@pytest.mark.parametrize("is_known", [True, False])
def test_names_without_their_mark_in_an_older_database_move_to_the_former_values(fourth_database, is_known):
    """Brought forward by a laptop that worked there before, or by one that comes for the first time."""
    (dsn, location, schema, replica_id), rows = fourth_database
    with open_postgis(dsn, location, schema, replica_id if is_known else None, "laptop B") as workspace:
        check_brought_forward(workspace, rows)
        assert [row["name"] for row in workspace.read("replica")] == ["laptop A"] + ["laptop B"] * (not is_known)


def test_a_table_made_anew_keeps_its_triggers_its_numbers_and_the_columns_that_people_added(fourth_file):
    path, _ = fourth_file
    with bystander(path) as database:
        database.execute('ALTER TABLE attendance ADD COLUMN "su clan" TEXT')
        database.execute("UPDATE attendance SET \"su clan\" = 'paujil' WHERE people_count = 7")
    open_geopackage(path).close()
    with bystander(path) as database:
        found = database.execute('SELECT fid, "su clan", row_version FROM attendance WHERE people_count = 7')
        assert found.fetchall() == [(3, "paujil", 2)]
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute("UPDATE attendance SET role = 'jefa' WHERE people_count = 7")
        database.execute("INSERT INTO attendance (workshop_id, role, people_count) SELECT id, 'apu', 1 FROM workshop")
        assert database.execute("SELECT row_version FROM attendance WHERE people_count = 7").fetchall() == [(3,)]
        assert database.execute("SELECT fid, length(id) FROM attendance ORDER BY fid DESC").fetchone() == (5, 36)
        indexes = {name for (name,) in database.execute("SELECT name FROM pragma_index_list('attendance')")}
        assert "idx_attendance_workshop_id" in indexes


@pytest.fixture
def laptops(tmp_path):
    """Two laptops with one who came, agreed but not named yet, and one named."""
    first, second = tmp_path / "first.gpkg", tmp_path / "second.gpkg"
    with create_geopackage(first, "ORPIO", "laptop A") as made, made.write() as work:
        work.insert("workshop", workshop(work))
        rows = came(work, consented=True), came(work, name="Rosa", consented=True)
    restore(second, backup(first, tmp_path / "copy.gpkg").path)
    return first, second, rows


def change(path, row, **values):
    with open_geopackage(path) as workspace, workspace.write() as work:
        work.update("attendance", row, values)


def bring(into, other):
    with open_geopackage(into) as ours, open_geopackage(other, read_only=True) as theirs:
        return merge(ours, theirs)


def read(path, of):
    with open_geopackage(path, read_only=True) as workspace:
        return of(workspace)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_name_written_where_the_agreement_was_taken_back_elsewhere_goes_from_both_laptops(laptops, order):
    """Nobody changed the same value: one took the mark back, the other wrote the name."""
    *paths, (unnamed, named) = laptops
    change(paths[0], unnamed, consented=False)
    change(paths[1], unnamed, name="Luis")
    change(paths[0], named, name=None, consented=False)
    change(paths[1], named, name="Rosa Ampush")
    one, other = (paths[number] for number in order)
    assert bring(one, other).names_withdrawn == 2
    bring(other, one)
    bring(one, other)
    for path in paths:
        assert read(path, who) == {unnamed: (None, False), named: (None, False)}
        assert {'"Luis"', '"Rosa Ampush"', '"Rosa"'} <= set(read(path, kept))
        assert read(path, conflicts) == []
        assert all(read(path, lambda workspace: [chain.intact for chain in verify_audit(workspace.connection)]))
        with open_geopackage(path) as workspace, workspace.write() as work:
            assert note_outside_edits(work) == 0
    assert bring(one, other).names_withdrawn == 0


def test_a_name_and_its_mark_written_together_arrive_together(laptops):
    first, second, (unnamed, named) = laptops
    change(first, named, name=None, consented=False)
    bring(second, first)
    change(second, named, name="Rosa A.", consented=True)
    change(second, unnamed, name="Luis")
    done = bring(first, second)
    assert (done.names_withdrawn, done.values) == (0, 3)
    assert read(first, who) == {unnamed: ("Luis", True), named: ("Rosa A.", True)}
