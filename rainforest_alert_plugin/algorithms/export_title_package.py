"""The title package of one boundary, written to a folder and read back."""

from __future__ import annotations

import datetime
import platform
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..about import version
from ..cadastre.profile import load_profile
from ..documents.phrases import load_phrases
from ..errors import InputError, Message
from ..geo.features import FeatureTally, PolygonFeature
from ..geo.progress import span, stop_if
from ..host.boundary import TitleBoundary, agreed_title_boundary
from ..host.messages import catalogue, describe
from ..host.reference import ReferenceLayer, SearchArea, reference_layer
from ..host.workspaces import open_workspace
from ..i18n import translate
from ..overlay.measure import UTM
from ..overlay.overlaps import OverlapEngine
from ..titling.attributes import read_attributes
from ..titling.boundary import printed_polygon
from ..titling.conflicts import Conflict, judge_overlap
from ..titling.ellipsoid import ellipsoidal_area_ha
from ..titling.facts import AUDIENCES, OFFICE, THIRD_PARTIES, ask_consent, release_facts
from ..titling.manifest import Origin, ReferenceUse
from ..titling.package import PackageContent, refuse_blockers, write_package
from ..titling.register import AgreedBoundary, agreed_boundary, attributes_of, find_community, record_packages
from ..workspace.store import Row, Workspace
from .base import RainforestAlgorithm, cancel_of, progress_of, report
from .land_parameters import LandInput
from .title_parameters import BOUNDARY, DEFAULT_PROFILE, TitleInput, TitleTable, add_title_parameters

AREA_HA = "AREA_HA"
PERIMETER_M = "PERIMETER_M"
BLOCKERS = "BLOCKERS"
STATE = "STATE"
CHECKSUM = "GEOMETRY_SHA256"
PACKAGE_ID = "PACKAGE_ID"


