"""Global Forest Watch Data API: alert pixels as rows, asked for in pieces that fit into one answer.

What the service does not say aloud and this module takes care of: an answer is cut off at 6,291,556 bytes, so that rows are counted
first and the request is split; ``latest`` may change between two pieces, so that the version is settled first; the day of an
alert may be counted from another day than in the rasters (one day late since March 2026), so that one pixel is compared.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import dataclass
from typing import Any, Callable, Sequence

import numpy as np

from ...errors import Message, ServiceError
from ...geo.files import replaced_file
from ...geo.progress import stop_if
from ...net.client import Answer
from .cog import read_pixel
from .service import (
    AlertRequest,
    Fetched,
    Service,
    covers,
    earlier,
    file_sha256,
    halves,
    note_of,
    write_note,
)

MOST_ANSWER_BYTES = 6_291_556
_ROWS_PER_ANSWER = 90_000
_DAY = datetime.timedelta(days=1)
_KNOWN_WORDS = frozenset({"nominal", "low", "high", "highest", "not_detected", ""})
_MOST_SPLITS = 24
_DAYS_OF_CODE = 10_000
_GFW_EPOCH = datetime.date(2014, 12, 31)
_TOO_LONG = "took too long"

ReadPixel = Callable[[AlertRequest, str, float, float], "int | None"]


@dataclass(frozen=True)
class _Row:
    longitude: str
    latitude: str
    day: datetime.date
    confidence: str


@dataclass
class _Answers:
    """Rows of all pieces, and what was left out."""

    rows: list[_Row]
    outside: int = 0
    impossible: int = 0
    unknown_words: int = 0
    repeated: int = 0
    requests: int = 0


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Alert pixels of a data set as a CSV file in the service's own columns.

    Raises
    ------
    ServiceError
        As :meth:`~rainforest_alert_plugin.net.client.HttpClient.ask`; ``sources.columns_changed`` when the columns are others;
        ``sources.cannot_split`` when the smallest piece is still too large.
    """
    request.check()
    version = latest_version(service, request)
    path = request.folder / request.file_name(service.options["dataset"], version, ".csv")
    known = earlier(path)
    if known is not None:
        return [Fetched(path, "points", known, (Message("sources.unchanged", title=service.title, version=version),))]
    prefix = service.options["prefix"]
    found = _Answers([])
    # a day more on both sides, until it is known from which day the service counts
    first, last = request.start - _DAY, request.end + _DAY
    pieces = covers(request.area)
    for number, piece in enumerate(pieces):
        _collect(service, request, version, piece, first, last, found, 0)
        request.progress(95.0 * (number + 1) / len(pieces))
    shift, epoch = _epoch_shift(service, request, version, found.rows)
    rows = _within(request, found, shift)
    with replaced_file(path) as partial:
        partial.write_text(_csv(prefix, rows), encoding="utf-8", newline="\n")
    note = note_of(
        service,
        request,
        dataset=service.options["dataset"],
        version=version,
        rows=len(rows),
        rows_outside=found.outside,
        rows_impossible=found.impossible,
        requests=found.requests,
        epoch_check=epoch,
        date_shift_days=shift,
        sha256=file_sha256(path),
    )
    write_note(path, note)
    request.progress(100.0)
    return [Fetched(path, "points", note, tuple(_messages(service, found, epoch)))]


def latest_version(service: Service, request: AlertRequest) -> str:
    """Version that ``latest`` stands for now; versions vanish after weeks, so that it is part of every saved result.

    Raises
    ------
    ServiceError
        ``sources.answer_changed`` when the answer names none.
    """
    answer = request.client.get(
        f"{service.base}/dataset/{service.options['dataset']}/latest", is_cancelled=request.is_cancelled
    ).json()
    version = _data(answer).get("version") if isinstance(_data(answer), dict) else None
    if not isinstance(version, str) or not version:
        raise ServiceError("sources.answer_changed", title=service.title, what="version")
    return version


def test_key(service: Service, request: AlertRequest) -> None:
    """Ask the smallest question that needs the key; raises ``net.key_refused`` when it is not accepted."""
    piece = covers(request.area)[0].Centroid().Buffer(0.001, 1)
    _count(service, request, "latest", piece, request.end, request.end)


