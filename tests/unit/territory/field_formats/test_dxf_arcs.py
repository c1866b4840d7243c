"""Arcs of drawings come in as short sides that keep to the arc within a centimetre, and are told."""

from __future__ import annotations

import math
import zipfile

import numpy as np
import pytest

from rainforest_alert_plugin.territory.field_formats import ReadingOptions, read_field_file

WEST, SOUTH = 500_000.0, 9_000_000.0
CORNERS = [(WEST, SOUTH), (WEST + 1000.0, SOUTH), (WEST + 1000.0, SOUTH + 1000.0), (WEST, SOUTH + 1000.0)]


def groups(*pairs):
    return "".join(f"{code}\n{value}\n" for code, value in pairs)


def light(corners, bulges, is_closed=True):
    pairs = [(0, "LWPOLYLINE"), (8, "LINDERO"), (100, "AcDbPolyline"), (90, len(corners)), (70, int(is_closed))]
    for number, (x, y) in enumerate(corners):
        pairs += [(10, x), (20, y)] + ([(42, bulges[number])] if number in bulges else [])
    return groups(*pairs)


def heavy(corners, bulges):
    pairs = [(0, "POLYLINE"), (8, "LINDERO"), (66, 1), (70, 1)]
    for number, (x, y) in enumerate(corners):
        pairs += [(0, "VERTEX"), (8, "LINDERO"), (10, x), (20, y), (30, 0), (42, bulges.get(number, 0.0))]
    return groups(*pairs, (0, "SEQEND"))


def drawing(entities, blocks="", release="AC1015"):
    head = groups((0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, release), (0, "ENDSEC"))
    body = groups((0, "SECTION"), (2, "BLOCKS")) + blocks + groups((0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES"))
    return head + body + entities + groups((0, "ENDSEC"), (0, "EOF"))


def read(tmp_path, text, epsg=32718):
    path = tmp_path / "plano.dxf"
    path.write_bytes(text.encode("cp1252"))
    reading = read_field_file(path, "auto", ReadingOptions(epsg=epsg))
    return list(reading.features), {note.id: dict(note.facts) for note in reading.notes}


def area(vertices):
    x, y = vertices["x"] - WEST, vertices["y"] - SOUTH
    return 0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))


def segment(chord, bulge):
    """Area between an arc and its chord: r² (angle - sin angle) / 2."""
    angle = 4.0 * math.atan(abs(bulge))
    radius = chord / (2.0 * math.sin(angle / 2.0))
    return radius, angle, 0.5 * radius**2 * (angle - math.sin(angle))


@pytest.mark.parametrize("polyline", [light, heavy])
@pytest.mark.parametrize("bulge", [1.0, 0.3, -0.3, 2.5])
def test_a_bulge_keeps_to_its_arc_within_a_centimetre(tmp_path, polyline, bulge):
    text = drawing(polyline(CORNERS, {1: bulge}), release="AC1015" if polyline is light else "AC1009")

    (boundary,), notes = read(tmp_path, text)

    # the second side runs north: an arc that bends to the right of it adds to the square
    radius, angle, piece = segment(1000.0, bulge)
    assert area(boundary.vertices) == pytest.approx(1e6 + math.copysign(piece, bulge), abs=0.01 * radius * angle)
    middle = np.array([WEST + 1000.0 + 500.0 * (1.0 - bulge**2) / (2.0 * bulge) * -1.0, SOUTH + 500.0])
    on_arc = boundary.vertices[2 : len(boundary.vertices) - 3]
    places = np.column_stack((on_arc["x"], on_arc["y"]))
    assert np.hypot(*(places - middle).T) == pytest.approx(radius, abs=1e-6)
    steps = np.hypot(np.diff(boundary.vertices["x"]), np.diff(boundary.vertices["y"]))
    assert steps.min() > 1.0
    said = notes["field.drawing_arcs"]
    sagitta = radius - math.sqrt(radius**2 - (steps[2] / 2.0) ** 2)
    assert (said["count"], said["departure_m"]) == (1, pytest.approx(sagitta, abs=1e-5))
    assert 0.005 < sagitta <= 0.01


def test_an_arc_may_close_the_outline_and_not_leave_its_end(tmp_path):
    # a semicircle over a chord of a kilometre, twice: as the last side of a closed line, and behind the end of an open one
    closed, open_ = light(CORNERS[:2], {1: 1.0}), light(CORNERS[:2], {1: 1.0}, is_closed=False)

    (boundary, track), notes = read(tmp_path, drawing(closed + open_))

    assert area(boundary.vertices) == pytest.approx(math.pi * 500.0**2 / 2.0, abs=16.0)
    assert (track.kind, len(track.vertices)) == ("track", 2)
    assert notes["field.drawing_arcs"]["count"] == 1


