"""Times as the workspace writes them: UTC, ISO 8601, milliseconds."""

from __future__ import annotations

from datetime import date, datetime, timezone


def utc_now() -> str:
    """The present moment."""
    return utc_text(datetime.now(timezone.utc))


def utc_text(moment: datetime) -> str:
    """A moment as text, for instance ``2026-11-23T14:05:09.120Z``; one without zone is taken as UTC."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def utc_of_text(text: str) -> str:
    """A time as any program wrote it, in the form the workspace writes.

    A time without zone, as QGIS before 3.40 writes what was typed in a form, is local time.
    """
    moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    return utc_text(moment.astimezone(timezone.utc))


def plain(value: object) -> object:
    """What a database driver returned, as the text or number the workspace writes."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
