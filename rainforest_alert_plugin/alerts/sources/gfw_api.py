"""Global Forest Watch Data API: alert pixels as rows, asked for in pieces that fit into one answer.

What the service does not say aloud and this module takes care of: an answer is cut off at 6,291,556 bytes, so that rows are counted
first and the request is split; ``latest`` may change between two pieces, so that the version is settled first; the day of an
alert may be counted from another day than in the rasters (one day late since March 2026), so that one pixel is compared.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from ...errors import Message, ServiceError
from ...geo.files import replaced_file
from ...geo.progress import span, stop_if
from .cog import read_pixel
from .gfw_jobs import groups_of, rows_by_shape, run_job
from .gfw_query import GFW_EPOCH, MOST_ANSWER_BYTES, NO_DAY, Asker, KeptAnswers, Row, Tally, is_too_much
from .gfw_versions import Version, replacement_of, settled_version
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

__all__ = ["MOST_ANSWER_BYTES", "fetch", "test_key", "tile_id"]

_ROWS_PER_ANSWER = 90_000
_PIECES_FOR_A_JOB = 12
_FIRST_JOB_WAIT_S = 1.0
_DAY = datetime.timedelta(days=1)
_MOST_SPLITS = 24
_DAYS_OF_CODE = 10_000


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Alert pixels of a data set as a CSV file in the service's own columns.

    Raises
    ------
    ServiceError
        As :meth:`~rainforest_alert_plugin.net.client.HttpClient.ask`; ``sources.columns_changed`` when the columns are others;
        ``sources.cannot_split`` when the smallest piece is still too large.
    """
    request.check()
    version = settled_version(service, request)
    try:
        return _fetch(service, request, version)
    except ServiceError as error:
        # the version vanished between two questions
        if error.message.id != "net.not_found" or version.wanted:
            raise
        newer = replacement_of(service, request, version.name)
        if newer.name == version.name:
            raise
        return _fetch(service, request, newer)


def _fetch(service: Service, request: AlertRequest, version: Version) -> list[Fetched]:
    path = request.folder / request.file_name(service.options["dataset"], version.name, ".csv")
    known = earlier(path)
    if known is not None:
        same = Message("sources.unchanged", title=service.title, version=version.name)
        return [Fetched(path, "points", known, (*version.messages, same))]
    asker = Asker(service, request, version.name, KeptAnswers.beside(path))
    # a day more on both sides, until it is known from which day the service counts
    first, last = request.start - _DAY, request.end + _DAY
    rows, said = _all_rows(asker, first, last)
    shift, epoch = _epoch_shift(service, request, version.name, rows)
    kept = _within(request, rows, shift, asker.tally)
    note = _write(asker, path, version, kept, shift, epoch)
    asker.kept.drop()
    request.progress(100.0)
    return [Fetched(path, "points", note, (*version.messages, *said, *_messages(service, asker.tally, epoch)))]


def _write(asker: Asker, path: Path, version: Version, rows: Sequence[Row], shift: int, epoch: str) -> dict[str, Any]:
    service, tally = asker.service, asker.tally
    with replaced_file(path) as partial:
        partial.write_text(_csv(service.options["prefix"], rows), encoding="utf-8", newline="\n")
    note = note_of(
        service,
        asker.request,
        dataset=service.options["dataset"],
        version=version.name,
        version_wanted=version.wanted,
        rows=len(rows),
        rows_outside=tally.outside,
        rows_impossible=tally.impossible,
        requests=tally.requests,
        answers_reused=tally.reused,
        epoch_check=epoch,
        date_shift_days=shift,
        sha256=file_sha256(path),
    )
    write_note(path, note)
    return note


def test_key(service: Service, request: AlertRequest) -> None:
    """Ask the smallest question that needs the key; raises ``net.key_refused`` when it is not accepted."""
    piece = covers(request.told_area())[0].Centroid().Buffer(0.001, 1)
    nowhere = KeptAnswers.beside(request.folder / "key-test")
    asker = Asker(service, request, "latest", nowhere)
    try:
        asker.count(piece, request.end, request.end)
    finally:
        nowhere.drop()


