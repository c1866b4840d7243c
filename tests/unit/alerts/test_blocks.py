"""Blocks, drivers and the command line: whatever the pieces and wherever they run, the same counts and the same events."""

from __future__ import annotations

import csv
import datetime
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio.features
import shapely
from osgeo import gdal, ogr, osr
from scipy import ndimage

from rainforest_alert_plugin.alerts import drivers
from rainforest_alert_plugin.alerts.block_events import events_job, merge_events, side_by_side
from rainforest_alert_plugin.alerts.blocks import count_job, jobs_of_rasters, merge_counts, merge_tallies, plan_jobs
from rainforest_alert_plugin.alerts.drivers import Dask, Processes, Serial, Threads, worker_python
from rainforest_alert_plugin.alerts.event_search import EventSearch, events_of_raster
from rainforest_alert_plugin.alerts.raster import open_alerts
from rainforest_alert_plugin.alerts.statistics import count_alert_pixels
from rainforest_alert_plugin.alerts.territory_files import read_territories
from rainforest_alert_plugin.errors import CancelledError, InputError
from rainforest_alert_plugin.geo.features import PolygonFeature

ROOT = Path(__file__).parents[3]
SIZE = 1e-4
WEST, NORTH = -75.0, -8.0
EPOCH = datetime.date(2014, 12, 31)


def wgs84() -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return reference.ExportToWkt()


