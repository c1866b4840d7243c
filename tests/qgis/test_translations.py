"""Spanish: complete, loaded from the compiled file, and never left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QCoreApplication

import build
import check_translations
import i18n as i18n_script
from rainforest_alert_plugin import i18n

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("i18n")
    build.compile_translations(ROOT / "i18n", folder)
    return folder


def test_every_text_has_its_spanish_with_the_same_places_to_fill():
    assert check_translations.check(ROOT / "rainforest_alert_plugin", sorted((ROOT / "i18n").glob("*.ts"))) == []


def test_the_ts_file_is_made_of_the_parts(tmp_path):
    parts, contradictions = i18n_script.read_parts(ROOT / "i18n" / "es")
    assert contradictions == []
    made = tmp_path / "es.ts"
    i18n_script.write_ts(made, "es", i18n_script.marked_texts(ROOT / "rainforest_alert_plugin"), parts)
    assert made.read_text(encoding="utf-8") == (ROOT / "i18n" / "rainforest_alert_es.ts").read_text(encoding="utf-8"), (
        "run `make i18n`"
    )


def test_a_qgis_in_peruvian_spanish_gets_the_spanish_texts_and_gives_them_back(compiled, monkeypatch):
    monkeypatch.setattr(i18n, "translations", lambda: compiled)
    monkeypatch.setattr(i18n.QgsApplication, "locale", staticmethod(lambda: "es_PE"))
    translator = i18n.install_translator()
    try:
        assert i18n.translate("RainforestAlert", "Cancel") == "Cancelar"
    finally:
        QCoreApplication.removeTranslator(translator)
    assert i18n.translate("RainforestAlert", "Cancel") == "Cancel"


def test_a_qgis_in_english_needs_no_translation(compiled, monkeypatch):
    monkeypatch.setattr(i18n, "translations", lambda: compiled)
    monkeypatch.setattr(i18n.QgsApplication, "locale", staticmethod(lambda: "en_US"))
    assert i18n.install_translator() is None


def test_a_text_that_two_parts_translate_differently_is_told(tmp_path):
    for name, spanish in (("a", "lindero"), ("b", "límite")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"boundary": spanish}), encoding="utf-8")
    _, contradictions = i18n_script.read_parts(tmp_path)
    assert len(contradictions) == 1
    assert "boundary" in contradictions[0]