def _data(answer: Any) -> Any:
    return answer.get("data") if isinstance(answer, dict) else None


def _question(columns: Sequence[str], prefix: str, first: datetime.date, last: datetime.date) -> str:
    """Question in the service's SQL; the names come from the catalogue of services, the dates are dates."""
    date = f"{prefix}__date"
    since, until = f"'{first.isoformat()}'", f"'{last.isoformat()}'"
    words = ["SELECT", ", ".join(columns), "FROM results WHERE", date, ">=", since, "AND", date, "<=", until]
    return " ".join(words)


def _query(
    service: Service, request: AlertRequest, version: str, shape: Any, sql: str, form: str, most_bytes: int
) -> Answer:
    # the service refuses unknown members, a "crs" among them, and closes no rings
    geometry = {
        name: value for name, value in json.loads(shape.ExportToJson()).items() if name in ("type", "coordinates")
    }
    return request.client.post_json(
        f"{service.base}/dataset/{service.options['dataset']}/{version}/query/{form}",
        {"geometry": geometry, "sql": sql},
        credential=request.credential,
        max_bytes=most_bytes,
        is_final=lambda answer: _TOO_LONG in answer.text(),
        is_cancelled=request.is_cancelled,
    )


def _count(
    service: Service, request: AlertRequest, version: str, shape: Any, first: datetime.date, last: datetime.date
) -> int:
    sql = _question(("count(*)",), service.options["prefix"], first, last)
    data = _data(_query(service, request, version, shape, sql, "json", MOST_ANSWER_BYTES).json())
    if data == []:
        return 0
    if isinstance(data, list) and isinstance(data[0], dict):
        counted = next((value for name, value in data[0].items() if name.startswith("count")), None)
        if isinstance(counted, (int, float)):
            return int(counted)
    raise ServiceError("sources.answer_changed", title=service.title, what="count")


def _collect(
    service: Service,
    request: AlertRequest,
    version: str,
    shape: Any,
    first: datetime.date,
    last: datetime.date,
    found: _Answers,
    depth: int,
) -> None:
    """Rows of one piece, or of its halves where it is too large for one answer or takes the service too long."""
    stop_if(request.is_cancelled)
    try:
        found.requests += 1
        count = _count(service, request, version, shape, first, last)
        if count == 0:
            return
        if count <= _ROWS_PER_ANSWER:
            found.requests += 1
            rows = _rows(service, request, version, shape, first, last, found)
            # fewer rows than counted: the answer was cut off
            if len(rows) >= count:
                found.rows += rows
                return
    except ServiceError as error:
        is_too_much = error.message.id in ("net.too_large", "net.timeout") or (
            error.message.id == "net.server_failed" and _TOO_LONG in str(error.message.facts["detail"])
        )
        if not is_too_much or depth >= _MOST_SPLITS:
            raise
    if depth >= _MOST_SPLITS:
        raise ServiceError("sources.cannot_split", title=service.title)
    parts = halves(shape)
    if len(parts) > 1:
        for part in parts:
            _collect(service, request, version, part, first, last, found, depth + 1)
        return
    if first == last:
        raise ServiceError("sources.cannot_split", title=service.title)
    middle = first + (last - first) // 2
    _collect(service, request, version, shape, first, middle, found, depth + 1)
    _collect(service, request, version, shape, middle + _DAY, last, found, depth + 1)