def write(path, codes, row=0, col=0, block=64):
    height, width = codes.shape
    options = ["TILED=YES", f"BLOCKXSIZE={block}", f"BLOCKYSIZE={block}", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((WEST + col * SIZE, SIZE, 0, NORTH - row * SIZE, 0, -SIZE))
    dataset.SetProjection(wgs84())
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.GetRasterBand(1).WriteArray(codes)
    del dataset
    return str(path)


@pytest.fixture(scope="module")
def codes():
    rng = np.random.default_rng(11)
    clumps = ndimage.binary_dilation(rng.random((330, 410)) < 0.01, iterations=2)
    day = rng.integers(3000, 3400, clumps.shape) // 40 * 40
    kind = rng.integers(2, 5, clumps.shape)
    codes = np.where(clumps & (rng.random(clumps.shape) < 0.8), kind * 10000 + day, 0)
    codes[130:195, 60:330] = 0
    return codes.astype(np.uint16)


@pytest.fixture(scope="module")
def raster(codes, tmp_path_factory):
    return write(tmp_path_factory.mktemp("raster") / "gfw_integrated_alerts.tif", codes)


@pytest.fixture(scope="module")
def territories():
    def ring(*corners):
        return shapely.Polygon([(WEST + x * SIZE, NORTH - y * SIZE) for x, y in corners])

    shapes = {
        "A": ring((10.3, 12.1), (200.7, 30.2), (180.4, 320.9), (20.2, 300.6)),
        "B": ring((150.1, 5.7), (400.8, 5.2), (390.3, 200.4), (160.6, 190.3)),
        "C": ring((300.2, 250.6), (405.9, 240.1), (400.5, 325.2), (310.7, 320.8)),
    }
    return [PolygonFeature(name, shapely.to_wkb(shape)) for name, shape in shapes.items()]


PIECES = {"block_pixels": 64 * 64, "job_pixels": 3 * 64 * 64}


def statistics(raster, territories, driver, **pieces):
    parts = driver.run(count_job, plan_jobs(raster, territories, **pieces), lambda percent: None, lambda: False)
    return merge_counts(tuple(one.id for one in territories), [part.counts for part in parts]), parts


def test_counts_of_blocks_are_those_of_the_whole_and_of_rasterio(raster, codes, territories):
    opened = open_alerts(raster)
    assert len(plan_jobs(opened, territories, **PIECES)) > 8
    merged, parts = statistics(opened, territories, Serial(), **PIECES)
    whole = count_alert_pixels(opened, territories, "month")
    assert merged.pixel_count.tolist() == whole.counts.pixel_count.tolist()
    assert merged.territory.tolist() == whole.counts.territory.tolist()
    assert merged.period_day.tolist() == whole.counts.period_day.tolist()
    np.testing.assert_allclose(merged.area_ha, whole.counts.area_ha, rtol=1e-9)
    transform = rasterio.transform.from_origin(WEST, NORTH, SIZE, SIZE)
    for number, territory in enumerate(territories):
        inside = rasterio.features.geometry_mask([shapely.from_wkb(territory.wkb)], codes.shape, transform, invert=True)
        for kind in (1, 2, 3):
            expected = np.count_nonzero(inside & (codes // 10000 == kind + 1))
            chosen = (merged.territory == number) & (merged.confidence == kind)
            assert merged.pixel_count[chosen].sum() == expected
    assert merge_tallies([part.tally for part in parts]).invalid == {}


@pytest.mark.parametrize("driver", [Serial(), Threads(3), Processes(2)], ids=["here", "threads", "processes"])
def test_every_driver_gives_the_same_counts_and_events(raster, territories, driver):
    opened = open_alerts(raster)
    merged, _ = statistics(opened, territories, driver, **PIECES)
    here, _ = statistics(opened, territories, Serial(), **PIECES)
    assert merged.pixel_count.tolist() == here.pixel_count.tolist()
    np.testing.assert_allclose(merged.area_ha, here.area_ha, rtol=1e-12)
    jobs = jobs_of_rasters([opened], territories, True, window_days=40, **PIECES)
    parts = driver.run(events_job, jobs, lambda percent: None, lambda: False)
    expected, _ = events_of_raster(opened, territories, EventSearch(40))
    rows, _ = merge_events(parts, 40, [one.id for one in territories])
    assert {row.event_id: (row.pixel_count, row.first_date, row.last_date, row.max_confidence) for row in rows} == {
        event.event_id: (event.pixel_count, event.first_date, event.last_date, event.max_confidence)
        for event in expected
    }
    assert {row.event_id: row.territory_id for row in rows} == {
        event.event_id: event.territory_id for event in expected
    }
    areas = {event.event_id: event.area_ha for event in expected}
    for row in rows:
        assert row.area_ha == pytest.approx(areas[row.event_id], rel=1e-9)


@pytest.mark.parametrize("driver", [Serial(), Threads(3), Processes(2)], ids=["here", "threads", "processes"])
def test_results_put_side_by_side_as_they_arrive_merge_to_the_same_events(raster, driver, monkeypatch):
    monkeypatch.setattr(drivers, "_FOLDED_AT_ONCE", 5)
    pieces = {"block_pixels": 64 * 64, "job_pixels": 64 * 64}
    jobs = jobs_of_rasters([open_alerts(raster)], None, True, window_days=40, **pieces)
    parts = driver.run(events_job, jobs, fold=side_by_side)
    assert len(parts) == len(jobs) // 5 + len(jobs) % 5 < len(jobs)
    expected, tally = merge_events(Serial().run(events_job, jobs), 40)
    rows, folded_tally = merge_events(parts, 40)
    assert list(rows) == list(expected)
    assert folded_tally == tally


@pytest.mark.parametrize("block_pixels", [64 * 64, 128 * 64, 10**7])
def test_events_across_seams_are_the_components_scipy_finds(raster, codes, block_pixels):
    jobs = jobs_of_rasters([open_alerts(raster)], None, True, window_days=10_000, block_pixels=block_pixels)
    rows, _ = merge_events(Serial().run(events_job, jobs), 10_000)
    label, count = ndimage.label(codes > 0, np.ones((3, 3)))
    assert len(rows) == count
    assert sorted(row.pixel_count for row in rows) == sorted(np.bincount(label[label > 0])[1:].tolist())


@pytest.mark.parametrize("window_days", [0, 1, 40, 10_000])
def test_blocks_of_any_size_give_the_same_events_to_the_last_pixel_and_area(raster, window_days):
    opened = open_alerts(raster)
    whole, _ = events_of_raster(opened, None, EventSearch(window_days))
    expected = {event.event_id: event for event in whole}
    for block_pixels, job_pixels in ((64 * 64, 64 * 64), (128 * 128, 3 * 128 * 128), (10**7, 10**8)):
        pieces = {"block_pixels": block_pixels, "job_pixels": job_pixels}
        jobs = jobs_of_rasters([opened], None, True, window_days=window_days, **pieces)
        merged, _ = merge_events(Serial().run(events_job, jobs), window_days)
        rows = list(merged)
        assert {row.event_id for row in rows} == set(expected)
        assert [(row.first_date, -row.latitude, row.longitude) for row in rows] == sorted(
            (row.first_date, -row.latitude, row.longitude) for row in rows
        )
        for row in rows:
            event = expected[row.event_id]
            assert (row.pixel_count, row.last_date, row.max_confidence) == (
                event.pixel_count,
                event.last_date,
                event.max_confidence,
            )
            assert row.area_ha == pytest.approx(event.area_ha, rel=1e-9)


def test_an_event_across_the_edge_of_two_tiles_is_one(codes, raster, tmp_path):
    tiles = [
        write(tmp_path / "gfw_integrated_alerts_1.tif", codes[:, :200]),
        write(tmp_path / "gfw_integrated_alerts_2.tif", codes[:, 200:], col=200),
    ]
    jobs = jobs_of_rasters([open_alerts(tile) for tile in reversed(tiles)], None, True, window_days=40)
    rows, _ = merge_events(Serial().run(events_job, jobs), 40)
    whole, _ = events_of_raster(open_alerts(raster), None, EventSearch(40))
    assert {row.event_id: row.pixel_count for row in rows} == {event.event_id: event.pixel_count for event in whole}


def test_tiles_that_share_no_grid_are_refused(codes, tmp_path):
    tiles = [
        write(tmp_path / "gfw_integrated_alerts_1.tif", codes[:, :200]),
        write(tmp_path / "gfw_integrated_alerts_2.tif", codes[:, 200:], col=200.5),
    ]
    with pytest.raises(InputError) as caught:
        jobs_of_rasters([open_alerts(tile) for tile in tiles], None, True)
    assert (caught.value.message.id, caught.value.message.facts["number"]) == ("alerts.tiles_differ", 2)


@pytest.mark.parametrize("driver", [Serial(), Threads(2), Processes(2)], ids=["here", "threads", "processes"])
def test_a_stopped_run_stops_and_a_damaged_raster_is_named_from_any_process(raster, territories, driver, tmp_path):
    jobs = plan_jobs(open_alerts(raster), territories, **PIECES)
    with pytest.raises(CancelledError):
        driver.run(count_job, jobs, lambda percent: None, lambda: True)
    damaged = tmp_path / "gfw_integrated_alerts.tif"
    damaged.write_bytes(Path(raster).read_bytes())
    jobs = plan_jobs(open_alerts(str(damaged)), territories, **PIECES)
    damaged.write_bytes(Path(raster).read_bytes()[:9000])
    with pytest.raises(InputError) as caught:
        driver.run(count_job, jobs, lambda percent: None, lambda: False)
    assert caught.value.message.id == "input.unreadable"
    assert caught.value.message.facts["path"] == str(damaged)


def test_an_error_keeps_its_facts_on_its_way_between_processes():
    error = pickle.loads(pickle.dumps(InputError("alerts.tiles_differ", number=3)))
    assert (type(error), error.message) == (InputError, InputError("alerts.tiles_differ", number=3).message)
    assert isinstance(pickle.loads(pickle.dumps(CancelledError())), CancelledError)


@pytest.mark.parametrize(
    ("executable", "prefix", "present", "chosen"),
    [
        ("/usr/bin/python3", "/usr", [], "/usr/bin/python3"),
        (
            r"C:\Program Files\QGIS 3.40\bin\qgis-ltr-bin.exe",
            r"C:\Program Files\QGIS 3.40\apps\Python312",
            [
                r"C:\Program Files\QGIS 3.40\apps\Python312\python.exe",
                r"C:\Program Files\QGIS 3.40\bin\python3.exe",
            ],
            r"C:\Program Files\QGIS 3.40\apps\Python312\python.exe",
        ),
        (
            r"C:\OSGeo4W\bin\qgis-bin.exe",
            r"C:\OSGeo4W\apps\Python312",
            [r"C:\OSGeo4W\bin\python3.exe"],
            r"C:\OSGeo4W\bin\python3.exe",
        ),
        (
            "/Applications/QGIS.app/Contents/MacOS/QGIS",
            "/Applications/QGIS.app/Contents/Frameworks",
            ["/Applications/QGIS.app/Contents/MacOS/bin/python3"],
            "/Applications/QGIS.app/Contents/MacOS/bin/python3",
        ),
        (r"C:\QGIS\bin\qgis-bin.exe", r"C:\QGIS\apps\Python312", [], None),
    ],
)
def test_a_worker_is_started_with_the_python_beside_qgis_never_with_qgis(executable, prefix, present, chosen):
    assert worker_python(executable, prefix, present.__contains__) == chosen


def test_without_a_python_beside_qgis_threads_do_the_work(raster, territories, monkeypatch):
    driver = Processes(2)
    driver.python = None
    monkeypatch.setattr("multiprocessing.get_context", lambda kind: pytest.fail("no process must be started"))
    opened = open_alerts(raster)
    assert statistics(opened, territories, driver)[0].pixel_count.sum() > 0


def write_territories(path, shapes, epsg=4326):
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    layer = dataset.CreateLayer("communities", reference, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTString))
    for name, shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("code", name)
        if shape is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shape)))
        layer.CreateFeature(feature)
    del layer, dataset
    return str(path)


