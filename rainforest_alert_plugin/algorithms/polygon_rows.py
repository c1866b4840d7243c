"""Rows of a polygon layer as columns, and their way into a GeoPackage that QGIS just made, without a feature object for each."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Collection, Iterable, Iterator, Sequence

import numpy as np
from qgis.core import QgsFeature, QgsFields, QgsGeometry
from qgis.PyQt.QtCore import QDate, Qt

from ..geo.arrays import Floats
from ..geo.files import sqlite_uri
from ..geo.progress import IsCancelled, stop_if
from ..host.stored_index import statement
from ..workspace.spatial_index import index_boxes, rounded_boxes
from ..workspace.sql import quoted_any

# Magic, version 0, little-endian with an envelope of x and y (OGC 12-128r18, clause 2.1.3).
_HEADER = struct.Struct("<2sBBi")
_WITH_ENVELOPE = 0x03
_ENVELOPE_BYTES = 32


@dataclass(frozen=True)
class PolygonRows:
    """Some rows of a polygon layer.

    Attributes
    ----------
    columns : sequence of iterables
        Values of each field, as many as there are polygons; None is NULL.
    wkbs : list of bytes
        Multipolygons, none of them empty.
    boxes : ndarray of float64, shape (n, 4)
        Of the polygons: x min, y min, x max, y max.
    dates : collection of int
        Columns that hold dates, as ``YYYY-MM-DD``.
    """

    columns: Sequence[Iterable[Any]]
    wkbs: list[bytes]
    boxes: Floats
    dates: Collection[int] = ()

    def features(self) -> Iterator[QgsFeature]:
        """The rows as features."""
        columns = [map(_date, column) if index in self.dates else column for index, column in enumerate(self.columns)]
        for values, wkb in zip(zip(*columns), self.wkbs):
            feature = QgsFeature()
            feature.setAttributes(list(values))
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            yield feature


@dataclass(frozen=True)
class EmptyTable:
    """The one table of a GeoPackage without rows.

    Attributes
    ----------
    path : Path
    name, key, geometry : str
        The table, its primary key and its geometry column.
    srs_id : int
    """

    path: Path
    name: str
    key: str
    geometry: str
    srs_id: int

    @classmethod
    def of(cls, path: Path, fields: QgsFields) -> EmptyTable | None:
        """Look at a file that was just made; None when its table is not plainly one with these fields."""
        names = [fields.at(index).name() for index in range(fields.count())]
        try:
            with closing(sqlite3.connect(sqlite_uri(path.resolve(), "rw"), uri=True)) as database:
                found = database.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
                if len(found) != 1:
                    return None
                name, geometry, srs_id = found[0]
                columns = database.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
                keys = [column for column, is_key in columns if is_key]
                others = [column for column, is_key in columns if not is_key and column != geometry]
                is_empty = database.execute(statement("SELECT 1 FROM", quoted_any(name), "LIMIT 1")).fetchone() is None
        except sqlite3.Error:
            return None
        return cls(path, name, keys[0], geometry, srs_id) if is_empty and len(keys) == 1 and others == names else None

    def fill(self, batches: Iterable[PolygonRows], fields: QgsFields, is_cancelled: IsCancelled) -> None:
        """Write all rows, their spatial index and the extent and count that the file's own tables hold, or nothing.

        Raises
        ------
        sqlite3.Error
            When the file cannot be written.
        CancelledError
            When the user stopped.
        """
        uri = sqlite_uri(self.path.resolve(), "rw")
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            # They count and index row by row, by functions that only GDAL has.
            triggers = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?)",
                (self.name,),
            ).fetchall()
            for name, _ in triggers:
                database.execute(statement("DROP TRIGGER", quoted_any(name)))
            boxes, extent = self._insert(database, batches, fields, is_cancelled)
            self._describe(database, len(boxes), extent)
            index = f"rtree_{self.name}_{self.geometry}"
            if _holds(database, index):
                index_boxes(_Statements(database), index, boxes)
            for _, sql in triggers:
                database.execute(sql)
            stop_if(is_cancelled)
            database.execute("COMMIT")

    def _insert(
        self, database: sqlite3.Connection, batches: Iterable[PolygonRows], fields: QgsFields, is_cancelled: IsCancelled
    ) -> tuple[Any, Floats]:
        """Write the rows, numbered from 1, and give their boxes for the index and the extent of all."""
        names = [self.key, self.geometry, *(fields.at(index).name() for index in range(fields.count()))]
        places = "(" + ", ".join("?" * len(names)) + ")"
        columns = "(" + ", ".join(map(quoted_any, names)) + ")"
        insert = statement("INSERT INTO", quoted_any(self.name), columns, "VALUES", places)
        boxes = [rounded_boxes(np.zeros(0, dtype=np.int64), np.zeros((0, 4)))]
        extent = np.array([np.inf, np.inf, -np.inf, -np.inf])
        first = 1
        for rows in batches:
            stop_if(is_cancelled)
            blobs = _stored(rows, self.srs_id)
            numbers = range(first, first + len(blobs))
            values = list(zip(numbers, blobs, *rows.columns))
            try:
                database.executemany(insert, values)
            except UnicodeEncodeError:
                # half of a character beyond the basic plane, which QGIS stores as a question mark
                database.execute(
                    statement("DELETE FROM", quoted_any(self.name), "WHERE", quoted_any(self.key), ">= ?"), (first,)
                )
                database.executemany(insert, map(_storable, values))
            boxes.append(rounded_boxes(np.arange(first, first + len(blobs)), rows.boxes))
            extent[:2] = np.minimum(extent[:2], rows.boxes[:, :2].min(axis=0, initial=np.inf))
            extent[2:] = np.maximum(extent[2:], rows.boxes[:, 2:].max(axis=0, initial=-np.inf))
            first += len(blobs)
        return np.concatenate(boxes), extent

    def _describe(self, database: sqlite3.Connection, count: int, extent: Floats) -> None:
        """Extent and number of the rows, as GDAL and QGIS look them up."""
        if count:
            database.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE lower(table_name) = lower(?)",
                (*extent.tolist(), self.name),
            )
        if _holds(database, "gpkg_ogr_contents"):
            database.execute(
                "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE lower(table_name) = lower(?)",
                (count, self.name),
            )


class _Statements:
    """A connection as the packed index asks it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._database.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._database.executemany(sql, rows)


def _date(text: str | None) -> QDate | None:
    return None if text is None else QDate.fromString(text, Qt.DateFormat.ISODate)


def _holds(database: sqlite3.Connection, table: str) -> bool:
    found = database.execute("SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?)", (table,)).fetchone()
    return found is not None


def _stored(rows: PolygonRows, srs_id: int) -> list[bytes]:
    """Geometry values of a GeoPackage."""
    header = _HEADER.pack(b"GP", 0, _WITH_ENVELOPE, srs_id)
    envelopes = np.ascontiguousarray(rows.boxes[:, [0, 2, 1, 3]], dtype="<f8").tobytes()
    starts = range(0, len(envelopes), _ENVELOPE_BYTES)
    return [header + envelopes[at : at + _ENVELOPE_BYTES] + wkb for at, wkb in zip(starts, rows.wkbs)]


def _storable(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for value in values)
