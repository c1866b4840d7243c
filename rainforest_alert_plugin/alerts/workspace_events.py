"""Events of the workspace kept up with its alerts: after a batch, those it touches are joined again, and no others.

Alerts that a source withdrew stay in their event, so that it keeps its shape and its identity; its figures are those of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from osgeo import osr

from ..errors import InputError, Message
from ..geo.arrays import Bools, Floats, Ints
from ..geo.features import PolygonFeature
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, span, stop_if
from ..workspace.alerts import AlertCounts, Batch, Coverage, alert_ids, pixel_keys, record_batch, upsert_alerts
from ..workspace.events import Event, EventCounts, keep_events
from ..workspace.sql import placeholders
from ..workspace.store import Transaction, Workspace
from ..workspace.tables.alerts import CONFIDENCES
from .event_table import SourceShare
from .events import Events, describe_events
from .joint_events import FIRES, JointEvents, SourceAlerts, describe_joint, join_sources, source_of_points
from .statistics import territories_of_points
from .tables import PIXEL_DEG, AlertPoints

WINDOW_DAYS = 90
"""Window of the workspace's events, which is one for all so that events of different days can be compared."""

_NAMED_BIT = 1 << 62
_LATITUDE_BITS = 28
_MICRODEGREE = 1e6
_CHUNK = 500
_PAGE = 50_000
_MARGIN_DEG = 0.02
_ALL = 180.0


@dataclass(frozen=True)
class TakenIn:
    """What a batch brought to the workspace.

    Attributes
    ----------
    alerts : AlertCounts
    events : EventCounts
    messages : tuple of Message
        What was left out of the events.
    """

    alerts: AlertCounts
    events: EventCounts
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class _Stored:
    """Alerts of one source as the workspace holds them."""

    source: str
    pixel: Ints
    day: Ints
    rank: Ints
    area_ha: Floats
    withdrawn: Bools
    territory: npt.NDArray[Any]


