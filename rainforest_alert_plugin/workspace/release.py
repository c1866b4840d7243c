"""The gate: whatever leaves passes here, for a named audience, and is written down."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Generic, Iterable, Iterator, Mapping, Sequence, TypeVar

from ..errors import InputError, Message, RainforestAlertError
from .clock import utc_now
from .coarsening import cell_of, generalised
from .consents import ASKING, EVERYTHING, Consents
from .levels import owner_level
from .model import SENSITIVITIES, Table
from .origins import Origin, OriginRow
from .release_rules import GENERALISE, GRID, KEEP, ReleaseRule, ReleaseRules, read_rules
from .schema import TABLES
from .store import Transaction, Workspace, new_id

AUDIENCES = ("public", "federation", "office", "community", "replica")
# Those for whom a file may be made; the other laptops of the circle get copies and merges.
OUTWARD = AUDIENCES[:-1]
# Who sees every row as it is; so does this screen.
WHOLE = AUDIENCES[-1]
NO_CONSENT = "consent"
# What the audit log calls a release that began, and how it ended.
BEGUN, LEFT, FAILED = "release_begun", "release", "release_failed"
ENDS = (LEFT, FAILED)
IN_PART = "in_part"
_GATE = object()
# The office is the State's, to which a community hands its own title file; it sees what the file states and no secret.
_LEVELS: Mapping[str, frozenset[str]] = {
    "public": frozenset(SENSITIVITIES[:1]),
    "federation": frozenset(SENSITIVITIES[:2]),
    "office": frozenset(SENSITIVITIES[:3]),
    "community": frozenset(SENSITIVITIES[:3]),
    "replica": frozenset(SENSITIVITIES),
}
# Columns that say where a row is, besides its geometry.
_PLACES = ("vertices", "sides", "easting", "northing", "boxes")
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A row that may leave.

    Attributes
    ----------
    table : str
        Table it comes from, or name of the layer when it is not from a workspace.
    id : str
    values : mapping
        Its columns; ``sensitivity`` among them where its table has that column.
    sensitivity : str, optional
        Level that it takes from elsewhere: the only one when the values carry none, otherwise the stricter of the two counts. A row
        without any level counts as ``community``, the default on entry; an attachment is no less closed than what it belongs to.
    held : str
        Why the row stays whatever its level, when it cannot leave for another reason; the rows held back count under this word.
    subject : tuple of (str, str), optional
        Matter and identity of the community whose consent is asked, when the values do not tell.
    number : int
        Of its feature in the layer that it was read from; the gate asks nothing of it.
    """

    table: str
    id: str
    values: Mapping[str, Any]
    sensitivity: str | None = None
    subject: tuple[str, str | None] | None = None
    held: str = ""
    number: int = 0


@dataclass
class TableShare:
    """What becomes of the rows of one table.

    Attributes
    ----------
    table : str
    released : int
        Rows that go, those in reduced form among them.
    held_back, reduced, blanked : dict of str to int
        Rows that stay, by level or ``consent``; rows reduced, by what becomes of their geometry; values blanked, by column.
    """

    table: str
    released: int = 0
    held_back: dict[str, int] = field(default_factory=dict)
    reduced: dict[str, int] = field(default_factory=dict)
    blanked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Released(Generic[T]):
    """What the gate let through; only :func:`release` makes one, so that what takes ``Released`` cannot be bypassed by mistake.

    Attributes
    ----------
    rows : tuple
    audience, purpose : str
    held_back : mapping of str to int
        Rows held back, by their level, or under ``consent``.
    blanked : mapping of str to int
        Values blanked inside rows that were released, by column.
    log_id : str, optional
        Line of the release log; None when the rows are of no workspace.
    reduced : mapping of str to int
        Rows released with less than they hold, by what became of their geometry (``drop``, ``grid``, ``generalise``).
    shares : tuple of TableShare
        The same table by table.
    """

    rows: tuple[T, ...]
    audience: str
    purpose: str
    held_back: Mapping[str, int]
    blanked: Mapping[str, int] = field(default_factory=dict)
    log_id: str | None = None
    gate: object = field(default=None, repr=False, compare=False)
    reduced: Mapping[str, int] = field(default_factory=dict)
    shares: tuple[TableShare, ...] = ()

    def __post_init__(self) -> None:
        if self.gate is not _GATE:
            raise TypeError("only workspace.release makes Released values")

    def held_back_count(self) -> int:
        """Number of rows held back."""
        return sum(self.held_back.values())

    def message(self) -> Message:
        """What the output must say about what is not in it."""
        reduced = sum(self.reduced.values())
        return Message(
            "workspace.held_back_reduced" if reduced else "workspace.held_back",
            released=len(self.rows),
            held_back=self.held_back_count(),
            blanked=sum(self.blanked.values()),
            reduced=reduced,
            audience=self.audience,
        )


