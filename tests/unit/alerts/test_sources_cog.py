"""Windows of remote GeoTIFFs, against GDAL reading the same file from disk."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from rainforest_alert_plugin.alerts.sources.cog import copy_blocks, open_image, read_pixel
from rainforest_alert_plugin.errors import InputError, ServiceError
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import NetworkSettings
from tests.unit.net import loopback

gdal.UseExceptions()

LAYOUTS = {
    "tiles, deflate, predictor": ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "BLOCKXSIZE=128", "BLOCKYSIZE=128"],
    "tiles, LZW, big-endian": ["TILED=YES", "COMPRESS=LZW", "ENDIANNESS=BIG", "BLOCKXSIZE=64", "BLOCKYSIZE=64"],
    "BigTIFF, sparse": [
        "TILED=YES",
        "COMPRESS=DEFLATE",
        "BIGTIFF=YES",
        "SPARSE_OK=TRUE",
        "BLOCKXSIZE=128",
        "BLOCKYSIZE=64",
    ],
    "strips": ["COMPRESS=DEFLATE", "BLOCKYSIZE=16"],
    "not compressed": ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128"],
}


@pytest.fixture
def service():
    with loopback.running() as running:
        yield running


@pytest.fixture
def client():
    return HttpClient(NetworkSettings(first_wait_s=0.01, attempts=2))


def alerts_file(path, options, width=900, height=700, seed=1):
    generator = np.random.default_rng(seed)
    codes = np.where(generator.random((height, width)) < 0.02, generator.integers(20001, 44000, (height, width)), 0)
    codes[:200, :300] = 0
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), width, height, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((-74.0, 0.0001, 0.0, -8.0, 0.0, -0.0001))
    dataset.SetProjection(rasterio.crs.CRS.from_epsg(4326).to_wkt())
    dataset.GetRasterBand(1).SetNoDataValue(0)
    for row in range(0, height, 64):
        for col in range(0, width, 64):
            block = codes[row : row + 64, col : col + 64]
            if block.any():
                dataset.GetRasterBand(1).WriteArray(block.astype(np.uint16), col, row)
    dataset.FlushCache()
    del dataset
    return codes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_blocks_that_are_wanted_come_out_as_gdal_reads_them_from_disk(service, client, tmp_path, layout):
    source = tmp_path / "whole.tif"
    codes = alerts_file(source, LAYOUTS[layout])
    image = open_image(client, service.on("/a.tif", loopback.file(source.read_bytes())))
    wanted = np.zeros((image.rows, image.columns), bool)
    wanted[image.rows // 2 : image.rows // 2 + 2, -1:] = True
    wanted[1, 0] = True
    copied = copy_blocks(image, wanted, tmp_path / "part.tif")
    with rasterio.open(tmp_path / "part.tif") as part:
        got, left, top = (
            part.read(1),
            round((part.transform.c + 74.0) / 0.0001),
            round((-8.0 - part.transform.f) / 0.0001),
        )
        assert (part.nodata, part.crs.to_epsg(), part.dtypes) == (0, 4326, ("uint16",))
        assert (part.transform.a, part.transform.e) == pytest.approx((0.0001, -0.0001))
    for row, col in np.argwhere(wanted).tolist():
        y, x = row * image.block_height, col * image.block_width
        expected = codes[y : y + image.block_height, x : x + image.block_width]
        assert np.array_equal(
            got[y - top : y - top + expected.shape[0], x - left : x - left + expected.shape[1]], expected
        )
    assert copied.blocks == int(wanted.sum())
    assert copied.version == "v1"


def test_little_more_than_the_wanted_blocks_travels(service, client, tmp_path):
    source = tmp_path / "whole.tif"
    alerts_file(source, LAYOUTS["tiles, deflate, predictor"], 6000, 6000)
    content = source.read_bytes()
    image = open_image(client, service.on("/a.tif", loopback.file(content)))
    wanted = np.zeros((image.rows, image.columns), bool)
    wanted[10:30, 5:25] = True
    copied = copy_blocks(image, wanted, tmp_path / "part.tif")
    assert copied.stored_blocks == 400
    assert copied.fetched_bytes < 1.1 * copied.block_bytes
    assert copied.fetched_bytes < 0.25 * len(content)


def test_one_pixel_of_a_ten_degree_tile_is_read_without_its_ten_thousand_million_others(service, client, tmp_path):
    source = tmp_path / "tile.tif"
    driver = gdal.GetDriverByName("GTiff")
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512"]
    dataset = driver.Create(str(source), 100_000, 100_000, 1, gdal.GDT_UInt16, options)
    dataset.SetGeoTransform((-80.0, 0.0001, 0.0, 0.0, 0.0, -0.0001))
    dataset.SetProjection(rasterio.crs.CRS.from_epsg(4326).to_wkt())
    dataset.GetRasterBand(1).WriteArray(np.array([[34321]], np.uint16), 55_432, 83_210)
    dataset.FlushCache()
    del dataset
    url = service.on("/tile.tif", loopback.file(source.read_bytes()))
    assert read_pixel(client, url, -80.0 + 55_432.5 * 0.0001, -83_210.5 * 0.0001) == 34321
    assert read_pixel(client, url, -74.0, -8.0) == 0
    assert read_pixel(client, url, -60.0, -8.0) is None


@pytest.mark.parametrize("content", [b"<html></html>", b"II*\0" + bytes(60), b"%PDF-1.4 and so on", bytes(3)])
def test_what_is_no_tiff_is_named(service, client, content):
    with pytest.raises(ServiceError, match=r"sources\.not_a_tiff|net\.html"):
        open_image(client, service.on("/a.tif", loopback.file(content)))


def test_a_file_cut_short_on_the_server_is_named(service, client, tmp_path):
    source = tmp_path / "whole.tif"
    alerts_file(source, LAYOUTS["tiles, deflate, predictor"])
    content = source.read_bytes()
    image = open_image(client, service.on("/a.tif", loopback.file(content[: len(content) // 2])))
    wanted = np.ones((image.rows, image.columns), bool)
    with pytest.raises(ServiceError):
        copy_blocks(image, wanted, tmp_path / "part.tif")
    assert not (tmp_path / "part.tif").exists()


def test_a_window_of_nothing_is_refused(service, client, tmp_path):
    source = tmp_path / "whole.tif"
    alerts_file(source, LAYOUTS["strips"])
    image = open_image(client, service.on("/a.tif", loopback.file(source.read_bytes())))
    with pytest.raises(InputError, match=r"sources\.nothing_wanted"):
        copy_blocks(image, np.zeros((image.rows, image.columns), bool), tmp_path / "part.tif")
