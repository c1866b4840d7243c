"""An ArcGIS server and a Web Feature Service on this machine, with the limits and the bad habits of the State's real ones."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import shapely
import shapely.ops
from pyproj import Transformer
from shapely.geometry import mapping

from tests.unit.net import loopback

FOLDER = "/arcgis/rest/services/SERV_CATASTRO_MINERO_WGS84/MapServer"
PERU_MIDNIGHT = 1045803600000  # 2003-02-21 05:00 UTC, seen in a forest concession's FECINI


def claims(count: int, step: float = 0.01, west: float = -74.5, south: float = -8.5) -> list[tuple[int, dict, Any]]:
    """Square mining claims in a row of ten by ten, numbered as an ArcGIS server does: with holes."""
    found = []
    for index in range(count):
        x, y = west + step * (index % 10), south + step * (index // 10)
        number = 1000 + 3 * index
        values = {
            "OBJECTID": number,
            "CODIGOU": f"01{index:06d}",
            "CONCESION": f"LA FE {index}",
            "TIT_CONCES": "MINERA S.A.",
            "FEC_DENU": PERU_MIDNIGHT,
            "HECTAGIS": 100.5,
            "D_ESTADO": None,
        }
        found.append((number, values, shapely.box(x, y, x + step * 0.9, y + step * 0.9)))
    return found


def esri_rings(shape: Any) -> list[list[list[float]]]:
    """Rings as Esri writes them: outer ones clockwise, holes the other way."""
    found = []
    for polygon in shapely.get_parts(shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape):
        turned = shapely.geometry.polygon.orient(polygon, -1.0)
        for ring in (turned.exterior, *turned.interiors):
            found.append([list(xy) for xy in ring.coords])
    return found


@dataclass
class ArcGis:
    """Answers `?f=json` and `/query` of one MapServer with one polygon layer among others."""

    service: loopback.Loopback
    features: list[tuple[int, dict, Any]]
    name: str = "Catastro Minero"
    number: int = 7
    folder: str = FOLDER
    most: int = 1000
    pages: bool = True
    tells_numbers: bool = True
    cut_off_after: int | None = None
    fails_above: int | None = None
    poisoned: frozenset[int] = frozenset()
    wkid: int | None = 4326
    swapped: bool = False
    first_byte_s: float = 0.0
    queries: list[dict[str, str]] = field(default_factory=list)
    before: list[loopback.Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.url = self.service.url + self.folder
        self.service.on(self.folder, self._listing)
        self.service.on(f"{self.folder}/{self.number}", self._about)
        self.service.on(f"{self.folder}/{self.number}/query", self._query)

    def say(self, content: Any, handler: Any, asked: loopback.Asked) -> None:
        loopback.text(json.dumps(content))(handler, asked)

    def _listing(self, handler: Any, asked: loopback.Asked) -> None:
        layers = [
            {"id": 0, "name": "Grupo", "subLayerIds": [1, self.number], "type": "Group Layer"},
            {"id": 1, "name": "Catastro Minero Puntos", "subLayerIds": None, "geometryType": "esriGeometryPoint"},
            {"id": self.number, "name": self.name, "subLayerIds": None, "geometryType": "esriGeometryPolygon"},
        ]
        self.say({"currentVersion": 10.81, "layers": layers}, handler, asked)

    def _about(self, handler: Any, asked: loopback.Asked) -> None:
        kinds = {"OBJECTID": "esriFieldTypeOID", "FEC_DENU": "esriFieldTypeDate", "HECTAGIS": "esriFieldTypeDouble"}
        names = list(self.features[0][1]) if self.features else ["OBJECTID"]
        fields = [{"name": name, "type": kinds.get(name, "esriFieldTypeString")} for name in names]
        fields.append({"name": "SHAPE", "type": "esriFieldTypeGeometry"})
        about = {
            "id": self.number,
            "name": self.name,
            "fields": fields,
            "maxRecordCount": self.most,
            "advancedQueryCapabilities": {"supportsPagination": self.pages},
        }
        self.say(about, handler, asked)

    def _query(self, handler: Any, asked: loopback.Asked) -> None:
        text = asked.body.decode() if asked.method == "POST" else urlsplit(asked.path).query
        query = {name: values[0] for name, values in parse_qs(text).items()}
        self.queries.append(query)
        if self.before:
            self.before.pop(0)(handler, asked)
            return
        time.sleep(self.first_byte_s)
        found = self._found(query)
        if query.get("returnIdsOnly") == "true":
            if not self.tells_numbers:
                self.say(refusal(400, "Failed to execute query."), handler, asked)
                return
            self.say({"objectIdFieldName": "OBJECTID", "objectIds": [n for n, _, _ in found] or None}, handler, asked)
            return
        if query.get("returnCountOnly") == "true":
            self.say({"count": len(found)}, handler, asked)
            return
        if "resultOffset" in query and not self.pages:
            self.say(refusal(400, "Pagination is not supported."), handler, asked)
            return
        first = int(query.get("resultOffset", 0))
        some = found[first:]
        if self.fails_above is not None and len(some) > self.fails_above:
            self.say(refusal(500, "Error performing query operation"), handler, asked)
            return
        if any(n in self.poisoned for n, _, _ in some):
            self.say(refusal(500, "Error performing query operation"), handler, asked)
            return
        limit = min(self.most, self.cut_off_after or self.most, int(query.get("resultRecordCount", self.most)))
        content = {"features": [self._feature(item) for item in some[:limit]]}
        if self.wkid is not None:
            content["spatialReference"] = {"wkid": self.wkid}
        if len(some) > limit:
            content["exceededTransferLimit"] = True
        self.say(content, handler, asked)

    def _found(self, query: dict[str, str]) -> list[tuple[int, dict, Any]]:
        if "objectIds" in query:
            wanted = set(map(int, query["objectIds"].split(",")))
            return [item for item in self.features if item[0] in wanted]
        box = json.loads(query["geometry"])
        asked = shapely.box(box["xmin"], box["ymin"], box["xmax"], box["ymax"])
        return [item for item in self.features if item[2].intersects(asked)]

    def _feature(self, item: tuple[int, dict, Any]) -> dict[str, Any]:
        _, values, shape = item
        if shape.is_empty:
            return {"attributes": values}
        if self.swapped:
            shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
        elif self.wkid == 32718:
            carry = Transformer.from_crs(4326, 32718, always_xy=True)
            shape = shapely.ops.transform(carry.transform, shape)
        return {"attributes": values, "geometry": {"rings": esri_rings(shape)}}


def refusal(code: int, message: str) -> dict[str, Any]:
    """An error as ArcGIS says it: with the status of success."""
    return {"error": {"code": code, "message": message, "details": ["Unable to complete operation."]}}


@dataclass
class Wfs:
    """A WFS 2.0 that answers GeoJSON."""

    service: loopback.Loopback
    features: list[tuple[int, dict, Any]]
    start_index: str = "known"  # or "refused", or "ignored"
    tells_hits: bool = True
    most: int = 100_000
    lon_lat: bool = True
    queries: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.url = self.service.url + "/geoserver/ows"
        self.service.on("/geoserver/ows", self._answer)

    def _answer(self, handler: Any, asked: loopback.Asked) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        self.queries.append(query)
        a, b, c, d = map(float, query["bbox"].split(",")[:4])
        box = shapely.box(a, b, c, d) if self.lon_lat else shapely.box(b, a, d, c)
        found = [item for item in self.features if item[2].intersects(box)]
        if query.get("resultType") == "hits":
            matched = str(len(found)) if self.tells_hits else "unknown"
            said = f'<wfs:FeatureCollection numberMatched="{matched}" numberReturned="0"/>'
            loopback.text('<?xml version="1.0"?>' + said, kind="application/xml")(handler, asked)
            return
        if "startIndex" in query and self.start_index == "refused":
            said = "<ows:ExceptionReport><ows:Exception><ows:ExceptionText>startIndex needs a primary key"
            loopback.text('<?xml version="1.0"?>' + said, kind="application/xml")(handler, asked)
            return
        first = int(query.get("startIndex", 0)) if self.start_index == "known" else 0
        count = min(int(query.get("count", self.most)), self.most)
        some = [
            {"type": "Feature", "id": f"cultura_reserva_indigena.{n}", "properties": values, "geometry": mapping(shape)}
            for n, values, shape in found[first : first + count]
        ]
        loopback.text(json.dumps({"type": "FeatureCollection", "features": some}))(handler, asked)
