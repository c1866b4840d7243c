"""From what a memoria says of its vertices and sides to their places: stated, computed, or missing; and whether the boundary closes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

import numpy as np

from ..errors import Message
from .memoria import Memoria, MemoriaLeg, MemoriaVertex
from .traverse import LONGEST_LEG_M, Traverse, adjust_by_compass_rule, compute_traverse

FEWEST_VERTICES = 3
# By the labels of their ends.
Sides = Mapping[tuple[str, str], MemoriaLeg]
_LARGEST_DIFFERENCE_M = 1.0
# Bearings of old titles are those of a compass, up to nine degrees from the grid in Peru.
_LARGEST_TURN_DEG = 10.0


@dataclass(frozen=True)
class Station:
    """A vertex of the boundary and its place.

    Attributes
    ----------
    label : str
    easting, northing : float
        Metres; NaN when the text gives neither coordinates nor a way to it.
    line : int
    computed_from : str
        Vertex from which it was computed by the written bearing and distance; empty when its coordinates are stated.
    """

    label: str
    easting: float
    northing: float
    line: int
    computed_from: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether it has a place."""
        return not math.isnan(self.easting)


@dataclass(frozen=True)
class MemoriaBoundary:
    """Stations in the order of the walk.

    Attributes
    ----------
    stations : tuple of Station
    is_closed : bool
        Whether every station has a place, they are three or more, and no written side contradicts their order.
    traverse : Traverse, optional
        When one vertex alone is stated and all sides are written: the traverse before any adjustment.
    notes : tuple of Message
        What was computed, what is missing, and what does not fit.
    """

    stations: tuple[Station, ...]
    is_closed: bool
    traverse: Traverse | None
    notes: tuple[Message, ...]

    def missing(self) -> tuple[str, ...]:
        """Labels of the stations without a place."""
        return tuple(station.label for station in self.stations if not station.is_placed)

    def runs(self) -> list[list[Station]]:
        """Stations that follow each other without one missing between them; the walk is taken as a ring."""
        if all(station.is_placed for station in self.stations):
            return [list(self.stations)]
        first = next(i for i, station in enumerate(self.stations) if not station.is_placed)
        runs: list[list[Station]] = [[]]
        for station in (*self.stations[first + 1 :], *self.stations[:first]):
            if station.is_placed:
                runs[-1].append(station)
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]


def place_vertices(memoria: Memoria, adjust: bool) -> MemoriaBoundary:
    """Places of all vertices of the walk.

    Coordinates hold as they are stated. A vertex without them is computed along the written sides, forwards from the stated vertex before
    it, or backwards from the one after it where the way there is interrupted; `adjust` spreads the misfit at the next stated vertex over
    the sides between (compass rule).
    """
    notes: list[Message] = []
    vertices = _of_the_walk(memoria, notes)
    sides = {(leg.start, leg.end): leg for leg in reversed(memoria.legs) if _is_good(leg)}
    stations = [Station(vertex.label, vertex.easting, vertex.northing, vertex.line) for vertex in vertices]
    stated = [index for index, station in enumerate(stations) if station.is_placed]
    traverse = None
    if len(stated) == 1 and len(stations) >= FEWEST_VERTICES:
        traverse = _ring(stations, stated[0], sides)
    if traverse is not None:
        points = (adjust_by_compass_rule(traverse) if adjust else traverse).points
        for step in range(1, len(stations)):
            index = (stated[0] + step) % len(stations)
            before = stations[(index - 1) % len(stations)].label
            stations[index] = replace(
                stations[index], easting=float(points[step][0]), northing=float(points[step][1]), computed_from=before
            )
    else:
        for start in stated:
            _fill(stations, start, sides, adjust, notes)
        for index, vertex in enumerate(vertices):
            if stations[index].computed_from:
                notes.append(_computed(vertex, stations[index]))
    branch = _branch([station.label for station in stations], memoria.legs)
    missing = [vertex for vertex, station in zip(vertices, stations) if not station.is_placed]
    is_closed = len(stations) >= FEWEST_VERTICES and not missing and branch is None
    said: list[Message] = []
    if missing:
        named = ", ".join(vertex.label for vertex in missing)
        said += [Message("field.boundary_open", vertices=named), *(_lost(vertex) for vertex in missing)]
    if branch is not None:
        said.append(Message("field.boundary_branches", line=branch.line, start=branch.start, end=branch.end))
    if not is_closed and not said:
        said.append(Message("field.boundary_short", count=len(stations)))
    notes[:0] = said
    notes += _differences(stations, memoria.legs)
    notes += [Message("field.vertex_aside", line=vertex.line, vertex=vertex.label) for vertex in memoria.neighbours]
    return MemoriaBoundary(tuple(stations), is_closed, traverse, tuple(notes))


