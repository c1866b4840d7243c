"""Layers over a workspace in PostGIS pass the release gate, whichever way they read it."""

from __future__ import annotations

import uuid

import pytest
from qgis.core import QgsDataSourceUri, QgsGeometry, QgsProcessingException, QgsProviderRegistry, QgsVectorLayer

from rainforest_alert_plugin.host.released_layers import unseen_rows, workspace_table
from rainforest_alert_plugin.host.workspaces import create_workspace, open_workspace
from tests.qgis.test_keep_field_places import connection
from tests.qgis.test_title_package_workspace import provider, workspace
from tests.qgis.test_workspace_inputs import disputes, noted, overlay, wests
from tests.qgis.title_packages import Log

__all__ = ["connection", "disputes", "provider", "workspace"]
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


def withdraw(location):
    with open_workspace(location) as opened, opened.write() as work:
        about = {"community_id": opened.read("community")[0]["id"], "what": "dispute", "audience": "federation"}
        work.insert("consent", {**about, "given_on": "2026-01-02", "act": "A", "withdrawn_on": "2026-01-03"})


def test_consents_of_a_table_added_by_hand_are_asked_and_what_leaves_is_noted(schema, connection, postgis, tmp_path):
    layer = read(postgis, schema, "dispute")
    assert workspace_table(layer) == (f"{connection}/{schema}", "dispute")
    overlay(layer, str(tmp_path / "a.gpkg"), AUDIENCE="federation")
    left = [("overlapanalysis", "federation", "dispute", 1, {"secret": 1})]
    assert noted(f"{connection}/{schema}") == left
    withdraw(f"{connection}/{schema}")
    with pytest.raises(QgsProcessingException, match="Nothing of “w” may go to the federation: 2 rows stay"):
        overlay(layer, str(tmp_path / "b.gpkg"), AUDIENCE="federation")
    assert noted(f"{connection}/{schema}") == left


def test_a_table_without_a_stored_connection_is_refused(schema, connection, postgis, tmp_path):
    layer = read(postgis, schema, "dispute")
    QgsProviderRegistry.instance().providerMetadata("postgres").deleteConnection(connection)
    with pytest.raises(QgsProcessingException, match="Save the connection in QGIS, or add the layers with the plugin"):
        overlay(layer, str(tmp_path / "a.gpkg"))
    assert not (tmp_path / "a.gpkg").exists()


def test_of_several_stored_connections_that_of_the_same_login_is_taken(schema, connection, postgis):
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    names = {"a": (postgis.database, "other"), "b": ("elsewhere", postgis.user)}
    for name, (database, user) in names.items():
        uri = QgsDataSourceUri()
        uri.setConnection(postgis.host, str(postgis.port), database, user, "")
        metadata.saveConnection(metadata.createConnection(uri.uri(), {"saveUsername": True}), name)
    try:
        layer = read(postgis, schema, "dispute")
        assert workspace_table(layer) == (f"{connection}/{schema}", "dispute")
        metadata.deleteConnection(connection)
        assert workspace_table(layer) == (f"a/{schema}", "dispute")
    finally:
        for name in names:
            metadata.deleteConnection(name)


def test_a_table_of_the_same_name_elsewhere_is_a_plain_layer(schema, postgis):
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {schema}_{PLAIN}.dispute AS SELECT * FROM {schema}.dispute")
        cursor.execute(f"ALTER TABLE {schema}_{PLAIN}.dispute ADD PRIMARY KEY (fid)")
    layer = read(postgis, f"{schema}_{PLAIN}", "dispute")
    assert (workspace_table(layer), unseen_rows(layer)) == (None, None)


SOURCES = {
    "query over a plain table": ("(SELECT fid, geom FROM {plain}.parcels WHERE st_area(geom) > 0)", "", False),
    "view over a plain table": ("view", "SELECT fid, geom FROM {plain}.parcels", False),
    "stored view over a plain table": ("stored", "SELECT fid, geom FROM {plain}.parcels", False),
    "stored view over a workspace": ("stored", "SELECT fid, geom FROM {schema}.dispute", True),
    "view over a stored view": ("view", "SELECT fid, geom FROM {plain}.hidden", True),
    "query with a table of a workspace beside": (
        "(SELECT fid, geom FROM {plain}.parcels WHERE fid IN (SELECT fid FROM {schema}.dispute))", "", True,
    ),
    "function": ("(SELECT * FROM {plain}.rows_of_others())", "", True),
    "function that is folded away": ("(SELECT fid, geom, {plain}.told() AS said FROM {plain}.parcels)", "", True),
    "function of the server": (
        "(SELECT fid, geom, query_to_xml('SELECT 1', true, true, '') AS said FROM {plain}.parcels)", "", True,
    ),
    "parent of a table of a workspace": ("parent", "", True),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_a_query_or_a_view_counts_by_what_the_server_reads_for_it(schema, postgis, source):
    plain = f"{schema}_{PLAIN}"
    kind, definition, reads = (
        text.format(plain=plain, schema=schema) if isinstance(text, str) else text for text in SOURCES[source]
    )
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"CREATE MATERIALIZED VIEW {plain}.hidden AS SELECT fid, geom FROM {schema}.dispute")
        cursor.execute(
            f"CREATE FUNCTION {plain}.rows_of_others() RETURNS TABLE (fid bigint, geom geometry) LANGUAGE plpgsql AS "
            f"$$ BEGIN RETURN QUERY SELECT d.fid::bigint, d.geom::geometry FROM {schema}.dispute d; END $$"
        )
        cursor.execute(
            f"CREATE FUNCTION {plain}.told() RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN 'x'; END $$"
        )
        if kind in ("view", "stored"):
            cursor.execute(f"CREATE {'MATERIALIZED ' * (kind == 'stored')}VIEW {plain}.shown AS {definition}")
        if kind == "parent":
            cursor.execute(f"CREATE TABLE {plain}.shown (fid bigint NOT NULL, geom geometry(MultiPolygon, 4326))")
            cursor.execute(f"CREATE TABLE {schema}.child (fid bigint NOT NULL, geom geometry(MultiPolygon, 4326))")
            cursor.execute(f"ALTER TABLE {schema}.child INHERIT {plain}.shown")
            cursor.execute(f"INSERT INTO {schema}.child SELECT fid, geom FROM {schema}.dispute")
    layer = read(postgis, "" if kind.startswith("(") else plain, kind if kind.startswith("(") else "shown")
    assert workspace_table(layer) is None
    assert (unseen_rows(layer) is not None) == reads
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {plain} CASCADE")
        cursor.execute(f"CREATE SCHEMA {plain}")


def test_a_table_that_a_run_wrote_bears_the_rows_that_it_was_made_of(schema, postgis, disputes, tmp_path):
    address = f"dbname='{postgis.database}' host={postgis.host} port={postgis.port} user='{postgis.user}' key='fid'"
    # longer than a name of a file may be
    long = f"{address} sslmode=disable application_name='{'x' * 200}'"
    overlay(disputes, f'postgis:{long} table="{schema}_{PLAIN}"."made" (geom)', AUDIENCE="community")
    made = QgsVectorLayer(f'{address} table="{schema}_{PLAIN}"."made" (geom)', "read anew", "postgres")
    assert made.isValid()
    assert made.featureCount() == 2
    with pytest.raises(QgsProcessingException, match="for the community itself"):
        overlay(made, str(tmp_path / "b.gpkg"), AUDIENCE="public")
