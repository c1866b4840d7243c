"""What the window shows of a community's title file in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ..cadastre.profile import Profile
from ..cadastre.waivers import waivers_of
from ..errors import InputError
from ..territory.versions import agreed_version, find_community, versions_of
from ..titling.register import attributes_of
from ..titling.steps import Entry, entries_of
from .workspaces import open_workspace


@dataclass(frozen=True)
class TitleFile:
    """A community with its agreed boundary, its road and its last validation.

    Attributes
    ----------
    community_id, community : str
    attributes : Mapping of str to str
        What the workspace knows of the attributes of a title.
    version : Mapping of str to Any, optional
        Row of the agreed version; None when there is none, or when two wait for a decision.
    versions : tuple of Mapping
        Rows of all its versions, the newest first.
    is_forked : bool
        Whether two versions wait for a decision.
    entries : tuple of Entry
    validated_on : str
        Day of the last validation; empty when there was none.
    blockers : int
        Blockers it found that nobody set aside.
    """

    community_id: str
    community: str
    attributes: Mapping[str, str]
    version: Mapping[str, Any] | None
    versions: tuple[Mapping[str, Any], ...]
    is_forked: bool
    entries: tuple[Entry, ...]
    validated_on: str
    blockers: int


def communities_of(location: str) -> tuple[tuple[str, str], ...]:
    """Identity and name of each community of a workspace, by name."""
    with open_workspace(location, read_only=True) as workspace:
        return tuple((str(row["id"]), str(row["name"])) for row in workspace.read("community", order="name"))


def read_title_file(location: str, community_id: str, profile: Profile) -> TitleFile:
    """Read what the workspace holds about a community's title.

    Raises
    ------
    InputError
        ``titling.no_community``.
    """
    with open_workspace(location, read_only=True) as workspace:
        community = find_community(workspace, community_id)
        version, is_forked = None, False
        try:
            version = agreed_version(workspace, community)
        except InputError:
            is_forked = True
        steps = workspace.read("titling_step", '"community_id" = ?', [community_id])
        runs = workspace.read("validation_run", '"community_id" = ?', [community_id], order="created_at")
        blockers = 0
        if runs:
            waived = waivers_of(workspace, community_id)
            found = workspace.read("finding", '"run_id" = ?', [runs[-1]["id"]])
            blockers = sum(row["severity"] == "blocker" and row["key"] not in waived for row in found)
        return TitleFile(
            community_id,
            str(community["name"]),
            attributes_of(community),
            version,
            tuple(reversed(versions_of(workspace, community_id))),
            is_forked,
            entries_of(steps, profile),
            str(runs[-1]["created_at"])[:10] if runs else "",
            blockers,
        )
