"""Roles of a shared workspace, each tried by a login of its own."""

from __future__ import annotations

import uuid
from contextlib import closing

import psycopg2
import pytest

from rainforest_alert_plugin.errors import OutputError
from rainforest_alert_plugin.workspace import creation, postgis_ddl
from rainforest_alert_plugin.workspace import postgis as postgis_module
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.postgis import PostgisConnection, create_postgis, open_postgis
from rainforest_alert_plugin.workspace.schema import SCHEMA_VERSION, TABLES

from .test_workspace_backup import first_tables

LEVELS = ("public", "federation", "community", "secret")
DENIED = psycopg2.errors.InsufficientPrivilege


@pytest.fixture
def schema():
    return "orpio_" + uuid.uuid4().hex[:8]


@pytest.fixture
def shared(postgis, schema):
    with create_postgis(postgis.dsn, f"federation/{schema}", schema, "ORPIO", "server") as workspace:
        with workspace.write() as work:
            for level in LEVELS:
                own = {"sensitivity": level}
                community = work.insert("community", {"name": f"c {level}", "representative": "Rosa", **own})
                work.insert("place", {"name": f"p {level}", "notes": "canary", **own})
                given = {"what": level, "audience": "public", "act": "1", "given_on": "2026-01-01"}
                work.insert("consent", {"community_id": community, **given})
                agreed = {"number": 1, "reason": "x", "epsg": 32718, "signed_by": "Rosa", **own}
                version = work.insert("boundary_version", {"community_id": community, **agreed})
                corner = {"part": 0, "ring": 0, "number": 1, "label": level, "easting": 1.0, "northing": 1.0}
                work.insert("vertex", {"version_id": version, "epsg": 32718, **corner})
        yield workspace


@pytest.fixture
def login(postgis, shared, schema):
    """Connection string of a fresh login with one role of the workspace."""

    def make(role):
        name = f"u_{uuid.uuid4().hex[:8]}"
        with closing(postgis.connect()) as database, database.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {name} LOGIN IN ROLE {schema}_{role}")
            database.commit()
        return f"host={postgis.host} port={postgis.port} user={name} dbname={postgis.database}"

    return make


def run(dsn, *statements):
    with closing(psycopg2.connect(dsn)) as database:
        database.autocommit = True
        with database.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
            return cursor.fetchall() if cursor.description else cursor.rowcount


def test_a_reader_sees_no_row_that_is_the_community_s_or_secret(login, schema):
    dsn = login("reader")
    for sql, expected in (
        (f"SELECT name FROM {schema}.place", {"p public", "p federation"}),
        (f"SELECT name FROM {schema}.community", {"c public", "c federation"}),
        (f"SELECT sensitivity FROM {schema}.boundary_version", {"public", "federation"}),
        # what belongs to a hidden row is hidden with it
        (f"SELECT label FROM {schema}.vertex", {"public", "federation"}),
        (f"SELECT what FROM {schema}.consent", {"public", "federation"}),
    ):
        assert {row[0] for row in run(dsn, sql)} == expected, sql


def test_a_reader_reads_no_names_nor_logs_and_writes_nothing(login, schema):
    dsn = login("reader")
    for sql in (
        f"SELECT notes FROM {schema}.place",
        f"SELECT signed_by FROM {schema}.boundary_version",
        f"SELECT author FROM {schema}.field_report",
        f"SELECT * FROM {schema}.audit_log",
        f"SELECT * FROM {schema}.audit_salt",
        f"SELECT * FROM {schema}.former_value",
        f"SELECT * FROM {schema}.merge_claim",
        f"INSERT INTO {schema}.place (name) VALUES ('x')",
        f"UPDATE {schema}.place SET name = 'x'",
        f"DELETE FROM {schema}.place",
        f"SET rainforest_alert.writer = 'on'; DELETE FROM {schema}.vertex",
        f"ALTER TABLE {schema}.place DISABLE ROW LEVEL SECURITY",
    ):
        with pytest.raises(DENIED):
            run(dsn, sql)


def test_a_reader_works_with_the_plugin_and_is_told_what_is_not_allowed(login, schema, shared):
    with open_postgis(login("reader"), "federation/x", schema, None, "laptop R", read_only=True) as workspace:
        rows = workspace.read("place")
        assert {(row["name"], row["notes"]) for row in rows} == {("p public", None), ("p federation", None)}
        assert workspace.read("field_report") == []
    with pytest.raises(OutputError) as refused:
        open_postgis(login("reader"), "federation/x", schema, None, "laptop R")
    assert refused.value.message.id == "workspace.not_allowed"


def test_a_technician_edits_everything_and_is_logged(login, schema, shared):
    with open_postgis(login("technician"), "federation/x", schema, None, "laptop T") as workspace:
        assert len(workspace.read("place")) == 4
        with workspace.write() as work:
            for row in workspace.read("place"):
                work.update("place", row["id"], {"season": "seca"}, expected_version=row["row_version"])
            community = workspace.read("community")[0]["id"]
            work.insert("boundary_version", {"community_id": community, "number": 2, "reason": "x", "epsg": 32718})
        assert all(chain.intact for chain in verify_audit(workspace.connection))
    assert {row["season"] for row in shared.read("place")} == {"seca"}


