"""Which events come first: a score from 0 to 100, its parts, and the reasons."""

from __future__ import annotations

import datetime
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from osgeo import ogr

from ..errors import InputError, Message
from ..geo.arrays import Floats
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.scanline import Edges, edges_of, points_inside
from ..geo.wkb import Rings, rings_of
from .nearness import Segments, nearest_m, one_of, ring_segments, segments

PARTS = ("area", "growth", "recency", "confidence", "territory", "access", "history", "concession")
RECENT_DAYS = 30
_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "area": ("none_at_ha", "full_at_ha"),
    "growth": ("full_at_ha_per_30_days",),
    "recency": ("half_life_days",),
    "confidence": ("low", "high", "highest"),
    "territory": ("none_at_m",),
    "access": ("none_at_m",),
    "history": ("none_at_m",),
    "concession": (),
}
_KM = 1000.0


@dataclass(frozen=True)
class PriorityProfile:
    """Weights of the parts and what makes each of them full.

    Attributes
    ----------
    id : str
    weights : mapping of str to float
        By part; only their ratios count.
    parameters : mapping of str to mapping
        By part; see ``resources/priorities/default.json``.
    """

    id: str
    weights: Mapping[str, float]
    parameters: Mapping[str, Mapping[str, float]]


def _is_fitting(value: Any, name: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    return value > 0 or (value == 0 and name in ("weight", "low", "high", "highest"))


def read_priority_profile(path: Path | str) -> PriorityProfile:
    """Read and check a profile.

    Raises
    ------
    InputError
        ``input.unreadable``, or ``priority.bad_profile`` with the ``part`` and ``name`` at fault.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    parts = content.get("parts") if isinstance(content, dict) else None
    if not isinstance(parts, dict):
        raise InputError("priority.bad_profile", path=str(path), part="parts", name="parts")
    weights: dict[str, float] = {}
    parameters: dict[str, dict[str, float]] = {}
    for part in PARTS:
        given = parts.get(part, {"weight": 0})
        names = ("weight", *(_PARAMETERS[part] if part in parts else ()))
        for name in names:
            value = given.get(name) if isinstance(given, dict) else None
            if not _is_fitting(value, name):
                raise InputError("priority.bad_profile", path=str(path), part=part, name=name)
        weights[part] = float(given["weight"])
        parameters[part] = {name: float(given[name]) for name in names}
    area = parameters["area"]
    if weights["area"] and area["none_at_ha"] >= area["full_at_ha"]:
        raise InputError("priority.bad_profile", path=str(path), part="area", name="full_at_ha")
    if sum(weights.values()) == 0:
        raise InputError("priority.bad_profile", path=str(path), part="parts", name="weight")
    return PriorityProfile(str(content.get("id", Path(path).stem)), weights, parameters)


@dataclass(frozen=True)
class RankedEvent:
    """What is known of an event besides its outline.

    Attributes
    ----------
    area_ha : float
    first_date, last_date : datetime.date
    max_confidence : str
        ``low``, ``high`` or ``highest``.
    growth : mapping of date to float
        Hectares first seen on each date; empty when unknown.
    """

    area_ha: float
    first_date: datetime.date
    last_date: datetime.date
    max_confidence: str
    growth: Mapping[datetime.date, float]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What lies around events, in degrees (WGS 84); None for what was not given.

    Attributes
    ----------
    territories, concessions : Rings or None
    rivers, roads, settlements, reports : Segments or None
    """

    territories: Rings | None = None
    concessions: Rings | None = None
    rivers: Segments | None = None
    roads: Segments | None = None
    settlements: Segments | None = None
    reports: Segments | None = None


@dataclass(frozen=True)
class Priority:
    """How urgent an event is.

    Attributes
    ----------
    score : float
        0 to 100.
    parts : mapping of str to float or None
        Points that each part brings; they add up to the score. None for parts that could not be judged: their weight is shared
        out among the others.
    boundary_m : float or None
        Distance to the nearest boundary of a territory: positive inside, negative outside, 0 across it. None when farther than
        100 km, or without territories.
    river_m, road_m, settlement_m, report_m : float or None
        Distances, 0 where they touch.
    concession_percent : float or None
        Part of the event in concessions.
    recent_ha : float
        Area of the 30 days up to its last alert.
    reasons : list of Message
    """

    score: float
    parts: Mapping[str, float | None]
    boundary_m: float | None
    river_m: float | None
    road_m: float | None
    settlement_m: float | None
    report_m: float | None
    concession_percent: float | None
    recent_ha: float
    reasons: list[Message]


def recent_area_ha(event: RankedEvent) -> float:
    """Hectares first seen in the 30 days up to the last alert; spread evenly over the event's time where its growth is unknown."""
    if event.growth:
        since = event.last_date - datetime.timedelta(days=RECENT_DAYS)
        return float(sum(area for day, area in event.growth.items() if day > since))
    days = (event.last_date - event.first_date).days + 1
    return event.area_ha * min(1.0, RECENT_DAYS / days)


class _Areas:
    """Polygons that events may lie in, with their boxes."""

    def __init__(self, shapes: Rings) -> None:
        self.shapes = shapes
        self.boxes = shapes.boxes()
        self.edges: Edges = edges_of(shapes)
        self.outline = segments(ring_segments(shapes))

    def meeting(self, box: Floats) -> Any:
        """Indices of the polygons whose box meets another."""
        b = self.boxes
        return np.flatnonzero((b[:, 0] <= box[2]) & (b[:, 2] >= box[0]) & (b[:, 1] <= box[3]) & (b[:, 3] >= box[1]))

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in any of the polygons."""
        near = self.meeting(np.array([x, y, x, y]))
        return any(bool(points_inside(self.edges, i, np.array([x]), np.array([y]))[0]) for i in near.tolist())


def prioritize(
    outlines: Sequence[bytes],
    events: Sequence[RankedEvent],
    around: Surroundings,
    profile: PriorityProfile,
    today: datetime.date,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    concession_wkbs: Sequence[bytes] = (),
) -> list[Priority]:
    """Score events.

    Parameters
    ----------
    outlines : sequence of bytes
        Multipolygons of the events in degrees (WGS 84), well-known binary.
    events : sequence of RankedEvent
    around : Surroundings
    profile : PriorityProfile
    today : datetime.date
        From which the age of an event counts. Where a laptop's clock is behind the alerts, the latest alert's day is taken.
    concession_wkbs : sequence of bytes
        Binary of the geometries of ``around.concessions``.
    """
    shapes = rings_of(list(outlines))
    territories = None if around.territories is None else _Areas(around.territories)
    concessions = None if around.concessions is None else _Areas(around.concessions)
    today = max([today, *(event.last_date for event in events)])
    scored = []
    for index, event in enumerate(events):
        stop_if(is_cancelled)
        progress(100.0 * index / len(events))
        outline = one_of(shapes, index)
        boundary = None if territories is None else _boundary_m(outline, outlines[index], territories)
        is_inside = boundary is not None and boundary[1]
        percent = None
        if concessions is not None:
            percent = _percent_in(outline, outlines[index], concessions, concession_wkbs)
        distances = {
            name: None if places is None else nearest_m(outline, places)
            for name, places in (
                ("river", around.rivers),
                ("road", around.roads),
                ("settlement", around.settlements),
                ("report", around.reports),
            )
        }
        scored.append(
            _score(
                event,
                profile,
                today,
                around,
                None if boundary is None else boundary[0],
                is_inside,
                distances,
                percent,
            )
        )
    return scored


def _boundary_m(outline: Rings, wkb: bytes, territories: _Areas) -> tuple[float | None, bool]:
    """Signed distance to the nearest boundary, and whether most likely inside: where a point on the event's surface lies."""
    point = ogr.CreateGeometryFromWkb(wkb).PointOnSurface()
    is_inside = territories.holds(point.GetX(), point.GetY())
    distance = nearest_m(outline, territories.outline)
    if distance is None or distance == 0.0 or is_inside:
        return distance, is_inside
    return -distance, is_inside


def _percent_in(outline: Rings, wkb: bytes, areas: _Areas, wkbs: Sequence[bytes]) -> float:
    """Percent of an event in polygons that may overlap each other; the ratio of areas in degrees is that on the ground here."""
    near = areas.meeting(outline.boxes()[0])
    if len(near) == 0:
        return 0.0
    event = ogr.CreateGeometryFromWkb(wkb)
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for index in near.tolist():
        part = event.Intersection(ogr.CreateGeometryFromWkb(wkbs[index]))
        if part is not None:
            whole = whole.Union(part)
    return min(100.0, 100.0 * float(whole.GetArea()) / float(event.GetArea()))


def _score(
    event: RankedEvent,
    profile: PriorityProfile,
    today: datetime.date,
    around: Surroundings,
    boundary_m: float | None,
    is_inside: bool,
    distances: Mapping[str, float | None],
    percent: float | None,
) -> Priority:
    given = profile.parameters
    recent = recent_area_ha(event)
    marks: dict[str, float | None] = dict.fromkeys(PARTS)
    if profile.weights["area"]:
        ratio = max(event.area_ha, 1e-9) / given["area"]["none_at_ha"]
        marks["area"] = math.log(ratio) / math.log(given["area"]["full_at_ha"] / given["area"]["none_at_ha"])
    if profile.weights["growth"]:
        marks["growth"] = recent / given["growth"]["full_at_ha_per_30_days"]
    if profile.weights["recency"]:
        marks["recency"] = 0.5 ** ((today - event.last_date).days / given["recency"]["half_life_days"])
    if profile.weights["confidence"]:
        marks["confidence"] = given["confidence"].get(event.max_confidence, given["confidence"]["low"])
    if profile.weights["territory"] and around.territories is not None:
        outside = 0.0 if is_inside else math.inf if boundary_m is None else -boundary_m
        marks["territory"] = 1.0 - outside / given["territory"]["none_at_m"]
    access = [places for places in (around.rivers, around.roads, around.settlements) if places is not None]
    if profile.weights["access"] and access:
        reached = [distances[name] for name in ("river", "road", "settlement")]
        nearest = min((distance for distance in reached if distance is not None), default=math.inf)
        marks["access"] = 1.0 - nearest / given["access"]["none_at_m"]
    if profile.weights["history"] and around.reports is not None:
        report = distances["report"]
        marks["history"] = 1.0 - (math.inf if report is None else report) / given["history"]["none_at_m"]
    if profile.weights["concession"] and percent is not None:
        marks["concession"] = percent / 100.0
    judged = {part: min(max(mark, 0.0), 1.0) for part, mark in marks.items() if mark is not None}
    total = sum(profile.weights[part] for part in judged)
    parts = {
        part: 100.0 * profile.weights[part] * judged[part] / total if part in judged and total else None
        for part in PARTS
    }
    return Priority(
        score=sum(points for points in parts.values() if points is not None),
        parts=parts,
        boundary_m=boundary_m,
        river_m=distances["river"],
        road_m=distances["road"],
        settlement_m=distances["settlement"],
        report_m=distances["report"],
        concession_percent=percent,
        recent_ha=recent,
        reasons=_reasons(event, today, around, boundary_m, is_inside, distances, percent, given),
    )


def _reasons(
    event: RankedEvent,
    today: datetime.date,
    around: Surroundings,
    boundary_m: float | None,
    is_inside: bool,
    distances: Mapping[str, float | None],
    percent: float | None,
    given: Mapping[str, Mapping[str, float]],
) -> list[Message]:
    """Reasons in the order a person would give them; what is too far to matter is not mentioned."""
    days = (event.last_date - event.first_date).days + 1
    area = f"{event.area_ha:.1f}" if event.area_ha >= 1.0 else f"{event.area_ha:.2f}"
    said = [Message("priority.area_in_days" if days > 1 else "priority.area_in_one_day", area_ha=area, days=days)]
    if around.territories is not None:
        if boundary_m == 0.0:
            said.append(Message("priority.on_boundary"))
        elif boundary_m is None:
            said.append(Message("priority.deep_inside" if is_inside else "priority.far_outside"))
        else:
            kind = "priority.inside" if boundary_m > 0 else "priority.outside"
            said.append(Message(kind, distance=distance_words(abs(boundary_m))))
    limit = given["access"].get("none_at_m", 0.0)
    for name in ("river", "road", "settlement"):
        distance = distances[name]
        if distance is not None and distance <= limit:
            kind = f"priority.at_{name}" if distance == 0.0 else f"priority.from_{name}"
            said.append(Message(kind, distance=distance_words(distance)))
    report = distances["report"]
    if report is not None and report <= given["history"].get("none_at_m", 0.0):
        said.append(Message("priority.from_report", distance=distance_words(report)))
    if percent:
        said.append(Message("priority.in_concession", percent=max(1, round(percent))))
    age = (today - event.last_date).days
    said.append(Message("priority.last_seen", days=age) if age else Message("priority.seen_today"))
    said.append(Message(f"priority.confidence_{event.max_confidence}"))
    return said


def distance_words(distance_m: float) -> str:
    """Distance as a person says it: ``150 m``, ``1.2 km``, ``35 km``."""
    tens = round(distance_m / 10.0) * 10
    if tens < _KM:
        return f"{tens} m" if tens else f"{max(1, round(distance_m))} m"
    kilometres = distance_m / _KM
    return f"{kilometres:.1f} km" if kilometres < 10.0 else f"{round(kilometres)} km"
