"""What a package may state to its audience: attributes and neighbours pass the release gate before any file is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Iterable, Mapping, Sequence

from ..cadastre.profile import Profile
from ..errors import InputError
from ..territory.versions import agreed_records, refuse_agreed, release_agreed
from ..workspace.consents import require_consent
from ..workspace.model import SENSITIVITIES
from ..workspace.release import Record, Released, release
from ..workspace.store import Row, Workspace
from .conflicts import Conflict, Observation
from .land_capacity import LandCapacity
from .technical_table import TechnicalTable

# What each audience of a package may see, as the release gate names it. A secret goes into no package.
AUDIENCES: Mapping[str, str] = {"office": "office", "public": "public"}
OFFICE = "office"
THIRD_PARTIES = "public"
PURPOSE = "exporttitlepackage"
# What a package tells of a community, and so what its consent must cover.
CONSENT_MATTERS = ("community", "boundary_version")
_ATTRIBUTE = "title_attribute"
_NEIGHBOUR = "title_neighbour"
_EXCLUSION = "title_exclusion"
_OVERLAP = "title_overlap"
_OBSERVATION = "title_observation"
_HELD_BACK = "—"


def ask_consent(workspace: Workspace, community: Row, audiences: Iterable[str]) -> None:
    """Refuse a package for any of `audiences` (of :data:`AUDIENCES`) that no consent in force covers, once the community gave one.

    Raises
    ------
    InputError
        ``workspace.no_consent``; ``workspace.secret_title`` when the community is marked as secret.
    """
    if community["sensitivity"] == SENSITIVITIES[-1]:
        raise InputError("workspace.secret_title", community=community["name"])
    for audience in audiences:
        require_consent(workspace, community, CONSENT_MATTERS, AUDIENCES[audience])


@dataclass(frozen=True)
class NamedTitle:
    """What a title takes from a workspace by the name of the community.

    Attributes
    ----------
    workspace : Workspace
    community : Row
    version : Row, optional
        Of its boundary; none where the boundary is a layer.
    """

    workspace: Workspace
    community: Row
    version: Row | None = None

    def refuse(self, audiences: Iterable[str]) -> None:
        """Refuse a title for any of `audiences` (of :data:`AUDIENCES`) that may not have all of it; nothing leaves by it.

        Raises
        ------
        InputError
            As :func:`~rainforest_alert_plugin.territory.versions.refuse_agreed`.
        """
        for audience in audiences:
            refuse_agreed(self.workspace, self.community, self.version, AUDIENCES[audience])

    def records(self) -> list[Record]:
        """What :meth:`release` takes to the gate."""
        return agreed_records(self.community, self.version)

    def release(self, audience: str, purpose: str = PURPOSE) -> None:
        """Let it go to one of :data:`AUDIENCES`, written down.

        Raises
        ------
        InputError
            As :meth:`refuse`.
        """
        release_agreed(self.workspace, self.community, self.version, purpose, AUDIENCES[audience])


@dataclass(frozen=True)
class TitleFacts:
    """Attributes and neighbours that were released, and what was held back.

    Attributes
    ----------
    released : Released of Record
    audience : str
        One of :data:`AUDIENCES`.
    withheld : tuple of str
        Origins (``attribute:registry_entry``, ``row:neighbour``) of which something was held back.
    missing : tuple of str
        Attributes of the profile that nobody stated.
    """

    released: Released[Record]
    audience: str
    withheld: tuple[str, ...]
    missing: tuple[str, ...]
    attributes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        stated = {row.id: str(row.values["value"]) for row in self.released.rows if row.table == _ATTRIBUTE}
        object.__setattr__(self, "attributes", stated)

    def land(self, land: LandCapacity | None) -> LandCapacity | None:
        """A division of the land without the names of exclusions that were held back."""
        if land is None:
            return None
        names = {row.id: str(row.values["value"]) for row in self.released.rows if row.table == _EXCLUSION}
        rows = tuple(replace(row, name=names.get(str(number), "")) for number, row in enumerate(land.rows))
        return replace(land, rows=rows)

    def conflicts(self, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
        """Overlaps, those units whose names were held back by their number in their layer only."""
        names = {row.id: str(row.values["value"]) for row in self.released.rows if row.table == _OVERLAP}
        return tuple(
            conflict
            if str(number) in names
            else replace(conflict, feature_id=f"#{number + 1}", waived=_HELD_BACK if conflict.waived else "")
            for number, conflict in enumerate(conflicts)
        )

    def observations(self, observations: Sequence[Observation]) -> tuple[Observation, ...]:
        """What rules observed; of those whose words were held back only the rule and how grave it is."""
        texts = {row.id: str(row.values["value"]) for row in self.released.rows if row.table == _OBSERVATION}
        return tuple(
            o
            if str(number) in texts
            else replace(o, text=_HELD_BACK, key=o.rule, waived=_HELD_BACK if o.waived else "")
            for number, o in enumerate(observations)
        )

    def neighbours(self, table: TechnicalTable) -> list[str]:
        """Released neighbour of each row of a table; empty where it was held back or nobody is known."""
        names = {row.id: str(row.values["value"]) for row in self.released.rows if row.table == _NEIGHBOUR}
        return [names.get(str(number), "") for number in range(len(table.rows))]


def fact_records(
    table: TechnicalTable,
    attributes: Mapping[str, str],
    profile: Profile,
    land: LandCapacity | None = None,
    conflicts: Sequence[Conflict] = (),
    observations: Sequence[Observation] = (),
) -> list[Record]:
    """What :func:`release_facts` takes to the gate."""
    levels = profile.sensitivity
    records = [
        Record(_ATTRIBUTE, key, {"value": text}, levels.get(f"attribute:{key}", "public"))
        for key, text in attributes.items()
    ]
    records += [
        Record(_NEIGHBOUR, str(number), {"value": row.neighbour}, levels.get("row:neighbour", "public"))
        for number, row in enumerate(table.rows)
        if row.neighbour
    ]
    records += [
        Record(_EXCLUSION, str(number), {"value": row.name}, levels.get("exclusion:name", "public"))
        for number, row in enumerate(land.rows if land else ())
        if row.name
    ]
    records += [
        Record(_OVERLAP, str(number), {"value": conflict.feature_id}, levels.get("row:neighbour", "public"))
        for number, conflict in enumerate(conflicts)
    ]
    records += [
        Record(_OBSERVATION, str(number), {"value": observation.text}, levels.get("row:neighbour", "public"))
        for number, observation in enumerate(observations)
    ]
    return records


def release_facts(
    table: TechnicalTable,
    attributes: Mapping[str, str],
    profile: Profile,
    audience: str,
    workspace: Workspace | None = None,
    land: LandCapacity | None = None,
    conflicts: Sequence[Conflict] = (),
    observations: Sequence[Observation] = (),
) -> TitleFacts:
    """Let through what `audience` may have.

    Parameters
    ----------
    table : TechnicalTable
        With its neighbours.
    attributes : Mapping of str to str
        From :func:`~.attributes.read_attributes`.
    profile : Profile
        Its sensitivities say who may have what; all else is public.
    workspace : Workspace, optional
        Where the decision is logged.
    land : LandCapacity, optional
        Its exclusions may name third parties.
    conflicts : sequence of Conflict
        Overlaps, whose units are third parties as neighbours are.
    observations : sequence of Observation
        What rules observed; their words may name neighbours.
    """
    records = fact_records(table, attributes, profile, land, conflicts, observations)
    released = release(records, AUDIENCES[audience], PURPOSE, workspace)
    kept = {(row.table, row.id) for row in released.rows}
    held = [record for record in records if (record.table, record.id) not in kept]
    origins = {
        _NEIGHBOUR: "row:neighbour",
        _EXCLUSION: "exclusion:name",
        _OVERLAP: "overlap:name",
        _OBSERVATION: "observation:text",
    }
    withheld = {origins.get(record.table, f"attribute:{record.id}") for record in held}
    missing = tuple(attribute.key for attribute in profile.attributes if not attributes.get(attribute.key))
    return TitleFacts(released, audience, tuple(sorted(withheld)), missing)
