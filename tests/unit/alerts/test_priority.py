"""Priority of events, added up by hand."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.alerts.nearness import segments
from rainforest_alert_plugin.alerts.priority import (
    RankedEvent,
    Surroundings,
    distance_words,
    prioritize,
    read_priority_profile,
    recent_area_ha,
)
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.geo.wkb import rings_of
from rainforest_alert_plugin.paths import resource

TODAY = datetime.date(2026, 11, 23)
PROFILE = resource("priorities", "default.json")


def event(area_ha=1.0, first="2026-11-01", last="2026-11-23", confidence="high", growth=None):
    return RankedEvent(
        area_ha, datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), confidence, growth or {}
    )


def square(lon=-74.0, lat=-8.0, size=0.001):
    return shapely.to_wkb(shapely.MultiPolygon([shapely.box(lon, lat, lon + size, lat + size)]))


def ranked(one, around=None, profile=PROFILE, outline=None, today=TODAY, concessions=()):
    return prioritize(
        [outline or square()],
        [one],
        around or Surroundings(),
        read_priority_profile(profile),
        today,
        concession_wkbs=concessions,
    )[0]


def changed(tmp_path, **parts):
    content = json.loads(PROFILE.read_text(encoding="utf-8"))
    for part, values in parts.items():
        content["parts"][part] = {**content["parts"].get(part, {}), **values}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_event_is_scored_as_by_hand():
    # area 1 ha: log(1 / 0.1) / log(10 / 0.1) = 1 / 2 of 20; growth 23 days, all recent: 1 / 3 of 15; recency 2^0 of 20;
    # confidence high 0.8 of 10; nothing else given, so 65 points of weight are shared out: (10 + 5 + 20 + 8) / 65 * 100
    found = ranked(event())
    assert found.score == pytest.approx(100 * (10 + 5 + 20 + 8) / 65)
    assert found.parts["area"] == pytest.approx(100 * 10 / 65)
    assert found.parts["territory"] is None


def test_the_parts_add_up_to_the_score_and_never_pass_a_hundred():
    inside = rings_of([shapely.to_wkb(shapely.box(-74.1, -8.1, -73.9, -7.9))])
    at = segments(np.array([[-74.0, -8.0, -74.0, -8.0]]))
    around = Surroundings(inside, inside, at, at, at, at)
    box = shapely.to_wkb(shapely.box(-74.1, -8.1, -73.9, -7.9))
    found = ranked(event(area_ha=500.0, confidence="highest"), around, concessions=[box])
    assert found.score == pytest.approx(100.0)
    assert sum(found.parts.values()) == pytest.approx(found.score)


def test_a_month_halves_recency():
    young = ranked(event(last="2026-11-23")).parts["recency"]
    old = ranked(event(first="2026-10-01", last="2026-10-24")).parts["recency"]
    assert old == pytest.approx(young / 2)


def test_a_clock_behind_the_alerts_does_not_make_them_younger_than_new():
    assert ranked(event(), today=datetime.date(2020, 1, 1)).parts["recency"] == ranked(event()).parts["recency"]


def test_growth_counts_what_the_last_thirty_days_added():
    growth = {datetime.date(2026, 8, 1): 5.0, datetime.date(2026, 11, 1): 0.5, datetime.date(2026, 11, 20): 0.25}
    assert recent_area_ha(event(5.75, "2026-08-01", "2026-11-20", growth=growth)) == pytest.approx(0.75)


def test_without_growth_the_area_is_spread_over_the_time():
    # 60 days, 6 ha: 3 ha in 30 of them
    assert recent_area_ha(event(6.0, "2026-09-01", "2026-10-30")) == pytest.approx(3.0)


def test_depth_inside_and_distance_outside_a_boundary_are_signed():
    community = rings_of([shapely.to_wkb(shapely.box(-74.1, -8.1, -73.9, -7.9))])
    inside = ranked(event(), Surroundings(community))
    outside = ranked(event(), Surroundings(community), outline=square(lon=-73.89))
    across = ranked(event(), Surroundings(community), outline=square(lon=-73.9005))
    # 0.099 degrees to the upper and right sides, 0.1 to the others; longitude is shorter: 0.099 * 110.2 km; 0.01 outside
    assert inside.boundary_m == pytest.approx(10_913, rel=2e-3)
    assert outside.boundary_m == pytest.approx(-1_102, rel=2e-3)
    assert across.boundary_m == 0.0
    assert inside.parts["territory"] > outside.parts["territory"] > 0
    assert [m.id for m in inside.reasons][1] == "priority.inside"
    assert [m.id for m in outside.reasons][1] == "priority.outside"
    assert [m.id for m in across.reasons][1] == "priority.on_boundary"


def test_concessions_that_overlap_each_other_count_once():
    half = shapely.to_wkb(shapely.box(-74.0, -8.0, -73.9995, -7.0))
    found = ranked(event(), Surroundings(concessions=rings_of([half, half])), concessions=[half, half])
    assert found.concession_percent == pytest.approx(50.0, abs=1e-6)


def test_the_reason_names_area_time_and_what_is_near():
    river = segments(np.array([[-74.00136, -8.1, -74.00136, -7.9]]))
    found = ranked(event(3.2, "2026-11-12", "2026-11-23"), Surroundings(rivers=river))
    # 0.00136 degrees of longitude at 8 degrees south are 150 m
    assert found.reasons[0].facts == {"area_ha": "3.2", "days": 12}
    assert (found.reasons[1].id, found.reasons[1].facts["distance"]) == ("priority.from_river", "150 m")
    assert found.river_m == pytest.approx(149.9, abs=0.5)


def test_what_is_too_far_to_matter_is_measured_but_not_mentioned():
    road = segments(np.array([[-73.8, -8.0, -73.8, -8.0]]))
    found = ranked(event(), Surroundings(roads=road))
    assert found.road_m == pytest.approx(21_930, rel=2e-3)
    assert "priority.from_road" not in [reason.id for reason in found.reasons]
    assert found.parts["access"] == 0.0


def test_the_users_weights_change_the_order(tmp_path):
    large_old = event(area_ha=8.0, first="2025-06-01", last="2026-06-01")
    small_new = event(area_ha=0.3)
    default = [ranked(one).score for one in (large_old, small_new)]
    mine = changed(
        tmp_path, area={"weight": 100}, recency={"weight": 1}, growth={"weight": 1}, confidence={"weight": 1}
    )
    own = [ranked(one, profile=mine).score for one in (large_old, small_new)]
    assert default[0] < default[1]
    assert own[0] > own[1]


def test_a_part_without_weight_is_left_out(tmp_path):
    assert ranked(event(), profile=changed(tmp_path, growth={"weight": 0})).parts["growth"] is None


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("area", {"weight": -1}),
        ("area", {"full_at_ha": 0.05}),
        ("recency", {"half_life_days": 0}),
        ("growth", {"full_at_ha_per_30_days": "many"}),
        ("confidence", {"low": None}),
    ],
)
def test_a_profile_with_a_wrong_number_is_named(tmp_path, part, values):
    with pytest.raises(InputError) as caught:
        read_priority_profile(changed(tmp_path, **{part: values}))
    assert (caught.value.message.id, caught.value.message.facts["part"]) == ("priority.bad_profile", part)


def test_a_profile_that_is_no_json_is_named(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"input\.unreadable"):
        read_priority_profile(path)


def test_a_profile_that_weighs_nothing_is_refused(tmp_path):
    content = {"parts": {"history": {"weight": 0, "none_at_m": 1}}}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=r"priority\.bad_profile"):
        read_priority_profile(path)


@pytest.mark.parametrize(
    ("metres", "words"),
    [(3.2, "3 m"), (0.2, "1 m"), (154.0, "150 m"), (994.0, "990 m"), (996.0, "1.0 km"), (35_400.0, "35 km")],
)
def test_distances_are_rounded_as_people_say_them(metres, words):
    assert distance_words(metres) == words
