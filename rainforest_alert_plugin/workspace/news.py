"""What is new in the workspace, and how old each source's last batch is; read without any connection to the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone

from .store import Row, Workspace

_SECONDS_PER_DAY = 86400.0


@dataclass(frozen=True)
class SourceStatus:
    """What the workspace holds of a source.

    Attributes
    ----------
    source : str
    fetched_at : str
        UTC time of its last batch.
    age_days : float
        Days since then.
    source_version : str or None
        Of the last batch that names one.
    licence : str or None
    batch_count, alert_count, withdrawn_count : int
        Batches, alerts that stand, alerts that the source withdrew.
    last_date : str or None
        Date of its latest standing alert.
    """

    source: str
    fetched_at: str
    age_days: float
    source_version: str | None
    licence: str | None
    batch_count: int
    alert_count: int
    withdrawn_count: int
    last_date: str | None


def source_status(workspace: Workspace, now: datetime | None = None) -> list[SourceStatus]:
    """Status of every source that the workspace ever took a batch of, ordered by source.

    Parameters
    ----------
    now : datetime, optional
        Moment to count the age from, with its zone; the present by default.
    """
    now = now or datetime.now(timezone.utc)
    held = {
        str(source): (int(standing or 0), int(withdrawn or 0), last)
        for source, standing, withdrawn, last in workspace.connection.query(
            'SELECT "source", SUM(CASE WHEN "withdrawn_batch_id" IS NULL THEN 1 ELSE 0 END), '
            'SUM(CASE WHEN "withdrawn_batch_id" IS NULL THEN 0 ELSE 1 END), '
            'MAX(CASE WHEN "withdrawn_batch_id" IS NULL THEN "date" END) FROM "alert" GROUP BY "source"'
        )
    }
    batches: dict[str, list[Row]] = {}
    for row in workspace.read("alert_batch", order="fetched_at"):
        batches.setdefault(str(row["source"]), []).append(row)
    found = []
    for source in sorted(batches):
        rows = batches[source]
        fetched = str(rows[-1]["fetched_at"])
        moment = datetime.fromisoformat(fetched.replace("Z", "+00:00"))
        standing, withdrawn, last = held.get(source, (0, 0, None))
        versions = [str(row["source_version"]) for row in rows if row["source_version"]]
        licences = [str(row["licence"]) for row in rows if row["licence"]]
        found.append(
            SourceStatus(
                source,
                fetched,
                (now - moment).total_seconds() / _SECONDS_PER_DAY,
                versions[-1] if versions else None,
                licences[-1] if licences else None,
                len(rows),
                standing,
                withdrawn,
                None if last is None else str(last),
            )
        )
    return found
