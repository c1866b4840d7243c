"""The cover of a package: what it is, its numbers, and everything a reader must know before relying on it."""

from __future__ import annotations

from typing import Callable, Sequence

from ..documents.model import Block, Document, Heading, KeyValues, ListItems, Paragraph, Table
from ..documents.numbers import cell_text, date_text
from ..documents.phrases import Phrases
from ..documents.sheet import Cell
from ..geo.progress import IsCancelled
from ..workspace.release import Record, Released
from .agreements import place_words
from .conflicts import Conflict, Observation
from .facts import OFFICE
from .package import UNDATED, PackageContent, Produced, draft_lines
from .stated_rows import OVERLAPS
from .stated_texts import PDF

WAIVER = "waiver"
_WAIVER_COLUMNS = ("rule", "message", "reason", "author", "document")


def produce_cover(
    content: PackageContent,
    is_cancelled: IsCancelled,
    waivers: Released[Record] | None,
    print_pdf: Callable[[Document], bytes],
) -> Produced:
    """The cover as PDF.

    Parameters
    ----------
    waivers : Released of Record, optional
        Findings that were set aside, with ``rule``, ``message``, ``reason``, ``author`` and ``document``; None without a workspace.
    print_pdf : callable
        Makes a PDF of a document.
    """
    name = f"{content.phrases.say('file.cover')}.pdf"
    states = ["area_ha", "perimeter_m", "geometry_sha256"]
    states += ["attribute:community"] if content.facts.attributes.get("community") else []
    document = cover(content, waivers)
    stated = {"file": name, "kind": PDF, "states": states, "mark": document.mark, "tables": [{"of": OVERLAPS}]}
    return Produced({name: print_pdf(document)}, {"cover": stated})


def cover(content: PackageContent, waivers: Released[Record] | None) -> Document:
    """The cover as a document."""
    say = content.phrases.say
    table, facts = content.table, content.facts
    blank = say("memoria.to_complete")
    date = date_text(content.made_on) if content.made_on != UNDATED else blank
    pairs = [(say(f"attribute.{key}"), facts.attributes.get(key) or blank) for key in ("community", "people", "ubigeo")]
    pairs += [
        (say("agreement.place"), place_words(content)),
        (say("attribute.document_date"), date),
        (say("cover.audience"), say(f"cover.audience.{facts.audience}")),
        (say("cover.state"), say("draft" if content.is_draft else "final")),
        (say("item.area_ha"), f"{cell_text(table.area_ha)} ha"),
        (say("item.perimeter_m"), f"{cell_text(table.perimeter_m)} m"),
        (say("item.vertices"), str(len(table.rows))),
        (say("item.crs"), say("table.frame", crs=table.crs, zone=table.zone)),
        (say("item.checksum"), table.checksum()),
    ]
    if content.origin.operation:
        pairs.append((say("cover.operation"), content.origin.operation))
    blocks: list[Block] = [KeyValues(tuple(pairs))]
    first, *reasons = draft_lines(content) or [""]
    if first:
        blocks += [Paragraph(first, "strong"), ListItems(tuple(reasons))]
    blocks += _overlaps(content)
    blocks += _observations(content)
    blocks += _references(content)
    blocks += _waivers(waivers, content.phrases)
    if facts.missing:
        blocks += [
            Heading(say("cover.missing")),
            Paragraph(", ".join(say(f"attribute.{key}") for key in facts.missing) + "."),
        ]
    if facts.audience != OFFICE or facts.withheld:
        blocks += _withheld(content)
    blocks += _unverified(content)
    return Document(
        say("cover.title"),
        content.profile.language,
        tuple(blocks),
        content.made_on,
        say("draft") if content.is_draft else "",
        say("memoria.footer", checksum=table.checksum()),
    )


def _overlaps(content: PackageContent) -> list[Block]:
    say = content.phrases.say
    if not content.conflicts:
        return []
    rows: list[tuple[Cell, ...]] = [
        (_severity(c, content.phrases), c.layer, str(c.feature_id), f"{c.area_ha}", f"{c.percent}")
        for c in content.conflicts
    ]
    headings = tuple(say(f"cover.overlap.{name}") for name in ("severity", "layer", "unit", "area", "percent"))
    aligned = ("left", "left", "left", "right", "right")
    return [Heading(say("cover.overlaps")), Table(headings, tuple(rows), widths_mm=(38, 40, 42, 25, 25), align=aligned)]


