"""The boundary's own geometry, G01 to G06: rings that close, cross nothing, and say which way they run."""

from __future__ import annotations

import math
import re
from typing import Iterator, Sequence

from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.progress import IsCancelled, stop_if
from ..case import METRES_PER_HECTARE, Case, Point, Ring
from ..findings import Finding
from ..profile import Profile
from .rule import GEOMETRY, Rule, at, finding, line, point

# QGIS 3.22 knows this engine in the new spelling only.
_ENGINES = QgsGeometry.ValidationMethod
_GEOS = getattr(_ENGINES, "ValidatorGeos", None) or getattr(_ENGINES, "Geos", None)
_FEWEST_VERTICES = 3
_CHECK_EVERY = 2000
_SAME_FAULT_M = 0.01


def closed_rings(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G01: a ring closes, has three distinct vertices at least, and repeats none in a row.

    A technical table of an open ring has a side too few; a repeated vertex prints a side of 0.00 m, and the registry returns
    the table.
    """
    least = profile.threshold("repeated_vertex_m") / case.metres_per_unit
    if not case.rings:
        yield finding("G01", profile, Message("finding.no_polygon"), "none")
        return
    for ring in case.rings:
        stop_if(is_cancelled)
        if not ring.points:
            continue
        place = ring.points[0]
        where = _ring_facts(ring)
        for number, here in enumerate(ring.points, start=1):
            if not (math.isfinite(here[0]) and math.isfinite(here[1])):
                yield finding(
                    "G01",
                    profile,
                    Message("finding.not_finite", vertex=number, **where),
                    "nan",
                    ring.part,
                    ring.ring,
                    number,
                )
        if not ring.is_closed:
            gap = math.dist(ring.points[0], ring.points[-1]) * case.metres_per_unit
            yield finding(
                "G01",
                profile,
                Message("finding.ring_open", gap_m=f"{gap:.2f}", **where, **at(place)),
                "open",
                ring.part,
                ring.ring,
                measure=gap,
                unit="m",
                fix="close_rings",
                geometry=line([ring.points[-1], ring.points[0]]) if gap else point(place),
            )
        points = ring.open_points
        if len(set(points)) < _FEWEST_VERTICES:
            yield finding(
                "G01",
                profile,
                Message("finding.too_few_vertices", count=len(set(points)), **where, **at(place)),
                "few",
                ring.part,
                ring.ring,
                measure=float(len(set(points))),
                unit="count",
                geometry=point(place),
            )
            continue
        for number, (here, there) in enumerate(_sides(points), start=1):
            length = math.dist(here, there)
            # An open ring whose ends coincide is not open, so the closing side is looked at like any other.
            if length < least:
                yield finding(
                    "G01",
                    profile,
                    Message(
                        "finding.repeated_vertex",
                        vertex=number,
                        distance_m=f"{length * case.metres_per_unit:.4f}",
                        **where,
                        **at(here),
                    ),
                    "repeated",
                    *here,
                    measure=length * case.metres_per_unit,
                    unit="m",
                    fix="remove_duplicates",
                    geometry=point(here),
                )


def no_crossing(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G02: no side crosses or touches another, and no vertex is the tip of a spike.

    Area and neighbours of a bow-tie are undefined: registries return it. A spike (arms closer than a degree) is the trace of a
    vertex keyed in the wrong order; it is looked for after repeated vertices are taken out, for those hide it.
    """
    spike_deg = profile.threshold("spike_angle_deg")
    least = profile.threshold("repeated_vertex_m") / case.metres_per_unit
    parts: dict[int, list[list[Point]]] = {}
    for ring in case.rings:
        stop_if(is_cancelled)
        points = _distinct(ring.open_points, least)
        kept = []
        for number, here in enumerate(points):
            angle = _angle_deg(points[number - 1], here, points[(number + 1) % len(points)])
            if len(points) > _FEWEST_VERTICES and angle < spike_deg:
                yield finding(
                    "G02",
                    profile,
                    Message("finding.spike", angle_deg=f"{angle:.3f}", **_ring_facts(ring), **at(here)),
                    "spike",
                    *here,
                    measure=angle,
                    unit="deg",
                    fix="remove_spikes",
                    geometry=point(here),
                )
                continue
            kept.append(here)
        points = _distinct(kept, least)
        if len(points) >= _FEWEST_VERTICES:
            parts.setdefault(ring.part, []).append(points)
    seen: list[Point] = []
    for geometry in (*(_polygon([rings]) for rings in parts.values()), _polygon(list(parts.values()))):
        stop_if(is_cancelled)
        if geometry.isGeosValid():
            continue
        for fault in geometry.validateGeometry(_GEOS):
            place = fault.where() if fault.hasWhere() else geometry.boundingBox().center()
            here = (place.x(), place.y())
            if any(math.dist(here, other) * case.metres_per_unit < _SAME_FAULT_M for other in seen):
                continue
            seen.append(here)
            yield finding(
                "G02",
                profile,
                Message("finding.crossing", reason=fault.what(), **at(here)),
                "crossing",
                *here,
                geometry=point(here),
            )


def single_part(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G03: one part; a territory of several needs a plan and an area row for each.

    Tools that keep the first part only have sent in titles that lack the others.
    """
    shells = [ring for ring in case.rings if ring.ring == 0]
    if len(shells) < 2:
        return
    areas = [abs(_area(ring.open_points)) * case.metres_per_unit**2 / METRES_PER_HECTARE for ring in shells]
    listed = ", ".join(f"{area:.4f}" for area in areas)
    geometry = QgsGeometry.collectGeometry([_polygon([[list(ring.open_points)]]) for ring in shells])
    yield finding(
        "G03",
        profile,
        Message("finding.several_parts", count=len(shells), areas_ha=listed),
        "parts",
        measure=float(len(shells)),
        unit="count",
        geometry=geometry,
    )


def holes_stated(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G04: each enclave (a third party's land, a lake) has a table of its own, and the area is net of it."""
    for ring in case.rings:
        if ring.ring == 0 or len(ring.open_points) < _FEWEST_VERTICES:
            continue
        area = abs(_area(ring.open_points)) * case.metres_per_unit**2 / METRES_PER_HECTARE
        yield finding(
            "G04",
            profile,
            Message("finding.enclave", area_ha=f"{area:.4f}", **_ring_facts(ring), **at(ring.points[0])),
            "enclave",
            ring.part,
            *ring.points[0],
            measure=area,
            unit="ha",
            geometry=_polygon([[list(ring.open_points)]]),
        )


def one_direction(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G05: rings run one way, enclaves the other, and numbers of the survey follow the direction of the table.

    A table read in the wrong direction gives exterior angles and neighbours on the wrong side.
    """
    shells = [(ring, _area(ring.open_points) > 0) for ring in case.rings if ring.ring == 0]
    direction = {ring.part: turns_left for ring, turns_left in shells}
    for ring, turns_left in shells[1:]:
        if turns_left != shells[0][1]:
            yield _direction_finding("finding.part_reversed", ring, profile)
    for ring in case.rings:
        is_enclave = ring.ring > 0 and len(ring.open_points) >= _FEWEST_VERTICES
        if is_enclave and direction.get(ring.part) == (_area(ring.open_points) > 0):
            yield _direction_finding("finding.enclave_direction", ring, profile)
    for ring in case.rings:
        numbers = _survey_numbers(case, ring)
        if numbers is None or ring.ring:
            continue
        clockwise = _area(ring.open_points) < 0
        rising = _runs_upwards(numbers)
        if rising is not None and rising != clockwise:
            yield _direction_finding("finding.numbers_reversed", ring, profile)
    yield from _table_start(case, profile)


def short_and_straight(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G06: no side shorter than a survey can tell, and no vertex that lies on the line between its neighbours.

    Neither is wrong; both make the table longer than the ground is, and reviewers ask about them. A vertex with a boundary
    mark, a change of neighbour, or a bend of a river has a reason to stand there.
    """
    least = profile.threshold("repeated_vertex_m") / case.metres_per_unit
    shortest = profile.threshold("shortest_side_m") / case.metres_per_unit
    straight = profile.threshold("collinear_m") / case.metres_per_unit
    for ring in case.rings:
        stop_if(is_cancelled)
        points = ring.open_points
        if len(points) < _FEWEST_VERTICES:
            continue
        for number, (here, there) in enumerate(_sides(points), start=1):
            length = math.dist(here, there)
            if least <= length < shortest:
                yield finding(
                    "G06",
                    profile,
                    Message(
                        "finding.short_side",
                        side=number,
                        length_m=f"{length * case.metres_per_unit:.2f}",
                        **_ring_facts(ring),
                        **at(here),
                    ),
                    "short",
                    *here,
                    measure=length * case.metres_per_unit,
                    unit="m",
                    geometry=line([here, there]),
                )
        reasons = _vertices_with_reason(case, ring)
        found = []
        position = {place: number for number, place in reversed(list(enumerate(points, start=1)))}
        distinct = _distinct(points, least)
        for number, here in enumerate(distinct):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
            before, after = distinct[number - 1], distinct[(number + 1) % len(distinct)]
            if position[here] in reasons:
                continue
            if _off_line(before, here, after) < straight:
                found.append(here)
        if found:
            yield finding(
                "G06",
                profile,
                Message(
                    "finding.collinear",
                    count=len(found),
                    limit_m=f"{straight * case.metres_per_unit:g}",
                    **_ring_facts(ring),
                    **at(found[0]),
                ),
                "collinear",
                ring.part,
                ring.ring,
                measure=float(len(found)),
                unit="count",
                fix="remove_collinear",
                geometry=QgsGeometry.fromMultiPointXY([QgsPointXY(*place) for place in found]),
            )


def _direction_finding(message: str, ring: Ring, profile: Profile) -> Finding:
    return finding(
        "G05",
        profile,
        Message(message, **_ring_facts(ring), **at(ring.points[0])),
        message.rpartition(".")[2],
        ring.part,
        ring.ring,
        fix="orient_rings",
        geometry=_polygon([[list(ring.open_points)]]),
    )


def _table_start(case: Case, profile: Profile) -> Iterator[Finding]:
    """A table that was printed starts at the northernmost vertex unless the survey numbered its own, and runs clockwise."""
    if case.table is None:
        return
    rings: dict[tuple[int, int], list[Point]] = {}
    names: dict[tuple[int, int], list[str]] = {}
    for row in case.table.rows:
        rings.setdefault((row.part, row.ring), []).append((float(row.easting), float(row.northing)))
        names.setdefault((row.part, row.ring), []).append(row.vertex)
    for (part, number), points in rings.items():
        if len(points) < _FEWEST_VERTICES:
            continue
        where = {"part": part + 1, "ring": number}
        if profile.vertex.direction == "clockwise" and _area(points) > 0:
            yield finding(
                "G05",
                profile,
                Message("finding.table_reversed", **where, **at(points[0])),
                "table_reversed",
                part,
                number,
                geometry=point(points[0]),
            )
        first = min(points, key=lambda place: (-place[1], place[0]))
        labels = {name for name in names[(part, number)] if _number(name) is not None}
        own = {vertex.label for vertex in case.vertices if vertex.label}
        if number == 0 and points[0] != first and not labels <= own:
            yield finding(
                "G05",
                profile,
                Message("finding.table_start", vertex=names[(part, number)][0], **where, **at(first)),
                "table_start",
                part,
                number,
                geometry=point(first),
            )


def _survey_numbers(case: Case, ring: Ring) -> list[int] | None:
    """Numbers in the labels of the surveyed vertices of a ring, in ring order; None when not all bear one."""
    if _area(ring.open_points) == 0.0:
        return None
    labels = [v.label for v in case.vertices if (v.part, v.ring) == (ring.part, ring.ring)]
    numbers = [_number(label) for label in labels]
    if len(numbers) < _FEWEST_VERTICES or len(numbers) != len(ring.open_points):
        return None
    whole = [number for number in numbers if number is not None]
    return whole if len(whole) == len(numbers) and len(set(whole)) == len(whole) else None


def _runs_upwards(numbers: Sequence[int]) -> bool | None:
    """Whether numbers round a ring rise, fall (False), or do neither (None)."""
    steps = [(after > before) for before, after in zip(numbers, [*numbers[1:], numbers[0]])]
    rises = sum(steps)
    if rises == len(steps) - 1:
        return True
    return False if rises == 1 else None


def _number(label: str) -> int | None:
    found = re.findall(r"\d+", label)
    return int(found[-1]) if found else None


def _vertices_with_reason(case: Case, ring: Ring) -> set[int]:
    """Positions (from 1) of vertices that stand for a mark, a change of neighbour, or the course of a river."""
    reasons = {v.number for v in case.vertices if (v.part, v.ring) == (ring.part, ring.ring) and v.monument}
    sides = [s for s in case.sides if (s.part, s.ring) == (ring.part, ring.ring)]
    sides.sort(key=lambda side: side.number)
    count = len(ring.open_points)
    for index, side in enumerate(sides):
        number = side.number
        reasons.add(number)
        if side.kind == "river":
            end = sides[index + 1].number if index + 1 < len(sides) else count + 1
            reasons.update(range(number, end + 1))
    return reasons


def _ring_facts(ring: Ring) -> dict[str, int]:
    return {"part": ring.part + 1, "ring": ring.ring}


def _sides(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(points, [*points[1:], points[0]])


def _distinct(points: Sequence[Point], least: float) -> list[Point]:
    """Vertices without those that repeat the one before, the closing one included."""
    kept: list[Point] = []
    for here in points:
        if not kept or math.dist(kept[-1], here) >= least:
            kept.append(here)
    while len(kept) > 1 and math.dist(kept[0], kept[-1]) < least:
        kept.pop()
    return kept


def _polygon(parts: Sequence[Sequence[Sequence[Point]]]) -> QgsGeometry:
    return QgsGeometry.fromMultiPolygonXY(
        [[[QgsPointXY(*place) for place in (*ring, ring[0])] for ring in rings] for rings in parts]
    )


def _area(points: Sequence[Point]) -> float:
    """Area, positive when the ring runs counterclockwise; taken from its first vertex so that large northings cost no digits."""
    if not points:
        return 0.0
    x0, y0 = points[0]
    return 0.5 * sum(
        (ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]])
    )


def _angle_deg(before: Point, here: Point, after: Point) -> float:
    """Angle between the two arms of a vertex, 0 to 180 degrees."""
    ax, ay = before[0] - here[0], before[1] - here[1]
    bx, by = after[0] - here[0], after[1] - here[1]
    return math.degrees(abs(math.atan2(ax * by - ay * bx, ax * bx + ay * by)))


def _off_line(before: Point, here: Point, after: Point) -> float:
    """Distance of a vertex from the line between its neighbours; infinite when it lies beyond them."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    px, py = here[0] - before[0], here[1] - before[1]
    length = math.hypot(dx, dy)
    along = px * dx + py * dy
    if length == 0 or not 0 < along < length * length:
        return math.inf
    return abs(dx * py - dy * px) / length


RULES = (
    Rule("G01", GEOMETRY, closed_rings, ("geometry_wkb", "crs")),
    Rule("G02", GEOMETRY, no_crossing, ("geometry_wkb", "crs")),
    Rule("G03", GEOMETRY, single_part, ("geometry_wkb", "crs")),
    Rule("G04", GEOMETRY, holes_stated, ("geometry_wkb", "crs")),
    Rule("G05", GEOMETRY, one_direction, ("geometry_wkb", "vertices", "table")),
    Rule("G06", GEOMETRY, short_and_straight, ("geometry_wkb", "crs", "vertices", "sides")),
)
