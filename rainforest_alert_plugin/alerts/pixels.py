"""The few pixels of an alert raster that are alerts, read strip by strip without keeping the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import gdal

from ..errors import InputError, Message
from ..geo.arrays import Ints
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from ..geo.runs import repeated, stepped
from .encoding import (
    CODES,
    DATE_CONF,
    DIST_MIN_ANOMALY,
    FIRST,
    INVALID,
    LOW,
    NO_DAY,
    NONE,
    Classes,
    Codes,
    Days,
    Encoding,
)
from .raster import AlertRaster, Grid, nodata_code, read_block, small_block_cache

_CHUNK_PIXELS = 2**20
_STRIP_PIXELS = 8 * 2**20
_MOST_STRIP_ROWS = 65536
_SHOWN = 5
_INT16_LARGEST = 32767


@dataclass(frozen=True)
class Window:
    """Part of a raster, in pixels."""

    row: int
    col: int
    height: int
    width: int


@dataclass
class ReadingTally:
    """What became of the pixels that hold something.

    Attributes
    ----------
    alerts : int
        Pixels with a confidence and a date (before any filter of dates).
    first : int
        DIST-ALERT pixels seen changed only once: not alerts yet.
    weak : int
        DIST-ALERT pixels under 30 % vegetation loss.
    undated : int
        Pixels of a pair with a confidence but no date.
    invalid : dict of int to int
        Count of each code that the source does not define.
    clipped : int
        Pixels at 32,767 in a file that ends there.
    """

    alerts: int = 0
    first: int = 0
    weak: int = 0
    undated: int = 0
    invalid: dict[int, int] = field(default_factory=dict)
    clipped: int = 0

    def messages(self, name: str) -> list[Message]:
        """Sentences about what was left out; none when nothing was."""
        said = []
        if self.invalid:
            commonest = sorted(self.invalid, key=lambda code: -self.invalid[code])[:_SHOWN]
            said.append(
                Message(
                    "alerts.invalid_codes",
                    name=name,
                    count=sum(self.invalid.values()),
                    examples=", ".join(str(code) for code in sorted(commonest)),
                )
            )
        for kind, count in (
            ("undated", self.undated),
            ("first", self.first),
            ("weak", self.weak),
            ("clipped", self.clipped),
        ):
            if count:
                said.append(Message(f"alerts.{kind}_pixels", name=name, count=count))
        return said


@dataclass(frozen=True, eq=False)
class AlertPixels:
    """Alert pixels of a raster in row order, from left to right within a row.

    Attributes
    ----------
    row, col : numpy.ndarray of int32, shape (n,)
        Position in the raster.
    day : numpy.ndarray of int32, shape (n,)
        Days since 1970-01-01.
    confidence : numpy.ndarray of uint8, shape (n,)
        1 low, 2 high, 3 highest.
    transform, crs_wkt, width, height
        Of the raster; see :class:`~rainforest_alert_plugin.alerts.raster.Grid`.
    source : str
        Source of the alerts.
    tally : ReadingTally
        What was left out.
    """

    row: npt.NDArray[np.int32]
    col: npt.NDArray[np.int32]
    day: Days
    confidence: Classes
    transform: tuple[float, float, float, float, float, float]
    crs_wkt: str
    width: int
    height: int
    source: str
    tally: ReadingTally

    def grid(self) -> Grid:
        """The raster the pixels stand in."""
        return Grid(self.transform, self.crs_wkt, self.width, self.height)

    def centres(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """X and y of the pixel centres, in the raster's reference system."""
        return self.grid().centres(self.row, self.col)


@dataclass(frozen=True, eq=False)
class CodeStrip:
    """Codes that are not nothing in some rows of a raster.

    Attributes
    ----------
    first : int
        row * width of the strip's first row, in the whole raster.
    position : numpy.ndarray of int32 (int64 in strips of 2 ** 31 pixels and more), shape (n,)
        row * width + col in the whole raster, less `first`; ascending.
    codes : numpy.ndarray of uint16, shape (n,)
        Codes.
    dates : numpy.ndarray of uint16, shape (n,), or None
        Codes of the date raster of a pair.
    """

    first: int
    position: npt.NDArray[Any]
    codes: Codes
    dates: Codes | None

    @property
    def flat(self) -> Ints:
        """Position in the whole raster, row * width + col, ascending."""
        # numpy would keep 32 bits where the first position fits into them and the last does not
        return self.position.astype(np.int64) + self.first


