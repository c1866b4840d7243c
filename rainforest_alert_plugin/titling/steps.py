"""The road of a title file: which steps a community has behind it, who holds the file, what was observed and answered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Mapping, Sequence

from ..cadastre.profile import ProcedureStep, Profile
from ..errors import InputError
from ..territory.versions import agreed_version
from ..workspace.release import Record, Released, release
from ..workspace.store import Row, Workspace
from .attributes import one_line

PURPOSE = "titlingoverview"
_TEXTS = ("document", "held_by", "observation", "answer")
_DATES = ("reached_on", "observed_on", "answered_on")
# Steps have no column of their own for it: who negotiates what is the federation's business.
_SENSITIVITY = "federation"


@dataclass(frozen=True)
class Entry:
    """What somebody wrote down about a step.

    Attributes
    ----------
    id, step : str
    reached_on, observed_on, answered_on : date, optional
        When the step was reached, and when the office observed and the community answered.
    document, held_by, observation, answer : str
    """

    id: str
    step: str
    reached_on: datetime.date | None
    document: str = ""
    held_by: str = ""
    observation: str = ""
    observed_on: datetime.date | None = None
    answer: str = ""
    answered_on: datetime.date | None = None

    @property
    def is_open(self) -> bool:
        """Whether an observation waits for its answer."""
        return bool(self.observation) and not (self.answer or self.answered_on)


@dataclass(frozen=True)
class Road:
    """Where the file of one community stands.

    Attributes
    ----------
    community_id, community : str
    entries : tuple of Entry
        In the order of the procedure, then of their dates.
    step : ProcedureStep, optional
        The furthest step that was reached; None before the first.
    since : date, optional
        Since when the file waits: for the answer to the oldest open observation, otherwise since its step was reached.
    held_by : str
        Who has the file now.
    open_observations : int
    area_ha : Decimal, optional
        Of the agreed boundary, when there is one and it may be told.
    wkb : bytes, optional
        Its polygon in EPSG:4326.
    """

    community_id: str
    community: str
    entries: tuple[Entry, ...]
    step: ProcedureStep | None
    since: datetime.date | None
    held_by: str
    open_observations: int
    area_ha: Decimal | None
    wkb: bytes | None

    def waiting_days(self, today: datetime.date) -> int | None:
        """Days since the file waits."""
        return None if self.since is None else (today - self.since).days


def record_entry(
    workspace: Workspace, community_id: str, values: Mapping[str, str], profile: Profile, entry_id: str = ""
) -> str:
    """Write down that a step was reached, what was observed or what was answered.

    Parameters
    ----------
    values : Mapping of str to str
        ``step``, dates as ``YYYY-MM-DD`` and texts; what is empty stays as it was.
    entry_id : str
        Entry to complete, for instance with its answer; empty for a new one.

    Returns
    -------
    str
        Identity of the entry.

    Raises
    ------
    InputError
        ``steps.unknown_step``, ``steps.not_date``, ``steps.future``, ``steps.nothing``, ``steps.no_entry`` or ``steps.answer_first``.
    """
    checked: dict[str, Any] = {name: _day(values.get(name, "")) for name in _DATES}
    checked.update({name: one_line(values.get(name, "")) for name in _TEXTS})
    given = {name: value for name, value in checked.items() if value}
    if not given:
        raise InputError("steps.nothing")
    former = _entry_row(workspace, community_id, entry_id) if entry_id else {}
    merged = {**{name: former.get(name) for name in checked}, **given}
    if (merged.get("answer") or merged.get("answered_on")) and not merged.get("observation"):
        raise InputError("steps.answer_first")
    if merged.get("observed_on") and merged.get("answered_on") and merged["answered_on"] < merged["observed_on"]:
        raise InputError("steps.answer_before", observed=merged["observed_on"], answered=merged["answered_on"])
    with workspace.write() as transaction:
        if entry_id:
            transaction.update("titling_step", entry_id, given)
            return entry_id
        step = values.get("step", "")
        if step not in {each.id for each in profile.procedure}:
            known = ", ".join(each.id for each in profile.procedure)
            raise InputError("steps.unknown_step", step=step, known=known)
        row = {"community_id": community_id, "step": step, **given}
        return str(transaction.insert("titling_step", row))


def roads(
    workspace: Workspace, communities: Sequence[Row], profile: Profile, audience: str
) -> tuple[list[Road], Released[Record]]:
    """Where the files of some communities stand, as far as an audience may know.

    Parameters
    ----------
    communities : sequence of Row
        Rows of ``community``.
    audience : str
        One of ``workspace.release.AUDIENCES``.

    Returns
    -------
    roads : list of Road
        By name of the community; those that may not be told are not among them.
    released : Released
        What was let through, and how much was held back.
    """
    records = []
    for community in communities:
        records.append(Record("community", str(community["id"]), community))
        version = agreed_version(workspace, community)
        if version is not None:
            records.append(Record("boundary_version", str(version["id"]), version))
        for row in workspace.read("titling_step", '"community_id" = ?', [community["id"]]):
            records.append(Record("titling_step", str(row["id"]), row, _SENSITIVITY))
    released = release(records, audience, PURPOSE, workspace)
    steps: dict[str, list[Mapping[str, Any]]] = {}
    versions: dict[str, Mapping[str, Any]] = {}
    for record in released.rows:
        if record.table == "titling_step":
            steps.setdefault(str(record.values["community_id"]), []).append(record.values)
        elif record.table == "boundary_version":
            versions[str(record.values["community_id"])] = record.values
    found = [
        _road(record.values, steps.get(record.id, []), versions.get(record.id), profile)
        for record in released.rows
        if record.table == "community"
    ]
    return sorted(found, key=lambda road: (road.community.casefold(), road.community_id)), released


def entries_of(rows: Sequence[Mapping[str, Any]], profile: Profile) -> tuple[Entry, ...]:
    """Entries out of rows of ``titling_step``, in the order of the procedure, then of their dates.

    A step that the profile does not know (of another profile, of an older one) stands last; it is not lost.
    """
    order = {step.id: number for number, step in enumerate(profile.procedure)}
    entries = [
        Entry(
            str(row["id"]),
            str(row["step"]),
            _date_of(row["reached_on"]),
            *(str(row[name] or "") for name in ("document", "held_by", "observation")),
            _date_of(row.get("observed_on")),
            str(row["answer"] or ""),
            _date_of(row.get("answered_on")),
        )
        for row in rows
    ]
    earliest = datetime.date.min
    return tuple(
        sorted(
            entries,
            key=lambda e: (order.get(e.step, len(order)), e.reached_on or e.observed_on or earliest, e.id),
        )
    )


def _road(
    community: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    version: Mapping[str, Any] | None,
    profile: Profile,
) -> Road:
    entries = entries_of(rows, profile)
    known = {step.id: step for step in profile.procedure}
    reached = [entry for entry in entries if entry.reached_on is not None and entry.step in known]
    waiting = [entry for entry in entries if entry.is_open]
    step = known[reached[-1].step] if reached else None
    since = reached[-1].reached_on if reached else None
    observed = [entry.observed_on for entry in waiting if entry.observed_on]
    if observed:
        since = min(observed)
    area = version.get("area_ha") if version else None
    return Road(
        str(community["id"]),
        str(community["name"]),
        entries,
        step,
        since,
        next((entry.held_by for entry in reversed(entries) if entry.held_by), ""),
        len(waiting),
        None if area is None else Decimal(repr(float(area))).quantize(Decimal("0.0001")),
        version.get("geom") if version else None,
    )


def _entry_row(workspace: Workspace, community_id: str, entry_id: str) -> Row:
    found = workspace.read("titling_step", '"id" = ? AND "community_id" = ?', [entry_id, community_id])
    if not found:
        raise InputError("steps.no_entry", entry=entry_id)
    return found[0]


def _day(text: str) -> str:
    stated = text.strip()
    if not stated:
        return ""
    try:
        day = datetime.date.fromisoformat(stated)
    except ValueError as error:
        raise InputError("steps.not_date", found=stated[:40]) from error
    if day > datetime.date.today():
        raise InputError("steps.future", found=stated)
    return day.isoformat()


def _date_of(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(str(value)[:10]) if value else None