@dataclass(frozen=True)
class Leaving:
    """What is about to leave, for whoever decides whether it does.

    Attributes
    ----------
    audience, purpose : str
    location : str
        Of the workspace.
    shares : tuple of TableShare
    records, going : tuple of Record
        Rows as they are, and as they would go.
    staying : tuple of (Record, str)
        Rows that would stay, and why.
    """

    audience: str
    purpose: str
    location: str
    shares: tuple[TableShare, ...]
    records: tuple[Record, ...]
    going: tuple[Record, ...]
    staying: tuple[tuple[Record, str], ...]


class _Consultation:
    """Who is asked before something leaves, and what they were shown already."""

    def __init__(self, ask: Callable[[Leaving], None]) -> None:
        self.ask = ask
        self.shown: dict[tuple[str, str, str], TableShare] = {}

    def knows(self, leaving: Leaving) -> bool:
        """Whether all of it was shown before, as it is now."""
        place = (leaving.location, leaving.audience)
        return all(self.shown.get((*place, share.table)) == share for share in leaving.shares)

    def show(self, leaving: Leaving) -> None:
        """Ask about it."""
        self.ask(leaving)
        self.shown.update({(leaving.location, leaving.audience, share.table): share for share in leaving.shares})


_consulted: ContextVar[_Consultation | None] = ContextVar("consulted", default=None)


@contextmanager
def consulting(ask: Callable[[Leaving], None]) -> Iterator[None]:
    """Let `ask` see everything of a workspace that leaves inside the block, in this thread, before it does.

    What is shown once is not shown again while it stays the same. `ask` raises to keep it all inside: nothing is logged then.
    """
    token = _consulted.set(_Consultation(ask))
    try:
        yield
    finally:
        _consulted.reset(token)


class Writing:
    """What passed the gate and is being written.

    Attributes
    ----------
    origins : list of Origin
        Rows that passed.
    """

    def __init__(self, reopen: Callable[[str], Workspace]) -> None:
        self.origins: list[Origin] = []
        self._reopen = reopen
        # Lines of the release log by workspace: those that only passed, and those of which the log says that they began, each with
        # whether the line stands in the release log already.
        self._passed: list[tuple[str, dict[str, Any]]] = []
        self._begun: list[tuple[str, dict[str, Any], bool]] = []

    def wait(self, location: str, line: dict[str, Any]) -> None:
        """Remember a release of which nothing is written yet."""
        self._passed.append((location, line))

    def begin(self, location: str, line: dict[str, Any], is_logged: bool = False) -> None:
        """Remember a release whose end is to be told."""
        self._begun.append((location, line, is_logged))

    def begin_waiting(self) -> None:
        """Let the log say that what passed begins now.

        Raises
        ------
        WorkspaceError
            When a workspace cannot be written: nothing leaves unseen.
        """
        passed, self._passed = self._passed, []
        for location in dict.fromkeys(location for location, _ in passed):
            lines = [line for place, line in passed if place == location]
            with self._reopen(location) as workspace, workspace.write() as work:
                for line in lines:
                    work.log(BEGUN, "release_log", str(line["id"]), _told(line))
            self._begun += [(location, line, False) for line in lines]

    def end(self, is_written: bool) -> None:
        """Tell how everything that began ended; nothing is told twice."""
        begun, self._begun = self._begun, []
        for location in dict.fromkeys(location for location, _, _ in begun):
            lines = [(line, is_logged) for place, line, is_logged in begun if place == location]
            try:
                with self._reopen(location) as workspace, workspace.write() as work:
                    for line, is_logged in lines:
                        _log_end(work, line, is_logged, is_written)
            except RainforestAlertError:
                # What was written stands, and why something was not is being said; the log keeps that it began.
                continue


