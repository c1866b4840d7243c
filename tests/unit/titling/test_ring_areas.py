"""Area by the ellipsoid and by the local geodetic system, against pyproj and hand calculation."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pyproj
import pytest

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.titling.package import write_package
from rainforest_alert_plugin.titling.ring_areas import local_geodetic, ring_areas_m2
from rainforest_alert_plugin.titling.technical_table import SurveyedBoundary, SurveyedRing, build_technical_table
from rainforest_alert_plugin.titling.verification import differences
from tests.unit.titling.test_package import content_of

PERU = load_profile("peru_native_community")
SQUARE = [(690000.0, 9500000.0), (690000.0, 9510000.0), (700000.0, 9510000.0), (700000.0, 9500000.0)]


def table_by(method, ring=SQUARE, crs="EPSG:31982"):
    boundary = SurveyedBoundary(((SurveyedRing(tuple(ring)),),), crs, "22S")
    return build_technical_table(boundary, dataclasses.replace(PERU, area_method=method))


def test_the_local_geodetic_system_is_that_of_another_library():
    # PROJ's topocentric conversion about the same mean point, through another library
    points = [(690000.0, 9500000.0), (695000.0, 9512000.0), (703000.0, 9505000.0)]
    to_degrees = pyproj.Transformer.from_crs("EPSG:31982", "EPSG:4674", always_xy=True)
    places = [to_degrees.transform(*point) for point in points]
    lon, lat = np.mean(places, axis=0)
    pipe = pyproj.Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=cart +ellps=GRS80 +step +proj=topocentric +ellps=GRS80 +lon_0={lon!r} +lat_0={lat!r} +h_0=0"
    )
    expected = [pipe.transform(x, y, 0.0)[:2] for x, y in places]
    assert local_geodetic(points, "EPSG:31982") == pytest.approx(np.array(expected), abs=1e-5)


def test_the_area_on_the_ellipsoid_is_that_of_geographiclib():
    to_degrees = pyproj.Transformer.from_crs("EPSG:32722", "EPSG:4326", always_xy=True)
    lon, lat = zip(*(to_degrees.transform(*point) for point in SQUARE))
    expected = abs(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0])
    (area,) = ring_areas_m2([SQUARE], "EPSG:32722", "ellipsoidal")
    assert float(area) == pytest.approx(expected, abs=0.05)  # of 1e8 m2


def test_the_three_methods_differ_as_the_scale_of_the_grid_says():
    # 195 km east of the central meridian k = 0.9996 (1 + 195^2 / (2 * 6371^2)) = 1.000068, so the plane is 1.000137 times the ground:
    # of 10 000 ha about 1.4 ha too much; the local plane touches the ground and agrees with the ellipsoid to a hundredth of that
    plane, ellipsoid, local = (table_by(method).area_ha for method in ("utm_grid", "ellipsoidal", "sgl"))
    assert plane == Decimal("10000.0000")
    assert float(plane - ellipsoid) == pytest.approx(1.37, abs=0.15)
    assert abs(float(local - ellipsoid)) < 0.05


@pytest.mark.parametrize("method", ["ellipsoidal", "sgl"])
def test_enclaves_and_parts_add_up_by_every_method(method):
    outer = [(690000.0, 9500000.0), (690000.0, 9501000.0), (691000.0, 9501000.0), (691000.0, 9500000.0)]
    enclave = [(690400.0, 9500400.0), (690500.0, 9500400.0), (690500.0, 9500500.0), (690400.0, 9500500.0)]
    boundary = SurveyedBoundary(((SurveyedRing(tuple(outer)), SurveyedRing(tuple(enclave))),), "EPSG:31982", "22S")
    table = build_technical_table(boundary, dataclasses.replace(PERU, area_method=method))
    outer_ring, inner_ring = table.rings
    assert outer_ring.area_ha - inner_ring.area_ha == table.area_ha
    assert float(inner_ring.area_ha) == pytest.approx(1.0, abs=2e-4)


@pytest.mark.parametrize("method", ["ellipsoidal", "sgl"])
def test_a_package_by_another_method_is_verified_and_a_changed_area_found(tmp_path, method):
    content = content_of()
    profile = dataclasses.replace(PERU, area_method=method)
    ring = tuple((500000.0 + e, 9000000.0 + n) for e, n in ((0, 0), (0, 3000), (4000, 0)))
    table = build_technical_table(SurveyedBoundary(((SurveyedRing(ring),),), "EPSG:32718", "18S"), profile)
    # 600 ha in the plane; on the central meridian the ground is 1 / 0.9996^2 times that, 600.48 ha
    assert float(table.area_ha) == pytest.approx(600.480, abs=0.002)
    write_package(dataclasses.replace(content, table=table, profile=profile), tmp_path / "p")
    assert differences(tmp_path / "p") == []
    path = tmp_path / "p" / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(str(table.area_ha), "600.0000"), encoding="utf-8")
    assert any(message.id == "difference.value" for message in differences(tmp_path / "p"))