def _all_rows(asker: Asker, first: datetime.date, last: datetime.date) -> tuple[list[Row], list[Message]]:
    """Rows of all pieces of the area: many pieces in jobs, few of them one by one."""
    request = asker.request
    pieces = {str(number): piece for number, piece in enumerate(covers(request.told_area()))}
    rows: list[Row] = []
    said: list[Message] = []
    left = list(pieces)
    if len(pieces) >= _PIECES_FOR_A_JOB:
        rows, left, said = _by_jobs(asker, pieces, first, last)
    begun = 100.0 * (len(pieces) - len(left)) / len(pieces)
    for number, name in enumerate(left):
        _collect(asker, pieces[name], first, last, rows, 0)
        request.progress(0.95 * (begun + (100.0 - begun) * (number + 1) / len(left)))
    return rows, said


def _by_jobs(
    asker: Asker, pieces: dict[str, Any], first: datetime.date, last: datetime.date
) -> tuple[list[Row], list[str], list[Message]]:
    """Rows that jobs brought whole, the pieces that must be asked for one by one, and what to say."""
    rows: list[Row] = []
    left: list[str] = []
    said: list[Message] = []
    groups = groups_of(pieces)
    for number, group in enumerate(groups):
        part = span(asker.request.progress, 90.0 * number / len(groups), 90.0 * (number + 1) / len(groups))
        try:
            counted = run_job(
                asker, asker.sql(("count(*)",), first, last), group, span(part, 0.0, 50.0), _FIRST_JOB_WAIT_S
            )
            counts = {name: _counted(found) for name, found in rows_by_shape(counted, list(group)).items()}
            # none of these needs a second question
            wanted = {
                name: group[name]
                for name in group
                if name not in counted.failed and 0 < counts[name] <= _ROWS_PER_ANSWER
            }
            left += [name for name in group if name in counted.failed or counts[name] > _ROWS_PER_ANSWER]
            if not wanted:
                continue
            sql = asker.sql(asker.columns(), first, last)
            brought = run_job(asker, sql, wanted, span(part, 50.0, 100.0), _FIRST_JOB_WAIT_S)
        except ServiceError as error:
            if error.message.id not in _JOB_TROUBLES:
                raise
            left += [name for name in group if name not in left]
            reason = error.message.facts.get("reason") or error.message.facts.get("detail") or error.message.id
            said.append(Message("sources.job_failed", title=asker.service.title, reason=str(reason)))
            continue
        for name, found in rows_by_shape(brought, list(wanted)).items():
            if name not in wanted:
                continue
            if name in brought.failed or len(found) < counts[name]:
                left.append(name)
            else:
                rows += [asker.row(values) for values in found]
    if left and not said:
        said.append(Message("sources.job_partial", title=asker.service.title, count=len(left)))
    return rows, left, said


_JOB_TROUBLES = frozenset(
    {
        "sources.job_failed",
        "sources.answer_changed",
        "net.not_found",
        "net.status",
        "net.server_failed",
        "net.timeout",
        "net.too_large",
        "net.not_json",
    }
)


def _counted(rows: Sequence[dict[str, Any]]) -> int:
    """Sum of the counts of a shape; too many for one answer when they cannot be read, so that it is asked for alone."""
    total = 0
    for row in rows:
        value = next((value for name, value in row.items() if name.startswith("count")), None)
        try:
            total += int(float(str(value)))
        except ValueError:
            return _ROWS_PER_ANSWER + 1
    return total


