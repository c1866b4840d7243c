"""The technical table against published tables, hand calculation and its own identities on many boundaries."""

from __future__ import annotations

import csv
import math
import random
from decimal import Decimal
from fractions import Fraction

import pyproj
import pytest
import shapely

from rainforest_alert_plugin.cadastre.profile import load_profile
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.titling.technical_table import (
    SideFacts,
    SurveyedBoundary,
    SurveyedRing,
    apportion,
    build_technical_table,
    degrees_minutes_seconds,
)

PERU = load_profile("peru_native_community")


def boundary(*parts, labels=None):
    return SurveyedBoundary(
        tuple(tuple(SurveyedRing(tuple(map(tuple, ring)), labels) for ring in rings) for rings in parts),
        "EPSG:32718",
        "18S",
    )


def table_of(*parts, labels=None):
    return build_technical_table(boundary(*parts, labels=labels), PERU)


def test_a_polygon_worked_out_by_hand():
    # A(0, 40) B(30, 0) C(0, -40) D(-30, 0) around (500 000, 9 000 000): a rhombus with sides hypot(30, 40) = 50 m, area
    # 60 * 80 / 2 = 2 400 m2 and the angle at A = 2 atan(30/40) = 73.739 795 deg = 73 deg 44' 23.26"; at B 106 deg 15' 36.74".
    # Azimuth A to B: 180 - atan(30/40) = 143.130 102 deg = 143 deg 7' 48.37".
    table = table_of([[(499970, 9000000), (500000, 8999960), (500030, 9000000), (500000, 9000040)]])
    rows = table.rows
    assert [row.vertex for row in rows] == ["V-1", "V-2", "V-3", "V-4"]
    assert [(row.easting, row.northing) for row in rows] == [
        (Decimal("500000.0000"), Decimal("9000040.0000")),
        (Decimal("500030.0000"), Decimal("9000000.0000")),
        (Decimal("500000.0000"), Decimal("8999960.0000")),
        (Decimal("499970.0000"), Decimal("9000000.0000")),
    ]
    assert rows[0].side == "V-1 - V-2"
    assert rows[3].side == "V-4 - V-1"
    assert [str(row.distance_m) for row in rows] == ["50.00"] * 4
    assert [row.interior_angle for row in rows] == ["73°44'23\"", "106°15'37\"", "73°44'23\"", "106°15'37\""]
    assert [row.azimuth for row in rows] == ["143°07'48\"", "216°52'12\"", "323°07'48\"", "36°52'12\""]
    assert str(table.perimeter_m) == "200.00"
    assert str(table.area_ha) == "0.2400"
    assert str(table.area_m2) == "2400.00"
    assert table.centroid == (Decimal("500000.0000"), Decimal("9000000.0000"))


def test_angles_that_do_not_round_to_the_sum_are_adjusted_by_the_largest_remainder():
    # Equilateral triangle of 9 m turned by chance: three angles of 60 degrees up to the rounding of coordinates, and always
    # 180 degrees in all; a regular heptagon has angles of 128 deg 34' 17.14", seven times 17" lack one second.
    ring = [
        (500000 + 1000 * math.sin(2 * math.pi * i / 7), 9000000 + 1000 * math.cos(2 * math.pi * i / 7))
        for i in range(7)
    ]
    table = table_of([ring])
    assert table.rings[0].angle_sum_s == 5 * 180 * 3600
    assert sorted(row.interior_angle for row in table.rows) == ["128°34'17\""] * 6 + ["128°34'18\""]


def test_first_vertex_is_the_northernmost_and_of_two_the_western():
    square = [(10, 0), (10, 10), (0, 10), (0, 0)]
    for turn in range(4):
        for ring in (square[turn:] + square[:turn], (square[turn:] + square[:turn])[::-1]):
            rows = table_of([ring]).rows
            assert [(int(r.easting), int(r.northing)) for r in rows] == [(0, 10), (10, 10), (10, 0), (0, 0)]


def test_an_enclave_has_its_own_rows_and_is_taken_off_the_area():
    outer = [(0, 0), (0, 100), (100, 100), (100, 0)]
    enclave = [(20, 20), (40, 20), (40, 40), (20, 40)]
    table = table_of([outer, enclave])
    assert [(r.part, r.ring, r.vertex) for r in table.rows] == [
        (1, 0, "V-1"),
        (1, 0, "V-2"),
        (1, 0, "V-3"),
        (1, 0, "V-4"),
        (1, 1, "V-5"),
        (1, 1, "V-6"),
        (1, 1, "V-7"),
        (1, 1, "V-8"),
    ]
    assert table.rows[4].side == "V-5 - V-6"
    assert table.rows[7].side == "V-8 - V-5"
    assert [row.interior_angle for row in table.rows] == ["90°00'00\""] * 8
    assert str(table.area_ha) == "0.9600"  # 10 000 m2 less 400 m2
    assert [str(ring.area_ha) for ring in table.rings] == ["1.0000", "0.0400"]
    assert str(table.perimeter_m) == "480.00"  # 400 m outside, 80 m around the enclave


