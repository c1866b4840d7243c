"""Filling of a DOCX template that people edit in Word or LibreOffice, in the syntax that users of docxtpl know.

``{{ field }}`` is replaced by a value; ``{% if %}`` and ``{% for %}`` work inside a paragraph; with ``p``, ``tr``, ``tc`` or ``r``
(``{%tr for row in rows %}``) the tag stands for the whole paragraph, table row, cell or run it is in, which disappears.
Word splits what is typed into runs where it likes: the pieces of a tag are joined first. Values are escaped; a value that is a
:class:`Picture` becomes a picture. Nothing is dropped in silence: a tag for a whole row that has other text beside it is an error,
as is a field that does not exist, and each error names its place.
"""

from __future__ import annotations

import difflib
import re
import traceback
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from types import CodeType
from typing import Any, Callable, Iterator, Mapping

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import InputError
from .docx import drawing, xml_text, zip_bytes
from .docx_parts import read_parts, text_parts, xml_error
from .model import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Picture
from .numbers import cell_text

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"^(\{[%#]-?)(p|tr|tc|r)\s(.*)$", re.DOTALL)
_RICH = re.compile(r"^\{\{[pr]\s")
_ELEMENT = re.compile(r"<(?P<close>/?)w:(?P<name>p|r|t|tr|tc|tbl)(?=[\s/>])(?P<rest>[^>]*?)(?P<empty>/?)>")
_SMART = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " "})
_NO_PARAGRAPH = re.compile(
    r"(<w:tc(?:\s[^>]*)?>(?:<w:tcPr/>|<w:tcPr(?:\s[^>]*)?>(?:(?!</w:tcPr>).)*</w:tcPr>)?)\s*</w:tc>", re.DOTALL
)
_DECLARED = re.compile(r"^(<\?xml[^>]*encoding=)([\"'])[^\"']*\2")
_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?</w:tbl>", re.DOTALL)
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>", re.DOTALL)
_ROW = re.compile(r"<w:tr[\s>].*?</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc>.*?</w:tc>", re.DOTALL)
_CELL_WIDTH = re.compile(r"<w:tcW [^>]*/>")
# Twips of a letter in the small type of tables, and of the two margins of a cell.
_LETTER, _CAPITAL, _CELL_MARGINS = 102, 130, 140
_NO_ROWS = re.compile(r"<w:tbl(?:\s[^>]*)?>(?:(?!</w:tbl>|<w:tr[\s>]).)*</w:tbl>", re.DOTALL)
_LINE = "<template>"
_ASKING, _DEFAULTS = ("defined", "undefined"), ("default", "d")
_IMAGE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LONGEST_PLACE = 80
_KEPT = 32
_DRAWING_NAMESPACES = {
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}


def fill_template(template: bytes | Path, context: Mapping[str, Any]) -> bytes:
    """A template with its fields filled; the same template and values give the same bytes.

    Parameters
    ----------
    template : bytes or Path
    context : Mapping of str to object
        Texts, numbers (printed by :func:`~.numbers.cell_text`), :class:`Picture`, lists and mappings of them. None prints nothing.

    Raises
    ------
    InputError
        ``docx.unreadable``; ``template.not_xml``, ``template.unknown_field``, ``template.syntax``, ``template.beside_tag``,
        ``template.broken_result``, each with the part, the text and, in a table, the row.
    """
    parts = read_parts(template)
    name = template.name if isinstance(template, Path) else ""
    media = _Media(parts)
    for part in text_parts(parts):
        parts[part] = _Part(name, part, parts[part], context, media).filled()
    media.add_to(parts)
    return zip_bytes(parts)


def fields_of(template: bytes | Path) -> set[str]:
    """Names of all fields that a template uses.

    Raises
    ------
    InputError
        As :func:`fill_template`, of a template that cannot be read.
    """
    parts = read_parts(template)
    name = template.name if isinstance(template, Path) else ""
    found: set[str] = set()
    for part in text_parts(parts):
        found |= _Part(name, part, parts[part], {}, _Media(parts)).fields()
    return found


