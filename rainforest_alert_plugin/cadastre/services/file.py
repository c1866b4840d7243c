"""Layers that an authority publishes as one file: fetched whole, of which only what lies near the area is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

from osgeo import gdal, ogr, osr

from ...errors import ServiceError
from ...geo.progress import stop_if
from ...net.download import download
from ..profile import plain_words
from .answer import DEGREES, Found, LayerAnswer, LayerRequest, box_in, envelope_of, is_fresh
from .area import meet
from .catalogue import Service, ServiceLayer

_KINDS = {ogr.OFTInteger: "integer", ogr.OFTInteger64: "integer", ogr.OFTReal: "real"}
_ARCHIVES = {".zip": "/vsizip/", ".rar": "/vsirar/", ".7z": "/vsi7z/"}


def fetch(service: Service, layer: ServiceLayer, request: LayerRequest) -> LayerAnswer:
    """Features of the file whose boxes meet the boxes asked for; a broken download goes on where it stopped.

    Raises
    ------
    ServiceError
        ``services.unpack_by_hand`` where this QGIS cannot open the archive, ``services.not_a_layer``, or what the download raises.
    CancelledError
    """
    path = request.parts / Path(service.url).name
    if not is_fresh(path):
        download(
            request.client,
            service.url,
            path,
            received=lambda got, total: request.progress(80.0 * got / total if total else 40.0),
            is_cancelled=request.is_cancelled,
        )
    place = _place_in(path)
    source = ogr.Open(place)
    if source is None or not source.GetLayerCount():
        is_archive = path.suffix.lower() in _ARCHIVES
        raise ServiceError(
            "services.unpack_by_hand" if is_archive else "services.not_a_layer",
            title=service.full_title,
            path=str(path),
        )
    table = _table(source, layer)
    system = table.GetSpatialRef()
    if system is not None:
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    code = system.GetAuthorityCode(None) if system is not None and system.GetAuthorityName(None) == "EPSG" else None
    epsg = int(code) if code else DEGREES
    definition = table.GetLayerDefn()
    columns = [definition.GetFieldDefn(index) for index in range(definition.GetFieldCount())]
    fields = [(column.GetName(), _KINDS.get(column.GetType(), "text")) for column in columns]
    boxes = [box_in(box, epsg) for box in request.boxes]
    chosen = []
    table.ResetReading()
    for number, feature in enumerate(table):
        if number % 500 == 0:
            stop_if(request.is_cancelled)
        geometry = feature.GetGeometryRef()
        if geometry is not None and not geometry.IsEmpty() and any(meet(envelope_of(geometry), box) for box in boxes):
            chosen.append(feature.GetFID())
    name = table.GetName()

    def features() -> Iterator[Found]:
        again = ogr.Open(place)
        rows = again.GetLayerByName(name)
        for fid in chosen:
            feature = rows.GetFeature(fid)
            geometry = feature.GetGeometryRef().Clone()
            geometry.FlattenTo2D()
            values: dict[str, Any] = {column: feature.GetField(column) for column, _ in fields}
            yield Found(str(fid), values, geometry)

    return LayerAnswer(layer, fields, features, epsg, len(chosen), len(chosen), name)


def _place_in(path: Path) -> str:
    """Path under which GDAL opens the file; of an archive the first layer file in it."""
    opener = _ARCHIVES.get(path.suffix.lower())
    if opener is None:
        return str(path)
    inside = opener + path.as_posix()
    names = gdal.ReadDirRecursive(inside) or []
    for ending in (".gpkg", ".shp", ".geojson", ".json", ".kml"):
        for name in names:
            if name.lower().endswith(ending):
                return f"{inside}/{name}"
    return inside


def _table(source: Any, layer: ServiceLayer) -> Any:
    tables = [source.GetLayer(index) for index in range(source.GetLayerCount())]
    for name in layer.names:
        for table in tables:
            if plain_words(table.GetName()) == plain_words(name):
                return table
    return tables[0]
