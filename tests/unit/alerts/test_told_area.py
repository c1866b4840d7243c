"""What services are told of territories whose outline is told to nobody: the same of all that lie in the same cells."""

from __future__ import annotations

import datetime
import json
import math
from dataclasses import replace
from types import SimpleNamespace

import pytest
import shapely
from pyproj import Transformer

from rainforest_alert_plugin.alerts.sources import catalogue
from rainforest_alert_plugin.alerts.sources.opera import _to_zone
from rainforest_alert_plugin.alerts.sources.raster_tiles import touched_blocks
from rainforest_alert_plugin.alerts.sources.service import AlertRequest, covers, note_path, tell_no_more
from rainforest_alert_plugin.errors import ServiceError
from rainforest_alert_plugin.geo.features import PolygonFeature, ToldArea
from rainforest_alert_plugin.net.client import HttpClient
from rainforest_alert_plugin.net.settings import Credential, NetworkSettings
from rainforest_alert_plugin.workspace.coarsening import touched_cells
from tests.unit.alerts.gfw_service import DataApi
from tests.unit.alerts.test_sources_cog import alerts_file
from tests.unit.alerts.test_sources_others import VIIRS_HEADER
from tests.unit.net import loopback

STEP = 5000 / (6_371_008.8 * math.pi / 180)
DAY = datetime.date(2026, 10, 20)
# Both in the cell of 73.969 to 73.924 W and 8.049 to 8.004 S, a kilometre each and three apart.
ONE, OTHER = shapely.box(-73.9612, -8.0413, -73.9517, -8.0311), shapely.box(-73.9416, -8.0214, -73.9318, -8.0112)
CELL = shapely.box(-1645 * STEP, -179 * STEP, -1644 * STEP, -178 * STEP)
ANSWERS = {
    "opera_dist": '{"feed":{"entry":[]}}',
    "firms_viirs": VIIRS_HEADER + "\n",
    "deter": '{"type":"FeatureCollection","features":[]}',
    "geobosques_latest": '{"result":0}',
    "geobosques_layer": '{"type":"FeatureCollection","features":[]}',
}


def feature(shape):
    return PolygonFeature("", shapely.to_wkb(shape))


def told_by_cells(shape):
    return ToldArea((), tuple(PolygonFeature("", wkb) for wkb in touched_cells([shapely.to_wkb(shape)], 5000)), 1)


@pytest.fixture
def service(tmp_path):
    with loopback.running() as running:
        alerts_file(tmp_path / "tile.tif", ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"])
        tile = loopback.file((tmp_path / "tile.tif").read_bytes())
        for folder in ("alert", "alertDate"):
            running.on(f"/{folder}/080W_10S_070W_00N.tif", tile)
        DataApi(running, "gfw_integrated_alerts", [(-73.95655, -8.03555, 34311), (-73.93655, -8.01555, 34311)])
        yield running


def request_of(shape, told, folder):
    client = HttpClient(NetworkSettings(first_wait_s=0.01, attempts=1))
    key = Credential("3f2b8c1e-good-key", header="x-api-key")
    return AlertRequest([feature(shape)], DAY, DAY, folder, client, key, DAY, told=told)


def asked_for(service, source, shape, told, folder):
    """Everything that reaches the service, and what came of it."""
    if source in ANSWERS:
        service.next_step = lambda path: loopback.text(ANSWERS[source])
    service.asked.clear()
    request = request_of(shape, told, folder)
    try:
        fetched = catalogue.fetch(replace(catalogue.services()[source], base=service.url), request)
    except ServiceError:
        fetched = []
    return [(asked.method, asked.path, asked.body, asked.headers.get("range")) for asked in service.asked], fetched


@pytest.mark.parametrize("source", [*ANSWERS, "gfw_integrated", "glad_s2_raster"])
def test_two_territories_in_the_same_cell_ask_the_same_of_every_service(service, source, tmp_path):
    outlines = [asked_for(service, source, shape, None, tmp_path / f"{i}")[0] for i, shape in enumerate((ONE, OTHER))]
    assert outlines[0] != outlines[1]
    requests = [
        asked_for(service, source, shape, told_by_cells(shape), tmp_path / f"cells{i}")[0]
        for i, shape in enumerate((ONE, OTHER))
    ]
    assert requests[0] == requests[1] != []


def test_what_comes_of_the_cell_is_cut_to_the_territory_and_the_note_tells_the_cell(service, tmp_path):
    requests, (fetched,) = asked_for(service, "gfw_integrated", ONE, told_by_cells(ONE), tmp_path / "out")
    assert "-73.93655" not in fetched.path.read_text(encoding="utf-8")
    assert "-73.95655" in fetched.path.read_text(encoding="utf-8")
    assert (fetched.note["rows"], fetched.note["rows_outside"]) == (1, 1)
    assert fetched.note["area_box"] == pytest.approx(CELL.bounds, abs=1e-6)
    posted = [shapely.geometry.shape(json.loads(body)["geometry"]) for _, _, body, _ in requests if body]
    assert posted
    assert all(shape.normalize().equals_exact(CELL.normalize(), 1e-9) for shape in posted)


def test_a_note_of_an_earlier_run_tells_the_cell_from_now_on(service, tmp_path):
    _, (fetched,) = asked_for(service, "gfw_integrated", ONE, None, tmp_path / "out")
    assert fetched.note["area_box"] == pytest.approx(ONE.bounds)
    tell_no_more(request_of(ONE, told_by_cells(ONE), tmp_path / "out"))
    note = json.loads(note_path(fetched.path).read_text(encoding="utf-8"))
    assert note["area_box"] == pytest.approx(CELL.bounds, abs=1e-6)
    assert {**note, "area_box": 0} == {**fetched.note, "area_box": 0}


def test_an_outline_that_anybody_may_have_is_told_beside_the_cells_of_another():
    far = shapely.Polygon([(-73.2, -8.6), (-73.1, -8.6), (-73.15, -8.5)])
    pieces = covers(ToldArea((feature(far),), told_by_cells(ONE).cells, 1))
    cell, outline = sorted(
        (shapely.from_wkb(bytes(piece.ExportToWkb())) for piece in pieces), key=lambda one: one.bounds
    )
    assert cell.normalize().equals_exact(CELL.normalize(), 1e-9)
    assert outline.covers(far)
    assert outline.hausdorff_distance(far) < 0.01


def test_a_long_side_along_a_parallel_is_an_arc_where_the_blocks_are_in_metres():
    to_zone = Transformer.from_crs(4326, 32618, always_xy=True)
    ends, middle = (to_zone.transform(longitude, -8.0)[1] for longitude in (-76.0, -75.0))
    assert 100.0 < middle - ends < 200.0
    # one block of 20 m on the meridian in the middle of the zone, between the chord and the arc
    image = SimpleNamespace(
        rows=1, columns=1, block_width=2, block_height=2, transform=(499_990.0, 10.0, 0.0, middle - 10.0, 0.0, -10.0)
    )
    assert touched_blocks(image, [feature(shapely.box(-76.0, -9.0, -74.0, -8.0))], _to_zone(18)).tolist() == [[True]]
    assert not touched_blocks(image, [feature(shapely.box(-76.0, -9.0, -74.0, -8.001))], _to_zone(18)).any()
