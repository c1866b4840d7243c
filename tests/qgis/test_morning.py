"""The news page of the Alerts dock: a workspace, the alerts of a file, and decisions about its events."""

from __future__ import annotations

import datetime
import json
import sqlite3
from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox
from window_iface import WindowIface

from rainforest_alert_plugin.algorithms.provider import RainforestAlertProvider
from rainforest_alert_plugin.gui.alerts_dock import AlertsDock
from rainforest_alert_plugin.gui.source_lines import age_words
from rainforest_alert_plugin.host import news, priorities
from rainforest_alert_plugin.host.settings import remember

pytestmark = pytest.mark.usefixtures("qgis_new_project", "fresh_settings", "own_weights")
EPOCH = datetime.date(2014, 12, 31)
PIXEL = 0.0001
WEST, NORTH = -74.6, -8.4


@pytest.fixture
def own_weights(monkeypatch, tmp_path):
    path = tmp_path / "priorities.json"
    monkeypatch.setattr(priorities, "own_profile", lambda: path)
    return path


@pytest.fixture
def provider():
    provider = RainforestAlertProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


def opened(qtbot):
    """A dock in a window that is on the screen."""
    window = WindowIface()
    dock = AlertsDock(window)
    qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.window.show()
    qtbot.waitExposed(window.window)
    qtbot.wait(20)
    return dock


@pytest.fixture
def dock(qtbot, provider):
    return opened(qtbot)


@pytest.fixture
def territories(tmp_path):
    """Two communities side by side, of two federations, 0.002 degrees wide each."""
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4326&field=codigo:string&field=nombre:string&field=federacion:string", "comunidades", "memory"
    )
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle

    features = []
    for number, (code, name, federation) in enumerate((("N", "Nazarét", "FECONAU"), ("S", "San José", "ORAU"))):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code, name, federation])
        west = WEST + 0.002 * number
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, NORTH - 0.002, west + 0.002, NORTH)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


def raster(path, pixels):
    """GFW integrated alerts: code by (column, row)."""
    made = gdal.GetDriverByName("GTiff").Create(str(path), 40, 20, 1, gdal.GDT_UInt16)
    made.SetGeoTransform((WEST, PIXEL, 0, NORTH, 0, -PIXEL))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    made.SetProjection(reference.ExportToWkt())
    band = made.GetRasterBand(1)
    array = band.ReadAsArray()
    array[:] = 0
    for (column, row), code in pixels.items():
        array[row, column] = code
    band.WriteArray(array)
    band.SetNoDataValue(0)
    del band, made
    return str(path)


def code(confidence, age):
    return confidence * 10000 + (datetime.date.today() - datetime.timedelta(days=age) - EPOCH).days


@pytest.fixture
def alerts(tmp_path):
    """A clearing of four pixels in N from 3 days ago, highest confidence; one pixel in S from 60 days ago, low."""
    big = {(5, 5): code(4, 3), (6, 5): code(4, 3), (5, 6): code(4, 4), (6, 6): code(4, 5)}
    return raster(tmp_path / "gfw_integrated_alerts.tif", {**big, (30, 10): code(2, 60)})


def end(dock, qtbot):
    qtbot.waitUntil(lambda: not dock.is_running, timeout=60_000)


def filled(dock, qtbot, tmp_path, alerts):
    """A dock with a new workspace that holds the alerts."""
    qtbot.wait(20)
    folder = tmp_path / "federacion"
    folder.mkdir()
    dock.morning.create_workspace(str(folder))
    end(dock, qtbot)
    assert Path(dock.workspace.location()) == folder / "federacion.gpkg"
    dock.morning.import_file(alerts)
    end(dock, qtbot)
    return dock.workspace.location()


def listed(dock):
    return [dock.news.list.item(row).text() for row in range(dock.news.list.count())]


def column(location, name):
    with sqlite3.connect(location) as database:
        return [row[0] for row in database.execute(f"SELECT {name} FROM alert_event ORDER BY area_ha DESC")]


