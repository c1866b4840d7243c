"""Land between polygons that should meet: holes that they enclose together, and strips between sides that run along each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from qgis.core import Qgis, QgsGeometry, QgsRectangle

from .folds import without_folds
from .repair import polygons_only

# A corner this sharp (about 6 degrees) is a strip that ends, a blunter one is two sides that part.
_MITRE_LIMIT = 20.0
_FLAT_MITRE = (Qgis.EndCapStyle.Flat, Qgis.JoinStyle.Miter)
_HAIR = 1e-6
_FOLD = 1e-5
_WORTH_CUTTING = 200


@dataclass(frozen=True)
class Gap:
    """Land between polygons.

    Attributes
    ----------
    wkb : bytes
        Polygon.
    between : tuple of int
        Positions of the polygons that it touches.
    """

    wkb: bytes
    between: tuple[int, ...]


def enclosed_gaps(members: Sequence[int], shapes: Sequence[QgsGeometry], least_width: float) -> list[Gap]:
    """Holes that several polygons enclose together; a hole inside one polygon is not one.

    Parameters
    ----------
    members : sequence of int
        Positions of the polygons.
    shapes : sequence of QgsGeometry
        Their geometries, in one plane.
    least_width : float
        What is narrower is rounding; also how near a polygon must come to count as touching.
    """
    whole = QgsGeometry.unaryUnion(list(shapes))
    found = []
    for part in polygons_only(whole).asGeometryCollection():
        for ring in part.asPolygon()[1:]:
            hole = QgsGeometry()
            hole.fromWkb(without_folds([bytes(QgsGeometry.fromPolygonXY([ring]).asWkb())], _FOLD)[0])
            if mean_width(hole) < least_width:
                continue
            between = touching(hole, members, shapes, least_width)
            if len(between) > 1:
                found.append(Gap(bytes(hole.asWkb()), between))
    return found


def open_gaps(
    member: int,
    shape: QgsGeometry,
    neighbours: Sequence[tuple[int, QgsGeometry]],
    tolerance: float,
    least_width: float,
) -> list[Gap]:
    """Strips narrower than the tolerance between a polygon and its neighbours.

    The polygons are grown by half the tolerance and shrunk again: what is then covered and was not before is narrower than it.
    """
    frame = QgsRectangle(shape.boundingBox())
    frame.grow(2 * tolerance)
    window = QgsGeometry.fromRect(frame)
    near = [
        (other, geometry.intersection(window) if geometry.constGet().nCoordinates() > _WORTH_CUTTING else geometry)
        for other, geometry in neighbours
    ]
    near = [(other, geometry) for other, geometry in near if not geometry.isEmpty()]
    if not near:
        return []
    covered = QgsGeometry.unaryUnion([shape, *(geometry for _, geometry in near)])
    # Growing and shrinking leaves hairs of rounding along the outline: what lies this near it is not looked at, and exact sides come after.
    strips = _closed(covered, tolerance / 2).difference(covered.buffer(_HAIR, 1))
    members = [member, *(other for other, _ in near)]
    shapes = [shape, *(geometry for _, geometry in near)]
    found = []
    for piece in polygons_only(strips).asGeometryCollection():
        if mean_width(piece) < least_width:
            continue
        exact = polygons_only(piece.buffer(2 * _HAIR, 1, *_FLAT_MITRE, _MITRE_LIMIT).difference(covered))
        if exact.isEmpty():
            continue
        strip = max(exact.asGeometryCollection(), key=QgsGeometry.area)
        between = touching(strip, members, shapes, least_width)
        if member in between and len(between) > 1:
            found.append(Gap(bytes(strip.asWkb()), between))
    return found


def touching(
    geometry: QgsGeometry, members: Sequence[int], shapes: Sequence[QgsGeometry], distance: float
) -> tuple[int, ...]:
    """Positions of those of `shapes` that come within a distance of a geometry."""
    box = QgsRectangle(geometry.boundingBox())
    box.grow(distance)
    return tuple(
        member
        for member, shape in zip(members, shapes)
        if shape.boundingBoxIntersects(box) and shape.distance(geometry) <= distance
    )


def mean_width(geometry: QgsGeometry) -> float:
    """Twice the area by the perimeter."""
    length = geometry.length()
    return 2 * geometry.area() / length if length > 0 else 0.0


def _closed(geometry: QgsGeometry, radius: float) -> QgsGeometry:
    grown = geometry.buffer(radius, 1, *_FLAT_MITRE, _MITRE_LIMIT)
    return grown.buffer(-radius, 1, *_FLAT_MITRE, _MITRE_LIMIT)
