"""From a boundary to its written packages: what the export of one community and the atlas of many have in common."""

from __future__ import annotations

import datetime
import platform
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Mapping, Sequence

from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ..about import version
from ..cadastre.profile import Profile
from ..documents.phrases import load_phrases
from ..errors import InputError, Message
from ..geo.features import FeatureTally, PolygonFeature
from ..geo.progress import span, stop_if
from ..host.base_layers import NO_LAYERS, BaseLayers
from ..host.boundary import TitleBoundary, agreed_title_boundary
from ..host.case_references import given_layers
from ..host.held_back import HeldBack
from ..host.messages import catalogue, describe
from ..host.package_plan import plan_producer
from ..host.reference import ReferenceLayer, SearchArea, reference_layer
from ..host.title_documents import document_producers, document_records
from ..host.workspaces import open_workspace
from ..i18n import speaking, translate
from ..overlay.measure import UTM
from ..overlay.overlaps import OverlapEngine
from ..territory.versions import find_version
from ..titling.attributes import read_attributes
from ..titling.boundary import printed_polygon
from ..titling.conflicts import Conflict, Observation, judge_overlap
from ..titling.ellipsoid import ellipsoidal_area_ha
from ..titling.facts import AUDIENCES, PURPOSE, THIRD_PARTIES, NamedTitle, ask_consent, fact_records, release_facts
from ..titling.manifest import Origin, ReferenceUse
from ..titling.package import PackageContent, finished_package, refuse_blockers, write_package
from ..titling.register import AgreedBoundary, agreed_boundary, attributes_of, record_packages
from ..workspace.release import Record, announce, writing
from ..workspace.store import Row, Workspace
from .base import cancel_of, progress_of, report
from .land_parameters import LandInput
from .title_gate import held_back_observations, observations, version_observation, waived_keys, waived_overlap
from .title_parameters import TitleInput, TitleTable

PLAN = "PLAN"
PLAN_TEMPLATE = "PLAN_TEMPLATE"
PLAN_LAYERS = "PLAN_LAYERS"


def add_plan_parameters(algorithm: QgsProcessingAlgorithm) -> None:
    """Add whether the plan is drawn, with which template, and over which layers."""
    algorithm.addParameter(
        QgsProcessingParameterBoolean(PLAN, translate("RainforestAlert", "Draw the plan (PDF)"), True)
    )
    template = QgsProcessingParameterFile(
        PLAN_TEMPLATE, translate("RainforestAlert", "Template of the plan"), extension="qpt", optional=True
    )
    layers = QgsProcessingParameterMultipleLayers(
        PLAN_LAYERS,
        translate("RainforestAlert", "Layers below the plan for the office (rivers, roads, imagery)"),
        QgsProcessing.SourceType.TypeMapLayer,
        optional=True,
    )
    for parameter in (template, layers):
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        algorithm.addParameter(parameter)


@dataclass(frozen=True)
class PackageOrder:
    """What is to be written.

    Attributes
    ----------
    folder, redacted_folder : str
        Of the package, and of a second one for third parties; the latter may be empty.
    audience : str
        Of the first package.
    allow_blockers : bool
        Whether a draft is written although something stops the title.
    attributes : Mapping of str to str
        As stated; what a workspace knows completes them.
    keep_finished : bool
        Whether a package that is there, whole and of the same content is left as it is.
    template : str
        Path of the federation's own template of the descriptive report; empty for the plugin's.
    with_plan : bool
        Whether the plan is drawn.
    plan_template : str
        Path of the federation's own template of the plan; empty for the plugin's.
    plan_layers : BaseLayers
        Drawn below the plan for the office.
    """

    folder: str
    redacted_folder: str
    audience: str
    allow_blockers: bool
    attributes: Mapping[str, str]
    keep_finished: bool = False
    template: str = ""
    with_plan: bool = True
    plan_template: str = ""
    plan_layers: BaseLayers = NO_LAYERS


@dataclass(frozen=True)
class WrittenPackage:
    """What was written; `is_kept` when it was there already."""

    content: PackageContent
    manifest: Mapping[str, Any]
    package_ids: tuple[str, ...] = ()
    is_kept: bool = False


