"""Documents as DOCX, read by python-docx and by LibreOffice, which share no code with the writer."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from lxml import etree

from rainforest_alert_plugin.documents.docx import docx_bytes
from rainforest_alert_plugin.documents.docx_reading import read_docx
from rainforest_alert_plugin.documents.docx_template import fill_template
from rainforest_alert_plugin.documents.model import Document, Heading, Paragraph, Picture, Signatures, Table
from rainforest_alert_plugin.errors import InputError
from tests.unit.documents.documents import EXOTIC, HEADINGS, HOSTILE, every_block


def test_the_same_document_gives_the_same_bytes():
    assert docx_bytes(every_block()) == docx_bytes(every_block())


def test_python_docx_reads_every_block():
    made = docx.Document(io.BytesIO(docx_bytes(every_block())))
    texts = [paragraph.text for paragraph in made.paragraphs]
    for expected in (
        "Memoria descriptiva",
        "I. Datos",
        "Texto con «comillas» y ñ.\nSegunda línea.",
        "segundo",
        "CUADRO",
    ):
        assert expected in texts
    facts, table, signatures = made.tables
    assert [row.cells[1].text for row in facts.rows] == [HOSTILE, EXOTIC]
    assert tuple(cell.text for cell in table.rows[0].cells) == HEADINGS
    assert len(table.rows) == 122
    assert [cell.text for cell in table.rows[3].cells] == ["V-3", "V-3 - V-4", "120.50", "500003.0000", "9001000.0000"]
    assert table.rows[121].cells[2].text == "14460.00"
    assert signatures.rows[0].cells[0].text.endswith("Juan Pérez\nJefe")
    assert len(signatures.rows) == 2
    assert made.inline_shapes[0].width.mm == pytest.approx(100)
    assert made.core_properties.title == "Memoria descriptiva"
    assert made.core_properties.created.isoformat().startswith("2026-11-26")
    assert made.sections[0].header.paragraphs[0].text == "BORRADOR"
    assert made.styles["Heading 1"].name == "Heading 1"


def test_the_heading_row_of_a_table_repeats_and_lists_count_from_one_each():
    with zipfile.ZipFile(io.BytesIO(docx_bytes(every_block()))) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        numbering = etree.fromstring(archive.read("word/numbering.xml"))
    w = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    assert len(document.findall(".//w:tblHeader", w)) == 1
    used = [element.get(f"{{{w['w']}}}val") for element in document.findall(".//w:numId", w)]
    assert used == ["1", "2", "2", "3"]
    assert len(numbering.findall("w:num", w)) == 3


def converted(content: bytes, folder) -> str:
    """Text of the PDF that LibreOffice makes of a file."""
    path = folder / "documento.docx"
    path.write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/perfil", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=600)
    return subprocess.run(
        ["pdftotext", "-layout", str(folder / "documento.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout


def test_libreoffice_keeps_a_heading_and_the_line_below_it_with_the_first_row(tmp_path):
    blocks = []
    for number in range(40):
        blocks += [Paragraph(f"relleno {row}") for row in range(number % 13)]
        blocks += [Heading(f"Título-{number}-", 2), Paragraph(f"presenta{number}")]
        blocks.append(Table(("NÚMERO",), ((f"primera{number}",), ("otra",), ("otra",))))
    text = converted(docx_bytes(replace(every_block(), blocks=tuple(blocks), mark="")), tmp_path)
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 8
    for page in pages:
        headings = re.findall(r"Título-(\d+)-", page)
        assert headings == re.findall(r"\bpresenta(\d+)\b", page) == re.findall(r"\bprimera(\d+)\b", page)


@pytest.mark.parametrize("lines", [36, 38, 40, 42])
def test_libreoffice_lets_nobody_sign_a_page_without_words(lines, tmp_path):
    blocks = (
        *[Paragraph(f"Renglón {number}.") for number in range(lines)],
        Heading("Conformidad"),
        Paragraph("Reconocen como límite común la línea descrita."),
        Paragraph("Lugar y fecha"),
        Signatures(("Jefa", "Vecino", "Funcionario", "Testigo")),
    )
    said = converted(docx_bytes(Document("Acta", "es", blocks, datetime.date(2026, 11, 20))), tmp_path)
    (page,) = (page for page in said.split("\f") if "Testigo" in page)
    assert all(text in page for text in ("Conformidad", "límite común", "Lugar y fecha", "Jefa"))


def test_libreoffice_prints_all_of_it_with_the_mark_on_each_page(tmp_path):
    text = converted(docx_bytes(every_block()), tmp_path)
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 5
    for number, page in enumerate(pages, start=1):
        assert "BORRADOR" in page
        assert f"{number}/5" in "".join(page.split())
        assert "Rainforest Alert · huella 12ab" in page
    for number in range(1, 121):
        assert f"{500000 + number}.0000" in text
    for page in pages[1:3]:
        assert "VÉRTICE" in page
    joined = "".join(text.split())
    assert "".join(HOSTILE.split()) in joined
    assert "🌳" in text
    assert "14460.00" in text
    assert "Croquis & más" in text


def test_what_was_written_is_read_back_as_it_was():
    read = read_docx(docx_bytes(every_block()))
    assert "Texto con «comillas» y ñ.\nSegunda línea." in read.paragraphs
    assert read.tables[0] == (("Comunidad", HOSTILE), ("Otra lengua", EXOTIC))
    assert len(read.tables[1]) == 122
    assert read.tables[1][1] == ("V-1", "V-1 - V-2", "120.50", "500001.0000", "9001000.0000")
    assert "BORRADOR" in read.margins
    assert any(line.startswith("Rainforest Alert · huella 12ab") for line in read.margins)


def test_a_file_of_another_writer_is_read_as_python_docx_reads_it():
    made = docx.Document()
    made.add_paragraph("Uno").add_run(" y dos").bold = True
    made.add_paragraph("")
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text = "a\tb"
    table.rows[0].cells[1].add_table(1, 1).rows[0].cells[0].text = "dentro"
    made.sections[0].footer.paragraphs[0].text = "Pie"
    buffer = io.BytesIO()
    made.save(buffer)
    read = read_docx(buffer.getvalue())
    assert read.paragraphs == ("Uno y dos",)
    assert read.tables == ((("a\tb", ""),), (("dentro",),))
    assert read.margins == ("Pie",)


def test_a_document_without_blocks_or_with_an_empty_table_still_opens():
    empty = Document("", "es", (), every_block().made_on)
    assert docx.Document(io.BytesIO(docx_bytes(empty))).paragraphs[0].text == ""
    bare = replace(empty, blocks=(Table(("A", "B"), ()), Table((), ()), Paragraph("")))
    assert [cell.text for cell in docx.Document(io.BytesIO(docx_bytes(bare))).tables[0].rows[0].cells] == ["A", "B"]


def test_a_picture_that_is_none_is_refused_by_name():
    document = replace(every_block(), blocks=(Picture(b"GIF89a", 10.0),))
    with pytest.raises(InputError) as caught:
        docx_bytes(document)
    assert caught.value.message.id == "document.picture"


def test_a_picture_higher_than_the_page_is_scaled_with_its_proportions():
    from tests.unit.documents.pictures import png

    width, height = Picture(png(10, 100), 160.0).size_mm(170, 230)
    assert (width, height) == pytest.approx((23, 230))


def test_a_written_document_serves_as_a_template_too():
    document = replace(every_block(), blocks=(Paragraph("Área {{ area }} ha"),))
    assert "Área 99.0100 ha" in read_docx(fill_template(docx_bytes(document), {"area": Decimal("99.0100")})).paragraphs
