"""Several processes at once, and processes that are killed: nothing lost, never between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rainforest_alert_plugin.workspace.alerts import import_batch
from rainforest_alert_plugin.workspace.audit import verify_audit
from rainforest_alert_plugin.workspace.backup import backup, verify_copy
from rainforest_alert_plugin.workspace.geopackage import open_geopackage

from .conftest import batch, pixels

ROOT = Path(__file__).resolve().parents[3]
KILLS_PER_PHASE = int(os.environ.get("RAINFOREST_ALERT_KILLS_PER_PHASE", "4"))

WRITER = """
import sys
sys.path.insert(0, {root!r})
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
print("ready", flush=True)
sys.stdin.readline()
with open_geopackage({path!r}) as workspace:
    for number in range({count}):
        with workspace.write() as transaction:
            transaction.insert("organization", {{"name": "{name} %d" % number}})
"""

# Says before and after each step what it does, then goes on; `pause` gives the reader time to kill it inside the step.
VICTIM = """
import sys, time
sys.path[:0] = [{root!r}, {tests!r}]
from workspace.conftest import batch, pixels
from rainforest_alert_plugin.workspace import alerts, audit, backup, geopackage, store

def say(phase):
    print(phase, flush=True)
    time.sleep({pause})

def within(owner, name, phase):
    original = getattr(owner, name)
    def wrapped(*values, **named):
        say(phase)
        return original(*values, **named)
    setattr(owner, name, wrapped)

def around_insert(run):
    def wrapped(self, name, columns, rows):
        result = run(self, name, columns, rows)
        say("rows written")
        return result
    return wrapped

phase = {phase!r}
connection = geopackage.GeoPackageConnection
if phase == "begun":
    within(alerts, "record_batch", phase)
elif phase == "rows written":
    connection.add_rows = around_insert(connection.add_rows)
elif phase == "log written":
    within(audit.Chain, "finish", phase)
elif phase == "committing":
    within(connection, "commit", phase)
elif phase == "restoring":
    within(backup, "_replace", phase)
elif phase == "copying":
    within(backup, "verify_copy", phase)

if phase in ("restoring", "pages exchanged"):
    print("started", flush=True)
    seen = []
    def exchanging(percent):
        # Between 60 and 100 the pages of the workspace itself are being exchanged.
        if phase == "pages exchanged" and 60.0 < percent < 100.0 and not seen:
            seen.append(percent)
            say(phase)
    backup._PAGES = 16
    backup.restore({path!r}, {other!r}, exchanging)
elif phase == "copying":
    backup.backup({path!r}, {other!r})
else:
    with geopackage.open_geopackage({path!r}) as workspace:
        print("started", flush=True)
        alerts.import_batch(workspace, batch(), pixels({count}, first=1000, confidence=1))
print("done", flush=True)
"""


def launch(script: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def test_two_processes_writing_at_once_lose_nothing(path):
    count = 60
    writers = [launch(WRITER.format(root=str(ROOT), path=str(path), count=count, name=name)) for name in "AB"]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    # A third program holds the file for a moment now and then, as QGIS does while it saves.
    intruder = sqlite3.connect(path, isolation_level=None, timeout=20)
    while any(writer.poll() is None for writer in writers):
        intruder.execute("BEGIN IMMEDIATE")
        time.sleep(0.02)
        intruder.execute("ROLLBACK")
        time.sleep(0.03)
    intruder.close()
    assert [writer.wait() for writer in writers] == [0, 0]
    for writer in writers:
        writer.stdin.close()
        writer.stdout.close()
    with open_geopackage(path, read_only=True) as workspace:
        names = {row["name"] for row in workspace.read("organization")}
        lines = workspace.count("audit_log")
        assert all(chain.intact for chain in verify_audit(workspace.connection))
    assert names == {f"{name} {number}" for name in "AB" for number in range(count)}
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


@pytest.mark.parametrize("phase", ["begun", "rows written", "log written", "committing", "anywhere"])
def test_an_import_killed_at_any_moment_leaves_the_workspace_before_or_after(path, tmp_path, phase):
    count = 4000
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(50))
    before = state(path)
    assert before == (50, 1, 50, 3)
    after_it_all = (50 + count, 2, 50 + count, 5)
    random = np.random.default_rng(20261123)
    for attempt in range(KILLS_PER_PHASE):
        killed = tmp_path / f"killed {attempt}.gpkg"
        shutil.copy(path, killed)
        script = VICTIM.format(
            root=str(ROOT),
            tests=str(ROOT / "tests" / "unit"),
            path=str(killed),
            other="",
            count=count,
            phase=phase,
            pause=0.2,
        )
        victim = launch(script)
        assert victim.stdout.readline() == "started\n"
        if phase == "anywhere":
            time.sleep(float(random.uniform(0, 0.25)))
        else:
            assert victim.stdout.readline().strip() == phase
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        said = victim.stdout.read()
        victim.stdin.close()
        victim.stdout.close()
        found = state(killed)
        assert found in (before, after_it_all)
        if phase != "anywhere":
            assert found == before, "the kill came inside the transaction"
        if "done" in said:
            assert found == after_it_all


@pytest.mark.parametrize("phase", ["restoring", "pages exchanged"])
def test_a_restore_killed_before_its_last_page_leaves_the_workspace_before(path, tmp_path, phase):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(3000))
    copy = backup(path, tmp_path / "copy.gpkg").path
    for attempt in range(KILLS_PER_PHASE):
        with open_geopackage(path) as workspace:
            import_batch(workspace, batch(), pixels(10, first=5000 + 10 * attempt))
        before = state(path)[0]
        script = VICTIM.format(
            root=str(ROOT),
            tests=str(ROOT / "tests" / "unit"),
            path=str(path),
            other=str(copy),
            count=0,
            phase=phase,
            pause=0.2,
        )
        victim = launch(script)
        assert victim.stdout.readline() == "started\n"
        assert victim.stdout.readline().strip() == phase
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        victim.stdin.close()
        victim.stdout.close()
        after = state(path)[0]
        assert after == before


def test_a_backup_killed_before_it_was_read_back_leaves_no_copy_under_its_name(path, tmp_path):
    target = tmp_path / "usb" / "copy.gpkg"
    script = VICTIM.format(
        root=str(ROOT),
        tests=str(ROOT / "tests" / "unit"),
        path=str(path),
        other=str(target),
        count=0,
        phase="copying",
        pause=1,
    )
    victim = launch(script)
    assert victim.stdout.readline() == "copying\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdin.close()
    victim.stdout.close()
    assert not target.exists()
    assert json.dumps(state(path)) == json.dumps((0, 0, 0, 1))


INTRUDER = """
import os, signal, sqlite3, sys
sys.path.insert(0, {root!r})
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
    victim = launch(INTRUDER.format(root=str(ROOT), path=str(path)))
    assert victim.wait() == -signal.SIGKILL
    victim.stdin.close()
    victim.stdout.close()
    assert Path(f"{path}-journal").stat().st_size > 0, "pages were on the disk already"
    with open_geopackage(path, read_only) as workspace:
        assert workspace.connection.query("SELECT COUNT(*), MAX(area_ha) FROM alert") == [(4000, 0.0122)]
        assert workspace.connection.query("PRAGMA integrity_check") == [("ok",)]
        assert verify_audit(workspace.connection)[0].intact
