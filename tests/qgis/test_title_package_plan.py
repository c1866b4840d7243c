"""The plan in the package: drawn on the main thread, whoever runs the export, and marked in a draft."""

from __future__ import annotations

import datetime
import getpass
import json
import math
import subprocess
import threading

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProcessingException,
    QgsProject,
    QgsRenderedFeatureHandlerInterface,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer

from rainforest_alert_plugin.errors import CancelledError
from rainforest_alert_plugin.host import plan_layout
from rainforest_alert_plugin.host.layout_export import write_layout_pdf
from rainforest_alert_plugin.host.main_thread import on_main_thread
from rainforest_alert_plugin.host.package_plan import impersonal
from rainforest_alert_plugin.host.tasks import AlgorithmRun
from tests.qgis.title_packages import OVERLAP, Log, export, layer_of, provider, verify

__all__ = ["provider"]

CIRCLE = [(500000 + 900 * math.cos(n * math.pi / 100), 9000000 - 900 * math.sin(n * math.pi / 100)) for n in range(200)]
LARGER = "POLYGON((" + ",".join(f"{x:.2f} {y:.2f}" for x, y in [*CIRCLE, CIRCLE[0]]) + "))"


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True).stdout


def in_background(work):
    """Result or error of work in another thread, while this one answers events as a window does."""
    told = {}

    def run():
        try:
            told["result"] = work()
        except BaseException as error:
            told["error"] = error

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        QCoreApplication.processEvents()
        thread.join(0.01)
    if "error" in told:
        raise told["error"]
    return told["result"]


def test_work_comes_to_the_main_thread_and_its_result_and_errors_back(qgis_app):
    main = QThread.currentThread()
    assert in_background(lambda: on_main_thread(lambda: QThread.currentThread() == main)) is True
    assert on_main_thread(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        in_background(lambda: on_main_thread(lambda: 1 / 0))


def test_a_run_that_is_cancelled_does_not_wait_for_a_busy_window(qgis_app):
    done = []

    def run():
        try:
            on_main_thread(lambda: done.append("too late"), lambda: True)
        except CancelledError:
            done.append("cancelled")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60.0)  # this thread answers no events meanwhile
    assert done == ["cancelled"]
    QCoreApplication.processEvents()
    assert done == ["cancelled"]


def test_a_package_exported_in_the_background_has_its_plan(tmp_path, qtbot):
    run = AlgorithmRun(
        "rainforestalert:exporttitlepackage",
        {
            "BOUNDARY": layer_of(("Nueva Vida", OVERLAP)),
            "ATTRIBUTES": '{"community": "Nueva Vida & Ñahuín"}',
            "OUTPUT_FOLDER": str(tmp_path / "p"),
        },
    )
    ended = []
    run.ended.connect(ended.append)
    run.start()
    qtbot.waitUntil(lambda: bool(ended), timeout=300_000)
    assert ended[0].error == ""
    said = text_of(tmp_path / "p" / "plano.pdf")
    # 200 m by 100 m
    assert "2.0000 ha" in said
    assert "600.00 m" in said
    assert "Nueva Vida & Ñahuín" in said
    assert verify(tmp_path / "p")[0]["VERIFIED"]


def test_a_draft_and_its_reasons_stand_on_the_plan_and_the_redacted_plan_names_nobody(tmp_path):
    titled = layer_of(("Fundo Canario", OVERLAP), kind="Polygon", name="predios titulados")
    beside = layer_of(
        ("Vecino Canario", "POLYGON((501000 9000000,502000 9000000,502000 9001000,501000 9001000,501000 9000000))")
    )
    export(
        tmp_path / "p",
        boundary="POLYGON((500000 9000000,500000 9001000,501000 9001000,501000 9000000,500000 9000000))",
        REFERENCE=[titled],
        NEIGHBOURS=beside,
        NEIGHBOUR_NAME="nombre",
        ALLOW_BLOCKERS=True,
        PLAN=True,
        REDACTED_FOLDER=str(tmp_path / "t"),
    )
    said = text_of(tmp_path / "p" / "BORRADOR_plano.pdf")
    assert "BORRADOR" in said
    assert "Vecino Canario" in said
    third = text_of(tmp_path / "t" / "BORRADOR_plano.pdf")
    assert "Canario" not in third
    assert "BORRADOR" in third
    for path in (tmp_path / "t").iterdir():
        assert b"Canario" not in path.read_bytes(), path.name


def test_a_click_while_the_plan_is_drawn_leaves_the_earlier_packages_as_they_were(
    tmp_path, monkeypatch, heard_at_each_look
):
    folders = [tmp_path / "p", tmp_path / "t"]
    export(folders[0], REDACTED_FOLDER=str(folders[1]))
    before = {path: path.read_bytes() for folder in folders for path in folder.iterdir()}
    drawn = []

    def click_then_draw(layout, path, settings, is_cancelled):
        drawn.append(path)
        if len(drawn) == at:
            QTimer.singleShot(0, log.cancel)
        return write_layout_pdf(layout, path, settings, is_cancelled)

    monkeypatch.setattr(plan_layout, "write_layout_pdf", click_then_draw)
    # the plan of the package for the office, then that of the redacted one, when the first stands in its place already
    for at in (1, 2):
        drawn.clear()
        log = Log()
        with pytest.raises(QgsProcessingException, match="Cancelled"):
            export(folders[0], log, boundary=LARGER, PLAN=True, REDACTED_FOLDER=str(folders[1]))
        assert len(drawn) == at
        assert sorted(tmp_path.iterdir()) == folders
        assert {path: path.read_bytes() for folder in folders for path in folder.iterdir()} == before


