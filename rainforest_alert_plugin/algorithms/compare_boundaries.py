"""Compare two boundaries of one community: versions, proposals, or one of each."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from ..errors import Message
from ..host.messages import describe
from ..host.territory import VERSION, boundary_of, boundary_vertices
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.differences import Difference, compare
from ..territory.disputes import record_dispute
from ..territory.proposals import disputed_land
from ..territory.versions import find_community
from ..workspace.release import Record
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm
from .difference_outputs import (
    add_difference_numbers,
    add_difference_sinks,
    change_message,
    difference_numbers,
    may_leave_whole,
    say_repaired,
    wanted_layers,
    write_differences,
)

_CLAIMS = ("OTHER_SIDE", "OUR_CLAIM", "THEIR_CLAIM")


class CompareBoundariesAlgorithm(RainforestAlgorithm):
    """``compareboundaries``: what the second boundary changes against the first, drawn and measured."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    FIRST = "FIRST"
    SECOND = "SECOND"
    OTHER_SIDE, OUR_CLAIM, THEIR_CLAIM = _CLAIMS
    DISPUTE_ID = "DISPUTE_ID"
    SUMMARY = "SUMMARY"

    def name(self) -> str:
        return "compareboundaries"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Compare boundaries")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Says what one boundary of a community changes against another: two proposals, two versions, or one of each, by their ids.\n\n"
            "If people do not agree, the land in which they differ can be kept as disputed, with what each side claims (other side, "
            "our claim, their claim: all three, or none).\n\n"
            "Outputs: areas gained and lost on the ellipsoid (AREA_GAINED_HA, AREA_LOST_HA) and in the UTM plane (AREA_GAINED_UTM_HA, "
            "AREA_LOST_UTM_HA), VERTICES_CHANGED, SIDES_CHANGED, FURTHEST_M, SUMMARY, DISPUTE_ID. If wanted, layers for the map, as "
            "Propose a boundary gives them; they are written down as a release to the community.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        texts = (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace"), False),
            (self.COMMUNITY, translate("RainforestAlert", "Community (its name or id in the workspace)"), False),
            (self.FIRST, translate("RainforestAlert", "First (id of a version or proposal)"), False),
            (self.SECOND, translate("RainforestAlert", "Second (id of a version or proposal)"), False),
            (self.OTHER_SIDE, translate("RainforestAlert", "Other side of the dispute"), True),
            (self.OUR_CLAIM, translate("RainforestAlert", "What we claim"), True),
            (self.THEIR_CLAIM, translate("RainforestAlert", "What they claim"), True),
        )
        for name, words, optional in texts:
            self.addParameter(QgsProcessingParameterString(name, words, optional=optional))
        add_difference_sinks(self)
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, translate("RainforestAlert", "Summary")))
        self.addOutput(QgsProcessingOutputString(self.DISPUTE_ID, translate("RainforestAlert", "Dispute")))
        add_difference_numbers(self)

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        with open_workspace(location) as workspace:
            community = find_community(workspace, self.parameterAsString(parameters, self.COMMUNITY, context).strip())
            rows = [
                boundary_of(workspace, community, self.parameterAsString(parameters, name, context).strip())
                for name in (self.FIRST, self.SECOND)
            ]
            first, second = (boundary_vertices(workspace, str(row["id"])) for _, row in rows)
            difference = compare(first, second, context.transformContext(), is_proposed=False)
            summary = describe(_message(difference, *rows[0]))
            feedback.pushInfo(summary)
            say_repaired(difference, feedback)
            results = {
                self.WORKSPACE: location,
                self.SUMMARY: summary,
                self.DISPUTE_ID: self._dispute(parameters, context, workspace, community, difference),
                **difference_numbers(difference),
            }
            wanted = wanted_layers(parameters)
            records = [Record(table, str(row["id"]), row) for table, row in rows]
            if wanted and may_leave_whole(records, self.name(), workspace):
                results.update(write_differences(self, parameters, context, feedback, difference))
            return results

    def _dispute(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        workspace: Workspace,
        community: Row,
        difference: Difference,
    ) -> str:
        claims = [self.parameterAsString(parameters, name, context).strip() for name in _CLAIMS]
        if not any(claims):
            return ""
        return record_dispute(
            workspace,
            community,
            claims[0],
            claims[1],
            claims[2],
            disputed_land(difference),
            f"EPSG:{difference.epsg}",
            context.transformContext(),
        )


def _message(difference: Difference, table: str, row: Row) -> Message:
    if table == VERSION:
        return change_message(difference, str(row["number"]))
    facts = change_message(difference, str(row["author"] or row["id"])).facts
    return Message("territory.changes_proposal", **facts)
