"""Of which rows of a workspace something was made, and for whom: what is kept of a release so that it can be asked anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Iterable, Mapping, NamedTuple

from .consents import BELONGS

# What the gate asks of a row besides its identity, should the row be gone when it is asked again.
ASKED = ("sensitivity", "community_id", "table_name", "row_id", *BELONGS)


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class OriginRow(NamedTuple):
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
    values: Mapping[str, Any] = _NOTHING
    sensitivity: str | None = None
    subject: tuple[str, str | None] | None = None

    @classmethod
    def of(
        cls, id: str, values: Mapping[str, Any], sensitivity: str | None, subject: tuple[str, str | None] | None
    ) -> OriginRow:
        """What is kept of a row."""
        kept = {name: str(values[name]) for name in ASKED if values.get(name) is not None}
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
    return json.dumps([_line(origin) for origin in merged(origins)], ensure_ascii=False, separators=(",", ":"))


def _line(origin: Origin) -> dict[str, Any]:
    """An origin with what many rows share written once for all of them."""
    ids: dict[tuple[Any, ...], list[str]] = {}
    for row in origin.rows:
        ids.setdefault((tuple(row.values.items()), row.sensitivity, row.subject), []).append(row.id)
    return {
        "location": origin.location,
        "audience": origin.audience,
        "table": origin.table,
        "count": origin.count,
        "rows": [
            {"values": dict(values), "sensitivity": sensitivity, "subject": subject, "ids": alike}
            for (values, sensitivity, subject), alike in ids.items()
        ],
    }


def from_json(text: str) -> tuple[Origin, ...]:
    """Origins from their text."""
    found = []
    for line in json.loads(text):
        rows: list[OriginRow] = []
        for alike in line["rows"]:
            subject = tuple(alike["subject"]) if alike["subject"] else None
            values, sensitivity = alike["values"], alike["sensitivity"]
            rows += [OriginRow(id, values, sensitivity, subject) for id in alike["ids"]]
        found.append(Origin(line["location"], line["audience"], line["table"], tuple(rows), line["count"]))
    return tuple(found)


def merged(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """The same with each row once for a workspace, an audience and a table.

    Drafts that QGIS copied bear the same identity, and can differ in their level.
    """
    alike: dict[tuple[str, str, str], list[Origin]] = {}
    for origin in origins:
        alike.setdefault((origin.location, origin.audience, origin.table), []).append(origin)
    return tuple(_merged(found) for found in alike.values())


def _merged(origins: list[Origin]) -> Origin:
    """Origins of one workspace, audience and table as one."""
    first = origins[0]
    if len(origins) == 1 and len({row.id for row in first.rows}) == len(first.rows):
        return first
    known = {(row.id, row.values.get("sensitivity"), row.sensitivity): row for origin in origins for row in origin.rows}
    count = max(len(known), *(origin.count for origin in origins))
    return Origin(first.location, first.audience, first.table, tuple(known.values()), count)
