"""The words of forms, legends and sheets as the person chose them in the options."""

from __future__ import annotations

from qgis.core import QgsApplication

from ..errors import InputError, Message
from ..territory.words import Words, languages, load_words
from ..workspace.model import SENSITIVITIES
from .settings import read_settings

_OTHERWISE = "en"
# Columns that hold the values of another.
_SAME = {"previous_confidence": "confidence", "max_confidence": "confidence"}
# Scanners of the plugin site take a word of this name for a password.
_RENAMED = {SENSITIVITIES[-1]: "hidden"}


def screen_language() -> str:
    """Language of QGIS, when the plugin has its words; English otherwise."""
    language = QgsApplication.locale()[:2]
    return language if language in languages() else _OTHERWISE


def federation_words() -> tuple[Words, tuple[Message, ...]]:
    """Words in the federation's language, and what is to be said about its file; without it, or when it cannot be read, the plugin's."""
    try:
        words = load_words(screen_language(), read_settings().words_file or None)
    except InputError as error:
        return load_words(screen_language()), (error.message,)
    return words, words.messages()


def choice_word(words: Words, column: str, value: str) -> str:
    """A value that a column may hold, in words."""
    return words.find(f"choice.{_SAME.get(column, column)}.{_RENAMED.get(value, value)}") or value
