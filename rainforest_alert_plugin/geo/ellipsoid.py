"""Areas on the ellipsoid by latitude."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .arrays import Floats


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid of revolution.

    Attributes
    ----------
    semi_major_m : float
        Semi-major axis in metres.
    flattening : float
        (a - b) / a; 0 for a sphere.
    """

    semi_major_m: float
    flattening: float

    def zone_m2(self, latitude_deg: Floats) -> Floats:
        """Area between the equator and parallels, per radian of longitude.

        Snyder, Map Projections: A Working Manual (1987), equations 3-11 and 3-12, with ``q`` scaled by ``a² / 2``. Differences
        give exact areas of cells bounded by meridians and parallels.

        Parameters
        ----------
        latitude_deg : ndarray of float64
            Geodetic latitude in degrees.

        Returns
        -------
        ndarray of float64
            Square metres per radian, negative in the south.
        """
        sine = np.sin(np.radians(latitude_deg))
        e2 = self.flattening * (2.0 - self.flattening)
        if e2 == 0.0:
            return self.semi_major_m**2 * sine
        e = math.sqrt(e2)
        b2 = self.semi_major_m**2 * (1.0 - e2)
        return b2 / 2.0 * (sine / (1.0 - e2 * sine**2) + np.arctanh(e * sine) / e)

    def row_areas_m2(self, edge_latitudes_deg: Floats, cell_width_deg: float) -> Floats:
        """Area of one cell in each row of a grid of meridians and parallels.

        Parameters
        ----------
        edge_latitudes_deg : ndarray of float64, shape (n + 1,)
            Latitudes of the edges of n rows, in either order.
        cell_width_deg : float
            Width of a cell in degrees of longitude.

        Returns
        -------
        ndarray of float64, shape (n,)
            Square metres.
        """
        return np.abs(np.diff(self.zone_m2(edge_latitudes_deg))) * math.radians(abs(cell_width_deg))


WGS84 = Ellipsoid(6378137.0, 1.0 / 298.257223563)