def test_parts_add_up_to_the_whole_and_are_ordered_from_north_to_south():
    # Three parts of 0.5 m2: each alone rounds to 1 m2 (0.0001 ha), together they are 1.5 m2, printed 0.0002 ha.
    parts = [[[(0, -y), (1, -y), (0, -y - 1)]] for y in (30, 10, 20)]
    table = table_of(*parts)
    assert [int(ring.rows[0].northing) for ring in table.rings] == [-10, -20, -30]
    assert str(table.area_ha) == "0.0002"
    assert sum(table.part_area_ha(part) for part in table.parts) == table.area_ha


def test_coordinates_are_rounded_before_anything_is_computed():
    # 0.000 05 is rounded up to 0.0001: the side from (0, 0) is 3.0001 m long when printed with four decimals.
    ring = [(0.0, 0.0), (3.00005, 0.0), (3.00005, -4.0), (0.0, -4.0)]
    table = table_of([ring])
    assert str(table.rows[1].easting) == "3.0001"
    assert table.area_m2 == Decimal("12.00")


def test_surveyed_labels_stay_with_their_vertices_and_the_lowest_comes_first():
    ring = [(0, 0), (0, 10), (10, 10), (10, 0)]
    rows = table_of([ring], labels=("H-10", "H-9", "H-12", "H-11")).rows
    assert [(r.vertex, int(r.easting), int(r.northing)) for r in rows] == [
        ("H-9", 0, 10),
        ("H-12", 10, 10),
        ("H-11", 10, 0),
        ("H-10", 0, 0),
    ]


def test_a_label_that_occurs_twice_is_refused_with_its_place():
    with pytest.raises(InputError) as refused:
        table_of([[(0, 0), (0, 10), (10, 10), (10, 0)]], labels=("a", "b", "b", "c"))
    assert refused.value.message.id == "titling.repeated_label"
    assert refused.value.message.facts["label"] == "b"


@pytest.mark.parametrize(
    ("ring", "what"),
    [
        ([(0, 0), (0, 10), (0.00001, 10.00001), (10, 0)], "titling.repeated_vertex"),
        ([(0, 0), (10, 10)], "titling.too_few_vertices"),
        ([(0, 0), (5, 5), (10, 10)], "titling.no_area"),
        ([(0, 0), (float("nan"), 5), (10, 10)], "titling.not_finite"),
    ],
)
def test_a_ring_that_is_no_boundary_is_refused(ring, what):
    with pytest.raises(InputError) as refused:
        table_of([ring])
    assert refused.value.message.id == what


def test_repeated_vertex_is_named_by_its_coordinates():
    with pytest.raises(InputError) as refused:
        table_of([[(0, 0), (412345.6, 9012345.6), (412345.6, 9012345.6), (412400, 9012000)]])
    assert refused.value.message.facts == {"easting": "412345.6000", "northing": "9012345.6000"}


def test_degrees_are_written_as_surveyors_do():
    assert degrees_minutes_seconds(Decimal(0)) == "0°00'00\""
    assert degrees_minutes_seconds(Decimal(89 * 3600 + 58 * 60)) == "89°58'00\""
    assert degrees_minutes_seconds(Decimal("3661.5")) == "1°01'01.5\""


def test_shares_are_rounded_to_their_whole():
    # 1.5 + 1.5 + 1.4 = 4.4, printed 4: floors 1 + 1 + 1 lack one unit, which goes to the first of the two largest remainders
    assert apportion(4, [Fraction(3, 2), Fraction(3, 2), Fraction(7, 5)]) == [2, 1, 1]
    # an enclave counts with its sign: 10.6 - 0.3 = 10.3, printed 10
    assert apportion(10, [Fraction(106, 10), Fraction(-3, 10)]) == [10, 0]


def star_ring(rng, centre, radius):
    """A ring around its centre, one distance per direction, which therefore never crosses itself."""
    while True:
        count = rng.randint(3, 60)
        angles = sorted(rng.sample(range(100000), count))
        if max(b - a for a, b in zip(angles, [*angles[1:], angles[0] + 100000])) < 45000:
            break
    ring = []
    for a in angles:
        r = radius * rng.uniform(0.3, 1.0)
        ring.append((centre[0] + r * math.cos(2 * math.pi * a / 1e5), centre[1] + r * math.sin(2 * math.pi * a / 1e5)))
    return ring if rng.random() < 0.5 else ring[::-1]


