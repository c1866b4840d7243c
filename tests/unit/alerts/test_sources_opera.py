"""OPERA DIST-ALERT granules: found without a key, fetched with one, overlapping tiles counted once, codes read by the file's flags."""

from __future__ import annotations

import csv
import datetime
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import shapely
from osgeo import gdal, osr
from pyproj import Transformer

from rainforest_alert_plugin.alerts.sources import catalogue, opera
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, note_path
from rainforest_alert_plugin.errors import ServiceError
from rainforest_alert_plugin.geo.features import PolygonFeature
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from tests.unit.net import loopback

gdal.UseExceptions()
TODAY = datetime.date(2026, 11, 23)
DAY_2026_10_01 = 2100  # days from 2020-12-31 to 2026-10-01: 1,826 to the end of 2025 and 274
TOKEN = "eyJ0eXAi.a-token-of-earthdata"  # pragma: allowlist secret
LAYERS = ("VEG-DIST-STATUS", "VEG-DIST-DATE", "VEG-ANOM-MAX")
# tile 18LVR and its neighbour to the east, 100 km apart and 109.8 km wide, as HLS cuts them; northings from the equator
WEST, EAST, TOP = 399960.0, 499980.0, -890000.0
SIDE = 60
V0 = ("0,1,2,3,4,255", "no_disturbance provisional_<50 confirmed_<50 provisional_>=50 confirmed_>=50 no_data")


def layer(path, zone, left, codes, kind, nodata, flags=None):
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), SIDE, SIDE, 1, kind, ["TILED=YES", "COMPRESS=DEFLATE", "BLOCKXSIZE=32", "BLOCKYSIZE=32"]
    )
    dataset.SetGeoTransform((left, 30.0, 0.0, TOP, 0.0, -30.0))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32600 + zone)
    dataset.SetProjection(system.ExportToWkt())
    if flags:
        dataset.SetMetadata({"flag_values": flags[0], "flag_meanings": flags[1]})
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(codes)
    dataset.FlushCache()
    del dataset


class Earthdata:
    """The catalogue, and a store that answers only who brings the token."""

    def __init__(self, service, folder):
        self.service, self.folder = service, folder
        self.entries = []
        self.page = 10**6
        service.on("/search/granules.json", self._search)

    def _search(self, handler, asked):
        given = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        number, size = int(given["page_num"]), min(int(given["page_size"]), self.page)
        part = self.entries[(number - 1) * size : number * size]
        loopback.text(json.dumps({"feed": {"entry": part}}))(handler, asked)

    def offer(self, tile, acquired, left, pixels, zone=18, version="v1", flags=None):
        """A granule whose pixels are (column, row, status, days, anomaly)."""
        name = f"OPERA_L3_DIST-ALERT-HLS_T{tile}_{acquired}Z_{acquired}Z_S2A_30_{version}"
        tables = [np.zeros((SIDE, SIDE), kind) for kind in (np.uint8, np.int16, np.uint8)]
        for col, row, *values in pixels:
            for table, value in zip(tables, values):
                table[row, col] = value
        links = [{"rel": "http://esipfed.org/ns/fedsearch/1.1/browse#", "href": f"{self.service.url}/{name}.png"}]
        for title, table, kind, nodata in zip(
            LAYERS, tables, (gdal.GDT_Byte, gdal.GDT_Int16, gdal.GDT_Byte), (255, -1, 255)
        ):
            path = self.folder / f"{name}_{title}.tif"
            layer(path, zone, left, table, kind, nodata, flags if title == LAYERS[0] else None)
            answer = loopback.file(path.read_bytes())
            links.append(
                {
                    "rel": "http://esipfed.org/ns/fedsearch/1.1/data#",
                    "href": self.service.on(f"/store/{path.name}", self._guarded(answer)),
                }
            )
        self.entries.append({"title": name, "producer_granule_id": name, "links": links})
        return name

    def _guarded(self, answer):
        def step(handler, asked):
            if asked.headers.get("authorization") == f"Bearer {TOKEN}":
                answer(handler, asked)
            else:
                page = "<!DOCTYPE html><html>Earthdata Login</html>"
                loopback.text(page, 200, "text/html")(handler, asked)

        return step


