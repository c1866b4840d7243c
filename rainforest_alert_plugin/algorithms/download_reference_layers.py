"""What the State has drawn near an area, copied from its services with the day of each copy."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..cadastre.reference_layers import record_copy
from ..cadastre.services.area import boxes_round
from ..cadastre.services.fetching import LayerOutcome, fetch_service
from ..errors import InputError
from ..geo.progress import span
from ..host.messages import describe
from ..host.moved_lines import news
from ..host.network import network_settings
from ..host.service_catalogue import listed_services, services
from ..host.workspaces import open_workspace
from ..i18n import translate
from .area_parameter import AskedArea
from .base import RainforestAlgorithm, cancel_of, progress_of
from .choices import in_words

_USUAL_MARGIN_M = 2000.0
_MOST_MARGIN_M = 200_000.0
_WARNINGS = frozenset(
    {"services.incomplete", "services.missing", "services.not_read", "services.copy_stays", "services.without_geometry"}
)


class DownloadReferenceLayersAlgorithm(RainforestAlgorithm):
    """A dated GeoPackage for each service, with what could not be read."""

    AREA = "AREA"
    passed_elsewhere = (AREA,)
    SERVICES = "SERVICES"
    MARGIN_M = "MARGIN_M"
    WORKSPACE = "WORKSPACE"
    OUTPUT_FOLDER = "OUTPUT_FOLDER"
    OUTPUT_LAYERS = "OUTPUT_LAYERS"
    LAYERS = "LAYERS"
    LAYER_COUNT = "LAYER_COUNT"
    INCOMPLETE_COUNT = "INCOMPLETE_COUNT"
    NOT_READ_COUNT = "NOT_READ_COUNT"

    def name(self) -> str:
        return "downloadreferencelayers"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Download reference layers")

    def group(self) -> str:
        return translate("RainforestAlert", "Cadastre")

    def groupId(self) -> str:
        return "cadastre"

    def shortDescription(self) -> str:
        return translate(
            "RainforestAlert", "Copies what the State has drawn near an area, with the day of the copy and its changes."
        )

    def shortHelpString(self) -> str:
        listing = "\n".join(f"{service.id}: {service.full_title}." for service in listed_services().values())
        return (
            translate(
                "RainforestAlert",
                "Copies the layers of the chosen services near the area into a folder, one GeoPackage for each service and day. They "
                "work without a connection. Beside each file stands a note (“.source.json”) with the address, the day, the licence, what "
                "came and what did not.\n\n"
                "Only boxes round the area with the margin are sent, never the boundary itself; where the area is a layer of a workspace, "
                "those of outlines that the public may not have as they are go round the cells of 5 km that they touch. Layers are found "
                "by their names. Every feature that a service counts there is asked for; when some do not come, the copy is called "
                "INCOMPLETE and a further run asks only for what is missing. A layer that could not be read is named, and its last copy "
                "stays in use.\n\n"
                "Against the last complete copy in the folder it is said what is new, gone or redrawn near the area. An absence in "
                "a copy never proves that there is nothing: it says what the service showed on that day.\n\n"
                "Addresses and names are corrected in the options (Rainforest Alert, Services). With a workspace, the copies are noted "
                "there. The output LAYERS is a JSON list with one entry for each layer: service, layer, title, role, path, features, "
                "expected, complete, fetched_at, licence, messages, and since, new, gone, changed with the names.\n\n"
                "Services:",
            )
            + "\n"
            + listing
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.AREA, translate("RainforestAlert", "Area"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        listed = listed_services().values()
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.SERVICES,
                    translate("RainforestAlert", "Services"),
                    [service.id for service in listed],
                    allowMultiple=True,
                    defaultValue=[service.id for service in listed if not service.is_by_name_only],
                    usesStaticStrings=True,
                ),
                {service.id: service.title for service in listed},
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.MARGIN_M,
                translate("RainforestAlert", "Margin round the area (m)"),
                QgsProcessingParameterNumber.Type.Double,
                _USUAL_MARGIN_M,
                minValue=0.0,
                maxValue=_MOST_MARGIN_M,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(self.OUTPUT_FOLDER, translate("RainforestAlert", "Folder"))
        )
        self.addOutput(
            QgsProcessingOutputMultipleLayers(
                self.OUTPUT_LAYERS, translate("RainforestAlert", "Layers that were copied")
            )
        )
        self.addOutput(
            QgsProcessingOutputString(self.LAYERS, translate("RainforestAlert", "What became of each layer (JSON)"))
        )
        for name, label in (
            (self.LAYER_COUNT, translate("RainforestAlert", "Number of layers copied")),
            (self.INCOMPLETE_COUNT, translate("RainforestAlert", "Number of incomplete layers")),
            (self.NOT_READ_COUNT, translate("RainforestAlert", "Number of layers that could not be read")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        known = services()
        self.services = [known[name] for name in self.parameterAsEnumStrings(parameters, self.SERVICES, context)]
        self.area = AskedArea(self, parameters, self.AREA, context)
        self.margin_m = self.parameterAsDouble(parameters, self.MARGIN_M, context)
        self.workspace = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        self.network = network_settings(
            Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "certificates.pem"
        )
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        is_cancelled = cancel_of(feedback)
        _, told = self.area.read(context, feedback)
        boxes = boxes_round([feature.wkb for feature in told.features()], self.margin_m)
        if not boxes:
            raise InputError("services.no_area")
        if self.workspace:
            # what cannot be opened is said before anything is fetched
            open_workspace(self.workspace).close()
        folder = Path(self.parameterAsString(parameters, self.OUTPUT_FOLDER, context))
        outcomes: list[LayerOutcome] = []
        for number, service in enumerate(self.services):
            share = 100.0 / len(self.services)
            progress = span(progress_of(feedback), number * share, (number + 1) * share)
            feedback.pushInfo(f"{service.full_title} ({service.url})")
            now = datetime.datetime.now(datetime.timezone.utc)
            of_service = fetch_service(service, boxes, folder, self.network, now, progress, is_cancelled)
            self._record(of_service)
            for outcome in of_service:
                for message in outcome.messages:
                    say = feedback.pushWarning if message.id in _WARNINGS else feedback.pushInfo
                    say(describe(message))
            feedback.pushInfo(f"{service.attribution}. {service.licence}")
            outcomes += of_service
        copies = [outcome.copy for outcome in outcomes if outcome.copy is not None]
        return {
            self.OUTPUT_FOLDER: str(folder),
            self.OUTPUT_LAYERS: [f"{copy.path}|layername={copy.table}" for copy in copies],
            self.LAYERS: json.dumps([_facts(outcome) for outcome in outcomes], ensure_ascii=False),
            self.LAYER_COUNT: len(copies),
            self.INCOMPLETE_COUNT: sum(not copy.is_complete for copy in copies),
            self.NOT_READ_COUNT: len(outcomes) - len(copies),
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Tell the window, which may show boundaries that follow lines of these layers."""
        if self.workspace:
            news.came.emit(self.workspace)
        return {}

    def _record(self, outcomes: list[LayerOutcome]) -> None:
        if not self.workspace or not any(outcome.copy for outcome in outcomes):
            return
        with open_workspace(self.workspace) as workspace, workspace.write() as transaction:
            for outcome in outcomes:
                if outcome.copy is not None:
                    record_copy(transaction, workspace.location, outcome.service, outcome.layer, outcome.copy)


def _facts(outcome: LayerOutcome) -> dict[str, Any]:
    """What became of a layer, as the output LAYERS states it."""
    copy, changes = outcome.copy, outcome.changes
    facts: dict[str, Any] = {
        "service": outcome.service.id,
        "layer": outcome.layer.id,
        "title": outcome.layer.title,
        "role": outcome.layer.role,
        "licence": outcome.service.licence,
        "path": str(copy.path) if copy else "",
        "features": copy.facts["features"] if copy else 0,
        "expected": copy.facts["expected"] if copy else None,
        "complete": bool(copy and copy.is_complete),
        "fetched_at": copy.fetched_at if copy else "",
        "previous": str(outcome.previous.path) if outcome.previous else "",
        "messages": [describe(message) for message in outcome.messages],
    }
    if changes is not None:
        facts.update(since=changes.since, new=changes.new, gone=changes.gone, changed=changes.changed)
        facts.update(new_count=changes.new_count, gone_count=changes.gone_count, changed_count=changes.changed_count)
    return facts
