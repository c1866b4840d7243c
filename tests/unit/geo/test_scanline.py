from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from rasterio.transform import Affine

from rainforest_alert_plugin.geo.scanline import coverage, edges_of, in_one_order, pixel_spans, points_inside
from rainforest_alert_plugin.geo.wkb import rings_of

IDENTITY = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def filled_spans(geometries):
    return pixel_spans(rings_of([shapely.to_wkb(g) for g in geometries]), IDENTITY, 100, 80)


def filled(geometries, width, height, transform=IDENTITY):
    """One mask per polygon."""
    masks = []
    for spans in pixel_spans(rings_of([shapely.to_wkb(g) for g in geometries]), transform, width, height):
        mask = np.zeros(width * height, int)
        for start, end in zip(spans.start, spans.end):
            mask[start:end] += 1
        assert mask.max(initial=0) <= 1
        masks.append(mask.reshape(height, width).astype(bool))
    return masks


def even_odd(geometry, x, y):
    """Brute force: crossings to the left of each point, edges half-open in y, the boundary itself on the left side."""
    inside = np.zeros(np.broadcast(x, y).shape, bool)
    for part in shapely.get_parts(geometry):
        for ring in [part.exterior, *part.interiors]:
            points = np.array(ring.coords)
            for ends in zip(points[:-1].tolist(), points[1:].tolist()):
                (ax, ay), (bx, by) = sorted(ends, key=lambda end: end[1])
                if ay == by:
                    continue
                inside ^= (y >= ay) & (y < by) & (ax + (y - ay) * ((bx - ax) / (by - ay)) <= x)
    return inside


def star(rng, centre, radius, vertices):
    angle = np.sort(rng.random(vertices)) * 2 * np.pi
    r = radius * (0.3 + 0.7 * rng.random(vertices))
    return shapely.make_valid(
        shapely.Polygon(np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)]))
    )


@pytest.mark.parametrize("seed", range(20))
def test_pixels_in_random_polygons_are_gdals(seed):
    rng = np.random.default_rng(seed)
    shapes = [star(rng, rng.random(2) * 100, 60, 40).difference(star(rng, (50, 50), 15, 9)) for _ in range(3)]
    shapes = [g for g in shapes if not g.is_empty and g.geom_type in ("Polygon", "MultiPolygon")]
    for geometry, mine in zip(shapes, filled(shapes, 100, 80)):
        gdals = rasterize([(geometry, 1)], (80, 100), transform=Affine.identity(), dtype="uint8")
        np.testing.assert_array_equal(mine, gdals.astype(bool))


@pytest.mark.parametrize("seed", range(12))
def test_coverage_holds_each_pixel_of_each_polygon_once_and_no_other(seed):
    # neighbours, overlaps two and three deep, one polygon twice, one within another, one that covers no pixel centre
    rng = np.random.default_rng(seed)
    shapes = [star(rng, rng.random(2) * 100, 45, 30) for _ in range(1 + seed)]
    shapes = [g for g in shapes if g.geom_type in ("Polygon", "MultiPolygon")]
    shapes += [shapes[0], shapely.box(20, 20, 40, 40), shapely.box(40, 20, 60, 40), shapely.box(3.1, 3.1, 3.4, 3.4)]
    together = coverage(in_one_order(filled_spans(shapes)))
    assert (np.diff(together.begin) > 0).all()
    times = np.zeros((len(shapes), 8000), int)
    for owner, start, end in zip(together.owner, together.begin, np.append(together.begin[1:], 8000)):
        if owner >= 0:
            times[owner, start:end] += 1
    assert times.sum(axis=0).max() == 1
    for owner, start, end in zip(together.again.owner, together.again.start, together.again.end):
        times[owner, start:end] += 1
    for geometry, mine in zip(shapes, times):
        gdals = rasterize([(geometry, 1)], (80, 100), transform=Affine.identity(), dtype="uint8")
        np.testing.assert_array_equal(mine, gdals.ravel())


def test_coverage_of_nothing_is_empty():
    for shapes in ([], [shapely.box(200, 200, 300, 300)]):
        nothing = coverage(in_one_order(filled_spans(shapes)))
        assert len(nothing.begin) == len(nothing.owner) == len(nothing.again.owner) == 0


