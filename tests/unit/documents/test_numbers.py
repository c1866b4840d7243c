"""Spanish of numbers, angles, dates and plurals; expected texts follow the Ortografía of the RAE (numerals) by hand."""

import datetime
from decimal import Decimal

import pytest

from rainforest_alert_plugin.documents.numbers import (
    cardinal_words,
    cell_text,
    counted,
    date_text,
    decimal_text,
    listed,
)


@pytest.mark.parametrize(
    ("number", "feminine", "words"),
    [
        (0, False, "cero"),
        (1, False, "un"),
        (1, True, "una"),
        (16, True, "dieciséis"),
        (21, False, "veintiún"),
        (21, True, "veintiuna"),
        (31, True, "treinta y una"),
        (100, True, "cien"),
        (101, True, "ciento una"),
        (500, True, "quinientas"),
        (777, False, "setecientos setenta y siete"),
        (1000, True, "mil"),
        (1001, True, "mil una"),
        (2200, True, "dos mil doscientas"),
        (21301, True, "veintiún mil trescientas una"),
        (31000, True, "treinta y un mil"),
        (200000, True, "doscientas mil"),
        (1_000_000, True, "un millón"),
        (21_000_021, False, "veintiún millones veintiún"),
        (999_999, True, "novecientas noventa y nueve mil novecientas noventa y nueve"),
    ],
)
def test_a_whole_number_is_worded_as_before_its_noun(number, feminine, words):
    assert cardinal_words(number, feminine) == words


def test_a_decimal_shows_each_digit_it_carries_and_never_a_power_of_ten():
    assert decimal_text(Decimal("0.0000001")) == "0.0000001"
    assert decimal_text(Decimal("1E+3")) == "1000"
    assert decimal_text(Decimal("120.50")) == "120.50"
    assert cell_text(7) == "7"
    assert cell_text("V-1") == "V-1"


def test_dates_plurals_and_lists_are_spanish():
    assert date_text(datetime.date(2026, 3, 1)) == "1 de marzo de 2026"
    assert [counted(n, "vértice", "vértices") for n in (0, 1, 21)] == ["0 vértices", "1 vértice", "21 vértices"]
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B y C"
    assert listed(["Ucayali", "Iparía"]) == "Ucayali e Iparía"
    assert listed(["agua", "hielo"]) == "agua y hielo"
