"""Geobosques early alerts (MINAM): a zipped raster per year whose values are days of the year.

The year stands in the file name only, and the dates in a table beside the raster (``.tif.vat.dbf``). A new release replaces the file
of the year, so that its state is told by the ETag and the digest.
"""

from __future__ import annotations

import csv
import datetime
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from ...errors import InputError, Message, ServiceError
from ...geo.arrays import Floats, Ints
from ...geo.files import replaced_file
from ...geo.progress import IsCancelled, Progress, never_cancelled, span, stop_if
from ...net.client import Received
from ...net.download import download
from .service import AlertRequest, Fetched, Service, file_sha256, note_of, write_note

_MEMBERS = (".tif", ".tif.vat.dbf", ".tfw", ".tif.aux.xml", ".prj")
_MOST_UNPACKED = 4 * 1024**3
_ROWS_AT_ONCE = 1024
_LONGEST_YEAR = 366


@dataclass(frozen=True, eq=False)
class GeobosquesPixels:
    """Alert pixels of a year's raster.

    Attributes
    ----------
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Pixel centres in degrees (WGS 84).
    day : numpy.ndarray of int64, shape (n,)
        Ordinal of the date (``datetime.date.toordinal``).
    unknown : int
        Pixels whose value is neither in the table nor a day of the year.
    differing : int
        Values whose date in the table is not the day of the year they stand for; the table's date is taken.
    """

    longitude: Floats
    latitude: Floats
    day: Ints
    unknown: int
    differing: int


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Rasters of the years as they are published, and their alerts in the territories and the period as one CSV file.

    Raises
    ------
    ServiceError
        ``net.not_found`` where the service has no file of any year; ``sources.bad_archive``.
    """
    request.check()
    years = list(range(request.start.year, request.end.year + 1))
    rasters: list[Fetched] = []
    rows: list[tuple[str, str, str]] = []
    missing: list[str] = []
    said: list[Message] = []
    outside = 0
    for number, year in enumerate(years):
        progress = span(request.progress, 100.0 * number / len(years), 100.0 * (number + 1) / len(years))
        url = f"{service.base}/{str(service.options['archive']).format(year=year)}"
        archive = request.folder / f"Alertas_PNCB_raster_{year}.zip"
        try:
            got = download(
                request.client,
                url,
                archive,
                received=_bytes_to(progress),
                is_cancelled=request.is_cancelled,
            )
        except ServiceError as error:
            if error.message.id != "net.not_found":
                raise
            missing.append(str(year))
            continue
        raster = unpack(archive, request.folder, year)
        pixels = read_geobosques(raster, year, request.is_cancelled)
        inside = request.inside(pixels.longitude, pixels.latitude)
        dated = (pixels.day >= request.start.toordinal()) & (pixels.day <= request.end.toordinal())
        outside += int((dated & ~inside).sum())
        for at in np.flatnonzero(inside & dated).tolist():
            day = datetime.date.fromordinal(int(pixels.day[at])).isoformat()
            rows.append((f"{pixels.latitude[at]:.7f}", f"{pixels.longitude[at]:.7f}", day))
        note = note_of(
            service, request, year=year, version=got.version, archive_sha256=got.sha256, sha256=file_sha256(raster)
        )
        write_note(raster, note)
        rasters.append(Fetched(raster, "raster", note))
        if pixels.unknown:
            said.append(Message("sources.unknown_values", title=service.title, year=year, count=pixels.unknown))
        if pixels.differing:
            said.append(Message("sources.table_differs", title=service.title, year=year, count=pixels.differing))
        progress(100.0)
    if not rasters:
        raise ServiceError("sources.no_tile", title=service.title, tiles=", ".join(missing))
    if missing:
        said.append(Message("sources.tiles_missing", title=service.title, tiles=", ".join(missing)))
    path = request.folder / request.file_name(service.id, str(rasters[-1].note["version"])[:16], ".csv")
    with replaced_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("latitude", "longitude", "date", "confidence", "source"))
        writer.writerows((*row, "", service.alerts) for row in sorted(rows, key=lambda row: (row[2], row[0], row[1])))
    note = note_of(service, request, rows=len(rows), rows_outside=outside, sha256=file_sha256(path))
    write_note(path, note)
    return [*rasters, Fetched(path, "points", note, tuple(said))]


def _bytes_to(progress: Progress) -> Received:
    """Bytes of a download as the first part of a progress."""

    def received(done: int, total: int | None) -> None:
        progress(60.0 * done / total if total else 0.0)

    return received


def unpack(archive: Path, folder: Path, year: int) -> Path:
    """Take the raster and its table out of a year's archive; names inside that would lead elsewhere are not followed.

    Raises
    ------
    ServiceError
        ``sources.bad_archive`` when it is no archive, holds no raster, or one of another year.
    """
    try:
        with zipfile.ZipFile(archive) as content:
            members = [item for item in content.infolist() if item.filename.lower().endswith(_MEMBERS)]
            rasters = [item for item in members if item.filename.lower().endswith(".tif")]
            if not rasters or sum(item.file_size for item in members) > _MOST_UNPACKED:
                raise ServiceError("sources.bad_archive", name=archive.name, reason=f"{len(rasters)} × .tif")
            for item in members:
                target = folder / Path(item.filename.replace("\\", "/")).name
                with replaced_file(target) as partial, partial.open("wb") as file, content.open(item) as packed:
                    while chunk := packed.read(1 << 20):
                        file.write(chunk)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise ServiceError("sources.bad_archive", name=archive.name, reason=str(error)) from error
    raster = folder / Path(rasters[0].filename.replace("\\", "/")).name
    named = year_of(raster.name)
    if named is not None and named != year:
        raise ServiceError("sources.bad_archive", name=archive.name, reason=f"{named} ≠ {year}")
    return raster


def year_of(name: str) -> int | None:
    """Year that a file name holds; None when it holds none."""
    found = re.findall(r"(?<!\d)(20[1-9]\d)(?!\d)", name)
    return int(found[-1]) if found else None


def read_geobosques(path: Path, year: int, is_cancelled: IsCancelled = never_cancelled) -> GeobosquesPixels:
    """Alert pixels of a raster of :data:`year`.

    Raises
    ------
    InputError
        ``input.unreadable``, ``input.no_crs``.
    """
    dataset = _open(path)
    band = dataset.GetRasterBand(1)
    table = read_value_table(path)
    first = datetime.date(year, 1, 1).toordinal() - 1
    length = datetime.date(year, 12, 31).toordinal() - first
    values = np.arange(_LONGEST_YEAR + 1)
    days = np.where((values > 0) & (values <= length), first + values, 0)
    differing = 0
    for value, date in table.items():
        if 0 < value <= _LONGEST_YEAR:
            differing += int(days[value] != date.toordinal())
            days[value] = date.toordinal()
    nodata = band.GetNoDataValue()
    rows, cols, dates, unknown = [], [], [], 0
    for start in range(0, dataset.RasterYSize, _ROWS_AT_ONCE):
        stop_if(is_cancelled)
        height = min(_ROWS_AT_ONCE, dataset.RasterYSize - start)
        block = band.ReadAsArray(0, start, dataset.RasterXSize, height)
        if block is None:
            raise InputError("input.unreadable", path=str(path), reason=gdal.GetLastErrorMsg())
        filled = block != 0
        if nodata is not None:
            filled &= block != nodata
        row, col = np.nonzero(filled)
        value = block[row, col].astype(np.int64)
        day = np.where((value > 0) & (value <= _LONGEST_YEAR), days[np.clip(value, 0, _LONGEST_YEAR)], 0)
        unknown += int((day == 0).sum())
        rows.append(row[day > 0] + start)
        cols.append(col[day > 0])
        dates.append(day[day > 0])
    longitude, latitude = _centres(dataset, np.concatenate(rows), np.concatenate(cols))
    return GeobosquesPixels(longitude, latitude, np.concatenate(dates), unknown, differing)


def read_value_table(path: Path) -> dict[int, datetime.date]:
    """Dates by value of the table beside a raster (fields ``Value``, ``Fecha``); empty when there is none."""
    table = path.with_name(path.name + ".vat.dbf")
    if not table.is_file():
        return {}
    try:
        source = ogr.Open(str(table))
    except RuntimeError as error:
        raise InputError("input.unreadable", path=str(table), reason=str(error)) from error
    if source is None:
        raise InputError("input.unreadable", path=str(table), reason=gdal.GetLastErrorMsg())
    dates = {}
    for feature in source.GetLayer(0):
        fields = {feature.GetFieldDefnRef(i).GetName().lower(): i for i in range(feature.GetFieldCount())}
        if "value" not in fields or "fecha" not in fields:
            return {}
        date = date_of_text(feature.GetFieldAsString(fields["fecha"]))
        if date is not None:
            dates[feature.GetFieldAsInteger(fields["value"])] = date
    return dates


def date_of_text(text: str) -> datetime.date | None:
    """Date as Peru writes it (day first), or as a machine does; None when it is none."""
    for pattern, order in (
        (r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", (3, 2, 1)),
        (r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", (1, 2, 3)),
    ):
        found = re.match(pattern, text.strip())
        if found:
            try:
                return datetime.date(*(int(found.group(index)) for index in order))
            except ValueError:
                return None
    return None


def _open(path: Path) -> Any:
    try:
        dataset = gdal.Open(str(path))
    except RuntimeError as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    if dataset is None:
        raise InputError("input.unreadable", path=str(path), reason=gdal.GetLastErrorMsg())
    if not dataset.GetProjection():
        raise InputError("input.no_crs", layer=path.name)
    return dataset


def _centres(dataset: Any, row: Ints, col: Ints) -> tuple[Floats, Floats]:
    t = dataset.GetGeoTransform()
    x = t[0] + (col + 0.5) * t[1] + (row + 0.5) * t[2]
    y = t[3] + (col + 0.5) * t[4] + (row + 0.5) * t[5]
    here, degrees = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromWkt(dataset.GetProjection())
    degrees.ImportFromEPSG(4326)
    for reference in (here, degrees):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if here.IsSame(degrees) or len(x) == 0:
        return x, y
    points = np.array(osr.CoordinateTransformation(here, degrees).TransformPoints(np.column_stack([x, y]).tolist()))
    return points[:, 0], points[:, 1]
