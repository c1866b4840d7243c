"""Alerts of any file or layer as points of one form, and into the workspace."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterString,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ..alerts.collection import Collection, Wanted, collect_points, collect_raster, workspace_alerts
from ..alerts.encoding import CONFIDENCE_WORDS, date_of, unix_day
from ..alerts.incremental import Import, batch_of, coverage_of_note, is_degrees, note_of_file
from ..alerts.mapping import ColumnMapping, header_signature, mapping_of_json
from ..alerts.periods import check_dates
from ..alerts.plausibility import without_impossible_dates
from ..alerts.raster import open_alerts
from ..alerts.tables import Table, alert_points, mapping_of
from ..alerts.workspace_events import coverage_of, take_in
from ..compat import field
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..host.alert_inputs import AlertInput
from ..host.alert_licence import describe_licence, write_licence
from ..host.layers import WGS84
from ..host.messages import describe
from ..host.released_layers import original_id, workspace_table
from ..host.settings import recall, remember
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..workspace.alerts import AlertCounts, alert_ids
from ..workspace.levels import UNSAID, has_level_of_its_own, stricter
from ..workspace.model import SENSITIVITIES
from .alert_parameters import (
    confidence_parameter,
    date_of_parameter,
    day_parameters,
    source_parameter,
    territory_parameters,
    usable_territories,
)
from .base import RainforestAlgorithm, cancel_of, progress_of
from .layer_gate import add_audience, layer_of

_CHUNK = 5000
# Events come into a workspace at this level; alerts have none there.
_LEVEL_OF_EVENTS, _ALERTS = "federation", "alert"


class ImportAlertsAlgorithm(RainforestAlgorithm):
    """Alerts of a raster, a service's answer or a point layer as points."""

    INPUT = "INPUT"
    SOURCE = "SOURCE"
    TERRITORIES = "TERRITORIES"
    TERRITORY_ID = "TERRITORY_ID"
    START = "START"
    END = "END"
    MAPPING = "MAPPING"
    MIN_CONFIDENCE = "MIN_CONFIDENCE"
    WORKSPACE = "WORKSPACE"
    COMPLETE = "COMPLETE"
    OUTPUT = "OUTPUT"
    ALERT_COUNT = "ALERT_COUNT"
    NEW_COUNT = "NEW_COUNT"
    UPDATED_COUNT = "UPDATED_COUNT"
    BATCH_ID = "BATCH_ID"

    def name(self) -> str:
        return "importalerts"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Import alerts")

    def group(self) -> str:
        return translate("RainforestAlert", "Alerts")

    def groupId(self) -> str:
        return "alerts"

    def shortDescription(self) -> str:
        return translate(
            "RainforestAlert", "Brings alerts of any source to points of one form, and into the workspace."
        )

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Brings alerts to points in WGS 84 (EPSG:4326), whatever they come from: a raster of Global Forest Watch, GLAD, RADD or "
            "DIST-ALERT; CSV, TSV or JSON of the Global Forest Watch API, of GLAD's older API or of FIRMS; or a layer of points or "
            "polygons (GeoJSON, shapefile, GeoPackage), such as DETER or MapBiomas Alerta: a polygon becomes a point in it, with "
            "its area.\n\n"
            "Fields of the output:\n"
            "alert_id: identity of the pixel of the source; the same pixel always has the same, on every computer.\n"
            "source: where the alert comes from.\n"
            "date: of the alert, as the source gives it (fires: the day in UTC).\n"
            "confidence: low (one system, once; “nominal” counts as low), high or highest (two systems or more).\n"
            "area_ha: area of the pixel on the ellipsoid; empty for fires and for sources whose pixels are not known.\n"
            "territory_id: the territory the point lies in.\n\n"
            "With territories, only alerts in them are kept; an alert in several overlapping territories gives one point for each, "
            "with the same alert_id. First and last day both count.\n\n"
            "What the columns of a table mean is guessed and said in the log. Where the guess is wrong, give the meaning as JSON: an "
            "object with the column of longitude, latitude (degrees) and date, and if you like of confidence, area_ha and identity. It "
            "is remembered for every table with the same columns.\n\n"
            "A file that “Download alerts” fetched brings the version, the licence and the question of its note into the workspace. "
            "Imported whole and with the same territories, it also tells which alerts the source took back: they are marked as "
            "withdrawn, except in the first 90 days of its span.\n\n"
            "With a workspace (its file, or connection/schema) the alerts are taken in there too: an alert already there is not "
            "doubled, and a new date or confidence updates it. The events that the new alerts touch are brought up to date: an event "
            "keeps its identity while it grows, and two that grow together are the elder one from then on. If the alerts are all "
            "that the source has for the territories, say so: alerts of earlier imports that are no longer among them are then "
            "marked as withdrawn, never deleted. That needs an import without dates and with the lowest confidence.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterMapLayer(
                self.INPUT,
                translate("RainforestAlert", "Alerts (file or layer)"),
                types=[
                    QgsProcessing.SourceType.TypeRaster,
                    QgsProcessing.SourceType.TypeVectorPoint,
                    QgsProcessing.SourceType.TypeVector,
                ],
            )
        )
        self.addParameter(source_parameter(self.SOURCE))
        for parameter in territory_parameters(self.TERRITORIES, self.TERRITORY_ID, optional=True):
            self.addParameter(parameter)
        for parameter in day_parameters(self.START, self.END):
            self.addParameter(parameter)
        self.addParameter(confidence_parameter(self.MIN_CONFIDENCE))
        mapping = QgsProcessingParameterString(
            self.MAPPING, translate("RainforestAlert", "Meaning of the columns (JSON)"), optional=True
        )
        mapping.setFlags(mapping.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(mapping)
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.COMPLETE,
                translate(
                    "RainforestAlert", "The alerts are complete: mark those that are no longer among them as withdrawn"
                ),
                defaultValue=False,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, translate("RainforestAlert", "Alerts"), QgsProcessing.SourceType.TypeVectorPoint
            )
        )
        for name, label in (
            (self.ALERT_COUNT, translate("RainforestAlert", "Number of alerts")),
            (self.NEW_COUNT, translate("RainforestAlert", "New alerts in the workspace")),
            (self.UPDATED_COUNT, translate("RainforestAlert", "Updated alerts in the workspace")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(
            QgsProcessingOutputString(self.MAPPING, translate("RainforestAlert", "Meaning of the columns (JSON)"))
        )
        self.addOutput(QgsProcessingOutputString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addOutput(QgsProcessingOutputString(self.BATCH_ID, translate("RainforestAlert", "Batch in the workspace")))
        add_audience(self)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Let files pass that QGIS itself cannot open as a layer, such as a service's JSON."""
        value = parameters.get(self.INPUT)
        if not (isinstance(value, str) and Path(value).is_file()):
            return super().checkParameterValues(parameters, context)
        definitions = [each for each in self.parameterDefinitions() if each.name() != self.INPUT]
        for definition in definitions:
            given = parameters.get(definition.name(), definition.defaultValue())
            if not definition.checkValueIsAcceptable(given, context):
                return False, self.invalidSourceError(parameters, definition.name())
        return True, ""

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._input = AlertInput(parameters.get(self.INPUT), context)
        self._source = self.parameterAsEnumString(parameters, self.SOURCE, context)
        self._territories = self.parameterAsSource(parameters, self.TERRITORIES, context)
        if self._territories is None and parameters.get(self.TERRITORIES):
            raise InputError(
                "input.unreadable",
                path=str(parameters[self.TERRITORIES]),
                reason=describe(Message("input.not_a_layer")),
            )
        self._territory_id = self.parameterAsString(parameters, self.TERRITORY_ID, context)
        self._start = date_of_parameter(self.parameterAsDateTime(parameters, self.START, context))
        self._end = date_of_parameter(self.parameterAsDateTime(parameters, self.END, context))
        check_dates(self._start, self._end)
        self._min_confidence = self.parameterAsEnumString(parameters, self.MIN_CONFIDENCE, context)
        self._workspace = self.parameterAsString(parameters, self.WORKSPACE, context)
        self._mapping = self.parameterAsString(parameters, self.MAPPING, context).strip()
        self._mapping_used = ""
        if self._workspace.strip():
            _refuse_closed(layer_of(parameters.get(self.INPUT), context))
        self._complete = self.parameterAsBool(parameters, self.COMPLETE, context)
        if self._complete and (self._start or self._end or self._min_confidence != CONFIDENCE_WORDS[1]):
            raise InputError("alerts.complete_but_filtered")
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        collection, ids = self._collect(context, feedback)
        collection = without_impossible_dates(collection, datetime.date.today())
        note, said = note_of_file(self._input.path)
        collection.messages.extend(said)
        for message in collection.messages:
            feedback.pushWarning(describe(message))
        destination = self.write_sink(
            parameters,
            self.OUTPUT,
            context,
            _fields(),
            QgsWkbTypes.Type.Point,
            QgsCoordinateReferenceSystem(WGS84),
            _features(collection, ids),
            feedback,
        )
        outside = collection.outside()
        read = len(collection.points.day)
        feedback.pushInfo(
            describe(
                Message("alerts.import_summary", name=self._input.name, read=read, kept=read - outside, outside=outside)
            )
        )
        outputs = {self.OUTPUT: destination, self.ALERT_COUNT: read - outside, self.MAPPING: self._mapping_used}
        if note is not None:
            feedback.pushInfo(describe_licence(note))
        if self._workspace:
            counts = self._take_in(collection, ids, note, feedback)
            outputs[self.WORKSPACE] = self._workspace
            outputs[self.BATCH_ID] = counts.batch_id
            outputs[self.NEW_COUNT], outputs[self.UPDATED_COUNT] = counts.new, counts.updated
        if note is not None:
            write_licence(destination, context, note)
        return outputs

    def _collect(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[Collection, tuple[str, ...]]:
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        wanted = Wanted(
            None if self._start is None else unix_day(self._start),
            None if self._end is None else unix_day(self._end),
            CONFIDENCE_WORDS.index(self._min_confidence),
        )
        if self._input.raster:
            raster = open_alerts(self._input.raster, self._source, self._input.crs_wkt)
            feedback.pushInfo(describe(raster.recognition.reason))
            for warning in raster.recognition.warnings:
                feedback.pushWarning(describe(warning))
            crs = QgsCoordinateReferenceSystem.fromWkt(raster.grid.crs_wkt)
            territories = self._read_territories(crs, context, feedback)
            self._limits = territories, raster.grid.crs_wkt
            collection = collect_raster(raster, territories, wanted, span(progress, 20.0, 70.0), is_cancelled)
        else:
            table = self._input.table(context.transformContext(), span(progress, 0.0, 40.0), is_cancelled)
            points = alert_points(table, self._source, self._meaning(table, feedback))
            feedback.pushInfo(translate("RainforestAlert", "Source: {source}.").format(source=points.source))
            territories = self._read_territories(QgsCoordinateReferenceSystem(WGS84), context, feedback)
            self._limits = territories, QgsCoordinateReferenceSystem(WGS84).toWkt()
            collection = collect_points(points, territories, wanted, is_cancelled)
        return collection, tuple(territory.id for territory in territories or ())

    def _read_territories(
        self, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[PolygonFeature] | None:
        if self._territories is None:
            return None
        return usable_territories(
            self._territories, self._territory_id, crs, context, feedback, span(progress_of(feedback), 0.0, 20.0)
        )

    def _meaning(self, table: Table, feedback: QgsProcessingFeedback) -> ColumnMapping:
        """What the columns mean: as given, as remembered for this header, or as guessed."""
        columns = table.columns()
        signature = header_signature(columns)
        remembered = recall("alert_mappings", signature, "")
        if self._mapping:
            mapping = mapping_of_json(self._mapping, columns)
            remember("alert_mappings", signature, mapping.to_json())
            said = "alerts.mapping_given"
        elif remembered:
            mapping, said = mapping_of_json(remembered, columns), "alerts.mapping_remembered"
        else:
            mapping, said = mapping_of(table), "alerts.mapping_guessed"
        self._mapping_used = mapping.to_json()
        feedback.pushInfo(describe(Message(said, name=table.name, mapping=self._mapping_used)))
        return mapping

    def _take_in(
        self,
        collection: Collection,
        ids: tuple[str, ...],
        note: dict[str, Any] | None,
        feedback: QgsProcessingFeedback,
    ) -> AlertCounts:
        territories, crs_wkt = self._limits
        asked = Import(
            self._input.path,
            collection.points.source,
            self._start,
            self._end,
            self._min_confidence,
            ids,
            territories if is_degrees(crs_wkt) else None,
        )
        with open_workspace(self._workspace) as workspace:
            if self._complete:
                coverage = coverage_of(collection.points, *self._limits)
            else:
                coverage = coverage_of_note(workspace, asked, note)
            taken = take_in(
                workspace,
                batch_of(asked, note),
                workspace_alerts(collection, ids),
                coverage,
                progress=span(progress_of(feedback), 80.0, 100.0),
                is_cancelled=cancel_of(feedback),
            )
        counts, events = taken.alerts, taken.events
        for message in taken.messages:
            feedback.pushWarning(describe(message))
        feedback.pushInfo(
            describe(
                Message(
                    "alerts.events_summary",
                    new=events.new,
                    grown=events.grown,
                    changed=events.changed,
                    merged=events.merged,
                )
            )
        )
        feedback.pushInfo(
            describe(
                Message("alerts.workspace_summary", new=counts.new, updated=counts.updated, unchanged=counts.unchanged)
            )
        )
        if counts.withdrawn:
            feedback.pushInfo(describe(Message("alerts.withdrawn_summary", count=counts.withdrawn)))
        return counts


def _refuse_closed(layer: QgsMapLayer | None) -> None:
    """Refuse rows of a workspace that are more closed than the events that would come of them."""
    if not isinstance(layer, QgsVectorLayer):
        return
    place = workspace_table(layer)
    is_copy = original_id(layer) != layer.id()
    if (place is None and not is_copy) or (place is not None and place[1] == _ALERTS):
        return
    index = layer.fields().lookupField("sensitivity")
    has_own = index >= 0 and (place is None or has_level_of_its_own(place[1]))
    said = layer.uniqueValues(index) if has_own else (None,)
    levels = [str(level) if level in SENSITIVITIES else UNSAID for level in said]
    if stricter(_LEVEL_OF_EVENTS, *levels) != _LEVEL_OF_EVENTS:
        raise InputError("alerts.rows_more_closed", layer=layer.name())


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("alert_id", "string"),
        ("source", "string"),
        ("date", "date"),
        ("confidence", "string"),
        ("area_ha", "double"),
        ("territory_id", "string"),
    ):
        fields.append(field(name, kind))
    return fields


def _features(collection: Collection, ids: tuple[str, ...]) -> Iterator[QgsFeature]:
    fields = _fields()
    points = collection.points
    for start in range(0, len(collection.alert), _CHUNK):
        alert = collection.alert[start : start + _CHUNK]
        columns = (
            alert_ids(points.source, points.pixel[alert]),
            points.day[alert].tolist(),
            points.confidence[alert].tolist(),
            points.area_ha[alert].tolist(),
            points.longitude[alert].tolist(),
            points.latitude[alert].tolist(),
            collection.territory[start : start + _CHUNK].tolist(),
        )
        for identity, day, confidence, area_ha, x, y, territory in zip(*columns):
            date = date_of(day)
            feature = QgsFeature(fields)
            feature.setAttributes(
                [
                    identity,
                    points.source,
                    QDate(date.year, date.month, date.day),
                    CONFIDENCE_WORDS[confidence],
                    None if area_ha != area_ha else area_ha,  # noqa: PLR0124  (not a number: size of the pixel unknown)
                    ids[territory] if territory >= 0 else None,
                ]
            )
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            yield feature