def test_a_facilitator_writes_what_belongs_to_workshops_and_nothing_else(login, schema, shared):
    dsn = login("facilitator")
    with open_postgis(dsn, "federation/x", schema, None, "laptop F") as workspace:
        community = workspace.read("community")[0]["id"]
        with workspace.write() as work:
            work.connection.lock_row("community", community)
            workshop = work.insert("workshop", {"community_id": community, "held_on": "2026-05-02"})
            work.insert("attendance", {"workshop_id": workshop, "role": "mayores", "people_count": 7})
            work.insert("proposal", {"community_id": community, "workshop_id": workshop, "author": "a", "reason": "r"})
            place = work.insert("place", {"name": "Collpa", "workshop_id": workshop})
            work.insert("dispute", {"community_id": community, "other_side": "Fundo"})
        with workspace.write() as work:
            work.update("place", place, {"name": "Collpa vieja", "sensitivity": "secret"}, expected_version=1)
        for name, values in (
            ("boundary_version", {"community_id": community, "number": 3, "reason": "x", "epsg": 32718}),
            ("community", {"name": "otra"}),
            (
                "consent",
                {"community_id": community, "what": "x", "audience": "public", "act": "1", "given_on": "2026-01-01"},
            ),
            ("case_file", {"complainant": "x"}),
            ("place", {"name": "de ning\u00fan taller"}),
            ("proposal", {"community_id": community, "author": "a", "reason": "r"}),
            ("dispute", {"community_id": workspace.read("community")[1]["id"], "other_side": "Fundo"}),
            ("person", {"name": "Luis", "sensitivity": "secret"}),
        ):
            with pytest.raises(OutputError) as refused, workspace.write() as work:
                work.insert(name, values)
            assert refused.value.message.id == "workspace.not_allowed", name
        assert all(chain.intact for chain in verify_audit(workspace.connection))
        assert [row["name"] for row in workspace.read("place", '"workshop_id" = ?', [workshop])] == ["Collpa vieja"]
    assert shared.count("workshop") == shared.count("proposal") == 1


@pytest.fixture
def of_no_workshop(shared):
    """What a federation has that no workshop made: a denouncement, an overwritten secret, a secret photo."""
    with shared.write() as work:
        work.insert("case_file", {"complainant": "canary", "summary": "canary", "sensitivity": "secret"})
        secret = shared.read("place", "\"sensitivity\" = 'secret'")[0]["id"]
        work.update("place", secret, {"name": "tumba"})
        photo = {"relative_path": "a/b.jpg", "sha256": "0" * 64, "size_bytes": 1, "caption": "canary"}
        for row in shared.read("place"):
            work.insert("attachment", {"table_name": "place", "row_id": row["id"], **photo, "sensitivity": "community"})
        work.insert("dispute", {"community_id": shared.read("community")[0]["id"], "other_side": "Fundo"})
    return shared


def test_a_facilitator_reads_what_a_workshop_shows_and_no_secret_of_no_workshop(login, schema, of_no_workshop):
    dsn = login("facilitator")
    for sql, expected in (
        (f"SELECT name FROM {schema}.place", {"p public", "p federation", "p community"}),
        (f"SELECT name FROM {schema}.community", {"c public", "c federation", "c community"}),
        (f"SELECT label FROM {schema}.vertex", {"public", "federation", "community"}),
        (f"SELECT what FROM {schema}.consent", {"public", "federation", "community"}),
        (f"SELECT state FROM {schema}.case_file", set()),
        # no digest of the log can be guessed back but of photos and disputes that are shown
        (f"SELECT table_name FROM {schema}.audit_salt", {"attachment", "dispute"}),
    ):
        assert {row[0] for row in run(dsn, sql)} == expected, sql
    for name in ("attachment", "audit_salt WHERE table_name = 'attachment'"):
        assert run(dsn, f"SELECT count(*) FROM {schema}.{name}") == [(3,)]
    for sql in (
        f"SELECT complainant FROM {schema}.case_file",
        f"SELECT signed_by FROM {schema}.boundary_version",
        f"SELECT author FROM {schema}.field_report",
        f"SELECT leader FROM {schema}.mission",
        f"SELECT value FROM {schema}.former_value",
        f"SELECT value FROM {schema}.merge_claim",
        f"SELECT manifest FROM {schema}.export_package",
        f"UPDATE {schema}.dispute SET sensitivity = 'public'",
        f"UPDATE {schema}.community SET sensitivity = 'public'",
        f"DELETE FROM {schema}.place",
        f"DELETE FROM {schema}.audit_salt",
    ):
        with pytest.raises(DENIED):
            run(dsn, sql)
    # rows are there and stay as they are, whatever is tried on them
    for sql in (
        f"UPDATE {schema}.place SET sensitivity = 'public'",
        f"UPDATE {schema}.place SET workshop_id = gen_random_uuid()::text",
        f"UPDATE {schema}.attachment SET sensitivity = 'public'",
    ):
        assert run(dsn, sql) == 0, sql
    with open_postgis(dsn, "federation/x", schema, None, "laptop F") as workspace:
        row = next(row for row in workspace.read("place") if row["name"] == "p community")
        with pytest.raises(OutputError) as refused, workspace.write() as work:
            work.update("place", row["id"], {"sensitivity": "public"}, expected_version=row["row_version"])
        assert refused.value.message.id == "workspace.not_allowed"
        assert workspace.read("former_value") == workspace.read("merge_claim") == []
    assert sorted(row["sensitivity"] for row in of_no_workshop.read("place")) == sorted(LEVELS)


