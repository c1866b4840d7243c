"""Parameters that every algorithm about one title boundary takes, and the table they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ..cadastre.profile import Profile, available_profiles, load_profile
from ..documents.phrases import load_phrases
from ..errors import InputError, Message
from ..host.boundary import AUTO, TitleBoundary, read_title_boundary
from ..host.choice_words import automatic, profiles
from ..host.layers import all_features, id_text, read_polygons
from ..host.messages import describe
from ..i18n import speaking, translate
from ..titling.agreements import KnownNeighbour, kind_of_words
from ..titling.attributes import one_line
from ..titling.boundary import printed_polygon, refuse_invalid
from ..titling.neighbours import Neighbour, neighbours_of
from ..titling.technical_table import TechnicalTable, build_technical_table
from .base import RainforestAlgorithm, cancel_of, report
from .choices import in_words

BOUNDARY = "BOUNDARY"
BOUNDARY_ID = "BOUNDARY_ID"
BOUNDARY_VALUE = "BOUNDARY_VALUE"
PROFILE = "PROFILE"
UTM_ZONE = "UTM_ZONE"
NEIGHBOURS = "NEIGHBOURS"
NEIGHBOUR_NAME = "NEIGHBOUR_NAME"
NEIGHBOUR_REGISTRY = "NEIGHBOUR_REGISTRY"
NEIGHBOUR_KIND = "NEIGHBOUR_KIND"
VERTICES = "VERTICES"
VERTEX_LABEL = "VERTEX_LABEL"
RIVERS = "RIVERS"
RIVER_NAME = "RIVER_NAME"
VERSION = "VERSION"
WORKSPACE = "WORKSPACE"
COMMUNITIES = "COMMUNITIES"
DEFAULT_PROFILE = "peru_native_community"
_KIND_FIELDS = ("kind", "tipo")
# Of these each row shapes the table.
SHAPING = (VERTICES, RIVERS)


def profile_parameter() -> QgsProcessingParameterEnum:
    """The profile whose rules and words hold, by its name."""
    return in_words(
        QgsProcessingParameterEnum(
            PROFILE, translate("RainforestAlert", "Profile"), available_profiles(), False, DEFAULT_PROFILE, False, True
        ),
        profiles(),
    )


def add_communities_parameters(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the workspace, which of its communities are taken, and the profile."""
    algorithm.addParameter(QgsProcessingParameterString(WORKSPACE, translate("RainforestAlert", "Workspace")))
    algorithm.addParameter(
        QgsProcessingParameterString(
            COMMUNITIES,
            translate("RainforestAlert", "Communities, one a line (all when empty)"),
            multiLine=True,
            optional=True,
        )
    )
    algorithm.addParameter(profile_parameter())


