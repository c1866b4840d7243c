"""Files and folders that are complete or absent: written beside their place and renamed at the end."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from ..errors import OutputError

_WINDOWS_ACCESS_DENIED = 5
_WINDOWS_SHARING_VIOLATION = 32


def output_error(path: Path | str, error: OSError) -> OutputError:
    """What the operating system's refusal means to the person who chose `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError("output.no_space", path=str(path))
    windows = getattr(error, "winerror", None)
    if windows == _WINDOWS_SHARING_VIOLATION or error.errno == errno.ETXTBSY:
        return OutputError("output.in_use", path=str(path))
    # Windows denies access, not sharing, when what it should rename or replace is open elsewhere
    if windows == _WINDOWS_ACCESS_DENIED and os.path.exists(path):
        return OutputError("output.in_use", path=str(path))
    return OutputError("output.folder_unwritable", path=str(path), reason=error.strerror or str(error))


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial{path.suffix}")


@contextmanager
def replaced_file(path: Path | str) -> Iterator[Path]:
    """Give a path to write to; when the block ends well it takes the place of `path`, otherwise it is deleted.

    Raises
    ------
    OutputError
        When the folder cannot be written, the disk is full or the file is open elsewhere.
    """
    target = Path(path)
    partial = _beside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        os.replace(partial, target)
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        if partial.is_file():
            partial.unlink()


@contextmanager
def replaced_folder(path: Path | str, marker: str, placed: Callable[[], object] | None = None) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `path`, otherwise it is deleted.

    Parameters
    ----------
    path : Path
        Absent, empty, or a folder that an earlier run made.
    marker : str
        Name of the file by which an earlier run's folder is known (``manifest.json``). A folder with other contents is not
        replaced.
    placed : callable, optional
        Called when the folder has taken its place; when it fails, the folder leaves it again to what was there before.

    Raises
    ------
    OutputError
        When `path` holds something else, or cannot be written.
    """
    target = Path(path)
    partial = _beside(target)
    aside = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.old")
    try:
        if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
            raise OutputError("output.folder_not_empty", path=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
        yield partial
        if target.exists():
            os.replace(target, aside)
        try:
            os.replace(partial, target)
        except OSError:
            if aside.exists():
                os.replace(aside, target)
            raise
        try:
            if placed is not None:
                placed()
        except BaseException:
            os.replace(target, partial)
            if aside.exists():
                os.replace(aside, target)
            raise
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
