"""Bring two workspaces that parted together again."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import Message
from ..host.conflicts import list_conflicts
from ..host.messages import describe
from ..host.release_words import made_for_sentence
from ..host.workspaces import merge_workspaces, open_workspace
from ..i18n import translate
from ..territory.versions import WGS84
from ..workspace.attachments import FILE_LIMIT_MB
from ..workspace.release import Record, release
from ..workspace.store import Workspace
from .base import RainforestAlgorithm, cancel_of, progress_of

_COLUMNS = (
    "conflict",
    "table_name",
    "row_id",
    "column_name",
    "base",
    "ours",
    "ours_by",
    "ours_at",
    "theirs",
    "theirs_by",
    "theirs_at",
)


class MergeWorkspacesAlgorithm(RainforestAlgorithm):
    """``mergeworkspaces``: what came in, and what waits for a decision."""

    WORKSPACE = "WORKSPACE"
    OTHER = "OTHER"
    OUTPUT = "OUTPUT"
    ROWS = "ROWS"
    VALUES = "VALUES"
    CONFLICTS = "CONFLICTS"
    LACKING = "LACKING"
    FILES = "FILES"
    SUMMARY = "SUMMARY"

    def name(self) -> str:
        return "mergeworkspaces"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Merge workspaces")

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
            "Takes into a workspace what was done in another one on another laptop. Rows are known by their identity and changes by the "
            "log: changes of different records, or of different fields of one, come together; a change made with knowledge of the other "
            "replaces it; two that did not know each other wait for a decision (Resolve conflicts). Nothing is deleted. The other "
            "workspace is only read. Merging twice changes nothing, and merging both ways gives the same on both laptops.\n\n"
            "The other laptop begins with Restore a workspace from a backup, which gives it a log of its own. A file that was simply "
            "copied, and went on under the same name, is refused.\n\n"
            "Each is a file (.gpkg) or a shared workspace (connection/schema), in either direction. A file made for an audience (Make a "
            "file of the workspace for an audience) says for whom, when, and how many rows of which tables it holds back: they stay "
            "here, and a coarser place never replaces an exact one. Attachments come along by their content; keep the folder "
            "“.attachments” beside the other file, or take a backup, which holds them inside. A database takes files of up to 100 MB.\n\n"
            "Outputs: ROWS added, VALUES taken over, CONFLICTS that wait, LACKING (rows that the other file says it holds back, or that "
            "its log names and it does not hold), FILES copied, SUMMARY. The layer lists each conflict: conflict (its name for the "
            "decision), table_name, row_id, column_name, base (what both began from), ours and theirs with who and when; for boundaries "
            "agreed twice, each stretch of the line that differs, drawn in EPSG:4326. Values that are secret are not written to the "
            "layer.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterFile(
                self.OTHER,
                translate("RainforestAlert", "Workspace of the other laptop"),
                # A filter of everything, or QGIS refuses connection/schema.
                fileFilter=translate("RainforestAlert", "Workspace (*.gpkg);;All (*)"),
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Conflicts"),
                QgsProcessing.SourceType.TypeVectorLine,
                optional=True,
                createByDefault=True,
            )
        )
        numbers = (
            (self.ROWS, translate("RainforestAlert", "Rows added")),
            (self.VALUES, translate("RainforestAlert", "Values taken over")),
            (self.CONFLICTS, translate("RainforestAlert", "Conflicts that wait")),
            (self.LACKING, translate("RainforestAlert", "Rows that the other file lacks")),
            (self.FILES, translate("RainforestAlert", "Files copied")),
        )
        for name, words in numbers:
            self.addOutput(QgsProcessingOutputNumber(name, words))
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, translate("RainforestAlert", "Summary")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        other = self.parameterAsString(parameters, self.OTHER, context).strip()
        merged = merge_workspaces(location, other, progress_of(feedback), cancel_of(feedback))
        summary = describe(merged.message())
        feedback.pushInfo(summary)
        if merged.made_for is not None:
            sentence = made_for_sentence(merged.made_for)
            feedback.pushWarning(sentence)
            summary = f"{summary} {sentence}"
        elif merged.lacking or merged.withheld:
            feedback.pushWarning(
                describe(Message("merging.held_back", path=other, rows=merged.lacking, values=merged.withheld))
            )
        if merged.missing_files:
            feedback.pushWarning(describe(Message("merging.files_missing", path=other, count=merged.missing_files)))
        if merged.too_large_files:
            feedback.pushWarning(
                describe(Message("merging.files_too_large", count=merged.too_large_files, limit=FILE_LIMIT_MB))
            )
        if merged.names_withdrawn:
            feedback.pushWarning(describe(Message("merging.names_withdrawn", count=merged.names_withdrawn)))
        with open_workspace(location) as workspace:
            rows = list_conflicts(workspace, context.transformContext())
            results = {
                self.WORKSPACE: location,
                self.ROWS: sum(merged.rows.values()),
                self.VALUES: merged.values,
                self.CONFLICTS: len(rows),
                self.LACKING: merged.lacking,
                self.FILES: merged.files,
                self.SUMMARY: summary,
            }
            if parameters.get(self.OUTPUT) not in (None, ""):
                results[self.OUTPUT] = self._write(parameters, context, feedback, workspace, rows)
        return results

    def _write(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace,
        rows: list[Record],
    ) -> str:
        fields = QgsFields()
        for name in _COLUMNS:
            fields.append(field(name, "string"))
        features = []
        for record in release(rows, "community", self.name(), workspace).rows if rows else ():
            feature = QgsFeature(fields)
            if record.values.get("lines") is not None:
                feature.setGeometry(record.values["lines"])
            feature.setAttributes([record.values[name] for name in _COLUMNS])
            features.append(feature)
        return self.write_sink(
            parameters,
            self.OUTPUT,
            context,
            fields,
            QgsWkbTypes.Type.MultiLineString,
            QgsCoordinateReferenceSystem(WGS84),
            features,
            feedback,
        )
