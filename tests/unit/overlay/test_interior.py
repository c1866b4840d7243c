"""The grid that decides without a geometry engine, against shapely."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.geo.wkb import rings
from rainforest_alert_plugin.overlay.interior import INSIDE, OUTSIDE, UNDECIDED, InteriorGrid


def star(generator, vertices, centre=(-74.5, -8.5), radius=0.05):
    angle = np.sort(generator.uniform(0, 2 * np.pi, vertices))
    r = radius * generator.uniform(0.3, 1.0, vertices)
    return shapely.Polygon(np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)]))


def with_hole_and_island(generator):
    outer = star(generator, 400)
    hole = shapely.Point(-74.5, -8.5).buffer(0.012)
    island = shapely.Point(-74.5, -8.5).buffer(0.004)
    far = shapely.box(-74.40, -8.45, -74.39, -8.40)
    return shapely.union_all([outer.buffer(0).difference(hole), island, far])


@pytest.mark.parametrize("make", [lambda g: star(g, 7), lambda g: star(g, 3000), with_hole_and_island])
@pytest.mark.parametrize("size", [0.0005, 0.005, 0.05])
def test_decided_boxes_lie_where_another_engine_puts_them(make, size):
    generator = np.random.default_rng(11)
    polygon = shapely.make_valid(make(generator))
    corner = np.column_stack([generator.uniform(-74.58, -74.37, 3000), generator.uniform(-8.58, -8.37, 3000)])
    boxes = np.column_stack([corner, corner + generator.uniform(0.2, 1, (3000, 2)) * size])
    where = InteriorGrid(rings(shapely.to_wkb(polygon)), len(boxes)).classify(boxes)
    shapes = shapely.box(*boxes.T)
    assert shapely.contains_properly(polygon, shapes[where == INSIDE]).all()
    assert shapely.disjoint(polygon, shapes[where == OUTSIDE]).all()
    assert {INSIDE, OUTSIDE, UNDECIDED} >= set(np.unique(where))
    if size == 0.0005:
        # what the grid is for: few small boxes are left to the engine
        crossing = shapely.intersects(polygon.boundary, shapes).sum()
        assert (where == UNDECIDED).sum() < 6 * crossing + 300


def test_boxes_that_touch_a_corner_or_a_side_are_left_to_the_engine():
    square = rings(shapely.to_wkb(shapely.box(0, 0, 10, 10)))
    boxes = np.array([[10, 10, 11, 11], [10, 2, 12, 3], [0, 0, 10, 10], [-5, -5, 15, 15]], dtype=float)
    assert InteriorGrid(square, 100).classify(boxes).tolist() == [UNDECIDED] * 4


def test_boxes_far_away_are_outside_and_unknown_ones_undecided():
    square = rings(shapely.to_wkb(shapely.box(0, 0, 10, 10)))
    boxes = np.array([[1e6, 1e6, 1e6 + 1, 1e6 + 1], [-9, -9, -8, -8], [np.nan] * 4, [4, 4, 5, 5]])
    assert InteriorGrid(square, 100).classify(boxes).tolist() == [OUTSIDE, OUTSIDE, UNDECIDED, INSIDE]


def test_a_polygon_without_height_has_a_grid():
    line = rings(shapely.to_wkb(shapely.Polygon([(0, 0), (10, 0), (5, 0)])))
    assert InteriorGrid(line, 100).classify(np.array([[2.0, -1.0, 3.0, 1.0]])).tolist() == [UNDECIDED]
