"""Where jobs run: here, in threads, in processes beside QGIS, or on a Dask cluster. The results are the same everywhere."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Callable, Generic, Iterable, Protocol, Sequence, TypeVar

from ..errors import InputError
from ..geo.progress import IsCancelled, Progress, never_cancelled, no_progress, stop_if

J = TypeVar("J")
R = TypeVar("R")
Fold = Callable[[Sequence[R]], R]

_FOLDED_AT_ONCE = 32


class Driver(Protocol):
    """Runs a pure top-level function on every job."""

    def run(
        self,
        function: Callable[[J], R],
        jobs: Sequence[J],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        fold: Fold[R] | None = None,
    ) -> list[R]:
        """Results in the order of the jobs; CancelledError when stopped, the job's own error when one failed.

        With `fold`, which makes one result of several, it is done to some at a time as they arrive: fewer are given back, and
        thousands of small arrays do not stay spread over the memory.
        """


class _Arrived(Generic[R]):
    """Results as they arrive, put in the order of their jobs and folded some at a time."""

    def __init__(self, fold: Fold[R] | None) -> None:
        self._fold = fold
        self._early: dict[int, R] = {}
        self._next = 0
        self._waiting: list[R] = []
        self._folded: list[R] = []

    def put(self, number: int, result: R) -> None:
        """Take the result of a job."""
        self._early[number] = result
        while self._next in self._early:
            self._waiting.append(self._early.pop(self._next))
            self._next += 1
            if self._fold is not None and len(self._waiting) == _FOLDED_AT_ONCE:
                self._folded.append(self._fold(self._waiting))
                self._waiting = []

    def all(self) -> list[R]:
        """All of them."""
        return self._folded + self._waiting


class Serial:
    """One job after the other, here."""

    def run(
        self,
        function: Callable[[J], R],
        jobs: Sequence[J],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        fold: Fold[R] | None = None,
    ) -> list[R]:
        """Run all jobs."""
        arrived = _Arrived(fold)
        for number, job in enumerate(jobs):
            stop_if(is_cancelled)
            arrived.put(number, function(job))
            progress(100.0 * (number + 1) / len(jobs))
        return arrived.all()


class Threads:
    """Some jobs at a time in threads of this process; numpy and GDAL work side by side for most of their time."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1

    def run(
        self,
        function: Callable[[J], R],
        jobs: Sequence[J],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        fold: Fold[R] | None = None,
    ) -> list[R]:
        """Run all jobs."""
        with ThreadPoolExecutor(self.workers) as pool:
            return _gathered(pool, function, jobs, progress, is_cancelled, fold)


class Processes:
    """Some jobs at a time in processes of a Python beside QGIS; in threads where no such Python can be started.

    Parameters
    ----------
    workers : int, optional
        As many as there are processors.
    python : str, optional
        Program to start; see :func:`worker_python`.
    """

    def __init__(self, workers: int | None = None, python: str | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.python = python or worker_python()

    def run(
        self,
        function: Callable[[J], R],
        jobs: Sequence[J],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        fold: Fold[R] | None = None,
    ) -> list[R]:
        """Run all jobs."""
        if self.python is None:
            return Threads(self.workers).run(function, jobs, progress, is_cancelled, fold)
        # A fork of QGIS would take its threads and open files along.
        context = multiprocessing.get_context("spawn")
        context.set_executable(self.python)
        with ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            try:
                pool.submit(os.getpid).result()
            except (BrokenProcessPool, OSError):
                return Threads(self.workers).run(function, jobs, progress, is_cancelled, fold)
            return _gathered(pool, function, jobs, progress, is_cancelled, fold)


class Dask:
    """All jobs on an existing Dask cluster, whose workers have this plugin, GDAL and numpy.

    Parameters
    ----------
    address : str
        Of the scheduler, ``tcp://host:port``.

    Raises
    ------
    InputError
        ``alerts.no_dask`` when it is not installed here, ``alerts.no_scheduler`` when nobody answers.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            # An optional companion of the command line, never of the plugin in QGIS.
            self._distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise InputError("alerts.no_dask") from error

    def run(
        self,
        function: Callable[[J], R],
        jobs: Sequence[J],
        progress: Progress = no_progress,
        is_cancelled: IsCancelled = never_cancelled,
        fold: Fold[R] | None = None,
    ) -> list[R]:
        """Run all jobs."""
        try:
            client = self._distributed.Client(self.address, timeout="10s")
        except (OSError, TimeoutError) as error:
            raise InputError("alerts.no_scheduler", address=self.address, reason=str(error)) from error
        with client:
            futures = client.map(function, list(jobs), pure=False, retries=2)
            places = {future.key: number for number, future in enumerate(futures)}
            arrived = _Arrived(fold)
            try:
                for done, future in enumerate(self._distributed.as_completed(futures)):
                    stop_if(is_cancelled)
                    arrived.put(places[future.key], future.result())
                    # The cluster may forget what has arrived here.
                    future.release()
                    progress(100.0 * (done + 1) / len(futures))
            except BaseException:
                client.cancel(futures)
                raise
            return arrived.all()


def _gathered(
    pool: Executor,
    function: Callable[[J], R],
    jobs: Sequence[J],
    progress: Progress,
    is_cancelled: IsCancelled,
    fold: Fold[R] | None,
) -> list[R]:
    # a future keeps its result as long as it is known here
    numbers = {pool.submit(function, job): number for number, job in enumerate(jobs)}
    arrived = _Arrived(fold)
    try:
        for done, future in enumerate(as_completed(numbers)):
            stop_if(is_cancelled)
            arrived.put(numbers.pop(future), future.result())
            progress(100.0 * (done + 1) / len(jobs))
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    return arrived.all()


def worker_python(
    executable: str | None = None,
    prefix: str | None = None,
    exists: Callable[[str], bool] | None = None,
) -> str | None:
    """Python that a worker process is started with.

    In QGIS for Windows and macOS ``sys.executable`` is QGIS itself: started again as a worker it would open a second window. The
    Python that it brings along lies in its prefix or beside it.

    Parameters
    ----------
    executable, prefix : str, optional
        ``sys.executable`` and ``sys.exec_prefix`` by default.
    exists : callable, optional
        Whether a file exists.

    Returns
    -------
    str or None
        None where there is no Python beside QGIS.
    """
    executable = sys.executable if executable is None else executable
    prefix = sys.exec_prefix if prefix is None else prefix
    is_file = exists or (lambda path: Path(path).is_file())
    separator = "\\" if "\\" in executable else "/"
    folder, _, name = executable.rpartition(separator)
    if name.lower().startswith("python"):
        return executable
    for candidate in _candidates(folder, prefix, separator):
        if is_file(candidate):
            return candidate
    return None


def _candidates(folder: str, prefix: str, separator: str) -> Iterable[str]:
    if separator == "\\":
        yield prefix + "\\python.exe"
        yield folder + "\\python3.exe"
        yield folder + "\\python.exe"
        return
    for place in (folder + "/bin", prefix + "/bin", folder):
        yield place + "/python3"
