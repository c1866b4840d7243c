"""Print a sheet to draw on."""

from __future__ import annotations

from datetime import date
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProject,
    QgsRectangle,
)

from ..errors import InputError, Message
from ..geo.utm import utm_epsg
from ..host.messages import describe
from ..host.released_layers import original_id, released_layers
from ..host.words import federation_words
from ..host.workshop_sheet import SheetContent, write_sheet
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.sheet_geometry import fitting_scale, ground_extent, sheet_over
from ..territory.workshops import workshop_record
from ..workspace.release import Record, release
from ..workspace.tables.territory import PAPERS
from .base import RainforestAlgorithm, cancel_of
from .layer_gate import for_whom_parameter

_DEGREES = "EPSG:4326"
_MOST_LATITUDE = 80.0


class PrintWorkshopSheetAlgorithm(RainforestAlgorithm):
    """``printworkshopsheet``: a base map on paper, to be drawn on and brought back."""

    EXTENT = "EXTENT"
    LAYERS = "LAYERS"
    passed_elsewhere = (LAYERS,)
    PAPER = "PAPER"
    LANDSCAPE = "LANDSCAPE"
    SCALE = "SCALE"
    WORKSPACE = "WORKSPACE"
    WORKSHOP = "WORKSHOP"
    AUDIENCE = "AUDIENCE"
    OUTPUT_FILE = "OUTPUT_FILE"
    CODE = "CODE"
    SCALE_USED = "SCALE_USED"
    EPSG = "EPSG"

    def name(self) -> str:
        return "printworkshopsheet"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Print a workshop sheet")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Prints a base map to draw on, A4 to A0 (PDF): UTM grid, scale, north, a blank legend, and four corner marks by which "
            "a photo of "
            "the drawn sheet finds its place again (Bring a workshop sheet back). The marks hold where the map lies: any laptop can bring "
            "the sheet back.\n\n"
            "Without layers, those that the map shows are printed. Without a scale, the largest round one at which the extent fits. Print "
            "at 100 %, not “fit to page”, if people shall measure on it; for bringing it back this does not matter.\n\n"
            "Layers of a workspace are reduced to what the audience may have; secret places never come on paper.\n\n"
            "The words of the sheet are those chosen in the options (Words in your language).\n\n"
            "Outputs: OUTPUT_FILE, CODE (also printed on the sheet), SCALE_USED, EPSG.",
        )

    def flags(self) -> Any:
        # Print layouts work on the main thread only.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterExtent(self.EXTENT, translate("RainforestAlert", "Land on the sheet")))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.LAYERS,
                translate("RainforestAlert", "Base map (uppermost first)"),
                QgsProcessing.SourceType.TypeMapLayer,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.PAPER,
                translate("RainforestAlert", "Paper"),
                list(PAPERS),
                defaultValue="A3",
                usesStaticStrings=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(self.LANDSCAPE, translate("RainforestAlert", "Landscape"), defaultValue=True)
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.SCALE,
                translate("RainforestAlert", "Scale 1: (0: the largest that fits)"),
                QgsProcessingParameterNumber.Type.Integer,
                defaultValue=0,
                minValue=0,
                maxValue=1_000_000,
            )
        )
        for name, label in (
            (self.WORKSPACE, translate("RainforestAlert", "Workspace")),
            (self.WORKSHOP, translate("RainforestAlert", "Workshop (date or identity)")),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))
        self.addParameter(for_whom_parameter())
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_FILE, translate("RainforestAlert", "Sheet"), translate("RainforestAlert", "PDF (*.pdf)")
            )
        )
        self.addOutput(QgsProcessingOutputString(self.CODE, translate("RainforestAlert", "Code")))
        self.addOutput(QgsProcessingOutputNumber(self.SCALE_USED, translate("RainforestAlert", "Scale")))
        self.addOutput(QgsProcessingOutputNumber(self.EPSG, translate("RainforestAlert", "Coordinate system (EPSG)")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        paper = self.parameterAsEnumString(parameters, self.PAPER, context)
        landscape = self.parameterAsBool(parameters, self.LANDSCAPE, context)
        scale = self.parameterAsInt(parameters, self.SCALE, context)
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        workshop = self.parameterAsString(parameters, self.WORKSHOP, context).strip()
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        file = self.parameterAsFileOutput(parameters, self.OUTPUT_FILE, context)
        degrees = self.parameterAsExtent(parameters, self.EXTENT, context, QgsCoordinateReferenceSystem(_DEGREES))
        middle = degrees.center()
        if not degrees.isFinite() or degrees.isEmpty() or abs(middle.y()) > _MOST_LATITUDE:
            raise InputError("sheet.no_extent")
        epsg = utm_epsg(middle.x(), middle.y())
        extent = self.parameterAsExtent(parameters, self.EXTENT, context, QgsCoordinateReferenceSystem(f"EPSG:{epsg}"))
        scale = scale or fitting_scale(extent.width(), extent.height(), paper, landscape)
        code = sheet_over((extent.center().x(), extent.center().y()), epsg, scale, paper, landscape, date.today())
        community, place, held_on, community_id = "", "", None, None
        if location and workshop:
            workshop, community, place, held_on, community_id = self._workshop(location, workshop, audience)
        project = context.project() or QgsProject.instance()
        layers = self.parameterAsLayerList(parameters, self.LAYERS, context) or _shown_layers(project)
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(f"EPSG:{epsg}"), QgsCoordinateReferenceSystem(_DEGREES), project
        )
        shown = transform.transformBoundingBox(QgsRectangle(*ground_extent(code)))
        released, messages = released_layers(layers, audience, self.name(), shown)
        drawn = {original_id(layer) for layer in released}
        for left in (layer for layer in layers if layer.id() not in drawn):
            feedback.pushWarning(describe(Message("workspace.not_on_the_sheet", layer=left.name())))
        for message in messages:
            # What is said of one layer is why it, or part of it, is not drawn.
            (feedback.pushWarning if "layer" in message.facts else feedback.pushInfo)(describe(message))
        words, said = federation_words()
        for message in said:
            feedback.pushWarning(describe(message))
        content = SheetContent(code, words, released, community, place, held_on)
        write_sheet(content, file, project, cancel_of(feedback))
        if location:
            with open_workspace(location) as workspace, workspace.write() as transaction:
                transaction.insert(
                    "workshop_sheet",
                    {
                        "workshop_id": workshop or None,
                        "community_id": community_id,
                        "code": code.written(),
                        "epsg": code.epsg,
                        "easting": code.easting,
                        "northing": code.northing,
                        "scale": code.scale,
                        "paper": code.paper,
                        "landscape": code.landscape,
                        "sensitivity": "community",
                    },
                )
        feedback.pushInfo(
            translate("RainforestAlert", "Sheet {code}: {layers} layers at 1:{scale}.").format(
                code=code.written(), layers=len(released), scale=code.scale
            )
        )
        return {
            self.OUTPUT_FILE: file,
            self.CODE: code.written(),
            self.SCALE_USED: code.scale,
            self.EPSG: code.epsg,
        }

    def _workshop(self, location: str, named: str, audience: str) -> tuple[str, str, str, date | None, str]:
        """Identity of the workshop; community, place and day for the head of the sheet, as far as the audience may have them."""
        with open_workspace(location) as workspace:
            record = workshop_record(workspace, named)
            rows = [
                Record(table, row["id"], row)
                for table, row in (("workshop", record.workshop), ("community", record.community))
            ]
            released = {row.table: row.values for row in release(rows, audience, self.name(), workspace).rows}
        held = released.get("workshop", {})
        held_on = date.fromisoformat(str(held["held_on"])) if held.get("held_on") else None
        name = str(released.get("community", {}).get("name") or "")
        place = str(held.get("place") or "")
        return str(record.workshop["id"]), name, place, held_on, str(record.community["id"])


def _shown_layers(project: QgsProject) -> list[QgsMapLayer]:
    """Layers that the map shows, the uppermost first."""
    root = project.layerTreeRoot()
    shown = {layer.id() for layer in root.checkedLayers() if layer is not None and layer.isSpatial()}
    return [layer for layer in root.layerOrder() if layer is not None and layer.id() in shown]
