"""The R-tree of a GeoPackage, asked in SQL or, where a run looks at much of it, read whole."""

from __future__ import annotations

import sqlite3
from itertools import chain
from typing import Any

import numpy as np

from ..geo.arrays import Bools, Floats, Ints
from ..workspace.sql import quoted_any

# Rows found in SQL, as a share of the index, after which reading all of it is cheaper.
_WORTH_READING = 0.1
_MOST_ENTRIES = 10_000_000
_NODE_HEADER = 4
_ENTRY = np.dtype([("id", ">i8"), ("box", ">f4", 4)])


def statement(*words: str) -> str:
    """SQL whose identifiers are quoted by :func:`~rainforest_alert_plugin.workspace.sql.quoted_any`; values are always bound."""
    return " ".join(words)


class StoredIndex:
    """Boxes of the features of a table (OGC 12-128, extension gpkg_rtree_index).

    Parameters
    ----------
    connection : sqlite3.Connection
    name : str
        Of the R-tree's virtual table.
    entries : int
        How many features it knows.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, entries: int) -> None:
        self._connection = connection
        self._name = name
        self._entries = entries
        self._found = 0
        self._leaves: _Leaves | None = None
        self._is_readable = entries <= _MOST_ENTRIES
        self._search = statement(
            "SELECT id, minx, maxx, miny, maxy FROM",
            quoted_any(name),
            "WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?",
        )

    def search(self, box: tuple[float, float, float, float]) -> tuple[Ints, Floats]:
        """See :class:`~rainforest_alert_plugin.overlay.reference.ReferenceSource`."""
        if self._leaves is None and self._is_readable and self._found > _WORTH_READING * self._entries:
            self._leaves = self._read()
            self._is_readable = self._leaves is not None
        x0, y0, x1, y1 = box
        if self._leaves is not None:
            ids, sides = self._leaves.search(x0, y0, x1, y1)
        else:
            rows = self._connection.execute(self._search, (x0, x1, y0, y1)).fetchall()
            found = np.fromiter(chain.from_iterable(rows), np.float64, 5 * len(rows)).reshape(-1, 5)
            ids, sides = found[:, 0].astype(np.int64), found[:, 1:]
            self._found += len(ids)
        order = np.argsort(ids, kind="stable")
        return ids[order], sides[order][:, [0, 2, 1, 3]]

    def _read(self) -> _Leaves | None:
        """All leaves of the tree; None when they do not hold what the index is known to hold.

        SQLite documents the nodes' form (The SQLite R*Tree Module, section 6.1): two bytes of depth, two of the number of
        entries, then an eight-byte id and four-byte coordinates per entry, most significant byte first.
        """
        nodes = self._connection.execute(
            statement(
                "SELECT data FROM",
                quoted_any(self._name + "_node"),
                "WHERE nodeno NOT IN (SELECT parentnode FROM",
                quoted_any(self._name + "_parent"),
                ")",
            )
        )
        counts: list[int] = []
        parts: list[bytes] = []
        for (node,) in nodes:
            count = int.from_bytes(node[2:_NODE_HEADER], "big")
            counts.append(count)
            parts.append(node[_NODE_HEADER : _NODE_HEADER + count * _ENTRY.itemsize])
        joined = b"".join(parts)
        if len(joined) != self._entries * _ENTRY.itemsize or sum(counts) != self._entries:
            return None
        return _Leaves(
            np.frombuffer(joined, dtype=_ENTRY), np.array([count for count in counts if count], dtype=np.int64)
        )


class _Leaves:
    """Entries of the tree, leaf by leaf, and the box of each leaf."""

    def __init__(self, entries: Any, counts: Ints) -> None:
        self._ids = entries["id"].astype(np.int64)
        self._sides = entries["box"].astype(np.float32)
        self._start = np.cumsum(counts) - counts
        self._counts = counts
        low = np.minimum.reduceat(self._sides, self._start) if len(counts) else np.zeros((0, 4), dtype=np.float32)
        high = np.maximum.reduceat(self._sides, self._start) if len(counts) else np.zeros((0, 4), dtype=np.float32)
        self._boxes = np.stack([low[:, 0], high[:, 1], low[:, 2], high[:, 3]], axis=1).astype(np.float64)

    def search(self, x0: float, y0: float, x1: float, y1: float) -> tuple[Ints, Floats]:
        """Ids and sides (x min, x max, y min, y max) of the entries that meet a box."""
        leaves = np.flatnonzero(_meets(self._boxes, x0, y0, x1, y1))
        counts = self._counts[leaves]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        rows = np.repeat(self._start[leaves] - (ends - counts), counts) + np.arange(total)
        sides = self._sides[rows].astype(np.float64)
        met = _meets(sides, x0, y0, x1, y1)
        return self._ids[rows[met]], sides[met]


def _meets(sides: Floats, x0: float, y0: float, x1: float, y1: float) -> Bools:
    met: Bools = (sides[:, 1] >= x0) & (sides[:, 0] <= x1) & (sides[:, 3] >= y0) & (sides[:, 2] <= y1)
    return met