def test_territories_of_a_file_are_all_accounted_for_and_repaired(tmp_path):
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    shapes = [("A", shapely.box(0, 0, 1, 1)), ("B", bow_tie), ("C", None), ("D", shapely.Point(0, 0))]
    path = write_territories(tmp_path / "communities.gpkg", shapes)
    features, tally, _ = read_territories(path, "code", wgs84())
    assert [feature.id for feature in features] == ["A", "B"]
    # A bow-tie is its two triangles.
    assert shapely.from_wkb(features[1].wkb).area == pytest.approx(2.0)
    assert (tally.read, tally.used, tally.is_complete()) == (4, 2, True)
    assert [identity for identity, _ in tally.repaired] == ["B"]
    with pytest.raises(InputError) as caught:
        read_territories(path, "name", wgs84())
    assert caught.value.message.id == "input.unknown_field"


def command(*arguments, path=None):
    """The command line in a Python in which QGIS cannot be imported."""
    program = (
        "import runpy, sys\n"
        "sys.modules['qgis'] = sys.modules['PyQt5'] = None\n"
        "sys.argv = ['alerts', *sys.argv[1:]]\n"
        "runpy.run_module('rainforest_alert_plugin.alerts', run_name='__main__')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, env=environment, cwd=ROOT
    )


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_line_needs_no_qgis_and_writes_the_table_of_the_algorithm(raster, territories, tmp_path):
    file = write_territories(tmp_path / "c.gpkg", [(one.id, shapely.from_wkb(one.wkb)) for one in territories])
    common = ("--alerts", raster, "--territories", file, "--territory-id", "code")
    done = command(*common, "--period", "month", "--out", tmp_path / "s.csv", "statistics")
    assert done.returncode == 0, done.stderr
    expected = list(count_alert_pixels(open_alerts(raster), territories, "month").counts.rows())
    assert [
        (row["territory_id"], row["period_start"], row["confidence"], int(row["pixel_count"]))
        for row in rows_of(tmp_path / "s.csv")
    ] == [(row.territory_id, row.period_start.isoformat(), row.confidence, row.pixel_count) for row in expected]
    done = command(*common, "--workers", "2", "--window-days", "40", "--out", tmp_path / "e.csv", "events")
    assert done.returncode == 0, done.stderr
    events, _ = events_of_raster(open_alerts(raster), territories, EventSearch(40))
    assert {row["event_id"]: int(row["pixel_count"]) for row in rows_of(tmp_path / "e.csv")} == {
        event.event_id: event.pixel_count for event in events
    }