def test_two_runs_give_the_same_plan_and_the_same_files_but_for_the_time_in_the_manifest(tmp_path):
    boundary = "POLYGON((500000 9000000,500000 9000300,500300 9000300,500300 9000000,500000 9000000))"
    for name in ("a", "b"):
        export(tmp_path / name, boundary=boundary, PLAN=True)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "b").iterdir())
    differ = [n for n in names if (tmp_path / "a" / n).read_bytes() != (tmp_path / "b" / n).read_bytes()]
    assert set(differ) <= {"manifest.json"}, "two runs within one second share even the manifest"
    first, second = (json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8")) for name in "ab")
    assert {k for k in first | second if first.get(k) != second.get(k)} <= {"made_at"}
    # the document's day stands in the plan in place of the clock, no login of the computer, and the file is still whole
    plan = (tmp_path / "a" / "plano.pdf").read_bytes()
    assert b"Date (D:20261120000000" in plan
    login = getpass.getuser()
    assert not any(text.encode() in plan for text in (f"Author ({login})", f"<rdf:li>{login}</rdf:li>"))
    assert subprocess.run(["pdfinfo", tmp_path / "a" / "plano.pdf"], capture_output=True, check=True).stderr == b""
    assert "9.0000 ha" in text_of(tmp_path / "a" / "plano.pdf")


def test_layers_below_stand_on_the_plan_of_the_office_and_on_none_for_third_parties(tmp_path):
    boundary = "POLYGON((500000 9000000,500000 9000300,500300 9000300,500300 9000000,500000 9000000))"
    below = layer_of(("Chacra de J. Pérez", boundary), kind="Polygon", name="Chacras de Pérez")
    export(tmp_path / "o", boundary=boundary, PLAN=True, PLAN_LAYERS=[below], REDACTED_FOLDER=str(tmp_path / "t"))
    assert "Chacras de Pérez" in text_of(tmp_path / "o" / "plano.pdf")
    assert "Pérez" not in text_of(tmp_path / "t" / "plano.pdf")
    assert all(verify(tmp_path / name)[0]["VERIFIED"] for name in "ot")


class Counter(QgsRenderedFeatureHandlerInterface):
    """How many features a map draws."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def handleRenderedFeature(self, feature, bounds, context):
        self.count += 1


def map_of_lines(tmp_path, count):
    """A layout with one map of so many lines, read from a file."""
    rows = [(str(n), f"LINESTRING({500000 + n} 9000000,{500000 + n} 9001000)") for n in range(count)]
    options = QgsVectorFileWriter.SaveVectorOptions()
    lines = layer_of(*rows, kind="LineString", name="ríos")
    path = tmp_path / "rios.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(lines, str(path), QgsCoordinateTransformContext(), options)
    layer = QgsVectorLayer(str(path), "ríos", "ogr")
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    chart = QgsLayoutItemMap(layout)
    chart.attemptResize(QgsLayoutSize(200, 150))
    chart.setLayers([layer])
    chart.setCrs(layer.crs())
    chart.zoomToExtent(layer.extent())
    layout.addLayoutItem(chart)
    return layout, chart, layer


def exported(layout, path, is_cancelled=lambda: False):
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.forceVectorOutput = True
    write_layout_pdf(layout, path, settings, is_cancelled)


def test_a_stop_in_the_middle_of_a_map_leaves_the_rest_of_its_features(tmp_path, qgis_new_project):
    layout, chart, _ = map_of_lines(tmp_path, 2000)
    drawn = Counter()
    chart.addRenderedFeatureHandler(drawn)
    exported(layout, tmp_path / "whole.pdf")
    assert drawn.count == 2000
    drawn.count = 0
    with pytest.raises(CancelledError):
        exported(layout, tmp_path / "stopped.pdf", lambda: drawn.count >= 300)
    # the line being drawn when the stop is seen, and what the reader had in its hands
    assert 300 <= drawn.count <= 302
    assert not (tmp_path / "stopped.pdf").exists()
    # nothing of it is left in the layout
    drawn.count = 0
    exported(layout, tmp_path / "again.pdf")
    assert drawn.count == 2000


def test_who_looks_for_a_stop_changes_nothing_of_what_is_drawn(tmp_path, qgis_new_project, monkeypatch):
    layout, _, _ = map_of_lines(tmp_path, 50)
    exported(layout, tmp_path / "watched.pdf")
    monkeypatch.setattr(QgsLayoutItemMap, "addRenderedFeatureHandler", lambda *_: None)
    exported(layout, tmp_path / "plain.pdf")
    day = datetime.date(2026, 11, 20)
    one, other = (impersonal((tmp_path / name).read_bytes(), day, "0" * 64) for name in ("watched.pdf", "plain.pdf"))
    assert one == other
