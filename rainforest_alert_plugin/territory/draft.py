"""A boundary while it is drawn: its vertices with what the survey knows of them, and its sides with who lives beyond.

The draft is plain data. On the map it is one polygon with this data beside it, so that QGIS's own tools edit it as well: after each of
their edits :func:`carried_over` brings the data to the new polygon.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields, replace
from typing import Any, Iterable, Iterator, Mapping, Sequence

from ..workspace.store import Row
from .differences import rings_by_place, same_place
from .versions import Vertex, vertex_of

Ring = tuple[int, int]
Place = tuple[float, float]


@dataclass(frozen=True)
class SideFacts:
    """What is known of a side.

    Attributes
    ----------
    kind : str
        One of ``workspace.tables.territory.SIDE_KINDS``; empty when nobody said yet.
    neighbour, neighbour_id : str
        Name, and the community in the workspace where it is one.
    record_act, record_on : str
        Record of agreement with the neighbour, and its date.
    linked_layer, linked_feature, linked_digest, linked_on : str
        The line that it follows: layer, feature, digest of the stretch, day on which it was followed.
    """

    kind: str = ""
    neighbour: str = ""
    neighbour_id: str = ""
    record_act: str = ""
    record_on: str = ""
    linked_layer: str = ""
    linked_feature: str = ""
    linked_digest: str = ""
    linked_on: str = ""

    def values(self) -> dict[str, str]:
        """What is known, by column."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}

    def without_link(self) -> SideFacts:
        """The same facts of a side that follows no line any more."""
        return replace(self, linked_layer="", linked_feature="", linked_digest="", linked_on="")


FACT_NAMES = tuple(field.name for field in fields(SideFacts))


@dataclass(frozen=True)
class DraftVertex:
    """A vertex of a draft.

    Attributes
    ----------
    vertex : Vertex
    side : SideFacts
        Of the segment that leaves it.
    is_corner : bool
        Whether two sides meet here.
    """

    vertex: Vertex
    side: SideFacts = SideFacts()
    is_corner: bool = False


Draft = tuple[DraftVertex, ...]


@dataclass(frozen=True)
class DraftSide:
    """A side: the segments between two corners.

    Attributes
    ----------
    part, ring : int
    start, end : DraftVertex
        Its corners; of a ring without corners both are its first vertex.
    vertices : tuple of DraftVertex
        From corner to corner, both included.
    facts : SideFacts
    length_m : float
        Along all its segments, in the plane of the draft.
    """

    part: int
    ring: int
    start: DraftVertex
    end: DraftVertex
    vertices: tuple[DraftVertex, ...]
    facts: SideFacts
    length_m: float


def draft_of(vertices: Sequence[Vertex], sides: Iterable[Row] = ()) -> Draft:
    """A draft that begins from a version: its vertices, and the rows of ``boundary_side``."""
    by_place = {(row["part"], row["ring"], row["number"]): row for row in sides}
    found: list[DraftVertex] = []
    for (part, ring), line in sorted(rings_by_place(vertices).items()):
        rows = [by_place.get((part, ring, vertex.number)) for vertex in line]
        facts = [facts_of(row) if row else SideFacts() for row in rows]
        stretches = [row.get("stretch") if row else None for row in rows]
        for at, vertex in enumerate(line):
            is_corner = facts[at] != facts[at - 1] or stretches[at] != stretches[at - 1]
            found.append(DraftVertex(vertex, facts[at], is_corner))
    return tuple(found)


def facts_of(row: Mapping[str, Any]) -> SideFacts:
    """Facts of a side out of a row or of what a draft keeps."""
    return SideFacts(**{name: str(row.get(name) or "") for name in FACT_NAMES})


def written(draft: Draft) -> str:
    """A draft as text, to be kept beside its polygon."""
    return json.dumps(
        [{**one.vertex.values(), "side": one.side.values(), "is_corner": one.is_corner} for one in draft],
        ensure_ascii=False,
    )


