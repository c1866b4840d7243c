"""Events in the workspace: each keeps its identity while it grows, and what people decided about it."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Mapping, Sequence

from ..errors import InputError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .clock import utc_now
from .sql import placeholders
from .store import Row, Transaction, new_id
from .tables.alerts import CONFIDENCES

_CHUNK = 500
_CHECK_EVERY = 200
_SAME_AREA = 1e-6


@dataclass(frozen=True)
class Event:
    """An event as it was found this time.

    Attributes
    ----------
    id : str
        UUID it gets when no event of the workspace holds any of its alerts.
    source : str
        Sources that saw it, joined by "+".
    first_date, last_date : datetime.date
    area_ha : float
    max_confidence : str
        ``low``, ``high`` or ``highest``.
    wkb : bytes
        Multipolygon in EPSG:4326.
    members : sequence of str
        Ids of its alerts (see :func:`~rainforest_alert_plugin.workspace.alerts.alert_ids`), which the workspace holds; those that
        their source withdrew are among them.
    territory_id : str, optional
    priority : float, optional
        0 to 100.
    withdrawn_count : int
        How many of the members were withdrawn. The figures are those of the others; when all were, their dates, confidence and
        outline stay and the area is 0.
    sources : sequence of mapping
        What each source saw of it: ``source``, ``first_date``, ``last_date``, ``max_confidence``, ``pixel_count``, ``area_ha``.
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
    withdrawn_count: int = 0
    sources: Sequence[Mapping[str, Any]] = ()

    @property
    def pixel_count(self) -> int:
        """Alerts that stand."""
        return len(self.members) - self.withdrawn_count


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

    ids: tuple[str, ...] = ()
    new: int = 0
    grown: int = 0
    changed: int = 0
    unchanged: int = 0
    merged: int = 0


