"""Alert rasters opened with GDAL: their kind checked, their source recognised, the other half of a pair found."""

from __future__ import annotations

import math
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator

import numpy as np
import numpy.typing as npt
from osgeo import gdal, osr

from ..errors import InputError
from ..geo.arrays import Floats
from .encoding import (
    CODES,
    DATE_CONF,
    DIST_ALERT,
    GLAD_L,
    GLAD_S2,
    RADD,
    Encoding,
    date_conf,
    dist_alert,
    dist_status,
    glad_l,
    glad_s2,
    radd,
)
from .recognition import AUTO, RasterFacts, Recognition, recognise

CACHE_BYTES = 8 * 2**20
"""Block cache while alerts are read: each block is decoded once, and what fits the processor's cache is decoded faster."""

_cache_lock = threading.Lock()
_cache_before: list[int] = []
_INTEGER_TYPES = ("Byte", "Int8", "UInt16", "Int16", "UInt32", "Int32")
_SAMPLE_STRIPS = 12
_SAMPLE_ENOUGH = 20000
_SAMPLE_BYTES = 2 * 2**20
_PIECE_PIXELS = 2**20
# Names of the halves of a pair: (in the raster of codes, in the raster of dates).
_HALVES = (
    ("VEG-DIST-STATUS", "VEG-DIST-DATE"),
    ("GEN-DIST-STATUS", "GEN-DIST-DATE"),
    ("alert", "alertDate"),
    ("Alert", "Date"),
    ("alert", "date"),
)


