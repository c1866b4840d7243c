"""What every source shares: the catalogue of services, a request, what came of it, and the note that travels with the data."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from osgeo import ogr

from ...errors import InputError, Message
from ...geo.arrays import Bools, Floats
from ...geo.features import PolygonFeature, ToldArea
from ...geo.files import replaced_file
from ...geo.progress import IsCancelled, Progress, never_cancelled, no_progress
from ...geo.scanline import edges_of, points_inside
from ...geo.wkb import Rings, rings_of
from ...net.client import HttpClient
from ...net.settings import Credential

SIDECAR_SUFFIX = ".source.json"
FIRST_ALERTS = datetime.date(2014, 12, 31)
"""No source has older alerts."""

_KINDS = {".tif": "raster", ".csv": "points", ".geojson": "polygons"}
_MOST_VERTICES = 500
_COVER_DEG = 0.002
_CUT_DECIMALS = 3


@dataclass(frozen=True)
class Service:
    """A service of the catalogue ``resources/services/alerts.json``.

    Attributes
    ----------
    id : str
    kind : str
        Which module asks it.
    title : str
    alerts : str
        Source that the alerts are of.
    base : str
        Address, without a slash at the end.
    licence, attribution : str
        The attribution has a place for the ``date`` of reading.
    key : str
        ``none``, ``header`` or ``path``.
    options : mapping
        What only this kind of service has.
    """

    id: str
    kind: str
    title: str
    alerts: str
    base: str
    licence: str
    attribution: str
    key: str
    options: Mapping[str, Any]


def read_services(path: Path | str) -> dict[str, Service]:
    """Services by id.

    Raises
    ------
    InputError
        ``input.unreadable``.
    """
    names = ("id", "kind", "title", "alerts", "base", "licence", "attribution", "key")
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        services = [
            Service(
                **{name: str(entry[name]) for name in names},
                options={name: value for name, value in entry.items() if name not in names},
            )
            for entry in content["services"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("input.unreadable", path=str(path), reason=str(error)) from error
    return {service.id: service for service in services}


@dataclass(frozen=True, eq=False)
class AlertRequest:
    """What is wanted of a source.

    Attributes
    ----------
    area : sequence of PolygonFeature
        Territories in degrees (WGS 84): what is kept of an answer lies in them.
    start, end : datetime.date
        First and last day.
    folder : Path
        Where the files go.
    client : HttpClient
    credential : Credential or None
    today : datetime.date
        Local day.
    version : str
        Version of an earlier result to be asked again; empty for the latest.
    told : ToldArea or None
        What the service is told of the area, which it covers; None for the area as it is.
    """

    area: Sequence[PolygonFeature]
    start: datetime.date
    end: datetime.date
    folder: Path
    client: HttpClient
    credential: Credential | None
    today: datetime.date
    progress: Progress = no_progress
    is_cancelled: IsCancelled = never_cancelled
    version: str = ""
    told: ToldArea | None = None

    def check(self) -> None:
        """Refuse what cannot be answered.

        Raises
        ------
        InputError
            ``alerts.dates_reversed``, ``sources.period_impossible``, ``sources.no_area``.
        """
        if self.start > self.end:
            raise InputError("alerts.dates_reversed", start=self.start.isoformat(), end=self.end.isoformat())
        if self.end < FIRST_ALERTS or self.start > self.today + datetime.timedelta(days=1):
            raise InputError(
                "sources.period_impossible",
                start=self.start.isoformat(),
                end=self.end.isoformat(),
                first=FIRST_ALERTS.isoformat(),
                today=self.today.isoformat(),
            )
        if not self.area:
            raise InputError("sources.no_area")
        west, south, east, north = self.box()
        if east - west > 180.0 or west < -180.0 or east > 180.0 or south < -90.0 or north > 90.0:
            raise InputError("sources.area_impossible", extent=f"{west:.3f}, {south:.3f} – {east:.3f}, {north:.3f}")

    def rings(self) -> Rings:
        """Rings of the territories."""
        return rings_of([feature.wkb for feature in self.area])

    def told_area(self) -> ToldArea:
        """What the service is told of the area."""
        return ToldArea(tuple(self.area)) if self.told is None else self.told

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is told."""
        boxes = rings_of([feature.wkb for feature in self.told_area().features()]).boxes()
        low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def inside(self, longitude: Floats, latitude: Floats) -> Bools:
        """Which places lie in a territory."""
        shapes = self.rings()
        edges = edges_of(shapes)
        found = np.zeros(len(longitude), bool)
        for index in range(shapes.count):
            found |= points_inside(edges, index, longitude, latitude)
        return found

    def area_digest(self) -> str:
        """Short name of the area, so that another area makes another file."""
        return area_digest(self.area)

    def file_name(self, source: str, version: str, suffix: str) -> str:
        """Name of a file that the same question gives again."""
        parts = [source, version, self.start.isoformat(), self.end.isoformat(), self.area_digest()]
        return "_".join(_plain(part) for part in parts if part) + suffix


def area_digest(area: Sequence[PolygonFeature]) -> str:
    """Short name of an area, the same whatever the order of its territories."""
    digest = hashlib.sha256()
    for wkb in sorted(feature.wkb for feature in area):
        digest.update(wkb)
    return digest.hexdigest()[:10]


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in text)


