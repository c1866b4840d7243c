"""A workspace in part, for an audience: a file that merges like another laptop's, without what that audience may not have.

Every row passes the gate (:mod:`.release`). A row that cannot stand without one that stays, stays too. The file is written anew, so
that no page of it ever held what stays, and its log holds only lines all of whose values are in the file. Of the lines that are not,
the first line of the file's own chain gives the hash that the next line follows, so that the chains still verify, and, for rows that
are in the file, what may be told of the line (:mod:`.merging_history`). A row of which any line stays gets a salt of its own: no
digest or hash in the file can be tried out against a guess of what is not in it.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence

from ..about import version as plugin_version
from ..errors import InputError, WorkspaceError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .attachments import OWN_PATH, attachment_file, kept_name, put_bytes
from .audit import EXTRACT, ChainState, is_sensitive, value_digest
from .backup import clear_sidecars, verify_copy
from .clock import utc_now
from .creation import add_replica, same_words
from .everything import leaving_tables, records_of
from .extract_note import ExtractNote
from .geopackage import GeoPackageConnection, checked_path, make_tables
from .merging import note_outside_edits, read_salts, salt_rows
from .merging_history import (
    NOTHING,
    WITHHELD,
    Cell,
    Dot,
    Lack,
    Line,
    entry_of,
    explains,
    holes_of_extract,
    lacks_content,
    lacks_of,
    read_history,
)
from .photo_metadata import without_metadata
from .release import IN_PART, Record, TableShare, rehearse, release
from .schema import SCHEMA_VERSION, Table, table
from .store import REBUILT, Connection, Row, Workspace, new_id

_CHECK_EVERY = 5000
# Why a row stays that its level would let go: what it belongs to stays, its table has no room for a row in part, or its file can hold
# what nobody can take out.
BELONGS, FILE = "belongs", "file"
_SHORT_NAME = 8
# What of a line that is not about a row may be told, by its action.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "merge": ("other", "known", "withheld"),
    "know": ("known",),
    "create": ("known",),
    "join": ("known",),
    "restore": ("known", "from"),
    EXTRACT: ("known", "withheld", "gaps"),
    "erase": ("erased_row", "columns"),
}


@dataclass(frozen=True)
class Extract:
    """A file that was made for an audience, and read back.

    Attributes
    ----------
    path : Path
    note : ExtractNote
        What it says of itself.
    shares : tuple of TableShare
        Table by table, what went and what stayed.
    counts : dict of str to int
        Rows in it by table, those of the log included.
    chains : tuple of ChainState
    files : int
        Attachments that went along, photos without what they tell besides the picture.
    """

    path: Path
    note: ExtractNote
    shares: tuple[TableShare, ...]
    counts: dict[str, int]
    chains: tuple[ChainState, ...]
    files: int


def make_extract(
    workspace: Workspace,
    file: Path | str,
    audience: str,
    purpose: str,
    words: Callable[[str], str] = same_words,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Extract:
    """Write the part of a workspace that an audience may have to a new file, the files of its attachments inside.

    Parameters
    ----------
    audience : str
        Any of the gate's but ``replica``, for which a backup is made.
    purpose : str
        What the release log says it left for.

    Raises
    ------
    InputError, WorkspaceError, OutputError
        As the gate; ``workspace.extract_for_replica``; ``workspace.exists``;
        ``workspace.copy_damaged`` when what was written does not verify: then nothing is left.
    """
    target = checked_path(file)
    if audience == "replica":
        raise InputError("workspace.extract_for_replica")
    if target.exists():
        raise WorkspaceError("workspace.exists", path=str(target))
    with workspace.write() as work:
        work.connection.lock_all()
        note_outside_edits(work)
    with workspace.connection.snapshot():
        part = _Part(workspace, audience, target, is_cancelled)
    progress(40.0)
    part.release(purpose)
    with replaced_file(target) as partial:
        partial.touch()
        try:
            make_tables(partial, words, lambda made: part.fill(made, is_cancelled))
            _press(partial)
            progress(80.0)
            counts, chains = verify_copy(partial)
            broken = [chain for chain in chains if not chain.intact]
            if broken:
                reason = f"{broken[0].replica}: {broken[0].broken_at}"
                raise WorkspaceError("workspace.copy_damaged", path=str(target), reason=reason)
        finally:
            clear_sidecars(partial)
    progress(100.0)
    return Extract(target, part.note, part.shares, counts, chains, part.file_count)


def _press(path: Path) -> None:
    """Leave no page in the file that is not in use."""
    connection = GeoPackageConnection(path)
    try:
        connection.run("VACUUM")
    finally:
        connection.close()


@dataclass
class _Kept:
    """A row of the file: what it holds in the workspace and in the file."""

    described: Table
    before: Row
    after: Row

    @property
    def key(self) -> tuple[str, str]:
        return self.described.name, str(self.before["id"])

    def changed(self) -> set[str]:
        """Columns of which the file does not hold what the workspace holds."""
        names = self.described.column_names()
        return {name for name in names if self.after.get(name) != self.before.get(name)}


class _Part:
    """What goes, gathered while nobody writes."""

    def __init__(self, workspace: Workspace, audience: str, target: Path, is_cancelled: IsCancelled) -> None:
        self.workspace, self.audience, self.target = workspace, audience, target
        connection = workspace.connection
        self.history = read_history(connection)
        self.salts = read_salts(connection)
        self.replicas = connection.read("replica")
        self.log = connection.read("audit_log", order="sequence")
        self.records = list(records_of(workspace))
        self.rows = {(record.table, record.id): dict(record.values) for record in self.records}
        self.file_count = 0
        self.photos: dict[str, tuple[str, int] | None] = {}
        self._hold_what_hangs(is_cancelled)

    def _hold_what_hangs(self, is_cancelled: IsCancelled) -> None:
        """Hold back rows that cannot stand in the file, and what belongs to them, until nothing hangs in the air."""
        held: dict[tuple[str, str], str] = {}
        while True:
            stop_if(is_cancelled)
            going = {(r.table, r.id): r for r in rehearse(self._marked(held), self.audience, self.workspace)}
            further = {}
            for key, record in going.items():
                reason = self._hanging(key, record, going)
                if reason:
                    further[key] = reason
            if not further:
                self.records = self._marked(held)
                return
            held.update(further)

    def _marked(self, held: Mapping[tuple[str, str], str]) -> list[Record]:
        return [replace(record, held=held.get((record.table, record.id), "")) for record in self.records]

    def _hanging(self, key: tuple[str, str], record: Record, going: Mapping[tuple[str, str], Record]) -> str:
        described, before = table(record.table), self.rows[key]
        for column in described.columns:
            value = before.get(column.name)
            if not column.required or value is None:
                continue
            if column.references and column.references != "replica" and (column.references, value) not in going:
                return BELONGS
            if record.values.get(column.name) is None and not _takes_empty_text(described, column.name):
                return IN_PART
        if described.geometry is not None and described.geometry.required and record.values.get("geom") is None:
            return IN_PART
        if not described.audited and any(record.values.get(name) != value for name, value in before.items()):
            return IN_PART
        return self._hanging_attachment(before, going) if record.table == "attachment" else ""

    def _hanging_attachment(self, row: Row, going: Mapping[tuple[str, str], Record]) -> str:
        owner = (str(row["table_name"]), str(row["row_id"]))
        if owner in self.rows:
            gone = going.get(owner)
            if gone is None or gone.values.get("geom") != self.rows[owner].get("geom"):
                return BELONGS
        elif owner[0] in {described.name for described in leaving_tables()}:
            return BELONGS
        return "" if self._may_leave(row) else FILE

    def _photo(self, row: Row) -> bytes | None:
        """The file of an attachment with nothing but the picture; None when it is not here.

        Raises
        ------
        InputError
            When it is no picture, or one that cannot be cleaned.
        """
        with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as cache:
            path = attachment_file(self.workspace, row, Path(cache))
            return None if path is None else without_metadata(path.read_bytes(), str(path))

    def _may_leave(self, row: Row) -> bool:
        """Whether there is nothing against the file of an attachment; keeps its digest and size as it leaves."""
        identity = str(row["id"])
        if identity not in self.photos:
            try:
                data = self._photo(row)
            except (InputError, OSError):
                return False
            self.photos[identity] = None if data is None else (hashlib.sha256(data).hexdigest(), len(data))
        return True

    def release(self, purpose: str) -> None:
        """Pass the gate, which writes down what leaves."""
        released = release(self.records, self.audience, purpose, self.workspace)
        self.shares = released.shares
        going = {(record.table, record.id) for record in released.rows}
        self.kept = [self._kept(record, going) for record in released.rows]
        self.by_key = {kept.key: kept for kept in self.kept}
        held_back, reduced, blanked = (
            {share.table: dict(getattr(share, name)) for share in self.shares if getattr(share, name)}
            for name in ("held_back", "reduced", "blanked")
        )
        self.note = ExtractNote(self.audience, utc_now(), held_back, reduced, blanked)

    def _kept(self, record: Record, going: set[tuple[str, str]]) -> _Kept:
        described = table(record.table)
        before = self.rows[record.table, record.id]
        after = {name: record.values.get(name) for name in described.column_names()}
        for column in described.columns:
            name = column.name
            if column.references and column.references != "replica" and (column.references, after[name]) not in going:
                after[name] = None
            if after[name] is None and column.required and before.get(name) is not None:
                after[name] = ""
        if record.table == "attachment":
            after["sha256"], after["size_bytes"] = self.photos[record.id] or (before["sha256"], before["size_bytes"])
            after["relative_path"] = kept_name(self.target, str(after["sha256"]), str(before["relative_path"]))
        return _Kept(described, before, after)

    def fill(self, made: Connection, is_cancelled: IsCancelled) -> None:
        """Put the rows, their log and the first line of the file's own chain into an empty file."""
        mark, fresh = new_id(), new_id()
        made.run('INSERT INTO "writer" ("id", "started_at") VALUES (?, ?)', [mark, utc_now()])
        version = {
            "id": new_id(),
            "version": SCHEMA_VERSION,
            "applied_at": utc_now(),
            "plugin_version": plugin_version(),
        }
        _insert(made, "schema_version", [version])
        _insert(made, "replica", [_nameless(row) for row in self.replicas])
        for described in leaving_tables():
            stop_if(is_cancelled)
            _insert(made, described.name, [kept.after for kept in self.kept if kept.described is described])
        self._fill_files(made)
        division = self._divide_log(is_cancelled)
        whole = [row for row in self.log if Dot(row["replica_id"], row["sequence"]) in division.whole]
        _insert(made, "audit_log", whole)
        _insert(made, "audit_salt", division.salts)
        facts = {
            **self.note.content(),
            "gaps": self._gaps(whole),
            "lines": [_stand(line) for line in division.stands],
            "withheld": lacks_content(division.lacks),
        }
        name = self.replicas[0]["workspace_name"]
        add_replica(made, name, fresh[:_SHORT_NAME], fresh, EXTRACT, facts=facts)
        made.run('DELETE FROM "writer" WHERE "id" = ?', [mark])

    def _fill_files(self, made: Connection) -> None:
        for kept in self.kept:
            data = self._photo(kept.before) if kept.described.name == "attachment" else None
            if data is not None:
                put_bytes(made, data, str(kept.after["sha256"]))
                self.file_count += 1

    def _divide_log(self, is_cancelled: IsCancelled) -> _Division:
        division = _Division()
        stored = {Dot(row["replica_id"], row["sequence"]) for row in self.log}
        by_row: dict[tuple[str, str], list[Line]] = {}
        for number, line in enumerate(self.history.lines.values()):
            if number % _CHECK_EVERY == 0:
                stop_if(is_cancelled)
            if line.row_id is not None and line.table != "replica":
                by_row.setdefault((line.table, line.row_id), []).append(line)
                continue
            told = self._told(line)
            if told is None:
                continue
            if told == line.content and line.dot in stored:
                division.whole.add(line.dot)
            else:
                division.stands.append(replace(line, content=told))
        for kept in self.kept:
            self._divide_row(kept, by_row.get(kept.key, []), stored, division)
        return division

    def _told(self, line: Line) -> Mapping[str, Any] | None:
        """What may be told of a line that is about no row of the file; None when nothing may."""
        if line.action not in _TOLD:
            return None
        told = {name: line.content[name] for name in _TOLD[line.action] if name in line.content}
        lacks = {cell: lack for cell, lack in lacks_of(told.get("withheld")).items() if cell[:2] in self.by_key}
        if lacks or "withheld" in told:
            told["withheld"] = lacks_content(lacks)
        if line.action == EXTRACT:
            told["gaps"] = holes_of_extract(line.content)
        return told

    def _divide_row(self, kept: _Kept, lines: Sequence[Line], stored: set[Dot], division: _Division) -> None:
        name, row_id = kept.key
        salts = self.salts.get(kept.key, [])
        changed = kept.changed()
        held = {
            (line.dot, column)
            for line in lines
            for column, entry in line.content.items()
            if column not in changed and explains(entry, salts, name, column, kept.after[column])
        }
        entries = [(line.dot, column) for line in lines for column, entry in line.content.items() if entry is not None]
        if not changed and held.issuperset(entries) and stored.issuperset(line.dot for line in lines):
            division.whole.update(line.dot for line in lines)
            division.add_salts(name, row_id, salts)
            return
        salt = secrets.token_bytes(32)
        division.add_salts(name, row_id, [salt.hex()])
        for line in lines:
            content = {
                column: self._entry(kept, column, entry, (line.dot, column) in held, salt)
                for column, entry in line.content.items()
            }
            division.stands.append(replace(line, content=content))
        for column in kept.described.column_names():
            is_ruled = (name, column) == OWN_PATH or (name in REBUILT and column not in changed)
            cell = (name, row_id, column)
            lack = NOTHING if is_ruled else self._lack(cell, kept.after[column], held)
            if lack.dots:
                division.lacks[cell] = lack

    @staticmethod
    def _entry(kept: _Kept, column: str, entry: Any, is_held: bool, salt: bytes) -> Any:
        if entry is None:
            return None
        if not is_held:
            return WITHHELD
        if is_sensitive(kept.described, column):
            return {"digest": value_digest(salt, column, kept.after[column])}
        return entry

    def _lack(self, cell: Cell, value: Any, held: set[tuple[Dot, str]]) -> Lack:
        """Lines of a value that the file does not hold: those that stand beside the one it holds, or all when it holds none."""
        dots = self.history.by_cell.get(cell, [])
        last = self.history.last(dots, cell)
        among = last if any((dot, cell[2]) in held for dot in last) else dots
        lacking = frozenset(dot for dot in among if (dot, cell[2]) not in held)
        return Lack(lacking, entry_of(value) if len(lacking) == len(dots) else None)

    def _gaps(self, whole: Iterable[Row]) -> dict[str, list[list[Any]]]:
        gaps: dict[str, list[list[Any]]] = {}
        ends = {row["id"]: 0 for row in self.replicas}

        def add(replica_id: str, until: int, end: str) -> None:
            if ends[replica_id] < until:
                gaps.setdefault(replica_id, []).append([ends[replica_id] + 1, until, end])

        for row in whole:
            add(row["replica_id"], row["sequence"] - 1, row["previous_hash"])
            ends[row["replica_id"]] = row["sequence"]
        for row in self.replicas:
            add(row["id"], row["audit_sequence"], row["audit_head"])
        return gaps


