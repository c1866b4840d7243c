"""Photos and sounds that came with a field file, copied where the person wants them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Iterable

from ..errors import InputError
from ..geo.files import replaced_file
from ..geo.progress import IsCancelled, stop_if
from .field_feature import Attachment
from .source_file import read_member

_SHOWN_HASH = 8


def copy_photos(
    attachments: Iterable[Attachment], wanted: set[str], folder: Path, is_cancelled: IsCancelled
) -> list[Path]:
    """Copy the attachments whose names features carry; a file of another content under the same name is not replaced.

    Returns
    -------
    list of Path
        The copies.

    Raises
    ------
    InputError
        ``input.unreadable``, or what the archive raises.
    OutputError
        When the folder cannot be written.
    """
    copies = []
    for attachment in attachments:
        stop_if(is_cancelled)
        if attachment.name not in wanted:
            continue
        data = _bytes(attachment)
        target = folder / attachment.name
        if target.is_file() and target.read_bytes() != data:
            digest = hashlib.sha256(data).hexdigest()[:_SHOWN_HASH]
            target = folder / f"{target.stem}-{digest}{target.suffix}"
        with replaced_file(target) as partial:
            partial.write_bytes(data)
        copies.append(target)
    return copies


def _bytes(attachment: Attachment) -> bytes:
    if attachment.archive is not None:
        return read_member(attachment.archive, attachment.member)
    try:
        return Path(attachment.member).read_bytes()
    except OSError as error:
        raise InputError("input.unreadable", path=attachment.member, reason=error.strerror or str(error)) from error
