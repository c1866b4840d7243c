"""Text of PDFs, read as poppler reads it, and as the standard says where no program at hand writes the case."""

from __future__ import annotations

import subprocess
import unicodedata
import zlib

import pytest

from rainforest_alert_plugin.documents.docx import docx_bytes
from rainforest_alert_plugin.documents.pdf_reading import read_pdf
from rainforest_alert_plugin.errors import InputError
from tests.unit.documents.documents import every_block
from tests.unit.documents.test_docx import converted


def letters_of(text: str) -> list[str]:
    """Everything but blanks, marks of direction that poppler adds, and hyphens, which it takes from the ends of lines."""
    return sorted(c for c in text if not c.isspace() and c != "-" and unicodedata.category(c) != "Cf")


def test_what_libreoffice_prints_is_read_as_poppler_reads_it(tmp_path):
    converted(docx_bytes(every_block()), tmp_path)
    read = read_pdf(tmp_path / "documento.pdf")
    command = ["pdftotext", "-raw", str(tmp_path / "documento.pdf"), "-"]
    expected = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout
    assert len(read.pages) == expected.count("\f")
    for page, other in zip(read.pages, expected.split("\f")):
        assert letters_of("".join(page)) == letters_of(other)
    assert "Texto con «comillas» y ñ." in read.pages[0]


def pdf(content: bytes, font: bytes = b"<< /Type /Font /Subtype /Type1 >>", extra: bytes = b"") -> bytes:
    """The smallest file with one page (ISO 32000-1, annex H)."""
    stream = b"<< /Length " + str(len(content)).encode() + b" >> stream\n" + content + b"\nendstream"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        stream,
        font,
    )
    written = b"".join(b"%d 0 obj " % number + made + b" endobj\n" for number, made in enumerate(objects, start=1))
    return b"%PDF-1.5\n" + written + extra + b"trailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        (rb"(plain) Tj", "plain"),
        (rb"(par\(en\)theses (inside) \\) Tj", "par(en)theses (inside) \\"),
        (rb"(\361and\372) Tj", "ñandú"),
        (b"(two \\\nlines) Tj", "two lines"),
        (rb"[(V) -120 (-1)] TJ", "V-1"),
        (rb"<563A2032> Tj", "V: 2"),
        (rb"<5> Tj", "P"),
        (rb"(one) Tj % (a comment) Tj", "one"),
    ],
)
def test_the_forms_of_a_text_are_those_of_the_standard(drawn, text):
    assert read_pdf(pdf(b"BT /F1 12 Tf " + drawn + b"\nET")).pages == ((text,),)


def test_a_font_of_two_byte_codes_is_read_by_its_map():
    font = b"<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>"
    letters = (
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <00660066> endbfchar "
        b"2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<00D1> <D83CDF33>] endbfrange"
    )
    packed = zlib.compress(letters)
    extra = b"6 0 obj << /Length %d /Filter /FlateDecode >> stream\n%s\nendstream endobj\n" % (len(packed), packed)
    content = b"BT /F1 12 Tf <00010010001200200021FFFF> Tj ET"
    assert read_pdf(pdf(content, font, extra)).pages == (("ffACÑ🌳\ufffd",),)


@pytest.mark.parametrize(
    ("drawn", "pieces"),
    [
        # as Qt draws: a step and a letter, the next text in its own place
        (
            b"1 0 0 -1 0 0 Tm\n0 0 Td <0001> Tj\n7.25 0 Td <0002> Tj\n1 0 0 -1 0 9 Tm\n0 0 Td <00020001> Tj\n",
            ("AB", "BA"),
        ),
        # the same where something else comes between
        (b"0 0 Td <0001> Tj\n% <0002> Tj\n<00 02> Tj ( ) pop <0001>Tj/F1 9 Tf<0002>Tj\n", ("ABAB",)),
        (b"0 0 Td <0001> Tj\n[<0002> 12 <0001>] TJ 0 -9 TD <0002> Tj\n", ("ABA", "B")),
        # a digit that is missing is a zero, and half a code is a letter of its own
        (b"0 0 Td <0001> Tj\n<000> Tj\n<02> Tj\n", ("A\ufffdB",)),
        # what looks like an end within a word is none
        (b"0 0 Td <0001> Tj\nETA <0002> Tj\n", ("AB",)),
    ],
)
def test_letters_drawn_one_by_one_are_one_text(drawn, pieces):
    font = b"<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>"
    letters = b"2 beginbfchar <0001> <0041> <0002> <0042> endbfchar"
    extra = b"6 0 obj << /Length %d >> stream\n%s\nendstream endobj\n" % (len(letters), letters)
    assert read_pdf(pdf(b"BT /F1 12 Tf " + drawn + b"ET\n", font, extra)).pages == (pieces,)


def test_objects_kept_inside_a_stream_are_found():
    inside = b"<< /Type /Catalog /Pages 2 0 R >> << /Type /Pages /Kids [3 0 R] >>"
    head = b"1 0 2 34 "
    packed = zlib.compress(head + inside)
    content = b"%PDF-1.5\n" + (
        b"3 0 obj << /Type /Page /Contents 4 0 R /Resources << /Font << /F1 << /Subtype /Type1 >> >> >> >> endobj\n"
        b"4 0 obj << /Length 25 >> stream\nBT /F1 9 Tf (dentro) Tj ET\nendstream endobj\n"
        b"9 0 obj << /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d >> stream\n%s\nendstream endobj\n"
        % (len(head), len(packed), packed)
    )
    assert read_pdf(content).pages == (("dentro",),)


def test_a_form_drawn_twice_is_read_twice_and_one_that_draws_itself_ends():
    form = b"BT /F1 9 Tf (sello) Tj ET"
    extra = b"7 0 obj << /Subtype /Form /Length %d >> stream\n%s\nendstream endobj\n" % (len(form), form)
    content = pdf(b"/X Do /X Do", extra=extra).replace(b"/F1 5 0 R >>", b"/F1 5 0 R >> /XObject << /X 7 0 R >>")
    assert read_pdf(content).pages == (("sello", "sello"),)
    endless = content.replace(form, b"/X Do /X Do %%%%%%%%%%%%%%")
    with pytest.raises(InputError):
        read_pdf(endless)


def bomb() -> bytes:
    """A few kilobytes that unpack to a hundred megabytes."""
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(bytes(1_000_000)) for _ in range(100)) + packing.flush()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no es un pdf",
        b"%PDF-1.4\n",
        pdf(b"BT ET").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        pdf(b"BT ET").replace(b"/Root", b"/Encrypt 8 0 R /Root"),
        pdf(b"BT ET").replace(b"/Length 5", b"/Filter /LZWDecode /Length 5"),
        pdf(bomb()).replace(b"/Length", b"/Filter /FlateDecode /Length"),
        pdf(b"BT ET").replace(b"endstream", b""),
    ],
    ids=["empty", "text", "cut off", "pages in a circle", "encrypted", "unknown filter", "bomb", "endless stream"],
)
def test_a_file_that_cannot_be_read_is_said_to_be_unreadable(content):
    with pytest.raises(InputError) as caught:
        read_pdf(content)
    assert caught.value.message.id == "input.unreadable"


def test_a_file_cut_off_anywhere_ends_in_text_or_in_a_clear_error():
    whole = pdf(b"BT /F1 12 Tf (texto) Tj [(V) 1 (2)] TJ ET")
    said = set()
    for end in range(len(whole)):
        try:
            read_pdf(whole[:end])
        except InputError as error:
            said.add(error.message.id)
    assert said == {"input.unreadable"}
