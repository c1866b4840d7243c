"""GeoJSON (RFC 7946, and the reference system member of its 2008 draft), and the exports of CoMapeo and Mapeo, which are GeoJSON.

CoMapeo's schema: comapeo-core, ``data-exporter``; Mapeo's: ``$created``, ``$photos``. Both name authors, which are kept apart.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import PurePosixPath
from typing import Any, Iterable, Iterator, Mapping

import numpy as np

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..datum_names import Stated
from ..field_feature import (
    WGS84_EPSG,
    FieldFeature,
    FieldReading,
    Vertices,
    line_feature,
    point_feature,
    polygon_feature,
    vertices_of,
)
from ..persons import person_of
from ..plane import is_geographic
from ..source_file import SourceFile, missing_attachments
from ..stated_systems import settled
from ..written_values import NO_TIME, utc_time
from .protocol import ReadingOptions, kept, left_out

_EPSG = re.compile(r"EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_CRS84 = re.compile(r"CRS:{0,2}(?:1\.3:)?84$", re.IGNORECASE)
_NAMES = ("name", "nombre", "title", "nom", "Name", "NOMBRE", "NAME")
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_PHONE = "gnss_phone"
_BY_HAND = "placed_by_hand"
_CHECK_EVERY = 500


class GeojsonReader:
    """Reader of GeoJSON, of CoMapeo's exports and Mapeo's."""

    name = "geojson"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether it is JSON that speaks of features, or of CoMapeo's documents."""
        text = head.lstrip("\ufeff \t\r\n")
        return text.startswith(("{", "[")) and bool(
            re.search(r'"(FeatureCollection|Feature|GeometryCollection)"', text)
            or re.search(r'"type"\s*:\s*"(Multi)?(Point|LineString|Polygon)"\s*,\s*"coordinates"', text[:300])
            or (re.search(r'"schemaName"\s*:\s*"(observation|track)"', text) and '"docId"' in text)
        )

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """Points become places, lines tracks, polygons boundaries; a collection becomes one feature per kind.

        Raises
        ------
        InputError
            ``field.json_broken``, ``field.wrong_format``.
        """
        document = file.json()
        records = _records(document)
        if records is None:
            raise InputError("field.wrong_format", path=file.name, format=self.name, found=type(document).__name__)
        tally = FeatureTally(file.name)
        notes: list[Message] = []
        found: Iterable[FieldFeature] = _features(records, tally, options)
        stated = _stated(document)
        epsg: int | None = stated.code or WGS84_EPSG
        if stated.is_open or options.epsg is not None:
            found = list(found)
            epsg = _settled(stated, found, options.epsg, notes)
        features = list(kept(found, tally, epsg is not None and is_geographic(epsg)))
        if any("\ufffd" in feature.name + "".join(feature.properties.values()) for feature in features):
            notes.append(Message("field.lost_accents"))
        wanted = {photo for feature in features for photo in feature.photos}
        notes += missing_attachments(wanted, file.attachments)
        mocked = sum(feature.properties.get("mocked") == "true" for feature in features)
        if mocked:
            notes.append(Message("field.mocked_positions", count=mocked))
        return FieldReading(_format(records), features, epsg, tally, notes, attachments=list(file.attachments))


def _records(document: Any) -> list[Any] | None:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    for key in ("features", "data"):
        if isinstance(document.get(key), list):
            return list(document[key])
    if document.get("type") == "Feature" or document.get("type") in (*_DEPTH, "GeometryCollection"):
        return [document]
    return None


def _format(records: list[Any]) -> str:
    for record in records:
        if isinstance(record, dict):
            properties = _object(record.get("properties"))
            if "$comapeo" in record or "$id" in properties or "docId" in record:
                return "comapeo"
            if "$created" in properties or "$photos" in properties:
                return "mapeo"
    return "geojson"


