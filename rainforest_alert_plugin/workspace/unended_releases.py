"""Releases that the audit log says began and of which it does not say how they ended, as a run leaves them that was killed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Mapping

from ..errors import Message
from .clock import plain
from .release import BEGUN, ENDS

if TYPE_CHECKING:
    from .store import Connection

_UNKNOWN = "–"
_FIND = (
    'SELECT "row_id", "happened_at", "replica_id", "person_id", "content" FROM "audit_log" AS "begun" '
    'WHERE "table_name" = \'release_log\' AND "action" = ? AND NOT EXISTS (SELECT 1 FROM "audit_log" AS "ended" '
    'WHERE "ended"."table_name" = "begun"."table_name" AND "ended"."row_id" = "begun"."row_id" '
    'AND "ended"."action" IN (?, ?)) ORDER BY "happened_at", "replica_id", "sequence"'
)


@dataclass(frozen=True)
class UnendedRelease:
    """What the audit log tells of a release that began.

    Attributes
    ----------
    id : str
        Identity that its line of the release log would have.
    began_at : str
        In UTC.
    replica_id, replica : str
        Identity and name of the laptop.
    person_id : str, optional
        Who worked; the name stays in the workspace.
    audience, table : str
    count : int, optional
        Rows that were about to leave. None, as an empty `audience` and `table`, when the line was spoilt; its chain is broken there.
    """

    id: str
    began_at: str
    replica_id: str
    replica: str
    person_id: str | None
    audience: str
    table: str
    count: int | None

    def message(self) -> Message:
        """It in one sentence."""
        return Message(
            "workspace.release_unended",
            day=self.began_at[:10],
            count=_UNKNOWN if self.count is None else self.count,
            table=self.table or _UNKNOWN,
            audience=self.audience or _UNKNOWN,
            person=self.person_id or _UNKNOWN,
            replica=self.replica,
        )


def unended_releases(connection: Connection) -> list[UnendedRelease]:
    """Releases with a line that they began and none, of the same identity, that they left or failed; the oldest first."""
    names = dict(connection.query('SELECT "id", "name" FROM "replica"'))
    return [
        UnendedRelease(
            str(identity),
            str(plain(began_at)),
            str(replica_id),
            str(names.get(replica_id) or replica_id),
            str(person_id) if person_id is not None else None,
            **_told(content),
        )
        for identity, began_at, replica_id, person_id, content in connection.query(_FIND, [BEGUN, *ENDS])
    ]


def _told(content: str) -> Mapping[str, Any]:
    try:
        told = json.loads(content)
        return {"audience": str(told["audience"]), "table": str(told["table"]), "count": int(told["count"])}
    except (KeyError, TypeError, ValueError):
        return {"audience": "", "table": "", "count": None}
