"""A finding set aside with its reason, or counted again."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from ..cadastre.waivers import set_aside, take_back
from ..errors import Message
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import find_community
from ..workspace.identity import present_person
from .base import RainforestAlgorithm


class WaiveFindingAlgorithm(RainforestAlgorithm):
    """``waivefinding``: a finding stays in every report as set aside, with who and why."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    FINDING = "FINDING"
    REASON = "REASON"
    DOCUMENT = "DOCUMENT"
    AUTHOR = "AUTHOR"
    WITHDRAW = "WITHDRAW"
    WAIVER_ID = "WAIVER_ID"

    def name(self) -> str:
        return "waivefinding"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Set a finding aside")

    def group(self) -> str:
        return translate("RainforestAlert", "Cadastre")

    def groupId(self) -> str:
        return "cadastre"

    def flags(self) -> Any:
        # names and settings of stored database connections belong to the main thread
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Sets aside one finding of the last validation of a community: it blocks no longer, and every report lists it as set aside "
            "with its reason, its author and the document. The key of a finding stands in the layer of findings and in the JSON report; "
            "it is the same in every run that finds the same thing.\n\n"
            "With “count it again”, the waiver is withdrawn; that it existed stays on record.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        texts = (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace"), False),
            (self.COMMUNITY, translate("RainforestAlert", "Community (its name or id in the workspace)"), False),
            (self.FINDING, translate("RainforestAlert", "Key of the finding"), False),
            (self.REASON, translate("RainforestAlert", "Reason"), True),
            (self.DOCUMENT, translate("RainforestAlert", "Document that supports it"), True),
            (self.AUTHOR, translate("RainforestAlert", "Author"), True),
        )
        for name, words, optional in texts:
            self.addParameter(QgsProcessingParameterString(name, words, optional=optional))
        self.addParameter(
            QgsProcessingParameterBoolean(self.WITHDRAW, translate("RainforestAlert", "Count it again"), False)
        )
        self.addOutput(QgsProcessingOutputString(self.WAIVER_ID, translate("RainforestAlert", "Record of the waiver")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        def text(name: str) -> str:
            return self.parameterAsString(parameters, name, context).strip()

        with open_workspace(text(self.WORKSPACE)) as workspace:
            community = find_community(workspace, text(self.COMMUNITY))
            author = text(self.AUTHOR)
            if not author:
                person = present_person(workspace)
                author = str(person["name"]) if person else ""
            identity, key = str(community["id"]), text(self.FINDING)
            if self.parameterAsBoolean(parameters, self.WITHDRAW, context):
                waiver_id = take_back(workspace, identity, key, author)
                feedback.pushInfo(describe(Message("waiver.taken_back", key=key)))
            else:
                waiver_id = set_aside(workspace, identity, key, text(self.REASON), author, text(self.DOCUMENT)).id
                feedback.pushInfo(describe(Message("waiver.set", key=key)))
        return {self.WORKSPACE: text(self.WORKSPACE), self.WAIVER_ID: waiver_id}
