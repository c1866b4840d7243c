"""What a plan states, and where its labels stand on the paper; the drawing itself is the host's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Mapping

from ..documents.numbers import cell_text
from ..documents.phrases import Phrases
from ..errors import InputError
from ..geo.progress import IsCancelled, never_cancelled
from .land_capacity import CESSION, EXCLUDED, PROPERTY, UNCLASSIFIED, LandCapacity
from .package import LAND_COLUMNS, kind_words, ring_totals
from .plan_labels import NEIGHBOUR, SIDE, LabelPlan, Measure, PlanVertex, place_labels
from .plan_scale import choose_scale, grid_interval_m
from .plan_settings import PlanSettings
from .plan_units import place_units
from .technical_table import TechnicalTable
from .zones import crossed_zones, datum_of

_MM_PER_M = 1000.0
_WRAP = 34
_SHIFTS = 12
_BLOCK = (
    *("community", "people", "basin", "sector", "district", "province", "department", "ubigeo"),
    *("area", "perimeter", "zone", "datum", "projection", "scale", "survey_method", "equipment", "survey_date"),
    *("date", "professional", "professional_registration", "plan_number"),
)


@dataclass(frozen=True)
class PlanContent:
    """All that a plan states.

    Attributes
    ----------
    table : TechnicalTable
        With the neighbours that the audience may have.
    attributes : mapping of str to str
        Released facts about the community, by the profile's keys.
    phrases : Phrases
        In the language of the document.
    columns : tuple of str
        Columns of the table, as the profile orders them.
    mark : str
        Written across every sheet, for instance ``BORRADOR``; empty for none.
    notes : tuple of str
        Further lines below the table: what stops the title, what was withheld.
    made_on : date, optional
        Date of the document.
    land : LandCapacity, optional
        Division of the territory, with the names that the audience may have.
    part : str
        :data:`~.land_capacity.PROPERTY` or :data:`~.land_capacity.CESSION` when the plan is that of one part; empty for the whole.
    """

    table: TechnicalTable
    attributes: Mapping[str, str]
    phrases: Phrases
    columns: tuple[str, ...]
    mark: str = ""
    notes: tuple[str, ...] = ()
    made_on: datetime.date | None = None
    land: LandCapacity | None = None
    part: str = ""

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Least easting and northing, largest easting and northing, in metres."""
        points = [point for ring in self.table.rings for point in ring.points]
        eastings = [float(easting) for easting, _ in points]
        northings = [float(northing) for _, northing in points]
        return min(eastings), min(northings), max(eastings), max(northings)

    def of_part(self, part: str) -> PlanContent | None:
        """What the plan of the titled or the ceded land states; None when there is none of it."""
        tables = dict(self.land.tables) if self.land is not None else {}
        return replace(self, table=tables[part], land=None, part=part) if part in tables else None

    def regimes(self) -> list[tuple[str, str]]:
        """Each regime of the land that there is, with its name and its area."""
        if self.land is None:
            return []
        say = self.phrases.say
        return [
            (regime, say("plan.land", regime=say(f"regime.{regime}"), area_ha=self.land.area_ha(regime)))
            for regime in (PROPERTY, CESSION, UNCLASSIFIED, EXCLUDED)
            if self.land.of(regime)
        ]


@dataclass(frozen=True)
class MapFrame:
    """The map on the paper.

    Attributes
    ----------
    denominator : int
        Of the scale.
    west, south : float
        Lower left corner, metres.
    width_mm, height_mm : float
    """

    denominator: int
    west: float
    south: float
    width_mm: float
    height_mm: float

    @property
    def metres_per_mm(self) -> float:
        """Ground that one millimetre of paper shows."""
        return self.denominator / _MM_PER_M

    def on_paper(self, easting: float, northing: float) -> tuple[float, float]:
        """Millimetres from the lower left corner."""
        return (easting - self.west) / self.metres_per_mm, (northing - self.south) / self.metres_per_mm

    def on_ground(self, x: float, y: float) -> tuple[float, float]:
        """Easting and northing of a place on the paper."""
        return self.west + x * self.metres_per_mm, self.south + y * self.metres_per_mm


