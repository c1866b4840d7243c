"""A boundary while it is drawn: what the survey and the neighbours' records say stays with vertices and sides through every edit."""

from __future__ import annotations

import math

import pytest

from rainforest_alert_plugin.errors import InputError, Message
from rainforest_alert_plugin.territory.draft import (
    SideFacts,
    carried_over,
    draft_of,
    read,
    rings,
    side_rows,
    sides,
    vertices,
    written,
)
from rainforest_alert_plugin.territory.draft_edits import (
    describe_side,
    join_sides,
    mark_monument,
    move_vertex,
    nearest_side,
    nearest_vertex,
    number_vertices,
    replace_stretch,
    split_side,
)
from rainforest_alert_plugin.territory.versions import Vertex

# A square of 1 km, counterclockwise from the south-west, each corner measured.
PLACES = {"A": (500_000.0, 9_000_000.0), "B": (501_000.0, 9_000_000.0), "C": (501_000.0, 9_001_000.0),
          "D": (500_000.0, 9_001_000.0)}  # fmt: skip
RIVER = SideFacts(kind="river", neighbour="Quebrada Sábalo", linked_layer="ríos", linked_feature="7", linked_digest="x")
STATE = SideFacts(kind="state", neighbour="Terrenos del Estado")


def square(river_south=True):
    measured = [
        Vertex(0, 0, n, label, *place, 32718, "gnss_postprocessed", 0.4, "2026-05-01T10:00:00.000Z", "hito")
        for n, (label, place) in enumerate(PLACES.items(), start=1)
    ]
    rows = [{"part": 0, "ring": 0, "number": n, "stretch": 2, **STATE.values()} for n in (2, 3, 4)]
    if river_south:
        rows.append({"part": 0, "ring": 0, "number": 1, "stretch": 1, **RIVER.values()})
    return draft_of(measured, rows)


def edited(draft, places):
    return carried_over(draft, {(0, 0): places}, 32718, "V")


def by_label(draft):
    return {one.vertex.label: one for one in draft}


def test_sides_reach_from_corner_to_corner_with_their_length():
    found = {side.facts.kind: side for side in sides(square())}
    assert (found["river"].start.vertex.label, found["river"].end.vertex.label) == ("A", "B")
    assert [one.vertex.label for one in found["state"].vertices] == ["B", "C", "D", "A"]
    assert (found["river"].length_m, found["state"].length_m) == (1000.0, 3000.0)


def test_a_draft_is_the_same_after_it_was_written_down():
    draft = square()
    assert read(written(draft)) == draft
    for damaged in ("", "{", "[1]", '[{"label": "A"}]', "null"):
        assert read(damaged) == ()


def test_a_vertex_moved_in_qgis_keeps_its_name_and_mark_but_is_no_measurement_any_more():
    places = {**PLACES, "C": (501_050.0, 9_001_000.0)}
    after = by_label(edited(square(), list(places.values())))
    moved = after["C"].vertex
    assert (moved.place, moved.monument) == ((501_050.0, 9_001_000.0), "hito")
    assert (moved.method, moved.sigma_m, moved.surveyed_at) == (None, None, None)
    assert after["B"].vertex == by_label(square())["B"].vertex
    # the creek's side did not change
    assert after["A"].side == RIVER


def test_a_vertex_added_in_qgis_stands_in_the_side_it_was_added_to_which_follows_its_creek_no_more():
    middle = (500_500.0, 8_999_980.0)
    after = edited(square(), [PLACES["A"], middle, *list(PLACES.values())[1:]])
    (added,) = [one for one in after if one.vertex.place == middle]
    assert added.vertex.label not in PLACES
    assert added.side == by_label(after)["A"].side == RIVER.without_link()
    assert [side.facts.kind for side in sides(after)] == ["river", "state"]


def test_a_vertex_taken_out_in_qgis_leaves_the_others_as_they_were():
    after = edited(square(), [PLACES[name] for name in "ABD"])
    assert [one.vertex.label for one in after] == ["A", "B", "D"]
    assert by_label(after)["D"].side == by_label(after)["B"].side.without_link() == STATE
    assert by_label(after)["D"].vertex.sigma_m == 0.4
    assert by_label(after)["A"].side == RIVER


@pytest.mark.parametrize("turn", [0, 1, 3])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_ring_written_from_another_corner_or_the_other_way_round_keeps_its_sides(turn, backwards):
    places = list(PLACES.values())
    places = places[turn:] + places[:turn]
    after = edited(square(), places[::-1] if backwards else places)
    by_kind = {side.facts.kind: {side.start.vertex.label, side.end.vertex.label} for side in sides(after)}
    assert by_kind == {"river": {"A", "B"}, "state": {"A", "B"}}
    assert {side.facts.linked_layer for side in sides(after)} == {"ríos", ""}
    assert sorted(vertices(after), key=lambda v: v.label)[0].sigma_m == 0.4


