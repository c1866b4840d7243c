"""The technical table: every number of a title dossier, from the coordinates as they are printed.

Coordinates are rounded once, to the digits of the profile; from then on they are whole numbers of the smallest printed unit,
and sides, angles, areas and perimeter follow from them in integer arithmetic. A perimeter is the sum of the sides as
printed. Where printed pieces must add up to a printed whole (angles of a ring, rings of a territory) each piece is rounded
down and the units that lack go to the largest remainders, so that no piece differs from its own value by a whole unit.
"""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Sequence

from ..cadastre.profile import Profile
from ..errors import InputError
from .ring_areas import UTM_GRID, ring_areas_m2

_FULL_CIRCLE_S = 360 * 3600
_HALF_CIRCLE_S = 180 * 3600
_SQUARE_METRES_PER_HECTARE = 10_000
_FURTHER_DIGITS = 9


@dataclass(frozen=True)
class SideFacts:
    """What is known of a side before its numbers.

    Attributes
    ----------
    kind : str
        ``river``, ``road`` and so on, as in the table ``boundary_side``; empty when not known.
    neighbour : str
    continues : bool
        Whether the point where the side starts is one along a channel, and no vertex of the table.
    """

    kind: str = ""
    neighbour: str = ""
    continues: bool = False


UNKNOWN_SIDE = SideFacts()


@dataclass(frozen=True)
class SurveyedRing:
    """A closed line as surveyed.

    Attributes
    ----------
    coordinates : tuple of (float, float)
        Easting and northing in metres, in either direction; the first vertex is not repeated at the end.
    labels : tuple of str or None
        Names of the vertices given in the field, one for each; None when they have none. Those of points along a channel
        are not read.
    sides : tuple of SideFacts or None
        What is known of the side that leaves each point, in the direction of `coordinates`.
    """

    coordinates: tuple[tuple[float, float], ...]
    labels: tuple[str, ...] | None = None
    sides: tuple[SideFacts, ...] | None = None


@dataclass(frozen=True)
class SurveyedBoundary:
    """A territory as surveyed: parts, each an outer ring followed by its enclaves.

    Attributes
    ----------
    parts : tuple of tuple of SurveyedRing
    crs : str
        Reference system of the coordinates, ``EPSG:32718``.
    zone : str
        UTM zone, ``18S``.
    """

    parts: tuple[tuple[SurveyedRing, ...], ...]
    crs: str
    zone: str


