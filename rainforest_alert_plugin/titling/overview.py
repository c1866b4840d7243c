"""A federation's overview of its title files: a table, a chart and a map, from the same roads."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Sequence

from osgeo import ogr

from ..cadastre.profile import ProcedureStep, Profile
from ..documents.model import Block, Document, Heading, KeyValues, Paragraph, Picture, Table
from ..documents.numbers import decimal_text
from ..documents.phrases import Phrases
from ..documents.sheet import Cell, Sheet
from .steps import Road

COLUMNS = ("number", "community", "step", "since", "waiting_days", "held_by", "open_observations", "area_ha")
_WIDTH, _HEIGHT, _MARGIN = 1200, 900, 40
_LEGEND_WIDTH, _ROW = 520, 26
_BAR_HEIGHT = 34
_INK, _GRID, _PAPER = "#1c2226", "#cfd8dc", "#ffffff"
_NOT_STARTED = "#b0bec5"
# From ochre to deep green along the road, legible side by side for people who confuse red and green.
_FIRST, _LAST = (0xF2, 0xB1, 0x34), (0x00, 0x5F, 0x56)
_FONT = "font-family='DejaVu Sans, Arial, sans-serif'"


@dataclass(frozen=True)
class StepCount:
    """Communities and hectares at one step; `step` is None before the first."""

    step: ProcedureStep | None
    communities: int
    area_ha: Decimal


def counts(roads: Sequence[Road], profile: Profile) -> list[StepCount]:
    """How many communities and hectares stand at each step, those before the first step too."""
    number = Counter(road.step.id if road.step else "" for road in roads)
    area: dict[str, Decimal] = {}
    for road in roads:
        key = road.step.id if road.step else ""
        area[key] = area.get(key, Decimal(0)) + (road.area_ha or Decimal(0))
    steps: list[ProcedureStep | None] = [None, *profile.procedure]
    keys = [step.id if step else "" for step in steps]
    return [StepCount(step, number[key], area.get(key, Decimal(0))) for step, key in zip(steps, keys)]


def overview_sheets(
    roads: Sequence[Road], profile: Profile, phrases: Phrases, today: datetime.date, held_back: int
) -> tuple[Sheet, Sheet, Sheet]:
    """Communities, counts by step, and every entry."""
    say = phrases.say
    lines = (say("overview.title"), *_notes(phrases, today, held_back))
    rows = tuple(_row(number, road, phrases, today) for number, road in enumerate(roads, start=1))
    area = sum((road.area_ha or Decimal(0) for road in roads), Decimal(0))
    total = ("", say("total"), "", "", "", "", sum(road.open_observations for road in roads), area)
    communities = Sheet(
        say("overview.communities"), lines, tuple(say(f"overview.column.{name}") for name in COLUMNS), rows, (total,)
    )
    by_step = counts(roads, profile)
    steps = Sheet(
        say("overview.steps"),
        lines,
        (
            say("overview.column.step"),
            say("overview.column.owner"),
            say("overview.column.communities"),
            say("overview.column.area_ha"),
        ),
        tuple((_title(c.step, phrases), c.step.owner if c.step else "", c.communities, c.area_ha) for c in by_step),
        ((say("total"), "", len(roads), area),),
    )
    names = {step.id: step.title for step in profile.procedure}
    entries = tuple(
        (
            road.community,
            names.get(entry.step, entry.step),
            _day(entry.reached_on),
            entry.document,
            entry.held_by,
            entry.observation,
            _day(entry.observed_on),
            entry.answer,
            _day(entry.answered_on),
        )
        for road in roads
        for entry in road.entries
    )
    headings = ("community", "step", "reached_on", "document", "held_by")
    headings += ("observation", "observed_on", "answer", "answered_on")
    details = Sheet(say("overview.entries"), lines, tuple(say(f"overview.column.{name}") for name in headings), entries)
    return communities, steps, details


def overview_document(
    roads: Sequence[Road],
    profile: Profile,
    phrases: Phrases,
    today: datetime.date,
    held_back: int,
    chart_png: bytes = b"",
    map_png: bytes = b"",
) -> Document:
    """The overview to print."""
    say = phrases.say
    area = sum((road.area_ha or Decimal(0) for road in roads), Decimal(0))
    waiting = [road for road in roads if road.open_observations]
    blocks: list[Block] = [Paragraph(note, "note") for note in _notes(phrases, today, held_back)]
    blocks.append(
        KeyValues(
            (
                (say("overview.column.communities"), str(len(roads))),
                (say("overview.column.area_ha"), decimal_text(area)),
                (say("overview.with_observations"), str(len(waiting))),
            )
        )
    )
    if chart_png:
        blocks += [Heading(say("overview.chart")), Picture(chart_png, 170.0)]
    if map_png:
        blocks += [Heading(say("overview.map")), Picture(map_png, 170.0)]
    blocks.append(Heading(say("overview.communities")))
    blocks.append(
        Table(
            tuple(say(f"overview.column.{name}") for name in COLUMNS),
            tuple(_row(number, road, phrases, today) for number, road in enumerate(roads, start=1)),
            widths_mm=(9.0, 34.0, 42.0, 20.0, 11.0, 20.0, 13.0, 21.0),
        )
    )
    if waiting:
        blocks.append(Heading(say("overview.observations")))
        for road in waiting:
            for entry in road.entries:
                if entry.is_open:
                    facts = {
                        "community": road.community,
                        "day": _day(entry.observed_on) or say("overview.no_day"),
                        "text": entry.observation,
                    }
                    blocks.append(Paragraph(say("overview.observation", **facts)))
    return Document(say("overview.title"), phrases.language, tuple(blocks), today)


def chart_svg(roads: Sequence[Road], profile: Profile, phrases: Phrases, today: datetime.date) -> str:
    """Bars of communities at each step, with their hectares beside."""
    say = phrases.say
    found = counts(roads, profile)
    most = max((count.communities for count in found), default=0) or 1
    left, right = 610, _WIDTH - 190
    height = 120 + _BAR_HEIGHT * len(found)
    parts = [_open(_WIDTH, height), _text(_MARGIN, 48, say("overview.title"), 24, weight="bold")]
    parts.append(_text(_MARGIN, 76, say("overview.made_on", day=_day(today)), 15))
    for number, count in enumerate(found):
        y = 100 + _BAR_HEIGHT * number
        width = (right - left) * count.communities / most
        parts.append(_text(left - 12, y + 20, _short(_title(count.step, phrases), 74), 14, anchor="end"))
        if count.communities:
            parts.append(
                f"<rect x='{left}' y='{y + 3}' width='{width:.1f}' height='{_BAR_HEIGHT - 8}' "
                f"fill='{_color(count.step, profile)}'/>"
            )
        words = str(count.communities)
        if count.area_ha:
            words = say("overview.bar", communities=count.communities, area_ha=decimal_text(count.area_ha))
        parts.append(_text(left + width + 8, y + 21, words, 15))
    parts.append(f"<line x1='{left}' x2='{left}' y1='96' y2='{height - 16}' stroke='{_INK}'/>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def map_svg(roads: Sequence[Road], profile: Profile, phrases: Phrases, today: datetime.date) -> str:
    """Agreed boundaries coloured by the step of their file, north up, with the numbers of the table and a legend."""
    say = phrases.say
    read = [
        (number, road, ogr.CreateGeometryFromWkb(road.wkb)) for number, road in enumerate(roads, start=1) if road.wkb
    ]
    shapes = [(number, road, shape) for number, road, shape in read if shape is not None and not shape.IsEmpty()]
    parts = [_open(_WIDTH, _HEIGHT), _text(_MARGIN, 44, say("overview.map"), 24, weight="bold")]
    frame_width, frame_height, top = _WIDTH - _LEGEND_WIDTH - 2 * _MARGIN, _HEIGHT - 130, 70
    parts.append(
        f"<rect x='{_MARGIN}' y='{top}' width='{frame_width}' height='{frame_height}' fill='none' stroke='{_GRID}'/>"
    )
    if shapes:
        boxes = [shape.GetEnvelope() for _, _, shape in shapes]
        west, east = min(b[0] for b in boxes), max(b[1] for b in boxes)
        south, north = min(b[2] for b in boxes), max(b[3] for b in boxes)
        narrow = math.cos(math.radians((south + north) / 2))
        scale = 0.9 * min(frame_width / max((east - west) * narrow, 1e-6), frame_height / max(north - south, 1e-6))
        middle_x, middle_y = _MARGIN + frame_width / 2, top + frame_height / 2

        def place(longitude: float, latitude: float) -> tuple[float, float]:
            return (
                middle_x + (longitude - (west + east) / 2) * narrow * scale,
                middle_y - (latitude - (south + north) / 2) * scale,
            )

        for _, road, shape in shapes:
            path = " ".join(
                "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point[:2]) for point in ring.GetPoints())) + " Z"
                for ring in _rings(shape)
            )
            parts.append(
                f"<path d='{path}' fill='{_color(road.step, profile)}' fill-opacity='0.75' fill-rule='evenodd' "
                f"stroke='{_INK}'><title>{escape(road.community)}</title></path>"
            )
        for number, _, shape in shapes:
            inside = shape.PointOnSurface() or shape.Centroid()
            x, y = place(inside.GetX(), inside.GetY())
            parts.append(_text(x, y + 5, str(number), 14, anchor="middle", weight="bold", halo=True))
    parts += _legend(roads, profile, phrases, _MARGIN + frame_width + 24, top)
    missing = len(roads) - len(shapes)
    if missing:
        parts.append(_text(_MARGIN, _HEIGHT - 34, say("overview.without_boundary", count=missing), 14))
    parts.append(_text(_MARGIN, _HEIGHT - 14, say("overview.made_on", day=_day(today)), 14))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(roads: Sequence[Road], profile: Profile, phrases: Phrases, x: float, top: float) -> list[str]:
    parts = []
    y = top + 18
    for count in counts(roads, profile):
        if count.communities:
            parts.append(
                f"<rect x='{x}' y='{y - 13:.0f}' width='16' height='16' fill='{_color(count.step, profile)}'/>"
            )
            parts.append(_text(x + 24, y, f"{_short(_title(count.step, phrases), 70)} ({count.communities})", 12))
            y += _ROW
    return parts


def _rings(shape: ogr.Geometry) -> list[ogr.Geometry]:
    polygons = (
        [shape.GetGeometryRef(i) for i in range(shape.GetGeometryCount())]
        if ogr.GT_Flatten(shape.GetGeometryType()) == ogr.wkbMultiPolygon
        else [shape]
    )
    return [polygon.GetGeometryRef(i) for polygon in polygons for i in range(polygon.GetGeometryCount())]


def _color(step: ProcedureStep | None, profile: Profile) -> str:
    if step is None:
        return _NOT_STARTED
    steps = [each.id for each in profile.procedure]
    share = steps.index(step.id) / max(len(steps) - 1, 1)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_FIRST, _LAST))


def _row(number: int, road: Road, phrases: Phrases, today: datetime.date) -> tuple[Cell, ...]:
    """A community under the number that the map shows."""
    days = road.waiting_days(today)
    return (
        number,
        road.community,
        _title(road.step, phrases),
        _day(road.since),
        "" if days is None else days,
        road.held_by,
        road.open_observations,
        "" if road.area_ha is None else road.area_ha,
    )


def _title(step: ProcedureStep | None, phrases: Phrases) -> str:
    return step.title if step else phrases.say("overview.not_started")


def _notes(phrases: Phrases, today: datetime.date, held_back: int) -> tuple[str, ...]:
    notes = [phrases.say("overview.made_on", day=_day(today))]
    if held_back:
        notes.append(phrases.say("overview.held_back", count=held_back))
    return tuple(notes)


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _open(width: int, height: int) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'>"
        f"<rect width='{width}' height='{height}' fill='{_PAPER}'/>"
    )


def _text(
    x: float, y: float, text: str, size: int, anchor: str = "start", weight: str = "normal", halo: bool = False
) -> str:
    # Qt's SVG draws no paint-order: the halo is the same text, drawn first with a wide pen
    shared = f"x='{x:.1f}' y='{y:.1f}' {_FONT} font-size='{size}' font-weight='{weight}' text-anchor='{anchor}'"
    words = escape(text)
    below = f"<text {shared} fill='{_PAPER}' stroke='{_PAPER}' stroke-width='3'>{words}</text>" if halo else ""
    return f"{below}<text {shared} fill='{_INK}'>{words}</text>"
