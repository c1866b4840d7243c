"""Fires, polygons, producers' rasters and Geobosques, with the habits of their services."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr, osr

from rainforest_alert_plugin.alerts.sources import catalogue
from rainforest_alert_plugin.alerts.sources.geobosques import date_of_text, read_geobosques, year_of
from rainforest_alert_plugin.alerts.sources.raster_tiles import degree_tiles, north_western_tiles, utm_zones
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, note_path
from rainforest_alert_plugin.errors import InputError, ServiceError
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from tests.unit.net import loopback

gdal.UseExceptions()
TODAY = datetime.date(2026, 11, 23)
BOX = shapely.box(-74.6, -8.6, -74.3, -8.3)
KEY = "abcdef0123456789firmskey"  # pragma: allowlist secret
VIIRS_HEADER = "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_ti5,frp,daynight"


@pytest.fixture
def service():
    with loopback.running() as running:
        yield running


@pytest.fixture
def ask(service, tmp_path):
    def fetch(source, *shapes, start="2026-11-01", end="2026-11-10", key=KEY, today=TODAY, base=None):
        entry = replace(catalogue.services()[source], base=base if base is not None else service.url)
        area = [PolygonFeature(str(i), shapely.to_wkb(shape)) for i, shape in enumerate(shapes or [BOX])]
        client = HttpClient(NetworkSettings(first_wait_s=0.01, attempts=2))
        days = [datetime.date.fromisoformat(day) for day in (start, end)]
        request = AlertRequest(area, *days, tmp_path, client, Credential(key, placeholder="{MAP_KEY}"), today)
        return catalogue.fetch(entry, request)

    return fetch


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fires(service, answer):
    """Serve every product and every span of FIRMS with what `answer` gives for it."""

    def step(handler, asked):
        content, status = answer(asked.path)
        loopback.text(content, status, "text/csv")(handler, asked)

    service.next_step = lambda path: step


# FIRMS


def test_a_fortnight_of_fires_is_asked_for_in_spans_of_five_days_for_each_satellite(service, ask):
    fires(service, lambda path: (VIIRS_HEADER + "\n", 200))
    ask("firms_viirs", start="2026-11-01", end="2026-11-12")
    asked = [re.search(r"csv/\w+/(\w+)/([-\d.,]+)/(\d)/([-\d]+)$", a.path).groups() for a in service.asked]
    assert len(asked) == 9
    assert [(days, first) for product, _, days, first in asked if product == "VIIRS_NOAA20_NRT"] == [
        ("5", "2026-11-01"),
        ("5", "2026-11-06"),
        ("2", "2026-11-11"),
    ]
    assert asked[0][1] == "-74.620,-8.620,-74.280,-8.280"


def test_fires_keep_their_hour_though_the_service_drops_its_zeros_and_come_once(service, ask):
    row = "-8.40000,-74.50000,330.1,0.4,0.4,2026-11-02,149,N20,VIIRS,n,2.0NRT,290.1,3.1,N"
    far = "-8.29000,-74.50000,330.1,0.4,0.4,2026-11-02,0612,N20,VIIRS,h,2.0NRT,290.1,3.1,N"
    fires(service, lambda path: ("\n".join([VIIRS_HEADER, row, row, far]) + "\n", 200))
    found = ask("firms_viirs")[0]
    rows = table(found.path)
    assert [(row["acq_time"], row["confidence"], row["satellite"]) for row in rows] == [("0149", "n", "N20")]
    assert found.note["rows_outside"] > 0
    assert "NASA FIRMS" in found.note["attribution"]


@pytest.mark.parametrize("status", [200, 400, 401])
def test_a_bad_key_is_named_whatever_status_the_service_gives_it(service, ask, tmp_path, status):
    fires(service, lambda path: ("Invalid MAP_KEY.", status))
    with pytest.raises(ServiceError) as caught:
        ask("firms_viirs")
    assert caught.value.message.id == "net.key_refused"
    assert KEY not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_header_of_fires_is_named_without_the_key(service, ask):
    fires(service, lambda path: (f"lat;lon;when;{KEY}\n", 200))
    with pytest.raises(ServiceError) as caught:
        ask("firms_viirs")
    assert caught.value.message.id == "sources.columns_changed"


def test_the_key_of_fires_is_in_no_file(service, ask, tmp_path):
    fires(service, lambda path: (VIIRS_HEADER + "\n", 200))
    ask("firms_viirs")
    assert all(KEY not in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())


# DETER and MapBiomas


def feature(identity, date, shape, field="detected_at"):
    return {
        "type": "Feature",
        "id": identity,
        "properties": {field: date, "area": 1.0},
        "geometry": shapely.geometry.mapping(shape),
    }


def test_polygons_that_touch_the_area_in_the_period_come_from_all_pages(service, ask):
    inside, far = shapely.box(-74.5, -8.5, -74.49, -8.49), shapely.box(-74.9, -8.5, -74.89, -8.49)
    pages = [
        [feature(f"a.{i}", "2026-11-05Z", inside) for i in range(999)] + [feature("far.1", "2026-11-05", far)],
        [
            feature("b.1", "2026-11-06T00:00:00Z", inside),
            feature("old.1", "2025-01-01", inside),
            feature("a.3", "2026-11-05", inside),
        ],
    ]
    service.next_step = lambda path: loopback.text(
        json.dumps({"type": "FeatureCollection", "features": pages[0 if "startIndex=0" in path else 1]})
    )
    found = ask("mapbiomas_peru")[0]
    content = json.loads(found.path.read_text(encoding="utf-8"))
    assert len(content["features"]) == 1000
    assert {f["id"] for f in content["features"]} >= {"a.0", "b.1"}
    assert content["features"][0]["properties"] | {"date": "2026-11-05"} == content["features"][0]["properties"]
    assert found.note["features_outside"] == 1
    # latitude first, as the standard has it for EPSG:4326
    assert "bbox=-8.600000%2C-74.600000%2C-8.300000%2C-74.300000%2Curn" in service.asked[0].path


def test_polygons_without_a_date_are_counted_and_left_out(service, ask):
    service.next_step = lambda path: loopback.text(
        json.dumps({"features": [feature("a", None, BOX), feature("b", "2026-11-05", BOX)]})
    )
    found = ask("mapbiomas_peru")[0]
    assert (found.note["features"], found.note["features_undated"]) == (1, 1)
    assert [message.id for message in found.messages] == ["sources.undated"]


def test_polygons_whose_date_has_another_name_are_refused(service, ask):
    service.next_step = lambda path: loopback.text(json.dumps({"features": [feature("a", "2026-11-05", BOX, "fecha")]}))
    with pytest.raises(ServiceError, match=r"sources\.columns_changed"):
        ask("deter")


def test_an_exception_report_in_place_of_polygons_is_refused(service, ask):
    service.next_step = lambda path: loopback.text("<ows:ExceptionReport/>", kind="application/xml")
    with pytest.raises(ServiceError, match=r"net\.not_json"):
        ask("deter")


# rasters of the producers


def glad_s2_tile(path, date, west=-80.0, north=0.0, size=0.0025):
    side = round(10 / size)
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BLOCKXSIZE=256", "BLOCKYSIZE=256"]
    kind = gdal.GDT_UInt16 if date else gdal.GDT_Byte
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 1, kind, options)
    dataset.SetGeoTransform((west, size, 0.0, north, 0.0, -size))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    generator = np.random.default_rng(1)
    values = generator.integers(1, 2800 if date else 5, (side, side))
    dataset.GetRasterBand(1).WriteArray(values.astype(np.uint16 if date else np.uint8))
    dataset.FlushCache()
    del dataset
    return values


def test_both_rasters_of_a_pair_come_with_the_blocks_that_the_area_touches(service, ask, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    codes, dates = glad_s2_tile(served / "alert.tif", False), glad_s2_tile(served / "date.tif", True)
    service.on("/alert/080W_10S_070W_00N.tif", loopback.file((served / "alert.tif").read_bytes()))
    service.on("/alertDate/080W_10S_070W_00N.tif", loopback.file((served / "date.tif").read_bytes()))
    found = ask("glad_s2_raster")[0]
    for path, whole in ((found.path, codes), (found.path.parent.parent / "alertDate" / found.path.name, dates)):
        part = gdal.Open(str(path))
        t = part.GetGeoTransform()
        col, row = round((t[0] + 80.0) / 0.0025), round(-t[3] / 0.0025)
        assert np.array_equal(part.ReadAsArray(), whole[row : row + part.RasterYSize, col : col + part.RasterXSize])
        west, north, east, south = t[0], t[3], t[0] + part.RasterXSize * t[1], t[3] + part.RasterYSize * t[5]
        assert shapely.box(west, south, east, north).contains(BOX)
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
        assert note["fetched_bytes"] < 1.1 * note["block_bytes"] + 40_000
        assert note["version"] == "v1"
    from rainforest_alert_plugin.alerts.raster import open_alerts

    opened = open_alerts(str(found.path))
    assert (opened.encoding.source, opened.dates is not None) == ("glad_s2", True)


def test_the_same_window_is_not_fetched_twice(service, ask, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    for name, date in (("alert", False), ("alertDate", True)):
        glad_s2_tile(served / f"{name}.tif", date)
        service.on(f"/{name}/080W_10S_070W_00N.tif", loopback.file((served / f"{name}.tif").read_bytes()))
    first = ask("glad_s2_raster")[0]
    service.asked.clear()
    again = ask("glad_s2_raster")[0]
    assert again.path == first.path
    assert len(service.asked) == 2
    assert [message.id for message in again.messages] == ["sources.unchanged"]


def test_a_tile_that_does_not_exist_is_named(service, ask):
    with pytest.raises(ServiceError) as caught:
        ask("glad_s2_raster")
    assert (caught.value.message.id, caught.value.message.facts["tiles"]) == ("sources.no_tile", "080W_10S_070W_00N")


def test_where_one_tile_is_missing_the_others_come_and_it_is_named(service, ask, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    for name, date in (("alert", False), ("alertDate", True)):
        glad_s2_tile(served / f"{name}.tif", date)
        service.on(f"/{name}/080W_10S_070W_00N.tif", loopback.file((served / f"{name}.tif").read_bytes()))
    # Across 70 W, where the next tile begins.
    found = ask("glad_s2_raster", shapely.box(-70.2, -8.6, -69.8, -8.3))
    assert [one.path.name for one in found if "080W" in one.path.name] != []
    said = {message.id: message.facts.get("tiles") for one in found for message in one.messages}
    assert said["sources.tiles_missing"] == "070W_10S_060W_00N"


def request_over(*shapes):
    area = [PolygonFeature(str(i), shapely.to_wkb(shape)) for i, shape in enumerate(shapes)]
    return AlertRequest(area, TODAY, TODAY, None, None, None, TODAY)


def test_tiles_have_the_names_the_producer_gives_them():
    assert degree_tiles(request_over(BOX)) == ["080W_10S_070W_00N"]
    assert degree_tiles(request_over(shapely.box(-70.2, -10.2, -69.8, -9.8))) == [
        "080W_20S_070W_10S",
        "080W_10S_070W_00N",
        "070W_20S_060W_10S",
        "070W_10S_060W_00N",
    ]
    assert degree_tiles(request_over(shapely.box(-75, -0.1, -74.9, 0.1))) == ["080W_10S_070W_00N", "080W_00N_070W_10N"]


def test_tiles_of_gfw_have_the_name_of_their_north_western_corner():
    assert north_western_tiles(request_over(shapely.box(-70.2, -10.2, -69.8, -9.8))) == [
        "10S_080W",
        "00N_080W",
        "10S_070W",
        "00N_070W",
    ]


def test_peru_lies_in_the_utm_zones_17_to_19():
    assert utm_zones(request_over(shapely.box(-81.4, -18.4, -68.6, 0.1))) == ["17", "18", "19"]


# Geobosques


def year_raster(folder, year, values, table_dates=None, name=None):
    """A raster as MINAM publishes it: days of the year, dates in a table beside it."""
    path = folder / (name or f"PNCB_ATD_{year}.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 200, 200, 1, gdal.GDT_UInt16, ["COMPRESS=LZW"])
    dataset.SetGeoTransform((-74.55, 0.00027, 0.0, -8.35, 0.0, -0.00027))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    pixels = np.zeros((200, 200), np.uint16)
    for (row, col), value in values.items():
        pixels[row, col] = value
    dataset.GetRasterBand(1).WriteArray(pixels)
    dataset.FlushCache()
    del dataset
    if table_dates is not None:
        driver = ogr.GetDriverByName("ESRI Shapefile")
        source = driver.CreateDataSource(str(folder / "vat.dbf"))
        layer = source.CreateLayer("vat", None, ogr.wkbNone)
        layer.CreateField(ogr.FieldDefn("Value", ogr.OFTInteger))
        layer.CreateField(ogr.FieldDefn("Fecha", ogr.OFTString))
        for value, date in table_dates.items():
            row = ogr.Feature(layer.GetLayerDefn())
            row.SetField("Value", value)
            row.SetField("Fecha", date)
            layer.CreateFeature(row)
        del layer, source
        (folder / "vat.dbf").rename(folder / (path.name + ".vat.dbf"))
    return path


def archive_of(*files, names=None):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, file in enumerate(files):
            packed.write(file, names[number] if names else f"Alertas/{file.name}")
    return content.getvalue()


def served_year(service, folder, year=2026, **more):
    folder.mkdir(exist_ok=True)
    raster = year_raster(folder, year, {(10, 10): 305, (10, 11): 312, (20, 20): 40}, **more)
    table_file = raster.with_name(raster.name + ".vat.dbf")
    files = [raster, table_file] if table_file.is_file() else [raster]
    path = f"/descargas_geobosque/alerta/espaciales/Alertas_PNCB_raster_{year}.zip"
    service.on(path, loopback.file(archive_of(*files)))
    return raster


def test_days_of_the_year_become_dates_of_the_year_in_the_file_name(service, ask, tmp_path):
    served_year(service, tmp_path / "served", table_dates={305: "1/11/2026", 312: "8/11/2026", 40: "9/2/2026"})
    raster, points = ask("geobosques")
    # day 305 of 2026 is 1 November: 304 days lie before it
    assert [row["date"] for row in table(points.path)] == ["2026-11-01", "2026-11-08"]
    first = table(points.path)[0]
    assert float(first["longitude"]) == pytest.approx(-74.55 + 10.5 * 0.00027, abs=1e-7)
    assert float(first["latitude"]) == pytest.approx(-8.35 - 10.5 * 0.00027, abs=1e-7)
    assert (raster.kind, points.kind, points.messages) == ("raster", "points", ())
    assert raster.path.with_name(raster.path.name + ".vat.dbf").is_file()


def test_the_table_goes_before_the_formula_and_the_difference_is_said(service, ask, tmp_path):
    served_year(service, tmp_path / "served", table_dates={305: "02/11/2026", 312: "8/11/2026"})
    _, points = ask("geobosques")
    assert [row["date"] for row in table(points.path)] == ["2026-11-02", "2026-11-08"]
    assert [(m.id, m.facts["count"]) for m in points.messages] == [("sources.table_differs", 1)]


def test_without_a_table_the_formula_holds(service, ask, tmp_path):
    served_year(service, tmp_path / "served")
    assert [row["date"] for row in table(ask("geobosques")[1].path)] == ["2026-11-01", "2026-11-08"]


def test_a_leap_day_is_a_day_and_the_366th_day_of_other_years_is_none(tmp_path):
    leap = read_geobosques(year_raster(tmp_path, 2024, {(1, 1): 366, (1, 2): 60}), 2024)
    assert sorted(datetime.date.fromordinal(int(day)).isoformat() for day in leap.day) == ["2024-02-29", "2024-12-31"]
    other = read_geobosques(year_raster(tmp_path, 2025, {(1, 1): 366, (1, 2): 365, (1, 3): 900}), 2025)
    assert (len(other.day), other.unknown) == (1, 2)


def test_a_period_over_new_year_takes_the_archives_of_both_years(service, ask, tmp_path):
    (tmp_path / "served").mkdir()
    served_year(service, tmp_path / "served", 2026)
    old = year_raster(tmp_path / "served", 2025, {(5, 5): 365})
    service.on("/descargas_geobosque/alerta/espaciales/Alertas_PNCB_raster_2025.zip", loopback.file(archive_of(old)))
    found = ask("geobosques", start="2025-12-30", end="2026-02-20")
    assert [row["date"] for row in table(found[-1].path)] == ["2025-12-31", "2026-02-09"]
    assert [item.kind for item in found] == ["raster", "raster", "points"]


def test_a_year_without_an_archive_is_said_and_the_other_is_fetched(service, ask, tmp_path):
    served_year(service, tmp_path / "served", 2026)
    found = ask("geobosques", start="2025-12-30", end="2026-02-20")
    assert [(m.id, m.facts["tiles"]) for m in found[-1].messages] == [("sources.tiles_missing", "2025")]


def test_an_archive_of_another_year_is_refused(service, ask, tmp_path):
    (tmp_path / "served").mkdir()
    wrong = year_raster(tmp_path / "served", 2024, {(5, 5): 65})
    service.on("/descargas_geobosque/alerta/espaciales/Alertas_PNCB_raster_2026.zip", loopback.file(archive_of(wrong)))
    with pytest.raises(ServiceError, match=r"sources\.bad_archive"):
        ask("geobosques")


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"", b"not an archive at all"])
def test_a_broken_archive_is_refused(service, ask, content):
    service.on("/descargas_geobosque/alerta/espaciales/Alertas_PNCB_raster_2026.zip", loopback.file(content))
    with pytest.raises(ServiceError, match=r"sources\.bad_archive"):
        ask("geobosques")


def test_a_name_in_an_archive_that_leads_elsewhere_is_not_followed(service, ask, tmp_path):
    (tmp_path / "served").mkdir()
    raster = year_raster(tmp_path / "served", 2026, {(10, 10): 305})
    content = archive_of(raster, names=["../../outside_2026.tif"])
    service.on("/descargas_geobosque/alerta/espaciales/Alertas_PNCB_raster_2026.zip", loopback.file(content))
    ask("geobosques")
    assert (tmp_path / "outside_2026.tif").is_file()
    assert not (tmp_path.parent.parent / "outside_2026.tif").exists()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3/11/2026", "2026-11-03"),
        ("03-11-2026", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("31/2/2026", None),
        ("", None),
    ],
)
def test_dates_are_read_as_peru_writes_them(text, date):
    assert (date_of_text(text).isoformat() if date_of_text(text) else None) == date


@pytest.mark.parametrize(
    ("name", "year"), [("PNCB_ATD_20262.tif", None), ("PNCB_ATD_2026_02.tif", 2026), ("atd.tif", None)]
)
def test_the_year_is_read_from_the_name(name, year):
    assert year_of(name) == year


def test_a_raster_without_a_place_is_named(tmp_path):
    path = year_raster(tmp_path, 2026, {(1, 1): 5})
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetProjection("")
    del dataset
    with pytest.raises(InputError, match=r"input\.no_crs"):
        read_geobosques(path, 2026)


# offline


def test_out_of_reach_what_was_fetched_before_stays_in_use_with_its_age(service, ask, tmp_path):
    fires(
        service,
        lambda path: (VIIRS_HEADER + "\n-8.4,-74.5,330.1,0.4,0.4,2026-11-02,149,N20,VIIRS,n,2.0NRT,290.1,3.1,N\n", 200),
    )
    first = ask("firms_viirs")[0]
    note = json.loads(note_path(first.path).read_text(encoding="utf-8"))
    note["asked_at"] = "2026-11-20T12:00:00+00:00"
    note_path(first.path).write_text(json.dumps(note), encoding="utf-8")
    service.next_step = lambda path: loopback.hang_up
    kept = ask("firms_viirs", start="2026-11-01", end="2026-11-23")
    assert [item.path for item in kept] == [first.path]
    assert [(m.id, m.facts["days"]) for m in kept[0].messages] == [("sources.out_of_reach", 3)]
    assert len(table(kept[0].path)) == 1


def test_out_of_reach_without_earlier_data_is_an_error(service, ask):
    service.next_step = lambda path: loopback.hang_up
    with pytest.raises(ServiceError, match=r"net\.cut"):
        ask("firms_viirs")


def test_data_of_another_area_is_not_taken_for_this_one(service, ask):
    fires(service, lambda path: (VIIRS_HEADER + "\n", 200))
    ask("firms_viirs", shapely.box(-72, -9, -71, -8))
    service.next_step = lambda path: loopback.hang_up
    with pytest.raises(ServiceError, match=r"net\.cut"):
        ask("firms_viirs")


def test_a_refused_key_is_an_error_though_earlier_data_is_there(service, ask):
    fires(service, lambda path: (VIIRS_HEADER + "\n", 200))
    ask("firms_viirs")
    fires(service, lambda path: ("Invalid MAP_KEY.", 400))
    with pytest.raises(ServiceError, match=r"net\.key_refused"):
        ask("firms_viirs", start="2026-11-01", end="2026-11-23")


# the catalogue


def test_every_service_has_a_module_a_licence_and_a_name_to_give():
    for service in catalogue.services().values():
        assert service.kind in catalogue.FETCHERS
        assert service.licence
        assert "{date}" in service.attribution
        assert service.key in ("none", "header", "path", "bearer")
