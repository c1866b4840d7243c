"""Preferences: what is stored is what is read, and every one of them is read by something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from window_iface import WindowIface

from rainforest_alert_plugin.gui.alerts_dock import AlertsDock
from rainforest_alert_plugin.gui.options import OptionsFactory
from rainforest_alert_plugin.gui.validation_dock import ValidationDock
from rainforest_alert_plugin.host.settings import Settings, read_settings, write_settings
from rainforest_alert_plugin.host.words import federation_words
from rainforest_alert_plugin.territory.words import words_file

pytestmark = pytest.mark.usefixtures("fresh_settings", "qgis_new_project")

CHOSEN = Settings(
    output_folder="/home/ana/títulos",
    area_method="ellipsoidal",
    min_overlap_ha=0.05,
    min_confidence="high",
    words_file="/home/ana/awajun.json",
)


def test_a_new_profile_has_the_defaults():
    assert read_settings() == Settings()


def test_what_is_written_is_read():
    write_settings(CHOSEN)
    assert read_settings() == CHOSEN


@pytest.mark.parametrize(
    ("key", "value"),
    [("area_method", "sphere"), ("min_confidence", "sure"), ("min_overlap_ha", "many"), ("min_overlap_ha", -1)],
)
def test_a_value_that_makes_no_sense_counts_as_absent(key, value):
    QgsSettings().setValue(f"plugins/rainforest_alert/options/{key}", value)
    assert read_settings() == Settings()


def test_the_page_shows_the_settings_and_stores_its_own(qtbot):
    write_settings(CHOSEN)
    page = OptionsFactory().createWidget(None)
    qtbot.addWidget(page)
    assert page.settings() == CHOSEN
    page.min_overlap_ha.setValue(2.5)
    page.output_folder.setFilePath("/home/ana/otro")
    assert read_settings() == CHOSEN
    page.apply()
    assert read_settings() == Settings("/home/ana/otro", "ellipsoidal", 2.5, "high", "/home/ana/awajun.json")


def test_docks_begin_with_the_preferences(qtbot):
    write_settings(CHOSEN)
    window = WindowIface()
    validation, alerts = ValidationDock(window), AlertsDock(window)
    for dock in (validation, alerts):
        qtbot.addWidget(dock, before_close_func=lambda dock: dock.close_down())
    assert validation.area_method.currentData() == "ellipsoidal"
    assert validation.min_area.value() == 0.05
    assert alerts.min_confidence.currentData() == "high"


def test_packages_go_to_the_folder_chosen_or_to_the_documents():
    assert CHOSEN.packages_folder() == Path("/home/ana/títulos")
    assert Settings().packages_folder().name == "Rainforest Alert"


def test_the_words_to_translate_are_copied_and_chosen(qtbot, tmp_path):
    page = OptionsFactory().createWidget(None)
    qtbot.addWidget(page)
    copy = tmp_path / "palabras.json"
    page.copy_words(str(copy))
    copy.write_text(copy.read_text(encoding="utf-8").replace('"Undo"', '"Ashimatai"'), encoding="utf-8")
    page.apply()
    words, said = federation_words()
    assert words.say("mode.undo") == "Ashimatai"
    assert said == ()


def test_a_new_copy_keeps_what_was_translated_and_brings_the_words_of_a_newer_version(qtbot, tmp_path):
    page = OptionsFactory().createWidget(None)
    qtbot.addWidget(page)
    own = tmp_path / "palabras.json"
    own.write_text(
        json.dumps({"language": "Shipibo", "mode.undo": "Ashimatai", "mode.came": "{who}", "mode.gone": "Kai"}),
        encoding="utf-8",
    )
    page.words_file.setFilePath(str(own))
    page.copy_words(str(own))
    written = json.loads(own.read_text(encoding="utf-8"))
    said = {id: written.pop(id) for id in ("language", "mode.undo", "mode.came", "mode.gone")}
    assert said == {"language": "Shipibo", "mode.undo": "Ashimatai", "mode.came": "{who}", "mode.gone": "Kai"}
    english = json.loads(words_file("en").read_text(encoding="utf-8"))
    assert written == {id: text for id, text in english.items() if id not in said}


def test_words_that_cannot_be_read_leave_those_of_the_plugin_and_say_why(tmp_path):
    write_settings(Settings(words_file=str(tmp_path / "gone.json")))
    words, said = federation_words()
    assert words.say("mode.undo") == "Undo"
    assert [message.id for message in said] == ["words.unreadable"]
