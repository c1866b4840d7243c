"""Tables as XLSX and CSV, read back by openpyxl and the standard library."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from rainforest_alert_plugin.documents.phrases import load_phrases, read_phrases
from rainforest_alert_plugin.documents.sheet import Sheet, csv_bytes, read_csv, read_xlsx, xlsx_bytes
from rainforest_alert_plugin.errors import InputError

HOSTILE = ("=1+1", "+cmd|x", "-2", "@SUM(A1)", "'quoted", 'a "b", c', "<b>&amp;", "🌳 مرحبا ñ", "x" * 300)
SHEET = Sheet(
    "Cuadro",
    ("Título",),
    ("NOMBRE", "ESTE (X)", "N"),
    tuple((text, Decimal("500000.1000"), number) for number, text in enumerate(HOSTILE)),
    (("TOTAL", Decimal("12.30"), ""),),
)
DAY = datetime.date(2026, 11, 20)


def test_the_same_sheet_gives_the_same_bytes():
    assert xlsx_bytes([SHEET], DAY) == xlsx_bytes([SHEET], DAY)
    assert csv_bytes(SHEET) == csv_bytes(SHEET)


def test_numbers_are_numbers_and_hostile_text_stays_text():
    page = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([SHEET], DAY)))["Cuadro"]
    rows = list(page.iter_rows(min_row=3))
    assert [row[0].value for row in rows[:-1]] == list(HOSTILE)
    assert {row[0].data_type for row in rows} == {"s"}
    assert [row[1].value for row in rows[:-1]] == [500000.1] * len(HOSTILE)
    assert rows[0][1].number_format == "0.0000"
    assert rows[-1][1].value == 12.3
    assert rows[-1][1].font.bold


def test_a_workbook_is_read_back_cell_by_cell(tmp_path):
    path = tmp_path / "cuadro.xlsx"
    path.write_bytes(xlsx_bytes([SHEET], DAY))
    rows = read_xlsx(path, "Cuadro")
    assert rows[1][:3] == ["NOMBRE", "ESTE (X)", "N"]
    assert [row[0] for row in rows[2:-1]] == list(HOSTILE)
    assert {Decimal(row[1]) for row in rows[2:-1]} == {Decimal("500000.1")}


def test_csv_is_harmless_in_a_spreadsheet_and_comes_back_unchanged(tmp_path):
    path = tmp_path / "cuadro.csv"
    path.write_bytes(csv_bytes(SHEET))
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert [row[0] for row in read_csv(path)][1:] == list(HOSTILE)
    assert [row[1] for row in read_csv(path)][1:] == ["500000.1000"] * len(HOSTILE)


def test_files_that_are_no_tables_are_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(InputError):
        read_xlsx(path, "Cuadro")
    with pytest.raises(InputError):
        read_xlsx(tmp_path / "nothing.xlsx", "Cuadro")
    broken = tmp_path / "x.csv"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError):
        read_csv(broken)


def test_phrases_of_the_documents(tmp_path):
    spanish = load_phrases("es")
    assert spanish.say("neighbour.nobody") == "Terrenos del Estado"
    assert spanish.say("item.part_area_ha", part=2) == "Área de la parte 2 (ha)"
    with pytest.raises(InputError) as refused:
        spanish.say("nothing.such")
    assert refused.value.message.id == "phrases.missing"
    for language in ("xx",):
        with pytest.raises(InputError) as refused:
            load_phrases(language)
        assert refused.value.message.id == "phrases.unreadable"
    path = tmp_path / "x.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputError):
        read_phrases(path, "x")
