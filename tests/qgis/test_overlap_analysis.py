"""``overlapanalysis`` as Processing runs it: areas by hand and by shapely, and everything that can be wrong with the input."""

from __future__ import annotations

import json
import os
import sqlite3
import stat

import numpy as np
import processing
import pytest
import shapely
from processing.core.Processing import Processing
from pyproj import Geod
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.host import reference as reference_room
from rainforest_alert_plugin.host.reference import (
    GeoPackageReference,
    GeoPackageTable,
    SpooledReference,
    reference_layer,
)
from rainforest_alert_plugin.overlay.boundary import OverlayError, PreparedBoundary
from rainforest_alert_plugin.overlay.reference import CheckedReference

ALGORITHM = "rainforestalert:overlapanalysis"
UTM18 = "EPSG:32718"
GEOD = Geod(ellps="WGS84")
# 1 km x 1 km and 500 m further east and north the same: 500 m x 500 m = 25 ha in common
COMMUNITY = "POLYGON((500000 9000000,501000 9000000,501000 9001000,500000 9001000,500000 9000000))"
CLAIM = "POLYGON((500500 9000500,501500 9000500,501500 9001500,500500 9001500,500500 9000500))"


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


@pytest.fixture(autouse=True)
def clean_project(qgis_app):
    QgsProject.instance().removeAllMapLayers()
    yield
    QgsProject.instance().removeAllMapLayers()


class Log(QgsProcessingFeedback):
    """Keeps what was said."""

    def __init__(self):
        super().__init__(False)
        self.warnings: list[str] = []
        self.infos: list[str] = []

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        self.infos.append(info)


def layer_of(*rows, crs=UTM18, kind="Polygon", name="capa"):
    layer = QgsVectorLayer(f"{kind}?field=nombre:string", name, "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    features = []
    for identity, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttribute("nombre", identity)
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def saved(layer, path, driver="GPKG"):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    options.layerName = path.stem
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    back = QgsVectorLayer(str(path), path.stem, "ogr")
    assert back.isValid()
    return back


def run(boundaries, *references, log=None, output="TEMPORARY_OUTPUT", **parameters):
    QgsProject.instance().addMapLayers(
        [layer for layer in (boundaries, *references) if isinstance(layer, QgsVectorLayer)], False
    )
    given = {
        "BOUNDARIES": boundaries,
        "BOUNDARY_ID": "nombre",
        "REFERENCE": list(references),
        "OUTPUT": output,
        **parameters,
    }
    return processing.run(ALGORITHM, given, feedback=log or Log())


def rows_of(result):
    layer = result["OUTPUT"]
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "output", "ogr")
    assert layer.isValid()
    return [
        dict(zip(layer.fields().names(), f.attributes()), geometry=QgsGeometry(f.geometry()))
        for f in layer.getFeatures()
    ]


def test_a_quarter_of_a_square_is_twenty_five_hectares_in_utm():
    result = run(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM), name="minas"), AREA_METHOD="utm")
    (row,) = rows_of(result)
    assert (row["boundary_id"], row["layer"], row["feature_id"], row["feature_name"]) == ("A", "minas", 1, "M1")
    assert row["area_ha"] == pytest.approx(25.0, abs=1e-9)
    assert row["percent"] == pytest.approx(25.0, abs=1e-9)
    assert row["feature_percent"] == pytest.approx(25.0, abs=1e-9)
    assert row["width_m"] == pytest.approx(2 * 250_000 / 2000, abs=1e-6)
    assert row["utm_epsg"] == 32718
    assert row["geometry"].isGeosEqual(
        QgsGeometry.fromWkt("POLYGON((500500 9000500,501000 9000500,501000 9001000,500500 9001000,500500 9000500))")
    )
    assert result["OUTPUT"].crs().authid() == UTM18
    assert result["OVERLAP_COUNT"] == 1