def click(qtbot, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_a_workspace_the_page_asks_for_one(dock, qtbot):
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"
    assert dock.status.text() == "Choose the workspace, or make one with “New…”."


def test_a_file_of_alerts_becomes_events_sorted_by_priority_with_their_reasons(
    dock, qtbot, tmp_path, territories, alerts
):
    filled(dock, qtbot, tmp_path, alerts)
    lines = listed(dock)
    assert len(lines) == 2
    first, second = (line.split("\n") for line in lines)
    # Four pixels of 0.0001° at 8.4° S are 4 x 11.06 m x 11.01 m = 0.0487 ha; the youngest is three days old.
    newest = (datetime.date.today() - datetime.timedelta(days=3)).strftime("%d/%m/%Y")
    assert first[0].split(" · ")[1:] == ["N", "0.05 ha", newest, "new"]
    assert first[1].startswith("0.05 ha in 3 days, ")
    assert "last alert 3 days ago, highest confidence" in first[1]
    assert second[0].split(" · ")[1] == "S"
    assert float(first[0].split(" · ")[0]) > float(second[0].split(" · ")[0])
    assert dock.status.text().startswith("5 new alerts and 0 changed ones were taken into the workspace.")
    assert "2 events are new or have grown." in dock.status.text()
    assert dock.news.sources_label.text().startswith("GFW integrated alerts: less than a day ago, 5 alerts")


def test_the_same_file_twice_adds_nothing(dock, qtbot, tmp_path, territories, alerts):
    filled(dock, qtbot, tmp_path, alerts)
    dock.morning.import_file(alerts)
    end(dock, qtbot)
    assert dock.status.text().startswith("0 new alerts and 0 changed ones")
    assert len(listed(dock)) == 2


def test_dismissed_with_a_reason_an_event_leaves_the_list_until_it_is_taken_back(
    dock, qtbot, tmp_path, territories, alerts
):
    location = filled(dock, qtbot, tmp_path, alerts)
    dock.news.list.item(0).setSelected(True)
    assert not dock.news.dismiss_button.isEnabled()
    dock.news.reason.setEditText("Chacra de la comunidad")
    click(qtbot, dock.news.dismiss_button)
    assert column(location, "state") == ["dismissed", "new"]
    assert column(location, "dismissed_reason") == ["Chacra de la comunidad", None]
    assert len(listed(dock)) == 1
    dock.news.state.setCurrentIndex(2)
    assert "Chacra de la comunidad" in listed(dock)[0]
    click(qtbot, dock.news.undo_button)
    assert column(location, "state") == ["seen", "new"]
    assert column(location, "dismissed_reason") == [None, None]
    assert listed(dock) == []


def test_a_seen_event_leaves_the_new_ones_and_comes_back_when_it_grows(dock, qtbot, tmp_path, territories, alerts):
    location = filled(dock, qtbot, tmp_path, alerts)
    dock.news.list.item(0).setSelected(True)
    click(qtbot, dock.news.seen_button)
    assert column(location, "state") == ["seen", "new"]
    grown = {(5, 5): code(4, 3), (6, 5): code(4, 3), (5, 6): code(4, 4), (6, 6): code(4, 5), (7, 6): code(3, 1)}
    again = raster(tmp_path / "gfw_integrated_alerts_2.tif", {**grown, (30, 10): code(2, 60)})
    dock.morning.import_file(again)
    end(dock, qtbot)
    assert column(location, "state") == ["grown", "new"]
    assert [line.split("\n")[0].split(" · ")[-1] for line in listed(dock)] == ["grown", "new"]


def test_filters_narrow_the_list(dock, qtbot, tmp_path, territories, alerts):
    filled(dock, qtbot, tmp_path, alerts)
    dock.news.confidence.setCurrentIndex(2)
    assert len(listed(dock)) == 1
    dock.news.confidence.setCurrentIndex(0)
    dock.news.territory.setCurrentIndex(dock.news.territory.findData("S"))
    assert [line.split(" · ")[1] for line in listed(dock)] == ["S"]
    dock.news.territory.setCurrentIndex(0)
    dock.news.text.setText("highest n")
    assert [line.split(" · ")[1] for line in listed(dock)] == ["N"]


def test_only_the_territories_of_one_federation_are_taken_in(dock, qtbot, tmp_path, territories, alerts):
    qtbot.wait(20)
    dock.only.field.setField("federacion")
    dock.only.value.setCurrentIndex(dock.only.value.findText("ORAU"))
    location = filled(dock, qtbot, tmp_path, alerts)
    assert column(location, "territory_id") == ["S"]


def test_choosing_an_event_leads_the_map_to_it(dock, qtbot, tmp_path, territories, alerts):
    filled(dock, qtbot, tmp_path, alerts)
    canvas = dock.iface.mapCanvas()
    canvas.setDestinationCrs(territories.crs())
    dock.news.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: not dock.news._settled.isActive(), timeout=120_000)
    centre = canvas.extent().center()
    # Columns 5 and 6, rows 5 and 6: their middle lies 6 pixels from the corner.
    assert centre.x() == pytest.approx(WEST + 6 * PIXEL, abs=2e-5)
    assert centre.y() == pytest.approx(NORTH - 6 * PIXEL, abs=2e-5)


