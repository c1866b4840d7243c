"""Zones that a territory reaches into; places on the meridian between two zones by pyproj."""

from __future__ import annotations

import pyproj
import pytest

from rainforest_alert_plugin.titling.technical_table import SurveyedBoundary, SurveyedRing, build_technical_table
from rainforest_alert_plugin.titling.zones import crossed_zones
from tests.unit.titling.test_package import PERU


@pytest.mark.parametrize(
    ("west", "east", "zones"),
    [
        (-72.05, -72.0, ()),
        (-78.0, -77.95, ()),
        (-72.05, -71.9999999, ("18S", "19S")),
        (-78.0000001, -77.95, ("17S", "18S")),
        (-78.01, -71.99, ("17S", "18S", "19S")),
    ],
)
def test_a_boundary_along_the_meridian_between_two_zones_does_not_cross_it(west, east, zones):
    to_zone = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32718", always_xy=True)
    ring = [to_zone.transform(*place) for place in ((west, -8.05), (west, -8.0), (east, -8.0), (east, -8.05))]
    boundary = SurveyedBoundary(((SurveyedRing(tuple(ring)),),), "EPSG:32718", "18S")
    assert crossed_zones(build_technical_table(boundary, PERU)) == zones
