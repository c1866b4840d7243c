"""Geobosques between two releases of its yearly raster: the latest alerts by REST (without dates), and the vector layer of a year.

The vector service carries the year in its name and has moved before: its address is the person's to give, and the name of the layer
stands in the catalogue of services.
"""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

import numpy as np

from ...errors import InputError, Message, ServiceError
from ...geo.arrays import Bools
from ...geo.files import replaced_file
from ...geo.progress import stop_if
from .service import AlertRequest, Fetched, Service, covers, file_sha256, kept_files, note_of, write_note

_PAGE = 2000
_MOST_PAGES = 500
_UTC = datetime.timezone.utc
_HEADER = ("latitude", "longitude", "date", "confidence", "source")


def fetch_latest(service: Service, request: AlertRequest) -> list[Fetched]:
    """The latest alerts in the territories; each keeps the day on which it was first fetched into this folder.

    Raises
    ------
    ServiceError
        ``sources.answer_changed`` when the answer has another form.
    """
    request.check()
    places: dict[tuple[str, str], None] = {}
    pieces = covers(request.told_area())
    for number, piece in enumerate(pieces):
        stop_if(request.is_cancelled)
        answer = request.client.post_json(
            f"{service.base}/{service.options['path']}",
            {"coords": _outline(piece)},
            is_cancelled=request.is_cancelled,
        )
        for place in _places(service, answer.json()):
            places[place] = None
        request.progress(95.0 * (number + 1) / len(pieces))
    known = _days_of_earlier_run(service, request)
    today = request.today.isoformat()
    found = [(y, x, known.get((y, x), today)) for x, y in places]
    return [_points(service, request, found, (Message("sources.undated_points", title=service.title),))]


def fetch_layer(service: Service, request: AlertRequest) -> list[Fetched]:
    """Alerts of the yearly vector layers in the territories and the period.

    Raises
    ------
    InputError
        ``sources.address_needed``.
    ServiceError
        ``sources.no_tile`` where the service has no layer of any year; ``sources.columns_changed``, ``sources.answer_changed``.
    """
    if not service.base:
        raise InputError("sources.address_needed", title=service.title, where=str(service.options["listed_at"]))
    request.check()
    missing: list[str] = []
    found: list[tuple[str, str, str]] = []
    undated = 0
    years = range(request.start.year, request.end.year + 1)
    for number, year in enumerate(years):
        layer = str(service.options["layer"]).format(year=year)
        try:
            for feature in _features(service, request, layer):
                day, place = _day(service, feature), _place(feature)
                if day is None or place is None:
                    undated += 1
                elif request.start <= day <= request.end:
                    found.append((f"{place[1]:.7f}", f"{place[0]:.7f}", day.isoformat()))
        except ServiceError as error:
            if error.message.id != "net.not_found":
                raise
            missing.append(layer)
        request.progress(95.0 * (number + 1) / len(years))
    if len(missing) == len(years):
        raise ServiceError("sources.no_tile", title=service.title, tiles=", ".join(missing))
    said = []
    if missing:
        said.append(Message("sources.tiles_missing", title=service.title, tiles=", ".join(missing)))
    if undated:
        said.append(Message("sources.undated", title=service.title, count=undated))
    return [_points(service, request, found, tuple(said))]


def _points(
    service: Service, request: AlertRequest, found: Sequence[tuple[str, str, str]], said: tuple[Message, ...]
) -> Fetched:
    """Write (latitude, longitude, date) in the territories, each once."""
    rows = sorted(set(found), key=lambda row: (row[2], row[0], row[1]))
    inside: Bools = np.zeros(0, bool)
    if rows:
        y, x = np.array([(float(row[0]), float(row[1])) for row in rows]).T
        inside = request.inside(x, y)
    kept = [row for row, is_inside in zip(rows, inside.tolist()) if is_inside]
    path = request.folder / request.file_name(service.id, request.today.isoformat(), ".csv")
    with replaced_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows((*row, "", service.alerts) for row in kept)
    note = note_of(service, request, rows=len(kept), rows_outside=len(rows) - len(kept), sha256=file_sha256(path))
    write_note(path, note)
    request.progress(100.0)
    return Fetched(path, "points", note, said)


