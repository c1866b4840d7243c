"""Rows of tables and lengths in words that follow from a technical table, and every altered digit of them found."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.titling.land_verification import LandCheck
from rainforest_alert_plugin.titling.stated_rows import NoVertexError, StatedRows
from rainforest_alert_plugin.titling.stated_texts import PDF, Texts, text_differences
from tests.unit.documents.test_pdf_reading import pdf

COLUMNS = ("part", "ring", "vertex", "side", "distance_m", "interior_angle", "azimuth", "easting", "northing")
# two triangles of 3, 4 and 5 m, the second with a channel of 6 m in place of its side of 5 m
ROWS = [
    dict(zip(COLUMNS, line))
    for line in (
        ("1", "0", "V-1", "V-1 - V-2", "5.00", "36°52'12\"", "143°07'48\"", "500000.0000", "9000004.0000"),
        ("1", "0", "V-2", "V-2 - V-3", "3.00", "53°07'48\"", "270°00'00\"", "500003.0000", "9000000.0000"),
        ("1", "0", "V-3", "V-3 - V-1", "4.00", "90°00'00\"", "0°00'00\"", "500000.0000", "9000000.0000"),
        ("2", "0", "V-4", "V-4 - V-5", "6.00", "36°52'12\"", "", "500100.0000", "8999004.0000"),
        ("2", "0", "V-5", "V-5 - V-6", "3.00", "53°07'48\"", "270°00'00\"", "500103.0000", "8999000.0000"),
        ("2", "0", "V-6", "V-6 - V-4", "4.00", "90°00'00\"", "0°00'00\"", "500100.0000", "8999000.0000"),
    )
]
MANIFEST = {
    "numbers": {
        "rings": [
            {"part": 1, "ring": 0, "vertices": 3, "points": 3, "perimeter_m": "12.00", "interior_angles_s": "648000"},
            {"part": 2, "ring": 0, "vertices": 3, "points": 4, "perimeter_m": "13.00", "interior_angles_s": "648000"},
        ]
    },
    "profile": {"decimals": {}},
    "attributes": {},
}
TABLE = {"of": "territory", "columns": list(COLUMNS), "totals": ["TOTAL", "ENCLAVE"]}


def test_a_stretch_over_the_first_vertex_goes_on_round_its_own_ring():
    stated = StatedRows(ROWS, MANIFEST)
    runs = stated.runs({"ends": [("V-2", "V-1"), ("V-6", "V-5"), ("V-4", "V-4")]})
    assert [run.length_m for run in runs] == ["7.00", "10.00", "13.00"]


def test_a_sheet_of_a_mark_has_the_azimuth_back_and_none_along_a_channel():
    rows = StatedRows(ROWS, MANIFEST).table({"of": "marks", "labels": ["V-2", "V-5"]}).rows
    # 143°07'48" and half a turn
    assert [row.cells for row in rows] == [
        ("V-1", "5.00", "323°07'48\""),
        ("V-3", "3.00", "270°00'00\""),
        ("V-4", "6.00", ""),
        ("V-6", "3.00", "270°00'00\""),
    ]


def test_a_vertex_that_the_table_lacks_is_named():
    with pytest.raises(NoVertexError, match="V-7"):
        StatedRows(ROWS, MANIFEST).runs({"ends": [("V-1", "V-7")]})
    # of another ring: no way leads there
    with pytest.raises(NoVertexError, match="V-4"):
        StatedRows(ROWS, MANIFEST).runs({"ends": [("V-1", "V-4")]})


def printed(cells: list[str]) -> bytes:
    """A page with a text for each cell."""
    texts = b" ".join(
        b"1 0 0 1 0 0 Tm (" + cell.replace("°", "\\260").encode("ascii") + b") Tj" for cell in cells if cell
    )
    return pdf(b"BT /F1 12 Tf " + texts + b" ET")


def differences(folder, cells: list[str], rows=ROWS) -> list[dict[str, object]]:
    (folder / "plano.pdf").write_bytes(printed(cells))
    documents = {"plan": {"file": "plano.pdf", "kind": PDF, "tables": [TABLE]}}
    manifest = {**MANIFEST, "documents": documents}
    land = LandCheck(folder, manifest, set(), [])
    found = text_differences(folder, manifest, rows, land, set(), lambda: False, Texts())
    return [dict(message.facts) for message in found]


def test_every_altered_digit_of_the_table_of_a_plan_is_found(tmp_path):
    # the sums as somebody adds them up: 5 + 3 + 4 and 6 + 3 + 4 m, 180 degrees, and none where a channel runs
    sums = ["1", "0", "TOTAL", "12.00", "180°00'00\""], ["2", "0", "TOTAL", "13.00"]
    lines = [[*row.values()] for row in ROWS]
    cells = [cell for some in (lines[:3], sums[:1], lines[3:], sums[1:]) for line in some for cell in line]
    assert differences(tmp_path, cells) == []
    seen = 0
    for number, cell in enumerate(cells):
        for place, letter in enumerate(cell):
            if letter.isdigit():
                other = str((int(letter) + 1) % 10)
                changed = [*cells[:number], cell[:place] + other + cell[place + 1 :], *cells[number + 1 :]]
                assert differences(tmp_path, changed), (cell, place)
                seen += 1
    assert seen == sum(letter.isdigit() for cell in cells for letter in cell) > 200


def test_the_cell_that_differs_is_named(tmp_path):
    cells = [cell for row in ROWS for cell in row.values()]
    cells[cells.index("143°07'48\"")] = "143°07'49\""
    found = [facts for facts in differences(tmp_path, cells) if not str(facts["place"]).startswith("TOTAL")]
    assert found == [
        {"file": "plano.pdf", "place": "V-1 azimuth", "found": "143°07'49\"", "stated": "143°07'48\""},
    ]


def test_a_label_that_no_font_has_is_passed_over_and_the_numbers_of_its_row_are_not(tmp_path):
    rows = [{**row, "vertex": "Hito 🌳", "side": "Hito 🌳 - V-2"} if row["vertex"] == "V-1" else row for row in ROWS]
    shown = [cell.replace("🌳", "?") for row in rows for cell in row.values()]
    altered = ["143°07'49\"" if cell == "143°07'48\"" else cell for cell in shown]
    found = [
        [facts for facts in differences(tmp_path, cells, rows) if not str(facts["place"]).startswith("TOTAL")]
        for cells in (shown, altered)
    ]
    assert found[0] == []
    assert [str(facts["place"]).split()[:2] for facts in found[1]] == [["Hito", "🌳"]]
