"""Cells that a territory touches, against Shapely; and that they tell nothing of it but which cells they are."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.workspace.coarsening import touched_cells

# 5 km in degrees of a meridian of the mean sphere (R = 6 371 008.8 m)
STEP = 5000 / (6_371_008.8 * math.pi / 180)


def cells(*shapes):
    return [shapely.from_wkb(wkb) for wkb in touched_cells([shapely.to_wkb(shape) for shape in shapes], 5000)]


def by_shapely(shape):
    """Each cell of the box around a shape, asked for itself."""
    west, south, east, north = shape.bounds
    columns = range(math.floor(west / STEP), math.floor(east / STEP) + 1)
    rows = range(math.floor(south / STEP), math.floor(north / STEP) + 1)
    boxes = [shapely.box(i * STEP, j * STEP, (i + 1) * STEP, (j + 1) * STEP) for i in columns for j in rows]
    return shapely.union_all([box for box in boxes if box.intersects(shape)])


def in_cells(*corners):
    return shapely.Polygon([(column * STEP, row * STEP) for column, row in corners])


def random_territories(count):
    generator = np.random.default_rng(4)
    while count:
        spread = generator.uniform(0.005, 0.5)
        outline = shapely.Polygon(generator.uniform(-1, 1, (int(generator.integers(3, 12)), 2)) * spread + (-74, -8))
        shape = shapely.make_valid(outline)
        if shape.geom_type in ("Polygon", "MultiPolygon"):
            count -= 1
            yield shape


def test_the_cells_are_those_that_shapely_finds_and_their_corners_those_of_the_grid():
    for shape in random_territories(80):
        found = cells(shape)
        whole = shapely.union_all(found)
        assert whole.covers(shape)
        assert whole.symmetric_difference(by_shapely(shape)).area < 1e-12
        corners = shapely.get_coordinates(found) / STEP
        assert np.abs(corners - np.round(corners)).max() < 1e-9
        assert all(part.is_valid for part in found)


def test_two_territories_in_the_same_cells_are_told_in_the_same_bytes():
    # a hook and a blot over the same five cells of a plus, of which they touch other parts
    plus = [(-1645, -180), (-1646, -181), (-1645, -181), (-1644, -181), (-1645, -182)]
    boxes = [shapely.box(i + 0.1, j + 0.1, i + 0.9, j + 0.9) for i, j in plus]
    blot = shapely.union_all(
        [*boxes, shapely.box(-1645.9, -180.6, -1643.1, -180.4), shapely.box(-1644.6, -181.9, -1644.4, -179.1)]
    )
    hook = shapely.union_all(
        [shapely.box(-1645.01, -180.02, -1643.8, -180.01), shapely.box(-1644.02, -181.2, -1644.01, -179.95)]
    )
    one, other = (shapely.transform(shape, lambda xy: xy * STEP) for shape in (blot, hook))
    told = touched_cells([shapely.to_wkb(one)], 5000)
    assert told == touched_cells([shapely.to_wkb(other)], 5000)
    assert shapely.union_all(shapely.from_wkb(told)).area == pytest.approx(5 * STEP**2)


def test_cells_of_several_territories_are_one_area_without_the_lines_between_them():
    left = in_cells((-1650.5, -180.5), (-1649.2, -180.5), (-1649.2, -179.5), (-1650.5, -179.5))
    right = in_cells((-1648.9, -180.5), (-1647.5, -180.5), (-1647.5, -179.5), (-1648.9, -179.5))
    (whole,) = cells(left, right)
    assert whole.equals(in_cells((-1651, -181), (-1647, -181), (-1647, -179), (-1651, -179)))
    assert len(whole.exterior.coords) <= 6


def test_a_hole_stays_only_where_whole_cells_are_outside():
    outer = in_cells((-1650.5, -184.5), (-1645.5, -184.5), (-1645.5, -179.5), (-1650.5, -179.5))
    lake = in_cells((-1648.2, -182.2), (-1646.8, -182.2), (-1646.8, -180.8), (-1648.2, -180.8))
    pond = in_cells((-1648.9, -182.9), (-1648.1, -182.9), (-1648.1, -182.1), (-1648.9, -182.1))
    (with_lake,) = cells(outer.difference(lake))
    (with_pond,) = cells(outer.difference(pond))
    (gap,) = with_lake.interiors
    assert shapely.Polygon(gap).equals(in_cells((-1648, -182), (-1647, -182), (-1647, -181), (-1648, -181)))
    assert not list(with_pond.interiors)


def test_no_territory_touches_no_cell():
    assert touched_cells([], 5000) == []


@pytest.mark.realdata
def test_outlines_of_native_communities_are_covered_and_nothing_of_them_is_told(shared_data):
    path = shared_data / "geo" / "pe-cajamarca-norte" / "c_nativa.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.force_2d(shapely.make_valid(shapely.geometry.shape(one["geometry"]))) for one in features]
    for shape in shapes:
        whole = shapely.union_all(cells(shape))
        assert whole.covers(shape)
        assert whole.symmetric_difference(by_shapely(shape)).area < 1e-12
        told = {f"{value:.4f}" for value in np.ravel(shapely.get_coordinates(whole))}
        assert not told & {f"{value:.4f}" for value in np.ravel(shape.bounds)}
