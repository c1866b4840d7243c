"""Field features as QGIS features."""

from __future__ import annotations

import json
import math
from typing import Any, Iterable, Iterator

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsMultiLineString,
    QgsMultiPolygon,
    QgsPoint,
    QgsPolygon,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ..compat import field
from ..territory.field_feature import FieldFeature
from ..territory.plane import is_geographic
from ..territory.written_values import iso_time

_FIELDS = (
    ("kind", "string"),
    ("name", "string"),
    ("label", "string"),
    ("description", "string"),
    ("method", "string"),
    ("sigma_m", "double"),
    ("quality", "string"),
    ("time", "datetime"),
    ("easting", "double"),
    ("northing", "double"),
    ("epsg", "int"),
    ("vertex_count", "int"),
    ("vertex_place", "string"),
    ("vertex_label", "string"),
    ("vertex_method", "string"),
    ("vertex_sigma_m", "string"),
    ("vertex_time", "string"),
    ("vertex_quality", "string"),
    ("photos", "string"),
    ("properties", "string"),
    ("source_file", "string"),
    ("source_line", "int"),
)
AUTHOR = "author"


def field_fields(with_author: bool) -> QgsFields:
    """Fields of a layer of field features; see the help of ``importfieldgeometry``."""
    fields = QgsFields()
    for name, kind in (*_FIELDS, *(((AUTHOR, "string"),) if with_author else ())):
        fields.append(field(name, kind))
    return fields


def wkb_type(shape: str, with_height: bool) -> Any:
    """Geometry type of a layer of one shape."""
    types = {
        ("point", False): QgsWkbTypes.Type.Point,
        ("point", True): QgsWkbTypes.Type.PointZ,
        ("line", False): QgsWkbTypes.Type.MultiLineString,
        ("line", True): QgsWkbTypes.Type.MultiLineStringZ,
    }
    return types.get((shape, with_height), QgsWkbTypes.Type.MultiPolygon)


def has_heights(features: Iterable[FieldFeature]) -> bool:
    """Whether any vertex states its height."""
    return any(bool(np.isfinite(feature.vertices["z"]).any()) for feature in features)


def qgis_features(
    features: Iterable[FieldFeature], epsg: int, source: str, with_height: bool, with_author: bool
) -> Iterator[QgsFeature]:
    """Features for a sink with the fields of :func:`field_fields`, in the reference system `epsg`, coordinates as surveyed."""
    fields = field_fields(with_author)
    in_metres = not is_geographic(epsg)
    for each in features:
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry(_geometry(each, with_height)))
        vertices = each.surveyed()
        is_point = each.shape == "point"
        sigma = each.median_sigma_m()
        values = [
            each.kind,
            each.name or None,
            each.label or None,
            each.description or None,
            each.method or None,
            None if math.isnan(sigma) else sigma,
            (str(vertices["quality"][0]) or None) if is_point else None,
            _date_time(vertices["time"]),
            float(vertices["x"][0]) if is_point and in_metres else None,
            float(vertices["y"][0]) if is_point and in_metres else None,
            epsg,
            len(vertices),
            _list(vertices[["x", "y"]].tolist()) if each.shape == "polygon" else None,
            _list([word or None for word in each.surveyed_words(each.vertex_labels)]),
            _list([word or None for word in each.surveyed_words(each.vertex_methods)]),
            None if is_point else _list([None if math.isnan(v) else v for v in vertices["sigma_m"].tolist()]),
            None if is_point else _list([iso_time(v) or None for v in vertices["time"]]),
            None if is_point else _list([v or None for v in vertices["quality"].tolist()]),
            "; ".join(each.photos) or None,
            json.dumps(dict(each.properties), ensure_ascii=False) if each.properties else None,
            source,
            each.line or None,
        ]
        feature.setAttributes([*values, each.author or None] if with_author else values)
        yield feature


def _geometry(feature: FieldFeature, with_height: bool) -> Any:
    vertices = feature.vertices
    x, y = vertices["x"].tolist(), vertices["y"].tolist()
    z = vertices["z"].tolist() if with_height else []
    if feature.shape == "point":
        return QgsPoint(x[0], y[0], z[0]) if with_height else QgsPoint(x[0], y[0])
    runs = [QgsLineString(x[p.start : p.stop], y[p.start : p.stop], z[p.start : p.stop]) for p in feature.parts]
    if feature.shape == "line":
        lines = QgsMultiLineString()
        for run in runs:
            lines.addGeometry(run)
        return lines
    polygons = QgsMultiPolygon()
    for number in sorted({part.polygon for part in feature.parts}):
        rings = [run for run, part in zip(runs, feature.parts) if part.polygon == number]
        polygon = QgsPolygon()
        polygon.setExteriorRing(rings[0])
        for ring in rings[1:]:
            polygon.addInteriorRing(ring)
        polygons.addGeometry(polygon)
    return polygons


def field_geometry(feature: FieldFeature) -> QgsGeometry:
    """Geometry of a feature in the plane, coordinates as surveyed."""
    return QgsGeometry(_geometry(feature, False))


def _date_time(times: Any) -> QDateTime | None:
    """First instant that is known."""
    known = times[~np.isnat(times)]
    if not len(known):
        return None
    return QDateTime.fromMSecsSinceEpoch(int(known[0].astype("M8[ms]").astype(np.int64)), Qt.TimeSpec.UTC)


def _list(values: list[Any]) -> str | None:
    """JSON of a value per vertex; None when no vertex has one."""
    return json.dumps(values, ensure_ascii=False) if any(value is not None for value in values) else None
