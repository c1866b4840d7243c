"""The workspace's part in a title: the community, its agreed boundary, and the record of each package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ..errors import InputError, Message
from ..territory.versions import agreed_version, find_community, last_versions, version_named
from ..workspace.model import SENSITIVITIES
from ..workspace.store import Row, Workspace

_ATTRIBUTES = {
    "community": "name",
    "people": "people",
    "department": "department",
    "province": "province",
    "district": "district",
    "ubigeo": "ubigeo",
}

__all__ = [
    "AgreedBoundary",
    "AgreedSide",
    "AgreedVertex",
    "agreed_boundary",
    "attributes_of",
    "find_community",
    "record_packages",
]


@dataclass(frozen=True)
class AgreedVertex:
    """A vertex of the agreed boundary, as surveyed."""

    part: int
    ring: int
    label: str
    easting: float
    northing: float
    number: int = 0
    monument: str = ""


@dataclass(frozen=True)
class AgreedSide:
    """What is known of the side that leaves the vertex `number` of a ring."""

    part: int
    ring: int
    number: int
    kind: str
    neighbour: str


@dataclass(frozen=True)
class AgreedBoundary:
    """An agreed version of a community's boundary.

    Attributes
    ----------
    version_id : str
    number : int
    epsg : int
    operation : str
        Transformation by which its coordinates came into that system, if any.
    vertices : tuple of AgreedVertex
        By part, ring and position.
    sides : tuple of AgreedSide
        Those of which something is known.
    note : Message, optional
        What everybody must know when it is not the version in force.
    """

    version_id: str
    number: int
    epsg: int
    operation: str
    vertices: tuple[AgreedVertex, ...]
    sides: tuple[AgreedSide, ...] = ()
    note: Message | None = None


def attributes_of(community: Row) -> dict[str, str]:
    """What the workspace knows of the attributes of a title."""
    return {key: str(community[column]).strip() for key, column in _ATTRIBUTES.items() if community.get(column)}


def agreed_boundary(workspace: Workspace, community: Row, named: str = "") -> AgreedBoundary:
    """The agreed boundary in force, or the version that is `named` by its number or id.

    Raises
    ------
    InputError
        ``titling.no_agreed_boundary``, ``territory.versions_forked`` when two versions wait for a decision, or
        ``titling.mixed_systems`` when its vertices stand in several reference systems.
    """
    last = last_versions(workspace, str(community["id"]))
    version = version_named(workspace, community, named) if named else agreed_version(workspace, community)
    if version is None:
        raise InputError("titling.no_agreed_boundary", community=community["name"])
    if version["sensitivity"] == SENSITIVITIES[-1]:
        raise InputError("workspace.secret_title", community=community["name"])
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
        AgreedVertex(
            int(r["part"]),
            int(r["ring"]),
            str(r["label"]),
            float(r["easting"]),
            float(r["northing"]),
            int(r["number"]),
            str(r.get("monument") or ""),
        )
        for r in rows
    )
    return AgreedBoundary(
        str(version["id"]),
        int(version["number"]),
        systems.pop(),
        str(version["operation"] or ""),
        vertices,
        _agreed_sides(workspace, str(version["id"])),
        _standing(version, last),
    )


def _standing(version: Row, last: Sequence[Row]) -> Message | None:
    """What is to be said of a version beside those that no other follows."""
    if len(last) > 1:
        return Message("titling.not_decided", number=int(version["number"]))
    if last[0]["id"] == version["id"]:
        return None
    return Message("titling.not_newest", number=int(version["number"]), newest=int(last[0]["number"]))


def _agreed_sides(workspace: Workspace, version_id: str) -> tuple[AgreedSide, ...]:
    """Known sides; the neighbour is the name written there, or that of the community it points to."""
    rows = workspace.read("boundary_side", '"version_id" = ?', [version_id])
    names = {}
    if any(row["neighbour_id"] for row in rows):
        names = {row["id"]: str(row["name"]) for row in workspace.read("community")}
    return tuple(
        AgreedSide(
            int(row["part"]),
            int(row["ring"]),
            int(row["number"]),
            str(row["kind"]),
            str(row["neighbour"] or names.get(row["neighbour_id"], "")),
        )
        for row in rows
    )


def record_packages(
    workspace: Workspace,
    community_id: str | None,
    version_id: str | None,
    packages: Sequence[tuple[Mapping[str, Any], str]],
) -> list[str]:
    """Write down the packages of one run, each by its manifest and the SHA-256 of it; returns the identities of the records."""
    with workspace.write() as transaction:
        return [
            transaction.insert(
                "export_package",
                {
                    "community_id": community_id,
                    "version_id": version_id,
                    "audience": manifest["audience"],
                    "manifest": dict(manifest),
                    "sha256": sha256,
                    "draft": manifest["state"] == "draft",
                    "person_id": transaction.person_id,
                },
            )
            for manifest, sha256 in packages
        ]
