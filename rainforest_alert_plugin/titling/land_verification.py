"""The division of the land in every file of a package: pieces with their sums, and the two boundaries side by side."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Mapping, Sequence

from osgeo import ogr

from ..documents.sheet import can_read_xlsx, read_csv, read_xlsx
from ..errors import InputError, Message
from .dxf import same_text
from .manifest import MANIFEST
from .printed_values import NoNumberError, canonical_ring, printed_number, printed_seconds, same_number
from .technical_table import degrees_minutes_seconds

Point = tuple[float, float]
Ring = tuple[Point, ...]
DrawnText = tuple[str, Point]
_FLOAT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,20})?")
_HALF_TURN_S, _FULL_TURN_S = 180 * 3600, 360 * 3600
_INSIDE_M = 1e-3
_HALF, _WHOLE = 0.5001, 1.0001  # of the last printed digit, and what a double adds


@dataclass(frozen=True)
class PartRow:
    """A row of the table of the titled or the ceded land, as the worksheet states it.

    Attributes
    ----------
    cells : mapping of str to str
        By column, in printed digits; without what the geometry contradicts.
    """

    cells: Mapping[str, str]


class LandCheck:
    """The division of the land of one package; what differs is added to `found`.

    Attributes
    ----------
    rings : dict of str to list of Ring
        Boundaries of the titled and the ceded land as the shapefile has them, clockwise and without the closing point.
    pieces_drawn : dict of str to list of Ring
        Outlines of ``units`` and ``exclusions`` of the shapefiles, likewise.
    units : list of ogr.Geometry
        Units of the shapefile, in its order.
    rows : dict of str to list of PartRow
        Their tables as the workbook has them; empty before it was read.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], missing: set[str], found: list[Message]) -> None:
        self.folder = folder
        self.numbers = manifest["numbers"]
        self.land = self.numbers.get("land_capacity")
        self.decimals = manifest["profile"]["decimals"]
        self.documents = manifest["documents"]
        self.missing = missing
        self.found = found
        self.rings: dict[str, list[Ring]] = {}
        self.rows: dict[str, list[PartRow]] = {}
        self.pieces_drawn: dict[str, list[Ring]] = {}
        self.units: list[Any] = []

    @property
    def coordinates(self) -> dict[str, list[tuple[str, str]]]:
        """Eastings and northings of the two boundaries as they are printed."""
        return {regime: sorted(self._printed(itertools.chain(*rings))) for regime, rings in self.rings.items()}

    def keep_rings(self, geometries: Sequence[Any]) -> None:
        """Take the boundaries of the titled and the ceded land from the features of the shapefile."""
        for regime, geometry in zip(sorted(self.land["tables"], reverse=True), geometries):
            self.rings.setdefault(regime, _rings_of(geometry))

    def keep_pieces(self, role: str, geometries: Sequence[Any]) -> None:
        """Take the outlines of the units or of the exclusions from the features of their shapefile."""
        rings = [ring for geometry in geometries for ring in _rings_of(geometry)]
        self.pieces_drawn.setdefault(role, rings)
        if role == "units" and not self.units:
            self.units = [geometry.Clone() for geometry in geometries]

    def pieces(self) -> None:
        """Property, cession in use and exclusions add up to the territory, in the manifest as in the table."""
        if self.land is None:
            return
        rows = self.land["rows"]
        for unit in ("area_ha", "area_m2"):
            total = sum((printed_number(row[unit]) for row in rows), Decimal(0))
            if total != printed_number(self.numbers[unit]):
                self.differ(MANIFEST, f"land_capacity {unit}", total, self.numbers[unit])
        for regime, table in self.land["tables"].items():
            stated = sum((printed_number(row["area_ha"]) for row in rows if row["regime"] == regime), Decimal(0))
            if stated != printed_number(table["area_ha"]):
                self.differ(MANIFEST, f"land_capacity {regime}", table["area_ha"], stated)
        document = self.documents["land_capacity"]
        if document["file"] in self.missing:
            return
        try:
            lines = read_csv(self.folder / document["file"])
        except InputError as error:
            self.unreadable(document["file"], error)
            return
        self._compare_pieces(document["file"], "", lines[1:], len(lines) - 1)

    def breakdown(self) -> None:
        """The worksheet of the division states every piece, and below them the sum of each regime and of the whole."""
        document = self.documents["xlsx"]
        described = document.get("breakdown")
        if described is None or document["file"] in self.missing or not can_read_xlsx():
            return
        file, sheet = document["file"], described["sheet"]
        try:
            lines = read_xlsx(self.folder / file, sheet)
        except InputError as error:
            self.unreadable(file, error)
            return
        width = len(described["headings"])
        starts = [at for at, line in enumerate(lines) if line[:width] == described["headings"]]
        if not starts:
            self.found.append(Message("difference.unreadable", file=file, reason=sheet))
            return
        body = lines[starts[0] + 1 :]
        count = len(self.land["rows"])
        totals = self._totals()
        self._compare_pieces(file, f"{sheet} ", body[:count], len(body) - len(totals))
        words = self.documents["land_capacity"]["words"]
        for (regime, areas), line in zip(totals, body[count:]):
            cells = dict(zip(self.documents["land_capacity"]["columns"], line))
            name = words.get(regime, described["total"])
            if cells["regime"] != name:
                self.differ(file, f"{sheet} {name}", cells["regime"], name)
            for column, area in areas.items():
                if not same_number(cells[column], str(area)):
                    self.differ(file, f"{sheet} {name} {column}", cells[column], area)

    def workbook(self) -> None:
        """The worksheets of the titled and the ceded land state the boundaries of the shapefile, side by side."""
        document = self.documents["xlsx"]
        file = document["file"]
        if file in self.missing or not can_read_xlsx():
            return
        for regime, described in document.get("regimes", {}).items():
            sheet, columns = described["sheet"], list(described["columns"])
            try:
                lines = read_xlsx(self.folder / file, sheet)
            except InputError as error:
                self.unreadable(file, error)
                return
            rows, sums = self._table_of(lines, columns)
            found = {(row["easting"], row["northing"]) for row in rows}
            self._compare_points(file, sheet, found, set(self.coordinates.get(regime, ())))
            kept, totals = self._sides(file, sheet, rows, regime)
            self.rows[regime] = [PartRow(cells) for cells in kept]
            self._sums(file, sheet, sums, totals)

    def drawing(
        self,
        file: str,
        layers: Mapping[str, Sequence[Sequence[Point]]],
        texts: Mapping[str, Sequence[DrawnText]],
    ) -> None:
        """The drawing has the boundaries of both lands, the units and the exclusions as closed lines, each in their layer.

        Parameters
        ----------
        layers : mapping of str to sequence of sequence of point
            Lines of the drawing by the name of their layer.
        texts : mapping of str to sequence of (str, point)
            Its texts and where they stand, likewise.
        """
        self._drawn_codes(file, texts)
        known = {**self.rings, **self.pieces_drawn}
        named = {**self.documents["dxf"].get("regimes", {}), **self.documents["dxf"].get("pieces", {})}
        for what, layer in named.items():
            lines = layers.get(layer, ())
            rings = known.get(what)
            if rings is None:
                continue
            drawn = [_clockwise(line[:-1]) for line in lines if len(line) > 1 and line[0] == line[-1]]
            if len(drawn) != len(rings) or len(lines) != len(rings):
                self.found.append(Message("difference.count", file=file, found=len(drawn), stated=len(rings)))
            if sorted(map(_canonical, drawn)) == sorted(map(_canonical, rings)):
                continue
            before = len(self.found)
            found = self._printed(itertools.chain(*lines))
            self._compare_points(file, layer, found, self._printed(itertools.chain(*rings)))
            if len(self.found) == before:
                self.found.append(Message("difference.geometry", file=file, place=layer))

    def _drawn_codes(self, file: str, texts: Mapping[str, Sequence[DrawnText]]) -> None:
        """The class of every unit, in the order of the table, written within the unit."""
        layer = self.documents["dxf"].get("codes")
        if layer is None or self.land is None:
            return
        units = [row for row in self.land["rows"] if row["regime"] != "excluded"]
        shapes = self.units if len(self.units) == len(units) else [None] * len(units)
        stated = [(row["code"], shape) for row, shape in zip(units, shapes) if row["code"]]
        drawn = texts.get(layer, ())
        if len(drawn) != len(stated):
            self.found.append(Message("difference.count", file=file, found=len(drawn), stated=len(stated)))
            return
        for number, ((text, place), (code, shape)) in enumerate(zip(drawn, stated), start=1):
            if not same_text(text, code):
                self.differ(file, f"{layer} {number}", text, code)
            point = ogr.CreateGeometryFromWkt(f"POINT ({place[0]!r} {place[1]!r})")
            if shape is not None and shape.Distance(point) > _INSIDE_M:
                self.found.append(Message("difference.geometry", file=file, place=f"{layer} {code}"))

    def differ(self, file: str, place: str, found: object, stated: object) -> None:
        """Say what a file states and what it should."""
        self.found.append(Message("difference.value", file=file, place=place, found=str(found), stated=str(stated)))

    def unreadable(self, file: str, error: InputError) -> None:
        """Say why a file cannot be read."""
        self.found.append(Message("difference.unreadable", file=file, reason=error.message.facts["reason"]))

    def _printed(self, points: Any) -> set[tuple[str, str]]:
        digits = self.decimals["coordinate_m"]
        return {(f"{east:.{digits}f}", f"{north:.{digits}f}") for east, north in points}

    def _compare_points(self, file: str, place: str, found: set[tuple[str, str]], stated: set[tuple[str, str]]) -> None:
        for point in sorted(found ^ stated):
            pair = ", ".join(point)
            self.differ(file, place, *((pair, "–") if point in found else ("–", pair)))

    def _compare_pieces(self, file: str, sheet: str, lines: Sequence[Sequence[str]], count: int) -> None:
        document = self.documents["land_capacity"]
        rows = self.land["rows"]
        if count != len(rows):
            self.found.append(Message("difference.count", file=file, found=count, stated=len(rows)))
            return
        words = document.get("words")
        for number, (line, row) in enumerate(zip(lines, rows), start=1):
            cells = dict(zip(document["columns"], line))
            texts = {"code": row["code"]}
            if words is not None:
                what = " ".join(text for text in (words.get(row["kind"], row["kind"]), row["name"]) if text)
                texts.update(regime=words[row["regime"]], exclusion=what)
            for column, text in texts.items():
                if cells.get(column, "") != text:
                    self.differ(file, f"{sheet}{number} {column}", cells.get(column, ""), text)
            for column in ("area_ha", "area_m2"):
                same = same_number(cells.get(column, ""), row[column]) if sheet else cells.get(column) == row[column]
                if not same:
                    self.differ(file, f"{sheet}{number} {column}", cells.get(column, ""), row[column])

    def _totals(self) -> list[tuple[str, dict[str, Decimal]]]:
        """Areas of each regime that there is, and of the whole under an empty name."""
        units = ("area_ha", "area_m2")
        sums: dict[str, dict[str, Decimal]] = {}
        for row in self.land["rows"]:
            areas = sums.setdefault(row["regime"], dict.fromkeys(units, Decimal(0)))
            for unit in units:
                areas[unit] += printed_number(row[unit])
        found = [(name, sums[name]) for name in ("property", "cession", "unclassified", "excluded") if name in sums]
        return [*found, ("", {unit: printed_number(self.numbers[unit]) for unit in units})]

    def _table_of(
        self, lines: Sequence[Sequence[str]], columns: Sequence[str]
    ) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Rows with coordinates, their numbers as printed, and the rows of sums below them."""
        rows: list[dict[str, str]] = []
        sums: list[dict[str, str]] = []
        digits = dict.fromkeys(("easting", "northing"), self.decimals["coordinate_m"])
        for line in lines:
            cells = dict(zip(columns, [*line, *[""] * len(columns)]))
            # titles, headings and sums have no coordinates
            if not all(_FLOAT.fullmatch(cells[column]) for column in digits):
                if rows:
                    sums.append(cells)
                continue
            for column, decimals in digits.items():
                cells[column] = f"{Decimal(cells[column]):.{decimals}f}"
            if _FLOAT.fullmatch(cells.get("distance_m", "")):
                cells["distance_m"] = f"{Decimal(cells['distance_m']):.{self.decimals['distance_m']}f}"
            rows.append(cells)
        return rows, sums

    def _sides(
        self, file: str, sheet: str, rows: Sequence[dict[str, str]], regime: str
    ) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Compare distances, azimuths and angles with those that follow from the shapefile.

        Returns
        -------
        list of dict
            The rows, without what is wrong in them.
        list of dict
            Sums of each ring.
        """
        known = set(map(_canonical, self.rings.get(regime, ())))
        kept: list[dict[str, str]] = []
        totals = []
        for _, group in itertools.groupby(rows, key=lambda row: (row.get("part", ""), row.get("ring", ""))):
            some = list(group)
            ring = tuple((float(row["easting"]), float(row["northing"])) for row in some)
            if known and _canonical(ring) not in known:
                self.found.append(Message("difference.geometry", file=file, place=f"{sheet} {some[0]['vertex']}"))
                kept += some
                continue
            expected = [self._expected(ring, at) for at in range(len(ring))]
            sums, doubted = self._ring_sums(file, sheet, some)
            totals.append(sums)
            for row, wanted in zip(some, expected):
                kept.append({**row, **doubted, **self._wrong(file, sheet, row, wanted)})
        return kept, totals

    def _expected(self, ring: Ring, at: int) -> dict[str, float]:
        """Length, azimuth and interior angle at a vertex of a ring that runs clockwise."""
        before, here, after = ring[at - 1], ring[at], ring[(at + 1) % len(ring)]
        forth, back = _azimuth_s(here, after), _azimuth_s(here, before)
        return {
            "distance_m": math.dist(here, after),
            "azimuth": forth,
            # clockwise, the land lies to the right of each side
            "interior_angle": (back - forth) % _FULL_TURN_S,
        }

    def _wrong(self, file: str, sheet: str, row: Mapping[str, str], wanted: Mapping[str, float]) -> dict[str, str]:
        """Columns of a row that differ, emptied."""
        found: dict[str, str] = {}
        for column, value in wanted.items():
            if column not in row:
                continue
            unit = 10.0 ** -self.decimals["distance_m" if column == "distance_m" else "angle_s"]
            try:
                if column == "distance_m":
                    off = abs(float(printed_number(row[column])) - value)
                else:
                    off = abs(float(printed_seconds(row[column])) - value)
                    off = min(off, _FULL_TURN_S - off)
            except NoNumberError:
                off = math.inf
            # angles are rounded so that their sum is exact
            if off > unit * (_WHOLE if column == "interior_angle" else _HALF):
                place = f"{sheet} {row['vertex']} {column}"
                self.differ(file, place, row[column], self._as_printed(column, value))
                found[column] = ""
        return found

    def _as_printed(self, column: str, value: float) -> str:
        if column == "distance_m":
            return f"{value:.{self.decimals['distance_m']}f}"
        return degrees_minutes_seconds(Decimal(f"{value:.{self.decimals['angle_s']}f}"))

    def _ring_sums(
        self, file: str, sheet: str, rows: Sequence[Mapping[str, str]]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Sums of a ring, and the emptied column of its angles when they do not add up to those of a polygon."""
        sums: dict[str, str] = {}
        whole = Decimal((len(rows) - 2) * _HALF_TURN_S).quantize(Decimal(1).scaleb(-self.decimals["angle_s"]))
        try:
            if "distance_m" in rows[0]:
                sums["distance_m"] = str(sum((printed_number(row["distance_m"]) for row in rows), Decimal(0)))
            if "interior_angle" in rows[0]:
                angles = sum((printed_seconds(row["interior_angle"]) for row in rows), Decimal(0))
                sums["interior_angle"] = degrees_minutes_seconds(whole)
                if angles != whole:
                    stated = degrees_minutes_seconds(angles)
                    self.differ(file, f"{sheet} Σ interior_angle", stated, sums["interior_angle"])
                    return sums, {"interior_angle": ""}
        except NoNumberError:
            # said where the cell stands
            return {}, {}
        return sums, {}

    def _sums(
        self, file: str, sheet: str, lines: Sequence[Mapping[str, str]], totals: Sequence[Mapping[str, str]]
    ) -> None:
        """The rows below a table state the sums of its rings."""
        if len(lines) != len(totals):
            self.found.append(Message("difference.count", file=file, found=len(lines), stated=len(totals)))
            return
        for line, sums in zip(lines, totals):
            for column, stated in sums.items():
                same = same_number(line[column], stated) if column == "distance_m" else line[column] == stated
                if not same:
                    self.differ(file, f"{sheet} {line.get('vertex', '')} {column}", line[column], stated)


def _azimuth_s(start: Point, end: Point) -> float:
    """Direction clockwise from grid north, in seconds."""
    return math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) * 3600 % _FULL_TURN_S


def _rings_of(geometry: Any) -> list[Ring]:
    """Rings of a polygon or multipolygon of OGR, clockwise."""
    polygons = [geometry] if geometry.GetGeometryName() == "POLYGON" else list(geometry)
    return [
        _clockwise([ring.GetPoint_2D(i) for i in range(ring.GetPointCount() - 1)])
        for polygon in polygons
        for ring in polygon
    ]


def _clockwise(points: Sequence[Point]) -> Ring:
    east, north = points[0]
    twice = sum(
        (e1 - east) * (n2 - north) - (e2 - east) * (n1 - north)
        for (e1, n1), (e2, n2) in zip(points, [*points[1:], points[0]])
    )
    return tuple(points) if twice < 0 else tuple(points[::-1])


def _canonical(ring: Ring) -> tuple[object, ...]:
    return canonical_ring(ring, False)
