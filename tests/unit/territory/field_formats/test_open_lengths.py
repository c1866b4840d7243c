"""Distances whose one mark may part thousands or decimals: rectangles and triangles laid out by hand, written with and without doubt."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.field_formats.typed import Typed, look_at_typed

BEARINGS = ("N 0° E", "N 90° E", "S 0° E", "N 90° O")
PROSE = (
    "Datum WGS84, zona 18 Sur. {head}Partiendo del vértice V-1 (E {east}, N {north}), con rumbo N 00°00' E y una distancia de {0}, se "
    "llega al vértice V-2; de este, con rumbo N 90° E y una distancia de {1}, se llega al vértice V-3; de este, con rumbo S 00° E y una "
    "distancia de {2}, se llega al vértice V-4; de este, con rumbo N 90° O y una distancia de {3}, se llega al vértice V-1."
)


def read(path, text, **columns):
    path.write_text(text, encoding="utf-8")
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718, columns=columns))
    boundary = next(feature for feature in reading.features if feature.kind == "boundary")
    said = [note for note in reading.notes if note.id.startswith("field.length")]
    reasons = [note.facts["reason"].id.rsplit("_")[-1] if "reason" in note.facts else "open" for note in said]
    x, y = boundary.vertices["x"], boundary.vertices["y"]
    return round(y[1] - y[0], 3), round(x[2] - x[1], 3), reasons


def table(distances, start="500000;9000000", third=";", bearings=BEARINGS, header="Distancia"):
    ends = (start, ";", third, ";")
    rows = [f"V-{n + 1};{bearings[n]};{distances[n]};{ends[n]}" for n in range(len(distances))]
    return f"Vertice;Rumbo;{header};Este;Norte\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("one", "other", "expected", "reasons"),
    [
        ("1,250", "1,300", (1250, 1300), ["land"]),
        ("1.250", "1.300", (1250, 1300), ["land"]),
        ("1,250", "1.300", (1250, 1300), ["size"]),
        ("1,250", "980", (1250, 980), ["size"]),
        ("1.250 m", "980,50 m", (1250, 980.5), []),
        ("1,250.50", "1,300", (1250.5, 1300), []),
        ("1.250", "980.50", (1.25, 980.5), ["open"]),
        ("12.500", "14.25", (12.5, 14.25), []),
        ("125.350", "98.120", (125.35, 98.12), ["land"]),
        ("12,500", "15,300", (12.5, 15.3), ["open"]),
        ("1,250 km", "1,300 km", (1250, 1300), ["land"]),
        ("1.5 km", "900 m", (1500, 900), []),
        ("1250", "1300", (1250, 1300), []),
    ],
)
def test_distances_of_a_rectangle(tmp_path, one, other, expected, reasons):
    assert read(tmp_path / "t.csv", table((one, other, one, other))) == (*expected, reasons)


@pytest.mark.parametrize(("start", "expected"), [("500000.25;9000000.10", 12.5), ("500000,25;9000000,10", 12500)])
def test_the_coordinates_show_how_a_table_is_written_where_nothing_else_does(tmp_path, start, expected):
    assert read(tmp_path / "t.csv", table(("12.500",) * 4, start)) == (expected, expected, ["marks"])


def test_a_third_stated_station_decides(tmp_path):
    assert read(tmp_path / "t.csv", table(("12.500",) * 4, third="512500;9012500")) == (12500, 12500, ["closure"])
    assert read(tmp_path / "t.csv", table(("12,500",) * 4, third="500012.5;9000012.5")) == (12.5, 12.5, ["closure"])


def test_the_closure_decides_where_one_reading_alone_closes(tmp_path):
    # 3-4-5: 900 m north, 1200 m east, 1500 m back at an azimuth of 180 + atan(4/3)
    legs = table(("900", "1,200", "1,500"), bearings=("0°", "90°", "233°07'48.4\""))
    assert read(tmp_path / "t.csv", legs) == (900, 1200, ["closure"])


def test_a_header_in_kilometres_holds_for_its_column(tmp_path):
    assert read(tmp_path / "t.csv", table(("1.25", "0.9", "1.25", "0.9"), header="Distancia (km)")) == (1250, 900, [])


def test_what_a_person_states_holds(tmp_path):
    rows = table(("1,250", "1,300", "1,250", "1,300"))
    assert read(tmp_path / "t.csv", rows, decimal=",") == (1.25, 1.3, [])
    assert read(tmp_path / "t.csv", rows, decimal=".") == (1250, 1300, [])
    with pytest.raises(InputError, match="bad_writing"):
        read(tmp_path / "t.csv", rows, decimal=";")


def prose(one, other, head="", east="500000,00", north="9000000,00"):
    return PROSE.format(one, other, one, other, head=head, east=east, north=north)


@pytest.mark.parametrize(
    ("text", "expected", "reasons"),
    [
        (prose("1,250 metros", "1,250 metros"), (1250, 1250), ["land"]),
        (prose("1.250 m", "1.250 m"), (1250, 1250), ["land"]),
        (prose("1,250 metros", "980 metros"), (1250, 980), ["size"]),
        (prose("1.250 m", "980,50 m"), (1250, 980.5), []),
        (prose("12,500 m", "12,500 m"), (12.5, 12.5), ["marks"]),
        (prose("12,500 m", "12,500 m", east="500000", north="9000000"), (12.5, 12.5), ["open"]),
        # 12.5 km by 12.5 km: 156.25 km2, 50 km around
        (prose("12,500 m", "12,500 m", "Área de 15 625,00 ha. "), (12500, 12500), ["area"]),
        (prose("12,500 m", "12,500 m", "Superficie total: 156,25 m2. "), (12.5, 12.5), ["area"]),
        (prose("12,500 m", "12,500 m", "Perímetro: 50 000,00 m. "), (12500, 12500), ["perimeter"]),
        (prose("12,500 m", "12,500 m", "Perímetro de 50 km. "), (12500, 12500), ["perimeter"]),
        (prose("12,500 m", "12,500 m", "Perímetro de 50,000 m. "), (12.5, 12.5), ["marks"]),
    ],
)
def test_distances_of_a_memoria(tmp_path, text, expected, reasons):
    assert read(tmp_path / "m.txt", text) == (*expected, reasons)


def test_stated_coordinates_of_a_memoria_decide(tmp_path):
    text = prose("12,500 m", "12,500 m").replace("vértice V-3; de", "vértice V-3 (E 512500,00, N 9012500,00); de")
    assert read(tmp_path / "m.txt", text) == (12500, 12500, ["closure"])


def test_what_a_person_states_holds_for_a_memoria(tmp_path):
    assert read(tmp_path / "m.txt", prose("1,250 m", "1,250 m"), decimal=",") == (1.25, 1.25, [])


def test_a_person_who_types_is_told():
    legs = tuple((f"V-{n}", bearing, "1,250") for n, bearing in enumerate(BEARINGS))
    look = look_at_typed(Typed(legs=legs, easting="640000", northing="8812000"))
    assert (look.closure.facts["perimeter_m"], [doubt.facts["value"] for doubt in look.doubts]) == ("5000.00", ["1250"])
    look = look_at_typed(Typed(is_table=False, text=prose("1,250 m", "1,250 m")))
    assert (look.closure.facts["perimeter_m"], [doubt.facts["value"] for doubt in look.doubts]) == ("5000.00", ["1250"])


def test_distances_in_a_unit_that_is_none_of_metres_are_refused_by_name(tmp_path):
    with pytest.raises(InputError) as refused:
        read(tmp_path / "t.csv", table(("100",) * 4, header="Distancia (varas)"))
    assert (refused.value.message.id, refused.value.message.facts["column"]) == (
        "field.bearings_unit",
        "Distancia (varas)",
    )


def test_a_closure_is_not_known_better_than_its_millimetres():
    legs = tuple((f"V-{n}", bearing, "100") for n, bearing in enumerate(BEARINGS))
    closure = look_at_typed(Typed(legs=legs, easting="640000", northing="8812000")).closure.facts
    # 400 m by 0.001 m
    assert [closure[name] for name in ("closure_m", "east_m", "north_m", "precision")] == [
        "0.000",
        "0.000",
        "0.000",
        "400000",
    ]