def test_arcs_circles_and_those_of_inserted_blocks_are_counted(tmp_path):
    arc = groups((0, "ARC"), (8, "VIA"), (10, WEST), (20, SOUTH), (30, 0), (40, 200), (50, 350), (51, 80))
    circle = groups((0, "CIRCLE"), (8, "HITO"), (10, WEST), (20, SOUTH), (30, 0), (40, 100))
    block = groups((0, "BLOCK"), (8, 0), (2, "PREDIO"), (70, 0), (10, 0), (20, 0), (30, 0))
    block += light([(0.0, 0.0), (100.0, 0.0)], {0: 1.0, 1: 1.0}) + groups((0, "ENDBLK"), (8, 0))
    inserted = groups((0, "INSERT"), (8, "P"), (2, "PREDIO"), (10, WEST), (20, SOUTH), (30, 0), (41, 2), (42, 2))
    ellipse = groups((0, "ELLIPSE"), (8, "E"), (10, WEST), (20, SOUTH), (30, 0), (11, 50), (21, 0), (31, 0))
    ellipse += groups((40, 0.5), (41, 0), (42, 6.283185307179586))

    features, notes = read(tmp_path, drawing(arc + circle + inserted + ellipse, block))

    track, round_, parcel, _ = features
    first, last = track.vertices[[0, -1]]
    # 350 and 80 degrees on a circle of 200 m
    assert (first["x"] - WEST, first["y"] - SOUTH) == pytest.approx((196.961551, -34.729636), abs=1e-5)
    assert (last["x"] - WEST, last["y"] - SOUTH) == pytest.approx((34.729636, 196.961551), abs=1e-5)
    assert area(round_.vertices) == pytest.approx(math.pi * 1e4, abs=0.01 * math.tau * 100.0)
    # a circle of 50 m, inserted twice as large
    assert area(parcel.vertices) == pytest.approx(math.pi * 1e4, abs=0.02 * math.tau * 100.0)
    said = notes["field.drawing_arcs"]
    assert said["count"] == 4
    assert 0.01 < said["departure_m"] < 0.02
    assert notes["field.drawing_curves"] == {"count": 1}


def test_a_drawing_in_degrees_tells_the_departure_in_metres(tmp_path):
    corners = [(-75.0, -9.0), (-74.99, -9.0)]

    _, notes = read(tmp_path, drawing(light(corners, {0: 1.0, 1: 1.0})), epsg=4326)

    # steps of four degrees on a radius of 0.005 degrees: 0.005 (1 - cos 2°) of 111.32 km
    assert notes["field.drawing_arcs"]["departure_m"] == pytest.approx(0.339, abs=0.001)


def test_a_drawing_without_arcs_says_nothing_and_one_in_an_archive_is_straightened(tmp_path):
    _, notes = read(tmp_path, drawing(light(CORNERS, {})))
    assert not {"field.drawing_arcs", "field.drawing_curves"} & set(notes)

    with zipfile.ZipFile(tmp_path / "plano.zip", "w") as archive:
        archive.writestr("plano.dxf", drawing(light(CORNERS, {1: 1.0})).replace("\n", "\r\n"))
    reading = read_field_file(tmp_path / "plano.zip", "auto", ReadingOptions(epsg=32718))
    assert "field.drawing_arcs" in [note.id for note in reading.notes]
    assert area(next(iter(reading.features)).vertices) == pytest.approx(1e6 + math.pi * 500.0**2 / 2.0, abs=16.0)


@pytest.mark.parametrize("release", ["AC1009", "AC1015"])
def test_a_text_is_a_place_in_drawings_of_every_release(tmp_path, release):
    marks = ((100, "AcDbEntity"), (100, "AcDbText")) if release == "AC1015" else ()
    text = groups((0, "TEXT"), *marks, (8, "TXT"), (10, WEST), (20, SOUTH), (30, 0), (40, 5), (1, "Hito Ñ-1"))
    point = groups((0, "POINT"), (8, "PTS"), (10, WEST), (20, SOUTH), (30, 0))

    features, _ = read(tmp_path, drawing(text + point, release=release))

    assert [(feature.kind, feature.name) for feature in features] == [("place", "Hito Ñ-1"), ("vertex", "PTS")]
