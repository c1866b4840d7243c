"""``alertstatistics`` as Processing runs it: golden counts, layers in any system, and everything that can be wrong with the input."""

from __future__ import annotations

import datetime

import numpy as np
import processing
import pytest
from osgeo import gdal
from processing.core.Processing import Processing
from pyproj import Transformer
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)
from rasterio.features import rasterize
from rasterio.transform import Affine
from shapely import from_wkt

from tests.unit.alerts.alert_rasters import write_raster

ALGORITHM = "rainforestalert:alertstatistics"
# 4 x 4 pixels of 0.0001 degrees from -75, -8: columns of low, high, highest and nothing, all of day 3347 = 2024-02-29
CODES = np.tile(np.array([23347, 33347, 43347, 0], np.uint16), (4, 1))
WEST_HALF = "POLYGON((-75 -8, -74.9998 -8, -74.9998 -8.0004, -75 -8.0004, -75 -8))"
ALL = "POLYGON((-75 -8, -74.9996 -8, -74.9996 -8.0004, -75 -8.0004, -75 -8))"


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
    """Feedback that keeps what is said, and cancels itself at a given progress."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.warnings, self.said, self.cancel_at = [], [], cancel_at

    def pushWarning(self, text):
        self.warnings.append(text)

    def pushInfo(self, text):
        self.said.append(text)

    def watch(self, percent):
        if self.cancel_at is not None and percent >= self.cancel_at:
            self.cancel()


def layer_of(*rows, crs="EPSG:4326", name="communities"):
    """Memory layer of (code, WKT)."""
    layer = QgsVectorLayer(f"MultiPolygon?crs={crs}&field=code:string", name, "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    features = []
    for code, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code])
        if wkt is not None:
            geometry = QgsGeometry.fromWkt(wkt)
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def run(alerts, territories, log=None, output="TEMPORARY_OUTPUT", **more):
    log = log or Log()
    if log.cancel_at is not None:
        log.progressChanged.connect(log.watch)
    context = QgsProcessingContext()
    parameters = {"ALERTS": alerts, "TERRITORIES": territories, "TERRITORY_ID": "code", "OUTPUT": output, **more}
    result = processing.run(ALGORITHM, parameters, feedback=log, context=context)
    table = result["OUTPUT"]
    if isinstance(table, str):
        table = QgsVectorLayer(table, "table", "ogr")
    names = [field.name() for field in table.fields() if field.name() != "fid"]
    assert names == ["territory_id", "period_start", "confidence", "pixel_count", "area_ha"]
    rows = {
        (f["territory_id"], f["period_start"].toPyDate().isoformat(), f["confidence"]): (f["pixel_count"], f["area_ha"])
        for f in table.getFeatures()
    }
    return rows, log, result


def refused(alerts, territories, **more):
    with pytest.raises(QgsProcessingException) as error:
        run(alerts, territories, **more)
    return str(error.value)


@pytest.fixture
def raster(tmp_path):
    return write_raster(tmp_path / "gfw_integrated_alerts.tif", CODES)


def test_counts_and_fields_of_the_contract(raster):
    rows, log, result = run(raster, layer_of(("A", WEST_HALF), ("B", ALL)), PERIOD="month")
    assert {key: value[0] for key, value in rows.items()} == {
        ("A", "2024-02-01", "low"): 4,
        ("A", "2024-02-01", "high"): 4,
        ("B", "2024-02-01", "low"): 4,
        ("B", "2024-02-01", "high"): 4,
        ("B", "2024-02-01", "highest"): 4,
    }
    # four pixels of 0.0001 degrees at 8 degrees south, 11.0242 m x 11.0596 m each from the radii of curvature by hand
    assert rows["A", "2024-02-01", "low"][1] == pytest.approx(4 * 11.0242 * 11.0596 / 1e4, rel=1e-5)
    assert result["PIXEL_COUNT"] == 20
    assert any("gfw_integrated" in line for line in log.said)


@pytest.mark.parametrize(
    ("period", "start"),
    [("day", "2024-02-29"), ("week", "2024-02-26"), ("month", "2024-02-01"), ("year", "2024-01-01")],
)
def test_every_period_starts_on_its_first_day(raster, period, start):
    rows, _, _ = run(raster, layer_of(("A", WEST_HALF)), PERIOD=period)
    assert {key[1] for key in rows} == {start}


def test_first_and_last_day_filter(raster):
    territories = layer_of(("A", ALL))
    inside, _, _ = run(raster, territories, START="2024-02-29", END="2024-02-29")
    outside, _, _ = run(raster, territories, START="2024-03-01")
    assert len(inside) == 3
    assert outside == {}


def test_territories_in_utm_are_transformed_to_the_raster(raster):
    to_utm = Transformer.from_crs(4326, 32718, always_xy=True)
    corners = [(-75, -8), (-74.9998, -8), (-74.9998, -8.0004), (-75, -8.0004), (-75, -8)]
    ring = ", ".join("{} {}".format(*to_utm.transform(*corner)) for corner in corners)
    rows, _, _ = run(raster, layer_of(("A", f"POLYGON(({ring}))"), crs="EPSG:32718"))
    assert {key[2]: value[0] for key, value in rows.items()} == {"low": 4, "high": 4}


def test_output_file_is_written_whole(raster, tmp_path):
    rows, _, _ = run(raster, layer_of(("A", ALL)), output=str(tmp_path / "out.gpkg"))
    assert len(rows) == 3


def test_invalid_territories_are_repaired_and_reported(raster):
    bow_tie = "POLYGON((-75 -8, -74.9996 -8.0004, -74.9996 -8, -75 -8.0004, -75 -8))"
    overlapping = f"MULTIPOLYGON(((-75 -8, -74.9997 -8, -74.9997 -8.0004, -75 -8.0004, -75 -8)), (({WEST_HALF[9:-2]})))"
    hole_outside = f"POLYGON(({WEST_HALF[9:-2]}), (-70 -8, -69 -8, -69 -9, -70 -8))"
    rows, log, _ = run(raster, layer_of(("tie", bow_tie), ("parts", overlapping), ("hole", hole_outside)))
    # parts counted once: three columns of four; the hole outside its shell takes nothing away
    assert sum(value[0] for key, value in rows.items() if key[0] == "parts") == 12
    assert sum(value[0] for key, value in rows.items() if key[0] == "hole") == 8
    # the bow-tie's two triangles cross in the middle; rows of pixels by rasterio
    left = "((-75 -8, -74.9998 -8.0002, -75 -8.0004, -75 -8))"
    right = "((-74.9996 -8, -74.9996 -8.0004, -74.9998 -8.0002, -74.9996 -8))"
    triangles = f"MULTIPOLYGON({left}, {right})"
    mask = rasterize([from_wkt(triangles)], (4, 4), transform=Affine(0.0001, 0, -75, 0, -0.0001, -8)) > 0
    assert abs(sum(value[0] for key, value in rows.items() if key[0] == "tie") - int((mask & (CODES > 0)).sum())) <= 2
    assert sum("repaired" in line for line in log.warnings) == 3


def test_territories_without_or_with_the_same_id_stay_apart(raster):
    rows, log, _ = run(raster, layer_of(("A", WEST_HALF), ("A", ALL), (None, ALL)))
    assert len({key[0] for key in rows}) == 3
    assert any("share their identifier" in line for line in log.warnings)
    assert any("no identifier" in line for line in log.warnings)


def test_territory_without_geometry_is_named(raster):
    _, log, _ = run(raster, layer_of(("A", ALL), ("B", None)))
    assert any("B" in line and "no geometry" in line for line in log.warnings)


def test_some_territories_outside_are_named(raster):
    rows, log, _ = run(raster, layer_of(("A", ALL), ("far", "POLYGON((-60 -8, -59 -8, -59 -7, -60 -8))")))
    assert {key[0] for key in rows} == {"A"}
    assert any("far" in line and "outside" in line for line in log.warnings)


def test_territory_that_sticks_out_5_km_to_the_west_is_named(raster):
    # 5 km are 0.0454 degrees of longitude at 8 degrees south
    out = "POLYGON((-75.0454 -8, -74.9998 -8, -74.9998 -8.0004, -75.0454 -8.0004, -75.0454 -8))"
    rows, log, _ = run(raster, layer_of(("A", WEST_HALF), ("juts", out)))
    assert {key[0] for key in rows} == {"A", "juts"}
    assert [line for line in log.warnings if "reach beyond" in line and "juts" in line and "not counted" in line] != []
    _, log, _ = run(raster, layer_of(("A", WEST_HALF)))
    assert [line for line in log.warnings if "reach beyond" in line] == []


def test_all_territories_outside_is_an_error(raster):
    assert "None of the territories lies on the raster" in refused(
        raster, layer_of(("far", "POLYGON((-60 -8, -59 -8, -59 -7, -60 -8))"))
    )


def test_swapped_territories_look_swapped(raster):
    swapped = "POLYGON((-8 -75, -8 -74.9998, -8.0004 -74.9998, -8.0004 -75, -8 -75))"
    assert "look swapped" in refused(raster, layer_of(("A", swapped)))


def test_empty_territories_are_refused(raster):
    assert "has no features" in refused(raster, layer_of())


def test_territories_without_system_are_refused(raster):
    assert "no coordinate reference system" in refused(raster, layer_of(("A", ALL), crs=""))


def test_raster_without_system_is_refused_until_the_user_sets_it(tmp_path):
    path = write_raster(tmp_path / "gfw_integrated.tif", CODES, epsg=None)
    layer = QgsRasterLayer(path, "alerts")
    layer.setCrs(QgsCoordinateReferenceSystem())
    assert "no coordinate reference system" in refused(layer, layer_of(("A", ALL)))
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    rows, _, _ = run(layer, layer_of(("A", ALL)))
    assert len(rows) == 3


def test_float_raster_is_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", CODES.astype(np.float32))
    assert "Float32" in refused(path, layer_of(("A", ALL)))


def test_byte_raster_is_refused(tmp_path):
    path = write_raster(tmp_path / "intensity.tif", np.full((4, 4), 55, np.uint8))
    assert "holds no alert codes" in refused(path, layer_of(("A", ALL)))


def test_raster_without_alert_codes_is_refused(tmp_path):
    path = write_raster(tmp_path / "gfw_integrated.tif", np.full((4, 4), 812, np.uint16))
    assert "812" in refused(path, layer_of(("A", ALL)))


def test_truncated_raster_is_refused_and_nothing_is_written(tmp_path):
    rng = np.random.default_rng(1)
    codes = (30000 + rng.integers(1, 4000, (400, 400))).astype(np.uint16)
    path = tmp_path / "gfw_integrated.tif"
    write_raster(path, codes, options=("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"))
    path.write_bytes(path.read_bytes()[:100_000])
    output = tmp_path / "out.gpkg"
    assert "cannot be read" in refused(
        str(path), layer_of(("A", "POLYGON((-75 -8, -74.96 -8, -74.96 -8.04, -75 -8.04, -75 -8))")), output=str(output)
    )
    assert not output.exists()


def test_destination_in_a_folder_that_is_a_file_is_refused(raster, tmp_path):
    (tmp_path / "file").write_text("x")
    assert "Nothing can be written" in refused(raster, layer_of(("A", ALL)), output=str(tmp_path / "file" / "out.gpkg"))


@pytest.mark.parametrize("percent", [5, 25, 90])
def test_cancel_leaves_nothing(raster, tmp_path, percent):
    output = tmp_path / "out.gpkg"
    log = Log(cancel_at=percent)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(raster, layer_of(("A", ALL)), log=log, output=str(output))
    assert [path.name for path in tmp_path.iterdir()] == ["gfw_integrated_alerts.tif"]


def points_layer(*rows, fields="field=alert_id:string&field=date:date&field=confidence:string&field=area_ha:double"):
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&{fields}", "alerts", "memory")
    features = []
    for x, y, *values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(values))
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({x} {y})"))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_points_are_counted_once_each_and_their_area_summed():
    day = datetime.date(2024, 2, 29).isoformat()
    points = points_layer(
        (-74.9999, -8.0001, "a", day, "high", 0.5),
        (-74.9999, -8.0001, "a", day, "high", 0.5),  # the same alert, in a second territory
        (-74.9997, -8.0001, "b", day, "highest", 0.25),
        (-60.0, -8.0, "c", day, "high", 9.0),
    )
    rows, _, _ = run(points, layer_of(("A", WEST_HALF), ("B", ALL)))
    assert rows == {
        ("A", "2024-02-01", "high"): (1, 0.5),
        ("B", "2024-02-01", "high"): (1, 0.5),
        ("B", "2024-02-01", "highest"): (1, 0.25),
    }


def test_points_without_a_date_field_are_refused():
    points = points_layer((-74.9999, -8.0001, "high"), fields="field=confidence:string")
    assert "Import alerts" in refused(points, layer_of(("A", ALL)))


def test_block_cache_is_as_before(raster):
    before = gdal.GetCacheMax()
    run(raster, layer_of(("A", ALL)))
    assert gdal.GetCacheMax() == before
