"""Land capacity, exclusions and rivers in the Title dock: what it proposes, asks for and remembers; layers may go at any time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QLabel

from rainforest_alert_plugin.gui.title_dock import TitleDock
from rainforest_alert_plugin.gui.window import WindowParts
from rainforest_alert_plugin.host.settings import remember
from tests.qgis.test_docks_forms import opened, window
from tests.qgis.test_land_capacity import RIVER, SQUARE, UNITS, box
from tests.qgis.test_title_dock import from_workspace, wait
from tests.qgis.test_title_package_workspace import workspace
from tests.qgis.test_title_rivers import BENT
from tests.qgis.test_title_rivers import RIVER as CHANNEL
from tests.qgis.title_packages import layer_of, provider

__all__ = ["provider", "window", "workspace"]

pytestmark = pytest.mark.usefixtures("qgis_new_project", "releases_agreed")


def add(name, *rows, kind="Polygon"):
    return QgsProject.instance().addMapLayer(layer_of(*rows, kind=kind, name=name))


def add_land(units=UNITS):
    """The square of the tests of land capacity, its units, the river along its south and a parcel beside it."""
    return {
        "comunidades": add("comunidades", ("Nueva Vida", SQUARE)),
        "cum": add("CUM 2024", *units),
        "rivers": add("ríos", RIVER),
        "parcels": add("predios", ("Fundo", box(2000, 0, 2100, 100))),
    }


def names(layers):
    return {layer.name() for layer in layers}


def run(dock, qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(dock, qtbot)


def tick(checklist, name):
    model = checklist.model()
    items = {model.item(row).text(): model.item(row) for row in range(model.rowCount())}
    items[name].setCheckState(Qt.CheckState.Checked)


def test_units_their_class_and_what_the_profile_excludes_are_proposed(window, qtbot):
    add_land()
    dock = opened(TitleDock, window, qtbot)
    land = dock.land
    assert (land.units.currentText(), land.classes.currentField()) == ("CUM 2024", "nombre")
    assert names(land.exclusions.checked()) == {"ríos"}
    assert names(land.exclusions.unchecked()) == {"predios"}
    # units are no rights of others: an unknown layer that is compared would stop the title
    assert names(dock.references.checked() + dock.references.unchecked()) == {"ríos", "predios"}
    assert land.note.text() == "Property: A. Cession in use: F, X."
    assert land.title() == "Land capacity and exclusions (2)"
    assert not any("units" in text for text in dock.missing.texts())


@pytest.mark.parametrize(
    ("name", "fields", "values", "proposed"),
    [
        ("Capacidad de uso mayor", "Clase:string", ["A1s"], "Clase"),
        ("suelos", "id:int&field=SIMBOLO:string", [7, "C2se-P1e"], "SIMBOLO"),
        ("uso de la tierra", "nota:string&field=cod:string", ["Alto", "Xse"], "cod"),
        # land use says nothing of land capacity, and a name alone is no class
        ("uso de la tierra", "uso:string", ["Pastos"], None),
        ("tierras comunales", "categoria:string", ["Pastos"], None),
        ("cum", "categoria:string", ["Pastos"], "categoria"),
        ("cesiones_en_uso", "titular:string", ["Fundo"], None),
        ("ríos", "clase:string", ["A1s"], None),
    ],
)
def test_a_layer_is_proposed_by_its_name_and_its_field_by_its_values(window, qtbot, name, fields, values, proposed):
    from qgis.core import QgsFeature

    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32718&field={fields}", name, "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(values)
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    dock = opened(TitleDock, window, qtbot)
    assert dock.land.units.currentLayer() is (layer if proposed else None)
    assert dock.land.classes.currentField() == (proposed or "")


def test_without_units_nothing_is_left_out_and_a_line_leads_to_them(window, qtbot):
    add("comunidades", ("Nueva Vida", SQUARE))
    add("ríos", RIVER)
    dock = opened(TitleDock, window, qtbot)
    assert dock.land.exclusions.checked() == []
    assert dock.land.title() == "Land capacity and exclusions"
    said = "Without units of land capacity, property and cession in use are not told apart."
    assert dock.land.isCollapsed()
    dock.missing.itemClicked.emit(dock.missing.item(dock.missing.texts().index(said)))
    assert not dock.land.isCollapsed()
    assert dock.land.note.text() == said


def test_a_class_that_divides_nothing_and_a_river_kept_in_are_named(window, qtbot):
    add_land(units=(*UNITS, ("Z9", box(0, 0, 1, 1))))
    dock = opened(TitleDock, window, qtbot)
    dock.land.units.setLayer(QgsProject.instance().mapLayersByName("CUM 2024")[0])
    dock.land.units.activated.emit(0)
    dock.land.classes.setField("nombre")
    qtbot.wait(20)
    said = (
        "The unit of land capacity “Z9” belongs to none of the groups A, C, P, F, X. Correct its class and run again."
    )
    assert said in dock.missing.texts()
    assert dock.land.note.text() == said
    assert "“ríos” is not left out of the title." not in dock.missing.texts()
    model = dock.land.exclusions.model()
    for row in range(model.rowCount()):
        model.item(row).setCheckState(Qt.CheckState.Unchecked)
    qtbot.wait(20)
    assert "“ríos” is not left out of the title." in dock.missing.texts()


def test_units_without_the_field_of_their_class_are_asked_for(window, qtbot, tmp_path):
    add_land()
    dock = opened(TitleDock, window, qtbot)
    dock.land.classes.setField("")
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    qtbot.mouseClick(dock.run_button, Qt.MouseButton.LeftButton)
    said = "Choose the field of “CUM 2024” that holds the class of each unit (A, C, P, F or X)."
    assert (dock.status.level, dock.status.text()) == ("warning", said)
    assert not dock.land.isCollapsed()
    assert not dock.is_running
    qtbot.wait(20)
    assert said in dock.missing.texts()


def test_table_plan_and_package_come_with_the_land_divided_and_are_verified(window, qtbot, tmp_path, monkeypatch):
    from rainforest_alert_plugin.gui import title_dock

    monkeypatch.setattr(title_dock.QDesktopServices, "openUrl", lambda url: None)
    add_land()
    dock = opened(TitleDock, window, qtbot)
    for button in (dock.table_button, dock.plan_button):
        run(dock, qtbot, button)
        assert dock.status.level == "success", dock.status.text()
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.allow_blockers.setChecked(True)
    run(dock, qtbot, dock.run_button)
    assert dock.status.level in ("success", "warning"), dock.status.text()
    numbers = json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["numbers"]
    # of 100 ha the river takes 1 000 m by 50 m; each half keeps 500 m by 950 m, 2 900 m around
    land = numbers["land_capacity"]
    assert (land["property_ha"], land["cession_ha"], land["excluded_ha"]) == ("47.5000", "47.5000", "5.0000")
    assert sorted(land["tables"]) == ["cession", "property"]
    run(dock, qtbot, dock.verify_button)
    assert dock.status.text().startswith("Verified: all files agree"), dock.status.text()
    files = {row[0] for row in dock.table.text_rows()}
    assert {name for name in files if "propiedad_y_cesion.shp" in name}


def test_the_previews_are_of_the_part_that_is_chosen(window, qtbot, monkeypatch):
    from rainforest_alert_plugin.documents.pdf_reading import read_pdf
    from rainforest_alert_plugin.gui import title_dock

    seen = []
    monkeypatch.setattr(title_dock.QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    add_land()
    dock = opened(TitleDock, window, qtbot)
    run(dock, qtbot, dock.table_button)
    assert [row[0] for row in dock.preview.text_rows()] == ["V-1", "V-2", "V-3", "V-4"]
    dock.land.part.setCurrentIndex(dock.land.part.findText("Property"))
    run(dock, qtbot, dock.table_button)
    assert [(row[0], row[2]) for row in dock.preview.text_rows()] == [
        ("P-1", "500.00"),
        ("P-2", "950.00"),
        ("P-3", "500.00"),
        ("P-4", "950.00"),
    ]
    assert dock.status.text().startswith("Nueva Vida, Property: 47.5000 ha, 2,900.00 m"), dock.status.text()
    run(dock, qtbot, dock.plan_button)
    assert "PLANO DE LA PARTE EN PROPIEDAD" in [piece for page in read_pdf(Path(seen[0])).pages for piece in page]
    # without units there is only the whole
    QgsProject.instance().removeMapLayer(dock.land.units.currentLayer().id())
    qtbot.waitUntil(lambda: not dock.land.part.isEnabled(), timeout=120_000)
    assert dock.land.shown_part() == "whole"
    run(dock, qtbot, dock.table_button)
    assert dock.status.text().startswith("Nueva Vida: 100.0000 ha"), dock.status.text()
    add("CUM 2024", *UNITS)
    dock.land.units.propose()
    qtbot.waitUntil(dock.land.part.isEnabled, timeout=120_000)


def test_what_was_chosen_is_proposed_again_and_what_was_cleared_is_not(window, qtbot, tmp_path):
    add_land()
    add("hidrografía", ("Río Tigre", CHANNEL), kind="LineString")
    dock = opened(TitleDock, window, qtbot)
    dock.boundary.rivers.setLayer(QgsProject.instance().mapLayersByName("hidrografía")[0])
    tick(dock.land.exclusions, "predios")
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.start_job()
    wait(dock, qtbot)
    again = opened(TitleDock, window, qtbot)
    assert names(again.land.exclusions.checked()) == {"ríos", "predios"}
    assert again.boundary.rivers.currentText() == "hidrografía"
    assert again.boundary.river_name.currentField() == "nombre"
    again.boundary.rivers.setLayer(None)
    again.start_job()
    wait(again, qtbot)
    assert opened(TitleDock, window, qtbot).boundary.rivers.currentLayer() is None


def test_layers_under_the_plan_are_drawn_remembered_and_may_go(window, qtbot, tmp_path):
    add_land()
    add("caminos", ("Trocha", CHANNEL), kind="LineString")
    dock = opened(TitleDock, window, qtbot)
    group = dock.plan_layers
    assert (group.checklist.checked(), group.title(), group.isCollapsed()) == ([], "Under the plan", True)
    # lines too, and not the boundary itself, which is on every plan
    assert names(group.checklist.unchecked()) == {"CUM 2024", "ríos", "predios", "caminos"}
    dock.allow_blockers.setChecked(True)

    def plan_of(name):
        dock.output_folder.setFilePath(str(tmp_path / name))
        run(dock, qtbot, dock.run_button)
        return next((tmp_path / name).glob("*plano.pdf")).read_bytes()

    bare = plan_of("bare")
    tick(group.checklist, "caminos")
    assert group.title() == "Under the plan (1)"
    assert plan_of("below") != bare
    again = opened(TitleDock, window, qtbot)
    assert names(again.plan_layers.chosen()) == {"caminos"}
    QgsProject.instance().removeMapLayer(QgsProject.instance().mapLayersByName("caminos")[0].id())
    assert again.plan_layers.checklist.checked() == []
    qtbot.waitUntil(lambda: again.plan_layers.title() == "Under the plan", timeout=120_000)
    QgsProject.instance().clear()
    qtbot.waitUntil(lambda: again.plan_layers.checklist.model().rowCount() == 0, timeout=120_000)


def test_a_side_along_the_river_is_one_row_of_the_preview(window, qtbot):
    add("comunidades", ("Nueva Vida", BENT))
    add("ríos", ("Río Tigre", CHANNEL), kind="LineString")
    dock = opened(TitleDock, window, qtbot)
    # a river changes the sides of the table: it is taken when a person says so
    assert dock.boundary.rivers.currentLayer() is None
    dock.boundary.rivers.setLayer(QgsProject.instance().mapLayersByName("ríos")[0])
    run(dock, qtbot, dock.table_button)
    rows = {row[1]: (row[2], row[5]) for row in dock.preview.text_rows()}
    assert len(rows) == 4
    # 100 + hypot(30, 50) + hypot(30, 50) + 100 m
    assert rows["V-4 - V-1"] == ("316.62", "Río Tigre")


def test_of_a_workspace_the_land_is_divided_and_its_own_rivers_are_taken(window, qtbot, workspace, tmp_path):
    # the newest boundary is 200 m by 200 m from E 500 000, N 9 000 000
    add("cum", ("A1", box(-10, -10, 100, 210)), ("X", box(100, -10, 210, 210)))
    dock = from_workspace(window, qtbot, workspace)
    assert not dock.boundary.rivers_row.isVisibleTo(dock)
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    run(dock, qtbot, dock.run_button)
    assert dock.status.level == "success", dock.status.text()
    land = json.loads((tmp_path / "p" / "manifest.json").read_text("utf-8"))["numbers"]["land_capacity"]
    assert (land["property_ha"], land["cession_ha"]) == ("2.0000", "2.0000")
    remember("options", "output_folder", str(tmp_path / "all"))
    dock.steps.setCollapsed(False)
    dock.steps.atlas()
    wait(dock, qtbot)
    made = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "all").rglob("manifest.json")]
    assert [one["numbers"]["land_capacity"]["property_ha"] for one in made] == ["2.0000"]


def test_a_package_of_another_day_is_verified(window, qtbot, tmp_path):
    add_land()
    dock = opened(TitleDock, window, qtbot)
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.allow_blockers.setChecked(True)
    run(dock, qtbot, dock.run_button)
    later = opened(TitleDock, window, qtbot)
    later.output_folder.setFilePath(str(tmp_path / "p"))
    run(later, qtbot, later.verify_button)
    assert later.status.text().startswith("Verified"), later.status.text()
    assert ("DRAFT" in later.status.text()) == ("DRAFT" in dock.status.text())
    assert later.table.text_rows() == dock.table.text_rows()
    later.output_folder.setFilePath(str(tmp_path))
    run(later, qtbot, later.verify_button)
    assert later.status.level == "error"
    assert "manifest.json" in later.status.text()


def test_a_folder_that_was_chosen_stays_and_a_proposed_one_follows_the_community(window, qtbot, tmp_path):
    layer = add("comunidades", ("Alto", SQUARE), ("Bajo", box(2000, 0, 3000, 1000)))
    dock = opened(TitleDock, window, qtbot)
    assert dock.output_folder.filePath().endswith("Alto")
    layer.selectByIds([feature.id() for feature in layer.getFeatures() if feature["nombre"] == "Bajo"])
    assert dock.output_folder.filePath().endswith("Bajo")
    # as its button does it, which is not typed
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    layer.selectByIds([feature.id() for feature in layer.getFeatures() if feature["nombre"] == "Alto"])
    assert dock.output_folder.filePath() == str(tmp_path / "p")


def test_the_form_follows_the_order_of_the_work(window, qtbot):
    dock = opened(TitleDock, window, qtbot)
    window.window.resize(500, 1400)
    dock.show()
    window.window.show()
    qtbot.wait(50)
    steps = [
        dock.boundary.feature,
        dock.attributes,
        dock.references,
        dock.land,
        dock.plan_layers,
        dock.missing,
        dock.table_button,
        dock.output_folder,
        dock.run_button,
        dock.verify_button,
    ]
    heights = [widget.mapTo(dock, widget.rect().topLeft()).y() for widget in steps]
    assert heights == sorted(heights)


def settle(qtbot):
    qtbot.wait(20)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.mark.parametrize("is_open", [True, False])
def test_layers_may_be_removed_one_by_one_or_all_at_once(window, qtbot, tmp_path, is_open):
    """After a run, for it must neither keep nor take what belongs to the project."""
    for round_number in range(2):
        layers = add_land()
        dock = opened(TitleDock, window, qtbot)
        dock.setVisible(is_open)
        dock.land.setCollapsed(not is_open)
        dock.boundary.rivers.setLayer(layers["rivers"])
        dock.output_folder.setFilePath(str(tmp_path / f"p{round_number}"))
        dock.start_job()
        wait(dock, qtbot)
        if round_number:
            QgsProject.instance().clear()
        else:
            for key in ("rivers", "cum", "parcels", "comunidades"):
                QgsProject.instance().removeMapLayer(layers[key].id())
                settle(qtbot)
                assert dock.land.units.currentLayer() is (layers["cum"] if key == "rivers" else None)
        settle(qtbot)
        assert dock.land.units.currentLayer() is None
        assert dock.land.exclusions.model().rowCount() == 0
        assert dock.land.classes.fields().count() == 0
        dock.setVisible(not is_open)
        dock.land.setCollapsed(is_open)
        settle(qtbot)


def test_the_plugin_goes_with_its_rows_filled_and_the_project_after_it(window, qtbot, tmp_path):
    labels = []
    for _ in range(3):
        parts = WindowParts(window)
        parts.add()
        layers = add_land()
        dock = parts.dock("title")
        dock.show()
        dock.land.setCollapsed(False)
        settle(qtbot)
        assert dock.land.units.currentLayer() is layers["cum"]
        labels.append(sorted(label.text() for label in dock.land.findChildren(QLabel)))
        dock.close()
        dock.show()
        dock.output_folder.setFilePath(str(tmp_path / "p"))
        # the first run is still at work when the plugin goes
        dock.start_job()
        parts.remove()
        QgsProject.instance().clear()
        settle(qtbot)
        assert window.parts()["docks"] == 0
    assert labels[0] == labels[1] == labels[2]


@pytest.mark.parametrize("milliseconds", [0, 5, 60, 250])
def test_the_project_is_cleared_while_a_package_is_made(window, qtbot, tmp_path, milliseconds):
    side = 1000 / 40
    many = [
        ("AFX"[(i + j) % 3] + "1", box(i * side, j * side, (i + 1) * side, (j + 1) * side))
        for i in range(40)
        for j in range(40)
    ]
    add_land(units=many)
    dock = opened(TitleDock, window, qtbot)
    dock.allow_blockers.setChecked(True)
    dock.output_folder.setFilePath(str(tmp_path / "p"))
    dock.start_job()
    qtbot.wait(milliseconds)
    assert dock.is_running
    QgsProject.instance().clear()
    wait(dock, qtbot)
    assert dock.status.text() == "Cancelled. Nothing was written."
    assert not (tmp_path / "p").exists()


def neighbours_with(**more):
    fields = "&".join(f"field={name}:string" for name in ("nombre", *more))
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32718&{fields}", "colindantes", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["Río Tigre", *more.values()])
    feature.setGeometry(QgsGeometry.fromWkt(box(1000, 0, 1100, 1000)))
    layer.dataProvider().addFeature(feature)
    return QgsProject.instance().addMapLayer(layer)


@pytest.fixture
def forget_facts():
    yield
    for key in ("neighbour_kind", "neighbour_registry", "neighbours_layer", "neighbour_name"):
        remember("title", key, "")


def test_kind_and_registry_entry_of_neighbours_are_proposed_and_go_into_the_package(window, qtbot, forget_facts):
    add("comunidades", ("Nueva Vida", SQUARE))
    dock = opened(TitleDock, window, qtbot)
    facts = dock.boundary.facts
    assert not any(combo.isVisibleTo(dock) for combo in facts.values())
    neighbours_with(Tipo="río", partida="11001234")
    qtbot.wait(20)
    assert all(combo.isVisibleTo(dock) for combo in facts.values())
    asked = dock.source.parameters()
    assert (asked["NEIGHBOUR_KIND"], asked["NEIGHBOUR_REGISTRY"]) == ("Tipo", "partida")
    # who takes the proposed field away is not asked again, and another field is remembered
    facts["NEIGHBOUR_REGISTRY"].setField("")
    facts["NEIGHBOUR_KIND"].setField("nombre")
    asked = dock.source.parameters()
    assert asked["NEIGHBOUR_KIND"] == "nombre"
    assert "NEIGHBOUR_REGISTRY" not in asked
    again = opened(TitleDock, window, qtbot)
    qtbot.wait(20)
    assert [combo.currentField() for combo in again.boundary.facts.values()] == ["nombre", ""]


def test_tab_leads_from_the_neighbours_to_their_kind_and_registry_entry(window, qtbot, forget_facts):
    add("comunidades", ("Nueva Vida", SQUARE))
    neighbours_with(tipo="río")
    dock = opened(TitleDock, window, qtbot)
    order = [
        dock.boundary.neighbours,
        dock.boundary.neighbour_name,
        *dock.boundary.facts.values(),
        dock.boundary.rivers,
    ]
    seen, widget = [], dock.boundary.neighbours
    for _ in range(60):
        if widget in order:
            seen.append(widget)
        widget = widget.nextInFocusChain()
    assert seen[: len(order)] == order
