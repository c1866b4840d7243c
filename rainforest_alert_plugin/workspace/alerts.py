"""Alerts in the workspace: each pixel of each source once, whatever is fetched how often."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np

from ..geo.ahead import one_ahead
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if
from .points import point_coordinates
from .store import Connection, Transaction, Workspace
from .tables.alerts import CONFIDENCES

ALERT_DTYPE = np.dtype(
    [
        ("pixel", "i8"),
        ("lon", "f8"),
        ("lat", "f8"),
        ("date", "M8[D]"),
        ("confidence", "i1"),
        ("area_ha", "f8"),
        ("territory_id", "O"),
        ("raw_value", "i8"),
    ]
)
NO_RAW_VALUE = -1
_LATITUDE_BITS = 28
_MICRODEGREE = 1e6
_NAMED_BIT = 1 << 62
_MOST_LONGITUDE, _MOST_LATITUDE = 180.0, 90.0
_CHUNK = 20_000
# Prepared in less time than the database takes for as many, or preparing and writing would wait for each other to let go of Python.
_PREPARED = 4_000
_FIRST_DAY, _LAST_DAY = np.datetime64("1000-01-01"), np.datetime64("9999-12-31")
# Parts of a UUID: where its digits stand among the 36 letters, and among the 32 digits.
_UUID_PARTS = (
    (slice(0, 8), slice(0, 8)),
    (slice(9, 13), slice(8, 12)),
    (slice(14, 18), slice(12, 16)),
    (slice(19, 23), slice(16, 20)),
    (slice(24, 36), slice(20, 32)),
)
_UUID_LETTERS = 36
# The two digits of each octet, as one number: taking numbers is many times faster than taking pairs.
_HEX = np.array([f"{octet:02x}".encode("ascii") for octet in range(256)]).view("u2")


@dataclass(frozen=True)
class Batch:
    """What was fetched, when, from where and in which version.

    Attributes
    ----------
    source : str
        Id of the source, for instance ``gfw_integrated_alerts``.
    origin : str
        Address (without any key) or file it came from.
    asked : mapping
        What was asked for: area, dates, filters.
    fetched_at : str
        UTC, ISO 8601.
    source_version, licence, sha256 : str, optional
    start_date, end_date : datetime.date, optional
        Span asked for, both included.
    """

    source: str
    origin: str
    asked: Mapping[str, Any]
    fetched_at: str
    source_version: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    licence: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Coverage:
    """Where and when a batch is the whole truth, so that an alert absent from it was withdrawn by its source.

    Give none for a batch that was filtered by confidence or cut short.

    Attributes
    ----------
    west, south, east, north : float
        Box in degrees.
    start, end : datetime.date
        Both included.
    contains : callable, optional
        ``contains(lon, lat)`` gives a boolean array: which points the area asked for holds; without it the whole box.
    present : ndarray of int64, optional
        Pixels that the source reported at any date, so that an alert whose date left the span is not taken for withdrawn.
    """

    west: float
    south: float
    east: float
    north: float
    start: date
    end: date
    contains: Callable[[Any, Any], Any] | None = None
    present: Any = None


@dataclass(frozen=True)
class AlertCounts:
    """What a batch brought.

    Attributes
    ----------
    batch_id : str
    new, updated, unchanged, withdrawn : int
        ``new + updated + unchanged`` is the number of distinct pixels in the batch.
    raised, lowered, redated, returned : int
        Kinds of update; one alert can be of several. ``returned`` were withdrawn before.
    repeated : int
        Rows of the batch that named a pixel again; the highest confidence, then the earliest date, was kept.
    """

    batch_id: str
    new: int
    updated: int
    unchanged: int
    withdrawn: int
    raised: int = 0
    lowered: int = 0
    redated: int = 0
    returned: int = 0
    repeated: int = 0


class AlertColumns:
    """Alerts as one array for each column of :data:`ALERT_DTYPE`: a million records that hold texts are slow to make and to throw away.

    Parameters
    ----------
    columns : mapping of str to ndarray
        All columns, of one length.
    """

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns["pixel"])

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


def empty_alerts(count: int) -> Any:
    """Structured array of :data:`ALERT_DTYPE` to fill: no territory, no raw value, area unknown (NaN)."""
    alerts = np.zeros(count, dtype=ALERT_DTYPE)
    alerts["area_ha"] = np.nan
    alerts["territory_id"] = None
    alerts["raw_value"] = NO_RAW_VALUE
    return alerts


def pixel_keys(lon: Any, lat: Any) -> Any:
    """Key of a pixel by its centre, to the microdegree (0.11 m): int64, increasing from west to east, then south to north.

    Parameters
    ----------
    lon, lat : float64 arrays
        Centres in degrees, WGS 84.

    Raises
    ------
    ValueError
        When a coordinate is not on the globe.
    """
    lon, lat = np.asarray(lon, dtype="f8"), np.asarray(lat, dtype="f8")
    if not (np.all(np.abs(lon) <= _MOST_LONGITUDE) and np.all(np.abs(lat) <= _MOST_LATITUDE)):
        raise ValueError("coordinates are not on the globe")
    east = np.rint((lon + _MOST_LONGITUDE) * _MICRODEGREE).astype("i8")
    north = np.rint((lat + _MOST_LATITUDE) * _MICRODEGREE).astype("i8")
    return (east << _LATITUDE_BITS) | north


def named_keys(names: Any) -> Any:
    """Keys for alerts that their source names (a polygon's number, a fire's scan): 62 bits of the name's SHA-256.

    They are above every key of :func:`pixel_keys`, so that one source may have both.
    """
    digests = b"".join(hashlib.sha256(str(name).encode("utf-8")).digest()[:8] for name in names)
    return (np.frombuffer(digests, dtype=">u8") >> np.uint64(2)).astype("i8") | _NAMED_BIT


def alert_ids(source: str, pixels: Any) -> list[str]:
    """Identity of each alert, the same on every laptop: a UUID of version 8 (RFC 9562) out of source and pixel.

    48 bits of the SHA-256 of the source, then the 63 bits of the pixel around the version and variant; ids of one source sort as
    their pixels do.
    """
    pixels = np.asarray(pixels, dtype="i8").astype("u8")
    words = np.empty((len(pixels), 2), dtype=">u8")
    tag = np.uint64(int.from_bytes(hashlib.sha256(source.encode("utf-8")).digest()[:6], "big") << 16)
    words[:, 0] = tag | np.uint64(0x8000) | (pixels >> np.uint64(51))
    words[:, 1] = np.uint64(0x8000000000000000) | (pixels & np.uint64((1 << 51) - 1))
    digits = _HEX.take(words.view("u1")).view("u1")
    letters = np.full((len(pixels), _UUID_LETTERS + 1), ord("-"), dtype="u1")
    for among_letters, among_digits in _UUID_PARTS:
        letters[:, among_letters] = digits[:, among_digits]
    letters[:, _UUID_LETTERS] = ord("\n")
    return letters.tobytes().decode("ascii").splitlines()


def record_batch(transaction: Transaction, batch: Batch) -> str:
    """Note a batch; returns its id. :func:`upsert_alerts` then takes its alerts in, in the same transaction."""
    return transaction.insert(
        "alert_batch",
        {
            "source": batch.source,
            "source_version": batch.source_version,
            "origin": batch.origin,
            "asked": dict(batch.asked),
            "start_date": batch.start_date.isoformat() if batch.start_date else None,
            "end_date": batch.end_date.isoformat() if batch.end_date else None,
            "fetched_at": batch.fetched_at,
            "licence": batch.licence,
            "sha256": batch.sha256,
            "replica_id": transaction.replica_id,
            "person_id": transaction.person_id,
        },
    )


def import_batch(
    workspace: Workspace,
    batch: Batch,
    alerts: Any,
    coverage: Coverage | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> AlertCounts:
    """Take a whole batch in, in one transaction: all of it or, when cancelled or killed, nothing."""
    with workspace.write() as transaction:
        batch_id = record_batch(transaction, batch)
        return upsert_alerts(transaction, batch_id, batch.source, alerts, coverage, progress, is_cancelled)


def upsert_alerts(
    transaction: Transaction,
    batch_id: str,
    source: str,
    alerts: Any,
    coverage: Coverage | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> AlertCounts:
    """Take alerts in so that a repeat adds nothing, and what changed is an update that says what it was before.

    Parameters
    ----------
    batch_id : str
        From :func:`record_batch`, whose counts are filled in.
    alerts : ndarray of ALERT_DTYPE, or AlertColumns
        ``confidence`` is 0 low, 1 high, 2 highest; ``pixel`` from :func:`pixel_keys` or :func:`named_keys`.
    coverage : Coverage, optional
        Where an alert that is absent from `alerts` counts as withdrawn.
    """
    order = _order(alerts)
    distinct, territories = _taken(alerts, order), alerts["territory_id"][order]
    known = _known(transaction, source, distinct, coverage)
    place = np.searchsorted(known["pixel"], distinct["pixel"])
    place[place == len(known)] = 0
    seen = known["pixel"][place] == distinct["pixel"] if len(known) else np.zeros(len(distinct), dtype=bool)
    before, now = known[place[seen]] if len(known) else known, distinct[seen]
    raised = now["confidence"] > before["confidence"]
    lowered = now["confidence"] < before["confidence"]
    redated = now["date"] != before["date"]
    returned = before["withdrawn"]
    changed = raised | lowered | redated | returned
    fresh = distinct[~seen]
    _add(transaction, batch_id, source, fresh, territories[~seen], progress, is_cancelled)
    _change(transaction, batch_id, source, before[changed], now[changed], is_cancelled)
    gone = _withdraw(transaction, batch_id, source, known, distinct, coverage)
    stop_if(is_cancelled)
    counts = AlertCounts(
        batch_id,
        new=len(fresh),
        updated=int(changed.sum()),
        unchanged=int((~changed).sum()),
        withdrawn=gone,
        raised=int(raised.sum()),
        lowered=int(lowered.sum()),
        redated=int(redated.sum()),
        returned=int(returned.sum()),
        repeated=len(alerts) - len(distinct),
    )
    transaction.update(
        "alert_batch",
        batch_id,
        {
            "alert_count": len(distinct),
            "new_count": counts.new,
            "updated_count": counts.updated,
            "unchanged_count": counts.unchanged,
            "withdrawn_count": counts.withdrawn,
        },
    )
    progress(100.0)
    return counts


_WORDS = np.array(CONFIDENCES, dtype=object)
_NUMBERS = np.dtype([(name, ALERT_DTYPE[name]) for name in ALERT_DTYPE.names or () if name != "territory_id"])
_KNOWN = np.dtype(
    [("pixel", "i8"), ("date", "M8[D]"), ("confidence", "i1"), ("withdrawn", "?"), ("lon", "f8"), ("lat", "f8")]
)
_ADDED = ("id", "pixel", "date", "confidence", "area_ha", "territory_id", "raw_value", "geom")
# Columns that may be missing, and how; one that is missing in a whole batch is left out of its statements.
_MAY_BE_MISSING: Mapping[str, Callable[[Any], Any]] = {
    "area_ha": np.isnan,
    "raw_value": lambda raw: raw == NO_RAW_VALUE,
}


def _order(alerts: Any) -> Any:
    """Where each pixel stands, ordered by pixel: of several alerts the highest confidence, then the earliest date."""
    pixel = alerts["pixel"].copy()
    order = np.argsort(pixel, kind="stable")
    if not (pixel[order[1:]] == pixel[order[:-1]]).any():
        return order
    order = np.lexsort((alerts["date"], -alerts["confidence"].astype("i2"), pixel))
    ordered = pixel[order]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return order[first]


def _taken(alerts: Any, order: Any) -> Any:
    """Numbers and dates of alerts in an order; records that hold texts are slow to copy and to throw away."""
    taken = np.empty(len(order), dtype=_NUMBERS)
    for name in _NUMBERS.names or ():
        taken[name] = np.ascontiguousarray(alerts[name])[order]
    return taken


def _known(transaction: Transaction, source: str, distinct: Any, coverage: Coverage | None) -> Any:
    """Alerts of the source that the batch may touch, ordered by pixel."""
    columns = 'SELECT "pixel", "date", "confidence", "withdrawn_batch_id" IS NOT NULL, "geom" FROM "alert" WHERE "source" = ? '
    lowest = int(distinct["pixel"][0]) if len(distinct) else 0
    highest = int(distinct["pixel"][-1]) if len(distinct) else -1
    if coverage is None:
        columns = columns.replace('"geom"', "NULL")
        condition, values = 'AND "pixel" BETWEEN ? AND ?', [source, lowest, highest]
    else:
        # Pixels lie in the band of longitudes; named alerts may lie anywhere and are told by their geometry.
        west, east = pixel_keys([coverage.west, coverage.east], [-_MOST_LATITUDE, _MOST_LATITUDE]).tolist()
        condition = 'AND ("pixel" BETWEEN ? AND ? OR "pixel" BETWEEN ? AND ? OR "pixel" >= ?)'
        values = [source, lowest, highest, west, east, _NAMED_BIT]
    rows = transaction.connection.query(columns + condition + ' ORDER BY "pixel"', values)
    known = np.empty(len(rows), dtype=_KNOWN)
    if rows:
        pixel, day, confidence, withdrawn, geometry = zip(*rows)
        rank = {word: number for number, word in enumerate(CONFIDENCES)}
        known["pixel"] = pixel
        known["date"] = np.array([str(one) for one in day], dtype="M8[D]")
        known["confidence"] = [rank[word] for word in confidence]
        known["withdrawn"] = withdrawn
        if coverage is not None:
            read = transaction.connection.geometry_out
            known["lon"], known["lat"] = point_coordinates([read(stored) or b"" for stored in geometry])
    return known


def _add(
    transaction: Transaction,
    batch_id: str,
    source: str,
    fresh: Any,
    territories: Any,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> None:
    connection = transaction.connection
    same = {"source": source, "first_batch_id": batch_id, "changed_batch_id": batch_id}
    names = [name for name in _ADDED if name not in _MAY_BE_MISSING or not _MAY_BE_MISSING[name](fresh[name]).all()]
    parts = [slice(start, start + _PREPARED) for start in range(0, len(fresh), _PREPARED)]

    def prepared(part: slice) -> Iterable[Sequence[Any]]:
        alerts = fresh[part]
        columns = {name: _stored(connection, source, name, alerts) for name in names if name != "territory_id"}
        columns["territory_id"] = territories[part].tolist()
        return connection.rows_of([columns[name] for name in names])

    added = 0
    with connection.adding_points("alert", fresh["lon"], fresh["lat"], _meets_conditions(fresh)):
        for rows, part in zip(one_ahead(prepared, parts), parts):
            stop_if(is_cancelled)
            connection.add_rows("alert", names, rows, same)
            added += len(fresh[part])
            progress(90.0 * added / len(fresh))


def _stored(connection: Connection, source: str, name: str, alerts: Any) -> list[Any]:
    """Values of a column of ``alert`` as the database takes them."""
    if name == "id":
        return alert_ids(source, alerts["pixel"])
    if name == "geom":
        return connection.points_in(alerts["lon"], alerts["lat"])
    values = alerts[name]
    if name == "date":
        return _day_texts(values)
    if name == "confidence":
        return list(_WORDS[values].tolist())
    if name in _MAY_BE_MISSING:
        return _none_where(values, _MAY_BE_MISSING[name](values))
    return list(values.tolist())


def _meets_conditions(alerts: Any) -> bool:
    """Whether alerts meet the conditions of the columns of ``alert``; what does not is left to the database to refuse."""
    if not len(alerts):
        return True
    area, day = alerts["area_ha"], alerts["date"]
    return bool(
        alerts["pixel"].min() >= 0
        and not np.isnat(day).any()
        and day.min() >= _FIRST_DAY
        and day.max() <= _LAST_DAY
        and alerts["confidence"].min() >= 0
        and not (area < 0).any()
    )


def _day_texts(days: Any) -> list[str]:
    """Days as text; few of them occur, so that each is worded once."""
    distinct, place = np.unique(days, return_inverse=True)
    return list(distinct.astype("U10").astype(object)[place].tolist())


def _none_where(values: Any, missing: Any) -> list[Any]:
    """Numbers as Python's own, None where they are missing."""
    if missing.all():
        return [None] * len(values)
    found = values.astype(object)
    found[missing] = None
    return list(found.tolist())


