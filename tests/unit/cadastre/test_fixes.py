"""Fixes of a boundary: hand-made lines whose mending is known, and shapely as the other engine."""

from __future__ import annotations

import csv
import math

import numpy as np
import pyproj
import pytest
import shapely

from rainforest_alert_plugin.cadastre.fixes.cutting import CutUnit, close_slivers, exclude
from rainforest_alert_plugin.cadastre.fixes.own_line import (
    orient_rings,
    remove_collinear,
    remove_duplicates,
    remove_spikes,
)
from rainforest_alert_plugin.cadastre.fixes.registered_line import RegisteredRing, snap_to_registered
from rainforest_alert_plugin.cadastre.fixes.run import FixSettings, run_fixes
from rainforest_alert_plugin.cadastre.fixes.vertices import FixRing, FixVertex
from rainforest_alert_plugin.cadastre.fixes.whole_frame import shift_datum, swap_axes
from rainforest_alert_plugin.errors import InputError

SQUARE = [(0, 100), (100, 100), (100, 0), (0, 0)]


def ring(points, part=0, number=0, **facts):
    vertices = tuple(
        FixVertex(
            float(x), float(y), f"V-{n}", **{name: values.get(n) for name, values in facts.items() if n in values}
        )
        for n, (x, y) in enumerate(points, start=1)
    )
    return FixRing(part, number, vertices)


def places(fixed, index=0):
    return [vertex.place for vertex in fixed.rings[index].vertices]


def polygon(fixed):
    shells = {}
    for each in fixed.rings:
        shells.setdefault(each.part, []).append([vertex.place for vertex in each.vertices])
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in shells.values()])


def unit(shape, layer="predios", name="11001"):
    return CutUnit(layer, name, shapely.to_wkb(shape))


# --- the boundary's own line


def test_a_vertex_repeated_within_a_centimetre_goes_and_the_surveyed_one_stays():
    line = [(0, 100), (100, 100), (100.005, 100), (100, 0), (0, 0)]
    done = remove_duplicates([ring(line, sigma_m={3: 0.02})], 0.01)
    assert places(done) == [(0, 100), (100.005, 100), (100, 0), (0, 0)]
    (change,) = done.changes
    assert (change.kind, change.label, change.before, change.after) == ("removed", "V-2", (100, 100), None)
    assert change.distance_m == pytest.approx(0.005)


def test_the_closing_vertex_repeated_at_the_end_goes_too():
    done = remove_duplicates([ring([*SQUARE, (0, 100)])], 0.01)
    assert places(done) == SQUARE


def test_a_spike_goes_with_the_vertex_it_hid():
    # out along the top side and back: tip at (250, 100)
    line = [(0, 100), (100, 100), (250, 100.1), (100, 100.004), (100, 0), (0, 0)]
    done = remove_spikes([ring(line)], 1.0, 0.01)
    assert shapely.Polygon(places(done)).area == pytest.approx(10_000, abs=0.5)
    assert len(places(done)) == 4
    assert done.changes[0].label == "V-3"
    # distance of the tip from the side between its neighbours: 150 m along
    assert done.changes[0].distance_m == pytest.approx(150.0, abs=0.01)


def test_a_right_corner_is_no_spike():
    done = remove_spikes([ring(SQUARE)], 1.0, 0.01)
    assert done.changes == ()
    assert places(done) == SQUARE


def test_a_surveyed_tip_is_asked_about_and_stays():
    line = [(0, 100), (100, 100), (250, 100.1), (100, 99), (100, 0), (0, 0)]
    done = remove_spikes([ring(line, sigma_m={3: 0.5})], 1.0, 0.01)
    assert (250, 100.1) in places(done)
    (asked,) = done.asked
    assert asked.label == "V-3"
    assert done.made == ()
    assert (250, 100.1) not in places(remove_spikes([ring(line, sigma_m={3: 0.5})], 1.0, 0.01, beyond_sigma=True))


