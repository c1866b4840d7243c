"""Close a dispute by the record that settled it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterString,
)

from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.disputes import settle_dispute
from .base import RainforestAlgorithm


class SettleDisputeAlgorithm(RainforestAlgorithm):
    """``settledispute``: the disputed part stays with both claims, and the act that settled it."""

    WORKSPACE = "WORKSPACE"
    DISPUTE_ID = "DISPUTE_ID"
    ACT = "ACT"

    def name(self) -> str:
        return "settledispute"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Settle a dispute")

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
            "Writes down by which act a disputed part was settled. The part stays in the workspace with the claims of both sides; "
            "where the line runs now is said by a proposal of its own.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for name, words in (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace")),
            (self.DISPUTE_ID, translate("RainforestAlert", "Dispute")),
            (self.ACT, translate("RainforestAlert", "Act that settled it")),
        ):
            self.addParameter(QgsProcessingParameterString(name, words))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        dispute_id = self.parameterAsString(parameters, self.DISPUTE_ID, context).strip()
        with open_workspace(location) as workspace:
            settle_dispute(workspace, dispute_id, self.parameterAsString(parameters, self.ACT, context))
        return {self.WORKSPACE: location, self.DISPUTE_ID: dispute_id}
