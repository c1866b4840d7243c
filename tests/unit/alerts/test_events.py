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
            yield filled, row, col, generator.integers(0, 200, len(row))


@pytest.mark.parametrize("window_days", [0, 1, 30, 60, 90, 199])
def test_neighbours_join_pair_by_pair_within_the_window_as_a_brute_force_search_finds_them(window_days):
    for _, row, col, day in random_grids(window_days):
        label, count = label_pixels(row, col, day, window_days)
        expected, expected_count = searched(row, col, day, window_days)
        assert count == expected_count
        assert label.tolist() == expected.tolist()


def long_runs(generator, height, width):
    """Filled but for a few pixels, with dates that drift along the rows, jump in places and are all alike in others."""
    filled = generator.random((height, width)) < generator.choice([0.9, 0.99, 1.0])
    drift = np.cumsum(generator.integers(0, 3, (height, width)), axis=1) * generator.integers(0, 3, (height, 1))
    jumps = generator.integers(0, 2, (height, width)) * generator.choice([0, 7, 400])
    row, col = np.nonzero(filled)
    return filled, row, col, (drift + jumps)[row, col]


def combs(generator, height, width):
    """Teeth joined at one end only: events that are told to be one very late."""
    filled = np.zeros((height, width), bool)
    filled[:, ::2] = True
    filled[generator.choice([0, height - 1])] = True
    row, col = np.nonzero(filled)
    return filled, row, col, generator.integers(0, 3, len(row))


def far_apart(generator, height, width):
    """A few pixels in a raster of 2,000,000 columns, in clumps: more places than 32 bits count."""
    row, col = np.nonzero(generator.random((height, width)) < 0.5)
    return None, row * 1 + generator.integers(0, 2) * 10**6, col * 1 + 1_999_000, generator.integers(0, 9, len(row))


@pytest.mark.parametrize("window_days", [0, 1, 6, 399, UNLIMITED])
@pytest.mark.parametrize("draw", [long_runs, combs, far_apart], ids=["long runs", "combs", "far apart"])
def test_other_patterns_too_are_joined_and_drawn_as_a_brute_force_search_finds_them(draw, window_days):
    generator = np.random.default_rng(window_days % 1000)
    for _ in range(25):
        _, row, col, day = draw(generator, *generator.integers(1, 24, 2))
        if not len(row):
            continue
        for diagonals in (True, False):
            label, count = label_pixels(row, col, day, window_days, diagonals)
            expected, expected_count = searched(row, col, day, window_days, diagonals)
            assert (count, label.tolist()) == (expected_count, expected.tolist())
        label, count = label_pixels(row, col, day, window_days)
        for event, wkb in enumerate(multipolygons(outlines(row, col, label, count, NORTH_UP))):
            shape, mine = shapely.from_wkb(wkb), label == event
            assert shape.is_valid, shapely.is_valid_reason(shape)
            assert shape.equals(shapely.union_all(shapely.box(col[mine], -row[mine] - 1, col[mine] + 1, -row[mine])))


@pytest.mark.parametrize("away", [32_764, 3_000_000], ids=["just fit", "need more"])
def test_a_raster_whose_places_just_fit_into_32_bits_or_need_more_is_joined_and_drawn(away):
    # two squares of 2 x 2 pixels, as many rows as columns apart, by hand
    row = np.array([0, 0, 1, 1, away, away, away + 1, away + 1])
    col = np.array([0, 1, 0, 1, away, away + 1, away, away + 1])
    label, count = label_pixels(row, col, np.zeros(8, int), 90)
    assert (label.tolist(), count) == ([0, 0, 0, 0, 1, 1, 1, 1], 2)
    drawn = [shapely.from_wkb(wkb) for wkb in multipolygons(outlines(row, col, label, 2, NORTH_UP))]
    assert drawn[0].equals(shapely.box(0, -2, 2, 0))
    assert drawn[1].equals(shapely.box(away, -away - 2, away + 2, -away))


def test_one_pixel_is_one_event_with_a_square():
    row, col = np.array([7]), np.array([3])
    events = join_events(row, col, np.array([19000]), np.array([2], np.uint8), np.array([0.09]), 0)
    assert (len(events), events.label.tolist(), events.first_day.tolist(), events.last_day.tolist()) == (
        1,
        [0],
        [19000],
        [19000],
    )
    assert (events.pixel_count.tolist(), events.area_ha.tolist(), events.max_confidence.tolist()) == ([1], [0.09], [2])
    assert shapely.from_wkb(multipolygons(outlines(row, col, events.label, 1, NORTH_UP))[0]).equals(
        shapely.box(3, -8, 4, -7)
    )


