"""A whole ten-degree tile with 200 territories, by the command line without QGIS: seconds, and memory of the process that puts the
results together (peak) and of the largest worker (in the note)."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.alert_data import ALERT_CELLS, CELL, FILLED, NORTH, PIXEL_DEG, WEST, _write_territories
from benchmarks.protocol import Contestant, rounds, rows

FILLED_BLOCKS = 0.33
BLOCK = 512


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time the drivers; see the module `protocol`."""
    size = 6144 if quick else 100_000
    folder = Path(tempfile.gettempdir()) / "rainforest_alert_bench_basin_v1"
    folder.mkdir(exist_ok=True)
    raster, territories = folder / f"gfw_integrated_alerts_{size}.tif", folder / f"territories_{size}.gpkg"
    if not raster.exists():
        _write_raster(raster, size)
    if not territories.exists():
        _write_territories(territories, size, 14, 15, 5000)
    found = []
    for what in ("statistics", "events"):
        arguments = {"raster": str(raster), "territories": str(territories), "what": what}
        one = Contestant("Rainforest Alert, one process", "with_one", 1, "command line, file to CSV")
        two = Contestant("Rainforest Alert, two workers", "with_two", 1, "command line, file to CSV")
        rounds("benchmarks.alert_basin", [one, two], arguments)
        for contestant in (one, two):
            contestant.note += f"; {contestant.result['rows']} rows; largest worker {contestant.result['worker_mb']} MB"
        found += rows(f"{what} of {size * size / 1e6:.0f} Mpx, 200 territories", one, [one, two])
    return found


def _write_raster(path: Path, size: int) -> None:
    """A third of the blocks hold alerts in clumps, the others are not stored, as in the tiles of Global Forest Watch."""
    from osgeo import gdal, osr

    rng = np.random.default_rng(20261123)
    partial = path.with_suffix(".partial.tif")
    options = [
        "TILED=YES",
        f"BLOCKXSIZE={BLOCK}",
        f"BLOCKYSIZE={BLOCK}",
        "COMPRESS=DEFLATE",
        "BIGTIFF=YES",
        "SPARSE_OK=TRUE",
    ]
    dataset = gdal.GetDriverByName("GTiff").Create(str(partial), size, size, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((WEST, PIXEL_DEG, 0.0, NORTH, 0.0, -PIXEL_DEG))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(0)
    patterns = []
    for _ in range(40):
        cells = (BLOCK // CELL, BLOCK // CELL)
        code = rng.choice([20000, 30000, 40000], cells) + rng.integers(1462, 4345, cells)
        code = np.where(rng.random(cells) < ALERT_CELLS, code, 0).astype(np.uint16).repeat(CELL, 0).repeat(CELL, 1)
        code[rng.random(code.shape) > FILLED] = 0
        patterns.append(code)
    for top in range(0, size - BLOCK + 1, BLOCK):
        for left in range(0, size - BLOCK + 1, BLOCK):
            if rng.random() < FILLED_BLOCKS:
                band.WriteArray(patterns[rng.integers(0, len(patterns))], left, top)
    del band, dataset
    partial.replace(path)


def _run(raster: str, territories: str, what: str, workers: int) -> dict[str, Any]:
    from rainforest_alert_plugin.alerts.__main__ import main

    output = Path(tempfile.mkdtemp()) / "table.csv"
    arguments = ["--alerts", raster, "--territories", territories, "--territory-id", "territory_id"]
    code = main([*arguments, "--workers", str(workers), "--out", str(output), what])
    if code != 0:
        raise RuntimeError(f"the command ended with {code}")
    with output.open() as file:
        count = sum(1 for _ in file) - 1
    output.unlink()
    # Linux counts what this process held when it started a worker as the worker's, so that it can only be too much
    return {"rows": count, "worker_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)}


def with_one(raster: str, territories: str, what: str) -> dict[str, Any]:
    return _run(raster, territories, what, 1)


def with_two(raster: str, territories: str, what: str) -> dict[str, Any]:
    return _run(raster, territories, what, 2)
