"""The text of a PDF as it was drawn: what Qt and LibreOffice write, and every writer that keeps text as text (ISO 32000-1).

A reader of its own: what is vendored into the plugin passes the plugin site's gate, and the libraries that read any PDF bring
ciphers and other programs along. It follows pages, fonts and their maps to Unicode; encrypted files are refused.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Generator, Iterator

from ..errors import InputError

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_TOKEN = re.compile(
    rb"(?P<space>[\x00\t\n\x0c\r ]+|%[^\r\n]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<text>\()"
    rb"|/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<reference>\d{1,10}\s+\d{1,5}\s+R\b)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))"
    rb"|(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)"
    rb"|(?P<other>.)",
    re.DOTALL,
)
_OF_TEXT = re.compile(
    rb"B(?<![^\s]B)T(?![^\s/<(\[])|/(?P<name>[^\s/<>\[\]()]+)\s+(?:[0-9.+-]+\s+(?P<font>Tf)|Do)(?![^\s/<(\[])"
)
# What Qt draws of a text: the font, its place, a step aside and one or two letters, again and again. All else is read token by token.
_NUMBER = rb"[+-]?\d+(?:\.\d*)?\s+"
_STEP = rb"(?:" + _NUMBER * 2 + rb"Td\s+)?<(?:[0-9A-Fa-f]{4})*>\s*Tj"
_COMMON = re.compile(
    rb"\s*(?:(?P<shown>" + _STEP + rb"(?:\s+" + _STEP + rb")*)"
    rb"|/(?P<font>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)\s+" + _NUMBER + rb"Tf"
    rb"|(?P<place>(?:" + _NUMBER + rb"){6}Tm)"
    rb"|(?P<end>ET))(?=[\n\r ])"
)
_SHOWN = re.compile(rb"<([0-9A-Fa-f]*)>")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MAP_PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_MAP_ENTRY = re.compile(rb"<([0-9A-Fa-f\s]+)>|(\[)|(\])")
_LARGEST_STREAM = 40_000_000
_LARGEST_RANGE = 65_536
_DEEPEST = 40
_MOST_FORMS = 10_000


class Name(str):
    """A name object, ``/Type``."""


@dataclass(frozen=True)
class Reference:
    """A reference to another object."""

    number: int


@dataclass(frozen=True)
class Word:
    """A keyword or an operator."""

    text: bytes


@dataclass(frozen=True)
class PdfText:
    """What a file says.

    Attributes
    ----------
    pages : tuple of tuple of str
        For each page the pieces of text in the order in which they were drawn, normalised (NFKC): fonts may join letters.
    """

    pages: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """All pieces, a line each."""
        return "\n".join(piece for page in self.pages for piece in page)


def read_pdf(source: bytes | Path) -> PdfText:
    """Text of a file.

    Raises
    ------
    InputError
        ``input.unreadable`` when it is no PDF, is damaged, or is encrypted.
    """
    name = str(source) if isinstance(source, Path) else ""
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise InputError("input.unreadable", path=name, reason=error.strerror or str(error)) from error
    if not content.lstrip()[:5] == b"%PDF-":
        raise InputError("input.unreadable", path=name, reason="%PDF")
    try:
        pages = _File(content).pages()
    # a damaged file fails in one of these ways, wherever it is read
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error, RuntimeError, StopIteration) as error:
        raise InputError("input.unreadable", path=name, reason=f"PDF: {error}") from error
    return PdfText(tuple(tuple(page) for page in pages))


@dataclass
class _Font:
    """How the codes of a font become text."""

    is_wide: bool
    letters: dict[int, str] = field(default_factory=dict)

    def text(self, codes: bytes) -> str:
        if not self.is_wide:
            return "".join(self.letters.get(code) or bytes([code]).decode("cp1252", "replace") for code in codes)
        if len(codes) % 2:
            codes = codes[:-1] + b"\0" + codes[-1:]
        return "".join([self.letters.get(pair, "\ufffd") for pair in struct.unpack(f">{len(codes) // 2}H", codes)])


class _File:
    """Objects of a file, found by looking for them all: the table of their places is not needed and may be wrong."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.places = {int(found[1]): found.end() for found in _OBJECT.finditer(content)}
        self.made: dict[int, Any] = {}
        self.fonts: dict[int, _Font] = {}
        self.forms = 0
        if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", content):
            raise ValueError("/Encrypt")
        for number in list(self.places):
            value = self.object(number)
            if isinstance(value, tuple) and value[0].get("Type") == "ObjStm":
                self._unpack(value)

    def pages(self) -> list[list[str]]:
        catalog = next(
            (value for number in self._numbers() for value in [self.object(number)] if _type(value) == "Catalog"), None
        )
        if catalog is None:
            raise ValueError("/Catalog")
        return [list(self._page(page, resources)) for page, resources in self._leaves(catalog["Pages"], {}, 0)]

    def object(self, number: int) -> Any:
        """An object: a dictionary, a pair of dictionary and stream, a list, a number, a text; None when it is not there."""
        if number not in self.made:
            self.made[number] = None
            at = self.places.get(number)
            if at is not None:
                self.made[number] = self._read(at)
        return self.made[number]

    def resolved(self, value: Any) -> Any:
        for _ in range(_DEEPEST):
            if not isinstance(value, Reference):
                return value
            value = self.object(value.number)
        raise ValueError("R")

    def _numbers(self) -> list[int]:
        return sorted({*self.places, *self.made})

    def _read(self, at: int) -> Any:
        tokens = _tokens(self.content, at)
        value, rest = _value(tokens)
        if isinstance(value, dict) and self.content[rest : rest + 60].lstrip().startswith(b"stream"):
            start = self.content.index(b"stream", rest) + 6
            start += 2 if self.content[start : start + 2] == b"\r\n" else 1
            length = self.resolved(value.get("Length"))
            end = start + length if isinstance(length, int) else -1
            if end < 0 or not self.content[end : end + 20].lstrip().startswith(b"endstream"):
                end = self.content.index(b"endstream", start)
            return value, self.content[start:end]
        return value

    def _unpack(self, value: tuple[dict[str, Any], bytes]) -> None:
        """Objects kept inside a stream."""
        facts, _ = value
        content = self.stream(value)
        numbers = [int(word) for word in content[: self.resolved(facts["First"])].split()]
        first = self.resolved(facts["First"])
        for number, offset in zip(numbers[::2], numbers[1::2]):
            if number not in self.places:
                self.made[number] = _value(_tokens(content, first + offset))[0]

    def stream(self, value: Any) -> bytes:
        """Content of a stream, unpacked."""
        facts, content = value
        filters = self.resolved(facts.get("Filter")) or []
        for kind in filters if isinstance(filters, list) else [filters]:
            if kind != "FlateDecode":
                raise ValueError(f"/{kind}")
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(content, _LARGEST_STREAM)
            if unpacking.unconsumed_tail:
                raise ValueError(f"> {_LARGEST_STREAM} B")
        return bytes(content)

    def _leaves(
        self, node: Any, inherited: dict[str, Any], depth: int
    ) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        facts = self.resolved(node)
        if depth > _DEEPEST or not isinstance(facts, dict):
            raise ValueError("/Pages")
        resources = self.resolved(facts.get("Resources")) or inherited
        if "Kids" not in facts:
            yield facts, resources
            return
        for kid in self.resolved(facts["Kids"]):
            yield from self._leaves(kid, resources, depth + 1)

    def _page(self, page: dict[str, Any], resources: dict[str, Any]) -> Iterator[str]:
        contents = self.resolved(page.get("Contents")) or []
        pieces = contents if isinstance(contents, list) else [contents]
        content = b"\n".join(self.stream(self.resolved(piece)) for piece in pieces)
        yield from self._drawn(content, resources, 0)

    def _drawn(self, content: bytes, resources: dict[str, Any], depth: int) -> Iterator[str]:
        """Pieces of text: what is drawn between BT and ET, and parted where a new line is begun."""
        font = _Font(False)
        operands: list[Any] = []
        piece: list[str] = []
        for value in chain(_values(content), (Word(b"ET"),)):
            if not isinstance(value, Word):
                operands.append(value)
                continue
            operator = value.text
            if operator in (b"BT", b"ET", b"T*", b"TD", b"'", b'"', b"Tm"):
                said = " ".join(unicodedata.normalize("NFKC", "".join(piece)).replace("\0", "\ufffd").split())
                if said:
                    yield said
                piece = []
            if operator == b"Tf" and len(operands) >= 2:
                font = self._font(resources, str(operands[-2]))
            elif operator in (b"Tj", b"'", b'"') and operands and isinstance(operands[-1], bytes):
                piece.append(font.text(operands[-1]))
            elif operator == b"TJ" and operands and isinstance(operands[-1], list):
                piece += [font.text(part) for part in operands[-1] if isinstance(part, bytes)]
            elif operator == b"Do" and operands and depth < _DEEPEST:
                form = self.resolved((self.resolved(resources.get("XObject")) or {}).get(str(operands[-1])))
                if isinstance(form, tuple) and form[0].get("Subtype") == "Form":
                    self.forms += 1
                    if self.forms > _MOST_FORMS:
                        raise ValueError("/Form")
                    own = self.resolved(form[0].get("Resources")) or resources
                    yield from self._drawn(self.stream(form), own, depth + 1)
            operands = []

    def _font(self, resources: dict[str, Any], name: str) -> _Font:
        reference = (self.resolved(resources.get("Font")) or {}).get(name)
        key = reference.number if isinstance(reference, Reference) else -1
        if key not in self.fonts or key < 0:
            facts = self.resolved(reference) or {}
            font = _Font(facts.get("Subtype") == "Type0")
            unicode_map = self.resolved(facts.get("ToUnicode"))
            if isinstance(unicode_map, tuple):
                font.letters.update(_letters(self.stream(unicode_map)))
            self.fonts[key] = font
        return self.fonts[key]


