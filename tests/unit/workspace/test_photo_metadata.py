"""Photos that leave tell nothing but the picture."""

from __future__ import annotations

import struct
import zipfile
import zlib

import numpy as np
import pytest
from osgeo import gdal

from rainforest_alert_plugin.errors import InputError
from rainforest_alert_plugin.workspace.photo_metadata import without_metadata

gdal.UseExceptions()
CANARY = b"CANARYqzkxtbgm"


def picture(folder, driver, **options):
    """A coloured picture as GDAL writes it."""
    made = gdal.GetDriverByName("MEM").Create("", 48, 32, 3)
    chance = np.random.default_rng(5)
    for band in (1, 2, 3):
        made.GetRasterBand(band).WriteArray(chance.integers(0, 255, (32, 48)).astype(np.uint8))
    path = str(folder / f"p.{driver.lower()}")
    gdal.GetDriverByName(driver).CreateCopy(path, made, options=[f"{k}={v}" for k, v in options.items()])
    with open(path, "rb") as file:
        return file.read()


def pixels(data):
    gdal.FileFromMemBuffer("/vsimem/looked", data)
    try:
        return gdal.Open("/vsimem/looked").ReadAsArray()
    finally:
        gdal.Unlink("/vsimem/looked")


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def exif(order, orientation):
    """EXIF with which side is up, a description, and 8° 23' 55.554" S in the GPS directory."""
    name = {"<": b"II\x2a\x00", ">": b"MM\x00\x2a"}[order]
    entries = [
        (0x010E, 2, len(CANARY) + 1, 8 + 2 + 3 * 12 + 4),
        (0x0112, 3, 1, orientation << 16 if order == ">" else orientation),
        (0x8825, 4, 1, 120),
    ]
    first = struct.pack(order + "H", 3) + b"".join(struct.pack(order + "HHII", *entry) for entry in entries)
    body = name + struct.pack(order + "I", 8) + first + bytes(4) + CANARY + b"\x00"
    body = body.ljust(120, b"\x00")
    gps = struct.pack(order + "H", 1) + struct.pack(order + "HHII", 2, 5, 3, 138) + bytes(4)
    return b"Exif\x00\x00" + body + gps + struct.pack(order + "6I", 8, 1, 23, 1, 55554, 1000)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("progressive", ["NO", "YES"])
def test_a_photo_loses_place_time_phone_and_comment_and_keeps_every_pixel(tmp_path, order, progressive):
    plain = picture(tmp_path, "JPEG", PROGRESSIVE=progressive)
    told = (
        plain[:2]
        + segment(0xE1, exif(order, 6))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + CANARY)
        + segment(0xED, b"Photoshop 3.0\x00" + CANARY)
        + segment(0xE2, b"MPF\x00" + CANARY)
        + segment(0xFE, CANARY)
        + plain[2:]
        + b"\xff\xd8 a second picture of the phone "
        + CANARY
    )
    clean = without_metadata(told)
    assert CANARY not in clean
    assert struct.pack(order + "2I", 55554, 1000) not in clean
    assert np.array_equal(pixels(clean), pixels(plain))
    # which side is up is needed to look at it
    gdal.FileFromMemBuffer("/vsimem/up", clean)
    assert gdal.Open("/vsimem/up").GetMetadataItem("EXIF_Orientation") == "6"
    assert not [key for key in gdal.Open("/vsimem/up").GetMetadata() if "GPS" in key or "Description" in key]
    gdal.Unlink("/vsimem/up")
    # cleaned twice it is the same
    assert without_metadata(clean) == clean


def test_a_photo_without_metadata_stays_as_it_is(tmp_path):
    plain = picture(tmp_path, "JPEG")
    assert np.array_equal(pixels(without_metadata(plain)), pixels(plain))


def test_the_small_picture_in_the_head_of_a_jpeg_goes(tmp_path):
    plain = picture(tmp_path, "JPEG")
    head = b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01" + b"\x02\x01" + b"CANARY"
    start = plain.index(b"JFIF") - 4
    old_length = struct.unpack_from(">H", plain, start + 2)[0]
    told = plain[:start] + segment(0xE0, head) + plain[start + 2 + old_length :]
    assert b"CANARY" in told
    clean = without_metadata(told)
    assert b"CANARY" not in clean
    assert np.array_equal(pixels(clean), pixels(plain))


def test_a_png_loses_its_texts_and_keeps_every_pixel(tmp_path):
    plain = picture(tmp_path, "PNG")

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    extra = b"".join(chunk(kind, CANARY) for kind in (b"tEXt", b"eXIf", b"iTXt", b"tIME", b"prVt"))
    told = plain[:33] + extra + plain[33:] + CANARY
    clean = without_metadata(told)
    assert CANARY not in clean
    assert np.array_equal(pixels(clean), pixels(plain))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x00\x00\x00\x18ftypheic", b"ID3\x03"])
def test_a_kind_of_file_that_cannot_be_cleaned_does_not_leave(data):
    with pytest.raises(InputError) as refused:
        without_metadata(data, "foto.heic")
    assert (refused.value.message.id, refused.value.message.facts["path"]) == ("workspace.photo_kind", "foto.heic")


@pytest.mark.parametrize("driver", ["JPEG", "PNG"])
def test_a_damaged_photo_is_refused_wherever_it_ends(tmp_path, driver):
    plain = picture(tmp_path, driver)
    for end in [*range(8, 200, 7), len(plain) - 3]:
        with pytest.raises(InputError) as refused:
            without_metadata(plain[:end])
        assert refused.value.message.id == "workspace.photo_damaged"


@pytest.mark.realdata
def test_real_photos_of_a_field_app_lose_their_comment_and_keep_their_pixels(shared_data):
    """Photos that came with an export of Locus Map; its makers put a comment in place of what the phone had written."""
    with zipfile.ZipFile(shared_data / "geo" / "field-gc" / "locus_Favorites.kmz") as archive:
        photos = {name: archive.read(name) for name in archive.namelist() if name.endswith((".jpg", ".png"))}
    assert sum(b"\xff\xfe\x00" in data for data in photos.values()) == 3
    for name, data in photos.items():
        clean = without_metadata(data, name)
        assert np.array_equal(pixels(clean), pixels(data))
        assert b"\xff\xfe\x00" not in clean