_writing: ContextVar[Writing | None] = ContextVar("writing", default=None)
_waiting: ContextVar[bool] = ContextVar("waiting", default=False)


@contextmanager
def beginning(begun: Writing) -> Iterator[None]:
    """Let what passes the gate inside the block, in this thread, wait: :func:`writing` says later that it began and how it ended.

    A run that is given up before it writes leaves nothing in the log.
    """
    tokens = _writing.set(begun), _waiting.set(True)
    try:
        yield
    finally:
        _writing.reset(tokens[0])
        _waiting.reset(tokens[1])


@contextmanager
def writing(reopen: Callable[[str], Workspace], begun: Writing | None = None) -> Iterator[Writing]:
    """Let the release log say of what passes the gate inside the block, in this thread, that it left only once the block ended well.

    Before anything is written the audit log says that a release began (``release_begun``), so that nothing leaves unseen, whatever
    happens; when the block ends, the line of the release log is added, or the audit log says that it failed (``release_failed``).
    A run that was killed leaves the first of the two.

    Parameters
    ----------
    reopen : callable
        Opens a workspace by its location.
    begun : Writing, optional
        What passed before the block (:func:`beginning`), begins and ends with it.

    Raises
    ------
    WorkspaceError
        When the log of what passed before cannot be written.
    """
    inner, outer = begun or Writing(reopen=reopen), _writing.get()
    token = _writing.set(inner)
    try:
        inner.begin_waiting()
        yield inner
    except BaseException:
        inner.end(is_written=False)
        raise
    else:
        inner.end(is_written=True)
        if outer is not None:
            outer.origins += inner.origins
    finally:
        _writing.reset(token)


def announce(records: Iterable[Record], audience: str, purpose: str, workspace: Workspace) -> None:
    """Show in one what several releases are about to let through; nothing leaves by it and nothing is logged.

    Raises
    ------
    InputError
        As :func:`release`.
    """
    found = tuple(records)
    _consult(lambda: _decide(found, audience, workspace), found, audience, purpose, workspace)


def _consult(
    decide: Callable[[], _Decision],
    records: tuple[Record, ...],
    audience: str,
    purpose: str,
    workspace: Workspace | None,
) -> _Decision:
    """Decide, and ask again for as long as the answer takes so long that the decision has changed meanwhile."""
    decision = decide()
    consultation = _consulted.get()
    while consultation is not None and workspace is not None:
        shares = tuple(decision.shares.values())
        leaving = Leaving(
            audience, purpose, workspace.location, shares, records, tuple(decision.kept), tuple(decision.staying)
        )
        if consultation.knows(leaving):
            break
        consultation.show(leaving)
        decision = decide()
    return decision


def preview(records: Iterable[Record], audience: str, workspace: Workspace | None = None) -> list[TableShare]:
    """What :func:`release` would let through, table by table; nothing leaves and nothing is logged.

    Raises
    ------
    InputError
        As :func:`release`.
    """
    return list(_decide(records, audience, workspace).shares.values())


def rehearse(records: Iterable[Record], audience: str, workspace: Workspace | None = None) -> list[Record]:
    """Rows as :func:`release` would let them through, to see what hangs on those that stay; not for anything that leaves."""
    return _decide(records, audience, workspace).kept


