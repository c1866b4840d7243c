"""The spatial index of many geometries at once: whole R-tree nodes packed in numpy, instead of a million single insertions.

The layout of the nodes is that of SQLite's module ``rtree`` (https://www.sqlite.org/rtree.html, section 6, and ``rtreecheck``, which
the tests run over it): a node is two bytes of depth, used in the root only, two bytes of count, then cells of an 8-byte id and four
32-bit floats (minimum and maximum of x, then of y), all big-endian. The root is node 1.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from string import Template
from typing import Any, Iterable, Protocol, Sequence

import numpy as np

from .sql import placeholders

_CELL = np.dtype([("id", ">i8"), ("min_x", ">f4"), ("max_x", ">f4"), ("min_y", ">f4"), ("max_y", ">f4")])
_BOX = np.dtype([("id", "i8"), ("min_x", "f4"), ("max_x", "f4"), ("min_y", "f4"), ("max_y", "f4")])
_HEAD_BYTES = 4
_MOST_CELLS = 51
_ROOT = 1
_SIDES = ("min_x", "max_x", "min_y", "max_y")
# Every SQLite takes this many values in one statement.
_MOST_VALUES = 999


class Statements(Protocol):
    """What the index asks of an open database; :class:`~rainforest_alert_plugin.workspace.store.Connection` is one."""

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a ``SELECT``."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns the number of rows touched."""

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""


@dataclass(frozen=True, eq=False)
class PackedTree:
    """An R-tree ready to be stored.

    Attributes
    ----------
    node_numbers : ndarray of int64, shape (m,)
    nodes : ndarray of uint8, shape (m, size)
    parent_numbers : ndarray of int64, shape (m,)
        Of each node; 0 for the root.
    ids, leaf_numbers : ndarray of int64, shape (n,)
        Node that holds each entry, by ascending id.
    """

    node_numbers: Any
    nodes: Any
    parent_numbers: Any
    ids: Any
    leaf_numbers: Any


def boxes_of_points(ids: Any, longitudes: Any, latitudes: Any) -> Any:
    """Boxes around points; see :func:`rounded_boxes`."""
    at = np.column_stack([np.asarray(longitudes, "f8"), np.asarray(latitudes, "f8")])
    return rounded_boxes(ids, np.hstack([at, at]))


def rounded_boxes(ids: Any, sides: Any) -> Any:
    """Boxes of geometries, rounded outwards to 32 bits so that they hold them.

    Parameters
    ----------
    ids : ndarray of int64, shape (n,)
    sides : ndarray of float64, shape (n, 4)
        x min, y min, x max, y max.
    """
    boxes = np.empty(len(ids), _BOX)
    boxes["id"] = ids
    for side, values in zip(("min_x", "min_y", "max_x", "max_y"), np.asarray(sides, "f8").T):
        near = values.astype("f4")
        if side.startswith("min"):
            boxes[side] = np.where(near > values, np.nextafter(near, np.float32(-np.inf)), near)
        else:
            boxes[side] = np.where(near < values, np.nextafter(near, np.float32(np.inf)), near)
    return boxes


