"""A Data API on this machine: the shapes of its answers, its limits and its habits, as alert_sources of the project describes them."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import numpy as np
import shapely
from osgeo import gdal, osr

from tests.unit.net import loopback

VERSION = "v20260814"
WORDS = {2: "nominal", 3: "high", 4: "highest"}
EPOCH = datetime.date(2014, 12, 31)


class DataApi:
    """Answers queries from a list of (longitude, latitude, code ``C * 10000 + D``)."""

    def __init__(self, service: loopback.Loopback, dataset: str, alerts: list[tuple[float, float, int]]) -> None:
        self.service = service
        self.dataset = dataset
        self.alerts = alerts
        self.late_days = 0
        self.most_bytes = 6_291_556
        self.most_rows_in_time = 10**9
        self.key = "3f2b8c1e-good-key"
        self.columns = ("latitude", "longitude", f"{dataset}__date", f"{dataset}__confidence")
        self.word_of_two = "nominal"
        self.versions = [VERSION]
        base = f"/dataset/{dataset}"
        service.on(f"{base}/latest", self._latest)
        for version in (VERSION, "v20260815", "latest"):
            service.on(f"{base}/{version}/query/json", self._query)
            service.on(f"{base}/{version}/query/csv", self._query)

    def _latest(self, handler: Any, asked: loopback.Asked) -> None:
        version = self.versions.pop(0) if len(self.versions) > 1 else self.versions[0]
        loopback.text(json.dumps({"data": {"dataset": self.dataset, "version": version}, "status": "success"}))(
            handler, asked
        )

    def _query(self, handler: Any, asked: loopback.Asked) -> None:
        if asked.headers.get("x-api-key") != self.key:
            loopback.text('{"detail":"No valid API Key found."}', 403)(handler, asked)
            return
        body = asked.json()
        unknown = set(body) - {"geometry", "sql"} or set(body["geometry"]) - {"type", "coordinates"}
        if unknown:
            loopback.text(json.dumps({"detail": [{"msg": f"extra fields not permitted {unknown}"}]}), 422)(
                handler, asked
            )
            return
        rows = self._rows(body)
        if "count(*)" in body["sql"]:
            loopback.text(json.dumps({"data": [{"count": len(rows)}], "status": "success"}))(handler, asked)
            return
        if len(rows) > self.most_rows_in_time:
            loopback.text('{"status":"error","message":"Query took too long to process."}', 500)(handler, asked)
            return
        lines = [",".join(self.columns)] + [",".join(row) for row in rows]
        content = ("\r\n".join(lines) + "\r\n").encode() if rows else b""
        loopback.text(content[: self.most_bytes], kind="text/csv")(handler, asked)

    def _rows(self, body: dict[str, Any]) -> list[tuple[str, str, str, str]]:
        first, last = re.findall(r"'(\d{4}-\d{2}-\d{2})'", body["sql"])
        shape = shapely.from_geojson(json.dumps(body["geometry"]))
        rows = []
        for longitude, latitude, code in self.alerts:
            day = EPOCH + datetime.timedelta(days=code % 10000 + self.late_days)
            if first <= day.isoformat() <= last and shapely.contains_xy(shape, longitude, latitude):
                word = WORDS[code // 10000] if code // 10000 != 2 else self.word_of_two
                rows.append((f"{latitude:.5f}", f"{longitude:.5f}", day.isoformat(), word))
        return rows

    def offer_raster(self, path: Any, tile: str, west: float, north: float, size: float = 0.0001) -> None:
        """The tile that ``download/geotiff`` leads to, on another host as in life."""
        side = round(10 / size)
        options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512"]
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 1, gdal.GDT_UInt16, options)
        dataset.SetGeoTransform((west, size, 0.0, north, 0.0, -size))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(4326)
        dataset.SetProjection(reference.ExportToWkt())
        for longitude, latitude, code in self.alerts:
            col, row = int((longitude - west) / size), int((north - latitude) / size)
            dataset.GetRasterBand(1).WriteArray(np.array([[code]], np.uint16), col, row)
        dataset.FlushCache()
        del dataset
        target = self.service.on("/bucket/tile.tif", loopback.file(path.read_bytes()))
        self.service.on(
            f"/dataset/{self.dataset}/{VERSION}/download/geotiff",
            lambda handler, asked: loopback.text(
                "" if f"tile_id={tile}" in asked.path else '{"detail":"no tile"}',
                307 if f"tile_id={tile}" in asked.path else 404,
                Location=target,
            )(handler, asked),
        )
