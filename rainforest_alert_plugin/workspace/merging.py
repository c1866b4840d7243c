"""Two workspaces that parted come together: rows and logs are united, and what both changed waits for people to decide.

Nothing is deleted and no row of either side is lost. For each value of a row the log says which change followed which. A change
that knew the other replaces it; two that did not know each other stay both, as claims, until somebody decides. Meanwhile the row
shows the same one of them on every laptop. The outcome depends on what the logs hold, not on the order of merging.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Mapping

from ..errors import InputError, Message, WorkspaceError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .attachments import CONTENT, carry_file, delete_beside, forget_content, has_file
from .audit import named_id, verify_audit
from .geopackage import GeoPackageWorkspace, check_is_workspace
from .identity import FILE, blank_row
from .merging_history import Cell, Dot, History, explains, read_history
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
_OWN_PATH = ("attachment", "relative_path")  # where a file lies is each laptop's own matter
_CHECK_EVERY = 500


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
    delete_beside(ours.location, merge_.forgotten)
    progress(100.0)
    return merge_.merged


def note_outside_edits(work: Transaction) -> int:
    """Write down in the log what was drawn or typed in QGIS itself since; returns the number of rows."""
    connection = work.connection
    history = read_history(connection)
    salts = _salts(connection)
    count = 0
    for described in _edited_tables():
        for row in connection.read(described.name):
            if (described.name, row["id"]) not in history.created:
                work.note("create", described.name, row["id"], _carried(described, row))
                count += 1
                continue
            changed = _unexplained(history, salts, described, row)
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


def _salts(connection: Connection) -> dict[tuple[str, str], str]:
    rows = connection.query('SELECT "table_name", "row_id", "salt" FROM "audit_salt"')
    return {(name, row_id): salt for name, row_id, salt in rows}


def _unexplained(history: History, salts: Mapping[tuple[str, str], str], described: Table, row: Row) -> list[str]:
    """Columns whose value no line of the log wrote."""
    if (described.name, row["id"]) in history.erased:
        return []
    salt = salts.get((described.name, row["id"]))
    found = []
    for name in described.column_names():
        if (described.name, name) == _OWN_PATH:
            continue
        dots = history.by_cell.get((described.name, row["id"], name), ())
        if not dots:
            default = None if name in ("id", "geom") else described.column(name).default
            is_default = default is not None and str(row[name]).upper() == default.strip("'").upper()
            if row[name] is not None and not is_default and name != "created_at":
                found.append(name)
        elif not any(
            explains(history.lines[dot].content[name], salt, described.name, name, row[name])
            for dot in history.last(dots)
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
        self.merged = Merged()
        self.forgotten: list[Row] = []  # attachments whose files are to go from beside the workspace

    def run(self, progress: Progress, is_cancelled: IsCancelled) -> None:
        """Rows first, then values, then the log that tells of them."""
        self._refuse_unwritten()
        fresh = [line for dot, line in self.other.lines.items() if dot not in self.mine.lines]
        touched = {(line.table, line.row_id) for line in fresh} | self._claimed_rows()
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
        is_news = any(line.action not in ("merge", "know") for line in fresh) or any(self.merged.rows.values())
        if is_news:
            known = {k: v for k, v in self.both.ends().items() if k != self.work.replica_id}
            self.work.log("merge", "replica", None, {"other": self.theirs.replica_id, "known": known})

    def _refuse_unwritten(self) -> None:
        salts = {**_salts(self.there), **_salts(self.here)}
        count = 0
        for described in _edited_tables():
            for row in self.there.read(described.name):
                if (described.name, row["id"]) not in self.other.created:
                    count += 1
                elif (described.name, row["id"]) not in self.both.erased:
                    names = _unexplained(self.other, salts, described, row)
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
        if blanked:
            self.work.note("update", described.name, row["id"], dict.fromkeys(blanked))
        self.merged.rows[described.name] = self.merged.rows.get(described.name, 0) + 1

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
        if self._is_forgotten(identity) or has_file(self.ours.location, self.here, ours):
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
        for column in described.column_names():
            if column == "id":
                continue
            if (described.name, column) == _OWN_PATH:
                continue
            cell = (described.name, ours["id"], column)
            if self._is_erased(described, cell):
                continue
            claims = self._claims_of(self.here, self.mine, cell, ours[column])
            for dot, value in self._claims_of(self.there, self.other, cell, theirs[column]).items():
                if claims.get(dot) is None:
                    claims[dot] = value
            if claims:
                self._settle(described, cell, claims, ours[column])

    def _is_erased(self, described: Table, cell: Cell) -> bool:
        if cell[2] == "geom" or not described.column(cell[2]).personal:
            return False
        erasures = [dot for dot in self.both.erased.get(cell[:2], ()) if cell[2] in self._erased_columns(dot)]
        if not erasures:
            return False
        last = self.both.last(self.both.by_cell.get(cell, ()))
        return not any(self.both.knows(dot, erasure) for dot in last for erasure in erasures)

    def _erased_columns(self, dot: Dot) -> list[str]:
        return [str(name) for name in self.both.lines[dot].content["columns"]]

    def _claims_of(self, side: Connection, history: History, cell: Cell, present: Any) -> dict[Dot, Any]:
        """What one side says about a value: the line it stems from, or the lines that wait for a decision."""
        sql = (
            'SELECT "replica_id", "sequence", "value" FROM "merge_claim" '
            'WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?'
        )
        waiting = {Dot(r, s): value_of_text(cell[2], text) for r, s, text in side.query(sql, list(cell))}
        newest = history.newest(cell)
        if newest is None:
            return {}
        if waiting:
            last = history.last([*waiting, *history.by_cell.get(cell, ())])
            return {dot: waiting.get(dot, present) for dot in last}
        return {newest: present}

    def _settle(self, described: Table, cell: Cell, claims: Mapping[Dot, Any], present: Any) -> None:
        name, row_id, column = cell
        last = self.both.last(claims)
        value = claims[last[-1]]
        distinct = {value_text(claims[dot]) for dot in last}
        sql = 'DELETE FROM "merge_claim" WHERE "table_name" = ? AND "row_id" = ? AND "column_name" = ?'
        self.here.run(sql, list(cell))
        if len(distinct) > 1 and name not in REBUILT:
            for dot in last:
                keep_claim(self.here, cell, dot, claims[dot])
        if value_text(value) != value_text(present):
            stored = self.here.geometry_in(value) if column == "geom" else value
            sql = statement('UPDATE $table SET $column = ? WHERE "id" = ?', table=name, column=column)
            self.here.run(sql, [stored, row_id])
            self.merged.values += 1

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
        self._take("audit_log", lambda row: Dot(row["replica_id"], row["sequence"]) not in self.mine.lines)
        self.merged.lines = len(fresh)
        kept = ("audit_salt", "former_value")
        for name in kept:
            here = {row["id"] for row in self._ids(self.here, name)}
            self._take(
                name,
                lambda row, here=here: (
                    row["id"] not in here and (row["table_name"], row["row_id"]) not in self.both.erased
                ),
            )
        known = {row["id"]: row for row in self.here.read("replica")}
        for row in self.there.read("replica"):
            if row["id"] not in known:
                self._insert("replica", {**_carried(table("replica"), row), "is_here": False})
            elif row["audit_sequence"] > known[row["id"]]["audit_sequence"]:
                sql = 'UPDATE "replica" SET "audit_sequence" = ?, "audit_head" = ?, "person_id" = ? WHERE "id" = ?'
                self.here.run(sql, [row["audit_sequence"], row["audit_head"], row["person_id"], row["id"]])

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
            if FILE in columns:
                for row in self.here.read("attachment", '"id" = ?', [row_id]):
                    forget_content(self.here, row)
                    self.forgotten.append(row)
            if name == "person":
                sql = 'UPDATE "person" SET "erased_at" = COALESCE("erased_at", ?) WHERE "id" = ?'
                self.here.run(sql, [self.other.lines[dots[0]].happened_at, row_id])
                self.here.run('UPDATE "replica" SET "person_id" = NULL WHERE "person_id" = ?', [row_id])

    def _count_lacking(self) -> None:
        held = {
            (described.name, row["id"])
            for described in TABLES
            if described.audited
            for row in self._ids(self.there, described.name)
        }
        self.merged.lacking = sum(1 for key in self.other.created if key not in held and key[0] != "replica")


def keep_claim(connection: Connection, cell: Cell, dot: Dot, value: Any) -> None:
    """Keep one of several values until somebody decides."""
    connection.run(
        'INSERT INTO "merge_claim" ("id", "table_name", "row_id", "column_name", "replica_id", "sequence", "value") '
        "VALUES (?,?,?,?,?,?,?)",
        [named_id(f"claim/{'/'.join(cell)}/{dot.replica_id}/{dot.sequence}"), *cell, *dot, value_text(value)],
    )