def test_other_weights_sort_the_list_anew_and_can_be_reset(dock, qtbot, tmp_path, territories, alerts, own_weights):
    filled(dock, qtbot, tmp_path, alerts)
    before = listed(dock)
    boxes = dock.news.weights.boxes
    for part, box in boxes.items():
        box.setValue(100 if part == "confidence" else 0)
    qtbot.waitUntil(lambda: not dock.news.weights._later.isActive(), timeout=120_000)
    end(dock, qtbot)
    # Confidence alone counts: highest gives 1.0 and low 0.3 of 100 points in the plugin's profile.
    assert [line.split(" · ")[0] for line in listed(dock)] == ["100", "30"]
    assert own_weights.exists()
    dock.news.weights.reset()
    end(dock, qtbot)
    assert listed(dock) == before
    assert not own_weights.exists()


def test_weights_that_are_all_zero_are_refused(dock, qtbot, own_weights):
    for box in dock.news.weights.boxes.values():
        box.setValue(0)
    qtbot.waitUntil(lambda: not dock.news.weights._later.isActive(), timeout=120_000)
    assert dock.status.text().startswith("All weights are 0")
    assert not own_weights.exists()


def test_a_source_out_of_reach_leaves_the_last_alerts_and_says_so(
    dock, qtbot, tmp_path, territories, alerts, monkeypatch
):
    filled(dock, qtbot, tmp_path, alerts)
    from rainforest_alert_plugin.algorithms import download_alerts
    from rainforest_alert_plugin.errors import ServiceError

    def unreachable(service, request):
        raise ServiceError("net.offline", host="data-api.globalforestwatch.org")

    monkeypatch.setattr(download_alerts, "fetch", unreachable)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    end(dock, qtbot)
    assert dock.status.level == "warning"
    assert "There is no connection: data-api.globalforestwatch.org cannot be found." in dock.status.text()
    assert len(listed(dock)) == 2
    assert "less than a day ago" in dock.news.sources_label.text()


def test_the_workspace_and_the_letters_are_remembered(qtbot, provider, tmp_path, territories, alerts):
    first = opened(qtbot)
    location = filled(first, qtbot, tmp_path, alerts)
    first.news.large_button.setChecked(True)
    second = opened(qtbot)
    end(second, qtbot)
    assert second.workspace.location() == location
    assert listed(second) == listed(first)
    assert second.news.list.font().pointSizeF() == pytest.approx(1.4 * second.news.font().pointSizeF())


def test_a_workspace_that_is_gone_is_named_and_stops_nothing(qtbot, provider, tmp_path):
    remember("alerts", "workspaces", str(tmp_path / "perdido.gpkg"))
    dock = opened(qtbot)
    assert dock.status.level == "error"
    assert "perdido.gpkg" in dock.status.text()
    assert dock.run_button.isEnabled()


def test_the_events_of_the_workspace_are_a_layer_with_times(dock, qtbot, tmp_path, territories, alerts):
    filled(dock, qtbot, tmp_path, alerts)
    click(qtbot, dock.news.map_button)
    click(qtbot, dock.news.map_button)
    layers = QgsProject.instance().mapLayersByName("Events of the workspace")
    assert len(layers) == 1
    assert layers[0].featureCount() == 2
    assert layers[0].temporalProperties().isActive()
    assert layers[0].temporalProperties().startExpression() == 'to_datetime("first_date")'
    assert layers[0].temporalProperties().endExpression() == 'to_datetime("last_date")'


def test_events_of_the_workspace_have_the_outline_that_was_stored(dock, qtbot, tmp_path, territories, alerts):
    location = filled(dock, qtbot, tmp_path, alerts)
    source = ogr.Open(location)
    areas = sorted(feature.GetGeometryRef().GetArea() for feature in source.GetLayerByName("alert_event"))
    mine = sorted(news.geometry_of(event).area() for event in news.read_news(location).events)
    assert mine == pytest.approx(areas)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0.4, "less than a day ago"), (1.9, "1 day ago"), (3.0, "3 days ago"), (-0.1, "less than a day ago")],
)
def test_an_age_is_said_in_whole_days(days, words):
    assert age_words(days) == words


