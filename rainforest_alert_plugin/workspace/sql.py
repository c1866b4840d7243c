"""Statements with names put in: identifiers are checked and quoted here, values always travel apart from the text."""

from __future__ import annotations

import re
from string import Template
from typing import Iterable

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\Z")


def quoted(name: str) -> str:
    """An identifier in double quotes.

    Raises
    ------
    ValueError
        When `name` is not a plain identifier.
    """
    if not _IDENTIFIER.match(name):
        raise ValueError(f"{name!r} is not the name of a table or column")
    return f'"{name}"'


def quoted_any(name: str) -> str:
    """An identifier of somebody else's file in double quotes, whatever it is made of."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def quoted_list(names: Iterable[str]) -> str:
    """Identifiers in double quotes, separated by commas."""
    return ", ".join(quoted(name) for name in names)


def placeholders(count: int) -> str:
    """`count` question marks, separated by commas."""
    return ", ".join("?" * count)


def statement(text: str, **names: str | Iterable[str]) -> str:
    """Put identifiers into ``$name`` places of a statement; a list of names becomes a list of identifiers."""
    return Template(text).substitute(
        {key: quoted(value) if isinstance(value, str) else quoted_list(value) for key, value in names.items()}
    )
