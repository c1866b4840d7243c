"""Lengths such as ``1,250``, whose one mark may part thousands or decimals: what decides between the two, and what is said of it."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from dataclasses import dataclass
from typing import Callable, Iterable, Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from .columns import DECIMAL, DECIMALS, DELIMITERS, column_mark
from .written_values import is_open_number, number, open_sign

# Land has a side of ten metres or more, and no community's one of a hundred kilometres.
_SHORTEST_OF_ALL_M, _LONGEST_M = 10.0, 100_000.0
_CLEARLY_NEARER = 1.0  # power of ten
LENGTH_NOTES = ("field.length_mark", "field.length_open")
CLOSES, FITS_PERIMETER, FITS_AREA = 1.0 / 200.0, 0.02, 0.1
_OTHER = {".": ",", ",": "."}
_WITH_UNIT = re.compile(r"(.*?)\s*(?:(km|kil[oó]metros?)|m|ml|mts?|metros)?\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Length:
    """A length as it is written: its number, and the metres of its unit."""

    text: str
    unit_m: float = 1.0

    def metres(self, thousands: str = "") -> float:
        """Metres, where the marks in `thousands` part the thousands of an open number; NaN when it is none."""
        sign = open_sign(self.text)
        return number(self.text, _OTHER[sign] if sign and sign in thousands else "") * self.unit_m


@dataclass(frozen=True)
class Check:
    """Something that only right lengths fit: the id of its sentence, the relative error of lengths in metres (None when it tells nothing),
    and the largest error of what fits.
    """

    reason: str
    error: Callable[[Sequence[float]], float | None]
    limit: float


@dataclass(frozen=True)
class LengthReading:
    """How open lengths are read.

    Attributes
    ----------
    thousands : str
        Marks that part thousands, as :meth:`Length.metres` takes them.
    decimal : str
        Decimal mark of the lengths; blank when none has one.
    notes : tuple of Message
        What was decided and why, for confirmation.
    """

    thousands: str
    decimal: str
    notes: tuple[Message, ...] = ()


def length_of(written: str, unit_m: float = 1.0) -> Length:
    """A length with or without its unit (``1 250,00 m``, ``1.25 km``); `unit_m` holds where it says none."""
    found = _WITH_UNIT.match(written.strip())
    if found is None:
        return Length(written, unit_m)
    is_stated = found.end(1) < len(written.strip().rstrip("."))
    return Length(found[1], 1000.0 if found[2] else (1.0 if is_stated else unit_m))


def stated_decimal(columns: Mapping[str, str]) -> str:
    """Decimal mark that the person states among the columns, blank for none.

    Raises
    ------
    InputError
        ``field.bad_writing`` for another sign.
    """
    mark = columns.get(DECIMAL, "")
    if mark and mark not in DECIMALS:
        raise InputError("field.bad_writing", sign=mark, delimiters="  ".join(DELIMITERS))
    return mark


def read_lengths(
    lengths: Sequence[Length], stated: str, others: Iterable[str], checks: Sequence[Check] = ()
) -> LengthReading:
    """Decide how the open ones among the lengths of a boundary are read.

    In this order decide: what the person states; the marks of the other lengths; whether the boundary closes and fits what is stated of it
    (`checks`); that land is neither a few metres long nor hundreds of kilometres; the size of the other lengths; the marks of the other
    numbers. Where none does the mark is taken for that of decimals, with a warning.

    Parameters
    ----------
    lengths : sequence of Length
    stated : str
        Decimal mark that the person states, blank for none.
    others : iterable of str
        Other numbers that were written along with the lengths.
    checks : sequence of Check
        The more telling first.
    """
    shown = column_mark(length.text for length in lengths)
    signs = sorted({open_sign(length.text) for length in lengths} - {""})
    if stated:
        return LengthReading("".join(sign for sign in signs if sign != stated), stated if signs else shown)
    certain = "".join(sign for sign in signs if shown and sign != shown)
    doubtful = [sign for sign in signs if sign not in certain]
    if not doubtful:
        return LengthReading(certain, shown)
    subsets = itertools.chain.from_iterable(itertools.combinations(doubtful, n) for n in range(len(doubtful) + 1))
    readings = [certain + "".join(chosen) for chosen in subsets]
    metres = {reading: [length.metres(reading) for length in lengths] for reading in readings}
    readings = [reading for reading in readings if np.nanmax(metres[reading]) <= _LONGEST_M] or readings
    if len(readings) == 1 and not shown:
        return _decided(lengths, readings[0], "field.length_by_land")
    for check in checks:
        errors = {reading: check.error(metres[reading]) for reading in readings}
        good = [reading for reading, error in errors.items() if error is not None and error <= check.limit]
        if len(good) == 1:
            return _decided(lengths, good[0], check.reason)
        readings = good or readings
    nearer = _of_the_size_of_others(lengths, readings)
    if shown and certain in readings:
        # the mark is that of the decimals of other lengths
        return LengthReading(certain, shown, _open(lengths, certain) if nearer not in (None, certain) else ())
    readings = [reading for reading in readings if np.nanmax(metres[reading]) >= _SHORTEST_OF_ALL_M] or readings
    if len(readings) == 1:
        return _decided(lengths, readings[0], "field.length_by_land")
    alike = [reading for reading in readings if reading in ("", "".join(signs))]
    if len(alike) == 1:
        return _decided(lengths, alike[0], "field.length_by_size")
    if nearer is not None:
        return _decided(lengths, nearer, "field.length_by_size")
    mark = column_mark(others)
    by_mark = "".join(sign for sign in doubtful if sign != mark)
    if mark and by_mark in readings:
        return _decided(lengths, by_mark, "field.length_by_marks")
    return LengthReading(readings[0], _decimal(readings[0], signs), _open(lengths, readings[0]))


def _decided(lengths: Sequence[Length], reading: str, reason: str) -> LengthReading:
    example = _example(lengths)
    said = Message(
        "field.length_mark", text=example.text, value=_plain(example.metres(reading)), reason=Message(reason)
    )
    return LengthReading(reading, _decimal(reading, [open_sign(example.text)]), (said,))


def _open(lengths: Sequence[Length], reading: str) -> tuple[Message, ...]:
    example = _example(lengths)
    both = example.metres(""), example.metres(".,")
    taken = example.metres(reading)
    other = both[0] if taken == both[1] else both[1]
    return (Message("field.length_open", text=example.text, value=_plain(taken), other=_plain(other)),)


def _plain(metres: float) -> str:
    return f"{metres:.3f}".rstrip("0").rstrip(".")


def _example(lengths: Sequence[Length]) -> Length:
    return next(length for length in lengths if is_open_number(length.text))


def _decimal(thousands: str, signs: Sequence[str]) -> str:
    return next((sign for sign in signs if sign not in thousands), _OTHER[signs[0]])


def _of_the_size_of_others(lengths: Sequence[Length], readings: Sequence[str]) -> str | None:
    """Reading under which open lengths are clearly nearer than under the others to the size of those that are certain; None for none."""
    sizes = [length.metres() for length in lengths if not is_open_number(length.text)]
    sizes = [size for size in sizes if size > 0.0]
    if not sizes or len(readings) < 2:
        return None
    middle = statistics.median(sizes)
    apart = []
    for reading in readings:
        size = statistics.median(abs(length.metres(reading)) for length in lengths if is_open_number(length.text))
        apart.append((abs(math.log10(size / middle)), reading))
    (least, nearest), (next_, _) = sorted(apart)[:2]
    return nearest if next_ - least >= _CLEARLY_NEARER else None
