"""The boundary with chosen fixes, every vertex accounted for; a proposal when a workspace is given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..cadastre.fixes.cutting import polygon_of
from ..cadastre.fixes.run import FIXES, FRAME, NEED_SURROUNDINGS, FixRun, FixSettings, run_fixes
from ..cadastre.fixes.vertices import FixRing
from ..cadastre.profile import Profile, load_profile
from ..compat import field
from ..errors import InputError, Message
from ..geo.datum import OPERATIONS, PSAD56_UTM_ZONES
from ..host.choice_words import automatic
from ..host.fixing import FixInput, agreed_to_fix, boundary_to_fix, mended_vertices, surroundings
from ..host.messages import describe
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.proposals import propose
from ..territory.versions import agreed_version, find_community, version_vertices
from ..workspace.identity import present_person
from ..workspace.release import Record, release
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of, progress_of
from .choices import in_words
from .layer_gate import add_audience
from .title_parameters import (
    BOUNDARY,
    BOUNDARY_ID,
    BOUNDARY_VALUE,
    PROFILE,
    VERTEX_LABEL,
    VERTICES,
    optional_source,
    profile_parameter,
)

_MOST_SAID = 20
_AUTOMATIC = "auto"


class FixBoundaryAlgorithm(RainforestAlgorithm):
    """``fixboundary``: the boundary mended, what moved by how much and why, and what somebody must decide."""

    workspace_is_for_the_community = True
    RULES = "RULES"
    TOLERANCE_M = "TOLERANCE_M"
    REFERENCE = "REFERENCE"
    STRIP_M = "STRIP_M"
    CUT_REGISTERED = "CUT_REGISTERED"
    DATUM_FROM = "DATUM_FROM"
    DATUM_OPERATION = "DATUM_OPERATION"
    BEYOND_SIGMA = "BEYOND_SIGMA"
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    AUTHOR = "AUTHOR"
    REASON = "REASON"
    OUTPUT = "OUTPUT"
    OUTPUT_CHANGES = "OUTPUT_CHANGES"
    PROPOSAL_ID = "PROPOSAL_ID"
    CHANGES = "CHANGES"
    ASKED = "ASKED"
    FURTHEST_M = "FURTHEST_M"
    AREA_BEFORE_HA = "AREA_BEFORE_HA"
    AREA_AFTER_HA = "AREA_AFTER_HA"

    def name(self) -> str:
        return "fixboundary"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Fix a boundary")

    def group(self) -> str:
        return translate("RainforestAlert", "Cadastre")

    def groupId(self) -> str:
        return "cadastre"

    def flags(self) -> Any:
        # names and settings of stored database connections belong to the main thread
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Mends what can be mended in a boundary, and says of every vertex what became of it, by how much and why. The boundary that "
            "was given stays as it is; with a workspace the result becomes a proposal, never a silent change.\n\n"
            "Fixes, always in this order:\n"
            "swap_axes: eastings and northings change places.\n"
            "shift_datum: the numbers are read as PSAD56 and carried to WGS 84 by the operation chosen; its accuracy becomes part of the "
            "accuracy of each vertex.\n"
            "remove_duplicates, remove_spikes: vertices repeated in a row, tips of spikes.\n"
            "snap_to_registered: vertices within the tolerance of a registered neighbour go onto its line and take over its vertices: the "
            "registered line governs.\n"
            "close_slivers: thin overlaps with registered neighbours are given back, thin gaps taken in; what is wider than the tolerance "
            "on the mean stays.\n"
            "exclude: rivers, marginal strips and roads are taken out, registered parcels too when wanted.\n"
            "remove_collinear: vertices on a straight line, except marks on the ground.\n"
            "orient_rings: outer rings clockwise, enclaves counterclockwise.\n\n"
            "A surveyed vertex (a layer of vertices with the field sigma_m, or the agreed boundary of the workspace) is not moved or taken "
            "out by more than its accuracy unless that is allowed: such changes are listed as asked. What exclude takes out is another's "
            "land: there vertices go whatever their accuracy, and each is listed.\n\n"
            "What a reference layer is follows from its name and fields, by the profile; lines are cut with the strip given. The "
            "community's own polygon in a layer of communities is left aside.\n\n"
            "Outputs: the boundary (applied, area_before_ha, area_after_ha, perimeter_m, furthest_m) and a point for every change (fix, "
            "kind: moved, added, removed or reversed, label, distance_m, sigma_m, reason, asked, and the coordinates before and after).",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        kinds = QgsProcessing.SourceType
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                BOUNDARY, translate("RainforestAlert", "Boundary"), [kinds.TypeVectorPolygon], optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                BOUNDARY_ID,
                translate("RainforestAlert", "Identifier field of the boundary"),
                None,
                BOUNDARY,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                BOUNDARY_VALUE,
                translate("RainforestAlert", "Identifier of the boundary (when the layer has several)"),
                optional=True,
            )
        )
        self.addParameter(
            in_words(
                QgsProcessingParameterEnum(
                    self.RULES,
                    translate("RainforestAlert", "Fixes"),
                    list(FIXES),
                    True,
                    ["remove_duplicates", "remove_spikes"],
                    False,
                    True,
                ),
                {name: describe(Message(f"fix.name.{name}")) for name in FIXES},
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.TOLERANCE_M,
                translate("RainforestAlert", "Tolerance (m; 0 for the profile's)"),
                QgsProcessingParameterNumber.Type.Double,
                0.0,
                minValue=0.0,
            )
        )
        self.addParameter(profile_parameter())
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("RainforestAlert", "Reference layers (registered land, rivers, roads …)"),
                kinds.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            )
        )
        for parameter in self._advanced():
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, translate("RainforestAlert", "Fixed boundary"), kinds.TypeVectorPolygon
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT_CHANGES,
                translate("RainforestAlert", "Changes"),
                kinds.TypeVectorPoint,
                optional=True,
            )
        )
        self.addOutput(QgsProcessingOutputString(self.PROPOSAL_ID, translate("RainforestAlert", "Proposal")))
        for name, words in (
            (self.CHANGES, translate("RainforestAlert", "Changes made")),
            (self.ASKED, translate("RainforestAlert", "Changes that wait for a decision")),
            (self.FURTHEST_M, translate("RainforestAlert", "Largest distance moved (m)")),
            (self.AREA_BEFORE_HA, translate("RainforestAlert", "Area before (ha)")),
            (self.AREA_AFTER_HA, translate("RainforestAlert", "Area after (ha)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, words))
        add_audience(self)

    def _advanced(self) -> list[QgsProcessingParameterDefinition]:
        return [
            QgsProcessingParameterFeatureSource(
                VERTICES,
                translate("RainforestAlert", "Surveyed vertices, with their accuracy (sigma_m)"),
                [QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            ),
            QgsProcessingParameterField(
                VERTEX_LABEL,
                translate("RainforestAlert", "Label field of the surveyed vertices"),
                None,
                VERTICES,
                optional=True,
            ),
            QgsProcessingParameterBoolean(
                self.BEYOND_SIGMA,
                translate("RainforestAlert", "Surveyed vertices may move by more than their accuracy"),
                False,
            ),
            QgsProcessingParameterNumber(
                self.STRIP_M,
                translate("RainforestAlert", "Half width of the strip along rivers and roads drawn as lines (m)"),
                QgsProcessingParameterNumber.Type.Double,
                0.0,
                minValue=0.0,
            ),
            QgsProcessingParameterBoolean(
                self.CUT_REGISTERED,
                translate("RainforestAlert", "Take registered parcels out too (fix “exclude”)"),
                False,
            ),
            in_words(
                QgsProcessingParameterEnum(
                    self.DATUM_FROM,
                    translate("RainforestAlert", "PSAD56 system that the numbers stand in (fix “shift_datum”)"),
                    [_AUTOMATIC, *(f"EPSG:{code}" for code in PSAD56_UTM_ZONES)],
                    False,
                    _AUTOMATIC,
                    False,
                    True,
                ),
                automatic(),
            ),
            QgsProcessingParameterEnum(
                self.DATUM_OPERATION,
                translate("RainforestAlert", "Datum operation (fix “shift_datum”)"),
                [f"EPSG:{code}" for code in OPERATIONS],
                False,
                f"EPSG:{next(iter(OPERATIONS))}",
                False,
                True,
            ),
            QgsProcessingParameterString(self.AUTHOR, translate("RainforestAlert", "Author"), optional=True),
            QgsProcessingParameterString(self.REASON, translate("RainforestAlert", "Reason"), optional=True),
        ]

    def whole_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, ...]:
        fixes = self.parameterAsEnumStrings(parameters, self.RULES, context)
        return (VERTICES, self.REFERENCE) if set(fixes) & set(NEED_SURROUNDINGS) else (VERTICES,)

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.source = optional_source(self, parameters, BOUNDARY, context)
        self.vertices = optional_source(self, parameters, VERTICES, context)
        self.layers = [
            layer
            for layer in self.parameterAsLayerList(parameters, self.REFERENCE, context)
            if hasattr(layer, "fields")
        ]
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        if not location:
            return self._fix(parameters, context, feedback, None)
        with open_workspace(location) as workspace:
            outputs = self._fix(parameters, context, feedback, workspace)
        return {**outputs, self.WORKSPACE: location}

    def _fix(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
    ) -> dict[str, Any]:
        profile = load_profile(self.parameterAsEnumString(parameters, PROFILE, context))
        fixes = self.parameterAsEnumStrings(parameters, self.RULES, context)
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        community = find_community(workspace, named) if workspace is not None and named else None
        boundary = self._boundary(parameters, context, workspace, community, fixes)
        for note in boundary.notes:
            feedback.pushWarning(describe(note))
        settings = self._settings(parameters, context, boundary, profile)

        def look_around(rings: tuple[FixRing, ...], epsg: int) -> FixSettings:
            there = replace(boundary, rings=rings, epsg=epsg)
            return self._with_surroundings(parameters, context, feedback, settings, there, profile)

        run = run_fixes(
            boundary.rings,
            fixes,
            settings,
            boundary.epsg,
            progress_of(feedback),
            cancel_of(feedback),
            look_around,
        )
        self._tell(run, feedback)
        outputs: dict[str, Any] = {
            self.CHANGES: sum(not change.is_asked for change in run.changes),
            self.ASKED: len(run.asked),
            self.FURTHEST_M: run.furthest_m,
            self.AREA_BEFORE_HA: run.area_before_ha,
            self.AREA_AFTER_HA: run.area_after_ha,
            self.PROPOSAL_ID: "",
        }
        if self._may_leave(workspace, community):
            outputs[self.OUTPUT] = self._write_boundary(parameters, context, feedback, boundary, run)
            if parameters.get(self.OUTPUT_CHANGES) not in (None, ""):
                outputs[self.OUTPUT_CHANGES] = self._write_changes(parameters, context, feedback, run)
        # last: layers that could not be written leave no proposal behind, and a refused proposal takes the layers back
        if workspace is not None and community is not None and run.applied:
            outputs[self.PROPOSAL_ID] = self._propose(
                parameters, context, feedback, workspace, community, boundary, run
            )
        return outputs

    def _may_leave(self, workspace: Workspace | None, community: Row | None) -> bool:
        """Layers of a boundary that comes from a workspace are written down as a release to the community."""
        if workspace is None or community is None or self.source is not None:
            return True
        version = agreed_version(workspace, community)
        record = Record("boundary_version", str(version["id"]), version) if version else None
        return record is not None and bool(release([record], "community", self.name(), workspace, whole_only=True).rows)

    def _boundary(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        workspace: Workspace | None,
        community: Row | None,
        fixes: list[str],
    ) -> FixInput:
        if self.source is not None:
            return boundary_to_fix(
                self.source,
                self.source.sourceName(),
                self.parameterAsString(parameters, BOUNDARY_ID, context),
                self.parameterAsString(parameters, BOUNDARY_VALUE, context).strip(),
                context.transformContext(),
                self.vertices,
                self.parameterAsString(parameters, VERTEX_LABEL, context),
                "swap_axes" in fixes,
                [fix for fix in FRAME if fix in fixes],
            )
        if workspace is None or community is None:
            raise InputError("titling.no_boundary")
        version = agreed_version(workspace, community)
        if version is None:
            raise InputError("titling.no_agreed_boundary", community=community["name"])
        return agreed_to_fix(version_vertices(workspace, version["id"]), str(community["name"]))

    def _settings(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        boundary: FixInput,
        profile: Profile,
    ) -> FixSettings:
        tolerance = self.parameterAsDouble(parameters, self.TOLERANCE_M, context) or profile.tolerances.neighbour_m
        stated = self.parameterAsEnumString(parameters, self.DATUM_FROM, context)
        operation = self.parameterAsEnumString(parameters, self.DATUM_OPERATION, context)
        return FixSettings(
            tolerance,
            profile.threshold("repeated_vertex_m"),
            profile.threshold("spike_angle_deg"),
            profile.threshold("collinear_m"),
            self.parameterAsBoolean(parameters, self.BEYOND_SIGMA, context),
            _psad56_of(boundary.epsg) if stated == _AUTOMATIC else int(stated.partition(":")[2]),
            int(operation.partition(":")[2]),
        )

    def _with_surroundings(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        settings: FixSettings,
        boundary: FixInput,
        profile: Profile,
    ) -> FixSettings:
        """The settings with what the reference layers draw around the boundary where it lies now."""
        around = surroundings(
            self.layers,
            boundary,
            profile,
            context.transformContext(),
            settings.tolerance_m,
            self.parameterAsDouble(parameters, self.STRIP_M, context),
            self.parameterAsBoolean(parameters, self.CUT_REGISTERED, context),
            cancel_of(feedback),
        )
        for note in around.notes:
            feedback.pushWarning(describe(note))
        return replace(settings, registered=around.registered, neighbours=around.neighbours, excluded=around.excluded)

    def _tell(self, run: FixRun, feedback: QgsProcessingFeedback) -> None:
        for change in run.changes[:_MOST_SAID]:
            text = describe(
                Message(
                    "fix.asked" if change.is_asked else "fix.change",
                    kind=describe(Message(f"fix.kind.{change.kind}")),
                    vertex=change.label or _place(change.before or change.after),
                    distance_m=f"{change.distance_m:.3f}",
                    sigma_m="–" if change.sigma_m is None else f"{change.sigma_m:.3f}",
                    why=describe(change.reason),
                )
            )
            (feedback.pushWarning if change.is_asked else feedback.pushInfo)(text)
        if len(run.changes) > _MOST_SAID:
            feedback.pushInfo(describe(Message("fix.more", count=len(run.changes) - _MOST_SAID)))
        if not run.changes:
            feedback.pushInfo(describe(Message("fix.nothing")))
        else:
            feedback.pushInfo(
                describe(
                    Message(
                        "fix.summary",
                        changes=sum(not change.is_asked for change in run.changes),
                        asked=len(run.asked),
                        furthest_m=f"{run.furthest_m:.3f}",
                        before_ha=f"{run.area_before_ha:.4f}",
                        after_ha=f"{run.area_after_ha:.4f}",
                    )
                )
            )
        if not polygon_of(run.after).isGeosValid():
            feedback.pushWarning(describe(Message("fix.still_invalid")))

    def _propose(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace,
        community: Row,
        boundary: FixInput,
        run: FixRun,
    ) -> str:
        author = self.parameterAsString(parameters, self.AUTHOR, context).strip()
        if not author:
            person = present_person(workspace)
            author = str(person["name"]) if person else ""
        reason = self.parameterAsString(parameters, self.REASON, context).strip()
        if not reason:
            names = ", ".join(describe(Message(f"fix.name.{fix}")) for fix in run.applied)
            reason = describe(Message("fix.proposal_reason", fixes=names))
        proposed = propose(
            workspace,
            community,
            mended_vertices(run, boundary.known),
            author,
            reason,
            context.transformContext(),
            source=f"fixboundary: {', '.join(run.applied)}",
            labels_are_surveyed=bool(boundary.known) or self.vertices is not None,
        )
        feedback.pushInfo(describe(Message("fix.proposed", community=community["name"])))
        return proposed.id

    def _write_boundary(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        boundary: FixInput,
        run: FixRun,
    ) -> str:
        fields = QgsFields()
        for name, kind in _BOUNDARY_FIELDS:
            fields.append(field(name, kind))
        polygon = polygon_of(run.after)
        feature = QgsFeature(fields)
        feature.setGeometry(polygon)
        feature.setAttributes(
            [
                boundary.feature_id,
                ", ".join(run.applied),
                run.area_before_ha,
                run.area_after_ha,
                polygon.length(),
                run.furthest_m,
                len(run.asked),
            ]
        )
        crs = QgsCoordinateReferenceSystem(f"EPSG:{run.epsg}")
        wkb_type = QgsWkbTypes.Type.MultiPolygon
        return self.write_sink(parameters, self.OUTPUT, context, fields, wkb_type, crs, [feature], feedback)

    def _write_changes(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, run: FixRun
    ) -> str:
        fields = QgsFields()
        for name, kind in _CHANGE_FIELDS:
            fields.append(field(name, kind))
        crs = QgsCoordinateReferenceSystem(f"EPSG:{run.epsg}")
        wkb_type = QgsWkbTypes.Type.Point
        rows = _change_rows(run, fields)
        return self.write_sink(parameters, self.OUTPUT_CHANGES, context, fields, wkb_type, crs, rows, feedback)


_BOUNDARY_FIELDS = (
    ("boundary_id", "string"),
    ("applied", "string"),
    ("area_before_ha", "double"),
    ("area_after_ha", "double"),
    ("perimeter_m", "double"),
    ("furthest_m", "double"),
    ("asked", "int"),
)
_CHANGE_FIELDS = (
    ("fix", "string"),
    ("kind", "string"),
    ("part", "int"),
    ("ring", "int"),
    ("label", "string"),
    ("distance_m", "double"),
    ("sigma_m", "double"),
    ("reason", "string"),
    ("asked", "bool"),
    ("easting_before", "double"),
    ("northing_before", "double"),
    ("easting_after", "double"),
    ("northing_after", "double"),
)


def _change_rows(run: FixRun, fields: QgsFields) -> Iterator[QgsFeature]:
    for change in run.changes:
        place = change.after or change.before
        feature = QgsFeature(fields)
        if place is not None:
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*place)))
        before, after = change.before or (None, None), change.after or (None, None)
        feature.setAttributes(
            [
                change.fix,
                change.kind,
                change.part + 1,
                change.ring,
                change.label,
                change.distance_m,
                change.sigma_m,
                describe(change.reason),
                change.is_asked,
                *before,
                *after,
            ]
        )
        yield feature


def _place(place: tuple[float, float] | None) -> str:
    return f"E {place[0]:.2f}, N {place[1]:.2f}" if place else ""


def _psad56_of(epsg: int) -> int:
    """PSAD56 system of the zone in which the numbers are declared."""
    if epsg in PSAD56_UTM_ZONES:
        return epsg
    return next((code for code, zone in PSAD56_UTM_ZONES.items() if 32700 + zone == epsg), 0)
