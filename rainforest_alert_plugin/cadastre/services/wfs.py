"""Layers of a Web Feature Service 2.0, page by page, counted against the service's own count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator

from osgeo import ogr

from ...errors import Message, ServiceError
from ...geo.progress import stop_if
from .answer import (
    DEGREES,
    Found,
    LayerAnswer,
    LayerRequest,
    envelope_of,
    headers_for,
    json_answer,
    kind_of,
    part,
    read_part,
    refuse_elsewhere,
    write_part,
)
from .area import Box
from .catalogue import Service, ServiceLayer

_PAGE = 500
_MOST_PAGES = 2000


def fetch(service: Service, layer: ServiceLayer, request: LayerRequest) -> LayerAnswer:
    """Features of a type that meet the boxes.

    Where the service does not know ``startIndex`` (it refuses it, or sends the first page again), all are asked for at once.

    Raises
    ------
    ServiceError
        ``services.refused``, ``services.wrong_reference_system``, ``services.changed_answer``, or what the client raises.
    CancelledError
    """
    files: list[Path] = []
    expected: int | None = 0
    for number, box in enumerate(request.boxes):
        count, of_box = _of_box(service, layer, request, box, number)
        files += of_box
        expected = None if count is None or expected is None else expected + count
        request.progress(90.0 * (number + 1) / len(request.boxes))

    def features() -> Iterator[Found]:
        seen: set[str] = set()
        for path in files:
            for item in part(path)["features"]:
                identity = _identity(item)
                if identity in seen:
                    continue
                seen.add(identity)
                yield Found(identity, item.get("properties") or {}, _geometry(item.get("geometry")))

    values: dict[str, list[Any]] = {}
    received = 0
    for item in features():
        received += 1
        for name, value in item.properties.items():
            values.setdefault(name, []).append(value)
    epsg = _system(files)
    refuse_elsewhere(
        service,
        layer,
        request.boxes,
        epsg,
        (envelope_of(item.geometry) for item in features() if item.geometry is not None),
    )
    messages: tuple[Message, ...] = ()
    # neighbouring boxes may both count a feature
    if expected is None or len(request.boxes) > 1:
        expected = None if expected is None else received
    elif received < expected:
        messages = (
            Message(
                "services.missing",
                title=layer.title,
                missing=expected - received,
                expected=expected,
                reason=Message("services.limit"),
            ),
        )
    fields = [(name, kind_of(column)) for name, column in values.items()]
    return LayerAnswer(layer, fields, features, epsg, expected, received, layer.names[0], messages)


def _of_box(
    service: Service, layer: ServiceLayer, request: LayerRequest, box: Box, number: int
) -> tuple[int | None, list[Path]]:
    count = _hits(service, layer, request, box)
    files: list[Path] = []
    seen: set[str] = set()
    for page in range(_MOST_PAGES):
        stop_if(request.is_cancelled)
        path = request.parts / f"{layer.id}-{number}-{count}-{page}.json"
        content = read_part(path)
        if content is None:
            values = {"count": _PAGE, "startIndex": page * _PAGE} if page or count is None or count > _PAGE else {}
            try:
                content = _page(service, layer, request, box, values)
            except ServiceError as error:
                if error.message.id not in ("services.refused", "net.status") or not values or not count:
                    raise
                return count, [_all_at_once(service, layer, request, box, number, count)]
            write_part(path, content)
        identities = {_identity(item) for item in content["features"]}
        if page and identities and identities <= seen:
            return count, [_all_at_once(service, layer, request, box, number, count)]
        files.append(path)
        seen |= identities
        if len(content["features"]) < _PAGE or (count is not None and len(seen) >= count):
            return count, files
    return count, files


def _all_at_once(
    service: Service, layer: ServiceLayer, request: LayerRequest, box: Box, number: int, count: int | None
) -> Path:
    path = request.parts / f"{layer.id}-{number}-{count}-all.json"
    content = read_part(path)
    if content is None:
        values = {"count": count + 1} if count is not None else {}
        write_part(path, _page(service, layer, request, box, values))
    return path


def _hits(service: Service, layer: ServiceLayer, request: LayerRequest, box: Box) -> int | None:
    """How many features there are by the service's own count; None when it does not tell."""
    values = {**_question(service, layer, box), "resultType": "hits"}
    values.pop("outputFormat")
    headers = headers_for(service, request)
    answer = request.client.get(service.url, params=values, headers=headers, is_cancelled=request.is_cancelled)
    text = answer.text()
    for mark in ('numberMatched="', '"numberMatched":', 'numberOfFeatures="'):
        _, found, rest = text.partition(mark)
        digits = rest.lstrip()[:20].partition('"')[0].partition(",")[0].strip(" }")
        if found and digits.isdigit():
            return int(digits)
    return None


def _question(service: Service, layer: ServiceLayer, box: Box) -> dict[str, Any]:
    west, south, east, north = box
    # by the standard a box in EPSG:4326 has latitude first; the servers of the catalogue say what they take
    is_longitude_first = service.options.get("axis", "lat_lon") == "lon_lat"
    numbers = (west, south, east, north) if is_longitude_first else (south, west, north, east)
    system = "EPSG:4326" if is_longitude_first else "urn:ogc:def:crs:EPSG::4326"
    return {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": layer.names[0],
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
        "bbox": ",".join(f"{value:.3f}" for value in numbers) + "," + system,
    }


def _page(service: Service, layer: ServiceLayer, request: LayerRequest, box: Box, values: dict[str, int]) -> Any:
    content = json_answer(service, request, "GET", service.url, {**_question(service, layer, box), **values})
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise ServiceError("services.changed_answer", title=service.full_title, what="features")
    return content


def _identity(item: Any) -> str:
    return str(item.get("id") or json.dumps(item, sort_keys=True))


def _geometry(stated: Any) -> Any:
    geometry = ogr.CreateGeometryFromJson(json.dumps(stated)) if stated else None
    if geometry is None or geometry.IsEmpty():
        return None
    geometry.FlattenTo2D()
    return geometry


def _system(files: list[Path]) -> int:
    """Code that the answers declare; GeoJSON without one is in degrees."""
    for path in files:
        name = str((((part(path).get("crs") or {}).get("properties")) or {}).get("name") or "")
        digits = name.rpartition(":")[2]
        if digits.isdigit():
            return int(digits)
    return DEGREES
