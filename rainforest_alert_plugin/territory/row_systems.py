"""Reference systems that the rows of a table name one by one, in a column of the zone or of the datum."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np

from ..errors import InputError, Message
from ..geo.arrays import Floats, Ints
from .datum_names import Stated, combined, stated_system, utm_code, utm_of_code
from .field_feature import WGS84_EPSG
from .plane import guess_system, system_name, transformed
from .stated_systems import settled

# A column with more different words than this one holds no systems.
_MOST_WORDS = 500
_MOST_RUNS = 8
_POINT_ZERO = re.compile(r"\.0+$")
_CODE = re.compile(r"\d{4,5}")


@dataclass
class SettledRows:
    """Rows in one system.

    Attributes
    ----------
    epsg : int, optional
    x, y : ndarray of float, shape (rows,)
        Easting or longitude, and northing or latitude.
    notes : list of Message
    sources : ndarray of int, shape (rows,), optional
        Of rows that were carried from another zone the EPSG code of that zone, 0 of all others; None when none was.
    """

    epsg: int | None
    x: Floats
    y: Floats
    notes: list[Message] = field(default_factory=list)
    sources: Ints | None = None


class RowSystems:
    """What each row of a table says of its system.

    Parameters
    ----------
    columns : mapping of str to int
        Where the zone (``zone``) and the datum (``datum``) stand; empty when no column gives them.
    """

    def __init__(self, columns: Mapping[str, int]) -> None:
        self.columns = columns
        self._cells = tuple(columns.values())
        self._words: dict[tuple[str, ...], int] = {}
        self._which = array("i")

    def take(self, row: Sequence[str]) -> None:
        """Take the next row."""
        if len(self._cells) == 1 and self._cells[0] < len(row):
            words: tuple[str, ...] = (row[self._cells[0]],)
        else:
            words = tuple(row[at] if at < len(row) else "" for at in self._cells)
        number = self._words.setdefault(words, len(self._words))
        self._which.append(number)
        if number > _MOST_WORDS:
            self.columns = {}

    def settle(self, stated: Stated, x: Floats, y: Floats, lines: Any, chosen: int | None, path: str) -> SettledRows:
        """All rows in one system: the one that they name, or where they name several zones the one of most rows, or the chosen one.

        Parameters
        ----------
        stated : Stated
            What the rest of the table says.
        x, y : ndarray of float, shape (rows,)
        lines : ndarray of int, shape (rows,)
        chosen : int, optional
            System that a person chose.
        path : str
            For messages.

        Raises
        ------
        InputError
            ``field.rows_of_datums`` when rows name different datums; ``field.rows_without_zone`` when rows name different zones, and
            others none.
        """
        own = [self._stated(words) for words in self._words] if self.columns else []
        is_finite = np.isfinite(x) & np.isfinite(y)
        if not is_finite.any() or not any(one.words or one.is_open for one in own):
            return _all_alike(stated, x, y, chosen)
        which = np.where(is_finite, np.frombuffer(self._which, dtype=np.int32), -1)
        rows = {number: which == number for number in np.unique(which[is_finite]).tolist()}
        each = {number: combined(own[number], stated) for number in rows}
        by_datum = _grouped(rows, {number: one.datum or one.code for number, one in each.items() if one.words})
        if len(by_datum) > 1:
            listed = "; ".join(f"{name or '?'}: {_runs(lines[mask])}" for name, mask in by_datum.items())
            raise InputError("field.rows_of_datums", path=path, datums=listed)
        first = next((one for one in each.values() if one.is_open), None) or next(iter(each.values()))
        zoned = {number: one.epsg for number, one in each.items() if one.epsg is not None}
        by_code = _grouped(rows, zoned)
        is_of_degrees = guess_system(x, y).epsg == WGS84_EPSG
        if first.is_open or not by_code or is_of_degrees:
            return _all_alike(first, x, y, chosen)
        without = np.isin(which, [number for number in rows if number not in zoned])
        if len(by_code) == 1:
            found = _all_alike(each[next(iter(zoned))], x, y, chosen)
            if without.any():
                found.notes.append(_without_zone(without, lines, next(iter(by_code))))
            return found
        if without.any():
            raise InputError("field.rows_without_zone", path=path, lines=_runs(lines[without]))
        return _carried(each, rows, x, y, lines, chosen)

    def _stated(self, words: tuple[str, ...]) -> Stated:
        texts = []
        for role, word in zip(self.columns, words):
            cell = _POINT_ZERO.sub("", word.strip())
            if role == "zone":
                texts.append(f"zona {cell}")
            else:
                texts.append(f"EPSG:{cell}" if _CODE.fullmatch(cell) else cell)
        return stated_system(*texts)


def _all_alike(stated: Stated, x: Floats, y: Floats, chosen: int | None) -> SettledRows:
    guess = settled(stated, x, y, chosen)
    return SettledRows(guess.epsg, *((y, x) if guess.swapped else (x, y)), list(guess.notes))


def _grouped(rows: Mapping[int, Any], keys: Mapping[int, Any]) -> dict[Any, Any]:
    """Rows by what they name."""
    found: dict[Any, Any] = {}
    for number, key in keys.items():
        found[key] = found[key] | rows[number] if key in found else rows[number]
    return found


def _without_zone(which: Any, lines: Any, epsg: int) -> Message:
    return Message("field.rows_as_others", count=int(which.sum()), lines=_runs(lines[which]), system=system_name(epsg))


def _carried(
    each: Mapping[int, Stated], rows: Mapping[int, Any], x: Floats, y: Floats, lines: Any, chosen: int | None
) -> SettledRows:
    """Rows of several zones of one datum, all in one of them."""
    datum, zone, is_north = utm_of_code(chosen) if chosen is not None else ("", 0, False)
    datum = next((one.datum for one in each.values() if one.datum), datum)
    codes = {
        number: utm_code(datum, one.zone, one.is_north) if datum and one.zone else one.epsg
        for number, one in each.items()
    }
    by_code = _grouped(rows, codes)
    most = max(by_code, key=lambda code: int(by_code[code].sum()))
    target = (utm_code(datum, zone, is_north) if zone else None) or most
    found = _all_alike(next(each[number] for number, code in codes.items() if code == most), x, y, None)
    x, y = found.x.copy(), found.y.copy()
    sources = np.zeros(len(x), dtype=np.int64)
    listed = []
    for code, mask in by_code.items():
        listed.append(f"{system_name(code)}: {_runs(lines[mask])}")
        if code != target:
            x[mask], y[mask] = transformed(np.column_stack([x[mask], y[mask]]), code, target).T
            sources[mask] = code
    said = Message("field.zones_carried", zones="; ".join(listed), system=system_name(target))
    # the datum that a person chose is none that is assumed
    kept = [note for note in found.notes if not (chosen and note.id == "field.zone_named_only")]
    return SettledRows(target, x, y, [*kept, said], sources)


def _runs(lines: Any) -> str:
    """Numbers of lines: ``2–5, 9``."""
    breaks = np.flatnonzero(np.diff(lines) > 1) + 1
    runs = [part for part in np.split(np.asarray(lines), breaks) if len(part)]
    said = [f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:_MOST_RUNS]]
    return ", ".join([*said, *(["…"] if len(runs) > _MOST_RUNS else [])])
