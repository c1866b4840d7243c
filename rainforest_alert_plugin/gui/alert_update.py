"""The morning's run: download each source, import each file, and what to say at its end."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from qgis.PyQt.QtCore import QLocale

from ..alerts.sources.service import Service
from ..host.keys import auth_id_of
from ..host.tasks import Outcome
from ..i18n import translate
from .dock import JobDock

_FILES = ("RASTERS", "POINTS", "POLYGONS")


@dataclass(frozen=True)
class Wanted:
    """What is to be brought up to date.

    Attributes
    ----------
    workspace : str
    territories : QgsVectorLayer
    common : mapping
        Parameters of ``importalerts`` besides input, territories, workspace and output.
    period : mapping
        ``START`` and ``END`` where they were given.
    folder : Path
        Where what is downloaded is kept.
    """

    workspace: str
    territories: Any
    common: Mapping[str, Any]
    period: Mapping[str, str]
    folder: Path


class AlertUpdate:
    """Runs algorithms one after the other for a dock; a source that fails does not stop the others.

    Parameters
    ----------
    dock : JobDock
        Whose progress, log and cancel button are used.
    wanted : Wanted
    ended : callable
        Hears the level and the sentence to show, once all is done.
    """

    def __init__(self, dock: JobDock, wanted: Wanted, ended: Callable[[str, str], None]) -> None:
        self._dock = dock
        self._wanted = wanted
        self._ended = ended
        self._steps: deque[Callable[[], None]] = deque()
        self._failed: list[str] = []
        self._notes: list[str] = []
        self._new = 0
        self._updated = 0
        self._is_first = True

    def download(self, sources: Sequence[Service]) -> None:
        """Ask services, then import what they gave."""
        for service in sources:
            self._steps.append(partial(self._download, service))
        self._next()

    def import_files(self, files: Sequence[str]) -> None:
        """Import files from this computer."""
        for file in files:
            self._steps.append(partial(self._import, file))
        self._next()

    def _next(self) -> None:
        if self._steps:
            self._steps.popleft()()
            self._is_first = False
            return
        self._ended(*self._summary())

    def _run(self, title: str, algorithm: str, parameters: dict[str, Any], then: Callable[[Outcome], None]) -> None:
        def go_on(outcome: Outcome) -> None:
            then(outcome)
            self._next()

        def fail(outcome: Outcome) -> None:
            if outcome.is_cancelled:
                self._ended(
                    "warning",
                    translate("RainforestAlert", "Cancelled. What was taken in before stays in the workspace."),
                )
                return
            self._failed.append(outcome.error)
            self._next()

        self._dock.run_algorithm(algorithm, parameters, go_on, fail, keeps_log=not self._is_first)
        self._dock.status.say("info", title)

    def _download(self, service: Service) -> None:
        parameters = {
            "SOURCE": service.id,
            "AREA": self._wanted.territories,
            "AUTH": auth_id_of(service),
            "WORKSPACE": self._wanted.workspace,
            "OUTPUT_FOLDER": str(self._wanted.folder / service.id),
            **self._wanted.period,
        }
        self._run(
            translate("RainforestAlert", "Asking {title}…").format(title=service.title),
            "rainforestalert:downloadalerts",
            parameters,
            self._take_files,
        )

    def _take_files(self, outcome: Outcome) -> None:
        self._notes += outcome.warnings()
        files = [path for kind in _FILES for path in outcome.outputs.get(kind) or ()]
        # Right after the download, so that a run that is stopped has taken in what was fetched.
        for file in reversed(files):
            self._steps.appendleft(partial(self._import, file))

    def _import(self, file: str) -> None:
        parameters = {
            **self._wanted.common,
            "INPUT": file,
            "TERRITORIES": self._wanted.territories,
            "WORKSPACE": self._wanted.workspace,
            "OUTPUT": "TEMPORARY_OUTPUT",
            **self._wanted.period,
        }
        self._run(
            translate("RainforestAlert", "Taking in {file}…").format(file=Path(file).name),
            "rainforestalert:importalerts",
            parameters,
            self._count,
        )

    def _count(self, outcome: Outcome) -> None:
        self._new += int(outcome.outputs.get("NEW_COUNT") or 0)
        self._updated += int(outcome.outputs.get("UPDATED_COUNT") or 0)

    def _summary(self) -> tuple[str, str]:
        locale = QLocale()
        sentence = translate(
            "RainforestAlert", "{new} new alerts and {updated} changed ones were taken into the workspace."
        ).format(new=locale.toString(self._new), updated=locale.toString(self._updated))
        said = [*self._failed, *self._notes]
        if not said:
            return "success", sentence
        taken = [sentence] if self._new or self._updated or not self._failed else []
        return "warning", "\n".join([*taken, *dict.fromkeys(said)])
