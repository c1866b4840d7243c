"""Alerts whose date cannot be: in the future, or before the source had eyes."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np

from ..errors import Message
from .collection import Collection
from .encoding import unix_day
from .tables import FIRE_SOURCES

FIRST_DAY = datetime.date(2014, 1, 1)
FIRST_FIRE = datetime.date(2000, 11, 1)
"""Terra's fires begin here."""

_AHEAD = datetime.timedelta(days=1)


def without_impossible_dates(collection: Collection, today: datetime.date) -> Collection:
    """The same alerts but for those dated after tomorrow (in Asia it is tomorrow already) or before any source.

    They are counted in a message each; the message about the future names the computer's date, since the clock may be wrong.
    """
    points = collection.points
    first = FIRST_FIRE if points.source in FIRE_SOURCES else FIRST_DAY
    future = points.day > unix_day(today + _AHEAD)
    early = points.day < unix_day(first)
    said = []
    if future.any():
        said.append(Message("alerts.dates_in_future", count=int(future.sum()), today=today.isoformat()))
    if early.any():
        said.append(Message("alerts.dates_too_early", count=int(early.sum()), first=first.isoformat()))
    if not said:
        return collection
    keep = ~(future | early)
    number = np.cumsum(keep) - 1
    lines = keep[collection.alert]
    kept = replace(
        points,
        longitude=points.longitude[keep],
        latitude=points.latitude[keep],
        day=points.day[keep],
        confidence=points.confidence[keep],
        area_ha=points.area_ha[keep],
        pixel=points.pixel[keep],
    )
    return replace(
        collection,
        points=kept,
        alert=number[collection.alert[lines]],
        territory=collection.territory[lines],
        messages=[*collection.messages, *said],
    )
