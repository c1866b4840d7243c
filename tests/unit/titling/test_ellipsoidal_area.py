"""Ellipsoidal area against the published polygons of GeographicLib's test program, and against pyproj."""

from __future__ import annotations

import csv

import pyproj
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from rainforest_alert_plugin.titling.ellipsoid import ellipsoidal_area_ha, ellipsoidal_area_m2


@pytest.mark.realdata
def test_the_published_polygons_are_reproduced_to_their_printed_digits(shared_data):
    with (shared_data / "geo" / "golden" / "geodesic_polygons.csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) == 4
    for case in cases:
        points = [QgsPointXY(*map(float, p.split()[::-1])) for p in case["lat lon;..."].split(";")]
        polygon = QgsGeometry.fromPolygonXY([[*points, points[0]]])
        found = ellipsoidal_area_m2(polygon, QgsCoordinateReferenceSystem("EPSG:4326"))
        # printed as whole metres or thousandths of an octant; the sign of the second tells its direction
        assert abs(found) == pytest.approx(abs(float(case["area_m2"])), abs=1.0)


def test_a_utm_polygon_has_the_area_pyproj_finds():
    ring = [(500000, 9000000), (530000, 9000000), (530000, 9020000), (500000, 9020000)]
    polygon = QgsGeometry.fromPolygonXY([[QgsPointXY(*p) for p in [*ring, ring[0]]]])
    to_degrees = pyproj.Transformer.from_crs(32718, 4326, always_xy=True).transform
    expected, _ = pyproj.Geod(ellps="WGS84").polygon_area_perimeter(*zip(*[to_degrees(*p) for p in ring]))
    found = ellipsoidal_area_m2(polygon, QgsCoordinateReferenceSystem("EPSG:32718"))
    assert found == pytest.approx(abs(expected), rel=1e-9)
    # 600 km2 in the plane near the central meridian, where the scale is 0.9996: about 600.48 km2
    assert float(ellipsoidal_area_ha(polygon, QgsCoordinateReferenceSystem("EPSG:32718"), 4)) == pytest.approx(
        abs(expected) / 10000, abs=5.1e-5
    )
