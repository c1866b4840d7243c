"""The delivered layers: perimeter, vertices and sides, as shapefiles and as one GeoPackage."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Mapping, Sequence, Union

from osgeo import gdal, ogr, osr

from ..cadastre.profile import LayerField, Profile
from ..errors import InputError, OutputError
from .land_capacity import EXCLUDED, LandCapacity
from .technical_table import TableRow, TechnicalTable

Value = Union[str, int, Decimal, datetime.date, None]
Point = tuple[float, float]

SHAPEFILE_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class DeliveredLayer:
    """One layer with its records.

    Attributes
    ----------
    role : str
        ``perimeter``, ``vertices``, ``sides``, ``regimes``, ``units`` or ``exclusions``.
    fields : tuple of LayerField
    records : tuple of tuple of Value
    geometries : tuple of bytes
        Well-known binary of each record, in the reference system of the table.
    """

    role: str
    fields: tuple[LayerField, ...]
    records: tuple[tuple[Value, ...], ...]
    geometries: tuple[bytes, ...]


def delivered_layers(
    table: TechnicalTable, profile: Profile, attributes: Mapping[str, str], state: str
) -> tuple[DeliveredLayer, ...]:
    """Records of all layers, each text and number proved to fit its field.

    Parameters
    ----------
    attributes : Mapping of str to str
        As released to the audience.
    state : str
        What the perimeter's ``package:state`` says.

    Raises
    ------
    InputError
        ``layer_field.too_long`` or ``layer_field.too_large`` with the field.
    """
    values: dict[str, Value] = {
        **{f"attribute:{key}": text for key, text in attributes.items()},
        "table:area_ha": table.area_ha,
        "table:perimeter_m": table.perimeter_m,
        "table:centroid_e": table.centroid[0],
        "table:centroid_n": table.centroid[1],
        "table:zone": table.zone,
        "package:state": state,
    }
    perimeter = profile.layer_fields["perimeter"]
    whole = tuple(_fitted(values.get(f.origin), f) for f in perimeter)
    layers = [DeliveredLayer("perimeter", perimeter, (whole,), (_polygon(table),))]
    for role, shape in (("vertices", _vertex), ("sides", _side)):
        fields = profile.layer_fields[role]
        records = []
        shapes = []
        for ring in table.rings:
            for row, following in zip(ring.rows, [*ring.rows[1:], ring.rows[0]]):
                records.append(tuple(_fitted(_of_row(row, f.origin), f) for f in fields))
                shapes.append(shape(row, following))
        layers.append(DeliveredLayer(role, fields, tuple(records), tuple(shapes)))
    return tuple(layers)


def land_layers(
    land: LandCapacity, profile: Profile, attributes: Mapping[str, str], words: Mapping[str, str]
) -> tuple[DeliveredLayer, ...]:
    """Layers of the division of the land: the two regimes, the units and the exclusions, those of which there are any.

    Parameters
    ----------
    words : Mapping of str to str
        Regimes and kinds of exclusions in the language of the documents.

    Raises
    ------
    InputError
        As :func:`delivered_layers`; ``land_capacity.no_fields`` when the profile does not say which fields there are.
    """
    records: dict[str, list[tuple[dict[str, Value], bytes]]] = {"regimes": [], "units": [], "exclusions": []}
    common: dict[str, Value] = {f"attribute:{key}": text for key, text in attributes.items()}
    for regime, table in land.tables:
        values: dict[str, Value] = {
            "regime:name": words.get(regime, regime),
            "regime:area_ha": table.area_ha,
            "regime:perimeter_m": table.perimeter_m,
        }
        records["regimes"].append(({**common, **values}, _polygon(table)))
    for row in land.rows:
        if row.regime == EXCLUDED:
            values = {
                "exclusion:kind": words.get(row.kind, row.kind),
                "exclusion:name": row.name,
                "exclusion:layer": row.layer,
                "exclusion:area_ha": row.area_ha,
            }
            records["exclusions"].append((values, row.wkb))
        else:
            values = {
                "unit:code": row.code,
                "unit:group": row.group,
                "unit:regime": words.get(row.regime, row.regime),
                "unit:area_ha": row.area_ha,
            }
            records["units"].append((values, row.wkb))
    layers = []
    for role, some in records.items():
        if not some:
            continue
        fields = profile.layer_fields.get(role)
        if fields is None:
            raise InputError("land_capacity.no_fields", profile=profile.id, layer=role)
        rows = tuple(tuple(_fitted(values.get(f.origin), f) for f in fields) for values, _ in some)
        layers.append(DeliveredLayer(role, fields, rows, tuple(wkb for _, wkb in some)))
    return tuple(layers)


def shapefile_bytes(layer: DeliveredLayer, crs: str, made_on: datetime.date) -> dict[str, bytes]:
    """Files of a shapefile by suffix; the same records give the same bytes.

    Parameters
    ----------
    made_on : date
        Stated in the DBF header as the day of the last change, in place of the clock.
    """
    stem = f"/vsimem/{uuid.uuid4().hex}"
    options = ["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={made_on.isoformat()}"]
    with _Quiet():
        try:
            source = _created(ogr.GetDriverByName("ESRI Shapefile"), f"{stem}.shp")
            _write(source, Path(stem).name, layer, crs, options)
            source = None
            return {suffix: _read_vsimem(f"{stem}{suffix}") for suffix in SHAPEFILE_SUFFIXES}
        finally:
            source = None
            for suffix in SHAPEFILE_SUFFIXES:
                gdal.Unlink(f"{stem}{suffix}")


def geopackage_bytes(layers: Sequence[tuple[str, DeliveredLayer]], crs: str, made_on: datetime.date) -> bytes:
    """GeoPackage with the layers under the given names; the same records give the same bytes.

    Parameters
    ----------
    made_on : date
        Stated as the day of the last change, in place of the clock.
    """
    path = f"/vsimem/{uuid.uuid4().hex}.gpkg"
    before = gdal.GetThreadLocalConfigOption("OGR_CURRENT_DATE", None)
    with _Quiet():
        try:
            gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", f"{made_on.isoformat()}T00:00:00.000Z")
            source = _created(ogr.GetDriverByName("GPKG"), path)
            for name, layer in layers:
                _write(source, name, layer, crs, [])
            source = None
            return _read_vsimem(path)
        finally:
            source = None
            gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", before)
            gdal.Unlink(path)


class _Quiet:
    """GDAL's messages kept off the console; what failed is told by :func:`_failed`."""

    def __enter__(self) -> None:
        gdal.PushErrorHandler("CPLQuietErrorHandler")

    def __exit__(self, *_: object) -> None:
        gdal.PopErrorHandler()