def test_the_command_line_says_what_is_wrong_and_writes_nothing(tmp_path, raster):
    done = command("--alerts", raster, "--out", tmp_path / "s.csv", "statistics")
    assert (done.returncode, json.loads(done.stderr.splitlines()[-1])["message"]) == (1, "alerts.territories_missing")
    done = command("--alerts", tmp_path / "none.tif", "--out", tmp_path / "s.csv", "events")
    assert (done.returncode, json.loads(done.stderr.splitlines()[-1])["message"]) == (1, "input.unreadable")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["statistics", "events"])
def test_the_command_line_names_territories_that_its_tiles_do_not_hold(raster, tmp_path, what):
    # The tile has 410 x 330 pixels; the first territory ends 20 pixels east of it, the second lies far away.
    shapes = [
        ("juts", shapely.box(WEST + 300 * SIZE, NORTH - 200 * SIZE, WEST + 430 * SIZE, NORTH - 100 * SIZE)),
        ("far", shapely.box(WEST + 1, NORTH, WEST + 1.1, NORTH + 0.1)),
        ("within", shapely.box(WEST + 10 * SIZE, NORTH - 20 * SIZE, WEST + 20 * SIZE, NORTH - 10 * SIZE)),
    ]
    file = write_territories(tmp_path / "c.gpkg", shapes)
    common = ("--alerts", raster, "--territories", file, "--territory-id", "code", "--out", tmp_path / "t.csv")
    done = command(*common, what)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {line["message"]: line["ids"] for line in lines if "ids" in line} == {
        "alerts.some_territories_outside": "far",
        "alerts.some_territories_partly_outside": "juts",
    }


