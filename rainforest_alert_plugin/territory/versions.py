"""Versions of a community's boundary: which one is agreed, what its surveyed vertices are, and the polygon they give."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
)

from ..errors import InputError
from ..overlay.pinned import pinned_transform, shift_between
from ..workspace.model import SENSITIVITIES
from ..workspace.release import NO_CONSENT, Record, TableShare, preview, release, sees
from ..workspace.store import Row, Workspace

WGS84 = "EPSG:4326"
_MOST_NAMED = 5
# What says where a version of a boundary runs and beside whom; it goes with the version.
_OF_A_VERSION = ("vertex", "boundary_side")


@dataclass(frozen=True)
class Vertex:
    """A surveyed vertex; its numbers are the authority, every geometry follows from them.

    Attributes
    ----------
    part, ring, number : int
        Polygon from 0, ring in it (0 is the outer one), position in the ring from 1.
    label : str
    easting, northing : float
        Metres in the system `epsg`.
    epsg : int
    method : str, optional
        How it was surveyed.
    sigma_m : float, optional
        Its accuracy.
    surveyed_at : str, optional
        UTC time.
    monument : str, optional
        Mark on the ground.
    access : str, optional
        How to reach it.
    """

    part: int
    ring: int
    number: int
    label: str
    easting: float
    northing: float
    epsg: int
    method: str | None = None
    sigma_m: float | None = None
    surveyed_at: str | None = None
    monument: str | None = None
    access: str | None = None

    @property
    def place(self) -> tuple[float, float]:
        """Easting and northing."""
        return self.easting, self.northing

    def values(self) -> dict[str, Any]:
        """Its columns by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def vertex_of(values: Any) -> Vertex:
    """Vertex out of a row of ``vertex`` or of what a proposal keeps."""
    optional = {name: values.get(name) for name in ("method", "surveyed_at", "monument", "access")}
    sigma = values.get("sigma_m")
    return Vertex(
        int(values["part"]),
        int(values["ring"]),
        int(values["number"]),
        str(values["label"]),
        float(values["easting"]),
        float(values["northing"]),
        int(values["epsg"]),
        sigma_m=None if sigma is None else float(sigma),
        **optional,
    )


def find_community(workspace: Workspace, named: str) -> Row:
    """Community by its id or its name.

    Raises
    ------
    InputError
        ``titling.no_community`` with names there are, or ``titling.community_repeated``.
    """
    found = workspace.read("community", '"id" = ?', [named]) or workspace.read("community", '"name" = ?', [named])
    if not found:
        names = [str(row["name"]) for row in workspace.read("community", order="name")[:_MOST_NAMED]]
        raise InputError("titling.no_community", community=named, examples=", ".join(names))
    if len(found) > 1:
        raise InputError("titling.community_repeated", community=named, count=len(found))
    return found[0]


def versions_of(workspace: Workspace, community_id: str) -> list[Row]:
    """Every version of a community's boundary, the oldest first."""
    rows = workspace.read("boundary_version", '"community_id" = ?', [community_id])
    return sorted(rows, key=lambda row: (row["number"], row["id"]))


def last_versions(workspace: Workspace, community_id: str) -> list[Row]:
    """Versions that no other follows: one, or several when laptops agreed on different ones while they were apart."""
    rows = versions_of(workspace, community_id)
    # Versions without parents that were numbered by hand follow each other by their number.
    followed = {row["parent_id"] for row in rows} | {row["merged_id"] for row in rows}
    chained = [row for row in rows if row["parent_id"] is not None or row["id"] in followed]
    if not chained:
        return rows[-1:]
    return [row for row in chained if row["id"] not in followed]


def agreed_version(workspace: Workspace, community: Row) -> Row | None:
    """The version in force; None when nothing was agreed yet.

    Raises
    ------
    InputError
        ``territory.versions_forked`` when two versions stand side by side.
    """
    found = last_versions(workspace, str(community["id"]))
    if len(found) > 1:
        numbers = ", ".join(f"{row['number']} ({row['created_at']})" for row in found)
        raise InputError("territory.versions_forked", community=community["name"], versions=numbers)
    return found[0] if found else None


def agreed_records(community: Row, version: Row | None) -> list[Record]:
    """A community and the boundary of it that leaves, if one does, for the gate."""
    records = [Record("community", str(community["id"]), community)]
    if version is not None:
        records.append(Record("boundary_version", str(version["id"]), version))
    return records


def refuse_agreed(workspace: Workspace, community: Row, version: Row | None, audience: str) -> None:
    """Refuse what an audience may not have whole: a community and its boundary, with all vertices and sides; nothing leaves by it.

    Parameters
    ----------
    version : Row, optional
        Version whose boundary leaves; none when only what is known of the community does.
    audience : str

    Raises
    ------
    InputError
        ``workspace.secret_title``; ``workspace.level_title`` when a level is closed to the audience; ``workspace.no_consent``;
        ``workspace.ruled_title`` when a rule of the workspace holds something back or lets go only a reduced form of it: a table, a
        finding or a title cannot be made from half a boundary.
    """
    records = agreed_records(community, version)
    if version is not None:
        level = str(version["sensitivity"])
        for table in _OF_A_VERSION:
            rows = workspace.read(table, '"version_id" = ?', [version["id"]])
            records += [Record(table, str(row["id"]), row, level) for row in rows]
    for share in preview(records, audience, workspace):
        if share.held_back or share.reduced:
            raise _stays(community, share, audience)


