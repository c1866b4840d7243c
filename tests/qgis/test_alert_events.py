"""`alertevents` on the real alert window of the demo, against rasterio, scipy, shapely and pyproj."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import processing
import pyproj
import pytest
import rasterio
import rasterio.features
import shapely
from osgeo import gdal
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)
from scipy import ndimage

ALERTS = Path(__file__).parents[2] / "resources" / "demo" / "alerts.tif"
EPOCH = np.datetime64("2014-12-31")
ANY_DATE = 100_000


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
    """What the user reads."""

    def __init__(self):
        super().__init__()
        self.errors = []
        self.warnings = []

    def reportError(self, error, fatalError=False):
        self.errors.append(error)

    def pushWarning(self, warning):
        self.warnings.append(warning)


def run(**parameters):
    """Events as features, and their layer."""
    output = processing.run("rainforestalert:alertevents", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})["OUTPUT"]
    return list(output.getFeatures()), output


def refusal(**parameters):
    """What the user reads when the run is refused."""
    log = Log()
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("rainforestalert:alertevents", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}, feedback=log)
    return " ".join([*log.errors, str(caught.value)])


@pytest.fixture(scope="module")
def window():
    with rasterio.open(ALERTS) as dataset:
        codes = dataset.read(1)
        return codes, dataset.transform, dataset.crs


def corner(transform, row, col):
    """Coordinates of a place counted in pixels, by hand."""
    return transform.c + col * transform.a, transform.f + row * transform.e


def square(window, row, col):
    """Pixel square as the raster's own transform gives it."""
    return shapely.box(*corner(window[1], row + 1, col), *corner(window[1], row, col + 1))


def territories(window, *boxes, ids=None):
    """Territories that cover (top, left, bottom, right) in pixels."""
    layer = QgsVectorLayer(f"Polygon?crs={window[2]}&field=code:string", "communities", "memory")
    for number, (top, left, bottom, right) in enumerate(boxes):
        shape = shapely.union(square(window, top, left), square(window, bottom, right)).envelope
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape.wkt))
        feature.setAttributes([ids[number] if ids else f"CN{number}"])
        layer.dataProvider().addFeature(feature)
    return layer


def test_without_a_window_events_are_the_components_scipy_finds_in_the_real_raster(window):
    found, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=ANY_DATE)
    label, count = ndimage.label(window[0] > 0, np.ones((3, 3)))
    sizes = np.bincount(label[label > 0])[1:]
    assert len(found) == count
    assert sorted(feature["pixel_count"] for feature in found) == sorted(sizes.tolist())


def test_area_is_that_of_the_pixels_on_the_ellipsoid(window):
    found, layer = run(ALERTS=str(ALERTS), WINDOW_DAYS=ANY_DATE)
    to_degrees = pyproj.Transformer.from_crs(window[2], "EPSG:4326", always_xy=True)
    geod = pyproj.Geod(ellps="WGS84")
    assert layer.crs().authid() == window[2].to_string()
    for feature in found[:40]:
        drawn = shapely.from_wkb(bytes(feature.geometry().asWkb()))
        assert drawn.is_valid
        degrees = shapely.transform(drawn, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])))
        assert feature["area_ha"] == pytest.approx(abs(geod.geometry_area_perimeter(degrees)[0]) / 1e4, rel=1e-6)


