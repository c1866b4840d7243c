"""Places carried from zone to zone, held against pyproj's own way through degrees and against the symmetry of two zones."""

from __future__ import annotations

import math

import pytest
from pyproj import Transformer

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.host.zones import are_of_one_datum, carried_places

# Caballococha, Purús and the limit of zones in Amazonas
CORNERS = [(-70.52, -3.91), (-71.2, -10.1), (-72.0, -8.5), (-72.4, -11.0)]


def utm(epsg: int, corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    to_utm = Transformer.from_crs(4326, epsg, always_xy=True)
    return [to_utm.transform(longitude, latitude) for longitude, latitude in corners]


@pytest.mark.parametrize(("source", "target"), [(32718, 32719), (32719, 32718), (5387, 32719), (32618, 32718)])
def test_places_are_carried_to_where_pyproj_puts_them(source: int, target: int) -> None:
    found = carried_places(utm(source, CORNERS), source, target)

    # from Peru96 pyproj goes by the two ellipsoids, whose axes differ by a tenth of a millimetre
    tolerance = 2e-4 if source == 5387 else 1e-6
    assert max(map(math.dist, found, utm(target, CORNERS))) < tolerance


def test_on_the_meridian_between_two_zones_the_eastings_lie_opposite() -> None:
    # 78° W is 3° from both central meridians: 500 000 + d in zone 17, 500 000 - d in zone 18, as far north in both
    place = utm(32717, [(-78.0, -5.0)])[0]

    (easting, northing), = carried_places([place], 32717, 32718)  # fmt: skip

    assert easting - 500_000.0 == pytest.approx(500_000.0 - place[0], abs=1e-6)
    assert northing == pytest.approx(place[1], abs=1e-6)


def test_there_and_back_is_the_same_place_and_the_own_zone_changes_nothing() -> None:
    places = [(833_978.56, 9_060_321.23), (812_345.67, 8_771_234.56), (1_050_000.0, 9_000_000.0)]

    back = carried_places(carried_places(places, 32718, 32719), 32719, 32718)

    assert max(map(math.dist, back, places)) < 1e-6
    assert carried_places(places, 32718, 32718) == places
    assert carried_places([], 32718, 24879) == []


@pytest.mark.parametrize(("source", "target"), [(24878, 32719), (4326, 32718), (32718, 999_999), (3857, 32718)])
def test_another_datum_and_what_is_no_zone_are_refused(source: int, target: int) -> None:
    with pytest.raises(InputError) as refused:
        carried_places([(500_000.0, 9_000_000.0)], source, target)

    assert refused.value.message.id == "territory.untransformable"
    assert not are_of_one_datum(source, target)


def test_a_place_where_the_zone_has_none_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        carried_places([(500_000.0, 9_000_000.0), (math.inf, 0.0)], 32718, 32719)

    assert refused.value.message.id == "territory.untransformable"


def test_zones_of_one_old_datum_are_carried_among_themselves() -> None:
    assert are_of_one_datum(24877, 24878)
    (found,) = carried_places([(500_000.0, 9_400_000.0)], 24877, 24878)
    expected = Transformer.from_crs(24877, 24878, always_xy=True).transform(500_000.0, 9_400_000.0)
    assert math.dist(found, expected) < 1e-6
