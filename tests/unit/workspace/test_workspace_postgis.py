"""The same workspace in PostGIS: same tables, same promises, several laptops at once."""

from __future__ import annotations

import threading
import uuid
from contextlib import closing
from datetime import date

import numpy as np
import psycopg2
import pytest

from rainforest_alert_plugin.errors import CancelledError, InputError, OutputError, WorkspaceError
from rainforest_alert_plugin.workspace.alerts import Coverage, empty_alerts, import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import restore
from rainforest_alert_plugin.workspace.copying import rows_of_copy, save_database
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.identity import add_person, erase_person, present_person
from rainforest_alert_plugin.workspace.opening import open_workspace
from rainforest_alert_plugin.workspace.postgis import create_postgis, open_postgis
from rainforest_alert_plugin.workspace.schema import GUARD_SENTENCE, TABLES, stored_columns

from .conftest import batch, pixels


@pytest.fixture
def schema():
    return "orpio_" + uuid.uuid4().hex[:8]


@pytest.fixture
def shared(postgis, schema):
    with create_postgis(postgis.dsn, f"federation/{schema}", schema, "ORPIO", "laptop A") as workspace:
        yield workspace


def test_every_table_and_column_of_the_description_is_there(shared, postgis, schema):
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = %s",
            [schema],
        )
        there = {(table, column): nullable for table, column, nullable in cursor.fetchall()}
        cursor.execute("SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = %s", [schema])
        geometries = set(cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM information_schema.table_constraints WHERE table_schema = %s AND constraint_type = 'FOREIGN KEY'",
            [schema],
        )
        (foreign_keys,) = cursor.fetchone()
    for table in TABLES:
        for column in stored_columns(table):
            assert there[table.name, column.name] == ("NO" if column.required else "YES")
    assert geometries == {(table.name, table.geometry.type, 4326) for table in TABLES if table.geometry}
    assert foreign_keys == sum(1 for table in TABLES for column in table.columns if column.references)


def test_alerts_are_as_idempotent_as_in_a_geopackage(shared, postgis, schema):
    assert import_batch(shared, batch(), pixels(300)).new == 300
    again = pixels(300)
    again["confidence"][:7] = 2
    done = import_batch(shared, batch(), again)
    assert (done.new, done.updated, done.unchanged) == (0, 7, 293)
    whole = Coverage(-75.0, -9.0, -73.0, -8.0, date(2024, 1, 1), date(2024, 12, 31))
    assert import_batch(shared, batch(), again[:290], whole).withdrawn == 10
    elsewhere = Coverage(-76, -9, -75, -8, date(2024, 1, 1), date(2024, 12, 31))
    assert import_batch(shared, batch(), empty_alerts(0), elsewhere).withdrawn == 0
    assert all(chain.intact for chain in verify_audit(shared.connection))
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(ST_X(geom)), max(ST_SRID(geom)) FROM {schema}.alert")
        count, west, srid = cursor.fetchone()
    assert (count, srid) == (300, 4326)
    assert west == pytest.approx(-73.99995, abs=1e-9)


def test_a_row_comes_back_as_it_was_written_and_reads_like_one_of_a_geopackage(shared, workspace):
    square = bytes.fromhex(
        "01060000000100000001030000000100000005000000"
        + np.array([-75, -5, -74, -5, -74, -4, -75, -4, -75, -5], dtype="<f8").tobytes().hex()
    )
    ids = {"id": "5c5e3f0e-1111-4222-8333-944455556666", "created_at": "2026-11-23T10:00:00.123Z"}
    event = {
        **ids, "source": "radd", "first_date": "2024-05-01", "last_date": "2024-06-01", "pixel_count": 4, "area_ha": 0.0488,
        "max_confidence": "high", "seen_at": "2026-11-23T10:00:00.000Z", "geom": square,
    }  # fmt: skip
    rows = []
    for kept in (shared, workspace):
        with kept.write() as transaction:
            transaction.insert("alert_event", event)
        rows.append(kept.read("alert_event")[0])
    assert rows[0] == rows[1]
    assert rows[0]["geom"] == square
    assert rows[0]["created_at"] == "2026-11-23T10:00:00.123Z"


