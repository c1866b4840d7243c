"""Runs inside QGIS's window: uses each dock as a person would and writes down what it saw. Started by test_gui.py."""

from __future__ import annotations

import dataclasses
import json
import os
import sqlite3
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Callable

import processing
import qgis.utils
from qgis.core import QgsApplication, QgsExpression, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QToolBar,
    QTreeWidget,
    QWidget,
)
from qgis.utils import iface, plugins

import window_driver as window

OUT = Path(os.environ["RAINFOREST_ALERT_OUT"])
PLUGIN = window.PLUGIN
seen: dict[str, Any] = {}


def finish(dock: Any, button: Any) -> dict[str, Any]:
    """Click a button that starts a job, wait for its end, and say how the dock stands."""
    window.click(button)
    window.wait_for(lambda: not dock.is_running)
    return stand(dock)


def stand(dock: Any) -> dict[str, Any]:
    """What the status line says, and the log."""
    return {"level": dock.status.level, "sentence": dock.status.text(), "log": dock.log.toPlainText()}


def layer_named(name: str) -> Any:
    """The result layer of a name."""
    return QgsProject.instance().mapLayersByName(name)[0]


def box(rectangle: QgsRectangle) -> list[float]:
    """Extent as a list."""
    return [rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()]


def visible_texts(widget: QWidget) -> list[str]:
    """Everything that a person can read in a widget, tooltips included."""
    texts = [widget.windowTitle()]
    for child in widget.findChildren(QWidget):
        texts.append(child.toolTip())
        if isinstance(child, (QLabel, QAbstractButton)):
            texts.append(child.text())
        if isinstance(child, QGroupBox):
            texts.append(child.title())
        if isinstance(child, QLineEdit):
            texts.append(child.placeholderText())
        if isinstance(child, QTreeWidget):
            texts += [child.headerItem().text(column) for column in range(child.columnCount())]
    return sorted({text for text in texts if text})


def cut_off(widget: QWidget) -> list[str]:
    """Labels and buttons that are drawn narrower than their text."""
    return [
        child.text()
        for child in widget.findChildren(QWidget)
        if isinstance(child, (QLabel, QAbstractButton))
        and child.isVisible()
        and child.text()
        and not (isinstance(child, QLabel) and child.wordWrap())
        and child.width() < child.minimumSizeHint().width()
    ]


def look_at(name: str) -> Any:
    """Open a dock and write down its texts and its measures."""
    dock = window.show_only(name)
    QTest.qWait(200)
    scroll = dock.widget()
    seen.setdefault("texts", {})[name] = visible_texts(dock)
    seen.setdefault("widths", {})[name] = {
        "dock": dock.width(),
        "content": scroll.widget().minimumSizeHint().width(),
        "viewport": scroll.viewport().width(),
        "cut_off": cut_off(dock),
    }
    return dock


def listed(dock: Any) -> list[str]:
    """Events in the list, as the person reads them."""
    return [dock.news.list.item(row).text() for row in range(dock.news.list.count())]


def decided(location: str) -> list[list[Any]]:
    """Decisions about the events as the file holds them, the largest first."""
    with sqlite3.connect(location) as database:
        rows = database.execute(
            "SELECT territory_id, state, dismissed_reason, area_ha FROM alert_event ORDER BY area_ha DESC, id"
        )
        return [list(row) for row in rows]


