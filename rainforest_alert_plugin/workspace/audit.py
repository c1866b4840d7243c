"""The audit log: one chain of hashes per laptop, in which nothing can be changed, taken out or put in unseen.

A line's hash is the SHA-256 of the UTF-8 bytes of a JSON array, written without spaces and without escaping letters::

    ["rainforest-alert-audit-1", replica_id, sequence, previous_hash, happened_at, person_id, action, table_name, row_id, content]

``sequence`` is a number, ``person_id`` and ``row_id`` may be null, all others are text; ``content`` is itself JSON text, hashed as it
stands. The first line's ``previous_hash`` is 64 zeros.

Values that can hurt somebody enter as ``{"digest": HMAC-SHA-256(salt, column name + "=" + JSON of the value)}`` in hexadecimal. Each
row has its own random salt of 32 bytes in ``audit_salt``. Erasing a row's data deletes the salt: the digests stay, the chain stays
intact, and nothing can be guessed back from them.

A file made for another audience (:mod:`.extract`) lacks lines. The first line of its own chain names them as ``gaps``, by laptop
``[first, last, hash of the last]``, so that what follows a gap is still known to follow it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Mapping, Sequence

from ..errors import Message
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .clock import plain, utc_now
from .model import Table
from .schema import table
from .sql import placeholders, statement

if TYPE_CHECKING:
    from .store import Connection

FORMAT = "rainforest-alert-audit-1"
EXTRACT = "extract"
FIRST_PREVIOUS_HASH = "0" * 64
_PLAIN_COLUMNS = ("id", "sensitivity", "created_at", "row_version", "state")
_COLUMNS = [
    "sequence",
    "previous_hash",
    "happened_at",
    "person_id",
    "action",
    "table_name",
    "row_id",
    "content",
    "hash",
]
_LINE = ["id", "replica_id", *_COLUMNS]
_ADD = statement("INSERT INTO audit_log ($columns) VALUES ", columns=_LINE) + "(" + placeholders(len(_LINE)) + ")"
_CHECK_EVERY = 5000
_CHUNK = 500


def line_hash(
    replica_id: str,
    sequence: int,
    previous_hash: str,
    happened_at: str,
    person_id: str | None,
    action: str,
    table_name: str,
    row_id: str | None,
    content: str,
) -> str:
    """SHA-256 of one line of the log, in hexadecimal."""
    fields = [FORMAT, replica_id, sequence, previous_hash, happened_at, person_id, action, table_name, row_id, content]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")).hexdigest()


def value_digest(salt: bytes, column: str, value: Any) -> str:
    """Salted digest of a value that does not enter the log itself."""
    text = column + "=" + json.dumps(_jsonable(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(salt, text.encode("utf-8"), hashlib.sha256).hexdigest()


class Chain:
    """The end of this laptop's chain, growing inside one transaction.

    Parameters
    ----------
    is_shared : bool
        Whether other laptops' chains grow in the same database. Then, before the first line of a write, a line ``know`` says how far
        they had grown when the write began, so that what overwrites a change of theirs is known to follow it.
    """

    def __init__(self, connection: Connection, replica_id: str, is_shared: bool = False) -> None:
        found = connection.query(
            'SELECT "audit_sequence", "audit_head", "person_id" FROM "replica" WHERE "id" = ?', [replica_id]
        )
        self.replica_id = replica_id
        self.is_shared = is_shared
        self._connection = connection
        self._sequence, self._head, self.person_id = found[0] if found else (0, "", None)
        self._start = self._sequence
        self._salts: dict[tuple[str, str], bytes] = {}
        self._known: dict[str, int] = {}
        self._news = self._news_of_others() if is_shared else {}

    def _news_of_others(self) -> dict[str, int]:
        """Ends of the other chains that this laptop never said it knew."""
        rows = self._connection.query('SELECT "id", "audit_sequence", "known" FROM "replica"')
        own = next((known for identity, _, known in rows if identity == self.replica_id), None)
        self._known = dict(json.loads(own)) if own else {}
        return {
            identity: int(end)
            for identity, end, _ in rows
            if identity != self.replica_id and int(end) > self._known.get(identity, 0)
        }

    def append(self, action: str, described: Table, row_id: str | None, content: Mapping[str, Any]) -> str:
        """Add a line; returns the moment that it tells, in UTC."""
        self._say_news()
        line = self._line(action, described, row_id, content)
        self._connection.run(_ADD, line)
        return str(line[_LINE.index("happened_at")])

    def append_many(self, action: str, described: Table, contents: Mapping[str, Mapping[str, Any]]) -> None:
        """Add a line for each of many rows, by few statements.

        Parameters
        ----------
        contents : mapping of str to mapping
            Content by the row's identity.
        """
        self._say_news()
        if described.has_sensitivity() or any(column.sensitivity for column in described.columns):
            self._make_salts(described.name, list(contents))
        lines = [self._line(action, described, row_id, content) for row_id, content in contents.items()]
        self._connection.add_rows("audit_log", _LINE, lines)

    def _say_news(self) -> None:
        """Before the first line of a write, say what others wrote since."""
        if not self._news:
            return
        news, self._news = self._news, {}
        self._known.update(news)
        self.append("know", table("replica"), None, {"known": news})
        sql = 'UPDATE "replica" SET "known" = ? WHERE "id" = ?'
        self._connection.run(sql, [json.dumps(self._known, sort_keys=True), self.replica_id])

    def _line(self, action: str, described: Table, row_id: str | None, content: Mapping[str, Any]) -> list[Any]:
        """The next line, in the order of the columns."""
        text = json.dumps(
            self._content(described, row_id, content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        self._sequence += 1
        previous = self._head or FIRST_PREVIOUS_HASH
        now = utc_now()
        self._head = line_hash(
            self.replica_id, self._sequence, previous, now, self.person_id, action, described.name, row_id, text
        )
        return [
            line_id(self.replica_id, self._sequence),
            self.replica_id,
            self._sequence,
            previous,
            now,
            self.person_id,
            action,
            described.name,
            row_id,
            text,
            self._head,
        ]

    @property
    def sequence(self) -> int:
        """Number of its last line."""
        return int(self._sequence)

    def finish(self) -> None:
        """Keep the new end beside the laptop's name, so that lines cut off the end are missed."""
        if self._sequence != self._start:
            self._connection.run(
                'UPDATE "replica" SET "audit_sequence" = ?, "audit_head" = ? WHERE "id" = ?',
                [self._sequence, self._head, self.replica_id],
            )

    def _content(self, described: Table, row_id: str | None, content: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._entry(described, row_id, name, value) for name, value in content.items()}

    def _entry(self, described: Table, row_id: str | None, name: str, value: Any) -> Any:
        if value is None or row_id is None or not is_sensitive(described, name):
            return _jsonable(value)
        return {"digest": value_digest(self._salt(described.name, row_id), name, value)}

    def _make_salts(self, table_name: str, row_ids: Sequence[str]) -> None:
        """Salts of many rows, read where there are some and made where there are none."""
        sql = 'SELECT "row_id", "salt" FROM "audit_salt" WHERE "table_name" = ? AND "row_id" IN '
        for start in range(0, len(row_ids), _CHUNK):
            part = row_ids[start : start + _CHUNK]
            found = self._connection.query(sql + "(" + placeholders(len(part)) + ")", [table_name, *part])
            self._salts.update({(table_name, str(row)): bytes.fromhex(salt) for row, salt in found})
        fresh = [row_id for row_id in row_ids if (table_name, row_id) not in self._salts]
        self._salts.update({(table_name, row_id): secrets.token_bytes(32) for row_id in fresh})
        self._connection.add_rows(
            "audit_salt",
            ["id", "row_id", "salt"],
            (
                (named_id(f"salt/{table_name}/{row_id}"), row_id, self._salts[table_name, row_id].hex())
                for row_id in fresh
            ),
            {"table_name": table_name},
        )

    def _salt(self, table_name: str, row_id: str) -> bytes:
        key = (table_name, row_id)
        if key not in self._salts:
            sql = 'SELECT "salt" FROM "audit_salt" WHERE "table_name" = ? AND "row_id" = ?'
            found = self._connection.query(sql, list(key))
            if found:
                self._salts[key] = bytes.fromhex(found[0][0])
            else:
                self._salts[key] = secrets.token_bytes(32)
                self._connection.run(
                    'INSERT INTO "audit_salt" ("id", "table_name", "row_id", "salt") VALUES (?,?,?,?)',
                    [named_id(f"salt/{table_name}/{row_id}"), table_name, row_id, self._salts[key].hex()],
                )
        return self._salts[key]


