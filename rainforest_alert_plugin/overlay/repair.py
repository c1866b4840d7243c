"""Repair of invalid polygons by the structure of their rings, the same on every QGIS version."""

from __future__ import annotations

from qgis.core import Qgis, QgsGeometry, QgsWkbTypes

from ..errors import Message

_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


def polygons_only(geometry: QgsGeometry) -> QgsGeometry:
    """Polygonal part of a geometry as a multipolygon; empty when there is none.

    Points and lines, which repairs and intersections leave behind where polygons only touch, are dropped.
    """
    if geometry.isNull() or geometry.isEmpty():
        return QgsGeometry()
    if geometry.type() != _POLYGON or QgsWkbTypes.flatType(geometry.wkbType()) == QgsWkbTypes.Type.GeometryCollection:
        parts = [part for part in geometry.asGeometryCollection() if part.type() == _POLYGON]
        if not parts:
            return QgsGeometry()
        geometry = QgsGeometry.collectGeometry(parts)
    geometry.convertToMultiType()
    return geometry


def repair_polygon(geometry: QgsGeometry) -> tuple[QgsGeometry, Message | None]:
    """Make a polygon valid, or say why that cannot be done.

    Each ring is made valid by itself; shells are united and holes, united, are taken away from them. A bow-tie becomes its
    two triangles, overlapping parts are counted once, a hole outside its shell disappears. (GEOS's line-work repair would
    turn the last two into missing and invented land.)

    Parameters
    ----------
    geometry : QgsGeometry
        Polygon or multipolygon in any reference system; Z and M values are dropped.

    Returns
    -------
    geometry : QgsGeometry
        Valid multipolygon, or an empty geometry when nothing could be kept.
    message : Message or None
        None when the input was valid; ``feature.repaired`` or ``feature.unrepairable`` with ``reason``.
    """
    flat = QgsGeometry(geometry)
    flat.get().dropZValue()
    flat.get().dropMValue()
    flat.convertToMultiType()
    if flat.isGeosValid():
        return flat, None
    reason = _reason(flat)
    shells = []
    holes = []
    for rings in flat.asMultiPolygon():
        for index, ring in enumerate(rings):
            solid = polygons_only(QgsGeometry.fromPolygonXY([ring]).makeValid())
            if not solid.isEmpty():
                (holes if index else shells).append(solid)
    if not shells:
        return QgsGeometry(), Message("feature.unrepairable", reason=reason)
    repaired = QgsGeometry.unaryUnion(shells)
    if holes:
        repaired = repaired.difference(QgsGeometry.unaryUnion(holes))
    repaired = polygons_only(repaired)
    if repaired.isEmpty() or not repaired.isGeosValid():
        return QgsGeometry(), Message("feature.unrepairable", reason=reason)
    return repaired, Message("feature.repaired", reason=reason)


def _reason(geometry: QgsGeometry) -> str:
    faults = geometry.validateGeometry(Qgis.GeometryValidationEngine.Geos)
    return faults[0].what() if faults else geometry.lastError()
