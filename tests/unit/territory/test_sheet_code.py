"""The corner marks of a sheet: any three of them say where its map lies, and a wrong digit is never believed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.sheet_code import (
    CORNERS,
    SheetCode,
    crc16,
    joined,
    mark_cells,
    read_cells,
    read_written,
)
from rainforest_alert_plugin.territory.sheet_geometry import (
    fitting_scale,
    grid_interval_m,
    ground_extent,
    ground_of_paper,
    map_corners_mm,
    sheet_geometry,
    sheet_over,
)

CODE = SheetCode(32718, 512_000, 9_012_000, 10_000, "A3", True, date(2026, 11, 23))
CODES = st.builds(
    SheetCode,
    epsg=st.integers(1, 60).flatmap(lambda zone: st.sampled_from([32600 + zone, 32700 + zone])),
    easting=st.integers(0, (1 << 20) - 1),
    northing=st.integers(0, 10_000_000),
    scale=st.integers(100, 1_000_000),
    paper=st.sampled_from(["A4", "A3", "A2", "A1", "A0"]),
    landscape=st.booleans(),
    made_on=st.dates(date(2020, 1, 1), date(2064, 1, 1)),
)


def marks_of(code):
    return {corner: read_cells(mark_cells(code, corner)[1:-1, 1:-1]) for corner in CORNERS}


def test_the_checksum_is_that_of_the_catalogue():
    # check value of CRC-16/CCITT-FALSE (Williams, A painless guide to CRC error detection algorithms)
    assert crc16(b"123456789") == 0x29B1


@given(CODES, st.sampled_from([None, *CORNERS]))
@settings(max_examples=60, deadline=None)
def test_any_three_marks_give_the_whole_code(code, torn):
    read = marks_of(code)
    assert [mark[0] for mark in read.values()] == list(CORNERS)
    assert {mark[1] for mark in read.values()} == {code.number()}
    thirds = {corner: mark[2] for corner, mark in read.items() if corner != torn}
    assert joined(thirds, code.number()) == code
    assert read_written(code.written()) == code


def test_two_marks_are_not_enough():
    thirds = {corner: mark[2] for corner, mark in marks_of(CODE).items() if corner in ("nw", "se")}
    assert joined(thirds, CODE.number()) is None


def test_marks_of_two_sheets_are_not_mixed():
    other = marks_of(SheetCode(32718, 512_001, 9_012_300, 10_000, "A3", True, date(2026, 11, 23)))
    thirds = {corner: mark[2] for corner, mark in marks_of(CODE).items()}
    thirds["sw"] = other["sw"][2]
    thirds["ne"] = other["ne"][2]
    assert joined(thirds, CODE.number()) is None


def test_every_single_wrong_cell_is_noticed():
    inside = mark_cells(CODE, "ne")[1:-1, 1:-1]
    for row in range(8):
        for column in range(8):
            wrong = inside.copy()
            wrong[row, column] ^= True
            assert read_cells(wrong) is None


def test_the_rim_of_a_mark_is_black_and_its_field_is_mixed():
    for corner in CORNERS:
        cells = mark_cells(CODE, corner)
        assert cells[0].all()
        assert cells[-1].all()
        assert cells[:, 0].all()
        assert cells[:, -1].all()
        assert 16 < cells[1:-1, 1:-1].sum() < 48


def test_a_mistyped_digit_is_refused():
    right = CODE.written()
    assert read_written(f" {right.lower()} ") == CODE
    for place, letter in enumerate(right):
        if letter.isdigit():
            wrong = right[:place] + str((int(letter) + 1) % 10) + right[place + 1 :]
            with pytest.raises(InputError):
                read_written(wrong)


@pytest.mark.parametrize(
    "text", ["", "hola", "7F3A-99S-1-1-1-A3H-20261123", "7F3A-18S-1-1-1-A9H-20261123", "7F3A-18S-1-1-0-A3H-20261399"]
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(InputError) as refused:
        read_written(text)
    assert refused.value.message.id == "sheet.bad_code"


def test_places_on_paper_are_places_on_the_ground():
    # at 1:10 000 one millimetre is 10 m
    frame = sheet_geometry("A3", True).map
    places = np.array([(frame.left, frame.bottom), (frame.left + 100, frame.bottom - 20)])
    assert ground_of_paper(CODE, places).tolist() == [[512_000.0, 9_012_000.0], [513_000.0, 9_012_200.0]]
    west, south, east, north = ground_extent(CODE)
    corners = ground_of_paper(CODE, map_corners_mm(CODE))
    assert corners == pytest.approx(np.array([(west, north), (east, north), (east, south), (west, south)]))


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A1", "A0"])
@pytest.mark.parametrize("landscape", [True, False])
def test_nothing_on_a_sheet_stands_on_something_else(paper, landscape):
    place = sheet_geometry(paper, landscape)
    boxes = [*place.marks.values(), place.head, place.map, place.legend, place.foot]
    for index, one in enumerate(boxes):
        assert min(one.left, one.top) >= 10 - 1e-9
        assert one.right <= place.width - 10 + 1e-9
        assert one.bottom <= place.height - 10 + 1e-9
        for other in boxes[index + 1 :]:
            apart_x = max(one.left - other.right, other.left - one.right)
            apart_y = max(one.top - other.bottom, other.top - one.bottom)
            assert max(apart_x, apart_y) > 1.0  # millimetres of white between them


def test_the_scale_is_the_largest_round_one_at_which_the_land_fits():
    frame = sheet_geometry("A3", True).map  # 317.8 mm by 228.6 mm
    assert fitting_scale(3000, 2000, "A3", True) == 10_000  # 3178 m by 2286 m
    assert fitting_scale(3200, 2000, "A3", True) == 15_000
    assert fitting_scale(frame.width * 10, 1, "A3", True) == 10_000
    with pytest.raises(InputError) as refused:
        fitting_scale(1_000_000, 10, "A4", True)
    assert refused.value.message.id == "sheet.too_large"


@pytest.mark.parametrize(
    ("middle", "scale", "paper", "refusal"),
    [
        ((2_000_000.0, 9_000_000.0), 10_000, "A3", "sheet.outside"),
        ((500_000.0, 100.0), 10_000, "A3", "sheet.outside"),
        ((500_000.0, 9_000_000.0), 50, "A3", "sheet.bad_scale"),
        ((500_000.0, 9_000_000.0), 10_000, "B5", "sheet.unknown_paper"),
    ],
)
def test_a_sheet_that_no_mark_can_describe_is_refused(middle, scale, paper, refusal):
    with pytest.raises(InputError) as refused:
        sheet_over(middle, 32718, scale, paper, True, date(2026, 11, 23))
    assert refused.value.message.id == refusal


def test_the_grid_has_round_metres_some_centimetres_apart():
    assert [grid_interval_m(scale) for scale in (1000, 2500, 10_000, 15_000, 50_000, 100_000)] == [
        50,
        100,
        500,
        1000,
        2000,
        5000,
    ]
