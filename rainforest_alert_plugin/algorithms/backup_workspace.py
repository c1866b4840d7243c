"""Copy a workspace, verified."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..host.messages import describe
from ..host.workspaces import backup_workspace
from ..i18n import translate
from .base import RainforestAlgorithm, cancel_of, progress_of


class BackupWorkspaceAlgorithm(RainforestAlgorithm):
    """``backupworkspace``: a copy that was read back before it got its name."""

    WORKSPACE = "WORKSPACE"
    FILE = "FILE"
    ROW_COUNT = "ROW_COUNT"

    def name(self) -> str:
        return "backupworkspace"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Back up the workspace")

    def group(self) -> str:
        return translate("RainforestAlert", "Workspace")

    def groupId(self) -> str:
        return "workspace"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Copies a workspace while others, QGIS included, work in it. Never copy the file by hand: what was written last may "
            "stand in a second file.\n\n"
            "The copy is read back (pages, relations, log, number of rows) before it gets its name; when anything is wrong, no file is "
            "left. It holds the photos and sounds too, and may lie on a USB stick or in a synchronised folder.\n\n"
            "Outputs: FILE is the copy, ROW_COUNT the number of rows in it.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.FILE, translate("RainforestAlert", "Copy"), translate("RainforestAlert", "GeoPackage (*.gpkg)")
            )
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputNumber(self.ROW_COUNT, translate("RainforestAlert", "Number of rows")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        workspace = self.parameterAsString(parameters, self.WORKSPACE, context)
        file = self.parameterAsFileOutput(parameters, self.FILE, context)
        copy = backup_workspace(workspace, file, progress_of(feedback), cancel_of(feedback))
        rows = sum(copy.counts.values())
        for chain in copy.chains:
            say = feedback.pushInfo if chain.intact else feedback.pushWarning
            say(describe(chain.message()))
        feedback.pushInfo(translate("RainforestAlert", "Copied and read back: {rows} rows.").format(rows=rows))
        return {self.WORKSPACE: workspace, self.FILE: str(copy.path), self.ROW_COUNT: rows}
