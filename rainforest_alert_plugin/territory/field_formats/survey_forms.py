"""Answers of ODK and KoboToolbox: geopoints, geotraces and geoshapes, in CSV or JSON.

Formats: ODK's XForms specification (``latitude longitude altitude accuracy``, vertices parted by ``;``), KoboToolbox API v2, ODK Central
OData.
"""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import PurePosixPath
from typing import Any, Iterator, Mapping

from ...errors import InputError, Message
from ...geo.features import FeatureTally
from ...geo.progress import stop_if
from ..field_feature import (
    WGS84_EPSG,
    FieldFeature,
    FieldReading,
    Vertices,
    line_feature,
    point_feature,
    polygon_feature,
    vertices_of,
)
from ..persons import person_of, plain_words
from ..source_file import SourceFile, missing_attachments
from ..written_values import utc_time
from .protocol import ReadingOptions, kept, left_out

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_POINT = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})(?:\s+({_NUMBER}))?(?:\s+({_NUMBER}))?\s*")
_TRACE = re.compile(rf"(?:\s*{_NUMBER}(?:\s+{_NUMBER}){{1,3}}\s*;?)+\s*")
_LATITUDE = re.compile(r"(?P<question>.*?)[-_/](?P<what>[Ll]atitude|[Ll]ongitude|[Aa]ltitude|[Aa]ccuracy|precision)$")
_SIGNS = ("_submission_time", "SubmissionDate", "meta/instanceID", "meta-instanceID", "__system", "_xform_id_string")
_TIMES = ("end", "_submission_time", "SubmissionDate", "start", "__system/submissionDate", "today")
_MEDIA = re.compile(
    r"[^/\\:;]+\.(?:jpe?g|png|hei[cf]|webp|tiff?|gif|mp4|mov|avi|webm|3gp|m4a|aac|amr|mp3|ogg|opus|wav)", re.IGNORECASE
)
_METHOD = "gnss_phone"
# Property that holds the key of the question which a place answers.
QUESTION = "_question"
_CHECK_EVERY = 500
_LONG_FIELD = 16 << 20


class SurveyFormReader:
    """Reader of the answers of a form."""

    name = "odk"

    def recognises(self, file: SourceFile, head: str) -> bool:
        """Whether the columns or keys are those that ODK and Kobo add themselves."""
        if not any(sign in head for sign in _SIGNS):
            return False
        return file.suffix in (".csv", ".tsv", ".txt", ".json") and "FeatureCollection" not in head[:2000]

    def read(self, file: SourceFile, options: ReadingOptions) -> FieldReading:
        """One feature per answer that holds a place: points become places, traces tracks, shapes (closed traces) boundaries.

        Raises
        ------
        InputError
            ``field.json_broken``, ``field.no_answers``.
        """
        tally = FeatureTally(file.name)
        answers = list(_csv_answers(file) if file.suffix != ".json" else _json_answers(file.json(), file.name))
        if not answers:
            raise InputError("field.empty", path=file.name)
        features = list(kept(_features(answers, tally, options), tally))
        wanted = {photo for feature in features for photo in feature.photos}
        notes = missing_attachments(wanted, file.attachments)
        return FieldReading(self.name, features, WGS84_EPSG, tally, notes, attachments=list(file.attachments))


def _csv_answers(file: SourceFile) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONG_FIELD)
    text = file.text()
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    headers = [header.strip() for header in next(reader, [])]
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, dict(zip(headers, row))


