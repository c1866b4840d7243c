"""The gate: whatever leaves passes here, for a named audience, and is written down."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Generic, Iterable, Mapping, TypeVar

from ..errors import InputError, Message
from .clock import utc_now
from .consents import ASKING, Consents
from .model import SENSITIVITIES, Table
from .schema import TABLES
from .store import Workspace

AUDIENCES = ("public", "federation", "community", "replica")
NO_CONSENT = "consent"
_GATE = object()
_LEVELS: Mapping[str, frozenset[str]] = {
    "public": frozenset(SENSITIVITIES[:1]),
    "federation": frozenset(SENSITIVITIES[:2]),
    "community": frozenset(SENSITIVITIES[:3]),
    "replica": frozenset(SENSITIVITIES),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A row that may leave.

    Attributes
    ----------
    table : str
        Table it comes from, or name of the layer when it is not from a workspace.
    id : str
    values : mapping
        Its columns; ``sensitivity`` among them where its table has that column.
    sensitivity : str, optional
        Level when the values carry none; a row without any level counts as ``community``, the default on entry.
    """

    table: str
    id: str
    values: Mapping[str, Any]
    sensitivity: str | None = None


@dataclass(frozen=True)
class Released(Generic[T]):
    """What the gate let through; only :func:`release` makes one, so that what takes ``Released`` cannot be bypassed by mistake.

    Attributes
    ----------
    rows : tuple
    audience, purpose : str
    held_back : mapping of str to int
        Rows held back, by their level, or under ``consent``.
    blanked : mapping of str to int
        Values blanked inside rows that were released, by column.
    log_id : str, optional
        Line of the release log; None when the rows are of no workspace.
    """

    rows: tuple[T, ...]
    audience: str
    purpose: str
    held_back: Mapping[str, int]
    blanked: Mapping[str, int] = field(default_factory=dict)
    log_id: str | None = None
    gate: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.gate is not _GATE:
            raise TypeError("only workspace.release makes Released values")

    def held_back_count(self) -> int:
        """Number of rows held back."""
        return sum(self.held_back.values())

    def message(self) -> Message:
        """What the output must say about what is not in it."""
        return Message(
            "workspace.held_back",
            released=len(self.rows),
            held_back=self.held_back_count(),
            blanked=sum(self.blanked.values()),
            audience=self.audience,
        )


def release(
    records: Iterable[Record], audience: str, purpose: str, workspace: Workspace | None = None
) -> Released[Record]:
    """Decide which rows an audience may have, write the decision down, and let those through.

    A row whose level the audience may not see is held back whole; a column with a level of its own (a name of somebody who
    denounces) is blanked in a row that may leave. The audience ``replica``, another laptop of the same circle of trust, gets full rows.
    Of a matter on which a community gave its consent, only what a consent in force covers goes to the federation and the public; what
    it holds back is counted as ``consent``.

    Parameters
    ----------
    records : iterable of Record
    audience : str
        One of :data:`AUDIENCES`.
    purpose : str
        What they leave for, for instance ``exporttitlepackage``.
    workspace : Workspace, optional
        Where consent is asked and the decision is logged; none for rows of plain layers.

    Raises
    ------
    InputError
        ``workspace.unknown_audience``, ``workspace.unknown_sensitivity``: nothing leaves by a misspelling.
    """
    if audience not in AUDIENCES:
        raise InputError("workspace.unknown_audience", audience=audience, audiences=", ".join(AUDIENCES))
    allowed = _LEVELS[audience]
    consents = Consents(workspace) if workspace is not None and audience in ASKING else None
    kept: list[Record] = []
    held_back: dict[str, int] = {}
    blanked: dict[str, int] = {}
    tables: dict[str, list[Record]] = {}
    held_by_table: dict[str, dict[str, int]] = {}
    for record in records:
        level = _level(record)
        tables.setdefault(record.table, [])
        is_open = level in allowed
        if is_open and consents is not None and not consents.permits(record.table, record.id, record.values, audience):
            is_open, level = False, NO_CONSENT
        if not is_open:
            held_back[level] = held_back.get(level, 0) + 1
            of_table = held_by_table.setdefault(record.table, {})
            of_table[level] = of_table.get(level, 0) + 1
            continue
        let_through = _blank(record, allowed, blanked)
        kept.append(let_through)
        tables[record.table].append(let_through)
    log_id = _log(workspace, audience, purpose, tables, held_by_table) if workspace is not None else None
    return Released(tuple(kept), audience, purpose, held_back, blanked, log_id, _GATE)


def _level(record: Record) -> str:
    level = record.values.get("sensitivity") or record.sensitivity or "community"
    if level not in SENSITIVITIES:
        raise InputError("workspace.unknown_sensitivity", sensitivity=str(level), table=record.table, id=record.id)
    return str(level)


def _blank(record: Record, allowed: frozenset[str], blanked: dict[str, int]) -> Record:
    described = _table(record.table)
    hidden = {
        column.name
        for column in (described.columns if described else ())
        if column.sensitivity and column.sensitivity not in allowed and record.values.get(column.name) is not None
    }
    if not hidden:
        return record
    for name in hidden:
        blanked[name] = blanked.get(name, 0) + 1
    values = {name: None if name in hidden else value for name, value in record.values.items()}
    return Record(record.table, record.id, values, record.sensitivity)


def _table(name: str) -> Table | None:
    return next((table for table in TABLES if table.name == name), None)


def _log(
    workspace: Workspace,
    audience: str,
    purpose: str,
    tables: Mapping[str, list[Record]],
    held_by_table: Mapping[str, Mapping[str, int]],
) -> str | None:
    """One line per table; returns the id of the first."""
    first = None
    with workspace.write() as transaction:
        for name, kept in tables.items():
            identities = "\n".join(sorted(record.id for record in kept))
            line = transaction.insert(
                "release_log",
                {
                    "replica_id": transaction.replica_id,
                    "person_id": transaction.person_id,
                    "released_at": utc_now(),
                    "audience": audience,
                    "purpose": purpose,
                    "table_name": name,
                    "released_count": len(kept),
                    "held_back": json.dumps(dict(held_by_table.get(name, {})), sort_keys=True),
                    "content_sha256": hashlib.sha256(identities.encode("utf-8")).hexdigest(),
                },
            )
            transaction.log("release", "release_log", line, {"audience": audience, "table": name, "count": len(kept)})
            first = first or line
    return first
