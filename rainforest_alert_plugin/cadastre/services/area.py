"""Where a service is asked: boxes round the area, so that its outline is told to nobody and far land is not fetched."""

from __future__ import annotations

import math
from typing import Sequence

from ...geo.wkb import rings_of

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_METRES_PER_DEGREE = 110_000.0  # the least length of a degree of latitude, so that a margin is never too small
_DECIMALS = 1000  # boxes end at thousandths of a degree, about 110 m
_MOST_BOXES = 40


def boxes_round(wkbs: Sequence[bytes], margin_m: float) -> list[Box]:
    """Boxes round polygons in degrees, each with its margin; those that overlap are one.

    Parameters
    ----------
    wkbs : sequence of bytes
        Multipolygons in EPSG:4326.
    margin_m : float
    """
    if not wkbs:
        return []
    boxes = [_grown(box, margin_m) for box in rings_of(wkbs).boxes().tolist()]
    joined = _joined(boxes)
    cell_deg = 0.5
    while len(joined) > _MOST_BOXES:
        cells: dict[tuple[int, int], Box] = {}
        for box in joined:
            cell = math.floor((box[0] + box[2]) / 2 / cell_deg), math.floor((box[1] + box[3]) / 2 / cell_deg)
            cells[cell] = _union(cells[cell], box) if cell in cells else box
        joined = _joined(list(cells.values()))
        cell_deg *= 2
    return sorted(joined)


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def common_boxes(some: Sequence[Box], others: Sequence[Box]) -> list[Box]:
    """What two lists of boxes have in common."""
    return [
        (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])) for a in some for b in others if meet(a, b)
    ]


def quarters(box: Box) -> list[Box]:
    """A box cut in four."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [
        (box[0], box[1], x, y),
        (x, box[1], box[2], y),
        (box[0], y, x, box[3]),
        (x, y, box[2], box[3]),
    ]


def _grown(box: Sequence[float], margin_m: float) -> Box:
    west, south, east, north = box
    by_latitude = margin_m / _METRES_PER_DEGREE
    widest = min(89.0, max(abs(south), abs(north)) + by_latitude)
    by_longitude = by_latitude / math.cos(math.radians(widest))
    return (
        max(-180.0, math.floor((west - by_longitude) * _DECIMALS) / _DECIMALS),
        max(-90.0, math.floor((south - by_latitude) * _DECIMALS) / _DECIMALS),
        min(180.0, math.ceil((east + by_longitude) * _DECIMALS) / _DECIMALS),
        min(90.0, math.ceil((north + by_latitude) * _DECIMALS) / _DECIMALS),
    )


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes of which no two meet."""
    waiting = sorted(boxes)
    apart: list[Box] = []
    while waiting:
        box = waiting.pop()
        near = [other for other in apart if meet(box, other)]
        if not near:
            apart.append(box)
            continue
        apart = [other for other in apart if other not in near]
        for other in near:
            box = _union(box, other)
        waiting.append(box)
    return apart