def test_a_thousand_boundaries_agree_with_themselves_to_the_printed_digit():
    rng = random.Random(20261123)
    for _ in range(1000):
        parts = []
        for number in range(rng.randint(1, 3)):
            centre = (400000 + 20000 * number + rng.random(), 9000000 + rng.uniform(-500000, 500000))
            rings = [star_ring(rng, centre, rng.choice((20.0, 900.0, 8000.0)))]
            if rng.random() < 0.3:
                rings.append(star_ring(rng, centre, 4.0))
            parts.append(rings)
        table = table_of(*parts)
        whole = Fraction(0)
        for ring in table.rings:
            points = [(Fraction(r.easting), Fraction(r.northing)) for r in ring.rows]
            count = len(points)
            assert ring.angle_sum_s == (count - 2) * 180 * 3600
            assert sum(r.distance_m for r in ring.rows) == ring.perimeter_m
            shoelace = sum(a * d - c * b for (a, b), (c, d) in zip(points, points[1:] + points[:1])) / 2
            assert shoelace < 0  # clockwise
            assert abs(-shoelace / 10000 - Fraction(ring.area_ha)) < Fraction(1, 10000)
            whole += shoelace if ring.ring else -shoelace
            assert max(points, key=lambda p: (p[1], -p[0])) == points[0]
            for row, here, there in zip(ring.rows, points, points[1:] + points[:1]):
                exact = math.hypot(float(there[0] - here[0]), float(there[1] - here[1]))
                assert abs(float(row.distance_m) - exact) <= 0.0050001
        assert abs(whole / 10000 - Fraction(table.area_ha)) <= Fraction(1, 20000)
        assert sum(ring.perimeter_m for ring in table.rings) == table.perimeter_m
        assert sum(table.part_area_ha(part) for part in table.parts) == table.area_ha
        labels = [row.vertex for row in table.rows]
        assert len(set(labels)) == len(labels)


@pytest.mark.realdata
def test_rio_seco_reproduces_its_published_technical_table(shared_data):
    # Published: sides 50,00 32,60 50,00 34,00; angles 89d58' 90d00' 91d36' 88d26'; perimeter 166,60.
    with (shared_data / "geo" / "golden" / "cuadro_datos_tecnicos_rio_seco.csv").open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))

    def number(text):
        return Decimal(text.replace(",", "."))

    ring = [(float(number(r["este"])), float(number(r["norte"]))) for r in published]
    table = table_of([ring], labels=tuple(r["vertice"] for r in published))
    assert [row.vertex for row in table.rows] == ["A", "B", "C", "D"]
    assert [row.distance_m for row in table.rows] == [number(r["longitud_m"]) for r in published]
    for row, source in zip(table.rows, published):
        degrees, minutes = source["angulo_interno"].rstrip("'").split("º")
        stated = int(degrees) * 3600 + int(minutes) * 60
        assert abs(row.interior_angle_s - stated) <= 30  # printed to the minute
    assert str(table.perimeter_m) == "166.60"
    assert str(table.area_m2) == "1664.68"  # recomputed by the collector of the data set, see SOURCES.md


@pytest.mark.realdata
def test_91_rural_parcels_reproduce_their_official_area_and_perimeter(shared_data):
    # AREA_PR is printed with 4 decimals of a hectare, PERI_PR with 2 of a metre, by the office, from the same UTM 17S
    # coordinates; plane geometry of the published layer reproduces them within 4.7e-4 relative in area. The perimeter as
    # the sum of sides printed to the centimetre may differ from the sum of unrounded sides by n * 0.005 m.
    to_utm = pyproj.Transformer.from_crs(4326, 32717, always_xy=True).transform
    csv.field_size_limit(10_000_000)
    with (shared_data / "geo" / "golden" / "predios_area_perimetro_wgs84.csv").open(encoding="utf-8") as file:
        parcels = list(csv.DictReader(file))
    assert len(parcels) == 91
    for parcel in parcels:
        shape = shapely.from_wkt(parcel["wkt_wgs84_lonlat"])
        parts = [
            [list(zip(*to_utm(*zip(*ring.coords[:-1])))) for ring in (part.exterior, *part.interiors)]
            for part in shape.geoms
        ]
        table = build_technical_table(boundary(*parts), PERU)
        assert abs(float(table.area_ha) - float(parcel["AREA_PR_ha"])) <= 4.7e-4 * float(parcel["AREA_PR_ha"]) + 1e-4
        assert abs(float(table.area_m2) - float(parcel["arcgis_area_m2_wgs84_utm17s"])) < 0.06
        vertices = len(table.rows)
        assert abs(float(table.perimeter_m) - float(parcel["PERI_PR_m"])) <= 0.005 * vertices + 0.01
        assert abs(float(table.perimeter_m) - float(parcel["arcgis_len_m_wgs84_utm17s"])) <= 0.005 * vertices + 0.001


