"""The record by which an assembly agreed: without it no boundary changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import InputError

PARTS = ("act", "date", "signed_by")
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class AssemblyRecord:
    """Act of an assembly.

    Attributes
    ----------
    act : str
        Number or name of the act.
    held_on : str
        Its date, ``2026-11-23``.
    signed_by : tuple of str
        Who signed.
    """

    act: str
    held_on: str
    signed_by: tuple[str, ...]


def read_record(text: str) -> AssemblyRecord:
    """Read a record from JSON, or from a JSON file.

    Parameters
    ----------
    text : str
        An object with ``act``, ``date`` (as 2026-11-23) and ``signed_by`` (a name or a list of names), or the path of a file with it.

    Raises
    ------
    InputError
        ``territory.record_unreadable``, ``territory.record_incomplete`` with the parts that are missing,
        ``territory.record_date``, ``territory.record_future``.
    """
    return record_of(read_object(text, "territory.record_unreadable"))


def record_of(content: Any) -> AssemblyRecord:
    """Record out of a JSON object; see :func:`read_record`."""
    if not isinstance(content, dict):
        raise InputError("territory.record_unreadable", reason=type(content).__name__)
    act = str(content.get("act") or "").strip()
    held_on = str(content.get("date") or "").strip()
    signed = content.get("signed_by")
    names = [signed] if isinstance(signed, str) else signed if isinstance(signed, list) else []
    signers = tuple(str(name).strip() for name in names if str(name).strip())
    missing = [part for part, value in zip(PARTS, (act, held_on, signers)) if not value]
    if missing:
        raise InputError("territory.record_incomplete", missing=", ".join(missing))
    try:
        day = date.fromisoformat(held_on)
    except ValueError as error:
        raise InputError("territory.record_date", date=held_on) from error
    if day > date.today():
        raise InputError("territory.record_future", date=held_on)
    return AssemblyRecord(act, day.isoformat(), signers)


def read_object(text: str, refusal: str) -> Any:
    """JSON that was typed, or that stands in a file.

    Raises
    ------
    InputError
        `refusal` with the reason.
    """
    written = text.strip()
    try:
        if written and written[0] not in "{[":
            path = Path(written)
            if path.stat().st_size > _MOST_BYTES:
                raise InputError(refusal, reason=f"{path.name}: > {_MOST_BYTES >> 20} MB")
            written = path.read_text(encoding="utf-8-sig")
        return json.loads(written)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(refusal, reason=str(error)) from error
