"""Tables of angles: the way round is shown by coordinates, by the sum of angles to the right, said by a person, or assumed and said."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

# A figure without symmetry, laid out by hand from A counter-clockwise: metres east and north of (500000, 9000000), interior angle, distance
# to the next corner. The six angles add up to 720 = (6 - 2) x 180 degrees.
CORNERS = (
    ("A", 0, 0, 90, 200),
    ("B", 200, 0, 90, 50),
    ("C", 200, 50, 90, 80),
    ("D", 120, 50, 270, 100),
    ("E", 120, 150, 90, 120),
    ("F", 0, 150, 90, 150),
)
# The same walked the other way: A, F, E, D, C, B.
BACKWARDS = tuple(
    (*CORNERS[-n % 6][:4], CORNERS[(-n - 1) % 6][4]) for n in range(6)
)  # fmt: skip


def read(path, corners, header="Angulo interno", stated=2, is_outer=False, **options):
    rows = [
        f"{label};{360 - angle if is_outer else angle}°00'00\";{distance};"
        + (f"{500000 + east};{9000000 + north}" if n < stated else ";")
        for n, (label, east, north, angle, distance) in enumerate(corners)
    ]
    path.write_text(f"Vertice;{header};Distancia;Este;Norte\n" + "\n".join(rows) + "\n", encoding="utf-8")
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718, **options))
    boundary = next(feature for feature in reading.features if feature.kind == "boundary")
    said = [note.id for note in reading.notes if note.id.startswith(("field.turn", "field.angles"))]
    assert {note.facts["closure_m"] for note in reading.notes if note.id == "field.traverse_closure"} == {"0.000"}
    return [(round(x - 500000, 6), round(y - 9000000, 6)) for x, y in boundary.vertices[["x", "y"]].tolist()[:-1]], said


def places(corners):
    return [(east, north) for _, east, north, _, _ in corners]


def mirrored():
    """The figure of CORNERS mirrored about its first side, which runs east."""
    return [(east, -north) for east, north in places(CORNERS)]


def test_two_stated_corners_leave_the_way_round_open_and_it_is_said(tmp_path):
    found, said = read(tmp_path / "t.csv", CORNERS)
    assert (found, said) == (mirrored(), ["field.turn_assumed"])


@pytest.mark.parametrize(("corners", "way"), [(CORNERS, "counterclockwise"), (BACKWARDS, "clockwise")])
def test_a_third_stated_corner_shows_the_way_round(tmp_path, corners, way):
    found, said = read(tmp_path / "t.csv", corners, stated=3)
    assert (found, said) == (places(corners), [f"field.turn_shown_{way}"])


def test_the_way_round_that_a_person_says_is_taken(tmp_path):
    assert read(tmp_path / "t.csv", CORNERS, turn="counterclockwise") == (places(CORNERS), [])
    assert read(tmp_path / "t.csv", CORNERS, turn="clockwise") == (mirrored(), [])
    assert read(tmp_path / "t.csv", CORNERS, stated=3, turn="clockwise") == (mirrored(), ["field.turn_contradicted"])


@pytest.mark.parametrize("header", ["Angulo a la derecha", "angle to the right"])
@pytest.mark.parametrize(
    ("corners", "is_outer", "way"), [(CORNERS, False, "counterclockwise"), (BACKWARDS, True, "clockwise")]
)
def test_the_sum_of_angles_to_the_right_shows_the_way_round(tmp_path, header, corners, is_outer, way):
    # angles outside add up to (6 + 2) x 180 degrees
    found, said = read(tmp_path / "t.csv", corners, header, is_outer=is_outer)
    assert (found, said) == (places(corners), [f"field.turn_by_sum_{way}"])


def test_angles_outside_are_known_by_their_sum(tmp_path):
    found, said = read(tmp_path / "t.csv", BACKWARDS, is_outer=True)
    assert (found, said) == (places(BACKWARDS), ["field.angles_outer", "field.turn_assumed"])


@pytest.mark.filterwarnings("error")
def test_a_side_that_no_boundary_has_is_refused(tmp_path):
    corners = [CORNERS[0], (*CORNERS[1][:4], "9" * 400), *CORNERS[2:]]
    with pytest.raises(InputError) as refused:
        read(tmp_path / "t.csv", corners, stated=3)
    assert refused.value.message.id == "field.traverse_leg"


def test_what_the_angles_are_off_is_said(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Vertice;Angulo interno;Distancia;Este;Norte\nA;60°00'30\";100;500000;9000000\nB;60°;100;500100;9000000\nC;60°;100;;\n",
        "utf-8",
    )
    reading = read_field_file(path, "auto", ReadingOptions(epsg=32718))
    said = next(note for note in reading.notes if note.id == "field.angles_misclosure")
    assert dict(said.facts) == {"sum": "180.0083", "expected": "180", "rest": "+0.0083"}


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Azimut (g)", ""), ("Azimut (gones)", ""), ("Azimut en grados centesimales", ""), ("Azimut", " g")],
)
def test_azimuths_in_gradians_have_400_to_the_circle(tmp_path, header, unit):
    rows = [
        f"{n};{n * 100}{unit};{side};" + ("500000;9000000" if n == 0 else ";")
        for n, side in enumerate((80, 50, 80, 50))
    ]
    path = tmp_path / "t.csv"
    path.write_text(f"Vertice;{header};Distancia;Este;Norte\n" + "\n".join(rows) + "\n", encoding="utf-8")
    boundary = next(iter(read_field_file(path, "auto", ReadingOptions(epsg=32718)).features))
    assert boundary.vertices["x"][:4] == pytest.approx([500000, 500000, 500050, 500050])
    assert boundary.vertices["y"][:4] == pytest.approx([9000000, 9000080, 9000080, 9000000])
