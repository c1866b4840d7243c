"""Scanned acts of a workspace; short reads and writes on the main thread."""

from __future__ import annotations

from ..territory import acts
from .workspace_layers import refresh_workspace
from .workspaces import open_workspace

ACT_TYPES = acts.ACT_TYPES


def attach_act(location: str, table: str, row_id: str, path: str) -> None:
    """Keep the scan of an act with an agreed boundary or a consent."""
    with open_workspace(location) as workspace:
        acts.attach_act(workspace, table, row_id, path)
    refresh_workspace(location, "attachment")


def act_counts(location: str, table: str) -> dict[str, int]:
    """How many scans are kept with each row of a table that has any."""
    with open_workspace(location, read_only=True) as workspace:
        return {row_id: len(rows) for row_id, rows in acts.acts_of(workspace, table).items()}