def _rows(
    service: Service,
    request: AlertRequest,
    version: str,
    shape: Any,
    first: datetime.date,
    last: datetime.date,
    found: _Answers,
) -> list[_Row]:
    prefix = service.options["prefix"]
    columns = ("latitude", "longitude", f"{prefix}__date", f"{prefix}__confidence")
    sql = _question(columns, prefix, first, last)
    answer = _query(service, request, version, shape, sql, "csv", MOST_ANSWER_BYTES)
    text = answer.text()
    if not text.strip():
        return []
    reader = csv.reader(io.StringIO(text))
    header = [name.strip() for name in next(reader)]
    if not set(columns) <= set(header):
        raise ServiceError(
            "sources.columns_changed", title=service.title, expected=", ".join(columns), found=", ".join(header)[:200]
        )
    at = [header.index(name) for name in columns]
    rows = []
    for values in reader:
        if len(values) < len(header):
            # the last line of an answer that was cut off
            continue
        latitude, longitude, day, word = (values[index].strip() for index in at)
        try:
            when = datetime.date.fromisoformat(day[:10])
            is_place = abs(float(latitude)) <= 90.0 and abs(float(longitude)) <= 180.0
        except ValueError:
            when, is_place = datetime.date.min, False
        if not is_place or when <= _GFW_EPOCH or when > request.today + 2 * _DAY:
            found.impossible += 1
            when = datetime.date.min
        if word not in _KNOWN_WORDS:
            found.unknown_words += 1
        rows.append(_Row(longitude, latitude, when, word))
    return rows


def _within(request: AlertRequest, found: _Answers, shift: int) -> list[_Row]:
    """Rows in the territories and the period, each pixel and day once, in a fixed order."""
    possible = [row for row in found.rows if row.day != datetime.date.min]
    inside = request.inside(
        np.array([float(row.longitude) for row in possible]), np.array([float(row.latitude) for row in possible])
    )
    kept: dict[tuple[str, str, datetime.date], _Row] = {}
    for row, is_inside in zip(possible, inside.tolist()):
        day = row.day + shift * _DAY
        if not request.start <= day <= request.end:
            continue
        if not is_inside:
            found.outside += 1
            continue
        key = (row.longitude, row.latitude, day)
        found.repeated += key in kept
        kept[key] = _Row(row.longitude, row.latitude, day, row.confidence)
    return sorted(kept.values(), key=lambda row: (row.day, row.latitude, row.longitude))


def _csv(prefix: str, rows: Sequence[_Row]) -> str:
    lines = [f"latitude,longitude,{prefix}__date,{prefix}__confidence"]
    lines += [f"{row.latitude},{row.longitude},{row.day.isoformat()},{row.confidence}" for row in rows]
    return "\n".join(lines) + "\n"


def _epoch_shift(service: Service, request: AlertRequest, version: str, rows: Sequence[_Row]) -> tuple[int, str]:
    """Days to add to the service's dates so that they agree with its raster, from one pixel read from both.

    Returns
    -------
    shift : int
    state : str
        ``equal``, ``shifted``, ``unexplained`` (another difference), ``not_checked`` (the raster could not be read).
    """
    row = next((row for row in rows if row.day != datetime.date.min), None)
    if row is None:
        return 0, "not_needed"
    longitude, latitude = float(row.longitude), float(row.latitude)
    address = (
        f"{service.base}/dataset/{service.options['dataset']}/{version}/download/geotiff"
        f"?grid={service.options['grid']}&tile_id={tile_id(longitude, latitude)}&pixel_meaning=date_conf"
    )
    try:
        code = read_pixel(request.client, address, longitude, latitude, request.is_cancelled)
    except ServiceError:
        return 0, "not_checked"
    if code is None or code // _DAYS_OF_CODE not in (2, 3, 4):
        return 0, "unexplained"
    difference = (_GFW_EPOCH + (code % _DAYS_OF_CODE) * _DAY - row.day).days
    if difference == 0:
        return 0, "equal"
    return (difference, "shifted") if difference in (-1, 1) else (0, "unexplained")


def tile_id(longitude: float, latitude: float) -> str:
    """Name of the ten-degree tile: its north-western corner, ``10S_080W``."""
    north = int(np.ceil(latitude / 10.0)) * 10
    west = int(np.floor(longitude / 10.0)) * 10
    return f"{abs(north):02d}{'N' if north >= 0 else 'S'}_{abs(west):03d}{'E' if west >= 0 else 'W'}"


def _messages(service: Service, found: _Answers, epoch: str) -> list[Message]:
    said = []
    if found.impossible:
        said.append(Message("sources.impossible_rows", title=service.title, count=found.impossible))
    if found.unknown_words:
        said.append(Message("sources.unknown_confidence", title=service.title, count=found.unknown_words))
    if epoch in ("shifted", "unexplained", "not_checked"):
        said.append(Message(f"sources.epoch_{epoch}", title=service.title))
    return said
