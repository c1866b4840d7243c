"""Sentences that give the geometry engine's finding say it in the user's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import Qgis, QgsGeometry

import build
from rainforest_alert_plugin import i18n
from rainforest_alert_plugin.errors import Message
from rainforest_alert_plugin.host.messages import describe
from rainforest_alert_plugin.host.messages.reasons import reworded

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def spanish(tmp_path, monkeypatch, qgis_app):
    build.compile_translations(ROOT / "i18n", tmp_path)
    monkeypatch.setattr(i18n, "translations", lambda: tmp_path)
    monkeypatch.setattr(i18n.QgsApplication, "locale", staticmethod(lambda: "es_PE"))
    translator = i18n.install_translator()
    yield
    i18n.QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Ring not closed", "un anillo no está cerrado"),
        ("Self-intersection", "su contorno se cruza a sí mismo"),
        ("Ring Self-intersection", "un anillo se toca o se cruza a sí mismo"),
        ("Hole lies outside shell", "un hueco está fuera de su polígono"),
        ("Nested shells", "una parte está dentro de otra"),
        ("Nested holes", "un hueco está dentro de otro hueco"),
        ("Holes are nested", "un hueco está dentro de otro hueco"),
        ("Interior is disconnected", "su interior queda partido en pedazos"),
        ("Too few points in geometry component", "una parte tiene muy pocos puntos"),
        ("Duplicate Rings", "un anillo está repetido"),
        ("Invalid Coordinate", "una coordenada no es válida"),
        ("Self-intersection[5 9]", "su contorno se cruza a sí mismo [5 9]"),
        ("something the engine never said before", "something the engine never said before"),
    ],
)
def test_a_finding_is_said_in_spanish_inside_the_sentence(spanish, reason, said):
    assert describe(Message("feature.repaired", reason=reason)) == f"su geometría no era válida y se reparó ({said})"


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON((0 0, 4 4, 4 0, 0 4, 0 0))",
        "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (6 6, 7 6, 7 7, 6 7, 6 6))",
        "POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1), (2 2, 3 2, 3 3, 2 3, 2 2))",
        "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0)), ((2 2, 3 2, 3 3, 2 3, 2 2)))",
        "POLYGON((0 0, 8 0, 8 8, 0 8, 0 0), (4 0, 8 4, 4 8, 0 4, 4 0))",
    ],
    ids=["bow-tie", "hole outside", "nested holes", "nested shells", "disconnected"],
)
def test_what_the_engine_of_this_qgis_says_is_known(qgis_app, wkt):
    finding = QgsGeometry.fromWkt(wkt).validateGeometry(Qgis.GeometryValidationEngine.Geos)[0].what()
    assert reworded(finding) != finding
