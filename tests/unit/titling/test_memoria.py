"""The descriptive report: its Spanish by hand calculation, its numbers by python-docx and by the reader of old reports."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from decimal import Decimal

import docx
import pytest

from rainforest_alert_plugin.documents.docx_reading import read_docx
from rainforest_alert_plugin.documents.docx_template import fields_of
from rainforest_alert_plugin.documents.phrases import load_phrases
from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.geo.progress import never_cancelled
from rainforest_alert_plugin.paths import resource
from rainforest_alert_plugin.territory.memoria import read_memoria
from rainforest_alert_plugin.titling.facts import release_facts
from rainforest_alert_plugin.titling.limits import directions_of, stretches_of
from rainforest_alert_plugin.titling.memoria import area_words, memoria_context, produce_memoria, template_of
from scripts import make_templates
from tests.unit.documents.test_docx import converted
from tests.unit.titling.test_package import PERU, content_of, river_table

HOSTILE = 'C.N. "Río & Yavarí" <b>Ñandú</b> 🌳 שלום ' + "x" * 250
SQUARE = ((0.0, 1000.0), (1000.0, 1000.0), (1000.0, 0.0), (0.0, 0.0))


def made(content, template=None) -> bytes:
    (file,) = produce_memoria(content, never_cancelled, template).files.values()
    return file


def with_table(content, table):
    return replace(content, table=table, facts=release_facts(table, dict(content.facts.attributes), PERU, "office"))


def test_a_right_triangle_is_described_side_by_side_as_a_person_would():
    # From the northern corner (0, 300) clockwise: 500 m to (400, 0), azimuth 180 - atan(400/300) = 126.8699° = 126°52'12";
    # 400 m due west to (0, 0); 300 m due north. Interior angles 53°07'48", 36°52'12" and 90°.
    (ring,) = memoria_context(content_of())["descriptions"]
    assert ring["sentences"] == [
        "Se parte del vértice V-1 (E 500000.0000 m, N 9000300.0000 m), en sentido horario.",
        "Del vértice V-1 (ángulo interno 53°07'48\"), en línea recta de 500.00 m, con azimut 126°52'12\", hasta el vértice V-2, "
        "colindando con Río Tigre.",
        "Del vértice V-2 (ángulo interno 36°52'12\"), en línea recta de 400.00 m, con azimut 270°00'00\", hasta el vértice V-3.",
        "Del vértice V-3 (ángulo interno 90°00'00\"), en línea recta de 300.00 m, con azimut 0°00'00\", hasta el vértice V-1, "
        "donde se cierra el perímetro.",
    ]


@pytest.mark.parametrize(
    ("area_m2", "words"),
    [
        ("60000.00", "seis hectáreas"),
        ("10000.00", "una hectárea"),
        ("10001.00", "una hectárea con un metro cuadrado"),
        ("9999.00", "nueve mil novecientos noventa y nueve metros cuadrados"),
        ("213010100.00", "veintiún mil trescientas una hectáreas con cien metros cuadrados"),
        ("76129072.14", "siete mil seiscientas doce hectáreas con nueve mil setenta y dos y 14/100 metros cuadrados"),
        ("20000000000.00", "dos millones de hectáreas"),
    ],
)
def test_an_area_is_worded_in_hectares_and_square_metres(area_m2, words):
    assert area_words(Decimal(area_m2)) == words


def test_a_square_has_one_neighbour_to_each_wind():
    content = content_of(rings=(SQUARE,), neighbours=("Norte S.A.", "Río Este", "C.N. Sur", "Oeste E.I.R.L."))
    (ring,) = content.table.rings
    assert [[row.side for row in rows] for rows in directions_of(ring).values()] == [
        ["V-1 - V-2"],
        ["V-2 - V-3"],
        ["V-3 - V-4"],
        ["V-4 - V-1"],
    ]
    limits = {limit["direction"]: limit["text"] for limit in memoria_context(content)["limits"]}
    assert limits == {
        "Norte": "con Norte S.A., del vértice V-1 al vértice V-2, en 1 lado con una longitud de 1000.00 m.",
        "Este": "con Río Este, del vértice V-2 al vértice V-3, en 1 lado con una longitud de 1000.00 m.",
        "Sur": "con C.N. Sur, del vértice V-3 al vértice V-4, en 1 lado con una longitud de 1000.00 m.",
        "Oeste": "con Oeste E.I.R.L., del vértice V-4 al vértice V-1, en 1 lado con una longitud de 1000.00 m.",
    }


@pytest.mark.parametrize("count", [3, 5, 17, 400])
def test_every_side_has_exactly_one_direction_and_the_stretches_add_up_to_the_perimeter(count):
    points = tuple(
        (
            (3 + math.sin(7 * i)) * 900 * math.cos(2 * math.pi * i / count),
            (3 + math.sin(7 * i)) * 400 * math.sin(2 * math.pi * i / count),
        )
        for i in range(count)
    )
    names = [("A", "B", "")[i * 5 // count % 3] for i in range(count)]
    content = content_of(rings=(points,), neighbours=names)
    (ring,) = content.table.with_neighbours(names).rings
    directions = directions_of(ring)
    assert sorted(row.vertex for rows in directions.values() for row in rows) == sorted(row.vertex for row in ring.rows)
    for stretches in (stretches_of(ring), [s for rows in directions.values() for s in stretches_of(ring, rows)]):
        assert sum(stretch.length_m for stretch in stretches) == ring.perimeter_m
    # all round, neighbouring stretches differ and none is cut at the first vertex
    whole = stretches_of(ring)
    assert all(one.neighbour != other.neighbour for one, other in zip(whole, whole[1:] + whole[:1])) or len(whole) == 1


def test_a_river_is_told_by_its_channel_and_has_no_azimuth():
    # channel: 100 m + 2 * sqrt(30^2 + 100^2) = 308.81 m, drawn from (0, 0) to (0, 300) and told clockwise from its northern end
    content = with_table(content_of(), river_table())
    sentences = memoria_context(content)["descriptions"][0]["sentences"]
    (river,) = [sentence for sentence in sentences if "cauce" in sentence]
    assert river == (
        "Del vértice V-4, siguiendo el cauce (Río Tigre), en una longitud de 308.81 m, hasta el vértice V-1, donde se cierra el perímetro."
    )


def test_the_document_states_the_technical_table_cell_by_cell():
    content = content_of(rings=(SQUARE, tuple((400 + e / 5, 400 + n / 5) for e, n in SQUARE)), neighbours=["A"] * 8)
    document = docx.Document(io.BytesIO(made(content)))
    headings = [
        "PARTE",
        "ANILLO",
        "VÉRTICE",
        "LADO",
        "DISTANCIA (m)",
        "ÁNGULO INTERNO",
        "AZIMUT",
        "COLINDANTE",
        "ESTE (X)",
        "NORTE (Y)",
    ]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    tables = [table for table in tables if table[0] == headings]
    assert [len(table) for table in tables] == [6, 6]
    stated = [row for table in tables for row in table[1:-1]]
    for row, cells in zip(content.table.rows, stated):
        assert cells == [
            str(row.part),
            str(row.ring),
            row.vertex,
            row.side,
            f"{row.distance_m}",
            row.interior_angle,
            row.azimuth,
            "A",
            f"{row.easting}",
            f"{row.northing}",
        ]
    assert tables[0][-1][4] == "4000.00"
    assert tables[1][-1][4] == "800.00"
    text = read_docx(made(content)).text()
    # 100 ha less an enclave of 200 m x 200 m
    assert "96.0000 ha (960000.00 m²)" in text
    assert "noventa y seis hectáreas" in text
    assert content.table.checksum() in text


def test_the_reader_of_old_reports_finds_every_vertex_and_side_again():
    content = content_of(rings=(SQUARE,), neighbours=("", "", "", ""))
    told = read_memoria("\n".join(memoria_context(content)["descriptions"][0]["sentences"]))
    assert [(leg.start, leg.end, leg.distance_m, leg.azimuth_deg) for leg in told.legs] == [
        ("V-1", "V-2", 1000.0, 90.0),
        ("V-2", "V-3", 1000.0, 180.0),
        ("V-3", "V-4", 1000.0, 270.0),
        ("V-4", "V-1", 1000.0, 0.0),
    ]
    assert (told.vertices[0].easting, told.vertices[0].northing) == (500000.0, 9001000.0)


def test_third_parties_read_neither_neighbours_nor_the_registry_entry():
    text = read_docx(made(content_of(audience="public", neighbours=("Familia Rengifo", "", "")))).text()
    assert "Rengifo" not in text
    assert "COLINDANTE" not in text
    assert "11001234" not in text
    assert "con (reservado)" in text


def test_what_nobody_stated_is_a_place_to_complete_and_dates_are_written_out():
    context = memoria_context(content_of())
    assert context["people"] == "(por completar)"
    assert context["document_date"] == "20 de noviembre de 2026"


def test_a_hostile_name_arrives_letter_by_letter_in_the_document():
    content = content_of()
    attributes = {"community": HOSTILE, "document_date": "2026-11-20"}
    content = replace(content, facts=release_facts(content.table, attributes, PERU, "office"))
    document = docx.Document(io.BytesIO(made(content)))
    assert document.tables[0].rows[0].cells[1].text == HOSTILE
    assert f"Territorio comunal: {HOSTILE}" in [paragraph.text for paragraph in document.paragraphs]


def test_the_same_content_gives_the_same_bytes():
    assert made(content_of()) == made(content_of())


def test_libreoffice_prints_the_report_with_every_number(tmp_path):
    text = converted(made(content_of()), tmp_path)
    for number in ("6.0000", "60000.00", "1200.00", "500400.0000", "9000300.0000", "126°52'12\""):
        assert number in text


def test_a_template_of_the_federation_is_used_and_its_wrong_field_is_named(tmp_path):
    own = tmp_path / "nuestra.docx"
    document = docx.Document()
    document.add_paragraph("Nosotros, {{ community }}, tenemos {{ area_ha }} ha.")
    document.save(own)
    produced = produce_memoria(content_of(), never_cancelled, own)
    assert read_docx(produced.files["memoria_descriptiva.docx"]).paragraphs == (
        "Nosotros, Nueva Vida, tenemos 6.0000 ha.",
    )
    assert produced.documents["memoria"]["states"] == ["area_ha", "attribute:community"]
    assert produced.documents["memoria"]["headings"] == []
    document.add_paragraph("{{ superficie }}")
    document.save(own)
    with pytest.raises(InputError) as caught:
        produce_memoria(content_of(), never_cancelled, own)
    assert caught.value.message.id == "template.unknown_field"
    assert caught.value.message.facts["template"] == "nuestra.docx"


def test_the_committed_templates_are_those_of_the_script_and_use_known_fields_only():
    for name, content in make_templates.templates().items():
        assert resource("templates", name).read_bytes() == content
    assert fields_of(template_of("otro_perfil")) <= set(memoria_context(content_of()))


def test_every_field_of_the_report_is_in_the_guide():
    guides = [resource().parent / "docs" / "es" / "plantillas.md", resource().parent / "docs" / "en" / "templates.md"]
    for guide in guides:
        text = guide.read_text(encoding="utf-8")
        assert [field for field in memoria_context(content_of()) if f"`{field}`" not in text] == []


def test_every_phrase_of_the_report_is_there():
    phrases = load_phrases("es")
    for method in ("utm_grid", "ellipsoidal", "sgl"):
        assert phrases.say(f"memoria.area_method.{method}")
