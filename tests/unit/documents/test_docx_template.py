"""Templates as Word writes them, filled; docxtpl and python-docx, which share no code with the plugin, say what is right."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from html import escape

import docx
import docxtpl
import pytest

from rainforest_alert_plugin.documents.docx_template import fields_of, fill_template
from rainforest_alert_plugin.documents.model import Picture
from rainforest_alert_plugin.errors import InputError
from tests.unit.documents.pictures import png

HOSTILE = 'C.N. "Río & Yavarí" <b>Ñandú</b> 🌳 שלום عربي \' ' + "x" * 300


def template(*paragraphs: str, table: tuple[tuple[str, ...], ...] = (), header: str = "", footer: str = "") -> bytes:
    """A file that python-docx writes, as a person would type it."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table):
            for cell, text in zip(row.cells, cells):
                cell.text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if footer:
        made.sections[0].footer.paragraphs[0].text = footer
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def with_document(content: bytes, change) -> bytes:
    """The file with its document part rewritten."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode("utf-8")).encode("utf-8") if name == "word/document.xml" else part)
    return buffer.getvalue()


SYNTAX = template(
    "Comunidad {{ community }}",
    "{%p if river %}",
    "Colinda con el río {{ river }}",
    "{%p endif %}",
    "{%p if not river %}",
    "Sin río",
    "{%p endif %}",
    "{% for name in names %}{{ loop.index }}. {{ name }}; {% endfor %}fin",
    "{{ names | join(', ') }} {# nota del redactor #}",
    table=(
        ("VÉRTICE", "DISTANCIA"),
        ("{%tr for row in rows %}", ""),
        ("{{ row.vertex }}", "{{ row.distance }}"),
        ("{%tr endfor %}", ""),
        ("TOTAL", "{{ total }}"),
    ),
    header="{{ mark }}",
    footer="Huella {{ checksum }}",
)
VALUES = {
    "community": "Nueva Vida",
    "river": "Yavarí",
    "names": ["Ana", "Beto"],
    "rows": [{"vertex": f"V-{i}", "distance": f"{i}.50"} for i in (1, 2, 3)],
    "total": "6.00",
    "mark": "BORRADOR",
    "checksum": "12ab",
}


def test_a_template_is_filled_as_docxtpl_fills_it():
    oracle = docxtpl.DocxTemplate(io.BytesIO(SYNTAX))
    oracle.render(VALUES)
    buffer = io.BytesIO()
    oracle.save(buffer)
    expected = buffer.getvalue()
    made = fill_template(SYNTAX, VALUES)
    assert texts(made) == texts(expected)
    assert cells(made) == cells(expected)
    assert opened(made).sections[0].header.paragraphs[0].text == "BORRADOR"
    assert opened(made).sections[0].footer.paragraphs[0].text == "Huella 12ab"
    assert "Colinda con el río Yavarí" in texts(made)
    assert "Sin río" not in texts(made)
    assert [row[0] for row in cells(made)] == ["VÉRTICE", "V-1", "V-2", "V-3", "TOTAL"]


def test_the_same_template_and_values_give_the_same_bytes():
    assert fill_template(SYNTAX, VALUES) == fill_template(SYNTAX, dict(reversed(VALUES.items())))


def split_into_runs(text: str) -> str:
    """Word's habit: a run for each letter, spelling marks between them, and curly quotes."""
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(letter)}</w:t></w:r><w:proofErr w:type="spellStart"/>'
        for letter in text
    )
    return f"<w:p>{runs}</w:p>"


def test_a_tag_that_word_split_into_runs_is_joined_and_its_quotes_straightened():
    content = with_document(
        template("AQUÍ"),
        lambda xml: re.sub(
            r"<w:p>(?:(?!</w:p>).)*AQUÍ.*?</w:p>",
            split_into_runs("Pueblo {{ people.replace(“a”, ‘e’) }}, {% if area > 3 %}grande{% endif %}."),
            xml,
        ),
    )
    assert texts(fill_template(content, {"people": "kukama", "area": 4})) == ["Pueblo kukeme, grande."]


def test_a_hostile_name_arrives_letter_by_letter():
    content = template("Comunidad: {{ name }}.", table=(("{{ name }}",),))
    made = fill_template(content, {"name": HOSTILE})
    assert texts(made)[0] == f"Comunidad: {HOSTILE}."
    assert cells(made) == [[HOSTILE]]
    # what XML cannot hold is shown as a sign, not dropped
    assert texts(fill_template(content, {"name": "a\x0bb\ud800"}))[0] == "Comunidad: a\ufffdb\ufffd."


def test_a_value_that_looks_like_a_tag_is_printed_and_not_run():
    assert texts(fill_template(template("{{ name }}"), {"name": "{{ 7 * 7 }} {% for %}"})) == ["{{ 7 * 7 }} {% for %}"]


def test_line_ends_numbers_and_nothing_are_printed_as_a_reader_expects():
    made = fill_template(template("{{ a }}|{{ b }}|{{ c }}"), {"a": "uno\ndos", "b": Decimal("120.50"), "c": None})
    assert texts(made) == ["uno\ndos|120.50|"]


