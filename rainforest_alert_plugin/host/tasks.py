"""Algorithms run in the background by their id: progress, log lines, cancel, and the result layers handed over."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Mapping

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputMapLayer,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputVectorLayer,
    QgsProcessingUtils,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, pyqtSignal

from ..errors import Message
from ..i18n import translate
from ..workspace.release import Leaving
from .main_thread import is_on_errand
from .messages import describe

# Whether what is about to leave may.
AskRelease = Callable[[Leaving], bool]
_SHOWN_ONLY = ("", QgsProcessing.TEMPORARY_OUTPUT)
_POLL_MS = 100
_LONGEST_WAIT_S = 60.0
_LOOK_EVERY_S = 0.05
_LAYER_OUTPUTS = (QgsProcessingOutputVectorLayer, QgsProcessingOutputRasterLayer, QgsProcessingOutputMapLayer)
# QGIS keeps bare pointers to a running algorithm's context and feedback: whatever happens to the dock, they stay alive here.
_running: set[AlgorithmRun] = set()


@dataclass(frozen=True)
class Line:
    """A line of the log; `level` is ``info``, ``step`` (what the run is at), ``warning`` or ``error``."""

    level: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    Attributes
    ----------
    outputs : dict
        What the algorithm returned, by output name.
    layers : dict of str to QgsMapLayer
        Result layers by output name; they belong to whoever receives the outcome.
    error : str
        Sentence for the person; empty when the run went well or was cancelled.
    is_cancelled : bool
    lines : tuple of Line
        The whole log.
    """

    outputs: Mapping[str, Any] = field(default_factory=dict)
    layers: Mapping[str, QgsMapLayer] = field(default_factory=dict)
    error: str = ""
    is_cancelled: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the results are there."""
        return not self.error and not self.is_cancelled

    def warnings(self) -> list[str]:
        """What the algorithm warned of."""
        return [line.text for line in self.lines if line.level == "warning"]


class LineFeedback(QgsProcessingFeedback):
    """Collects what an algorithm says, from whatever thread it says it."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: deque[Line] = deque()
        # Asked on the main thread before rows of a workspace leave; the algorithms look for it.
        self.ask_release: AskRelease | None = None
        # What a panel and the algorithm that it runs give each other in memory, by parameter; none where nobody takes it.
        self.handover: dict[str, str] | None = None

    def setProgressText(self, text: str) -> None:
        """Take a line about the present step."""
        self.lines.append(Line("step", text))

    def pushInfo(self, info: str) -> None:
        """Take a line of information."""
        self.lines.append(Line("info", info))

    def pushCommandInfo(self, info: str) -> None:
        """Take the line that shows a command."""
        self.lines.append(Line("info", info))

    def pushConsoleInfo(self, info: str) -> None:
        """Take a line that a program printed."""
        self.lines.append(Line("info", info))

    def pushDebugInfo(self, info: str) -> None:
        """Take a line meant for developers."""
        self.lines.append(Line("info", info))

    def pushWarning(self, warning: str) -> None:
        """Take a warning."""
        self.lines.append(Line("warning", warning))

    def reportError(self, error: str, fatalError: bool = False) -> None:
        """Take an error."""
        self.lines.append(Line("error", error))


def handover_of(feedback: QgsProcessingFeedback) -> dict[str, str] | None:
    """What the panel that runs an algorithm gives it in memory, and where it takes what would else be a file; None without a panel."""
    return getattr(feedback, "handover", None)