def take_in(
    workspace: Workspace,
    batch: Batch,
    alerts: Any,
    coverage: Coverage | None = None,
    window_days: int = WINDOW_DAYS,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> TakenIn:
    """Take a batch of alerts in and bring the events up to date, in one transaction: all of it or nothing.

    Parameters
    ----------
    batch, alerts, coverage
        See :func:`~rainforest_alert_plugin.workspace.alerts.upsert_alerts`.
    window_days : int
        See :mod:`~rainforest_alert_plugin.alerts.touching`.
    """
    with workspace.write() as transaction:
        batch_id = record_batch(transaction, batch)
        counts = upsert_alerts(
            transaction, batch_id, batch.source, alerts, coverage, span(progress, 0.0, 50.0), is_cancelled
        )
        events, said = refresh_events(transaction, batch_id, window_days, span(progress, 50.0, 100.0), is_cancelled)
        return TakenIn(counts, events, tuple(said))


def coverage_of(points: AlertPoints, territories: Sequence[PolygonFeature] | None, crs_wkt: str) -> Coverage | None:
    """Where and when a complete copy of a source is the whole truth: the days it spans, in the territories or its own extent.

    Parameters
    ----------
    points : AlertPoints
        All its alerts, whatever their confidence or date.
    territories : sequence of PolygonFeature, optional
        What it was limited to.
    crs_wkt : str
        Reference system of the territories.

    Returns
    -------
    Coverage or None
        None when it holds nothing, so that nothing can be told.
    """
    if not len(points.day):
        return None
    days = points.day.astype("M8[D]").astype(object)
    box = (points.longitude.min(), points.latitude.min(), points.longitude.max(), points.latitude.max())
    if territories is not None:
        box = (-180.0, -90.0, 180.0, 90.0)

    def is_inside(longitude: Floats, latitude: Floats) -> Bools:
        x, y = _from_degrees(longitude, latitude, crs_wkt)
        inside = np.zeros(len(x), bool)
        for _, found in territories_of_points(x, y, territories or []):
            inside[found] = True
        return inside

    contains = is_inside if territories is not None else None
    west, south, east, north = (float(side) for side in box)
    return Coverage(west, south, east, north, min(days), max(days), contains, np.unique(points.pixel))


def _from_degrees(longitude: Floats, latitude: Floats, crs_wkt: str) -> tuple[Floats, Floats]:
    """Places in degrees of WGS 84 in another reference system."""
    reference, degrees = osr.SpatialReference(), osr.SpatialReference()
    reference.ImportFromWkt(crs_wkt)
    degrees.ImportFromEPSG(4326)
    for one in (reference, degrees):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if reference.IsSame(degrees):
        return longitude, latitude
    points = osr.CoordinateTransformation(degrees, reference).TransformPoints(
        np.column_stack([longitude, latitude]).tolist()
    )
    table = np.array(points, np.float64).reshape(-1, 3)
    return table[:, 0], table[:, 1]


def refresh_events(
    transaction: Transaction,
    batch_id: str | None = None,
    window_days: int = WINDOW_DAYS,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> tuple[EventCounts, list[Message]]:
    """Join again the alerts that a batch added, changed or withdrew, with everything that hangs together with them.

    Parameters
    ----------
    batch_id : str, optional
        Only what this batch changed; without it all alerts of the workspace.
    """
    seeds = _seeds(transaction, batch_id)
    if not any(len(pixels) for pixels in seeds.values()):
        return EventCounts(), []
    strips = _strips(seeds) if batch_id is not None else [(-_ALL, _ALL)]
    while True:
        stop_if(is_cancelled)
        stored = _load(transaction, strips)
        parts, said = _parts(stored)
        joint = join_sources(parts, window_days, is_cancelled)
        touched = _touched(joint, stored, seeds)
        wider = _wider(joint, touched, strips)
        if wider == strips:
            break
        strips = wider
    progress(50.0)
    events = _events(joint, stored, touched, is_cancelled)
    return keep_events(transaction, events, span(progress, 60.0, 100.0), is_cancelled), said


def _seeds(transaction: Transaction, batch_id: str | None) -> dict[str, Ints]:
    """Pixels of each source that were touched, and those of the events that held them."""
    found: dict[str, list[Ints]] = {}
    for source in _sources(transaction):
        found[source] = [_pixels(transaction, source, batch_id)]
    if batch_id is not None and transaction.connection.query('SELECT 1 FROM "alert_event_member" LIMIT 1'):
        held = (
            'SELECT DISTINCT m."event_id" FROM "alert_event_member" m JOIN "alert" a ON a."id" = m."alert_id" '
            'WHERE a."changed_batch_id" = ?'
        )
        events = [str(row[0]) for row in transaction.connection.query(held, [batch_id])]
        for start in range(0, len(events), _CHUNK):
            part = events[start : start + _CHUNK]
            members = (
                'SELECT a."source", a."pixel" FROM "alert_event_member" m JOIN "alert" a ON a."id" = m."alert_id" '
                'WHERE m."event_id" IN '
            )
            by_source: dict[str, list[int]] = {}
            for source, pixel in transaction.connection.query(members + "(" + placeholders(len(part)) + ")", part):
                by_source.setdefault(str(source), []).append(int(pixel))
            for source, pixels in by_source.items():
                found.setdefault(source, []).append(np.array(pixels, np.int64))
    return {source: np.unique(np.concatenate(pixels)) for source, pixels in found.items() if source not in FIRES}


def _sources(transaction: Transaction) -> list[str]:
    rows = transaction.connection.query('SELECT DISTINCT "source" FROM "alert_batch"')
    return sorted(source for source in (str(row[0]) for row in rows) if source not in FIRES)


def _pixels(transaction: Transaction, source: str, batch_id: str | None) -> Ints:
    """Pixels of a source that a batch changed, or all of them; page by page, since rows are ten times as large as their array."""
    sql = (
        'SELECT "pixel" FROM "alert" WHERE "source" = ? AND "pixel" > ? AND (? IS NULL OR "changed_batch_id" = ?) '
        'ORDER BY "pixel" LIMIT ?'
    )
    found, last = [np.zeros(0, np.int64)], -1
    while True:
        rows = transaction.connection.query(sql, [source, last, batch_id, batch_id, _PAGE])
        found.append(np.fromiter((row[0] for row in rows), np.int64, len(rows)))
        if len(rows) < _PAGE:
            return np.concatenate(found)
        last = int(rows[-1][0])


def _places(pixel: Ints) -> tuple[Floats, Floats]:
    """Longitude and latitude that keys of pixels stand for."""
    longitude = (pixel >> _LATITUDE_BITS) / _MICRODEGREE - 180.0
    return longitude, (pixel & ((1 << _LATITUDE_BITS) - 1)) / _MICRODEGREE - 90.0


def _strips(seeds: dict[str, Ints]) -> list[tuple[float, float]]:
    """Strips of longitude around the seeds."""
    west = np.concatenate([_places(pixels[pixels < _NAMED_BIT])[0] for pixels in seeds.values()])
    return _joined([(value - _MARGIN_DEG, value + _MARGIN_DEG) for value in np.unique(np.round(west, 3)).tolist()])


def _joined(strips: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for west, east in sorted(strips):
        if joined and west <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], east))
        else:
            joined.append((west, east))
    return [(max(west, -_ALL), min(east, _ALL)) for west, east in joined]


