"""UTM zones of known places."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.geo.utm import utm_epsg, utm_zone


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "epsg"),
    [
        ("Iquitos", -73.25, -3.75, 32718),
        ("Puerto Maldonado", -69.18, -12.59, 32719),
        ("San Ignacio, Cajamarca", -79.0, -5.14, 32717),
        ("Oiapoque, north of the equator", -51.83, 3.84, 32622),
        ("Macapá, on the equator", -51.07, 0.0, 32622),
    ],
)
def test_places_lie_in_the_zone_their_maps_are_printed_in(place, longitude, latitude, epsg):
    assert utm_epsg(longitude, latitude) == epsg


def test_a_meridian_between_zones_belongs_to_the_eastern_one():
    assert [utm_zone(lon) for lon in (-78.000001, -78.0, -72.0, 180.0, -180.0)] == [17, 18, 19, 1, 1]
