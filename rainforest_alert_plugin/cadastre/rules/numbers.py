"""Numbers of the file, N01 to N09, recomputed from what is printed."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Iterator, Mapping, Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.arrays import Floats
from ...geo.progress import IsCancelled
from ..case import METRES_PER_HECTARE, Case, Point, StatedRow
from ..findings import Finding
from ..profile import Profile
from .rule import NUMBERS, Rule, at, finding, point

_HALF_CIRCLE_S = 180 * 3600
_ROUNDING_SIGMAS = 3.0
_SAME_PLACE_M = 0.02
_FEWEST_IN_ORDER = 4
_AREA_VALUE = "area_ha"
_STATED_VALUES = ("area_ha", "perimeter_m")
_PARTS = ("title_area_ha", "cession_area_ha", "exclusion_area_ha")
_ANTECEDENTS = ("title", "resolution", "recognition", "antecedent")
_TITLE_FIELDS = re.compile(r"^(area|sup)_?(titul\w*|leg\w*|legal|sig)$", re.IGNORECASE)
_AREA_FIELDS = re.compile(
    r"^(a?area(_?(ha|has|pr))?|sup(er)?(f(icie)?)?(_?ha)?|hectareas?|has?|area_ha)$", re.IGNORECASE
)

RingRows = Mapping[tuple[int, int], Sequence[StatedRow]]


def number_of(text: str) -> Decimal | None:
    """Number as people print it: decimal comma or point, thousands set apart; None when it is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "")
    plain = re.sub(r"(ha|has|m2|m²|m|ml)\.?$", "", plain, flags=re.IGNORECASE)
    if "," in plain and "." in plain:
        decimal = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[.,]", "", plain[:decimal]) + "." + plain[decimal + 1 :]
    elif plain.count(",") == 1:
        plain = plain.replace(",", ".")
    elif plain.count(",") > 1 or plain.count(".") > 1:
        plain = re.sub(r"[.,]", "", plain)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def decimals_of(number: Decimal) -> int:
    """Digits after the point as printed."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def area_from_coordinates(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N01: the printed coordinates give the printed area.

    The registry computes the area from the table anew and prints it with as many digits; where it differs by more than the last
    one, nobody knows which of the two the assembly approved.
    """
    if case.table is None or case.table.area_ha is None:
        return
    exact = _table_area_ha(_rings(case))
    stated = case.table.area_ha
    allowed = max(Fraction(Decimal(1).scaleb(-decimals_of(stated))), Fraction(_rounding_ha(_rings(case))))
    difference = Fraction(stated) - round(exact, decimals_of(stated))
    if abs(difference) > allowed:
        yield finding(
            "N01",
            profile,
            Message(
                "finding.area_of_table",
                stated_ha=str(stated),
                area_ha=f"{float(exact):.4f}",
                difference_ha=f"{float(difference):.4f}",
            ),
            "area",
            measure=float(difference),
            unit="ha",
        )


