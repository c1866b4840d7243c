"""Consents of the communities of a workspace, and what would leave by them; short reads and writes on the main thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..territory import consent as acts
from ..workspace.consents import Consents, is_in_force
from ..workspace.everything import records_of
from ..workspace.release import AUDIENCES, TableShare, preview
from ..workspace.store import Row
from .workspaces import open_workspace

MATTERS = acts.MATTERS
GIVEN_TO = acts.GIVEN_TO
ALL_AUDIENCES = AUDIENCES


@dataclass(frozen=True)
class Consent:
    """A consent as it was written down; days as ISO text, `is_in_force` as of today."""

    id: str
    what: str
    audience: str
    act: str
    given_on: str
    until: str | None
    withdrawn_on: str | None
    is_in_force: bool


def communities_of(location: str) -> list[tuple[str, str]]:
    """Identity and name of every community, by name."""
    with open_workspace(location, read_only=True) as workspace:
        rows = workspace.read("community", order="name")
    return [(str(row["id"]), str(row["name"])) for row in rows]


def consents_of(location: str, community_id: str) -> list[Consent]:
    """What a community agreed to, the latest first."""
    with open_workspace(location, read_only=True) as workspace:
        rows = workspace.read("consent", '"community_id" = ?', [community_id])
    rows.sort(key=lambda row: (row["given_on"], row["created_at"]), reverse=True)
    return [_consent(row) for row in rows]


def record(
    location: str, community_id: str, what: str, audience: str, act: str, given_on: str, until: str | None
) -> str:
    """Write down what a community agreed to share; returns the consent's identity."""
    with open_workspace(location) as workspace:
        (community,) = workspace.read("community", '"id" = ?', [community_id])
        return acts.give_consent(workspace, community, what, audience, act, given_on, until)


def withdraw(location: str, consent_id: str) -> Consent | None:
    """Take a consent back from today; returns it where another still covers its matter for its audience."""
    with open_workspace(location) as workspace:
        acts.withdraw_consent(workspace, consent_id)
        (row,) = workspace.read("consent", '"id" = ?', [consent_id])
        is_covered = Consents(workspace).covers(row["what"], row["community_id"], row["audience"])
    return _consent(row) if is_covered else None


def _consent(row: Row) -> Consent:
    names = ("id", "what", "audience", "act", "given_on", "until", "withdrawn_on")
    return Consent(*(row[name] for name in names), is_in_force(row, date.today()))


def shares_of(location: str, audience: str, community_id: str | None = None) -> list[TableShare]:
    """What would go to an audience and what would stay, of a whole workspace or of one community; nothing leaves."""
    with open_workspace(location, read_only=True) as workspace:
        return preview(records_of(workspace, community_id), audience, workspace)
