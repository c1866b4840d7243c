"""What is called valid without asking the geometry engine is valid for shapely."""

from __future__ import annotations

import numpy as np
import shapely

from rainforest_alert_plugin.geo.wkb import rings_of
from rainforest_alert_plugin.overlay.validity import surely_valid


def judged(*shapes):
    return surely_valid(rings_of(shapely.to_wkb(list(shapes)).tolist())).tolist()


def test_ordinary_parcels_are_valid_beyond_doubt():
    generator = np.random.default_rng(2)
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    parcels = []
    for _ in range(500):
        r = 0.001 * generator.uniform(0.8, 1, 12)
        x, y = generator.uniform(-80, -60), generator.uniform(-15, 0)
        parcels.append(shapely.Polygon(np.column_stack([x + r * np.cos(angle), y + r * np.sin(angle)])))
    rectangles = [shapely.box(x, -8.0, x + 0.001, -7.9) for x in np.linspace(-75, -74, 50)]
    assert all(judged(*parcels, *rectangles))
    assert all(judged(*(parcel.reverse() for parcel in parcels)))


def test_faults_are_never_called_valid():
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    twice_round = shapely.Polygon(
        [
            (np.cos(a) * (1 + 0.01 * i), np.sin(a) * (1 + 0.01 * i))
            for i, a in enumerate(np.linspace(0, 4 * np.pi, 17)[:-1])
        ]
    )
    spike = shapely.Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 20), (5, 10), (0, 10)])
    hole_outside = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [[(2, 2), (3, 2), (3, 3)]])
    overlapping = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)])
    flat = shapely.Polygon([(0, 0), (1, 0), (2, 0)])
    nowhere = shapely.Polygon([(0, 0), (1, 0), (np.nan, 1)])
    assert (
        judged(bow_tie, twice_round, spike, hole_outside, overlapping, flat, nowhere, shapely.Polygon()) == [False] * 8
    )


def test_random_rings_called_valid_are_valid():
    generator = np.random.default_rng(4)
    shapes = np.array([shapely.Polygon(generator.uniform(0, 1, (n, 2))) for n in generator.integers(3, 7, 20_000)])
    called = np.array(judged(*shapes))
    assert called.any()
    assert not called.all()
    assert shapely.is_valid(shapes[called]).all()
