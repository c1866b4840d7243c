"""Pixels joined to events, against a brute-force search and scipy's labelling."""

from __future__ import annotations

import datetime
from collections import deque

import numpy as np
import pytest
import shapely
from scipy import ndimage

from rainforest_alert_plugin.alerts.encoding import unix_day
from rainforest_alert_plugin.alerts.events import (
    UNLIMITED,
    event_ids,
    find_neighbours,
    growth_of,
    join_events,
    label_pixels,
)
from rainforest_alert_plugin.alerts.outlines import outlines
from rainforest_alert_plugin.geo.wkb import multipolygons

NORTH_UP = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)


def searched(row, col, day, window_days, diagonals=True):
    """Components by breadth-first search over single pixels: slow, and independent of the code under test."""
    where = {(r, c): i for i, (r, c) in enumerate(zip(row.tolist(), col.tolist()))}
    label = [-1] * len(row)
    count = 0
    for first in range(len(row)):
        if label[first] >= 0:
            continue
        label[first] = count
        waiting = deque([first])
        while waiting:
            at = waiting.popleft()
            for down in (-1, 0, 1):
                for right in (-1, 0, 1):
                    if not diagonals and down and right:
                        continue
                    other = where.get((int(row[at]) + down, int(col[at]) + right), -1)
                    if other >= 0 and label[other] < 0 and abs(int(day[at]) - int(day[other])) <= window_days:
                        label[other] = count
                        waiting.append(other)
        count += 1
    return np.array(label), count


def random_grids(seed, count=150):
    generator = np.random.default_rng(seed)
    for _ in range(count):
        height, width = generator.integers(1, 16, 2)
        filled = generator.random((height, width)) < generator.uniform(0.05, 1.0)
        row, col = np.nonzero(filled)
        if len(row):
            yield filled, row, col, generator.integers(0, 200, len(row)), int(width)


@pytest.mark.parametrize("window_days", [0, 1, 30, 60, 90, 199])
def test_neighbours_join_pair_by_pair_within_the_window_as_a_brute_force_search_finds_them(window_days):
    for _, row, col, day, width in random_grids(window_days):
        label, count = label_pixels(find_neighbours(row, col, width), day, window_days)
        expected, expected_count = searched(row, col, day, window_days)
        assert count == expected_count
        assert label.tolist() == expected.tolist()


def test_without_a_window_events_are_the_components_of_scipy():
    for filled, row, col, day, width in random_grids(7):
        label, count = label_pixels(find_neighbours(row, col, width), day, UNLIMITED)
        expected, expected_count = ndimage.label(filled, np.ones((3, 3)))
        assert count == expected_count
        assert len(set(zip(label.tolist(), expected[row, col].tolist()))) == count


def test_without_diagonals_only_sides_join():
    for filled, row, col, day, width in random_grids(11, 50):
        label, count = label_pixels(find_neighbours(row, col, width), day, UNLIMITED, with_diagonals=False)
        expected, expected_count = ndimage.label(filled)
        assert (count, len(set(zip(label.tolist(), expected[row, col].tolist())))) == (expected_count, expected_count)


def test_the_end_of_a_row_does_not_touch_the_start_of_the_next():
    row, col = np.array([0, 1]), np.array([4, 0])
    assert label_pixels(find_neighbours(row, col, 5), np.zeros(2, int), 90)[1] == 2


def test_a_chain_of_close_dates_is_one_event_though_its_ends_lie_far_apart():
    row, col, day = np.zeros(3, int), np.arange(3), np.array([0, 90, 180])
    assert label_pixels(find_neighbours(row, col, 3), day, 90)[1] == 1
    assert label_pixels(find_neighbours(row, col, 3), day, 89)[1] == 3


def test_dates_and_confidence_area_and_growth_of_an_event():
    # Two pixels side by side and one below: days 10, 12, 12; areas 0.01, 0.02 and 0.03 ha. A fourth pixel stands alone.
    row, col = np.array([0, 0, 1, 5]), np.array([0, 1, 1, 5])
    day = np.array([12, 10, 12, 400])
    confidence = np.array([1, 3, 2, 1], np.uint8)
    area = np.array([0.01, 0.02, 0.03, 0.04])
    events = join_events(row, col, day, confidence, 6, area, 90)
    assert (events.first_day.tolist(), events.last_day.tolist()) == ([10, 400], [12, 400])
    assert (events.pixel_count.tolist(), events.max_confidence.tolist()) == ([3, 1], [3, 1])
    assert events.area_ha == pytest.approx([0.06, 0.04])
    assert events.earliest.tolist() == [1, 3]
    growth = growth_of(events, day, area)
    assert growth.of(0) == pytest.approx({datetime.date(1970, 1, 11): 0.02, datetime.date(1970, 1, 13): 0.04})


