"""``overlapanalysis`` on real layers, against PostGIS and against shapely; every feature is counted in and out."""

from __future__ import annotations

import json

import numpy as np
import processing
import pytest
import shapely
from osgeo import gdal, ogr
from processing.core.Processing import Processing
from psycopg2.extras import execute_values
from qgis.core import QgsApplication, QgsGeometry, QgsProcessingFeedback, QgsVectorLayer

pytestmark = pytest.mark.realdata
ALGORITHM = "rainforestalert:overlapanalysis"
# A pair this thin in the mean only touches: its area is rounding of the coordinates. Two engines round differently, so a pair
# near this width may be given by one of them only.
TOUCHING_WIDTH_M = 1e-6
# How far the engines' sides lie apart: rounding of coordinates in degrees, and of crossings along nearly parallel sides.
SIDE_M = 1e-5
# ... and an overlap of 10 cm² is beyond the digits in which either engine adds up areas.
SPECK_HA = 1e-7


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


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings: list[str] = []
        self.infos: list[str] = []

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        self.infos.append(info)


def overlaps(boundaries, *references, **parameters):
    """Run the algorithm; pairs {(boundary, layer, feature): row}, and what was said."""
    log = Log()
    result = processing.run(
        ALGORITHM,
        {
            "BOUNDARIES": str(boundaries),
            "REFERENCE": [str(reference) for reference in references],
            "OUTPUT": "TEMPORARY_OUTPUT",
            **parameters,
        },
        feedback=log,
    )
    layer = result["OUTPUT"]
    names = layer.fields().names()
    rows = {}
    for feature in layer.getFeatures():
        row = dict(zip(names, feature.attributes()), geometry=QgsGeometry(feature.geometry()))
        key = (int(row["boundary_id"]), row["layer"], row["feature_id"])
        assert key not in rows, "a pair has two rows"
        rows[key] = row
    assert len(rows) == result["OVERLAP_COUNT"]
    return rows, log


def stored(path, closed=False):
    """Features as OGR reads them: {fid: WKB}, None where there is no usable geometry; rings are closed on demand."""
    with Quiet():
        data = ogr.Open(str(path))
        found = {}
        for feature in data.GetLayer(0):
            geometry = feature.GetGeometryRef()
            if geometry is not None and closed:
                geometry.CloseRings()
            found[feature.GetFID()] = None if geometry is None or geometry.IsEmpty() else bytes(geometry.ExportToWkb())
    return found


class Quiet:
    def __enter__(self):
        gdal.PushErrorHandler("CPLQuietErrorHandler")

    def __exit__(self, *_):
        gdal.PopErrorHandler()


