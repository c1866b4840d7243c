"""What the texts of a package state, read back from DOCX and PDF and held against its numbers."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Collection, Mapping, Sequence

from ..documents.docx_reading import read_docx
from ..documents.pdf_reading import read_pdf
from ..errors import InputError, Message
from ..geo.progress import IsCancelled, stop_if
from .land_verification import LandCheck
from .manifest import sha256_of

ALL_LABELS = "all"
DOCX, PDF = "docx", "pdf"
_ATTRIBUTE = "attribute:"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LATIN = re.compile("[0-9A-Za-zÀ-ÖØ-öø-ÿ]+")
_LONG = 20
_ALIKE = 0.5
_PLAIN_NUMBER_COLUMNS = ("easting", "northing")


@dataclass(frozen=True)
class _Text:
    """A file as it is read: its pieces, its tables (of a DOCX), and for each page whether it is one of a PDF."""

    pieces: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    pages: tuple[tuple[str, ...], ...] = ()


class Texts:
    """Texts of the files of a package; what has been read once is not taken apart again while its bytes are the same."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], _Text] = {}

    def of(self, path: Path, kind: str) -> _Text:
        """Text of a file that is ``docx`` or ``pdf``, of the bytes that are there now.

        Raises
        ------
        InputError
            When it cannot be read.
        """
        try:
            key = kind, sha256_of(path)
        except OSError as error:
            raise InputError("input.unreadable", path=str(path), reason=error.strerror or str(error)) from error
        if key not in self._texts:
            self._texts[key] = _read(path, kind)
        return self._texts[key]


def text_differences(
    folder: Path,
    manifest: Mapping[str, Any],
    rows: Sequence[Mapping[str, str]],
    land: LandCheck,
    missing: set[str],
    is_cancelled: IsCancelled,
    texts: Texts,
) -> list[Message]:
    """What a text states otherwise than the manifest and the technical table.

    Parameters
    ----------
    rows : sequence of mapping
        Cells of the technical table by column; empty when it could not be read, and then tables are not compared.
    land : LandCheck
        Boundaries of the titled and the ceded land as the shapefile has them, and their tables as the workbook has them.
    missing : set of str
        Files that are not there, which was said already.
    """
    found: list[Message] = []
    coordinates = land.coordinates
    for document in manifest["documents"].values():
        if not isinstance(document, Mapping) or document.get("kind") not in (DOCX, PDF) or document["file"] in missing:
            continue
        stop_if(is_cancelled)
        file = str(document["file"])
        try:
            text = texts.of(folder / file, str(document["kind"]))
        except InputError as error:
            found.append(Message("difference.unreadable", file=file, reason=error.message.facts["reason"]))
            continue
        check = _TextCheck(file, text, manifest, rows, found)
        check.states(document.get("states", {}))
        check.mark(str(document.get("mark", "")))
        if rows:
            check.table(document.get("headings", ()), document.get("columns", ()))
            check.vertices(document.get("labels", ()))
        for part in document.get("parts", ()):
            check.coordinates(part, coordinates.get(part, ()))
            columns = document.get("part_columns", {}).get(part, ())
            check.sides(columns, [row.cells for row in land.rows.get(part, ())])
    return found


