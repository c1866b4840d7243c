"""OPERA DIST-ALERT-HLS at NASA: granules found in the CMR without a key, their blocks fetched with an Earthdata token.

Granules lie on MGRS tiles that overlap by five kilometres, so that a pixel comes twice, and at the edge of a UTM zone on two grids. The
rasters stay as they are at the source; the table of alerts holds each place once. A granule carries the state of its tile on, so that
the latest one of each tile is the whole state.
"""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Mapping

import numpy as np
from osgeo import ogr, osr

from ...errors import InputError, Message, ServiceError
from ...geo.arrays import Floats, Ints
from ...geo.features import PolygonFeature
from ...geo.files import replaced_file
from ...geo.progress import Progress, no_progress, span, stop_if
from ..collection import Wanted, collect_raster
from ..encoding import CONFIDENCE_WORDS, DIST_ALERT, date_of, unix_day
from ..raster import AlertRaster, open_alerts
from .cog import RemoteImage, copy_blocks, open_image
from .raster_tiles import touched_blocks
from .service import AlertRequest, Fetched, Service, earlier, file_sha256, note_of, write_note

_PAGE = 200
_MOST_PAGES = 100
_NAME = re.compile(r"OPERA_L3_DIST-ALERT-HLS_T(\d\d)([A-Z]{3})_(\d{8}T\d{6})Z_(\d{8}T\d{6})Z_")
_DATA = "/data#"
_ZONE_DEG = 6


@dataclass(frozen=True)
class Granule:
    """A granule of the search.

    Attributes
    ----------
    name : str
    tile : str
        MGRS tile, ``18LVR``.
    acquired, produced : str
        UTC, ``20260812T150719``.
    links : mapping
        Address by layer.
    """

    name: str
    tile: str
    acquired: str
    produced: str
    links: Mapping[str, str] = field(repr=False)

    @property
    def zone(self) -> int:
        """UTM zone."""
        return int(self.tile[:2])


