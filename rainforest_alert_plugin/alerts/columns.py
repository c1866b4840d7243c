"""Rows of alerts kept as columns: a million of them are read, and looked at, column by column."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..geo.arrays import Floats
from .text_columns import TextColumn, text_columns

_WITH_COMMA = re.compile(r"-?\d+,\d+")


class ColumnRows(Sequence[Mapping[str, Any]]):
    """Rows made when somebody looks at one; what is kept is the columns.

    Parameters
    ----------
    columns : mapping of str to sequence
        Values of each column, all of one length.
    """

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self.columns = columns
        self._count = len(next(iter(columns.values()), ()))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return {name: values[index] for name, values in self.columns.items()}


@dataclass(frozen=True)
class Table:
    """Rows of a file or layer.

    Attributes
    ----------
    name : str
        Name for messages.
    rows : list of mapping
        Values by column name in lower case; None or blank where there is nothing.
    is_polygons : bool
        Whether each row stands for a polygon, with a place in it and its area.
    """

    name: str
    rows: Sequence[Mapping[str, Any]]
    is_polygons: bool = False

    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.rows[0]) if self.rows else []

    def column(self, name: str) -> Sequence[Any]:
        """Values of a column, None where there is nothing; all None when there is no such column."""
        if isinstance(self.rows, ColumnRows):
            return self.rows.columns.get(name, [None] * len(self.rows))
        return [row.get(name) for row in self.rows]


def delimited_rows(text: str, delimiter: str) -> ColumnRows | None:
    """Rows of a delimited text whose first line that is not empty names the columns.

    What a line is short of is None; what it has too much is left out; empty lines are none. With semicolons between fields, a number may
    have a decimal comma, as spreadsheets in Spanish write it.

    Returns
    -------
    ColumnRows or None
        None when there is no row.
    """
    names, columns = (text_columns(text, delimiter) if delimiter != ";" else None) or _parsed(text, delimiter)
    if not columns or not len(columns[0]):
        return None
    if delimiter == ";":
        columns = [[_with_point(value) for value in column] for column in columns]
    return ColumnRows(dict(zip((name.strip().lower() for name in names), columns)))


def _parsed(text: str, delimiter: str) -> tuple[list[str], Sequence[Sequence[Any]]]:
    """Names and columns of a text with lines of any length, with or without quotes."""
    rows = (line for line in csv.reader(text.splitlines(), delimiter=delimiter) if line)
    names = next(rows, [])
    width = len(names)
    kept = [row[:width] for row in rows]
    columns: list[Sequence[Any]] = [list(column) for column in zip_longest(*kept)]
    missing = [[None] * len(kept) for _ in range(width - len(columns))]
    return names, [*columns, *missing]


def _with_point(value: str | None) -> str | None:
    """A number with a decimal point."""
    if value is None or "," not in value:
        return value
    return value.replace(",", ".") if _WITH_COMMA.fullmatch(value.strip()) else value


def number_of(value: Any) -> float | None:
    """A finite number out of a number or text; None otherwise."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value if value.__class__ is str else str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def numbers_of(values: Sequence[Any]) -> Floats:
    """Numbers of a column as :func:`number_of` reads each; nan where there is none."""
    if isinstance(values, TextColumn):
        return values.numbers(lambda text: _or_nan(number_of(text)))
    if set(map(type, values)) <= {str}:
        try:
            found = np.fromiter(map(float, values), "f8", len(values))
        except ValueError:
            pass  # some are no numbers: one by one, below
        else:
            found[~np.isfinite(found)] = np.nan
            return found
    return each_of(values, number_of)


def each_of(values: Sequence[Any], meaning: Callable[[Any], float | None]) -> Floats:
    """What each value of a column means; nan where it means nothing. Each text is looked at once, however often it stands there."""
    if isinstance(values, TextColumn):
        found = values.each(lambda text: _or_nan(meaning(text)))
        if found is not None:
            return found
        values = list(values)
    if set(map(type, values)) <= {str, type(None)}:
        known = {value: _or_nan(meaning(value)) for value in dict.fromkeys(values)}
        return np.fromiter(map(known.__getitem__, values), "f8", len(values))
    return np.fromiter((_or_nan(meaning(value)) for value in values), "f8", len(values))


def _or_nan(number: float | None) -> float:
    return math.nan if number is None else number
