"""Areas against PROJ's geodesics, against published figures and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rainforest_alert_plugin.geo.authalic import ellipsoidal_area_m2, perimeter_m, plane_area_m2
from rainforest_alert_plugin.geo.wkb import rings_of

GEOD = Geod(ellps="WGS84")


def shapes_of(*shapes):
    return rings_of(shapely.to_wkb(list(shapes)).tolist())


def blob(lon, lat, radius, vertices, generator):
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    r = radius * generator.uniform(0.5, 1.0, vertices)
    return shapely.Polygon(np.column_stack([lon + r * np.cos(angle), lat + r * np.sin(angle)]))


@pytest.mark.parametrize(
    ("radius_degrees", "vertices", "relative"),
    [(0.002, 13, 1e-9), (0.05, 200, 1e-10), (0.2, 30, 1e-10), (2.0, 12, 1e-7)],
    ids=["parcels", "communities", "coarse concessions", "edges of a degree"],
)
def test_area_equals_the_geodesic_area_of_another_engine(radius_degrees, vertices, relative):
    generator = np.random.default_rng(7)
    polygons = [
        blob(generator.uniform(-80, -50), generator.uniform(-18, 5), radius_degrees, vertices, generator)
        for _ in range(40)
    ]
    expected = [abs(GEOD.geometry_area_perimeter(polygon)[0]) for polygon in polygons]
    np.testing.assert_allclose(ellipsoidal_area_m2(shapes_of(*polygons)), expected, rtol=relative)


def test_two_degree_box_on_the_map_is_the_published_figure():
    # performance study: 48,648.24 km² with geodesic edges, 48,643.64 km² with edges along the parallels
    area = ellipsoidal_area_m2(shapes_of(shapely.box(-74, -10, -72, -8)))[0]
    expected = abs(GEOD.geometry_area_perimeter(shapely.box(-74, -10, -72, -8))[0])
    assert area == pytest.approx(expected, rel=1e-6)
    assert abs(area - expected) < 0.01 * abs(area - 48_643.64e6)


def test_whole_earth_is_the_sum_of_its_lunes():
    # surface of the WGS 84 ellipsoid: 510,065,621.72 km² (a published figure, reproduced by 2πa²(1 + (1-e²)/e·atanh e))
    polygons = [shapely.box(lon, 0, lon + 10, lat) for lon in range(-180, 180, 10) for lat in (-89.999999, 89.999999)]
    dense = shapely.segmentize(polygons, 0.05)
    assert ellipsoidal_area_m2(rings_of(shapely.to_wkb(dense).tolist())).sum() == pytest.approx(
        510_065_621.72e6, rel=1e-7
    )


def test_holes_and_parts_count_whatever_way_their_rings_turn():
    outer, inner, second = (
        shapely.box(-75, -8, -74.9, -7.9),
        shapely.box(-74.98, -7.98, -74.96, -7.96),
        shapely.box(-74, -8, -73.9, -7.9),
    )
    expected = sum(abs(GEOD.geometry_area_perimeter(p)[0]) * s for p, s in ((outer, 1), (inner, -1), (second, 1)))
    for shell in (outer.exterior.coords, outer.exterior.coords[::-1]):
        for hole in (inner.exterior.coords, inner.exterior.coords[::-1]):
            shape = shapely.MultiPolygon([shapely.Polygon(shell, [hole]), second])
            assert ellipsoidal_area_m2(shapes_of(shape))[0] == pytest.approx(expected, rel=5e-9)


def test_plane_area_of_a_hectare_far_from_the_origin_is_exact():
    # 100 m x 100 m at an Amazonian UTM position, with a hole of 10 m x 20 m: 10 000 - 200 = 9 800 m²
    shell = shapely.box(500_000, 9_100_000, 500_100, 9_100_100)
    shape = shapely.Polygon(
        shell.exterior.coords, [shapely.box(500_010, 9_100_010, 500_020, 9_100_030).exterior.coords]
    )
    assert plane_area_m2(shapes_of(shape, shapely.Polygon()))[:].tolist() == [9_800.0, 0.0]


def test_perimeter_is_the_geodesic_length_of_all_rings():
    generator = np.random.default_rng(3)
    polygon = blob(-74.5, -8.4, 0.05, 60, generator)
    expected = GEOD.geometry_area_perimeter(polygon)[1]
    assert perimeter_m(shapes_of(polygon), is_geographic=True)[0] == pytest.approx(expected, rel=1e-4)
    assert perimeter_m(shapes_of(shapely.box(0, 0, 30, 40)), is_geographic=False)[0] == 140.0


def test_geometries_without_rings_have_no_area():
    empty = shapes_of(shapely.Polygon(), shapely.MultiPolygon())
    for measured in (ellipsoidal_area_m2(empty), plane_area_m2(empty), perimeter_m(empty, True)):
        assert measured.tolist() == [0.0, 0.0]


def test_a_square_metre_keeps_its_digits():
    # at latitude φ one metre is 1/M radians northwards and 1/(N cos φ) eastwards, M and N the radii of curvature (hand formula)
    lat = math.radians(-8.0)
    e2 = 0.00669437999014
    w2 = 1 - e2 * math.sin(lat) ** 2
    dy = math.degrees(w2**1.5 / (6378137.0 * (1 - e2)))
    dx = math.degrees(math.sqrt(w2) / (6378137.0 * math.cos(lat)))
    area = ellipsoidal_area_m2(shapes_of(shapely.box(-75.0, -8.0, -75.0 + dx, -8.0 + dy)))[0]
    # a double holds -75 degrees to 1.4e-14, a metre is 9e-6: nine digits are the most there can be
    assert area == pytest.approx(1.0, abs=5e-8)
