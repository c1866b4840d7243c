"""Where the labels of a plan stand: no two of them overlap, none covers the boundary, each belongs visibly to its vertex.

Everything is in millimetres of the paper, x to the right and y up. A label is tried near its vertex on the outside first, then farther
out with a line that leads to it, then inside the territory; the first place where nothing is covered is taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from ..geo.progress import IsCancelled, never_cancelled, stop_if

Point = tuple[float, float]
Measure = Callable[[str, float], tuple[float, float]]
Extent = tuple[float, float, float, float]

VERTEX, SIDE, NEIGHBOUR, UNIT = "vertex", "side", "neighbour", "unit"
_CELL_MM = 6.0
_LEADER_FROM_MM = 2.2
_DISTANCES_MM = (1.1, 2.4, 4.0, 6.0, 8.5, 11.0, 14.0, 17.5, 21.0, 25.0, 30.0, 36.0, 43.0, 51.0, 60.0)
_TURNS = tuple(math.radians(turn) for turn in (0, 20, -20, 40, -40, 60, -60, 80, -80))
_NEIGHBOUR_OFFSETS_MM = (7.0, 10.0, 13.0, 17.0, 22.0, 28.0, 35.0, 43.0)
_COURSE_OFFSETS_MM = (0.8, 2.0, 4.0, 7.0, 10.0)
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_GAP_MM = 0.25
_STEP_MM = 0.2


@dataclass(frozen=True)
class PlanVertex:
    """A vertex on paper.

    Attributes
    ----------
    x, y : float
        Millimetres.
    label : str
    side_text : str
        Length of the side that leaves it, as printed.
    neighbour : str
        Who adjoins that side.
    is_corner : bool
        Whether the neighbour changes here.
    course : tuple of Point
        Where the side that leaves it runs along a channel: the points between this vertex and the next.
    """

    x: float
    y: float
    label: str
    side_text: str = ""
    neighbour: str = ""
    is_corner: bool = False
    course: tuple[Point, ...] = ()


@dataclass(frozen=True)
class PlacedLabel:
    """A label in its place.

    Attributes
    ----------
    kind : str
        ``vertex``, ``side``, ``neighbour`` or ``unit``.
    text : str
    x, y : float
        Its centre.
    width, height : float
        Of the text, before it is turned.
    rotation_deg : float
        Counterclockwise.
    leader : tuple of Point, optional
        Line from what it names to its edge.
    ring, index : int
        Which vertex, or first vertex of the side, it belongs to; 0 and the number of the unit for a unit of land capacity.
    """

    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float
    rotation_deg: float
    leader: tuple[Point, Point] | None
    ring: int
    index: int

    def corners(self, gap: float = 0.0) -> tuple[Point, ...]:
        """Four corners of its box, grown by `gap`."""
        return _box(self.x, self.y, self.width + 2 * gap, self.height + 2 * gap, math.radians(self.rotation_deg))


@dataclass(frozen=True)
class LabelPlan:
    """All labels of a plan.

    Attributes
    ----------
    labels : tuple of PlacedLabel
    vertex_mm : float
        Height of the letters that the vertices got.
    every : int
        1 when each vertex is labelled, otherwise every k-th.
    left_out : tuple of str
        Vertices that should have had a label and found no room.
    sides_left_out : int
        Sides whose length does not fit beside them; the table has them.
    neighbours_left_out : tuple of str
        Neighbours whose name found no room; the table has them.
    """

    labels: tuple[PlacedLabel, ...]
    vertex_mm: float
    every: int
    left_out: tuple[str, ...]
    sides_left_out: int
    neighbours_left_out: tuple[str, ...]


class NoRoomError(Exception):
    """Not all labels that must be readable find room."""


def place_labels(
    rings: Sequence[Sequence[PlanVertex]],
    frame: Extent,
    measure: Measure,
    text_mm: Mapping[str, float],
    spacing_mm: float,
    every_vertex_up_to: int,
    is_cancelled: IsCancelled = never_cancelled,
    least_vertex_mm: float = 0.0,
) -> LabelPlan:
    """Place the labels of vertices, the lengths of sides and the names of neighbours.

    Parameters
    ----------
    rings : sequence of sequences of PlanVertex
        Outer rings clockwise, enclaves counterclockwise, so that the territory lies to the right of every side.
    frame : (float, float, float, float)
        Left, bottom, right, top of the map.
    measure : callable
        Width and height in millimetres of a text with letters of a given height.
    text_mm : mapping of str to float
        Heights of letters: ``vertex``, ``smallest_vertex``, ``side``, ``neighbour``. Labels of vertices get smaller, down to
        ``smallest_vertex``, when they would not all find room.
    spacing_mm : float
        Least distance between labels where not every vertex is labelled.
    every_vertex_up_to : int
        Up to this number of vertices each is labelled; beyond it every k-th and the corners between neighbours.
    least_vertex_mm : float
        Where it is not 0: give up when labels of vertices must be smaller than this, or a neighbour's name finds no room.

    Returns
    -------
    LabelPlan

    Raises
    ------
    NoRoomError
        As `least_vertex_mm` says.
    CancelledError
    """
    count = sum(len(ring) for ring in rings)
    is_thinned = count > every_vertex_up_to
    height_mm = text_mm[VERTEX]
    every = _every(rings, every_vertex_up_to, height_mm, spacing_mm, measure) if is_thinned else 1
    gap = spacing_mm / 2 if is_thinned else _GAP_MM
    smallest = text_mm["smallest_vertex"]
    bare = _Ground(frame)
    for ring in rings:
        for here, there in _pairs(ring):
            course = _course(here, there)
            for start, end in zip(course, course[1:]):
                bare.add_line(start, end)
    names: list[PlacedLabel] = []
    unnamed = _place_neighbours(rings, bare, names, measure, text_mm[NEIGHBOUR], is_cancelled)
    if least_vertex_mm and unnamed:
        raise NoRoomError
    while True:
        if height_mm < least_vertex_mm:
            raise NoRoomError
        ground, labels = bare.copy(), list(names)
        is_last = height_mm <= smallest and not (is_thinned and every < count)
        left_out = _place_vertices(rings, ground, labels, measure, height_mm, every, gap, is_last, is_cancelled)
        if is_last or not left_out:
            break
        if height_mm > smallest:
            height_mm = max(smallest, height_mm - _STEP_MM)
        else:
            every += max(1, every // 5)
    sides_left_out = _place_sides(rings, ground, labels, measure, min(text_mm[SIDE], height_mm), gap, is_cancelled)
    return LabelPlan(tuple(labels), height_mm, every, tuple(left_out), sides_left_out, tuple(unnamed))


def overlapping(labels: Sequence[PlacedLabel]) -> list[tuple[int, int]]:
    """Pairs of labels whose boxes share area."""
    found = []
    grid: dict[tuple[int, int], list[int]] = {}
    for number, label in enumerate(labels):
        corners = label.corners()
        cells = set(_cells(_extent(corners)))
        others = {other for cell in cells for other in grid.get(cell, ())}
        found += [(other, number) for other in sorted(others) if _boxes_meet(corners, labels[other].corners())]
        for cell in cells:
            grid.setdefault(cell, []).append(number)
    return found


def _every(
    rings: Sequence[Sequence[PlanVertex]], most: int, vertex_mm: float, spacing_mm: float, measure: Measure
) -> int:
    """First k to try: at most `most` labels, and on the line itself the labels `spacing_mm` apart."""
    count = sum(len(ring) for ring in rings)
    length = sum(math.hypot(b.x - a.x, b.y - a.y) for ring in rings for a, b in _pairs(ring))
    _, height = measure("V-0", vertex_mm)
    by_room = math.ceil(count * (height + spacing_mm) / length) if length else count
    return max(2, math.ceil(count / most), by_room)


def _pairs(ring: Sequence[PlanVertex]) -> Iterator[tuple[PlanVertex, PlanVertex]]:
    for number, here in enumerate(ring):
        yield here, ring[(number + 1) % len(ring)]


def _course(here: PlanVertex, there: PlanVertex) -> list[Point]:
    """Points of a side from its first vertex to its last."""
    return [(here.x, here.y), *here.course, (there.x, there.y)]


def _outward(ring: Sequence[PlanVertex], index: int) -> float:
    """Direction, in radians, that points away from the territory at a vertex."""
    here = ring[index]
    before = _course(ring[index - 1], here)[-2]
    after = _course(here, ring[(index + 1) % len(ring)])[1]
    # the territory lies to the right of each side, so left of it is outside
    incoming = _unit(here.x - before[0], here.y - before[1])
    outgoing = _unit(after[0] - here.x, after[1] - here.y)
    left = (-incoming[1] - outgoing[1], incoming[0] + outgoing[0])
    if math.hypot(*left) < 1e-6:
        # a needle: outward is the way its point looks
        left = (incoming[0] - outgoing[0], incoming[1] - outgoing[1])
    return math.atan2(left[1], left[0])


def _spacing(ring: Sequence[PlanVertex], index: int, every: int) -> float:
    """Distance on paper to the nearer of the two vertices that are labelled before and after."""
    here = ring[index]
    others = (ring[index - min(every, len(ring) - 1)], ring[(index + every) % len(ring)])
    return min(math.hypot(other.x - here.x, other.y - here.y) for other in others)


def _place_vertices(
    rings: Sequence[Sequence[PlanVertex]],
    ground: _Ground,
    labels: list[PlacedLabel],
    measure: Measure,
    height_mm: float,
    every: int,
    gap: float,
    is_last: bool,
    is_cancelled: IsCancelled,
) -> list[str]:
    """Labels that find no room; unless this is the last try, the first of them ends it."""
    left_out = []
    wanted = [
        (number, index)
        for number, ring in enumerate(rings)
        for index, vertex in enumerate(ring)
        if vertex.label and (index % every == 0 or vertex.is_corner)
    ]
    wanted.sort(key=lambda place: not rings[place[0]][place[1]].is_corner)
    for number, index in wanted:
        stop_if(is_cancelled)
        vertex = rings[number][index]
        spacing = _spacing(rings[number], index, every)
        outward = _outward(rings[number], index)
        placed = _placed_vertex(vertex, outward, spacing, measure, height_mm, ground, gap, number, index)
        if placed is None:
            left_out.append(vertex.label)
            if not is_last:
                break
            continue
        labels.append(placed)
        ground.add_label(placed, gap)
    return left_out


def _placed_vertex(
    vertex: PlanVertex,
    outward: float,
    spacing: float,
    measure: Measure,
    height_mm: float,
    ground: _Ground,
    gap: float,
    number: int,
    index: int,
) -> PlacedLabel | None:
    width, height = measure(vertex.label, height_mm)
    near, far = _DISTANCES_MM[:2], _DISTANCES_MM[2:]
    # where vertices stand closer than a label is long, labels look away from the line like the teeth of a comb
    styles = (True, False) if spacing < width + 2 * gap else (False, True)
    for distances in (near, far):
        for side in (outward, outward + math.pi):
            for is_turned in styles:
                for distance in distances:
                    for turn in _TURNS:
                        angle = side + turn
                        if is_turned:
                            label = _turned(vertex, angle, distance, width, height, number, index)
                        else:
                            label = _level(vertex, angle, distance, width, height, number, index)
                        if ground.is_free(label, gap):
                            return label
    return None


def _level(
    vertex: PlanVertex, angle: float, distance: float, width: float, height: float, number: int, index: int
) -> PlacedLabel:
    """Label that reads level, its near side `distance` from the vertex."""
    dx, dy = math.cos(angle), math.sin(angle)
    x = vertex.x + dx * distance + math.copysign(width / 2, dx) * min(1.0, abs(dx) * 2)
    y = vertex.y + dy * distance + math.copysign(height / 2, dy) * min(1.0, abs(dy) * 2)
    leader = None
    if distance >= _LEADER_FROM_MM:
        end = (
            min(max(vertex.x, x - width / 2), x + width / 2),
            min(max(vertex.y, y - height / 2), y + height / 2),
        )
        leader = ((vertex.x, vertex.y), end)
    return PlacedLabel(VERTEX, vertex.label, x, y, width, height, 0.0, leader, number, index)


def _turned(
    vertex: PlanVertex, angle: float, distance: float, width: float, height: float, number: int, index: int
) -> PlacedLabel:
    """Label that points away from the vertex in the direction `angle`."""
    dx, dy = math.cos(angle), math.sin(angle)
    reach = distance + width / 2
    leader = None
    if distance >= _LEADER_FROM_MM:
        leader = ((vertex.x, vertex.y), (vertex.x + dx * distance, vertex.y + dy * distance))
    return PlacedLabel(
        VERTEX,
        vertex.label,
        vertex.x + dx * reach,
        vertex.y + dy * reach,
        width,
        height,
        _upright(math.degrees(angle)),
        leader,
        number,
        index,
    )


def _place_sides(
    rings: Sequence[Sequence[PlanVertex]],
    ground: _Ground,
    labels: list[PlacedLabel],
    measure: Measure,
    height_mm: float,
    gap: float,
    is_cancelled: IsCancelled,
) -> int:
    left_out = 0
    for number, ring in enumerate(rings):
        for index, (here, there) in enumerate(_pairs(ring)):
            stop_if(is_cancelled)
            if not here.side_text:
                continue
            length = math.hypot(there.x - here.x, there.y - here.y)
            width, height = measure(here.side_text, height_mm)
            placed = None
            if here.course:
                line = _course(here, there)
                placed = _placed_course(line, here.side_text, width, height, ground, gap, number, index)
            elif length > width + 1.0:
                placed = _placed_side(here, there, length, width, height, ground, gap, number, index)
            if placed is None:
                left_out += 1
                continue
            labels.append(placed)
            ground.add_label(placed, gap)
    return left_out


def _placed_side(
    here: PlanVertex,
    there: PlanVertex,
    length: float,
    width: float,
    height: float,
    ground: _Ground,
    gap: float,
    number: int,
    index: int,
) -> PlacedLabel | None:
    dx, dy = (there.x - here.x) / length, (there.y - here.y) / length
    rotation = _upright(math.degrees(math.atan2(dy, dx)))
    # inside is to the right
    for offset in (height / 2 + 0.8, -(height / 2 + 0.8), height / 2 + 2.0, -(height / 2 + 2.0)):
        for share in _ALONG:
            along = length * share
            if not width / 2 <= along <= length - width / 2:
                continue
            x = here.x + dx * along + dy * offset
            y = here.y + dy * along - dx * offset
            label = PlacedLabel(SIDE, here.side_text, x, y, width, height, rotation, None, number, index)
            if ground.is_free(label, gap):
                return label
    return None


def _placed_course(
    line: Sequence[Point],
    text: str,
    width: float,
    height: float,
    ground: _Ground,
    gap: float,
    number: int,
    index: int,
) -> PlacedLabel | None:
    """The length of a channel beside it, as near as its bends leave room."""
    lengths = _lengths(line)
    total = sum(lengths)
    if total <= width + 1.0:
        return None
    for offset in _COURSE_OFFSETS_MM:
        for share in _ALONG:
            (x0, y0), (dx, dy) = _at(line, lengths, total, share, width)
            rotation = _upright(math.degrees(math.atan2(dy, dx)))
            for away in (offset + height / 2, -offset - height / 2):
                x, y = x0 + dy * away, y0 - dx * away
                label = PlacedLabel(SIDE, text, x, y, width, height, rotation, None, number, index)
                if ground.is_free(label, gap):
                    return label
    return None


def _place_neighbours(
    rings: Sequence[Sequence[PlanVertex]],
    ground: _Ground,
    labels: list[PlacedLabel],
    measure: Measure,
    height_mm: float,
    is_cancelled: IsCancelled,
) -> list[str]:
    left_out = []
    for number, ring in enumerate(rings):
        for first, count, name in _runs(ring):
            stop_if(is_cancelled)
            width, height = measure(name, height_mm)
            line = [(ring[first].x, ring[first].y)]
            for step in range(count):
                line += _course(ring[(first + step) % len(ring)], ring[(first + step + 1) % len(ring)])[1:]
            placed = _placed_neighbour(line, name, width, height, ground, number, first)
            if placed is None:
                left_out.append(name)
                continue
            labels.append(placed)
            ground.add_label(placed, 0.5)
    return left_out


def _placed_neighbour(
    line: Sequence[Point], name: str, width: float, height: float, ground: _Ground, number: int, first: int
) -> PlacedLabel | None:
    lengths = _lengths(line)
    total = sum(lengths)
    for share in _ALONG:
        (x0, y0), (dx, dy) = _at(line, lengths, total, share, width)
        rotation = _upright(math.degrees(math.atan2(dy, dx)))
        if width <= total:
            for offset in _NEIGHBOUR_OFFSETS_MM:
                x, y = x0 - dy * (offset + height / 2), y0 + dx * (offset + height / 2)
                label = PlacedLabel(NEIGHBOUR, name, x, y, width, height, rotation, None, number, first)
                if ground.is_free(label, 0.5):
                    return label
    for share in _ALONG:
        (x0, y0), (dx, dy) = _at(line, lengths, total, share, 0.0)
        for offset in _NEIGHBOUR_OFFSETS_MM:
            for turn in _TURNS:
                out = (-dy * math.cos(turn) - dx * math.sin(turn), dx * math.cos(turn) - dy * math.sin(turn))
                x = x0 + out[0] * offset + math.copysign(width / 2, out[0]) * min(1.0, abs(out[0]) * 2)
                y = y0 + out[1] * offset + math.copysign(height / 2, out[1]) * min(1.0, abs(out[1]) * 2)
                end = (min(max(x0, x - width / 2), x + width / 2), min(max(y0, y - height / 2), y + height / 2))
                label = PlacedLabel(NEIGHBOUR, name, x, y, width, height, 0.0, ((x0, y0), end), number, first)
                if ground.is_free(label, 0.5):
                    return label
    return None


def _runs(ring: Sequence[PlanVertex]) -> list[tuple[int, int, str]]:
    """First side, number of sides and name for each stretch along one neighbour."""
    if not any(vertex.neighbour for vertex in ring):
        return []
    starts = [index for index, vertex in enumerate(ring) if vertex.neighbour != ring[index - 1].neighbour] or [0]
    runs = []
    for position, start in enumerate(starts):
        following = starts[(position + 1) % len(starts)]
        count = (following - start) % len(ring) or len(ring)
        if ring[start].neighbour:
            runs.append((start, count, ring[start].neighbour))
    return runs


def _lengths(line: Sequence[Point]) -> list[float]:
    return [math.dist(start, end) for start, end in zip(line, line[1:])]


def _at(
    line: Sequence[Point], lengths: Sequence[float], total: float, share: float, width: float
) -> tuple[Point, Point]:
    """Point at a share of a line, and the direction of the line around it, over `width` when that is given."""
    middle = _point_at(line, lengths, total * share)
    if width <= 0.0:
        before, after = _point_at(line, lengths, total * share - 1.0), _point_at(line, lengths, total * share + 1.0)
    else:
        before = _point_at(line, lengths, total * share - width / 2)
        after = _point_at(line, lengths, total * share + width / 2)
    direction = _unit(after[0] - before[0], after[1] - before[1])
    return middle, direction if direction != (0.0, 0.0) else (1.0, 0.0)


def _point_at(line: Sequence[Point], lengths: Sequence[float], distance: float) -> Point:
    left = max(0.0, distance)
    for number, length in enumerate(lengths):
        if left <= length or number == len(lengths) - 1:
            share = min(1.0, left / length) if length else 0.0
            (x0, y0), (x1, y1) = line[number], line[number + 1]
            return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        left -= length
    return line[0]


def _upright(degrees: float) -> float:
    """The same line, turned so that its text is not upside down."""
    turned = (degrees + 180.0) % 360.0 - 180.0
    if turned > 90.0:
        return turned - 180.0
    return turned + 180.0 if turned <= -90.0 else turned


class _Ground:
    """What is taken on the paper: lines, boxes of labels and their leaders, in a grid of cells."""

    def __init__(self, frame: Extent) -> None:
        self.frame = frame
        self._lines: _Grid = {}
        self._boxes: _Grid = {}
        self._leaders: _Grid = {}

    def copy(self) -> _Ground:
        """The same ground, on which more can be placed."""
        other = _Ground(self.frame)
        other._lines = self._lines
        other._boxes, other._leaders = (
            {cell: list(shapes) for cell, shapes in grid.items()} for grid in (self._boxes, self._leaders)
        )
        return other

    def add_line(self, start: Point, end: Point) -> None:
        """Take the place of a side of the boundary."""
        line = (start, end)
        for cell in _cells_along(start, end):
            self._lines.setdefault(cell, []).append((_extent(line), line))

    def add_label(self, label: PlacedLabel, gap: float) -> None:
        """Take the place of a label, `gap` around it, and of its leader."""
        corners = label.corners(gap)
        extent = _extent(corners)
        for cell in _cells(extent):
            self._boxes.setdefault(cell, []).append((extent, corners))
        if label.leader is not None:
            extent = _extent(label.leader)
            for cell in _cells_along(*label.leader):
                self._leaders.setdefault(cell, []).append((extent, label.leader))

    def is_free(self, label: PlacedLabel, gap: float) -> bool:
        """Whether a label would cover nothing and leave the frame nowhere."""
        corners = label.corners(gap)
        extent = _extent(corners)
        left, bottom, right, top = self.frame
        if extent[0] < left or extent[1] < bottom or extent[2] > right or extent[3] > top:
            return False
        cells = _cells(extent)
        if any(_boxes_meet(corners, box) for box in _near(self._boxes, cells, extent)):
            return False
        tight = corners if gap == _GAP_MM else label.corners(_GAP_MM)
        around = extent if gap == _GAP_MM else _extent(tight)
        for grid in (self._lines, self._leaders):
            if any(_line_meets_box(line, tight) for line in _near(grid, cells, around)):
                return False
        return label.leader is None or self._leader_is_free(label.leader)

    def _leader_is_free(self, leader: tuple[Point, Point]) -> bool:
        cells, extent = list(_cells_along(*leader)), _extent(leader)
        if any(_line_meets_box(leader, box) for box in _near(self._boxes, cells, extent)):
            return False
        if any(_lines_cross(leader, other) for other in _near(self._leaders, cells, extent)):
            return False
        lines = _near(self._lines, cells, extent)
        return not any(leader[0] not in line and _lines_cross(leader, line) for line in lines)


# In each cell the lines or boxes that reach into it, each with its extent.
_Grid = dict[tuple[int, int], list[tuple[Extent, tuple[Point, ...]]]]


def _near(grid: _Grid, cells: Iterable[tuple[int, int]], extent: Extent) -> Iterator[Any]:
    """What in some cells shares area, or an edge, with an extent."""
    left, bottom, right, top = extent
    for cell in cells:
        for other, shape in grid.get(cell, ()):
            if other[0] <= right and other[2] >= left and other[1] <= top and other[3] >= bottom:
                yield shape


def _extent(points: Sequence[Point]) -> Extent:
    """Left, bottom, right, top."""
    if len(points) == 2:
        (x0, y0), (x1, y1) = points
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)
    xs, ys = zip(*points)
    return min(xs), min(ys), max(xs), max(ys)


def _unit(dx: float, dy: float) -> Point:
    length = math.hypot(dx, dy)
    return (dx / length, dy / length) if length else (0.0, 0.0)


def _box(x: float, y: float, width: float, height: float, angle: float) -> tuple[Point, ...]:
    cos, sin = math.cos(angle), math.sin(angle)
    right, up = width / 2, height / 2
    along_x, along_y, across_x, across_y = right * cos, right * sin, up * sin, up * cos
    return (
        (x - along_x + across_x, y - along_y - across_y),
        (x + along_x + across_x, y + along_y - across_y),
        (x + along_x - across_x, y + along_y + across_y),
        (x - along_x - across_x, y - along_y + across_y),
    )


def _cells(extent: Extent) -> list[tuple[int, int]]:
    """Cells of the grid that an extent touches."""
    floor = math.floor
    first, lowest = floor(extent[0] / _CELL_MM), floor(extent[1] / _CELL_MM)
    last, highest = floor(extent[2] / _CELL_MM), floor(extent[3] / _CELL_MM)
    if first == last and lowest == highest:
        return [(first, lowest)]
    return [(column, row) for column in range(first, last + 1) for row in range(lowest, highest + 1)]


def _cells_along(start: Point, end: Point) -> Iterator[tuple[int, int]]:
    """Cells of the grid that a line may touch, taken in pieces no longer than a cell."""
    pieces = max(1, math.ceil(math.hypot(end[0] - start[0], end[1] - start[1]) / _CELL_MM))
    seen = set()
    for number in range(pieces):
        a, b = (
            (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            for share in (number / pieces, (number + 1) / pieces)
        )
        for cell in _cells(_extent((a, b))):
            if cell not in seen:
                seen.add(cell)
                yield cell


def _boxes_meet(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two turned rectangles share area (separating axes)."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = one
    (ex, ey), (fx, fy), (gx, gy), (hx, hy) = other
    for u, v in ((bx - ax, by - ay), (cx - bx, cy - by), (fx - ex, fy - ey), (gx - fx, gy - fy)):
        a = (ax * u + ay * v, bx * u + by * v, cx * u + cy * v, dx * u + dy * v)
        b = (ex * u + ey * v, fx * u + fy * v, gx * u + gy * v, hx * u + hy * v)
        if max(a) <= min(b) or max(b) <= min(a):
            return False
    return True


def _line_meets_box(line: tuple[Point, Point], box: Sequence[Point]) -> bool:
    """Whether a line enters a turned rectangle (separating axes of the rectangle, and the line's normal)."""
    (x0, y0), (x1, y1) = line
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = box
    for u, v in ((bx - ax, by - ay), (cx - bx, cy - by)):
        start, end = x0 * u + y0 * v, x1 * u + y1 * v
        b = (ax * u + ay * v, bx * u + by * v, cx * u + cy * v, dx * u + dy * v)
        if max(start, end) <= min(b) or max(b) <= min(start, end):
            return False
    sides = [(x - x0) * (y1 - y0) - (y - y0) * (x1 - x0) for x, y in box]
    return not (min(sides) >= 0 or max(sides) <= 0)


def _lines_cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
