"""A table of a document, as XLSX and CSV, and read back from both."""

from __future__ import annotations

import csv
import datetime
import io
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Sequence, Union

from osgeo import gdal, ogr

from ..errors import InputError

Cell = Union[str, int, Decimal]

_BOM = "\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NARROWEST = 8
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One table.

    Attributes
    ----------
    name : str
        Name of the worksheet, at most 31 characters.
    lines : tuple of str
        Lines above the table: its title, the frame of its coordinates, a mark of a draft.
    headings : tuple of str
    rows : tuple of tuple of str, int or Decimal
        A Decimal is written as a number that shows as many decimals as it carries.
    totals : tuple of tuple
        Rows below, in bold, as wide as the headings; an empty text leaves the cell empty.
    """

    name: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()


def xlsx_bytes(sheets: Sequence[Sheet], made_on: datetime.date) -> bytes:
    """Workbook with real numbers; the same sheets give the same bytes.

    Parameters
    ----------
    sheets : sequence of Sheet
    made_on : date
        Stated as the day of creation, in place of the clock.
    """
    # Imported here: it takes longer to load than all the rest of the plugin, and QGIS starts without writing a workbook.
    from .._vendor import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"created": datetime.datetime.combine(made_on, datetime.time())})
    title = workbook.add_format({"bold": True, "font_size": 12})
    heading = workbook.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    formats: dict[tuple[int, bool], object] = {}

    def format_of(cell: Cell, bold: bool) -> object:
        decimals = _decimals_of(cell)
        if (decimals, bold) not in formats:
            look: dict[str, object] = {"border": 1, "bold": bold}
            if decimals >= 0:
                look["num_format"] = "0" + ("." + "0" * decimals if decimals else "")
            formats[decimals, bold] = workbook.add_format(look)
        return formats[decimals, bold]

    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name)
        for line, text in enumerate(sheet.lines):
            page.write_string(line, 0, text, title)
        top = len(sheet.lines)
        page.write_row(top, 0, sheet.headings, heading)
        for line, row in enumerate((*sheet.rows, *sheet.totals), start=top + 1):
            bold = line > top + len(sheet.rows)
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, column, cell, format_of(cell, bold))
                else:
                    page.write_number(line, column, float(cell), format_of(cell, bold))
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        page.fit_to_pages(1, 0)
        page.set_paper(9)
    workbook.close()
    return buffer.getvalue()


def csv_bytes(sheet: Sheet) -> bytes:
    """Headings and rows, without lines and totals, as UTF-8 with a byte-order mark, which Excel needs.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; :func:`read_csv` takes it away.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow([_harmless(cell) if isinstance(cell, str) else str(cell) for cell in row])
    return (_BOM + text.getvalue()).encode("utf-8")


def read_csv(path: Path) -> list[list[str]]:
    """Rows of a file that :func:`csv_bytes` made, headings first.

    Raises
    ------
    InputError
        ``input.unreadable``.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    return [
        [cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell for cell in row] for row in rows
    ]


def can_read_xlsx() -> bool:
    """Whether this GDAL reads workbooks."""
    return ogr.GetDriverByName("XLSX") is not None


def read_xlsx(path: Path, sheet: str) -> list[list[str]]:
    """Cells of a worksheet as text, row by row, read by GDAL, which shares nothing with the writer.

    Raises
    ------
    InputError
        ``input.unreadable``.
    """
    options = {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"}
    before = {key: gdal.GetThreadLocalConfigOption(key, None) for key in options}
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    place = f"/vsimem/{uuid.uuid4().hex}.xlsx"
    try:
        for key, value in options.items():
            gdal.SetThreadLocalConfigOption(key, value)
        gdal.FileFromMemBuffer(place, path.read_bytes())
        workbook = ogr.GetDriverByName("XLSX").Open(place)
        layer = workbook.GetLayerByName(sheet) if workbook is not None else None
        if layer is None:
            raise InputError("input.unreadable", path=str(path), reason=gdal.GetLastErrorMsg() or sheet)
        count = layer.GetLayerDefn().GetFieldCount()
        return [[feature.GetField(i) or "" for i in range(count)] for feature in layer]
    except (OSError, RuntimeError) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    finally:
        layer = workbook = None
        if gdal.VSIStatL(place) is not None:
            gdal.Unlink(place)
        gdal.PopErrorHandler()
        for key, value in before.items():
            gdal.SetThreadLocalConfigOption(key, value)


def _decimals_of(cell: Cell) -> int:
    """Decimals to show; -1 for text."""
    if isinstance(cell, str):
        return -1
    exponent = cell.as_tuple().exponent if isinstance(cell, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _widths(sheet: Sheet) -> list[int]:
    """Column widths in characters that show every cell, within reason."""
    longest = [max((len(word) for word in heading.split()), default=0) for heading in sheet.headings]
    for row in (*sheet.rows, *sheet.totals):
        for column, cell in enumerate(row):
            longest[column] = max(longest[column], len(str(cell)))
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in longest]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text