def _type(value: Any) -> str:
    facts = value[0] if isinstance(value, tuple) else value
    return str(facts.get("Type", "")) if isinstance(facts, dict) else ""


def _tokens(content: bytes, at: int) -> Iterator[tuple[str, Any, int]]:
    """Kind, value and end of each token from a place on."""
    while at < len(content):
        found = _TOKEN.match(content, at)
        if found is None:
            return
        at = found.end()
        kind = str(found.lastgroup)
        if kind == "text":
            text, at = _literal(content, at)
            yield "string", text, at
        elif kind == "hex":
            digits = b"".join(found["hex"].split())
            yield "string", bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")), at
        elif kind != "space":
            yield kind, found[kind], at


def _literal(content: bytes, at: int) -> tuple[bytes, int]:
    """A text in parentheses, which may hold others."""
    parts = bytearray()
    depth = 1
    while depth and at < len(content):
        letter = content[at : at + 1]
        at += 1
        if letter == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(content, at)
            if octal:
                parts.append(int(octal[0], 8) & 0xFF)
                at = octal.end()
            else:
                escaped = content[at : at + 1]
                at += 1
                parts += b"" if escaped in (b"\n", b"\r") else _ESCAPES.get(escaped, escaped)
            continue
        depth += {b"(": 1, b")": -1}.get(letter, 0)
        if depth:
            parts += letter
    return bytes(parts), at