def add_title_parameters(algorithm: QgsProcessingAlgorithm, boundary_is_optional: bool = False) -> None:
    """Add the boundary, the profile, the zone, the neighbours and the surveyed labels.

    Parameters
    ----------
    boundary_is_optional : bool
        Whether the boundary may come from a workspace in place of a layer.
    """
    polygon = QgsProcessing.SourceType.TypeVectorPolygon
    zones = [AUTO, *load_profile(DEFAULT_PROFILE).zones]
    parameters: list[QgsProcessingParameterDefinition] = [
        QgsProcessingParameterFeatureSource(
            BOUNDARY, translate("RainforestAlert", "Boundary"), [polygon], optional=boundary_is_optional
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
            translate("RainforestAlert", "Identifier of the boundary (when the layer has several)"),
            optional=True,
        ),
        profile_parameter(),
        in_words(
            QgsProcessingParameterEnum(
                UTM_ZONE, translate("RainforestAlert", "UTM zone"), zones, False, AUTO, False, True
            ),
            automatic(),
        ),
        QgsProcessingParameterFeatureSource(
            NEIGHBOURS, translate("RainforestAlert", "Neighbours"), [polygon], optional=True
        ),
        QgsProcessingParameterField(
            NEIGHBOUR_NAME,
            translate("RainforestAlert", "Name field of the neighbours"),
            None,
            NEIGHBOURS,
            optional=True,
        ),
    ]
    advanced: list[QgsProcessingParameterDefinition] = [
        QgsProcessingParameterField(
            NEIGHBOUR_REGISTRY,
            translate(
                "RainforestAlert", "Registry entry field of the neighbours (a registered neighbour signs no record)"
            ),
            None,
            NEIGHBOURS,
            optional=True,
        ),
        QgsProcessingParameterField(
            NEIGHBOUR_KIND,
            translate(
                "RainforestAlert",
                "Kind field of the neighbours (rivers and roads sign no record; “kind” or “tipo” when empty)",
            ),
            None,
            NEIGHBOURS,
            optional=True,
        ),
        QgsProcessingParameterFeatureSource(
            VERTICES,
            translate("RainforestAlert", "Surveyed vertices, to keep their labels"),
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
        QgsProcessingParameterFeatureSource(
            RIVERS,
            translate("RainforestAlert", "Rivers that the boundary follows, each one side in the table"),
            [QgsProcessing.SourceType.TypeVectorLine, QgsProcessing.SourceType.TypeVectorPolygon],
            optional=True,
        ),
        QgsProcessingParameterField(
            RIVER_NAME,
            translate("RainforestAlert", "Name field of the rivers"),
            None,
            RIVERS,
            optional=True,
        ),
    ]
    for parameter in advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    for parameter in parameters + advanced:
        algorithm.addParameter(parameter)


def add_version_parameter(algorithm: QgsProcessingAlgorithm) -> None:
    """Add which agreed version of the boundary is taken."""
    parameter = QgsProcessingParameterString(
        VERSION,
        translate("RainforestAlert", "Version of the agreed boundary (its number or id; empty for the newest)"),
        optional=True,
    )
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)


@dataclass(frozen=True)
class TitleTable:
    """A boundary with its table and the profile that was applied."""

    source: TitleBoundary
    table: TechnicalTable
    profile: Profile


