"""The docks in a real QGIS window, in Spanish at 1366x768, on the demo: one start of QGIS does all jobs, these tests read what it saw.

Expected figures come from rasterio and shapely, which read the same files with code of their own.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
from osgeo import gdal, ogr
from pyproj import Transformer
from shapely import wkb
from shapely.ops import transform

import check_translations
import qgis_window

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
FOUR_DOCKS = {"docks": 4, "toolbars": 1, "menu": 1, "functions": 2, "providers": 1}
NOTHING = {"docks": 0, "toolbars": 0, "menu": 0, "functions": 0, "providers": 0}
WARNING, CRITICAL = 1, 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("window")


@pytest.fixture(scope="module")
def seen(folder):
    """What the window showed; RAINFOREST_ALERT_QGIS names the program of another lane."""
    qgis_window.drive(
        Path(__file__).with_name("gui_window.py"),
        {"RAINFOREST_ALERT_OUT": str(folder), "RAINFOREST_ALERT_LOG": str(folder / "log.tsv")},
        qgis=tuple(os.environ.get("RAINFOREST_ALERT_QGIS", "qgis").split()),
    )
    return json.loads((folder / "seen.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def communities():
    """Polygons of the demo's communities by code, in EPSG:32720."""
    return polygons("comunidades", "codigo")


def polygons(table, field):
    source = ogr.Open(str(DEMO / "demo.gpkg"))
    return {
        feature[field]: wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
        for feature in source.GetLayerByName(table)
        if feature.GetGeometryRef() is not None
    }


@pytest.fixture(scope="module")
def alerts_by_community(communities):
    """Alert codes whose pixel centre lies in each community, by rasterio; and those in any of them."""
    to_raster = Transformer.from_crs("EPSG:32720", "EPSG:3857", always_xy=True).transform
    with rasterio.open(DEMO / "alerts.tif") as source:
        codes = source.read(1)
        masks = {
            code: rasterio.features.geometry_mask(
                [transform(to_raster, polygon)], codes.shape, source.transform, invert=True
            )
            for code, polygon in communities.items()
        }
    anywhere = np.logical_or.reduce(list(masks.values()))
    return {code: codes[mask & (codes > 0)] for code, mask in masks.items()}, codes[anywhere & (codes > 0)]