def test_dates_and_confidence_are_those_of_the_pixels_under_the_outline(window):
    found, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=30)
    codes = window[0]
    assert sum(feature["pixel_count"] for feature in found) == int((codes > 0).sum())
    for feature in found[:25]:
        drawn = shapely.from_wkb(bytes(feature.geometry().asWkb()))
        inside = rasterio.features.geometry_mask([drawn], codes.shape, window[1], invert=True)
        days = EPOCH + codes[inside].astype(int) % 10000
        assert feature["pixel_count"] == int(inside.sum())
        assert feature["first_date"].toPyDate() == days.min().astype(object)
        assert feature["last_date"].toPyDate() == days.max().astype(object)
        assert feature["max_confidence"] == {3: "high", 4: "highest"}[int(codes[inside].max()) // 10000]
        growth = json.loads(feature["growth"])
        assert sorted(growth) == sorted({str(day) for day in days})
        assert sum(growth.values()) == pytest.approx(feature["area_ha"], abs=1e-3)


def test_a_shorter_window_never_makes_fewer_events():
    counts = [len(run(ALERTS=str(ALERTS), WINDOW_DAYS=days)[0]) for days in (0, 30, 90, 365, ANY_DATE)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_an_event_in_two_territories_names_both_the_larger_part_first(window):
    label, _ = ndimage.label(window[0] > 0, np.ones((3, 3)))
    largest = int(np.argmax(np.bincount(label.ravel())[1:])) + 1
    rows, cols = np.nonzero(label == largest)
    middle = int(np.quantile(cols, 0.7))
    west = (0, 0, window[0].shape[0] - 1, middle)
    east = (0, middle + 1, window[0].shape[0] - 1, window[0].shape[1] - 1)
    found, _ = run(
        ALERTS=str(ALERTS),
        WINDOW_DAYS=ANY_DATE,
        TERRITORIES=territories(window, east, west, ids=["East", "West"]),
        TERRITORY_ID="code",
    )
    event = max(found, key=lambda feature: feature["pixel_count"])
    assert (cols <= middle).sum() > (cols > middle).sum() > 0
    assert (event["territory_id"], event["pixel_count"]) == ("West; East", len(rows))


def test_only_events_with_a_pixel_centre_in_a_territory_are_kept_and_they_are_whole(window):
    label, _ = ndimage.label(window[0] > 0, np.ones((3, 3)))
    top, left, bottom, right = 20, 20, 60, 80
    inside = set(np.unique(label[top : bottom + 1, left : right + 1]).tolist()) - {0}
    found, _ = run(
        ALERTS=str(ALERTS),
        WINDOW_DAYS=ANY_DATE,
        TERRITORIES=territories(window, (top, left, bottom, right)),
        TERRITORY_ID="code",
    )
    assert sorted(feature["pixel_count"] for feature in found) == sorted(
        int((label == event).sum()) for event in inside
    )
    assert {feature["territory_id"] for feature in found} == {"CN0"}


def test_events_keep_their_ids_in_a_smaller_window_of_the_same_alerts(window, tmp_path):
    whole, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=ANY_DATE)
    cropped = tmp_path / "gfw_integrated_alerts_date_conf.tif"
    height, width = window[0].shape
    gdal.Translate(str(cropped), str(ALERTS), srcWin=[10, 5, width - 10, height - 5])
    part_events, _ = run(ALERTS=str(cropped), WINDOW_DAYS=ANY_DATE)
    by_outline = {feature.geometry().centroid().asWkt(1): feature["event_id"] for feature in whole}
    common = [f for f in part_events if f.geometry().centroid().asWkt(1) in by_outline]
    assert len(common) > 20
    assert all(by_outline[feature.geometry().centroid().asWkt(1)] == feature["event_id"] for feature in common)
    assert len({feature["event_id"] for feature in whole}) == len(whole)


def test_points_of_the_pixels_give_the_events_of_the_raster(window):
    codes, transform, crs = window
    layer = QgsVectorLayer(
        f"Point?crs={crs}&field=date:date&field=confidence:string&field=source:string", "p", "memory"
    )
    features = []
    for row, col in np.argwhere(codes > 0).tolist():
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*corner(transform, row + 0.5, col + 0.5))))
        day = str(EPOCH + int(codes[row, col]) % 10000)
        feature.setAttributes([day, {3: "high", 4: "highest"}[int(codes[row, col]) // 10000], "gfw_integrated"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    from_points, _ = run(ALERTS=layer, WINDOW_DAYS=60)
    from_raster, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=60)
    points = {feature["event_id"]: feature for feature in from_points}
    assert set(points) == {feature["event_id"] for feature in from_raster}
    for feature in from_raster:
        other = points[feature["event_id"]]
        assert other["pixel_count"] == feature["pixel_count"]
        assert other["area_ha"] == pytest.approx(feature["area_ha"], rel=1e-5)
        assert other.geometry().symDifference(feature.geometry()).area() < 1e-3 * feature.geometry().area()


def test_an_event_across_two_tiles_is_one_when_they_are_read_together(window, tmp_path):
    height, width = window[0].shape
    gdal.Translate(str(tmp_path / "west_date_conf.tif"), str(ALERTS), srcWin=[0, 0, width // 2, height])
    gdal.Translate(
        str(tmp_path / "east_date_conf.tif"), str(ALERTS), srcWin=[width // 2, 0, width - width // 2, height]
    )
    parts = [str(tmp_path / "west_date_conf.tif"), str(tmp_path / "east_date_conf.tif")]
    mosaic = gdal.BuildVRT(str(tmp_path / "gfw_integrated_date_conf.vrt"), parts)
    mosaic.FlushCache()
    del mosaic
    together, _ = run(ALERTS=str(tmp_path / "gfw_integrated_date_conf.vrt"), WINDOW_DAYS=90)
    whole, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=90)
    apart = [len(run(ALERTS=part, WINDOW_DAYS=90)[0]) for part in parts]
    assert {feature["event_id"] for feature in together} == {feature["event_id"] for feature in whole}
    assert sum(apart) > len(whole)


def warned(**parameters):
    """Warnings about territories that the alerts do not hold."""
    log = Log()
    processing.run("rainforestalert:alertevents", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}, feedback=log)
    return [line for line in log.warnings if "outside" in line]


def test_territories_that_reach_beyond_the_raster_are_named(window):
    width = window[0].shape[1]
    layer = territories(
        window,
        (5, 5, 20, 20),
        (10, width - 30, 40, width + 40),
        (0, width + 50, 9, width + 60),
        ids=["in", "juts", "far"],
    )
    said = warned(ALERTS=str(ALERTS), TERRITORIES=layer, TERRITORY_ID="code")
    assert len(said) == 2
    assert "far" in said[0]
    assert "reach beyond" in said[1]
    assert "juts" in said[1]


def test_tiles_side_by_side_hold_a_territory_together_and_one_beside_all_territories_stops_nothing(window, tmp_path):
    height, width = window[0].shape
    halves = {"west": [0, 0, width // 2, height], "east": [width // 2, 0, width - width // 2, height]}
    for name, place in halves.items():
        gdal.Translate(str(tmp_path / f"{name}_date_conf.tif"), str(ALERTS), srcWin=place)
    tiles = {"ALERTS": str(tmp_path / "west_date_conf.tif"), "MORE_ALERTS": [str(tmp_path / "east_date_conf.tif")]}
    across = territories(window, (5, 5, height - 5, width - 5))
    assert warned(**tiles, TERRITORIES=across, TERRITORY_ID="code") == []
    # The same alerts far in the east: a tile that has nothing to do with the territories.
    gdal.Translate(str(tmp_path / "far_date_conf.tif"), str(tmp_path / "east_date_conf.tif"))
    far = gdal.Open(str(tmp_path / "far_date_conf.tif"), gdal.GA_Update)
    moved = list(far.GetGeoTransform())
    moved[0] += 10_000 * moved[1]
    far.SetGeoTransform(moved)
    del far
    tiles["MORE_ALERTS"].append(str(tmp_path / "far_date_conf.tif"))
    said = warned(**tiles, TERRITORIES=across, TERRITORY_ID="code")
    assert len(said) == 1
    assert "far_date_conf.tif" in said[0]
    whole, _ = run(ALERTS=str(ALERTS), TERRITORIES=across, TERRITORY_ID="code")
    found, _ = run(**tiles, TERRITORIES=across, TERRITORY_ID="code")
    assert {feature["event_id"]: feature["pixel_count"] for feature in found} == {
        feature["event_id"]: feature["pixel_count"] for feature in whole
    }


def test_events_smaller_than_asked_are_left_out():
    every, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=90)
    large, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=90, MIN_AREA_HA=0.1)
    assert {f["event_id"] for f in large} == {f["event_id"] for f in every if f["area_ha"] >= 0.1}
    assert 0 < len(large) < len(every)


def test_only_alerts_of_the_period_and_confidence_count(window):
    codes = window[0]
    days = EPOCH + codes.astype(int) % 10000
    counted = (codes >= 40000) & (days >= np.datetime64("2023-01-01")) & (days <= np.datetime64("2024-12-31"))
    found, _ = run(ALERTS=str(ALERTS), WINDOW_DAYS=90, MIN_CONFIDENCE="highest", START="2023-01-01", END="2024-12-31")
    assert sum(feature["pixel_count"] for feature in found) == int(counted.sum()) > 0


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"START": "2024-02-01", "END": "2024-01-01"}, "2024-01-01"),
        ({"TERRITORIES": "far"}, "outside the alerts"),
    ],
)
def test_choices_that_cannot_work_are_named(window, parameters, words):
    if "TERRITORIES" in parameters:
        parameters = {"TERRITORIES": territories(window, (5000, 5000, 5010, 5010)), "TERRITORY_ID": "code"}
    assert words in refusal(ALERTS=str(ALERTS), **parameters)


def test_points_without_a_date_are_named():
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=name:string", "places", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-74, -8)))
    layer.dataProvider().addFeature(feature)
    assert "no field with the date of the alerts (it has: name)" in refusal(ALERTS=layer)


def test_a_raster_layer_of_the_project_works_like_its_file():
    layer = QgsRasterLayer(str(ALERTS), "alerts")
    assert len(run(ALERTS=layer, WINDOW_DAYS=90)[0]) == len(run(ALERTS=str(ALERTS), WINDOW_DAYS=90)[0])


def test_a_geopackage_holds_the_rows_of_a_layer_in_memory(tmp_path):
    in_memory, _ = run(ALERTS=str(ALERTS))
    path = str(tmp_path / "events.gpkg")
    assert processing.run("rainforestalert:alertevents", {"ALERTS": str(ALERTS), "OUTPUT": path})["OUTPUT"] == path
    stored = list(QgsVectorLayer(path, "events", "ogr").getFeatures())
    assert len(stored) == len(in_memory) > 100
    for one, other in zip(stored, in_memory):
        assert one.attributes()[1:] == other.attributes()
        assert one["first_date"].isValid()
        assert one.geometry().asWkb() == other.geometry().asWkb()