@contextmanager
def quiet_gdal() -> Iterator[None]:
    """Keep GDAL's own messages off the console; what went wrong is said by an error that names the file."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


@contextmanager
def small_block_cache() -> Iterator[None]:
    """Read with a block cache of :data:`CACHE_BYTES`, and give the process its own back afterwards."""
    with _cache_lock:
        if not _cache_before:
            _cache_before.append(gdal.GetCacheMax())
            gdal.SetCacheMax(min(_cache_before[0], CACHE_BYTES))
        else:
            # another thread reads too: the last one gives the cache back
            _cache_before.append(_cache_before[0])
    try:
        yield
    finally:
        with _cache_lock:
            before = _cache_before.pop()
            if not _cache_before:
                gdal.SetCacheMax(before)


@dataclass(frozen=True)
class Grid:
    """Where the pixels of a raster are.

    Attributes
    ----------
    transform : tuple of six floats
        GDAL's affine transform: x = t0 + col t1 + row t2, y = t3 + col t4 + row t5, at pixel corners.
    crs_wkt : str
        Reference system.
    width, height : int
        Size in pixels.
    """

    transform: tuple[float, float, float, float, float, float]
    crs_wkt: str
    width: int
    height: int

    def centres(self, row: npt.NDArray[Any], col: npt.NDArray[Any]) -> tuple[Floats, Floats]:
        """X and y of the centres of pixels."""
        t = self.transform
        right, down = col + 0.5, row + 0.5
        return t[0] + right * t[1] + down * t[2], t[3] + right * t[4] + down * t[5]

    def bounds(self) -> tuple[float, float, float, float]:
        """Least x, least y, greatest x, greatest y of the four corners."""
        t = self.transform
        corners = [(col, row) for col in (0, self.width) for row in (0, self.height)]
        x = [t[0] + col * t[1] + row * t[2] for col, row in corners]
        y = [t[3] + col * t[4] + row * t[5] for col, row in corners]
        return min(x), min(y), max(x), max(y)


@dataclass(frozen=True, eq=False)
class AlertRaster:
    """An alert raster whose source and encoding are known.

    Attributes
    ----------
    path : str
        Raster of codes.
    codes, dates, anomaly : gdal.Band or None
        Band of codes; band of dates of a pair; band of VEG-ANOM-MAX where one lies beside a DIST-ALERT pair.
    grid : Grid
        Pixels.
    encoding : Encoding
        Meaning of the codes.
    recognition : Recognition
        Source, form and why.
    datasets : tuple of gdal.Dataset
        Keeps the bands alive.
    """

    path: str
    codes: Any
    dates: Any
    anomaly: Any
    grid: Grid
    encoding: Encoding
    recognition: Recognition
    datasets: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class RasterPlan:
    """All it takes to open an alert raster again elsewhere without recognising it again.

    Attributes
    ----------
    codes, dates, anomaly : tuple of (str, int) or None
        Path and number of the band.
    grid, encoding, recognition
        See :class:`~rainforest_alert_plugin.alerts.raster.AlertRaster`.
    """

    codes: tuple[str, int]
    dates: tuple[str, int] | None
    anomaly: tuple[str, int] | None
    grid: Grid
    encoding: Encoding
    recognition: Recognition

    @staticmethod
    def of(raster: AlertRaster) -> RasterPlan:
        """Plan of an opened raster."""
        return RasterPlan(
            _place(raster.codes) or (raster.path, 1),
            _place(raster.dates),
            _place(raster.anomaly),
            raster.grid,
            raster.encoding,
            raster.recognition,
        )

    def open(self) -> AlertRaster:
        """Open it, with datasets of its own, as each thread needs them."""
        datasets: list[Any] = []

        def band(place: tuple[str, int] | None) -> Any:
            if place is None:
                return None
            datasets.append(open_raster(place[0]))
            return datasets[-1].GetRasterBand(place[1])

        codes, dates, anomaly = band(self.codes), band(self.dates), band(self.anomaly)
        return AlertRaster(
            self.codes[0], codes, dates, anomaly, self.grid, self.encoding, self.recognition, tuple(datasets)
        )


def _place(band: Any) -> tuple[str, int] | None:
    return None if band is None else (band.GetDataset().GetDescription(), band.GetBand())


def open_alerts(path: str, source: str = AUTO, crs_wkt: str = "") -> AlertRaster:
    """Open an alert raster and its partners.

    Parameters
    ----------
    path : str
        File (or GDAL connection). Of a pair either half may be named; the other is looked for beside it, in the folder that has
        the other half's name, or in the other bands.
    source : str
        ``auto`` or a source.
    crs_wkt : str
        Reference system to take in place of the file's own, for instance the one the user gave the layer.

    Raises
    ------
    InputError
        ``input.unreadable``, ``input.no_crs``, ``alerts.no_georeference``, ``alerts.wrong_dtype``, ``alerts.pair_differs``,
        ``alerts.year_unknown`` and those of :func:`~rainforest_alert_plugin.alerts.recognition.recognise`.
    """
    dataset = open_raster(path)
    codes_path, dates_path = _halves(path)
    if dates_path is not None and codes_path != path:
        dataset = open_raster(codes_path)
    path = codes_path
    grid = _grid(dataset, path, crs_wkt)
    band = dataset.GetRasterBand(1)
    _refuse_type(band, path)
    bands = tuple(dataset.GetRasterBand(i + 1).GetDescription() for i in range(dataset.RasterCount))
    facts = RasterFacts(
        path=path,
        data_type=gdal.GetDataTypeName(band.DataType),
        bands=bands,
        metadata={**dataset.GetMetadata(), **band.GetMetadata()},
        has_partner=dates_path is not None,
        **_sample(band, path),
    )
    recognition = recognise(facts, source)
    if recognition.form == DATE_CONF:
        encoding = date_conf(recognition.source).without(nodata_code(band))
        return AlertRaster(path, band, None, None, grid, encoding, recognition, (dataset,))
    band, dates, datasets = _pair_bands(dataset, bands, dates_path, path, grid)
    anomaly, more = _anomaly(path, grid) if recognition.source == DIST_ALERT else (None, ())
    encoding = _pair_encoding(recognition.source, facts).without(nodata_code(band))
    return AlertRaster(path, band, dates, anomaly, grid, encoding, recognition, (*datasets, *more))


def open_raster(path: str) -> Any:
    """Open a raster for reading.

    Raises
    ------
    InputError
        ``input.unreadable``.
    """
    with quiet_gdal():
        try:
            dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
        except RuntimeError as error:
            raise InputError("input.unreadable", path=path, reason=str(error)) from error
        if dataset is None or dataset.RasterCount == 0:
            raise InputError("input.unreadable", path=path, reason=gdal.GetLastErrorMsg() or "no raster in it")
    return dataset


def read_block(band: Any, buffer: Any, col: int, row: int, path: str) -> None:
    """Fill `buffer` (rows, columns; uint16) from `col`, `row` on; a file that claims int16 is taken for what it is, uint16.

    Raises
    ------
    InputError
        ``input.unreadable`` when a block is damaged or the file cut short.
    """
    height, width = buffer.shape
    target = buffer.view(np.int16) if band.DataType == gdal.GDT_Int16 else buffer
    with quiet_gdal():
        gdal.ErrorReset()
        try:
            done = band.ReadAsArray(col, row, width, height, buf_obj=target)
        except RuntimeError as error:
            raise InputError("input.unreadable", path=path, reason=str(error)) from error
        if done is None:
            raise InputError("input.unreadable", path=path, reason=gdal.GetLastErrorMsg())


def nodata_code(band: Any) -> int | None:
    """Nodata value as the code it is read as; None when there is none."""
    value = band.GetNoDataValue()
    if value is None or math.isnan(value):
        return None
    if band.DataType == gdal.GDT_Int16:
        return int(value) & (CODES - 1)
    return min(max(int(value), 0), CODES - 1)


def _grid(dataset: Any, path: str, crs_wkt: str) -> Grid:
    wkt = crs_wkt or dataset.GetProjection()
    if not wkt:
        raise InputError("input.no_crs", layer=_name(path))
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None or transform[1] * transform[5] == transform[2] * transform[4]:
        raise InputError("alerts.no_georeference", name=_name(path))
    return Grid((*transform,), wkt, dataset.RasterXSize, dataset.RasterYSize)


def spatial_reference(grid: Grid) -> Any:
    """Reference system of a grid with x before y."""
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs_wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _refuse_type(band: Any, path: str) -> None:
    kind = gdal.GetDataTypeName(band.DataType)
    if kind not in _INTEGER_TYPES:
        raise InputError("alerts.wrong_dtype", name=_name(path), dtype=kind)


def _sample(band: Any, path: str) -> dict[str, Any]:
    """Codes of pieces of some strips spread over the raster; of all strips in turn while nothing is found."""
    width, height = band.XSize, band.YSize
    block_width, block_height = band.GetBlockSize()
    rows = min(height, max(1, _SAMPLE_BYTES // (2 * width)))
    rows = min(height, max(rows // block_height, 1) * block_height)
    columns = min(width, max(_PIECE_PIXELS // rows // block_width, 1) * block_width)
    starts, lefts = list(range(0, height, rows)), list(range(0, width, columns))
    step = max(len(starts) // _SAMPLE_STRIPS, 1)
    spread = starts[step // 2 :: step]
    rest = [start for start in starts if start not in set(spread)]
    # Pieces along diagonals come first: a few of them already stand for the whole raster.
    pieces = [
        (start, lefts[(turn + number) % len(lefts)])
        for turn in range(len(lefts))
        for number, start in enumerate(spread)
    ]
    spread_pieces = len(pieces)
    pieces += [(start, left) for start in rest for left in lefts]
    histogram = np.zeros(CODES, np.int64)
    nodata = nodata_code(band)
    buffer = np.empty(rows * columns, np.uint16)
    with small_block_cache():
        for number, (start, left) in enumerate(pieces, start=1):
            lines = min(rows, height - start)
            piece = buffer[: lines * min(columns, width - left)]
            read_block(band, piece.reshape(lines, -1), left, start, path)
            histogram += np.bincount(piece.take(np.flatnonzero(piece != 0)), minlength=CODES)
            if nodata is not None:
                histogram[nodata] = 0
            found = int(histogram.sum())
            whole_strips = number >= spread_pieces and (number - spread_pieces) % len(lefts) == 0
            if found >= _SAMPLE_ENOUGH or (found and whole_strips):
                break
    codes = np.flatnonzero(histogram)
    return {"codes": codes, "counts": histogram[codes]}


def _halves(path: str) -> tuple[str, str | None]:
    """Paths of the codes and of the dates, when `path` is one of a pair and the other exists; else `path` and None."""
    folder, name = re.split(r"[\\/](?=[^\\/]*$)", path, maxsplit=1) if re.search(r"[\\/]", path) else ("", path)
    for code_word, date_word in _HALVES:
        for here, there, is_dates in ((date_word, code_word, True), (code_word, date_word, False)):
            for candidate in _renamed(folder, name, here, there):
                if candidate != path and gdal.VSIStatL(candidate) is not None:
                    return (candidate, path) if is_dates else (path, candidate)
    return path, None


def _renamed(folder: str, name: str, here: str, there: str) -> Iterator[str]:
    """The path with the other half's name in the file name, or in the last folder's."""
    whole = rf"(?<![A-Za-z]){re.escape(here)}(?![A-Za-z])"
    separator = "/" if folder else ""
    if re.search(whole, name):
        yield folder + separator + re.sub(whole, there, name, count=1)
    if re.search(whole + r"$", folder):
        yield re.sub(whole + r"$", there, folder) + separator + name


def _pair_bands(
    dataset: Any, bands: tuple[str, ...], dates_path: str | None, path: str, grid: Grid
) -> tuple[Any, Any, tuple[Any, ...]]:
    if dates_path is not None:
        partner = open_raster(dates_path)
        _refuse_type(partner.GetRasterBand(1), dates_path)
        _refuse_other_grid(partner, dates_path, path, grid)
        return dataset.GetRasterBand(1), partner.GetRasterBand(1), (dataset, partner)
    if dataset.RasterCount > 1:
        lowered = [band.lower() for band in bands]
        dates = next((i for i, band in enumerate(lowered) if "date" in band), 1)
        codes = next(i for i in range(len(bands)) if i != dates)
        _refuse_type(dataset.GetRasterBand(dates + 1), path)
        return dataset.GetRasterBand(codes + 1), dataset.GetRasterBand(dates + 1), (dataset,)
    raise InputError("alerts.partner_missing", name=_name(path))


def _refuse_other_grid(partner: Any, partner_path: str, path: str, grid: Grid) -> None:
    same = (partner.RasterXSize, partner.RasterYSize) == (grid.width, grid.height) and np.allclose(
        partner.GetGeoTransform(),
        grid.transform,
        rtol=0,
        atol=abs(grid.transform[1]) / 1000 + abs(grid.transform[2]) / 1000,
    )
    if not same:
        raise InputError("alerts.pair_differs", name=_name(path), other=_name(partner_path))


def _anomaly(path: str, grid: Grid) -> tuple[Any, tuple[Any, ...]]:
    """Band of VEG-ANOM-MAX beside a DIST-ALERT raster, on the same grid."""
    candidate = re.sub(r"VEG-DIST-STATUS", "VEG-ANOM-MAX", path)
    if candidate == path or gdal.VSIStatL(candidate) is None:
        return None, ()
    dataset = open_raster(candidate)
    _refuse_other_grid(dataset, candidate, path, grid)
    return dataset.GetRasterBand(1), (dataset,)


def _pair_encoding(source: str, facts: RasterFacts) -> Encoding:
    if source == GLAD_L:
        year = re.search(r"alert(?:Date)?(\d\d)_", facts.path) or re.search(r"(?<!\d)20(\d\d)(?!\d)", facts.path)
        if year is None:
            raise InputError("alerts.year_unknown", name=facts.name())
        return glad_l(2000 + int(year.group(1)))
    if source == GLAD_S2:
        return glad_s2()
    if source == RADD:
        return radd()
    status = dist_status(facts.metadata, facts.name())
    if facts.codes.max(initial=0) in range(5, 9) and max(set(status) - {255}) < 5:
        status = dist_status({}, "_v1")
    return dist_alert(status)


def _name(path: str) -> str:
    return re.split(r"[\\/]", path)[-1]