def test_the_side_is_laid_along_the_creek_and_the_surveyed_corners_stay():
    # the creek passes 5 m south of A and ends 3 m east of B
    creek = [(500_000.0, 8_999_995.0), (500_500.0, 8_999_900.0), (501_003.0, 9_000_000.0)]
    done = replace_stretch(square(False), PLACES["A"], PLACES["B"], creek, RIVER, "V")
    south = next(side for side in sides(done.draft) if side.facts.kind == "river")
    assert [one.vertex.place for one in south.vertices] == [PLACES["A"], *creek, PLACES["B"]]
    assert (done.added, done.removed, done.moved_m) == (3, 0, (0.0, 0.0))
    assert south.start.vertex.method == south.end.vertex.method == "gnss_postprocessed"
    # 5 + sqrt(500² + 95²) + sqrt(503² + 100²) + 3
    assert south.length_m == pytest.approx(5 + math.hypot(500, 95) + math.hypot(503, 100) + 3)
    assert len({one.vertex.label for one in done.draft}) == 7


def test_ends_near_the_registered_line_are_moved_exactly_onto_it_when_asked():
    line = [(501_003.0, 9_000_004.0), (500_400.0, 9_000_002.0), (500_000.0, 9_000_008.0)]
    done = replace_stretch(square(), PLACES["A"], PLACES["B"], line, STATE, "V", move_ends_m=6.0)
    places = [one.vertex.place for one in done.draft]
    assert (501_003.0, 9_000_004.0) in places  # 5 m from B
    assert PLACES["B"] not in places
    assert PLACES["A"] in places  # 8 m away, farther than 6 m
    assert done.moved_m == (0.0, pytest.approx(5.0))
    corner = by_label(done.draft)["B"].vertex
    assert (corner.method, corner.sigma_m, corner.monument) == (None, None, "hito")


def test_of_the_two_ways_around_the_one_beside_the_line_is_replaced():
    # from A to C along the north-western corner: D goes, B stays
    line = [(500_000.0, 9_000_500.0), (500_010.0, 9_000_990.0), (500_900.0, 9_001_010.0)]
    for start, end in (("A", "C"), ("C", "A")):
        done = replace_stretch(square(), PLACES[start], PLACES[end], line, STATE, "V")
        labels = [one.vertex.label for one in done.draft]
        assert "B" in labels
        assert "D" not in labels
        assert by_label(done.draft)["A"].side == RIVER


def test_two_different_corners_are_needed():
    for start, end, said in (("A", "A", "draft.one_vertex"), ("A", None, "draft.no_vertex")):
        with pytest.raises(InputError) as refused:
            replace_stretch(square(), PLACES[start], PLACES.get(end, (1.0, 1.0)), [(0, 0), (1, 1)], STATE, "V")
        assert refused.value.message.id == said


def corners_and_facts(draft):
    return [(side.start.vertex.label, side.end.vertex.label, side.facts) for side in sides(draft)]


def test_a_second_tap_at_a_corner_changes_nothing_and_says_so():
    # at B the river side ends and that of the State begins
    with pytest.raises(InputError) as refused:
        split_side(square(), PLACES["B"])
    assert refused.value.message == Message("draft.side_begins", label="B")


def test_two_sides_become_one_only_where_nothing_known_is_lost():
    plain = SideFacts(kind="community", neighbour="Puerto Azul", record_act="Acta 3")
    four = square()
    for corner in ("C", "D"):
        four = split_side(four, PLACES[corner])
    with pytest.raises(InputError) as refused:
        join_sides(four, PLACES["B"])
    assert refused.value.message == Message("draft.sides_differ", label="B")
    # of the second side nothing is known: it takes what is known of the first, whose link to its line ends
    river, east, _, west = sides(four)
    blank = describe_side(four, east, SideFacts())
    assert corners_and_facts(join_sides(blank, PLACES["B"])) == [
        ("A", "C", RIVER.without_link()),
        ("C", "D", STATE),
        ("D", "A", STATE),
    ]
    # and the other way round, over the first vertex of the ring
    blank = describe_side(describe_side(four, west, SideFacts()), river, plain)
    assert corners_and_facts(join_sides(blank, PLACES["A"])) == [
        ("B", "C", STATE),
        ("C", "D", STATE),
        ("D", "B", plain),
    ]
    with pytest.raises(InputError) as refused:
        join_sides(square(), PLACES["C"])
    assert refused.value.message == Message("draft.no_side_begins", label="C")


def test_the_only_corner_of_an_outline_goes_and_leaves_what_is_known():
    rows = [{"part": 0, "ring": 0, "number": n, "stretch": 1, **STATE.values()} for n in (1, 2, 3, 4)]
    whole = draft_of(vertices(square()), rows)
    assert corners_and_facts(split_side(whole, PLACES["C"])) == [("C", "C", STATE)]
    assert join_sides(split_side(whole, PLACES["C"]), PLACES["C"]) == whole


def test_a_side_is_split_at_a_vertex_and_made_one_again():
    parted = split_side(square(), PLACES["C"])
    assert sorted(
        (side.start.vertex.label, side.end.vertex.label) for side in sides(parted) if side.facts.kind == "state"
    ) == [("B", "C"), ("C", "A")]
    assert sides(join_sides(parted, PLACES["C"])) == sides(square())


