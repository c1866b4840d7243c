"""What the documents of a file state, as a person hands it over: a JSON object, and a technical table as printed."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from ..errors import InputError
from .case import Side, StatedDocument, StatedRow, StatedTable, SurveyedVertex
from .profile import plain_words
from .rules.numbers import number_of

_LONGEST_PATH = 4096
_LISTS = ("documents", "sides", "vertices")
_SIDE_TEXTS = ("kind", "neighbour", "registry_entry", "record_act", "record_on", "signed_by", "mandate")
_VERTEX_TEXTS = ("label", "method", "surveyed_at", "receiver", "base_station", "raw_file", "monument")
# Words of the headings of a technical table, as they are printed in Peru and in this plugin's own layers.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "part": ("part", "parte"),
    "ring": ("ring", "anillo"),
    "vertex": ("vertex", "vertice", "vert"),
    "side": ("side", "lado"),
    "distance": ("distance", "distancia", "dist", "longitud", "length"),
    "angle": ("interior angle", "angulo interno", "ang int", "angulo", "angle"),
    "azimuth": ("azimuth", "azimut", "acimut"),
    "easting": ("easting", "este", "x"),
    "northing": ("northing", "norte", "y"),
    "neighbour": ("neighbour", "colindante", "colindancia", "colinda"),
    "kind": ("kind", "tipo", "clase"),
    "straight": ("es recto", "straight"),
}
_SINUOUS = ("river", "rio", "río", "quebrada", "sinuoso", "sinuous")
_NO = ("no", "false", "falso", "0")
_ANGLE = re.compile(r"^\s*(\d+)\s*[°º]\s*(?:(\d+(?:[.,]\d+)?)\s*['’′])?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:\"|”|″|''))?\s*$")


@dataclass(frozen=True)
class StatedFacts:
    """What was handed over.

    Attributes
    ----------
    attributes : Mapping of str to str
        Attributes of the community, by the profile's keys.
    documents : tuple of StatedDocument
    has_documents : bool
        Whether documents were spoken of at all, an empty list included.
    sides : tuple of Side
    has_sides : bool
    vertices : tuple of SurveyedVertex
        Facts of the survey; their places are those of the boundary.
    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[StatedDocument, ...] = ()
    has_documents: bool = False
    sides: tuple[Side, ...] = ()
    has_sides: bool = False
    vertices: tuple[SurveyedVertex, ...] = ()


def stated_object(given: str | Mapping[str, Any] | None) -> dict[str, Any]:
    """What a person states: a JSON object as text, the path of a file that holds one (UTF-8), or the object itself.

    Raises
    ------
    InputError
        ``attributes.unreadable`` with the reason.
    """
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return dict(given)
    text = given.strip()
    if not text:
        return {}
    if not text.startswith("{") and len(text) < _LONGEST_PATH and os.path.isfile(text):
        try:
            text = Path(text).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("attributes.unreadable", reason=str(error)) from error
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("attributes.unreadable", reason=str(error)) from error
    if not isinstance(content, dict):
        raise InputError("attributes.unreadable", reason=json.dumps(content, ensure_ascii=False)[:60])
    return content


def read_stated(given: str | Mapping[str, Any] | None) -> StatedFacts:
    """Facts out of a JSON object, a file that holds one, or a mapping.

    Besides the attributes of the community (text), the object may hold ``documents`` (list of objects with ``kind``, ``name``
    and the values that the document prints), ``sides`` (list of objects with ``part``, ``ring``, ``number`` and what is known
    of the neighbour) and ``vertices`` (the same with what is known of the survey). Parts and rings count from 0.

    Raises
    ------
    InputError
        ``attributes.unreadable`` or ``stated.not_objects`` with the list that is none.
    """
    content = stated_object(given)
    for name in _LISTS:
        if name in content and not _is_list_of_objects(content[name]):
            raise InputError("stated.not_objects", list=name)
    return StatedFacts(
        {key: _text(value) for key, value in content.items() if key not in _LISTS and _text(value)},
        tuple(_document(each) for each in content.get("documents", ())),
        "documents" in content,
        tuple(_side(each, number) for number, each in enumerate(content.get("sides", ()), start=1)),
        "sides" in content,
        tuple(_vertex(each, number) for number, each in enumerate(content.get("vertices", ()), start=1)),
    )


