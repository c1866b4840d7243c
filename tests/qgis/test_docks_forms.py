"""What the docks propose, what they ask for, and what they show, without running an algorithm."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel
from window_iface import WindowIface

import build
from rainforest_alert_plugin.gui.alerts_dock import AlertsDock
from rainforest_alert_plugin.gui.chart import BarChart, Series, nice_step
from rainforest_alert_plugin.gui.table import Column, ResultTable, number
from rainforest_alert_plugin.gui.territory_dock import TerritoryDock
from rainforest_alert_plugin.gui.title_dock import TitleDock
from rainforest_alert_plugin.gui.validation_dock import ValidationDock
from rainforest_alert_plugin.host import project as host_project
from rainforest_alert_plugin.host.settings import remember
from rainforest_alert_plugin.host.statistics import StatisticsRow, by_period, next_period

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("qgis_new_project")


@pytest.fixture
def window(fresh_settings):
    return WindowIface()


def opened(dock_class, window, qtbot):
    dock = dock_class(window)
    qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    qtbot.wait(10)
    return dock


def polygons(name, rows, fields="codigo:string&field=nomcom:string"):
    """A project layer of unit squares side by side, one for each row of attributes."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32718&field={fields}", name, "memory")
    features = []
    for place, attributes in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(500_000 + place, 9_000_000, 500_001 + place, 9_000_001)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


COMMUNITIES = [("CN-01", "Nueva Vida"), ("CN-02", "Puerto Sol"), ("CN-03", "Alto Monte")]


def test_layers_that_speak_for_themselves_are_proposed(window, qtbot):
    dock = opened(AlertsDock, window, qtbot)
    polygons("predios", [("1", "a"), ("2", "b")])
    polygons("Comunidades nativas", COMMUNITIES)
    points = QgsProject.instance().addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "alertas_gfw", "memory"))
    qtbot.wait(20)
    assert dock.territories.currentText() == "Comunidades nativas"
    assert dock.id_field.currentField() == "codigo"
    assert dock.alerts.currentLayer() is points


def test_what_the_person_chose_stays_when_layers_come(window, qtbot):
    dock = opened(AlertsDock, window, qtbot)
    parcels = polygons("predios", [("1", "a"), ("2", "b")])
    qtbot.wait(20)
    dock.territories.setLayer(parcels)
    dock.territories.activated.emit(dock.territories.currentIndex())
    polygons("Comunidades nativas", COMMUNITIES)
    qtbot.wait(20)
    assert dock.territories.currentLayer() is parcels


def test_the_layer_used_last_time_is_proposed_again(window, qtbot):
    remember("alerts", "communities_layer", "territorio ancestral B")
    dock = opened(AlertsDock, window, qtbot)
    polygons("Comunidades nativas", COMMUNITIES)
    used = polygons("territorio ancestral B", COMMUNITIES)
    qtbot.wait(20)
    assert dock.territories.currentLayer() is used


@pytest.mark.parametrize(
    ("dock_class", "word"),
    [(AlertsDock, "alerts"), (TerritoryDock, "boundary"), (ValidationDock, "boundaries"), (TitleDock, "boundary")],
)
def test_an_empty_form_asks_for_its_first_layer_and_runs_nothing(window, qtbot, dock_class, word):
    dock = opened(dock_class, window, qtbot)
    if dock_class is AlertsDock:
        dock.show_page("figures")
    if dock_class is TerritoryDock:
        dock.show_page("table")
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"
    assert dock.status.text().startswith("Choose the ")
    assert word in dock.status.text()
    assert not dock.is_running


def test_a_community_is_found_by_name_or_by_selecting_it_on_the_map(window, qtbot):
    layer = polygons("comunidades", COMMUNITIES)
    dock = opened(TerritoryDock, window, qtbot)
    combo = dock.boundary.feature
    assert [combo.itemText(i) for i in range(combo.count())] == [
        "CN-01 · Nueva Vida",
        "CN-02 · Puerto Sol",
        "CN-03 · Alto Monte",
    ]
    sun = next(f.id() for f in layer.getFeatures() if f["codigo"] == "CN-02")
    layer.selectByIds([sun])
    assert combo.label() == "CN-02"
    alone = combo.one_feature_layer()
    assert [f["nomcom"] for f in alone.getFeatures()] == ["Puerto Sol"]
    assert alone.crs() == layer.crs()