RIVER = SideFacts("river", "Río Tigre")
CHANNEL = SideFacts("river", "Río Tigre", continues=True)


@pytest.mark.parametrize("clockwise", [True, False])
def test_a_river_side_is_one_row_with_the_length_of_its_channel(clockwise):
    # A square of 300 m whose west side is a river through (0, 100) and (30, 200): 100 + 2 hypot(30, 100) = 308.806 m of channel
    # where the chord is 300 m. The bend takes a triangle of 200 m by 30 m, 3 000 m2, off the 90 000 m2 of the square.
    points = [(0, 0), (0, 100), (30, 200), (0, 300), (300, 300), (300, 0)]
    sides = (RIVER, CHANNEL, CHANNEL, SideFacts("community", "Puerto Azul"), SideFacts(), SideFacts())
    if not clockwise:
        points = points[::-1]
        # the side that leaves a point is now the one that arrived at it
        sides = (SideFacts(), SideFacts("community", "Puerto Azul"), RIVER, CHANNEL, CHANNEL, SideFacts())
    ring = SurveyedRing(tuple((500000.0 + e, 9000000.0 + n) for e, n in points), None, sides)
    table = build_technical_table(SurveyedBoundary(((ring,),), "EPSG:32718", "18S"), PERU)
    assert [(row.vertex, str(row.distance_m), row.neighbour, row.azimuth) for row in table.rows] == [
        ("V-1", "300.00", "Puerto Azul", "90°00'00\""),
        ("V-2", "300.00", "", "180°00'00\""),
        ("V-3", "300.00", "", "270°00'00\""),
        ("V-4", "308.81", "Río Tigre", ""),
    ]
    assert table.rows[3].side == "V-4 - V-1"
    assert str(table.perimeter_m) == "1208.81"
    assert str(table.area_m2) == "87000.00"
    assert [tuple(map(str, point)) for point in table.rows[3].between] == [
        ("500000.0000", "9000100.0000"),
        ("500030.0000", "9000200.0000"),
    ]
    assert len(table.rings[0].points) == 6


def test_a_river_all_the_way_round_starts_at_its_northernmost_point():
    points = [(0, 0), (100, 200), (200, 0)]
    ring = SurveyedRing(tuple((500000.0 + e, 9000000.0 + n) for e, n in points), None, (CHANNEL,) * 3)
    table = build_technical_table(SurveyedBoundary(((ring,),), "EPSG:32718", "18S"), PERU)
    # 2 hypot(100, 200) + 200 = 647.214 m
    assert [(row.side, str(row.distance_m)) for row in table.rows] == [("V-1 - V-1", "647.21")]
    assert str(table.rows[0].northing) == "9000200.0000"


def test_points_along_a_channel_change_the_rows_and_not_the_territory():
    rng = random.Random(20261126)
    for _ in range(200):
        count = rng.randint(6, 40)
        points = tuple(
            (
                500000.0 + rng.uniform(800, 1200) * math.cos(2 * math.pi * i / count),
                9000000.0 + rng.uniform(800, 1200) * math.sin(2 * math.pi * i / count),
            )
            for i in range(count)
        )
        start, length = rng.randrange(count), rng.randint(2, count - 3)
        sides = [SideFacts()] * count
        for step in range(length):
            sides[(start + step) % count] = RIVER if step == 0 else CHANNEL
        ring = SurveyedRing(points, None, tuple(sides))
        folded = build_technical_table(SurveyedBoundary(((ring,),), "EPSG:32718", "18S"), PERU)
        plain = build_technical_table(SurveyedBoundary(((SurveyedRing(points),),), "EPSG:32718", "18S"), PERU)
        assert (folded.area_ha, folded.area_m2, folded.centroid) == (plain.area_ha, plain.area_m2, plain.centroid)
        assert set(folded.rings[0].points) == set(plain.rings[0].points)
        assert len(folded.rows) == count - length + 1
        assert sum(row.distance_m for row in folded.rows) == folded.perimeter_m
        (channel,) = (row for row in folded.rows if row.is_sinuous)
        # the channel is rounded once, its pieces each: they differ by less than half a centimetre for each piece
        assert abs(folded.perimeter_m - plain.perimeter_m) <= Decimal("0.005") * (length + 1)
        assert channel.neighbour == "Río Tigre"
