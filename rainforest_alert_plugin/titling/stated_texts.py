"""What the texts of a package state, read back from DOCX and PDF and held against its numbers."""

from __future__ import annotations

import difflib
import re
import unicodedata
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
from .stated_rows import Cells, NoVertexError, StatedRow, StatedRows, StatedRun, StatedTable

ALL_LABELS = "all"
DOCX, PDF = "docx", "pdf"
_ATTRIBUTE = "attribute:"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LATIN = re.compile("[0-9A-Za-zÀ-ÖØ-öø-ÿ]+")
_PRINTED = re.compile("[!-~°À-ÖØ-öø-ÿ]*")  # what every font of a PDF has
_LONG = 20
_ALIKE = 0.5
_ANYTHING = "[^A-Za-z]*?"
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
    stated = StatedRows(rows, manifest)
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
            try:
                for described in document.get("tables", ()):
                    check.rows_of(stated.table(described))
                check.runs([run for described in document.get("runs", ()) for run in stated.runs(described)])
            except NoVertexError as error:
                check.differ(str(error), str(error))
        for part in document.get("parts", ()):
            check.coordinates(part, coordinates.get(part, ()))
            columns = tuple(document.get("part_columns", {}).get(part, ()))
            if columns:
                check.rows_of(_part_table(columns, [row.cells for row in land.rows.get(part, ())]))
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


