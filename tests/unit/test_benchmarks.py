"""The benchmarks' own parts: the scene is what it claims, ours counts it rightly, and rivals are timed alone."""

from __future__ import annotations

import os

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr
from rasterio.features import rasterize
from rasterio.transform import Affine

from benchmarks import alert_statistics, title_package, topology
from benchmarks.alert_data import make_scene
from benchmarks.protocol import Contestant, alone, rounds, rows
from benchmarks.run import benchmark_names, table


def pause(**_):
    return os.getpid()


def test_the_small_scene_is_counted_as_rasterio_counts_it(tmp_path):
    scene = make_scene(tmp_path, size=600, across=2, down=2, largest=80)
    dataset = gdal.Open(str(scene.raster))
    codes = dataset.ReadAsArray()
    assert np.count_nonzero(codes) == scene.alerts
    assert 0.01 < scene.alerts / codes.size < 0.025
    layer_file = ogr.Open(str(scene.territories))
    total = 0
    for feature in layer_file.GetLayer(0):
        geometry = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToWkb()))
        transform = Affine.from_gdal(*dataset.GetGeoTransform())
        mask = rasterize([geometry], codes.shape, transform=transform, dtype="uint8")
        total += int(np.count_nonzero(codes[mask > 0]))
    assert alert_statistics.kernel(str(scene.raster), str(scene.territories)) == total


def test_each_contestant_runs_in_a_process_of_its_own():
    outcome = alone("tests.unit.test_benchmarks", "pause", {})
    assert outcome["result"] != os.getpid()
    assert outcome["seconds"] >= 0
    assert outcome["peak_mb"] > 5


def test_ratios_compare_the_rounds_that_ran_side_by_side():
    ours, theirs = Contestant("ours", "pause", 2), Contestant("theirs", "pause", 1)
    rounds("tests.unit.test_benchmarks", [ours, theirs], {})
    assert (len(ours.seconds), len(theirs.seconds)) == (2, 1)
    ours.seconds, theirs.seconds = [1.0, 2.0, 4.0], [5.0, 20.0, 12.0]
    # 5 / 1, 20 / 2, 12 / 4: the middle one is 5
    row = rows("what", ours, [theirs])[0]
    assert (row["ratio"], row["seconds"]) == (5.0, 12.0)
    assert "| what | theirs | 12 | 5 |" in table([row])


def test_the_runner_finds_the_files_that_measure():
    assert "alert_statistics" in benchmark_names()
    assert "alert_data" not in benchmark_names()


def test_two_technical_tables_agree_but_for_the_last_digit():
    ours = {"area_ha": "1.0000", "perimeter_m": "400.00", "rows": {"0 0": ["100.00", "0°00'00\"", "90°00'00\""]}}
    rows_of = {"0 0": ["100.01", "0°00'01\"", "90°00'00\""]}
    said = title_package.agreement(ours, {**ours, "rows": rows_of})
    assert said.startswith("3 of 5 numbers")
    assert "100.00 here, 100.01 there" in said
    for row in (["100.02", "0°00'00\"", "90°00'00\""], ["100.00", "0°00'02\"", "90°00'00\""]):
        with pytest.raises(RuntimeError, match="here"):
            title_package.agreement(ours, {**ours, "rows": {"0 0": row}})
    with pytest.raises(RuntimeError, match="other vertices"):
        title_package.agreement(ours, {**ours, "rows": {"1 1": rows_of["0 0"]}})


def test_lftools_that_is_not_there_is_said_to_be_not_measured(monkeypatch):
    monkeypatch.delenv(title_package.LFTOOLS, raising=False)

    def timed(module, contestants, arguments):
        for contestant in contestants:
            contestant.seconds, contestant.processor_seconds = [1.0], [1.0]

    monkeypatch.setattr(title_package, "rounds", timed)
    said = table(title_package._tables({"vertices": 5}, 1))
    assert "| LFTools | – | – | – | 0 | NOT MEASURED: set LFTOOLS_FOLDER" in said


def test_geometry_checks_that_this_qgis_lacks_are_said_to_be_not_measured(monkeypatch, tmp_path):
    timed = []

    def at_once(module, contestants, arguments):
        for contestant in contestants:
            timed.append(contestant.function)
            contestant.seconds, contestant.processor_seconds, contestant.result = [1.0], [1.0], 1234

    monkeypatch.setattr(topology, "alone", lambda *_: {"result": ["native:checkgeometryoverlap"]})
    monkeypatch.setattr(topology, "rounds", at_once)
    monkeypatch.setattr(topology, "in_metres", lambda path: path)
    said = table(topology.measure_checks("two", tmp_path))
    assert timed == ["algorithm", "with_checkgeometryoverlap"]
    assert "| native:checkgeometryoverlap | 1 | 1 | 1 | 0 | overlaps between pairs; 1,234 found |" in said
    for check in ("gap", "duplicate", "missingvertex"):
        assert f"| native:checkgeometry{check} | – | – | – | 0 | NOT MEASURED: needs QGIS 3.44 |" in said