def run_prepared(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> tuple[dict[str, Any], str]:
    """Run a prepared algorithm in the present thread.

    Returns
    -------
    outputs : dict
        What the algorithm returned.
    error : str
        The sentence of the error, empty when it went well.
    """
    try:
        return algorithm.runPrepared(parameters, context, feedback), ""
    except QgsProcessingException as error:
        return {}, str(error) or _unnamed_error()


class _AlgorithmTask(QgsTask):
    """The thread of a run; everything it touches was made on the main thread before."""

    def __init__(self, run: AlgorithmRun) -> None:
        super().__init__(run.algorithm.displayName(), QgsTask.Flag.CanCancel)
        self.algorithm_run = run
        self.outputs: dict[str, Any] = {}
        self.error = ""
        self.thread: int | None = None
        self.is_over = threading.Event()

    def run(self) -> bool:
        run = self.algorithm_run
        self.thread = threading.get_ident()
        try:
            self.outputs, self.error = run_prepared(run.algorithm, run.parameters, run.context, run.feedback)
        finally:
            self.is_over.set()
        return not self.error

    def cancel(self) -> None:
        self.algorithm_run.feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:
        self.algorithm_run.finish(self.outputs if result else None, self.error)


class AlgorithmRun(QObject):
    """One run of an algorithm in the background; made, started and answered on the main thread.

    Parameters
    ----------
    algorithm_id : str
        ``<provider>:<algorithm>``.
    parameters : dict
        As for ``processing.run``; layers may be given as objects, they are read while the run is prepared.
    on_main_thread : bool
        Run where the window lives, as print layouts must; the window waits meanwhile.
    ask_release : callable, optional
        Asked on the main thread before rows of a workspace leave in a file; what is only shown in the window does not leave.
    handover : dict of str to str, optional
        By parameter, what the algorithm takes and gives in memory in place of a file, where it knows how: it is not written, and so
        does not leave.

    Notes
    -----
    Progress and log lines are fetched ten times a second rather than sent, so that an algorithm that talks a lot cannot choke the
    window.

    QGIS deletes a layer that is removed from the project whoever reads it. A run that reads one is cancelled first, and the removal
    waits for its thread.
    """

    progressed = pyqtSignal(float)
    said = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(
        self,
        algorithm_id: str,
        parameters: dict[str, Any],
        on_main_thread: bool = False,
        ask_release: AskRelease | None = None,
        handover: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._ask_release = ask_release
        self.algorithm_id = algorithm_id
        self.on_main_thread = on_main_thread
        self.parameters = parameters
        self.feedback = LineFeedback()
        self.feedback.handover = handover
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.context.setTransformContext(QgsProject.instance().transformContext())
        self.context.setFeedback(self.feedback)
        self.algorithm: QgsProcessingAlgorithm | None = None
        self._task: _AlgorithmTask | None = None
        self._is_here = False
        self._layer_ids = set(_layer_ids(parameters))
        self._log: list[Line] = []
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._fetch)

    @property
    def is_running(self) -> bool:
        """Whether the algorithm is at work."""
        return self in _running

    def start(self) -> None:
        """Prepare on the main thread, then run in the background; ``ended`` comes in any case, later than this call."""
        _running.add(self)
        error = self._prepare()
        if error:
            QTimer.singleShot(0, lambda: self.finish(None, error))
            return
        # an algorithm that says it belongs to the main thread is run there, whoever asks
        if self.on_main_thread or self.algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading:
            QTimer.singleShot(0, self._run_here)
            return
        self._task = _AlgorithmTask(self)
        QgsProject.instance().layersWillBeRemoved.connect(self._let_go_of)
        self._poll.start()
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the algorithm to stop."""
        self.feedback.cancel()
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Cancel and wait; nobody is told. For a dock or plugin that goes away."""
        for signal in (self.progressed, self.said, self.ended):
            try:
                signal.disconnect()
            except TypeError:  # nobody was connected
                continue
        self.cancel()
        last = time.monotonic() + _LONGEST_WAIT_S
        # what the main thread is at for the run ends once this returns to it
        while self.is_running and not self._is_below() and time.monotonic() < last:
            # The task manager answers through the event loop; QgsTask.waitForFinished would hold Python's lock against the task.
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            time.sleep(0.01)

    def _let_go_of(self, layer_ids: list[str]) -> None:
        """End before layers that are read are deleted."""
        task = self._task
        if task is None or self._layer_ids.isdisjoint(layer_ids):
            return
        self.cancel()
        last = time.monotonic() + _LONGEST_WAIT_S
        # while the main thread is on an errand for the run, the run reads nothing and waits for it
        while not self._is_below() and task.isActive() and time.monotonic() < last:
            if task.is_over.wait(_LOOK_EVERY_S):
                return

    def _is_below(self) -> bool:
        """Whether the main thread is at work for this run, and came here while it let the window have its say."""
        return self._is_here or (self._task is not None and is_on_errand(self._task.thread))

    def _run_here(self) -> None:
        self._is_here = True
        try:
            outputs, error = run_prepared(self.algorithm, self.parameters, self.context, self.feedback)
        finally:
            self._is_here = False
        self.finish(None if error else outputs, error)

    def _prepare(self) -> str:
        """Make everything that only the main thread may make; the sentence of the error, or nothing."""
        registered = QgsApplication.processingRegistry().algorithmById(self.algorithm_id)
        if registered is None:
            return translate(
                "RainforestAlert",
                "The algorithm {algorithm} is not available. Switch the plugin off and on again in the plugin list.",
            ).format(algorithm=self.algorithm_id)
        self.algorithm = registered.create()
        is_valid, reason = self.algorithm.checkParameterValues(self.parameters, self.context)
        if not is_valid:
            return str(reason)
        if self._writes_files():
            self.feedback.ask_release = self._ask_release
        # Our algorithms have a method of this name, which prepareAlgorithm calls and whose errors it keeps for the run.
        if not QgsProcessingAlgorithm.prepare(self.algorithm, self.parameters, self.context, self.feedback):
            errors = [line.text for line in self.feedback.lines if line.level == "error"]
            return errors[-1] if errors else _unnamed_error()
        return ""

    def _writes_files(self) -> bool:
        """Whether a place is given for any result."""
        given = (
            self.parameters.get(one.name()) for one in self.algorithm.parameterDefinitions() if one.isDestination()
        )
        return any(isinstance(value, str) and value not in _SHOWN_ONLY for value in given)

    def _fetch(self) -> None:
        while self.feedback.lines:
            line = self.feedback.lines.popleft()
            self._log.append(line)
            self.said.emit(line)
        percent = self.feedback.progress()
        if self._task is not None:
            self._task.setProgress(percent)
        self.progressed.emit(percent)

    def finish(self, outputs: dict[str, Any] | None, error: str) -> None:
        """Take the results from the algorithm and hand them over; the task calls it on the main thread.

        Parameters
        ----------
        outputs : dict or None
            What the algorithm returned; None when it did not come to its end.
        error : str
            Sentence of the error, if there was one.
        """
        self._poll.stop()
        if self._task is not None:
            QgsProject.instance().layersWillBeRemoved.disconnect(self._let_go_of)
        layers: dict[str, QgsMapLayer] = {}
        # who cancels after the last write is told what was written, not that nothing was
        is_cancelled = self.feedback.isCanceled() and outputs is None
        if outputs is not None:
            outputs = {**outputs, **self.algorithm.postProcess(self.context, self.feedback)}
            layers = self._take_layers(outputs)
        elif error and not is_cancelled:
            self.feedback.reportError(error)
        self._fetch()
        self._task = None
        _running.discard(self)
        lines = tuple(self._log)
        if is_cancelled:
            outcome = Outcome(is_cancelled=True, lines=lines)
        elif outputs is not None:
            outcome = Outcome(outputs, layers, lines=lines)
        else:
            outcome = Outcome(error=error or _unnamed_error(), lines=lines)
        self.ended.emit(outcome)

    def _take_layers(self, outputs: dict[str, Any]) -> dict[str, QgsMapLayer]:
        taken = {}
        for definition in self.algorithm.outputDefinitions():
            value = outputs.get(definition.name())
            if not isinstance(definition, _LAYER_OUTPUTS) or not isinstance(value, str) or not value:
                continue
            layer = QgsProcessingUtils.mapLayerFromString(value, self.context)
            if layer is not None:
                taken[definition.name()] = self.context.takeResultLayer(layer.id()) or layer
        return taken


def _layer_ids(value: Any) -> Iterator[str]:
    """Ids of all layers among parameters."""
    if isinstance(value, QgsMapLayer):
        yield value.id()
    elif isinstance(value, QgsProcessingFeatureSourceDefinition):
        yield value.source.staticValue()
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _layer_ids(one)
    elif isinstance(value, dict):
        yield from _layer_ids(list(value.values()))


def cancelled_sentence() -> str:
    """What a cancelled run says."""
    return describe(Message("run.cancelled"))


def _unnamed_error() -> str:
    return translate("RainforestAlert", "The run stopped and did not say why. The details below show how far it came.")
