"""Whether a workspace can be written safely where it lies: SQLite loses data on network drives and in synchronised folders."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import WorkspaceError

_NETWORK_FILESYSTEMS = frozenset(
    ("afs", "afpfs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone")
    + ("fuse.s3fs", "fuse.sshfs", "fuse.glusterfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb2")
    + ("smb3", "smbfs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "webdav")
)
_SYNCED_NAMES = re.compile(
    r"(onedrive( ?- ?.+)?|dropbox( ?-.+| \(.+\))?|google ?drive( \(.+\))?|mi unidad|my drive|meu drive"
    r"|unidades compartidas|shared drives|drives compartilhados|otras computadoras|other computers|outros computadores"
    r"|\.shortcut-targets-by-id|icloud ?drive|mobile documents|cloudstorage|(next|own)cloud([ _-].+|[0-9]+)?|pcloud ?drive"
    r"|megasync|yandex\.disk|box sync|(?-i:Box|MEGA)|syncthing|seafile|tresors|creative cloud files)\Z",
    re.IGNORECASE,
)
_SYNC_MARKS = (".stfolder", ".dropbox.cache", ".tmp.drivedownload", ".owncloudsync.log", ".nextcloudsync.log")
_SYNC_FILES = (".dropbox",)  # as a folder of this name, in the home, it is only the program's settings
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_DRIVE_REMOTE = 4
_WINDOWS_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST_NAME_BYTES = 200


def check_writable_place(path: Path | str) -> None:
    """Refuse a place where SQLite cannot keep its promises.

    Raises
    ------
    WorkspaceError
        ``workspace.synchronised_folder`` (facts ``path``, ``folder``) or ``workspace.network_drive`` (``path``).
    """
    folder = synchronised_folder(path)
    if folder:
        raise WorkspaceError("workspace.synchronised_folder", path=str(path), folder=folder)
    if is_on_network(path):
        raise WorkspaceError("workspace.network_drive", path=str(path))


def synchronised_folder(path: Path | str) -> str | None:
    """Folder on the way to `path` that OneDrive, Dropbox, Google Drive, iCloud or the like copies elsewhere; None if none does."""
    resolved = _resolved(path)
    for text in {str(path), str(resolved)}:
        pure = PureWindowsPath(text) if re.match(r"[A-Za-z]:|\\\\", text) else PurePosixPath(text)
        for part in pure.parts[:-1]:
            if _SYNCED_NAMES.match(part):
                return part
    for parent in resolved.parents:
        marked = any(os.path.exists(parent / mark) for mark in _SYNC_MARKS)
        if marked or any(os.path.isfile(parent / mark) for mark in _SYNC_FILES):
            return str(parent)
    for variable in _ONEDRIVE_VARIABLES:
        root = os.environ.get(variable)
        if root and Path(root) in resolved.parents:
            return root
    return None


def is_on_network(path: Path | str) -> bool:
    """Whether `path` lies on another machine: UNC path, mapped network drive, or a network file system that is mounted."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return _windows_drive_is_remote(text)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return mounted_filesystem(str(_resolved(path)), mounts) in _NETWORK_FILESYSTEMS


def mounted_filesystem(path: str, mountinfo: str) -> str:
    """Type of the file system that holds `path`, out of the text of ``/proc/self/mountinfo``; empty when unknown."""
    best, found = "", ""
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:  # the mount point is the fifth field, proc(5)
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal.group(1), 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, after.split(" ")[0]
    return found


def workspace_file(name: str, folder: Path | str) -> Path:
    """File of a workspace called `name`.

    Raises
    ------
    WorkspaceError
        ``workspace.bad_name`` (fact ``name``) when no system, Windows included, would accept it as the name of a file.
    """
    stem = name[:-5] if name.lower().endswith(".gpkg") else name
    hopeless = (
        not stem.strip()
        or stem != stem.strip()
        or stem.startswith(".")
        or stem.endswith(".")
        or _FORBIDDEN.search(stem)
        or _WINDOWS_RESERVED.match(stem)
        or len(stem.encode("utf-8", errors="replace")) > _LONGEST_NAME_BYTES
    )
    if hopeless:
        raise WorkspaceError("workspace.bad_name", name=name)
    return Path(folder) / f"{stem}.gpkg"


def _resolved(path: Path | str) -> Path:
    return Path(path).resolve()


def _windows_drive_is_remote(text: str) -> bool:
    drive = os.path.splitdrive(os.path.abspath(text))[0]
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (exists on Windows only)
    return bool(kernel.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
