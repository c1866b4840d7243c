"""The text of a DOCX file as a reader sees it, from whichever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping
from xml.parsers import expat

from ..errors import InputError
from .docx_parts import DOCUMENT, read_parts, text_parts, xml_error

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
# ISO 29500 Strict, which Word writes on request.
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True)
class DocxText:
    """What a file says.

    Attributes
    ----------
    paragraphs : tuple of str
        Those outside tables, blank ones left out.
    tables : tuple of tuple of tuple of str
        Rows of cells; the paragraphs of a cell are joined by line feeds.
    margins : tuple of str
        Paragraphs of headers, footers and notes.
    """

    paragraphs: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    margins: tuple[str, ...]

    def text(self) -> str:
        """Everything, a line for each paragraph and a tab between the cells of a row."""
        rows = ["\t".join(row) for table in self.tables for row in table]
        return "\n".join([*self.paragraphs, *rows, *self.margins])


def read_docx(source: bytes | Path) -> DocxText:
    """Text of a file.

    Deleted text of tracked changes, codes of fields and the second copy that Word keeps of a text box are left out.

    Raises
    ------
    InputError
        ``docx.unreadable``.
    """
    parts = read_parts(source)
    margins: list[str] = []
    body = _Reading()
    for name in text_parts(parts):
        broken = xml_error(parts[name])
        if broken is not None:
            file = source.name if isinstance(source, Path) else name
            raise InputError("docx.unreadable", file=file, reason=broken[1])
        if name == DOCUMENT:
            body.read(parts[name])
        else:
            reading = _Reading()
            reading.read(parts[name])
            margins += reading.paragraphs
            margins += [cell for table in reading.tables for row in table for cell in row if cell]
    tables = tuple(tuple(tuple(row) for row in table) for table in body.tables)
    return DocxText(tuple(body.paragraphs), tables, tuple(margins))


@dataclass
class _Reading:
    """One pass over a part."""

    paragraphs: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    open_tables: list[list[list[str]]] = field(default_factory=list)
    open_cells: list[list[str]] = field(default_factory=list)
    open_paragraphs: list[list[str]] = field(default_factory=list)
    in_text: bool = False
    in_run: bool = False
    skipped: int = 0

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.Parse(content, True)

    def start(self, name: str, _: Mapping[str, str]) -> None:
        self.skipped += name == _FALLBACK
        kind = _kind(name)
        if self.skipped or not kind:
            return
        if kind == "p":
            self.open_paragraphs.append([])
        elif kind == "t":
            self.in_text = True
        elif kind == "r":
            self.in_run = True
        # the tab stops of a paragraph have the same name as a tab in its text
        elif kind in _SIGNS and self.in_run and self.open_paragraphs:
            self.open_paragraphs[-1].append(_SIGNS[kind])
        elif kind == "tbl":
            table: list[list[str]] = []
            self.tables.append(table)
            self.open_tables.append(table)
        elif kind == "tr" and self.open_tables:
            self.open_tables[-1].append([])
        elif kind == "tc":
            self.open_cells.append([])

    def end(self, name: str) -> None:
        if name == _FALLBACK:
            self.skipped -= 1
        kind = _kind(name)
        if self.skipped or not kind:
            return
        if kind == "p":
            text = "".join(self.open_paragraphs.pop()).strip("\n")
            if self.open_cells:
                self.open_cells[-1].append(text)
            elif text.strip():
                self.paragraphs.append(text)
        elif kind == "t":
            self.in_text = False
        elif kind == "r":
            self.in_run = False
        elif kind == "tbl" and self.open_tables:
            self.open_tables.pop()
        elif kind == "tc" and self.open_tables and self.open_tables[-1]:
            self.open_tables[-1][-1].append("\n".join(self.open_cells.pop()).strip("\n"))

    def characters(self, text: str) -> None:
        if self.in_text and not self.skipped and self.open_paragraphs:
            self.open_paragraphs[-1].append(text)


def _kind(name: str) -> str:
    for namespace in (_W, _STRICT):
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""
