"""Prose of a memoria with something wrong in it: what was read comes in, in order, and nothing is closed over what is missing."""

from __future__ import annotations

import numpy as np
import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.territory.field_formats import AUTO, ReadingOptions, read_field_file
from rainforest_alert_plugin.territory.field_kinds import as_kind

PLACES = [
    (484780, 8695972),
    (485780, 8695972),
    (486280, 8695472),
    (486280, 8694472),
    (485280, 8693972),
    (484280, 8694972),
]


def prose(written=None, sides=None, more=""):
    """Six vertices; `written` replaces the coordinates of some of them, `sides` what leads on from them."""
    text = "Comunidad Nativa Yanayacu, zona 18 Sur, WGS84.\n"
    for number, (east, north) in enumerate(PLACES, 1):
        place = (written or {}).get(number, f" (E {east},00, N {north},00)")
        side = (sides or {}).get(number, "el lindero sigue en línea recta")
        text += f"Del vértice V-{number}{place} {side} hasta el vértice V-{number % 6 + 1}.\n"
    return text + more


def read(folder, text, **options):
    path = folder / "memoria.txt"
    path.write_text(text, encoding="utf-8")
    return read_field_file(path, AUTO, ReadingOptions(**options))


def notes(reading, name):
    return [dict(note.facts) for note in reading.notes if note.id == f"field.{name}"]


def xy(feature):
    return list(zip(feature.vertices["x"].tolist(), feature.vertices["y"].tolist()))


@pytest.mark.parametrize("place", [" (E 48628,00, N 8694472,00)", " (E 486.28O,00, N 8694472)", ""])
def test_of_six_vertices_with_one_mistyped_five_come_back_in_order_and_nothing_is_closed(tmp_path, place):
    reading = read(tmp_path, prose({4: place}))

    line, *vertices = reading.features
    assert (line.shape, line.missing, line.is_open) == ("line", ("V-4",), True)
    # from the vertex after the gap round to the one before it
    assert xy(line) == [*PLACES[4:], *PLACES[:3]]
    assert [(v.label, *xy(v)) for v in vertices] == [(f"V-{n}", PLACES[n - 1]) for n in (1, 2, 3, 5, 6)]
    assert reading.notes[1].id == "field.boundary_open"
    assert notes(reading, "boundary_open") == [{"vertices": "V-4"}]
    assert [name for name, _ in reading.tally.left_out] == ["V-4"]
    if place:
        (marked,) = notes(reading, "not_understood_of")
        assert (marked["line"], marked["vertex"]) == (5, "V-4")
        assert "8694472" in marked["text"]


def test_a_vertex_written_with_and_without_its_hyphen_is_one(tmp_path):
    reading = read(tmp_path, prose().replace("hasta el vértice V-4", "hasta el vértice V4"))

    assert xy(next(iter(reading.features))) == [*PLACES, PLACES[0]]


@pytest.mark.parametrize("kind", ["boundary", "track"])
def test_an_open_boundary_stays_open_whatever_kind_is_asked_for(tmp_path, kind):
    reading = read(tmp_path, prose({4: ""}))

    made = [f for f in as_kind(reading.features, kind, reading.tally) if f.shape != "point"]
    assert [(f.shape, xy(f)) for f in made] == [("line", [*PLACES[4:], *PLACES[:3]])]


@pytest.mark.parametrize("lost", [{}, {4: ""}])
def test_each_vertex_comes_once_when_vertices_are_asked_for(tmp_path, lost):
    reading = read(tmp_path, prose(lost))

    made = list(as_kind(reading.features, "vertex", reading.tally))
    labels = [f"V-{number}" for number in range(1, len(PLACES) + 1) if number not in lost]
    assert sorted((f.label, f.shape) for f in made) == [(label, "point") for label in labels]
    assert sorted(xy(f)[0] for f in made) == sorted(p for n, p in enumerate(PLACES, 1) if n not in lost)