def test_ellipsoidal_is_the_default_and_equals_the_geodesic_area():
    square = "POLYGON((-75 -8,-74.99 -8,-74.99 -7.99,-75 -7.99,-75 -8))"
    half = "POLYGON((-74.995 -8.01,-74.98 -8.01,-74.98 -7.98,-74.995 -7.98,-74.995 -8.01))"
    (row,) = rows_of(run(layer_of(("A", square), crs="EPSG:4326"), layer_of(("B", half), crs="EPSG:4326")))
    expected = abs(GEOD.geometry_area_perimeter(shapely.box(-74.995, -8, -74.99, -7.99))[0]) / 1e4
    whole = abs(GEOD.geometry_area_perimeter(shapely.box(-75, -8, -74.99, -7.99))[0]) / 1e4
    assert row["area_ha"] == pytest.approx(expected, rel=1e-8)
    assert row["percent"] == pytest.approx(100 * expected / whole, rel=1e-8)
    assert row["utm_epsg"] in (None, 0) or str(row["utm_epsg"]) == "NULL"


def test_utm_zone_follows_each_boundary_north_and_south():
    north = "POLYGON((-60.5 1.0,-60.4 1.0,-60.4 1.1,-60.5 1.1,-60.5 1.0))"
    south = "POLYGON((-79.0 -5.1,-78.9 -5.1,-78.9 -5.0,-79.0 -5.0,-79.0 -5.1))"
    everywhere = "POLYGON((-81 -6,-59 -6,-59 2,-81 2,-81 -6))"
    rows = rows_of(
        run(
            layer_of(("N", north), ("S", south), crs="EPSG:4326"),
            layer_of(("E", everywhere), crs="EPSG:4326"),
            AREA_METHOD="utm",
        )
    )
    assert {row["boundary_id"]: row["utm_epsg"] for row in rows} == {"N": 32620, "S": 32717}
    assert [row["percent"] for row in rows] == pytest.approx([100.0, 100.0])


def test_neighbours_that_share_a_side_touch_and_give_no_row():
    east = "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"
    corner = "POLYGON((501000 9001000,502000 9001000,502000 9002000,501000 9002000,501000 9001000))"
    result = run(layer_of(("A", COMMUNITY)), layer_of(("E", east), ("C", corner)))
    assert rows_of(result) == []
    assert result["OVERLAP_COUNT"] == 0


def test_small_overlaps_are_counted_and_left_out():
    log = Log()
    sliver = (
        "POLYGON((500999 9000000,502000 9000000,502000 9001000,500999 9001000,500999 9000000))"  # 1 m x 1 km = 0.1 ha
    )
    reference = layer_of(("M1", CLAIM), ("S", sliver))
    result = run(layer_of(("A", COMMUNITY)), reference, AREA_METHOD="utm", MIN_AREA_HA=0.2, log=log)
    assert [row["feature_name"] for row in rows_of(result)] == ["M1"]
    assert result["SMALL_COUNT"] == 1
    assert any("0.1000 ha" in info for info in log.infos)


def test_communities_against_themselves_report_each_pair_from_both_sides():
    layer = layer_of(("A", COMMUNITY), ("B", CLAIM))
    rows = rows_of(run(layer, layer, AREA_METHOD="utm"))
    assert [(row["boundary_id"], row["feature_name"]) for row in rows] == [("A", "B"), ("B", "A")]


def test_the_same_file_loaded_twice_is_known_as_one_layer(tmp_path):
    saved(layer_of(("A", COMMUNITY), ("B", CLAIM)), tmp_path / "comunidades.gpkg")
    path = str(tmp_path / "comunidades.gpkg")
    rows = rows_of(run(path, path))
    assert [(row["boundary_id"], row["feature_name"]) for row in rows] == [("A", "B"), ("B", "A")]


