"""A document as DOCX (Office Open XML, ECMA-376), written as text: Word and LibreOffice open it and can edit all of it.

The same document gives the same bytes: no clock, no random identifiers, a fixed order of parts.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from html import escape
from typing import Mapping, Sequence

from .html import MARK_COLOR, printable
from .model import (
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    Block,
    Document,
    Heading,
    KeyValues,
    ListItems,
    PageBreak,
    Paragraph,
    Picture,
    Signatures,
    Table,
    introductions,
)
from .numbers import cell_text
from .sheet import Cell

TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BORDER = "607D8B"
_COUNTRIES = {"es": "es-PE", "pt": "pt-BR", "en": "en-US"}
_FIXED_RELATIONS = ("styles", "numbering", "settings", "header", "footer")
_SIGNING_LINE = "_" * 30
# From so many columns on, a table takes the smaller type.
_MANY_COLUMNS = 7
_KEEPS_NEXT = "<w:keepNext/>"


def docx_bytes(document: Document) -> bytes:
    """The document as a file; the same document gives the same bytes.

    Raises
    ------
    InputError
        ``document.picture``.
    """
    body = _Body()
    body.add_all(document.blocks)
    pictures = body.pictures
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("officeDocument", "word/document.xml"),
                ("metadata/core-properties", "docProps/core.xml"),
                ("extended-properties", "docProps/app.xml"),
            ]
        ),
        "docProps/core.xml": _core(document),
        "docProps/app.xml": _DECLARATION
        + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Rainforest Alert</Application></Properties>",
        "word/document.xml": f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>"
        + paragraph(document.title, "Title")
        + "".join(body.parts)
        + _section()
        + "</w:body></w:document>",
        "word/styles.xml": styles_xml(document.language),
        "word/numbering.xml": _numbering(body.numbered_lists),
        "word/settings.xml": f'{_DECLARATION}<w:settings {_W}><w:defaultTabStop w:val="708"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>",
        "word/header1.xml": f"{_DECLARATION}<w:hdr {_W}>{paragraph(document.mark, 'Mark')}</w:hdr>",
        "word/footer1.xml": f"{_DECLARATION}<w:ftr {_W}>{_footer(document.footer)}</w:ftr>",
        "word/_rels/document.xml.rels": _relations(
            [
                *(
                    (name, f"{name}1.xml" if name in ("header", "footer") else f"{name}.xml")
                    for name in _FIXED_RELATIONS
                ),
                *(("image", f"media/picture{number}.png") for number in range(len(pictures))),
            ]
        ),
    }
    parts.update({f"word/media/picture{number}.png": png for number, png in enumerate(pictures)})
    return zip_bytes(parts)


def zip_bytes(parts: Mapping[str, bytes | str]) -> bytes:
    """Parts in their order as a zip without times; the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # what runs it does not show
            archive.writestr(entry, content.encode("utf-8") if isinstance(content, str) else content)
    return buffer.getvalue()


def xml_text(text: str) -> str:
    """Text inside an element or an attribute."""
    return escape(printable(text))


def run(text: str, properties: str = "") -> str:
    """A run of text; line feeds and tabs become Word's own."""
    inner = []
    for number, line in enumerate(text.split("\n")):
        if number:
            inner.append("<w:br/>")
        for place, piece in enumerate(line.split("\t")):
            if place:
                inner.append("<w:tab/>")
            if piece:
                inner.append(f'<w:t xml:space="preserve">{xml_text(piece)}</w:t>')
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{marked}{''.join(inner)}</w:r>" if inner else ""


