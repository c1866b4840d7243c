"""Labels of a plan: an independent engine (shapely) looks for overlaps."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
import shapely

from rainforest_alert_plugin.titling.plan_labels import (
    NEIGHBOUR,
    SIDE,
    VERTEX,
    NoRoomError,
    PlanVertex,
    overlapping,
    place_labels,
)
from rainforest_alert_plugin.titling.plan_settings import plan_settings

FRAME = (1.0, 1.0, 599.0, 499.0)
TEXT_MM = plan_settings().text_mm


def measure(text, height_mm):
    """Letters 0.58 of their height wide, capitals 0.72 of it high."""
    return 0.58 * height_mm * len(text), 0.72 * height_mm


def wavy(count, radius=180.0, names=("CN Santa Rosa", "Terrenos del Estado", "Río Ucayali")):
    """A ring of `count` vertices, clockwise, with bays and headlands, along three neighbours."""
    vertices = []
    for number in range(count):
        angle = math.pi / 2 - 2 * math.pi * number / count
        reach = radius * (1 + 0.18 * math.sin(3 * angle + 1) + 0.09 * math.sin(7 * angle) + 0.05 * math.sin(11 * angle))
        name = names[number * len(names) // count]
        before = names[(number - 1) % count * len(names) // count]
        x, y = 300 + reach * math.cos(angle), 250 + 0.85 * reach * math.sin(angle)
        vertices.append(PlanVertex(x, y, f"V-{number + 1}", f"{100 + number}.25", name, name != before))
    return vertices


def boxes(plan, *kinds):
    return [shapely.Polygon(label.corners()) for label in plan.labels if not kinds or label.kind in kinds]


def shared_area(polygons):
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="intersects")
    return sum(polygons[i].intersection(polygons[j]).area for i, j in zip(one, other) if i < j)


def placed(rings):
    return place_labels(rings, FRAME, measure, TEXT_MM, 3.0, 500)


@pytest.mark.parametrize("count", [5, 100, 500])
def test_every_vertex_up_to_500_is_labelled_and_no_two_labels_overlap(count):
    ring = wavy(count)
    plan = placed([ring])
    assert sorted(label.text for label in plan.labels if label.kind == VERTEX) == sorted(v.label for v in ring)
    assert plan.every == 1
    assert plan.left_out == ()
    assert shared_area(boxes(plan)) == 0.0
    assert overlapping(plan.labels) == []


@pytest.mark.parametrize("count", [100, 500])
def test_no_label_covers_the_boundary_or_leaves_the_map(count):
    ring = wavy(count)
    plan = placed([ring])
    line = shapely.LinearRing([(vertex.x, vertex.y) for vertex in ring])
    frame = shapely.box(*FRAME)
    for box in boxes(plan):
        assert not box.intersects(line)
        assert frame.covers(box)


def test_leaders_start_at_their_vertex_and_cross_no_label_and_no_other_leader():
    ring = wavy(400, radius=130.0)
    plan = placed([ring])
    leaders = [
        (label, shapely.LineString(label.leader)) for label in plan.labels if label.leader and label.kind == VERTEX
    ]
    assert len(leaders) > 10
    for label, line in leaders:
        vertex = ring[label.index]
        assert label.leader[0] == (vertex.x, vertex.y)
        assert vertex.label == label.text
        others = [other for other in plan.labels if other is not label]
        assert not any(line.crosses(shapely.Polygon(other.corners())) for other in others)
    assert not any(a.crosses(b) for (_, a), (_, b) in combinations(leaders, 2))


def test_beyond_500_vertices_labels_stay_3_mm_apart_and_corners_between_neighbours_are_kept():
    ring = wavy(2000)
    plan = placed([ring])
    assert plan.every > 1
    texts = {label.text for label in plan.labels if label.kind == VERTEX}
    corners = {vertex.label for vertex in ring if vertex.is_corner}
    assert len(corners) == 3
    assert corners <= texts
    assert {f"V-{number + 1}" for number in range(0, 2000, plan.every)} == texts - corners | {"V-1"}
    polygons = boxes(plan, VERTEX)
    tree = shapely.STRtree(polygons)
    one, other = tree.query(polygons, predicate="dwithin", distance=2.999)
    assert [(i, j) for i, j in zip(one, other) if i < j] == []


def test_the_length_of_a_side_runs_along_it_and_is_not_upside_down():
    square = [(100, 400, "A"), (400, 400, "B"), (400, 100, "C"), (100, 100, "D")]
    ring = [PlanVertex(x, y, label, "300.00") for x, y, label in square]
    plan = placed([ring])
    sides = sorted((label.index, label.rotation_deg, label.x, label.y) for label in plan.labels if label.kind == SIDE)
    assert [(index, rotation) for index, rotation, _, _ in sides] == [(0, 0.0), (1, 90.0), (2, 0.0), (3, 90.0)]
    # inside the square, near the middle of each side
    for _, _, x, y in sides:
        assert 100 < x < 400
        assert 100 < y < 400
    assert plan.sides_left_out == 0


def test_a_side_shorter_than_its_text_is_left_to_the_table():
    plan = placed([wavy(500)])
    assert plan.sides_left_out == 500


def test_each_neighbour_is_named_once_outside_the_territory():
    ring = wavy(60)
    plan = placed([ring])
    names = [label for label in plan.labels if label.kind == NEIGHBOUR]
    assert sorted(label.text for label in names) == ["CN Santa Rosa", "Río Ucayali", "Terrenos del Estado"]
    territory = shapely.Polygon([(vertex.x, vertex.y) for vertex in ring])
    assert not any(territory.intersects(shapely.Polygon(label.corners())) for label in names)


def test_labels_that_find_no_room_are_named_and_not_drawn_over_others():
    crowded = [
        PlanVertex(300 + 6 * math.cos(-k * math.pi / 150), 250 + 6 * math.sin(-k * math.pi / 150), f"Vertice-{k}")
        for k in range(300)
    ]
    plan = place_labels([crowded], (285.0, 235.0, 315.0, 265.0), measure, TEXT_MM, 3.0, 500)
    drawn = [label.text for label in plan.labels]
    assert plan.left_out
    assert len(drawn) + len(plan.left_out) == 300
    assert plan.vertex_mm == TEXT_MM["smallest_vertex"]
    assert shared_area(boxes(plan)) == 0.0


@pytest.mark.parametrize("radius", [60.0, 120.0, 180.0])
@pytest.mark.parametrize("count", [20, 150, 300])
def test_a_paper_is_given_up_exactly_where_its_labels_could_not_be_read(count, radius):
    ring = wavy(count, radius)
    whole = placed([ring])
    readable = TEXT_MM["readable_vertex"]
    fits = not whole.left_out and not whole.neighbours_left_out and whole.vertex_mm >= readable
    try:
        tried = place_labels([ring], FRAME, measure, TEXT_MM, 3.0, 500, least_vertex_mm=readable)
    except NoRoomError:
        assert not fits
    else:
        assert fits
        assert tried == whole


def test_a_paper_without_room_for_a_neighbour_is_given_up():
    ring = wavy(12, names=("Comunidad Nativa de nombre muy largo " * 12,))
    assert placed([ring]).neighbours_left_out
    with pytest.raises(NoRoomError):
        place_labels([ring], FRAME, measure, TEXT_MM, 3.0, 500, least_vertex_mm=TEXT_MM["readable_vertex"])


@pytest.mark.parametrize("is_enclave", [False, True])
def test_labels_keep_off_the_channel_of_a_river_side(is_enclave):
    # a square 200 mm wide whose right side swings 25 mm to either hand
    course = tuple((400 + 25 * math.sin(step / 6), 350 - 2 * step) for step in range(1, 100))
    corners = [(200.0, 350.0), (400.0, 350.0), (400.0, 150.0), (200.0, 150.0)]
    ring = [
        PlanVertex(x, y, f"V-{n}", "12588.70", "Río Pachitea" if n == 2 else "Estado", n in (2, 3), course * (n == 2))
        for n, (x, y) in enumerate(corners, start=1)
    ]
    if is_enclave:
        ring = ring[::-1]
        sides = [*ring[1:], ring[0]]
        ring = [
            PlanVertex(v.x, v.y, v.label, side.side_text, side.neighbour, v.is_corner, side.course[::-1])
            for v, side in zip(ring, sides)
        ]
    plan = placed([ring])
    channel = shapely.LineString([(400, 350), *course, (400, 150)])
    assert {label.text for label in plan.labels} >= {"Río Pachitea", "12588.70", "V-2", "V-3"}
    assert sum(label.kind == SIDE for label in plan.labels) == 4
    for label in plan.labels:
        box = shapely.Polygon(label.corners())
        assert not box.intersects(channel), label.text
        if label.text == "Río Pachitea":
            assert box.distance(channel) < 45.0
    assert shared_area(boxes(plan)) == 0.0