def test_layer_in_another_system_is_brought_to_that_of_the_boundaries():
    geographic = layer_of(("M1", CLAIM))
    moved = processing.run(
        "native:reprojectlayer", {"INPUT": geographic, "TARGET_CRS": "EPSG:4326", "OUTPUT": "TEMPORARY_OUTPUT"}
    )
    (row,) = rows_of(run(layer_of(("A", COMMUNITY)), moved["OUTPUT"], AREA_METHOD="utm"))
    assert row["area_ha"] == pytest.approx(25.0, abs=1e-6)


def many_parcels(count=40):
    """A lattice of squares of 0.5 x 0.5 km over a round community, some inside, some across its boundary."""
    generator = np.random.default_rng(5)
    x, y = np.meshgrid(np.arange(count) * 500.0 + 490_000, np.arange(count) * 500.0 + 8_990_000)
    squares = [shapely.box(a, b, a + 480, b + 480) for a, b in zip(x.ravel(), y.ravel())]
    angle = np.linspace(0, 2 * np.pi, 900, endpoint=False)
    radius = 8000 + 500 * np.sin(7 * angle) + generator.uniform(-20, 20, 900)
    ring = np.column_stack([500_000 + radius * np.cos(angle), 9_000_000 + radius * np.sin(angle)])
    hole = shapely.Point(501_000, 9_001_000).buffer(1300)
    return shapely.Polygon(ring, [hole.exterior.coords]), squares


def expected_areas(community, parcels):
    found = {}
    for index, parcel in enumerate(parcels):
        area = community.intersection(parcel).area
        if area > 0:
            found[f"P{index}"] = area / 1e4
    return found


@pytest.mark.parametrize("driver", ["memory", "GPKG", "ESRI Shapefile", "GeoJSON"])
def test_many_parcels_across_a_winding_boundary_equal_shapely_from_every_provider(tmp_path, driver):
    community, parcels = many_parcels()
    reference = layer_of(*((f"P{index}", parcel.wkt) for index, parcel in enumerate(parcels)), name="predios")
    if driver != "memory":
        suffix = {"GPKG": "gpkg", "ESRI Shapefile": "shp", "GeoJSON": "geojson"}[driver]
        reference = saved(reference, tmp_path / f"predios.{suffix}", driver)
        reference.setDisplayExpression('"nombre"')
    result = run(layer_of(("A", community.wkt)), reference, AREA_METHOD="utm")
    expected = expected_areas(community, parcels)
    found = {row["feature_name"]: row["area_ha"] for row in rows_of(result)}
    assert found.keys() == expected.keys()
    tolerance = (
        1e-4 if driver == "GeoJSON" else 1e-9
    )  # GeoJSON is written in degrees with seven decimals, that is to 1 cm
    for name, area_ha in found.items():
        assert area_ha == pytest.approx(expected[name], rel=tolerance, abs=tolerance)


def test_no_vertex_of_the_working_windows_stays_in_an_overlap():
    """A vertex added within an edge would bend it on the ellipsoid and in another zone."""
    community, parcels = many_parcels()
    reference = layer_of(*((f"P{index}", parcel.wkt) for index, parcel in enumerate(parcels)), name="predios")
    cut = 0
    for row in rows_of(run(layer_of(("A", community.wkt)), reference)):
        found = shapely.from_wkb(bytes(row["geometry"].asWkb()))
        expected = community.intersection(parcels[int(row["feature_name"][1:])])
        assert len(shapely.get_coordinates(found)) == len(shapely.get_coordinates(expected))
        assert found.normalize().equals_exact(
            shapely.multipolygons([expected] if expected.geom_type == "Polygon" else list(expected.geoms)).normalize(),
            1e-6,
        )
        cut += not expected.equals(parcels[int(row["feature_name"][1:])])
    assert cut > 100


def test_geopackage_is_read_directly_and_other_layers_through_their_provider(tmp_path):
    table = saved(layer_of(("M1", CLAIM)), tmp_path / "minas.gpkg")
    assert isinstance(reference_layer(table, None).open().source, GeoPackageReference)
    assert isinstance(reference_layer(layer_of(("M1", CLAIM)), None).open().source, SpooledReference)