def paragraph(text: str, style: str = "", properties: str = "", run_properties: str = "") -> str:
    """A paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    kept = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{kept}{run(text, run_properties)}</w:p>"


def drawing(relation: str, number: int, width_mm: float, height_mm: float, description: str) -> str:
    """A picture in its line, of the relation `relation`."""
    wide, high = round(width_mm * EMU_PER_MM), round(height_mm * EMU_PER_MM)
    said = xml_text(description)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="picture{number}" descr="{said}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="picture{number}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


class _Body:
    """Blocks as they become WordprocessingML."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pictures: list[bytes] = []
        self.numbered_lists = 0

    def add_all(self, blocks: Sequence[Block]) -> None:
        breaks = False
        kept = {*introductions(blocks), *_before_signatures(blocks)}
        for place, block in enumerate(blocks):
            if isinstance(block, PageBreak):
                # a break of its own would leave an empty line on the new page
                if breaks:
                    self.parts.append(paragraph("", "", "<w:pageBreakBefore/>"))
                breaks = True
                continue
            begins = "<w:pageBreakBefore/>" if breaks else ""
            breaks = False
            self.add(block, _KEEPS_NEXT + begins if place in kept else begins)
        if breaks:
            self.parts.append(paragraph("", "", "<w:pageBreakBefore/>"))

    def add(self, block: Block, begins: str) -> None:
        if isinstance(block, Heading):
            self.parts.append(paragraph(block.text, f"Heading{min(max(block.level, 1), 3)}", begins))
        elif isinstance(block, Paragraph):
            style = {"normal": "", "strong": "StrongParagraph", "note": "Note", "center": "Centered"}[block.style]
            self.parts.append(paragraph(block.text, style, begins))
        elif isinstance(block, ListItems):
            self._list(block, begins)
        elif isinstance(block, Picture):
            self._picture(block, begins)
        else:
            if begins:
                self.parts.append(paragraph("", "Spacer", begins))
            self._framed(block)

    def _list(self, block: ListItems, begins: str) -> None:
        number = 1
        if block.numbered:
            self.numbered_lists += 1
            number = 1 + self.numbered_lists
        kept = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for place, item in enumerate(block.items):
            self.parts.append(paragraph(item, "ListParagraph", (begins if not place else "") + kept))

    def _picture(self, block: Picture, begins: str) -> None:
        width, height = block.size_mm(PAGE_WIDTH_MM, PAGE_HEIGHT_MM - 12)
        self.pictures.append(block.png)
        number = len(self.pictures)
        relation = f"rId{len(_FIXED_RELATIONS) + number}"
        kept = begins if not block.caption else f"{_KEEPS_NEXT}{begins}"
        self.parts.append(
            f'<w:p><w:pPr><w:pStyle w:val="Centered"/>{kept}</w:pPr>'
            f"{drawing(relation, number, width, height, block.caption)}</w:p>"
        )
        if block.caption:
            self.parts.append(paragraph(block.caption, "Caption"))

    def _framed(self, block: Block) -> None:
        if isinstance(block, Table):
            if block.caption:
                self.parts.append(paragraph(block.caption, "StrongParagraph", _KEEPS_NEXT))
            self.parts.append(_table(block))
        elif isinstance(block, KeyValues):
            widths = [PAGE_WIDTH_MM * 0.35, PAGE_WIDTH_MM * 0.65]
            rows = [
                _row([_cell(key, widths[0], "left", True), _cell(value, widths[1], "left")])
                for key, value in block.pairs
            ]
            self.parts.append(_frame(widths, rows, "CFD8DC"))
        elif isinstance(block, Signatures):
            self.parts.append(_signatures(block))
        # two tables in a row would become one
        self.parts.append(paragraph("", "Spacer"))


def _table(table: Table) -> str:
    widths = [share * min(table.width_mm, PAGE_WIDTH_MM) for share in table.shares()]
    rows = []
    if table.headings:
        cells = [
            _cell(text, widths[i], "center", True, "E8EEF1", _type_of(table), keeps_next=True)
            for i, text in enumerate(table.headings)
        ]
        rows.append(_row(cells, is_heading=True))
    for lines, is_bold in ((table.rows, False), (table.totals, True)):
        for line in lines:
            rows.append(
                _row([_cell_of(table, column, cell, widths[column], is_bold) for column, cell in enumerate(line)])
            )
    return _frame(widths, rows, _BORDER)


def _cell_of(table: Table, column: int, cell: Cell, width_mm: float, is_bold: bool) -> str:
    return _cell(cell_text(cell), width_mm, table.alignment(column, cell), is_bold, style=_type_of(table))


def _type_of(table: Table) -> str:
    return "SmallCell" if table.columns >= _MANY_COLUMNS else "Cell"


def _cell(
    text: str,
    width_mm: float,
    align: str,
    is_bold: bool = False,
    ground: str = "",
    style: str = "Cell",
    keeps_next: bool = False,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    aligned = (_KEEPS_NEXT if keeps_next else "") + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width_mm)}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{paragraph(text, style, aligned, '<w:b/>' if is_bold else '')}</w:tc>"
    )


def _row(cells: Sequence[str], is_heading: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if is_heading else "") + "</w:trPr>"
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _frame(widths_mm: Sequence[float], rows: Sequence[str], border: str) -> str:
    if not rows:
        return ""
    sides = "".join(
        f'<w:{side} w:val="{"single" if border else "nil"}" w:sz="4" w:space="0" w:color="{border or "auto"}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths_mm)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_twips(width) for width in widths_mm)}" w:type="dxa"/>'
        f"<w:tblBorders>{sides}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _before_signatures(blocks: Sequence[Block]) -> set[int]:
    """Paragraphs that stay on the page of the signatures below them, back to their heading: nobody signs an empty page."""
    found: set[int] = set()
    for number, block in enumerate(blocks):
        at = number - 1
        while isinstance(block, Signatures) and at >= 0 and isinstance(blocks[at], Paragraph):
            found.add(at)
            at -= 1
    return found


def _signatures(block: Signatures) -> str:
    columns = max(1, block.columns)
    widths = [PAGE_WIDTH_MM / columns] * columns
    rows = []
    for start in range(0, len(block.lines), columns):
        some = block.lines[start : start + columns]
        cells = []
        kept = _KEEPS_NEXT if start + columns < len(block.lines) else ""
        for text in [*some, *[None] * (columns - len(some))]:
            inner = (
                paragraph("", "Cell")
                if text is None
                else paragraph(_SIGNING_LINE, "Signature", '<w:keepNext/><w:spacing w:before="1000" w:after="0"/>')
                + paragraph(text, "Signature", kept)
            )
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{_twips(widths[0])}" w:type="dxa"/></w:tcPr>{inner}</w:tc>')
        rows.append(_row(cells))
    return _frame(widths, rows, "")


def _twips(length_mm: float) -> int:
    return round(length_mm * TWIPS_PER_MM)


def _section() -> str:
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{_twips(210)}" w:h="{_twips(297)}"/><w:pgMar w:top="{_twips(30)}" w:right="{_twips(20)}" '
        f'w:bottom="{_twips(30)}" w:left="{_twips(20)}" w:header="{_twips(12)}" w:footer="{_twips(12)}" w:gutter="0"/>'
        "</w:sectPr>"
    )


