"""What was made of rows of a workspace passes the gate again for another audience, by the rows as they are now."""

from __future__ import annotations

from typing import Callable, Iterator, Sequence

from ..errors import InputError, RainforestAlertError
from .consents import ASKING
from .origins import Origin, OriginRow, merged
from .release import WHOLE, Record, Released, release, release_alike, sees_as_much_as
from .schema import TABLES
from .sql import placeholders
from .store import Row, Workspace

_TABLES = frozenset(table.name for table in TABLES)
_AT_ONCE = 500


def release_again(
    origins: Sequence[Origin], audience: str, purpose: str, reopen: Callable[[str], Workspace], name: str
) -> None:
    """Let what was made of rows of workspaces go to an audience, or refuse it: it goes whole or not at all.

    Rows are judged as the workspace has them now, by levels, rules and consents in force; rows that are gone, as they were. What
    went in part to the audience for which the thing was made goes to the same audience again.

    Parameters
    ----------
    origins : sequence of Origin
    reopen : callable
        Opens a workspace by its location.
    name : str
        Of the thing, for the sentence.

    Raises
    ------
    InputError
        ``workspace.made_for_another``, ``workspace.made_of_all_rows`` for what was made for the screen; ``workspace.origin_unknown``
        for rows of which nobody can tell the workspace any more, where consents must be asked; ``workspace.origin_gone`` when the
        consents cannot be asked since the workspace cannot be opened.
    CancelledError
        When whoever is asked says no.
    """
    for origin in merged(origins):
        released = _ask(origin, audience, purpose, reopen, name)
        changed = [share for share in released.shares if share.reduced and audience != origin.audience]
        blanked = [
            share for share in released.shares if share.blanked and not sees_as_much_as(audience, origin.audience)
        ]
        if released.held_back or changed or blanked:
            count = released.held_back_count() or origin.count
            if origin.audience == WHOLE:
                raise InputError("workspace.made_of_all_rows", layer=name, audience=audience, count=count)
            raise InputError(
                "workspace.made_for_another", layer=name, origin=origin.audience, audience=audience, count=count
            )
        if not origin.location and audience in ASKING and origin.table in _TABLES:
            raise InputError("workspace.origin_unknown", layer=name)


def _ask(
    origin: Origin, audience: str, purpose: str, reopen: Callable[[str], Workspace], name: str
) -> Released[Record]:
    if not origin.location:
        return release(_as_they_were(origin), audience, purpose)
    try:
        workspace = reopen(origin.location)
    except RainforestAlertError as error:
        if audience in ASKING:
            raise InputError("workspace.origin_gone", layer=name, location=origin.location) from error
        return release(_as_they_were(origin), audience, purpose)
    with workspace:
        if origin.count > len(origin.rows):
            ids = [origin.rows[0].id] * origin.count
            return release_alike(origin.table, ids, audience, purpose, workspace)
        current = _current(origin, workspace)
        records = [
            Record(origin.table, row.id, current.get(row.id, row.values), row.sensitivity, row.subject)
            for row in origin.rows
        ]
        return release(records, audience, purpose, workspace)


def _as_they_were(origin: Origin) -> Iterator[Record]:
    return (Record(origin.table, row.id, row.values, row.sensitivity, row.subject) for row in origin.rows)


def _current(origin: Origin, workspace: Workspace) -> dict[str, Row]:
    """Rows of an origin as they are now, by their identity."""
    if origin.table not in _TABLES:
        return {}
    found: dict[str, Row] = {}
    for start in range(0, len(origin.rows), _AT_ONCE):
        part: Sequence[OriginRow] = origin.rows[start : start + _AT_ONCE]
        rows = workspace.read(origin.table, '"id" IN (' + placeholders(len(part)) + ")", [row.id for row in part])
        found.update({str(row["id"]): row for row in rows})
    return found