@pytest.mark.parametrize("window_days", [0, 3, 60, UNLIMITED])
def test_what_an_event_is_said_to_be_is_what_its_pixels_are(window_days):
    generator = np.random.default_rng(5)
    for _, row, col, day in random_grids(29, 60):
        confidence = generator.integers(1, 4, len(row)).astype(np.uint8)
        area = generator.random(len(row))
        events = join_events(row, col, day, confidence, area, window_days)
        for event in range(len(events)):
            mine = np.flatnonzero(events.label == event)
            earliest = min(mine.tolist(), key=lambda pixel: (day[pixel], pixel))
            assert events.earliest[event] == earliest
            assert (events.first_day[event], events.last_day[event]) == (day[mine].min(), day[mine].max())
            assert (events.pixel_count[event], events.max_confidence[event]) == (len(mine), confidence[mine].max())
            assert events.area_ha[event] == pytest.approx(area[mine].sum(), rel=1e-12)


def test_a_snail_is_one_ring_and_many_are_told_apart():
    # A spiral one pixel wide makes one ring of hundreds of edges; fifty of them are walked in step.
    size = 41
    spiral = np.zeros((size, size), bool)
    row, col, down, right, length = size // 2, size // 2, 0, 1, 2
    spiral[row, col] = True
    while True:
        for _ in range(2):
            for _ in range(length):
                row, col = row + down, col + right
                if not (0 <= row < size and 0 <= col < size):
                    break
                spiral[row, col] = True
            down, right = right, -down
        if not (0 <= row < size and 0 <= col < size):
            break
        length += 2
    for times in (1, 50):
        wide = np.zeros((size, (size + 1) * times), bool)
        for number in range(times):
            wide[:, number * (size + 1) : number * (size + 1) + size] = spiral
        row, col = np.nonzero(wide)
        label, count = label_pixels(row, col, np.zeros(len(row), int), 0)
        drawn = multipolygons(outlines(row, col, label, count, NORTH_UP))
        for event, wkb in enumerate(drawn):
            mine = label == event
            shape = shapely.from_wkb(wkb)
            assert shape.is_valid
            assert shape.equals(shapely.union_all(shapely.box(col[mine], -row[mine] - 1, col[mine] + 1, -row[mine])))


def test_without_a_window_events_are_the_components_of_scipy():
    for filled, row, col, day in random_grids(7):
        label, count = label_pixels(row, col, day, UNLIMITED)
        expected, expected_count = ndimage.label(filled, np.ones((3, 3)))
        assert count == expected_count
        assert len(set(zip(label.tolist(), expected[row, col].tolist()))) == count


def test_without_diagonals_only_sides_join():
    for filled, row, col, day in random_grids(11, 50):
        label, count = label_pixels(row, col, day, UNLIMITED, with_diagonals=False)
        expected, expected_count = ndimage.label(filled)
        assert (count, len(set(zip(label.tolist(), expected[row, col].tolist())))) == (expected_count, expected_count)


def test_the_end_of_a_row_does_not_touch_the_start_of_the_next():
    row, col = np.array([0, 1]), np.array([4, 0])
    assert label_pixels(row, col, np.zeros(2, int), 90)[1] == 2


def test_a_chain_of_close_dates_is_one_event_though_its_ends_lie_far_apart():
    row, col, day = np.zeros(3, int), np.arange(3), np.array([0, 90, 180])
    assert label_pixels(row, col, day, 90)[1] == 1
    assert label_pixels(row, col, day, 89)[1] == 3


def test_dates_and_confidence_area_and_growth_of_an_event():
    # Two pixels side by side and one below: days 10, 12, 12; areas 0.01, 0.02 and 0.03 ha. A fourth pixel stands alone.
    row, col = np.array([0, 0, 1, 5]), np.array([0, 1, 1, 5])
    day = np.array([12, 10, 12, 400])
    confidence = np.array([1, 3, 2, 1], np.uint8)
    area = np.array([0.01, 0.02, 0.03, 0.04])
    events = join_events(row, col, day, confidence, area, 90)
    assert (events.first_day.tolist(), events.last_day.tolist()) == ([10, 400], [12, 400])
    assert (events.pixel_count.tolist(), events.max_confidence.tolist()) == ([3, 1], [3, 1])
    assert events.area_ha == pytest.approx([0.06, 0.04])
    assert events.earliest.tolist() == [1, 3]
    growth = growth_of(events, day, area)
    assert growth.of(0) == pytest.approx({datetime.date(1970, 1, 11): 0.02, datetime.date(1970, 1, 13): 0.04})


