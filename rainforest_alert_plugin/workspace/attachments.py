"""Photos, audio and documents of a workspace, kept by their content.

A workspace in a file keeps them in a folder beside it; a shared one keeps their bytes in the database, in parts, where the roles of the
database say who reads them. A copy of a workspace holds them inside, so that it is one file.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator

from ..errors import InputError
from ..geo.files import output_error, replaced_file
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .audit import named_id
from .opening import database_address
from .sql import statement
from .store import Connection, Row, Transaction, Workspace

# A part travels whole; the largest file is what a slow connection can still send, and no more than people record in the field.
FILE_LIMIT_MB = 100
PART_BYTES = 1 << 18
CONTENT = "attachment_content"
OWN_PATH = ("attachment", "relative_path")  # where a file lies is each laptop's own matter
_COLUMNS = ("id", "sha256", "part", "content")
_BLOCK = 1 << 20
_LONGEST_SUFFIX = 8
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_BYTES_PER_MB = 1_000_000


def attachment_folder(location: Path | str) -> Path:
    """Folder of a workspace's attachments: ``<workspace>.attachments`` beside its file."""
    path = Path(location)
    return path.with_name(path.stem + ".attachments")


def file_sha256(path: Path | str) -> str:
    """SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    for block in _blocks(path, _BLOCK):
        digest.update(block)
    return digest.hexdigest()


def attach(
    transaction: Transaction, location: Path | str, file: Path | str, table_name: str, row_id: str, **facts: object
) -> str:
    """Keep a file with the workspace and note it; the same content is kept once.

    Parameters
    ----------
    location : Path or str
        Of the workspace: its file, or ``connection/schema``.
    table_name, row_id : str
        What it belongs to.
    **facts : object
        Further columns of ``attachment``: ``taken_at``, ``media_type``, ``caption``, ``geom`` (WKB point), ``sensitivity``.

    Raises
    ------
    InputError
        ``workspace.attachment_unreadable``, ``workspace.attachment_too_large`` where the workspace is in a database.
    OutputError
        When the copy cannot be written.
    """
    source = Path(file)
    try:
        sha256 = file_sha256(source)
        size = source.stat().st_size
    except OSError as error:
        raise _unreadable(source, error.strerror or str(error)) from error
    kept = _kept_path(location, sha256, source.suffix)
    _keep(transaction.connection, location, source, kept, sha256)
    return transaction.insert(
        "attachment",
        {
            "table_name": table_name,
            "row_id": row_id,
            "relative_path": _relative(location, kept),
            "sha256": sha256,
            "size_bytes": size,
            "person_id": transaction.person_id,
            **facts,
        },
    )


def attachment_file(workspace: Workspace, row: Row, cache: Path) -> Path | None:
    """The file of an attachment.

    Parameters
    ----------
    row : Row
        Of ``attachment``.
    cache : Path
        Folder into which it is fetched when the workspace holds its bytes inside; it should last no longer than the session, since
        whoever may see a photo today may not tomorrow.

    Returns
    -------
    Path, optional
        None when it is not here, is not what it was, or is not for this login.
    """
    sha256 = str(row["sha256"])
    beside = _beside(workspace.location, row)
    if beside is not None and file_sha256(beside) == sha256:
        return beside
    if not is_kept_inside(workspace.connection, sha256):
        return None
    fetched = cache / sha256[:2] / (sha256 + _suffix(str(row["relative_path"])))
    if not fetched.is_file() or file_sha256(fetched) != sha256:
        fetched.parent.mkdir(parents=True, exist_ok=True)
        if not _write(fetched, _parts(workspace.connection, sha256), sha256):
            return None
    return fetched


def carry_file(there: Workspace, here: Connection, location: Path | str, row: Row) -> tuple[str, bool] | None:
    """Bring the file of another workspace's attachment along.

    Parameters
    ----------
    here, location : Connection, Path or str
        Of the workspace that takes it.
    row : Row
        Of ``attachment``, as the other workspace has it.

    Returns
    -------
    tuple of (str, bool), optional
        Its path relative to this workspace, and whether it had to be copied; None when the file is not there or not what it was.

    Raises
    ------
    InputError
        ``workspace.attachment_too_large`` where this workspace is in a database.
    """
    sha256 = str(row["sha256"])
    if not _SHA256.match(sha256):
        return None
    kept = _kept_path(location, sha256, _suffix(str(row["relative_path"])))
    relative = _relative(location, kept)
    is_here = is_kept_inside(here, sha256) or (database_address(str(location)) is None and kept.is_file())
    if is_here:
        return relative, False
    with _found(there, row) as source:
        if source is None:
            return None
        _keep(here, location, source, kept, sha256)
    return relative, True


def put_inside(
    there: Workspace, here: Connection, progress: Progress = no_progress, is_cancelled: IsCancelled = never_cancelled
) -> int:
    """Put the files of a workspace into a copy of its rows, as bytes; returns how many are in it now that were not.

    Files that are not there, or not what they were, are left out: their rows say what is missing.
    """
    count = 0
    rows = there.read("attachment")
    for number, row in enumerate(rows):
        stop_if(is_cancelled)
        progress(100.0 * number / len(rows))
        sha256 = str(row["sha256"])
        if not _SHA256.match(sha256) or is_kept_inside(here, sha256):
            continue
        with _found(there, row) as source:
            if source is not None:
                _insert(here, source, sha256)
                count += 1
    return count


def put_bytes(here: Connection, data: bytes, sha256: str) -> None:
    """Put a file that was made of an attachment into a copy of its rows, once for each content."""
    if not is_kept_inside(here, sha256):
        _put(here, (data[place : place + PART_BYTES] for place in range(0, max(len(data), 1), PART_BYTES)), sha256)


def kept_name(location: Path | str, sha256: str, former: str) -> str:
    """Where a workspace keeps a file of that content beside it, relative to it; `former` gives the ending."""
    return _relative(location, _kept_path(location, sha256, _suffix(former)))


def has_file(location: Path | str, connection: Connection, row: Row) -> bool:
    """Whether the file of an attachment is with its workspace; what it holds is not looked at."""
    return _beside(location, row) is not None or is_kept_inside(connection, str(row["sha256"]))


def forget_content(connection: Connection, row: Row) -> None:
    """Delete the bytes of an attachment that the database holds."""
    connection.run('DELETE FROM "attachment_content" WHERE "sha256" = ?', [row["sha256"]])


def delete_beside(location: Path | str, rows: Iterable[Row]) -> None:
    """Delete the files of attachments that lie beside a workspace; once it is written down that they are to go.

    Raises
    ------
    OutputError
        When one cannot be deleted, for instance because it is open elsewhere; the others are.
    """
    failed: list[tuple[Path, OSError]] = []
    for row in rows:
        beside = _beside(location, row)
        if beside is None:
            continue
        try:
            beside.unlink()
        except OSError as error:
            failed.append((beside, error))
    if failed:
        first, reason = failed[0]
        raise output_error(first, reason) from reason


def is_kept_inside(connection: Connection, sha256: str) -> bool:
    """Whether the database itself holds the bytes of a file, for this login to see."""
    # a file of an older version, opened only for reading, has no such table
    return "content" in connection.stored_column_names(CONTENT) and bool(
        connection.query('SELECT 1 FROM "attachment_content" WHERE "sha256" = ? LIMIT 1', [sha256])
    )


def _beside(location: Path | str, row: Row) -> Path | None:
    """File of an attachment beside its workspace; None when there is none.

    A row that was merged may come from anybody: what leads out of the folder of the workspace, or is not named by its content, is no
    attachment, and is neither opened, nor carried on, nor deleted.
    """
    stored = Path(str(row["relative_path"]))
    leads_out = bool(stored.drive or stored.root) or ".." in stored.parts
    is_named = stored.stem == row["sha256"] and _SHA256.match(stored.stem)
    if database_address(str(location)) is not None or leads_out or not is_named:
        return None
    beside = Path(location).parent / stored
    return beside if beside.is_file() else None


def _kept_path(location: Path | str, sha256: str, suffix: str) -> Path:
    return attachment_folder(location) / sha256[:2] / (sha256 + suffix.lower()[:_LONGEST_SUFFIX])


def _relative(location: Path | str, kept: Path) -> str:
    return kept.relative_to(Path(location).parent).as_posix()


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()[:_LONGEST_SUFFIX]


def _keep(connection: Connection, location: Path | str, source: Path, kept: Path, sha256: str) -> None:
    if database_address(str(location)) is not None:
        if not is_kept_inside(connection, sha256):
            _check_size(source)
            _insert(connection, source, sha256)
    elif not kept.is_file() and not _write(kept, _blocks(source, _BLOCK), sha256):
        raise _changed(source)


def _check_size(source: Path) -> None:
    size_mb = source.stat().st_size / _BYTES_PER_MB
    if size_mb > FILE_LIMIT_MB:
        raise InputError(
            "workspace.attachment_too_large", path=str(source), size_mb=round(size_mb, 1), limit_mb=FILE_LIMIT_MB
        )


def _insert(connection: Connection, source: Path, sha256: str) -> None:
    """Put the bytes of a file into the database, part by part; an empty file is one empty part."""
    if _put(connection, _blocks(source, PART_BYTES), sha256) != sha256:
        raise _changed(source)


def _put(connection: Connection, parts: Iterable[bytes], sha256: str) -> str:
    """Put parts in under a digest; returns the digest that they have.

    Parts that are there already, with a file of which this login knows nothing, stay as they are.
    """
    digest = hashlib.sha256()
    sql = statement(
        "INSERT INTO $table ($columns) VALUES (?,?,?,?) ON CONFLICT DO NOTHING", table=CONTENT, columns=_COLUMNS
    )
    for number, part in enumerate(parts):
        digest.update(part)
        connection.run(sql, [named_id(f"content/{sha256}/{number}"), sha256, number, part])
    return digest.hexdigest()


def _parts(connection: Connection, sha256: str) -> Iterator[bytes]:
    sql = 'SELECT "content" FROM "attachment_content" WHERE "sha256" = ? AND "part" = ?'
    number = 0
    while True:
        found = connection.query(sql, [sha256, number])
        if not found:
            return
        yield bytes(found[0][0])
        number += 1


@contextmanager
def _found(workspace: Workspace, row: Row) -> Iterator[Path | None]:
    """A file of a workspace as it was when it was attached; None when there is none."""
    with tempfile.TemporaryDirectory(prefix="rainforest-alert-") as cache:
        yield attachment_file(workspace, row, Path(cache))


def _blocks(path: Path | str, size: int) -> Iterator[bytes]:
    with open(path, "rb") as file:
        yield file.read(size)
        yield from iter(lambda: file.read(size), b"")


def _write(target: Path, blocks: Iterable[bytes], sha256: str) -> bool:
    """Write a file whole or not at all; whether its content was what it should be."""
    digest = hashlib.sha256()
    try:
        with replaced_file(target) as partial, open(partial, "wb") as written:
            for block in blocks:
                digest.update(block)
                written.write(block)
            if digest.hexdigest() != sha256:
                raise _DifferentError
    except _DifferentError:
        return False
    return True


class _DifferentError(Exception):
    """The content is not what its digest says."""


def _changed(source: Path) -> InputError:
    return _unreadable(source, "changed while it was copied")


def _unreadable(source: Path, reason: str) -> InputError:
    return InputError("workspace.attachment_unreadable", path=str(source), reason=reason)
