"""Write down a step of a community's title file."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)

from ..cadastre.profile import load_profile
from ..errors import Message
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import find_community
from ..titling.steps import record_entry
from .base import RainforestAlgorithm
from .choices import in_words
from .title_parameters import DEFAULT_PROFILE, PROFILE, profile_parameter


class RecordTitlingStepAlgorithm(RainforestAlgorithm):
    """``recordtitlingstep``: a step reached, an observation, an answer."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    STEP = "STEP"
    ENTRY_ID = "ENTRY_ID"
    REACHED_ON = "REACHED_ON"
    DOCUMENT = "DOCUMENT"
    HELD_BY = "HELD_BY"
    OBSERVATION = "OBSERVATION"
    OBSERVED_ON = "OBSERVED_ON"
    ANSWER = "ANSWER"
    ANSWERED_ON = "ANSWERED_ON"

    def name(self) -> str:
        return "recordtitlingstep"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Write down a step of a title file")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Writes down that a community's file reached a step of the procedure: its date, its document and who holds the file; "
            "what the office observed, and what was answered. Dates are written as 2026-11-23.\n\n"
            "With the entry of an earlier run (ENTRY_ID), that entry is completed, for instance with its answer; what is left empty "
            "stays as it was.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        steps = {step.id: step.title for step in load_profile(DEFAULT_PROFILE).procedure}
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY, translate("RainforestAlert", "Community (its name or id in the workspace)")
            )
        )
        self.addParameter(profile_parameter())
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.STEP, translate("RainforestAlert", "Step"), list(steps), False, None, True, True
                ),
                steps,
            )
        )
        for name, label in (
            (self.REACHED_ON, translate("RainforestAlert", "Reached on")),
            (self.DOCUMENT, translate("RainforestAlert", "Document")),
            (self.HELD_BY, translate("RainforestAlert", "Who holds the file")),
            (self.OBSERVATION, translate("RainforestAlert", "Observation of the office")),
            (self.OBSERVED_ON, translate("RainforestAlert", "Observed on")),
            (self.ANSWER, translate("RainforestAlert", "Answer to the observation")),
            (self.ANSWERED_ON, translate("RainforestAlert", "Answered on")),
            (self.ENTRY_ID, translate("RainforestAlert", "Earlier entry to complete")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))
        self.addOutput(QgsProcessingOutputString(self.ENTRY_ID, translate("RainforestAlert", "Entry")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        def text(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        profile = load_profile(self.parameterAsEnumString(parameters, PROFILE, context))
        values = {
            name.lower(): text(name)
            for name in (
                self.REACHED_ON,
                self.DOCUMENT,
                self.HELD_BY,
                self.OBSERVATION,
                self.OBSERVED_ON,
                self.ANSWER,
                self.ANSWERED_ON,
            )
        }
        values["step"] = self.parameterAsEnumString(parameters, self.STEP, context) if parameters.get(self.STEP) else ""
        location = text(self.WORKSPACE)
        with open_workspace(location) as workspace:
            community = find_community(workspace, text(self.COMMUNITY))
            entry = record_entry(workspace, str(community["id"]), values, profile, text(self.ENTRY_ID))
        feedback.pushInfo(describe(Message("steps.recorded", community=community["name"])))
        return {self.WORKSPACE: location, self.ENTRY_ID: entry}