def _load(transaction: Transaction, strips: Sequence[tuple[float, float]]) -> list[_Stored]:
    """Alerts in strips of longitude, by source."""
    loaded = []
    names: dict[str | None, str | None] = {}
    for source in _sources(transaction):
        pages = []
        for west, east in strips:
            low, high = pixel_keys([west, east], [-90.0, 90.0]).tolist()
            pages += list(_pages(transaction, source, low, high, names))
        if pages:
            columns = [np.concatenate(column) for column in zip(*pages)]
            loaded.append(_Stored(source, *columns))
    return loaded


def _pages(
    transaction: Transaction, source: str, low: int, high: int, names: dict[str | None, str | None]
) -> Iterator[tuple[Any, ...]]:
    """Columns of the alerts of a source between two pixels, page by page; each name of a territory is kept once."""
    sql = (
        'SELECT "pixel", "date", "confidence", "area_ha", "territory_id", "withdrawn_batch_id" IS NOT NULL FROM "alert" '
        'WHERE "source" = ? AND "pixel" BETWEEN ? AND ? ORDER BY "pixel" LIMIT ?'
    )
    rank = {word: number + 1 for number, word in enumerate(CONFIDENCES)}
    while True:
        rows = transaction.connection.query(sql, [source, low, high, _PAGE])
        if rows:
            pixel, day, confidence, area_ha, territory, withdrawn = zip(*rows)
            territories = np.empty(len(rows), object)
            territories[:] = [names.setdefault(name, name) for name in territory]
            yield (
                np.array(pixel, np.int64),
                np.array([str(one) for one in day], dtype="M8[D]").astype(np.int64),
                np.array([rank[word] for word in confidence], np.int64),
                np.array([np.nan if area is None else area for area in area_ha], np.float64),
                np.array(withdrawn, bool),
                territories,
            )
        if len(rows) < _PAGE:
            return
        low = int(rows[-1][0]) + 1


def _parts(stored: Sequence[_Stored]) -> tuple[list[SourceAlerts], list[Message]]:
    wkt = _wgs84()
    parts, said = [], []
    for one in stored:
        longitude, latitude = _places(one.pixel)
        try:
            parts.append(
                source_of_points(
                    one.source,
                    longitude,
                    latitude,
                    one.day,
                    one.rank.astype(np.uint8),
                    one.area_ha,
                    wkt,
                    PIXEL_DEG.get(one.source),
                )
            )
        except InputError as error:
            said.append(error.message)
    return parts, said


def _column(joint: JointEvents, stored: Sequence[_Stored], name: str) -> Any:
    """A column of the stored alerts in the order of the joined ones."""
    by_source = {one.source: one for one in stored}
    begin = np.cumsum([0, *(len(part.key) for part in joint.parts)])
    columns = [np.asarray(getattr(by_source[part.source], name))[part.key] for part in joint.parts]
    return np.concatenate(columns)[begin[joint.part] + joint.place] if columns else np.zeros(0)


def _touched(joint: JointEvents, stored: Sequence[_Stored], seeds: dict[str, Ints]) -> Bools:
    """Which events hold a seed."""
    touched = np.zeros(len(joint.events), bool)
    pixel = _column(joint, stored, "pixel")
    for number, part in enumerate(joint.parts):
        mine = joint.part == number
        is_seed = np.isin(pixel[mine], seeds.get(part.source, np.zeros(0, np.int64)))
        touched[joint.events.label[mine][is_seed]] = True
    return touched


