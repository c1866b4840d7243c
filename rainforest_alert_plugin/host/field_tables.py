"""A first look at a table of coordinates, for the person to confirm which column holds what."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from ..errors import InputError
from ..territory.columns import DELIMITER, table_head, table_layout
from ..territory.field_feature import ColumnGuess
from ..territory.field_formats import READERS, source_file
from ..territory.field_formats.vertex_table import VertexTableReader
from .messages import describe

_LINES = 300
_SHOWN_ROWS = 6
_HEAD_BYTES = 64 << 10
# What a person may correct.
ROLES = (
    "easting",
    "northing",
    "longitude",
    "latitude",
    "vertex",
    "name",
    "sigma",
    "method",
    "quality",
    "time",
    "date",
    "clock",
    "height",
    "zone",
    "group",
    "order",
    "description",
    "photos",
)


@dataclass(frozen=True)
class TableLook:
    """The beginning of a table.

    Attributes
    ----------
    lines : tuple of str
        First lines of the file.
    headers : tuple of str
    rows : tuple of tuple of str
        The first rows.
    roles : mapping of str to str
        Header of each role, as guessed.
    reasons : mapping of str to str
        Why, in words.
    delimiter : str
        Sign between the columns.
    decimals : mapping of str to str
        Decimal mark of each role that holds numbers with one.
    doubts : tuple of str
        What the numbers of a column leave open, in words.
    """

    lines: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: Mapping[str, str]
    reasons: Mapping[str, str]
    delimiter: str
    decimals: Mapping[str, str]
    doubts: tuple[str, ...]


def look_at_table(path: str) -> TableLook | None:
    """Look at the beginning of a file; None when it is no table of coordinates but a format that says itself what it holds.

    Raises
    ------
    InputError
        ``input.unreadable`` and what archives are refused for.
    """
    file = source_file(Path(path))
    text = file.head(_HEAD_BYTES).decode(file.encoding(), "replace").lstrip("\ufeff")
    reader = next((reader for reader in READERS if reader.recognises(file, text)), None)
    if not isinstance(reader, VertexTableReader):
        return None
    return look_at_lines(tuple(itertools.islice(file.lines(), _LINES)), {})


def look_at_lines(lines: tuple[str, ...], wanted: Mapping[str, str]) -> TableLook:
    """Look at the first lines of a table.

    Parameters
    ----------
    lines : tuple of str
    wanted : mapping of str to str
        What the person said already, as :func:`~rainforest_alert_plugin.territory.columns.table_layout` takes it.
    """
    delimiter, headers, body, _ = table_head(lines, wanted.get(DELIMITER, ""))
    guesses: tuple[ColumnGuess, ...] = ()
    with contextlib.suppress(InputError):  # nothing looks like coordinates: the person says which columns do
        guesses = table_layout(lines, wanted, "").guesses
    return TableLook(
        lines,
        headers,
        tuple(tuple(row) for row in body[:_SHOWN_ROWS]),
        {guess.role: guess.column for guess in guesses},
        {guess.role: describe(guess.reason) for guess in guesses},
        delimiter,
        {guess.role: guess.decimal for guess in guesses if guess.decimal},
        tuple(describe(doubt) for guess in guesses for doubt in guess.doubts),
    )
