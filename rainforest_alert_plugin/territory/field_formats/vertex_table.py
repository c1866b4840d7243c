"""Tables of coordinates: GNSS vertices, favourites of Locus, sheets that somebody typed."""

from __future__ import annotations

import csv
import itertools
import math
from array import array
from pathlib import PurePosixPath
from typing import Collection, Iterator

import numpy as np

from ...errors import InputError, Message
from ...geo.arrays import Bools, Floats
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..columns import TableLayout, table_layout
from ..datum_names import combined, stated_system
from ..field_feature import FieldFeature, FieldReading, point_feature, vertices_of
from ..persons import person_of
from ..plane import is_geographic
from ..row_systems import RowSystems, SettledRows
from ..row_times import RowTimes
from ..source_file import SourceFile, missing_attachments
from ..stated_systems import with_name
from ..written_values import NO_TIME, degrees, number
from .protocol import ReadingOptions

_HEAD_LINES = 300
_CHECK_EVERY = 20_000
_DEGREE_LIMITS = (180.0, 90.0)
_LONG_FIELD = 16 << 20
_SAMPLE_ROWS = 50
_MOST_PHOTO_ROWS = 100_000
_MOST_REMARKS = 50
_SYSTEM_ROLES = ("zone", "datum")


class VertexTableReader:
    """Reader of delimited text."""

    name = "csv"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """By the ending of the name."""
        return file.suffix in (".csv", ".txt", ".tsv", ".asc", ".xyz")

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Each row becomes a vertex, or a place when the table has descriptions or photos and no vertex column.

        The table is walked twice, once for its coordinates and once while the features are taken, so that its size does not matter.
        Rows of several UTM zones are carried into one of them.

        Raises
        ------
        InputError
            ``field.empty``, ``field.no_columns``, ``field.no_such_column``, ``field.bad_writing``, and what
            :meth:`~rainforest_alert_plugin.territory.row_systems.RowSystems.settle` raises.
        """
        csv.field_size_limit(_LONG_FIELD)
        layout = table_layout(list(itertools.islice(file.lines(), _HEAD_LINES)), options.columns, file.name)
        first, second = ("easting", "northing") if "easting" in layout.roles else ("longitude", "latitude")
        walk = _Walk(file, layout, (first, second), options)
        lines = walk.lines
        if not len(lines):
            raise InputError("field.empty", path=file.name)
        own = combined(layout.stated, stated_system("\n".join(walk.remarks)))
        stated = with_name(own, file.name, options.epsg)
        settled = walk.systems.settle(stated, walk.x, walk.y, lines, options.epsg, file.name)
        x, y, epsg = settled.x, settled.y, settled.epsg
        notes = [*layout.notes, *settled.notes]
        notes += [doubt for guess in layout.guesses for doubt in guess.doubts]
        notes += walk.times.notes()
        notes += _cut_decimals(layout, file)
        good = np.isfinite(x) & np.isfinite(y)
        if epsg is not None and is_geographic(epsg):
            with np.errstate(invalid="ignore"):
                good &= (np.abs(x) <= _DEGREE_LIMITS[0]) & (np.abs(y) <= _DEGREE_LIMITS[1])
        tally = FeatureTally(file.name, read=len(x), used=int(good.sum()))
        tally.left_out = [(f"#{line}", Message("field.no_place", line=line)) for line in lines[~good].tolist()]
        rows = TableRows(file, layout, settled, good, _kind(layout), options, walk.times)
        if "photos" in layout.roles and len(x) <= _MOST_PHOTO_ROWS:
            notes += missing_attachments({photo for row in rows for photo in row.photos}, file.attachments)
        return FieldReading(
            self.name,
            rows,
            epsg,
            tally,
            notes,
            list(layout.guesses),
            attachments=list(file.attachments),
            delimiter=layout.delimiter,
        )


class TableRows(Collection[FieldFeature]):
    """Rows of a table as features, made while they are walked through."""

    def __init__(
        self,
        file: SourceFile,
        layout: TableLayout,
        settled: SettledRows,
        good: Bools,
        kind: str,
        options: ReadingOptions,
        times: RowTimes,
    ) -> None:
        self._file, self._layout, self._kind, self._options = file, layout, kind, options
        self._x, self._y, self._sources, self._good = settled.x, settled.y, settled.sources, good
        self._times = times.instants() if times.are_there else None

    def places(self) -> tuple[Floats, Floats]:
        """Coordinates of all rows that have some."""
        return self._x[self._good], self._y[self._good]

    def __len__(self) -> int:
        return int(self._good.sum())

    def __contains__(self, item: object) -> bool:
        return any(item is feature for feature in self)

    def __iter__(self) -> Iterator[FieldFeature]:
        layout = self._layout
        roles = layout.roles
        others = [(i, h) for i, h in enumerate(layout.headers) if i not in roles.values() and h]
        for index, (line, row) in enumerate(_rows(self._file, layout)):
            if index % _CHECK_EVERY == 0:
                stop_if(self._options.is_cancelled)
            if not self._good[index]:
                continue

            def cell(role: str, row: list[str] = row) -> str:
                at = roles.get(role, -1)
                return row[at].strip() if 0 <= at < len(row) else ""

            properties = {h: row[i].strip() for i, h in others if i < len(row) and row[i].strip()}
            author = ""
            if properties:
                properties, author = person_of(properties)
            if self._sources is not None and self._sources[index]:
                properties["as_written"] = f"{cell('easting')}; {cell('northing')} (EPSG:{self._sources[index]})"
            label = cell("vertex") or cell("order")
            name = cell("name") or cell("group")
            if not label and self._kind == "vertex":
                label = name
            if cell("group"):
                properties["group"] = cell("group")
            vertices = vertices_of(
                [[self._x[index], self._y[index]]],
                number(cell("height"), layout.decimals.get("height", "")),
                _not_negative(number(cell("sigma"), layout.decimals.get("sigma", ""))),
                NO_TIME if self._times is None else self._times[index],
                [cell("quality")[:24]],
            )
            yield point_feature(
                self._kind,
                vertices,
                name=name,
                label=label,
                description=cell("description"),
                method=cell("method"),
                photos=tuple(PurePosixPath(p.strip()).name for p in cell("photos").split("|") if p.strip()),
                author=author,
                properties=properties,
                line=line,
            )


def _kind(layout: TableLayout) -> str:
    says_place = "description" in layout.roles or "photos" in layout.roles
    return "place" if says_place and "vertex" not in layout.roles and "easting" not in layout.roles else "vertex"


def _rows(file: SourceFile, layout: TableLayout) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row below the headers that holds anything."""
    lines: Iterator[str] = (line.replace("\0", "") for line in file.lines())
    if layout.delimiter == " ":
        lines = (" ".join(line.split()) for line in lines)
    reader = csv.reader(lines, delimiter=layout.delimiter)
    for row in reader:
        if reader.line_num > layout.header_row and any(cell.strip() for cell in row):
            yield reader.line_num, row


