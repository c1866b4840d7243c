"""What in a file names a person, and so may hurt somebody: kept apart from everything else."""

from __future__ import annotations

import re
import unicodedata
from typing import Mapping

# Whole words of a column's name, without accents; ``_submitted_by``, ``$authorId`` and ``SubmitterName`` come apart into words first.
_PERSON_WORDS = frozenset(
    (
        "author",
        "autor",
        "autora",
        "user",
        "username",
        "usuario",
        "usuaria",
        "submitter",
        "surveyor",
        "recorder",
        "collector",
    )
    + (
        "encuestador",
        "encuestadora",
        "entrevistador",
        "entrevistadora",
        "monitor",
        "monitora",
        "facilitador",
        "facilitadora",
    )
    + (
        "responsable",
        "informante",
        "topografo",
        "propietario",
        "owner",
        "denunciante",
        "dni",
        "email",
        "correo",
        "mail",
        "phone",
    )
    + ("telefono", "celular", "phonenumber", "device", "deviceid", "simid", "subscriberid")
)
_BY = re.compile(r"(^| )by$|^(registrado|levantado|elaborado|tomado|reportado) por$")
_FIRST_CHOICE = ("author", "submitter", "submitted", "username", "user", "autor")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain_words(name: str) -> str:
    """Name of a column as small words without accents or signs: ``_submittedBy`` is ``submitted by``."""
    parted = _CAMEL.sub(" ", name)
    bare = unicodedata.normalize("NFD", parted)
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(letters.lower().split())


def names_person(column: str) -> bool:
    """Whether the values of a column point to a person."""
    words = plain_words(column)
    return bool(_PERSON_WORDS.intersection(words.split()) or _BY.search(words))


def person_of(properties: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Part properties into those that name nobody, and the person whom the others name (blank when none does)."""
    rest = {key: value for key, value in properties.items() if not names_person(key)}
    named = [(key, value) for key, value in properties.items() if names_person(key) and value]
    if not named:
        return rest, ""

    def rank(item: tuple[str, str]) -> tuple[int, int]:
        words = plain_words(item[0]).split()
        chosen = next((i for i, word in enumerate(_FIRST_CHOICE) if word in words), len(_FIRST_CHOICE))
        return (int("id" in words), chosen)

    return rest, min(named, key=rank)[1]