def test_vertices_on_a_straight_line_go_unless_something_stands_there():
    line = [(0, 100), (50, 100.01), (100, 100), (100, 50), (100, 0), (0, 0)]
    done = remove_collinear([ring(line, is_kept={4: True})], 0.05)
    assert places(done) == [(0, 100), (100, 100), (100, 50), (100, 0), (0, 0)]
    (change,) = done.changes
    # V-2 stands 1 cm above the line from V-1 to V-3
    assert (change.label, change.distance_m) == ("V-2", pytest.approx(0.01))


def test_many_small_departures_do_not_add_up_to_a_bend():
    # a half circle of 10 m radius with a vertex every half degree: each departs from its chord by 0.1 mm, together by 10 m
    arc = [(10 * math.cos(a), 10 * math.sin(a)) for a in np.radians(np.arange(180, -0.25, -0.5))]
    done = remove_collinear([ring([*arc, (10, -5), (-10, -5)])], 0.05)
    kept = shapely.LinearRing(places(done))
    assert len(places(done)) < 60
    assert max(kept.distance(shapely.Point(place)) for place in arc) < 0.05


def test_a_vertex_that_waits_is_not_straightened_beyond_its_accuracy_by_a_longer_line():
    # (50, 0.06) lies 0.02 m off the line to (60, 0.05), but 0.06 m off the line to (100, 0): its survey is good to 0.03 m
    line = [(0, 0), (50, 0.06), (60, 0.05), (100, 0), (100, 80), (0, 80)]
    off = abs(0.06 - 0.05 * 50 / 60)
    assert off < 0.03
    done = remove_collinear([ring(line, sigma_m={2: 0.03})], 0.1)
    assert (60, 0.05) in places(done)
    assert [(change.label, round(change.distance_m, 3)) for change in done.changes] == [("V-2", round(off, 3))]


def test_a_mark_on_the_ground_is_asked_about_even_when_nobody_wrote_its_accuracy_down():
    spike = [(0, 100), (100, 100), (250, 100.1), (100, 100.004), (100, 0), (0, 0)]
    tip = remove_spikes([ring(spike, is_kept={3: True})], 1.0, 0.01)
    assert (250, 100.1) in places(tip)
    assert [change.is_asked for change in tip.changes] == [True]
    # the mark stands where the spike comes back: it stays, and the vertex that hides it goes
    base = remove_spikes([ring(spike, is_kept={4: True})], 1.0, 0.01)
    assert (100, 100.004) in places(base)
    assert [change.label for change in base.made] == ["V-3", "V-2"]
    two = remove_duplicates([ring([*SQUARE, (0, 0.005)], is_kept={4: True, 5: True})], 0.01)
    assert len(places(two)) == 5
    assert len(two.asked) == 1


def test_an_enclave_smaller_than_a_repeated_vertex_stays_a_ring():
    speck = [(40, 40), (40.002, 40), (40.002, 40.002)]
    done = remove_duplicates([ring(SQUARE), ring(speck, number=1)], 0.01)
    assert places(done, 1) == speck
    assert done.changes == ()


def test_a_triangle_is_never_thinned_to_less():
    line = [(0, 0), (50, 0.01), (100, 0)]
    assert places(remove_collinear([ring(line)], 0.05)) == line
    assert len(places(remove_spikes([ring(line)], 5.0, 0.01))) == 3


def test_rings_turn_clockwise_and_enclaves_the_other_way_from_the_same_first_vertex():
    outer = [(0, 0), (100, 0), (100, 100), (0, 100)]
    hole = [(40, 40), (40, 60), (60, 60), (60, 40)]
    done = orient_rings([ring(outer), ring(hole, number=1)])
    assert not shapely.LinearRing(places(done, 0)).is_ccw
    assert shapely.LinearRing(places(done, 1)).is_ccw
    assert places(done, 0)[0] == (0, 0)
    assert places(done, 1)[0] == (40, 40)
    assert {change.kind for change in done.changes} == {"reversed"}
    assert orient_rings(done.rings).changes == ()


# --- the registered line


