"""Two agreed versions of one boundary, made on laptops that did not know of each other: compared side by side of the line, and joined.

Each ring is walked once. Stretches of vertices that only one version changed are taken from it; a stretch that both changed
differently waits for a decision. The decision makes one more version that follows both, by the record of an assembly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Mapping, Sequence

from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsPointXY

from ..errors import InputError
from ..workspace.store import Row, Workspace
from .differences import in_system, known_vertex, rings_by_place
from .proposals import write_version
from .records import AssemblyRecord
from .versions import Vertex, find_version, last_versions, polygon_of, system_of, version_vertices

OURS, THEIRS, BASE = "ours", "theirs", "base"
_FORKED = (
    'SELECT "community_id" FROM "boundary_version" WHERE "id" NOT IN '
    '(SELECT "parent_id" FROM "boundary_version" WHERE "parent_id" IS NOT NULL '
    'UNION SELECT "merged_id" FROM "boundary_version" WHERE "merged_id" IS NOT NULL) '
    'GROUP BY "community_id" HAVING COUNT(*) > 1 ORDER BY "community_id"'
)


@dataclass(frozen=True)
class Stretch:
    """Vertices between two places that all versions share.

    Attributes
    ----------
    number : int
        From 1 through the whole boundary, for those that wait for a decision; 0 for those that need none.
    base, ours, theirs : tuple of Vertex
    taken : tuple of Vertex
        What needs no decision.
    """

    number: int
    base: tuple[Vertex, ...]
    ours: tuple[Vertex, ...]
    theirs: tuple[Vertex, ...]
    taken: tuple[Vertex, ...] = ()

    def lines(self) -> QgsGeometry:
        """Lines through the vertices of both versions, to be shown on the map; a single vertex is a line without length."""
        lines = [[QgsPointXY(*vertex.place) for vertex in side] for side in (self.ours, self.theirs) if side]
        return QgsGeometry.fromMultiPolylineXY([line if len(line) > 1 else line * 2 for line in lines])


@dataclass(frozen=True)
class Fork:
    """Two versions that follow the same one.

    Attributes
    ----------
    community : Row
    base : Row or None
        The version that both follow, if any.
    ours, theirs : Row
        By time, then identity: the same on every laptop.
    epsg : int
    rings : mapping of (part, ring) to list of Stretch
    """

    community: Row
    base: Row | None
    ours: Row
    theirs: Row
    epsg: int
    rings: Mapping[tuple[int, int], Sequence[Stretch]]

    @property
    def waiting(self) -> list[Stretch]:
        """Stretches that need a decision."""
        return [stretch for ring in self.rings.values() for stretch in ring if stretch.number]


def forks(workspace: Workspace, context: QgsCoordinateTransformContext) -> list[Fork]:
    """Every community with two last versions; of more than two, the two oldest come first."""
    found = []
    # Thousands of communities are asked at once which of them have several last versions; hardly any has.
    rows = workspace.connection.query(_FORKED)
    for (identity,) in rows:
        (community,) = workspace.read("community", '"id" = ?', [str(identity)])
        last = last_versions(workspace, community["id"])
        if len(last) > 1:
            ours, theirs = sorted(last, key=lambda row: (row["created_at"], row["id"]))[:2]
            found.append(_fork(workspace, community, ours, theirs, context))
    return found


def _fork(workspace: Workspace, community: Row, ours: Row, theirs: Row, context: QgsCoordinateTransformContext) -> Fork:
    base = _common(workspace, ours, theirs)
    epsg = int(ours["epsg"])
    sides = {}
    stated = version_vertices(workspace, ours["id"])
    for name, version in ((BASE, base), (OURS, ours), (THEIRS, theirs)):
        vertices = version_vertices(workspace, version["id"]) if version else ()
        sides[name] = rings_by_place(in_system(vertices, epsg, context, stated)) if vertices else {}
    counter = [0]
    if set(sides[OURS]) != set(sides[THEIRS]) or (base is not None and set(sides[BASE]) != set(sides[OURS])):
        whole = {name: tuple(v for ring in sorted(rings) for v in rings[ring]) for name, rings in sides.items()}
        rings: dict[tuple[int, int], Sequence[Stretch]] = {(0, 0): [Stretch(1, **whole)]}
    else:
        rings = {
            key: _stretches(sides[BASE].get(key, []), sides[OURS][key], sides[THEIRS][key], counter)
            for key in sorted(sides[OURS])
        }
    return Fork(community, base, ours, theirs, epsg, rings)


def _common(workspace: Workspace, ours: Row, theirs: Row) -> Row | None:
    """The newest version from which both came."""
    before = _ancestors(workspace, ours) & _ancestors(workspace, theirs)
    shared = [find_version(workspace, identity) for identity in before]
    return max(shared, key=lambda row: (row["number"], row["id"]), default=None)


def _ancestors(workspace: Workspace, version: Row) -> set[str]:
    found: set[str] = set()
    waiting = [version["parent_id"], version["merged_id"]]
    while waiting:
        identity = waiting.pop()
        if identity is not None and identity not in found:
            found.add(identity)
            row = find_version(workspace, identity)
            waiting += [row["parent_id"], row["merged_id"]]
    return found


def _stretches(
    base: Sequence[Vertex], ours: Sequence[Vertex], theirs: Sequence[Vertex], counter: list[int]
) -> list[Stretch]:
    """Walk a ring of three versions at once; without a base, what both share is the base."""
    places, other_places = known_vertex(ours), known_vertex(theirs)
    base = base or [vertex for vertex in theirs if places.find(vertex) is not None]
    start = next((v for v in base if places.find(v) is not None and other_places.find(v) is not None), None)
    if start is None:
        counter[0] += 1
        return [Stretch(counter[0], tuple(base), tuple(ours), tuple(theirs))]
    lines = [_turned(line, start) for line in (base, ours, theirs)]
    words = _words(lines)
    to_ours, to_theirs = _matches(words[0], words[1]), _matches(words[0], words[2])
    anchors = [(i, to_ours[i], to_theirs[i]) for i in range(len(words[0])) if i in to_ours and i in to_theirs]
    found: list[Stretch] = []
    at = (0, 0, 0)
    for anchor in [*anchors, (len(lines[0]), len(lines[1]), len(lines[2]))]:
        pieces = [tuple(line[a:b]) for line, a, b in zip(lines, at, anchor)]
        spoken = [words[i][a:b] for i, (a, b) in enumerate(zip(at, anchor))]
        if any(pieces):
            found.append(_stretch(pieces, spoken, counter))
        if anchor[0] < len(lines[0]):
            found.append(Stretch(0, (), (), (), (lines[1][anchor[1]],)))
        at = (anchor[0] + 1, anchor[1] + 1, anchor[2] + 1)
    return found


def _stretch(pieces: Sequence[tuple[Vertex, ...]], spoken: Sequence[list[int]], counter: list[int]) -> Stretch:
    base, ours, theirs = pieces
    if spoken[1] == spoken[2] or spoken[2] == spoken[0]:
        return Stretch(0, base, ours, theirs, ours)
    if spoken[1] == spoken[0]:
        return Stretch(0, base, ours, theirs, theirs)
    counter[0] += 1
    return Stretch(counter[0], base, ours, theirs)


def _turned(line: Sequence[Vertex], start: Vertex) -> list[Vertex]:
    found = known_vertex(line).find(start)
    at = next(index for index, vertex in enumerate(line) if vertex is found)
    return [*line[at:], *line[:at]]


def _words(lines: Sequence[Sequence[Vertex]]) -> list[list[int]]:
    """A number for each place, the same in all lines."""
    known: list[Vertex] = []
    words = []
    for line in lines:
        places = known_vertex(known)
        numbers = {id(vertex): number for number, vertex in enumerate(known)}
        spoken = []
        for vertex in line:
            match = places.find(vertex)
            if match is None:
                numbers[id(vertex)] = len(known)
                known.append(vertex)
                match = vertex
            spoken.append(numbers[id(match)])
        words.append(spoken)
    return words


def _matches(one: list[int], other: list[int]) -> dict[int, int]:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


def join(
    workspace: Workspace,
    fork: Fork,
    choices: Mapping[str, str],
    record: AssemblyRecord,
    author: str,
    reason: str,
    context: QgsCoordinateTransformContext,
) -> str:
    """Make the version that follows both, with the decision about each stretch. Returns its id.

    Parameters
    ----------
    choices : mapping of str to str
        Number of a stretch to ``ours``, ``theirs`` or ``base``.

    Raises
    ------
    InputError
        ``merging.undecided`` with the stretches that lack a decision, ``merging.unknown_side``, ``territory.invalid_polygon``.
    """
    missing = [stretch.number for stretch in fork.waiting if str(stretch.number) not in choices]
    if missing:
        raise InputError("merging.undecided", community=fork.community["name"], stretches=", ".join(map(str, missing)))
    wrong = [choice for choice in choices.values() if choice not in (OURS, THEIRS, BASE)]
    if wrong:
        raise InputError("merging.unknown_side", choice=wrong[0])
    vertices: list[Vertex] = []
    for (part, ring), stretches in fork.rings.items():
        line: list[Vertex] = []
        for stretch in stretches:
            line += stretch.taken if not stretch.number else getattr(stretch, choices[str(stretch.number)])
        if (part, ring) == (0, 0) and len({(v.part, v.ring) for v in line}) > 1:
            vertices += line
        else:
            vertices += [replace(v, part=part, ring=ring, number=n) for n, v in enumerate(line, start=1)]
    vertices = _named_once(vertices)
    if not vertices or not polygon_of(vertices).isGeosValid():
        raise InputError("territory.invalid_polygon", which="merged", reason=fork.community["name"])
    system_of(vertices)
    with workspace.write() as transaction:
        transaction.connection.lock_row("community", fork.community["id"])
        present = {row["id"] for row in last_versions(workspace, fork.community["id"])}
        if not {fork.ours["id"], fork.theirs["id"]} <= present:
            raise InputError("merging.decided_meanwhile", community=fork.community["name"])
        return write_version(
            workspace,
            transaction,
            fork.community,
            vertices,
            [fork.ours, fork.theirs],
            record,
            {"author": author, "reason": reason},
            context,
        )


def _named_once(vertices: Sequence[Vertex]) -> list[Vertex]:
    """Labels that came from both sides are told apart."""
    taken: set[str] = set()
    named = []
    for vertex in vertices:
        label, number = vertex.label, 1
        while label in taken:
            number += 1
            label = f"{vertex.label}-{number}"
        taken.add(label)
        named.append(replace(vertex, label=label))
    return named
