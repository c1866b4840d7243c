"""`overlapanalysis` and `checktopology` with layers in PostGIS: the query runs there, and the figures are those of the file."""

from __future__ import annotations

from itertools import count

import processing
import psycopg2
import pytest
from osgeo import gdal, ogr
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsDataSourceUri, QgsProcessingFeedback, QgsVectorLayer

from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.host import reference as reference_room
from rainforest_alert_plugin.host.postgis_reference import PostgisReference, postgis_table
from rainforest_alert_plugin.host.reference import reference_layer


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app):
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById("rainforestalert") is not None:
        yield
        return
    Processing.initialize()
    made = RainforestAlertProvider()
    registry.addProvider(made)
    yield
    registry.removeProvider(made)


@pytest.fixture
def table(postgis):
    """Puts a file's polygons, as they are drawn, into a table with the file's numbers."""

    def load(path, name, srid=4326):
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        source = ogr.Open(str(path))
        rows = []
        for feature in source.GetLayer(0):
            geometry = feature.GetGeometryRef()
            if geometry is not None and not geometry.IsEmpty():
                geometry.CloseRings()
                geometry.FlattenTo2D()
                rows.append((feature.GetFID(), psycopg2.Binary(bytes(geometry.ExportToWkb()))))
        gdal.PopErrorHandler()
        with postgis.connect() as connection, connection.cursor() as cursor:
            cursor.execute(
                f'DROP TABLE IF EXISTS "{name}"; CREATE TABLE "{name}" (fid int PRIMARY KEY, geom geometry(Geometry,{srid}))'
            )
            cursor.executemany(f'INSERT INTO "{name}" VALUES (%s, ST_GeomFromWKB(%s, {srid}))', rows)
            cursor.execute(f'CREATE INDEX ON "{name}" USING gist (geom); ANALYZE "{name}"')
        connection.close()
        return layer_of(postgis, name, srid)

    return load


def layer_of(postgis, name, srid=4326, sql=""):
    uri = QgsDataSourceUri()
    uri.setConnection(postgis.host, str(postgis.port), postgis.database, postgis.user, "")
    uri.setDataSource("public", name, "geom", sql, "fid")
    uri.setSrid(str(srid))
    uri.setWkbType(QgsVectorLayer("MultiPolygon", "x", "memory").wkbType())
    layer = QgsVectorLayer(uri.uri(False), name, "postgres")
    assert layer.isValid()
    return layer


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.said = []

    def pushWarning(self, text):
        self.said.append(text)

    def pushInfo(self, text):
        self.said.append(text)


def overlaps(boundaries, reference, method="ellipsoidal", log=None):
    result = processing.run(
        "rainforestalert:overlapanalysis",
        {"BOUNDARIES": boundaries, "REFERENCE": [reference], "AREA_METHOD": method, "OUTPUT": "memory:"},
        feedback=log or Log(),
    )
    return {(int(row["boundary_id"]), row["feature_id"]): row for row in result["OUTPUT"].getFeatures()}, result


def assert_same(server, file):
    assert sorted(server) == sorted(file)
    for pair, row in file.items():
        for name in ("area_ha", "percent", "feature_percent"):
            assert server[pair][name] == pytest.approx(row[name], rel=1e-6, abs=1e-9), (pair, name)
        # the same land, not only as much of it
        apart = server[pair].geometry().symDifference(row.geometry())
        assert apart.area() <= 1e-6 * row.geometry().area() + 1e-15, pair


@pytest.fixture
def asked_server(monkeypatch):
    """How often the server overlaid; the provider's own features must not be read meanwhile."""
    count = []
    overlay = PostgisReference.overlay
    monkeypatch.setattr(PostgisReference, "overlay", lambda *a, **k: (count.append(1), overlay(*a, **k))[1])

    read_from = reference_room.SpooledReference.read_from

    def refuse(layer, *more):
        assert layer.postgis is None, "the layer was read through its provider"
        return read_from(layer, *more)

    monkeypatch.setattr(reference_room.SpooledReference, "read_from", refuse)
    return count


@pytest.mark.realdata
@pytest.mark.parametrize("method", ["ellipsoidal", "utm"])
def test_mining_claims_on_a_server_measure_as_in_their_file(shared_data, table, asked_server, method):
    folder = shared_data / "geo" / "pe-cajamarca-norte"
    boundaries, claims = str(folder / "c_nativa.geojson"), folder / "catastro_minero.geojson"
    server, result = overlaps(boundaries, table(claims, "catastro_minero"), method)
    assert len(asked_server) == 4  # one query for each community
    file, _ = overlaps(boundaries, str(claims), method)
    assert len(server) == 55
    assert_same(server, file)
    assert '"evaluated": true' in result["LAYERS"]


@pytest.mark.realdata
def test_invalid_polygons_on_a_server_are_repaired_and_named_as_those_of_a_file(shared_data, table, asked_server):
    folder = shared_data / "geo" / "pe-anp-amazonia"
    on_server = table(folder / "anp_nacional_light.geojson", "areas")
    invalid = sum(not feature.geometry().isGeosValid() for feature in on_server.getFeatures(everything()))
    departments = str(folder / "peru_departamentos_light.geojson")
    log, other = Log(), Log()
    server, _ = overlaps(departments, on_server, log=log)
    in_memory = on_server.materialize(everything())
    numbers = {feature.id(): feature["fid"] for feature in in_memory.getFeatures(everything())}
    file, _ = overlaps(departments, in_memory, log=other)
    assert invalid > 0
    assert len(server) > 25
    assert_same(server, {(boundary, numbers[fid]): row for (boundary, fid), row in file.items()})
    repaired, same = ([said for said in each.said if "areas, " in said] for each in (log, other))
    assert len(repaired) == len(same) > 0


