"""Fixes of the frame of all coordinates: axes that were swapped, a datum that was taken for another."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Sequence

import numpy as np

from ...errors import InputError, Message
from ...geo.datum import OPERATIONS, psad56_to_wgs84
from .vertices import MOVED, FixedBoundary, FixRing, VertexChange


def swap_axes(rings: Sequence[FixRing]) -> FixedBoundary:
    """Take eastings for northings and the reverse."""
    turned, changes = [], []
    for ring in rings:
        vertices = []
        for vertex in ring.vertices:
            place = (vertex.y, vertex.x)
            distance = math.dist(vertex.place, place)
            reason = Message("fix.axes")
            changes.append(
                VertexChange(
                    *("swap_axes", MOVED, ring.part, ring.ring, vertex.label, vertex.place, place),
                    *(distance, vertex.sigma_m, reason),
                )
            )
            vertices.append(vertex.at(place))
        turned.append(FixRing(ring.part, ring.ring, tuple(vertices)))
    return FixedBoundary(tuple(turned), tuple(changes))


def shift_datum(rings: Sequence[FixRing], epsg: int, operation_code: int) -> tuple[FixedBoundary, int]:
    """Read the numbers as PSAD56 and carry them to WGS 84 by a named operation; its accuracy becomes part of each vertex's.

    Parameters
    ----------
    epsg : int
        PSAD56 / UTM system that the numbers stand in: 24877, 24878 or 24879.
    operation_code : int
        EPSG code of the operation, one of :data:`~rainforest_alert_plugin.geo.datum.OPERATIONS`.

    Returns
    -------
    boundary : FixedBoundary
    epsg : int
        System of the result.

    Raises
    ------
    InputError
        ``datum.unknown_system``, ``datum.unknown_operation``.
    """
    operation = OPERATIONS.get(operation_code)
    if operation is None:
        known = ", ".join(f"EPSG:{code}" for code in OPERATIONS)
        raise InputError("datum.unknown_operation", operation=f"EPSG:{operation_code}", known=known)
    places = np.array([vertex.place for ring in rings for vertex in ring.vertices], float).reshape(-1, 2)
    easting, northing, target = psad56_to_wgs84(places[:, 0], places[:, 1], epsg, operation)
    moved = iter(zip(easting.tolist(), northing.tolist()))
    reason = Message(
        "fix.datum", operation=f"EPSG:{operation.code}", name=operation.name, accuracy_m=f"{operation.accuracy_m:.0f}"
    )
    turned, changes = [], []
    for ring in rings:
        vertices = []
        for vertex in ring.vertices:
            place = next(moved)
            sigma = math.hypot(vertex.sigma_m or 0.0, operation.accuracy_m)
            changes.append(
                VertexChange(
                    *("shift_datum", MOVED, ring.part, ring.ring, vertex.label, vertex.place, place),
                    *(math.dist(vertex.place, place), sigma, reason),
                )
            )
            vertices.append(replace(vertex.at(place), sigma_m=sigma))
        turned.append(FixRing(ring.part, ring.ring, tuple(vertices)))
    return FixedBoundary(tuple(turned), tuple(changes)), target