def read_pixels(
    raster: AlertRaster,
    windows: Sequence[Window] | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
    min_confidence: int = LOW,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
    refuse: bool = True,
) -> AlertPixels:
    """Alert pixels of a raster, or of some windows of it.

    Parameters
    ----------
    raster : AlertRaster
        See :func:`~rainforest_alert_plugin.alerts.raster.open_alerts`.
    windows : sequence of Window, optional
        Only these parts; each pixel comes once, also where windows overlap.
    first_day, last_day : int, optional
        Days since 1970-01-01, both included.
    min_confidence : int
        1 low, 2 high or 3 highest.
    refuse : bool
        Whether to refuse a raster whose codes are all foreign; one block of a raster may well hold no others.

    Raises
    ------
    InputError
        ``input.unreadable`` when a block is damaged; ``alerts.no_alert_codes`` when the raster holds codes, none of them an alert.
    CancelledError
        When stopped.
    """
    tally = ReadingTally()
    chosen = AlertChoice(windows, first_day, last_day, min_confidence)
    parts: list[tuple[Ints, Days, Classes]] = []
    for strip in read_strips(raster, tally, windows, progress, is_cancelled):
        position, day, confidence = chosen.of(strip, raster)
        parts.append((position.astype(np.int64) + strip.first, day, confidence))
    if refuse:
        refuse_foreign_codes(raster, tally)
    flat = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.int64)])
    width = raster.grid.width
    row = flat // width
    flat -= row * width
    return AlertPixels(
        row=row.astype(np.int32),
        col=flat.astype(np.int32),
        day=np.concatenate([part[1] for part in parts] or [np.zeros(0, np.int32)]),
        confidence=np.concatenate([part[2] for part in parts] or [np.zeros(0, np.uint8)]),
        transform=raster.grid.transform,
        crs_wkt=raster.grid.crs_wkt,
        width=width,
        height=raster.grid.height,
        source=raster.encoding.source,
        tally=tally,
    )


@dataclass(frozen=True)
class AlertChoice:
    """Which alerts count; the attributes are the parameters of :func:`read_pixels`."""

    windows: Sequence[Window] | None = None
    first_day: int | None = None
    last_day: int | None = None
    min_confidence: int = LOW

    def of(self, strip: CodeStrip, raster: AlertRaster) -> tuple[npt.NDArray[Any], Days, Classes]:
        """Position in the strip, day and confidence of those that count."""
        confidence, day = raster.encoding.decode(strip.codes, strip.dates)
        keep = (confidence >= self.min_confidence) & (confidence < FIRST)
        if self.first_day is not None:
            keep &= day >= self.first_day
        if self.last_day is not None:
            keep &= day <= self.last_day
        if self.windows is not None:
            keep &= _inside(strip.flat, raster.grid.width, self.windows)
        if keep.all():
            return strip.position, day, confidence
        return strip.position[keep], day[keep], confidence[keep]


ALL_ALERTS = AlertChoice()


def _inside(flat: Ints, width: int, windows: Sequence[Window]) -> npt.NDArray[np.bool_]:
    row, col = np.divmod(flat, width)
    inside = np.zeros(len(flat), bool)
    for window in windows:
        inside |= (
            (row >= window.row)
            & (row < window.row + window.height)
            & (col >= window.col)
            & (col < window.col + window.width)
        )
    return inside


def refuse_foreign_codes(raster: AlertRaster, tally: ReadingTally) -> None:
    """Raise ``alerts.no_alert_codes`` when codes were found and none of them is one of the source's."""
    if tally.invalid and not (tally.alerts or tally.first or tally.weak or tally.undated):
        examples = ", ".join(str(code) for code in sorted(tally.invalid)[:_SHOWN])
        name = raster.path.replace("\\", "/").split("/")[-1]
        raise InputError("alerts.no_alert_codes", name=name, examples=examples, source=raster.encoding.source)


