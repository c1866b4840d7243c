"""Geodesic distances against GeographicLib (through pyproj)."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from rainforest_alert_plugin.geo.geodesic import distance_m, metres_per_degree

GEOD = pyproj.Geod(ellps="WGS84")


def test_distances_over_the_amazon_and_the_world_agree_with_geographiclib():
    generator = np.random.default_rng(3)
    lon0, lon1 = generator.uniform(-81, -48, (2, 2000))
    lat0, lat1 = generator.uniform(-18, 6, (2, 2000))
    expected = GEOD.inv(lon0, lat0, lon1, lat1)[2]
    assert np.abs(distance_m(lon0, lat0, lon1, lat1) - expected).max() < 1e-3


def test_short_distances_keep_their_millimetres():
    generator = np.random.default_rng(4)
    lon, lat = generator.uniform(-78, -70, 500), generator.uniform(-14, 0, 500)
    east, north = generator.uniform(-1e-3, 1e-3, (2, 500))
    expected = GEOD.inv(lon, lat, lon + east, lat + north)[2]
    assert np.abs(distance_m(lon, lat, lon + east, lat + north) - expected).max() < 1e-5


def test_a_place_is_no_distance_from_itself_and_the_equator_is_no_exception():
    assert distance_m(np.array(-70.0), np.array(-8.0), np.array(-70.0), np.array(-8.0)) == 0.0
    assert float(distance_m(np.array(0.0), np.array(0.0), np.array(1.0), np.array(0.0))) == pytest.approx(
        GEOD.inv(0, 0, 1, 0)[2], abs=1e-4
    )


@pytest.mark.parametrize("latitude", [-14.0, -3.5, 0.0, 45.0])
def test_a_degree_is_as_long_as_a_thousand_thousandths_of_it(latitude):
    per_lon, per_lat = metres_per_degree(latitude)
    assert per_lon == pytest.approx(1000 * GEOD.inv(-70, latitude, -69.999, latitude)[2], rel=1e-8)
    assert per_lat == pytest.approx(1000 * GEOD.inv(-70, latitude - 0.0005, -70, latitude + 0.0005)[2], rel=1e-8)
