"""Territories that rasters do not hold are named, whether one raster was given or tiles that lie side by side."""

from __future__ import annotations

import pytest
import shapely
from osgeo import osr

from rainforest_alert_plugin.alerts.raster import Grid
from rainforest_alert_plugin.alerts.reach import outside_of_all
from rainforest_alert_plugin.geo.features import PolygonFeature

SIZE = 1e-4
WEST, NORTH = -75.0, -8.0


def grid(col: int, row: int, width: int = 100, height: int = 100) -> Grid:
    """A tile whose first pixel is `col` columns east and `row` rows south of the corner."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    transform = (WEST + col * SIZE, SIZE, 0.0, NORTH - row * SIZE, 0.0, -SIZE)
    return Grid(transform, reference.ExportToWkt(), width, height)


def box(name: str, left: float, top: float, right: float, bottom: float) -> PolygonFeature:
    """A territory by its sides in pixels of the first tile."""
    shape = shapely.box(WEST + left * SIZE, NORTH - bottom * SIZE, WEST + right * SIZE, NORTH - top * SIZE)
    return PolygonFeature(name, shapely.to_wkb(shape))


TERRITORIES = [
    box("within", 10, 10, 90, 90),
    box("across", 50, 10, 150, 90),
    box("beyond", 150, 50, 230, 90),
    box("far", 500, 500, 600, 600),
    box("edge", -0.4, 0, 20, 20),
]


def said(grids):
    return {message.id: message.facts["ids"] for message in outside_of_all(TERRITORIES, grids, "tile.tif")}


def test_one_raster_names_what_reaches_beyond_it_and_what_lies_outside():
    assert said([grid(0, 0)]) == {
        "alerts.some_territories_outside": "beyond, far",
        "alerts.some_territories_partly_outside": "across",
    }


@pytest.mark.parametrize("tiles", [[(0, 0), (100, 0)], [(100, 0), (0, 0)]])
def test_a_territory_across_two_tiles_side_by_side_is_whole(tiles):
    assert said([grid(*tile) for tile in tiles]) == {
        "alerts.some_territories_outside": "far",
        "alerts.some_territories_partly_outside": "beyond",
    }


def test_a_gap_between_tiles_is_told():
    assert said([grid(0, 0), grid(110, 0)])["alerts.some_territories_partly_outside"] == "across, beyond"


def test_a_corner_that_no_tile_holds_is_told():
    # Three tiles around a corner; the fourth, at the lower right, is missing.
    corner = [box("corner", 50, 50, 150, 150)]
    three = [grid(0, 0), grid(100, 0), grid(0, 100)]
    found = outside_of_all(corner, three, "tiles")
    assert [message.id for message in found] == ["alerts.some_territories_partly_outside"]
    assert outside_of_all(corner, [*three, grid(100, 100)], "tiles") == []
