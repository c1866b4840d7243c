"""Monument sheets: one page for each boundary mark, with where it stands, how it was surveyed, a sketch and a photo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from ..documents.docx import docx_bytes
from ..documents.model import Block, Document, Heading, KeyValues, PageBreak, Paragraph, Picture, Table
from ..documents.numbers import cell_text
from ..geo.progress import IsCancelled, stop_if
from ..workspace.release import Record, Released
from .facts import OFFICE
from .package import PackageContent, Produced
from .sketch import Sketch, ring_points, row_point, svg
from .stated_rows import MARKS
from .stated_texts import DOCX, PDF
from .technical_table import RingTable, TableRow, TechnicalTable, degrees_minutes_seconds

MARK = "title_mark"
_SKETCH_MM, _PHOTO_MM = 105.0, 80.0
_NEAR_SHARE = 0.6
_LEAST_RADIUS_M = 20.0


@dataclass(frozen=True)
class BoundaryMark:
    """A mark on the ground at a vertex.

    Attributes
    ----------
    label : str
        Of its vertex.
    monument : str
        What stands there: concrete post, tree, stake.
    method : str
        How it was surveyed; empty when not known.
    sigma_m : float, optional
        Standard deviation of its place.
    surveyed_on : str
    access : str
        How to reach it.
    photo : bytes
        PNG; empty for none.
    """

    label: str
    monument: str = ""
    method: str = ""
    sigma_m: float | None = None
    surveyed_on: str = ""
    access: str = ""
    photo: bytes = b""


def mark_records(marks: Sequence[BoundaryMark], sensitivity: str) -> list[Record]:
    """Marks as the release gate takes them."""
    return [Record(MARK, mark.label, {"mark": mark}, sensitivity) for mark in marks]


def produce_monuments(
    content: PackageContent,
    is_cancelled: IsCancelled,
    released: Released[Record],
    draw: Callable[[str], bytes],
    print_pdf: Callable[[Document], bytes],
) -> Produced:
    """The sheets as one DOCX and one PDF, in the order of the table; nothing without marks, or for third parties.

    Parameters
    ----------
    released : Released of Record
        Of :func:`mark_records`.
    draw : callable
        Makes a PNG of SVG text.
    print_pdf : callable
        Makes a PDF of a document.
    """
    by_label: dict[str, BoundaryMark] = {row.id: row.values["mark"] for row in released.rows if row.table == MARK}
    rows = [(ring, row) for ring in content.table.rings for row in ring.rows if row.vertex in by_label]
    if content.facts.audience != OFFICE or not rows:
        return Produced({})
    table = content.table.with_neighbours(content.facts.neighbours(content.table))
    say = content.phrases.say
    blocks: list[Block] = []
    for ring, row in rows:
        stop_if(is_cancelled)
        if blocks:
            blocks.append(PageBreak())
        blocks += _sheet(content, table, ring, row, by_label[row.vertex], draw)
    document = Document(
        say("monument.title", community=content.facts.attributes.get("community") or say("memoria.to_complete")),
        content.profile.language,
        tuple(blocks),
        content.made_on,
        say("draft") if content.is_draft else "",
        say("memoria.footer", checksum=table.checksum()),
    )
    stop_if(is_cancelled)
    name = say("file.monuments")
    labels = [row.vertex for _, row in rows]
    stated: dict[str, Any] = {"states": ["geometry_sha256"], "labels": labels, "mark": document.mark}
    stated["tables"] = [{"of": MARKS, "labels": labels}]
    return Produced(
        {f"{name}.docx": docx_bytes(document), f"{name}.pdf": print_pdf(document)},
        {
            "monuments": {"file": f"{name}.docx", "kind": DOCX, **stated},
            "monuments_pdf": {"file": f"{name}.pdf", "kind": PDF, **stated},
        },
    )


def _sheet(
    content: PackageContent,
    table: TechnicalTable,
    ring: RingTable,
    row: TableRow,
    mark: BoundaryMark,
    draw: Callable[[str], bytes],
) -> list[Block]:
    say = content.phrases.say
    blank = say("memoria.to_complete")
    index = ring.rows.index(row)
    before, after = ring.rows[index - 1], ring.rows[(index + 1) % len(ring.rows)]
    neighbours = list(dict.fromkeys(name for name in (before.neighbour, row.neighbour) if name))
    method = (
        say(f"monument.method.{mark.method}")
        if f"monument.method.{mark.method}" in content.phrases.texts
        else mark.method
    )
    sigma = f"{mark.sigma_m:g} m" if mark.sigma_m is not None else blank
    blocks: list[Block] = [
        Heading(say("monument.heading", label=row.vertex)),
        KeyValues(
            (
                (say("item.easting"), f"{cell_text(row.easting)} m"),
                (say("item.northing"), f"{cell_text(row.northing)} m"),
                (say("item.crs"), say("table.frame", crs=table.crs, zone=table.zone)),
                (say("monument.kind"), mark.monument or blank),
                (say("attribute.survey_method"), method or blank),
                (say("monument.sigma"), sigma),
                (say("attribute.survey_date"), mark.surveyed_on or blank),
                (say("item.neighbour"), "; ".join(neighbours) or say("memoria.no_neighbour")),
                (say("monument.access"), mark.access or "_" * 40),
            )
        ),
        Table(
            (say("monument.reference"), say("column.distance_m"), say("column.azimuth")),
            (
                (before.vertex, before.distance_m, _reverse(before)),
                (after.vertex, row.distance_m, row.azimuth),
            ),
            widths_mm=(60, 45, 45),
            align=("left", "right", "right"),
        ),
        Picture(draw(svg(mark_sketch(table, before, row, after))), _SKETCH_MM, say("monument.sketch")),
    ]
    if mark.photo:
        blocks.append(Picture(mark.photo, _PHOTO_MM, say("monument.photo")))
    else:
        blocks.append(Paragraph(say("monument.no_photo"), "note"))
    return blocks


def _reverse(row: TableRow) -> str:
    """Azimuth back along the side that comes in; empty along a channel."""
    if row.is_sinuous:
        return ""
    return degrees_minutes_seconds((row.azimuth_s + 180 * 3600) % (360 * 3600))


def mark_sketch(table: TechnicalTable, before: TableRow, row: TableRow, after: TableRow) -> Sketch:
    """The place around a vertex with the beginnings of its two sides."""
    here, back, ahead = row_point(row), row_point(before), row_point(after)
    radius = max(_NEAR_SHARE * min(math.dist(here, back), math.dist(here, ahead)), _LEAST_RADIUS_M)
    labels = [(here, row.vertex)]
    labels += [
        (place, other.vertex) for place, other in ((back, before), (ahead, after)) if math.dist(place, here) < radius
    ]
    return Sketch(ring_points(table), (), labels, (), here, radius)