def test_filter_and_unsaved_edits_of_a_geopackage_are_respected(tmp_path):
    boundary = layer_of(("A", COMMUNITY))
    filtered = saved(layer_of(("M1", CLAIM), ("M2", CLAIM)), tmp_path / "minas.gpkg")
    filtered.setSubsetString("nombre = 'M2'")
    assert [row["feature_name"] for row in rows_of(run(boundary, filtered))] == ["M2"]
    edited = saved(layer_of(("M1", CLAIM), ("M2", CLAIM)), tmp_path / "otras.gpkg")
    edited.startEditing()
    edited.deleteFeature(next(edited.getFeatures("nombre = 'M1'")).id())
    assert [row["feature_name"] for row in rows_of(run(layer_of(("A", COMMUNITY)), edited))] == ["M2"]
    edited.rollBack()


def test_name_may_come_from_a_joined_table(tmp_path):
    from qgis.core import QgsVectorLayerJoinInfo

    claims = saved(layer_of(("M1", CLAIM)), tmp_path / "minas.gpkg")
    holders = QgsVectorLayer("NoGeometry?field=nombre:string&field=titular:string", "titulares", "memory")
    holder = QgsFeature(holders.fields())
    holder.setAttributes(["M1", "Minera El Guabo"])
    holders.dataProvider().addFeatures([holder])
    QgsProject.instance().addMapLayers([claims, holders], False)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(holders)
    join.setJoinFieldName("nombre")
    join.setTargetFieldName("nombre")
    join.setPrefix("de_")
    join.setUsingMemoryCache(True)
    claims.addJoin(join)
    claims.setDisplayExpression('"de_titular"')
    assert [row["feature_name"] for row in rows_of(run(layer_of(("A", COMMUNITY)), claims))] == ["Minera El Guabo"]


def test_selection_of_boundaries_is_respected():
    boundaries = layer_of(("A", COMMUNITY), ("B", CLAIM))
    boundaries.selectByExpression("nombre = 'B'")
    QgsProject.instance().addMapLayer(boundaries, False)
    rows = rows_of(run(QgsProcessingFeatureSourceDefinition(boundaries.id(), True), layer_of(("M1", CLAIM))))
    assert [row["boundary_id"] for row in rows] == ["B"]


BOW_TIE = "POLYGON((500000 9000000,501000 9001000,501000 9000000,500000 9001000,500000 9000000))"
HOLE_OUTSIDE = (
    "POLYGON((500000 9000000,500400 9000000,500400 9000400,500000 9000400,500000 9000000),"
    "(500600 9000600,500700 9000600,500700 9000700,500600 9000700,500600 9000600))"
)
OVERLAPPING_PARTS = (
    "MULTIPOLYGON(((500000 9000000,500400 9000000,500400 9000400,500000 9000400,500000 9000000)),"
    "((500200 9000000,500600 9000000,500600 9000400,500200 9000400,500200 9000000)))"
)


@pytest.mark.parametrize(
    ("wkt", "hectares"),
    # two triangles of 1000 x 500 / 2; the shell alone, 400 x 400; the union of the parts, 600 x 400
    [(BOW_TIE, 50.0), (HOLE_OUTSIDE, 16.0), (OVERLAPPING_PARTS, 24.0)],
    ids=["bow-tie", "hole outside its shell", "overlapping parts"],
)
@pytest.mark.parametrize("direct", [True, False], ids=["geopackage", "memory"])
def test_invalid_reference_is_repaired_measured_and_named(tmp_path, wkt, hectares, direct):
    log = Log()
    reference = layer_of(("X", wkt), ("M1", CLAIM), kind="MultiPolygon", name="predios")
    if direct:
        reference = saved(reference, tmp_path / "predios.gpkg")
        reference.setDisplayExpression('"nombre"')
    rows = rows_of(run(layer_of(("A", COMMUNITY)), reference, AREA_METHOD="utm", log=log))
    assert {row["feature_name"]: row["area_ha"] for row in rows}["X"] == pytest.approx(hectares, abs=1e-9)
    assert any("X" in warning and "repaired" in warning for warning in log.warnings)
    assert "predios: 2 features read, 2 used (1 of them repaired), 0 left out." in log.infos


