"""The gate of a title package: what the rules of the profile observe on its boundary."""

from __future__ import annotations

import datetime
from typing import Any, Mapping, Sequence

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..cadastre.engine import validate
from ..cadastre.findings import BLOCKER, overlap_key
from ..cadastre.rules import ALL_RULES
from ..cadastre.stated import StatedFacts
from ..cadastre.waivers import waivers_of
from ..errors import Message
from ..geo.progress import stop_if
from ..host.case_references import GivenLayer, with_references
from ..host.cases import DrawnBoundary, agreed_boundary_case, drawn_boundaries, with_stated, with_table, with_workspace
from ..host.held_back import HeldBack
from ..host.messages import describe
from ..i18n import speaking, translate
from ..territory.versions import find_version, version_vertices
from ..titling.conflicts import Observation
from ..workspace.store import Row, Workspace
from .base import cancel_of
from .title_parameters import TitleInput

# Overlaps are in the package one by one, with the areas of the printed boundary; a second list would say them twice.
_OVERLAP_RULES = ("G08", "O01")
# What stands in place of a rule's id when the boundary itself is not the newest.
_VERSION = "VERSION"
_OVERLAPS = "O01"
_RULES = tuple(rule for rule in ALL_RULES if rule.id not in _OVERLAP_RULES)


def observations(
    title: TitleInput,
    given: Sequence[GivenLayer],
    attributes: Mapping[str, str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    workspace: Workspace | None,
    community: Row | None,
    version_id: str | None,
    waived: Mapping[str, str],
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """What the rules observe, those that somebody set aside marked, and the rules that had nothing to look at.

    Parameters
    ----------
    waived : Mapping of str to str
        From :func:`waived_keys`.

    Raises
    ------
    CancelledError
    """
    is_cancelled = cancel_of(feedback)
    profile = title.profile
    drawn = _drawn(title, context, workspace, community, version_id)
    drawn = with_stated(drawn, StatedFacts(attributes=dict(attributes)))
    with speaking(profile.language):
        # its name is a word of what the rules say, and that goes to the office
        table_name = translate("RainforestAlert", "technical table")
    drawn = with_table(drawn, None, profile, table_name)
    drawn = with_references(drawn, list(given), profile, context.transformContext(), is_cancelled=is_cancelled)
    stop_if(is_cancelled)
    result = validate(drawn.case, profile, is_cancelled=is_cancelled, rules=_RULES)
    with speaking(profile.language):
        found = tuple(
            Observation(
                finding.rule,
                finding.severity,
                describe(finding.message),
                finding.key,
                waived.get(finding.key, ""),
                finding.message,
            )
            for finding in result.findings
        )
    for finding, observation in zip(result.findings, found):
        if observation.stops:
            feedback.pushWarning(f"{observation.rule}: {describe(finding.message)}")
    lacking = [each for each in result.not_evaluated if not each.is_layer]
    if lacking:
        rules = ", ".join(each.subject for each in lacking)
        feedback.pushInfo(describe(Message("package.rules_not_evaluated", rules=rules)))
    return found, tuple(each.subject for each in lacking)


def version_observation(note: Message, language: str) -> Observation:
    """What stops a package whose boundary is not the agreed one in force: an office never gets that one but as a draft."""
    with speaking(language):
        return Observation(_VERSION, BLOCKER, describe(note), _VERSION, message=note)


def held_back_observations(layers: Sequence[HeldBack], language: str) -> tuple[Observation, ...]:
    """What stops a package whose boundary was compared with a part of a layer only; nobody can set it aside."""
    with speaking(language):
        return tuple(
            Observation(
                _OVERLAPS,
                BLOCKER,
                describe(each.message()),
                f"{_OVERLAPS}:held back:{each.layer}",
                message=each.message(),
            )
            for each in layers
        )


def waived_keys(workspace: Workspace | None, community: Row | None) -> dict[str, str]:
    """Reason by the key of each finding about a community that somebody set aside."""
    if workspace is None or community is None:
        return {}
    return {key: waiver.reason for key, waiver in waivers_of(workspace, str(community["id"])).items()}


def waived_overlap(waived: Mapping[str, str], layer: str, feature_id: str, area_ha: float) -> str:
    """Why the finding that an overlap is for the rules was set aside; empty when it was not, or when it has grown since."""
    keys = (overlap_key(rule, layer, feature_id, area_ha) for rule in _OVERLAP_RULES)
    return next((waived[key] for key in keys if key in waived), "")


def _drawn(
    title: TitleInput,
    context: QgsProcessingContext,
    workspace: Workspace | None,
    community: Row | None,
    version_id: str | None,
) -> DrawnBoundary:
    today = datetime.date.today()
    transform: Any = context.transformContext()
    if workspace is not None and community is not None and version_id is not None:
        version = find_version(workspace, version_id)
        vertices = version_vertices(workspace, version_id)
        sides = workspace.read("boundary_side", '"version_id" = ?', [version_id])
        names = {row["id"]: row["name"] for row in workspace.read("community")} if sides else {}
        for side in sides:
            side["neighbour_name"] = names.get(side.get("neighbour_id"), "")
        agreed = agreed_boundary_case(community, version, vertices, title.profile, transform, today)
        return with_workspace(agreed, community, sides)
    (drawn,) = drawn_boundaries(
        title.source,
        title.source.sourceName(),
        title.id_field,
        title.id_value,
        title.layer,
        title.profile,
        transform,
        today,
    )
    return with_workspace(drawn, community, None) if community is not None else drawn
