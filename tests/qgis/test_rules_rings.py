"""Rules G01 to G06: what a registry returns about the geometry of a boundary alone."""

from __future__ import annotations

import pytest
from qgis.core import QgsGeometry

from rainforest_alert_plugin.cadastre.case import Case, SurveyedVertex
from rainforest_alert_plugin.cadastre.engine import validate
from rainforest_alert_plugin.cadastre.profile import load_profile

E, N = 500_000.0, 9_000_000.0


def wkb_of(*rings_of_parts: list[list[tuple[float, float]]]) -> bytes:
    """Multipolygon of offsets in metres, the rings as they are given."""
    parts = [
        "(" + ",".join("(" + ",".join(f"{E + x} {N + y}" for x, y in ring) + ")" for ring in rings) + ")"
        for rings in rings_of_parts
    ]
    return bytes(QgsGeometry.fromWkt(f"MULTIPOLYGON({','.join(parts)})").asWkb())


def found(wkb: bytes, **facts) -> list[tuple[str, str]]:
    case = Case("1", "lindero", "EPSG:32718", wkb, "18S", **facts)
    result = validate(case, load_profile("peru_native_community"))
    return [(finding.rule, finding.message.id) for finding in result.findings if finding.rule in "G01G02G03G04G05G06"]


SQUARE = [(0, 0), (0, 1000), (1000, 1000), (1000, 0), (0, 0)]


def test_clean_square_gives_nothing():
    assert found(wkb_of([SQUARE])) == []


@pytest.mark.parametrize(("step", "expected"), [(0.005, [("G01", "finding.repeated_vertex")]), (0.6, [])])
def test_vertex_repeated_within_a_centimetre_is_named_and_one_60_cm_away_is_not(step, expected):
    # The vertex stands 60 cm along both sides of the corner, so that it is on no line.
    ring = [(0, 0), (0, 1000), (step, 1000 + step), (1000, 1000), (1000, 0), (0, 0)]
    assert found(wkb_of([ring])) == expected


def test_bow_tie_is_a_finding_with_its_place():
    ring = [(0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0)]
    case = Case("1", "lindero", "EPSG:32718", wkb_of([ring]), "18S")
    findings = [f for f in validate(case, load_profile("peru_native_community")).findings if f.rule == "G02"]
    assert [f.message.id for f in findings] == ["finding.crossing"]
    place = QgsGeometry()
    place.fromWkb(findings[0].geometry_wkb)
    # Both diagonals of the square meet in its middle.
    assert (place.asPoint().x(), place.asPoint().y()) == (E + 500, N + 500)


@pytest.mark.parametrize(
    ("half_width", "expected"),
    # Arms of 500 m: the angle is 2 atan(w / 500), 0.46 degrees for 2 m and 1.15 degrees for 5 m.
    [(2.0, [("G02", "finding.spike")]), (5.0, [])],
)
def test_spike_of_less_than_a_degree_is_named(half_width, expected):
    ring = [
        (0, 0),
        (0, 1000),
        (500 - half_width, 1000),
        (500, 1500),
        (500 + half_width, 1000),
        (1000, 1000),
        (1000, 0),
        (0, 0),
    ]
    assert found(wkb_of([ring])) == expected


def test_spike_hidden_by_a_repeated_vertex_is_found_too():
    ring = [(0, 0), (0, 1000), (499, 1000), (500, 1500), (500, 1500.005), (501, 1000), (1000, 1000), (1000, 0), (0, 0)]
    assert ("G02", "finding.spike") in found(wkb_of([ring]))


def test_two_parts_and_an_enclave_are_stated_and_directions_compared():
    enclave = [(400, 400), (600, 400), (600, 600), (400, 600), (400, 400)]
    other = [(x + 3000, y) for x, y in SQUARE]
    assert found(wkb_of([SQUARE, enclave], [other])) == [("G03", "finding.several_parts"), ("G04", "finding.enclave")]
    assert ("G05", "finding.enclave_direction") in found(wkb_of([SQUARE, enclave[::-1]]))
    assert ("G05", "finding.part_reversed") in found(wkb_of([SQUARE], [other[::-1]]))


@pytest.mark.parametrize(
    ("ring", "expected"),
    [
        ([(0, 0), (0, 1000), (0.2, 1000.2), (1000, 1000), (1000, 0), (0, 0)], [("G06", "finding.short_side")]),
        ([(0, 0), (0, 1000), (500, 1000.04), (1000, 1000), (1000, 0), (0, 0)], [("G06", "finding.collinear")]),
        ([(0, 0), (0, 1000), (500, 1000.06), (1000, 1000), (1000, 0), (0, 0)], []),
    ],
)
def test_short_sides_and_vertices_on_a_line_are_noted(ring, expected):
    assert found(wkb_of([ring])) == expected


def test_vertex_on_a_line_that_bears_a_mark_has_its_reason():
    ring = [(0, 0), (0, 1000), (500, 1000), (1000, 1000), (1000, 0), (0, 0)]
    vertices = tuple(
        SurveyedVertex(0, 0, i + 1, f"V-{i + 1}", E + x, N + y, monument="hito" if i == 2 else "")
        for i, (x, y) in enumerate(ring[:-1])
    )
    assert found(wkb_of([ring])) == [("G06", "finding.collinear")]
    assert found(wkb_of([ring]), vertices=vertices) == []


def test_numbers_that_run_against_the_clock_are_noted():
    def numbered(ring):
        return tuple(SurveyedVertex(0, 0, i, f"V-{i}", E + x, N + y) for i, (x, y) in enumerate(ring[:-1], start=1))

    assert found(wkb_of([SQUARE]), vertices=numbered(SQUARE)) == []
    turned = SQUARE[::-1]
    assert found(wkb_of([turned]), vertices=numbered(turned)) == [("G05", "finding.numbers_reversed")]


def test_second_run_takes_over_what_did_not_change():
    profile = load_profile("peru_native_community")
    ring = [(0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0)]
    first = validate(Case("1", "lindero", "EPSG:32718", wkb_of([ring]), "18S"), profile)
    again = validate(Case("1", "lindero", "EPSG:32718", wkb_of([ring]), "18S"), profile, earlier=first)
    assert again.findings == first.findings
    assert again.reused == first.rules_run
    mended = validate(Case("1", "lindero", "EPSG:32718", wkb_of([SQUARE]), "18S"), profile, earlier=first)
    assert [f for f in mended.findings if f.rule.startswith("G0")] == []
    assert "G01" not in mended.reused
