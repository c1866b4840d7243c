"""Algorithms run in the background: how a run ends, and that it leaves nothing behind."""

from __future__ import annotations

import time

import pytest
import run_provider
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QThread

from rainforest_alert_plugin.host import tasks
from rainforest_alert_plugin.host.tasks import AlgorithmRun, Line

pytestmark = pytest.mark.usefixtures("run_provider", "qgis_new_project", "qgis_processing")


def outcome_of(qtbot, run):
    with qtbot.waitSignal(run.ended, timeout=120_000) as ended:
        run.start()
    return ended.args[0]


def three_squares():
    layer = QgsVectorLayer("Polygon?crs=EPSG:32718&field=name:string", "squares", "memory")
    layer.startEditing()
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle

    for number in range(3):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"square {number}"])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(number, 0, number + 1, 1)))
        layer.addFeature(feature)
    layer.commitChanges()
    return layer


def test_a_result_layer_comes_to_the_main_thread_with_all_its_features(qtbot):
    run = AlgorithmRun("native:centroids", {"INPUT": three_squares(), "OUTPUT": "TEMPORARY_OUTPUT"})
    outcome = outcome_of(qtbot, run)
    layer = outcome.layers["OUTPUT"]
    assert outcome.is_success
    assert layer.featureCount() == 3
    assert layer.thread() == QThread.currentThread() == QCoreApplication.instance().thread()
    QgsProject.instance().addMapLayer(layer)
    del outcome, run
    assert {f.geometry().asPoint().x() for f in layer.getFeatures()} == {0.5, 1.5, 2.5}


def test_everything_an_algorithm_says_arrives_in_its_order(qtbot):
    run = AlgorithmRun("runs:talking", {"LINES": 3})
    said = []
    run.said.connect(said.append)
    outcome = outcome_of(qtbot, run)
    assert outcome.lines == tuple(said)
    assert outcome.lines == (
        Line("info", "line 0"),
        Line("info", "line 1"),
        Line("info", "line 2"),
        Line("warning", "that was all"),
    )
    assert outcome.warnings() == ["that was all"]
    assert outcome.outputs == {"COUNT": 3}


def test_progress_of_a_talkative_algorithm_is_told_a_few_times_only(qtbot):
    run = AlgorithmRun("runs:talking", {"LINES": 20_000})
    progress = []
    run.progressed.connect(progress.append)
    outcome = outcome_of(qtbot, run)
    assert len(outcome.lines) == 20_001
    assert len(progress) < 2_000
    assert progress == sorted(progress)


def test_an_error_arrives_as_its_sentence(qtbot):
    outcome = outcome_of(qtbot, AlgorithmRun("runs:failing", {}))
    assert outcome.error == "The river has no name. Name it."
    assert not outcome.is_success
    assert not outcome.is_cancelled
    assert outcome.lines[-1] == Line("error", "The river has no name. Name it.")


def test_what_cannot_be_prepared_is_an_error_too(qtbot):
    outcome = outcome_of(qtbot, AlgorithmRun("native:centroids", {"OUTPUT": "TEMPORARY_OUTPUT"}))
    assert "INPUT" in outcome.error
    assert not outcome.layers


def test_an_algorithm_that_is_not_there_is_named(qtbot):
    outcome = outcome_of(qtbot, AlgorithmRun("runs:absent", {}))
    assert "runs:absent" in outcome.error


def test_a_cancelled_run_is_no_error_and_has_no_results(qtbot):
    run = AlgorithmRun("runs:slow", {})
    run.said.connect(lambda line: run.cancel())
    outcome = outcome_of(qtbot, run)
    assert outcome.is_cancelled
    assert (outcome.error, outcome.outputs, outcome.layers) == ("", {}, {})
    assert not run.is_running


def test_who_cancels_after_the_last_write_is_told_what_was_written(qtbot):
    run = AlgorithmRun("runs:finishing", {})
    run.said.connect(lambda line: run.cancel())
    outcome = outcome_of(qtbot, run)
    assert not outcome.is_cancelled
    assert outcome.outputs == {"COUNT": 1}