def is_sensitive(described: Table, name: str) -> bool:
    """Whether a column's values enter the log as digests only."""
    if name in _PLAIN_COLUMNS:
        return False
    column = described.find_column(name)
    if column is not None and column.sensitivity:
        return True
    return described.has_sensitivity() and (column is None or not column.references)


def line_id(replica_id: str, sequence: int) -> str:
    """Identity of a line: the same on every laptop that holds it (UUID version 8, RFC 9562)."""
    return named_id(f"{replica_id}/{sequence}")


def named_id(name: str) -> str:
    """Identity made of a name: the same wherever it is made (UUID version 8, RFC 9562)."""
    digest = bytearray(hashlib.sha256(name.encode("utf-8")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True)
class ChainState:
    """What verifying one laptop's chain found.

    Attributes
    ----------
    replica_id, replica : str
        Identity and name of the laptop.
    lines : int
        Lines in the chain.
    broken_at : int, optional
        First line that is not as it was written; None when the chain is intact.
    withheld : int
        Further lines that a file for another audience named as held back; only that the others follow them can be checked.
    cause : str, optional
        ``changed`` (its content and its hash disagree), ``unlinked`` (it does not follow the line before), ``missing`` (the line is not
        there), ``cut_off`` (lines at the end are not there), ``foreign`` (lines of a laptop that the workspace does not know).
    """

    replica_id: str
    replica: str
    lines: int
    broken_at: int | None = None
    cause: str | None = None
    withheld: int = 0

    @property
    def intact(self) -> bool:
        """Whether nothing was changed."""
        return self.broken_at is None

    def message(self) -> Message:
        """The finding in one sentence."""
        if self.intact and self.withheld:
            facts = {"replica": self.replica, "lines": self.lines, "withheld": self.withheld}
            return Message("workspace.chain_partial", **facts)
        if self.intact:
            return Message("workspace.chain_intact", replica=self.replica, lines=self.lines)
        return Message("workspace.chain_broken_" + str(self.cause), replica=self.replica, line=self.broken_at)


def verify_audit(
    connection: Connection, progress: Progress = no_progress, is_cancelled: IsCancelled = never_cancelled
) -> list[ChainState]:
    """Recompute every chain of the log.

    Returns
    -------
    list of ChainState
        One for each laptop that the workspace knows, in order of their names, then lines of unknown laptops.
    """
    known = connection.query('SELECT "id", "name", "audit_sequence", "audit_head" FROM "replica" ORDER BY "name", "id"')
    written = {row[0] for row in connection.query('SELECT DISTINCT "replica_id" FROM "audit_log"')}
    strangers = sorted(written - {row[0] for row in known})
    gaps = read_gaps(connection)
    states = []
    chains = [*known, *((stranger, stranger, None, None) for stranger in strangers)]
    for number, (replica_id, name, last, head) in enumerate(chains):
        states.append(_verify_chain(connection, replica_id, name, last, head, gaps.get(replica_id, []), is_cancelled))
        progress(100.0 * (number + 1) / len(chains))
    return states


Gap = tuple[int, int, str]  # first line, last line, hash of the last


def read_gaps(connection: Connection) -> dict[str, list[Gap]]:
    """Lines that files made for another audience named as held back, by laptop; a line that was spoilt names none."""
    found: dict[str, list[Gap]] = {}
    for (content,) in connection.query('SELECT "content" FROM "audit_log" WHERE "action" = ?', [EXTRACT]):
        try:
            named = {
                replica_id: [(int(first), int(last), str(end)) for first, last, end in gaps]
                for replica_id, gaps in json.loads(content)["gaps"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError):
            continue  # its chain is broken there
        for replica_id, gaps in named.items():
            found.setdefault(replica_id, []).extend(gaps)
    return found


def _hash_after(gaps: Sequence[Gap], first: int, last: int) -> str | None:
    """Hash of the last of lines that are not there, when all of them were held back; otherwise None."""
    place = first
    for start, end, _ in sorted(gaps):
        if start <= place <= end:
            place = end + 1
    return next((hash_ for _, end, hash_ in gaps if end == last), None) if place > last else None


def _verify_chain(
    connection: Connection,
    replica_id: str,
    name: str,
    last: int | None,
    head: str | None,
    gaps: Sequence[Gap],
    is_cancelled: IsCancelled,
) -> ChainState:
    sql = statement("SELECT $columns FROM audit_log WHERE replica_id = ? ORDER BY sequence", columns=_COLUMNS)
    lines = connection.query(sql, [replica_id])

    def broken(at: int, cause: str) -> ChainState:
        return ChainState(replica_id, name, len(lines), at, cause)

    if last is None:
        return broken(1, "foreign")
    previous = FIRST_PREVIOUS_HASH
    expected = 1
    for number, line in enumerate(lines, start=1):
        if number % _CHECK_EVERY == 0:
            stop_if(is_cancelled)
        sequence, stored_previous, happened_at, person_id, action, table_name, row_id, content, stored_hash = line
        if sequence != expected:
            end = _hash_after(gaps, expected, sequence - 1)
            if end is None:
                return broken(expected, "missing")
            previous, expected = end, sequence
        if stored_previous != previous:
            return broken(expected, "unlinked")
        moment = str(plain(happened_at))
        recomputed = line_hash(
            replica_id, sequence, stored_previous, moment, person_id, action, table_name, row_id, content
        )
        if recomputed != stored_hash:
            return broken(expected, "changed")
        previous = stored_hash
        expected += 1
    if expected <= last:
        end = _hash_after(gaps, expected, last)
        if end is None:
            return broken(expected, "cut_off")
        previous, expected = end, last + 1
    if expected > 1 and previous != head:
        return broken(expected - 1, "unlinked")
    return ChainState(replica_id, name, len(lines), withheld=expected - 1 - len(lines))


def _jsonable(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value


__all__ = ["Chain", "ChainState", "is_sensitive", "line_hash", "value_digest", "verify_audit"]
