"""Decimal marks, column by column: no comma or point is ever a thousands mark without exactly three digits behind it."""

from __future__ import annotations

import math

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.bearings import coordinate_number
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.written_values import decimal_mark, number

HEAD = "V;Este;Norte;precision;altura\n"


def read(path, text, **options):
    path.write_text(text, encoding="utf-8")
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718, **options))
    rows = [
        tuple(float(feature.vertices[name][0]) for name in ("x", "y", "sigma_m", "z")) for feature in reading.features
    ]
    return reading, rows


def doubts(reading):
    return [
        (note.id, note.facts["column"])
        for note in reading.notes
        if note.id in ("field.decimal_open", "field.two_decimal_marks")
    ]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("484780,25", ".", 484780.25),
        ("484780.25", ",", 484780.25),
        ("1,2", ".", 1.2),
        ("0,250", ".", 0.25),
        ("1234,567", ".", 1234.567),
        ("1,250", ".", 1250.0),
        ("1,250", ",", 1.25),
        ("1,250", "", 1.25),
        ("1.250", ",", 1250.0),
        ("8.695.972", ".", 8695972.0),
        ("8,695,972", "", 8695972.0),
        ("8.695.972,10", ".", 8695972.1),
        ("8,695,972.10", ",", 8695972.1),
        ("8'695,972.10", ".", 8695972.1),
        ("8 695 972,10", ".", 8695972.1),
        ("-74,1234", ".", -74.1234),
        ("1,5e3", ".", 1500.0),
    ],
)
def test_a_number_is_read_as_its_digits_show(text, decimal, value):
    assert number(text, decimal) == value


@pytest.mark.parametrize("text", ["8.69.972", "1,2,3", "12.05.2024", "8,695.972,10", "1.2.3,4", "x", ""])
def test_what_is_no_number_in_either_writing_is_none(text):
    assert math.isnan(number(text))
    assert math.isnan(number(text, ","))


def test_a_coordinate_has_thousands_only_where_three_digits_follow():
    assert [coordinate_number(text) for text in ("484.780", "484,780", "484.78", "484780.5")] == [
        484780,
        484780,
        484.78,
        484780.5,
    ]


def test_the_mark_of_a_number_is_told_by_its_digits():
    assert [decimal_mark(text) for text in ("1,2", "1.2", "1,250", "8.695.972", "12", "8,695,972.1")] == [
        ",",
        ".",
        "",
        ",",
        "",
        ".",
    ]


def test_each_column_has_its_own_decimal_mark(tmp_path):
    table = (
        HEAD
        + "1;484780.25;8695972.10;1,2;210,5\n2;485780.25;8695972.10;0,85;211,5\n3;485780.25;8696972.10;1,05;212,25\n"
    )
    reading, rows = read(tmp_path / "v.csv", table)
    assert rows == [
        (484780.25, 8695972.1, 1.2, 210.5),
        (485780.25, 8695972.1, 0.85, 211.5),
        (485780.25, 8696972.1, 1.05, 212.25),
    ]
    marks = {guess.role: guess.decimal for guess in reading.columns}
    assert marks == {"vertex": "", "easting": ".", "northing": ".", "sigma": ",", "height": ","}
    assert reading.delimiter == ";"
    assert doubts(reading) == []


def test_one_coordinate_with_a_comma_among_points_keeps_its_decimals_and_is_shown(tmp_path):
    table = HEAD + "1;484780.25;8695972.10;;\n2;485780,25;8695972.10;;\n3;485780.25;8696972.10;;\n"
    reading, rows = read(tmp_path / "v.csv", table)
    assert [row[:2] for row in rows] == [(484780.25, 8695972.1), (485780.25, 8695972.1), (485780.25, 8696972.1)]
    assert doubts(reading) == [("field.two_decimal_marks", "Este")]