def _footer(text: str) -> str:
    def field(code: str) -> str:
        return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    said = run(f"{text}\t") or run("\t")
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{_twips(PAGE_WIDTH_MM)}"/></w:tabs>'
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{stop}</w:pPr>{said}{field("PAGE")}{run(" / ")}{field("NUMPAGES")}</w:p>'


def _core(document: Document) -> str:
    made = datetime.datetime.combine(document.made_on, datetime.time()).isoformat() + "Z"
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(document.title)}</dc:title><dc:language>{xml_text(_tag(document.language))}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )


def _tag(language: str) -> str:
    return _COUNTRIES.get(language, language)


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/numbering.xml": f"{_TYPE}.numbering+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/header1.xml": f"{_TYPE}.header+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = []
    for number, (kind, target) in enumerate(targets, start=1):
        base = f"{_PACKAGE}/relationships" if kind.startswith("metadata/") else _OFFICE
        lines.append(f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>')
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _numbering(numbered_lists: int) -> str:
    def level(kind: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
            '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>'
        )

    # each numbered list counts from one, so each has an abstract list of its own
    abstract = [f'<w:abstractNum w:abstractNumId="0">{level("bullet", "•")}</w:abstractNum>']
    abstract += [
        f'<w:abstractNum w:abstractNumId="{number}">{level("decimal", "%1.")}</w:abstractNum>'
        for number in range(1, numbered_lists + 1)
    ]
    used = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(numbered_lists + 1)
    )
    return f"{_DECLARATION}<w:numbering {_W}>{''.join(abstract)}{used}</w:numbering>"


def styles_xml(language: str) -> str:
    """The part ``styles.xml``, which the templates of the plugin use as well."""
    mark = MARK_COLOR.lstrip("#").upper()
    named = [
        ("Title", "title", '<w:jc w:val="center"/><w:spacing w:before="0" w:after="240"/>', '<w:b/><w:sz w:val="32"/>'),
        ("Heading1", "heading 1", _heading(0, 320), '<w:b/><w:sz w:val="25"/>'),
        ("Heading2", "heading 2", _heading(1, 240), '<w:b/><w:sz w:val="23"/>'),
        ("Heading3", "heading 3", _heading(2, 200), '<w:b/><w:sz w:val="21"/>'),
        ("StrongParagraph", "Strong Paragraph", "<w:keepNext/>", "<w:b/>"),
        ("Note", "Note", "", '<w:color w:val="455A64"/><w:sz w:val="18"/>'),
        ("Centered", "Centered", '<w:jc w:val="center"/>', ""),
        ("Caption", "caption", '<w:jc w:val="center"/>', '<w:sz w:val="18"/>'),
        ("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/>', ""),
        ("Cell", "Cell", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="18"/>'),
        ("SmallCell", "Small Cell", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="16"/>'),
        ("Spacer", "Spacer", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', ""),
        ("Signature", "Signature", '<w:spacing w:before="0" w:after="60"/><w:jc w:val="center"/>', ""),
        ("Footer", "footer", "", '<w:color w:val="455A64"/><w:sz w:val="15"/>'),
        ("Mark", "Mark", '<w:jc w:val="center"/>', f'<w:b/><w:color w:val="{mark}"/><w:sz w:val="32"/>'),
    ]
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_ordered(paragraph_part)}</w:pPr><w:rPr>{run_part}</w:rPr></w:style>"
        for id, name, paragraph_part, run_part in named
    )
    return (
        f"{_DECLARATION}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{xml_text(_tag(language))}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        f"{styles}</w:styles>"
    )


def _heading(level: int, before: int) -> str:
    return f'<w:keepNext/><w:spacing w:before="{before}" w:after="100"/><w:outlineLvl w:val="{level}"/>'


def _ordered(properties: str) -> str:
    """Word asks for spacing before justification."""
    if properties.startswith("<w:jc") and "<w:spacing" in properties:
        at = properties.index("<w:spacing")
        return properties[at:] + properties[:at]
    return properties
