"""Alerts of a source over an area, fetched from its service."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..alerts.incremental import LastBatch, is_known, last_batch, lookback_days, start_of_question
from ..alerts.sources.catalogue import fetch, services
from ..alerts.sources.firms import KEY_PLACEHOLDER
from ..alerts.sources.gfw_versions import latest_version
from ..alerts.sources.service import AlertRequest, area_digest, tell_no_more
from ..errors import InputError, Message, ServiceError
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..host.choice_words import alert_services
from ..host.messages import describe
from ..host.network import credential, network_settings
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..net.client import HttpClient, is_out_of_reach
from .area_parameter import AskedArea
from .base import RainforestAlgorithm, cancel_of, progress_of
from .choices import in_words

_USUAL_DAYS = 30


class DownloadAlertsAlgorithm(RainforestAlgorithm):
    """Files of a source over an area, each with a note of what was asked."""

    SOURCE = "SOURCE"
    AREA = "AREA"
    passed_elsewhere = (AREA,)
    START = "START"
    END = "END"
    AUTH = "AUTH"
    ADDRESS = "ADDRESS"
    WORKSPACE = "WORKSPACE"
    VERSION = "VERSION"
    OUTPUT_FOLDER = "OUTPUT_FOLDER"
    RASTERS = "RASTERS"
    POINTS = "POINTS"
    POLYGONS = "POLYGONS"
    FILE_COUNT = "FILE_COUNT"

    def name(self) -> str:
        return "downloadalerts"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Download alerts")

    def group(self) -> str:
        return translate("RainforestAlert", "Alerts")

    def groupId(self) -> str:
        return "alerts"

    def shortHelpString(self) -> str:
        sources = "\n".join(
            f"{service.id}: {service.title}. {service.licence}."
            + (" " + translate("RainforestAlert", "Needs a key.") if service.key != "none" else "")
            for service in services().values()
        )
        return (
            translate(
                "RainforestAlert",
                "Fetches the alerts of a source over an area, in a period, into a folder. Beside each file stands a note "
                "(“.source.json”) with what was asked, when, the version, the licence and how to name the source. What is there "
                "already is not fetched again; a broken download goes on where it stopped.\n\n"
                "The key of a service is kept in the QGIS password store: choose the authentication configuration that holds it "
                "(for Global Forest Watch “API Header” with x-api-key, for FIRMS the MAP_KEY and for OPERA the Earthdata token as "
                "its value or as a password). Without a window QGIS reads the store with QGIS_AUTH_PASSWORD_FILE.\n\n"
                "Without dates, the last 30 days are fetched. With a workspace and no first day, the question begins 180 days before the "
                "end of the last batch of the source over this area (fires: 3 days), because alerts are confirmed or taken back up to "
                "half a year later; where the workspace holds the same version already, nothing is fetched. "
                "Rasters hold only the blocks that what was asked for touches.\n\n"
                "Where the area is a layer of a workspace, outlines that the public may not have as they are (by their level, the rules "
                "and the consents) are told to no service: it is asked for the cells of 5 km that they touch. What comes is cut to the "
                "area here, rasters when they are imported with it.\n\n"
                "Sources:",
            )
            + "\n"
            + sources
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.SOURCE,
                    translate("RainforestAlert", "Source"),
                    list(services()),
                    defaultValue="gfw_integrated",
                    usesStaticStrings=True,
                ),
                alert_services(),
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.AREA, translate("RainforestAlert", "Area"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        for name, label in (
            (self.START, translate("RainforestAlert", "First day")),
            (self.END, translate("RainforestAlert", "Last day")),
        ):
            self.addParameter(
                QgsProcessingParameterDateTime(name, label, QgsProcessingParameterDateTime.Type.Date, optional=True)
            )
        self.addParameter(
            QgsProcessingParameterAuthConfig(
                self.AUTH, translate("RainforestAlert", "Authentication with the key"), optional=True
            )
        )
        address = QgsProcessingParameterString(
            self.ADDRESS,
            translate("RainforestAlert", "Address of the service, where it has moved"),
            optional=True,
        )
        version = QgsProcessingParameterString(
            self.VERSION,
            translate("RainforestAlert", "Version to ask for again (the latest when empty)"),
            optional=True,
        )
        for parameter in (address, version):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(self.OUTPUT_FOLDER, translate("RainforestAlert", "Folder"))
        )
        self.addOutput(QgsProcessingOutputMultipleLayers(self.RASTERS, translate("RainforestAlert", "Rasters")))
        self.addOutput(QgsProcessingOutputMultipleLayers(self.POINTS, translate("RainforestAlert", "Points")))
        self.addOutput(QgsProcessingOutputMultipleLayers(self.POLYGONS, translate("RainforestAlert", "Polygons")))
        self.addOutput(QgsProcessingOutputNumber(self.FILE_COUNT, translate("RainforestAlert", "Number of files")))

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        service = services()[self.parameterAsEnumString(parameters, self.SOURCE, context)]
        address = self.parameterAsString(parameters, self.ADDRESS, context).strip().rstrip("/")
        self.service = service if not address else replace(service, base=address)
        auth = self.parameterAsString(parameters, self.AUTH, context)
        if service.key != "none" and not auth:
            raise InputError("sources.key_needed", title=service.title)
        if service.key == "path":
            self.credential = credential(auth, placeholder=KEY_PLACEHOLDER)
        elif service.key == "header":
            self.credential = credential(auth, header=str(service.options["key_header"]))
        elif service.key == "bearer":
            self.credential = credential(auth, header=str(service.options["key_header"]), prefix="Bearer ")
        else:
            self.credential = None
        certificates = Path(QgsApplication.qgisSettingsDirPath()) / "rainforest_alert" / "certificates.pem"
        self.network = network_settings(certificates)
        today = datetime.date.today()
        self.end = _date(self.parameterAsDateTime(parameters, self.END, context)) or today
        self.start = _date(self.parameterAsDateTime(parameters, self.START, context))
        self.workspace = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        self.version = self.parameterAsString(parameters, self.VERSION, context).strip()
        self.today = today
        self.area = AskedArea(self, parameters, self.AREA, context)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        area, told = self.area.read(context, feedback)
        folder = self.parameterAsString(parameters, self.OUTPUT_FOLDER, context)
        start, last = self._first_day(area, feedback)
        client = HttpClient(self.network)
        request = AlertRequest(
            area,
            start,
            self.end,
            Path(folder),
            client,
            self.credential,
            self.today,
            span(progress_of(feedback), 5.0, 100.0),
            cancel_of(feedback),
            self.version,
            told,
        )
        try:
            fetched = [] if self._is_known(request, last, feedback) else fetch(self.service, request)
        finally:
            client.close()
        if told.held_back:
            tell_no_more(request)
        for found in fetched:
            for message in found.messages:
                feedback.pushWarning(describe(message))
            feedback.pushInfo(str(found.path))
        feedback.pushInfo(f"{self.service.licence}. {self.service.attribution.format(date=self.today.isoformat())}")
        paths = {
            kind: [str(found.path) for found in fetched if found.kind == kind]
            for kind in ("raster", "points", "polygons")
        }
        return {
            self.OUTPUT_FOLDER: folder,
            self.RASTERS: paths["raster"],
            self.POINTS: paths["points"],
            self.POLYGONS: paths["polygons"],
            self.FILE_COUNT: len(fetched),
        }

    def _first_day(
        self, area: list[PolygonFeature], feedback: QgsProcessingFeedback
    ) -> tuple[datetime.date, LastBatch | None]:
        """First day to ask for, and the batch of the workspace that it follows."""
        if not self.workspace:
            return self.start or self.end - datetime.timedelta(days=_USUAL_DAYS), None
        with open_workspace(self.workspace, read_only=True) as workspace:
            last = last_batch(workspace, self.service.id, area_digest(area))
        start = self.start or start_of_question(last, self.service.kind, self.end)
        if self.start is None and last is not None:
            days = lookback_days(self.service.kind)
            feedback.pushInfo(
                describe(Message("sources.since", title=self.service.title, start=start.isoformat(), days=days))
            )
        return start, last

    def _is_known(self, request: AlertRequest, last: LastBatch | None, feedback: QgsProcessingFeedback) -> bool:
        """Whether the workspace holds the latest version of the same span, so that nothing is fetched."""
        if last is None or self.version or "dataset" not in self.service.options:
            return False
        try:
            version = latest_version(self.service, request)
        except ServiceError as error:
            # what there is of an earlier run answers then, with its age
            if not is_out_of_reach(error):
                raise
            return False
        if not is_known(last, version, request.start, request.end):
            return False
        days = {"start": last.start.isoformat(), "end": last.end.isoformat()}
        feedback.pushInfo(describe(Message("sources.nothing_new", title=self.service.title, version=version, **days)))
        return True


def _date(value: Any) -> datetime.date | None:
    return value.date().toPyDate() if value.isValid() else None
