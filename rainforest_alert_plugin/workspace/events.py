"""Events in the workspace: each keeps its identity while it grows, and what people decided about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Sequence

from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .clock import utc_now
from .sql import placeholders
from .store import Row, Transaction
from .tables.alerts import CONFIDENCES

_CHUNK = 500
_CHECK_EVERY = 200


@dataclass(frozen=True)
class Event:
    """An event as it was found this time.

    Attributes
    ----------
    id : str
        UUID it gets when no event of the workspace holds any of its alerts.
    source : str
        Sources that saw it, separated by commas.
    first_date, last_date : datetime.date
    area_ha : float
    max_confidence : str
        ``low``, ``high`` or ``highest``.
    wkb : bytes
        Multipolygon in EPSG:4326.
    members : sequence of str
        Ids of its alerts (see :func:`~rainforest_alert_plugin.workspace.alerts.alert_ids`), which the workspace holds.
    territory_id : str, optional
    priority : float, optional
        0 to 100.
    """

    id: str
    source: str
    first_date: date
    last_date: date
    area_ha: float
    max_confidence: str
    wkb: bytes
    members: Sequence[str]
    territory_id: str | None = None
    priority: float | None = None


@dataclass(frozen=True)
class EventCounts:
    """What became of the events found.

    Attributes
    ----------
    ids : tuple of str
        Identity of each event given, in their order.
    new, grown, changed, unchanged, merged : int
        ``merged`` counts events of the workspace that are now part of another; the others add up to the events given.
    """

    ids: tuple[str, ...]
    new: int
    grown: int
    changed: int
    unchanged: int
    merged: int


def keep_events(
    transaction: Transaction,
    events: Sequence[Event],
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> EventCounts:
    """Take events in.

    An event found is the event of the workspace with which it shares most alerts (the older one when it shares as many with
    two). Of several found that share alerts with one, as when an event falls apart, the one that shares most is it and the others
    are new. An event of the workspace whose alerts all went to another is marked as part of that one, never deleted.

    An event that was seen and has grown (more alerts, or a higher confidence) is ``grown`` again; one that was dismissed, confirmed
    or sent to a mission stays so.
    """
    held = _held(transaction, events)
    known = {row["id"]: row for row in _rows(transaction, sorted(set(held.values())))}
    shared = [Counter(held[member] for member in event.members if member in held) for event in events]
    claimed = _claims(shared, known)
    taken = set(claimed.values()) | _existing(transaction, [event.id for event in events])
    tally: Counter[str] = Counter()
    ids = []
    for number, event in enumerate(events):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(100.0 * number / len(events))
        kept = claimed.get(number)
        if kept is None:
            tally["new"] += 1
            ids.append(_add(transaction, event, event.id not in taken))
            taken.add(ids[-1])
        else:
            tally[_change(transaction, event, known[kept])] += 1
            ids.append(kept)
        _move_members(transaction, ids[-1], event.members)
    merged = _merge(transaction, shared, ids, set(known) - set(claimed.values()))
    return EventCounts(tuple(ids), tally["new"], tally["grown"], tally["changed"], tally["unchanged"], merged)


def _held(transaction: Transaction, events: Sequence[Event]) -> dict[str, str]:
    """Event of the workspace that holds each alert."""
    members = [member for event in events for member in event.members]
    found: dict[str, str] = {}
    for start in range(0, len(members), _CHUNK):
        part = members[start : start + _CHUNK]
        sql = 'SELECT "alert_id", "event_id" FROM "alert_event_member" WHERE "alert_id" IN '
        found.update(transaction.connection.query(sql + "(" + placeholders(len(part)) + ")", part))
    return found


def _rows(transaction: Transaction, ids: list[str]) -> list[Row]:
    rows = []
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        rows += transaction.connection.read("alert_event", '"id" IN (' + placeholders(len(part)) + ")", part)
    return rows


def _existing(transaction: Transaction, ids: list[str]) -> set[str]:
    return {str(row["id"]) for row in _rows(transaction, ids)}


def _claims(shared: list[Counter[str]], known: dict[str, Row]) -> dict[int, str]:
    """Event of the workspace that each found event is; every one at most once, the largest share first."""
    bids = [
        (-count, known[old]["first_date"], old, number)
        for number, olds in enumerate(shared)
        for old, count in olds.items()
    ]
    claimed: dict[int, str] = {}
    given: set[str] = set()
    for _, _, old, number in sorted(bids):
        if number not in claimed and old not in given:
            claimed[number] = old
            given.add(old)
    return claimed


def _add(transaction: Transaction, event: Event, keeps_id: bool) -> str:
    values = _values(event)
    if keeps_id:
        values["id"] = event.id
    return transaction.insert("alert_event", {**values, "state": "new"})


def _change(transaction: Transaction, event: Event, before: Row) -> str:
    values = _values(event)
    changed = {name: value for name, value in values.items() if before[name] != value}
    if event.priority is None:
        changed.pop("priority", None)
    more_certain = CONFIDENCES.index(event.max_confidence) > CONFIDENCES.index(before["max_confidence"])
    grown = len(event.members) > before["pixel_count"] or more_certain
    if grown and before["state"] in ("seen", "merged"):
        changed["state"] = "grown"
    if before["merged_into_id"] is not None:
        changed["merged_into_id"] = None
    if not changed:
        return "unchanged"
    transaction.update("alert_event", before["id"], changed)
    return "grown" if grown else "changed"


def _values(event: Event) -> dict[str, Any]:
    return {
        "source": event.source,
        "first_date": event.first_date.isoformat(),
        "last_date": event.last_date.isoformat(),
        "pixel_count": len(event.members),
        "area_ha": event.area_ha,
        "max_confidence": event.max_confidence,
        "territory_id": event.territory_id,
        "priority": event.priority,
        "geom": event.wkb,
    }


def _move_members(transaction: Transaction, event_id: str, members: Sequence[str]) -> None:
    transaction.connection.run('DELETE FROM "alert_event_member" WHERE "event_id" = ?', [event_id])
    for start in range(0, len(members), _CHUNK):
        part = list(members[start : start + _CHUNK])
        sql = 'DELETE FROM "alert_event_member" WHERE "alert_id" IN '
        transaction.connection.run(sql + "(" + placeholders(len(part)) + ")", part)
    transaction.connection.run_many(
        'INSERT INTO "alert_event_member" ("id", "event_id", "alert_id") VALUES (?,?,?)',
        # An alert belongs to one event, so that the membership may carry the alert's own identity.
        [(member, event_id, member) for member in members],
    )


def _merge(transaction: Transaction, shared: list[Counter[str]], ids: list[str], left: set[str]) -> int:
    """Mark events of the workspace whose alerts all went to others."""
    merged = 0
    for old in sorted(left):
        sql = 'SELECT COUNT(*) FROM "alert_event_member" WHERE "event_id" = ?'
        if transaction.connection.query(sql, [old])[0][0]:
            continue
        heir = max(
            (number for number, olds in enumerate(shared) if old in olds), key=lambda number: shared[number][old]
        )
        transaction.update("alert_event", old, {"state": "merged", "merged_into_id": ids[heir]})
        merged += 1
    return merged


def mark_seen(transaction: Transaction, event_ids: Sequence[str]) -> None:
    """Note that somebody looked at events: new and grown ones become ``seen``."""
    now = utc_now()
    for row in _rows(transaction, list(event_ids)):
        if row["state"] in ("new", "grown"):
            transaction.update("alert_event", row["id"], {"state": "seen", "seen_at": now})


def dismiss(transaction: Transaction, event_id: str, reason: str) -> None:
    """Set an event aside, with the reason."""
    transaction.update("alert_event", event_id, {"state": "dismissed", "dismissed_reason": reason})