def use_morning() -> None:
    """Make a workspace, take in the demo's alerts, dismiss an event, take that back, and do without a connection."""
    dock = look_at("alerts")
    morning: dict[str, Any] = {}
    window.click(dock.run_button)
    morning["without_workspace"] = stand(dock)
    folder = OUT / "federacion"
    folder.mkdir()
    dock.morning.create_workspace(str(folder))
    window.wait_for(lambda: not dock.is_running)
    location = dock.workspace.location()
    morning["location"] = location
    dock.morning.import_file(str(window.DEMO / "alerts.tif"))
    window.wait_for(lambda: not dock.is_running)
    morning["imported"] = {**stand(dock), "listed": listed(dock), "decided": decided(location)}
    morning["sources"] = dock.news.sources_label.text()
    morning["cut_off"] = cut_off(dock)
    window.click(dock.news.map_button)
    layer = layer_named("Eventos del espacio de trabajo")
    dock.news.list.setFocus()
    dock.news.list.setCurrentRow(0)
    QTest.qWait(400)
    window.settle()
    morning["zoomed"] = box(iface.mapCanvas().extent())
    morning["on_map"] = [layer.featureCount(), layer.temporalProperties().isActive()]
    chosen = dock.news.selected()[0]
    morning["chosen_wkt"] = QgsGeometry.fromWkt(layer_wkt(chosen)).asWkt(9)
    dock.news.reason.lineEdit().setFocus()
    QTest.keyClicks(dock.news.reason.lineEdit(), "Chacra de la comunidad")
    window.click(dock.news.dismiss_button)
    morning["dismissed"] = {**stand(dock), "count": len(listed(dock)), "decided": decided(location)}
    window.click(dock.news.undo_button)
    morning["taken_back"] = {**stand(dock), "decided": decided(location)}
    dock.news.list.setCurrentRow(0)
    window.click(dock.news.seen_button)
    morning["seen"] = {"count": len(listed(dock)), "decided": decided(location)}
    morning["offline"] = {**without_connection(dock), "listed": len(listed(dock))}
    morning["offline_sources"] = dock.news.sources_label.text()
    morning["popups"] = [
        one.windowTitle() for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
    ]
    dock.news.large_button.setChecked(True)
    dock.news.weights_button.setChecked(True)
    QTest.qWait(200)
    morning["large_cut_off"] = cut_off(dock)
    scroll = dock.widget()
    morning["large_widths"] = [scroll.widget().minimumSizeHint().width(), scroll.viewport().width()]
    dock.news.large_button.setChecked(False)
    dock.news.weights_button.setChecked(False)
    seen["morning"] = morning


def layer_wkt(event: Any) -> str:
    """Outline of an event of the list in the map's reference system."""
    geometry = QgsGeometry()
    geometry.fromWkb(event.wkb)
    transform = qgis.core.QgsCoordinateTransform(
        qgis.core.QgsCoordinateReferenceSystem("EPSG:4326"),
        iface.mapCanvas().mapSettings().destinationCrs(),
        QgsProject.instance(),
    )
    geometry.transform(transform)
    return geometry.asWkt(9)


def without_connection(dock: Any) -> dict[str, Any]:
    """Update while no service answers: their addresses lead to a port where nobody listens."""
    from rainforest_alert_plugin.algorithms import download_alerts

    known, network = download_alerts.services(), download_alerts.network_settings
    nowhere = {name: dataclasses.replace(one, base="http://127.0.0.1:9") for name, one in known.items()}
    download_alerts.services = lambda: nowhere
    download_alerts.network_settings = lambda path: dataclasses.replace(network(path), attempts=1)
    try:
        return finish(dock, dock.run_button)
    finally:
        download_alerts.services = lambda: known
        download_alerts.network_settings = network


def use_alerts() -> None:
    """Measure, zoom, save the chart, draw the points."""
    dock = look_at("alerts")
    dock.show_page("figures")
    QTest.qWait(200)
    seen["alerts_proposed"] = [dock.alerts.currentText(), dock.territories.currentText(), dock.id_field.currentText()]
    window.choose(dock.period, "Año")
    measured = finish(dock, dock.run_button)
    dock.tabs.setCurrentWidget(dock.table)
    measured["rows"] = [list(map(str, row)) for row in dock.table.rows_model.rows]
    measured["texts"] = dock.table.text_rows()
    measured["table_features"] = layer_named("Alertas por territorio (año)").featureCount()
    places = [row for row in range(dock.table.model().rowCount()) if dock.table.row(row)[0] == "EJ-03"]
    dock.table.selectRow(places[0])
    window.settle()
    measured["zoomed"] = box(iface.mapCanvas().extent())
    dock.save_chart(str(OUT / "grafico"))
    measured["chart"] = stand(dock)
    seen["alerts"] = measured
    drawn = finish(dock, dock.draw_button)
    points = layer_named("Puntos de alerta")
    drawn["points"] = points.featureCount()
    drawn["legend"] = [category.label() for category in points.renderer().categories()]
    seen["points"] = drawn
    seen["alerts_cut_off"] = cut_off(dock)
    dock.start.setDate(dock.start.date().currentDate())
    dock.end.setDate(dock.start.date().addDays(-1))
    window.click(dock.run_button)
    seen["dates_reversed"] = stand(dock)
    dock.start.clear()
    dock.end.clear()


