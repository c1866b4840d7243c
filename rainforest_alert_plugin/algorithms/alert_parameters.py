"""Parameters that the algorithms on alerts share, as plain values."""

from __future__ import annotations

import datetime
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingFeedback

from ..errors import InputError
from ..geo.features import PolygonFeature
from ..geo.progress import Progress
from ..host.layers import read_polygons
from ..host.messages import describe
from .base import cancel_of, report


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
