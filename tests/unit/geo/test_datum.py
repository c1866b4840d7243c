"""Published coordinates: mining claims of INGEMMET lie on whole kilometres of PSAD56 / UTM (golden set, see its SOURCES)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.geo.datum import (
    OPERATIONS,
    degrees_to_utm,
    psad56_degrees_to_wgs84,
    psad56_to_wgs84,
    utm_to_degrees,
    wgs84_degrees_to_psad56,
    wgs84_to_psad56,
)


@pytest.mark.realdata
def test_mining_claims_of_the_psad56_grid_land_on_their_published_wgs84_coordinates(shared_data: Path) -> None:
    with open(shared_data / "geo" / "golden" / "psad56_km_vertices_zone17_north.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    easting = np.array([float(row["psad56_e_m"]) for row in rows])
    northing = np.array([float(row["psad56_n_m"]) for row in rows])

    moved_e, moved_n, epsg = psad56_to_wgs84(easting, northing, 24877, OPERATIONS[1201])

    to_utm = Transformer.from_crs(4326, epsg, always_xy=True)
    published_e, published_n = to_utm.transform(
        [float(row["wgs84_lon"]) for row in rows], [float(row["wgs84_lat"]) for row in rows]
    )
    assert len(rows) == 2494
    assert np.hypot(moved_e - published_e, moved_n - published_n).max() < 0.05


@pytest.mark.parametrize(
    ("epsg", "point", "shift"),
    [
        # Table of the shifts in UTM by EPSG:1208 (domain notes, computed with PROJ): WGS 84 minus PSAD56
        (24878, (692_000.0, 9_585_000.0), (-225.0, -378.0)),  # Iquitos
        (24878, (548_000.0, 9_072_000.0), (-225.0, -373.0)),  # Pucallpa
        (24879, (480_000.0, 8_607_000.0), (-197.0, -372.0)),  # Puerto Maldonado
    ],
    ids=["Iquitos", "Pucallpa", "Puerto Maldonado"],
)
def test_shift_of_amazon_towns_is_the_tabulated_one(
    epsg: int, point: tuple[float, float], shift: tuple[float, float]
) -> None:
    moved_e, moved_n, _ = psad56_to_wgs84(np.array([point[0]]), np.array([point[1]]), epsg, OPERATIONS[1208])

    assert moved_e[0] - point[0] == pytest.approx(shift[0], abs=2.0)
    assert moved_n[0] - point[1] == pytest.approx(shift[1], abs=2.0)


@pytest.mark.parametrize("code", sorted(OPERATIONS))
def test_pinned_operation_agrees_with_the_registry_of_proj(code: int) -> None:
    registered = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{code}")
    to_geographic = Transformer.from_crs(24878, 4248, always_xy=True)
    to_utm = Transformer.from_crs(4326, 32718, always_xy=True)

    moved_e, moved_n, _ = psad56_to_wgs84(np.array([500_000.0]), np.array([9_000_000.0]), 24878, OPERATIONS[code])

    longitude, latitude = to_geographic.transform(500_000.0, 9_000_000.0)
    latitude, longitude = registered.transform(latitude, longitude)
    easting, northing = to_utm.transform(longitude, latitude)
    assert moved_e[0] == pytest.approx(easting, abs=1e-3)
    assert moved_n[0] == pytest.approx(northing, abs=1e-3)
    assert registered.accuracy == OPERATIONS[code].accuracy_m


def test_the_two_operations_lie_nine_metres_apart() -> None:
    """Measured between QGIS's default and PROJ's default: 9.27 m."""
    here = np.array([731_000.0]), np.array([9_457_000.0])
    first = psad56_to_wgs84(*here, 24877, OPERATIONS[1201])
    second = psad56_to_wgs84(*here, 24877, OPERATIONS[1208])

    assert np.hypot(first[0] - second[0], first[1] - second[1])[0] == pytest.approx(9.27, abs=0.05)


def test_other_systems_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        psad56_to_wgs84(np.array([0.0]), np.array([0.0]), 32718, OPERATIONS[1201])

    assert caught.value.message.id == "datum.unknown_system"


@pytest.mark.parametrize("code", sorted(OPERATIONS))
def test_way_back_to_psad56_is_that_of_proj(code: int) -> None:
    x, y, z = OPERATIONS[code].shift_m
    proj = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step +proj=helmert +x={-x} +y={-y} +z={-z} +step +inv +proj=cart +ellps=intl +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    longitude, latitude = np.array([-74.55, -73.2]), np.array([-8.41, -3.75])
    expected = proj.transform(longitude, latitude)
    assert np.allclose(wgs84_degrees_to_psad56(longitude, latitude, OPERATIONS[code]), expected, atol=1e-10)
    # There and back again: a helmert shift at height zero returns within a centimetre.
    back = psad56_degrees_to_wgs84(*wgs84_degrees_to_psad56(longitude, latitude, OPERATIONS[code]), OPERATIONS[code])
    assert np.allclose(back, (longitude, latitude), atol=1e-7)
    east, north = degrees_to_utm(longitude, latitude, 18)
    there = wgs84_to_psad56(east, north, 24878, OPERATIONS[code])
    back_e, back_n, epsg = psad56_to_wgs84(*there, 24878, OPERATIONS[code])
    assert epsg == 32718
    assert np.hypot(back_e - east, back_n - north).max() < 0.02


def test_utm_and_degrees_are_those_of_pyproj() -> None:
    longitude, latitude = np.array([-74.55, -78.9]), np.array([-8.41, 1.2])
    for zone, south in ((18, True), (17, False)):
        there = Transformer.from_crs(4326, (32700 if south else 32600) + zone, always_xy=True)
        east, north = degrees_to_utm(longitude, latitude, zone, south)
        assert np.allclose((east, north), there.transform(longitude, latitude), atol=1e-4)
        assert np.allclose(utm_to_degrees(east, north, zone, south), (longitude, latitude), atol=1e-9)