def stated_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], name: str, area_ha: str = "", perimeter_m: str = ""
) -> StatedTable:
    """A technical table as printed, out of its cells as text.

    Raises
    ------
    InputError
        ``stated.no_column`` when it has no vertex, easting or northing, ``stated.not_a_number`` with row and column.
    """
    at = _columns(headings)
    for needed in ("vertex", "easting", "northing"):
        if needed not in at:
            raise InputError("stated.no_column", table=name, column=needed, columns=", ".join(headings))
    read = []
    for number, cells in enumerate(rows, start=1):
        text = {column: str(cells[index]).strip() for column, index in at.items()}
        if not any(text.values()):
            continue
        easting, northing = (_number(text[column], name, number, column) for column in ("easting", "northing"))
        distance = _number(text["distance"], name, number, "distance") if text.get("distance") else None
        read.append(
            StatedRow(
                max(int(text.get("part") or 1) - 1, 0) if (text.get("part") or "1").isdigit() else 0,
                int(text["ring"]) if text.get("ring", "").isdigit() else 0,
                text["vertex"],
                text.get("side", ""),
                distance,
                angle_seconds(text.get("angle", "")),
                angle_seconds(text.get("azimuth", "")),
                easting,
                northing,
                text.get("neighbour", ""),
                text.get("kind", "").lower() in _SINUOUS or text.get("straight", "").lower() in _NO,
            )
        )
    return StatedTable(tuple(read), number_of(area_ha), number_of(perimeter_m), name)


def angle_seconds(text: str) -> Decimal | None:
    """Angle as printed (``89°58'00"``, ``89º58'``, ``89.967``) in seconds of arc; None when it is none."""
    found = _ANGLE.match(text)
    if found:
        degrees, minutes, seconds = (Decimal((each or "0").replace(",", ".")) for each in found.groups())
        return degrees * 3600 + minutes * 60 + seconds
    degrees = number_of(text) if text.strip() else None
    return None if degrees is None else degrees * 3600


def _columns(headings: Sequence[str]) -> dict[str, int]:
    plain = [" ".join(plain_words(heading)) for heading in headings]
    found: dict[str, int] = {}
    for column, words in _COLUMNS.items():
        for word in words:
            hits = [
                index
                for index, heading in enumerate(plain)
                if index not in found.values() and (heading == word or heading.startswith(f"{word} "))
            ]
            if hits:
                found[column] = hits[0]
                break
    return found


def _number(text: str, table: str, row: int, column: str) -> Decimal:
    number = number_of(text)
    if number is None:
        raise InputError("stated.not_a_number", table=table, row=row, column=column, found=text[:40])
    return number


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _document(given: Mapping[str, Any]) -> StatedDocument:
    kind = _text(given.get("kind")) or "other"
    values = {key: _text(value) for key, value in given.items() if key not in ("kind", "name") and value is not None}
    return StatedDocument(kind, _text(given.get("name")) or kind, values)


def _side(given: Mapping[str, Any], position: int) -> Side:
    place = [_whole(given.get(name), default) for name, default in (("part", 0), ("ring", 0), ("number", position))]
    length = number_of(_text(given.get("length_m")))
    texts = {name: _text(given.get(name)) for name in _SIDE_TEXTS}
    return Side(*place, length_m=None if length is None else float(length), **texts)


def _vertex(given: Mapping[str, Any], position: int) -> SurveyedVertex:
    place = [_whole(given.get(name), default) for name, default in (("part", 0), ("ring", 0), ("number", position))]
    sigma = number_of(_text(given.get("sigma_m")))
    texts = {name: _text(given.get(name)) for name in _VERTEX_TEXTS}
    return SurveyedVertex(*place, easting=0.0, northing=0.0, sigma_m=None if sigma is None else float(sigma), **texts)


def _whole(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default