def test_a_community_of_a_layer_without_reference_system_gets_none(window, qtbot):
    layer = polygons("comunidades", COMMUNITIES)
    layer.setCrs(QgsCoordinateReferenceSystem())
    dock = opened(TerritoryDock, window, qtbot)
    assert not dock.boundary.feature.one_feature_layer().crs().isValid()


def test_of_a_layer_with_very_many_features_only_the_selected_are_listed(window, qtbot, monkeypatch):
    monkeypatch.setattr("rainforest_alert_plugin.gui.choosers._MOST_FEATURES", 2)
    layer = polygons("comunidades", COMMUNITIES)
    dock = opened(TerritoryDock, window, qtbot)
    combo = dock.boundary.feature
    assert combo.count() == 0
    layer.selectByIds([next(f.id() for f in layer.getFeatures() if f["codigo"] == "CN-03")])
    assert [combo.itemText(i) for i in range(combo.count())] == ["CN-03 · Alto Monte"]


def test_a_layer_that_goes_away_takes_its_communities_with_it(window, qtbot):
    layer = polygons("comunidades", COMMUNITIES)
    dock = opened(TerritoryDock, window, qtbot)
    QgsProject.instance().removeMapLayer(layer.id())
    qtbot.wait(20)
    assert dock.boundary.feature.count() == 0
    dock.show_page("table")
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"


def test_the_successor_of_a_removed_layer_in_the_list_is_not_taken_for_chosen(window, qtbot):
    polygons("comunidades", COMMUNITIES)
    neighbours = polygons("colindantes", [("1", "a"), ("2", "b")])
    polygons("predios", [("1", "a"), ("2", "b")])
    dock = opened(TerritoryDock, window, qtbot)
    assert dock.boundary.neighbours.currentLayer() is neighbours
    QgsProject.instance().removeMapLayer(neighbours.id())
    qtbot.wait(20)
    assert dock.boundary.neighbours.currentLayer() is None
    assert dock.boundary.neighbour_name.currentField() == ""
    assert dock.boundary.neighbour_parameters() == {}


def test_once_the_layer_that_was_chosen_is_gone_another_may_be_proposed(window, qtbot):
    chosen = polygons("predios", [("1", "a"), ("2", "b")])
    dock = opened(TerritoryDock, window, qtbot)
    combo = dock.boundary.neighbours
    combo.setLayer(chosen)
    combo.activated.emit(combo.currentIndex())
    QgsProject.instance().removeMapLayer(chosen.id())
    qtbot.wait(20)
    neighbours = polygons("colindantes", [("1", "a"), ("2", "b")])
    qtbot.wait(20)
    assert combo.currentLayer() is neighbours
    # what was cleared stays so
    combo.setLayer(None)
    combo.activated.emit(combo.currentIndex())
    polygons("colindantes del sur", [("1", "a")])
    qtbot.wait(20)
    assert combo.currentLayer() is None


def test_reference_layers_are_ticked_except_copies_of_the_boundaries(window, qtbot):
    polygons("comunidades", COMMUNITIES)
    polygons("concesiones", [("1", "a"), ("2", "b")])
    polygons("comunidad_copia", COMMUNITIES[:1])
    dock = opened(ValidationDock, window, qtbot)
    assert dock.boundaries.currentText() == "comunidades"
    assert {layer.name() for layer in dock.references.checked()} == {"comunidades", "concesiones"}
    assert {layer.name() for layer in dock.references.unchecked()} == {"comunidad_copia"}


def test_a_box_that_was_unticked_stays_so_when_layers_come(window, qtbot):
    polygons("comunidades", COMMUNITIES)
    polygons("concesiones", [("1", "a")])
    dock = opened(ValidationDock, window, qtbot)
    model = dock.references.model()
    item = next(model.item(row) for row in range(model.rowCount()) if model.item(row).text() == "concesiones")
    item.setCheckState(Qt.CheckState.Unchecked)
    polygons("predios", [("1", "a")])
    qtbot.wait(20)
    assert {layer.name() for layer in dock.references.checked()} == {"comunidades", "predios"}


