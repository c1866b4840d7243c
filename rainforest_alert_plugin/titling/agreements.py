"""Records of agreement (actas de colindancia): one for each neighbour who must sign, and a list of who need not and why."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable, Mapping, Sequence

from ..cadastre.profile import DossierRule, plain_words
from ..documents.docx import docx_bytes
from ..documents.model import (
    Block,
    Document,
    Heading,
    KeyValues,
    ListItems,
    Paragraph,
    Picture,
    Signatures,
    Table,
)
from ..documents.numbers import cell_text, counted
from ..documents.phrases import Phrases
from ..documents.sheet import Cell
from ..geo.progress import IsCancelled, stop_if
from .facts import OFFICE
from .limits import Stretch, stretches_of
from .package import PackageContent, Produced, draft_lines
from .sketch import Point, Sketch, line_points, ring_points, row_point, svg
from .stated_rows import LENGTHS, SIDE_COLUMNS, SIDES, VERTEX_COLUMNS, VERTICES
from .stated_texts import DOCX
from .technical_table import RingTable, TechnicalTable

SEVERAL = "; "
NEEDED, REGISTERED, PUBLIC, SIGNED = "needed", "registered", "public", "signed"
# What has nobody who could sign, whatever a profile says.
_NO_PERSON = ("river", "road")
_LONGEST_NAME = 40
# What layers of neighbours call each kind, in Spanish and English, without accents; the first known word tells.
_KIND_WORDS = {
    "river": ("rio", "rios", "quebrada", "quebradas", "cauce", "cocha", "laguna", "river", "rivers", "stream", "lake"),
    "road": ("camino", "caminos", "carretera", "via", "vias", "trocha", "road", "roads"),
    "state": ("estado", "state"),
    "community": ("comunidad", "comunidades", "community"),
    "private_parcel": ("predio", "predios", "parcela", "fundo", "particular", "privado", "private", "parcel"),
}
_SKETCH_MM = 118.0


@dataclass(frozen=True)
class KnownNeighbour:
    """What is known of a neighbour beside the name.

    Attributes
    ----------
    kind : str
        Of :data:`~..workspace.tables.territory.SIDE_KINDS`; empty when not known.
    registry_entry : str
        Where the land is registered; empty when it is not, or nobody knows.
    record_act, record_on : str
        Record of agreement that was signed already, with its date.
    """

    kind: str = ""
    registry_entry: str = ""
    record_act: str = ""
    record_on: str = ""


@dataclass(frozen=True)
class Agreement:
    """A neighbour with its stretches of the boundary, and whether it signs.

    Attributes
    ----------
    neighbour, kind : str
    stretches : tuple of Stretch
    state : str
        :data:`NEEDED`, or why no record is needed: :data:`REGISTERED`, :data:`PUBLIC`, :data:`SIGNED`.
    known : KnownNeighbour
    """

    neighbour: str
    kind: str
    stretches: tuple[Stretch, ...]
    state: str
    known: KnownNeighbour

    @property
    def length_m(self) -> Decimal:
        """Length of the boundary with this neighbour."""
        return sum((stretch.length_m for stretch in self.stretches), Decimal(0))


def kind_of_words(text: str) -> str:
    """Kind of neighbour that a layer states in words, for instance ``river`` of "Río navegable"; empty when it is not known."""
    kinds = {word: kind for kind, words in _KIND_WORDS.items() for word in words}
    return next((kinds[word] for word in plain_words(text) if word in kinds), "")


def known_together(
    known: Mapping[str, KnownNeighbour], given: Mapping[str, KnownNeighbour]
) -> dict[str, KnownNeighbour]:
    """What is known of neighbours from two sides, by name: a kind that is stated stays, the rest of `given` goes before."""
    joined = dict(known)
    for name, facts in given.items():
        before = joined.get(name, KnownNeighbour())
        joined[name] = KnownNeighbour(
            before.kind if before.kind not in ("", "other") else facts.kind or before.kind,
            facts.registry_entry or before.registry_entry,
            facts.record_act or before.record_act,
            facts.record_on or before.record_on,
        )
    return joined


def agreements_of(
    table: TechnicalTable, known: Mapping[str, KnownNeighbour], rule: DossierRule, state_land: str
) -> tuple[Agreement, ...]:
    """Every neighbour of a table in its order.

    Parameters
    ----------
    table : TechnicalTable
        A side with several neighbours names them joined by :data:`SEVERAL`; each of them gets that side.
    known : Mapping of str to KnownNeighbour
        By name.
    rule : DossierRule
        Which neighbours sign.
    state_land : str
        How the table names land of the State.
    """
    names = dict.fromkeys(name for row in table.rows for name in row.neighbour.split(SEVERAL) if name)
    found = []
    for name in names:
        stretches = tuple(stretch for ring in table.rings for stretch in _shared(ring, name))
        facts = known.get(name, KnownNeighbour())
        kind = (
            facts.kind
            or next((s.kind for s in stretches if s.kind), "")
            or ("state" if name == state_land else "other")
        )
        if facts.record_act:
            state = SIGNED
        elif kind in _NO_PERSON or (rule.agreement_kinds and kind not in rule.agreement_kinds):
            state = PUBLIC
        elif facts.registry_entry and not rule.registered_signs:
            state = REGISTERED
        else:
            state = NEEDED
        found.append(Agreement(name, kind, stretches, state, facts))
    return tuple(found)


def produce_agreements(
    content: PackageContent,
    is_cancelled: IsCancelled,
    known: Mapping[str, KnownNeighbour],
    draw: Callable[[str], bytes],
) -> Produced:
    """A record for each neighbour who signs, and the list of all, as DOCX; nothing for who may not know the neighbours.

    Parameters
    ----------
    draw : callable
        Makes a PNG of SVG text.
    """
    if content.facts.audience != OFFICE or "row:neighbour" in content.facts.withheld:
        return Produced({})
    table = content.table.with_neighbours(content.facts.neighbours(content.table))
    say = content.phrases.say
    all_of_them = agreements_of(table, known, content.profile.dossier, say("neighbour.nobody"))
    mark = say("draft") if content.is_draft else ""
    files: dict[str, bytes] = {}
    documents: dict[str, Any] = {}
    for agreement in (one for one in all_of_them if one.state == NEEDED):
        stop_if(is_cancelled)
        number = len(files) + 1
        name = f"{say('file.agreement', number=f'{number:02d}')}_{_plain_name(agreement.neighbour)}.docx"
        files[name] = docx_bytes(_record(content, table, agreement, draw))
        labels = list(dict.fromkeys(row.vertex for stretch in agreement.stretches for row in stretch.vertices))
        documents[f"agreement_{number:02d}"] = {
            "file": name,
            "kind": DOCX,
            "states": ["geometry_sha256"],
            "mark": mark,
            "labels": labels,
            "tables": [
                {"of": VERTICES, "labels": labels},
                {
                    "of": SIDES,
                    "labels": [row.vertex for stretch in agreement.stretches for row in stretch.rows],
                    "total": say("total"),
                },
            ],
            "runs": [{"ends": _ends(agreement)}],
        }
    if all_of_them or any(not row.neighbour for row in table.rows):
        name = f"{say('file.agreements')}.docx"
        files[name] = docx_bytes(_list(content, table, all_of_them))
        lengths = {"of": LENGTHS, "neighbours": [(one.neighbour, _ends(one)) for one in all_of_them]}
        documents["agreements"] = {
            "file": name,
            "kind": DOCX,
            "states": ["geometry_sha256"],
            "mark": mark,
            "tables": [lengths],
        }
    return Produced(files, documents)


def reason_words(agreement: Agreement, phrases: Phrases) -> str:
    """Whether a record is needed, and why not."""
    known = agreement.known
    return phrases.say(
        f"agreement.{agreement.state}",
        entry=known.registry_entry,
        act=known.record_act,
        on=known.record_on or phrases.say("memoria.to_complete"),
    )


def _ends(agreement: Agreement) -> list[tuple[str, str]]:
    """First and last vertex of each stretch."""
    return [(stretch.rows[0].vertex, stretch.end.vertex) for stretch in agreement.stretches]


def _shared(ring: RingTable, name: str) -> list[Stretch]:
    """Stretches of a ring along one neighbour, whoever else adjoins them."""
    found: list[Stretch] = []
    for stretch in stretches_of(ring):
        if name not in stretch.neighbour.split(SEVERAL):
            continue
        before = found[-1] if found else None
        if before is not None and before.end is stretch.rows[0]:
            found[-1] = Stretch(
                ring.part, ring.ring, name, before.kind or stretch.kind, before.rows + stretch.rows, stretch.end
            )
        else:
            found.append(stretch)
    return found


def _record(
    content: PackageContent, table: TechnicalTable, agreement: Agreement, draw: Callable[[str], bytes]
) -> Document:
    say = content.phrases.say
    attribute = _attributes(content)
    community, neighbour = attribute["community"], agreement.neighbour
    sides = [row for stretch in agreement.stretches for row in stretch.rows]
    runs = [
        say(
            "agreement.stretch",
            start=stretch.rows[0].vertex,
            end=stretch.end.vertex,
            sides=counted(len(stretch.rows), *say("memoria.side_forms").split("|")),
            length_m=cell_text(stretch.length_m),
        )
        for stretch in agreement.stretches
    ]
    vertices = {row.vertex: row for stretch in agreement.stretches for row in stretch.vertices}
    blocks: list[Block] = [
        *_draft_blocks(content),
        Paragraph(say("agreement.opening", community=community, neighbour=neighbour)),
        KeyValues(
            (
                (say("attribute.community"), community),
                (say("attribute.representative"), attribute["representative"]),
                (say("attribute.representative_document"), attribute["representative_document"]),
                (say("item.neighbour"), neighbour),
                (say("agreement.kind"), say(f"agreement.side_kind.{agreement.kind}")),
                (say("agreement.place"), place_words(content)),
                (say("item.crs"), say("table.frame", crs=table.crs, zone=table.zone)),
                (say("agreement.length"), f"{agreement.length_m} m"),
            )
        ),
        Heading(say("agreement.line")),
        ListItems(tuple(runs), numbered=True),
        Table(
            tuple(say(f"column.{column}") for column in VERTEX_COLUMNS),
            tuple((row.vertex, row.easting, row.northing) for row in vertices.values()),
            widths_mm=(40, 50, 50),
            caption=say("agreement.vertices"),
        ),
        Table(
            tuple(say(f"column.{column}") for column in SIDE_COLUMNS),
            tuple((row.side, row.distance_m, row.azimuth, row.neighbour) for row in sides),
            ((say("total"), agreement.length_m, "", ""),),
            (50, 35, 35, 50),
            say("agreement.sides"),
        ),
        Heading(say("agreement.sketch")),
        Picture(draw(svg(agreement_sketch(table, agreement))), _SKETCH_MM, say("agreement.sketch_caption")),
        Heading(say("agreement.declaration")),
        Paragraph(say("agreement.conformity", community=community, neighbour=neighbour, length_m=agreement.length_m)),
        Paragraph(say("agreement.remarks") + "\n" + "\n".join(["_" * 78] * 3)),
        Paragraph(say("agreement.date_line")),
        Signatures(_signers(content, attribute, agreement)),
    ]
    return Document(
        say("agreement.title"),
        content.profile.language,
        tuple(blocks),
        content.made_on,
        say("draft") if content.is_draft else "",
        say("memoria.footer", checksum=table.checksum()),
    )


def agreement_sketch(table: TechnicalTable, agreement: Agreement) -> Sketch:
    """The whole boundary with the stretches of one neighbour drawn thick."""
    strong = [line_points(stretch.rows, stretch.end) for stretch in agreement.stretches]
    labels = {row.vertex: (row_point(row), row.vertex) for stretch in agreement.stretches for row in stretch.vertices}
    words = [(_middle_of_longest(strong), agreement.neighbour[:_LONGEST_NAME])] if strong else []
    return Sketch(ring_points(table), strong, list(labels.values()), words)


def _middle_of_longest(lines: Sequence[Sequence[Point]]) -> Point:
    """Middle of the longest side, where no name of a vertex stands."""
    sides = [(math.dist(one, other), one, other) for line in lines for one, other in zip(line, line[1:])]
    _, one, other = max(sides)
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _signers(content: PackageContent, attribute: Mapping[str, str], agreement: Agreement) -> tuple[str, ...]:
    say = content.phrases.say
    other = "agreement.signer_state" if agreement.kind == "state" else "agreement.signer_neighbour"
    return (
        say("agreement.signer_community", representative=attribute["representative"], community=attribute["community"]),
        say(other, neighbour=agreement.neighbour),
        say("agreement.signer_official"),
        say("agreement.signer_witness"),
    )


def _list(content: PackageContent, table: TechnicalTable, all_of_them: Sequence[Agreement]) -> Document:
    say = content.phrases.say
    rows: list[tuple[Cell, ...]] = []
    for agreement in all_of_them:
        runs = "; ".join(f"{start} – {end}" for start, end in _ends(agreement))
        kind = say(f"agreement.side_kind.{agreement.kind}")
        rows.append((agreement.neighbour, kind, runs, agreement.length_m, reason_words(agreement, content.phrases)))
    blocks: list[Block] = [
        *_draft_blocks(content),
        Paragraph(say("agreement.list_of", community=_attributes(content)["community"])),
    ]
    if rows:
        headings = tuple(
            say(f"agreement.column.{name}") for name in ("neighbour", "kind", "stretches", "length", "record")
        )
        blocks.append(Table(headings, tuple(rows), widths_mm=(40, 25, 35, 25, 45)))
    blank = [row.side for row in table.rows if not row.neighbour]
    if blank:
        blocks.append(Paragraph(say("agreement.unknown", count=len(blank), sides=", ".join(blank)), "strong"))
    blocks.append(Paragraph(say("agreement.basis"), "note"))
    return Document(
        say("agreement.list_title"),
        content.profile.language,
        tuple(blocks),
        content.made_on,
        say("draft") if content.is_draft else "",
        say("memoria.footer", checksum=table.checksum()),
    )


def _draft_blocks(content: PackageContent) -> list[Block]:
    first, *reasons = draft_lines(content) or [""]
    return [Paragraph(first, "strong"), ListItems(tuple(reasons))] if first else []


def _attributes(content: PackageContent) -> dict[str, str]:
    blank = content.phrases.say("memoria.to_complete")
    return {
        attribute.key: content.facts.attributes.get(attribute.key) or blank for attribute in content.profile.attributes
    }


def place_words(content: PackageContent) -> str:
    """District, province and department, as far as they were stated."""
    stated = [content.facts.attributes.get(key, "") for key in ("district", "province", "department")]
    return ", ".join(text for text in stated if text) or content.phrases.say("memoria.to_complete")


def _plain_name(name: str) -> str:
    """Part of a file name that every system takes; names written in other scripts leave only the number."""
    ascii_text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_text).strip("_")[:_LONGEST_NAME].strip("_") or "x"
