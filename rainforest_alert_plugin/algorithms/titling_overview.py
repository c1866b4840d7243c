"""How the title files of a federation stand: a layer, a table, a chart, a map and a report."""

from __future__ import annotations

import datetime
from contextlib import ExitStack
from pathlib import Path
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
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsWkbTypes,
)

from ..cadastre.profile import Profile, load_profile
from ..compat import field
from ..documents.phrases import load_phrases
from ..documents.sheet import csv_bytes, xlsx_bytes
from ..errors import Message
from ..geo.files import replaced_file
from ..geo.progress import stop_if
from ..host.messages import describe
from ..host.messages.workspace_words import audiences
from ..host.pdf import pdf_bytes
from ..host.pictures import png_bytes
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import WGS84, find_community
from ..titling.overview import chart_svg, map_svg, overview_document, overview_sheets
from ..titling.steps import Road, roads
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of
from .choices import in_words
from .title_parameters import COMMUNITIES, PROFILE, WORKSPACE, add_communities_parameters

AUDIENCES = ("federation", "public")
_COLUMNS = (
    ("community_id", "string"),
    ("community", "string"),
    ("step", "string"),
    ("step_title", "string"),
    ("step_number", "int"),
    ("since", "string"),
    ("waiting_days", "int"),
    ("held_by", "string"),
    ("open_observations", "int"),
    ("area_ha", "double"),
)


