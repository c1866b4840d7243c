"""Words of forms, legends and sheets: data files that a federation copies and translates into its own language."""

from __future__ import annotations

import json
import string
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ..errors import InputError, Message
from ..paths import resource

FALLBACK = "es"
LANGUAGE = "language"
_MOST_BYTES = 1 << 20
_MOST_NAMED = 12


@dataclass(frozen=True)
class Words:
    """Words of one language.

    Attributes
    ----------
    language : str
        What the language calls itself.
    texts : mapping of str to str
        By id; facts stand in braces.
    missing : tuple of str
        Ids that the federation's file lacks; they are said in the language below it.
    unknown : tuple of str
        Ids in that file that nothing uses, misspelled perhaps.
    broken : tuple of str
        Ids whose translation holds other facts in braces than the original; they are said in the language below it.
    """

    language: str
    texts: Mapping[str, str]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    def say(self, id: str, /, **facts: Any) -> str:
        """Words with their facts put in; KeyError when the plugin has no such words."""
        text = self.texts[id]
        return text.format(**facts) if facts else text

    def find(self, id: str) -> str:
        """Words as they stand, or nothing."""
        return self.texts.get(id, "")

    def messages(self) -> tuple[Message, ...]:
        """What is to be said about the federation's file."""
        found = []
        for id, ids in (("missing", self.missing), ("unknown", self.unknown), ("broken", self.broken)):
            if ids:
                named = ", ".join(ids[:_MOST_NAMED]) + (" …" if len(ids) > _MOST_NAMED else "")
                found.append(Message(f"words.{id}", language=self.language, count=len(ids), ids=named))
        return tuple(found)


def languages() -> tuple[str, ...]:
    """Languages that the plugin carries."""
    return tuple(sorted(path.stem for path in resource("words").glob("*.json")))


def words_file(language: str) -> Path:
    """File of a language that the plugin carries, which a federation copies to translate."""
    return resource("words", f"{language}.json")


def load_words(language: str, own: Path | str | None = None) -> Words:
    """Read the words of a language, and lay the federation's own file over them.

    Parameters
    ----------
    language : str
        ``es`` or another language of the plugin; any other is read as Spanish.
    own : Path, optional
        Copy of one of the plugin's files, translated; what it lacks is said in `language`.

    Raises
    ------
    InputError
        ``words.unreadable`` with the file and the reason.
    """
    base = _read(words_file(language if language in languages() else FALLBACK))
    if own is None or not str(own).strip():
        return Words(base[LANGUAGE], base)
    path = Path(own)
    theirs = {id: text for id, text in _read(path).items() if text.strip()}
    broken = tuple(sorted(id for id in theirs if id in base and _facts(theirs[id]) != _facts(base[id])))
    taken = {id: text for id, text in theirs.items() if id in base and id not in broken}
    return Words(
        language=theirs.get(LANGUAGE, path.stem),
        texts={**base, **taken},
        missing=tuple(sorted(id for id in base if id not in theirs)),
        unknown=tuple(sorted(id for id in theirs if id not in base)),
        broken=broken,
    )


def words_to_translate(language: str, own: Path | str | None = None) -> str:
    """Content of a file for a federation to translate; what its own file says already stays in it, word for word.

    Raises
    ------
    InputError
        ``words.unreadable`` when its own file cannot be read; nothing of it would be in the new one.
    """
    base = _read(words_file(language if language in languages() else FALLBACK))
    theirs = _read(Path(own)) if own is not None and str(own).strip() else {}
    said = {id: text for id, text in theirs.items() if text.strip()}
    return json.dumps({**base, **said}, ensure_ascii=False, indent=1) + "\n"


def _read(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("words.unreadable", path=str(path), reason=f"> {_MOST_BYTES >> 20} MB")
        raw = path.read_bytes()
        # Notepad of older Windows writes UTF-16 under the name "Unicode".
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        texts = json.loads(raw.decode(encoding))
    except OSError as error:
        raise InputError("words.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise InputError("words.unreadable", path=str(path), reason=str(error)) from error
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise InputError("words.unreadable", path=str(path), reason="{id: text}")
    return {id: unicodedata.normalize("NFC", text) for id, text in texts.items()}


def _facts(text: str) -> frozenset[str] | None:
    """Names in braces; None when the braces do not close, or hold more than a name."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if any(name is not None and (not name.isidentifier() or spec or conversion) for _, name, spec, conversion in parts):
        return None
    return frozenset(name for _, name, _, _ in parts if name is not None)