def test_invalid_boundary_is_repaired_and_named():
    log = Log()
    (row,) = rows_of(run(layer_of(("A", BOW_TIE)), layer_of(("M1", COMMUNITY)), AREA_METHOD="utm", log=log))
    assert row["area_ha"] == pytest.approx(50.0, abs=1e-9)
    assert row["percent"] == pytest.approx(100.0, abs=1e-9)
    assert any("A" in warning and "repaired" in warning for warning in log.warnings)


@pytest.mark.parametrize("direct", [True, False], ids=["geopackage", "memory"])
def test_features_without_geometry_are_counted_and_named(tmp_path, direct):
    log = Log()
    reference = layer_of(("M1", CLAIM), ("vacío", None), name="predios")
    if direct:
        reference = saved(reference, tmp_path / "predios.gpkg")
        reference.setDisplayExpression('"nombre"')
    run(layer_of(("A", COMMUNITY)), reference, log=log)
    assert "predios: 2 features read, 1 used (0 of them repaired), 1 left out." in log.infos
    assert any("vacío" in warning and "geometry" in warning for warning in log.warnings)


def test_points_and_curves_in_a_layer_of_any_geometry_are_sorted_out(tmp_path):
    """A table may hold any geometry: the circle counts with its arc, the point is named."""
    path = tmp_path / "mixto.gpkg"
    saved(layer_of(("M1", CLAIM)), path)
    from osgeo import ogr

    data = ogr.Open(str(path), 1)
    layer = data.CreateLayer("mezcla", data.GetLayer(0).GetSpatialRef(), ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("nombre", ogr.OFTString))
    circle = "CURVEPOLYGON(CIRCULARSTRING(500400 9000500,500500 9000600,500600 9000500,500500 9000400,500400 9000500))"
    for name, wkt in (("punto", "POINT(500500 9000500)"), ("círculo", circle), ("M1", CLAIM)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["nombre"] = name
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    layer = data = None
    place = GeoPackageTable(path, "mezcla", "geom", "fid", "nombre")
    source = GeoPackageReference.open("mezcla", place)
    assert source is not None
    checked = CheckedReference(source)
    fids, _ = source.search((-np.inf, -np.inf, np.inf, np.inf))
    wkbs, _, names = checked.read(fids)
    areas = {name: shapely.from_wkb(wkb).area for name, wkb in zip(names, wkbs) if wkb}
    assert areas["M1"] == 1e6
    # a circle of 100 m radius, π·100² = 31,415.93 m², drawn with chords
    assert areas["círculo"] == pytest.approx(31_415.93, rel=1e-3)
    assert [(identity, reason.id) for identity, reason in source.tally.left_out] == [
        ("punto (#1)", "feature.not_polygon")
    ]
    assert source.tally.is_complete()
    checked.read(fids)
    assert len(source.tally.left_out) == 1


def test_repeated_and_missing_identifiers_stay_apart_and_are_named():
    log = Log()
    boundaries = layer_of(("A", COMMUNITY), ("A", COMMUNITY), (None, COMMUNITY))
    rows = rows_of(run(boundaries, layer_of(("M1", CLAIM)), log=log))
    assert len({row["boundary_id"] for row in rows}) == 3
    assert len(log.warnings) == 2


def refusal(*arguments, **parameters):
    with pytest.raises(QgsProcessingException) as raised:
        run(*arguments, **parameters)
    return str(raised.value)


def test_empty_layers_are_refused():
    assert "has no features" in refusal(layer_of(), layer_of(("M1", CLAIM)))
    assert "has no features" in refusal(layer_of(("A", COMMUNITY)), layer_of(name="vacía"))


def test_layers_without_reference_system_are_refused():
    assert "no coordinate reference system" in refusal(layer_of(("A", COMMUNITY), crs=None), layer_of(("M1", CLAIM)))
    assert "no coordinate reference system" in refusal(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM), crs=None))


