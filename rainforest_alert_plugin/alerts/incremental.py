"""What the workspace already has of a source: from which day to ask again, and what a file's absence of an alert means.

Sources change what they said: an alert is confirmed or taken back up to half a year after it was first seen, and its date may move
to that of another system. A question that began after the last batch would never hear of it, so that each one reaches back.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np
from osgeo import gdal, osr

from ..errors import Message
from ..geo.arrays import Bools, Floats
from ..geo.features import PolygonFeature
from ..geo.scanline import edges_of, points_inside
from ..geo.wkb import rings_of
from ..workspace.alerts import Batch, Coverage
from ..workspace.clock import utc_now
from ..workspace.store import Workspace
from .sources.service import FIRST_ALERTS, area_digest, earlier, note_path

LOOKBACK_DAYS = 180
"""Producers confirm or take back an alert within half a year (GLAD-L: 180 days; GFW replaces a date by one 180 days later)."""

FIRE_LOOKBACK_DAYS = 3
"""Fires are not revised; the last scans of a day may arrive two days later."""

MOVED_DAYS = 90
"""How far before the asked span the date of an alert may have moved; a younger absence only is a withdrawal."""

_FIRE_KINDS = ("firms",)


@dataclass(frozen=True)
class LastBatch:
    """The last batch that holds everything a service had over an area.

    Attributes
    ----------
    start, end : datetime.date
        Span that it covers, both included.
    version : str
        Version of the source; empty when the service tells none.
    """

    start: datetime.date
    end: datetime.date
    version: str


def lookback_days(kind: str) -> int:
    """Days before the end of the last batch from which a service of a kind is asked again."""
    return FIRE_LOOKBACK_DAYS if kind in _FIRE_KINDS else LOOKBACK_DAYS


def last_batch(workspace: Workspace, service: str, digest: str) -> LastBatch | None:
    """The batch of a service over an area that reaches furthest; batches filtered by confidence are not whole and do not count."""
    rows = workspace.connection.query(
        'SELECT "asked", "start_date", "end_date", "source_version" FROM "alert_batch" '
        'WHERE "start_date" IS NOT NULL AND "end_date" IS NOT NULL ORDER BY "end_date", "fetched_at"'
    )
    found = None
    for asked, start, end, version in rows:
        facts = json.loads(asked) if isinstance(asked, str) else asked
        if facts.get("service") == service and facts.get("area_digest") == digest and facts.get("whole") is True:
            found = LastBatch(_date(start), _date(end), version or "")
    return found


def start_of_question(last: LastBatch | None, kind: str, end: datetime.date) -> datetime.date:
    """First day to ask for, so that nothing since the last batch and no late confirmation is missed.

    A last batch that ends after `end` (a clock that was wrong) counts as one that ends with it.
    """
    until = end if last is None else min(last.end, end)
    return max(FIRST_ALERTS, until - datetime.timedelta(days=lookback_days(kind)))


def is_known(last: LastBatch | None, version: str, start: datetime.date, end: datetime.date) -> bool:
    """Whether the workspace holds this span in this version already, so that nothing needs to be asked."""
    return last is not None and bool(version) and last.version == version and last.start <= start and end <= last.end


def is_degrees(crs_wkt: str) -> bool:
    """Whether a reference system is WGS 84 in degrees, in which downloads name their area."""
    system = osr.SpatialReference()
    system.ImportFromWkt(crs_wkt)
    world = osr.SpatialReference()
    world.ImportFromEPSG(4326)
    for each in (system, world):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return bool(system.IsSame(world))


def note_of_file(path: str) -> tuple[dict[str, Any] | None, tuple[Message, ...]]:
    """Note of a downloaded file, and what to say where the file is not the one that the note describes."""
    file = Path(path)
    if not file.is_file() or not note_path(file).is_file():
        return None, ()
    note = earlier(file)
    return note, () if note is not None else (Message("alerts.note_differs", name=file.name),)


@dataclass(frozen=True)
class Import:
    """What a person asked of an import.

    Attributes
    ----------
    path : str
        File or layer.
    source : str
        Source of its alerts.
    start, end : datetime.date or None
        Filter by date.
    min_confidence : str
        ``low`` for all.
    territories : sequence of str
        Identities of the territories; empty for no filter.
    area : sequence of PolygonFeature or None
        The same in WGS 84; None for no filter, or where they were read in another reference system.
    """

    path: str
    source: str
    start: datetime.date | None
    end: datetime.date | None
    min_confidence: str
    territories: Sequence[str]
    area: Sequence[PolygonFeature] | None


def batch_of(asked: Import, note: Mapping[str, Any] | None) -> Batch:
    """Batch for the workspace, with version, licence and question of the file's note where there is one."""
    facts: dict[str, Any] = {
        "start": asked.start.isoformat() if asked.start else None,
        "end": asked.end.isoformat() if asked.end else None,
        "min_confidence": asked.min_confidence,
        "territories": list(asked.territories),
    }
    if note is None:
        return Batch(asked.source, asked.path, facts, utc_now(), start_date=asked.start, end_date=asked.end)
    start, end = _span(asked, note)
    is_whole = asked.min_confidence == "low" and _same_area(asked, note) and start <= end and _is_one_file(note)
    facts.update(
        service=note.get("service"),
        area_digest=note.get("area_digest") if is_whole else "",
        area_box=note.get("area_box"),
        whole=is_whole,
        file=Path(asked.path).name,
    )
    return Batch(
        asked.source,
        str(note.get("address", asked.path)),
        facts,
        str(note.get("asked_at") or utc_now()),
        source_version=str(note.get("version") or "") or None,
        start_date=start if start <= end else None,
        end_date=end if start <= end else None,
        licence=f"{note.get('licence', '')}. {note.get('attribution', '')}",
        sha256=note.get("sha256"),
    )