def _change(
    transaction: Transaction, batch_id: str, source: str, before: Any, now: Any, is_cancelled: IsCancelled
) -> None:
    sql = (
        'UPDATE "alert" SET "date" = ?, "confidence" = ?, "raw_value" = ?, "changed_batch_id" = ?, "previous_date" = ?, '
        '"previous_confidence" = ?, "withdrawn_batch_id" = NULL WHERE "id" = ?'
    )
    for start in range(0, len(now), _CHUNK):
        stop_if(is_cancelled)
        part, old = now[start : start + _CHUNK], before[start : start + _CHUNK]
        transaction.connection.run_many(
            sql,
            zip(
                _day_texts(part["date"]),
                _WORDS[part["confidence"]].tolist(),
                _none_where(part["raw_value"], part["raw_value"] == NO_RAW_VALUE),
                [batch_id] * len(part),
                _day_texts(old["date"]),
                _WORDS[old["confidence"]].tolist(),
                alert_ids(source, part["pixel"]),
            ),
        )


def _withdraw(
    transaction: Transaction, batch_id: str, source: str, known: Any, distinct: Any, coverage: Coverage | None
) -> int:
    if coverage is None or not len(known):
        return 0
    lon, lat = known["lon"], known["lat"]
    within = (lon >= coverage.west) & (lon <= coverage.east) & (lat >= coverage.south) & (lat <= coverage.north)
    within &= (known["date"] >= np.datetime64(coverage.start, "D")) & (
        known["date"] <= np.datetime64(coverage.end, "D")
    )
    within &= ~known["withdrawn"] & ~np.isin(known["pixel"], distinct["pixel"])
    if coverage.present is not None:
        within &= ~np.isin(known["pixel"], coverage.present)
    if coverage.contains is not None and within.any():
        within[within] = coverage.contains(lon[within], lat[within])
    ids = alert_ids(source, known["pixel"][within])
    transaction.connection.run_many(
        'UPDATE "alert" SET "withdrawn_batch_id" = ?, "changed_batch_id" = ? WHERE "id" = ?',
        ((batch_id, batch_id, id) for id in ids),
    )
    return len(ids)


def last_batch(workspace: Workspace, source: str) -> dict[str, Any] | None:
    """The latest batch of a source, to ask only for what came after it; None before the first."""
    rows = workspace.read("alert_batch", '"source" = ?', [source], order="fetched_at")
    return rows[-1] if rows else None
