"""Events of rasters strip by strip in threads, against a brute-force search and against the raster taken as a whole."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from alert_rasters import write_raster
from osgeo import gdal
from test_events import searched

from rainforest_alert_plugin.alerts import strip_events
from rainforest_alert_plugin.alerts.event_search import EventSearch, events_of_raster
from rainforest_alert_plugin.alerts.events import growth_of, join_events
from rainforest_alert_plugin.alerts.outlines import outlines
from rainforest_alert_plugin.alerts.pixel_area import pixel_areas
from rainforest_alert_plugin.alerts.pixels import AlertChoice, Window, read_pixels
from rainforest_alert_plugin.alerts.raster import open_alerts
from rainforest_alert_plugin.alerts.strip_events import find_events, thread_count
from rainforest_alert_plugin.errors import CancelledError, InputError
from rainforest_alert_plugin.geo.wkb import multipolygons

DEMO = Path(__file__).parents[3] / "resources" / "demo" / "alerts.tif"
TILES = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE")
UTM_18S = {"epsg": 32718, "transform": (500000.0, 10.0, 0.0, 9000000.0, 0.0, -10.0)}


def random_codes(seed):
    """Codes in strips of 16 rows: clumps across every seam, a seam without alerts, and strips with none."""
    generator = np.random.default_rng(seed)
    height, width = generator.integers(70, 110), generator.integers(3, 40)
    codes = generator.integers(2, 5, (height, width)) * 10000 + generator.integers(1000, 1150, (height, width))
    codes[generator.random((height, width)) < generator.uniform(0.2, 0.7)] = 0
    codes[20:26] = 0
    codes[33:49] = 0
    return codes.astype(np.uint16)


def raster_of(tmp_path, codes, **place):
    return open_alerts(write_raster(tmp_path / "gfw_integrated.tif", codes, options=TILES, **place))


def demo_in_tiles(tmp_path):
    source = gdal.Open(str(DEMO))
    place = {"transform": source.GetGeoTransform(), "epsg": 3857}
    return raster_of(tmp_path, source.ReadAsArray(), **place)


def everything(raster, threads, window_days=60):
    """All arrays of the events and their drawing."""
    found = find_events(raster, window_days, threads=threads)
    drawn, growth = found.draw(found.pixel_count > 1, threads), found.growth(found.pixel_count > 1, threads)
    row, col, events = found.pixels()
    figures = [found.first_day, found.last_day, found.pixel_count, found.area_ha, found.max_confidence, found.earliest]
    grown = [growth.event, growth.day, growth.area_ha]
    return [*figures, found.row, found.col, drawn.boxes, *grown, row, col, events.label], drawn.wkbs


@pytest.mark.parametrize("seed", range(6))
def test_one_two_and_five_threads_give_the_same_to_the_bit(tmp_path, seed):
    raster = raster_of(tmp_path, random_codes(seed))
    arrays, wkbs = everything(raster, 1)
    assert len(wkbs) > 3
    for threads in (2, 5):
        others, other_wkbs = everything(raster, threads)
        assert other_wkbs == wkbs
        for array, other in zip(arrays, others):
            assert array.dtype == other.dtype
            assert array.tobytes() == other.tobytes()


def test_the_real_window_is_the_same_with_any_number_of_threads(tmp_path):
    raster = demo_in_tiles(tmp_path)
    arrays, wkbs = everything(raster, 1, 90)
    assert len(wkbs) > 50
    for threads in (2, 5):
        others, other_wkbs = everything(raster, threads, 90)
        assert other_wkbs == wkbs
        assert all(array.tobytes() == other.tobytes() for array, other in zip(arrays, others))


@pytest.mark.parametrize("window_days", [0, 30, 60, 1000])
@pytest.mark.parametrize("place", [{}, UTM_18S], ids=["degrees", "metres"])
def test_strips_put_together_are_what_a_brute_force_search_finds_in_the_whole(tmp_path, window_days, place):
    codes = random_codes(window_days)
    raster = raster_of(tmp_path, codes, **place)
    found = find_events(raster, window_days, threads=2)
    row, col = np.nonzero(codes)
    label, count = searched(row, col, (codes % 10000)[row, col].astype(int), window_days)
    of_strips = found.pixels()
    assert len(found) == count
    assert [each.tolist() for each in of_strips[:2]] == [row.tolist(), col.tolist()]
    assert of_strips[2].label.tolist() == label.tolist()
    assert found.pixel_count.tolist() == np.bincount(label).tolist()
    np.testing.assert_allclose(
        found.area_ha, np.bincount(label, pixel_areas(raster.grid).at(row, col)), rtol=1e-9, atol=0
    )


@pytest.mark.parametrize("place", [{}, UTM_18S], ids=["degrees", "metres"])
@pytest.mark.parametrize("window", [None, Window(10, 2, 50, 9)], ids=["whole", "window"])
def test_strips_are_described_and_drawn_as_the_raster_at_once(tmp_path, place, window):
    raster = raster_of(tmp_path, random_codes(40), **place)
    windows = None if window is None else [window]
    pixels = read_pixels(raster, windows, 17500, None, 2)
    area_ha = pixel_areas(raster.grid).at(pixels.row, pixels.col)
    whole = join_events(pixels.row, pixels.col, pixels.day, pixels.confidence, area_ha, 60)
    found = find_events(raster, 60, AlertChoice(windows, 17500, None, 2), 2)
    kept = whole.pixel_count != 3
    assert 0 < np.count_nonzero(kept) < len(whole) == len(found)
    for name in ("first_day", "last_day", "pixel_count", "max_confidence", "earliest"):
        assert getattr(found, name).tolist() == getattr(whole, name).tolist()
    np.testing.assert_allclose(found.area_ha, whole.area_ha, rtol=1e-9, atol=0)
    assert (found.row.tolist(), found.col.tolist()) == (
        pixels.row[whole.earliest].tolist(),
        pixels.col[whole.earliest].tolist(),
    )
    assert vars(found.tally) == vars(pixels.tally)
    drawn, kept_events = found.draw(kept, 2), whole.keep(kept)
    rings = outlines(pixels.row, pixels.col, kept_events.label, len(kept_events), raster.grid.transform)
    assert drawn.wkbs == multipolygons(rings)
    assert drawn.boxes.tolist() == rings.boxes().tolist()
    growth, expected = found.growth(kept, 2), growth_of(kept_events, pixels.day, area_ha)
    assert (growth.event.tolist(), growth.day.tolist()) == (expected.event.tolist(), expected.day.tolist())
    np.testing.assert_allclose(growth.area_ha, expected.area_ha, rtol=1e-9, atol=0)


def test_events_that_lie_in_many_strips_are_drawn_in_several_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(strip_events, "_GROUP_PIXELS", 50)
    codes = np.zeros((100, 60), np.uint16)
    codes[:, ::3] = 21000
    raster = raster_of(tmp_path, codes)
    found = find_events(raster, 0, threads=2)
    drawn = found.draw(np.ones(20, bool), 2)
    row, col = np.nonzero(codes)
    assert drawn.wkbs == multipolygons(outlines(row, col, col // 3, 20, raster.grid.transform))


def test_a_raster_without_alerts_has_no_events(tmp_path):
    raster = raster_of(tmp_path, np.zeros((40, 20), np.uint16))
    found = find_events(raster, 90, threads=2)
    drawn, growth = found.draw(np.zeros(0, bool), 2), found.growth(np.zeros(0, bool), 2)
    assert (len(found), drawn.wkbs, drawn.boxes.shape, len(growth.event)) == (0, [], (0, 4), 0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_what_fails_in_a_thread_is_raised_with_what_it_says(tmp_path, monkeypatch, threads):
    raster = raster_of(tmp_path, random_codes(1))
    real = strip_events._joined

    def spoilt(window, *rest):
        if window.row == 48:
            raise InputError("input.unreadable", path="x", reason="spoilt")
        return real(window, *rest)

    monkeypatch.setattr(strip_events, "_joined", spoilt)
    with pytest.raises(InputError) as error:
        find_events(raster, 90, threads=threads)
    assert error.value.message.facts["reason"] == "spoilt"


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_a_stopped_run_stops_in_every_thread(tmp_path, threads):
    raster = raster_of(tmp_path, random_codes(2))
    asked = []

    def stopped():
        asked.append(threading.get_ident())
        return len(asked) > 3

    with pytest.raises(CancelledError):
        find_events(raster, 90, threads=threads, is_cancelled=stopped)
    found = find_events(raster, 90, threads=threads)
    with pytest.raises(CancelledError):
        found.draw(np.ones(len(found), bool), threads, is_cancelled=lambda: True)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_progress_goes_up_to_the_end(tmp_path):
    said = []
    events, _ = events_of_raster(raster_of(tmp_path, random_codes(3)), None, EventSearch(), said.append, threads=2)
    assert len(events) > 3
    assert said == sorted(said)
    assert said[-1] == 100.0


def test_as_many_threads_as_asked_for_else_as_processors_up_to_eight(monkeypatch):
    monkeypatch.setattr(strip_events.os, "cpu_count", lambda: 64)
    assert [thread_count(), thread_count(1), thread_count(20)] == [8, 1, 20]
    monkeypatch.setattr(strip_events.os, "cpu_count", lambda: None)
    assert thread_count() == 1
