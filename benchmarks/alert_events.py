"""Events against scipy.ndimage.label and gdal.Polygonize.

scipy labels a dense array and knows no dates, so that ours is timed with the window of 90 days and also draws no outlines there.
gdal.Polygonize of raw codes is what a technician does today: one polygon per date and confidence; ours joins and draws.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.alert_data import make_scene
from benchmarks.protocol import ROOT, Contestant, rounds, rows

WINDOW_DAYS = 90


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    folder = Path(tempfile.gettempdir()) / "rainforest_alert_bench_alerts_v1"
    scene = make_scene(folder, 2000, 4, 5, 500) if quick else make_scene(folder)
    real, alerts = real_pattern(folder, 4 if quick else 28)
    many, few = (1, 1) if quick else (5, 3)
    ours = Contestant("Rainforest Alert, 90 days", "join", many, "file to events with dates, area, confidence")
    undated = Contestant("Rainforest Alert, dates ignored", "join_undated", many, "same question as scipy's")
    scipy = Contestant("scipy.ndimage.label", "with_scipy", few, "dense labels only; no dates, no areas")
    rounds("benchmarks.alert_events", [ours, undated, scipy], {"raster": str(scene.raster)})
    if undated.result != scipy.result:
        raise RuntimeError(f"{undated.result} events, {scipy.result} components of scipy")
    found = rows(f"events of {scene.megapixels:.0f} Mpx, {scene.alerts} alerts", ours, [ours, undated, scipy])
    drawn = Contestant("Rainforest Alert, events with outlines", "draw", many, "valid multipolygons in WKB")
    polygonized = Contestant("gdal.Polygonize of raw codes", "with_polygonize", few, "8-connected, into memory")
    rounds("benchmarks.alert_events", [drawn, polygonized], {"raster": str(real)})
    name = f"event outlines of a real GFW window repeated to {alerts} alerts"
    drawn.note += f"; {drawn.result} events"
    polygonized.note += f"; {polygonized.result} polygons"
    return [*found, *rows(name, drawn, [drawn, polygonized])]


def real_pattern(folder: Path, times: int) -> tuple[Path, int]:
    """The real alert window of the demo side by side `times` x `times`: dates and shapes as they are, not as one invents them."""
    import numpy as np
    from osgeo import gdal

    source = gdal.Open(str(ROOT / "resources" / "demo" / "alerts.tif"))
    codes = np.tile(source.GetRasterBand(1).ReadAsArray(), (times, times))
    path = folder / f"gfw_integrated_repeated_{times}.tif"
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
    from rainforest_alert_plugin.alerts import event_search, outlines  # noqa: F401  (imports are not timed)

    return {}


prepare_join_undated = prepare_draw = prepare_join


def _joined(raster: str, window_days: int) -> Any:
    from rainforest_alert_plugin.alerts.events import join_events
    from rainforest_alert_plugin.alerts.pixel_area import pixel_areas
    from rainforest_alert_plugin.alerts.pixels import read_pixels
    from rainforest_alert_plugin.alerts.raster import open_alerts

    opened = open_alerts(raster)
    pixels = read_pixels(opened)
    area = pixel_areas(opened.grid).at(pixels.row, pixels.col)
    events = join_events(pixels.row, pixels.col, pixels.day, pixels.confidence, pixels.width, area, window_days)
    return pixels, events


def join(raster: str) -> int:
    return len(_joined(raster, WINDOW_DAYS)[1])


def join_undated(raster: str) -> int:
    from rainforest_alert_plugin.alerts.events import UNLIMITED

    return len(_joined(raster, UNLIMITED)[1])


def draw(raster: str) -> int:
    from rainforest_alert_plugin.alerts.outlines import outlines
    from rainforest_alert_plugin.geo.wkb import multipolygons

    pixels, events = _joined(raster, WINDOW_DAYS)
    drawn = outlines(pixels.row, pixels.col, events.label, len(events), pixels.width, pixels.transform)
    return len(multipolygons(drawn))


def with_scipy(raster: str) -> int:
    import numpy as np
    from osgeo import gdal
    from scipy import ndimage

    codes = gdal.Open(raster).ReadAsArray()
    _, count = ndimage.label(codes != 0, np.ones((3, 3), int))
    return int(count)


def with_polygonize(raster: str) -> int:
    from osgeo import gdal, ogr

    band = gdal.Open(raster)
    memory = ogr.GetDriverByName("Memory").CreateDataSource("polygons")
    layer = memory.CreateLayer("polygons")
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    codes = band.GetRasterBand(1)
    gdal.Polygonize(codes, codes.GetMaskBand(), layer, 0, ["8CONNECTED=8"])
    return int(layer.GetFeatureCount())
