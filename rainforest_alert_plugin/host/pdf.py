"""Documents as PDF: laid out by QTextDocument, text kept as text, the same in a worker thread and without a window."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)

from ..compat import font_families
from ..documents.html import MARK_COLOR, picture_name, pictures_of, printable, rich_text
from ..documents.model import PAGE_WIDTH_MM, Document
from ..errors import OutputError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from .pdf_pages import Slice, pages_of

PAPERS = ("A4",)
_RESOLUTION = 300
_MILLIMETRES_PER_INCH = 25.4
_SIDE_MM, _TOP_MM, _BOTTOM_MM = 20.0, 26.0, 24.0
_HEADER_MM, _FOOTER_MM = 12.0, 14.0
_FAMILIES = ("Arial", "Liberation Sans", "DejaVu Sans")
_HAIR = 1.5
_CREATION_DATE = re.compile(rb"(/CreationDate \(D:)\d{14}([^)]*\))")
_INK = QColor("#1c2226")
_FAINT = QColor("#455a64")


def write_pdf(document: Document, path: Path | str) -> None:
    """Write a document to a file, whole or not at all.

    Raises
    ------
    OutputError
        ``pdf.no_fonts``, ``pdf.failed``, or what :func:`~..geo.files.replaced_file` raises.
    """
    content = pdf_bytes(document)
    with replaced_file(path) as partial:
        partial.write_bytes(content)


def pdf_bytes(document: Document, paper: str = "A4", is_cancelled: IsCancelled = never_cancelled) -> bytes:
    """A document as PDF; the same document gives the same text and pictures in the same places.

    Within one process the bytes are the same too; another process of Qt may embed the same fonts in another order.

    Raises
    ------
    OutputError
        ``pdf.no_fonts`` when this computer has no font to write with; ``pdf.failed``.
    CancelledError
        Between pages.
    """
    family = _family()
    size = QPageSize(getattr(QPageSize.PageSizeId, paper))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setPageSize(size)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(printable(document.title))
    writer.setCreator("Rainforest Alert")
    unit = _RESOLUTION / _MILLIMETRES_PER_INCH
    paper_size = size.size(QPageSize.Unit.Millimeter)
    body = QSizeF(PAGE_WIDTH_MM * unit, (paper_size.height() - _TOP_MM - _BOTTOM_MM) * unit)
    text = _laid_out(document, family, writer, body)
    painter = QPainter()
    if not painter.begin(writer):
        raise OutputError("pdf.failed")
    try:
        pages = pages_of(text, body.height(), _RESOLUTION / _screen_dots())
        for number, slices in enumerate(pages, start=1):
            stop_if(is_cancelled)
            if number > 1 and not writer.newPage():
                raise OutputError("pdf.failed")
            _draw_page(painter, text, slices, body.width(), unit)
            _draw_frame(painter, document, family, number, len(pages), unit, paper_size)
    finally:
        painter.end()
    buffer.close()
    content = bytes(buffer.data())
    # the only thing a second run would change; its length stays, and with it every offset in the file
    made = document.made_on.strftime("%Y%m%d000000").encode("ascii")
    return _CREATION_DATE.sub(lambda found: found[1] + made + found[2], content)


def _family() -> str:
    """The first of our fonts that this computer has, or whatever it has."""
    known = set(font_families())
    if not known:
        raise OutputError("pdf.no_fonts")
    return next((family for family in _FAMILIES if family in known), min(known))


def _laid_out(document: Document, family: str, writer: QPdfWriter, body: QSizeF) -> QTextDocument:
    text = QTextDocument()
    text.setDefaultFont(_font(family, 10.0))
    option = QTextOption()
    # a name of 300 letters is broken, never cut
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text.setDefaultTextOption(option)
    text.documentLayout().setPaintDevice(writer)
    text.setDocumentMargin(0)
    for number, picture in enumerate(pictures_of(document)):
        content = QByteArray(picture.png)
        if QImage.fromData(content, "PNG").isNull():
            raise OutputError("pdf.failed")
        # as bytes: unpacked when it is drawn, so that the sheets of hundreds of marks fit the memory of a small laptop
        text.addResource(QTextDocument.ResourceType.ImageResource, QUrl(picture_name(number)), content)
    text.setHtml(rich_text(document, _screen_dots() / _MILLIMETRES_PER_INCH))
    text.setTextWidth(body.width())
    return text


def _screen_dots() -> float:
    """Dots per inch by which QTextDocument scales pixels to paper."""
    screen = QGuiApplication.primaryScreen()
    return float(screen.logicalDotsPerInchY()) if screen is not None else 96.0


def _draw_page(painter: QPainter, text: QTextDocument, slices: list[Slice], width: float, unit: float) -> None:
    """Draw slices of the text one below the other."""
    head = _TOP_MM * unit
    for piece in slices:
        # lines touch: without the hair's breadth the line beyond the cut would be drawn, unseen, a second time
        view = QRectF(0, piece.top + _HAIR, width, piece.height - 2 * _HAIR)
        painter.save()
        painter.translate(QPointF(_SIDE_MM * unit, head - piece.top))
        painter.setClipRect(view)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = view
        context.palette.setColor(context.palette.ColorRole.Text, _INK)
        text.documentLayout().draw(painter, context)
        painter.restore()
        head += piece.height


def _draw_frame(
    painter: QPainter, document: Document, family: str, page: int, pages: int, unit: float, paper: QSizeF
) -> None:
    """Mark at the head, footer and number at the foot."""
    painter.save()
    left, width = _SIDE_MM * unit, PAGE_WIDTH_MM * unit
    if document.mark:
        painter.setFont(_font(family, 16.0, True))
        painter.setPen(QColor(MARK_COLOR))
        head = QRectF(left, _HEADER_MM * unit, width, 9 * unit)
        painter.drawText(head, printable(document.mark), QTextOption(Qt.AlignmentFlag.AlignHCenter))
    painter.setFont(_font(family, 8.0))
    painter.setPen(_FAINT)
    foot = QRectF(left, (paper.height() - _BOTTOM_MM + 4) * unit, width, _FOOTER_MM * unit)
    said = QRectF(foot.left(), foot.top(), width * 0.86, foot.height())
    painter.drawText(said, printable(document.footer), QTextOption(Qt.AlignmentFlag.AlignLeft))
    painter.drawText(foot, f"{page} / {pages}", QTextOption(Qt.AlignmentFlag.AlignRight))
    painter.restore()


def _font(family: str, points: float, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font