@dataclass
class _Division:
    """The log of the workspace as it goes: lines that go whole, what stands for others, salts, and values that are lacking."""

    whole: set[Dot] = field(default_factory=set)
    stands: list[Line] = field(default_factory=list)
    salts: list[Row] = field(default_factory=list)
    lacks: dict[Cell, Lack] = field(default_factory=dict)

    def add_salts(self, name: str, row_id: str, salts: Iterable[str]) -> None:
        """Salts of a row, in the form of the table of salts."""
        self.salts += salt_rows(name, row_id, salts)


def _stand(line: Line) -> list[Any]:
    return [*line.dot, line.happened_at, line.action, line.table, line.row_id, line.content]


def _nameless(replica: Row) -> Row:
    """A laptop without its name and who works on it: that is of no use to strangers."""
    names = ("id", "workspace_name", "audit_sequence", "audit_head", "created_at")
    return {**{name: replica[name] for name in names}, "name": replica["id"][:_SHORT_NAME], "is_here": False}


def _takes_empty_text(described: Table, name: str) -> bool:
    column = described.column(name)
    return column.kind == "text" and not column.references and not column.conditions()


def _insert(made: Connection, name: str, rows: Sequence[Row]) -> None:
    """Add rows as :meth:`~.store.Connection.read` gives them, without what each file counts for itself."""
    if not rows:
        return
    columns = [column for column in rows[0] if column != "row_version"]
    made.add_rows(
        name, columns, ([made.geometry_in(row[c]) if c == "geom" else row[c] for c in columns] for row in rows)
    )
