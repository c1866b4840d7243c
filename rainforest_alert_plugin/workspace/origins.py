"""Of which rows of a workspace something was made, and for whom: what is kept of a release so that it can be asked anew."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Iterable, Mapping

from .consents import BELONGS

# What the gate asks of a row besides its identity, should the row be gone when it is asked again.
_ASKED = ("sensitivity", "community_id", "table_name", "row_id", *BELONGS)


@dataclass(frozen=True)
class OriginRow:
    """A row that passed the gate.

    Attributes
    ----------
    id : str
    values : mapping
        Of its columns those by which the gate decides.
    sensitivity : str, optional
    subject : tuple of (str, str), optional
        As in :class:`~rainforest_alert_plugin.workspace.release.Record`.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sensitivity: str | None = None
    subject: tuple[str, str | None] | None = None

    @classmethod
    def of(
        cls, id: str, values: Mapping[str, Any], sensitivity: str | None, subject: tuple[str, str | None] | None
    ) -> OriginRow:
        """What is kept of a row."""
        kept = {name: str(values[name]) for name in _ASKED if values.get(name) is not None}
        return cls(id, kept, sensitivity, subject)


@dataclass(frozen=True)
class Origin:
    """Rows of one table of a workspace of which something was made for an audience.

    Attributes
    ----------
    location : str
        Of the workspace; empty where it is not known.
    audience, table : str
    rows : tuple of OriginRow
        One for all where the gate decides alike about all rows of the table.
    count : int
        Number of rows.
    """

    location: str
    audience: str
    table: str
    rows: tuple[OriginRow, ...]
    count: int


def to_json(origins: Iterable[Origin]) -> str:
    """Origins as text that :func:`from_json` reads."""
    return json.dumps([asdict(origin) for origin in merged(origins)], ensure_ascii=False)


def from_json(text: str) -> tuple[Origin, ...]:
    """Origins from their text."""
    found = []
    for line in json.loads(text):
        rows = tuple(
            OriginRow(row["id"], row["values"], row["sensitivity"], tuple(row["subject"]) if row["subject"] else None)
            for row in line["rows"]
        )
        found.append(Origin(line["location"], line["audience"], line["table"], rows, line["count"]))
    return tuple(found)


def merged(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """The same with each row once for a workspace, an audience and a table.

    Drafts that QGIS copied bear the same identity, and can differ in their level.
    """
    rows: dict[tuple[str, str, str], dict[tuple[Any, ...], OriginRow]] = {}
    counts: dict[tuple[str, str, str], int] = {}
    for origin in origins:
        key = (origin.location, origin.audience, origin.table)
        known = rows.setdefault(key, {})
        known.update({(row.id, row.values.get("sensitivity"), row.sensitivity): row for row in origin.rows})
        counts[key] = max(counts.get(key, 0), origin.count, len(known))
    return tuple(Origin(*key, tuple(known.values()), counts[key]) for key, known in rows.items())
