"""A first look at a table of coordinates, for the person to confirm which column holds what."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from ..errors import InputError
from ..territory.columns import table_head, table_layout
from ..territory.field_formats import READERS, source_file
from ..territory.field_formats.vertex_table import VertexTableReader
from .messages import describe

_LINES = 300
_SHOWN_ROWS = 6
_HEAD_BYTES = 64 << 10
# What a person may correct; everything else is of no consequence for the geometry.
ROLES = (
    "easting",
    "northing",
    "longitude",
    "latitude",
    "vertex",
    "name",
    "sigma",
    "method",
    "time",
    "date",
    "height",
    "group",
)


@dataclass(frozen=True)
class TableLook:
    """The beginning of a table.

    Attributes
    ----------
    headers : tuple of str
    rows : tuple of tuple of str
        The first rows.
    roles : mapping of str to str
        Header of each role, as guessed.
    reasons : mapping of str to str
        Why, in words.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: Mapping[str, str]
    reasons: Mapping[str, str]


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
    lines = list(itertools.islice(file.lines(), _LINES))
    _, headers, body, _ = table_head(lines)
    roles: dict[str, str] = {}
    reasons: dict[str, str] = {}
    try:
        layout = table_layout(lines, {}, file.name)
    except InputError:  # nothing looks like coordinates: the person says which columns do
        layout = None
    for guess in layout.guesses if layout is not None else ():
        roles[guess.role] = guess.column
        reasons[guess.role] = describe(guess.reason)
    return TableLook(headers, tuple(tuple(row) for row in body[:_SHOWN_ROWS]), roles, reasons)