def test_vertices_go_onto_the_registered_line_and_its_vertices_are_taken_over():
    # the registered neighbour lies to the east; its line runs a little beside ours and has two vertices in between
    neighbour = RegisteredRing(
        "catastro", "P-7", ((100.4, 120.0), (100.2, 60.0), (100.3, 30.0), (100.1, -20.0), (200, -20), (200, 120))
    )
    done = snap_to_registered([ring(SQUARE)], [neighbour], 0.5)
    after = shapely.Polygon(places(done))
    assert after.is_valid
    shared = shapely.LineString(neighbour.points[:4])
    inside = shapely.clip_by_rect(shared, -10, 1, 300, 99)
    # our side now lies on theirs all the way, vertex by vertex
    assert shapely.LinearRing(places(done)).buffer(1e-6).covers(inside)
    assert {(100.2, 60.0), (100.3, 30.0)} <= set(places(done))
    moved = {change.label: change.distance_m for change in done.changes if change.kind == "moved"}
    # nearest places on the line: east side at y = 100 is x = 100.2 + 0.2 * 40 / 60, at y = 0 is 100.1 + 0.2 * 20 / 50
    assert moved["V-2"] == pytest.approx(shared.distance(shapely.Point(100, 100)))
    assert moved["V-3"] == pytest.approx(shared.distance(shapely.Point(100, 0)))
    assert sorted(c.after for c in done.changes if c.kind == "added") == [(100.2, 60.0), (100.3, 30.0)]
    assert snap_to_registered(done.rings, [neighbour], 0.5).changes == ()


def test_a_surveyed_vertex_farther_than_its_accuracy_from_the_registered_line_is_asked_about():
    neighbour = RegisteredRing("catastro", "P-7", ((100.4, 200.0), (100.4, -100.0), (200, -100), (200, 200)))
    rings = [ring(SQUARE, sigma_m={2: 0.05, 3: 0.5})]
    done = snap_to_registered(rings, [neighbour], 0.5)
    assert (100, 100) in places(done)
    assert (100.4, 0) in places(done)
    (asked,) = done.asked
    assert (asked.label, asked.distance_m, asked.sigma_m) == ("V-2", pytest.approx(0.4), 0.05)
    forced = snap_to_registered(rings, [neighbour], 0.5, beyond_sigma=True)
    assert (100.4, 100) in places(forced)


def test_two_vertices_that_reach_one_registered_vertex_become_one_and_the_other_is_written_down():
    line = [(0, 100), (100, 100), (100.2, 99.9), (100, 0), (0, 0)]
    neighbour = RegisteredRing("predios", "11001", ((100.1, 100.1), (200, 100), (200, 0), (100.1, 0.1)))
    done = snap_to_registered([ring(line, is_kept={3: True}, sigma_m={3: 0.5})], [neighbour], 0.5)
    assert places(done) == [(0, 100), (100.1, 100.1), (100.1, 0.1), (0, 0)]
    # the mark on the ground (V-3) stays, and V-2 does not vanish unsaid
    assert [vertex.label for vertex in done.rings[0].vertices] == ["V-1", "V-3", "V-4", "V-5"]
    assert [change.label for change in done.changes if change.kind == "removed"] == ["V-2"]


def test_a_vertex_taken_over_from_the_registered_line_is_not_straightened_away_after():
    neighbour = RegisteredRing("predios", "11001", ((100, 100), (200, 100), (200, 0), (100, 0), (100.02, 50)))
    run = run_fixes(
        [ring(SQUARE)],
        ["snap_to_registered", "remove_collinear"],
        FixSettings(0.5, 0.01, 1.0, 0.05, registered=(neighbour,)),
        32718,
    )
    assert (100.02, 50) in [vertex.place for vertex in run.after[0].vertices]


def test_a_mark_of_unknown_accuracy_does_not_follow_the_registered_line_unasked():
    neighbour = RegisteredRing("predios", "11001", ((100.3, 150), (200, 150), (200, -50), (100.3, -50)))
    done = snap_to_registered([ring(SQUARE, is_kept={2: True})], [neighbour], 0.5)
    assert (100, 100) in places(done)
    assert [(change.label, change.is_asked) for change in done.changes] == [("V-2", True), ("V-3", False)]


