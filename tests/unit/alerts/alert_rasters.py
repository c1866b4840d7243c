"""Alert rasters written for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

TYPES = {
    np.dtype("u1"): gdal.GDT_Byte,
    np.dtype("u2"): gdal.GDT_UInt16,
    np.dtype("i2"): gdal.GDT_Int16,
    np.dtype("i4"): gdal.GDT_Int32,
    np.dtype("u4"): gdal.GDT_UInt32,
    np.dtype("f4"): gdal.GDT_Float32,
}


def write_raster(
    path: Path,
    *bands: np.ndarray,
    transform=(-75.0, 0.0001, 0.0, -8.0, 0.0, -0.0001),
    epsg: int | None = 4326,
    nodata: float | None = 0,
    options=("COMPRESS=DEFLATE",),
    descriptions=(),
    metadata=None,
) -> str:
    """Write the arrays as the bands of a GeoTIFF and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width = bands[0].shape
    kind = TYPES[bands[0].dtype]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, len(bands), kind, list(options))
    if transform is not None:
        dataset.SetGeoTransform(transform)
    if epsg is not None:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    if metadata:
        dataset.SetMetadata(metadata)
    for number, values in enumerate(bands, start=1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if number <= len(descriptions):
            band.SetDescription(descriptions[number - 1])
        band.WriteArray(values)
        band = None
    dataset = None
    return str(path)
