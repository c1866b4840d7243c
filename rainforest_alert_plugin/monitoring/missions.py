"""Missions: who goes where, and which events are to be visited."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ..errors import InputError, WorkspaceError
from ..workspace.clock import utc_now
from ..workspace.sql import placeholders
from ..workspace.store import Connection, Row, Transaction

PLANNED = "planned"
"""State of a mission until it leaves: events can be added and taken out."""

_NOT_SENT = ("dismissed", "merged")
_KEPT = ("confirmed",)
_CHUNK = 500


@dataclass(frozen=True)
class Mission:
    """A mission of the workspace.

    Attributes
    ----------
    id, name, state : str
        `state` is ``planned``, ``out``, ``back`` or ``closed``.
    planned_on : datetime.date or None
    event_ids : tuple of str
        Events to visit, in the order in which they were added; one that became part of another event stands as that event.
    """

    id: str
    name: str
    planned_on: datetime.date | None
    state: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """What came of sending events to a mission.

    Attributes
    ----------
    mission : Mission
        As it is now.
    added : tuple of str
        Events that were not in it before.
    there_before : tuple of str
        Events that were in it already.
    elsewhere : tuple of str
        Events left out because another open mission is to visit them.
    left_out : tuple of str
        Events left out because they were dismissed or are part of another event.
    former_states : mapping of str to str
        State of each added event before, for :func:`take_out`.
    """

    mission: Mission
    added: tuple[str, ...]
    there_before: tuple[str, ...]
    elsewhere: tuple[str, ...]
    left_out: tuple[str, ...]
    former_states: Mapping[str, str]


def open_missions(connection: Connection) -> tuple[Mission, ...]:
    """Missions that are not over: the next one first, those without a date last."""
    return tuple(sorted(_open(connection), key=_by_date))


def create_mission(
    transaction: Transaction, name: str, planned_on: datetime.date | None, event_ids: Sequence[str]
) -> Sent:
    """Plan a mission to events.

    Raises
    ------
    InputError
        ``monitoring.mission_name_missing``; ``monitoring.mission_name_taken`` (fact ``name``) when an open mission is called so;
        ``monitoring.nothing_to_visit`` when none of the events can be sent.
    """
    name = " ".join(name.split())
    if not name:
        raise InputError("monitoring.mission_name_missing")
    if any(mission.name.casefold() == name.casefold() for mission in _open(transaction.connection)):
        raise InputError("monitoring.mission_name_taken", name=name)
    identity = transaction.insert(
        "mission",
        {"name": name, "planned_on": planned_on.isoformat() if planned_on else None, "state": PLANNED, "events": []},
    )
    return add_events(transaction, identity, event_ids)


def add_events(transaction: Transaction, mission_id: str, event_ids: Sequence[str]) -> Sent:
    """Add events to a planned mission; an event is visited by one open mission at a time.

    Events that were confirmed stay so; all others are ``mission`` from now on.

    Raises
    ------
    WorkspaceError
        ``monitoring.mission_not_planned`` (fact ``name``) when it set out meanwhile; ``workspace.row_missing``.
    InputError
        ``monitoring.nothing_to_visit`` when none of the events can be sent.
    """
    mission = _planned(transaction, mission_id)
    held = {event for other in _open(transaction.connection) if other.id != mission.id for event in other.event_ids}
    states = _states(transaction.connection, event_ids)
    wanted = [event for event in dict.fromkeys(event_ids) if event in states]
    left_out = tuple(event for event in wanted if states[event] in _NOT_SENT)
    elsewhere = tuple(event for event in wanted if event in held and event not in left_out)
    there = tuple(event for event in wanted if event in mission.event_ids)
    added = tuple(event for event in wanted if event not in {*left_out, *elsewhere, *there})
    if not added and not there:
        raise InputError("monitoring.nothing_to_visit", elsewhere=len(elsewhere), left_out=len(left_out))
    if added:
        transaction.update("mission", mission.id, {"events": [*mission.event_ids, *added]})
    for event in added:
        if states[event] not in _KEPT:
            transaction.update("alert_event", event, {"state": "mission"})
    now = Mission(mission.id, mission.name, mission.planned_on, mission.state, (*mission.event_ids, *added))
    return Sent(now, added, there, elsewhere, left_out, {event: states[event] for event in added})


def take_out(
    transaction: Transaction, event_ids: Sequence[str], former_states: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Take events out of the planned missions that hold them; a mission left without events is closed.

    Parameters
    ----------
    former_states : mapping of str to str, optional
        What each event was before it was sent; one that is not named becomes ``seen``.

    Returns
    -------
    tuple of str
        Events taken out. Those of missions that have set out stay.
    """
    wanted = set(event_ids)
    taken: list[str] = []
    for mission in _open(transaction.connection):
        gone = [event for event in mission.event_ids if event in wanted]
        if mission.state != PLANNED or not gone:
            continue
        kept = [event for event in mission.event_ids if event not in wanted]
        transaction.update("mission", mission.id, {"events": kept} if kept else {"events": kept, "state": "closed"})
        taken += gone
    states = _states(transaction.connection, taken)
    for event in taken:
        if states.get(event) == "mission":
            state = (former_states or {}).get(event, "seen")
            seen = {"seen_at": utc_now()} if state == "seen" else {}
            transaction.update("alert_event", event, {"state": state, **seen})
    return tuple(dict.fromkeys(taken))


