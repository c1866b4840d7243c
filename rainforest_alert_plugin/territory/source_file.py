"""Files as they come from the field: their text in whatever encoding, and archives that must not harm."""

from __future__ import annotations

import codecs
import json
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Iterator

from ..errors import InputError, Message
from .field_feature import Attachment

_CHUNK = 1 << 20
_MOST_TEXT_BYTES = 600 << 20
_MOST_MEMBERS = 20_000
_MOST_UNPACKED_BYTES = 4 << 30
_MOST_MEMBER_BYTES = 512 << 20
_MOST_RATIO = 200.0
_SMALL_BYTES = 8 << 20  # what unpacks to less harms nobody, however well it was packed
# What Python's zipfile raises of an archive that is damaged in its tables, its headers or its contents; RuntimeError of a locked one.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    LookupError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters of Spanish as Windows and as DOS write them; which ones occur tells the two apart.
_WINDOWS_LETTERS = frozenset(b"\xe1\xe9\xed\xf3\xfa\xf1\xfc\xc1\xc9\xcd\xd3\xda\xd1\xdc\xb0\xba")
_DOS_LETTERS = frozenset(b"\xa0\x82\xa1\xa2\xa3\xa4\x81\xb5\x90\xd6\xe0\xe9\xa5\x9a\xf8\xa7")


@dataclass(frozen=True)
class SourceFile:
    """A field file, or the member of an archive.

    Attributes
    ----------
    path : Path
        File on the disk.
    name : str
        Name for messages and for the field ``source_file``.
    member : str
        Member of the archive `path`; empty when the file is none.
    attachments : tuple of Attachment
        Photos and sounds that came along.
    """

    path: Path
    name: str
    member: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def suffix(self) -> str:
        """Ending of the name, in lower case."""
        return PurePosixPath(self.member or self.path.name).suffix.lower()

    def head(self, size: int = 64 << 10) -> bytes:
        """First bytes."""
        if self.member:
            return read_member(self.path, self.member)[:size]
        with self.path.open("rb") as file:
            return file.read(size)

    def data(self) -> bytes:
        """All bytes.

        Raises
        ------
        InputError
            ``field.too_large``.
        """
        if self.member:
            return read_member(self.path, self.member)
        if self.path.stat().st_size > _MOST_TEXT_BYTES:
            raise InputError("field.too_large", path=self.name, megabytes=_MOST_TEXT_BYTES >> 20)
        return self.path.read_bytes()

    def encoding(self) -> str:
        """Encoding of the text: its mark, UTF-16 by its zeros, UTF-8 if all of it is, otherwise that of Windows or DOS."""
        head = self.head()
        by_mark = _by_mark(head)
        if by_mark:
            return by_mark
        decoder = codecs.getincrementaldecoder("utf-8")()
        seen = bytearray()
        try:
            for chunk in self._chunks():
                decoder.decode(chunk)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            for chunk in self._chunks():
                seen += bytes(byte for byte in chunk if byte > 0x7F)
                if len(seen) > _CHUNK:
                    break
            return legacy_encoding(bytes(seen))
        return "utf-8"

    def _chunks(self) -> Iterator[bytes]:
        if self.member:
            yield self.data()
            return
        with self.path.open("rb") as file:
            yield from iter(lambda: file.read(_CHUNK), b"")

    def text(self) -> str:
        """All text; what an encoding cannot read becomes U+FFFD."""
        return self.data().decode(self.encoding(), "replace")

    def lines(self) -> Iterator[str]:
        """Line after line, without holding the file."""
        encoding = self.encoding()
        if self.member:
            yield from self.data().decode(encoding, "replace").splitlines(keepends=True)
            return
        with self.path.open("r", encoding=encoding, errors="replace", newline="") as file:
            yield from file

    def json(self) -> Any:
        """The file as JSON.

        Raises
        ------
        InputError
            ``field.json_broken`` with ``line``.
        """
        try:
            return json.loads(self.text())
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 0)
            raise InputError("field.json_broken", path=self.name, line=line) from error


def _by_mark(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    pairs = head[: len(head) // 2 * 2]
    if len(pairs) >= 8:
        zeros_first, zeros_second = pairs[0::2].count(0), pairs[1::2].count(0)
        half = len(pairs) // 2
        if zeros_second > 0.4 * half > zeros_first:
            return "utf-16-le"
        if zeros_first > 0.4 * half > zeros_second:
            return "utf-16-be"
    return ""


def legacy_encoding(letters: bytes) -> str:
    """Encoding of text that is not UTF-8: ``cp850`` when its letters are those of DOS, otherwise ``cp1252``."""
    windows = sum(byte in _WINDOWS_LETTERS for byte in letters)
    dos = sum(byte in _DOS_LETTERS for byte in letters)
    return "cp850" if dos > windows else "cp1252"


def checked_members(path: Path) -> list[zipfile.ZipInfo]:
    """Members of an archive, after looking at all of them.

    Raises
    ------
    InputError
        ``field.zip_broken``; ``field.zip_escapes`` when a name leads out of the archive; ``field.zip_bomb`` when it unpacks to far more
        than it holds; ``field.zip_crowded`` when it holds more files than anybody sends; ``field.zip_encrypted``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _ZIP_FAULTS as error:
        raise InputError("field.zip_broken", path=path.name) from error
    if not all(member.filename for member in members):
        raise InputError("field.zip_broken", path=path.name)
    if len(members) > _MOST_MEMBERS:
        raise InputError("field.zip_crowded", path=path.name, count=len(members))
    size = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if size > _MOST_UNPACKED_BYTES or (size > _SMALL_BYTES and size > _MOST_RATIO * packed):
        raise InputError("field.zip_bomb", path=path.name, megabytes=size >> 20)
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or (parts.parts and ":" in parts.parts[0]):
            raise InputError("field.zip_escapes", path=path.name, member=member.filename)
        if member.flag_bits & 0x1:
            raise InputError("field.zip_encrypted", path=path.name)
    return [member for member in members if not member.is_dir()]


def read_member(path: Path, member: str) -> bytes:
    """Bytes of a member, never more than it declares.

    Raises
    ------
    InputError
        ``field.zip_broken``, ``field.zip_bomb``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            declared = archive.getinfo(member).file_size
            if declared > _MOST_MEMBER_BYTES:
                raise InputError("field.zip_bomb", path=path.name, megabytes=declared >> 20)
            with archive.open(member) as file:
                data = file.read(declared + 1)
    except _ZIP_FAULTS as error:
        raise InputError("field.zip_broken", path=path.name) from error
    if len(data) > declared:
        raise InputError("field.zip_bomb", path=path.name, megabytes=len(data) >> 20)
    return data


def missing_attachments(wanted: set[str], there: tuple[Attachment, ...]) -> list[Message]:
    """One note when photos that the file names did not come along."""
    names = {attachment.name for attachment in there}
    absent = sorted(name for name in wanted if name not in names)
    return [Message("field.photos_missing", count=len(absent), example=absent[0])] if absent else []
