"""The workspace's part in a title: the community, its agreed boundary, and the record of each package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ..errors import InputError
from ..territory.versions import agreed_version, find_community
from ..workspace.store import Row, Workspace

_ATTRIBUTES = {
    "community": "name",
    "people": "people",
    "department": "department",
    "province": "province",
    "district": "district",
    "ubigeo": "ubigeo",
}

__all__ = ["AgreedBoundary", "AgreedVertex", "agreed_boundary", "attributes_of", "find_community", "record_package"]


@dataclass(frozen=True)
class AgreedVertex:
    """A vertex of the agreed boundary, as surveyed."""

    part: int
    ring: int
    label: str
    easting: float
    northing: float


@dataclass(frozen=True)
class AgreedBoundary:
    """The newest agreed version of a community's boundary.

    Attributes
    ----------
    version_id : str
    number : int
    epsg : int
    operation : str
        Transformation by which its coordinates came into that system, if any.
    vertices : tuple of AgreedVertex
        By part, ring and position.
    """

    version_id: str
    number: int
    epsg: int
    operation: str
    vertices: tuple[AgreedVertex, ...]


def attributes_of(community: Row) -> dict[str, str]:
    """What the workspace knows of the attributes of a title."""
    return {key: str(community[column]).strip() for key, column in _ATTRIBUTES.items() if community.get(column)}


def agreed_boundary(workspace: Workspace, community: Row) -> AgreedBoundary:
    """The agreed boundary in force.

    Raises
    ------
    InputError
        ``titling.no_agreed_boundary``, ``territory.versions_forked`` when two versions wait for a decision, or
        ``titling.mixed_systems`` when its vertices stand in several reference systems.
    """
    version = agreed_version(workspace, community)
    if version is None:
        raise InputError("titling.no_agreed_boundary", community=community["name"])
    rows = workspace.read("vertex", '"version_id" = ?', [version["id"]])
    if not rows:
        raise InputError("titling.no_agreed_boundary", community=community["name"])
    systems = {int(row["epsg"]) for row in rows}
    if len(systems) > 1:
        raise InputError(
            "titling.mixed_systems", community=community["name"], systems=", ".join(map(str, sorted(systems)))
        )
    rows.sort(key=lambda row: (row["part"], row["ring"], row["number"]))
    vertices = tuple(
        AgreedVertex(int(r["part"]), int(r["ring"]), str(r["label"]), float(r["easting"]), float(r["northing"]))
        for r in rows
    )
    return AgreedBoundary(
        str(version["id"]), int(version["number"]), systems.pop(), str(version["operation"] or ""), vertices
    )


def record_package(
    workspace: Workspace,
    community_id: str | None,
    version_id: str | None,
    audience: str,
    manifest: Mapping[str, Any],
    sha256: str,
) -> str:
    """Write down that a package was made, and return the identity of the record."""
    with workspace.write() as transaction:
        identity: str = transaction.insert(
            "export_package",
            {
                "community_id": community_id,
                "version_id": version_id,
                "audience": audience,
                "manifest": dict(manifest),
                "sha256": sha256,
                "draft": manifest["state"] == "draft",
                "person_id": transaction.person_id,
            },
        )
    return identity
