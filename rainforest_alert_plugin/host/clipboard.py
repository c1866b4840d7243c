"""What is copied from a list of a workspace's rows passes the gate, like everything else that leaves."""

from __future__ import annotations

from typing import Mapping

from ..errors import Message
from ..workspace.release import Record, release
from .messages import describe
from .workspaces import open_workspace

# Who pastes sends it on, and nobody knows whereto: the federation's own people are the widest circle that is safe to assume.
AUDIENCE = "federation"
PURPOSE = "clipboard"


def released_text(location: str, table: str, texts: Mapping[str, str]) -> str:
    """The lines of those rows that may leave, then how many were held back.

    Parameters
    ----------
    texts : mapping of str to str
        What is shown of each row, by its identity, in the order in which it is shown.
    """
    with open_workspace(location) as workspace:
        rows = {row["id"]: row for identity in texts for row in workspace.read(table, '"id" = ?', [identity])}
        records = [Record(table, identity, row) for identity, row in rows.items()]
        released = release(records, AUDIENCE, PURPOSE, workspace)
    # A line shows what the row holds as it is: rows that only leave in reduced form, or with values blanked, stay.
    whole = [record.id for record in released.rows if record.values == rows[record.id]]
    lines = [texts[identity] for identity in whole]
    if len(lines) < len(texts):
        lines.append(
            describe(
                Message("workspace.copied", released=len(lines), held_back=len(texts) - len(lines), audience=AUDIENCE)
            )
        )
    return "\n".join(lines)