def use_territory() -> None:
    """Compute the table and zoom to a vertex."""
    dock = look_at("territory")
    dock.workspace.choose(seen["morning"]["location"])
    if getattr(dock, "who_dialog", None) is not None:
        dock.who_dialog.reject()
    pages = seen["territory_pages"] = {}
    for page in ("get_in", "draw", "compare", "agree", "record", "table"):
        dock.show_page(page)
        QTest.qWait(150)
        scroll = dock.widget()
        pages[page] = {
            "texts": visible_texts(dock),
            "cut_off": cut_off(dock),
            "content": scroll.widget().minimumSizeHint().width(),
            "viewport": scroll.viewport().width(),
            "dock": dock.width(),
        }
        dock.grab().save(str(OUT / f"territory_{page}.png"))
    window.choose(dock.boundary.neighbours, "colindantes")
    computed = finish(dock, dock.run_button)
    computed["rows"] = dock.table.text_rows()
    dock.table.selectRow(2)
    window.settle()
    computed["zoomed"] = box(iface.mapCanvas().extent())
    computed["vertex"] = [float(dock.table.row(2)[column]) for column in (4, 5)]
    computed["labels_on"] = layer_named("Vértices de EJ-01").labelsEnabled()
    computed["cut_off"] = cut_off(dock)
    seen["territory"] = computed


def use_validation() -> None:
    """Find overlaps in the plane of UTM, and zoom to one."""
    dock = look_at("validation")
    window.choose(dock.area_method, "Plana UTM")
    found = finish(dock, dock.overlaps_button)
    tree = dock.tree
    found["lines"] = [
        [tree.topLevelItem(i).text(0)]
        + [
            [item.text(c) for c in range(4)]
            for item in map(tree.topLevelItem(i).child, range(tree.topLevelItem(i).childCount()))
        ]
        for i in range(tree.topLevelItemCount())
    ]
    overlaps = layer_named("Superposiciones de comunidades")
    found["overlaps"] = [
        [f["boundary_id"], f["layer"], f["feature_name"], f["area_ha"], f["percent"]] for f in overlaps.getFeatures()
    ]
    item = tree.topLevelItem(0).child(0)
    tree.setCurrentItem(item)
    window.settle()
    found["zoomed"] = box(iface.mapCanvas().extent())
    found["cut_off"] = cut_off(dock)
    seen["validation"] = found
    checked = finish(dock, dock.run_button)
    findings = dock.findings.tree
    checked["groups"] = {
        findings.topLevelItem(i).text(0): [
            findings.topLevelItem(i).child(j).text(0) for j in range(findings.topLevelItem(i).childCount())
        ]
        for i in range(findings.topLevelItemCount())
    }
    findings.setCurrentItem(findings.topLevelItem(0).child(0))
    window.settle()
    checked["detail"] = dock.findings.detail.toPlainText()
    checked["can_fix"] = dock.findings.fix_button.isEnabled()
    checked["cut_off"] = cut_off(dock)
    seen["findings"] = checked


def use_title() -> None:
    """Be stopped by a wrong UBIGEO and by blockers, write a draft, verify it, spoil it, verify again."""
    dock = look_at("title")
    edits = dock.attributes.edits
    seen["attributes_proposed"] = {key: edit.text() for key, edit in edits.items() if edit.text()}
    folder = OUT / "paquete"
    dock.output_folder.setFilePath(str(folder))
    edits["ubigeo"].setText("2501")
    window.click(dock.run_button)
    seen["bad_ubigeo"] = {**stand(dock), "focused": iface.mainWindow().focusWidget() is edits["ubigeo"]}
    edits["ubigeo"].setText("250101")
    blocked = finish(dock, dock.run_button)
    blocked["folder_exists"] = folder.exists()
    seen["blocked"] = blocked
    dock.allow_blockers.setChecked(True)
    written = finish(dock, dock.run_button)
    written["files"] = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    written["listed"] = sorted(row[0] for row in dock.table.rows_model.rows)
    written["manifest"] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    seen["package"] = written
    seen["verified"] = finish(dock, dock.verify_button)
    spoiled = next(path for path in folder.rglob("*.csv"))
    spoiled.write_bytes(spoiled.read_bytes().replace(b"4", b"5", 1))
    seen["spoiled"] = finish(dock, dock.verify_button)
    QTest.qWait(200)
    seen["title_cut_off"] = cut_off(dock)


def comes_true(condition: Callable[[], bool]) -> bool:
    """Whether something holds once the screen has answered, which takes it a while on a busy machine."""
    try:
        window.wait_for(condition, 60)
    except RuntimeError:
        return False
    return True