def test_a_line_farther_than_the_tolerance_attracts_nothing():
    neighbour = RegisteredRing("catastro", "P-7", ((101, 200), (101, -100), (200, -100), (200, 200)))
    done = snap_to_registered([ring(SQUARE)], [neighbour], 0.5)
    assert done.changes == ()


def test_a_registered_bay_is_not_filled_with_vertices_of_the_other_shore():
    # between our two corners the registered line goes 30 m away into a bay: our side stays straight
    neighbour = RegisteredRing("catastro", "P-7", ((100.2, 100), (130, 50), (100.2, 0), (200, -50), (200, 150)))
    done = snap_to_registered([ring(SQUARE)], [neighbour], 0.5)
    assert places(done) == [(0, 100), (100.2, 100), (100.2, 0), (0, 0)]


# --- cutting


def test_a_river_is_cut_out_both_parts_stay_and_the_labels_of_what_stayed():
    river = shapely.box(40, -10, 50, 110)
    done = exclude([ring(SQUARE, sigma_m={1: 0.3})], [unit(river, "ríos", "Tamaya")])
    expected = shapely.Polygon(SQUARE).difference(river)
    assert polygon(done).symmetric_difference(expected).area < 1e-9
    assert len(done.rings) == 2
    kept = {vertex.label: vertex for each in done.rings for vertex in each.vertices if vertex.label}
    assert set(kept) == {"V-1", "V-2", "V-3", "V-4"}
    assert kept["V-1"].sigma_m == 0.3
    added = [change for change in done.changes if change.kind == "added"]
    assert sorted(change.after for change in added) == [(40, 0), (40, 100), (50, 0), (50, 100)]
    assert all(change.reason.facts["unit"] == "Tamaya" for change in added)
    # 10 m by 100 m
    assert added[0].reason.facts["area_ha"] == "0.1000"
    assert exclude(done.rings, [unit(river, "ríos", "Tamaya")]).changes == ()


def test_a_parcel_inside_becomes_an_enclave():
    parcel = shapely.box(20, 20, 30, 30)
    done = exclude([ring(SQUARE)], [unit(parcel)])
    assert [(each.part, each.ring) for each in done.rings] == [(0, 0), (0, 1)]
    assert polygon(done).area == pytest.approx(9_900)


def test_a_thin_overlap_is_given_back_and_a_thin_gap_taken_in():
    # the neighbour's line crosses ours: 0.2 m inside in the south, 0.2 m away in the north
    neighbour = shapely.Polygon([(99.8, 0), (100.2, 100), (200, 100), (200, 0)])
    done = close_slivers([ring(SQUARE)], [unit(neighbour)], 0.5)
    after = polygon(done)
    assert after.is_valid
    assert after.intersection(neighbour).area < 1e-6
    between = shapely.box(0, 1, 200, 99).difference(shapely.union_all([after, neighbour]))
    assert between.area < 0.05
    assert {change.reason.id for change in done.changes} <= {"fix.sliver_given", "fix.sliver_taken"}


def test_a_sliver_stays_where_a_surveyed_vertex_would_give_way_by_more_than_its_accuracy():
    # V-2 and V-3 stand 0.4 m inside the neighbour; V-2 was surveyed to 0.02 m
    neighbour = unit(shapely.box(99.6, -50, 200, 150))
    held = close_slivers([ring(SQUARE, sigma_m={2: 0.02, 3: 0.5})], [neighbour], 1.0)
    assert polygon(held).area == pytest.approx(10_000)
    assert [(change.label, change.is_asked) for change in held.changes] == [("V-2", True)]
    assert held.asked[0].distance_m == pytest.approx(0.4)
    allowed = close_slivers([ring(SQUARE, sigma_m={2: 0.02, 3: 0.5})], [neighbour], 1.0, True)
    assert polygon(allowed).area == pytest.approx(9_960)
    assert not allowed.asked


