"""Workshops: opened with place, date, purpose and who came; what is drawn belongs to them; closed with what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Sequence

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsWkbTypes

from ..errors import InputError
from ..geo.geodesic import distance_m
from ..geo.wkb import rings
from ..overlay.measure import ELLIPSOIDAL, AreaMeasure
from ..overlay.repair import repair_polygon
from ..workspace.clock import utc_now
from ..workspace.store import Row, Workspace
from .places import open_workshop_row, places_of_workshop, written
from .versions import WGS84

_MOST_PEOPLE = 10_000
_LONG = 20_000


@dataclass(frozen=True)
class Attendance:
    """People of one role who came.

    Attributes
    ----------
    role : str
        An id of :data:`.listed_words.ATTENDANCE_ROLES`, or any other words.
    people_count : int
    name : str
        Only of somebody who agreed to be named.
    consented : bool
    """

    role: str
    people_count: int
    name: str = ""
    consented: bool = False

    def columns(self) -> dict[str, Any]:
        """Columns of ``attendance``.

        Raises
        ------
        InputError
            ``workshop.no_role``, ``workshop.people_count``, ``workshop.name_without_consent``.
        """
        role = written(self.role)
        if role is None:
            raise InputError("workshop.no_role")
        if not 0 < self.people_count <= _MOST_PEOPLE:
            raise InputError("workshop.people_count", role=role, count=self.people_count)
        name = written(self.name)
        if name is not None and not self.consented:
            raise InputError("workshop.name_without_consent", role=role)
        return {"role": role, "people_count": self.people_count, "name": name, "consented": self.consented}


@dataclass(frozen=True)
class WorkshopRecord:
    """Everything that a workshop left in the workspace.

    Attributes
    ----------
    workshop, community : Row
    attendance, places, proposals, disputes : tuple of Row
        `places` are the strokes that were not taken back; `proposals` those made in it; `disputes` the community's open ones.
    """

    workshop: Row
    community: Row
    attendance: tuple[Row, ...] = ()
    places: tuple[Row, ...] = ()
    proposals: tuple[Row, ...] = ()
    disputes: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Measures:
    """Size of a stroke on the WGS 84 ellipsoid: `length_m` of a line, `area_ha` of an area, the other is None."""

    length_m: float | None = None
    area_ha: float | None = None


def open_workshop(
    workspace: Workspace,
    community_id: str,
    held_on: str,
    place: str,
    purpose: str,
    attendance: Sequence[Attendance] = (),
    facilitator: str = "",
) -> str:
    """Open a workshop. Returns its id.

    Parameters
    ----------
    held_on : str
        Its day, as 2026-11-23.

    Raises
    ------
    InputError
        ``workshop.no_community``, ``territory.record_date``, ``workshop.in_future``, ``workshop.no_place``, ``workshop.no_purpose``, and
        as :meth:`Attendance.columns` says.
    """
    try:
        day = date.fromisoformat(held_on)
    except ValueError as error:
        raise InputError("territory.record_date", date=held_on) from error
    if day > date.today():
        raise InputError("workshop.in_future", date=held_on)
    where, why = written(place), written(purpose, _LONG)
    if where is None:
        raise InputError("workshop.no_place")
    if why is None:
        raise InputError("workshop.no_purpose")
    came = [one.columns() for one in attendance]
    with workspace.write() as transaction:
        if not workspace.read("community", '"id" = ?', [community_id]):
            raise InputError("workshop.no_community")
        identity = transaction.insert(
            "workshop",
            {
                "community_id": community_id,
                "held_on": day.isoformat(),
                "place": where,
                "purpose": why,
                "facilitator": written(facilitator),
                "sensitivity": "community",
            },
        )
        for columns in came:
            transaction.insert("attendance", {**columns, "workshop_id": identity, "sensitivity": "community"})
    return identity


def add_attendance(workspace: Workspace, workshop_id: str, attendance: Attendance) -> str:
    """Note people who came later. Returns the row's id.

    Raises
    ------
    InputError
        ``workshop.missing``, ``workshop.is_closed``, and as :meth:`Attendance.columns` says.
    """
    columns = attendance.columns()
    with workspace.write() as transaction:
        open_workshop_row(workspace, workshop_id)
        return transaction.insert("attendance", {**columns, "workshop_id": workshop_id, "sensitivity": "community"})


def attendance_of(workspace: Workspace, workshop_id: str) -> list[Attendance]:
    """Who came to a workshop, in the order in which they were noted."""
    return [
        Attendance(row["role"], row["people_count"], row["name"] or "", bool(row["consented"]))
        for row in workspace.read("attendance", '"workshop_id" = ?', [workshop_id])
    ]


def open_workshops(workspace: Workspace) -> list[Row]:
    """Workshops that were not closed yet, the latest first."""
    return workspace.read("workshop", '"closed_at" IS NULL', order="held_on")[::-1]


def workshop_named(workspace: Workspace, named: str) -> Row:
    """Workshop by its identity, or by its day when only one was held on it.

    Raises
    ------
    InputError
        ``workshop.missing``, ``workshop.repeated``.
    """
    found = workspace.read("workshop", '"id" = ?', [named]) or workspace.read("workshop", '"held_on" = ?', [named])
    if not found:
        raise InputError("workshop.missing", workshop=named)
    if len(found) > 1:
        ids = ", ".join(f"{row['place'] or '–'}: {row['id']}" for row in found)
        raise InputError("workshop.repeated", date=named, count=len(found), ids=ids)
    return found[0]


def workshop_record(workspace: Workspace, named: str) -> WorkshopRecord:
    """Everything that a workshop left in the workspace.

    Raises
    ------
    InputError
        As :func:`workshop_named`.
    """
    workshop = workshop_named(workspace, named)
    workshop_id = workshop["id"]
    community = workshop["community_id"]
    return WorkshopRecord(
        workshop=workshop,
        community=workspace.read("community", '"id" = ?', [community])[0],
        attendance=tuple(workspace.read("attendance", '"workshop_id" = ?', [workshop_id])),
        places=tuple(places_of_workshop(workspace, workshop_id)),
        proposals=tuple(workspace.read("proposal", '"workshop_id" = ?', [workshop_id])),
        disputes=tuple(workspace.read("dispute", '"community_id" = ? AND "state" = \'open\'', [community])),
    )


def checked_outcome(decided: str, left_open: str) -> dict[str, str | None]:
    """What a workshop decided and left open, cleaned.

    Raises
    ------
    InputError
        ``workshop.no_outcome`` when neither is said.
    """
    outcome = {"decided": written(decided, _LONG), "left_open": written(left_open, _LONG)}
    if not any(outcome.values()):
        raise InputError("workshop.no_outcome")
    return outcome


def close_workshop(
    workspace: Workspace, workshop_id: str, decided: str, left_open: str, last: Callable[[], object] | None = None
) -> None:
    """Close a workshop with what was decided and what was left open; nothing more can be drawn in it.

    Parameters
    ----------
    last : callable, optional
        Called when all is written and before it counts, to put the act in its place; when it fails the workshop stays open.

    Raises
    ------
    InputError
        ``workshop.no_outcome``, ``workshop.missing``, ``workshop.is_closed``.
    """
    outcome = checked_outcome(decided, left_open)
    with workspace.write() as transaction:
        row = open_workshop_row(workspace, workshop_id)
        transaction.update("workshop", workshop_id, {**outcome, "closed_at": utc_now()}, row["row_version"])
        if last is not None:
            last()


def measures_of(wkb: bytes) -> Measures:
    """Length or area of a stroke; an area that crosses itself is measured as its land, each piece once."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.type() == QgsWkbTypes.GeometryType.LineGeometry:
        lines = geometry.asMultiPolyline() if geometry.isMultipart() else [geometry.asPolyline()]
        return Measures(length_m=sum(_length_m(line) for line in lines))
    if geometry.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
        repaired, _ = repair_polygon(geometry)
        if repaired.isEmpty():
            return Measures(area_ha=0.0)
        measure = AreaMeasure(ELLIPSOIDAL, QgsCoordinateReferenceSystem(WGS84), QgsCoordinateTransformContext())
        return Measures(area_ha=float(measure.measure(rings(bytes(repaired.asWkb()))).area_ha.sum()))
    return Measures()


def _length_m(line: Any) -> float:
    places = np.array([(point.x(), point.y()) for point in line], np.float64)
    if len(places) < 2:
        return 0.0
    return float(distance_m(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1]).sum())