def test_no_key_can_be_given_on_the_command_line():
    said = command("--help").stdout.lower()
    assert not any(word in said for word in ("--key", "--token", "--password"))
    assert "environment" in said


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
    ) as made:
        yield made.scheduler_address


@pytest.fixture(scope="module")
def huge(tmp_path_factory):
    """A tile of 100,000 x 100,000 pixels with alerts in some blocks, and where they are."""
    path = tmp_path_factory.mktemp("huge") / "gfw_integrated_alerts.tif"
    options = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 100_000, 100_000, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((-80.0, SIZE, 0, 0.0, 0, -SIZE))
    dataset.SetProjection(wgs84())
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(0)
    rng = np.random.default_rng(3)
    rows, cols = [], []
    places = rng.choice(195 * 195, 60, replace=False).tolist()
    # Four blocks around one corner, filled along it: an event over four jobs.
    corner = [60 * 195 + 72, 60 * 195 + 73, 61 * 195 + 72, 61 * 195 + 73]
    for number in sorted({*places, *corner}):
        block = np.where(rng.random((512, 512)) < 0.02, 24000, 0).astype(np.uint16)
        if number in corner:
            block[:] = 0
            block[-3:, -3:] = block[:3, :3] = block[:3, -3:] = block[-3:, :3] = 34000
        top, left = number // 195 * 512, number % 195 * 512
        band.WriteArray(block, left, top)
        found = np.nonzero(block)
        rows.append(found[0] + top)
        cols.append(found[1] + left)
    del band, dataset
    return str(path), np.concatenate(rows), np.concatenate(cols)


def test_two_dask_workers_count_a_whole_ten_degree_tile(huge, cluster, tmp_path):
    path, rows, cols = huge
    boxes = [(0, 0, 50_000, 60_000), (30_000, 20_000, 100_000, 99_000)]
    shapes = [
        (name, shapely.box(-80 + left * SIZE, -bottom * SIZE, -80 + right * SIZE, -top * SIZE))
        for name, (left, top, right, bottom) in zip("AB", boxes)
    ]
    file = write_territories(tmp_path / "c.gpkg", shapes)
    common = ("--alerts", path, "--territories", file, "--territory-id", "code", "--scheduler", cluster)
    done = command(*common, "--out", tmp_path / "s.csv", "statistics")
    assert done.returncode == 0, done.stderr
    table = rows_of(tmp_path / "s.csv")
    for name, (left, top, right, bottom) in zip("AB", boxes):
        inside = (cols >= left) & (cols < right) & (rows >= top) & (rows < bottom)
        assert sum(int(row["pixel_count"]) for row in table if row["territory_id"] == name) == inside.sum()
    done = command("--alerts", path, "--scheduler", cluster, "--out", tmp_path / "e.csv", "events")
    assert done.returncode == 0, done.stderr
    events = rows_of(tmp_path / "e.csv")
    assert sum(int(row["pixel_count"]) for row in events) == len(rows)
    # The corner of four blocks: 6 x 6 pixels.
    assert [int(row["pixel_count"]) for row in events if row["max_confidence"] == "high"].count(36) == 1


def test_a_scheduler_that_does_not_answer_is_named(raster, monkeypatch):
    pytest.importorskip("distributed")
    driver = Dask("tcp://127.0.0.1:9")
    monkeypatch.setattr(driver._distributed, "Client", _silent)
    with pytest.raises(InputError) as caught:
        driver.run(count_job, [])
    assert caught.value.message.id == "alerts.no_scheduler"
    assert caught.value.message.facts["address"] == "tcp://127.0.0.1:9"


def _silent(*_, **__):
    raise OSError("Timed out trying to connect")
