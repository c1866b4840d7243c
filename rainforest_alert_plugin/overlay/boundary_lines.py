"""Boundary lines (linderos): whether they meet, are cut and run along the polygons as a cadastre wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle, QgsSpatialIndex

from ..geo.arrays import Floats
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .near_vertices import SortedPlaces

SPLIT_LINE = "split_line"
UNSPLIT_LINE = "unsplit_line"
LOOSE_END = "loose_end"
SIDE_WITHOUT_LINE = "side_without_line"
LINE_WITHOUT_SIDE = "line_without_side"
LINE_KINDS = (SPLIT_LINE, UNSPLIT_LINE, LOOSE_END, SIDE_WITHOUT_LINE, LINE_WITHOUT_SIDE)


@dataclass(frozen=True)
class BoundaryLine:
    """A line with its name; `xy` are its vertices, shape (n, 2), in a plane."""

    id: str
    xy: Floats


@dataclass(frozen=True)
class LineDefect:
    """Something of the lines that does not fit.

    Attributes
    ----------
    kind : str
        One of :data:`LINE_KINDS`: a line cut where nothing else meets it; one that runs on where another ends; an end that meets
        nothing; a piece of a polygon's side without a line; a piece of a line along no side.
    id, other : str
        The line or the polygon, and what meets it there.
    length_m : float
        Of a piece; 0 at a place.
    wkb : bytes
        Point or line, in the plane.
    """

    kind: str
    id: str
    other: str
    length_m: float
    wkb: bytes


def line_defects(
    lines: Sequence[BoundaryLine],
    polygons: Sequence[tuple[str, QgsGeometry]],
    same_place: float,
    is_cancelled: IsCancelled = never_cancelled,
) -> Iterator[LineDefect]:
    """Check lines among themselves, and against polygons in the same plane if there are any.

    Parameters
    ----------
    same_place : float
        What lies nearer is one place.
    """
    shapes = [_line(line.xy) for line in lines]
    yield from _at_nodes(lines, shapes, same_place, is_cancelled)
    if polygons:
        sides = [(name, QgsGeometry(polygon.constGet().boundary())) for name, polygon in polygons]
        drawn = [(line.id, shape) for line, shape in zip(lines, shapes)]
        for kind, ours, theirs in ((SIDE_WITHOUT_LINE, sides, drawn), (LINE_WITHOUT_SIDE, drawn, sides)):
            yield from _uncovered(kind, ours, theirs, same_place, is_cancelled)


def _at_nodes(
    lines: Sequence[BoundaryLine], shapes: Sequence[QgsGeometry], same_place: float, is_cancelled: IsCancelled
) -> Iterator[LineDefect]:
    """What happens where lines end."""
    if not lines:
        return
    ends = np.concatenate([line.xy[[0, -1]] for line in lines])
    owner = np.repeat(np.arange(len(lines)), 2)
    one, other = SortedPlaces(ends, same_place).at(ends)
    meeting: dict[int, set[int]] = {}
    for a, b in zip(one.tolist(), other.tolist()):
        meeting.setdefault(a, set()).add(b)
    index = QgsSpatialIndex()
    for number, shape in enumerate(shapes):
        index.addFeature(number, shape.boundingBox())
    seen: set[int] = set()
    for end in range(len(ends)):
        stop_if(is_cancelled)
        if end in seen:
            continue
        together = sorted(meeting[end])
        seen.update(together)
        point = QgsGeometry.fromWkt(f"POINT({float(ends[end, 0])!r} {float(ends[end, 1])!r})")
        box = QgsRectangle(point.boundingBox())
        box.grow(same_place)
        mine = {int(owner[each]) for each in together}
        through = [
            number
            for number in sorted(index.intersects(box))
            if number not in mine and shapes[number].distance(point) <= same_place
        ]
        wkb = bytes(point.asWkb())
        names = [lines[int(owner[each])].id for each in together]
        for number in through:
            yield LineDefect(UNSPLIT_LINE, lines[number].id, names[0], 0.0, wkb)
        if len(together) == 2 and not through and len(mine) == 2:
            yield LineDefect(SPLIT_LINE, names[0], names[1], 0.0, wkb)
        elif len(together) == 1 and not through:
            yield LineDefect(LOOSE_END, names[0], "", 0.0, wkb)


def _uncovered(
    kind: str,
    ours: Sequence[tuple[str, QgsGeometry]],
    theirs: Sequence[tuple[str, QgsGeometry]],
    same_place: float,
    is_cancelled: IsCancelled,
) -> Iterator[LineDefect]:
    index = QgsSpatialIndex()
    for number, (_, shape) in enumerate(theirs):
        index.addFeature(number, shape.boundingBox())
    for name, shape in ours:
        stop_if(is_cancelled)
        box = QgsRectangle(shape.boundingBox())
        box.grow(same_place)
        near = [theirs[number][1].buffer(same_place, 4) for number in index.intersects(box)]
        rest = shape.difference(QgsGeometry.unaryUnion(near)) if near else shape
        for piece in rest.mergeLines().asGeometryCollection() or [rest]:
            if not piece.isEmpty() and piece.length() > 10 * same_place:
                yield LineDefect(kind, name, "", piece.length(), bytes(piece.asWkb()))


def _line(xy: Floats) -> QgsGeometry:
    corners = ", ".join(f"{float(x)!r} {float(y)!r}" for x, y in xy)
    return QgsGeometry.fromWkt(f"LINESTRING({corners})")