def _of_the_walk(memoria: Memoria, notes: list[Message]) -> list[MemoriaVertex]:
    """Vertices without those that are named in passing: without a place or a side, and the walk neither comes to them nor leaves them."""
    ends = {label for leg in memoria.legs for label in (leg.start, leg.end)}
    known = [vertex.label for vertex in memoria.vertices if vertex.is_placed or vertex.label in ends]
    found = []
    for vertex in memoria.vertices:
        is_bare = not (vertex.is_placed or vertex.unread or vertex.is_reached or vertex.label in ends)
        if is_bare and not _is_of_the_series(vertex.label, known) and _is_passed_by(vertex.label, memoria.walk):
            notes.append(Message("field.vertex_aside", line=vertex.line, vertex=vertex.label))
        else:
            found.append(vertex)
    return found


def _is_of_the_series(label: str, known: Sequence[str]) -> bool:
    """Whether its number lies between those of vertices that are known: V-2 where there are V-1 and V-3."""
    prefix, number = _parted(label)
    numbers = [other for begin, other in map(_parted, known) if begin == prefix]
    return bool(numbers) and min(numbers) < number < max(numbers)


def _parted(label: str) -> tuple[str, int]:
    found = re.search(r"\d+", label)
    return (label, -1) if found is None else (label[: found.start()], int(found.group()))


def _is_passed_by(label: str, walk: Sequence[str]) -> bool:
    """Whether the walk goes back from every mention to where it was, or had come to its end before."""
    for index in (i for i, name in enumerate(walk) if name == label):
        before, after = walk[:index], walk[index + 1 : index + 2]
        is_over = len(set(before)) >= FEWEST_VERTICES and walk[0] in before[1:]
        if not (is_over or (before and after and before[-1] == after[0])):
            return False
    return True


def _is_good(leg: MemoriaLeg) -> bool:
    return leg.is_complete and 0.0 < leg.distance_m <= LONGEST_LEG_M


def _ring(stations: Sequence[Station], first: int, sides: Sides) -> Traverse | None:
    """The closed traverse from the one stated vertex; None when a side of it is not written."""
    order = [*stations[first:], *stations[:first]]
    legs = [sides.get((start.label, end.label)) for start, end in zip(order, [*order[1:], order[0]])]
    whole = [leg for leg in legs if leg is not None]
    if len(whole) < len(order):
        return None
    return compute_traverse(
        np.array([leg.azimuth_deg for leg in whole]),
        np.array([leg.distance_m for leg in whole]),
        (order[0].easting, order[0].northing),
    )


def _fill(stations: list[Station], start: int, sides: Sides, adjust: bool, notes: list[Message]) -> None:
    """Compute the stations that follow a stated one, up to the next stated one."""
    count = len(stations)
    span = next((step for step in range(1, count + 1) if _is_stated(stations[(start + step) % count])), count)
    ring = [(start + step) % count for step in range(span + 1)]
    steps = [_step(stations[a], stations[b], sides) for a, b in zip(ring, ring[1:])]
    reached = next((i for i, step in enumerate(steps) if step is None), span)
    forward = np.cumsum([step[:2] for step in steps[:reached] if step is not None], axis=0).reshape(-1, 2)
    origin = np.array([stations[start].easting, stations[start].northing])
    goal = np.array([stations[ring[-1]].easting, stations[ring[-1]].northing])
    places = origin + forward
    if reached == span and span > 1:
        misfit = places[-1] - goal
        notes.append(_misfit(stations, ring, float(np.hypot(*misfit)), adjust))
        if adjust:
            lengths = np.cumsum([step[2] for step in steps if step is not None])
            places = places - (lengths / lengths[-1])[:, None] * misfit
    for step in range(min(reached, span - 1)):
        _put(stations, ring[step + 1], places[step], stations[ring[step]].label)
    gaps = [i for i, step in enumerate(steps) if step is None]
    if len(gaps) == 1 and span > 1:
        ends = stations[ring[gaps[0]]], stations[ring[gaps[0] + 1]]
        notes.append(Message("field.side_unwritten", start=ends[0].label, end=ends[1].label))
    at = goal
    for step in range(span - 1, reached, -1):
        known = steps[step]
        if known is None:
            return
        at = at - np.array(known[:2])
        _put(stations, ring[step], at, stations[ring[step + 1]].label)


