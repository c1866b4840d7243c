"""Tables read column by column, held against a reader that goes row by row: csv.DictReader and Decimal."""

from __future__ import annotations

import csv
import datetime
import math
import random
from collections import Counter
from decimal import Decimal, InvalidOperation

import pytest

from rainforest_alert_plugin.alerts.columns import ColumnRows, Table, delimited_rows, each_of, numbers_of
from rainforest_alert_plugin.alerts.tables import alert_points, read_table
from rainforest_alert_plugin.alerts.text_columns import text_columns

NAMES = ["nota", "longitude", "latitude", "date", "confidence", "area_ha"]
LADDER = {"low": 1, "nominal": 1, "": 1, "high": 2, "highest": 3}
NOTES = ["", "x", "dos palabras", "Ñ", "a,b", 'di "hola"', "tab\there", "a;b"]


def drawn(rng: random.Random, is_rough: bool) -> list[str]:
    """A row of text; a rough one may lack anything."""
    row = [
        rng.choice(NOTES if is_rough else NOTES[:4]),
        f"{rng.uniform(-75, -74):.{rng.randint(2, 9)}f}",
        f"{rng.uniform(-9, -8):.{rng.randint(2, 9)}f}",
        (datetime.date(2024, 1, 1) + datetime.timedelta(rng.randrange(700))).isoformat(),
        rng.choice(["low", "nominal", "high", "highest", "High ", "", "not_detected"]),
        rng.choice(["0.0122", "1", "", " 2.5 "]),
    ]
    if is_rough and rng.random() < 0.3:
        row[rng.randrange(len(row))] = rng.choice(["", " ", "nan", "inf", "-200", "n/d", "medium", "2024-02-30"])
    if is_rough and rng.random() < 0.2:
        row = row[: rng.randint(1, len(row) - 1)] if rng.random() < 0.5 else [*row, "more"]
    return row


def number(text: str | None) -> Decimal | None:
    try:
        found = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def expected(path, delimiter: str):
    """Rows of a file as alerts (longitude, latitude, day, class, hectares), and how many had to stay behind."""
    kept, behind = [], Counter()
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, delimiter=delimiter, restkey="more")
        for row in reader:
            if delimiter == ";":
                row.update({name: row[name] and row[name].replace(",", ".") for name in NAMES[1:3]})
            x, y = number(row["longitude"]), number(row["latitude"])
            try:
                day = (datetime.date.fromisoformat((row["date"] or "").strip()) - datetime.date(1970, 1, 1)).days
            except ValueError:
                day = None
            word = (row["confidence"] or "").strip().lower()
            if x is None or y is None or day is None or abs(x) > 180 or abs(y) > 90:
                behind["alerts.points_without"] += 1
            elif word == "not_detected":
                behind["alerts.points_undetected"] += 1
            else:
                behind["alerts.words_unknown"] += word not in LADDER
                area = number(row["area_ha"])
                kept.append((float(x), float(y), day, LADDER.get(word, 1), None if area is None else float(area)))
    return kept, +behind


@pytest.mark.parametrize("seed", range(12))
def test_a_table_read_by_columns_is_the_table_read_row_by_row(tmp_path, seed):
    rng = random.Random(seed)
    delimiter, is_rough = ",;\t"[seed % 3], seed >= 3
    rows = [drawn(rng, is_rough) for _ in range(300)]
    if delimiter == ";":
        rows = [[*row[:1], *(value.replace(".", ",") for value in row[1:3]), *row[3:]] for row in rows]
    path = tmp_path / "alertas.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        quoting = csv.QUOTE_ALL if seed % 4 == 3 else csv.QUOTE_MINIMAL
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n" if seed % 2 else "\n")
        writer.writerow([*NAMES])
        writer.writerows(rows)
    kept, behind = expected(path, delimiter)
    points = alert_points(read_table(str(path)))
    found = zip(points.longitude, points.latitude, points.day, points.confidence, points.area_ha)
    assert [(x, y, day, word, None if math.isnan(area) else area) for x, y, day, word, area in found] == kept
    said = {message.id: message.facts["count"] for message in points.messages if "count" in message.facts}
    assert said == dict(behind)
    assert len(kept) > 100