def counted_states(
    path: Path, document: Mapping[str, Any], manifest: Mapping[str, Any], texts: Texts
) -> dict[str, int]:
    """How often a text, as it was written, states each thing that it is said to state.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    check = _TextCheck(path.name, texts.of(path, str(document["kind"])), manifest, (), [])
    return {key: check.count(key) for key in document.get("states", ())}


def _read(path: Path, kind: str) -> _Text:
    if kind == PDF:
        pages = read_pdf(path).pages
        return _Text(tuple(piece for page in pages for piece in page), (), pages)
    read = read_docx(path)
    cells = [cell for table in read.tables for row in table for cell in row]
    return _Text((*read.paragraphs, *cells, *read.margins), read.tables)


class _TextCheck:
    """One text held against the numbers; what differs is added to `found`."""

    def __init__(
        self,
        file: str,
        text: _Text,
        manifest: Mapping[str, Any],
        rows: Sequence[Mapping[str, str]],
        found: list[Message],
    ) -> None:
        self.file = file
        self.text = text
        self.manifest = manifest
        self.rows = rows
        self.found = found
        self.joined = "".join("".join(text.pieces).split())
        self.numbers = Counter(number for piece in text.pieces for number in _NUMBER.findall(piece))

    def differ(self, place: str, stated: str, candidates: Collection[str] = ()) -> None:
        """Say what was looked for, and what in the text resembles it."""
        near = difflib.get_close_matches(stated, candidates, 1, _ALIKE)
        self.found.append(
            Message("difference.value", file=self.file, place=place, found=near[0] if near else "–", stated=stated)
        )

    def states(self, counts: Mapping[str, int]) -> None:
        """Numbers and names that the text must hold, in the digits of the manifest and as often as it was written with."""
        for key, count in counts.items():
            found = self.count(key)
            if found >= max(count, 1):
                continue
            stated = self.stated(key)
            is_number = _NUMBER.fullmatch(stated) is not None
            near = difflib.get_close_matches(stated, self.numbers if is_number else self.text.pieces, 1, _ALIKE)
            said = near[0] if near and near[0] != stated else f"{found} × {stated}" if found else "–"
            place = key[len(_ATTRIBUTE) :] if key.startswith(_ATTRIBUTE) else key
            self.found.append(Message("difference.value", file=self.file, place=place, found=said, stated=stated))

    def stated(self, key: str) -> str:
        """What the manifest says of a number or an attribute."""
        if key.startswith(_ATTRIBUTE):
            return str(self.manifest["attributes"][key[len(_ATTRIBUTE) :]])
        found: Any = self.manifest["numbers"]
        for name in key.split(":"):
            found = found[name]
        return str(found)

    def count(self, key: str) -> int:
        """How often the text states it; of a name in a PDF only whether it does."""
        stated = self.stated(key)
        if key.startswith(_ATTRIBUTE):
            return int(self._says(stated)) if self.text.pages else self.joined.count("".join(stated.split()))
        # a fingerprint may be broken over lines; a number never is
        return self.joined.count(stated) if len(stated) > _LONG else self.numbers[stated]

    def mark(self, mark: str) -> None:
        """The word of a draft, on every page of a PDF."""
        places = self.text.pages or (self.text.pieces,)
        for number, pieces in enumerate(places if mark else (), start=1):
            if mark not in pieces and not any(mark in piece for piece in pieces):
                self.differ(f"{number}", mark)

    def table(self, headings: Sequence[str], columns: Sequence[str]) -> None:
        """Each row of the technical table in the tables of a DOCX that have its headings."""
        if not headings or not columns:
            return
        vertex = list(columns).index("vertex")
        stated = {row["vertex"]: row for row in self.rows}
        seen: list[str] = []
        for table in self.text.tables:
            if not table or list(table[0]) != list(headings):
                continue
            for line in table[1:]:
                row = stated.get(line[vertex]) if len(line) == len(columns) else None
                if row is None or row["vertex"] in seen:
                    continue
                seen.append(row["vertex"])
                for column, cell in zip(columns, line):
                    if cell != row[column]:
                        self.found.append(
                            Message(
                                "difference.value",
                                file=self.file,
                                place=f"{row['vertex']} {column}",
                                found=cell,
                                stated=row[column],
                            )
                        )
        if len(seen) != len(stated):
            self.found.append(Message("difference.count", file=self.file, found=len(seen), stated=len(stated)))

    def vertices(self, labels: Sequence[str] | str) -> None:
        """Names and coordinates of vertices, wherever they stand."""
        wanted = None if labels == ALL_LABELS else set(labels)
        for row in self.rows:
            if wanted is not None and row["vertex"] not in wanted:
                continue
            if not self._says(row["vertex"]):
                self.differ(row["vertex"], row["vertex"])
            for column in _PLAIN_NUMBER_COLUMNS:
                if row[column] not in self.numbers:
                    self.differ(f"{row['vertex']} {column}", row[column], self.numbers)

    def coordinates(self, part: str, points: Sequence[tuple[str, str]]) -> None:
        """Every coordinate of the titled or the ceded land."""
        for value in dict.fromkeys(value for point in points for value in point):
            if value not in self.numbers:
                self.differ(part, value, self.numbers)

    def sides(self, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
        """Each side of the titled or the ceded land: its length, angle and azimuth in the tables of the text."""
        if not columns:
            return
        wanted = [{column: "".join(row[column].split()) for column in columns if row.get(column)} for row in rows]
        if self.text.pages:
            for row in wanted:
                self._side_of_pages(columns, row)
            return
        place = list(columns).index("vertex")
        lines: dict[str, list[tuple[str, ...]]] = {}
        for table in self.text.tables:
            for line in table:
                if len(line) == len(columns):
                    lines.setdefault(line[place], []).append(tuple("".join(cell.split()) for cell in line))
        for row in wanted:
            # a surveyed label of the whole may be the same: the line that agrees most is the one that is meant
            off = [
                [(column, cell) for column, cell in zip(columns, line) if cell != row.get(column, cell)]
                for line in lines.get(row["vertex"], ())
            ]
            if not off:
                self.differ(row["vertex"], row["vertex"])
                continue
            for column, cell in min(off, key=len):
                self._side_differs(row, column, cell)

    def _side_of_pages(self, columns: Sequence[str], row: Mapping[str, str]) -> None:
        """The cells of a row follow each other on the page; what they hold in place of one that differs is named."""
        if not row["vertex"].isascii():
            return
        best, wrong = -1, ("vertex", "–")
        cells = [(column, row.get(column)) for column in columns]
        pattern = "".join(r"[^A-Za-z]*?" if cell is None else re.escape(cell) for _, cell in cells)
        if re.search(pattern, self.joined):
            return
        start = self.joined.find(row["vertex"])
        while start >= 0:
            at = start
            for number, (column, cell) in enumerate(cells):
                if cell is None or not self.joined.startswith(cell, at):
                    if number > best:
                        best, wrong = number, (column, self.joined[at : at + len(cell or "")])
                    break
                at += len(cell)
            start = self.joined.find(row["vertex"], start + 1)
        self._side_differs(row, *wrong)

    def _side_differs(self, row: Mapping[str, str], column: str, found: str) -> None:
        place = f"{row['vertex']} {column}"
        self.found.append(
            Message("difference.value", file=self.file, place=place, found=found or "–", stated=row.get(column, "–"))
        )

    def _says(self, stated: str) -> bool:
        """Whether a name stands in the text; of a PDF only Latin letters and figures are asked, since fonts lack others."""
        if not self.text.pages:
            return "".join(stated.split()) in self.joined
        return all(word in self.joined for word in _LATIN.findall(stated))
