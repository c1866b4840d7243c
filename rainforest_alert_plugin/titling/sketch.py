"""A sketch of a boundary, or of the place around one of its marks, as SVG text."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from html import escape
from typing import Callable, Sequence

from .technical_table import TableRow, TechnicalTable

Point = tuple[float, float]

_WIDTH, _HEIGHT, _MARGIN, _FOOT, _FRAME = 1100, 760, 90, 60, 20
_INK, _GROUND, _LAND, _STRONG = "#1c2226", "#ffffff", "#eef3ea", "#b71c1c"
_FONT = "font-family='Arial, DejaVu Sans, sans-serif'"
_LABEL_GAP = 34.0
_LETTER, _LINE_LETTERS, _LINE_HIGH, _GAP, _STEPS = 15.0, 22, 32.0, 8.0, 12
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sketch:
    """What is drawn.

    Attributes
    ----------
    rings : sequence of sequence of (float, float)
        Easting and northing of the boundary.
    strong : sequence of sequence of (float, float)
        Lines drawn thick.
    labels : sequence of ((float, float), str)
        Vertices with their names; crowded ones are left out, the first and the last never.
    words : sequence of ((float, float), str)
        Texts along the boundary, such as the neighbour.
    centre, radius_m : optional
        The place to be shown; all of the boundary without them.
    north : str
        Letter of the north arrow.
    """

    rings: Sequence[Sequence[Point]]
    strong: Sequence[Sequence[Point]] = ()
    labels: Sequence[tuple[Point, str]] = ()
    words: Sequence[tuple[Point, str]] = ()
    centre: Point | None = None
    radius_m: float = 0.0
    north: str = "N"


def ring_points(table: TechnicalTable) -> list[list[Point]]:
    """Closed rings of a table, points along channels included."""
    rings = []
    for ring in table.rings:
        points = [(float(east), float(north)) for east, north in ring.points]
        rings.append([*points, points[0]])
    return rings


def row_point(row: TableRow) -> Point:
    """Place of a vertex."""
    return float(row.easting), float(row.northing)


def line_points(rows: Sequence[TableRow], end: TableRow) -> list[Point]:
    """Line along consecutive sides."""
    return [(float(east), float(north)) for row in rows for east, north in row.points] + [row_point(end)]


def svg(sketch: Sketch) -> str:
    """Draw it: north is up, one scale in both directions, a bar that tells lengths."""
    scale, place = _view(sketch)
    right, foot = _WIDTH - _FRAME, _HEIGHT - _FRAME - _FOOT
    outline = " ".join("M" + " L".join(_at(place(point)) for point in ring) + " Z" for ring in sketch.rings if ring)
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}'>",
        f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='{_GROUND}'/>",
        f"<path d='{outline}' fill='{_LAND}' fill-rule='evenodd' stroke='{_INK}' stroke-width='2'/>",
    ]
    for line in sketch.strong:
        path = " ".join(_at(place(point)) for point in line)
        parts.append(
            f"<polyline points='{path}' fill='none' stroke='{_STRONG}' stroke-width='6' stroke-linejoin='round'/>"
        )
    labels, taken = _labels(sketch, place)
    parts += labels
    for point, text in sketch.words:
        parts += _words(place(point), text, sketch, place, taken)
    # the drawings of Qt know no clipping: what reaches over the frame is covered
    parts += [
        f"<rect x='{x}' y='{y}' width='{wide}' height='{high}' fill='{_GROUND}'/>"
        for x, y, wide, high in (
            (0, 0, _WIDTH, _FRAME),
            (0, foot, _WIDTH, _HEIGHT - foot),
            (0, 0, _FRAME, _HEIGHT),
            (right, 0, _FRAME, _HEIGHT),
        )
    ]
    parts.append(
        f"<rect x='{_FRAME}' y='{_FRAME}' width='{right - _FRAME}' height='{foot - _FRAME}' fill='none' stroke='{_INK}'/>"
    )
    return "\n".join([*parts, *_north(sketch.north), *_bar(scale), "</svg>"]) + "\n"


def _view(sketch: Sketch) -> tuple[float, Callable[[Point], Point]]:
    """Pixels per metre, and where a place is on the drawing."""
    points = [point for ring in sketch.rings for point in ring]
    if sketch.centre is not None:
        (east, north), radius = sketch.centre, max(sketch.radius_m, 1.0)
        points = [(east - radius, north - radius), (east + radius, north + radius)]
    low_east, high_east = min(p[0] for p in points), max(p[0] for p in points)
    low_north, high_north = min(p[1] for p in points), max(p[1] for p in points)
    room = (_WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN - _FOOT)
    scale = min(room[0] / max(high_east - low_east, 1.0), room[1] / max(high_north - low_north, 1.0))
    middle_east, middle_north = (low_east + high_east) / 2, (low_north + high_north) / 2

    def place(point: Point) -> Point:
        x = _WIDTH / 2 + (point[0] - middle_east) * scale
        return x, (_HEIGHT - _FOOT) / 2 - (point[1] - middle_north) * scale

    return scale, place


def _labels(sketch: Sketch, place: Callable[[Point], Point]) -> tuple[list[str], list[Box]]:
    """Dots for all vertices, names for those that have room, and where they stand; the two ends first, so that they are never left out."""
    boxes: list[Box] = []
    parts: list[str] = []
    taken: list[Point] = []
    order = [0, len(sketch.labels) - 1, *range(1, len(sketch.labels) - 1)] if sketch.labels else []
    for index in dict.fromkeys(order):
        point, text = sketch.labels[index]
        x, y = place(point)
        parts.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='5' fill='{_STRONG}'/>")
        at = _outwards((x, y), sketch, place, 38.0, 28.0)
        room = _LABEL_GAP + 7.5 * len(text)
        if all(abs(at[0] - other[0]) > room or abs(at[1] - other[1]) > 32 for other in taken):
            taken.append(at)
            parts.append(_text(at[0], at[1], text, 26, "middle", _INK, "bold"))
            half = _LETTER * len(text) / 2
            boxes.append((at[0] - half, at[1] - 26, at[0] + half, at[1] + 6))
    return parts, boxes


def _words(spot: Point, text: str, sketch: Sketch, place: Callable[[Point], Point], taken: Sequence[Box]) -> list[str]:
    """A text beside a spot in short lines, within the frame and clear of the names of the vertices."""
    lines = textwrap.wrap(text, _LINE_LETTERS)
    wide, high = _LETTER * max(map(len, lines), default=0), _LINE_HIGH * len(lines)
    x, y = _outwards(spot, sketch, place, 40.0, 40.0)
    is_right, is_below = x > spot[0], y - 9 > spot[1]
    left, top = x if is_right else x - wide, y - 26 if is_below else y - high
    low, foot = _FRAME + _GAP, _HEIGHT - _FRAME - _FOOT - high - _GAP
    places = [
        (min(max(beside, low), _WIDTH - _FRAME - wide - _GAP), min(max(top + step * _LINE_HIGH / 2, low), foot))
        for step in sorted(range(-_STEPS, _STEPS + 1), key=abs)
        for beside in (left, spot[0] - wide - 40.0, spot[0] + 40.0)
    ]
    free = (
        place for place in places if not any(_meet((*place, place[0] + wide, place[1] + high), box) for box in taken)
    )
    left, top = next(free, places[0])
    at, anchor = (left, "start") if is_right else (left + wide, "end")
    return [
        _text(at, top + _LINE_HIGH * number + 26, line, 28, anchor, _STRONG, "italic")
        for number, line in enumerate(lines)
    ]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _outwards(spot: Point, sketch: Sketch, place: Callable[[Point], Point], aside: float, above: float) -> Point:
    """A place for the base of a text beside a spot, on the side away from the middle of the territory."""
    around = [place(point) for ring in sketch.rings for point in ring]
    middle = (sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around))
    away = math.hypot(spot[0] - middle[0], spot[1] - middle[1]) or 1.0
    return (
        spot[0] + aside * (spot[0] - middle[0]) / away,
        spot[1] + above * (spot[1] - middle[1]) / away + 9,
    )


def _north(letter: str) -> list[str]:
    x, y = _WIDTH - 60, 46
    return [
        f"<path d='M{x} {y} L{x - 11} {y + 40} L{x} {y + 31} L{x + 11} {y + 40} Z' fill='{_INK}'/>",
        _text(x, y + 68, letter, 26, "middle", _INK, "bold"),
    ]


def _bar(scale: float) -> list[str]:
    """A bar of a round length, a quarter of the drawing wide at most."""
    longest = _WIDTH / 4 / scale
    power = 10.0 ** math.floor(math.log10(longest))
    length = next(factor * power for factor in (5.0, 2.0, 1.0) if factor * power <= longest)
    y, wide = _HEIGHT - 34, length * scale
    said = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    return [
        f"<path d='M30 {y - 8} V{y} H{30 + wide:.1f} V{y - 8}' fill='none' stroke='{_INK}' stroke-width='3'/>",
        _text(30 + wide + 12, y, said, 26, "start", _INK),
    ]


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _text(x: float, y: float, text: str, size: int, anchor: str, color: str, style: str = "normal") -> str:
    looks = "font-weight='bold'" if style == "bold" else f"font-style='{style}'"
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' {_FONT} font-size='{size}' {looks} text-anchor='{anchor}' fill='{color}'>"
        f"{escape(text)}</text>"
    )
