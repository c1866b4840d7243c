"""Proposals: a changed boundary waits beside the agreed one until an assembly accepts it as a new version."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Sequence

from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsPointXY

from ..errors import InputError
from ..overlay.repair import polygons_only
from ..workspace.model import SENSITIVITIES
from ..workspace.store import Row, Transaction, Workspace
from .carried_datum import operation_told
from .differences import Difference, compare, in_system, known_vertex, plane_area_ha, rings_by_place, sides_of
from .draft import FACT_NAMES
from .records import AssemblyRecord
from .versions import (
    WGS84,
    Vertex,
    agreed_version,
    carried,
    find_version,
    geographic_polygon,
    system_of,
    version_vertices,
    versions_of,
    vertex_of,
)

_SECRET = SENSITIVITIES[-1]
OPEN, ACCEPTED, REJECTED, WITHDRAWN = "open", "accepted", "rejected", "withdrawn"
_SIDE_FACTS = (*FACT_NAMES, "stretch")
_PLACE = ("part", "ring", "number")
_SURVEY_FACTS = ("method", "sigma_m", "surveyed_at", "monument", "access")


@dataclass(frozen=True)
class Proposed:
    """A proposal that was kept.

    Attributes
    ----------
    id : str
    base : Row or None
        Version that it changes; None when nothing was agreed before.
    difference : Difference
        Against that version.
    """

    id: str
    base: Row | None
    difference: Difference


def find_proposal(workspace: Workspace, proposal_id: str) -> Row:
    """Proposal by its id.

    Raises
    ------
    InputError
        ``territory.no_proposal``.
    """
    found = workspace.read("proposal", '"id" = ?', [proposal_id])
    if not found:
        raise InputError("territory.no_proposal", proposal=proposal_id)
    return found[0]


def proposal_vertices(proposal: Row) -> tuple[Vertex, ...]:
    """Vertices that a proposal keeps."""
    return tuple(vertex_of(values) for values in json.loads(proposal["vertices"] or "[]"))


def find_workshop(workspace: Workspace, community: Row, named: str) -> Row:
    """Workshop of a community by its id, or by its date.

    Raises
    ------
    InputError
        ``territory.no_workshop`` with the dates there are.
    """
    held = workspace.read("workshop", '"community_id" = ?', [community["id"]], order="held_on")
    found = [row for row in held if named in (row["id"], row["held_on"])]
    if len(found) != 1:
        dates = ", ".join(str(row["held_on"]) for row in held) or "–"
        raise InputError("territory.no_workshop", workshop=named, community=community["name"], dates=dates)
    return found[0]


def propose(
    workspace: Workspace,
    community: Row,
    vertices: Sequence[Vertex],
    author: str,
    reason: str,
    context: QgsCoordinateTransformContext,
    workshop_id: str | None = None,
    source: str | None = None,
    sensitivity: str = "community",
    labels_are_surveyed: bool = True,
    sides: Sequence[Row] = (),
) -> Proposed:
    """Keep a changed boundary beside the agreed one, with what it changes.

    Vertices that stand where the agreed boundary has one keep that one's method, accuracy and mark, when they bring none.

    Parameters
    ----------
    labels_are_surveyed : bool
        Whether the labels were given in the field. If not, vertices that stand where the agreed boundary has one keep its label.
    sides : sequence of Row
        What is known of segments by the part, ring and number of the vertex that they leave; see :func:`.draft.side_rows`. When nothing
        but this changes, or the zone in which the same corners are stated, the proposal is kept too.

    Raises
    ------
    InputError
        ``territory.no_author``, ``territory.no_reason``, ``territory.changes_nothing``, ``territory.versions_forked``, and as
        :func:`~.differences.compare`.
    """
    if not author.strip():
        raise InputError("territory.no_author")
    if not reason.strip():
        raise InputError("territory.no_reason")
    with workspace.write() as transaction:
        transaction.connection.lock_row("community", str(community["id"]))
        base = agreed_version(workspace, community)
        before = version_vertices(workspace, base["id"]) if base else ()
        known = in_system(before, system_of(vertices), context, vertices) if before else ()
        kept = with_survey_facts(vertices if labels_are_surveyed else with_known_labels(vertices, known), known)
        difference = compare(before, kept, context)
        is_the_same = difference.is_nothing and system_of(before) == system_of(kept) if before else False
        if base is not None and is_the_same and not _tells_more(workspace, base, kept, vertices, sides):
            raise InputError("territory.changes_nothing", community=community["name"], number=base["number"])
        geometry, _ = geographic_polygon(kept, context)
        proposal_id = transaction.insert(
            "proposal",
            {
                "community_id": community["id"],
                "base_version_id": base["id"] if base else None,
                "workshop_id": workshop_id,
                "author": author.strip(),
                "reason": reason.strip(),
                "source": source,
                "area_gained_ha": difference.gained_plane_ha,
                "area_lost_ha": difference.lost_plane_ha,
                "vertices": [vertex.values() for vertex in kept],
                "sides": list(sides) or None,
                "sensitivity": sensitivity,
                "geom": bytes(geometry.asWkb()),
            },
        )
    return Proposed(proposal_id, base, difference)


def _tells_more(
    workspace: Workspace, base: Row, kept: Sequence[Vertex], given: Sequence[Vertex], sides: Sequence[Row]
) -> bool:
    """Whether a proposal in the same place says something new of sides, marks or the survey of vertices."""
    known = {
        (row["part"], row["ring"], row["number"]): row
        for row in workspace.read("boundary_side", '"version_id" = ?', [base["id"]])
    }
    for side in sides:
        before = known.get((side["part"], side["ring"], side["number"]), {})
        if any((side.get(name) or None) != (before.get(name) or None) for name in FACT_NAMES):
            return True
    places = known_vertex(version_vertices(workspace, base["id"]))
    matches = [places.find(vertex) for vertex in kept]
    return any(
        match is not None and getattr(vertex, name) not in (None, getattr(match, name))
        for vertex, match in zip(given, matches)
        for name in _SURVEY_FACTS
    )


def with_survey_facts(vertices: Sequence[Vertex], known: Sequence[Vertex]) -> tuple[Vertex, ...]:
    """Vertices with method, accuracy, time and mark of the known vertex in the same place, where they bring none of their own."""
    places = known_vertex(known)
    kept = []
    for vertex in vertices:
        match = places.find(vertex)
        if match is not None and all(getattr(vertex, name) is None for name in _SURVEY_FACTS):
            kept.append(replace(vertex, **{name: getattr(match, name) for name in _SURVEY_FACTS}))
        else:
            kept.append(vertex)
    return tuple(kept)


def with_known_labels(vertices: Sequence[Vertex], known: Sequence[Vertex]) -> tuple[Vertex, ...]:
    """Vertices with the label of the known vertex in the same place; the others get the next free number."""
    places = known_vertex(known)
    matches = [places.find(vertex) for vertex in vertices]
    taken = {vertex.label for vertex in known}
    number = len(known)
    named = []
    for vertex, match in zip(vertices, matches):
        label = match.label if match is not None else vertex.label
        if match is None and known:
            prefix = vertex.label.rstrip("0123456789")
            while not number or f"{prefix}{number}" in taken:
                number += 1
            label = f"{prefix}{number}"
            taken.add(label)
        named.append(replace(vertex, label=label))
    return tuple(named)


def propose_again(
    workspace: Workspace,
    community: Row,
    version_id: str,
    author: str,
    reason: str,
    context: QgsCoordinateTransformContext,
    workshop_id: str | None = None,
    source: str = "",
) -> Proposed:
    """Propose an earlier version anew; accepted, it becomes one more version and nothing between is lost.

    Raises
    ------
    InputError
        ``territory.version_of_other``, and as :func:`propose`.
    """
    version = find_version(workspace, version_id)
    if version["community_id"] != community["id"]:
        raise InputError("territory.version_of_other", version=version_id, community=community["name"])
    vertices = version_vertices(workspace, version_id)
    kept = source or f"boundary_version {version_id}"
    return propose(workspace, community, vertices, author, reason, context, workshop_id, kept)


def accept(
    workspace: Workspace, proposal_id: str, record: AssemblyRecord, context: QgsCoordinateTransformContext
) -> str:
    """Make a proposal the agreed boundary: a new version that follows the one it changes. Returns the version's id.

    Raises
    ------
    InputError
        ``territory.no_proposal``, ``territory.proposal_closed``, ``territory.proposal_outdated`` with what was agreed since.
    """
    with workspace.write() as transaction:
        proposal = find_proposal(workspace, proposal_id)
        transaction.connection.lock_row("community", proposal["community_id"])
        proposal = find_proposal(workspace, proposal_id)
        if proposal["state"] != OPEN:
            raise InputError("territory.proposal_closed", proposal=proposal_id, state=proposal["state"])
        (community,) = workspace.read("community", '"id" = ?', [proposal["community_id"]])
        agreed = agreed_version(workspace, community)
        if (agreed["id"] if agreed else None) != proposal["base_version_id"]:
            raise _outdated(workspace, community, proposal, agreed, context)
        version_id = write_version(
            workspace,
            transaction,
            community,
            proposal_vertices(proposal),
            [agreed] if agreed else [],
            record,
            {
                "proposal_id": proposal_id,
                **{name: proposal[name] for name in ("workshop_id", "author", "reason", "source")},
                # It takes the level of the version before; a secret stays one.
                **({"sensitivity": _SECRET} if proposal["sensitivity"] == _SECRET else {}),
            },
            context,
            json.loads(proposal["sides"] or "[]"),
        )
        transaction.update("proposal", proposal_id, {"state": ACCEPTED})
    return version_id


def _outdated(
    workspace: Workspace, community: Row, proposal: Row, agreed: Row | None, context: QgsCoordinateTransformContext
) -> InputError:
    rows = versions_of(workspace, community["id"])
    base = next((row for row in rows if row["id"] == proposal["base_version_id"]), None)
    since = [row for row in rows if base is None or row["number"] > base["number"]]
    named = "; ".join(f"{row['number']} ({row['record_act'] or '–'}, {row['record_on'] or '–'})" for row in since)
    gained = lost = 0.0
    if agreed is not None:
        before = version_vertices(workspace, base["id"]) if base else ()
        difference = compare(before, version_vertices(workspace, agreed["id"]), context, is_proposed=False)
        gained, lost = difference.gained_plane_ha, difference.lost_plane_ha
    return InputError(
        "territory.proposal_outdated",
        community=community["name"],
        versions=named,
        gained_ha=gained,
        lost_ha=lost,
    )


def write_version(
    workspace: Workspace,
    transaction: Transaction,
    community: Row,
    vertices: Sequence[Vertex],
    parents: Sequence[Row],
    record: AssemblyRecord,
    facts: Row,
    context: QgsCoordinateTransformContext,
    sides: Sequence[Row] = (),
) -> str:
    """Add a version with its vertices, with the sides that are said, and with those of its parents that stay where they were."""
    geometry, operation = geographic_polygon(vertices, context)
    told = operation_told(vertices)
    numbers = [row["number"] for row in versions_of(workspace, community["id"])]
    version_id = transaction.insert(
        "boundary_version",
        {
            "community_id": community["id"],
            "parent_id": parents[0]["id"] if parents else None,
            "merged_id": parents[1]["id"] if len(parents) > 1 else None,
            "number": max(numbers, default=0) + 1,
            "record_act": record.act,
            "record_on": record.held_on,
            "signed_by": "; ".join(record.signed_by),
            "epsg": system_of(vertices),
            "operation": f"EPSG:{told.code}" if told is not None else operation,
            "area_ha": plane_area_ha(vertices),
            "sensitivity": parents[0]["sensitivity"] if parents else "federation",
            "geom": bytes(geometry.asWkb()),
            **facts,
        },
    )
    for vertex in vertices:
        point = QgsGeometry.fromPointXY(QgsPointXY(*vertex.place))
        place, _ = carried(point, f"EPSG:{vertex.epsg}", WGS84, context)
        transaction.insert("vertex", {"version_id": version_id, **vertex.values(), "geom": bytes(place.asWkb())})
    known = {
        (side["part"], side["ring"], side["number"]): side
        for side in _kept_sides(workspace, vertices, parents, context)
    }
    for side in sides:
        known[side["part"], side["ring"], side["number"]] = {name: side.get(name) for name in (*_PLACE, *_SIDE_FACTS)}
    ends = {
        (start.part, start.ring, start.number): (start, end)
        for ring in rings_by_place(vertices).values()
        for start, end in sides_of(ring)
    }
    for place, side in sorted(known.items()):
        if place in ends:
            transaction.insert("boundary_side", {"version_id": version_id, **side, **_drawn(*ends[place], context)})
    return version_id


def _drawn(start: Vertex, end: Vertex, context: QgsCoordinateTransformContext) -> Row:
    """Length and line of a segment."""
    points = [QgsPointXY(*start.place), QgsPointXY(*end.place)]
    line, _ = carried(QgsGeometry.fromPolylineXY(points), f"EPSG:{start.epsg}", WGS84, context)
    return {"length_m": points[0].distance(points[1]), "geom": bytes(line.asWkb())}


def _kept_sides(
    workspace: Workspace, vertices: Sequence[Vertex], parents: Sequence[Row], context: QgsCoordinateTransformContext
) -> list[Row]:
    """What is known of the neighbours along sides that did not move: it stays with the side."""
    kept: dict[tuple[int, int, int], Row] = {}
    places = known_vertex(vertices)
    positions = {
        frozenset((id(start), id(end))): (start.part, start.ring, start.number)
        for ring in rings_by_place(vertices).values()
        for start, end in sides_of(ring)
    }
    for parent in parents:
        known = workspace.read("boundary_side", '"version_id" = ?', [parent["id"]])
        if not known:
            continue
        before = in_system(version_vertices(workspace, parent["id"]), system_of(vertices), context, vertices)
        by_number = {
            (start.part, start.ring, start.number): (places.find(start), places.find(end))
            for ring in rings_by_place(before).values()
            for start, end in sides_of(ring)
        }
        for side in known:
            ends = by_number.get((side["part"], side["ring"], side["number"]), (None, None))
            position = positions.get(frozenset(map(id, ends))) if None not in ends else None
            if position is None:
                continue
            part, ring, number = position
            facts = {name: side[name] for name in _SIDE_FACTS}
            kept.setdefault((part, ring, number), {"part": part, "ring": ring, "number": number, **facts})
    return list(kept.values())


def close_proposal(workspace: Workspace, proposal_id: str, state: str) -> None:
    """Reject or withdraw an open proposal; it stays where it was, to be read and compared.

    Raises
    ------
    InputError
        ``territory.no_proposal``, ``territory.proposal_closed``, ``territory.unknown_state``.
    """
    if state not in (REJECTED, WITHDRAWN):
        raise InputError("territory.unknown_state", state=state, states=f"{REJECTED}, {WITHDRAWN}")
    with workspace.write() as transaction:
        proposal = find_proposal(workspace, proposal_id)
        if proposal["state"] != OPEN:
            raise InputError("territory.proposal_closed", proposal=proposal_id, state=proposal["state"])
        transaction.update("proposal", proposal_id, {"state": state})


def disputed_land(difference: Difference) -> QgsGeometry:
    """Land that two boundaries dispute: what only one of them holds, as one multipolygon."""
    parts = [land for land in (difference.gained, difference.lost) if not land.isNull() and not land.isEmpty()]
    return polygons_only(QgsGeometry.unaryUnion(parts)) if parts else QgsGeometry()