def _fitted(value: Value, field: LayerField) -> Value:
    """The value as the field takes it, or an error: nothing is cut."""
    if value is None or value == "":
        return None
    if field.type == "text":
        text = str(value)
        size = len(text.encode("utf-8"))
        if size > field.width:
            raise InputError("layer_field.too_long", field=field.name, width=field.width, bytes=size, text=text[:30])
        return text
    if field.type == "date":
        return datetime.date.fromisoformat(str(value))
    text = f"{value:.{field.decimals}f}"
    if len(text) > field.width:
        raise InputError("layer_field.too_large", field=field.name, width=field.width, text=text)
    return value


def _of_row(row: TableRow, origin: str) -> Value:
    value: Value = getattr(row, origin.split(":", 1)[1])
    return value


def _point(row: TableRow) -> Point:
    return float(row.easting), float(row.northing)


def _polygon(table: TechnicalTable) -> bytes:
    """Outer rings clockwise and enclaves counterclockwise, as shapefiles demand."""
    multipolygon = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in table.parts:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for ring in (ring for ring in table.rings if ring.part == part):
            points = [(float(east), float(north)) for east, north in ring.points]
            points.append(points[0])
            line = ogr.Geometry(ogr.wkbLinearRing)
            for east, north in points if ring.ring == 0 else points[::-1]:
                line.AddPoint_2D(east, north)
            polygon.AddGeometry(line)
        multipolygon.AddGeometry(polygon)
    return bytes(multipolygon.ExportToWkb(ogr.wkbNDR))


def _vertex(row: TableRow, _: TableRow) -> bytes:
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(*_point(row))
    return bytes(point.ExportToWkb(ogr.wkbNDR))


def _side(row: TableRow, following: TableRow) -> bytes:
    line = ogr.Geometry(ogr.wkbLineString)
    for east, north in row.points:
        line.AddPoint_2D(float(east), float(north))
    line.AddPoint_2D(*_point(following))
    return bytes(line.ExportToWkb(ogr.wkbNDR))


_OGR_TYPES = {"text": ogr.OFTString, "number": ogr.OFTReal, "integer": ogr.OFTInteger, "date": ogr.OFTDate}
_OGR_GEOMETRIES = {"vertices": ogr.wkbPoint, "sides": ogr.wkbLineString}


def _created(driver: Any, path: str) -> Any:
    source = driver.CreateDataSource(path)
    if source is None:
        raise _failed(path)
    return source


def _write(source: Any, name: str, layer: DeliveredLayer, crs: str, options: list[str]) -> None:
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    target = source.CreateLayer(name, system, _OGR_GEOMETRIES.get(layer.role, ogr.wkbMultiPolygon), options)
    if target is None:
        raise _failed(name)
    for field in layer.fields:
        definition = ogr.FieldDefn(field.name, _OGR_TYPES[field.type])
        if field.type != "date":
            definition.SetWidth(field.width)
            definition.SetPrecision(field.decimals)
        if target.CreateField(definition) != ogr.OGRERR_NONE:
            raise _failed(name)
    for record, shape in zip(layer.records, layer.geometries):
        feature = ogr.Feature(target.GetLayerDefn())
        for index, value in enumerate(record):
            if isinstance(value, datetime.date):
                feature.SetField(index, value.year, value.month, value.day, 0, 0, 0, 0)
            elif value is not None:
                feature.SetField(index, float(value) if isinstance(value, Decimal) else value)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape))
        if target.CreateFeature(feature) != ogr.OGRERR_NONE:
            raise _failed(name)


def _failed(what: str) -> OutputError:
    return OutputError("package.write_failed", file=what, reason=gdal.GetLastErrorMsg() or "GDAL")


def _read_vsimem(path: str) -> bytes:
    status = gdal.VSIStatL(path)
    handle = gdal.VSIFOpenL(path, "rb") if status is not None else None
    if handle is None:
        raise _failed(path)
    try:
        return bytes(gdal.VSIFReadL(1, status.size, handle) or b"")
    finally:
        gdal.VSIFCloseL(handle)
