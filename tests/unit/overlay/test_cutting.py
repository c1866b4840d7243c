"""Polygons cut along a boundary without a geometry engine, against shapely."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from rainforest_alert_plugin.geo.wkb import multipolygons, rings, rings_of
from rainforest_alert_plugin.overlay.cutting import CUT, cut_along
from rainforest_alert_plugin.overlay.interior import INSIDE, OUTSIDE, UNDECIDED, InteriorGrid

PLACES = [((-74.5, -8.5), 0.05), ((500_000.0, 9_000_000.0), 5000.0)]


def star(generator, vertices, centre, radius, narrowest=0.3):
    angle = np.sort(generator.uniform(0, 2 * np.pi, vertices))
    r = radius * generator.uniform(narrowest, 1.0, vertices)
    return shapely.Polygon(np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)]))


def plain(generator, centre, radius):
    return star(generator, int(generator.integers(5, 2000)), centre, radius, 0.85)


def with_a_lake(generator, centre, radius):
    return plain(generator, centre, radius).difference(shapely.Point(centre).buffer(0.15 * radius))


def with_lake_island_and_exclave(generator, centre, radius):
    lake = star(generator, 30, centre, 0.28 * radius)
    island = star(generator, 20, centre, 0.05 * radius)
    exclave = star(generator, 9, (centre[0] + 2 * radius, centre[1]), 0.5 * radius)
    return shapely.union_all([plain(generator, centre, radius).difference(lake), island, exclave])


def scattered(generator, centre, radius):
    at = np.column_stack([generator.uniform(c - 1.1 * radius, c + 1.1 * radius, 300) for c in centre])
    return [star(generator, int(generator.integers(4, 20)), c, radius * generator.uniform(0.01, 0.2), 0.5) for c in at]


def cut(community, parcels):
    """Parcels, where each lies, and the polygons cut, after what holds of any of them was held against shapely."""
    parcels = np.array([parcel for parcel in parcels if parcel.is_valid])
    shapes = rings_of(shapely.to_wkb(parcels).tolist())
    grid = InteriorGrid(rings(shapely.to_wkb(community)), len(parcels))
    cuts = cut_along(grid, shapes, shapes.boxes(), np.arange(len(parcels)))
    found = np.array(shapely.from_wkb(multipolygons(cuts.parts)))
    across = parcels[cuts.where == CUT]
    assert len(found) == len(across)
    assert shapely.covers(community, parcels[cuts.where == INSIDE]).all()
    assert (shapely.area(community.intersection(parcels[cuts.where == OUTSIDE])) == 0).all()
    assert shapely.is_valid(found).all()
    expected = community.intersection(across)
    apart = shapely.area(shapely.symmetric_difference(found, expected))
    assert (apart <= 1e-11 * shapely.area(across)).all()
    assert shapely.get_num_coordinates(found).tolist() == shapely.get_num_coordinates(expected).tolist()
    assert (shapely.hausdorff_distance(found, expected) <= 1e-11 * np.abs(shapely.bounds(across)).max()).all()
    return cuts.where


@pytest.mark.parametrize(("centre", "radius"), PLACES, ids=["degrees", "metres"])
@pytest.mark.parametrize("community_of", [plain, with_a_lake, with_lake_island_and_exclave])
def test_cut_polygons_equal_another_engines_vertex_by_vertex(community_of, centre, radius):
    decided = {INSIDE: 0, OUTSIDE: 0, CUT: 0, UNDECIDED: 0}
    for seed in range(3):
        generator = np.random.default_rng(seed)
        community = shapely.make_valid(community_of(generator, centre, radius))
        where = cut(community, scattered(generator, centre, radius))
        for kind in decided:
            decided[kind] += int((where == kind).sum())
    assert min(decided[INSIDE], decided[OUTSIDE]) > 20
    # what it is for: most polygons across the boundary need no geometry engine
    assert decided[CUT] > decided[UNDECIDED]


@pytest.mark.parametrize("seed", range(4))
def test_shared_vertices_and_sides_that_touch_are_never_guessed(seed):
    generator = np.random.default_rng(seed)
    snap = 0.001
    community = shapely.from_wkb(shapely.to_wkb(shapely.set_precision(plain(generator, (-74.5, -8.5), 0.05), snap)))
    parcels = [
        shapely.from_wkb(shapely.to_wkb(shapely.set_precision(parcel, snap)))
        for parcel in scattered(generator, (-74.5, -8.5), 0.05)
        if parcel.is_valid
    ]
    where = cut(community, [parcel for parcel in parcels if parcel.geom_type == "Polygon" and not parcel.is_empty])
    assert (where == UNDECIDED).any()


def test_parcel_that_holds_a_lake_or_shares_a_side_is_left_to_the_engine():
    community = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 4.5, 4.5))
    holds_lake = shapely.box(3, 3, 5, 5)
    shares_side = shapely.box(10, 2, 12, 4)
    along_corner = shapely.Polygon([(-1, 1), (1, -1), (-1, -1)])
    plainly_across = shapely.box(9, 6, 11, 7.5)
    parcels = [holds_lake, shares_side, along_corner, plainly_across]
    assert cut(community, parcels).tolist() == [UNDECIDED, UNDECIDED, UNDECIDED, CUT]


def test_parcel_crossed_several_times_is_cut_into_its_parts():
    # a comb with three teeth of 1 x 5 over a strip of height 1: three squares of 1
    teeth = [(0, 0), (0, 6), (1, 6), (1, 1), (2, 1), (2, 6), (3, 6), (3, 1), (4, 1), (4, 6), (5, 6), (5, 0)]
    strip = shapely.box(-1, 3, 7, 4)
    shapes = rings(shapely.to_wkb(strip))
    cuts = cut_along(
        InteriorGrid(rings(shapely.to_wkb(shapely.Polygon(teeth))), 50), shapes, shapes.boxes(), np.array([0])
    )
    (found,) = shapely.from_wkb(multipolygons(cuts.parts))
    assert sorted(part.bounds for part in found.geoms) == [(0, 3, 1, 4), (2, 3, 3, 4), (4, 3, 5, 4)]