@pytest.mark.parametrize(
    "more",
    [
        "En el vértice V-2 colinda con el vértice V-7 del predio vecino.\n",
        "En el vértice V-2 está el vértice V-7 (E 485790,00, N 8695990,00) del predio vecino.\n",
        "Frente al vértice V-7 hay una casa.\n",
    ],
)
def test_a_neighbours_vertex_that_is_mentioned_does_not_spoil_a_perfect_memoria(tmp_path, more):
    reading = read(tmp_path, prose(more=more))

    boundary = next(iter(reading.features))
    assert (boundary.shape, xy(boundary)) == ("polygon", [*PLACES, PLACES[0]])
    assert notes(reading, "vertex_aside") == [{"line": 8, "vertex": "V-7"}]
    assert not notes(reading, "not_understood_of")


@pytest.mark.parametrize(
    "words",
    [
        "hasta el vértice V-4 del predio vecino",
        "hasta encontrarse con el vértice V-4",
        "hasta llegar al V-4, colindante con el fundo",
    ],
)
def test_a_vertex_to_which_the_walk_comes_is_never_taken_for_a_neighbours(tmp_path, words):
    text = prose({4: ""}).replace("hasta el vértice V-4", words)

    reading = read(tmp_path, text)

    assert notes(reading, "boundary_open") == [{"vertices": "V-4"}]


def test_a_vertex_without_coordinates_is_computed_from_the_written_side_and_the_next_place_checks_it(tmp_path):
    # by hand: V-3 to V-4 is 1000 m south; V-4 to V-5 is 1000 m west and 500 m south: 1118.034 m, S 63°26'05.8" W
    sides = {3: "con rumbo S 0°00' E y 1000,00 m", 4: "con rumbo S 63°26'05.8\" W y 1128,034 m"}

    reading = read(tmp_path, prose({4: " (E 48628,00, N 8694472,00)"}, sides))
    adjusted = read(tmp_path, prose({4: ""}, sides), adjust=True)

    boundary = next(iter(reading.features))
    assert boundary.shape == "polygon"
    assert xy(boundary)[3] == pytest.approx(PLACES[3], abs=1e-6)
    (computed,) = notes(reading, "vertex_computed_unread")
    assert (computed["vertex"], computed["start"]) == ("V-4", "V-3")
    assert "48628,00" in computed["text"]
    # ten metres too long, said to the millimetre; of the misfit V-4 bears 1000 of 2128.034 parts
    assert notes(reading, "misfit") == [{"start": "V-3", "end": "V-5", "misfit_m": "10.000"}]
    moved = np.array(xy(next(iter(adjusted.features)))[3]) - PLACES[3]
    share = 10.0 * 1000.0 / 2128.034
    assert moved == pytest.approx([share * 2 / 5**0.5, share / 5**0.5], abs=1e-3)


def test_a_vertex_is_computed_backwards_where_the_side_that_leads_to_it_is_not_written(tmp_path):
    reading = read(tmp_path, prose({4: ""}, {4: "con rumbo S 63°26'05.8\" W y 1118,034 m"}))

    assert xy(next(iter(reading.features)))[3] == pytest.approx(PLACES[3], abs=1e-3)
    assert notes(reading, "side_unwritten") == [{"start": "V-3", "end": "V-4"}]


def test_coordinates_of_a_vertex_whose_name_is_not_understood_overwrite_no_other(tmp_path):
    text = (
        prose().replace("Del vértice V-4 (E", "Del vértice Boca Tigre (E").replace("hasta el vértice V-4", "hasta allí")
    )

    reading = read(tmp_path, text)

    boundary = next(iter(reading.features))
    assert xy(boundary) == [*PLACES, PLACES[0]]
    assert [f.label for f in reading.features if f.shape == "point"] == ["V-1", "V-2", "V-3", "?1", "V-5", "V-6"]
    assert [marked["line"] for marked in notes(reading, "not_understood_of")] == [5]


def test_a_text_of_which_nothing_can_be_used_is_refused_with_its_lines_and_keeps_them(tmp_path):
    text = (
        "Memoria de linderos por vértices y distancia.\n"
        "Del vértice V-1 (E 48478,00, N 8695972,00) sigue 300 varas hasta el vértice V-2.\n"
    )

    with pytest.raises(InputError, match="memoria_few") as refused:
        read(tmp_path, text)

    (marked,) = [note for note in refused.value.message.facts["marked"] if note.facts["line"] == 2]
    assert (marked.facts["vertex"], "300 varas" in marked.facts["text"]) == ("V-1", True)
    assert marked in refused.value.message.facts["notes"]