def _stated(document: Any) -> Stated:
    """Reference system of the old ``crs`` member; open when that names one without an EPSG code."""
    member = document.get("crs") if isinstance(document, dict) else None
    name = str(_object(_object(member).get("properties")).get("name", ""))
    if _CRS84.search(name):
        return Stated(code=WGS84_EPSG, datum_words=name)
    found = _EPSG.search(name)
    if found:
        return Stated(code=int(found.group(1)), datum_words=name)
    return Stated(datums=(name,)) if name else Stated()


def _settled(stated: Stated, features: list[FieldFeature], chosen: int | None, notes: list[Message]) -> int | None:
    """System that the file names, otherwise WGS 84 as RFC 7946 has it; a choice is for metres without a name."""
    if not features:
        return stated.code or chosen
    vertices = np.concatenate([feature.vertices[["x", "y"]] for feature in features])
    guess = settled(stated, vertices["x"], vertices["y"], chosen)
    # the order of the axes is laid down: nothing is put right here
    notes += [note for note in guess.notes if not note.id.startswith("field.swapped")]
    return guess.epsg


def _features(records: list[Any], tally: FeatureTally, options: ReadingOptions) -> Iterator[FieldFeature]:
    for number, record in enumerate(records, start=1):
        if number % _CHECK_EVERY == 1:
            stop_if(options.is_cancelled)
        if not isinstance(record, dict):
            left_out(tally, f"#{number}", Message("field.not_a_feature", line=number))
            continue
        words, position = _words(record, number)
        name = str(words["name"]) or f"#{number}"
        geometry = _geometry_of(record)
        if geometry is None:
            left_out(tally, name, Message("feature.null_geometry"))
            continue
        try:
            found = list(_shapes(geometry, words, position))
        except (ValueError, TypeError, IndexError, KeyError, RecursionError):
            left_out(tally, name, Message("field.bad_geometry", line=number))
            continue
        if not found:
            left_out(tally, name, Message("feature.empty_geometry"))
        yield from found


def _geometry_of(record: Mapping[str, Any]) -> Any:
    if record.get("type") in (*_DEPTH, "GeometryCollection"):
        return record
    if record.get("geometry") is not None or "geometry" in record:
        return record.get("geometry")
    # documents of CoMapeo's server have no geometry of their own
    locations = record.get("locations")
    if isinstance(locations, list):
        return {"type": "LineString", "coordinates": [_place(entry) for entry in locations]}
    if record.get("lat") is not None and record.get("lon") is not None:
        return {"type": "Point", "coordinates": [record["lon"], record["lat"]]}
    return None


def _place(entry: Any) -> list[float]:
    coordinates = _object(_object(entry).get("coords", entry))
    return [coordinates.get("longitude", math.nan), coordinates.get("latitude", math.nan)]


def _shapes(geometry: Any, words: dict[str, Any], position: Mapping[str, Any]) -> Iterator[FieldFeature]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from _shapes(member, words, position)
        return
    depth = _DEPTH[kind]
    coordinates = geometry["coordinates"]
    # Some programs write "MultiPolygon" above the coordinates of a Polygon; how deep the lists go is what counts.
    found = _depth(coordinates)
    if kind.startswith("Multi") and found == depth - 1:
        coordinates = [coordinates]
    elif found != depth:
        raise ValueError(kind)
    if kind in ("Point", "MultiPoint"):
        for place in [coordinates] if kind == "Point" else coordinates:
            vertices = _vertices([place])
            vertices["sigma_m"] = position.get("sigma_m", math.nan)
            vertices["time"] = position.get("time", NO_TIME)
            yield point_feature("place", vertices, **words)
    elif kind in ("LineString", "MultiLineString"):
        runs = [_vertices(run) for run in ([coordinates] if kind == "LineString" else coordinates)]
        if len(runs) == 1 and len(position.get("times", ())) == len(runs[0]):
            runs[0]["time"] = position["times"]
            runs[0]["sigma_m"] = position["sigmas_m"]
        runs = [run for run in runs if len(run) > 1]
        if runs:
            yield line_feature("track", runs, **words)
    else:
        polygons = [
            [_vertices(ring) for ring in rings] for rings in ([coordinates] if kind == "Polygon" else coordinates)
        ]
        polygons = [rings for rings in polygons if rings and len(rings[0]) > 2]
        if polygons:
            yield polygon_feature("boundary", polygons, **words)