def coverage_of_note(workspace: Workspace, asked: Import, note: Mapping[str, Any] | None) -> Coverage | None:
    """Where and when the file is the whole truth; None where the absence of an alert in it says nothing.

    It says nothing in a file without a note, of a service that gives only its latest alerts (fires, Geobosques between
    releases), where only some confidences or a part of the area was taken, and where another service
    has brought alerts of the same source, since its version may be ahead or behind. Alerts of the first
    :data:`MOVED_DAYS` days of the span may have moved out of it.
    """
    if note is None or note.get("keeps_all") is not True or asked.area is None:
        return None
    if asked.min_confidence != "low" or not _same_area(asked, note):
        return None
    services = {
        str((json.loads(facts) if isinstance(facts, str) else facts).get("service"))
        for (facts,) in workspace.connection.query(
            'SELECT "asked" FROM "alert_batch" WHERE "source" = ?', [asked.source]
        )
    }
    if services - {str(note.get("service"))}:
        return None
    start, end = _span(asked, note)
    start += datetime.timedelta(days=MOVED_DAYS)
    if start > end:
        return None
    shapes = rings_of([feature.wkb for feature in asked.area])
    boxes = shapes.boxes()
    west, south = (float(value) for value in np.nanmin(boxes[:, :2], axis=0))
    east, north = (float(value) for value in np.nanmax(boxes[:, 2:], axis=0))
    file = _box_of_raster(Path(asked.path))
    if file is not None:
        west, south, east, north = max(west, file[0]), max(south, file[1]), min(east, file[2]), min(north, file[3])
    if west > east or south > north:
        return None
    return Coverage(west, south, east, north, start, end, _inside(asked.area))


def _inside(area: Sequence[PolygonFeature]) -> Callable[[Floats, Floats], Bools]:
    def contains(longitude: Floats, latitude: Floats) -> Bools:
        shapes = rings_of([feature.wkb for feature in area])
        edges = edges_of(shapes)
        found = np.zeros(len(longitude), bool)
        for index in range(shapes.count):
            found |= points_inside(edges, index, np.asarray(longitude), np.asarray(latitude))
        return found

    return contains


def _same_area(asked: Import, note: Mapping[str, Any]) -> bool:
    if asked.area is None:
        return not asked.territories
    return area_digest(asked.area) == note.get("area_digest")


def _is_one_file(note: Mapping[str, Any]) -> bool:
    """Whether the question has one file; of several tiles or years none is the whole answer."""
    return "tile" not in note and "year" not in note


def _span(asked: Import, note: Mapping[str, Any]) -> tuple[datetime.date, datetime.date]:
    """Days that both the file and the import cover."""
    starts: list[datetime.date] = [_date(note["start"])]
    ends: list[datetime.date] = [_date(note["end"])]
    year = str(note.get("year") or "")
    if year.isdigit():
        starts.append(datetime.date(int(year), 1, 1))
        ends.append(datetime.date(int(year), 12, 31))
    starts += _given([asked.start])
    ends += _given([asked.end])
    return max(starts), min(ends)


def _given(dates: Iterable[datetime.date | None]) -> list[datetime.date]:
    return [date for date in dates if date is not None]


def _box_of_raster(path: Path) -> tuple[float, float, float, float] | None:
    """West, south, east, north of a raster in degrees; None for a table, or a raster on another grid than degrees."""
    if path.suffix.lower() not in (".tif", ".tiff"):
        return None
    try:
        dataset = gdal.Open(str(path))
    except RuntimeError:
        return None
    t = dataset.GetGeoTransform() if dataset is not None else None
    if t is None or t[2] or t[4]:
        return None
    return t[0], t[3] + dataset.RasterYSize * t[5], t[0] + dataset.RasterXSize * t[1], t[3]


def _date(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value)[:10])
