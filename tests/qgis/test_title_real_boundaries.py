"""The technical table and its shapefile on real boundaries: communities, protected areas, parcels and rural properties."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from fractions import Fraction

import pyproj
import pytest
import shapefile
import shapely
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


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "count", "length"), [("c_campesina", 23, "Shape_Leng"), ("predio_rural", 91, "")])
def test_the_offices_own_area_and_perimeter_are_reproduced_to_what_rounding_moves(shared_data, name, count, length):
    # Shape_Area and Shape_Leng are ArcGIS's, from the unrounded coordinates in UTM 17S. Coordinates printed with 4 decimals move
    # each vertex by 0.05 mm along each axis at most, and each side is printed with 2 decimals. (Those of the parcels are degrees.)
    layer = QgsVectorLayer(str(shared_data / "geo" / "pe-cajamarca-norte" / f"{name}.geojson"), name, "ogr")
    fields = {field.name().casefold(): field.name() for field in layer.fields()}
    transform = QgsCoordinateTransformContext()
    compared = 0
    for feature in all_features(layer):
        source = read_title_boundary(One(layer, feature), name, "", "", "17S", PERU, transform)
        table = build_technical_table(source.boundary, PERU)
        perimeter, area = float(table.perimeter_m), float(table.area_m2)
        sides = len(table.rows)
        assert area == pytest.approx(feature[fields["shape_area"]], abs=0.01 + 1e-4 * perimeter), feature.id()
        if length:
            assert perimeter == pytest.approx(feature[length], abs=(0.005 + 1.5e-4) * sides), feature.id()
        compared += 1
    assert compared == count


@pytest.mark.realdata
def test_areas_of_titles_that_differ_from_the_drawing_are_the_sources_own_error(shared_data):
    # the layer repeats the attributes of a first title on the polygon of its extension: 2 231.24 ha stand on two polygons of
    # which neither has them, whatever the zone, the datum or the method (shapely, pyproj)
    layer = QgsVectorLayer(str(shared_data / "geo" / "pe-cajamarca-norte" / "c_nativa.geojson"), "c_nativa", "ogr")
    stated, drawn = [], []
    for feature in all_features(layer):
        source = read_title_boundary(
            One(layer, feature), "c_nativa", "", "", "auto", PERU, QgsCoordinateTransformContext()
        )
        stated.append(float(feature["AREA_TITUL"]))
        drawn.append(float(build_technical_table(source.boundary, PERU).area_ha))
        geometry = shapely.from_wkb(bytes(feature.geometry().asWkb()))
        ellipsoidal = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(geometry)[0]) / 10_000
        # a plane area differs from that of the ellipsoid by 0.4 % at most
        assert drawn[-1] == pytest.approx(ellipsoidal, rel=4e-3)
    assert len(set(stated)) == 2
    assert all(abs(one - other) > 0.5 * one for one, other in zip(stated, drawn))