class TitleInput:
    """Values of the parameters, gathered on the main thread."""

    def __init__(
        self, algorithm: RainforestAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self.source = optional_source(algorithm, parameters, BOUNDARY, context)
        self.layer = algorithm.parameterAsVectorLayer(parameters, BOUNDARY, context) if self.source else None
        self.id_field = algorithm.parameterAsString(parameters, BOUNDARY_ID, context)
        self.id_value = algorithm.parameterAsString(parameters, BOUNDARY_VALUE, context).strip()
        self.profile = load_profile(algorithm.parameterAsEnumString(parameters, PROFILE, context))
        self.zone = algorithm.parameterAsEnumString(parameters, UTM_ZONE, context)
        self.neighbours = optional_source(algorithm, parameters, NEIGHBOURS, context)
        self.neighbours_held_back = algorithm.held_back(NEIGHBOURS)
        self.neighbour_name = algorithm.parameterAsString(parameters, NEIGHBOUR_NAME, context)
        self.neighbour_registry = algorithm.parameterAsString(parameters, NEIGHBOUR_REGISTRY, context)
        self.neighbour_kind = algorithm.parameterAsString(parameters, NEIGHBOUR_KIND, context)
        self.vertices = optional_source(algorithm, parameters, VERTICES, context)
        self.vertex_label = algorithm.parameterAsString(parameters, VERTEX_LABEL, context)
        self.rivers = optional_source(algorithm, parameters, RIVERS, context)
        self.river_name = algorithm.parameterAsString(parameters, RIVER_NAME, context)
        self.version = algorithm.parameterAsString(parameters, VERSION, context).strip()

    def refuse_stray_version(self, community: str) -> None:
        """Raise when a version is named that no agreed boundary of a `community` is taken from."""
        if self.version and (self.source is not None or not community):
            raise InputError("titling.version_without_community")

    def known_neighbours(self) -> dict[str, KnownNeighbour]:
        """Neighbours of the layer that have a registry entry or state their kind, by name.

        Polygons of one name that state different kinds state none.
        """
        if self.neighbours is None:
            return {}
        fields = [
            name for name in (self.neighbour_kind, *_KIND_FIELDS) if self.neighbours.fields().lookupField(name) >= 0
        ]
        kinds = names_by_fid(self.neighbours, fields[0]) if fields else {}
        entries = names_by_fid(self.neighbours, self.neighbour_registry)
        names = names_by_fid(self.neighbours, self.neighbour_name) if kinds or entries else {}
        stated: dict[str, set[str]] = {}
        registered: dict[str, str] = {}
        for fid in sorted({*kinds, *entries}):
            name = names.get(fid, str(fid))
            stated.setdefault(name, set()).add(kind_of_words(kinds.get(fid, "")))
            if entries.get(fid):
                registered[name] = entries[fid]
        return {
            name: KnownNeighbour(found.pop() if len(found) == 1 else "", registered.get(name, ""))
            for name, found in stated.items()
            if name in registered or any(found)
        }

    def boundary(self, context: QgsProcessingContext) -> TitleBoundary:
        """Read the boundary from its layer."""
        if self.source is None:
            raise InputError("titling.no_boundary")
        return read_title_boundary(
            self.source,
            self.source.sourceName(),
            self.id_field,
            self.id_value,
            self.zone,
            self.profile,
            context.transformContext(),
            self.vertices,
            self.vertex_label,
            self.rivers,
            self.river_name,
        )

    def table(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback, agreed: TitleBoundary | None = None
    ) -> TitleTable:
        """Compute the table of the boundary, or of the `agreed` one of a workspace, and say what the person should know."""
        profile = self.profile
        boundary = agreed or self.boundary(context)
        for note in boundary.notes:
            feedback.pushWarning(describe(note))
        table = build_technical_table(boundary.boundary, profile)
        refuse_invalid(printed_polygon(table), "titling.invalid_when_printed")
        if self.neighbours is not None:
            table = table.with_neighbours(self._neighbours(table, boundary, context, feedback))
        return TitleTable(boundary, table, profile)

    def _neighbours(
        self,
        table: TechnicalTable,
        boundary: TitleBoundary,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> list[str]:
        features, tally, warnings = read_polygons(
            self.neighbours,
            self.neighbours.sourceName(),
            "",
            QgsCoordinateReferenceSystem(table.crs),
            context.transformContext(),
            is_cancelled=cancel_of(feedback),
        )
        tally.hold_back(sum(each.count for each in self.neighbours_held_back))
        report(feedback, tally, warnings)
        names = names_by_fid(self.neighbours, self.neighbour_name)
        own = printed_polygon(table)
        found = []
        for feature in features:
            geometry = QgsGeometry()
            geometry.fromWkb(feature.wkb)
            if not _is_same_unit(geometry, own):
                found.append(Neighbour(names.get(feature.fid, feature.id), geometry))
        tolerances = self.profile.tolerances
        return neighbours_of(
            table,
            found,
            tolerances.neighbour_m,
            tolerances.neighbour_share,
            self._nobody(),
            cancel_of(feedback),
        )

    def _nobody(self) -> str:
        """What is written where no neighbour adjoins: with neighbours held back that is not State land yet."""
        if not self.neighbours_held_back:
            return load_phrases(self.profile.language).say("neighbour.nobody")
        with speaking(self.profile.language):
            return describe(Message("workspace.neighbour_not_compared"))


def optional_source(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Any:
    """Source of an optional parameter; None when it was left empty."""
    if parameters.get(name) in (None, ""):
        return None
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return source


def names_by_fid(source: Any, name_field: str) -> dict[int, str]:
    """Plain names of features; the same name on two polygons stays the same name."""
    index = source.fields().lookupField(name_field) if name_field else -1
    if index < 0:
        return {}
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    names = {}
    for feature in all_features(source, request):
        text = id_text(feature.attribute(index))
        if text is not None:
            names[feature.id()] = one_line(text)
    return names


def _is_same_unit(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two polygons are drawings of one unit: the community itself in a layer of all communities."""
    if not one.boundingBoxIntersects(other):
        return False
    shared = one.intersection(other).area()
    return 2 * shared > one.area() and 2 * shared > other.area()
