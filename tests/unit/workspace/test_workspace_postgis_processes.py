"""A shared workspace whose writers are killed, and whose server is: before or after, never between."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from contextlib import closing, suppress

import numpy as np
import psycopg2
import pytest

from rainforest_alert_plugin.errors import WorkspaceError
from rainforest_alert_plugin.workspace import creation, postgis_ddl
from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.copying import save_database
from rainforest_alert_plugin.workspace.postgis import PostgisConnection, create_postgis, open_postgis
from rainforest_alert_plugin.workspace.schema import SCHEMA_VERSION, TABLES
from rainforest_alert_plugin.workspace.store import WRITE_PHASES

from .conftest import batch, pixels
from .nursery import Nursery

# Where writers are killed, and how often.
KILLS = {
    **dict.fromkeys(WRITE_PHASES, 15),
    "rows written": 15,
    "committing": 25,
    "anywhere": 40,
    "restoring": 10,
    "migrating": 10,
    "copying": 10,
}
COUNT = 400
DEATHS = ("terminated", "killed", "server stopped")

NURSERY = """
from rainforest_alert_plugin.workspace import alerts, copying, migration, postgis
from workspace.conftest import batch, pixels
from workspace.nursery import say, serve, stay, watched

def import_alerts(address, phase, first):
    postgis.PostgisConnection = watched(postgis.PostgisConnection, phase)
    dsn, schema, replica = address.split(";")
    with postgis.open_postgis(dsn, "federation/" + schema, schema, replica, "laptop A") as workspace:
        if phase == "anywhere":
            say(phase)
        alerts.import_batch(workspace, batch(), pixels(COUNT, first=first, confidence=1))

def restore(address, phase, copy):
    dsn, schema, _ = address.split(";")
    fill = copying.rows_of_copy(copy, "laptop B")
    def half(connection):
        filled = fill(connection)
        stay(phase)
        return filled
    postgis.create_postgis(dsn, "federation/" + schema, schema, "", "laptop B", fill=half)

def copy(address, phase, target):
    copying.verify_copy = lambda *_: stay(phase)
    dsn, schema, replica = address.split(";")
    with postgis.open_postgis(dsn, "federation/" + schema, schema, replica, "laptop A", True) as workspace:
        copying.save_database(workspace, target)

def bring_forward(address, phase, _):
    forward = dict(migration.MIGRATIONS)
    def last(work):
        forward_last(work)
        stay(phase)
    forward_last, forward[max(forward)] = forward[max(forward)], last
    postgis.MIGRATIONS = forward
    dsn, schema, replica = address.split(";")
    postgis.open_postgis(dsn, "federation/" + schema, schema, replica, "laptop A")