def read_strips(
    raster: AlertRaster,
    tally: ReadingTally,
    windows: Sequence[Window] | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Iterator[CodeStrip]:
    """Go down a raster in strips of whole blocks and give the codes that are confidences or unknown.

    DIST-ALERT pixels under 30 % vegetation loss are left out and tallied where VEG-ANOM-MAX lies beside the raster.
    """
    reading = StripReading.of(raster, windows)
    buffers = Buffers()
    counted = []
    with small_block_cache():
        for number, window in enumerate(reading.strips):
            stop_if(is_cancelled)
            progress(100.0 * number / len(reading.strips))
            strip, seen = reading.read(raster, window, buffers)
            counted.append(seen)
            if strip is not None:
                yield strip
    reading.settle(counted, tally)
    progress(100.0)


@dataclass(frozen=True, eq=False)
class StripTally:
    """What a strip held: `tally` without what is known of the whole raster only, and each code that is no plain alert."""

    tally: ReadingTally
    rare: Codes


@dataclass(frozen=True, eq=False)
class StripReading:
    """The strips of a raster, each of which may be read by another thread with datasets of its own.

    Attributes
    ----------
    encoding : Encoding
    is_int16 : bool
        Whether the file claims to hold int16.
    nothing, unusual : numpy.ndarray of bool, shape (65536,)
        Codes that stand for no alert, and those that are no plain alerts.
    strips : list of Window
    """

    encoding: Encoding
    is_int16: bool
    nothing: npt.NDArray[np.bool_]
    unusual: npt.NDArray[np.bool_]
    strips: list[Window]

    @classmethod
    def of(cls, raster: AlertRaster, windows: Sequence[Window] | None = None) -> StripReading:
        """Strips of whole blocks that cover a raster, or some windows of it."""
        is_int16 = raster.codes.DataType == gdal.GDT_Int16
        unusual = raster.encoding.confidence >= FIRST
        if is_int16:
            unusual[_INT16_LARGEST:] = True
        strips = list(_strips(raster.codes, raster.grid, windows))
        return cls(raster.encoding, is_int16, raster.encoding.confidence == NONE, unusual, strips)

    def read(self, raster: AlertRaster, window: Window, buffers: Buffers) -> tuple[CodeStrip | None, StripTally]:
        """Codes of a strip, None where there are none; `raster` and `buffers` are the thread's own."""
        counted = StripTally(ReadingTally(), np.zeros(0, np.uint16))
        if _is_empty(raster.codes, window, self.nothing):
            return None, counted
        strip = _read_strip(raster, window, self.nothing, counted.tally, buffers)
        if len(strip.codes) == 0:
            return None, counted
        # Nearly all codes are plain alerts, of which only the number is wanted.
        rare = strip.codes[np.flatnonzero(self.unusual.take(strip.codes))]
        counted.tally.alerts = len(strip.codes) - len(rare)
        return strip, StripTally(counted.tally, rare)

    def settle(self, counted: Sequence[StripTally], tally: ReadingTally) -> None:
        """Add up in `tally` what the strips held."""
        for seen in counted:
            tally.alerts += seen.tally.alerts
            tally.weak += seen.tally.weak
            tally.undated += seen.tally.undated
        histogram = np.zeros(CODES, np.int64)
        for seen in counted:
            if len(seen.rare):
                histogram += np.bincount(seen.rare, minlength=CODES)
        kinds = self.encoding.confidence
        tally.alerts += int(histogram[kinds < FIRST].sum())
        tally.first = int(histogram[kinds == FIRST].sum())
        unknown = np.flatnonzero((kinds == INVALID) & (histogram > 0))
        tally.invalid = {int(code): int(histogram[code]) for code in unknown}
        largest = np.flatnonzero(histogram).max(initial=0)
        if self.is_int16 and largest == _INT16_LARGEST and self.encoding.form == DATE_CONF:
            tally.clipped = int(histogram[_INT16_LARGEST])


def _strips(band: Any, grid: Grid, windows: Sequence[Window] | None) -> Iterator[Window]:
    """Strips of whole blocks, no wider than the windows that cross them."""
    block_width, block_height = band.GetBlockSize()
    rows = block_height
    if block_width >= grid.width:
        rows = min(max(_STRIP_PIXELS // grid.width // block_height, 1) * block_height, _MOST_STRIP_ROWS)
    for start in range(0, grid.height, rows):
        end = min(start + rows, grid.height)
        if windows is None:
            yield Window(start, 0, end - start, grid.width)
            continue
        inside = [
            w
            for w in windows
            if w.row < end and w.row + w.height > start and w.col < grid.width and w.col + w.width > 0 and w.width > 0
        ]
        if not inside:
            continue
        top = max(min(w.row for w in inside), start)
        bottom = min(max(w.row + w.height for w in inside), end)
        top -= (top - start) % block_height
        bottom = min(bottom + (start - bottom) % block_height, end)
        left = max(min(w.col for w in inside), 0)
        right = min(max(w.col + w.width for w in inside), grid.width)
        left -= left % block_width
        right = min(right + -right % block_width, grid.width)
        yield Window(top, left, bottom - top, right - left)


def _is_empty(band: Any, window: Window, nothing: npt.NDArray[np.bool_]) -> bool:
    """Whether GDAL knows, without decoding, that a window of a sparse file holds nothing."""
    nodata = nodata_code(band)
    if nodata is not None and not nothing[nodata]:
        return False
    status, _ = band.GetDataCoverageStatus(window.col, window.row, window.width, window.height)
    return bool(status & gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY) and not status & gdal.GDAL_DATA_COVERAGE_STATUS_DATA


def _read_strip(
    raster: AlertRaster, strip: Window, nothing: npt.NDArray[np.bool_], tally: ReadingTally, buffers: Buffers
) -> CodeStrip:
    """Alert codes of a strip, chunk by chunk: a chunk is looked through while it is still in the processor's cache."""
    bands = [band for band in (raster.codes, raster.dates, raster.anomaly) if band is not None]
    words: list[list[npt.NDArray[np.uint64]]] = [[] for _ in bands]
    found: list[tuple[Window, Ints, Ints]] = []
    for chunk in _chunks(raster.codes, strip):
        read_block(raster.codes, buffers.codes(chunk), chunk.col, chunk.row, raster.path)
        filled = buffers.filled_words(chunk)
        if len(filled) == 0:
            continue
        found.append((chunk, filled, np.searchsorted(filled, buffers.row_starts(chunk))))
        words[0].append(buffers.words(chunk).take(filled))
        for number, band in enumerate(bands[1:], start=1):
            read_block(band, buffers.codes(chunk), chunk.col, chunk.row, raster.path)
            words[number].append(buffers.words(chunk).take(filled))
    first = strip.row * raster.grid.width
    if not found:
        return CodeStrip(first, np.zeros(0, np.int32), np.zeros(0, np.uint16), None)
    order, position = _word_positions(found, strip, raster.grid.width)
    values = [np.concatenate(parts).take(order).view(np.uint16) for parts in words]
    nonzero = np.flatnonzero(values[0] != 0)
    position = _code_positions(position).take(nonzero)
    codes = values[0].take(nonzero)
    if nothing[1:].any():
        keep = ~nothing[codes]
        nonzero, position, codes = nonzero[keep], position[keep], codes[keep]
    if raster.dates is None:
        return CodeStrip(first, position, codes, None)
    keep, dates = _dated(raster, codes, *(value[nonzero] for value in values[1:]), tally=tally)
    return CodeStrip(first, position[keep], codes[keep], dates[keep])


def _word_positions(
    found: list[tuple[Window, Ints, Ints]], strip: Window, width: int
) -> tuple[Ints, npt.NDArray[np.int32] | Ints]:
    """Order that puts the filled words of chunks side by side into rows, and where the first code of each then stands.

    Each chunk's words are in order already: whole pieces of rows change places, not words.
    """
    before = np.cumsum([0] + [len(filled) for _, filled, _ in found])
    row = np.concatenate([np.arange(chunk.height) + (chunk.row - strip.row) for chunk, _, _ in found])
    length = np.concatenate([np.diff(bound) for _, _, bound in found])
    source = np.concatenate([bound[:-1] + offset for (_, _, bound), offset in zip(found, before.tolist())])
    shift = np.concatenate([chunk.col - 4 * _words_per_row(chunk) * np.arange(chunk.height) for chunk, _, _ in found])
    pieces = np.flatnonzero(length)
    pieces = pieces[np.argsort(row[pieces].astype(np.uint16), kind="stable")]
    order = stepped(source[pieces], length[pieces])
    position = repeated((shift + row * width)[pieces], length[pieces])
    position += 4 * np.concatenate([filled for _, filled, _ in found]).take(order)
    narrow = strip.height * width <= np.iinfo(np.int32).max
    return order, position.astype(np.int32) if narrow else position


def _code_positions(position: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Where the four codes of each word stand, given where its first one does."""
    each = np.empty((len(position), 4), position.dtype)
    for code in range(4):
        np.add(position, position.dtype.type(code), out=each[:, code])
    return each.ravel()


def _dated(
    raster: AlertRaster, codes: Codes, dates: Codes, anomaly: Codes | None = None, *, tally: ReadingTally
) -> tuple[npt.NDArray[np.bool_], Codes]:
    """Which pixels of a pair's first raster have a date and enough loss; the others are tallied."""
    is_alert = raster.encoding.confidence[codes] < FIRST
    keep = np.ones(len(codes), bool)
    if anomaly is not None:
        weak = is_alert & (anomaly < DIST_MIN_ANOMALY)
        tally.weak += int(weak.sum())
        keep &= ~weak
    undated = keep & is_alert & (raster.encoding.day[dates] == NO_DAY)
    tally.undated += int(undated.sum())
    return keep & ~undated, dates


def _chunks(band: Any, strip: Window) -> Iterator[Window]:
    """Parts of a strip, of whole blocks: side by side in tiled files, otherwise one below the other."""
    block_width, block_height = band.GetBlockSize()
    if block_width >= band.XSize:
        height = max(_CHUNK_PIXELS // strip.width // block_height, 1) * block_height
        for row in range(strip.row, strip.row + strip.height, height):
            yield Window(row, strip.col, min(height, strip.row + strip.height - row), strip.width)
        return
    width = max(_CHUNK_PIXELS // strip.height // block_width, 1) * block_width
    for col in range(strip.col, strip.col + strip.width, width):
        yield Window(strip.row, col, strip.height, min(width, strip.col + strip.width - col))


class Buffers:
    """Memory for one chunk, of one thread, used again for each, since fresh pages cost as much as decoding into them.

    Rows begin on a multiple of eight bytes, so that four codes, nearly always all 0, are looked at together as one word.
    """

    def __init__(self) -> None:
        self._words = np.zeros(0, np.uint64)
        self._filled = np.zeros(0, np.bool_)
        self._shape = (0, 0)
        self._row_starts = np.zeros(0, np.int64)

    def codes(self, chunk: Window) -> Codes:
        """Array of a chunk's shape to read into; what pads its rows is 0."""
        per_row = _words_per_row(chunk)
        count = chunk.height * per_row
        if count > len(self._words):
            self._words = np.zeros(count, np.uint64)
            self._filled = np.zeros(count, np.bool_)
        if chunk.width % 4 and self._shape != (chunk.height, chunk.width):
            self._words[:count] = 0
        self._shape = (chunk.height, chunk.width)
        return self._words[:count].view(np.uint16).reshape(chunk.height, 4 * per_row)[:, : chunk.width]

    def words(self, chunk: Window) -> npt.NDArray[np.uint64]:
        """The chunk four codes at a time."""
        return self._words[: chunk.height * _words_per_row(chunk)]

    def filled_words(self, chunk: Window) -> Ints:
        """Index of the words that are not 0."""
        words = self.words(chunk)
        return np.flatnonzero(np.not_equal(words, 0, out=self._filled[: len(words)]))

    def row_starts(self, chunk: Window) -> Ints:
        """Index of the first word of each row, and of the word after the last."""
        if len(self._row_starts) != chunk.height + 1 or self._row_starts[1] != _words_per_row(chunk):
            self._row_starts = np.arange(chunk.height + 1) * _words_per_row(chunk)
        return self._row_starts


def _words_per_row(chunk: Window) -> int:
    return -(-chunk.width // 4)
