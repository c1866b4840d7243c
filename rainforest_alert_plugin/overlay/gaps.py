"""Land between polygons that should meet: holes that they enclose together, and strips between sides that run along each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

from qgis.core import Qgis, QgsGeometry, QgsRectangle

from ..geo.wkb import rings_of
from .boundary import OverlayError
from .folds import without_folds
from .near_vertices import near_vertices
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

    Raises
    ------
    OverlayError
        ``overlap.failed`` when the geometry engine gave up.
    """
    whole = QgsGeometry.unaryUnion(list(shapes))
    if whole.isNull():
        raise OverlayError("overlap.failed", reason=whole.lastError())
    holes = []
    for part in polygons_only(whole).asGeometryCollection():
        for ring in part.asPolygon()[1:]:
            hole = QgsGeometry.fromPolygonXY([ring])
            if mean_width(hole) >= least_width:
                holes.append(bytes(hole.asWkb()))
    return _between(without_folds(holes, _FOLD), members, shapes, least_width)


def open_gaps(
    member: int,
    shape: QgsGeometry,
    neighbours: Sequence[tuple[int, QgsGeometry]],
    tolerance: float,
    least_width: float,
    is_known: Callable[[QgsGeometry], bool] = lambda piece: False,
) -> list[Gap]:
    """Strips narrower than the tolerance between a polygon and its neighbours.

    The polygons are grown by half the tolerance and shrunk again: what is then covered and was not before is narrower than it.

    Parameters
    ----------
    is_known : callable
        Whether a piece was found otherwise, so that it is not worked out again.

    Raises
    ------
    OverlayError
        ``overlap.failed`` when the geometry engine gave up.
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
    shapes = [shape, *(geometry for _, geometry in near)]
    covered = QgsGeometry.unaryUnion(shapes)
    # Growing and shrinking leaves hairs of rounding along the outline: what lies this near it is not looked at, and exact sides come after.
    strips = _closed(covered, tolerance / 2).difference(covered.buffer(_HAIR, 1))
    if covered.isNull() or strips.isNull():
        raise OverlayError("overlap.failed", reason=strips.lastError() or covered.lastError())
    found = []
    for piece in polygons_only(strips).asGeometryCollection():
        if mean_width(piece) < least_width or is_known(piece):
            continue
        # only what of the whole lies round the piece, since a difference costs what both have of vertices
        round_it = QgsRectangle(piece.boundingBox())
        round_it.grow(tolerance)
        local = covered.clipped(round_it) if covered.constGet().nCoordinates() > _WORTH_CUTTING else covered
        grown = piece.buffer(2 * _HAIR, 1, *_FLAT_MITRE, _MITRE_LIMIT)
        # the fast clipping is not robust where a ring runs along the rectangle
        exact = polygons_only(grown.difference(local if local.isGeosValid() else covered))
        best = max(exact.asGeometryCollection(), key=QgsGeometry.area) if not exact.isEmpty() else piece
        found.append(bytes(best.asWkb()))
    members = [member, *(other for other, _ in near)]
    return [gap for gap in _between(found, members, shapes, least_width) if member in gap.between]


def _between(
    wkbs: Sequence[bytes], members: Sequence[int], shapes: Sequence[QgsGeometry], distance: float
) -> list[Gap]:
    """Those of several polygons that touch more than one of `shapes`: each corner of them lies on the outline of what made it."""
    if not wkbs:
        return []
    sides = rings_of([bytes(shape.asWkb()) for shape in shapes])
    near = near_vertices(rings_of(wkbs), sides, distance, is_same=False)
    touched: dict[int, set[int]] = {}
    for owner, other in zip(near.owner.tolist(), near.other.tolist()):
        touched.setdefault(owner, set()).add(members[other])
    return [
        Gap(wkb, tuple(sorted(touched.get(index, ()))))
        for index, wkb in enumerate(wkbs)
        if len(touched.get(index, ())) > 1
    ]


def mean_width(geometry: QgsGeometry) -> float:
    """Twice the area by the perimeter."""
    length = geometry.length()
    return 2 * geometry.area() / length if length > 0 else 0.0


def _closed(geometry: QgsGeometry, radius: float) -> QgsGeometry:
    grown = geometry.buffer(radius, 1, *_FLAT_MITRE, _MITRE_LIMIT)
    return grown.buffer(-radius, 1, *_FLAT_MITRE, _MITRE_LIMIT)
