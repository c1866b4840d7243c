"""A document as HTML: a page of its own for a browser, and the plainer text that QTextDocument lays out for PDF."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import Callable

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

_PIXELS_PER_MM = 96 / 25.4
_BORDER = "#607d8b"
_HEADING_GROUND = "#e8eef1"
MARK_COLOR = "#b71c1c"
_SIGNING_SPACE_MM = 20.0
KEPT_WITH_NEXT = 1
"""State of a paragraph of :func:`rich_text` that stands on one page with what follows it."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_CSS = f"""
body {{ font-family: Arial, "Liberation Sans", "DejaVu Sans", sans-serif; font-size: 10.5pt; line-height: 1.35; color: #1c2226;
  max-width: 190mm; margin: 8mm auto; padding: 0 6mm; overflow-wrap: anywhere; }}
h1 {{ font-size: 16pt; text-align: center; margin: 0 0 5mm; }}
h2 {{ font-size: 12.5pt; margin: 6mm 0 2mm; }} h3 {{ font-size: 11pt; margin: 4mm 0 1.5mm; }} h4 {{ font-size: 10.5pt; margin: 3mm 0 1mm; }}
p {{ margin: 0 0 2.5mm; }} .strong {{ font-weight: bold; }} .note {{ font-size: 9pt; color: #455a64; }} .center {{ text-align: center; }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 4mm; table-layout: fixed; }}
th, td {{ border: 0.3mm solid {_BORDER}; padding: 1mm 1.5mm; vertical-align: top; }}
th {{ background: {_HEADING_GROUND}; text-align: center; }} caption {{ text-align: left; font-weight: bold; padding-bottom: 1mm; }}
.facts th {{ background: none; text-align: left; }} .facts th, .facts td {{ border-color: #cfd8dc; }}
tfoot td {{ font-weight: bold; }} .left {{ text-align: left; }} .right {{ text-align: right; }}
figure {{ margin: 0 0 4mm; text-align: center; }} figure img {{ max-width: 100%; height: auto; }} figcaption {{ font-size: 9pt; }}
.mark {{ color: {MARK_COLOR}; font-weight: bold; font-size: 14pt; text-align: center;
  border: 0.6mm solid {MARK_COLOR}; margin-bottom: 4mm; }}
.signatures td {{ border: none; text-align: center; padding-top: {_SIGNING_SPACE_MM:.0f}mm; }}
.signatures span {{ display: block; border-top: 0.3mm solid #1c2226; padding-top: 1mm; }}
footer {{ margin-top: 8mm; font-size: 9pt; color: #455a64; border-top: 0.3mm solid #cfd8dc; }}
@media print {{ body {{ margin: 0; }} thead {{ display: table-header-group; }} tr, figure {{ break-inside: avoid; }}
  h2, h3, h4, caption, .intro {{ break-after: avoid; }}
  .break {{ break-before: page; }} }}
"""


def html_text(document: Document, pictures_inline: bool = True) -> str:
    """A page that stands alone: no script, no address, nothing fetched.

    Parameters
    ----------
    document : Document
    pictures_inline : bool
        Pictures inside the page; otherwise as files named by :func:`picture_name`, beside it.
    """
    mark = f'<div class="mark">{_text(document.mark)}</div>\n' if document.mark else ""
    footer = f"<footer>{_text(document.footer)}</footer>\n" if document.footer else ""
    pictures = _Pictures(pictures_inline)
    introducing = introductions(document.blocks)
    body = "\n".join(_block(block, pictures, number in introducing) for number, block in enumerate(document.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n{mark}"
        f"<h1>{_text(document.title)}</h1>\n{body}\n{footer}</body>\n</html>\n"
    )


def rich_text(document: Document, pixels_per_mm: float = _PIXELS_PER_MM) -> str:
    """The body in the subset of HTML that QTextDocument knows; pictures are named by :func:`picture_name`.

    The mark and the footer are not in it: they are drawn on each page.
    """
    parts = [f'<p style="{_styled("title")}">{_text(document.title)}</p>']
    number = 0
    breaks = False
    introducing = introductions(document.blocks)
    for place, block in enumerate(document.blocks):
        if isinstance(block, PageBreak):
            breaks = True
            continue
        made = _rich(block, pixels_per_mm, number, place in introducing)
        number += isinstance(block, Picture)
        # the only break QTextDocument knows stands in the style of the paragraph or table that follows
        parts.append(made.replace('style="', 'style="page-break-before:always; ', 1) if breaks else made)
        breaks = False
    return "<html><body>" + "\n".join(parts) + "</body></html>"


def picture_name(number: int) -> str:
    """File name of a picture of the document, counted from 0."""
    return f"picture-{number}.png"


def pictures_of(document: Document) -> list[Picture]:
    """Pictures in the order in which they are numbered."""
    return [block for block in document.blocks if isinstance(block, Picture)]


class _Pictures:
    """Counts pictures and gives each its source."""

    def __init__(self, inline: bool) -> None:
        self.inline = inline
        self.number = -1

    def source(self, png: bytes) -> str:
        self.number += 1
        if self.inline:
            return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
        return picture_name(self.number)


def _block(block: Block, pictures: _Pictures, introduces: bool = False) -> str:
    if isinstance(block, Heading):
        level = min(max(block.level, 1), 3) + 1
        return f"<h{level}>{_text(block.text)}</h{level}>"
    if isinstance(block, Paragraph):
        kinds = [block.style] * (block.style != "normal") + ["intro"] * introduces
        kind = f' class="{escape(" ".join(kinds))}"' if kinds else ""
        return f"<p{kind}>{_text(block.text)}</p>"
    if isinstance(block, ListItems):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Picture):
        width, _ = block.size_mm(PAGE_WIDTH_MM, PAGE_HEIGHT_MM)
        caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
        source = pictures.source(block.png)
        return (
            f'<figure><img src="{source}" alt="{escape(block.caption)}" style="width: {width:.1f}mm">{caption}</figure>'
        )
    if isinstance(block, Signatures):
        return _signatures(block, lambda text: f"<td><span>{_text(text)}</span></td>", ' class="signatures"')
    if isinstance(block, KeyValues):
        rows = "".join(f"<tr><th>{_text(key)}</th><td>{_text(value)}</td></tr>" for key, value in block.pairs)
        return f'<table class="facts"><colgroup><col style="width: 35%"><col></colgroup><tbody>{rows}</tbody></table>'
    return '<div class="break"></div>'


def _list(block: ListItems) -> str:
    kind = "ol" if block.numbered else "ul"
    return f"<{kind}>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + f"</{kind}>"


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width: {share * 100:.2f}%">' for share in table.shares())
    parts = [
        f'<table style="width: {min(table.width_mm / PAGE_WIDTH_MM, 1.0) * 100:.1f}%"><colgroup>{columns}</colgroup>'
    ]
    if table.caption:
        parts.insert(1, f"<caption>{_text(table.caption)}</caption>")
    if table.headings:
        parts.append("<thead><tr>" + "".join(f"<th>{_text(text)}</th>" for text in table.headings) + "</tr></thead>")
    for name, rows in (("tbody", table.rows), ("tfoot", table.totals)):
        if rows:
            lines = ("<tr>" + _cells(table, row) + "</tr>" for row in rows)
            parts.append(f"<{name}>" + "\n".join(lines) + f"</{name}>")
    return "".join(parts) + "</table>"


def _cells(table: Table, row: tuple[Cell, ...]) -> str:
    return "".join(
        f'<td class="{table.alignment(column, cell)}">{_text(cell_text(cell))}</td>' for column, cell in enumerate(row)
    )


def _signatures(block: Signatures, cell: Callable[[str], str], attributes: str) -> str:
    columns = max(1, block.columns)
    rows = []
    for start in range(0, len(block.lines), columns):
        some = block.lines[start : start + columns]
        rows.append("<tr>" + "".join(cell(text) for text in some) + "<td></td>" * (columns - len(some)) + "</tr>")
    return f"<table{attributes}>{''.join(rows)}</table>"


_STYLES = {
    "title": "font-size:15pt; font-weight:bold; margin-top:0; margin-bottom:12px;",
    "heading1": "font-size:12pt; font-weight:bold; margin-top:14px; margin-bottom:5px;",
    "heading2": "font-size:11pt; font-weight:bold; margin-top:10px; margin-bottom:4px;",
    "heading3": "font-size:10pt; font-weight:bold; margin-top:8px; margin-bottom:3px;",
    "normal": "margin-top:0; margin-bottom:6px;",
    "strong": "font-weight:bold; margin-top:0; margin-bottom:6px;",
    "note": "font-size:8.5pt; color:#455a64; margin-top:0; margin-bottom:6px;",
    "center": "margin-top:0; margin-bottom:6px;",
}


def _styled(name: str, keeps_next: bool = False) -> str:
    kept = f" -qt-user-state:{KEPT_WITH_NEXT};" if keeps_next else ""
    return _STYLES[name] + (" text-align:center;" if name in ("title", "center") else "") + kept


def _rich(block: Block, pixels_per_mm: float, number: int, introduces: bool = False) -> str:
    if isinstance(block, Heading):
        return f'<p style="{_styled(f"heading{min(max(block.level, 1), 3)}", True)}">{_text(block.text)}</p>'
    if isinstance(block, Paragraph):
        return f'<p style="{_styled(block.style, introduces)}">{_text(block.text)}</p>'
    if isinstance(block, ListItems):
        kind = "ol" if block.numbered else "ul"
        items = "".join(f'<li style="margin-bottom:2px;">{_text(item)}</li>' for item in block.items)
        return f'<{kind} style="margin-top:0; margin-bottom:6px;">{items}</{kind}>'
    if isinstance(block, Table):
        return _rich_table(block)
    if isinstance(block, Picture):
        width, height = (length * pixels_per_mm for length in block.size_mm(PAGE_WIDTH_MM, PAGE_HEIGHT_MM - 12))
        image = f'<img src="{picture_name(number)}" width="{width:.0f}" height="{height:.0f}">'
        caption = f'<p style="{_styled("center")} font-size:8.5pt;">{_text(block.caption)}</p>' if block.caption else ""
        kept = f" -qt-user-state:{KEPT_WITH_NEXT};" if caption else ""
        return f'<p style="text-align:center; margin-top:4px; margin-bottom:2px;{kept}">{image}</p>{caption}'
    if isinstance(block, Signatures):
        return _rich_signatures(block, pixels_per_mm)
    if isinstance(block, KeyValues):
        rows = "".join(
            f'<tr><td width="35%"><b>{_text(key)}</b></td><td width="65%">{_text(value)}</td></tr>'
            for key, value in block.pairs
        )
        return _rich_frame(rows, "#cfd8dc")
    return ""


def _rich_frame(rows: str, border: str, width: float = 100.0) -> str:
    return (
        f'<table style="border-collapse:collapse; border-color:{border}; margin-bottom:8px;" border="1" '
        f'cellspacing="0" cellpadding="3" width="{width:.1f}%">{rows}</table>'
    )


def _rich_table(table: Table) -> str:
    shares = [f"{share * 100:.2f}%" for share in table.shares()]
    caption = f'<p style="{_styled("strong", True)}">{_text(table.caption)}</p>' if table.caption else ""
    parts = []
    if table.headings:
        cells = "".join(
            f'<th width="{share}" bgcolor="{_HEADING_GROUND}" align="center" style="font-size:8.5pt;">{_text(text)}</th>'
            for share, text in zip(shares, table.headings)
        )
        parts.append(f"<thead><tr>{cells}</tr></thead>")
    for rows, tag in ((table.rows, ""), (table.totals, "b")):
        for row in rows:
            cells = ""
            for column, cell in enumerate(row):
                said = _text(cell_text(cell))
                said = f"<{tag}>{said}</{tag}>" if tag and said else said
                align = table.alignment(column, cell)
                cells += f'<td width="{shares[column]}" align="{align}" style="font-size:8.5pt;">{said}</td>'
            parts.append(f"<tr>{cells}</tr>")
    return caption + _rich_frame("".join(parts), _BORDER, min(table.width_mm / PAGE_WIDTH_MM, 1.0) * 100)


def _rich_signatures(block: Signatures, pixels_per_mm: float) -> str:
    width = 100 // max(1, block.columns)
    space = round(_SIGNING_SPACE_MM * pixels_per_mm)

    def cell(text: str) -> str:
        return (
            f'<td width="{width}%" align="center" style="padding-top:{space}px;">'
            f"______________________________<br>{_text(text)}</td>"
        )

    return _signatures(block, cell, ' style="margin-top:4px;" border="0" cellspacing="0" cellpadding="6" width="100%"')


def _text(text: str) -> str:
    """Text for HTML; line feeds become line breaks and control characters a visible sign."""
    return "<br>".join(escape(printable(line)) for line in text.split("\n"))


def printable(text: str) -> str:
    """Text that XML and HTML can hold: what they forbid becomes U+FFFD, which is seen, and nothing is dropped."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n"))
