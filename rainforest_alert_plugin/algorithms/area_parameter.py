"""The area that a service is asked for: its polygons, and what of them is told."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
)

from ..errors import InputError, Message
from ..geo.features import PolygonFeature, ToldArea
from ..host.layers import WGS84, read_polygons
from ..host.messages import describe
from ..host.told_area import area_table, told_area
from .base import cancel_of, report


class AskedArea:
    """The layer of a parameter, taken on the main thread and read on the worker's.

    Raises
    ------
    InputError
        ``input.unreadable`` when it is no layer.
    """

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
    ) -> None:
        value = parameters.get(name)
        # for “selected features only” QGIS gives the source of the features, and not its layer
        given = {name: value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value}
        layer = algorithm.parameterAsVectorLayer(given, name, context)
        self._source = algorithm.parameterAsSource(parameters, name, context)
        if layer is None or self._source is None:
            raise InputError("input.unreadable", path=str(value), reason=describe(Message("input.not_a_layer")))
        self._place = area_table(layer)

    def read(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[list[PolygonFeature], ToldArea]:
        """Polygons in degrees, and what of them is told; the log says what became of each and how many are told by cells only.

        Raises
        ------
        InputError
            As :func:`~rainforest_alert_plugin.host.layers.read_polygons` and
            :func:`~rainforest_alert_plugin.host.told_area.told_area`.
        """
        area, tally, warnings = read_polygons(
            self._source,
            self._source.sourceName(),
            "",
            QgsCoordinateReferenceSystem(WGS84),
            context.transformContext(),
            is_cancelled=cancel_of(feedback),
        )
        report(feedback, tally, warnings)
        told = told_area(self._source, self._place, area)
        if told.held_back:
            feedback.pushInfo(describe(Message("sources.told_by_cells", count=told.held_back)))
        return area, told
