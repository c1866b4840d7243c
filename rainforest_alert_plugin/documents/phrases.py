"""Words of the documents, in the language of the profile and not of the screen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ..errors import InputError
from ..paths import resource


@dataclass(frozen=True)
class Phrases:
    """Phrases of one language.

    Attributes
    ----------
    language : str
    texts : Mapping of str to str
        By id; facts stand in braces.
    """

    language: str
    texts: Mapping[str, str]

    def say(self, id: str, /, **facts: Any) -> str:
        """Phrase with its facts put in.

        Raises
        ------
        InputError
            ``phrases.missing`` when the language lacks it.
        """
        if id not in self.texts:
            raise InputError("phrases.missing", language=self.language, phrase=id)
        return self.texts[id].format(**facts)


def load_phrases(language: str) -> Phrases:
    """Read the phrases of a language (``es``) that the plugin carries: all files of its folder.

    Raises
    ------
    InputError
        ``phrases.unreadable`` with the file and the reason.
    """
    folder = resource("phrases", language)
    parts = sorted(folder.glob("*.json")) or [folder]
    texts: dict[str, str] = {}
    for part in parts:
        texts.update(read_phrases(part, language).texts)
    return Phrases(language, texts)


def read_phrases(path: Path | str, language: str) -> Phrases:
    """Read a file of phrases; see :func:`load_phrases`."""
    try:
        texts = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError("phrases.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError("phrases.unreadable", path=str(path), reason=str(error)) from error
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise InputError("phrases.unreadable", path=str(path), reason="{id: text}")
    return Phrases(language, texts)