def test_north_up_south_up_and_turned_grids_agree_with_shapely():
    geometry = shapely.Polygon([(-74.99, -8.001), (-74.9931, -8.0047), (-74.9962, -8.0003)])
    for transform in (
        (-75.0, 0.0001, 0.0, -8.0, 0.0, -0.0001),
        (-75.0, 0.0001, 0.0, -8.008, 0.0, 0.0001),
        (-75.0, 0.00008, 0.00003, -8.0, 0.00002, -0.0001),
    ):
        (mine,) = filled([geometry], 120, 80, transform)
        col, row = np.meshgrid(np.arange(120) + 0.5, np.arange(80) + 0.5)
        x = transform[0] + col * transform[1] + row * transform[2]
        y = transform[3] + col * transform[4] + row * transform[5]
        np.testing.assert_array_equal(mine, shapely.contains_xy(geometry, x, y))


def test_a_centre_on_a_common_side_belongs_to_exactly_one_neighbour():
    # sides through pixel centres: x = 2.5 upright, y = 1.5 level, and a diagonal through (k + 0.5, k + 0.5)
    left = shapely.box(0, 0, 2.5, 4)
    right = shapely.box(2.5, 0, 5, 4)
    first, second = filled([left, right], 5, 4)
    assert not (first & second).any()
    assert (first | second).all()
    # left and upper sides are inside, right and lower ones are not: column 2 (centre 2.5) is the right one's
    assert first.sum(axis=1).tolist() == [2, 2, 2, 2]
    above, below = filled([shapely.box(0, 0, 4, 1.5), shapely.box(0, 1.5, 4, 3)], 4, 3)
    assert above.sum(axis=1).tolist() == [4, 0, 0]
    assert below.sum(axis=1).tolist() == [0, 4, 4]
    one, other = filled([shapely.Polygon([(0, 0), (4, 4), (0, 4)]), shapely.Polygon([(4, 4), (0, 0), (4, 0)])], 4, 4)
    assert not (one & other).any()
    assert (one | other).all()


def test_four_neighbours_meeting_at_a_centre_share_it_once():
    corners = [shapely.box(x, y, x + 2.5, y + 2.5) for x in (0, 2.5) for y in (0, 2.5)]
    total = sum(mask.astype(int) for mask in filled(corners, 5, 5))
    assert (total == 1).all()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=3, max_size=12), st.integers(1, 4))
def test_polygons_with_vertices_on_centres_follow_the_half_open_rule(points, parts):
    # quarter pixels put many vertices and sides exactly on centres
    geometry = shapely.make_valid(shapely.Polygon(np.array(points) / parts))
    pieces = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    if not pieces:
        return
    geometry = shapely.MultiPolygon(pieces)
    (mine,) = filled([geometry], 26, 26)
    x, y = np.meshgrid(np.arange(26) + 0.5, np.arange(26) + 0.5)
    np.testing.assert_array_equal(mine, even_odd(geometry, x, y))
    shapes = edges_of(rings_of([shapely.to_wkb(geometry)]))
    np.testing.assert_array_equal(points_inside(shapes, 0, x.ravel(), y.ravel()), mine.ravel())


def test_points_in_polygons_with_holes_and_parts_are_shapelys():
    rng = np.random.default_rng(5)
    hole = shapely.box(40, 40, 60, 60)
    with_hole = star(rng, (50, 50), 50, 30).union(shapely.box(30, 30, 70, 70)).difference(hole)
    shapes = [with_hole, shapely.box(200, 0, 300, 100)]
    x, y = rng.random(5000) * 320 - 10, rng.random(5000) * 120 - 10
    edges = edges_of(rings_of([shapely.to_wkb(g) for g in shapes]))
    for index, geometry in enumerate(shapes):
        np.testing.assert_array_equal(points_inside(edges, index, x, y), shapely.contains_xy(geometry, x, y))


def test_a_polygon_beside_the_grid_has_no_pixels():
    masks = filled([shapely.box(-9, -9, -1, -1), shapely.box(2, 50, 9, 60), shapely.box(-5, -5, 100, 100)], 8, 6)
    assert [int(mask.sum()) for mask in masks] == [0, 0, 48]
