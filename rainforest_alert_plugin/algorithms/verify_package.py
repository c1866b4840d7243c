"""A title package checked against its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from ..errors import Message
from ..geo.files import replaced_file
from ..host.messages import describe
from ..i18n import translate
from ..titling.manifest import read_manifest
from ..titling.verification import differences
from .base import RainforestAlgorithm, cancel_of

VERIFIED = "VERIFIED"
DIFFERENCES = "DIFFERENCES"
STATE = "STATE"


class VerifyPackageAlgorithm(RainforestAlgorithm):
    """Files, fingerprints, and numbers across the files of a package."""

    FOLDER = "FOLDER"
    REPORT_JSON = "REPORT_JSON"

    def name(self) -> str:
        return "verifypackage"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Verify a title package")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Checks a title package against its manifest: whether every file is there with its size and SHA-256, whether the "
            "technical table's coordinates are the manifest's, whether sides, angles, area and perimeter follow from them, "
            "and whether XLSX, shapefiles, GeoPackage, DXF and KML state the same. Where the land was divided, its pieces, their "
            "sums and the two boundaries are compared side by side in workbook, drawing, report and plans. The texts of DOCX and "
            "PDF are read back too: they must state area, perimeter, coordinates, labels, names and fingerprint, each row and sum "
            "of their tables, and the lengths told in words, and a draft must bear its mark.\n\n"
            "The report is a JSON file with “verified” and the list of differences, each with its id, its facts and a sentence. "
            "Differences do not stop the run: read VERIFIED, or the number of DIFFERENCES.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFile(
                self.FOLDER,
                translate("RainforestAlert", "Folder of the package"),
                QgsProcessingParameterFile.Behavior.Folder,
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.REPORT_JSON,
                translate("RainforestAlert", "Report (JSON)"),
                "JSON (*.json)",
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputBoolean(VERIFIED, translate("RainforestAlert", "Whether everything agrees")))
        self.addOutput(QgsProcessingOutputNumber(DIFFERENCES, translate("RainforestAlert", "Number of differences")))
        self.addOutput(QgsProcessingOutputString(STATE, translate("RainforestAlert", "State (final or draft)")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        manifest = read_manifest(folder)
        found = differences(folder, cancel_of(feedback))
        for difference in found:
            feedback.pushWarning(describe(difference))
        if found:
            feedback.reportError(describe(Message("verify.differs", count=len(found))))
        else:
            feedback.pushInfo(describe(Message("verify.agrees", count=len(manifest["files"]))))
        outputs: dict[str, Any] = {VERIFIED: not found, DIFFERENCES: len(found), STATE: str(manifest.get("state", ""))}
        target = self.parameterAsFileOutput(parameters, self.REPORT_JSON, context)
        if target:
            content = {
                "package": folder.name,
                "verified": not found,
                "geometry_sha256": manifest["numbers"]["geometry_sha256"],
                "differences": [
                    {"id": d.id, "facts": {k: str(v) for k, v in d.facts.items()}, "sentence": describe(d)}
                    for d in found
                ],
            }
            with replaced_file(target) as partial:
                partial.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            outputs[self.REPORT_JSON] = target
        return outputs