def test_selected_only_needs_a_selection(window, qtbot):
    polygons("comunidades", COMMUNITIES)
    dock = opened(ValidationDock, window, qtbot)
    dock.selected_only.setChecked(True)
    qtbot.mouseClick(dock.overlaps_button, Qt.MouseButton.LeftButton)
    assert dock.status.text().startswith("Select a boundary on the map")


def test_fields_of_the_boundary_and_earlier_entries_fill_the_attributes(window, qtbot):
    remember("title", "attributes/CN-02", json.dumps({"community": "Puerto Sol del Río", "people": "Shawi"}))
    layer = polygons("comunidades", COMMUNITIES)
    dock = opened(TitleDock, window, qtbot)
    edits = dock.attributes.edits
    assert edits["community"].text() == "Nueva Vida"
    layer.selectByIds([next(f.id() for f in layer.getFeatures() if f["codigo"] == "CN-02")])
    assert edits["community"].text() == "Puerto Sol del Río"
    assert edits["people"].text() == "Shawi"


@pytest.mark.parametrize(
    ("key", "text"), [("ubigeo", "2501"), ("registry_date", "23/11/2026"), ("document_date", "2026")]
)
def test_a_value_of_the_wrong_form_is_refused_where_it_stands(window, qtbot, key, text):
    polygons("comunidades", COMMUNITIES)
    dock = opened(TitleDock, window, qtbot)
    dock.attributes.edits[key].setText(text)
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    assert dock.status.level == "warning"
    assert text in dock.status.text()
    assert not dock.is_running


def test_numbers_in_a_table_are_sorted_as_numbers(qtbot):
    table = ResultTable([Column("name"), Column("ha", number(2), is_number=True)])
    qtbot.addWidget(table)
    table.show_rows([("a", 9.5), ("b", 100.25), ("c", 20.0)], sort_column=1, descending=True)
    assert [row[0] for row in table.text_rows()] == ["b", "c", "a"]
    assert table.text_rows()[0][1] == QLocale().toString(100.25, "f", 2)
    chosen = []
    table.chosen.connect(chosen.append)
    table.selectRow(2)
    assert chosen == [("a", 9.5)]


def test_rows_of_a_boundary_keep_its_order_although_ten_sorts_before_two(qtbot):
    table = ResultTable([Column("vertex")])
    qtbot.addWidget(table)
    rows = [(f"V-{number}",) for number in range(1, 12)]
    table.show_rows(rows, sort_column=0)
    table.show_in_order(rows)
    assert [row[0] for row in table.text_rows()] == [f"V-{number}" for number in range(1, 12)]


@pytest.mark.parametrize(
    ("largest", "step"),
    [(100, 50), (80, 20), (11.2, 5), (4, 1), (0.7, 0.2), (0.0013, 0.0005), (2_000_000, 500_000), (0, 1)],
)
def test_an_axis_has_round_steps_and_few_of_them(largest, step):
    assert nice_step(largest) == pytest.approx(step)


def test_the_height_of_a_bar_is_its_share_of_the_axis(qtbot, tmp_path):
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_bars("alerts", "ha", ["2024"], [Series("low", "#0000ff", [5.0]), Series("high", "#ff0000", [10.0])])
    assert chart.save_png(tmp_path / "chart.png")
    image = QImage(str(tmp_path / "chart.png"))
    assert (image.width(), image.height()) == (1600, 900)
    middle = [image.pixelColor(image.width() // 2, y).name() for y in range(image.height())]
    # The legend stands at the left; in the middle there is only the bar: two parts of red on one of blue.
    assert middle.count("#ff0000") / middle.count("#0000ff") == pytest.approx(2.0, abs=0.02)
    assert middle.index("#ff0000") < middle.index("#0000ff")


def test_a_chart_that_cannot_be_saved_says_so(window, qtbot, tmp_path):
    dock = opened(AlertsDock, window, qtbot)
    dock.save_chart(str(tmp_path / "absent" / "chart"))
    assert dock.status.level == "error"
    assert str(tmp_path / "absent" / "chart.png") in dock.status.text()


def test_months_without_alerts_keep_their_place():
    rows = [
        StatisticsRow("A", date(2023, 11, 1), "high", 3, 0.3),
        StatisticsRow("A", date(2024, 2, 1), "low", 1, 0.1),
        StatisticsRow("B", date(2024, 2, 1), "low", 2, 0.2),
    ]
    days, areas = by_period(rows, "month")
    assert days == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1)]
    assert areas["high"] == [0.3, 0.0, 0.0, 0.0]
    assert areas["low"] == pytest.approx([0.0, 0.0, 0.0, 0.3])


