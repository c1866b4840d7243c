"""Rows of the tables that documents of a package hold, and lengths that they tell in words, as they follow from its numbers.

A document says in the manifest which tables it has (``tables``, each ``of`` a kind) and of which runs of sides it tells the length
(``runs``); the cells themselves are never taken from there, but from the technical table and the numbers of the manifest.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Mapping, Optional, Sequence

from .printed_values import printed_number, printed_seconds
from .technical_table import degrees_minutes_seconds

TERRITORY, VERTICES, SIDES, MARKS, DIVISION, OVERLAPS, LENGTHS = (
    "territory",
    "vertices",
    "sides",
    "marks",
    "division",
    "overlaps",
    "lengths",
)
VERTEX_COLUMNS = ("vertex", "easting", "northing")
SIDE_COLUMNS = ("side", "distance_m", "azimuth", "neighbour")
MARK_COLUMNS = ("vertex", "distance_m", "azimuth")
OVERLAP_COLUMNS = ("severity", "layer", "feature_id", "area_ha", "percent")
LENGTH_COLUMNS = ("neighbour", "kind", "stretches", "length_m", "record")
_HALF_TURN_S, _FULL_TURN_S = 180 * 3600, 360 * 3600

Cells = tuple[Optional[str], ...]


class NoVertexError(Exception):
    """A vertex that a document names and the technical table lacks; its label is the first argument."""


@dataclass(frozen=True)
class StatedRow:
    """A row of a table.

    Attributes
    ----------
    place : str
        How it is called when it differs.
    cells : tuple of str or None
        In the order of the columns; None where anything may stand.
    """

    place: str
    cells: Cells


@dataclass(frozen=True)
class StatedTable:
    """Rows that a document must hold, in any order.

    Attributes
    ----------
    columns : tuple of str
    key : str
        Column that tells the rows apart.
    rows : tuple of StatedRow
    """

    columns: tuple[str, ...]
    key: str
    rows: tuple[StatedRow, ...]


@dataclass(frozen=True)
class StatedRun:
    """Consecutive sides of which a sentence tells where they begin and end and how long they are.

    Attributes
    ----------
    start, end : str
        Labels of vertices.
    length_m : str
    angles : tuple of str
        What else the sentence tells of a single side.
    """

    start: str
    end: str
    length_m: str
    angles: tuple[str, ...] = ()


class StatedRows:
    """What the tables of documents hold, from the rows of the technical table and the manifest.

    Parameters
    ----------
    rows : sequence of mapping
        Cells of the technical table by column.
    """

    def __init__(self, rows: Sequence[Mapping[str, str]], manifest: Mapping[str, Any]) -> None:
        self.rows = rows
        self.manifest = manifest
        self.numbers = manifest["numbers"]
        self.place = {row["vertex"]: number for number, row in enumerate(rows)}
        self.rings: list[range] = []
        for ring in self.numbers["rings"]:
            at = self.rings[-1].stop if self.rings else 0
            self.rings.append(range(at, at + ring["vertices"]))

    def table(self, described: Mapping[str, Any]) -> StatedTable:
        """The rows of a table as the manifest describes it.

        Raises
        ------
        KeyError
            When there is no such kind of table.
        NoVertexError
        """
        make = {
            TERRITORY: self._territory,
            VERTICES: self._vertices,
            SIDES: self._sides,
            MARKS: self._marks,
            DIVISION: self._division,
            OVERLAPS: self._overlaps,
            LENGTHS: self._lengths,
        }
        return make[described["of"]](described)

    def runs(self, described: Mapping[str, Any]) -> list[StatedRun]:
        """Runs of sides that sentences tell of: their ends as the manifest names them, their length by the technical table.

        Parameters
        ----------
        described : mapping
            ``ends``: pairs of labels; or ``angles``: columns that are told of every side but those in ``channel``.

        Raises
        ------
        NoVertexError
        """
        if "ends" in described:
            return [StatedRun(start, end, self._length(start, end)) for start, end in described["ends"]]
        channel = set(described["channel"])
        found = []
        for at, row in enumerate(self.rows):
            told = () if row["vertex"] in channel else described["angles"]
            angles = tuple(row[name] for name in told if row.get(name))
            found.append(StatedRun(row["vertex"], self.rows[self._following(at)]["vertex"], row["distance_m"], angles))
        return found

    def _length(self, start: str, end: str) -> str:
        """Length from one vertex to another along their ring, as the sum of the sides as printed; all round when they are one."""
        total = Decimal(0)
        at, last = self._place(start), self._place(end)
        for _ in range(len(self.rows)):
            total += printed_number(self.rows[at]["distance_m"])
            at = self._following(at)
            if at == last:
                return str(total)
        raise NoVertexError(end)

    def _place(self, label: str) -> int:
        if label not in self.place:
            raise NoVertexError(label)
        return self.place[label]

    def _following(self, at: int) -> int:
        ring = next(ring for ring in self.rings if at in ring)
        return at + 1 if at + 1 < ring.stop else ring.start

    def _before(self, at: int) -> int:
        ring = next(ring for ring in self.rings if at in ring)
        return at - 1 if at > ring.start else ring.stop - 1

    def _territory(self, described: Mapping[str, Any]) -> StatedTable:
        columns = tuple(described["columns"])
        rows = [StatedRow(row["vertex"], tuple(row.get(column) for column in columns)) for row in self.rows]
        for ring in self.numbers["rings"]:
            is_sinuous = ring["points"] != ring["vertices"]
            total = {
                "part": str(ring["part"]),
                "ring": str(ring["ring"]),
                "vertex": described["totals"][1 if ring["ring"] else 0],
                "distance_m": ring["perimeter_m"],
                "interior_angle": ""
                if is_sinuous
                else degrees_minutes_seconds(printed_number(ring["interior_angles_s"])),
            }
            rows.append(StatedRow(total["vertex"], tuple(total.get(column, "") for column in columns)))
        return StatedTable(columns, "vertex", tuple(rows))

    def _vertices(self, described: Mapping[str, Any]) -> StatedTable:
        some = [self.rows[self._place(label)] for label in described["labels"]]
        rows = [StatedRow(row["vertex"], tuple(row.get(column) for column in VERTEX_COLUMNS)) for row in some]
        return StatedTable(VERTEX_COLUMNS, "vertex", tuple(rows))

    def _sides(self, described: Mapping[str, Any]) -> StatedTable:
        some = [self.rows[self._place(label)] for label in described["labels"]]
        rows = [StatedRow(row["side"], tuple(row.get(column) for column in SIDE_COLUMNS)) for row in some]
        length = sum((printed_number(row["distance_m"]) for row in some), Decimal(0))
        total = str(described["total"])
        return StatedTable(SIDE_COLUMNS, "side", (*rows, StatedRow(total, (total, str(length), "", ""))))

    def _marks(self, described: Mapping[str, Any]) -> StatedTable:
        rows = []
        for label in described["labels"]:
            here = self._place(label)
            row, before = self.rows[here], self.rows[self._before(here)]
            back = before.get("azimuth")
            if back:
                seconds = printed_seconds(back)
                back = degrees_minutes_seconds((seconds + _HALF_TURN_S) % _FULL_TURN_S)
            after = self.rows[self._following(here)]
            rows.append(StatedRow(f"{label} – {before['vertex']}", (before["vertex"], before["distance_m"], back)))
            rows.append(
                StatedRow(f"{label} – {after['vertex']}", (after["vertex"], row["distance_m"], row.get("azimuth")))
            )
        return StatedTable(MARK_COLUMNS, "vertex", tuple(rows))

    def _division(self, described: Mapping[str, Any]) -> StatedTable:
        """Pieces of the land, then their sums; what the sums are called is known only where a document says it."""
        columns = tuple(described["columns"])
        land = self.numbers["land_capacity"]
        words = self.manifest["documents"]["land_capacity"]["words"]
        rows = []
        sums: dict[str, Decimal] = {}
        for number, row in enumerate(land["rows"], start=1):
            sums[row["regime"]] = sums.get(row["regime"], Decimal(0)) + printed_number(row["area_ha"])
            what = " ".join(text for text in (words.get(row["kind"], ""), row["name"]) if text)
            cells = {**row, "regime": words[row["regime"]], "exclusion": what, "unit": row["code"] or what}
            rows.append(StatedRow(f"{number}", tuple(cells[column] for column in columns)))
        whole = {
            "regime": described.get("total"),
            "area_ha": self.numbers["area_ha"],
            "area_m2": self.numbers["area_m2"],
        }
        totals: list[dict[str, str | None]] = [whole]
        if described.get("regimes"):
            totals = [*({"regime": None, "area_ha": str(area)} for area in sums.values()), whole]
        rows += [StatedRow("Σ", tuple(total.get(column, "") for column in columns)) for total in totals]
        return StatedTable(columns, "unit" if "unit" in columns else "code", tuple(rows))

    def _overlaps(self, described: Mapping[str, Any]) -> StatedTable:
        rows = [
            StatedRow(
                f"{overlap['layer']} {overlap['feature_id']}",
                tuple(None if column == "severity" else str(overlap[column]) for column in OVERLAP_COLUMNS),
            )
            for overlap in self.manifest["overlaps"]
        ]
        return StatedTable(OVERLAP_COLUMNS, "layer", tuple(rows))

    def _lengths(self, described: Mapping[str, Any]) -> StatedTable:
        rows = []
        for name, ends in described["neighbours"]:
            said = "; ".join(f"{start} – {end}" for start, end in ends)
            length = sum((Decimal(self._length(start, end)) for start, end in ends), Decimal(0))
            rows.append(StatedRow(name, (name, None, said, str(length), None)))
        return StatedTable(LENGTH_COLUMNS, "neighbour", tuple(rows))
