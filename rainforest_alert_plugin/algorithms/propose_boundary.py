"""Propose a changed boundary beside the agreed one."""

from __future__ import annotations

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
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import field
from ..errors import InputError, Message
from ..host.messages import describe
from ..host.proposals import proposed_sides, proposed_vertices
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.differences import Difference, compare
from ..territory.proposals import (
    Proposed,
    find_proposal,
    find_workshop,
    proposal_vertices,
    propose,
    propose_again,
)
from ..territory.versions import find_community, version_vertices
from ..workspace.identity import present_person
from ..workspace.release import Record, release
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm
from .title_parameters import BOUNDARY, TitleInput, add_title_parameters, optional_source

AREAS = ("AREA_GAINED_HA", "AREA_LOST_HA", "AREA_GAINED_UTM_HA", "AREA_LOST_UTM_HA")


class ProposeBoundaryAlgorithm(RainforestAlgorithm):
    """``proposeboundary``: a proposal and what it changes against the agreed boundary."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    VERSION = "VERSION"
    AUTHOR = "AUTHOR"
    WORKSHOP = "WORKSHOP"
    REASON = "REASON"
    COMPARE_WITH = "COMPARE_WITH"
    SIDES = "SIDES"
    OUTPUT = "OUTPUT"
    OUTPUT_SIDES = "OUTPUT_SIDES"
    OUTPUT_VERTICES = "OUTPUT_VERTICES"
    PROPOSAL_ID = "PROPOSAL_ID"
    BASE_VERSION_ID = "BASE_VERSION_ID"
    VERTICES_CHANGED = "VERTICES_CHANGED"
    SIDES_CHANGED = "SIDES_CHANGED"
    FURTHEST_M = "FURTHEST_M"
    SUMMARY = "SUMMARY"

    def name(self) -> str:
        return "proposeboundary"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Propose a boundary")

    def group(self) -> str:
        return translate("RainforestAlert", "Territory")

    def groupId(self) -> str:
        return "territory"

    def flags(self) -> Any:
        # Names and settings of stored database connections belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def shortHelpString(self) -> str:
        return translate(
            "RainforestAlert",
            "Keeps a changed boundary of a community in the workspace, beside the agreed one, which stays as it is until an assembly "
            "accepts the proposal (Accept a proposal).\n\n"
            "The boundary is a polygon layer; a UTM layer keeps its coordinates as surveyed, any other is transformed to the UTM zone "
            "and the operation is said. With a layer of surveyed vertices their labels are kept, and its fields method, sigma_m, "
            "surveyed_at and monument where it has them. A vertex that stands where the agreed boundary has one keeps that one's "
            "method, accuracy and mark.\n\n"
            "With a layer of sides (lines along the boundary, from vertex to vertex) the proposal says who lives beyond: kind (community, "
            "private_parcel, state, river, road, other), neighbour, neighbour_id, record_act and record_on of the agreement, and "
            "linked_layer, linked_feature, linked_digest and linked_on of the line that a side follows.\n\n"
            "In place of a layer, an earlier version (its id) can be proposed anew: nothing between is lost.\n\n"
            "Author: who proposes; the person who works on this laptop when empty. Workshop: its id or its date (2026-11-23). "
            "Reason: why, in the people's own words.\n\n"
            "Compare with: id of another version or of another proposal of the community, in place of the agreed version; for the "
            "figures and the layer only.\n\n"
            "Outputs: PROPOSAL_ID; areas gained and lost, on the ellipsoid (AREA_GAINED_HA, AREA_LOST_HA) and in the UTM plane "
            "(AREA_GAINED_UTM_HA, AREA_LOST_UTM_HA); VERTICES_CHANGED, SIDES_CHANGED and FURTHEST_M, the largest distance that a "
            "vertex moved or a side departs. If wanted, layers for the map: land gained and lost (change, area_ha on the ellipsoid, "
            "area_utm_ha), sides that changed (start, end, distance_m: largest departure from the boundary before), vertices that "
            "changed (label, kind: moved, added or removed, distance_m). These layers are written down as a release to the community.",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(self.WORKSPACE, translate("RainforestAlert", "Workspace")))
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY, translate("RainforestAlert", "Community (its name or id in the workspace)")
            )
        )
        add_title_parameters(self, boundary_is_optional=True)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.SIDES,
                translate("RainforestAlert", "Sides, to keep their neighbours"),
                [QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        texts = (
            (self.VERSION, translate("RainforestAlert", "Earlier version to propose anew (its id)"), True),
            (self.AUTHOR, translate("RainforestAlert", "Author"), True),
            (self.WORKSHOP, translate("RainforestAlert", "Workshop (its id or date)"), True),
            (self.REASON, translate("RainforestAlert", "Reason"), False),
            (self.COMPARE_WITH, translate("RainforestAlert", "Compare with (version or proposal)"), True),
        )
        for name, words, optional in texts:
            self.addParameter(QgsProcessingParameterString(name, words, optional=optional))
        add_difference_sinks(self)
        strings = (
            (self.PROPOSAL_ID, translate("RainforestAlert", "Proposal")),
            (self.BASE_VERSION_ID, translate("RainforestAlert", "Version that it changes")),
            (self.SUMMARY, translate("RainforestAlert", "Summary")),
        )
        for name, words in strings:
            self.addOutput(QgsProcessingOutputString(name, words))
        numbers = (
            (AREAS[0], translate("RainforestAlert", "Area gained (ha)")),
            (AREAS[1], translate("RainforestAlert", "Area lost (ha)")),
            (AREAS[2], translate("RainforestAlert", "Area gained in the UTM plane (ha)")),
            (AREAS[3], translate("RainforestAlert", "Area lost in the UTM plane (ha)")),
            (self.VERTICES_CHANGED, translate("RainforestAlert", "Vertices changed")),
            (self.SIDES_CHANGED, translate("RainforestAlert", "Sides changed")),
            (self.FURTHEST_M, translate("RainforestAlert", "Largest distance moved (m)")),
        )
        for name, words in numbers:
            self.addOutput(QgsProcessingOutputNumber(name, words))

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.input = TitleInput(self, parameters, context)
        self.sides = optional_source(self, parameters, self.SIDES, context)
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        with open_workspace(location) as workspace:
            community = find_community(workspace, self.parameterAsString(parameters, self.COMMUNITY, context).strip())
            other = self.parameterAsString(parameters, self.COMPARE_WITH, context).strip()
            compared = _vertices_named(workspace, community, other) if other else None
            proposed = self._propose(parameters, context, feedback, workspace, community)
            difference, against = proposed.difference, str(proposed.base["number"]) if proposed.base else ""
            if compared is not None:
                after = proposal_vertices(find_proposal(workspace, proposed.id))
                difference, against = compare(compared, after, context.transformContext()), other
            summary = describe(change_message(difference, against))
            feedback.pushInfo(summary)
            results = {
                self.WORKSPACE: location,
                self.PROPOSAL_ID: proposed.id,
                self.BASE_VERSION_ID: proposed.base["id"] if proposed.base else "",
                self.SUMMARY: summary,
                self.VERTICES_CHANGED: len(difference.vertices),
                self.SIDES_CHANGED: len(difference.sides),
                self.FURTHEST_M: difference.furthest_m(),
                AREAS[0]: difference.gained_ha,
                AREAS[1]: difference.lost_ha,
                AREAS[2]: difference.gained_plane_ha,
                AREAS[3]: difference.lost_plane_ha,
            }
            wanted = [name for name in LAYERS if parameters.get(name) not in (None, "")]
            record = Record("proposal", proposed.id, find_proposal(workspace, proposed.id))
            if wanted and release([record], "community", self.name(), workspace).rows:
                for name in wanted:
                    results[name] = write_difference(self, parameters, context, feedback, name, difference)
            return results

    def _propose(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace,
        community: Row,
    ) -> Proposed:
        reason = self.parameterAsString(parameters, self.REASON, context)
        author = self.parameterAsString(parameters, self.AUTHOR, context).strip()
        if not author:
            person = present_person(workspace)
            author = str(person["name"]) if person else ""
        named = self.parameterAsString(parameters, self.WORKSHOP, context).strip()
        workshop = find_workshop(workspace, community, named)["id"] if named else None
        version = self.parameterAsString(parameters, self.VERSION, context).strip()
        transform_context = context.transformContext()
        if version:
            if parameters.get(BOUNDARY) not in (None, ""):
                raise InputError("territory.boundary_or_version")
            return propose_again(workspace, community, version, author, reason, transform_context, workshop)
        boundary = self.input.boundary(context)
        for note in boundary.notes:
            feedback.pushWarning(describe(note))
        vertices = proposed_vertices(
            boundary, self.input.profile, transform_context, self.input.vertices, self.input.vertex_label
        )
        sides, unmatched = proposed_sides(self.sides, vertices, transform_context) if self.sides else ([], 0)
        if unmatched:
            feedback.pushWarning(describe(Message("territory.sides_unmatched", count=unmatched)))
        source = f"{boundary.layer}, {boundary.layer_crs}"
        if boundary.operation:
            source += f", {boundary.operation}"
        return propose(
            workspace,
            community,
            vertices,
            author,
            reason,
            transform_context,
            workshop,
            source,
            labels_are_surveyed=self.input.vertices is not None,
            sides=sides,
        )


def add_difference_sinks(algorithm: RainforestAlgorithm) -> None:
    """Add the layers that show what a boundary changes, none made unless wanted; :func:`write_difference` fills them."""
    sinks = (
        ("OUTPUT", translate("RainforestAlert", "Land gained and lost"), "TypeVectorPolygon"),
        ("OUTPUT_SIDES", translate("RainforestAlert", "Sides that changed"), "TypeVectorLine"),
        ("OUTPUT_VERTICES", translate("RainforestAlert", "Vertices that changed"), "TypeVectorPoint"),
    )
    for name, words, kind in sinks:
        source_type = getattr(QgsProcessing.SourceType, kind)
        algorithm.addParameter(
            QgsProcessingParameterFeatureSink(name, words, source_type, optional=True, createByDefault=False)
        )


def write_difference(
    algorithm: RainforestAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    name: str,
    difference: Difference,
) -> str:
    """Write one of :data:`LAYERS` to the sink of that name."""
    columns, wkb_type, rows = LAYERS[name]
    fields = QgsFields()
    for column, kind in columns:
        fields.append(field(column, kind))
    features = []
    for geometry, attributes in rows(difference):
        feature = QgsFeature(fields)
        feature.setGeometry(geometry)
        feature.setAttributes(attributes)
        features.append(feature)
    crs = QgsCoordinateReferenceSystem(f"EPSG:{difference.epsg}")
    return algorithm.write_sink(parameters, name, context, fields, wkb_type, crs, features, feedback)


def _vertices_named(workspace: Workspace, community: Row, identity: str) -> Any:
    """Vertices of a version or of a proposal of the community."""
    for table in ("boundary_version", "proposal"):
        found = workspace.read(table, '"id" = ? AND "community_id" = ?', [identity, community["id"]])
        if found:
            return version_vertices(workspace, identity) if table == "boundary_version" else proposal_vertices(found[0])
    raise InputError("territory.no_version", version=identity)


def change_message(difference: Difference, against: str) -> Message:
    """What a proposal changes, in one sentence."""
    return Message(
        "territory.changes" if against else "territory.first_boundary",
        version=against,
        gained_ha=difference.gained_plane_ha,
        lost_ha=difference.lost_plane_ha,
        gained_ellipsoidal_ha=difference.gained_ha,
        lost_ellipsoidal_ha=difference.lost_ha,
        vertices=len(difference.vertices),
        sides=len(difference.sides),
        furthest_m=difference.furthest_m(),
    )


def _lands(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    lands = (
        ("gained", difference.gained, difference.gained_ha, difference.gained_plane_ha),
        ("lost", difference.lost, difference.lost_ha, difference.lost_plane_ha),
    )
    for change, land, area_ha, plane_ha in lands:
        if not land.isNull() and not land.isEmpty():
            yield land, [change, area_ha, plane_ha]


def _sides(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    for side in difference.sides:
        yield side.line, [side.start, side.end, side.distance_m]


def _vertices(difference: Difference) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    for vertex in difference.vertices:
        places = [QgsPointXY(*place) for place in (vertex.after or vertex.before,) if place]
        yield QgsGeometry.fromPointXY(places[0]), [vertex.label, vertex.kind, vertex.distance_m]


LAYERS = {
    "OUTPUT": (
        (("change", "string"), ("area_ha", "double"), ("area_utm_ha", "double")),
        QgsWkbTypes.Type.MultiPolygon,
        _lands,
    ),
    "OUTPUT_SIDES": (
        (("start", "string"), ("end", "string"), ("distance_m", "double")),
        QgsWkbTypes.Type.LineString,
        _sides,
    ),
    "OUTPUT_VERTICES": (
        (("label", "string"), ("kind", "string"), ("distance_m", "double")),
        QgsWkbTypes.Type.Point,
        _vertices,
    ),
}
