"""Accept a proposal by the record of an assembly."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import field
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.proposals import accept
from ..territory.records import read_record
from ..territory.versions import WGS84, find_version, versions_of
from ..workspace.release import Record, release
from ..workspace.store import Workspace
from .base import RainforestAlgorithm

_COLUMNS = (
    ("version_id", "id", "string"),
    ("number", "number", "int"),
    ("parent_id", "parent_id", "string"),
    ("proposal_id", "proposal_id", "string"),
    ("author", "author", "string"),
    ("reason", "reason", "string"),
    ("source", "source", "string"),
    ("record_act", "record_act", "string"),
    ("record_on", "record_on", "string"),
    ("signed_by", "signed_by", "string"),
    ("area_ha", "area_ha", "double"),
    ("epsg", "epsg", "int"),
    ("created_at", "created_at", "string"),
)


class AcceptProposalAlgorithm(RainforestAlgorithm):
    """``acceptproposal``: the proposal becomes the next version of the boundary."""

    WORKSPACE = "WORKSPACE"
    PROPOSAL_ID = "PROPOSAL_ID"
    RECORD = "RECORD"
    OUTPUT = "OUTPUT"
    VERSION_ID = "VERSION_ID"
    NUMBER = "NUMBER"
    AREA_HA = "AREA_HA"

    def name(self) -> str:
        return "acceptproposal"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Accept a proposal")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Makes a proposal the agreed boundary of its community. Nothing is overwritten: the boundary is one more version, with its "
            "author, workshop, reason and the version it follows; every earlier one stays and can be proposed anew.\n\n"
            "Record: the act by which the assembly agreed, as JSON or as the path of a JSON file, for instance "
            '{"act": "Acta 12", "date": "2026-11-20", "signed_by": ["Rosa Ampush", "Luis Wajai"]}. Without act, date and '
            "who signed, nothing is accepted.\n\n"
            "A proposal that was made before the present version was agreed is refused, and what was agreed since is named: look at "
            "both and propose again. What is known of the neighbours stays with the sides that did not move.\n\n"
            "Outputs: VERSION_ID, NUMBER, AREA_HA (plane of the boundary's UTM zone), and if wanted a layer with every version of "
            "the community's boundary: version_id, number, parent_id, proposal_id, author, reason, source, record_act, record_on, "
            "signed_by, area_ha, epsg, created_at; its polygons are derived from the surveyed vertices, in EPSG:4326. The layer "
            "is written down as a release to the community.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(QgsProcessingParameterString(self.PROPOSAL_ID, translate("RainforestAlert", "Proposal")))
        self.addParameter(
            QgsProcessingParameterString(
                self.RECORD,
                translate("RainforestAlert", "Record of the assembly (JSON, or a JSON file)"),
                multiLine=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Versions of the boundary"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputString(self.VERSION_ID, translate("RainforestAlert", "Version")))
        self.addOutput(QgsProcessingOutputNumber(self.NUMBER, translate("RainforestAlert", "Number of the version")))
        self.addOutput(QgsProcessingOutputNumber(self.AREA_HA, translate("RainforestAlert", "Area (ha)")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        proposal_id = self.parameterAsString(parameters, self.PROPOSAL_ID, context).strip()
        record = read_record(self.parameterAsString(parameters, self.RECORD, context))
        with open_workspace(location) as workspace:
            version_id = accept(workspace, proposal_id, record, context.transformContext())
            version = find_version(workspace, version_id)
            feedback.pushInfo(
                translate("RainforestAlert", "Version {number} is agreed: {area:.4f} ha (record {act}, {day}).").format(
                    number=version["number"], area=version["area_ha"], act=record.act, day=record.held_on
                )
            )
            results = {
                self.WORKSPACE: location,
                self.VERSION_ID: version_id,
                self.NUMBER: version["number"],
                self.AREA_HA: version["area_ha"],
            }
            if parameters.get(self.OUTPUT) not in (None, ""):
                results[self.OUTPUT] = self._write(
                    parameters, context, feedback, workspace, str(version["community_id"])
                )
            return results

    def _write(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace,
        community_id: str,
    ) -> str:
        fields = QgsFields()
        for name, _, kind in _COLUMNS:
            fields.append(field(name, kind))
        records = [Record("boundary_version", row["id"], row) for row in versions_of(workspace, community_id)]
        features = []
        for released in release(records, "community", self.name(), workspace).rows:
            feature = QgsFeature(fields)
            geometry = QgsGeometry()
            geometry.fromWkb(released.values["geom"] or b"")
            feature.setGeometry(geometry)
            feature.setAttributes([released.values[column] for _, column, _ in _COLUMNS])
            features.append(feature)
        return self.write_sink(
            parameters,
            self.OUTPUT,
            context,
            fields,
            QgsWkbTypes.Type.MultiPolygon,
            QgsCoordinateReferenceSystem(WGS84),
            features,
            feedback,
        )
