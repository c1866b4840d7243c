"""Rivers, roads, settlements and other places near events, as plain coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
)

from ..alerts.nearness import Segments, segments
from ..compat import is_null
from ..errors import Message
from ..geo.features import FeatureTally
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .layers import WGS84, all_features, crs_of

_CHECK_EVERY = 500


def read_places(
    source: Any,
    name: str,
    transform_context: QgsCoordinateTransformContext,
    is_cancelled: IsCancelled = never_cancelled,
    only: tuple[str, tuple[str, ...]] | None = None,
) -> tuple[Segments, FeatureTally]:
    """Points, lines and outlines of a source of any kind, in degrees.

    Parameters
    ----------
    source : QgsFeatureSource
    name : str
        Name of the layer, for messages.
    only : (str, tuple of str), optional
        Field and the lower-case values of it that count, when the layer has such a field.

    Raises
    ------
    InputError
        ``input.no_crs``.
    """
    transform = QgsCoordinateTransform(crs_of(source), QgsCoordinateReferenceSystem(WGS84), transform_context)
    tally = FeatureTally(name)
    index = source.fields().lookupField(only[0]) if only else -1
    ends: list[Any] = []
    for feature in all_features(source):
        if tally.read % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
        tally.read += 1
        identity = str(feature.id())
        if only and index >= 0:
            value = feature.attribute(index)
            if is_null(value) or str(value).strip().lower() not in only[1]:
                tally.left_out.append((identity, Message("priority.report_not_confirmed")))
                continue
        if not feature.hasGeometry() or feature.geometry().isEmpty():
            tally.left_out.append((identity, Message("feature.null_geometry")))
            continue
        geometry = QgsGeometry(feature.geometry())
        try:
            geometry.transform(transform)
        except QgsCsException as error:
            tally.left_out.append((identity, Message("feature.untransformable", reason=str(error).strip())))
            continue
        found = _ends(geometry)
        if not np.isfinite(found).all():
            tally.left_out.append((identity, Message("feature.not_finite")))
            continue
        ends.append(found)
        tally.used += 1
    return segments(np.concatenate(ends) if ends else np.zeros((0, 4))), tally


def _ends(geometry: QgsGeometry) -> Any:
    """Both ends of each straight piece, shape (n, 4)."""
    pieces = []
    for part in geometry.constGet().coordinateSequence():
        for line in part:
            xy = np.array([(point.x(), point.y()) for point in line])
            pieces.append(np.hstack([xy[:-1], xy[1:]]) if len(xy) > 1 else np.hstack([xy, xy]))
    return np.concatenate(pieces)
