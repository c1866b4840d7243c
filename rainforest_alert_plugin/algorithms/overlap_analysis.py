"""Overlaps of boundaries with reference layers as a layer of polygons."""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import repeat
from typing import Any, Iterator

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)

from ..compat import field
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..host.choice_words import area_methods
from ..host.layers import crs_of, read_polygons
from ..host.messages import describe
from ..host.reference import SearchArea
from ..i18n import translate
from ..overlay.measure import AREA_METHODS, UTM
from ..overlay.overlaps import OverlapEngine, Overlaps
from .base import RainforestAlgorithm, cancel_of, progress_of, report
from .choices import in_words
from .layer_gate import add_audience
from .polygon_rows import PolygonRows
from .reference_parameters import boundaries_of, layer_doubts, layer_facts, references_of

_READING = 10.0
_MOST_NAMED = 20


class OverlapAnalysisAlgorithm(RainforestAlgorithm):
    """Every pair of a boundary and a reference polygon with area in common, measured."""

    BOUNDARIES = "BOUNDARIES"
    BOUNDARY_ID = "BOUNDARY_ID"
    named = (BOUNDARY_ID,)
    REFERENCE = "REFERENCE"
    AREA_METHOD = "AREA_METHOD"
    MIN_AREA_HA = "MIN_AREA_HA"
    OUTPUT = "OUTPUT"
    OVERLAP_COUNT = "OVERLAP_COUNT"
    TOUCHING_COUNT = "TOUCHING_COUNT"
    SMALL_COUNT = "SMALL_COUNT"
    BOUNDARIES_LEFT_OUT = "BOUNDARIES_LEFT_OUT"
    LAYERS = "LAYERS"

    def name(self) -> str:
        return "overlapanalysis"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Overlap analysis")

    def group(self) -> str:
        return translate("RainforestAlert", "Cadastre")

    def groupId(self) -> str:
        return "cadastre"

    def shortDescription(self) -> str:
        return translate("RainforestAlert", "Finds and measures the overlaps of boundaries with reference layers.")

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Finds every overlap of the boundaries with the polygons of the reference layers (concessions, protected areas, "
            "parcels, other communities) and measures it. One row per boundary and reference feature.\n\n"
            "Fields of the output:\n"
            "boundary_id: identifier of the boundary.\n"
            "layer, feature_id, feature_name: the reference layer, the number of the feature in it and its display name.\n"
            "area_ha: area in common, in hectares.\n"
            "percent: share of the boundary's own area, measured by the same method.\n"
            "feature_percent: share of the reference feature's own area.\n"
            "width_m: mean width of the overlap (twice its area by its perimeter), in metres: small for slivers, which come from "
            "surveys of different precision rather than from a conflict.\n"
            "utm_epsg: the UTM system of the areas; empty for ellipsoidal areas.\n\n"
            "Area method: “ellipsoidal” measures on the WGS 84 ellipsoid; “utm” in the plane of the WGS 84 / UTM zone in which "
            "the middle of the boundary lies. They differ by up to 0.4 %: state which one is used.\n\n"
            "The output has the coordinate reference system of the boundaries, and edges are straight in it; other layers are "
            "transformed to it vertex by vertex. Pairs that only touch give no row, and overlaps below the smallest area are "
            "counted in the log. Invalid polygons are repaired and named in the log; what cannot be used is named too. "
            "Features that lie away from every boundary are counted without looking at their geometry, and of layers on a server "
            "only the part near the boundaries is read.\n\n"
            "Boundaries and reference may be the same layer: then each overlapping pair is reported from both sides, and no "
            "feature is compared with itself.\n\n"
            "Layers of one name are told apart by a number: “predios”, “predios (2)”. The output LAYERS is a JSON list with one entry per "
            "reference layer: layer, read, used, left_out, reason (of the first one left out), rows, small (overlaps below the smallest "
            "area), touching, failed (pairs that could not be overlaid), doubt and evaluated. Where evaluated is false, no row does not "
            "mean that there is no overlap: none of the features could be used, a pair could not be overlaid, rows of a workspace may not "
            "go to the audience (they are among left_out), or the layer seems to lie in another zone or datum than it is declared in, "
            "which doubt says.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(
            QgsProcessingParameterFeatureSource(self.BOUNDARIES, translate("RainforestAlert", "Boundaries"), [polygons])
        )
        self.addParameter(
            QgsProcessingParameterField(
                self.BOUNDARY_ID,
                translate("RainforestAlert", "Identifier of the boundary"),
                parentLayerParameterName=self.BOUNDARIES,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE, translate("RainforestAlert", "Reference layers"), polygons
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.AREA_METHOD,
                    translate("RainforestAlert", "Area method"),
                    list(AREA_METHODS),
                    defaultValue=AREA_METHODS[0],
                    usesStaticStrings=True,
                ),
                area_methods(),
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.MIN_AREA_HA,
                translate("RainforestAlert", "Smallest overlap (ha)"),
                QgsProcessingParameterNumber.Type.Double,
                0.0,
                minValue=0.0,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT,
                translate("RainforestAlert", "Overlaps"),
                QgsProcessing.SourceType.TypeVectorPolygon,
            )
        )
        self.addOutput(
            QgsProcessingOutputNumber(self.OVERLAP_COUNT, translate("RainforestAlert", "Number of overlaps"))
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                self.TOUCHING_COUNT, translate("RainforestAlert", "Number of pairs that only touch")
            )
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                self.SMALL_COUNT, translate("RainforestAlert", "Number of overlaps below the smallest area")
            )
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                self.BOUNDARIES_LEFT_OUT, translate("RainforestAlert", "Number of boundaries that could not be used")
            )
        )
        self.addOutput(
            QgsProcessingOutputString(self.LAYERS, translate("RainforestAlert", "What became of each layer (JSON)"))
        )
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self._boundaries = boundaries_of(self, parameters, self.BOUNDARIES, context)
        self._boundary_id = self.parameterAsString(parameters, self.BOUNDARY_ID, context)
        self._references = references_of(self, parameters, self.REFERENCE, self.BOUNDARIES, context)
        if not self._references:
            raise InputError("reference.none")
        self._area_method = self.parameterAsEnumString(parameters, self.AREA_METHOD, context)
        self._min_area_ha = self.parameterAsDouble(parameters, self.MIN_AREA_HA, context)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        crs = crs_of(self._boundaries)
        is_cancelled = cancel_of(feedback)
        boundaries, tally, warnings = read_polygons(
            self._boundaries,
            self._boundaries.sourceName(),
            self._boundary_id,
            crs,
            context.transformContext(),
            is_cancelled=is_cancelled,
        )
        tally.hold_back(self.held_back_count(self.BOUNDARIES))
        report(feedback, tally, warnings)
        if not boundaries:
            raise InputError(
                "overlap.no_usable_boundaries",
                layer=tally.layer,
                count=tally.read,
                reason=describe(tally.left_out[0][1]),
            )
        with ExitStack() as opened:
            results = self._analyse(parameters, context, feedback, boundaries, opened)
        return {**results, self.BOUNDARIES_LEFT_OUT: tally.left_out_count}

    def _analyse(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        boundaries: list[PolygonFeature],
        opened: ExitStack,
    ) -> dict[str, Any]:
        crs = crs_of(self._boundaries)
        progress, is_cancelled = progress_of(feedback), cancel_of(feedback)
        area = SearchArea.round_all(boundaries, crs, context.transformContext())
        share = _READING / len(self._references)
        references = []
        for number, layer in enumerate(self._references):
            references.append(layer.open(span(progress, number * share, (number + 1) * share), is_cancelled, area))
            opened.callback(references[-1].source.close)
        doubts = layer_doubts(self._references, references, boundaries, self._boundaries.sourceName(), area, feedback)
        engine = OverlapEngine(crs, context.transformContext(), self._area_method, self._min_area_ha)
        found = engine.overlaps(boundaries, references, span(progress, _READING, 100.0), is_cancelled)
        destination = self.write_polygons(parameters, self.OUTPUT, context, _fields(), crs, _rows(found), feedback)
        for layer, reference in zip(self._references, references):
            report(feedback, reference.source.tally)
            if layer.is_remote:
                feedback.pushInfo(describe(Message("reference.remote", layer=layer.name)))
        feedback.pushInfo(describe(Message("reference.away")))
        for failure in engine.tally.failed[:_MOST_NAMED]:
            feedback.pushWarning(describe(failure))
        if len(engine.tally.failed) > _MOST_NAMED:
            feedback.pushWarning(describe(Message("overlap.more_failed", count=len(engine.tally.failed) - _MOST_NAMED)))
        feedback.pushInfo(
            describe(
                Message(
                    "overlap.summary",
                    count=engine.tally.pairs,
                    touching=engine.tally.touching,
                    small=engine.tally.small,
                    small_ha=engine.tally.small_ha,
                    min_area_ha=self._min_area_ha,
                )
            )
        )
        if self._area_method == UTM:
            feedback.pushInfo(describe(Message("overlap.utm")))
        return {
            self.OUTPUT: destination,
            self.OVERLAP_COUNT: engine.tally.pairs,
            self.TOUCHING_COUNT: engine.tally.touching,
            self.SMALL_COUNT: engine.tally.small,
            self.LAYERS: json.dumps(
                [
                    layer_facts(layer, reference, pairs, doubts.get(layer.name, ""))
                    for layer, reference, pairs in zip(self._references, references, engine.by_reference)
                ],
                ensure_ascii=False,
            ),
        }


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("boundary_id", "string"),
        ("layer", "string"),
        ("feature_id", "long"),
        ("area_ha", "double"),
        ("percent", "double"),
        ("feature_name", "string"),
        ("feature_percent", "double"),
        ("width_m", "double"),
        ("utm_epsg", "int"),
    ):
        fields.append(field(name, kind))
    return fields


def _rows(found: Iterator[Overlaps]) -> Iterator[PolygonRows]:
    """Rows of the output, made while the engine goes on: a million of them never stand in memory together."""
    for overlaps in found:
        columns = (
            repeat(overlaps.boundary.id),
            repeat(overlaps.layer),
            overlaps.feature_ids.tolist(),
            overlaps.area_ha.tolist(),
            overlaps.percent.tolist(),
            overlaps.names,
            overlaps.percent_of_feature.tolist(),
            overlaps.width_m.tolist(),
            repeat(overlaps.utm_epsg),
        )
        yield PolygonRows(columns, overlaps.wkbs, overlaps.boxes)
