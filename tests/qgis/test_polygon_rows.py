"""Rows that go straight into a GeoPackage are the rows that QGIS would have written, in a file that every program can go on with."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
import shapely
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from rainforest_alert_plugin.algorithms.polygon_rows import EmptyTable, PolygonRows
from rainforest_alert_plugin.compat import field
from rainforest_alert_plugin.errors import CancelledError

KINDS = (("name", "string"), ("number", "long"), ("area_ha", "double"), ("utm_epsg", "int"))
# More than one node of 51 entries, and more than one level of nodes
MANY = 3000


@pytest.fixture
def fields():
    found = QgsFields()
    for name, kind in KINDS:
        found.append(field(name, kind))
    return found


def made_by_qgis(path, fields, crs="EPSG:32718", layer_options=()):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerOptions = list(layer_options)
    writer = QgsVectorFileWriter.create(
        str(path),
        fields,
        QgsWkbTypes.Type.MultiPolygon,
        QgsCoordinateReferenceSystem(crs),
        QgsCoordinateTransformContext(),
        options,
    )
    assert writer.hasError() == QgsVectorFileWriter.WriterError.NoError
    del writer
    return path


def squares(count, seed=7):
    """Squares of 40 m scattered over 50 km, as shapely makes them, some in two parts and some with a hole."""
    random = np.random.default_rng(seed)
    corner = random.uniform([400_000, 8_900_000], [450_000, 8_950_000], (count, 2))
    shapes = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + 40, corner[:, 1] + 40)
    hole = shapely.box(corner[:, 0] + 10, corner[:, 1] + 10, corner[:, 0] + 20, corner[:, 1] + 20)
    apart = shapely.box(corner[:, 0] + 100, corner[:, 1], corner[:, 0] + 120, corner[:, 1] + 20)
    shapes[::3] = shapely.difference(shapes[::3], hole[::3])
    shapes[1::3] = shapely.union(shapes[1::3], apart[1::3])
    return [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in shapes]


def batches_of(shapes, size=700, name="predio {}"):
    for first in range(0, len(shapes), size):
        some = shapes[first : first + size]
        numbers = range(first, first + len(some))
        columns = (
            [name.format(number) if number % 5 else None for number in numbers],
            [number + 2**40 for number in numbers],
            [number / 7 for number in numbers],
            [32718 if number % 2 else None for number in numbers],
        )
        yield PolygonRows(columns, shapely.to_wkb(some).tolist(), shapely.bounds(some))


def filled(path, fields, batches, is_cancelled=lambda: False, **made):
    table = EmptyTable.of(made_by_qgis(path, fields, **made), fields)
    table.fill(batches, fields, is_cancelled)
    return path


def opened(path):
    layer = QgsVectorLayer(str(path), "rows", "ogr")
    assert layer.isValid()
    return layer


def checked(path):
    database = sqlite3.connect(path)
    try:
        (index,) = database.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%rtree%'"
        ).fetchone()
        return database.execute("SELECT rtreecheck(?)", (index,)).fetchone()[0]
    finally:
        database.close()


def test_the_rows_are_those_that_qgis_writes_from_features(tmp_path, fields):
    shapes = squares(MANY)
    ours = filled(tmp_path / "ours.gpkg", fields, batches_of(shapes))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    writer = QgsVectorFileWriter.create(
        str(tmp_path / "theirs.gpkg"),
        fields,
        QgsWkbTypes.Type.MultiPolygon,
        QgsCoordinateReferenceSystem("EPSG:32718"),
        QgsCoordinateTransformContext(),
        options,
    )
    for rows in batches_of(shapes):
        assert writer.addFeatures(list(rows.features()))
    del writer

    def stored(path):
        database = sqlite3.connect(path)
        table = path.stem
        rows = database.execute(f"SELECT geom, name, number, area_ha, utm_epsg FROM {table} ORDER BY fid").fetchall()
        shape = database.execute("SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'table')").fetchall()
        facts = [
            database.execute("SELECT min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents").fetchone(),
            database.execute("SELECT feature_count FROM gpkg_ogr_contents").fetchall(),
            database.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchall(),
        ]
        database.close()
        return rows, sorted(sql.replace(table, "t") for (sql,) in shape if sql), facts

    mine, theirs = stored(ours), stored(tmp_path / "theirs.gpkg")
    assert mine[0] == theirs[0]
    assert mine[1] == theirs[1]
    # GDAL adds up its extent in another order
    assert mine[2][0] == pytest.approx(theirs[2][0], rel=1e-15)
    assert mine[2][1:] == theirs[2][1:]


def test_qgis_finds_in_a_rectangle_what_shapely_finds(tmp_path, fields):
    shapes = squares(MANY)
    layer = opened(filled(tmp_path / "rows.gpkg", fields, batches_of(shapes)))
    assert checked(tmp_path / "rows.gpkg") == "ok"
    assert layer.featureCount() == MANY
    boxes = shapely.box(*shapely.bounds(shapes).T)
    for window in ((410_000, 8_910_000, 415_000, 8_918_000), (400_000, 8_900_000, 450_200, 8_950_200), (0, 0, 1, 1)):
        request = QgsFeatureRequest().setFilterRect(QgsRectangle(*window))
        found = {feature.id() - 1 for feature in layer.getFeatures(request)}
        assert found == set(np.flatnonzero(shapely.intersects(boxes, shapely.box(*window))).tolist())


def test_the_file_goes_on_counting_and_indexing_when_another_program_edits_it(tmp_path, fields):
    path = filled(tmp_path / "rows.gpkg", fields, batches_of(squares(60)))
    source = ogr.Open(str(path), 1)
    table = source.GetLayer(0)
    added = ogr.Feature(table.GetLayerDefn())
    added.SetGeometry(ogr.CreateGeometryFromWkt("MULTIPOLYGON(((10 10,20 10,20 20,10 10)))"))
    table.CreateFeature(added)
    table.DeleteFeature(5)
    del table, added, source
    layer = opened(path)
    assert layer.featureCount() == 60
    near = QgsFeatureRequest().setFilterRect(QgsRectangle(0, 0, 30, 30))
    assert [feature.id() for feature in layer.getFeatures(near)] == [61]
    assert checked(path) == "ok"


def test_no_rows_leave_an_empty_layer(tmp_path, fields):
    layer = opened(filled(tmp_path / "rows.gpkg", fields, iter(())))
    assert layer.featureCount() == 0
    assert layer.crs().authid() == "EPSG:32718"


def test_a_file_without_spatial_index_gets_the_rows(tmp_path, fields):
    path = filled(tmp_path / "rows.gpkg", fields, batches_of(squares(10)), layer_options=["SPATIAL_INDEX=NO"])
    assert opened(path).featureCount() == 10


def test_half_a_character_is_stored_as_a_question_mark(tmp_path, fields):
    path = filled(tmp_path / "rows.gpkg", fields, batches_of(squares(4), name="Ñahui \ud83d {}"))
    assert [f["name"] for f in opened(path).getFeatures(QgsFeatureRequest(2))] == ["Ñahui ? 1"]
    assert opened(path).featureCount() == 4


def test_a_cancelled_run_leaves_the_table_empty(tmp_path, fields):
    path = made_by_qgis(tmp_path / "rows.gpkg", fields)
    asked = iter([False, True])
    with pytest.raises(CancelledError):
        EmptyTable.of(path, fields).fill(batches_of(squares(2000)), fields, lambda: next(asked))
    assert opened(path).featureCount() == 0


@pytest.mark.parametrize("defect", ["other fields", "rows", "two tables", "no database"])
def test_what_is_not_plainly_one_empty_table_is_left_to_qgis(tmp_path, fields, defect):
    path = made_by_qgis(tmp_path / "rows.gpkg", fields)
    if defect == "other fields":
        fields.append(QgsField(field("more", "double")))
    elif defect == "rows":
        EmptyTable.of(path, fields).fill(batches_of(squares(1)), fields, lambda: False)
    elif defect == "two tables":
        source = ogr.Open(str(path), 1)
        source.CreateLayer("second", source.GetLayer(0).GetSpatialRef(), ogr.wkbMultiPolygon)
        del source
    else:
        path.write_bytes(b"no database")
    assert EmptyTable.of(path, fields) is None
