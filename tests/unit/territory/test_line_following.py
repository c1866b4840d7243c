"""Following a river from here to here: its own vertices, the shortest way, through confluences, and what a newer layer says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.line_following import LineNetwork, ReferenceLine, check_link, line_digest

# A creek of three bends, in metres: lengths 100, 50 and 100.
CREEK = [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (200.0, 50.0)]


def network(*lines):
    return LineNetwork([ReferenceLine(str(n), np.array(points, float)) for n, points in enumerate(lines, start=1)])


def test_the_stretch_has_the_creeks_own_vertices_between_the_two_places():
    found = network(CREEK).follow((50.0, 3.0), (150.0, 46.0))
    assert found.points.tolist() == [[50.0, 0.0], [100.0, 0.0], [100.0, 50.0], [150.0, 50.0]]
    assert found.length_m == pytest.approx(50.0 + 50.0 + 50.0)
    assert (found.start_gap_m, found.end_gap_m) == (3.0, 4.0)
    assert found.features == ("1",)


def test_a_vertex_near_the_hand_is_meant_itself_and_one_farther_away_is_not():
    creek = network(CREEK)
    assert creek.nearest((97.0, -4.0), 5.0) == ((100.0, 0.0), 5.0)
    assert creek.nearest((97.0, -4.0), 4.9) == ((97.0, 0.0), 4.0)
    # the vertex is one of the line that runs nearest, not of another that ends there
    assert network(CREEK, [(50.0, 6.0), (50.0, 90.0)]).nearest((50.0, 2.0), 5.0) == ((50.0, 0.0), 2.0)


def test_against_the_current_it_is_the_same_stretch_backwards():
    creek = network(CREEK)
    down, up = creek.follow((50.0, 0.0), (150.0, 50.0)), creek.follow((150.0, 50.0), (50.0, 0.0))
    assert up.points.tolist() == down.points[::-1].tolist()


def test_places_on_vertices_give_exactly_these_vertices_once():
    found = network(CREEK).follow((100.0, 0.0), (100.0, 50.0))
    assert found.points.tolist() == [[100.0, 0.0], [100.0, 50.0]]


def test_the_way_goes_on_from_one_river_to_the_next_through_the_confluence():
    # a tributary ends in the middle of the main river's first stretch, the river goes on as another feature
    tributary = [(50.0, 80.0), (50.0, 0.0)]
    main, lower = [(0.0, 0.0), (100.0, 0.0)], [(100.0, 0.0), (100.0, -70.0)]
    found = network(tributary, main, lower).follow((50.0, 60.0), (100.0, -20.0))
    assert found.points.tolist() == [[50.0, 60.0], [50.0, 0.0], [100.0, 0.0], [100.0, -20.0]]
    assert found.length_m == pytest.approx(60.0 + 50.0 + 20.0)
    assert found.features == ("1", "2", "3")


def test_of_two_banks_the_shorter_is_taken_and_the_other_on_demand():
    # the bank of an area river of 100 m by 10 m
    bank = [(0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    river = network(bank)
    near, far = river.follow((20.0, 0.0), (80.0, 0.0)), river.follow((20.0, 0.0), (80.0, 0.0), other_way=True)
    assert near.length_m == pytest.approx(60.0)
    assert far.length_m == pytest.approx(220.0 - 60.0)
    assert far.points.tolist() == [[20, 0], [0, 0], [0, 10], [100, 10], [100, 0], [80, 0]]


@pytest.mark.parametrize(
    ("start", "end", "reach", "said"),
    [
        ((50.0, 30.0), (150.0, 50.0), 10.0, "follow.too_far"),
        ((50.0, 0.0), (50.0, 0.001), 10.0, "follow.same_place"),
        ((50.0, 0.0), (500.0, 0.0), 10.0, "follow.not_connected"),
    ],
)
def test_what_cannot_be_followed_is_said(start, end, reach, said):
    with pytest.raises(InputError) as refused:
        network(CREEK, [(500.0, 0.0), (600.0, 0.0)]).follow(start, end, reach)
    assert refused.value.message.id == said


def test_damaged_lines_are_left_out_and_an_empty_layer_is_said():
    damaged = [(0.0, 0.0), (math.nan, 5.0)], [(7.0, 7.0)], [(3.0, 3.0), (3.0, 3.0)]
    assert network(*damaged).is_empty
    with pytest.raises(InputError) as refused:
        network(*damaged).nearest((0.0, 0.0))
    assert refused.value.message.id == "follow.no_line"
    assert network(*damaged, CREEK).follow((0, 0), (100, 0)).length_m == 100.0


def test_a_side_knows_whether_its_creek_still_runs_there():
    taken = network(CREEK).follow((50.0, 0.0), (150.0, 50.0)).points
    digest = line_digest(taken)

    def now(*points):
        return check_link(taken, digest, [ReferenceLine("1", np.array(points, float))], tolerance_m=0.5)

    assert now(*CREEK).state == "same"
    assert now(*CREEK[::-1]).state == "same"
    # a new survey elsewhere on the creek does not touch this side
    assert now(*CREEK, (260.0, 90.0)).state == "same"
    # the whole creek 20 m to the south
    south = now(*[(x, y - 20.0) for x, y in CREEK])
    assert (south.state, south.departure_m) == ("moved", pytest.approx(20.0))
    # a new bend of 30 m between two vertices that stayed
    bend = now((0, 0), (70, 0), (80, -30), (90, 0), (100, 0), (100, 50), (200, 50))
    assert (bend.state, bend.departure_m) == ("moved", pytest.approx(30.0))
    assert check_link(taken, digest, [], 0.5).state == "gone"
