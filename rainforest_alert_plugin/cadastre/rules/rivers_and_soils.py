"""Sides along rivers, G13, and land-capacity units, G14."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Iterator, Sequence

from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.progress import IsCancelled, stop_if
from ...overlay.repair import polygons_only
from ..case import METRES_PER_HECTARE, Case, Point, Ring, Side
from ..findings import Finding
from ..profile import Profile
from .rule import GEOMETRY, Rule, finding, line

_RIVER = "river"
_RIVERBED = "riverbed"
_SEGMENTS = 4


def river_sides(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G13: a side along a river has the length of its course and lies on the bank, not in the water.

    The chord of a bend is ten per cent shorter than the bank: perimeter and table then disagree with the plan. The bed is
    public domain: a boundary on its axis takes in land that no title can give.
    """
    for side in case.sides:
        stop_if(is_cancelled)
        if side.kind == _RIVER:
            yield from _stated_length(case, profile, side)
    yield from _in_the_water(case, profile, is_cancelled)


def _stated_length(case: Case, profile: Profile, side: Side) -> Iterator[Finding]:
    course = side.line or _course(case, side)
    if len(course) < 2:
        return
    length = _length(course) * case.metres_per_unit
    chord = math.dist(course[0], course[-1]) * case.metres_per_unit
    stated = side.length_m
    if stated is None or chord <= 0:
        return
    most = 1.0 + profile.threshold("sinuous_percent") / 100.0
    if length > chord * most and abs(stated - length) > length * (most - 1.0):
        yield finding(
            "G13",
            profile,
            Message(
                "finding.river_chord",
                side=side.number,
                part=side.part + 1,
                ring=side.ring,
                neighbour=side.neighbour or "-",
                stated_m=f"{stated:.2f}",
                length_m=f"{length:.2f}",
                percent=f"{100.0 * (length - stated) / length:.1f}",
            ),
            "chord",
            side.part,
            side.ring,
            side.number,
            measure=length - stated,
            unit="m",
            geometry=line(course),
        )


def _in_the_water(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    bank = profile.threshold("bank_m") / case.metres_per_unit
    stretches = _river_stretches(case)
    for reference in case.references:
        if reference.role != _RIVERBED:
            continue
        for unit in reference.units:
            stop_if(is_cancelled)
            water = QgsGeometry()
            water.fromWkb(unit.wkb)
            mean_width = 2.0 * water.area() / water.length() if water.length() else 0.0
            bed = water.buffer(-bank, _SEGMENTS)
            if bed.isEmpty():
                continue
            for stretch, is_river in stretches:
                wet = stretch.intersection(bed)
                # Where nobody said that a side follows the river, a stretch across it is a crossing, not a side.
                if wet.isEmpty() or wet.length() <= (0.0 if is_river else 5.0 * mean_width):
                    continue
                length = wet.length() * case.metres_per_unit
                yield finding(
                    "G13",
                    profile,
                    Message(
                        "finding.in_the_water",
                        layer=reference.name,
                        unit=unit.name or unit.feature_id,
                        length_m=f"{length:.0f}",
                    ),
                    "water",
                    reference.name,
                    unit.feature_id,
                    measure=length,
                    unit="m",
                    fix="exclude",
                    geometry=wet,
                    layer=reference.name,
                    feature_id=unit.feature_id,
                    details={"name": unit.name, "date": reference.date},
                )


def _river_stretches(case: Case) -> list[tuple[QgsGeometry, bool]]:
    """Sides along rivers; all of the boundary when nobody said who adjoins."""
    courses = [side.line or _course(case, side) for side in case.sides if side.kind == _RIVER]
    if case.has_sides:
        return [(line(course), True) for course in courses if len(course) >= 2]
    return [
        (QgsGeometry.fromPolylineXY([QgsPointXY(*p) for p in (*ring.open_points, ring.open_points[0])]), False)
        for ring in case.rings
        if len(ring.open_points) >= 3
    ]


def _course(case: Case, side: Side) -> tuple[Point, ...]:
    """Vertices of the boundary from the start of a side to the start of the next one."""
    ring = _ring_of(case, side)
    if ring is None:
        return ()
    points = ring.open_points
    later = sorted(
        s.number for s in case.sides if (s.part, s.ring) == (side.part, side.ring) and s.number > side.number
    )
    end = later[0] if later else len(points) + 1
    return tuple(points[(number - 1) % len(points)] for number in range(side.number, end + 1))


def _ring_of(case: Case, side: Side) -> Ring | None:
    return next((r for r in case.rings if (r.part, r.ring) == (side.part, side.ring) and len(r.open_points) >= 3), None)


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in zip(points, points[1:]))