def keep_events(
    transaction: Transaction,
    events: Sequence[Event],
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> EventCounts:
    """Take events in.

    An event found is the eldest of the workspace's events with which it shares alerts: the one known for longest, then the one
    that began first. Of several found that share alerts with one, as when an event falls apart, the one that shares most is it and
    the others are new. An event of the workspace whose alerts went to another that is not itself found again is marked as part of
    that one, never deleted. An event that was seen and has grown (more alerts or higher confidence) is ``grown`` again; one that was
    dismissed, confirmed or sent to a mission stays so. ``last_change`` and ``changed_at`` say what happened and when.
    """
    held = _held(transaction, events)
    known = {row["id"]: row for row in _rows(transaction, sorted(set(held.values())))}
    shared = [Counter(held[member] for member in event.members if member in held) for event in events]
    claimed = _claims(events, shared, known)
    taken = set(claimed.values()) | _existing(transaction, [event.id for event in events])
    tally: Counter[str] = Counter()
    ids: list[str] = []
    fresh: list[dict[str, Any]] = []
    moves: dict[str, str] = {}
    now = utc_now()
    for number, event in enumerate(events):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(100.0 * number / len(events))
        kept = claimed.get(number)
        if kept is None:
            tally["new"] += 1
            ids.append(new_id() if event.id in taken else event.id)
            taken.add(ids[-1])
            fresh.append(_new_row(event, ids[-1], now))
        else:
            before = known[kept]
            is_same = (
                shared[number][kept] == len(event.members) == before["pixel_count"] + (before["withdrawn_count"] or 0)
            )
            tally[_change(transaction, event, before, is_same, now)] += 1
            ids.append(kept)
        moves.update({member: ids[-1] for member in event.members if held.get(member) != ids[-1]})
    transaction.insert_many("alert_event", fresh)
    _move_members(transaction, moves, held)
    merged = _merge(transaction, shared, ids, known, set(known) - set(claimed.values()), now)
    return EventCounts(tuple(ids), tally["new"], tally["grown"], tally["changed"], tally["unchanged"], merged)


def _held(transaction: Transaction, events: Sequence[Event]) -> dict[str, str]:
    """Event of the workspace that holds each alert."""
    found: dict[str, str] = {}
    if not transaction.connection.query('SELECT 1 FROM "alert_event_member" LIMIT 1'):
        return found
    members = [member for event in events for member in event.members]
    for start in range(0, len(members), _CHUNK):
        part = members[start : start + _CHUNK]
        sql = 'SELECT "alert_id", "event_id" FROM "alert_event_member" WHERE "alert_id" IN '
        for alert, event in transaction.connection.query(sql + "(" + placeholders(len(part)) + ")", part):
            found[str(alert)] = str(event)
    return found


def _rows(transaction: Transaction, ids: list[str]) -> list[Row]:
    rows = []
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        rows += transaction.connection.read("alert_event", '"id" IN (' + placeholders(len(part)) + ")", part)
    return rows


def _existing(transaction: Transaction, ids: list[str]) -> set[str]:
    return {str(row["id"]) for row in _rows(transaction, ids)}


def _claims(events: Sequence[Event], shared: list[Counter[str]], known: dict[str, Row]) -> dict[int, str]:
    """Event of the workspace that each found event is: the eldest chooses first, and takes the one that shares most with it."""
    finders: dict[str, list[int]] = {}
    for number, olds in enumerate(shared):
        for old in olds:
            finders.setdefault(old, []).append(number)
    claimed: dict[int, str] = {}
    for old in sorted(finders, key=lambda old: (known[old]["created_at"], known[old]["first_date"], old)):
        free = [number for number in finders[old] if number not in claimed]
        if free:
            best = min(free, key=lambda n: (-shared[n][old], events[n].first_date, min(events[n].members)))
            claimed[best] = old
    return claimed


def _new_row(event: Event, identity: str, now: str) -> dict[str, Any]:
    kept = {"state": "new", "last_change": "new", "changed_at": now, "created_at": now}
    return {"id": identity, **_values(event), **kept}


def _change(transaction: Transaction, event: Event, before: Row, is_same: bool, now: str) -> str:
    values = _values(event)
    compared = {**before, "sources": _plain(before["sources"])}
    changed = {name: value for name, value in values.items() if compared[name] != value}
    if event.priority is None:
        changed.pop("priority", None)
    if is_same and math.isclose(event.area_ha, before["area_ha"], rel_tol=_SAME_AREA):
        # the same alerts, drawn and measured again, may differ in the last digits
        changed.pop("geom", None)
        changed.pop("area_ha", None)
        if _same_shares(values["sources"], compared["sources"]):
            changed.pop("sources", None)
    raised = CONFIDENCES.index(event.max_confidence) > CONFIDENCES.index(before["max_confidence"])
    grown = event.pixel_count > before["pixel_count"]
    if (grown or raised) and before["state"] in ("seen", "merged"):
        changed["state"] = "grown"
    if before["merged_into_id"] is not None:
        changed["merged_into_id"] = None
    if not changed:
        return "unchanged"
    what = (
        ("grown", grown),
        ("raised", raised),
        ("withdrawn", event.withdrawn_count > (before["withdrawn_count"] or 0)),
    )
    changed["last_change"] = next((word for word, is_so in what if is_so), "changed")
    changed["changed_at"] = now
    transaction.update("alert_event", before["id"], changed)
    return "grown" if grown or raised else "changed"


def _same_shares(now: Any, before: Any) -> bool:
    """Whether the sources saw the same, areas aside."""
    return [{**share, "area_ha": None} for share in now or ()] == [{**share, "area_ha": None} for share in before or ()]


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _values(event: Event) -> dict[str, Any]:
    return {
        "source": event.source,
        "first_date": event.first_date.isoformat(),
        "last_date": event.last_date.isoformat(),
        "pixel_count": event.pixel_count,
        "area_ha": event.area_ha,
        "max_confidence": event.max_confidence,
        "territory_id": event.territory_id,
        "priority": event.priority,
        "geom": event.wkb,
        "withdrawn_count": event.withdrawn_count,
        "sources": [dict(share) for share in event.sources] or None,
    }


def _move_members(transaction: Transaction, moves: Mapping[str, str], held: Mapping[str, str]) -> None:
    """Put alerts into events, out of those that held them."""
    leaving = [alert for alert in moves if alert in held]
    for start in range(0, len(leaving), _CHUNK):
        part = leaving[start : start + _CHUNK]
        sql = 'DELETE FROM "alert_event_member" WHERE "alert_id" IN '
        transaction.connection.run(sql + "(" + placeholders(len(part)) + ")", part)
    # An alert belongs to one event, so that the membership may carry the alert's own identity.
    columns = ["id", "event_id", "alert_id"]
    transaction.connection.add_rows(
        "alert_event_member", columns, ((alert, event, alert) for alert, event in sorted(moves.items()))
    )


def _merge(
    transaction: Transaction,
    shared: list[Counter[str]],
    ids: list[str],
    known: Mapping[str, Row],
    left: set[str],
    now: str,
) -> int:
    """Mark events of the workspace whose alerts all went to others."""
    merged = 0
    awaited: set[str] = set()
    for old in sorted(left):
        sql = 'SELECT COUNT(*) FROM "alert_event_member" WHERE "event_id" = ?'
        if transaction.connection.query(sql, [old])[0][0]:
            continue
        heir = max(
            (number for number, olds in enumerate(shared) if old in olds), key=lambda number: shared[number][old]
        )
        if known[old]["state"] == "mission":
            awaited.add(ids[heir])
        transaction.update(
            "alert_event",
            old,
            {"state": "merged", "merged_into_id": ids[heir], "last_change": "merged", "changed_at": now},
        )
        merged += 1
    # Whoever was to be sent to a part is to be sent to the whole.
    for row in _rows(transaction, sorted(awaited)):
        if row["state"] in ("new", "grown", "seen"):
            transaction.update("alert_event", row["id"], {"state": "mission"})
    return merged


def mark_seen(transaction: Transaction, event_ids: Sequence[str]) -> None:
    """Note that somebody looked at events: new and grown ones become ``seen``."""
    now = utc_now()
    for row in _rows(transaction, list(event_ids)):
        if row["state"] in ("new", "grown"):
            transaction.update("alert_event", row["id"], {"state": "seen", "seen_at": now})


def dismiss(transaction: Transaction, event_id: str, reason: str) -> None:
    """Set an event aside, with the reason; the audit log keeps who did and when.

    Raises
    ------
    InputError
        ``workspace.reason_missing``.
    """
    if not reason.strip():
        raise InputError("workspace.reason_missing")
    transaction.update("alert_event", event_id, {"state": "dismissed", "dismissed_reason": reason.strip()})


def take_back(transaction: Transaction, event_id: str) -> None:
    """Undo dismissing an event: it is ``seen`` again."""
    transaction.update("alert_event", event_id, {"state": "seen", "dismissed_reason": None, "seen_at": utc_now()})
