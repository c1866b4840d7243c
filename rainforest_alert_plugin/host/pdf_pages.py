"""Where the pages of a laid-out text end: no heading alone at the foot, no row of a table in two.

QTextDocument breaks pages wherever a line ends. The text is therefore laid out as one long page, and cut here into pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QTextBlock, QTextDocument, QTextFormat, QTextTable

from ..documents.html import KEPT_WITH_NEXT

# Of the space between the texts of two rows, what the border between them takes at most, to either side of its middle.
_BORDER_SHARE = 0.15
# Lines that touch are two, although rounding lets them overlap by less than this, in units of the layout.
_TOUCH = 2.0
_LEAST_LINES = 2


@dataclass(frozen=True)
class Slice:
    """Part of the long page, from `top` to `bottom` in its own units."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height on paper."""
        return self.bottom - self.top


@dataclass(frozen=True)
class _Piece:
    """What is never cut: a line, a picture, a row of a table.

    Attributes
    ----------
    top, bottom : float
    keeps_next : bool
        The piece that follows stands on the same page.
    begins_page : bool
    heading : Slice, optional
        Heading rows of the table, drawn again above the piece when a page begins with it.
    """

    top: float
    bottom: float
    keeps_next: bool = False
    begins_page: bool = False
    heading: Slice | None = None


def pages_of(text: QTextDocument, height: float, pixel: float) -> list[list[Slice]]:
    """Slices of each page, to be drawn one below the other.

    Parameters
    ----------
    text : QTextDocument
        Laid out without pages (its page height is negative).
    height : float
        Of the body of a page, in units of the layout.
    pixel : float
        Units of the layout in a pixel of the text's formats.
    """
    pieces = [part for piece in _pieces(text, pixel) for part in _parts(text, piece, height)]
    pages: list[list[Slice]] = []
    first = 0
    while first < len(pieces):
        heading = pieces[first].heading
        room = height - (heading.height if heading is not None else 0.0)
        after = _end_of_page(pieces, first, room)
        body = Slice(pieces[first].top, max(piece.bottom for piece in pieces[first:after]))
        pages.append([body] if heading is None else [heading, body])
        first = after
    return pages or [[Slice(0.0, height)]]


def _end_of_page(pieces: list[_Piece], first: int, room: float) -> int:
    """Index after the last piece of a page that begins with `first`; one piece at least stands on it."""
    limit = pieces[first].top + room
    after = first + 1
    while after < len(pieces) and pieces[after].bottom <= limit and not pieces[after].begins_page:
        after += 1
    if after == len(pieces) or pieces[after].begins_page:
        return after
    last = after
    while last > first and pieces[last - 1].keeps_next:
        last -= 1
    return last if last > first else after


def _pieces(text: QTextDocument, pixel: float) -> Iterator[_Piece]:
    walk = text.rootFrame().begin()
    while not walk.atEnd():
        frame, block = walk.currentFrame(), walk.currentBlock()
        if isinstance(frame, QTextTable):
            yield from _rows(text, frame, pixel)
        elif frame is None and block.isValid():
            yield from _lines(text, block)
        walk += 1


def _lines(text: QTextDocument, block: QTextBlock) -> Iterator[_Piece]:
    """Lines of a paragraph; of a long one two at least stand together at the foot and at the head of a page."""
    if not block.text():
        return
    place = text.documentLayout().blockBoundingRect(block)
    layout = block.layout()
    count = layout.lineCount()
    keeps = block.userState() == KEPT_WITH_NEXT
    begins = _begins_page(block.blockFormat())
    for number in range(count):
        line = layout.lineAt(number)
        is_last = number == count - 1
        is_short = count < 2 * _LEAST_LINES
        together = is_short or number < _LEAST_LINES - 1 or number >= count - _LEAST_LINES
        top = place.top() + line.y()
        yield _Piece(top, top + line.height(), keeps or (together and not is_last), begins and number == 0)


def _rows(text: QTextDocument, table: QTextTable, pixel: float) -> Iterator[_Piece]:
    """Rows of a table with the borders above and below them; the heading rows stay with the first row."""
    inks = [_ink(text, table, row, pixel) for row in range(table.rows())]
    gap = (2 * table.format().cellPadding() + table.format().border()) * pixel
    edges = [_edge(inks[0].top() - gap, inks[0].top())]
    edges += [_edge(above.bottom(), below.top()) for above, below in zip(inks, inks[1:])]
    edges.append(_edge(inks[-1].bottom(), inks[-1].bottom() + gap))
    headings = table.format().headerRowCount()
    # the border below it comes with the row that begins the page
    heading = Slice(edges[0].top, edges[headings].top) if headings else None
    begins = _begins_page(table.format())
    for row in range(table.rows()):
        yield _Piece(
            edges[row].top,
            edges[row + 1].bottom,
            row < headings and row < table.rows() - 1,
            begins and row == 0,
            heading if row >= headings else None,
        )


def _edge(above: float, below: float) -> Slice:
    """The border halfway between two texts."""
    reach = _BORDER_SHARE * (below - above)
    return Slice((above + below) / 2 - reach, (above + below) / 2 + reach)


def _ink(text: QTextDocument, table: QTextTable, row: int, pixel: float) -> QRectF:
    """What the texts of a row cover, with the room that their cells set aside above them."""
    found = QRectF()
    for column in range(table.columns()):
        above = table.cellAt(row, column).format().toTableCellFormat().topPadding() * pixel
        for block in _blocks(table, row, column):
            found = found.united(text.documentLayout().blockBoundingRect(block).adjusted(0, -above, 0, 0))
    return found


def _blocks(table: QTextTable, row: int, column: int) -> Iterator[QTextBlock]:
    cell = table.cellAt(row, column)
    block = cell.firstCursorPosition().block()
    while block.isValid() and block.position() <= cell.lastCursorPosition().position():
        yield block
        block = block.next()


def _begins_page(given: QTextFormat) -> bool:
    return bool(given.pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _parts(text: QTextDocument, piece: _Piece, height: float) -> Iterator[_Piece]:
    """The piece itself, or, when no page holds it, its lines; what is no line and higher than a page is cut anywhere."""
    room = height - (piece.heading.height if piece.heading is not None else 0.0)
    if piece.bottom - piece.top <= room:
        yield piece
        return
    top, begins = piece.top, piece.begins_page
    for cut in [*_between_lines(sorted(_lines_between(text, piece.top, piece.bottom))), piece.bottom]:
        while cut > top:
            end = min(cut, top + room)
            yield replace(piece, top=top, bottom=end, begins_page=begins, keeps_next=False)
            top, begins = end, False


def _between_lines(lines: list[tuple[float, float]]) -> Iterator[float]:
    """Heights at which no line stands, between lines given from the highest down."""
    low = float("-inf")
    for start, end in lines:
        if low != float("-inf") and start >= low - _TOUCH:
            yield low
        low = max(low, end)


def _lines_between(text: QTextDocument, top: float, bottom: float) -> Iterator[tuple[float, float]]:
    block = text.begin()
    while block.isValid():
        place = text.documentLayout().blockBoundingRect(block)
        if place.bottom() > top and place.top() < bottom:
            for number in range(block.layout().lineCount()):
                line = block.layout().lineAt(number)
                start = place.top() + line.y()
                yield start, start + line.height()
        block = block.next()
