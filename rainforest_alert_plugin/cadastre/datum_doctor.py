"""The datum and zone doctor: in which reference system coordinates fit the land whose place is known.

Coordinates are read in every way that mistakes make of them (as PSAD56, as already converted once too often, in a neighbouring
zone, with easting and northing swapped, as degrees), and each reading is laid over known land: the same unit in the State's
layer, neighbours that share a side, the district that the documents state. Another reading is proposed only when the declared
one does not fit and the other does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Iterable, Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ..geo.arrays import Floats
from ..geo.datum import (
    OPERATIONS,
    PSAD56_UTM_ZONES,
    psad56_degrees_to_wgs84,
    psad56_to_wgs84,
    utm_to_degrees,
    wgs84_degrees_to_psad56,
    wgs84_to_psad56,
)
from ..geo.progress import IsCancelled, never_cancelled, stop_if
from ..geo.wkb import rings_of
from .case import KnownUnit, Ring, rings_drawn

DECLARED = "declared"
PSAD56 = "psad56"
PSAD56_TWICE = "psad56_twice"
ZONE = "zone"
SWAPPED = "swapped"
DEGREES = "degrees"
METRES = "metres"
KINDS = (PSAD56, PSAD56_TWICE, ZONE, SWAPPED, DEGREES, METRES)
# Mistakes that carry a place far away, not a few hundred metres.
_MISPLACED = (ZONE, SWAPPED, DEGREES, METRES)

_METRES_PER_DEGREE = 111_320.0
_SAMPLES = 240
_LEAST_CONTACT = 0.10
# Limits of districts are drawn coarsely and run parallel to much: they must agree along more than neighbours' sides.
_LEAST_ALONG_DISTRICTS = 0.25
_TWIN_BOXES = 0.4
_NEAR_DEGREES = 0.05
_AROUND_DEGREES = 1.0
_ROUND_DEGREES = 10.0
_DISTRICT = "district"
_UTM = re.compile(r"\+proj=utm\b.*\+zone=(\d+)\b")
_PSAD56_TEXT = re.compile(r"\+ellps=intl\b")
_COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True)
class Declared:
    """What the file says of its coordinates.

    Attributes
    ----------
    authid, proj : str
        EPSG code and PROJ definition; both empty when the file says nothing.
    """

    authid: str = ""
    proj: str = ""

    @property
    def zone(self) -> int | None:
        """UTM zone, when the system is one."""
        found = _UTM.search(self.proj)
        return int(found.group(1)) if found else None

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are said to be degrees."""
        return "+proj=longlat" in self.proj

    @property
    def is_psad56(self) -> bool:
        """Whether the declared datum is PSAD56."""
        return bool(_PSAD56_TEXT.search(self.proj)) or self.authid in {"EPSG:4248", *_PSAD56_CODES}


_PSAD56_CODES = {f"EPSG:{code}" for code in PSAD56_UTM_ZONES}
_PSAD56_OF_ZONE = {zone: code for code, zone in PSAD56_UTM_ZONES.items()}


@dataclass(frozen=True)
class Region:
    """Where boundaries of a profile lie.

    Attributes
    ----------
    box : tuple of float
        West, south, east, north in degrees.
    zones : tuple of int
        UTM zones of the country; negative ones lie north of the equator.
    """

    box: tuple[float, float, float, float]
    zones: tuple[int, ...]

    @classmethod
    def round(cls, box: tuple[float, float, float, float]) -> Region:
        """The land round a place where no profile says which country it is: its zone and the two beside it, on both hemispheres."""
        west, south, east, north = box
        middle = math.floor(((west + east) / 2 + 180.0) / 6.0) + 1
        zones = [(zone - 1) % 60 + 1 for zone in (middle - 1, middle, middle + 1)]
        around = _ROUND_DEGREES
        return cls((west - around, south - around, east + around, north + around), (*zones, *(-zone for zone in zones)))

    def holds(self, place: Floats) -> bool:
        """Whether longitude and latitude lie in the box."""
        west, south, east, north = self.box
        return bool(west <= place[0] <= east and south <= place[1] <= north)