def perimeter_from_sides(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N02: the printed sides add up to the printed perimeter."""
    if case.table is None or case.table.perimeter_m is None:
        return
    sides = [row.distance_m for row in case.table.rows if row.distance_m is not None]
    if len(sides) != len(case.table.rows):
        return
    total = sum(sides, Decimal(0))
    stated = case.table.perimeter_m
    allowed = Decimal(1).scaleb(-decimals_of(stated)) * len(sides)
    if abs(total - stated) > allowed:
        yield finding(
            "N02",
            profile,
            Message(
                "finding.perimeter_of_table", stated_m=str(stated), sum_m=str(total), difference_m=str(stated - total)
            ),
            "perimeter",
            measure=float(stated - total),
            unit="m",
        )


def sides_from_coordinates(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N03: each side is as long as its printed vertices lie apart, unless it follows a river.

    A sinuous side is longer than its chord, never shorter.
    """
    for rows in _rings(case).values():
        for row, following in zip(rows, [*rows[1:], *rows[:1]]):
            if row.distance_m is None:
                continue
            course = [*row.points, (following.easting, following.northing)]
            chord = sum(math.hypot(float(b[0] - a[0]), float(b[1] - a[1])) for a, b in zip(course, course[1:]))
            allowed = float(Decimal(1).scaleb(-decimals_of(row.distance_m))) + len(course) * 10.0 ** -decimals_of(
                row.easting
            )
            # Against the chord as it would be printed: a table may round either way in its last digit.
            difference = float(row.distance_m) - round(chord, decimals_of(row.distance_m))
            # Of a channel whose points are not printed only this much is known: it is no shorter than its chord.
            if row.is_sinuous and not row.between and difference >= -allowed:
                continue
            if abs(difference) > allowed:
                yield finding(
                    "N03",
                    profile,
                    Message(
                        "finding.side_shorter_than_chord" if row.is_sinuous else "finding.side_of_table",
                        side=row.side or row.vertex,
                        stated_m=str(row.distance_m),
                        length_m=f"{chord:.2f}",
                        difference_m=f"{difference:.2f}",
                    ),
                    row.part,
                    row.ring,
                    row.vertex,
                    measure=difference,
                    unit="m",
                    geometry=QgsGeometry.fromPolylineXY([_xy(row), _xy(following)]),
                )


def sum_of_angles(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N04: the interior angles of a ring of n vertices add up to (n - 2) times 180 degrees."""
    for (part, ring), rows in _rings(case).items():
        angles = [row.interior_angle_s for row in rows]
        if len(rows) < 3 or any(angle is None for angle in angles):
            continue
        total = sum((angle for angle in angles if angle is not None), Decimal(0))
        due = (len(rows) - 2) * _HALF_CIRCLE_S
        allowed = Decimal(repr(profile.threshold("angle_seconds"))) * len(rows)
        if abs(total - due) > allowed:
            yield finding(
                "N04",
                profile,
                Message(
                    "finding.angle_sum",
                    part=part + 1,
                    ring=ring,
                    stated=_dms(total),
                    due=_dms(Decimal(due)),
                    difference_s=f"{total - due:.1f}",
                ),
                part,
                ring,
                measure=float(total - due),
                unit="s",
                geometry=point((float(rows[0].easting), float(rows[0].northing))),
            )


def area_of_antecedent(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N05: the area differs from that of the resolution or the earlier title by no more than the norm tolerates.

    Inside the range nothing is rectified; outside, the antecedent must be rectified before anything is registered. The most
    frequent observation of registrars is the discrepancy with the registered antecedent.
    """
    now = _area_now(case)
    if now is None:
        return
    for name, before in _antecedents(case):
        percent = 100.0 * float(now - before) / float(before)
        allowed = next(t.percent for t in profile.area_tolerance if t.below_ha is None or float(before) < t.below_ha)
        if abs(percent) > allowed:
            yield finding(
                "N05",
                profile,
                Message(
                    "finding.area_of_antecedent",
                    document=name,
                    before_ha=str(before),
                    area_ha=str(now),
                    percent=f"{percent:+.2f}",
                    allowed_percent=f"{allowed:g}",
                ),
                name,
                measure=percent,
                unit="%",
            )


def _antecedents(case: Case) -> Iterator[tuple[str, Decimal]]:
    """Areas of title and resolution: of the documents, and of the fields that the State's layers keep them in."""
    for kind in _ANTECEDENTS:
        for document in case.stated(kind):
            area = number_of(document.values.get(_AREA_VALUE, ""))
            if area is not None and area > 0:
                yield document.name, area
    for field, text in case.source.fields:
        area = number_of(text) if _TITLE_FIELDS.match(field) else None
        if area is not None and area > 0:
            yield f"{case.name}: {field}", area


def parts_of_area(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N06: area in title, area ceded in use and exclusions add up to the whole."""
    for document in case.documents:
        whole = number_of(document.values.get(_AREA_VALUE, ""))
        parts = {name: number_of(document.values[name]) for name in _PARTS if document.values.get(name, "").strip()}
        stated = [part for part in parts.values() if part is not None]
        if whole is None or len(stated) < 2 or len(stated) != len(parts):
            continue
        total = sum(stated, Decimal(0))
        allowed = Decimal(1).scaleb(-decimals_of(whole)) * len(stated)
        if abs(total - whole) > allowed:
            yield finding(
                "N06",
                profile,
                Message(
                    "finding.parts_of_area",
                    document=document.name,
                    sum_ha=str(total),
                    area_ha=str(whole),
                    difference_ha=str(total - whole),
                ),
                document.name,
                measure=float(total - whole),
                unit="ha",
            )


def one_area_everywhere(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N07: plan, memoria, draft resolution, shapefile and records state one and the same area, to the last digit.

    Antecedents are left aside: their area is compared by N05. A decimal comma is no other number than a decimal point.
    """
    for name in _STATED_VALUES:
        stated = []
        for document in case.documents:
            value = number_of(document.values.get(name, ""))
            if document.kind not in _ANTECEDENTS and value is not None:
                stated.append((document.name, value))
        of_table = None
        if case.table is not None:
            of_table = case.table.area_ha if name == _AREA_VALUE else case.table.perimeter_m
        if of_table is not None:
            stated.insert(0, (case.table.name if case.table else "", of_table))
        if len({str(value) for _, value in stated}) < 2:
            continue
        listed = "; ".join(f"{document}: {value}" for document, value in stated)
        values = [value for _, value in stated]
        yield finding(
            "N07",
            profile,
            Message(f"finding.{name}_differs", list=listed),
            name,
            measure=float(max(values) - min(values)),
            unit="ha" if name == _AREA_VALUE else "m",
        )


def one_area_method(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N08: every area is computed one way: in the plane of the declared zone, or on the ellipsoid, as the profile declares.

    An area in the neighbouring zone is off by some 0.4 per cent, one on the ellipsoid by up to 0.2: the rule names which one
    it is, so that nobody surveys again for a setting of a program.
    """
    plane = _plane_area_ha(case)
    if plane is None or plane <= 0:
        return
    for document, name, stated in _stated_areas(case):
        reading = other_reading(case, profile, stated, plane)
        if reading is None:
            continue
        kind, zone, area = reading
        yield finding(
            "N08",
            profile,
            Message(
                f"finding.area_{kind}",
                document=document,
                stated_ha=str(stated),
                area_ha=f"{plane:.{max(decimals_of(stated), 2)}f}",
                zone=case.zone,
                other_zone=zone,
                percent=f"{100.0 * (area - plane) / plane:+.3f}",
            ),
            document,
            name,
            measure=float(stated) - plane,
            unit="ha",
        )


def other_reading(case: Case, profile: Profile, stated: Decimal, plane: float) -> tuple[str, str, float] | None:
    """By which other method a stated area comes out, when the declared one does not give it: kind, zone, area."""
    # Half a printed digit is rounding; on large territories coordinates rounded before the area was computed add a little.
    half = 0.51 * float(Decimal(1).scaleb(-decimals_of(stated)))
    near = max(profile.threshold("wrong_zone_percent") / 1000.0 * plane, half)
    value = float(stated)
    if profile.area_method == "utm_grid":
        candidates = [("ellipsoidal", "", case.ellipsoidal_area_ha)]
        declared = plane
    else:
        candidates = [("plane", "", plane)]
        declared = case.ellipsoidal_area_ha if case.ellipsoidal_area_ha is not None else plane
    candidates += [("other_zone", zone, area) for zone, area in case.zone_areas_ha.items() if zone != case.zone]
    if abs(value - declared) <= near:
        return None
    fitting = [(abs(value - area), kind, zone, area) for kind, zone, area in candidates if area is not None]
    fitting = [each for each in fitting if each[0] <= near and each[0] < abs(value - declared) / 2.0]
    if not fitting:
        return None
    _, kind, zone, area = min(fitting)
    return kind, zone, area


def labels_in_order(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """N09: each vertex has its own label, no number is missing, and the table follows the ring.

    A label that occurs twice, or a table that jumps, draws another polygon when the registry builds it from the table.
    """
    rows = case.table.rows if case.table else ()
    seen: dict[str, StatedRow] = {}
    for row in rows:
        if row.vertex in seen:
            yield finding(
                "N09",
                profile,
                Message("finding.label_repeated", label=row.vertex, **at(_place(row))),
                "repeated",
                row.vertex,
                geometry=point(_place(row)),
            )
        seen.setdefault(row.vertex, row)
    numbers = [_label_number(row.vertex) for row in rows]
    known = [number for number in numbers if number is not None]
    if known and len(known) == len(rows):
        missing = sorted(set(range(min(known), max(known) + 1)) - set(known))
        if missing:
            listed = ", ".join(str(number) for number in missing[:10])
            yield finding(
                "N09",
                profile,
                Message("finding.label_missing", count=len(missing), list=listed),
                "missing",
                measure=float(len(missing)),
                unit="count",
            )
    for (part, ring), ring_rows in _rings(case).items():
        order = [_label_number(row.vertex) for row in ring_rows]
        steps = [b - a for a, b in zip(order, order[1:]) if a is not None and b is not None]
        jumps_back = sum(step <= 0 for step in steps)
        differs = _differs_from_ring(case, [_place(row) for row in ring_rows])
        if (len(steps) == len(order) - 1 and jumps_back > 0 and len(set(order)) == len(order)) or differs:
            yield finding(
                "N09",
                profile,
                Message("finding.table_order", part=part + 1, ring=ring),
                "order",
                part,
                ring,
                geometry=point(_place(ring_rows[0])),
            )


def _differs_from_ring(case: Case, places: list[Point]) -> bool:
    """Whether the table holds the vertices of a ring of the boundary in another order than the ring does."""
    table = np.asarray(places)
    for ring in case.rings:
        points = np.asarray(ring.open_points)
        if len(points) != len(table) or len(points) < _FEWEST_IN_ORDER:
            continue
        starts = np.flatnonzero(np.hypot(*(points - table[0]).T) <= _SAME_PLACE_M)
        turns = [np.roll(points, -start, axis=0) for start in starts]
        turns += [np.roll(points[::-1], start + 1, axis=0) for start in starts]
        if any(np.hypot(*(turn - table).T).max() <= _SAME_PLACE_M for turn in turns):
            return False
        near = _KnownPlaces(points)
        if len(starts) and all(near.has(place) for place in places):
            return True
    return False


class _KnownPlaces:
    """Vertices that can be asked for by a place within a printed centimetre or two."""

    def __init__(self, points: Floats) -> None:
        self._cells = {(round(x / _SAME_PLACE_M), round(y / _SAME_PLACE_M)) for x, y in points.tolist()}

    def has(self, place: Point) -> bool:
        """Whether a vertex lies there."""
        x, y = round(place[0] / _SAME_PLACE_M), round(place[1] / _SAME_PLACE_M)
        return any((x + i, y + j) in self._cells for i in (0, -1, 1) for j in (0, -1, 1))


def _stated_areas(case: Case) -> Iterator[tuple[str, str, Decimal]]:
    """Every area that the file states: document or field, name of the value, number."""
    if case.table is not None and case.table.area_ha is not None:
        yield case.table.name, _AREA_VALUE, case.table.area_ha
    for document in case.documents:
        value = number_of(document.values.get(_AREA_VALUE, ""))
        if value is not None and document.kind not in _ANTECEDENTS:
            yield document.name, _AREA_VALUE, value
    for name, value in area_fields(case):
        yield f"{case.name}: {name}", name, value


def area_fields(case: Case) -> Iterator[tuple[str, Decimal]]:
    """Attributes of the boundary that state its area in hectares, by their names in use."""
    for name, text in case.source.fields:
        if _AREA_FIELDS.match(name):
            value = number_of(text)
            if value is not None and value > 0:
                yield name, value


def _area_now(case: Case) -> Decimal | None:
    if case.table is not None and case.table.area_ha is not None:
        return case.table.area_ha
    plane = _plane_area_ha(case)
    return None if plane is None else Decimal(f"{plane:.4f}")


def _plane_area_ha(case: Case) -> float | None:
    if not case.zone or case.polygon.isEmpty():
        return None
    return float(case.polygon.area()) / METRES_PER_HECTARE


def _rings(case: Case) -> dict[tuple[int, int], list[StatedRow]]:
    rings: dict[tuple[int, int], list[StatedRow]] = {}
    for row in case.table.rows if case.table else ():
        rings.setdefault((row.part, row.ring), []).append(row)
    return rings


def _table_area_ha(rings: RingRows) -> Fraction:
    """Area of the printed coordinates without rounding, enclaves taken off."""
    total = Fraction(0)
    for (_, ring), rows in rings.items():
        points = [place for row in rows for place in row.points]
        twice = sum(
            Fraction(ax) * Fraction(by) - Fraction(bx) * Fraction(ay)
            for (ax, ay), (bx, by) in zip(points, [*points[1:], *points[:1]])
        )
        area = abs(Fraction(twice)) / 2
        total += -area if ring else area
    return total / int(METRES_PER_HECTARE)


def _rounding_ha(rings: RingRows) -> float:
    """What the rounding of the printed coordinates can do to an area computed before it: three standard deviations.

    Each coordinate is off by a uniform error of half its last digit; the area follows as in sigma/2 times the root of the sum
    of squares of the distances between the two neighbours of each vertex.
    """
    squares = 0.0
    for rows in rings.values():
        points = [place for row in rows for place in row.points]
        for before, after in zip([*points[-1:], *points[:-1]], [*points[1:], *points[:1]]):
            squares += float(after[0] - before[0]) ** 2 + float(after[1] - before[1]) ** 2
    first = next((row for rows in rings.values() for row in rows), None)
    if first is None:
        return 0.0
    sigma = 10.0 ** -min(decimals_of(first.easting), decimals_of(first.northing)) / math.sqrt(12.0)
    return _ROUNDING_SIGMAS * sigma / 2.0 * math.sqrt(squares) / METRES_PER_HECTARE


def _label_number(label: str) -> int | None:
    found = re.fullmatch(r"\D*(\d+)\D*", label)
    return int(found.group(1)) if found else None


def _place(row: StatedRow) -> Point:
    return float(row.easting), float(row.northing)


def _xy(row: StatedRow) -> QgsPointXY:
    return QgsPointXY(float(row.easting), float(row.northing))


def _dms(seconds: Decimal) -> str:
    whole, rest = divmod(int(seconds), 60)
    degrees, minutes = divmod(whole, 60)
    return f"{degrees}°{minutes:02d}'{rest:02d}\""


def _lacks_table(case: Case, profile: Profile) -> Message | None:
    return None if case.table is not None and case.table.rows else Message("rule.no_table")


def _lacks_documents(case: Case, profile: Profile) -> Message | None:
    return None if case.documents else Message("rule.no_documents")


def _lacks_antecedent(case: Case, profile: Profile) -> Message | None:
    if not profile.area_tolerance:
        return Message("rule.no_tolerance")
    return Message("rule.no_antecedent") if next(_antecedents(case), None) is None or _area_now(case) is None else None


def _lacks_stated_areas(case: Case, profile: Profile) -> Message | None:
    if _plane_area_ha(case) is None or next(_stated_areas(case), None) is None:
        return Message("rule.no_stated_area")
    return None


RULES = (
    Rule("N01", NUMBERS, area_from_coordinates, ("table",), _lacks_table),
    Rule("N02", NUMBERS, perimeter_from_sides, ("table",), _lacks_table),
    Rule("N03", NUMBERS, sides_from_coordinates, ("table",), _lacks_table),
    Rule("N04", NUMBERS, sum_of_angles, ("table",), _lacks_table),
    Rule("N05", NUMBERS, area_of_antecedent, ("table", "geometry_wkb", "documents", "source"), _lacks_antecedent),
    Rule("N06", NUMBERS, parts_of_area, ("documents",), _lacks_documents),
    Rule("N07", NUMBERS, one_area_everywhere, ("documents", "table"), _lacks_documents),
    Rule(
        "N08",
        NUMBERS,
        one_area_method,
        ("geometry_wkb", "zone", "zone_areas_ha", "ellipsoidal_area_ha", "table", "documents", "source"),
        _lacks_stated_areas,
    ),
    Rule("N09", NUMBERS, labels_in_order, ("table", "geometry_wkb"), _lacks_table),
)
