"""Alerts that are published as polygons by a Web Feature Service: DETER, MapBiomas Alerta."""

from __future__ import annotations

import datetime
import json
from typing import Any

from osgeo import ogr

from ...errors import Message, ServiceError
from ...geo.files import replaced_file
from ...geo.progress import stop_if
from .service import AlertRequest, Fetched, Service, file_sha256, note_of, write_note

_PAGE = 1000
_MOST_PAGES = 500


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Polygons that meet the territories in the period, as GeoJSON with all their attributes.

    Raises
    ------
    ServiceError
        As :meth:`~rainforest_alert_plugin.net.client.HttpClient.ask`; ``sources.answer_changed`` when the answer is no feature collection;
        ``sources.columns_changed`` when the date is missing.
    """
    request.check()
    date_field = str(service.options["date_field"])
    shapes = [ogr.CreateGeometryFromWkb(feature.wkb) for feature in request.area]
    kept: dict[str, dict[str, Any]] = {}
    outside, undated = 0, 0
    for feature in _all_pages(service, request):
        properties = feature.get("properties") or {}
        if date_field not in properties:
            raise ServiceError(
                "sources.columns_changed",
                title=service.title,
                expected=date_field,
                found=", ".join(properties)[:200],
            )
        day = _day(properties[date_field])
        if day is None or not feature.get("geometry"):
            undated += 1
            continue
        if not request.start <= day <= request.end:
            continue
        shape = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
        if shape is None or not any(shape.Intersects(territory) for territory in shapes):
            outside += 1
            continue
        identity = str(feature.get("id") or properties.get("id") or len(kept))
        kept[identity] = {
            "type": "Feature",
            "id": identity,
            "properties": {**properties, "date": day.isoformat(), "source": service.alerts},
            "geometry": feature["geometry"],
        }
    path = request.folder / request.file_name(service.id, request.today.isoformat(), ".geojson")
    with replaced_file(path) as partial:
        partial.write_text(
            json.dumps({"type": "FeatureCollection", "features": list(kept.values())}, ensure_ascii=False),
            encoding="utf-8",
        )
    note = note_of(
        service,
        request,
        type_name=service.options["type_name"],
        features=len(kept),
        features_outside=outside,
        features_undated=undated,
        sha256=file_sha256(path),
    )
    write_note(path, note)
    request.progress(100.0)
    said = (Message("sources.undated", title=service.title, count=undated),) if undated else ()
    return [Fetched(path, "polygons", note, said)]


def _all_pages(service: Service, request: AlertRequest) -> Any:
    """Features of all pages; the same feature may come twice when the service's order changes between pages."""
    west, south, east, north = request.box()
    # by the standard a box in EPSG:4326 has latitude first
    numbers = (south, west, north, east) if service.options["axis"] == "lat_lon" else (west, south, east, north)
    box = ",".join(f"{value:.6f}" for value in numbers)
    for page in range(_MOST_PAGES):
        stop_if(request.is_cancelled)
        answer = request.client.get(
            service.base,
            params={
                "service": "WFS",
                "version": "2.0.0",
                "request": "GetFeature",
                "typeNames": service.options["type_name"],
                "outputFormat": "application/json",
                "srsName": "EPSG:4326",
                "bbox": f"{box},urn:ogc:def:crs:EPSG::4326",
                "count": _PAGE,
                "startIndex": page * _PAGE,
            },
            is_cancelled=request.is_cancelled,
        )
        content = answer.json()
        features = content.get("features") if isinstance(content, dict) else None
        if not isinstance(features, list):
            raise ServiceError("sources.answer_changed", title=service.title, what="features")
        yield from features
        request.progress(min(90.0, 20.0 * (page + 1)))
        if len(features) < _PAGE:
            return


def _day(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
