"""Alert points of a QGIS layer as the arrays that are counted."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ..alerts.encoding import unix_day
from ..alerts.statistics import CountablePoints
from ..alerts.tables import confidence_class, day_of_text
from ..compat import is_null
from ..errors import InputError, Message
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .layers import all_features, crs_of

_NEEDED = ("date", "confidence", "area_ha")
_CHECK_EVERY = 1000


def read_countable_points(
    source: Any,
    name: str,
    target: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[CountablePoints, list[Message]]:
    """Read alert points with ``date``, ``confidence`` and ``area_ha`` in another reference system.

    An alert that lies in several territories stands in the layer once for each; by its ``alert_id`` it is taken once.

    Parameters
    ----------
    source : QgsFeatureSource
        Points, in any reference system.
    name : str
        Name of the layer, for messages.
    target : QgsCoordinateReferenceSystem
        Reference system of the territories.

    Raises
    ------
    InputError
        ``alerts.point_fields_missing``, ``input.empty``, ``input.no_crs``.
    """
    crs = crs_of(source)
    fields = source.fields()
    index = {field: fields.lookupField(field) for field in (*_NEEDED, "alert_id")}
    missing = [field for field in _NEEDED if index[field] < 0]
    if missing:
        raise InputError("alerts.point_fields_missing", layer=name, missing=", ".join(missing))
    if source.featureCount() == 0:
        raise InputError("input.empty", layer=name)
    seen: set[str] = set()
    columns: list[tuple[float, float, int, int, float]] = []
    seen_by: list[str] = []
    by = fields.lookupField("source")
    lost, first_lost, unsized = 0, 0, 0
    unknown: dict[str, int] = {}
    total = max(source.featureCount(), 1)
    transform = QgsCoordinateTransform(crs, target, transform_context)
    for number, feature in enumerate(all_features(source)):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
            progress(100.0 * number / total)
        identity = feature.attribute(index["alert_id"]) if index["alert_id"] >= 0 else None
        if not is_null(identity):
            if str(identity) in seen:
                continue
            seen.add(str(identity))
        day = day_of_value(feature.attribute(index["date"]))
        if day is None or not feature.hasGeometry() or feature.geometry().isEmpty():
            lost += 1
            first_lost = first_lost or number + 1
            continue
        word = feature.attribute(index["confidence"])
        confidence = confidence_class("" if is_null(word) else str(word))
        if confidence is None:
            unknown[str(word)] = unknown.get(str(word), 0) + 1
        area = feature.attribute(index["area_ha"])
        unsized += is_null(area)
        for vertex in feature.geometry().vertices():
            point = transform.transform(vertex.x(), vertex.y())
            columns.append((point.x(), point.y(), day, confidence or 1, 0.0 if is_null(area) else float(area)))
            system = feature.attribute(by) if by >= 0 else None
            seen_by.append("" if is_null(system) else str(system))
    table = np.array(columns, np.float64).reshape(-1, 5)
    said = []
    if lost:
        said.append(Message("alerts.points_without", name=name, count=lost, first=first_lost))
    if unknown:
        said.append(
            Message("alerts.words_unknown", name=name, count=sum(unknown.values()), words=", ".join(sorted(unknown)))
        )
    if unsized:
        said.append(Message("alerts.no_pixel_size", name=name))
    points = CountablePoints(
        table[:, 0].copy(),
        table[:, 1].copy(),
        table[:, 2].astype(np.int32),
        table[:, 3].astype(np.uint8),
        table[:, 4].copy(),
        np.array(seen_by, dtype=np.str_),
    )
    return points, said


def day_of_value(value: Any) -> int | None:
    """Days since 1970-01-01 of an attribute: a date, a date and time, or text that begins with a date."""
    if is_null(value):
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return unix_day(value.toPyDate()) if value.isValid() else None
    return day_of_text(str(value))