def test_a_facilitator_of_a_workshop_of_a_secret_community_sees_it_with_its_boundary(login, schema, shared):
    (secret,) = shared.read("community", "\"sensitivity\" = 'secret'")
    with shared.write() as work:
        workshop = work.insert("workshop", {"community_id": secret["id"], "held_on": "2026-05-02"})
        work.insert("place", {"name": "tumba", "workshop_id": workshop, "sensitivity": "secret"})
    dsn = login("facilitator")
    assert ("c secret",) in run(dsn, f"SELECT name FROM {schema}.community")
    assert ("secret",) in run(dsn, f"SELECT label FROM {schema}.vertex")
    assert ("tumba",) in run(dsn, f"SELECT name FROM {schema}.place")
    assert ("p secret",) not in run(dsn, f"SELECT name FROM {schema}.place")


def test_a_workspace_with_the_rights_of_before_gets_those_of_now_when_its_owner_opens_it(
    login, postgis, schema, of_no_workshop
):
    """What the first version gave: a facilitator read every row of every table and wrote every place."""
    roles = f"{schema}_technician, {schema}_facilitator"
    asked = f"SELECT complainant FROM {schema}.case_file"
    first = [
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {schema}_facilitator",
        f"COMMENT ON POLICY people_who_write ON {schema}.place IS NULL",
    ]
    for name in ("place", "case_file"):
        first += [f"DROP POLICY {policy} ON {schema}.{name}" for policy in ("workshops_read", "people_who_write")]
        first.append(f"CREATE POLICY people_who_write ON {schema}.{name} TO {roles} USING (TRUE) WITH CHECK (TRUE)")
    run(postgis.dsn, *first)
    dsn = login("facilitator")
    for role in ("facilitator", "technician"):
        open_postgis(login(role), "federation/x", schema, None, f"laptop {role}").close()
        assert run(dsn, asked) == [("canary",)]
    # while somebody holds a table, the owner works with the rights as they were
    with postgis.connect() as holding, holding.cursor() as cursor, pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgis_module, "_RENEWAL_MS", 50)
        cursor.execute(f"SELECT 1 FROM {schema}.place")
        open_postgis(postgis.dsn, "federation/x", schema, of_no_workshop.replica_id, "server").close()
        holding.rollback()
    assert run(dsn, asked) == [("canary",)]
    open_postgis(postgis.dsn, "federation/x", schema, of_no_workshop.replica_id, "server").close()
    with pytest.raises(DENIED):
        run(dsn, asked)
    assert run(dsn, f"UPDATE {schema}.place SET sensitivity = 'public'") == 0
    assert len(run(login("technician"), f"SELECT 1 FROM {schema}.place")) == len(LEVELS)


def test_every_table_has_rights_for_the_roles_from_its_description(postgis, shared, schema):
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            [schema],
        )
        secured = dict(cursor.fetchall())
        for table in TABLES:
            place = f"{schema}.{table.name}"
            cursor.execute("SELECT has_table_privilege(%s, %s, 'INSERT')", [f"{schema}_technician", place])
            assert cursor.fetchone() == (True,), table.name
            if table.has_sensitivity():
                assert secured[table.name], table.name


def test_a_shared_workspace_of_the_first_version_is_brought_forward_and_gets_its_roles(postgis, schema, monkeypatch):
    monkeypatch.setattr(postgis_ddl, "TABLES", first_tables())
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 1)
    monkeypatch.setattr(PostgisConnection, "add_roles", lambda self: None)
    with create_postgis(postgis.dsn, "federation/x", schema, "ORPIO", "server") as workspace, workspace.write() as work:
        work.insert("organization", {"name": "ORPIO"})
        replica = workspace.replica_id
    monkeypatch.undo()
    with open_postgis(postgis.dsn, "federation/x", schema, replica, "server") as workspace:
        assert workspace.read("organization")[0]["name"] == "ORPIO"
        assert (
            workspace.read("merge_claim") == workspace.read("boundary_version") == workspace.read("alert_event") == []
        )
        assert [row["version"] for row in workspace.read("schema_version")] == list(range(1, SCHEMA_VERSION + 1))
    assert run(postgis.dsn, f"SELECT 1 FROM pg_roles WHERE rolname = '{schema}_reader'") == [(1,)]
