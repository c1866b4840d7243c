"""The two callbacks every long function takes."""

from __future__ import annotations

from typing import Callable

from ..errors import CancelledError

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]


def no_progress(percent: float) -> None:
    """Progress that nobody watches; `percent` from 0 to 100."""


def never_cancelled() -> bool:
    """Work that nobody can stop."""
    return False


def stop_if(is_cancelled: IsCancelled) -> None:
    """Raise :class:`~rainforest_alert_plugin.errors.CancelledError` when the user asked to stop."""
    if is_cancelled():
        raise CancelledError


def span(progress: Progress, start: float, end: float) -> Progress:
    """Progress of one step among several: 0-100 of the step becomes `start`-`end` of the whole."""
    return lambda percent: progress(start + (end - start) * percent / 100.0)
