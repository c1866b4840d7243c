from __future__ import annotations

import datetime

import numpy as np
import pytest
import rasterio
import shapely
from osgeo import gdal, osr
from pyproj import Geod, Transformer
from rasterio.features import rasterize

from rainforest_alert_plugin.alerts import statistics as statistics_module
from rainforest_alert_plugin.alerts.encoding import unix_day
from rainforest_alert_plugin.alerts.periods import period_start
from rainforest_alert_plugin.alerts.pixel_area import pixel_areas
from rainforest_alert_plugin.alerts.raster import Grid, open_alerts
from rainforest_alert_plugin.alerts.statistics import (
    CountablePoints,
    StatisticsRow,
    count_alert_pixels,
    count_alert_points,
)
from rainforest_alert_plugin.errors import CancelledError, InputError
from rainforest_alert_plugin.geo.features import PolygonFeature
from tests.unit.alerts.alert_rasters import write_raster

TRANSFORM = (-75.0, 0.0001, 0.0, -8.0, 0.0, -0.0001)
WORDS = {2: "low", 3: "high", 4: "highest"}


def territory(identity, geometry):
    return PolygonFeature(identity, shapely.to_wkb(geometry))


def month_of(days):
    date = datetime.date(2014, 12, 31) + datetime.timedelta(days=int(days))
    return date.replace(day=1)


def by_rasterio(path, territories, area_ha):
    """Counts per territory, month and confidence from rasterio's rasterisation and a loop over pixels."""
    with rasterio.open(path) as dataset:
        codes, transform = dataset.read(1).view(np.uint16), dataset.transform
    expected = {}
    for identity, geometry in territories:
        mask = rasterize([(geometry, 1)], codes.shape, transform=transform, all_touched=False, dtype="uint8")
        for row, col in zip(*np.nonzero(mask & (codes > 0))):
            code = int(codes[row, col])
            if code // 10000 not in WORDS:
                continue
            key = (identity, month_of(code % 10000), WORDS[code // 10000])
            count, area = expected.get(key, (0, 0.0))
            expected[key] = (count + 1, area + area_ha(row, col))
    return expected


def as_dict(counts):
    return {
        (row.territory_id, row.period_start, row.confidence): (row.pixel_count, row.area_ha) for row in counts.rows()
    }


def assert_same(mine, expected):
    assert {key: value[0] for key, value in mine.items()} == {key: value[0] for key, value in expected.items()}
    for key, (_, area) in expected.items():
        # GeographicLib keeps about one part in a million of a cell of 10 m
        assert mine[key][1] == pytest.approx(area, rel=3e-6)


def cell_ha(transform, row, col, to_degrees=None):
    """Area of a pixel from GeographicLib, its sides densified."""
    t = np.linspace(0.0, 1.0, 60)
    cols = np.concatenate([col + t, np.full(60, col + 1), col + 1 - t, np.full(60, col)])
    rows = np.concatenate([np.full(60, row), row + t, np.full(60, row + 1), row + 1 - t])
    x = transform[0] + cols * transform[1] + rows * transform[2]
    y = transform[3] + cols * transform[4] + rows * transform[5]
    if to_degrees is not None:
        x, y = to_degrees.transform(x, y)
    return abs(Geod(ellps="WGS84").polygon_area_perimeter(x, y)[0]) / 10000


def synthetic(rng, shape, share=0.05):
    codes = rng.choice([20000, 30000, 40000], shape, p=[0.5, 0.4, 0.1]) + rng.integers(1462, 4345, shape)
    codes = np.where(rng.random(shape) < share, codes, 0)
    codes[rng.random(shape) < 0.001] = 50389
    return codes.astype(np.uint16)


def star(rng, centre, radius, vertices):
    angle = np.sort(rng.random(vertices)) * 2 * np.pi
    r = radius * (0.4 + 0.6 * rng.random(vertices))
    ring = np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)])
    return shapely.make_valid(shapely.Polygon(ring))