def test_swapped_longitude_and_latitude_are_recognised():
    swapped = "POLYGON((-8 -95,-7.9 -95,-7.9 -94.9,-8 -94.9,-8 -95))"
    good = "POLYGON((-75 -8,-74.9 -8,-74.9 -7.9,-75 -7.9,-75 -8))"
    for boundaries, reference in ((swapped, good), (good, swapped)):
        said = refusal(layer_of(("A", boundaries), crs="EPSG:4326"), layer_of(("M1", reference), crs="EPSG:4326"))
        assert "swapped" in said


def test_lines_and_points_as_reference_are_refused_with_the_way_out():
    line = layer_of(("río", "LINESTRING(500000 9000000,501000 9001000)"), kind="LineString", name="ríos")
    said = refusal(layer_of(("A", COMMUNITY)), line)
    assert "ríos" in said
    assert "buffer" in said


def test_reference_that_cannot_be_opened_is_refused_before_anything_runs(tmp_path):
    # Processing itself checks that each layer of a list can be opened
    missing = str(tmp_path / "no_existe.gpkg")
    assert "Incorrect parameter value for REFERENCE" in refusal(
        layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM)), missing
    )


def test_unknown_identifier_field_is_refused_with_the_fields_there_are():
    said = refusal(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM)), BOUNDARY_ID="codigo")
    assert "codigo" in said


def test_file_in_a_place_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    blocked = tmp_path / "archivo"
    blocked.write_text("a file where a folder should be")
    said = refusal(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM)), output=str(blocked / "salida.gpkg"))
    assert "salida" in said
    assert os.listdir(tmp_path) == ["archivo"]
    assert stat.S_ISREG(blocked.stat().st_mode)


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_cancel_in_the_middle_leaves_nothing(tmp_path, suffix):
    class Impatient(Log):
        def setProgress(self, percent):
            if percent > 50:
                self.cancel()

    boundaries = layer_of(*((f"C{n}", COMMUNITY) for n in range(30)))
    output = tmp_path / "salida" / f"cruces.{suffix}"
    output.parent.mkdir()
    log = Impatient()
    parameters = {
        "BOUNDARIES": boundaries,
        "BOUNDARY_ID": "nombre",
        "REFERENCE": [layer_of(("M1", CLAIM))],
        "OUTPUT": str(output),
    }
    QgsProject.instance().addMapLayers([boundaries, *parameters["REFERENCE"]], False)
    with pytest.raises(QgsProcessingException, match="Nothing was written"):
        processing.run(ALGORITHM, parameters, feedback=log)
    assert os.listdir(output.parent) == []


def test_run_reads_beside_a_program_that_has_the_geopackage_open_for_writing(tmp_path):
    reference = saved(layer_of(("M1", CLAIM)), tmp_path / "minas.gpkg")
    reference.setDisplayExpression('"nombre"')
    writer = sqlite3.connect(tmp_path / "minas.gpkg", isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert [row["feature_name"] for row in rows_of(run(layer_of(("A", COMMUNITY)), reference))] == ["M1"]
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_every_feature_has_its_own_row_in_the_geopackage_that_is_written(tmp_path):
    path = tmp_path / "cruces.gpkg"
    run(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM), ("M2", CLAIM)), output=str(path))
    layer = QgsVectorLayer(str(path), "cruces", "ogr")
    assert layer.featureCount() == 2
    assert layer.fields().names()[-9:] == [
        "boundary_id",
        "layer",
        "feature_id",
        "area_ha",
        "percent",
        "feature_name",
        "feature_percent",
        "width_m",
        "utm_epsg",
    ]
    assert all(f.geometry().isGeosValid() for f in layer.getFeatures(QgsFeatureRequest()))


