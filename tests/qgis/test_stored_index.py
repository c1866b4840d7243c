"""The index of a GeoPackage read whole, against what SQLite finds in it."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from osgeo import ogr, osr

from rainforest_alert_plugin.geo.wkb import rings_of
from rainforest_alert_plugin.host.reference import GeoPackageReference, GeoPackageTable
from rainforest_alert_plugin.host.stored_index import StoredIndex

BOXES = [(-74.9, -8.9, -74.4, -8.2), (-75.0, -9.0, -74.0, -8.0), (-74.51, -8.51, -74.5, -8.5), (10.0, 10.0, 11.0, 11.0)]


def parcels(path, count):
    generator = np.random.default_rng(5)
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    layer = data.CreateLayer("predios", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("codigo", ogr.OFTString))
    layer.StartTransaction()
    for number in range(count):
        x, y = generator.uniform(-75, -74), generator.uniform(-9, -8)
        w, h = generator.uniform(1e-4, 2e-2, 2)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["codigo"] = f"P{number + 1}"
        feature.SetGeometry(
            ogr.CreateGeometryFromWkt(
                f"POLYGON(({x!r} {y!r},{x + w!r} {y!r},{x + w!r} {y + h!r},{x!r} {y + h!r},{x!r} {y!r}))"
            )
        )
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    layer = data = None
    return path


def found_in_sql(path, box):
    x0, y0, x1, y1 = box
    rows = sqlite3.connect(path).execute(
        "SELECT id, minx, miny, maxx, maxy FROM rtree_predios_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? "
        "ORDER BY id",
        (x0, x1, y0, y1),
    )
    return [tuple(row) for row in rows]


def asked_in_sql(database, index):
    """Whether the index is asked in SQL for one more search, or is answered from memory."""
    statements = []
    database.set_trace_callback(statements.append)
    index.search(BOXES[2])
    database.set_trace_callback(None)
    return bool(statements)


def found_in(index, box):
    ids, boxes = index.search(box)
    return [(fid, *box) for fid, box in zip(ids.tolist(), boxes.tolist())]


@pytest.mark.parametrize("count", [3, 60, 4000])
@pytest.mark.parametrize("changed", [False, True], ids=["as written", "after deletions and changes"])
def test_index_read_whole_finds_what_sql_finds(tmp_path, count, changed):
    path = parcels(tmp_path / "predios.gpkg", count)
    if changed:
        data = ogr.Open(str(path), 1)
        layer = data.GetLayer(0)
        for fid in range(1, count, 3):
            layer.DeleteFeature(fid)
        for feature in [layer.GetFeature(fid) for fid in range(2, count, 5) if layer.GetFeature(fid) is not None]:
            feature.SetGeometry(
                ogr.CreateGeometryFromWkt("POLYGON((-74.505 -8.505,-74.5 -8.505,-74.5 -8.5,-74.505 -8.505))")
            )
            layer.SetFeature(feature)
        layer = data = None
    entries = sqlite3.connect(path).execute("SELECT count(*) FROM rtree_predios_geom").fetchone()[0]
    database = sqlite3.connect(path)
    index = StoredIndex(database, "rtree_predios_geom", entries)
    # the second round is answered by the index read whole
    for _ in range(2):
        for box in BOXES:
            assert found_in(index, box) == found_in_sql(path, box)
    assert not asked_in_sql(database, index)


def test_index_that_does_not_hold_what_it_should_is_asked_in_sql(tmp_path):
    path = parcels(tmp_path / "predios.gpkg", 500)
    database = sqlite3.connect(path)
    index = StoredIndex(database, "rtree_predios_geom", 499)
    for _ in range(2):
        for box in BOXES:
            assert found_in(index, box) == found_in_sql(path, box)
    assert asked_in_sql(database, index)


def test_small_searches_in_a_large_layer_leave_the_index_on_disk(tmp_path):
    path = parcels(tmp_path / "predios.gpkg", 4000)
    database = sqlite3.connect(path)
    index = StoredIndex(database, "rtree_predios_geom", 4000)
    for _ in range(3):
        assert found_in(index, BOXES[2]) == found_in_sql(path, BOXES[2])
    assert asked_in_sql(database, index)


def test_features_are_read_in_the_order_asked_with_gaps_and_with_one_deleted_meanwhile(tmp_path):
    path = parcels(tmp_path / "predios.gpkg", 60)
    source = GeoPackageReference.open("predios", GeoPackageTable(path, "predios", "geom", "fid", "codigo"))
    fids = np.array([1, 2, 3, 7, 20, 21, 60])
    wkbs, names = source.read(fids)
    assert names == ["P1", "P2", "P3", "P7", "P20", "P21", "P60"]
    data = ogr.Open(str(path))
    layer = data.GetLayer(0)
    for fid, box in zip(fids.tolist(), rings_of(wkbs).boxes().tolist()):
        feature = layer.GetFeature(fid)
        x0, x1, y0, y1 = feature.GetGeometryRef().GetEnvelope()
        assert box == [x0, y0, x1, y1]
    feature = layer = None
    data = ogr.Open(str(path), 1)
    data.GetLayer(0).DeleteFeature(20)
    data = None
    wkbs, names = source.read(fids)
    assert names == ["P1", "P2", "P3", "P7", "", "P21", "P60"]
    assert np.flatnonzero(np.isnan(rings_of(wkbs).boxes()[:, 0])).tolist() == [4]
