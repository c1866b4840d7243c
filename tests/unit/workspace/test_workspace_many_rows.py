"""While many points come in, the triggers for new rows are away for nobody but the one who writes, and they always come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import CancelledError, WorkspaceError
from rainforest_alert_plugin.workspace.alerts import import_batch, record_batch, upsert_alerts
from rainforest_alert_plugin.workspace.geopackage import open_geopackage

from .conftest import SOURCE, batch, bystander, pixels, triggers

MANY = 5000
NEW_ROWS = {"rtree_alert_geom_insert", "guard_alert_INSERT"}
STRANGER = """INSERT INTO alert (geom, id, source, pixel, date, confidence, first_batch_id, changed_batch_id)
   SELECT geom, 'x' || substr(id, 2), 'stranger', pixel, date, confidence, first_batch_id, changed_batch_id FROM alert LIMIT 1"""


class BreaksError(Exception):
    """What goes wrong in the middle."""


def sound(path) -> tuple[int, int]:
    """Alerts and rows of their index, which SQLite itself finds sound."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT rtreecheck('rtree_alert_geom')").fetchone() == ("ok",)
        counts = "SELECT (SELECT COUNT(*) FROM alert), (SELECT COUNT(*) FROM rtree_alert_geom)"
        return database.execute(counts).fetchone()


@pytest.fixture
def before(path):
    found = triggers(path)
    assert set(found) > NEW_ROWS
    return found


def test_the_triggers_are_away_inside_the_write_only_and_come_back_word_for_word(path, before):
    seen = []

    def progress(percent):
        if percent < 90:
            inside = workspace.connection.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            seen.append((set(before) - {name for (name,) in inside}, triggers(path) == before))

    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(MANY), progress=progress)
    assert seen == [(NEW_ROWS, True)]
    assert triggers(path) == before
    assert sound(path) == (MANY, MANY)


def test_cancelled_in_the_middle_the_triggers_stand(path, before):
    asked = []

    def is_cancelled():
        asked.append(1)
        return len(asked) == 2

    with open_geopackage(path) as workspace, pytest.raises(CancelledError):
        import_batch(workspace, batch(), pixels(MANY), is_cancelled=is_cancelled)
    assert len(asked) == 2
    assert triggers(path) == before
    assert sound(path) == (0, 0)


@pytest.mark.parametrize("error", [BreaksError, KeyboardInterrupt])
def test_a_block_that_fails_is_undone_with_its_rows_though_the_write_goes_on(path, before, error):
    def breaks(percent):
        raise error

    with open_geopackage(path) as workspace:
        with workspace.write() as transaction:
            first = record_batch(transaction, batch())
            with pytest.raises(error):
                upsert_alerts(transaction, first, SOURCE, pixels(MANY), progress=breaks)
            second = record_batch(transaction, batch())
            upsert_alerts(transaction, second, SOURCE, pixels(10))
        assert workspace.count("alert_batch") == 2
        assert import_batch(workspace, batch(), pixels(MANY, first=100)).new == MANY
    assert triggers(path) == before
    assert sound(path) == (MANY + 10, MANY + 10)


def test_a_row_that_is_refused_takes_the_whole_block_with_it(path, before):
    alerts = pixels(MANY)
    alerts["area_ha"][MANY - 1] = -1
    with open_geopackage(path) as workspace:
        with workspace.write() as transaction:
            number = record_batch(transaction, batch())
            with pytest.raises(WorkspaceError):
                upsert_alerts(transaction, number, SOURCE, alerts)
        assert (workspace.count("alert"), workspace.count("alert_batch")) == (0, 1)
    assert triggers(path) == before
    assert sound(path) == (0, 0)


def test_rows_that_are_fewer_than_the_points_are_told(path, before):
    alerts = pixels(MANY)
    with open_geopackage(path) as workspace:
        with pytest.raises(ValueError, match="rows and last number"), workspace.write() as transaction:
            found = transaction.connection
            with found.adding_points("alert", alerts["lon"], alerts["lat"], True):
                found.query("SELECT 1")
        assert workspace.count("alert") == 0
    assert triggers(path) == before


def test_one_block_in_another_leaves_the_triggers_to_the_outer_one(path, before):
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        found = transaction.connection
        with found._without_insert_triggers("alert"):
            with pytest.raises(BreaksError), found._without_insert_triggers("alert"):
                raise BreaksError
            with found._without_insert_triggers("alert"):
                pass
            left = {name for (name,) in found.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
            assert left == set(before) - NEW_ROWS
    assert triggers(path) == before


def test_outside_a_write_no_trigger_is_dropped(path, before):
    with open_geopackage(path) as workspace:
        block = workspace.connection._without_insert_triggers("alert")
        with pytest.raises(ValueError, match="within a write"), block:
            pass
    assert triggers(path) == before


def test_a_trigger_that_somebody_else_made_still_runs(path):
    with closing(bystander(path)) as database:
        database.execute("CREATE TABLE seen (pixel INTEGER)")
        database.execute("CREATE TRIGGER watch AFTER INSERT ON alert BEGIN INSERT INTO seen VALUES (NEW.pixel); END")
    before = triggers(path)
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(MANY))
        assert workspace.connection.query("SELECT COUNT(*) FROM seen") == [(MANY,)]
    assert triggers(path) == before
    assert sound(path) == (MANY, MANY)


def test_another_program_beside_it_reads_what_was_there_and_is_refused_before_and_after(path, before):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), pixels(10))
        other, layers = bystander(path), ogr.Open(str(path))
        other.execute("PRAGMA busy_timeout = 0")
        counted = []

        def progress(percent):
            if percent < 90:
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute(STRANGER)
                layer = layers.GetLayerByName("alert")
                layer.SetSpatialFilterRect(-75, -9, -73, -8)
                counted.append((other.execute("SELECT COUNT(*) FROM alert").fetchone()[0], len(list(layer))))

        import_batch(workspace, batch(), pixels(MANY, first=10), progress=progress)
        assert counted == [(10, 10)]
        # the same connections, which read the file's words before the triggers were made anew
        with pytest.raises(sqlite3.IntegrityError, match="only through Rainforest Alert"):
            other.execute(STRANGER)
        layer = layers.GetLayerByName("alert")
        layer.SetSpatialFilterRect(-75, -9, -73, -8)
        assert len(list(layer)) == MANY + 10
        other.close()
    assert triggers(path) == before
    assert sound(path) == (MANY + 10, MANY + 10)
