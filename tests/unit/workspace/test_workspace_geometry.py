"""Geometry in the bytes of GeoPackage and PostGIS, and attachments, against GDAL and hashlib."""

from __future__ import annotations

import hashlib
import os
import sqlite3

import numpy as np
import pytest
from osgeo import ogr

from rainforest_alert_plugin.errors import InputError, OutputError
from rainforest_alert_plugin.workspace import geometry_blob
from rainforest_alert_plugin.workspace.attachments import attach, attachment_folder
from rainforest_alert_plugin.workspace.geopackage import open_geopackage
from rainforest_alert_plugin.workspace.points import point_blobs, point_coordinates, point_wkbs

SHAPES = [
    "POINT (-73.5 -8.25)",
    "POINT Z (-73.5 -8.25 120)",
    "POINT EMPTY",
    "LINESTRING (-73 -8,-72.5 -9,-74 -8.5)",
    "LINESTRING ZM (-73 -8 1 2,-72.5 -9 3 4)",
    "POLYGON ((-75 -5,-74 -5,-74 -4,-75 -5),(-74.5 -4.9,-74.4 -4.9,-74.4 -4.8,-74.5 -4.9))",
    "POLYGON EMPTY",
    "MULTIPOINT M ((1 2 3),(4 5 6))",
    "MULTIPOLYGON (((0 0,1 0,1 1,0 0)),((5 5,6 5,6 7,5 5)))",
    "GEOMETRYCOLLECTION (POINT (9 9),LINESTRING (0 0,1 -3))",
    "GEOMETRYCOLLECTION EMPTY",
]


@pytest.mark.parametrize("order", [ogr.wkbNDR, ogr.wkbXDR])
@pytest.mark.parametrize("wkt", SHAPES)
def test_the_box_of_a_geometry_is_the_one_gdal_finds(wkt, order):
    shape = ogr.CreateGeometryFromWkt(wkt)
    wkb = bytes(shape.ExportToIsoWkb(order))
    blob = geometry_blob.encode(wkb)
    assert geometry_blob.decode(blob) == wkb
    functions = geometry_blob.sql_functions()
    assert functions["ST_IsEmpty"](blob) == int(shape.IsEmpty())
    if shape.IsEmpty():
        assert geometry_blob.wkb_bounds(wkb) is None
        assert functions["ST_MinX"](blob) is None
        return
    # GDAL: min x, max x, min y, max y.
    assert tuple(geometry_blob.wkb_bounds(wkb)) == shape.GetEnvelope()
    measured = tuple(functions[name](blob) for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"))
    assert measured == shape.GetEnvelope()


def test_gdal_reads_what_was_written_and_the_other_way_round(path):
    shape = ogr.CreateGeometryFromWkt("MULTIPOLYGON (((-75 -5,-74 -5,-74 -4,-75 -5)))")
    with open_geopackage(path) as workspace, workspace.write() as transaction:
        for wkb in (bytes(shape.ExportToIsoWkb()), None):
            transaction.insert("dispute", {"community_id": _community(transaction), "other_side": "x", "geom": wkb})
    data = ogr.Open(str(path))
    read = [
        feature.GetGeometryRef() and feature.GetGeometryRef().ExportToWkt()
        for feature in data.GetLayerByName("dispute")
    ]
    assert read == [shape.ExportToWkt(), None]


def _community(transaction):
    return transaction.insert("community", {"name": "Nuevo Horizonte"})


def test_ewkb_is_what_postgis_itself_writes(postgis):
    for wkt in ("POINT (-73.5 -8.25)", "POLYGON ((0 0,1 0,1 1,0 0))"):
        wkb = bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb())
        with postgis.connect() as database, database.cursor() as cursor:
            cursor.execute("SELECT ST_GeomFromText(%s, 4326)::text", [wkt])
            (expected,) = cursor.fetchone()
        assert geometry_blob.ewkb_hex(wkb).upper() == expected
        assert geometry_blob.from_ewkb_hex(expected) == wkb
        assert geometry_blob.from_ewkb_hex(wkb.hex()) == wkb


def test_bytes_that_are_no_geometry_are_no_geometry():
    functions = geometry_blob.sql_functions()
    for junk in (b"", b"GP", b"\x00" * 29, "text", 5):
        assert functions["ST_MinX"](junk) is None
    assert functions["ST_IsEmpty"](None) is None
    with pytest.raises(ValueError, match="GeoPackage"):
        geometry_blob.decode(b"nothing")


def test_many_points_are_the_bytes_of_each_point():
    lon, lat = np.array([-73.5, 180.0, 0.1]), np.array([-8.25, -90.0, 0.2])
    expected = [
        bytes(ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})").ExportToIsoWkb())
        for x, y in zip(lon.tolist(), lat.tolist())
    ]
    assert point_wkbs(lon, lat) == expected
    assert point_blobs(lon, lat) == [geometry_blob.encode(wkb) for wkb in expected]
    x, y = point_coordinates(expected)
    assert (x.tolist(), y.tolist()) == (lon.tolist(), lat.tolist())
    with pytest.raises(ValueError, match="point"):
        point_coordinates([b"\x00" * 21])


def test_a_photo_is_kept_once_by_its_content_under_a_relative_path(path, tmp_path):
    photo = tmp_path / "IMG 0001.JPG"
    photo.write_bytes(os.urandom(3_000_000))
    expected = hashlib.sha256(photo.read_bytes()).hexdigest()
    with open_geopackage(path) as workspace:
        for _ in range(2):
            with workspace.write() as transaction:
                place = transaction.insert("place", {"name": "Tambo"})
                attach(transaction, path, photo, "place", place, taken_at="2026-05-01T10:00:00.000Z")
        rows = workspace.read("attachment")
    assert [row["sha256"] for row in rows] == [expected] * 2
    assert rows[0]["relative_path"] == f"federation.attachments/{expected[:2]}/{expected}.jpg"
    kept = path.parent / rows[0]["relative_path"]
    assert kept.read_bytes() == photo.read_bytes()
    assert [file for _, _, files in os.walk(attachment_folder(path)) for file in files] == [kept.name]
    with open_geopackage(path) as workspace, pytest.raises(InputError) as refused, workspace.write() as transaction:
        attach(transaction, path, tmp_path / "absent.jpg", "place", place)
    assert refused.value.message.id == "workspace.attachment_unreadable"
    assert sqlite3.connect(path).execute("SELECT COUNT(*) FROM attachment").fetchone() == (2,)


def test_a_photo_that_cannot_be_kept_is_not_noted(path, tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x")
    attachment_folder(path).write_text("a file where the folder should be", encoding="utf-8")
    with open_geopackage(path) as workspace:
        with pytest.raises(OutputError), workspace.write() as transaction:
            attach(transaction, path, photo, "place", "5c5e3f0e-1111-4222-8333-944455556666")
        assert workspace.count("attachment") == 0
