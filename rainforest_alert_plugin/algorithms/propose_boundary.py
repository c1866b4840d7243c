"""Propose a changed boundary beside the agreed one."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ..errors import InputError, Message
from ..host.messages import describe
from ..host.messages.workspace_words import levels
from ..host.proposals import proposed_sides, proposed_vertices, source_of
from ..host.territory import boundary_of, boundary_vertices
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..territory.carried_datum import operation_told
from ..territory.differences import compare
from ..territory.places import DEFAULT_SENSITIVITY
from ..territory.proposals import (
    Proposed,
    find_proposal,
    find_workshop,
    proposal_vertices,
    propose,
    propose_again,
)
from ..territory.versions import Vertex, find_community
from ..workspace.identity import present_person
from ..workspace.levels import stricter, strictest_of
from ..workspace.release import Record
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm
from .difference_outputs import (
    add_difference_numbers,
    add_difference_sinks,
    change_message,
    difference_numbers,
    may_leave_whole,
    say_repaired,
    wanted_layers,
    write_differences,
)
from .layer_gate import add_audience
from .title_parameters import BOUNDARY, SHAPING, TitleInput, add_title_parameters, optional_source


class ProposeBoundaryAlgorithm(RainforestAlgorithm):
    """``proposeboundary``: a proposal and what it changes against the agreed boundary."""

    takes_in = True
    workspace_is_for_the_community = True
    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    VERSION = "VERSION"
    AUTHOR = "AUTHOR"
    WORKSHOP = "WORKSHOP"
    REASON = "REASON"
    SOURCE = "SOURCE"
    COMPARE_WITH = "COMPARE_WITH"
    SIDES = "SIDES"
    whole = (*SHAPING, SIDES)
    PROPOSAL_ID = "PROPOSAL_ID"
    BASE_VERSION_ID = "BASE_VERSION_ID"
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
            "and the operation is said. With a layer of surveyed vertices their labels are kept, and its fields method, quality, "
            "sigma_m, surveyed_at (or time, as importfieldgeometry writes it), monument and access where it has them. A boundary that "
            "importfieldgeometry made brings labels, method, accuracy and time of its vertices itself. A vertex that stands where the "
            "agreed boundary has one keeps that one's method, accuracy and mark.\n\n"
            "With a layer of sides (lines along the boundary, from vertex to vertex) the proposal says who lives beyond: kind (community, "
            "private_parcel, state, river, road, other), neighbour, neighbour_id, record_act and record_on of the agreement, and "
            "linked_layer, linked_feature, linked_digest and linked_on of the line that a side follows.\n\n"
            "In place of a layer, an earlier version (its id) can be proposed anew: nothing between is lost.\n\n"
            "Author: who proposes; the person who works on this laptop when empty. Workshop: its id or its date (2026-11-23). "
            "Reason: why, in the people's own words. Source: the file or survey that it comes from; when empty, the field file or the "
            "layer.\n\n"
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
            (self.SOURCE, translate("RainforestAlert", "Source (the file or survey that it comes from)"), True),
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
        add_difference_numbers(self)
        add_audience(self)

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
            compared = boundary_of(workspace, community, other) if other else None
            proposed = self._propose(parameters, context, feedback, workspace, community)
            difference, against = proposed.difference, str(proposed.base["number"]) if proposed.base else ""
            if compared is not None:
                before = boundary_vertices(workspace, str(compared[1]["id"]))
                after = proposal_vertices(find_proposal(workspace, proposed.id))
                difference, against = compare(before, after, context.transformContext()), other
            elif proposed.base is not None:
                compared = ("boundary_version", proposed.base)
            summary = describe(change_message(difference, against))
            feedback.pushInfo(summary)
            say_repaired(difference, feedback)
            results = {
                self.WORKSPACE: location,
                self.PROPOSAL_ID: proposed.id,
                self.BASE_VERSION_ID: proposed.base["id"] if proposed.base else "",
                self.SUMMARY: summary,
                **difference_numbers(difference),
            }
            wanted = wanted_layers(parameters)
            # What was lost or moved shows where the boundary before ran.
            sides = [("proposal", find_proposal(workspace, proposed.id)), *([compared] if compared else [])]
            records = [Record(table, str(row["id"]), row) for table, row in sides]
            if wanted and may_leave_whole(records, self.name(), workspace):
                results.update(write_differences(self, parameters, context, feedback, difference))
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
        source = self.parameterAsString(parameters, self.SOURCE, context).strip()
        transform_context = context.transformContext()
        if version:
            if parameters.get(BOUNDARY) not in (None, ""):
                raise InputError("territory.boundary_or_version")
            return propose_again(workspace, community, version, author, reason, transform_context, workshop, source)
        boundary = self.input.boundary(context)
        for note in boundary.notes:
            feedback.pushWarning(describe(note))
        vertices, labels_are_surveyed = proposed_vertices(
            boundary, self.input.profile, transform_context, self.input.vertices, self.input.source
        )
        _say_carried(vertices, feedback)
        sides, unmatched = proposed_sides(self.sides, vertices, transform_context) if self.sides else ([], 0)
        if unmatched:
            feedback.pushWarning(describe(Message("territory.sides_unmatched", count=unmatched)))
        level = stricter(DEFAULT_SENSITIVITY, strictest_of(self.origins_of_inputs()))
        if level != DEFAULT_SENSITIVITY:
            said = Message("workspace.stricter_level", count=1, level=levels()[DEFAULT_SENSITIVITY])
            feedback.pushWarning(describe(said))
        return propose(
            workspace,
            community,
            vertices,
            author,
            reason,
            transform_context,
            workshop,
            source or source_of(boundary, self.input.source),
            sensitivity=level,
            labels_are_surveyed=labels_are_surveyed,
            sides=sides,
        )


def _say_carried(vertices: Sequence[Vertex], feedback: QgsProcessingFeedback) -> None:
    """Say how many vertices were carried from another datum, and how well they are known."""
    carried = [vertex for vertex in vertices if operation_told([vertex]) is not None]
    operation = operation_told(carried)
    if operation is not None:
        said = Message(
            "territory.carried_psad56",
            count=len(carried),
            operation=f"EPSG:{operation.code}",
            accuracy_m=f"{operation.accuracy_m:.0f}",
        )
        feedback.pushWarning(describe(said))
