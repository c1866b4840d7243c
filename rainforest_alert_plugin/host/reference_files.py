"""Files of any office as reference layers: shapefiles, GeoPackages, KML as they are, drawings as the polygons that they close."""

from __future__ import annotations

from pathlib import Path

from osgeo import ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ..errors import InputError, Message
from ..geo.files import replaced_file
from .messages import describe

DRAWING = ".dxf"
_DRAWING_FIELDS = ("Layer", "Text")


def open_reference(path: Path | str) -> list[QgsVectorLayer]:
    """Polygon layers of a file; a drawing gives one, written as a GeoPackage beside it.

    Raises
    ------
    InputError
        ``input.unreadable`` when it is no layer, ``reference.no_polygons`` when it holds none.
    """
    file = Path(path)
    if file.suffix.lower() == DRAWING:
        made = polygons_of_drawing(file)
        layer = QgsVectorLayer(f"{made}|layername={made.stem}", file.stem, "ogr")
        # the GeoPackage says that its system is undefined, which QGIS takes for a system
        layer.setCrs(QgsCoordinateReferenceSystem())
        return [layer]
    found = []
    for part in QgsProviderRegistry.instance().querySublayers(str(file)):
        layer = QgsVectorLayer(part.uri(), part.name() or file.stem, "ogr")
        if layer.isValid() and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
            found.append(layer)
    if not found:
        probe = QgsVectorLayer(str(file), file.stem, "ogr")
        if not probe.isValid():
            raise InputError("input.unreadable", path=str(file), reason=describe(Message("input.not_a_layer")))
        raise InputError("reference.no_polygons", path=str(file))
    return found


def polygons_of_drawing(file: Path) -> Path:
    """Write the closed outlines of a drawing as polygons into a GeoPackage beside it; a drawing states no reference system.

    Raises
    ------
    InputError
        ``input.unreadable``, ``reference.no_polygons``.
    OutputError
        When the folder cannot be written.
    """
    source = ogr.Open(str(file))
    if source is None:
        raise InputError("input.unreadable", path=str(file), reason=describe(Message("input.not_a_layer")))
    drawn = source.GetLayer(0)
    target = file.with_name(f"{file.stem}_poligonos.gpkg")
    count = 0
    with replaced_file(target) as partial:
        made = ogr.GetDriverByName("GPKG").CreateDataSource(str(partial))
        table = made.CreateLayer(target.stem, None, ogr.wkbMultiPolygon, ["GEOMETRY_NAME=geom"])
        for name in _DRAWING_FIELDS:
            table.CreateField(ogr.FieldDefn(name, ogr.OFTString))
        table.StartTransaction()
        for feature in drawn:
            for polygon in _closed(feature.GetGeometryRef()):
                row = ogr.Feature(table.GetLayerDefn())
                for name in _DRAWING_FIELDS:
                    index = feature.GetFieldIndex(name)
                    if index >= 0 and feature.IsFieldSetAndNotNull(index):
                        row.SetField(name, feature.GetFieldAsString(index))
                row.SetGeometry(ogr.ForceToMultiPolygon(polygon))
                table.CreateFeature(row)
                count += 1
        table.CommitTransaction()
        table = None
        made = None
        if not count:
            raise InputError("reference.no_polygons", path=str(file))
    return target


def _closed(geometry: ogr.Geometry | None) -> list[ogr.Geometry]:
    """Polygons of a drawn entity: areas as they are, lines that end where they begin."""
    if geometry is None or geometry.IsEmpty():
        return []
    linear = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry.Clone()
    linear.FlattenTo2D()
    kind = ogr.GT_Flatten(linear.GetGeometryType())
    if kind == ogr.wkbPolygon:
        return [linear]
    if kind == ogr.wkbLineString:
        points = linear.GetPoints() or []
        if len(points) < 4 or points[0] != points[-1]:
            return []
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for point in points:
            ring.AddPoint_2D(point[0], point[1])
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(ring)
        return [polygon]
    return [polygon for index in range(linear.GetGeometryCount()) for polygon in _closed(linear.GetGeometryRef(index))]
