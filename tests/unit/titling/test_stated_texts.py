"""Texts of a package: read once, and again when their bytes are others."""

from __future__ import annotations

import pytest

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.titling.stated_texts import PDF, Texts, counted_states
from tests.unit.documents.test_pdf_reading import pdf

MANIFEST = {"numbers": {"area_ha": "99.0100"}, "attributes": {}}
DOCUMENT = {"kind": PDF, "states": ["area_ha"]}


def page(text: bytes) -> bytes:
    return pdf(b"BT /F1 12 Tf (" + text + b") Tj ET")


def test_a_text_is_taken_apart_once_while_its_bytes_are_the_same(tmp_path):
    path, copy = tmp_path / "caratula.pdf", tmp_path / "otra.pdf"
    path.write_bytes(page(b"99.0100 ha"))
    copy.write_bytes(path.read_bytes())
    texts = Texts()
    first = texts.of(path, PDF)
    assert first.pieces == ("99.0100 ha",)
    assert texts.of(path, PDF) is first
    assert texts.of(copy, PDF) is first


def test_a_file_that_changed_after_it_was_read_is_read_anew(tmp_path):
    path = tmp_path / "caratula.pdf"
    path.write_bytes(page(b"99.0100 ha"))
    texts = Texts()
    assert counted_states(path, DOCUMENT, MANIFEST, texts) == {"area_ha": 1}
    # as long as before, and one digit is another
    path.write_bytes(page(b"99.0101 ha"))
    assert counted_states(path, DOCUMENT, MANIFEST, texts) == {"area_ha": 0}
    path.write_bytes(page(b"99.0100 ha, 99.0100"))
    assert counted_states(path, DOCUMENT, MANIFEST, texts) == {"area_ha": 2}


def test_a_text_that_is_gone_is_named(tmp_path):
    with pytest.raises(InputError, match="unreadable") as raised:
        Texts().of(tmp_path / "caratula.pdf", PDF)
    assert raised.value.message.facts["path"] == str(tmp_path / "caratula.pdf")
