"""Findings set aside: by whom, why, on what document. They stay in every report, and block no longer."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InputError
from ..workspace.clock import utc_now
from ..workspace.store import Row, Workspace


@dataclass(frozen=True)
class Waiver:
    """A finding that somebody set aside.

    Attributes
    ----------
    id : str
    key : str
        Of the finding, the same in every run that finds the same thing.
    rule : str
    reason, author, document : str
    set_on : str
        UTC time.
    """

    id: str
    key: str
    rule: str
    reason: str
    author: str
    document: str
    set_on: str


def waivers_of(workspace: Workspace, community_id: str) -> dict[str, Waiver]:
    """Waivers in force for a community, by the key of the finding; the latest of each key."""
    found: dict[str, Waiver] = {}
    for row in workspace.read("waiver", '"community_id" = ?', [community_id], order="created_at"):
        if row["withdrawn_at"]:
            found.pop(str(row["finding_key"]), None)
            continue
        found[str(row["finding_key"])] = _waiver(row)
    return found


def set_aside(
    workspace: Workspace, community_id: str, key: str, reason: str, author: str, document: str = ""
) -> Waiver:
    """Set aside what the last validation of a community found under `key`.

    Raises
    ------
    InputError
        ``waiver.no_reason``, ``waiver.no_author``, ``waiver.no_finding`` when no run of the community found such a thing,
        ``waiver.set_already``.
    """
    if not reason.strip():
        raise InputError("waiver.no_reason")
    if not author.strip():
        raise InputError("waiver.no_author")
    with workspace.write() as transaction:
        transaction.connection.lock_row("community", community_id)
        finding = latest_finding(workspace, community_id, key)
        if finding is None:
            raise InputError("waiver.no_finding", key=key)
        if key in waivers_of(workspace, community_id):
            raise InputError("waiver.set_already", key=key)
        identity = transaction.insert(
            "waiver",
            {
                "finding_id": finding["id"],
                "community_id": community_id,
                "finding_key": key,
                "rule": finding["rule"],
                "reason": reason.strip(),
                "author": author.strip(),
                "document": document.strip() or None,
            },
        )
    (row,) = workspace.read("waiver", '"id" = ?', [identity])
    return _waiver(row)


def take_back(workspace: Workspace, community_id: str, key: str, author: str) -> str:
    """Let a finding count again; the waiver stays on record as withdrawn. Returns its id.

    Raises
    ------
    InputError
        ``waiver.no_author``, ``waiver.not_set``.
    """
    if not author.strip():
        raise InputError("waiver.no_author")
    with workspace.write() as transaction:
        transaction.connection.lock_row("community", community_id)
        waiver = waivers_of(workspace, community_id).get(key)
        if waiver is None:
            raise InputError("waiver.not_set", key=key)
        transaction.update("waiver", waiver.id, {"withdrawn_at": utc_now(), "withdrawn_by": author.strip()})
    return waiver.id


def latest_finding(workspace: Workspace, community_id: str, key: str) -> Row | None:
    """What the latest run that found `key` in a community's boundary wrote down; None when none did."""
    runs = workspace.read("validation_run", '"community_id" = ?', [community_id], order="created_at")
    for run in reversed(runs):
        found = workspace.read("finding", '"run_id" = ? AND "key" = ?', [run["id"], key])
        if found:
            return found[0]
    return None


def _waiver(row: Row) -> Waiver:
    return Waiver(
        str(row["id"]),
        str(row["finding_key"]),
        str(row["rule"] or ""),
        str(row["reason"]),
        str(row["author"] or ""),
        str(row["document"] or ""),
        str(row["created_at"]),
    )
