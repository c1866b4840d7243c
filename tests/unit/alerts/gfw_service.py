"""A Data API on this machine: the shapes of its answers, its limits and its habits, as alert_sources of the project describes them."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
        self.kept_versions = [VERSION, "v20260815"]
        self.metadata_page = 50
        self.geostore = {}
        self.longest_shape = 10**9
        self.jobs = {}
        self.job_states = ["pending", "success"]
        self.failing = set()
        self.tells_failing = True
        self.job_body_bytes = []
        base = f"/dataset/{dataset}"
        service.on(base, self._metadata)
        service.on("/geostore/", self._store)
        for version in (VERSION, "v20260815"):
            service.on(f"{base}/{version}", self._version)
            service.on(f"{base}/{version}/query/batch", self._batch)
        service.on(f"{base}/latest", self._latest)
        for version in (VERSION, "v20260815", "latest"):
            service.on(f"{base}/{version}/query/json", self._query)
            service.on(f"{base}/{version}/query/csv", self._query)

    def _latest(self, handler: Any, asked: loopback.Asked) -> None:
        version = self.versions.pop(0) if len(self.versions) > 1 else self.versions[0]
        loopback.text(json.dumps({"data": {"dataset": self.dataset, "version": version}, "status": "success"}))(
            handler, asked
        )

    def _metadata(self, handler: Any, asked: loopback.Asked) -> None:
        query = parse_qs(urlsplit(asked.path).query)
        page, size = int(query["page[number]"][0]), min(int(query["page[size]"][0]), self.metadata_page)
        part = self.kept_versions[(page - 1) * size : page * size]
        self._send(handler, asked, {"data": {"dataset": self.dataset, "versions": part}, "status": "success"})

    def _version(self, handler: Any, asked: loopback.Asked) -> None:
        name = asked.path.rpartition("/")[2]
        if name not in self.kept_versions:
            loopback.text('{"detail":"Version with name not found"}', 404)(handler, asked)
            return
        self._send(handler, asked, {"data": {"dataset": self.dataset, "version": name}, "status": "success"})

    def _store(self, handler: Any, asked: loopback.Asked) -> None:
        geometry = asked.json()["geometry"]
        identity = hashlib.sha256(json.dumps(geometry).encode()).hexdigest()[:32]
        self.geostore[identity] = geometry
        data = {"gfw_geostore_id": identity, "gfw_geojson": geometry, "gfw_area__ha": 1.0, "gfw_bbox": []}
        self._send(handler, asked, {"data": data, "status": "success"}, 201)

    def _batch(self, handler: Any, asked: loopback.Asked) -> None:
        if asked.headers.get("x-api-key") != self.key:
            loopback.text('{"detail":"No valid API Key found."}', 403)(handler, asked)
            return
        body = asked.json()
        self.job_body_bytes.append(len(asked.body))
        number = len(self.jobs)
        link = f"{self.service.url}/job/{number}"
        self.jobs[number] = body
        self.service.on(f"/job/{number}", *[self._job(number, state) for state in self.job_states])
        self.service.on(f"/results/{number}.csv", self._result(number))
        self.service.on(f"/results/{number}-failed.json", self._failed)
        data = {"job_id": str(number), "job_link": link, "status": "pending"}
        self._send(handler, asked, {"data": data, "status": "success"}, 202)

    def _job(self, number: int, state: str) -> Any:
        data = {"job_id": str(number), "status": state, "progress": "42%" if state == "pending" else "100%"}
        data["download_link"] = data["failed_geometries_link"] = None
        if "success" in state:
            data["download_link"] = f"{self.service.url}/results/{number}.csv?X-Signature=abc"
        if state == "partial_success" and self.tells_failing:
            data["failed_geometries_link"] = f"{self.service.url}/results/{number}-failed.json"
        if state in ("failed", "error"):
            data["message"] = "Lambda ran out of memory"
        return loopback.text(json.dumps({"data": data, "status": "success"}))

    def _failed(self, handler: Any, asked: loopback.Asked) -> None:
        self._send(handler, asked, {"data": [{"fid": fid, "detail": "timed out"} for fid in sorted(self.failing)]})

    def _result(self, number: int) -> Any:
        def step(handler: Any, asked: loopback.Asked) -> None:
            assert "x-api-key" not in asked.headers
            body = self.jobs[number]
            counts = "count(*)" in body["sql"]
            lines = ["fid,count" if counts else ",".join(("fid", *self.columns))]
            for feature in body["feature_collection"]["features"]:
                fid = feature["properties"][body["id_field"]]
                if fid in self.failing:
                    continue
                rows = self._rows({"sql": body["sql"], "geometry": feature["geometry"]})
                lines += [f"{fid},{len(rows)}"] if counts else [",".join((fid, *row)) for row in rows]
            loopback.text("\n".join(lines) + "\n", kind="text/csv")(handler, asked)

        return step

    @staticmethod
    def _send(handler: Any, asked: loopback.Asked, body: Any, status: int = 200) -> None:
        loopback.text(json.dumps(body), status)(handler, asked)

    def _query(self, handler: Any, asked: loopback.Asked) -> None:
        version = asked.path.split("/")[3]
        if version not in (*self.kept_versions, "latest"):
            loopback.text('{"detail":"Version with name not found"}', 404)(handler, asked)
            return
        if asked.headers.get("x-api-key") != self.key:
            loopback.text('{"detail":"No valid API Key found."}', 403)(handler, asked)
            return
        if asked.method == "GET":
            given = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
            assert given["geostore_origin"] == "gfw"
            body = {"sql": given["sql"], "geometry": self.geostore[given["geostore_id"]]}
        else:
            body = asked.json()
        if len(asked.body) > self.longest_shape:
            loopback.text('{"message":"Request Too Long"}', 413)(handler, asked)
            return
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