def _is_stated(station: Station) -> bool:
    return station.is_placed and not station.computed_from


def _step(start: Station, end: Station, sides: Sides) -> tuple[float, float, float] | None:
    """Metres to the east and north, and length, of the written side between two stations."""
    leg = sides.get((start.label, end.label))
    if leg is None:
        return None
    angle = math.radians(leg.azimuth_deg)
    return leg.distance_m * math.sin(angle), leg.distance_m * math.cos(angle), leg.distance_m


def _put(stations: list[Station], index: int, place: Sequence[float], computed_from: str) -> None:
    stations[index] = replace(
        stations[index], easting=float(place[0]), northing=float(place[1]), computed_from=computed_from
    )


def _misfit(stations: Sequence[Station], ring: Sequence[int], misfit_m: float, adjust: bool) -> Message:
    return Message(
        "field.misfit_spread" if adjust else "field.misfit",
        start=stations[ring[0]].label,
        end=stations[ring[-1]].label,
        misfit_m=f"{misfit_m:.3f}",
    )


def _computed(vertex: MemoriaVertex, station: Station) -> Message:
    facts = {"line": vertex.line, "vertex": vertex.label, "start": station.computed_from}
    if vertex.unread:
        return Message("field.vertex_computed_unread", text=vertex.unread, **facts)
    return Message("field.vertex_computed", **facts)


def _lost(vertex: MemoriaVertex) -> Message:
    if vertex.unread:
        return Message("field.vertex_unread", line=vertex.line, vertex=vertex.label, text=vertex.unread)
    return Message("field.vertex_lost", line=vertex.line, vertex=vertex.label)


def _branch(labels: Sequence[str], legs: Sequence[MemoriaLeg]) -> MemoriaLeg | None:
    """A written side between two vertices that do not follow each other."""
    after = dict(zip(labels, [*labels[1:], *labels[:1]]))
    for leg in filter(_is_good, legs):
        if leg.start in after and leg.end in after and after[leg.start] != leg.end and after[leg.end] != leg.start:
            return leg
    return None


def _differences(stations: Sequence[Station], legs: Sequence[MemoriaLeg]) -> list[Message]:
    """Sides whose written length or bearing is not that between their ends; of computed ends where they were not used for it."""
    places = {station.label: station for station in stations if station.is_placed}
    notes = []
    for leg in legs:
        start, end = places.get(leg.start), places.get(leg.end)
        if start is None or end is None or (leg.is_complete and (start.computed_from or end.computed_from)):
            continue
        between = math.hypot(end.easting - start.easting, end.northing - start.northing)
        azimuth = math.degrees(math.atan2(end.easting - start.easting, end.northing - start.northing)) % 360.0
        turn = abs((leg.azimuth_deg - azimuth + 180.0) % 360.0 - 180.0)
        if turn > _LARGEST_TURN_DEG and between > _LARGEST_DIFFERENCE_M:
            notes.append(
                Message(
                    "field.bearing_differs",
                    side=f"{leg.start} - {leg.end}",
                    stated=f"{leg.azimuth_deg:.1f}",
                    computed=f"{azimuth:.1f}",
                )
            )
        if abs(between - leg.distance_m) > _LARGEST_DIFFERENCE_M:
            notes.append(
                Message(
                    "field.side_differs",
                    side=f"{leg.start} - {leg.end}",
                    stated_m=f"{leg.distance_m:.2f}",
                    computed_m=f"{between:.2f}",
                )
            )
    return notes
