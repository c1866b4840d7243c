"""Verify the log of a workspace."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..errors import Message
from ..geo.files import replaced_file
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..workspace.audit import ChainState, verify_audit
from ..workspace.clock import utc_now
from ..workspace.schema import SCHEMA_VERSION
from ..workspace.unended_releases import UnendedRelease, unended_releases
from .base import RainforestAlgorithm, cancel_of, progress_of


class VerifyAuditAlgorithm(RainforestAlgorithm):
    """``verifyaudit``: each chain intact, or broken at which line."""

    WORKSPACE = "WORKSPACE"
    REPORT_JSON = "REPORT_JSON"
    INTACT = "INTACT"
    BROKEN_COUNT = "BROKEN_COUNT"
    UNENDED_COUNT = "UNENDED_COUNT"
    SUMMARY = "SUMMARY"

    def name(self) -> str:
        return "verifyaudit"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Verify the audit log")

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
            "Everything done in a workspace is a row in its log, and each row carries a fingerprint (SHA-256) of itself and of the "
            "row before. This recomputes them all: for each laptop the chain is intact, or broken at the row named.\n\n"
            "The workspace is only read. Data of a person erased on request leaves the chain intact.\n\n"
            "It also says which releases began and have no end in the log, as a run leaves them that was killed: the day, how many "
            "rows of which table, for whom, by whom (the identity of the person, not the name) and on which laptop. That breaks no "
            "chain.\n\n"
            "Outputs: INTACT, BROKEN_COUNT (chains broken), UNENDED_COUNT (releases without an end), SUMMARY (a sentence for each "
            "laptop, and one on releases without an end), and if wanted a report as JSON: replica_id, replica, lines, withheld "
            "(rows that a file made for an audience lacks), intact, broken_at, cause (changed, unlinked, missing, cut_off, foreign), "
            "message; and unended_releases: id, began_at, replica_id, replica, person_id, audience, table, count.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.REPORT_JSON,
                translate("RainforestAlert", "Report (JSON)"),
                translate("RainforestAlert", "JSON files (*.json)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputBoolean(self.INTACT, translate("RainforestAlert", "Intact")))
        self.addOutput(QgsProcessingOutputNumber(self.BROKEN_COUNT, translate("RainforestAlert", "Chains broken")))
        self.addOutput(
            QgsProcessingOutputNumber(self.UNENDED_COUNT, translate("RainforestAlert", "Releases without an end"))
        )
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, translate("RainforestAlert", "Summary")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context)
        with open_workspace(location, read_only=True) as workspace:
            chains = verify_audit(workspace.connection, progress_of(feedback), cancel_of(feedback))
            unended = unended_releases(workspace.connection)
        sentences = [describe(chain.message()) for chain in chains]
        for chain, sentence in zip(chains, sentences):
            say = feedback.pushInfo if chain.intact else feedback.pushWarning
            say(sentence)
        summary = list(sentences)
        if unended:
            summary.append(describe(Message("workspace.releases_unended", count=len(unended))))
            feedback.pushWarning(summary[-1])
        for begun in unended:
            feedback.pushInfo(describe(begun.message()))
        broken = sum(not chain.intact for chain in chains)
        results = {
            self.INTACT: broken == 0,
            self.BROKEN_COUNT: broken,
            self.UNENDED_COUNT: len(unended),
            self.SUMMARY: "\n".join(summary),
        }
        report = self.parameterAsFileOutput(parameters, self.REPORT_JSON, context)
        if report:
            _write(Path(report), location, chains, sentences, unended)
            results[self.REPORT_JSON] = report
        return results


def _write(
    path: Path, location: str, chains: list[ChainState], sentences: list[str], unended: list[UnendedRelease]
) -> None:
    content = {
        "workspace": location,
        "verified_at": utc_now(),
        "schema_version": SCHEMA_VERSION,
        "intact": all(chain.intact for chain in chains),
        "chains": [
            {
                "replica_id": chain.replica_id,
                "replica": chain.replica,
                "lines": chain.lines,
                "withheld": chain.withheld,
                "intact": chain.intact,
                "broken_at": chain.broken_at,
                "cause": chain.cause,
                "message": sentence,
            }
            for chain, sentence in zip(chains, sentences)
        ],
        "unended_releases": [asdict(begun) for begun in unended],
    }
    with replaced_file(path) as partial:
        partial.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
