"""Alerts per territory, period and confidence as a table."""

from __future__ import annotations

import datetime
import errno
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsRasterLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QLocale

from ..alerts.blocks import merge_counts
from ..alerts.periods import MONTH, PERIODS, check_dates
from ..alerts.raster import open_alerts
from ..alerts.reports import period_areas, period_sheets, summary_sheet
from ..alerts.statistics import AlertCounts, count_alert_pixels, count_alert_points
from ..compat import field
from ..documents.chart import Chart, Stack, svg
from ..documents.sheet import Sheet, csv_bytes, xlsx_bytes
from ..errors import InputError, Message, OutputError
from ..geo.features import PolygonFeature
from ..geo.files import replaced_file
from ..geo.progress import span
from ..host.alert_points import read_countable_points
from ..host.choice_words import periods
from ..host.layers import crs_of
from ..host.messages import describe
from ..host.pictures import write_drawing
from ..i18n import translate
from .alert_parameters import (
    alerts_parameter,
    date_of_parameter,
    day_parameters,
    source_parameter,
    territory_parameters,
    usable_territories,
)
from .base import RainforestAlgorithm, cancel_of, progress_of
from .choices import in_words
from .layer_gate import add_audience

_POINT = QgsWkbTypes.GeometryType.PointGeometry
_WKT = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL
_COLORS = ("#f2b632", "#e0651a", "#9b1c1c")
_LABELS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


