"""Where the codes of the units of land capacity stand on a plan: within their units, over no other label."""

from __future__ import annotations

from typing import Iterator, Protocol, Sequence

from qgis.core import QgsGeometry, QgsPointXY

from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .land_capacity import LandCapacity
from .plan_labels import UNIT, Measure, PlacedLabel, Point

_GAP_MM = 0.4
_ACROSS = 12
_POLE_SHARE = 0.01  # of the width of a unit: how near to its innermost point is near enough


class Paper(Protocol):
    """What tells places on paper from places on the ground."""

    def on_paper(self, easting: float, northing: float) -> Point:
        """Millimetres from the lower left corner."""

    def on_ground(self, x: float, y: float) -> Point:
        """Easting and northing of a place on the paper."""


def place_units(
    land: LandCapacity,
    labels: Sequence[PlacedLabel],
    paper: Paper,
    measure: Measure,
    height_mm: float,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[list[PlacedLabel], tuple[str, ...]]:
    """Place the code of each unit in the largest of its areas that has room for it.

    Parameters
    ----------
    labels : sequence of PlacedLabel
        Those that stand already.
    paper : Paper
        The map, millimetres and metres.
    measure : callable
        Width and height in millimetres of a text with letters of a given height.
    height_mm : float
        Of the letters.

    Returns
    -------
    list of PlacedLabel
        Of the units that found room.
    tuple of str
        Codes of the others.
    """
    taken = [_ground(label.corners(_GAP_MM), paper) for label in labels]
    taken += [
        QgsGeometry.fromPolylineXY([QgsPointXY(*paper.on_ground(*end)) for end in label.leader])
        for label in labels
        if label.leader is not None
    ]
    placed: list[PlacedLabel] = []
    left_out: list[str] = []
    for number, row in enumerate(land.rows):
        if not row.code:
            continue
        stop_if(is_cancelled)
        unit = QgsGeometry()
        unit.fromWkb(row.wkb)
        near = [shape for shape in taken if shape.boundingBoxIntersects(unit)]
        width, height = measure(row.code, height_mm)
        for ground in _places(unit):
            label = PlacedLabel(UNIT, row.code, *paper.on_paper(*ground), width, height, 0.0, None, 0, number)
            box = _ground(label.corners(_GAP_MM), paper)
            if unit.contains(box) and not any(shape.intersects(box) for shape in near):
                placed.append(label)
                taken.append(box)
                break
        else:
            left_out.append(row.code)
    return placed, tuple(left_out)


def _ground(corners: Sequence[Point], paper: Paper) -> QgsGeometry:
    """A box on paper where it lies on the ground."""
    points = [QgsPointXY(*paper.on_ground(*corner)) for corner in corners]
    return QgsGeometry.fromPolygonXY([[*points, points[0]]])


def _places(unit: QgsGeometry) -> Iterator[Point]:
    """Where a code may stand: the innermost point of each area, the largest first, then a grid over it."""
    for area in sorted(unit.asGeometryCollection(), key=lambda part: float(part.area()), reverse=True):
        box = area.boundingBox()
        pole = area.poleOfInaccessibility(max(box.width(), box.height()) * _POLE_SHARE)
        pole = pole[0] if isinstance(pole, tuple) else pole
        yield pole.asPoint().x(), pole.asPoint().y()
        for row in range(1, _ACROSS):
            for column in range(1, _ACROSS):
                yield (
                    box.xMinimum() + box.width() * column / _ACROSS,
                    box.yMinimum() + box.height() * row / _ACROSS,
                )
