"""Arcs of a drawing, written as short straight sides before OGR reads it.

OGR strokes arcs in steps of four degrees whatever their radius, gives the first vertex of a bulge twice, and tells neither. Groups of DXF:
AutoCAD DXF Reference, LWPOLYLINE, POLYLINE, VERTEX, ARC and CIRCLE; a bulge is the tangent of a quarter of the angle of its arc.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Callable, Iterable, Iterator, Sequence

Group = tuple[bytes, bytes]
Place = tuple[float, float]

_DEPARTURE = 0.01  # in units of the drawing, metres as a rule
_WIDEST_STEP = math.radians(4.0)
_MOST_SIDES = 10_000
_MOST_VERTICES = 2_000_000  # of all arcs; those that come after are stroked in the widest step
_MOST_GROUPS = 1_000_000  # of one object
_VERTEX_CODES = (b"10", b"20", b"40", b"41", b"42", b"91")
_NOT_FLAT = 8 | 16 | 64  # lines in space, meshes
_CURVED_EDGES = (2, 3, 4)  # arc, ellipse, spline


@dataclass
class Arcs:
    """Arcs of a drawing, or of one of its blocks.

    Attributes
    ----------
    count : int
        Arcs that became straight sides.
    departure : float
        Largest distance between an arc and its sides, in units of the drawing.
    curves : int
        Other curves, which OGR strokes.
    inserts : list of (bytes, float)
        Blocks that are inserted, with the larger of their scales.
    """

    count: int = 0
    departure: float = 0.0
    curves: int = 0
    inserts: list[tuple[bytes, float]] = field(default_factory=list)


def straighten(lines: Iterable[bytes], write: Callable[[bytes], object]) -> Arcs:
    """Write a drawing with its arcs as straight sides; all else, what breaks off included, as it stands.

    Parameters
    ----------
    lines : iterable of bytes
        With their ends.
    write : callable
        Takes a line.

    Returns
    -------
    Arcs
        Those of the drawing itself and, as often as they are inserted, those of its blocks.
    """
    stroke = _Stroke()
    blocks = {b"": Arcs()}
    section, block = b"", b""
    for groups, is_whole in _objects(lines):
        kind = groups[0][1].strip() if groups and groups[0][0].strip() == b"0" else b""
        if kind == b"SECTION":
            section, block = _value(groups, b"2"), b""
        elif kind == b"BLOCK":
            block = _value(groups, b"2").upper()
        is_drawn = is_whole and section in (b"ENTITIES", b"BLOCKS")
        straight = _straightened(kind, groups, stroke, blocks.setdefault(block, Arcs())) if is_drawn else groups
        for code, value in straight:
            write(code)
            write(value)
    return _with_blocks(b"", blocks, {})


@dataclass
class _Stroke:
    """Sides of arcs, as many as each needs and all together may have."""

    vertices: int = 0

    def sides(self, radius: float, angle: float) -> int:
        """Number of sides of an arc."""
        step = _WIDEST_STEP
        if self.vertices < _MOST_VERTICES:
            step = min(step, 2.0 * math.acos(1.0 - min(1.0, _DEPARTURE / radius)))
        count = min(_MOST_SIDES, math.ceil(angle / step - 1e-9)) if step else _MOST_SIDES
        self.vertices += count
        return max(1, count)


def _objects(lines: Iterable[bytes]) -> Iterator[tuple[list[Group], bool]]:
    """Objects with all their groups, a POLYLINE with its vertices; and whether another one follows, so that it stands whole."""
    held: list[Group] = []
    is_polyline = False
    following = iter(lines)
    for code in following:
        value = next(following, b"")
        if code.strip() == b"0":
            kind = value.strip()
            if held and not (is_polyline and kind in (b"VERTEX", b"SEQEND")):
                yield held, len(held) < _MOST_GROUPS
                held = []
            is_polyline = kind == b"POLYLINE" or (is_polyline and bool(held) and kind == b"VERTEX")
        elif len(held) >= _MOST_GROUPS:
            yield held, False
            held = []
        held.append((code, value))
    yield held, False


def _straightened(kind: bytes, groups: list[Group], stroke: _Stroke, arcs: Arcs) -> list[Group]:
    """An object with its arcs as sides; as it stands when it has none or its numbers cannot be read."""
    try:
        if kind == b"INSERT":
            scales = [abs(float(_value(groups, code) or 1.0)) for code in (b"41", b"42")]
            arcs.inserts.append((_value(groups, b"2").upper(), max(scales)))
        elif kind in (b"ELLIPSE", b"SPLINE") or (kind == b"HATCH" and _has_curves(groups)):
            arcs.curves += 1
        elif kind == b"LWPOLYLINE":
            return _light(groups, stroke, arcs)
        elif kind == b"POLYLINE":
            return _heavy(groups, stroke, arcs)
        elif kind in (b"ARC", b"CIRCLE"):
            return _round(groups, stroke, arcs, is_circle=kind == b"CIRCLE")
    except (ValueError, OverflowError):
        return groups
    return groups


def _light(groups: list[Group], stroke: _Stroke, arcs: Arcs) -> list[Group]:
    """LWPOLYLINE."""
    codes = [code.strip() for code, _ in groups]
    starts = [at for at, code in enumerate(codes) if code == b"10"]
    if not starts or not any(code == b"42" for code in codes[starts[0] :]):
        return groups
    end = starts[-1]
    while end < len(codes) and codes[end] in _VERTEX_CODES:
        end += 1
    runs = [groups[start:stop] for start, stop in zip(starts, [*starts[1:], end])]
    added = _sides_after(runs, bool(int(_value(groups, b"70") or 0) & 1), stroke, arcs)
    body: list[Group] = []
    for run, places in zip(runs, added):
        body += [group for group in run if group[0].strip() != b"42"]
        body += [group for place in places for group in _place(place, groups)]
    total = len(runs) + sum(map(len, added))
    head = [_group(90, total, groups) if code == b"90" else group for code, group in zip(codes, groups[: starts[0]])]
    return [*head, *body, *groups[end:]]


def _heavy(groups: list[Group], stroke: _Stroke, arcs: Arcs) -> list[Group]:
    """POLYLINE with its VERTEX objects."""
    starts = [at for at, (code, _) in enumerate(groups) if code.strip() == b"0"]
    parts = [groups[start:stop] for start, stop in zip(starts, [*starts[1:], len(groups)])]
    flags = int(_value(parts[0], b"70") or 0)
    runs = [part for part in parts if part[0][1].strip() == b"VERTEX"]
    if flags & _NOT_FLAT or not any(_value(run, b"42") for run in runs):
        return groups
    added = _sides_after(runs, bool(flags & 1), stroke, arcs)
    body: list[Group] = []
    for run, places in zip(runs, added):
        straight = [group for group in run if group[0].strip() != b"42"]
        body += straight
        common = [group for group in straight if group[0].strip() not in (b"5", b"10", b"20")]
        for place in places:
            body += [*common, *_place(place, groups)]
    return [*parts[0], *body, *(group for part in parts[1 + len(runs) :] for group in part)]


def _round(groups: list[Group], stroke: _Stroke, arcs: Arcs, is_circle: bool) -> list[Group]:
    """ARC or CIRCLE, as a polyline."""
    centre = (float(_value(groups, b"10")), float(_value(groups, b"20")))
    radius = float(_value(groups, b"40"))
    start, angle = 0.0, math.tau
    if not is_circle:
        start = math.radians(float(_value(groups, b"50")))
        angle = (math.radians(float(_value(groups, b"51"))) - start) % math.tau or math.tau
    if not (radius > 0.0 and math.isfinite(radius + centre[0] + centre[1] + start + angle)):
        return groups
    count = _noted(radius, angle, stroke, arcs)
    first = (centre[0] + radius * math.cos(start), centre[1] + radius * math.sin(start))
    places = [_turned(first, centre, angle * step / count) for step in range(count + (not is_circle))]
    common = [group for group in groups[1:] if group[0].strip() not in (b"10", b"20", b"30", b"40", b"50", b"51")]
    head = [(groups[0][0], groups[0][1].replace(groups[0][1].strip(), b"LWPOLYLINE")), *common]
    head += [_group(90, len(places), groups), _group(70, int(is_circle), groups)]
    if float(_value(groups, b"30") or 0.0):
        head.append(_group(38, float(_value(groups, b"30")), groups))
    return [*head, *(group for place in places for group in _place(place, groups))]


def _sides_after(runs: Sequence[Sequence[Group]], is_closed: bool, stroke: _Stroke, arcs: Arcs) -> list[list[Place]]:
    """Places that come between each vertex and the next one, none where no arc leaves it."""
    places = [(float(_value(run, b"10")), float(_value(run, b"20"))) for run in runs]
    bulges = [float(_value(run, b"42") or 0.0) for run in runs]
    if not is_closed:
        bulges[-1] = 0.0
    return [
        _between(place, following, bulge, stroke, arcs)
        for place, following, bulge in zip(places, [*places[1:], places[0]], bulges)
    ]


def _between(start: Place, end: Place, bulge: float, stroke: _Stroke, arcs: Arcs) -> list[Place]:
    """Places on the arc between two vertices, in equal steps."""
    chord = math.dist(start, end)
    if not (bulge and chord and math.isfinite(bulge + chord)):
        return []
    radius = chord * (1.0 + bulge * bulge) / (4.0 * abs(bulge))
    angle = 4.0 * math.atan(bulge)
    share = (1.0 - bulge * bulge) / (4.0 * bulge)
    centre = (
        (start[0] + end[0]) / 2.0 - share * (end[1] - start[1]),
        (start[1] + end[1]) / 2.0 + share * (end[0] - start[0]),
    )
    count = _noted(radius, abs(angle), stroke, arcs)
    return [_turned(start, centre, angle * step / count) for step in range(1, count)]


def _noted(radius: float, angle: float, stroke: _Stroke, arcs: Arcs) -> int:
    """Number of sides of an arc, which is counted."""
    count = stroke.sides(radius, angle)
    arcs.count += 1
    arcs.departure = max(arcs.departure, 2.0 * radius * math.sin(angle / count / 4.0) ** 2)
    return count


def _turned(place: Place, centre: Place, angle: float) -> Place:
    x, y = place[0] - centre[0], place[1] - centre[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return (centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos)


def _has_curves(groups: Sequence[Group]) -> bool:
    """Whether the outline of a hatch has an edge that is none of straight lines, or a bulge."""
    for code, value in groups:
        number = code.strip()
        if (number == b"72" and int(value) in _CURVED_EDGES) or (number == b"42" and float(value)):
            return True
    return False


def _with_blocks(name: bytes, blocks: dict[bytes, Arcs], known: dict[bytes, Arcs]) -> Arcs:
    """Arcs of a block and of those inserted in it; one that holds itself is not counted again."""
    if name not in known:
        own = blocks.get(name, Arcs())
        known[name] = total = Arcs(own.count, own.departure, own.curves)
        for inserted, scale in own.inserts:
            inner = _with_blocks(inserted, blocks, known)
            total.count += inner.count
            total.curves += inner.curves
            total.departure = max(total.departure, scale * inner.departure)
    return known[name]


def _value(groups: Sequence[Group], code: bytes) -> bytes:
    """First value of a code, empty when there is none."""
    return next((value.strip() for own, value in groups if own.strip() == code), b"")


def _place(place: Place, like: Sequence[Group]) -> list[Group]:
    return [_group(10, place[0], like), _group(20, place[1], like)]


def _group(code: int, value: float, like: Sequence[Group]) -> Group:
    """A group with the ends of lines of others."""
    end = b"\r\n" if like[0][0].endswith(b"\r\n") else b"\n"
    return (b"%d%s" % (code, end), repr(value).encode("ascii") + end)
