"""What is typed or pasted of an old paper: what was read so far, how it closes, and what is marked where."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.field_formats.typed import BEARING, DISTANCE, Typed, look_at_typed

LEGS = (("A", "N 0° E", "100,00 m"), ("B", "90°00'00\"", "100"), ("C", "S 0 E", "100.00"), ("D", "N 90 O", "99,00"))
PLACED = {"easting": "640 000,00", "northing": "8812000"}
PROSE = (
    "Zona 18 Sur, WGS84. Del vértice V-1 (E 640000, N 8812000) al vértice V-2 (E 640000, N 8813000). Tiene 🌳 40 varas.\n"
    "Del V-2 al vértice V-3 (E 64100, N 8813000); del V-3 al V-1.\n"
)


def test_legs_are_read_with_their_closure_and_what_adjusting_would_do():
    look = look_at_typed(Typed(legs=LEGS, **PLACED))

    assert (look.format, look.vertices, look.marks, look.lacking) == ("bearings", ["A", "B", "C", "D"], [], None)
    # one metre too far east over 399 m; the last vertex bears 300 parts of it
    assert (look.closure_m, look.largest_m) == (pytest.approx(1.0), pytest.approx(300 / 399))


def test_what_was_typed_reads_as_a_file_to_the_same_boundary(tmp_path):
    path = tmp_path / "Título.txt"
    path.write_text(Typed(legs=(("", "", ""), *LEGS), **PLACED).as_text(), encoding="utf-8")

    reading = read_field_file(path, "bearings", ReadingOptions())

    boundary = next(iter(reading.features))
    assert boundary.vertices["x"] == pytest.approx([640000, 640000, 640100, 640100, 640000])
    assert [f.label for f in reading.features if f.shape == "point"] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("leg", "marked"),
    [
        (("C", "S 97 E", "100"), {BEARING: "typed.bad_bearing"}),
        (("C", "S 7 E", "cien"), {DISTANCE: "typed.bad_distance"}),
        (("C", "S 7 E", "-5"), {DISTANCE: "typed.bad_distance"}),
        (("C", "", ""), {BEARING: "typed.no_bearing", DISTANCE: "typed.no_distance"}),
    ],
)
def test_a_row_that_cannot_be_read_is_marked_by_its_cell_and_nothing_is_closed_over_it(leg, marked):
    look = look_at_typed(Typed(legs=(*LEGS[:2], leg, LEGS[3]), **PLACED))

    assert {mark.column: mark.said.id for mark in look.marks} == marked
    assert {mark.line for mark in look.marks} == {3}
    assert (look.vertices, look.closure_m, look.lacking.id) == (["A", "B", "D"], None, "typed.rows_marked")


def test_the_first_vertex_named_once_more_at_the_end_is_no_row_that_lacks_something():
    assert look_at_typed(Typed(legs=(*LEGS, ("a", "", "")), **PLACED)).lacking is None
    assert look_at_typed(Typed(legs=(*LEGS, ("E", "", "")), **PLACED)).lacking.id == "typed.rows_marked"


@pytest.mark.parametrize(
    ("typed", "lacking"),
    [
        (Typed(), "typed.nothing"),
        (Typed(is_table=False, text=" \n"), "typed.nothing"),
        (Typed(legs=LEGS), "typed.no_start"),
        (Typed(legs=LEGS, easting="64 OOO", northing="8812000"), "typed.bad_easting"),
        (Typed(legs=LEGS[:2], **PLACED), "field.traverse_short"),
        (Typed(legs=LEGS, easting="200000", northing="9600000"), "typed.no_system"),
        (Typed(legs=LEGS, easting="200000", northing="9600000", system="EPSG:24877"), None),
        (Typed(is_table=False, text="Del V-1 hay 40 varas hasta el V-2."), "typed.no_vertex"),
    ],
)
def test_what_is_lacking_is_said(typed, lacking):
    said = look_at_typed(typed).lacking
    assert (said and said.id) == lacking


def test_prose_is_read_while_it_is_typed_and_its_sentences_are_marked_where_they_stand():
    look = look_at_typed(Typed(is_table=False, text=PROSE))

    assert (look.format, look.vertices, look.missing) == ("memoria", ["V-1", "V-2"], ("V-3",))
    marked = [(mark.line, mark.said.facts["vertex"], PROSE[mark.start : mark.stop].strip()) for mark in look.marks]
    assert marked == [
        (1, "V-2", "Tiene 🌳 40 varas."),
        (2, "V-3", "Del V-2 al vértice V-3 (E 64100, N 8813000);"),
    ]


def test_a_table_of_a_spreadsheet_has_each_bad_row_marked():
    rows = "Lado\tRumbo\tDistancia\tEste\tNorte\nA-B\tN 0 E\t100\t640000\t8812000\nB-C\tS 97 E\t100\nC-D\tS 0 E\tcien\nD-A\tN 90 O\t99\n"
    look = look_at_typed(Typed(is_table=False, text=rows))

    assert (look.format, look.vertices) == ("bearings", ["A", "D"])
    assert [(mark.line, rows[mark.start : mark.stop]) for mark in look.marks] == [
        (3, "B-C\tS 97 E\t100"),
        (4, "C-D\tS 0 E\tcien"),
    ]


def test_a_table_of_coordinates_is_told_from_prose():
    look = look_at_typed(Typed(is_table=False, text="V\tEste\tNorte\nV-1\t640000\t8812000\nV-2\t640000\t8812100\n"))
    assert (look.format, len(look.vertices), look.lacking) == ("csv", 2, None)


def test_a_pasted_line_longer_than_a_cell_of_a_table_may_be_is_read_as_text():
    look = look_at_typed(Typed(is_table=False, text="1 " * 80_000 + PROSE))

    assert (look.format, look.vertices) == ("memoria", ["V-1", "V-2"])
