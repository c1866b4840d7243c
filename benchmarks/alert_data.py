"""Synthetic alert raster and territories for the benchmark of `alertstatistics`: seeded, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

PIXEL_DEG = 0.0001
WEST, NORTH = -75.0, -8.0
CELL = 8
ALERT_CELLS = 0.034
FILLED = 0.5
SHIFT_DEG = 0.00003


@dataclass(frozen=True)
class Scene:
    """Files of a benchmark scene."""

    raster: Path
    territories: Path
    megapixels: float
    alerts: int
    vertices: int
    polygons: int


def make_scene(folder: Path, size: int = 20000, across: int = 14, down: int = 15, largest: int = 5000) -> Scene:
    """Write raster and territories into `folder`, or take those an earlier run left there."""
    folder.mkdir(parents=True, exist_ok=True)
    raster = folder / f"alerts_{size}.tif"
    territories = folder / f"territories_{size}.gpkg"
    if not raster.exists():
        _write_raster(raster, size)
    if not territories.exists():
        _write_territories(territories, size, across, down, largest)
    dataset = gdal.Open(str(raster))
    alerts = int(dataset.GetMetadataItem("ALERTS"))
    layer_file = ogr.Open(str(territories))
    layer = layer_file.GetLayer(0)
    vertices = sum(ring.GetPointCount() for feature in layer for part in feature.GetGeometryRef() for ring in part)
    return Scene(raster, territories, size * size / 1e6, alerts, vertices, layer.GetFeatureCount())


def _write_raster(path: Path, size: int) -> None:
    """2xxxx, 3xxxx and 4xxxx in clumps of up to 8 x 8 pixels, about 1.7 % of all, days of 2019 to 2026."""
    rng = np.random.default_rng(20261123)
    driver = gdal.GetDriverByName("GTiff")
    partial = path.with_suffix(".partial.tif")
    options = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    dataset = driver.Create(str(partial), size, size, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((WEST, PIXEL_DEG, 0.0, NORTH, 0.0, -PIXEL_DEG))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(0)
    alerts = 0
    for top in range(0, size, 512):
        rows = min(512, size - top)
        cells = (-(-rows // CELL), -(-size // CELL))
        is_alert = rng.random(cells) < ALERT_CELLS
        day = rng.integers(1462, 4345, cells)
        confidence = rng.choice([20000, 30000, 40000], cells, p=[0.45, 0.45, 0.10])
        code = np.where(is_alert, confidence + day, 0).astype(np.uint16)
        strip = code.repeat(CELL, 0).repeat(CELL, 1)[:rows, :size].copy()
        strip[rng.random(strip.shape, np.float32) > FILLED] = 0
        alerts += int(np.count_nonzero(strip))
        band.WriteArray(strip, 0, top)
    dataset.SetMetadataItem("ALERTS", str(alerts))
    del band, dataset
    partial.replace(path)


def _write_territories(path: Path, size: int, across: int, down: int, largest: int) -> None:
    """Polygons of 200 to 20,001 vertices that share their winding sides; a third of them drawn 3 m off their neighbours."""
    rng = np.random.default_rng(20261124)
    x = WEST + np.linspace(0.01, 0.99, across + 1) * size * PIXEL_DEG
    y = NORTH - np.linspace(0.01, 0.99, down + 1) * size * PIXEL_DEG
    reach = 0.15 * min(x[1] - x[0], y[0] - y[1])

    def side(ax: float, ay: float, bx: float, by: float) -> np.ndarray:
        n = int(np.exp(rng.uniform(np.log(50), np.log(largest))))
        t = np.linspace(0.0, 1.0, n)
        # bends of a river: long ones wide, short ones narrow, the shortest about a hundred metres
        winding = sum(
            rng.normal(0, 1) / bend * np.sin(np.pi * bend * t) for bend in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
        )
        winding *= np.sin(np.pi * t) * reach / max(np.abs(winding).max(), 1e-9)
        length = np.hypot(bx - ax, by - ay)
        nx, ny = -(by - ay) / length, (bx - ax) / length
        return np.column_stack([ax + (bx - ax) * t + nx * winding, ay + (by - ay) * t + ny * winding])

    horizontal = [[side(x[i], y[j], x[i + 1], y[j]) for i in range(across)] for j in range(down + 1)]
    vertical = [[side(x[i], y[j], x[i], y[j + 1]) for i in range(across + 1)] for j in range(down)]
    driver = ogr.GetDriverByName("GPKG")
    partial = path.with_suffix(".partial.gpkg")
    if partial.exists():
        partial.unlink()
    dataset = driver.CreateDataSource(str(partial))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = dataset.CreateLayer("territories", reference, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("territory_id", ogr.OFTString))
    layer.StartTransaction()
    for j in range(down):
        for i in range(across):
            ring = np.concatenate(
                [horizontal[j][i][:-1], vertical[j][i + 1][:-1], horizontal[j + 1][i][:0:-1], vertical[j][i][::-1]]
            )
            if (i + j) % 3 == 0:
                ring = ring + SHIFT_DEG
            points = ", ".join(f"{px!r} {py!r}" for px, py in ring.tolist())
            geometry = ogr.CreateGeometryFromWkt(f"MULTIPOLYGON ((({points})))")
            if not geometry.IsValid():
                geometry = ogr.ForceToMultiPolygon(geometry.MakeValid())
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField("territory_id", f"C{j:02d}{i:02d}")
            feature.SetGeometry(geometry)
            layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, dataset
    partial.replace(path)