def readable(
    path: Path,
    document: Mapping[str, Any],
    manifest: Mapping[str, Any],
    rows: Sequence[Mapping[str, str]],
    texts: Texts,
) -> dict[str, list[Any]]:
    """Tables and runs of a document that its template has the way ours has them; a federation may print them otherwise.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    stated = StatedRows(rows, manifest)
    kept: dict[str, list[Any]] = {"tables": [], "runs": []}
    for name, described_ones in kept.items():
        for described in document.get(name, ()):
            found: list[Message] = []
            check = _TextCheck(path.name, texts.of(path, str(document["kind"])), manifest, (), found)
            if name == "tables":
                check.rows_of(stated.table(described))
            else:
                check.runs(stated.runs(described))
            if not found:
                described_ones.append(described)
    return kept


def _part_table(columns: tuple[str, ...], rows: Sequence[Mapping[str, str]]) -> StatedTable:
    """The table of the titled or the ceded land; what the geometry contradicts is empty there and may be anything here."""
    stated = tuple(StatedRow(row["vertex"], tuple(row.get(column) or None for column in columns)) for row in rows)
    return StatedTable(columns, "vertex", stated)


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
        self._by_number: dict[str, list[str]] | None = None

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

    def rows_of(self, table: StatedTable) -> None:
        """Each row of a table: in a DOCX as a row of its tables, in a PDF as cells that follow each other."""
        key = table.columns.index(table.key)
        if self.text.pages:
            for row in self._lacking_on_pages(table.rows):
                self._differs_on_pages(table, row, key)
            return
        lines = _Lines(self.text.tables, len(table.columns))
        for row in [row for row in table.rows if not lines.take(_bare(row.cells))]:
            cells = _bare(row.cells)
            line = lines.nearest(cells)
            if line is None:
                self.differ(row.place, row.cells[key] or row.place)
                continue
            for column, stated, cell in zip(table.columns, cells, line):
                if stated not in (None, cell):
                    self._row_differs(row.place, column, str(cell), str(stated))

    def _lacking_on_pages(self, rows: Sequence[StatedRow]) -> list[StatedRow]:
        """Rows that do not stand on the pages as often as the table has them."""
        runs = [_longest_run(_bare(row.cells)) for row in rows]
        lacking = set()
        for run, count in Counter(runs).items():
            if None in run:
                pattern = "".join(_ANYTHING if cell is None else re.escape(cell) for cell in run)
                found = len(re.findall(pattern, self.joined))
            else:
                found = self.joined.count("".join(str(cell) for cell in run))
            if found < count:
                lacking.add(run)
        return [row for row, run in zip(rows, runs) if run in lacking]

    def _differs_on_pages(self, table: StatedTable, row: StatedRow, key: int) -> None:
        """Name the first cell that differs, where most of the cells before it are as they should be."""
        cells = _bare(row.cells)
        if not cells[key]:
            key = next((number for number, cell in enumerate(cells) if cell), key)
        best, wrong = key, (table.columns[key], "–")
        start = self.joined.find(cells[key] or "")
        while start >= 0 and cells[key]:
            at = start
            for number, cell in enumerate(cells[key:], start=key):
                if cell is None or not self.joined.startswith(cell, at):
                    if number > best:
                        best, wrong = number, (table.columns[number], self.joined[at : at + len(cell or "")])
                    break
                at += len(cell)
            start = self.joined.find(cells[key] or "", start + 1)
        column, found = wrong
        self._row_differs(row.place, column, found, cells[table.columns.index(column)] or "–")

    def _row_differs(self, place: str, column: str, found: str, stated: str) -> None:
        self.found.append(
            Message("difference.value", file=self.file, place=f"{place} {column}", found=found or "–", stated=stated)
        )

    def runs(self, runs: Sequence[StatedRun]) -> None:
        """Sentences that tell from where to where and how long, as many of each as there are runs."""
        wanted = Counter((run.start, run.end, run.length_m) for run in runs)
        for run in runs:
            ends = [_whole(run.start), _whole(run.end)]
            told = [said for said in self._sentences_with(run.length_m, run.start) if all(e.search(said) for e in ends)]
            is_told = any(all(angle in said for angle in run.angles) for said in told)
            if not is_told or len(told) < wanted[run.start, run.end, run.length_m]:
                self.differ(f"{run.start} – {run.end}", run.length_m, self.numbers)

    def _sentences_with(self, number: str, label: str) -> list[str]:
        """Sentences, and what stands between semicolons, that hold a number and a label."""
        if self._by_number is None:
            self._by_number = {}
            for piece in self.text.pieces:
                for said in " ".join(piece.split()).split(";"):
                    for held in set(_NUMBER.findall(said)):
                        self._by_number.setdefault(held, []).append(said)
        words = " ".join(label.split())
        return [said for said in self._by_number.get(number, ()) if words in said]

    def _says(self, stated: str) -> bool:
        """Whether a name stands in the text; of a PDF only Latin letters and figures are asked, since fonts lack others."""
        if not self.text.pages:
            return "".join(stated.split()) in self.joined
        return all(word in self.joined for word in _LATIN.findall(stated))


class _Lines:
    """Rows of the tables of a DOCX that have so many cells; each answers for one stated row only."""

    def __init__(self, tables: Sequence[Sequence[Sequence[str]]], width: int) -> None:
        self.left: Counter[Cells] = Counter(_bare(line) for table in tables for line in table if len(line) == width)

    def take(self, cells: Cells) -> bool:
        """Whether a row has these cells; it is taken."""
        found: Cells | None = cells
        if None in cells:
            same = (line for line in self.left if all(cell in (None, other) for cell, other in zip(cells, line)))
            found = next((line for line in same if self.left[line]), None)
        if found is None or not self.left[found]:
            return False
        self.left[found] -= 1
        return True

    def nearest(self, cells: Cells) -> Cells | None:
        """The row that is left and agrees most; None when none agrees in half of the cells."""
        off = {
            line: sum(cell not in (None, other) for cell, other in zip(cells, line))
            for line, count in self.left.items()
            if count
        }
        best = min(off, key=off.__getitem__, default=None)
        return best if best is not None and 2 * off[best] <= len(cells) else None


def _whole(label: str) -> re.Pattern[str]:
    """What finds a label, and not a longer number that begins or ends like it."""
    said = re.escape(" ".join(label.split()))
    return re.compile(("(?<![0-9])" if label[:1].isdigit() else "") + said + "(?![0-9])")


def _bare(cells: Sequence[str | None]) -> Cells:
    """Cells without spaces, as fonts that join letters give them back."""
    return tuple(None if cell is None else "".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells)


def _longest_run(cells: Cells) -> Cells:
    """The longest run of cells of a row whose letters every font has."""
    runs: list[list[str | None]] = [[]]
    for cell in cells:
        if cell is not None and not _PRINTED.fullmatch(cell):
            runs.append([])
        else:
            runs[-1].append(cell)
    return tuple(max(runs, key=lambda run: sum(len(cell or "") for cell in run)))