def test_growth_adds_up_to_the_area_of_every_event():
    for _, row, col, day in random_grids(3, 40):
        area = np.random.default_rng(1).random(len(row))
        events = join_events(row, col, day, np.ones(len(row), np.uint8), area, 20)
        growth = growth_of(events, day, area)
        assert np.bincount(growth.event, growth.area_ha) == pytest.approx(events.area_ha)


def test_events_left_out_take_their_pixels_with_them():
    row, col = np.array([0, 0, 3]), np.array([0, 1, 3])
    events = join_events(row, col, np.zeros(3, int), np.ones(3, np.uint8), np.ones(3), 90)
    kept = events.keep(np.array([False, True]))
    assert (kept.label.tolist(), kept.pixel_count.tolist(), kept.earliest.tolist()) == ([-1, -1, 0], [1], [2])


def test_no_pixels_make_no_events():
    nothing = np.zeros(0, int)
    events = join_events(nothing, nothing, nothing, np.zeros(0, np.uint8), np.zeros(0), 90)
    assert len(events) == 0
    assert outlines(nothing, nothing, events.label, 0, NORTH_UP).count == 0


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
    for _, row, col, day in random_grids(23, 60):
        label, count = label_pixels(row, col, day, window_days)
        drawn = multipolygons(outlines(row, col, label, count, NORTH_UP))
        for event, wkb in enumerate(drawn):
            shape = shapely.from_wkb(wkb)
            mine = label == event
            squares = shapely.box(col[mine], -row[mine] - 1, col[mine] + 1, -row[mine])
            assert shape.is_valid, shapely.is_valid_reason(shape)
            assert shape.equals(shapely.union_all(squares))


def test_pixels_that_meet_in_a_corner_are_two_parts_of_one_event():
    row, col = np.array([0, 1]), np.array([0, 1])
    shape = shapely.from_wkb(multipolygons(outlines(row, col, np.zeros(2, int), 1, NORTH_UP))[0])
    assert [part.area for part in shape.geoms] == [1.0, 1.0]


def test_a_ring_of_pixels_closed_in_a_corner_has_a_hole_that_touches_its_shell():
    # X X X      The hole in the middle meets the outside in one point, where two pixels touch.
    # X . X
    # X X .
    row, col = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 0, 2, 0, 1])
    shape = shapely.from_wkb(multipolygons(outlines(row, col, np.zeros(7, int), 1, NORTH_UP))[0])
    assert shape.is_valid
    assert (len(shape.geoms), len(shape.geoms[0].interiors), shape.area) == (1, 1, 7.0)


def test_an_outline_has_no_corner_on_a_straight_side():
    row, col = np.divmod(np.arange(12), 4)
    rings = outlines(row, col, np.zeros(12, int), 1, (-70.0, 0.5, 0.0, -8.0, 0.0, -0.5))
    assert len(rings.xy) == 5
    assert shapely.from_wkb(multipolygons(rings)[0]).equals(shapely.box(-70.0, -9.5, -68.0, -8.0))


def test_the_outline_of_a_turned_raster_is_turned_too():
    # 30 degrees: corners of the pixel in row 0, column 1 by hand, x = 0.866 col + 0.5 row, y = 0.5 col - 0.866 row
    c, s = 3**0.5 / 2, 0.5
    rings = outlines(np.array([0]), np.array([1]), np.zeros(1, int), 1, (0.0, c, s, 0.0, s, -c))
    shape = shapely.from_wkb(multipolygons(rings)[0])
    assert shape.equals_exact(
        shapely.Polygon([(c, s), (2 * c, 2 * s), (2 * c + s, 2 * s - c), (c + s, s - c)]), 1e-12
    ) or (
        shape.symmetric_difference(
            shapely.Polygon([(c, s), (2 * c, 2 * s), (2 * c + s, 2 * s - c), (c + s, s - c)])
        ).area
        < 1e-12
    )
