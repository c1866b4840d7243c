from __future__ import annotations

import datetime

import numpy as np
import pytest
from osgeo import gdal

from rainforest_alert_plugin.alerts import pixels as pixels_module
from rainforest_alert_plugin.alerts.encoding import HIGH, HIGHEST, LOW, unix_day
from rainforest_alert_plugin.alerts.pixels import Window, read_pixels
from rainforest_alert_plugin.alerts.raster import open_alerts, small_block_cache
from rainforest_alert_plugin.errors import CancelledError, InputError
from tests.unit.alerts.alert_rasters import write_raster


def scattered(shape, seed=7, share=0.02):
    """uint16 codes 2xxxx to 4xxxx on a share of the pixels."""
    rng = np.random.default_rng(seed)
    codes = rng.choice([20000, 30000, 40000], shape) + rng.integers(1462, 4345, shape)
    return np.where(rng.random(shape) < share, codes, 0).astype(np.uint16)


@pytest.mark.parametrize(
    "options",
    [
        ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32", "COMPRESS=DEFLATE"),
        ("BLOCKYSIZE=7", "COMPRESS=LZW"),
        ("BLOCKYSIZE=300",),
    ],
)
def test_sparse_reading_finds_every_alert_in_row_order(tmp_path, options):
    codes = scattered((300, 211))
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes, options=options)))
    row, col = np.nonzero(codes)  # numpy gives them in row order
    np.testing.assert_array_equal(pixels.row, row)
    np.testing.assert_array_equal(pixels.col, col)
    np.testing.assert_array_equal(pixels.confidence, codes[row, col] // 10000 - 1)
    np.testing.assert_array_equal(
        pixels.day, unix_day(datetime.date(2014, 12, 31)) + (codes[row, col] % 10000).astype(int)
    )
    assert pixels.tally.alerts == len(row)
    assert pixels.tally.invalid == {}


@pytest.mark.parametrize("width", [190, 191, 192, 193])
def test_the_last_column_of_blocks_brings_nothing_from_the_one_before(tmp_path, monkeypatch, width):
    # a last block one to four columns narrower than the others, next to blocks full of alerts
    monkeypatch.setattr(pixels_module, "_CHUNK_PIXELS", 64 * 64)
    codes = np.full((130, width), 33347, np.uint16)
    options = ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes, options=options), "gfw_integrated"))
    np.testing.assert_array_equal(pixels.row.astype(int) * width + pixels.col, np.arange(codes.size))


def test_a_file_that_claims_int16_keeps_its_highest_confidence(tmp_path):
    # 43347 does not fit in int16; its bits, read as signed, are -22189
    codes = np.array([[0, 23347, 0], [33347, 43347, 0]], np.uint16)
    assert codes.view(np.int16)[1, 1] == -22189
    pixels = read_pixels(
        open_alerts(write_raster(tmp_path / "a.tif", codes.view(np.int16), nodata=None), "gfw_integrated")
    )
    assert pixels.confidence.tolist() == [LOW, HIGH, HIGHEST]
    assert len(set(pixels.day.tolist())) == 1


def test_codes_cut_to_the_largest_int16_are_reported(tmp_path):
    codes = np.array([[21000, 32767, 32767, 31000]], np.int16)
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes), "gfw_integrated"))
    assert [message.id for message in pixels.tally.messages("a.tif")] == ["alerts.clipped_pixels"]
    assert pixels.tally.clipped == 2


@pytest.mark.parametrize("kind", ["i4", "u4"])
def test_wider_integers_are_read_alike(tmp_path, kind):
    codes = np.array([[0, 23347], [33347, 43347]], kind)
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes), "gfw_integrated"))
    assert pixels.confidence.tolist() == [LOW, HIGH, HIGHEST]


def test_invalid_codes_are_counted_not_dropped_silently(tmp_path):
    codes = np.array([[18030, 50389, 50389], [33347, 0, 20001]], np.uint16)
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes), "gfw_integrated"))
    assert len(pixels.row) == 2
    assert pixels.tally.invalid == {18030: 1, 50389: 2}
    (said,) = pixels.tally.messages("a.tif")
    assert (said.id, said.facts["count"], said.facts["examples"]) == ("alerts.invalid_codes", 3, "18030, 50389")


def test_nodata_other_than_zero_is_nothing(tmp_path):
    codes = np.array([[65535, 33347], [65535, 0]], np.uint16)
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "a.tif", codes, nodata=65535), "gfw_integrated"))
    assert len(pixels.row) == 1
    assert pixels.tally.invalid == {}


