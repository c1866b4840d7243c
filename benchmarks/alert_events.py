"""Events against scipy and gdal.Polygonize, from the file to the result.

``scipy.ndimage.label`` alone gives a number to each pixel: no dates, areas or confidence, and it joins alerts years apart. The same output
(first and last day, area, confidence and earliest pixel of every component) is made over the alert pixels only, sorted once, which is
the fastest way found. Neither knows the window of dates; with scipy that takes a graph of neighbouring pixels
(``scipy.sparse.csgraph``), whose events must be ours.

``gdal.Polygonize`` of raw codes is what a technician does today: one polygon per date and confidence; ours joins and draws. Two rasters are
drawn: the real alerts of the demo side by side, 8 % of whose pixels are alerts, and the same with nothing around each window, 0.5 % of
whose pixels are alerts, as in the synthetic tile of ten degrees. Once into memory, and once from the raster to a GeoPackage on the disk:
``alertevents`` against ``gdal_polygonize.py``, the program that ``gdal:polygonize`` of QGIS starts.

Ours takes as many threads as there are processors, and one where it says so; what reading the alerts alone takes is the least that either
could.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.alert_data import make_scene
from benchmarks.overlap_analysis import _processing
from benchmarks.protocol import ROOT, Contestant, rounds, rows

WINDOW_DAYS = 90


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    folder = Path(tempfile.gettempdir()) / "rainforest_alert_bench_alerts_v1"
    scene = make_scene(folder, 2000, 4, 5, 500) if quick else make_scene(folder)
    dense, dense_alerts = real_pattern(folder, 4 if quick else 28, 1)
    spread, spread_alerts = real_pattern(folder, 4 if quick else 13, 4)
    found = []
    for name, raster in (
        (f"events of {scene.megapixels:.0f} Mpx in random clumps, {scene.alerts} alerts", scene.raster),
        (f"events of a real GFW window side by side, {dense_alerts} alerts", dense),
        (f"events of a real GFW window spread out, {spread_alerts} alerts", spread),
    ):
        found += _joined_by_all(name, str(raster), 1 if quick else 3)
    for name, raster in (
        (f"event outlines of a real GFW window side by side, {dense_alerts} alerts", dense),
        (f"event outlines of a real GFW window spread out, {spread_alerts} alerts", spread),
    ):
        found += _drawn_by_all(name, str(raster), 1 if quick else 3)
    for name, raster, alerts in (
        (f"raster to GeoPackage, real GFW window side by side, {dense_alerts} alerts", dense, dense_alerts),
        (f"raster to GeoPackage, real GFW window spread out, {spread_alerts} alerts", spread, spread_alerts),
    ):
        found += _written_by_all(name, raster, alerts, 1 if quick else 3)
    return found


def _joined_by_all(name: str, raster: str, many: int) -> list[dict[str, Any]]:
    ours = Contestant("Rainforest Alert, 90 days", "join", many, "file to events with dates, area, confidence")
    single = Contestant("Rainforest Alert, 90 days, one thread", "join_in_one_thread", many, "the same")
    reading = Contestant(
        "Rainforest Alert, reading alone", "read", many, "alerts listed, not joined: the least it could take"
    )
    undated = Contestant("Rainforest Alert, dates ignored", "join_undated", many, "the same, of scipy's question")
    label = Contestant("scipy.ndimage.label", "with_scipy", many, "labels only; no dates, no areas")
    same = Contestant("scipy.ndimage.label, same output", "with_scipy_described", many, "dates ignored")
    graph = Contestant(
        "scipy.sparse.csgraph, 90 days, same output", "with_scipy_graph", many, "the same question as ours"
    )
    contestants = [ours, single, reading, undated, label, same, graph]
    rounds("benchmarks.alert_events", contestants, {"raster": raster})
    if not (
        undated.result == same.result
        and undated.result[0] == label.result
        and ours.result == graph.result == single.result
    ):
        raise RuntimeError(f"not the same events: {[contestant.result for contestant in contestants]}")
    return rows(name, ours, contestants)


def _drawn_by_all(name: str, raster: str, many: int) -> list[dict[str, Any]]:
    drawn = Contestant("Rainforest Alert, events with outlines", "draw", many, "valid multipolygons in WKB")
    single = Contestant("Rainforest Alert, one thread", "draw_in_one_thread", many, "the same")
    reading = Contestant("Rainforest Alert, reading alone", "read", many, "alerts listed: the least it could take")
    polygonized = Contestant("gdal.Polygonize of raw codes", "with_polygonize", many, "8-connected, into memory")
    contestants = [drawn, single, reading, polygonized]
    rounds("benchmarks.alert_events", contestants, {"raster": raster})
    drawn.note += f"; {drawn.result} events"
    polygonized.note += f"; {polygonized.result} polygons"
    return rows(name, drawn, contestants)


def _written_by_all(name: str, raster: Path, alerts: int, many: int) -> list[dict[str, Any]]:
    """From the file to a GeoPackage; both must hold the land of all alerts, to the pixel."""
    ours = Contestant("Rainforest Alert, alertevents", "write_events", many, "in QGIS")
    polygonized = Contestant("gdal_polygonize.py -8", "write_polygons", many, "raw codes; starting Python is counted")
    contestants = [ours, polygonized]
    folder = Path(tempfile.mkdtemp(prefix="rainforest_alert_bench_"))
    try:
        rounds("benchmarks.alert_events", contestants, {"raster": str(raster), "folder": str(folder)})
        for contestant in contestants:
            path = Path(contestant.result)
            count, pixels = _held(path, raster)
            if abs(pixels - alerts) > 1e-6 * alerts:
                raise RuntimeError(f"{contestant.rival}: polygons of {pixels} pixels, {alerts} alerts")
            contestant.note += f"; {count} polygons, {path.stat().st_size / 1e6:.0f} MB"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows(name, ours, contestants)


def _held(path: Path, raster: Path) -> tuple[int, float]:
    """Number of polygons in a GeoPackage, and how many pixels their land is."""
    from osgeo import gdal, ogr

    transform = gdal.Open(str(raster)).GetGeoTransform()
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    land = sum(feature.GetGeometryRef().GetArea() for feature in layer)
    return int(layer.GetFeatureCount()), land / abs(transform[1] * transform[5])


def real_pattern(folder: Path, times: int, apart: int) -> tuple[Path, int]:
    """The real alert window of the demo `times` x `times`: dates and shapes as they are, not as one invents them.

    One of `apart` x `apart` places holds it, the others nothing.
    """
    import numpy as np
    from osgeo import gdal

    source = gdal.Open(str(ROOT / "resources" / "demo" / "alerts.tif"))
    window = source.GetRasterBand(1).ReadAsArray()
    place = np.zeros((window.shape[0] * apart, window.shape[1] * apart), window.dtype)
    place[: window.shape[0], : window.shape[1]] = window
    codes = np.tile(place, (times, times))
    path = folder / f"gfw_integrated_repeated_{times}_{apart}.tif"
    options = ["TILED=YES", "COMPRESS=DEFLATE", "BLOCKXSIZE=512", "BLOCKYSIZE=512"]
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), codes.shape[1], codes.shape[0], 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform(source.GetGeoTransform())
    dataset.SetProjection(source.GetProjection())
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.GetRasterBand(1).WriteArray(codes)
    dataset.FlushCache()
    return path, int((codes != 0).sum())


def prepare_join(raster: str) -> dict[str, Any]:
    from rainforest_alert_plugin.alerts import strip_events  # noqa: F401  (imports are not timed)

    return {}


prepare_join_undated = prepare_join_in_one_thread = prepare_draw = prepare_draw_in_one_thread = prepare_read = (
    prepare_join
)


def _found(raster: str, window_days: int, threads: int | None = None) -> Any:
    from rainforest_alert_plugin.alerts.raster import open_alerts
    from rainforest_alert_plugin.alerts.strip_events import find_events

    return find_events(open_alerts(raster), window_days, threads=threads)


def _totals(count: int, days: float, area_ha: float, confidence: float) -> list[float]:
    """Few numbers that are equal only where all events are, whatever their order."""
    return [int(count), int(days), round(float(area_ha), 2), int(confidence)]


def _totals_of_ours(raster: str, window_days: int, threads: int | None = None) -> list[float]:
    events = _found(raster, window_days, threads)
    days = (events.last_day - events.first_day + 1) * events.pixel_count + events.earliest % 1009
    return _totals(len(events), days.sum(), events.area_ha.sum(), events.max_confidence.sum())


def join(raster: str) -> list[float]:
    return _totals_of_ours(raster, WINDOW_DAYS)


def join_in_one_thread(raster: str) -> list[float]:
    return _totals_of_ours(raster, WINDOW_DAYS, 1)


def join_undated(raster: str) -> list[float]:
    from rainforest_alert_plugin.alerts.events import UNLIMITED

    return _totals_of_ours(raster, UNLIMITED)


def read(raster: str) -> int:
    """Only list the alerts, in threads as joining them does."""
    import threading

    from rainforest_alert_plugin.alerts.drivers import Threads
    from rainforest_alert_plugin.alerts.pixels import ALL_ALERTS, Buffers, StripReading, Window
    from rainforest_alert_plugin.alerts.raster import RasterPlan, open_alerts, small_block_cache
    from rainforest_alert_plugin.alerts.strip_events import thread_count

    opened = open_alerts(raster)
    plan, reading, own = RasterPlan.of(opened), StripReading.of(opened), threading.local()

    def listed(window: Window) -> int:
        if not hasattr(own, "raster"):
            own.raster, own.buffers = plan.open(), Buffers()
        strip, _ = reading.read(own.raster, window, own.buffers)
        return 0 if strip is None else len(ALL_ALERTS.of(strip, own.raster)[0])

    with small_block_cache():
        return sum(Threads(thread_count()).run(listed, reading.strips))


def draw(raster: str, threads: int | None = None) -> int:
    import numpy as np

    found = _found(raster, WINDOW_DAYS, threads)
    return len(found.draw(np.ones(len(found), bool), threads).wkbs)


def draw_in_one_thread(raster: str) -> int:
    return draw(raster, 1)


def prepare_write_events(**_: str) -> dict[str, Any]:
    return _processing()


def write_events(raster: str, folder: str, run: Any, **_: Any) -> str:
    path = str(Path(folder) / f"events_{os.getpid()}.gpkg")
    run("rainforestalert:alertevents", {"ALERTS": raster, "WINDOW_DAYS": WINDOW_DAYS, "OUTPUT": path})
    return path


def write_polygons(raster: str, folder: str) -> str:
    path = str(Path(folder) / f"polygons_{os.getpid()}.gpkg")
    subprocess.run(["gdal_polygonize.py", "-8", "-q", raster, "-f", "GPKG", path], check=True, capture_output=True)
    return path


def prepare_with_scipy(raster: str) -> dict[str, Any]:
    from osgeo import gdal  # noqa: F401
    from scipy import ndimage  # noqa: F401
    from scipy.sparse import csgraph  # noqa: F401

    return {}


prepare_with_scipy_described = prepare_with_scipy_graph = prepare_with_scipy


def with_scipy(raster: str) -> int:
    import numpy as np
    from osgeo import gdal
    from scipy import ndimage

    codes = gdal.Open(raster).ReadAsArray()
    _, count = ndimage.label(codes != 0, np.ones((3, 3), int))
    return int(count)


def with_scipy_described(raster: str) -> list[float]:
    import numpy as np
    from osgeo import gdal
    from scipy import ndimage

    dataset = gdal.Open(raster)
    codes = dataset.ReadAsArray()
    labels, count = ndimage.label(codes != 0, np.ones((3, 3), int))
    place = np.flatnonzero(codes)
    return _described(dataset, codes.ravel()[place], place, labels.ravel()[place] - 1, count)


def with_scipy_graph(raster: str) -> list[float]:
    import numpy as np
    from osgeo import gdal
    from scipy import sparse
    from scipy.sparse import csgraph

    dataset = gdal.Open(raster)
    codes = dataset.ReadAsArray()
    day = (codes % 10000).astype(np.int16)
    number = np.full(codes.shape, -1, np.int32)
    place = np.flatnonzero(codes)
    number.ravel()[place] = np.arange(len(place), dtype=np.int32)
    one, other = [], []
    for here, there in (
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:-1], np.s_[1:]),
        (np.s_[:-1, :-1], np.s_[1:, 1:]),
        (np.s_[:-1, 1:], np.s_[1:, :-1]),
    ):
        near = (codes[here] != 0) & (codes[there] != 0)
        first, second = number[here][near], number[there][near]
        joined = np.abs(day[here][near] - day[there][near]) <= WINDOW_DAYS
        one.append(first[joined])
        other.append(second[joined])
    first, second = np.concatenate(one), np.concatenate(other)
    graph = sparse.coo_matrix((np.ones(len(first), np.int8), (first, second)), (len(place), len(place)))
    count, label = csgraph.connected_components(graph, directed=False)
    return _described(dataset, codes.ravel()[place], place, label, count)


def _described(dataset: Any, codes: Any, place: Any, label: Any, count: int) -> list[float]:
    """Dates, areas, confidence and earliest pixel of each component, of its alert pixels sorted once."""
    import numpy as np

    from rainforest_alert_plugin.alerts.pixel_area import pixel_areas
    from rainforest_alert_plugin.alerts.raster import Grid

    grid = Grid(dataset.GetGeoTransform(), dataset.GetProjection(), dataset.RasterXSize, dataset.RasterYSize)
    row, col = np.divmod(place, dataset.RasterXSize)
    confidence = np.array([0, 0, 1, 2, 3], np.uint8)[codes // 10000]
    day = codes % 10000
    area_ha = np.bincount(label, pixel_areas(grid).at(row, col))
    size = np.bincount(label)
    order = np.argsort(label, kind="stable")
    start = np.cumsum(size) - size
    started = np.minimum.reduceat(((day.astype(np.int64) << 40) | np.arange(len(day)))[order], start)
    last = np.maximum.reduceat(day[order], start)
    highest = np.maximum.reduceat(confidence[order], start)
    days = (last - (started >> 40) + 1) * size + (started & ((1 << 40) - 1)) % 1009
    return _totals(count, days.sum(), area_ha.sum(), highest.astype(int).sum())


def with_polygonize(raster: str) -> int:
    from osgeo import gdal, ogr

    band = gdal.Open(raster)
    memory = ogr.GetDriverByName("Memory").CreateDataSource("polygons")
    layer = memory.CreateLayer("polygons")
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    codes = band.GetRasterBand(1)
    gdal.Polygonize(codes, codes.GetMaskBand(), layer, 0, ["8CONNECTED=8"])
    return int(layer.GetFeatureCount())