def test_another_program_cannot_write_guarded_tables_nor_anybody_the_log(shared, postgis, schema):
    with closing(postgis.connect()) as database:
        database.autocommit = True
        with database.cursor() as cursor:
            for command in (
                f"UPDATE {schema}.replica SET name = 'mine'",
                f"DELETE FROM {schema}.audit_log",
                f"INSERT INTO {schema}.boundary_version (id) VALUES (gen_random_uuid())",
            ):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege, match=GUARD_SENTENCE):
                    cursor.execute(command)
            cursor.execute(
                f"INSERT INTO {schema}.place (id, name, created_at) VALUES (gen_random_uuid(), 'Tambo', now())"
            )
            cursor.execute(f"UPDATE {schema}.place SET name = 'Tambo Viejo'")
    (place,) = shared.read("place")
    assert (place["name"], place["row_version"], place["sensitivity"]) == ("Tambo Viejo", 2, "community")
    with pytest.raises(WorkspaceError) as late, shared.write() as transaction:
        transaction.update("place", place["id"], {"name": "Tambo Nuevo"}, expected_version=1)
    assert late.value.message.id == "workspace.changed_meanwhile"
    with pytest.raises(OutputError) as refused, shared.write() as transaction:
        transaction.connection.run("DELETE FROM audit_log")
    assert refused.value.message.id == "workspace.not_allowed"


def test_what_cannot_be_is_refused_and_undone(shared):
    for values in ({"name": "x", "ubigeo": "1"}, {"name": "x", "sensitivity": "all"}, {"name": None}):
        with pytest.raises(WorkspaceError) as refused, shared.write() as transaction:
            transaction.insert("organization", {"name": "left behind"})
            transaction.insert("community", values)
        assert refused.value.message.id == "workspace.rejected"
    with pytest.raises(WorkspaceError), shared.write() as transaction:
        transaction.insert("workshop", {"community_id": str(uuid.uuid4()), "held_on": "2026-05-02"})
    assert (shared.count("organization"), shared.count("audit_log")) == (0, 1)


def test_two_laptops_writing_at_once_lose_nothing_and_have_a_chain_each(shared, postgis, schema):
    count = 25
    joined = []

    def work(name):
        with open_postgis(postgis.dsn, "federation/x", schema, None, name) as workspace:
            joined.append(workspace.replica_id)
            for number in range(count):
                with workspace.write() as transaction:
                    transaction.insert("organization", {"name": f"{name} {number}"})

    threads = [threading.Thread(target=work, args=(f"laptop {letter}",)) for letter in "BC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row["name"] for row in shared.read("organization")} == {
        f"laptop {letter} {number}" for letter in "BC" for number in range(count)
    }
    chains = verify_audit(shared.connection)
    assert [(chain.replica, chain.intact) for chain in chains] == [(f"laptop {letter}", True) for letter in "ABC"]
    made = [line["replica_id"] for line in shared.read("audit_log") if line["action"] == "create"]
    assert sorted(made.count(replica) for replica in joined) == [count, count]
    with open_postgis(postgis.dsn, "federation/x", schema, joined[0], "laptop B") as again:
        assert again.replica_id == joined[0]
    assert shared.count("replica") == 3


def test_tampering_is_found_and_erasing_is_none(shared, postgis, schema):
    person = add_person(shared, "Rosa Ampush Wajai")
    erase_person(shared, person)
    assert present_person(shared) is None
    assert all(chain.intact for chain in verify_audit(shared.connection))
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {schema}.audit_log DISABLE TRIGGER ALL")
        cursor.execute(f"UPDATE {schema}.audit_log SET action = 'nothing' WHERE sequence = 2")
    (chain,) = verify_audit(shared.connection)
    assert (chain.broken_at, chain.cause) == (2, "changed")


def test_a_database_that_goes_away_in_the_middle_of_a_save_loses_nothing_written(shared, postgis, schema):
    import_batch(shared, batch(), pixels(10))
    with pytest.raises(WorkspaceError) as refused, shared.write() as transaction:
        (pid,) = transaction.connection.query("SELECT pg_backend_pid()")[0]
        transaction.insert("organization", {"name": "half"})
        with postgis.connect() as database, database.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        transaction.insert("organization", {"name": "other half"})
    assert refused.value.message.id == "workspace.database_gone"
    with open_postgis(postgis.dsn, "federation/x", schema, shared.replica_id, "laptop A") as again:
        assert (again.count("alert"), again.count("organization"), again.count("writer")) == (10, 0, 0)
        assert all(chain.intact for chain in verify_audit(again.connection))


