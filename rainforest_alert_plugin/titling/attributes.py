"""What a person states about the community, checked against the profile before anything is computed."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from typing import Any, Mapping

from ..cadastre.profile import Attribute, Profile
from ..cadastre.stated import stated_object
from ..errors import InputError


def read_attributes(given: str | Mapping[str, Any] | None, profile: Profile) -> dict[str, str]:
    """Attributes from a JSON object, a file that holds one, or a mapping.

    Parameters
    ----------
    given : str, Mapping or None
        JSON text, path of a JSON file (UTF-8), or the object itself. Empty for none.
    profile : Profile
        Says which attributes there are.

    Returns
    -------
    dict of str to str
        Stated attributes in the profile's order, without blanks around; dates as ``YYYY-MM-DD``.

    Raises
    ------
    InputError
        ``attributes.unreadable``, ``attributes.unknown``, ``attributes.not_text``, ``attributes.not_date``,
        ``attributes.pattern`` or ``attributes.control_character``, naming the attribute.
    """
    stated = stated_object(given)
    known = {attribute.key: attribute for attribute in profile.attributes}
    for key in stated:
        if key not in known:
            raise InputError("attributes.unknown", key=key, known=", ".join(known))
    checked = {key: _checked(attribute, stated.get(key)) for key, attribute in known.items()}
    return {key: text for key, text in checked.items() if text}


def one_line(text: str) -> str:
    """Text of another layer in one line: line breaks and other control characters become single spaces."""
    plain = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(plain.split())


def _checked(attribute: Attribute, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError("attributes.not_text", key=attribute.key, found=json.dumps(value, ensure_ascii=False)[:60])
    text = value.strip()
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise InputError("attributes.control_character", key=attribute.key, found=one_line(text)[:60])
    if not text:
        return ""
    if attribute.kind == "date":
        try:
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise InputError("attributes.not_date", key=attribute.key, found=text[:60]) from error
    if attribute.pattern and re.fullmatch(attribute.pattern, text) is None:
        raise InputError("attributes.pattern", key=attribute.key, found=text[:60], pattern=attribute.pattern)
    return text
