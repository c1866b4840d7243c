"""Algorithms that are slow, that fail or that talk, for tests of how a run ends."""

from __future__ import annotations

import time
from typing import Callable

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
    QgsProcessingProvider,
)

from rainforest_alert_plugin.host.main_thread import on_main_thread


class _Algorithm(QgsProcessingAlgorithm):
    def displayName(self):
        return self.name()

    def createInstance(self):
        return type(self)()

    def initAlgorithm(self, configuration=None):
        self.addOutput(QgsProcessingOutputNumber("COUNT", "count"))


ended_at: list[float] = []


class Slow(_Algorithm):
    """Works until it is cancelled, and then stops as ours do, a moment later; `ended_at` says when."""

    def name(self):
        return "slow"

    def processAlgorithm(self, parameters, context, feedback):
        feedback.setProgress(40)
        feedback.pushInfo("at work")
        while not feedback.isCanceled():
            time.sleep(0.005)
        time.sleep(0.1)
        ended_at.append(time.monotonic())
        raise QgsProcessingException("Stopped halfway.")


hooks: list[Callable[[], object]] = []


class Errand(_Algorithm):
    """Has the main thread do something, in which it lets the window have its say: what is in `hooks`."""

    def name(self):
        return "errand"

    def processAlgorithm(self, parameters, context, feedback):
        on_main_thread(lambda: [hook() for hook in hooks])
        if feedback.isCanceled():
            raise QgsProcessingException("Stopped halfway.")
        return {"COUNT": 1}


class ErrandHere(Errand):
    """The same on the main thread itself."""

    def name(self):
        return "errandhere"

    def flags(self):
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading


class Finishing(_Algorithm):
    """Hears the cancel only after its last write."""

    def name(self):
        return "finishing"

    def processAlgorithm(self, parameters, context, feedback):
        feedback.pushInfo("at work")
        while not feedback.isCanceled():
            time.sleep(0.005)
        return {"COUNT": 1}


class Failing(_Algorithm):
    """Fails with a sentence."""

    def name(self):
        return "failing"

    def processAlgorithm(self, parameters, context, feedback):
        raise QgsProcessingException("The river has no name. Name it.")


class Talking(_Algorithm):
    """Says many things and counts them."""

    def name(self):
        return "talking"

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterNumber("LINES", "lines"))
        super().initAlgorithm(configuration)

    def processAlgorithm(self, parameters, context, feedback):
        lines = self.parameterAsInt(parameters, "LINES", context)
        for line in range(lines):
            feedback.pushInfo(f"line {line}")
            feedback.setProgress(100 * line / lines)
        feedback.pushWarning("that was all")
        return {"COUNT": lines}


class Stepping(_Algorithm):
    """Says what it is at until it is cancelled."""

    def name(self):
        return "stepping"

    def processAlgorithm(self, parameters, context, feedback):
        feedback.setProgressText("Checking G11: datum of the coordinates…")
        while not feedback.isCanceled():
            time.sleep(0.005)
        feedback.setProgressText("Checking G12: one zone for the whole plan…")
        time.sleep(0.3)
        raise QgsProcessingException("Stopped halfway.")


class RunProvider(QgsProcessingProvider):
    """Provider of these algorithms."""

    def id(self):
        return "runs"

    def name(self):
        return "runs"

    def loadAlgorithms(self):
        for algorithm in (Slow, Errand, ErrandHere, Finishing, Failing, Talking, Stepping):
            self.addAlgorithm(algorithm())
