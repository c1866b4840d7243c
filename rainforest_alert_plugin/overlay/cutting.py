"""Simple polygons across a boundary cut along it, thousands at once without a geometry engine.

Where every crossing of two edges is beyond doubt, the common polygon follows from their order alone: from a crossing where the
polygon enters the boundary along the polygon to the next crossing, from there along the boundary to the next, until the loop
closes. Whatever is not beyond doubt (sides that touch, vertices on an edge, near-parallel crossings) is left undecided for the
geometry engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geo.arrays import Bools, Columns, Floats, Ints
from ..geo.wkb import Rings
from .interior import INSIDE, OUTSIDE, UNDECIDED, InteriorGrid
from .loops import Loops, loops_of, same_side, signed_areas, spread

CUT = 3

_MOST_VERTICES = 400
_MOST_CELLS_ACROSS = 64.0
_MOST_CROSSINGS = 32
# Share of the terms of an orientation that its rounding error never exceeds (twice Shewchuk's bound, 3 + 16 eps).
_ROUNDING = 7e-16
_SMALLEST_SINE = 1e-6
# Share of an edge within which a crossing counts as a vertex, and of a polygon's area below which a part counts as a sliver.
_NEAR_END = 1e-9
_SLIVER = 1e-9


@dataclass(frozen=True)
class Cuts:
    """What became of some polygons.

    Attributes
    ----------
    where : ndarray of int64, shape (asked,)
        ``INSIDE``: the boundary contains it. ``OUTSIDE``: nothing in common. ``CUT``: in `parts`. ``UNDECIDED``.
    parts : Rings
        Common multipolygons of those that are ``CUT``, in their order.
    """

    where: Ints
    parts: Rings

    @classmethod
    def none(cls, asked: int) -> Cuts:
        """All of them undecided."""
        return cls(np.full(asked, UNDECIDED), _no_parts())


@dataclass(frozen=True)
class _Crossings:
    """Crossings of edges beyond doubt, in the order in which one meets them along the polygons.

    Attributes
    ----------
    own, other : ndarray of int64
        Edge of the boundary and of the polygon.
    own_share, other_share : ndarray of float64
        How far along the edge.
    xy : ndarray of float64, shape (n, 2)
    enters : ndarray of bool
        Whether the polygon's edge comes into the boundary.
    polygon : ndarray of int64
    """

    own: Ints
    other: Ints
    own_share: Floats
    other_share: Floats
    xy: Floats
    enters: Bools
    polygon: Ints

    def taken(self, chosen: Bools | Ints) -> _Crossings:
        return _Crossings(
            self.own[chosen],
            self.other[chosen],
            self.own_share[chosen],
            self.other_share[chosen],
            self.xy[chosen],
            self.enters[chosen],
            self.polygon[chosen],
        )


def cut_along(grid: InteriorGrid, shapes: Rings, boxes: Floats, asked: Ints) -> Cuts:
    """Cut polygons along the boundary of a grid.

    Parameters
    ----------
    grid : InteriorGrid
    shapes : Rings
        Valid polygons in the plane of the grid.
    boxes : ndarray of float64, shape (shapes.count, 4)
    asked : ndarray of int64
        Numbers of the geometries to look at, ascending. Only those that are one ring of moderate size are decided.
    """
    where = np.full(len(asked), UNDECIDED)
    ring = np.searchsorted(shapes.geometry, asked)
    one_ring = np.searchsorted(shapes.geometry, asked, "right") - ring == 1
    is_plain = one_ring & (grid.cells_across(boxes[asked]) <= _MOST_CELLS_ACROSS)
    is_plain[is_plain] = (shapes.start[1:] - shapes.start[:-1])[ring[is_plain]] <= _MOST_VERTICES
    plain = np.flatnonzero(is_plain)
    if not len(plain):
        return Cuts.none(len(asked))
    polygons = loops_of(shapes, ring[plain])
    crossings, is_clear = _crossings(grid, polygons)
    begins_inside, is_located = _first_vertex(grid, polygons, crossings)
    is_clear &= is_located & (polygons.lengths() >= 3)
    is_clear &= ~_holds_a_loop(grid, boxes[asked[plain]])
    crossings = crossings.taken(is_clear[crossings.polygon])
    is_clear &= _is_regular(grid.loops, crossings, begins_inside, len(plain))
    count = np.bincount(crossings.polygon, minlength=len(plain))
    where[plain[is_clear]] = np.where(begins_inside[is_clear], INSIDE, OUTSIDE)
    crossings = crossings.taken(is_clear[crossings.polygon])
    parts, is_sound = _linked(grid.loops, polygons, crossings)
    where[plain[is_clear & (count > 0)]] = CUT
    if not is_sound.all():
        unsound = crossings.polygon[~is_sound]
        where[plain[unsound]] = UNDECIDED
        crossings = crossings.taken(~np.isin(crossings.polygon, unsound))
        parts, _ = _linked(grid.loops, polygons, crossings)
    return Cuts(where, parts)


def _no_parts() -> Rings:
    nothing = np.zeros(0, dtype=np.int64)
    return Rings(np.zeros((0, 2)), np.zeros(1, dtype=np.int64), nothing, nothing, nothing.astype(bool), 0)


def _cross(a: Columns, b: Columns, c: Columns) -> tuple[Floats, Ints]:
    """Twice the area of the triangles a, b, c and the side of ab on which c lies: 1 left, -1 right, 0 in doubt."""
    left = (a[0] - c[0]) * (b[1] - c[1])
    right = (a[1] - c[1]) * (b[0] - c[0])
    area: Floats = left - right
    doubt = _ROUNDING * (np.abs(left) + np.abs(right))
    return area, (area > doubt).astype(np.int64) - (area < -doubt)


def _ends(loops: Loops) -> tuple[Columns, Columns]:
    """Columns of x and y of where each edge begins and ends."""
    x, y = np.ascontiguousarray(loops.xy[:, 0]), np.ascontiguousarray(loops.xy[:, 1])
    return (x, y), (x.take(loops.following), y.take(loops.following))


def _taken(columns: Columns, rows: Ints) -> Columns:
    return tuple(column.take(rows) for column in columns)


def _crossings(grid: InteriorGrid, polygons: Loops) -> tuple[_Crossings, Bools]:
    """All crossings beyond doubt, and the polygons without any other meeting of edges."""
    is_clear = np.ones(len(polygons.start) - 1, dtype=bool)
    own, other = grid.edges_near(polygons.xy, polygons.following)
    mine = grid.loops
    a, b = (_taken(end, own) for end in _ends(mine))
    p, q = (_taken(end, other) for end in _ends(polygons))
    area_p, side_p = _cross(a, b, p)
    area_q, side_q = _cross(a, b, q)
    near = np.flatnonzero(~same_side(side_p, side_q))
    own, other = own[near], other[near]
    a, b, p, q = (_taken(end, near) for end in (a, b, p, q))
    area_p, side_p, area_q, side_q = area_p[near], side_p[near], area_q[near], side_q[near]
    area_a, side_a = _cross(p, q, a)
    area_b, side_b = _cross(p, q, b)
    meets = ~same_side(side_a, side_b)
    proper = meets & (side_p * side_q < 0) & (side_a * side_b < 0)
    is_clear[polygons.loop[other[meets & ~proper]]] = False
    # An edge pair that shares several cells was found several times.
    found = np.flatnonzero(proper)
    _, first = np.unique(other[found] * len(mine.xy) + own[found], return_index=True)
    found = found[first]
    own, other = own[found], other[found]
    a, b, p, q = (_taken(end, found) for end in (a, b, p, q))
    step, own_step = (q[0] - p[0], q[1] - p[1]), (b[0] - a[0], b[1] - a[1])
    turn = area_p[found] - area_q[found]
    other_share = area_p[found] / turn
    own_share = area_a[found] / (area_a[found] - area_b[found])
    xy = np.column_stack([p[0] + other_share * step[0], p[1] + other_share * step[1]])
    lengths = np.hypot(*step) * np.hypot(*own_step)
    ends = np.minimum(np.minimum(other_share, 1 - other_share), np.minimum(own_share, 1 - own_share))
    polygon = polygons.loop[other]
    is_clear[polygon[(ends < _NEAR_END) | (np.abs(turn) < _SMALLEST_SINE * lengths)]] = False
    order = np.lexsort((other_share, other))
    return _Crossings(own, other, own_share, other_share, xy, side_q[found] < 0, polygon).taken(order), is_clear


def _first_vertex(grid: InteriorGrid, polygons: Loops, crossings: _Crossings) -> tuple[Bools, Bools]:
    """Whether the first vertex of each polygon is inside, and whether all vertices that the grid knows agree on it."""
    known = grid.locate(polygons.xy)
    passed = np.bincount(crossings.other, minlength=len(polygons.xy))
    before = np.cumsum(passed) - passed
    before -= before[polygons.start[:-1]][polygons.loop]
    begins_inside = (known == INSIDE) ^ (before % 2 == 1)
    sure = known != UNDECIDED
    polygon_count = len(polygons.start) - 1
    for_inside = np.bincount(polygons.loop[sure & begins_inside], minlength=polygon_count) > 0
    for_outside = np.bincount(polygons.loop[sure & ~begins_inside], minlength=polygon_count) > 0
    count = np.bincount(crossings.polygon, minlength=polygon_count)
    return for_inside, (for_inside != for_outside) & (count % 2 == 0) & (count <= _MOST_CROSSINGS)


def _holds_a_loop(grid: InteriorGrid, boxes: Floats) -> Bools:
    """Whether a ring of the boundary may lie wholly within a polygon, crossing nothing."""
    held = np.zeros(len(boxes), dtype=bool)
    size = grid.loop_boxes[:, 2:] - grid.loop_boxes[:, :2]
    for box in grid.loop_boxes[(size <= (boxes[:, 2:] - boxes[:, :2]).max(axis=0)).all(axis=1)]:
        held |= (boxes[:, :2] <= box[:2]).all(axis=1) & (boxes[:, 2:] >= box[2:]).all(axis=1)
    return held


def _next_in_group(group: Ints) -> Ints:
    """Position of the next member of each group, round; groups are contiguous."""
    if not len(group):
        return group
    following = np.arange(1, len(group) + 1)
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    following[np.r_[begins[1:], len(group)] - 1] = begins
    return following


def _along_boundary(crossings: _Crossings) -> Ints:
    """For each crossing the next one with the same polygon along the boundary."""
    order = np.lexsort((crossings.own_share, crossings.own, crossings.polygon))
    following = np.empty(len(order), dtype=np.int64)
    following[order] = order[_next_in_group(crossings.polygon[order])]
    return following


def _is_regular(mine: Loops, crossings: _Crossings, begins_inside: Bools, count: int) -> Bools:
    """Polygons whose crossings go in and out by turns along both, with one ring of the boundary, none on top of another."""
    polygon = crossings.polygon
    irregular = np.zeros(count, dtype=bool)
    if not len(polygon):
        return ~irregular
    first = np.flatnonzero(np.r_[True, polygon[1:] != polygon[:-1]])
    rank = np.arange(len(polygon)) - np.repeat(first, np.diff(np.r_[first, len(polygon)]))
    irregular[polygon[crossings.enters == (begins_inside[polygon] ^ (rank % 2 == 1))]] = True
    along = _along_boundary(crossings)
    irregular[polygon[crossings.enters[along] == crossings.enters]] = True
    irregular[polygon[mine.loop[crossings.own[along]] != mine.loop[crossings.own]]] = True
    onward = _next_in_group(polygon)
    for edge, share, following in (
        (crossings.other, crossings.other_share, onward),
        (crossings.own, crossings.own_share, along),
    ):
        close = (edge[following] == edge) & (np.abs(share[following] - share) < _NEAR_END)
        irregular[polygon[close]] = True
    return ~irregular


def _linked(mine: Loops, polygons: Loops, crossings: _Crossings) -> tuple[Rings, Bools]:
    """Common multipolygons, one per polygon that has crossings, and for each crossing whether its part is sound."""
    n = len(crossings.polygon)
    if not n:
        return _no_parts(), np.zeros(0, dtype=bool)
    enters = crossings.enters
    onward, along = _next_in_group(crossings.polygon), _along_boundary(crossings)
    following = np.where(enters, onward, along)
    # vertices between a crossing and the next: a range, round a loop, of the polygon's vertices or of the boundary's
    edge = np.where(enters, crossings.other, crossings.own)
    own_loop = mine.loop[crossings.own]
    origin = np.where(enters, polygons.start[crossings.polygon], mine.start[own_loop])
    length = np.where(enters, polygons.lengths()[crossings.polygon], mine.lengths()[own_loop])
    to_edge = np.where(enters, crossings.other[following], crossings.own[following])
    share = np.where(enters, crossings.other_share, crossings.own_share)
    to_share = np.where(enters, crossings.other_share[following], crossings.own_share[following])
    between = (to_edge - edge) % length
    between[(to_edge == edge) & (to_share < share)] = length[(to_edge == edge) & (to_share < share)]
    head, position = _cycles(following)
    order = np.lexsort((position, head))
    new_loop = np.r_[True, head[order][1:] != head[order][:-1]]
    is_last = np.r_[new_loop[1:], True]
    written = 1 + between[order] + is_last
    within, owner = spread(np.zeros(n, dtype=np.int64), written)
    chosen = order[owner]
    base = origin + np.where(enters, len(mine.xy), 0)
    source = base[chosen] + ((edge - origin)[chosen] + within) % length[chosen]
    at_crossing = within == 0
    source[at_crossing] = len(mine.xy) + len(polygons.xy) + order
    closing = np.cumsum(written)[is_last] - 1
    source[closing] = len(mine.xy) + len(polygons.xy) + order[new_loop]
    xy = np.concatenate([mine.xy, polygons.xy, crossings.xy])[source]
    begins = (np.cumsum(written) - written)[new_loop]
    start = np.r_[begins, len(xy)]
    polygon = crossings.polygon[order[new_loop]]
    members, geometry = np.unique(polygon, return_inverse=True)
    first_loop = np.searchsorted(polygon, members)
    part = np.arange(len(polygon)) - first_loop[geometry]
    parts = Rings(xy, start, geometry, part, np.zeros(len(polygon), dtype=bool), len(members))
    round_loop = np.arange(1, len(xy) + 1)
    round_loop[start[1:] - 1] = start[:-1]
    whole = np.abs(signed_areas(polygons.xy, polygons.following, polygons.start))[polygon]
    area = -signed_areas(xy, round_loop, start)
    repeated = (xy[1:] == xy[:-1]).all(axis=1)
    repeated[start[1:-1] - 1] = False
    is_sound = (area > _SLIVER * whole) & (area < (1 + _SLIVER) * whole)
    is_sound[np.searchsorted(start, np.flatnonzero(repeated), "right") - 1] = False
    sound_crossing = np.empty(n, dtype=bool)
    sound_crossing[order] = is_sound[np.cumsum(new_loop) - 1]
    return parts, sound_crossing


def _cycles(following: Ints) -> tuple[Ints, Ints]:
    """Cycles of a permutation: the lowest member of each element's cycle, and the steps from there to the element."""
    head = np.arange(len(following))
    jump = following
    for _ in range(_MOST_CROSSINGS.bit_length()):
        head = np.minimum(head, head[jump])
        jump = jump[jump]
    position = np.zeros(len(following), dtype=np.int64)
    at = np.flatnonzero(head == np.arange(len(following)))
    steps = 0
    while len(at):
        at = following[at]
        at = at[head[at] != at]
        steps += 1
        position[at] = steps
    return head, position
