"""The report of a validation as a document: what was found, in which layer of which date, and what could not be looked at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from ..documents.model import (
    Block,
    Document,
    Heading,
    KeyValues,
    ListItems,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from ..documents.numbers import date_text
from ..documents.phrases import Phrases
from ..errors import Message
from .case import Case
from .engine import ValidationResult
from .findings import Finding
from .profile import Profile
from .waivers import Waiver

Describe = Callable[[Message], str]
SEVERITIES = ("blocker", "review", "exclude", "note")
_PICTURE_MM = 105.0
_OVERVIEW_MM = 160.0
_OVERLAP_RULES = ("G08", "O01")


@dataclass(frozen=True)
class ValidatedBoundary:
    """A boundary with its result, its waivers and the pictures of its findings.

    Attributes
    ----------
    case : Case
    result : ValidationResult
    waivers : mapping of str to Waiver
        By the key of the finding.
    overview : bytes
        PNG of the boundary with the places of all findings; empty for none.
    pictures : mapping of str to bytes
        PNG by the key of a finding.
    """

    case: Case
    result: ValidationResult
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    overview: bytes = b""
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[Finding, ...]:
        """Findings that nobody set aside."""
        return tuple(finding for finding in self.result.findings if finding.key not in self.waivers)

    @property
    def set_aside(self) -> tuple[Finding, ...]:
        """Findings that somebody set aside."""
        return tuple(finding for finding in self.result.findings if finding.key in self.waivers)

    def count(self, severity: str) -> int:
        """Number of findings of a severity that count."""
        return sum(finding.severity == severity for finding in self.counted)


def validation_report(
    validated: Sequence[ValidatedBoundary],
    profile: Profile,
    phrases: Phrases,
    describe: Describe,
    made_on: datetime.date,
    plugin: str,
) -> Document:
    """The report of one or several boundaries.

    Parameters
    ----------
    validated : sequence of ValidatedBoundary
    profile : Profile
    phrases : Phrases
    describe : callable
        Words a message in the language of the phrases.
    made_on : date
    plugin : str
        Name and version of the plugin.
    """
    say = phrases.say
    blocks: list[Block] = []
    notes = validated[0].result.profile_notes if validated else ()
    if notes:
        blocks.append(Heading(say("validation.first"), 2))
        blocks += [
            Paragraph(describe(note), "strong" if number == 0 else "normal") for number, note in enumerate(notes)
        ]
    for number, boundary in enumerate(validated):
        if number:
            blocks.append(PageBreak())
        blocks += _boundary(boundary, profile, phrases, describe)
    blocks += _norms(validated, profile, phrases)
    date = date_text(made_on)
    footer = say("validation.footer", plugin=plugin, profile=profile.id, date=date)
    return Document(say("validation.title"), phrases.language, tuple(blocks), made_on, footer=footer)


def readiness_text(validated: ValidatedBoundary, phrases: Phrases) -> str:
    """One line on how far the file is, in words."""
    layers = sum(each.is_layer for each in validated.result.not_evaluated)
    counts = {severity: validated.count(severity) for severity in SEVERITIES}
    words = {severity: _counted(phrases, f"validation.{severity}", count) for severity, count in counts.items()}
    return phrases.say(
        "validation.readiness",
        blockers=words["blocker"],
        reviews=words["review"],
        excludes=words["exclude"],
        notes=words["note"],
        layers=_counted(phrases, "validation.layers", layers),
    )


def overlap_sentence(finding: Finding, phrases: Phrases) -> str:
    """An overlap as a sentence that an assembly can discuss: with whom, how much, in which layer of which date."""
    say, details = phrases.say, finding.details
    name = details.get("name", "")
    unit = say("validation.unit", name=name) if name else say("validation.unit.unnamed", id=finding.feature_id)
    code = details.get("code") or finding.feature_id
    if name and code and code != name:
        unit += say("validation.unit.id", id=code)
    for key in ("holder", "resolution"):
        if details.get(key):
            unit += say(f"validation.unit.{key}", **{key: details[key]})
    return say(
        "validation.overlap",
        area_ha=details.get("area_ha", ""),
        percent=details.get("percent", ""),
        percent_of_feature=details.get("percent_of_feature", ""),
        unit=unit,
        layer=finding.layer,
        date=details.get("date") or say("validation.overlap.undated"),
    )


def _boundary(validated: ValidatedBoundary, profile: Profile, phrases: Phrases, describe: Describe) -> list[Block]:
    say, case = phrases.say, validated.case
    blocks: list[Block] = [
        Heading(say("validation.of", name=case.boundary_id or case.name), 1),
        Heading(say("validation.summary"), 2),
        Paragraph(_capital(readiness_text(validated, phrases)), "strong"),
    ]
    aside = len(validated.set_aside)
    if aside:
        key = "validation.set_aside.one" if aside == 1 else "validation.set_aside.many"
        blocks.append(Paragraph(say(key, count=aside)))
    blocks.append(KeyValues(tuple(_facts(case, validated.result, profile, phrases))))
    if validated.overview:
        blocks.append(Picture(validated.overview, _OVERVIEW_MM, say("validation.overview")))
    blocks += _findings(validated, phrases, describe)
    blocks += _set_aside(validated, phrases, describe)
    blocks += _sources(validated, phrases)
    blocks += _not_evaluated(validated, phrases, describe)
    return blocks


def _facts(case: Case, result: ValidationResult, profile: Profile, phrases: Phrases) -> list[tuple[str, str]]:
    say = phrases.say
    area = say(f"validation.area.{case.area_method}")
    facts = [
        (say("validation.fact.layer"), case.name),
        (say("validation.fact.boundary"), case.boundary_id),
        (say("validation.fact.crs"), f"{case.crs} {case.zone}".strip()),
        (say("validation.fact.declared"), case.declared_crs),
        (say("validation.fact.operation"), case.operation),
        (say("validation.fact.area"), area),
        (say("validation.fact.evaluated"), case.evaluated_on),
        (say("validation.fact.profile"), f"{profile.title} ({profile.norm_id})" if profile.norm_id else profile.title),
        (say("validation.fact.rules"), ", ".join(result.rules_run)),
    ]
    return [(name, text) for name, text in facts if text]


def _findings(validated: ValidatedBoundary, phrases: Phrases, describe: Describe) -> list[Block]:
    say = phrases.say
    if not validated.counted:
        key = "validation.none_counts" if validated.set_aside else "validation.none"
        return [Heading(say("validation.table"), 2), Paragraph(say(key))]
    rows = tuple(
        (
            number,
            finding.rule,
            say(f"validation.severity.{finding.severity}"),
            _sentence(finding, phrases, describe),
            _measure(finding),
        )
        for number, finding in enumerate(validated.counted, start=1)
    )
    headings = tuple(say(f"validation.column.{name}") for name in ("number", "rule", "severity", "what", "measure"))
    blocks: list[Block] = [
        Heading(say("validation.table"), 2),
        Table(
            headings, rows, widths_mm=(10.0, 14.0, 24.0, 98.0, 24.0), align=("right", "left", "left", "left", "right")
        ),
    ]
    without = 0
    for number, finding in enumerate(validated.counted, start=1):
        severity = say(f"validation.severity.{finding.severity}")
        blocks.append(Heading(say("validation.detail", number=number, rule=finding.rule, severity=severity), 3))
        blocks.append(Paragraph(_sentence(finding, phrases, describe)))
        pairs = _items(finding, phrases, describe)
        if pairs:
            blocks.append(KeyValues(tuple(pairs)))
        if finding.key in validated.pictures:
            caption = say("validation.picture", number=number, rule=finding.rule)
            blocks.append(Picture(validated.pictures[finding.key], _PICTURE_MM, caption))
        elif finding.geometry_wkb:
            without += 1
    if without:
        blocks.append(Paragraph(say("validation.without_picture"), "note"))
    return blocks


def _sentence(finding: Finding, phrases: Phrases, describe: Describe) -> str:
    is_overlap = finding.rule in _OVERLAP_RULES and finding.details.get("area_ha")
    if is_overlap and finding.message.id == "finding.overlap":
        return overlap_sentence(finding, phrases)
    return describe(finding.message)


def _items(finding: Finding, phrases: Phrases, describe: Describe) -> list[tuple[str, str]]:
    say, details = phrases.say, finding.details
    pairs = []
    measure = _measure(finding)
    if measure:
        pairs.append((say("validation.item.measure"), measure))
    pairs.append((say("validation.item.basis"), finding.legal_basis or say("validation.no_basis")))
    for key in ("consequence", "opinion", "settled_by"):
        if details.get(key):
            pairs.append((say(f"validation.item.{key}"), details[key]))
    if details.get("verified") == "unverified":
        text = say("validation.unverified", source=_source(details.get("source", ""), phrases))
        pairs.append((say("validation.item.unverified"), text))
    if finding.fix:
        pairs.append((say("validation.item.fix"), describe(Message(f"fix.offer.{finding.fix}"))))
    return pairs


def _source(source: str, phrases: Phrases) -> str:
    """What a profile says about the origin of a value; a profile that somebody edited speaks as it was written."""
    return phrases.texts.get(f"validation.source.{source}", source)


def _measure(finding: Finding) -> str:
    if finding.measure is None:
        return ""
    decimals = {"ha": 4, "m": 2, "deg": 3, "%": 2, "count": 0}.get(finding.unit, 2)
    unit = {"deg": "°", "count": ""}.get(finding.unit, f" {finding.unit}")
    return f"{finding.measure:.{decimals}f}{unit}"


def _set_aside(validated: ValidatedBoundary, phrases: Phrases, describe: Describe) -> list[Block]:
    say = phrases.say
    if not validated.set_aside:
        return []
    names = ("rule", "what", "reason", "author", "document", "date")
    rows = []
    for finding in validated.set_aside:
        waiver = validated.waivers[finding.key]
        rows.append(
            (
                f"{finding.rule} ({say(f'validation.severity.{finding.severity}')})",
                _sentence(finding, phrases, describe),
                waiver.reason,
                waiver.author,
                waiver.document or "–",
                waiver.set_on[:10],
            )
        )
    return [
        Heading(say("validation.set_aside"), 2),
        Paragraph(say("validation.set_aside.text")),
        Table(
            tuple(say(f"validation.column.{name}") for name in names),
            tuple(rows),
            widths_mm=(22.0, 54.0, 38.0, 22.0, 18.0, 16.0),
        ),
    ]


def _sources(validated: ValidatedBoundary, phrases: Phrases) -> list[Block]:
    say = phrases.say
    if not validated.case.references:
        return []
    rows = []
    unread = {each.subject for each in validated.result.not_evaluated if each.is_layer}
    for reference in validated.case.references:
        count = sum(finding.layer == reference.name for finding in validated.result.findings)
        if reference.name in unread:
            found = say("validation.not_evaluated")
        elif count:
            found = say("validation.found.one") if count == 1 else say("validation.found", count=count)
        else:
            found = say("validation.not_found")
        date = reference.date or say("validation.overlap.undated")
        rows.append((reference.name, role_words(reference.role, phrases), date, found))
    names = ("layer", "role", "date", "found")
    return [
        Heading(say("validation.sources"), 2),
        Paragraph(say("validation.sources.text")),
        Table(
            tuple(say(f"validation.column.{name}") for name in names),
            tuple(rows),
            widths_mm=(60.0, 42.0, 28.0, 40.0),
        ),
    ]


def _not_evaluated(validated: ValidatedBoundary, phrases: Phrases, describe: Describe) -> list[Block]:
    say = phrases.say
    listed = sorted(validated.result.not_evaluated, key=lambda each: not each.is_layer)
    if not listed:
        return []
    return [
        Heading(say("validation.not_evaluated"), 2),
        Paragraph(say("validation.not_evaluated.text")),
        Table(
            (say("validation.column.subject"), say("validation.column.why")),
            tuple((each.subject, describe(each.reason)) for each in listed),
            widths_mm=(50.0, 120.0),
        ),
    ]


def _norms(validated: Sequence[ValidatedBoundary], profile: Profile, phrases: Phrases) -> list[Block]:
    say = phrases.say
    cited = sorted(
        {finding.legal_basis for each in validated for finding in each.result.findings if finding.legal_basis}
    )
    blocks: list[Block] = []
    if cited:
        blocks += [Heading(say("validation.norms"), 2), ListItems(tuple(cited))]
    unverified = profile.unverified()
    if unverified:
        blocks += [
            Heading(say("validation.unverified.list"), 2),
            Paragraph(", ".join(unverified), "note"),
        ]
    return blocks


def role_words(role: str, phrases: Phrases) -> str:
    """What a layer was taken for; a role that a profile invents stays as it is written there."""
    return phrases.texts.get(f"validation.role.{role}", role)


def _counted(phrases: Phrases, key: str, count: int) -> str:
    kind = "none" if count == 0 else "one" if count == 1 else "many"
    return phrases.say(f"{key}.{kind}", count=count)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
