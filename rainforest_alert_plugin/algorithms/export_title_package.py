"""The title package of one boundary, written to a folder and read back."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import (
    QgsExpression,
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..cadastre.profile import load_profile
from ..errors import InputError
from ..host.base_layers import base_layers
from ..host.messages.workspace_words import audiences
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..titling.attributes import read_attributes
from ..titling.facts import AUDIENCES, OFFICE, THIRD_PARTIES
from ..titling.register import find_community
from ..workspace.origins import Origin
from .base import RainforestAlgorithm, cancel_of
from .choices import in_words
from .land_parameters import SHAPING_LAND, LandInput, add_land_parameters
from .layer_gate import held_back_output
from .title_export import (
    PLAN,
    PLAN_LAYERS,
    PLAN_TEMPLATE,
    PackageOrder,
    References,
    TitleExport,
    WrittenPackage,
    add_plan_parameters,
    refuse_same_folder,
)
from .title_parameters import (
    BOUNDARY,
    BOUNDARY_ID,
    BOUNDARY_VALUE,
    DEFAULT_PROFILE,
    SHAPING,
    TitleInput,
    add_title_parameters,
    add_version_parameter,
)

AREA_HA = "AREA_HA"
PERIMETER_M = "PERIMETER_M"
BLOCKERS = "BLOCKERS"
STATE = "STATE"
CHECKSUM = "GEOMETRY_SHA256"
PACKAGE_ID = "PACKAGE_ID"


class ExportTitlePackageAlgorithm(RainforestAlgorithm):
    """Shapefiles, GeoPackage, vertex table and manifest of one boundary."""

    drawn = (PLAN_LAYERS,)
    whole = (*SHAPING, *SHAPING_LAND)
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    REFERENCE = "REFERENCE"
    ATTRIBUTES = "ATTRIBUTES"
    AUDIENCE = "AUDIENCE"
    ALLOW_BLOCKERS = "ALLOW_BLOCKERS"
    OUTPUT_FOLDER = "OUTPUT_FOLDER"
    REDACTED_FOLDER = "REDACTED_FOLDER"
    TEMPLATE = "TEMPLATE"

    def name(self) -> str:
        return "exporttitlepackage"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Export the title package")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        package = translate(
            "RainforestAlert",
            "Writes the title package of one boundary into a folder: shapefiles of perimeter, vertices and sides (with .prj "
            "and .cpg), the same layers in a GeoPackage, the technical table as XLSX and CSV, and manifest.json with every "
            "number and the SHA-256 of every file. All numbers come from the coordinates as printed and agree to the last "
            "digit; every file is read back and compared before the run ends.\n\n"
            "Reference layers are compared with the boundary. What an overlap means is told from the layer's name by the "
            "profile (parcel, community, concession, river, road, protected area, mining …); a layer of unknown kind is taken "
            "for registered land. Blockers stop the export; when they are allowed, every file is marked BORRADOR and the "
            "manifest lists them.\n\n"
            "Attributes is a JSON object or the path of a JSON file, with any of: {keys} (ubigeo is six digits, as text; dates as "
            "2026-11-23). Files state document_date as their date, so that two runs give the same bytes.\n\n"
            "With a workspace, the package is recorded there. With a community of it, its name, people and place fill the "
            "attributes that are not given, and without a boundary layer its newest agreed boundary is taken, in its surveyed "
            "coordinates and with its labels. Version takes another one than the newest, as a draft that says so: "
            "an earlier one, or one of several that wait for a decision.\n\n"
            "Audience: “office” gets everything; “public” gets neither the names of neighbours nor the registry entry, and the "
            "manifest says so.\n\n"
            "The folder must be new, empty, or an earlier package, which is replaced. A run that fails or is cancelled leaves "
            "it as it was.",
        ).format(keys=", ".join(attribute.key for attribute in load_profile(DEFAULT_PROFILE).attributes))
        drawings = translate(
            "RainforestAlert",
            "A drawing for CAD (DXF of AutoCAD 2000, a closed polyline per ring, labels, lengths and neighbours in layers) and a KML "
            "for reference only are part of the package.",
        )
        second = translate(
            "RainforestAlert",
            "With a second folder, the same run writes there what third parties may have (audience “public”), and its list says "
            "what was taken out. Either both packages are written or none; of a boundary or a community of a workspace that is not "
            "public, none.",
        )
        rivers = translate(
            "RainforestAlert",
            "Sides that follow a layer of rivers become one side each, from vertex to vertex, with the length of the channel; the "
            "points between are in a table of their own. A vertex with a surveyed label stays a vertex. With a community of a "
            "workspace, the sides known there as rivers are taken.",
        )
        consent = translate(
            "RainforestAlert",
            "The consent of a community of a workspace is asked: once it said what may go to others, nothing leaves that a consent in "
            "force does not cover, and what it withdrew leaves no more.",
        )
        land = translate(
            "RainforestAlert",
            "Units of land capacity divide the territory into property (groups A, C, P) and cession in use (F, X), less the layers "
            "of land that the title leaves out: two boundaries with their tables, and areas that add up to the whole to the last "
            "digit. Units that overlap stop the run with their code; land without a unit is listed as such.",
        )
        return "\n\n".join((package, drawings, second, rivers, land, consent))

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_title_parameters(self, boundary_is_optional=True)
        self.addParameter(
            QgsProcessingParameterString(
                self.WORKSPACE, translate("RainforestAlert", "Workspace (to record the package)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("RainforestAlert", "Reference layers (registered land, rivers, concessions …)"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.ATTRIBUTES,
                translate("RainforestAlert", "Attributes (JSON, or a JSON file)"),
                multiLine=True,
                optional=True,
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.AUDIENCE, translate("RainforestAlert", "Audience"), list(AUDIENCES), False, OFFICE, False, True
                ),
                audiences(),
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.ALLOW_BLOCKERS, translate("RainforestAlert", "Make a draft although there are blockers"), False
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.OUTPUT_FOLDER, translate("RainforestAlert", "Folder of the package")
            )
        )
        add_land_parameters(self)
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.REDACTED_FOLDER,
                translate("RainforestAlert", "Folder of a second package for third parties"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.TEMPLATE,
                translate("RainforestAlert", "Template of the descriptive report (DOCX)"),
                extension="docx",
                optional=True,
            )
        )
        add_plan_parameters(self)
        add_version_parameter(self)
        self.addOutput(QgsProcessingOutputNumber(AREA_HA, translate("RainforestAlert", "Area (ha)")))
        self.addOutput(QgsProcessingOutputNumber(PERIMETER_M, translate("RainforestAlert", "Perimeter (m)")))
        self.addOutput(QgsProcessingOutputNumber(BLOCKERS, translate("RainforestAlert", "Number of blockers")))
        self.addOutput(QgsProcessingOutputString(STATE, translate("RainforestAlert", "State (final or draft)")))
        self.addOutput(QgsProcessingOutputString(CHECKSUM, translate("RainforestAlert", "Fingerprint of the geometry")))
        self.addOutput(
            QgsProcessingOutputString(
                PACKAGE_ID, translate("RainforestAlert", "Record of the package in the workspace")
            )
        )
        self.addOutput(held_back_output())

    def second_audience(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The second package holds the same boundary: it is for third parties, or there is none."""
        return THIRD_PARTIES if self.parameterAsString(parameters, self.REDACTED_FOLDER, context) else ""

    def second_rows(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, QgsFeatureRequest]:
        field, value = (self.parameterAsString(parameters, name, context) for name in (BOUNDARY_ID, BOUNDARY_VALUE))
        if not field or not value.strip():
            return {}
        chosen = QgsExpression.createFieldEqualityExpression(field, value.strip())
        return {BOUNDARY: QgsFeatureRequest().setFilterExpression(chosen)}

    def origins_of_output(self, name: str, origins: Sequence[Origin]) -> Sequence[Origin]:
        if name == self.REDACTED_FOLDER:
            return [origin for origin in origins if origin.audience == THIRD_PARTIES]
        return [origin for origin in origins if origin.audience != THIRD_PARTIES] or origins

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.title = TitleInput(self, parameters, context)
        self.attributes = read_attributes(
            self.parameterAsString(parameters, self.ATTRIBUTES, context), self.title.profile
        )
        boundary_layer = self.parameterAsVectorLayer(parameters, BOUNDARY, context)
        below = self.parameterAsLayerList(parameters, PLAN_LAYERS, context)
        self.plan_layers = base_layers(below, context, cancel_of(feedback))
        land = LandInput(self, parameters, context)
        references = References(
            self.parameterAsLayerList(parameters, self.REFERENCE, context), boundary_layer, self.title.profile, feedback
        )
        self.title_export = TitleExport(self.title, land, references)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        order = PackageOrder(
            self.parameterAsString(parameters, self.OUTPUT_FOLDER, context),
            self.parameterAsString(parameters, self.REDACTED_FOLDER, context),
            self.parameterAsEnumString(parameters, self.AUDIENCE, context),
            self.parameterAsBoolean(parameters, self.ALLOW_BLOCKERS, context),
            self.attributes,
            template=self.parameterAsFile(parameters, self.TEMPLATE, context),
            with_plan=self.parameterAsBoolean(parameters, PLAN, context),
            plan_template=self.parameterAsFile(parameters, PLAN_TEMPLATE, context),
            plan_layers=self.plan_layers,
        )
        refuse_same_folder(order.folder, order.redacted_folder)
        self.title.refuse_stray_version(named)
        if not location:
            if named:
                raise InputError("titling.community_without_workspace")
            return self._outputs(self.title_export.write(order, context, feedback), order)
        with open_workspace(location) as workspace:
            community = find_community(workspace, named) if named else None
            written = self.title_export.write(order, context, feedback, workspace, community)
        return {**self._outputs(written, order), self.WORKSPACE: location}

    def _outputs(self, written: WrittenPackage, order: PackageOrder) -> dict[str, Any]:
        table = written.content.table
        outputs: dict[str, Any] = {
            self.OUTPUT_FOLDER: order.folder,
            AREA_HA: float(table.area_ha),
            PERIMETER_M: float(table.perimeter_m),
            BLOCKERS: written.content.blocker_count,
            STATE: written.manifest["state"],
            CHECKSUM: table.checksum(),
        }
        if order.redacted_folder:
            outputs[self.REDACTED_FOLDER] = order.redacted_folder
        if written.package_ids:
            outputs[PACKAGE_ID] = written.package_ids[0]
        return outputs