serve({"import": import_alerts, "restore": restore, "copy": copy, "migrate": bring_forward})
"""


@pytest.fixture(scope="module")
def nursery():
    born = Nursery(f"COUNT = {COUNT}\n{NURSERY}")
    yield born
    born.close()


class Shared:
    """A workspace on the server that dies."""

    def __init__(self, cluster, schema=None):
        self.server = cluster.server
        self.schema = schema or "orpio_" + uuid.uuid4().hex[:8]
        self.replica = ""

    def make(self):
        with create_postgis(
            self.server.dsn, f"federation/{self.schema}", self.schema, "ORPIO", "laptop A"
        ) as workspace:
            self.replica = workspace.replica_id
        return self

    @property
    def address(self):
        return f"{self.server.dsn};{self.schema};{self.replica}"

    def open(self, read_only=False):
        return open_postgis(
            self.server.dsn, f"federation/{self.schema}", self.schema, self.replica, "laptop A", read_only
        )

    def ask(self, sql):
        with closing(psycopg2.connect(self.server.dsn)) as database, database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def wait_for_the_dead(self):
        """Until the server has noticed that nobody speaks to it any more, and undone what they began."""
        waiting = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        deadline = time.monotonic() + 120
        while self.ask(waiting):
            assert time.monotonic() < deadline, "the server holds on to a dead writer"
            time.sleep(0.01)

    def state(self):
        """Alerts, batches, lines of the log; checked to be sound, and free for the next writer."""
        self.wait_for_the_dead()
        with self.open() as workspace:
            assert workspace.count("writer") == 0
            chains = verify_audit(workspace.connection)
            assert all(chain.intact for chain in chains)
            counted = tuple(workspace.count(name) for name in ("alert", "alert_batch", "audit_log"))
            batches = {row["id"] for row in workspace.read("alert_batch")}
            named = {row["changed_batch_id"] for row in workspace.read("alert")}
            assert named <= batches
        return counted


@pytest.fixture
def shared(own_cluster):
    return Shared(own_cluster).make()


def after(state):
    return state[0] + COUNT, state[1] + 1, state[2] + 2


@pytest.mark.parametrize("phase", [*WRITE_PHASES, "rows written", "committing", "anywhere"])
def test_an_import_killed_at_any_moment_leaves_the_shared_workspace_before_or_after(nursery, shared, phase):
    with shared.open() as workspace:
        import_batch(workspace, batch(), pixels(50))
    before = shared.state()
    assert before == (50, 1, 3)
    chance = np.random.default_rng(20261126)
    longest = {"committing": 0.004, "anywhere": 0.15}.get(phase, 0.0)
    for attempt in range(KILLS[phase]):
        done = nursery.kill("import", shared.address, phase, 1000 + attempt * COUNT, float(chance.uniform(0, longest)))
        found = shared.state()
        assert found in (before, after(before))
        if phase == "committed" or done:
            assert found == after(before)
        elif not longest:
            assert found == before, "the kill came inside the transaction"
        before = found


def test_a_restore_into_a_database_killed_before_its_end_leaves_no_schema(nursery, shared, tmp_path):
    with shared.open() as workspace:
        import_batch(workspace, batch(), pixels(300))
        copy = save_database(workspace, tmp_path / "copy.gpkg").path
    target = Shared.__new__(Shared)
    target.server, target.schema, target.replica = shared.server, "brought_" + uuid.uuid4().hex[:8], "-"
    for _ in range(KILLS["restoring"]):
        nursery.kill("restore", target.address, "restoring", copy)
        shared.wait_for_the_dead()
        assert shared.ask(f"SELECT 1 FROM pg_namespace WHERE nspname = '{target.schema}'") == []
    assert shared.state() == (300, 1, 3)


def test_a_backup_of_a_database_killed_before_it_was_read_back_leaves_no_copy_under_its_name(nursery, shared, tmp_path):
    target = tmp_path / "usb" / "copy.gpkg"
    for _ in range(KILLS["copying"]):
        nursery.kill("copy", shared.address, "copying", target)
        assert not target.exists()
        assert shared.state() == (0, 0, 1)


def test_a_migration_killed_leaves_the_shared_workspace_of_the_version_before(nursery, own_cluster, monkeypatch):
    monkeypatch.setattr(postgis_ddl, "TABLES", tuple(table for table in TABLES if table.name != "release_rule"))
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(PostgisConnection, "add_roles", lambda self: None)
    older = Shared(own_cluster).make()
    monkeypatch.undo()
    for _ in range(KILLS["migrating"]):
        nursery.kill("migrate", older.address, "migrating", "")
        older.wait_for_the_dead()
        assert older.ask(f"SELECT MAX(version) FROM {older.schema}.schema_version") == [(2,)]
        assert older.ask(f"SELECT to_regclass('{older.schema}.release_rule')") == [(None,)]
    # opened again, it is brought forward
    assert older.state() == (0, 0, 1)
    assert older.ask(f"SELECT MAX(version) FROM {older.schema}.schema_version") == [(SCHEMA_VERSION,)]


def test_two_hundred_writers_were_killed_and_some_in_every_phase(nursery):
    assert sum(KILLS.values()) == 200
    if nursery.killed:  # alone, this test has nothing to look back on
        assert nursery.killed == KILLS


def die(cluster, death, pid):
    """Take the server's end of a connection away."""
    if death == "terminated":
        with closing(cluster.server.connect()) as database, database.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    elif death == "killed":
        os.kill(pid, signal.SIGKILL)
    else:
        cluster.stop()


