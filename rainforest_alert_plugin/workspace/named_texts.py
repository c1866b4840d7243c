"""Free texts in which a person is named: found in all tables and among former values, and the name replaced by a mark."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Iterator

from .schema import TABLES, Table
from .sql import statement
from .store import Connection, Transaction, value_of_text, value_text

MARK = "[…]"
# What an assembly agreed to, what a digest was made of, where a file lies, and what communities are called, often after people.
_FIXED = frozenset(
    {"boundary_version", "boundary_side", "vertex", "export_package", "attachment", "community", "organization"}
)
_KEPT = ("former_value", "merge_claim")
_COMBINING = re.compile("[\u0300-\u036f]")
_LETTER = r"[^\W_]"


@dataclass(frozen=True)
class Place:
    """Where a text stands: table, identity of the row, column."""

    table: str
    row_id: str
    column: str


class NameFinder:
    """Finds a name in texts as a whole, whatever its accents, capitals and spaces.

    A name of one word may be part of other names (Santa Rosa) or a word of the language (luz): among other words it is found, and not
    replaced.
    """

    def __init__(self, name: str) -> None:
        words = _simple(name).split()
        self._first = words[0] if words else ""
        self._is_one_word = len(words) == 1
        phrase = r"\s+".join(re.escape(word) for word in words)
        self._pattern = re.compile(f"(?<!{_LETTER}){phrase}(?!{_LETTER})")

    def names(self, text: str) -> bool:
        """Whether a text names the person."""
        simple = _simple(text) if self._first else ""
        return self._first in simple and bool(self._first) and bool(self._pattern.search(simple))

    def masked(self, text: str) -> str:
        """The text with :data:`MARK` in the place of the name."""
        if not self.names(text):
            return text
        if self._is_one_word:
            return MARK if self._pattern.fullmatch(_simple(text).strip()) else text
        simple, origins = "", []
        for position, letter in enumerate(text):
            plain = _simple(letter)
            simple += plain
            origins += [position] * len(plain)
        parts, end = [], 0
        for found in self._pattern.finditer(simple):
            start, last = origins[found.start()], origins[found.end() - 1]
            parts += [text[end:start], MARK]
            end = last + 1
            while end < len(text) and not _simple(text[end]):
                end += 1
        return "".join([*parts, text[end:]])


def mask_name(transaction: Transaction, finder: NameFinder) -> dict[tuple[str, str], list[str]]:
    """Replace a name in all texts that can be changed; rows are changed and logged as by people's hand.

    Returns
    -------
    dict
        By table and row, the columns whose value, present or former, named the person.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for described in TABLES:
        changes: dict[str, dict[str, str]] = {}
        for place, text in _texts(transaction.connection, described) if _is_changeable(described) else ():
            masked = finder.masked(text)
            if masked != text:
                changes.setdefault(place.row_id, {})[place.column] = masked
        for row_id, values in changes.items():
            transaction.update(described.name, row_id, values)
            found[described.name, row_id] = list(values)
    for kept in _KEPT:
        for place, owner, text in _kept_texts(transaction.connection, kept):
            masked = finder.masked(text)
            if masked == text:
                continue
            sql = statement('UPDATE $table SET "value" = ? WHERE "id" = ?', table=kept)
            transaction.connection.run(sql, [value_text(masked), place.row_id])
            columns = found.setdefault((owner.table, owner.row_id), [])
            if owner.column not in columns:
                columns.append(owner.column)
    return found


def forget_former(connection: Connection, table_name: str, row_id: str, columns: list[str]) -> None:
    """Delete what is kept of former values of some columns, as another laptop that does not know the name has to."""
    for kept in _KEPT:
        sql = statement('DELETE FROM $table WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?', table=kept)
        for column in columns:
            connection.run(sql, [table_name, row_id, column])


def named_places(connection: Connection, finder: NameFinder) -> list[Place]:
    """Where a name stands now in texts: of all tables but those of alerts, of former values, and of the log itself."""
    places = [place for described in TABLES for place, text in _texts(connection, described) if finder.names(text)]
    for kept in _KEPT:
        places += [place for place, _, text in _kept_texts(connection, kept) if finder.names(text)]
    return places


def _is_changeable(described: Table) -> bool:
    return described.audited and not described.append_only and described.name not in _FIXED


def _texts(connection: Connection, described: Table) -> Iterator[tuple[Place, str]]:
    """Texts of a table that people write, but those that name a person by themselves."""
    columns = [
        column.name
        for column in described.columns
        if column.kind in ("text", "json") and not (column.choices or column.references or column.personal)
    ]
    if described.is_bulk or described.name in _KEPT or not columns:
        return
    for row_id, *values in connection.query(
        statement("SELECT $columns FROM $table", columns=["id", *columns], table=described.name)
    ):
        for column, value in zip(columns, values):
            if isinstance(value, str) and value:
                yield Place(described.name, str(row_id), column), value


def _kept_texts(connection: Connection, kept: str) -> Iterator[tuple[Place, Place, str]]:
    """Texts among former values or values that wait for a decision: where they stand, what they are values of, and the text."""
    columns = ["id", "table_name", "row_id", "column_name", "value"]
    for identity, name, row_id, column, stored in connection.query(
        statement("SELECT $columns FROM $table", columns=columns, table=kept)
    ):
        value = None if column == "geom" else value_of_text(column, stored)
        if isinstance(value, str):
            yield Place(kept, str(identity), "value"), Place(str(name), str(row_id), str(column)), value


def _simple(text: str) -> str:
    return _COMBINING.sub("", unicodedata.normalize("NFD", text.casefold()))
