"""What the Territory dock shows of a workspace: communities, versions, proposals, workshops, who works; and boundaries as layers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Collection, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
)

from ..compat import field
from ..errors import InputError
from ..territory.differences import in_system
from ..territory.draft import Draft, draft_of, vertices
from ..territory.merged_boundaries import forks
from ..territory.proposals import find_proposal, proposal_vertices
from ..territory.versions import WGS84, Vertex, agreed_version, find_version, version_vertices, versions_of
from ..workspace.identity import present_person
from ..workspace.merging_conflicts import conflicts
from ..workspace.release import Record, release
from ..workspace.store import Row, Workspace
from .workspaces import open_workspace

VERSION, PROPOSAL = "boundary_version", "proposal"
_BOUNDARY_COLUMNS = ("name", "kind", "reason", "author", "record_act", "record_on")


@dataclass(frozen=True)
class Book:
    """A workspace as the dock shows it.

    Attributes
    ----------
    location : str
    communities : tuple of (str, str)
        Identity and name, by name.
    person : Row or None
        Who works on this laptop.
    waiting : int
        Conflicts between laptops that wait for a decision.
    """

    location: str = ""
    communities: tuple[tuple[str, str], ...] = ()
    person: Row | None = None
    waiting: int = 0


@dataclass(frozen=True)
class CommunityPage:
    """What the workspace knows of a community's boundary.

    Attributes
    ----------
    community : Row
    versions : tuple of Row
        The newest first.
    proposals : tuple of Row
        All of them, the newest first.
    workshops : tuple of Row
        The newest first.
    disputes : tuple of Row
    agreed_id : str
        Version in force; empty when there is none, or several side by side.
    followed : tuple of str
        Reference layers whose lines its sides follow; :data:`VERSION` stands for the neighbours' agreed boundaries.
    """

    community: Row
    versions: tuple[Row, ...]
    proposals: tuple[Row, ...]
    workshops: tuple[Row, ...]
    disputes: tuple[Row, ...]
    agreed_id: str
    followed: tuple[str, ...] = ()

    def boundary(self, identity: str) -> tuple[str, Row] | None:
        """Version or proposal of an identity, with the table it is from."""
        for table, rows in ((VERSION, self.versions), (PROPOSAL, self.proposals)):
            for row in rows:
                if row["id"] == identity:
                    return table, row
        return None


def read_book(location: str, context: QgsCoordinateTransformContext) -> Book:
    """Read what the dock shows at its head."""
    with open_workspace(location, read_only=True) as workspace:
        found = tuple((str(row["id"]), str(row["name"])) for row in workspace.read("community", order="name"))
        waiting = len(conflicts(workspace))
        waiting += sum(max(len(fork.waiting), 1) for fork in forks(workspace, context))
        return Book(location, found, present_person(workspace), waiting)


def read_community(location: str, community_id: str) -> CommunityPage:
    """Read what the workspace knows of a community's boundary."""
    with open_workspace(location, read_only=True) as workspace:
        found = workspace.read("community", '"id" = ?', [community_id])
        if not found:
            raise InputError("titling.no_community", community=community_id, examples="–")
        agreed = _agreed(workspace, found[0])
        return CommunityPage(
            found[0],
            tuple(reversed(versions_of(workspace, community_id))),
            tuple(reversed(workspace.read("proposal", '"community_id" = ?', [community_id], order="created_at"))),
            tuple(reversed(workspace.read("workshop", '"community_id" = ?', [community_id], order="held_on"))),
            tuple(workspace.read("dispute", '"community_id" = ?', [community_id], order="created_at")),
            str(agreed["id"]) if agreed else "",
            _followed(workspace, str(agreed["id"])) if agreed else (),
        )


def _followed(workspace: Workspace, version_id: str) -> tuple[str, ...]:
    rows = workspace.read("boundary_side", '"version_id" = ? AND "linked_digest" IS NOT NULL', [version_id])
    return tuple(sorted({str(row["linked_layer"]) for row in rows} - {""}))


def boundary_of(workspace: Workspace, community: Row, identity: str) -> tuple[str, Row]:
    """Version or proposal of a community, with the table it is from.

    Raises
    ------
    InputError
        ``territory.no_version``
    """
    for table in (VERSION, PROPOSAL):
        found = workspace.read(table, '"id" = ? AND "community_id" = ?', [identity, community["id"]])
        if found:
            return table, found[0]
    raise InputError("territory.no_version", version=identity)


def boundary_vertices(workspace: Workspace, identity: str) -> tuple[Vertex, ...]:
    """Vertices of a version or of a proposal."""
    if workspace.read("proposal", '"id" = ?', [identity]):
        return proposal_vertices(find_proposal(workspace, identity))
    find_version(workspace, identity)
    return version_vertices(workspace, identity)


