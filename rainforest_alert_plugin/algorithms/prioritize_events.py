"""Events in the order in which they deserve a visit, with the reasons."""

from __future__ import annotations

import datetime
import json
from typing import Any, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ..alerts.nearness import Segments
from ..alerts.priority import PARTS, Priority, RankedEvent, Surroundings, prioritize, read_priority_profile
from ..compat import field, is_null
from ..errors import InputError
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..geo.wkb import Rings, rings_of
from ..host.layers import WGS84, crs_of, read_polygons
from ..host.messages import describe
from ..host.nearby_layers import read_places
from ..i18n import translate
from ..paths import resource
from .base import RainforestAlgorithm, cancel_of, progress_of, report
from .layer_gate import add_audience

NEEDED = ("area_ha", "first_date", "last_date", "max_confidence")
CONFIRMED = ("status", ("confirmed", "confirmado", "confirmada", "yes", "sí", "si", "true", "1"))
_METRES = ("boundary_m", "river_m", "road_m", "settlement_m", "report_m")
_ANY = [
    QgsProcessing.SourceType.TypeVectorPoint,
    QgsProcessing.SourceType.TypeVectorLine,
    QgsProcessing.SourceType.TypeVectorPolygon,
]


class PrioritizeEventsAlgorithm(RainforestAlgorithm):
    """Events with a priority, its parts, distances and reasons."""

    EVENTS = "EVENTS"
    TERRITORIES = "TERRITORIES"
    RIVERS = "RIVERS"
    ROADS = "ROADS"
    SETTLEMENTS = "SETTLEMENTS"
    CONCESSIONS = "CONCESSIONS"
    REPORTS = "REPORTS"
    PROFILE = "PROFILE"
    TODAY = "TODAY"
    OUTPUT = "OUTPUT"

    def name(self) -> str:
        return "prioritizeevents"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Priority of events")

    def group(self) -> str:
        return translate("RainforestAlert", "Alerts")

    def groupId(self) -> str:
        return "alerts"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Gives each event a priority from 0 to 100 and says why. Eight parts add up to it: area, growth in the last 30 days, "
            "recency, confidence, position to the territories, access (river, road or settlement nearby), nearness to confirmed "
            "reports, and overlap with concessions. Their weights stand in a profile, a JSON file that can be copied and edited. "
            "What is not given is not judged, and the other parts share its weight.\n\n"
            "Reports count when their field “status” says confirmed, or when they have no such field.\n\n"
            "Fields that are added:\n"
            "priority: 0 to 100.\n"
            "part_area … part_concession: points that each part brings.\n"
            "boundary_m: to the nearest boundary of a territory; positive inside, negative outside, 0 across it.\n"
            "river_m, road_m, settlement_m, report_m: distances in metres on the ellipsoid, empty beyond 100 km.\n"
            "concession_percent: part of the event in concessions.\n"
            "recent_ha: hectares of the 30 days up to the last alert.\n"
            "reason: in words.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygon = [QgsProcessing.SourceType.TypeVectorPolygon]
        for name, label, kinds, optional in (
            (self.EVENTS, translate("RainforestAlert", "Events"), polygon, False),
            (self.TERRITORIES, translate("RainforestAlert", "Territories"), polygon, True),
            (self.RIVERS, translate("RainforestAlert", "Rivers"), _ANY, True),
            (self.ROADS, translate("RainforestAlert", "Roads"), _ANY, True),
            (self.SETTLEMENTS, translate("RainforestAlert", "Settlements"), _ANY, True),
            (self.CONCESSIONS, translate("RainforestAlert", "Concessions"), polygon, True),
            (self.REPORTS, translate("RainforestAlert", "Field reports"), _ANY, True),
        ):
            self.addParameter(QgsProcessingParameterFeatureSource(name, label, kinds, optional=optional))
        profile = QgsProcessingParameterFile(
            self.PROFILE,
            translate("RainforestAlert", "Profile with the weights"),
            extension="json",
            defaultValue=str(resource("priorities", "default.json")),
            optional=True,
        )
        today = QgsProcessingParameterDateTime(
            self.TODAY,
            translate("RainforestAlert", "Day from which the age of events counts (today when empty)"),
            QgsProcessingParameterDateTime.Type.Date,
            optional=True,
        )
        for parameter in (profile, today):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Events with priority"),
                QgsProcessing.SourceType.TypeVectorPolygon,
            )
        )
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        path = self.parameterAsFile(parameters, self.PROFILE, context)
        self.profile = read_priority_profile(path or resource("priorities", "default.json"))
        day = self.parameterAsDateTime(parameters, self.TODAY, context)
        self.today = day.date().toPyDate() if day.isValid() else datetime.date.today()
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        source = self.parameterAsSource(parameters, self.EVENTS, context)
        if source is None:
            raise InputError("input.unreadable", path=str(parameters.get(self.EVENTS)), reason="")
        missing = [name for name in NEEDED if source.fields().lookupField(name) < 0]
        if missing:
            raise InputError("priority.no_events", layer=source.sourceName(), fields=", ".join(missing))
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        outlines = self._polygons(parameters, self.EVENTS, context, feedback) or []
        kept = {outline.fid: outline for outline in outlines}
        originals: dict[int, QgsFeature] = {}
        ranked: list[RankedEvent] = []
        drawn: list[PolygonFeature] = []
        undated = 0
        for feature in source.getFeatures(QgsFeatureRequest(list(kept))):
            event = _ranked(feature)
            if event is None:
                undated += 1
                continue
            originals[feature.id()] = feature
            ranked.append(event)
            drawn.append(kept[feature.id()])
        if undated:
            feedback.pushWarning(
                translate("RainforestAlert", "{count} events have no dates or no area and were left out.").format(
                    count=undated
                )
            )
        concessions = self._polygons(parameters, self.CONCESSIONS, context, feedback)
        territories = self._polygons(parameters, self.TERRITORIES, context, feedback)
        around = Surroundings(
            territories=_rings(territories),
            concessions=_rings(concessions),
            rivers=self._places(parameters, self.RIVERS, context, feedback),
            roads=self._places(parameters, self.ROADS, context, feedback),
            settlements=self._places(parameters, self.SETTLEMENTS, context, feedback),
            reports=self._places(parameters, self.REPORTS, context, feedback),
        )
        scored = prioritize(
            [outline.wkb for outline in drawn],
            ranked,
            around,
            self.profile,
            self.today,
            span(progress, 30.0, 95.0),
            is_cancelled,
            [concession.wkb for concession in concessions or ()],
        )
        fields = QgsFields(source.fields())
        for extra in _extra_fields():
            if fields.lookupField(extra.name()) >= 0:
                fields.remove(fields.lookupField(extra.name()))
            fields.append(extra)
        order = sorted(range(len(scored)), key=lambda index: -scored[index].score)
        features = _features([(originals[drawn[index].fid], scored[index]) for index in order], fields)
        destination = self.write_sink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, crs_of(source), features, feedback
        )
        return {self.OUTPUT: destination}

    def _polygons(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> list[PolygonFeature] | None:
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            return None
        if source.featureCount() == 0:
            return []
        features, tally, warnings = read_polygons(
            source,
            source.sourceName(),
            "",
            QgsCoordinateReferenceSystem(WGS84),
            context.transformContext(),
            is_cancelled=cancel_of(feedback),
        )
        report(feedback, tally, warnings)
        return features

    def _places(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Segments | None:
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            return None
        places, tally = read_places(
            source,
            source.sourceName(),
            context.transformContext(),
            cancel_of(feedback),
            CONFIRMED if name == self.REPORTS else None,
        )
        report(feedback, tally)
        return places


def _rings(features: list[PolygonFeature] | None) -> Rings | None:
    return None if features is None else rings_of([feature.wkb for feature in features])


def _extra_fields() -> list[Any]:
    return [
        field("priority", "double"),
        *(field(f"part_{part}", "double") for part in PARTS),
        *(field(name, "double") for name in _METRES),
        field("concession_percent", "double"),
        field("recent_ha", "double"),
        field("reason", "string"),
    ]


def _ranked(feature: QgsFeature) -> RankedEvent | None:
    first, last = _day(feature["first_date"]), _day(feature["last_date"])
    area = feature["area_ha"]
    if first is None or last is None or is_null(area) or float(area) <= 0.0:
        return None
    word = str(feature["max_confidence"]).lower()
    growth = feature["growth"] if feature.fields().lookupField("growth") >= 0 else None
    return RankedEvent(
        float(area), first, last, word if word in ("low", "high", "highest") else "low", _growth_of(growth)
    )


def _growth_of(value: Any) -> dict[datetime.date, float]:
    """Growth as ``alertevents`` writes it; nothing when a format has cut it short."""
    if is_null(value):
        return {}
    try:
        content = json.loads(str(value))
        return {datetime.date.fromisoformat(day): float(area) for day, area in content.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _day(value: Any) -> datetime.date | None:
    if is_null(value):
        return None
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _features(scored: list[tuple[QgsFeature, Priority]], fields: QgsFields) -> Iterator[QgsFeature]:
    for original, priority in scored:
        feature = QgsFeature(fields)
        geometry = QgsGeometry(original.geometry())
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        for index in range(fields.count()):
            old = original.fields().lookupField(fields.at(index).name())
            if old >= 0:
                feature.setAttribute(index, original.attribute(old))
        values: dict[str, Any] = {
            "priority": round(priority.score, 1),
            **{f"part_{part}": _rounded(points, 2) for part, points in priority.parts.items()},
            **{name: _rounded(getattr(priority, name), 1) for name in _METRES},
            "concession_percent": _rounded(priority.concession_percent, 1),
            "recent_ha": round(priority.recent_ha, 4),
            "reason": ", ".join(describe(reason) for reason in priority.reasons),
        }
        for name, value in values.items():
            feature.setAttribute(fields.lookupField(name), value)
        yield feature


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
