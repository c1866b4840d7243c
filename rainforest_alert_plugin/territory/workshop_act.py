"""The act of a workshop: who came, what was decided, what was drawn, what is left open."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Mapping, Sequence

from ..documents.model import Block, Document, Heading, KeyValues, ListItems, Paragraph, Signatures, Table
from ..documents.numbers import date_text, decimal_text
from ..documents.phrases import Phrases
from ..documents.sheet import Cell
from ..errors import InputError
from ..workspace.release import Record, Released
from ..workspace.tables.territory import STROKE_KINDS
from .listed_words import ATTENDANCE_ROLES, SEASONS
from .words import Words
from .workshops import Measures, WorkshopRecord, measures_of

PURPOSE = "closeworkshop"
_HUNDREDTH = Decimal("0.01")
_UNTOLD = ""


def act_records(record: WorkshopRecord) -> list[Record]:
    """Everything that the act would state, as rows for the gate."""
    rows: list[tuple[str, Any]] = [("workshop", record.workshop), ("community", record.community)]
    rows += [("attendance", row) for row in record.attendance]
    rows += [("place", row) for row in record.places]
    rows += [("proposal", row) for row in record.proposals]
    rows += [("dispute", row) for row in record.disputes]
    return [Record(table, row["id"], row) for table, row in rows]


def act_document(released: Released[Record], phrases: Phrases, words: Words, made_on: datetime.date) -> Document:
    """The act out of what the gate let through.

    Parameters
    ----------
    released : Released
        Of :func:`act_records`.
    words : Words
        Of the language of the phrases, for roles, kinds, uses and seasons.

    Raises
    ------
    InputError
        ``workshop.act_held_back`` when the audience may not even know of the workshop.
    """
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for record in released.rows:
        rows.setdefault(record.table, []).append(record.values)
    if not rows.get("workshop"):
        raise InputError("workshop.act_held_back", audience=released.audience)
    workshop = rows["workshop"][0]
    community = rows.get("community", [{}])[0]
    held_on = datetime.date.fromisoformat(str(workshop["held_on"]))
    say = phrases.say
    blocks: list[Block] = [KeyValues(_facts(workshop, community, held_on, phrases))]
    blocks += _attendance(rows.get("attendance", []), phrases, words)
    blocks += [Heading(say("act.decided")), *_paragraphs(workshop["decided"], say("act.nothing_decided"))]
    blocks += _drawn(rows.get("place", []), phrases, words)
    proposals = rows.get("proposal", [])
    if proposals:
        blocks += [
            Heading(say("act.proposals")),
            ListItems(tuple(_proposal(row, phrases, words) for row in proposals)),
        ]
    blocks += _left_open(workshop, proposals, rows.get("dispute", []), phrases)
    blanked = sum(released.blanked.values())
    if released.held_back_count() or blanked:
        audience = say(f"act.audience.{released.audience}")
        note = say("act.held_back", held_back=released.held_back_count(), blanked=blanked, audience=audience)
        blocks.append(Paragraph(note, "note"))
    blocks += [
        Heading(say("act.signatures")),
        Signatures(tuple(say(f"act.sign_{who}") for who in ("chief", "facilitator", "witness", "youth"))),
    ]
    name = str(community.get("name") or "")
    return Document(
        title=say("act.title"),
        language=phrases.language,
        blocks=tuple(blocks),
        made_on=made_on,
        footer=say("act.footer", community=name, date=date_text(held_on)),
    )


def _facts(
    workshop: Mapping[str, Any], community: Mapping[str, Any], held_on: datetime.date, phrases: Phrases
) -> tuple[tuple[str, str], ...]:
    facts = (
        ("act.community", community.get("name")),
        ("act.people", community.get("people")),
        ("act.place", workshop["place"]),
        ("act.date", date_text(held_on)),
        ("act.purpose", workshop["purpose"]),
        ("act.facilitator", workshop["facilitator"]),
    )
    return tuple((phrases.say(id), str(value)) for id, value in facts if value)


def _attendance(rows: Sequence[Mapping[str, Any]], phrases: Phrases, words: Words) -> list[Block]:
    say = phrases.say
    if not rows:
        return [Heading(say("act.attendance")), Paragraph(say("act.nobody"))]
    has_names = any(row["name"] for row in rows)
    headings = (say("act.role"), say("act.count")) + ((say("act.name"),) if has_names else ())
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        line: tuple[Cell, ...] = (ATTENDANCE_ROLES.word_of(words, str(row["role"])), int(row["people_count"]))
        lines.append((*line, str(row["name"] or "")) if has_names else line)
    total: tuple[Cell, ...] = (say("act.total"), sum(int(row["people_count"]) for row in rows))
    widths = (70.0, 25.0, 75.0) if has_names else (130.0, 40.0)
    return [
        Heading(say("act.attendance")),
        Table(headings, tuple(lines), ((*total, "") if has_names else total,), widths),
    ]


def _drawn(rows: Sequence[Mapping[str, Any]], phrases: Phrases, words: Words) -> list[Block]:
    say = phrases.say
    if not rows:
        return [Heading(say("act.drawn")), Paragraph(say("act.nothing_drawn"))]
    measures = [measures_of(row["geom"]) if row["geom"] is not None else Measures() for row in rows]
    kinds: list[tuple[Cell, ...]] = []
    for kind in (*STROKE_KINDS, _UNTOLD):
        chosen = [measure for row, measure in zip(rows, measures) if (row["kind"] or _UNTOLD) == kind]
        if chosen:
            kinds.append((_kind(kind, phrases, words), len(chosen), *_sums(chosen)))
    headings = (say("act.kind"), say("act.strokes"), say("act.length"), say("act.area"))
    lines: list[tuple[Cell, ...]] = [
        (
            number,
            _kind(row["kind"] or _UNTOLD, phrases, words),
            str(row["name"] or ""),
            str(row["name_es"] or ""),
            words.find(f"choice.use.{row['use']}") if row["use"] else "",
            SEASONS.word_of(words, row["season"]) if row["season"] else "",
            *_sums([measure]),
        )
        for number, (row, measure) in enumerate(zip(rows, measures), 1)
    ]
    list_headings = tuple(
        say(f"act.{id}") for id in ("number", "kind", "own_name", "spanish_name", "use", "season", "length", "area")
    )
    return [
        Heading(say("act.drawn")),
        Table(
            headings,
            tuple(kinds),
            ((say("act.total"), len(rows), *_sums(measures)),),
            (70.0, 30.0, 35.0, 35.0),
            say("act.by_kind"),
            ("left", "right", "right", "right"),
        ),
        Table(
            list_headings,
            tuple(lines),
            (),
            (9.0, 22.0, 32.0, 32.0, 22.0, 20.0, 16.0, 17.0),
            say("act.list"),
            ("right", "left", "left", "left", "left", "left", "right", "right"),
        ),
        Paragraph(say("act.measures"), "note"),
    ]


def _kind(kind: str, phrases: Phrases, words: Words) -> str:
    return words.find(f"choice.kind.{kind}") if kind else phrases.say("act.untold")


def _sums(measures: Sequence[Measures]) -> tuple[Cell, Cell]:
    """Kilometres and hectares of strokes; blank where there is nothing of the kind."""
    lengths = [measure.length_m for measure in measures if measure.length_m is not None]
    areas = [measure.area_ha for measure in measures if measure.area_ha is not None]
    return _rounded(sum(lengths) / 1000) if lengths else "", _rounded(sum(areas)) if areas else ""


def _rounded(number: float) -> Decimal:
    return Decimal(repr(float(number))).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _proposal(row: Mapping[str, Any], phrases: Phrases, words: Words) -> str:
    return phrases.say(
        "act.proposal",
        reason=row["reason"],
        gained=decimal_text(_rounded(row["area_gained_ha"] or 0.0)),
        lost=decimal_text(_rounded(row["area_lost_ha"] or 0.0)),
        state=words.find(f"choice.state.{row['state']}"),
    )


def _left_open(
    workshop: Mapping[str, Any],
    proposals: Sequence[Mapping[str, Any]],
    disputes: Sequence[Mapping[str, Any]],
    phrases: Phrases,
) -> list[Block]:
    say = phrases.say
    items = []
    still_open = sum(row["state"] == "open" for row in proposals)
    if still_open:
        items.append(say("act.open_proposals", count=still_open))
    items += [
        say(
            "act.dispute",
            other=row["other_side"],
            ours=row["our_claim"] or say("act.untold"),
            theirs=row["their_claim"] or say("act.untold"),
        )
        for row in disputes
    ]
    nothing = "" if items else say("act.nothing_open")
    blocks: list[Block] = [Heading(say("act.left_open")), *_paragraphs(workshop["left_open"], nothing)]
    if items:
        blocks.append(ListItems(tuple(items)))
    return blocks


def _paragraphs(text: str | None, otherwise: str) -> list[Block]:
    lines = [line for line in str(text or otherwise).split("\n") if line.strip()]
    return [Paragraph(line) for line in lines]