def test_a_row_is_made_of_the_columns_when_somebody_looks_at_it():
    table = Table("t", delimited_rows("A,b\n1,x\n2,y\n", ","))
    assert isinstance(table.rows, ColumnRows)
    assert (len(table.rows), table.rows[1], table.rows[-2:][0]) == (2, {"a": "2", "b": "y"}, {"a": "1", "b": "x"})
    assert list(table.rows) == [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]
    assert (table.columns(), list(table.column("b")), table.column("c")) == (["a", "b"], ["x", "y"], [None, None])
    assert Table("t", [{"a": 1}, {"b": 2}]).column("a") == [1, None]
    assert delimited_rows("a,b\n\n", ",") is None


def test_numbers_that_are_none_are_nan_and_truth_is_no_number():
    assert numbers_of(["1", " 2.5 ", "1e3"]).tolist() == [1.0, 2.5, 1000.0]
    assert [math.isfinite(value) for value in numbers_of(["1", "", "inf", "nan"])] == [True, False, False, False]
    assert [math.isfinite(value) for value in numbers_of([1, True, None, 10**400])] == [True, False, False, False]


@pytest.mark.parametrize("seed", range(3))
def test_numbers_of_a_text_are_those_of_python_to_the_last_bit(seed):
    rng = random.Random(seed)
    odd = [
        "",
        ".",
        "-",
        "-.",
        "1.",
        ".5",
        "-.5",
        "1..2",
        "--1",
        "1-",
        "-0",
        "007",
        "1e5",
        "9" * 15,
        "9" * 16,
        "9" * 30,
        "nan",
        "1\u00a0",
    ]
    texts = [
        rng.choice(["", "-"]) + "".join(rng.choices("0123456789", k=rng.randint(1, 12)))
        + "." + "".join(rng.choices("0123456789", k=rng.randint(0, 12)))
        for _ in range(3000)
    ]  # fmt: skip
    texts += [rng.choice(odd) for _ in range(300)]
    rng.shuffle(texts)
    names, (column, _) = text_columns("n,m\n" + "".join(f"{text},x\r\n" for text in texts), ",")
    expected = [math.nan if number(text) is None else float(Decimal(text.strip())) for text in texts]
    assert names == ["n", "m"]
    assert list(map(repr, numbers_of(column).tolist())) == list(map(repr, expected))


def test_texts_of_any_length_and_script_are_told_apart():
    rng = random.Random(5)
    words = ["", "a", "ab", "Ñandú", "exactly8", "of nine by", "é" * 16, "é" * 15 + "z", "shipibo-konibo " * 2]
    texts = [rng.choice(words) for _ in range(2000)]
    for longer in ("", "x" * 40):
        _, (_, column) = text_columns("n,m\n" + "".join(f"1,{text}\n" for text in [*texts, longer]), ",")
        assert each_of(column, len).tolist() == [len(text) for text in [*texts, longer]]
        assert (list(column), column[3], column[5:7]) == ([*texts, longer], texts[3], texts[5:7])


@pytest.mark.parametrize(
    "text", ['a,b\n"1",2\n', "a,b\n1\n", "a,b\n1,2,3\n", "a,b\n\n1,2\n", "a,b\n1,2\r3,4\n", "a,b\n1,2\x0b3,4\n"]
)
def test_a_text_that_is_not_plain_is_left_to_the_reader_of_the_library(text):
    assert text_columns(text, ",") is None


def test_each_text_is_looked_at_once():
    looked = []

    def length(text):
        looked.append(text)
        return len(text) or None

    assert each_of(["ab", "", "ab", "c"], length)[[0, 2, 3]].tolist() == [2, 2, 1]
    assert sorted(looked) == ["", "ab", "c"]
