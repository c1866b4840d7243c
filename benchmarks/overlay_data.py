"""Synthetic communities and parcels for the overlay benchmark, written once and kept in a temporary folder."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

SEED = 20261123
WEST, SOUTH, SIZE = -75.0, -10.0, 2.0
GRID = (20, 10)
FEDERATION = (50, 40)
SHIFT_DEGREES = 3e-5


def folder() -> Path:
    path = Path(tempfile.gettempdir()) / f"rainforest_alert_bench_overlay_{SEED}_v2"
    path.mkdir(exist_ok=True)
    return path


def _edge(start: np.ndarray, end: np.ndarray, count: int, generator: np.random.Generator) -> np.ndarray:
    """A winding line between two corners, `count` vertices without the last: a river as a boundary."""
    t = np.linspace(0, 1, count + 1)[:-1]
    across = np.array([-(end - start)[1], (end - start)[0]])
    waves = sum(generator.normal(0, 0.05 / k**1.5) * np.sin(np.pi * k * t) for k in (1, 2, 5, 11, 23, 47))
    return start + t[:, None] * (end - start) + waves[:, None] * across


def communities() -> Path:
    """200 communities, mostly adjacent, sharing winding sides up to 3 m; 201 to about 20,001 vertices."""
    return _adjacent("communities", GRID, (50, 5000))


def federation() -> Path:
    """2,000 of them with as many vertices as the 27 native and peasant communities of the real data: 36 to 1,640."""
    return _adjacent("federation", FEDERATION, (9, 410))


def in_metres(boundaries: Path) -> Path:
    """The same polygons in UTM zone 18 south, vertex by vertex, valid."""
    path = boundaries.with_name(f"{boundaries.stem}_utm.gpkg")
    if not path.exists():
        partial = str(path) + ".partial.gpkg"
        gdal.UseExceptions()
        kind = {"geometryType": "PROMOTE_TO_MULTI", "makeValid": True}
        gdal.VectorTranslate(partial, str(boundaries), dstSRS="EPSG:32718", reproject=True, **kind)
        Path(partial).rename(path)
    return path


def _adjacent(name: str, grid: tuple[int, int], vertices: tuple[int, int]) -> Path:
    """Communities in a jittered lattice; `vertices` are the fewest and most of a side."""
    path = folder() / f"{name}.gpkg"
    if path.exists():
        return path
    generator = np.random.default_rng(SEED)
    nx, ny = grid
    xs = np.linspace(WEST, WEST + SIZE, nx + 1)
    ys = np.linspace(SOUTH, SOUTH + SIZE, ny + 1)
    corners = np.stack(np.meshgrid(xs, ys), -1)
    jitter = generator.uniform(-0.2, 0.2, corners.shape) * [SIZE / nx, SIZE / ny]
    jitter[[0, -1], :, 1] = np.abs(jitter[[0, -1], :, 1]) * [[1], [-1]]
    jitter[:, [0, -1], 0] = np.abs(jitter[:, [0, -1], 0]) * [[1, -1]]
    corners = corners + jitter
    count = np.geomspace(*vertices, nx * ny)
    generator.shuffle(count)
    count = count.reshape(ny, nx).astype(int)
    rivers: dict[tuple[int, ...], np.ndarray] = {}

    def side(a: tuple[int, int], b: tuple[int, int], n: int) -> np.ndarray:
        key = (*min(a, b), *max(a, b))
        if key not in rivers:
            low, high = min(a, b), max(a, b)
            line = _edge(corners[low], corners[high], 5000, generator)
            rivers[key] = np.vstack([line, corners[high]])
        line = rivers[key]
        if (a, b) != (min(a, b), max(a, b)):
            line = line[::-1]
        step = max(1, round((len(line) - 1) / n))
        return line[:-1:step]

    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path) + ".partial.gpkg")
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    layer = data.CreateLayer("communities", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    layer.StartTransaction()
    for j in range(ny):
        for i in range(nx):
            loop = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i)]
            n = int(count[j, i])
            ring = np.vstack([side(loop[k], loop[(k + 1) % 4], n) for k in range(4)])
            ring = ring + generator.uniform(-SHIFT_DEGREES, SHIFT_DEGREES, 2)
            ring = np.vstack([ring, ring[:1]])
            polygon = ogr.CreateGeometryFromJson('{"type":"Polygon","coordinates":[' + repr(ring.tolist()) + "]}")
            if not polygon.IsValid():
                polygon = max(polygon.MakeValid(), key=lambda part: part.Area()) if polygon.MakeValid() else polygon
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["name"] = f"C{j:02d}{i:02d}"
            feature.SetGeometry(polygon)
            layer.CreateFeature(feature)
    layer.CommitTransaction()
    layer = None
    data = None
    Path(str(path) + ".partial.gpkg").rename(path)
    return path


def parcels(count: int) -> Path:
    """Parcels of 16 (about 100,000) or 12 (a million) corners in a jittered lattice, as a GeoPackage with its R-tree."""
    side = round(count**0.5)
    corners = 16 if count <= 200_000 else 12
    path = folder() / f"parcels_{side * side}.gpkg"
    if path.exists():
        return path
    generator = np.random.default_rng(SEED + 1)
    step = SIZE / side
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    partial = str(path) + ".partial.gpkg"
    gdal.SetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")
    data = ogr.GetDriverByName("GPKG").CreateDataSource(partial)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    layer = data.CreateLayer("parcels", reference, ogr.wkbPolygon, ["SPATIAL_INDEX=NO"])
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTString))
    layer.StartTransaction()
    definition = layer.GetLayerDefn()
    header = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00" + np.uint32(corners + 1).tobytes()
    for j in range(side):
        centre_x = WEST + (np.arange(side) + 0.5 + generator.uniform(-0.05, 0.05, side)) * step
        centre_y = SOUTH + (j + 0.5 + generator.uniform(-0.05, 0.05, side)) * step
        radius = step * generator.uniform(0.4, 0.5, (side, corners))
        x = centre_x[:, None] + radius * np.cos(angle)
        y = centre_y[:, None] + radius * np.sin(angle)
        ring = np.stack([np.c_[x, x[:, 0]], np.c_[y, y[:, 0]]], -1)
        for i in range(side):
            feature = ogr.Feature(definition)
            feature["code"] = f"P{j}-{i}"
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(header + ring[i].tobytes()))
            layer.CreateFeature(feature)
    layer.CommitTransaction()
    data.ExecuteSQL("SELECT CreateSpatialIndex('parcels', 'geom')")
    layer = None
    data = None
    with sqlite3.connect(partial) as connection:
        connection.execute("PRAGMA wal_checkpoint")
    Path(partial).rename(path)
    return path


if __name__ == "__main__":
    print(communities(), parcels(99_856), parcels(1_000_000))
