"""Land between polygons that should meet: holes that they enclose together, and strips between sides that run along each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsRectangle

from ..geo.arrays import Floats, Ints
from ..geo.authalic import perimeter_m, plane_area_m2
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..geo.wkb import Rings, multipolygons, rings_of
from .boundary import OverlayError
from .folds import without_folds
from .loops import spread
from .near_vertices import near_vertices
from .repair import polygons_only

# A corner this sharp (about 6 degrees) is a strip that ends, a blunter one is two sides that part.
_MITRE_LIMIT = 20.0
_FLAT_MITRE = (Qgis.EndCapStyle.Flat, Qgis.JoinStyle.Miter)
_HAIR = 1e-6
_FOLD = 1e-5
_WORTH_CUTTING = 200
_UNITED_AT_ONCE = 16
_HOLES_AT_ONCE = 200
_CURVE_CELLS = 1 << 15


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


def enclosed_gaps(
    members: Sequence[int],
    shape_of: Callable[[int], QgsGeometry],
    sides: Rings,
    least_width: float,
    is_cancelled: IsCancelled = never_cancelled,
) -> list[Gap]:
    """Holes that several polygons enclose together; a hole inside one polygon is not one.

    Neighbours are united first, and what was united with its neighbours in turn. A hole that no other polygon comes near is taken
    out as soon as it appears, so that the large unions at the end have little left but their outline.

    Parameters
    ----------
    members : sequence of int
        Positions of the polygons.
    shape_of : callable
        Gives the geometry of a member, in a plane.
    sides : Rings
        The same geometries, in the order of `members`.
    least_width : float
        What is narrower is rounding; also how near a polygon must come to count as touching.

    Raises
    ------
    OverlayError
        ``overlap.failed`` when the geometry engine gave up.
    CancelledError
    """
    boxes = sides.boxes()
    holes: list[bytes] = []
    united: list[tuple[Ints, QgsGeometry | None]] = [(np.array([row]), None) for row in _neighbours_together(boxes)]
    while len(united) > 1 or united[0][1] is None:
        waiting, united = united, []
        for first in range(0, len(waiting), _UNITED_AT_ONCE):
            stop_if(is_cancelled)
            some = waiting[first : first + _UNITED_AT_ONCE]
            rows = np.concatenate([mine for mine, _ in some])
            shapes = [shape_of(members[int(mine[0])]) if shape is None else shape for mine, shape in some]
            whole = QgsGeometry.unaryUnion(shapes)
            if whole.isNull():
                raise OverlayError("overlap.failed", reason=whole.lastError())
            others = np.delete(boxes, rows, axis=0)
            whole, found = _without_final_holes(polygons_only(whole), others, least_width)
            holes += found
            united.append((rows, whole))
    return _between(without_folds(holes, _FOLD), members, sides, least_width)


def _neighbours_together(boxes: Floats) -> list[int]:
    """Rows of boxes along a curve that keeps near what is near (Morton's)."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = np.maximum(np.ptp(middle, axis=0), 1e-300)
    cells = np.minimum((middle - middle.min(axis=0)) / size * _CURVE_CELLS, _CURVE_CELLS - 1).astype(np.int64)
    key = np.zeros(len(boxes), dtype=np.int64)
    for bit in range(_CURVE_CELLS.bit_length() - 1):
        key |= ((cells[:, 0] >> bit) & 1) << (2 * bit) | ((cells[:, 1] >> bit) & 1) << (2 * bit + 1)
    rows: list[int] = np.argsort(key, kind="stable").tolist()
    return rows


def _without_final_holes(whole: QgsGeometry, others: Floats, least_width: float) -> tuple[QgsGeometry, list[bytes]]:
    """A union without the holes that none of the `others` (boxes) comes near, and those of them that have a width."""
    shapes = rings_of([bytes(whole.asWkb())])
    holes = np.flatnonzero(shapes.is_hole)
    if not len(holes):
        return whole, []
    drawn = _each_alone(shapes, holes)
    near = drawn.boxes() + np.array([-least_width, -least_width, least_width, least_width])
    is_final = np.ones(len(holes), dtype=bool)
    for first in range(0, len(holes), _HOLES_AT_ONCE):
        some = near[first : first + _HOLES_AT_ONCE, None, :]
        apart = (others[:, :2] > some[:, :, 2:]).any(axis=2) | (others[:, 2:] < some[:, :, :2]).any(axis=2)
        is_final[first : first + _HOLES_AT_ONCE] = apart.all(axis=1)
    length = np.maximum(perimeter_m(drawn, is_geographic=False), 1e-300)
    has_width = 2 * plane_area_m2(drawn) / length >= least_width
    wkbs = multipolygons(drawn)
    found = [wkbs[index] for index in np.flatnonzero(is_final & has_width).tolist()]
    if not is_final.any():
        return whole, found
    kept = np.delete(np.arange(len(shapes.geometry)), holes[is_final])
    xy, start = _vertices_of_rings(shapes, kept)
    rest = Rings(xy, start, shapes.geometry[kept], shapes.part[kept], shapes.is_hole[kept], 1)
    outline = QgsGeometry()
    outline.fromWkb(multipolygons(rest)[0])
    return outline, found


def _each_alone(shapes: Rings, rings: Ints) -> Rings:
    """Some rings, each as a polygon of its own."""
    xy, start = _vertices_of_rings(shapes, rings)
    none = np.zeros(len(rings), dtype=np.int64)
    return Rings(xy, start, np.arange(len(rings)), none, none.astype(bool), len(rings))


def _vertices_of_rings(shapes: Rings, rings: Ints) -> tuple[Floats, Ints]:
    """Vertices of some rings one after another, and where each begins."""
    lengths = shapes.lengths()[rings]
    rows, _ = spread(shapes.start[:-1][rings], lengths)
    return shapes.xy[rows], np.concatenate([[0], np.cumsum(lengths)])


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
    closed, hair = _closed(covered, tolerance / 2), covered.buffer(_HAIR, 1)
    strips = closed.difference(hair)
    if strips.isNull():
        # what closes round a corner near a side may come out as a loop that turns the other way
        strips = polygons_only(closed.makeValid()).difference(hair)
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
    if not found:
        return []
    members = [member, *(other for other, _ in near)]
    sides = rings_of([bytes(shape.asWkb()) for shape in shapes])
    return [gap for gap in _between(found, members, sides, least_width) if member in gap.between]


def _between(wkbs: Sequence[bytes], members: Sequence[int], sides: Rings, distance: float) -> list[Gap]:
    """Those of several polygons that touch more than one of the members: each corner of them lies on the outline of what made it.

    Parameters
    ----------
    sides : Rings
        Of the members, in their order.
    """
    if not wkbs:
        return []
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
