"""The technical table and its shapefile on real boundaries: communities, protected areas, parcels and rural properties."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from fractions import Fraction

import pytest
import shapefile
from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.host.boundary import read_title_boundary
from rainforest_alert_plugin.host.layers import all_features
from rainforest_alert_plugin.titling.boundary import printed_polygon, refuse_invalid
from rainforest_alert_plugin.titling.layers import delivered_layers, shapefile_bytes
from rainforest_alert_plugin.titling.technical_table import build_technical_table

PERU = load_profile("peru_native_community")


class One:
    """A source with a single feature of a layer."""

    def __init__(self, layer, feature):
        self.layer = layer
        self.feature = feature

    def sourceCrs(self):
        return self.layer.crs()

    def sourceName(self):
        return self.layer.name()

    def fields(self):
        return self.layer.fields()

    def getFeatures(self, request):
        return iter([self.feature])


def signed_area(points):
    exact = [(Fraction(x), Fraction(y)) for x, y in points]
    return sum(a * d - c * b for (a, b), (c, d) in zip(exact, exact[1:])) / 2


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("folder", "name", "count", "refused"),
    [
        ("pe-cajamarca-norte", "c_nativa", 4, {}),
        ("pe-cajamarca-norte", "c_campesina", 23, {}),
        ("pe-cajamarca-norte", "predio_rural", 91, {}),
        ("pe-cajamarca-norte", "ANP", 5, {}),
        ("pe-cajamarca-norte", "distrito", 44, {}),
        # shapely: four self-intersections, and one MultiPolygon nested as a Polygon, which no reader turns into a geometry
        ("pe-anp-amazonia", "anp_nacional_light", 32, {"titling.invalid": 4, "titling.no_geometry": 1}),
        ("pe-anp-amazonia", "anp_zr_light", 2, {"titling.invalid": 1}),
        # shapely: all 1,258 valid in degrees; 44 hold vertices nearer to each other than the printed 0.1 mm, and in two a
        # side comes to cross another by rounding
        ("br-car-uc", "car_imoveis", 1258, {"titling.repeated_vertex": 44, "titling.invalid_when_printed": 2}),
    ],
)
def test_each_real_boundary_is_stated_exactly_or_refused_with_its_place(shared_data, folder, name, count, refused):
    (path,) = (p for p in (shared_data / "geo" / folder).glob(f"{name}.*") if p.suffix in (".geojson", ".shp"))
    layer = QgsVectorLayer(str(path), name, "ogr")
    assert layer.isValid()
    outcomes = Counter()
    for feature in all_features(layer):
        try:
            source = read_title_boundary(
                One(layer, feature), name, "", "", "auto", PERU, QgsCoordinateTransformContext()
            )
            table = build_technical_table(source.boundary, PERU)
            refuse_invalid(printed_polygon(table), "titling.invalid_when_printed")
        except InputError as error:
            outcomes[error.message.id] += 1
            continue
        outcomes["stated"] += 1
        for ring in table.rings:
            assert ring.angle_sum_s == (len(ring.rows) - 2) * 180 * 3600
            assert sum(row.distance_m for row in ring.rows) == ring.perimeter_m
        assert sum(table.part_area_ha(part) for part in table.parts) == table.area_ha
        perimeter, *_ = delivered_layers(table, PERU, {}, "DEFINITIVO")
        files = shapefile_bytes(perimeter, table.crs, datetime.date(2026, 11, 23))
        with shapefile.Reader(
            shp=io.BytesIO(files[".shp"]), shx=io.BytesIO(files[".shx"]), dbf=io.BytesIO(files[".dbf"])
        ) as reader:
            shape = reader.shape(0)
        starts = [*shape.parts, len(shape.points)]
        rings = [shape.points[a:b] for a, b in zip(starts, starts[1:])]
        printed = [[(float(row.easting), float(row.northing)) for row in ring.rows] for ring in table.rings]
        assert Counter(frozenset(ring) for ring in rings) == Counter(frozenset(ring) for ring in printed)
        area = -sum(signed_area(ring) for ring in rings) / 10000
        assert abs(area - Fraction(table.area_ha)) <= Fraction(1, 20000) + Fraction(1, 10**7)
    assert sum(outcomes.values()) == layer.featureCount() == count
    outcomes.pop("stated", None)
    assert dict(outcomes) == refused