def place(zone, left, col, row):
    x, y = left + 30.0 * (col + 0.5), TOP - 30.0 * (row + 0.5)
    return Transformer.from_crs(32600 + zone, 4326, always_xy=True).transform(x, y)


@pytest.fixture
def earthdata(tmp_path):
    (tmp_path / "served").mkdir()
    with loopback.running() as service:
        yield Earthdata(service, tmp_path / "served")


@pytest.fixture
def ask(earthdata, tmp_path):
    def fetch(shape, token=TOKEN, what=opera.fetch, start="2026-09-01"):
        entry = replace(catalogue.services()["opera_dist"], base=earthdata.service.url)
        client = HttpClient(NetworkSettings(first_wait_s=0.01, attempts=2))
        days = datetime.date.fromisoformat(start), datetime.date(2026, 11, 20)
        area = [PolygonFeature("CN1", shapely.to_wkb(shape))]
        key = Credential(token, header="Authorization", prefix="Bearer ")
        return what(entry, AlertRequest(area, *days, tmp_path / "out", client, key, TODAY))

    return fetch


def around(*places):
    return shapely.MultiPoint(places).envelope.buffer(0.0005)


def table(found):
    with open(found[-1].path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_alerts_of_a_tile_have_the_place_date_and_area_of_their_pixel(earthdata, ask):
    earthdata.offer(
        "18LVR", "20261020T150719", WEST, [(5, 6, 5, DAY_2026_10_01, 90), (9, 9, 6, DAY_2026_10_01 + 3, 80)]
    )
    spots = [place(18, WEST, 5, 6), place(18, WEST, 9, 9)]
    rows = table(ask(around(*spots)))
    assert [(row["date"], row["confidence"], row["source"]) for row in rows] == [
        ("2026-10-01", "low", "opera_dist"),
        ("2026-10-04", "high", "opera_dist"),
    ]
    for row, (x, y) in zip(rows, spots):
        assert (float(row["longitude"]), float(row["latitude"])) == pytest.approx((x, y), abs=1e-7)
        # 900 m² on the plane; the scale of UTM 0.9° from the axis is 0.9996 + 0.00012
        assert float(row["area_ha"]) == pytest.approx(0.09 / 0.99972**2, rel=2e-4)


def test_a_pixel_in_two_overlapping_tiles_is_one_alert_of_the_later_acquisition(earthdata, ask):
    later_left = WEST + 30.0 * 40
    earthdata.offer("18LVR", "20261020T150719", WEST, [(45, 10, 5, DAY_2026_10_01, 90), (2, 10, 5, DAY_2026_10_01, 90)])
    earthdata.offer("18LWR", "20261025T150719", later_left, [(5, 10, 6, DAY_2026_10_01, 95)])
    found = ask(around(place(18, WEST, 45, 10), place(18, WEST, 2, 10)))
    assert [(row["confidence"], row["date"]) for row in table(found)] == [("low", "2026-10-01"), ("high", "2026-10-01")]
    assert found[-1].note["pixels_doubled"] == 1
    assert [message.id for message in found[-1].messages] == ["sources.tile_doubled"]


def test_at_the_edge_of_two_zones_a_place_belongs_to_its_own(earthdata, ask):
    # 72° W is the edge of the zones 18 and 19
    x18, _ = Transformer.from_crs(4326, 32618, always_xy=True).transform(-72.0, -8.0514)
    x19, _ = Transformer.from_crs(4326, 32619, always_xy=True).transform(-72.0, -8.0514)
    left18, left19 = round(x18 / 30) * 30.0 - 30 * 30, round(x19 / 30) * 30.0 - 30 * 30
    both = [(10, 20, 6, DAY_2026_10_01, 90), (50, 20, 6, DAY_2026_10_01, 90)]
    earthdata.offer("18LZR", "20261020T150719", left18, both)
    earthdata.offer("19LBL", "20261020T150719", left19, both, zone=19)
    corners = [
        place(18, left18, 10, 20),
        place(18, left18, 50, 20),
        place(19, left19, 10, 20),
        place(19, left19, 50, 20),
    ]
    longitudes = sorted(float(row["longitude"]) for row in table(ask(around(*corners))))
    assert longitudes == pytest.approx(sorted([corners[0][0], corners[3][0]]), abs=1e-7)


def test_the_latest_granule_of_a_tile_is_its_state(earthdata, ask):
    earthdata.offer("18LVR", "20261028T150719", WEST, [(5, 6, 6, DAY_2026_10_01, 90)])
    old = earthdata.offer(
        "18LVR", "20261020T150719", WEST, [(5, 6, 5, DAY_2026_10_01, 90), (8, 8, 5, DAY_2026_10_01, 90)]
    )
    rows = table(ask(around(place(18, WEST, 5, 6), place(18, WEST, 8, 8))))
    assert [row["confidence"] for row in rows] == ["high"]
    assert not [each for each in earthdata.service.asked if old in each.path]


@pytest.mark.parametrize(("flags", "words"), [(V0, ["low", "high", "low", "high"]), (None, ["low", "high", "low"])])
def test_status_codes_are_read_by_the_flags_in_the_file(earthdata, ask, flags, words):
    """Codes 1 to 4: of version 0 by its flags; of version 1 (4 is a first sight, as 1 is) 2, 3 and 5."""
    codes = [1, 2, 3, 4] if flags else [2, 3, 5]
    pixels = [(5 + i, 6, code, DAY_2026_10_01 + i, 90) for i, code in enumerate(codes)]
    earthdata.offer("18LVR", "20261020T150719", WEST, pixels, flags=flags)
    rows = table(ask(around(place(18, WEST, 5, 6), place(18, WEST, 9, 6))))
    assert [row["confidence"] for row in rows] == words


def test_the_catalogue_is_read_to_its_last_page_without_the_token(earthdata, ask, monkeypatch):
    monkeypatch.setattr(opera, "_PAGE", 2)
    for day in range(10, 15):
        earthdata.offer("18LVR", f"202610{day}T150719", WEST, [(5, 6, 6, DAY_2026_10_01, 90)])
    found = ask(around(place(18, WEST, 5, 6)))
    assert "20261014" in found[0].note["granule"]
    searches = [each for each in earthdata.service.asked if "granules.json" in each.path]
    assert len(searches) == 3
    assert not any("authorization" in each.headers for each in searches)


@pytest.mark.parametrize("what", [opera.fetch, opera.test_key])
def test_a_token_that_is_refused_is_named_and_leaves_no_file(earthdata, ask, tmp_path, what):
    earthdata.offer("18LVR", "20261020T150719", WEST, [(5, 6, 6, DAY_2026_10_01, 90)])
    with pytest.raises(ServiceError) as caught:
        ask(around(place(18, WEST, 5, 6)), token="expired-after-sixty-days", what=what)  # pragma: allowlist secret
    assert (caught.value.message.id, caught.value.message.facts["detail"]) == ("net.key_refused", "Earthdata Login")
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


def test_the_token_is_in_no_file_and_a_repeat_fetches_no_raster(earthdata, ask, tmp_path):
    earthdata.offer("18LVR", "20261020T150719", WEST, [(5, 6, 6, DAY_2026_10_01, 90)])
    first = ask(around(place(18, WEST, 5, 6)))
    assert not [p for p in (tmp_path / "out").rglob("*") if p.is_file() and TOKEN.encode() in p.read_bytes()]
    note = json.loads(note_path(first[0].path).read_text(encoding="utf-8"))
    assert (note["tile"], note["licence"]) == ("18LVR", "NASA open data")
    earthdata.service.asked.clear()
    assert table(ask(around(place(18, WEST, 5, 6)))) == table(first)
    assert [each.path.partition("?")[0] for each in earthdata.service.asked] == ["/search/granules.json"]


def test_a_search_without_results_and_a_changed_answer_are_named(earthdata, ask):
    shape = around(place(18, WEST, 5, 6))
    with pytest.raises(ServiceError, match=r"sources\.no_tile"):
        ask(shape)
    earthdata.service.on("/search/granules.json", loopback.text('{"errors":["bad"]}'))
    with pytest.raises(ServiceError, match=r"sources\.answer_changed"):
        ask(shape)
