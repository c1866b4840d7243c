"""Geobosques between two releases, and the years of GLAD-L that are final."""

from __future__ import annotations

import datetime
import json
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import shapely
from osgeo import gdal, osr

from rainforest_alert_plugin.alerts.sources import geobosques_recent
from rainforest_alert_plugin.errors import InputError, ServiceError
from tests.unit.alerts.test_sources_others import BOX, ask, service, table  # noqa: F401  (fixtures)
from tests.unit.net import loopback

LATEST = "/ws/rest/ALERTAS/ultimasByCobertura"
PLACES = [{"x_": "-74.5", "y_": "-8.4"}, {"x_": "-74.41", "y_": "-8.31"}, {"x_": "-70.1", "y_": "-12.3"}]
# 2026-11-05 and 2026-10-20, midnight in UTC, by date -u -d
NOV_5, OCT_20 = 1793836800000, 1792454400000


@pytest.mark.parametrize("is_list", [True, False])
def test_latest_alerts_are_read_with_their_byte_order_mark_as_list_or_object(service, ask, is_list):  # noqa: F811
    answer = {"result": 1, "datos": PLACES}
    body = "\ufeff" + json.dumps([answer] if is_list else answer)
    service.on(LATEST, loopback.text(body))
    found = ask("geobosques_latest")[0]
    rows = table(found.path)
    assert [(row["longitude"], row["latitude"]) for row in rows] == [
        ("-74.4100000", "-8.3100000"),
        ("-74.5000000", "-8.4000000"),
    ]
    assert {row["date"] for row in rows} == {"2026-11-23"}
    assert {row["source"] for row in rows} == {"geobosques_latest"}
    assert [message.id for message in found.messages] == ["sources.undated_points"]
    assert found.note["rows_outside"] == 1


def test_the_outline_is_asked_for_as_pairs_of_longitude_and_latitude(service, ask):  # noqa: F811
    service.on(LATEST, loopback.text('[{"result":1,"datos":[]}]'))
    ask("geobosques_latest")
    (asked,) = service.asked
    coords = [tuple(float(number) for number in pair.split()) for pair in asked.json()["coords"].split(", ")]
    assert coords[0] == coords[-1]
    assert shapely.Polygon(coords).buffer(1e-6).contains(BOX)
    assert shapely.Polygon(coords).hausdorff_distance(BOX) < 0.01


@pytest.mark.parametrize("body", ['[{"result":0,"datos":[]}]', '{"result":"2"}'])
def test_a_result_other_than_one_means_none(service, ask, body):  # noqa: F811
    service.on(LATEST, loopback.text(body))
    assert table(ask("geobosques_latest")[0].path) == []


def test_an_alert_keeps_the_day_on_which_it_was_first_fetched(service, ask):  # noqa: F811
    service.on(LATEST, loopback.text(json.dumps({"result": 1, "datos": PLACES[:1]})))
    ask("geobosques_latest", today=datetime.date(2026, 11, 20), end="2026-11-20")
    service.on(LATEST, loopback.text(json.dumps({"result": 1, "datos": PLACES})))
    rows = table(ask("geobosques_latest", end="2026-11-23")[0].path)
    assert {row["longitude"]: row["date"] for row in rows} == {"-74.5000000": "2026-11-20", "-74.4100000": "2026-11-23"}


@pytest.mark.parametrize("body", ['{"error":"no"}', '{"result":1,"datos":[{"lon":1}]}'])
def test_a_changed_answer_of_latest_alerts_is_named(service, ask, body):  # noqa: F811
    service.on(LATEST, loopback.text(body))
    with pytest.raises(ServiceError, match=r"sources\.answer_changed"):
        ask("geobosques_latest")


def feature(x, y, milliseconds):
    pixel = shapely.box(x - 0.00015, y - 0.00015, x + 0.00015, y + 0.00015)
    properties = {"fe_alerta": milliseconds, "dia_jul": 309, "mes_alerta": "NOV", "ubigeo": "250101"}
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(pixel)}


def layer(features, most):
    """An ArcGIS layer that gives at most `most` features at once."""

    def step(handler, asked):
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        assert (query["inSR"], query["outSR"], query["f"], query["geometryType"]) == (
            "4326", "4326", "geojson", "esriGeometryEnvelope",
        )  # fmt: skip
        begin, count = int(query["resultOffset"]), min(int(query["resultRecordCount"]), most)
        part = features[begin : begin + count]
        more = begin + count < len(features)
        body = {"type": "FeatureCollection", "features": part, "properties": {"exceededTransferLimit": more}}
        loopback.text(json.dumps(body))(handler, asked)

    return step


