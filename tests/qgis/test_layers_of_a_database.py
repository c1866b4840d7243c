"""Layers over a workspace in PostGIS pass the release gate, whichever way they read it."""

from __future__ import annotations

import uuid

import pytest
from qgis.core import QgsDataSourceUri, QgsGeometry, QgsProcessingException, QgsVectorLayer

from rainforest_alert_plugin.host.workspaces import create_workspace
from tests.qgis.test_keep_field_places import connection
from tests.qgis.test_title_package_workspace import provider
from tests.qgis.test_workspace_inputs import overlay, wests
from tests.qgis.title_packages import Log

__all__ = ["connection", "provider"]
PLAIN = "cadastre"
HIDING = "SELECT fid, id, other_side, geom FROM {schema}.dispute"
STATING = "SELECT fid, id, 'public'::text AS sensitivity, geom FROM {schema}.dispute"


@pytest.fixture
def schema(connection, postgis, qgis_new_project):
    """A schema with a workspace that holds a dispute of each of two levels, and one beside it with the same table in plain."""
    name = f"territorio_{uuid.uuid4().hex[:8]}"
    with create_workspace("Federación", f"{connection}/{name}") as made, made.write() as work:
        community = work.insert("community", {"name": "Nueva Vida"})
        for level, west in (("federation", -75.0002), ("secret", -75.0)):
            wkt = f"MULTIPOLYGON((({west} -9.05,{west + 0.0001} -9.05,{west + 0.0001} -9.049,{west} -9.049,{west} -9.05)))"
            geom = bytes(QgsGeometry.fromWkt(wkt).asWkb())
            work.insert("dispute", {"community_id": community, "other_side": level, "sensitivity": level, "geom": geom})
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}_{PLAIN}")
        cursor.execute(f"CREATE TABLE {name}_{PLAIN}.parcels AS SELECT fid, geom FROM {name}.dispute")
        cursor.execute(f"ALTER TABLE {name}_{PLAIN}.parcels ADD PRIMARY KEY (fid)")
    yield name
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {name}_{PLAIN} CASCADE")


def read(postgis, schema, table):
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    uri.setDataSource(schema, table, "geom", "", "fid")
    uri.setSrid("4326")
    layer = QgsVectorLayer(uri.uri(False), "w", "postgres")
    assert layer.isValid(), layer.error().summary()
    assert layer.featureCount() == 2
    return layer


def test_of_a_table_the_rows_pass_by_their_levels(schema, postgis, tmp_path):
    layer = read(postgis, schema, "dispute")
    assert wests(overlay(layer, str(tmp_path / "a.gpkg"), Log())) == [-75.0002]


@pytest.mark.parametrize("sql", [HIDING, STATING])
@pytest.mark.parametrize("way", ["query", "view"])
def test_a_query_or_a_view_over_it_does_not_pass(schema, postgis, tmp_path, way, sql):
    if way == "query":
        layer = read(postgis, "", f"({sql.format(schema=schema)})")
    else:
        with postgis.connect() as database, database.cursor() as cursor:
            cursor.execute(f"CREATE VIEW {schema}_{PLAIN}.dispute AS {sql.format(schema=schema)}")
        layer = read(postgis, f"{schema}_{PLAIN}", "dispute")
    with pytest.raises(QgsProcessingException, match="past the control"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")
    assert not (tmp_path / "a.gpkg").exists()


def test_gdal_s_own_address_of_the_database_does_not_pass(schema, postgis, tmp_path):
    layer = QgsVectorLayer(f"PG:{postgis.dsn} active_schema={schema}|layername=dispute", "w", "ogr")
    assert layer.featureCount() == 2
    with pytest.raises(QgsProcessingException, match="past the control"):
        overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")


def test_a_table_beside_it_is_the_layer_itself(schema, postgis, tmp_path):
    layer = read(postgis, f"{schema}_{PLAIN}", "parcels")
    assert wests(overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="public")) == [-75.0002, -75.0]
