"""Repair of invalid polygons by the structure of their rings, the same on every QGIS version."""

from __future__ import annotations

from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsWkbTypes

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

    Each ring becomes the land it goes round, a part is its shell less its own holes, and the parts are united. A bow-tie
    becomes its two triangles, land that a ring goes round twice and parts that overlap are counted once, a hole outside its
    shell disappears, an island within the enclave of another part stays. (GEOS's line-work repair would turn the middle three
    into missing and invented land.)

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
    is_open = _has_open_ring(flat)
    if is_open:
        flat = QgsGeometry.fromMultiPolygonXY([[_closed(ring) for ring in rings] for rings in flat.asMultiPolygon()])
    if flat.isGeosValid():
        return flat, Message("feature.repaired", reason="Ring not closed") if is_open else None
    reason = _reason(flat)
    parts = [part for part in map(_part, flat.asMultiPolygon()) if not part.isEmpty()]
    if not parts:
        return QgsGeometry(), Message("feature.unrepairable", reason=reason)
    repaired = polygons_only(QgsGeometry.unaryUnion(parts))
    if repaired.isEmpty() or not repaired.isGeosValid():
        return QgsGeometry(), Message("feature.unrepairable", reason=reason)
    return repaired, Message("feature.repaired", reason=reason)


def _part(rings: list[list[QgsPointXY]]) -> QgsGeometry:
    """Land of one part: within its shell and not within its own holes."""
    solids = [_land_within(ring) for ring in rings]
    if not solids or solids[0].isEmpty():
        return QgsGeometry()
    holes = [hole for hole in solids[1:] if not hole.isEmpty()]
    return polygons_only(solids[0].difference(QgsGeometry.unaryUnion(holes))) if holes else solids[0]


def _has_open_ring(geometry: QgsGeometry) -> bool:
    """Whether a ring ends elsewhere than it began, which QGIS carries along and other programs refuse."""
    for part in geometry.constParts():
        rings = [part.exteriorRing(), *(part.interiorRing(index) for index in range(part.numInteriorRings()))]
        if any(ring is not None and not ring.isClosed() for ring in rings):
            return True
    return False


def _closed(ring: list[QgsPointXY]) -> list[QgsPointXY]:
    return ring if not ring or ring[0] == ring[-1] else [*ring, ring[0]]


def _land_within(ring: list[QgsPointXY]) -> QgsGeometry:
    """Every place that a closed line goes round, however often."""
    polygon = QgsGeometry.fromPolygonXY([ring])
    if polygon.isGeosValid():
        return polygons_only(polygon)
    noded = QgsGeometry.unaryUnion([QgsGeometry.fromPolylineXY([*ring, ring[0]])])
    faces = QgsGeometry.polygonize([noded])
    if faces.isEmpty():
        return QgsGeometry()
    kept = [face for face in faces.asGeometryCollection() if _turns(ring, face.pointOnSurface().asPoint())]
    return polygons_only(QgsGeometry.unaryUnion(kept)) if kept else QgsGeometry()


def _turns(ring: list[QgsPointXY], point: QgsPointXY) -> int:
    """How often a closed line goes round a point that is not on it, by its crossings with the ray to the east."""
    turns = 0
    for a, b in zip(ring, [*ring[1:], ring[0]]):
        if (a.y() <= point.y()) != (b.y() <= point.y()):
            x = a.x() + (point.y() - a.y()) * (b.x() - a.x()) / (b.y() - a.y())
            if x > point.x():
                turns += 1 if b.y() > a.y() else -1
    return turns


def _reason(geometry: QgsGeometry) -> str:
    faults = geometry.validateGeometry(Qgis.GeometryValidationEngine.Geos)
    return faults[0].what() if faults else geometry.lastError()
