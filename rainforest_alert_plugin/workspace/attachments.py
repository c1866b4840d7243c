"""Photos, audio and documents beside the workspace: kept by their content, found by a relative path."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..geo.files import output_error, replaced_file
from .store import Transaction

_BLOCK = 1 << 20
_LONGEST_SUFFIX = 8


def attachment_folder(workspace_path: Path | str) -> Path:
    """Folder of a workspace's attachments: ``<workspace>.attachments`` beside its file."""
    path = Path(workspace_path)
    return path.with_name(path.stem + ".attachments")


def file_sha256(path: Path | str) -> str:
    """SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def attach(
    transaction: Transaction, workspace_path: Path | str, file: Path | str, table_name: str, row_id: str, **facts: Any
) -> str:
    """Copy a file beside the workspace and note it; the same content is kept once.

    Parameters
    ----------
    table_name, row_id : str
        What it belongs to.
    **facts : object
        Further columns of ``attachment``: ``taken_at``, ``media_type``, ``caption``, ``geom`` (WKB point), ``sensitivity``.

    Raises
    ------
    InputError
        ``workspace.attachment_unreadable``.
    OutputError
        When the copy cannot be written.
    """
    source = Path(file)
    try:
        sha256 = file_sha256(source)
        size = source.stat().st_size
    except OSError as error:
        raise InputError(
            "workspace.attachment_unreadable", path=str(source), reason=error.strerror or str(error)
        ) from error
    folder = attachment_folder(workspace_path)
    kept = folder / sha256[:2] / (sha256 + source.suffix.lower()[:_LONGEST_SUFFIX])
    if not kept.is_file():
        _copy(source, kept, sha256)
    return transaction.insert(
        "attachment",
        {
            "table_name": table_name,
            "row_id": row_id,
            "relative_path": kept.relative_to(Path(workspace_path).parent).as_posix(),
            "sha256": sha256,
            "size_bytes": size,
            "person_id": transaction.person_id,
            **facts,
        },
    )


def copy_attachment(
    source_workspace: Path | str, workspace: Path | str, relative_path: str, sha256: str
) -> tuple[str, bool] | None:
    """Bring the file of another workspace's attachment along.

    Returns
    -------
    tuple of (str, bool), optional
        Its path relative to this workspace, and whether it had to be copied; None when the file is not there or not what it was.
    """
    source = Path(source_workspace).parent / relative_path
    kept = attachment_folder(workspace) / sha256[:2] / (sha256 + source.suffix.lower()[:_LONGEST_SUFFIX])
    relative = kept.relative_to(Path(workspace).parent).as_posix()
    if kept.is_file():
        return relative, False
    if not source.is_file() or file_sha256(source) != sha256:
        return None
    _copy(source, kept, sha256)
    return relative, True


def _copy(source: Path, kept: Path, sha256: str) -> None:
    with replaced_file(kept) as partial:
        try:
            with open(source, "rb") as read, open(partial, "wb") as written:
                for block in iter(lambda: read.read(_BLOCK), b""):
                    written.write(block)
        except OSError as error:
            raise output_error(kept, error) from error
        if file_sha256(partial) != sha256:
            raise InputError("workspace.attachment_unreadable", path=str(source), reason="changed while it was copied")
