"""Numbers, angles, dates and plurals as Spanish documents of Peru print them.

A decimal has a point and no separator of thousands: the same digits stand on the plan, in the memoria, in the tables and
in the shapefile, so that a number can be searched for in all of them.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from .sheet import Cell

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_UNITS = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_MOST = 10**12


def decimal_text(number: Decimal | int) -> str:
    """All digits that a number carries, never as a power of ten: ``120.50``, ``0.0001``."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def cell_text(cell: Cell) -> str:
    """Cell of a table as printed."""
    return cell if isinstance(cell, str) else decimal_text(cell)


def date_text(day: datetime.date) -> str:
    """``26 de noviembre de 2026``; the first of a month is ``1 de``, as offices write it."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def counted(count: int, one: str, many: str) -> str:
    """``1 vértice``, ``0 vértices``, ``21 vértices``."""
    return f"{count} {one if count == 1 else many}"


def listed(names: list[str] | tuple[str, ...]) -> str:
    """``A``, ``A y B``, ``A, B y C``; *y* becomes *e* before the sound of an i (``A e Iparía``)."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    plain = last.casefold().translate(str.maketrans("íìî", "iii"))
    joins = plain.startswith(("i", "hi")) and not plain.startswith(("ia", "ie", "io", "hia", "hie", "hio"))
    return f"{', '.join(names[:-1])} {'e' if joins else 'y'} {last}"


def cardinal_words(number: int, feminine: bool = False) -> str:
    """A whole number in words, as it stands before a noun: ``doscientas veintiún mil trescientas una`` (hectáreas).

    Parameters
    ----------
    number : int
        From 0 to less than 10 ** 12.
    feminine : bool
        Gender of the noun counted.
    """
    if not 0 <= number < _MOST:
        raise ValueError(number)
    if number == 0:
        return _UNITS[0]
    millions, rest = divmod(number, 10**6)
    words = []
    if millions:
        words.append("un millón" if millions == 1 else f"{_below_million(millions, False)} millones")
    if rest:
        words.append(_below_million(rest, feminine))
    return " ".join(words)


def _below_million(number: int, feminine: bool) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        # before "mil" one is shortened whatever is counted, while hundreds keep the gender of the noun
        counted_thousands = _below_thousand(thousands, feminine).replace("una", "un").replace("veintiun", "veintiún")
        words.append("mil" if thousands == 1 else f"{counted_thousands} mil")
    if rest:
        words.append(_below_thousand(rest, feminine))
    return " ".join(words)


def _below_thousand(number: int, feminine: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = []
    if number == 100:
        return "cien"
    if hundreds:
        word = _HUNDREDS[hundreds - 1]
        words.append(f"{word[:-2]}as" if feminine and hundreds > 1 else word)
    if rest >= 30:
        tens, units = divmod(rest, 10)
        words.append(_TENS[tens - 3] + (f" y {_unit(units, feminine)}" if units else ""))
    elif rest:
        words.append(_unit(rest, feminine))
    return " ".join(words)


def _unit(number: int, feminine: bool) -> str:
    """One and twenty-one are shortened before a masculine noun."""
    if number == 1:
        return "una" if feminine else "un"
    if number == 21:
        return "veintiuna" if feminine else "veintiún"
    return _UNITS[number]
