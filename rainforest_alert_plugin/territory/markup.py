"""Reading of XML as field tools write it: tolerant of stray characters, without entities, without recursion.

The parser of the standard library refuses what phones write, and expands entities, by which a file of a kilobyte fills the memory.
This one knows the five entities of XML and numbers, and refuses any file that declares its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterator

from ..errors import InputError

_TAG = re.compile(
    r"<(?:(?P<close>/)\s*(?P<closed>[^\s<>/]+)\s*"
    r"|(?P<name>[A-Za-z_À-￿][^\s<>/=\"']*)(?P<attributes>(?:\s+[^\s<>/=\"']+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?P<empty>/)?)>"
)
_ATTRIBUTE = re.compile(r"([^\s<>/=\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_DEEPEST = 200
_LAST_CODE_POINT = 0x10FFFF


@dataclass
class Element:
    """An element with its text and children; names are without their namespace prefix, in lower case."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, name: str) -> Element | None:
        """First child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def word(self, *path: str) -> str:
        """Text below a path of children, blank when it is not there."""
        found: Element | None = self
        for name in path:
            found = found.child(name) if found is not None else None
        return found.text.strip() if found is not None else ""

    def all(self, name: str) -> Iterator[Element]:
        """Every element of that name below this one, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name == name:
                yield element
            waiting.extend(reversed(element.children))


@dataclass(frozen=True)
class Markup:
    """A document, whole or up to where it breaks.

    Attributes
    ----------
    root : Element
        With every element that was complete before the break, and those that were open there.
    broken_line : int
        Line where the document breaks; 0 when it is whole.
    """

    root: Element
    broken_line: int = 0


def parse_markup(text: str, path: str) -> Markup:
    """Read a document.

    Parameters
    ----------
    text : str
    path : str
        Its file, for messages.

    Raises
    ------
    InputError
        ``field.markup_entities`` when it declares entities, ``field.markup_none`` when there is no element at all,
        ``field.markup_deep`` when elements stand in each other more than 200 deep.
    """
    top = Element("", {}, 1)
    stack = [top]
    at = line_at = 0
    line = 1
    broken = 0
    while True:
        bracket = text.find("<", at)
        if bracket < 0:
            stack[-1].text += unescape(text[at:])
            break
        if bracket > at:
            stack[-1].text += unescape(text[at:bracket])
        line += text.count("\n", line_at, bracket)
        line_at = bracket
        at, is_broken = _step(text, bracket, stack, line, path)
        if is_broken:
            broken = line
            break
    if not broken and len(stack) > 1:
        broken = line
    if not top.children:
        raise InputError("field.markup_none", path=path)
    return Markup(top.children[0], broken)


def _step(text: str, at: int, stack: list[Element], line: int, path: str) -> tuple[int, bool]:
    """Read what begins at a bracket; returns where it ends, and whether the document breaks here."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")):
        if text.startswith(opening, at):
            end = text.find(closing, at + len(opening))
            if opening == "<!":
                declaration = text[at : end if end >= 0 else at + 2000]
                if "[" in declaration or "ENTITY" in declaration.upper():
                    raise InputError("field.markup_entities", path=path, line=line)
            if end < 0:
                return len(text), True
            if opening == "<![CDATA[":
                stack[-1].text += text[at + len(opening) : end]
            return end + len(closing), False
    found = _TAG.match(text, at)
    if found is None:
        following = text[at + 1 : at + 2]
        if following.isalpha() or following in ("/", "_", ""):
            return at, True
        stack[-1].text += "<"  # a bracket that somebody typed
        return at + 1, False
    if found["close"]:
        name = _local(found["closed"])
        if len(stack) < 2 or stack[-1].name != name:
            return at, True
        stack.pop()
        return found.end(), False
    element = Element(
        _local(found["name"]),
        {
            _local(key): unescape(double or single)
            for key, double, single in _ATTRIBUTE.findall(found["attributes"] or "")
        },
        line,
    )
    stack[-1].children.append(element)
    if not found["empty"]:
        stack.append(element)
        if len(stack) > _DEEPEST:
            raise InputError("field.markup_deep", path=path, line=line)
    return found.end(), False


def unescape(text: str) -> str:
    """Text with the five entities of XML and character numbers replaced; any other stays as it is written."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    word = found.group(1)
    if word in _NAMED:
        return _NAMED[word]
    number = int(word[2:], 16) if word.startswith("#x") else int(word[1:])
    return chr(number) if 0 < number <= _LAST_CODE_POINT and not 0xD800 <= number <= 0xDFFF else found.group(0)


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1].lower()
