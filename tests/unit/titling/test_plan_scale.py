"""Scale and grid of a plan."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.titling.plan import clear_of_corners
from rainforest_alert_plugin.titling.plan_scale import choose_scale, grid_interval_m
from rainforest_alert_plugin.titling.plan_settings import plan_settings

SCALES = plan_settings().scales


@pytest.mark.parametrize(
    ("width_m", "height_m", "expected"),
    [
        # 500 mm x 400 mm frame, of which 0.8: 400 x 320 mm. 4 000 m / 0.4 m = 1:10 000 exactly
        (4_000, 1_000, 10_000),
        (4_001, 1_000, 20_000),
        # the height decides: 8 000 m / 0.32 m = 1:25 000
        (4_000, 8_000, 25_000),
        (1, 1, 500),
    ],
)
def test_the_smallest_standard_scale_at_which_the_perimeter_fills_four_fifths(width_m, height_m, expected):
    assert choose_scale(width_m, height_m, 500, 400, 0.8, SCALES) == expected


def test_a_territory_too_large_for_the_last_scale_is_said_with_the_scale_it_needs():
    with pytest.raises(InputError) as refused:
        choose_scale(2_000_000, 1, 500, 400, 0.8, SCALES)
    # 2 000 000 m / 0.4 m
    assert refused.value.message.facts["needed"] == 5_000_000


@pytest.mark.parametrize(
    ("denominator", "expected"),
    # 45 mm at 1:10 000 are 450 m, at 1:50 000 2 250 m, at 1:500 22.5 m
    [(10_000, 500), (50_000, 5_000), (500, 50), (20_000, 1_000)],
)
def test_grid_lines_stand_at_round_metres_at_least_45_mm_apart(denominator, expected):
    assert grid_interval_m(denominator, 45) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("start", "length", "most", "shift"),
    [
        # lines at 1000 m; 60 m from the lower end is clear of it by more than the 50 m that are kept
        (940.0, 900.0, 100.0, 0.0),
        # a line 20 m above the lower end of a map that the next line does not reach: two steps of 12.5 m up leave it out
        (980.0, 900.0, 100.0, 25.0),
        # a line 10 m below the upper end: one step down leaves it out
        (110.0, 900.0, 100.0, -12.5),
        # lines 20 m above the lower end and 30 m below the upper one: two steps up leave the one out and give the other 55 m
        (980.0, 1050.0, 100.0, 25.0),
        # no room to shift so far
        (980.0, 900.0, 20.0, 0.0),
    ],
)
def test_a_map_is_shifted_so_that_no_grid_label_reaches_over_its_corners(start, length, most, shift):
    assert clear_of_corners(start, length, 1000.0, 50.0, most) == pytest.approx(shift)