def test_windows_give_the_same_pixels_as_the_whole(tmp_path):
    codes = scattered((500, 400))
    options = ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")
    raster = open_alerts(write_raster(tmp_path / "a.tif", codes, options=options))
    windows = [Window(100, 50, 120, 90), Window(180, 120, 60, 300), Window(-20, -20, 30, 30)]
    inside = np.zeros(codes.shape, bool)
    inside[100:220, 50:140] = inside[180:240, 120:400] = inside[0:10, 0:10] = True
    pixels = read_pixels(raster, windows)
    row, col = np.nonzero((codes > 0) & inside)
    np.testing.assert_array_equal(pixels.row, row)
    np.testing.assert_array_equal(pixels.col, col)


def test_dates_and_confidence_filter_with_both_ends_included(tmp_path):
    codes = np.array([[20010, 30011, 40012, 30013]], np.uint16)
    raster = open_alerts(write_raster(tmp_path / "a.tif", codes), "gfw_integrated")
    epoch = unix_day(datetime.date(2014, 12, 31))
    pixels = read_pixels(raster, first_day=epoch + 10, last_day=epoch + 12, min_confidence=HIGH)
    assert pixels.col.tolist() == [1, 2]


def test_empty_blocks_of_a_sparse_file_are_skipped_and_the_rest_found(tmp_path):
    path = tmp_path / "sparse.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), 600, 600, 1, gdal.GDT_UInt16, ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]
    )
    dataset.SetGeoTransform((-75, 0.0001, 0, -8, 0, -0.0001))
    dataset.SetProjection(
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],UNIT["degree",0.0174532925199433]]'
    )
    dataset.GetRasterBand(1).WriteArray(np.full((3, 2), 33347, np.uint16), 400, 300)
    dataset = None
    pixels = read_pixels(open_alerts(str(path), "gfw_integrated"))
    assert sorted(zip(pixels.row.tolist(), pixels.col.tolist())) == [
        (row, col) for row in (300, 301, 302) for col in (400, 401)
    ]


def test_glad_l_pair_is_found_from_either_file(tmp_path):
    alert = np.array([[0, 2, 3]], np.uint8)
    dates = np.array([[0, 60, 61]], np.uint16)
    first = write_raster(tmp_path / "alert24_080W_10S_070W_00N.tif", alert)
    second = write_raster(tmp_path / "alertDate24_080W_10S_070W_00N.tif", dates)
    for path in (first, second):
        raster = open_alerts(path)
        pixels = read_pixels(raster)
        assert raster.encoding.source == "glad_l"
        assert pixels.confidence.tolist() == [LOW, HIGH]
        # 2024 is a leap year: day 60 is 29 February
        assert pixels.day.tolist() == [unix_day(datetime.date(2024, 2, 29)), unix_day(datetime.date(2024, 3, 1))]


def test_glad_s2_pair_stands_in_two_folders(tmp_path):
    alert = write_raster(tmp_path / "S2alert" / "alert" / "080W_10S_070W_00N.tif", np.array([[1, 4]], np.uint8))
    write_raster(tmp_path / "S2alert" / "alertDate" / "080W_10S_070W_00N.tif", np.array([[1, 366]], np.uint16))
    pixels = read_pixels(open_alerts(alert))
    assert pixels.source == "glad_s2"
    assert pixels.confidence.tolist() == [LOW, HIGH]
    assert pixels.day.tolist() == [unix_day(datetime.date(2019, 1, 1)), unix_day(datetime.date(2020, 1, 1))]


def test_radd_pair_in_two_bands(tmp_path):
    alert = np.array([[0, 2, 3]], np.uint16)
    dates = np.array([[0, 24184, 20001]], np.uint16)
    pixels = read_pixels(open_alerts(write_raster(tmp_path / "x.tif", alert, dates, descriptions=("Alert", "Date"))))
    assert pixels.source == "radd"
    assert pixels.confidence.tolist() == [LOW, HIGH]
    assert pixels.day.tolist() == [unix_day(datetime.date(2024, 7, 2)), unix_day(datetime.date(2020, 1, 1))]


def test_alerts_without_a_date_are_counted(tmp_path):
    alert = np.array([[3, 3]], np.uint8)
    path = write_raster(tmp_path / "alert24_080W_10S_070W_00N.tif", alert)
    write_raster(tmp_path / "alertDate24_080W_10S_070W_00N.tif", np.array([[0, 9]], np.uint16))
    pixels = read_pixels(open_alerts(path))
    assert len(pixels.row) == 1
    assert pixels.tally.undated == 1


def test_half_a_pair_says_what_is_missing(tmp_path):
    path = write_raster(tmp_path / "alert24_080W_10S_070W_00N.tif", np.array([[3]], np.uint8))
    with pytest.raises(InputError) as error:
        open_alerts(path)
    assert error.value.message.id == "alerts.partner_missing"


