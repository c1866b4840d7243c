"""NASA FIRMS: fires seen by VIIRS and MODIS, a few days per question, the key in the address."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any, Sequence

import numpy as np

from ...errors import Message, ServiceError
from ...geo.files import replaced_file
from ...geo.progress import stop_if
from .service import AlertRequest, Fetched, Service, earlier, file_sha256, note_of, write_note

KEY_PLACEHOLDER = "{MAP_KEY}"
NEEDED = ("latitude", "longitude", "acq_date", "acq_time", "satellite", "confidence")
_MARGIN_DEG = 0.02


def fetch(service: Service, request: AlertRequest) -> list[Fetched]:
    """Fires of all satellites of a service as one CSV file in the service's columns, with full times of day.

    Raises
    ------
    ServiceError
        As :meth:`~rainforest_alert_plugin.net.client.HttpClient.ask`; ``net.key_refused`` also where the service says so with status 200;
        ``sources.columns_changed``.
    """
    request.check()
    name = request.file_name(service.id, request.today.isoformat(), ".csv")
    path = request.folder / name
    known = earlier(path)
    if known is not None and request.end < request.today:
        return [Fetched(path, "points", known, (Message("sources.unchanged", title=service.title, version=""),))]
    rows: list[dict[str, str]] = []
    header: list[str] = []
    questions = [
        (product, first, days)
        for product in service.options["products"]
        for first, days in _spans(request.start, min(request.end, request.today), int(service.options["most_days"]))
    ]
    for number, (product, first, days) in enumerate(questions):
        stop_if(request.is_cancelled)
        columns, answered = _ask(service, request, product, first, days)
        header += [column for column in columns if column not in header]
        rows += answered
        request.progress(95.0 * (number + 1) / len(questions))
    kept, outside = _within(request, rows)
    with replaced_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header or list(NEEDED), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    note = note_of(
        service,
        request,
        products=service.options["products"],
        rows=len(kept),
        rows_outside=outside,
        times="UTC; the local day in Peru is five hours behind",
        sha256=file_sha256(path),
    )
    write_note(path, note)
    return [Fetched(path, "points", note)]


def test_key(service: Service, request: AlertRequest) -> None:
    """Ask how much data there is, which needs the key; raises ``net.key_refused`` when it is not accepted."""
    answer = request.client.get(
        f"{service.base}/api/data_availability/csv/{KEY_PLACEHOLDER}/ALL",
        credential=request.credential,
        is_cancelled=request.is_cancelled,
    )
    _refuse_bad_key(answer)


def _spans(start: datetime.date, end: datetime.date, most_days: int) -> list[tuple[datetime.date, int]]:
    """First days and lengths of the questions for a period."""
    spans = []
    while start <= end:
        days = min((end - start).days + 1, most_days)
        spans.append((start, days))
        start += datetime.timedelta(days=days)
    return spans


def _ask(
    service: Service, request: AlertRequest, product: str, first: datetime.date, days: int
) -> tuple[list[str], list[dict[str, str]]]:
    west, south, east, north = request.box()
    box = ",".join(
        f"{value:.3f}" for value in (west - _MARGIN_DEG, south - _MARGIN_DEG, east + _MARGIN_DEG, north + _MARGIN_DEG)
    )
    answer = request.client.get(
        f"{service.base}/api/area/csv/{KEY_PLACEHOLDER}/{product}/{box}/{days}/{first.isoformat()}",
        credential=request.credential,
        accepted=(400,),
        is_cancelled=request.is_cancelled,
    )
    _refuse_bad_key(answer)
    text = answer.text()
    reader = csv.DictReader(io.StringIO(text))
    columns = [name.strip() for name in reader.fieldnames or []]
    if answer.status >= 400 or not set(NEEDED) - {"satellite"} <= set(columns):
        raise ServiceError(
            "sources.columns_changed",
            title=service.title,
            expected=", ".join(NEEDED),
            found=" ".join(text[:200].split()),
        )
    rows = []
    for values in reader:
        row = {column: (values.get(name) or "").strip() for column, name in zip(columns, reader.fieldnames or [])}
        # leading zeros get lost on the way: 149 is 01:49
        row["acq_time"] = row["acq_time"].zfill(4)
        rows.append(row)
    return columns, rows


def _refuse_bad_key(answer: Any) -> None:
    """The service has answered a bad key with 200, 400 and 401; what it says is the same."""
    text = answer.text()[:200]
    if "invalid map_key" in text.lower():
        raise ServiceError("net.key_refused", host=answer.host, status=answer.status, detail=" ".join(text.split()))


def _within(request: AlertRequest, rows: Sequence[dict[str, str]]) -> tuple[list[dict[str, str]], int]:
    """Fires in the territories, each once: their pixels are 375 m to 1 km wide, so that their centre decides."""
    places = []
    readable = []
    for row in rows:
        try:
            places.append((float(row["longitude"]), float(row["latitude"])))
        except ValueError:
            continue
        readable.append(row)
    if not readable:
        return [], 0
    x, y = np.array(places).T
    inside = request.inside(x, y).tolist()
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for row, is_inside in zip(readable, inside):
        if is_inside and request.start.isoformat() <= row["acq_date"] <= request.end.isoformat():
            key = tuple(row.get(name, "") for name in ("latitude", "longitude", "acq_date", "acq_time", "satellite"))
            kept[key] = row
    return sorted(kept.values(), key=lambda row: (row["acq_date"], row["acq_time"])), inside.count(False)