@pytest.mark.parametrize("kind", ["u2", "i2"])
@pytest.mark.parametrize("options", [("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"), ("BLOCKYSIZE=11",)])
def test_counts_per_month_are_those_of_rasterio(tmp_path, kind, options):
    rng = np.random.default_rng(11)
    codes = synthetic(rng, (300, 260))
    path = write_raster(tmp_path / "a.tif", codes.view(kind), options=options, nodata=None)
    # overlapping on purpose, one partly outside, one with a hole
    shapes = [(f"C{i}", star(rng, (-75 + 0.026 * rng.random(), -8 - 0.03 * rng.random()), 0.009, 60)) for i in range(6)]
    shapes.append(("edge", shapely.box(-75.01, -8.005, -74.99511, -7.99)))
    shapes.append(
        (
            "ring",
            shapely.box(-74.9901, -8.0201, -74.9802, -8.0103).difference(shapely.box(-74.988, -8.018, -74.985, -8.015)),
        )
    )
    result = count_alert_pixels(open_alerts(path, "gfw_integrated"), [territory(i, g) for i, g in shapes], "month")
    rows = [cell_ha(TRANSFORM, row, 0) for row in range(300)]
    expected = by_rasterio(path, shapes, lambda row, col: rows[row])
    assert_same(as_dict(result.counts), expected)
    assert len(expected) > 300
    assert result.tally.invalid == {50389: int((codes == 50389).sum())} or result.tally.invalid[50389] > 0


@pytest.mark.parametrize("epsg", [4326, 32718])
def test_small_territories_far_apart_count_as_in_rasterio(tmp_path, epsg):
    # between their corners of the raster lie most alerts, in none; two overlap
    codes = np.where(np.random.default_rng(5).random((200, 230)) < 0.3, 33347, 0).astype(np.uint16)
    size, west, north = (0.0001, -75.0, -8.0) if epsg == 4326 else (10.0, 500000.0, 9100000.0)
    transform = (west, size, 0.0, north, 0.0, -size)
    path = write_raster(tmp_path / "a.tif", codes, transform=transform, epsg=epsg)
    boxes = {"A": (3.2, 4.1, 31.7, 30.2), "B": (20.4, 11.3, 44.9, 50.8), "C": (190.2, 160.4, 221.6, 190.1)}
    shapes = [
        (name, shapely.box(west + left * size, north - bottom * size, west + right * size, north - top * size))
        for name, (left, top, right, bottom) in boxes.items()
    ]
    result = count_alert_pixels(open_alerts(path, "gfw_integrated"), [territory(i, g) for i, g in shapes], "month")
    to_degrees = None if epsg == 4326 else Transformer.from_crs(epsg, 4326, always_xy=True)
    expected = by_rasterio(path, shapes, lambda row, col: cell_ha(transform, row, col, to_degrees))
    assert_same(as_dict(result.counts), expected)
    assert sum(value[0] for value in expected.values()) < np.count_nonzero(codes) / 4


def test_overlapping_territories_both_count(tmp_path):
    codes = np.zeros((10, 10), np.uint16)
    codes[4, 4] = 33347
    path = write_raster(tmp_path / "a.tif", codes)
    whole = shapely.box(-75.0, -8.001, -74.999, -8.0)
    result = count_alert_pixels(
        open_alerts(path, "gfw_integrated"), [territory("A", whole), territory("B", whole)], "year"
    )
    rows = list(result.counts.rows())
    # day 3347 is 2024-02-29; a pixel of 0.0001 degrees at -8.00045 measures 11.0242 m x 11.0596 m by hand from the radii of
    # curvature N cos(lat) and M: 0.012192 ha
    assert [(row.territory_id, row.period_start, row.confidence, row.pixel_count) for row in rows] == [
        ("A", datetime.date(2024, 1, 1), "high", 1),
        ("B", datetime.date(2024, 1, 1), "high", 1),
    ]
    sine, cosine = np.sin(np.radians(8.00045)), np.cos(np.radians(8.00045))
    e2 = 0.00669437999014
    n, m = 6378137 / np.sqrt(1 - e2 * sine**2), 6378137 * (1 - e2) / (1 - e2 * sine**2) ** 1.5
    assert rows[0].area_ha == pytest.approx(n * cosine * m * np.radians(0.0001) ** 2 / 1e4, rel=1e-8)