@dataclass
class _Gathered:
    """Alerts of all tiles, before the doubled ones are taken out."""

    longitude: list[Floats] = field(default_factory=list)
    latitude: list[Floats] = field(default_factory=list)
    day: list[Ints] = field(default_factory=list)
    confidence: list[Ints] = field(default_factory=list)
    area_ha: list[Floats] = field(default_factory=list)
    pixel: list[Ints] = field(default_factory=list)
    zone: list[Ints] = field(default_factory=list)
    order: list[Ints] = field(default_factory=list)


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Rasters of the latest granule of each tile, in the blocks that the territories touch, and their alerts as one CSV file.

    Raises
    ------
    ServiceError
        ``sources.no_tile`` when the search finds nothing, ``sources.answer_changed``, ``net.key_refused``.
    """
    request.check()
    granules = latest_granules(service, request)
    if not granules:
        raise ServiceError("sources.no_tile", title=service.title, tiles=str(service.options["short_name"]))
    fetched: list[Fetched] = []
    gathered = _Gathered()
    messages: list[Message] = []
    for number, granule in enumerate(granules):
        stop_if(request.is_cancelled)
        part = span(request.progress, 95.0 * number / len(granules), 95.0 * (number + 1) / len(granules))
        files = _fetch_granule(service, request, granule, part)
        if not files:
            continue
        fetched += files[:1]
        messages += _gather(request, granule, files[0].path, gathered)
    table, said = _write_table(service, request, gathered)
    request.progress(100.0)
    return [*fetched, Fetched(table[0], "points", table[1], (*messages, *said))]


def latest_granules(service: Service, request: AlertRequest) -> list[Granule]:
    """The latest granule of each tile up to the last day, in the order of acquisition."""
    best: dict[str, Granule] = {}
    for granule in _search(service, request):
        known = best.get(granule.tile)
        if known is None or (known.acquired, known.produced) < (granule.acquired, granule.produced):
            best[granule.tile] = granule
    return sorted(best.values(), key=lambda granule: (granule.acquired, granule.produced, granule.tile))


def test_key(service: Service, request: AlertRequest) -> None:
    """Read the head of one granule; raises ``net.key_refused`` when the token is not accepted."""
    granule = next(iter(_search(service, request)), None)
    if granule is None:
        raise ServiceError("sources.no_tile", title=service.title, tiles=str(service.options["short_name"]))
    _open(request, granule.links[str(service.options["layers"][0])])


def _search(service: Service, request: AlertRequest) -> Iterator[Granule]:
    layers = [str(layer) for layer in service.options["layers"]]
    box = ",".join(f"{value:.5f}" for value in request.box())
    # a tile is seen every few days; the state before the first day may be the last one there is
    first = request.start - datetime.timedelta(days=int(service.options["revisit_days"]))
    for page in range(1, _MOST_PAGES + 1):
        stop_if(request.is_cancelled)
        content = request.client.get(
            f"{service.base}/search/granules.json",
            params={
                "short_name": service.options["short_name"],
                "bounding_box": box,
                "temporal": f"{first.isoformat()}T00:00:00Z,{request.end.isoformat()}T23:59:59Z",
                "sort_key": "-start_date",
                "page_size": _PAGE,
                "page_num": page,
            },
            is_cancelled=request.is_cancelled,
        ).json()
        feed = content.get("feed") if isinstance(content, dict) else None
        entries = feed.get("entry") if isinstance(feed, dict) else None
        if not isinstance(entries, list):
            raise ServiceError("sources.answer_changed", title=service.title, what="feed.entry")
        for entry in entries:
            granule = _granule(entry, layers)
            if granule is not None:
                yield granule
        if len(entries) < _PAGE:
            return


def _granule(entry: Any, layers: list[str]) -> Granule | None:
    """A granule with all layers that are needed; None for anything else in the catalogue."""
    name = str(entry.get("producer_granule_id") or entry.get("title") or "") if isinstance(entry, dict) else ""
    found = _NAME.match(name)
    if found is None:
        return None
    links = {}
    for link in entry.get("links") or []:
        address = str(link.get("href", ""))
        if not str(link.get("rel", "")).endswith(_DATA) or not address.startswith("http"):
            continue
        for layer in layers:
            if address.endswith(f"_{layer}.tif"):
                links[layer] = address
    if set(links) != set(layers):
        return None
    zone, square, acquired, produced = found.groups()
    return Granule(name, zone + square, acquired, produced, links)


def _fetch_granule(service: Service, request: AlertRequest, granule: Granule, progress: Progress) -> list[Fetched]:
    """Rasters of a granule; empty where the territories touch none of its blocks."""
    folder = request.folder / request.file_name(service.id, granule.tile, "") / _folder_name(granule)
    files: list[Fetched] = []
    layers = list(granule.links)
    for number, layer in enumerate(layers):
        path = folder / granule.links[layer].rpartition("/")[2]
        known = earlier(path)
        if known is not None:
            files.append(Fetched(path, "raster", known))
            continue
        image = _open(request, granule.links[layer])
        wanted = touched_blocks(image, request.told_area().features(), _to_zone(granule.zone))
        if not wanted.any():
            return []
        part = span(progress, 100.0 * number / len(layers), 100.0 * (number + 1) / len(layers))
        copied = copy_blocks(image, wanted, path, part, request.is_cancelled)
        note = note_of(
            service,
            request,
            tile=granule.tile,
            granule=granule.name,
            version=granule.name,
            block_bytes=copied.block_bytes,
            fetched_bytes=copied.fetched_bytes,
            covers="the blocks that what was asked for touches; elsewhere the file is empty, which does not mean without alerts",
            sha256=file_sha256(path),
        )
        write_note(path, note)
        files.append(Fetched(path, "raster", note))
    return files


def _folder_name(granule: Granule) -> str:
    return f"{granule.tile}_{granule.acquired}_{granule.produced}"


def _open(request: AlertRequest, address: str) -> RemoteImage:
    try:
        return open_image(request.client, address, request.is_cancelled, request.credential)
    except ServiceError as error:
        # without a valid token the service leads to its sign-in page
        if error.message.id in ("net.html", "net.no_ranges"):
            host = str(error.message.facts.get("host", ""))
            raise ServiceError("net.key_refused", host=host, status=200, detail="Earthdata Login") from error
        raise


def _to_zone(zone: int) -> Any:
    """From degrees to the zone's coordinates; HLS counts northings from the equator in both hemispheres."""
    degrees, utm = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    utm.ImportFromEPSG(32600 + zone)
    for reference in (degrees, utm):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(degrees, utm)