def pack(boxes: Any, node_bytes: int) -> PackedTree:
    """Sort boxes into tiles (sort-tile-recursive) and fill nodes with them, level by level.

    Parameters
    ----------
    boxes : ndarray of id, min_x, max_x, min_y, max_y
        At least one.
    node_bytes : int
        Size of a node.
    """
    capacity = min((node_bytes - _HEAD_BYTES) // _CELL.itemsize, _MOST_CELLS)
    level, depth, next_number = boxes, 0, _ROOT + 1
    numbers: list[Any] = []
    nodes: list[Any] = []
    parents: dict[int, Any] = {}
    leaf_of: Any = None
    while True:
        order = _tiles(level, capacity)
        level = level[order]
        count = -(-len(level) // capacity)
        own = np.array([_ROOT]) if count == 1 else np.arange(next_number, next_number + count)
        next_number += count
        group = np.arange(len(level)) // capacity
        if depth == 0:
            leaf_of = own[group]
            by_id = np.argsort(level["id"], kind="stable")
            ids, leaf_of = level["id"][by_id], leaf_of[by_id]
        else:
            # The entries of an inner level are the numbers of the nodes below.
            parents[depth] = (level["id"].copy(), own[group])
        numbers.append(own)
        nodes.append(_filled(level, count, capacity, node_bytes, depth if count == 1 else 0))
        if count == 1:
            break
        start = np.arange(0, len(level), capacity)
        upper = np.empty(count, _BOX)
        upper["id"] = own
        for side in _SIDES:
            reduce = np.minimum if side.startswith("min") else np.maximum
            upper[side] = reduce.reduceat(level[side], start)
        level, depth = upper, depth + 1
    node_numbers = np.concatenate(numbers)
    parent_of = np.zeros(next_number, np.int64)
    for below, above in parents.values():
        parent_of[below] = above
    return PackedTree(node_numbers, np.concatenate(nodes), parent_of[node_numbers], ids, leaf_of)


def _tiles(level: Any, capacity: int) -> Any:
    """Order in which every `capacity` boxes in a row lie close together."""
    leaves = -(-len(level) // capacity)
    down = max(int(np.ceil(np.sqrt(leaves))), 1)
    by_x = np.argsort(level["min_x"], kind="stable")
    strip = np.empty(len(level), np.int64)
    strip[by_x] = np.arange(len(level)) // (down * capacity)
    return np.lexsort((level["min_y"], strip))


def _filled(level: Any, count: int, capacity: int, node_bytes: int, depth: int) -> Any:
    cells = np.zeros(count * capacity, _CELL)
    for name in _CELL.names or ():
        cells[name][: len(level)] = level[name]
    held = np.full(count, capacity)
    held[-1] = len(level) - (count - 1) * capacity
    nodes = np.zeros((count, node_bytes), np.uint8)
    head = np.empty((count, 2), ">u2")
    head[:, 0], head[:, 1] = depth, held
    nodes[:, :_HEAD_BYTES] = head.view(np.uint8).reshape(count, _HEAD_BYTES)
    nodes[:, _HEAD_BYTES : _HEAD_BYTES + capacity * _CELL.itemsize] = cells.view(np.uint8).reshape(count, -1)
    return nodes


def index_boxes(database: Statements, name: str, fresh: Any) -> None:
    """Put boxes into an R-tree; see :func:`rounded_boxes`.

    Parameters
    ----------
    name : str
        Of the R-tree's virtual table.
    """
    if len(fresh):
        growth = Growth(database, name, len(fresh))
        growth.prepare(fresh)
        growth.store(database)


def tree_name(table: str) -> str:
    """Name of the R-tree of a table's geometry, as the GeoPackage standard has it."""
    return f"rtree_{table}_geom"


class Growth:
    """Boxes on their way into an R-tree: what is there is read first, all is packed without the database, and stored at last.

    Parameters
    ----------
    name : str
        Of the R-tree's virtual table.
    count : int
        Number of boxes to come, at least one.
    """

    def __init__(self, database: Statements, name: str, count: int) -> None:
        self.name = name
        self._held = np.empty(0, _BOX)
        self._node_bytes = 0
        self._tree: PackedTree | None = None
        self._single: list[list[Any]] = []
        held = database.query(_sql('SELECT COUNT(*) FROM "${t}_rowid"', name))[0][0]
        self._is_packed = held <= count and _is_open(database, name)
        if self._is_packed:
            sized = database.query(_sql('SELECT length("data") FROM "${t}_node" WHERE "nodeno" = 1', name))
            self._node_bytes = sized[0][0]
        if self._is_packed and held:
            rows = database.query(_sql('SELECT "id", "minx", "maxx", "miny", "maxy" FROM "$t"', name))
            self._held = np.array(rows, _BOX)

    def prepare(self, fresh: Any) -> None:
        """Pack the boxes (see :func:`rounded_boxes`); asks nothing of the database, so that another thread may do it."""
        if self._is_packed:
            self._tree = pack(np.concatenate([self._held, fresh]), self._node_bytes)
        else:
            self._single = fresh[_tiles(fresh, _MOST_CELLS)].tolist()

    def store(self, database: Statements) -> None:
        """Write what was prepared."""
        if self._tree is not None:
            _store(database, self.name, self._tree)
        else:
            database.run_many(_sql('INSERT INTO "$t" VALUES (?,?,?,?,?)', self.name), self._single)


def _is_open(database: Statements, name: str) -> bool:
    """Whether this SQLite lets the tables behind an R-tree be written; one built to distrust its users does not."""
    try:
        database.run(_sql('UPDATE "${t}_parent" SET "parentnode" = "parentnode" WHERE "nodeno" = -1', name))
    except sqlite3.OperationalError:
        return False
    return True


def _store(database: Statements, name: str, tree: PackedTree) -> None:
    for sql in ('DELETE FROM "${t}_node"', 'DELETE FROM "${t}_rowid"', 'DELETE FROM "${t}_parent"'):
        database.run(_sql(sql, name))
    database.run_many(
        _sql('INSERT INTO "${t}_node" ("nodeno", "data") VALUES (?,?)', name),
        zip(tree.node_numbers.tolist(), map(bytes, tree.nodes)),
    )
    inner = tree.parent_numbers > 0
    database.run_many(
        _sql('INSERT INTO "${t}_parent" ("nodeno", "parentnode") VALUES (?,?)', name),
        zip(tree.node_numbers[inner].tolist(), tree.parent_numbers[inner].tolist()),
    )
    _store_leaves(database, name, tree.ids, tree.leaf_numbers)


def _store_leaves(database: Statements, name: str, ids: Any, leaf_numbers: Any) -> None:
    """Write which node holds each entry, by ascending id; where ids have no gap, SQLite counts on from the first itself."""
    head = _sql('INSERT INTO "${t}_rowid" ("rowid", "nodeno") VALUES ', name)
    pairs = np.column_stack([ids, leaf_numbers])
    if ids[-1] - ids[0] == len(ids) - 1:
        database.run(head + "(?, ?)", pairs[0].tolist())
        head, pairs = _sql('INSERT INTO "${t}_rowid" ("nodeno") VALUES ', name), pairs[1:, 1:]
    width = pairs.shape[1]
    row, at_once = "(" + placeholders(width) + ")", _MOST_VALUES // width
    for start in range(0, len(pairs), at_once):
        part = pairs[start : start + at_once]
        database.run(head + ", ".join([row] * len(part)), part.ravel().tolist())


def _sql(text: str, name: str) -> str:
    """A statement about an index, whose name goes between double quotes."""
    return Template(text).substitute(t=name.replace('"', '""'))
