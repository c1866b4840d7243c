"""Pixels recovered from the points that services deliver."""

from __future__ import annotations

import numpy as np
import pytest

from rainforest_alert_plugin.alerts.point_grid import grid_of_points
from rainforest_alert_plugin.errors import InputError


def centres(row, col, size, west=-74.6, north=-8.3):
    return west + (np.asarray(col) + 0.5) * size, north - (np.asarray(row) + 0.5) * size


@pytest.mark.parametrize("size", [0.0001, 0.00025])
def test_five_decimals_give_back_the_pixels_of_the_service(size):
    generator = np.random.default_rng(5)
    filled = np.argwhere(generator.random((60, 60)) < 0.3)
    x, y = centres(filled[:, 0], filled[:, 1], size)
    grid = grid_of_points(np.round(x, 5), np.round(y, 5))
    assert (grid.row - grid.row.min()).tolist() == (filled[:, 0] - filled[:, 0].min()).tolist()
    assert (grid.col - grid.col.min()).tolist() == (filled[:, 1] - filled[:, 1].min()).tolist()
    assert np.allclose(np.diff(grid.x_edges), size, rtol=0, atol=1.1e-5 if size == 0.00025 else 1e-9)


def test_rows_of_a_mercator_raster_keep_their_neighbours_in_degrees():
    # Row heights in degrees shrink southward by the cosine of latitude; 4,000 rows of 100 m around 15 degrees south.
    mercator_y = -1_680_000.0 - 100.0 * np.arange(4000)
    latitude = np.degrees(2 * np.arctan(np.exp(mercator_y / 6378137.0)) - np.pi / 2)
    grid = grid_of_points(np.full(4000, -63.0), latitude, 0.0009)
    assert grid.row.tolist() == list(range(4000))
    assert -np.diff(grid.y_edges)[:-1] == pytest.approx(-np.diff(latitude), rel=1e-6)


def test_a_wide_gap_stays_a_gap():
    x, y = centres([0, 0, 0], [0, 1, 1000], 0.0001)
    grid = grid_of_points(x, y, 0.0001)
    assert grid.col[1] - grid.col[0] == 1
    assert grid.col[2] - grid.col[1] == 999


def test_a_single_point_has_the_pixel_size_of_its_source():
    grid = grid_of_points(np.array([-74.12345]), np.array([-8.54325]), 0.0001)
    assert grid.x_edges == pytest.approx([-74.1235, -74.1234])
    assert grid.y_edges == pytest.approx([-8.5432, -8.5433])


def test_a_single_point_of_an_unknown_source_has_no_pixel():
    with pytest.raises(InputError, match="points_off_grid"):
        grid_of_points(np.array([-74.1]), np.array([-8.5]))


def test_fires_that_stand_anywhere_are_no_pixel_centres():
    generator = np.random.default_rng(2)
    with pytest.raises(InputError, match="points_off_grid"):
        grid_of_points(generator.uniform(-74.6, -74.5, 300), generator.uniform(-8.6, -8.5, 300))
