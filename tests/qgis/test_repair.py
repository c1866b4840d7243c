"""Areas are worked out by hand on squares of whole units."""

from __future__ import annotations

import struct

import pytest
import shapely
from qgis.core import QgsGeometry

from rainforest_alert_plugin.errors import Message
from rainforest_alert_plugin.overlay.repair import polygons_only, repair_polygon


@pytest.mark.parametrize(
    ("wkt", "area", "reason"),
    [
        # two triangles of base 2 and height 1
        ("POLYGON((0 0,2 2,2 0,0 2,0 0))", 2.0, "Self-intersection"),
        # 16 + 16 - the shared square of 4
        ("MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 2,6 2,6 6,2 6,2 2)))", 28.0, "Self-intersection"),
        ("POLYGON((0 0,4 0,4 4,0 4,0 0),(10 10,11 10,11 11,10 11,10 10))", 16.0, "Hole lies outside shell"),
        # a part drawn twice is land once
        ("MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((0 0,4 0,4 4,0 4,0 0)))", 16.0, None),
        # 16 - hole of 4 that sticks out by half: only the inner 2 are taken away
        ("POLYGON((0 0,4 0,4 4,0 4,0 0),(3 1,5 1,5 3,3 3,3 1))", 14.0, "Self-intersection"),
        # 36 - enclave of 16 + the island of 4 within it; and, apart, a bow-tie of 2
        (
            "MULTIPOLYGON(((0 0,6 0,6 6,0 6,0 0),(1 1,5 1,5 5,1 5,1 1)),((2 2,4 2,4 4,2 4,2 2)),"
            "((10 0,12 2,12 0,10 2,10 0)))",
            26.0,
            "Self-intersection",
        ),
    ],
    ids=[
        "bow-tie",
        "overlapping parts",
        "hole outside shell",
        "part twice",
        "hole across the shell",
        "island in an enclave beside a bow-tie",
    ],
)
def test_invalid_polygon_keeps_the_land_it_encloses(wkt: str, area: float, reason: str | None) -> None:
    repaired, message = repair_polygon(QgsGeometry.fromWkt(wkt))

    assert repaired.isGeosValid()
    assert repaired.area() == pytest.approx(area, abs=1e-12)
    assert message is not None
    assert message.id == "feature.repaired"
    if reason:
        assert message.facts["reason"] == reason


def test_valid_polygon_passes_unchanged_but_flat() -> None:
    repaired, message = repair_polygon(QgsGeometry.fromWkt("POLYGON Z((0 0 9,4 0 9,4 4 9,0 4 9,0 0 9))"))

    assert message is None
    assert repaired.asWkt() == "MultiPolygon (((0 0, 4 0, 4 4, 0 4, 0 0)))"


def test_polygon_without_any_area_cannot_be_repaired() -> None:
    repaired, message = repair_polygon(QgsGeometry.fromWkt("POLYGON((0 0,4 0,2 0,0 0))"))

    assert repaired.isEmpty()
    assert isinstance(message, Message)
    assert message.id == "feature.unrepairable"


def test_points_and_lines_of_a_collection_are_dropped() -> None:
    mixed = QgsGeometry.fromWkt("GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1),POLYGON((0 0,1 0,1 1,0 1,0 0)))")

    assert polygons_only(mixed).asWkt() == "MultiPolygon (((0 0, 1 0, 1 1, 0 1, 0 0)))"
    assert polygons_only(QgsGeometry.fromWkt("POINT(0 0)")).isEmpty()


def test_land_that_a_ring_goes_round_twice_is_kept_once():
    # the line makes a small loop inside its own land: 10 x 10 less nothing, although the loop of 2 x 2 is gone round twice
    looped = "POLYGON((0 0,10 0,10 5,6 5,6 3,8 3,8 5,4 5,4 10,0 10,0 0))"
    repaired, message = repair_polygon(QgsGeometry.fromWkt(looped))
    expected = shapely.make_valid(shapely.from_wkt(looped), method="structure", keep_collapsed=False)
    assert message.id == "feature.repaired"
    assert repaired.area() == pytest.approx(expected.area)
    assert shapely.from_wkb(bytes(repaired.asWkb())).equals(expected)


def test_ring_that_was_left_open_is_closed_and_said():
    # square of 4 whose last vertex is missing, as OGR delivers it from some GeoJSON files
    ring = [(0, 0), (2, 0), (2, 2), (0, 2)]
    blob = struct.pack("<BIIBIII", 1, 6, 1, 1, 3, 1, 4) + b"".join(struct.pack("<2d", *vertex) for vertex in ring)
    geometry = QgsGeometry()
    geometry.fromWkb(blob)
    repaired, message = repair_polygon(geometry)
    assert message == Message("feature.repaired", reason="Ring not closed")
    assert repaired.area() == 4.0
    assert shapely.from_wkb(bytes(repaired.asWkb())).is_valid
