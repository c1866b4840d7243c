"""Make an empty workspace."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..host.workspaces import create_workspace
from ..i18n import translate
from .base import RainforestAlgorithm


class CreateWorkspaceAlgorithm(RainforestAlgorithm):
    """``createworkspace``: the federation's tables, empty and versioned."""

    NAME = "NAME"
    LOCATION = "LOCATION"
    WORKSPACE = "WORKSPACE"
    REPLICA_ID = "REPLICA_ID"

    def name(self) -> str:
        return "createworkspace"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Create a workspace")

    def group(self) -> str:
        return translate("RainforestAlert", "Workspace")

    def groupId(self) -> str:
        return "workspace"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Makes an empty workspace: the tables in which a federation keeps alerts, events, communities, boundaries, proposals, "
            "places, reports and the log of everything that was done.\n\n"
            "Name: what the federation calls it; the file gets this name.\n"
            "Location: a folder on this computer's own disk. Network drives and folders that OneDrive, Dropbox or Google Drive "
            "synchronise are refused, because they damage the workspace; keep only backups there. For a workspace that several "
            "technicians share, write the name of a stored PostgreSQL connection and of a new schema: connection/schema.\n\n"
            "An existing workspace is never overwritten.\n\n"
            "Outputs: WORKSPACE is its path (or connection/schema), as the other algorithms take it; REPLICA_ID is the identity of "
            "this computer in its log.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.NAME, translate("RainforestAlert", "Name")))
        self.addParameter(
            QgsProcessingParameterFile(
                self.LOCATION,
                translate("RainforestAlert", "Folder, or connection/schema"),
                QgsProcessingParameterFile.Behavior.Folder,
            )
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputString(self.REPLICA_ID, translate("RainforestAlert", "This laptop")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        with create_workspace(
            self.parameterAsString(parameters, self.NAME, context),
            self.parameterAsString(parameters, self.LOCATION, context),
        ) as workspace:
            feedback.pushInfo(
                translate("RainforestAlert", "The workspace “{workspace}” is ready.").format(
                    workspace=workspace.location
                )
            )
            return {self.WORKSPACE: workspace.location, self.REPLICA_ID: workspace.replica_id}
