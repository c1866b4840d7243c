"""``alertstatistics`` against rasterstats, exactextract, geopandas with rasterio and native:zonalhistogram.

All go from the same files to counts per territory: a raster of 400 million pixels with 1.7 % alerts and 210 territories with a
million vertices. The limit is GDAL's decoding of the raster alone, on one thread. Everybody gets the same block cache of GDAL
(16 MB: with GDAL's default of 5 % of the memory the rivals gain little and take much more memory), but ours sets 8 MB itself.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.alert_data import make_scene
from benchmarks.protocol import Contestant, rounds, rows

CACHE_MB = 16


def measure(quick: bool) -> list[dict[str, Any]]:
    """Time everybody; see the module `protocol`."""
    folder = Path(tempfile.gettempdir()) / "rainforest_alert_bench_alerts_v1"
    scene = make_scene(folder, 2000, 4, 5, 500) if quick else make_scene(folder)
    arguments = {"raster": str(scene.raster), "territories": str(scene.territories)}
    few, once = (1, 1) if quick else (3, 1)
    many = 2 if quick else 7
    ours = Contestant("Rainforest Alert, counting", "kernel", many, "one thread; files to counts per month")
    contestants = [
        ours,
        Contestant("GDAL decoding alone (limit)", "decode", many, "one thread"),
        Contestant("Rainforest Alert, alertstatistics", "algorithm", few, "in QGIS, with validity check and report"),
        Contestant("rasterstats", "with_rasterstats", few, "raw codes, no area"),
        Contestant("geopandas + rasterio", "with_rasterio", few, "rasterize per polygon, bincount"),
        Contestant("exactextract", "with_exactextract", few, "unique, frac, count: fractional coverage"),
        Contestant("native:zonalhistogram", "with_zonalhistogram", once, "in QGIS"),
    ]
    rounds("benchmarks.alert_statistics", contestants, arguments)
    counts = {each.function: each.result for each in contestants if isinstance(each.result, int)}
    agreed = {counts["kernel"], counts["algorithm"], counts["with_rasterstats"], counts["with_rasterio"]}
    if len(agreed) != 1:
        raise RuntimeError(f"the contestants do not agree: {counts}")
    name = f"alerts per territory, {scene.megapixels:.0f} Mpx, {scene.polygons} territories, {scene.vertices} vertices"
    return rows(name, ours, contestants)


def _small_cache() -> None:
    from osgeo import gdal

    gdal.SetCacheMax(CACHE_MB * 2**20)


def prepare_kernel(**_: str) -> dict[str, Any]:
    from rainforest_alert_plugin.alerts import statistics  # noqa: F401  (imports are not timed)

    return {}


def kernel(raster: str, territories: str) -> int:
    from osgeo import ogr

    from rainforest_alert_plugin.alerts.raster import open_alerts
    from rainforest_alert_plugin.alerts.statistics import count_alert_pixels
    from rainforest_alert_plugin.geo.features import PolygonFeature

    dataset = ogr.Open(territories)
    polygons = [
        PolygonFeature(feature["territory_id"], bytes(feature.GetGeometryRef().ExportToWkb()))
        for feature in dataset.GetLayer(0)
    ]
    counts = count_alert_pixels(open_alerts(raster), polygons, "month").counts
    return int(counts.pixel_count.sum())


def decode(raster: str, territories: str) -> None:
    import numpy as np
    from osgeo import gdal

    _small_cache()
    dataset = gdal.Open(raster)
    band = dataset.GetRasterBand(1)
    buffer = np.empty((512, band.XSize), np.uint16)
    for top in range(0, band.YSize, 512):
        height = min(512, band.YSize - top)
        band.ReadAsArray(0, top, band.XSize, height, buf_obj=buffer[:height])


def _start_qgis() -> Any:
    import sys

    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(application.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    return application


def prepare_algorithm(**_: str) -> dict[str, Any]:
    application = _start_qgis()
    from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider

    provider = RainforestAlertProvider()
    application.processingRegistry().addProvider(provider)
    return {"application": (application, provider)}


def algorithm(raster: str, territories: str, application: Any) -> int:
    import processing

    result = processing.run(
        "rainforestalert:alertstatistics",
        {"ALERTS": raster, "TERRITORIES": territories, "TERRITORY_ID": "territory_id", "OUTPUT": "TEMPORARY_OUTPUT"},
    )
    return int(result["PIXEL_COUNT"])


def prepare_with_rasterstats(**_: str) -> dict[str, Any]:
    import rasterstats  # noqa: F401

    return {}


def with_rasterstats(raster: str, territories: str) -> int:
    import rasterio
    from rasterstats import zonal_stats

    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB):
        found = zonal_stats(territories, raster, categorical=True, nodata=0)
    return int(sum(count for each in found for code, count in each.items() if isinstance(code, (int, float))))


def prepare_with_rasterio(**_: str) -> dict[str, Any]:
    import geopandas  # noqa: F401
    import rasterio.features
    import rasterio.windows  # noqa: F401

    return {}


def with_rasterio(raster: str, territories: str) -> int:
    import geopandas
    import numpy as np
    import rasterio
    import rasterio.features
    import rasterio.windows

    frame = geopandas.read_file(territories)
    total = 0
    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB), rasterio.open(raster) as dataset:
        whole = rasterio.windows.Window(0, 0, dataset.width, dataset.height)
        gdal_transform = dataset.transform.to_gdal()
        for geometry in frame.geometry:
            left, bottom, right, top = geometry.bounds
            first_col = int((left - gdal_transform[0]) / gdal_transform[1])
            first_row = int((top - gdal_transform[3]) / gdal_transform[5])
            last_col = int((right - gdal_transform[0]) / gdal_transform[1]) + 1
            last_row = int((bottom - gdal_transform[3]) / gdal_transform[5]) + 1
            window = rasterio.windows.Window(first_col, first_row, last_col - first_col, last_row - first_row)
            window = window.intersection(whole)
            codes = dataset.read(1, window=window)
            outside = rasterio.features.geometry_mask(
                [geometry], codes.shape, rasterio.windows.transform(window, dataset.transform)
            )
            counts = np.bincount(codes[~outside], minlength=65536)
            total += int(counts[1:].sum())
    return total


def prepare_with_exactextract(**_: str) -> dict[str, Any]:
    import exactextract  # noqa: F401

    return {}


def with_exactextract(raster: str, territories: str) -> float:
    import rasterio
    from exactextract import exact_extract

    with rasterio.Env(GDAL_CACHEMAX=CACHE_MB):
        found = exact_extract(raster, territories, ["unique", "frac", "count"])
    return float(sum(each["properties"]["count"] for each in found))


def prepare_with_zonalhistogram(**_: str) -> dict[str, Any]:
    application = _start_qgis()
    _small_cache()
    return {"application": application}


def with_zonalhistogram(raster: str, territories: str, application: Any) -> str:
    import processing

    processing.run(
        "native:zonalhistogram",
        {
            "INPUT_RASTER": raster,
            "RASTER_BAND": 1,
            "INPUT_VECTOR": territories,
            "COLUMN_PREFIX": "c",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    return "done"
