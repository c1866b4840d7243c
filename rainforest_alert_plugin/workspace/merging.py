"""Two workspaces that parted come together: rows and logs are united, and what both changed waits for people to decide.

Nothing is deleted and no row of either side is lost. For each value of a row the log says which change followed which. A change
that knew the other replaces it; two that did not know each other stay both, as claims, until somebody decides. Meanwhile the row
shows the same one of them on every laptop. The outcome depends on what the logs hold, not on the order of merging.

A file made for another audience (:mod:`.extract`) gives what it holds and takes nothing away: a value that it lacks or shows coarser
never replaces one that is there, and the whole value replaces what stands for it as soon as it comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping

from ..errors import InputError, Message, WorkspaceError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .attachments import CONTENT, OWN_PATH, carry_file, delete_beside, forget_content, has_file
from .audit import EXTRACT, named_id, read_gaps, verify_audit
from .extract_note import ExtractNote, read_note
from .geopackage import GeoPackageWorkspace, check_is_workspace
from .identity import FILE, blank_row, erased_files
from .merging_history import (
    NOTHING,
    Cell,
    Dot,
    History,
    Lack,
    entry_of,
    explains,
    lacks_content,
    read_history,
)
from .named_texts import forget_former
from .schema import SCHEMA_VERSION, TABLES, Table, table
from .sql import placeholders, quoted, statement
from .store import REBUILT, Connection, Row, Transaction, Workspace, value_of_text, value_text

# What is united by rules of its own, or never carried.
_APART = (
    "schema_version",
    "replica",
    "audit_log",
    "audit_salt",
    "former_value",
    "merge_claim",
    "writer",
    "alert",
    CONTENT,
)
_CHECK_EVERY = 500
# Between a table and the beginning of a salt that is not the first of its row.
_FURTHER = "/"


@dataclass
class Merged:
    """What came in.

    Attributes
    ----------
    rows : dict of str to int
        Rows added, by table.
    values : int
        Values taken over from the other workspace.
    lines : int
        Lines of the log that came in.
    conflicts : int
        Values that wait for a decision after the merge, old ones included.
    lacking : int
        Rows that the other file's log names and the file does not hold: held back for its audience, or deleted outside the plugin.
    withheld : int
        Values that the other file's log names and the file does not hold.
    files : int
        Attachments copied.
    missing_files : int
        Attachments that the other workspace names and whose files did not come along.
    too_large_files : int
        Attachments whose files a database does not take; their rows came.
    names_withdrawn : int
        Names taken out because on the other side the person did not agree to be named; the former values keep them.
    made_for : ExtractNote, optional
        What the other file says of itself when it was made for another audience; its rows held back count as lacking.
    """

    rows: dict[str, int] = field(default_factory=dict)
    values: int = 0
    lines: int = 0
    conflicts: int = 0
    lacking: int = 0
    withheld: int = 0
    files: int = 0
    missing_files: int = 0
    too_large_files: int = 0
    names_withdrawn: int = 0
    made_for: ExtractNote | None = None

    def message(self) -> Message:
        """All of it in one sentence."""
        return Message(
            "merging.done",
            rows=sum(self.rows.values()),
            values=self.values,
            files=self.files,
            conflicts=self.conflicts,
        )


def merge(
    ours: Workspace,
    theirs: Workspace,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Merged:
    """Take everything of another workspace in, in one transaction; the other is only read.

    Raises
    ------
    InputError, WorkspaceError
        ``merging.same_file``, ``workspace.older``, ``merging.chain_broken``, ``merging.same_laptop`` when both went on as one laptop,
        ``merging.unwritten`` when the other holds edits that its log does not know.
    """
    with theirs.connection.snapshot():
        return _merge(ours, theirs, progress, is_cancelled)


def _merge(ours: Workspace, theirs: Workspace, progress: Progress, is_cancelled: IsCancelled) -> Merged:
    _check(ours, theirs)
    progress(10.0)
    with ours.write() as work:
        work.connection.lock_all()
        note_outside_edits(work)
        merge_ = _Merge(work, theirs.connection, ours, theirs)
        merge_.run(progress, is_cancelled)
    delete_beside(ours.location, [*merge_.forgotten, *erased_files(ours.connection)])
    progress(100.0)
    return merge_.merged


def note_outside_edits(work: Transaction) -> int:
    """Write down in the log what was drawn or typed in QGIS itself since; returns the number of rows."""
    connection = work.connection
    history = read_history(connection)
    salts = read_salts(connection)
    count = 0

    def lack(cell: Cell) -> Lack:
        return history.lack(work.replica_id, cell, is_shared=work.is_shared)

    for described in _edited_tables():
        for row in connection.read(described.name):
            if (described.name, row["id"]) not in history.created:
                work.note("create", described.name, row["id"], _carried(described, row))
                count += 1
                continue
            changed = _unexplained(history, salts, described, row, lack)
            if changed:
                work.note("update", described.name, row["id"], {name: row[name] for name in changed})
                count += 1
    return count


def _edited_tables() -> list[Table]:
    return [
        described for described in TABLES if described.editable and described.audited and described.name not in REBUILT
    ]


def _carried(described: Table, row: Row) -> dict[str, Any]:
    return {name: row[name] for name in described.column_names()}


def read_salts(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Salts of each row: its own, and those under which other laptops wrote of it."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, row_id, salt in connection.query('SELECT "table_name", "row_id", "salt" FROM "audit_salt"'):
        found.setdefault((name.split(_FURTHER)[0], row_id), []).append(salt)
    return found


def salt_rows(name: str, row_id: str, salts: Iterable[str]) -> list[Row]:
    """Salts of one row in the form of the table of salts; its own first."""
    rows = []
    for number, salt in enumerate(salts):
        known = name + _FURTHER + salt[:8] if number else name
        rows.append({"id": named_id(f"salt/{known}/{row_id}"), "table_name": known, "row_id": row_id, "salt": salt})
    return rows


def _unexplained(
    history: History,
    salts: Mapping[tuple[str, str], list[str]],
    described: Table,
    row: Row,
    lack: Callable[[Cell], Lack],
) -> list[str]:
    """Columns whose value no line of the log wrote."""
    if (described.name, row["id"]) in history.erased:
        return []
    known = salts.get((described.name, row["id"]), [])
    found = []
    for name in described.column_names():
        if (described.name, name) == OWN_PATH:
            continue
        cell = (described.name, row["id"], name)
        lacking = lack(cell)
        dots = history.held(cell, lacking)
        if lacking.dots and not dots:
            if entry_of(row[name]) != lacking.entry:
                found.append(name)
        elif not dots:
            default = None if name in ("id", "geom") else described.column(name).default
            is_default = default is not None and str(row[name]).upper() == default.strip("'").upper()
            if row[name] is not None and not is_default and name != "created_at":
                found.append(name)
        elif not any(
            explains(history.lines[dot].content[name], known, described.name, name, row[name]) for dot in dots
        ):
            found.append(name)
    return found


def _check(ours: Workspace, theirs: Workspace) -> None:
    if _is_same(ours, theirs):
        raise InputError("merging.same_file", path=theirs.location)
    if isinstance(theirs, GeoPackageWorkspace):  # a database is looked at when it is opened
        found = check_is_workspace(Path(theirs.location))
        if found != SCHEMA_VERSION:
            raise WorkspaceError("workspace.older", path=theirs.location, found=found, known=SCHEMA_VERSION)
    for chain in verify_audit(theirs.connection):
        if not chain.intact:
            raise WorkspaceError(
                "merging.chain_broken", path=theirs.location, replica=chain.replica, line=chain.broken_at
            )
    sql = 'SELECT "replica_id", "sequence", "hash" FROM "audit_log"'
    known = {(replica_id, sequence): hash_ for replica_id, sequence, hash_ in ours.connection.query(sql)}
    for replica_id, sequence, hash_ in theirs.connection.query(sql + ' ORDER BY "sequence"'):
        if known.get((replica_id, sequence), hash_) != hash_:
            raise WorkspaceError("merging.same_laptop", path=theirs.location, line=sequence)
    for replica_id, gaps in read_gaps(theirs.connection).items():
        for _, sequence, hash_ in gaps:
            if known.get((replica_id, sequence), hash_) != hash_:
                raise WorkspaceError("merging.same_laptop", path=theirs.location, line=sequence)


def _is_same(ours: Workspace, theirs: Workspace) -> bool:
    if isinstance(ours, GeoPackageWorkspace) and isinstance(theirs, GeoPackageWorkspace):
        return Path(ours.location).resolve() == Path(theirs.location).resolve()
    return ours.location == theirs.location


class _Merge:
    """One run: the histories of both sides, and what they hold."""

    def __init__(self, work: Transaction, there: Connection, ours: Workspace, theirs: Workspace) -> None:
        self.work, self.here, self.there = work, work.connection, there
        self.ours, self.theirs = ours, theirs
        self.mine, self.other = read_history(self.here), read_history(there)
        self.both = History([*self.mine.lines.values(), *self.other.lines.values()])
        self.lacks: dict[Cell, Lack] = {}
        self.waiting: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for claim in self._claims(there):
            self.waiting.setdefault((claim[0], claim[1]), []).append(claim)
        self.merged = Merged(made_for=read_note(there, theirs.replica_id))
        self.withdrawn: list[tuple[str, str, str, list[Any]]] = []  # table, row, column, names that were to stand there
        self.forgotten: list[Row] = []  # attachments whose files are to go from beside the workspace

    def run(self, progress: Progress, is_cancelled: IsCancelled) -> None:
        """Rows first, then values, then the log that tells of them."""
        self._refuse_unwritten()
        fresh = [line for dot, line in self.other.lines.items() if self._is_fresh(dot)]
        touched = {(line.table, line.row_id) for line in fresh} | self._claimed_rows()
        touched |= {cell[:2] for cell in self.mine.lacking_cells() if self._lack_here(cell).dots}
        tables = [described for described in TABLES if described.name not in _APART]
        for number, described in enumerate(tables):
            stop_if(is_cancelled)
            self._unite(described, touched, is_cancelled)
            progress(10.0 + 70.0 * (number + 1) / len(tables))
        self._unite_alerts()
        self._take_log(fresh)
        self._erase()
        self._count_lacking()
        self.merged.conflicts = len({row[:3] for row in self._claims(self.here)})
        is_news = any(line.action not in ("merge", "know", EXTRACT) for line in fresh)
        if is_news or self.lacks or any(self.merged.rows.values()):
            known = {k: v for k, v in self.both.ends().items() if k != self.work.replica_id}
            content: dict[str, Any] = {"other": self.theirs.replica_id, "known": known}
            if self.lacks:
                content["withheld"] = lacks_content(self.lacks)
            self.work.log("merge", "replica", None, content)
        self._note_withdrawn()

    def _is_fresh(self, dot: Dot) -> bool:
        """Whether a line is new here, or what was only a stand comes itself."""
        there = self.mine.lines.get(dot)
        return there is None or (there.is_stand and not self.other.lines[dot].is_stand)

    def _lack_here(self, cell: Cell) -> Lack:
        return self.mine.lack(self.work.replica_id, cell, is_shared=self.work.is_shared)

    def _lack_there(self, cell: Cell) -> Lack:
        return self.other.lack(self.theirs.replica_id, cell, is_shared=not isinstance(self.theirs, GeoPackageWorkspace))

    def _refuse_unwritten(self) -> None:
        salts = read_salts(self.here)
        for key, known in read_salts(self.there).items():
            salts.setdefault(key, []).extend(known)
        count = 0
        for described in _edited_tables():
            for row in self.there.read(described.name):
                if (described.name, row["id"]) not in self.other.created:
                    count += 1
                elif (described.name, row["id"]) not in self.both.erased:
                    names = _unexplained(self.other, salts, described, row, self._lack_there)
                    withheld = [name for name in names if row[name] is None]
                    self.merged.withheld += len(withheld)
                    count += len(names) > len(withheld)
        if count:
            raise WorkspaceError("merging.unwritten", path=self.theirs.location, count=count)

    def _claimed_rows(self) -> set[tuple[str, str | None]]:
        return {(row[0], row[1]) for side in (self.here, self.there) for row in self._claims(side)}

    @staticmethod
    def _claims(side: Connection) -> list[tuple[Any, ...]]:
        return side.query(
            'SELECT "table_name", "row_id", "column_name", "replica_id", "sequence", "value" FROM "merge_claim"'
        )

    def _unite(self, described: Table, touched: set[tuple[str, str | None]], is_cancelled: IsCancelled) -> None:
        here = {row["id"] for row in self._ids(self.here, described.name)}
        for number, row in enumerate(self.there.read(described.name)):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
            if row["id"] not in here:
                self._add(described, row)
                self._take_claims(described, row["id"])
            else:
                if described.name == "attachment":
                    self._complete_file(row["id"], row)
                if (described.name, row["id"]) in touched:
                    self._unite_row(described, row)

    @staticmethod
    def _ids(side: Connection, name: str) -> Iterator[Row]:
        for (identity,) in side.query(statement('SELECT "id" FROM $table', table=name)):
            yield {"id": identity}

    def _add(self, described: Table, row: Row) -> None:
        if described.name == "attachment":
            self._copy_file(row)
        values = _carried(described, row)
        blanked = self._clash(described, values)
        if blanked is None:
            return
        columns = list(values)
        sql = statement("INSERT INTO $table ($columns) VALUES ", table=described.name, columns=columns)
        stored = [self.here.geometry_in(v) if k == "geom" else v for k, v in values.items()]
        self.here.run(sql + "(" + placeholders(len(columns)) + ")", stored)
        for name in values:
            lack = self._lack_there((described.name, row["id"], name))
            if lack.dots:
                self.lacks[described.name, row["id"], name] = lack
        if blanked:
            self.work.note("update", described.name, row["id"], dict.fromkeys(blanked))
        self.merged.rows[described.name] = self.merged.rows.get(described.name, 0) + 1

    def _take_claims(self, described: Table, row_id: str) -> None:
        """What waits for a decision about a row that is new here."""
        for name, identity, column, replica_id, sequence, text in self.waiting.get((described.name, row_id), ()):
            keep_claim(self.here, (name, identity, column), Dot(replica_id, sequence), value_of_text(column, text))

    def _clash(self, described: Table, values: Row) -> list[str] | None:
        """Columns blanked because another row has the same key; None when the row is there already under another identity.

        Two laptops brought the same thing in. Both rows stay; the one with the smaller identity keeps the key, on every laptop.
        """
        blanked: list[str] = []
        for group in described.unique:
            if any(values[name] is None for name in group):
                continue
            condition = " AND ".join(quoted(name) + " = ?" for name in group)
            found = self.here.read(described.name, condition, [values[name] for name in group])
            if not found:
                continue
            key = group[-1]
            if described.column(key).required:
                return None
            if found[0]["id"] < values["id"]:
                values[key] = None
                blanked.append(key)
            else:
                self.work.update(described.name, found[0]["id"], {key: None})
        return blanked

    def _copy_file(self, row: Row) -> None:
        """Bring the file of an attachment along and point the row to it."""
        if self._is_forgotten(row["id"]):
            return
        came = self._carried_file(row)
        if came is None:
            return
        row["relative_path"] = came[0]
        self.merged.files += came[1]

    def _complete_file(self, identity: str, theirs: Row) -> None:
        """Bring a file along that did not come with its row, for instance because it was not there yet."""
        (ours,) = self.here.read("attachment", '"id" = ?', [identity])
        cell = ("attachment", identity, "sha256")
        is_whole = not self._lack_here(cell).dots or bool(self._lack_there(cell).dots)
        if self._is_forgotten(identity) or (is_whole and has_file(self.ours.location, self.here, ours)):
            return
        came = self._carried_file(theirs, is_complaining=False)
        if came is not None:
            self.here.run('UPDATE "attachment" SET "relative_path" = ? WHERE "id" = ?', [came[0], identity])
            self.merged.files += came[1]

    def _carried_file(self, row: Row, is_complaining: bool = True) -> tuple[str, bool] | None:
        try:
            came = carry_file(self.theirs, self.here, self.ours.location, row)
        except InputError:
            self.merged.too_large_files += is_complaining
            return None
        self.merged.missing_files += is_complaining and came is None
        return came

    def _is_forgotten(self, identity: str) -> bool:
        """Whether somebody whom the file shows had it erased, on either side."""
        erasures = self.both.erased.get(("attachment", identity), ())
        return any(FILE in self._erased_columns(dot) for dot in erasures)

    def _unite_row(self, described: Table, theirs: Row) -> None:
        (ours,) = self.here.read(described.name, '"id" = ?', [theirs["id"]])
        taken: Row = {}
        for column in described.column_names():
            if column == "id":
                continue
            if (described.name, column) == OWN_PATH:
                continue
            cell = (described.name, ours["id"], column)
            if self._is_erased(described, cell):
                continue
            lack_here, lack_there = self._lack_here(cell), self._lack_there(cell)
            claims = self._claims_of(self.here, self.mine, cell, ours[column], lack_here)
            for dot, value in self._claims_of(self.there, self.other, cell, theirs[column], lack_there).items():
                if claims.get(dot) is None:
                    claims[dot] = value
            if lack_here.dots or lack_there.dots:
                lack = self._still_lacking(cell, lack_here.dots | lack_there.dots, claims, ours[column])
                if lack != lack_here:
                    self.lacks[cell] = lack
            if claims:
                value = self._settle(described, cell, claims)
                if value_text(value) != value_text(ours[column]):
                    taken[column] = value
        self._withdraw_names(described, ours, taken)
        self._take_values(described, ours["id"], taken)

    def _withdraw_names(self, described: Table, ours: Row, taken: Row) -> None:
        """One side wrote a name, the other took the person's agreement back: the name goes to the former values."""
        outcome = {**ours, **taken}
        for column in described.withheld_names(outcome):
            cell = (described.name, ours["id"], column)
            names = [value_of_text(column, claim[5]) for claim in self._claims(self.here) if claim[:3] == cell]
            self._drop_claims(cell)
            self.withdrawn.append((*cell, [name for name in names if name] or [outcome[column]]))
            taken[column] = None

    def _note_withdrawn(self) -> None:
        """After the line of the merge, so that the withdrawal follows what both sides wrote."""
        for name, row_id, column, values in self.withdrawn:
            for value in values:
                self.work.note("update", name, row_id, {column: None})
                self.work.keep_former(name, row_id, column, value)
        self.merged.names_withdrawn = len(self.withdrawn)

    def _take_values(self, described: Table, row_id: str, taken: Row) -> None:
        """All in one statement: a row meets the conditions of its table before and after, perhaps not between two columns."""
        if not taken:
            return
        stored = [self.here.geometry_in(value) if name == "geom" else value for name, value in taken.items()]
        assignments = ", ".join(quoted(name) + " = ?" for name in taken)
        sql = statement("UPDATE $table SET ", table=described.name) + assignments + ' WHERE "id" = ?'
        self.here.run(sql, [*stored, row_id])
        self.merged.values += len(taken)

    def _still_lacking(self, cell: Cell, among: frozenset[Dot], claims: Mapping[Dot, Any], present: Any) -> Lack:
        """Values that neither side holds and nothing that is held replaced."""
        dots = frozenset(
            dot for dot in among if dot not in claims and not any(self.both.follows(one, dot, cell) for one in claims)
        )
        return Lack(dots, None if claims else entry_of(present)) if dots else NOTHING

    def _is_erased(self, described: Table, cell: Cell) -> bool:
        if cell[2] == "geom" or not described.column(cell[2]).personal:
            return False
        erasures = [dot for dot in self.both.erased.get(cell[:2], ()) if cell[2] in self._erased_columns(dot)]
        if not erasures:
            return False
        last = self.both.held(cell)
        return not any(self.both.knows(dot, erasure) for dot in last for erasure in erasures)

    def _erased_columns(self, dot: Dot) -> list[str]:
        return [str(name) for name in self.both.lines[dot].content["columns"]]

    def _claims_of(self, side: Connection, history: History, cell: Cell, present: Any, lack: Lack) -> dict[Dot, Any]:
        """What one side says about a value that it holds: the line it stems from, or the lines that wait for a decision."""
        sql = (
            'SELECT "replica_id", "sequence", "value" FROM "merge_claim" '
            'WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?'
        )
        waiting = {Dot(r, s): value_of_text(cell[2], text) for r, s, text in side.query(sql, list(cell))}
        held = history.held(cell, lack)
        if not held:
            return {}
        if waiting:
            last = history.last([*waiting, *held], cell)
            return {dot: waiting.get(dot, present) for dot in last}
        return {held[-1]: present}

    def _settle(self, described: Table, cell: Cell, claims: Mapping[Dot, Any]) -> Any:
        """The value that a row shows; when several wait for a decision, all of them are kept."""
        last = self.both.last(claims, cell)
        distinct = {value_text(claims[dot]) for dot in last}
        self._drop_claims(cell)
        if len(distinct) > 1 and described.name not in REBUILT:
            for dot in last:
                keep_claim(self.here, cell, dot, claims[dot])
        return claims[last[-1]]

    def _drop_claims(self, cell: Cell) -> None:
        sql = 'DELETE FROM "merge_claim" WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?'
        self.here.run(sql, list(cell))

    def _unite_alerts(self) -> None:
        """An alert is the same row everywhere; what was fetched later is what stands."""
        described = table("alert")
        fetched = {row["id"]: (row["fetched_at"], row["id"]) for row in self.here.read("alert_batch")}
        batch = 'SELECT "id", "changed_batch_id", "withdrawn_batch_id" FROM "alert"'
        here = {row[0]: max(fetched[b] for b in row[1:] if b) for row in self.here.query(batch)}
        names = [name for name in described.column_names() if name != "id"]
        for row in self.there.read("alert"):
            since = max(fetched[row[b]] for b in ("changed_batch_id", "withdrawn_batch_id") if row[b])
            if row["id"] not in here:
                self._add(described, row)
            elif since > here[row["id"]]:
                assignments = ", ".join(quoted(name) + " = ?" for name in names)
                values = [self.here.geometry_in(row[n]) if n == "geom" else row[n] for n in names]
                sql = statement("UPDATE $table SET ", table="alert") + assignments + ' WHERE "id" = ?'
                self.here.run(sql, [*values, row["id"]])
                self.merged.values += 1

    def _take_log(self, fresh: list[Any]) -> None:
        held = {dot for dot, line in self.mine.lines.items() if not line.is_stand}
        self._take("audit_log", lambda row: Dot(row["replica_id"], row["sequence"]) not in held)
        self.merged.lines = len(fresh)
        here = {row["id"] for row in self._ids(self.here, "former_value")}
        self._take(
            "former_value",
            lambda row: row["id"] not in here and (row["table_name"], row["row_id"]) not in self.both.erased,
        )
        self._take_salts()
        known = {row["id"]: row for row in self.here.read("replica")}
        for row in self.there.read("replica"):
            if row["id"] not in known:
                self._insert("replica", {**_carried(table("replica"), row), "is_here": False})
            elif row["audit_sequence"] > known[row["id"]]["audit_sequence"]:
                sql = 'UPDATE "replica" SET "audit_sequence" = ?, "audit_head" = ?, "person_id" = ? WHERE "id" = ?'
                self.here.run(sql, [row["audit_sequence"], row["audit_head"], row["person_id"], row["id"]])

    def _take_salts(self) -> None:
        """A row that came in part has a salt of its own there; both are kept, since each explains its own lines."""
        here = read_salts(self.here)
        for key, salts in read_salts(self.there).items():
            for salt in salts if key not in self.both.erased else ():
                known = here.setdefault(key, [])
                if salt in known:
                    continue
                known.append(salt)
                self._insert("audit_salt", salt_rows(*key, known)[-1])

    def _take(self, name: str, wanted: Any) -> None:
        for row in self.there.read(name):
            if wanted(row):
                self._insert(name, _carried(table(name), row))

    def _insert(self, name: str, values: Row) -> None:
        sql = statement("INSERT INTO $table ($columns) VALUES ", table=name, columns=list(values))
        self.here.run(sql + "(" + placeholders(len(values)) + ")", list(values.values()))

    def _erase(self) -> None:
        """What a person had erased on one laptop is erased on all."""
        for (name, row_id), dots in self.other.erased.items():
            fresh = [dot for dot in dots if dot not in self.mine.lines]
            if not fresh:
                continue
            columns = [column for dot in fresh for column in self._erased_columns(dot)]
            blank_row(self.here, name, row_id, columns)
            forget_former(self.here, name, row_id, columns)
            if FILE in columns:
                for row in self.here.read("attachment", '"id" = ?', [row_id]):
                    forget_content(self.here, row)
                    self.forgotten.append(row)
            if name == "person":
                moments = [self.both.lines[dot].happened_at for dot in self.both.erased[name, row_id]]
                self.here.run('UPDATE "person" SET "erased_at" = ? WHERE "id" = ?', [min(moments), row_id])
                self.here.run('UPDATE "replica" SET "person_id" = NULL WHERE "person_id" = ?', [row_id])

    def _count_lacking(self) -> None:
        held = {
            (described.name, row["id"])
            for described in TABLES
            if described.audited
            for row in self._ids(self.there, described.name)
        }
        self.merged.lacking = sum(1 for key in self.other.created if key not in held and key[0] != "replica")
        if self.merged.made_for is not None:
            self.merged.lacking += self.merged.made_for.held_back_count()
            self.merged.withheld += self.merged.made_for.blanked_count()


def keep_claim(connection: Connection, cell: Cell, dot: Dot, value: Any) -> None:
    """Keep one of several values until somebody decides."""
    connection.run(
        'INSERT INTO "merge_claim" ("id", "table_name", "row_id", "column_name", "replica_id", "sequence", "value") '
        "VALUES (?,?,?,?,?,?,?)",
        [named_id(f"claim/{'/'.join(cell)}/{dot.replica_id}/{dot.sequence}"), *cell, *dot, value_text(value)],
    )