@dataclass(frozen=True)
class Reading:
    """The coordinates read in one way, in longitude and latitude of WGS 84.

    Attributes
    ----------
    kind : str
        ``declared`` or one of :data:`KINDS`.
    zone : int or None
        UTM zone it takes them for.
    operation : int or None
        EPSG code of the datum operation.
    rings : tuple of ndarray, shape (n, 2)
        Outer rings.
    """

    kind: str
    zone: int | None
    operation: int | None
    rings: tuple[Floats, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        xy = np.concatenate(self.rings)
        west, south = xy.min(axis=0).tolist()
        east, north = xy.max(axis=0).tolist()
        return west, south, east, north

    @property
    def middle(self) -> Floats:
        """Middle of the box."""
        west, south, east, north = self.box
        return np.array([(west + east) / 2, (south + north) / 2])


@dataclass(frozen=True)
class Diagnosis:
    """Another reading that fits where the declared one does not.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`, or ``declared`` for a file without a reference system: then the reading is a proposal.
    reading : Reading
    evidence : str
        ``twin`` (the unit itself in a known layer), ``sides`` (sides shared with neighbours), ``district`` (the stated one),
        ``region`` (the declared place lies outside the country) or ``surroundings`` (all known land lies there).
    move_m : float
        How far the place moves.
    direction : str
        To where: ``n``, ``ne`` ... ``nw``.
    misfit_before_m, misfit_after_m : float
        Mean distance of the boundary from the known line; nan where no line was compared.
    known : str
        Name of the known unit that decided.
    """

    kind: str
    reading: Reading
    evidence: str
    move_m: float
    direction: str
    misfit_before_m: float = math.nan
    misfit_after_m: float = math.nan
    known: str = ""


@dataclass(frozen=True)
class _Fit:
    """How a reading lies on the known land."""

    reading: Reading
    twin_m: float = math.inf
    twin: str = ""
    contact: float = 0.0
    overlap: float = 0.0
    along_districts: float = 0.0
    districts: frozenset[str] = frozenset()
    has_company: bool = False


@dataclass(frozen=True)
class _Known:
    unit: KnownUnit
    rings: list[Floats]
    box: tuple[float, float, float, float]


def readings(rings: Sequence[Ring], declared: Declared, region: Region) -> list[Reading]:
    """Every way to read the coordinates that gives a place on Earth; the declared one first, when the file declares one.

    Parameters
    ----------
    rings : sequence of Ring
        As drawn, in the declared system.
    """
    shells = [np.asarray(ring.points, dtype=float) for ring in rings if ring.ring == 0 and ring.points]
    shells = [xy[np.isfinite(xy).all(axis=1)] for xy in shells]
    shells = [xy for xy in shells if len(xy) >= 3]
    if not shells:
        return []
    every = np.concatenate(shells)
    in_degrees = bool((np.abs(every) <= 360.0).all())
    found = _as_degrees(shells, declared) if in_degrees else _as_metres(shells, declared, region)
    return [reading for reading in found if _is_on_earth(reading)]


def _as_degrees(shells: list[Floats], declared: Declared) -> list[Reading]:
    is_declared = declared.is_geographic
    kind = DECLARED if is_declared else DEGREES
    found: list[Reading] = []
    if declared.is_psad56 and is_declared:
        for code, operation in OPERATIONS.items():
            found.append(
                Reading(
                    DECLARED, None, code, _each(shells, lambda x, y, op=operation: psad56_degrees_to_wgs84(x, y, op))
                )
            )
        found.append(Reading(PSAD56_TWICE, None, None, tuple(shells)))
    else:
        found.append(Reading(kind, None, None, tuple(shells)))
        for code, operation in OPERATIONS.items():
            found.append(
                Reading(PSAD56, None, code, _each(shells, lambda x, y, op=operation: psad56_degrees_to_wgs84(x, y, op)))
            )
            found.append(
                Reading(
                    PSAD56_TWICE,
                    None,
                    code,
                    _each(shells, lambda x, y, op=operation: wgs84_degrees_to_psad56(x, y, op)),
                )
            )
    found.append(Reading(SWAPPED, None, None, _each(shells, lambda x, y: (y, x))))
    return found


def _as_metres(shells: list[Floats], declared: Declared, region: Region) -> list[Reading]:
    own = declared.zone
    south = "+south" in declared.proj or own is None
    zones = list(region.zones)
    signed = own if own is None or south else -own
    if signed is not None:
        zones = [signed, *(zone for zone in zones if zone != signed)]
    has_other_system = bool(declared.proj) and own is None
    found: list[Reading] = []
    for zone in zones:
        number, is_south = abs(zone), zone > 0
        is_own = zone == signed
        kind = DECLARED if is_own else (METRES if has_other_system else ZONE)
        plain = Reading(
            kind, number, None, _each(shells, lambda x, y, z=number, s=is_south: utm_to_degrees(x, y, z, s))
        )
        psad = []
        code = _PSAD56_OF_ZONE.get(number) if is_south else None
        for epsg_operation, operation in OPERATIONS.items() if code is not None else ():

            def forth(
                x: Floats, y: Floats, c: int = code or 0, op: object = operation, z: int = number
            ) -> tuple[Floats, Floats]:
                east, north, _ = psad56_to_wgs84(x, y, c, op)  # type: ignore[arg-type]
                return utm_to_degrees(east, north, z)

            def back(
                x: Floats, y: Floats, c: int = code or 0, op: object = operation, z: int = number
            ) -> tuple[Floats, Floats]:
                return utm_to_degrees(*wgs84_to_psad56(x, y, c, op), z)  # type: ignore[arg-type]

            psad.append(Reading(PSAD56, number, epsg_operation, _each(shells, forth)))
            if is_own and not declared.is_psad56:
                psad.append(Reading(PSAD56_TWICE, number, epsg_operation, _each(shells, back)))
        if is_own and declared.is_psad56:
            found.extend(Reading(DECLARED, r.zone, r.operation, r.rings) for r in psad)
            found.append(Reading(PSAD56_TWICE, number, None, plain.rings))
        else:
            found.extend([plain, *psad])
        found.append(
            Reading(SWAPPED, number, None, _each(shells, lambda x, y, z=number, s=is_south: utm_to_degrees(y, x, z, s)))
        )
    return found


def reading_at(
    rings: Sequence[Ring], declared: Declared, region: Region, place: tuple[float, float, float, float]
) -> Reading | None:
    """The reading in another zone, with other axes or in other units that lies at a place; None when none does.

    Parameters
    ----------
    rings : sequence of Ring
        As drawn, in the declared system; the corners of an extent are enough.
    place : tuple of float
        West, south, east, north in degrees.
    """
    west, south, east, north = place
    middle = np.array([(west + east) / 2, (south + north) / 2])
    there = [
        reading
        for reading in readings(rings, declared, region)
        if reading.kind in _MISPLACED and _meets(reading.box, place, _NEAR_DEGREES)
    ]
    return min(there, key=lambda reading: math.hypot(*_metres_between(middle, reading.middle)), default=None)


def diagnose(
    rings: Sequence[Ring],
    declared: Declared,
    region: Region,
    known: Sequence[KnownUnit],
    stated_ubigeo: str = "",
    fall_percent: float = 80.0,
    least_move_m: float = 25.0,
    is_cancelled: IsCancelled = never_cancelled,
) -> Diagnosis | None:
    """Compare the readings; None when the declared one fits, or nothing known tells them apart.

    Parameters
    ----------
    known : sequence of KnownUnit
        Land near any reading. Units of the role ``district`` say where a district lies; all others have lines to compare with.
    stated_ubigeo : str
        District code that the documents state.
    fall_percent : float
        By how much the misfit must fall for another reading to be likelier.
    least_move_m : float
        Misfits below are survey, not datum.
    """
    ways = readings(rings, declared, region)
    if not ways:
        return None
    prepared = [_prepared(unit) for unit in known]
    fits = []
    for reading in ways:
        stop_if(is_cancelled)
        fits.append(_fit(reading, prepared, least_move_m))
    own = [fit for fit in fits if fit.reading.kind == DECLARED]
    others = [fit for fit in fits if fit.reading.kind != DECLARED]
    stays = own[0] if own else None
    left = 1.0 - fall_percent / 100.0
    return (
        _by_twin(own, others, left, least_move_m, stays)
        or _by_sides(own, others, left, stays)
        or _by_place(own, others, region, stated_ubigeo, stays)
    )


def _by_twin(own: list[_Fit], others: list[_Fit], left: float, least_m: float, stays: _Fit | None) -> Diagnosis | None:
    """The unit itself stands in a known layer: the reading that lies on it is the right one."""
    best = min(others, key=lambda fit: fit.twin_m, default=None)
    before = min((fit.twin_m for fit in own), default=math.inf)
    if best is None or not math.isfinite(best.twin_m) or before <= least_m:
        return None
    # A twin that no reading lies on tells nothing; one within a quarter of a kilometre does when all else is farther.
    if best.twin_m > max(left * before, 0.0) or best.twin_m > 4 * least_m:
        return None
    return _diagnosis(best, "twin", stays, before, best.twin_m, best.twin)


def _by_sides(own: list[_Fit], others: list[_Fit], left: float, stays: _Fit | None) -> Diagnosis | None:
    """Neighbours share sides: the right reading runs along them and overlaps nobody."""
    if not own or min(fit.twin_m for fit in own) < math.inf:
        return None
    contact = max(fit.contact for fit in own)
    overlap = min(fit.overlap for fit in own)
    along = max(fit.along_districts for fit in own)
    candidates = [fit for fit in others if fit.contact >= max(_LEAST_CONTACT, 4 * contact)]
    candidates += [
        fit
        for fit in others
        if fit.along_districts >= max(_LEAST_ALONG_DISTRICTS, 5 * along) and fit.contact >= contact
    ]
    if overlap > 0.0:
        candidates += [
            fit
            for fit in others
            if overlap >= 0.02 and fit.overlap <= left * overlap and fit.contact >= contact + _LEAST_CONTACT
        ]
    candidates = [fit for fit in candidates if fit.overlap <= max(overlap, 0.01)]
    if not candidates:
        return None
    best = max(candidates, key=lambda fit: (fit.contact + fit.along_districts, -fit.overlap))
    return _diagnosis(best, "sides", stays)


def _by_place(own: list[_Fit], others: list[_Fit], region: Region, ubigeo: str, stays: _Fit | None) -> Diagnosis | None:
    """The declared place is none, or another than the documents state, and one other reading alone is right."""
    if any(fit.contact or math.isfinite(fit.twin_m) for fit in own):
        return None
    far = [fit for fit in others if fit.reading.kind not in (PSAD56, PSAD56_TWICE)]
    if ubigeo and own and not any(ubigeo in fit.districts for fit in own):
        stated = [fit for fit in far if ubigeo in fit.districts]
        if len(stated) == 1:
            return _diagnosis(stated[0], "district", stays)
    inside = [fit for fit in far if region.holds(fit.reading.middle)]
    if not any(region.holds(fit.reading.middle) for fit in own):
        best = [fit for fit in inside if fit.has_company or fit.districts] or inside
        if len(best) == 1 and own:
            return _diagnosis(best[0], "region", stays)
        if len(best) > 1 and own:
            same_axes = {fit.reading.kind for fit in best}
            if len(same_axes) == 1 and SWAPPED in same_axes:
                # In which zone the swapped coordinates lie, the declared system says.
                chosen = [fit for fit in best if stays is None or fit.reading.zone == stays.reading.zone]
                return _diagnosis(chosen[0] if chosen else best[0], "region", stays)
    if own and not any(fit.has_company or fit.districts for fit in own):
        near = [fit for fit in inside if fit.has_company or fit.districts]
        if len(near) == 1:
            return _diagnosis(near[0], "surroundings", stays)
    if not own:
        near = [fit for fit in inside if fit.has_company or fit.districts] or inside
        if len(near) == 1:
            return _diagnosis(near[0], "surroundings", None)
    return None


def _diagnosis(
    fit: _Fit,
    evidence: str,
    stays: _Fit | None,
    before: float = math.nan,
    after: float = math.nan,
    known: str = "",
) -> Diagnosis:
    if stays is None:
        return Diagnosis(fit.reading.kind, fit.reading, evidence, 0.0, "", before, after, known)
    dx, dy = _metres_between(stays.reading.middle, fit.reading.middle)
    move = math.hypot(dx, dy)
    azimuth = math.degrees(math.atan2(dx, dy)) % 360.0
    direction = _COMPASS[round(azimuth / 45.0) % 8]
    return Diagnosis(fit.reading.kind, fit.reading, evidence, move, direction, before, after, known)


def _metres_between(start: Floats, end: Floats) -> tuple[float, float]:
    scale = math.cos(math.radians(float(start[1] + end[1]) / 2))
    east = float(end[0] - start[0]) * _METRES_PER_DEGREE * scale
    return east, float(end[1] - start[1]) * _METRES_PER_DEGREE


def _each(shells: Iterable[Floats], carry: object) -> tuple[Floats, ...]:
    return tuple(np.column_stack(carry(xy[:, 0], xy[:, 1])) for xy in shells)  # type: ignore[operator]


def _is_on_earth(reading: Reading) -> bool:
    xy = np.concatenate(reading.rings)
    return bool(np.isfinite(xy).all() and (np.abs(xy[:, 0]) <= 180.0).all() and (np.abs(xy[:, 1]) <= 90.0).all())


def _prepared(unit: KnownUnit) -> _Known:
    shapes = rings_of([unit.wkb])
    drawn = [shapes.xy[a:b] for a, b in zip(shapes.start[:-1].tolist(), shapes.start[1:].tolist()) if b - a >= 3]
    if not drawn:
        return _Known(unit, [], (math.inf, math.inf, -math.inf, -math.inf))
    xy = np.concatenate(drawn)
    west, south = xy.min(axis=0).tolist()
    east, north = xy.max(axis=0).tolist()
    return _Known(unit, drawn, (west, south, east, north))


def _fit(reading: Reading, known: Sequence[_Known], least_move_m: float) -> _Fit:
    box = reading.box
    near = [each for each in known if each.rings and _meets(box, each.box, _NEAR_DEGREES)]
    around = any(each.rings and _meets(box, each.box, _AROUND_DEGREES) for each in known)
    districts = frozenset(
        each.unit.ubigeo
        for each in near
        if each.unit.role == _DISTRICT and each.unit.ubigeo and _contains(each.rings, reading.middle)
    )
    if not near:
        return _Fit(reading, districts=districts, has_company=around)
    land = [each for each in near if each.unit.role != _DISTRICT]
    place = _Plane(reading.middle)
    own = [place.metres(ring) for ring in reading.rings]
    samples = np.concatenate([_samples(ring, max(_SAMPLES // len(own), 8)) for ring in own])
    own_area = sum(abs(_area(ring)) for ring in own)
    reach = max(1.0, min(least_move_m, 0.02 * math.sqrt(own_area)))
    limits = [place.metres(ring) for each in near if each.unit.role == _DISTRICT for ring in each.rings]
    along = float((_distances(samples, limits, reach) <= reach).mean()) if limits else 0.0
    twin_m, twin = math.inf, ""
    nearest = np.full(len(samples), np.inf)
    overlap = 0.0
    shape: QgsGeometry | None = None
    for each in land:
        theirs = [place.metres(ring) for ring in each.rings]
        area = sum(abs(_area(ring)) for ring in theirs[:1]) if len(theirs) == 1 else abs(_area_of(each, place))
        is_like = _may_be_twin(own, own_area, theirs, area)
        distances = _distances(samples, theirs, None if is_like else reach)
        nearest = np.minimum(nearest, distances)
        if is_like:
            back = _distances(np.concatenate([_samples(ring, _SAMPLES // len(theirs) + 2) for ring in theirs]), own)
            misfit = max(float(distances.mean()), float(back.mean()))
            if misfit < twin_m:
                twin_m, twin = misfit, each.unit.name or each.unit.feature_id
        if shape is None:
            shape = _polygon(own)
        other = _polygon(theirs[:1]) if len(theirs) == 1 else _moved(each, place)
        if shape.boundingBoxIntersects(other):
            common = shape.intersection(other)
            overlap += max(common.area(), 0.0) if not common.isNull() else 0.0
    contact = float((nearest <= reach).mean())
    return _Fit(reading, twin_m, twin, contact, overlap / own_area if own_area else 0.0, along, districts, True)


class _Plane:
    """Metres round a place, true enough to compare lines that lie together."""

    def __init__(self, middle: Floats) -> None:
        self._middle = middle
        self._scale = np.array([math.cos(math.radians(float(middle[1]))), 1.0]) * _METRES_PER_DEGREE

    def metres(self, degrees: Floats) -> Floats:
        return (degrees - self._middle) * self._scale


def _meets(box: tuple[float, ...], other: tuple[float, ...], margin: float) -> bool:
    return (
        box[0] - margin <= other[2]
        and other[0] <= box[2] + margin
        and box[1] - margin <= other[3]
        and other[1] <= box[3] + margin
    )


def _samples(ring: Floats, count: int) -> Floats:
    """Points at equal steps along a closed line, its vertices left aside."""
    closed = ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])
    step = np.hypot(*np.diff(closed, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(step)])
    if along[-1] == 0:
        return closed[:1]
    at = (np.arange(count) + 0.5) * along[-1] / count
    return np.column_stack([np.interp(at, along, closed[:, 0]), np.interp(at, along, closed[:, 1])])


def _distances(points: Floats, rings: Sequence[Floats], within: float | None = None) -> Floats:
    """Distance of points from the nearest side of any ring.

    Parameters
    ----------
    within : float, optional
        Sides that lie farther than this from the box of all points are left aside: distances beyond it may then be infinite.
    """
    nearest = np.full(len(points), np.inf)
    for ring in rings:
        start, end = ring, np.roll(ring, -1, axis=0)
        if within is not None:
            low, high = points.min(axis=0) - within, points.max(axis=0) + within
            meets = ((np.minimum(start, end) <= high) & (np.maximum(start, end) >= low)).all(axis=1)
            start, end = start[meets], end[meets]
        step = end - start
        square = (step**2).sum(axis=1)
        square[square == 0] = 1.0
        # A block of sides at a time keeps the table of distances small.
        for first in range(0, len(start), 2000):
            a, d, q = start[first : first + 2000], step[first : first + 2000], square[first : first + 2000]
            rel = points[:, None, :] - a[None, :, :]
            t = np.clip((rel * d[None]).sum(axis=2) / q, 0.0, 1.0)
            off = rel - t[:, :, None] * d[None]
            nearest = np.minimum(nearest, np.sqrt((off**2).sum(axis=2)).min(axis=1))
    return nearest


def _may_be_twin(own: list[Floats], own_area: float, theirs: list[Floats], area: float) -> bool:
    """Same size and much the same box: another drawing of the unit, wherever it was moved within a kilometre."""
    if not own_area or not 0.9 <= area / own_area <= 1.1:
        return False
    mine, other = np.concatenate(own), np.concatenate(theirs)
    low, high = np.maximum(mine.min(axis=0), other.min(axis=0)), np.minimum(mine.max(axis=0), other.max(axis=0))
    extent = mine.max(axis=0) - mine.min(axis=0)
    theirs_extent = other.max(axis=0) - other.min(axis=0)
    if (np.abs(extent - theirs_extent) > 0.1 * np.maximum(extent, theirs_extent)).any():
        return False
    # Small parcels are moved beyond their own width by a datum.
    reach = np.maximum(_TWIN_BOXES * extent, extent - 1000.0)
    return bool((high - low >= np.minimum(reach, extent - 1000.0)).all())


def _area(ring: Floats) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return 0.5 * float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _area_of(known: _Known, place: _Plane) -> float:
    shapes = rings_of([known.unit.wkb])
    total = 0.0
    for index in range(len(shapes.geometry)):
        ring = shapes.xy[shapes.start[index] : shapes.start[index + 1]]
        if len(ring) >= 3:
            area = abs(_area(place.metres(ring)))
            total += -area if shapes.is_hole[index] else area
    return total


def _contains(rings: Sequence[Floats], place: Floats) -> bool:
    """Whether a place lies inside, by the number of rings' sides it sees to the east."""
    inside = False
    for ring in rings:
        a, b = ring, np.roll(ring, -1, axis=0)
        spans = (a[:, 1] <= place[1]) != (b[:, 1] <= place[1])
        with np.errstate(divide="ignore", invalid="ignore"):
            x = a[:, 0] + (place[1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
        inside ^= bool((spans & (x > place[0])).sum() % 2)
    return inside


def _polygon(rings: Sequence[Floats]) -> QgsGeometry:
    geometry = QgsGeometry.fromMultiPolygonXY([[[QgsPointXY(x, y) for x, y in ring.tolist()]] for ring in rings])
    return geometry if geometry.isGeosValid() else geometry.buffer(0.0, 1)


def _moved(known: _Known, place: _Plane) -> QgsGeometry:
    parts: dict[int, list[list[QgsPointXY]]] = {}
    for ring in rings_drawn(known.unit.wkb):
        xy = place.metres(np.asarray(ring.points, dtype=float))
        parts.setdefault(ring.part, []).append([QgsPointXY(x, y) for x, y in xy.tolist()])
    geometry = QgsGeometry.fromMultiPolygonXY(list(parts.values()))
    return geometry if geometry.isGeosValid() else geometry.buffer(0.0, 1)
