"""Several processes at once, and processes that are killed: nothing lost, never between."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest

from rainforest_alert_plugin.workspace import creation, geopackage, geopackage_ddl
from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, verify_copy
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.schema import TABLES
from rainforest_alert_plugin.workspace.store import WRITE_PHASES

from .conftest import batch, bystander, pixels, triggers
from .nursery import Nursery, launch

# Where processes are killed, and how often.
KILLS = {
    **dict.fromkeys(WRITE_PHASES, 15),
    "rows written": 15,
    "committing": 25,
    "anywhere": 40,
    "restoring": 5,
    "pages exchanged": 10,
    "copying": 7,
    "migrating": 8,
}

WRITER = """
import sys
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
print("ready", flush=True)
sys.stdin.readline()
with open_geopackage({path!r}) as workspace:
    for number in range({count}):
        with workspace.write() as transaction:
            transaction.insert("organization", {{"name": "{name} %d" % number}})
"""

# As QGIS saves a layer: OGR, a transaction for each save. It begins by reading, so that SQLite refuses a save when somebody wrote since;
# QGIS says so, keeps the edits, and the person saves again.
OGR_WRITER = """
import sys
from osgeo import ogr
ogr.UseExceptions()
print("ready", flush=True)
sys.stdin.readline()

def save(name):
    data = ogr.Open({path!r}, 1)
    data.StartTransaction()
    layer = data.GetLayerByName("place")
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["name"] = name
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (-74 -8)"))
    layer.CreateFeature(feature)
    data.CommitTransaction()

for number in range({count}):
    for attempt in range(1000):
        try:
            save("{name} %d" % number)
            break
        except RuntimeError as error:
            if "locked" not in str(error):
                raise
    else:
        sys.exit("never saved")
"""


NURSERY = """
from pathlib import Path
from rainforest_alert_plugin.workspace import alerts, backup, geopackage, migration
from workspace.conftest import batch, pixels
from workspace.nursery import say, serve, stay, watched

def import_alerts(path, phase, count):
    geopackage.GeoPackageConnection = watched(geopackage.GeoPackageConnection, phase)
    with geopackage.open_geopackage(path) as workspace:
        # with so little memory most pages, of the schema too, are in the log on the disk when the kill comes
        workspace.connection.run("PRAGMA cache_size = 5")
        if phase == "anywhere":
            say(phase)
        alerts.import_batch(workspace, batch(), pixels(count, first=1000, confidence=1))

def restore(path, phase, copy):
    def exchanging(percent):
        # Between 60 and 100 the pages of the workspace itself are being exchanged.
        if phase == "pages exchanged" and 60.0 < percent < 100.0:
            stay(phase)
    if phase == "restoring":
        backup._replace = lambda *_: stay(phase)
    backup._PAGES = 16
    backup.restore(path, copy, exchanging)

def copy(path, phase, target):
    backup.verify_copy = lambda *_: stay(phase)
    backup.backup(path, target)

def bring_forward(path, phase, _):
    forward = dict(migration.MIGRATIONS)
    def third(work):
        forward_third(work)
        stay(phase)
    forward_third, forward[3] = forward[3], third
    migration.migrate(Path(path), forward)

