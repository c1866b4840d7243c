"""The four steps from a track to a boundary, held to shapely and to hand-made cases."""

from __future__ import annotations

import gpxpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_feature import vertices_of
from rainforest_alert_plugin.territory.plane import in_metres
from rainforest_alert_plugin.territory.track import (
    close_ring,
    default_tolerance_m,
    remove_outliers,
    simplify,
    snap_to_lines,
    trim_ends,
)

DECIMETRES = st.integers(-5000, 5000).map(lambda value: value / 10.0)


def walk(xy, seconds=None, sigma=None):
    time = None if seconds is None else np.datetime64("2026-01-01T00:00:00.000") + np.array(seconds, "m8[s]")
    return vertices_of(xy, None, sigma, time)


def test_trimming_keeps_both_ends_chosen_and_can_be_undone():
    track = walk([[i, 0] for i in range(6)])

    step = trim_ends(track, 1, 4)

    assert step.after["x"].tolist() == [1, 2, 3, 4]
    assert step.removed.tolist() == [0, 5]
    assert step.before is track


@pytest.mark.parametrize(("first", "last"), [(3, 3), (4, 2), (-1, 2), (0, 6)])
def test_ends_that_leave_no_track_are_refused(first, last):
    with pytest.raises(InputError, match="bad_ends"):
        trim_ends(walk([[i, 0] for i in range(6)]), first, last)


def test_a_jump_away_and_back_is_taken_out_by_speed():
    # 1 m/s along a line, one fix a minute; the fourth lies 900 m off: 15 m/s there and back
    track = walk([[0, 0], [60, 0], [120, 0], [180, 900], [240, 0], [300, 0]], [0, 60, 120, 180, 240, 300])

    step = remove_outliers(track, max_speed_m_s=3.0)

    assert step.removed.tolist() == [3]
    assert step.after["x"].tolist() == [0, 60, 120, 240, 300]


def test_a_first_fix_far_away_does_not_take_the_rest_with_it():
    track = walk([[9000, 0], [0, 0], [60, 0], [120, 0], [180, 0]], [0, 1, 61, 121, 181])

    assert remove_outliers(track, 3.0).removed.tolist() == [0]


def test_fixes_with_a_poor_sigma_are_taken_out_and_those_that_state_none_stay():
    track = walk([[0, 0], [1, 0], [2, 0]], sigma=[2.0, 40.0, np.nan])

    assert remove_outliers(track, max_sigma_m=10.0).removed.tolist() == [1]


def test_tolerance_is_twice_the_median_sigma():
    assert default_tolerance_m(walk([[0, 0]] * 3, sigma=[2.0, 3.0, 40.0])) == 6.0


def test_without_any_sigma_the_tolerance_must_be_given():
    with pytest.raises(InputError, match="no_tolerance"):
        simplify(walk([[0, 0], [1, 0]]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DECIMETRES, DECIMETRES), min_size=3, max_size=40), st.integers(1, 80))
def test_no_vertex_departs_further_than_the_tolerance_and_the_largest_departure_is_told(places, tolerance):
    track = walk(places)

    step = simplify(track, tolerance)

    kept = np.setdiff1d(np.arange(len(track)), step.removed)
    assert kept[0] == 0
    assert kept[-1] == len(track) - 1
    departures = [0.0]
    for start, stop in zip(kept[:-1], kept[1:]):
        is_place = places[start] == places[stop]
        side = Point(places[start]) if is_place else LineString([places[start], places[stop]])
        departures += [side.distance(Point(places[i])) for i in range(start + 1, stop)]
    assert max(departures) <= tolerance + 1e-9
    assert step.largest_m == pytest.approx(max(departures), abs=1e-6)


@pytest.mark.realdata
def test_a_real_walk_is_simplified_to_the_vertices_that_shapely_keeps(shared_data):
    path = shared_data / "geo" / "field-gpx" / "korita-zbevnica.gpx"
    with path.open(encoding="utf-8") as file:
        points = max((s.points for t in gpxpy.parse(file).tracks for s in t.segments), key=len)
    degrees = np.array([[p.longitude, p.latitude] for p in points])
    metres = in_metres(degrees[:, 0], degrees[:, 1], 4326)

    step = simplify(vertices_of(metres), 10.0)

    expected = LineString(metres).simplify(10.0, preserve_topology=False)
    assert np.column_stack([step.after["x"], step.after["y"]]) == pytest.approx(np.array(expected.coords))
    assert len(step.after) < len(points) / 3


def test_closing_adds_the_side_back_and_tells_its_length():
    step = close_ring(walk([[0, 0], [30, 0], [30, 40]]))

    assert step.after["x"].tolist() == [0, 30, 30, 0]
    assert step.largest_m == 50.0


def test_a_track_there_and_back_closes_no_boundary():
    with pytest.raises(InputError, match="too_short"):
        close_ring(walk([[0, 0], [30, 0], [0, 0]]))


def test_snapping_takes_the_registered_corner_before_the_registered_side():
    line = np.array([[0.0, 0.0], [100.0, 0.0]])
    track = walk([[-2, 1], [50, 3], [60, 30]], [0, 1, 2], sigma=[4.0, 4.0, 4.0])

    step = snap_to_lines(track, [line], 5.0)

    assert list(zip(step.after["x"], step.after["y"])) == [(0, 0), (50, 0), (60, 30)]
    assert step.moved.tolist() == [0, 1]
    assert step.largest_m == 3.0
    assert np.isnan(step.after["sigma_m"][:2]).all()  # a place that was set is no measurement
    assert step.after["sigma_m"][2] == 4.0


def test_two_vertices_on_one_corner_become_one():
    step = snap_to_lines(walk([[1, 0], [0, 1], [60, 30]]), [np.array([[0.0, 0.0], [-9.0, -9.0]])], 5.0)

    assert list(zip(step.after["x"], step.after["y"])) == [(0, 0), (60, 30)]
    assert step.removed.tolist() == [1]
    assert step.moved.tolist() == [0]