def _by_date(mission: Mission) -> tuple[bool, datetime.date, str]:
    return mission.planned_on is None, mission.planned_on or datetime.date.max, mission.name.casefold()


def _open(connection: Connection) -> list[Mission]:
    return _missions(connection, connection.read("mission", '"state" <> ?', ["closed"]))


def _planned(transaction: Transaction, mission_id: str) -> Mission:
    transaction.connection.lock_row("mission", mission_id)
    rows = transaction.connection.read("mission", '"id" = ?', [mission_id])
    if not rows:
        raise WorkspaceError("workspace.row_missing", table="mission", id=mission_id)
    (mission,) = _missions(transaction.connection, rows)
    if mission.state != PLANNED:
        raise WorkspaceError("monitoring.mission_not_planned", name=mission.name)
    return mission


def _missions(connection: Connection, rows: Sequence[Row]) -> list[Mission]:
    heirs = _heirs(connection) if rows else {}
    found = []
    for row in rows:
        day = row["planned_on"]
        found.append(
            Mission(
                str(row["id"]),
                str(row["name"] or ""),
                datetime.date.fromisoformat(str(day)[:10]) if day else None,
                str(row["state"]),
                tuple(dict.fromkeys(_heir(event, heirs) for event in _listed(row["events"]))),
            )
        )
    return found


def _heirs(connection: Connection) -> dict[str, str]:
    """Event that each merged one is part of now."""
    sql = 'SELECT "id", "merged_into_id" FROM "alert_event" WHERE "merged_into_id" IS NOT NULL'
    return {str(event): str(heir) for event, heir in connection.query(sql)}


def _heir(event: str, heirs: Mapping[str, str]) -> str:
    met = {event}
    while event in heirs and heirs[event] not in met:
        event = heirs[event]
        met.add(event)
    return event


def _listed(stored: Any) -> tuple[str, ...]:
    """Events of a mission; a person may have typed into the column in a form, which is no list then."""
    try:
        found = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return ()
    return tuple(str(event) for event in found) if isinstance(found, list) else ()


def _states(connection: Connection, event_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    ids = list(dict.fromkeys(event_ids))
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        sql = 'SELECT "id", "state" FROM "alert_event" WHERE "id" IN '
        rows = connection.query(sql + "(" + placeholders(len(part)) + ")", part)
        found.update((str(event), str(state)) for event, state in rows)
    return found
