"""Bring a copy of a workspace back."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..host.messages import describe
from ..host.workspaces import restore_workspace
from ..i18n import translate
from .base import RainforestAlgorithm, progress_of


class RestoreWorkspaceAlgorithm(RainforestAlgorithm):
    """``restoreworkspace``: the copy in the place of the workspace, which is kept aside."""

    WORKSPACE = "WORKSPACE"
    FILE = "FILE"
    ASIDE = "ASIDE"
    ROW_COUNT = "ROW_COUNT"

    def name(self) -> str:
        return "restoreworkspace"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Restore the workspace")

    def group(self) -> str:
        return translate("RainforestAlert", "Workspace")

    def groupId(self) -> str:
        return "workspace"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Brings a backup back into the place of a workspace, to a new place, or to a new schema of a database (connection/schema).\n\n"
            "What stands there now is kept in a file beside it, whose path is the output ASIDE. The backup is read through "
            "before anything changes; a damaged one is refused. A run that is stopped leaves the workspace as before or as "
            "after, never between. This computer begins a new chain in the log, because the old one may have gone on after the "
            "backup was made.\n\n"
            "Outputs: WORKSPACE, ASIDE (empty when nothing stood there), ROW_COUNT (rows brought back).",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterFile(
                self.FILE,
                translate("RainforestAlert", "Backup to bring back"),
                QgsProcessingParameterFile.Behavior.File,
                "gpkg",
            )
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputString(self.ASIDE, translate("RainforestAlert", "What was there before")))
        self.addOutput(QgsProcessingOutputNumber(self.ROW_COUNT, translate("RainforestAlert", "Number of rows")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        workspace = self.parameterAsString(parameters, self.WORKSPACE, context)
        file = self.parameterAsString(parameters, self.FILE, context)
        copy = restore_workspace(workspace, file, progress_of(feedback))
        rows = sum(copy.counts.values())
        for chain in copy.chains:
            say = feedback.pushInfo if chain.intact else feedback.pushWarning
            say(describe(chain.message()))
        if copy.aside is not None:
            feedback.pushInfo(
                translate("RainforestAlert", "What was there before is kept in “{path}”.").format(path=copy.aside)
            )
        return {self.WORKSPACE: workspace, self.ASIDE: str(copy.aside or ""), self.ROW_COUNT: rows}
