"""Values of which some are listed and have a word in every language, and all others stay as people said them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Iterator

from .words import Words, languages, load_words


@dataclass(frozen=True)
class ListedWords:
    """What a column lists.

    Attributes
    ----------
    table, column : str
    prefix : str
        What the ids of its words begin with.
    ids : tuple of str
        As they are kept.
    """

    table: str
    column: str
    prefix: str
    ids: tuple[str, ...]

    def id_of(self, words: Words, said: str) -> str:
        """What is kept: the id when the federation or the plugin has this word for it, otherwise what was said.

        Laptops whose words differ keep the same id, so that they agree and count alike. Earlier versions kept the word itself; read with
        this, it is the same value.
        """
        written = _folded(said)
        if not written or written in self.ids:
            return written
        return next((id for id, word in self._known(words) if _folded(word) == written), said)

    def word_of(self, words: Words, kept: str) -> str:
        """A value as it is kept (or as an earlier version kept it), in words."""
        return words.find(self.prefix + self.id_of(words, kept)) or kept

    def _known(self, words: Words) -> Iterator[tuple[str, str]]:
        """Ids and words for them, those of the federation first."""
        for spoken in (words, *(load_words(language) for language in languages())):
            for id in self.ids:
                yield id, spoken.find(self.prefix + id)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


SEASONS = ListedWords("place", "season", "choice.season.", ("all_year", "high_water", "low_water", "rains", "dry"))
# Who came to a workshop.
ATTENDANCE_ROLES = ListedWords(
    "attendance", "role", "role.", ("elders", "authorities", "women", "men", "youth", "children", "guests")
)
LISTED = {(listed.table, listed.column): listed for listed in (SEASONS, ATTENDANCE_ROLES)}