def hold_a_workshop() -> None:
    """Enter the workshop mode, draw a line with the mouse, leave; the window before and after."""
    main = iface.mainWindow()
    location = window.docks()["alerts"].workspace.location()
    create = import_module(f"{PLUGIN}.host.workspaces").open_workspace
    with create(location) as opened, opened.write() as transaction:
        transaction.insert("community", {"name": "Taller de prueba"})
    parts_of = plugins[PLUGIN].window_parts
    before = bytes(main.saveState())
    parts_of.workshop_action.trigger()
    comes_true(main.isFullScreen)
    QTest.qWait(500)
    mode = parts_of.workshop_mode
    held: dict[str, Any] = {
        "full_screen": main.isFullScreen(),
        "shown": [dock.objectName() for dock in main.findChildren(QDockWidget) if dock.isVisible()],
        "menu_hidden": main.menuBar().isHidden(),
    }
    mode.open_page.place.setText("Local comunal")
    mode.open_page.purpose.setText("mapa")
    window.click(mode.open_page.open_button)
    held["said"] = mode.status.text() if mode.status.isVisible() else ""
    window.click(mode.draw_page.strokes["line"])
    for x, y in ((200, 200), (300, 260)):
        QTest.mouseClick(iface.mapCanvas().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    window.click(mode.draw_page.finish_button)
    held["texts"] = visible_texts(mode.panel)
    held["cut_off"] = cut_off(mode.panel)
    window.click(mode.describe_page.save_button)
    with create(location, read_only=True) as opened:
        held["kinds"] = [row["kind"] for row in opened.read("place")]
    held["left"] = mode.leave()
    held["restored"] = comes_true(lambda: bytes(main.saveState()) == before)
    held["still_full_screen"] = main.isFullScreen()
    seen["workshop"] = held


def cancel_in_the_middle() -> None:
    """A comparison that takes long, cancelled once it made progress."""
    project = QgsProject.instance()
    extent = "452000,456000,8345000,8349000 [EPSG:32720]"
    for name, size in (("muchos_linderos", 40), ("muchos_predios", 9)):
        grid = processing.run(
            "native:creategrid",
            {
                "TYPE": 2,
                "EXTENT": extent,
                "HSPACING": size,
                "VSPACING": size,
                "CRS": "EPSG:32720",
                "OUTPUT": "TEMPORARY_OUTPUT",
            },
        )["OUTPUT"]
        grid.setName(name)
        project.addMapLayer(grid)
    dock = window.show_only("validation")
    QTest.qWait(300)
    window.choose(dock.boundaries, "muchos_linderos")
    model = dock.references.model()
    for row in range(model.rowCount()):
        item = model.item(row)
        item.setCheckState(2 if item.text() == "muchos_predios" else 0)
    layers = set(project.mapLayers())
    window.click(dock.overlaps_button)
    window.wait_for(lambda: dock.progress.maximum() == 100 and 0 < dock.progress.value() < 90)
    running = dock.is_running
    window.click(dock.cancel_button)
    seconds = window.wait_for(lambda: not dock.is_running)
    seen["cancelled"] = {
        **stand(dock),
        "was_running": running,
        "seconds": seconds,
        "new_layers": sorted(set(project.mapLayers()) - layers),
        "run_button_on": dock.run_button.isEnabled(),
        "cancel_button_on": dock.cancel_button.isEnabled(),
    }


def meet_an_error() -> None:
    """A layer without reference system gives its sentence."""
    layer = QgsVectorLayer("Polygon?field=codigo:string", "sin_sistema", "memory")
    feature = qgis.core.QgsFeature(layer.fields())
    feature.setAttributes(["EJ-09"])
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(453000, 8347000, 453100, 8347100)))
    layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    layer.setCrs(qgis.core.QgsCoordinateReferenceSystem())
    dock = window.show_only("territory")
    QTest.qWait(300)
    window.choose(dock.boundary.boundaries, "sin_sistema")
    seen["no_crs"] = finish(dock, dock.run_button)


def parts() -> dict[str, int]:
    """What the plugin adds to the window, counted."""
    main = iface.mainWindow()
    return {
        "docks": sum(dock.objectName().startswith("RainforestAlert") for dock in main.findChildren(QDockWidget)),
        "toolbars": sum(bar.objectName().startswith("RainforestAlert") for bar in main.findChildren(QToolBar)),
        "menu": sum("Rainforest" in action.text() for action in iface.pluginMenu().actions()),
        "functions": sum(QgsExpression.isFunctionName(name) for name in ("alert_date", "alert_confidence")),
        "providers": sum(p.id() == "rainforestalert" for p in QgsApplication.processingRegistry().providers()),
    }