@pytest.mark.parametrize(
    "side",
    [
        "con rumbo S 0°00' E y una distancia de mil metros",
        "con rumbo franco sur y 1000,00 m",
        "con rumbo S 95°30' E y 1000,00 m",
    ],
)
def test_a_side_in_words_or_out_of_its_quadrant_is_marked_and_leads_nowhere(tmp_path, side):
    reading = read(tmp_path, prose({4: ""}, {3: side}))

    assert notes(reading, "boundary_open") == [{"vertices": "V-4"}]
    assert [(marked["line"], marked["vertex"]) for marked in notes(reading, "not_understood_of")] == [(4, "V-3")]


WHOLE = """MEMORIA DESCRIPTIVA
– Resolución Ministerial 0443-2019-MINAGRI, lineamientos para la demarcación del territorio de las comunidades nativas.
Falso este y falso norte
500000 m y 10000000 m
UTM, zona 18S. Perímetro: 3000.00 m.
Se parte del vértice V-1 (E 500000.0000 m, N 9001000.0000 m), en sentido horario.
Del vértice V-1 (ángulo interno 90°00'00"), en línea recta de 1000.00 m, con azimut 90°00'00", hasta el vértice V-2.
Del vértice V-2 (ángulo interno 90°00'00"), en línea recta de 500.00 m, con azimut 180°00'00", hasta el vértice V-3.
Del vértice V-3 (ángulo interno 90°00'00"), en línea recta de 1000.00 m, con azimut 270°00'00", hasta el vértice V-4.
Del vértice V-4 (ángulo interno 90°00'00"), en línea recta de 500.00 m, con azimut 0°00'00", hasta el vértice V-1.
Norte: colinda con el Estado, del vértice V-1 al vértice V-2, en 1 lado con una longitud de 1000.00 m.
Este: colinda con el Estado, del vértice V-2 al vértice V-3, en 1 lado con una longitud de 500.00 m.
Número de vértices
4 vértices
Propiedad: perímetro 2900.00 m.
P-1
P-2
P-3
P-1
"""


def test_a_whole_document_is_read_to_its_boundary_and_its_headings_and_laws_are_no_vertices(tmp_path):
    reading = read(tmp_path, WHOLE)

    boundary = next(iter(reading.features))
    ring = [(500000, 9001000), (501000, 9001000), (501000, 9000500), (500000, 9000500), (500000, 9001000)]
    assert np.array(xy(boundary)) == pytest.approx(np.array(ring), abs=1e-6)
    assert boundary.shape == "polygon"
    assert [float(note["closure_m"]) for note in notes(reading, "traverse_closure")] == [0.0]
    assert [note["vertex"] for note in notes(reading, "vertex_aside")] == ["P-1", "P-2", "P-3"]
    assert not notes(reading, "side_differs")
    assert [note["text"] for note in notes(reading, "not_understood_of")] == ["4 vértices"]
    assert not notes(reading, "not_understood")


def test_lengths_that_stand_behind_their_two_vertices_belong_to_that_side(tmp_path):
    sides = "".join(
        f"Del vértice V-{a} al vértice V-{b}, {length} m.\n"
        for a, b, length in (
            (1, 2, "1000,00"),
            (2, 3, "707,11"),
            (3, 4, "1000,00"),
            (4, 5, "1118,03"),
            (5, 6, "1414,21"),
        )
    )
    # 640 more than what the coordinates give: said of the side it stands behind
    reading = read(tmp_path, prose(more=sides + "Del vértice V-6 al vértice V-1, 1758,03 m."))

    assert [note["side"] for note in notes(reading, "side_differs")] == ["V-6 - V-1"]


@pytest.mark.parametrize(
    "words",
    ["en un punto de 20 m de ancho", "vértice a la quebrada", "en el punto E 484780, N 8695972", "hay 6 vértices"],
)
def test_words_after_a_corner_are_no_names_of_vertices(tmp_path, words):
    reading = read(tmp_path, prose(more=f"Del vértice V-1 {words}.\n"))

    assert xy(next(iter(reading.features))) == [*PLACES, PLACES[0]]
