"""Territories read from a file without QGIS, for the command line."""

from __future__ import annotations

from typing import Any

from osgeo import gdal, ogr, osr

from ..errors import InputError, Message
from ..geo.features import FeatureTally, PolygonFeature, unique_ids
from .raster import quiet_gdal


def read_territories(
    path: str, id_field: str, crs_wkt: str, layer: str = ""
) -> tuple[list[PolygonFeature], FeatureTally, list[Message]]:
    """Polygons of a vector file in another reference system; every feature is counted, invalid ones are repaired.

    The repair is that of GEOS by the structure of the rings (each ring becomes the land it goes round, holes are taken from shells). It
    differs from the plugin's own in QGIS in one respect: a ring that crosses itself keeps the land that it goes round an odd number
    of times, where the plugin keeps all land that it goes round.

    Parameters
    ----------
    path : str
        Anything that OGR opens.
    id_field : str
        Field that identifies a territory; empty for the feature's number.
    crs_wkt : str
        Reference system to bring them to.
    layer : str
        Name of the layer; the first by default.

    Raises
    ------
    InputError
        ``input.unreadable``, ``input.no_crs``, ``input.unknown_field``, ``input.empty``.
    """
    with quiet_gdal():
        try:
            dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        except RuntimeError as error:
            raise InputError("input.unreadable", path=path, reason=str(error)) from error
        if dataset is None:
            raise InputError("input.unreadable", path=path, reason=gdal.GetLastErrorMsg())
        source = dataset.GetLayerByName(layer) if layer else dataset.GetLayer(0)
        if source is None:
            raise InputError("input.unreadable", path=path, reason=layer)
        return _features(source, id_field, crs_wkt)


def _features(source: Any, id_field: str, crs_wkt: str) -> tuple[list[PolygonFeature], FeatureTally, list[Message]]:
    name = source.GetName()
    reference = source.GetSpatialRef()
    if reference is None:
        raise InputError("input.no_crs", layer=name)
    field = source.GetLayerDefn().GetFieldIndex(id_field) if id_field else -1
    if id_field and field < 0:
        raise InputError("input.unknown_field", layer=name, field=id_field, fields=", ".join(_names(source)))
    target = osr.SpatialReference()
    target.ImportFromWkt(crs_wkt)
    reference = reference.Clone()
    for one in (reference, target):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transformation = None if reference.IsSame(target) else osr.CoordinateTransformation(reference, target)
    rows = list(source)
    values = [None if field < 0 or row.IsFieldNull(field) else row.GetFieldAsString(field) for row in rows]
    fids = [row.GetFID() for row in rows]
    ids, warnings = unique_ids(values, fids) if id_field else ([str(fid) for fid in fids], [])
    tally = FeatureTally(name, read=len(rows))
    features = []
    for identity, fid, row in zip(ids, fids, rows):
        shape, said = _polygon(row.GetGeometryRef(), transformation)
        if shape is None:
            tally.left_out.append((identity, said or Message("feature.empty_geometry")))
            continue
        if said is not None:
            tally.repaired.append((identity, said))
        tally.used += 1
        features.append(PolygonFeature(identity, bytes(shape.ExportToIsoWkb(ogr.wkbNDR)), fid))
    if not features:
        raise InputError("input.empty", layer=name)
    return features, tally, list(warnings)


def _polygon(geometry: Any, transformation: Any) -> tuple[Any, Message | None]:
    """Valid multipolygon in the target system, and what was mended or why there is none."""
    if geometry is None or geometry.IsEmpty():
        return None, Message("feature.empty_geometry")
    shape = geometry.Clone()
    shape.FlattenTo2D()
    shape = shape.GetLinearGeometry()
    if transformation is not None:
        try:
            shape.Transform(transformation)
        except RuntimeError as error:
            return None, Message("feature.untransformable", reason=str(error))
    said = None
    if not shape.IsValid():
        shape = shape.MakeValid(["METHOD=STRUCTURE"])
        said = Message("feature.repaired", reason="")
    if shape is not None:
        shape = ogr.ForceToMultiPolygon(shape)
    if shape is None or shape.IsEmpty() or shape.GetGeometryType() != ogr.wkbMultiPolygon:
        return None, Message("feature.unrepairable", reason="")
    return shape, said


def _names(source: Any) -> list[str]:
    """Names of a layer's fields."""
    definition = source.GetLayerDefn()
    return [definition.GetFieldDefn(index).GetName() for index in range(definition.GetFieldCount())]