def _observations(content: PackageContent) -> list[Block]:
    """What the rules of the profile found beside overlaps, and which of them had nothing to look at."""
    say = content.phrases.say
    blocks: list[Block] = []
    if content.observations:
        rows = tuple((o.rule, _severity(o, content.phrases), o.text) for o in content.observations)
        headings = tuple(say(f"cover.observation.{name}") for name in ("rule", "severity", "text"))
        blocks += [Heading(say("cover.observations")), Table(headings, rows, widths_mm=(18, 38, 114))]
    if content.rules_not_evaluated:
        rules = ", ".join(content.rules_not_evaluated)
        blocks.append(Paragraph(say("cover.rules_not_evaluated", rules=rules), "strong"))
    return blocks


def _severity(one: Conflict | Observation, phrases: Phrases) -> str:
    """How grave it is, or why it was set aside."""
    said = phrases.say(f"cover.severity.{one.severity}")
    return phrases.say("cover.set_aside", severity=said, reason=one.waived) if one.waived else said


def _references(content: PackageContent) -> list[Block]:
    """Which layers were compared and which could not be: never that there is no overlap."""
    say = content.phrases.say
    uses = content.origin.references
    if not uses:
        return [Heading(say("cover.references")), Paragraph(say("cover.no_references"), "strong")]
    found = {conflict.layer for conflict in content.conflicts}
    lines = []
    for use in uses:
        is_found = use.layer in found and (use.evaluated or use.not_whole)
        state = "found" if is_found else "not_found" if use.evaluated else "not_evaluated"
        line = say(f"cover.reference.{state}", layer=use.layer, read=use.read, used=use.used, left_out=use.left_out)
        lines.append(" ".join(part for part in (line, use.not_whole) if part))
    return [Heading(say("cover.references")), ListItems(tuple(lines))]


def _waivers(waivers: Released[Record] | None, phrases: Phrases) -> list[Block]:
    say = phrases.say
    if waivers is None:
        return []
    rows: Sequence[Record] = [row for row in waivers.rows if row.table == WAIVER]
    if not rows:
        return [Heading(say("cover.waivers")), Paragraph(say("cover.no_waivers"))]
    headings = tuple(say(f"cover.waiver.{name}") for name in _WAIVER_COLUMNS)
    cells = tuple(tuple(str(row.values.get(name) or "") for name in _WAIVER_COLUMNS) for row in rows)
    return [Heading(say("cover.waivers")), Table(headings, cells, widths_mm=(18, 56, 46, 25, 25))]


def _withheld(content: PackageContent) -> list[Block]:
    say = content.phrases.say
    words = []
    for origin in content.facts.withheld:
        where, name = origin.split(":", 1)
        words.append(say({"attribute": f"attribute.{name}", "row": f"column.{name}"}.get(where, f"{where}.{name}")))
    count = content.facts.released.held_back_count()
    return [
        Heading(say("cover.withheld")),
        Paragraph(say("cover.withheld_count", count=count, list=", ".join(words) or "–")),
    ]


def _unverified(content: PackageContent) -> list[Block]:
    """Values of the profile that nobody read in a norm, by section."""
    say = content.phrases.say
    profile = content.profile
    blocks: list[Block] = [Heading(say("cover.profile", title=profile.title))]
    if not profile.norm_read:
        blocks.append(Paragraph(say("cover.norm_unread", norm=profile.norm_id), "strong"))
    sections: dict[str, list[str]] = {}
    for place in profile.unverified():
        section, _, rest = place.partition(".")
        sections.setdefault(section, []).append(rest or section)
    if not sections:
        return [*blocks, Paragraph(say("cover.all_verified"))]
    blocks.append(Paragraph(say("cover.unverified", count=len(profile.unverified()), authority=profile.authority)))
    rows = tuple((_section(section, content.phrases), ", ".join(places)) for section, places in sections.items())
    blocks.append(Table((say("cover.section"), say("cover.values")), rows, widths_mm=(60, 110)))
    return blocks


def _section(section: str, phrases: Phrases) -> str:
    return phrases.texts.get(f"profile.{section}", section)