def test_neighbour_and_record_are_written_to_one_side_only():
    parted = split_side(square(), PLACES["C"])
    side, distance = nearest_side(parted, (501_030.0, 9_000_400.0))
    assert (side.start.vertex.label, side.end.vertex.label, distance) == ("B", "C", 30.0)
    facts = SideFacts("community", "Puerto Azul", record_act="Acta 3", record_on="2026-03-02")
    told = describe_side(parted, side, facts)
    assert [(s.start.vertex.label, s.facts.kind) for s in sides(told)] == [
        ("A", "river"),
        ("B", "community"),
        ("C", "state"),
    ]
    rows = {row["number"]: row for row in side_rows(told)}
    assert rows[2]["record_act"] == "Acta 3"
    # two state sides that touch stay two: C to A has two segments of one stretch
    assert rows[3]["stretch"] == rows[4]["stretch"] != rows[1]["stretch"]


def test_vertices_are_numbered_from_the_northernmost_clockwise():
    # C and D are as far north: the western one, D, is first; clockwise from there C, B, A
    numbered = number_vertices(square(), "V-{n}")
    places = {one.vertex.label: one.vertex.place for one in numbered}
    assert places == {"V-1": PLACES["D"], "V-2": PLACES["C"], "V-3": PLACES["B"], "V-4": PLACES["A"]}
    assert [one.vertex.number for one in numbered] == [1, 2, 3, 4]
    river = next(side for side in sides(numbered) if side.facts.kind == "river")
    assert {river.start.vertex.label, river.end.vertex.label} == {"V-3", "V-4"}
    assert all(one.vertex.sigma_m == 0.4 for one in numbered)


def test_a_mark_and_a_name_are_given_to_a_vertex_and_no_name_twice():
    done = mark_monument(square(), PLACES["B"], "árbol de shihuahuaco", "P-12")
    assert by_label(done)["P-12"].vertex.monument == "árbol de shihuahuaco"
    with pytest.raises(InputError) as refused:
        mark_monument(square(), PLACES["B"], "", "A")
    assert refused.value.message.id == "draft.label_taken"
    assert by_label(mark_monument(square(), PLACES["B"], " "))["B"].vertex.monument is None


def test_a_corner_moved_keeps_its_name_and_parts_the_side_from_its_creek():
    done = by_label(move_vertex(square(), PLACES["B"], (501_010.0, 9_000_005.0)))
    assert (done["B"].vertex.place, done["B"].vertex.sigma_m) == ((501_010.0, 9_000_005.0), None)
    assert done["A"].side == RIVER.without_link()
    nearest, distance = nearest_vertex(tuple(done.values()), (501_010.0, 9_000_009.0))
    assert (nearest.vertex.label, distance) == ("B", 4.0)


def test_an_enclave_is_numbered_on_and_keeps_apart():
    hole = [(500_400.0, 9_000_400.0), (500_500.0, 9_000_400.0), (500_500.0, 9_000_500.0), (500_400.0, 9_000_500.0)]
    whole = carried_over(square(), {(0, 0): list(PLACES.values()), (0, 1): hole}, 32718, "V")
    assert [one.vertex.label for one in number_vertices(whole, "V{n}")] == [f"V{n}" for n in range(1, 9)]
    assert set(rings(whole)) == {(0, 0), (0, 1)}
    with pytest.raises(InputError) as refused:
        replace_stretch(whole, PLACES["A"], hole[0], [(0, 0), (1, 1)], STATE, "V")
    assert refused.value.message.id == "draft.two_rings"


@pytest.mark.parametrize("moved", [0, 2, 4])
def test_a_side_follows_no_line_once_any_of_its_vertices_was_moved(moved):
    """Of five vertices along a river the first, the middle or the last one goes elsewhere, by the tool for corners or by QGIS's own."""
    along = [(500_000.0 + 100.0 * n, 9_000_000.0 + 10.0 * (n % 2)) for n in range(5)]
    ring = [*along, (500_400.0, 8_999_500.0), (500_000.0, 8_999_500.0)]
    rows = [{"part": 0, "ring": 0, "number": n, "stretch": 1, **RIVER.values()} for n in (1, 2, 3, 4)]
    rows += [{"part": 0, "ring": 0, "number": n, "stretch": 2, **STATE.values()} for n in (5, 6, 7)]
    draft = draft_of([Vertex(0, 0, n, f"V-{n}", x, y, 32718) for n, (x, y) in enumerate(ring, start=1)], rows)
    assert [side.facts for side in sides(draft)] == [RIVER, STATE]
    x, y = along[moved]
    # no farther than the vertex is from its neighbours, so that it is the same one that was moved
    places = [place if at != moved else (x, y + 40.0) for at, place in enumerate(ring)]
    for after in (move_vertex(draft, (x, y), (x, y + 40.0)), edited(draft, places)):
        assert [side.facts for side in sides(after)] == [RIVER.without_link(), STATE]