@dataclass(frozen=True)
class PlanDrawing:
    """A map with all its labels in place."""

    frame: MapFrame
    labels: LabelPlan
    content: PlanContent = field(repr=False)
    units_left_out: tuple[str, ...] = ()

    def notes(self) -> list[str]:
        """Lines that say what is not written on the map, and what the caller added."""
        say = self.content.phrases.say
        labels = self.labels
        zones = crossed_zones(self.content.table)
        lines = [say("plan.zone_crossed", zone=self.content.table.zone, zones=", ".join(zones))] if zones else []
        if labels.every > 1:
            lines.append(say("plan.every", every=labels.every))
        if labels.left_out:
            lines.append(say("plan.vertices_left_out", labels=", ".join(labels.left_out)))
        if labels.neighbours_left_out:
            lines.append(say("plan.neighbours_left_out", names="; ".join(dict.fromkeys(labels.neighbours_left_out))))
        if labels.sides_left_out == 1:
            lines.append(say("plan.side_left_out"))
        elif labels.sides_left_out:
            lines.append(say("plan.sides_left_out", count=labels.sides_left_out))
        if self.units_left_out:
            lines.append(say("plan.units_left_out", codes=", ".join(self.units_left_out)))
        return [*lines, *self.content.notes]


def draw_plan(
    content: PlanContent,
    width_mm: float,
    height_mm: float,
    measure: Measure,
    settings: PlanSettings,
    denominator: int = 0,
    is_cancelled: IsCancelled = never_cancelled,
    least_vertex_mm: float = 0.0,
) -> PlanDrawing:
    """Choose the scale and place the labels.

    Parameters
    ----------
    content : PlanContent
    width_mm, height_mm : float
        Size of the map on the paper.
    measure : callable
        Width and height in millimetres of a text with letters of a given height.
    settings : PlanSettings
    denominator : int
        Of the scale; 0 to choose the smallest standard one at which the territory fits.
    least_vertex_mm : float
        Where it is not 0: give up when labels of vertices must be smaller than this, or a neighbour's name finds no room.

    Raises
    ------
    InputError
        ``plan.too_large`` when no standard scale fits, ``plan.scale_too_large`` when the given one does not.
    NoRoomError
        As `least_vertex_mm` says.
    CancelledError
    """
    west, south, east, north = content.extent
    if denominator:
        needed = max((east - west) / width_mm, (north - south) / height_mm) * _MM_PER_M
        if denominator < needed:
            raise InputError("plan.scale_too_large", denominator=denominator, needed=int(needed) + 1)
    scale = denominator or choose_scale(
        east - west, north - south, width_mm, height_mm, settings.fill_share, settings.scales
    )
    unit = scale / _MM_PER_M
    interval = grid_interval_m(scale, settings.grid_spacing_mm)
    corner = []
    for low, high, size_mm in ((west, east, width_mm), (south, north, height_mm)):
        start = (low + high) / 2 - size_mm * unit / 2
        letters_mm, _ = measure(f"{high:.0f}", settings.text_mm[SIDE])
        room = (size_mm * unit - (high - low)) / 4
        corner.append(start + clear_of_corners(start, size_mm * unit, interval, (letters_mm / 2 + 3) * unit, room))
    frame = MapFrame(scale, corner[0], corner[1], width_mm, height_mm)
    labels = place_labels(
        _rings_on_paper(content, frame),
        (1.0, 1.0, width_mm - 1.0, height_mm - 1.0),
        measure,
        settings.text_mm,
        settings.label_spacing_mm,
        settings.every_vertex_up_to,
        is_cancelled,
        least_vertex_mm,
    )
    if content.land is None:
        return PlanDrawing(frame, labels, content)
    units, left_out = place_units(
        content.land, labels.labels, frame, measure, settings.text_mm[NEIGHBOUR], is_cancelled
    )
    return PlanDrawing(frame, replace(labels, labels=(*labels.labels, *units)), content, left_out)


def clear_of_corners(start: float, length: float, interval: float, keep: float, most: float) -> float:
    """Least shift of a frame at which no grid line lies so near to its ends that its label would reach over the corner.

    Parameters
    ----------
    start, length : float
        Of the frame, in metres.
    interval : float
        Of the grid.
    keep : float
        Distance from both ends that lines keep.
    most : float
        Largest shift; where none up to it will do, there is none.
    """
    for step in sorted(range(-_SHIFTS, _SHIFTS + 1), key=abs):
        shift = step * keep / 4
        first = -(start + shift) % interval
        last = (length - first) % interval
        if abs(shift) <= most and first >= keep and last >= keep:
            return shift
    return 0.0


