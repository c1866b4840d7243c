"""Parameters that the algorithms on alerts share, as plain values."""

from __future__ import annotations

import datetime
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMapLayer,
)

from ..alerts.encoding import CONFIDENCE_WORDS, SOURCES
from ..alerts.recognition import AUTO
from ..errors import InputError
from ..geo.features import PolygonFeature
from ..geo.progress import Progress
from ..host.choice_words import alert_services, automatic, confidences
from ..host.layers import read_polygons
from ..host.messages import describe
from ..i18n import translate
from .base import cancel_of, report
from .choices import in_words


def alerts_parameter(name: str) -> QgsProcessingParameterDefinition:
    """A raster or a point layer of alerts."""
    return QgsProcessingParameterMapLayer(
        name,
        translate("RainforestAlert", "Alerts (raster or points)"),
        types=[QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPoint],
    )


def source_parameter(name: str) -> QgsProcessingParameterDefinition:
    """Source of the alerts, found out by itself unless chosen."""
    return in_words(
        QgsProcessingParameterEnum(
            name,
            translate("RainforestAlert", "Source of the alerts"),
            [AUTO, *SOURCES],
            defaultValue=AUTO,
            usesStaticStrings=True,
        ),
        {**automatic(), **alert_services()},
    )


def territory_parameters(name: str, id_name: str, optional: bool) -> list[QgsProcessingParameterDefinition]:
    """Territories, and the field that tells them apart."""
    return [
        QgsProcessingParameterFeatureSource(
            name,
            translate("RainforestAlert", "Territories"),
            [QgsProcessing.SourceType.TypeVectorPolygon],
            optional=optional,
        ),
        QgsProcessingParameterField(
            id_name,
            translate("RainforestAlert", "Identifier of the territory"),
            parentLayerParameterName=name,
            optional=True,
        ),
    ]


def day_parameters(start: str, end: str) -> list[QgsProcessingParameterDefinition]:
    """First and last day, both optional."""
    return [
        QgsProcessingParameterDateTime(name, label, QgsProcessingParameterDateTime.Type.Date, optional=True)
        for name, label in (
            (start, translate("RainforestAlert", "First day")),
            (end, translate("RainforestAlert", "Last day")),
        )
    ]


def confidence_parameter(name: str) -> QgsProcessingParameterDefinition:
    """Lowest confidence that counts; all by default."""
    return in_words(
        QgsProcessingParameterEnum(
            name,
            translate("RainforestAlert", "Lowest confidence"),
            list(CONFIDENCE_WORDS[1:]),
            defaultValue=CONFIDENCE_WORDS[1],
            usesStaticStrings=True,
        ),
        confidences(),
    )


def usable_territories(
    source: Any,
    id_field: str,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    progress: Progress,
) -> list[PolygonFeature]:
    """Territories in one reference system, reported on; at least one.

    Raises
    ------
    InputError
        ``alerts.no_usable_territories`` with the reason of the first, and those of ``read_polygons``.
    """
    territories, tally, warnings = read_polygons(
        source, source.sourceName(), id_field, crs, context.transformContext(), progress, cancel_of(feedback)
    )
    report(feedback, tally, warnings)
    if not territories:
        raise InputError(
            "alerts.no_usable_territories", layer=tally.layer, count=tally.read, reason=describe(tally.left_out[0][1])
        )
    return territories


def date_of_parameter(value: Any) -> datetime.date | None:
    """Date of a date parameter; None when it was left empty."""
    return value.date().toPyDate() if value.isValid() else None