def release_agreed(
    workspace: Workspace, community: Row, version: Row | None, purpose: str, audience: str = "community"
) -> None:
    """Let what is made of a community and its boundary go to an audience, whole or not at all; it is written down.

    Parameters
    ----------
    version : Row, optional
        As in :func:`refuse_agreed`.
    purpose : str
        Name of the algorithm that writes it.
    audience : str
        The community itself where nothing is said.

    Raises
    ------
    InputError
        As :func:`refuse_agreed`.
    """
    refuse_agreed(workspace, community, version, audience)
    released = release(agreed_records(community, version), audience, purpose, workspace, whole_only=True)
    # What was taken back while somebody was asked.
    for share in released.shares:
        if share.held_back:
            raise _stays(community, share, audience)


def _stays(community: Row, share: TableShare, audience: str) -> InputError:
    """Why a share of a title stays, and what helps."""
    facts = {"community": community["name"], "audience": audience}
    if SENSITIVITIES[-1] in share.held_back:
        return InputError("workspace.secret_title", community=community["name"])
    if NO_CONSENT in share.held_back:
        return InputError("workspace.no_consent", matter=share.table, **facts)
    closed = next((level for level in SENSITIVITIES if level in share.held_back and not sees(audience, level)), "")
    if closed:
        return InputError("workspace.level_title", table=share.table, level=closed, **facts)
    return InputError("workspace.ruled_title", **facts)


def find_version(workspace: Workspace, version_id: str) -> Row:
    """Version by its id.

    Raises
    ------
    InputError
        ``territory.no_version``.
    """
    found = workspace.read("boundary_version", '"id" = ?', [version_id])
    if not found:
        raise InputError("territory.no_version", version=version_id)
    return found[0]


def version_named(workspace: Workspace, community: Row, named: str) -> Row:
    """A version of a community's boundary by its number or its id.

    Raises
    ------
    InputError
        ``territory.no_version``, or ``territory.version_repeated`` when laptops gave the same number to several.
    """
    rows = versions_of(workspace, str(community["id"]))
    found = [row for row in rows if row["id"] == named] or [row for row in rows if str(row["number"]) == named]
    if not found:
        raise InputError("territory.no_version", version=named)
    if len(found) > 1:
        raise InputError("territory.version_repeated", version=named, ids=", ".join(str(row["id"]) for row in found))
    return found[0]


def version_vertices(workspace: Workspace, version_id: str) -> tuple[Vertex, ...]:
    """Surveyed vertices of a version, by part, ring and position."""
    rows = workspace.read("vertex", '"version_id" = ?', [version_id])
    return tuple(sorted((vertex_of(row) for row in rows), key=lambda v: (v.part, v.ring, v.number)))


def polygon_of(vertices: Sequence[Vertex]) -> QgsGeometry:
    """Multipolygon of vertices, in their own system.

    Raises
    ------
    InputError
        ``territory.mixed_systems``.
    """
    system_of(vertices)
    rings: dict[tuple[int, int], list[QgsPointXY]] = {}
    for vertex in vertices:
        rings.setdefault((vertex.part, vertex.ring), []).append(QgsPointXY(*vertex.place))
    parts: dict[int, list[list[QgsPointXY]]] = {}
    for (part, _), points in sorted(rings.items()):
        parts.setdefault(part, []).append([*points, points[0]])
    return QgsGeometry.fromMultiPolygonXY(list(parts.values()))


def system_of(vertices: Sequence[Vertex]) -> int:
    """EPSG code that all vertices share.

    Raises
    ------
    InputError
        ``territory.mixed_systems``.
    """
    systems = sorted({vertex.epsg for vertex in vertices})
    if len(systems) != 1:
        raise InputError("territory.mixed_systems", systems=", ".join(map(str, systems)))
    return systems[0]


def carried(
    geometry: QgsGeometry, source: str, target: str, context: QgsCoordinateTransformContext
) -> tuple[QgsGeometry, str]:
    """A geometry in another system, and the operation that brought it there: its code where the datums differ.

    Raises
    ------
    InputError
        ``territory.untransformable``, ``datum.not_pinned``.
    """
    moved = QgsGeometry(geometry)
    if source == target:
        return moved, ""
    systems = QgsCoordinateReferenceSystem(source), QgsCoordinateReferenceSystem(target)
    transform = pinned_transform(*systems, context)
    try:
        moved.transform(transform)
    except QgsCsException as error:
        raise InputError("territory.untransformable", source=source, target=target) from error
    shift = shift_between(*systems)
    if shift is not None:
        return moved, shift.code
    return moved, transform.instantiatedCoordinateOperationDetails().proj or transform.coordinateOperation()


def geographic_polygon(vertices: Sequence[Vertex], context: QgsCoordinateTransformContext) -> tuple[QgsGeometry, str]:
    """Multipolygon of vertices in EPSG:4326, for display and search, and the operation by which it was derived."""
    return carried(polygon_of(vertices), f"EPSG:{system_of(vertices)}", WGS84, context)