def test_growth_adds_up_to_the_area_of_every_event():
    for _, row, col, day, width in random_grids(3, 40):
        area = np.random.default_rng(1).random(len(row))
        events = join_events(row, col, day, np.ones(len(row), np.uint8), width, area, 20)
        growth = growth_of(events, day, area)
        assert np.bincount(growth.event, growth.area_ha) == pytest.approx(events.area_ha)


def test_events_left_out_take_their_pixels_with_them():
    row, col = np.array([0, 0, 3]), np.array([0, 1, 3])
    events = join_events(row, col, np.zeros(3, int), np.ones(3, np.uint8), 4, np.ones(3), 90)
    kept = events.keep(np.array([False, True]))
    assert (kept.label.tolist(), kept.pixel_count.tolist(), kept.earliest.tolist()) == ([-1, -1, 0], [1], [2])


def test_no_pixels_make_no_events():
    nothing = np.zeros(0, int)
    events = join_events(nothing, nothing, nothing, np.zeros(0, np.uint8), 10, np.zeros(0), 90)
    assert len(events) == 0
    assert outlines(nothing, nothing, events.label, 0, 10, NORTH_UP).count == 0


def test_an_event_keeps_its_name_while_it_grows_and_whatever_window_it_is_read_in():
    day = unix_day(datetime.date(2026, 10, 2))
    names = event_ids("gfw_integrated", np.array([day]), np.array([-74.123449999999]), np.array([-8.54321]))
    again = event_ids("gfw_integrated", np.array([day]), np.array([-74.12345]), np.array([-8.543210000001]))
    assert names == again
    others = {
        *event_ids("radd", np.array([day]), np.array([-74.12345]), np.array([-8.54321])),
        *event_ids("gfw_integrated", np.array([day + 1]), np.array([-74.12345]), np.array([-8.54321])),
        *event_ids("gfw_integrated", np.array([day]), np.array([-74.12335]), np.array([-8.54321])),
    }
    assert len(others | set(names)) == 4


@pytest.mark.parametrize("window_days", [0, 60, UNLIMITED])
def test_outlines_are_valid_and_cover_exactly_the_pixels(window_days):
    for _, row, col, day, width in random_grids(23, 60):
        label, count = label_pixels(find_neighbours(row, col, width), day, window_days)
        drawn = multipolygons(outlines(row, col, label, count, width, NORTH_UP))
        for event, wkb in enumerate(drawn):
            shape = shapely.from_wkb(wkb)
            mine = label == event
            squares = shapely.box(col[mine], -row[mine] - 1, col[mine] + 1, -row[mine])
            assert shape.is_valid, shapely.is_valid_reason(shape)
            assert shape.equals(shapely.union_all(squares))


def test_pixels_that_meet_in_a_corner_are_two_parts_of_one_event():
    row, col = np.array([0, 1]), np.array([0, 1])
    shape = shapely.from_wkb(multipolygons(outlines(row, col, np.zeros(2, int), 1, 2, NORTH_UP))[0])
    assert [part.area for part in shape.geoms] == [1.0, 1.0]


def test_a_ring_of_pixels_closed_in_a_corner_has_a_hole_that_touches_its_shell():
    # X X X      The hole in the middle meets the outside in one point, where two pixels touch.
    # X . X
    # X X .
    row, col = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 0, 2, 0, 1])
    shape = shapely.from_wkb(multipolygons(outlines(row, col, np.zeros(7, int), 1, 3, NORTH_UP))[0])
    assert shape.is_valid
    assert (len(shape.geoms), len(shape.geoms[0].interiors), shape.area) == (1, 1, 7.0)


def test_an_outline_has_no_corner_on_a_straight_side():
    row, col = np.divmod(np.arange(12), 4)
    rings = outlines(row, col, np.zeros(12, int), 1, 4, (-70.0, 0.5, 0.0, -8.0, 0.0, -0.5))
    assert len(rings.xy) == 5
    assert shapely.from_wkb(multipolygons(rings)[0]).equals(shapely.box(-70.0, -9.5, -68.0, -8.0))


def test_the_outline_of_a_turned_raster_is_turned_too():
    # 30 degrees: corners of the pixel in row 0, column 1 by hand, x = 0.866 col + 0.5 row, y = 0.5 col - 0.866 row
    c, s = 3**0.5 / 2, 0.5
    rings = outlines(np.array([0]), np.array([1]), np.zeros(1, int), 1, 4, (0.0, c, s, 0.0, s, -c))
    shape = shapely.from_wkb(multipolygons(rings)[0])
    assert shape.equals_exact(
        shapely.Polygon([(c, s), (2 * c, 2 * s), (2 * c + s, 2 * s - c), (c + s, s - c)]), 1e-12
    ) or (
        shape.symmetric_difference(
            shapely.Polygon([(c, s), (2 * c, 2 * s), (2 * c + s, 2 * s - c), (c + s, s - c)])
        ).area
        < 1e-12
    )