def _values(content: bytes) -> Iterator[Any]:
    """Values and operators of the text objects of a content stream, and what is set or drawn between them.

    A plan is drawn with a million numbers: between its texts only fonts and forms are looked for.
    """
    at = 0
    while True:
        found = _OF_TEXT.search(content, at)
        if found is None:
            return
        at = found.end()
        if found["name"] is not None:
            yield Name(found["name"].decode("latin-1"))
            if found["font"]:
                yield 0
            yield Word(found["font"] or b"Do")
            continue
        yield Word(b"BT")
        at = yield from _text_object(content, at)


def _text_object(content: bytes, at: int) -> Generator[Any, None, int]:
    """Values and operators from a place within a text object to its end, and where that is."""
    while True:
        common = _COMMON.match(content, at)
        if common is not None:
            at = common.end()
            if common["shown"] is not None:
                yield bytes.fromhex(b"".join(_SHOWN.findall(common["shown"])).decode("ascii"))
                yield Word(b"Tj")
            elif common["font"] is not None:
                yield Name(common["font"].decode("latin-1"))
                yield 0
                yield Word(b"Tf")
            elif common["place"] is not None:
                yield Word(b"Tm")
            else:
                yield Word(b"ET")
                return at
            continue
        try:
            value, at = _value(_tokens(content, at))
        except StopIteration:
            return len(content)
        yield value
        if isinstance(value, Word) and value.text == b"ET":
            return at


def _value(tokens: Iterator[tuple[str, Any, int]], depth: int = 0) -> tuple[Any, int]:
    """The next value, and where it ends."""
    kind, token, end = next(tokens)
    if depth > _DEEPEST:
        raise ValueError("[")
    if kind == "open":
        items = []
        while True:
            try:
                item, end = _value(tokens, depth + 1)
            except StopIteration:
                break
            if isinstance(item, Word) and item.text in (b">>", b"]"):
                break
            items.append(item)
        if token == b"[":
            return items, end
        return {str(key): value for key, value in zip(items[::2], items[1::2])}, end
    if kind == "string":
        return token, end
    if kind == "name":
        return Name(token.decode("latin-1")), end
    if kind == "reference":
        return Reference(int(token.split()[0])), end
    if kind == "number":
        return (int(token) if token.lstrip(b"+-").isdigit() else float(token)), end
    return Word(token), end


def _letters(content: bytes) -> dict[int, str]:
    """Codes and their letters, from a map to Unicode."""
    letters: dict[int, str] = {}
    for part in _MAP_PART.finditer(content):
        entries: list[bytes | list[bytes]] = []
        inside: list[bytes] | None = None
        for entry in _MAP_ENTRY.finditer(part[2]):
            if entry[2]:
                inside = []
            elif entry[3]:
                entries.append(inside or [])
                inside = None
            else:
                value = bytes.fromhex("".join(entry[1].decode("ascii").split()))
                (entries if inside is None else inside).append(value)
        if part[1] == b"bfchar":
            for code, text in zip(entries[::2], entries[1::2]):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    letters[int.from_bytes(code, "big")] = _utf16(text)
            continue
        for low, high, text in zip(entries[::3], entries[1::3], entries[2::3]):
            if not isinstance(low, bytes) or not isinstance(high, bytes):
                continue
            first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
            for step, place in enumerate(range(first, min(last, first + _LARGEST_RANGE) + 1)):
                if isinstance(text, list):
                    if step < len(text):
                        letters[place] = _utf16(text[step])
                else:
                    number = int.from_bytes(text, "big") + step
                    letters[place] = _utf16(number.to_bytes(len(text), "big"))
    return letters


def _utf16(text: bytes) -> str:
    return text.decode("utf-16-be", "replace")