# 1 km squares beside the community: one shares its eastern side, one its north-eastern corner, one is 1 m away
BESIDE = "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))"
AT_CORNER = "POLYGON((501000 9001000,502000 9001000,502000 9002000,501000 9002000,501000 9001000))"
APART = "POLYGON((498000 9000000,499999 9000000,499999 9001000,498000 9001000,498000 9000000))"


@pytest.mark.parametrize("others", [0, 60], ids=["few", "many"])
def test_pairs_that_share_a_side_or_a_corner_are_counted_and_give_no_row(others):
    log = Log()
    x = np.linspace(500_100, 500_800, 60)
    inside = [(f"P{n}", shapely.box(e, 9_000_300, e + 10, 9_000_310).wkt) for n, e in enumerate(x[:others])]
    reference = layer_of(("junto", BESIDE), ("esquina", AT_CORNER), ("aparte", APART), *inside)
    result = run(layer_of(("A", COMMUNITY)), reference, log=log)
    assert result["TOUCHING_COUNT"] == 2
    assert len(rows_of(result)) == others
    assert any("2 pairs only touch" in info for info in log.infos)


def test_of_a_layer_on_a_server_only_what_lies_near_the_boundaries_is_read(monkeypatch):
    far = "POLYGON((600000 9100000,601000 9100000,601000 9101000,600000 9101000,600000 9100000))"
    geographic = QgsGeometry.fromWkt(CLAIM)
    to_degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(UTM18), QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()
    )
    geographic.transform(to_degrees)
    away = QgsGeometry.fromWkt(far)
    away.transform(to_degrees)
    for claims, kept in (
        (layer_of(("M1", CLAIM), ("M2", far), name="minas"), 25.0),
        (layer_of(("M1", geographic.asWkt(17)), ("M2", away.asWkt(17)), crs="EPSG:4326", name="minas"), 25.0),
    ):
        whole, near = Log(), Log()
        (row,) = rows_of(run(layer_of(("A", COMMUNITY)), claims, AREA_METHOD="utm", log=whole))
        assert any("minas: 2 features read" in info for info in whole.infos)
        assert not any("server" in info for info in whole.infos)
        with monkeypatch.context() as patched:
            patched.setattr(reference_room, "REMOTE_PROVIDERS", frozenset({"memory"}))
            (same,) = rows_of(run(layer_of(("A", COMMUNITY)), claims, AREA_METHOD="utm", log=near))
        assert any("minas: 1 features read" in info for info in near.infos)
        assert any("comes from a server" in info for info in near.infos)
        assert same["area_ha"] == row["area_ha"] == pytest.approx(kept, rel=1e-6)


def test_files_read_from_are_closed_when_the_run_ends_or_is_cancelled(tmp_path, monkeypatch):
    opened = []
    for kind in (SpooledReference, GeoPackageReference):
        close = kind.close
        monkeypatch.setattr(kind, "close", lambda source, close=close: (opened.append(source), close(source)))
    stored = saved(layer_of(("M1", CLAIM)), tmp_path / "minas.gpkg")
    run(layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM)), stored)
    spooled, direct = opened[1], opened[0]
    assert spooled._file.closed
    with pytest.raises(sqlite3.ProgrammingError):
        direct.read(np.array([1], dtype=np.int64))
    cancelled = []
    monkeypatch.setattr(SpooledReference, "close", lambda source: (cancelled.append(source), source._file.close()))
    with pytest.raises(CancelledError):
        reference_layer(layer_of(("M1", CLAIM)), None).open(is_cancelled=lambda: True)
    assert cancelled[0]._file.closed


def layers_of(result):
    return {facts["layer"]: facts for facts in json.loads(result["LAYERS"])}