class AlertStatisticsAlgorithm(RainforestAlgorithm):
    """Alert pixels, or points, counted per territory, period and confidence."""

    ALERTS = "ALERTS"
    SOURCE = "SOURCE"
    TERRITORIES = "TERRITORIES"
    TERRITORY_ID = "TERRITORY_ID"
    named = (TERRITORY_ID,)
    PERIOD = "PERIOD"
    START = "START"
    END = "END"
    REPORT_XLSX = "REPORT_XLSX"
    REPORT_CSV = "REPORT_CSV"
    REPORT_CHART = "REPORT_CHART"
    OUTPUT = "OUTPUT"
    PIXEL_COUNT = "PIXEL_COUNT"
    AREA_HA = "AREA_HA"

    def name(self) -> str:
        return "alertstatistics"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Alert statistics")

    def group(self) -> str:
        return translate("RainforestAlert", "Alerts")

    def groupId(self) -> str:
        return "alerts"

    def shortDescription(self) -> str:
        return translate("RainforestAlert", "Counts alerts per territory, period and confidence.")

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Counts the alerts of a raster, or alert points brought in with “Import alerts”, per territory, period and "
            "confidence.\n\n"
            "A pixel belongs to a territory if its centre does. Where territories overlap, each counts the pixel: the sum over "
            "territories may then exceed the alerts there are. A centre exactly on a common boundary falls to one of the two.\n\n"
            "Fields of the table:\n"
            "territory_id: the territory; features without identifier, or sharing one, are kept apart by their feature number.\n"
            "period_start: first day of the day, week (ISO, from Monday), month or year.\n"
            "confidence: low (one system, once), high (one system, repeatedly) or highest (two systems or more).\n"
            "pixel_count: number of pixels, or points.\n"
            "area_ha: their area on the ellipsoid in hectares (of points: the sum of their area_ha).\n\n"
            "Combinations without alerts have no row. Territories outside the raster have none either and are named in the log: "
            "that says nothing about alerts there. First and last day both count.\n\n"
            "Source “auto” recognises the raster by its name, bands and codes and says what it chose; codes that the source does "
            "not define are counted in the log. Of a pair of rasters (GLAD-L and GLAD-S2 alert and alertDate, RADD Alert and Date, "
            "DIST-ALERT VEG-DIST-STATUS and VEG-DIST-DATE) give either; the other one is looked for beside it.\n\n"
            "Territories may have any coordinate reference system; their vertices are transformed to the raster's. Invalid polygons "
            "are repaired and named in the log.\n\n"
            "The reports are optional: a workbook with a sheet of all territories by source (those without alerts too) and one of all "
            "periods; the same periods as CSV; and a chart of all territories together, bars by period and a line that adds up within "
            "each year (SVG, or PNG by the name of the file). What several sources saw in one place counts once for each of them.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(alerts_parameter(self.ALERTS))
        self.addParameter(source_parameter(self.SOURCE))
        for parameter in territory_parameters(self.TERRITORIES, self.TERRITORY_ID, optional=False):
            self.addParameter(parameter)
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.PERIOD,
                    translate("RainforestAlert", "Period"),
                    list(PERIODS),
                    defaultValue=MONTH,
                    usesStaticStrings=True,
                ),
                periods(),
            )
        )
        for parameter in day_parameters(self.START, self.END):
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, translate("RainforestAlert", "Alert statistics"), QgsProcessing.SourceType.TypeVector
            )
        )
        for name, label, filters in (
            (self.REPORT_XLSX, translate("RainforestAlert", "Workbook of all territories"), "XLSX (*.xlsx)"),
            (self.REPORT_CSV, translate("RainforestAlert", "Table of all periods"), "CSV (*.csv)"),
            (self.REPORT_CHART, translate("RainforestAlert", "Chart of all territories"), "SVG (*.svg);;PNG (*.png)"),
        ):
            self.addParameter(
                QgsProcessingParameterFileDestination(name, label, filters, optional=True, createByDefault=False)
            )
        self.addOutput(
            QgsProcessingOutputNumber(
                self.PIXEL_COUNT, translate("RainforestAlert", "Alerts counted in all territories")
            )
        )
        self.addOutput(QgsProcessingOutputNumber(self.AREA_HA, translate("RainforestAlert", "Their area in hectares")))
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        layer = self.parameterAsLayer(parameters, self.ALERTS, context)
        self._points: Any = None
        self._crs_wkt = ""
        if layer is None or not layer.isValid():
            self._raster = _existing(parameters.get(self.ALERTS))
        elif isinstance(layer, QgsRasterLayer):
            if layer.providerType() != "gdal":
                raise InputError("alerts.not_a_file", name=layer.name())
            self._raster = layer.source().split("|")[0]
            if layer.crs().isValid():
                self._crs_wkt = layer.crs().toWkt(_WKT)
        else:
            if layer.geometryType() != _POINT:
                raise InputError("alerts.not_points", layer=layer.name())
            self._points = self.parameterAsSource({self.TERRITORIES: layer}, self.TERRITORIES, context)
        self._territories = self.parameterAsSource(parameters, self.TERRITORIES, context)
        if self._territories is None:
            raise InputError(
                "input.unreadable",
                path=str(parameters.get(self.TERRITORIES)),
                reason=describe(Message("input.not_a_layer")),
            )
        self._territory_id = self.parameterAsString(parameters, self.TERRITORY_ID, context)
        self._source = self.parameterAsEnumString(parameters, self.SOURCE, context)
        self._period = self.parameterAsEnumString(parameters, self.PERIOD, context)
        self._start = date_of_parameter(self.parameterAsDateTime(parameters, self.START, context))
        self._end = date_of_parameter(self.parameterAsDateTime(parameters, self.END, context))
        check_dates(self._start, self._end)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        by_source = (
            self._count_points(context, feedback) if self._points is not None else self._count_pixels(context, feedback)
        )
        counts = by_source[0][1]
        if len(by_source) > 1:
            counts = merge_counts(counts.ids, [one for _, one in by_source])
        destination = self.write_sink(
            parameters,
            self.OUTPUT,
            context,
            _fields(),
            QgsWkbTypes.Type.NoGeometry,
            QgsCoordinateReferenceSystem(),
            _features(counts),
            feedback,
        )
        pixels, area_ha = int(counts.pixel_count.sum()), float(counts.area_ha.sum())
        feedback.pushInfo(
            translate("RainforestAlert", "{count} alerts, {area_ha:.2f} ha, in {rows} rows.").format(
                count=pixels, area_ha=area_ha, rows=len(counts.territory)
            )
        )
        outputs = {self.OUTPUT: destination, self.PIXEL_COUNT: pixels, self.AREA_HA: area_ha}
        outputs.update(self._write_reports(parameters, context, by_source))
        return outputs

    def _write_reports(
        self, parameters: dict[str, Any], context: QgsProcessingContext, by_source: list[tuple[str, AlertCounts]]
    ) -> dict[str, str]:
        """Write the reports that were asked for; returns their paths."""
        paths = {
            name: self.parameterAsFileOutput(parameters, name, context)
            for name in (self.REPORT_XLSX, self.REPORT_CSV, self.REPORT_CHART)
            if parameters.get(name)
        }
        files: list[tuple[str, bytes]] = []
        notes = tuple(describe(each.no_part()) for each in self.held_back())
        if self.REPORT_XLSX in paths or self.REPORT_CSV in paths:
            summary, periods = _sheets(by_source)
            if self.REPORT_XLSX in paths:
                files.append(
                    (
                        paths[self.REPORT_XLSX],
                        xlsx_bytes(
                            [replace(each, lines=(*notes, *each.lines)) for each in (summary, *periods)],
                            datetime.date.today(),
                        ),
                    )
                )
            if self.REPORT_CSV in paths:
                said = [replace(periods[-1], rows=tuple((note,) for note in notes))] if notes else []
                tables = [csv_bytes(sheet) for sheet in (*periods, *said)]
                # what a very long table has on further worksheets goes on here without headings, and last what is not in it
                rest = [table.split(b"\r\n", 1)[1] for table in tables[1:]]
                files.append((paths[self.REPORT_CSV], b"".join([tables[0], *rest])))
        for path in paths.values():
            if Path(path).is_dir():
                raise OutputError("output.folder_unwritable", path=path, reason=os.strerror(errno.EISDIR))
        # all are written beside their places before the first takes its own
        with ExitStack() as written:
            for path, content in files:
                written.enter_context(replaced_file(path)).write_bytes(content)
            if self.REPORT_CHART in paths:
                path = paths[self.REPORT_CHART]
                partial = written.enter_context(replaced_file(path))
                try:
                    write_drawing(str(partial), statistics_chart(by_source, self._period, self.held_back_count()))
                except OutputError as error:
                    raise OutputError(error.message.id, **{**error.message.facts, "path": path}) from error
        return paths

    def _count_pixels(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[tuple[str, AlertCounts]]:
        raster = open_alerts(self._raster, self._source, self._crs_wkt)
        feedback.pushInfo(describe(raster.recognition.reason))
        for warning in raster.recognition.warnings:
            feedback.pushWarning(describe(warning))
        crs = QgsCoordinateReferenceSystem.fromWkt(raster.grid.crs_wkt)
        statistics = count_alert_pixels(
            raster,
            self._read_territories(crs, context, feedback),
            self._period,
            self._start,
            self._end,
            span(progress_of(feedback), 20.0, 95.0),
            cancel_of(feedback),
        )
        for message in statistics.messages:
            feedback.pushWarning(describe(message))
        return [(raster.recognition.source, statistics.counts)]

    def _count_points(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[tuple[str, AlertCounts]]:
        crs = crs_of(self._territories)
        territories = self._read_territories(crs, context, feedback)
        points, said = read_countable_points(
            self._points,
            self._points.sourceName(),
            crs,
            context.transformContext(),
            span(progress_of(feedback), 20.0, 60.0),
            cancel_of(feedback),
        )
        for message in said:
            feedback.pushWarning(describe(message))
        parts = points.by_source() or [("", points)]
        counted = []
        for number, (source, part) in enumerate(parts):
            share = (60.0 + 35.0 * number / len(parts), 60.0 + 35.0 * (number + 1) / len(parts))
            counts = count_alert_points(
                part,
                territories,
                self._period,
                self._start,
                self._end,
                span(progress_of(feedback), *share),
                cancel_of(feedback),
            )
            counted.append((source, counts))
        return counted

    def _read_territories(
        self, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[PolygonFeature]:
        return usable_territories(
            self._territories, self._territory_id, crs, context, feedback, span(progress_of(feedback), 0.0, 20.0)
        )


def _confidences() -> tuple[str, str, str]:
    return (
        translate("RainforestAlert", "low confidence"),
        translate("RainforestAlert", "high confidence"),
        translate("RainforestAlert", "highest confidence"),
    )


def _sheets(by_source: list[tuple[str, AlertCounts]]) -> tuple[Sheet, list[Sheet]]:
    """All territories by source, and all periods."""
    territory, source = translate("RainforestAlert", "Territory"), translate("RainforestAlert", "Source")
    alerts, area = translate("RainforestAlert", "Alerts"), translate("RainforestAlert", "Area (ha)")
    of_kind = translate("RainforestAlert", "Area (ha), {confidence}")
    kinds = (of_kind.format(confidence=word) for word in _confidences())
    summary = summary_sheet(
        translate("RainforestAlert", "Territories"), (territory, source, alerts, *kinds, area), by_source
    )
    headings = (
        territory,
        source,
        translate("RainforestAlert", "First day of the period"),
        translate("RainforestAlert", "Confidence"),
        alerts,
        area,
    )
    return summary, period_sheets(translate("RainforestAlert", "Periods"), headings, _confidences(), by_source)


def statistics_chart(by_source: list[tuple[str, AlertCounts]], period: str, held_back: int = 0) -> str:
    """Chart of all territories together, as SVG in the user's language, which says how many rows were held back."""
    notes = [source for source, _ in by_source if source]
    if held_back:
        notes.append(
            translate("RainforestAlert", "rows held back, which take no part: {count}").format(count=held_back)
        )
    areas = period_areas([counts for _, counts in by_source], period)
    chart = Chart(
        translate("RainforestAlert", "Alert area in {count} territories").format(count=len(by_source[0][1].ids)),
        "ha",
        [day.strftime(_LABELS[period]) for day in areas.periods],
        [Stack(*part) for part in zip(_confidences(), _COLORS, areas.area_ha)],
        areas.cumulative_ha,
        areas.is_new_year,
        translate("RainforestAlert", "in the year so far"),
        ", ".join(notes),
    )
    locale = QLocale()
    return svg(chart, lambda value, decimals: locale.toString(float(value), "f", decimals))


def _existing(value: Any) -> str:
    """Path of a raster that QGIS could not load, so that opening it tells why."""
    path = str(value or "").split("|")[0]
    if not path or not Path(path).is_file():
        raise InputError("input.unreadable", path=path, reason=describe(Message("input.not_a_layer")))
    return path


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("territory_id", "string"),
        ("period_start", "date"),
        ("confidence", "string"),
        ("pixel_count", "long"),
        ("area_ha", "double"),
    ):
        fields.append(field(name, kind))
    return fields


def _features(counts: AlertCounts) -> Iterator[QgsFeature]:
    fields = _fields()
    for row in counts.rows():
        feature = QgsFeature(fields)
        day = row.period_start
        feature.setAttributes(
            [row.territory_id, QDate(day.year, day.month, day.day), row.confidence, row.pixel_count, row.area_ha]
        )
        yield feature