def load(cursor, table, path, epsg=4326):
    cursor.execute(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (fid int PRIMARY KEY, g geometry)")
    execute_values(
        cursor,
        f"INSERT INTO {table} VALUES %s",
        [(fid, wkb, epsg) for fid, wkb in stored(path, closed=True).items() if wkb],
        "(%s, ST_MakeValid(ST_Force2D(ST_SetSRID(ST_GeomFromWKB(%s), %s)), 'method=structure keepcollapsed=false'))",
    )
    cursor.execute(f"CREATE INDEX ON {table} USING gist (g); ANALYZE {table}")


def in_postgis(postgis, boundaries, reference, measure, epsg=4326, reference_epsg=4326):
    """Pairs of another engine: {(boundary fid, feature fid): (area_ha, percent of the boundary, perimeter_m, width_m)}."""
    connection = postgis.connect()
    try:
        with connection.cursor() as cursor:
            load(cursor, "b", boundaries, epsg)
            load(cursor, "r", reference, reference_epsg)
            area = measure.format("x")
            cursor.execute(
                f"""SELECT b.fid, r.fid, {area} / 1e4, 100 * {area} / {measure.format("b.g")},
                           111320 * 2 * ST_Area(x) / NULLIF(ST_Perimeter(x), 0), ST_Perimeter(x::geography)
                    FROM b JOIN r ON ST_Intersects(b.g, ST_Transform(r.g, {epsg})),
                         LATERAL (SELECT ST_CollectionExtract(ST_Intersection(b.g, ST_Transform(r.g, {epsg})), 3) AS x) common
                    WHERE ST_Area(x) > 0"""
            )
            return {(row[0], row[1]): (row[2], row[3], row[5], row[4]) for row in cursor if row[4] is not None}
    finally:
        connection.close()


def assert_same(rows, expected, layer, relative=1e-6):
    mine = {(boundary, feature): row for (boundary, name, feature), row in rows.items() if name == layer}
    assert mine.keys() <= {pair for pair, value in expected.items() if value[3] > TOUCHING_WIDTH_M / 2}
    assert mine.keys() >= {pair for pair, value in expected.items() if value[3] > TOUCHING_WIDTH_M * 2}
    for pair, row in mine.items():
        area_ha, percent, perimeter_m, _ = expected[pair]
        # In a sliver the area is small and the sides are long: what counts there is how far the sides lie apart.
        sides = max(SIDE_M * perimeter_m / 1e4, SPECK_HA)
        assert row["area_ha"] == pytest.approx(area_ha, rel=relative, abs=sides), pair
        assert row["percent"] == pytest.approx(percent, rel=relative, abs=sides / area_ha * percent), pair


GEOGRAPHY = "ST_Area({}::geography)"


@pytest.fixture(scope="module")
def cajamarca(shared_data):
    return shared_data / "geo" / "pe-cajamarca-norte"


@pytest.fixture(scope="module")
def car(shared_data):
    return shared_data / "geo" / "br-car-uc"


@pytest.fixture(scope="module")
def areas(shared_data):
    return shared_data / "geo" / "pe-anp-amazonia"


def test_native_communities_overlap_fifty_five_mining_claims_as_postgis_measures_them(cajamarca, postgis):
    rows, log = overlaps(cajamarca / "c_nativa.geojson", cajamarca / "catastro_minero.geojson")
    # SOURCES.md: 55 pairs with mining claims (14 + 40 + 1)
    per_community = sorted(sum(1 for key in rows if key[0] == fid) for fid in {key[0] for key in rows})
    assert per_community == [1, 14, 40]
    expected = in_postgis(postgis, cajamarca / "c_nativa.geojson", cajamarca / "catastro_minero.geojson", GEOGRAPHY)
    assert_same(rows, expected, "catastro_minero")
    assert "c_nativa: 4 features read, 4 used (0 of them repaired), 0 left out." in log.infos
    assert "catastro_minero: 516 features read, 516 used (0 of them repaired), 0 left out." in log.infos


def test_mining_claims_in_utm_are_the_plane_areas_of_zone_seventeen_south(cajamarca, postgis):
    rows, _ = overlaps(cajamarca / "c_nativa.geojson", cajamarca / "catastro_minero.geojson", AREA_METHOD="utm")
    assert {row["utm_epsg"] for row in rows.values()} == {32717}
    expected = in_postgis(
        postgis,
        cajamarca / "c_nativa.geojson",
        cajamarca / "catastro_minero.geojson",
        "ST_Area(ST_Transform({}, 32717))",
    )
    assert_same(rows, expected, "catastro_minero")


def test_native_communities_against_areas_parcels_and_districts_in_one_run(cajamarca, postgis):
    layers = ("ANP", "predio_rural", "distrito")
    rows, log = overlaps(cajamarca / "c_nativa.geojson", *(cajamarca / f"{name}.geojson" for name in layers))
    for name, count in zip(layers, (5, 91, 44)):
        expected = in_postgis(postgis, cajamarca / "c_nativa.geojson", cajamarca / f"{name}.geojson", GEOGRAPHY)
        assert_same(rows, expected, name)
        assert f"{name}: {count} features read, {count} used (0 of them repaired), 0 left out." in log.infos
    # the communities lie in no protected area and on no rural parcel of these layers, and cross district limits
    assert {key[1] for key in rows} == {"distrito"}
    assert max(sum(1 for key in rows if key[0] == fid) for fid in {key[0] for key in rows}) >= 2


def test_mining_claims_overlap_each_other_in_four_hundred_and_fourteen_pairs(cajamarca, postgis):
    path = cajamarca / "catastro_minero.geojson"
    rows, _ = overlaps(path, path)
    assert len(rows) == 2 * 414
    expected = {pair: value for pair, value in in_postgis(postgis, path, path, GEOGRAPHY).items() if pair[0] != pair[1]}
    assert_same(rows, expected, "catastro_minero")


def test_car_properties_overlap_each_other_as_shapely_finds_them(car):
    path = car / "car_imoveis.shp"
    rows, log = overlaps(path, path)
    wkbs = stored(path)
    assert len(wkbs) == 1258
    fids = sorted(wkbs)
    shapes = shapely.from_wkb([wkbs[fid] for fid in fids])
    repaired = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    left, right = shapely.STRtree(repaired).query(repaired, predicate="intersects")
    different = left < right
    common = shapely.intersection(repaired[left[different]], repaired[right[different]])
    with_area = shapely.area(common) > 0
    # SOURCES.md: 1,849 pairs have an area in common; of those, some are rounding along shared sides
    assert abs(int(with_area.sum()) - 1849) <= 5
    polygons = [[part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"] for shape in common]
    length = np.array([sum(part.length for part in parts) for parts in polygons])
    width_m = 111_320 * 2 * shapely.area(common) / np.where(length > 0, length, 1)
    pairs = list(zip((fids[a] for a in left[different]), (fids[b] for b in right[different])))
    mine = {(key[0], key[2]) for key in rows}
    assert mine == {(b, a) for a, b in mine}, "each pair is seen from both sides"
    one_way = {(a, b) for a, b in mine if a < b}
    assert one_way >= {pair for pair, width in zip(pairs, width_m) if width > 2 * TOUCHING_WIDTH_M}
    assert one_way <= {pair for pair, width in zip(pairs, width_m) if width > TOUCHING_WIDTH_M / 2}
    # more than half of the smaller property: SOURCES.md says 434
    half = {
        tuple(sorted((key[0], key[2]))) for key, row in rows.items() if max(row["percent"], row["feature_percent"]) > 50
    }
    assert len(half) == 434
    invalid = int((~shapely.is_valid(shapes)).sum())
    assert f"car_imoveis: 1258 features read, 1258 used ({invalid} of them repaired), 0 left out." in log.infos


def test_car_overlaps_measure_as_in_postgis(car, postgis):
    path = car / "car_imoveis.shp"
    rows, _ = overlaps(path, path)
    expected = in_postgis(postgis, path, path, GEOGRAPHY, 4674, 4674)
    assert_same(rows, {pair: value for pair, value in expected.items() if pair[0] != pair[1]}, "car_imoveis")


def test_indigenous_land_and_alert_polygons_of_another_reference_system(car, postgis):
    """The lands are stored in SIRGAS 2000, the alerts in WGS 84: they meet in the lands' system."""
    rows, log = overlaps(car / "TerraIn_filtrado.shp", car / "Alertas_Outros.shp", car / "car_imoveis.shp")
    expected = in_postgis(postgis, car / "TerraIn_filtrado.shp", car / "Alertas_Outros.shp", GEOGRAPHY, 4674, 4326)
    assert_same(rows, expected, "Alertas_Outros")
    assert not any(key[1] == "car_imoveis" for key in rows), "the properties lie elsewhere"
    for said in (
        "TerraIn_filtrado: 2 features read, 2 used (0 of them repaired), 0 left out.",
        "Alertas_Outros: 887 features read, 887 used (0 of them repaired), 0 left out.",
        "car_imoveis: 1258 features read, 1258 used (0 of them repaired), 0 left out.",
    ):
        assert said in log.infos


def malformed(path):
    """Positions of the features that say MultiPolygon and carry the coordinates of a Polygon."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return len(features), [
        index
        for index, feature in enumerate(features)
        if feature["geometry"]["type"] == "MultiPolygon"
        and isinstance(feature["geometry"]["coordinates"][0][0][0], (int, float))
    ]


def test_malformed_protected_areas_are_left_out_by_name_and_the_others_measure_as_in_postgis(areas, postgis):
    departments = areas / "peru_departamentos_light.geojson"
    names = ("anp_nacional_light", "anp_acr_light", "anp_acp_light", "anp_zr_light")
    rows, log = overlaps(departments, *(areas / f"{name}.geojson" for name in names))
    unreadable = 0
    for name in names:
        path = areas / f"{name}.geojson"
        count, wrong = malformed(path)
        wkbs = stored(path, closed=True)  # QGIS closes open rings as it reads
        assert len(wkbs) == count, "OGR delivers every feature of the file, if need be without a geometry"
        assert [fid for fid, wkb in wkbs.items() if wkb is None] == wrong
        unreadable += len(wrong)
        invalid = sum(1 for wkb in wkbs.values() if wkb and not shapely.from_wkb(wkb).is_valid)
        said = f"{name}: {count} features read, {count - len(wrong)} used ({invalid} of them repaired), {len(wrong)} left out."
        assert said in log.infos
        named = [
            warning for warning in log.warnings if warning.startswith(f"{name},") and "its geometry is empty" in warning
        ]
        assert len(named) == len(wrong)
        for fid in wrong:
            assert any(f"#{fid})" in warning or f"#{fid}:" in warning for warning in named)
        expected = in_postgis(postgis, departments, path, GEOGRAPHY)
        assert_same(rows, expected, name)
    assert unreadable == 5  # SOURCES.md


def test_departments_overlap_in_forty_five_slivers(areas, postgis):
    path = areas / "peru_departamentos_light.geojson"
    rows, _ = overlaps(path, path)
    expected = {pair: value for pair, value in in_postgis(postgis, path, path, GEOGRAPHY).items() if pair[0] != pair[1]}
    assert_same(rows, expected, "peru_departamentos_light")
    assert len(rows) == 2 * 45  # SOURCES.md


def test_layer_opened_alone_names_its_features(areas):
    layer = QgsVectorLayer(str(areas / "anp_nacional_light.geojson"), "anp", "ogr")
    assert layer.displayField()