def everything():
    from qgis.core import QgsFeatureRequest

    request = QgsFeatureRequest()
    request.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    return request


def test_bow_ties_holes_touching_neighbours_and_pieces_are_the_same_on_both_sides(tmp_path, table, asked_server):
    path = tmp_path / "units.geojson"
    units = (
        "POLYGON((-74.50 -8.50,-74.49 -8.49,-74.49 -8.50,-74.50 -8.49,-74.50 -8.50))",  # a bow tie
        "POLYGON((-74.48 -8.50,-74.47 -8.50,-74.47 -8.49,-74.48 -8.49,-74.48 -8.50))",  # inside
        "POLYGON((-74.41 -8.46,-74.39 -8.46,-74.39 -8.44,-74.41 -8.44,-74.41 -8.46))",  # across the side
        "POLYGON((-74.40 -8.50,-74.39 -8.50,-74.39 -8.49,-74.40 -8.49,-74.40 -8.50))",  # touches the side
        "MULTIPOLYGON(((-74.41 -8.42,-74.40 -8.42,-74.40 -8.41,-74.41 -8.42)),((-74.30 -8.4,-74.2 -8.4,-74.2 -8.3,-74.30 -8.4)))",
        "POLYGON((-74.0 -8.50,-73.9 -8.50,-73.9 -8.49,-74.0 -8.49,-74.0 -8.50))",  # far away
    )
    made = ogr.GetDriverByName("GeoJSON").CreateDataSource(str(path))
    rows = made.CreateLayer("units", geom_type=ogr.wkbUnknown)
    for wkt in units:
        feature = ogr.Feature(rows.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        rows.CreateFeature(feature)
    rows = made = None
    boundary = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", "boundary", "memory")
    from qgis.core import QgsFeature, QgsGeometry

    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((-74.6 -8.6,-74.4 -8.6,-74.4 -8.4,-74.6 -8.4,-74.6 -8.6)))"))
    boundary.dataProvider().addFeature(feature)
    boundary.updateExtents()
    server, on_server = overlaps(boundary, table(path, "units"))
    file, in_file = overlaps(boundary, str(path))
    assert len(server) == 4
    assert_same(server, file)
    assert on_server["TOUCHING_COUNT"] == in_file["TOUCHING_COUNT"] == 1


def test_a_layer_of_boundaries_on_a_server_is_not_compared_with_itself(tmp_path, table, asked_server, postgis):
    path = tmp_path / "communities.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},'
        '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0.5,0],[2,0],[2,1],[0.5,1],[0.5,0]]]}}]}'
    )
    layer = table(path, "communities")
    rows, _ = overlaps(layer, layer)
    assert sorted(rows) == [(0, 1), (1, 0)]


def test_topology_with_parcels_on_a_server_is_that_of_the_file(tmp_path, table, asked_server):
    path = tmp_path / "parcels.geojson"
    cells = []
    for i in range(12):
        for j in range(12):
            x, y = -74.50 + 0.01 * i + (0.000002 if i == 6 else 0), -8.5 + 0.01 * j
            ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
            geometry = f'{{"type":"Polygon","coordinates":[{ring}]}}'
            cells.append(f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}')
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(cells) + "]}")
    boundary = tmp_path / "boundary.geojson"
    ring = [[-74.5, -8.5], [-74.44, -8.5], [-74.44, -8.45], [-74.5, -8.45], [-74.5, -8.5]]
    boundary.write_text(
        f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}'
    )

    def findings(reference):
        result = processing.run(
            "rainforestalert:checktopology",
            {"BOUNDARIES": str(boundary), "REFERENCE": [reference], "TOLERANCE_M": 1.0, "OUTPUT": "memory:"},
        )
        rows = result["OUTPUT"].getFeatures()
        return sorted((row["kind"], round(row["area_ha"], 6), round(row["x"], 7), round(row["y"], 7)) for row in rows)

    server, file = findings(table(path, "parcels")), findings(str(path))
    assert server == file
    # 6 x 5 cells lie inside; the column beside the boundary stands 0.2 m off, open at one end
    assert [kind for kind, *_ in server].count("overlap") == 30
    assert "gap" in {kind for kind, *_ in server}


def test_a_filter_a_query_or_another_system_leave_the_reading_to_the_provider(table, tmp_path, postgis):
    path = tmp_path / "one.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}'
    )
    layer = table(path, "one")
    assert postgis_table(layer, -1).table == "one"
    assert postgis_table(layer_of(postgis, "one", sql="fid > 0"), -1) is None
    layer.startEditing()
    layer.deleteFeature(0)
    assert postgis_table(layer, -1) is None
    layer.rollBack()
    # what QGIS is told to take for the system of the layer is not what the server has
    from qgis.core import QgsCoordinateReferenceSystem

    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32718"))
    assert postgis_table(layer, -1) is None


def test_a_password_is_never_shown(table, tmp_path):
    path = tmp_path / "one.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}'
    )
    place = postgis_table(table(path, "one"), -1)
    assert "host" not in repr(place)


def test_a_query_on_the_server_stops_when_the_user_does(table, tmp_path, postgis):
    path = tmp_path / "one.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}'
    )
    source = reference_layer(table(path, "one"), None).open().source
    assert isinstance(source, PostgisReference)
    # ten looks in ten seconds are one a second, however slow the machine is
    looks = count(1)
    with pytest.raises(CancelledError):
        source._rows("SELECT pg_sleep(10)", (), lambda: next(looks) > 10)
    source.close()
    with postgis.connect() as database, database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'")
        assert cursor.fetchall() == [(0,)]