def read(text: str) -> Draft:
    """A draft out of :func:`written`; nothing of it when the text is empty or damaged, for the polygon itself is still there."""
    try:
        return tuple(
            DraftVertex(vertex_of(values), facts_of(values.get("side") or {}), bool(values.get("is_corner")))
            for values in json.loads(text or "[]")
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def rings(draft: Draft) -> dict[Ring, list[DraftVertex]]:
    """Vertices of each ring."""
    found: dict[Ring, list[DraftVertex]] = {}
    for one in draft:
        found.setdefault((one.vertex.part, one.vertex.ring), []).append(one)
    return found


def joined(by_ring: Mapping[Ring, Sequence[DraftVertex]]) -> Draft:
    """Rings as a draft again, vertices counted anew."""
    return tuple(
        replace(one, vertex=replace(one.vertex, part=part, ring=ring, number=number))
        for (part, ring), line in sorted(by_ring.items())
        for number, one in enumerate(line, start=1)
    )


def vertices(draft: Draft) -> tuple[Vertex, ...]:
    """Its vertices alone."""
    return tuple(one.vertex for one in draft)


def sides(draft: Draft) -> list[DraftSide]:
    """Sides from corner to corner, in the order of the rings; one that was changed in any of its segments follows no line."""
    found = []
    for (part, ring), line in rings(draft).items():
        corners = [at for at, one in enumerate(line) if one.is_corner] or [0]
        for at, following in zip(corners, [*corners[1:], corners[0] + len(line)]):
            run = tuple(line[step % len(line)] for step in range(at, following + 1))
            length = sum(math.dist(a.vertex.place, b.vertex.place) for a, b in zip(run, run[1:]))
            facts = run[0].side
            if any(one.side.linked_digest != facts.linked_digest for one in run[:-1]):
                facts = facts.without_link()
            found.append(DraftSide(part, ring, run[0], run[-1], run, facts, length))
    return found


def side_rows(draft: Draft) -> list[dict[str, Any]]:
    """What is known of each segment, as ``proposal.sides`` keeps it: part, ring, number, stretch and facts; only where a kind is said."""
    rows = []
    for stretch, side in enumerate(sides(draft), start=1):
        for one in side.vertices[:-1]:
            if side.facts.kind:
                place = {"part": one.vertex.part, "ring": one.vertex.ring, "number": one.vertex.number}
                rows.append({**place, "stretch": stretch, **side.facts.values()})
    return sorted(rows, key=lambda row: (row["part"], row["ring"], row["number"]))


def labels_of(draft: Iterable[DraftVertex]) -> list[str]:
    """Labels of its vertices."""
    return [one.vertex.label for one in draft]


def complete_labels(given: Sequence[str], prefix: str) -> list[str]:
    """Labels of which each vertex has one of its own: those that are blank get a free one, those that come again are numbered."""
    free = free_labels(given, prefix)
    taken: set[str] = set()
    found = []
    for word in given:
        own, number = word or next(free), 1
        label = own
        while label in taken:
            number += 1
            label = f"{own}-{number}"
        taken.add(label)
        found.append(label)
    return found


def free_labels(given: Iterable[str], prefix: str) -> Iterator[str]:
    """Labels that no vertex has yet, in the manner of those there are (``V-7`` after ``V-6``)."""
    taken = set(given)
    named = next((label for label in sorted(taken) if label[-1:].isdigit()), "")
    own = named.rstrip("0123456789") if named else prefix
    numbers = [int(label[len(own) :]) for label in taken if label.startswith(own) and label[len(own) :].isdigit()]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"{own}{number}"


def label_prefix(label_pattern: str) -> str:
    """What names of vertices begin with by a pattern, which has ``{n}`` for the number."""
    return label_pattern.split("{n}", maxsplit=1)[0]


def carried_over(before: Draft, polygon: Mapping[Ring, Sequence[Place]], epsg: int, prefix: str) -> Draft:
    """Bring a draft's data to a polygon that was edited.

    A vertex that stays keeps all. One that was moved keeps its label and mark and loses method, accuracy and time: it is no measurement
    any more. New ones get the next free label. Segments keep the facts of the side that they are part of; a side whose vertices
    changed follows its line no longer.

    Parameters
    ----------
    polygon : mapping of (part, ring) to sequence of (x, y)
        Open rings in the system `epsg`.
    prefix : str
        Of labels, when no vertex has one yet.
    """
    known = _Known(before)
    labels = free_labels(labels_of(before), prefix)
    made: dict[Ring, list[DraftVertex]] = {}
    for ring, places in polygon.items():
        old = _turned_like(known, places)
        matched = _matched(old, places)
        line: list[DraftVertex] = []
        for (x, y), (source, is_moved) in zip(places, matched):
            if source is None:
                line.append(DraftVertex(Vertex(*ring, 0, next(labels), float(x), float(y), epsg)))
            elif is_moved:
                vertex = Vertex(
                    *ring, 0, source.vertex.label, float(x), float(y), epsg, monument=source.vertex.monument
                )
                line.append(DraftVertex(vertex, source.side.without_link(), source.is_corner))
            else:
                line.append(replace(source, vertex=replace(source.vertex, easting=float(x), northing=float(y))))
        made[ring] = _facts_passed_on(line, matched, old)
    return joined(made)


def _facts_passed_on(
    line: list[DraftVertex], matched: Sequence[tuple[DraftVertex | None, bool]], old: Sequence[DraftVertex]
) -> list[DraftVertex]:
    """New vertices stand within the side of the one before them; what changed follows no line."""
    known = next((at for at, (source, _) in enumerate(matched) if source is not None), None)
    if known is None:
        return line
    place = {id(one): at for at, one in enumerate(old)}
    last = line[known].side
    passed = list(line)
    for step in range(len(line)):
        at = (known + step) % len(line)
        source, _ = matched[at]
        following = matched[(at + 1) % len(line)][0]
        if source is None:
            passed[at] = replace(line[at], side=last.without_link())
            continue
        last = line[at].side
        is_same = following is not None and place[id(following)] == (place[id(source)] + 1) % len(old)
        if not is_same or matched[(at + 1) % len(line)][1]:
            passed[at] = replace(line[at], side=line[at].side.without_link())
    return passed


class _Known:
    """Vertices of a draft by their place, to the millimetre of their own rounding."""

    def __init__(self, draft: Draft) -> None:
        self.rings = rings(draft)
        self._cells: dict[tuple[int, int], list[DraftVertex]] = {}
        for one in draft:
            cell = math.floor(one.vertex.easting), math.floor(one.vertex.northing)
            self._cells.setdefault(cell, []).append(one)

    def find(self, place: Place) -> DraftVertex | None:
        """The vertex that stands there."""
        east, north = math.floor(place[0]), math.floor(place[1])
        wanted = Vertex(0, 0, 0, "", float(place[0]), float(place[1]), 0)
        for column in (east - 1, east, east + 1):
            for row in (north - 1, north, north + 1):
                for one in self._cells.get((column, row), ()):
                    if same_place(one.vertex, wanted):
                        return one
        return None


def _turned_like(known: _Known, places: Sequence[Place]) -> list[DraftVertex]:
    """The old ring that shares most vertices with the new one, turned to begin and run as it does."""
    found = [known.find(place) for place in places]
    counts: dict[Ring, int] = {}
    for one in found:
        if one is not None:
            ring = one.vertex.part, one.vertex.ring
            counts[ring] = counts.get(ring, 0) + 1
    if not counts:
        return []
    ring = max(counts, key=lambda key: (counts[key], key))
    line = known.rings[ring]
    at = {id(one): number for number, one in enumerate(line)}
    shared = [(new, at[id(one)]) for new, one in enumerate(found) if one is not None and id(one) in at]
    forward = sum((b[1] - a[1]) % len(line) <= len(line) / 2 for a, b in zip(shared, shared[1:]))
    if len(shared) > 2 and 2 * forward < len(shared) - 1:
        line = reversed_ring(line)
        shared = [(new, len(line) - 1 - old) for new, old in shared]
    begin = (shared[0][1] - shared[0][0]) % len(line)
    return [*line[begin:], *line[:begin]]


def reversed_ring(line: Sequence[DraftVertex]) -> list[DraftVertex]:
    """A ring walked the other way; each segment keeps its facts."""
    backwards = list(line)[::-1]
    # the segment that leaves a vertex now arrived at it before
    return [replace(one, side=backwards[(at + 1) % len(backwards)].side) for at, one in enumerate(backwards)]


def _matched(old: Sequence[DraftVertex], places: Sequence[Place]) -> list[tuple[DraftVertex | None, bool]]:
    """For each place the old vertex it stands for, and whether that was moved."""
    known = _Known(tuple(old))
    index = {id(one): at for at, one in enumerate(old)}
    anchors: list[tuple[int, int]] = []
    for new, place in enumerate(places):
        one = known.find(place)
        if one is not None and (not anchors or index[id(one)] > anchors[-1][1]):
            anchors.append((new, index[id(one)]))
    matched: list[tuple[DraftVertex | None, bool]] = [(None, False)] * len(places)
    before = (-1, -1)
    for anchor in [*anchors, (len(places), len(old))]:
        # between two vertices that stayed, as many new as old are the old ones moved
        if anchor[0] - before[0] == anchor[1] - before[1]:
            for step in range(1, anchor[0] - before[0]):
                matched[before[0] + step] = (old[before[1] + step], True)
        if anchor[0] < len(places):
            matched[anchor[0]] = (old[anchor[1]], False)
        before = anchor
    return matched
