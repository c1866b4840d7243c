"""When to ask again, and how long to wait before."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Mapping

import numpy as np

REPEATABLE_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


def back_off_s(attempt: int, first_s: float, longest_s: float, generator: np.random.Generator) -> float:
    """Seconds to wait after failed attempt number `attempt` (from 1): doubling, with jitter down to half.

    The jitter keeps the laptops of one office from asking again in the same moment.
    """
    full = min(longest_s, first_s * 2.0 ** (attempt - 1))
    return float(full * generator.uniform(0.5, 1.0))


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that the service asks us to wait, from ``Retry-After`` (RFC 9110, 10.2.3); None when it says nothing usable.

    Parameters
    ----------
    headers : mapping
        Response headers, names in lower case.
    now : datetime, optional
        The present in UTC. The service's own ``Date`` goes first, since a laptop's clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdigit():
        return float(value)
    until = _http_date(value)
    if until is None:
        return None
    present = _http_date(headers.get("date", "")) or now or datetime.now(timezone.utc)
    return max(0.0, (until - present).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