def title_block(content: PlanContent, denominator: int) -> list[tuple[str, str]]:
    """Lines of the title block: what each is called, and what is stated; a dash where nobody stated it."""
    say = content.phrases.say
    table = content.table
    facts = dict(content.attributes)
    facts.update(
        area=f"{table.area_ha} ha ({table.area_m2} m²)",
        perimeter=f"{table.perimeter_m} m",
        zone=table.zone,
        datum=datum_of(table),
        projection=f"UTM ({table.crs})",
        scale=f"1:{spaced(denominator)}",
    )
    stated = facts.get("document_date") or (content.made_on.isoformat() if content.made_on else "")
    facts["date"] = plain_date(stated)
    if facts.get("survey_date"):
        facts["survey_date"] = plain_date(facts["survey_date"])
    return [(say(f"plan.item.{key}"), facts.get(key) or say("plan.unstated")) for key in _BLOCK]


def plain_date(iso: str) -> str:
    """Day as it is written in Peru, ``26/11/2026``; empty for none."""
    return datetime.date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def spaced(number: int) -> str:
    """Whole number with its thousands apart, ``25 000``."""
    return f"{number:,}".replace(",", " ")


def wrapped(name: str, width: int = _WRAP) -> str:
    """A name broken into lines between its words, and within a word only where the word alone is longer than a line."""
    lines = [""]
    pieces = [word[at : at + width] for word in name.split() for at in range(0, len(word), width)]
    for word in pieces:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def table_rows(content: PlanContent) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the technical table as text, with the sums of each ring."""
    columns = printed_columns(content)
    rows = []
    for ring, total in zip(content.table.rings, ring_totals(content.table, columns, content.phrases)):
        rows += [[str(getattr(row, column)) for column in columns] for row in ring.rows]
        rows.append([cell_text(cell) for cell in total])
    return [content.phrases.say(f"column.{column}") for column in columns], rows


def printed_columns(content: PlanContent) -> list[str]:
    """Columns of the technical table on the plan."""
    # who adjoins is written along the sides
    columns = [column for column in content.columns if column != "neighbour"]
    if len(content.table.rings) > 1:
        columns = ["part", "ring", *(column for column in columns if column not in ("part", "ring"))]
    return columns


def land_table(content: PlanContent) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the division of the land as text, with its sum; no rows when it was not divided."""
    say = content.phrases.say
    headings = [say(f"column.{column}") for column in LAND_COLUMNS]
    if content.land is None:
        return headings, []
    rows = [
        [
            say(f"regime.{row.regime}"),
            row.code,
            " ".join(part for part in (kind_words(row.kind, content.phrases), row.name) if part),
            str(row.area_ha),
            str(row.area_m2),
        ]
        for row in content.land.rows
    ]
    return headings, [*rows, [say("total"), "", "", str(content.table.area_ha), str(content.table.area_m2)]]


def _rings_on_paper(content: PlanContent, frame: MapFrame) -> list[list[PlanVertex]]:
    """Rings with the territory to the right of each side: outer rings clockwise, enclaves counterclockwise."""
    rings = []
    for ring in content.table.rings:
        rows = list(ring.rows)
        vertices = []
        for number, row in enumerate(rows):
            x, y = frame.on_paper(float(row.easting), float(row.northing))
            vertices.append(
                PlanVertex(
                    x,
                    y,
                    row.vertex,
                    str(row.distance_m),
                    wrapped(row.neighbour),
                    row.neighbour != rows[number - 1].neighbour,
                    tuple(frame.on_paper(float(easting), float(northing)) for easting, northing in row.between),
                )
            )
        rings.append(_reversed(vertices) if ring.ring else vertices)
    return rings


def _reversed(vertices: list[PlanVertex]) -> list[PlanVertex]:
    """The same ring the other way round; what belongs to a side goes to the vertex where the side now begins."""
    turned = []
    for number in range(len(vertices) - 1, -1, -1):
        here, side = vertices[number], vertices[number - 1]
        along = side.course[::-1]
        turned.append(PlanVertex(here.x, here.y, here.label, side.side_text, side.neighbour, here.is_corner, along))
    return turned
