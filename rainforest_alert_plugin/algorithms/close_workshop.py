"""Close a workshop and write its act."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..documents.docx import docx_bytes
from ..documents.phrases import load_phrases
from ..errors import CancelledError
from ..geo.files import replaced_file
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.words import load_words
from ..territory.workshop_act import PURPOSE, act_document, act_records
from ..territory.workshops import checked_outcome, close_workshop, workshop_record
from ..workspace.release import release
from .base import RainforestAlgorithm
from .layer_gate import for_whom_parameter

_LANGUAGE = "es"


class CloseWorkshopAlgorithm(RainforestAlgorithm):
    """``closeworkshop``: what was decided, drawn and left open, in an act."""

    WORKSPACE = "WORKSPACE"
    WORKSHOP = "WORKSHOP"
    DECIDED = "DECIDED"
    LEFT_OPEN = "LEFT_OPEN"
    AUDIENCE = "AUDIENCE"
    OUTPUT_FILE = "OUTPUT_FILE"
    STROKE_COUNT = "STROKE_COUNT"
    HELD_BACK_COUNT = "HELD_BACK_COUNT"

    def name(self) -> str:
        return "closeworkshop"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Close a workshop and write its act")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Closes a workshop with what was decided and what was left open, and writes its act in Spanish (DOCX): who came, what was "
            "decided, what was drawn with count, kilometres and hectares, boundary proposals, and what is left open.\n\n"
            "Names stand in the act only of people who agreed. What the audience may not have is held back, and the act says how much.\n\n"
            "Nothing more can be drawn in a closed workshop. The act of a workshop that is closed already is written again when nothing is "
            "given as decided and left open.\n\n"
            "Outputs: OUTPUT_FILE, STROKE_COUNT (strokes in the act), HELD_BACK_COUNT.",
        )

    def flags(self) -> Any:
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterString(self.WORKSHOP, translate("RainforestAlert", "Workshop (date or identity)"))
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.DECIDED, translate("RainforestAlert", "What was decided"), multiLine=True, optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.LEFT_OPEN, translate("RainforestAlert", "What was left open"), multiLine=True, optional=True
            )
        )
        self.addParameter(for_whom_parameter())
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_FILE,
                translate("RainforestAlert", "Act"),
                translate("RainforestAlert", "Word document (*.docx)"),
            )
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputNumber(self.STROKE_COUNT, translate("RainforestAlert", "Strokes in the act")))
        self.addOutput(QgsProcessingOutputNumber(self.HELD_BACK_COUNT, translate("RainforestAlert", "Rows held back")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context)
        workshop = self.parameterAsString(parameters, self.WORKSHOP, context).strip()
        decided = self.parameterAsString(parameters, self.DECIDED, context)
        left_open = self.parameterAsString(parameters, self.LEFT_OPEN, context)
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        file = self.parameterAsFileOutput(parameters, self.OUTPUT_FILE, context)
        with open_workspace(location) as workspace:
            record = workshop_record(workspace, workshop)
            workshop = str(record.workshop["id"])
            is_again = record.workshop["closed_at"] is not None and not (decided.strip() or left_open.strip())
            if not is_again:
                record.workshop.update(checked_outcome(decided, left_open))
            released = release(act_records(record), audience, PURPOSE, workspace)
            document = act_document(released, load_phrases(_LANGUAGE), load_words(_LANGUAGE), date.today())
            content = docx_bytes(document)
            if feedback.isCanceled():
                raise CancelledError

            def write_act() -> None:
                with replaced_file(file) as partial:
                    partial.write_bytes(content)

            if is_again:
                write_act()
            else:
                close_workshop(workspace, workshop, decided, left_open, write_act)
        held_back = released.held_back_count()
        if held_back or released.blanked:
            feedback.pushWarning(describe(released.message()))
        strokes = sum(row.table == "place" for row in released.rows)
        feedback.pushInfo(
            translate("RainforestAlert", "Act written: {strokes} strokes, {held_back} rows held back.").format(
                strokes=strokes, held_back=held_back
            )
        )
        return {
            self.WORKSPACE: location,
            self.OUTPUT_FILE: file,
            self.STROKE_COUNT: strokes,
            self.HELD_BACK_COUNT: held_back,
        }
