"""Who signs a record of agreement and what it states; sheets of boundary marks; the cover. By hand on small squares."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from lxml import etree

from rainforest_alert_plugin.cadastre.profile import DossierRule, available_profiles, load_profile
from rainforest_alert_plugin.documents.docx_reading import read_docx
from rainforest_alert_plugin.documents.html import html_text
from rainforest_alert_plugin.documents.model import Document
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.geo.progress import never_cancelled
from rainforest_alert_plugin.titling.agreements import (
    NEEDED,
    PUBLIC,
    REGISTERED,
    SIGNED,
    KnownNeighbour,
    agreements_of,
    kind_of_words,
    known_together,
    produce_agreements,
)
from rainforest_alert_plugin.titling.cover import WAIVER, cover
from rainforest_alert_plugin.titling.facts import release_facts
from rainforest_alert_plugin.titling.manifest import ReferenceUse
from rainforest_alert_plugin.titling.memoria import produce_memoria
from rainforest_alert_plugin.titling.monuments import BoundaryMark, mark_records, produce_monuments
from rainforest_alert_plugin.titling.sketch import Sketch, svg
from rainforest_alert_plugin.workspace.release import Record, release
from tests.unit.documents.pictures import png
from tests.unit.titling.test_memoria import SQUARE
from tests.unit.titling.test_package import PERU, content_of

# Clockwise from the north-west corner, sides of 250 m to the north and 1000 m elsewhere.
STRIP = ((0.0, 1000.0), (250.0, 1000.0), (500.0, 1000.0), (750.0, 1000.0), (1000.0, 1000.0), (1000.0, 0.0), (0.0, 0.0))
NAMES = ("C.N. Sur", "Fundo Ñato", "Fundo Ñato; C.N. Sur", "C.N. Sur", "Río Tigre", "Terrenos del Estado", "C.N. Sur")
KNOWN = {"Fundo Ñato": KnownNeighbour("private_parcel", "11001234"), "Río Tigre": KnownNeighbour("river")}


def draw(_: str) -> bytes:
    return png(110, 76)


def strip(audience: str = "office"):
    return content_of(rings=(STRIP,), neighbours=NAMES, audience=audience)


def test_registered_neighbours_rivers_and_signed_records_need_no_record_and_the_state_does():
    table = strip().table
    known = {**KNOWN, "C.N. Sur": KnownNeighbour("community", "", "Acta 7", "2025-03-01")}
    found = {one.neighbour: one for one in agreements_of(table, known, PERU.dossier, "Terrenos del Estado")}
    assert {name: one.state for name, one in found.items()} == {
        "C.N. Sur": SIGNED,
        "Fundo Ñato": REGISTERED,
        "Río Tigre": PUBLIC,
        "Terrenos del Estado": NEEDED,
    }
    # of a side with two neighbours each has the whole side: 250 + 250 + 250 + 1000 and 250 + 250
    assert found["C.N. Sur"].length_m == Decimal("1750.00")
    assert found["Fundo Ñato"].length_m == Decimal("500.00")
    # from V-7 over the first vertex to V-2 is one stretch, from V-3 to V-5 another
    assert [(s.rows[0].vertex, s.end.vertex) for s in found["C.N. Sur"].stretches] == [("V-7", "V-2"), ("V-3", "V-5")]


def test_a_procedure_whose_registered_neighbours_sign_gets_their_records_too():
    rule = replace(PERU.dossier, registered_signs=True)
    found = {one.neighbour: one.state for one in agreements_of(strip().table, KNOWN, rule, "Terrenos del Estado")}
    assert found["Fundo Ñato"] == NEEDED


def test_without_a_rule_in_the_profile_everybody_who_can_sign_does():
    rule = DossierRule((), "", (), True)
    found = {one.neighbour: one.state for one in agreements_of(strip().table, KNOWN, rule, "Terrenos del Estado")}
    assert found == {
        "C.N. Sur": NEEDED,
        "Fundo Ñato": NEEDED,
        "Río Tigre": PUBLIC,
        "Terrenos del Estado": NEEDED,
    }


@pytest.mark.parametrize("name", available_profiles())
def test_every_profile_makes_every_document(name):
    profile = load_profile(name)
    content = content_of()
    facts = release_facts(content.table, {}, profile, "office")
    content = replace(content, profile=profile, phrases=load_phrases(profile.language), facts=facts)
    assert produce_memoria(content, never_cancelled).files
    assert produce_agreements(content, never_cancelled, KNOWN, draw).files
    assert profile.title in html_text(cover(content, None))


def test_a_record_states_the_shared_vertices_and_sides_and_has_lines_to_sign():
    made = produce_agreements(strip(), never_cancelled, KNOWN, draw)
    assert list(made.files) == [
        "acta_01_c_n_sur.docx",
        "acta_02_terrenos_del_estado.docx",
        "relacion_de_colindancias.docx",
    ]
    document = docx.Document(io.BytesIO(made.files["acta_01_c_n_sur.docx"]))
    _, vertices, sides, signatures = document.tables
    assert [[cell.text for cell in row.cells] for row in vertices.rows[1:]] == [
        ["V-7", "500000.0000", "9000000.0000"],
        ["V-1", "500000.0000", "9001000.0000"],
        ["V-2", "500250.0000", "9001000.0000"],
        ["V-3", "500500.0000", "9001000.0000"],
        ["V-4", "500750.0000", "9001000.0000"],
        ["V-5", "501000.0000", "9001000.0000"],
    ]
    assert [[cell.text for cell in row.cells][:3] for row in sides.rows[1:]] == [
        ["V-7 - V-1", "1000.00", "0°00'00\""],
        ["V-1 - V-2", "250.00", "90°00'00\""],
        ["V-3 - V-4", "250.00", "90°00'00\""],
        ["V-4 - V-5", "250.00", "90°00'00\""],
        ["TOTAL", "1750.00", ""],
    ]
    signers = [cell.text for row in signatures.rows for cell in row.cells]
    assert len(signers) == 4
    assert "Por C.N. Sur" in signers[1]
    assert len(document.inline_shapes) == 1
    text = read_docx(made.files["acta_02_terrenos_del_estado.docx"]).text()
    assert "Representante del Estado" in text
    assert strip().table.checksum() in text


def test_the_list_says_of_each_neighbour_whether_a_record_is_needed_and_why_not():
    made = produce_agreements(strip(), never_cancelled, KNOWN, draw)
    (table,) = read_docx(made.files["relacion_de_colindancias.docx"]).tables
    assert {row[0]: row[4] for row in table[1:]} == {
        "C.N. Sur": "Por firmar",
        "Fundo Ñato": "No necesaria: inscrito en la partida 11001234; rige la línea inscrita",
        "Río Tigre": "No necesaria: dominio público",
        "Terrenos del Estado": "Por firmar",
    }


def test_sides_without_a_neighbour_are_named_in_the_list():
    made = produce_agreements(content_of(rings=(SQUARE,), neighbours=("A", "", "", "")), never_cancelled, {}, draw)
    text = read_docx(made.files["relacion_de_colindancias.docx"]).text()
    assert "Lados sin colindante indicado (3): V-2 - V-3, V-3 - V-4, V-4 - V-1" in text


def test_third_parties_get_neither_records_nor_sheets():
    assert produce_agreements(strip("public"), never_cancelled, KNOWN, draw).files == {}
    released = release(mark_records([BoundaryMark("V-1")], "public"), "public", "test")
    assert produce_monuments(strip("public"), never_cancelled, released, draw, lambda _: b"").files == {}


@pytest.mark.parametrize("name", ["🌳", "שלום", 'a/b\\c:d*?"<>|', "CON", "..", "x" * 300, "Ñ" * 300])
def test_any_name_of_a_neighbour_makes_a_file_name_that_windows_takes(name):
    made = produce_agreements(content_of(rings=(SQUARE,), neighbours=(name,) * 4), never_cancelled, {}, draw)
    file = next(iter(made.files))
    assert file.startswith("acta_01_")
    assert len(file) < 60
    assert set(file) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.")
    assert name in read_docx(made.files[file]).text()


def test_a_stop_between_records_stops():
    with pytest.raises(CancelledError):
        produce_agreements(strip(), lambda: True, KNOWN, draw)


def sheets_of(marks):
    printed: list[Document] = []

    def print_pdf(document: Document) -> bytes:
        printed.append(document)
        return b"%PDF-"

    released = release(mark_records(marks, "community"), "office", "test")
    made = produce_monuments(strip(), never_cancelled, released, draw, print_pdf)
    return made, printed


def test_each_mark_has_a_page_with_its_place_method_sigma_photo_and_the_way_to_its_neighbours():
    marks = [
        BoundaryMark("V-5", "Hito de concreto", "rtk", 0.05, "2026-10-01", photo=png(40, 30)),
        BoundaryMark("V-1", "Árbol marcado"),
        BoundaryMark("V-99", "no está en el lindero"),
    ]
    made, (document,) = sheets_of(marks)
    assert list(made.files) == ["fichas_de_hitos.docx", "fichas_de_hitos.pdf"]
    assert made.documents["monuments"]["labels"] == ["V-1", "V-5"]
    read = docx.Document(io.BytesIO(made.files["fichas_de_hitos.docx"]))
    facts = {row.cells[0].text: row.cells[1].text for row in read.tables[2].rows}
    assert facts["Este (X)"] == "501000.0000 m"
    assert facts["Norte (Y)"] == "9001000.0000 m"
    assert facts["Método de levantamiento"] == "GNSS RTK"
    assert facts["Desviación estándar de la posición"] == "0.05 m"
    assert facts["Colindante"] == "C.N. Sur; Río Tigre"
    # V-5 is the north-east corner: back to V-4 due west, ahead to V-6 due south
    assert [[cell.text for cell in row.cells] for row in read.tables[3].rows[1:]] == [
        ["V-4", "250.00", "270°00'00\""],
        ["V-6", "1000.00", "180°00'00\""],
    ]
    assert len(read.inline_shapes) == 3
    assert sum(p.paragraph_format.page_break_before is True for p in read.paragraphs) == 1
    assert "Sin fotografía registrada." in html_text(document)


def test_the_cover_names_what_was_compared_what_was_not_and_what_nobody_verified():
    content = content_of()
    uses = (
        ReferenceUse("rios", "EPSG:32718", 10, 9, 0, 1, True),
        ReferenceUse("anp", "EPSG:32718", 5, 0, 0, 5, False),
    )
    content = replace(content, origin=replace(content.origin, references=uses))
    text = html_text(cover(content, None))
    assert "rios: no se hallaron superposiciones en esta capa, tal como se leyó (leídos 10, comparados 9" in text
    assert "anp: NO EVALUADA" in text
    assert "libre de" not in text
    assert "RM 0443-2019-MINAGRI" in text
    assert f"Valores que nadie verificó en una norma: {len(PERU.unverified())}." in text
    for place in PERU.unverified():
        assert (place.partition(".")[2] or place) in text
    assert "6.0000 ha" in text
    assert "20 de noviembre de 2026" in text
    nothing = html_text(cover(content_of(), None))
    assert "No se comparó el lindero con ninguna capa de referencia: NO EVALUADO." in nothing


def test_the_cover_lists_what_was_set_aside_with_reason_and_author():
    values = {
        "rule": "G06",
        "message": "Lado corto",
        "reason": "Medido dos veces",
        "author": "Ana",
        "document": "Acta 3",
    }
    waivers = release([Record(WAIVER, "1", values, "federation")], "office", "test")
    text = html_text(cover(content_of(), waivers))
    for value in values.values():
        assert value in text
    assert "Ninguna." in html_text(cover(content_of(), release([], "office", "test")))


def test_the_cover_of_a_redacted_package_counts_what_was_held_back():
    text = html_text(cover(content_of(audience="public"), None))
    assert "Datos retirados: 2" in text
    assert "11001234" not in text


def test_a_sketch_is_well_formed_keeps_proportions_and_names_its_ends():
    square = [(500000 + e, 9000000 + n) for e, n in SQUARE]
    labels = [(square[0], 'V-1 <&"'), (square[1], "V-2"), (square[2], "V-3")]
    root = etree.fromstring(
        svg(Sketch([[*square, square[0]]], [square[:3]], labels, [(square[0], "Río & más")])).encode()
    )
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {'V-1 <&"', "V-3", "Río & más", "N"} <= set(texts)
    outline = root.find("{http://www.w3.org/2000/svg}path").get("d")
    points = [
        tuple(map(float, pair.split(",")))
        for pair in outline.replace("M", "").replace("L", "").replace("Z", "").split()
    ]
    wide, high = (max(axis) - min(axis) for axis in zip(*points))
    assert wide == pytest.approx(high, abs=0.2)
    # the bar is a round length, drawn at the scale of the square: 1000 m are `wide` pixels
    assert "200 m" in texts or "500 m" in texts


def test_a_long_name_stands_in_lines_within_the_frame_and_clear_of_the_labels():
    # a narrow territory: its last side lies at the foot, where the name of its end stands too
    ring = [(500000, 9001000), (500500, 9001000), (500500, 9000000), (500000, 9000010)]
    labels = [(ring[2], "V-17"), (ring[3], "V-18")]
    words = [
        ((500250.0, 9000005.0), "Comunidad de ejemplo Tres (inventada)"),
        (ring[1], "Fundo El Último del Naciente"),
    ]
    root = etree.fromstring(svg(Sketch([[*ring, ring[0]]], (), labels, words)).encode())
    said = {}
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        wide, x = 14.0 * len(element.text), float(element.get("x"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor")]
        said[element.text] = (left, float(element.get("y")) - 24, left + wide, float(element.get("y")))
    lines = {text: box for text, box in said.items() if text in " ".join(text for _, text in words)}
    assert "Comunidad de ejemplo" in lines
    for text, (left, top, right, foot) in lines.items():
        assert left >= 20, text
        assert right <= 1080, text
        assert top >= 20, text
        assert foot <= 680, text
        for label in ("V-17", "V-18"):
            other = said[label]
            assert right <= other[0] or other[2] <= left or foot <= other[1] or other[3] <= top, (text, label)


def test_a_hundred_crowded_labels_leave_room_between_them():
    ring = [(500000 + 10 * i, 9000000 + (i % 2)) for i in range(100)] + [(500500, 8999000)]
    root = etree.fromstring(svg(Sketch([[*ring, ring[0]]], (), [(p, f"V-{i}") for i, p in enumerate(ring)])).encode())
    spots = [
        (float(element.get("x")), float(element.get("y")))
        for element in root.iter("{http://www.w3.org/2000/svg}text")
        if (element.text or "").startswith("V-")
    ]
    assert 2 < len(spots) < 100
    for i, one in enumerate(spots):
        assert all(abs(one[0] - other[0]) > 34 or abs(one[1] - other[1]) > 32 for other in spots[i + 1 :])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Río", "river"),
        ("QUEBRADA Yanayacu", "river"),
        ("Carretera IIRSA", "road"),
        ("Terrenos del Estado", "state"),
        ("river", "river"),
        # what somebody owns is no river, whatever it is called
        ("Comunidad nativa Río Corrientes", "community"),
        ("Predio Camino Real", "private_parcel"),
        ("Ríoseco", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_neighbour_is_its_first_known_word(words, kind):
    assert kind_of_words(words) == kind


def test_what_a_layer_says_of_a_neighbour_takes_nothing_away_that_is_known():
    signed = KnownNeighbour("community", "", "acta-7", "2026-05-01")
    known = {"Puerto Azul": signed, "Tigre": KnownNeighbour("other")}
    given = {
        "Puerto Azul": KnownNeighbour("river", "11005678"),
        "Tigre": KnownNeighbour("river"),
        "Ruta": KnownNeighbour("road"),
    }
    assert known_together(known, given) == {
        "Puerto Azul": replace(signed, registry_entry="11005678"),
        "Tigre": KnownNeighbour("river"),
        "Ruta": KnownNeighbour("road"),
    }
