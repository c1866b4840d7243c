"""Reject or withdraw a proposal."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ..host.choice_words import proposal_states
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.proposals import REJECTED, WITHDRAWN, close_proposal
from .base import RainforestAlgorithm
from .choices import in_words


class CloseProposalAlgorithm(RainforestAlgorithm):
    """``closeproposal``: the proposal stays where it was, to be read and compared, but cannot be accepted any more."""

    WORKSPACE = "WORKSPACE"
    PROPOSAL_ID = "PROPOSAL_ID"
    STATE = "STATE"

    def name(self) -> str:
        return "closeproposal"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Reject or withdraw a proposal")

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
            "Closes an open proposal: rejected by the assembly, or withdrawn by its author. Nothing is deleted: it can still be read, "
            "compared and drawn from.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(QgsProcessingParameterString(self.PROPOSAL_ID, translate("RainforestAlert", "Proposal")))
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.STATE,
                    translate("RainforestAlert", "State"),
                    [REJECTED, WITHDRAWN],
                    defaultValue=REJECTED,
                    usesStaticStrings=True,
                ),
                proposal_states(),
            )
        )

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        proposal_id = self.parameterAsString(parameters, self.PROPOSAL_ID, context).strip()
        with open_workspace(location) as workspace:
            close_proposal(workspace, proposal_id, self.parameterAsEnumString(parameters, self.STATE, context))
        return {self.WORKSPACE: location, self.PROPOSAL_ID: proposal_id}