@pytest.mark.parametrize(
    ("day", "period", "after"),
    [
        (date(2024, 2, 28), "day", date(2024, 2, 29)),
        (date(2024, 12, 30), "week", date(2025, 1, 6)),
        (date(2024, 12, 1), "month", date(2025, 1, 1)),
        (date(2024, 1, 1), "year", date(2025, 1, 1)),
    ],
)
def test_the_period_after(day, period, after):
    assert next_period(day, period) == after


def test_results_stand_in_one_group_points_above_polygons_above_tables():
    def result(kind, name):
        return host_project.add_result(QgsVectorLayer(kind, "x", "memory"), name)

    table = result("NoGeometry?field=a:int", "statistics")
    area = result("Polygon?crs=EPSG:4326", "overlaps")
    points = result("Point?crs=EPSG:4326", "vertices")
    again = result("Polygon?crs=EPSG:4326", "overlaps")
    group = QgsProject.instance().layerTreeRoot().findGroup("Rainforest Alert")
    assert [node.layer() for node in group.children()] == [points, again, area, table]
    assert [node.name() for node in group.children()] == ["vertices", "overlaps (2)", "overlaps", "statistics"]


def test_results_are_not_proposed_as_reference_layers(window, qtbot):
    polygons("comunidades", COMMUNITIES)
    dock = opened(ValidationDock, window, qtbot)
    host_project.add_result(QgsVectorLayer("Polygon?crs=EPSG:32718", "x", "memory"), "Superposiciones")
    qtbot.wait(20)
    names = {layer.name() for layer in dock.references.checked() + dock.references.unchecked()}
    assert names == {"comunidades"}


def test_the_date_of_a_layer_is_that_of_its_file(tmp_path):
    path = tmp_path / "parcels.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}'
    )
    layer = QgsVectorLayer(str(path), "parcels", "ogr")
    assert date.today().strftime("%d/%m/%Y") in host_project.layer_date(layer)
    assert host_project.layer_date(QgsVectorLayer("Polygon", "memory", "memory")) == "date unknown"


def tab_stops(dock):
    """Widgets in the order of the tab key, from the one the form begins with."""
    stops = []
    widget = dock.form.itemAt(0, dock.form.ItemRole.FieldRole).widget()
    while widget not in stops:
        stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


def test_the_tab_key_goes_from_the_form_to_the_button_to_the_results(window, qtbot):
    dock = opened(AlertsDock, window, qtbot)
    dock.show()
    wanted = [
        dock.alerts,
        dock.territories,
        dock.id_field,
        dock.period,
        dock.start,
        dock.end,
        dock.run_button,
        dock.cancel_button,
        dock.details_button,
        dock.min_confidence,
        dock.draw_button,
        dock.shown_territory,
        dock.save_chart_button,
        dock.tabs.tabBar(),
    ]
    stops = tab_stops(dock)
    places = [stops.index(widget) for widget in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("dock_class", [AlertsDock, TerritoryDock, ValidationDock, TitleDock])
def test_each_key_of_a_dock_leads_to_one_place(window, qtbot, dock_class, language, spanish):
    if language == "es":
        QCoreApplication.installTranslator(spanish)
    dock = opened(dock_class, window, qtbot)
    texts = [label.text() for label in dock.findChildren(QLabel) if label.buddy() is not None]
    texts += [button.text() for button in dock.findChildren(QAbstractButton)]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) >= 5
    assert sorted(keys) == sorted(set(keys))


@pytest.fixture
def spanish(tmp_path):
    """Translator of the Spanish texts, taken away again."""
    build.compile_translations(ROOT / "i18n", tmp_path)
    translator = QTranslator()
    assert translator.load(str(tmp_path / "rainforest_alert_es.qm"))
    yield translator
    QCoreApplication.removeTranslator(translator)
