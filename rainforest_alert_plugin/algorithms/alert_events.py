"""Alerts joined to events worth a walk."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsRasterLayer,
)

from ..alerts.encoding import CONFIDENCE_WORDS, day_texts
from ..alerts.event_search import (
    EventPoints,
    EventSearch,
    events_of_points,
    events_of_raster,
    territory_margins,
)
from ..alerts.event_table import EventTable
from ..alerts.joint_events import SourceAlerts, events_of_sources, source_of_pixels, source_of_points
from ..alerts.pixels import read_pixels
from ..alerts.raster import AlertRaster, open_alerts
from ..alerts.reach import outside_of_all
from ..alerts.recognition import AUTO
from ..alerts.tables import PIXEL_DEG
from ..compat import field
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..host.alert_layers import PointAlerts, raster_path
from ..host.messages import describe
from ..i18n import translate
from .alert_parameters import (
    alerts_parameter,
    confidence_parameter,
    date_of_parameter,
    day_parameters,
    source_parameter,
    territory_parameters,
    usable_territories,
)
from .base import RainforestAlgorithm, cancel_of, progress_of
from .layer_gate import add_audience
from .polygon_rows import PolygonRows

_WKT = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL


class AlertEventsAlgorithm(RainforestAlgorithm):
    """Events of an alert raster or of alert points."""

    ALERTS = "ALERTS"
    MORE_ALERTS = "MORE_ALERTS"
    SOURCE = "SOURCE"
    TERRITORIES = "TERRITORIES"
    TERRITORY_ID = "TERRITORY_ID"
    WINDOW_DAYS = "WINDOW_DAYS"
    MIN_AREA_HA = "MIN_AREA_HA"
    START = "START"
    END = "END"
    MIN_CONFIDENCE = "MIN_CONFIDENCE"
    OUTPUT = "OUTPUT"
    EVENT_COUNT = "EVENT_COUNT"

    def name(self) -> str:
        return "alertevents"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Events from alerts")

    def group(self) -> str:
        return translate("RainforestAlert", "Alerts")

    def groupId(self) -> str:
        return "alerts"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Joins alert pixels to events: two pixels that touch (also in a corner) belong to one event if their dates differ by "
            "at most the window. A chain of such neighbours may span a longer time.\n\n"
            "With territories, alerts in and up to 2 km around the bounding box of each are joined, and an event is kept whole "
            "when the centre of at least one of its pixels lies in a territory. Without territories all events are kept.\n\n"
            "Several sources, given as one point layer with a field “source” or as further layers in the same reference system, are "
            "joined: alerts of two sources are the same clearing if their pixels touch or overlap (a tenth of the larger pixel is "
            "forgiven) and their dates differ by at most the window and one day. The order of the sources does not matter. Fires and "
            "other alerts without a known size are left out.\n\n"
            "Points must be pixel centres, as import and the services give them, with a field “date” and, if known, “confidence”.\n\n"
            "Fields of the output, polygons made of whole pixels in the reference system of the alerts:\n"
            "event_id: stays the same while the event grows (made from the source and its earliest pixel).\n"
            "first_date, last_date: of its alerts.\n"
            "pixel_count, area_ha: size; hectares on the ellipsoid.\n"
            "max_confidence: low, high or highest.\n"
            "source: of the alerts; several are joined by “+”.\n"
            "territory_id: where it lies; several are separated by “; ”, the one with the largest part first.\n"
            "growth: hectares first seen on each date, as JSON.\n"
            "sources: what each source saw of the event, as JSON: first and last date, highest confidence, pixels and hectares.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(alerts_parameter(self.ALERTS))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.MORE_ALERTS,
                translate("RainforestAlert", "Alerts of further sources"),
                QgsProcessing.SourceType.TypeMapLayer,
                optional=True,
            )
        )
        self.addParameter(source_parameter(self.SOURCE))
        for parameter in territory_parameters(self.TERRITORIES, self.TERRITORY_ID, optional=True):
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterNumber(
                self.WINDOW_DAYS,
                translate("RainforestAlert", "Longest time between neighbouring alerts (days)"),
                QgsProcessingParameterNumber.Type.Integer,
                90,
                minValue=0,
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.MIN_AREA_HA,
                translate("RainforestAlert", "Smallest event (ha)"),
                QgsProcessingParameterNumber.Type.Double,
                0.0,
                minValue=0.0,
            )
        )
        for parameter in day_parameters(self.START, self.END):
            self.addParameter(parameter)
        self.addParameter(confidence_parameter(self.MIN_CONFIDENCE))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, translate("RainforestAlert", "Events"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        self.addOutput(QgsProcessingOutputNumber(self.EVENT_COUNT, translate("RainforestAlert", "Number of events")))
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        layer = self.parameterAsLayer(parameters, self.ALERTS, context)
        if layer is None:
            raise InputError("input.unreadable", path=str(parameters.get(self.ALERTS)), reason="")
        self.layers = [_opened(layer)]
        for more in self.parameterAsLayerList(parameters, self.MORE_ALERTS, context) or []:
            self.layers.append(_opened(more))
        self.search = EventSearch(
            self.parameterAsInt(parameters, self.WINDOW_DAYS, context),
            self.parameterAsDouble(parameters, self.MIN_AREA_HA, context),
            date_of_parameter(self.parameterAsDateTime(parameters, self.START, context)),
            date_of_parameter(self.parameterAsDateTime(parameters, self.END, context)),
            CONFIDENCE_WORDS.index(self.parameterAsEnumString(parameters, self.MIN_CONFIDENCE, context)),
        )
        self.search.check()
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        source = self.parameterAsEnumString(parameters, self.SOURCE, context)
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        first = self.layers[0]
        if len(self.layers) == 1 and isinstance(first, str):
            raster = self._open_raster(first, source, feedback)
            crs = QgsCoordinateReferenceSystem.fromWkt(raster.grid.crs_wkt)
            territories = self._territories(parameters, context, feedback, crs)
            events, said = events_of_raster(
                raster, territories, self.search, span(progress, 10.0, 90.0), is_cancelled, _threads()
            )
        elif len(self.layers) == 1 and isinstance(first, PointAlerts):
            crs = first.crs
            territories = self._territories(parameters, context, feedback, crs)
            points, said = first.read(source, is_cancelled)
            if len(set(points.source_names.tolist())) > 1:
                parts, more = _parts_of(points, crs)
                feedback.pushInfo(describe(Message("alerts.joint_rule", days=self.search.window_days)))
                records, others = events_of_sources(
                    parts, crs.toWkt(_WKT), territories, self.search, span(progress, 30.0, 90.0), is_cancelled
                )
                events = EventTable.of(records)
                said = [*said, *more, *others]
            else:
                size = PIXEL_DEG.get(points.source) if crs.isGeographic() else None
                events, more = events_of_points(
                    points, territories, self.search, size, span(progress, 30.0, 90.0), is_cancelled
                )
                said = [*said, *more]
        else:
            events, said, crs = self._joint(parameters, context, feedback)
        for message in said:
            feedback.pushWarning(describe(message))
        destination = self.write_polygons(
            parameters, self.OUTPUT, context, event_fields(), crs, [_rows(events)], feedback
        )
        feedback.pushInfo(
            translate("RainforestAlert", "{count} events, {area_ha} ha.").format(
                count=len(events), area_ha=round(float(events.area_ha.sum()), 2)
            )
        )
        return {self.OUTPUT: destination, self.EVENT_COUNT: len(events)}

    def _open_raster(self, path: str, source: str, feedback: QgsProcessingFeedback) -> AlertRaster:
        raster = open_alerts(path, source)
        feedback.pushInfo(describe(raster.recognition.reason))
        for warning in raster.recognition.warnings:
            feedback.pushWarning(describe(warning))
        return raster

    def _joint(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[EventTable, list[Message], QgsCoordinateReferenceSystem]:
        """Events of all layers together; the source is each layer's own, but the first one's may be chosen."""
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        chosen = self.parameterAsEnumString(parameters, self.SOURCE, context)
        opened = [
            self._open_raster(layer, AUTO if number else chosen, feedback) if isinstance(layer, str) else layer
            for number, layer in enumerate(self.layers)
        ]
        crs_of_all = [
            one.crs if isinstance(one, PointAlerts) else QgsCoordinateReferenceSystem.fromWkt(one.grid.crs_wkt)
            for one in opened
        ]
        crs = crs_of_all[0]
        for other in crs_of_all[1:]:
            if other != crs:
                raise InputError(
                    "alerts.systems_differ", first=crs.userFriendlyIdentifier(), other=other.userFriendlyIdentifier()
                )
        territories = self._territories(parameters, context, feedback, crs)
        feedback.pushInfo(describe(Message("alerts.joint_rule", days=self.search.window_days)))
        parts: list[SourceAlerts] = []
        said: list[Message] = []
        aside: list[InputError] = []
        for number, one in enumerate(opened):
            if isinstance(one, PointAlerts):
                points, more = one.read(AUTO if number else chosen, is_cancelled)
                found, others = _parts_of(points, crs)
                parts += found
                said += [*more, *others]
                continue
            name = one.path.replace("\\", "/").rsplit("/", 1)[-1]
            windows = None
            if territories is not None:
                try:
                    windows = territory_margins(one.grid, territories, name, is_one_of_many=True)
                except InputError as error:
                    # A tile beside all territories says nothing about them; the others go on.
                    aside.append(error)
                    continue
            share = (10.0 + 40.0 * number / len(opened), 10.0 + 40.0 * (number + 1) / len(opened))
            pixels = read_pixels(one, windows, progress=span(progress, *share), is_cancelled=is_cancelled)
            parts.append(source_of_pixels(pixels))
            said += pixels.tally.messages(name)
        if aside and len(aside) == len(opened):
            raise aside[0]
        said += [error.message for error in aside]
        if territories is not None:
            said += _outside(territories, [one for one in opened if isinstance(one, AlertRaster)])
        records, more = events_of_sources(
            parts, crs.toWkt(_WKT), territories, self.search, span(progress, 50.0, 90.0), is_cancelled
        )
        return EventTable.of(records), [*said, *more], crs

    def _territories(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        crs: QgsCoordinateReferenceSystem,
    ) -> list[PolygonFeature] | None:
        source = self.parameterAsSource(parameters, self.TERRITORIES, context)
        if source is None:
            return None
        return usable_territories(
            source,
            self.parameterAsString(parameters, self.TERRITORY_ID, context),
            crs,
            context,
            feedback,
            span(progress_of(feedback), 0.0, 10.0),
        )


def _threads() -> int | None:
    """Threads that the settings of QGIS allow; None where they leave it open."""
    most = QgsApplication.maxThreads()
    return most if most > 0 else None


def _outside(territories: list[PolygonFeature], rasters: list[AlertRaster]) -> list[Message]:
    """Territories that the rasters of a source, taken together, do not hold."""
    said = []
    for source in sorted({raster.recognition.source for raster in rasters}):
        tiles = [raster for raster in rasters if raster.recognition.source == source]
        names = [raster.path.replace("\\", "/").rsplit("/", 1)[-1] for raster in tiles]
        said += outside_of_all(territories, [raster.grid for raster in tiles], ", ".join(names))
    return said


def event_fields() -> QgsFields:
    """Fields of a layer of events."""
    fields = QgsFields()
    for name, kind in (
        ("event_id", "string"),
        ("first_date", "date"),
        ("last_date", "date"),
        ("pixel_count", "long"),
        ("area_ha", "double"),
        ("max_confidence", "string"),
        ("source", "string"),
        ("territory_id", "string"),
        ("growth", "string"),
        ("sources", "string"),
    ):
        fields.append(field(name, kind))
    return fields


def _opened(layer: Any) -> str | PointAlerts:
    """Path of a raster, or points."""
    return raster_path(layer) if isinstance(layer, QgsRasterLayer) else PointAlerts(layer)


def _parts_of(points: EventPoints, crs: QgsCoordinateReferenceSystem) -> tuple[list[SourceAlerts], list[Message]]:
    """Points parted by source; sources whose pixels have no known size are left out and named."""
    parts: list[SourceAlerts] = []
    said: list[Message] = []
    for source in sorted(set(points.source_names.tolist())):
        mine = np.flatnonzero(points.source_names == source)
        try:
            parts.append(
                source_of_points(
                    source,
                    points.x[mine],
                    points.y[mine],
                    points.day[mine].astype(np.int64),
                    points.confidence[mine],
                    points.area_ha[mine],
                    crs.toWkt(_WKT),
                    PIXEL_DEG.get(source) if crs.isGeographic() else None,
                )
            )
        except InputError as error:
            said.append(error.message)
    if not parts and said:
        raise InputError("alerts.points_off_grid")
    return parts, said


def _rows(events: EventTable) -> PolygonRows:
    columns = (
        events.event_id,
        day_texts(events.first_day),
        day_texts(events.last_day),
        events.pixel_count.tolist(),
        events.area_ha.tolist(),
        events.confidence_words(),
        events.source,
        [territory or None for territory in events.territory_id],
        events.growth_texts(),
        events.sources_texts(),
    )
    return PolygonRows(columns, events.wkbs, events.boxes, dates=(1, 2))