class References:
    """Reference layers, gathered on the main thread."""

    def __init__(
        self,
        layers: Sequence[QgsMapLayer],
        boundary_layer: QgsMapLayer | None,
        profile: Profile,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.given = given_layers(layers, boundary_layer, profile)
        self.layers: list[ReferenceLayer] = []
        self.not_evaluated: list[ReferenceUse] = []
        for layer in layers:
            try:
                self.layers.append(reference_layer(layer, boundary_layer))
            except InputError as error:
                feedback.pushWarning(describe(error))
                feedback.pushWarning(describe(Message("package.not_evaluated", layer=layer.name())))
                self.not_evaluated.append(
                    ReferenceUse(layer.name(), layer.crs().authid(), layer.featureCount(), 0, 0, 0, False)
                )

    def held_back(self) -> list[HeldBack]:
        """Rows that stay of the layers that are compared."""
        return [layer.held_back for layer in self.layers if layer.held_back is not None]


class TitleExport:
    """Inputs gathered on the main thread, from which packages are written on the worker thread."""

    def __init__(self, title: TitleInput, land: LandInput, references: References) -> None:
        self.title = title
        self.land = land
        self.references = references

    def write(
        self,
        order: PackageOrder,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None = None,
        community: Row | None = None,
    ) -> WrittenPackage:
        """Write the package of one boundary, and the second one for third parties where it is wanted: both or none.

        Raises
        ------
        InputError, OutputError, CancelledError
            As the steps raise them; nothing is left then.
        """
        # Each package on its own: of many in one run, some are written and some are not.
        with writing(open_workspace) as begun:
            written = self._write(order, context, feedback, workspace, community)
            if written.is_kept:
                begun.end(is_written=False)
        return written

    def _write(
        self,
        order: PackageOrder,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
        community: Row | None,
    ) -> WrittenPackage:
        profile = self.title.profile
        agreed: AgreedBoundary | None = None
        boundary: TitleBoundary | None = None
        attributes = dict(order.attributes)
        named: NamedTitle | None = None
        if workspace is not None and community is not None:
            # Before anything is computed: what the community took back does not leave, whatever the audience of the package.
            audiences = (order.audience, *([THIRD_PARTIES] if order.redacted_folder else []))
            ask_consent(workspace, community, audiences)
            attributes = {**read_attributes(attributes_of(community), profile), **attributes}
            if self.title.source is None:
                agreed = agreed_boundary(workspace, community, self.title.version)
                boundary = agreed_title_boundary(agreed, str(community["name"]), profile, context.transformContext())
            named = NamedTitle(workspace, community, find_version(workspace, agreed.version_id) if agreed else None)
            named.refuse(audiences)
        made = self.title.table(context, feedback, boundary)
        producers = document_producers(
            workspace,
            community,
            agreed.version_id if agreed else None,
            self.title.known_neighbours(),
            Path(order.template) if order.template else None,
        )
        if order.with_plan:
            producers = (*producers, plan_producer(order.plan_template, order.plan_layers))
        documents: list[Record] = []
        if workspace is not None:
            version_id = agreed.version_id if agreed else None
            documents = document_records(profile, workspace, community, version_id, self.title.known_neighbours())
        waived = waived_keys(workspace, community)
        found, lacking = observations(
            self.title,
            self.references.given,
            attributes,
            context,
            feedback,
            workspace,
            community,
            agreed.version_id if agreed else None,
            waived,
        )
        if agreed is not None and agreed.note is not None:
            found = (*found, version_observation(agreed.note, profile.language))
        partial = [*self.references.held_back(), *self.title.neighbours_held_back]
        found = (*found, *held_back_observations(partial, profile.language))
        content = replace(
            self._content(order, made, attributes, context, feedback, workspace, named, waived, found, documents),
            producers=producers,
            rules_not_evaluated=lacking,
        )
        stop_if(cancel_of(feedback))
        if order.keep_finished and not order.redacted_folder:
            manifest = finished_package(content, order.folder)
            if manifest is not None:
                return WrittenPackage(content, manifest, is_kept=True)
        package_ids: list[str] = []
        made_packages: list[tuple[dict[str, Any], str]] = []

        def record(manifest: dict[str, Any], sha256: str) -> None:
            """Write both packages down at once, when both stand in their places."""
            made_packages.append((manifest, sha256))
            if workspace is not None and len(made_packages) == (2 if order.redacted_folder else 1):
                community_id = str(community["id"]) if community else None
                version_id = agreed.version_id if agreed else None
                package_ids.extend(record_packages(workspace, community_id, version_id, made_packages))

        def placed(manifest: dict[str, Any], sha256: str) -> None:
            """Write the second package while the first can still be taken back."""
            record(manifest, sha256)
            if order.redacted_folder:
                if named is not None:
                    named.release(THIRD_PARTIES)
                facts = release_facts(
                    made.table, attributes, profile, THIRD_PARTIES, workspace, content.land, content.conflicts, found
                )
                redacted = replace(content, facts=facts)
                second = write_package(redacted, order.redacted_folder, record, is_cancelled=cancel_of(feedback))
                tell_withheld(redacted, feedback)
                count = len(second["files"]) + 1
                feedback.pushInfo(describe(Message("package.redacted", count=count, path=order.redacted_folder)))

        progress = span(progress_of(feedback), 50.0, 100.0)
        manifest = write_package(content, order.folder, placed, progress, cancel_of(feedback))
        tell_package(content, manifest, order.folder, feedback)
        return WrittenPackage(content, manifest, tuple(package_ids))

    def _content(
        self,
        order: PackageOrder,
        made: TitleTable,
        attributes: Mapping[str, str],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
        named: NamedTitle | None,
        waived: Mapping[str, str],
        found: tuple[Observation, ...],
        documents: list[Record],
    ) -> PackageContent:
        profile, table, source = made.profile, made.table, made.source
        own_names = {source.feature_id, attributes.get("community", "")}
        conflicts, uses = self._conflicts(made, own_names, context, feedback, waived)
        # Before anybody is asked or anything is noted as leaving: what is refused does not leave.
        refuse_blockers(conflicts, found, order.allow_blockers)
        stop_if(cancel_of(feedback))
        land = self.land.divided(made, context, feedback)
        origin = Origin(
            source.layer,
            source.feature_id,
            source.layer_crs,
            source.operation,
            (*uses, *self.references.not_evaluated),
            _versions(),
            datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        )
        if workspace is not None:
            # In one, and before anything is written: what the packages of this run hold for whom.
            told = [
                *(named.records() if named is not None else ()),
                *fact_records(table, attributes, profile, land, conflicts, found),
                *documents,
            ]
            for audience in (order.audience, *([THIRD_PARTIES] if order.redacted_folder else [])):
                announce(told, AUDIENCES[audience], PURPOSE, workspace)
        if named is not None:
            named.release(order.audience)
        crs = QgsCoordinateReferenceSystem(table.crs)
        return PackageContent(
            table,
            ellipsoidal_area_ha(printed_polygon(table), crs, profile.decimals.area_ha),
            profile,
            load_phrases(profile.language),
            release_facts(table, attributes, profile, order.audience, workspace, land, conflicts, found),
            tuple(conflicts),
            origin,
            land=land,
            observations=found,
        )

    def _conflicts(
        self,
        made: TitleTable,
        own_names: set[str],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        waived: Mapping[str, str],
    ) -> tuple[list[Conflict], list[ReferenceUse]]:
        """Overlaps of the printed boundary with every reference layer, judged by the profile."""
        references = self.references.layers
        if not references:
            return [], []
        is_cancelled = cancel_of(feedback)
        engine = OverlapEngine(
            QgsCoordinateReferenceSystem(made.table.crs), context.transformContext(), UTM, min_area_ha=0.0
        )
        boundary = PolygonFeature(made.source.feature_id, bytes(printed_polygon(made.table).asWkb()), made.source.fid)
        area = SearchArea.round_all(
            [boundary], QgsCoordinateReferenceSystem(made.table.crs), context.transformContext()
        )
        conflicts: list[Conflict] = []
        uses: list[ReferenceUse] = []
        for number, layer in enumerate(references):
            start, end = (50.0 * (number + i) / len(references) for i in (0, 1))
            progress = span(progress_of(feedback), start, end)
            reference = layer.open(progress, is_cancelled, area)
            found = []
            with closing(reference.source):
                for overlaps in engine.overlaps([boundary], [reference], progress, is_cancelled):
                    for i, name in enumerate(overlaps.names):
                        judged = judge_overlap(
                            layer.name,
                            f"{name} (#{overlaps.feature_ids[i]})" if name else f"#{overlaps.feature_ids[i]}",
                            float(overlaps.area_ha[i]),
                            float(overlaps.percent[i]),
                            float(overlaps.percent_of_feature[i]),
                            float(overlaps.width_m[i]),
                            bool(name) and name in own_names,
                            made.profile,
                        )
                        area_ha = float(overlaps.area_ha[i])
                        reason = waived_overlap(waived, layer.name, overlaps.feature_ids[i], area_ha)
                        found.append(replace(judged, waived=reason))
            tally: FeatureTally = reference.source.tally
            report(feedback, tally)
            if layer.is_remote:
                feedback.pushInfo(describe(Message("reference.remote", layer=layer.name)))
            for failure in engine.tally.failed:
                feedback.pushWarning(describe(failure))
            complete = not engine.tally.failed
            engine.tally.failed.clear()
            # only of a layer that could be looked at: what was left out or failed has been said above
            if not found and complete and tally.used and layer.held_back is None:
                feedback.pushInfo(describe(Message("package.not_found", layer=layer.name)))
            uses.append(
                ReferenceUse(
                    layer.name,
                    layer.crs.authid(),
                    tally.read,
                    tally.used,
                    len(tally.repaired),
                    tally.left_out_count,
                    complete and layer.held_back is None,
                    _not_whole(layer, made.profile.language),
                )
            )
            conflicts += found
        return conflicts, uses


def _not_whole(layer: ReferenceLayer, language: str) -> str:
    """What a package says of a layer of which rows stay in a workspace; empty for any other."""
    if layer.held_back is None:
        return ""
    with speaking(language):
        return describe(layer.held_back.message())


def tell_package(
    content: PackageContent, manifest: Mapping[str, Any], folder: str, feedback: QgsProcessingFeedback
) -> None:
    """Say in the log what the person must know of a package."""
    for conflict in content.conflicts:
        feedback.pushInfo(
            describe(
                Message(
                    "package.overlap",
                    severity=describe(Message(f"severity.{conflict.severity}")),
                    layer=conflict.layer,
                    feature_id=conflict.feature_id,
                    area_ha=conflict.area_ha,
                    percent=conflict.percent,
                    role=role_words(conflict.role),
                )
            )
        )
    if content.facts.missing:
        feedback.pushWarning(describe(Message("attributes.missing", keys=", ".join(content.facts.missing))))
    unverified = content.profile.unverified()
    if unverified:
        feedback.pushWarning(
            describe(
                Message("titling.unverified", profile=content.profile.id, count=len(unverified), example=unverified[0])
            )
        )
    if content.is_draft:
        feedback.pushWarning(describe(Message("package.draft", count=content.blocker_count)))
    tell_withheld(content, feedback)
    feedback.pushInfo(describe(Message("package.done", count=len(manifest["files"]) + 1, path=folder)))


def tell_withheld(content: PackageContent, feedback: QgsProcessingFeedback) -> None:
    """Say what the audience of a package does not get."""
    if content.facts.withheld:
        feedback.pushInfo(describe(content.facts.released.message()))
        feedback.pushInfo(describe(Message("package.withheld", fields=", ".join(content.facts.withheld))))


def refuse_same_folder(folder: str, other: str) -> None:
    """Raise when the package for third parties would replace, or lie within, the one for the office."""
    if not other:
        return
    one, two = Path(folder).resolve(), Path(other).resolve()
    if one == two or one in two.parents or two in one.parents:
        raise InputError("package.same_folder", path=other)


def role_words(role: str) -> str:
    """What a layer was taken for, in words; a role that a profile invents stays as it is written there."""
    known = catalogue()
    return known.get(f"role.{role}", role)


def _versions() -> dict[str, str]:
    proj = f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}"
    return {
        "rainforest_alert": version(),
        "qgis": Qgis.QGIS_VERSION,
        "gdal": gdal.__version__,
        "proj": proj,
        "python": platform.python_version(),
    }