def release(
    records: Iterable[Record],
    audience: str,
    purpose: str,
    workspace: Workspace | None = None,
    whole_only: bool = False,
) -> Released[Record]:
    """Decide which rows an audience may have, write the decision down, and let those through.

    Inside :func:`writing` the release log says that they left only once they were written.

    A row whose level the audience may not see is held back whole, unless a rule (:mod:`.release_rules`) lets a reduced form of it
    go: without geometry, with the cell of a grid, or with a generalised outline, and with the columns that the rule names. A column
    with a level of its own (a name of somebody who denounces) is blanked in a row that may leave, and so is the name of somebody
    who came to a workshop and did not agree to be named. The audience ``replica``, another laptop of the same circle of trust, gets
    full rows. Of a matter on which a community gave its consent, only what a consent in force covers goes to the federation, the
    office and the public; what it holds back is counted as ``consent``.

    Parameters
    ----------
    records : iterable of Record
    audience : str
        One of :data:`AUDIENCES`.
    purpose : str
        What they leave for, for instance ``exporttitlepackage``.
    workspace : Workspace, optional
        Where consent and rules are asked and the decision is logged; none for rows of plain layers.
    whole_only : bool
        Hold back, under ``in_part``, what a rule would let go with less geometry: of half a boundary no figure is right.

    Raises
    ------
    InputError
        ``workspace.unknown_audience``, ``workspace.unknown_sensitivity``: nothing leaves by a misspelling;
        ``workspace.bad_release_rule``.
    CancelledError
        When whoever is asked (:func:`consulting`) says no.
    """
    found = tuple(records)
    decision = _consult(lambda: _decide(found, audience, workspace, whole_only), found, audience, purpose, workspace)
    identities: dict[str, list[str]] = {}
    origins: dict[str, list[OriginRow]] = {}
    for record in decision.kept:
        identities.setdefault(record.table, []).append(record.id)
        origins.setdefault(record.table, []).append(
            OriginRow.of(record.id, record.values, record.sensitivity, record.subject)
        )
    _remember(origins, {table: len(rows) for table, rows in origins.items()}, audience, workspace)
    return _released(decision, decision.kept, identities, audience, purpose, workspace)


def release_alike(
    table: str, ids: Sequence[str], audience: str, purpose: str, workspace: Workspace | None = None
) -> Released[Record]:
    """Decide about many rows of a table whose rows have nothing that tells them apart for the gate, as :func:`release` does.

    Of a million alerts no record is made: the rows of what is returned stay empty, its shares count them.

    Parameters
    ----------
    table : str
        Without a level of its own and without a rule of release.
    ids : sequence of str
        At least one.
    """
    one = (Record(table, ids[0], {"id": ids[0]}),)

    def decide() -> _Decision:
        decision = _decide(one, audience, workspace)
        share = decision.shares[table]
        share.released *= len(ids)
        share.held_back = {level: count * len(ids) for level, count in share.held_back.items()}
        return decision

    decision = _consult(decide, one, audience, purpose, workspace)
    if decision.kept:
        _remember({table: [OriginRow(ids[0])]}, {table: len(ids)}, audience, workspace)
    return _released(decision, (), {table: ids} if decision.kept else {}, audience, purpose, workspace)


def _remember(
    rows: Mapping[str, Sequence[OriginRow]], counts: Mapping[str, int], audience: str, workspace: Workspace | None
) -> None:
    """Keep for what is being written of which rows it is made."""
    unfinished = _writing.get()
    if unfinished is not None:
        location = workspace.location if workspace is not None else ""
        unfinished.origins += [
            Origin(location, audience, table, tuple(found), counts[table]) for table, found in rows.items()
        ]


def _released(
    decision: _Decision,
    rows: Iterable[Record],
    identities: Mapping[str, Sequence[str]],
    audience: str,
    purpose: str,
    workspace: Workspace | None,
) -> Released[Record]:
    shares = decision.shares
    log_id = _log(workspace, audience, purpose, identities, shares) if workspace is not None else None
    held_back, blanked, reduced = (_total(shares, name) for name in ("held_back", "blanked", "reduced"))
    return Released(tuple(rows), audience, purpose, held_back, blanked, log_id, _GATE, reduced, tuple(shares.values()))