class _Walk:
    """Coordinates of all rows, with their lines and what each says of its system.

    Attributes
    ----------
    x, y : ndarray of float, shape (rows,)
        NaN where a row has none.
    lines : ndarray of int, shape (rows,)
    systems : RowSystems
    times : RowTimes
    remarks : list of str
        First rows without coordinates.
    """

    def __init__(
        self, file: SourceFile, layout: TableLayout, columns: tuple[str, str], options: ReadingOptions
    ) -> None:
        x, y, lines = array("d"), array("d"), array("q")
        self.remarks: list[str] = []
        self.systems = RowSystems({role: layout.roles[role] for role in _SYSTEM_ROLES if role in layout.roles})
        self.times = RowTimes(layout.headers, layout.roles)
        has_times = self.times.are_there
        first, second = (layout.roles[role] for role in columns)
        first_decimal, second_decimal = (layout.decimals[role] for role in columns)
        for count, (line, row) in enumerate(_rows(file, layout)):
            if count % _CHECK_EVERY == 0:
                stop_if(options.is_cancelled)
            x.append(_value(row[first], first_decimal) if first < len(row) else math.nan)
            y.append(_value(row[second], second_decimal) if second < len(row) else math.nan)
            lines.append(line)
            if self.systems.columns:
                self.systems.take(row)
            if has_times:
                self.times.take(line, row)
            if math.isnan(x[-1]) and len(self.remarks) < _MOST_REMARKS:
                self.remarks.append(" ".join(row))
        self.x, self.y, self.lines = np.array(x), np.array(y), np.array(lines)


def _cut_decimals(layout: TableLayout, file: SourceFile) -> list[Message]:
    """A warning when the delimiter seems to be the decimal mark too: whole digits alone stand behind each coordinate in every row."""
    taken = [layout.roles[role] for role in ("easting", "northing") if role in layout.roles]
    if layout.delimiter != "," or not taken:
        return []
    rows = [row for _, row in itertools.islice(_rows(file, layout), _SAMPLE_ROWS)]
    for column in taken:
        if column + 1 in layout.roles.values() or not all(
            column + 1 < len(row) and row[column].strip().isdecimal() and row[column + 1].strip().isdecimal()
            for row in rows
        ):
            return []
    text = f"{rows[0][taken[0]].strip()},{rows[0][taken[0] + 1].strip()}"
    return [Message("field.decimals_cut", text=text)]


def _value(cell: str, decimal: str) -> float:
    value = number(cell, decimal)
    return degrees(cell) if math.isnan(value) else value  # degrees and minutes


def _not_negative(value: float) -> float:
    return value if value >= 0.0 else math.nan