def _collect(asker: Asker, shape: Any, first: datetime.date, last: datetime.date, found: list[Row], depth: int) -> None:
    """Rows of one piece, or of its halves where it is too large for one answer or takes the service too long."""
    stop_if(asker.request.is_cancelled)
    try:
        count = asker.count(shape, first, last)
        if count == 0:
            return
        if count <= _ROWS_PER_ANSWER:
            rows = asker.rows(shape, first, last, count)
            # fewer rows than counted: the answer was cut off
            if len(rows) >= count:
                found += rows
                return
    except ServiceError as error:
        if not is_too_much(error) or depth >= _MOST_SPLITS:
            raise
    if depth >= _MOST_SPLITS:
        raise ServiceError("sources.cannot_split", title=asker.service.title)
    parts = halves(shape)
    if len(parts) > 1:
        for part in parts:
            _collect(asker, part, first, last, found, depth + 1)
        return
    if first == last:
        raise ServiceError("sources.cannot_split", title=asker.service.title)
    middle = first + (last - first) // 2
    _collect(asker, shape, first, middle, found, depth + 1)
    _collect(asker, shape, middle + _DAY, last, found, depth + 1)


def _within(request: AlertRequest, rows: Sequence[Row], shift: int, tally: Tally) -> list[Row]:
    """Rows in the territories and the period, each pixel and day once, in a fixed order."""
    possible = [row for row in rows if row.day != NO_DAY]
    inside = request.inside(
        np.array([float(row.longitude) for row in possible]), np.array([float(row.latitude) for row in possible])
    )
    kept: dict[tuple[str, str, datetime.date], Row] = {}
    for row, is_inside in zip(possible, inside.tolist()):
        day = row.day + shift * _DAY
        if not request.start <= day <= request.end:
            continue
        if not is_inside:
            tally.outside += 1
            continue
        key = (row.longitude, row.latitude, day)
        tally.repeated += key in kept
        kept[key] = Row(row.longitude, row.latitude, day, row.confidence)
    return sorted(kept.values(), key=lambda row: (row.day, row.latitude, row.longitude))


def _csv(prefix: str, rows: Sequence[Row]) -> str:
    lines = [f"latitude,longitude,{prefix}__date,{prefix}__confidence"]
    lines += [f"{row.latitude},{row.longitude},{row.day.isoformat()},{row.confidence}" for row in rows]
    return "\n".join(lines) + "\n"


def _epoch_shift(service: Service, request: AlertRequest, version: str, rows: Sequence[Row]) -> tuple[int, str]:
    """Days to add to the service's dates so that they agree with its raster, from one pixel read from both.

    Returns
    -------
    shift : int
    state : str
        ``equal``, ``shifted``, ``unexplained`` (another difference), ``not_checked`` (the raster could not be read).
    """
    row = next((row for row in rows if row.day != NO_DAY), None)
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
    difference = (GFW_EPOCH + (code % _DAYS_OF_CODE) * _DAY - row.day).days
    if difference == 0:
        return 0, "equal"
    return (difference, "shifted") if difference in (-1, 1) else (0, "unexplained")


def tile_id(longitude: float, latitude: float) -> str:
    """Name of the ten-degree tile: its north-western corner, ``10S_080W``."""
    north = int(np.ceil(latitude / 10.0)) * 10
    west = int(np.floor(longitude / 10.0)) * 10
    return f"{abs(north):02d}{'N' if north >= 0 else 'S'}_{abs(west):03d}{'E' if west >= 0 else 'W'}"


def _messages(service: Service, tally: Tally, epoch: str) -> list[Message]:
    said = []
    if tally.reused:
        said.append(Message("sources.resumed", title=service.title, count=tally.reused))
    if tally.impossible:
        said.append(Message("sources.impossible_rows", title=service.title, count=tally.impossible))
    if tally.unknown_words:
        said.append(Message("sources.unknown_confidence", title=service.title, count=tally.unknown_words))
    if epoch in ("shifted", "unexplained", "not_checked"):
        said.append(Message(f"sources.epoch_{epoch}", title=service.title))
    return said
