"""Remote alert raster over loopback: bytes that travel against the bytes of the blocks that the territories touch.

A tile of 40,000 x 40,000 pixels in blocks of 512 (DEFLATE, sparse, no overviews) with alerts in a twentieth of its blocks; 1, 20 and 200
territories of some kilometres. The server counts what it sends. Rivals: GDAL's /vsicurl reading the window of all territories, and the
window of each of them (both with its own caches of 16 MB). The pixels in the touched blocks are compared, and the run fails if they
differ.
"""

from __future__ import annotations

import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from rainforest_alert_plugin.alerts.sources.cog import copy_blocks, open_image
from rainforest_alert_plugin.alerts.sources.raster_tiles import touched_blocks
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient

_SIDE, _BLOCK, _SIZE = 40_000, 512, 0.00025
_WEST, _NORTH = -80.0, 0.0
gdal.UseExceptions()
# what GDAL's own advice for remote images says
gdal.SetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR")
gdal.SetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".tif")


def measure(quick: bool) -> list[dict[str, Any]]:
    """Rows of the table; ``ratio`` is bytes that travelled to bytes of the blocks touched."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tile.tif"
        _write_tile(path)
        for count in (1, 20) if quick else (1, 20, 200):
            rows += _one(path, Path(folder), count)
    return rows


def _one(path: Path, folder: Path, count: int) -> list[dict[str, Any]]:
    area = _territories(count)
    with _Server(path) as server:
        client = HttpClient()
        begun = time.perf_counter()
        image = open_image(client, server.url)
        wanted = touched_blocks(image, area)
        copied = copy_blocks(image, wanted, folder / f"window{count}.tif")
        seconds = time.perf_counter() - begun
        client.close()
        ours = server.taken()
        _compare(path, folder / f"window{count}.tif", wanted)
        name = f"{count} territories, {copied.stored_blocks} of {copied.blocks} blocks stored"
        found = [_row(name, "Rainforest Alert", seconds, ours, copied.block_bytes)]
        for rival, windows in (
            ("GDAL /vsicurl, one window", _whole(area)),
            ("GDAL /vsicurl, a window each", _each(area)),
        ):
            gdal.VSICurlClearCache()
            gdal.SetCacheMax(16 * 1024 * 1024)
            begun = time.perf_counter()
            dataset = gdal.Open(f"/vsicurl/{server.url}")
            for window in windows:
                for row in range(window[1], window[1] + window[3], _BLOCK):
                    height = min(_BLOCK, window[1] + window[3] - row)
                    dataset.GetRasterBand(1).ReadAsArray(window[0], row, window[2], height)
            seconds = time.perf_counter() - begun
            dataset = None
            found.append(_row(name, rival, seconds, server.taken(), copied.block_bytes))
    return found


def _row(name: str, rival: str, seconds: float, taken: tuple[int, int], block_bytes: int) -> dict[str, Any]:
    fetched, requests = taken
    return {
        "name": name,
        "rival": rival,
        "seconds": round(seconds, 3),
        "ratio": round(fetched / block_bytes, 3),
        "peak_mb": 0,
        "note": f"{fetched:,} bytes in {requests} requests; blocks {block_bytes:,} bytes",
    }


def _write_tile(path: Path) -> None:
    generator = np.random.default_rng(7)
    options = [
        "TILED=YES",
        "COMPRESS=DEFLATE",
        "SPARSE_OK=TRUE",
        "BIGTIFF=YES",
        f"BLOCKXSIZE={_BLOCK}",
        f"BLOCKYSIZE={_BLOCK}",
    ]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), _SIDE, _SIDE, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((_WEST, _SIZE, 0.0, _NORTH, 0.0, -_SIZE))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    band = dataset.GetRasterBand(1)
    blocks = _SIDE // _BLOCK
    for number in np.sort(generator.choice(blocks * blocks, blocks * blocks // 20 * 8, replace=False)).tolist():
        codes = np.where(
            generator.random((_BLOCK, _BLOCK)) < 0.02, generator.integers(23000, 34300, (_BLOCK, _BLOCK)), 0
        )
        band.WriteArray(codes.astype(np.uint16), number % blocks * _BLOCK, number // blocks * _BLOCK)
    dataset.FlushCache()


def _territories(count: int) -> list[PolygonFeature]:
    generator = np.random.default_rng(count)
    found = []
    for number in range(count):
        x, y = generator.uniform(-78.0, -72.0), generator.uniform(-8.0, -2.0)
        shape = ogr.CreateGeometryFromWkt(f"POINT({x} {y})").Buffer(float(generator.uniform(0.02, 0.08)), 16)
        found.append(PolygonFeature(str(number), bytes(shape.ExportToWkb())))
    return found


def _window(shapes: list[PolygonFeature]) -> tuple[int, int, int, int]:
    boxes = np.array([ogr.CreateGeometryFromWkb(shape.wkb).GetEnvelope() for shape in shapes])
    left, right = (boxes[:, 0].min() - _WEST) / _SIZE, (boxes[:, 1].max() - _WEST) / _SIZE
    top, bottom = (_NORTH - boxes[:, 3].max()) / _SIZE, (_NORTH - boxes[:, 2].min()) / _SIZE
    return int(left), int(top), int(right) - int(left) + 1, int(bottom) - int(top) + 1


def _whole(area: list[PolygonFeature]) -> list[tuple[int, int, int, int]]:
    return [_window(area)]


def _each(area: list[PolygonFeature]) -> list[tuple[int, int, int, int]]:
    return [_window([feature]) for feature in area]


def _compare(path: Path, part: Path, wanted: Any) -> None:
    """Every wanted block of the copy equals that of the original."""
    whole, copy = gdal.Open(str(path)), gdal.Open(str(part))
    t = copy.GetGeoTransform()
    left, top = round((t[0] - _WEST) / _SIZE), round((_NORTH - t[3]) / _SIZE)
    for row, col in np.argwhere(wanted).tolist():
        x, y = col * _BLOCK, row * _BLOCK
        size = min(_BLOCK, _SIDE - x), min(_BLOCK, _SIDE - y)
        if not np.array_equal(whole.ReadAsArray(x, y, *size), copy.ReadAsArray(x - left, y - top, *size)):
            raise RuntimeError(f"block {row}, {col} differs")


class _Server:
    """Serves one file with byte ranges and counts what it sends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = self._requests = 0
        self._lock = threading.Lock()
        self.url = ""

    def taken(self) -> tuple[int, int]:
        """Bytes and requests since the last call."""
        with self._lock:
            taken = self._bytes, self._requests
            self._bytes = self._requests = 0
        return taken

    def __enter__(self) -> _Server:
        counter, path, total = self, self._path, self._path.stat().st_size

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self.send_response(200 if self.path == "/tile.tif" else 404)
                self.send_header("Content-Length", str(total) if self.path == "/tile.tif" else "0")
                self.send_header("Accept-Ranges", "bytes")
                self.end_headers()

            def do_GET(self) -> None:
                if self.path != "/tile.tif":
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                wanted = self.headers.get("Range", f"bytes=0-{total - 1}")
                first, _, last = wanted.split("=")[1].partition("-")
                start, stop = int(first), min(int(last) + 1 if last else total, total)
                with path.open("rb") as file:
                    file.seek(start)
                    body = file.read(stop - start)
                with counter._lock:
                    counter._bytes += len(body)
                    counter._requests += 1
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{total}")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", '"1"')
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *unused: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/tile.tif"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._server.shutdown()
        self._server.server_close()
