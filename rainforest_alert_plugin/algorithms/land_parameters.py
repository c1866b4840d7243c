"""Units of land capacity and exclusions as an algorithm takes them, and the division they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsVectorLayer,
)

from ..cadastre.profile import Profile
from ..documents.phrases import load_phrases
from ..errors import InputError, Message
from ..geo.features import PolygonFeature
from ..host.choice_words import land_parts
from ..host.layers import read_polygons
from ..host.messages import describe
from ..i18n import translate
from ..titling.land_capacity import (
    CESSION,
    EXCLUDED,
    PROPERTY,
    UNCLASSIFIED,
    WHOLE,
    ExclusionInput,
    LandCapacity,
    UnitInput,
    divide_land,
)
from .base import cancel_of, report
from .choices import in_words
from .title_parameters import TitleTable, names_by_fid, optional_source

LAND_CAPACITY = "LAND_CAPACITY"
LAND_CAPACITY_CODE = "LAND_CAPACITY_CODE"
EXCLUSIONS = "EXCLUSIONS"
PART = "PART"
# Of these each row shapes the division.
SHAPING_LAND = (LAND_CAPACITY, EXCLUSIONS)


def add_land_parameters(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the units of land capacity, the field with their class, and the land that the title leaves out."""
    polygon = QgsProcessing.SourceType.TypeVectorPolygon
    for parameter in (
        QgsProcessingParameterFeatureSource(
            LAND_CAPACITY, translate("RainforestAlert", "Units of land capacity (CUM)"), [polygon], optional=True
        ),
        QgsProcessingParameterField(
            LAND_CAPACITY_CODE,
            translate("RainforestAlert", "Field with the class of each unit"),
            None,
            LAND_CAPACITY,
            optional=True,
        ),
        QgsProcessingParameterMultipleLayers(
            EXCLUSIONS,
            translate(
                "RainforestAlert", "Land that the title leaves out (river, marginal strip, roads, third parties)"
            ),
            polygon,
            optional=True,
        ),
    ):
        algorithm.addParameter(parameter)


def add_part_parameter(algorithm: QgsProcessingAlgorithm, description: str) -> None:
    """Add whether the whole territory is shown, or the titled or the ceded land."""
    parameter = in_words(
        QgsProcessingParameterEnum(PART, description, [WHOLE, PROPERTY, CESSION], False, WHOLE, False, True),
        land_parts(),
    )
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    algorithm.addParameter(parameter)


def no_part(part: str, profile: Profile) -> InputError:
    """The error that says that nothing of a territory is titled, or ceded in use."""
    return InputError("land_capacity.no_part", regime=load_phrases(profile.language).say(f"regime.{part}"))


@dataclass(frozen=True)
class _ExclusionLayer:
    """A layer of exclusions, gathered on the main thread."""

    name: str
    source: QgsProcessingFeatureSource
    name_field: str


class LandInput:
    """Values of the parameters, gathered on the main thread."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> None:
        self.units = optional_source(algorithm, parameters, LAND_CAPACITY, context)
        self.code_field = algorithm.parameterAsString(parameters, LAND_CAPACITY_CODE, context)
        if self.units is not None and not self.code_field:
            raise InputError("land_capacity.no_code_field", layer=self.units.sourceName())
        self.exclusions = [
            _exclusion_layer(layer, context)
            for layer in algorithm.parameterAsLayerList(parameters, EXCLUSIONS, context)
            if isinstance(layer, QgsVectorLayer)
        ]

    def divided(
        self, made: TitleTable, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> LandCapacity | None:
        """Divide the territory, and say what came out; None when there is nothing to divide it by."""
        if self.units is None and not self.exclusions:
            return None
        crs = QgsCoordinateReferenceSystem(made.table.crs)
        units = []
        if self.units is not None:
            names = names_by_fid(self.units, self.code_field)
            for feature in self._read(self.units, self.units.sourceName(), crs, context, feedback):
                units.append(UnitInput(names.get(feature.fid, ""), _geometry(feature)))
        exclusions = [
            ExclusionInput(_role(layer.name, made.profile), names.get(feature.fid, ""), layer.name, _geometry(feature))
            for layer in self.exclusions
            for names in [names_by_fid(layer.source, layer.name_field)]
            for feature in self._read(layer.source, layer.name, crs, context, feedback)
        ]
        land = divide_land(made.table, units, exclusions, made.profile, is_cancelled=cancel_of(feedback))
        feedback.pushInfo(
            describe(
                Message(
                    "land_capacity.divided",
                    property_ha=land.area_ha(PROPERTY),
                    cession_ha=land.area_ha(CESSION),
                    excluded_ha=land.area_ha(EXCLUDED),
                    area_ha=made.table.area_ha,
                )
            )
        )
        if units and land.of(UNCLASSIFIED):
            feedback.pushWarning(describe(Message("land_capacity.unclassified", area_ha=land.area_ha(UNCLASSIFIED))))
        return land

    @staticmethod
    def _read(
        source: Any,
        name: str,
        crs: QgsCoordinateReferenceSystem,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> list[PolygonFeature]:
        features, tally, warnings = read_polygons(
            source, name, "", crs, context.transformContext(), is_cancelled=cancel_of(feedback)
        )
        report(feedback, tally, warnings)
        return features


def _exclusion_layer(layer: QgsVectorLayer, context: QgsProcessingContext) -> _ExclusionLayer:
    # the layer stays its owner's: a source that owned it would delete it from the project behind the project's back
    source = QgsProcessingFeatureSource(layer, context)
    return _ExclusionLayer(layer.name(), source, layer.displayField())


def _role(layer: str, profile: Profile) -> str:
    return profile.overlap_rule(layer).role


def _geometry(feature: PolygonFeature) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(feature.wkb)
    return geometry