serve({"import": import_alerts, "restore": restore, "copy": copy, "migrate": bring_forward})
"""


@pytest.fixture(scope="module")
def nursery():
    born = Nursery(NURSERY)
    yield born
    born.close()


def test_processes_writing_at_once_and_qgis_beside_them_lose_nothing(path):
    count = 60
    scripts = {"A": WRITER, "B": WRITER, "Q": OGR_WRITER}
    writers = [launch(script.format(path=str(path), count=count, name=name)) for name, script in scripts.items()]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    # A third program holds the file for a moment now and then, as QGIS does while it saves.
    intruder = sqlite3.connect(path, isolation_level=None, timeout=120)
    while any(writer.poll() is None for writer in writers):
        intruder.execute("BEGIN IMMEDIATE")
        time.sleep(0.02)
        intruder.execute("ROLLBACK")
        time.sleep(0.03)
    intruder.close()
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    for writer in writers:
        writer.stdin.close()
        writer.stdout.close()
    with open_geopackage(path, read_only=True) as workspace:
        names = {row["name"] for row in workspace.read("organization")}
        places = workspace.read("place")
        lines = workspace.count("audit_log")
        assert all(chain.intact for chain in verify_audit(workspace.connection))
    assert names == {f"{name} {number}" for name in "AB" for number in range(count)}
    assert {row["name"] for row in places} == {f"Q {number}" for number in range(count)}
    assert len({row["id"] for row in places}) == count
    assert lines == 1 + 2 * count


def state(path: Path) -> tuple[int, int, int, int]:
    """Alerts, batches, rows of the spatial index, lines of the log; checked to be sound."""
    with open_geopackage(path) as workspace:
        found = workspace.connection
        counted = (
            workspace.count("alert"),
            workspace.count("alert_batch"),
            found.query('SELECT COUNT(*) FROM "rtree_alert_geom"')[0][0],
            workspace.count("audit_log"),
        )
        assert found.query("SELECT COUNT(*) FROM writer") == [(0,)]
    verify_copy(path)
    return counted


@pytest.mark.parametrize("phase", [*WRITE_PHASES, "rows written", "committing", "anywhere"])
def test_an_import_killed_at_any_moment_leaves_the_workspace_before_or_after(nursery, path, tmp_path, phase):
    count = 1500
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(50))
    before = state(path)
    assert before == (50, 1, 50, 3)
    after_it_all = (50 + count, 2, 50 + count, 5)
    chance = np.random.default_rng(20261123)
    longest = {"committing": 0.004, "anywhere": 0.1}.get(phase, 0.0)
    killed = tmp_path / "killed.gpkg"
    for _ in range(KILLS[phase]):
        shutil.copy(path, killed)
        done = nursery.kill("import", killed, phase, count, float(chance.uniform(0, longest)))
        found = state(killed)
        assert triggers(killed) == triggers(path)
        assert found in (before, after_it_all)
        if phase == "committed" or done:
            assert found == after_it_all
        elif not longest:
            assert found == before, "the kill came inside the transaction"


@pytest.mark.parametrize("phase", ["restoring", "pages exchanged"])
def test_a_restore_killed_before_its_last_page_leaves_the_workspace_before(nursery, path, tmp_path, phase):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(3000))
    copy = backup(path, tmp_path / "copy.gpkg").path
    for attempt in range(KILLS[phase]):
        with open_geopackage(path) as workspace:
            import_batch(workspace, batch(), pixels(10, first=5000 + 10 * attempt))
        before = state(path)
        nursery.kill("restore", path, phase, copy)
        assert state(path) == before


def test_a_backup_killed_before_it_was_read_back_leaves_no_copy_under_its_name(nursery, path, tmp_path):
    target = tmp_path / "usb" / "copy.gpkg"
    for _ in range(KILLS["copying"]):
        nursery.kill("copy", path, "copying", target)
        assert not target.exists()
        assert state(path) == (0, 0, 0, 1)


def test_a_migration_killed_leaves_the_workspace_of_the_version_before(nursery, tmp_path, monkeypatch):
    path = tmp_path / "second.gpkg"
    monkeypatch.setattr(geopackage_ddl, "TABLES", tuple(table for table in TABLES if table.name != "release_rule"))
    monkeypatch.setattr(creation, "SCHEMA_VERSION", 2)
    path.touch()
    geopackage.fill_geopackage(path, "ORPIO", "laptop A", str)
    monkeypatch.undo()
    older = tmp_path / "older.gpkg"
    for _ in range(KILLS["migrating"]):
        shutil.copy(path, older)
        nursery.kill("migrate", older, "migrating", "")
        with bystander(older) as database:
            assert database.execute("SELECT version FROM schema_version").fetchall() == [(2,)]
            assert database.execute("SELECT 1 FROM sqlite_master WHERE name = 'release_rule'").fetchall() == []
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()
        # opened again, it is brought forward
        assert state(older)[0] == 0


def test_two_hundred_processes_were_killed_and_some_in_every_phase(nursery):
    assert sum(KILLS.values()) == 200
    if nursery.killed:  # alone, this test has nothing to look back on
        assert nursery.killed == KILLS


INTRUDER = """
import os, signal, sqlite3
from rainforest_alert_plugin.workspace.geometry_blob import sql_functions
database = sqlite3.connect({path!r}, isolation_level=None)
for name, function in sql_functions().items():
    database.create_function(name, 1, function)
database.execute("PRAGMA cache_size = 5")
database.execute("BEGIN IMMEDIATE")
database.execute("DROP TRIGGER guard_alert_update")
database.execute("UPDATE alert SET area_ha = 99")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("read_only", [True, False])
def test_what_another_program_left_half_written_when_it_was_killed_is_undone(path, read_only):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(4000))
    victim = launch(INTRUDER.format(path=str(path)))
    assert victim.wait() == -signal.SIGKILL
    victim.stdin.close()
    victim.stdout.close()
    assert Path(f"{path}-journal").stat().st_size > 0, "pages were on the disk already"
    with open_geopackage(path, read_only) as workspace:
        assert workspace.connection.query("SELECT COUNT(*), MAX(area_ha) FROM alert") == [(4000, 0.0122)]
        assert workspace.connection.query("PRAGMA integrity_check") == [("ok",)]
        assert verify_audit(workspace.connection)[0].intact