@dataclass
class _Decision:
    """Rows that go, as they go; rows that stay, and why; and the numbers of both by table."""

    kept: list[Record] = field(default_factory=list)
    staying: list[tuple[Record, str]] = field(default_factory=list)
    shares: dict[str, TableShare] = field(default_factory=dict)


def _decide(
    records: Iterable[Record], audience: str, workspace: Workspace | None, whole_only: bool = False
) -> _Decision:
    if audience not in AUDIENCES:
        raise InputError("workspace.unknown_audience", audience=audience, audiences=", ".join(AUDIENCES))
    allowed = _LEVELS[audience]
    consents = Consents(workspace) if workspace is not None and audience in ASKING else None
    rules = read_rules(workspace) if audience != "replica" else ReleaseRules(())
    decision = _Decision()
    for record in records:
        level = _level(record, workspace)
        share = decision.shares.setdefault(record.table, TableShare(record.table))
        rule = rules.find(record.table, level, audience)
        is_open = level in allowed if rule is None else not rule.holds(record.values)
        if is_open and level not in allowed and rule is not None and rule.geometry == KEEP:
            raise InputError("workspace.bad_release_rule", table=record.table, reason=f"keep: {level} → {audience}")
        if is_open and record.held:
            is_open, level = False, record.held
        if is_open and whole_only and rule is not None and rule.geometry != KEEP:
            is_open, level = False, IN_PART
        if is_open and consents is not None and not _consented(consents, record, audience):
            is_open, level = False, NO_CONSENT
        if not is_open:
            share.held_back[level] = share.held_back.get(level, 0) + 1
            decision.staying.append((record, level))
            continue
        if rule is not None and rule.geometry != KEEP:
            record = _reduced(record, rule, level in allowed)  # noqa: PLW2901  (what goes on is what may leave)
            share.reduced[rule.geometry] = share.reduced.get(rule.geometry, 0) + 1
        decision.kept.append(_blank(record, allowed, share.blanked))
        share.released += 1
    return decision


def _consented(consents: Consents, record: Record, audience: str) -> bool:
    if record.subject is not None:
        return consents.covers(*record.subject, audience)
    return consents.permits(record.table, record.id, record.values, audience)


def _level(record: Record, workspace: Workspace | None) -> str:
    said = [str(level) for level in (record.values.get("sensitivity"), record.sensitivity) if level]
    if workspace is not None and record.table == "attachment" and "row_id" in record.values:
        said.append(str(owner_level(workspace, record.values) or "public"))
    for level in said:
        if level not in SENSITIVITIES:
            raise InputError("workspace.unknown_sensitivity", sensitivity=level, table=record.table, id=record.id)
    return max(said or ["community"], key=SENSITIVITIES.index)


def _reduced(record: Record, rule: ReleaseRule, is_allowed: bool) -> Record:
    """The row with a geometry that tells less, and without whatever else would tell where it is."""
    values = dict(record.values)
    stay = set(values) - set(_PLACES) if is_allowed else {"id", "sensitivity", "created_at", *rule.keep}
    stay -= {"geom"}
    for name in values:
        if name not in stay:
            values[name] = None
    wkb = record.values.get("geom")
    described = _table(record.table)
    kind = described.geometry.type if described is not None and described.geometry is not None else "GEOMETRY"
    if isinstance(wkb, (bytes, bytearray, memoryview)):
        if rule.geometry == GRID:
            values["geom"] = cell_of(bytes(wkb), rule.size_m, kind == "POINT", kind == "MULTIPOLYGON")
        elif rule.geometry == GENERALISE and kind == "POINT":
            values["geom"] = cell_of(bytes(wkb), rule.size_m, True)
        elif rule.geometry == GENERALISE:
            values["geom"] = generalised(bytes(wkb), rule.size_m, kind == "MULTIPOLYGON")
    return replace(record, values=values)


