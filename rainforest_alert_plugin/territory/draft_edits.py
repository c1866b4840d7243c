"""What the map tools do to a draft; each gives the draft after it, and the one before stays as it was, so that it can be taken back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Sequence

from ..errors import InputError
from .differences import SAME_PLACE_M
from .draft import (
    Draft,
    DraftSide,
    DraftVertex,
    Place,
    Ring,
    SideFacts,
    free_labels,
    joined,
    labels_of,
    reversed_ring,
    rings,
    sides,
)
from .versions import Vertex


@dataclass(frozen=True)
class Replaced:
    """A draft whose stretch between two vertices was replaced.

    Attributes
    ----------
    draft : Draft
    added, removed : int
        Vertices.
    moved_m : tuple of float
        How far each end was moved onto the line; 0 where it stayed.
    """

    draft: Draft
    added: int
    removed: int
    moved_m: tuple[float, float]


def nearest_vertex(draft: Draft, place: Place) -> tuple[DraftVertex, float]:
    """The vertex nearest to a place, and its distance.

    Raises
    ------
    InputError
        ``draft.empty``.
    """
    if not draft:
        raise InputError("draft.empty")
    nearest = min(draft, key=lambda one: math.dist(one.vertex.place, place))
    return nearest, math.dist(nearest.vertex.place, place)


def nearest_side(draft: Draft, place: Place) -> tuple[DraftSide, float]:
    """The side nearest to a place, and its distance.

    Raises
    ------
    InputError
        ``draft.empty``.
    """
    if not draft:
        raise InputError("draft.empty")
    return min(((side, _distance(side, place)) for side in sides(draft)), key=lambda found: found[1])


def _distance(side: DraftSide, place: Place) -> float:
    best = math.inf
    for one, other in zip(side.vertices, side.vertices[1:]):
        (ax, ay), (bx, by) = one.vertex.place, other.vertex.place
        square = (bx - ax) ** 2 + (by - ay) ** 2
        share = ((place[0] - ax) * (bx - ax) + (place[1] - ay) * (by - ay)) / square if square else 0.0
        share = min(1.0, max(0.0, share))
        best = min(best, math.dist(place, (ax + share * (bx - ax), ay + share * (by - ay))))
    return best


def split_side(draft: Draft, place: Place) -> Draft:
    """Let two sides meet at the vertex that stands at a place; both have the facts of the one that was there.

    Raises
    ------
    InputError
        ``draft.no_vertex``; ``draft.side_begins`` where a side begins already.
    """
    at, ring = _position(draft, place)
    by_ring = rings(draft)
    one = by_ring[ring][at]
    if one.is_corner:
        raise InputError("draft.side_begins", label=one.vertex.label)
    by_ring[ring][at] = replace(one, is_corner=True)
    return joined(by_ring)


def join_sides(draft: Draft, place: Place) -> Draft:
    """Let the two sides that meet at the vertex at a place be one; of one of which nothing is known the other's facts are taken.

    Raises
    ------
    InputError
        ``draft.no_vertex``; ``draft.no_side_begins``; ``draft.sides_differ`` where something known would be lost.
    """
    at, ring = _position(draft, place)
    by_ring = rings(draft)
    corner = by_ring[ring][at]
    if not corner.is_corner:
        raise InputError("draft.no_side_begins", label=corner.vertex.label)
    facts = _common_facts(by_ring[ring][at - 1].side, corner.side)
    if facts is None:
        raise InputError("draft.sides_differ", label=corner.vertex.label)
    meeting = [side for side in sides(draft) if (side.part, side.ring) == ring and corner in (side.start, side.end)]
    numbers = {one.vertex.number for side in meeting for one in side.vertices[:-1]}
    by_ring[ring] = [
        replace(
            one, side=facts if one.vertex.number in numbers else one.side, is_corner=one.is_corner and one != corner
        )
        for one in by_ring[ring]
    ]
    return joined(by_ring)


def _common_facts(one: SideFacts, other: SideFacts) -> SideFacts | None:
    """Facts of a side that is made of two; None where they differ. A side that follows a line in one part follows none."""
    if one == other:
        return one
    known = {one.without_link(), other.without_link()} - {SideFacts()}
    return (known.pop() if known else SideFacts()) if len(known) <= 1 else None


def describe_side(draft: Draft, side: DraftSide, facts: SideFacts) -> Draft:
    """Say what a side is; the sides beside it begin and end where it ends and begins."""
    places = {one.vertex.place for one in side.vertices[:-1]}
    ring = (side.part, side.ring)
    by_ring = rings(draft)
    ends = {side.start.vertex.place, side.end.vertex.place}
    is_whole = len(places) == len(by_ring[ring])
    by_ring[ring] = [
        replace(
            one,
            side=facts if one.vertex.place in places else one.side,
            is_corner=one.is_corner or (one.vertex.place in ends and not is_whole),
        )
        for one in by_ring[ring]
    ]
    return joined(by_ring)


def mark_monument(draft: Draft, place: Place, monument: str, label: str = "") -> Draft:
    """Say which mark stands at a vertex, or that none does; and name it, if a name is given.

    Raises
    ------
    InputError
        ``draft.label_taken``.
    """
    at, ring = _position(draft, place)
    by_ring = rings(draft)
    one = by_ring[ring][at]
    named = label.strip() or one.vertex.label
    if any(other.vertex.label == named and other is not one for other in draft):
        raise InputError("draft.label_taken", label=named)
    by_ring[ring][at] = replace(one, vertex=replace(one.vertex, monument=monument.strip() or None, label=named))
    return joined(by_ring)


def number_vertices(draft: Draft, pattern: str) -> Draft:
    """Number all vertices from the northernmost of each ring, clockwise; of two as far north the western one is first.

    Parameters
    ----------
    pattern : str
        Of labels, with ``{n}`` for the number.
    """
    by_ring = rings(draft)
    number = 0
    for ring, line in sorted(by_ring.items()):
        clockwise = reversed_ring(line) if _signed_area(line) > 0.0 else list(line)
        first = min(range(len(line)), key=lambda at: (-clockwise[at].vertex.northing, clockwise[at].vertex.easting))
        ordered = [*clockwise[first:], *clockwise[:first]]
        named = []
        for one in ordered:
            number += 1
            named.append(replace(one, vertex=replace(one.vertex, label=pattern.replace("{n}", str(number)))))
        by_ring[ring] = named
    return joined(by_ring)


def _signed_area(line: Sequence[DraftVertex]) -> float:
    """Twice the area; positive when the ring runs counterclockwise. Taken from its first vertex, so that metres of UTM do not cancel."""
    x0, y0 = line[0].vertex.place
    total = 0.0
    for one, other in zip(line, [*line[1:], line[0]]):
        (ax, ay), (bx, by) = one.vertex.place, other.vertex.place
        total += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
    return total


def move_vertex(draft: Draft, place: Place, target: Place) -> Draft:
    """Move the vertex at a place. It keeps its label and mark; it is no measurement any more."""
    at, ring = _position(draft, place)
    by_ring = rings(draft)
    line = by_ring[ring]
    one = line[at]
    line[at] = replace(
        one,
        vertex=Vertex(
            *ring,
            one.vertex.number,
            one.vertex.label,
            float(target[0]),
            float(target[1]),
            one.vertex.epsg,
            monument=one.vertex.monument,
        ),
        side=one.side.without_link(),
    )
    line[at - 1] = replace(line[at - 1], side=line[at - 1].side.without_link())
    return joined(by_ring)


def replace_stretch(
    draft: Draft,
    start: Place,
    end: Place,
    points: Sequence[Place],
    facts: SideFacts,
    prefix: str,
    move_ends_m: float = 0.0,
) -> Replaced:
    """Lay the boundary between two of its vertices along a line.

    Of the two ways around the ring the one nearer to the line is replaced. The two vertices stay, since they were surveyed, and the
    boundary runs from them to the line; an end that is no farther from the line than `move_ends_m` is moved onto it.

    Parameters
    ----------
    start, end : (float, float)
        Places of two different vertices of one ring.
    points : sequence of (float, float)
        The line; its direction does not matter.
    facts : SideFacts
        Of the new side.

    Raises
    ------
    InputError
        ``draft.no_vertex``, ``draft.two_rings``, ``draft.one_vertex``.
    """
    first, ring = _position(draft, start)
    last, other_ring = _position(draft, end)
    if ring != other_ring:
        raise InputError("draft.two_rings")
    if first == last:
        raise InputError("draft.one_vertex")
    by_ring = rings(draft)
    line = by_ring[ring]
    ways = [_way(line, first, last), _way(line, last, first)]
    departures = [_departure([one.vertex.place for one in way], points) for way in ways]
    chosen = int(departures[1] < departures[0])
    way, rest = ways[chosen], ways[1 - chosen]
    path = list(points)
    if math.dist(path[0], way[0].vertex.place) > math.dist(path[-1], way[0].vertex.place):
        path = path[::-1]
    begin, moved_begin = _on_line(way[0], path[0], move_ends_m)
    finish, moved_finish = _on_line(way[-1], path[-1], move_ends_m)
    between = path[1 if begin.vertex.place == path[0] else 0 : len(path) - (finish.vertex.place == path[-1])]
    labels = free_labels(labels_of(draft), prefix)
    epsg = way[0].vertex.epsg
    added = [DraftVertex(Vertex(*ring, 0, next(labels), float(x), float(y), epsg), facts) for x, y in between]
    outgoing = finish.side.without_link() if moved_finish else finish.side
    arriving = [
        replace(one, side=one.side.without_link()) if moved_begin and at == len(rest) - 2 else one
        for at, one in enumerate(rest)
    ]
    by_ring[ring] = [
        replace(begin, side=facts, is_corner=True),
        *added,
        replace(finish, side=outgoing, is_corner=True),
        *arriving[1:-1],
    ]
    return Replaced(joined(by_ring), len(added), len(way) - 2, (moved_begin, moved_finish))


def _on_line(one: DraftVertex, target: Place, reach_m: float) -> tuple[DraftVertex, float]:
    distance = math.dist(one.vertex.place, target)
    if distance == 0.0 or distance > reach_m:
        return one, 0.0
    vertex = one.vertex
    moved = Vertex(
        vertex.part, vertex.ring, vertex.number, vertex.label, float(target[0]), float(target[1]), vertex.epsg,
        monument=vertex.monument,
    )  # fmt: skip
    return replace(one, vertex=moved), distance


def _way(line: Sequence[DraftVertex], first: int, last: int) -> list[DraftVertex]:
    steps = (last - first) % len(line)
    return [line[(first + step) % len(line)] for step in range(steps + 1)]


def _departure(way: Sequence[Place], points: Sequence[Place]) -> float:
    """Mean distance of a line's middle from a way, looked at from both, so that the long way around never wins."""
    return _mean_distance(_spread(points), way) + _mean_distance(_spread(way), points)