def covers(told: ToldArea) -> list[Any]:
    """Simple polygons that cover what is told of the territories, as OGR geometries: what a service is asked for.

    Services refuse or simplify polygons with many vertices on their own; the answer is cut with the true boundary here.
    """
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for cells in told.cells:
        whole = whole.Union(ogr.CreateGeometryFromWkb(cells.wkb))
    for feature in told.outlines:
        shape = ogr.CreateGeometryFromWkb(feature.wkb)
        simple = shape.SimplifyPreserveTopology(_COVER_DEG / 2).Buffer(_COVER_DEG, 2)
        if simple is None or simple.IsEmpty() or _vertices(simple) > _MOST_VERTICES:
            simple = shape.ConvexHull().Buffer(_COVER_DEG, 2)
        if _vertices(simple) > _MOST_VERTICES:
            west, east, south, north = shape.GetEnvelope()
            simple = box_geometry((west, south, east, north)).Buffer(_COVER_DEG, 1)
        whole = whole.Union(simple)
    parts = [whole.GetGeometryRef(i).Clone() for i in range(whole.GetGeometryCount())]
    return parts if whole.GetGeometryName() == "MULTIPOLYGON" else [whole]


def box_geometry(box: tuple[float, float, float, float]) -> Any:
    """Polygon of west, south, east, north."""
    west, south, east, north = box
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def halves(shape: Any) -> list[Any]:
    """A polygon cut across its longer side, between pixels; one part where it is too small to cut.

    A cut through the centres of pixels would lose or double them: the grids of all sources have lines at thousandths of a degree.
    """
    west, east, south, north = shape.GetEnvelope()
    if max(east - west, north - south) < 2 * _COVER_DEG:
        return [shape]
    if east - west >= north - south:
        middle = round((west + east) / 2, _CUT_DECIMALS)
        boxes = [(west, south, middle, north), (middle, south, east, north)]
    else:
        middle = round((south + north) / 2, _CUT_DECIMALS)
        boxes = [(west, south, east, middle), (west, middle, east, north)]
    parts = [shape.Intersection(box_geometry(box)) for box in boxes]
    return [part for part in parts if part is not None and part.GetArea() > 0.0]


def _vertices(shape: Any) -> int:
    if shape.GetGeometryCount() == 0:
        return int(shape.GetPointCount())
    return sum(_vertices(shape.GetGeometryRef(i)) for i in range(shape.GetGeometryCount()))


@dataclass(frozen=True)
class Fetched:
    """A file that came of a request, with the note beside it.

    Attributes
    ----------
    path : Path
    kind : str
        ``raster``, ``points`` or ``polygons``.
    note : dict
        What the note says; see :func:`write_note`.
    messages : tuple of Message
        What the user should know.
    """

    path: Path
    kind: str
    note: dict[str, Any]
    messages: tuple[Message, ...] = field(default=())


def note_of(service: Service, request: AlertRequest, **facts: Any) -> dict[str, Any]:
    """What a file is: asked what, where, when, in which version, under which licence."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    return {
        "source": service.alerts,
        "service": service.id,
        "title": service.title,
        "address": service.base,
        "asked_at": now.isoformat(),
        "start": request.start.isoformat(),
        "end": request.end.isoformat(),
        "area_box": _noted_box(request),
        "area_digest": request.area_digest(),
        "territories": len(request.area),
        "licence": service.licence,
        "attribution": service.attribution.format(date=request.today.isoformat()),
        # whether the service still gives what it gave before, so that an absence means something
        "keeps_all": bool(service.options.get("keeps_all")),
        **facts,
    }


def note_path(path: Path) -> Path:
    """Where the note of a file stands."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def write_note(path: Path, note: Mapping[str, Any]) -> None:
    """Write the note beside its file."""
    with replaced_file(note_path(path)) as partial:
        partial.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")


def tell_no_more(request: AlertRequest) -> None:
    """Bring the notes of earlier files over the same area to the box that the service is told now."""
    box = _noted_box(request)
    for beside in request.folder.rglob("*" + SIDECAR_SUFFIX):
        try:
            note = json.loads(beside.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        is_same = isinstance(note, dict) and note.get("area_digest") == request.area_digest()
        if is_same and note.get("area_box") != box:
            write_note(beside.with_name(beside.name[: -len(SIDECAR_SUFFIX)]), {**note, "area_box": box})


def _noted_box(request: AlertRequest) -> list[float]:
    return [round(value, 6) for value in request.box()]


def earlier(path: Path) -> dict[str, Any] | None:
    """Note of a file that an earlier run finished; None when there is none, or the file is not the one it describes."""
    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        is_same = isinstance(note, dict) and note.get("sha256") == file_sha256(path)
    except (OSError, ValueError):
        return None
    return note if is_same else None


def kept_files(folder: Path, service: Service, area_digest: str = "") -> list[Fetched]:
    """Files of a service that earlier runs left in a folder, the latest first; with `area_digest`, of that area only."""
    found = []
    for beside in folder.rglob("*" + SIDECAR_SUFFIX):
        path = beside.with_name(beside.name[: -len(SIDECAR_SUFFIX)])
        try:
            note = json.loads(beside.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        is_wanted = isinstance(note, dict) and note.get("service") == service.id and path.is_file()
        if is_wanted and area_digest in ("", note.get("area_digest")):
            found.append(Fetched(path, _KINDS.get(path.suffix.lower(), "points"), note))
    return sorted(found, key=lambda item: str(item.note.get("asked_at", "")), reverse=True)


def age_days(fetched: Fetched, today: datetime.date) -> int:
    """Days since a file was asked for; 0 where its note does not say, or the clock was wrong then or is now."""
    try:
        asked = datetime.date.fromisoformat(str(fetched.note.get("asked_at", ""))[:10])
    except ValueError:
        return 0
    return max(0, (today - asked).days)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