@dataclass(frozen=True)
class _Element:
    """An element of the part by its span; `inner` is where its content stands."""

    name: str
    start: int
    end: int
    inner: tuple[int, int]
    parent: int


def _environment(finalize: Callable[[Any], Any]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=True
    )
    # what it lets through unescaped would be markup of whoever typed the value
    del environment.filters["safe"]
    return environment


# The packages of many communities are made from one template: it is taken apart once.
@lru_cache(maxsize=_KEPT)
def _names(source: str) -> frozenset[str]:
    """Names that a template must be given."""
    environment = _environment(_as_it_is)
    parsed = environment.parse(source)
    asking: list[nodes.Node | None] = [one.node for one in parsed.find_all(nodes.Test) if one.name in _ASKING]
    asking += [one.node for one in parsed.find_all(nodes.Filter) if one.name in _DEFAULTS]
    asked = {node.name for node in asking if isinstance(node, nodes.Name)}
    return frozenset(meta.find_undeclared_variables(parsed) - asked - set(environment.globals))


@lru_cache(maxsize=_KEPT)
def _code(source: str) -> CodeType:
    """A template made ready to be filled; what is printed is the business of who fills it."""
    return _environment(_as_it_is).compile(source, _LINE, _LINE)


def _as_it_is(value: Any) -> Any:
    return value


