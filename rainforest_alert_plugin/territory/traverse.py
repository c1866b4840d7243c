"""Traverses: from bearings and distances to coordinates, their closure, and its adjustment by the compass rule.

Source: C. D. Ghilani and P. R. Wolf, *Elementary Surveying*, chapter 10 (traverse computations; compass or Bowditch rule).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..geo.arrays import Floats


@dataclass(frozen=True)
class Traverse:
    """A traverse and how well it closes.

    Attributes
    ----------
    points : ndarray of float64, shape (legs + 1, 2)
        Easting and northing in metres of each station, the last one as it was computed; after adjustment the last equals the first.
    distance_m : ndarray of float64, shape (legs,)
    closure_east_m, closure_north_m, closure_m : float
        Where the last station falls from the first, before any adjustment.
    is_adjusted : bool
    """

    points: Floats
    distance_m: Floats
    closure_east_m: float
    closure_north_m: float
    closure_m: float
    is_adjusted: bool = False

    @property
    def perimeter_m(self) -> float:
        """Sum of the distances."""
        return float(self.distance_m.sum())

    @property
    def precision(self) -> float:
        """Perimeter over closure: 5000 means 1 in 5000; infinite when it closes exactly."""
        return self.perimeter_m / self.closure_m if self.closure_m > 0.0 else math.inf


# No community's boundary has a side of a thousand kilometres: such a number was not written by who measured.
LONGEST_LEG_M = 1_000_000.0


def compute_traverse(azimuth_deg: Floats, distance_m: Floats, start: tuple[float, float]) -> Traverse:
    """Run a closed traverse.

    Parameters
    ----------
    azimuth_deg : ndarray of float, shape (legs,)
        Grid azimuths, clockwise from north.
    distance_m : ndarray of float, shape (legs,)
    start : tuple of float
        Easting and northing of the first station.

    Raises
    ------
    InputError
        ``field.traverse_short`` with fewer than three legs; ``field.traverse_leg`` when a leg has no length or direction,
        or one that no boundary has.
    """
    azimuth, distance = np.asarray(azimuth_deg, float), np.asarray(distance_m, float)
    if len(distance) < 3:
        raise InputError("field.traverse_short", legs=len(distance))
    wrong = np.flatnonzero(~(np.isfinite(azimuth) & (distance > 0.0) & (distance <= LONGEST_LEG_M)))
    if len(wrong):
        raise InputError("field.traverse_leg", leg=int(wrong[0]) + 1)
    angle = np.radians(azimuth)
    departures = np.column_stack([distance * np.sin(angle), distance * np.cos(angle)])
    points = np.vstack([np.zeros((1, 2)), np.cumsum(departures, axis=0)]) + np.asarray(start, float)
    east, north = departures.sum(axis=0)
    return Traverse(points, distance, float(east), float(north), math.hypot(east, north))


def adjust_by_compass_rule(traverse: Traverse) -> Traverse:
    """Spread the closure over the legs in proportion to their lengths, so that the traverse closes."""
    share = np.r_[0.0, np.cumsum(traverse.distance_m)] / traverse.perimeter_m
    closure = np.array([traverse.closure_east_m, traverse.closure_north_m])
    points = traverse.points - share[:, None] * closure
    points[-1] = points[0]
    return Traverse(
        points, traverse.distance_m, traverse.closure_east_m, traverse.closure_north_m, traverse.closure_m, True
    )


CLOCKWISE, COUNTERCLOCKWISE = "clockwise", "counterclockwise"
_FULL = 360.0


@dataclass(frozen=True)
class PolygonAngles:
    """Interior angles of a polygon, out of angles that were measured on one side of its boundary.

    Attributes
    ----------
    interior_deg : ndarray of float, shape (n,)
    are_outer : bool
        Whether the angles that were given are those outside, which add up to (n + 2) x 180 degrees; interior ones to (n - 2) x 180.
    sum_deg, expected_deg : float
        Sum of the angles as they were given, and what it is when they have no error.
    """

    interior_deg: Floats
    are_outer: bool
    sum_deg: float
    expected_deg: float


def polygon_angles(angles_deg: Floats) -> PolygonAngles:
    """Tell by their sum whether angles are those inside or outside of a polygon, shape (n,)."""
    angles = np.asarray(angles_deg, float)
    count, total = len(angles), float(angles.sum())
    are_outer = total > count * 180.0
    expected = (count + (2 if are_outer else -2)) * 180.0
    return PolygonAngles(_FULL - angles if are_outer else angles, are_outer, total, expected)


def azimuths_from_angles(first_azimuth_deg: float, interior_deg: Floats, clockwise: bool = True) -> Floats:
    """Azimuths of the sides of a polygon out of its interior angles.

    Parameters
    ----------
    first_azimuth_deg : float
        Azimuth of the side that leaves the first vertex.
    interior_deg : ndarray of float, shape (n,)
        Interior angle at each vertex.
    clockwise : bool
        Whether the vertices follow each other clockwise, as in Peru's technical tables.

    Returns
    -------
    ndarray of float, shape (n,)
        Azimuth of the side that leaves each vertex, 0 to 360.
    """
    turn = 180.0 - np.asarray(interior_deg, float)[1:]
    steps = turn if clockwise else -turn
    azimuths: Floats = np.mod(np.r_[first_azimuth_deg, first_azimuth_deg + np.cumsum(steps)], 360.0)
    return azimuths