@pytest.mark.parametrize("dsn", ["host=127.0.0.1 nosuchoption=1", "host='unclosed", "service=nosuchservice"])
def test_settings_of_a_connection_that_nobody_understands_are_said(dsn):
    with pytest.raises(WorkspaceError) as refused:
        open_postgis(dsn, "federation/orpio", "orpio", None, "laptop A")
    assert refused.value.message.id == "workspace.database_gone"


def test_what_cannot_be_opened_or_made_is_said(postgis, shared, schema):
    def opener(connection, of, read_only):
        return open_postgis(postgis.dsn, f"{connection}/{of}", of, None, "laptop D", read_only)

    with open_workspace(f"federation/{schema}", True, opener) as workspace:
        assert workspace.count("replica") == 1
        with pytest.raises(OutputError):
            workspace.write()
    cases = [
        (lambda: open_workspace("federation/nothing_here", False, opener), "workspace.missing"),
        (lambda: create_postgis(postgis.dsn, "federation/x", schema, "x", "a"), "workspace.exists"),
        (lambda: create_postgis(postgis.dsn, "federation/x", 'x"; DROP', "x", "a"), "workspace.bad_schema"),
        (
            lambda: create_postgis("host=127.0.0.1 port=1 dbname=x", "federation/x", "x", "x", "a"),
            "workspace.database_gone",
        ),
    ]
    for job, said in cases:
        with pytest.raises((InputError, WorkspaceError)) as refused:
            job()
        assert refused.value.message.id == said


def test_a_shared_workspace_of_a_newer_plugin_is_not_touched(postgis, shared, schema):
    with closing(postgis.connect()) as database, database.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {schema}.schema_version DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {schema}.schema_version SET version = 99")
        database.commit()
    with pytest.raises(WorkspaceError) as refused:
        open_postgis(postgis.dsn, "federation/x", schema, shared.replica_id, "laptop A")
    assert refused.value.message.id == "workspace.newer"
    assert (refused.value.message.facts["found"], shared.count("audit_log")) == (99, 1)


def test_a_shared_workspace_is_saved_to_a_file_and_brought_back_to_another_schema(shared, postgis, schema, tmp_path):
    add_person(shared, "Rosa Ampush Wajai")
    import_batch(shared, batch(), pixels(25))
    saved = save_database(shared, tmp_path / "copy.gpkg")
    assert (saved.counts["alert"], saved.counts["person"], saved.counts["writer"]) == (25, 1, 0)
    with open_geopackage(saved.path, read_only=True) as copy:
        assert copy.replica_id == shared.replica_id
        for table in TABLES:
            ignored = {"is_here"} if table.name == "replica" else set()
            rows = [
                [{name: value for name, value in row.items() if name not in ignored} for row in kept.read(table.name)]
                for kept in (shared, copy)
            ]
            assert rows[0] == rows[1], table.name
        before = copy.read("audit_log")
    other = schema + "_again"
    fill = rows_of_copy(saved.path, "laptop A")
    with create_postgis(postgis.dsn, f"federation/{other}", other, "", "laptop A", fill=fill) as brought:
        assert brought.count("alert") == 25
        assert brought.read("audit_log")[: len(before)] == before
        assert import_batch(brought, batch(), pixels(26)).new == 1
        assert [chain.intact for chain in verify_audit(brought.connection)] == [True, True]
    home = restore(tmp_path / "home.gpkg", saved.path)
    with open_geopackage(home.path) as back:
        assert import_batch(back, batch(), pixels(26)).unchanged == 25


def test_a_copy_cancelled_or_damaged_is_not_kept(shared, tmp_path):
    import_batch(shared, batch(), pixels(25))
    with pytest.raises(CancelledError):
        save_database(shared, tmp_path / "copy.gpkg", is_cancelled=lambda: True)
    assert list(tmp_path.glob("*copy*")) == []
    with shared.write() as transaction:
        transaction.insert("organization", {"name": "the connection is free again"})


def test_a_word_that_is_no_identity_finds_nothing(shared):
    assert shared.read("community", '"id" = ?', ["Nuevo Horizonte"]) == []