class _Part:
    """One part of the file: the template made of it, and what became of it."""

    def __init__(self, template: str, part: str, content: bytes, context: Mapping[str, Any], media: _Media) -> None:
        self.template = template
        self.part = part
        self.context = context
        self.media = media
        broken = xml_error(content)
        if broken is not None:
            raise InputError("template.not_xml", template=template, part=part, reason=broken[1])
        text = _DECLARED.sub(r"\1\2UTF-8\2", content.decode(_encoding(content)))
        if "<w:" not in text:
            raise InputError("docx.unreadable", file=template, reason=part)
        # a line for each paragraph, so that a line of the template tells its place
        self.xml = self._joined(text)
        self.source = self._without_wholes(self.xml)
        self.has_pictures = False
        self.environment = _environment(self._printed)

    def filled(self) -> bytes:
        if not any(opening in self.source for opening in ("{{", "{%", "{#")):
            return self.xml.encode("utf-8")
        unknown = sorted(self.fields() - set(self.context))
        if unknown:
            raise self._unknown(unknown[0], self._line_of_name(unknown[0]), unknown)
        try:
            made = self._compiled().render(self.context)
        except UndefinedError as error:
            raise self._unknown(_undefined_name(error), _failing_line(error), []) from error
        except (
            TemplateError,
            SecurityError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as error:
            raise self._error("template.syntax", _failing_line(error), reason=str(error)) from error
        made = _NO_ROWS.sub("", _NO_PARAGRAPH.sub(r"\1<w:p/></w:tc>", made))
        if "{%tc" in self.xml:
            made = _TABLE.sub(lambda table: fitted_columns(table.group()), made)
        content = self._with_namespaces(made).encode("utf-8")
        broken = xml_error(content)
        if broken is not None:
            line = content[: broken[0]].count(b"\n") + 1
            text = _plain(content.decode("utf-8").split("\n")[line - 1 : line + 1])
            raise InputError(
                "template.broken_result", template=self.template, part=self.part, text=text, reason=broken[1]
            )
        return content

    def fields(self) -> set[str]:
        """Names that must be given; not those of which the template asks whether they are."""
        try:
            return set(_names(self.source))
        except TemplateSyntaxError as error:
            raise self._error("template.syntax", error.lineno, reason=error.message or "") from error

    def _compiled(self) -> Any:
        code, globals_ = _code(self.source), self.environment.make_globals(None)
        return self.environment.template_class.from_code(self.environment, code, globals_)

    def _printed(self, value: Any) -> Any:
        """A value as it stands inside ``<w:t>``."""
        if value is None:
            return _Ready("")
        if isinstance(value, Picture):
            self.has_pictures = True
            run = self.media.run(self.part, value)
            return _Ready(f'</w:t></w:r>{run}<w:r><w:t xml:space="preserve">')
        if hasattr(value, "__html__"):
            return value
        text = xml_text(cell_text(value) if isinstance(value, (str, int)) or hasattr(value, "as_tuple") else str(value))
        # no line feed goes into the part: the count of lines is what places an error
        text = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        return _Ready(text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">'))

    def _with_namespaces(self, made: str) -> str:
        """The drawing's namespaces declared at the root, which a template without pictures lacks."""
        if not self.has_pictures:
            return made
        root = re.search(r"<w:(?:document|hdr|ftr|footnotes|endnotes)\b[^>]*", made)
        if root is None:
            return made
        lacking = "".join(
            f' xmlns:{prefix}="{address}"'
            for prefix, address in _DRAWING_NAMESPACES.items()
            if f"xmlns:{prefix}=" not in root.group()
        )
        return made[: root.end()] + lacking + made[root.end() :] if lacking else made

    def _joined(self, xml: str) -> str:
        """Each tag whole in the first run that holds a piece of it."""
        elements = _elements(xml)
        edits: list[tuple[int, int, str]] = []
        texts: dict[int, list[_Element]] = {}
        for element in elements:
            if element.name == "t":
                texts.setdefault(_paragraph_above(elements, element), []).append(element)
        for pieces in texts.values():
            edits += self._join(xml, pieces)
        edits += [(element.start, element.start, "\n") for element in elements if element.name == "p"]
        return _edited(xml.replace("\r", " ").replace("\n", " "), edits)

    def _join(self, xml: str, pieces: list[_Element]) -> Iterator[tuple[int, int, str]]:
        whole = "".join(unescape(xml[slice(*piece.inner)]) for piece in pieces)
        if "{" not in whole:
            return
        owner = [index for index, piece in enumerate(pieces) for _ in unescape(xml[slice(*piece.inner)])]
        made = [""] * len(pieces)
        at = 0
        for tag in _TAG.finditer(whole):
            for place in range(at, tag.start()):
                made[owner[place]] += xml_text(whole[place])
            # a value cannot replace the run it stands in, as with docxtpl's rich text: it stays where it is
            made[owner[tag.start()]] += _RICH.sub("{{ ", " ".join(tag.group().translate(_SMART).split()))
            at = tag.end()
        for place in range(at, len(whole)):
            made[owner[place]] += xml_text(whole[place])
        for piece, text in zip(pieces, made):
            yield piece.start, piece.end, f'<w:t xml:space="preserve">{text}</w:t>'

    def _without_wholes(self, xml: str) -> str:
        """Paragraphs, rows, cells and runs that hold a tag of theirs give way to the tag."""
        elements = _elements(xml)
        wholes: dict[int, list[str]] = {}
        for index, element in enumerate(elements):
            if element.name != "t":
                continue
            for tag in _TAG.finditer(xml, *element.inner):
                block = _BLOCK.match(tag.group())
                if block is None:
                    continue
                above = _above(elements, index, block[2])
                if above is None:
                    raise self._error("template.syntax", _line(xml, element), source=xml, reason=tag.group())
                wholes.setdefault(above, []).append(f"{block[1]} {block[3]}")
        edits = []
        for index, tags in wholes.items():
            element = elements[index]
            inside = xml[element.start : element.end]
            rest = _TAG.sub(lambda tag: "" if _BLOCK.match(tag.group()) else tag.group(), inside)
            if _plain([rest]):
                said = _plain([rest])[:_LONGEST_PLACE]
                raise self._error("template.beside_tag", _line(xml, element), source=xml, tag=tags[0], beside=said)
            # the lines stay, so that places further down are still told rightly
            edits.append((element.start, element.end, "\n" * inside.count("\n") + "".join(tags)))
        return _edited(xml, [edit for edit in edits if not any(_is_inside(edit, other) for other in edits)])

    def _unknown(self, field: str, line: int, unknown: list[str]) -> InputError:
        known = [str(name) for name in self.context]
        near = difflib.get_close_matches(field, known, 3, 0.5)
        return self._error(
            "template.unknown_field", line, field=field, count=max(len(unknown), 1), near=", ".join(near) or "–"
        )

    def _line_of_name(self, name: str) -> int:
        for tag in _TAG.finditer(self.source):
            if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", tag.group()):
                return self.source.count("\n", 0, tag.start()) + 1
        return 1

    def _error(self, id: str, line: int, source: str = "", **facts: Any) -> InputError:
        """An error with its place: the text around the line and, inside one, the table and its row, counted from 1."""
        xml = source or self.source
        lines = xml.split("\n")
        text = _plain(lines[max(line - 1, 0) : line]) or _plain(lines[max(line - 2, 0) : line + 1])
        offset = sum(len(one) + 1 for one in lines[: max(line - 1, 0)])
        table, row = _table_place(xml, offset)
        if table:
            id, facts = f"{id}_in_table", {**facts, "table": table, "row": row}
        return InputError(id, template=self.template, part=self.part, text=text[:_LONGEST_PLACE], **facts)


class _Ready(str):
    """Text that is WordprocessingML already; jinja2 asks ``__html__`` and escapes it no more."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class _Media:
    """Pictures that the values bring, each stored once."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.taken = set(parts)
        self.names: dict[bytes, str] = {}
        self.relations: dict[str, dict[bytes, str]] = {}
        self.drawn = 0

    def run(self, part: str, picture: Picture) -> str:
        width, height = picture.size_mm(PAGE_WIDTH_MM, PAGE_HEIGHT_MM - 12)
        if picture.png not in self.names:
            number = len(self.names)
            while f"word/media/filled{number}.png" in self.taken:
                number += 1
            self.names[picture.png] = f"media/filled{number}.png"
            self.taken.add(f"word/media/filled{number}.png")
        of_part = self.relations.setdefault(part, {})
        relation = of_part.setdefault(picture.png, f"rIdFilled{len(of_part)}")
        self.drawn += 1
        # numbers of drawings must differ from those that the template has
        return drawing(relation, 100_000 + self.drawn, width, height, picture.caption)

    def add_to(self, parts: dict[str, bytes]) -> None:
        if not self.names:
            return
        for png, name in self.names.items():
            parts[f"word/{name}"] = png
        for part, of_part in self.relations.items():
            name = part.replace("word/", "word/_rels/") + ".rels"
            made = "".join(
                f'<Relationship Id="{relation}" Type="{_IMAGE_TYPE}" Target="{self.names[png]}"/>'
                for png, relation in of_part.items()
            )
            before = parts.get(name, f'<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode())
            text = re.sub(r"<Relationships([^>]*)/>\s*$", r"<Relationships\1></Relationships>", before.decode("utf-8"))
            parts[name] = text.replace("</Relationships>", f"{made}</Relationships>").encode("utf-8")
        types = parts.get("[Content_Types].xml", b"").decode("utf-8")
        if not re.search(r'Extension="png"', types, re.IGNORECASE):
            types = types.replace("</Types>", '<Default Extension="png" ContentType="image/png"/></Types>')
            parts["[Content_Types].xml"] = types.encode("utf-8")


def _encoding(content: bytes) -> str:
    return "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _line(xml: str, element: _Element) -> int:
    """Line of an element; a row or a cell begins on the line before its first paragraph."""
    return xml.count("\n", 0, element.start) + (2 if element.name in ("tr", "tc") else 1)


def _elements(xml: str) -> list[_Element]:
    """Elements of the kinds that matter, in the order in which they open."""
    found: list[_Element] = []
    waiting: list[int] = []
    for tag in _ELEMENT.finditer(xml):
        parent = waiting[-1] if waiting else -1
        if tag["close"]:
            index = waiting.pop()
            opened = found[index]
            found[index] = _Element(opened.name, opened.start, tag.end(), (opened.inner[0], tag.start()), opened.parent)
        elif tag["empty"]:
            found.append(_Element(tag["name"], tag.start(), tag.end(), (tag.end(), tag.end()), parent))
        else:
            found.append(_Element(tag["name"], tag.start(), -1, (tag.end(), tag.end()), parent))
            waiting.append(len(found) - 1)
    return found


def _above(elements: list[_Element], index: int, name: str) -> int | None:
    while index >= 0:
        if elements[index].name == name:
            return index
        index = elements[index].parent
    return None


def _paragraph_above(elements: list[_Element], element: _Element) -> int:
    above = _above(elements, element.parent, "p")
    return -1 if above is None else above


def _edited(xml: str, edits: list[tuple[int, int, str]]) -> str:
    parts = []
    at = 0
    for start, end, text in sorted(edits):
        parts += [xml[at:start], text]
        at = end
    return "".join(parts) + xml[at:]


def _is_inside(edit: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return edit is not other and other[0] <= edit[0] and edit[1] <= other[1]


def _plain(lines: list[str]) -> str:
    """Text that a reader sees in pieces of XML."""
    shown = re.sub(r"<w:(?:tab|br)/>", " ", "".join(lines))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", shown)).split())


def _table_place(xml: str, offset: int) -> tuple[int, int]:
    """Which table of the part a place is in, and in which of its rows."""
    tables = 0
    inside: list[list[int]] = []
    for tag in _ELEMENT.finditer(xml, 0, max(offset, 0) + 1):
        if tag["name"] == "tbl":
            if tag["close"]:
                inside.pop()
            else:
                tables += 1
                inside.append([tables, 0])
        elif tag["name"] == "tr" and not tag["close"] and inside:
            inside[-1][1] += 1
    return (inside[-1][0], inside[-1][1]) if inside else (0, 0)


def fitted_columns(table: str) -> str:
    """A table whose columns were repeated, with widths that follow from what stands in them.

    Word and LibreOffice trust the widths in the file, which the template could give only for the columns it was drawn with. A table
    with as many columns as its grid says, or with joined cells, stays as it is.
    """
    grid = _GRID.search(table)
    rows = [_CELL.findall(row) for row in _ROW.findall(table)]
    columns = max((len(row) for row in rows), default=0)
    if grid is None or not columns or "<w:gridSpan" in table or any(len(row) != columns for row in rows):
        return table
    before = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', grid.group())]
    if len(before) == columns:
        return table
    texts = [[_plain([row[column]]) for row in rows] for column in range(columns)]
    needed = [_letters(max((word for text in some for word in text.split()), key=len, default="")) for some in texts]
    wanted = [max(least, _letters(max(some, key=len))) for some, least in zip(texts, needed)]
    whole = sum(before)
    if sum(needed) > whole:
        widths = [whole * width // sum(needed) for width in needed]
    else:
        # what lacks little gets it first, so that short entries stay in one line
        widths = list(needed)
        for column in sorted(range(columns), key=lambda i: wanted[i] - needed[i]):
            widths[column] += min(wanted[column] - needed[column], whole - sum(widths))
        widths = [width + (whole - sum(widths)) // columns for width in widths]
    made = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = table[: grid.start()] + f"<w:tblGrid>{made}</w:tblGrid>" + table[grid.end() :]

    def set_row(row: re.Match[str]) -> str:
        order = iter(widths)
        return _CELL.sub(
            lambda cell: _CELL_WIDTH.sub(f'<w:tcW w:w="{next(order)}" w:type="dxa"/>', cell.group(), 1), row.group()
        )

    return _ROW.sub(set_row, table)


def _letters(text: str) -> int:
    return sum(_CAPITAL if letter.isupper() else _LETTER for letter in text) + _CELL_MARGINS


def _failing_line(error: BaseException) -> int:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _LINE]
    return lines[-1] or 1 if lines else getattr(error, "lineno", 1) or 1


def _undefined_name(error: UndefinedError) -> str:
    quoted = re.findall(r"'([^']*)'", str(error))
    return quoted[-1] if quoted else str(error)
