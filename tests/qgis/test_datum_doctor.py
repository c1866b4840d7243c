"""The datum and zone doctor: what is in the wrong place is told how it came there, and what is right is left alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pyproj
import pytest
from shapely.affinity import translate
from shapely.geometry import Polygon
from shapely.ops import transform

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from conformance.misplaced import verdicts  # noqa: E402

from rainforest_alert_plugin.cadastre.case import KnownUnit, rings_drawn  # noqa: E402
from rainforest_alert_plugin.cadastre.datum_doctor import Declared, Region, diagnose  # noqa: E402

PERU = Region((-81.4, -18.4, -68.6, 0.1), (17, 18, 19))
UTM_18 = "+proj=utm +zone=18 +south +datum=WGS84 +units=m +no_defs"
TO_DEGREES = pyproj.Transformer.from_crs(32718, 4326, always_xy=True).transform
# Near Pucallpa, where the shift is 436 m (domain notes, computed with PROJ by EPSG:1208).
COMMUNITY = Polygon([(548000, 9072000), (549000, 9078000), (553500, 9077200), (555000, 9073000), (552000, 9070500)])
SHIFT = (-225.0, -373.0)


def known(*polygons: Polygon) -> list[KnownUnit]:
    return [
        KnownUnit("vecinos", "registered_land", str(i), f"Vecino {i}", transform(TO_DEGREES, p).wkb)
        for i, p in enumerate(polygons)
    ]


@pytest.mark.realdata
def test_every_community_in_a_wrong_place_is_told_and_none_in_its_own(shared_data):
    """Some of the communities; ``make conformance`` takes them all."""
    judged = list(verdicts(shared_data, every=7))
    assert len(judged) == 4 * 12
    assert [(case.community, case.how, said) for case, said in judged if said != case.truth] == []


def test_psad56_is_told_by_the_unit_itself_with_how_far_and_where_to():
    # PSAD56 numbers lie 225 m to the east and 373 m to the north of those of WGS 84.
    drawn = translate(COMMUNITY, -SHIFT[0], -SHIFT[1])
    found = diagnose(rings_drawn(drawn.wkb), Declared("EPSG:32718", UTM_18), PERU, known(COMMUNITY))
    assert (found.kind, found.evidence, found.direction) == ("psad56", "twin", "sw")
    assert found.move_m == pytest.approx(436, abs=12)
    assert found.misfit_after_m < 15
    assert found.misfit_before_m > 200


def test_psad56_is_told_by_neighbours_that_share_sides():
    ring = list(COMMUNITY.exterior.coords)
    east = Polygon([ring[2], ring[3], (560000, 9073000), (560000, 9079000)])
    south = Polygon([ring[3], ring[4], ring[0], (547000, 9066000), (556000, 9066000)])
    drawn = translate(COMMUNITY, -SHIFT[0], -SHIFT[1])
    found = diagnose(rings_drawn(drawn.wkb), Declared("EPSG:32718", UTM_18), PERU, known(east, south))
    assert (found.kind, found.evidence) == ("psad56", "sides")
    assert diagnose(rings_drawn(COMMUNITY.wkb), Declared("EPSG:32718", UTM_18), PERU, known(east, south)) is None


def test_real_overlap_with_a_neighbour_is_no_datum():
    """A neighbour who drew 300 m into the territory: a dispute, which no shift of the datum explains."""
    ring = list(COMMUNITY.exterior.coords)
    east = Polygon(
        [(ring[2][0] - 300, ring[2][1]), (ring[3][0] - 300, ring[3][1]), (560000, 9073000), (560000, 9079000)]
    )
    assert diagnose(rings_drawn(COMMUNITY.wkb), Declared("EPSG:32718", UTM_18), PERU, known(east)) is None


def test_stated_district_tells_the_zone():
    """Declared in 17S the community lies six degrees to the west, in another district than its papers state."""
    here = transform(TO_DEGREES, COMMUNITY.buffer(20_000))
    there = translate(here, xoff=-6.0)
    districts = [
        KnownUnit("distritos", "district", "1", "Callería", here.wkb, "250101"),
        KnownUnit("distritos", "district", "2", "Otro", there.wkb, "200101"),
    ]
    declared = Declared("EPSG:32717", UTM_18.replace("zone=18", "zone=17"))
    found = diagnose(rings_drawn(COMMUNITY.wkb), declared, PERU, districts, "250101")
    assert (found.kind, found.reading.zone, found.evidence) == ("zone", 18, "district")
    assert diagnose(rings_drawn(COMMUNITY.wkb), declared, PERU, districts, "200101") is None


def test_nothing_known_nothing_said():
    assert diagnose(rings_drawn(COMMUNITY.wkb), Declared("EPSG:32718", UTM_18), PERU, []) is None


def test_file_without_a_system_is_proposed_the_one_that_fits():
    found = diagnose(rings_drawn(COMMUNITY.wkb), Declared(), PERU, known(COMMUNITY))
    assert (found.kind, found.reading.zone, found.evidence) == ("zone", 18, "twin")