class ExportTitlePackageAlgorithm(RainforestAlgorithm):
    """Shapefiles, GeoPackage, vertex table and manifest of one boundary."""

    WORKSPACE = "WORKSPACE"
    COMMUNITY = "COMMUNITY"
    REFERENCE = "REFERENCE"
    ATTRIBUTES = "ATTRIBUTES"
    AUDIENCE = "AUDIENCE"
    ALLOW_BLOCKERS = "ALLOW_BLOCKERS"
    OUTPUT_FOLDER = "OUTPUT_FOLDER"
    REDACTED_FOLDER = "REDACTED_FOLDER"
    LAND_CAPACITY = "LAND_CAPACITY"
    LAND_CAPACITY_CODE = "LAND_CAPACITY_CODE"
    EXCLUSIONS = "EXCLUSIONS"

    def name(self) -> str:
        return "exporttitlepackage"

    def displayName(self) -> str:
        return translate("RainforestAlert", "Export the title package")

    def group(self) -> str:
        return translate("RainforestAlert", "Titling")

    def groupId(self) -> str:
        return "titling"

    def shortHelpString(self) -> str:
        package = translate(
            "RainforestAlert",
            "Writes the title package of one boundary into a folder: shapefiles of perimeter, vertices and sides (with .prj "
            "and .cpg), the same layers in a GeoPackage, the technical table as XLSX and CSV, and manifest.json with every "
            "number and the SHA-256 of every file. All numbers come from the coordinates as printed and agree to the last "
            "digit; every file is read back and compared before the run ends.\n\n"
            "Reference layers are compared with the boundary. What an overlap means is told from the layer's name by the "
            "profile (parcel, community, concession, river, road, protected area, mining …); a layer of unknown kind is taken "
            "for registered land. Blockers stop the export; when they are allowed, every file is marked BORRADOR and the "
            "manifest lists them.\n\n"
            "Attributes is a JSON object or the path of a JSON file, with any of: {keys} (ubigeo is six digits, as text; dates as "
            "2026-11-23). Files state document_date as their date, so that two runs give the same bytes.\n\n"
            "With a workspace, the package is recorded there. With a community of it, its name, people and place fill the "
            "attributes that are not given, and without a boundary layer its newest agreed boundary is taken, in its surveyed "
            "coordinates and with its labels.\n\n"
            "Audience: “office” gets everything; “public” gets neither the names of neighbours nor the registry entry, and the "
            "manifest says so.\n\n"
            "The folder must be new, empty, or an earlier package, which is replaced. A run that fails or is cancelled leaves "
            "it as it was.",
        ).format(keys=", ".join(attribute.key for attribute in load_profile(DEFAULT_PROFILE).attributes))
        drawings = translate(
            "RainforestAlert",
            "A drawing for CAD (DXF of AutoCAD 2000, a closed polyline per ring, labels, lengths and neighbours in layers) and a KML "
            "for reference only are part of the package.",
        )
        second = translate(
            "RainforestAlert",
            "With a second folder, the same run writes there what third parties may have (audience “public”), and its list says "
            "what was taken out. Either both packages are written or none.",
        )
        rivers = translate(
            "RainforestAlert",
            "Sides that follow a layer of rivers become one side each, from vertex to vertex, with the length of the channel; the "
            "points between are in a table of their own. A vertex with a surveyed label stays a vertex. With a community of a "
            "workspace, the sides known there as rivers are taken.",
        )
        consent = translate(
            "RainforestAlert",
            "The consent of a community of a workspace is asked: once it said what may go to others, nothing leaves that a consent in "
            "force does not cover, and what it withdrew leaves no more.",
        )
        land = translate(
            "RainforestAlert",
            "Units of land capacity divide the territory into property (groups A, C, P) and cession in use (F, X), less the layers "
            "of land that the title leaves out: two boundaries with their tables, and areas that add up to the whole to the last "
            "digit. Units that overlap stop the run with their code; land without a unit is listed as such.",
        )
        return "\n\n".join((package, drawings, second, rivers, land, consent))

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add_title_parameters(self, boundary_is_optional=True)
        self.addParameter(
            QgsProcessingParameterString(
                self.WORKSPACE, translate("RainforestAlert", "Workspace (to record the package)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.COMMUNITY,
                translate("RainforestAlert", "Community (its name or id in the workspace)"),
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.REFERENCE,
                translate("RainforestAlert", "Reference layers (registered land, rivers, concessions …)"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.ATTRIBUTES,
                translate("RainforestAlert", "Attributes (JSON, or a JSON file)"),
                multiLine=True,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.AUDIENCE, translate("RainforestAlert", "Audience"), list(AUDIENCES), False, OFFICE, False, True
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.ALLOW_BLOCKERS, translate("RainforestAlert", "Make a draft although there are blockers"), False
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.OUTPUT_FOLDER, translate("RainforestAlert", "Folder of the package")
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.LAND_CAPACITY,
                translate("RainforestAlert", "Units of land capacity (CUM)"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                self.LAND_CAPACITY_CODE,
                translate("RainforestAlert", "Field with the class of each unit"),
                None,
                self.LAND_CAPACITY,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.EXCLUSIONS,
                translate(
                    "RainforestAlert", "Land that the title leaves out (river, marginal strip, roads, third parties)"
                ),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.REDACTED_FOLDER,
                translate("RainforestAlert", "Folder of a second package for third parties"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputNumber(AREA_HA, translate("RainforestAlert", "Area (ha)")))
        self.addOutput(QgsProcessingOutputNumber(PERIMETER_M, translate("RainforestAlert", "Perimeter (m)")))
        self.addOutput(QgsProcessingOutputNumber(BLOCKERS, translate("RainforestAlert", "Number of blockers")))
        self.addOutput(QgsProcessingOutputString(STATE, translate("RainforestAlert", "State (final or draft)")))
        self.addOutput(QgsProcessingOutputString(CHECKSUM, translate("RainforestAlert", "Fingerprint of the geometry")))
        self.addOutput(
            QgsProcessingOutputString(
                PACKAGE_ID, translate("RainforestAlert", "Record of the package in the workspace")
            )
        )

    def prepare(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.input = TitleInput(self, parameters, context)
        self.attributes = read_attributes(
            self.parameterAsString(parameters, self.ATTRIBUTES, context), self.input.profile
        )
        boundary_layer = self.parameterAsVectorLayer(parameters, BOUNDARY, context)
        self.land = LandInput(self, parameters, context, self.LAND_CAPACITY, self.LAND_CAPACITY_CODE, self.EXCLUSIONS)
        self.references: list[ReferenceLayer] = []
        self.not_evaluated: list[ReferenceUse] = []
        for layer in self.parameterAsLayerList(parameters, self.REFERENCE, context):
            try:
                self.references.append(reference_layer(layer, boundary_layer))
            except InputError as error:
                feedback.pushWarning(describe(error))
                feedback.pushWarning(describe(Message("package.not_evaluated", layer=layer.name())))
                self.not_evaluated.append(
                    ReferenceUse(layer.name(), layer.crs().authid(), layer.featureCount(), 0, 0, 0, False)
                )
        return True

    def compute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        location = self.parameterAsString(parameters, self.WORKSPACE, context).strip()
        if not location:
            if self.parameterAsString(parameters, self.COMMUNITY, context).strip():
                raise InputError("titling.community_without_workspace")
            return self._export(parameters, context, feedback, None)
        with open_workspace(location) as workspace:
            outputs = self._export(parameters, context, feedback, workspace)
        return {**outputs, self.WORKSPACE: location}

    def _export(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        workspace: Workspace | None,
    ) -> dict[str, Any]:
        folder = self.parameterAsString(parameters, self.OUTPUT_FOLDER, context)
        profile = self.input.profile
        community: Row | None = None
        agreed: AgreedBoundary | None = None
        boundary: TitleBoundary | None = None
        attributes = self.attributes
        named = self.parameterAsString(parameters, self.COMMUNITY, context).strip()
        if workspace is not None and named:
            community = find_community(workspace, named)
            # Before anything is computed: what the community took back does not leave, whatever the audience of the package.
            audiences = [self.parameterAsEnumString(parameters, self.AUDIENCE, context)]
            if self.parameterAsString(parameters, self.REDACTED_FOLDER, context):
                audiences.append(THIRD_PARTIES)
            ask_consent(workspace, community, audiences)
            attributes = {**read_attributes(attributes_of(community), profile), **attributes}
            if self.input.source is None:
                agreed = agreed_boundary(workspace, community)
                boundary = agreed_title_boundary(agreed, str(community["name"]), profile, context.transformContext())
        made = self.input.table(context, feedback, boundary)
        table = made.table
        conflicts, uses = self._conflicts(
            made, {made.source.feature_id, attributes.get("community", "")}, context, feedback
        )
        source = made.source
        origin = Origin(
            source.layer,
            source.feature_id,
            source.layer_crs,
            source.operation,
            (*uses, *self.not_evaluated),
            _versions(),
            datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        )
        audience = self.parameterAsEnumString(parameters, self.AUDIENCE, context)
        refuse_blockers(conflicts, self.parameterAsBoolean(parameters, self.ALLOW_BLOCKERS, context))
        stop_if(cancel_of(feedback))
        redacted_folder = self.parameterAsString(parameters, self.REDACTED_FOLDER, context)
        refuse_same_folder(folder, redacted_folder)
        land = self.land.divided(made, context, feedback)
        facts = release_facts(table, attributes, profile, audience, workspace, land)
        content = PackageContent(
            table,
            ellipsoidal_area_ha(
                printed_polygon(table), QgsCoordinateReferenceSystem(table.crs), profile.decimals.area_ha
            ),
            profile,
            load_phrases(profile.language),
            facts,
            tuple(conflicts),
            origin,
            land=land,
        )
        package_ids: list[str] = []

        made_packages: list[tuple[dict[str, Any], str]] = []

        def record(manifest: dict[str, Any], sha256: str) -> None:
            """Write both packages down at once, when both stand in their places."""
            made_packages.append((manifest, sha256))
            if workspace is not None and len(made_packages) == (2 if redacted_folder else 1):
                community_id = str(community["id"]) if community else None
                version_id = agreed.version_id if agreed else None
                package_ids.extend(record_packages(workspace, community_id, version_id, made_packages))

        def placed(manifest: dict[str, Any], sha256: str) -> None:
            """Write the second package while the first can still be taken back."""
            record(manifest, sha256)
            if redacted_folder:
                redacted = replace(
                    content, facts=release_facts(table, attributes, profile, THIRD_PARTIES, workspace, land)
                )
                second = write_package(redacted, redacted_folder, record, is_cancelled=cancel_of(feedback))
                self._tell_withheld(redacted, feedback)
                feedback.pushInfo(
                    describe(Message("package.redacted", count=len(second["files"]) + 1, path=redacted_folder))
                )

        manifest = write_package(content, folder, placed, span(progress_of(feedback), 50.0, 100.0), cancel_of(feedback))
        self._tell(content, manifest, folder, feedback)
        outputs: dict[str, Any] = {
            self.OUTPUT_FOLDER: folder,
            AREA_HA: float(table.area_ha),
            PERIMETER_M: float(table.perimeter_m),
            BLOCKERS: len(content.blockers),
            STATE: manifest["state"],
            CHECKSUM: table.checksum(),
        }
        if redacted_folder:
            outputs[self.REDACTED_FOLDER] = redacted_folder
        if package_ids:
            outputs[PACKAGE_ID] = package_ids[0]
        return outputs

    def _conflicts(
        self, made: TitleTable, own_names: set[str], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[list[Conflict], list[ReferenceUse]]:
        """Overlaps of the printed boundary with every reference layer, judged by the profile."""
        if not self.references:
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
        for number, layer in enumerate(self.references):
            start, end = (50.0 * (number + i) / len(self.references) for i in (0, 1))
            progress = span(progress_of(feedback), start, end)
            reference = layer.open(progress, is_cancelled, area)
            found = []
            with closing(reference.source):
                for overlaps in engine.overlaps([boundary], [reference], progress, is_cancelled):
                    for i, name in enumerate(overlaps.names):
                        found.append(
                            judge_overlap(
                                layer.name,
                                f"{name} (#{overlaps.feature_ids[i]})" if name else f"#{overlaps.feature_ids[i]}",
                                float(overlaps.area_ha[i]),
                                float(overlaps.percent[i]),
                                float(overlaps.percent_of_feature[i]),
                                float(overlaps.width_m[i]),
                                bool(name) and name in own_names,
                                made.profile,
                            )
                        )
            tally: FeatureTally = reference.source.tally
            report(feedback, tally)
            if layer.is_remote:
                feedback.pushInfo(describe(Message("reference.remote", layer=layer.name)))
            for failure in engine.tally.failed:
                feedback.pushWarning(describe(failure))
            complete = not engine.tally.failed
            engine.tally.failed.clear()
            # only of a layer that could be looked at: what was left out or failed has been said above
            if not found and complete and tally.used:
                feedback.pushInfo(describe(Message("package.not_found", layer=layer.name)))
            uses.append(
                ReferenceUse(
                    layer.name,
                    layer.crs.authid(),
                    tally.read,
                    tally.used,
                    len(tally.repaired),
                    len(tally.left_out),
                    complete,
                )
            )
            conflicts += found
        return conflicts, uses

    def _tell(
        self, content: PackageContent, manifest: dict[str, Any], folder: str, feedback: QgsProcessingFeedback
    ) -> None:
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
                    Message(
                        "titling.unverified", profile=content.profile.id, count=len(unverified), example=unverified[0]
                    )
                )
            )
        if content.is_draft:
            feedback.pushWarning(describe(Message("package.draft", count=len(content.blockers))))
        self._tell_withheld(content, feedback)
        feedback.pushInfo(describe(Message("package.done", count=len(manifest["files"]) + 1, path=folder)))

    @staticmethod
    def _tell_withheld(content: PackageContent, feedback: QgsProcessingFeedback) -> None:
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