def _spread(line: Sequence[Place], count: int = 20) -> list[Place]:
    """Places evenly along a line."""
    lengths = [math.dist(a, b) for a, b in zip(line, line[1:])]
    total = sum(lengths)
    found = []
    at, passed = 0, 0.0
    for step in range(count + 1):
        wanted = total * step / count
        while at < len(lengths) - 1 and passed + lengths[at] < wanted:
            passed += lengths[at]
            at += 1
        share = (wanted - passed) / lengths[at] if lengths[at] else 0.0
        (ax, ay), (bx, by) = line[at], line[at + 1]
        found.append((ax + share * (bx - ax), ay + share * (by - ay)))
    return found


def _mean_distance(places: Sequence[Place], line: Sequence[Place]) -> float:
    def away(place: Place) -> float:
        best = math.inf
        for (ax, ay), (bx, by) in zip(line, line[1:]):
            square = (bx - ax) ** 2 + (by - ay) ** 2
            share = ((place[0] - ax) * (bx - ax) + (place[1] - ay) * (by - ay)) / square if square else 0.0
            share = min(1.0, max(0.0, share))
            best = min(best, math.dist(place, (ax + share * (bx - ax), ay + share * (by - ay))))
        return best

    return sum(map(away, places)) / len(places)


def _position(draft: Draft, place: Place) -> tuple[int, Ring]:
    for ring, line in rings(draft).items():
        for at, one in enumerate(line):
            if math.dist(one.vertex.place, place) <= SAME_PLACE_M:
                return at, ring
    raise InputError("draft.no_vertex", easting=f"{place[0]:.2f}", northing=f"{place[1]:.2f}")