def test_a_real_overlap_is_no_sliver():
    neighbour = shapely.box(90, 0, 200, 100)
    done = close_slivers([ring(SQUARE)], [unit(neighbour)], 0.5)
    assert done.changes == ()
    assert polygon(done).area == 10_000


# --- the frame


def test_swapped_axes_go_back():
    done = swap_axes([ring([(9000000, 500000), (9000100, 500000), (9000100, 500100)])])
    assert places(done)[0] == (500000, 9000000)
    assert done.changes[0].distance_m == pytest.approx(math.dist((9000000, 500000), (500000, 9000000)))


@pytest.mark.realdata
def test_the_registrys_own_psad56_claims_come_back_within_five_centimetres(shared_data):
    with open(shared_data / "geo/golden/psad56_km_vertices_zone17_north.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:400]
    before = [(float(row["psad56_e_m"]), float(row["psad56_n_m"])) for row in rows]
    to_utm = pyproj.Transformer.from_crs(4326, 32717, always_xy=True)
    expected = [to_utm.transform(float(row["wgs84_lon"]), float(row["wgs84_lat"])) for row in rows]
    done, epsg = shift_datum([ring(before)], 24877, 1201)
    assert epsg == 32717
    assert max(math.dist(a, b) for a, b in zip(places(done), expected)) < 0.05
    # the accuracy of the operation, 42 m, becomes the vertex's
    assert {vertex.sigma_m for vertex in done.rings[0].vertices} == {42.0}
    assert done.changes[0].reason.facts["operation"] == "EPSG:1201"


# --- one after the other


def settings(**more):
    return FixSettings(0.5, 0.01, 1.0, 0.05, **more)


def test_fixes_run_in_the_order_in_which_each_finds_its_work():
    line = [(0, 100), (50, 100.001), (100, 100), (100, 100.002), (300, 100.1), (100, 99.999), (100, 0), (0, 0)]
    run = run_fixes([ring(line)], ["remove_collinear", "remove_spikes", "remove_duplicates"], settings(), 32718)
    after = shapely.Polygon([vertex.place for vertex in run.after[0].vertices])
    assert len(run.after[0].vertices) == 4
    assert after.area == pytest.approx(10_000, abs=0.5)
    assert run.applied == ("remove_duplicates", "remove_spikes", "remove_collinear")
    assert run.area_after_ha == pytest.approx(after.area / 1e4)
    assert run.area_before_ha == pytest.approx(shapely.Polygon(line).area / 1e4)
    # nothing vanished without a word: what is gone is named
    gone = {vertex.label for vertex in run.before[0].vertices} - {vertex.label for vertex in run.after[0].vertices}
    assert gone <= {change.label for change in run.changes if change.kind == "removed"}


def test_cutting_a_boundary_that_crosses_itself_is_refused_with_the_place():
    bow_tie = [(0, 0), (100, 100), (100, 0), (0, 100)]
    with pytest.raises(InputError) as refused:
        run_fixes([ring(bow_tie)], ["exclude"], settings(excluded=(unit(shapely.box(0, 0, 10, 10)),)), 32718)
    assert refused.value.message.id == "fix.not_valid"
    assert (refused.value.message.facts["easting"], refused.value.message.facts["northing"]) == ("50.00", "50.00")


def test_excluding_all_of_it_is_refused():
    with pytest.raises(InputError) as refused:
        run_fixes([ring(SQUARE)], ["exclude"], settings(excluded=(unit(shapely.box(-1, -1, 101, 101)),)), 32718)
    assert refused.value.message.id == "fix.nothing_left"


def test_an_unknown_fix_is_named_with_those_there_are():
    with pytest.raises(InputError) as refused:
        run_fixes([ring(SQUARE)], ["straighten"], settings(), 32718)
    assert refused.value.message.facts["fix"] == "straighten"
    assert "snap_to_registered" in refused.value.message.facts["known"]