def reload_twenty_times() -> None:
    """Unload, the first time during a run, and load again."""
    seen["parts"] = [parts()]
    dock = window.docks()["validation"]
    window.click(dock.run_button)
    for _ in range(20):
        started = time.monotonic()
        qgis.utils.unloadPlugin(PLUGIN)
        QTest.qWait(1)
        seen["parts"].append(parts())
        qgis.utils.loadPlugin(PLUGIN)
        qgis.utils.startPlugin(PLUGIN)
        seen.setdefault("reload_seconds", []).append(time.monotonic() - started)
        seen["parts"].append(parts())


def land_units(outline: QgsRectangle) -> Any:
    """Units of land capacity in the project: crops in the west of an outline, forest in the east."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32720&field=clase:string", "CUM de ejemplo", "memory")
    middle, around = outline.center().x(), outline.buffered(500)
    for code, west, east in (
        ("A1s", around.xMinimum(), middle),
        ("F2se", middle, around.xMaximum()),
    ):
        feature = qgis.core.QgsFeature(layer.fields())
        feature.setAttributes([code])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, around.yMinimum(), east, around.yMaximum())))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return QgsProject.instance().addMapLayer(layer)


def divide_land() -> None:
    """A package with its land divided; then layers go one by one, the project all at once, the dock and the plugin with them."""
    project = QgsProject.instance()
    dock = window.show_only("title")
    units = land_units(layer_named("comunidad").extent())
    QTest.qWait(300)
    window.choose(dock.boundary.boundaries, "comunidad")
    QTest.qWait(300)
    land = dock.land
    land.setCollapsed(False)
    window.choose(dock.boundary.rivers, "rio")
    exclusions = land.exclusions.model()
    for row in range(exclusions.rowCount()):
        item = exclusions.item(row)
        item.setCheckState(Qt.CheckState.Checked if item.text() in ("concesion", "rio") else Qt.CheckState.Unchecked)
    QTest.qWait(300)
    divided: dict[str, Any] = {
        "proposed": [land.units.currentText(), land.classes.currentField()],
        "note": land.note.text(),
        "title": land.title(),
        "texts": visible_texts(dock),
        "cut_off": cut_off(dock),
        "content": dock.widget().widget().minimumSizeHint().width(),
        "viewport": dock.widget().viewport().width(),
        "middle": layer_named("comunidad").extent().center().x(),
    }
    folder = OUT / "dividida"
    dock.output_folder.setFilePath(str(folder))
    dock.attributes.edits["ubigeo"].setText("250101")
    dock.allow_blockers.setChecked(True)
    divided["written"] = finish(dock, dock.run_button)
    divided["verified"] = finish(dock, dock.verify_button)
    divided["numbers"] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["numbers"]
    divided["still_there"] = sorted(layer.name() for layer in project.mapLayers().values())
    project.removeMapLayer(units.id())
    window.wait_for(lambda: land.note.text() != divided["note"])
    divided["after_removal"] = [land.units.currentText(), land.classes.currentField(), land.note.text()]
    project.removeMapLayer(layer_named("rio").id())
    dock.close()
    project.clear()
    QTest.qWait(100)
    window.show_only("title")
    QTest.qWait(100)
    divided["after_clearing"] = [land.units.count(), exclusions.rowCount(), dock.boundary.rivers.currentText()]
    window.load_demo()
    land_units(layer_named("comunidad").extent())
    window.wait_for(lambda: dock.land.units.currentLayer() is not None)
    divided["proposed_again"] = [dock.land.units.currentText(), dock.boundary.rivers.currentText()]
    qgis.utils.unloadPlugin(PLUGIN)
    project.clear()
    QTest.qWait(100)
    divided["left"] = parts()
    seen["land"] = divided


def scenario() -> None:
    """All of it, one after the other."""
    seen["screen"] = [iface.mainWindow().width(), iface.mainWindow().height()]
    seen["closed_at_start"] = not any(dock.isVisible() for dock in window.docks().values())
    browser = iface.mainWindow().findChild(QDockWidget, "Browser")
    browser.close()
    window.load_demo()
    try:
        for step in (
            use_morning,
            use_alerts,
            use_territory,
            use_validation,
            use_title,
            hold_a_workshop,
            cancel_in_the_middle,
            meet_an_error,
            reload_twenty_times,
            divide_land,
        ):
            started = time.monotonic()
            step()
            print(f"{step.__name__}: {time.monotonic() - started:.1f} s", flush=True)
    finally:
        (OUT / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


window.run(scenario)