def test_the_plugin_loads_without_a_word_in_the_log(seen, folder):
    log = folder / "log.tsv"
    lines = [line.split("\t", 2) for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines
    bad = [line for line in lines if int(line[0]) in (WARNING, CRITICAL)]
    # What QGIS itself says where there is no network, no GRASS and no SAGA, and what Python says of the system's own packages.
    its_own = ("News feed", "GRASS", "SAGA", "warning:/usr/lib/python3/dist-packages/")
    assert [line for line in bad if not any(word in line[2] for word in its_own)] == []


def test_the_docks_are_closed_until_they_are_asked_for(seen):
    assert seen["closed_at_start"]


@pytest.mark.parametrize("dock", ["alerts", "territory", "validation", "title"])
def test_a_dock_fits_a_small_screen(seen, dock):
    assert seen["screen"] == [1366, 768]
    widths = seen["widths"][dock]
    assert widths["dock"] <= 410
    assert widths["content"] <= widths["viewport"]
    assert widths["cut_off"] == []


def test_a_workshop_takes_the_whole_window_and_gives_it_back(seen):
    held = seen["workshop"]
    assert held["full_screen"]
    assert held["shown"] == ["RainforestAlert_workshop_mode"]
    assert held["menu_hidden"]
    assert held["said"] == ""
    assert held["kinds"] == ["path"]
    assert held["left"]
    assert held["restored"]
    assert not held["still_full_screen"]


def test_the_workshop_mode_speaks_spanish_and_nothing_is_cut_off(seen):
    words = {
        language: json.loads((ROOT / "resources" / "words" / f"{language}.json").read_text(encoding="utf-8"))
        for language in ("es", "en")
    }
    english = {text for id, text in words["en"].items() if words["es"][id] != text}
    texts = set(seen["workshop"]["texts"])
    assert texts & english == set()
    assert "¿Qué dibujaron?" in texts
    assert seen["workshop"]["cut_off"] == []


@pytest.mark.parametrize("dock", ["alerts", "territory", "validation", "title"])
def test_a_dock_speaks_spanish(seen, dock):
    translations, _ = check_translations.translated(
        (ROOT / "i18n" / "rainforest_alert_es.ts").read_text(encoding="utf-8")
    )
    english = {text for text, spanish in translations.items() if spanish != text}
    assert set(seen["texts"][dock]) & english == set()
    assert set(seen["texts"][dock]) & set(translations.values())


@pytest.mark.parametrize("page", ["get_in", "draw", "compare", "agree", "record", "table"])
def test_each_page_of_the_territory_fits_a_small_screen_and_speaks_spanish(seen, page):
    looked = seen["territory_pages"][page]
    assert looked["dock"] <= 410
    assert looked["content"] <= looked["viewport"]
    assert looked["cut_off"] == []
    translations, _ = check_translations.translated(
        (ROOT / "i18n" / "rainforest_alert_es.ts").read_text(encoding="utf-8")
    )
    assert set(looked["texts"]) & {text for text, spanish in translations.items() if spanish != text} == set()


def test_the_morning_begins_with_a_workspace(seen, folder):
    morning = seen["morning"]
    assert morning["without_workspace"]["level"] == "warning"
    assert morning["without_workspace"]["sentence"].startswith("Elija el espacio de trabajo")
    assert Path(morning["location"]) == folder / "federacion" / "federacion.gpkg"


def test_the_alerts_of_the_demo_become_events_of_the_communities(seen, alerts_by_community):
    imported = seen["morning"]["imported"]
    _, anywhere = alerts_by_community
    assert imported["level"] == "success"
    assert imported["sentence"].startswith(f"Se incorporaron al espacio de trabajo {len(anywhere)} alertas nuevas")
    assert len(imported["listed"]) == len(imported["decided"])
    assert {state for _, state, _, _ in imported["decided"]} == {"new"}
    assert seen["morning"]["sources"].startswith(
        f"GFW integrated alerts: hace menos de un día, {len(anywhere)} alertas"
    )
    priorities = [int(line.split(" · ")[0]) for line in imported["listed"]]
    assert priorities == sorted(priorities, reverse=True)
    assert all("última alerta hace" in line.split("\n")[1] for line in imported["listed"])


def test_the_chosen_event_is_shown_with_some_room_around_it(seen):
    event, view = shapely.from_wkt(seen["morning"]["chosen_wkt"]), shapely.box(*seen["morning"]["zoomed"])
    assert view.contains(event)
    assert view.centroid.distance(shapely.box(*event.bounds).centroid) < 1.0
    assert seen["morning"]["on_map"][1]


def test_a_dismissal_keeps_its_reason_and_can_be_taken_back(seen):
    morning = seen["morning"]
    total = len(morning["imported"]["listed"])
    assert morning["dismissed"]["count"] == total - 1
    reasons = [row[2] for row in morning["dismissed"]["decided"] if row[1] == "dismissed"]
    assert reasons == ["Chacra de la comunidad"]
    states = [row[1] for row in morning["taken_back"]["decided"]]
    assert (states.count("seen"), states.count("dismissed"), states.count("new")) == (1, 0, total - 1)
    assert {row[2] for row in morning["taken_back"]["decided"]} == {None}
    assert morning["seen"]["count"] == total - 2


def test_without_a_connection_the_list_stays_and_no_window_opens(seen):
    morning = seen["morning"]
    assert morning["offline"]["level"] == "warning"
    assert "127.0.0.1" in morning["offline"]["sentence"]
    assert morning["offline"]["listed"] == morning["seen"]["count"]
    assert morning["offline_sources"] == morning["sources"]
    assert morning["popups"] == []


def test_the_news_are_not_cut_off_at_any_size_of_letters(seen):
    assert seen["morning"]["cut_off"] == []
    assert seen["morning"]["large_cut_off"] == []
    content, viewport = seen["morning"]["large_widths"]
    assert content <= viewport


def test_alerts_are_recognised_and_measured_like_rasterio_does(seen, alerts_by_community):
    assert seen["alerts_proposed"] == ["alerts", "comunidades", "codigo"]
    expected, _ = alerts_by_community
    counted = {}
    for territory, _day, _confidence, pixels, _area in seen["alerts"]["rows"]:
        counted[territory] = counted.get(territory, 0) + int(pixels)
    assert counted == {code: len(codes) for code, codes in expected.items() if len(codes)}
    assert seen["alerts"]["level"] == "success"
    assert f" {sum(counted.values())} píxeles" in seen["alerts"]["sentence"]


def test_years_and_confidences_of_the_alerts_are_those_of_their_codes(seen, alerts_by_community):
    # A code is the confidence (2 low, 3 high, 4 highest) and the days since 2014-12-31 in four digits.
    expected = {}
    for territory, codes in alerts_by_community[0].items():
        days = np.datetime64("2014-12-31") + (codes % 10_000).astype("timedelta64[D]")
        for year, level in zip(days.astype("datetime64[Y]"), codes // 10_000):
            key = (territory, f"{year}-01-01", {2: "low", 3: "high", 4: "highest"}[int(level)])
            expected[key] = expected.get(key, 0) + 1
    shown = {(t, day, level): int(pixels) for t, day, level, pixels, _ in seen["alerts"]["rows"]}
    assert shown == expected
    assert seen["alerts"]["table_features"] == len(expected)


def test_a_row_of_the_alerts_leads_to_its_territory(seen, communities):
    assert shapely.box(*seen["alerts"]["zoomed"]).contains(communities["EJ-03"])
    assert shapely.box(*seen["alerts"]["zoomed"]).area < 8 * shapely.box(*communities["EJ-03"].bounds).area


def test_the_chart_is_saved_as_a_picture_with_the_colours_of_the_confidences(seen, folder):
    assert seen["alerts"]["chart"]["sentence"].endswith("grafico.png.")
    picture = gdal.Open(str(folder / "grafico.png")).ReadAsArray()
    pixels = picture[:3].reshape(3, -1).T
    colours = {tuple(pixel) for pixel in np.unique(pixels, axis=0)}
    assert {(0xE0, 0x65, 0x1A), (0x9B, 0x1C, 0x1C), (0xFF, 0xFF, 0xFF)} <= colours
    assert len(pixels) == 1600 * 900


def test_the_alerts_become_points_one_for_each_territory_they_lie_in(seen, alerts_by_community):
    by_community, anywhere = alerts_by_community
    assert seen["points"]["points"] == sum(len(codes) for codes in by_community.values())
    assert f" {len(anywhere)} alertas" in seen["points"]["sentence"]
    assert seen["points"]["legend"] == ["confianza muy alta", "confianza alta", "confianza baja"]


def test_dates_in_the_wrong_order_are_noticed_before_anything_runs(seen):
    assert seen["dates_reversed"]["level"] == "warning"
    assert "posterior" in seen["dates_reversed"]["sentence"]


def test_the_table_of_a_boundary_has_its_area_perimeter_and_vertices(seen):
    polygon = polygons("comunidad", "codigo")["EJ-01"]
    sentence = seen["territory"]["sentence"]
    assert seen["territory"]["level"] == "success"
    assert f"{polygon.area / 10_000:.4f} ha" in sentence
    # The coordinates of the demo are in centimetres, as they are printed; each side is rounded before it is added.
    points = np.array(polygon.exterior.coords)
    sides = np.round(np.hypot(*np.diff(points, axis=0).T), 2)
    assert f"{sides.sum():.2f} m" in sentence
    assert len(seen["territory"]["rows"]) == len(sides)
    assert sorted(float(row[2]) for row in seen["territory"]["rows"]) == pytest.approx(sorted(sides))


def test_the_sides_name_those_who_adjoin_and_the_vertices_are_labelled(seen):
    assert "Río de ejemplo (inventado)" in {row[6] for row in seen["territory"]["rows"]}
    assert seen["territory"]["labels_on"]


def test_a_row_of_the_table_leads_to_its_vertex(seen):
    extent = shapely.box(*seen["territory"]["zoomed"])
    assert extent.contains(shapely.Point(seen["territory"]["vertex"]))
    assert extent.bounds[2] - extent.bounds[0] < 2000


def test_overlaps_are_those_that_shapely_finds(seen, communities):
    expected = {}
    for table, field in (("concesion", "nombre"), ("predios", "NOMPRE"), ("rio", "nombre"), ("comunidades", "nomcom")):
        for name, polygon in polygons(table, field).items():
            for code, community in communities.items():
                shared = community.intersection(shapely.make_valid(polygon)).area / 10_000
                if shared > 1e-8 and not community.equals(polygon):
                    expected[code, table, name] = shared
    found = {(code, table, name): area for code, table, name, area, _ in seen["validation"]["overlaps"]}
    assert found.keys() == expected.keys()
    for key, area in found.items():
        assert area == pytest.approx(expected[key], abs=2e-6)


def test_a_report_says_not_found_and_not_evaluated_but_never_free(seen):
    lines = [line[0] for line in seen["validation"]["lines"]]
    assert any(line.startswith("rio: no se halló en esta capa (archivo del ") for line in lines)
    assert "colindantes: NO EVALUADA (sin marcar)" in lines
    assert "Capas no evaluadas: 2." in seen["validation"]["sentence"]
    assert "libre" not in " ".join([*lines, seen["validation"]["sentence"], seen["validation"]["log"]]).lower()


def test_a_parcel_without_geometry_is_named_in_the_details(seen):
    assert "60 elementos leídos, 59 usados (1 de ellos reparados), 1 excluidos" in seen["validation"]["log"]


def test_a_line_of_the_overlaps_leads_to_the_place(seen, communities):
    place = communities["EJ-01"].intersection(next(iter(polygons("concesion", "codigo").values())))
    assert shapely.box(*seen["validation"]["zoomed"]).buffer(1).contains(place)


def test_the_fields_of_the_boundary_fill_the_attributes(seen):
    proposed = seen["attributes_proposed"]
    assert proposed["community"] == "Comunidad de ejemplo Uno (inventada)"
    assert proposed["ubigeo"] == "000101"


def test_an_ubigeo_of_four_digits_is_refused_at_its_place(seen):
    assert "seis dígitos" in seen["bad_ubigeo"]["sentence"]
    assert seen["bad_ubigeo"]["focused"]


def test_blockers_stop_the_package_and_leave_nothing(seen):
    assert seen["blocked"]["level"] == "error"
    assert "Predio de ejemplo 13" in seen["blocked"]["sentence"]
    assert not seen["blocked"]["folder_exists"]


def test_a_draft_is_written_listed_and_verified(seen):
    package = seen["package"]
    assert package["level"] == "warning"
    assert package["sentence"].startswith("BORRADOR")
    assert package["listed"] == package["files"]
    assert {file["name"] for file in package["manifest"]["files"]} | {"manifest.json"} == set(package["files"])
    assert package["manifest"]["attributes"]["ubigeo"] == "250101"
    assert seen["verified"]["sentence"].startswith("Verificado: todos los archivos concuerdan")
    assert seen["verified"]["sentence"].endswith("BORRADOR.")


def test_a_spoiled_package_is_told_so(seen):
    assert seen["spoiled"]["level"] == "error"
    assert ".csv" in seen["spoiled"]["sentence"]


def test_a_run_is_cancelled_in_the_middle_and_leaves_nothing(seen):
    cancelled = seen["cancelled"]
    assert cancelled["was_running"]
    assert cancelled["sentence"] == "Cancelado. No se escribió nada."
    assert cancelled["new_layers"] == []
    assert cancelled["run_button_on"]
    assert not cancelled["cancel_button_on"]


def test_a_layer_without_reference_system_is_named_with_the_way_out(seen):
    assert seen["no_crs"]["level"] == "error"
    assert "«sin_sistema» no tiene sistema de referencia" in seen["no_crs"]["sentence"]
    assert "Asígnelo" in seen["no_crs"]["sentence"]


def test_unloaded_and_loaded_twenty_times_the_window_is_as_before(seen):
    assert seen["parts"] == [FOUR_DOCKS] + 20 * [NOTHING, FOUR_DOCKS]


def test_a_divided_territory_is_what_shapely_makes_of_it(seen):
    land = seen["land"]
    assert land["proposed"] == ["CUM de ejemplo", "clase"]
    assert land["note"] == "Propiedad: A. Cesión en uso: F."
    territory = polygons("comunidad", "codigo")["EJ-01"]
    whole = territory
    for table, field in (("rio", "nombre"), ("concesion", "nombre")):
        for polygon in polygons(table, field).values():
            whole = whole.difference(shapely.make_valid(polygon))
    west, south, east, north = territory.buffer(1000).bounds
    expected = {
        "property_ha": whole.intersection(shapely.box(west, south, land["middle"], north)).area,
        "cession_ha": whole.intersection(shapely.box(land["middle"], south, east, north)).area,
        "excluded_ha": territory.area - whole.area,
    }
    for name, area in expected.items():
        assert float(land["numbers"]["land_capacity"][name]) == pytest.approx(area / 10_000, abs=3e-4)
    assert expected["excluded_ha"] > 10_000
    assert sorted(land["numbers"]["land_capacity"]["tables"]) == ["cession", "property"]
    assert land["verified"]["sentence"].startswith("Verificado: todos los archivos concuerdan")


def test_layers_chosen_in_the_title_dock_may_go_at_any_time(seen):
    land = seen["land"]
    assert {"rio", "concesion", "CUM de ejemplo"} <= set(land["still_there"])
    assert land["after_removal"][:2] == ["", ""]
    assert land["after_removal"][2].startswith("Sin unidades de capacidad de uso mayor")
    assert land["after_clearing"] == [1, 0, ""]
    assert land["proposed_again"] == ["CUM de ejemplo", "rio"]
    assert land["left"] == NOTHING


def test_the_land_group_fits_and_speaks_spanish(seen):
    land = seen["land"]
    assert land["cut_off"] == []
    assert land["content"] <= land["viewport"]
    assert land["title"] == "Capacidad de uso mayor y exclusiones (3)"
    translations, _ = check_translations.translated(
        (ROOT / "i18n" / "rainforest_alert_es.ts").read_text(encoding="utf-8")
    )
    english = {text for text, spanish in translations.items() if spanish != text}
    assert set(land["texts"]) & english == set()


@pytest.mark.parametrize("step", ["alerts_cut_off", "title_cut_off"])
def test_nothing_is_cut_off_once_results_stand_there(seen, step):
    assert seen[step] == []
    assert seen["territory"]["cut_off"] == []
    assert seen["validation"]["cut_off"] == []
    assert seen["findings"]["cut_off"] == []


def test_the_validation_dock_lists_what_a_registry_would_observe_in_spanish(seen):
    found = seen["findings"]
    blockers = next(lines for name, lines in found["groups"].items() if name.startswith("Bloqueos"))
    assert any("Predio de ejemplo 13" in line for line in blockers)
    assert any("Concesión forestal de ejemplo" in line for line in blockers)
    assert found["can_fix"]
    assert "Qué lo resuelve" in found["detail"]
    assert "libre de superposici" not in str(found).lower()
