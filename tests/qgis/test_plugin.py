"""The plugin comes and goes without leaving anything in the window."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QFile, Qt
from qgis.PyQt.QtWidgets import QToolButton
from window_iface import WindowIface

import rainforest_alert_plugin
from rainforest_alert_plugin import classFactory
from rainforest_alert_plugin.host import tasks

NOTHING = {"docks": 0, "toolbars": 0, "menu": 0, "options": 0, "locators": 0, "functions": 0}
ALL = {"docks": 4, "toolbars": 1, "menu": 8, "options": 1, "locators": 1, "functions": 2}


@pytest.fixture
def window(qgis_new_project):
    return WindowIface()


def delete_what_was_asked_to():
    QCoreApplication.sendPostedEvents(
        None,
        QEvent.Type.DeferredDelete.value
        if hasattr(QEvent.Type.DeferredDelete, "value")
        else QEvent.Type.DeferredDelete,
    )


def providers():
    return [p.id() for p in QgsApplication.processingRegistry().providers() if p.id() == "rainforestalert"]


def test_the_plugin_adds_a_toolbar_a_menu_four_closed_docks_and_an_options_page(window):
    plugin = classFactory(window)
    plugin.initGui()
    try:
        assert window.parts() == ALL
        assert providers() == ["rainforestalert"]
        docks = plugin.window_parts.docks
        assert [dock.name for dock in docks] == ["alerts", "territory", "validation", "title"]
        assert not any(dock.isVisibleTo(window.mainWindow()) for dock in docks)
        for action in window.plugin_menu.actions():
            assert not action.icon().isNull()
            assert action.text()
            assert action.toolTip()
    finally:
        plugin.unload()


def test_every_icon_of_the_theme_that_a_button_names_is_in_qgis(qgis_app):
    gui = Path(rainforest_alert_plugin.__file__).parent / "gui"
    named = {
        name for path in gui.glob("*.py") for name in re.findall(r'"(/m\w+\.svg)"', path.read_text(encoding="utf-8"))
    }

    assert "/mActionStart.svg" in named
    assert [name for name in sorted(named) if not QFile.exists(f":/images/themes/default{name}")] == []


def test_no_button_that_has_room_for_an_icon_is_without(window):
    plugin = classFactory(window)
    plugin.initGui()
    try:
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        docks = plugin.window_parts.docks
        buttons = [button for dock in docks for button in dock.findChildren(QToolButton)]
        with_room = [button for button in buttons if button.toolButtonStyle() == beside]
        assert plugin.window_parts.workshop_action.text() in [button.text() for button in with_room]
        assert [button.text() for button in with_room if button.icon().isNull()] == []
    finally:
        plugin.unload()


def test_loaded_and_unloaded_twenty_times_nothing_is_left(window):
    for _ in range(20):
        plugin = classFactory(window)
        plugin.initGui()
        assert window.parts() == ALL
        plugin.unload()
        delete_what_was_asked_to()
        assert window.parts() == NOTHING
        assert providers() == []


def test_an_unloaded_dock_no_longer_hears_of_layers(window):
    plugin = classFactory(window)
    plugin.initGui()
    plugin.unload()
    del plugin
    delete_what_was_asked_to()
    gc.collect()
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "comunidades", "memory")
    QgsProject.instance().addMapLayer(layer)
    QCoreApplication.processEvents()
    QgsProject.instance().removeMapLayer(layer)
    assert window.parts() == NOTHING


def test_the_provider_alone_needs_no_window():
    plugin = classFactory(None)
    plugin.initProcessing()
    assert providers() == ["rainforestalert"]
    plugin.unload()
    assert providers() == []


def test_unloading_during_a_run_cancels_and_waits_for_it(window, slow_algorithm):
    plugin = classFactory(window)
    plugin.initGui()
    dock = plugin.window_parts.dock("alerts")
    dock.run_algorithm(slow_algorithm, {}, lambda outcome: pytest.fail("nobody may be told"))
    assert dock.is_running
    plugin.unload()
    delete_what_was_asked_to()
    assert tasks._running == set()
    assert QgsApplication.taskManager().countActiveTasks() == 0
    assert window.parts() == NOTHING