def _blank(record: Record, allowed: frozenset[str], blanked: dict[str, int]) -> Record:
    described = _table(record.table)
    hidden = {
        column.name
        for column in (described.columns if described else ())
        if column.sensitivity and column.sensitivity not in allowed and record.values.get(column.name) is not None
    }
    if described is not None and SENSITIVITIES[-1] not in allowed:
        hidden.update(described.withheld_names(record.values))
    if not hidden:
        return record
    for name in hidden:
        blanked[name] = blanked.get(name, 0) + 1
    values = {name: None if name in hidden else value for name, value in record.values.items()}
    return replace(record, values=values)


def _table(name: str) -> Table | None:
    return next((table for table in TABLES if table.name == name), None)


def sees(audience: str, level: str) -> bool:
    """Whether an audience of :data:`AUDIENCES` may see rows of a level."""
    return level in _LEVELS[audience]


def sees_as_much_as(audience: str, other: str) -> bool:
    """Whether an audience sees every level that another sees; both in :data:`AUDIENCES`."""
    return _LEVELS[other] <= _LEVELS[audience]


def _total(shares: Mapping[str, TableShare], name: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for share in shares.values():
        for key, count in getattr(share, name).items():
            sums[key] = sums.get(key, 0) + count
    return sums


def note_full_copy(workspace: Workspace, purpose: str) -> None:
    """Write down that all of a workspace leaves for another laptop of the circle of trust, as a backup does, which holds the line too."""
    with workspace.write() as work:
        line = {
            **_line(work, "replica", purpose, EVERYTHING),
            "released_count": sum(workspace.count(described.name) for described in TABLES),
            "held_back": "{}",
            "content_sha256": hashlib.sha256(b"").hexdigest(),
        }
        work.insert("release_log", line)
        work.log(LEFT, "release_log", line["id"], {"audience": "replica", "table": EVERYTHING})
    unfinished = _writing.get()
    if unfinished is not None:
        unfinished.begin(workspace.location, line, is_logged=True)


def _log(
    workspace: Workspace,
    audience: str,
    purpose: str,
    identities: Mapping[str, Sequence[str]],
    shares: Mapping[str, TableShare],
) -> str | None:
    """One line per table, or when it is still to be written, that each began; returns the id of the first."""
    unfinished = _writing.get()
    lines = []
    with workspace.write() as work:
        for name, share in shares.items():
            text = "\n".join(sorted(identities.get(name, ())))
            line = {
                **_line(work, audience, purpose, name),
                "released_count": share.released,
                "held_back": json.dumps(share.held_back, sort_keys=True),
                "content_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
                "reduced": json.dumps(share.reduced, sort_keys=True) if share.reduced else None,
            }
            lines.append(line)
            if unfinished is None:
                _log_end(work, line, is_logged=False, is_written=True)
            elif not _waiting.get():
                work.log(BEGUN, "release_log", line["id"], _told(line))
    if unfinished is not None:
        for line in lines:
            (unfinished.wait if _waiting.get() else unfinished.begin)(workspace.location, line)
    return lines[0]["id"] if lines else None


def _line(work: Transaction, audience: str, purpose: str, table_name: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "replica_id": work.replica_id,
        "person_id": work.person_id,
        "released_at": utc_now(),
        "audience": audience,
        "purpose": purpose,
        "table_name": table_name,
    }


def _told(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"audience": line["audience"], "table": line["table_name"], "count": line["released_count"]}


def _log_end(work: Transaction, line: Mapping[str, Any], is_logged: bool, is_written: bool) -> None:
    if not is_written:
        work.log(FAILED, "release_log", str(line["id"]), _told(line))
    elif not is_logged:
        work.insert("release_log", line)
        work.log(LEFT, "release_log", str(line["id"]), _told(line))
