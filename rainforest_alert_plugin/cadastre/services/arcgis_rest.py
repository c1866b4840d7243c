"""Layers of an ArcGIS server: found by name, fetched by the numbers of their features, so that what is missing is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Sequence

from osgeo import ogr

from ...errors import Message, ServiceError
from ...geo.progress import span, stop_if
from ..profile import plain_words
from .answer import (
    DEGREES,
    HOPELESS,
    Found,
    LayerAnswer,
    LayerRequest,
    day_or_moment,
    envelope_of,
    json_answer,
    part,
    read_part,
    refuse_elsewhere,
    write_part,
)
from .area import Box, quarters
from .catalogue import Service, ServiceLayer

_USUAL_CHUNK = 200
_PAGE = 500
_MOST_PAGES = 2000
_MOST_CUTS = 6
_MOST_FAILURES = 3
_GEOMETRIES = {"esriGeometryPolygon": "polygon", "esriGeometryPolyline": "line", "esriGeometryPoint": "point"}
_KINDS = {
    "esriFieldTypeOID": "integer",
    "esriFieldTypeInteger": "integer",
    "esriFieldTypeSmallInteger": "integer",
    "esriFieldTypeBigInteger": "integer",
    "esriFieldTypeDouble": "real",
    "esriFieldTypeSingle": "real",
}
_UNKEPT = ("esriFieldTypeGeometry", "esriFieldTypeBlob", "esriFieldTypeRaster", "esriFieldTypeXML")


@dataclass(frozen=True)
class _Place:
    """A layer as the server describes it."""

    url: str
    called: str
    number_field: str
    chunk: int
    fields: list[tuple[str, str]]
    dates: frozenset[str]


def fetch(service: Service, layer: ServiceLayer, request: LayerRequest) -> LayerAnswer:
    """Features of a layer that meet the boxes.

    First the numbers of all features there are asked for, since no server limits that answer; then the features by their numbers,
    in pieces that are cut smaller where the server gives up or its limit cuts them off. What still does not come is counted.

    Raises
    ------
    ServiceError
        ``services.no_layer``, ``services.refused``, ``services.wrong_reference_system``, ``services.changed_answer``, or what the
        client raises.
    CancelledError
    """
    place = _place(service, layer, request)
    request.progress(5.0)
    try:
        numbers = sorted({number for box in request.boxes for number in _numbers(service, place, request, box)})
    except ServiceError as error:
        if error.message.id != "services.refused":
            raise
        return _by_pages(service, layer, request, place)
    request.progress(15.0)
    pieces, missing, trouble = _pieces(service, place, request, numbers)
    messages: tuple[Message, ...] = ()
    if missing:
        reason = trouble.message if trouble is not None else Message("services.limit")
        messages = (
            Message("services.missing", title=layer.title, missing=missing, expected=len(numbers), reason=reason),
        )
    return _answer(service, layer, request, place, pieces, len(numbers), len(numbers) - missing, messages)


def _place(service: Service, layer: ServiceLayer, request: LayerRequest) -> _Place:
    listing = json_answer(service, request, "GET", service.url, {"f": "json"})
    offered = listing.get("layers") if isinstance(listing, dict) else None
    if not isinstance(offered, list):
        raise ServiceError("services.changed_answer", title=service.full_title, what="layers")
    chosen = find_layer(offered, layer)
    if chosen is None:
        names = ", ".join(str(item.get("name")) for item in offered)
        raise ServiceError("services.no_layer", title=service.full_title, layer=layer.title, names=names[:400])
    url = f"{service.url}/{chosen['id']}"
    about = json_answer(service, request, "GET", url, {"f": "json"})
    described = about.get("fields") if isinstance(about, dict) else None
    if not isinstance(described, list):
        raise ServiceError("services.changed_answer", title=service.full_title, what="fields")
    number_field = str(about.get("objectIdField") or "") or next(
        (str(item.get("name")) for item in described if item.get("type") == "esriFieldTypeOID"), "OBJECTID"
    )
    most = about.get("maxRecordCount")
    chunk = int(service.options.get("chunk", _USUAL_CHUNK))
    kept = [item for item in described if item.get("type") not in _UNKEPT]
    return _Place(
        url + "/query",
        str(chosen.get("name")),
        number_field,
        max(1, min(chunk, most)) if isinstance(most, int) and most > 0 else chunk,
        [(str(item["name"]), _KINDS.get(str(item.get("type")), "text")) for item in kept],
        frozenset(str(item["name"]) for item in kept if item.get("type") == "esriFieldTypeDate"),
    )


def find_layer(offered: Sequence[dict[str, Any]], layer: ServiceLayer) -> dict[str, Any] | None:
    """The layer among those of a server: by its exact name, else by all words of a name where only one layer has them all."""
    real = [
        item
        for item in offered
        if not item.get("subLayerIds")
        and _GEOMETRIES.get(str(item.get("geometryType")), layer.geometry) == layer.geometry
        and item.get("type") in (None, "Feature Layer")
    ]
    words = [(item, [_stem(word) for word in plain_words(str(item.get("name")).rpartition(".")[2])]) for item in real]
    for name in layer.names:
        wanted = [_stem(word) for word in plain_words(name)]
        found = [item for item, present in words if present == wanted]
        if len(found) == 1:
            return found[0]
    for name in layer.names:
        wanted = [_stem(word) for word in plain_words(name)]
        found = [item for item, present in words if set(wanted) <= set(present)]
        if len(found) == 1:
            return found[0]
    return real[0] if layer.only_layer and len(real) == 1 else None


def _stem(word: str) -> str:
    for ending in ("es", "s"):
        if len(word) > 4 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def _question(box: Box, **values: Any) -> dict[str, Any]:
    west, south, east, north = box
    return {
        "f": "json",
        "where": "1=1",
        "geometry": json.dumps(
            {"xmin": west, "ymin": south, "xmax": east, "ymax": north, "spatialReference": {"wkid": DEGREES}}
        ),
        "geometryType": "esriGeometryEnvelope",
        "inSR": DEGREES,
        "spatialRel": "esriSpatialRelIntersects",
        **values,
    }


def _numbers(service: Service, place: _Place, request: LayerRequest, box: Box, cuts: int = 0) -> list[int]:
    """Numbers of the features that meet a box."""
    stop_if(request.is_cancelled)
    content = json_answer(service, request, "POST", place.url, _question(box, returnIdsOnly="true"))
    if not isinstance(content, dict) or "objectIds" not in content:
        raise ServiceError("services.changed_answer", title=service.full_title, what="objectIds")
    if content.get("exceededTransferLimit"):
        if cuts == _MOST_CUTS:
            raise ServiceError("services.changed_answer", title=service.full_title, what="exceededTransferLimit")
        return [number for part in quarters(box) for number in _numbers(service, place, request, part, cuts + 1)]
    return [int(number) for number in content["objectIds"] or []]


def _pieces(
    service: Service, place: _Place, request: LayerRequest, numbers: list[int]
) -> tuple[list[Path], int, ServiceError | None]:
    """Files with the features of all numbers, how many are missing, and the last trouble."""
    progress = span(request.progress, 15.0, 90.0)
    waiting = [numbers[first : first + place.chunk] for first in range(0, len(numbers), place.chunk)][::-1]
    files: list[Path] = []
    missing, failures = 0, 0
    trouble: ServiceError | None = None
    done = 0
    while waiting:
        stop_if(request.is_cancelled)
        some = waiting.pop()
        path = request.parts / f"{_digest(place.called, some)}.json"
        content = read_part(path)
        if content is None:
            try:
                content = _features(service, place, request, some)
            except ServiceError as error:
                trouble = error
                failures += 1
                is_hopeless = error.message.id in HOPELESS or failures >= _MOST_FAILURES
                if len(some) > 1 and not is_hopeless:
                    waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
                    continue
                missing += len(some)
                if is_hopeless:
                    return files, missing + sum(len(rest) for rest in waiting), trouble
                continue
            write_part(path, content)
        failures = 0
        files.append(path)
        absent = sorted(set(some) - {_number(place, item) for item in content["features"]})
        if absent and len(absent) < len(some):
            # the server's limit cut the answer off: the rest is asked for on its own
            waiting.append(absent)
        else:
            missing += len(absent)
        done += len(some) - len(absent)
        progress(100.0 * done / max(len(numbers), 1))
    return files, missing, trouble


def _features(service: Service, place: _Place, request: LayerRequest, numbers: list[int]) -> Any:
    content = json_answer(
        service,
        request,
        "POST",
        place.url,
        {
            "f": "json",
            "objectIds": ",".join(map(str, numbers)),
            "outFields": "*",
            "outSR": DEGREES,
            "returnGeometry": "true",
            "returnZ": "false",
            "returnM": "false",
            "returnTrueCurves": "false",
        },
    )
    return _checked(service, content)


def _checked(service: Service, content: Any) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise ServiceError("services.changed_answer", title=service.full_title, what="features")
    return content


def _by_pages(service: Service, layer: ServiceLayer, request: LayerRequest, place: _Place) -> LayerAnswer:
    """For servers that do not tell numbers: page by page, until the server says that there is no more."""
    files: list[Path] = []
    expected = 0
    for box in request.boxes:
        count = json_answer(service, request, "POST", place.url, _question(box, returnCountOnly="true"))
        expected += int(count.get("count") or 0)
        offset = 0
        for page in range(_MOST_PAGES):
            stop_if(request.is_cancelled)
            values = _question(
                box, outFields="*", outSR=DEGREES, returnGeometry="true", resultOffset=offset, resultRecordCount=_PAGE
            )
            content = _checked(service, json_answer(service, request, "POST", place.url, values))
            path = request.parts / f"{_digest(place.called, [len(files), page])}.json"
            write_part(path, content)
            files.append(path)
            offset += len(content["features"])
            request.progress(min(90.0, 15.0 + 75.0 * offset / max(expected, 1)))
            if not content["features"] or not (
                content.get("exceededTransferLimit") or len(content["features"]) >= _PAGE
            ):
                break
    received = len({_number(place, item) for path in files for item in part(path)["features"]})
    # neighbouring boxes may both count a feature
    is_short = received < expected and len(request.boxes) == 1
    messages = (
        (
            Message(
                "services.missing",
                title=layer.title,
                missing=expected - received,
                expected=expected,
                reason=Message("services.limit"),
            ),
        )
        if is_short
        else ()
    )
    return _answer(service, layer, request, place, files, expected if is_short else received, received, messages)


def _answer(
    service: Service,
    layer: ServiceLayer,
    request: LayerRequest,
    place: _Place,
    files: list[Path],
    expected: int,
    received: int,
    messages: tuple[Message, ...],
) -> LayerAnswer:
    systems = {_system(content) for content in map(part, files) if content["features"]}
    if len(systems) > 1:
        raise ServiceError("services.mixed_reference_systems", title=service.full_title, layer=layer.title)
    epsg = systems.pop() if systems else DEGREES

    def features() -> Iterator[Found]:
        seen: set[int] = set()
        for path in files:
            for item in part(path)["features"]:
                number = _number(place, item)
                if number in seen:
                    continue
                seen.add(number)
                yield Found(str(number), _properties(place, item), _geometry(item.get("geometry")))

    refuse_elsewhere(
        service,
        layer,
        request.boxes,
        epsg,
        (
            envelope_of(item.geometry)
            for item in features()
            if item.geometry is not None and not item.geometry.IsEmpty()
        ),
    )
    if epsg != DEGREES:
        messages += (Message("services.other_reference_system", title=layer.title, epsg=epsg),)
    return LayerAnswer(layer, place.fields, features, epsg, expected, received, place.called, messages)


def _system(content: Any) -> int:
    stated = content.get("spatialReference") or {}
    code = stated.get("latestWkid") or stated.get("wkid") or DEGREES
    return int(code) if isinstance(code, int) else DEGREES


def _number(place: _Place, item: Any) -> int:
    attributes = item.get("attributes") or {}
    value = attributes.get(place.number_field)
    if value is None:
        value = next((v for name, v in attributes.items() if name.casefold() == place.number_field.casefold()), -1)
    return int(value)


def _properties(place: _Place, item: Any) -> dict[str, Any]:
    attributes = item.get("attributes") or {}
    return {
        name: day_or_moment(attributes.get(name)) if name in place.dates else attributes.get(name)
        for name, _ in place.fields
    }


def _geometry(stated: Any) -> Any:
    if not stated:
        return None
    geometry = ogr.CreateGeometryFromEsriJson(json.dumps(stated))
    if geometry is None or geometry.IsEmpty():
        return None
    geometry.FlattenTo2D()
    return geometry


def _digest(called: str, numbers: Sequence[int]) -> str:
    text = called + ":" + ",".join(map(str, numbers))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
