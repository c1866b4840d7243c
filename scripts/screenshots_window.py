"""Runs inside QGIS: does the job of each dock on the demo and takes its picture. Started by screenshots.py."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import QgsFillSymbol, QgsProject, QgsSingleSymbolRenderer
from qgis.PyQt.QtCore import QDate, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

import window_driver as window
from rainforest_alert_plugin.gui.mission_dialog import MissionDialog
from screenshots_workshop import workshop

# Quiet colours, so that the results stand out.
COLORS = {
    "rio": ("#b7d7ea", "#5a9bc4"),
    "concesion": ("#efe0c8", "#a67c3d"),
    "predios": ("#f6f1e3", "#b9a77c"),
    "comunidades": ("#dcedd4", "#5d8a4f"),
    "comunidad": ("#dcedd4", "#2f6b2a"),
}
OUT = Path(os.environ["RAINFOREST_ALERT_OUT"])


def take(name: str) -> None:
    """Save the window as it is."""
    window.settle()
    iface.mainWindow().grab().save(str(OUT / f"{name}.png"))


def finish(dock: Any, button: Any) -> None:
    """Start a job and wait for its end."""
    window.click(button)
    window.wait_for(lambda: not dock.is_running)
    print(dock.name, dock.status.level, dock.status.text(), flush=True)


def morning(dock: Any) -> None:
    """A new workspace with the alerts of the demo, its list at two sizes and the weights."""
    folder = Path(tempfile.mkdtemp()) / "federacion"
    folder.mkdir()
    dock.morning.create_workspace(str(folder))
    window.wait_for(lambda: not dock.is_running)
    dock.morning.import_file(str(window.DEMO / "alerts.tif"))
    window.wait_for(lambda: not dock.is_running)
    print(dock.name, dock.status.level, dock.status.text(), flush=True)
    window.click(dock.news.map_button)
    dock.news.list.setCurrentRow(0)
    QTest.qWait(2500)
    take("alerts")
    send_to_mission(dock)
    window.choose(dock.look, "Por antigüedad")
    dock.look.activated.emit(dock.look.currentIndex())
    dock.news.weights_button.setChecked(True)
    dock.news.large_button.setChecked(True)
    QTest.qWait(300)
    dock.widget().ensureWidgetVisible(dock.news.sources_label)
    take("alerts_weights")
    dock.news.weights_button.setChecked(False)
    dock.news.large_button.setChecked(False)


def send_to_mission(dock: Any) -> None:
    """Send three events to a mission; a picture while it is asked which."""
    for row in range(3):
        dock.news.list.item(row).setSelected(True)

    def answer() -> None:
        dialog = dock.findChild(MissionDialog)
        dialog.new_button.setChecked(True)
        dialog.name.setText("Quebrada Tahuayo")
        dialog.day.setDate(QDate.currentDate().addDays(9))
        dialog.grab().save(str(OUT / "alerts_mission_dialog.png"))
        dialog.accept()

    QTimer.singleShot(800, answer)
    window.click(dock.news.mission_button)
    QTest.qWait(1500)
    take("alerts_mission")


def draw_territory(layers: dict[str, Any]) -> None:
    """The pages of the Territory dock: a draft with a side along the river, and the technical table."""
    territory = window.show_only("territory")
    if territory.book.location and territory.book.person is None:
        territory.who_dialog.name.setText("Rosa Ampush")
        territory.who_dialog.ok_button.click()
    if not territory.book.communities:
        territory.get_in.import_communities({"INPUT": layers["comunidades"], "SOURCE": "demo"})
        window.wait_for(lambda: not territory.is_running)
    territory.show_page("get_in")
    take("territory_get_in")
    territory.show_page("draw")
    window.click(territory.draw.begin_button)
    territory.draw.follower.lines.setLayer(layers["rio"])
    QTest.qWait(1500)
    take("territory_draw")
    territory.draw.drafts.zone.layer.rollBack()
    territory.show_page("table")
    window.choose(territory.boundary.neighbours, "colindantes")
    finish(territory, territory.run_button)
    territory.table.selectRow(4)
    QTest.qWait(1500)
    iface.mapCanvas().zoomScale(12000)
    take("territory")


def scenario() -> None:
    """All four jobs."""
    iface.mainWindow().findChild(QDockWidget, "Browser").close()
    layers = window.load_demo()
    for name, (fill, line) in COLORS.items():
        layers[name].setRenderer(
            QgsSingleSymbolRenderer(
                QgsFillSymbol.createSimple({"color": fill, "outline_color": line, "outline_width": "0.4"})
            )
        )
    root = QgsProject.instance().layerTreeRoot()
    for name in ("alerts", "colindantes"):
        root.findLayer(layers[name].id()).setItemVisibilityChecked(False)

    alerts = window.show_only("alerts")
    morning(alerts)
    alerts.show_page("figures")
    finish(alerts, alerts.draw_button)
    finish(alerts, alerts.run_button)
    take("alerts_figures")

    draw_territory(layers)

    validation = window.show_only("validation")
    finish(validation, validation.run_button)
    findings = validation.findings.tree
    findings.setCurrentItem(findings.topLevelItem(0).child(0))
    QTest.qWait(1500)
    take("validation")

    title = window.show_only("title")
    title.output_folder.setFilePath(str(Path(tempfile.mkdtemp()) / "EJ-01"))
    title.allow_blockers.setChecked(True)
    title.attributes.groups[0].setCollapsed(False)
    take("title_attributes")
    title.attributes.groups[0].setCollapsed(True)
    finish(title, title.run_button)
    finish(title, title.verify_button)
    take("title")

    workshop(layers, OUT, take)

    options = window.options_page()
    options.resize(620, 300)
    options.show()
    QTest.qWait(300)
    options.grab().save(str(OUT / "options.png"))


window.run(scenario)