def test_what_became_of_each_layer_is_told_layer_by_layer():
    # 10 m x 1 km = 1 ha in common with the sliver, 25 ha with the claim; the last feature has no geometry
    sliver = "POLYGON((500990 9000000,502000 9000000,502000 9001000,500990 9001000,500990 9000000))"
    parcels = layer_of(("S", sliver), ("E", BESIDE), ("N", None), name="predios")
    result = run(
        layer_of(("A", COMMUNITY)), layer_of(("M1", CLAIM), name="minas"), parcels, AREA_METHOD="utm", MIN_AREA_HA=5
    )
    facts = layers_of(result)
    assert list(facts) == ["minas", "predios"]
    assert facts["minas"] == {
        "layer": "minas",
        "read": 1,
        "used": 1,
        "left_out": 0,
        "reason": "",
        "rows": 1,
        "small": 0,
        "touching": 0,
        "failed": 0,
        "doubt": "",
        "evaluated": True,
    }
    assert facts["predios"]["reason"]
    assert {**facts["predios"], "reason": ""} == {
        "layer": "predios",
        "read": 3,
        "used": 2,
        "left_out": 1,
        "reason": "",
        "rows": 0,
        "small": 1,
        "touching": 1,
        "failed": 0,
        "doubt": "",
        "evaluated": True,
    }


@pytest.mark.parametrize("direct", [True, False], ids=["geopackage", "memory"])
@pytest.mark.parametrize("wkt", [None, "POLYGON((500000 9000000,501000 9000000,500000 9000000))"])
def test_a_layer_without_a_usable_feature_is_not_evaluated(tmp_path, wkt, direct):
    reference = layer_of(("N", wkt), name="predios")
    if direct:
        reference = saved(reference, tmp_path / "predios.gpkg")
    facts = layers_of(run(layer_of(("A", COMMUNITY)), reference))["predios"]
    assert (facts["read"], facts["used"], facts["left_out"], facts["evaluated"]) == (1, 0, 1, False)


def test_boundaries_without_geometry_are_refused_and_a_few_of_them_counted(tmp_path):
    output = tmp_path / "cruces.gpkg"
    said = refusal(layer_of(("A", None), ("B", None), name="linderos"), layer_of(("M1", CLAIM)), output=str(output))
    assert "None of the 2 boundaries of “linderos” can be used" in said
    assert not output.exists()
    result = run(layer_of(("A", COMMUNITY), ("B", None)), layer_of(("M1", CLAIM)))
    assert result["BOUNDARIES_LEFT_OUT"] == 1


def test_layers_of_one_name_are_told_apart_even_from_one_that_bears_the_number():
    second = "POLYGON((500000 9000000,500100 9000000,500100 9000100,500000 9000100,500000 9000000))"
    result = run(
        layer_of(("A", COMMUNITY)),
        layer_of(("P", CLAIM), name="predios"),
        layer_of(("Q", second), name="predios"),
        layer_of(("R", APART), name="predios (2)"),
        AREA_METHOD="utm",
    )
    assert {row["layer"]: row["feature_name"] for row in rows_of(result)} == {"predios": "P", "predios (3)": "Q"}
    assert {name: facts["rows"] for name, facts in layers_of(result).items()} == {
        "predios": 1,
        "predios (3)": 1,
        "predios (2)": 0,
    }


def test_a_pair_the_geometry_engine_fails_on_leaves_its_layer_not_evaluated(monkeypatch):
    def failing(boundary, wkbs, boxes, vertices):
        for position in range(len(wkbs)):
            yield position, OverlayError("overlap.failed", reason="side location conflict")

    monkeypatch.setattr(PreparedBoundary, "common", failing)
    log = Log()
    result = run(
        layer_of(("A", COMMUNITY)),
        layer_of(("M1", CLAIM), name="minas"),
        layer_of(("L", "POLYGON((0 0,1 0,1 1,0 0))"), name="lejos"),
        log=log,
    )
    facts = layers_of(result)
    assert (facts["minas"]["failed"], facts["minas"]["evaluated"]) == (1, False)
    assert (facts["lejos"]["failed"], facts["lejos"]["evaluated"]) == (0, True)
    assert any("NOT EVALUATED" in warning for warning in log.warnings)
