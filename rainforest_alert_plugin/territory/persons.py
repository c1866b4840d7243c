"""What in a file names a person, and so may hurt somebody: kept apart from everything else."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Mapping

# Whole words of a column's name, without accents; ``_submitted_by``, ``$authorId`` and ``SubmitterName`` come apart into words first.
_WORDS = """
author autor autora user username usuario usuaria submitter surveyor recorder collector creator editor operator operador operadora
interviewer enumerator encuestador encuestadora entrevistador entrevistadora topografo topografa fotografo fotografa photographer
monitor monitora vigilante ranger guardaparque guardabosque facilitador facilitadora promotor promotora observer observador observadora
apu curaca kuraka jefe jefa lider lideresa dirigente presidente presidenta responsable informante denunciante testigo testigos witness
comunero comunera propietario propietaria owner member members miembro miembros integrante integrantes participant participants
participante participantes attendee attendees asistente asistentes contact contacto apellido apellidos surname lastname firstname
dni cedula email correo mail phone phonenumber telefono celular whatsapp imei device deviceid simid subscriberid
"""
_PERSON_WORDS = frozenset(_WORDS.split())
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
    """Part properties into those that name nobody, and the person whom the others name (blank when none does).

    A value that is JSON is looked into: what names a person there is taken out of it.
    """
    rest: dict[str, str] = {}
    named: list[tuple[str, str]] = []
    for key, value in properties.items():
        inside = _json(value)
        if names_person(key):
            named += [(key, value)] if inside is None else _texts(inside, key)
        elif inside is None:
            rest[key] = value
        else:
            found: list[tuple[str, str]] = []
            cleaned = _without_persons(inside, found)
            named += found
            if cleaned or not found:
                rest[key] = json.dumps(cleaned, ensure_ascii=False) if found else value
    named = [(key, value) for key, value in named if value]
    if not named:
        return rest, ""

    def rank(item: tuple[str, str]) -> tuple[int, int]:
        words = plain_words(item[0]).split()
        chosen = next((i for i, word in enumerate(_FIRST_CHOICE) if word in words), len(_FIRST_CHOICE))
        return (int("id" in words), chosen)

    return rest, min(named, key=rank)[1]


def _json(text: str) -> Any:
    """Object or list that a text is, None when it is none."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _without_persons(value: Any, found: list[tuple[str, str]]) -> Any:
    """The value without what names a person; that is added to `found` with its key."""
    if isinstance(value, dict):
        kept = {}
        for key, one in value.items():
            if names_person(key):
                texts = _texts(one, key)
                found += texts or [(key, "")]
            else:
                kept[key] = _without_persons(one, found)
        return kept
    return [_without_persons(one, found) for one in value] if isinstance(value, list) else value


def _texts(value: Any, key: str) -> list[tuple[str, str]]:
    """Texts and numbers within a value, each under its key."""
    if isinstance(value, dict):
        return [pair for inner, one in value.items() for pair in _texts(one, f"{key} {inner}")]
    if isinstance(value, list):
        return [pair for one in value for pair in _texts(one, key)]
    return [] if value is None or isinstance(value, bool) else [(key, str(value))]