def test_a_pair_on_different_grids_is_refused(tmp_path):
    path = write_raster(tmp_path / "alert24_080W_10S_070W_00N.tif", np.array([[3, 3]], np.uint8))
    write_raster(tmp_path / "alertDate24_080W_10S_070W_00N.tif", np.array([[9, 9, 9]], np.uint16))
    with pytest.raises(InputError) as error:
        open_alerts(path)
    assert error.value.message.id == "alerts.pair_differs"


def test_glad_l_without_a_year_in_its_name_is_refused(tmp_path):
    path = write_raster(tmp_path / "alert.tif", np.array([[3]], np.uint8))
    write_raster(tmp_path / "alertDate.tif", np.array([[9]], np.uint16))
    with pytest.raises(InputError) as error:
        open_alerts(path, "glad_l")
    assert error.value.message.id == "alerts.year_unknown"


def test_calculated_raster_of_floats_is_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[30055.0]], np.float32))
    with pytest.raises(InputError) as error:
        open_alerts(path, "gfw_integrated")
    assert (error.value.message.id, error.value.message.facts["dtype"]) == ("alerts.wrong_dtype", "Float32")


def test_raster_without_reference_system_is_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[30055]], np.uint16), epsg=None)
    with pytest.raises(InputError) as error:
        open_alerts(path)
    assert error.value.message.id == "input.no_crs"


def test_raster_that_lies_nowhere_is_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[30055]], np.uint16), transform=None)
    with pytest.raises(InputError) as error:
        open_alerts(path)
    assert error.value.message.id == "alerts.no_georeference"


def test_truncated_file_is_unreadable_not_empty(tmp_path):
    path = tmp_path / "a.tif"
    write_raster(path, scattered((600, 600), share=0.5), options=("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(InputError) as error:
        read_pixels(open_alerts(str(path), "gfw_integrated"))
    assert error.value.message.id == "input.unreadable"


def test_text_called_tif_is_unreadable(tmp_path):
    path = tmp_path / "a.tif"
    path.write_text("<html>403 Forbidden</html>")
    with pytest.raises(InputError) as error:
        open_alerts(str(path))
    assert error.value.message.id == "input.unreadable"


def test_codes_of_another_kind_are_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[55, 77]], np.uint16))
    with pytest.raises(InputError) as error:
        read_pixels(open_alerts(path, "gfw_integrated"))
    assert error.value.message.id == "alerts.no_alert_codes"


def test_raster_of_zeros_is_read_as_no_alerts(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", np.zeros((9, 9), np.uint16)))
    assert len(read_pixels(raster).row) == 0
    assert raster.recognition.reason.id == "alerts.nothing_to_recognise"


def test_cancel_stops_the_reading(tmp_path):
    raster = open_alerts(write_raster(tmp_path / "a.tif", scattered((50, 50))))
    with pytest.raises(CancelledError):
        read_pixels(raster, is_cancelled=lambda: True)


def test_block_cache_is_given_back():
    before = gdal.GetCacheMax()
    with pytest.raises(CancelledError), small_block_cache():
        assert gdal.GetCacheMax() <= 16 * 2**20
        raise CancelledError
    assert gdal.GetCacheMax() == before


@pytest.mark.realdata
def test_real_integrated_alerts_over_beni(shared_data):
    pixels = read_pixels(open_alerts(str(shared_data / "alerts" / "gfw-tile-cache" / "date_conf.tif")))
    # counts stated in the fixture's own description: 2,885 high, 60 highest, 2019-09-28 to 2024-02-29
    assert np.bincount(pixels.confidence, minlength=4).tolist() == [0, 0, 2885, 60]
    assert int(pixels.day.min()) == unix_day(datetime.date(2019, 9, 28))
    assert int(pixels.day.max()) == unix_day(datetime.date(2024, 2, 29))


@pytest.mark.realdata
def test_real_opera_crop_follows_gfws_rule_of_loss(shared_data):
    (path,) = (shared_data / "alerts" / "opera-dist").glob("*VEG-DIST-STATUS*.tif")
    pixels = read_pixels(open_alerts(str(path)))

    def band(name):
        return gdal.Open(str(path).replace("VEG-DIST-STATUS", name)).ReadAsArray()

    status, date, anomaly = band("VEG-DIST-STATUS"), band("VEG-DIST-DATE"), band("VEG-ANOM-MAX")
    wanted = (status >= 1) & (status <= 4) & (date > 0) & (anomaly >= 30) & (anomaly < 255)
    np.testing.assert_array_equal(pixels.row, np.nonzero(wanted)[0])
    np.testing.assert_array_equal(pixels.confidence == HIGH, np.isin(status[wanted], (2, 4)))
    np.testing.assert_array_equal(pixels.day, unix_day(datetime.date(2020, 12, 31)) + date[wanted].astype(int))
    assert pixels.tally.weak == int(((status >= 1) & (status <= 4) & (anomaly < 30)).sum())
