"""The scanned act of an agreement: kept with what it proves, an agreed boundary or a consent."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from ..errors import InputError, WorkspaceError
from ..workspace.attachments import attach
from ..workspace.levels import level_of
from ..workspace.model import SENSITIVITIES
from ..workspace.schema import table
from ..workspace.store import Row, Workspace
from .places import PHOTO_TYPES

ACT_TYPES: Mapping[str, str] = {".pdf": "application/pdf", **PHOTO_TYPES}
# What an act proves, and the column that names it.
PROVEN: Mapping[str, str] = {"boundary_version": "record_act", "consent": "act"}
# It shows who signed.
_LEAST_LEVEL = "community"


def attach_act(workspace: Workspace, table_name: str, row_id: str, file: Path | str) -> str:
    """Keep the scan of an act with the row that it proves, for nobody beyond the community. Returns the attachment's id.

    Parameters
    ----------
    table_name : str
        One of :data:`PROVEN`.

    Raises
    ------
    InputError
        ``act.unknown_file``, ``workspace.attachment_unreadable``, ``workspace.attachment_too_large``.
    WorkspaceError
        ``workspace.row_missing``.
    OutputError
        When the copy cannot be written.
    """
    path = Path(file)
    media_type = ACT_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise InputError("act.unknown_file", path=str(path), known=", ".join(suffix[1:] for suffix in ACT_TYPES))
    described = table(table_name)
    with workspace.write() as transaction:
        rows = workspace.read(table_name, '"id" = ?', [row_id])
        if not rows:
            raise WorkspaceError("workspace.row_missing", table=described.label, id=row_id)
        levels = (_LEAST_LEVEL, level_of(workspace, described, rows[0]) or _LEAST_LEVEL)
        return attach(
            transaction,
            workspace.location,
            path,
            table_name,
            row_id,
            media_type=media_type,
            caption=rows[0][PROVEN[table_name]],
            sensitivity=max(levels, key=SENSITIVITIES.index),
        )


def acts_of(workspace: Workspace, table_name: str) -> dict[str, list[Row]]:
    """Attachments of the rows of a table, by row."""
    found: dict[str, list[Row]] = {}
    for row in workspace.read("attachment", '"table_name" = ?', [table_name], order="created_at"):
        found.setdefault(str(row["row_id"]), []).append(row)
    return found