def test_neighbours_share_no_pixel_and_lose_none(tmp_path):
    codes = np.full((40, 40), 33347, np.uint16)
    path = write_raster(tmp_path / "a.tif", codes, transform=(0.0, 1.0, 0.0, 40.0, 0.0, -1.0))
    # the common side runs through the centres of column 20 and bends on a centre
    side = [(20.5, 40.0), (20.5, 20.5), (10.5, 10.5), (30.0, 0.0)]
    left = shapely.Polygon([(0, 40), *side, (0, 0)])
    right = shapely.Polygon([(40, 40), (40, 0), *side[::-1]])
    result = count_alert_pixels(
        open_alerts(path, "gfw_integrated"), [territory("L", left), territory("R", right)], "year"
    )
    assert int(result.counts.pixel_count.sum()) == 1600


def test_both_ends_of_the_period_count(tmp_path):
    codes = np.array([[20010, 20011, 20012, 20013]], np.uint16)
    raster = open_alerts(write_raster(tmp_path / "a.tif", codes), "gfw_integrated")
    area = [territory("A", shapely.box(-76, -9, -74, -7))]
    # day 10 is 2015-01-10, a Saturday; the week from Monday 5 January ends on the 11th
    result = count_alert_pixels(raster, area, "week", datetime.date(2015, 1, 11), datetime.date(2015, 1, 12))
    assert [(row.period_start.isoformat(), row.pixel_count) for row in result.counts.rows()] == [
        ("2015-01-05", 1),
        ("2015-01-12", 1),
    ]


@pytest.mark.parametrize(
    ("period", "date", "first"),
    [
        ("day", "2024-02-29", "2024-02-29"),
        ("week", "2024-02-29", "2024-02-26"),
        ("week", "2024-02-26", "2024-02-26"),
        ("week", "2023-01-01", "2022-12-26"),
        ("month", "2024-02-29", "2024-02-01"),
        ("year", "2024-12-31", "2024-01-01"),
    ],
)
def test_periods_start_where_the_calendar_says(period, date, first):
    day = unix_day(datetime.date.fromisoformat(date))
    assert period_start(np.array([day]), period).tolist() == [unix_day(datetime.date.fromisoformat(first))]


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_counts_kept_in_pieces_add_up_as_counts_kept_whole(tmp_path, monkeypatch, period):
    rng = np.random.default_rng(3)
    path = write_raster(
        tmp_path / "a.tif", synthetic(rng, (200, 200)), options=("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")
    )
    shapes = [territory(str(i), star(rng, (-74.99, -8.01), 0.01, 40)) for i in range(5)]
    whole = as_dict(count_alert_pixels(open_alerts(path, "gfw_integrated"), shapes, period).counts)
    for cells in (0, 5000):
        monkeypatch.setattr(statistics_module, "_DENSE_CELLS", cells)
        pieces = as_dict(count_alert_pixels(open_alerts(path, "gfw_integrated"), shapes, period).counts)
        assert_same(pieces, whole)


