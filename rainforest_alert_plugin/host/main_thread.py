"""Work that QGIS demands on the main thread, asked for from a run in the background."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, TypeVar

from qgis.PyQt.QtCore import QCoreApplication, QMetaObject, QObject, Qt, QThread, pyqtSlot

from ..errors import CancelledError
from ..geo.progress import IsCancelled, never_cancelled

T = TypeVar("T")
_LOOK_EVERY_S = 0.1
_errands: list[_Errand] = []


class _Errand(QObject):
    """A piece of work on its way to the main thread."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.work: Callable[[], Any] | None = work
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = threading.Event()
        self.asked_by = threading.get_ident()

    @pyqtSlot()
    def run(self) -> None:
        """Do the work, unless who asked for it gave up."""
        work, self.work = self.work, None
        if work is not None:
            _errands.append(self)
            try:
                self.result = work()
            except BaseException as error:
                self.error = error
            finally:
                _errands.remove(self)
        self.done.set()


def is_on_errand(thread: int | None) -> bool:
    """Whether the main thread is at work for what runs in another one, which waits for it meanwhile.

    Parameters
    ----------
    thread : int, optional
        :func:`threading.get_ident` there; None when nothing runs yet.
    """
    return any(errand.asked_by == thread for errand in _errands)


def while_alive(is_cancelled: IsCancelled) -> IsCancelled:
    """The question whether the person stopped, asked on the main thread, where the click that stops waits for its turn.

    Whoever asks often lets the window have its say ten times a second.
    """
    said = [time.monotonic()]

    def is_stopped() -> bool:
        if time.monotonic() - said[0] >= _LOOK_EVERY_S:
            QCoreApplication.processEvents()
            said[0] = time.monotonic()
        return is_cancelled()

    return is_stopped


def on_main_thread(work: Callable[[], T], is_cancelled: IsCancelled = never_cancelled) -> T:
    """Do `work` on the main thread and return its result; from the main thread itself at once.

    The caller waits and looks for a cancel meanwhile, so that a window that closes and waits for the run is not waited for in turn.

    Raises
    ------
    CancelledError
        When the user stopped before the work was done.
    BaseException
        What `work` raises.
    """
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        return work()
    errand = _Errand(work)
    errand.moveToThread(application.thread())
    QMetaObject.invokeMethod(errand, "run", Qt.ConnectionType.QueuedConnection)
    while not errand.done.wait(_LOOK_EVERY_S):
        if is_cancelled() and errand.work is not None:
            errand.work = None
            raise CancelledError
    if errand.error is not None:
        raise errand.error
    result: T = errand.result
    return result
