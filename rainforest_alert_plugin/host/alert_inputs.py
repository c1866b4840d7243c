"""What a user gives as a file or layer of alerts, told apart: a raster, rows with coordinates, or a layer of points or polygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ..alerts.tables import Table, is_feature_collection, read_table
from ..compat import is_null
from ..errors import InputError, Message
from ..geo.progress import IsCancelled, Progress, stop_if
from .layers import WGS84, crs_of
from .messages import describe

_TABLES = (".csv", ".tsv", ".txt", ".tab", ".json")
_CHECK_EVERY = 1000
_ELLIPSOID = "EPSG:7030"
_M2_PER_HA = 10_000.0
_POINT = QgsWkbTypes.GeometryType.PointGeometry
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
_NONE = QgsWkbTypes.GeometryType.NullGeometry
_WKT = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL


class AlertInput:
    """A file or layer of alerts: told apart on the main thread, read on the worker thread.

    Attributes
    ----------
    name : str
        Name for messages.
    raster : str
        Path of a raster; empty for anything else.
    crs_wkt : str
        Reference system of the raster as its layer states it; empty for a mere file.
    path : str
        File it came from, or the layer's source.

    Raises
    ------
    InputError
        ``input.unreadable``, ``alerts.not_a_file``, ``alerts.not_points``, ``input.no_crs``.
    """

    def __init__(self, value: Any, context: QgsProcessingContext) -> None:
        self.raster = self.crs_wkt = ""
        self._table_path = ""
        self._features: Any = None
        text = value if isinstance(value, str) else ""
        if Path(text).suffix.lower() in _TABLES and Path(text).is_file() and not _is_geojson(text):
            self.name, self.path, self._table_path = Path(text).name, text, text
            return
        layer = value if isinstance(value, (QgsRasterLayer, QgsVectorLayer)) else None
        if layer is None and text:
            layer = QgsProcessingUtils.mapLayerFromString(text, context)
        if layer is None or not layer.isValid():
            if not Path(text).is_file():
                raise InputError("input.unreadable", path=text, reason=describe(Message("input.not_a_layer")))
            # QGIS could not load it: opening it as a raster tells why
            self.name, self.path, self.raster = Path(text).name, text, text
            return
        self.name, self.path = layer.name(), layer.source().split("|")[0]
        if isinstance(layer, QgsRasterLayer):
            if layer.providerType() != "gdal":
                raise InputError("alerts.not_a_file", name=layer.name())
            self.raster = self.path
            if layer.crs().isValid():
                self.crs_wkt = layer.crs().toWkt(_WKT)
            return
        if not isinstance(layer, QgsVectorLayer) or layer.geometryType() not in (_POINT, _POLYGON, _NONE):
            raise InputError("alerts.not_points", layer=layer.name())
        self._fields = [field.name().lower() for field in layer.fields()]
        self._crs = crs_of(layer) if layer.geometryType() != _NONE else None
        self._is_polygons = layer.geometryType() == _POLYGON
        self._count = max(layer.featureCount(), 1)
        self._features = QgsVectorLayerFeatureSource(layer)

    def table(
        self, transform_context: QgsCoordinateTransformContext, progress: Progress, is_cancelled: IsCancelled
    ) -> Table:
        """Rows of a file or layer; its points become ``longitude`` and ``latitude``.

        A polygon becomes a point in it, with the ellipsoidal area of the polygon as ``area_ha``.

        Raises
        ------
        InputError
            ``input.unreadable``, ``alerts.no_points``.
        """
        if self._table_path:
            return read_table(self._table_path)
        transform = None
        measure = QgsDistanceArea()
        if self._crs is not None:
            transform = QgsCoordinateTransform(self._crs, QgsCoordinateReferenceSystem(WGS84), transform_context)
            measure.setSourceCrs(self._crs, transform_context)
            measure.setEllipsoid(_ELLIPSOID)
        rows = []
        for number, feature in enumerate(self._features.getFeatures()):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
                progress(100.0 * number / self._count)
            row = dict(zip(self._fields, (_plain(value) for value in feature.attributes())))
            if transform is None:
                rows.append(row)
                continue
            row["longitude"] = row["latitude"] = None
            if not feature.hasGeometry() or feature.geometry().isEmpty():
                rows.append(row)
                continue
            if self._is_polygons:
                inside = feature.geometry().pointOnSurface()
                if inside.isNull():
                    rows.append(row)
                    continue
                place = transform.transform(inside.asPoint())
                row["area_ha"] = measure.measureArea(feature.geometry()) / _M2_PER_HA
                rows.append({**row, "longitude": place.x(), "latitude": place.y()})
                continue
            for vertex in feature.geometry().vertices():
                place = transform.transform(vertex.x(), vertex.y())
                rows.append({**row, "longitude": place.x(), "latitude": place.y()})
        if not rows:
            raise InputError("alerts.no_points", name=self.name)
        return Table(self.name, rows, self._is_polygons)


def _is_geojson(path: str) -> bool:
    return Path(path).suffix.lower() == ".json" and is_feature_collection(path)


def _plain(value: Any) -> Any:
    if is_null(value):
        return None
    if isinstance(value, QDateTime):
        return value.toPyDateTime()
    return value.toPyDate() if isinstance(value, QDate) else value
