"""The data of a person erased on request."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from ..host.messages import describe
from ..host.people import erased_message
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..workspace.identity import erase_person, find_person
from .base import RainforestAlgorithm


class ErasePersonAlgorithm(RainforestAlgorithm):
    """``eraseperson``: the name goes, here and where it stands in other records, and the log stays intact."""

    WORKSPACE = "WORKSPACE"
    PERSON = "PERSON"
    REASON = "REASON"
    EVERYWHERE = "EVERYWHERE"
    PERSON_ID = "PERSON_ID"
    RECORDS = "RECORDS"
    LEFT = "LEFT"

    def name(self) -> str:
        return "eraseperson"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Erase the data of a person")

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
            "Erases, on request, the name of a person who works with a workspace. It cannot be brought back. The audit log stays intact, "
            "other laptops erase the name when they are merged, and copies made before still hold it.\n\n"
            "With “where the name is written in other records”, whoever reported, signed, attended or denounced under this name is "
            "blanked too, and in texts that hold the name among other words “[…]” takes its place, in values from before a change as well; "
            "accents and capitals do not matter. What nobody may change (agreed boundaries, packages, names of communities, the log), and "
            "a name of one word among others, is listed instead: LEFT, with table, row and column.\n\n"
            "The reason goes into the log for good, so it must not name the person. Processing keeps a history of what it ran: run "
            "from the toolbox, give the identity of the person rather than the name, or use “Who works…” in the menu.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for name, words, optional in (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace"), False),
            (self.PERSON, translate("RainforestAlert", "Person (identity or name in the workspace)"), False),
            (self.REASON, translate("RainforestAlert", "Reason, without any name"), True),
        ):
            self.addParameter(QgsProcessingParameterString(name, words, optional=optional))
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.EVERYWHERE,
                translate("RainforestAlert", "Also where the name is written in other records"),
                True,
            )
        )
        self.addOutput(
            QgsProcessingOutputString(self.PERSON_ID, translate("RainforestAlert", "Identity of the person"))
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                self.RECORDS, translate("RainforestAlert", "Other records in which the name was erased")
            )
        )
        self.addOutput(
            QgsProcessingOutputString(self.LEFT, translate("RainforestAlert", "Where the name still stands (JSON)"))
        )

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        def text(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        everywhere = self.parameterAsBoolean(parameters, self.EVERYWHERE, context)
        with open_workspace(text(self.WORKSPACE)) as workspace:
            person = find_person(workspace, text(self.PERSON))
            erased = erase_person(workspace, person["id"], everywhere, text(self.REASON))
        say = feedback.pushWarning if erased.left else feedback.pushInfo
        say(describe(erased_message(erased)))
        return {
            self.WORKSPACE: text(self.WORKSPACE),
            self.PERSON_ID: person["id"],
            self.RECORDS: erased.rows,
            self.LEFT: json.dumps([asdict(place) for place in erased.left]),
        }