def test_the_vector_layer_is_read_in_pages_with_dates_from_milliseconds(service, ask, monkeypatch):  # noqa: F811
    many = [feature(-74.59 + 0.001 * i, -8.4, NOV_5) for i in range(250)]
    others = [feature(-74.5, -8.5, OCT_20), feature(-70.0, -8.4, NOV_5), feature(-74.5, -8.45, None)]
    service.on("/alertas_tempranas_pt_2026/0/query", layer([*many, *others], 100))
    found = ask("geobosques_layer")[0]
    rows = table(found.path)
    assert (len(rows), {row["date"] for row in rows}) == (250, {"2026-11-05"})
    assert min(float(row["longitude"]) for row in rows) == pytest.approx(-74.59, abs=1e-7)
    assert {row["latitude"] for row in rows} == {"-8.4000000"}
    assert len(service.asked) == 3
    assert [message.id for message in found.messages] == ["sources.undated"]
    assert rows[0]["source"] == "geobosques"


def test_a_period_over_new_year_reads_the_layers_of_both_years(service, ask):  # noqa: F811
    service.on("/alertas_tempranas_pt_2026/0/query", layer([feature(-74.5, -8.5, NOV_5)], 100))
    found = ask("geobosques_layer", start="2025-12-01", end="2026-11-20")[0]
    assert len(table(found.path)) == 1
    assert [message.facts["tiles"] for message in found.messages] == ["alertas_tempranas_pt_2025/0"]


def test_without_an_address_the_page_that_lists_it_is_named(ask):  # noqa: F811
    with pytest.raises(InputError) as caught:
        ask("geobosques_layer", base="")
    assert "servicios.php" in caught.value.message.facts["where"]


def test_an_error_that_comes_with_status_200_is_an_error(service, ask):  # noqa: F811
    body = '{"error":{"code":400,"message":"Invalid URL","details":[]}}'
    service.on("/alertas_tempranas_pt_2026/0/query", loopback.text(body))
    with pytest.raises(ServiceError) as caught:
        ask("geobosques_layer")
    assert (caught.value.message.id, caught.value.message.facts["detail"]) == ("sources.service_error", "Invalid URL")


def test_a_layer_without_its_date_is_named(service, ask):  # noqa: F811
    one = feature(-74.5, -8.5, NOV_5)
    del one["properties"]["fe_alerta"]
    service.on("/alertas_tempranas_pt_2026/0/query", layer([one], 100))
    with pytest.raises(ServiceError, match=r"sources\.columns_changed"):
        ask("geobosques_layer")


def test_a_page_size_of_the_module_is_the_one_of_the_service():
    assert geobosques_recent._PAGE == 2000


# GLAD-L: final years


def glad_l(path):
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), 400, 400, 1, gdal.GDT_UInt16, ["TILED=YES", "COMPRESS=DEFLATE"]
    )
    dataset.SetGeoTransform((-80.0, 0.025, 0.0, 0.0, 0.0, -0.025))
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326)
    dataset.SetProjection(system.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(np.full((400, 400), 3, np.uint16))
    dataset.FlushCache()
    del dataset
    return path.read_bytes()


@pytest.mark.parametrize(
    ("today", "state", "folder"),
    [
        (datetime.date(2026, 6, 30), "provisional", "current"),
        (datetime.date(2026, 7, 1), "final", "2025/final"),
    ],
)
def test_a_year_of_glad_l_is_final_from_july_of_the_next_one(service, ask, tmp_path, today, state, folder):  # noqa: F811
    content = glad_l(tmp_path / "any.tif")
    for place in ("current", "2025/final"):
        for name in ("alert25", "alertDate25"):
            service.on(f"/{place}/{name}_080W_10S_070W_00N.tif", loopback.file(content))
    found = ask("glad_l_raster", start="2025-11-01", end="2025-11-10", today=today)[0]
    note = json.loads((found.path.parent / (found.path.name + ".source.json")).read_text(encoding="utf-8"))
    assert (note["year"], note["state"]) == ("2025", state)
    assert all(asked.path.startswith(f"/{folder}/") for asked in service.asked)
    assert found.path.name == "alert25_080W_10S_070W_00N.tif"


def test_a_past_year_that_is_not_final_yet_is_taken_as_it_stands(service, ask, tmp_path):  # noqa: F811
    content = glad_l(tmp_path / "any.tif")
    for name in ("alert25", "alertDate25"):
        service.on(f"/current/{name}_080W_10S_070W_00N.tif", loopback.file(content))
    found = ask("glad_l_raster", start="2025-11-01", end="2025-11-10")[0]
    assert found.note["state"] == "provisional"


def test_new_year_of_glad_l_takes_both_years(service, ask, tmp_path):  # noqa: F811
    content = glad_l(tmp_path / "any.tif")
    for place, year in (("2025/final", 25), ("current", 26)):
        for name in (f"alert{year}", f"alertDate{year}"):
            service.on(f"/{place}/{name}_080W_10S_070W_00N.tif", loopback.file(content))
    found = ask("glad_l_raster", start="2025-12-01", end="2026-01-10")
    assert [(each.note["year"], each.note["state"]) for each in found] == [("2025", "final"), ("2026", "provisional")]
