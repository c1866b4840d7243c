"""A placed photo as a georeferenced picture: the map of the sheet, straightened."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
from osgeo import gdal, osr

from ..errors import OutputError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .homography import moved
from .sheet_geometry import ground_extent, sheet_geometry
from .sheet_photo import Photo, Placement, sampled

_ROWS = 128
_MOST_SIDE = 20_000
_QUALITY = "85"
_OVERVIEW_FROM = 2000
_MASK_OPTION = "GDAL_TIFF_INTERNAL_MASK"


@dataclass(frozen=True)
class PlacedRaster:
    """What was written: its size, and the side of a pixel on the ground."""

    path: Path
    width: int
    height: int
    pixel_m: float


def write_placed(
    photo: Photo,
    placement: Placement,
    path: Path | str,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PlacedRaster:
    """Write the map of a sheet as a GeoTIFF in the sheet's UTM system; nothing of the photo's own metadata goes along.

    Every pixel is taken from its exact place in the photo (homography), not by a polynomial through a few points.

    Raises
    ------
    OutputError
        When the file cannot be written.
    CancelledError
    """
    code = placement.code
    west, south, east, north = ground_extent(code)
    pixel = max(placement.pixel_size_m(), (east - west) / _MOST_SIDE, (north - south) / _MOST_SIDE)
    width, height = math.ceil((east - west) / pixel), math.ceil((north - south) / pixel)
    target = Path(path)
    with replaced_file(target) as partial, _mask_inside():
        driver = gdal.GetDriverByName("GTiff")
        options = ["COMPRESS=JPEG", f"JPEG_QUALITY={_QUALITY}", "PHOTOMETRIC=YCBCR", "TILED=YES", "BIGTIFF=IF_SAFER"]
        written = _created(driver, partial, width, height, options)
        if written is None:
            raise OutputError("output.folder_unwritable", path=str(target), reason=gdal.GetLastErrorMsg() or "GTiff")
        system = osr.SpatialReference()
        system.ImportFromEPSG(code.epsg)
        written.SetProjection(system.ExportToWkt())
        written.SetGeoTransform((west, pixel, 0.0, north, 0.0, -pixel))
        mask = np.empty((height, width), np.uint8)
        frame = sheet_geometry(code.paper, code.landscape).map
        mm = 1000.0 / code.scale
        for top in range(0, height, _ROWS):
            stop_if(is_cancelled)
            rows = np.arange(top, min(top + _ROWS, height))
            x, y = np.meshgrid((np.arange(width) + 0.5) * pixel * mm, (rows + 0.5) * pixel * mm)
            places = moved(placement.to_pixels, np.column_stack([frame.left + x.ravel(), frame.top + y.ravel()]))
            inside = ((places >= 0) & (places <= (photo.width, photo.height))).all(axis=1).reshape(x.shape)
            values = sampled(photo.bands, places).reshape(3, *x.shape)
            for number in range(3):
                band = np.where(inside, np.rint(values[number]), 255).astype(np.uint8)
                written.GetRasterBand(number + 1).WriteArray(band, 0, top)
            mask[rows] = np.where(inside, 255, 0)
            progress(90.0 * (top + len(rows)) / height)
        if not mask.all():
            written.CreateMaskBand(gdal.GMF_PER_DATASET)
            written.GetRasterBand(1).GetMaskBand().WriteArray(mask)
        if max(width, height) >= _OVERVIEW_FROM:
            written.BuildOverviews("AVERAGE", [2, 4, 8])
        written.FlushCache()
        failed = gdal.GetLastErrorType() >= gdal.CE_Failure
        written = None
        if failed or not partial.is_file():
            raise OutputError("output.no_space", path=str(target))
        progress(100.0)
    return PlacedRaster(target, width, height, pixel)


def _created(driver: gdal.Driver, path: Path, width: int, height: int, options: list[str]) -> gdal.Dataset | None:
    gdal.ErrorReset()
    try:
        return driver.Create(str(path), width, height, 3, gdal.GDT_Byte, options)
    except RuntimeError:
        return None


@contextmanager
def _mask_inside() -> Iterator[None]:
    """Keep what lies beyond the photo's edge in the file itself instead of a second one beside it."""
    before = gdal.GetThreadLocalConfigOption(_MASK_OPTION)
    gdal.SetThreadLocalConfigOption(_MASK_OPTION, "YES")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(_MASK_OPTION, before)
