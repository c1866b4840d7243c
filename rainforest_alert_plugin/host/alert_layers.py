"""Alert layers as the algorithms on events take them: a raster's path, or points with a date and a confidence."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsRasterLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ..alerts.encoding import CONFIDENCE_WORDS, unix_day
from ..alerts.event_search import EventPoints
from ..compat import is_null
from ..errors import InputError, Message
from ..geo.progress import IsCancelled, stop_if
from .layers import crs_of

DATE_FIELDS = ("date", "alert_date", "gfw_integrated_alerts__date", "acq_date", "fecha", "fe_alerta")
CONFIDENCE_FIELDS = ("confidence", "gfw_integrated_alerts__confidence", "confianza", "confidence__cat")
SOURCE_FIELDS = ("source", "fuente")
AREA_FIELDS = ("area_ha",)
_WORDS = {
    "low": 1, "nominal": 1, "l": 1, "n": 1, "": 1,
    "high": 2, "h": 2,
    "highest": 3,
}  # fmt: skip
_CHECK_EVERY = 1000


def raster_path(layer: QgsRasterLayer) -> str:
    """Path of a raster layer, as GDAL opens it."""
    return layer.source().split("|")[0]


class PointAlerts:
    """Alert points of a layer: looked at on the main thread, read on the worker thread.

    Raises
    ------
    InputError
        ``input.no_crs``, ``alerts.not_points``, ``alerts.no_date_field``.
    """

    def __init__(self, layer: Any) -> None:
        self.name = layer.name()
        self.crs: QgsCoordinateReferenceSystem = crs_of(layer)
        if layer.geometryType() != QgsWkbTypes.GeometryType.PointGeometry:
            raise InputError("alerts.not_points", layer=self.name)
        fields = layer.fields()
        self._date = _first_field(fields, DATE_FIELDS)
        self._confidence = _first_field(fields, CONFIDENCE_FIELDS)
        self._source = _first_field(fields, SOURCE_FIELDS)
        self._area = _first_field(fields, AREA_FIELDS)
        if self._date < 0:
            raise InputError("alerts.no_date_field", layer=self.name, fields=", ".join(fields.names()))
        self._features = QgsVectorLayerFeatureSource(layer)

    def read(self, source: str, is_cancelled: IsCancelled) -> tuple[EventPoints, list[Message]]:
        """All points; those without a place, a date or a known confidence are counted and, but for the last, left out.

        Parameters
        ----------
        source : str
            Name of the source, or ``auto`` to take the points' own.
        """
        x, y, day, confidence, area, names = [], [], [], [], [], []
        bad, unknown = 0, 0
        for number, feature in enumerate(self._features.getFeatures(QgsFeatureRequest())):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
            when = _date_of(feature.attribute(self._date))
            if when is None or not feature.hasGeometry() or feature.geometry().isEmpty():
                bad += 1
                continue
            word = feature.attribute(self._confidence) if self._confidence >= 0 else ""
            grade = _WORDS.get("" if is_null(word) else str(word).strip().lower())
            unknown += grade is None
            seen_by = feature.attribute(self._source) if self._source >= 0 else None
            name = self.name if is_null(seen_by) else str(seen_by)
            size = feature.attribute(self._area) if self._area >= 0 else None
            for point in feature.geometry().vertices():
                x.append(point.x())
                y.append(point.y())
                day.append(unix_day(when))
                confidence.append(grade or 1)
                area.append(np.nan if is_null(size) else float(size))
                names.append(name if source == "auto" else source)
        said = []
        if bad:
            said.append(Message("alerts.points_left_out", name=self.name, count=bad))
        if unknown:
            said.append(
                Message(
                    "alerts.confidence_unknown", name=self.name, count=unknown, known=", ".join(CONFIDENCE_WORDS[1:])
                )
            )
        if source == "auto":
            source = "+".join(sorted(set(names))) or self.name
        points = EventPoints(
            np.array(x, np.float64),
            np.array(y, np.float64),
            np.array(day, np.int32),
            np.array(confidence, np.uint8),
            self.crs.toWkt(),
            source,
            self.name,
            np.array(area, np.float64),
            np.array(names, dtype=np.str_),
        )
        return points, said


def _first_field(fields: Any, names: tuple[str, ...]) -> int:
    return next((index for index in map(fields.lookupField, names) if index >= 0), -1)


def _date_of(value: Any) -> datetime.date | None:
    if is_null(value):
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return datetime.date(value.year(), value.month(), value.day()) if value.isValid() else None
    try:
        return datetime.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None
