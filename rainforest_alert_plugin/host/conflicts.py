"""What laptops do not agree on, as rows that can be shown: each value and each stretch of a boundary, from all sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsPointXY

from ..territory.listed_words import LISTED
from ..territory.merged_boundaries import BASE, OURS, THEIRS, Fork, Stretch, forks
from ..territory.versions import WGS84, Vertex, carried
from ..workspace.merging_conflicts import Claim, conflicts
from ..workspace.release import Record
from ..workspace.schema import table
from ..workspace.store import Workspace
from .words import federation_words
from .workspaces import label_words, open_workspace

BOUNDARY = "boundary_version"


@dataclass(frozen=True)
class ConflictSide:
    """A value that may be taken.

    Attributes
    ----------
    choice : str
        ``base``, ``ours``, ``theirs``, or the identity of a laptop.
    text : str
        The value in words; of a stretch its vertices.
    who, when : str
        Who wrote it (and on which laptop), and the UTC time; empty for the base.
    geometry : QgsGeometry
        Of a stretch or a geometry, in EPSG:4326; null otherwise.
    """

    choice: str
    text: str
    who: str
    when: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class WaitingConflict:
    """Something that waits for a decision.

    Attributes
    ----------
    id : str
    community_id : str
        Of a boundary agreed twice; empty for a value.
    stretch : int
        Number of the stretch; 0 when the two boundaries differ nowhere that needs a decision, and for values.
    title : str
        Table and column, or the name of the community, in the person's language.
    sides : tuple of ConflictSide
        Base first.
    """

    id: str
    community_id: str
    stretch: int
    title: str
    sides: tuple[ConflictSide, ...]


def waiting_conflicts(location: str, context: QgsCoordinateTransformContext) -> list[WaitingConflict]:
    """Everything that waits for a decision in a workspace, boundaries first."""
    words = label_words()
    with open_workspace(location, read_only=True) as workspace:
        people = {row["id"]: row["name"] for row in workspace.read("person")}
        found = []
        for fork in forks(workspace, context):
            for stretch in fork.waiting or [None]:
                found.append(_of_boundary(fork, stretch, context))
        for conflict in conflicts(workspace):
            place = (conflict.table, conflict.column)
            sides = [ConflictSide(BASE, _text(conflict.base, place) or "–", "", "", _geometry(conflict.base))]
            for claim in (conflict.ours, *conflict.theirs):
                sides.append(
                    ConflictSide(
                        claim.replica_id,
                        _text(claim.value, place) or "–",
                        _who(claim, people),
                        claim.happened_at,
                        _geometry(claim.value),
                    )
                )
            described = table(conflict.table)
            column = words("Geometry") if conflict.column == "geom" else words(described.column(conflict.column).label)
            found.append(WaitingConflict(conflict.id, "", 0, f"{words(described.label)} · {column}", tuple(sides)))
        return found


def _of_boundary(fork: Fork, stretch: Stretch | None, context: QgsCoordinateTransformContext) -> WaitingConflict:
    sides = []
    before, after = _neighbours(fork, stretch)
    for choice, row in ((BASE, fork.base), (OURS, fork.ours), (THEIRS, fork.theirs)):
        vertices = getattr(stretch, choice) if stretch is not None else ()
        who = f"{row['record_act'] or '–'} ({row['number']})" if row is not None and choice != BASE else ""
        when = str(row["created_at"]) if row is not None and choice != BASE else ""
        line = QgsGeometry()
        if vertices:
            points = [QgsPointXY(*vertex.place) for vertex in (*before, *vertices, *after)]
            line, _ = carried(QgsGeometry.fromPolylineXY(points), f"EPSG:{fork.epsg}", WGS84, context)
        sides.append(ConflictSide(choice, _labels(vertices) or "–", who, when, line))
    number = stretch.number if stretch is not None else 0
    return WaitingConflict(
        f"boundary/{fork.community['id']}/{number}",
        str(fork.community["id"]),
        number,
        str(fork.community["name"]),
        tuple(sides),
    )


def _neighbours(fork: Fork, stretch: Stretch | None) -> tuple[tuple[Vertex, ...], tuple[Vertex, ...]]:
    """The vertices that all versions share before and after a stretch, so that a single vertex is drawn with its two sides."""
    for ring in fork.rings.values():
        for at, one in enumerate(ring):
            if one is stretch and len(ring) > 1:
                return ring[at - 1].taken[-1:], ring[(at + 1) % len(ring)].taken[:1]
    return (), ()


def _geometry(value: Any) -> QgsGeometry:
    geometry = QgsGeometry()
    if isinstance(value, bytes):
        geometry.fromWkb(value)
    return geometry


def _who(claim: Claim, people: dict[str, Any]) -> str:
    return f"{people.get(claim.person_id) or '–'} ({claim.replica})"


def list_conflicts(workspace: Workspace, context: QgsCoordinateTransformContext) -> list[Record]:
    """Everything that waits for a decision, as rows that must pass the gate before they are shown outside."""
    people = {row["id"]: row["name"] for row in workspace.read("person")}

    records = []
    for found in conflicts(workspace):
        place = (found.table, found.column)
        values = {
            "conflict": found.id,
            "table_name": found.table,
            "row_id": found.row_id,
            "column_name": found.column,
            "base": _text(found.base, place),
            "ours": _text(found.ours.value, place),
            "ours_by": _who(found.ours, people),
            "ours_at": found.ours.happened_at,
            "theirs": " | ".join(_text(claim.value, place) or "–" for claim in found.theirs),
            "theirs_by": " | ".join(_who(claim, people) for claim in found.theirs),
            "theirs_at": " | ".join(claim.happened_at for claim in found.theirs),
        }
        records.append(Record("conflict", found.id, values, found.sensitivity))
    for fork in forks(workspace, context):
        for stretch in fork.waiting or [None]:
            number = stretch.number if stretch else 0
            identity = f"boundary/{fork.community['id']}/{number}"
            lines = None
            if stretch is not None:
                lines, _ = carried(stretch.lines(), f"EPSG:{fork.epsg}", WGS84, context)
            values = {
                "conflict": identity,
                "table_name": "boundary_version",
                "row_id": fork.community["id"],
                "column_name": "",
                "base": _labels(stretch.base) if stretch else "",
                "ours": _labels(stretch.ours) if stretch else "",
                "ours_by": f"{fork.ours['record_act']} ({fork.ours['number']})",
                "ours_at": fork.ours["created_at"],
                "theirs": _labels(stretch.theirs) if stretch else "",
                "theirs_by": f"{fork.theirs['record_act']} ({fork.theirs['number']})",
                "theirs_at": fork.theirs["created_at"],
                "lines": lines,
            }
            records.append(Record("conflict", identity, values, fork.ours["sensitivity"]))
    return records


def _text(value: Any, place: tuple[str, str]) -> str | None:
    """A value of a table's column; of a listed one the word, since only some of them are kept as words."""
    listed = LISTED.get(place)
    if value is not None and listed is not None:
        return listed.word_of(federation_words()[0], str(value))
    if isinstance(value, bytes):
        geometry = QgsGeometry()
        geometry.fromWkb(value)
        return geometry.asWkt(7)
    return None if value is None else str(value)


def _labels(vertices: Sequence[Vertex]) -> str:
    return ", ".join(f"{vertex.label} ({vertex.easting:.2f}, {vertex.northing:.2f})" for vertex in vertices)
