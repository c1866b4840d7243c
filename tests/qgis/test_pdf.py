"""Documents as PDF, read by poppler."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace

import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QThread

from rainforest_alert_plugin.documents.model import Heading, KeyValues, PageBreak, Paragraph, Picture, Table
from rainforest_alert_plugin.documents.pdf_reading import read_pdf
from rainforest_alert_plugin.errors import CancelledError, OutputError
from rainforest_alert_plugin.host import pdf
from rainforest_alert_plugin.host.pdf import pdf_bytes, write_pdf
from tests.unit.documents.documents import HOSTILE, every_block
from tests.unit.documents.pictures import png
from tests.unit.documents.test_pdf_reading import letters_of


def text_of(path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True, timeout=600
    ).stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "memoria.pdf"
    write_pdf(every_block(), path)
    return path


def test_text_stays_text_and_every_page_bears_mark_footer_and_number(printed):
    text = text_of(printed)
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 5
    for number, page in enumerate(pages, start=1):
        assert "BORRADOR" in page
        assert "Rainforest Alert · huella 12ab" in page
        assert f"{number}/5" in "".join(page.split())
    for number in range(1, 121):
        assert f"{500000 + number}.0000" in text
    assert "".join(HOSTILE.split()) in "".join(text.split())
    for expected in ("«comillas»", "14460.00", "Croquis & más", "María Gómez", "2. segundo"):
        assert expected in text
    for page in pages[1:3]:
        assert "VÉRTICE" in page


def test_nothing_is_drawn_beyond_the_paper(printed, tmp_path):
    """White margins of at least 15 mm left and right of each page, seen by rendering it."""
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(printed), str(tmp_path / "p")], check=True, timeout=600)
    pages = sorted(tmp_path.glob("p-*.png"))
    assert len(pages) == 5
    margin = round(15 / 25.4 * 50)
    for page in pages:
        pixels = gdal.Open(str(page)).ReadAsArray()[:3]
        assert (pixels[:, :, :margin] == 255).all()
        assert (pixels[:, :, -margin:] == 255).all()
        assert (pixels < 200).any()


def test_the_same_document_gives_the_same_bytes_in_a_worker_thread_too(printed):
    made = []

    class Worker(QThread):
        def run(self):
            made.append(pdf_bytes(every_block()))

    worker = Worker()
    worker.start()
    assert worker.wait(60_000)
    assert made == [printed.read_bytes()]
    task = QgsTask.fromFunction("pdf", lambda _: made.append(pdf_bytes(every_block())))
    QgsApplication.taskManager().addTask(task)
    assert task.waitForFinished(60_000)
    assert made[1] == made[0]


def test_a_picture_keeps_its_size_on_paper(tmp_path):
    document = replace(every_block(mark=""), blocks=(Picture(png(400, 200), 100.0),))
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(document))
    subprocess.run(["pdftoppm", "-r", "254", "-png", str(tmp_path / "a.pdf"), str(tmp_path / "a")], check=True)
    pixels = gdal.Open(str(next(tmp_path.glob("a-*.png")))).ReadAsArray()
    green = (abs(pixels[0].astype(int) - 20) < 5) & (abs(pixels[1].astype(int) - 120) < 5)
    columns, lines = green.any(axis=0).sum(), green.any(axis=1).sum()
    # 254 dots per inch are 10 per millimetre
    assert columns == pytest.approx(1000, abs=12)
    assert lines == pytest.approx(500, abs=12)


def test_a_stop_between_pages_stops():
    looks = []
    with pytest.raises(CancelledError):
        pdf_bytes(every_block(), is_cancelled=lambda: looks.append(1) or len(looks) == 3)
    assert len(looks) == 3


def test_a_computer_without_fonts_is_told_so(monkeypatch):
    monkeypatch.setattr(pdf, "font_families", list)
    with pytest.raises(OutputError) as caught:
        pdf_bytes(every_block())
    assert caught.value.message.id == "pdf.no_fonts"


def test_a_computer_with_other_fonts_prints_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "font_families", lambda: ["Nunca vista"])
    write_pdf(replace(every_block(), blocks=(Paragraph("Área 99.0100 ha"),)), tmp_path / "a.pdf")
    assert "Área 99.0100 ha" in text_of(tmp_path / "a.pdf")


def test_a_pdf_that_cannot_be_placed_leaves_what_was_there(tmp_path):
    place = tmp_path / "a.pdf"
    place.mkdir()
    (place / "x").write_text("x")
    with pytest.raises(OutputError):
        write_pdf(every_block(1), place)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_what_is_printed_is_read_back_as_poppler_reads_it(printed):
    read = read_pdf(printed)
    pages = text_of(printed).split("\f")
    for page, other in zip(read.pages, pages):
        ours, theirs = letters_of("".join(page)), letters_of(other)
        assert [letter for letter in ours if letter < "\u0590"] == [letter for letter in theirs if letter < "\u0590"]
    assert "V-7 - V-8" in read.pages[0]
    assert "500120.0000" in read.text().split()


def tokens(name, count):
    """Words that occur once in the document."""
    return " ".join(f"{name}x{number}" for number in range(count))


def many_findings(count=60):
    """Headings, paragraphs and tables of lengths that end anywhere on a page."""
    blocks = []
    for number in range(count):
        blocks.append(Heading(f"Título-{number}-", 3))
        blocks.append(Paragraph(f"abre{number} " + tokens(f"p{number}", 7 * number % 61)))
        rows = [
            (f"k{number}r{row}", f"inicio{number}r{row} {tokens(f'c{number}r{row}', 11 * (number + row) % 43)}")
            for row in range(4)
        ]
        blocks.append(KeyValues(tuple((key, f"{text} acaba{key}") for key, text in rows)))
        if number % 7 == 0:
            blocks.append(Picture(png(400, 300), 110.0, f"Mapa-{number}-"))
    blocks.append(
        Table(
            ("NÚMERO", "QUÉ"),
            tuple((f"t{row}", f"desde{row} {tokens(f'q{row}', row % 70)} hasta{row}") for row in range(90)),
        )
    )
    return replace(every_block(), blocks=tuple(blocks), mark="", footer="PIE")


def pages_with_many_findings(tmp_path):
    write_pdf(many_findings(), tmp_path / "informe.pdf")
    pages = text_of(tmp_path / "informe.pdf").rstrip("\f").split("\f")
    assert len(pages) > 15
    return [page.split("PIE")[0] for page in pages]


def test_no_heading_stands_alone_at_the_foot_of_a_page(tmp_path):
    for page in pages_with_many_findings(tmp_path):
        assert "Título-" not in page.rstrip().splitlines()[-1]
        # the paragraph that a heading introduces begins on its page
        assert re.findall(r"Título-(\d+)-", page) == re.findall(r"\babre(\d+)\b", page)


def test_a_heading_and_the_line_below_it_stand_on_the_page_of_the_first_row(tmp_path):
    blocks = []
    for number in range(45):
        blocks += [Paragraph(f"relleno {row}") for row in range(number % 17)]
        blocks += [Heading(f"Título-{number}-", 2), Paragraph(f"presenta{number} " + tokens(f"p{number}", number % 25))]
        rows = tuple((f"primera{number}" if row == 0 else "otra",) for row in range(3))
        blocks.append(Table(("NÚMERO",), rows) if number % 2 else KeyValues(tuple((cell, "") for (cell,) in rows)))
    write_pdf(replace(every_block(), blocks=tuple(blocks), mark="", footer="PIE"), tmp_path / "secciones.pdf")
    pages = text_of(tmp_path / "secciones.pdf").rstrip("\f").split("\f")
    assert len(pages) > 8
    for page in pages:
        headings = re.findall(r"Título-(\d+)-", page)
        assert headings == re.findall(r"\bpresenta(\d+)\b", page) == re.findall(r"\bprimera(\d+)\b", page)


def test_no_row_of_a_table_stands_on_two_pages_and_headings_are_repeated(tmp_path):
    pages = pages_with_many_findings(tmp_path)
    for page in pages:
        assert re.findall(r"\binicio(\d+r\d+)\b", page) == re.findall(r"\bacabak(\d+r\d+)\b", page)
        assert re.findall(r"\bdesde(\d+)\b", page) == re.findall(r"\bhasta(\d+)\b", page)
        assert ("desde" in page) == ("NÚMERO" in page)
    assert sum("desde" in page for page in pages) > 3


def test_every_word_is_printed_once_wherever_pages_end(tmp_path):
    found = Counter(re.findall(r"\b[pcq]\d+(?:r\d+)?x\d+\b", " ".join(pages_with_many_findings(tmp_path))))
    words = {word for block in many_findings().blocks for word in re.findall(r"\b[pcq]\d+(?:r\d+)?x\d+\b", repr(block))}
    assert set(found) == words
    # of a paragraph that is cut, Qt writes the line above the cut a second time, outside what is seen
    assert {count for word, count in found.items() if word[0] != "p"} == {1}


def test_a_row_that_is_longer_than_a_page_goes_on_between_its_lines(tmp_path):
    row = ("corto", tokens("larga", 2500))
    document = replace(
        every_block(), blocks=(Heading("Título-0-", 2), Table(("NÚMERO", "QUÉ"), (row, ("z", "ultima"))))
    )
    write_pdf(document, tmp_path / "larga.pdf")
    pages = text_of(tmp_path / "larga.pdf").rstrip("\f").split("\f")
    assert len(pages) > 3
    assert "largax0 " in pages[0]
    assert all("NÚMERO" in page for page in pages)
    # Qt writes the line above a cut a second time, outside what is seen
    read = [int(number) for number in re.findall(r"\blargax(\d+)\b", "".join(pages))]
    assert list(dict.fromkeys(read)) == list(range(2500))


def test_a_page_begins_where_the_document_says_so(tmp_path):
    blocks = (
        Paragraph("uno"),
        PageBreak(),
        Table(("NÚMERO",), (("dos",),)),
        PageBreak(),
        Heading("tres"),
        Paragraph("cuatro"),
    )
    write_pdf(replace(every_block(), blocks=blocks), tmp_path / "cortes.pdf")
    pages = text_of(tmp_path / "cortes.pdf").rstrip("\f").split("\f")
    assert [[word for word in ("uno", "dos", "tres", "cuatro") if word in page] for page in pages] == [
        ["uno"],
        ["dos"],
        ["tres", "cuatro"],
    ]
