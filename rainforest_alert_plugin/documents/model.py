"""A document as plain blocks, from which DOCX, HTML and PDF are made; every text is final, in the document's language."""

from __future__ import annotations

import datetime
import struct
from dataclasses import dataclass
from typing import Sequence, Union

from ..errors import InputError
from .sheet import Cell

PARAGRAPH_STYLES = ("normal", "strong", "note", "center")
ALIGNMENTS = ("left", "center", "right")
# What A4 leaves between its margins; Word, LibreOffice, browser and PDF share it.
PAGE_WIDTH_MM = 170.0
PAGE_HEIGHT_MM = 237.0
# Letters of the longest paragraph that is kept whole with what follows it: a third of a page.
_INTRODUCTION = 1200
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the document is its own field, so sections begin at level 1."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a line feed in the text begins a new line. `style` is one of :data:`PARAGRAPH_STYLES`."""

    text: str
    style: str = "normal"


@dataclass(frozen=True)
class ListItems:
    """A list with bullets, or with numbers."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a heading row that repeats on each page.

    Attributes
    ----------
    headings : tuple of str
        May be empty; then the rows stand alone.
    rows, totals : tuple of tuple of Cell
        Printed by :func:`.numbers.cell_text`; totals in bold, below.
    widths_mm : tuple of float
        Width of each column; empty for equal widths over the whole line. Wider than the page, they are scaled down.
    caption : str
        Printed above.
    align : tuple of str
        Of :data:`ALIGNMENTS`, for each column; empty sets texts to the left and numbers to the right.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()
    widths_mm: tuple[float, ...] = ()
    caption: str = ""
    align: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """Number of columns."""
        lines = (self.headings, *self.rows, *self.totals)
        return max((len(line) for line in lines), default=0)

    @property
    def width_mm(self) -> float:
        """Width on paper."""
        return sum(self.widths_mm) if len(self.widths_mm) == self.columns and self.columns else PAGE_WIDTH_MM

    def shares(self) -> list[float]:
        """Part of the table's width that each column takes; they add up to one."""
        given = [float(width) for width in self.widths_mm]
        if len(given) != self.columns or min(given, default=0.0) <= 0:
            given = [1.0] * self.columns
        return [width / sum(given) for width in given]

    def alignment(self, column: int, cell: Cell) -> str:
        """How a cell is set in its column."""
        if column < len(self.align):
            return self.align[column]
        return "left" if isinstance(cell, str) else "right"


@dataclass(frozen=True)
class Picture:
    """A PNG picture at a width on paper; higher than the page, it is scaled down."""

    png: bytes
    width_mm: float
    caption: str = ""

    def size_mm(self, widest: float, highest: float) -> tuple[float, float]:
        """Width and height on paper within a frame, its proportions kept.

        Raises
        ------
        InputError
            ``document.picture`` when the bytes are no PNG.
        """
        width, height = png_size(self.png)
        scale = min(self.width_mm, widest) / width
        scale = min(scale, highest / height)
        return width * scale, height * scale


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, side by side; each text stands below its line and may have several lines (name, role, document)."""

    lines: tuple[str, ...]
    columns: int = 2


@dataclass(frozen=True)
class KeyValues:
    """Facts in two columns: what, and its value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Union[Heading, Paragraph, ListItems, Table, Picture, Signatures, KeyValues, PageBreak]


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    title : str
        Printed at the top.
    language : str
        ``es``; stated in the file, so that spelling is checked in it.
    blocks : tuple of Block
    made_on : date
        Stated in the file in place of the clock, so that the same document gives the same bytes.
    mark : str
        Printed on every page (``BORRADOR``); empty for none.
    footer : str
        Printed at the foot of every page, before the page number.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    made_on: datetime.date
    mark: str = ""
    footer: str = ""


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels.

    Raises
    ------
    InputError
        ``document.picture``.
    """
    if len(png) < 24 or not png.startswith(_PNG):
        raise InputError("document.picture")
    width, height = struct.unpack(">II", png[16:24])
    if not width or not height:
        raise InputError("document.picture")
    return width, height


def introductions(blocks: Sequence[Block]) -> frozenset[int]:
    """Positions of the short paragraphs between a heading and what they introduce: they stand on one page with its beginning."""
    return frozenset(
        number
        for number, (before, block, after) in enumerate(zip(blocks, blocks[1:], blocks[2:]), start=1)
        if isinstance(before, Heading)
        and isinstance(block, Paragraph)
        and isinstance(after, (Table, KeyValues, ListItems, Picture))
        and len(block.text) <= _INTRODUCTION
    )