def capacity_tiles(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G14: land-capacity units cover the territory without gaps, overlaps or land outside, and their areas add up to it.

    They divide the title (groups A, C, P) from the cession in use (F, X): what no unit covers is neither, and the soil study
    goes back.
    """
    whole = case.polygon
    if whole.isEmpty():
        return
    least = profile.threshold("capacity_gap_m") / case.metres_per_unit
    units = []
    for unit in case.capacity:
        geometry = QgsGeometry()
        geometry.fromWkb(unit.wkb)
        units.append((unit, geometry))
    union = polygons_only(QgsGeometry.unaryUnion([geometry for _, geometry in units]))
    stop_if(is_cancelled)
    pieces = [
        ("finding.capacity_gap", polygons_only(whole.difference(union))),
        ("finding.capacity_outside", polygons_only(union.difference(whole))),
    ]
    for message, geometry in pieces:
        for piece in _wide(geometry, least):
            yield _capacity(case, profile, message, piece, {})
    for number, (unit, geometry) in enumerate(units):
        stop_if(is_cancelled)
        for other, other_geometry in units[number + 1 :]:
            if not geometry.boundingBoxIntersects(other_geometry):
                continue
            for piece in _wide(polygons_only(geometry.intersection(other_geometry)), least):
                facts = {"one": f"{unit.group} #{unit.feature_id}", "other": f"{other.group} #{other.feature_id}"}
                yield _capacity(case, profile, "finding.capacity_overlap", piece, facts)
    yield from _capacity_sum(case, profile)


def _capacity_sum(case: Case, profile: Profile) -> Iterator[Finding]:
    stated = [unit.area_ha for unit in case.capacity]
    if not stated or any(area is None for area in stated) or case.table is None or case.table.area_ha is None:
        return
    total = sum((area for area in stated if area is not None), Decimal(0))
    allowed = Decimal(1).scaleb(-profile.decimals.area_ha) * len(stated)
    difference = total - case.table.area_ha
    if abs(difference) > allowed:
        yield finding(
            "G14",
            profile,
            Message(
                "finding.capacity_sum",
                sum_ha=str(total),
                area_ha=str(case.table.area_ha),
                difference_ha=str(difference),
            ),
            "sum",
            measure=float(difference),
            unit="ha",
        )


def _wide(geometry: QgsGeometry, least: float) -> list[QgsGeometry]:
    """Pieces wider in the mean than rounding makes them."""
    if geometry.isEmpty():
        return []
    pieces = geometry.asGeometryCollection()
    return [piece for piece in pieces if piece.length() and 2.0 * piece.area() / piece.length() > least]


def _capacity(case: Case, profile: Profile, message: str, piece: QgsGeometry, facts: dict[str, str]) -> Finding:
    area = piece.area() * case.metres_per_unit**2 / METRES_PER_HECTARE
    place = piece.pointOnSurface().asPoint()
    return finding(
        "G14",
        profile,
        Message(message, area_ha=f"{area:.4f}", easting=f"{place.x():.2f}", northing=f"{place.y():.2f}", **facts),
        message.rpartition(".")[2],
        place.x(),
        place.y(),
        measure=area,
        unit="ha",
        geometry=piece,
    )


def _lacks_rivers(case: Case, profile: Profile) -> Message | None:
    has_river = any(side.kind == _RIVER for side in case.sides)
    has_bed = any(reference.role == _RIVERBED for reference in case.references)
    return None if has_river or has_bed else Message("rule.no_rivers")


def _lacks_capacity(case: Case, profile: Profile) -> Message | None:
    return None if case.capacity else Message("rule.no_capacity")


RULES = (
    Rule("G13", GEOMETRY, river_sides, ("geometry_wkb", "sides", "has_sides", "references"), _lacks_rivers),
    Rule("G14", GEOMETRY, capacity_tiles, ("geometry_wkb", "capacity", "table"), _lacks_capacity),
)
