"""Many territories in one question: a job at the GFW Data API, asked about with growing patience until it ends."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ...errors import ServiceError
from ...geo.progress import Progress, no_progress, stop_if
from .gfw_query import Asker, members_of
from .gfw_versions import data_of

ID_FIELD = "fid"
_MOST_BODY_BYTES = 250_000
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 20.0
_PATIENCE_S = 900.0
_MOST_RESULT_BYTES = 512 * 1024 * 1024
_ENDED = frozenset({"success", "partial_success", "failed", "error"})


@dataclass(frozen=True)
class JobResult:
    """What a job brought.

    Attributes
    ----------
    rows : list of mapping
        Values by column, :data:`ID_FIELD` among them.
    failed : frozenset of str
        Identities that the service could not answer for.
    """

    rows: list[dict[str, Any]]
    failed: frozenset[str]


def groups_of(shapes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Shapes in groups whose question fits into one request."""
    groups: list[dict[str, Any]] = []
    size = _MOST_BODY_BYTES
    for identity, shape in shapes.items():
        length = len(json.dumps(_feature(identity, shape), separators=(",", ":"))) + 1
        if size + length > _MOST_BODY_BYTES - 1024:
            groups.append({})
            size = 0
        groups[-1][identity] = shape
        size += length
    return groups


def run_job(
    asker: Asker,
    sql: str,
    shapes: Mapping[str, Any],
    progress: Progress = no_progress,
    first_wait_s: float = _FIRST_WAIT_S,
) -> JobResult:
    """Ask for all shapes at once and wait for the answer; a job that an earlier run began is waited for again.

    Raises
    ------
    ServiceError
        ``sources.job_failed`` when it fails, ends with an error or takes too long; those of the client.
    """
    question = " ".join(("job", asker.version, sql, *(shape.ExportToWkt() for shape in shapes.values())))
    link = asker.kept.get(question)
    if link is None:
        link = _begin(asker, sql, shapes)
        asker.kept.put(question, link)
    else:
        asker.tally.reused += 1
    try:
        data = _wait(asker, link, progress, first_wait_s)
    except ServiceError as error:
        asker.kept.forget(question)
        if error.message.id == "net.not_found":
            raise _failure(asker, "404") from error
        raise
    if data["status"] in ("failed", "error"):
        asker.kept.forget(question)
        raise _failure(asker, str(data.get("message") or data["status"]))
    rows = _table(asker, data.get("download_link"))
    failed = set()
    if data["status"] == "partial_success":
        told = _table(asker, data.get("failed_geometries_link"))
        failed = {str(row.get(ID_FIELD, "")) for row in told}
        if not failed:
            # which ones failed cannot be told: those without a row are asked again
            failed = set(shapes) - {str(row.get(ID_FIELD, "")) for row in rows}
    return JobResult(rows, frozenset(failed))


def _begin(asker: Asker, sql: str, shapes: Mapping[str, Any]) -> str:
    service, request = asker.service, asker.request
    asker.tally.requests += 1
    answer = request.client.post_json(
        f"{service.base}/dataset/{service.options['dataset']}/{asker.version}/query/batch",
        {
            "sql": sql,
            "id_field": ID_FIELD,
            "feature_collection": {
                "type": "FeatureCollection",
                "features": [_feature(identity, shape) for identity, shape in shapes.items()],
            },
        },
        credential=request.credential,
        is_cancelled=request.is_cancelled,
    ).json()
    data = data_of(answer)
    link = data.get("job_link") if isinstance(data, dict) else None
    identity = data.get("job_id") if isinstance(data, dict) else None
    if not link and not identity:
        raise ServiceError("sources.answer_changed", title=service.title, what="job_link")
    return str(link or f"{service.base}/job/{identity}")


def _wait(asker: Asker, link: str, progress: Progress, wait_s: float) -> dict[str, Any]:
    request = asker.request
    waited = 0.0
    while True:
        stop_if(request.is_cancelled)
        data = data_of(request.client.get(link, is_cancelled=request.is_cancelled).json())
        if not isinstance(data, dict) or not isinstance(data.get("status"), str):
            raise ServiceError("sources.answer_changed", title=asker.service.title, what="status")
        percent = re.match(r"\s*(\d+(?:\.\d+)?)", str(data.get("progress") or ""))
        if percent:
            progress(min(100.0, float(percent.group(1))))
        if data["status"] in _ENDED:
            return data
        if waited >= _PATIENCE_S:
            raise _failure(asker, f"{data['status']}, {waited:.0f} s")
        request.client.wait(wait_s, request.is_cancelled)
        waited += wait_s
        wait_s = min(2.0 * wait_s, _LONGEST_WAIT_S)


def _table(asker: Asker, link: Any) -> list[dict[str, Any]]:
    """Rows behind a link, CSV or JSON; the key does not travel there, the link itself is the permission."""
    if not link:
        return []
    answer = asker.request.client.get(str(link), max_bytes=_MOST_RESULT_BYTES, is_cancelled=asker.request.is_cancelled)
    text = answer.text()
    if text.lstrip()[:1] in ("{", "["):
        content = answer.json()
        rows = data_of(content) if isinstance(content, dict) else content
        return [row for row in rows or [] if isinstance(row, dict)]
    return [dict(row) for row in csv.DictReader(io.StringIO(text))]


def rows_by_shape(result: JobResult, shapes: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows of each shape, also of those without any."""
    found: dict[str, list[dict[str, Any]]] = {identity: [] for identity in shapes}
    for row in result.rows:
        found.setdefault(str(row.get(ID_FIELD, "")), []).append(row)
    return found


def _feature(identity: str, shape: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {ID_FIELD: identity}, "geometry": members_of(shape)}


def _failure(asker: Asker, reason: str) -> ServiceError:
    return ServiceError("sources.job_failed", title=asker.service.title, reason=reason[:200])