def _gather(request: AlertRequest, granule: Granule, path: Path, gathered: _Gathered) -> list[Message]:
    """Alerts of a granule in the territories and the period."""
    raster = open_alerts(str(path), DIST_ALERT)
    wanted = Wanted(unix_day(request.start), unix_day(request.end))
    try:
        found = collect_raster(raster, _in_system_of(raster, request), wanted, no_progress, request.is_cancelled)
    except InputError as error:
        # the blocks of the tile are touched, but no territory reaches a pixel of it
        if error.message.id != "alerts.territories_outside":
            raise
        return []
    which = np.unique(found.alert)
    points = found.points
    gathered.longitude.append(points.longitude[which])
    gathered.latitude.append(points.latitude[which])
    gathered.day.append(points.day[which].astype(np.int64))
    gathered.confidence.append(points.confidence[which].astype(np.int64))
    gathered.area_ha.append(points.area_ha[which])
    gathered.pixel.append(points.pixel[which])
    gathered.zone.append(np.full(len(which), granule.zone))
    gathered.order.append(np.full(len(which), len(gathered.order)))
    # what lies outside one tile lies in another
    aside = ("alerts.some_territories_outside", "alerts.some_territories_partly_outside")
    return [message for message in found.messages if message.id not in aside]


def _in_system_of(raster: AlertRaster, request: AlertRequest) -> list[PolygonFeature]:
    here, degrees = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromWkt(raster.grid.crs_wkt)
    degrees.ImportFromEPSG(4326)
    for reference in (here, degrees):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    moved = []
    for feature in request.area:
        shape = ogr.CreateGeometryFromWkb(feature.wkb)
        shape.Transform(osr.CoordinateTransformation(degrees, here))
        moved.append(PolygonFeature(feature.id, bytes(shape.ExportToWkb()), feature.fid))
    return moved


def _write_table(
    service: Service, request: AlertRequest, gathered: _Gathered
) -> tuple[tuple[Path, dict[str, Any]], list[Message]]:
    kept, doubled = _once(gathered)
    rows: list[tuple[str, ...]] = []
    if len(kept):
        latitude, longitude = np.concatenate(gathered.latitude)[kept], np.concatenate(gathered.longitude)[kept]
        day, word = np.concatenate(gathered.day)[kept], np.concatenate(gathered.confidence)[kept]
        area = np.concatenate(gathered.area_ha)[kept]
        rows = [
            (f"{y:.7f}", f"{x:.7f}", date_of(at).isoformat(), CONFIDENCE_WORDS[rank], f"{ha:.6f}", service.alerts)
            for y, x, at, rank, ha in zip(
                latitude.tolist(), longitude.tolist(), day.tolist(), word.tolist(), area.tolist()
            )
        ]
    rows.sort(key=lambda row: (row[2], row[0], row[1]))
    path = request.folder / request.file_name(service.id, request.today.isoformat(), ".csv")
    with replaced_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("latitude", "longitude", "date", "confidence", "area_ha", "source"))
        writer.writerows(rows)
    note = note_of(service, request, rows=len(rows), pixels_doubled=doubled, sha256=file_sha256(path))
    write_note(path, note)
    said = [Message("sources.tile_doubled", title=service.title, count=doubled)] if doubled else []
    return (path, note), said


def _once(gathered: _Gathered) -> tuple[Ints, int]:
    """Which alerts to keep, and how many were doubled.

    In one zone the tiles share a grid: of a doubled pixel the later acquisition counts. Where two zones were read, a place belongs
    to the zone that it lies in.
    """
    if not gathered.pixel:
        return np.zeros(0, np.int64), 0
    zone, longitude = np.concatenate(gathered.zone), np.concatenate(gathered.longitude)
    own = np.floor((longitude + 180.0) / _ZONE_DEG).astype(np.int64) + 1
    at_home = (zone == own) | ~np.isin(own, np.unique(zone))
    candidates = np.flatnonzero(at_home)
    pixel, order = np.concatenate(gathered.pixel)[candidates], np.concatenate(gathered.order)[candidates]
    ranked = np.lexsort((-order, pixel))
    first = np.ones(len(ranked), bool)
    first[1:] = pixel[ranked][1:] != pixel[ranked][:-1]
    return np.sort(candidates[ranked[first]]), len(zone) - int(first.sum())