@pytest.mark.parametrize(
    ("heights", "read_as", "is_open"),
    [
        (("1.250", "2.100"), (1250.0, 2100.0), True),  # as the comma of the other columns says
        (("210.500", "211.250"), (210.5, 211.25), False),  # no ground is 210 km high
        (("1.250", "211,5"), (1250.0, 211.5), True),
        (("1250", "211"), (1250.0, 211.0), False),
    ],
)
def test_a_height_that_leaves_its_mark_open_is_said(tmp_path, heights, read_as, is_open):
    table = HEAD + "".join(f"{n};48478{n},25;8695972,10;0,5;{height}\n" for n, height in enumerate(heights))
    reading, rows = read(tmp_path / "v.csv", table)
    assert tuple(row[3] for row in rows) == read_as
    assert doubts(reading) == ([("field.decimal_open", "altura")] if is_open else [])


def test_what_is_open_is_read_as_the_person_says(tmp_path):
    table = HEAD + "1;484780,25;8695972,10;0,5;1.250\n2;484781,25;8695972,10;0,5;2.100\n"
    reading, rows = read(tmp_path / "v.csv", table, columns={"decimal": "."})
    assert [row[3] for row in rows] == [1.25, 2.1]
    assert [row[:2] for row in rows] == [(484780.25, 8695972.1), (484781.25, 8695972.1)]
    assert doubts(reading) == []


@pytest.mark.parametrize("accuracy", ["1,250", "1.250"])
def test_an_accuracy_is_never_in_thousands(tmp_path, accuracy):
    _, rows = read(tmp_path / "v.csv", HEAD + f"1;484780.25;8695972.10;{accuracy};\n2;484781.25;8695972.10;0.012;\n")
    assert [row[2] for row in rows] == [1.25, 0.012]


def test_degrees_with_three_decimals_are_degrees(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("punto;longitud;latitud\nA;-74,123;-8,456\nB;-74,125;-8,457\n", encoding="utf-8")
    reading = read_field_file(path, "auto", ReadingOptions())
    assert [(v.vertices["x"][0], v.vertices["y"][0]) for v in reading.features] == [
        (-74.123, -8.456),
        (-74.125, -8.457),
    ]


def test_a_table_without_headers_finds_its_thousands(tmp_path):
    _, rows = read(tmp_path / "v.csv", "1;484.780;8.695.972\n2;485.780;8.695.973\n")
    assert [row[:2] for row in rows] == [(484780.0, 8695972.0), (485780.0, 8695973.0)]


def test_the_delimiter_that_a_person_names_is_taken(tmp_path):
    text = "V|Este;Norte|x\n1|484780;8695972|7\n2|485780;8695972|7\n"
    with pytest.raises(InputError) as refused:
        read(tmp_path / "v.csv", text, columns={"delimiter": "/"})
    assert refused.value.message.id == "field.bad_writing"
    reading, _ = read(tmp_path / "w.csv", "V,Este,Norte\n1,484780,8695972\n", columns={"delimiter": ","})
    assert reading.delimiter == ","


def test_distances_of_a_title_have_the_mark_of_their_column(tmp_path):
    rows = "A;0°;1.250;484780;8695972\nB;90°;850,50;;\nC;180°;1.250;;\nD;270°;850,50;;\n"
    path = tmp_path / "title.csv"
    path.write_text("Vertice;Azimut;Distancia;Este;Norte\n" + rows, encoding="utf-8")
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718))
    boundary = next(feature for feature in reading.features if feature.kind == "boundary")
    # a rectangle of 1250 m by 850.50 m
    assert boundary.vertices["x"][:4] == pytest.approx([484780, 484780, 485630.5, 485630.5])
    assert boundary.vertices["y"][:4] == pytest.approx([8695972, 8697222, 8697222, 8695972])
    assert {guess.role: guess.decimal for guess in reading.columns}["distance"] == ","


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("484780,25,8695972,10\n485780,25,8695972,10\n", True),
        ("484780,8695972,10\n485780,8695972,25\n", False),
        ("484780.25,1,8695972.10,2\n485780.25,1,8695972.10,2\n", False),
        ("484780;25;8695972;10\n485780;25;8695972;10\n", False),
    ],
)
def test_a_comma_that_parts_columns_and_decimals_is_said(tmp_path, text, is_cut):
    reading, _ = read(tmp_path / "v.csv", text)
    assert [note.facts["text"] for note in reading.notes if note.id == "field.decimals_cut"] == ["484780,25"] * is_cut
