"""Several sources, one truth: each clearing once, with what each source saw of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely
from osgeo import osr
from pyproj import Geod
from shapely.ops import unary_union

from rainforest_alert_plugin.alerts.event_search import EventSearch
from rainforest_alert_plugin.alerts.joint_events import events_of_sources, source_of_points
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.geo.features import PolygonFeature

RADD_DEG, GLAD_DEG = 0.0001, 0.00025
DAY = np.datetime64("2024-05-01", "D").astype(int)


def wgs84() -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return reference.ExportToWkt()


def alerts(source, size, cells, day=0, confidence=1, area_ha=np.nan):
    """Pixels (column, row) of a grid of `size` degrees that starts at 74° W, 8° S."""
    col, row = np.array(cells, float).T
    x, y = -74.0 + (col + 0.5) * size, -8.0 - (row + 0.5) * size
    days = np.full(len(x), DAY + day, np.int64)
    conf = np.full(len(x), confidence, np.uint8)
    return source_of_points(source, x, y, days, conf, np.full(len(x), area_ha), wgs84(), size)


def block(first_col, first_row, across, down):
    return [(first_col + i, first_row + j) for j in range(down) for i in range(across)]


def events(*parts, territories=None, **search):
    return events_of_sources(parts, wgs84(), territories, EventSearch(**search))


def box(size, col, row, across, down):
    return shapely.box(-74 + col * size, -8 - (row + down) * size, -74 + (col + across) * size, -8 - row * size)


def hectares(shape):
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(shape, 1e-5))[0]) / 1e4


def test_a_clearing_seen_by_two_systems_is_one_event_that_lists_each_with_its_dates_and_confidence():
    radd = alerts("radd", RADD_DEG, block(0, 0, 5, 5), day=10, confidence=2)
    glad = alerts("glad_l", GLAD_DEG, block(1, 1, 2, 2), day=0, confidence=1)
    (event,), said = events(radd, glad)
    assert said == []
    assert (event.first_date, event.last_date, event.max_confidence) == (date(2024, 5, 1), date(2024, 5, 11), "high")
    assert event.source == "glad_l+radd"
    assert [(s.source, s.first_date, s.last_date, s.max_confidence, s.pixel_count) for s in event.sources] == [
        ("glad_l", date(2024, 5, 1), date(2024, 5, 1), "low", 4),
        ("radd", date(2024, 5, 11), date(2024, 5, 11), "high", 25),
    ]
    # RADD covers 0 to 5 pixels of 0.0001 degrees, GLAD 2.5 to 7.5 of them: a quarter of each lies on the other.
    expected = unary_union([box(RADD_DEG, 0, 0, 5, 5), box(GLAD_DEG, 1, 1, 2, 2)])
    drawn = shapely.from_wkb(event.wkb)
    assert drawn.is_valid
    assert drawn.symmetric_difference(expected).area < 1e-6 * expected.area
    assert event.area_ha == pytest.approx(hectares(expected), rel=1e-6)
    assert event.area_ha < sum(share.area_ha for share in event.sources)
    assert sum(event.growth.values()) == pytest.approx(event.area_ha)
    assert set(event.growth) == {date(2024, 5, 1), date(2024, 5, 11)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_the_sources_changes_nothing_not_even_the_identities(order):
    rng = np.random.default_rng(5)
    sources = [
        alerts(name, size, np.unique(rng.integers(0, most, (120, 2)), axis=0), day=day)
        for name, size, most, day in (
            ("radd", RADD_DEG, 50, 3),
            ("glad_l", GLAD_DEG, 20, 0),
            ("glad_s2", RADD_DEG, 50, 95),
        )
    ]
    assert events(*(sources[index] for index in order)) == events(*sources)


def test_one_source_gives_the_events_and_the_identities_it_gives_alone():
    from rainforest_alert_plugin.alerts.event_search import EventPoints, events_of_points

    rng = np.random.default_rng(6)
    part = alerts("radd", RADD_DEG, np.unique(rng.integers(0, 40, (300, 2)), axis=0))
    points = EventPoints(
        part.x, part.y, part.day, part.confidence, wgs84(), "radd", "layer", part.area_ha, np.full(len(part.x), "radd")
    )
    alone, _ = events_of_points(points, None, EventSearch(), RADD_DEG)
    together, _ = events(part)
    assert {event.event_id: event.pixel_count for event in together} == {
        event.event_id: event.pixel_count for event in alone
    }
    assert sum(event.area_ha for event in together) == pytest.approx(sum(event.area_ha for event in alone))
    assert {event.event_id: event.sources for event in alone} == {
        event.event_id: tuple(
            type(share)(
                share.source,
                share.first_date,
                share.last_date,
                share.max_confidence,
                share.pixel_count,
                pytest.approx(share.area_ha),
            )
            for share in event.sources
        )
        for event in together
    }


def test_systems_that_saw_the_same_place_half_a_year_apart_give_two_events():
    found, _ = events(alerts("radd", RADD_DEG, [(0, 0)]), alerts("glad_l", GLAD_DEG, [(0, 0)], day=180))
    assert len(found) == 2


def test_alerts_that_lie_on_no_grid_are_squares_of_their_area():
    # Two pixels of 30 m in UTM, slanted by 2 degrees: centres 30 m apart; 30 m are 0.000269 degrees of latitude here.
    side = 0.000271
    x = -74.0 + np.array([0.0, 0.000273, 0.01])
    y = -8.0 + np.array([0.0, 0.0000095, 0.0000337])
    part = source_of_points(
        "dist_alert", x, y, np.full(3, DAY), np.full(3, 2, np.uint8), np.full(3, 0.09), wgs84(), GLAD_DEG
    )
    assert part.row is None
    assert part.half_y * 2 == pytest.approx(side, rel=2e-2)
    found, _ = events(part)
    assert sorted(event.pixel_count for event in found) == [1, 2]
    assert sorted(event.area_ha for event in found) == pytest.approx([0.09, 0.18], rel=5e-3)


@pytest.mark.parametrize("source", ["viirs", "unheard_of"])
def test_fires_and_other_places_without_a_size_are_no_clearing(source):
    with pytest.raises(InputError) as caught:
        source_of_points(
            source,
            np.array([-74.0, -73.9123, -73.87]),
            np.array([-8.0, -8.1, -8.3]),
            np.full(3, DAY),
            np.ones(3, np.uint8),
            np.full(3, np.nan),
            wgs84(),
        )
    assert caught.value.message.id == "alerts.source_without_size"
    assert caught.value.message.facts["count"] == 3


def test_only_events_with_a_pixel_in_a_territory_are_kept_and_small_ones_are_counted():
    territory = PolygonFeature("CN1", shapely.to_wkb(box(RADD_DEG, 0, 0, 10, 10)))
    parts = alerts("radd", RADD_DEG, [*block(8, 8, 4, 4), (2, 2), (30, 30)]), alerts("glad_l", GLAD_DEG, [(40, 40)])
    found, said = events(*parts, territories=[territory], min_area_ha=0.05)
    assert [(event.pixel_count, event.territory_id) for event in found] == [(16, "CN1")]
    assert [message.id for message in said] == ["alerts.small_events"]
    assert said[0].facts["count"] == 1
