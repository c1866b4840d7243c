"""Distances of events, against a search over all pairs with shapely in a local projection."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from rainforest_alert_plugin.alerts.nearness import nearest_m, segments
from rainforest_alert_plugin.geo.wkb import rings

GEOD = pyproj.Geod(ellps="WGS84")


def event_at(lon, lat, size=0.0007, hole=False):
    outer = shapely.box(lon, lat, lon + size, lat + size)
    if hole:
        outer = outer.difference(shapely.box(lon + size / 4, lat + size / 4, lon + 3 * size / 4, lat + 3 * size / 4))
    return shapely.MultiPolygon([outer])


def metres_around(lon, lat):
    """Azimuthal equidistant projection: distances from its centre are geodesic."""
    local = pyproj.Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m", always_xy=True
    )
    return lambda shape: shapely.transform(shape, lambda xy: np.column_stack(local.transform(xy[:, 0], xy[:, 1])))


@pytest.mark.parametrize("seed", range(6))
def test_the_nearest_river_is_found_wherever_it_lies(seed):
    generator = np.random.default_rng(seed)
    spread = [0.01, 0.05, 0.2, 0.5, 0.8, 0.002][seed]
    starts = np.column_stack(
        [generator.uniform(-74 - spread, -74 + spread, 300), generator.uniform(-8 - spread, -8 + spread, 300)]
    )
    ends = np.hstack([starts, starts + generator.normal(0, spread / 10, (300, 2))])
    lines = [shapely.LineString([(a, b), (c, d)]) for a, b, c, d in ends]
    for lon, lat in [(-74.0, -8.0), (-74 + spread, -8 + spread / 2), (-74 - 1.1 * spread, -8.0)]:
        event = event_at(lon, lat)
        in_metres = metres_around(lon, lat)
        expected = float(shapely.distance(in_metres(event), in_metres(np.array(lines))).min())
        found = nearest_m(rings(shapely.to_wkb(event)), segments(ends))
        assert found == pytest.approx(expected, rel=2e-3, abs=0.05)


def test_the_distance_to_a_village_is_the_geodesic_one():
    event = event_at(-74.0, -8.0)
    village = np.array([[-73.95, -8.2, -73.95, -8.2]])
    # nearest corner of the event by eye: the lower right one
    expected = GEOD.inv(-74.0 + 0.0007, -8.0, -73.95, -8.2)[2]
    assert nearest_m(rings(shapely.to_wkb(event)), segments(village)) == pytest.approx(expected, abs=0.01)


def test_what_lies_in_an_event_or_crosses_it_is_at_no_distance():
    event = rings(shapely.to_wkb(event_at(-74.0, -8.0)))
    inside = np.array([[-73.9997, -7.9997, -73.9996, -7.9996]])
    through = np.array([[-74.01, -7.9996, -73.98, -7.9996]])
    assert nearest_m(event, segments(inside)) == 0.0
    assert nearest_m(event, segments(through)) == 0.0


def test_a_village_in_the_hole_of_an_event_is_near_but_not_in_it():
    event = rings(shapely.to_wkb(event_at(-74.0, -8.0, size=0.004, hole=True)))
    village = np.array([[-73.998, -7.998, -73.998, -7.998]])
    # the hole reaches 0.001 degrees to each side; a degree of longitude is the shorter one: 0.001 * 110,240 m
    assert nearest_m(event, segments(village)) == pytest.approx(GEOD.inv(-73.998, -7.998, -73.997, -7.998)[2], rel=1e-3)


def test_nothing_within_a_hundred_kilometres_is_nothing():
    event = rings(shapely.to_wkb(event_at(-74.0, -8.0)))
    assert nearest_m(event, segments(np.array([[-70.0, -8.0, -70.0, -8.0]]))) is None
    assert nearest_m(event, segments(np.zeros((0, 4)))) is None
