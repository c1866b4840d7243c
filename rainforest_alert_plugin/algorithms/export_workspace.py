"""Write the part of a workspace that an audience may have to a file that merges."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..host.release_words import release_lines
from ..host.workspaces import export_workspace
from ..i18n import translate
from ..workspace.release import OUTWARD
from .base import RainforestAlgorithm, cancel_of, progress_of
from .choices import in_words


class ExportWorkspaceAlgorithm(RainforestAlgorithm):
    """``exportworkspace``: a file for an audience, which says what it lacks."""

    WORKSPACE = "WORKSPACE"
    AUDIENCE = "AUDIENCE"
    FILE = "FILE"
    ROW_COUNT = "ROW_COUNT"
    HELD_BACK_COUNT = "HELD_BACK_COUNT"
    FILES = "FILES"
    SUMMARY = "SUMMARY"

    def name(self) -> str:
        return "exportworkspace"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Make a file of the workspace for an audience")

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
            "Writes what an audience may have of a workspace to a new GeoPackage, which the receiver merges into a workspace (Merge "
            "workspaces) or begins one from (Restore a workspace). Another laptop of the circle of trust gets a backup instead.\n\n"
            "Every row passes the release gate: rows that are too sensitive or have no consent stay, places go as the rules say (the "
            "cell of a grid, a generalised outline), names are left blank; what cannot stand without a row that stays, stays too. Photos "
            "lose where, when and with which phone they were made and lie inside the file; other attachments "
            "stay. Former values, names of laptops and the log of what left stay.\n\n"
            "The file says for whom it was made, when, and how many rows of each table it holds back. Its log verifies as far as it "
            "goes. Merging it never deletes a row and never puts a coarser place over an exact one; work done on the file comes back "
            "by merging, and what was changed without knowing the true value waits for a decision.\n\n"
            "Outputs: FILE, ROW_COUNT (rows in it, without the log), HELD_BACK_COUNT, FILES (attachments that went along), SUMMARY.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.AUDIENCE,
                    translate("RainforestAlert", "For whom"),
                    list(OUTWARD),
                    defaultValue="federation",
                    usesStaticStrings=True,
                ),
                audiences(),
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.FILE, translate("RainforestAlert", "New file"), translate("RainforestAlert", "GeoPackage (*.gpkg)")
            )
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputNumber(self.ROW_COUNT, translate("RainforestAlert", "Number of rows")))
        self.addOutput(QgsProcessingOutputNumber(self.HELD_BACK_COUNT, translate("RainforestAlert", "Rows held back")))
        self.addOutput(QgsProcessingOutputNumber(self.FILES, translate("RainforestAlert", "Files copied")))
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, translate("RainforestAlert", "Summary")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        file = self.parameterAsFileOutput(parameters, self.FILE, context)
        made = export_workspace(location, audience, file, self.name(), progress_of(feedback), cancel_of(feedback))
        for chain in made.chains:
            feedback.pushInfo(describe(chain.message()))
        return {
            self.WORKSPACE: location,
            self.FILE: str(made.path),
            self.ROW_COUNT: sum(share.released for share in made.shares),
            self.HELD_BACK_COUNT: made.note.held_back_count(),
            self.FILES: made.files,
            self.SUMMARY: release_lines(audience, made.shares)[0],
        }
