"""Alert rasters that producers publish as large GeoTIFFs: only the blocks that the territories touch are fetched."""

from __future__ import annotations

import datetime
import math
from typing import Any, Callable, Sequence

import numpy as np
from osgeo import ogr, osr

from ...errors import Message, ServiceError
from ...geo.arrays import Bools
from ...geo.features import PolygonFeature
from ...geo.files import replaced_folder
from ...geo.progress import Progress, span
from .cog import RemoteImage, copy_blocks, open_image
from .gfw_api import tile_id
from .gfw_versions import Version, settled_version
from .service import AlertRequest, Fetched, Service, box_geometry, file_sha256, note_of, note_path, write_note

_TILE_DEG = 10
_ZONE_DEG = 6
_STRAIGHT_DEG = 0.01
_NOTE = "source.json"


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Windows of all tiles that the territories touch; the rasters of a pair lie in folders named as at the source.

    Raises
    ------
    ServiceError
        As :mod:`~.cog`; ``sources.no_tile`` when the service has none of the tiles.
    """
    request.check()
    tiles = _TILES[str(service.options["tiles"])](request)
    settled = settled_version(service, request) if "dataset" in service.options else Version("")
    version = settled.name
    years = [""]
    if any("{yy}" in name for name in service.options["files"]):
        years = [f"{year % 100:02d}" for year in range(request.start.year, request.end.year + 1)]
    fetched: list[Fetched] = []
    missing: list[str] = []
    jobs = [(tile, year) for tile in tiles for year in years]
    for number, (tile, year) in enumerate(jobs):
        progress = span(request.progress, 100.0 * number / len(jobs), 100.0 * (number + 1) / len(jobs))
        try:
            found = _fetch_tile(service, request, tile, year, version, progress)
        except ServiceError as error:
            if error.message.id != "net.not_found":
                raise
            missing.append(f"{tile} {year}".strip())
            continue
        fetched += found
    if missing and not fetched:
        raise ServiceError("sources.no_tile", title=service.title, tiles=", ".join(missing))
    if missing:
        last = fetched[-1]
        said = (*last.messages, Message("sources.tiles_missing", title=service.title, tiles=", ".join(missing)))
        fetched[-1] = Fetched(last.path, last.kind, last.note, said)
    if settled.messages and fetched:
        last = fetched[-1]
        fetched[-1] = Fetched(last.path, last.kind, last.note, (*last.messages, *settled.messages))
    request.progress(100.0)
    return fetched


def _fetch_tile(
    service: Service, request: AlertRequest, tile: str, year: str, version: str, progress: Progress
) -> list[Fetched]:
    facts = {"tile": tile, "yy": year, "version": version}
    remote, images, state = _open(service, request, facts)
    names = [str(name).format(**facts) for name in service.options.get("names", service.options["files"])]
    versions = [version or image.file.version for image in images]
    label = "_".join(part for part in (service.id, tile, year) if part)
    folder = request.folder / request.file_name(label, versions[0][:16], "")
    first = folder / names[0]
    if note_path(first).is_file() and all((folder / name).is_file() for name in names):
        return [Fetched(first, "raster", {}, (Message("sources.unchanged", title=service.title, version=versions[0]),))]
    with replaced_folder(folder, _NOTE) as partial:
        notes = []
        for number, (name, image) in enumerate(zip(names, images)):
            part = span(progress, 100.0 * number / len(names), 100.0 * (number + 1) / len(names))
            wanted = touched_blocks(image, request.told_area().features(), _projection(service, tile))
            if not wanted.any():
                return []
            copied = copy_blocks(image, wanted, partial / name, part, request.is_cancelled)
            note = note_of(
                service,
                request,
                tile=tile,
                file=remote[number],
                version=version or copied.version,
                etag=copied.version,
                **({"year": f"20{year}", "state": state} if year else {}),
                blocks=copied.blocks,
                stored_blocks=copied.stored_blocks,
                block_bytes=copied.block_bytes,
                fetched_bytes=copied.fetched_bytes,
                covers="the blocks that what was asked for touches; elsewhere the file is empty, which does not mean without alerts",
                sha256=file_sha256(partial / name),
            )
            write_note(partial / name, note)
            notes.append(note)
        (partial / _NOTE).write_text("{}", encoding="utf-8")
    return [Fetched(first, "raster", notes[0])]


def _open(service: Service, request: AlertRequest, facts: dict[str, str]) -> tuple[list[str], list[RemoteImage], str]:
    """Names and heads of a tile's files: the final ones of a year that is settled, otherwise those that still change.

    A year changes until about July of the next one, since alerts are confirmed within 180 days.
    """
    kinds = ["files"]
    if "final_files" in service.options:
        settled = datetime.date(2001 + int(facts["yy"]), 7, 1) <= request.today
        kinds = ["final_files", "files"] if settled else ["files", "final_files"]
    for last, kind in zip([False] * (len(kinds) - 1) + [True], kinds):
        remote = [str(name).format(**facts) for name in service.options[kind]]
        try:
            images = [open_image(request.client, f"{service.base}/{name}", request.is_cancelled) for name in remote]
        except ServiceError as error:
            if last or error.message.id != "net.not_found":
                raise
            continue
        return remote, images, "final" if kind == "final_files" else "provisional"
    raise ServiceError("sources.no_tile", title=service.title, tiles=facts["tile"])


def degree_tiles(request: AlertRequest) -> list[str]:
    """Tiles of ten degrees that what is told touches, named by their sides: ``080W_10S_070W_00N``."""
    return [
        f"{_lon(left)}_{_lat(bottom)}_{_lon(left + _TILE_DEG)}_{_lat(bottom + _TILE_DEG)}"
        for left, bottom in _corners(request)
    ]


def north_western_tiles(request: AlertRequest) -> list[str]:
    """Tiles of ten degrees that what is told touches, named by their north-western corner: ``00N_080W``."""
    return [tile_id(left + 1.0, bottom + 1.0) for left, bottom in _corners(request)]


def _corners(request: AlertRequest) -> list[tuple[int, int]]:
    """West and south of the ten-degree tiles that what is told touches."""
    shapes = [ogr.CreateGeometryFromWkb(feature.wkb) for feature in request.told_area().features()]
    west, south, east, north = request.box()
    tiles = []
    for left in range(_floor_ten(west), math.ceil(east), _TILE_DEG):
        for bottom in range(_floor_ten(south), math.ceil(north), _TILE_DEG):
            box = box_geometry((left, bottom, left + _TILE_DEG, bottom + _TILE_DEG))
            if any(shape.Intersects(box) for shape in shapes):
                tiles.append((left, bottom))
    return tiles


def utm_zones(request: AlertRequest) -> list[str]:
    """UTM zones that what is told touches: ``18``."""
    west, _, east, _ = request.box()
    return [f"{zone:02d}" for zone in range(_zone(west), _zone(east) + 1)]


_TILES: dict[str, Callable[[AlertRequest], list[str]]] = {
    "west_south_east_north": degree_tiles,
    "north_west": north_western_tiles,
    "utm_zone": utm_zones,
}


def _zone(longitude: float) -> int:
    return math.floor((longitude + 180.0) / _ZONE_DEG) + 1


def _floor_ten(value: float) -> int:
    return math.floor(value / _TILE_DEG) * _TILE_DEG


def _lon(value: int) -> str:
    return f"{abs(value):03d}{'E' if value >= 0 and value != 0 else 'W'}"


def _lat(value: int) -> str:
    return f"{abs(value):02d}{'S' if value < 0 else 'N'}"


def _projection(service: Service, tile: str) -> Any:
    """From degrees to the tile's coordinates; None where they are degrees."""
    if service.options["tiles"] != "utm_zone":
        return None
    degrees, utm = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    utm.ImportFromEPSG(32600 + int(tile))
    for reference in (degrees, utm):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(degrees, utm)


def touched_blocks(image: RemoteImage, area: Sequence[PolygonFeature], projection: Any = None) -> Bools:
    """Blocks of an image that polygons touch, shape (rows, columns) in blocks."""
    wanted = np.zeros((image.rows, image.columns), bool)
    t = image.transform
    width, height = image.block_width * t[1], image.block_height * t[5]
    for feature in area:
        shape = ogr.CreateGeometryFromWkb(feature.wkb)
        if projection is not None:
            # a long side along a parallel is an arc there
            shape.Segmentize(_STRAIGHT_DEG)
            shape.Transform(projection)
        west, east, south, north = shape.GetEnvelope()
        cols = _range((west - t[0]) / width, (east - t[0]) / width, image.columns)
        rows = _range((north - t[3]) / height, (south - t[3]) / height, image.rows)
        for row in rows:
            for col in cols:
                left, top = t[0] + col * width, t[3] + row * height
                box = (left, top + height, left + width, top)
                wanted[row, col] |= wanted[row, col] or shape.Intersects(box_geometry(box))
    return wanted


def _range(first: float, last: float, count: int) -> range:
    return range(max(math.floor(first), 0), min(math.floor(last), count - 1) + 1)
