"""The second reader of shapefiles and GeoPackages, against files that pyshp, shapely and SQLite wrote, and broken ones."""

from __future__ import annotations

import contextlib
import datetime
import random
import sqlite3

import pytest
import shapefile
import shapely

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.titling.second_reading import read_geopackage, read_shapefile, same_value

SQUARE = [(0.0, 0.0), (0.0, 9.5), (9.5, 9.5), (9.5, 0.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]


def written(folder, kind, shapes):
    path = folder / "capa.shp"
    with shapefile.Writer(str(path), shapeType=kind, encoding="utf-8") as writer:
        writer.field("nombre", "C", 40)
        writer.field("area", "N", 18, 4)
        writer.field("dia", "D")
        for number, shape in enumerate(shapes):
            getattr(writer, {1: "point", 3: "line", 5: "poly"}[kind])(*shape if kind == 1 else [shape])
            writer.record("Ñahuín “Río” 🌳", 12.25 + number, datetime.date(2026, 11, 20) if number == 0 else None)
    return path


@pytest.mark.parametrize(
    ("kind", "shapes", "lines"),
    [
        (shapefile.POINT, [(1.5, -2.5), (3.0, 4.0)], [(((1.5, -2.5),),), (((3.0, 4.0),),)]),
        (shapefile.POLYLINE, [[SQUARE]], [(tuple(SQUARE),)]),
        (shapefile.POLYGON, [[SQUARE, HOLE], [SQUARE]], [(tuple(SQUARE), tuple(HOLE)), (tuple(SQUARE),)]),
    ],
    ids=["points", "line", "polygon with a hole"],
)
def test_what_pyshp_wrote_is_read_letter_by_letter(tmp_path, kind, shapes, lines):
    found = read_shapefile(written(tmp_path, kind, shapes))
    assert [reading.lines for reading in found] == lines
    assert found[0].values == {"nombre": "Ñahuín “Río” 🌳", "area": "12.2500", "dia": "2026-11-20"}
    assert [reading.values["dia"] for reading in found[1:]] == [""] * (len(found) - 1)


def geopackage(path, wkbs):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('una \"capa\"', 'geom')")
        database.execute('CREATE TABLE "una ""capa""" (fid INTEGER PRIMARY KEY, geom BLOB, nombre TEXT, area REAL)')
        for wkb, flags, envelope in wkbs:
            blob = b"GP\0" + bytes([flags]) + (32718).to_bytes(4, "little") + envelope + wkb
            database.execute('INSERT INTO "una ""capa""" (geom, nombre, area) VALUES (?, ?, ?)', (blob, "Ñ", None))
    return path


def test_geometries_of_a_geopackage_are_those_shapely_wrote(tmp_path):
    polygon = shapely.Polygon(SQUARE, [HOLE])
    both = shapely.MultiPolygon([polygon, shapely.Polygon([(20, 20), (20, 21), (21, 21)])])
    path = geopackage(
        tmp_path / "a.gpkg",
        [
            (shapely.to_wkb(both, byte_order=1), 0b00000001, b""),
            (shapely.to_wkb(both, byte_order=0), 0b00000011, bytes(32)),  # with an envelope, big-endian within
            (shapely.to_wkb(shapely.LineString(SQUARE)), 0b00000001, b""),
            (shapely.to_wkb(shapely.Point(3, 4)), 0b00000001, b""),
        ],
    )
    found = read_geopackage(path, 'una "capa"', ["nombre", "area"])
    rings = (tuple(SQUARE), tuple(HOLE), ((20.0, 20.0), (20.0, 21.0), (21.0, 21.0), (20.0, 20.0)))
    assert [reading.lines for reading in found] == [rings, rings, (tuple(SQUARE),), (((3.0, 4.0),),)]
    assert found[0].values == {"nombre": "Ñ", "area": ""}


def test_cut_and_scrambled_bytes_are_said_and_never_loop(tmp_path):
    path = written(tmp_path, shapefile.POLYGON, [[SQUARE, HOLE]])
    whole = {suffix: path.with_suffix(suffix).read_bytes() for suffix in (".shp", ".dbf")}
    rng = random.Random(20261126)
    for _ in range(400):
        for suffix, data in whole.items():
            path.with_suffix(suffix).write_bytes(data)
        suffix = rng.choice((".shp", ".dbf"))
        data = bytearray(whole[suffix])
        if rng.random() < 0.5:
            del data[rng.randrange(len(data)) :]
        else:
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.with_suffix(suffix).write_bytes(data)
        with contextlib.suppress(InputError):
            read_shapefile(path)
    other = tmp_path / "b.gpkg"
    other.write_bytes(b"not a database")
    with pytest.raises(InputError):
        read_geopackage(other, "capa", ["nombre"])


def test_numbers_are_the_same_by_value_and_texts_by_letter():
    assert same_value("number", "12.2500", "12.25")
    assert same_value("integer", "", "")
    assert not same_value("number", "12.25", "")
    assert not same_value("number", "x", "12.25")
    assert not same_value("text", "12.2500", "12.25")
