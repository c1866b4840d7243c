"""Photos and sounds of a workspace, looked at on this computer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingUtils
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..errors import InputError
from ..territory.acts import ACT_TYPES
from ..territory.places import SOUND_TYPES
from ..workspace.attachments import attachment_file
from .workspaces import open_workspace


def cache_folder() -> Path:
    """Where files that a database holds are fetched to; QGIS takes it away when it ends."""
    return Path(QgsProcessingUtils.tempFolder()) / "attachments"


def fetch_attachment(location: str, attachment_id: str) -> Path:
    """The file of an attachment, on this computer.

    Raises
    ------
    InputError
        ``workspace.attachment_absent``.
    """
    with open_workspace(location, read_only=True) as workspace:
        rows = workspace.read("attachment", '"id" = ?', [attachment_id])
        path = attachment_file(workspace, rows[0], cache_folder()) if rows else None
    if path is None:
        raise InputError("workspace.attachment_absent", location=location)
    return path


def show_attachment(location: str, attachment_id: str) -> bool:
    """Open the file of an attachment with the program that the computer has for it; whether there is one.

    Raises
    ------
    InputError
        ``workspace.attachment_absent``; ``place.unknown_file`` when it is neither photo, sound nor PDF: it might be a program.
    """
    path = fetch_attachment(location, attachment_id)
    known = (*ACT_TYPES, *SOUND_TYPES)
    if path.suffix.lower() not in known:
        raise InputError("place.unknown_file", path=path.name, known=", ".join(suffix[1:] for suffix in known))
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