def test_formatting_of_the_template_is_kept():
    made = docx.Document()
    paragraph = made.add_paragraph("Área: ")
    paragraph.add_run("{{ area }}").bold = True
    buffer = io.BytesIO()
    made.save(buffer)
    runs = opened(fill_template(buffer.getvalue(), {"area": "99.0100 ha"})).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs] == [("Área: ", None), ("99.0100 ha", True)]


def test_a_picture_takes_the_place_of_its_field():
    content = template("Antes {{ sketch }} después", header="{{ sketch }}")
    made = opened(fill_template(content, {"sketch": Picture(png(40, 20), 100.0, "Croquis & más")}))
    assert len(made.inline_shapes) == 1
    assert made.inline_shapes[0].width.mm == pytest.approx(100, abs=0.01)
    assert made.inline_shapes[0].height.mm == pytest.approx(50, abs=0.01)
    assert made.paragraphs[0].text.split() == ["Antes", "después"]
    stored = [part for part in made.part.package.iter_parts() if part.blob == png(40, 20)]
    assert len(stored) == 1


def error_of(content: bytes, values: dict) -> InputError:
    with pytest.raises(InputError) as caught:
        fill_template(content, values)
    return caught.value


def test_a_wrong_field_is_named_with_its_paragraph_and_what_resembles_it():
    error = error_of(template("Primero", "La comunidad {{ comunity }} pide", "Último"), {"community": "x"})
    assert error.message.id == "template.unknown_field"
    assert error.message.facts["field"] == "comunity"
    assert error.message.facts["near"] == "community"
    assert error.message.facts["text"] == "La comunidad {{ comunity }} pide"


def test_a_wrong_field_in_a_table_is_named_with_table_and_row():
    rows = (("VÉRTICE",), ("{%tr for row in rows %}",), ("{{ row.vertx }}",), ("{%tr endfor %}",))
    error = error_of(template(table=rows), {"rows": [{"vertex": "V-1"}]})
    assert error.message.id == "template.unknown_field_in_table"
    facts = error.message.facts
    # the loop's own two rows have given way to their tags, so the third row typed is the second that stays
    assert (facts["field"], facts["table"], facts["row"]) == ("vertx", 1, 2)
    assert facts["text"].endswith("{{ row.vertx }}")


def test_a_wrong_field_in_the_header_is_found():
    error = error_of(template("Texto", header="{{ marca }}"), {"mark": ""})
    assert error.message.facts["field"] == "marca"
    assert error.message.facts["part"] == "word/header1.xml"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{% if a %}", "sin fin"),
        ("{{ a ",),
        ("{% inventado %}",),
        ("{{ a | inventado }}",),
        ("{{ a.__class__.__mro__ }}",),
        ("{{ a | safe }}",),
        ("{{ 1 / 0 }}",),
        ("{%tr for x in a %}",),
    ],
)
def test_a_wrong_tag_is_an_error_with_its_place(paragraphs):
    error = error_of(template("Primero", *paragraphs, "Último"), {"a": "x"})
    assert error.message.id in ("template.syntax", "template.unknown_field")
    assert error.message.facts["text"]


def test_text_beside_a_tag_for_a_whole_row_is_not_dropped_in_silence():
    error = error_of(template("{%p if a %} importante", "{%p endif %}"), {"a": 1})
    assert error.message.id == "template.beside_tag"
    assert error.message.facts["beside"] == "importante"
    rows = (("{%tr for x in a %}", "cabecera"), ("{{ x }}", ""), ("{%tr endfor %}", ""))
    error = error_of(template(table=rows), {"a": [1]})
    assert (error.message.id, error.message.facts["row"]) == ("template.beside_tag_in_table", 1)


def test_a_condition_that_begins_outside_a_table_and_ends_inside_is_refused_since_it_breaks_the_file():
    content = template("{% if a %}", table=(("x", "{% endif %}"),))
    assert texts(fill_template(content, {"a": True})) == [""]
    assert error_of(content, {"a": False}).message.id == "template.broken_result"


def test_a_cell_left_empty_keeps_the_paragraph_that_word_demands():
    content = with_document(
        template(table=(("X", "b"),)),
        lambda xml: re.sub(
            r"<w:p>(?:(?!</w:p>).)*<w:t>X</w:t></w:r></w:p>",
            "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("{%p if a %}", "si", "{%p endif %}")),
            xml,
        ),
    )
    made = fill_template(content, {"a": False})
    assert cells(made) == [["", "b"]]
    assert len(opened(made).tables[0].rows[0].cells[0].paragraphs) == 1


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (b"no es un docx", "docx.unreadable"),
        (b"", "docx.unreadable"),
        (template("x")[:-40], "docx.unreadable"),
        (with_document(template("x"), lambda xml: xml.replace("</w:body>", "")), "template.not_xml"),
        (
            with_document(
                template("x"), lambda xml: xml.replace("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1)
            ),
            "template.not_xml",
        ),
    ],
)
def test_a_broken_file_is_said_to_be_broken(content, id):
    assert error_of(content, {}).message.id == id


def test_the_fields_of_a_template_are_told_without_filling_it():
    assert fields_of(SYNTAX) == set(VALUES)
    assert fields_of(template("{% if extra is defined %}{{ extra }}{% endif %}")) == set()
