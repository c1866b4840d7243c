"""Where the boundary lies, G09 to G12: zone, country, mixed-up numbers, datum."""

from __future__ import annotations

import math
from typing import Iterator, Sequence

from qgis.core import QgsGeometry, QgsPointXY

from ...errors import Message
from ...geo.progress import IsCancelled, stop_if
from ..case import Case, Point
from ..datum_doctor import (
    DECLARED,
    DEGREES,
    METRES,
    PSAD56,
    PSAD56_TWICE,
    SWAPPED,
    ZONE,
    Declared,
    Diagnosis,
    Region,
    diagnose,
)
from ..findings import Finding
from ..profile import Profile
from .rule import GEOMETRY, Rule, at, finding, point

_MEMO = "_diagnosis"
_MOST_DEGREES = 360.0
_MOST_NAMED = 20


def region_of(profile: Profile) -> Region:
    """Country and zones of a profile, for the datum doctor."""
    zones = tuple((1 if name.endswith("S") else -1) * int(name[:-1]) for name in profile.zones)
    return Region(profile.region_degrees, zones)


def diagnosis_of(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Diagnosis | None:
    """What the datum doctor says of a case; it is asked once."""
    if _MEMO not in case.__dict__:
        case.__dict__[_MEMO] = diagnose(
            case.drawn_rings,
            Declared(case.declared_crs, case.declared_proj),
            region_of(profile),
            case.known,
            case.attributes.get("ubigeo", ""),
            profile.threshold("datum_fall_percent"),
            profile.threshold("datum_least_move_m"),
            is_cancelled,
        )
    found: Diagnosis | None = case.__dict__[_MEMO]
    return found


def inside_zone(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G09: coordinates lie in the country and in the declared UTM zone.

    A plan in the neighbouring zone puts the community hundreds of kilometres away in the graphic base, or changes its area
    by about 0.4 per cent; the cadastral report of the registry says so and the title comes back.
    """
    found = diagnosis_of(case, profile, is_cancelled)
    mixed = _mixed_up(case, profile)
    all_mixed = bool(mixed) and len(mixed) == _vertex_count(case)
    if found is not None and found.kind == ZONE:
        yield _zone_finding(case, profile, found)
    elif found is None and not all_mixed and case.zone and case.central_zone and case.central_zone != case.zone:
        yield finding(
            "G09",
            profile,
            Message("finding.other_zone", zone=case.zone, central_zone=case.central_zone),
            "other_zone",
            geometry=_middle(case),
        )
    if not all_mixed and found is None and case.box_degrees is not None:
        west, south, east, north = case.box_degrees
        r_west, r_south, r_east, r_north = profile.region_degrees
        if west < r_west or east > r_east or south < r_south or north > r_north:
            yield finding(
                "G09",
                profile,
                Message(
                    "finding.outside_country",
                    longitude=f"{(west + east) / 2:.4f}",
                    latitude=f"{(south + north) / 2:.4f}",
                    country=profile.country,
                ),
                "outside_country",
                geometry=_middle(case),
            )
    if "+proj=utm" not in case.declared_proj or all_mixed:
        return
    low_e, high_e = profile.utm_easting_m
    low_n, high_n = profile.utm_northing_m
    crosses = case.central_zone == case.zone and len(case.zones) > 1
    strange = {number for number, _, _ in mixed}
    outside = []
    for number, (x, y) in enumerate(_vertices(case), start=1):
        is_out = not low_n <= y <= high_n or (not low_e <= x <= high_e and not crosses)
        if is_out and number not in strange:
            outside.append((number, (x, y)))
    if outside and (found is None or found.kind != SWAPPED):
        number, place = outside[0]
        yield finding(
            "G09",
            profile,
            Message("finding.outside_zone", count=len(outside), vertex=number, zone=case.zone or "?", **at(place)),
            "outside_zone",
            measure=float(len(outside)),
            unit="count",
            geometry=QgsGeometry.fromMultiPointXY([QgsPointXY(*place) for _, place in outside]),
        )


def numbers_in_place(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G10: no easting stands for a northing, no degrees for metres, and no digit is missing.

    Tables are keyed by hand. Numbers are told by their magnitude, not by their column: seven digits are a northing, six an
    easting, three with decimals are degrees.
    """
    mixed = _mixed_up(case, profile)
    count = _vertex_count(case)
    by_kind: dict[str, list[tuple[int, Point]]] = {}
    for number, kind, place in mixed:
        by_kind.setdefault(kind, []).append((number, place))
    for kind, places in by_kind.items():
        stop_if(is_cancelled)
        if len(places) == count or len(places) > _MOST_NAMED:
            yield finding(
                "G10",
                profile,
                Message(f"finding.all_{kind}", count=len(places), **at(places[0][1])),
                kind,
                "all",
                measure=float(len(places)),
                unit="count",
                fix="swap_axes" if kind == "swapped" and len(places) == count else "",
                geometry=point(places[0][1]),
            )
            continue
        for number, place in places:
            yield finding(
                "G10",
                profile,
                Message(f"finding.vertex_{kind}", vertex=number, **at(place)),
                kind,
                number,
                geometry=point(place),
            )
    found = diagnosis_of(case, profile, is_cancelled)
    if found is not None and found.kind in (SWAPPED, DEGREES, METRES) and len(mixed) < count:
        yield finding(
            "G10",
            profile,
            Message(f"finding.read_{found.kind}", zone=_zone_name(found, profile), **_moved(found)),
            "doctor",
            measure=found.move_m,
            unit="m",
            fix="swap_axes" if found.kind == SWAPPED else "",
            geometry=_middle(case),
        )


def same_datum(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G11: the coordinates are in the declared datum.

    A PSAD56 boundary that is declared as WGS 84 lies about 436 m to the north-east of where it should; against neighbours in
    WGS 84 that is a strip of hundreds of hectares, and the title is rejected for an overlap that nobody has on the ground.
    """
    if "+ellps=intl" in case.declared_proj or _is_refused(case, profile):
        yield finding(
            "G11",
            profile,
            Message("finding.old_datum", crs=case.declared_crs or case.declared_proj, operation=case.operation or "-"),
            "old_datum",
            fix="shift_datum",
            geometry=_middle(case),
        )
    found = diagnosis_of(case, profile, is_cancelled)
    if found is None or found.kind not in (PSAD56, PSAD56_TWICE):
        return
    yield finding(
        "G11",
        profile,
        Message(
            f"finding.read_{found.kind}",
            operation=f"EPSG:{found.reading.operation}" if found.reading.operation else "",
            evidence=found.evidence,
            known=found.known,
            before_m=_metres(found.misfit_before_m),
            after_m=_metres(found.misfit_after_m),
            **_moved(found),
        ),
        "datum",
        measure=found.move_m,
        unit="m",
        fix="shift_datum",
        geometry=case.polygon if not case.polygon.isEmpty() else _middle(case),
        details={
            "operation": f"EPSG:{found.reading.operation}" if found.reading.operation else "",
            "evidence": found.evidence,
            "known": found.known,
        },
    )


def one_zone(case: Case, profile: Profile, is_cancelled: IsCancelled) -> Iterator[Finding]:
    """G12: a territory across the limit of two zones is stated in one of them, the one with its greater part.

    The plan says so; half a table in each zone cannot be added up.
    """
    least = profile.threshold("zone_share_percent")
    shares = [(zone, percent) for zone, percent in case.zones if percent >= least]
    if len(shares) < 2:
        return
    listed = ", ".join(f"{zone} {percent:.1f} %" for zone, percent in shares)
    yield finding(
        "G12",
        profile,
        Message("finding.zone_crossed", zone=case.zone or case.central_zone, shares=listed),
        "crossed",
        measure=min(percent for _, percent in shares),
        unit="%",
        geometry=_middle(case),
    )


def _mixed_up(case: Case, profile: Profile) -> list[tuple[int, str, Point]]:
    """Vertices whose numbers cannot be what they stand for: position, kind, place."""
    found = []
    is_utm = "+proj=utm" in case.declared_proj
    is_degrees = "+proj=longlat" in case.declared_proj
    if not is_utm and not is_degrees:
        return []
    for number, (x, y) in enumerate(_vertices(case), start=1):
        kind = _utm_kind(x, y, profile) if is_utm else _degrees_kind(x, y, profile)
        if kind:
            found.append((number, kind, (x, y)))
    count = _vertex_count(case)
    if is_utm and len(found) == count and all(kind == "easting" for _, kind, _ in found):
        # Where every easting is short, no digit slipped: the territory lies far from its zone.
        return []
    return [(number, "digit" if kind == "easting" else kind, place) for number, kind, place in found]


def _utm_kind(x: float, y: float, profile: Profile) -> str:
    low_e, high_e = profile.easting_range_m
    low_n, high_n = profile.utm_northing_m
    if low_e <= x <= high_e and low_n <= y <= high_n:
        return ""
    if abs(x) <= _MOST_DEGREES and abs(y) <= _MOST_DEGREES:
        return "degrees"
    # Where northings may be small (north of the equator) magnitude alone does not tell the columns apart.
    if low_n >= high_e and low_n <= x <= high_n and low_e <= y <= high_e:
        return "swapped"
    if low_e <= x <= high_e and not low_n <= y <= high_n and low_n > 0:
        return "digit" if _digit_slipped(y, low_n, high_n) else ""
    if low_n <= y <= high_n and not low_e <= x <= high_e:
        return "easting" if _digit_slipped(x, low_e, high_e) else ""
    return ""


def _digit_slipped(value: float, low: float, high: float) -> bool:
    """Whether a digit too few or too many explains a number out of range."""
    if value <= 0:
        return False
    digits = len(str(int(value)))
    return digits < len(str(int(low))) or digits > len(str(int(high)))


def _degrees_kind(x: float, y: float, profile: Profile) -> str:
    west, south, east, north = profile.region_degrees
    if west <= x <= east and south <= y <= north:
        return ""
    if abs(x) > _MOST_DEGREES or abs(y) > _MOST_DEGREES:
        return "metres"
    if west <= y <= east and south <= x <= north:
        return "swapped"
    if (west <= -x <= east and south <= y <= north) or (west <= -abs(x) <= east and south <= -y <= north):
        return "sign"
    return ""


def _vertices(case: Case) -> Sequence[Point]:
    return [
        place
        for ring in case.drawn_rings
        for place in ring.open_points
        if math.isfinite(place[0]) and math.isfinite(place[1])
    ]


def _vertex_count(case: Case) -> int:
    return len(_vertices(case))


def _zone_finding(case: Case, profile: Profile, found: Diagnosis) -> Finding:
    return finding(
        "G09",
        profile,
        Message(
            "finding.read_zone",
            zone=case.zone or "?",
            other_zone=_zone_name(found, profile),
            evidence=found.evidence,
            **_moved(found),
        ),
        "zone",
        measure=found.move_m,
        unit="m",
        geometry=_middle(case),
    )


def _zone_name(found: Diagnosis, profile: Profile) -> str:
    zone = found.reading.zone
    if zone is None:
        return ""
    return next((name for name in profile.zones if int(name[:-1]) == zone), f"{zone}S")


def _moved(found: Diagnosis) -> dict[str, str]:
    # Above ten kilometres nobody reads metres.
    move = f"{found.move_m:.0f} m" if found.move_m < 10_000 else f"{found.move_m / 1000:.0f} km"
    return {"move": move, "direction": found.direction}


def _metres(value: float) -> str:
    return f"{value:.0f}" if math.isfinite(value) else "-"


def _is_refused(case: Case, profile: Profile) -> bool:
    return profile.refused_systems.get(case.declared_crs) == "deprecated"


def _middle(case: Case) -> QgsGeometry | None:
    places = [place for ring in case.rings for place in ring.open_points]
    if not places:
        return None
    east = sum(x for x, _ in places) / len(places)
    north = sum(y for _, y in places) / len(places)
    return point((east, north)) if math.isfinite(east) and math.isfinite(north) else None


__all__ = ["DECLARED", "RULES", "diagnosis_of", "region_of"]

_PLACE = (
    "geometry_wkb",
    "drawn_wkb",
    "declared_crs",
    "declared_proj",
    "crs",
    "zone",
    "central_zone",
    "zones",
    "box_degrees",
)

RULES = (
    Rule("G09", GEOMETRY, inside_zone, (*_PLACE, "known", "attributes")),
    Rule("G10", GEOMETRY, numbers_in_place, (*_PLACE, "known", "attributes")),
    Rule("G11", GEOMETRY, same_datum, (*_PLACE, "known", "attributes", "operation")),
    Rule("G12", GEOMETRY, one_zone, ("zones", "zone", "geometry_wkb")),
)