def _depth(coordinates: Any) -> int:
    depth = -1
    while isinstance(coordinates, list) and coordinates:
        coordinates = coordinates[0]
        depth += 1
    if isinstance(coordinates, (str, dict)) or coordinates is None:
        raise ValueError("coordinates")
    return depth


def _vertices(places: list[Any]) -> Vertices:
    return vertices_of(
        [[_ordinate(place[0]), _ordinate(place[1])] for place in places],
        [_ordinate(place[2]) if len(place) > 2 and place[2] is not None else math.nan for place in places],
    )


def _ordinate(value: Any) -> float:
    """A coordinate; NaN when it is larger than any number that can be counted with."""
    if isinstance(value, bool):
        raise ValueError("coordinates")
    try:
        return float(value)
    except OverflowError:
        return math.nan


def _words(record: Mapping[str, Any], number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Words of a feature, and what is known of its position."""
    raw, document = _object(record.get("properties")), _object(record.get("$comapeo"))
    if "docId" in record and not raw:
        document = dict(record)
        raw = {**_object(record.get("tags")), "$id": record["docId"], "$createdAt": record.get("createdAt")}
    properties = {str(key): _text(value) for key, value in raw.items() if value is not None}
    photos = [value for key, value in properties.items() if re.fullmatch(r"attachment_\d+", key) and value]
    listed = raw.get("$photos")
    photos += [str(photo) for photo in listed] if isinstance(listed, list) else []
    attached = record.get("attachments")
    attached = attached if isinstance(attached, list) else []
    photos += [str(a["url"]) for a in attached if isinstance(a, dict) and a.get("url")]
    properties = {k: v for k, v in properties.items() if not re.fullmatch(r"attachment_\d+|\$photos", k) and v}
    properties, author = person_of(properties)
    position = _position(document, properties)
    metadata = _object(document.get("metadata"))
    if _object(metadata.get("position")).get("mocked"):
        properties["mocked"] = "true"
    method = ""
    if document:
        method = _BY_HAND if metadata.get("manualLocation") else _PHONE
    if record.get("id") is not None:
        properties.setdefault("id", str(record["id"]))
    name = next((properties[key] for key in _NAMES if properties.get(key)), "")
    description = properties.get("notes", "") or properties.get("description", "")
    name = name or properties.get("$category", "") or properties.get("categoryId", "")
    words = {
        "name": name,
        "description": description,
        "method": method,
        "photos": tuple(PurePosixPath(photo).name for photo in photos),
        "author": author,
        "properties": properties,
        "line": number,
    }
    return words, position


def _position(document: Mapping[str, Any], properties: Mapping[str, str]) -> dict[str, Any]:
    """Time and accuracy as CoMapeo's document or the properties give them."""
    metadata = _object(document.get("metadata"))
    position = _object(metadata.get("position"))
    coordinates = _object(position.get("coords"))
    time = utc_time(str(position.get("timestamp") or ""))
    for key in ("$createdAt", "$created", "createdAt", "time", "timestamp"):
        if np.isnat(time) and properties.get(key):
            time = utc_time(properties[key])
    found: dict[str, Any] = {"sigma_m": _metres(coordinates.get("accuracy")), "time": time}
    locations = document.get("locations")
    if isinstance(locations, list):
        entries = [entry if isinstance(entry, dict) else {} for entry in locations]
        found["times"] = [utc_time(str(entry.get("timestamp") or "")) for entry in entries]
        found["sigmas_m"] = [_metres(_object(entry.get("coords")).get("accuracy")) for entry in entries]
    return found


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _metres(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return _ordinate(value) if is_number and value >= 0 else math.nan


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
