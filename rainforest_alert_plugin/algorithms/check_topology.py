"""Topology among communities, and between them and other layers."""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import chain
from typing import Any, Iterable, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsGeometry,
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
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..geo.progress import span
from ..host.choice_words import area_methods
from ..host.layers import all_features, crs_of, read_polygons
from ..host.messages import describe
from ..host.reference import SearchArea
from ..host.styles import apply_style
from ..i18n import translate
from ..overlay.boundary_lines import LINE_KINDS
from ..overlay.measure import AREA_METHODS
from ..overlay.topology import DUPLICATE, GAP, KINDS, OVERLAP, UNSHARED_VERTEX, Defect, PairFacts, TopologyEngine
from .base import RainforestAlgorithm, cancel_of, progress_of, report
from .choices import in_words
from .layer_gate import add_audience
from .reference_parameters import boundaries_of, layer_doubts, layer_facts, references_of

_READING = 10.0
_MOST_NAMED = 20
_USUAL_TOLERANCE_M = 5.0
_COUNTS = {
    DUPLICATE: "DUPLICATE_COUNT",
    OVERLAP: "OVERLAP_COUNT",
    GAP: "GAP_COUNT",
    UNSHARED_VERTEX: "UNSHARED_VERTEX_COUNT",
}


class CheckTopologyAlgorithm(RainforestAlgorithm):
    """Overlaps, gaps, doubles and vertices that a neighbour does not have, among boundaries and with other layers."""

    BOUNDARIES = "BOUNDARIES"
    BOUNDARY_ID = "BOUNDARY_ID"
    REFERENCE = "REFERENCE"
    TOLERANCE_M = "TOLERANCE_M"
    AREA_METHOD = "AREA_METHOD"
    LINES = "LINES"
    OUTPUT = "OUTPUT"
    OUTPUT_MATRIX = "OUTPUT_MATRIX"
    LINE_COUNT = "LINE_COUNT"
    BOUNDARIES_LEFT_OUT = "BOUNDARIES_LEFT_OUT"
    LAYERS = "LAYERS"

    def name(self) -> str:
        return "checktopology"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Check topology among communities")

    def group(self) -> str:
        return translate("RainforestAlert", "Cadastre")

    def groupId(self) -> str:
        return "cadastre"

    def shortDescription(self) -> str:
        return translate(
            "RainforestAlert",
            "Finds overlaps, gaps, doubles and unshared vertices among the boundaries of a federation.",
        )

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Checks the boundaries of a whole federation among themselves, and with the polygons of reference layers (parcels, other "
            "communities) if there are any.\n\n"
            "Kinds of findings (field kind):\n"
            "duplicate: two polygons that have at least 99 % of each in common.\n"
            "overlap: area that two polygons have in common.\n"
            "gap: land that several boundaries enclose together, of any width, and strips narrower than the tolerance between sides "
            "that run along each other.\n"
            "unshared_vertex: a vertex that lies on the neighbour's side, where the neighbour has no vertex, or on the outline of a "
            "narrow gap or overlap with it. In the layer it is a small octagon; x and y are the vertex.\n\n"
            "With boundary lines there are further kinds: split_line (two lines meet where nothing else does: one boundary cut in two), "
            "unsplit_line (a line runs on where another ends), loose_end (an end that meets nothing), side_without_line and "
            "line_without_side (pieces of boundaries and lines that do not run along each other; distance_m is their length).\n\n"
            "Further fields: boundary_id; layer (empty among the boundaries); other_id, of a gap among several all the others; area_ha; "
            "width_m, the mean width; distance_m of a vertex from the side; narrow: 1 where it is not wider than the tolerance, which "
            "points to two surveys of one line rather than to a conflict.\n\n"
            "The matrix has one row for each pair of boundaries that meet, and one for each boundary and reference layer, with the "
            "counts, the areas and how many vertices they share.\n\n"
            "Edges are straight in the reference system of the boundaries. Invalid polygons are repaired and named in the log. That "
            "nothing is found says nothing about layers that were not given.",
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
                self.REFERENCE, translate("RainforestAlert", "Reference layers"), polygons, optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.TOLERANCE_M,
                translate("RainforestAlert", "Tolerance (m)"),
                QgsProcessingParameterNumber.Type.Double,
                _USUAL_TOLERANCE_M,
                minValue=0.001,
                maxValue=1000.0,
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
            QgsProcessingParameterFeatureSource(
                self.LINES,
                translate("RainforestAlert", "Boundary lines"),
                [QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(self.OUTPUT, translate("RainforestAlert", "Topology findings"), polygons)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT_MATRIX,
                translate("RainforestAlert", "Matrix of neighbours"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(
            QgsProcessingOutputNumber(self.LINE_COUNT, translate("RainforestAlert", "Number of findings on lines"))
        )
        for name, label in (
            (_COUNTS[DUPLICATE], translate("RainforestAlert", "Number of doubles")),
            (_COUNTS[OVERLAP], translate("RainforestAlert", "Number of overlaps")),
            (_COUNTS[GAP], translate("RainforestAlert", "Number of gaps")),
            (_COUNTS[UNSHARED_VERTEX], translate("RainforestAlert", "Number of unshared vertices")),
            (
                self.BOUNDARIES_LEFT_OUT,
                translate("RainforestAlert", "Number of boundaries that could not be used"),
            ),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
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
        self._tolerance_m = self.parameterAsDouble(parameters, self.TOLERANCE_M, context)
        self._area_method = self.parameterAsEnumString(parameters, self.AREA_METHOD, context)
        self._lines = self.parameterAsSource(parameters, self.LINES, context)
        self._destination = ""
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        boundaries, tally, warnings = read_polygons(
            self._boundaries,
            self._boundaries.sourceName(),
            self._boundary_id,
            crs_of(self._boundaries),
            context.transformContext(),
            is_cancelled=cancel_of(feedback),
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
            results = self._check(parameters, context, feedback, boundaries, opened)
        return {**results, self.BOUNDARIES_LEFT_OUT: tally.left_out_count}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        layer = QgsProcessingUtils.mapLayerFromString(self._destination, context) if self._destination else None
        if isinstance(layer, QgsVectorLayer):
            apply_style(layer, "topology")
        return {}

    def _check(
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
        references = []
        for number, layer in enumerate(self._references):
            share = _READING / len(self._references)
            references.append(layer.open(span(progress, number * share, (number + 1) * share), is_cancelled, area))
            opened.callback(references[-1].source.close)
        doubts = layer_doubts(self._references, references, boundaries, self._boundaries.sourceName(), area, feedback)
        engine = TopologyEngine(crs, context.transformContext(), self._tolerance_m, self._area_method)
        counts = dict.fromkeys(KINDS, 0)
        lines = self._boundary_lines(context) if self._lines is not None else []
        begin = _READING if references else 0.0
        found = engine.check(boundaries, references, span(progress, begin, 100.0), is_cancelled)
        self._destination = self.write_sink(
            parameters,
            self.OUTPUT,
            context,
            _fields(),
            QgsWkbTypes.Type.MultiPolygon,
            crs,
            _features(chain(found, engine.check_lines(lines, is_cancelled) if lines else ()), counts),
            feedback,
        )
        results: dict[str, Any] = {self.OUTPUT: self._destination}
        if parameters.get(self.OUTPUT_MATRIX):
            results[self.OUTPUT_MATRIX] = self.write_sink(
                parameters,
                self.OUTPUT_MATRIX,
                context,
                _matrix_fields(),
                QgsWkbTypes.Type.NoGeometry,
                QgsCoordinateReferenceSystem(),
                map(_matrix_row, engine.matrix),
                feedback,
            )
        for layer, reference in zip(self._references, references):
            report(feedback, reference.source.tally)
            if layer.is_remote:
                feedback.pushInfo(describe(Message("reference.remote", layer=layer.name)))
        failures = [*engine.failed, *engine.tally.failed]
        for failure in failures[:_MOST_NAMED]:
            feedback.pushWarning(describe(failure))
        if len(failures) > _MOST_NAMED:
            feedback.pushWarning(describe(Message("overlap.more_failed", count=len(failures) - _MOST_NAMED)))
        feedback.pushInfo(
            describe(
                Message(
                    "topology.summary",
                    duplicates=counts[DUPLICATE],
                    overlaps=counts[OVERLAP],
                    gaps=counts[GAP],
                    vertices=counts[UNSHARED_VERTEX],
                    tolerance_m=self._tolerance_m,
                )
            )
        )
        results.update({name: counts[kind] for kind, name in _COUNTS.items()})
        results[self.LINE_COUNT] = sum(counts[kind] for kind in LINE_KINDS)
        if lines:
            feedback.pushInfo(describe(Message("topology.lines", count=results[self.LINE_COUNT], lines=len(lines))))
        results[self.LAYERS] = json.dumps(
            [
                layer_facts(layer, reference, facts.pairs, doubts.get(layer.name, ""))
                for layer, reference, facts in zip(self._references, references, engine.layers)
            ],
            ensure_ascii=False,
        )
        return results

    def _boundary_lines(self, context: QgsProcessingContext) -> list[tuple[str, bytes]]:
        """Lines in the reference system of the boundaries, known by their numbers in the layer."""
        transform = QgsCoordinateTransform(crs_of(self._lines), crs_of(self._boundaries), context.transformContext())
        found = []
        for feature in all_features(self._lines):
            geometry = QgsGeometry(feature.geometry())
            if not geometry.isNull() and not geometry.isEmpty():
                geometry.transform(transform)
                found.append((f"#{feature.id()}", bytes(geometry.asWkb())))
        return found


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("kind", "string"),
        ("boundary_id", "string"),
        ("layer", "string"),
        ("other_id", "string"),
        ("area_ha", "double"),
        ("width_m", "double"),
        ("distance_m", "double"),
        ("x", "double"),
        ("y", "double"),
        ("narrow", "int"),
    ):
        fields.append(field(name, kind))
    return fields


def _matrix_fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("boundary_id", "string"),
        ("layer", "string"),
        ("other_id", "string"),
        ("units", "int"),
        ("duplicates", "int"),
        ("overlaps", "int"),
        ("overlap_ha", "double"),
        ("gaps", "int"),
        ("gap_ha", "double"),
        ("shared_vertices", "int"),
        ("unshared_vertices", "int"),
    ):
        fields.append(field(name, kind))
    return fields


def _matrix_row(facts: PairFacts) -> QgsFeature:
    row = QgsFeature()
    row.setAttributes(
        [
            facts.boundary_id,
            facts.layer,
            facts.other_id,
            facts.units,
            facts.duplicates,
            facts.overlaps,
            facts.overlap_ha,
            facts.gaps,
            facts.gap_ha,
            facts.shared_vertices,
            facts.unshared_vertices,
        ]
    )
    return row


def _features(found: Iterable[Defect], counts: dict[str, int]) -> Iterator[QgsFeature]:
    """Rows of the output, counted while the engine goes on."""
    for defect in found:
        counts[defect.kind] += 1
        row = QgsFeature()
        row.setAttributes(
            [
                defect.kind,
                defect.boundary_id,
                defect.layer,
                defect.other_id,
                defect.area_ha,
                defect.width_m,
                defect.distance_m,
                defect.x,
                defect.y,
                int(defect.is_within_tolerance),
            ]
        )
        geometry = QgsGeometry()
        geometry.fromWkb(defect.wkb)
        geometry.convertToMultiType()
        row.setGeometry(geometry)
        yield row