@pytest.fixture
def answered(monkeypatch):
    """Answers the dialog of missions in place of a person; `answered(name)` plans one, `answered(None)` takes the planned one."""
    from rainforest_alert_plugin.gui import mission_dialog

    seen = []

    def answer(name, day=None):
        def run(dialog):
            dialog.show()
            seen.append(dialog)
            if name is not None:
                dialog.new_button.setChecked(True)
                dialog.name.setText(name)
                if day is not None:
                    dialog.day.setDate(QDate(day.year, day.month, day.day))
            dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
            if dialog.isVisible():
                seen.append(dialog.status.text())
                dialog.reject()

        monkeypatch.setattr(mission_dialog.MissionDialog, "exec", run)
        return seen

    return answer


def missions(location):
    with sqlite3.connect(location) as database:
        rows = database.execute("SELECT name, planned_on, state, events FROM mission ORDER BY fid").fetchall()
    return [(name, day, state, len(json.loads(events))) for name, day, state, events in rows]


def test_an_event_is_sent_to_a_new_mission_shown_on_the_map_and_taken_back(
    dock, qtbot, tmp_path, territories, alerts, answered
):
    location = filled(dock, qtbot, tmp_path, alerts)
    assert not dock.news.mission_button.isEnabled()
    dock.news.list.item(0).setSelected(True)
    answered("Quebrada Tahuayo", datetime.date(2026, 12, 5))
    click(qtbot, dock.news.mission_button)
    assert missions(location) == [("Quebrada Tahuayo", "2026-12-05", "planned", 1)]
    assert column(location, "state") == ["mission", "new"]
    assert dock.status.text() == "Sent to the mission “Quebrada Tahuayo (05/12/2026)”: 1. “Undo” takes it back."
    assert len(listed(dock)) == 1
    (layer,) = QgsProject.instance().mapLayersByName("Missions")
    assert len(list(layer.getFeatures())) == 1
    assert [rule.label() for rule in layer.renderer().rootRule().children()] == ["Quebrada Tahuayo (05/12/2026)"]
    dock.color_layers()
    assert layer.renderer().type() == "RuleRenderer"
    dock.news.state.setCurrentIndex(3)
    assert [line.split("\n")[0].split(" · ")[-1] for line in listed(dock)] == ["mission Quebrada Tahuayo (05/12/2026)"]
    click(qtbot, dock.news.undo_button)
    assert column(location, "state") == ["new", "new"]
    assert missions(location) == [("Quebrada Tahuayo", "2026-12-05", "closed", 0)]
    assert dock.status.text() == "Taken out of their mission: 1."
    assert len(list(layer.getFeatures())) == 0


def test_further_events_join_a_planned_mission(dock, qtbot, tmp_path, territories, alerts, answered):
    location = filled(dock, qtbot, tmp_path, alerts)
    dock.news.list.item(0).setSelected(True)
    answered("Aguaytía d'arriba")
    click(qtbot, dock.news.mission_button)
    dock.news.list.item(0).setSelected(True)
    seen = answered(None)
    click(qtbot, dock.news.mission_button)
    assert seen[-1].planned.itemText(0) == "Aguaytía d'arriba, events: 1"
    assert missions(location) == [("Aguaytía d'arriba", None, "planned", 2)]
    (layer,) = QgsProject.instance().mapLayersByName("Missions")
    assert len(list(layer.getFeatures())) == 2
    assert layer.labeling().settings().getLabelExpression().isValid()
    # What is in a mission is neither sent again nor dismissed.
    dock.news.state.setCurrentIndex(4)
    dock.news.list.selectAll()
    dock.news.reason.setEditText("Chacra")
    assert not dock.news.mission_button.isEnabled()
    assert not dock.news.dismiss_button.isEnabled()


def test_a_mission_without_a_name_is_asked_for_again_and_nothing_is_written(
    dock, qtbot, tmp_path, territories, alerts, answered
):
    location = filled(dock, qtbot, tmp_path, alerts)
    dock.news.list.item(0).setSelected(True)
    seen = answered("  ")
    click(qtbot, dock.news.mission_button)
    assert seen[-1].startswith("Give the mission a name")
    assert missions(location) == []
    assert column(location, "state") == ["new", "new"]
