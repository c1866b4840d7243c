"""The technical table of a boundary as a layer of its vertices."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import InputError, Message
from ..host.boundary import TitleBoundary, agreed_title_boundary
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import find_version, release_agreed
from ..titling.boundary import printed_polygon
from ..titling.ellipsoid import ellipsoidal_area_ha
from ..titling.land_capacity import WHOLE
from ..titling.register import agreed_boundary, find_community
from ..titling.technical_table import TechnicalTable
from .base import RainforestAlgorithm
from .land_parameters import PART, SHAPING_LAND, LandInput, add_land_parameters, add_part_parameter, no_part
from .layer_gate import add_audience
from .title_parameters import SHAPING, TitleInput, TitleTable, add_title_parameters, add_version_parameter

AREA_HA = "AREA_HA"
PERIMETER_M = "PERIMETER_M"
ELLIPSOIDAL_AREA_HA = "ELLIPSOIDAL_AREA_HA"
VERTEX_COUNT = "VERTEX_COUNT"
CRS = "CRS"


class TechnicalTableAlgorithm(RainforestAlgorithm):
    """Vertices, sides, angles, azimuths and neighbours of one boundary."""

    workspace_is_for_the_community = True
    whole = (*SHAPING, *SHAPING_LAND)
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    OUTPUT = "OUTPUT"

    def name(self) -> str:
        return "technicaltable"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Technical table of a boundary")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Computes the technical table (cuadro de datos técnicos) of one boundary from its coordinates as they are printed: "
            "the coordinates are rounded to the profile's decimals first, and sides, angles, area and perimeter follow from "
            "them, so that they agree to the last printed digit.\n\n"
            "A layer already in UTM keeps its surveyed coordinates. Other layers are transformed to the UTM zone of their "
            "centre, or to the zone chosen.\n\n"
            "Fields of the output, one point per vertex:\n"
            "part: number of the part, from north to south.\n"
            "ring: 0 for the outer boundary, 1 and up for enclaves.\n"
            "vertex: V-1 is the northernmost vertex; the ring runs clockwise.\n"
            "side: from this vertex to the next.\n"
            "distance_m: length of the side in metres; their sum is the perimeter.\n"
            "interior_angle: in degrees, minutes and seconds; of each ring they add up to (n - 2) · 180° (of an "
            "enclave, the angles inside the enclave).\n"
            "azimuth: of the side, clockwise from grid north.\n"
            "easting, northing: metres.\n"
            "neighbour: who adjoins the side, when a layer of neighbours is given.\n"
            "interior_angle_deg, azimuth_deg: the same angles in decimal degrees.\n\n"
            "With units of land capacity, Part gives the table of what is titled or of what is ceded in use in place of the whole, "
            "with its own vertices (P-1, C-1) and the area of its units; its sides name no neighbours.\n\n"
            "An invalid boundary is refused with the place of its fault; it is never repaired here.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_title_parameters(self, boundary_is_optional=True)
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Technical table"),
                QgsProcessing.SourceType.TypeVectorPoint,
            )
        )
        add_version_parameter(self)
        add_land_parameters(self)
        add_part_parameter(self, translate("RainforestAlert", "Part of the territory that the table shows"))
        self.addOutput(QgsProcessingOutputNumber(AREA_HA, translate("RainforestAlert", "Area (ha)")))
        self.addOutput(QgsProcessingOutputNumber(PERIMETER_M, translate("RainforestAlert", "Perimeter (m)")))
        self.addOutput(
            QgsProcessingOutputNumber(
                ELLIPSOIDAL_AREA_HA, translate("RainforestAlert", "Ellipsoidal area (ha), for information")
            )
        )
        self.addOutput(QgsProcessingOutputNumber(VERTEX_COUNT, translate("RainforestAlert", "Number of vertices")))
        self.addOutput(QgsProcessingOutputString(CRS, translate("RainforestAlert", "Reference system")))
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.input = TitleInput(self, parameters, context)
        self.land = LandInput(self, parameters, context)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        made = self.input.table(context, feedback, self._agreed(parameters, context))
        table = self._part(made, self.parameterAsEnumString(parameters, PART, context), context, feedback)
        crs = QgsCoordinateReferenceSystem(table.crs)
        ellipsoidal = ellipsoidal_area_ha(printed_polygon(table), crs, made.profile.decimals.area_ha)
        feedback.pushInfo(
            describe(
                Message(
                    "titling.numbers",
                    area_ha=table.area_ha,
                    perimeter_m=table.perimeter_m,
                    vertices=len(table.rows),
                    crs=table.crs,
                    zone=table.zone,
                    ellipsoidal_area_ha=ellipsoidal,
                )
            )
        )
        fields = _fields()
        features = []
        for row in table.rows:
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float(row.easting), float(row.northing))))
            feature.setAttributes(
                [
                    row.part,
                    row.ring,
                    row.vertex,
                    row.side,
                    float(row.distance_m),
                    row.interior_angle,
                    row.azimuth,
                    float(row.easting),
                    float(row.northing),
                    row.neighbour,
                    float(row.interior_angle_s) / 3600,
                    float(row.azimuth_s) / 3600,
                ]
            )
            features.append(feature)
        output = self.write_sink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs, features, feedback
        )
        return {
            self.OUTPUT: output,
            AREA_HA: float(table.area_ha),
            PERIMETER_M: float(table.perimeter_m),
            ELLIPSOIDAL_AREA_HA: float(ellipsoidal),
            VERTEX_COUNT: len(table.rows),
            CRS: table.crs,
        }

    def _part(
        self, made: TitleTable, part: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> TechnicalTable:
        """The table of the whole, or of the titled or the ceded land."""
        land = self.land.divided(made, context, feedback)
        if part == WHOLE:
            return made.table
        tables = dict(land.tables) if land is not None else {}
        if part not in tables:
            raise no_part(part, made.profile)
        return tables[part]

    def _agreed(self, parameters: dict[str, Any], context: QgsProcessingContext) -> TitleBoundary | None:
        """The agreed boundary of a community of a workspace, when no layer is given."""
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        self.input.refuse_stray_version(named)
        if self.input.source is not None or not named:
            return None
        if not location:
            raise InputError("titling.community_without_workspace")
        with open_workspace(location) as workspace:
            community = find_community(workspace, named)
            agreed = agreed_boundary(workspace, community, self.input.version)
            release_agreed(workspace, community, find_version(workspace, agreed.version_id), self.name())
        return agreed_title_boundary(agreed, str(community["name"]), self.input.profile, context.transformContext())


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("part", "int"),
        ("ring", "int"),
        ("vertex", "string"),
        ("side", "string"),
        ("distance_m", "double"),
        ("interior_angle", "string"),
        ("azimuth", "string"),
        ("easting", "double"),
        ("northing", "double"),
        ("neighbour", "string"),
        ("interior_angle_deg", "double"),
        ("azimuth_deg", "double"),
    ):
        fields.append(field(name, kind))
    return fields