def live_again(cluster, death, witness):
    """Wait until the server takes connections; after a kill it throws everybody out, `witness` too, and puts itself right first."""
    if death == "server stopped":
        cluster.start()
    deadline = time.monotonic() + 120
    if death == "killed":
        with closing(witness), pytest.raises(psycopg2.Error):
            while time.monotonic() < deadline:
                witness.cursor().execute("SELECT pg_sleep(0.01)")
    while True:
        with suppress(psycopg2.OperationalError):
            cluster.server.connect().close()
            return
        assert time.monotonic() < deadline, "the server did not come back"
        time.sleep(0.05)


@pytest.mark.parametrize("phase", [*WRITE_PHASES, "rows written"])
@pytest.mark.parametrize("death", DEATHS)
def test_a_server_that_dies_in_the_middle_of_a_save_says_so_and_loses_nothing(
    own_cluster, shared, monkeypatch, death, phase
):
    with shared.open() as workspace:
        import_batch(workspace, batch(), pixels(50))
    before = shared.state()
    died = []
    witness = own_cluster.server.connect() if death == "killed" else None

    def reach(connection, reached):
        if reached == phase and not died:
            (pid,) = connection.query("SELECT pg_backend_pid()")[0]
            died.append(pid)
            die(own_cluster, death, pid)

    class Watched(PostgisConnection):
        def at(self, reached):
            reach(self, reached)

        def add_rows(self, *values):
            super().add_rows(*values)
            reach(self, "rows written")

    monkeypatch.setattr("rainforest_alert_plugin.workspace.postgis.PostgisConnection", Watched)
    with shared.open() as workspace:
        if phase == "committed":
            import_batch(workspace, batch(), pixels(COUNT, first=1000))
        else:
            with pytest.raises(WorkspaceError) as refused:
                import_batch(workspace, batch(), pixels(COUNT, first=1000))
            # lost while committing, nobody can know from here which of the two it is
            expected = "workspace.commit_unknown" if phase == "unmarked" else "workspace.database_gone"
            assert refused.value.message.id == expected
            assert refused.value.message.facts["reason"]
        # whoever goes on with the same connection is told the same, and not something else
        with pytest.raises(WorkspaceError) as gone:
            workspace.read("alert")
        assert gone.value.message.id == "workspace.database_gone"
    monkeypatch.undo()
    live_again(own_cluster, death, witness)
    assert len(died) == 1
    assert shared.state() == (after(before) if phase == "committed" else before)
    # and the same save, done again, is done once
    with shared.open() as workspace:
        import_batch(workspace, batch(), pixels(COUNT, first=1000))
        assert workspace.count("alert") == 50 + COUNT


def test_a_server_process_killed_at_a_chance_moment_leaves_before_or_after_and_the_sentence_fits(own_cluster, shared):
    before = shared.state()
    chance = np.random.default_rng(4)
    said = []
    for attempt in range(12):
        with shared.open() as workspace:
            (pid,) = workspace.connection.query("SELECT pg_backend_pid()")[0]
            witness = own_cluster.server.connect()
            killer = threading.Timer(float(chance.uniform(0.0, 0.12)), os.kill, [pid, signal.SIGKILL])
            killer.start()
            try:
                import_batch(workspace, batch(), pixels(COUNT, first=1000 + attempt * COUNT))
                said.append("saved")
            except WorkspaceError as error:
                said.append(error.message.id)
            killer.join()
        live_again(own_cluster, "killed", witness)
        found = shared.state()
        allowed = {
            "saved": [after(before)],
            "workspace.database_gone": [before],
            "workspace.commit_unknown": [before, after(before)],
        }
        assert found in allowed[said[-1]]
        before = found
    assert "workspace.database_gone" in said


def test_both_ends_of_a_connection_notice_within_a_minute_that_the_other_is_gone(shared):
    with shared.open(read_only=True) as workspace:
        settings = {
            name: int(workspace.connection.query(f"SHOW tcp_keepalives_{name}")[0][0])
            for name in ("idle", "interval", "count")
        }
        here = workspace.connection.database.get_dsn_parameters()
    assert settings["idle"] + settings["interval"] * settings["count"] <= 60
    assert int(here["keepalives_idle"]) + int(here["keepalives_interval"]) * int(here["keepalives_count"]) <= 60
