"""Coordinates of many polygons carried to another reference system in one call."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry

from ..geo.arrays import Floats
from ..geo.wkb import Rings

_LINE_HEADER = 9


def transform_points(xy: Floats, transform: QgsCoordinateTransform) -> Floats:
    """Transform points, shape (n, 2).

    QGIS transforms a line of a million vertices in one call, and a call per parcel costs more than the transformation.

    Raises
    ------
    QgsCsException
        When a point cannot be transformed.
    """
    if transform.isShortCircuited() or not len(xy):
        return xy
    line = QgsGeometry()
    line.fromWkb(struct.pack("<BII", 1, 2, len(xy)) + np.ascontiguousarray(xy, dtype="<f8").tobytes())
    line.transform(transform)
    return np.frombuffer(bytes(line.asWkb()), dtype="<f8", offset=_LINE_HEADER).reshape(-1, 2)


def transform_rings(shapes: Rings, transform: QgsCoordinateTransform) -> Rings:
    """Transform the vertices of rings; see :func:`transform_points`."""
    return shapes if transform.isShortCircuited() else replace(shapes, xy=transform_points(shapes.xy, transform))
