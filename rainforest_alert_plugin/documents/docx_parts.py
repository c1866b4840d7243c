"""The parts of a DOCX file, checked before anybody works on them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from ..errors import InputError

DOCUMENT = "word/document.xml"
_TEXT_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
# A dossier has some megabytes; an archive that unpacks to more than this is broken or hostile.
_LARGEST = 200_000_000


def read_parts(source: bytes | Path) -> dict[str, bytes]:
    """Parts by name, in the order of the file.

    Raises
    ------
    InputError
        ``docx.unreadable`` when it cannot be opened, is no DOCX, or is damaged.
    """
    name = source.name if isinstance(source, Path) else ""
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise InputError("docx.unreadable", file=name, reason=f"> {_LARGEST} B")
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError("docx.unreadable", file=name, reason=str(error)) from error
    if DOCUMENT not in parts:
        raise InputError("docx.unreadable", file=name, reason=DOCUMENT)
    return parts


def text_parts(parts: dict[str, bytes]) -> list[str]:
    """Names of the parts that hold text of pages, the document first."""
    found = [name for name in parts if _TEXT_PART.fullmatch(name)]
    return sorted(found, key=lambda name: (name != DOCUMENT, name))


def xml_error(content: bytes) -> tuple[int, str] | None:
    """Byte at which a part stops being XML and why; None when it is whole.

    A part that declares entities is refused as well: a kilobyte of them fills the memory.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _DeclaredEntityError

    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return parser.ErrorByteIndex, str(error)
    except _DeclaredEntityError:
        return 0, "<!ENTITY"
    return None


class _DeclaredEntityError(Exception):
    """The part declares an entity."""
