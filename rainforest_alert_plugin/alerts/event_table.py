"""Events ready to be written: one by one as records, and by hundreds of thousands as columns."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Floats, Ints
from ..geo.wkb import rings_of
from .encoding import CONFIDENCE_WORDS, date_of, day_texts, unix_day
from .events import Growth

_DECIMALS = 4


@dataclass(frozen=True)
class SourceShare:
    """What one source saw of an event.

    Attributes
    ----------
    source : str
    first_date, last_date : datetime.date
    max_confidence : str
        ``low``, ``high`` or ``highest``.
    pixel_count : int
    area_ha : float
        Of its pixels.
    """

    source: str
    first_date: datetime.date
    last_date: datetime.date
    max_confidence: str
    pixel_count: int
    area_ha: float


@dataclass(frozen=True)
class EventRecord:
    """An event, ready to be written.

    Attributes
    ----------
    event_id : str
        See :func:`~rainforest_alert_plugin.alerts.events.event_ids`.
    first_date, last_date : datetime.date
        Of its alerts.
    pixel_count : int
    area_ha : float
        On the ellipsoid.
    max_confidence : str
        ``low``, ``high`` or ``highest``.
    source : str
        Several are joined by "+".
    territory_id : str
        Territories that hold the centre of at least one of its pixels, the one with the largest part first, separated by "; ".
    growth : dict of date to float
        Hectares first seen on each date.
    wkb : bytes
        Multipolygon of whole pixels, in the alerts' reference system.
    sources : tuple of SourceShare
        What each source saw of it.
    """

    event_id: str
    first_date: datetime.date
    last_date: datetime.date
    pixel_count: int
    area_ha: float
    max_confidence: str
    source: str
    territory_id: str
    growth: dict[datetime.date, float]
    wkb: bytes = field(repr=False)
    sources: tuple[SourceShare, ...] = ()


@dataclass(frozen=True, eq=False)
class EventTable(Sequence[EventRecord]):
    """Many events as columns; a record is made when it is asked for.

    Attributes
    ----------
    event_id, source, territory_id : list of str
    first_day, last_day : numpy.ndarray of int64, shape (n,)
        Days since 1970-01-01.
    pixel_count : numpy.ndarray of int64, shape (n,)
    area_ha : numpy.ndarray of float64, shape (n,)
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    growth : Growth
    wkbs : list of bytes
        Multipolygons.
    boxes : numpy.ndarray of float64, shape (n, 4)
        Of the multipolygons: x min, y min, x max, y max.
    shares : list of tuples of SourceShare, or None
        None where each event has but the one source that it names.
    """

    event_id: list[str]
    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    area_ha: Floats
    confidence: npt.NDArray[np.uint8]
    source: list[str]
    territory_id: list[str]
    growth: Growth
    wkbs: list[bytes]
    boxes: Floats
    shares: list[tuple[SourceShare, ...]] | None = None

    @classmethod
    def of(cls, records: Sequence[EventRecord]) -> EventTable:
        """Columns of records."""
        grown = [
            (event, unix_day(date), area)
            for event, record in enumerate(records)
            for date, area in sorted(record.growth.items())
        ]
        growth = Growth(
            np.array([event for event, _, _ in grown], np.int64),
            np.array([day for _, day, _ in grown], np.int64),
            np.array([area for _, _, area in grown], np.float64),
        )
        wkbs = [record.wkb for record in records]
        return cls(
            [record.event_id for record in records],
            np.array([unix_day(record.first_date) for record in records], np.int64),
            np.array([unix_day(record.last_date) for record in records], np.int64),
            np.array([record.pixel_count for record in records], np.int64),
            np.array([record.area_ha for record in records], np.float64),
            np.array([CONFIDENCE_WORDS.index(record.max_confidence) for record in records], np.uint8),
            [record.source for record in records],
            [record.territory_id for record in records],
            growth,
            wkbs,
            rings_of(wkbs).boxes(),
            [record.sources for record in records],
        )

    def __len__(self) -> int:
        return len(self.event_id)

    def __getitem__(self, index: int) -> EventRecord:  # type: ignore[override]
        index = range(len(self))[index]
        first, last = date_of(self.first_day[index]), date_of(self.last_day[index])
        word = CONFIDENCE_WORDS[int(self.confidence[index])]
        count, area_ha = int(self.pixel_count[index]), float(self.area_ha[index])
        only = (SourceShare(self.source[index], first, last, word, count, area_ha),)
        return EventRecord(
            self.event_id[index],
            first,
            last,
            count,
            area_ha,
            word,
            self.source[index],
            self.territory_id[index],
            self.growth.of(index),
            self.wkbs[index],
            only if self.shares is None else self.shares[index],
        )

    def __iter__(self) -> Iterator[EventRecord]:
        return (self[index] for index in range(len(self)))

    def confidence_words(self) -> list[str]:
        """``low``, ``high`` or ``highest`` of each."""
        return [CONFIDENCE_WORDS[each] for each in self.confidence.tolist()]

    def growth_texts(self) -> list[str]:
        """Hectares first seen on each date of each event, as JSON."""
        day, of_day = np.unique(self.growth.day, return_inverse=True)
        # few areas differ in four decimals: each is written but once
        area, of_area = np.unique(np.rint(self.growth.area_ha * 10**_DECIMALS).astype(np.int64), return_inverse=True)
        dates = [f'"{text}": ' for text in day_texts(day)]
        areas = [repr(number / 10**_DECIMALS) for number in area.tolist()]
        pieces = [dates[i] + areas[j] for i, j in zip(of_day.tolist(), of_area.tolist())]
        ends = np.searchsorted(self.growth.event, np.arange(len(self)), "right").tolist()
        return ["{" + ", ".join(pieces[begin:end]) + "}" for begin, end in zip([0, *ends], ends)]

    def sources_texts(self) -> list[str]:
        """What each source saw of each event, as JSON."""
        if self.shares is not None:
            return [_shares_text(shares) for shares in self.shares]
        names = {source: json.dumps(source) for source in set(self.source)}
        return [
            f'[{{"source": {names[source]}, "first_date": "{first}", "last_date": "{last}", "max_confidence": "{word}", '
            f'"pixel_count": {count}, "area_ha": {round(area, _DECIMALS)!r}}}]'
            for source, first, last, word, count, area in zip(
                self.source,
                day_texts(self.first_day),
                day_texts(self.last_day),
                self.confidence_words(),
                self.pixel_count.tolist(),
                self.area_ha.tolist(),
            )
        ]


def _shares_text(shares: Sequence[SourceShare]) -> str:
    return json.dumps(
        [
            {
                "source": share.source,
                "first_date": share.first_date.isoformat(),
                "last_date": share.last_date.isoformat(),
                "max_confidence": share.max_confidence,
                "pixel_count": share.pixel_count,
                "area_ha": round(share.area_ha, _DECIMALS),
            }
            for share in shares
        ]
    )
