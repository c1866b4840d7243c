"""Events of the blocks of rasters, put together across their seams from the pixels along them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..geo.arrays import Floats, Ints
from ..geo.runs import stepped
from .blocks import Job, merge_tallies
from .encoding import CONFIDENCE_WORDS, date_of, unix_day
from .event_search import degrees_of
from .events import components, event_ids, join_events
from .pixel_area import PixelAreas, pixel_areas
from .pixels import ReadingTally, Window, read_pixels
from .raster import AlertRaster
from .statistics import territories_of_points

_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, eq=False)
class PartialEvents:
    """Events of some blocks, some of which go on in other blocks.

    Attributes
    ----------
    source : str
    first_day, last_day, pixel_count, row, col : numpy.ndarray of int, shape (n,)
        Of each event; `row` and `col` of its earliest pixel, in the grid that all rasters share.
    area_ha : numpy.ndarray of float64, shape (n,)
    confidence : numpy.ndarray of uint8, shape (n,)
        Highest.
    longitude, latitude : numpy.ndarray of float64, shape (n,)
        Centre of the earliest pixel on WGS 84.
    held_event, held_territory : numpy.ndarray of int, shape (m,)
        Events that have pixels in territories (numbers among all).
    held_area_ha : numpy.ndarray of float64, shape (m,)
    seam_row, seam_col, seam_day, seam_event : numpy.ndarray of int64, shape (k,)
        Alert pixels along the blocks' sides.
    tally : ReadingTally
    """

    source: str
    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    row: Ints
    col: Ints
    area_ha: Floats
    confidence: npt.NDArray[np.uint8]
    longitude: Floats
    latitude: Floats
    held_event: Ints
    held_territory: Ints
    held_area_ha: Floats
    seam_row: Ints
    seam_col: Ints
    seam_day: Ints
    seam_event: Ints
    tally: ReadingTally


_OF_EVENTS = (
    "first_day", "last_day", "pixel_count", "row", "col", "area_ha", "confidence", "longitude", "latitude",
)  # fmt: skip


_NARROW = ("first_day", "last_day", "pixel_count", "row", "col")


def events_job(job: Job) -> PartialEvents:
    """Join the alert pixels of each block of a job to events."""
    raster = job.raster.open()
    areas = pixel_areas(raster.grid)
    return side_by_side([_events_of_block(raster, areas, job, window) for window in job.windows])


def _events_of_block(raster: AlertRaster, areas: PixelAreas, job: Job, window: Window) -> PartialEvents:
    pixels = read_pixels(
        raster,
        [window],
        None if job.start is None else unix_day(job.start),
        None if job.end is None else unix_day(job.end),
        job.min_confidence,
        refuse=False,
    )
    area_ha = areas.at(pixels.row, pixels.col)
    events = join_events(pixels.row, pixels.col, pixels.day, pixels.confidence, area_ha, job.window_days)
    x, y = pixels.centres()
    longitude, latitude = degrees_of(x[events.earliest], y[events.earliest], raster.grid.crs_wkt)
    held: list[tuple[int, int, float]] = []
    if job.territories:
        held = _held(x, y, area_ha, events.label, job)
    table = np.array(held, np.float64).reshape(-1, 3)
    along = np.flatnonzero(
        (pixels.row == window.row)
        | (pixels.row == window.row + window.height - 1)
        | (pixels.col == window.col)
        | (pixels.col == window.col + window.width - 1)
    )
    return PartialEvents(
        pixels.source,
        events.first_day,
        events.last_day,
        events.pixel_count.astype(np.int64),
        pixels.row[events.earliest].astype(np.int64) + job.row,
        pixels.col[events.earliest].astype(np.int64) + job.col,
        events.area_ha,
        events.max_confidence,
        longitude,
        latitude,
        table[:, 0].astype(np.int64),
        table[:, 1].astype(np.int64),
        table[:, 2].copy(),
        pixels.row[along].astype(np.int64) + job.row,
        pixels.col[along].astype(np.int64) + job.col,
        pixels.day[along].astype(np.int64),
        events.label[along].astype(np.int64),
        pixels.tally,
    )


def _held(x: Floats, y: Floats, area_ha: Floats, label: Ints, job: Job) -> list[tuple[int, int, float]]:
    """Event, territory and hectares, for every territory that holds pixel centres of an event."""
    found = []
    for index, inside in territories_of_points(x, y, job.territories):
        area = np.bincount(label[inside], weights=area_ha[inside])
        for event in np.unique(label[inside]).tolist():
            found.append((event, job.numbers[index], float(area[event])))
    return found


def side_by_side(parts: Sequence[PartialEvents]) -> PartialEvents:
    """Events side by side, not yet put together."""
    begin = np.cumsum([0, *(len(part.first_day) for part in parts)])
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _OF_EVENTS}
    # Whole numbers below two thousand million, millions of times: in 32 bits they take half the room.
    columns.update({name: columns[name].astype(np.int32) for name in _NARROW})
    held = np.concatenate([part.held_event + int(first) for part, first in zip(parts, begin)]).astype(np.int32)
    seam = np.concatenate([part.seam_event + first for part, first in zip(parts, begin)])
    return PartialEvents(
        source="+".join(sorted({part.source for part in parts})),
        held_event=held,
        held_territory=np.concatenate([part.held_territory for part in parts]).astype(np.int32),
        held_area_ha=np.concatenate([part.held_area_ha for part in parts]),
        seam_row=np.concatenate([part.seam_row for part in parts]),
        seam_col=np.concatenate([part.seam_col for part in parts]),
        seam_day=np.concatenate([part.seam_day for part in parts]),
        seam_event=seam,
        tally=merge_tallies([part.tally for part in parts]),
        **columns,
    )


@dataclass(frozen=True)
class EventRow:
    """An event as a line of a table; see :class:`~rainforest_alert_plugin.alerts.event_table.EventRecord`.

    `longitude` and `latitude` are the centre of its earliest pixel on WGS 84.
    """

    event_id: str
    first_date: datetime.date
    last_date: datetime.date
    pixel_count: int
    area_ha: float
    max_confidence: str
    source: str
    territory_id: str
    longitude: float
    latitude: float


@dataclass(frozen=True, eq=False)
class MergedEvents:
    """Events put together; a line of the table is made when it is asked for, since a tile may have millions.

    Iterating gives :class:`EventRow`, by date, then from north to south.
    """

    source: str
    first_day: Ints
    last_day: Ints
    pixel_count: Ints
    area_ha: Floats
    confidence: npt.NDArray[np.uint8]
    longitude: Floats
    latitude: Floats
    owner_start: Ints
    owner: npt.NDArray[np.int32]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.first_day)

    def __iter__(self) -> Iterator[EventRow]:
        for start in range(0, len(self), _ROWS_AT_ONCE):
            yield from self._rows(slice(start, start + _ROWS_AT_ONCE))

    def _rows(self, part: slice) -> Iterator[EventRow]:
        bounds = self.owner_start[part.start : part.stop + 1].tolist()
        owners = [
            "; ".join(self.ids[number] for number in self.owner[a:b].tolist()) for a, b in zip(bounds, bounds[1:])
        ]
        columns = zip(
            event_ids(self.source, self.first_day[part], self.longitude[part], self.latitude[part]),
            self.first_day[part].tolist(),
            self.last_day[part].tolist(),
            self.pixel_count[part].tolist(),
            self.area_ha[part].tolist(),
            self.confidence[part].tolist(),
            owners,
            self.longitude[part].tolist(),
            self.latitude[part].tolist(),
        )
        for identity, first, last, count, area, confidence, owner, longitude, latitude in columns:
            word = CONFIDENCE_WORDS[confidence]
            yield EventRow(
                identity, date_of(first), date_of(last), count, area, word, self.source, owner, longitude, latitude
            )


def merge_events(
    parts: Sequence[PartialEvents], window_days: int, ids: Sequence[str] | None = None
) -> tuple[MergedEvents, ReadingTally]:
    """Put events together across the seams of blocks and rasters.

    Parameters
    ----------
    parts : sequence of PartialEvents
        Of one source, each pixel in one of them.
    window_days : int
        Neighbours join if their dates differ by at most this.
    ids : sequence of str, optional
        Territories; then only events with a pixel centre in one are kept.
    """
    if not parts:
        nothing, none = np.zeros(0, np.int64), np.zeros(0)
        empty = (nothing, nothing, nothing, none, np.zeros(0, np.uint8), none, none)
        return MergedEvents("", *empty, np.zeros(1, np.int64), np.zeros(0, np.int32), ()), ReadingTally()
    whole = side_by_side(parts)
    # The parts of a whole tile are a quarter of a gigabyte; who gave them may have kept none.
    parts = ()
    source, tally, table = whole.source, whole.tally, dict(vars(whole))
    head = _head_of_each(whole, window_days)
    del whole
    owner_start, owner = _owners(
        head[table.pop("held_event")], table.pop("held_territory"), table.pop("held_area_ha"), len(head)
    )
    is_kept = head == np.arange(len(head), dtype=np.int32)
    if ids is not None:
        is_kept &= np.diff(owner_start) > 0
    kept = np.flatnonzero(is_kept)
    kept = kept[np.lexsort([table[name][kept] for name in ("col", "row", "first_day")])].astype(np.int32)
    held = np.diff(owner_start)[kept]
    owner = owner[stepped(owner_start[kept], held)]
    # one column after the other, so that none stands twice for long
    columns = {name: table.pop(name)[kept] for name in _OF_EVENTS if name not in ("row", "col")}
    owner_start = np.concatenate([[0], np.cumsum(held)])
    return MergedEvents(source, owner_start=owner_start, owner=owner, ids=tuple(ids or ()), **columns), tally


def _head_of_each(whole: PartialEvents, window_days: int) -> npt.NDArray[np.int32]:
    """Event that each one is part of: itself, or of those that hang together the one with the earliest pixel.

    Dates, counts, area and confidence of such a head become those of all its parts.
    """
    head = np.arange(len(whole.first_day), dtype=np.int32)
    first, second = _links(whole, window_days)
    cut = np.unique(np.concatenate([first, second]))
    root = components(
        len(cut),
        [np.searchsorted(cut, first).astype(np.int32)],
        [np.searchsorted(cut, second).astype(np.int32)],
    )
    order = np.lexsort((whole.col[cut], whole.row[cut], whole.first_day[cut], root))
    start = np.flatnonzero(np.diff(root[order], prepend=-1))
    if len(start) == 0:
        return head
    cut = cut[order]
    heads = cut[start]
    head[cut] = np.repeat(heads, np.diff(np.append(start, len(cut))))
    for reduce, column in (
        (np.maximum, whole.last_day),
        (np.maximum, whole.confidence),
        (np.add, whole.pixel_count),
        (np.add, whole.area_ha),
    ):
        column[heads] = reduce.reduceat(column[cut], start)
    return head


def _owners(
    event: npt.NDArray[np.int32], territory: npt.NDArray[np.int32], area_ha: Floats, count: int
) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Territories of each event, the one that holds most of it first: where each event's begin, and their numbers."""
    order = np.lexsort((territory, event)).astype(np.int32)
    event, territory, area_ha = event[order], territory[order], area_ha[order]
    new = np.ones(len(event), bool)
    new[1:] = (np.diff(event) != 0) | (np.diff(territory) != 0)
    if not new.all():
        at = np.flatnonzero(new)
        event, territory, area_ha = event[at], territory[at], np.add.reduceat(area_ha, at)
    number = np.bincount(event, minlength=count)
    several = np.flatnonzero(number[event] > 1)
    by_size = np.lexsort((territory[several], -area_ha[several], event[several]))
    territory[several] = territory[several[by_size]]
    return np.concatenate([[0], np.cumsum(number)]), territory


def _links(whole: PartialEvents, window_days: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Pairs of events whose pixels along the seams are neighbours in space and time."""
    stride = int(whole.seam_col.max(initial=0)) + 3
    key = whole.seam_row * stride + whole.seam_col + 1
    order = np.argsort(key, kind="stable")
    key, day, event = key[order], whole.seam_day[order], whole.seam_event[order]
    firsts, seconds = [], []
    for down, right in _NEIGHBOURS:
        wanted = key + down * stride + right
        at = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
        here = np.flatnonzero(key[at] == wanted) if len(key) else at
        there = at[here]
        near = np.abs(day[here] - day[there]) <= window_days
        firsts.append(event[here[near]])
        seconds.append(event[there[near]])
    return np.concatenate(firsts).astype(np.int32), np.concatenate(seconds).astype(np.int32)
