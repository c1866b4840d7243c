from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod

from rainforest_alert_plugin.geo.ellipsoid import WGS84, Ellipsoid


@pytest.mark.parametrize("latitude", [0.0, -4.5, -12.3, 45.0, 89.9])
@pytest.mark.parametrize("size", [0.0001, 0.00025, 0.5])
def test_cell_area_is_that_of_geographiclib(latitude, size):
    # parallels densified, since Geod's edges are geodesics
    steps = np.linspace(0.0, size, 2001)
    south, north = latitude, latitude + min(size, 0.1)
    x = np.concatenate([steps, steps[::-1]])
    y = np.concatenate([np.full(2001, south), np.full(2001, north)])
    area = abs(Geod(ellps="WGS84").polygon_area_perimeter(x, y)[0])
    mine = WGS84.row_areas_m2(np.array([north, south]), size)[0]
    assert mine == pytest.approx(area, rel=2e-9 if size > 0.001 else 2e-6, abs=1e-4)


def test_the_whole_ellipsoid_has_its_published_surface():
    # 510,065,621.724 km2, WGS 84 (NIMA TR8350.2, derived geometric constants give 510,065,621.7)
    rows = WGS84.row_areas_m2(np.linspace(90.0, -90.0, 181), 360.0)
    assert rows.sum() / 1e6 == pytest.approx(510_065_621.724, abs=0.01)


def test_a_sphere_has_four_pi_r_squared():
    assert Ellipsoid(1.0, 0.0).row_areas_m2(np.array([90.0, -90.0]), 360.0)[0] == pytest.approx(4 * np.pi)
