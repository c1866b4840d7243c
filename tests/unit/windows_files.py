"""Files as Windows treats those that a program has open, on a system that does not: what is open cannot be deleted or renamed, nor
can the folders above it, and nothing takes the place of it.

The numbers are those of Windows: 32 for what is open itself, 5 where a folder holds it or something should replace it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Callable

import pytest

ACCESS_DENIED, SHARING_VIOLATION, EXISTS = 5, 32, 183


class OpenFiles:
    """Files that Word has open, by what they are and not by their names.

    Attributes
    ----------
    calls : int
        How often the system was asked to rename or delete something.
    before_call : callable
        Called with that number before each; what it opens or closes counts for the call.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        self.before_call: Callable[[int], object] = lambda number: None
        self._open: set[int] = set()
        self._real = {name: getattr(os, name) for name in ("replace", "rename", "unlink", "remove", "rmdir")}
        monkeypatch.setattr(os, "replace", self._replace)
        monkeypatch.setattr(os, "rename", self._rename)
        for name in ("unlink", "remove", "rmdir"):
            monkeypatch.setattr(os, name, self._deleting(name))

    def open(self, path: Path) -> None:
        """Open a file in Word."""
        self._open.add(path.stat().st_ino)

    def close(self) -> None:
        """Close all."""
        self._open.clear()

    def _begin(self) -> None:
        self.calls += 1
        self.before_call(self.calls)

    def _replace(self, source: Any, target: Any) -> None:
        self._begin()
        self._refuse_source(Path(source))
        place = Path(target)
        if place.is_dir() or (place.exists() and place.stat().st_ino in self._open):
            raise refusal(ACCESS_DENIED)
        self._real["replace"](source, target)

    def _rename(self, source: Any, target: Any) -> None:
        self._begin()
        self._refuse_source(Path(source))
        if Path(target).exists() and not os.path.samefile(source, target):
            raise refusal(EXISTS)
        self._real["rename"](source, target)

    def _refuse_source(self, source: Path) -> None:
        if source.is_dir():
            if any(path.stat().st_ino in self._open for path in source.rglob("*")):
                raise refusal(ACCESS_DENIED)
        elif source.exists() and source.stat().st_ino in self._open:
            raise refusal(SHARING_VIOLATION)

    def _deleting(self, name: str) -> Callable[..., None]:
        def delete(path: Any, *, dir_fd: int | None = None) -> None:
            self._begin()
            if os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_ino in self._open:
                raise refusal(SHARING_VIOLATION)
            self._real[name](path, dir_fd=dir_fd)

        return delete


def refusal(winerror: int) -> OSError:
    """What Python raises on Windows: the number of its own beside the one of POSIX."""
    error = PermissionError(errno.EACCES, "Access is denied")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error