def draft_from(location: str, identity: str) -> Draft:
    """A draft that begins from a version or from a proposal, with its sides."""
    with open_workspace(location, read_only=True) as workspace:
        found = workspace.read("proposal", '"id" = ?', [identity])
        if found:
            return draft_of(proposal_vertices(found[0]), _sides_of_proposal(found[0]))
        return draft_of(
            version_vertices(workspace, identity), workspace.read("boundary_side", '"version_id" = ?', [identity])
        )


def carried_draft(draft: Draft, epsg: int, context: QgsCoordinateTransformContext) -> Draft:
    """A draft in a system of another datum: each vertex says by which operation it was carried, and no side follows a line any more.

    Raises
    ------
    InputError
        As :func:`~..territory.differences.in_system`.
    """
    return tuple(
        replace(one, vertex=vertex, side=one.side.without_link())
        for one, vertex in zip(draft, in_system(vertices(draft), epsg, context))
    )


def _sides_of_proposal(proposal: Row) -> list[Row]:
    rows: list[Row] = json.loads(proposal["sides"] or "[]")
    return rows


def neighbours_drafts(location: str, but: str, around: QgsRectangle) -> dict[str, tuple[str, str, Draft]]:
    """Agreed boundaries of the other communities in an area: by community's identity its name, the version's identity, and a draft from it.

    Parameters
    ----------
    around : QgsRectangle
        In EPSG:4326.
    """
    found: dict[str, tuple[str, str, Draft]] = {}
    with open_workspace(location, read_only=True) as workspace:
        near = {
            str(row["community_id"])
            for row in workspace.read("boundary_version", '"community_id" <> ?', [but])
            if _box(row["geom"]).intersects(around)
        }
        for community in workspace.read("community", '"id" <> ?', [but], order="name"):
            agreed = _agreed(workspace, community) if str(community["id"]) in near else None
            if agreed is not None:
                sides = workspace.read("boundary_side", '"version_id" = ?', [agreed["id"]])
                draft = draft_of(version_vertices(workspace, agreed["id"]), sides)
                found[str(community["id"])] = (str(community["name"]), str(agreed["id"]), draft)
    return found


@dataclass(frozen=True)
class AgreedBoundary:
    """A boundary in force, as another community's sides follow it.

    Attributes
    ----------
    community_id, name : str
    day : str
        On which it was agreed, ISO 8601.
    draft : Draft
    """

    community_id: str
    name: str
    day: str
    draft: Draft


def agreed_boundaries(location: str, named: Collection[str]) -> list[AgreedBoundary]:
    """Boundaries in force of communities by their identities or names; those that have none, or several side by side, are left out."""
    found = []
    with open_workspace(location, read_only=True) as workspace:
        for community in workspace.read("community", order="name"):
            identity, name = str(community["id"]), str(community["name"])
            agreed = _agreed(workspace, community) if identity in named or name in named else None
            if agreed is not None:
                day = str(agreed["record_on"] or agreed["created_at"])[:10]
                vertices = version_vertices(workspace, agreed["id"])
                found.append(AgreedBoundary(identity, name, day, draft_of(vertices)))
    return found


def _agreed(workspace: Workspace, community: Row) -> Row | None:
    """The version in force; none where several stand side by side: the conflict panel says so."""
    try:
        return agreed_version(workspace, community)
    except InputError:
        return None


def _box(wkb: bytes | None) -> QgsRectangle:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb or b"")
    return geometry.boundingBox()


def boundaries_layer(location: str, boundaries: Sequence[tuple[str, str, str]], purpose: str) -> QgsVectorLayer:
    """Boundaries as a layer in memory, released to the community.

    Parameters
    ----------
    boundaries : sequence of (str, str, str)
        Table, identity, and the name by which the map shows it.
    purpose : str
        What they leave the workspace for, in the log of releases.
    """
    layer = QgsVectorLayer("MultiPolygon?crs=" + WGS84, "", "memory")
    columns = QgsFields()
    for name in _BOUNDARY_COLUMNS:
        columns.append(field(name, "string"))
    layer.dataProvider().addAttributes(columns.toList())
    layer.updateFields()
    names = {identity: name for _, identity, name in boundaries}
    with open_workspace(location) as workspace:
        records = [
            Record(table, identity, row)
            for table, identity, _ in boundaries
            for row in workspace.read(table, '"id" = ?', [identity])
        ]
        released = release(records, "community", purpose, workspace).rows
    features = []
    for record in released:
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(record.values["geom"] or b"")
        feature.setGeometry(geometry)
        values: dict[str, Any] = {**record.values, "name": names[record.id], "kind": record.table}
        feature.setAttributes([values.get(name) for name in _BOUNDARY_COLUMNS])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setCrs(QgsCoordinateReferenceSystem(WGS84))
    layer.updateExtents()
    return layer
