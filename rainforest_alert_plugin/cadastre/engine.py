"""Run the rules over a case: every rule that has something to look at, and of a second run only what changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Callable, Mapping

from ..errors import CancelledError, Message, RainforestAlertError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .case import Case
from .findings import Finding, NotEvaluated
from .profile import Profile
from .rules import ALL_RULES
from .rules.rule import GEOMETRY, Rule

_MOST_NAMED = 5
_ORDER = {"blocker": 0, "review": 1, "exclude": 2, "note": 3}


def _nobody_told(rule_id: str) -> None:
    """A run whose rules nobody watches."""


@dataclass(frozen=True)
class ValidationResult:
    """What a run found and what it could not look at.

    Attributes
    ----------
    findings : tuple of Finding
        The gravest first, then by rule.
    not_evaluated : tuple of NotEvaluated
        Layers that could not be read, and rules that had nothing to look at.
    rules_run : tuple of str
        Ids of the rules that looked, those taken over from an earlier run included.
    profile_notes : tuple of Message
        What a report says first about the profile: that only geometry was checked, which values nobody verified.
    digests : Mapping of str to str
        Digest of what each rule looked at.
    reused : tuple of str
        Rules whose earlier findings were taken over because nothing they look at changed.
    """

    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    rules_run: tuple[str, ...]
    profile_notes: tuple[Message, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[str, ...] = ()

    def count(self, severity: str) -> int:
        """Number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


def validate(
    case: Case,
    profile: Profile,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    earlier: ValidationResult | None = None,
    rules: tuple[Rule, ...] = ALL_RULES,
    on_rule: Callable[[str], None] = _nobody_told,
) -> ValidationResult:
    """Check a boundary.

    Parameters
    ----------
    earlier : ValidationResult, optional
        Of the same boundary: a rule whose inputs and thresholds are the same keeps its findings.
    rules : tuple of Rule
        All of them by default.
    on_rule : callable
        Receives the id of each rule before it looks; rules whose findings are kept or that lack something are not told.

    Raises
    ------
    CancelledError
        When the user stopped.
    """
    findings: list[Finding] = []
    not_evaluated = list(case.layers_not_evaluated)
    ran: list[str] = []
    reused: list[str] = []
    digests: dict[str, str] = {}
    geometry_only = not profile.has_verified_values
    for number, rule in enumerate(rules):
        stop_if(is_cancelled)
        progress(100.0 * number / len(rules))
        if geometry_only and rule.family != GEOMETRY:
            not_evaluated.append(NotEvaluated(rule.id, Message("rule.profile_unverified", profile=profile.id)))
            continue
        lacking = rule.lacks(case, profile)
        if lacking is not None:
            not_evaluated.append(NotEvaluated(rule.id, lacking))
            continue
        digest = _digest(rule, case, profile)
        if earlier is not None and rule.id in earlier.rules_run and earlier.digests.get(rule.id) == digest:
            findings.extend(finding for finding in earlier.findings if finding.rule == rule.id)
            reused.append(rule.id)
        else:
            on_rule(rule.id)
            try:
                findings.extend(rule.check(case, profile, is_cancelled))
            except CancelledError:
                raise
            except RainforestAlertError as error:
                not_evaluated.append(NotEvaluated(rule.id, error.message))
                continue
        ran.append(rule.id)
        digests[rule.id] = digest
    progress(100.0)
    order = {rule.id: number for number, rule in enumerate(rules)}
    findings.sort(key=lambda finding: (_ORDER[finding.severity], order[finding.rule], finding.key))
    return ValidationResult(
        tuple(_told_apart(findings)),
        tuple(not_evaluated),
        tuple(ran),
        profile_notes(profile),
        digests,
        tuple(reused),
    )


def profile_notes(profile: Profile) -> tuple[Message, ...]:
    """What is to be said of a profile before anything else."""
    if not profile.has_verified_values:
        return (Message("profile.geometry_only", profile=profile.title),)
    notes = []
    if not profile.norm_read:
        notes.append(Message("profile.norm_not_read", profile=profile.title, norm=profile.norm_id))
    unverified = profile.unverified()
    if unverified:
        notes.append(Message("profile.unverified_values", count=len(unverified), places=_some(unverified)))
    return tuple(notes)


def _some(places: tuple[str, ...]) -> str:
    """The first places by name; a report that lists all takes them from the profile."""
    return ", ".join(places[:_MOST_NAMED]) + (" …" if len(places) > _MOST_NAMED else "")


def _digest(rule: Rule, case: Case, profile: Profile) -> str:
    seen = hashlib.sha256(f"{rule.id}:{rule.version}:{profile.digest}:".encode())
    seen.update(case.digest(rule.inputs).encode())
    return seen.hexdigest()


def _told_apart(findings: list[Finding]) -> list[Finding]:
    """Findings whose keys occur once: a second one at the same metre is numbered."""
    taken: dict[str, int] = {}
    apart = []
    for finding in findings:
        count = taken[finding.key] = taken.get(finding.key, 0) + 1
        apart.append(finding if count == 1 else replace(finding, key=f"{finding.key}#{count}"))
    return apart