class TitlingOverviewAlgorithm(RainforestAlgorithm):
    """``titlingoverview``: which step, since when, how many hectares."""

    WORKSPACE = WORKSPACE
    COMMUNITIES = COMMUNITIES
    AUDIENCE = "AUDIENCE"
    OUTPUT = "OUTPUT"
    REPORT_XLSX = "REPORT_XLSX"
    REPORT_CSV = "REPORT_CSV"
    REPORT_PDF = "REPORT_PDF"
    REPORT_CHART = "REPORT_CHART"
    REPORT_MAP = "REPORT_MAP"
    COMMUNITY_COUNT = "COMMUNITY_COUNT"
    AREA_HA = "AREA_HA"

    def name(self) -> str:
        return "titlingoverview"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Overview of the title files")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "How many communities and hectares stand at each step of the procedure, who holds each file, since when it waits and which "
            "observations have no answer: as a layer of the agreed boundaries, a workbook, a CSV, a chart, a map and a PDF.\n\n"
            "A file waits since its oldest observation without answer, or since its step was reached. A community without a step "
            "written down has not started.\n\n"
            "What the audience may not see is held back, and the report says how many rows.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_communities_parameters(self)
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.AUDIENCE,
                    translate("RainforestAlert", "Audience"),
                    list(AUDIENCES),
                    False,
                    AUDIENCES[0],
                    False,
                    True,
                ),
                audiences(),
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Title files"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=True,
            )
        )
        for name, label, filters in (
            (self.REPORT_XLSX, translate("RainforestAlert", "Workbook of the title files"), "XLSX (*.xlsx)"),
            (self.REPORT_CSV, translate("RainforestAlert", "Table of the title files"), "CSV (*.csv)"),
            (self.REPORT_PDF, translate("RainforestAlert", "Report of the title files"), "PDF (*.pdf)"),
            (self.REPORT_CHART, translate("RainforestAlert", "Chart of the steps"), "SVG (*.svg);;PNG (*.png)"),
            (self.REPORT_MAP, translate("RainforestAlert", "Map of the steps"), "SVG (*.svg);;PNG (*.png)"),
        ):
            self.addParameter(
                QgsProcessingParameterFileDestination(name, label, filters, optional=True, createByDefault=False)
            )
        self.addOutput(
            QgsProcessingOutputNumber(self.COMMUNITY_COUNT, translate("RainforestAlert", "Number of communities"))
        )
        self.addOutput(QgsProcessingOutputNumber(self.AREA_HA, translate("RainforestAlert", "Area (ha)")))

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        profile = load_profile(self.parameterAsEnumString(parameters, PROFILE, context))
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        named = self.parameterAsString(parameters, self.COMMUNITIES, context)
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        today = datetime.date.today()
        with open_workspace(location) as workspace:
            found, released = roads(workspace, communities_named(workspace, named), profile, audience)
        held_back = released.held_back_count() + sum(released.blanked.values())
        if held_back:
            feedback.pushInfo(describe(released.message()))
        stop_if(cancel_of(feedback))
        files = self._files(parameters, context, found, profile, today, held_back)
        with ExitStack() as written:
            for path, content in files.values():
                written.enter_context(replaced_file(path)).write_bytes(content)
            results: dict[str, Any] = {name: path for name, (path, _) in files.items()}
            if parameters.get(self.OUTPUT) not in (None, ""):
                results[self.OUTPUT] = self._write(parameters, context, feedback, found, profile, today)
        area = float(sum(road.area_ha or 0 for road in found))
        feedback.pushInfo(
            describe(
                Message(
                    "steps.overview",
                    count=len(found),
                    area_ha=f"{area:.4f}",
                    observations=sum(road.open_observations for road in found),
                )
            )
        )
        return {**results, self.WORKSPACE: location, self.COMMUNITY_COUNT: len(found), self.AREA_HA: area}

    def _files(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        found: list[Road],
        profile: Profile,
        today: datetime.date,
        held_back: int,
    ) -> dict[str, tuple[str, bytes]]:
        """Path and content of each report that was asked for."""
        paths = {
            name: self.parameterAsFileOutput(parameters, name, context)
            for name in (self.REPORT_XLSX, self.REPORT_CSV, self.REPORT_PDF, self.REPORT_CHART, self.REPORT_MAP)
            if parameters.get(name)
        }
        phrases = load_phrases(profile.language)
        sheets = overview_sheets(found, profile, phrases, today, held_back)
        chart = chart_svg(found, profile, phrases, today)
        drawn_map = map_svg(found, profile, phrases, today)
        made: dict[str, tuple[str, bytes]] = {}
        for name, path in paths.items():
            if name == self.REPORT_XLSX:
                content = xlsx_bytes(list(sheets), today)
            elif name == self.REPORT_CSV:
                content = csv_bytes(sheets[0])
            elif name == self.REPORT_PDF:
                pictures = png_bytes(chart), png_bytes(drawn_map)
                content = pdf_bytes(overview_document(found, profile, phrases, today, held_back, *pictures))
            else:
                drawing = chart if name == self.REPORT_CHART else drawn_map
                content = png_bytes(drawing) if Path(path).suffix.lower() == ".png" else drawing.encode("utf-8")
            made[name] = (path, content)
        return made

    def _write(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        found: list[Road],
        profile: Profile,
        today: datetime.date,
    ) -> str:
        fields = QgsFields()
        for name, kind in _COLUMNS:
            fields.append(field(name, kind))
        order = {step.id: number for number, step in enumerate(profile.procedure, start=1)}
        features = []
        for road in found:
            feature = QgsFeature(fields)
            if road.wkb:
                geometry = QgsGeometry()
                geometry.fromWkb(road.wkb)
                feature.setGeometry(geometry)
            feature.setAttributes(
                [
                    road.community_id,
                    road.community,
                    road.step.id if road.step else None,
                    road.step.title if road.step else None,
                    order[road.step.id] if road.step else 0,
                    road.since.isoformat() if road.since else None,
                    road.waiting_days(today),
                    road.held_by or None,
                    road.open_observations,
                    None if road.area_ha is None else float(road.area_ha),
                ]
            )
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


def communities_named(workspace: Workspace, text: str) -> list[Row]:
    """Communities named one a line, by name or id; all of the workspace when there is no name.

    Raises
    ------
    InputError
        As :func:`~..territory.versions.find_community`.
    """
    names = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not names:
        return workspace.read("community", order="name")
    return [find_community(workspace, name) for name in names]