def _outline(shape: Any) -> str:
    """Outer ring as the service takes it, ``lon lat, lon lat``; holes are cut here."""
    ring = shape.GetGeometryRef(0)
    return ", ".join(f"{ring.GetX(at):.6f} {ring.GetY(at):.6f}" for at in range(ring.GetPointCount()))


def _places(service: Service, content: Any) -> Iterator[tuple[str, str]]:
    """Longitude and latitude as text; the answer is an object, or a list of them; a result other than 1 means none."""
    answers = content if isinstance(content, list) else [content]
    for answer in answers:
        if not isinstance(answer, dict) or "result" not in answer:
            raise ServiceError("sources.answer_changed", title=service.title, what="result")
        if str(answer["result"]) != "1":
            continue
        for place in answer.get("datos") or []:
            try:
                yield f"{float(place['x_']):.7f}", f"{float(place['y_']):.7f}"
            except (KeyError, TypeError, ValueError) as error:
                raise ServiceError("sources.answer_changed", title=service.title, what="x_, y_") from error


def _days_of_earlier_run(service: Service, request: AlertRequest) -> dict[tuple[str, str], str]:
    """Day by (latitude, longitude) of what was fetched before, so that an alert does not get younger each morning."""
    days: dict[tuple[str, str], str] = {}
    for found in kept_files(request.folder, service, request.area_digest()):
        for row in _rows_of(found.path):
            place, day = (row.get("latitude", ""), row.get("longitude", "")), row.get("date", "")
            days[place] = min(day, days.get(place, day))
    return days


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _features(service: Service, request: AlertRequest, layer: str) -> Iterator[Mapping[str, Any]]:
    """Features of all pages of a layer."""
    box = ",".join(f"{value:.6f}" for value in request.box())
    offset = 0
    for _page in range(_MOST_PAGES):
        stop_if(request.is_cancelled)
        content = request.client.get(
            f"{service.base}/{layer}/query",
            params={
                "where": "1=1",
                "geometry": box,
                "geometryType": "esriGeometryEnvelope",
                "inSR": "4326",
                "outSR": "4326",
                "outFields": "*",
                "orderByFields": service.options["order_field"],
                "resultOffset": offset,
                "resultRecordCount": _PAGE,
                "f": "geojson",
            },
            is_cancelled=request.is_cancelled,
        ).json()
        if isinstance(content, dict) and isinstance(content.get("error"), dict):
            # ArcGIS says so with status 200
            error = content["error"]
            if error.get("code") in (404, 400) and "not found" in str(error.get("message", "")).lower():
                raise ServiceError("net.not_found", host="", url=layer)
            raise ServiceError(
                "sources.service_error",
                title=service.title,
                detail=str(error.get("message") or error.get("code"))[:200],
            )
        features = content.get("features") if isinstance(content, dict) else None
        if not isinstance(features, list):
            raise ServiceError("sources.answer_changed", title=service.title, what="features")
        yield from features
        more = bool(content.get("exceededTransferLimit")) or bool(
            (content.get("properties") or {}).get("exceededTransferLimit")
        )
        offset += len(features)
        # the service may give fewer at once than asked for and says that there are more
        if not features or (len(features) < _PAGE and not more):
            return


def _day(service: Service, feature: Mapping[str, Any]) -> datetime.date | None:
    """Day of the milliseconds since 1970 that ArcGIS writes."""
    properties = feature.get("properties") or {}
    name = str(service.options["date_field"])
    if name not in properties:
        raise ServiceError(
            "sources.columns_changed", title=service.title, expected=name, found=", ".join(properties)[:200]
        )
    try:
        return datetime.datetime.fromtimestamp(float(properties[name]) / 1000.0, _UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _place(feature: Mapping[str, Any]) -> tuple[float, float] | None:
    """A point's place, or the middle of the outline of a pixel; None without geometry."""
    geometry = feature.get("geometry") or {}
    numbers = np.array(_numbers(geometry.get("coordinates")), np.float64).reshape(-1, 2)
    if not len(numbers):
        return None
    low, high = numbers.min(axis=0), numbers.max(axis=0)
    x, y = (low + high) / 2.0
    return float(x), float(y)


def _numbers(coordinates: Any) -> list[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return []
    if isinstance(coordinates[0], (int, float)):
        return [(float(coordinates[0]), float(coordinates[1]))]
    return [place for part in coordinates for place in _numbers(part)]