@dataclass(frozen=True)
class TableRow:
    """A vertex and the side that leaves it.

    Attributes
    ----------
    part : int
        From 1, the northernmost part first.
    ring : int
        0 is the outer boundary, 1 and up are enclaves.
    vertex, side : str
        Label of the vertex, and of the side to the next one.
    distance_m : Decimal
        Length of the side between the printed coordinates; along a channel the length of the channel, not of the chord.
    interior_angle_s, azimuth_s : Decimal
        Seconds of arc. The angle lies inside the ring, also for an enclave (the enclave as a polygon of its own); the
        azimuth of the side is counted clockwise from grid north, along a channel to the next vertex.
    easting, northing : Decimal
        Metres, as printed.
    neighbour : str
        Who adjoins the side; empty when not known.
    kind : str
        What the side follows, as in :class:`SideFacts`.
    between : tuple of (Decimal, Decimal)
        Eastings and northings, as printed, of the points of a channel between this vertex and the next.
    """

    part: int
    ring: int
    vertex: str
    side: str
    distance_m: Decimal
    interior_angle_s: Decimal
    azimuth_s: Decimal
    easting: Decimal
    northing: Decimal
    neighbour: str = ""
    kind: str = ""
    between: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def is_sinuous(self) -> bool:
        """Whether the side follows a channel through points that are no vertices."""
        return bool(self.between)

    @property
    def points(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The vertex, and the points of the channel up to the next one."""
        return ((self.easting, self.northing), *self.between)

    @property
    def interior_angle(self) -> str:
        """Interior angle in degrees, minutes and seconds."""
        return degrees_minutes_seconds(self.interior_angle_s)

    @property
    def azimuth(self) -> str:
        """Azimuth in degrees, minutes and seconds; empty along a channel, which has none."""
        return "" if self.is_sinuous else degrees_minutes_seconds(self.azimuth_s)


@dataclass(frozen=True)
class RingTable:
    """Rows of one ring with its sums.

    Attributes
    ----------
    part, ring : int
        As in :class:`TableRow`.
    rows : tuple of TableRow
        Clockwise, from the first vertex on.
    perimeter_m : Decimal
        Sum of the sides as printed.
    area_ha : Decimal
        Area inside the ring, positive also for an enclave, adjusted so that the rings add up to the whole.
    """

    part: int
    ring: int
    rows: tuple[TableRow, ...]
    perimeter_m: Decimal
    area_ha: Decimal

    @property
    def points(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Every point of the ring as printed, those of its channels included."""
        return tuple(point for row in self.rows for point in row.points)

    @property
    def is_sinuous(self) -> bool:
        """Whether one of its sides follows a channel: its angles do not add up over the vertices alone."""
        return any(row.is_sinuous for row in self.rows)

    @property
    def angle_sum_s(self) -> Decimal:
        """Sum of the interior angles at the vertices, in seconds."""
        return sum((row.interior_angle_s for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class TechnicalTable:
    """All numbers of one territory.

    Attributes
    ----------
    rings : tuple of RingTable
        Ordered by part, then ring.
    crs, zone : str
        As in :class:`SurveyedBoundary`.
    area_ha : Decimal
        Area of the printed coordinates by the profile's method (for Peru in the plane of the projection), enclaves taken off,
        rounded once.
    area_m2 : Decimal
        The same, in square metres.
    perimeter_m : Decimal
        Sum of all sides, those of enclaves included.
    centroid : tuple of Decimal
        Easting and northing of the centre of area.
    """

    rings: tuple[RingTable, ...]
    crs: str
    zone: str
    area_ha: Decimal
    area_m2: Decimal
    perimeter_m: Decimal
    centroid: tuple[Decimal, Decimal]

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Rows of all rings, in the order they are printed."""
        return tuple(row for ring in self.rings for row in ring.rows)

    def part_area_ha(self, part: int) -> Decimal:
        """Area of one part: its outer ring less its enclaves, as printed."""
        return sum((-r.area_ha if r.ring else r.area_ha for r in self.rings if r.part == part), Decimal(0))

    @property
    def parts(self) -> tuple[int, ...]:
        """Numbers of the parts."""
        return tuple(ring.part for ring in self.rings if ring.ring == 0)

    def checksum(self) -> str:
        """SHA-256 of the reference system and the printed coordinates; the same on every document of one geometry."""
        lines = [self.crs] + [
            f"{ring.part},{ring.ring},{easting},{northing}" for ring in self.rings for easting, northing in ring.points
        ]
        return hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest()

    def with_neighbours(self, names: Sequence[str]) -> TechnicalTable:
        """The same table with the neighbour of each row, in the order of :attr:`rows`."""
        given = iter(names)
        rings = tuple(
            replace(ring, rows=tuple(replace(row, neighbour=next(given)) for row in ring.rows)) for ring in self.rings
        )
        return replace(self, rings=rings)

    def with_area(self, area_ha: Decimal, area_m2: Decimal) -> TechnicalTable:
        """The same table with areas that were apportioned from a larger whole; those of the rings add up to them."""
        signed = [Fraction(-ring.area_ha if ring.ring else ring.area_ha) for ring in self.rings]
        decimals = -int(self.area_ha.as_tuple().exponent)
        whole = int(area_ha.scaleb(decimals))
        areas = apportion(whole, [share * whole / sum(signed) for share in signed])
        rings = tuple(replace(ring, area_ha=_decimal(abs(area), decimals)) for ring, area in zip(self.rings, areas))
        return replace(self, rings=rings, area_ha=area_ha, area_m2=area_m2)


def degrees_minutes_seconds(seconds: Decimal) -> str:
    """Angle as it is printed, for instance ``89°58'00"``, with the decimals that `seconds` carries."""
    whole, rest = divmod(seconds, 60)
    degrees, minutes = divmod(int(whole), 60)
    exponent = seconds.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    width = 3 + decimals if decimals else 2
    return f"{degrees}°{minutes:02d}'{rest:0{width}.{decimals}f}\""


def apportion(whole: int, shares: Sequence[Fraction]) -> list[int]:
    """Whole numbers near `shares` that add up to `whole` (largest remainders; at a tie the first).

    Parameters
    ----------
    whole : int
        The rounded sum of `shares`, or a number less than one unit per share away from it.
    shares : sequence of Fraction
        May be negative (enclaves).
    """
    floors = [math.floor(share) for share in shares]
    lacking = whole - sum(floors)
    order = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for index in order[:lacking]:
        floors[index] += 1
    return floors


def build_technical_table(boundary: SurveyedBoundary, profile: Profile) -> TechnicalTable:
    """Compute all numbers of a territory from its coordinates as printed.

    The first vertex of a ring is the northernmost, at a tie the westernmost, and the ring runs clockwise; surveyed labels,
    where given, stay with their vertices and the ring starts at the lowest of them. Parts and enclaves are ordered by their
    first vertex from north to south, and numbered labels run through all rings, so that none occurs twice. Points along a
    channel shape the area and the length of its side, and are no vertices.

    Parameters
    ----------
    boundary : SurveyedBoundary
        Valid polygons; validity itself is checked by :mod:`.boundary`.
    profile : Profile
        Gives decimals and patterns.

    Returns
    -------
    TechnicalTable

    Raises
    ------
    InputError
        ``titling.not_finite``, ``titling.repeated_vertex``, ``titling.too_few_vertices``, ``titling.no_area``,
        ``titling.repeated_label``, each with the place.
    """
    decimals = profile.decimals
    parts = []
    for rings in boundary.parts:
        printed = [_printed_ring(ring, decimals.coordinate_m) for ring in rings]
        parts.append([printed[0], *sorted(printed[1:], key=lambda ring: ring.rank)])
    parts.sort(key=lambda rings: rings[0].rank)
    ordered = [(part, index, ring) for part, rings in enumerate(parts, start=1) for index, ring in enumerate(rings)]
    _name_vertices([ring for _, _, ring in ordered], profile)

    areas = _areas_m2([ring for _, _, ring in ordered], boundary.crs, profile)
    square_metres = [-area if index else area for (_, index, _), area in zip(ordered, areas)]
    units = [area * 10**decimals.area_ha / _SQUARE_METRES_PER_HECTARE for area in square_metres]
    whole = _half_up(sum(units, Fraction(0)))
    printed_areas = apportion(whole, units)

    tables = []
    for (part, index, ring), area in zip(ordered, printed_areas):
        rows = _rows(part, index, ring, profile)
        perimeter = sum((row.distance_m for row in rows), Decimal(0))
        tables.append(RingTable(part, index, rows, perimeter, _decimal(abs(area), decimals.area_ha)))
    return TechnicalTable(
        rings=tuple(tables),
        crs=boundary.crs,
        zone=boundary.zone,
        area_ha=_decimal(whole, decimals.area_ha),
        area_m2=_decimal(_half_up(sum(square_metres, Fraction(0)) * 10**decimals.area_m2), decimals.area_m2),
        perimeter_m=sum((table.perimeter_m for table in tables), Decimal(0)),
        centroid=_centroid([(ring, index > 0) for _, index, ring in ordered], decimals.coordinate_m),
    )


@dataclass
class _PrintedRing:
    """A ring in whole units of the last printed digit, clockwise from its first vertex."""

    points: list[tuple[int, int]]
    labels: list[str]
    sides: list[SideFacts]

    @property
    def vertices(self) -> list[int]:
        """Indexes of the points that are vertices of the table."""
        return [i for i, side in enumerate(self.sides) if not side.continues]

    @property
    def rank(self) -> tuple[int, int]:
        """Orders rings from north to south, then from west to east, by their extreme vertex."""
        return min((-north, east) for east, north in self.points)

    @property
    def double_area(self) -> int:
        """Twice the area, in square units; positive because the ring is clockwise."""
        return -_double_area(self.points)


def _double_area(points: Sequence[tuple[int, int]]) -> int:
    """Twice the area by the shoelace formula, positive when counterclockwise."""
    return sum(e1 * n2 - e2 * n1 for (e1, n1), (e2, n2) in zip(points, [*points[1:], points[0]]))


def _printed_ring(ring: SurveyedRing, decimals: int) -> _PrintedRing:
    points = []
    for number, (easting, northing) in enumerate(ring.coordinates, start=1):
        if not (math.isfinite(easting) and math.isfinite(northing)):
            raise InputError("titling.not_finite", vertex=number)
        points.append((_units(easting, decimals), _units(northing, decimals)))
    if len(points) < 3:
        raise InputError("titling.too_few_vertices", count=len(points), **_place(points, decimals))
    for here, there in zip(points, [*points[1:], points[0]]):
        if here == there:
            raise InputError("titling.repeated_vertex", **_place([here], decimals))
    labels = list(ring.labels) if ring.labels is not None else []
    sides = list(ring.sides) if ring.sides is not None else [UNKNOWN_SIDE] * len(points)
    area = _double_area(points)
    if area == 0:
        raise InputError("titling.no_area", **_place(points, decimals))
    if area > 0:
        points.reverse()
        labels.reverse()
        sides = _reversed_sides(sides)
    listed = [i for i, side in enumerate(sides) if not side.continues]
    if not listed:
        # a channel all the way round starts somewhere
        listed = [min(range(len(points)), key=lambda i: (-points[i][1], points[i][0]))]
        sides[listed[0]] = replace(sides[listed[0]], continues=False)
    if labels:
        first = min(listed, key=lambda i: _natural(labels[i]))
    else:
        first = min(listed, key=lambda i: (-points[i][1], points[i][0]))
    return _PrintedRing(points[first:] + points[:first], labels[first:] + labels[:first], sides[first:] + sides[:first])


def _reversed_sides(sides: list[SideFacts]) -> list[SideFacts]:
    """Facts of the sides when the points are taken in the other direction: a side then leaves its former end."""
    count = len(sides)
    return [replace(sides[count - 2 - i], continues=sides[count - 1 - i].continues) for i in range(count)]


def _units(value: float, decimals: int) -> int:
    """A coordinate in units of its last printed digit; a half is rounded up, as a person does."""
    return int(Decimal(repr(float(value))).scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP))


def _place(points: Sequence[tuple[int, int]], decimals: int) -> dict[str, str]:
    easting, northing = points[0] if points else (0, 0)
    return {"easting": str(_decimal(easting, decimals)), "northing": str(_decimal(northing, decimals))}


def _natural(label: str) -> list[tuple[int, str]]:
    """Sorting key by which ``V-2`` stands before ``V-10``."""
    return [(int(text), "") if text.isdigit() else (-1, text) for text in re.split(r"(\d+)", label) if text]


def _name_vertices(rings: Sequence[_PrintedRing], profile: Profile) -> None:
    """Give numbered labels to rings without surveyed ones, running through all rings; no label may occur twice."""
    taken = {ring.labels[i] for ring in rings if ring.labels for i in ring.vertices}
    number = 0
    for ring in rings:
        if ring.labels:
            continue
        ring.labels = [""] * len(ring.points)
        for index in ring.vertices:
            number += 1
            while profile.vertex.label_pattern.format(n=number) in taken:
                number += 1
            ring.labels[index] = profile.vertex.label_pattern.format(n=number)
    seen: set[str] = set()
    for ring in rings:
        for index in ring.vertices:
            label = ring.labels[index]
            if label in seen:
                place = _place([ring.points[index]], profile.decimals.coordinate_m)
                raise InputError("titling.repeated_label", label=label, **place)
            seen.add(label)


def _rows(part: int, index: int, ring: _PrintedRing, profile: Profile) -> tuple[TableRow, ...]:
    decimals = profile.decimals
    points = ring.points
    count = len(points)
    angle_unit = 10**decimals.angle_s
    angles = apportion(
        (count - 2) * _HALF_CIRCLE_S * angle_unit,
        [
            Fraction(_interior_angle(points[i - 1], points[i], points[(i + 1) % count]) * angle_unit)
            for i in range(count)
        ],
    )
    rows = []
    vertices = ring.vertices
    for i, end in zip(vertices, [*vertices[1:], count]):
        along = [*points[i:end], points[end % count]]
        (east, north), (next_east, next_north) = along[0], along[-1]
        azimuth = round(math.degrees(math.atan2(next_east - east, next_north - north)) % 360.0 * 3600 * angle_unit)
        rows.append(
            TableRow(
                part=part,
                ring=index,
                vertex=ring.labels[i],
                side=profile.vertex.side_pattern.format(start=ring.labels[i], end=ring.labels[end % count]),
                distance_m=_decimal(_length(along, decimals.coordinate_m, decimals.distance_m), decimals.distance_m),
                interior_angle_s=_decimal(angles[i], decimals.angle_s),
                azimuth_s=_decimal(azimuth % (_FULL_CIRCLE_S * angle_unit), decimals.angle_s),
                easting=_decimal(east, decimals.coordinate_m),
                northing=_decimal(north, decimals.coordinate_m),
                neighbour=ring.sides[i].neighbour,
                kind=ring.sides[i].kind,
                between=tuple(
                    (_decimal(e, decimals.coordinate_m), _decimal(n, decimals.coordinate_m)) for e, n in along[1:-1]
                ),
            )
        )
    return tuple(rows)


def _interior_angle(before: tuple[int, int], here: tuple[int, int], after: tuple[int, int]) -> float:
    """Angle on the right hand of a clockwise ring, in seconds, between 0 and 360 degrees.

    Cross and dot product are exact, so that an angle near 180 degrees is as good as any other.
    """
    a_east, a_north = before[0] - here[0], before[1] - here[1]
    b_east, b_north = after[0] - here[0], after[1] - here[1]
    cross = a_east * b_north - a_north * b_east
    dot = a_east * b_east + a_north * b_north
    return math.degrees(math.atan2(cross, dot)) % 360.0 * 3600


def _length(points: Sequence[tuple[int, int]], from_decimals: int, to_decimals: int) -> int:
    """Length of a line in units of the last printed digit, rounded once, a half up.

    The root of each piece is taken as an integer with further digits, so that a side of one piece is rounded exactly and the
    pieces of a channel add up far below the printed digit.
    """
    further = _FURTHER_DIGITS + max(0, to_decimals - from_decimals)
    root = sum(
        math.isqrt(((e2 - e1) ** 2 + (n2 - n1) ** 2) * 10 ** (2 * further))
        for (e1, n1), (e2, n2) in zip(points, points[1:])
    )
    unit = 10 ** (further + from_decimals - to_decimals)
    return (2 * root + unit) // (2 * unit)


def _areas_m2(rings: Sequence[_PrintedRing], crs: str, profile: Profile) -> list[Fraction]:
    """Area inside each ring by the profile's method; in the plane of the projection from whole units, and so exact."""
    unit = 10**profile.decimals.coordinate_m
    if profile.area_method == UTM_GRID:
        return [Fraction(ring.double_area, 2 * unit * unit) for ring in rings]
    printed = [[(east / unit, north / unit) for east, north in ring.points] for ring in rings]
    return ring_areas_m2(printed, crs, profile.area_method)


def _centroid(rings: Sequence[tuple[_PrintedRing, bool]], decimals: int) -> tuple[Decimal, Decimal]:
    """Centre of area, from whole units and therefore without cancellation."""
    double_area = 0
    moment_east = moment_north = 0
    for ring, is_enclave in rings:
        sign = 1 if is_enclave else -1
        for (e1, n1), (e2, n2) in zip(ring.points, [*ring.points[1:], ring.points[0]]):
            cross = sign * (e1 * n2 - e2 * n1)
            double_area += cross
            moment_east += (e1 + e2) * cross
            moment_north += (n1 + n2) * cross
    east = _half_up(Fraction(moment_east, 3 * double_area))
    north = _half_up(Fraction(moment_north, 3 * double_area))
    return _decimal(east, decimals), _decimal(north, decimals)


def _half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def _decimal(units: int, decimals: int) -> Decimal:
    return Decimal(units).scaleb(-decimals)
