"""The boundary as people describe it: by its four directions, and stretch by stretch along each neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Sequence

from .technical_table import RingTable, TableRow, TechnicalTable

NORTH, EAST, SOUTH, WEST = "north", "east", "south", "west"
DIRECTIONS = (NORTH, EAST, SOUTH, WEST)


@dataclass(frozen=True)
class Stretch:
    """Consecutive sides along one neighbour.

    Attributes
    ----------
    part, ring : int
        As in :class:`~.technical_table.TableRow`.
    neighbour, kind : str
    rows : tuple of TableRow
        The vertex where each side starts.
    end : TableRow
        The vertex where the last side ends.
    """

    part: int
    ring: int
    neighbour: str
    kind: str
    rows: tuple[TableRow, ...]
    end: TableRow

    @property
    def length_m(self) -> Decimal:
        """Sum of its sides as printed."""
        return sum((row.distance_m for row in self.rows), Decimal(0))

    @property
    def vertices(self) -> tuple[TableRow, ...]:
        """Its vertices from one end to the other; both ends of a closed ring are one vertex."""
        return self.rows if self.end is self.rows[0] else (*self.rows, self.end)


def stretches_of(ring: RingTable, rows: Sequence[TableRow] | None = None) -> tuple[Stretch, ...]:
    """Stretches of a ring in its order.

    Parameters
    ----------
    ring : RingTable
    rows : sequence of TableRow, optional
        Consecutive rows of the ring; all of them by default. Only then is a stretch that runs over the first vertex joined.
    """
    chosen = list(ring.rows if rows is None else rows)
    following = dict(zip((row.vertex for row in ring.rows), [*ring.rows[1:], *ring.rows[:1]]))
    groups: list[list[TableRow]] = []
    for row in chosen:
        if groups and _same_neighbour(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    if rows is None and len(groups) > 1 and _same_neighbour(groups[-1][-1], groups[0][0]):
        groups[0] = groups.pop() + groups[0]
    return tuple(
        Stretch(ring.part, ring.ring, group[0].neighbour, group[0].kind, tuple(group), following[group[-1].vertex])
        for group in groups
    )


def directions_of(ring: RingTable) -> dict[str, tuple[TableRow, ...]]:
    """Sides that close the territory to the north, east, south and west.

    The ring is parted at its four corners: the vertices that reach farthest to the north-west, north-east, south-east and
    south-west, easting and northing counted in parts of the extent. Each direction is one run of sides, every side has one
    direction, and a direction without sides is empty.
    """
    rows = ring.rows
    eastings, northings = [float(row.easting) for row in rows], [float(row.northing) for row in rows]
    wide = (max(eastings) - min(eastings)) or 1.0
    high = (max(northings) - min(northings)) or 1.0
    corners = [
        max(range(len(rows)), key=lambda i: (east * eastings[i] / wide + north * northings[i] / high, -i))
        for east, north in ((-1, 1), (1, 1), (1, -1), (-1, -1))
    ]
    count = len(rows)
    # round the ring from the first corner; a corner that would lie behind the one before it falls together with it
    offsets = [(corner - corners[0]) % count for corner in corners]
    for number in range(1, 4):
        offsets[number] = max(offsets[number], offsets[number - 1])
    ends = [*offsets[1:], count]
    return {
        direction: tuple(rows[(corners[0] + i) % count] for i in range(start, end))
        for direction, start, end in zip(DIRECTIONS, offsets, ends)
    }


def neighbours_in_order(table: TechnicalTable) -> list[str]:
    """Names of the neighbours, each once, in the order of the table."""
    return list(dict.fromkeys(row.neighbour for row in table.rows if row.neighbour))


def _same_neighbour(one: TableRow, other: TableRow) -> bool:
    return (one.neighbour, one.kind) == (other.neighbour, other.kind)