def test_some_territories_outside_are_named_and_have_no_rows(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    shapes = [territory("in", shapely.box(-75, -8.0009, -74.9991, -8)), territory("out", shapely.box(-70, -8, -69, -7))]
    result = count_alert_pixels(raster, shapes, "month")
    assert result.outside == ["out"]
    assert [row.territory_id for row in result.counts.rows()] == ["in"]
    assert [message.id for message in result.messages] == ["alerts.some_territories_outside"]


def test_territories_that_reach_beyond_the_raster_are_named(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    # 9 x 9 pixels of 0.0001 degrees from -75, -8; each shape leaves by one side, the last two by less than half a pixel
    west, south, east, north = -75.0, -8.0009, -74.9991, -8.0
    shapes = [
        territory("W", shapely.box(west - 0.05, south, east, north)),
        territory("S", shapely.box(west, south - 0.0002, east, north)),
        territory("E", shapely.box(west, south, east + 0.0002, north)),
        territory("N", shapely.box(west, south, east, north + 0.0002)),
        territory("whole", shapely.box(west, south, east, north)),
        territory("rounded", shapely.box(west - 0.00004, south - 0.00004, east + 0.00004, north + 0.00004)),
    ]
    result = count_alert_pixels(raster, shapes, "month")
    assert [(message.id, message.facts["count"], message.facts["ids"]) for message in result.messages] == [
        ("alerts.some_territories_partly_outside", 4, "W, S, E, N")
    ]
    assert {row.territory_id: row.pixel_count for row in result.counts.rows()} == dict.fromkeys(
        ("W", "S", "E", "N", "whole", "rounded"), 81
    )


def test_all_territories_outside_is_an_error_with_both_extents(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    with pytest.raises(InputError) as error:
        count_alert_pixels(raster, [territory("out", shapely.box(-70, -8, -69, -7))], "month")
    assert error.value.message.id == "alerts.territories_outside"
    assert error.value.message.facts["territories_extent"] == "-70.000, -8.000 – -69.000, -7.000"


def test_swapped_territories_are_recognised_on_degrees(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    with pytest.raises(InputError) as error:
        count_alert_pixels(raster, [territory("A", shapely.box(-8.0009, -75, -8, -74.9991))], "month")
    assert error.value.message.id == "alerts.territories_swapped"


def test_swapped_territories_are_recognised_on_a_mercator_raster(tmp_path):
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(-63.42, -14.95)
    path = write_raster(
        tmp_path / "a.tif", np.full((90, 90), 33347, np.uint16), transform=(x, 10, 0, y, 0, -10), epsg=3857
    )
    # drawn in degrees with latitude first, then transformed to the raster's system as the algorithm does
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)
    swapped = shapely.Polygon(
        [to_mercator.transform(*p) for p in ((-14.95, -63.42), (-14.956, -63.42), (-14.956, -63.414))]
    )
    with pytest.raises(InputError) as error:
        count_alert_pixels(open_alerts(path, "gfw_integrated"), [territory("A", swapped)], "month")
    assert error.value.message.id == "alerts.territories_swapped"


def test_first_day_after_last_day_is_refused(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    with pytest.raises(InputError) as error:
        count_alert_pixels(
            raster,
            [territory("A", shapely.box(-76, -9, -74, -7))],
            "day",
            datetime.date(2024, 2, 2),
            datetime.date(2024, 2, 1),
        )
    assert error.value.message.id == "alerts.dates_reversed"


def test_cancel_stops_the_count(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.full((9, 9), 33347, np.uint16)), "gfw_integrated")
    calls = iter([False])
    with pytest.raises(CancelledError):
        count_alert_pixels(
            raster, [territory("A", shapely.box(-76, -9, -74, -7))], "day", is_cancelled=lambda: next(calls, True)
        )


def test_raster_without_alerts_gives_no_rows_and_says_so(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.zeros((9, 9), np.uint16)))
    result = count_alert_pixels(raster, [territory("A", shapely.box(-75, -8.0009, -74.9991, -8))], "month")
    assert list(result.counts.rows()) == []
    assert [message.id for message in result.messages] == ["alerts.none_in_raster"]


@pytest.mark.parametrize(
    ("epsg", "transform"),
    [
        (4326, (-75.0, 0.00025, 0.0, -12.0, 0.0, -0.00025)),
        (3857, (-7062122.1442, 9.554628502415573, 0.0, -1682025.4713, 0.0, -9.554628654969965)),
        (32718, (300000.0, 30.0, 0.0, 9100000.0, 0.0, -30.0)),
        (32718, (300000.0, 28.0, 5.0, 9100000.0, -4.0, -29.0)),
        (5387, (500000.0, 20.0, 0.0, 8900000.0, 0.0, -20.0)),
    ],
)
def test_pixel_area_is_that_of_geographiclib_in_every_system(epsg, transform):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    areas = pixel_areas(Grid(transform, reference.ExportToWkt(), 3660, 3660))
    to_degrees = None if epsg == 4326 else Transformer.from_crs(epsg, 4326, always_xy=True)
    for row, col in ((0, 0), (1777, 3010), (3659, 3659), (900, 17)):
        mine = areas.at(np.array([row]), np.array([col]))[0]
        # GeographicLib itself keeps about 1e-7 of a 10 m pixel
        assert mine == pytest.approx(cell_ha(transform, row, col, to_degrees), rel=3e-6)


def test_areas_of_a_block_agree_to_one_part_in_ten_million():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32718)
    transform = (166021.0, 30.0, 0.0, 9999000.0, 0.0, -30.0)
    areas = pixel_areas(Grid(transform, reference.ExportToWkt(), 3660, 3660))
    to_degrees = Transformer.from_crs(32718, 4326, always_xy=True)
    row, col = (a.ravel() for a in np.meshgrid(np.arange(500, 600), np.arange(1800, 1900), indexing="ij"))
    along, left, right = np.linspace(0.0, 100.0, 400), np.zeros(400), np.full(400, 100.0)
    col_of_side = 1800 + np.concatenate([along, right, along[::-1], left])
    row_of_side = 500 + np.concatenate([left, along, right, along[::-1]])
    sides = to_degrees.transform(166021.0 + 30 * col_of_side, 9999000.0 - 30 * row_of_side)
    block = abs(Geod(ellps="WGS84").polygon_area_perimeter(*sides)[0])
    assert areas.at(row, col).sum() * 1e4 == pytest.approx(block, rel=1e-7)


def test_points_count_by_the_same_rule_with_their_own_area():
    points = CountablePoints(
        np.array([1.0, 1.5, 9.0, 1.0]),
        np.array([1.0, 1.5, 9.0, 1.0]),
        np.array([unix_day(datetime.date(2024, 2, day)) for day in (1, 29, 3, 28)], np.int32),
        np.array([1, 1, 3, 3], np.uint8),
        np.array([0.5, 0.25, 1.0, 2.0]),
    )
    shapes = [territory("A", shapely.box(0, 0, 2, 2)), territory("B", shapely.box(1.2, 1.2, 3, 3))]
    counts = count_alert_points(points, shapes, "month")
    february = datetime.date(2024, 2, 1)
    assert list(counts.rows()) == [
        StatisticsRow("A", february, "low", 2, 0.75),
        StatisticsRow("A", february, "highest", 1, 2.0),
        StatisticsRow("B", february, "low", 1, 0.25),
    ]


@pytest.mark.realdata
def test_real_integrated_alerts_over_beni_are_those_of_rasterio(shared_data):
    path = str(shared_data / "alerts" / "gfw-tile-cache" / "date_conf.tif")
    rng = np.random.default_rng(42)
    transform = gdal.Open(path).GetGeoTransform()
    left, top = transform[0], transform[3]
    right, bottom = left + 207 * transform[1], top + 171 * transform[5]
    shapes = [
        (f"C{i}", star(rng, (left + (right - left) * rng.random(), bottom + (top - bottom) * rng.random()), 600.0, 300))
        for i in range(12)
    ]
    shapes.append(("all", shapely.box(left - 10, bottom - 10, right + 10, top + 10)))
    result = count_alert_pixels(open_alerts(path), [territory(i, g) for i, g in shapes], "month")
    to_degrees = Transformer.from_crs(3857, 4326, always_xy=True)
    rows = [cell_ha(transform, row, 0, to_degrees) for row in range(171)]
    mine, expected = as_dict(result.counts), by_rasterio(path, shapes, lambda row, col: rows[row])
    assert {key: value[0] for key, value in mine.items()} == {key: value[0] for key, value in expected.items()}
    for key, (_, area) in expected.items():
        assert mine[key][1] == pytest.approx(area, rel=3e-6)
    assert sum(row.pixel_count for row in result.counts.rows() if row.territory_id == "all") == 2945