def _wider(joint: JointEvents, touched: Bools, strips: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Strips in which every touched event has a margin on both sides, so that none of its alerts was left outside."""
    inside = touched[joint.events.label] if len(touched) else np.zeros(0, bool)
    x, half = joint.column("x")[inside] if len(touched) else np.zeros(0), 0.0
    if not len(x):
        return strips
    half = float(joint.column("half_x")[inside].max())
    needed = _joined(
        (value - 4 * half - _MARGIN_DEG / 2, value + 4 * half + _MARGIN_DEG / 2)
        for value in np.unique(np.round(x, 3)).tolist()
    )
    return _joined([*strips, *needed])


def _events(joint: JointEvents, stored: Sequence[_Stored], touched: Bools, is_cancelled: IsCancelled) -> list[Event]:
    """The touched events as the workspace keeps them."""
    kept = joint.events.keep(touched)
    if not len(kept):
        return []
    withdrawn = _column(joint, stored, "withdrawn").astype(bool)
    stands = np.bincount(kept.label[(kept.label >= 0) & ~withdrawn], minlength=len(kept)) > 0
    # Where something stands, the withdrawn alerts take no part in figures and outline.
    counted = (kept.label >= 0) & (~withdrawn | ~stands[kept.label])
    figures = _described(joint, kept.label, counted, len(kept))
    records = describe_joint(figures, _wgs84(), [[] for _ in range(len(kept))], is_cancelled)
    territories = _territories(figures, _column(joint, stored, "territory"))
    members = _members(joint, stored, kept.label)
    gone = np.bincount(kept.label[(kept.label >= 0) & withdrawn], minlength=len(kept))
    return [
        Event(
            id=record.event_id,
            source=record.source,
            first_date=record.first_date,
            last_date=record.last_date,
            area_ha=record.area_ha if stands[index] else 0.0,
            max_confidence=record.max_confidence,
            wkb=record.wkb,
            members=members[index],
            territory_id=territories[index],
            withdrawn_count=int(gone[index]),
            sources=[_share(share) for share in record.sources] if stands[index] else (),
        )
        for index, record in enumerate(records)
    ]


def _wgs84() -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return str(reference.ExportToWkt())


def _described(joint: JointEvents, label: Ints, counted: Bools, count: int) -> JointEvents:
    """The same events, with the figures of the counted alerts only; each event has one."""
    chosen = np.flatnonzero(counted)
    day, confidence = joint.column("day")[chosen], joint.column("confidence")[chosen]
    found = describe_events(label[chosen], count, day, confidence, joint.column("area_ha")[chosen])
    events = Events(
        np.where(counted, label, -1),
        found.first_day,
        found.last_day,
        found.pixel_count,
        found.area_ha,
        found.max_confidence,
        chosen[found.earliest],
    )
    return JointEvents(joint.parts, joint.part, joint.place, events)


def _territories(joint: JointEvents, named: Any) -> list[str | None]:
    """Territories of each event by their alerts, the one with the largest part first."""
    area_ha = joint.column("area_ha")
    shares: list[dict[str, float]] = [{} for _ in range(len(joint.events))]
    for label, name, area in zip(joint.events.label.tolist(), named.tolist(), area_ha.tolist()):
        if label >= 0 and name is not None:
            shares[label][name] = shares[label].get(name, 0.0) + area
    return ["; ".join(name for _, name in sorted((-area, name) for name, area in of.items())) or None for of in shares]


def _members(joint: JointEvents, stored: Sequence[_Stored], label: Ints) -> list[list[str]]:
    """Ids of all alerts of each event."""
    pixel = _column(joint, stored, "pixel")
    ids = np.empty(len(label), dtype=object)
    for number, part in enumerate(joint.parts):
        mine = np.flatnonzero((joint.part == number) & (label >= 0))
        ids[mine] = alert_ids(part.source, pixel[mine])
    inside = np.flatnonzero(label >= 0)
    order = inside[np.argsort(label[inside], kind="stable")]
    ends = np.cumsum(np.bincount(label[inside]))
    return [list(part) for part in np.split(ids[order], ends[:-1])]


def _share(share: SourceShare) -> dict[str, Any]:
    return {
        "source": share.source,
        "first_date": share.first_date.isoformat(),
        "last_date": share.last_date.isoformat(),
        "max_confidence": share.max_confidence,
        "pixel_count": share.pixel_count,
        "area_ha": share.area_ha,
    }
