"""The map of a plan as a GeoTIFF, for those who lay it under other layers."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.core import QgsMapRendererSequentialJob
from qgis.PyQt.QtCore import QSize, QSizeF
from qgis.PyQt.QtGui import QColor, QImage

from ..errors import CancelledError, OutputError
from ..geo.files import replaced_file
from .plan_layout import PlanLayout

_MM_PER_INCH = 25.4
_LOOK_EVERY_S = 0.02


def write_map_geotiff(plan: PlanLayout, path: Path | str, dpi: int = 200) -> None:
    """Write the map of the first sheet, as it stands on the paper, with its place on the ground.

    Parameters
    ----------
    plan : PlanLayout
    path : Path
        GeoTIFF, RGB, in the reference system of the plan; written whole or not at all.
    dpi : int
        Dots per inch of paper; one dot shows ``scale * 25.4 / dpi`` millimetres of ground.

    Raises
    ------
    OutputError
        When it cannot be written.
    CancelledError
        At once, also while a layer is drawn.
    """
    chart = plan.map_item()
    extent = chart.extent()
    frame = plan.drawing.frame
    width, height = (round(side * dpi / _MM_PER_INCH) for side in (frame.width_mm, frame.height_mm))
    settings = chart.mapSettings(extent, QSizeF(width, height), dpi, True)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setOutputSize(QSize(width, height))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    while job.isActive():
        if plan.is_cancelled():
            job.cancel()
            raise CancelledError
        time.sleep(_LOOK_EVERY_S)
    pixels = _pixels(job.renderedImage())
    shown = settings.visibleExtent()
    target = Path(path)
    with replaced_file(target) as partial:
        driver = gdal.GetDriverByName("GTiff")
        options = ["COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES", "PHOTOMETRIC=RGB"]
        dataset = driver.Create(str(partial), width, height, 3, gdal.GDT_Byte, options)
        if dataset is None:
            raise OutputError("output.folder_unwritable", path=str(target), reason=gdal.GetLastErrorMsg())
        dataset.SetGeoTransform(
            (shown.xMinimum(), shown.width() / width, 0.0, shown.yMaximum(), 0.0, -shown.height() / height)
        )
        dataset.SetProjection(plan.crs.toWkt())
        for band in range(3):
            dataset.GetRasterBand(band + 1).WriteArray(np.ascontiguousarray(pixels[:, :, band]))
        dataset.FlushCache()
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise OutputError("output.folder_unwritable", path=str(target), reason=gdal.GetLastErrorMsg())
        dataset = None


def _pixels(image: QImage) -> np.ndarray:
    """Red, green and blue of an image, shape (height, width, 3), uint8."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    bits = plain.constBits()
    bits.setsize(plain.sizeInBytes())
    rows = np.frombuffer(bits, np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()
