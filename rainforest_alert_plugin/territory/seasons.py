"""When a place is used: one of the seasons that every language has a word for, or whatever else people say."""

from __future__ import annotations

import unicodedata
from typing import Iterator

from .words import Words, languages, load_words

# Table and column.
SEASON = ("place", "season")
SEASONS = ("all_year", "high_water", "low_water", "rains", "dry")


def season_id(words: Words, said: str) -> str:
    """What is kept of a season: its id when the federation or the plugin has a word for it, otherwise what was said.

    Laptops whose words differ keep the same id, so that they agree and count alike. Earlier versions kept the word itself; read with
    this, it is the same season.
    """
    written = _folded(said)
    if not written or written in SEASONS:
        return written
    return next((season for season, word in _known(words) if _folded(word) == written), said)


def season_word(words: Words, kept: str) -> str:
    """A season as it is kept (or as an earlier version kept it), in words."""
    return words.find(_word_of(season_id(words, kept))) or kept


def _known(words: Words) -> Iterator[tuple[str, str]]:
    """Seasons and words for them, those of the federation first."""
    for spoken in (words, *(load_words(language) for language in languages())):
        for season in SEASONS:
            yield season, spoken.find(_word_of(season))


def _word_of(season: str) -> str:
    return f"choice.season.{season}"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
