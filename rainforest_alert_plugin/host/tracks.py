"""Tracks of a layer as vertices in metres, with accuracy and time of each where the layer has them."""

from __future__ import annotations

from itertools import compress

import numpy as np
from qgis.core import QgsFeature, QgsVectorLayer, QgsWkbTypes

from ..errors import InputError
from ..geo.arrays import Floats
from ..geo.datum import pinned_shift, wgs84_utm_like
from ..geo.utm import utm_epsg
from ..territory.field_feature import WGS84_EPSG, vertices_of
from ..territory.plane import is_geographic, transformed
from ..territory.track_gaps import gaps_m
from ..territory.track_session import TrackSession
from ..territory.written_values import NO_TIME, utc_time
from .layers import crs_of
from .surveyed_outlines import attribute_text, source_words, values_of_vertices


def gaps_of_track(layer: QgsVectorLayer, feature: QgsFeature) -> Floats:
    """Metres from the end of each part of a line to the start of the next, shape (parts - 1,); see :func:`gaps_m`.

    Raises
    ------
    InputError
        ``territory.no_epsg``.
    """
    parts = [part for part in feature.geometry().constParts() if part.vertexCount()]
    ends = [(part.endPoint().x(), part.endPoint().y()) for part in parts[:-1]]
    starts = [(part.startPoint().x(), part.startPoint().y()) for part in parts[1:]]
    return gaps_m(np.array(ends, float).reshape(-1, 2), np.array(starts, float).reshape(-1, 2), _epsg(layer))


def track_of(layer: QgsVectorLayer, feature: QgsFeature) -> TrackSession:
    """A line on its way to a boundary, in metres, with what the layer tells of each vertex and where it comes from.

    Points that the layer gives in degrees are carried to the UTM zone of their middle, those of another datum to WGS 84 by the operation
    of the house.

    Raises
    ------
    InputError
        ``track.no_line``, ``territory.no_epsg``, ``datum.not_pinned``.
    """
    own = _epsg(layer)
    geometry = feature.geometry()
    if geometry.isEmpty() or geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        raise InputError("track.no_line")
    points = np.array([(vertex.x(), vertex.y()) for vertex in geometry.vertices()], dtype=float)
    sigmas = values_of_vertices(feature, "vertex_sigma_m", len(points))
    times = values_of_vertices(feature, "vertex_time", len(points))
    qualities = values_of_vertices(feature, "vertex_quality", len(points))
    labels = values_of_vertices(feature, "vertex_label", len(points))
    methods = values_of_vertices(feature, "vertex_method", len(points))
    finite = np.isfinite(points).all(axis=1)
    shift = pinned_shift(f"EPSG:{own}", f"EPSG:{WGS84_EPSG}")
    epsg = own
    if shift is not None or is_geographic(own):
        longitude, latitude = transformed(points[finite], own, WGS84_EPSG).mean(axis=0).tolist()
        epsg = wgs84_utm_like(own) or utm_epsg(longitude, latitude)
        points = transformed(points, own, epsg)
    made = vertices_of(
        points,
        sigma_m=[float("nan") if value is None else float(value) for value in sigmas],
        time=[NO_TIME if value is None else utc_time(str(value)) for value in times],
        quality=[str(value or "") for value in qualities],
    )
    return TrackSession(
        made[finite],
        epsg,
        attribute_text(feature, "method"),
        source_words(layer, feature, epsg),
        [str(label or "") for label in compress(labels, finite)],
        [str(method or "") for method in compress(methods, finite)],
        shift,
    )


def _epsg(layer: QgsVectorLayer) -> int:
    authority, _, code = str(crs_of(layer).authid()).partition(":")
    if authority != "EPSG":
        raise InputError("territory.no_epsg", crs=crs_of(layer).authid() or crs_of(layer).description())
    return int(code)
