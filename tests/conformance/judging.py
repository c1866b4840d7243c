"""Run the cases through ``validateboundary`` and count what it found against what was planted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .bundles import Bundle, clean_bundle, districts_of, near, real_boundaries, write
from .defects import DEFECTS, Defect


@dataclass(frozen=True)
class Verdict:
    """What a case brought.

    Attributes
    ----------
    missed : bool
        The planted rule did not fire, or the near miss made it fire.
    strays : frozenset of str
        Rules that fired though nothing of theirs was planted, nor follows from what was.
    """

    boundary: str
    defect: Defect
    found: frozenset[str]
    strays: frozenset[str]
    texts: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        return self.defect.fires != (self.defect.rule in self.found)


@dataclass
class Score:
    """Of one rule: planted and found, planted and not found, fired without being planted."""

    hits: int = 0
    misses: int = 0
    strays: int = 0
    near_misses: int = 0

    @property
    def precision(self) -> float:
        fired = self.hits + self.strays
        return self.hits / fired if fired else 1.0

    @property
    def recall(self) -> float:
        planted = self.hits + self.misses
        return self.hits / planted if planted else 1.0


@dataclass
class Tally:
    scores: dict[str, Score] = field(default_factory=dict)
    failures: list[Verdict] = field(default_factory=list)
    unsuited: Counter = field(default_factory=Counter)
    cases: int = 0

    def count(self, outcome: Verdict | tuple[str, Defect]) -> None:
        """Take what :func:`judged` gives."""
        if isinstance(outcome, Verdict):
            self.add(outcome)
        else:
            self.unsuited[outcome[1].name] += 1

    def add(self, verdict: Verdict) -> None:
        self.cases += 1
        score = self.scores.setdefault(verdict.defect.rule, Score())
        if verdict.defect.fires:
            score.hits += not verdict.missed
            score.misses += verdict.missed
        else:
            score.near_misses += 1
            score.strays += verdict.missed
        for rule in verdict.strays:
            self.scores.setdefault(rule, Score()).strays += 1
        if verdict.missed or verdict.strays:
            self.failures.append(verdict)


def findings_of(bundle: Bundle, folder: Path) -> list[dict]:
    """What the algorithm says of a bundle, by its JSON report."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from rainforest_alert_plugin.algorithms.validate_boundary import ValidateBoundaryAlgorithm

    algorithm = ValidateBoundaryAlgorithm()
    algorithm.initAlgorithm()
    report = folder / "informe.json"
    parameters = {**write(bundle, folder), "REPORT_JSON": str(report)}
    feedback = QgsProcessingFeedback(False)
    _, is_done = algorithm.create().run(parameters, QgsProcessingContext(), feedback)
    if not is_done:
        raise AssertionError(f"{bundle.name}: {feedback.textLog()[-2000:]}")
    content = json.loads(report.read_text(encoding="utf-8"))
    return [finding for boundary in content["boundaries"] for finding in boundary["findings"]]


def judged(
    boundaries: Iterable[tuple[str, object]], data: Path, folder: Path, defects: Iterable[Defect] = DEFECTS
) -> Iterator[Verdict | tuple[str, Defect]]:
    """Each defect in each boundary; a pair of names where the boundary does not lend itself to the defect.

    The clean file of a boundary is judged first: what is found in it is true of the real boundary, and no stray.
    """
    districts = districts_of(data)
    for name, polygon in boundaries:
        clean = clean_bundle(name, polygon, near(polygon, districts))
        before = {finding["rule"] for finding in findings_of(clean.copy(), folder / name / "clean")}
        for number, defect in enumerate(defects):
            bundle = clean.copy()
            if defect.plant(bundle) is False:
                yield name, defect
                continue
            findings = findings_of(bundle, folder / name / str(number))
            found = frozenset(finding["rule"] for finding in findings)
            strays = found - before - defect.also - {defect.rule}
            # What the clean file says already is neither a hit nor a stray of the rule.
            seen = found - (before if not defect.fires else set())
            texts = tuple(
                f"{f['rule']} {f['message']['text']}" for f in findings if f["rule"] in strays | {defect.rule}
            )
            yield Verdict(name, defect, seen, strays, texts)


def tally(data: Path, folder: Path, names: Iterable[str], rules: frozenset[str] = frozenset()) -> Tally:
    """Judge the boundaries that are named, by all rules or by some."""
    counted = Tally()
    for name in names:
        for row in rows_of(name, data, folder, rules):
            counted.count(restored(row, DEFECTS))
    return counted


def boundary_names(data: Path, boundaries: int | None = None, every: int = 1) -> list[str]:
    """The first boundaries, or every so many of them."""
    return [name for name, _ in real_boundaries(data)[::every][:boundaries]]


def rows_of(name: str, data: Path, folder: Path, rules: frozenset[str] = frozenset()) -> list[tuple]:
    """Outcomes of one boundary in a form that goes from process to process: a defect (a function) as its number."""
    chosen = {number: defect for number, defect in enumerate(DEFECTS) if not rules or defect.rule in rules}
    number_of = {id(defect): number for number, defect in chosen.items()}
    boundary = [each for each in real_boundaries(data) if each[0] == name]
    rows = []
    for outcome in judged(boundary, data, folder, chosen.values()):
        if isinstance(outcome, Verdict):
            rows.append((name, number_of[id(outcome.defect)], outcome.found, outcome.strays, outcome.texts))
        else:
            rows.append((name, number_of[id(outcome[1])]))
    return rows


def restored(row: tuple, defects: Sequence[Defect]) -> Verdict | tuple[str, Defect]:
    """What :func:`judged` gave, from a row of :func:`rows_of`."""
    name, number, *said = row
    return Verdict(name, defects[number], *said) if said else (name, defects[number])


def lines(counted: Tally) -> Iterator[str]:
    """Precision and recall per rule, and every case that failed."""
    yield f"{counted.cases} cases"
    for rule in sorted(counted.scores):
        score = counted.scores[rule]
        yield (
            f"{rule}  precision {score.precision:.2f}  recall {score.recall:.2f}  "
            f"planted {score.hits + score.misses}, near misses {score.near_misses}, strays {score.strays}"
        )
    for verdict in counted.failures:
        said = "MISSED" if verdict.missed else "STRAY"
        yield f"{said} {verdict.boundary}: {verdict.defect.rule} {verdict.defect.name}; strays {sorted(verdict.strays)}"
        for text in verdict.texts[:4]:
            yield f"    {text[:220]}"
