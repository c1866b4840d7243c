"""A million points are indexed at once; the index is the one that SQLite and GDAL would have made."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import CancelledError, WorkspaceError
from rainforest_alert_plugin.workspace.alerts import empty_alerts, import_batch, pixel_keys
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.points import point_blobs
from rainforest_alert_plugin.workspace.spatial_index import boxes_of_points, index_boxes, pack

from .conftest import batch

MANY = 3000


def scattered(count: int, seed: int = 7):
    rng = np.random.default_rng(seed)
    alerts = empty_alerts(count)
    alerts["lon"], alerts["lat"] = rng.uniform(-79, -70, count), rng.uniform(-14, -1, count)
    alerts["pixel"] = pixel_keys(alerts["lon"], alerts["lat"])
    alerts["date"], alerts["area_ha"] = "2024-05-01", 0.0122
    return alerts


def checked(path) -> str:
    """What SQLite itself says of the index."""
    with sqlite3.connect(path) as database:
        return database.execute("SELECT rtreecheck('rtree_alert_geom')").fetchone()[0]


def found(path, box) -> list[str]:
    """Ids of the alerts in a box, by the index, as GDAL reads it."""
    source = ogr.Open(str(path))
    layer = source.GetLayerByName("alert")
    layer.SetSpatialFilterRect(*box)
    return sorted(feature["id"] for feature in layer)


def inside(path, box) -> list[str]:
    """The same, looking at every geometry."""
    west, south, east, north = box
    source = ogr.Open(str(path))
    layer = source.GetLayerByName("alert")
    points = [(feature["id"], feature.GetGeometryRef().GetPoint_2D()) for feature in layer]
    return sorted(name for name, (x, y) in points if west <= x <= east and south <= y <= north)


BOXES = [(-75.5, -9.2, -74.1, -8.0), (-79, -14, -70, -1), (-72.001, -3.001, -72, -3), (10, 10, 11, 11)]


@pytest.mark.parametrize("count", [1000, 1001, 51 * 51 + 1])
def test_the_index_of_many_points_is_sound_and_finds_what_a_look_at_every_point_finds(path, count):
    with open_geopackage(path) as workspace:
        assert import_batch(workspace, batch(), scattered(count)).new == count
    assert checked(path) == "ok"
    for box in BOXES:
        assert found(path, box) == inside(path, box)


def test_later_points_few_or_many_come_into_the_same_index(path):
    for number, count in enumerate((MANY, 10, 1200, 5000)):
        with open_geopackage(path) as workspace:
            import_batch(workspace, batch(), scattered(count, seed=number))
        assert checked(path) == "ok"
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT COUNT(*) FROM rtree_alert_geom").fetchone()[0] == MANY + 10 + 1200 + 5000
    assert found(path, BOXES[0]) == inside(path, BOXES[0])


def test_after_many_points_the_triggers_of_the_index_work_again(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), scattered(MANY))
        import_batch(workspace, batch("other"), scattered(3, seed=2))
        with workspace.write() as transaction:
            transaction.connection.run('DELETE FROM "alert" WHERE "fid" % 2 = 0')
    assert checked(path) == "ok"
    assert found(path, BOXES[0]) == inside(path, BOXES[0])


def test_numbers_of_rows_that_are_gone_are_not_given_again(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), scattered(MANY))
        with workspace.write() as transaction:
            transaction.connection.run('DELETE FROM "alert" WHERE "fid" > 5')
        import_batch(workspace, batch("other"), scattered(MANY, seed=2))
        (numbers,) = workspace.connection.query(
            'SELECT COUNT(*), MIN("fid"), MAX("fid") FROM "alert" WHERE "source" = ?', ["other"]
        )
    assert numbers == (MANY, MANY + 1, 2 * MANY)
    assert checked(path) == "ok"
    assert found(path, BOXES[0]) == inside(path, BOXES[0])


def test_what_goes_wrong_while_values_are_prepared_is_said_and_leaves_nothing(path, monkeypatch):
    made = []

    def breaks(longitudes, latitudes):
        made.append(len(longitudes))
        if len(made) == 2:
            raise MemoryError("no room for points")
        return point_blobs(longitudes, latitudes)

    monkeypatch.setattr("rainforest_alert_plugin.workspace.geopackage.point_blobs", breaks)
    with open_geopackage(path) as workspace:
        with pytest.raises(MemoryError, match="no room"):
            import_batch(workspace, batch(), scattered(45_000))
        assert workspace.count("alert") == workspace.count("alert_batch") == 0
        assert import_batch(workspace, batch(), scattered(MANY)).new == MANY
    assert checked(path) == "ok"


def test_an_import_that_is_cancelled_leaves_index_and_table_empty(path):
    asked = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with open_geopackage(path) as workspace:
        with pytest.raises(CancelledError):
            import_batch(workspace, batch(), scattered(45_000), is_cancelled=is_cancelled)
        assert workspace.count("alert") == 0
        assert import_batch(workspace, batch(), scattered(MANY)).new == MANY
    assert checked(path) == "ok"


@pytest.mark.parametrize(
    ("column", "value"), [("date", "NaT"), ("area_ha", -0.1), ("pixel", -5), ("date", "0900-01-01")]
)
def test_what_breaks_a_condition_is_still_refused_among_many(path, column, value):
    alerts = scattered(MANY)
    alerts[column][17] = value
    with open_geopackage(path) as workspace:
        if value == "0900-01-01":
            # Odd, but a date: the database lets it in, as it would one alone.
            assert import_batch(workspace, batch(), alerts).new == MANY
            return
        with pytest.raises(WorkspaceError) as caught:
            import_batch(workspace, batch(), alerts)
        assert caught.value.message.id == "workspace.rejected"
        assert workspace.count("alert") == 0


def test_conditions_are_checked_again_after_many_points(path):
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), scattered(MANY))
        alerts = scattered(2, seed=3)
        alerts["area_ha"] = -1
        with pytest.raises(WorkspaceError):
            import_batch(workspace, batch(), alerts)


def test_a_database_that_guards_the_tables_of_its_index_gets_the_points_one_by_one(path):
    class Guarded:
        """A connection that refuses to write the tables behind an index, as SQLite's defensive mode does."""

        def __init__(self, connection):
            self._connection = connection

        def query(self, sql, values=()):
            return self._connection.query(sql, values)

        def run(self, sql, values=()):
            if "_parent" in sql or "_node" in sql or "_rowid" in sql:
                raise sqlite3.OperationalError("table rtree_alert_geom_parent may not be modified")
            return self._connection.run(sql, values)

        def run_many(self, sql, rows):
            self._connection.run_many(sql, rows)

    alerts = scattered(MANY)
    with open_geopackage(path) as workspace:
        import_batch(workspace, batch(), alerts)
        with workspace.write() as transaction:
            transaction.connection.run('DELETE FROM "rtree_alert_geom"')
            rows = transaction.connection.query("SELECT fid, ST_MinX(geom), ST_MinY(geom) FROM alert ORDER BY fid")
            fids, lon, lat = (np.array(column) for column in zip(*rows))
            index_boxes(Guarded(transaction.connection), "rtree_alert_geom", boxes_of_points(fids, lon, lat))
    assert checked(path) == "ok"
    assert found(path, BOXES[0]) == inside(path, BOXES[0])


def test_boxes_hold_their_points_in_32_bits():
    alerts = scattered(5000)
    boxes = boxes_of_points(np.arange(5000), alerts["lon"], alerts["lat"])
    for low, high, values in (("min_x", "max_x", alerts["lon"]), ("min_y", "max_y", alerts["lat"])):
        assert np.all(boxes[low].astype("f8") <= values)
        assert np.all(values <= boxes[high].astype("f8"))
        # 24 bits of mantissa at 79 degrees are steps of 7.6e-6.
        assert np.max(boxes[high].astype("f8") - boxes[low]) < 1e-5


def test_a_packed_tree_holds_each_entry_once_and_no_node_is_overfull():
    alerts = scattered(51 * 51 * 2)
    tree = pack(boxes_of_points(np.arange(len(alerts)), alerts["lon"], alerts["lat"]), 1228)
    assert tree.ids.tolist() == list(range(len(alerts)))
    # 5202 entries in 102 leaves, 102 leaves in 2 nodes, 2 nodes in the root.
    assert len(tree.node_numbers) == 102 + 2 + 1
    assert np.bincount(tree.leaf_numbers).max() == 51
