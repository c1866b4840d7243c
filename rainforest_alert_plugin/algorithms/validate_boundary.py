"""The checks that a registry makes, made first: findings with place, measure, legal basis and fix."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..about import version
from ..cadastre.case import Case, StatedTable
from ..cadastre.engine import ValidationResult, profile_notes, validate
from ..cadastre.findings import Finding
from ..cadastre.profile import load_profile
from ..cadastre.reference_layers import latest_layers
from ..cadastre.results import earlier_results, keep_result, result_document
from ..cadastre.stated import read_stated, stated_table
from ..cadastre.waivers import Waiver
from ..compat import field
from ..errors import InputError, Message
from ..geo.files import replaced_file
from ..geo.progress import span, stop_if
from ..host.case_references import GivenLayer, datum_doubts, given_layers, with_capacity, with_doubts, with_references
from ..host.cases import (
    DrawnBoundary,
    agreed_boundary_case,
    drawn_boundaries,
    to_degrees,
    with_stated,
    with_table,
    with_workspace,
)
from ..host.layers import WGS84, all_features, id_text
from ..host.messages import describe
from ..host.reference_datum import declared_psad56
from ..host.styles import apply_style
from ..host.tasks import handover_of
from ..host.validation_report import report_document, waivers_in_force, write_reports
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.versions import agreed_records, agreed_version, find_community, release_agreed, version_vertices
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of, progress_of, report, without_selection
from .layer_gate import add_audience
from .title_parameters import BOUNDARY, BOUNDARY_ID, BOUNDARY_VALUE, PROFILE, profile_parameter

_CIRCLE_SEGMENTS = 8
_SHARE_OF_EXTENT = 0.002
_LEAST_DRAWN_M = 1.0
_NO_CRS_DRAWN = 1e-5
_STEP_EVERY_S = 0.5
# Reference layers are compared with each other round so many boundaries of a run: a layer is in one datum everywhere.
_DATUMS_AT_MOST = 2


class ValidateBoundaryAlgorithm(RainforestAlgorithm):
    """Run the rules of a profile over boundaries."""

    workspace_is_for_the_community = True
    REFERENCE = "REFERENCE"
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    ATTRIBUTES = "ATTRIBUTES"
    TABLE = "TABLE"
    LAND_CAPACITY = "LAND_CAPACITY"
    LAND_CAPACITY_GROUP = "LAND_CAPACITY_GROUP"
    EARLIER = "EARLIER"
    OUTPUT = "OUTPUT"
    REPORT_JSON = "REPORT_JSON"
    REPORT_HTML = "REPORT_HTML"
    REPORT_PDF = "REPORT_PDF"
    BLOCKERS = "BLOCKERS"
    REVIEWS = "REVIEWS"
    EXCLUDES = "EXCLUDES"
    NOTES = "NOTES"
    NOT_EVALUATED = "NOT_EVALUATED"
    RUN_ID = "RUN_ID"
    SET_ASIDE = "SET_ASIDE"
    READINESS = "READINESS"

    def name(self) -> str:
        return "validateboundary"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Validate the boundary")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Makes the checks that registries make, before they do: geometry (G01–G14), numbers (N01–N09), attributes and "
            "documents (A01–A13) and overlaps by their kind (O01), with the limits of the chosen profile. Each finding has a "
            "severity (blocker, review, exclude, note), a place, a measure, its legal basis and, where there is one, the fix of "
            "“Fix the boundary”. A bad geometry is a finding, never the end of the run.\n\n"
            "Reference layers are told by their names and fields: registered land, communities in process, protected areas, "
            "concessions, rivers, roads, districts … Land and districts also serve the datum and zone doctor. Nothing found in a "
            "layer means: not found in that layer of that date. Layers that could not be read are listed as NOT EVALUATED.\n\n"
            "With a workspace and a community, the agreed boundary is taken when no layer is given, with its vertices, sides and "
            "records, and the run is kept there with its findings.\n\n"
            "Attributes is a JSON object, or the path of a JSON file: attributes of the community (community, ubigeo, district …), "
            "“documents” (a list of objects with kind, name and the values they print), “sides” and “vertices”. The guide lists "
            "them. The table is a technical table as printed (a layer or CSV with vertex, side, distance, angle, easting, "
            "northing); without it the table of this plugin is checked.\n\n"
            "A rule that has nothing to look at is listed as not evaluated. An earlier JSON report saves the rules whose inputs did "
            "not change. In the output, a place without an area is drawn as a small circle or strip; the report holds it exactly.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygon = QgsProcessing.SourceType.TypeVectorPolygon
        parameters: list[QgsProcessingParameterDefinition] = [
            QgsProcessingParameterFeatureSource(
                BOUNDARY, translate("RainforestAlert", "Boundary"), [polygon], optional=True
            ),
            QgsProcessingParameterField(
                BOUNDARY_ID,
                translate("RainforestAlert", "Identifier field of the boundary"),
                None,
                BOUNDARY,
                optional=True,
            ),
            QgsProcessingParameterString(
                BOUNDARY_VALUE,
                translate("RainforestAlert", "Identifier of the boundary (empty for all)"),
                optional=True,
            ),
            profile_parameter(),
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("RainforestAlert", "Reference layers (registered land, rivers, concessions …)"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            ),
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True),
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            ),
            QgsProcessingParameterString(
                self.ATTRIBUTES,
                translate("RainforestAlert", "Attributes and documents (JSON, or a JSON file)"),
                multiLine=True,
                optional=True,
            ),
            QgsProcessingParameterVectorLayer(
                self.TABLE,
                translate("RainforestAlert", "Technical table as printed"),
                [QgsProcessing.SourceType.TypeVector],
                optional=True,
            ),
            QgsProcessingParameterFeatureSource(
                self.LAND_CAPACITY, translate("RainforestAlert", "Land-capacity units"), [polygon], optional=True
            ),
        ]
        group = QgsProcessingParameterField(
            self.LAND_CAPACITY_GROUP,
            translate("RainforestAlert", "Field of the land-capacity group"),
            None,
            self.LAND_CAPACITY,
            optional=True,
        )
        earlier = QgsProcessingParameterFile(
            self.EARLIER,
            translate("RainforestAlert", "Earlier report (JSON), to check only what changed"),
            extension="json",
            optional=True,
        )
        for each in (group, earlier):
            each.setFlags(each.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        for each in (*parameters, group, earlier):
            self.addParameter(each)
        self.addParameter(
            QgsProcessingParameterFeatureSink(self.OUTPUT, translate("RainforestAlert", "Findings"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.REPORT_JSON,
                translate("RainforestAlert", "Report (JSON)"),
                translate("RainforestAlert", "JSON files (*.json)"),
                optional=True,
                createByDefault=False,
            )
        )
        for name, label, kind in (
            (
                self.REPORT_HTML,
                translate("RainforestAlert", "Report (HTML)"),
                translate("RainforestAlert", "HTML files (*.html)"),
            ),
            (
                self.REPORT_PDF,
                translate("RainforestAlert", "Report (PDF)"),
                translate("RainforestAlert", "PDF files (*.pdf)"),
            ),
        ):
            self.addParameter(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False)
            )
        for name, label in (
            (self.BLOCKERS, translate("RainforestAlert", "Number of blockers")),
            (self.REVIEWS, translate("RainforestAlert", "Number of findings for review")),
            (self.EXCLUDES, translate("RainforestAlert", "Number of areas to be excluded")),
            (self.NOTES, translate("RainforestAlert", "Number of notes")),
            (self.NOT_EVALUATED, translate("RainforestAlert", "Number of layers not evaluated")),
            (self.SET_ASIDE, translate("RainforestAlert", "Number of findings set aside")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString(self.READINESS, translate("RainforestAlert", "Readiness")))
        self.addOutput(
            QgsProcessingOutputString(self.RUN_ID, translate("RainforestAlert", "Record of the run in the workspace"))
        )
        add_audience(self)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.profile = load_profile(self.parameterAsEnumString(parameters, PROFILE, context))
        self.source = self._source(parameters, BOUNDARY, context)
        given = without_selection(parameters.get(BOUNDARY))
        self.layer = (
            self.parameterAsVectorLayer({BOUNDARY: given}, BOUNDARY, context) if self.source is not None else None
        )
        layers = self.parameterAsLayerList(parameters, self.REFERENCE, context)
        self._refuse_unreadable(parameters.get(self.REFERENCE), layers, context)
        self.given: list[GivenLayer] = given_layers(
            layers, self.layer, self.profile, self._known_dates(parameters, context)
        )
        self.stated = read_stated(self.parameterAsString(parameters, self.ATTRIBUTES, context))
        self.table = self._table(parameters, context)
        self.capacity = self._source(parameters, self.LAND_CAPACITY, context)
        self.group = self.parameterAsString(parameters, self.LAND_CAPACITY_GROUP, context)
        self.id_field = self.parameterAsString(parameters, BOUNDARY_ID, context)
        self.id_value = self.parameterAsString(parameters, BOUNDARY_VALUE, context).strip()
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        if not location:
            if named:
                raise InputError("titling.community_without_workspace")
            return self._validate(parameters, context, feedback, None, "")
        with open_workspace(location) as workspace:
            outputs = self._validate(parameters, context, feedback, workspace, named)
        return {**outputs, self.WORKSPACE: location}

    def _validate(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
        named: str,
    ) -> dict[str, Any]:
        is_cancelled = cancel_of(feedback)
        community = find_community(workspace, named) if workspace is not None and named else None
        if workspace is not None and community is not None:
            version = agreed_version(workspace, community) if self.source is None else None
            if self.is_leaving:
                release_agreed(workspace, community, version, self.name())
            else:
                self.take_as_they_are(workspace.location, agreed_records(community, version))
        drawn, version_id = self._drawn(workspace, community, context.transformContext())
        earlier = self._earlier(parameters, context, handover_of(feedback))
        done: list[tuple[DrawnBoundary, ValidationResult]] = []
        steps = _Steps(feedback)
        doubted: dict[str, Message] = {}
        partial = {each.layer: each.message() for each in self.held_back()}
        for note in profile_notes(self.profile):
            feedback.pushWarning(describe(note))
        for given in self.given:
            said = declared_psad56(given.layer) if given.layer is not None else None
            if said is not None:
                feedback.pushWarning(describe(said))
        for number, alone in enumerate(drawn):
            stop_if(is_cancelled)
            start, end = (90.0 * (number + i) / len(drawn) for i in (0, 1))
            middle = start + 0.7 * (end - start)
            steps.boundary = f"{alone.case.boundary_id} ({number + 1}/{len(drawn)})" if len(drawn) > 1 else ""
            boundary = with_references(
                self._complete(alone, context.transformContext()),
                self.given,
                self.profile,
                context.transformContext(),
                span(progress_of(feedback), start, middle),
                is_cancelled,
                (lambda tally: report(feedback, tally)) if number == 0 else None,
                steps.read_layer,
            )
            if number < _DATUMS_AT_MOST:
                doubted.update(
                    datum_doubts(boundary, self.given, self.profile, context.transformContext(), is_cancelled)
                )
            boundary = with_doubts(boundary, {**doubted, **partial})
            result = validate(
                boundary.case,
                self.profile,
                span(progress_of(feedback), middle, end),
                is_cancelled,
                earlier.get(boundary.case.boundary_id),
                on_rule=steps.check_rule,
            )
            done.append((boundary, result))
            self._tell(boundary, result, len(drawn) > 1, feedback)
        waivers = waivers_in_force(workspace, community, self.is_leaving)
        outputs = self._write(parameters, context, feedback, done, waivers)
        if workspace is not None:
            run_ids = [
                keep_result(
                    workspace,
                    str(community["id"]) if community else None,
                    version_id,
                    boundary.case,
                    result,
                    self.profile,
                    describe,
                    to_degrees(boundary, context.transformContext()),
                )
                for boundary, result in done
            ]
            outputs[self.RUN_ID] = ",".join(run_ids)
        return outputs

    def _drawn(
        self, workspace: Workspace | None, community: Row | None, context: QgsCoordinateTransformContext
    ) -> tuple[list[DrawnBoundary], str | None]:
        """Boundaries of the layer, or the agreed one of the community."""
        today = datetime.date.today()
        version = agreed_version(workspace, community) if workspace is not None and community is not None else None
        if self.source is not None:
            drawn = drawn_boundaries(
                self.source,
                self.source.sourceName(),
                self.id_field,
                self.id_value,
                self.layer,
                self.profile,
                context,
                today,
            )
            if community is not None and len(drawn) == 1:
                drawn = [with_workspace(drawn[0], community, None)]
            return drawn, None
        if workspace is None or community is None:
            raise InputError("titling.no_boundary")
        vertices = version_vertices(workspace, str(version["id"])) if version else ()
        if version is None or not vertices:
            raise InputError("titling.no_agreed_boundary", community=community["name"])
        systems = {vertex.epsg for vertex in vertices}
        if len(systems) > 1:
            raise InputError(
                "titling.mixed_systems", community=community["name"], systems=", ".join(map(str, sorted(systems)))
            )
        agreed = agreed_boundary_case(community, version, vertices, self.profile, context, today)
        sides = workspace.read("boundary_side", '"version_id" = ?', [version["id"]])
        names = {row["id"]: row["name"] for row in workspace.read("community")} if sides else {}
        for side in sides:
            side["neighbour_name"] = names.get(side.get("neighbour_id"), "")
        return [with_workspace(agreed, community, sides)], str(version["id"])

    def _complete(self, boundary: DrawnBoundary, context: QgsCoordinateTransformContext) -> DrawnBoundary:
        boundary = with_stated(boundary, self.stated)
        boundary = with_table(boundary, self.table, self.profile, translate("RainforestAlert", "technical table"))
        if self.capacity is not None:
            boundary = with_capacity(boundary, self.capacity, self.group, context)
        return boundary

    def _tell(
        self, boundary: DrawnBoundary, result: ValidationResult, is_one_of_many: bool, feedback: QgsProcessingFeedback
    ) -> None:
        """The log: the readiness line, what was not evaluated, then each finding."""
        if is_one_of_many:
            feedback.pushInfo(f"— {boundary.case.boundary_id} —")
        layers = [each for each in result.not_evaluated if each.is_layer]
        counts = {severity: result.count(severity) for severity in ("blocker", "review", "exclude", "note")}
        feedback.pushInfo(describe(readiness(counts, len(layers))))
        for each in layers:
            feedback.pushWarning(
                describe(Message("validation.not_evaluated", layer=each.subject, why=describe(each.reason)))
            )
        for finding in result.findings:
            feedback.pushInfo(f"{finding.rule} [{_severity(finding)}] {describe(finding.message)}")

    def _write(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        done: Sequence[tuple[DrawnBoundary, ValidationResult]],
        waivers: Mapping[str, Waiver],
    ) -> dict[str, Any]:
        pairs = [(boundary.case, result) for boundary, result in done]
        counts = {
            severity: sum(
                finding.severity == severity and finding.key not in waivers
                for _, result in done
                for finding in result.findings
            )
            for severity in ("blocker", "review", "exclude", "note")
        }
        set_aside = sum(finding.key in waivers for _, result in done for finding in result.findings)
        layers = {e.subject for _, result in done for e in result.not_evaluated if e.is_layer}
        ready = readiness(counts, len(layers))
        if set_aside:
            feedback.pushInfo(describe(Message("validation.set_aside", count=set_aside)))
        outputs: dict[str, Any] = {
            self.READINESS: describe(ready),
            self.SET_ASIDE: set_aside,
            self.BLOCKERS: counts["blocker"],
            self.REVIEWS: counts["review"],
            self.EXCLUDES: counts["exclude"],
            self.NOTES: counts["note"],
            self.NOT_EVALUATED: len(layers),
        }
        if parameters.get(self.OUTPUT) not in (None, ""):
            crs = _common_crs(done)
            outputs[self.OUTPUT] = self.write_sink(
                parameters,
                self.OUTPUT,
                context,
                _fields(),
                QgsWkbTypes.Type.MultiPolygon,
                crs,
                _features(done, crs, context.transformContext(), waivers),
                feedback,
            )
            if context.willLoadLayerOnCompletion(outputs[self.OUTPUT]):
                self.style = _FindingsStyle()
                context.layerToLoadOnCompletionDetails(outputs[self.OUTPUT]).setPostProcessor(self.style)
        target = self.parameterAsFileOutput(parameters, self.REPORT_JSON, context)
        by_hand = handover_of(feedback)
        if target or by_hand is not None:
            made_at = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
            content = result_document(pairs, self.profile, describe, made_at, version(), waivers)
            text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
            if by_hand is not None:
                by_hand[self.REPORT_JSON] = text
            if target:
                with replaced_file(Path(target)) as partial:
                    partial.write_text(text, encoding="utf-8")
                outputs[self.REPORT_JSON] = target
        html = self.parameterAsFileOutput(parameters, self.REPORT_HTML, context)
        pdf = self.parameterAsFileOutput(parameters, self.REPORT_PDF, context)
        if html or pdf:
            document = report_document(pairs, waivers, self.profile, datetime.date.today(), cancel_of(feedback))
            write_reports(document, html, pdf)
            outputs.update({key: path for key, path in ((self.REPORT_HTML, html), (self.REPORT_PDF, pdf)) if path})
        return outputs

    def _source(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Any:
        if parameters.get(name) in (None, ""):
            return None
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return source

    def _refuse_unreadable(self, given: Any, layers: Sequence[Any], context: QgsProcessingContext) -> None:
        """A file that is no layer at all is an error of the call, not a layer that was not evaluated."""
        from qgis.core import QgsProcessingUtils

        if isinstance(given, (list, tuple)) and len(given) != len(layers):
            for value in given:
                if isinstance(value, str) and QgsProcessingUtils.mapLayerFromString(value, context) is None:
                    raise InputError("input.unreadable", path=value, reason=describe(Message("input.not_a_layer")))

    def _known_dates(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, str]:
        """Dates of the copies that the workspace knows, by file and table."""
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        if not location:
            return {}
        with open_workspace(location, read_only=True) as workspace:
            return {f"{kept.path.resolve()}|{kept.table}": kept.fetched_at[:10] for kept in latest_layers(workspace)}

    def _table(self, parameters: dict[str, Any], context: QgsProcessingContext) -> StatedTable | None:
        layer = self.parameterAsVectorLayer(parameters, self.TABLE, context)
        if layer is None:
            return None
        names = [each.name() for each in layer.fields()]
        rows = [[id_text(value) or "" for value in feature.attributes()] for feature in all_features(layer)]
        return stated_table(names, rows, layer.name())

    def _earlier(
        self, parameters: dict[str, Any], context: QgsProcessingContext, by_hand: Mapping[str, str] | None
    ) -> dict[str, ValidationResult]:
        """Results of an earlier run: those that a panel hands over, or those of a file."""
        path = self.parameterAsFile(parameters, self.EARLIER, context)
        text = (by_hand or {}).get(self.EARLIER, "")
        if not path and not text:
            return {}
        try:
            text = text or Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("validation.not_a_result", reason=str(error)) from error
        return earlier_results(text, self.profile)


class _Steps:
    """Says what a run is at: the layer that is read, the rule that is checked.

    Attributes
    ----------
    boundary : str
        Which of several boundaries; empty for a run over one. Of several, a step is said twice a second at most: the log of a
        federation would be nothing else.
    """

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self.boundary = ""
        self._feedback = feedback
        self._said_at = float("-inf")

    def read_layer(self, name: str) -> None:
        """A reference layer is about to be read."""
        self._say(Message("validation.step_layer", layer=name))

    def check_rule(self, rule_id: str) -> None:
        """A rule is about to look."""
        self._say(Message("validation.step_rule", rule=rule_id, check=rule_id))

    def _say(self, step: Message) -> None:
        now = time.monotonic()
        if self.boundary and now - self._said_at < _STEP_EVERY_S:
            return
        self._said_at = now
        text = describe(step)
        self._feedback.setProgressText(f"{self.boundary}: {text}" if self.boundary else text)


class _FindingsStyle(QgsProcessingLayerPostProcessorInterface):
    """Colours by severity once the layer is in the project."""

    def postProcessLayer(self, layer: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        if isinstance(layer, QgsVectorLayer):
            apply_style(layer, "findings")


def readiness(counts: Mapping[str, int], layers: int) -> Message:
    """One line on how far the file is: blockers, reviews, areas to exclude, notes, layers not evaluated."""
    return Message(
        "validation.readiness",
        blockers=_counted("blockers", counts["blocker"]),
        reviews=_counted("reviews", counts["review"]),
        excludes=_counted("excludes", counts["exclude"]),
        notes=_counted("notes", counts["note"]),
        layers=_counted("layers", layers),
    )


def _counted(what: str, count: int) -> Message:
    return Message(f"validation.{what}.one" if count == 1 else f"validation.{what}.many", count=count)


def _severity(finding: Finding) -> str:
    return describe(Message(f"severity.{finding.severity}"))


def _common_crs(done: Sequence[tuple[DrawnBoundary, ValidationResult]]) -> QgsCoordinateReferenceSystem:
    """The system of all boundaries when they share one, otherwise degrees of WGS 84."""
    systems = {boundary.case.crs or boundary.case.declared_proj for boundary, _ in done}
    return done[0][0].crs if len(systems) == 1 else QgsCoordinateReferenceSystem(WGS84)


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("boundary_id", "string"),
        ("rule", "string"),
        ("severity", "string"),
        ("message", "string"),
        ("measure", "double"),
        ("unit", "string"),
        ("legal_basis", "string"),
        ("fix", "string"),
        ("layer", "string"),
        ("feature_id", "string"),
        ("place", "string"),
        ("key", "string"),
        ("details", "string"),
        ("set_aside", "string"),
    ):
        fields.append(field(name, kind))
    return fields


def _features(
    done: Sequence[tuple[DrawnBoundary, ValidationResult]],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    waivers: Mapping[str, Waiver],
) -> Iterator[QgsFeature]:
    for boundary, result in done:
        transform = None
        if boundary.crs.isValid() and crs.isValid() and boundary.crs != crs:
            transform = QgsCoordinateTransform(boundary.crs, crs, context)
        drawn_m = _drawn_width(boundary.case)
        for finding in result.findings:
            geometry, place = _drawn_place(finding, drawn_m)
            if transform is not None and geometry is not None:
                try:
                    geometry.transform(transform)
                except QgsCsException:
                    geometry = None
            row = QgsFeature()
            row.setAttributes(
                [
                    boundary.case.boundary_id,
                    finding.rule,
                    finding.severity,
                    describe(finding.message),
                    finding.measure,
                    finding.unit,
                    finding.legal_basis,
                    finding.fix,
                    finding.layer,
                    finding.feature_id,
                    place,
                    finding.key,
                    json.dumps({k: v for k, v in finding.details.items() if v}, ensure_ascii=False),
                    waivers[finding.key].reason if finding.key in waivers else None,
                ]
            )
            if geometry is not None:
                row.setGeometry(geometry)
            yield row


def _drawn_width(case: Case) -> float:
    """Radius by which a place without area is drawn, so that it can be seen and clicked."""
    box = case.polygon.boundingBox()
    extent = max(box.width(), box.height()) if not box.isNull() else 0.0
    least = _LEAST_DRAWN_M if case.metres_per_unit == 1.0 else _NO_CRS_DRAWN
    return max(least, _SHARE_OF_EXTENT * extent)


def _drawn_place(finding: Finding, width: float) -> tuple[QgsGeometry | None, str]:
    """Polygon of a place, and what it was: area, line, point or nothing."""
    if not finding.geometry_wkb:
        return None, ""
    geometry = QgsGeometry()
    geometry.fromWkb(finding.geometry_wkb)
    if geometry.isNull() or geometry.isEmpty():
        return None, ""
    kind = geometry.type()
    place = "area"
    if kind != QgsWkbTypes.GeometryType.PolygonGeometry:
        place = "point" if kind == QgsWkbTypes.GeometryType.PointGeometry else "line"
        geometry = geometry.buffer(width, _CIRCLE_SEGMENTS)
    geometry.convertToMultiType()
    return geometry, place
