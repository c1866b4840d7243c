"""Local files that a layer reads, whichever way its address names them."""

from __future__ import annotations

import os
import re
from typing import Iterable, Iterator

from osgeo import gdal
from qgis.core import QgsDataProvider, QgsMapLayer, QgsProviderRegistry, QgsVectorLayer

OVER_A_NETWORK = tuple(f"/vsi{name}" for name in ("curl", "s3", "gs", "az", "adls", "oss", "swift", "hdfs", "webhdfs"))
_GEOPACKAGE = "GPKG:"
_VRT_HEADS = (b"<OGRVRTDataSource", b"<VRTDataset")
_HEAD_BYTES = 4096
_DEEPEST_VRT = 5
# Files that GDAL opens in place of the one that a run writes.
_MAIN_OF = {
    ".shx": ".shp", ".dbf": ".shp", ".mid": ".mif", ".dat": ".tab", ".map": ".tab", ".id": ".tab", ".ind": ".tab",
}  # fmt: skip
_OF_A_FOLDER = (".shp", ".tab", ".mif", ".csv", ".dbf")
_QUERIES = ("select", "with")
# Where a path can begin and end inside an address such as /vsisubfile/0_,path, GTIFF_DIR:1:path or GPKG:path:table.
_BEGINS = re.compile(r"(?:(?<=[:,{}'\"])|^)(?=[^/\\])|(?=[/\\])|(?=[A-Za-z]:[/\\])")
_ENDS = re.compile(r"[/\\:,{}'\"?|]|$")
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")
_VALUES = re.compile(r">([^<>]+)<|=\"([^\"]+)\"")


def file_of(layer: QgsMapLayer) -> str:
    """The file whose tables a vector layer shows as they are; empty where the address is anything but the file itself."""
    address = layer.source().split("|", 1)[0]
    if address.upper().startswith(_GEOPACKAGE):
        rest = address[len(_GEOPACKAGE) :]
        return next((path for path in (rest, rest.rpartition(":")[0]) if os.path.isfile(path)), "")
    if os.path.isfile(address):
        return address
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    is_archive = parts.get("vsiPrefix") or parts.get("vsiSuffix")
    return path if not is_archive and os.path.isfile(path) else ""


def table_of(layer: QgsVectorLayer) -> str:
    """Name of the table that a layer shows of its file."""
    options = dict(part.partition("=")[::2] for part in layer.source().split("|")[1:])
    return options.get("layername", "") or _table_by_number(layer, int(options.get("layerid") or 0))


def _table_by_number(layer: QgsVectorLayer, number: int) -> str:
    """Name of a table of the file of a layer by its number; empty when there is none."""
    if not layer.isValid():
        return ""
    tables = [each.split(QgsDataProvider.sublayerSeparator()) for each in layer.dataProvider().subLayers()]
    return next((parts[1] for parts in tables if int(parts[0]) == number), "")


def files_of(layer: QgsMapLayer) -> list[str]:
    """Local files that a layer reads: its own, those that a VRT or a query over several files names, and the archive it lies in."""
    address = layer.source().split("|", 1)[0]
    if address.startswith(OVER_A_NETWORK):
        return []
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    found = [file_of(layer), path, path + str(parts.get("vsiSuffix") or "")]
    if not os.path.isfile(address):
        found += paths_in(address)
    if os.path.isdir(address):
        name = str(parts.get("layerName") or "")
        found += [os.path.join(address, name + ending) for ending in _OF_A_FOLDER]
    found += _files_of_vrt(address, _DEEPEST_VRT)
    if isinstance(layer, QgsVectorLayer):
        found += _files_of_query(layer.subsetString())
    found += [os.path.splitext(each)[0] + main for each in found for main in _mains(each)]
    return [each for each in dict.fromkeys(found) if each and os.path.exists(each)]


def _mains(path: str) -> Iterator[str]:
    main = _MAIN_OF.get(os.path.splitext(path)[1].lower())
    if main is not None:
        yield from (main, main.upper())


def paths_in(text: str) -> list[str]:
    """Files whose paths stand somewhere in an address."""
    found = []
    for begin in dict.fromkeys(match.start() for match in _BEGINS.finditer(text)):
        ends = [match.start() for match in _ENDS.finditer(text, begin + 1)]
        found += [text[begin:end] for end in ends if os.path.isfile(text[begin:end])]
    return found


def _files_of_query(subset: str) -> list[str]:
    """Files that a query in place of a filter names as sources beside its own."""
    if not subset.lstrip().lower().startswith(_QUERIES):
        return []
    named = ["".join(groups) for groups in _QUOTED.findall(subset)]
    return [path for each in named for path in (each, *paths_in(each), *_files_of_vrt(each, _DEEPEST_VRT))]


def _files_of_vrt(address: str, depth: int) -> list[str]:
    """Sources of a VRT, and of those among them that are VRTs; empty for anything else."""
    text = _vrt(address)
    if not text or not depth:
        return []
    found = [*_listed(address)]
    folder = os.path.dirname(address) if os.path.isfile(address) else ""
    for value in ("".join(groups).strip() for groups in _VALUES.findall(text)):
        found += [value, os.path.join(folder, value), *paths_in(value)]
    sources = [each for each in dict.fromkeys(found) if os.path.isfile(each) and each != address]
    return [*sources, *(inner for each in sources for inner in _files_of_vrt(each, depth - 1))]


def _vrt(address: str) -> str:
    """Text of a VRT that an address is or names; GDAL tells one by what is in the file, not by its name."""
    if address.lstrip().startswith("<"):
        return address
    try:
        with open(address, "rb") as file:
            head = file.read(_HEAD_BYTES)
            if not any(mark in head for mark in _VRT_HEADS):
                return ""
            return (head + file.read()).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def _listed(address: str) -> Iterable[str]:
    try:
        opened = gdal.OpenEx(address, gdal.OF_VECTOR | gdal.OF_RASTER)
    except RuntimeError:
        return ()
    return () if opened is None else (opened.GetFileList() or ())
