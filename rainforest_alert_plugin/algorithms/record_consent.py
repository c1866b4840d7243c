"""What a community agreed to share, written down or taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ..errors import Message
from ..host.messages import describe
from ..host.messages.workspace_words import audiences, matter_words
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.consent import GIVEN_TO, MATTERS, give_consent, withdraw_matching
from ..territory.versions import find_community
from ..workspace.consents import Consents
from .base import RainforestAlgorithm
from .choices import in_words


class RecordConsentAlgorithm(RainforestAlgorithm):
    """``recordconsent``: a consent with its act and period, or the withdrawal of it."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    MATTER = "MATTER"
    AUDIENCE = "AUDIENCE"
    ACT = "ACT"
    GIVEN_ON = "GIVEN_ON"
    UNTIL = "UNTIL"
    WITHDRAW = "WITHDRAW"
    CONSENT_ID = "CONSENT_ID"

    def name(self) -> str:
        return "recordconsent"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Write down or withdraw a consent")

    def group(self) -> str:
        return translate("RainforestAlert", "Workspace")

    def groupId(self) -> str:
        return "workspace"

    def flags(self) -> Any:
        # names and settings of stored database connections belong to the main thread
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Writes down what a community agreed to share: a matter (a table of the workspace, or everything), with whom, in which act, "
            "from when (today when empty) and until when (until it is withdrawn when empty). Dates are written as 2026-11-23. From the "
            "first consent on a matter, only what one in force covers leaves; consent never opens what is marked as more sensitive.\n\n"
            "With “withdraw”, the consents of the community for this matter and this audience are withdrawn from today; with an act, "
            "only those of that act. What they covered leaves no more, from that moment, in no export; what was given for everything until "
            "that day no longer means this matter. It is said when another consent for the matter itself still covers it. That they "
            "existed stays on record.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for name, words in (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace")),
            (self.COMMUNITY, translate("RainforestAlert", "Community (its name or id in the workspace)")),
        ):
            self.addParameter(QgsProcessingParameterString(name, words))
        for name, label, choices, words in (
            (
                self.MATTER,
                translate("RainforestAlert", "What may be shared"),
                MATTERS,
                {matter: matter_words(matter) for matter in MATTERS},
            ),
            (self.AUDIENCE, translate("RainforestAlert", "With whom"), GIVEN_TO, audiences()),
        ):
            parameter = QgsProcessingParameterEnum(name, label, list(choices), False, None, False, True)
            self.addParameter(in_words(parameter, words))
        for name, words in (
            (self.ACT, translate("RainforestAlert", "Act in which it was agreed")),
            (self.GIVEN_ON, translate("RainforestAlert", "First day (today when empty)")),
            (self.UNTIL, translate("RainforestAlert", "Last day (empty: until it is withdrawn)")),
        ):
            self.addParameter(QgsProcessingParameterString(name, words, optional=True))
        self.addParameter(
            QgsProcessingParameterBoolean(self.WITHDRAW, translate("RainforestAlert", "Withdraw it"), False)
        )
        self.addOutput(
            QgsProcessingOutputString(
                self.CONSENT_ID, translate("RainforestAlert", "Record of the consent; several are separated by commas")
            )
        )

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        def text(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        matter = self.parameterAsEnumString(parameters, self.MATTER, context)
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        with open_workspace(text(self.WORKSPACE)) as workspace:
            community = find_community(workspace, text(self.COMMUNITY))
            if self.parameterAsBoolean(parameters, self.WITHDRAW, context):
                found = withdraw_matching(workspace, community, matter, audience, text(self.ACT))
                feedback.pushInfo(describe(Message("territory.consents_withdrawn", count=len(found))))
                if Consents(workspace).covers(matter, str(community["id"]), audience):
                    facts = {
                        "community": community["name"],
                        "matter": matter_words(matter),
                        "audience": audiences()[audience],
                    }
                    feedback.pushWarning(describe(Message("territory.still_covered", **facts)))
            else:
                given_on = text(self.GIVEN_ON) or date.today().isoformat()
                until = text(self.UNTIL) or None
                found = [give_consent(workspace, community, matter, audience, text(self.ACT), given_on, until)]
                feedback.pushInfo(describe(Message("territory.consent_given", community=community["name"])))
        return {self.WORKSPACE: text(self.WORKSPACE), self.CONSENT_ID: ",".join(found)}