def _json_answers(document: Any, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(document, dict):
        document = next(
            (document[key] for key in ("value", "results", "data") if isinstance(document.get(key), list)), None
        )
    if not isinstance(document, list):
        raise InputError("field.no_answers", path=path)
    for number, answer in enumerate(document, start=1):
        if isinstance(answer, dict):
            yield number, _flat(answer)


def _flat(answer: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Groups and repeats of a form as one level of keys, parted by ``/``; places stay as they are."""
    found: dict[str, Any] = {}
    for key, value in answer.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not ("type" in value and "coordinates" in value):
            found.update(_flat(value, f"{name}/"))
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value) and key[:1] != "_":
            for number, entry in enumerate(value, start=1):
                found.update(_flat(entry, f"{name}[{number}]/"))
        else:
            found[name] = value
    return found


def _features(
    answers: list[tuple[int, dict[str, Any]]], tally: FeatureTally, options: ReadingOptions
) -> Iterator[FieldFeature]:
    for count, (line, answer) in enumerate(answers):
        if count % _CHECK_EVERY == 0:
            stop_if(options.is_cancelled)
        places, used = _places(answer)
        words = _words(answer, used, line)
        if not places:
            left_out(tally, f"#{line}", Message("field.answer_without_place", line=line))
        for key, vertices in places:
            yield _feature(key, vertices, words, len(places) > 1)


def _feature(key: str, vertices: Vertices, words: Mapping[str, Any], is_one_of_several: bool) -> FieldFeature:
    is_closed = len(vertices) > 3 and (vertices[["x", "y"]][0] == vertices[["x", "y"]][-1])
    question = question_of(key)
    name = words["name"] or question
    if words["name"] and is_one_of_several:
        name = f"{name} ({question})"
    named = {**words, "name": name, "properties": {**words["properties"], QUESTION: key}}
    if len(vertices) == 1:
        vertices["time"] = named.pop("time")
        return point_feature("place", vertices, **named)
    del named["time"]
    if is_closed:
        return polygon_feature("boundary", [[vertices]], **named)
    return line_feature("track", [vertices], **named)


def _places(answer: Mapping[str, Any]) -> tuple[list[tuple[str, Vertices]], set[str]]:
    """Places in an answer by the key of their question, and the keys that hold them."""
    found: dict[str, Vertices] = {}
    used: set[str] = set()
    parted: dict[str, dict[str, str]] = {}
    for key, value in answer.items():
        if isinstance(value, dict):
            found[key] = _of_geojson(value)
            used.add(key)
        elif isinstance(value, str) and key[:1] != "_" and " " in value.strip() and _TRACE.fullmatch(value):
            found[key] = _of_text(value)
            used.add(key)
        else:
            split = _LATITUDE.fullmatch(key)
            if split is not None:
                parted.setdefault(split["question"], {})[split["what"].lower()] = str(value or "").strip()
                used.add(key)
    for question, cells in parted.items():
        plain = question.lstrip("_")
        if plain not in found and cells.get("latitude") and cells.get("longitude"):
            words = [cells.get(name, "") for name in ("latitude", "longitude", "altitude")]
            accuracy = cells.get("accuracy") or cells.get("precision") or ""
            found[plain] = _of_text(" ".join([*(word or "nan" for word in words), accuracy]))
    return [(key, vertices) for key, vertices in found.items() if len(vertices)], used


def question_of(key: str) -> str:
    """Last name of a question within its groups, with the number of the repeat it stands in: ``familia[2]/casa`` is ``casa 2``."""
    return " ".join([_last_name(key), *re.findall(r"\[(\d+)\]", key)])


def answer_name(feature: FieldFeature) -> str:
    """Name of a place without its question, which all places of one answer share."""
    key = feature.properties.get(QUESTION, "")
    if not key:
        return feature.name
    question = question_of(key)
    ending = f" ({question})"
    if feature.name == question:
        return _last_name(key)
    return feature.name[: -len(ending)] if feature.name.endswith(ending) else feature.name


def _last_name(key: str) -> str:
    return key.rsplit("/", 1)[-1].strip("_ ")


def _of_text(value: str) -> Vertices:
    rows = [part.split() for part in value.split(";") if part.strip()]
    numbers = [[_float(word) for word in row] + [math.nan] * (4 - len(row)) for row in rows]
    return vertices_of(
        [[row[1], row[0]] for row in numbers],
        [row[2] for row in numbers],
        # forms filled at a desk give an accuracy of 0, which no receiver has
        [row[3] if row[3] > 0 else math.nan for row in numbers],
    )


def _of_geojson(value: Mapping[str, Any]) -> Vertices:
    """Vertices of a geometry; what is no coordinate is NaN, and left out with its reason where features are counted."""
    coordinates = value.get("coordinates")
    if value.get("type") == "Point":
        coordinates = [coordinates]
    elif value.get("type") == "Polygon" and isinstance(coordinates, list):
        coordinates = coordinates[0] if coordinates else []
    places = coordinates if isinstance(coordinates, list) else [coordinates]
    rows = [[_float(number) for number in place] if isinstance(place, list) else [] for place in places]
    properties = value.get("properties")
    accuracy = _float(properties.get("accuracy")) if isinstance(properties, dict) and len(rows) == 1 else math.nan
    xy = [row[:2] if len(row) > 1 else [math.nan, math.nan] for row in rows]
    return vertices_of(
        xy, [row[2] if len(row) > 2 else math.nan for row in rows], accuracy if accuracy > 0 else math.nan
    )


def _float(word: Any) -> float:
    if isinstance(word, bool):
        return math.nan
    try:
        return float(word)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _words(answer: Mapping[str, Any], used: set[str], line: int) -> dict[str, Any]:
    times = [utc_time(str(answer[key])) for key in _TIMES if answer.get(key)]
    properties = {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in answer.items()
        if key not in used and value not in (None, "", [], {})
    }
    # addresses and accounts of the server name the person who sent the answer
    properties = {key: value for key, value in properties.items() if "://" not in value and key != "_attachments"}
    properties, author = person_of(properties)
    properties.pop("_geolocation", None)
    photos = tuple(
        PurePosixPath(str(value)).name
        for key, value in answer.items()
        if isinstance(value, str) and _MEDIA.fullmatch(value.strip()) and key not in used
    )
    names = [
        key for key in properties if plain_words(key).split()[-1:] in (["name"], ["nombre"], ["lugar"], ["toponimo"])
    ]
    return {
        "name": properties[names[0]] if names else "",
        "method": _METHOD,
        "photos": photos,
        "author": author,
        "properties": properties,
        "line": line,
        "time": times[0] if times else utc_time(""),
    }
