"""Documents as HTML, read by the parser of the standard library."""

from __future__ import annotations

import base64
from dataclasses import replace
from html.parser import HTMLParser

from rainforest_alert_plugin.documents.html import html_text, picture_name, rich_text
from rainforest_alert_plugin.documents.model import Heading, Paragraph, Table
from tests.unit.documents.documents import EXOTIC, HOSTILE, every_block
from tests.unit.documents.pictures import png

VOID = {"meta", "link", "img", "br", "col"}


class Reading(HTMLParser):
    """Text, attributes and whether the elements close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.waiting: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.waiting.append(tag)

    def handle_endtag(self, tag):
        assert self.waiting.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_the_page_is_well_formed_and_says_everything():
    read = Reading(html_text(every_block()))
    assert read.waiting == []
    for expected in (HOSTILE, EXOTIC, "BORRADOR", "14460.00", "V-120 - V-121", "Croquis & más", "Juan Pérez"):
        assert expected in read.texts
    assert ("html", {"lang": "es"}) in read.tags
    assert sum(tag == "tr" for tag, _ in read.tags) == 2 + 122 + 2


def test_a_line_between_a_heading_and_a_table_is_printed_with_both_and_a_long_text_flows():
    table = Table(("A",), (("uno",),))
    blocks = (
        Heading("H"),
        Paragraph("corta"),
        table,
        Heading("I"),
        Paragraph("x" * 5000, "note"),
        table,
        Paragraph("suelta"),
    )
    page = html_text(replace(every_block(), blocks=blocks))
    assert '<p class="intro">corta</p>' in page
    assert '<p class="note">xxx' in page
    assert "<p>suelta</p>" in page
    assert ".intro { break-after: avoid; }" in page


def test_nothing_of_the_page_is_fetched_and_no_name_becomes_markup():
    read = Reading(html_text(every_block()))
    assert not {"script", "link", "b", "iframe"} & {tag for tag, _ in read.tags}
    (image,) = [attributes for tag, attributes in read.tags if tag == "img"]
    assert base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == png(40, 20)
    beside = Reading(html_text(every_block(), pictures_inline=False))
    assert [attributes["src"] for tag, attributes in beside.tags if tag == "img"] == [picture_name(0)]


def test_the_text_for_printing_is_well_formed_and_says_everything():
    read = Reading(rich_text(every_block()))
    assert read.waiting == []
    for expected in (HOSTILE, EXOTIC, "14460.00", "Croquis & más", "Vecina"):
        assert expected in read.texts