def test_a_run_cancelled_before_its_turn_ends_as_cancelled(qtbot):
    run = AlgorithmRun("runs:slow", {})
    with qtbot.waitSignal(run.ended, timeout=120_000) as ended:
        run.start()
        run.cancel()
    assert ended.args[0].is_cancelled


def test_a_stopped_run_tells_nobody_and_is_gone(qtbot):
    run = AlgorithmRun("runs:slow", {})
    told = []
    run.ended.connect(told.append)
    run.start()
    run.stop()
    assert told == []
    assert tasks._running == set()
    assert QgsApplication.taskManager().countActiveTasks() == 0


@pytest.mark.parametrize("nested", [lambda layer: layer, lambda layer: [layer], lambda layer: layer.id()])
def test_a_layer_that_is_read_is_deleted_only_after_the_run_has_ended(qtbot, nested):
    layer = QgsProject.instance().addMapLayer(three_squares())
    deleted_at = []
    layer.willBeDeleted.connect(lambda: deleted_at.append(time.monotonic()))
    run = AlgorithmRun("runs:slow", {"INPUT": nested(layer)})
    run_provider.ended_at.clear()
    with qtbot.waitSignal(run.ended, timeout=120_000) as ended:
        with qtbot.waitSignal(run.said, timeout=120_000):
            run.start()
        QgsProject.instance().clear()
    assert ended.args[0].is_cancelled
    assert run_provider.ended_at[0] < deleted_at[0]


def test_a_layer_is_deleted_only_after_its_run_though_the_window_works_for_another_run(qtbot, monkeypatch):
    layer = QgsProject.instance().addMapLayer(three_squares())
    deleted_at = []
    layer.willBeDeleted.connect(lambda: deleted_at.append(time.monotonic()))
    reading, drawing = AlgorithmRun("runs:slow", {"INPUT": layer}), AlgorithmRun("runs:errand", {})
    run_provider.ended_at.clear()
    monkeypatch.setattr(run_provider, "hooks", [lambda: QgsProject.instance().removeMapLayer(layer)])
    with qtbot.waitSignal(reading.ended, timeout=120_000):
        with qtbot.waitSignal(reading.said, timeout=120_000):
            reading.start()
        drawing.start()
    assert run_provider.ended_at[0] < deleted_at[0]
    qtbot.waitUntil(lambda: not drawing.is_running, timeout=120_000)


@pytest.mark.parametrize("algorithm", ["runs:errand", "runs:errandhere"])
def test_a_run_is_not_waited_for_by_who_works_for_it(qtbot, monkeypatch, algorithm):
    """A dock that is closed while its plan is drawn: the drawing goes on only once the closing is over."""
    monkeypatch.setattr(tasks, "_LONGEST_WAIT_S", 60.0)
    run = AlgorithmRun(algorithm, {})
    waited = []

    def close():
        began = time.monotonic()
        run.stop()
        waited.append(time.monotonic() - began)

    monkeypatch.setattr(run_provider, "hooks", [close])
    run.start()
    qtbot.waitUntil(lambda: not run.is_running, timeout=90_000)
    assert waited[0] < 30.0
    assert run.feedback.isCanceled()


def test_a_run_goes_on_when_layers_are_removed_that_it_does_not_read(qtbot):
    layer = QgsProject.instance().addMapLayer(three_squares())
    other = QgsProject.instance().addMapLayer(three_squares())
    run = AlgorithmRun("runs:slow", {"INPUT": layer})
    with qtbot.waitSignal(run.said, timeout=120_000):
        run.start()
    QgsProject.instance().removeMapLayer(other.id())
    assert run.is_running
    assert not run.feedback.isCanceled()
    run.stop()


def test_a_run_uses_the_operations_that_the_project_prescribes():
    from qgis.core import QgsCoordinateReferenceSystem

    psad56, wgs84 = QgsCoordinateReferenceSystem("EPSG:24818"), QgsCoordinateReferenceSystem("EPSG:4326")
    operation = "+proj=noop"
    context = QgsProject.instance().transformContext()
    context.addCoordinateOperation(psad56, wgs84, operation)
    QgsProject.instance().setTransformContext(context)
    run = AlgorithmRun("runs:slow", {})
    assert run.context.transformContext().calculateCoordinateOperation(psad56, wgs84) == operation
