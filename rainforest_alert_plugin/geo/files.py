"""Files and folders that are complete or absent: written beside their place and renamed at the end."""

from __future__ import annotations

import errno
import os
import shutil
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Callable, Iterator

from ..errors import OutputError

_WINDOWS_ACCESS_DENIED = 5
_WINDOWS_SHARING_VIOLATION = 32
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.5)
_LOCK = ".~lock."
_LARGEST_LOCK = 1024


def output_error(path: Path | str, error: OSError) -> OutputError:
    """What the operating system's refusal means to the person who chose `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError("output.no_space", path=str(path))
    windows = getattr(error, "winerror", None)
    if windows == _WINDOWS_SHARING_VIOLATION or error.errno in (errno.ETXTBSY, errno.EBUSY):
        return OutputError("output.in_use", path=str(_open_within(Path(path))))
    # Windows denies access, not sharing, when what it should rename or replace is open elsewhere
    if windows == _WINDOWS_ACCESS_DENIED and os.path.exists(path):
        return OutputError("output.in_use", path=str(_open_within(Path(path))))
    return OutputError("output.folder_unwritable", path=str(path), reason=error.strerror or str(error))


def sqlite_uri(path: PurePath, mode: str) -> str:
    """Address by which SQLite opens a file, given as an absolute path; of a folder in the network it takes the server in the path only.

    Parameters
    ----------
    mode : str
        ``ro`` or ``rw``.
    """
    address = path.as_uri()
    if path.drive.startswith("\\\\"):
        address = "file:////" + address[len("file://") :]
    return f"{address}?mode={mode}"


def is_office_lock(path: Path) -> bool:
    """Whether a file is what Word, Excel or LibreOffice leave beside a document that they have open."""
    is_named = path.name.startswith("~$") or (path.name.startswith(_LOCK) and path.name.endswith("#"))
    return is_named and path.is_file() and path.stat().st_size <= _LARGEST_LOCK


def _open_within(path: Path) -> Path:
    """The first file of a folder that a program has open, as Windows says when it is asked to give it its own name; else `path`."""
    if path.is_dir():
        for file in sorted(path.iterdir()):
            try:
                os.rename(file, file)
            except OSError:
                return file
    return path


def _move(source: Path, target: Path) -> None:
    """Rename a folder; on Windows again and again for a second, since virus scanners open what was just written."""
    for pause_s in _PAUSES_S:
        try:
            os.replace(source, target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in (_WINDOWS_ACCESS_DENIED, _WINDOWS_SHARING_VIOLATION):
                raise
        time.sleep(pause_s)
    os.replace(source, target)


def _discard(folder: Path, marker: str) -> None:
    """Delete a folder; should a file of it stay, it is not taken for a whole one."""
    with suppress(OSError):
        (folder / marker).unlink()
    shutil.rmtree(folder, ignore_errors=True)


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
        When `path` holds something else, cannot be written, or holds a file that another program has open: what was there stays.
        ``output.not_put_back``, ``output.not_taken_back`` when what follows failed and a file was opened meanwhile: nothing of what was
        there is lost, and the message says where it is.
    """
    target = Path(path)
    partial = _beside(target)
    aside = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.old")
    try:
        if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
            raise OutputError("output.folder_not_empty", path=str(target))
        _refuse_open(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
        yield partial
        _refuse_open(target)
        if target.exists():
            _move(target, aside)
        try:
            _move(partial, target)
        except OSError as error:
            opened = _open_within(partial)
            if aside.exists():
                _move(aside, target)
            if opened != partial:
                raise OutputError("output.in_use", path=str(target / opened.name)) from error
            raise
        try:
            if placed is not None:
                placed()
        except BaseException:
            _take_back(target, partial, aside)
            raise
        _discard(aside, marker)
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        _discard(partial, marker)


def _refuse_open(folder: Path) -> None:
    """Refuse to replace what LibreOffice has open, where the system would let it: the program would later save over the new file."""
    for lock in sorted(folder.glob(f"{_LOCK}*#")) if folder.is_dir() else ():
        document = folder / lock.name[len(_LOCK) : -1]
        if document.is_file() and is_office_lock(lock):
            raise OutputError("output.locked", path=str(document), lock=str(lock))


def _take_back(target: Path, partial: Path, aside: Path) -> None:
    """Let what was there before have its place again."""
    has_earlier = aside.exists()
    try:
        _move(target, partial)
        if has_earlier:
            _move(aside, target)
    except OSError as error:
        holding = target if target.exists() else aside
        opened = str(_open_within(holding))
        if has_earlier:
            raise OutputError("output.not_put_back", path=str(target), file=opened, earlier=str(aside)) from error
        raise OutputError("output.not_taken_back", path=str(target), file=opened) from error
